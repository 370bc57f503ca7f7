/* SPDX-License-Identifier: MIT */
/**
 * @file diff.h
 * What a customer gains and loses from one version of a policy to another
 * (docs/diff.md).
 *
 * For every combination of the facts that the compared rows name, and for every
 * metric, the due instants of both versions are compared for every opening
 * instant of a window. What else differs is listed too, never passed over.
 */
#ifndef SUPPORTPOLICY_DIFF_H
#define SUPPORTPOLICY_DIFF_H

#include "supportpolicy/policy.h"

SPOL_BEGIN_DECLS

/** Immutable once made; keeps a reference to both policies. */
typedef struct spol_diff spol_diff;

/** How two versions are compared. Zero in a field means its default. */
typedef struct spol_diff_options {
  uint32_t size;         /**< sizeof(spol_diff_options) */
  uint32_t years;        /**< of the window; default 10, at most 100 */
  uint64_t combinations; /**< most combinations of facts for a metric; default 100,000 */
  uint64_t instants;     /**< most stretches of open time looked at for a calendar;
                              default 100,000 */
  /** Openings before it lie in a paid period. 0: not known */
  spol_instant paid_until;
} spol_diff_options;

/** The defaults. */
#define SPOL_DIFF_OPTIONS_INIT                                                                     \
  { sizeof(spol_diff_options), 0, 0, 0, 0 }

/** What a change is for the customer. */
enum spol_diff_verdict {
  SPOL_DIFF_SAME = 1,
  SPOL_DIFF_BETTER = 2,         /**< due no later for every opening, earlier for one */
  SPOL_DIFF_WORSE = 3,          /**< due no earlier for every opening, later for one */
  SPOL_DIFF_NOT_COMPARABLE = 4, /**< earlier for some, later for others; words that differ */
  SPOL_DIFF_UNDECIDED = 5       /**< not decided here: a person must look */
};

/** What an entry is about. */
enum spol_diff_kind {
  SPOL_DIFF_TARGET = 1, /**< a metric's targets in a region of facts */
  SPOL_DIFF_RULE = 2    /**< any other rule that differs */
};

/** Whether a reduction falls into a paid period that the policy protects. */
enum spol_diff_paid {
  SPOL_DIFF_NOT_PROMISED = 0, /**< no promise about changes of the policy, or no reduction */
  SPOL_DIFF_PAID = 1,         /**< the witness opens before `paid_until`; of what needs none, the
                                   later effective date lies before it */
  SPOL_DIFF_AFTER_PAID = 2,
  SPOL_DIFF_PAID_UNKNOWN = 3 /**< promised, but `paid_until` was not given, or no version
                                  says from when it is in force */
};

/** What counts as a reduction where the old version promises none. */
enum spol_diff_material {
  SPOL_DIFF_NO_PROMISE = 0, /**< it promises nothing, or nothing is reduced */
  SPOL_DIFF_ANY = 1,        /**< any reduction does */
  /** Only a material one, and the source does not say what that is: a person
   *  must judge. */
  SPOL_DIFF_MATERIAL_UNDEFINED = 2
};

/** One entry. Text and facts are borrowed from the diff. */
typedef struct spol_diff_entry {
  uint32_t size;   /**< sizeof(spol_diff_entry) */
  int32_t kind;    /**< enum spol_diff_kind */
  int32_t verdict; /**< enum spol_diff_verdict */
  int32_t reduces; /**< 1: something gets worse, for the witness */
  int32_t paid;    /**< enum spol_diff_paid */
  uint32_t old_facts_count;
  uint32_t new_facts_count;
  int32_t material;      /**< enum spol_diff_material */
  const char *metric;    /**< its name; "" where none is meant */
  const char *rule;      /**< of a RULE: its path, such as "metrics.update.pauses" */
  const char *region;    /**< facts of the witness that matter: "plan = gold"; "" for all */
  const char *reason;    /**< why: always of a RULE, of a TARGET that is undecided or not
                              comparable; else "" */
  uint64_t combinations; /**< of the region */
  /** The facts of one combination of the region, with the ids of each policy. */
  const spol_fact *old_facts;
  const spol_fact *new_facts;
  spol_instant opening; /**< of the witness; SPOL_INSTANT_NONE: none is needed */
  spol_instant old_due; /**< SPOL_INSTANT_NONE for a word */
  spol_instant new_due;
  spol_place old_place; /**< its text lives as long as the diff */
  spol_place new_place;
} spol_diff_entry;

/**
 * Compares two versions, of one policy or of two.
 * @param allocator NULL for the default; kept by the diff
 * @param old_version,new_version ids (SPOL_NAME_VERSION)
 * @param options NULL for the defaults
 * @param[out] out freed with spol_diff_free
 * Errors: SPOL_E_INVALID, SPOL_E_NOT_FOUND (a version), SPOL_E_VERSION,
 * SPOL_E_RANGE (the window), SPOL_E_MEMORY, SPOL_E_LIMIT. Threads: any.
 */
SPOL_API SPOL_CHECKED spol_status
spol_policy_diff(const spol_allocator *allocator, const spol_policy *old_policy,
                 uint32_t old_version, const spol_policy *new_policy, uint32_t new_version,
                 const spol_diff_options *options, spol_diff **out, spol_error *error);
/** Frees a diff. NULL is allowed. */
SPOL_API void spol_diff_free(spol_diff *diff);
/** Entries, those with the verdict "same" included; 0 for NULL. Threads: any. */
SPOL_API uint64_t spol_diff_count(const spol_diff *diff);
/**
 * One entry: metrics by name order of the old version, then other rules.
 * @param[out] out its size is set by the caller
 * Errors: SPOL_E_INVALID, SPOL_E_NOT_FOUND (no such index), SPOL_E_VERSION.
 */
SPOL_API SPOL_CHECKED spol_status spol_diff_get(const spol_diff *diff, uint64_t index,
                                                spol_diff_entry *out);

SPOL_END_DECLS

#endif
