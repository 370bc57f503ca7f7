/* SPDX-License-Identifier: MIT */
/** Calendars made of calendars (docs/semantics.md, section 2). */
#include <string.h>

#include "base/error.h"
#include "calendar/calendar.h"
#include "calendar/compile.h"

/** Depth, leaves, coverage and zone of a combination of these parts. */
static spol_status describe(spol_calendar *calendar, const spol_calendar *const *parts,
                            size_t count, const spol_zone *zone, spol_error *error) {
  uint32_t leaves = 0;
  calendar->first_year = 1;
  calendar->last_year = 9999;
  calendar->keeps_dates = 1;
  for (size_t i = 0; i < count; i++) {
    const spol_calendar *part = parts[i];
    if (part == NULL) {
      return spi_fail(error, SPOL_E_INVALID, "part %u of the combination is NULL", (uint32_t)i);
    }
    leaves += part->leaves;
    calendar->depth = part->depth >= calendar->depth ? part->depth + 1 : calendar->depth;
    if (part->first_year > calendar->first_year) {
      calendar->first_year = part->first_year;
    }
    if (part->last_year < calendar->last_year) {
      calendar->last_year = part->last_year;
    }
    calendar->keeps_dates &= spi_same_zone(part->zone, parts[0]->zone);
  }
  if (calendar->depth > SPI_DEPTH_MAX) {
    return spi_fail(error, SPOL_E_LIMIT, "combinations are nested deeper than %d", SPI_DEPTH_MAX);
  }
  if (leaves > SPI_LEAVES_MAX) {
    return spi_fail(error, SPOL_E_LIMIT, "the combination has more than %d calendars",
                    SPI_LEAVES_MAX);
  }
  if (!calendar->keeps_dates && zone == NULL) {
    return spi_fail(error, SPOL_E_INVALID,
                    "the parts have several zones, and the combination names none");
  }
  calendar->leaves = leaves;
  calendar->named = spol_zone_ref(zone);
  calendar->zone = spol_zone_ref(calendar->keeps_dates ? parts[0]->zone : zone);
  return SPOL_OK;
}

static spol_status take_parts(spol_calendar *calendar, const spol_calendar *const *parts,
                              size_t count) {
  calendar->parts = spi_alloc_array(&calendar->allocator, count, sizeof *calendar->parts);
  if (calendar->parts == NULL) {
    return SPOL_E_MEMORY;
  }
  calendar->part_count = count;
  for (size_t i = 0; i < count; i++) {
    calendar->parts[i] = spol_calendar_ref(parts[i]);
  }
  return SPOL_OK;
}

spol_status spol_calendar_combine(const spol_allocator *allocator, int32_t kind,
                                  const spol_calendar *const *parts, size_t count,
                                  const spol_zone *zone, const spol_compile_options *options,
                                  spol_calendar **out, spol_error *error) {
  spol_allocator own;
  spi_window_years years;
  spol_status status = spi_allocator_take(allocator, &own);
  if (status != SPOL_OK) {
    return spi_fail(error, status, "the allocator lacks a function");
  }
  if (kind < SPOL_ANY_OF || kind > SPOL_EXCEPT || parts == NULL || out == NULL) {
    return spi_fail(error, SPOL_E_INVALID, "no combination of kind %d", kind);
  }
  if (count < 1 || count > SPI_PARTS_MAX) {
    return spi_fail(error, SPOL_E_INVALID, "a combination has 1 to %d parts", SPI_PARTS_MAX);
  }
  status = spi_window_years_of(options, &years, error);
  if (status != SPOL_OK) {
    return status;
  }
  spol_calendar *calendar = spi_alloc_array(&own, 1, sizeof *calendar);
  if (calendar == NULL) {
    return spi_fail(error, SPOL_E_MEMORY, "out of memory");
  }
  spi_refcount_init(&calendar->references);
  calendar->allocator = own;
  calendar->kind = kind;
  status = describe(calendar, parts, count, zone, error);
  if (status == SPOL_OK) {
    status = take_parts(calendar, parts, count);
    if (status == SPOL_OK) {
      status = spi_calendar_compile(calendar, &years);
    }
    if (status != SPOL_OK) {
      (void)spi_fail(error, status, "out of memory");
    }
  }
  if (status != SPOL_OK) {
    spi_calendar_free(calendar);
    return status;
  }
  *out = calendar;
  return SPOL_OK;
}

uint32_t spi_calendar_leaves(const spol_calendar *calendar) {
  return calendar->leaves;
}
