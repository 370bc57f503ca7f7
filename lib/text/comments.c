/* SPDX-License-Identifier: MIT */
#include "text/comments.h"

#include "base/memory.h"

#include <string.h>

typedef struct finder {
  const spol_allocator *allocator;
  spi_slice text;
  spi_comments *out;
  uint32_t at; /**< up to here all is looked at */
  spol_status status;
} finder;

static int ends_name(char c) {
  return c == ' ' || c == '\t' || c == '\n' || c == '\r' || c == ',' || c == ']' || c == '}' ||
         c == '[' || c == '{';
}

uint32_t spi_item_end(const spi_text_item *item, spi_slice text) {
  uint32_t at = item->place.offset;
  if (!item->is_alias) {
    return item->node->end.offset;
  }
  while (at < text.length && !ends_name(text.data[at])) {
    at++;
  }
  return at;
}

static void add(finder *find, uint32_t begin, uint32_t end) {
  void *list = find->out->list;
  find->status = spi_grow(find->allocator, &list, &find->out->capacity, find->out->count,
                          sizeof *find->out->list, SIZE_MAX);
  find->out->list = list;
  if (find->status == SPOL_OK) {
    find->out->list[find->out->count++] = (spi_comment){begin, end - begin};
  }
}

/* Between two values only white space, marks, anchors and comments can stand. */
static void look_until(finder *find, uint32_t end) {
  const char *text = find->text.data;
  uint32_t at = find->at;
  while (at < end && find->status == SPOL_OK) {
    if (text[at] == '#') {
      uint32_t begin = at;
      while (at < find->text.length && text[at] != '\n' && text[at] != '\r') {
        at++;
      }
      uint32_t last = at;
      while (last > begin && (text[last - 1] == ' ' || text[last - 1] == '\t')) {
        last--;
      }
      add(find, begin, last);
    } else if (text[at] == '&') {
      while (at < end && !ends_name(text[at])) {
        at++;
      }
    } else {
      at++;
    }
  }
  find->at = at > find->at ? at : find->at;
}

/* Depth is limited by that of the document. */
static void visit(finder *find, const spi_text_item *item) {
  const spi_text_node *node = item->node;
  if (item->is_alias || node->kind == SPI_TEXT_SCALAR) {
    look_until(find, item->place.offset);
    find->at = spi_item_end(item, find->text);
    return;
  }
  for (uint32_t i = 0; i < node->count; i++) {
    if (node->kind == SPI_TEXT_SEQUENCE) {
      visit(find, &node->of.items[i]);
    } else {
      visit(find, &node->of.pairs[i].key);
      visit(find, &node->of.pairs[i].value);
    }
  }
}

spol_status spi_comments_find(const spol_allocator *allocator, const spi_document *document,
                              spi_slice text, spi_comments *out) {
  finder find = {.allocator = allocator, .text = text, .out = out};
  *out = (spi_comments){0};
  for (uint32_t i = 0; i < spi_document_count(document); i++) {
    const spi_text_node *root = spi_document_root(document, i);
    spi_text_item item = {.node = root, .place = root->start};
    visit(&find, &item);
  }
  look_until(&find, (uint32_t)text.length);
  return find.status;
}

void spi_comments_free(const spol_allocator *allocator, spi_comments *comments) {
  spi_free_array(allocator, comments->list, comments->capacity, sizeof *comments->list);
  *comments = (spi_comments){0};
}
