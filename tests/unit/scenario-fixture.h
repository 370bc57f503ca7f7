/* SPDX-License-Identifier: MIT */
/** A small policy from memory, and case files read against it. */
#ifndef SCENARIO_FIXTURE_H
#define SCENARIO_FIXTURE_H

#include <string.h>

#include "unit.h"

static const char *const fixture_policy =
    "supportpolicy: 1\n"
    "id: p\n"
    "version: v1\n"
    "zones: [Europe/Berlin]\n"
    "source: {document: contract.txt}\n"
    "facts:\n"
    "  impact: {one_of: [down, slow, none], required: true}\n"
    "  plan: {one_of: [gold, basic], scope: contract, default: basic}\n"
    "  users: {type: number, default: 1}\n"
    "  vip: {type: boolean, default: false}\n"
    "  paid_until: {type: date, scope: contract}\n"
    "  reported: {type: instant}\n"
    "  words: {type: text}\n"
    "  home: {type: zone}\n"
    "  channel: {one_of: [web, email, phone], many: true}\n"
    "calendars:\n"
    "  always: 24x7\n"
    "  desk:\n"
    "    zone: America/New_York\n"
    "    hours: {mon-fri: 09:00-17:00}\n"
    "    holidays: ours\n"
    "holidays: {ours: {rules: [{name: Veterans Day, date: 11-11}]}}\n"
    "events: [shipped]\n"
    "roles: [manager]\n"
    "severities:\n"
    "  levels:\n"
    "    - {id: S1, when: {impact: down}, clause: {under: Levels, sentence: 1}}\n"
    "    - {id: S2, when: {impact: slow}}\n"
    "    - S3\n"
    "  default: S3\n"
    "reasons: {customer: {}}\n"
    "metrics:\n"
    "  work_start:\n"
    "    starts: notified\n"
    "    targets:\n"
    "      - {when: {severity: S1}, within: 1h, calendar: always, clause: {under: Times, "
    "sentences: "
    "[2, 3]}}\n"
    "      - otherwise: unstated\n"
    "  first_response:\n"
    "    calendar: desk\n"
    "    targets: [{within: 4h}]\n"
    "  resolution:\n"
    "    calendar: desk\n"
    "    pauses: customer\n"
    "    targets:\n"
    "      - {when: {severity: S3}, is: best_effort}\n"
    "      - {within: 5 business_days, until: end_of_day}\n"
    "entitlement:\n"
    "  - {id: gold_phone, when: {channel: phone, not: {plan: gold}}, finding: not_entitled, says: "
    "by "
    "phone for gold alone}\n"
    "escalation:\n"
    "  lines: [first, second]\n"
    "  steps:\n"
    "    - {id: up, events: [cannot_diagnose], to: next_line}\n"
    "    - {id: tell, miss: work_start, notify: manager}\n";

static inline spol_status fixture_zone(void *context, const char *name, uint64_t length,
                                       spol_zone **out) {
  static const char *const known[] = {"America/New_York", "Europe/Berlin", "Australia/Lord_Howe"};
  (void)context;
  for (size_t i = 0; i < sizeof known / sizeof known[0]; i++) {
    if (strlen(known[i]) == length && memcmp(known[i], name, length) == 0) {
      return spol_system_zone(NULL, TEST_ZONEINFO "/fat", name, length, out, NULL);
    }
  }
  return SPOL_E_NOT_FOUND;
}

static inline spol_policy_options fixture_options(void) {
  spol_policy_options options = SPOL_POLICY_OPTIONS_INIT;
  options.source.resolve = fixture_zone;
  options.compile.size = sizeof options.compile;
  options.compile.first_year = 2024;
  options.compile.last_year = 2025;
  return options;
}

/* The context is an allocator, or NULL. */
static inline spol_status fixture_load(void *context, const char *file, const char *const *names,
                                       uint64_t count, spol_policy **out,
                                       spol_diagnostics *diagnostics, spol_error *error) {
  const spol_policy_options options = fixture_options();
  const spol_policy_source source = {.size = sizeof source,
                                     .text = fixture_policy,
                                     .length = strlen(fixture_policy),
                                     .name = "p.yaml"};
  (void)file;
  if (count != 1 || strcmp(names[0], "p.yaml") != 0) {
    return SPOL_E_NOT_FOUND;
  }
  return spol_policy_read(context, &source, 1, &options, out, diagnostics, error);
}

static inline spol_status fixture_read_with(const spol_allocator *allocator, const char *text,
                                            spol_scenario **out, spol_diagnostics *found,
                                            spol_error *error) {
  const spol_policy_options options = fixture_options();
  const spol_policy_loader loader = {fixture_load, (void *)(uintptr_t)allocator};
  const spol_policy_source source = {
      .size = sizeof source, .text = text, .length = strlen(text), .name = "c.policytest.yaml"};
  return spol_scenario_read(allocator, &source, &loader, &options, out, found, error);
}

/** Reads a case file that is right. */
static inline spol_scenario *fixture_read(const char *text) {
  spol_scenario *scenario = NULL;
  spol_error error = SPOL_ERROR_INIT;
  spol_status status = fixture_read_with(NULL, text, &scenario, NULL, &error);
  ck_assert_msg(status == SPOL_OK, "%u:%u %s: %s", error.line, error.column, error.path,
                error.message);
  return scenario;
}

static inline void same_fact(const spol_fact *a, const spol_fact *b) {
  ck_assert_uint_eq(a->fact, b->fact);
  ck_assert_int_eq(a->type, b->type);
  ck_assert_int_eq(a->value, b->value);
  ck_assert_uint_eq(a->text_length, b->text_length);
  ck_assert(a->text_length == 0 || memcmp(a->text, b->text, a->text_length) == 0);
  ck_assert_int_eq(a->zone == NULL, b->zone == NULL);
  ck_assert(a->zone == NULL || strcmp(spol_zone_name(a->zone), spol_zone_name(b->zone)) == 0);
}

static inline void same_event(const spol_event *a, const spol_event *b) {
  spol_event left = *a;
  spol_event right = *b;
  ck_assert_uint_eq(a->fact_count, b->fact_count);
  for (uint64_t i = 0; i < a->fact_count; i++) {
    same_fact(&a->facts[i], &b->facts[i]);
  }
  left.facts = right.facts = NULL;
  ck_assert_mem_eq(&left, &right, sizeof left);
}

#endif
