/* SPDX-License-Identifier: MIT */
#include "zone/object.h"

static spol_instant min_instant(spol_instant a, spol_instant b) {
  return a < b ? a : b;
}

static spol_instant max_instant(spol_instant a, spol_instant b) {
  return a > b ? a : b;
}

/** How many of the sorted instants are at or before `instant`. */
static uint32_t count_up_to(const spol_instant *sorted, uint32_t count, spol_instant instant) {
  const spol_instant *base = sorted;
  uint32_t left = count;
  while (left > 1) {
    uint32_t half = left / 2;
    base += base[half - 1] <= instant ? half : 0;
    left -= half;
  }
  return (uint32_t)(base - sorted) + (left == 1 && *base <= instant ? 1U : 0U);
}

static spi_zone_segment rule_segment_at(const spol_zone *zone, spol_instant instant) {
  spi_zone_segment found = spi_footer_segment_at(&zone->footer, instant);
  if (found.from <= SPI_ZONE_FIRST) {
    found.from = INT64_MIN;
  }
  if (found.to > SPI_ZONE_LAST) {
    found.to = INT64_MAX;
  }
  return found;
}

spi_zone_segment spi_zone_segment_at(const spol_zone *zone, spol_instant instant) {
  spol_instant at = max_instant(SPI_ZONE_FIRST, min_instant(instant, SPI_ZONE_LAST));
  if (at >= zone->rule_from) {
    return rule_segment_at(zone, at);
  }
  uint32_t next = count_up_to(zone->starts, zone->segment_count, at);
  return (spi_zone_segment){.from = zone->starts[next - 1],
                            .to = next < zone->segment_count ? zone->starts[next] : zone->rule_from,
                            .offset = zone->offsets[next - 1]};
}

const char *spi_zone_abbreviation_at(const spol_zone *zone, spol_instant instant) {
  if (instant >= zone->footer_from) {
    const spi_footer *footer = &zone->footer;
    int standard = !footer->has_rule || spi_footer_segment_at(footer, instant).offset ==
                                            footer->standard_offset * SPOL_SECOND;
    return standard ? footer->standard_name : footer->daylight_name;
  }
  uint32_t next = count_up_to(zone->changes, zone->change_count, instant);
  uint8_t type = next == 0 ? zone->first_type : zone->change_types[next - 1];
  return zone->names + zone->type_names[type];
}

/** The part of a segment whose wall times lie in [wall_from, wall_to); 0 if
 *  there is none. */
static int clip(const spi_zone_segment *segment, spol_wall wall_from, spol_wall wall_to,
                spol_instant *from, spol_instant *to) {
  *from = max_instant(segment->from, wall_from - segment->offset);
  *to = min_instant(segment->to, wall_to - segment->offset);
  return *from < *to;
}

int spi_zone_wall_span(const spol_zone *zone, spol_wall wall_from, spol_wall wall_to,
                       spol_instant *first, spol_instant *end) {
  spol_instant horizon = wall_to + SPI_ZONE_OFFSET_MAX;
  spol_instant at = wall_from - SPI_ZONE_OFFSET_MAX;
  int found = 0;
  if (wall_to <= wall_from) {
    return 0;
  }
  for (;;) {
    spi_zone_segment segment = spi_zone_segment_at(zone, at);
    spol_instant from = 0;
    spol_instant to = 0;
    if (clip(&segment, wall_from, wall_to, &from, &to)) {
      *first = found ? *first : from;
      *end = to;
      found = 1;
    }
    if (segment.to >= horizon) {
      return found;
    }
    at = segment.to;
  }
}

spi_zone_pieces spi_zone_wall_pieces(const spol_zone *zone, spol_wall wall_from,
                                     spol_wall wall_to) {
  return (spi_zone_pieces){.zone = zone,
                           .wall_from = wall_from,
                           .wall_to = wall_to,
                           .at = wall_from < wall_to ? wall_from - SPI_ZONE_OFFSET_MAX : INT64_MAX};
}

int spi_zone_next_piece(spi_zone_pieces *pieces, spol_instant *from, spol_instant *to) {
  spol_instant horizon = pieces->wall_to + SPI_ZONE_OFFSET_MAX;
  spol_instant piece_from = 0;
  spol_instant piece_to = 0;
  int found = 0;
  while (pieces->at < horizon) {
    spi_zone_segment segment = spi_zone_segment_at(pieces->zone, pieces->at);
    spol_instant next_from = 0;
    spol_instant next_to = 0;
    if (clip(&segment, pieces->wall_from, pieces->wall_to, &next_from, &next_to)) {
      if (found && next_from > piece_to) {
        break; /* a piece of its own: it is found again by the next call */
      }
      piece_from = found ? piece_from : next_from;
      piece_to = next_to;
      found = 1;
    }
    pieces->at = segment.to;
  }
  if (found) {
    *from = piece_from;
    *to = piece_to;
  }
  return found;
}

spol_instant spi_zone_first_at_or_after(const spol_zone *zone, spol_wall wall,
                                        spol_instant not_before) {
  spol_instant at = max_instant(not_before, wall - SPI_ZONE_OFFSET_MAX);
  for (;;) {
    spi_zone_segment segment = spi_zone_segment_at(zone, at);
    spol_instant candidate = max_instant(at, wall - segment.offset);
    if (candidate < segment.to || segment.to == INT64_MAX) {
      return candidate;
    }
    at = segment.to;
  }
}

spol_instant spi_zone_date_begin(const spol_zone *zone, spol_date date) {
  return spi_zone_first_at_or_after(zone, (spol_wall)date * SPOL_DAY, INT64_MIN);
}
