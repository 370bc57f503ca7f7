/* SPDX-License-Identifier: MIT */
/** Runs the cases of case files and compares what they expect:
 *    run-policytests FILE...
 *  Fails on a file that cannot be read or has no case, on a case that cannot be
 *  run and on any mismatch. The last line counts cases. */
#include <inttypes.h>
#include <stdio.h>
#include <stdlib.h>

#include "supportpolicy/supportpolicy.h"

typedef struct score {
  uint64_t passed;
  uint64_t failed;
  uint64_t values;
} score;

static void tell(const char *file, const spol_error *error) {
  printf("%s:%" PRIu32 ":%" PRIu32 ": %s %s [%s]\n", error->file[0] != '\0' ? error->file : file,
         error->line, error->column, error->path, error->message,
         spol_diagnostic_label(error->code));
}

static void tell_all(const char *file, const spol_diagnostics *found, const spol_error *error) {
  uint64_t count = spol_diagnostics_count(found);
  for (uint64_t i = 0; i < count; i++) {
    spol_error entry = SPOL_ERROR_INIT;
    if (spol_diagnostics_get(found, i, NULL, &entry) == SPOL_OK) {
      tell(file, &entry);
    }
  }
  if (count == 0) {
    tell(file, error);
  }
}

static int run_case(const char *file, const spol_scenario *scenario, uint64_t index, score *tally) {
  spol_error error = SPOL_ERROR_INIT;
  spol_scenario_result *result = NULL;
  spol_scenario_case about = SPOL_SIZED(spol_scenario_case);
  if (spol_scenario_case_get(scenario, index, &about) != SPOL_OK ||
      spol_scenario_run(scenario, index, NULL, &result, &error) != SPOL_OK) {
    printf("%s:%" PRIu32 ": case \"%s\" cannot be run: %s %s\n", file, about.line, about.name,
           error.path, error.message);
    return 0;
  }
  uint64_t mismatches = spol_scenario_result_mismatches(result);
  tally->values += about.expectations;
  for (uint64_t i = 0; i < mismatches; i++) {
    spol_mismatch mismatch = SPOL_SIZED(spol_mismatch);
    if (spol_scenario_mismatch(result, i, &mismatch) == SPOL_OK) {
      printf("%s:%" PRIu32 ":%" PRIu32 ": case \"%s\": %s\n  expected %s\n  got      %s\n", file,
             mismatch.line, mismatch.column, about.name, mismatch.path, mismatch.expected,
             mismatch.got);
    }
  }
  spol_scenario_result_free(result);
  return mismatches == 0;
}

static void run_file(const char *file, score *tally) {
  spol_error error = SPOL_ERROR_INIT;
  spol_diagnostics *found = NULL;
  spol_scenario *scenario = NULL;
  if (spol_diagnostics_new(NULL, 0, &found) != SPOL_OK ||
      spol_system_scenario(NULL, file, NULL, &scenario, found, &error) != SPOL_OK) {
    tell_all(file, found, &error);
    tally->failed++;
  }
  spol_diagnostics_free(found);
  uint64_t count = spol_scenario_count(scenario);
  for (uint64_t i = 0; i < count; i++) {
    if (run_case(file, scenario, i, tally)) {
      tally->passed++;
    } else {
      tally->failed++;
    }
  }
  spol_scenario_unref(scenario);
}

int main(int argc, char **argv) {
  score tally = {0, 0, 0};
  for (int i = 1; i < argc; i++) {
    run_file(argv[i], &tally);
  }
  if (argc < 2) {
    printf("no file was named\n");
    tally.failed++;
  }
  printf("%" PRIu64 " values compared in %d files\n", tally.values, argc - 1);
  printf("%" PRIu64 " passed, %" PRIu64 " failed\n", tally.passed, tally.failed);
  return tally.failed == 0 ? EXIT_SUCCESS : EXIT_FAILURE;
}
