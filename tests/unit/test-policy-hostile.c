/* SPDX-License-Identifier: MIT */
/* Texts that were written to take long or much: each ends early, with a
 * diagnostic that says at which limit. */
#include <stdio.h>
#include <string.h>

#include "policy/model.h"
#include "unit.h"

#define HEAD "supportpolicy: 1\nid: p\nversion: v1\nseverities: {levels: [S1], default: S1}\n"

typedef struct text {
  char *bytes;
  size_t length;
  size_t room;
} text;

static text begin(void) {
  text made = {malloc(1 << 22), 0, 1 << 22};
  ck_assert_ptr_nonnull(made.bytes);
  return made;
}

#define PUT(text, ...)                                                                             \
  do {                                                                                             \
    (text)->length += (size_t)snprintf((text)->bytes + (text)->length,                             \
                                       (text)->room - (text)->length, __VA_ARGS__);                \
    ck_assert_uint_lt((text)->length, (text)->room);                                               \
  } while (0)

/** Reads and frees the text: its first error, and how many there are. */
static spol_status read_hostile(text *made, spol_error *first, uint64_t *errors) {
  spol_policy_options options = SPOL_POLICY_OPTIONS_INIT;
  spol_policy_source source = {sizeof source, 0, made->bytes, made->length, "hostile.yaml"};
  spol_diagnostics *found = NULL;
  spol_policy *policy = NULL;
  *first = (spol_error)SPOL_ERROR_INIT;
  ck_assert_ok(spol_diagnostics_new(NULL, 0, &found));
  spol_status status = spol_policy_read(NULL, &source, 1, &options, &policy, found, first);
  ck_assert((policy != NULL) == (status == SPOL_OK));
  *errors = spol_diagnostics_total(found);
  spol_diagnostics_free(found);
  spol_policy_unref(policy);
  free(made->bytes);
  return status;
}

START_TEST(named_conditions_that_multiply_end_at_a_limit_with_a_diagnostic) {
  text made = begin();
  spol_error error;
  uint64_t errors = 0;
  PUT(&made, HEAD "facts: {u: {type: number}}\nconditions:\n  c0: {u: 1}\n");
  for (int i = 1; i < 12; i++) {
    PUT(&made, "  c%d: {all: [", i);
    for (int j = 0; j < 50; j++) {
      PUT(&made, "%s{meets: c%d}", j == 0 ? "" : ", ", i - 1);
    }
    PUT(&made, "]}\n");
  }
  PUT(&made, "entitlement: [{when: {meets: c11}, finding: noted}]\n");
  ck_assert_int_eq(read_hostile(&made, &error, &errors), SPOL_E_LIMIT);
  ck_assert_uint_eq(errors, 1);
  ck_assert_uint_eq(error.code, SPOL_DIAG_TOO_MANY_RULES);
}
END_TEST

START_TEST(a_set_of_holidays_has_a_thousand_rules) {
  for (int rules = 1000; rules <= 1001; rules++) {
    text made = begin();
    spol_error error;
    uint64_t errors = 0;
    PUT(&made, HEAD "holidays:\n  ours:\n    rules:\n      - {name: R0, date: 01-05}\n");
    for (int i = 1; i < rules; i++) {
      PUT(&made, "      - {name: R%d, relative_to: R0, offset: 1}\n", i);
    }
    ck_assert_int_eq(read_hostile(&made, &error, &errors), rules == 1000 ? SPOL_OK : SPOL_E_LIMIT);
    ck_assert_uint_eq(errors, (uint64_t)(rules - 1000));
  }
}
END_TEST

START_TEST(combinations_of_combinations_are_counted) {
  text made = begin();
  spol_error error;
  uint64_t errors = 0;
  PUT(&made, HEAD "calendars:\n  a: {hours: {daily: 09:00-12:00}}\n  wide: {any_of: [a");
  for (int i = 1; i < 64; i++) {
    PUT(&made, ", a");
  }
  PUT(&made, "]}\n");
  for (int i = 0; i < 5; i++) {
    PUT(&made, "  wider_%d: {any_of: [wide", i);
    for (int j = 1; j < 40; j++) {
      PUT(&made, ", wide");
    }
    PUT(&made, "]}\n");
  }
  ck_assert_int_eq(read_hostile(&made, &error, &errors), SPOL_E_LIMIT);
  /* Three of 2,560 and that of 64 are within 8,192. */
  ck_assert_uint_eq(errors, 2);
  ck_assert_ptr_nonnull(strstr(error.message, "8192"));
}
END_TEST

START_TEST(thousands_of_unknown_names_are_all_reported_and_the_first_explained) {
  text made = begin();
  spol_error error;
  uint64_t errors = 0;
  PUT(&made, HEAD "facts:\n");
  for (int i = 0; i < 1000; i++) {
    PUT(&made, "  fact_number_%d: {type: number}\n", i);
  }
  PUT(&made, "entitlement:\n");
  for (int i = 0; i < 10000; i++) {
    PUT(&made, "  - {when: {fact_numbr_%d: 1}, finding: noted}\n", i);
  }
  ck_assert_int_eq(read_hostile(&made, &error, &errors), SPOL_E_NOT_FOUND);
  ck_assert_uint_eq(errors, 10000);
  ck_assert_str_eq(error.hint, "did you mean \"fact_number_0\"?");
}
END_TEST

START_TEST(calendars_that_exclude_each_other_are_found_out_at_once) {
  text made = begin();
  spol_error error;
  uint64_t errors = 0;
  PUT(&made, HEAD "calendars:\n  a: {hours: {daily: 09:00-12:00}}\n"
                  "  b: {hours: {daily: 12:00-15:00}}\n");
  for (int i = 0; i < 500; i++) {
    PUT(&made, "  n%d: {all_of: [a, b]}\n", i);
  }
  /* A second each, five hundred in all, if the years were walked through. */
  ck_assert_int_eq(read_hostile(&made, &error, &errors), SPOL_OK);
}
END_TEST

int main(void) {
  Suite *suite = suite_create("policy-hostile");
  TCase *tests = tcase_create("policy-hostile");
  tcase_set_timeout(tests, 400);
  tcase_add_test(tests, named_conditions_that_multiply_end_at_a_limit_with_a_diagnostic);
  tcase_add_test(tests, a_set_of_holidays_has_a_thousand_rules);
  tcase_add_test(tests, combinations_of_combinations_are_counted);
  tcase_add_test(tests, thousands_of_unknown_names_are_all_reported_and_the_first_explained);
  tcase_add_test(tests, calendars_that_exclude_each_other_are_found_out_at_once);
  suite_add_tcase(suite, tests);
  return run_suite(suite);
}
