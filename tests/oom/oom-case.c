/* SPDX-License-Identifier: MIT */
/* Reading a policy, and a case under it: appended to, and evaluated. */
#include <string.h>

#include "oom.h"

static const char text[] =
    "supportpolicy: 1\nid: oom\nversion: v1\n"
    "facts: {impact: {one_of: [down, slow]}, zone_of: {type: zone, default: \"+02:00\"}}\n"
    "holidays: {own: {rules: [{name: Year end, from: 12-24, to: 01-01}]}}\n"
    "calendars:\n"
    "  desk: {hours: {mon-fri: 09:00-17:00}, holidays: own}\n"
    "  both: {all_of: [desk, 24x7]}\n"
    "  theirs: {zone: {fact: zone_of}, hours: {mon-fri: 08:00-16:00}}\n"
    "  shared: {any_of: [theirs, desk], zone: UTC}\n"
    "severities: {levels: [{id: S1, when: {impact: down}}, {id: S2, when: {impact: slow}}]}\n"
    "reasons: {customer: {}}\n"
    "metrics:\n"
    "  first_response: {calendar: both, pauses: customer, targets: [{within: 4h}]}\n"
    "  update: {calendar: desk, targets: [{within: 2h}]}\n"
    "  resolution: {calendar: shared, targets: [{within: 9h}]}\n"
    "escalation:\n"
    "  lines: [first, second]\n"
    "  steps: [{id: late, miss: first_response, to: second}]\n";

static spol_status read_policy(oom_state *oom, spol_policy **policy) {
  spol_policy_source source = {sizeof source, 0, text, sizeof text - 1, "oom"};
  spol_policy_options options = SPOL_POLICY_OPTIONS_INIT;
  spol_policy *made = NULL;
  spol_status status;
  options.compile = (spol_compile_options){sizeof options.compile, 2024, 2025, 0};
  OOM_MAKE(oom, status, made,
           spol_policy_read(&oom->allocator, &source, 1, &options, &made, NULL, NULL));
  *policy = made;
  return status;
}

static spol_status policy(oom_state *oom) {
  spol_policy *made = NULL;
  spol_status status = read_policy(oom, &made);
  spol_policy_unref(made);
  return status;
}

/* Laid out: read, written, and read again. */
static spol_status format(oom_state *oom) {
  spol_policy_source source = {sizeof source, 0, text, sizeof text - 1, "oom"};
  uint64_t needed = 0;
  spol_status status;
  OOM_CALL(oom, status, spol_format(&oom->allocator, &source, NULL, 0, &needed, NULL, NULL));
  return status;
}

static spol_event event_of(uint32_t type, spol_instant at) {
  spol_event event = SPOL_EVENT_INIT;
  event.type = type;
  event.at = at;
  return event;
}

/* Facts with text are copied by the case, so that is allocated too. */
static spol_status append_all(oom_state *oom, spol_case *ticket) {
  static const char place[] = "UTC";
  spol_status status = SPOL_OK;
  spol_fact facts[2] = {{.fact = 1, .type = SPOL_FACT_ENUM, .value = 1},
                        {.fact = 2,
                         .type = SPOL_FACT_ZONE,
                         .value = 1,
                         .text = place,
                         .text_length = sizeof place - 1}};
  for (int i = 0; status == SPOL_OK && i < 40; i++) {
    spol_event event = event_of(i == 0 ? SPOL_EVENT_OPENED : SPOL_EVENT_UPDATE_SENT,
                                INT64_C(1709560800000000) + i * SPOL_HOUR);
    event.facts = i == 0 ? facts : NULL;
    event.fact_count = i == 0 ? 2 : 0;
    OOM_CALL(oom, status, spol_case_append(ticket, &event, NULL));
  }
  return status;
}

static spol_status evaluate(oom_state *oom, const spol_case *ticket) {
  uint64_t count = 0;
  const spol_event *events = spol_case_events(ticket, &count);
  spol_evaluation *evaluation = NULL;
  spol_status status;
  OOM_MAKE(oom, status, evaluation,
           spol_evaluation_new(&oom->allocator, spol_case_policy(ticket), events, count,
                               events[count - 1].at, NULL, &evaluation, NULL));
  spol_evaluation_free(evaluation);
  return status;
}

static spol_status whole_case(oom_state *oom) {
  spol_policy *made = NULL;
  spol_case *ticket = NULL;
  spol_status status = read_policy(oom, &made);
  if (status == SPOL_OK) {
    OOM_MAKE(oom, status, ticket, spol_case_new(&oom->allocator, made, &ticket));
  }
  if (status == SPOL_OK) {
    status = append_all(oom, ticket);
  }
  if (status == SPOL_OK) {
    status = evaluate(oom, ticket);
  }
  spol_case_free(ticket);
  spol_policy_unref(made);
  return status;
}

#if SPOL_HAS_SCENARIO
/* Over Christmas, so that the explanation is looked at too. */
static spol_status coverage(oom_state *oom) {
  spol_policy *made = NULL;
  spol_coverage *counted = NULL;
  spol_fact impact = {.fact = 1, .type = SPOL_FACT_ENUM, .value = 1};
  spol_event opened = event_of(SPOL_EVENT_OPENED, INT64_C(1734972300000000));
  spol_status status = read_policy(oom, &made);
  opened.facts = &impact;
  opened.fact_count = 1;
  if (status == SPOL_OK) {
    OOM_MAKE(oom, status, counted, spol_coverage_new(&oom->allocator, made, &counted, NULL));
  }
  if (status == SPOL_OK) {
    OOM_CALL(oom, status, spol_coverage_add(counted, &opened, 1, opened.at + 60 * SPOL_HOUR, NULL));
    OOM_CHECK(oom, status != SPOL_OK || spol_coverage_reached(counted) > 0);
  }
  spol_coverage_free(counted);
  spol_policy_unref(made);
  return status;
}

static spol_status mutations(oom_state *oom) {
  spol_policy_source source = {sizeof source, 0, text, sizeof text - 1, "oom"};
  spol_mutations *made = NULL;
  spol_status status;
  OOM_MAKE(oom, status, made, spol_mutations_new(&oom->allocator, &source, &made, NULL));
  OOM_CHECK(oom, status != SPOL_OK || spol_mutations_count(made) > 0);
  spol_mutations_free(made);
  return status;
}
#endif

const oom_scenario oom_case_scenarios[] = {{"policy read", policy},
                                           {"text laid out", format},
                                           {"case appended to and evaluated", whole_case},
#if SPOL_HAS_SCENARIO
                                           {"rules that a case reaches", coverage},
                                           {"changes of a text", mutations},
#endif
                                           {NULL, NULL}};
