/* SPDX-License-Identifier: MIT */
/** Reading and checking policies written as text, for tests of the checker. */
#ifndef TESTS_POLICY_CHECK_H
#define TESTS_POLICY_CHECK_H

#include <check.h>
#include <stdio.h>
#include <string.h>

#include "supportpolicy/supportpolicy.h"

static inline spol_policy *read_policy_with(const spol_allocator *allocator, const char *text) {
  spol_policy_source source = SPOL_SIZED(spol_policy_source);
  spol_policy *policy = NULL;
  spol_error error = SPOL_ERROR_INIT;
  source.text = text;
  source.length = strlen(text);
  spol_status status = spol_policy_read(allocator, &source, 1, NULL, &policy, NULL, &error);
  ck_assert_msg(status == SPOL_OK, "%u:%u: %s (%s)\n%s", error.line, error.column, error.message,
                error.path, text);
  return policy;
}

static inline spol_policy *read_policy_text(const char *text) {
  return read_policy_with(NULL, text);
}

/** Writes what is found in a policy as "SP0602 12:7 note SP0701 3:5". */
static inline void check_text(const char *text, char *found, size_t size) {
  spol_policy *policy = read_policy_text(text);
  spol_diagnostics *findings = NULL;
  spol_error error = SPOL_ERROR_INIT;
  size_t length = 0;
  found[0] = '\0';
  ck_assert_int_eq(spol_diagnostics_new(NULL, 0, &findings), SPOL_OK);
  ck_assert_int_eq(spol_policy_check(policy, NULL, findings, &error), SPOL_OK);
  for (uint64_t i = 0; i < spol_diagnostics_count(findings); i++) {
    int32_t gravity = 0;
    ck_assert_int_eq(spol_diagnostics_get(findings, i, &gravity, &error), SPOL_OK);
    length += (size_t)snprintf(found + length, size - length, "%s%s%s %u:%u",
                               length == 0 ? "" : " ", gravity == SPOL_GRAVITY_NOTE ? "note " : "",
                               spol_diagnostic_label(error.code), error.line, error.column);
    ck_assert_uint_lt(length, size);
  }
  spol_diagnostics_free(findings);
  spol_policy_unref(policy);
}

#endif
