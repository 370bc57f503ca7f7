/* SPDX-License-Identifier: MIT */
/** What is written down in a calendar, for those who look for mistakes in it. */
#ifndef SPI_CALENDAR_INSPECT_H
#define SPI_CALENDAR_INSPECT_H

#include "supportpolicy/calendar.h"

/** An interval of the week: seconds of wall time from the weekday's midnight. */
typedef struct spi_interval {
  int32_t weekday; /**< 1 Monday to 7 Sunday */
  int32_t open_seconds;
  int32_t close_seconds; /**< past 86400: on the next day */
} spi_interval;

/** How many parts a combination has; 0 for a simple calendar. */
size_t spi_inspect_parts(const spol_calendar *calendar);
const spol_calendar *spi_inspect_part(const spol_calendar *calendar, size_t index);

/** 1 if two intervals of the week share wall time: the first such pair. */
int spi_inspect_overlap(const spol_calendar *calendar, spi_interval *one, spi_interval *other);

/** 1 if intervals of the week run past midnight, all with the same hours: the
 *  first of them. */
int spi_inspect_overnight(const spol_calendar *calendar, spi_interval *out);

/** A half day that opens a date on which the week has no hours. */
typedef struct spi_half_day {
  spol_date date;
  const char *name;     /**< of the holiday, or NULL */
  const int32_t *hours; /**< its first interval: open and close, as in spol_holiday */
} spi_half_day;

/** The half days that open such a date from one date to another, each holiday's first, up to
 *  `room`: how many are written. None where the week has no hours at all. */
size_t spi_inspect_half_days(const spol_calendar *calendar, spol_date first, spol_date last,
                             spi_half_day *out, size_t room);

/** Windows with an end in another zone. */
size_t spi_inspect_windows(const spol_calendar *calendar);
/** The zones of a window's ends, and the seconds that it lasts in the week of an
 *  instant (clock changes inside it are not looked at). */
void spi_inspect_window(const spol_calendar *calendar, size_t index, spol_instant at,
                        const spol_zone **open_zone, const spol_zone **close_zone,
                        int64_t *seconds);

#endif
