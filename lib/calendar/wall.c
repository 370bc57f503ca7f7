/* SPDX-License-Identifier: MIT */
#include "calendar/wall.h"

#include "base/checked.h"
#include "zone/zone.h"

spi_segment spi_segment_at(const spol_zone *zone, int64_t second) {
  spi_zone_segment segment = spi_zone_segment_at(zone, second * SPI_MICROS);
  return (spi_segment){
      .from = segment.from == INT64_MIN ? INT64_MIN : segment.from / SPI_MICROS,
      .to = segment.to == INT64_MAX ? INT64_MAX : segment.to / SPI_MICROS,
      .offset = (int32_t)(segment.offset / SPI_MICROS),
  };
}

static int64_t larger(int64_t a, int64_t b) {
  return a > b ? a : b;
}

static int64_t smaller(int64_t a, int64_t b) {
  return a < b ? a : b;
}

int spi_wall_next_piece(const spol_zone *zone, int64_t from, int64_t to, int64_t after,
                        spi_piece *out) {
  int64_t end = to + SPI_OFFSET_MAX;
  int64_t second = larger(from - SPI_OFFSET_MAX, after);
  int found = 0;
  spi_piece piece = {0, 0};
  while (second < end) {
    spi_segment segment = spi_segment_at(zone, second);
    int64_t begin = larger(segment.from, from - segment.offset);
    int64_t close = smaller(segment.to, to - segment.offset);
    if (begin < close && close > after) {
      if (found && begin != piece.to) {
        break;
      }
      piece.from = found ? piece.from : begin;
      piece.to = close;
      found = 1;
    } else if (found) {
      break;
    }
    second = segment.to;
  }
  if (found) {
    *out = piece;
  }
  return found;
}

int spi_wall_span(const spol_zone *zone, int64_t from, int64_t to, spi_piece *out) {
  int64_t end = to + SPI_OFFSET_MAX;
  int64_t second = from - SPI_OFFSET_MAX;
  int found = 0;
  spi_piece span = {0, 0};
  while (second < end) {
    spi_segment segment = spi_segment_at(zone, second);
    int64_t begin = larger(segment.from, from - segment.offset);
    int64_t close = smaller(segment.to, to - segment.offset);
    if (begin < close) {
      span.from = found ? span.from : begin;
      span.to = close;
      found = 1;
    }
    second = segment.to;
  }
  if (found) {
    *out = span;
  }
  return found;
}

int spi_wall_is_calm(const spol_zone *zone) {
  int64_t changes[SPI_CHANGES_MAX];
  spol_instant last = spol_zone_last_transition(zone);
  int64_t end = last == SPOL_INSTANT_NONE ? SPI_FIRST_SECOND : spi_floor_div(last, SPI_MICROS);
  /* The footer's rules make two changes a year; those of two years show whether
   * they crowd together, at a turn of the year too. */
  end += INT64_C(3) * 366 * SPI_DAY_SECONDS;
  size_t count = 0;
  for (int64_t second = SPI_FIRST_SECOND; second < end; count++) {
    second = spi_segment_at(zone, second).to;
    if (count >= SPI_CHANGES_MAX && second < SPI_END_SECOND &&
        second - changes[count % SPI_CHANGES_MAX] < SPI_CHANGES_DAYS * SPI_DAY_SECONDS) {
      return 0;
    }
    changes[count % SPI_CHANGES_MAX] = second;
  }
  return 1;
}

spol_instant spi_wall_reached(const spol_zone *zone, spol_wall wall) {
  int64_t second = spi_floor_div(wall, SPI_MICROS) - SPI_OFFSET_MAX;
  for (;;) {
    spi_segment segment = spi_segment_at(zone, second);
    int64_t at = wall - segment.offset * SPI_MICROS;
    if (segment.from > INT64_MIN) {
      at = larger(at, segment.from * SPI_MICROS);
    }
    if (segment.to == INT64_MAX || at < segment.to * SPI_MICROS) {
      return at;
    }
    second = segment.to;
  }
}
