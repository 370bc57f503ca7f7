/* SPDX-License-Identifier: MIT */
/* What came of the cases, as JSON. */
#include <jansson.h>

#include "command.h"
#include "test.h"

static json_t *mismatch_of(const test_mismatch *found) {
  json_t *made =
      json_pack("{s:i, s:i, s:s, s:s, s:s}", "line", (int)found->line, "column", (int)found->column,
                "path", found->path, "expected", found->expected, "got", found->got);
  if (made != NULL && found->why[0] != '\0') {
    json_object_set_new(made, "why", json_string(found->why));
  }
  return made;
}

static json_t *outcome_of(const test_outcome *outcome) {
  json_t *made = json_pack("{s:s, s:s*, s:i, s:s}", "file", outcome->file, "name", outcome->name,
                           "line", (int)outcome->line, "outcome",
                           outcome->trouble != NULL ? "unreadable"
                           : test_passed(outcome)   ? "passed"
                                                    : "failed");
  if (made != NULL && outcome->trouble != NULL) {
    json_object_set_new(made, "trouble", json_string(outcome->trouble));
  }
  if (made != NULL && outcome->mismatch_count > 0) {
    json_t *list = json_array();
    for (size_t i = 0; i < outcome->mismatch_count; i++) {
      json_array_append_new(list, mismatch_of(&outcome->mismatches[i]));
    }
    json_object_set_new(made, "mismatches", list);
  }
  return made;
}

int test_write_json(const test_run *run) {
  json_t *cases = json_array();
  for (size_t i = 0; i < run->count; i++) {
    json_array_append_new(cases, outcome_of(&run->outcomes[i]));
  }
  json_t *made = json_pack("{s:I, s:I, s:I, s:I, s:o}", "passed", (json_int_t)run->passed, "failed",
                           (json_int_t)run->failed, "files", (json_int_t)run->files, "unreadable",
                           (json_int_t)run->unreadable, "cases", cases);
  if (made == NULL) {
    fputs("supportpolicy: out of memory\n", stderr);
    return EXIT_INPUT;
  }
  if (json_dumpf(made, stdout, JSON_INDENT(2)) == 0) {
    putchar('\n');
  }
  json_decref(made);
  return run->unreadable > 0                   ? EXIT_INPUT
         : run->failed > 0 || run->passed == 0 ? EXIT_FOUND
                                               : EXIT_FINE;
}
