/* SPDX-License-Identifier: MIT */
/** What a zone consists of. Only this room looks inside. */
#ifndef SPI_ZONE_OBJECT_H
#define SPI_ZONE_OBJECT_H

#include "base/memory.h"
#include "zone/footer.h"
#include "zone/zone.h"

/** No transition outside these two counts: two days beyond the years 1 to 9999,
 *  so that local dates one day outside are right. */
#define SPI_ZONE_FIRST (SPOL_INSTANT_MIN - 2 * SPOL_DAY)
#define SPI_ZONE_LAST (SPOL_INSTANT_MAX + 2 * SPOL_DAY)

/** One block of memory: the arrays and texts lie behind the struct. */
struct spol_zone {
  spi_refcount references;
  uint32_t flags;
  spol_allocator allocator;
  size_t size; /**< of the block */
  const char *name;
  const char *version; /**< or NULL */
  spol_instant last_transition;

  /* Offsets: segment i runs from starts[i] (starts[0] is INT64_MIN) to the next
   * one's start, the last one to rule_from, where the footer's rule takes over
   * (INT64_MAX: never). Neighbours differ. There are none if rule_from is
   * INT64_MIN. */
  uint32_t segment_count;
  uint32_t change_count;
  spol_instant rule_from;
  spol_instant *starts;
  int64_t *offsets; /**< microseconds */

  /* Abbreviations: every transition of the data, no-op ones too. At and after
   * footer_from the footer's names count. */
  spol_instant *changes;
  spol_instant footer_from;
  uint8_t *change_types;
  uint8_t *type_names; /**< for each type, where in `names` it begins */
  uint8_t first_type;  /**< before the first transition */
  char *names;         /**< NUL-terminated ones */
  spi_footer footer;
};

/** How much of what a zone to be made holds. */
typedef struct spi_zone_shape {
  size_t segments;
  size_t changes;
  size_t types;
  size_t name_bytes; /**< of all abbreviations */
} spi_zone_shape;

/** A zeroed zone with room for `shape` and its texts copied, one reference;
 *  NULL where memory is out. `version` may be NULL. */
spol_zone *spi_zone_new(const spol_allocator *allocator, const spi_zone_shape *shape,
                        spi_slice name, const char *version);

/** Adds a segment at the end unless it has the last one's offset. */
void spi_zone_push(spol_zone *zone, spol_instant start, int32_t offset_seconds);

/** The abbreviation at an instant; the zone's. */
const char *spi_zone_abbreviation_at(const spol_zone *zone, spol_instant instant);

#endif
