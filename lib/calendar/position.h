/* SPDX-License-Identifier: MIT */
/**
 * Positions in a calendar's open time: for those who ask for several sums from
 * one instant, and would look for it each time. They are known where the answer
 * comes out of the compiled window without flags; elsewhere the public functions
 * are asked, which say the same.
 */
#ifndef SPI_CALENDAR_POSITION_H
#define SPI_CALENDAR_POSITION_H

#include "supportpolicy/calendar.h"

/** Open microseconds of the compiled window before an instant. */
typedef uint64_t spi_position;

#define SPI_NO_POSITION UINT64_MAX

/** An instant at which a calendar is open, and its position. */
typedef struct spi_opening {
  spol_instant at;
  spi_position position; /**< SPI_NO_POSITION: not known, nor is `at` */
} spi_opening;

/** The position of an instant. */
spi_position spi_calendar_position(const spol_calendar *calendar, spol_instant t);
/** What spol_calendar_next_open says. */
spi_opening spi_calendar_opening(const spol_calendar *calendar, spol_instant t);
/** What spol_calendar_add says of `d` from an instant with this position, if d > 0;
 *  SPOL_INSTANT_NONE: not known. */
spol_instant spi_calendar_reach(const spol_calendar *calendar, spi_position from, spol_duration d);

#endif
