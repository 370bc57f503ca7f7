/* SPDX-License-Identifier: MIT */
/**
 * Targets whose calendars, readings or kinds differ, start by start: for the same
 * start one is now the earlier and now the other, and only the instants can tell.
 */
#ifndef SPI_POLICY_STARTS_H
#define SPI_POLICY_STARTS_H

#include "policy/check.h"
#include "policy/diff.h"

enum { SPI_STARTS_MOMENTS = 3 };

/** What the rows of two tables ask about the hours of their start. */
typedef struct spi_starts {
  uint32_t moments[SPI_STARTS_MOMENTS]; /**< in the version's moments */
  uint32_t count;
  uint8_t untold;   /**< 1: hours are asked for that are not known here */
  uint8_t exceeded; /**< 1: more pairs than are looked at */
  uint32_t looked_at;
  spi_map known; /**< from two targets and the moments' truths to 1 (no) or 2 (yes) */
} spi_starts;

/** Finds the moments of rows, whose clock is started by `starts`. */
void spi_starts_find(const spi_check *check, spi_range rows, spi_range starts, spi_starts *out);
void spi_starts_end(const spi_check *check, spi_starts *starts);
/**
 * 1 if for some start of the window the first target is due later than the second.
 * @param truths by moment: bit i is 1 if the start lies inside its hours
 * @param[out] found optional: the first such start, and both due instants
 */
int spi_starts_later(spi_check *check, spi_starts *starts, const spi_target *first,
                     const spi_target *second, uint32_t truths, spi_compared *found);

#endif
