/* SPDX-License-Identifier: MIT */
/* supportpolicy check: look for mistakes in policies. */
#include <stdlib.h>
#include <string.h>

#include "command.h"

static const char help[] =
    "usage: supportpolicy check [--strict] [--quiet] FILE...\n\n"
    "Reads each policy and looks for mistakes in it: facts without a severity or a\n"
    "target, rules that never match, deadlines that contradict each other, calendars\n"
    "that are hardly meant so. What each code means is in docs/diagnostics.md.\n\n"
    "  --strict   warnings count as findings too: exit status 1\n"
    "  --quiet    print errors and warnings without the lines that they are about\n"
    "  -          as FILE: standard input\n\n"
    "A finding that is meant is accepted in the policy itself:\n"
    "  accepted:\n"
    "    - {finding: SP0504, at: calendars.desk, because: the night shift}\n";

typedef struct request {
  int strict;
  int quiet;
  int files;
} request;

static int check_file(const char *name, const request *asked, report_counts *counts) {
  text_file file;
  spol_error error = SPOL_ERROR_INIT;
  spol_policy *policy = NULL;
  spol_diagnostics *findings = NULL;
  report_style style = style_for(stdout);
  int code = EXIT_FINE;
  style.source_lines = !asked->quiet;
  if (!read_text_file(name, &file)) {
    return EXIT_INPUT;
  }
  spol_policy_options options = SPOL_POLICY_OPTIONS_INIT;
  options.source = zones_of_machine();
  spol_policy_source source = SPOL_SIZED(spol_policy_source);
  source.text = file.bytes;
  source.length = file.length;
  source.name = name;
  spol_status status = spol_diagnostics_new(NULL, 0, &findings);
  if (status == SPOL_OK) {
    status = spol_policy_read(NULL, &source, 1, &options, &policy, findings, &error);
  }
  if (status == SPOL_OK) {
    status = spol_policy_check(policy, NULL, findings, &error);
  }
  print_findings(stdout, &style, &file, findings, counts);
  if (status != SPOL_OK && spol_diagnostics_count(findings) == 0) {
    fprintf(stderr, "supportpolicy: %s: %s\n", name,
            error.message[0] != '\0' ? error.message : spol_status_message(status));
    code = EXIT_INPUT;
  }
  spol_policy_unref(policy);
  spol_diagnostics_free(findings);
  free_text_file(&file);
  return code;
}

/* Takes options out of the arguments. -1: go on; else an exit code. */
static int read_options(int count, char **arguments, request *asked) {
  int only_files = 0;
  for (int i = 1; i < count; i++) {
    const char *argument = arguments[i];
    if (only_files || argument[0] != '-' || argument[1] == '\0') {
      arguments[++asked->files] = arguments[i];
    } else if (strcmp(argument, "--") == 0) {
      only_files = 1;
    } else if (strcmp(argument, "--help") == 0 || strcmp(argument, "-h") == 0) {
      fputs(help, stdout);
      return EXIT_FINE;
    } else if (strcmp(argument, "--strict") == 0) {
      asked->strict = 1;
    } else if (strcmp(argument, "--quiet") == 0) {
      asked->quiet = 1;
    } else {
      fprintf(stderr, "supportpolicy check: unknown option %s; try --help\n", argument);
      return EXIT_USAGE;
    }
  }
  if (asked->files == 0) {
    fputs(help, stderr);
    return EXIT_USAGE;
  }
  return -1;
}

int command_check(int count, char **arguments) {
  request asked = {0};
  report_counts counts = {0};
  int code = read_options(count, arguments, &asked);
  if (code >= 0) {
    return code;
  }
  code = EXIT_FINE;
  for (int i = 1; i <= asked.files; i++) {
    int result = check_file(arguments[i], &asked, &counts);
    code = result > code ? result : code;
  }
  if (counts.errors + counts.warnings > 0) {
    printf("%lu error%s, %lu warning%s\n", counts.errors, counts.errors == 1 ? "" : "s",
           counts.warnings, counts.warnings == 1 ? "" : "s");
  }
  if (code == EXIT_FINE && (counts.errors > 0 || (asked.strict && counts.warnings > 0))) {
    code = EXIT_FOUND;
  }
  return code;
}
