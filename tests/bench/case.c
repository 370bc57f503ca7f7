/* SPDX-License-Identifier: MIT */
/*
 * How fast a case is evaluated, beside one calendar add of the same run: ten
 * events, four metrics, a ladder of three steps; longer histories; many cases on
 * one and two threads that share the policy.
 *
 *     case [--cases N]
 */
#define _POSIX_C_SOURCE 200809L
#include <pthread.h>
#include <stdio.h>
#include <stdlib.h>
#include <string.h>
#include <time.h>

#include "supportpolicy/supportpolicy.h"

static const char policy_text[] =
    "supportpolicy: 1\nid: bench\nversion: v1\n"
    "facts: {impact: {one_of: [down, slow, question], required: true}}\n"
    "calendars:\n"
    "  always: 24x7\n"
    "  desk: {zone: \"-05:00\", hours: {mon-fri: 09:00-17:00}, holidays: us-federal}\n"
    "severities:\n"
    "  levels:\n"
    "    - {id: S1, when: {impact: down}}\n"
    "    - {id: S2, when: {impact: slow}}\n"
    "    - {id: S3, when: {impact: question}}\n"
    "reasons: {customer: {}}\n"
    "metrics:\n"
    "  first_response:\n"
    "    calendar: desk\n"
    "    targets: [{when: {severity: S1}, within: 1h, calendar: always}, {within: 4h}]\n"
    "  work_start: {calendar: desk, targets: [{within: 8h}]}\n"
    "  update: {calendar: desk, pauses: customer, targets: [{within: 16h}]}\n"
    "  resolution:\n"
    "    calendar: desk\n"
    "    pauses: customer\n"
    "    targets: [{when: {severity: S1}, within: 24h}, {within: 80h}]\n"
    "roles: [lead, manager]\n"
    "escalation:\n"
    "  lines: [first, second]\n"
    "  steps:\n"
    "    - {id: half, share: {metric: resolution, at: 50%}, notify: lead}\n"
    "    - {id: late, share: {metric: resolution, at: 90%}, notify: manager}\n"
    "    - {id: missed, miss: resolution, to: second}\n";

enum { EVENTS = 10, MOST_EVENTS = 10240, MOST_THREADS = 2, ADDS = 4096 };

static spol_policy *policy;

static int64_t now_ns(void) {
  struct timespec t;
  clock_gettime(CLOCK_MONOTONIC, &t);
  return (int64_t)t.tv_sec * 1000000000 + t.tv_nsec;
}

static void must(const char *what, spol_status status) {
  if (status != SPOL_OK) {
    fprintf(stderr, "%s: %s\n", what, spol_status_name(status));
    exit(1);
  }
}

static void read_policy(void) {
  spol_policy_source source = {sizeof source, 0, policy_text, sizeof policy_text - 1, "bench"};
  spol_error error = SPOL_ERROR_INIT;
  spol_status status = spol_policy_read(NULL, &source, 1, NULL, &policy, NULL, &error);
  if (status != SPOL_OK) {
    fprintf(stderr, "%u:%u: %s\n", error.line, error.column, error.message);
  }
  must("policy", status);
}

/* ---- A case ------------------------------------------------------------------------------- */

static const spol_instant opened = INT64_C(1709560800000000); /* Mon 2024-03-04 14:00Z */

static spol_event event_of(uint32_t type, spol_instant at) {
  spol_event event = SPOL_EVENT_INIT;
  event.type = type;
  event.at = at;
  return event;
}

/* Ten events; longer histories go on with replies, pauses and updates. */
static void make_events(spol_event *events, size_t count, const spol_fact *impact,
                        spol_instant start) {
  static const uint32_t types[EVENTS] = {
      SPOL_EVENT_OPENED,  SPOL_EVENT_ACCEPTED,   SPOL_EVENT_RESPONDED,   SPOL_EVENT_WORK_STARTED,
      SPOL_EVENT_WAITING, SPOL_EVENT_RESUMED,    SPOL_EVENT_UPDATE_SENT, SPOL_EVENT_WAITING,
      SPOL_EVENT_RESUMED, SPOL_EVENT_UPDATE_SENT};
  for (size_t i = 0; i < count; i++) {
    size_t kind = i < EVENTS ? i : 4 + (i - EVENTS) % 6;
    events[i] = event_of(types[kind], start + (spol_instant)i * 50 * SPOL_MINUTE);
    events[i].reason = types[kind] == SPOL_EVENT_WAITING ? 1 : 0;
  }
  events[0].facts = impact;
  events[0].fact_count = 1;
}

static int64_t best_of_evaluations(const spol_event *events, size_t count, size_t rounds) {
  spol_instant as_of = events[count - 1].at + SPOL_HOUR;
  uint64_t room = spol_evaluation_room(policy, count);
  void *buffer = NULL;
  uint64_t needed = 0;
  const spol_evaluation *evaluation = NULL;
  spol_status status = SPOL_E_BUFFER;
  while (status == SPOL_E_BUFFER) {
    room = needed > room ? needed : room;
    buffer = realloc(buffer, (size_t)room);
    status =
        spol_evaluate(policy, events, count, as_of, NULL, buffer, room, &needed, &evaluation, NULL);
  }
  must("evaluate", status);
  int64_t best = INT64_MAX;
  for (int k = 0; k < 7; k++) {
    int64_t begun = now_ns();
    for (size_t i = 0; i < rounds; i++) {
      must("evaluate", spol_evaluate(policy, events, count, as_of, NULL, buffer, room, &needed,
                                     &evaluation, NULL));
    }
    int64_t took = (now_ns() - begun) / (int64_t)rounds;
    best = took < best ? took : best;
  }
  free(buffer);
  return best;
}

static double best_add(void) {
  uint32_t id = 0;
  must("calendar", spol_policy_find(policy, SPOL_NAME_CALENDAR, "desk", 4, &id));
  const spol_calendar *calendar = spol_policy_calendar(policy, 1, id);
  static spol_instant starts[ADDS];
  int64_t best = INT64_MAX;
  int64_t sink = 0;
  for (size_t i = 0; i < ADDS; i++) {
    starts[i] = opened + (spol_instant)(i * 7919 % 26280) * SPOL_HOUR;
  }
  for (int k = 0; k < 15; k++) {
    int64_t begun = now_ns();
    for (size_t i = 0; i < ADDS; i++) {
      spol_instant due = 0;
      must("add", spol_calendar_add(calendar, starts[i], 8 * SPOL_HOUR, &due, NULL));
      sink += due;
    }
    int64_t took = now_ns() - begun;
    best = took < best ? took : best;
  }
  return sink == 0 ? 0 : (double)best / ADDS;
}

/* ---- Many cases ----------------------------------------------------------------------------- */

typedef struct part {
  const spol_event *events;
  const uint64_t *first;
  spol_case_row *rows;
  uint64_t count;
} part;

static void *run_part(void *argument) {
  const part *own = argument;
  const spol_instant as_of = opened + 30 * SPOL_DAY;
  uint64_t room = UINT64_C(1) << 20U;
  void *buffer = malloc((size_t)room);
  spol_batch batch = {.size = sizeof batch,
                      .case_row_size = sizeof(spol_case_row),
                      .metric_row_size = sizeof(spol_metric_row),
                      .events = own->events,
                      .first = own->first,
                      .as_of = &as_of,
                      .as_of_count = 1,
                      .case_count = own->count,
                      .cases = own->rows};
  uint64_t done = 0;
  uint64_t needed = 0;
  must("evaluate_many",
       spol_evaluate_many(policy, &batch, NULL, buffer, room, &needed, &done, NULL));
  free(buffer);
  return NULL;
}

static int64_t time_threads(part *parts, size_t threads) {
  pthread_t ids[MOST_THREADS];
  int64_t begun = now_ns();
  for (size_t i = 0; i < threads; i++) {
    if (pthread_create(&ids[i], NULL, run_part, &parts[i]) != 0) {
      exit(1);
    }
  }
  for (size_t i = 0; i < threads; i++) {
    pthread_join(ids[i], NULL);
  }
  return now_ns() - begun;
}

static void run_many(uint64_t cases, const spol_fact *impact) {
  spol_event *events = malloc((size_t)cases * EVENTS * sizeof *events);
  uint64_t *first = malloc((size_t)(cases + 1) * sizeof *first);
  spol_case_row *rows = malloc((size_t)cases * sizeof *rows);
  if (events == NULL || first == NULL || rows == NULL) {
    exit(1);
  }
  for (uint64_t i = 0; i <= cases; i++) {
    first[i] = i * EVENTS;
    if (i < cases) {
      make_events(events + i * EVENTS, EVENTS, impact,
                  opened + (spol_instant)(i % 5000) * SPOL_MINUTE);
    }
  }
  uint64_t half = cases / 2;
  part one[1] = {{events, first, rows, cases}};
  part two[2] = {{events, first, rows, half}, {events, first + half, rows + half, cases - half}};
  int64_t alone = time_threads(one, 1);
  int64_t both = time_threads(two, 2);
  printf("%llu cases: one thread %.2f s, two threads %.2f s, %.2f times as fast (expected 1.8)\n",
         (unsigned long long)cases, (double)alone / 1e9, (double)both / 1e9,
         (double)alone / (double)both);
  free(events);
  free(first);
  free(rows);
}

int main(int argc, char **argv) {
  uint64_t cases = 1000000;
  if (argc == 3 && strcmp(argv[1], "--cases") == 0) {
    cases = strtoull(argv[2], NULL, 10);
  }
  static spol_event events[MOST_EVENTS];
  read_policy();
  spol_fact impact = {.fact = 1, .type = SPOL_FACT_ENUM, .value = 2};
  double add = best_add();
  make_events(events, MOST_EVENTS, &impact, opened);
  int64_t ten = best_of_evaluations(events, EVENTS, 2000);
  printf("calendar add: %.1f ns\n", add);
  printf("10 events, 4 metrics, 3 steps: %lld ns, %.0f times one add (expected at most 60)\n",
         (long long)ten, (double)ten / add);
  for (size_t count = 80; count <= MOST_EVENTS; count *= 8) {
    int64_t took = best_of_evaluations(events, count, 20);
    printf("%zu events: %lld ns, %.1f ns an event\n", count, (long long)took,
           (double)took / (double)count);
  }
  run_many(cases, &impact);
  spol_policy_unref(policy);
  return 0;
}
