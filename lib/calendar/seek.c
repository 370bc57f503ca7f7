/* SPDX-License-Identifier: MIT */
/** Openings, closes and stretches (docs/semantics.md, section 3). */
#include "calendar/arithmetic.h"

enum { NOT_FOUND = 0, FOUND = 1 };

/** The first second from `second` on that is open (or, for 0, is not). */
static int first_that_is(const spol_calendar *calendar, spi_cache *cache, int64_t second,
                         int32_t open, int64_t *out) {
  while (second < SPI_END_SECOND) {
    spi_span span = spi_look(calendar, cache, second);
    if (span.open == open) {
      *out = second;
      return FOUND;
    }
    second = span.until;
  }
  return NOT_FOUND;
}

/** The end of the last second before `second` that is open (or is not). */
static int last_that_is(const spol_calendar *calendar, spi_cache *cache, int64_t second,
                        int32_t open, int64_t *out) {
  while (second > SPI_FIRST_SECOND) {
    spi_span span = spi_look(calendar, cache, second - 1);
    if (span.open == open) {
      *out = second;
      return FOUND;
    }
    second = span.since;
  }
  return NOT_FOUND;
}

spol_status spol_calendar_is_open(const spol_calendar *calendar, spol_instant t, int32_t *out,
                                  uint32_t *flags) {
  if (!spi_instant_in_range(t)) {
    return SPOL_E_RANGE;
  }
  spi_cache cache;
  spi_cache_init(&cache);
  *out = spi_look(calendar, &cache, spi_second_of(t)).open;
  spi_calendar_flag(calendar, t, t, flags);
  return SPOL_OK;
}

spol_status spol_calendar_next_open(const spol_calendar *calendar, spol_instant t,
                                    spol_instant *out, uint32_t *flags) {
  if (!spi_instant_in_range(t)) {
    return SPOL_E_RANGE;
  }
  spi_cache cache;
  spi_cache_init(&cache);
  int64_t second = spi_second_of(t);
  int64_t found = 0;
  if (!first_that_is(calendar, &cache, second, 1, &found)) {
    return spi_calendar_why_not(calendar, &cache, 0);
  }
  *out = found == second ? t : found * SPI_MICROS;
  spi_calendar_flag(calendar, t, found == second ? t : found * SPI_MICROS, flags);
  return SPOL_OK;
}

spol_status spol_calendar_next_close(const spol_calendar *calendar, spol_instant t,
                                     spol_instant *out, uint32_t *flags) {
  if (!spi_instant_in_range(t)) {
    return SPOL_E_RANGE;
  }
  spi_cache cache;
  spi_cache_init(&cache);
  int64_t found = 0;
  if (!first_that_is(calendar, &cache, spi_second_of(t), 1, &found) ||
      !first_that_is(calendar, &cache, found, 0, &found)) {
    return spi_calendar_why_not(calendar, &cache, 0);
  }
  *out = found * SPI_MICROS;
  spi_calendar_flag(calendar, t, found * SPI_MICROS, flags);
  return SPOL_OK;
}

/** The second that ends at t or in which t lies: what is just before t. */
static int64_t second_end(spol_instant t) {
  return spi_second_of(t - 1) + 1;
}

spol_status spol_calendar_previous_open(const spol_calendar *calendar, spol_instant t,
                                        spol_instant *out, uint32_t *flags) {
  if (!spi_instant_in_range(t)) {
    return SPOL_E_RANGE;
  }
  spi_cache cache;
  spi_cache_init(&cache);
  int64_t found = 0;
  if (!last_that_is(calendar, &cache, second_end(t), 1, &found) ||
      !last_that_is(calendar, &cache, found, 0, &found)) {
    return spi_calendar_why_not(calendar, &cache, 1);
  }
  *out = found * SPI_MICROS;
  spi_calendar_flag(calendar, found * SPI_MICROS, t, flags);
  return SPOL_OK;
}

spol_status spol_calendar_previous_close(const spol_calendar *calendar, spol_instant t,
                                         spol_instant *out, uint32_t *flags) {
  if (!spi_instant_in_range(t)) {
    return SPOL_E_RANGE;
  }
  spi_cache cache;
  spi_cache_init(&cache);
  int64_t found = 0;
  if (!last_that_is(calendar, &cache, second_end(t), 1, &found)) {
    return spi_calendar_why_not(calendar, &cache, 1);
  }
  spol_instant close = found == second_end(t) ? t : found * SPI_MICROS;
  *out = close;
  spi_calendar_flag(calendar, close, t, flags);
  return SPOL_OK;
}

spol_status spol_calendar_stretches(const spol_calendar *calendar, spol_instant a, spol_instant b,
                                    spol_stretch *buffer, size_t capacity, size_t *count,
                                    uint32_t *flags) {
  if (!spi_instant_in_range(a) || !spi_instant_in_range(b)) {
    return SPOL_E_RANGE;
  }
  if (b < a || (buffer == NULL && capacity > 0)) {
    return SPOL_E_INVALID;
  }
  spi_cache cache;
  spi_cache_init(&cache);
  size_t found = 0;
  int64_t end = second_end(b);
  int64_t from = 0;
  int64_t second = spi_second_of(a);
  while (a < b && first_that_is(calendar, &cache, second, 1, &from) && from < end) {
    if (!first_that_is(calendar, &cache, from, 0, &second)) {
      second = SPI_END_SECOND;
    }
    if (found < capacity) {
      buffer[found].from = from * SPI_MICROS < a ? a : from * SPI_MICROS;
      buffer[found].to = second * SPI_MICROS > b ? b : second * SPI_MICROS;
    }
    found++;
  }
  *count = found;
  spi_calendar_flag(calendar, a, a < b ? b - 1 : b, flags);
  return SPOL_OK;
}
