/* SPDX-License-Identifier: MIT */
/* Reading policies: names, facts, versions, errors with their places, memory. */
#include <string.h>

#include "policy/model.h"
#include "policy/number.h"
#include "unit.h"

#define HEAD "supportpolicy: 1\nid: p\nversion: v1\n"

static const char *const small = HEAD
    "facts:\n"
    "  impact: {one_of: [down, slow], required: true}\n"
    "  users: {type: number, default: 1}\n"
    "  plan: {one_of: [gold, basic], scope: contract}\n"
    "conditions:\n"
    "  many: {users: {at_least: 25}}\n"
    "calendars:\n"
    "  always: 24x7\n"
    "  desk: {hours: {mon-fri: 09:00-17:00}, holidays: ours}\n"
    "holidays:\n"
    "  ours:\n"
    "    rules: [{name: Christmas, date: 12-25}, {name: After, relative_to: Christmas, offset: "
    "1}]\n"
    "severities:\n"
    "  levels:\n"
    "    - {id: S1, when: {impact: down, meets: many}}\n"
    "    - {id: S2, when: {any: [{impact: down}, {users: {more_than: 2, below: 25}}]}}\n"
    "    - S3\n"
    "  default: S3\n"
    "reasons: {customer: {bound: {within: 10 business_days, until: end_of_day, calendar: desk}}}\n"
    "metrics:\n"
    "  first_response:\n"
    "    calendar: desk\n"
    "    pauses: customer\n"
    "    targets:\n"
    "      - {when: {severity: S1}, within: 30m, calendar: always}\n"
    "      - {when: {plan: gold}, within: 2h..4h}\n"
    "      - {otherwise: unstated}\n"
    "escalation:\n"
    "  lines: [first, second]\n"
    "  steps: [{id: up, share: {metric: first_response, at: 75%}, to: next_line}]\n";

static spol_status read_with(const spol_allocator *allocator, const char *text, spol_policy **out,
                             spol_diagnostics *found, spol_error *error) {
  spol_policy_options options = SPOL_POLICY_OPTIONS_INIT;
  spol_policy_source source = {sizeof source, 0, text, strlen(text), "p.yaml"};
  options.compile.size = sizeof options.compile;
  options.compile.first_year = 2024;
  options.compile.last_year = 2025;
  return spol_policy_read(allocator, &source, 1, &options, out, found, error);
}

static spol_policy *read_good(void) {
  spol_policy *policy = NULL;
  spol_error error = SPOL_ERROR_INIT;
  spol_status status = read_with(NULL, small, &policy, NULL, &error);
  ck_assert_msg(status == SPOL_OK, "%u:%u %s", error.line, error.column, error.message);
  return policy;
}

START_TEST(names_have_ids_both_ways) {
  spol_policy *policy = read_good();
  uint32_t id = 0;
  ck_assert_ok(spol_policy_fact(policy, "users", 5, &id));
  ck_assert_str_eq(spol_policy_name(policy, SPOL_NAME_FACT, id), "users");
  ck_assert_ok(spol_policy_event(policy, "work_started", 12, &id));
  ck_assert_uint_eq(id, SPOL_EVENT_WORK_STARTED);
  ck_assert_ok(spol_policy_find(policy, SPOL_NAME_STEP, "main/up", 7, &id));
  ck_assert_int_eq(spol_policy_fact(policy, "user", 4, &id), SPOL_E_NOT_FOUND);
  ck_assert_int_eq(spol_policy_find(policy, 99, "x", 1, &id), SPOL_E_INVALID);
  ck_assert_uint_eq(spol_policy_count(policy, SPOL_NAME_SEVERITY), 3);
  ck_assert_ok(spol_policy_severity(policy, "S2", 2, &id));
  ck_assert_uint_eq(spol_policy_severity_rank(policy, 1, id), 2);
  ck_assert_str_eq(spol_policy_identity(policy), "p");
  ck_assert_ptr_null(spol_policy_name(policy, SPOL_NAME_FACT, 99));
  spol_policy_unref(policy);
}
END_TEST

START_TEST(facts_are_read_by_their_type) {
  spol_policy *policy = read_good();
  spol_fact fact = SPOL_FACT_INIT;
  spol_error error = SPOL_ERROR_INIT;
  uint32_t id = 0;
  ck_assert_ok(spol_policy_fact(policy, "users", 5, &id));
  ck_assert_ok(spol_policy_fact_value(policy, id, "2.5", 3, &fact, &error));
  ck_assert_int_eq(fact.value, 2500000);
  ck_assert_ok(spol_policy_fact(policy, "impact", 6, &id));
  ck_assert_ok(spol_policy_fact_value(policy, id, "slow", 4, &fact, &error));
  ck_assert_int_eq(fact.value, 2);
  ck_assert_int_eq(spol_policy_fact_value(policy, id, "slwo", 4, &fact, &error), SPOL_E_NOT_FOUND);
  ck_assert_str_eq(error.hint, "did you mean \"slow\"?");
  spol_fact_info info = {.size = sizeof info};
  ck_assert_ok(spol_policy_fact_info(policy, id, &info));
  ck_assert_int_eq(info.required, 1);
  ck_assert_uint_eq(info.members, 2);
  spol_policy_unref(policy);
}
END_TEST

START_TEST(the_model_says_what_the_file_says) {
  spol_policy *policy = read_good();
  const spi_version *version = &policy->versions[0];
  const spi_metric *metric = &version->metrics[0];
  ck_assert_uint_eq(metric->clock.targets.count, 3);
  const spi_target_row *row = &version->target_rows[metric->clock.targets.first];
  ck_assert_int_eq(version->targets[row[0].target].within, 30 * SPOL_MINUTE);
  ck_assert_int_eq(version->targets[row[1].target].within, 4 * SPOL_HOUR);
  ck_assert_int_eq(version->targets[row[2].target].kind, SPOL_TARGET_UNSTATED);
  ck_assert_uint_eq(row[2].when, SPI_ALWAYS);
  ck_assert_uint_eq(metric->clock.carries.count, 1);
  ck_assert_uint_eq(version->carry_rows[metric->clock.carries.first].place.line, 0);
  ck_assert_uint_eq(version->severities.default_rank, 3);
  ck_assert_uint_eq(version->severities_by_rank[2].when, SPI_NONE);
  ck_assert_int_eq(version->triggers[version->steps[0].triggers.first].share, 750000);
  ck_assert_uint_eq(version->effects[version->steps[0].effects.first].by_one, 1);
  ck_assert_int_eq(
      version->targets[version->target_rows[version->reasons[0].bounds.first].target].day.count,
      10);
  spol_policy_unref(policy);
}
END_TEST

START_TEST(an_empty_condition_holds_where_none_means_never) {
  static const char text[] =
      HEAD "severities: {levels: [{id: S1, when: {}}, S2]}\nreasons: {r: {while: {}}}\n";
  spol_policy *policy = NULL;
  ck_assert_ok(read_with(NULL, text, &policy, NULL, NULL));
  const spi_version *version = &policy->versions[0];
  ck_assert_uint_ne(version->severities_by_rank[0].when, SPI_NONE);
  ck_assert_uint_eq(version->nodes[version->severities_by_rank[0].when].op, SPI_OP_ALL);
  ck_assert_uint_eq(version->severities_by_rank[1].when, SPI_NONE);
  ck_assert_uint_ne(version->reasons[0].while_condition, SPI_NONE);
  spol_policy_unref(policy);
}
END_TEST

START_TEST(versions_are_numbered_by_their_dates) {
  static const char text[] =
      "supportpolicy: 1\nid: p\nversion: new\neffective: {from: 2026-01-01}\n"
      "---\nsupportpolicy: 1\nid: p\nversion: old\neffective: {from: 2020-01-01, to: 2025-12-31}\n";
  spol_policy *policy = NULL;
  ck_assert_ok(read_with(NULL, text, &policy, NULL, NULL));
  uint32_t version = 0;
  spol_date date = 0;
  ck_assert_ok(spol_date_from_civil(2025, 12, 31, &date));
  ck_assert_ok(spol_policy_version_on(policy, date, &version));
  ck_assert_str_eq(spol_policy_name(policy, SPOL_NAME_VERSION, version), "old");
  ck_assert_ok(spol_policy_version_on(policy, date + 1, &version));
  ck_assert_str_eq(spol_policy_name(policy, SPOL_NAME_VERSION, version), "new");
  ck_assert_ok(spol_date_from_civil(2019, 12, 31, &date));
  ck_assert_int_eq(spol_policy_version_on(policy, date, &version), SPOL_E_NOT_FOUND);
  spol_policy_unref(policy);
}
END_TEST

START_TEST(a_rule_speaks_of_its_own_version_only) {
  static const char text[] = HEAD "facts: {a: {type: boolean}}\n---\n"
                                  "supportpolicy: 1\nid: p\nversion: v2\n"
                                  "severities: {levels: [{id: S1, when: {a: true}}]}\n";
  spol_policy *policy = NULL;
  spol_error error = SPOL_ERROR_INIT;
  ck_assert_int_eq(read_with(NULL, text, &policy, NULL, &error), SPOL_E_NOT_FOUND);
  ck_assert_str_eq(error.message, "there is no fact \"a\"");
  ck_assert_uint_eq(error.line, 9);
  ck_assert_ptr_null(policy);
}
END_TEST

typedef struct bad_policy {
  const char *rest;
  uint32_t code, line, column;
  const char *message;
} bad_policy;

static const bad_policy bad[] = {
    {"metric: {}\n", SPOL_DIAG_UNKNOWN_KEY, 4, 1, "unknown key \"metric\""},
    {"facts: {a: {}}\n", SPOL_DIAG_CONFLICTING_KEYS, 4, 12, "a fact has either `one_of` or `type`"},
    {"facts: {line: {type: number}}\n", SPOL_DIAG_RESERVED_NAME, 4, 9,
     "\"line\" is a word of conditions and cannot name a fact"},
    {"facts: {A: {type: number}}\n", SPOL_DIAG_INVALID_NAME, 4, 9,
     "\"A\" cannot be the name of a fact"},
    {"calendars: {c: {hours: {mon: 25:00-26:00}}}\n", SPOL_DIAG_INVALID_TIME_OF_DAY, 4, 30, NULL},
    {"calendars: {c: {hours: {mon: 09:00-09:00}}}\n", SPOL_DIAG_EQUAL_ENDS, 4, 30,
     "\"09:00-09:00\" opens and closes at one time"},
    {"calendars: {c: {hours: {mun: 09:00-17:00}}}\n", SPOL_DIAG_INVALID_WORD, 4, 25,
     "\"mun\" is no day of the week"},
    {"calendars: {c: {zone: Europe/Nowhere, hours: 24x7}}\n", SPOL_DIAG_UNKNOWN_ZONE, 4, 23,
     "there is no time zone \"Europe/Nowhere\""},
    {"calendars: {c: {hours: {mon: 9-17}, holidays: us-fedral}}\n", SPOL_DIAG_INVALID_TIME_OF_DAY,
     4, 30, NULL},
    {"calendars: {c: {hours: 24x7, holidays: us-fedral}}\n", SPOL_DIAG_UNKNOWN_HOLIDAYS, 4, 40,
     "there are no holidays \"us-fedral\""},
    {"calendars: {c: {any_of: [d]}, d: {any_of: [c]}}\n", SPOL_DIAG_CIRCULAR_NAME, 4, 44,
     "the calendar \"c\" needs itself"},
    {"holidays: {a: {include: b}, b: {include: a}}\n", SPOL_DIAG_CIRCULAR_NAME, 4, 42,
     "the holidays \"a\" include themselves"},
    {"metrics: {m: {targets: []}}\n", SPOL_DIAG_MISSING_KEY, 4, 14,
     "the key \"starts\" is missing"},
    {"metrics: {first_response: {targets: [{within: 1h}]}}\n", SPOL_DIAG_MISSING_KEY, 4, 38,
     "this target has no calendar"},
    {"calendars: {c: {hours: {mon: 09:00-17:00}}}\n"
     "metrics: {first_response: {calendar: c, targets: [{within: 1d}]}}\n",
     SPOL_DIAG_DAY_ON_BUSINESS_CALENDAR, 5, 60, "\"1d\" on a calendar that closes"},
    {"metrics: {first_response: {calendar: 24x7, targets: [{within: 2 business_days}]}}\n",
     SPOL_DIAG_READING_MISSING, 4, 63, "a target in days needs its reading"},
    {"metrics: {first_response: {calendar: 24x7, targets: [{within: 24-Jul}]}}\n",
     SPOL_DIAG_DAMAGED_VALUE, 4, 63, "\"24-Jul\" looks damaged"},
    {"metrics: {first_response: {calendar: 24x7, targets: [{within: 8h..4h}]}}\n",
     SPOL_DIAG_VALUE_OUT_OF_RANGE, 4, 63, "the range is upside down"},
    {"metrics: {first_response: {targets: [{is: someday}]}}\n", SPOL_DIAG_UNDEFINED_NAME, 4, 43,
     "there is no effort word \"someday\""},
    {"metrics: {update: {calendar: 24x7, targets: [{when: {metric: {update: missed}}, within: "
     "1h}]}}\n",
     SPOL_DIAG_CIRCULAR_NAME, 4, 19,
     "the target, calendar or pauses of this metric depend on its own outcome"},
    {"escalation: {lines: [a], steps: [{events: opened, to: a}]}\n", SPOL_DIAG_STEP_WITHOUT_ID, 4,
     34, "this step has no `id`"},
    {"escalation: {lines: [a, a]}\n", SPOL_DIAG_NAME_DEFINED_TWICE, 4, 25,
     "the line \"a\" is defined in line 4 already"},
    {"escalation: {lines: [a], steps: [{id: s, events: opened, share: {}, to: a}]}\n",
     SPOL_DIAG_MISSING_KEY, 4, 65, "the key \"metric\" is missing"},
    {"severities: {levels: [{id: S1, when: {meets: x}}]}\n", SPOL_DIAG_UNDEFINED_NAME, 4, 46,
     "there is no condition \"x\""},
    {"conditions: {x: {nothing: 1}}\n", SPOL_DIAG_UNDEFINED_NAME, 4, 18,
     "there is no fact \"nothing\""},
    {"conditions: {x: {meets: x}}\nseverities: {levels: [{id: S1, when: {meets: x}}]}\n",
     SPOL_DIAG_CIRCULAR_NAME, 4, 25, "the condition \"x\" needs itself, or is nested too deeply"},
    {"severities: {levels: [A, B], limits: [{when: {any: [{requested: A}]}, at_most: B}]}\n",
     SPOL_DIAG_CIRCULAR_NAME, 4, 46,
     "a limit decides what severity there is, and cannot ask for one"},
    {"zone: +99:00\n", SPOL_DIAG_UNKNOWN_ZONE, 4, 7, "there is no time zone \"+99:00\""},
};

START_TEST(errors_have_code_place_and_words) {
  const bad_policy *one = &bad[_i];
  char text[1024] = HEAD;
  strcat(text, one->rest);
  spol_policy *policy = NULL;
  spol_error error = SPOL_ERROR_INIT;
  spol_status status = read_with(NULL, text, &policy, NULL, &error);
  ck_assert_msg(status != SPOL_OK, "accepted: %s", one->rest);
  ck_assert_msg(error.code == one->code && error.line == one->line && error.column == one->column,
                "%s: SP%04u at %u:%u: %s", one->rest, error.code, error.line, error.column,
                error.message);
  if (one->message != NULL) {
    ck_assert_str_eq(error.message, one->message);
  }
  ck_assert_ptr_null(policy);
}
END_TEST

START_TEST(all_errors_come_in_one_go) {
  static const char text[] =
      "supportpolicy: 2\nid: P\nversion: v\nfoo: 1\nfacts: {a: {type: nonsense}}\n";
  spol_policy *policy = NULL;
  spol_diagnostics *found = NULL;
  ck_assert_ok(spol_diagnostics_new(NULL, 0, &found));
  ck_assert_int_ne(read_with(NULL, text, &policy, found, NULL), SPOL_OK);
  ck_assert_uint_eq(spol_diagnostics_count(found), 4);
  spol_diagnostics_free(found);
}
END_TEST

START_TEST(more_texts_than_there_may_be_are_a_limit) {
  static spol_policy_source sources[65];
  spol_error error = SPOL_ERROR_INIT;
  spol_policy *out = NULL;
  ck_assert_int_eq(spol_policy_read(NULL, sources, 65, NULL, &out, NULL, &error), SPOL_E_LIMIT);
  ck_assert_str_eq(error.message, "more than 64 texts");
  ck_assert_ptr_null(out);
}
END_TEST

START_TEST(limits_end_a_hostile_policy) {
  static const char text[] = HEAD "facts: {a: {type: boolean}}\nconditions:\n"
                                  "  a0: {a: true}\n"
                                  "  a1: {all: [{meets: a0}, {meets: a0}, {meets: a0}]}\n"
                                  "  a2: {all: [{meets: a1}, {meets: a1}, {meets: a1}]}\n"
                                  "  a3: {all: [{meets: a2}, {meets: a2}, {meets: a2}]}\n"
                                  "  a4: {all: [{meets: a3}, {meets: a3}, {meets: a3}]}\n"
                                  "severities: {levels: [{id: S1, when: {meets: a4}}]}\n";
  spol_policy_options options = SPOL_POLICY_OPTIONS_INIT;
  spol_policy_source source = {sizeof source, 0, text, sizeof text - 1, NULL};
  spol_policy *policy = NULL;
  ck_assert_ok(spol_policy_read(NULL, &source, 1, &options, &policy, NULL, NULL));
  spol_policy_unref(policy);
  policy = NULL;
  options.limits.nodes = 150;
  ck_assert_int_eq(spol_policy_read(NULL, &source, 1, &options, &policy, NULL, NULL), SPOL_E_LIMIT);
  options.limits.nodes = 0;
  options.limits.bytes = 20;
  ck_assert_int_eq(spol_policy_read(NULL, &source, 1, &options, &policy, NULL, NULL), SPOL_E_LIMIT);
  ck_assert_ptr_null(policy);
}
END_TEST

/* An allocator that fails its n-th allocation, or all from there on. */
typedef struct failing {
  long left;
  int for_ever;
  long balance;
} failing;

static int refuses(failing *state) {
  if (state->left > 0) {
    state->left--;
    return 0;
  }
  if (state->left == 0 && !state->for_ever) {
    state->left = -1;
    return 1;
  }
  return state->left == 0;
}

static void *failing_alloc(void *context, size_t size) {
  failing *state = context;
  if (refuses(state)) {
    return NULL;
  }
  state->balance += (long)size;
  return malloc(size);
}

static void *failing_realloc(void *context, void *pointer, size_t old_size, size_t new_size) {
  failing *state = context;
  if (refuses(state)) {
    return NULL;
  }
  state->balance += (long)new_size - (long)old_size;
  return realloc(pointer, new_size);
}

static void failing_free(void *context, void *pointer, size_t size) {
  failing *state = context;
  state->balance -= (long)size;
  free(pointer);
}

START_TEST(a_failed_allocation_is_an_error_and_leaks_nothing) {
  long n = 0;
  for (;; n++) {
    failing state = {.left = n, .for_ever = _i};
    spol_allocator allocator = {failing_alloc, failing_realloc, failing_free, &state};
    spol_policy *policy = NULL;
    spol_status status = read_with(&allocator, small, &policy, NULL, NULL);
    if (status == SPOL_OK) {
      spol_policy_unref(policy);
    } else {
      ck_assert_int_eq(status, SPOL_E_MEMORY);
      ck_assert_ptr_null(policy);
    }
    ck_assert_msg(state.balance == 0, "allocation %ld: %ld bytes", n, state.balance);
    if (status == SPOL_OK) {
      break;
    }
  }
  ck_assert_int_gt(n, 50);
}
END_TEST

START_TEST(numbers_are_exact) {
  int64_t value = 0;
  ck_assert_ok(spi_number_parse("-2.000001", 9, &value, NULL));
  ck_assert_int_eq(value, -2000001);
  ck_assert_ok(spi_number_parse("9223372036854", 13, &value, NULL));
  ck_assert_int_eq(spi_number_parse("9223372036855", 13, &value, NULL), SPOL_E_RANGE);
  ck_assert_ok(spi_number_parse("-9223372036854.775808", 21, &value, NULL));
  ck_assert_int_eq(value, INT64_MIN);
  ck_assert_int_eq(spi_number_parse("9223372036854.775808", 20, &value, NULL), SPOL_E_RANGE);
  ck_assert_int_eq(spi_number_parse("-9223372036854.775809", 21, &value, NULL), SPOL_E_RANGE);
  ck_assert_int_eq(spi_number_parse("1.0000001", 9, &value, NULL), SPOL_E_SYNTAX);
  ck_assert_int_eq(spi_number_parse("1e3", 3, &value, NULL), SPOL_E_SYNTAX);
  ck_assert_int_eq(spi_number_parse(".5", 2, &value, NULL), SPOL_E_SYNTAX);
  ck_assert_int_eq(spi_number_parse("", 0, &value, NULL), SPOL_E_SYNTAX);
  char buffer[32];
  spi_writer writer = spi_writer_on(buffer, sizeof buffer);
  spi_number_write(&writer, -2500000);
  ck_assert_str_eq(buffer, "-2.5");
}
END_TEST

/* Written alike, with all that they are made of, they are one; else not. */
START_TEST(versions_share_calendars_that_are_written_alike) {
  static const char text[] =
      "supportpolicy: 1\nid: t\nversion: a\neffective: {from: 2026-01-01}\n"
      "calendars:\n  one: {hours: {mon-fri: 09:00-17:00}}\n  two: {hours: {sat: 09:00-12:00}}\n"
      "  both: {any_of: [one, two]}\n  other: {any_of: [one, 24x7]}\n"
      "metrics: {update: {targets: [{within: 1h, calendar: 24x7}]}}\n"
      "---\n"
      "supportpolicy: 1\nid: t\nversion: b\neffective: {from: 2026-02-01}\n"
      "calendars:\n  one: {hours: {mon-fri: 09:00-17:00}}\n"
      "  two: {hours: {sat: 09:00-13:00}}\n"
      "  both: {any_of: [one, two]}\n  other: {any_of: [one, 24x7]}\n"
      "metrics: {update: {targets: [{within: 1h, calendar: 24x7}]}}\n";
  spol_policy_source source = {sizeof source, 0, text, sizeof text - 1, NULL};
  spol_policy *policy = NULL;
  ck_assert_ok(spol_policy_read(NULL, &source, 1, NULL, &policy, NULL, NULL));
  const char *const names[] = {"one", "two", "both", "other"};
  for (size_t i = 0; i < 4; i++) {
    uint32_t id = 0;
    ck_assert_ok(spol_policy_find(policy, SPOL_NAME_CALENDAR, names[i], strlen(names[i]), &id));
    int shared = spol_policy_calendar(policy, 1, id) == spol_policy_calendar(policy, 2, id);
    ck_assert_msg(shared == (i != 1 && i != 2), "%s", names[i]);
  }
  spol_policy_unref(policy);
}
END_TEST

int main(void) {
  Suite *suite = suite_create("policy");
  TCase *tests = tcase_create("policy");
  tcase_set_timeout(tests, 400);
  tcase_add_test(tests, names_have_ids_both_ways);
  tcase_add_test(tests, facts_are_read_by_their_type);
  tcase_add_test(tests, the_model_says_what_the_file_says);
  tcase_add_test(tests, an_empty_condition_holds_where_none_means_never);
  tcase_add_test(tests, versions_are_numbered_by_their_dates);
  tcase_add_test(tests, a_rule_speaks_of_its_own_version_only);
  tcase_add_loop_test(tests, errors_have_code_place_and_words, 0, sizeof bad / sizeof bad[0]);
  tcase_add_test(tests, all_errors_come_in_one_go);
  tcase_add_test(tests, more_texts_than_there_may_be_are_a_limit);
  tcase_add_test(tests, limits_end_a_hostile_policy);
  tcase_add_loop_test(tests, a_failed_allocation_is_an_error_and_leaks_nothing, 0, 2);
  tcase_add_test(tests, numbers_are_exact);
  tcase_add_test(tests, versions_share_calendars_that_are_written_alike);
  suite_add_tcase(suite, tests);
  return run_suite(suite);
}
