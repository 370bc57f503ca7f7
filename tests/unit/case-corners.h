/* SPDX-License-Identifier: MIT */
/** A case under a policy that is written in the test, for corners of sections 7 to 9
 *  of docs/semantics.md. Everything is open day and night, but the desk: Monday to
 *  Friday 9 to 17 UTC. 6 July 2026 is a Monday. */
#ifndef TESTS_CASE_CORNERS_H
#define TESTS_CASE_CORNERS_H

#include "case-log.h"

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
static inline spol_instant h(int64_t hours) {
  return monday(-30 + hours * 60);
}

static inline spol_event *then(uint32_t type, spol_instant at) {
  log_[count] = event_of(type, at);
  return &log_[count++];
}

static inline void n_becomes(int64_t value, spol_instant at) {
  spol_event *event = then(SPOL_EVENT_FACTS_CHANGED, at);
  facts[count - 1] = (spol_fact){1, SPOL_FACT_NUMBER, value * 1000000, NULL, 0, NULL};
  event->facts = &facts[count - 1];
  event->fact_count = 1;
}

/* Opened on Monday at 9, under a policy. */
static inline void under(const char *text) {
  asked = NULL;
  take_policy(text);
  count = 0;
  (void)then(SPOL_EVENT_OPENED, h(0));
}

static inline void ask(spol_instant as_of) {
  spol_error error = SPOL_ERROR_INIT;
  spol_evaluation_free(asked);
  spol_status given = spol_evaluation_new(NULL, policy, log_, count, as_of, NULL, &asked, &error);
  ck_assert_msg(given == SPOL_OK, "%s %s", error.path, error.message);
  status = (spol_case_status)SPOL_SIZED(spol_case_status);
  ck_assert_ok(spol_evaluation_status(asked, &status));
}

static inline spol_metric_status metric(const char *name) {
  uint32_t id = 0;
  ck_assert_ok(spol_policy_find(policy, SPOL_NAME_METRIC, name, strlen(name), &id));
  spol_metric_status out = SPOL_SIZED(spol_metric_status);
  ck_assert_ok(spol_evaluation_metric_of(asked, id, &out));
  return out;
}

static inline spol_firing firing(uint32_t index) {
  spol_firing out = SPOL_SIZED(spol_firing);
  ck_assert_ok(spol_evaluation_firing(asked, index, &out));
  return out;
}

static inline void done(void) {
  spol_evaluation_free(asked);
  give_policy_back();
}

#endif
