/* SPDX-License-Identifier: MIT */
/* What is written differently beside the targets: the canonical forms are held
 * against each other key by key. Clauses and assumptions say where a rule comes
 * from, not what it does, and are left out. */
#include <string.h>

#include "policy/diff.h"
#include "policy/diff_text.h"

static spi_diff_slice whole(const spi_differ *differ, int side) {
  const spi_version *version = differ->sides[side].version;
  return (spi_diff_slice){version->canonical, version->canonical + version->canonical_length};
}

static spi_diff_slice named(const char *text) {
  return (spi_diff_slice){text, text + strlen(text)};
}

int spi_diff_same_section(const spi_differ *differ, const char *key, const char *name) {
  spi_diff_slice found[2];
  for (int s = 0; s < 2; s++) {
    (void)spi_diff_find_block(whole(differ, s), 0, named(key), &found[s]);
    if (name != NULL) {
      (void)spi_diff_find_block(found[s], 2, named(name), &found[s]);
    }
  }
  return spi_diff_same_meaning(found[0], found[1]);
}

/* ---- Entries ----------------------------------------------------------------------------- */

static int is_one_of(spi_diff_slice key, const char *const *words) {
  for (; *words != NULL; words++) {
    if (spi_diff_is(key, *words)) {
      return 1;
    }
  }
  return 0;
}

static void write_slice(spi_writer *writer, spi_diff_slice text) {
  spi_write_bytes(writer, text.from, (size_t)(text.to - text.from));
}

/* ---- What a change means ----------------------------------------------------------------- */

/* What happens to a reopened case, the better for the customer the later. */
static int reopening_rank(spi_diff_slice block) {
  static const char *const words[] = {"restart", "exclude_closed", "count_closed", NULL};
  spi_diff_slice word = spi_diff_value(block);
  if (block.from == block.to) {
    return 2; /* the default */
  }
  for (int i = 0; words[i] != NULL; i++) {
    if (spi_diff_is(word, words[i])) {
      return i + 1;
    }
  }
  return 0;
}

static int is_date(spi_diff_slice text) {
  return text.to - text.from == 10 && text.from[4] == '-' && text.from[7] == '-';
}

/* A later end, or an earlier begin, covers more; no bound covers most. */
static int bound_worth(const spi_diff_slice found[2], const char *key, int later_is_better) {
  spi_diff_slice bound[2];
  int has[2];
  for (int s = 0; s < 2; s++) {
    has[s] = spi_diff_find_value(found[s], key, &bound[s]);
  }
  if (has[0] != has[1]) {
    return has[0] ? 1 : -1;
  }
  if (!has[0] || spi_diff_equal(bound[0], bound[1])) {
    return 0;
  }
  if (!is_date(bound[0]) || !is_date(bound[1])) {
    return 2; /* facts: not known */
  }
  int later = memcmp(bound[1].from, bound[0].from, 10) > 0;
  return later == later_is_better ? 1 : -1;
}

static int coverage_worth(const spi_diff_slice found[2]) {
  int from = bound_worth(found, "from", 0);
  int to = bound_worth(found, "to", 1);
  return from == 2 || to == 2 || from * to < 0 ? 0 : from != 0 ? from : to;
}

static void judge(const spi_diff_slice *path, int depth, const spi_diff_slice found[2],
                  spol_diff_entry *entry) {
  int worth = 0;
  if (depth == 0 && spi_diff_is(path[0], "coverage")) {
    worth = coverage_worth(found);
    entry->reason = worth > 0 ? "it covers more" : worth < 0 ? "it covers less" : entry->reason;
  } else if (depth == 2 && spi_diff_is(path[2], "reopening")) {
    int before = reopening_rank(found[0]);
    int after = reopening_rank(found[1]);
    worth = before == 0 || after == 0 ? 0 : after - before;
    entry->reason = worth > 0   ? "a reopened case is due no later"
                    : worth < 0 ? "a reopened case is due no earlier"
                                : entry->reason;
  } else if (spi_diff_is(path[0], "calendars")) {
    entry->reason = "what it does to targets is compared; look at steps, pauses and conditions";
  }
  entry->reduces = worth < 0;
  entry->verdict = worth > 0 ? SPOL_DIFF_BETTER : worth < 0 ? SPOL_DIFF_WORSE : SPOL_DIFF_UNDECIDED;
}

static spol_status add(spi_differ *differ, const spi_diff_slice path[3], int depth,
                       const spi_diff_slice found[2]) {
  spi_diff_item item = {0};
  spol_diff_entry *entry = &item.entry;
  spi_writer writer = spi_writer_on(item.rule, sizeof item.rule);
  for (int i = 0; i <= depth; i++) {
    spi_write_text(&writer, i == 0 ? "" : ".");
    write_slice(&writer, path[i]);
  }
  entry->kind = SPOL_DIFF_RULE;
  entry->metric = spi_diff_metric_name(differ, path, depth);
  entry->verdict = SPOL_DIFF_UNDECIDED;
  entry->reason = "written differently";
  entry->opening = entry->old_due = entry->new_due = SPOL_INSTANT_NONE;
  for (int s = 0; s < 2; s++) {
    const spi_place *place =
        spi_diff_place_of(&differ->sides[s], path, depth, entry->metric, SPI_NONE);
    *(s == 0 ? &entry->old_place : &entry->new_place) = spi_diff_place(&differ->sides[s], place);
  }
  judge(path, depth, found, entry);
  return spi_diff_add(differ, &item);
}

static const char *const no_rules[] = {"supportpolicy", "id",          "version",  "title",
                                       "source",        "assumptions", "accepted", "advice",
                                       "not_a_rule",    "footnotes",   NULL};
static const char *const without_effect[] = {"facts",    "calendars", "reasons", "conditions",
                                             "holidays", "roles",     "events",  NULL};
static const char *const target_keys[] = {"targets", "calendar", "cutoff", NULL};
static const char *const split_keys[] = {"metrics",    "facts",   "calendars", "severities",
                                         "escalation", "reasons", NULL};

static spol_status compare_blocks(spi_differ *differ, const spi_diff_slice in[2],
                                  spi_diff_slice path[3], int depth);

static spol_status compare_block(spi_differ *differ, const spi_diff_slice in[2],
                                 spi_diff_slice path[3], int depth) {
  spi_diff_slice found[2];
  uint32_t indent = 2 * (uint32_t)depth;
  for (int s = 0; s < 2; s++) {
    (void)spi_diff_find_block(in[s], indent, path[depth], &found[s]);
  }
  if ((depth == 0 && is_one_of(path[0], no_rules)) || spi_diff_same_meaning(found[0], found[1])) {
    return SPOL_OK;
  }
  if (depth == 2 && is_one_of(path[2], target_keys)) {
    return SPOL_OK; /* compared by what they come to */
  }
  if (depth == 0 ? is_one_of(path[0], split_keys) : depth == 1 && spi_diff_is(path[0], "metrics")) {
    size_t before = differ->diff->items.count;
    spol_status status = compare_blocks(differ, found, path, depth + 1);
    int whole_metric =
        depth == 1 || spi_diff_is(path[0], "metrics") || is_one_of(path[0], without_effect);
    if (status != SPOL_OK || differ->diff->items.count != before || whole_metric) {
      return status;
    }
  }
  if (is_one_of(path[0], without_effect) &&
      (found[0].from == found[0].to || found[1].from == found[1].to)) {
    return SPOL_OK; /* it has an effect where it is used alone, and that is listed */
  }
  int done = 0;
  spol_status status = spi_diff_items(differ, path, depth, found, &done);
  return status != SPOL_OK || done ? status : add(differ, path, depth, found);
}

static spol_status compare_blocks(spi_differ *differ, const spi_diff_slice in[2],
                                  spi_diff_slice path[3], int depth) {
  spol_status status = SPOL_OK;
  uint32_t indent = 2 * (uint32_t)depth;
  for (int s = 0; s < 2; s++) {
    spi_diff_slice left = in[s];
    spi_diff_slice block;
    spi_diff_slice key;
    while (status == SPOL_OK && spi_diff_next_block(&left, indent, &key, &block)) {
      spi_diff_slice seen;
      if (s == 0 || !spi_diff_find_block(in[0], indent, key, &seen)) {
        path[depth] = key;
        status = compare_block(differ, in, path, depth);
      }
    }
  }
  return status;
}

spol_status spi_diff_rules(spi_differ *differ) {
  spi_diff_slice in[2] = {whole(differ, 0), whole(differ, 1)};
  spi_diff_slice path[3] = {{NULL, NULL}, {NULL, NULL}, {NULL, NULL}};
  return compare_blocks(differ, in, path, 0);
}
