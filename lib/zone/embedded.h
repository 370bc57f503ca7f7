/* SPDX-License-Identifier: MIT */
/** The copy of the tz database that embed_tzdata.py writes. */
#ifndef SPI_ZONE_EMBEDDED_H
#define SPI_ZONE_EMBEDDED_H

#include <stdint.h>

/** A name or a link; several may share the bytes of one file. */
typedef struct spi_embedded_zone {
  const char *name;
  uint32_t offset; /**< of the file in spi_embedded_bytes */
  uint32_t length;
} spi_embedded_zone;

/** Sorted by name, bytewise. */
extern const spi_embedded_zone spi_embedded_zones[];
extern const uint32_t spi_embedded_count;
extern const unsigned char spi_embedded_bytes[];
/** The release, or NULL where the database did not say. */
extern const char *const spi_embedded_version;

#endif
