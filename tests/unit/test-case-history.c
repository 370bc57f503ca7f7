/* SPDX-License-Identifier: MIT */
/* What happened to a case, read by index (evaluation.h), and the names and clauses
 * of the policy that it speaks of (policy.h). */
#include "case-log.h"

static const char *const policy_text =
    "supportpolicy: 1\nid: p\nversion: v1\n"
    "facts: {impact: {one_of: [down, slow]}, channel: {one_of: [web, phone], many: true}}\n"
    "calendars: {always: 24x7}\n"
    "severities:\n"
    "  levels: [{id: S1, when: {impact: down}}, {id: S2}]\n"
    "  default: S2\n"
    "reasons: {vendor: {}, customer: {bound: {within: 2h, calendar: always}}}\n"
    "roles: [lead, boss]\n"
    "notices: [{event: development_ticket_opened, says: a ticket, clause: {under: Terms, sentence: "
    "3}}]\n"
    "metrics:\n"
    "  first_response: {calendar: always, targets: [{within: 4h}]}\n"
    "  resolution: {calendar: always, pauses: customer, targets: [{within: 8h}]}\n"
    "escalation:\n"
    "  lines: [first, second]\n"
    "  steps: [{id: late, miss: first_response, to: second, notify: [lead, boss]}]\n";

enum { VENDOR = 1, CUSTOMER };
enum { FIRST_RESPONSE = 1, RESOLUTION };

static const spol_evaluation *out;
static spol_fact slow;
static spol_fact down;
static spol_event events[5];

static void ask(uint64_t count, int64_t minutes) {
  ck_assert_ok(
      spol_evaluate(policy, events, count, monday(minutes), NULL, room, ROOM, NULL, &out, NULL));
}

static void set_up(void) {
  static const uint32_t types[] = {SPOL_EVENT_OPENED, SPOL_EVENT_WAITING, SPOL_EVENT_FACTS_CHANGED,
                                   SPOL_EVENT_RESUMED, SPOL_EVENT_DEVELOPMENT_TICKET_OPENED};
  take_policy(policy_text);
  for (int i = 0; i < 5; i++) {
    events[i] = event_of(types[i], monday(10 * i));
  }
  down = (spol_fact){1, SPOL_FACT_ENUM, 1, NULL, 0, NULL};
  slow = (spol_fact){1, SPOL_FACT_ENUM, 2, NULL, 0, NULL};
  events[0].facts = &slow;
  events[0].fact_count = 1;
  events[1].reason = CUSTOMER;
  events[2].facts = &down;
  events[2].fact_count = 1;
}

START_TEST(a_pause_has_its_ends_and_says_what_it_pauses) {
  spol_pause pause = SPOL_SIZED(spol_pause);
  uint32_t reason = 99;
  ask(2, 15);
  ck_assert_ok(spol_evaluation_pause(out, 0, &pause));
  ck_assert_uint_eq(pause.reason, CUSTOMER);
  ck_assert_int_eq(pause.from, monday(10));
  ck_assert_int_eq(pause.to, SPOL_INSTANT_NONE);
  ck_assert_int_eq(pause.bound, monday(130));
  ck_assert_ok(spol_evaluation_paused_by(out, RESOLUTION, 0, &reason));
  ck_assert_uint_eq(reason, CUSTOMER);
  ck_assert_int_eq(spol_evaluation_paused_by(out, RESOLUTION, 1, &reason), SPOL_E_INVALID);
  ck_assert_int_eq(spol_evaluation_paused_by(out, FIRST_RESPONSE, 0, &reason), SPOL_E_INVALID);
  ck_assert_int_eq(spol_evaluation_paused_by(out, 99, 0, &reason), SPOL_E_INVALID);
  ck_assert_uint_eq(reason, CUSTOMER);
  ask(5, 60);
  ck_assert_ok(spol_evaluation_pause(out, 0, &pause));
  ck_assert_int_eq(pause.to, monday(30));
  ck_assert_int_eq(spol_evaluation_pause(out, 1, &pause), SPOL_E_INVALID);
  ck_assert_int_eq(spol_evaluation_paused_by(out, RESOLUTION, 0, &reason), SPOL_E_INVALID);
}
END_TEST

START_TEST(a_change_of_a_severity_has_both_and_the_event) {
  spol_severity_change change = SPOL_SIZED(spol_severity_change);
  spol_case_status status = SPOL_SIZED(spol_case_status);
  ask(3, 25);
  ck_assert_ok(spol_evaluation_status(out, &status));
  ck_assert_uint_eq(status.severity_count, 2);
  ck_assert_ok(spol_evaluation_severity(out, 0, &change));
  ck_assert_int_eq(change.kind, SPOL_DERIVED);
  ck_assert_uint_eq(change.before, 0);
  ck_assert_uint_eq(change.after, 2);
  ck_assert_ok(spol_evaluation_severity(out, 1, &change));
  ck_assert_int_eq(change.kind, SPOL_DERIVED);
  ck_assert_uint_eq(change.before, 2);
  ck_assert_uint_eq(change.after, 1);
  ck_assert_int_eq(change.at, monday(20));
  ck_assert_int_eq(spol_evaluation_severity(out, 2, &change), SPOL_E_INVALID);
  ck_assert_uint_eq(change.after, 1);
}
END_TEST

START_TEST(a_firing_has_every_effect_of_its_step) {
  static const int32_t kinds[] = {SPOL_EFFECT_LINE, SPOL_EFFECT_NOTIFY, SPOL_EFFECT_NOTIFY};
  static const uint32_t subjects[] = {2, 1, 2}; /* second, lead, boss */
  spol_firing firing = SPOL_SIZED(spol_firing);
  int32_t effect = 0;
  uint32_t subject = 0;
  ask(5, 300);
  ck_assert_ok(spol_evaluation_firing(out, 0, &firing));
  ck_assert_uint_eq(firing.effect_count, 3);
  for (uint32_t i = 0; i < 3; i++) {
    ck_assert_ok(spol_evaluation_firing_effect(out, 0, i, &effect, &subject));
    ck_assert_int_eq(effect, kinds[i]);
    ck_assert_uint_eq(subject, subjects[i]);
  }
  ck_assert_int_eq(spol_evaluation_firing_effect(out, 0, 3, &effect, &subject), SPOL_E_INVALID);
  ck_assert_int_eq(spol_evaluation_firing_effect(out, 1, 0, &effect, &subject), SPOL_E_INVALID);
}
END_TEST

START_TEST(a_notice_is_owed_and_names_the_clause_of_its_rule) {
  spol_notice notice = SPOL_SIZED(spol_notice);
  spol_clause clause = SPOL_SIZED(spol_clause);
  ask(5, 60);
  ck_assert_ok(spol_evaluation_notice(out, 0, &notice));
  ck_assert_int_eq(notice.kind, SPOL_NOTICE_EVENT);
  ck_assert_uint_eq(notice.event_type, SPOL_EVENT_DEVELOPMENT_TICKET_OPENED);
  ck_assert_int_eq(notice.since, monday(40));
  ck_assert_int_eq(notice.told_at, SPOL_INSTANT_NONE);
  ck_assert_str_eq(notice.text, "a ticket");
  ck_assert_int_eq(spol_evaluation_notice(out, 1, &notice), SPOL_E_INVALID);
  ck_assert_ok(spol_policy_clause(policy, notice.decision.place.clause, &clause));
  ck_assert_str_eq(clause.heading, "Terms");
  ck_assert_uint_eq(clause.sentence, 3);
  ck_assert_int_eq(spol_policy_clause(policy, 0, &clause), SPOL_E_NOT_FOUND);
  ck_assert_int_eq(spol_policy_clause(policy, 99, &clause), SPOL_E_NOT_FOUND);
}
END_TEST

START_TEST(names_are_found_by_their_kind) {
  uint32_t id = 99;
  ck_assert_ok(spol_policy_reason(policy, "customer", 8, &id));
  ck_assert_uint_eq(id, CUSTOMER);
  ck_assert_ok(spol_policy_line(policy, "first", 5, &id));
  ck_assert_uint_eq(id, 1);
  ck_assert_int_eq(spol_policy_line(policy, "customer", 8, &id), SPOL_E_NOT_FOUND);
  ck_assert_int_eq(spol_policy_reason(policy, "first", 5, &id), SPOL_E_NOT_FOUND);
  ck_assert_uint_eq(id, 1);
  ck_assert_str_eq(spol_policy_fact_member(policy, 2, 2), "phone");
  ck_assert_ptr_null(spol_policy_fact_member(policy, 2, 3));
  ck_assert_ptr_null(spol_policy_fact_member(policy, 3, 1));
  ck_assert_str_eq(spol_event_type_name(SPOL_EVENT_WORK_STARTED), "work_started");
  ck_assert_ptr_null(spol_event_type_name(0));
  ck_assert_ptr_null(spol_event_type_name(SPOL_EVENT_STANDARD_COUNT + 1));
}
END_TEST

START_TEST(a_policy_lives_as_long_as_its_last_reference) {
  ck_assert_ptr_eq(spol_policy_ref(policy), policy);
  spol_policy_unref(policy);
  ask(1, 5);
  spol_metric_status metric = SPOL_SIZED(spol_metric_status);
  ck_assert_ok(spol_evaluation_metric_of(out, FIRST_RESPONSE, &metric));
  ck_assert_int_eq(metric.due, monday(240));
}
END_TEST

int main(void) {
  Suite *suite = suite_create("case-history");
  TCase *tests = tcase_create("history");
  tcase_add_checked_fixture(tests, set_up, give_policy_back);
  tcase_add_test(tests, a_pause_has_its_ends_and_says_what_it_pauses);
  tcase_add_test(tests, a_change_of_a_severity_has_both_and_the_event);
  tcase_add_test(tests, a_firing_has_every_effect_of_its_step);
  tcase_add_test(tests, a_notice_is_owed_and_names_the_clause_of_its_rule);
  tcase_add_test(tests, names_are_found_by_their_kind);
  tcase_add_test(tests, a_policy_lives_as_long_as_its_last_reference);
  suite_add_tcase(suite, tests);
  return run_suite(suite);
}
