/* SPDX-License-Identifier: MIT */
/** Dates with times of day in text, with or without an offset from UTC. */
#ifndef SPI_CIVIL_TIMESTAMP_H
#define SPI_CIVIL_TIMESTAMP_H

#include "base/text.h"
#include "supportpolicy/time.h"

/** The widest offset that text may have, as for spol_instant_format_offset. */
enum { SPI_OFFSET_MAX = 93600 };

/** "2026-11-23T09:00:00+01:00" taken apart. */
typedef struct spi_timestamp {
  spol_wall wall;         /**< what stands there, in the years 1 to 9999 */
  int32_t has_offset;     /**< 1 if the text has one */
  int32_t offset_seconds; /**< east of UTC; 0 without one */
} spi_timestamp;

/**
 * Reads RFC 3339 text with an offset, or a wall time without one, which may
 * leave the seconds out. Errors: SPOL_E_SYNTAX, SPOL_E_RANGE (year 0).
 */
SPOL_CHECKED spol_status spi_timestamp_parse(const char *text, size_t length, spi_timestamp *out,
                                             spol_error *error);

/** The instant of a timestamp with an offset. Errors: SPOL_E_RANGE. */
SPOL_CHECKED spol_status spi_timestamp_instant(const spi_timestamp *timestamp, spol_instant *out,
                                               spol_error *error);

/** Write what they say; the values are in the documented range. */
void spi_date_write(spi_writer *writer, spol_date date);
void spi_wall_write(spi_writer *writer, spol_wall wall);
void spi_offset_write(spi_writer *writer, int32_t offset_seconds);

#endif
