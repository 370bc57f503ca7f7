/* SPDX-License-Identifier: MIT */
/** What a builder has collected. */
#ifndef SPI_CALENDAR_BUILDER_H
#define SPI_CALENDAR_BUILDER_H

#include "calendar/model.h"

/** A range that belongs to a weekday (0 Monday) or to a date. */
typedef struct spi_entry {
  int32_t day;
  spi_range range;
} spi_entry;

typedef struct spi_entries {
  spi_entry *items;
  size_t count;
  size_t capacity;
} spi_entries;

typedef struct spi_exception {
  spol_date date;
  uint32_t first; /**< of its hours */
  uint32_t count;
  char *name;
} spi_exception;

struct spol_calendar_builder {
  spol_allocator allocator;
  spol_zone *zone;
  spi_entries week;
  spi_entries breaks;
  spi_entries dated_breaks;    /**< by date once sorted */
  spi_entries exception_hours; /**< in the order of setting */
  spi_exception *exceptions;   /**< by date */
  size_t exception_count;
  size_t exception_capacity;
  spi_zoned *zoned;
  size_t zoned_count;
  size_t zoned_capacity;
  spol_holidays **sets;
  size_t set_count;
  size_t set_capacity;
  size_t items; /**< windows, breaks and exceptions */
};

#endif
