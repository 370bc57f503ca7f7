/* SPDX-License-Identifier: MIT */
/**
 * Targets whose calendars, readings or kinds differ, start by start: for the same
 * start one is now the earlier and now the other, and only the instants can tell.
 */
#ifndef SPI_POLICY_STARTS_H
#define SPI_POLICY_STARTS_H

#include "policy/check.h"
#include "policy/diff.h"

enum { SPI_STARTS_MOMENTS = 3, SPI_PLACED_MAX = 8 };

/** A target on the calendar that rules choose, or on its own. */
typedef struct spi_placed_target {
  const spi_target *target;
  const spol_calendar *calendar; /**< NULL: a zone that cases carry, or that of each part */
  uint32_t number;               /**< among what the rules choose */
  int32_t literal;               /**< that they choose it */
} spi_placed_target;

typedef struct spi_placed_targets {
  spi_placed_target all[SPI_PLACED_MAX];
  uint32_t count;
} spi_placed_targets;

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
int spi_starts_later(spi_check *check, spi_starts *starts, const spi_placed_target *first,
                     const spi_placed_target *second, uint32_t truths, spi_compared *found);
/** A target on each calendar that rules can choose for it; `copy`: of which case. */
void spi_starts_place(spi_question *question, const spi_target *target, uint32_t copy,
                      spi_placed_targets *out);
/** The same on the calendar that they choose in the witness. */
spi_placed_target spi_starts_placed(const spi_question *question, const spi_target *target,
                                    uint32_t copy);

#endif
