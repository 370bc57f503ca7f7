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

/** Windows with an end in another zone. */
size_t spi_inspect_windows(const spol_calendar *calendar);
/** The zones of a window's ends, and the seconds that it lasts in the week of an
 *  instant (clock changes inside it are not looked at). */
void spi_inspect_window(const spol_calendar *calendar, size_t index, spol_instant at,
                        const spol_zone **open_zone, const spol_zone **close_zone,
                        int64_t *seconds);

#endif
