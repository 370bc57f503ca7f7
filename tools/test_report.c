/* SPDX-License-Identifier: MIT */
/* What came of the cases: for people, as TAP (version 14), as JUnit XML. */
#include <inttypes.h>
#include <string.h>

#include "command.h"
#include "test.h"
#include "test_coverage.h"
#include "test_mutants.h"

int test_exit_code(const test_run *run) {
  return run->unreadable > 0                   ? EXIT_INPUT
         : run->failed > 0 || run->passed == 0 ? EXIT_FOUND
                                               : EXIT_FINE;
}

/* Writes the lines of a text, each behind `indent`. */
static void put_lines(const char *indent, const char *text) {
  while (*text != '\0') {
    size_t length = strcspn(text, "\n");
    printf("%s%.*s\n", indent, (int)length, text);
    text += length + (text[length] == '\n');
  }
}

/* ---- For people ---------------------------------------------------------------------- */

static void put_mismatch(const test_outcome *outcome, const test_mismatch *found) {
  printf("  %s:%" PRIu32 ":%" PRIu32 ": %s\n    expected  %s\n    got       %s\n", outcome->file,
         found->line, found->column, found->path, found->expected, found->got);
  put_lines("    ", found->why);
}

int test_write_plain(const test_run *run, int quiet) {
  for (size_t i = 0; i < run->count; i++) {
    const test_outcome *outcome = &run->outcomes[i];
    if (outcome->name == NULL) {
      fputs(outcome->trouble, stderr);
    } else if (outcome->trouble != NULL) {
      fprintf(stderr, "%s:%" PRIu32 ": case \"%s\" cannot be run: %s\n", outcome->file,
              outcome->line, outcome->name, outcome->trouble);
    } else if (!test_passed(outcome) && !quiet) {
      printf("FAIL %s:%" PRIu32 ": %s\n", outcome->file, outcome->line, outcome->name);
      for (size_t j = 0; j < outcome->mismatch_count; j++) {
        put_mismatch(outcome, &outcome->mismatches[j]);
      }
    }
  }
  if (run->coverage != NULL) {
    coverage_print(run->coverage);
  }
  if (run->mutants != NULL) {
    print_mutants(run->mutants);
  }
  if (run->passed + run->failed + run->unreadable == 0) {
    fputs("supportpolicy test: no case in a file NAME.policytest.yaml\n", stderr);
  }
  printf("%lu passed, %lu failed, in %lu file%s\n", run->passed, run->failed, run->files,
         run->files == 1 ? "" : "s");
  return test_exit_code(run);
}

/* ---- TAP ------------------------------------------------------------------------------- */

/* A description: `#` would begin a directive, `\` escapes. */
static void put_description(const char *text) {
  for (; *text != '\0'; text++) {
    if (*text == '#' || *text == '\\') {
      putchar('\\');
    }
    putchar((unsigned char)*text < 0x20 ? ' ' : *text);
  }
}

static void put_yaml(const char *key, const char *text) {
  printf("    %s: |-\n", key);
  put_lines("      ", text[0] == '\0' ? " " : text);
}

static void put_tap_details(const test_outcome *outcome) {
  puts("  ---");
  if (outcome->trouble != NULL) {
    puts("  message: |-");
    put_lines("    ", outcome->trouble);
  }
  if (outcome->mismatch_count > 0) {
    puts("  mismatches:");
  }
  for (size_t i = 0; i < outcome->mismatch_count; i++) {
    const test_mismatch *found = &outcome->mismatches[i];
    printf("  - at: \"%s:%" PRIu32 ":%" PRIu32 "\"\n", outcome->file, found->line, found->column);
    printf("    path: \"%s\"\n", found->path);
    put_yaml("expected", found->expected);
    put_yaml("got", found->got);
    if (found->why[0] != '\0') {
      put_yaml("why", found->why);
    }
  }
  puts("  ...");
}

int test_write_tap(const test_run *run) {
  printf("TAP version 14\n1..%zu\n", run->count);
  for (size_t i = 0; i < run->count; i++) {
    const test_outcome *outcome = &run->outcomes[i];
    printf("%sok %zu - ", test_passed(outcome) ? "" : "not ", i + 1);
    put_description(outcome->file);
    if (outcome->name != NULL) {
      printf(":%" PRIu32 ": ", outcome->line);
      put_description(outcome->name);
    }
    putchar('\n');
    if (!test_passed(outcome)) {
      put_tap_details(outcome);
    }
  }
  return test_exit_code(run);
}

/* ---- JUnit XML ---------------------------------------------------------------------------- */

/* Text of XML 1.0; control characters that it cannot hold become spaces. */
static void put_xml(const char *text) {
  for (; *text != '\0'; text++) {
    switch (*text) {
    case '&':
      fputs("&amp;", stdout);
      break;
    case '<':
      fputs("&lt;", stdout);
      break;
    case '>':
      fputs("&gt;", stdout);
      break;
    case '"':
      fputs("&quot;", stdout);
      break;
    case '\n':
      putchar('\n');
      break;
    default:
      putchar((unsigned char)*text < 0x20 ? ' ' : *text);
    }
  }
}

static void put_attribute(const char *name, const char *value) {
  printf(" %s=\"", name);
  put_xml(value);
  putchar('"');
}

static void put_failure(const test_outcome *outcome) {
  const test_mismatch *first = outcome->mismatches;
  fputs("      <failure type=\"mismatch\" message=\"", stdout);
  put_xml(first->path);
  fputs(": expected ", stdout);
  put_xml(first->expected);
  fputs(", got ", stdout);
  put_xml(first->got);
  fputs("\">", stdout);
  for (size_t i = 0; i < outcome->mismatch_count; i++) {
    const test_mismatch *found = &outcome->mismatches[i];
    put_xml(outcome->file);
    printf(":%" PRIu32 ":%" PRIu32 ": ", found->line, found->column);
    put_xml(found->path);
    fputs("\n  expected  ", stdout);
    put_xml(found->expected);
    fputs("\n  got       ", stdout);
    put_xml(found->got);
    putchar('\n');
    put_xml(found->why);
  }
  puts("</failure>");
}

static void put_testcase(const test_outcome *outcome) {
  fputs("    <testcase", stdout);
  put_attribute("name", outcome->name != NULL ? outcome->name : "the file can be read");
  put_attribute("classname", outcome->file);
  put_attribute("file", outcome->file);
  if (outcome->line > 0) {
    printf(" line=\"%" PRIu32 "\"", outcome->line);
  }
  if (test_passed(outcome)) {
    puts("/>");
    return;
  }
  puts(">");
  if (outcome->trouble != NULL) {
    fputs("      <error type=\"unreadable\"", stdout);
    put_attribute("message", outcome->name != NULL ? "the case cannot be run"
                                                   : "the file or its policy cannot be read");
    putchar('>');
    put_xml(outcome->trouble);
    puts("</error>");
  } else {
    put_failure(outcome);
  }
  puts("    </testcase>");
}

/* The outcomes of one file stand together: from `first` on. */
static size_t put_testsuite(const test_run *run, size_t first) {
  const char *file = run->outcomes[first].file;
  size_t end = first;
  unsigned failures = 0;
  unsigned errors = 0;
  for (; end < run->count && run->outcomes[end].file == file; end++) {
    errors += run->outcomes[end].trouble != NULL;
    failures += run->outcomes[end].mismatch_count > 0;
  }
  fputs("  <testsuite", stdout);
  put_attribute("name", file);
  printf(" tests=\"%zu\" failures=\"%u\" errors=\"%u\" skipped=\"0\">\n", end - first, failures,
         errors);
  for (size_t i = first; i < end; i++) {
    put_testcase(&run->outcomes[i]);
  }
  puts("  </testsuite>");
  return end;
}

int test_write_junit(const test_run *run) {
  unsigned failures = 0;
  unsigned errors = 0;
  for (size_t i = 0; i < run->count; i++) {
    errors += run->outcomes[i].trouble != NULL;
    failures += run->outcomes[i].mismatch_count > 0;
  }
  printf("<?xml version=\"1.0\" encoding=\"UTF-8\"?>\n"
         "<testsuites name=\"supportpolicy\" tests=\"%zu\" failures=\"%u\" errors=\"%u\">\n",
         run->count, failures, errors);
  for (size_t i = 0; i < run->count;) {
    i = put_testsuite(run, i);
  }
  puts("</testsuites>");
  return test_exit_code(run);
}
