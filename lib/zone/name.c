/* SPDX-License-Identifier: MIT */
#include <string.h>

#include "civil/timestamp.h"
#include "zone/object.h"

static int is_name_byte(char c) {
  return (c >= 'A' && c <= 'Z') || (c >= 'a' && c <= 'z') || (c >= '0' && c <= '9') || c == '_' ||
         c == '+' || c == '-';
}

spol_status spol_zone_check_name(const char *name, size_t length) {
  if (name == NULL || length == 0 || length > SPOL_ZONE_NAME_MAX || name[0] == '/' ||
      name[length - 1] == '/') {
    return SPOL_E_INVALID;
  }
  for (size_t i = 0; i < length; i++) {
    /* No dot is a name's byte, so that "." and ".." are no parts either. */
    if (!is_name_byte(name[i]) && (name[i] != '/' || name[i + 1] == '/')) {
      return SPOL_E_INVALID;
    }
  }
  return SPOL_OK;
}

static spol_status fixed(const spol_allocator *allocator, int32_t offset_seconds, spi_slice name,
                         spol_zone **out) {
  spol_allocator memory;
  spol_status status = spi_allocator_take(allocator, &memory);
  if (status != SPOL_OK) {
    return status;
  }
  spi_zone_shape shape = {.segments = 1, .types = 1, .name_bytes = name.length + 1};
  spol_zone *zone = spi_zone_new(&memory, &shape, name, NULL);
  if (zone == NULL) {
    return SPOL_E_MEMORY;
  }
  zone->flags = SPOL_ZONE_FIXED;
  memcpy(zone->names, zone->name, name.length + 1);
  spi_zone_push(zone, INT64_MIN, offset_seconds);
  *out = zone;
  return SPOL_OK;
}

spol_status spol_zone_fixed(const spol_allocator *allocator, int32_t offset_seconds,
                            spol_zone **out) {
  if (out == NULL || offset_seconds < -SPI_OFFSET_MAX || offset_seconds > SPI_OFFSET_MAX) {
    return SPOL_E_INVALID;
  }
  char buffer[SPI_ABBREVIATION_ROOM];
  spi_writer writer = spi_writer_on(buffer, sizeof buffer);
  if (offset_seconds == 0) {
    spi_write_text(&writer, "UTC");
  } else {
    spi_offset_write(&writer, offset_seconds);
  }
  spi_slice name = {.data = buffer, .length = writer.length};
  return fixed(allocator, offset_seconds, name, out);
}

/* No name of the tz database has a space. */
static const char stand_in[] = "the zone of the case";

spol_status spi_zone_stand_in(const spol_allocator *allocator, spol_zone **out) {
  spi_slice name = {.data = stand_in, .length = sizeof stand_in - 1};
  return fixed(allocator, 0, name, out);
}

int spi_zone_is_stand_in(const spol_zone *zone) {
  return strcmp(zone->name, stand_in) == 0;
}
