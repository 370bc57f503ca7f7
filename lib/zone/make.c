/* SPDX-License-Identifier: MIT */
/* From a checked TZif file to a zone. */
#include <string.h>

#include "base/error.h"
#include "zone/object.h"
#include "zone/tzif.h"

/** In microseconds, and no further out than where transitions are kept. */
static spol_instant instant_of(int64_t seconds) {
  if (seconds <= SPI_ZONE_FIRST / SPOL_SECOND) {
    return SPI_ZONE_FIRST;
  }
  if (seconds > SPI_ZONE_LAST / SPOL_SECOND) {
    return INT64_MAX;
  }
  return seconds * SPOL_SECOND;
}

/** Keeps the transitions within the years that there are: earlier ones give the
 *  type at the beginning. Returns 0 if later ones, which come before the
 *  footer, were left out. */
static int keep_changes(spol_zone *zone, const spi_tzif *tzif) {
  for (uint32_t i = 0; i < tzif->time_count; i++) {
    spol_instant at = instant_of(spi_tzif_time(tzif, i));
    if (at == INT64_MAX) {
      return 0;
    }
    if (at == SPI_ZONE_FIRST) {
      zone->first_type = tzif->indices[i];
      continue;
    }
    zone->changes[zone->change_count] = at;
    zone->change_types[zone->change_count] = tzif->indices[i];
    zone->change_count++;
    zone->last_transition = at;
  }
  return 1;
}

/** At and after the last transition the footer counts; all along without one. */
static void add_footer(spol_zone *zone, const spi_tzif *tzif) {
  spol_instant from = zone->change_count == 0 ? INT64_MIN : zone->last_transition;
  zone->footer = tzif->footer;
  zone->footer_from = from;
  if (!zone->footer.has_rule) {
    if (from == INT64_MIN) {
      zone->segment_count = 0;
    }
    spi_zone_push(zone, from, zone->footer.standard_offset);
    return;
  }
  if (from == INT64_MIN) {
    zone->segment_count = 0;
    zone->rule_from = INT64_MIN;
    return;
  }
  /* The table goes on to the rule's next change, so that it ends at one. */
  spi_zone_segment segment = spi_footer_segment_at(&zone->footer, from);
  spi_zone_push(zone, from, (int32_t)(segment.offset / SPOL_SECOND));
  zone->rule_from = segment.to > SPI_ZONE_LAST ? INT64_MAX : segment.to;
}

static void fill(spol_zone *zone, const spi_tzif *tzif) {
  memcpy(zone->names, tzif->chars, tzif->char_count);
  for (uint32_t i = 0; i < tzif->type_count; i++) {
    zone->type_names[i] = tzif->types[(size_t)i * 6 + 5];
  }
  int complete = keep_changes(zone, tzif);
  spi_zone_push(zone, INT64_MIN, spi_tzif_offset(tzif, zone->first_type));
  for (uint32_t i = 0; i < zone->change_count; i++) {
    spi_zone_push(zone, zone->changes[i], spi_tzif_offset(tzif, zone->change_types[i]));
  }
  if (!tzif->has_footer) {
    zone->flags |= SPOL_ZONE_NO_FOOTER;
  } else if (complete) {
    add_footer(zone, tzif);
  }
  if (zone->segment_count == 1 && zone->rule_from == INT64_MAX) {
    zone->flags |= SPOL_ZONE_FIXED;
  }
}

spol_status spol_zone_from_tzif(const spol_allocator *allocator, const char *name,
                                size_t name_length, const void *bytes, size_t length,
                                const char *version, spol_zone **out, spol_error *error) {
  spol_allocator memory;
  spi_tzif tzif;
  if (bytes == NULL || out == NULL || spi_allocator_take(allocator, &memory) != SPOL_OK) {
    return spi_fail(error, SPOL_E_INVALID, "the bytes, the output or the allocator is missing");
  }
  if (spol_zone_check_name(name, name_length) != SPOL_OK) {
    return spi_fail(error, SPOL_E_INVALID, "the name is not one that a zone can have");
  }
  if (length > SPOL_ZONE_BYTES_MAX) {
    return spi_fail(error, SPOL_E_LIMIT, "the zone has more than 1048576 bytes");
  }
  spol_status status = spi_tzif_read(bytes, length, &tzif, error);
  if (status != SPOL_OK) {
    return status;
  }
  /* One segment more for the beginning, one for the footer. */
  spi_zone_shape shape = {.segments = (size_t)tzif.time_count + 2,
                          .changes = tzif.time_count,
                          .types = tzif.type_count,
                          .name_bytes = tzif.char_count};
  spol_zone *zone =
      spi_zone_new(&memory, &shape, (spi_slice){.data = name, .length = name_length}, version);
  if (zone == NULL) {
    return spi_fail(error, SPOL_E_MEMORY, "there is no memory for the zone");
  }
  fill(zone, &tzif);
  *out = zone;
  return SPOL_OK;
}
