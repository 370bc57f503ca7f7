/* SPDX-License-Identifier: MIT */
/* Lists of rules, entry by entry: what is added, removed or changed, and
 * whether that is better or worse for the customer. */
#include <string.h>

#include "policy/diff.h"
#include "policy/diff_text.h"

enum { MOST_ENTRIES = 512 };

/* A list whose entries can be judged one by one. */
typedef struct list_kind {
  const char *top;
  const char *inner; /* the last key, or NULL where the top is the list */
  int added;         /* 1: more of it is better, -1: worse, 0: who knows */
  int plain;         /* 1: entries that are one word alone are judged */
  const char *more;
  const char *less;
} list_kind;

static const list_kind kinds[] = {
    {"metrics", "stops", -1, 1, "one more event stops it", "one event fewer stops it"},
    {"metrics", "pauses", -1, 1, "one more reason pauses it", "one reason fewer pauses it"},
    {"metrics", "excused", -1, 0, "a miss is excused by it", "no miss is excused by it any more"},
    {"severities", "limits", -1, 0, "it limits the severity", "it limits the severity no more"},
    {"escalation", "steps", 1, 0, "the step is new", "the step is gone"},
    {"entitlement", NULL, -1, 0, "it is asked of the customer", "it is asked no more"},
    {"notices", NULL, 1, 0, "the customer is told of it", "the customer is told of it no more"},
    {"promises", NULL, 1, 0, "it is promised", "it is promised no more"},
};

static const list_kind *kind_of(const spi_diff_slice *path, int depth) {
  for (size_t i = 0; i < sizeof kinds / sizeof kinds[0]; i++) {
    const list_kind *kind = &kinds[i];
    if (spi_diff_is(path[0], kind->top) &&
        (kind->inner == NULL ? depth == 0 : depth > 0 && spi_diff_is(path[depth], kind->inner))) {
      return kind;
    }
  }
  return NULL;
}

/* ---- Entries of both sides --------------------------------------------------------------- */

typedef struct entries {
  spi_diff_slice list[MOST_ENTRIES];
  uint32_t count;
  uint8_t matched[MOST_ENTRIES];
} entries;

static int take(spi_diff_slice block, entries *out) {
  spi_diff_slice item;
  out->count = 0;
  memset(out->matched, 0, sizeof out->matched);
  while (spi_diff_next_item(&block, &item)) {
    if (out->count == MOST_ENTRIES) {
      return 0;
    }
    out->list[out->count++] = item;
  }
  return 1;
}

static int same_id(spi_diff_slice a, spi_diff_slice b) {
  spi_diff_slice one;
  spi_diff_slice other;
  return spi_diff_find_value(a, "id", &one) && spi_diff_find_value(b, "id", &other) &&
         spi_diff_equal(one, other);
}

static int is_plain(spi_diff_slice item) {
  return memchr(item.from, '\n', (size_t)(item.to - item.from)) == NULL &&
         memchr(item.from, ':', (size_t)(item.to - item.from)) == NULL;
}

/* ---- What a change means -------------------------------------------------------------------- */

/* What an entry's presence is for the customer: 1, -1, or 0. */
static int worth(const list_kind *kind, spi_diff_slice item) {
  spi_diff_slice value;
  if (kind->plain && !is_plain(item)) {
    return 0;
  }
  if (spi_diff_find_value(item, "close", &value) || spi_diff_find_value(item, "remind", &value)) {
    return spi_diff_find_value(item, "close", &value) ? -kind->added : 0;
  }
  if (spi_diff_find_value(item, "finding", &value) && spi_diff_is(value, "noted") &&
      !spi_diff_find_value(item, "refuses", &value)) {
    return 0; /* a remark alone */
  }
  return kind->added;
}

/* A number of millionths of 50%, or microseconds of 2h; -1 for anything else. */
static int64_t amount_of(spi_diff_slice text) {
  spol_duration length = 0;
  int64_t number = 0;
  const char *at = text.from;
  for (; at < text.to && *at >= '0' && *at <= '9' && number < INT64_C(1000000000); at++) {
    number = number * 10 + (*at - '0');
  }
  if (at > text.from && at + 1 == text.to && *at == '%') {
    return number;
  }
  return spol_duration_parse(text.from, (size_t)(text.to - text.from), &length, NULL) == SPOL_OK
             ? length
             : -1;
}

/* Two entries of one id that differ in one amount alone: the sooner the better.
 * 1: better, -1: worse, 0: something else changed too. */
static int sooner(spi_diff_slice before, spi_diff_slice after) {
  static const char *const keys[] = {"at", "within", "every", NULL};
  spi_diff_line one;
  spi_diff_line other;
  int found = 0;
  while (spi_diff_next_line(&before, &one)) {
    if (!spi_diff_next_line(&after, &other)) {
      return 0;
    }
    if (spi_diff_equal(one.text, other.text)) {
      continue;
    }
    int known = 0;
    for (size_t i = 0; keys[i] != NULL; i++) {
      known |=
          spi_diff_is(spi_diff_key(&one), keys[i]) && spi_diff_is(spi_diff_key(&other), keys[i]);
    }
    int64_t old_amount = amount_of(spi_diff_value(one.text));
    int64_t new_amount = amount_of(spi_diff_value(other.text));
    if (!known || found != 0 || old_amount < 0 || new_amount < 0 || old_amount == new_amount) {
      return 0;
    }
    found = new_amount < old_amount ? 1 : -1;
  }
  return spi_diff_next_line(&after, &other) ? 0 : found;
}

/* ---- Entries of the diff ------------------------------------------------------------------------
 */

/* The part of the path that names an entry: its id, itself where it is a word. */
static void write_name(spi_writer *writer, spi_diff_slice item, uint32_t index) {
  spi_diff_slice id;
  if (spi_diff_find_value(item, "id", &id)) {
    spi_write_format(writer, ".%S", (spi_slice){id.from, (size_t)(id.to - id.from)});
  } else if (is_plain(item)) {
    spi_write_format(writer, ".%S", (spi_slice){item.from, (size_t)(item.to - item.from)});
  } else {
    spi_write_format(writer, "[%u]", index);
  }
}

static spol_status add(spi_differ *differ, const spi_diff_slice *path, int depth, int worth_of,
                       spi_diff_slice item, const uint32_t index[2], const char *reason) {
  spi_diff_item made = {0};
  spol_diff_entry *entry = &made.entry;
  spi_writer writer = spi_writer_on(made.rule, sizeof made.rule);
  for (int i = 0; i <= depth; i++) {
    spi_write_format(&writer, "%s%S", i == 0 ? "" : ".",
                     (spi_slice){path[i].from, (size_t)(path[i].to - path[i].from)});
  }
  write_name(&writer, item, index[0] != SPI_NONE ? index[0] : index[1]);
  entry->kind = SPOL_DIFF_RULE;
  entry->verdict = worth_of > 0   ? SPOL_DIFF_BETTER
                   : worth_of < 0 ? SPOL_DIFF_WORSE
                                  : SPOL_DIFF_UNDECIDED;
  entry->reduces = worth_of < 0;
  entry->reason = reason;
  entry->metric = spi_diff_metric_name(differ, path, depth);
  entry->opening = entry->old_due = entry->new_due = SPOL_INSTANT_NONE;
  for (int s = 0; s < 2; s++) {
    const spi_place *place =
        spi_diff_place_of(&differ->sides[s], path, depth, entry->metric, index[s]);
    *(s == 0 ? &entry->old_place : &entry->new_place) = spi_diff_place(&differ->sides[s], place);
  }
  return spi_diff_add(differ, &made);
}

static uint32_t find(entries *in, spi_diff_slice item, int by_id) {
  for (uint32_t i = 0; i < in->count; i++) {
    if (!in->matched[i] &&
        (by_id ? same_id(in->list[i], item) : spi_diff_same_meaning(in->list[i], item))) {
      in->matched[i] = 1;
      return i;
    }
  }
  return SPI_NONE;
}

static spol_status compare(spi_differ *differ, const spi_diff_slice *path, int depth,
                           const list_kind *kind, entries both[2]) {
  spol_status status = SPOL_OK;
  for (uint32_t i = 0; i < both[0].count; i++) {
    both[0].matched[i] = find(&both[1], both[0].list[i], 0) != SPI_NONE;
  }
  for (uint32_t i = 0; status == SPOL_OK && i < both[0].count; i++) {
    spi_diff_slice item = both[0].list[i];
    if (both[0].matched[i]) {
      continue;
    }
    uint32_t other = find(&both[1], item, 1);
    const uint32_t index[2] = {i, other};
    if (other == SPI_NONE) {
      status = add(differ, path, depth, -worth(kind, item), item, index, kind->less);
      continue;
    }
    int better = sooner(item, both[1].list[other]) * (kind->added > 0 ? 1 : 0);
    status = add(differ, path, depth, better, item, index,
                 better > 0   ? "it comes sooner"
                 : better < 0 ? "it comes later"
                              : "it is changed");
  }
  for (uint32_t i = 0; status == SPOL_OK && i < both[1].count; i++) {
    const uint32_t index[2] = {SPI_NONE, i};
    if (!both[1].matched[i]) {
      spi_diff_slice item = both[1].list[i];
      status = add(differ, path, depth, worth(kind, item), item, index, kind->more);
    }
  }
  return status;
}

spol_status spi_diff_items(spi_differ *differ, const spi_diff_slice *path, int depth,
                           const spi_diff_slice found[2], int *done) {
  const list_kind *kind = kind_of(path, depth);
  *done = 0;
  /* Stops that are not written are those of the metric's name. */
  int standard = kind != NULL && kind->inner != NULL && strcmp(kind->inner, "stops") == 0 &&
                 (found[0].from == found[0].to || found[1].from == found[1].to);
  if (kind == NULL || standard) {
    return SPOL_OK;
  }
  entries *both = spi_alloc_array(differ->allocator, 2, sizeof *both);
  if (both == NULL) {
    return SPOL_E_MEMORY;
  }
  spol_status status = SPOL_OK;
  if (take(found[0], &both[0]) && take(found[1], &both[1])) {
    *done = 1;
    status = compare(differ, path, depth, kind, both);
  }
  spi_free_array(differ->allocator, both, 2, sizeof *both);
  return status;
}
