/* SPDX-License-Identifier: MIT */
/**
 * What the rules of a version wait for and depend on: found once when it is
 * read, so that an evaluation passes over what an event cannot concern.
 */
#ifndef SPI_POLICY_WAITS_H
#define SPI_POLICY_WAITS_H

#include "base/bits.h"
#include "policy/model.h"
#include "supportpolicy/event.h"

/** Index of event types in tables: standard ones, line_changed, the policy's. */
enum { SPI_EVENT_LINE_SLOT = SPOL_EVENT_STANDARD_COUNT + 1, SPI_EVENT_OWN_SLOT };

/** The slot of an event type, or SPI_NONE. */
static inline uint32_t spi_slot_of(uint32_t type) {
  if (type >= 1 && type <= SPOL_EVENT_STANDARD_COUNT) {
    return type;
  }
  if (type == SPOL_EVENT_LINE_CHANGED) {
    return SPI_EVENT_LINE_SLOT;
  }
  return type >= SPOL_EVENT_OWN ? type - SPOL_EVENT_OWN + SPI_EVENT_OWN_SLOT : SPI_NONE;
}

/** Where an event type stands in spi_waits.events: slots from the last on share it,
 *  and what is of no slot has the first. */
static inline uint32_t spi_use_of(uint32_t slot) {
  uint32_t last = SPI_EVENT_USES - 1;
  return slot == SPI_NONE ? 0 : slot < last ? slot : last;
}

/** Whether a slot shares its place with no other. */
static inline int spi_use_is_own(uint32_t slot) {
  return slot != SPI_NONE && slot < SPI_EVENT_USES - 1;
}

/** The first index of a set from one on: SPI_NONE, or beyond all, where there is none. */
static inline uint32_t spi_set_next(const spi_metric_set *set, uint32_t from) {
  if (from >= SPI_SET_REST) {
    return set->some >> SPI_SET_REST != 0 ? from : SPI_NONE;
  }
  uint64_t left = set->some >> from;
  return left == 0 ? SPI_NONE : from + spi_lowest_bit(left);
}

/** What an event can concern. */
enum spi_concern {
  SPI_CONCERNS_STATE = 1, /**< of the case */
  SPI_CONCERNS_SEVERITY = 2,
  SPI_CONCERNS_LINE = 4,
  SPI_CONCERNS_AGREEMENT = 8,
  SPI_CONCERNS_PAUSES = 16,
  SPI_CONCERNS_OWN_PAUSES = 32, /**< of reasons that a policy begins and ends by events */
  SPI_CONCERNS_CLOCKS = 64,     /**< starts, stops and ends of metrics */
  SPI_CONCERNS_STEPS = 128,
  SPI_CONCERNS_OTHERS = 256,   /**< entitlement and notices */
  SPI_CONCERNS_VERSION = 512,  /**< moves the case to another */
  SPI_CONCERNS_MOMENTS = 1024, /**< decides whether something came inside hours */
  /** What the event says of the case; and what comes after everything is looked up. */
  SPI_CONCERNS_CASE = SPI_CONCERNS_STATE | SPI_CONCERNS_SEVERITY | SPI_CONCERNS_LINE |
                      SPI_CONCERNS_AGREEMENT | SPI_CONCERNS_PAUSES,
  SPI_CONCERNS_LATER = SPI_CONCERNS_CLOCKS | SPI_CONCERNS_STEPS | SPI_CONCERNS_OTHERS,
  /** What most events concern, and nothing else. */
  SPI_CONCERNS_USUAL =
      SPI_CONCERNS_SEVERITY | SPI_CONCERNS_PAUSES | SPI_CONCERNS_OWN_PAUSES | SPI_CONCERNS_CLOCKS
};

/** What conditions ask, as bits. */
enum spi_touch {
  SPI_TOUCH_FACT = 1,
  SPI_TOUCH_SEVERITY = 2, /**< the current one */
  SPI_TOUCH_LINE = 4,
  SPI_TOUCH_METRIC = 8,
  SPI_TOUCH_HAPPENED = 16,
  SPI_TOUCH_PAUSED = 32,
  SPI_TOUCH_EVENT = 64,
  SPI_TOUCH_STATE = 128,
  SPI_TOUCH_INSIDE = 256,
  SPI_TOUCH_JUDGED = 512, /**< requested, derived or recorded severity */
  /** An agreed target, a version: looked up whatever the conditions ask. */
  SPI_TOUCH_FORCE = 1024,
  SPI_TOUCH_ALL = 2047
};

/** Fills `waits`, `metric_uses` and `aims` of a version whose other arrays stand.
 *  `uses` has room for its metrics, `aims` for its targets. */
void spi_find_waits(spi_version *version, spi_metric_use *uses, spi_settled_aim *aims);

#endif
