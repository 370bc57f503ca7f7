/* SPDX-License-Identifier: MIT */
/* Block collections, comments and lines of a text that is laid out anew. */
#include "text/layout.h"

#include <string.h>

static int is_blank(char c) {
  return c == ' ' || c == '\t';
}

static int is_end(char c) {
  return c == '\n' || c == '\r';
}

/* ---- The source -------------------------------------------------------------------------- */

int spi_layout_breaks(const spi_layout *layout, uint32_t from, uint32_t to) {
  for (uint32_t i = from; i < to; i++) {
    if (is_end(layout->text.data[i])) {
      return 1;
    }
  }
  return 0;
}

static uint32_t skip_anchor(const spi_layout *layout, uint32_t at, uint32_t limit) {
  while (at < limit && !is_blank(layout->text.data[at]) && !is_end(layout->text.data[at])) {
    at++;
  }
  return at;
}

static uint32_t skip_comment(const spi_layout *layout, uint32_t at, uint32_t limit) {
  while (at < limit && !is_end(layout->text.data[at])) {
    at++;
  }
  return at;
}

uint32_t spi_layout_find(const spi_layout *layout, char c, uint32_t limit) {
  uint32_t at = layout->at;
  while (at < limit && layout->text.data[at] != c) {
    char here = layout->text.data[at];
    at = here == '#'   ? skip_comment(layout, at, limit)
         : here == '&' ? skip_anchor(layout, at, limit)
                       : at + 1;
  }
  return at < limit ? at : limit;
}

uint32_t spi_layout_content(const spi_layout *layout, const spi_text_item *item) {
  uint32_t at = item->place.offset;
  uint32_t limit = (uint32_t)layout->text.length;
  if (item->is_alias || at >= limit || layout->text.data[at] != '&') {
    return at;
  }
  at = skip_anchor(layout, at, limit);
  while (at < limit && (is_blank(layout->text.data[at]) || is_end(layout->text.data[at]) ||
                        layout->text.data[at] == '#')) {
    at = layout->text.data[at] == '#' ? skip_comment(layout, at, limit) : at + 1;
  }
  return at;
}

static uint32_t line_start(const spi_layout *layout, uint32_t offset) {
  while (offset > 0 && !is_end(layout->text.data[offset - 1])) {
    offset--;
  }
  return offset;
}

static uint32_t column_of(const spi_layout *layout, uint32_t offset) {
  return offset - line_start(layout, offset);
}

/* 1 if the line in front of an offset's line has white space only. */
static int blank_before(const spi_layout *layout, uint32_t offset) {
  uint32_t start = line_start(layout, offset);
  if (start == 0) {
    return 0;
  }
  uint32_t end = start - 1;
  if (end > 0 && layout->text.data[end] == '\n' && layout->text.data[end - 1] == '\r') {
    end--;
  }
  uint32_t begin = line_start(layout, end);
  for (uint32_t i = begin; i < end; i++) {
    if (!is_blank(layout->text.data[i])) {
      return 0;
    }
  }
  return 1;
}

/* ---- Lines and comments --------------------------------------------------------------------- */

static void spaces(spi_layout *layout, uint32_t count) {
  for (uint32_t i = 0; i < count; i++) {
    spi_sink_char(layout->sink, ' ');
  }
}

void spi_layout_line(spi_layout *layout, uint32_t offset, uint32_t indent) {
  if (layout->sink->length > 0) {
    spi_sink_char(layout->sink, '\n');
    if (!layout->spaced && blank_before(layout, offset) &&
        line_start(layout, offset) >= layout->at) {
      spi_sink_char(layout->sink, '\n');
    }
  }
  spaces(layout, indent);
  layout->broken = 0;
  layout->spaced = 0;
}

static const spi_comment *next_comment(const spi_layout *layout) {
  return layout->next < layout->comments->count ? &layout->comments->list[layout->next] : NULL;
}

static void write_comment(spi_layout *layout, const spi_comment *comment) {
  spi_sink_bytes(layout->sink, layout->text.data + comment->offset, comment->length);
  layout->at = comment->offset + comment->length;
  layout->next++;
  layout->broken = 1;
}

void spi_layout_comments(spi_layout *layout, uint32_t before, uint32_t indent) {
  for (const spi_comment *comment = next_comment(layout);
       comment != NULL && comment->offset < before; comment = next_comment(layout)) {
    spi_layout_line(layout, comment->offset, indent);
    write_comment(layout, comment);
  }
}

void spi_layout_trailing(spi_layout *layout, uint32_t before) {
  const spi_comment *comment = next_comment(layout);
  if (comment == NULL || comment->offset < layout->at || comment->offset >= before ||
      spi_layout_breaks(layout, layout->at, comment->offset)) {
    return;
  }
  /* As far to the right as it was: comments below each other stay so where
   * their lines do not change. */
  uint32_t distance = 0;
  while (comment->offset > distance && layout->text.data[comment->offset - distance - 1] == ' ') {
    distance++;
  }
  spaces(layout, distance > 0 ? distance : 1);
  write_comment(layout, comment);
}

/* Comments that stand as deep as the entries of a collection belong to it. */
static void closing_comments(spi_layout *layout, uint32_t column, uint32_t indent, uint32_t limit) {
  const spi_comment *comment = next_comment(layout);
  while (indent > 0 && comment != NULL && comment->offset < limit &&
         column_of(layout, comment->offset) >= column) {
    spi_layout_line(layout, comment->offset, indent);
    write_comment(layout, comment);
    comment = next_comment(layout);
  }
}

/* ---- Block collections -------------------------------------------------------------------------
 */

static void write_anchor(spi_layout *layout, const spi_text_item *item) {
  uint32_t at = item->place.offset;
  if (!item->is_alias && item->node->kind != SPI_TEXT_SCALAR && at < layout->text.length &&
      layout->text.data[at] == '&') {
    uint32_t end = skip_anchor(layout, at, (uint32_t)layout->text.length);
    spi_sink_char(layout->sink, ' ');
    spi_sink_bytes(layout->sink, layout->text.data + at, end - at);
    layout->at = end;
  }
}

static void write_pair(spi_layout *layout, const spi_text_pair *pair, uint32_t indent,
                       uint32_t limit) {
  int asked = spi_layout_find(layout, '?', pair->key.place.offset) < pair->key.place.offset;
  spi_sink_text(layout->sink, asked ? "? " : "");
  spi_layout_scalar(layout, &pair->key, indent);
  uint32_t colon = spi_layout_find(layout, ':', limit);
  if (asked) {
    spi_layout_trailing(layout, colon);
    spi_layout_comments(layout, colon, indent);
    spi_layout_line(layout, layout->at, indent);
  }
  spi_sink_char(layout->sink, ':');
  layout->at = colon < limit ? colon + 1 : layout->at;
  spi_layout_value(layout, &pair->value, indent, limit);
  layout->gap = 0;
}

/* 1 if both have their values on the lines of their keys, in one column. */
static int aligned(const spi_layout *layout, const spi_text_pair *a, const spi_text_pair *b) {
  uint32_t one = a->value.place.offset;
  uint32_t other = b->value.place.offset;
  return !spi_layout_breaks(layout, a->key.place.offset, one) &&
         !spi_layout_breaks(layout, b->key.place.offset, other) &&
         column_of(layout, one) == column_of(layout, other);
}

/* The spaces in front of a value that stands in a column with its neighbour's;
 * 0 for one that does not. */
static uint32_t gap_of(const spi_layout *layout, const spi_text_node *node, uint32_t i) {
  const spi_text_pair *pair = &node->of.pairs[i];
  uint32_t gap = 0;
  if (!(i > 0 && aligned(layout, pair, pair - 1)) &&
      !(i + 1 < node->count && aligned(layout, pair, pair + 1))) {
    return 0;
  }
  while (layout->text.data[pair->value.place.offset - gap - 1] == ' ') {
    gap++;
  }
  return gap;
}

static void write_mapping(spi_layout *layout, const spi_text_node *node, uint32_t indent,
                          uint32_t limit, int inline_first) {
  uint32_t column = column_of(layout, node->of.pairs[0].key.place.offset);
  for (uint32_t i = 0; i < node->count; i++) {
    const spi_text_pair *pair = &node->of.pairs[i];
    uint32_t next = i + 1 < node->count ? node->of.pairs[i + 1].key.place.offset : limit;
    if (i > 0 || !inline_first) {
      spi_layout_comments(layout, pair->key.place.offset, indent);
      spi_layout_line(layout, pair->key.place.offset, indent);
    }
    layout->gap = gap_of(layout, node, i);
    write_pair(layout, pair, indent, next);
  }
  closing_comments(layout, column, indent, limit);
}

static void write_entry(spi_layout *layout, const spi_text_item *item, uint32_t indent,
                        uint32_t limit);

static void write_sequence(spi_layout *layout, const spi_text_node *node, uint32_t indent,
                           uint32_t limit, int inline_first) {
  uint32_t column = 0;
  for (uint32_t i = 0; i < node->count; i++) {
    const spi_text_item *item = &node->of.items[i];
    uint32_t next = i + 1 < node->count ? node->of.items[i + 1].place.offset : limit;
    uint32_t dash = spi_layout_find(layout, '-', item->place.offset + 1);
    column = i == 0 ? column_of(layout, dash) : column;
    if (i > 0 || !inline_first) {
      spi_layout_comments(layout, dash, indent);
      spi_layout_line(layout, dash, indent);
    }
    spi_sink_char(layout->sink, '-');
    layout->at = dash + 1;
    write_entry(layout, item, indent, next);
  }
  closing_comments(layout, column, indent, limit);
}

static int is_block(const spi_layout *layout, const spi_text_item *item) {
  if (item->is_alias || item->node->kind == SPI_TEXT_SCALAR || item->node->count == 0) {
    return 0;
  }
  uint32_t at = spi_layout_content(layout, item);
  return layout->text.data[at] != '{' && layout->text.data[at] != '[';
}

/* A block collection, begun on the line of its mark where nothing stands
 * between, else on the next. */
static void write_block(spi_layout *layout, const spi_text_item *item, uint32_t indent,
                        uint32_t limit, int may_share_line) {
  write_anchor(layout, item);
  int has_anchor = layout->at > item->place.offset;
  uint32_t content = spi_layout_content(layout, item);
  spi_layout_trailing(layout, content);
  const spi_comment *comment = next_comment(layout);
  int shares = may_share_line && !has_anchor && !layout->broken &&
               !(comment != NULL && comment->offset < content);
  if (shares) {
    spi_sink_char(layout->sink, ' ');
  }
  if (item->node->kind == SPI_TEXT_MAPPING) {
    write_mapping(layout, item->node, indent, limit, shares);
  } else {
    write_sequence(layout, item->node, indent, limit, shares);
  }
}

static void write_entry(spi_layout *layout, const spi_text_item *item, uint32_t indent,
                        uint32_t limit) {
  if (is_block(layout, item)) {
    write_block(layout, item, indent + 2, limit, 1);
  } else {
    spi_layout_value(layout, item, indent, limit);
  }
}

void spi_layout_block_root(spi_layout *layout, const spi_text_item *item, uint32_t limit) {
  if (spi_layout_content(layout, item) > item->place.offset) {
    spi_layout_comments(layout, item->place.offset, 0);
    spi_layout_line(layout, item->place.offset, 0);
    write_anchor(layout, item);
    spi_layout_trailing(layout, spi_layout_content(layout, item));
  }
  if (item->node->kind == SPI_TEXT_MAPPING) {
    write_mapping(layout, item->node, 0, limit, 0);
  } else {
    write_sequence(layout, item->node, 0, limit, 0);
  }
}

/* A value in one piece that does not stand on its key's line, but below a
 * comment there. */
static void lead(spi_layout *layout, const spi_text_item *item, uint32_t indent) {
  spi_layout_trailing(layout, item->place.offset);
  spi_layout_comments(layout, item->place.offset, indent + 2);
  if (layout->broken) {
    spi_layout_line(layout, item->place.offset, indent + 2);
  } else {
    spaces(layout, layout->gap > 0 ? layout->gap : 1);
  }
  layout->gap = 0;
}

void spi_layout_value(spi_layout *layout, const spi_text_item *item, uint32_t indent,
                      uint32_t limit) {
  int empty = !item->is_alias && item->node->kind == SPI_TEXT_SCALAR &&
              item->node->start.offset == item->node->end.offset;
  if (is_block(layout, item)) {
    write_block(layout, item, indent + 2, limit, 0);
    return;
  }
  if (!empty) {
    lead(layout, item, indent);
    if (item->is_alias || item->node->kind == SPI_TEXT_SCALAR) {
      spi_layout_scalar(layout, item, indent);
    } else {
      spi_layout_flow(layout, item, indent);
    }
  }
  spi_layout_trailing(layout, UINT32_MAX);
}
