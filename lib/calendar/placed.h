/* SPDX-License-Identifier: MIT */
/** Calendars over "the zone that the case carries" (docs/semantics.md, section 2),
 *  in a zone that they were not compiled for. */
#ifndef SPI_CALENDAR_PLACED_H
#define SPI_CALENDAR_PLACED_H

#include "supportpolicy/calendar.h"

/** Gives zeroed bytes, aligned for any type, or NULL. */
typedef void *spi_placing(void *context, uint64_t size);

/**
 * The calendar with `zone` wherever it or a part of it has the stand-in's zone
 * (spi_zone_stand_in): every question is answered as by one that was built in
 * that zone, without a compiled window, so slower.
 *
 * @param calendar,zone borrowed as long as the result is used
 * @return itself where it has no stand-in; else it lies in what `take` gave, has
 *         no references and is not freed; NULL without room, or where no such
 *         calendar can be (parts of several zones and no zone named; a zone whose
 *         clocks change too often)
 */
const spol_calendar *spi_calendar_placed(const spol_calendar *calendar, const spol_zone *zone,
                                         spi_placing *take, void *context);

#endif
