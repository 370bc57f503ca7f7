/* SPDX-License-Identifier: MIT */
/**
 * What the rooms above ask of a zone (docs/semantics.md, sections 2 and 5):
 * pieces of time with one offset, and the instants that show a wall time.
 *
 * Nothing here allocates or fails. Instants may be any int64; where they leave
 * the years 1 to 9999 by more than two days the first or last segment is meant.
 * Wall times must keep two days' distance from the ends of int64.
 */
#ifndef SPI_ZONE_ZONE_H
#define SPI_ZONE_ZONE_H

#include "supportpolicy/zone.h"

/** A zone that stands for one that a case will name: UTC under a name that no
 *  zone has. Errors: as spol_zone_fixed. */
SPOL_CHECKED spol_status spi_zone_stand_in(const spol_allocator *allocator, spol_zone **out);
int spi_zone_is_stand_in(const spol_zone *zone);

/** No offset is farther from UTC than this, in microseconds: TZif offsets lie
 *  between -25 h and +26 h, so that the instants that show a wall time lie
 *  within it on both sides. */
#define SPI_ZONE_OFFSET_MAX (INT64_C(26) * SPOL_HOUR)

/** A maximal half-open piece of time in which the offset stays the same: the
 *  offsets of neighbours always differ. */
typedef struct spi_zone_segment {
  spol_instant from; /**< INT64_MIN: there is none before */
  spol_instant to;   /**< INT64_MAX: there is none after */
  int64_t offset;    /**< in microseconds: wall = instant + offset */
} spi_zone_segment;

/** The segment that an instant lies in. The next one is that at `to` (unless
 *  INT64_MAX), the one before that at `from - 1` (unless INT64_MIN). */
spi_zone_segment spi_zone_segment_at(const spol_zone *zone, spol_instant instant);

/** The wall time at an instant of the years 1 to 9999. */
static inline spol_wall spi_zone_wall_at(const spol_zone *zone, spol_instant instant) {
  return instant + spi_zone_segment_at(zone, instant).offset;
}

/**
 * The open set's rule for one interval: from the first instant whose wall time
 * lies in [wall_from, wall_to) to just after the last one.
 * @return 0 if there is no such instant; then nothing is written
 */
int spi_zone_wall_span(const spol_zone *zone, spol_wall wall_from, spol_wall wall_to,
                       spol_instant *first, spol_instant *end);

/** A walk over the instants whose wall time lies in [wall_from, wall_to). */
typedef struct spi_zone_pieces {
  const spol_zone *zone;
  spol_wall wall_from;
  spol_wall wall_to;
  spol_instant at; /**< where to look on */
} spi_zone_pieces;

spi_zone_pieces spi_zone_wall_pieces(const spol_zone *zone, spol_wall wall_from, spol_wall wall_to);

/** The next maximal half-open piece, in order and never touching the one
 *  before; 0 when there is none, and nothing is written. */
int spi_zone_next_piece(spi_zone_pieces *pieces, spol_instant *from, spol_instant *to);

/** The first instant at or after `not_before` whose wall time is at or after
 *  `wall`. `not_before` may be INT64_MIN. There always is one; it may lie
 *  outside the years 1 to 9999. */
spol_instant spi_zone_first_at_or_after(const spol_zone *zone, spol_wall wall,
                                        spol_instant not_before);
/** When a date begins: at midnight, or later where the clocks pass over it. */
spol_instant spi_zone_date_begin(const spol_zone *zone, spol_date date);

#endif
