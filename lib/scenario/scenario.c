/* SPDX-License-Identifier: MIT */
/* A case file as an object. */
#include "base/sized.h"
#include "scenario/model.h"
#include "supportpolicy/mutation.h"

spol_scenario *spol_scenario_ref(const spol_scenario *scenario) {
  spol_scenario *shared = (spol_scenario *)(uintptr_t)scenario;
  if (shared != NULL) {
    spi_refcount_up(&shared->refcount);
  }
  return shared;
}

void spol_scenario_unref(const spol_scenario *scenario) {
  spol_scenario *shared = (spol_scenario *)(uintptr_t)scenario;
  if (shared == NULL || !spi_refcount_down(&shared->refcount)) {
    return;
  }
  for (uint32_t i = 0; i < shared->zone_count; i++) {
    spol_zone_unref(shared->zones[i]);
  }
  spol_policy_unref(shared->policy);
  spi_document_free(shared->document);
  spi_arena_free(&shared->arena);
  spol_allocator allocator = shared->allocator;
  spi_free(&allocator, shared, sizeof *shared);
}

const spol_policy *spol_scenario_policy(const spol_scenario *scenario) {
  return scenario == NULL ? NULL : scenario->policy;
}

uint64_t spol_scenario_count(const spol_scenario *scenario) {
  return scenario == NULL ? 0 : scenario->case_count;
}

spol_status spol_scenario_case_get(const spol_scenario *scenario, uint64_t index,
                                   spol_scenario_case *out) {
  if (scenario == NULL || out == NULL || index >= scenario->case_count) {
    return SPOL_E_INVALID;
  }
  const spi_scenario_case *found = &scenario->cases[index];
  const spol_scenario_case full = {.line = found->line,
                                   .name = found->name,
                                   .zone = found->zone,
                                   .events = found->events,
                                   .event_count = found->event_count,
                                   .as_of = found->as_of,
                                   .expectations = found->expectation_count};
  return spi_sized_give(out, &full, sizeof full);
}

uint64_t spol_scenario_equivalent_count(const spol_scenario *scenario) {
  return scenario == NULL ? 0 : scenario->equivalent_count;
}

spol_status spol_scenario_equivalent(const spol_scenario *scenario, uint64_t index,
                                     spol_equivalent_mutant *out) {
  if (scenario == NULL || out == NULL || index >= scenario->equivalent_count) {
    return SPOL_E_INVALID;
  }
  const spi_equivalent *found = &scenario->equivalents[index];
  const spol_equivalent_mutant full = {
      .size = sizeof full, .line = found->line, .mutant = found->mutant, .because = found->because};
  return spi_sized_give(out, &full, sizeof full);
}
