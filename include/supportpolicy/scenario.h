/* SPDX-License-Identifier: MIT */
/**
 * @file scenario.h
 * Case files, NAME.policytest.yaml: cases and what is expected of them
 * (docs/policy-language.md, "Case files"). A case without expectations is a
 * plain case. (lib/scenario; can be left out of a build.)
 *
 *     spol_policy_source source = SPOL_SIZED(spol_policy_source);
 *     source.text = text;
 *     source.length = length;
 *     spol_policy_loader loader = {load_policy, my_context};
 *     spol_scenario_read(NULL, &source, &loader, NULL, &scenario, found, &error);
 *     for (uint64_t i = 0; i < spol_scenario_count(scenario); i++) {
 *       spol_scenario_result *result;
 *       spol_scenario_run(scenario, i, NULL, &result, &error);
 *       print(spol_scenario_result_mismatches(result));
 *       spol_scenario_result_free(result);
 *     }
 *     spol_scenario_unref(scenario);
 */
#ifndef SUPPORTPOLICY_SCENARIO_H
#define SUPPORTPOLICY_SCENARIO_H

#include "supportpolicy/evaluation.h"

SPOL_BEGIN_DECLS

/** A case file. Immutable, atomically counted, for any number of threads. */
typedef struct spol_scenario spol_scenario;
/** What came of running one case. One thread at a time. */
typedef struct spol_scenario_result spol_scenario_result;

/**
 * Gives the policy that a case file names; `names` are the entries of its
 * `policy` key, relative to the file (one text or several, as
 * spol_policy_read takes). lib/system has one that reads files (system.h).
 * @param[out] out a reference
 */
typedef struct spol_policy_loader {
  spol_status (*load)(void *context, const char *file, const char *const *names, uint64_t count,
                      spol_policy **out, spol_diagnostics *diagnostics, spol_error *error);
  void *context;
} spol_policy_loader;

/**
 * Reads a case file.
 * @param source one text
 * @param loader called once, on the calling thread
 * @param options zones and limits as for a policy; NULL for the defaults
 * @param[out] out a reference, given back with spol_scenario_unref
 * @param diagnostics,error as in spol_policy_read
 * Errors: as spol_policy_read, and what the loader gives. Threads: any.
 */
SPOL_API SPOL_CHECKED spol_status
spol_scenario_read(const spol_allocator *allocator, const spol_policy_source *source,
                   const spol_policy_loader *loader, const spol_policy_options *options,
                   spol_scenario **out, spol_diagnostics *diagnostics, spol_error *error);
/** One reference more; NULL gives NULL. Threads: any. */
SPOL_API spol_scenario *spol_scenario_ref(const spol_scenario *scenario);
/** Gives a reference back. NULL is allowed. */
SPOL_API void spol_scenario_unref(const spol_scenario *scenario);

/** The policy. Borrowed. */
SPOL_API const spol_policy *spol_scenario_policy(const spol_scenario *scenario);
/** How many cases there are, tables unfolded. */
SPOL_API uint64_t spol_scenario_count(const spol_scenario *scenario);

/** A case of a file. Everything is borrowed from the scenario. */
typedef struct spol_scenario_case {
  uint32_t size; /**< sizeof(spol_scenario_case) */
  uint32_t line; /**< in the file */
  const char *name;
  const spol_zone *zone; /**< of its wall times */
  const spol_event *events;
  uint64_t event_count;
  spol_instant as_of;    /**< its own, else the file's `now`, else its last event */
  uint32_t expectations; /**< values that are expected; 0: a plain case */
  uint32_t reserved;
} spol_scenario_case;

/** A case by index. Errors: SPOL_E_INVALID, SPOL_E_VERSION. Threads: any. */
SPOL_API SPOL_CHECKED spol_status spol_scenario_case_get(const spol_scenario *scenario,
                                                         uint64_t index, spol_scenario_case *out);

/**
 * Runs a case and compares.
 * @param allocator NULL for the default
 * @param[out] out freed with spol_scenario_result_free before the scenario is
 * Errors: those of spol_evaluate, SPOL_E_MEMORY. A mismatch is no error.
 */
SPOL_API SPOL_CHECKED spol_status spol_scenario_run(const spol_scenario *scenario, uint64_t index,
                                                    const spol_allocator *allocator,
                                                    spol_scenario_result **out, spol_error *error);
/** Frees a result. NULL is allowed. */
SPOL_API void spol_scenario_result_free(spol_scenario_result *result);
/** The evaluation at the case's `as_of`. Borrowed. */
SPOL_API const spol_evaluation *spol_scenario_result_evaluation(const spol_scenario_result *result);
/** How many expectations were not met. */
SPOL_API uint64_t spol_scenario_result_mismatches(const spol_scenario_result *result);

/** An expectation that was not met. Text is borrowed from the result. */
typedef struct spol_mismatch {
  uint32_t size; /**< sizeof(spol_mismatch) */
  uint32_t line; /**< of the expectation in the case file */
  uint32_t column;
  uint32_t metric;      /**< which it is about; 0: none */
  const char *path;     /**< such as "metrics.work_start.due" */
  const char *expected; /**< as written */
  const char *got;      /**< in the same form */
  /** Bytes of the case file in which `got` could be written instead: the value,
   *  or the cell of the table that it is the name of. Length 0: it is put
   *  together, or an alias, and stands nowhere by itself. */
  uint64_t offset;
  uint64_t length;
  uint32_t shared; /**< how many cases expect what stands there: the rows of a table
                        whose case says it once; else 1 */
  uint32_t reserved;
} spol_mismatch;

/** A mismatch by index. Errors: SPOL_E_INVALID, SPOL_E_VERSION. */
SPOL_API SPOL_CHECKED spol_status spol_scenario_mismatch(const spol_scenario_result *result,
                                                         uint64_t index, spol_mismatch *out);

/**
 * Writes a case as an entry of a case file, without loss: reading it gives equal
 * events. Instants are written with the zone's offset (NULL: UTC).
 * @param buffer,capacity the caller's; NULL and 0 to count; filled only if all fits
 * Errors: SPOL_E_BUFFER (`needed` is written), SPOL_E_NOT_FOUND. Threads: any.
 */
SPOL_API SPOL_CHECKED spol_status spol_case_print(const spol_policy *policy, const char *name,
                                                  const spol_event *events, uint64_t count,
                                                  const spol_zone *zone, char *buffer,
                                                  uint64_t capacity, uint64_t *needed);

SPOL_END_DECLS

#endif
