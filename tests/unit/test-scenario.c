/* SPDX-License-Identifier: MIT */
/* Case files: reading, errors with their places, running, printing. */
#include <stdio.h>

#include "scenario-fixture.h"

#define HEAD "policytest: 1\npolicy: p.yaml\nzone: America/New_York\n"
#define OPENED "{at: 2024-11-12T10:00, type: opened}"
#define CASE                                                                                       \
  HEAD "cases:\n  - name: a\n    facts: {impact: down}\n    events:\n      - " OPENED "\n"

/* ---- Reading ---------------------------------------------------------------- */

static spol_scenario_case case_at(const spol_scenario *scenario, uint64_t index) {
  spol_scenario_case found = SPOL_SIZED(spol_scenario_case);
  ck_assert_ok(spol_scenario_case_get(scenario, index, &found));
  return found;
}

static spol_instant utc(const char *text) {
  spol_instant at = 0;
  ck_assert_ok(spol_instant_parse(text, strlen(text), &at, NULL));
  return at;
}

START_TEST(reads_wall_times_in_the_zone_of_the_file_and_of_the_case) {
  spol_scenario *scenario =
      fixture_read(HEAD "cases:\n"
                        "  - {name: a, events: [" OPENED "]}\n"
                        "  - {name: b, zone: Europe/Berlin, events: [" OPENED "]}\n"
                        "  - {name: c, zone: '+05:30', events: [" OPENED "]}\n"
                        "  - {name: d, events: [{at: '2024-11-12T10:00:00Z', type: opened}]}\n");
  ck_assert_uint_eq(spol_scenario_count(scenario), 4);
  ck_assert_int_eq(case_at(scenario, 0).events[0].at, utc("2024-11-12T15:00:00Z"));
  ck_assert_int_eq(case_at(scenario, 1).events[0].at, utc("2024-11-12T09:00:00Z"));
  ck_assert_int_eq(case_at(scenario, 2).events[0].at, utc("2024-11-12T04:30:00Z"));
  ck_assert_int_eq(case_at(scenario, 3).events[0].at, utc("2024-11-12T10:00:00Z"));
  ck_assert_str_eq(spol_zone_name(case_at(scenario, 1).zone), "Europe/Berlin");
  spol_scenario_unref(scenario);
}
END_TEST

START_TEST(equivalent_mutants_are_told_and_a_reference_keeps_the_file) {
  spol_equivalent_mutant mutant = SPOL_SIZED(spol_equivalent_mutant);
  spol_scenario *first = fixture_read(CASE "equivalent_mutants:\n"
                                           "  - {mutant: \"metrics.a.targets[1] removed\",\n"
                                           "     because: it says nothing}\n");
  spol_scenario *scenario = spol_scenario_ref(first);
  ck_assert_ptr_eq(scenario, first);
  spol_scenario_unref(first);
  ck_assert_uint_eq(spol_scenario_equivalent_count(scenario), 1);
  ck_assert_ok(spol_scenario_equivalent(scenario, 0, &mutant));
  ck_assert_str_eq(mutant.mutant, "metrics.a.targets[1] removed");
  ck_assert_str_eq(mutant.because, "it says nothing");
  ck_assert_uint_eq(mutant.line, 10);
  ck_assert_int_eq(spol_scenario_equivalent(scenario, 1, &mutant), SPOL_E_INVALID);
  ck_assert_uint_eq(spol_scenario_equivalent_count(NULL), 0);
  spol_scenario_unref(scenario);
}
END_TEST

START_TEST(without_a_zone_times_are_utc) {
  spol_scenario *scenario =
      fixture_read("policy: p.yaml\ncases:\n  - {name: a, events: [" OPENED "]}\n");
  ck_assert_int_eq(case_at(scenario, 0).events[0].at, utc("2024-11-12T10:00:00Z"));
  spol_scenario_unref(scenario);
}
END_TEST

START_TEST(as_of_is_its_own_else_now_else_the_last_event) {
  const char *cases =
      "cases:\n"
      "  - {name: a, as_of: 2024-11-13T00:00, events: [" OPENED "]}\n"
      "  - {name: b, events: [" OPENED ", {at: 2024-11-12T11:00, type: notified}]}\n";
  char text[1024];
  snprintf(text, sizeof text, "%s%s", HEAD, cases);
  spol_scenario *scenario = fixture_read(text);
  ck_assert_int_eq(case_at(scenario, 0).as_of, utc("2024-11-13T05:00:00Z"));
  ck_assert_int_eq(case_at(scenario, 1).as_of, utc("2024-11-12T16:00:00Z"));
  spol_scenario_unref(scenario);
  snprintf(text, sizeof text, "%snow: 2024-11-20T00:00\n%s", HEAD, cases);
  scenario = fixture_read(text);
  ck_assert_int_eq(case_at(scenario, 0).as_of, utc("2024-11-13T05:00:00Z"));
  ck_assert_int_eq(case_at(scenario, 1).as_of, utc("2024-11-20T05:00:00Z"));
  spol_scenario_unref(scenario);
}
END_TEST

START_TEST(a_table_repeats_its_case) {
  spol_scenario *scenario =
      fixture_read(HEAD "cases:\n"
                        "  - name: $impact at $hour costs 5$ and $1\n"
                        "    facts: {impact: $impact}\n"
                        "    events: [{at: '2024-11-12T$hour:00', type: opened}]\n"
                        "    expect: {severity: $level, metrics: {work_start: {started: $start}}}\n"
                        "    table:\n"
                        "      - {$impact: down, $hour: 10, $level: S1, $start: none}\n"
                        "      - {$impact: slow, $hour: 11, $level: S2, $start: none}\n");
  ck_assert_uint_eq(spol_scenario_count(scenario), 2);
  ck_assert_str_eq(case_at(scenario, 0).name, "down at 10 costs 5$ and $1");
  ck_assert_str_eq(case_at(scenario, 1).name, "slow at 11 costs 5$ and $1");
  ck_assert_int_eq(case_at(scenario, 1).events[0].at, utc("2024-11-12T16:00:00Z"));
  for (uint64_t i = 0; i < 2; i++) {
    spol_scenario_result *result = NULL;
    ck_assert_ok(spol_scenario_run(scenario, i, NULL, &result, NULL));
    ck_assert_uint_eq(spol_scenario_result_mismatches(result), 0);
    spol_scenario_result_free(result);
  }
  spol_scenario_unref(scenario);
}
END_TEST

START_TEST(contract_and_facts_go_with_the_first_event) {
  spol_scenario *scenario = fixture_read(
      HEAD
      "cases:\n  - name: a\n    contract: {plan: gold}\n    facts: {impact: slow}\n"
      "    events:\n"
      "      - {at: 2024-11-12T10:00, type: opened, facts: {users: 2.5}}\n"
      "      - {at: 2024-11-12T10:00, type: facts_changed, facts: {impact: {known: false}}}\n");
  const spol_scenario_case found = case_at(scenario, 0);
  ck_assert_uint_eq(found.events[0].fact_count, 3);
  ck_assert_int_eq(found.events[0].facts[2].value, 2500000);
  ck_assert_uint_eq(found.events[1].fact_count, 1);
  ck_assert_int_eq(found.events[1].facts[0].type, SPOL_FACT_UNKNOWN);
  ck_assert_uint_eq(found.events[1].facts[0].fact, found.events[0].facts[1].fact);
  ck_assert_uint_eq(found.expectations, 0);
  spol_scenario_unref(scenario);
}
END_TEST

/* ---- Errors with their places -------------------------------------------------- */

typedef struct bad_file {
  const char *text;
  spol_status status;
  uint32_t code;
  uint32_t line;
  uint32_t column;
  const char *path;
  const char *message;
} bad_file;

static const bad_file bad_files[] = {
    {"policy: p.yaml\n", SPOL_E_SEMANTIC, SPOL_DIAG_NO_CASE, 1, 1, "",
     "the file has no case: the key \"cases\" is missing"},
    {"policy: p.yaml\ncases: []\n", SPOL_E_SEMANTIC, SPOL_DIAG_NO_CASE, 2, 8, "",
     "the file has no case: the list is empty"},
    {"", SPOL_E_SYNTAX, SPOL_DIAG_EMPTY_TEXT, 1, 1, "", NULL},
    {"cases: [{name: a}]\n", SPOL_E_SEMANTIC, SPOL_DIAG_MISSING_KEY, 1, 1, "",
     "the key \"policy\" is missing"},
    {"policytest: 2\npolicy: p.yaml\n", SPOL_E_UNSUPPORTED, SPOL_DIAG_UNSUPPORTED_VERSION, 1, 13,
     "", "the file is written for version \"2\""},
    {"policy: q.yaml\ncases: []\n", SPOL_E_NOT_FOUND, SPOL_DIAG_POLICY_NOT_READ, 1, 9, "policy",
     NULL},
    {"policy: p.yaml\nzone: Mars/Base\ncases: []\n", SPOL_E_NOT_FOUND, SPOL_DIAG_UNKNOWN_ZONE, 2, 7,
     "zone", "there is no time zone \"Mars/Base\""},
    {"policy: p.yaml\ncasse: []\n", SPOL_E_SEMANTIC, SPOL_DIAG_UNKNOWN_KEY, 2, 1, "",
     "unknown key \"casse\""},
    {HEAD "cases:\n  - {name: a, events: []}\n", SPOL_E_SEMANTIC, SPOL_DIAG_EMPTY_VALUE, 5, 23,
     "cases[0]", "a case has at least one event"},
    {HEAD "cases:\n  - {events: [" OPENED "]}\n", SPOL_E_SEMANTIC, SPOL_DIAG_MISSING_KEY, 5, 5,
     "cases[0]", "the key \"name\" is missing"},
    {HEAD "cases:\n  - {name: a, events: [" OPENED "]}\n  - {name: a, events: [" OPENED "]}\n",
     SPOL_E_SEMANTIC, SPOL_DIAG_NAME_DEFINED_TWICE, 6, 12, "cases[1]",
     "another case is called \"a\" already"},
    {HEAD "cases:\n  - {name: a, events: [" OPENED "], table: [{$x: 1}, {$x: 2}]}\n",
     SPOL_E_SEMANTIC, SPOL_DIAG_NAME_DEFINED_TWICE, 5, 12, "cases[0]", NULL},
    {HEAD "cases:\n  - {name: $y, events: [" OPENED "], table: [{$x: 1}]}\n", SPOL_E_NOT_FOUND,
     SPOL_DIAG_TABLE_NAME, 5, 12, "cases[0]", "a row of the table has no text \"$y\""},
    {HEAD "cases:\n  - {name: a, events: [" OPENED "], table: []}\n", SPOL_E_SEMANTIC,
     SPOL_DIAG_EMPTY_VALUE, 5, 70, "cases[0]", NULL},
    {CASE "      - {at: 2024-11-12T09:59, type: notified}\n", SPOL_E_ORDER, SPOL_DIAG_EVENT_ORDER,
     9, 9, "cases[0].events[1]",
     "this event lies before the one in front of it, at 2024-11-12T10:00:00-05:00"},
    {CASE "      - {at: 2024-11-12T10:01, type: notifed}\n", SPOL_E_NOT_FOUND,
     SPOL_DIAG_UNKNOWN_EVENT, 9, 38, "cases[0].events[1].type",
     "the policy has no event \"notifed\""},
    {CASE "      - {at: 2024-11-12T10:01, type: line_changed}\n", SPOL_E_NOT_FOUND,
     SPOL_DIAG_UNKNOWN_EVENT, 9, 38, "cases[0].events[1].type", NULL},
    {CASE "      - {at: 2024-11-12T10:01, type: waiting}\n", SPOL_E_SEMANTIC, SPOL_DIAG_MISSING_KEY,
     9, 9, "cases[0].events[1]", "an event of this type needs `reason`"},
    {CASE "      - {at: 2024-11-12T10:01, type: agreed_target_set, metric: resolution}\n",
     SPOL_E_SEMANTIC, SPOL_DIAG_MISSING_KEY, 9, 9, "cases[0].events[1]",
     "an event of this type needs `due` or `within`, and not both"},
    {CASE "      - {at: 2024-11-12T10:01, type: notified, by: boss}\n", SPOL_E_SEMANTIC,
     SPOL_DIAG_INVALID_WORD, 9, 52, "cases[0].events[1].by", "\"boss\" is not known here"},
    {CASE "      - {at: 2024-11-12T10:01, type: notified, id: 7}\n"
          "      - {at: 2024-11-12T10:01, type: notified, id: 7}\n",
     SPOL_E_SEMANTIC, SPOL_DIAG_NAME_DEFINED_TWICE, 10, 9, "cases[0].events[2]",
     "events[1] has this `id` already"},
    {CASE "      - {at: 2024-11-12T10:01, type: notified, occurred_at: 2024-11-12T10:02}\n",
     SPOL_E_SEMANTIC, SPOL_DIAG_EVENT_ORDER, 9, 9, "cases[0].events[1]",
     "`occurred_at` lies after `at`"},
    {CASE "      - {at: 2024-11-12T10:01, type: update_sent, next_by: 2024-11-12T10:00}\n",
     SPOL_E_SEMANTIC, SPOL_DIAG_EVENT_REFUSED, 9, 9, "cases[0].events[1]",
     "the promise lies before the event that makes it"},
    {CASE "      - {at: 2024-11-12T10:01, type: facts_changed, facts: {impact: bad}}\n",
     SPOL_E_NOT_FOUND, SPOL_DIAG_INVALID_WORD, 9, 69, "cases[0].events[1].facts.impact", NULL},
    {CASE "      - {at: 2024-11-12T10:01, type: facts_changed, facts: {users: many}}\n",
     SPOL_E_SYNTAX, SPOL_DIAG_INVALID_NUMBER, 9, 68, "cases[0].events[1].facts.users", NULL},
    {CASE "      - {at: 2024-11-12T10:01, type: facts_changed, facts: {impakt: down}}\n",
     SPOL_E_NOT_FOUND, SPOL_DIAG_UNDEFINED_NAME, 9, 61, "cases[0].events[1].facts.impakt",
     "the policy has no fact \"impakt\""},
    {CASE "      - {at: 2024-11-12T10:01, type: facts_changed, facts: {plan: [gold, basic]}}\n",
     SPOL_E_SEMANTIC, SPOL_DIAG_WRONG_KIND, 9, 67, "cases[0].events[1].facts.plan",
     "this fact has one value, not a list of them"},
    {HEAD "cases:\n  - {name: a, events: [{at: 2024-11-12T10:00, type: notified}]}\n",
     SPOL_E_SEMANTIC, SPOL_DIAG_FIRST_EVENT, 5, 24, "cases[0].events[0]",
     "the first event does not open the case"},
    {HEAD "cases:\n  - {name: a, events: [{at: 2024-03-10T02:30, type: opened}]}\n", SPOL_E_GAP,
     SPOL_DIAG_WALL_TIME_SKIPPED, 5, 29, "cases[0].events[0].at", NULL},
    {HEAD "cases:\n  - {name: a, events: [{at: 2024-11-03T01:30, type: opened}]}\n", SPOL_E_OVERLAP,
     SPOL_DIAG_WALL_TIME_REPEATED, 5, 29, "cases[0].events[0].at", NULL},
    {HEAD "cases:\n  - {name: a, events: [{at: today, type: opened}]}\n", SPOL_E_SYNTAX,
     SPOL_DIAG_INVALID_INSTANT, 5, 29, "cases[0].events[0].at", NULL},
    {CASE "    expect: {severity: S9}\n", SPOL_E_NOT_FOUND, SPOL_DIAG_UNDEFINED_NAME, 9, 24,
     "cases[0].expect.severity", "the policy has no severity \"S9\""},
    {CASE "    expect: {metrics: {first_respons: unstated}}\n", SPOL_E_NOT_FOUND,
     SPOL_DIAG_UNDEFINED_NAME, 9, 24, "cases[0].expect.metrics",
     "the policy has no metric \"first_respons\""},
    {CASE "    expect: {metrics: {resolution: {dew: none}}}\n", SPOL_E_SEMANTIC,
     SPOL_DIAG_UNKNOWN_KEY, 9, 37, "cases[0].expect.metrics.resolution", "unknown key \"dew\""},
    {CASE "    expect: {metrics: {resolution: {elapsed: 3}}}\n", SPOL_E_SYNTAX,
     SPOL_DIAG_INVALID_DURATION, 9, 46, "cases[0].expect.metrics.resolution.elapsed", NULL},
    {CASE "    expect: {metrics: {resolution: {share: 50}}}\n", SPOL_E_SYNTAX,
     SPOL_DIAG_INVALID_SHARE, 9, 44, "cases[0].expect.metrics.resolution.share",
     "\"50\" is not a share"},
    {CASE "    expect: {findings: [not_entitelt]}\n", SPOL_E_SEMANTIC, SPOL_DIAG_INVALID_WORD, 9,
     25, "cases[0].expect.findings[0]", NULL},
    {CASE "    expect: {firings: [{step: main/down}]}\n", SPOL_E_NOT_FOUND,
     SPOL_DIAG_UNDEFINED_NAME, 9, 31, "cases[0].expect.firings[0].step", NULL},
    {CASE "    expect: {sverity: S1}\n", SPOL_E_SEMANTIC, SPOL_DIAG_UNKNOWN_KEY, 9, 14,
     "cases[0].expect", "unknown key \"sverity\""},
};

START_TEST(every_error_has_its_place) {
  const bad_file *bad = &bad_files[_i];
  spol_scenario *scenario = NULL;
  spol_error error = SPOL_ERROR_INIT;
  spol_diagnostics *found = NULL;
  ck_assert_ok(spol_diagnostics_new(NULL, 0, &found));
  ck_assert_int_eq(fixture_read_with(NULL, bad->text, &scenario, found, &error), bad->status);
  ck_assert_ptr_null(scenario);
  ck_assert_uint_ge(spol_diagnostics_count(found), 1);
  spol_diagnostics_free(found);
  ck_assert_uint_eq(error.code, bad->code);
  ck_assert_str_eq(error.file, "c.policytest.yaml");
  ck_assert_str_eq(error.path, bad->path);
  ck_assert_uint_eq(error.line, bad->line);
  ck_assert_uint_eq(error.column, bad->column);
  if (bad->message != NULL) {
    ck_assert_str_eq(error.message, bad->message);
  } else {
    ck_assert_str_ne(error.message, "");
  }
}
END_TEST

START_TEST(all_errors_are_told_at_once) {
  const char *text = CASE "      - {at: never, type: nothing, by: nobody}\n"
                          "    expect: {severity: S9, line: third, metrics: {x: 1}}\n";
  spol_scenario *scenario = NULL;
  spol_diagnostics *found = NULL;
  ck_assert_ok(spol_diagnostics_new(NULL, 0, &found));
  ck_assert_int_ne(fixture_read_with(NULL, text, &scenario, found, NULL), SPOL_OK);
  ck_assert_uint_eq(spol_diagnostics_count(found), 6);
  spol_diagnostics_free(found);
}
END_TEST

START_TEST(the_nearest_name_is_offered) {
  spol_scenario *scenario = NULL;
  spol_error error = SPOL_ERROR_INIT;
  const char *text = CASE "      - {at: 2024-11-12T10:01, type: notifed}\n";
  ck_assert_int_ne(fixture_read_with(NULL, text, &scenario, NULL, &error), SPOL_OK);
  ck_assert_str_eq(error.hint, "did you mean \"notified\"?");
  error = (spol_error)SPOL_ERROR_INIT;
  ck_assert_int_ne(fixture_read_with(NULL, CASE "      - {at: 2024-11-12T10:01, type: shiped}\n",
                                     &scenario, NULL, &error),
                   SPOL_OK);
  ck_assert_str_eq(error.hint, "did you mean \"shipped\"?");
}
END_TEST

/* ---- Running ----------------------------------------------------------------------- */

#define STORY                                                                                      \
  HEAD "cases:\n  - name: a\n    facts: {impact: down, channel: phone}\n    events:\n"             \
       "      - {at: 2024-11-08T18:30, type: opened}\n"                                            \
       "      - {at: 2024-11-08T18:35, type: notified}\n"                                          \
       "      - {at: 2024-11-08T19:00, type: cannot_diagnose}\n"                                   \
       "    as_of: 2024-11-12T11:00\n"

/* What a wrong expectation says: all of STORY's case, as of 2024-11-12T11:00. */
typedef struct wrong_value {
  const char *expect;
  const char *path;
  const char *expected;
  const char *got;
} wrong_value;

static const wrong_value wrong_values[] = {
    {"{severity: S2}", "severity", "S2", "S1"},
    {"{requested: S2}", "requested", "S2", "none"},
    {"{derived: none}", "derived", "none", "S1"},
    {"{recorded: S1}", "recorded", "S1", "none"},
    {"{rule: S2}", "rule", "S2", "S1"},
    {"{state: closed}", "state", "closed", "refused"},
    {"{line: first}", "line", "first", "second"},
    {"{next_change: none}", "next_change", "none", "2024-11-12T13:00:00.000001"},
    {"{metrics: {work_start: unstated}}", "metrics.work_start", "unstated", "none"},
    {"{metrics: {work_start: 2024-11-08T19:36}}", "metrics.work_start", "2024-11-08T19:36",
     "2024-11-08T19:35"},
    {"{metrics: {first_response: {due: none}}}", "metrics.first_response.due", "none",
     "2024-11-12T13:00"},
    {"{metrics: {first_response: {state: paused}}}", "metrics.first_response.state", "paused",
     "running"},
    {"{metrics: {first_response: {outcome: met}}}", "metrics.first_response.outcome", "met",
     "none"},
    {"{metrics: {first_response: {word: unstated}}}", "metrics.first_response.word", "unstated",
     "none"},
    {"{metrics: {first_response: {started: none}}}", "metrics.first_response.started", "none",
     "2024-11-08T18:30"},
    {"{metrics: {first_response: {received: none}}}", "metrics.first_response.received", "none",
     "2024-11-12T09:00"},
    {"{metrics: {first_response: {stopped_at: 2024-11-12T10:00}}}",
     "metrics.first_response.stopped_at", "2024-11-12T10:00", "none"},
    {"{metrics: {work_start: {missed_at: none}}}", "metrics.work_start.missed_at", "none",
     "2024-11-08T19:35:00.000001"},
    {"{metrics: {first_response: {length: 3h}}}", "metrics.first_response.length", "3h", "4h"},
    {"{metrics: {first_response: {elapsed: 3h}}}", "metrics.first_response.elapsed", "3h", "2h"},
    {"{metrics: {first_response: {remaining: 3h}}}", "metrics.first_response.remaining", "3h",
     "2h"},
    {"{metrics: {first_response: {overdue: 3h}}}", "metrics.first_response.overdue", "3h", "0s"},
    {"{metrics: {first_response: {share: 50.0001%}}}", "metrics.first_response.share", "50.0001%",
     "50%"},
    {"{metrics: {first_response: {cycle: 2}}}", "metrics.first_response.cycle", "2", "1"},
    {"{metrics: {work_start: {misses: 0}}}", "metrics.work_start.misses", "0", "1"},
    {"{metrics: {first_response: {calendar: always}}}", "metrics.first_response.calendar", "always",
     "desk"},
    {"{metrics: {first_response: {due_if_resumed: 2024-11-12T11:00}}}",
     "metrics.first_response.due_if_resumed", "2024-11-12T11:00", "none"},
    {"{metrics: {first_response: {cycles: []}}}", "metrics.first_response.cycles", "[]", "1"},
    {"{metrics: {first_response: {cycles: [{due: none}]}}}", "metrics.first_response.cycles[0].due",
     "none", "2024-11-12T13:00"},
    {"{firings: []}", "firings", "[]",
     "[{step: main/up, at: 2024-11-08T19:00, to: second}, {step: main/tell, at: "
     "2024-11-08T19:35:00.000001}]"},
    {"{firings: [up, {step: main/tell, at: 2024-11-08T19:35}]}", "firings[1].at",
     "2024-11-08T19:35", "2024-11-08T19:35:00.000001"},
    {"{firings: [{step: up, to: first}, tell]}", "firings[0].to", "first", "second"},
    {"{findings: []}", "findings", "[]", "[not_entitled]"},
    {"{findings: [not_covered]}", "findings", "[not_covered]", "[not_entitled]"},
    {"{findings: [{kind: not_entitled, fact: impact}]}", "findings",
     "[{kind: not_entitled, fact: impact}]", "[not_entitled]"},
    {"{permission: {opening: granted}}", "permission.opening", "granted", "refused"},
};

START_TEST(a_wrong_expectation_is_told_in_the_same_form) {
  const wrong_value *wrong = &wrong_values[_i];
  char text[2048];
  snprintf(text, sizeof text, "%s    expect: %s\n", STORY, wrong->expect);
  spol_scenario *scenario = fixture_read(text);
  spol_scenario_result *result = NULL;
  ck_assert_ok(spol_scenario_run(scenario, 0, NULL, &result, NULL));
  spol_mismatch mismatch = SPOL_SIZED(spol_mismatch);
  ck_assert_int_eq(
      spol_scenario_mismatch(result, spol_scenario_result_mismatches(result), &mismatch),
      SPOL_E_INVALID);
  ck_assert_uint_eq(spol_scenario_result_mismatches(result), 1);
  ck_assert_ok(spol_scenario_mismatch(result, 0, &mismatch));
  ck_assert_str_eq(mismatch.path, wrong->path);
  ck_assert_str_eq(mismatch.expected, wrong->expected);
  ck_assert_str_eq(mismatch.got, wrong->got);
  ck_assert_uint_eq(mismatch.line, 12);
  ck_assert_uint_gt(mismatch.column, 13);
  ck_assert_uint_eq(mismatch.metric != 0, strncmp(wrong->path, "metrics", 7) == 0);
  /* Where it stands, in quotes or not. */
  ck_assert_uint_eq(mismatch.shared, 1);
  ck_assert_ptr_nonnull(strstr(text + mismatch.offset, wrong->expected));
  ck_assert_uint_le(mismatch.length, strlen(wrong->expected) + 2);
  spol_scenario_result_free(result);
  spol_scenario_unref(scenario);
}
END_TEST

/* The place of an expectation under a table, by the text that is there. */
static void check_place(const spol_scenario *scenario, const char *text, uint64_t row, uint64_t nth,
                        const char *there, uint32_t shared) {
  spol_scenario_result *result = NULL;
  spol_mismatch mismatch = SPOL_SIZED(spol_mismatch);
  ck_assert_ok(spol_scenario_run(scenario, row, NULL, &result, NULL));
  ck_assert_ok(spol_scenario_mismatch(result, nth, &mismatch));
  ck_assert_uint_eq(mismatch.length, strlen(there));
  ck_assert_int_eq(memcmp(text + mismatch.offset, there, strlen(there)), 0);
  ck_assert_uint_eq(mismatch.shared, shared);
  spol_scenario_result_free(result);
}

START_TEST(a_mismatch_says_where_it_could_be_written) {
  const char *text = HEAD "cases:\n  - name: n $s\n    facts: {impact: down}\n"
                          "    events: [{at: 2024-11-08T18:30, type: opened}]\n"
                          "    expect:\n      severity: $s\n      line:   second # so\n"
                          "      firings:\n        - up\n        - step: tell\n\n"
                          "      derived: S$n\n"
                          "    table: [{$s: S2, $n: 2}, {$s: \"S3\", $n: 2}]\n";
  spol_scenario *scenario = fixture_read(text);
  check_place(scenario, text, 0, 0, "S2", 1);
  check_place(scenario, text, 1, 0, "\"S3\"", 1);
  check_place(scenario, text, 0, 1, "second", 2);
  check_place(scenario, text, 0, 2, "- up\n        - step: tell", 2);
  check_place(scenario, text, 1, 3, "", 0); /* put together: nowhere */
  spol_scenario_unref(scenario);
}
END_TEST

/* Nothing has come yet: a list that expects something is wrong all the same. */
START_TEST(what_is_expected_and_never_comes_is_told) {
  static const char *const expected[] = {"{firings: [up]}", "{firings: [{step: up, to: second}]}",
                                         "{notices: [event]}"};
  char text[2048];
  snprintf(text, sizeof text, "%s    expect: %s\n", CASE, expected[_i]);
  spol_scenario *scenario = fixture_read(text);
  spol_scenario_result *result = NULL;
  ck_assert_ok(spol_scenario_run(scenario, 0, NULL, &result, NULL));
  spol_mismatch mismatch = SPOL_SIZED(spol_mismatch);
  ck_assert_uint_eq(spol_scenario_result_mismatches(result), 1);
  ck_assert_ok(spol_scenario_mismatch(result, 0, &mismatch));
  ck_assert_str_eq(mismatch.path, _i < 2 ? "firings" : "notices");
  ck_assert_str_eq(mismatch.got, "[]");
  spol_scenario_result_free(result);
  spol_scenario_unref(scenario);
}
END_TEST

START_TEST(right_expectations_hold) {
  spol_scenario *scenario = fixture_read(
      STORY "    expect:\n"
            "      severity: S1\n"
            "      state: refused\n"
            "      version: v1\n"
            "      line: second\n"
            "      rule: S1\n"
            "      findings: [{kind: not_entitled}]\n"
            "      notices: []\n"
            "      firings: [{step: main/up, at: 2024-11-08T19:00, to: second}, {step: tell, to: "
            "none}]\n"
            "      permission: {opening: refused}\n"
            "      metrics:\n"
            "        work_start: {due: 2024-11-08T19:35, outcome: missed, misses: 1}\n"
            "        first_response: {share: 50%, remaining: 2h, calendar: desk}\n"
            "        resolution: {due: 2024-11-19T17:00, word: none}\n");
  spol_scenario_result *result = NULL;
  ck_assert_ok(spol_scenario_run(scenario, 0, NULL, &result, NULL));
  for (uint64_t i = 0; i < spol_scenario_result_mismatches(result); i++) {
    spol_mismatch mismatch = SPOL_SIZED(spol_mismatch);
    ck_assert_ok(spol_scenario_mismatch(result, i, &mismatch));
    ck_abort_msg("%s: %s, not %s", mismatch.path, mismatch.got, mismatch.expected);
  }
  ck_assert_uint_eq(case_at(scenario, 0).expectations, 22);
  spol_scenario_result_free(result);
  spol_scenario_unref(scenario);
}
END_TEST

/* ---- Printing ------------------------------------------------------------------------- */

static const char *const rich_case = HEAD
    "cases:\n  - name: \"all: of it\"\n"
    "    contract: {plan: gold, paid_until: 2025-06-30}\n"
    "    facts: {impact: none, users: 2.5, vip: true, reported: 2024-11-12T09:00, words: 'yes: "
    "#1', home: Australia/Lord_Howe, channel: [web, email]}\n"
    "    events:\n"
    "      - {at: 2024-11-12T10:00, type: opened, severity: S2, by: customer, role: manager, id: "
    "18446744073709551615}\n"
    "      - {at: 2024-11-12T10:00:00.000001, type: notified, occurred_at: 2024-11-12T09:30}\n"
    "      - {at: 2024-11-12T10:01, type: facts_changed, facts: {impact: {known: false}, home: "
    "Europe/Berlin}}\n"
    "      - {at: 2024-11-12T10:02, type: channel_added, facts: {channel: phone}}\n"
    "      - {at: 2024-11-12T10:03, type: waiting, reason: customer, by: vendor}\n"
    "      - {at: 2024-11-12T10:04, type: resumed}\n"
    "      - {at: 2024-11-12T10:05, type: escalated, line: second, by: system}\n"
    "      - {at: 2024-11-12T10:06, type: agreed_target_set, metric: resolution, within: 1h30m, "
    "calendar: always}\n"
    "      - {at: 2024-11-12T10:07, type: agreed_target_set, metric: resolution, due: "
    "2024-12-01T00:00}\n"
    "      - {at: 2024-11-12T10:08, type: version_changed, version: v1, by: third_party}\n"
    "      - {at: 2024-11-12T10:09, type: update_sent, next_by: 2024-11-13T10:00}\n"
    "      - {at: 2024-11-12T10:10, type: shipped}\n";

static void print_and_read(const spol_scenario *scenario, const spol_zone *zone) {
  const spol_scenario_case whole = case_at(scenario, 0);
  const spol_policy *policy = spol_scenario_policy(scenario);
  char text[8192] = "policy: p.yaml\ncases:\n";
  uint64_t needed = 0;
  size_t head = strlen(text);
  ck_assert_ok(
      spol_case_print(policy, whole.name, whole.events, whole.event_count, zone, NULL, 0, &needed));
  memset(text + head, 'x', 8000);
  uint64_t again = 0;
  ck_assert_int_eq(spol_case_print(policy, whole.name, whole.events, whole.event_count, zone,
                                   text + head, needed - 1, &again),
                   SPOL_E_BUFFER);
  ck_assert_uint_eq(again, needed);
  ck_assert_int_eq(text[head], 'x');
  ck_assert_ok(spol_case_print(policy, whole.name, whole.events, whole.event_count, zone,
                               text + head, needed, &again));
  ck_assert_int_eq(text[head + needed], 'x');
  text[head + needed] = '\0';
  spol_scenario *copy = fixture_read(text);
  const spol_scenario_case read = case_at(copy, 0);
  ck_assert_str_eq(read.name, whole.name);
  ck_assert_uint_eq(read.event_count, whole.event_count);
  for (uint64_t i = 0; i < whole.event_count; i++) {
    same_event(&read.events[i], &whole.events[i]);
  }
  spol_scenario_unref(copy);
}

START_TEST(a_case_is_printed_without_loss) {
  spol_scenario *scenario = fixture_read(rich_case);
  print_and_read(scenario, NULL);
  print_and_read(scenario, case_at(scenario, 0).zone);
  spol_scenario_unref(scenario);
}
END_TEST

START_TEST(printing_refuses_what_the_policy_has_not) {
  spol_scenario *scenario = fixture_read(CASE);
  spol_event event = case_at(scenario, 0).events[0];
  uint64_t needed = 77;
  event.role = 9;
  ck_assert_int_eq(
      spol_case_print(spol_scenario_policy(scenario), "a", &event, 1, NULL, NULL, 0, &needed),
      SPOL_E_NOT_FOUND);
  ck_assert_uint_eq(needed, 77);
  spol_scenario_unref(scenario);
}
END_TEST

/* ---- Memory ------------------------------------------------------------------------------ */

typedef struct scarce {
  uint64_t left; /**< allocations that succeed */
  int64_t blocks;
} scarce;

static void *scarce_alloc(void *context, size_t size) {
  scarce *memory = context;
  if (memory->left == 0) {
    return NULL;
  }
  memory->left--;
  memory->blocks++;
  return malloc(size);
}

static void *scarce_realloc(void *context, void *pointer, size_t old_size, size_t size) {
  scarce *memory = context;
  (void)old_size;
  if (memory->left == 0) {
    return NULL;
  }
  memory->left--;
  memory->blocks += pointer == NULL ? 1 : 0;
  return realloc(pointer, size);
}

static void scarce_free(void *context, void *pointer, size_t size) {
  scarce *memory = context;
  (void)size;
  memory->blocks -= pointer != NULL ? 1 : 0;
  free(pointer);
}

START_TEST(memory_that_runs_out_is_an_error_and_nothing_leaks) {
  char text[4096];
  snprintf(text, sizeof text,
           "%s    expect: {severity: S2, findings: [not_covered], firings: []}\n", STORY);
  spol_status status = SPOL_E_MEMORY;
  uint64_t most = 0;
  for (; status != SPOL_OK && most < 5000; most++) {
    scarce memory = {.left = most};
    const spol_allocator allocator = {
        .context = &memory, .alloc = scarce_alloc, .realloc = scarce_realloc, .free = scarce_free};
    spol_scenario *scenario = NULL;
    spol_scenario_result *result = NULL;
    spol_error error = SPOL_ERROR_INIT;
    status = fixture_read_with(&allocator, text, &scenario, NULL, &error);
    if (status == SPOL_OK) {
      status = spol_scenario_run(scenario, 0, &allocator, &result, &error);
    }
    if (status == SPOL_OK) {
      ck_assert_uint_eq(spol_scenario_result_mismatches(result), 3);
    } else {
      ck_assert_int_eq(status, SPOL_E_MEMORY);
      ck_assert_ptr_null(result);
    }
    spol_scenario_result_free(result);
    spol_scenario_unref(scenario);
    ck_assert_int_eq(memory.blocks, 0);
  }
  ck_assert_int_eq(status, SPOL_OK);
  ck_assert_uint_gt(most, 50);
}
END_TEST

int main(void) {
  Suite *suite = suite_create("scenario");
  TCase *reading = tcase_create("reading");
  tcase_add_test(reading, reads_wall_times_in_the_zone_of_the_file_and_of_the_case);
  tcase_add_test(reading, equivalent_mutants_are_told_and_a_reference_keeps_the_file);
  tcase_add_test(reading, without_a_zone_times_are_utc);
  tcase_add_test(reading, as_of_is_its_own_else_now_else_the_last_event);
  tcase_add_test(reading, a_table_repeats_its_case);
  tcase_add_test(reading, contract_and_facts_go_with_the_first_event);
  suite_add_tcase(suite, reading);
  TCase *errors = tcase_create("errors");
  tcase_add_loop_test(errors, every_error_has_its_place, 0,
                      (int)(sizeof bad_files / sizeof bad_files[0]));
  tcase_add_test(errors, all_errors_are_told_at_once);
  tcase_add_test(errors, the_nearest_name_is_offered);
  suite_add_tcase(suite, errors);
  TCase *running = tcase_create("running");
  tcase_add_loop_test(running, a_wrong_expectation_is_told_in_the_same_form, 0,
                      (int)(sizeof wrong_values / sizeof wrong_values[0]));
  tcase_add_test(running, a_mismatch_says_where_it_could_be_written);
  tcase_add_loop_test(running, what_is_expected_and_never_comes_is_told, 0, 3);
  tcase_add_test(running, right_expectations_hold);
  suite_add_tcase(suite, running);
  TCase *printing = tcase_create("printing");
  tcase_add_test(printing, a_case_is_printed_without_loss);
  tcase_add_test(printing, printing_refuses_what_the_policy_has_not);
  suite_add_tcase(suite, printing);
  TCase *memory = tcase_create("memory");
  tcase_set_timeout(memory, 400);
  tcase_add_test(memory, memory_that_runs_out_is_an_error_and_nothing_leaks);
  suite_add_tcase(suite, memory);
  return run_suite(suite);
}
