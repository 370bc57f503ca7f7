/* SPDX-License-Identifier: MIT */
#include "policy/diff_text.h"

#include <string.h>

int spi_diff_next_line(spi_diff_slice *left, spi_diff_line *out) {
  if (left->from >= left->to) {
    return 0;
  }
  const char *end = memchr(left->from, '\n', (size_t)(left->to - left->from));
  end = end == NULL ? left->to : end;
  out->text = (spi_diff_slice){left->from, end};
  out->indent = 0;
  while (left->from + out->indent < end && left->from[out->indent] == ' ') {
    out->indent++;
  }
  left->from = end < left->to ? end + 1 : end;
  return 1;
}

spi_diff_slice spi_diff_key(const spi_diff_line *at) {
  const char *from = at->text.from + at->indent;
  const char *colon = from == at->text.to ? NULL : memchr(from, ':', (size_t)(at->text.to - from));
  return (spi_diff_slice){from, colon == NULL ? from : colon};
}

int spi_diff_is(spi_diff_slice key, const char *text) {
  size_t length = strlen(text);
  return (size_t)(key.to - key.from) == length && memcmp(key.from, text, length) == 0;
}

int spi_diff_equal(spi_diff_slice a, spi_diff_slice b) {
  size_t length = (size_t)(a.to - a.from);
  return length == (size_t)(b.to - b.from) && (length == 0 || memcmp(a.from, b.from, length) == 0);
}

/* The next key of a block whose keys stand at an indent, with all below it. */
int spi_diff_next_block(spi_diff_slice *left, uint32_t indent, spi_diff_slice *key,
                        spi_diff_slice *block) {
  spi_diff_line at;
  do {
    if (!spi_diff_next_line(left, &at)) {
      return 0;
    }
  } while (at.indent != indent || at.text.from[indent] == '-');
  *key = spi_diff_key(&at);
  block->from = at.text.from;
  for (spi_diff_slice ahead = *left;
       spi_diff_next_line(&ahead, &at) &&
       (at.indent > indent ||
        (at.indent == indent && at.indent < (uint32_t)(at.text.to - at.text.from) &&
         at.text.from[indent] == '-'));) {
    *left = ahead;
  }
  block->to = left->from;
  return 1;
}

int spi_diff_find_block(spi_diff_slice in, uint32_t indent, spi_diff_slice key,
                        spi_diff_slice *out) {
  spi_diff_slice own;
  while (spi_diff_next_block(&in, indent, &own, out)) {
    if (spi_diff_equal(own, key)) {
      return 1;
    }
  }
  *out = (spi_diff_slice){in.to, in.to};
  return 0;
}

/* The next line that means something. */
static int next_meaning(spi_diff_slice *left, spi_diff_line *out) {
  while (spi_diff_next_line(left, out)) {
    spi_diff_slice key = spi_diff_key(out);
    if (!spi_diff_is(key, "clause") && !spi_diff_is(key, "assumed") &&
        !spi_diff_is(key, "clauses")) {
      return 1;
    }
    spi_diff_line below;
    for (spi_diff_slice ahead = *left;
         spi_diff_next_line(&ahead, &below) && below.indent > out->indent;) {
      *left = ahead;
    }
  }
  return 0;
}

int spi_diff_same_meaning(spi_diff_slice a, spi_diff_slice b) {
  spi_diff_line one;
  spi_diff_line two;
  for (;;) {
    int more = next_meaning(&a, &one);
    if (more != next_meaning(&b, &two)) {
      return 0;
    }
    if (!more) {
      return 1;
    }
    if (!spi_diff_equal(one.text, two.text)) {
      return 0;
    }
  }
}

/* ---- Lists ------------------------------------------------------------------------------ */

spi_diff_slice spi_diff_value(spi_diff_slice block) {
  spi_diff_line at;
  spi_diff_slice left = block;
  if (!spi_diff_next_line(&left, &at)) {
    return block;
  }
  spi_diff_slice key = spi_diff_key(&at);
  const char *from = key.to < at.text.to ? key.to + 1 : at.text.to;
  while (from < at.text.to && *from == ' ') {
    from++;
  }
  return (spi_diff_slice){from, at.text.to};
}

static int is_entry(const spi_diff_line *at) {
  const char *mark = at->text.from + at->indent;
  return at->text.to - mark >= 2 && mark[0] == '-' && mark[1] == ' ';
}

int spi_diff_next_item(spi_diff_slice *left, spi_diff_slice *item) {
  spi_diff_line at;
  spi_diff_slice ahead = *left;
  if (!spi_diff_next_line(&ahead, &at)) {
    return 0;
  }
  if (!is_entry(&at)) { /* the line of the key */
    spi_diff_slice value = spi_diff_value(*left);
    *left = ahead;
    if (value.from < value.to) {
      *left = (spi_diff_slice){ahead.to, ahead.to};
      *item = value;
      return 1;
    }
    return spi_diff_next_item(left, item);
  }
  uint32_t indent = at.indent;
  item->from = at.text.from + indent + 2;
  *left = ahead;
  while (spi_diff_next_line(&ahead, &at) && at.indent > indent) {
    *left = ahead;
  }
  item->to = left->from;
  while (item->to > item->from && item->to[-1] == '\n') {
    item->to--;
  }
  return 1;
}

int spi_diff_find_value(spi_diff_slice item, const char *key, spi_diff_slice *value) {
  spi_diff_line at;
  for (spi_diff_slice left = item; spi_diff_next_line(&left, &at);) {
    if (spi_diff_is(spi_diff_key(&at), key)) {
      *value = spi_diff_value((spi_diff_slice){at.text.from, at.text.to});
      return 1;
    }
  }
  return 0;
}
