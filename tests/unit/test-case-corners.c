/* SPDX-License-Identifier: MIT */
/* Corners of sections 7 to 9 of docs/semantics.md: several clocks at once, late
 * knowledge, what is stopped and reopened. */
#include "case-corners.h"

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
             "desk}]\n"
             "escalation: {lines: [first], steps: [{id: up, share: {metric: resolution, at: 100%}, "
             "remind: x}]}\n");
  (void)then(SPOL_EVENT_RESOLVED, h(9));
  (void)then(SPOL_EVENT_REOPENED, h(10));
  n_becomes(2, h(12));
  ask(h(13));
  ck_assert_int_eq(metric("resolution").state, SPOL_METRIC_PAUSED);
  ck_assert_uint_eq(metric("resolution").misses, 0);
  ask(h(26));
  ck_assert_uint_eq(metric("resolution").misses, 1);
  ck_assert_int_eq(metric("resolution").missed_at, h(25));
  ck_assert_int_eq(firing(0).at, h(25));
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

/* A promise is due as it stands, and paused by what is looked up when reopened. */
START_TEST(a_promise_that_is_reopened_is_paused_by_what_pauses_it_now) {
  under(HEAD "metrics:\n"
             "  update:\n"
             "    pauses: [{reasons: parts, when: {n: 2}}]\n"
             "    targets: [{within: 4h, calendar: always}]\n");
  then(SPOL_EVENT_UPDATE_SENT, h(1))->next_by = h(20);
  (void)then(SPOL_EVENT_RESOLVED, h(2));
  n_becomes(2, h(3));
  (void)then(SPOL_EVENT_REOPENED, h(4));
  then(SPOL_EVENT_WAITING, h(5))->reason = 1;
  ask(h(6));
  ck_assert_int_eq(metric("update").state, SPOL_METRIC_PAUSED);
  ck_assert_int_eq(metric("update").due, h(20));
  done();
}
END_TEST

START_TEST(a_metric_that_a_change_restarts_is_missed_no_more) {
  under(HEAD "metrics:\n"
             "  first_response:\n"
             "    carry: [{carry: restart}]\n"
             "    targets: [{when: {n: 1}, within: 1h, calendar: always}, {within: 3h, calendar: "
             "always}]\n"
             "  resolution:\n"
             "    targets: [{when: {metric: {first_response: missed}}, within: 5h, calendar: "
             "always}, {within: 50h, calendar: always}]\n");
  ask(h(2));
  ck_assert_int_eq(metric("resolution").length, 5 * SPOL_HOUR);
  n_becomes(2, h(2));
  ask(h(3));
  ck_assert_int_eq(metric("resolution").length, 50 * SPOL_HOUR);
  done();
}
END_TEST

/* The first pause lasts on to Tuesday 13:00; the second began after the promise. */
START_TEST(a_promise_is_not_paused_by_what_begins_after_it) {
  under(HEAD "metrics:\n"
             "  update:\n"
             "    pauses: [parts, vendor]\n    pause_lasts: real\n"
             "    repeats: {after: stop, once: true, promises: true}\n"
             "    targets: [{within: 1h, calendar: noon}]\n");
  then(SPOL_EVENT_UPDATE_SENT, h(1))->next_by = h(6);
  then(SPOL_EVENT_WAITING, h(5))->reason = 1;
  then(SPOL_EVENT_RESUMED, h(6))->reason = 1;
  then(SPOL_EVENT_WAITING, h(20))->reason = 2;
  ask(h(27));
  ck_assert_int_eq(metric("update").state, SPOL_METRIC_PAUSED);
  ask(h(28));
  ck_assert_int_eq(metric("update").state, SPOL_METRIC_RUNNING);
  done();
}
END_TEST

/* In a row of so many a week pauses move nothing, and show no end. */
START_TEST(a_pause_that_lasts_on_is_no_next_change_of_a_period) {
  under(HEAD "metrics:\n"
             "  reports:\n"
             "    starts: opened\n    stops: update_sent\n"
             "    pauses: [parts, vendor]\n    pause_lasts: real\n"
             "    targets: [{times: {count: 1, per: week}, calendar: desk}]\n");
  then(SPOL_EVENT_WAITING, h(1))->reason = 1;
  (void)then(SPOL_EVENT_RESUMED, h(9));
  ask(h(10));
  ck_assert_int_ne(status.next_change_kind, SPOL_CHANGE_PAUSE_ENDS);
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
  tcase_add_test(tests, a_promise_that_is_reopened_is_paused_by_what_pauses_it_now);
  tcase_add_test(tests, a_metric_that_a_change_restarts_is_missed_no_more);
  tcase_add_test(tests, a_promise_is_not_paused_by_what_begins_after_it);
  tcase_add_test(tests, a_pause_that_lasts_on_is_no_next_change_of_a_period);
  tcase_add_test(tests, a_period_met_late_drops_what_is_held_back_for_it);
  suite_add_tcase(suite, tests);
  return run_suite(suite);
}
