/* SPDX-License-Identifier: MIT */
/* What came of the cases, as JSON. */
#include "json_out.h"
#include "test.h"
#include "test_coverage.h"
#include "test_mutants.h"

static void put_mismatch(const test_mismatch *found, json_out *json) {
  json_open(json, NULL, '{');
  json_number(json, "line", found->line);
  json_number(json, "column", found->column);
  json_text(json, "path", found->path);
  json_text(json, "expected", found->expected);
  json_text(json, "got", found->got);
  if (found->why[0] != '\0') {
    json_text(json, "why", found->why);
  }
  json_close(json, '}');
}

static void put_outcome(const test_outcome *outcome, json_out *json) {
  json_open(json, NULL, '{');
  json_text(json, "file", outcome->file);
  if (outcome->name != NULL) {
    json_text(json, "name", outcome->name);
  }
  json_number(json, "line", outcome->line);
  json_text(json, "outcome",
            outcome->trouble != NULL ? "unreadable"
            : test_passed(outcome)   ? "passed"
                                     : "failed");
  if (outcome->trouble != NULL) {
    json_text(json, "trouble", outcome->trouble);
  }
  if (outcome->mismatch_count > 0) {
    json_open(json, "mismatches", '[');
    for (size_t i = 0; i < outcome->mismatch_count; i++) {
      put_mismatch(&outcome->mismatches[i], json);
    }
    json_close(json, ']');
  }
  json_close(json, '}');
}

int test_write_json(const test_run *run) {
  json_out json = {stdout, 0};
  json_open(&json, NULL, '{');
  json_number(&json, "passed", (long long)run->passed);
  json_number(&json, "failed", (long long)run->failed);
  json_number(&json, "files", (long long)run->files);
  json_number(&json, "unreadable", (long long)run->unreadable);
  json_open(&json, "cases", '[');
  for (size_t i = 0; i < run->count; i++) {
    put_outcome(&run->outcomes[i], &json);
  }
  json_close(&json, ']');
  if (run->coverage != NULL) {
    coverage_put(run->coverage, &json);
  }
  if (run->mutants != NULL) {
    put_mutants(run->mutants, &json);
  }
  json_close(&json, '}');
  putchar('\n');
  return test_exit_code(run);
}
