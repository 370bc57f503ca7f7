/* SPDX-License-Identifier: MIT */
/* Scalars, and collections in brackets, of a text that is laid out anew. */
#include <string.h>

#include "text/layout.h"

static void pad(spi_layout *layout, uint32_t count) {
  for (uint32_t i = 0; i < count; i++) {
    spi_sink_char(layout->sink, ' ');
  }
}

/* The next line of [at, end), without its end; moves behind the end. */
static spi_slice take_line(const char *text, uint32_t *at, uint32_t end) {
  uint32_t begin = *at;
  uint32_t stop = begin;
  while (stop < end && text[stop] != '\n' && text[stop] != '\r') {
    stop++;
  }
  *at = stop;
  if (*at < end) {
    *at += text[stop] == '\r' && stop + 1 < end && text[stop + 1] == '\n' ? 2 : 1;
  }
  return (spi_slice){text + begin, stop - begin};
}

static spi_slice without_lead(spi_slice line, size_t most) {
  while (line.length > 0 && most > 0 && (line.data[0] == ' ' || line.data[0] == '\t')) {
    line = (spi_slice){line.data + 1, line.length - 1};
    most--;
  }
  return line;
}

static size_t lead_of(spi_slice line) {
  return line.length - without_lead(line, line.length).length;
}

/* Lines of a plain or quoted scalar are folded: what they begin with is no part
 * of the value. */
static void write_folded(spi_layout *layout, uint32_t at, uint32_t end, uint32_t indent) {
  const char *text = layout->text.data;
  spi_slice line = take_line(text, &at, end);
  spi_sink_bytes(layout->sink, line.data, line.length);
  while (at < end) {
    line = take_line(text, &at, end);
    line = without_lead(line, line.length);
    spi_sink_char(layout->sink, '\n');
    if (line.length > 0) {
      pad(layout, indent + 2);
      spi_sink_bytes(layout->sink, line.data, line.length);
    }
  }
}

/* A block scalar: "|" or ">", and lines that are deeper than their first by as
 * much as before. */
static void write_lines(spi_layout *layout, uint32_t at, uint32_t end, uint32_t indent) {
  const char *text = layout->text.data;
  spi_slice head = take_line(text, &at, end);
  while (head.length > 0 && (head.data[head.length - 1] == ' ')) {
    head.length--;
  }
  spi_sink_bytes(layout->sink, head.data, head.length);
  int keeps = head.length > 1 && memchr(head.data, '+', head.length < 3 ? head.length : 3) != NULL;
  for (size_t i = 1; i < head.length && i < 3; i++) {
    if (head.data[i] >= '1' && head.data[i] <= '9') {
      spi_sink_fail(layout->sink, SPOL_E_UNSUPPORTED);
    }
  }
  size_t first = 0;
  size_t blank = 0;
  int begun = 0;
  while (at < end) {
    spi_slice line = take_line(text, &at, end);
    if (lead_of(line) == line.length && (!begun || line.length <= first)) {
      blank++;
      continue;
    }
    first = begun ? first : lead_of(line);
    begun = 1;
    for (; blank > 0; blank--) {
      spi_sink_char(layout->sink, '\n');
    }
    spi_sink_char(layout->sink, '\n');
    line = without_lead(line, first);
    pad(layout, indent + 2);
    spi_sink_bytes(layout->sink, line.data, line.length);
  }
  layout->spaced = keeps ? 1 : 0;
  for (; keeps && blank > 0; blank--) {
    spi_sink_char(layout->sink, '\n');
  }
}

void spi_layout_scalar(spi_layout *layout, const spi_text_item *item, uint32_t indent) {
  uint32_t at = item->place.offset;
  uint32_t end = spi_item_end(item, layout->text);
  if (!item->is_alias && item->node->style == SPI_STYLE_BLOCK) {
    uint32_t content = spi_layout_content(layout, item);
    spi_sink_bytes(layout->sink, layout->text.data + at, content - at); /* its anchor */
    write_lines(layout, content, end, indent);
  } else {
    write_folded(layout, at, end, indent);
  }
  layout->at = end;
}

/* ---- Brackets ----------------------------------------------------------------------------------
 */

static void begin_entry(spi_layout *layout, uint32_t start, uint32_t indent, int first) {
  int breaks = spi_layout_breaks(layout, layout->at, start);
  spi_layout_comments(layout, start, indent + 2);
  if (breaks || layout->broken) {
    spi_layout_line(layout, start, indent + 2);
  } else if (!first) {
    spi_sink_char(layout->sink, ' ');
  }
}

static void write_inner(spi_layout *layout, const spi_text_item *item, uint32_t indent) {
  if (item->is_alias || item->node->kind == SPI_TEXT_SCALAR) {
    spi_layout_scalar(layout, item, indent);
  } else {
    spi_layout_flow(layout, item, indent);
  }
}

/* A key, and its value if it has one. */
static void write_pair(spi_layout *layout, const spi_text_pair *pair, uint32_t indent,
                       uint32_t limit) {
  const spi_text_node *value = pair->value.node;
  spi_layout_scalar(layout, &pair->key, indent);
  uint32_t colon = spi_layout_find(layout, ':', limit);
  int empty = !pair->value.is_alias && value->kind == SPI_TEXT_SCALAR &&
              value->start.offset == value->end.offset;
  if (empty) {
    return;
  }
  spi_sink_char(layout->sink, ':');
  layout->at = colon < limit ? colon + 1 : layout->at;
  spi_layout_trailing(layout, pair->value.place.offset);
  spi_layout_comments(layout, pair->value.place.offset, indent + 2);
  if (layout->broken) {
    spi_layout_line(layout, pair->value.place.offset, indent + 2);
  } else {
    spi_sink_char(layout->sink, ' ');
  }
  write_inner(layout, &pair->value, indent);
}

static uint32_t entry_start(const spi_text_node *node, uint32_t i) {
  return node->kind == SPI_TEXT_SEQUENCE ? node->of.items[i].place.offset
                                         : node->of.pairs[i].key.place.offset;
}

static void write_entries(spi_layout *layout, const spi_text_node *node, uint32_t indent,
                          uint32_t close) {
  for (uint32_t i = 0; i < node->count; i++) {
    uint32_t next = i + 1 < node->count ? entry_start(node, i + 1) : close;
    begin_entry(layout, entry_start(node, i), indent, i == 0);
    if (node->kind == SPI_TEXT_SEQUENCE) {
      write_inner(layout, &node->of.items[i], indent + 2);
    } else {
      write_pair(layout, &node->of.pairs[i], indent + 2, next);
    }
    uint32_t comma = spi_layout_find(layout, ',', next);
    if (i + 1 < node->count) {
      spi_layout_comments(layout, comma, indent + 2);
      if (layout->broken) {
        spi_layout_line(layout, comma, indent + 2);
      }
      spi_sink_char(layout->sink, ',');
    }
    layout->at = comma < next ? comma + 1 : layout->at;
    spi_layout_trailing(layout, next);
  }
}

void spi_layout_flow(spi_layout *layout, const spi_text_item *item, uint32_t indent) {
  const spi_text_node *node = item->node;
  uint32_t at = spi_layout_content(layout, item);
  char open = layout->text.data[at];
  if (open != '{' && open != '[') { /* [a: b] is a list of one mapping without brackets */
    write_pair(layout, &node->of.pairs[0], indent, node->end.offset);
    return;
  }
  if (at > item->place.offset) {
    uint32_t end = item->place.offset;
    while (end < at && layout->text.data[end] != ' ' && layout->text.data[end] != '\n' &&
           layout->text.data[end] != '\r' && layout->text.data[end] != '\t') {
      end++;
    }
    spi_sink_bytes(layout->sink, layout->text.data + item->place.offset, end - item->place.offset);
    spi_sink_char(layout->sink, ' ');
  }
  spi_sink_char(layout->sink, open);
  layout->at = at + 1;
  uint32_t close = node->end.offset - 1;
  spi_layout_trailing(layout, node->count > 0 ? entry_start(node, 0) : close);
  write_entries(layout, node, indent, close);
  int breaks = spi_layout_breaks(layout, layout->at, close);
  spi_layout_comments(layout, close, indent + 2);
  if (layout->broken || (breaks && node->count > 0)) {
    spi_layout_line(layout, close, indent);
  }
  spi_sink_char(layout->sink, open == '{' ? '}' : ']');
  layout->at = node->end.offset;
}
