/* SPDX-License-Identifier: MIT */
/** What another version of a policy does to cases: which would move, by how much,
 *  and which misses are new. */
#ifndef SUPPORTPOLICY_TOOLS_DIFF_CASES_H
#define SUPPORTPOLICY_TOOLS_DIFF_CASES_H

#include <jansson.h>

#include "supportpolicy/supportpolicy.h"

typedef struct diff_cases_options {
  const spol_policy *before;
  const spol_policy *after; /**< the newest version of each is compared */
  const char *file;         /**< a case file, or lines of JSON: .ndjson, .jsonl, "-" */
  const char *at;           /**< RFC 3339; NULL: each case's own as_of */
} diff_cases_options;

/** Prints the cases that move and a summary. @return 0, or an exit code after
 *  saying on standard error what cannot be read */
int print_moved_cases(const diff_cases_options *options);
/** The same as {"cases": […], "summary": {…}}; NULL with `*code` set. */
json_t *moved_cases_as_json(const diff_cases_options *options, int *code);

#endif
