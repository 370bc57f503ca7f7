/* SPDX-License-Identifier: MIT */
/**
 * @file mutation.h
 * Small changes of a policy's text, to see whether its cases would notice them
 * (docs/mutation.md). (lib/scenario; can be left out of a build.)
 *
 *     spol_mutations *mutations;
 *     spol_mutations_new(NULL, &source, &mutations, &error);
 *     for (uint64_t i = 0; i < spol_mutations_count(mutations); i++) {
 *       spol_mutations_apply(mutations, i, buffer, capacity, &needed);
 *       // read the text as a policy: if it is one, run the cases under it
 *     }
 *     spol_mutations_free(mutations);
 */
#ifndef SUPPORTPOLICY_MUTATION_H
#define SUPPORTPOLICY_MUTATION_H

#include "supportpolicy/scenario.h"

SPOL_BEGIN_DECLS

/** The changes that can be made to a text. Immutable; for any number of threads. */
typedef struct spol_mutations spol_mutations;

/** What a change does. */
enum spol_mutation_kind {
  SPOL_MUTATION_REMOVED = 1,    /**< a row, rule, level, step, part or holiday is left out */
  SPOL_MUTATION_LENGTHENED = 2, /**< a target, bound or notice has more time */
  SPOL_MUTATION_CALENDAR = 3,   /**< it counts on another calendar */
  SPOL_MUTATION_DELAYED = 4,    /**< a step comes later */
  SPOL_MUTATION_FLIPPED = 5     /**< a comparison: `at_least` to `more_than` and so on */
};

/** One change: `length` bytes at `offset` are replaced. Text is borrowed. */
typedef struct spol_mutation {
  uint32_t size; /**< sizeof(spol_mutation) */
  int32_t kind;  /**< enum spol_mutation_kind */
  uint32_t line; /**< from 1 */
  uint32_t column;
  uint64_t offset; /**< in bytes */
  uint64_t length;
  const char *path;        /**< such as "metrics.resolution.targets[1]" */
  const char *replacement; /**< "" where something is left out */
} spol_mutation;

/**
 * Lists the changes. Not every one leaves a policy that can be read: read the
 * text, and pass over those that are refused.
 * @param allocator NULL for the default
 * @param source one text; copied
 * @param[out] out freed with spol_mutations_free
 * Errors: those of YAML text (SPOL_E_SYNTAX, SPOL_E_SEMANTIC, SPOL_E_UNSUPPORTED,
 * SPOL_E_LIMIT), SPOL_E_MEMORY, SPOL_E_INVALID, SPOL_E_VERSION. Threads: any.
 */
SPOL_API SPOL_CHECKED spol_status spol_mutations_new(const spol_allocator *allocator,
                                                     const spol_policy_source *source,
                                                     spol_mutations **out, spol_error *error);
/** Frees a list. NULL is allowed. */
SPOL_API void spol_mutations_free(spol_mutations *mutations);

/** How many there are, in order of the text. 0 for NULL. Threads: any. */
SPOL_API uint64_t spol_mutations_count(const spol_mutations *mutations);
/** A change by index. Errors: SPOL_E_INVALID, SPOL_E_VERSION. Threads: any. */
SPOL_API SPOL_CHECKED spol_status spol_mutations_get(const spol_mutations *mutations,
                                                     uint64_t index, spol_mutation *out);
/**
 * Writes the text with one change.
 * @param buffer,capacity the caller's; NULL and 0 to count; filled only if all fits
 * @param[out] needed bytes of the text, without a NUL, which is not written
 * Errors: SPOL_E_BUFFER (`needed` is written), SPOL_E_INVALID. Threads: any.
 */
SPOL_API SPOL_CHECKED spol_status spol_mutations_apply(const spol_mutations *mutations,
                                                       uint64_t index, char *buffer,
                                                       uint64_t capacity, uint64_t *needed);
/** What a kind is called: "removed", "lengthened"; NULL: there is no such. Static. */
SPOL_API const char *spol_mutation_kind_name(int32_t kind);

/** A change that no case can tell from the policy, as a case file says
 *  (`equivalent_mutants`). Text is borrowed from the scenario. */
typedef struct spol_equivalent_mutant {
  uint32_t size;       /**< sizeof(spol_equivalent_mutant) */
  uint32_t line;       /**< in the case file */
  const char *mutant;  /**< "PATH KIND": "metrics.resolution.targets[1] removed" */
  const char *because; /**< why no case can */
} spol_equivalent_mutant;

/** How many a case file names. 0 for NULL. Threads: any. */
SPOL_API uint64_t spol_scenario_equivalent_count(const spol_scenario *scenario);
/** One by index. Errors: SPOL_E_INVALID, SPOL_E_VERSION. Threads: any. */
SPOL_API SPOL_CHECKED spol_status spol_scenario_equivalent(const spol_scenario *scenario,
                                                           uint64_t index,
                                                           spol_equivalent_mutant *out);

SPOL_END_DECLS

#endif
