/* SPDX-License-Identifier: MIT */
/** Which rules the cases of `supportpolicy test --coverage` reached. */
#ifndef SUPPORTPOLICY_TOOLS_TEST_COVERAGE_H
#define SUPPORTPOLICY_TOOLS_TEST_COVERAGE_H

#include "json_out.h"

/** One policy, however many case files name it. */
typedef struct policy_coverage {
  const spol_policy *policy; /**< of the coverage */
  spol_coverage *coverage;
} policy_coverage;

typedef struct test_coverage {
  policy_coverage *policies;
  size_t count;
  size_t room;
  int failed; /**< 1: out of memory */
} test_coverage;

/** Adds the cases of a file whose name contains `filter` (NULL: all). */
void coverage_add(test_coverage *all, const spol_scenario *scenario, const char *filter);
void coverage_free(test_coverage *all);

/** Hundredths of a percent, rounded down, so that 100 % is all of them. */
unsigned coverage_share(const spol_coverage *coverage);
/** 1 if every policy has at least this share. */
int coverage_suffices(const test_coverage *all, unsigned share);

/** Prints each policy with its rules that no case reached. */
void coverage_print(const test_coverage *all);
/** The same as a member "coverage" of an object. */
void coverage_put(const test_coverage *all, json_out *json);

#endif
