/* SPDX-License-Identifier: MIT */
/* Clocks without pauses or changes (docs/semantics.md, sections 6 and 7). The
 * desk is open Monday to Friday 9 to 17 UTC; 23 November 2026 is a Monday. */
#include "case-models.h"
#include "policy-check.h"

#include <stdlib.h>

static model m;
static spol_calendar *office;
static spol_calendar *nonstop;

static void set_up(void) {
  model_init(&m);
  office = desk();
  nonstop = all_day();
  (void)a_calendar(&m, office);
  (void)a_calendar(&m, nonstop);
}

static void tear_down(void) {
  spol_calendar_unref(office);
  spol_calendar_unref(nonstop);
}

START_TEST(a_duration_ends_by_open_time) {
  uint32_t work = a_metric(&m, SPOL_EVENT_OPENED, SPOL_EVENT_WORK_STARTED,
                           always(&m, a_duration(&m, 0, 4 * SPOL_HOUR)));
  spol_event events[] = {an_event(SPOL_EVENT_OPENED, nov(23, 15, 0))};
  answer a = evaluate(&m, events, 1, nov(23, 16, 0));
  spol_metric_status s = metric_in(a, work);
  ck_assert_int_eq(s.state, SPOL_METRIC_RUNNING);
  ck_instant(s.received_at, nov(23, 15, 0));
  ck_instant(s.due, nov(24, 11, 0)); /* two hours on Monday, two on Tuesday */
  ck_assert_int_eq(s.length, 4 * SPOL_HOUR);
  ck_assert_int_eq(s.elapsed, SPOL_HOUR);
  ck_assert_int_eq(s.remaining, 3 * SPOL_HOUR);
  ck_assert_int_eq(s.share_numerator, SPOL_HOUR);
  ck_assert_int_eq(s.share_denominator, 4 * SPOL_HOUR);
  ck_instant(a.status.next_change, nov(24, 11, 0) + 1);
  ck_assert_int_eq(a.status.next_change_kind, SPOL_CHANGE_MISS);
  spol_evaluation_free(a.evaluation);
}
END_TEST

START_TEST(a_start_while_closed_is_received_at_opening) {
  uint32_t work = a_metric(&m, SPOL_EVENT_OPENED, SPOL_EVENT_WORK_STARTED,
                           always(&m, a_duration(&m, 0, SPOL_HOUR)));
  spol_event events[] = {an_event(SPOL_EVENT_OPENED, nov(27, 18, 0))};
  answer a = evaluate(&m, events, 1, nov(28, 0, 0));
  spol_metric_status s = metric_in(a, work);
  ck_instant(s.received_at, nov(30, 9, 0)); /* Friday evening to Monday */
  ck_instant(s.due, nov(30, 10, 0));
  ck_assert_int_eq(s.elapsed, 0);
  ck_assert_int_eq(s.is_open, 0);
  spol_evaluation_free(a.evaluation);
}
END_TEST

START_TEST(a_stop_at_due_meets_and_one_microsecond_later_misses) {
  uint32_t work = a_metric(&m, SPOL_EVENT_OPENED, SPOL_EVENT_WORK_STARTED,
                           always(&m, a_duration(&m, 0, SPOL_HOUR)));
  spol_event events[] = {an_event(SPOL_EVENT_OPENED, nov(23, 9, 0)),
                         an_event(SPOL_EVENT_WORK_STARTED, nov(23, 10, 0))};
  answer a = evaluate(&m, events, 2, nov(23, 12, 0));
  spol_metric_status s = metric_in(a, work);
  ck_assert_int_eq(s.state, SPOL_METRIC_STOPPED);
  ck_assert_int_eq(s.outcome, SPOL_OUTCOME_MET);
  ck_assert_int_eq(s.elapsed, SPOL_HOUR);
  ck_assert_int_eq(s.misses, 0);
  spol_evaluation_free(a.evaluation);
  events[1].at++;
  a = evaluate(&m, events, 2, nov(23, 12, 0));
  s = metric_in(a, work);
  ck_assert_int_eq(s.outcome, SPOL_OUTCOME_MISSED);
  ck_assert_int_eq(s.overdue, 1);
  spol_evaluation_free(a.evaluation);
}
END_TEST

START_TEST(a_miss_takes_effect_one_microsecond_after_due) {
  uint32_t work = a_metric(&m, SPOL_EVENT_OPENED, SPOL_EVENT_WORK_STARTED,
                           always(&m, a_duration(&m, 0, SPOL_HOUR)));
  spol_event events[] = {an_event(SPOL_EVENT_OPENED, nov(23, 9, 0))};
  answer a = evaluate(&m, events, 1, nov(23, 10, 0));
  ck_assert_int_eq(metric_in(a, work).outcome, SPOL_OUTCOME_NONE);
  spol_evaluation_free(a.evaluation);
  a = evaluate(&m, events, 1, nov(23, 10, 0) + 1);
  spol_metric_status s = metric_in(a, work);
  ck_assert_int_eq(s.outcome, SPOL_OUTCOME_MISSED);
  ck_assert_int_eq(s.misses, 1);
  ck_instant(s.missed_at, nov(23, 10, 0) + 1);
  ck_instant(a.status.next_change, SPOL_INSTANT_NONE);
  spol_evaluation_free(a.evaluation);
}
END_TEST

START_TEST(a_stop_before_the_start_meets_with_elapsed_zero) {
  uint32_t work = a_metric(&m, SPOL_EVENT_ACCEPTED, SPOL_EVENT_WORK_STARTED,
                           always(&m, a_duration(&m, 0, SPOL_HOUR)));
  spol_event events[] = {an_event(SPOL_EVENT_OPENED, nov(23, 9, 0)),
                         an_event(SPOL_EVENT_WORK_STARTED, nov(23, 9, 30)),
                         an_event(SPOL_EVENT_ACCEPTED, nov(23, 10, 0))};
  answer a = evaluate(&m, events, 3, nov(23, 20, 0));
  spol_metric_status s = metric_in(a, work);
  ck_assert_int_eq(s.state, SPOL_METRIC_STOPPED);
  ck_assert_int_eq(s.outcome, SPOL_OUTCOME_MET);
  ck_assert_int_eq(s.elapsed, 0);
  spol_evaluation_free(a.evaluation);
}
END_TEST

START_TEST(a_word_has_no_due_instant_and_no_miss) {
  uint32_t work = a_metric(&m, SPOL_EVENT_OPENED, SPOL_EVENT_WORK_STARTED,
                           always(&m, a_word(&m, SPOL_TARGET_UNSTATED)));
  spol_event events[] = {an_event(SPOL_EVENT_OPENED, nov(23, 9, 0)),
                         an_event(SPOL_EVENT_WORK_STARTED, nov(27, 9, 0))};
  answer a = evaluate(&m, events, 2, nov(28, 9, 0));
  spol_metric_status s = metric_in(a, work);
  ck_assert_int_eq(s.target_kind, SPOL_TARGET_UNSTATED);
  ck_instant(s.due, SPOL_INSTANT_NONE);
  ck_assert_int_eq(s.outcome, SPOL_OUTCOME_NONE);
  ck_instant(s.length, SPOL_DURATION_NONE);
  ck_assert_int_eq(s.share_denominator, 0);
  spol_evaluation_free(a.evaluation);
}
END_TEST

START_TEST(a_day_target_gives_due_and_its_length_is_measured) {
  uint32_t work = a_metric(&m, SPOL_EVENT_OPENED, SPOL_EVENT_WORK_STARTED,
                           always(&m, a_days(&m, 0, 1, SPOL_END_OF_DAY)));
  spol_event events[] = {an_event(SPOL_EVENT_OPENED, nov(23, 15, 0))};
  answer a = evaluate(&m, events, 1, nov(23, 16, 0));
  spol_metric_status s = metric_in(a, work);
  ck_instant(s.due, nov(24, 17, 0));
  ck_assert_int_eq(s.length, 10 * SPOL_HOUR); /* 2 on Monday, 8 on Tuesday */
  spol_evaluation_free(a.evaluation);
}
END_TEST

START_TEST(before_the_opening_there_is_no_case) {
  (void)a_metric(&m, SPOL_EVENT_OPENED, SPOL_EVENT_WORK_STARTED,
                 always(&m, a_duration(&m, 0, SPOL_HOUR)));
  spol_event events[] = {an_event(SPOL_EVENT_OPENED, nov(23, 9, 0))};
  answer a = evaluate(&m, events, 1, nov(23, 8, 0));
  ck_assert_int_eq(a.status.state, SPOL_CASE_NOT_OPENED);
  ck_assert_int_eq(metric_in(a, 1).state, SPOL_METRIC_NOT_STARTED);
  spol_evaluation_free(a.evaluation);
}
END_TEST

START_TEST(severity_is_derived_until_recorded) {
  uint32_t impact = a_fact(&m, SPOL_FACT_ENUM, SPOL_SCOPE_CASE);
  (void)a_severity(&m, fact_is(&m, impact, 1));
  (void)a_severity(&m, fact_is(&m, impact, 2));
  spol_fact fact = {impact + 1, SPOL_FACT_ENUM, 2, NULL, 0, NULL};
  spol_event events[] = {an_event(SPOL_EVENT_OPENED, nov(23, 9, 0)),
                         an_event(SPOL_EVENT_ACCEPTED, nov(23, 10, 0))};
  events[0].facts = &fact;
  events[0].fact_count = 1;
  answer a = evaluate(&m, events, 1, nov(23, 9, 0));
  ck_assert_uint_eq(a.status.derived.severity, 2);
  ck_assert_uint_eq(a.status.current.severity, 2);
  ck_assert_uint_eq(a.status.recorded.severity, 0);
  ck_assert_uint_ne(a.status.flags & SPOL_RESULT_PROVISIONAL, 0);
  ck_assert_uint_eq(a.status.derived.decision.fact_count, 1);
  spol_evaluation_free(a.evaluation);
  events[1].severity = 1;
  a = evaluate(&m, events, 2, nov(23, 10, 0));
  ck_assert_uint_eq(a.status.recorded.severity, 1);
  ck_assert_uint_eq(a.status.current.severity, 1);
  ck_assert(was_found(a, SPOL_FINDING_SEVERITY_DIFFERS));
  spol_evaluation_free(a.evaluation);
}
END_TEST

START_TEST(a_missing_fact_leaves_severity_and_target_undecided) {
  uint32_t impact = a_fact(&m, SPOL_FACT_ENUM, SPOL_SCOPE_CASE);
  (void)a_severity(&m, fact_is(&m, impact, 1));
  uint32_t first = a_row(&m, severity_is(&m, 1), a_duration(&m, 0, SPOL_HOUR));
  (void)a_row(&m, SPI_ALWAYS, a_duration(&m, 0, SPOL_HOUR));
  uint32_t work = a_metric(&m, SPOL_EVENT_OPENED, SPOL_EVENT_WORK_STARTED, (spi_range){first, 2});
  spol_event events[] = {an_event(SPOL_EVENT_OPENED, nov(23, 9, 0))};
  answer a = evaluate(&m, events, 1, nov(23, 9, 0));
  ck_assert_uint_eq(a.status.derived.severity, 0);
  ck_assert_int_eq(metric_in(a, work).target_kind, SPOL_TARGET_UNDECIDED);
  ck_assert(was_found(a, SPOL_FINDING_FACT_MISSING));
  spol_evaluation_free(a.evaluation);
}
END_TEST

START_TEST(escalating_moves_to_the_next_line_or_the_named_one) {
  (void)a_line(&m);
  (void)a_line(&m);
  (void)a_line(&m);
  spol_event events[] = {an_event(SPOL_EVENT_OPENED, nov(23, 9, 0)),
                         an_event(SPOL_EVENT_ESCALATED, nov(23, 10, 0)),
                         an_event(SPOL_EVENT_ESCALATED, nov(23, 11, 0))};
  answer a = evaluate(&m, events, 2, nov(23, 10, 0));
  ck_assert_uint_eq(a.status.line, 2);
  ck_assert_uint_eq(a.status.line_count, 2);
  spol_evaluation_free(a.evaluation);
  events[1].line = 3;
  a = evaluate(&m, events, 3, nov(23, 12, 0));
  ck_assert_uint_eq(a.status.line, 3);
  ck_assert(was_found(a, SPOL_FINDING_EVENT_FORBIDDEN)); /* there is no fourth */
  spol_line_stay stay = SPOL_SIZED(spol_line_stay);
  ck_assert_ok(spol_evaluation_line(a.evaluation, 0, &stay));
  ck_instant(stay.to, nov(23, 10, 0));
  spol_evaluation_free(a.evaluation);
}
END_TEST

START_TEST(a_buffer_of_any_size_is_too_small_or_enough) {
  (void)a_metric(&m, SPOL_EVENT_OPENED, SPOL_EVENT_WORK_STARTED,
                 always(&m, a_duration(&m, 0, SPOL_HOUR)));
  spol_event events[] = {an_event(SPOL_EVENT_OPENED, nov(23, 9, 0))};
  static unsigned char room[65536];
  uint64_t enough = 0;
  const spol_evaluation *out = NULL;
  ck_assert_ok(spol_evaluate(policy_of(&m), events, 1, nov(23, 9, 0), NULL, room, sizeof room,
                             &enough, &out, NULL));
  for (uint64_t size = 0; size < enough; size += 7) {
    uint64_t needed = 0;
    const spol_evaluation *none = NULL;
    ck_assert_int_eq(spol_evaluate(policy_of(&m), events, 1, nov(23, 9, 0), NULL, room, size,
                                   &needed, &none, NULL),
                     SPOL_E_BUFFER);
    ck_assert_ptr_null(none);
    ck_assert_uint_gt(needed, size);
  }
  ck_assert_ok(spol_evaluate(policy_of(&m), events, 1, nov(23, 9, 0), NULL, room + 1, enough + 16,
                             &enough, &out, NULL));
}
END_TEST

START_TEST(a_log_is_never_repaired) {
  spol_event events[] = {an_event(SPOL_EVENT_OPENED, nov(23, 9, 0)),
                         an_event(SPOL_EVENT_NOTIFIED, nov(23, 8, 0))};
  static unsigned char room[65536];
  const spol_evaluation *out = NULL;
  spol_error error = SPOL_ERROR_INIT;
#define TRY(expected)                                                                              \
  ck_assert_int_eq(spol_evaluate(policy_of(&m), events, 2, nov(24, 9, 0), NULL, room, sizeof room, \
                                 NULL, &out, &error),                                              \
                   expected)
  TRY(SPOL_E_ORDER);
  ck_assert_str_eq(error.path, "events[1].at");
  events[1].at = nov(23, 9, 0);
  events[0].id = events[1].id = 7;
  TRY(SPOL_E_SEMANTIC); /* a duplicate */
  events[1].id = 8;
  events[1].type = 63;
  TRY(SPOL_E_NOT_FOUND);
  events[1].type = SPOL_EVENT_NOTIFIED;
  events[1].occurred_at = nov(23, 9, 1);
  TRY(SPOL_E_SEMANTIC);
  events[1].occurred_at = SPOL_INSTANT_NONE;
  events[1].next_by = nov(23, 8, 0);
  TRY(SPOL_E_SEMANTIC);
  events[1].next_by = SPOL_INSTANT_NONE;
  events[0].type = SPOL_EVENT_NOTIFIED;
  TRY(SPOL_E_SEMANTIC);
  ck_assert_ptr_null(out);
}
END_TEST

START_TEST(a_case_copies_what_it_is_given) {
  uint32_t text = a_fact(&m, SPOL_FACT_TEXT, SPOL_SCOPE_CASE);
  char words[] = "printer";
  spol_fact fact = {text + 1, SPOL_FACT_TEXT, 0, words, 7, NULL};
  spol_event event = an_event(SPOL_EVENT_OPENED, nov(23, 9, 0));
  event.facts = &fact;
  event.fact_count = 1;
  event.id = 5;
  spol_case *ticket = NULL;
  ck_assert_ok(spol_case_new(NULL, policy_of(&m), &ticket));
  ck_assert_ok(spol_case_append(ticket, &event, NULL));
  words[0] = 'X';
  uint64_t count = 0;
  const spol_event *events = spol_case_events(ticket, &count);
  ck_assert_uint_eq(count, 1);
  ck_assert_str_eq(events[0].facts[0].text, "printer");
  event.at++;
  ck_assert_int_eq(spol_case_append(ticket, &event, NULL), SPOL_E_SEMANTIC); /* the id */
  event.id = 0;
  event.at = nov(22, 0, 0);
  ck_assert_int_eq(spol_case_append(ticket, &event, NULL), SPOL_E_ORDER);
  (void)spol_case_events(ticket, &count);
  ck_assert_uint_eq(count, 1);
  spol_case_free(ticket);
}
END_TEST

/* ---- Memory and bounds --------------------------------------------------------- */

static uint64_t asked;

static void *count_alloc(void *context, size_t size) {
  ++*(uint64_t *)context;
  return malloc(size);
}

static void *count_realloc(void *context, void *pointer, size_t old_size, size_t new_size) {
  (void)old_size;
  ++*(uint64_t *)context;
  return realloc(pointer, new_size);
}

static void count_free(void *context, void *pointer, size_t size) {
  (void)context;
  (void)size;
  free(pointer);
}

START_TEST(an_evaluation_into_a_buffer_allocates_nothing) {
  const spol_allocator counting = {count_alloc, count_realloc, count_free, &asked};
  spol_policy *policy = read_policy_with(
      &counting, "supportpolicy: 1\nid: a\nversion: v1\n"
                 "calendars: {desk: {zone: \"+00:00\", hours: {mon-fri: 09:00-17:00}}}\n"
                 "reasons: {customer: {}}\n"
                 "metrics:\n"
                 "  update: {calendar: desk, pauses: customer, targets: [{within: 4h}]}\n"
                 "roles: [lead]\n"
                 "escalation:\n"
                 "  steps: [{id: half, share: {metric: update, at: 50%}, notify: lead}]\n");
  spol_event events[] = {an_event(SPOL_EVENT_OPENED, nov(23, 9, 0)),
                         an_event(SPOL_EVENT_WAITING, nov(23, 10, 0)),
                         an_event(SPOL_EVENT_RESUMED, nov(23, 12, 0)),
                         an_event(SPOL_EVENT_UPDATE_SENT, nov(25, 9, 0))};
  events[1].reason = 1;
  static unsigned char room[65536];
  const spol_evaluation *out = NULL;
  ck_assert_uint_ne(asked, 0);
  uint64_t before = asked;
  ck_assert_ok(
      spol_evaluate(policy, events, 4, nov(27, 9, 0), NULL, room, sizeof room, NULL, &out, NULL));
  spol_case_status status = SPOL_SIZED(spol_case_status);
  ck_assert_ok(spol_evaluation_status(out, &status));
  ck_assert_uint_ne(status.firing_count, 0);
  ck_assert_uint_eq(asked, before);
  spol_policy_unref(policy);
}
END_TEST

/* Opened, then pauses and their ends to the last of `count` events. */
static uint64_t memory_for(uint64_t count) {
  spol_event *events = malloc((size_t)count * sizeof *events);
  ck_assert_ptr_nonnull(events);
  for (uint64_t i = 0; i < count; i++) {
    uint32_t type = i % 2 != 0 ? SPOL_EVENT_WAITING : SPOL_EVENT_RESUMED;
    events[i] = an_event(i == 0 ? SPOL_EVENT_OPENED : type, nov(23, 9, 0) + (spol_instant)i);
    events[i].reason = i == 0 ? 0 : 1;
  }
  uint64_t size = spol_evaluation_room(policy_of(&m), count);
  uint64_t needed = 0;
  spol_status status = SPOL_E_BUFFER;
  while (status == SPOL_E_BUFFER) {
    void *room = malloc((size_t)size);
    const spol_evaluation *out = NULL;
    ck_assert_ptr_nonnull(room);
    status = spol_evaluate(policy_of(&m), events, count, nov(24, 9, 0), NULL, room, size, &needed,
                           &out, NULL);
    size = needed;
    free(room);
  }
  ck_assert_ok(status);
  free(events);
  return needed;
}

START_TEST(a_long_case_takes_memory_in_proportion) {
  (void)a_reason(&m, (spi_range){0, 0});
  (void)a_metric(&m, SPOL_EVENT_OPENED, SPOL_EVENT_RESOLVED,
                 always(&m, a_duration(&m, 0, SPOL_HOUR)));
  m.metrics[0].clock.pauses = pauses_for(&m, 1);
  uint64_t some = memory_for(3000);
  uint64_t many = memory_for(48000);
  ck_assert_uint_gt(many, some * 8);
  ck_assert_uint_lt(many, some * 32);
}
END_TEST

/* The events are counted before one is looked at. */
START_TEST(more_events_than_a_case_may_have_are_refused_at_once) {
  static unsigned char room[65536];
  spol_event opening = an_event(SPOL_EVENT_OPENED, nov(23, 9, 0));
  const spol_evaluation *out = NULL;
  spol_error error = SPOL_ERROR_INIT;
  ck_assert_int_eq(spol_evaluate(policy_of(&m), &opening, 1000001, nov(24, 9, 0), NULL, room,
                                 sizeof room, NULL, &out, &error),
                   SPOL_E_LIMIT);
  ck_assert_str_eq(error.message, "more than 1000000 events in a case");
  spol_evaluation_options few = SPOL_SIZED(spol_evaluation_options);
  few.events = 1;
  ck_assert_int_eq(spol_evaluate(policy_of(&m), &opening, 2, nov(24, 9, 0), &few, room, sizeof room,
                                 NULL, &out, &error),
                   SPOL_E_LIMIT);
  ck_assert_ptr_null(out);
}
END_TEST

int main(void) {
  Suite *suite = suite_create("case");
  TCase *tests = tcase_create("clocks");
  tcase_add_checked_fixture(tests, set_up, tear_down);
  tcase_add_test(tests, a_duration_ends_by_open_time);
  tcase_add_test(tests, a_start_while_closed_is_received_at_opening);
  tcase_add_test(tests, a_stop_at_due_meets_and_one_microsecond_later_misses);
  tcase_add_test(tests, a_miss_takes_effect_one_microsecond_after_due);
  tcase_add_test(tests, a_stop_before_the_start_meets_with_elapsed_zero);
  tcase_add_test(tests, a_word_has_no_due_instant_and_no_miss);
  tcase_add_test(tests, a_day_target_gives_due_and_its_length_is_measured);
  tcase_add_test(tests, before_the_opening_there_is_no_case);
  tcase_add_test(tests, severity_is_derived_until_recorded);
  tcase_add_test(tests, a_missing_fact_leaves_severity_and_target_undecided);
  tcase_add_test(tests, escalating_moves_to_the_next_line_or_the_named_one);
  tcase_add_test(tests, a_buffer_of_any_size_is_too_small_or_enough);
  tcase_add_test(tests, a_log_is_never_repaired);
  tcase_add_test(tests, a_case_copies_what_it_is_given);
  tcase_add_test(tests, an_evaluation_into_a_buffer_allocates_nothing);
  tcase_add_test(tests, a_long_case_takes_memory_in_proportion);
  tcase_add_test(tests, more_events_than_a_case_may_have_are_refused_at_once);
  suite_add_tcase(suite, tests);
  return run_suite(suite);
}
