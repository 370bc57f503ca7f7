/* SPDX-License-Identifier: MIT */
/* Which rules cases reach: each kind of rule is missed by one case and reached by another. */
#include <string.h>

#include "unit.h"

static const char *const policy_text =
    "supportpolicy: 1\n"
    "id: p\n"
    "version: v1\n"
    "facts:\n"
    "  impact: {one_of: [down, slow, none]}\n"
    "  plan: {one_of: [gold, basic], scope: contract, default: basic}\n"
    "  region: {one_of: [east, west], default: east}\n"
    "holidays:\n"
    "  ours:\n"
    "    include: [us-federal]\n" /* line 10 */
    "    rules: [{name: Founding Day, date: 03-05}]\n"
    "    lists: [{name: Moving, dates: [2024-03-06], covers: [2024, 2025]}]\n"
    "calendars:\n"
    "  east: {hours: {mon-fri: 09:00-17:00}, holidays: ours, exceptions: {2024-03-07: closed}}\n"
    "  west: {hours: {mon-fri: 09:00-17:00}}\n"
    "  desk:\n"
    "    by:\n"
    "      - {when: {region: east}, calendar: east}\n"
    "      - {calendar: west}\n"
    "severities:\n" /* line 20 */
    "  levels:\n"
    "    - {id: S1, when: {impact: down}}\n"
    "    - {id: S2, when: {impact: slow}}\n"
    "    - {id: S3}\n"
    "  default: S3\n"
    "  limits: [{when: {plan: basic}, at_most: S2, says: gold alone has S1}]\n"
    "  changes:\n"
    "    upgrade:\n"
    "      rules: [{by: customer, grant: at_once}]\n"
    "    downgrade:\n" /* line 30 */
    "      follows: derived\n"
    "reasons: {customer: {bound: {within: 2h, calendar: 24x7}}}\n"
    "metrics:\n"
    "  resolution:\n"
    "    calendar: desk\n"
    "    pauses:\n"
    "      - customer\n"
    "    carry: restart\n"
    "    reopening: restart\n"
    "    targets:\n" /* line 40 */
    "      - {when: {severity: S1}, within: 4h}\n"
    "      - {within: 8h}\n"
    "    excused:\n"
    "      - {when: {plan: basic}, says: nobody promised it}\n"
    "entitlement:\n"
    "  - {id: gold_west, when: {plan: basic, region: west}, finding: not_entitled, says: no}\n"
    "notices:\n"
    "  - {event: development_ticket_opened, says: a ticket}\n"
    "escalation:\n"
    "  lines: [first, second]\n" /* line 50 */
    "  starts_at:\n"
    "    - {when: {plan: gold}, line: second}\n"
    "  steps:\n"
    "    - {id: late, miss: resolution, to: second}\n";

static spol_policy *policy;
static spol_coverage *coverage;

static void set_up(void) {
  spol_policy_source source = SPOL_SIZED(spol_policy_source);
  spol_error error = SPOL_ERROR_INIT;
  source.text = policy_text;
  source.length = strlen(policy_text);
  ck_assert_msg(spol_policy_read(NULL, &source, 1, NULL, &policy, NULL, &error) == SPOL_OK,
                "%u:%u: %s", error.line, error.column, error.message);
  ck_assert_ok(spol_coverage_new(NULL, policy, &coverage, &error));
}

static void tear_down(void) {
  spol_coverage_free(coverage);
  spol_policy_unref(policy);
}

/* 2024-03-04, a Monday, and the days after. */
static spol_instant march(int32_t day, int32_t hour) {
  return INT64_C(1709510400000000) + ((day - 4) * INT64_C(24) + hour) * SPOL_HOUR;
}

static spol_fact fact_of(const char *name, int64_t member) {
  uint32_t id = 0;
  ck_assert_ok(spol_policy_fact(policy, name, strlen(name), &id));
  return (spol_fact){.fact = id, .type = SPOL_FACT_ENUM, .value = member};
}

static spol_event event_of(uint32_t type, spol_instant at) {
  spol_event event = SPOL_EVENT_INIT;
  event.type = type;
  event.at = at;
  return event;
}

static uint64_t cases_at(uint32_t line, int32_t kind) {
  for (uint64_t i = 0; i < spol_coverage_count(coverage); i++) {
    spol_covered_rule rule = SPOL_SIZED(spol_covered_rule);
    ck_assert_ok(spol_coverage_rule(coverage, i, &rule));
    if (rule.place.line == line && rule.kind == kind) {
      return rule.cases;
    }
  }
  ck_abort_msg("no %s stands in line %u", spol_rule_kind_name(kind), line);
  return 0;
}

static void add(const spol_event *events, uint64_t count, spol_instant as_of) {
  spol_error error = SPOL_ERROR_INIT;
  ck_assert_msg(spol_coverage_add(coverage, events, count, as_of, &error) == SPOL_OK, "%s",
                error.message);
}

START_TEST(every_rule_is_listed_once_and_none_is_reached) {
  static const struct {
    uint32_t line;
    int32_t kind;
  } rules[] = {{10, SPOL_RULE_HOLIDAY},
               {11, SPOL_RULE_HOLIDAY},
               {12, SPOL_RULE_HOLIDAY},
               {14, SPOL_RULE_HOLIDAY},
               {18, SPOL_RULE_CALENDAR_CHOICE},
               {19, SPOL_RULE_CALENDAR_CHOICE},
               {22, SPOL_RULE_SEVERITY},
               {23, SPOL_RULE_SEVERITY},
               {25, SPOL_RULE_SEVERITY},
               {26, SPOL_RULE_SEVERITY_LIMIT},
               {29, SPOL_RULE_SEVERITY_CHANGE},
               {31, SPOL_RULE_SEVERITY_CHANGE},
               {32, SPOL_RULE_TARGET},
               {37, SPOL_RULE_PAUSE},
               {38, SPOL_RULE_CARRY},
               {39, SPOL_RULE_REOPEN},
               {41, SPOL_RULE_TARGET},
               {42, SPOL_RULE_TARGET},
               {44, SPOL_RULE_EXCUSE},
               {46, SPOL_RULE_ENTITLEMENT},
               {48, SPOL_RULE_NOTICE},
               {52, SPOL_RULE_FIRST_LINE},
               {54, SPOL_RULE_STEP}};
  size_t count = sizeof rules / sizeof rules[0];
  ck_assert_uint_eq(spol_coverage_reached(coverage), 0);
  for (size_t i = 0; i < count; i++) {
    ck_assert_uint_eq(cases_at(rules[i].line, rules[i].kind), 0);
  }
  for (uint64_t i = 0; i < spol_coverage_count(coverage); i++) {
    spol_covered_rule rule = SPOL_SIZED(spol_covered_rule);
    ck_assert_ok(spol_coverage_rule(coverage, i, &rule));
    if (i >= count || rule.place.line != rules[i].line) {
      ck_abort_msg("line %u has a %s more", rule.place.line, spol_rule_kind_name(rule.kind));
    }
  }
  ck_assert_uint_eq(spol_coverage_count(coverage), count);
}
END_TEST

START_TEST(a_plain_case_reaches_what_it_goes_by) {
  spol_fact impact = fact_of("impact", 2);
  spol_event opened = event_of(SPOL_EVENT_OPENED, march(4, 10));
  opened.facts = &impact;
  opened.fact_count = 1;
  add(&opened, 1, march(4, 11));
  ck_assert_uint_eq(cases_at(23, SPOL_RULE_SEVERITY), 1);
  ck_assert_uint_eq(cases_at(22, SPOL_RULE_SEVERITY), 0);
  ck_assert_uint_eq(cases_at(42, SPOL_RULE_TARGET), 1);
  ck_assert_uint_eq(cases_at(41, SPOL_RULE_TARGET), 0);
  ck_assert_uint_eq(cases_at(18, SPOL_RULE_CALENDAR_CHOICE), 1);
  ck_assert_uint_eq(cases_at(19, SPOL_RULE_CALENDAR_CHOICE), 0);
  /* Due on Friday at 10:00: the three closed days lie in between, no federal one does. */
  ck_assert_uint_eq(cases_at(11, SPOL_RULE_HOLIDAY), 1);
  ck_assert_uint_eq(cases_at(12, SPOL_RULE_HOLIDAY), 1);
  ck_assert_uint_eq(cases_at(14, SPOL_RULE_HOLIDAY), 1);
  ck_assert_uint_eq(cases_at(10, SPOL_RULE_HOLIDAY), 0);
  /* The miss lies ahead: what will fire has not. */
  ck_assert_uint_eq(cases_at(54, SPOL_RULE_STEP), 0);
  add(&opened, 1, march(8, 11));
  ck_assert_uint_eq(cases_at(54, SPOL_RULE_STEP), 1);
  ck_assert_uint_eq(cases_at(44, SPOL_RULE_EXCUSE), 1);
  ck_assert_uint_eq(cases_at(23, SPOL_RULE_SEVERITY), 2);
}
END_TEST

START_TEST(a_built_in_set_is_reached_by_one_of_its_days) {
  spol_fact impact = fact_of("impact", 3);
  spol_event opened = event_of(SPOL_EVENT_OPENED, march(4, 16) + 84 * SPOL_DAY); /* 27 May 2024 */
  opened.facts = &impact;
  opened.fact_count = 1;
  add(&opened, 1, opened.at + SPOL_HOUR);
  ck_assert_uint_eq(cases_at(10, SPOL_RULE_HOLIDAY), 1);
  ck_assert_uint_eq(cases_at(25, SPOL_RULE_SEVERITY), 1);
}
END_TEST

START_TEST(what_happens_to_a_case_reaches_its_rules) {
  spol_fact facts[3] = {fact_of("impact", 1), fact_of("plan", 1), fact_of("region", 2)};
  spol_fact slow = fact_of("impact", 2);
  spol_event events[8];
  for (size_t i = 0; i < 8; i++) {
    static const uint32_t types[] = {SPOL_EVENT_OPENED,        SPOL_EVENT_ACCEPTED,
                                     SPOL_EVENT_WAITING,       SPOL_EVENT_RESUMED,
                                     SPOL_EVENT_FACTS_CHANGED, SPOL_EVENT_DEVELOPMENT_TICKET_OPENED,
                                     SPOL_EVENT_RESOLVED,      SPOL_EVENT_REOPENED};
    events[i] = event_of(types[i], march(4, 9) + (spol_instant)i * SPOL_MINUTE);
  }
  events[0].facts = facts;
  events[0].fact_count = 3;
  events[2].reason = 1;
  events[4].facts = &slow;
  events[4].fact_count = 1;
  add(events, 2, march(4, 10));
  ck_assert_uint_eq(cases_at(37, SPOL_RULE_PAUSE), 0);
  ck_assert_uint_eq(cases_at(26, SPOL_RULE_SEVERITY_LIMIT), 0);
  ck_assert_uint_eq(cases_at(41, SPOL_RULE_TARGET), 1);
  ck_assert_uint_eq(cases_at(52, SPOL_RULE_FIRST_LINE), 1);
  add(events, 3, march(4, 10));
  ck_assert_uint_eq(cases_at(37, SPOL_RULE_PAUSE), 1);
  ck_assert_uint_eq(cases_at(32, SPOL_RULE_TARGET), 1);
  ck_assert_uint_eq(cases_at(31, SPOL_RULE_SEVERITY_CHANGE), 0);
  add(events, 5, march(4, 10));
  ck_assert_uint_eq(cases_at(31, SPOL_RULE_SEVERITY_CHANGE), 1);
  ck_assert_uint_eq(cases_at(38, SPOL_RULE_CARRY), 1);
  ck_assert_uint_eq(cases_at(48, SPOL_RULE_NOTICE), 0);
  add(events, 8, march(4, 10));
  ck_assert_uint_eq(cases_at(48, SPOL_RULE_NOTICE), 1);
  ck_assert_uint_eq(cases_at(39, SPOL_RULE_REOPEN), 1);
}
END_TEST

START_TEST(refusals_reach_the_rule_that_refuses) {
  spol_fact facts[2] = {fact_of("impact", 1), fact_of("region", 2)};
  spol_event events[2] = {event_of(SPOL_EVENT_OPENED, march(4, 9)),
                          event_of(SPOL_EVENT_SEVERITY_CHANGE_REQUESTED, march(4, 10))};
  events[0].facts = facts;
  events[0].fact_count = 2;
  events[1].severity = 2;
  events[1].actor = SPOL_ACTOR_CUSTOMER;
  add(events, 1, march(4, 10));
  ck_assert_uint_eq(cases_at(26, SPOL_RULE_SEVERITY_LIMIT), 1);
  ck_assert_uint_eq(cases_at(46, SPOL_RULE_ENTITLEMENT), 1);
  ck_assert_uint_eq(cases_at(19, SPOL_RULE_CALENDAR_CHOICE), 1);
  facts[0] = fact_of("impact", 3);
  add(events, 2, march(4, 10));
  ck_assert_uint_eq(cases_at(29, SPOL_RULE_SEVERITY_CHANGE), 1);
}
END_TEST

START_TEST(a_case_that_cannot_be_evaluated_counts_nothing) {
  spol_event events[2] = {event_of(SPOL_EVENT_OPENED, march(4, 9)),
                          event_of(SPOL_EVENT_RESOLVED, march(4, 8))};
  spol_error error = SPOL_ERROR_INIT;
  ck_assert_int_eq(spol_coverage_add(coverage, events, 2, march(4, 10), &error), SPOL_E_ORDER);
  ck_assert_uint_eq(spol_coverage_reached(coverage), 0);
  ck_assert_int_eq(spol_coverage_add(NULL, events, 1, march(4, 10), &error), SPOL_E_INVALID);
  ck_assert_int_eq(spol_coverage_add(coverage, NULL, 1, march(4, 10), &error), SPOL_E_INVALID);
  ck_assert_uint_eq(spol_coverage_count(NULL), 0);
  ck_assert_uint_eq(spol_coverage_reached(NULL), 0);
  spol_covered_rule rule = SPOL_SIZED(spol_covered_rule);
  ck_assert_int_eq(spol_coverage_rule(coverage, spol_coverage_count(coverage), &rule),
                   SPOL_E_INVALID);
  ck_assert_ptr_null(spol_rule_kind_name(0));
  ck_assert_ptr_null(spol_rule_kind_name(SPOL_RULE_HOLIDAY + 1));
  spol_coverage_free(NULL);
}
END_TEST

int main(void) {
  Suite *suite = suite_create("coverage");
  TCase *tcase = tcase_create("coverage");
  tcase_add_checked_fixture(tcase, set_up, tear_down);
  tcase_add_test(tcase, every_rule_is_listed_once_and_none_is_reached);
  tcase_add_test(tcase, a_plain_case_reaches_what_it_goes_by);
  tcase_add_test(tcase, a_built_in_set_is_reached_by_one_of_its_days);
  tcase_add_test(tcase, what_happens_to_a_case_reaches_its_rules);
  tcase_add_test(tcase, refusals_reach_the_rule_that_refuses);
  tcase_add_test(tcase, a_case_that_cannot_be_evaluated_counts_nothing);
  suite_add_tcase(suite, tcase);
  return run_suite(suite);
}
