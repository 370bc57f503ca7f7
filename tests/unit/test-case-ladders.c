/* SPDX-License-Identifier: MIT */
/* Rows of cycles, severity decisions, ladders and questions before an act
 * (docs/semantics.md, sections 6 to 9). Everything is open day and night unless
 * the desk is named: Monday to Friday 9 to 17 UTC; 23 November 2026 a Monday. */
#include "case-models.h"

static model m;
static spol_calendar *office;
static spol_calendar *nonstop;
static spol_event log_[16];
static uint64_t count;

static void set_up(void) {
  model_init(&m);
  office = desk();
  nonstop = all_day();
  (void)a_calendar(&m, office);  /* 0 */
  (void)a_calendar(&m, nonstop); /* 1 */
  count = 1;
  log_[0] = an_event(SPOL_EVENT_OPENED, nov(23, 9, 0));
}

static void tear_down(void) {
  spol_calendar_unref(office);
  spol_calendar_unref(nonstop);
}

static spol_event *then(uint32_t type, spol_instant at) {
  log_[count] = an_event(type, at);
  return &log_[count++];
}

static answer at(spol_instant as_of) {
  return evaluate(&m, log_, count, as_of);
}

/* A row from the opening, stopped by updates, ended when resolved. */
static uint32_t a_repeating(uint32_t target, int32_t repeat) {
  uint32_t id = a_metric(&m, SPOL_EVENT_OPENED, SPOL_EVENT_UPDATE_SENT, always(&m, target));
  m.metrics[id - 1].repeat = repeat;
  m.metrics[id - 1].until = one_match(&m, SPOL_EVENT_RESOLVED);
  return id;
}

/* ---- Rows -------------------------------------------------------------------- */

START_TEST(three_silent_periods_are_three_misses) {
  uint32_t update = a_repeating(a_duration(&m, 1, SPOL_HOUR), SPI_REPEAT_AFTER_STOP);
  answer a = at(nov(23, 12, 30));
  spol_metric_status s = metric_in(a, update);
  ck_assert_uint_eq(s.misses, 3);
  ck_assert_uint_eq(s.cycle, 4);
  ck_instant(s.due, nov(23, 13, 0));
  ck_assert_uint_eq(a.status.cycle_count, 4);
  ck_instant(cycle_in(a, 1).from, nov(23, 10, 0));
  ck_assert_int_eq(cycle_in(a, 1).outcome, SPOL_OUTCOME_MISSED);
  spol_evaluation_free(a.evaluation);
}
END_TEST

START_TEST(after_a_stop_the_next_cycle_begins_there) {
  uint32_t update = a_repeating(a_duration(&m, 1, SPOL_HOUR), SPI_REPEAT_AFTER_STOP);
  (void)then(SPOL_EVENT_UPDATE_SENT, nov(23, 9, 20));
  answer a = at(nov(23, 9, 30));
  ck_instant(metric_in(a, update).due, nov(23, 10, 20));
  ck_assert_int_eq(cycle_in(a, 0).outcome, SPOL_OUTCOME_MET);
  spol_evaluation_free(a.evaluation);
}
END_TEST

START_TEST(a_schedule_counts_from_the_due_instant) {
  uint32_t update = a_repeating(a_duration(&m, 1, SPOL_HOUR), SPI_REPEAT_SCHEDULE);
  (void)then(SPOL_EVENT_UPDATE_SENT, nov(23, 9, 20));
  (void)then(SPOL_EVENT_UPDATE_SENT, nov(23, 9, 40)); /* in between: nothing */
  answer a = at(nov(23, 9, 50));
  spol_metric_status s = metric_in(a, update);
  ck_assert_uint_eq(s.cycle, 2);
  ck_instant(s.started_at, nov(23, 10, 0));
  ck_instant(s.due, nov(23, 11, 0));
  spol_evaluation_free(a.evaluation);
}
END_TEST

START_TEST(once_keeps_a_missed_cycle_open_until_its_stop) {
  uint32_t update = a_repeating(a_duration(&m, 1, SPOL_HOUR), SPI_REPEAT_AFTER_STOP);
  m.metrics[0].once = 1;
  (void)then(SPOL_EVENT_UPDATE_SENT, nov(23, 13, 0));
  answer a = at(nov(23, 13, 0));
  ck_assert_uint_eq(metric_in(a, update).misses, 1);
  ck_instant(metric_in(a, update).due, nov(23, 14, 0));
  ck_assert_int_eq(cycle_in(a, 0).outcome, SPOL_OUTCOME_MISSED);
  spol_evaluation_free(a.evaluation);
}
END_TEST

START_TEST(a_promise_replaces_the_next_due_instant_only) {
  uint32_t update = a_repeating(a_duration(&m, 1, SPOL_HOUR), SPI_REPEAT_AFTER_STOP);
  m.metrics[0].promises = 1;
  then(SPOL_EVENT_UPDATE_SENT, nov(23, 9, 20))->next_by = nov(23, 15, 0);
  answer a = at(nov(23, 9, 30));
  ck_instant(metric_in(a, update).due, nov(23, 15, 0));
  ck_assert_uint_ne(metric_in(a, update).flags & SPOL_RESULT_PROMISED, 0);
  spol_evaluation_free(a.evaluation);
  (void)then(SPOL_EVENT_UPDATE_SENT, nov(23, 14, 0));
  a = at(nov(23, 14, 0));
  ck_instant(metric_in(a, update).due, nov(23, 15, 0)); /* an hour by the rule */
  ck_assert_uint_eq(metric_in(a, update).flags & SPOL_RESULT_PROMISED, 0);
  spol_evaluation_free(a.evaluation);
}
END_TEST

START_TEST(the_cycle_that_runs_at_the_end_of_a_row_has_no_outcome) {
  uint32_t update = a_repeating(a_duration(&m, 1, SPOL_HOUR), SPI_REPEAT_AFTER_STOP);
  (void)then(SPOL_EVENT_RESOLVED, nov(23, 9, 30));
  answer a = at(nov(24, 9, 0));
  ck_assert_int_eq(metric_in(a, update).state, SPOL_METRIC_ENDED);
  ck_assert_int_eq(metric_in(a, update).outcome, SPOL_OUTCOME_NONE);
  ck_assert_uint_eq(metric_in(a, update).misses, 0);
  spol_evaluation_free(a.evaluation);
}
END_TEST

START_TEST(next_response_waits_for_the_next_unanswered_reply) {
  uint32_t id = a_metric(&m, SPOL_EVENT_CUSTOMER_REPLIED, SPOL_EVENT_RESPONDED,
                         always(&m, a_duration(&m, 1, SPOL_HOUR)));
  m.metrics[0].repeat = SPI_REPEAT_AFTER_START;
  m.metrics[0].until = one_match(&m, SPOL_EVENT_RESOLVED);
  (void)then(SPOL_EVENT_CUSTOMER_REPLIED, nov(23, 10, 0));
  (void)then(SPOL_EVENT_CUSTOMER_REPLIED, nov(23, 10, 20)); /* not the first */
  (void)then(SPOL_EVENT_RESPONDED, nov(23, 10, 30));
  answer a = at(nov(23, 10, 40));
  ck_assert_int_eq(metric_in(a, id).state, SPOL_METRIC_WAITING);
  spol_evaluation_free(a.evaluation);
  (void)then(SPOL_EVENT_CUSTOMER_REPLIED, nov(23, 11, 0));
  a = at(nov(23, 11, 0));
  ck_instant(metric_in(a, id).due, nov(23, 12, 0));
  spol_evaluation_free(a.evaluation);
}
END_TEST

START_TEST(a_cycle_without_length_ends_the_row_with_a_finding) {
  uint32_t update = a_repeating(a_duration(&m, 1, 0), SPI_REPEAT_AFTER_STOP);
  answer a = at(nov(23, 9, 0));
  ck_assert_int_eq(metric_in(a, update).state, SPOL_METRIC_ENDED);
  ck_assert(was_found(a, SPOL_FINDING_ZERO_CYCLE));
  spol_evaluation_free(a.evaluation);
}
END_TEST

START_TEST(the_limit_of_cycles_ends_the_row_with_a_finding) {
  uint32_t update = a_repeating(a_duration(&m, 1, 1), SPI_REPEAT_AFTER_STOP);
  answer a = at(nov(30, 9, 0));
  ck_assert_int_eq(metric_in(a, update).state, SPOL_METRIC_ENDED);
  ck_assert_uint_eq(metric_in(a, update).misses, 10000);
  ck_assert(was_found(a, SPOL_FINDING_LIMIT));
  spol_evaluation_free(a.evaluation);
}
END_TEST

START_TEST(a_late_stop_in_a_row_changes_the_cycle_of_then) {
  uint32_t update = a_repeating(a_duration(&m, 1, SPOL_HOUR), SPI_REPEAT_AFTER_STOP);
  then(SPOL_EVENT_UPDATE_SENT, nov(23, 11, 30))->occurred_at = nov(23, 9, 30);
  answer a = at(nov(23, 11, 30));
  ck_assert_int_eq(cycle_in(a, 0).outcome, SPOL_OUTCOME_MET);
  ck_assert_uint_ne(cycle_in(a, 0).flags & SPOL_RESULT_SUPERSEDED, 0);
  ck_assert_int_eq(cycle_in(a, 1).outcome, SPOL_OUTCOME_MISSED);
  ck_assert_uint_eq(metric_in(a, update).misses, 2);
  spol_evaluation_free(a.evaluation);
}
END_TEST

START_TEST(n_per_day_is_met_by_its_nth_stop_and_due_at_the_last_close) {
  uint32_t target = a_duration(&m, 0, 0);
  m.targets[target].kind = SPOL_TARGET_PER_PERIOD;
  m.targets[target].per_count = 2;
  uint32_t id = a_metric(&m, SPOL_EVENT_OPENED, SPOL_EVENT_UPDATE_SENT, always(&m, target));
  m.metrics[0].until = one_match(&m, SPOL_EVENT_RESOLVED);
  (void)then(SPOL_EVENT_UPDATE_SENT, nov(23, 10, 0));
  (void)then(SPOL_EVENT_UPDATE_SENT, nov(23, 11, 0));
  (void)then(SPOL_EVENT_UPDATE_SENT, nov(24, 11, 0));
  answer a = at(nov(25, 9, 0));
  ck_assert_int_eq(cycle_in(a, 0).outcome, SPOL_OUTCOME_MET);
  ck_instant(cycle_in(a, 0).due, nov(23, 17, 0));
  ck_assert_int_eq(cycle_in(a, 1).outcome, SPOL_OUTCOME_MISSED);
  ck_assert_uint_eq(cycle_in(a, 1).stops, 1);
  ck_instant(metric_in(a, id).due, nov(25, 17, 0));
  spol_evaluation_free(a.evaluation);
}
END_TEST

/* ---- Severity ---------------------------------------------------------------- */

START_TEST(a_request_is_granted_by_rule_or_refused) {
  (void)a_severity(&m, SPI_NONE);
  (void)a_severity(&m, SPI_NONE);
  m.versions[0].severities.default_rank = 2;
  m.versions[0].severity_changes = m.changes;
  m.versions[0].severity_changes_count = 1;
  m.changes[0] = (spi_severity_change_rule){.direction = SPI_UPGRADE,
                                            .actor = SPOL_ACTOR_CUSTOMER,
                                            .when = SPI_ALWAYS,
                                            .requires = SPI_ALWAYS,
                                            .grant = 1,
                                            .refused_text = SPI_NONE};
  spol_event request = an_event(SPOL_EVENT_SEVERITY_CHANGE_REQUESTED, nov(23, 10, 0));
  request.severity = 1;
  static unsigned char room[65536];
  const spol_evaluation *out = NULL;
  spol_permission permission = SPOL_SIZED(spol_permission);
  ck_assert_ok(spol_would_grant(policy_of(&m), log_, 1, &request, NULL, room, sizeof room, NULL,
                                &out, &permission, NULL));
  ck_assert_int_eq(permission.verdict, SPOL_VERDICT_YES);
  m.changes[0].actor = SPOL_ACTOR_VENDOR;
  ck_assert_ok(spol_would_grant(policy_of(&m), log_, 1, &request, NULL, room, sizeof room, NULL,
                                &out, &permission, NULL));
  ck_assert_int_eq(permission.verdict, SPOL_VERDICT_NO);
  ck_assert_int_eq(permission.why, SPOL_FINDING_CHANGE_REFUSED);
}
END_TEST

START_TEST(recorded_follows_derived_where_the_policy_says_so) {
  uint32_t impact = a_fact(&m, SPOL_FACT_ENUM, SPOL_SCOPE_CASE);
  (void)a_severity(&m, fact_is(&m, impact, 1));
  (void)a_severity(&m, fact_is(&m, impact, 2));
  m.versions[0].severities.follows_up = 1;
  spol_fact low = {impact + 1, SPOL_FACT_ENUM, 2, NULL, 0, NULL};
  spol_fact high = {impact + 1, SPOL_FACT_ENUM, 1, NULL, 0, NULL};
  log_[0].facts = &low;
  log_[0].fact_count = 1;
  (void)then(SPOL_EVENT_ACCEPTED, nov(23, 9, 5));
  spol_event *change = then(SPOL_EVENT_FACTS_CHANGED, nov(23, 10, 0));
  change->facts = &high;
  change->fact_count = 1;
  answer a = at(nov(23, 10, 0));
  ck_assert_uint_eq(a.status.recorded.severity, 1);
  spol_evaluation_free(a.evaluation);
  change = then(SPOL_EVENT_FACTS_CHANGED, nov(23, 11, 0));
  change->facts = &low;
  change->fact_count = 1;
  a = at(nov(23, 11, 0));
  ck_assert_uint_eq(a.status.recorded.severity, 1); /* down only by a decision */
  ck_assert(was_found(a, SPOL_FINDING_SEVERITY_DIFFERS));
  spol_evaluation_free(a.evaluation);
}
END_TEST

/* ---- Ladders -----------------------------------------------------------------------------------
 */

static const spi_effect remind = {.kind = SPOL_EFFECT_REMIND, .text = SPI_NONE};

START_TEST(a_share_fires_once_at_its_instant) {
  (void)a_metric(&m, SPOL_EVENT_OPENED, SPOL_EVENT_WORK_STARTED,
                 always(&m, a_duration(&m, 1, 4 * SPOL_HOUR)));
  uint32_t step =
      a_step(&m, (spi_trigger){.kind = SPI_TRIGGER_SHARE, .metric = 1, .share = 500000}, remind);
  answer a = at(nov(23, 10, 0));
  ck_assert_uint_eq(a.status.firing_count, 0);
  ck_instant(a.status.next_change, nov(23, 11, 0));
  ck_assert_uint_eq(a.status.next_change_step, step);
  spol_evaluation_free(a.evaluation);
  a = at(nov(24, 10, 0));
  ck_assert_uint_eq(a.status.firing_count, 1);
  ck_instant(firing_in(a, 0).at, nov(23, 11, 0));
  ck_assert_uint_eq(firing_in(a, 0).cycle, 1);
  uint32_t first = 9;
  uint32_t n = 9;
  spol_evaluation_firings_in(a.evaluation, nov(23, 11, 0), nov(23, 11, 0) + 1, &first, &n);
  ck_assert_uint_eq(n, 1);
  spol_evaluation_firings_in(a.evaluation, nov(23, 10, 0), nov(23, 11, 0), &first, &n);
  ck_assert_uint_eq(n, 0); /* now is excluded */
  spol_evaluation_free(a.evaluation);
}
END_TEST

START_TEST(a_stop_at_the_threshold_comes_first) {
  (void)a_metric(&m, SPOL_EVENT_OPENED, SPOL_EVENT_WORK_STARTED,
                 always(&m, a_duration(&m, 1, 4 * SPOL_HOUR)));
  (void)a_step(&m, (spi_trigger){.kind = SPI_TRIGGER_SHARE, .metric = 1, .share = 500000}, remind);
  (void)then(SPOL_EVENT_WORK_STARTED, nov(23, 11, 0));
  answer a = at(nov(24, 9, 0));
  ck_assert_uint_eq(a.status.firing_count, 0);
  spol_evaluation_free(a.evaluation);
}
END_TEST

START_TEST(a_change_that_passes_several_thresholds_fires_all_by_threshold) {
  uint32_t impact = a_fact(&m, SPOL_FACT_ENUM, SPOL_SCOPE_CASE);
  uint32_t first = a_row(&m, fact_is(&m, impact, 1), a_duration(&m, 1, SPOL_HOUR));
  (void)a_row(&m, SPI_ALWAYS, a_duration(&m, 1, 40 * SPOL_HOUR));
  m.facts[impact].has_default = 1;
  m.facts[impact].default_value = 2;
  (void)a_metric(&m, SPOL_EVENT_OPENED, SPOL_EVENT_WORK_STARTED, (spi_range){first, 2});
  uint32_t miss = a_step(&m, (spi_trigger){.kind = SPI_TRIGGER_MISS, .metric = 1}, remind);
  uint32_t late =
      a_step(&m, (spi_trigger){.kind = SPI_TRIGGER_SHARE, .metric = 1, .share = 1500000}, remind);
  uint32_t half =
      a_step(&m, (spi_trigger){.kind = SPI_TRIGGER_SHARE, .metric = 1, .share = 500000}, remind);
  spol_fact high = {impact + 1, SPOL_FACT_ENUM, 1, NULL, 0, NULL};
  spol_event *change = then(SPOL_EVENT_FACTS_CHANGED, nov(23, 12, 0));
  change->facts = &high;
  change->fact_count = 1;
  answer a = at(nov(23, 12, 0));
  ck_assert_uint_eq(a.status.firing_count, 3);
  ck_assert_uint_eq(firing_in(a, 0).step, half);
  ck_assert_uint_eq(firing_in(a, 1).step, miss);
  ck_assert_uint_eq(firing_in(a, 2).step, late);
  ck_instant(firing_in(a, 0).at, nov(23, 12, 0)); /* not before its cause */
  spol_evaluation_free(a.evaluation);
}
END_TEST

START_TEST(a_miss_raises_the_severity_and_moves_the_line) {
  (void)a_severity(&m, SPI_NONE);
  (void)a_severity(&m, SPI_NONE);
  m.versions[0].severities.default_rank = 2;
  (void)a_line(&m);
  (void)a_line(&m);
  (void)a_metric(&m, SPOL_EVENT_OPENED, SPOL_EVENT_WORK_STARTED,
                 always(&m, a_duration(&m, 1, SPOL_HOUR)));
  (void)a_step(&m, (spi_trigger){.kind = SPI_TRIGGER_MISS, .metric = 1},
               (spi_effect){.kind = SPOL_EFFECT_LINE, .subject = 1, .text = SPI_NONE});
  (void)a_step(&m, (spi_trigger){.kind = SPI_TRIGGER_MISS, .metric = 1},
               (spi_effect){.kind = SPOL_EFFECT_SEVERITY, .by_one = 1, .text = SPI_NONE});
  answer a = at(nov(23, 12, 0));
  ck_assert_uint_eq(a.status.line, 2);
  ck_assert_uint_eq(a.status.current.severity, 1);
  ck_assert_int_eq(a.status.current.decision.cause, SPOL_CAUSE_STEP);
  ck_instant(firing_in(a, 1).at, nov(23, 10, 0) + 1);
  spol_evaluation_free(a.evaluation);
}
END_TEST

/* A timer of an hour since the case reached a line. */
static void a_rung(uint32_t calendar) {
  uint32_t timer = GIVE(&m, timers);
  m.timers[timer] = (spi_clock){.starts = one_match(&m, SPOL_EVENT_LINE_CHANGED),
                                .start_when = SPI_ALWAYS,
                                .targets = always(&m, a_duration(&m, calendar, SPOL_HOUR))};
  (void)a_step(&m, (spi_trigger){.kind = SPI_TRIGGER_TIMER, .timer = timer},
               (spi_effect){.kind = SPOL_EFFECT_LINE, .by_one = 1, .text = SPI_NONE});
}

START_TEST(a_rung_counts_from_the_arrival_on_its_line) {
  for (int i = 0; i < 3; i++) {
    (void)a_line(&m);
  }
  a_rung(1);
  (void)then(SPOL_EVENT_ESCALATED, nov(23, 10, 0));
  answer a = at(nov(23, 20, 0));
  ck_assert_uint_eq(a.status.line, 3);
  /* The step moved the line itself: that begins no new cycle of it. */
  ck_assert_uint_eq(a.status.firing_count, 1);
  ck_instant(firing_in(a, 0).at, nov(23, 11, 0)); /* at its due instant itself */
  spol_evaluation_free(a.evaluation);
}
END_TEST

START_TEST(a_step_held_back_fires_at_the_opening) {
  (void)a_metric(&m, SPOL_EVENT_OPENED, SPOL_EVENT_WORK_STARTED,
                 always(&m, a_duration(&m, 1, 10 * SPOL_HOUR)));
  uint32_t step = a_step(&m, (spi_trigger){.kind = SPI_TRIGGER_MISS, .metric = 1}, remind);
  m.steps[step - 1].hold = 0;
  answer a = at(nov(23, 20, 0));
  ck_assert_uint_eq(a.status.firing_count, 0);
  ck_instant(a.status.next_change, nov(24, 9, 0));
  ck_assert_int_eq(a.status.next_change_kind, SPOL_CHANGE_HELD_STEP);
  spol_evaluation_free(a.evaluation);
  a = at(nov(24, 9, 0));
  ck_instant(firing_in(a, 0).at, nov(24, 9, 0));
  ck_instant(firing_in(a, 0).triggered_at, nov(23, 19, 0) + 1);
  spol_evaluation_free(a.evaluation);
  (void)then(SPOL_EVENT_WORK_STARTED, nov(23, 22, 0)); /* stopped meanwhile */
  a = at(nov(24, 12, 0));
  ck_assert_uint_eq(a.status.firing_count, 0);
  spol_evaluation_free(a.evaluation);
}
END_TEST

START_TEST(a_threshold_reached_once_is_not_reached_again_in_another_metrics_cycle) {
  uint32_t other = a_reason(&m, (spi_range){0, 0});
  (void)a_metric(&m, SPOL_EVENT_OPENED, SPOL_EVENT_WORK_STARTED,
                 always(&m, a_duration(&m, 1, 10 * SPOL_HOUR)));
  m.metrics[0].clock.pauses = pauses_for(&m, other);
  (void)a_metric(&m, SPOL_EVENT_CUSTOMER_REPLIED, SPOL_EVENT_RESPONDED,
                 always(&m, a_duration(&m, 1, 4 * SPOL_HOUR)));
  spi_trigger half = {.kind = SPI_TRIGGER_SHARE, .metric = 1, .share = 500000};
  uint32_t step = a_step(&m, half, remind);
  half.metric = 2;
  (void)a_trigger(&m, half);
  m.steps[step - 1].triggers.count = 2; /* any_of */
  (void)then(SPOL_EVENT_CUSTOMER_REPLIED, nov(23, 15, 0));
  then(SPOL_EVENT_WAITING, nov(23, 15, 30))->reason = other;
  answer a = at(nov(23, 18, 0));
  ck_assert_uint_eq(a.status.firing_count, 2);
  ck_instant(firing_in(a, 0).at, nov(23, 14, 0));
  ck_instant(firing_in(a, 1).at, nov(23, 17, 0));
  ck_assert_uint_eq(firing_in(a, 1).cycle, 2);
  spol_evaluation_free(a.evaluation);
}
END_TEST

START_TEST(what_is_agreed_outranks_a_promise_until_it_is_withdrawn) {
  uint32_t update = a_repeating(a_duration(&m, 1, SPOL_HOUR), SPI_REPEAT_AFTER_STOP);
  m.metrics[0].promises = 1;
  then(SPOL_EVENT_UPDATE_SENT, nov(23, 9, 20))->next_by = nov(23, 15, 0);
  spol_event *event = then(SPOL_EVENT_AGREED_TARGET_SET, nov(23, 9, 30));
  event->metric = update;
  event->agreed_due = nov(23, 12, 0);
  answer a = at(nov(23, 9, 40));
  ck_instant(metric_in(a, update).due, nov(23, 12, 0));
  spol_evaluation_free(a.evaluation);
  then(SPOL_EVENT_AGREED_TARGET_WITHDRAWN, nov(23, 9, 50))->metric = update;
  a = at(nov(23, 10, 0));
  ck_instant(metric_in(a, update).due, nov(23, 15, 0));
  spol_evaluation_free(a.evaluation);
}
END_TEST

START_TEST(a_stop_just_after_due_counts_the_miss_of_a_cycle_kept_open_too) {
  uint32_t update = a_repeating(a_duration(&m, 1, SPOL_HOUR), SPI_REPEAT_AFTER_STOP);
  m.metrics[0].once = 1;
  (void)then(SPOL_EVENT_UPDATE_SENT, nov(23, 10, 0) + 1);
  answer a = at(nov(23, 10, 30));
  ck_assert_int_eq(cycle_in(a, 0).outcome, SPOL_OUTCOME_MISSED);
  ck_assert_uint_eq(metric_in(a, update).misses, 1);
  spol_evaluation_free(a.evaluation);
}
END_TEST

START_TEST(a_cycle_stopped_while_a_pause_lasts_on_has_no_due_instant) {
  uint32_t other = a_reason(&m, (spi_range){0, 0});
  (void)a_repeating(a_duration(&m, 0, 8 * SPOL_HOUR), SPI_REPEAT_AFTER_STOP);
  m.metrics[0].clock.pauses = pauses_for(&m, other);
  m.metrics[0].clock.pause_real = 1;
  then(SPOL_EVENT_WAITING, nov(23, 16, 30))->reason = other;
  (void)then(SPOL_EVENT_RESUMED, nov(24, 9, 30)); /* 17 h: lasts on to Thursday */
  (void)then(SPOL_EVENT_UPDATE_SENT, nov(24, 10, 0));
  answer a = at(nov(27, 10, 0));
  ck_assert_int_eq(cycle_in(a, 0).outcome, SPOL_OUTCOME_MET);
  ck_instant(cycle_in(a, 0).due, SPOL_INSTANT_NONE);
  spol_evaluation_free(a.evaluation);
}
END_TEST

START_TEST(a_step_repeats_until_the_metric_stops) {
  (void)a_metric(&m, SPOL_EVENT_OPENED, SPOL_EVENT_WORK_STARTED,
                 always(&m, a_duration(&m, 1, SPOL_HOUR)));
  uint32_t step = a_step(&m, (spi_trigger){.kind = SPI_TRIGGER_MISS, .metric = 1}, remind);
  m.steps[step - 1].repeats = 5;
  m.steps[step - 1].repeat_target = a_duration(&m, 1, SPOL_HOUR);
  (void)then(SPOL_EVENT_WORK_STARTED, nov(23, 12, 30));
  answer a = at(nov(24, 0, 0));
  ck_assert_uint_eq(a.status.firing_count, 3); /* 10, 11 and 12 o'clock, 1 us past */
  ck_assert_uint_eq(firing_in(a, 2).repetition, 2);
  ck_instant(firing_in(a, 2).at, nov(23, 12, 0) + 1);
  spol_evaluation_free(a.evaluation);
}
END_TEST

START_TEST(what_must_not_have_happened_holds_a_step_for_ever) {
  uint32_t step = a_step(
      &m,
      (spi_trigger){.kind = SPI_TRIGGER_EVENT, .match = a_match(&m, SPOL_EVENT_CANNOT_DIAGNOSE)},
      remind);
  m.steps[step - 1].requires_not_happened = a_match(&m, SPOL_EVENT_RESPONDED);
  (void)then(SPOL_EVENT_CANNOT_DIAGNOSE, nov(23, 10, 0));
  (void)then(SPOL_EVENT_RESPONDED, nov(23, 11, 0));
  (void)then(SPOL_EVENT_CANNOT_DIAGNOSE, nov(23, 12, 0));
  answer a = at(nov(24, 0, 0));
  ck_assert_uint_eq(a.status.firing_count, 1);
  spol_evaluation_free(a.evaluation);
}
END_TEST

START_TEST(the_nth_miss_is_counted_over_the_case) {
  (void)a_repeating(a_duration(&m, 1, SPOL_HOUR), SPI_REPEAT_AFTER_STOP);
  (void)a_step(&m, (spi_trigger){.kind = SPI_TRIGGER_NTH_MISS, .metric = 1, .nth = 3}, remind);
  answer a = at(nov(23, 20, 0));
  ck_assert_uint_eq(a.status.firing_count, 1);
  ck_instant(firing_in(a, 0).at, nov(23, 12, 0) + 1);
  ck_assert_uint_eq(firing_in(a, 0).cycle, 3);
  spol_evaluation_free(a.evaluation);
}
END_TEST

START_TEST(the_limit_of_firings_stops_the_ladder) {
  (void)a_repeating(a_duration(&m, 1, SPOL_SECOND), SPI_REPEAT_AFTER_STOP);
  (void)a_step(&m, (spi_trigger){.kind = SPI_TRIGGER_MISS, .metric = 1}, remind);
  static unsigned char room[1 << 22];
  spol_evaluation_options options = {sizeof options, 200, 100, 0, 0, 0};
  const spol_evaluation *out = NULL;
  ck_assert_ok(spol_evaluate(policy_of(&m), log_, 1, nov(24, 0, 0), &options, room, sizeof room,
                             NULL, &out, NULL));
  spol_case_status status = SPOL_SIZED(spol_case_status);
  ck_assert_ok(spol_evaluation_status(out, &status));
  ck_assert_uint_eq(status.firing_count, 100);
  ck_assert_uint_ne(status.flags & SPOL_RESULT_LIMITED, 0);
}
END_TEST

START_TEST(polling_delivers_each_firing_exactly_once) {
  (void)a_repeating(a_duration(&m, 1, SPOL_HOUR), SPI_REPEAT_AFTER_STOP);
  (void)a_step(&m, (spi_trigger){.kind = SPI_TRIGGER_SHARE, .metric = 1, .share = 500000}, remind);
  (void)then(SPOL_EVENT_UPDATE_SENT, nov(23, 11, 15));
  answer whole = at(nov(23, 18, 0));
  uint32_t seen = 0;
  spol_instant last = nov(23, 9, 0);
  for (spol_instant now = last; now <= nov(23, 18, 0); now += 7 * SPOL_MINUTE) {
    answer a = at(now);
    uint32_t first;
    uint32_t n;
    spol_evaluation_firings_in(a.evaluation, last, now, &first, &n);
    for (uint32_t i = 0; i < n; i++) {
      ck_instant(firing_in(a, first + i).at, firing_in(whole, seen).at);
      seen++;
    }
    last = now;
    spol_evaluation_free(a.evaluation);
  }
  uint32_t first;
  uint32_t n;
  spol_evaluation_firings_in(whole.evaluation, nov(23, 9, 0), last, &first, &n);
  ck_assert_uint_eq(seen, n);
  spol_evaluation_free(whole.evaluation);
}
END_TEST

START_TEST(the_next_firing_is_the_one_that_comes) {
  (void)a_repeating(a_duration(&m, 1, SPOL_HOUR), SPI_REPEAT_AFTER_STOP);
  uint32_t half =
      a_step(&m, (spi_trigger){.kind = SPI_TRIGGER_SHARE, .metric = 1, .share = 500000}, remind);
  answer a = at(nov(23, 9, 40)); /* 9:30 has fired; 10:30 is of the next cycle */
  spol_firing next = SPOL_SIZED(spol_firing);
  ck_assert_ok(spol_evaluation_next_firing(a.evaluation, &next));
  ck_instant(next.at, nov(23, 10, 30));
  ck_assert_uint_eq(next.step, half);
  ck_assert_uint_eq(next.cycle, 2);
  ck_assert_uint_eq(a.status.firing_count, 1); /* and nothing else moved */
  ck_instant(metric_in(a, 1).due, nov(23, 10, 0));
  spol_evaluation_free(a.evaluation);
}
END_TEST

/* ---- Intake, what if, many --------------------------------------------------- */

START_TEST(a_case_outside_the_coverage_may_not_open) {
  m.versions[0].coverage.to = nov(1, 0, 0);
  static unsigned char room[65536];
  const spol_evaluation *out = NULL;
  spol_permission permission = SPOL_SIZED(spol_permission);
  ck_assert_ok(spol_may_open(policy_of(&m), &log_[0], NULL, room, sizeof room, NULL, &out,
                             &permission, NULL));
  ck_assert_int_eq(permission.verdict, SPOL_VERDICT_NO);
  ck_assert_int_eq(permission.why, SPOL_FINDING_NOT_COVERED);
  m.versions[0].coverage.to = nov(30, 0, 0);
  ck_assert_ok(spol_may_open(policy_of(&m), &log_[0], NULL, room, sizeof room, NULL, &out,
                             &permission, NULL));
  ck_assert_int_eq(permission.verdict, SPOL_VERDICT_YES);
}
END_TEST

START_TEST(what_if_is_the_same_as_doing_it) {
  (void)a_severity(&m, SPI_NONE);
  uint32_t work = a_metric(&m, SPOL_EVENT_OPENED, SPOL_EVENT_WORK_STARTED,
                           always(&m, a_duration(&m, 1, SPOL_HOUR)));
  spol_event more = an_event(SPOL_EVENT_WORK_STARTED, nov(23, 9, 30));
  static unsigned char room[65536];
  const spol_evaluation *out = NULL;
  ck_assert_ok(spol_what_if(policy_of(&m), log_, 1, &more, 1, nov(23, 10, 0), NULL, room,
                            sizeof room, NULL, &out, NULL));
  spol_metric_status supposed = SPOL_SIZED(spol_metric_status);
  ck_assert_ok(spol_evaluation_metric_of(out, work, &supposed));
  log_[count++] = more;
  answer a = at(nov(23, 10, 0));
  spol_metric_status done = metric_in(a, work);
  ck_assert_mem_eq(&supposed, &done, sizeof done);
  spol_evaluation_free(a.evaluation);
}
END_TEST

START_TEST(many_cases_give_what_one_gives) {
  (void)a_metric(&m, SPOL_EVENT_OPENED, SPOL_EVENT_WORK_STARTED,
                 always(&m, a_duration(&m, 1, SPOL_HOUR)));
  spol_event events[] = {an_event(SPOL_EVENT_OPENED, nov(23, 9, 0)),
                         an_event(SPOL_EVENT_NOTIFIED, nov(23, 9, 0)), /* opens nothing */
                         an_event(SPOL_EVENT_OPENED, nov(23, 11, 0)),
                         an_event(SPOL_EVENT_WORK_STARTED, nov(23, 11, 10))};
  uint64_t first[] = {0, 1, 2, 4};
  spol_instant as_of = nov(23, 12, 0);
  spol_case_row cases[3];
  spol_metric_row metrics[3];
  spol_batch batch = {sizeof batch,
                      sizeof(spol_case_row),
                      sizeof(spol_metric_row),
                      0,
                      events,
                      first,
                      &as_of,
                      1,
                      3,
                      cases,
                      metrics};
  static unsigned char room[65536];
  uint64_t done = 0;
  ck_assert_ok(
      spol_evaluate_many(policy_of(&m), &batch, NULL, room, sizeof room, NULL, &done, NULL));
  ck_assert_uint_eq(done, 3);
  ck_assert_int_eq(metrics[0].outcome, SPOL_OUTCOME_MISSED);
  ck_assert_int_eq(cases[1].status, SPOL_E_SEMANTIC);
  ck_assert_int_eq(metrics[2].outcome, SPOL_OUTCOME_MET);
  ck_assert_int_eq(spol_evaluate_many(policy_of(&m), &batch, NULL, room, 100, NULL, &done, NULL),
                   SPOL_E_BUFFER);
  ck_assert_uint_eq(done, 0);
}
END_TEST

int main(void) {
  Suite *suite = suite_create("case-ladders");
  TCase *tests = tcase_create("rows and ladders");
  tcase_add_checked_fixture(tests, set_up, tear_down);
  tcase_add_test(tests, three_silent_periods_are_three_misses);
  tcase_add_test(tests, after_a_stop_the_next_cycle_begins_there);
  tcase_add_test(tests, a_schedule_counts_from_the_due_instant);
  tcase_add_test(tests, once_keeps_a_missed_cycle_open_until_its_stop);
  tcase_add_test(tests, a_promise_replaces_the_next_due_instant_only);
  tcase_add_test(tests, the_cycle_that_runs_at_the_end_of_a_row_has_no_outcome);
  tcase_add_test(tests, next_response_waits_for_the_next_unanswered_reply);
  tcase_add_test(tests, a_cycle_without_length_ends_the_row_with_a_finding);
  tcase_add_test(tests, the_limit_of_cycles_ends_the_row_with_a_finding);
  tcase_add_test(tests, a_late_stop_in_a_row_changes_the_cycle_of_then);
  tcase_add_test(tests, n_per_day_is_met_by_its_nth_stop_and_due_at_the_last_close);
  tcase_add_test(tests, a_request_is_granted_by_rule_or_refused);
  tcase_add_test(tests, recorded_follows_derived_where_the_policy_says_so);
  tcase_add_test(tests, a_share_fires_once_at_its_instant);
  tcase_add_test(tests, a_stop_at_the_threshold_comes_first);
  tcase_add_test(tests, a_change_that_passes_several_thresholds_fires_all_by_threshold);
  tcase_add_test(tests, a_miss_raises_the_severity_and_moves_the_line);
  tcase_add_test(tests, a_rung_counts_from_the_arrival_on_its_line);
  tcase_add_test(tests, a_step_held_back_fires_at_the_opening);
  tcase_add_test(tests, a_threshold_reached_once_is_not_reached_again_in_another_metrics_cycle);
  tcase_add_test(tests, what_is_agreed_outranks_a_promise_until_it_is_withdrawn);
  tcase_add_test(tests, a_stop_just_after_due_counts_the_miss_of_a_cycle_kept_open_too);
  tcase_add_test(tests, a_cycle_stopped_while_a_pause_lasts_on_has_no_due_instant);
  tcase_add_test(tests, a_step_repeats_until_the_metric_stops);
  tcase_add_test(tests, what_must_not_have_happened_holds_a_step_for_ever);
  tcase_add_test(tests, the_nth_miss_is_counted_over_the_case);
  tcase_add_test(tests, the_limit_of_firings_stops_the_ladder);
  tcase_add_test(tests, polling_delivers_each_firing_exactly_once);
  tcase_add_test(tests, the_next_firing_is_the_one_that_comes);
  tcase_add_test(tests, a_case_outside_the_coverage_may_not_open);
  tcase_add_test(tests, what_if_is_the_same_as_doing_it);
  tcase_add_test(tests, many_cases_give_what_one_gives);
  suite_add_tcase(suite, tests);
  return run_suite(suite);
}
