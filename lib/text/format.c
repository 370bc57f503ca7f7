/* SPDX-License-Identifier: MIT */
#include "supportpolicy/format.h"

#include <string.h>

#include "base/error.h"
#include "base/sized.h"
#include "text/diagnostics.h"
#include "text/layout.h"

enum { MOST_DOCUMENTS = 64 };

static const spi_text_limits limits = {.documents = MOST_DOCUMENTS};

/* ---- Documents ------------------------------------------------------------------------------- */

/* The line "---" before an offset, and whether there is a directive. */
static uint32_t find_start(const spi_layout *layout, uint32_t at, uint32_t limit, int *directive) {
  const char *text = layout->text.data;
  while (at < limit) {
    if (text[at] == '%') {
      *directive = 1;
    }
    if (limit - at >= 3 && memcmp(text + at, "---", 3) == 0) {
      return at;
    }
    while (at < limit && text[at] != '\n') {
      at++;
    }
    at++;
  }
  return limit;
}

static void write_root(spi_layout *layout, const spi_text_node *root, uint32_t limit) {
  spi_text_item item = {.node = root, .place = root->start};
  uint32_t at = spi_layout_content(layout, &item);
  int block = root->kind != SPI_TEXT_SCALAR && root->count > 0 && layout->text.data[at] != '{' &&
              layout->text.data[at] != '[';
  if (block) {
    /* As the entry of nothing: its own entries stand at the margin. */
    spi_layout_block_root(layout, &item, limit);
    return;
  }
  spi_layout_comments(layout, root->start.offset, 0);
  spi_layout_line(layout, root->start.offset, 0);
  if (root->kind == SPI_TEXT_SCALAR) {
    spi_layout_scalar(layout, &item, 0);
  } else {
    spi_layout_flow(layout, &item, 0);
  }
  spi_layout_trailing(layout, limit);
}

static void write_documents(spi_layout *layout, const spi_document *document) {
  uint32_t count = spi_document_count(document);
  uint32_t end = (uint32_t)layout->text.length;
  for (uint32_t i = 0; i < count; i++) {
    const spi_text_node *root = spi_document_root(document, i);
    int directive = 0;
    uint32_t start = find_start(layout, layout->at, root->start.offset, &directive);
    if (directive) {
      spi_sink_fail(layout->sink, SPOL_E_UNSUPPORTED);
    }
    if (start < root->start.offset || i > 0) {
      spi_layout_comments(layout, start, 0);
      spi_layout_line(layout, start, 0);
      spi_sink_text(layout->sink, "---");
      layout->at = start + 3 < root->start.offset ? start + 3 : root->start.offset;
      spi_layout_trailing(layout, root->start.offset);
    }
    uint32_t next = i + 1 < count ? spi_document_root(document, i + 1)->start.offset : end;
    write_root(layout, root, find_start(layout, root->end.offset, next, &directive));
  }
  spi_layout_comments(layout, end + 1, 0);
  spi_sink_char(layout->sink, '\n');
}

/* ---- Whether it says the same ------------------------------------------------------------------
 */

static int same_node(const spi_text_item *a, const spi_text_item *b) {
  const spi_text_node *one = a->node;
  const spi_text_node *other = b->node;
  if (a->is_alias != b->is_alias || one->kind != other->kind || one->count != other->count) {
    return 0;
  }
  if (a->is_alias || one->kind == SPI_TEXT_SCALAR) {
    return one->style == other->style && spi_slice_equal(one->text, other->text);
  }
  for (uint32_t i = 0; i < one->count; i++) {
    int same = one->kind == SPI_TEXT_SEQUENCE
                   ? same_node(&one->of.items[i], &other->of.items[i])
                   : same_node(&one->of.pairs[i].key, &other->of.pairs[i].key) &&
                         same_node(&one->of.pairs[i].value, &other->of.pairs[i].value);
    if (!same) {
      return 0;
    }
  }
  return 1;
}

static int same_documents(const spi_document *a, const spi_document *b) {
  if (spi_document_count(a) != spi_document_count(b)) {
    return 0;
  }
  for (uint32_t i = 0; i < spi_document_count(a); i++) {
    spi_text_item one = {.node = spi_document_root(a, i)};
    spi_text_item other = {.node = spi_document_root(b, i)};
    if (!same_node(&one, &other)) {
      return 0;
    }
  }
  return 1;
}

static int same_comments(const spi_comments *a, spi_slice a_text, const spi_comments *b,
                         spi_slice b_text) {
  if (a->count != b->count) {
    return 0;
  }
  for (size_t i = 0; i < a->count; i++) {
    spi_slice one = {a_text.data + a->list[i].offset, a->list[i].length};
    spi_slice other = {b_text.data + b->list[i].offset, b->list[i].length};
    if (!spi_slice_equal(one, other)) {
      return 0;
    }
  }
  return 1;
}

/* A text, what it says, and its comments. */
typedef struct reading {
  spi_slice text;
  spi_document *document;
  spi_comments comments;
} reading;

static spol_status read_again(const spol_allocator *allocator, const reading *before,
                              spi_slice text) {
  reading after = {.text = text};
  spol_status status = spi_document_read(allocator, text.data, text.length, &limits, NULL, NULL,
                                         &after.document, NULL);
  if (status == SPOL_OK) {
    status = spi_comments_find(allocator, after.document, text, &after.comments);
  }
  if (status == SPOL_OK &&
      !(same_documents(before->document, after.document) &&
        same_comments(&before->comments, before->text, &after.comments, text))) {
    status = SPOL_E_UNSUPPORTED;
  }
  spi_comments_free(allocator, &after.comments);
  spi_document_free(after.document);
  return status == SPOL_OK || status == SPOL_E_MEMORY ? status : SPOL_E_UNSUPPORTED;
}

/* ---- The whole ---------------------------------------------------------------------------------
 */

static spol_status lay_out(const spol_allocator *allocator, const reading *before, spi_sink *sink) {
  spi_layout layout = {.text = before->text, .comments = &before->comments, .sink = sink};
  write_documents(&layout, before->document);
  spol_status status = spi_sink_finish(sink);
  return status != SPOL_OK ? status
                           : read_again(allocator, before, (spi_slice){sink->data, sink->length});
}

static spol_status give(const spi_sink *sink, char *buffer, uint64_t capacity, uint64_t *needed) {
  *needed = sink->length;
  if (buffer == NULL) {
    return SPOL_OK;
  }
  if (sink->length > capacity) {
    return SPOL_E_BUFFER;
  }
  memcpy(buffer, sink->data, sink->length);
  return SPOL_OK;
}

static spol_status fail(spol_error *error, const char *name, spol_status status) {
  if (status != SPOL_E_UNSUPPORTED) {
    return spi_fail(error, status, "%s", spol_status_message(status));
  }
  spi_text_place start = {.line = 1, .column = 1};
  if (error != NULL) {
    (void)spi_diagnostic_make(error, status, SPOL_DIAG_LAYOUT, name, &start, NULL,
                              "this layout cannot be changed without changing what it says");
    spi_error_hint(error, "leave out %%YAML lines, and the numbers behind | and >");
  }
  return status;
}

spol_status spol_format(const spol_allocator *given, const spol_policy_source *source, char *buffer,
                        uint64_t capacity, uint64_t *needed, spol_diagnostics *diagnostics,
                        spol_error *error) {
  spol_allocator allocator;
  spol_policy_source from = SPOL_SIZED(spol_policy_source);
  if (needed == NULL || source == NULL || (buffer == NULL && capacity > 0)) {
    return spi_fail(error, SPOL_E_INVALID, "a text and room for its length are needed");
  }
  spol_status status = spi_allocator_take(given, &allocator);
  if (status == SPOL_OK) {
    status = spi_sized_check(source, sizeof from, sizeof from);
  }
  if (status != SPOL_OK) {
    return spi_fail(error, status, "%s", spol_status_message(status));
  }
  spi_sized_copy(&from, source, sizeof from);
  reading before = {.text = {from.text, (size_t)from.length}};
  status = spi_document_read(&allocator, from.text, (size_t)from.length, &limits, from.name,
                             diagnostics, &before.document, error);
  if (status != SPOL_OK) {
    return status;
  }
  spi_sink sink = spi_sink_growing(&allocator);
  status = spi_comments_find(&allocator, before.document, before.text, &before.comments);
  if (status == SPOL_OK) {
    status = lay_out(&allocator, &before, &sink);
  }
  status = status == SPOL_OK         ? give(&sink, buffer, capacity, needed)
           : status == SPOL_E_BUFFER ? status
                                     : fail(error, from.name, status);
  spi_sink_free(&sink);
  spi_comments_free(&allocator, &before.comments);
  spi_document_free(before.document);
  return status;
}
