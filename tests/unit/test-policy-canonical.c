/* SPDX-License-Identifier: MIT */
/* The canonical form: one text for one meaning, and one digest. */
#include <stdio.h>
#include <string.h>

#include "unit.h"

#define HEAD "supportpolicy: 1\nid: p\nversion: v1\n"

static spol_policy *read_as(const char *text) {
  spol_policy_options options = SPOL_POLICY_OPTIONS_INIT;
  spol_policy_source source = {sizeof source, 0, text, strlen(text), "p.yaml"};
  spol_policy *policy = NULL;
  spol_error error = SPOL_ERROR_INIT;
  options.compile.size = sizeof options.compile;
  options.compile.first_year = 2024;
  options.compile.last_year = 2025;
  spol_status status = spol_policy_read(NULL, &source, 1, &options, &policy, NULL, &error);
  ck_assert_msg(status == SPOL_OK, "%u:%u %s in:\n%s", error.line, error.column, error.message,
                text);
  return policy;
}

/* The canonical form, in a buffer of exactly its size and a NUL; freed by the caller. */
static char *print_of(const spol_policy *policy, uint32_t version) {
  uint64_t needed = 0;
  ck_assert_ok(spol_policy_print(policy, version, NULL, 0, &needed));
  char *buffer = malloc(needed + 1);
  ck_assert_ptr_nonnull(buffer);
  uint64_t again = 0;
  ck_assert_ok(spol_policy_print(policy, version, buffer, needed, &again));
  ck_assert_uint_eq(needed, again);
  buffer[needed] = '\0';
  return buffer;
}

static void assert_canonical(const char *text, const char *expected) {
  spol_policy *policy = read_as(text);
  char *printed = print_of(policy, 1);
  ck_assert_str_eq(printed, expected);
  spol_policy *second = read_as(printed);
  char *twice = print_of(second, 1);
  ck_assert_str_eq(twice, printed);
  free(printed);
  free(twice);
  spol_policy_unref(policy);
  spol_policy_unref(second);
}

static void digest_of(const char *text, uint8_t *digest) {
  spol_policy *policy = read_as(text);
  spol_policy_version version = SPOL_SIZED(spol_policy_version);
  ck_assert_ok(spol_policy_version_get(policy, 1, &version));
  memcpy(digest, version.digest, SPOL_DIGEST_SIZE);
  spol_policy_unref(policy);
}

static int same_digest(const char *a, const char *b) {
  uint8_t one[SPOL_DIGEST_SIZE];
  uint8_t other[SPOL_DIGEST_SIZE];
  digest_of(a, one);
  digest_of(b, other);
  return memcmp(one, other, sizeof one) == 0;
}

START_TEST(keys_have_one_order_and_values_one_form) {
  assert_canonical(
      "# a comment\nmetrics:\n  first_response:\n    pauses: [customer]\n    cutoff: '16:30:00'\n"
      "    targets: {calendar: desk, within: 90m}\n"
      "reasons: {customer: {}}\n"
      "calendars: {desk: {holidays: [], hours: {mon-fri: ['09:00:00-17:30']}}}\n"
      "facts: {users: {default: 2.50, type: number}}\n"
      "version: v1\nid: p\nsupportpolicy: 1\n",
      HEAD "facts:\n  users:\n    type: number\n    default: 2.5\n"
           "calendars:\n  desk:\n    hours:\n      mon-fri: 09:00-17:30\n    holidays: []\n"
           "reasons:\n  customer: {}\n"
           "metrics:\n  first_response:\n    cutoff: 16:30\n    targets:\n"
           "      - within: 1h30m\n        calendar: desk\n    pauses: customer\n");
}
END_TEST

START_TEST(every_number_of_time_has_one_form) {
#define METRIC(within, rest)                                                                       \
  HEAD "metrics:\n  update:\n    targets:\n      - within: " within "\n        calendar: "         \
       "24x7\n" rest
  static const char *const pairs[][2] = {
      {"60m", "1h"}, {"1d", "24h"}, {"PT2H", "2h"}, {"0.5h..1d", "30m..24h"}, {"3600s", "1h"}};
  for (size_t i = 0; i < sizeof pairs / sizeof pairs[0]; i++) {
    char text[512];
    char expected[512];
    snprintf(text, sizeof text, METRIC("%s", ""), pairs[i][0]);
    snprintf(expected, sizeof expected, METRIC("%s", ""), pairs[i][1]);
    assert_canonical(text, expected);
  }
  assert_canonical(METRIC("1 business_day", "        until: '17:00:00'\n"),
                   METRIC("1 business_days", "        until: 17:00\n"));
}
END_TEST

START_TEST(anchors_and_parts_leave_no_trace) {
  static const char *const plain =
      HEAD "metrics:\n"
           "  first_response: {targets: [{within: 1h, calendar: 24x7}], excused: [{when: {}, says: "
           "x}]}\n"
           "  update: {targets: [{within: 2h, calendar: 24x7}], excused: [{when: {}, says: x}]}\n";
  static const char *const anchored =
      HEAD "parts: {any: &e [{when: {}, says: x}]}\n"
           "metrics:\n"
           "  first_response: {excused: *e, targets: {within: 60m, calendar: 24x7}}\n"
           "  update: {targets: {within: 2h, calendar: 24x7}, excused: *e}\n";
  ck_assert(same_digest(plain, anchored));
}
END_TEST

START_TEST(json_has_the_digest_of_its_yaml) {
  static const char *const yaml =
      HEAD "title: no\nfacts:\n  users: {type: number}\n  big: {type: boolean, default: false}\n"
           "severities:\n  levels:\n    - {id: S1, when: {users: {at_least: 25}, big: true}}\n"
           "    - S2\n  default: S2\n";
  static const char *const json =
      "{\"version\": \"v1\", \"id\": \"p\", \"supportpolicy\": 1, \"title\": \"no\", \"facts\": "
      "{\"users\": {\"type\": \"number\"}, \"big\": {\"type\": \"boolean\", \"default\": false}}, "
      "\"severities\": {\"default\": \"S2\", \"levels\": [{\"id\": \"S1\", \"when\": {\"users\": "
      "{\"at_least\": 25}, \"big\": true}}, \"S2\"]}}";
  ck_assert(same_digest(yaml, json));
}
END_TEST

START_TEST(what_has_a_meaning_changes_the_digest) {
#define CONDITIONS(conditions, rest)                                                               \
  HEAD "facts: {a: {type: boolean}, b: {type: boolean}}\nseverities:\n  levels:\n    - {id: "      \
       "S1, when: " conditions "}\n" rest
  /* The order of a condition says which missing fact is named. */
  ck_assert(
      !same_digest(CONDITIONS("{a: true, b: true}", ""), CONDITIONS("{b: true, a: true}", "")));
  ck_assert(!same_digest(CONDITIONS("{a: true}", ""), CONDITIONS("{a: false}", "")));
  ck_assert(!same_digest(CONDITIONS("{a: true}", ""), CONDITIONS("{a: true}", "  default: S1\n")));
  ck_assert(same_digest(CONDITIONS("{any: [{a: true}]}", ""), CONDITIONS("{any: {a: true}}", "")));
  ck_assert(same_digest(CONDITIONS("{a: [true]}", ""), CONDITIONS("{a: true}", "")));
}
END_TEST

START_TEST(text_that_looks_like_another_type_is_quoted) {
  assert_canonical(HEAD "title: 'no'\nadvice: [{text: \"12:30\"}, {text: \"two\\nlines\"}]\n",
                   HEAD "title: \"no\"\nadvice:\n  - text: \"12:30\"\n"
                        "  - text: |-\n      two\n      lines\n");
  spol_policy *policy = read_as("supportpolicy: 1\nid: p\nversion: '2024-11-07'\n");
  char *printed = print_of(policy, 0);
  ck_assert_str_eq(printed, "supportpolicy: 1\nid: p\nversion: \"2024-11-07\"\n");
  free(printed);
  spol_policy_unref(policy);
}
END_TEST

START_TEST(all_versions_print_as_documents_by_date) {
  static const char *const text =
      "supportpolicy: 1\nid: p\nversion: b\neffective: {from: 2025-01-01}\n---\n"
      "supportpolicy: 1\nid: p\nversion: a\neffective: {to: 2024-12-31, from: 2024-01-01}\n";
  static const char *const expected =
      "supportpolicy: 1\nid: p\nversion: a\neffective:\n  from: 2024-01-01\n  to: 2024-12-31\n---\n"
      "supportpolicy: 1\nid: p\nversion: b\neffective:\n  from: 2025-01-01\n";
  spol_policy *policy = read_as(text);
  char *printed = print_of(policy, 0);
  ck_assert_str_eq(printed, expected);
  char *second = print_of(policy, 2);
  ck_assert_str_eq(second, strstr(expected, "---\n") + 4);
  free(second);
  spol_policy *again = read_as(printed);
  second = print_of(again, 0);
  ck_assert_str_eq(second, expected);
  free(second);
  free(printed);
  spol_policy_unref(again);
  spol_policy_unref(policy);
}
END_TEST

START_TEST(a_buffer_too_small_is_left_alone) {
  spol_policy *policy = read_as(HEAD);
  uint64_t needed = 0;
  char buffer[8] = "untouch";
  ck_assert_int_eq(spol_policy_print(policy, 1, buffer, sizeof buffer, &needed), SPOL_E_BUFFER);
  ck_assert_uint_eq(needed, strlen(HEAD));
  ck_assert_str_eq(buffer, "untouch");
  ck_assert_int_eq(spol_policy_print(policy, 2, NULL, 0, &needed), SPOL_E_NOT_FOUND);
  ck_assert_int_eq(spol_policy_print(policy, 1, NULL, 8, &needed), SPOL_E_INVALID);
  ck_assert_int_eq(spol_policy_print(policy, 1, NULL, 0, NULL), SPOL_E_INVALID);
  spol_policy_unref(policy);
}
END_TEST

int main(void) {
  Suite *suite = suite_create("canonical form");
  TCase *all = tcase_create("all");
  tcase_add_test(all, keys_have_one_order_and_values_one_form);
  tcase_add_test(all, every_number_of_time_has_one_form);
  tcase_add_test(all, anchors_and_parts_leave_no_trace);
  tcase_add_test(all, json_has_the_digest_of_its_yaml);
  tcase_add_test(all, what_has_a_meaning_changes_the_digest);
  tcase_add_test(all, text_that_looks_like_another_type_is_quoted);
  tcase_add_test(all, all_versions_print_as_documents_by_date);
  tcase_add_test(all, a_buffer_too_small_is_left_alone);
  suite_add_tcase(suite, all);
  return run_suite(suite);
}
