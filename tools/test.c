/* SPDX-License-Identifier: MIT */
/* supportpolicy test: do the cases come out as their files expect? */
#include <inttypes.h>
#include <stdlib.h>
#include <string.h>

#include "command.h"
#include "find_files.h"

static const char help[] =
    "usage: supportpolicy test [--quiet] FILE|FOLDER...\n\n"
    "Runs the cases of case files (NAME.policytest.yaml; docs/policy-language.md,\n"
    "\"Case files\") and compares what comes with what they expect. A case that fails\n"
    "shows what was expected, what came, and why it came so. The last line counts:\n"
    "\"N passed, N failed, in N files\". Exit status 1 if a case fails, or if there is\n"
    "none.\n\n"
    "  --quiet    the last line alone\n";

typedef struct tally {
  unsigned long passed;
  unsigned long failed;
  unsigned long files;
  int unreadable;
  int quiet;
} tally;

/* Why a metric is as it is, indented. */
static void print_why(const spol_evaluation *evaluation, uint32_t metric, const spol_zone *zone) {
  spol_render_options options = SPOL_SIZED(spol_render_options);
  uint64_t needed = 0;
  options.zone = zone;
  if (metric == 0 ||
      spol_render_explanation(evaluation, metric, 0, &options, NULL, 0, &needed) != SPOL_OK) {
    return;
  }
  char *text = malloc((size_t)needed + 1);
  if (text != NULL &&
      spol_render_explanation(evaluation, metric, 0, &options, text, needed, &needed) == SPOL_OK) {
    text[needed] = '\0';
    for (char *line = strtok(text, "\n"); line != NULL; line = strtok(NULL, "\n")) {
      printf("    %s\n", line);
    }
  }
  free(text);
}

static void print_failure(const char *file, const spol_scenario_case *about,
                          const spol_scenario_result *result) {
  uint64_t count = spol_scenario_result_mismatches(result);
  uint32_t explained = 0;
  printf("FAIL %s:%" PRIu32 ": %s\n", file, about->line, about->name);
  for (uint64_t i = 0; i < count; i++) {
    spol_mismatch found = SPOL_SIZED(spol_mismatch);
    if (spol_scenario_mismatch(result, i, &found) != SPOL_OK) {
      continue;
    }
    printf("  %s:%" PRIu32 ":%" PRIu32 ": %s\n    expected  %s\n    got       %s\n", file,
           found.line, found.column, found.path, found.expected, found.got);
    if (found.metric != explained) {
      explained = found.metric;
      print_why(spol_scenario_result_evaluation(result), found.metric, about->zone);
    }
  }
}

static void run_case(const char *file, const spol_scenario *scenario, uint64_t index,
                     tally *counts) {
  spol_error error = SPOL_ERROR_INIT;
  spol_scenario_result *result = NULL;
  spol_scenario_case about = SPOL_SIZED(spol_scenario_case);
  spol_status status = spol_scenario_case_get(scenario, index, &about);
  if (status == SPOL_OK) {
    status = spol_scenario_run(scenario, index, NULL, &result, &error);
  }
  if (status != SPOL_OK) {
    fprintf(stderr, "%s:%" PRIu32 ": case \"%s\" cannot be run: %s\n", file, about.line, about.name,
            error.message);
    counts->failed++;
    return;
  }
  if (spol_scenario_result_mismatches(result) == 0) {
    counts->passed++;
  } else {
    counts->failed++;
    if (!counts->quiet) {
      print_failure(file, &about, result);
    }
  }
  spol_scenario_result_free(result);
}

static void say_why_not(const char *file, const spol_diagnostics *found, const spol_error *error) {
  uint64_t count = spol_diagnostics_count(found);
  for (uint64_t i = 0; i < count; i++) {
    spol_error entry = SPOL_ERROR_INIT;
    int32_t gravity = 0;
    if (spol_diagnostics_get(found, i, &gravity, &entry) == SPOL_OK &&
        gravity == SPOL_GRAVITY_ERROR) {
      fprintf(stderr, "%s:%" PRIu32 ":%" PRIu32 ": error %s: %s\n",
              entry.file[0] != '\0' ? entry.file : file, entry.line, entry.column,
              spol_diagnostic_label(entry.code), entry.message);
    }
  }
  if (count == 0) {
    fprintf(stderr, "supportpolicy: %s: %s\n", file, error->message);
  }
}

static void run_file(const char *file, tally *counts) {
  spol_error error = SPOL_ERROR_INIT;
  spol_diagnostics *found = NULL;
  spol_scenario *scenario = NULL;
  spol_policy_options options = SPOL_POLICY_OPTIONS_INIT;
  options.source = zones_of_machine();
  counts->files++;
  spol_status status = spol_diagnostics_new(NULL, 0, &found);
  if (status == SPOL_OK) {
    status = spol_system_scenario(NULL, file, &options, &scenario, found, &error);
  }
  if (status != SPOL_OK) {
    say_why_not(file, found, &error);
    counts->unreadable = 1;
  }
  spol_diagnostics_free(found);
  uint64_t count = spol_scenario_count(scenario);
  for (uint64_t i = 0; i < count; i++) {
    run_case(file, scenario, i, counts);
  }
  spol_scenario_unref(scenario);
}

static int run_all(const file_list *files, tally *counts) {
  for (size_t i = 0; i < files->count; i++) {
    run_file(files->names[i], counts);
  }
  printf("%lu passed, %lu failed, in %lu file%s\n", counts->passed, counts->failed, counts->files,
         counts->files == 1 ? "" : "s");
  return counts->unreadable                          ? EXIT_INPUT
         : counts->failed > 0 || counts->passed == 0 ? EXIT_FOUND
                                                     : EXIT_FINE;
}

int command_test(int count, char **arguments) {
  file_list files = {0};
  tally counts = {0};
  int named = 0;
  int code = EXIT_FINE;
  for (int i = 1; i < count && code == EXIT_FINE; i++) {
    if (strcmp(arguments[i], "--help") == 0 || strcmp(arguments[i], "-h") == 0) {
      fputs(help, stdout);
      free_files(&files);
      return EXIT_FINE;
    }
    if (strcmp(arguments[i], "--quiet") == 0) {
      counts.quiet = 1;
    } else if (arguments[i][0] == '-') {
      fprintf(stderr, "supportpolicy test: unknown option %s; try --help\n", arguments[i]);
      code = EXIT_USAGE;
    } else {
      named++;
      code = find_case_files(arguments[i], &files) ? EXIT_FINE : EXIT_INPUT;
    }
  }
  if (code == EXIT_FINE && named == 0) {
    fputs(help, stderr);
    code = EXIT_USAGE;
  }
  code = code == EXIT_FINE ? run_all(&files, &counts) : code;
  free_files(&files);
  return code;
}
