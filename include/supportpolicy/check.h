/* SPDX-License-Identifier: MIT */
/**
 * @file check.h
 * Looks for mistakes in a policy that can be read (docs/policy-language.md):
 * facts for which nothing is defined, rules that never match, deadlines that
 * contradict each other, calendars that are hardly meant so.
 *
 *     spol_diagnostics *found = NULL;
 *     spol_diagnostics_new(NULL, 0, &found);
 *     if (spol_policy_check(policy, NULL, found, &error) == SPOL_OK)
 *       print_all(found);
 *
 * Whether there is a combination of facts for which something goes wrong is
 * decided exactly, over only the facts that the compared rules name; the finding
 * names one such combination. A question that takes more effort than allowed is
 * reported as undecided (SP0606), never passed over.
 */
#ifndef SUPPORTPOLICY_CHECK_H
#define SUPPORTPOLICY_CHECK_H

#include "supportpolicy/policy.h"

SPOL_BEGIN_DECLS

/** How a policy is checked. Zero in a field means its default. */
typedef struct spol_check_options {
  uint32_t size; /**< sizeof(spol_check_options) */
  uint32_t reserved;
  /** Most steps of the search for one question; default 20,000,000 (about
   *  a tenth of a second); a whole policy takes at most twenty times as many. */
  uint64_t effort;
} spol_check_options;

/** The defaults. */
#define SPOL_CHECK_OPTIONS_INIT                                                                    \
  { sizeof(spol_check_options), 0, 0 }

/**
 * Checks every version of a policy.
 *
 * A finding that the file accepts (`accepted`) is added as a note of its own;
 * an accepted one that does not occur is a finding (SP0905).
 *
 * @param options NULL for the defaults
 * @param diagnostics findings are added, each with a gravity of its own
 * @param error optional; why the check could not be made
 *
 * Errors: SPOL_E_INVALID, SPOL_E_VERSION, SPOL_E_MEMORY. Findings are no error:
 * ask spol_diagnostics_count. Threads: any; `diagnostics` by one at a time.
 */
SPOL_API SPOL_CHECKED spol_status spol_policy_check(const spol_policy *policy,
                                                    const spol_check_options *options,
                                                    spol_diagnostics *diagnostics,
                                                    spol_error *error);

SPOL_END_DECLS

#endif
