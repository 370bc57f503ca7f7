/* SPDX-License-Identifier: MIT */
/**
 * One instant of a calendar, simple or combined, compiled or not: is it open,
 * and between which instants is that so; and to which date does it belong. All
 * other questions outside the compiled window are put together from these.
 */
#ifndef SPI_CALENDAR_LOOK_H
#define SPI_CALENDAR_LOOK_H

#include "calendar/model.h"

/** A time around a second in which the calendar is open, or is not, without a
 *  change. The stretch may go on before and after it. */
typedef struct spi_span {
  int64_t since; /**< SPI_FIRST_SECOND at the earliest */
  int64_t until; /**< SPI_END_SECOND at the latest */
  int32_t open;
} spi_span;

/** @param second SPI_FIRST_SECOND to SPI_END_SECOND - 1 */
spi_span spi_look(const spol_calendar *calendar, spi_cache *cache, int64_t second);

/** The date that an open second belongs to. */
typedef struct spi_belonging {
  spol_date date;
  int64_t until; /**< up to here it stays so, if it stays open */
} spi_belonging;

/** @param second an open one */
spi_belonging spi_belongs(const spol_calendar *calendar, spi_cache *cache, int64_t second);

/** The first piece of what belongs to a date that ends after `after`: 1, or 0 if
 *  there is none. What comes before `after` may be cut off. Pieces may touch. */
int spi_date_next(const spol_calendar *calendar, spi_cache *cache, spol_date date, int64_t after,
                  spi_piece *out);

/** The end of the latest interval that belongs to a date: 1, or 0 if there is
 *  none. */
int spi_date_last(const spol_calendar *calendar, spi_cache *cache, spol_date date, int64_t *out);

/** The local date of a second. */
spol_date spi_local_date(const spol_zone *zone, int64_t second);

#endif
