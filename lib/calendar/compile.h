/* SPDX-License-Identifier: MIT */
/** Makes the compiled window of a calendar whose description is complete. */
#ifndef SPI_CALENDAR_COMPILE_H
#define SPI_CALENDAR_COMPILE_H

#include "calendar/model.h"

/** The years to compile, the defaults filled in. Empty: last < first. */
typedef struct spi_window_years {
  int32_t first;
  int32_t last;
  uint32_t max_items;
} spi_window_years;

SPOL_CHECKED spol_status spi_window_years_of(const spol_compile_options *options,
                                             spi_window_years *out, spol_error *error);

/** Fills timeline and the instants that are clean of flags. */
SPOL_CHECKED spol_status spi_calendar_compile(spol_calendar *calendar,
                                              const spi_window_years *years);

/** Finds where open time begins and ends, which are given as widest before. */
void spi_calendar_find_ends(spol_calendar *calendar);

/** 1 if two zones are one: the same value, or of the same name. */
int spi_same_zone(const spol_zone *a, const spol_zone *b);

/** Frees hours, however far they were made. */
void spi_hours_free(const spol_allocator *allocator, spi_hours *hours);

/** Frees a calendar, however far it was made. */
void spi_calendar_free(spol_calendar *calendar);

#endif
