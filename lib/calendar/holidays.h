/* SPDX-License-Identifier: MIT */
/**
 * Sets of holidays for the calendar: a year at a time when it is compiled, a
 * date at a time outside its window. Nothing here allocates; a set is immutable
 * (docs/semantics.md, section 2). A date of 1990 to 2069 is looked up in some ten
 * nanoseconds; another takes a microsecond, and a whole year little more.
 */
#ifndef SPI_CALENDAR_HOLIDAYS_H
#define SPI_CALENDAR_HOLIDAYS_H

#include "supportpolicy/holidays.h"

/** The most holidays that a year can have: one a date. */
enum { SPI_HOLIDAYS_YEAR_MAX = 366 };

/**
 * The holidays of a year in order of date, one a date.
 * @param year 1 to 9999
 * @param days room for SPI_HOLIDAYS_YEAR_MAX; names and hours are borrowed from the set
 * @return how many there are
 */
size_t spi_holidays_fill(const spol_holidays *holidays, int32_t year, spol_holiday *days);

/**
 * 1 if a date is a holiday, with *out written; else 0 with *out untouched.
 * @param date SPOL_DATE_MIN to SPOL_DATE_MAX
 * @param out optional
 */
int spi_holidays_find(const spol_holidays *holidays, spol_date date, spol_holiday *out);

/** 1 if every list of the set was written for that year (always without lists). */
int spi_holidays_covers(const spol_holidays *holidays, int32_t year);

/**
 * What is to be said of every result that depends on a year's holidays, whether
 * the date is one or not: SPOL_CALENDAR_UNCOVERED, SPOL_CALENDAR_EASTER_EARLY
 * (the set has a rule that counts from Easter, and the year is before 1583).
 */
uint32_t spi_holidays_year_flags(const spol_holidays *holidays, int32_t year);

/** The year from which on the holidays repeat every 400 years; 10000 where they
 *  never do (Easter). */
int32_t spi_holidays_repeat_from(const spol_holidays *holidays);

#endif
