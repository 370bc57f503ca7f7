/* SPDX-License-Identifier: MIT */
/* Corners of sections 7 and 8 of docs/semantics.md: timers, steps, and a case that
 * moves from one version to another. */
#include "case-corners.h"

#include <stdlib.h>

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

/* The update's next cycle begins by its own miss; the signal comes of its step. */
START_TEST(an_event_made_by_a_step_does_not_fire_what_led_to_it_in_another_cycle) {
  under(HEAD "events: [signal]\n"
             "metrics:\n"
             "  update: {targets: [{within: 1h, calendar: always}]}\n"
             "  resolution: {targets: [{within: 90h, calendar: always}]}\n"
             "escalation:\n"
             "  lines: [first, second]\n"
             "  steps:\n"
             "    - {id: up, any_of: [{miss: update}, {events: signal}], to: second}\n"
             "    - {id: also, any_of: [{events: line_changed}, {share: {metric: resolution, at: "
             "50%}}], emit: signal}\n");
  ask(h(1) + 2);
  ck_assert_uint_eq(status.firing_count, 2);
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
  Suite *suite = suite_create("case-versions");
  TCase *tests = tcase_create("versions");
  tcase_add_test(tests, a_timer_counts_from_the_latest_x_though_an_earlier_is_learned_later);
  tcase_add_test(tests, a_timer_starts_before_the_triggers_of_its_event);
  tcase_add_test(tests, what_is_triggered_at_the_instant_of_a_new_version_fires_under_it);
  tcase_add_test(tests, a_new_version_knows_what_has_happened_before_it);
  tcase_add_test(tests, a_repetition_before_any_cycle_goes_on_in_a_new_version);
  tcase_add_test(tests, an_event_that_two_triggers_name_fires_a_step_once);
  tcase_add_test(tests, an_event_made_by_a_step_does_not_fire_what_led_to_it_in_another_cycle);
  tcase_add_test(tests, a_step_that_a_version_brings_back_does_not_fire_again_in_its_cycle);
  tcase_add_test(tests, a_period_that_was_met_stays_met_where_a_version_ends_its_row);
  tcase_add_test(tests, a_version_that_does_not_fit_asks_for_room);
  tcase_add_test(tests, the_end_of_coverage_moves_with_its_fact);
  suite_add_tcase(suite, tests);
  return run_suite(suite);
}
