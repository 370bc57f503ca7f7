/* SPDX-License-Identifier: MIT */
#include "zone/embedded.h"

#include <string.h>

#include "base/error.h"
#include "zone/zone.h"

#ifdef SPI_EMBEDDED_TZDATA

static int compare(const char *name, size_t length, const char *other) {
  size_t other_length = strlen(other);
  int order = memcmp(name, other, length < other_length ? length : other_length);
  if (order != 0) {
    return order;
  }
  return length < other_length ? -1 : length > other_length;
}

static const spi_embedded_zone *find(const char *name, size_t length) {
  uint32_t low = 0;
  uint32_t high = spi_embedded_count;
  while (low < high) {
    uint32_t middle = low + (high - low) / 2;
    int order = compare(name, length, spi_embedded_zones[middle].name);
    if (order == 0) {
      return &spi_embedded_zones[middle];
    }
    if (order < 0) {
      high = middle;
    } else {
      low = middle + 1;
    }
  }
  return NULL;
}

spol_status spol_zone_embedded(const spol_allocator *allocator, const char *name,
                               size_t name_length, spol_zone **out, spol_error *error) {
  if (out == NULL || spol_zone_check_name(name, name_length) != SPOL_OK) {
    return spi_fail(error, SPOL_E_INVALID, "the name is not one that a zone can have");
  }
  const spi_embedded_zone *found = find(name, name_length);
  if (found == NULL) {
    return spi_fail(error, SPOL_E_NOT_FOUND, "the built-in time zone database has no zone %S",
                    (spi_slice){.data = name, .length = name_length});
  }
  return spol_zone_from_tzif(allocator, name, name_length, spi_embedded_bytes + found->offset,
                             found->length, spi_embedded_version, out, error);
}

const char *spol_zone_embedded_version(void) {
  return spi_embedded_version;
}

#else

spol_status spol_zone_embedded(const spol_allocator *allocator, const char *name,
                               size_t name_length, spol_zone **out, spol_error *error) {
  (void)allocator;
  if (out == NULL || spol_zone_check_name(name, name_length) != SPOL_OK) {
    return spi_fail(error, SPOL_E_INVALID, "the name is not one that a zone can have");
  }
  (void)spi_fail(error, SPOL_E_UNSUPPORTED, "no time zone database was built in");
  spi_error_hint(error, "build the library with -Dembedded_tzdata=enabled");
  return SPOL_E_UNSUPPORTED;
}

const char *spol_zone_embedded_version(void) {
  return NULL;
}

#endif
