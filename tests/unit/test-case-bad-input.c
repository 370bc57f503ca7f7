/* SPDX-License-Identifier: MIT */
/* What a case may not be: every wrong event is refused by the name of its field,
 * by an evaluation, by a growing case and in a batch alike; and a case may be as
 * long as it likes (docs/semantics.md, section 7). */
#include "case-log.h"

#include <stdlib.h>

enum { MOST_EVENTS = 1000000 };

static const char *const policy_text =
    "supportpolicy: 1\nid: p\nversion: v1\n"
    "facts:\n"
    "  impact: {one_of: [down, slow]}\n"
    "  open: {type: boolean}\n"
    "  users: {type: number}\n"
    "  note: {type: text}\n"
    "  since: {type: instant}\n"
    "  day: {type: date}\n"
    "  place: {type: zone, default: UTC}\n"
    "  channel: {one_of: [web, phone], many: true}\n"
    "calendars: {always: 24x7, desk: {hours: {mon-fri: 09:00-17:00}}}\n"
    "severities: {levels: [S1, S2], default: S2}\n"
    "reasons: {customer: {}, vendor: {}}\n"
    "roles: [lead]\n"
    "metrics:\n"
    "  first_response: {calendar: desk, pauses: customer, targets: [{within: 4h}]}\n"
    "  update: {calendar: always, targets: [{within: 1h}]}\n"
    "escalation: {lines: [first, second], steps: [{id: up, miss: update, to: next_line}]}\n";

enum { IMPACT = 1, OPEN, USERS, NOTE, SINCE, DAY, PLACE, CHANNEL };

static void set_up(void) {
  take_policy(policy_text);
}

static spol_fact fact_of(uint32_t id, int32_t type, int64_t value) {
  return (spol_fact){id, type, value, NULL, 0, NULL};
}

/* ---- Wrong events -------------------------------------------------------------- */

/* An opening and an event that is right as it is; a row makes it wrong. What lies
 * behind is what a longer event would have there. */
static spol_event events[3];
static spol_fact facts[2];

static void right_events(void) {
  events[0] = event_of(SPOL_EVENT_OPENED, monday(0));
  events[1] = event_of(SPOL_EVENT_FACTS_CHANGED, monday(1));
  events[2] = event_of(SPOL_EVENT_NOTIFIED, monday(2));
  facts[0] = fact_of(USERS, SPOL_FACT_NUMBER, SPOL_NUMBER_ONE);
  events[1].facts = facts;
  events[1].fact_count = 1;
}

static void of_type(uint32_t type) {
  events[1] = event_of(type, monday(1));
}

static void with_fact(uint32_t id, int32_t type, int64_t value) {
  facts[0] = fact_of(id, type, value);
}

static void agreed(uint32_t metric) {
  of_type(SPOL_EVENT_AGREED_TARGET_SET);
  events[1].metric = metric;
  events[1].agreed_within = SPOL_HOUR;
}

static void text_without_bytes(void) {
  with_fact(NOTE, SPOL_FACT_TEXT, 0);
  facts[0].text_length = 3;
}

static void both_agreed(void) {
  agreed(1);
  events[1].agreed_due = monday(60);
}

static void nothing_added(void) {
  of_type(SPOL_EVENT_CHANNEL_ADDED);
  facts[0] = fact_of(IMPACT, SPOL_FACT_UNKNOWN, 0);
  events[1].facts = facts;
  events[1].fact_count = 1;
}

/* What is done to the second event, what comes, and the field that is named. */
#define WRONG_EVENTS(ROW)                                                                          \
  ROW(events[1].at = monday(-1), SPOL_E_ORDER, "at")                                               \
  ROW(events[1].at = SPOL_INSTANT_MAX + 1, SPOL_E_RANGE, "at")                                     \
  ROW(events[1].at = SPOL_INSTANT_NONE, SPOL_E_RANGE, "at")                                        \
  ROW(events[1].occurred_at = INT64_MAX, SPOL_E_RANGE, "occurred_at")                              \
  ROW(events[1].occurred_at = monday(2), SPOL_E_SEMANTIC, "occurred_at")                           \
  ROW(events[1].next_by = monday(0), SPOL_E_SEMANTIC, "next_by")                                   \
  ROW(events[1].next_by = INT64_MAX, SPOL_E_RANGE, "next_by")                                      \
  ROW(events[1].agreed_due = INT64_MAX, SPOL_E_RANGE, "agreed_due")                                \
  ROW(of_type(0), SPOL_E_NOT_FOUND, "type")                                                        \
  ROW(of_type(SPOL_EVENT_STANDARD_COUNT + 1), SPOL_E_NOT_FOUND, "type")                            \
  ROW(of_type(SPOL_EVENT_LINE_CHANGED), SPOL_E_NOT_FOUND, "type")                                  \
  ROW(of_type(SPOL_EVENT_OWN), SPOL_E_NOT_FOUND, "type")                                           \
  ROW(of_type(UINT32_MAX), SPOL_E_NOT_FOUND, "type")                                               \
  ROW(events[1].actor = 5, SPOL_E_SEMANTIC, "actor")                                               \
  ROW(events[1].actor = -1, SPOL_E_SEMANTIC, "actor")                                              \
  ROW(events[1].role = 2, SPOL_E_NOT_FOUND, "role")                                                \
  ROW(events[1].severity = 3, SPOL_E_NOT_FOUND, "severity")                                        \
  ROW(events[1].reason = 3, SPOL_E_NOT_FOUND, "reason")                                            \
  ROW(events[1].metric = 99, SPOL_E_NOT_FOUND, "metric")                                           \
  ROW(events[1].line = UINT32_MAX, SPOL_E_NOT_FOUND, "line")                                       \
  ROW(events[1].version = 2, SPOL_E_NOT_FOUND, "version")                                          \
  ROW(events[1].calendar = 99, SPOL_E_NOT_FOUND, "calendar")                                       \
  ROW(of_type(SPOL_EVENT_WAITING), SPOL_E_SEMANTIC, "reason")                                      \
  ROW(of_type(SPOL_EVENT_SEVERITY_CHANGED), SPOL_E_SEMANTIC, "severity")                           \
  ROW(of_type(SPOL_EVENT_SEVERITY_CHANGE_REQUESTED), SPOL_E_SEMANTIC, "severity")                  \
  ROW(of_type(SPOL_EVENT_FACTS_CHANGED), SPOL_E_SEMANTIC, "facts")                                 \
  ROW(of_type(SPOL_EVENT_VERSION_CHANGED), SPOL_E_SEMANTIC, "version")                             \
  ROW(of_type(SPOL_EVENT_AGREED_TARGET_SET), SPOL_E_SEMANTIC, "metric")                            \
  ROW(of_type(SPOL_EVENT_AGREED_TARGET_WITHDRAWN), SPOL_E_SEMANTIC, "metric")                      \
  ROW(agreed(99), SPOL_E_NOT_FOUND, "metric")                                                      \
  ROW((agreed(1), events[1].agreed_within = -1), SPOL_E_SEMANTIC, "agreed_within")                 \
  ROW(both_agreed(), SPOL_E_SEMANTIC, "agreed_within")                                             \
  ROW(events[1].facts = NULL, SPOL_E_INVALID, "facts")                                             \
  ROW(with_fact(0, SPOL_FACT_NUMBER, 1), SPOL_E_NOT_FOUND, "facts")                                \
  ROW(with_fact(99, SPOL_FACT_NUMBER, 1), SPOL_E_NOT_FOUND, "facts")                               \
  ROW(with_fact(USERS, SPOL_FACT_BOOLEAN, 1), SPOL_E_SEMANTIC, "facts")                            \
  ROW(with_fact(USERS, 77, 1), SPOL_E_SEMANTIC, "facts")                                           \
  ROW(with_fact(USERS, -1, 1), SPOL_E_SEMANTIC, "facts")                                           \
  ROW(with_fact(NOTE, SPOL_FACT_ENUM, 1), SPOL_E_SEMANTIC, "facts")                                \
  ROW(with_fact(IMPACT, SPOL_FACT_ENUM, 0), SPOL_E_SEMANTIC, "facts")                              \
  ROW(with_fact(IMPACT, SPOL_FACT_ENUM, 3), SPOL_E_SEMANTIC, "facts")                              \
  ROW(with_fact(CHANNEL, SPOL_FACT_ENUM, 64), SPOL_E_SEMANTIC, "facts")                            \
  ROW(with_fact(OPEN, SPOL_FACT_BOOLEAN, 2), SPOL_E_SEMANTIC, "facts")                             \
  ROW(with_fact(OPEN, SPOL_FACT_BOOLEAN, INT64_MIN), SPOL_E_SEMANTIC, "facts")                     \
  ROW(with_fact(NOTE, SPOL_FACT_TEXT, -1), SPOL_E_SEMANTIC, "facts")                               \
  ROW(text_without_bytes(), SPOL_E_SEMANTIC, "facts")                                              \
  ROW(with_fact(SINCE, SPOL_FACT_INSTANT, SPOL_INSTANT_MAX + 1), SPOL_E_SEMANTIC, "facts")         \
  ROW(with_fact(DAY, SPOL_FACT_DATE, (int64_t)SPOL_DATE_MAX + 1), SPOL_E_SEMANTIC, "facts")        \
  ROW(with_fact(DAY, SPOL_FACT_DATE, INT64_MAX), SPOL_E_SEMANTIC, "facts")                         \
  ROW(with_fact(PLACE, SPOL_FACT_ZONE, 2), SPOL_E_SEMANTIC, "facts")                               \
  ROW(nothing_added(), SPOL_E_SEMANTIC, "facts")                                                   \
  ROW((events[0].id = 7, events[1].id = 7), SPOL_E_SEMANTIC, "id")                                 \
  ROW(events[1].reserved[1] = 1, SPOL_E_VERSION, "reserved")                                       \
  ROW(events[1].size = 0, SPOL_E_VERSION, "size")                                                  \
  ROW(events[1].size += 8, SPOL_E_VERSION, "size")

static void refused_by_all(spol_status expected, const char *field, const char *what) {
  const spol_evaluation *out = NULL;
  spol_error error = SPOL_ERROR_INIT;
  char path[64];
  snprintf(path, sizeof path, "events[1].%s", field);
  spol_status status =
      spol_evaluate(policy, events, 2, monday(60), NULL, room, ROOM, NULL, &out, &error);
  ck_assert_msg(status == expected, "%s: %s", what, spol_status_name(status));
  ck_assert_msg(strcmp(error.path, path) == 0, "%s: at %s", what, error.path);
  ck_assert_msg(error.message[0] != '\0' && out == NULL, "%s", what);

  /* One after the other, as a case that grows; it is as it was. */
  spol_case *ticket = NULL;
  uint64_t count = 0;
  ck_assert_ok(spol_case_new(NULL, policy, &ticket));
  ck_assert_ok(spol_case_append(ticket, &events[0], &error));
  ck_assert_msg(spol_case_append(ticket, &events[1], &error) == expected, "%s: appended", what);
  (void)spol_case_events(ticket, &count);
  ck_assert_uint_eq(count, 1);
  spol_case_free(ticket);

  /* In a batch: the case has its status, and the batch goes on. */
  const uint64_t first[] = {0, 1, 3};
  spol_event all[3] = {event_of(SPOL_EVENT_OPENED, monday(0)), events[0], events[1]};
  spol_case_row rows[2];
  spol_metric_row metrics[4];
  spol_instant as_of = monday(60);
  spol_batch batch = SPOL_SIZED(spol_batch);
  batch.case_row_size = sizeof(spol_case_row);
  batch.metric_row_size = sizeof(spol_metric_row);
  batch.events = all;
  batch.first = first;
  batch.as_of = &as_of;
  batch.as_of_count = 1;
  batch.case_count = 2;
  batch.cases = rows;
  batch.metrics = metrics;
  ck_assert_ok(spol_evaluate_many(policy, &batch, NULL, room, ROOM, NULL, NULL, &error));
  ck_assert_int_eq(rows[0].status, SPOL_OK);
  ck_assert_msg(rows[1].status == expected, "%s: in a batch", what);
  ck_assert_int_eq(metrics[0].state, SPOL_METRIC_RUNNING);
  ck_assert_int_eq(metrics[2].state, 0);
}

START_TEST(what_is_right_is_taken) {
  const spol_evaluation *out = NULL;
  right_events();
  ck_assert_ok(spol_evaluate(policy, events, 2, monday(60), NULL, room, ROOM, NULL, &out, NULL));
}
END_TEST

START_TEST(every_wrong_event_is_refused_by_its_field) {
#define TRY(change, status, field)                                                                 \
  right_events();                                                                                  \
  (void)(change);                                                                                  \
  refused_by_all(status, field, #change);
  WRONG_EVENTS(TRY)
#undef TRY
}
END_TEST

START_TEST(only_an_opening_opens) {
  const spol_evaluation *out = NULL;
  spol_error error = SPOL_ERROR_INIT;
  spol_event first = event_of(SPOL_EVENT_NOTIFIED, monday(0));
  ck_assert_int_eq(
      spol_evaluate(policy, &first, 1, monday(1), NULL, room, ROOM, NULL, &out, &error),
      SPOL_E_SEMANTIC);
  ck_assert_str_eq(error.path, "events[0].type");
}
END_TEST

/* ---- Arguments ----------------------------------------------------------------- */

START_TEST(before_the_opening_nothing_runs_and_outside_the_years_nothing_is_asked) {
  const spol_evaluation *out = NULL;
  spol_case_status status = SPOL_SIZED(spol_case_status);
  spol_event opening = event_of(SPOL_EVENT_OPENED, monday(0));
  const spol_instant early[] = {monday(0) - 1, SPOL_INSTANT_MIN};
  for (size_t i = 0; i < 2; i++) {
    ck_assert_ok(spol_evaluate(policy, &opening, 1, early[i], NULL, room, ROOM, NULL, &out, NULL));
    ck_assert_ok(spol_evaluation_status(out, &status));
    ck_assert_int_eq(status.state, SPOL_CASE_NOT_OPENED);
    ck_assert_uint_eq(status.events_seen, 0);
    ck_assert_uint_eq(status.finding_count, 0);
    ck_assert_uint_eq(status.firing_count, 0);
    spol_metric_status metric = SPOL_SIZED(spol_metric_status);
    ck_assert_ok(spol_evaluation_metric_of(out, 1, &metric));
    ck_assert_int_eq(metric.state, SPOL_METRIC_NOT_STARTED);
    ck_assert_int_eq(metric.due, SPOL_INSTANT_NONE);
  }
  const spol_instant outside[] = {SPOL_INSTANT_MIN - 1, SPOL_INSTANT_MAX + 1, INT64_MIN, INT64_MAX};
  for (size_t i = 0; i < 4; i++) {
    out = NULL;
    ck_assert_int_eq(
        spol_evaluate(policy, &opening, 1, outside[i], NULL, room, ROOM, NULL, &out, NULL),
        SPOL_E_RANGE);
    ck_assert_ptr_null(out);
  }
}
END_TEST

START_TEST(a_metric_that_the_policy_has_not_is_not_found) {
  const spol_evaluation *out = NULL;
  spol_event opening = event_of(SPOL_EVENT_OPENED, monday(0));
  spol_metric_status metric = SPOL_SIZED(spol_metric_status);
  ck_assert_ok(spol_evaluate(policy, &opening, 1, monday(0), NULL, room, ROOM, NULL, &out, NULL));
  const uint32_t none[] = {0, 3, UINT32_MAX};
  for (size_t i = 0; i < 3; i++) {
    metric.due = 42;
    ck_assert_int_eq(spol_evaluation_metric_of(out, none[i], &metric), SPOL_E_NOT_FOUND);
    ck_assert_int_eq(metric.due, 42); /* untouched */
  }
  uint32_t id = 7;
  ck_assert_int_eq(spol_policy_find(policy, SPOL_NAME_METRIC, "resolution", 10, &id),
                   SPOL_E_NOT_FOUND);
  ck_assert_uint_eq(id, 7);
  ck_assert_int_eq(spol_evaluation_metric(out, 2, &metric), SPOL_E_INVALID);
}
END_TEST

START_TEST(missing_arguments_are_refused) {
  const spol_evaluation *out = NULL;
  spol_event opening = event_of(SPOL_EVENT_OPENED, monday(0));
  spol_evaluation_options options = SPOL_SIZED(spol_evaluation_options);
#define TRY(expected, ...)                                                                         \
  ck_assert_int_eq(spol_evaluate(__VA_ARGS__), expected);                                          \
  ck_assert_ptr_null(out)
  TRY(SPOL_E_INVALID, NULL, &opening, 1, monday(0), NULL, room, ROOM, NULL, &out, NULL);
  TRY(SPOL_E_INVALID, policy, NULL, 1, monday(0), NULL, room, ROOM, NULL, &out, NULL);
  TRY(SPOL_E_INVALID, policy, &opening, 1, monday(0), NULL, NULL, ROOM, NULL, &out, NULL);
  TRY(SPOL_E_INVALID, policy, &opening, 1, monday(0), NULL, room, ROOM, NULL, NULL, NULL);
  options.size = 1;
  TRY(SPOL_E_VERSION, policy, &opening, 1, monday(0), &options, room, ROOM, NULL, &out, NULL);
  options.size = sizeof options;
  options.version = 99;
  TRY(SPOL_E_NOT_FOUND, policy, &opening, 1, monday(0), &options, room, ROOM, NULL, &out, NULL);
#undef TRY
}
END_TEST

/* ---- A million events ------------------------------------------------------------ */

static spol_event *many_events(void) {
  static const uint32_t types[] = {SPOL_EVENT_WAITING, SPOL_EVENT_RESUMED, SPOL_EVENT_UPDATE_SENT,
                                   SPOL_EVENT_CUSTOMER_REPLIED};
  spol_event *all = malloc(MOST_EVENTS * sizeof *all);
  ck_assert_ptr_nonnull(all);
  for (int64_t i = 0; i < MOST_EVENTS; i++) {
    all[i] = event_of(i == 0 ? SPOL_EVENT_OPENED : types[i % 4], monday(0) + i * SPOL_SECOND);
    all[i].reason = i % 4 < 2 && i != 0 ? 1 : 0;
    all[i].id = (uint64_t)i + 1;
  }
  return all;
}

static spol_status ask_all(const spol_event *all, spol_error *error, spol_evaluation **out) {
  spol_evaluation_options options = SPOL_SIZED(spol_evaluation_options);
  options.cycles = 2 * MOST_EVENTS;
  return spol_evaluation_new(NULL, policy, all, MOST_EVENTS, all[MOST_EVENTS - 1].at, &options, out,
                             error);
}

START_TEST(a_million_events_are_answered_and_the_wrong_one_among_them_is_named) {
  spol_event *all = many_events();
  spol_evaluation *out = NULL;
  spol_error error = SPOL_ERROR_INIT;
  ck_assert_ok(ask_all(all, &error, &out));
  spol_case_status status = SPOL_SIZED(spol_case_status);
  ck_assert_ok(spol_evaluation_status(out, &status));
  ck_assert_uint_eq(status.events_seen, MOST_EVENTS);
  spol_metric_status metric = SPOL_SIZED(spol_metric_status);
  ck_assert_ok(spol_evaluation_metric_of(out, 2, &metric));
  ck_assert_uint_eq(metric.cycle, MOST_EVENTS / 4 + 1); /* an update every fourth second */
  ck_assert_uint_eq(metric.misses, 0);
  spol_evaluation_free(out);

  out = NULL;
  all[MOST_EVENTS - 2].at -= SPOL_HOUR;
  ck_assert_int_eq(ask_all(all, &error, &out), SPOL_E_ORDER);
  ck_assert_str_eq(error.path, "events[999998].at");
  all[MOST_EVENTS - 2].at += SPOL_HOUR;
  all[MOST_EVENTS - 1].id = 5;
  ck_assert_int_eq(ask_all(all, &error, &out), SPOL_E_SEMANTIC);
  ck_assert_str_eq(error.path, "events[999999].id");
  ck_assert_ptr_null(out);
  free(all);
}
END_TEST

/* A case that grew to the most that it may have takes no more, and keeps what it
 * has. The library's limit and the evaluation's are one. */
START_TEST(a_case_takes_a_million_events_and_no_more) {
  spol_event *all = many_events();
  spol_case *ticket = NULL;
  spol_error error = SPOL_ERROR_INIT;
  uint64_t count = 0;
  ck_assert_ok(spol_case_new(NULL, policy, &ticket));
  for (size_t i = 0; i < MOST_EVENTS; i++) {
    ck_assert_ok(spol_case_append(ticket, &all[i], &error));
  }
  spol_event more = event_of(SPOL_EVENT_NOTIFIED, all[MOST_EVENTS - 1].at);
  ck_assert_int_eq(spol_case_append(ticket, &more, &error), SPOL_E_LIMIT);
  (void)spol_case_events(ticket, &count);
  ck_assert_uint_eq(count, MOST_EVENTS);
  spol_case_free(ticket);
  free(all);
}
END_TEST

int main(void) {
  Suite *suite = suite_create("case-bad-input");
  TCase *tests = tcase_create("bad input");
  tcase_add_checked_fixture(tests, set_up, give_policy_back);
  tcase_add_test(tests, what_is_right_is_taken);
  tcase_add_test(tests, every_wrong_event_is_refused_by_its_field);
  tcase_add_test(tests, only_an_opening_opens);
  tcase_add_test(tests, before_the_opening_nothing_runs_and_outside_the_years_nothing_is_asked);
  tcase_add_test(tests, a_metric_that_the_policy_has_not_is_not_found);
  tcase_add_test(tests, missing_arguments_are_refused);
  tcase_add_test(tests, a_million_events_are_answered_and_the_wrong_one_among_them_is_named);
  tcase_add_test(tests, a_case_takes_a_million_events_and_no_more);
  suite_add_tcase(suite, tests);
  return run_suite(suite);
}
