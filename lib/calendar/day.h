/* SPDX-License-Identifier: MIT */
/** What belongs to a local date of a simple calendar (semantics, section 2). */
#ifndef SPI_CALENDAR_DAY_H
#define SPI_CALENDAR_DAY_H

#include "calendar/model.h"

/** Where a date's hours come from: exception, then holiday, then week. */
typedef struct spi_plan {
  int32_t source;         /**< enum spol_day_source */
  const char *name;       /**< of the holiday or exception, or NULL */
  const int32_t *holiday; /**< the holiday's hours */
  uint32_t holiday_hours;
  const spi_dated *dated; /**< what is written down for the date, or NULL */
} spi_plan;

spi_leaf_cache *spi_cache_of(spi_cache *cache, const spol_calendar *leaf);

void spi_day_plan(const spol_calendar *leaf, spi_leaf_cache *cache, spol_date date, spi_plan *plan);

/** 1 if the week alone would open a date, whatever holidays and exceptions say of it. */
int spi_day_week_opens(const spol_calendar *leaf, spi_leaf_cache *cache, spol_date date);

/** Writes what belongs to a date, in order and united, within the years 1 to
 *  9999, into room for SPI_PIECES_MAX; returns how many there are. */
size_t spi_day_pieces(const spol_calendar *leaf, spi_leaf_cache *cache, spol_date date,
                      spi_piece *out);

/** The first of what is written down for dates that is for this date or a later
 *  one; their count if there is none. */
size_t spi_dated_from(const spi_hours *hours, spol_date date);

/** 1 if no clock change touches what belongs to a date: then the offset in the
 *  cache holds for all of it. */
int spi_day_is_quiet(const spol_calendar *leaf, spi_leaf_cache *cache, spol_date date);

/** Makes the open and the close of an interval a range: a close not after its
 *  open lies on the next day. */
spi_range spi_range_of(int32_t open, int32_t close);

/** Sorts and unites pieces in place; returns how many there are. */
size_t spi_pieces_unite(spi_piece *items, size_t count);

#endif
