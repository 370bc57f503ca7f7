/* SPDX-License-Identifier: MIT */
/** What every unit test program shares: Check, and one way to run a suite. */
#ifndef UNIT_H
#define UNIT_H

#include <check.h>
#include <stdlib.h>

#include "supportpolicy/supportpolicy.h"

/** Runs a suite and gives main its exit status. */
static inline int run_suite(Suite *suite) {
  SRunner *runner = srunner_create(suite);
  srunner_run_all(runner, CK_ENV);
  int failed = srunner_ntests_failed(runner);
  srunner_free(runner);
  return failed == 0 ? EXIT_SUCCESS : EXIT_FAILURE;
}

#define ck_assert_ok(expression) ck_assert_int_eq((expression), SPOL_OK)

#endif
