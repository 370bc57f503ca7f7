/* SPDX-License-Identifier: MIT */
/* Pauses, changes, late knowledge and reopening (docs/semantics.md, section 7).
 * The desk is open Monday to Friday 9 to 17 UTC; 23 November 2026 is a Monday. */
#include "case-models.h"

static model m;
static spol_calendar *office;
static spol_calendar *nonstop;
static uint32_t waits;  /* a reason */
static uint32_t impact; /* a fact: 1 long target, 2 short one, 3 a word */
static uint32_t work;   /* 8 h, 4 h, unstated; paused by waits */

static void set_up(void) {
  model_init(&m);
  office = desk();
  nonstop = all_day();
  (void)a_calendar(&m, office);
  (void)a_calendar(&m, nonstop);
  impact = a_fact(&m, SPOL_FACT_ENUM, SPOL_SCOPE_CASE);
  waits = a_reason(&m, (spi_range){0, 0});
  uint32_t first = a_row(&m, fact_is(&m, impact, 2), a_duration(&m, 0, 4 * SPOL_HOUR));
  (void)a_row(&m, fact_is(&m, impact, 3), a_word(&m, SPOL_TARGET_UNSTATED));
  (void)a_row(&m, SPI_ALWAYS, a_duration(&m, 0, 8 * SPOL_HOUR));
  work = a_metric(&m, SPOL_EVENT_OPENED, SPOL_EVENT_WORK_STARTED, (spi_range){first, 3});
  m.metrics[0].clock.pauses = pauses_for(&m, waits);
}

static void tear_down(void) {
  spol_calendar_unref(office);
  spol_calendar_unref(nonstop);
}

static spol_fact facts[8];
static spol_event log_[12];
static uint64_t count;

/* Opened on Monday at 9 with impact 1. */
static void opens(void) {
  count = 1;
  log_[0] = an_event(SPOL_EVENT_OPENED, nov(23, 9, 0));
  facts[0] = (spol_fact){impact + 1, SPOL_FACT_ENUM, 1, NULL, 0, NULL};
  log_[0].facts = &facts[0];
  log_[0].fact_count = 1;
}

static spol_event *then(uint32_t type, spol_instant at) {
  log_[count] = an_event(type, at);
  return &log_[count++];
}

static void pause_at(spol_instant from, spol_instant to) {
  then(SPOL_EVENT_WAITING, from)->reason = waits;
  if (to != SPOL_INSTANT_NONE) {
    then(SPOL_EVENT_RESUMED, to)->reason = waits;
  }
}

static void impact_becomes(int64_t value, spol_instant at) {
  facts[count] = (spol_fact){impact + 1, SPOL_FACT_ENUM, value, NULL, 0, NULL};
  spol_event *event = then(SPOL_EVENT_FACTS_CHANGED, at);
  event->facts = &facts[count - 1];
  event->fact_count = 1;
}

static spol_metric_status at(spol_instant as_of) {
  answer a = evaluate(&m, log_, count, as_of);
  spol_metric_status out = metric_in(a, work);
  spol_evaluation_free(a.evaluation);
  return out;
}

/* ---- Pauses ------------------------------------------------------------------ */

START_TEST(a_pause_moves_due_by_its_open_time) {
  opens();
  pause_at(nov(23, 16, 0), nov(24, 11, 0)); /* 1 h on Monday, 2 h on Tuesday */
  spol_metric_status s = at(nov(24, 12, 0));
  ck_instant(s.due, nov(24, 12, 0)); /* Monday 17:00 and 3 h of Tuesday */
  ck_assert_int_eq(s.elapsed, 8 * SPOL_HOUR);
}
END_TEST

START_TEST(while_paused_before_due_there_is_no_due_instant) {
  opens();
  pause_at(nov(23, 11, 0), SPOL_INSTANT_NONE);
  spol_metric_status s = at(nov(23, 14, 0));
  ck_assert_int_eq(s.state, SPOL_METRIC_PAUSED);
  ck_instant(s.due, SPOL_INSTANT_NONE);
  ck_assert_int_eq(s.remaining, 6 * SPOL_HOUR);
  ck_instant(s.due_if_resumed, nov(24, 12, 0)); /* 3 h later than Monday 17:00 */
  ck_assert_uint_eq(s.pause_reasons, 1);
}
END_TEST

START_TEST(a_pause_that_begins_at_due_moves_nothing) {
  opens();
  pause_at(nov(23, 17, 0), nov(24, 17, 0));
  spol_metric_status s = at(nov(25, 9, 0));
  ck_instant(s.due, nov(23, 17, 0));
  ck_assert_int_eq(s.misses, 1);
}
END_TEST

START_TEST(overlapping_pauses_count_once) {
  uint32_t other = a_reason(&m, (spi_range){0, 0});
  (void)pauses_for(&m, other);
  m.metrics[0].clock.pauses = (spi_range){0, 2};
  opens();
  then(SPOL_EVENT_WAITING, nov(23, 10, 0))->reason = waits;
  then(SPOL_EVENT_WAITING, nov(23, 11, 0))->reason = other;
  then(SPOL_EVENT_RESUMED, nov(23, 12, 0))->reason = waits;
  then(SPOL_EVENT_RESUMED, nov(23, 13, 0))->reason = other;
  ck_instant(at(nov(23, 14, 0)).due, nov(24, 12, 0)); /* 3 h from 10 to 13 */
}
END_TEST

START_TEST(resuming_without_a_reason_ends_all) {
  opens();
  then(SPOL_EVENT_WAITING, nov(23, 10, 0))->reason = waits;
  (void)then(SPOL_EVENT_RESUMED, nov(23, 11, 0));
  ck_instant(at(nov(23, 12, 0)).due, nov(24, 10, 0));
}
END_TEST

START_TEST(a_pause_may_begin_before_the_metric) {
  m.metrics[0].clock.starts = one_match(&m, SPOL_EVENT_ACCEPTED);
  opens();
  pause_at(nov(23, 9, 30), nov(23, 12, 0));
  count--; /* resumed comes after the start */
  (void)then(SPOL_EVENT_ACCEPTED, nov(23, 10, 0));
  then(SPOL_EVENT_RESUMED, nov(23, 12, 0))->reason = waits;
  ck_instant(at(nov(23, 13, 0)).due, nov(24, 12, 0)); /* from 10: 7 h, 2 h more */
}
END_TEST

START_TEST(a_bound_ends_what_the_pause_does) {
  uint32_t target = a_duration(&m, 0, 2 * SPOL_HOUR);
  m.reasons[0].bounds = always(&m, target);
  opens();
  pause_at(nov(23, 10, 0), SPOL_INSTANT_NONE);
  answer a = evaluate(&m, log_, count, nov(23, 11, 0));
  ck_instant(a.status.next_change, nov(23, 12, 0));
  ck_assert_int_eq(a.status.next_change_kind, SPOL_CHANGE_PAUSE_ENDS);
  spol_evaluation_free(a.evaluation);
  ck_instant(at(nov(23, 15, 0)).due, nov(24, 11, 0));
}
END_TEST

START_TEST(a_real_pause_lasts_on_through_open_time) {
  m.metrics[0].clock.pause_real = 1;
  opens();
  pause_at(nov(23, 16, 30), nov(24, 9, 30));
  spol_metric_status s = at(nov(24, 10, 0));
  ck_assert_int_eq(s.state, SPOL_METRIC_PAUSED);
  ck_assert_uint_ne(s.flags & SPOL_RESULT_LASTING_PAUSE, 0);
  /* 17 h of pause from 16:30: 0.5 h Monday, 8 h Tuesday, 8 h Wednesday, 0.5 h
   * Thursday; then half an hour is left: Thursday 10:00. */
  s = at(nov(26, 9, 30));
  ck_instant(s.due, nov(26, 10, 0));
  ck_assert_int_eq(s.elapsed, 7 * SPOL_HOUR + 30 * SPOL_MINUTE);
}
END_TEST

START_TEST(what_is_left_of_a_real_pause_lasts_on_through_the_new_calendar) {
  m.metrics[0].clock.pause_real = 1;
  m.metrics[0].clock.carries = carries(&m, SPOL_CARRY_ELAPSED, 0);
  m.targets[0].calendar = 1; /* impact 2: 10 h, day and night */
  m.targets[0].within = 10 * SPOL_HOUR;
  opens();
  pause_at(nov(23, 16, 30), nov(24, 8, 30)); /* 16 h, after 7.5 h of work */
  impact_becomes(2, nov(24, 10, 0));         /* 1.5 h have lasted on at the desk */
  spol_metric_status s = at(nov(24, 12, 0));
  ck_assert_uint_ne(s.flags & SPOL_RESULT_LASTING_PAUSE, 0);
  ck_instant(s.due_if_resumed, nov(25, 3, 0)); /* 14.5 h and 2.5 h from the change */
  ck_instant(at(nov(25, 1, 0)).due, nov(25, 3, 0));
}
END_TEST

START_TEST(a_span_left_out_by_reopening_counts_after_a_recount_too) {
  m.metrics[0].clock.stops = one_match(&m, SPOL_EVENT_RESOLVED);
  opens();
  (void)then(SPOL_EVENT_RESOLVED, nov(23, 14, 0)); /* met */
  (void)then(SPOL_EVENT_REOPENED, nov(23, 15, 0));
  impact_becomes(2, nov(23, 15, 30)); /* 4 h from 9: 13:00, before it was closed */
  ck_instant(at(nov(23, 16, 0)).due, nov(23, 14, 0));
}
END_TEST

START_TEST(what_begins_after_an_agreed_instant_pauses_nothing) {
  uint32_t other = a_reason(&m, (spi_range){0, 0});
  (void)pauses_for(&m, other);
  m.metrics[0].clock.pauses.count = 2;
  opens();
  pause_at(nov(23, 10, 0), SPOL_INSTANT_NONE);
  spol_event *event = then(SPOL_EVENT_AGREED_TARGET_SET, nov(23, 10, 30));
  event->metric = work;
  event->agreed_due = nov(23, 12, 0);
  then(SPOL_EVENT_WAITING, nov(23, 13, 0))->reason = other;
  ck_assert_uint_eq(at(nov(23, 14, 0)).pause_reasons, 1);
}
END_TEST

START_TEST(a_stop_during_a_pause_that_began_before_due_meets) {
  opens();
  pause_at(nov(23, 16, 0), SPOL_INSTANT_NONE);
  (void)then(SPOL_EVENT_WORK_STARTED, nov(27, 12, 0));
  spol_metric_status s = at(nov(27, 13, 0));
  ck_assert_int_eq(s.outcome, SPOL_OUTCOME_MET);
  ck_assert_int_eq(s.elapsed, 7 * SPOL_HOUR);
}
END_TEST

/* ---- Changes ----------------------------------------------------------------- */

START_TEST(from_start_recounts_from_the_start) {
  opens();
  impact_becomes(2, nov(23, 11, 0));
  spol_metric_status s = at(nov(23, 12, 0));
  ck_instant(s.due, nov(23, 13, 0)); /* 4 h from 9 */
  ck_assert_int_eq(s.elapsed, 3 * SPOL_HOUR);
}
END_TEST

START_TEST(restart_counts_from_the_change) {
  m.metrics[0].clock.carries = carries(&m, SPOL_CARRY_RESTART, 0);
  opens();
  impact_becomes(2, nov(23, 11, 0));
  spol_metric_status s = at(nov(23, 12, 0));
  ck_instant(s.due, nov(23, 15, 0));
  ck_instant(s.started_at, nov(23, 9, 0));
  ck_assert_int_eq(s.elapsed, SPOL_HOUR);
}
END_TEST

START_TEST(carry_elapsed_takes_what_has_run) {
  m.metrics[0].clock.carries = carries(&m, SPOL_CARRY_ELAPSED, 0);
  opens();
  pause_at(nov(23, 10, 0), nov(23, 11, 0));
  impact_becomes(2, nov(23, 12, 0)); /* 2 h have run, 2 of 4 are left */
  ck_instant(at(nov(23, 13, 0)).due, nov(23, 14, 0));
}
END_TEST

START_TEST(carry_fraction_takes_the_share) {
  m.metrics[0].clock.carries = carries(&m, SPOL_CARRY_FRACTION, 0);
  opens();
  impact_becomes(2, nov(23, 11, 0)); /* a quarter: 1 of 4 h */
  spol_metric_status s = at(nov(23, 11, 0));
  ck_instant(s.due, nov(23, 14, 0));
  ck_assert_int_eq(s.elapsed, SPOL_HOUR);
}
END_TEST

START_TEST(nothing_takes_effect_before_its_cause) {
  opens();
  impact_becomes(2, nov(23, 16, 0)); /* 4 h were over at 13 */
  spol_metric_status s = at(nov(23, 16, 0));
  ck_instant(s.due, nov(23, 13, 0));
  ck_instant(s.missed_at, nov(23, 16, 0));
}
END_TEST

START_TEST(a_change_from_a_word_restarts_by_default) {
  opens();
  impact_becomes(3, nov(23, 10, 0));
  impact_becomes(2, nov(23, 12, 0));
  ck_instant(at(nov(23, 12, 0)).due, nov(23, 16, 0));
}
END_TEST

START_TEST(never_later_keeps_the_earlier_due_instant) {
  m.metrics[0].clock.carries = carries(&m, SPOL_CARRY_RESTART, 1);
  opens();
  facts[0].value = 2; /* 4 h: due at 13 */
  impact_becomes(1, nov(23, 10, 0));
  spol_metric_status s = at(nov(23, 11, 0));
  ck_instant(s.due, nov(23, 13, 0));
  ck_assert_uint_ne(s.flags & SPOL_RESULT_NEVER_LATER, 0);
}
END_TEST

START_TEST(an_event_that_changes_no_target_changes_no_clock) {
  m.metrics[0].clock.carries = carries(&m, SPOL_CARRY_RESTART, 0);
  opens();
  impact_becomes(1, nov(23, 12, 0));
  ck_instant(at(nov(23, 12, 0)).due, nov(23, 17, 0));
}
END_TEST

START_TEST(an_agreed_instant_is_due_as_it_stands) {
  opens();
  spol_event *set = then(SPOL_EVENT_AGREED_TARGET_SET, nov(23, 10, 0));
  set->metric = work;
  set->agreed_due = nov(25, 3, 0); /* at night */
  pause_at(nov(23, 11, 0), SPOL_INSTANT_NONE);
  spol_metric_status s = at(nov(23, 12, 0));
  ck_instant(s.due, nov(25, 3, 0));
  ck_assert_int_eq(s.state, SPOL_METRIC_PAUSED);
  ck_assert_int_eq(s.length, 16 * SPOL_HOUR);
  ck_assert_int_eq(s.elapsed, 2 * SPOL_HOUR);
  (void)then(SPOL_EVENT_WORK_STARTED, nov(25, 4, 0));
  ck_assert_int_eq(at(nov(25, 5, 0)).outcome, SPOL_OUTCOME_MISSED); /* though paused */
}
END_TEST

START_TEST(a_withdrawn_agreement_gives_the_rules_back) {
  opens();
  spol_event *set = then(SPOL_EVENT_AGREED_TARGET_SET, nov(23, 10, 0));
  set->metric = work;
  set->agreed_within = SPOL_HOUR * 2;
  ck_instant(at(nov(23, 10, 0)).due, nov(23, 11, 0));
  then(SPOL_EVENT_AGREED_TARGET_WITHDRAWN, nov(23, 10, 30))->metric = work;
  ck_instant(at(nov(23, 10, 30)).due, nov(23, 17, 0));
}
END_TEST

START_TEST(the_latest_and_the_earliest_of_two_targets) {
  uint32_t both = a_duration(&m, 0, 0);
  m.parts[0] = a_duration(&m, 0, 2 * SPOL_HOUR);
  m.parts[1] = a_duration(&m, 1, 24 * SPOL_HOUR);
  m.versions[0].target_parts = m.parts;
  m.versions[0].target_parts_count = 2;
  m.targets[both].kind = SPOL_TARGET_NONE;
  m.targets[both].parts = (spi_range){0, 2};
  m.targets[both].parts_rule = SPI_EARLIEST_OF;
  m.metrics[0].clock.targets = always(&m, both);
  opens();
  answer a = evaluate(&m, log_, count, nov(23, 10, 0));
  ck_assert_uint_eq(a.status.metric_count, 3);
  ck_instant(metric_in(a, work).due, nov(23, 11, 0));
  ck_assert_uint_eq(metric_in(a, work).answer_part, 1);
  spol_metric_status part = SPOL_SIZED(spol_metric_status);
  ck_assert_ok(spol_evaluation_metric(a.evaluation, 2, &part));
  ck_instant(part.due, nov(24, 9, 0));
  spol_evaluation_free(a.evaluation);
  m.targets[both].parts_rule = SPI_LATEST_OF;
  ck_instant(at(nov(23, 10, 0)).due, nov(24, 9, 0));
}
END_TEST

/* ---- Late knowledge ---------------------------------------------------------- */

START_TEST(a_stop_learned_late_decides_by_its_occurred_at) {
  opens();
  then(SPOL_EVENT_WORK_STARTED, nov(24, 12, 0))->occurred_at = nov(23, 16, 0);
  spol_metric_status s = at(nov(24, 12, 0));
  ck_assert_int_eq(s.outcome, SPOL_OUTCOME_MET);
  ck_assert_int_eq(s.misses, 1); /* it stays counted */
  ck_assert_uint_ne(s.flags & SPOL_RESULT_SUPERSEDED, 0);
  ck_instant(s.stopped_at, nov(23, 16, 0));
}
END_TEST

START_TEST(a_late_stop_is_judged_by_the_target_in_force_then) {
  opens();
  impact_becomes(2, nov(23, 16, 0)); /* from here 4 h, over since 13 */
  then(SPOL_EVENT_WORK_STARTED, nov(24, 12, 0))->occurred_at = nov(23, 15, 0);
  ck_assert_int_eq(at(nov(24, 12, 0)).outcome, SPOL_OUTCOME_MET); /* 8 h were */
}
END_TEST

START_TEST(a_start_learned_late_counts_from_its_occurred_at) {
  m.metrics[0].clock.starts = one_match(&m, SPOL_EVENT_NOTIFIED);
  opens();
  then(SPOL_EVENT_NOTIFIED, nov(23, 15, 0))->occurred_at = nov(23, 10, 0);
  ck_instant(at(nov(23, 15, 0)).due, nov(24, 10, 0));
}
END_TEST

/* ---- Reopening --------------------------------------------------------------- */

static void closes(int32_t how) {
  m.metrics[0].clock.stops = one_match(&m, SPOL_EVENT_RESOLVED);
  m.metrics[0].clock.reopens = reopens(&m, how);
  opens();
  (void)then(SPOL_EVENT_RESOLVED, nov(23, 13, 0)); /* 4 of 8 h */
  (void)then(SPOL_EVENT_REOPENED, nov(24, 11, 0));
}

START_TEST(reopening_leaves_the_closed_time_out) {
  closes(SPI_REOPEN_EXCLUDE_CLOSED);
  spol_metric_status s = at(nov(24, 11, 0));
  ck_assert_int_eq(s.state, SPOL_METRIC_RUNNING);
  ck_assert_int_eq(s.outcome, SPOL_OUTCOME_NONE);
  ck_instant(s.due, nov(24, 15, 0));
  ck_assert_int_eq(s.elapsed, 4 * SPOL_HOUR);
}
END_TEST

START_TEST(reopening_can_count_the_closed_time) {
  closes(SPI_REOPEN_COUNT_CLOSED);
  spol_metric_status s = at(nov(24, 11, 0));
  ck_instant(s.due, nov(23, 17, 0));
  ck_instant(s.missed_at, nov(24, 11, 0)); /* not before its cause */
}
END_TEST

START_TEST(reopening_can_restart) {
  closes(SPI_REOPEN_RESTART);
  spol_metric_status s = at(nov(24, 11, 0));
  ck_instant(s.due, nov(25, 11, 0));
  ck_assert_uint_eq(s.cycle, 1);
}
END_TEST

START_TEST(reopening_can_begin_a_new_cycle) {
  closes(SPI_REOPEN_NEW_CYCLE);
  answer a = evaluate(&m, log_, count, nov(24, 11, 0));
  ck_assert_uint_eq(metric_in(a, work).cycle, 2);
  ck_assert_uint_eq(a.status.cycle_count, 2);
  ck_assert_int_eq(cycle_in(a, 0).outcome, SPOL_OUTCOME_MET);
  ck_instant(cycle_in(a, 1).due, nov(25, 11, 0));
  spol_evaluation_free(a.evaluation);
}
END_TEST

START_TEST(the_first_events_answer_as_the_whole_log_does) {
  opens();
  pause_at(nov(23, 10, 0), nov(23, 12, 0));
  impact_becomes(2, nov(23, 14, 0));
  (void)then(SPOL_EVENT_WORK_STARTED, nov(24, 12, 0));
  for (uint64_t seen = 1; seen <= count; seen++) {
    spol_instant as_of = log_[seen - 1].at;
    answer whole = evaluate(&m, log_, count, as_of);
    answer part = evaluate(&m, log_, seen, as_of);
    ck_assert_mem_eq(&whole.status, &part.status, sizeof whole.status);
    spol_metric_status x = metric_in(whole, work);
    spol_metric_status y = metric_in(part, work);
    ck_assert_mem_eq(&x, &y, sizeof x);
    spol_evaluation_free(whole.evaluation);
    spol_evaluation_free(part.evaluation);
  }
}
END_TEST

/* ---- Explanations ------------------------------------------------------------ */

START_TEST(segments_sum_to_elapsed_and_to_the_length) {
  opens();
  pause_at(nov(23, 16, 0), nov(24, 11, 0));
  answer a = evaluate(&m, log_, count, nov(24, 11, 30));
  spol_segment s[16];
  spol_explanation head = SPOL_SIZED(spol_explanation);
  uint64_t n = 0;
  ck_assert_ok(spol_explain(a.evaluation, work, 0, 0, s, 16, &n, &head));
  ck_assert_uint_eq(n, 3); /* counted, paused over the night, counted */
  ck_assert_int_eq(s[0].label, SPOL_LABEL_COUNTED);
  ck_assert_int_eq(s[1].label, SPOL_LABEL_PAUSED);
  ck_assert_uint_eq(s[1].reason, waits);
  ck_instant(s[1].to, nov(24, 11, 0));
  ck_assert_int_eq(s[2].label, SPOL_LABEL_COUNTED);
  ck_instant(head.to, nov(24, 12, 0));
  ck_assert_int_eq(head.counted, 7 * SPOL_HOUR + 30 * SPOL_MINUTE);
  ck_assert_int_eq(head.counted_to_due, 8 * SPOL_HOUR);
  spol_evaluation_free(a.evaluation);
}
END_TEST

START_TEST(after_a_change_one_segment_holds_what_was_carried) {
  m.metrics[0].clock.carries = carries(&m, SPOL_CARRY_FRACTION, 0);
  opens();
  impact_becomes(2, nov(23, 11, 0));
  answer a = evaluate(&m, log_, count, nov(23, 12, 0));
  spol_segment s[16];
  spol_explanation head = SPOL_SIZED(spol_explanation);
  uint64_t n = 0;
  ck_assert_ok(spol_explain(a.evaluation, work, 0, 0, s, 16, &n, &head));
  ck_assert_uint_eq(n, 3);
  ck_assert_int_eq(s[1].label, SPOL_LABEL_CARRIED);
  ck_assert_int_eq(s[1].counted, SPOL_HOUR);
  ck_assert_int_eq(head.counted, 2 * SPOL_HOUR);
  ck_assert_int_eq(head.counted_to_due, 4 * SPOL_HOUR);
  spol_clock_change change = SPOL_SIZED(spol_clock_change);
  ck_assert_ok(spol_explain_change(a.evaluation, work, 0, 0, 0, &change));
  ck_assert_int_eq(change.carry, SPOL_CARRY_FRACTION);
  ck_instant(change.due_before, nov(23, 17, 0));
  ck_instant(change.due_after, nov(23, 14, 0));
  spol_evaluation_free(a.evaluation);
}
END_TEST

int main(void) {
  Suite *suite = suite_create("case-changes");
  TCase *tests = tcase_create("changes");
  tcase_add_checked_fixture(tests, set_up, tear_down);
  tcase_add_test(tests, a_pause_moves_due_by_its_open_time);
  tcase_add_test(tests, while_paused_before_due_there_is_no_due_instant);
  tcase_add_test(tests, a_pause_that_begins_at_due_moves_nothing);
  tcase_add_test(tests, overlapping_pauses_count_once);
  tcase_add_test(tests, resuming_without_a_reason_ends_all);
  tcase_add_test(tests, a_pause_may_begin_before_the_metric);
  tcase_add_test(tests, a_bound_ends_what_the_pause_does);
  tcase_add_test(tests, a_real_pause_lasts_on_through_open_time);
  tcase_add_test(tests, what_is_left_of_a_real_pause_lasts_on_through_the_new_calendar);
  tcase_add_test(tests, a_span_left_out_by_reopening_counts_after_a_recount_too);
  tcase_add_test(tests, what_begins_after_an_agreed_instant_pauses_nothing);
  tcase_add_test(tests, a_stop_during_a_pause_that_began_before_due_meets);
  tcase_add_test(tests, from_start_recounts_from_the_start);
  tcase_add_test(tests, restart_counts_from_the_change);
  tcase_add_test(tests, carry_elapsed_takes_what_has_run);
  tcase_add_test(tests, carry_fraction_takes_the_share);
  tcase_add_test(tests, nothing_takes_effect_before_its_cause);
  tcase_add_test(tests, a_change_from_a_word_restarts_by_default);
  tcase_add_test(tests, never_later_keeps_the_earlier_due_instant);
  tcase_add_test(tests, an_event_that_changes_no_target_changes_no_clock);
  tcase_add_test(tests, an_agreed_instant_is_due_as_it_stands);
  tcase_add_test(tests, a_withdrawn_agreement_gives_the_rules_back);
  tcase_add_test(tests, the_latest_and_the_earliest_of_two_targets);
  tcase_add_test(tests, a_stop_learned_late_decides_by_its_occurred_at);
  tcase_add_test(tests, a_late_stop_is_judged_by_the_target_in_force_then);
  tcase_add_test(tests, a_start_learned_late_counts_from_its_occurred_at);
  tcase_add_test(tests, reopening_leaves_the_closed_time_out);
  tcase_add_test(tests, reopening_can_count_the_closed_time);
  tcase_add_test(tests, reopening_can_restart);
  tcase_add_test(tests, reopening_can_begin_a_new_cycle);
  tcase_add_test(tests, the_first_events_answer_as_the_whole_log_does);
  tcase_add_test(tests, segments_sum_to_elapsed_and_to_the_length);
  tcase_add_test(tests, after_a_change_one_segment_holds_what_was_carried);
  suite_add_tcase(suite, tests);
  return run_suite(suite);
}
