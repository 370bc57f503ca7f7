/* SPDX-License-Identifier: MIT */
/**
 * Where a calendar's open time begins and ends, so that no question walks through
 * thousands of years without any.
 *
 * Nearly every calendar is open within a week of both ends of the years. The
 * others are combinations that exclude each other, or a few dates. These are
 * walked through once, when they are made, and not all the years: before the
 * first change of a clock weeks repeat, and after the last thing that a date or a
 * year names the years do, every 400 of them (146,097 days, which are whole weeks).
 */
#include "calendar/compile.h"
#include "calendar/holidays.h"
#include "calendar/look.h"
#include "calendar/wall.h"
#include "civil/date.h"

enum {
  /** Looks at simple calendars from either end of the years, where nothing
   *  repeats (Easter does not): some seconds at the very most. What then is still
   *  not open is taken to be open further on. */
  COMBINATION_LOOKS = 8000000,
  SIMPLE_LOOKS = 10000,
  /** What belongs to a date, and every wall time of it, lies within so many days. */
  REACH_DAYS = 6
};

#define PERIOD_SECONDS (INT64_C(146097) * SPI_DAY_SECONDS)
/** The last years may lack what a date of the year 10000 would bring. */
#define TAIL_SECONDS (INT64_C(731) * SPI_DAY_SECONDS)
#define REACH_SECONDS ((int64_t)REACH_DAYS * SPI_DAY_SECONDS)

static void meet(spol_calendar *calendar, int64_t weeks_until, int64_t years_from) {
  if (weeks_until < calendar->weeks_until) {
    calendar->weeks_until = weeks_until;
  }
  if (years_from > calendar->years_from) {
    calendar->years_from = years_from;
  }
}

static void meet_zone(spol_calendar *calendar, const spol_zone *zone) {
  spol_instant last = spol_zone_last_transition(zone);
  int64_t from = last == SPOL_INSTANT_NONE ? SPI_FIRST_SECOND : spi_floor_div(last, SPI_MICROS);
  int64_t first = spi_segment_at(zone, SPI_FIRST_SECOND).to;
  first = first > SPI_END_SECOND ? SPI_END_SECOND : first;
  from = from < SPI_FIRST_SECOND ? SPI_FIRST_SECOND : from;
  meet(calendar, first - REACH_SECONDS, from + REACH_SECONDS);
}

/** From when on the open set repeats every 400 years, and until when every week. */
static void find_repetition(spol_calendar *calendar) {
  const spi_hours *hours = &calendar->hours;
  calendar->weeks_until = SPI_END_SECOND;
  calendar->years_from = SPI_FIRST_SECOND;
  meet_zone(calendar, calendar->zone);
  for (size_t i = 0; i < hours->zoned_count; i++) {
    meet_zone(calendar, hours->zoned[i].open_zone);
    meet_zone(calendar, hours->zoned[i].close_zone);
  }
  if (hours->dated_count > 0) {
    int64_t first = (int64_t)hours->dated[0].date * SPI_DAY_SECONDS;
    int64_t last = (int64_t)hours->dated[hours->dated_count - 1].date * SPI_DAY_SECONDS;
    meet(calendar, first - REACH_SECONDS, last + REACH_SECONDS);
  }
  for (size_t i = 0; i < calendar->set_count; i++) {
    int32_t year = spi_holidays_repeat_from(calendar->sets[i]);
    meet(calendar, SPI_FIRST_SECOND,
         year > SPI_YEAR_MAX
             ? SPI_END_SECOND
             : (int64_t)spi_date_of_civil(year, 1, 1) * SPI_DAY_SECONDS + REACH_SECONDS);
  }
  for (size_t i = 0; i < calendar->part_count; i++) {
    meet(calendar, calendar->parts[i]->weeks_until, calendar->parts[i]->years_from);
  }
}

/** The first open second, or the end of the years. */
static int64_t first_open(const spol_calendar *calendar, spi_cache *cache, uint32_t looks) {
  int64_t second = SPI_FIRST_SECOND;
  for (; second < SPI_END_SECOND && looks > 0; looks--) {
    spi_span span = spi_look(calendar, cache, second);
    if (span.open) {
      return second;
    }
    second = span.until;
    /* Closed through a whole week and more of those that repeat. */
    if (second > SPI_FIRST_SECOND + 3 * REACH_SECONDS && second < calendar->weeks_until) {
      second = calendar->weeks_until;
    }
    if (second - calendar->years_from > PERIOD_SECONDS && second < SPI_END_SECOND - TAIL_SECONDS) {
      second = SPI_END_SECOND - TAIL_SECONDS;
    }
  }
  return second;
}

/** The end of the last open second; `first` is open, or the end of the years. */
static int64_t last_open(const spol_calendar *calendar, spi_cache *cache, int64_t first,
                         uint32_t looks) {
  int64_t second = SPI_END_SECOND;
  for (; second > first && looks > 0; looks--) {
    spi_span span = spi_look(calendar, cache, second - 1);
    if (span.open) {
      return second;
    }
    second = span.since;
    if (SPI_END_SECOND - second > PERIOD_SECONDS + TAIL_SECONDS && second > calendar->years_from) {
      second = calendar->years_from;
    }
  }
  return second > first ? second : first;
}

void spi_calendar_find_ends(spol_calendar *calendar) {
  spi_cache cache;
  spi_cache_init(&cache);
  uint32_t looks = calendar->kind == 0 ? SIMPLE_LOOKS : COMBINATION_LOOKS / calendar->leaves;
  find_repetition(calendar);
  int64_t from = first_open(calendar, &cache, looks);
  int64_t until = last_open(calendar, &cache, from, looks);
  calendar->open_from = from;
  calendar->open_until = until;
}
