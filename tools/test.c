/* SPDX-License-Identifier: MIT */
/* supportpolicy test: do the cases come out as their files expect? */
#include "test.h"

#include <string.h>

#include "command.h"

static const char help[] =
    "usage: supportpolicy test [OPTION]... FILE|FOLDER...\n\n"
    "Runs the cases of case files (NAME.policytest.yaml; docs/policy-language.md,\n"
    "\"Case files\") and compares what comes with what they expect. A case that fails\n"
    "shows what was expected, what came, and why it came so. The last line\n"
    "counts: \"N passed, N failed, in N files\".\n\n"
    "  --filter TEXT       only the cases whose name contains TEXT\n"
    "  --quiet             the last line alone\n"
    "  --format plain|tap|junit|json\n"
    "                      for people, for test harnesses (TAP 14), for CI servers\n"
    "                      (JUnit XML, docs/schema/junit.xsd), for programs\n\n"
    "exit status: 0 fine, 1 a case fails, or there is none, 2 usage, 3 input unreadable,\n"
    "4 output failed\n";

typedef struct test_arguments {
  file_list files;
  const char *filter;
  const char *format;
  int quiet;
  int named;
} test_arguments;

static int usage(const char *what, const char *which) {
  fprintf(stderr, "supportpolicy test: %s%s; try --help\n", what, which);
  return EXIT_USAGE;
}

static int is_format(const char *name) {
  static const char *const formats[] = {"plain", "tap", "junit",
#ifdef HAVE_JANSSON
                                        "json",
#endif
                                        NULL};
  for (size_t i = 0; formats[i] != NULL; i++) {
    if (strcmp(name, formats[i]) == 0) {
      return 1;
    }
  }
  return 0;
}

/* Where the value of an option goes; NULL: it has none. */
static const char **slot_of(test_arguments *taken, const char *option) {
  return strcmp(option, "--filter") == 0   ? &taken->filter
         : strcmp(option, "--format") == 0 ? &taken->format
                                           : NULL;
}

/* @return 0, or an exit code */
static int take(int count, char **given, test_arguments *taken) {
  for (int i = 1; i < count; i++) {
    const char **slot = slot_of(taken, given[i]);
    if (slot != NULL && i + 1 == count) {
      return usage("a value is missing behind ", given[i]);
    }
    if (slot != NULL) {
      *slot = given[++i];
    } else if (strcmp(given[i], "--quiet") == 0) {
      taken->quiet = 1;
    } else if (given[i][0] == '-') {
      return usage("there is no option ", given[i]);
    } else {
      taken->named++;
      if (!find_case_files(given[i], &taken->files)) {
        return EXIT_INPUT;
      }
    }
  }
  if (taken->format != NULL && !is_format(taken->format)) {
    return usage("--format is plain, tap, junit or json, not ", taken->format);
  }
  return 0;
}

static int run_all(const test_arguments *taken) {
  const char *format = taken->format == NULL ? "plain" : taken->format;
  test_run run = {0};
  int code = EXIT_INPUT;
  test_run_files(&taken->files, taken->filter, &run);
  if (run.out_of_memory) {
    fputs("supportpolicy: out of memory\n", stderr);
  } else if (strcmp(format, "plain") == 0) {
    code = test_write_plain(&run, taken->quiet);
  } else if (strcmp(format, "tap") == 0) {
    code = test_write_tap(&run);
  } else if (strcmp(format, "junit") == 0) {
    code = test_write_junit(&run);
  } else {
#ifdef HAVE_JANSSON
    code = test_write_json(&run);
#endif
  }
  test_run_free(&run);
  return code;
}

int command_test(int count, char **arguments) {
  test_arguments taken = {0};
  for (int i = 1; i < count; i++) {
    if (strcmp(arguments[i], "--help") == 0 || strcmp(arguments[i], "-h") == 0) {
      fputs(help, stdout);
      return EXIT_FINE;
    }
  }
  int code = take(count, arguments, &taken);
  if (code == 0 && taken.named == 0) {
    fputs(help, stderr);
    code = EXIT_USAGE;
  }
  if (code == 0) {
    code = run_all(&taken);
  }
  free_files(&taken.files);
  return code;
}
