/* SPDX-License-Identifier: MIT */
/* Corners of sections 7 to 9 of docs/semantics.md: several clocks at once, late
 * knowledge, what is stopped and reopened, two versions. Everything is open day
 * and night, but the desk: Monday to Friday 9 to 17 UTC. 6 July 2026 is a Monday. */
#include "case-log.h"

#include <stdlib.h>

#define HEAD                                                                                       \
  "supportpolicy: 1\nid: p\nversion: v1\n"                                                         \
  "facts: {n: {type: number, default: 1}}\n"                                                       \
  "calendars: {always: 24x7, desk: {hours: {mon-fri: 09:00-17:00}}, "                              \
  "noon: {hours: {mon-fri: 12:00-13:00}}}\n"                                                       \
  "severities: {levels: [{id: S1}]}\n"                                                             \
  "reasons: {parts: {}, vendor: {}}\n"

static spol_event log_[12];
static spol_fact facts[12];
static uint64_t count;
static spol_evaluation *asked;
static spol_case_status status;

/* Hours after Monday 09:00. */
static spol_instant h(int64_t hours) {
  return monday(-30 + hours * 60);
}

static spol_event *then(uint32_t type, spol_instant at) {
  log_[count] = event_of(type, at);
  return &log_[count++];
}

static void n_becomes(int64_t value, spol_instant at) {
  spol_event *event = then(SPOL_EVENT_FACTS_CHANGED, at);
  facts[count - 1] = (spol_fact){1, SPOL_FACT_NUMBER, value * 1000000, NULL, 0, NULL};
  event->facts = &facts[count - 1];
  event->fact_count = 1;
}

/* Opened on Monday at 9, under a policy. */
static void under(const char *text) {
  asked = NULL;
  take_policy(text);
  count = 0;
  (void)then(SPOL_EVENT_OPENED, h(0));
}

static void ask(spol_instant as_of) {
  spol_error error = SPOL_ERROR_INIT;
  spol_evaluation_free(asked);
  spol_status given = spol_evaluation_new(NULL, policy, log_, count, as_of, NULL, &asked, &error);
  ck_assert_msg(given == SPOL_OK, "%s %s", error.path, error.message);
  status = (spol_case_status)SPOL_SIZED(spol_case_status);
  ck_assert_ok(spol_evaluation_status(asked, &status));
}

static spol_metric_status metric(const char *name) {
  uint32_t id = 0;
  ck_assert_ok(spol_policy_find(policy, SPOL_NAME_METRIC, name, strlen(name), &id));
  spol_metric_status out = SPOL_SIZED(spol_metric_status);
  ck_assert_ok(spol_evaluation_metric_of(asked, id, &out));
  return out;
}

static spol_firing firing(uint32_t index) {
  spol_firing out = SPOL_SIZED(spol_firing);
  ck_assert_ok(spol_evaluation_firing(asked, index, &out));
  return out;
}

static void done(void) {
  spol_evaluation_free(asked);
  give_policy_back();
}

/* ---- Several clocks ---------------------------------------------------------- */

#define TWO_PARTS                                                                                  \
  HEAD "metrics:\n"                                                                                \
       "  resolution:\n"                                                                           \
       "    pauses: parts\n"                                                                       \
       "    targets: [{latest_of: [{within: 8h, calendar: desk}, {within: 11h, calendar: "         \
       "always}]}]\n"

/* Due on Monday at 17:00 and 20:00; from 16:00 on the desk's falls behind. */
START_TEST(the_answer_among_paused_parts_depends_on_the_last_event) {
  under(TWO_PARTS);
  then(SPOL_EVENT_WAITING, h(4))->reason = 1;
  ask(h(5));
  ck_assert_int_eq(metric("resolution").length, 11 * SPOL_HOUR);
  ck_assert_int_eq(metric("resolution").due, SPOL_INSTANT_NONE);
  (void)then(SPOL_EVENT_UPDATE_SENT, h(10)); /* if resumed now: Tuesday 13:00, or 02:00 */
  ask(h(11));
  ck_assert_int_eq(metric("resolution").length, 8 * SPOL_HOUR);
  done();
}
END_TEST

START_TEST(a_stop_learned_late_is_judged_by_the_part_that_answered_then) {
  under(TWO_PARTS);
  then(SPOL_EVENT_WAITING, h(4))->reason = 1;
  then(SPOL_EVENT_RESOLVED, h(10))->occurred_at = h(5);
  ask(h(11));
  ck_assert_int_eq(metric("resolution").outcome, SPOL_OUTCOME_MET);
  ck_assert_int_eq(metric("resolution").length, 11 * SPOL_HOUR);
  done();
}
END_TEST

/* A pause of 2 h lasts on, on the calendar of an hour a day, to Tuesday 13:00. */
START_TEST(a_clock_whose_pause_lasts_on_is_later_than_one_that_runs) {
  under(HEAD "metrics:\n"
             "  resolution:\n"
             "    pauses: parts\n    pause_lasts: real\n"
             "    targets: [{earliest_of: [{within: 1h, calendar: noon}, {within: 60h, calendar: "
             "always}]}]\n");
  then(SPOL_EVENT_WAITING, h(0))->reason = 1;
  (void)then(SPOL_EVENT_RESUMED, h(2));
  ask(h(3));
  ck_assert_int_eq(metric("resolution").length, 60 * SPOL_HOUR);
  ck_assert_int_eq(metric("resolution").due, h(62));
  ck_assert_int_eq(status.next_change, h(28));
  ask(h(28));
  ck_assert_int_eq(metric("resolution").length, SPOL_HOUR);
  ck_assert_int_eq(metric("resolution").due, h(52));
  done();
}
END_TEST

/* The long target's pause ends where nothing of it is said. */
START_TEST(a_pause_that_lasts_on_behind_the_answer_is_no_next_change) {
  under(HEAD "metrics:\n"
             "  resolution:\n"
             "    pauses: parts\n    pause_lasts: real\n"
             "    carry: [{carry: restart, never_later: true}]\n"
             "    targets:\n"
             "      - {when: {n: 1}, within: 8h, calendar: noon}\n"
             "      - {within: 30h, calendar: always}\n");
  then(SPOL_EVENT_WAITING, h(0))->reason = 1;
  (void)then(SPOL_EVENT_RESUMED, h(2)); /* on noon: to Tuesday 13:00 */
  n_becomes(2, h(5));
  ask(h(6));
  ck_assert_int_eq(metric("resolution").due, h(35));
  ck_assert_int_eq(status.next_change, h(35) + 1);
  done();
}
END_TEST

START_TEST(only_a_clock_whose_own_miss_was_counted_does_not_run_on) {
  under(HEAD "metrics:\n"
             "  resolution:\n"
             "    carry: [{carry: carry_elapsed, never_later: true}]\n"
             "    targets:\n"
             "      - {when: {n: 1}, within: 1h, calendar: always}\n"
             "      - {when: {n: 2}, within: 3h, calendar: always}\n"
             "      - {within: 9h, calendar: always}\n");
  n_becomes(2, h(2));
  n_becomes(3, h(3) + 1); /* the second clock's due instant is over, not its miss */
  ask(h(4));
  ck_assert_uint_eq(metric("resolution").misses, 1);
  ck_assert_int_eq(metric("resolution").length, 3 * SPOL_HOUR);
  ck_assert_int_eq(metric("resolution").due, h(3));
  done();
}
END_TEST

/* ---- What is stopped, and reopened ------------------------------------------- */

#define LATE_STOP(REOPENING)                                                                       \
  HEAD "metrics:\n"                                                                                \
       "  resolution:\n"                                                                           \
       "    reopening: " REOPENING "\n"                                                            \
       "    targets: [{within: 1h, calendar: always}]\n"

START_TEST(a_miss_follows_the_events_of_its_instant) {
  under(LATE_STOP("restart"));
  (void)then(SPOL_EVENT_RESOLVED, h(1) + 1);
  ask(h(1) + 1);
  ck_assert_uint_eq(metric("resolution").misses, 1);
  ck_assert_int_eq(metric("resolution").outcome, SPOL_OUTCOME_MISSED);
  (void)then(SPOL_EVENT_REOPENED, h(1) + 1); /* and so it never came */
  ask(h(1) + 2);
  ck_assert_uint_eq(metric("resolution").misses, 0);
  ask(h(3));
  ck_assert_uint_eq(metric("resolution").misses, 1);
  done();
}
END_TEST

START_TEST(the_miss_of_a_cycle_that_stands_is_counted_before_the_next_begins) {
  under(LATE_STOP("new_cycle"));
  (void)then(SPOL_EVENT_RESOLVED, h(1) + 1);
  (void)then(SPOL_EVENT_REOPENED, h(1) + 1);
  ask(h(1) + 2);
  ck_assert_uint_eq(metric("resolution").misses, 1);
  ck_assert_int_eq(metric("resolution").outcome, SPOL_OUTCOME_NONE);
  ask(h(3));
  ck_assert_uint_eq(metric("resolution").misses, 2);
  done();
}
END_TEST

START_TEST(pauses_that_changed_while_stopped_are_a_change_at_the_reopening) {
  under(HEAD "metrics:\n"
             "  resolution:\n"
             "    carry: restart\n"
             "    pauses: [{when: {n: 1}, reasons: parts}]\n"
             "    targets: [{within: 8h, calendar: always}]\n");
  (void)then(SPOL_EVENT_RESOLVED, h(2));
  n_becomes(2, h(3));
  (void)then(SPOL_EVENT_REOPENED, h(4));
  ask(h(5));
  ck_assert_int_eq(metric("resolution").due, h(12));
  n_becomes(1, h(3)); /* as they were: no change */
  log_[4] = log_[3];
  log_[3] = log_[2];
  log_[3].facts = &facts[4];
  ck_assert_uint_eq(count, 5);
  ask(h(5));
  ck_assert_int_eq(metric("resolution").due, h(10));
  done();
}
END_TEST

START_TEST(a_closed_span_counts_within_a_pause_that_began_after_due) {
  under(HEAD "metrics:\n"
             "  resolution:\n"
             "    pauses: parts\n"
             "    targets: [{when: {n: 1}, within: 2h, calendar: always}, {within: 30h, "
             "calendar: always}]\n");
  then(SPOL_EVENT_WAITING, h(4))->reason = 1;
  n_becomes(2, h(5));
  (void)then(SPOL_EVENT_RESOLVED, h(6)); /* met: paused */
  n_becomes(1, h(8));
  (void)then(SPOL_EVENT_REOPENED, h(9));
  ask(h(9));
  ck_assert_int_eq(metric("resolution").due, h(5)); /* 2 h, and 3 h left out */
  ck_assert_int_eq(metric("resolution").state, SPOL_METRIC_RUNNING);
  done();
}
END_TEST

START_TEST(metrics_that_are_paused_alike_are_told_apart_by_what_reopening_leaves_out) {
  under(HEAD "metrics:\n"
             "  workaround:\n"
             "    pauses: parts\n    stops: resolved\n    reopening: exclude_closed\n"
             "    targets: [{within: 20h, calendar: always}]\n"
             "  resolution:\n"
             "    pauses: parts\n    reopening: count_closed\n"
             "    targets: [{within: 20h, calendar: always}]\n");
  then(SPOL_EVENT_WAITING, h(1))->reason = 1;
  (void)then(SPOL_EVENT_RESUMED, h(2));
  (void)then(SPOL_EVENT_RESOLVED, h(3));
  (void)then(SPOL_EVENT_REOPENED, h(7));
  then(SPOL_EVENT_WAITING, h(8))->reason = 1;
  (void)then(SPOL_EVENT_RESUMED, h(10));
  ask(h(11));
  ck_assert_int_eq(metric("workaround").due, h(27));
  ck_assert_int_eq(metric("resolution").due, h(23));
  done();
}
END_TEST

START_TEST(what_was_stopped_in_time_tells_of_the_pauses_up_to_its_stop) {
  under(HEAD "metrics:\n"
             "  first_response: {pauses: parts, targets: [{within: 8h, calendar: always}]}\n"
             "  update: {pauses: parts, targets: [{within: 8h, calendar: always}]}\n");
  then(SPOL_EVENT_WAITING, h(1))->reason = 1;
  (void)then(SPOL_EVENT_RESUMED, h(3));
  (void)then(SPOL_EVENT_RESPONDED, h(4));
  (void)then(SPOL_EVENT_UPDATE_SENT, h(4));
  then(SPOL_EVENT_WAITING, h(4))->reason = 1;
  (void)then(SPOL_EVENT_RESUMED, h(5));
  ask(h(6));
  ck_assert_int_eq(metric("first_response").elapsed, 2 * SPOL_HOUR);
  ck_assert_int_eq(metric("first_response").due, h(10));
  spol_cycle cycle = SPOL_SIZED(spol_cycle);
  ck_assert_ok(spol_evaluation_cycle(asked, 1, &cycle));
  ck_assert_int_eq(cycle.outcome, SPOL_OUTCOME_MET);
  ck_assert_int_eq(cycle.elapsed, 2 * SPOL_HOUR);
  ck_assert_int_eq(cycle.due, h(10));
  ck_assert_int_eq(metric("update").due, h(13));
  done();
}
END_TEST

START_TEST(a_metric_that_is_stopped_before_its_start_has_not_started) {
  under(HEAD "metrics:\n"
             "  workaround: {starts: work_started, targets: [{within: 1h, calendar: always}]}\n"
             "  resolution:\n"
             "    targets:\n"
             "      - {when: {metric: {workaround: started}}, within: 1h, calendar: always}\n"
             "      - {within: 2h, calendar: always}\n");
  (void)then(SPOL_EVENT_WORKAROUND_PROVIDED, h(1));
  ask(h(1));
  ck_assert_int_eq(metric("workaround").outcome, SPOL_OUTCOME_MET);
  ck_assert_int_eq(metric("resolution").due, h(2));
  done();
}
END_TEST

START_TEST(a_target_seen_before_its_start_is_decided_by_the_log_not_by_when_it_is_asked) {
  under(HEAD "metrics:\n"
             "  workaround: {starts: work_started, targets: [{within: 1h, calendar: always}]}\n"
             "  resolution: {pauses: parts, targets: [{within: 9h, calendar: always}]}\n");
  then(SPOL_EVENT_WAITING, h(1))->reason = 1;
  ask(h(2));
  ck_assert_int_eq(metric("workaround").target.at, h(1));
  ask(h(5));
  ck_assert_int_eq(metric("workaround").target.at, h(1));
  done();
}
END_TEST

START_TEST(a_miss_is_an_event_for_the_next_one) {
  under(HEAD "metrics:\n"
             "  first_response: {targets: [{within: 1h, calendar: always}]}\n"
             "  resolution:\n"
             "    targets:\n"
             "      - {when: {metric: {first_response: missed}}, is: unstated}\n"
             "      - {within: 1h, calendar: always}\n");
  ask(h(2));
  ck_assert_uint_eq(metric("first_response").misses, 1);
  ck_assert_uint_eq(metric("resolution").misses, 0);
  done();
}
END_TEST

/* ---- Rows -------------------------------------------------------------------- */

START_TEST(what_is_agreed_can_be_withdrawn_while_the_row_is_ended) {
  under(HEAD "metrics:\n"
             "  update: {targets: [{within: 8h, calendar: always}], reopening: count_closed}\n");
  spol_event *agreed = then(SPOL_EVENT_AGREED_TARGET_SET, h(1));
  agreed->metric = 1;
  agreed->agreed_due = h(2);
  (void)then(SPOL_EVENT_RESOLVED, h(1));
  then(SPOL_EVENT_AGREED_TARGET_WITHDRAWN, h(3))->metric = 1;
  (void)then(SPOL_EVENT_REOPENED, h(4));
  ask(h(5));
  ck_assert_uint_eq(metric("update").misses, 0);
  ck_assert_int_eq(metric("update").due, h(8));
  done();
}
END_TEST

START_TEST(a_cycle_without_length_begins_a_cycle_of_steps) {
  under(HEAD "metrics:\n"
             "  update: {targets: [{within: 1h, calendar: always}]}\n"
             "escalation: {lines: [first], steps: [{id: up, any_of: [{miss: update}, {events: "
             "cannot_resolve}], remind: x}]}\n");
  then(SPOL_EVENT_UPDATE_SENT, h(0) + 1)->next_by = h(0) + 1; /* due where it begins */
  (void)then(SPOL_EVENT_CANNOT_RESOLVE, h(2));
  ask(h(3));
  ck_assert_uint_eq(status.firing_count, 1);
  ck_assert_uint_eq(firing(0).cycle, 2);
  done();
}
END_TEST

START_TEST(a_row_that_was_cut_off_has_no_outcome_for_conditions) {
  under(HEAD "metrics:\n"
             "  update: {targets: [{within: 1h, calendar: always}]}\n"
             "  resolution:\n"
             "    stops: closed\n"
             "    targets:\n"
             "      - {when: {metric: {update: missed}}, within: 5h, calendar: always}\n"
             "      - {within: 9h, calendar: always}\n");
  ask(h(1) + 1);
  ck_assert_int_eq(metric("resolution").due, h(5));
  (void)then(SPOL_EVENT_RESOLVED, h(1) + 2);
  ask(h(2));
  ck_assert_int_eq(metric("resolution").due, h(9));
  done();
}
END_TEST

/* Due at 10:00 by the target of then; the miss is known at 12:00, and no other cycle is stopped. */
START_TEST(a_stop_learned_late_misses_by_the_target_in_force_then) {
  under(HEAD "metrics:\n"
             "  update:\n"
             "    targets: [{when: {n: 1}, within: 1h, calendar: always}, {is: unstated}]\n"
             "    reopening: count_closed\n");
  (void)then(SPOL_EVENT_RESOLVED, h(0));
  n_becomes(2, h(2));
  (void)then(SPOL_EVENT_REOPENED, h(2));
  then(SPOL_EVENT_UPDATE_SENT, h(3))->occurred_at = h(1) + 1;
  ask(h(4));
  ck_assert_uint_eq(metric("update").misses, 1);
  ck_assert_uint_eq(metric("update").cycle, 2);
  ck_assert_int_eq(metric("update").started_at, h(1));
  done();
}
END_TEST

START_TEST(a_late_stop_of_an_earlier_cycle_is_judged_by_the_target_of_then) {
  under(HEAD "metrics:\n"
             "  update:\n"
             "    targets: [{when: {n: 1}, within: 4h, calendar: always}, {within: 1h, calendar: "
             "always}]\n");
  n_becomes(2, h(2)); /* due at 10:00: missed now, and the next at 11:00 */
  n_becomes(1, h(2) + 2);
  n_becomes(2, h(2) + 3);
  then(SPOL_EVENT_UPDATE_SENT, h(3))->occurred_at = h(1) + 1;
  ask(h(3));
  spol_cycle first = SPOL_SIZED(spol_cycle);
  ck_assert_ok(spol_evaluation_cycle(asked, 0, &first));
  ck_assert_int_eq(first.outcome, SPOL_OUTCOME_MET);
  ck_assert_int_eq(first.due, h(4));
  done();
}
END_TEST

/* A day that is met late: what was held back for it does not fire. */
START_TEST(a_period_met_late_drops_what_is_held_back_for_it) {
  under(HEAD "metrics:\n"
             "  reports:\n"
             "    starts: opened\n    stops: update_sent\n"
             "    targets: [{times: {count: 1, per: day}, calendar: desk}]\n"
             "escalation: {lines: [first], steps: [{id: up, miss: reports, remind: x, in: "
             "noon}]}\n");
  ask(h(28));
  ck_assert_uint_eq(status.firing_count, 1);
  ck_assert_int_eq(firing(0).at, h(27));
  then(SPOL_EVENT_UPDATE_SENT, h(10))->occurred_at = h(7);
  ask(h(28));
  ck_assert_uint_eq(status.firing_count, 0);
  done();
}
END_TEST

/* Monday is missed; its repetition waits on Tuesday when Tuesday's report comes. */
START_TEST(a_repetition_held_back_is_of_the_cycle_that_triggered_it) {
  under(HEAD "metrics:\n"
             "  reports:\n"
             "    starts: opened\n    stops: update_sent\n"
             "    targets: [{times: {count: 1, per: day}, calendar: desk}]\n"
             "escalation: {lines: [first], steps: [{id: up, miss: reports, remind: x, in: noon, "
             "repeats: {times: 1, every: 2h, calendar: always}}]}\n");
  (void)then(SPOL_EVENT_UPDATE_SENT, h(30)); /* fired on Tuesday at 12, held back from 14 */
  ask(h(52));
  ck_assert_uint_eq(status.firing_count, 2);
  ck_assert_uint_eq(firing(1).repetition, 1);
  ck_assert_int_eq(firing(1).at, h(51));
  done();
}
END_TEST

/* Closed from 18:00 to 19:00: that lasts on to Tuesday 10:00, and counts as begun
 * before the due instant that a change has put on Monday 11:00. */
START_TEST(a_miss_waits_until_a_pause_that_counts_ceases_to_last_on) {
  under(HEAD "metrics:\n"
             "  resolution:\n"
             "    pause_lasts: real\n"
             "    targets: [{when: {n: 2}, within: 1h, calendar: desk}, {within: 10h, calendar: "
             "desk}]\n");
  (void)then(SPOL_EVENT_RESOLVED, h(9));
  (void)then(SPOL_EVENT_REOPENED, h(10));
  n_becomes(2, h(12));
  ask(h(13));
  ck_assert_int_eq(metric("resolution").state, SPOL_METRIC_PAUSED);
  ck_assert_uint_eq(metric("resolution").misses, 0);
  ask(h(26));
  ck_assert_uint_eq(metric("resolution").misses, 1);
  ck_assert_int_eq(metric("resolution").missed_at, h(25));
  (void)then(SPOL_EVENT_RESOLVED, h(14));
  ask(h(26));
  ck_assert_int_eq(metric("resolution").outcome, SPOL_OUTCOME_MET);
  done();
}
END_TEST

/* Half of the first cycle was reached at 14:30, and is held back to Tuesday 12:00. */
START_TEST(a_late_stop_drops_what_is_held_back_though_the_miss_stands) {
  under(HEAD "metrics:\n"
             "  update:\n"
             "    targets: [{when: {n: 2}, within: 1h, calendar: always}, {when: {n: 3}, within: "
             "100h, calendar: always}, {is: unstated}]\n"
             "escalation: {lines: [first], steps: [{id: up, share: {metric: update, at: 50%}, "
             "remind: x, in: noon}]}\n");
  n_becomes(2, h(5));
  n_becomes(3, h(6) + 2); /* in the second cycle */
  ask(h(28));
  ck_assert_uint_eq(status.firing_count, 1);
  then(SPOL_EVENT_UPDATE_SENT, h(8))->occurred_at = h(1); /* nothing was due then */
  ask(h(28));
  spol_cycle first = SPOL_SIZED(spol_cycle);
  ck_assert_ok(spol_evaluation_cycle(asked, 0, &first));
  ck_assert_int_eq(first.outcome, SPOL_OUTCOME_MISSED);
  ck_assert_uint_eq(status.firing_count, 0);
  done();
}
END_TEST

/* ---- Timers and versions ------------------------------------------------------ */

START_TEST(a_timer_counts_from_the_latest_x_though_an_earlier_is_learned_later) {
  under(HEAD "metrics: {resolution: {targets: [{is: unstated}]}}\n"
             "escalation: {lines: [first], steps: [{id: up, after: {event: customer_replied, "
             "within: 5h, calendar: always}, remind: x}]}\n");
  (void)then(SPOL_EVENT_CUSTOMER_REPLIED, h(3));
  then(SPOL_EVENT_CUSTOMER_REPLIED, h(4))->occurred_at = h(1);
  ask(h(9));
  ck_assert_uint_eq(status.firing_count, 1);
  ck_assert_int_eq(firing(0).at, h(8));
  ck_assert_uint_eq(firing(0).cycle, 1);
  done();
}
END_TEST

START_TEST(a_timer_starts_before_the_triggers_of_its_event) {
  under(HEAD "metrics: {resolution: {targets: [{is: unstated}]}}\n"
             "escalation: {lines: [first], steps: [{id: up, any_of: [{events: customer_replied}, "
             "{after: {event: customer_replied, within: 1h, calendar: always}}], remind: x}]}\n");
  (void)then(SPOL_EVENT_CUSTOMER_REPLIED, h(3));
  ask(h(5));
  ck_assert_uint_eq(status.firing_count, 1);
  ck_assert_uint_eq(firing(0).cycle, 1);
  done();
}
END_TEST

static const char *const two_versions =
    HEAD "effective: {to: 2026-12-31}\n"
         "metrics:\n"
         "  reports:\n"
         "    starts: opened\n    stops: update_sent\n"
         "    targets: [{times: {count: 1, per: week}, calendar: desk}]\n"
         "---\n"
         "supportpolicy: 1\nid: p\nversion: v2\n"
         "effective: {from: 2027-01-01}\n"
         "calendars: {always: 24x7}\n"
         "severities: {levels: [{id: S1}]}\n"
         "metrics: {resolution: {targets: [{is: unstated}]}}\n"
         "escalation:\n  lines: [first]\n  steps:\n"
         "    - {id: up, after: {event: opened, within: 1h, calendar: always}, remind: x}\n";

static const char *const a_step_of_two =
    HEAD "effective: {to: 2026-12-31}\n"
         "metrics: {resolution: {targets: [{is: unstated}]}}\n"
         "escalation: {lines: [first], steps: [{id: up, events: customer_replied, remind: x}]}\n"
         "---\n"
         "supportpolicy: 1\nid: p\nversion: v2\n"
         "effective: {from: 2027-01-01}\n"
         "severities: {levels: [{id: S1}]}\n"
         "metrics: {resolution: {targets: [{is: unstated}]}}\n"
         "escalation: {lines: [first], steps: [{id: also, events: opened, remind: y}, {id: up, "
         "events: customer_replied, remind: x}]}\n";

START_TEST(what_is_triggered_at_the_instant_of_a_new_version_fires_under_it) {
  under(a_step_of_two);
  (void)then(SPOL_EVENT_CUSTOMER_REPLIED, h(3));
  then(SPOL_EVENT_VERSION_CHANGED, h(3))->version = 2;
  ask(h(4));
  ck_assert_uint_eq(status.firing_count, 1);
  ck_assert_int_eq(firing(0).at, h(3));
  done();
}
END_TEST

#define V2_WITH(STEP)                                                                              \
  HEAD "effective: {to: 2026-12-31}\n"                                                             \
       "metrics: {resolution: {targets: [{is: unstated}]}}\n"                                      \
       "---\n"                                                                                     \
       "supportpolicy: 1\nid: p\nversion: v2\n"                                                    \
       "effective: {from: 2027-01-01}\n"                                                           \
       "severities: {levels: [{id: S1}]}\nreasons: {parts: {}, vendor: {}}\n"                      \
       "metrics: {resolution: {targets: [{is: unstated}]}}\n"                                      \
       "escalation: {lines: [first], steps: [{id: up, events: customer_replied, "                  \
       "unless_happened: " STEP ", remind: x}]}\n"

/* What came under an earlier version has come. */
static uint32_t firings_after_a_wait_for(uint32_t reason, const char *text) {
  under(text);
  then(SPOL_EVENT_WAITING, h(1))->reason = reason;
  then(SPOL_EVENT_VERSION_CHANGED, h(2))->version = 2;
  (void)then(SPOL_EVENT_CUSTOMER_REPLIED, h(3));
  ask(h(4));
  uint32_t firings = status.firing_count;
  done();
  return firings;
}

START_TEST(a_new_version_knows_what_has_happened_before_it) {
  ck_assert_uint_eq(firings_after_a_wait_for(1, V2_WITH("waiting")), 0);
  ck_assert_uint_eq(firings_after_a_wait_for(1, V2_WITH("{event: waiting, reason: parts}")), 0);
  ck_assert_uint_eq(firings_after_a_wait_for(2, V2_WITH("{event: waiting, reason: parts}")), 1);
  ck_assert_uint_eq(firings_after_a_wait_for(1, V2_WITH("work_started")), 1);
}
END_TEST

static const char *const a_repeating_step_of_two =
    HEAD "effective: {to: 2026-12-31}\n"
         "metrics: {resolution: {starts: work_started, targets: [{is: unstated}]}}\n"
         "escalation: {lines: [first], steps: [{id: up, any_of: [{miss: resolution}, {events: "
         "customer_replied}], remind: x, repeats: {times: 1, every: 2h, calendar: always}}]}\n"
         "---\n"
         "supportpolicy: 1\nid: p\nversion: v2\n"
         "effective: {from: 2027-01-01}\n"
         "calendars: {always: 24x7}\n"
         "severities: {levels: [{id: S1}]}\n"
         "metrics: {resolution: {starts: work_started, targets: [{is: unstated}]}}\n"
         "escalation: {lines: [first], steps: [{id: up, any_of: [{miss: resolution}, {events: "
         "customer_replied}], remind: x, repeats: {times: 1, every: 2h, calendar: always}}]}\n";

START_TEST(a_repetition_before_any_cycle_goes_on_in_a_new_version) {
  under(a_repeating_step_of_two);
  (void)then(SPOL_EVENT_CUSTOMER_REPLIED, h(1));
  then(SPOL_EVENT_VERSION_CHANGED, h(2))->version = 2;
  ask(h(4));
  ck_assert_uint_eq(status.firing_count, 2);
  ck_assert_uint_eq(firing(1).repetition, 1);
  ck_assert_int_eq(firing(1).at, h(3));
  done();
}
END_TEST

START_TEST(an_event_that_two_triggers_name_fires_a_step_once) {
  under(HEAD "metrics: {resolution: {targets: [{is: unstated}]}}\n"
             "escalation: {lines: [first], steps: [{id: up, events: [customer_replied, {event: "
             "customer_replied, when: {n: 1}}], remind: x}]}\n");
  (void)then(SPOL_EVENT_CUSTOMER_REPLIED, h(1));
  (void)then(SPOL_EVENT_CUSTOMER_REPLIED, h(2));
  ask(h(3));
  ck_assert_uint_eq(status.firing_count, 2);
  ck_assert_uint_eq(firing(1).cycle, 2);
  done();
}
END_TEST

/* Half was reached at 14:00, when the step did not want to fire. */
START_TEST(a_step_that_a_version_brings_back_does_not_fire_again_in_its_cycle) {
  under(HEAD "effective: {to: 2026-12-31}\n"
             "metrics: {resolution: {targets: [{within: 10h, calendar: always}]}}\n"
             "escalation: {lines: [first], steps: [{id: up, share: {metric: resolution, at: 50%}, "
             "when: {n: 2}, remind: x}]}\n"
             "---\n"
             "supportpolicy: 1\nid: p\nversion: v2\n"
             "effective: {from: 2027-01-01}\n"
             "facts: {n: {type: number, default: 1}}\n"
             "calendars: {always: 24x7}\n"
             "severities: {levels: [{id: S1}]}\n"
             "metrics: {resolution: {targets: [{within: 10h, calendar: always}]}}\n");
  then(SPOL_EVENT_VERSION_CHANGED, h(6))->version = 2;
  n_becomes(2, h(7));
  then(SPOL_EVENT_VERSION_CHANGED, h(8))->version = 1;
  ask(h(9));
  ck_assert_uint_eq(status.firing_count, 0);
  done();
}
END_TEST

START_TEST(a_period_that_was_met_stays_met_where_a_version_ends_its_row) {
  under(two_versions);
  (void)then(SPOL_EVENT_UPDATE_SENT, h(1));
  then(SPOL_EVENT_VERSION_CHANGED, h(2))->version = 2;
  ask(h(3));
  ck_assert_int_eq(metric("reports").state, SPOL_METRIC_ENDED);
  ck_assert_int_eq(metric("reports").outcome, SPOL_OUTCOME_MET);
  ck_assert_int_eq(metric("reports").stopped_at, h(1));
  done();
}
END_TEST

/* Without room for it, a version is not moved to, and nothing is read beyond. */
START_TEST(a_version_that_does_not_fit_asks_for_room) {
  static char text[1 << 16];
  size_t length = (size_t)snprintf(text, sizeof text, "%s", two_versions);
  for (int i = 0; i < 300; i++) {
    length += (size_t)snprintf(text + length, sizeof text - length,
                               "    - {id: s%d, events: cannot_resolve, remind: x}\n", i);
  }
  under(text);
  then(SPOL_EVENT_VERSION_CHANGED, h(2))->version = 2;
  uint64_t needed = 0;
  const spol_evaluation *out = NULL;
  ck_assert_int_eq(spol_evaluate(policy, log_, count, h(3), NULL, room, ROOM, &needed, &out, NULL),
                   SPOL_OK);
  for (uint64_t size = 0; size < needed; size += 8) {
    uint64_t more = 0;
    spol_status given =
        spol_evaluate(policy, log_, count, h(3), NULL, room, size, &more, &out, NULL);
    ck_assert_int_eq(given, SPOL_E_BUFFER);
  }
  done();
}
END_TEST

/* Conditions that ask facts look them up before coverage does. */
START_TEST(the_end_of_coverage_moves_with_its_fact) {
  under("supportpolicy: 1\nid: p\nversion: v1\n"
        "facts: {n: {type: number, default: 1}, end: {type: instant}}\n"
        "severities: {levels: [{id: S1, when: {n: 1}}, {id: S2, when: {}}]}\n"
        "coverage: {to: end}\n"
        "metrics: {resolution: {calendar: 24x7, targets: [{within: 100h}]}}\n");
  ask(h(1));
  ck_assert_int_ne(status.next_change_kind, SPOL_CHANGE_COVERAGE);
  spol_event *event = then(SPOL_EVENT_FACTS_CHANGED, h(1));
  facts[0] = (spol_fact){2, SPOL_FACT_INSTANT, h(9), NULL, 0, NULL};
  event->facts = &facts[0];
  event->fact_count = 1;
  ask(h(1));
  ck_assert_int_eq(status.next_change_kind, SPOL_CHANGE_COVERAGE);
  ck_assert_int_eq(status.next_change, h(9));
  done();
}
END_TEST

int main(void) {
  Suite *suite = suite_create("case-corners");
  TCase *tests = tcase_create("corners");
  tcase_add_test(tests, the_answer_among_paused_parts_depends_on_the_last_event);
  tcase_add_test(tests, a_stop_learned_late_is_judged_by_the_part_that_answered_then);
  tcase_add_test(tests, a_clock_whose_pause_lasts_on_is_later_than_one_that_runs);
  tcase_add_test(tests, a_pause_that_lasts_on_behind_the_answer_is_no_next_change);
  tcase_add_test(tests, only_a_clock_whose_own_miss_was_counted_does_not_run_on);
  tcase_add_test(tests, a_miss_follows_the_events_of_its_instant);
  tcase_add_test(tests, the_miss_of_a_cycle_that_stands_is_counted_before_the_next_begins);
  tcase_add_test(tests, pauses_that_changed_while_stopped_are_a_change_at_the_reopening);
  tcase_add_test(tests, a_closed_span_counts_within_a_pause_that_began_after_due);
  tcase_add_test(tests, metrics_that_are_paused_alike_are_told_apart_by_what_reopening_leaves_out);
  tcase_add_test(tests, what_was_stopped_in_time_tells_of_the_pauses_up_to_its_stop);
  tcase_add_test(tests, a_metric_that_is_stopped_before_its_start_has_not_started);
  tcase_add_test(tests,
                 a_target_seen_before_its_start_is_decided_by_the_log_not_by_when_it_is_asked);
  tcase_add_test(tests, a_miss_is_an_event_for_the_next_one);
  tcase_add_test(tests, what_is_agreed_can_be_withdrawn_while_the_row_is_ended);
  tcase_add_test(tests, a_cycle_without_length_begins_a_cycle_of_steps);
  tcase_add_test(tests, a_row_that_was_cut_off_has_no_outcome_for_conditions);
  tcase_add_test(tests, a_repetition_held_back_is_of_the_cycle_that_triggered_it);
  tcase_add_test(tests, a_stop_learned_late_misses_by_the_target_in_force_then);
  tcase_add_test(tests, a_late_stop_of_an_earlier_cycle_is_judged_by_the_target_of_then);
  tcase_add_test(tests, a_miss_waits_until_a_pause_that_counts_ceases_to_last_on);
  tcase_add_test(tests, a_late_stop_drops_what_is_held_back_though_the_miss_stands);
  tcase_add_test(tests, a_new_version_knows_what_has_happened_before_it);
  tcase_add_test(tests, a_repetition_before_any_cycle_goes_on_in_a_new_version);
  tcase_add_test(tests, an_event_that_two_triggers_name_fires_a_step_once);
  tcase_add_test(tests, a_step_that_a_version_brings_back_does_not_fire_again_in_its_cycle);
  tcase_add_test(tests, a_timer_starts_before_the_triggers_of_its_event);
  tcase_add_test(tests, what_is_triggered_at_the_instant_of_a_new_version_fires_under_it);
  tcase_add_test(tests, a_period_met_late_drops_what_is_held_back_for_it);
  tcase_add_test(tests, a_timer_counts_from_the_latest_x_though_an_earlier_is_learned_later);
  tcase_add_test(tests, a_period_that_was_met_stays_met_where_a_version_ends_its_row);
  tcase_add_test(tests, a_version_that_does_not_fit_asks_for_room);
  tcase_add_test(tests, the_end_of_coverage_moves_with_its_fact);
  suite_add_tcase(suite, tests);
  return run_suite(suite);
}
