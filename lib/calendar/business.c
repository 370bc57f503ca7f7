/* SPDX-License-Identifier: MIT */
#include "calendar/business.h"

#include "calendar/arithmetic.h"
#include "calendar/day.h"

spol_status spi_business_check(const spol_business_days *days) {
  if (days == NULL) {
    return SPOL_OK;
  }
  if (days->size != sizeof *days) {
    return SPOL_E_VERSION;
  }
  int by_weekday = days->weekday_mask != 0;
  if ((days->weekday_mask & ~UINT32_C(0x7f)) != 0 || (by_weekday && days->calendar != NULL)) {
    return SPOL_E_INVALID;
  }
  return SPOL_OK;
}

int spi_date_has_open(const spol_calendar *calendar, spi_cache *cache, spol_date date) {
  const spi_date_bits *dates = &calendar->timeline.dates;
  spi_piece piece;
  if (spi_date_bits_has(dates, date)) {
    return spi_date_bits_get(dates, date);
  }
  return spi_date_next(calendar, cache, date, INT64_MIN, &piece);
}

/** The calendar whose open time makes a date a business day. */
static const spol_calendar *deciding(const spol_calendar *calendar,
                                     const spol_business_days *days) {
  return days != NULL && days->calendar != NULL ? days->calendar : calendar;
}

static int by_weekday(const spol_business_days *days) {
  return days != NULL && days->weekday_mask != 0;
}

int spi_is_business_day(const spol_calendar *calendar, spi_cache *cache,
                        const spol_business_days *days, spol_date date) {
  if (by_weekday(days)) {
    return (int)(days->weekday_mask >> (spi_weekday(date) - 1) & 1);
  }
  return spi_date_has_open(deciding(calendar, days), cache, date);
}

/** The next date with an exception, of a calendar that has nothing else. */
static spol_date skip_to_exception(const spol_calendar *calendar, spol_date date) {
  const spi_hours *hours = &calendar->hours;
  size_t low = spi_dated_from(hours, date);
  return low < hours->dated_count ? hours->dated[low].date : SPOL_DATE_MAX;
}

static spol_status by_mask(uint32_t mask, spol_date date, int64_t n, spol_date *out) {
  int64_t per_week = 0;
  for (int day = 0; day < 7; day++) {
    per_week += mask >> day & 1;
  }
  int64_t weeks = (n - 1) / per_week;
  int64_t at = date + weeks * 7;
  for (int64_t left = n - weeks * per_week; left > 0 && at <= SPOL_DATE_MAX;) {
    at++;
    left -= mask >> spi_floor_mod(at + 3, 7) & 1;
  }
  if (at > SPOL_DATE_MAX) {
    return SPOL_E_RANGE;
  }
  *out = (spol_date)at;
  return SPOL_OK;
}

spol_status spi_business_day_after(const spol_calendar *calendar, spi_cache *cache,
                                   const spol_business_days *days, spol_date date, int64_t n,
                                   spol_date *out) {
  if (by_weekday(days)) {
    return by_mask(days->weekday_mask, date, n, out);
  }
  const spol_calendar *by = deciding(calendar, days);
  const spi_date_bits *bits = &by->timeline.dates;
  while (date < SPOL_DATE_MAX && n <= SPOL_DATE_MAX - (int64_t)date) {
    if (spi_date_bits_has(bits, date)) {
      spol_date found = spi_date_bits_after(bits, date, &n);
      if (found != SPOL_DATE_NONE) {
        *out = found;
        return SPOL_OK;
      }
      date = bits->first + (spol_date)bits->count - 1;
      if (date >= SPOL_DATE_MAX) {
        break;
      }
    }
    date++;
    if (by->kind == 0 && !by->recurs) {
      date = skip_to_exception(by, date);
    }
    n -= spi_date_has_open(by, cache, date);
    if (n == 0) {
      *out = date;
      return SPOL_OK;
    }
  }
  return spi_calendar_why_not(by, cache, 0);
}

/* ---- The public questions about dates ---------------------------------- */

/** Source and name; of a combination those that all parts share. */
static void fill_source(const spol_calendar *calendar, spi_cache *cache, spol_calendar_date *out) {
  if (calendar->kind == 0) {
    spi_plan plan;
    spi_day_plan(calendar, spi_cache_of(cache, calendar), out->date, &plan);
    out->source = plan.source;
    out->name = plan.name;
    return;
  }
  fill_source(calendar->parts[0], cache, out);
  for (size_t i = 1; i < calendar->part_count; i++) {
    spol_calendar_date part = {.date = out->date};
    fill_source(calendar->parts[i], cache, &part);
    if (part.source != out->source || part.source == SPOL_DAY_COMBINED) {
      out->source = SPOL_DAY_COMBINED;
      out->name = NULL;
      return;
    }
  }
}

spol_status spol_calendar_on_date(const spol_calendar *calendar, spol_date date,
                                  spol_calendar_date *out) {
  if (!spi_date_in_range(date)) {
    return SPOL_E_RANGE;
  }
  spi_cache cache;
  spi_cache_init(&cache);
  spol_calendar_date found = {
      .date = date, .first_open = SPOL_INSTANT_NONE, .last_close = SPOL_INSTANT_NONE};
  fill_source(calendar, &cache, &found);
  spi_piece piece;
  spol_instant lo = ((int64_t)date * SPI_DAY_SECONDS + SPI_DAY_SECONDS / 2) * SPI_MICROS;
  spol_instant hi = lo;
  if (spi_date_next(calendar, &cache, date, INT64_MIN, &piece)) {
    int64_t last = piece.to;
    (void)spi_date_last(calendar, &cache, date, &last);
    if (last >= SPI_END_SECOND) {
      last = SPI_END_SECOND; /* the first instant that there is not */
    }
    found.has_open_time = 1;
    found.first_open = piece.from * SPI_MICROS;
    found.last_close = last * SPI_MICROS;
    lo = found.first_open;
    hi = lo;
  }
  found.flags = spi_calendar_flags(calendar, lo, hi);
  *out = found;
  return SPOL_OK;
}

spol_status spol_calendar_date_of(const spol_calendar *calendar, spol_instant t, spol_date *out,
                                  uint32_t *flags) {
  if (!spi_instant_in_range(t)) {
    return SPOL_E_RANGE;
  }
  spi_cache cache;
  spi_cache_init(&cache);
  int64_t second = spi_second_of(t);
  *out = spi_look(calendar, &cache, second).open ? spi_belongs(calendar, &cache, second).date
                                                 : spi_local_date(calendar->zone, second);
  spi_calendar_flag(calendar, t, t, flags);
  return SPOL_OK;
}
