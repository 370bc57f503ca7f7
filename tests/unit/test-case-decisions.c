/* SPDX-License-Identifier: MIT */
/* What a host asks before it acts (evaluation.h): may this case be opened, would
 * this request be granted, what would be due if. */
#include "case-log.h"

#include <stdlib.h>

static const char *const policy_text =
    "supportpolicy: 1\nid: p\nversion: v1\n"
    "facts:\n"
    "  requester: {one_of: [contact, other], scope: contract, default: contact}\n"
    "  ends: {type: date, scope: contract}\n"
    "  plan: {one_of: [gold, basic], scope: contract, default: gold}\n"
    "  impact: {one_of: [down, slow], required: true}\n"
    "  users: {type: number, default: 1}\n"
    "  evidence: {type: boolean, scope: event}\n"
    "calendars: {always: 24x7}\n"
    "severities:\n"
    "  levels: [{id: S1, when: {impact: down}}, {id: S2, when: {impact: slow}}, {id: S3}]\n"
    "  default: S3\n"
    "  limits: [{when: {plan: basic}, at_most: S2, says: basic has no S1}]\n"
    "  changes:\n"
    "    upgrade:\n"
    "      follows: decision\n"
    "      rules:\n"
    "        - {by: customer, when: {users: {more_than: 100}}, grant: by_vendor}\n"
    "        - {by: customer, requires: {evidence: true}, grant: at_once, says: show it}\n"
    "    downgrade: {follows: decision, rules: [{by: customer, grant: at_once}]}\n"
    "reasons: {customer: {}}\n"
    "metrics:\n"
    "  first_response:\n"
    "    calendar: always\n"
    "    pauses: customer\n"
    "    carry: from_start\n"
    "    targets:\n"
    "      - {when: {severity: S1}, within: 1h}\n"
    "      - {when: {severity: S2}, within: 4h}\n"
    "      - {within: 8h}\n"
    "  update: {calendar: always, targets: [{within: 2h}]}\n"
    "coverage: {to: ends}\n"
    "entitlement:\n"
    "  - {id: contacts, when: {requester: other}, finding: not_entitled, says: contacts alone}\n"
    "  - {id: few, when: {users: {more_than: 1000}}, finding: intake, refuses: true, says: call}\n"
    "  - {id: some, when: {users: {more_than: 500}}, finding: intake, says: better call}\n"
    "escalation: {lines: [first, second], steps: [{id: up, miss: update, to: next_line}]}\n";

enum { REQUESTER = 1, ENDS, PLAN, IMPACT, USERS, EVIDENCE };
enum { S1 = 1, S2, S3 };

static const spol_evaluation *out;
static spol_permission given;

static void set_up(void) {
  take_policy(policy_text);
}

static spol_fact a_fact(uint32_t id, int64_t value) {
  spol_fact_info info = SPOL_SIZED(spol_fact_info);
  ck_assert_ok(spol_policy_fact_info(policy, id, &info));
  return (spol_fact){id, info.type, value, NULL, 0, NULL};
}

/* ---- May it be opened? ----------------------------------------------------------- */

static void open_with(spol_fact *facts, uint64_t count) {
  spol_event opening = event_of(SPOL_EVENT_OPENED, monday(0));
  spol_error error = SPOL_ERROR_INIT;
  opening.facts = facts;
  opening.fact_count = count;
  given = (spol_permission)SPOL_SIZED(spol_permission);
  spol_status status =
      spol_may_open(policy, &opening, NULL, room, ROOM, NULL, &out, &given, &error);
  ck_assert_msg(status == SPOL_OK, "%s", error.message);
}

START_TEST(a_case_may_be_opened_with_the_severity_that_it_would_have) {
  spol_fact facts[] = {a_fact(IMPACT, 2)};
  open_with(facts, 1);
  ck_assert_int_eq(given.verdict, SPOL_VERDICT_YES);
  ck_assert_int_eq(given.why, 0);
  ck_assert_uint_eq(given.severity, S2);
  ck_assert_ptr_null(given.text);
  ck_assert_uint_gt(given.decision.place.line, 0); /* the coverage's */
}
END_TEST

START_TEST(a_cap_is_no_refusal) {
  spol_fact facts[] = {a_fact(IMPACT, 1), a_fact(PLAN, 2)};
  open_with(facts, 2);
  ck_assert_int_eq(given.verdict, SPOL_VERDICT_YES);
  ck_assert_uint_eq(given.severity, S2);
}
END_TEST

START_TEST(each_refusal_says_why_in_the_policys_words_and_by_its_rule) {
  const struct {
    uint32_t fact;
    int64_t value;
    int32_t why;
    const char *text;
  } rows[] = {{REQUESTER, 2, SPOL_FINDING_NOT_ENTITLED, "contacts alone"},
              {USERS, 1001 * SPOL_NUMBER_ONE, SPOL_FINDING_INTAKE, "call"},
              {ENDS, 20639, SPOL_FINDING_NOT_COVERED, NULL}}; /* 2026-07-05 */
  for (size_t i = 0; i < sizeof rows / sizeof rows[0]; i++) {
    spol_fact facts[] = {a_fact(IMPACT, 1), a_fact(rows[i].fact, rows[i].value)};
    open_with(facts, 2);
    ck_assert_int_eq(given.verdict, SPOL_VERDICT_NO);
    ck_assert_int_eq(given.why, rows[i].why);
    ck_assert_int_eq(given.text == NULL, rows[i].text == NULL);
    ck_assert(given.text == NULL || strcmp(given.text, rows[i].text) == 0);
    ck_assert_uint_gt(given.decision.place.line, 0);
    if (rows[i].why != SPOL_FINDING_NOT_COVERED) {
      spol_fact used = SPOL_FACT_INIT;
      ck_assert_uint_eq(given.decision.fact_count, 1);
      ck_assert_ok(spol_evaluation_fact_used(out, given.decision.fact_first, &used));
      ck_assert_uint_eq(used.fact, rows[i].fact);
      ck_assert_int_eq(used.value, rows[i].value);
    }
  }
}
END_TEST

START_TEST(a_finding_that_does_not_refuse_lets_open) {
  spol_fact facts[] = {a_fact(IMPACT, 1), a_fact(USERS, 501 * SPOL_NUMBER_ONE)};
  open_with(facts, 2);
  ck_assert_int_eq(given.verdict, SPOL_VERDICT_YES);
  spol_case_status status = SPOL_SIZED(spol_case_status);
  ck_assert_ok(spol_evaluation_status(out, &status));
  ck_assert_uint_eq(status.finding_count, 1);
}
END_TEST

START_TEST(a_missing_fact_leaves_it_undecided_and_a_refusal_outranks_it) {
  open_with(NULL, 0);
  ck_assert_int_eq(given.verdict, SPOL_VERDICT_UNDECIDED);
  ck_assert_int_eq(given.why, SPOL_FINDING_FACT_MISSING);
  ck_assert_uint_eq(given.fact, IMPACT);
  spol_fact facts[] = {a_fact(REQUESTER, 2)};
  open_with(facts, 1);
  ck_assert_int_eq(given.verdict, SPOL_VERDICT_NO);
  ck_assert_int_eq(given.why, SPOL_FINDING_NOT_ENTITLED);
}
END_TEST

/* ---- Would it be granted? -------------------------------------------------------- */

static spol_event log_[3];
static spol_fact log_facts[2];

static void accepted_case(int64_t impact, int64_t users) {
  log_facts[0] = a_fact(IMPACT, impact);
  log_facts[1] = a_fact(USERS, users * SPOL_NUMBER_ONE);
  log_[0] = event_of(SPOL_EVENT_OPENED, monday(0));
  log_[0].facts = log_facts;
  log_[0].fact_count = 2;
  log_[1] = event_of(SPOL_EVENT_ACCEPTED, monday(5));
}

static void ask_for(uint32_t severity, int32_t actor, spol_fact *facts, uint64_t count) {
  spol_event request = event_of(SPOL_EVENT_SEVERITY_CHANGE_REQUESTED, monday(10));
  spol_error error = SPOL_ERROR_INIT;
  request.severity = severity;
  request.actor = actor;
  request.facts = facts;
  request.fact_count = count;
  given = (spol_permission)SPOL_SIZED(spol_permission);
  spol_status status =
      spol_would_grant(policy, log_, 2, &request, NULL, room, ROOM, NULL, &out, &given, &error);
  ck_assert_msg(status == SPOL_OK, "%s", error.message);
}

START_TEST(a_request_with_its_evidence_would_be_granted) {
  accepted_case(2, 1);
  spol_fact shown[] = {a_fact(EVIDENCE, 1)};
  ask_for(S1, SPOL_ACTOR_CUSTOMER, shown, 1);
  ck_assert_int_eq(given.verdict, SPOL_VERDICT_YES);
  ck_assert_uint_eq(given.severity, S1);
  spol_metric_status metric = SPOL_SIZED(spol_metric_status);
  ck_assert_ok(spol_evaluation_metric_of(out, 1, &metric));
  ck_assert_int_eq(metric.due, monday(60)); /* the evaluation has it granted */
}
END_TEST

START_TEST(without_its_evidence_it_would_be_refused) {
  accepted_case(2, 1);
  spol_fact shown[] = {a_fact(EVIDENCE, 0)};
  ask_for(S1, SPOL_ACTOR_CUSTOMER, shown, 1);
  ck_assert_int_eq(given.verdict, SPOL_VERDICT_NO);
  ck_assert_int_eq(given.why, SPOL_FINDING_CHANGE_REFUSED);
  ck_assert_uint_eq(given.severity, S2); /* it stays */
  ck_assert_str_eq(given.text, "show it");
  ck_assert_uint_gt(given.decision.place.line, 0);
}
END_TEST

START_TEST(where_nobody_said_it_is_undecided_and_names_the_fact) {
  accepted_case(2, 1);
  ask_for(S1, SPOL_ACTOR_CUSTOMER, NULL, 0);
  ck_assert_int_eq(given.verdict, SPOL_VERDICT_UNDECIDED);
  ck_assert_uint_eq(given.fact, EVIDENCE);
}
END_TEST

START_TEST(what_the_vendor_must_grant_waits_for_its_word) {
  accepted_case(2, 101);
  ask_for(S1, SPOL_ACTOR_CUSTOMER, NULL, 0);
  ck_assert_int_eq(given.verdict, SPOL_VERDICT_UNDECIDED);
  ck_assert_uint_eq(given.fact, 0);
  ck_assert_uint_eq(given.severity, S1); /* what it would be */
}
END_TEST

START_TEST(who_has_no_rule_is_refused_and_what_it_is_already_is_granted) {
  accepted_case(2, 1);
  spol_fact shown[] = {a_fact(EVIDENCE, 1)};
  ask_for(S1, SPOL_ACTOR_THIRD_PARTY, shown, 1);
  ck_assert_int_eq(given.verdict, SPOL_VERDICT_NO);
  ck_assert_int_eq(given.why, SPOL_FINDING_CHANGE_REFUSED);
  ask_for(S2, SPOL_ACTOR_CUSTOMER, NULL, 0);
  ck_assert_int_eq(given.verdict, SPOL_VERDICT_YES);
  ask_for(S3, SPOL_ACTOR_CUSTOMER, NULL, 0);
  ck_assert_int_eq(given.verdict, SPOL_VERDICT_YES);
  ck_assert_uint_eq(given.severity, S3);
}
END_TEST

START_TEST(what_is_no_request_is_not_answered) {
  accepted_case(2, 1);
  spol_event request = event_of(SPOL_EVENT_SEVERITY_CHANGE_REQUESTED, monday(10));
  request.severity = S1;
  given = (spol_permission)SPOL_SIZED(spol_permission);
  out = NULL;
#define GRANT(asked, permission)                                                                   \
  spol_would_grant(policy, log_, 2, asked, NULL, room, ROOM, NULL, &out, permission, NULL)
  ck_assert_int_eq(GRANT(&log_[1], &given), SPOL_E_INVALID);
  ck_assert_int_eq(GRANT(NULL, &given), SPOL_E_INVALID);
  ck_assert_int_eq(GRANT(&request, NULL), SPOL_E_INVALID);
  request.at = monday(-10);
  ck_assert_int_eq(GRANT(&request, &given), SPOL_E_ORDER);
  request.at = monday(10);
  request.severity = 0;
  ck_assert_int_eq(GRANT(&request, &given), SPOL_E_SEMANTIC);
  given.size = 4;
  ck_assert_int_eq(GRANT(&request, &given), SPOL_E_VERSION);
#undef GRANT
  ck_assert_int_eq(spol_may_open(policy, NULL, NULL, room, ROOM, NULL, &out, &given, NULL),
                   SPOL_E_VERSION);
  given.size = sizeof given;
  ck_assert_int_eq(spol_may_open(policy, NULL, NULL, room, ROOM, NULL, &out, &given, NULL),
                   SPOL_E_INVALID);
  ck_assert_int_eq(spol_may_open(policy, &log_[0], NULL, room, 16, NULL, &out, &given, NULL),
                   SPOL_E_BUFFER);
  ck_assert_ptr_null(out);
  ck_assert_int_eq(given.verdict, SPOL_VERDICT_NO); /* untouched: zero */
}
END_TEST

/* ---- What if? -------------------------------------------------------------------- */

static spol_event supposed_event(uint32_t type) {
  static spol_fact change;
  spol_event event = event_of(type, monday(30));
  change = a_fact(IMPACT, 1);
  event.facts = &change;
  event.fact_count = 1;
  event.severity = S1;
  event.reason = type == SPOL_EVENT_WAITING || type == SPOL_EVENT_RESUMED ? 1 : 0;
  event.version = type == SPOL_EVENT_VERSION_CHANGED ? 1 : 0;
  event.metric = 1;
  event.agreed_within = type == SPOL_EVENT_AGREED_TARGET_SET ? 3 * SPOL_HOUR : SPOL_DURATION_NONE;
  return event;
}

static void same_evaluation(const spol_evaluation *one, const spol_evaluation *two) {
  spol_case_status a = SPOL_SIZED(spol_case_status);
  spol_case_status b = SPOL_SIZED(spol_case_status);
  ck_assert_ok(spol_evaluation_status(one, &a));
  ck_assert_ok(spol_evaluation_status(two, &b));
  ck_assert_mem_eq(&a, &b, sizeof a);
#define SAME_PARTS(type, get, count)                                                               \
  for (uint32_t i = 0; i < (count); i++) {                                                         \
    type x = SPOL_SIZED(type);                                                                     \
    type y = SPOL_SIZED(type);                                                                     \
    ck_assert_ok(get(one, i, &x));                                                                 \
    ck_assert_ok(get(two, i, &y));                                                                 \
    ck_assert_mem_eq(&x, &y, sizeof x);                                                            \
  }
  SAME_PARTS(spol_metric_status, spol_evaluation_metric, a.metric_count)
  SAME_PARTS(spol_finding, spol_evaluation_finding, a.finding_count)
  SAME_PARTS(spol_firing, spol_evaluation_firing, a.firing_count)
#undef SAME_PARTS
}

START_TEST(supposing_any_event_equals_logging_it) {
  accepted_case(2, 1);
  for (uint32_t type = SPOL_EVENT_OPENED; type <= SPOL_EVENT_STANDARD_COUNT; type++) {
    const spol_evaluation *done = NULL;
    spol_event supposed = supposed_event(type);
    for (int64_t at = 30; at <= 600; at += 285) {
      ck_assert_ok(spol_what_if(policy, log_, 2, &supposed, 1, monday(at), NULL, room, ROOM, NULL,
                                &out, NULL));
      log_[2] = supposed;
      ck_assert_ok(
          spol_evaluate(policy, log_, 3, monday(at), NULL, room + ROOM, ROOM, NULL, &done, NULL));
      same_evaluation(out, done);
    }
  }
}
END_TEST

START_TEST(what_is_supposed_is_checked_as_the_log_is) {
  accepted_case(2, 1);
  spol_event supposed = supposed_event(SPOL_EVENT_FACTS_CHANGED);
  spol_error error = SPOL_ERROR_INIT;
  supposed.at = monday(1);
  out = NULL;
  ck_assert_int_eq(
      spol_what_if(policy, log_, 2, &supposed, 1, monday(30), NULL, room, ROOM, NULL, &out, &error),
      SPOL_E_ORDER);
  ck_assert_str_eq(error.path, "events[2].at");
  ck_assert_ptr_null(out);
}
END_TEST

int main(void) {
  Suite *suite = suite_create("case-decisions");
  TCase *tests = tcase_create("decisions");
  tcase_add_checked_fixture(tests, set_up, give_policy_back);
  tcase_add_test(tests, a_case_may_be_opened_with_the_severity_that_it_would_have);
  tcase_add_test(tests, a_cap_is_no_refusal);
  tcase_add_test(tests, each_refusal_says_why_in_the_policys_words_and_by_its_rule);
  tcase_add_test(tests, a_finding_that_does_not_refuse_lets_open);
  tcase_add_test(tests, a_missing_fact_leaves_it_undecided_and_a_refusal_outranks_it);
  tcase_add_test(tests, a_request_with_its_evidence_would_be_granted);
  tcase_add_test(tests, without_its_evidence_it_would_be_refused);
  tcase_add_test(tests, where_nobody_said_it_is_undecided_and_names_the_fact);
  tcase_add_test(tests, what_the_vendor_must_grant_waits_for_its_word);
  tcase_add_test(tests, who_has_no_rule_is_refused_and_what_it_is_already_is_granted);
  tcase_add_test(tests, what_is_no_request_is_not_answered);
  tcase_add_test(tests, supposing_any_event_equals_logging_it);
  tcase_add_test(tests, what_is_supposed_is_checked_as_the_log_is);
  suite_add_tcase(suite, tests);
  return run_suite(suite);
}
