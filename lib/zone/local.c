/* SPDX-License-Identifier: MIT */
#include "base/error.h"
#include "civil/date.h"
#include "civil/timestamp.h"
#include "zone/object.h"

static int32_t seconds_of(int64_t offset) {
  return (int32_t)(offset / SPOL_SECOND);
}

spol_status spol_zone_to_local(const spol_zone *zone, spol_instant instant, spol_zone_local *out) {
  if (zone == NULL || out == NULL) {
    return SPOL_E_INVALID;
  }
  if (!spi_instant_in_range(instant)) {
    return SPOL_E_RANGE;
  }
  spi_zone_segment segment = spi_zone_segment_at(zone, instant);
  spol_zone_local local = {.wall = instant + segment.offset,
                           .offset_seconds = seconds_of(segment.offset)};
  local.date = spi_date_of_wall(local.wall);
  spi_writer writer = spi_writer_on(local.abbreviation, sizeof local.abbreviation);
  spi_write_text(&writer, spi_zone_abbreviation_at(zone, instant));
  *out = local;
  return SPOL_OK;
}

/** The change that skips a wall time which no instant shows. */
static void find_gap(const spol_zone *zone, spol_wall wall, spol_zone_instants *out) {
  spi_zone_segment before = spi_zone_segment_at(zone, wall - SPI_ZONE_OFFSET_MAX);
  /* Bounded: at wall + 26 h the clocks show a later time. */
  while (before.to != INT64_MAX) {
    spi_zone_segment after = spi_zone_segment_at(zone, before.to);
    if (before.to + before.offset <= wall && wall < after.from + after.offset) {
      out->offset_before = seconds_of(before.offset);
      out->offset_after = seconds_of(after.offset);
      out->transition = before.to;
      return;
    }
    before = after;
  }
}

/** Whether a wall time can be shown by an instant of the years 1 to 9999. */
static int wall_in_range(spol_wall wall) {
  return wall >= SPOL_INSTANT_MIN - SPI_ZONE_OFFSET_MAX &&
         wall <= SPOL_INSTANT_MAX + SPI_ZONE_OFFSET_MAX;
}

static void find_instants(const spol_zone *zone, spol_wall wall, spol_zone_instants *out) {
  spol_instant at = wall - SPI_ZONE_OFFSET_MAX;
  for (;;) {
    spi_zone_segment segment = spi_zone_segment_at(zone, at);
    spol_instant instant = wall - segment.offset;
    if (instant >= segment.from && instant < segment.to) {
      if (out->count == 0) {
        out->first = instant;
        out->offset_before = seconds_of(segment.offset);
      }
      out->last = instant;
      out->offset_after = seconds_of(segment.offset);
      out->count = out->count == 0 ? 1 : 2;
    }
    if (segment.to > wall + SPI_ZONE_OFFSET_MAX) {
      return;
    }
    at = segment.to;
  }
}

spol_status spol_zone_from_local(const spol_zone *zone, spol_wall wall, spol_zone_instants *out) {
  if (zone == NULL || out == NULL) {
    return SPOL_E_INVALID;
  }
  if (!wall_in_range(wall)) {
    return SPOL_E_RANGE;
  }
  spol_zone_instants found = {
      .first = SPOL_INSTANT_NONE, .last = SPOL_INSTANT_NONE, .transition = SPOL_INSTANT_NONE};
  find_instants(zone, wall, &found);
  if (found.count == 0) {
    find_gap(zone, wall, &found);
    if (!spi_instant_in_range(found.transition)) {
      return SPOL_E_RANGE;
    }
  } else if (!spi_instant_in_range(found.first) || !spi_instant_in_range(found.last)) {
    return SPOL_E_RANGE;
  }
  *out = found;
  return SPOL_OK;
}

/** The instant of a wall time by a choice, for a choice that is one. */
static spol_status choose(const spol_zone_instants *found, spol_wall wall, int32_t choice,
                          spol_instant *chosen) {
  if (found->count != 1 && choice == SPOL_WALL_REJECT) {
    return found->count == 0 ? SPOL_E_GAP : SPOL_E_OVERLAP;
  }
  if (found->count > 0) {
    *chosen = choice == SPOL_WALL_LATER ? found->last : found->first;
    return SPOL_OK;
  }
  int32_t offset = choice == SPOL_WALL_LATER ? found->offset_before : found->offset_after;
  *chosen = wall - offset * SPOL_SECOND;
  return spi_instant_in_range(*chosen) ? SPOL_OK : SPOL_E_RANGE;
}

spol_status spol_zone_resolve(const spol_zone *zone, spol_wall wall, int32_t choice,
                              spol_instant *out) {
  if (zone == NULL || out == NULL || choice < SPOL_WALL_REJECT || choice > SPOL_WALL_LATER) {
    return SPOL_E_INVALID;
  }
  spol_zone_instants found;
  spol_instant chosen = 0;
  spol_status status = spol_zone_from_local(zone, wall, &found);
  if (status == SPOL_OK) {
    status = choose(&found, wall, choice, &chosen);
  }
  if (status == SPOL_OK) {
    *out = chosen;
  }
  return status;
}

/** Says why a wall time that was read gives no instant. */
static spol_status fail_wall(const spol_zone *zone, spol_status status, spi_slice text,
                             spol_error *error) {
  if (status == SPOL_E_GAP) {
    (void)spi_fail(error, status, "the clocks of %s skip the wall time %S", zone->name, text);
  } else if (status == SPOL_E_OVERLAP) {
    (void)spi_fail(error, status, "the clocks of %s show the wall time %S twice", zone->name, text);
  } else if (status == SPOL_E_RANGE) {
    (void)spi_fail(error, status, "the wall time %S in %s is not an instant of the years 1 to 9999",
                   text, zone->name);
  } else {
    return spi_fail(error, status, "the choice for gaps and overlaps is none of spol_wall_choice");
  }
  if (status != SPOL_E_RANGE) {
    spi_error_hint(error, "write an offset from UTC, or choose the earlier or the later instant");
  }
  return status;
}

spol_status spol_zone_parse_instant(const spol_zone *zone, int32_t choice, const char *text,
                                    size_t length, spol_instant *out, spol_error *error) {
  if (zone == NULL || text == NULL || out == NULL) {
    return spi_fail(error, SPOL_E_INVALID, "the zone, the text or the output is missing");
  }
  spi_timestamp timestamp;
  spol_status status = spi_timestamp_parse(text, length, &timestamp, error);
  if (status != SPOL_OK) {
    return status;
  }
  if (timestamp.has_offset) {
    return spi_timestamp_instant(&timestamp, out, error);
  }
  status = spol_zone_resolve(zone, timestamp.wall, choice, out);
  if (status != SPOL_OK) {
    return fail_wall(zone, status, (spi_slice){.data = text, .length = length}, error);
  }
  return SPOL_OK;
}

spol_status spol_zone_next_transition(const spol_zone *zone, spol_instant after,
                                      spol_instant *transition) {
  if (zone == NULL || transition == NULL) {
    return SPOL_E_INVALID;
  }
  if (!spi_instant_in_range(after)) {
    return SPOL_E_RANGE;
  }
  spol_instant to = spi_zone_segment_at(zone, after).to;
  *transition = to > SPOL_INSTANT_MAX ? SPOL_INSTANT_NONE : to;
  return SPOL_OK;
}

spol_status spol_zone_format_instant(const spol_zone *zone, spol_instant instant, char *buffer) {
  if (zone == NULL || buffer == NULL) {
    return SPOL_E_INVALID;
  }
  if (!spi_instant_in_range(instant)) {
    return SPOL_E_RANGE;
  }
  int64_t offset = spi_zone_segment_at(zone, instant).offset;
  return spol_instant_format_offset(instant, seconds_of(offset), buffer);
}
