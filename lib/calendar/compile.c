/* SPDX-License-Identifier: MIT */
#include "calendar/compile.h"

#include <string.h>

#include "base/error.h"
#include "calendar/day.h"
#include "calendar/holidays.h"
#include "calendar/look.h"
#include "calendar/wall.h"
#include "civil/date.h"

enum {
  DEFAULT_FIRST_YEAR = 2000,
  DEFAULT_LAST_YEAR = 2050,
  MOST_YEARS = 130,
  DEFAULT_ITEMS = 100000,
  /** Days before and after the years, so that all that belongs to a date of
   *  them lies within the window, whatever the zone. */
  MARGIN_DAYS = 4
};

spol_status spi_window_years_of(const spol_compile_options *options, spi_window_years *out,
                                spol_error *error) {
  spi_window_years years = {DEFAULT_FIRST_YEAR, DEFAULT_LAST_YEAR, DEFAULT_ITEMS};
  if (options != NULL) {
    if (options->size != sizeof *options) {
      return spi_fail(error, SPOL_E_VERSION, "spol_compile_options.size is %u", options->size);
    }
    years.first = options->first_year != 0 ? options->first_year : years.first;
    years.last = options->last_year != 0 ? options->last_year : years.last;
    years.max_items = options->max_items != 0 ? options->max_items : years.max_items;
  }
  if (years.first < SPI_YEAR_MIN || years.first > SPI_YEAR_MAX || years.last < SPI_YEAR_MIN ||
      years.last > SPI_YEAR_MAX) {
    return spi_fail(error, SPOL_E_INVALID, "the compiled window must lie in the years 1 to 9999");
  }
  if (years.last - years.first >= MOST_YEARS) {
    return spi_fail(error, SPOL_E_INVALID, "the compiled window has %d years; %d are the most",
                    years.last - years.first + 1, MOST_YEARS);
  }
  *out = years;
  return SPOL_OK;
}

int spi_same_zone(const spol_zone *a, const spol_zone *b) {
  return a == b || strcmp(spol_zone_name(a), spol_zone_name(b)) == 0;
}

/* ---- The timeline ------------------------------------------------------ */

/** Puts what belongs to a date into the timeline, and its bit. */
static spol_status put_date(const spol_calendar *leaf, spi_leaf_cache *cache, spol_date date,
                            spi_timeline_maker *maker, spi_date_bits *dates) {
  spi_piece pieces[SPI_PIECES_MAX];
  size_t count = spi_day_pieces(leaf, cache, date, pieces);
  for (size_t i = 0; i < count; i++) {
    spol_status status = spi_timeline_put(maker, pieces[i].from, pieces[i].to);
    if (status != SPOL_OK) {
      return status;
    }
  }
  if (count > 0 && spi_date_bits_has(dates, date)) {
    spi_date_bits_set(dates, date);
  }
  return SPOL_OK;
}

static spol_status put_leaf(const spol_calendar *leaf, spi_timeline_maker *maker,
                            spi_date_bits *dates) {
  spi_cache caches;
  spi_cache_init(&caches);
  spi_leaf_cache *cache = spi_cache_of(&caches, leaf);
  spol_date first = (spol_date)spi_floor_div(maker->base, SPI_DAY_SECONDS) - MARGIN_DAYS;
  spol_date last = (spol_date)spi_floor_div(maker->end, SPI_DAY_SECONDS) + MARGIN_DAYS;
  for (spol_date date = first; date <= last; date++) {
    spol_status status = put_date(leaf, cache, date, maker, dates);
    if (status != SPOL_OK) {
      return status;
    }
  }
  return SPOL_OK;
}

static void put_bits(const spol_calendar *calendar, spi_cache *cache, int64_t from, int64_t to,
                     spi_date_bits *dates) {
  while (from < to) {
    spi_belonging belonging = spi_belongs(calendar, cache, from);
    if (spi_date_bits_has(dates, belonging.date)) {
      spi_date_bits_set(dates, belonging.date);
    }
    from = belonging.until;
  }
}

static spol_status put_combination(const spol_calendar *calendar, spi_timeline_maker *maker,
                                   spi_date_bits *dates) {
  spi_cache cache;
  spi_cache_init(&cache);
  int64_t second = maker->base;
  while (second < maker->end) {
    spi_span span = spi_look(calendar, &cache, second);
    int64_t until = span.until < maker->end ? span.until : maker->end;
    if (span.open) {
      spol_status status = spi_timeline_put(maker, second, until);
      if (status != SPOL_OK) {
        return status;
      }
      put_bits(calendar, &cache, second, until, dates);
    }
    second = until;
  }
  return SPOL_OK;
}

/** The most stretches that a calendar of one interval a day can have. */
static size_t expected_stretches(const spol_calendar *calendar, uint32_t days) {
  uint32_t a_week = 0;
  for (int i = 0; i < 7; i++) {
    a_week += calendar->hours.pattern[i].count;
  }
  return ((size_t)days / 7 + 2) * a_week;
}

static spol_status make_timeline(spol_calendar *calendar, const spi_window_years *years) {
  spol_date first = spi_date_of_civil(years->first, 1, 1);
  spol_date end = spi_date_of_civil(years->last + 1, 1, 1);
  int64_t base = (int64_t)(first - MARGIN_DAYS) * SPI_DAY_SECONDS;
  int64_t stop = (int64_t)(end + MARGIN_DAYS) * SPI_DAY_SECONDS;
  base = base < SPI_FIRST_SECOND ? SPI_FIRST_SECOND : base;
  stop = stop > SPI_END_SECOND ? SPI_END_SECOND : stop;
  spi_timeline line;
  spi_date_bits dates;
  spi_timeline_maker maker;
  uint32_t days = (uint32_t)(end - first);
  spol_status status = spi_date_bits_make(&calendar->allocator, first, days, &dates);
  if (status != SPOL_OK) {
    return status;
  }
  status = spi_timeline_begin(&maker, &calendar->allocator, base, stop,
                              expected_stretches(calendar, days));
  if (status == SPOL_OK) {
    status = calendar->kind == 0 ? put_leaf(calendar, &maker, &dates)
                                 : put_combination(calendar, &maker, &dates);
  }
  if (status == SPOL_OK) {
    status = spi_timeline_make(&maker, &line);
  }
  spi_timeline_end(&maker);
  if (status != SPOL_OK) {
    spi_date_bits_free(&calendar->allocator, &dates);
    return status;
  }
  spi_date_bits_count(&dates);
  line.dates = dates;
  calendar->timeline = line;
  return SPOL_OK;
}

/* ---- What is clean of flags -------------------------------------------- */

static void clean_to(spol_calendar *calendar, const spol_zone *zone) {
  spol_instant last = spol_zone_last_transition(zone);
  uint32_t flags = spol_zone_flags(zone);
  if ((flags & SPOL_ZONE_NO_FOOTER) != 0 && (flags & SPOL_ZONE_FIXED) == 0 &&
      last != SPOL_INSTANT_NONE && last < calendar->clean_to) {
    calendar->clean_to = last;
  }
}

static int year_is_clean(const spol_calendar *leaf, int32_t year) {
  for (size_t i = 0; i < leaf->set_count; i++) {
    if (spi_holidays_year_flags(leaf->sets[i], year) != 0) {
      return 0;
    }
  }
  return 1;
}

/** Two days of caution at each end: local dates can go back. */
static void clean_years(spol_calendar *leaf) {
  int32_t first = leaf->first_year;
  int32_t last = leaf->last_year;
  spol_instant caution = 2 * SPOL_DAY;
  if (first < 1583 && !year_is_clean(leaf, 1582)) {
    first = 1583;
  }
  if (first > SPI_YEAR_MIN || last < SPI_YEAR_MAX) {
    int32_t year = first;
    while (year <= last && (first == 1583 || year_is_clean(leaf, year))) {
      year++;
    }
    last = year - 1;
  }
  if (first > last) {
    leaf->clean_to = INT64_MIN;
    return;
  }
  if (first > SPI_YEAR_MIN) {
    spol_date date = spi_date_of_civil(first, 1, 1);
    leaf->clean_from = spi_wall_reached(leaf->zone, spi_wall_of_date(date, 0)) + caution;
  }
  if (last < SPI_YEAR_MAX) {
    spol_date date = spi_date_of_civil(last + 1, 1, 1);
    spol_instant end = spi_wall_reached(leaf->zone, spi_wall_of_date(date, 0)) - caution;
    leaf->clean_to = end < leaf->clean_to ? end : leaf->clean_to;
  }
}

static void find_clean(spol_calendar *calendar) {
  calendar->clean_from = INT64_MIN;
  calendar->clean_to = INT64_MAX;
  clean_to(calendar, calendar->zone);
  for (size_t i = 0; i < calendar->hours.zoned_count; i++) {
    clean_to(calendar, calendar->hours.zoned[i].open_zone);
    clean_to(calendar, calendar->hours.zoned[i].close_zone);
  }
  if (calendar->set_count > 0) {
    clean_years(calendar);
  }
  for (size_t i = 0; i < calendar->part_count; i++) {
    const spol_calendar *part = calendar->parts[i];
    if (part->clean_from > calendar->clean_from) {
      calendar->clean_from = part->clean_from;
    }
    if (part->clean_to < calendar->clean_to) {
      calendar->clean_to = part->clean_to;
    }
  }
}

/* ---- All together --------------------------------------------------------- */

spol_status spi_calendar_compile(spol_calendar *calendar, const spi_window_years *years) {
  find_clean(calendar);
  calendar->open_from = SPI_FIRST_SECOND;
  calendar->open_until = SPI_END_SECOND;
  spol_status status = years->last < years->first ? SPOL_OK : make_timeline(calendar, years);
  if (status == SPOL_OK) {
    spi_calendar_find_ends(calendar);
  }
  return status;
}

/* ---- Life -------------------------------------------------------------- */

void spi_hours_free(const spol_allocator *allocator, spi_hours *hours) {
  for (size_t i = 0; i < hours->dated_count; i++) {
    spi_free_text(allocator, hours->dated[i].name);
  }
  for (size_t i = 0; i < hours->zoned_count; i++) {
    spol_zone_unref(hours->zoned[i].open_zone);
    spol_zone_unref(hours->zoned[i].close_zone);
  }
  spi_free_array(allocator, hours->ranges, hours->range_capacity, sizeof *hours->ranges);
  spi_free_array(allocator, hours->dated, hours->dated_capacity, sizeof *hours->dated);
  spi_free_array(allocator, hours->zoned, hours->zoned_capacity, sizeof *hours->zoned);
  memset(hours, 0, sizeof *hours);
}

void spi_calendar_free(spol_calendar *calendar) {
  spol_allocator allocator = calendar->allocator;
  for (size_t i = 0; i < calendar->part_count; i++) {
    spol_calendar_unref(calendar->parts[i]);
  }
  for (size_t i = 0; i < calendar->set_count; i++) {
    spol_holidays_unref(calendar->sets[i]);
  }
  spi_free_array(&allocator, calendar->parts, calendar->part_count, sizeof *calendar->parts);
  spi_free_array(&allocator, calendar->sets, calendar->set_count, sizeof *calendar->sets);
  spi_hours_free(&allocator, &calendar->hours);
  spi_timeline_free(&allocator, &calendar->timeline);
  spol_zone_unref(calendar->zone);
  spol_zone_unref(calendar->named);
  spi_free(&allocator, calendar, sizeof *calendar);
}

spol_calendar *spol_calendar_ref(const spol_calendar *calendar) {
  spol_calendar *counted = (spol_calendar *)(uintptr_t)calendar;
  if (counted != NULL) {
    spi_refcount_up(&counted->references);
  }
  return counted;
}

void spol_calendar_unref(const spol_calendar *calendar) {
  spol_calendar *counted = (spol_calendar *)(uintptr_t)calendar;
  if (counted != NULL && spi_refcount_down(&counted->references)) {
    spi_calendar_free(counted);
  }
}

const spol_zone *spol_calendar_zone(const spol_calendar *calendar) {
  return calendar->zone;
}

void spol_calendar_coverage(const spol_calendar *calendar, int32_t *first_year,
                            int32_t *last_year) {
  *first_year = calendar->first_year;
  *last_year = calendar->last_year;
}

size_t spol_calendar_compiled_bytes(const spol_calendar *calendar) {
  return spi_timeline_bytes(&calendar->timeline);
}
