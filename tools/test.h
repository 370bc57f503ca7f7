/* SPDX-License-Identifier: MIT */
/** What the files of `supportpolicy test` share: what came of the cases, kept
 *  until it is written in one of several forms. */
#ifndef SUPPORTPOLICY_TOOLS_TEST_H
#define SUPPORTPOLICY_TOOLS_TEST_H

#include "find_files.h"
#include "supportpolicy/supportpolicy.h"

/** An expectation that was not met. Text belongs to it. */
typedef struct test_mismatch {
  uint32_t line;
  uint32_t column;
  char *path;
  char *expected;
  char *got;
  char *why; /**< the explanation of the metric that it is about; "" where one in front says it */
  uint64_t offset; /**< of the value in the file */
  uint64_t length; /**< 0: it stands nowhere by itself */
  uint32_t shared; /**< by how many cases */
} test_mismatch;

/** What came of one case, or of a file that cannot be read (name NULL). */
typedef struct test_outcome {
  const char *file; /**< borrowed from the list of files */
  char *name;
  uint32_t line;
  uint32_t expectations;
  char *trouble; /**< why it could not be run; NULL: it was */
  test_mismatch *mismatches;
  size_t mismatch_count;
} test_outcome;

/** What came of all. */
typedef struct test_run {
  test_outcome *outcomes;
  size_t count;
  size_t capacity;
  unsigned long passed;
  unsigned long failed;
  unsigned long files;
  unsigned long unreadable; /**< files, which count as no case */
  int out_of_memory;
  struct test_coverage *coverage; /**< what the cases reached; NULL: nobody asks */
  struct mutant_run *mutants;     /**< what the cases notice; NULL: nobody asks */
} test_run;

/** 1 if the case came out as expected. */
int test_passed(const test_outcome *outcome);

/** Reads a case file and its policy. @return a reference, or NULL with why in `*trouble`,
 *  which the caller frees */
spol_scenario *test_read_file(const char *file, char **trouble);

/** Runs the cases of the files whose name contains `filter` (NULL: all). */
void test_run_files(const file_list *files, const char *filter, test_run *run);
void test_run_free(test_run *run);

/** What comes of all cases, without coverage. */
int test_exit_code(const test_run *run);
/** Writes to standard output. @return an exit code */
int test_write_plain(const test_run *run, int quiet);
int test_write_tap(const test_run *run);
int test_write_junit(const test_run *run);
int test_write_json(const test_run *run);

#endif
