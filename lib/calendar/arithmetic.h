/* SPDX-License-Identifier: MIT */
/** Arithmetic without the checks of arguments, for the files of the room. */
#ifndef SPI_CALENDAR_ARITHMETIC_H
#define SPI_CALENDAR_ARITHMETIC_H

#include "calendar/look.h"
#include "civil/date.h"

/** As the public functions, for instants of the years 1 to 9999. */
SPOL_CHECKED spol_status spi_calendar_add_slowly(const spol_calendar *calendar, spol_instant t,
                                                 spol_duration d, spol_instant *out);
SPOL_CHECKED spol_status spi_calendar_subtract_slowly(const spol_calendar *calendar, spol_instant t,
                                                      spol_duration d, spol_instant *out);
/** Open time in [a, b), a <= b. */
spol_duration spi_calendar_count_slowly(const spol_calendar *calendar, spol_instant a,
                                        spol_instant b);

/** SPOL_E_NEVER_OPEN if the last (or, backwards, the first) hundred years have
 *  no open time, else SPOL_E_RANGE: why a search went past the end. */
spol_status spi_calendar_why_not(const spol_calendar *calendar, spi_cache *cache, int backwards);

/** Flags of an answer that depends on the instants from `lo` through `hi`. */
uint32_t spi_calendar_flags_slowly(const spol_calendar *calendar, spol_instant lo, spol_instant hi);

static inline uint32_t spi_calendar_flags(const spol_calendar *calendar, spol_instant lo,
                                          spol_instant hi) {
  return lo >= calendar->clean_from && hi < calendar->clean_to
             ? 0
             : spi_calendar_flags_slowly(calendar, lo, hi);
}

static inline void spi_calendar_flag(const spol_calendar *calendar, spol_instant lo,
                                     spol_instant hi, uint32_t *flags) {
  if (flags != NULL) {
    *flags = lo <= hi ? spi_calendar_flags(calendar, lo, hi) : spi_calendar_flags(calendar, hi, lo);
  }
}

static inline spol_status spi_calendar_add(const spol_calendar *calendar, spol_instant t,
                                           spol_duration d, spol_instant *out) {
  const spi_timeline *line = &calendar->timeline;
  if (d > 0 && spi_timeline_has(line, t)) {
    uint64_t count = spi_timeline_count(line, t);
    if ((uint64_t)d <= line->total_micros - count) {
      *out = spi_timeline_reach(line, count + (uint64_t)d);
      return SPOL_OK;
    }
  }
  return spi_calendar_add_slowly(calendar, t, d, out);
}

static inline spol_status spi_calendar_subtract(const spol_calendar *calendar, spol_instant t,
                                                spol_duration d, spol_instant *out) {
  const spi_timeline *line = &calendar->timeline;
  if (d > 0 && spi_timeline_has(line, t)) {
    uint64_t count = spi_timeline_count(line, t);
    if ((uint64_t)d <= count) {
      *out = spi_timeline_reach_late(line, count - (uint64_t)d);
      return SPOL_OK;
    }
  }
  return spi_calendar_subtract_slowly(calendar, t, d, out);
}

static inline spol_status spi_calendar_elapsed(const spol_calendar *calendar, spol_instant a,
                                               spol_instant b, spol_duration *out) {
  const spi_timeline *line = &calendar->timeline;
  if (spi_timeline_has(line, a) && spi_timeline_has(line, b)) {
    *out = (int64_t)spi_timeline_count(line, b) - (int64_t)spi_timeline_count(line, a);
    return SPOL_OK;
  }
  if (!spi_instant_in_range(a) || !spi_instant_in_range(b)) {
    return SPOL_E_RANGE;
  }
  *out = a <= b ? spi_calendar_count_slowly(calendar, a, b)
                : -spi_calendar_count_slowly(calendar, b, a);
  return SPOL_OK;
}

/** Seconds, rounded down. */
static inline int64_t spi_second_of(spol_instant t) {
  return spi_floor_div(t, SPI_MICROS);
}

#endif
