/* SPDX-License-Identifier: MIT */
/** What the rooms above ask of a calendar beside the public questions. */
#ifndef SPI_CALENDAR_CALENDAR_H
#define SPI_CALENDAR_CALENDAR_H

#include "supportpolicy/calendar.h"

/** Why an instant is open or closed. */
enum spi_calendar_reason {
  SPI_CALENDAR_OPEN = 0,
  SPI_CALENDAR_CLOSED = 1,    /**< by the week */
  SPI_CALENDAR_HOLIDAY = 2,   /**< closed on a local date that is a holiday */
  SPI_CALENDAR_EXCEPTION = 3, /**< closed on one that has an exception */
};

/** A time around an instant in which the answer and its reason stay as they are;
 *  the times before and after it may have the same. */
typedef struct spi_calendar_state {
  spol_instant from;
  spol_instant until;
  int32_t reason;
  const char *name; /**< of the holiday or exception, or NULL; borrowed */
} spi_calendar_state;

/** Errors: SPOL_E_RANGE. Allocates nothing. */
SPOL_CHECKED spol_status spi_calendar_state_at(const spol_calendar *calendar, spol_instant t,
                                               spi_calendar_state *out);

/** The first instant after t at which the calendar opens or closes: INT64_MAX
 *  where it does so no more up to the year 9999. Errors: SPOL_E_RANGE. */
SPOL_CHECKED spol_status spi_calendar_next_change(const spol_calendar *calendar, spol_instant t,
                                                  spol_instant *out);

/** The simple calendars that one is made of, each as often as it is named: what
 *  compiling it takes. */
uint32_t spi_calendar_leaves(const spol_calendar *calendar);

#endif
