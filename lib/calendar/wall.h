/* SPDX-License-Identifier: MIT */
/**
 * From wall times to instants, as open sets need it (docs/semantics.md,
 * section 2): local time can be skipped, repeated and go back over midnight, so
 * every answer is put together from the zone's segments of one offset.
 */
#ifndef SPI_CALENDAR_WALL_H
#define SPI_CALENDAR_WALL_H

#include "calendar/model.h"

/** A time in which a zone keeps one offset: seconds, [from, to). The first and
 *  last of the years 1 to 9999 go on without end. */
typedef struct spi_segment {
  int64_t from;
  int64_t to;
  int32_t offset;
} spi_segment;

spi_segment spi_segment_at(const spol_zone *zone, int64_t second);

/** From the first instant whose wall time lies in [from, to) through the last:
 *  1, or 0 if there is none. Wall times are seconds since 1970-01-01T00:00. */
int spi_wall_span(const spol_zone *zone, int64_t from, int64_t to, spi_piece *out);

/** The first set of instants in one piece, ending after `after`, whose wall
 *  times lie in [from, to): 1, or 0 if there is none. */
int spi_wall_next_piece(const spol_zone *zone, int64_t from, int64_t to, int64_t after,
                        spi_piece *out);

/** 1 if the clocks of a zone never change more than SPI_CHANGES_MAX times within
 *  SPI_CHANGES_DAYS: what can be written down for one date then has room. */
int spi_wall_is_calm(const spol_zone *zone);

/** The first instant whose wall time is at or after a wall time (microseconds).*/
spol_instant spi_wall_reached(const spol_zone *zone, spol_wall wall);

#endif
