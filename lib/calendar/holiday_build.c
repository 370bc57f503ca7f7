/* SPDX-License-Identifier: MIT */
/* Making a set from what a builder holds: one block of memory, in which the
 * relative rules are resolved, the lists sorted and the covered years marked,
 * and a table of the years that are asked for most. */
#include <string.h>

#include "base/checked.h"
#include "base/error.h"
#include "calendar/holiday_set.h"
#include "civil/easter.h"

/* ---- Relative rules ------------------------------------------------------ */

static int has_one_date(const spi_holiday_rule *rule) {
  switch (rule->kind) {
  case SPOL_HOLIDAY_YEARLY_RANGE:
  case SPOL_HOLIDAY_BETWEEN:
    return 0;
  case SPOL_HOLIDAY_DATES:
    return rule->first_date == rule->last_date;
  default:
    return 1;
  }
}

static int is_circle(const spi_holiday_rule *rules, size_t count, size_t start) {
  size_t at = start;
  for (size_t steps = 0; steps <= count; steps++) {
    if (rules[at].kind != SPOL_HOLIDAY_RELATIVE || (size_t)rules[at].other >= count) {
      return 0;
    }
    at = (size_t)rules[at].other;
  }
  return 1;
}

/* Follows a relative rule to its root and takes over what the root says. */
static spol_status resolve(spi_holiday_rule *rules, size_t count, size_t index, spol_error *error) {
  spi_holiday_rule *rule = &rules[index];
  const spi_holiday_rule *root = rule;
  int32_t number = (int32_t)index;
  int32_t offset = 0;
  if (is_circle(rules, count, index)) {
    return spi_fail(error, SPOL_E_SEMANTIC, "holiday rule %d is relative to itself in a circle",
                    number);
  }
  for (int depth = 0; root->kind == SPOL_HOLIDAY_RELATIVE; depth++) {
    if ((size_t)root->other >= count) {
      return spi_fail(error, SPOL_E_SEMANTIC, "holiday rule %d is relative to rule %d of %d",
                      number, root->other, (int32_t)count);
    }
    if (depth == SPI_HOLIDAY_DEPTH_MAX) {
      return spi_fail(error, SPOL_E_LIMIT, "holiday rule %d is relative more than %d rules deep",
                      number, SPI_HOLIDAY_DEPTH_MAX);
    }
    offset += root->offset_days;
    root = &rules[root->other];
  }
  if (rule != root && !has_one_date(root)) {
    return spi_fail(error, SPOL_E_SEMANTIC,
                    "holiday rule %d is relative to a rule that gives more than one date", number);
  }
  rule->easter =
      root->kind == SPOL_HOLIDAY_EASTER_WESTERN || root->kind == SPOL_HOLIDAY_EASTER_ORTHODOX;
  rule->total_offset = offset + root->offset_days;
  rule->single_year =
      (int16_t)(root->kind == SPOL_HOLIDAY_DATES ? spi_year_of_date(root->first_date) : 0);
  return SPOL_OK;
}

/* The last year that a date counted from the Easter of 1582 may lie in. */
static int32_t last_early_year(const spi_holiday_rule *rules, size_t count) {
  const int32_t early = SPI_EASTER_FIRST_YEAR - 1;
  spol_date western = spi_easter_western(early);
  spol_date orthodox = spi_easter_orthodox(early);
  spol_date easter = western > orthodox ? western : orthodox;
  int32_t last = 0;
  for (size_t i = 0; i < count; i++) {
    int32_t year = spi_year_of_date(easter + rules[i].total_offset);
    if (rules[i].easter && year > last) {
      last = year;
    }
  }
  return last;
}

/* ---- Lists --------------------------------------------------------------- */

static int is_before(const spi_listed_date *a, const spi_listed_date *b) {
  return a->date != b->date ? a->date < b->date : a->order < b->order;
}

static void sift_down(spi_listed_date *dates, size_t root, size_t count) {
  spi_listed_date moving = dates[root];
  for (size_t child = 2 * root + 1; child < count; child = 2 * root + 1) {
    if (child + 1 < count && is_before(&dates[child], &dates[child + 1])) {
      child++;
    }
    if (!is_before(&moving, &dates[child])) {
      break;
    }
    dates[root] = dates[child];
    root = child;
  }
  dates[root] = moving;
}

/* Heap sort by date and order of adding, then the first of each date. */
static size_t sort_dates(spi_listed_date *dates, size_t count) {
  for (size_t i = count / 2; i-- > 0;) {
    sift_down(dates, i, count);
  }
  for (size_t end = count; end-- > 1;) {
    spi_listed_date last = dates[end];
    dates[end] = dates[0];
    dates[0] = last;
    sift_down(dates, 0, end);
  }
  size_t kept = 0;
  for (size_t i = 0; i < count; i++) {
    if (kept == 0 || dates[kept - 1].date != dates[i].date) {
      dates[kept++] = dates[i];
    }
  }
  return kept;
}

static void mark_years(uint32_t *years, const spi_holiday_list *list) {
  for (int32_t year = list->first_year; year <= list->last_year; year++) {
    years[year / 32] |= UINT32_C(1) << (year % 32);
  }
}

/* The years of one group are united; different groups must all cover. */
static void mark_covered(const spol_holidays_builder *builder, uint32_t *covered) {
  memset(covered, 0xFF, SPI_HOLIDAY_YEAR_WORDS * sizeof *covered);
  for (size_t i = 0; i < builder->list_count; i++) {
    uint32_t years[SPI_HOLIDAY_YEAR_WORDS] = {0};
    int seen = 0;
    for (size_t j = 0; j < i; j++) {
      seen |= builder->lists[j].group == builder->lists[i].group;
    }
    if (seen) {
      continue;
    }
    for (size_t j = i; j < builder->list_count; j++) {
      if (builder->lists[j].group == builder->lists[i].group) {
        mark_years(years, &builder->lists[j]);
      }
    }
    for (size_t word = 0; word < SPI_HOLIDAY_YEAR_WORDS; word++) {
      covered[word] &= years[word];
    }
  }
}

static void find_coverage(spol_holidays *set) {
  set->first_covered = SPI_YEAR_MIN;
  set->last_covered = SPI_YEAR_MAX;
  while (set->first_covered <= SPI_YEAR_MAX && !spi_holidays_covers(set, set->first_covered)) {
    set->first_covered++;
  }
  while (set->last_covered >= SPI_YEAR_MIN && !spi_holidays_covers(set, set->last_covered)) {
    set->last_covered--;
  }
  if (set->last_covered < set->first_covered) {
    set->first_covered = SPI_YEAR_MIN;
    set->last_covered = SPI_YEAR_MIN - 1;
  }
}

/* ---- The block ----------------------------------------------------------- */

/** Where the parts of a set lie in its block. */
typedef struct layout {
  size_t rules, dates, lists, covered, hours, names, bytes;
} layout;

/* All parts but the names hold 32-bit numbers, and all counts are limited. */
static layout lay_out(const spol_holidays_builder *builder) {
  layout at;
  at.rules = sizeof(spol_holidays);
  at.dates = at.rules + builder->rule_count * sizeof(spi_holiday_rule);
  at.lists = at.dates + builder->date_count * sizeof(spi_listed_date);
  at.covered = at.lists + builder->list_count * sizeof(spi_holiday_list);
  at.hours = at.covered;
  if (builder->list_count > 0) {
    at.hours += SPI_HOLIDAY_YEAR_WORDS * sizeof(uint32_t);
  }
  at.names = at.hours + builder->hours_count * sizeof(int32_t);
  at.bytes = at.names + builder->names_length;
  return at;
}

static void *copy_part(char *block, size_t at, const void *from, size_t size) {
  if (size > 0) {
    memcpy(block + at, from, size);
  }
  return block + at;
}

static spol_status fill_set(spol_holidays *set, const spol_holidays_builder *builder,
                            const layout *at, spol_error *error) {
  char *block = (char *)set;
  spi_holiday_rule *rules =
      copy_part(block, at->rules, builder->rules, builder->rule_count * sizeof *rules);
  spi_listed_date *dates =
      copy_part(block, at->dates, builder->dates, builder->date_count * sizeof *dates);
  set->lists =
      copy_part(block, at->lists, builder->lists, builder->list_count * sizeof(spi_holiday_list));
  set->list_count = (uint32_t)builder->list_count;
  set->hours_count = (uint32_t)builder->hours_count;
  set->names_length = (uint32_t)builder->names_length;
  set->hours = copy_part(block, at->hours, builder->hours, builder->hours_count * sizeof(int32_t));
  set->names = copy_part(block, at->names, builder->names, builder->names_length);
  for (size_t i = 0; i < builder->rule_count; i++) {
    spol_status status = resolve(rules, builder->rule_count, i, error);
    if (status != SPOL_OK) {
      return status;
    }
    set->moves_to_free |= rules[i].observed == SPOL_OBSERVED_NEXT_FREE;
  }
  set->rules = rules;
  set->rule_count = (uint32_t)builder->rule_count;
  set->last_early = last_early_year(rules, builder->rule_count);
  set->dates = dates;
  set->date_count = (uint32_t)sort_dates(dates, builder->date_count);
  if (builder->list_count > 0) {
    uint32_t *covered = (uint32_t *)(void *)(block + at->covered);
    mark_covered(builder, covered);
    set->covered = covered;
  }
  find_coverage(set);
  return SPOL_OK;
}

static spol_status out_of_memory(spol_error *error) {
  return spi_fail(error, SPOL_E_MEMORY, "%s", spol_status_message(SPOL_E_MEMORY));
}

static void free_set(spol_holidays *set) {
  spol_allocator allocator = set->allocator;
  spi_free_array(&allocator, set->table, set->table_capacity, sizeof *set->table);
  spi_free(&allocator, set, set->bytes);
}

spol_status spol_holidays_builder_build(const spol_holidays_builder *builder, spol_holidays **out,
                                        spol_error *error) {
  if (builder == NULL || out == NULL) {
    return spi_fail(error, SPOL_E_INVALID, "%s is NULL", builder == NULL ? "builder" : "out");
  }
  layout at = lay_out(builder);
  spol_holidays *set = spi_alloc(&builder->allocator, at.bytes);
  if (set == NULL) {
    return out_of_memory(error);
  }
  memset(set, 0, sizeof *set);
  spi_refcount_init(&set->refcount);
  set->allocator = builder->allocator;
  set->bytes = at.bytes;
  spol_status status = fill_set(set, builder, &at, error);
  if (status == SPOL_OK && spi_holidays_tabulate(set) != SPOL_OK) {
    status = out_of_memory(error);
  }
  if (status != SPOL_OK) {
    free_set(set);
    return status;
  }
  *out = set;
  return SPOL_OK;
}

spol_holidays *spol_holidays_ref(const spol_holidays *holidays) {
  /* The count is the one part of a set that changes. */
  spol_holidays *counted = (spol_holidays *)(uintptr_t)holidays;
  if (counted != NULL) {
    spi_refcount_up(&counted->refcount);
  }
  return counted;
}

void spol_holidays_unref(const spol_holidays *holidays) {
  spol_holidays *counted = (spol_holidays *)(uintptr_t)holidays;
  if (counted != NULL && spi_refcount_down(&counted->refcount)) {
    free_set(counted);
  }
}
