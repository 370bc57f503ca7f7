/* SPDX-License-Identifier: MIT */
/** A TZif file taken apart and checked (RFC 9636, section 3). */
#ifndef SPI_ZONE_TZIF_H
#define SPI_ZONE_TZIF_H

#include "zone/footer.h"

enum {
  SPI_TZIF_TIMES_MAX = 2000,
  SPI_TZIF_TYPES_MAX = 256,
  SPI_TZIF_CHARS_MAX = 256,
  SPI_TZIF_UTOFF_MIN = -89999,
  SPI_TZIF_UTOFF_MAX = 93599
};

/** The data block that counts: the second one, or of version 1 the only one.
 *  Pointers lead into the file's bytes; everything they lead to is valid. */
typedef struct spi_tzif {
  uint32_t time_count;
  uint32_t type_count;
  uint32_t char_count;
  uint32_t time_size;         /**< bytes of a transition time, 4 or 8 */
  const unsigned char *times; /**< ascending */
  const unsigned char *indices;
  const unsigned char *types; /**< 6 bytes each */
  const unsigned char *chars;
  int32_t has_footer; /**< 0: version 1, or an empty one */
  spi_footer footer;
} spi_tzif;

/** Errors: SPOL_E_SYNTAX, SPOL_E_UNSUPPORTED, SPOL_E_LIMIT, with the offset. */
SPOL_CHECKED spol_status spi_tzif_read(const unsigned char *bytes, size_t length, spi_tzif *out,
                                       spol_error *error);

/** Transition i, in seconds. */
int64_t spi_tzif_time(const spi_tzif *tzif, uint32_t i);
/** The offset of type i, in seconds east of UTC. */
int32_t spi_tzif_offset(const spi_tzif *tzif, uint32_t i);

#endif
