/* SPDX-License-Identifier: MIT */
/* What is written differently beside the targets: the canonical forms are held
 * against each other key by key. Clauses and assumptions say where a rule comes
 * from, not what it does, and are left out. */
#include <string.h>

#include "policy/diff.h"

typedef struct slice {
  const char *from;
  const char *to;
} slice;

typedef struct line {
  slice text; /* without its end */
  uint32_t indent;
} line;

static int next_line(slice *left, line *out) {
  if (left->from >= left->to) {
    return 0;
  }
  const char *end = memchr(left->from, '\n', (size_t)(left->to - left->from));
  end = end == NULL ? left->to : end;
  out->text = (slice){left->from, end};
  out->indent = 0;
  while (left->from + out->indent < end && left->from[out->indent] == ' ') {
    out->indent++;
  }
  left->from = end < left->to ? end + 1 : end;
  return 1;
}

static slice key_of(const line *at) {
  const char *from = at->text.from + at->indent;
  const char *colon = from == at->text.to ? NULL : memchr(from, ':', (size_t)(at->text.to - from));
  return (slice){from, colon == NULL ? from : colon};
}

static int is_key(slice key, const char *text) {
  size_t length = strlen(text);
  return (size_t)(key.to - key.from) == length && memcmp(key.from, text, length) == 0;
}

static int equal(slice a, slice b) {
  size_t length = (size_t)(a.to - a.from);
  return length == (size_t)(b.to - b.from) && (length == 0 || memcmp(a.from, b.from, length) == 0);
}

/* The next key of a block whose keys stand at an indent, with all below it. */
static int next_block(slice *left, uint32_t indent, slice *key, slice *block) {
  line at;
  do {
    if (!next_line(left, &at)) {
      return 0;
    }
  } while (at.indent != indent || at.text.from[indent] == '-');
  *key = key_of(&at);
  block->from = at.text.from;
  for (slice ahead = *left;
       next_line(&ahead, &at) &&
       (at.indent > indent ||
        (at.indent == indent && at.indent < (uint32_t)(at.text.to - at.text.from) &&
         at.text.from[indent] == '-'));) {
    *left = ahead;
  }
  block->to = left->from;
  return 1;
}

static int find_block(slice in, uint32_t indent, slice key, slice *out) {
  slice own;
  while (next_block(&in, indent, &own, out)) {
    if (equal(own, key)) {
      return 1;
    }
  }
  *out = (slice){in.to, in.to};
  return 0;
}

/* The next line that means something. */
static int next_meaning(slice *left, line *out) {
  while (next_line(left, out)) {
    slice key = key_of(out);
    if (!is_key(key, "clause") && !is_key(key, "assumed") && !is_key(key, "clauses")) {
      return 1;
    }
    line below;
    for (slice ahead = *left; next_line(&ahead, &below) && below.indent > out->indent;) {
      *left = ahead;
    }
  }
  return 0;
}

static int same_meaning(slice a, slice b) {
  line one;
  line two;
  for (;;) {
    int more = next_meaning(&a, &one);
    if (more != next_meaning(&b, &two)) {
      return 0;
    }
    if (!more) {
      return 1;
    }
    if (!equal(one.text, two.text)) {
      return 0;
    }
  }
}

static slice whole(const spi_differ *differ, int side) {
  const spi_version *version = differ->sides[side].version;
  return (slice){version->canonical, version->canonical + version->canonical_length};
}

static slice named(const char *text) {
  return (slice){text, text + strlen(text)};
}

int spi_diff_same_section(const spi_differ *differ, const char *key, const char *name) {
  slice found[2];
  for (int s = 0; s < 2; s++) {
    (void)find_block(whole(differ, s), 0, named(key), &found[s]);
    if (name != NULL) {
      (void)find_block(found[s], 2, named(name), &found[s]);
    }
  }
  return same_meaning(found[0], found[1]);
}

/* ---- Entries ----------------------------------------------------------------------------- */

static int is_one_of(slice key, const char *const *words) {
  for (; *words != NULL; words++) {
    if (is_key(key, *words)) {
      return 1;
    }
  }
  return 0;
}

static const spi_place *place_of(const spi_diff_side *side, slice top, const char *metric) {
  const spi_version *version = side->version;
  if (metric != NULL && metric[0] != '\0') {
    const spi_metric *found = spi_diff_find_metric(side, metric);
    return found == NULL ? NULL : &found->place;
  }
  if (is_key(top, "coverage")) {
    return &version->coverage.place;
  }
  if (is_key(top, "severities") && version->severities_by_rank_count > 0) {
    return &version->severities_by_rank[0].place;
  }
  if ((is_key(top, "entitlement") || is_key(top, "intake")) && version->entitlement_count > 0) {
    return &version->entitlement[0].place;
  }
  if (is_key(top, "escalation")) {
    return version->ladders_count > 0 ? &version->ladders[0].place
           : version->lines_count > 0 ? &version->lines[0].place
                                      : NULL;
  }
  return NULL;
}

static const char *metric_name(const spi_differ *differ, slice name) {
  for (int s = 0; s < 2; s++) {
    const spi_diff_side *side = &differ->sides[s];
    for (uint32_t i = 0; i < side->version->metrics_count; i++) {
      const char *own =
          spol_policy_name(side->policy, SPOL_NAME_METRIC, side->version->metrics[i].id);
      if (own != NULL && is_key(name, own)) {
        return own;
      }
    }
  }
  return "";
}

static void write_slice(spi_writer *writer, slice text) {
  spi_write_bytes(writer, text.from, (size_t)(text.to - text.from));
}

static spol_status add(spi_differ *differ, const slice path[3], int depth, const slice found[2]) {
  spi_diff_item item = {0};
  spol_diff_entry *entry = &item.entry;
  spi_writer writer = spi_writer_on(item.rule, sizeof item.rule);
  for (int i = 0; i <= depth; i++) {
    spi_write_text(&writer, i == 0 ? "" : ".");
    write_slice(&writer, path[i]);
  }
  entry->kind = SPOL_DIFF_RULE;
  entry->metric = is_key(path[0], "metrics") && depth > 0 ? metric_name(differ, path[1]) : "";
  entry->verdict = SPOL_DIFF_UNDECIDED;
  entry->reason = "written differently";
  entry->opening = entry->old_due = entry->new_due = SPOL_INSTANT_NONE;
  entry->old_place =
      spi_diff_place(&differ->sides[0], place_of(&differ->sides[0], path[0], entry->metric));
  entry->new_place =
      spi_diff_place(&differ->sides[1], place_of(&differ->sides[1], path[0], entry->metric));
  /* A pause can only put a due instant off. */
  if (depth == 2 && is_key(path[0], "metrics") && is_key(path[2], "pauses") &&
      (found[0].from == found[0].to || found[1].from == found[1].to)) {
    entry->reduces = found[0].from == found[0].to;
    entry->verdict = entry->reduces ? SPOL_DIFF_WORSE : SPOL_DIFF_BETTER;
    entry->reason = entry->reduces ? "nothing paused it" : "nothing pauses it any more";
  }
  return spi_diff_add(differ, &item);
}

static const char *const no_rules[] = {"supportpolicy", "id",          "version",  "title",
                                       "source",        "assumptions", "accepted", "advice",
                                       "not_a_rule",    "footnotes",   NULL};
static const char *const target_keys[] = {"targets", "calendar", "cutoff", NULL};
static const char *const split_keys[] = {"metrics",    "facts",       "calendars", "severities",
                                         "escalation", "entitlement", "reasons",   NULL};

static spol_status compare_blocks(spi_differ *differ, const slice in[2], slice path[3], int depth);

static spol_status compare_block(spi_differ *differ, const slice in[2], slice path[3], int depth) {
  slice found[2];
  uint32_t indent = 2 * (uint32_t)depth;
  for (int s = 0; s < 2; s++) {
    (void)find_block(in[s], indent, path[depth], &found[s]);
  }
  if ((depth == 0 && is_one_of(path[0], no_rules)) || same_meaning(found[0], found[1])) {
    return SPOL_OK;
  }
  if (depth == 2 && is_one_of(path[2], target_keys)) {
    return SPOL_OK; /* compared by what they come to */
  }
  if (depth == 0 ? is_one_of(path[0], split_keys) : depth == 1 && is_key(path[0], "metrics")) {
    size_t before = differ->diff->items.count;
    spol_status status = compare_blocks(differ, found, path, depth + 1);
    int whole_metric = depth == 1 || is_key(path[0], "metrics");
    if (status != SPOL_OK || differ->diff->items.count != before || whole_metric) {
      return status;
    }
  }
  return add(differ, path, depth, found);
}

static spol_status compare_blocks(spi_differ *differ, const slice in[2], slice path[3], int depth) {
  spol_status status = SPOL_OK;
  uint32_t indent = 2 * (uint32_t)depth;
  for (int s = 0; s < 2; s++) {
    slice left = in[s];
    slice block;
    slice key;
    while (status == SPOL_OK && next_block(&left, indent, &key, &block)) {
      slice seen;
      if (s == 0 || !find_block(in[0], indent, key, &seen)) {
        path[depth] = key;
        status = compare_block(differ, in, path, depth);
      }
    }
  }
  return status;
}

spol_status spi_diff_rules(spi_differ *differ) {
  slice in[2] = {whole(differ, 0), whole(differ, 1)};
  slice path[3] = {{NULL, NULL}, {NULL, NULL}, {NULL, NULL}};
  return compare_blocks(differ, in, path, 0);
}
