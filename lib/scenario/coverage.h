/* SPDX-License-Identifier: MIT */
/** Counting rules that cases have reached. */
#ifndef SPI_SCENARIO_COVERAGE_H
#define SPI_SCENARIO_COVERAGE_H

#include "case/seen.h"
#include "policy/store.h"
#include "supportpolicy/coverage.h"

/** What stands at one place, however many rules it makes. */
typedef struct spi_covered {
  int32_t kind; /**< enum spol_rule_kind */
  uint32_t version;
  const spi_place *place;
  const spi_holiday_item *holiday; /**< of SPOL_RULE_HOLIDAY */
  spol_holidays *set;              /**< of a built-in set: a reference */
  uint32_t reached;                /**< 1: by the case at hand */
  uint64_t cases;
} spi_covered;

struct spol_coverage {
  spol_allocator allocator;
  spol_policy *policy; /**< referenced */
  spi_vector rules;    /**< spi_covered, by version and place */
  spi_seen seen;
  uint32_t holidays; /**< how many of the rules are */
  void *room;        /**< for evaluations */
  uint64_t room_size;
};

/** Adds the rules of a version, in no order. Errors: SPOL_E_MEMORY. */
SPOL_CHECKED spol_status spi_coverage_list(spol_coverage *coverage, uint32_t version);
/** Notes the holidays that lie in the time that the case's clocks are explained for.
 *  Errors: SPOL_E_MEMORY. */
SPOL_CHECKED spol_status spi_coverage_holidays(spol_coverage *coverage,
                                               const spol_evaluation *evaluation);

#endif
