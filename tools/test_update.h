/* SPDX-License-Identifier: MIT */
/** Writing what came into case files, where something else was expected. */
#ifndef SUPPORTPOLICY_TOOLS_TEST_UPDATE_H
#define SUPPORTPOLICY_TOOLS_TEST_UPDATE_H

#include "test.h"

/** What came of writing. */
typedef struct test_update {
  unsigned long written;
  unsigned long left; /**< values that cannot be written: said on standard error */
  int failed;         /**< 1: a file cannot be read or written, which is said */
  int silent;         /**< 1: what is left is not said */
} test_update;

/** Writes what came of a run into its files, each value in its place and nothing else; adds to
 *  `update`. */
void update_files(const test_run *run, test_update *update);

#endif
