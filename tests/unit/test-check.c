/* SPDX-License-Identifier: MIT */
/* The checker: each finding by a small policy that has it, and by its neighbour
 * that does not. */
#include <check.h>
#include <stdio.h>
#include <stdlib.h>
#include <string.h>

#include "policy-check.h"

typedef struct fault {
  const char *name;
  const char *text;  /* behind the head */
  const char *found; /* "SP0602 12:7", one behind the other, or "" */
} fault;

static const char head[] = "supportpolicy: 1\n"
                           "id: t\n"
                           "version: a\n"
                           "facts:\n"
                           "  plan: {one_of: [basic, gold]}\n"
                           "  users: {type: number}\n"
                           "  begin: {type: date}\n"
                           "  end: {type: date}\n"
                           "  channel: {one_of: [web, phone], many: true}\n"
                           "  vip: {type: boolean, default: false}\n"
                           "calendars: {always: 24x7, desk: {hours: {mon-fri: 09:00-17:00}}}\n"
                           "severities: {levels: [{id: S1}, {id: S2}, {id: S3}]}\n"
                           "entitlement:\n"
                           "  - {when: {plan: basic, users: 1, begin: {below: end}, channel: web, "
                           "vip: true}, finding: noted}\n"
                           "reasons: {wait: {}}\n";

#define METRIC(rows)                                                                               \
  "metrics:\n  resolution:\n    calendar: desk\n    pauses: wait\n    targets:\n" rows             \
  "  first_response: {calendar: always, targets: [{within: 0s}]}\n"

/* The first row stands in line 21. */
static const fault faults[] = {
    {"nothing", METRIC("      - {within: 8h}\n"), ""},
    {"a gap in a list of values", METRIC("      - {when: {plan: gold}, within: 8h}\n"),
     "SP0701 18:5"},
    {"no gap where all values are named",
     METRIC(
         "      - {when: {plan: gold}, within: 8h}\n      - {when: {plan: basic}, within: 9h}\n"),
     ""},
    {"rows without order that disagree",
     METRIC("      - {when: {plan: gold}, within: 8h}\n"
            "      - {when: {users: {at_least: 25}}, within: 9h}\n"
            "      - {within: 10h}\n    exclusive: true\n"),
     "SP0603 22:9"},
    {"rows without order that say the same",
     METRIC("      - {when: {plan: gold}, within: 8h}\n"
            "      - {when: {users: {at_least: 25}}, within: 8h}\n"
            "      - {within: 10h}\n    exclusive: true\n"),
     ""},
    {"rows without order that exclude each other",
     METRIC("      - {when: {plan: gold}, within: 8h}\n"
            "      - {when: {plan: basic, users: {at_least: 25}}, within: 9h}\n"
            "      - {within: 10h}\n    exclusive: true\n"),
     ""},
    {"the same rows with an order",
     METRIC("      - {when: {plan: gold}, within: 8h}\n"
            "      - {when: {users: {at_least: 25}}, within: 9h}\n"
            "      - {within: 10h}\n    exclusive: false\n"),
     ""},
    {"a gap at one number",
     METRIC("      - {when: {users: {below: 25}}, within: 8h}\n"
            "      - {when: {users: {more_than: 25}}, within: 9h}\n"),
     "SP0701 18:5"},
    {"no gap between numbers",
     METRIC("      - {when: {users: {below: 25}}, within: 8h}\n"
            "      - {when: {users: {at_least: 25}}, within: 9h}\n"),
     ""},
    {"dates in one order leave no gap",
     METRIC("      - {when: {begin: {below: end}}, within: 8h}\n"
            "      - {when: {begin: {at_least: end}}, within: 9h}\n"),
     ""},
    {"dates in a circle never match",
     METRIC("      - {when: {begin: {below: 2026-01-01}, end: {more_than: 2026-01-01},"
            " not: {begin: {below: end}}}, within: 8h}\n      - {within: 9h}\n"),
     "SP0602 21:9"},
    {"two dates around a third",
     METRIC("      - {when: {begin: {more_than: 2026-01-01}, end: {below: 2026-01-03},"
            " any: [{begin: {below: end}}, {begin: {more_than: end}}],"
            " all: [{begin: {below: 2026-01-03}}, {end: {more_than: 2026-01-01}}]},"
            " within: 8h}\n      - {within: 9h}\n"),
     "SP0602 21:9"},
    {"an unknown fact is undecided, and no gap",
     METRIC("      - {when: {plan: [gold, basic]}, within: 8h}\n"), ""},
    {"unknown asked for",
     METRIC("      - {when: {users: {known: false}}, within: 8h}\n"
            "      - {when: {users: {at_least: 0}}, within: 9h}\n"),
     "SP0701 18:5"},
    {"a default is known",
     METRIC("      - {when: {users: {known: true}}, within: 8h}\n"
            "      - {when: {users: {known: false}}, within: 9h}\n"),
     ""},
    {"a set may lack and have",
     METRIC("      - {when: {channel: phone}, within: 8h}\n"
            "      - {when: {channel: web}, within: 9h}\n"),
     "SP0701 18:5"},
    {"a set is known by its members",
     METRIC("      - {when: {channel: [phone, web]}, within: 8h}\n"
            "      - {when: {channel: {known: true}}, within: 9h}\n"
            "      - {within: 9h}\n"),
     "SP0602 22:9"},
    {"a row behind one that covers it",
     METRIC("      - {within: 8h}\n      - {when: {plan: gold}, within: 9h}\n"), "SP0602 22:9"},
    {"a row covered by two together",
     METRIC("      - {when: {plan: gold}, within: 8h}\n      - {when: {plan: basic}, within: 9h}\n"
            "      - {otherwise: unstated}\n"),
     "SP0602 23:9"},
    {"a row that contradicts itself",
     METRIC(
         "      - {when: {users: {more_than: 3, below: 2}}, within: 8h}\n      - {within: 9h}\n"),
     "SP0602 21:9"},
    {"bands that share a value",
     METRIC("      - {when: {users: {at_most: 25}}, within: 8h}\n"
            "      - {when: {users: {at_least: 25}}, within: 9h}\n"),
     "SP0604 22:9"},
    {"bands, each inside the next, are meant",
     METRIC("      - {when: {users: {at_least: 75}}, within: 8h}\n"
            "      - {when: {users: {at_least: 25}}, within: 9h}\n      - {within: 10h}\n"),
     ""},
    {"more severe and later",
     METRIC("      - {when: {severity: S1}, within: 8h}\n      - {when: {severity: S2}, within: "
            "4h}\n      - {within: 10h}\n"),
     "SP0702 21:9"},
    {"more severe and later under other facts",
     METRIC("      - {when: {severity: S1, plan: basic}, within: 8h}\n"
            "      - {when: {severity: S2, plan: gold}, within: 4h}\n"
            "      - {within: 10h}\n"),
     "SP0702 23:9"},
    {"open hours are later than the clock",
     METRIC("      - {when: {severity: S1}, within: 4h}\n"
            "      - {when: {severity: S2}, within: 4h, calendar: always}\n"
            "      - {within: 10h}\n"),
     "SP0702 21:9"},
    {"a day that ends before the hours do",
     METRIC("      - {when: {severity: S1}, within: 8h}\n"
            "      - {when: {severity: [S2, S3]}, within: 0 business_days, until: end_of_day}\n"),
     "SP0702 21:9"},
    {"a day that never ends before the hours do",
     METRIC("      - {when: {severity: S1}, within: 8h}\n"
            "      - {when: {severity: [S2, S3]}, within: 1 business_days, until: same_time}\n"),
     ""},
    {"real hours at night are later than open hours in the morning",
     METRIC("      - {when: {severity: S1}, within: 8h, calendar: always}\n"
            "      - {when: {severity: S2}, within: 3h}\n"
            "      - {within: 10h}\n"),
     "SP0702 21:9"},
    {"real hours that are never later than open hours",
     METRIC("      - {when: {severity: S1}, within: 2h, calendar: always}\n"
            "      - {when: {severity: S2}, within: 4h}\n"
            "      - {within: 10h}\n"),
     ""},
    {"hours of the start that keep the order",
     METRIC("      - {when: {severity: S1, opened_inside: desk}, within: 1h, calendar: always}\n"
            "      - {when: {severity: S1}, within: 8h, calendar: always}\n"
            "      - {when: {opened_inside: desk}, within: 3h}\n"
            "      - {within: 2 business_days, until: end_of_day}\n"),
     ""},
    {"hours of the start that turn the order round",
     METRIC("      - {when: {severity: S1, opened_inside: desk}, within: 1h, calendar: always}\n"
            "      - {when: {severity: S1}, within: 8h, calendar: always}\n"
            "      - {when: {opened_inside: desk}, within: 3h}\n"
            "      - {within: 2h}\n"),
     "SP0702 22:9"},
    {"the latest of two that is later for some start",
     METRIC("      - {when: {severity: S1}, latest_of: [{within: 2h}, {within: 6h, calendar: "
            "always}]}\n      - {within: 4h}\n"),
     "SP0702 21:9"},
    {"the earliest of two that is never later",
     METRIC("      - {when: {severity: S1}, earliest_of: [{within: 4h}, {within: 8h, calendar: "
            "always}]}\n      - {within: 4h}\n"),
     ""},
    {"a response that a resolution does not wait for by night",
     METRIC("      - {within: 12h, calendar: always}\n") "  acknowledgement: {calendar: desk, "
                                                         "targets: [{within: 4h}]}\n",
     "SP0703 21:9"},
    {"the line of a case that is already there",
     METRIC("      - {within: 8h}\n") "escalation: {lines: [one, two], steps: [{id: a, miss: "
                                      "resolution, to: one}]}\n",
     "SP0602 23:71"},
    {"a next line",
     METRIC("      - {within: 8h}\n") "escalation: {lines: [one, two], steps: [{id: a, miss: "
                                      "resolution, to: next_line}]}\n",
     ""},
    {"no next line on the last",
     METRIC("      - {within: 8h}\n") "escalation: {lines: [one, two], steps: [{id: a, when: "
                                      "{line: two}, miss: resolution, to: next_line}]}\n",
     "SP0802 23:90"},
    {"no next line at all",
     METRIC("      - {within: 8h}\n") "escalation: {lines: [one], steps: [{id: a, miss: "
                                      "resolution, to: next_line}]}\n",
     "SP0802 23:66"},
    {"a share behind the end of a cycle",
     METRIC("      - {within: 8h}\n") "  update: {calendar: desk, targets: [{within: 4h}]}\n"
                                      "escalation: {steps: [{id: a, share: {metric: update, at: "
                                      "150%}, remind: x}]}\n",
     "SP0801 24:37"},
    {"a second miss of what is missed once",
     METRIC("      - {within: 8h}\n") "escalation: {steps: [{id: a, misses: {metric: resolution, "
                                      "count: 2}, remind: x}]}\n",
     "SP0801 23:38"},
    {"a share of what has no target",
     METRIC("      - {is: unstated}\n") "escalation: {steps: [{id: a, miss: resolution, remind: "
                                        "x}]}\n",
     "SP0602 23:36"},
    {"a step that raises to the least",
     METRIC("      - {within: 8h}\n") "escalation: {steps: [{id: a, miss: resolution, raise: "
                                      "S3}]}\n",
     "SP0602 23:55"},
    {"an excluded pause",
     "metrics:\n  m:\n    starts: opened\n    stops: resolved\n    starts_when: {not: "
     "{paused_for: wait}}\n    calendar: desk\n    pauses: wait\n    targets: [{within: 8h}]\n",
     "SP0405 11:21 SP0706 22:13"},
    {"a cycle of nothing",
     METRIC("      - {within: 8h}\n") "  update: {calendar: always, targets: [{within: 0h}]}\n",
     "SP0709 23:40"},
    {"due before receipt", METRIC("      - {within: 0 business_days, until: start_of_day}\n"),
     "SP0708 21:9"},
    {"a stop that cannot come",
     "metrics:\n  m: {starts: opened, stops: {event: resolved, when: {all: [{plan: gold}, {plan: "
     "basic}]}}, calendar: desk, pauses: wait, targets: [{within: 8h}]}\n",
     "SP0405 11:21 SP0704 17:6 SP0602 17:30"},
    {"an accepted finding",
     METRIC("      - {when: {plan: gold}, within: 8h}\n") "accepted: [{finding: SP0701, at: "
                                                          "metrics.resolution, because: x}]\n",
     "note SP0701 18:5"},
    {"a finding that is accepted for all of a metric",
     METRIC(
         "      - {when: {severity: S1}, within: 8h}\n      - {within: 4h}\n") "accepted: "
                                                                               "[{finding: SP0702, "
                                                                               "at: "
                                                                               "metrics.resolution,"
                                                                               " because: x}]\n",
     "note SP0702 21:9"},
    {"an accepted finding that does not occur",
     METRIC("      - {within: 8h}\n") "accepted: [{finding: SP0701, at: metrics.resolution, "
                                      "because: x}]\n",
     "SP0905 23:12"},
    {"a matrix without a hole",
     METRIC("      - {within: 8h}\n") "---\nsupportpolicy: 1\nid: t\nversion: b\nfacts:\n"
                                      "  plan: {one_of: [basic, gold]}\n"
                                      "  users: {type: number}\n"
                                      "severities: {levels: [S1, S2], matrix: {rows: plan, "
                                      "columns: users, cells: {basic: {..25: S2, 25..: S1}, gold: "
                                      "{..25: S1, 25..: S1}}}}\n",
     ""},
    {"a matrix that begins above zero",
     METRIC("      - {within: 8h}\n") "---\nsupportpolicy: 1\nid: t\nversion: b\nfacts:\n"
                                      "  plan: {one_of: [basic, gold]}\n"
                                      "  users: {type: number}\n"
                                      "severities: {levels: [S1, S2], matrix: {rows: plan, "
                                      "columns: users, cells: {basic: {1..25: S2, 25..: S1}, gold: "
                                      "{1..25: S1, 25..: S1}}}}\n",
     "SP0601 30:27"},
    {"own names that no rule names",
     METRIC("      - {within: 8h}\n") "events: [went, gone]\nroles: [lead]\nefforts: [at_once]\n"
                                      "conditions: {big: {plan: gold}}\n"
                                      "holidays: {ours: {include: us-federal}}\n",
     "SP0405 23:10 SP0405 23:16 SP0405 24:9 SP0405 25:11 SP0405 26:14 SP0405 27:12"},
    {"own names of which every one is named",
     METRIC(
         "      - {when: {meets: big}, is: at_once}\n      - {within: 8h}\n") "events: [went, "
                                                                              "gone, told]\nroles: "
                                                                              "[lead, "
                                                                              "boss]\nefforts: "
                                                                              "[at_once]\n"
                                                                              "conditions: {big: "
                                                                              "{role: lead}}\n"
                                                                              "notices: [{event: "
                                                                              "went, told_by: "
                                                                              "gone}]\n"
                                                                              "escalation: {steps: "
                                                                              "[{id: s, miss: "
                                                                              "resolution, notify: "
                                                                              "boss, emit: "
                                                                              "told}]}\n",
     ""},
    {"a name that another version alone names",
     METRIC("      - {within: 8h}\n") "events: [went]\n---\nsupportpolicy: 1\nid: t\n"
                                      "version: b\nevents: [went]\nnotices: [{event: went}]\n",
     "SP0405 23:10"},
    {"an unused calendar", METRIC("      - {within: 8h, calendar: always}\n"), "SP0405 11:33"},
};

START_TEST(finds_what_is_there_and_nothing_else) {
  const fault *tried = &faults[_i];
  char text[8192];
  char found[1024];
  ck_assert_int_lt(snprintf(text, sizeof text, "%s%s", head, tried->text), (int)sizeof text);
  check_text(text, found, sizeof found);
  ck_assert_msg(strcmp(found, tried->found) == 0, "%s: expected \"%s\", found \"%s\"", tried->name,
                tried->found, found);
}
END_TEST

START_TEST(refuses_what_it_cannot_take) {
  spol_policy *policy = read_policy_text(head);
  spol_diagnostics *findings = NULL;
  spol_check_options options = SPOL_CHECK_OPTIONS_INIT;
  spol_error error = SPOL_ERROR_INIT;
  ck_assert_int_eq(spol_diagnostics_new(NULL, 0, &findings), SPOL_OK);
  ck_assert_int_eq(spol_policy_check(NULL, NULL, findings, &error), SPOL_E_INVALID);
  ck_assert_int_eq(error.status, SPOL_E_INVALID);
  ck_assert_int_eq(spol_policy_check(policy, NULL, NULL, NULL), SPOL_E_INVALID);
  options.size = 4;
  ck_assert_int_eq(spol_policy_check(policy, &options, findings, NULL), SPOL_E_VERSION);
  ck_assert_uint_eq(spol_diagnostics_count(findings), 0);
  spol_diagnostics_free(findings);
  spol_policy_unref(policy);
}
END_TEST

/* ---- Size ------------------------------------------------------------------------------------ */

enum { LARGE_FACTS = 15, LARGE_VALUES = 8, LARGE_ROWS = 200 };

/* Rows of one to four facts, and a last one for the rest. */
static void write_large(char *text, size_t size) {
  uint64_t state = 1;
  size_t length = (size_t)snprintf(text, size, "supportpolicy: 1\nid: t\nversion: a\nfacts:\n");
  for (int i = 0; i < LARGE_FACTS; i++) {
    length += (size_t)snprintf(text + length, size - length,
                               "  f%d: {one_of: [a, b, c, d, e, f, g, h]}\n", i);
  }
  length += (size_t)snprintf(text + length, size - length,
                             "severities: {levels: [S1, S2], default: S2}\nmetrics:\n  m:\n    "
                             "{starts: opened, stops: resolved, calendar: 24x7, targets: [\n");
  for (int i = 0; i < LARGE_ROWS; i++) {
    length += (size_t)snprintf(text + length, size - length, "  {when: {severity: S%d", i % 2 + 1);
    for (int j = i % 4; j < 4; j++) {
      state = state * UINT64_C(6364136223846793005) + 1;
      length += (size_t)snprintf(text + length, size - length, ", f%d: %c",
                                 (int)(state >> 40) % 3 + j * 4, 'a' + (int)(state >> 50) % 8);
    }
    length += (size_t)snprintf(text + length, size - length, "}, within: %dm},\n", i + 1);
  }
  (void)snprintf(text + length, size - length, "  {within: 9h}]}\n");
}

START_TEST(decides_large_tables_within_its_effort) {
  static char text[65536];
  write_large(text, sizeof text);
  spol_policy *policy = read_policy_text(text);
  spol_diagnostics *findings = NULL;
  ck_assert_int_eq(spol_diagnostics_new(NULL, 0, &findings), SPOL_OK);
  ck_assert_int_eq(spol_policy_check(policy, NULL, findings, NULL), SPOL_OK);
  for (uint64_t i = 0; i < spol_diagnostics_count(findings); i++) {
    spol_error found = SPOL_ERROR_INIT;
    ck_assert_int_eq(spol_diagnostics_get(findings, i, NULL, &found), SPOL_OK);
    ck_assert_uint_ne(found.code, SPOL_DIAG_UNDECIDED_QUESTION);
  }
  spol_diagnostics_free(findings);
  spol_policy_unref(policy);
}
END_TEST

/* More pairs of targets than are looked at start by start: it is said once, and those
 * of one calendar are decided all the same. */
START_TEST(says_that_there_are_too_many_pairs) {
  static char text[65536];
  static char found[65536];
  size_t length = (size_t)snprintf(
      text, sizeof text,
      "supportpolicy: 1\nid: t\nversion: a\nfacts: {users: {type: number}}\n"
      "calendars: {always: 24x7, desk: {hours: {mon-fri: 09:00-17:00}}}\n"
      "severities: {levels: [{id: S1}, {id: S2}]}\nmetrics:\n  resolution:\n    targets:\n");
  for (int i = 1; i <= 80; i++) {
    length += (size_t)snprintf(
        text + length, sizeof text - length,
        "      - {when: {severity: S1, users: %d}, within: %dm, calendar: always}\n"
        "      - {when: {severity: S2, users: %d}, within: %dh, calendar: "
        "desk}\n",
        i, i, i, i + 80);
  }
  (void)snprintf(text + length, sizeof text - length,
                 "      - {when: {severity: S1}, within: 9h, calendar: desk}\n"
                 "      - {when: {severity: S2}, within: 8h, calendar: desk}\n"
                 "      - otherwise: unstated\n");
  check_text(text, found, sizeof found);
  ck_assert_str_eq(found, "SP0606 22:9 SP0702 170:9");
}
END_TEST

/* More pigeons than holes: known to take very long; it must be said, not tried. */
START_TEST(says_what_it_does_not_decide) {
  static char text[65536];
  size_t length =
      (size_t)snprintf(text, sizeof text, "supportpolicy: 1\nid: t\nversion: a\nfacts:\n");
  for (int i = 0; i < 13; i++) {
    length += (size_t)snprintf(text + length, sizeof text - length,
                               "  f%d: {one_of: [a, b, c, d, e, f, g, h, i, j, k, l]}\n", i);
  }
  length += (size_t)snprintf(text + length, sizeof text - length,
                             "severities: {levels: [S1], default: S1}\nmetrics: {m: {starts: "
                             "opened, stops: resolved, calendar: 24x7, targets: [\n");
  for (int i = 0; i < 13 * 13 * 12; i++) {
    int one = i / 12 % 13;
    int other = i / 12 / 13;
    if (one < other) {
      length += (size_t)snprintf(text + length, sizeof text - length,
                                 "  {when: {f%d: %c, f%d: %c}, within: 1h},\n", one, 'a' + i % 12,
                                 other, 'a' + i % 12);
    }
  }
  (void)snprintf(text + length, sizeof text - length, "  {within: 9h}]}}\n");
  char found[1024];
  check_text(text, found, sizeof found);
  ck_assert_msg(strncmp(found, "SP0606 ", 7) == 0 && strchr(found + 7, ' ') == NULL, "%s", found);
}
END_TEST

/* ---- Memory ------------------------------------------------------------------------------- */

typedef struct failing {
  long left;
  long held;
} failing;

static void *failing_allocate(void *context, size_t size) {
  failing *state = context;
  if (state->left-- <= 0) {
    return NULL;
  }
  state->held++;
  return malloc(size);
}

static void *failing_reallocate(void *context, void *pointer, size_t old_size, size_t size) {
  failing *state = context;
  (void)old_size;
  if (state->left-- <= 0) {
    return NULL;
  }
  state->held += pointer == NULL;
  return realloc(pointer, size);
}

static void failing_release(void *context, void *pointer, size_t size) {
  failing *state = context;
  (void)size;
  state->held -= pointer != NULL;
  free(pointer);
}

START_TEST(survives_every_failed_allocation) {
  failing state = {1000000, 0};
  spol_allocator allocator = {failing_allocate, failing_reallocate, failing_release, &state};
  char text[8192];
  (void)snprintf(text, sizeof text, "%s%s", head,
                 METRIC("      - {when: {severity: S1, users: {at_least: 3}}, within: 8h}\n"
                        "      - {when: {severity: S2, begin: {below: end}}, within: 4h}\n"
                        "      - {when: {plan: gold, channel: {known: true}}, within: 4h}\n"
                        "      - {when: {opened_inside: desk}, within: 5h, calendar: always}\n"
                        "      - {latest_of: [{within: 1h}, {within: 3h, calendar: always}]}\n"));
  spol_policy *policy = read_policy_with(&allocator, text);
  long held = state.held;
  long tries = 0;
  spol_status status = SPOL_E_MEMORY;
  for (; status == SPOL_E_MEMORY && tries < 20000; tries++) {
    spol_diagnostics *findings = NULL;
    ck_assert_int_eq(spol_diagnostics_new(NULL, 0, &findings), SPOL_OK);
    state.left = tries;
    status = spol_policy_check(policy, NULL, findings, NULL);
    ck_assert_int_eq(state.held, held);
    spol_diagnostics_free(findings);
  }
  ck_assert_int_eq(status, SPOL_OK);
  ck_assert_int_gt(tries, 20);
  spol_policy_unref(policy);
  ck_assert_int_eq(state.held, 0);
}
END_TEST

int main(void) {
  Suite *suite = suite_create("check");
  TCase *tests = tcase_create("findings");
  tcase_set_timeout(tests, 400);
  tcase_add_loop_test(tests, finds_what_is_there_and_nothing_else, 0,
                      (int)(sizeof faults / sizeof faults[0]));
  tcase_add_test(tests, refuses_what_it_cannot_take);
  tcase_add_test(tests, decides_large_tables_within_its_effort);
  tcase_add_test(tests, says_what_it_does_not_decide);
  tcase_add_test(tests, says_that_there_are_too_many_pairs);
  tcase_add_test(tests, survives_every_failed_allocation);
  suite_add_tcase(suite, tests);
  SRunner *runner = srunner_create(suite);
  srunner_run_all(runner, CK_NORMAL);
  int failed = srunner_ntests_failed(runner);
  srunner_free(runner);
  return failed == 0 ? EXIT_SUCCESS : EXIT_FAILURE;
}
