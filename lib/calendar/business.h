/* SPDX-License-Identifier: MIT */
/** Business days and what is open on a date (docs/semantics.md, section 4). */
#ifndef SPI_CALENDAR_BUSINESS_H
#define SPI_CALENDAR_BUSINESS_H

#include "calendar/look.h"

SPOL_CHECKED spol_status spi_business_check(const spol_business_days *days);

/** 1 if open time belongs to a date of the years 1 to 9999. */
int spi_date_has_open(const spol_calendar *calendar, spi_cache *cache, spol_date date);

int spi_is_business_day(const spol_calendar *calendar, spi_cache *cache,
                        const spol_business_days *days, spol_date date);

/** The n-th business day after a date, n >= 1. SPOL_E_NEVER_OPEN or
 *  SPOL_E_RANGE if there is none. */
SPOL_CHECKED spol_status spi_business_day_after(const spol_calendar *calendar, spi_cache *cache,
                                                const spol_business_days *days, spol_date date,
                                                int64_t n, spol_date *out);

#endif
