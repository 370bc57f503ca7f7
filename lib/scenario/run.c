/* SPDX-License-Identifier: MIT */
/* Running a case. */
#include <string.h>

#include "base/error.h"
#include "base/sized.h"
#include "scenario/compare.h"

enum { MOST_MISMATCHES = 1 << 20 };

spol_status spol_scenario_run(const spol_scenario *scenario, uint64_t index,
                              const spol_allocator *allocator, spol_scenario_result **out,
                              spol_error *error) {
  spol_allocator memory;
  if (scenario == NULL || out == NULL || index >= scenario->case_count ||
      spi_allocator_take(allocator, &memory) != SPOL_OK) {
    return spi_fail(error, SPOL_E_INVALID, "there is no such case, or an argument is missing");
  }
  const spi_scenario_case *at_hand = &scenario->cases[index];
  spol_scenario_result *result = spi_alloc(&memory, sizeof *result);
  if (result == NULL) {
    return spi_fail(error, SPOL_E_MEMORY, "there is no memory for a result");
  }
  memset(result, 0, sizeof *result);
  result->allocator = memory;
  result->arena.allocator = memory;
  result->mismatches = spi_vector_of(sizeof(spol_mismatch), MOST_MISMATCHES);
  spol_status status =
      spol_evaluation_new(&memory, scenario->policy, at_hand->events, at_hand->event_count,
                          at_hand->as_of, NULL, &result->evaluation, error);
  if (status == SPOL_OK) {
    spi_comparison compare = {.scenario = scenario,
                              .at_hand = at_hand,
                              .result = result,
                              .evaluation = result->evaluation};
    status = spi_compare_all(&compare);
    if (status != SPOL_OK) {
      (void)spi_fail(error, status, "%s", spol_status_message(status));
    }
  }
  if (status != SPOL_OK) {
    spol_scenario_result_free(result);
    return status;
  }
  *out = result;
  return SPOL_OK;
}

void spol_scenario_result_free(spol_scenario_result *result) {
  if (result == NULL) {
    return;
  }
  spol_allocator memory = result->allocator;
  spol_evaluation_free(result->evaluation);
  spi_vector_free(&memory, &result->mismatches);
  spi_arena_free(&result->arena);
  spi_free(&memory, result, sizeof *result);
}

const spol_evaluation *spol_scenario_result_evaluation(const spol_scenario_result *result) {
  return result == NULL ? NULL : result->evaluation;
}

uint64_t spol_scenario_result_mismatches(const spol_scenario_result *result) {
  return result == NULL ? 0 : result->mismatches.count;
}

spol_status spol_scenario_mismatch(const spol_scenario_result *result, uint64_t index,
                                   spol_mismatch *out) {
  if (result == NULL || out == NULL || index >= result->mismatches.count) {
    return SPOL_E_INVALID;
  }
  return spi_sized_give(out, spi_vector_at(&result->mismatches, (size_t)index),
                        sizeof(spol_mismatch));
}
