/* SPDX-License-Identifier: MIT */
/** Which rules an evaluation went by: a table of those that are looked for. */
#ifndef SPI_CASE_SEEN_H
#define SPI_CASE_SEEN_H

#include "policy/model.h"

/** A rule, by where its place lies in the policy's arrays. */
typedef struct spi_seen_rule {
  const spi_place *place; /**< NULL: a free slot */
  uint32_t index;         /**< what it is to whoever looks */
  uint32_t seen;          /**< 1: it decided something since this was last cleared */
} spi_seen_rule;

/** Open addressing; slots are a power of two, more than there are rules. */
typedef struct spi_seen {
  spi_seen_rule *slots;
  uint64_t slot_count;
} spi_seen;

/** The slot of a rule, or the free one where it would lie. */
spi_seen_rule *spi_seen_slot(const spi_seen *seen, const spi_place *place);
/** Notes that a rule decided something, if it is looked for. */
void spi_seen_add(spi_seen *seen, const spi_place *place);

#endif
