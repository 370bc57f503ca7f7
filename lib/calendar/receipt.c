/* SPDX-License-Identifier: MIT */
/** Receipt and targets counted in days (docs/semantics.md, section 4). */
#include "calendar/arithmetic.h"
#include "calendar/business.h"
#include "calendar/wall.h"

/** A question about days while it is being answered. */
typedef struct question {
  const spol_calendar *calendar;
  const spol_business_days *days;
  spi_cache cache;
} question;

/** What a start comes to. */
typedef struct receipt {
  spol_instant at;
  int32_t late;   /**< at or after the cut-off */
  spol_date date; /**< the date that the start belongs to */
} receipt;

/** The date that an instant belongs to. */
static spol_date date_at(question *ask, spol_instant t) {
  int64_t second = spi_second_of(t);
  return spi_look(ask->calendar, &ask->cache, second).open
             ? spi_belongs(ask->calendar, &ask->cache, second).date
             : spi_local_date(ask->calendar->zone, second);
}

/** Wall time from a date's midnight, past 24:00 if need be (microseconds). */
static int64_t wall_since(const spol_zone *zone, spol_instant t, spol_date date) {
  spi_segment segment = spi_segment_at(zone, spi_second_of(t));
  return t + segment.offset * SPI_MICROS - spi_wall_of_date(date, 0);
}

static spol_status next_business_open(question *ask, const receipt *start, spol_instant t,
                                      spol_instant *out) {
  spol_date day = 0;
  spol_status status =
      spi_business_day_after(ask->calendar, &ask->cache, ask->days, start->date, 1, &day);
  if (status != SPOL_OK) {
    return status;
  }
  spi_piece piece;
  spol_instant at = 0;
  if (spi_date_next(ask->calendar, &ask->cache, day, INT64_MIN, &piece)) {
    at = piece.from * SPI_MICROS;
  } else {
    at = spi_wall_reached(ask->calendar->zone, spi_wall_of_date(day, 0));
  }
  return spol_calendar_next_open(ask->calendar, at > t ? at : t, out, NULL);
}

static spol_status receive(question *ask, spol_instant start, int32_t cutoff, receipt *out) {
  receipt found = {start, 0, 0};
  spol_status status = SPOL_OK;
  if (cutoff >= 0) {
    found.date = date_at(ask, start);
    found.late = wall_since(ask->calendar->zone, start, found.date) >= (int64_t)cutoff * SPI_MICROS;
  }
  if (found.late) {
    status = next_business_open(ask, &found, start, &found.at);
  } else {
    status = spol_calendar_next_open(ask->calendar, start, &found.at, NULL);
  }
  if (status == SPOL_OK) {
    *out = found;
  }
  return status;
}

static spol_status check_start(spol_instant start, int32_t cutoff) {
  if (!spi_instant_in_range(start)) {
    return SPOL_E_RANGE;
  }
  return cutoff < -1 || cutoff > 2 * SPI_DAY_SECONDS ? SPOL_E_INVALID : SPOL_OK;
}

spol_status spol_calendar_receive(const spol_calendar *calendar, spol_instant start,
                                  int32_t cutoff_seconds, const spol_business_days *business_days,
                                  spol_instant *out, uint32_t *flags) {
  spol_status status = check_start(start, cutoff_seconds);
  if (status == SPOL_OK) {
    status = spi_business_check(business_days);
  }
  question ask = {.calendar = calendar, .days = business_days};
  spi_cache_init(&ask.cache);
  receipt found;
  if (status == SPOL_OK) {
    status = receive(&ask, start, cutoff_seconds, &found);
  }
  if (status == SPOL_OK) {
    *out = found.at;
    spi_calendar_flag(calendar, start, found.at, flags);
  }
  return status;
}

/* ---- Days -------------------------------------------------------------- */

static spol_status due_day(question *ask, const spol_day_target *target, spol_date zero,
                           spol_date *out) {
  int64_t day = zero;
  switch (target->unit) {
  case SPOL_BUSINESS_DAYS:
    if (target->count > 0) {
      return spi_business_day_after(ask->calendar, &ask->cache, ask->days, zero, target->count,
                                    out);
    }
    break;
  case SPOL_CALENDAR_DAYS:
    day += target->count;
    break;
  case SPOL_CALENDAR_WEEKS:
    day += (int64_t)target->count * 7;
    break;
  default:
    day = spi_add_months(zero, target->count);
    break;
  }
  if (!spi_date_in_range(day)) {
    return SPOL_E_RANGE;
  }
  *out = (spol_date)day;
  return SPOL_OK;
}

/** What is taken as the open time of a date that has none: 00:00 to 24:00. */
static spi_piece whole_day(const spol_zone *zone, spol_date date) {
  int64_t midnight = (int64_t)date * SPI_DAY_SECONDS;
  spi_piece day;
  if (!spi_wall_span(zone, midnight, midnight + SPI_DAY_SECONDS, &day)) {
    /* The clocks skipped the date: the instant at which they did. */
    day.from = spi_wall_reached(zone, midnight * SPI_MICROS) / SPI_MICROS;
    day.to = day.from;
  }
  return day;
}

/** A wall time on a day: its first instant at or after it; if the day is then
 *  neither open nor just closing, its next opening; if none, its last close. */
static spol_instant at_wall_time(question *ask, spol_date day, int64_t micros) {
  spol_instant at = spi_wall_reached(ask->calendar->zone, spi_wall_of_date(day, micros));
  spi_piece piece;
  if (!spi_date_has_open(ask->calendar, &ask->cache, day)) {
    piece = whole_day(ask->calendar->zone, day);
    spol_instant from = piece.from * SPI_MICROS;
    spol_instant to = piece.to * SPI_MICROS;
    return at < from ? from : at > to ? to : at;
  }
  /* The second that ends at `at`, or in which it lies. */
  int64_t second = spi_second_of(at - 1);
  if (spi_date_next(ask->calendar, &ask->cache, day, second, &piece)) {
    spol_instant from = piece.from * SPI_MICROS;
    return from > at ? from : at;
  }
  int64_t last = 0;
  (void)spi_date_last(ask->calendar, &ask->cache, day, &last);
  return last * SPI_MICROS;
}

static spol_instant at_edge(question *ask, spol_date day, int end) {
  spi_piece piece;
  int64_t last = 0;
  if (!spi_date_next(ask->calendar, &ask->cache, day, INT64_MIN, &piece)) {
    piece = whole_day(ask->calendar->zone, day);
    last = piece.to;
  } else if (end) {
    (void)spi_date_last(ask->calendar, &ask->cache, day, &last);
  }
  return (end ? last : piece.from) * SPI_MICROS;
}

static spol_instant due_on(question *ask, const spol_day_target *target, spol_date day,
                           const spol_day_due *found) {
  switch (target->reading) {
  case SPOL_END_OF_DAY:
    return at_edge(ask, day, 1);
  case SPOL_START_OF_DAY:
    return at_edge(ask, day, 0);
  case SPOL_LOCAL_TIME:
    return at_wall_time(ask, day, target->local_seconds * SPI_MICROS);
  default: {
    spol_date received = date_at(ask, found->receipt);
    return at_wall_time(ask, day, wall_since(ask->calendar->zone, found->receipt, received));
  }
  }
}

static spol_status check_target(const spol_day_target *target) {
  if (target->size != sizeof *target) {
    return SPOL_E_VERSION;
  }
  if (target->unit < SPOL_BUSINESS_DAYS || target->unit > SPOL_CALENDAR_MONTHS ||
      target->count < 0 || target->reading < SPOL_END_OF_DAY || target->reading > SPOL_LOCAL_TIME ||
      target->zero < SPOL_AFTER_RECEIPT || target->zero > SPOL_AFTER_DATE ||
      target->reserved != 0) {
    return SPOL_E_INVALID;
  }
  if (target->reading == SPOL_LOCAL_TIME &&
      (target->local_seconds < 0 || target->local_seconds > 2 * SPI_DAY_SECONDS)) {
    return SPOL_E_INVALID;
  }
  return spi_business_check(target->business_days);
}

/** Day 0: that of receipt; or that of the start itself, unless it came after
 *  the cut-off of a business day. */
static spol_date day_zero(question *ask, const spol_day_target *target, spol_instant start,
                          const receipt *received) {
  if (target->zero == SPOL_AFTER_DATE &&
      !(received->late &&
        spi_is_business_day(ask->calendar, &ask->cache, ask->days, received->date))) {
    return spi_local_date(ask->calendar->zone, spi_second_of(start));
  }
  return date_at(ask, received->at);
}

spol_status spol_calendar_day_target(const spol_calendar *calendar, spol_instant start,
                                     const spol_day_target *target, spol_day_due *out) {
  spol_status status = check_target(target);
  if (status == SPOL_OK) {
    status = check_start(start, target->cutoff_seconds);
  }
  if (status != SPOL_OK) {
    return status;
  }
  question ask = {.calendar = calendar, .days = target->business_days};
  spi_cache_init(&ask.cache);
  receipt received;
  status = receive(&ask, start, target->cutoff_seconds, &received);
  if (status != SPOL_OK) {
    return status;
  }
  spol_day_due found = {.receipt = received.at};
  found.day_zero = day_zero(&ask, target, start, &received);
  status = due_day(&ask, target, found.day_zero, &found.due_day);
  if (status != SPOL_OK) {
    return status;
  }
  found.due = due_on(&ask, target, found.due_day, &found);
  if (found.due < found.receipt) {
    found.due = found.receipt;
    found.flags = SPOL_CALENDAR_DUE_AT_RECEIPT;
  }
  if (!spi_instant_in_range(found.due)) {
    return SPOL_E_RANGE;
  }
  found.flags |= spi_calendar_flags(calendar, start, found.due);
  if (ask.days != NULL && ask.days->calendar != NULL) {
    found.flags |= spi_calendar_flags(ask.days->calendar, start, found.due);
  }
  *out = found;
  return SPOL_OK;
}
