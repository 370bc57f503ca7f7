/* SPDX-License-Identifier: MIT */
/** Comparing an evaluation with what a case expects. */
#ifndef SPI_SCENARIO_COMPARE_H
#define SPI_SCENARIO_COMPARE_H

#include "policy/store.h"
#include "scenario/model.h"
#include "text/sink.h"

struct spol_scenario_result {
  spol_allocator allocator;
  spol_evaluation *evaluation;
  spi_arena arena;
  spi_vector mismatches; /**< spol_mismatch */
};

/** A comparison at work. What it finds goes into the result. */
typedef struct spi_comparison {
  const spol_scenario *scenario;
  const spi_scenario_case *at_hand;
  spol_scenario_result *result;
  const spol_evaluation *evaluation;
  spol_case_status status;
  int32_t verdict; /**< of the opening; -1: not asked yet */
  spol_status failed;
} spi_comparison;

/** The value that the evaluation gives for an expectation; `*text` for forms of
 *  text. 0: there is no such thing (no such metric, no such entry). */
int spi_compare_value(spi_comparison *compare, const spi_expectation *expectation, int64_t *value,
                      const char **text);

/** Writes a value as the file would. */
void spi_value_write(const spi_comparison *compare, spi_sink *sink, const spi_field_info *field,
                     int64_t value, const char *text);
/** Writes all firings, findings or notices as the file would. */
void spi_entries_write(spi_comparison *compare, spi_sink *sink, int32_t subject);
/** 1 if the findings are those that are wanted. */
int spi_findings_match(spi_comparison *compare, const spi_expectation *expectation);
/** The rule that gave the current severity, or NULL. */
const char *spi_severity_rule(const spol_case_status *status);

/** Compares every expectation. Errors: SPOL_E_MEMORY, those of spol_may_open. */
SPOL_CHECKED spol_status spi_compare_all(spi_comparison *compare);

#endif
