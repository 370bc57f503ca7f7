/* SPDX-License-Identifier: MIT */
/*
 * How fast a case is evaluated, beside one calendar add of the same run: ten
 * events, four metrics, a ladder of three steps, opened over three years; longer
 * histories, up to a million events; many cases on one and two threads that share
 * the policy. It fails where an evaluation asks for memory.
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

/* The third metric is `update`, a row, or `workaround`, a single one. */
#define POLICY(THIRD)                                                                              \
  "supportpolicy: 1\nid: bench\nversion: v1\n"                                                     \
  "facts: {impact: {one_of: [down, slow, question], required: true}}\n"                            \
  "calendars:\n"                                                                                   \
  "  always: 24x7\n"                                                                               \
  "  desk: {zone: \"-05:00\", hours: {mon-fri: 09:00-17:00}, holidays: us-federal}\n"              \
  "severities:\n"                                                                                  \
  "  levels:\n"                                                                                    \
  "    - {id: S1, when: {impact: down}}\n"                                                         \
  "    - {id: S2, when: {impact: slow}}\n"                                                         \
  "    - {id: S3, when: {impact: question}}\n"                                                     \
  "reasons: {customer: {}}\n"                                                                      \
  "metrics:\n"                                                                                     \
  "  first_response:\n"                                                                            \
  "    calendar: desk\n"                                                                           \
  "    targets: [{when: {severity: S1}, within: 1h, calendar: always}, {within: 4h}]\n"            \
  "  work_start: {calendar: desk, targets: [{within: 8h}]}\n"                                      \
  "  " THIRD ": {calendar: desk, pauses: customer, targets: [{within: 16h}]}\n"                    \
  "  resolution:\n"                                                                                \
  "    calendar: desk\n"                                                                           \
  "    pauses: customer\n"                                                                         \
  "    targets: [{when: {severity: S1}, within: 24h}, {within: 80h}]\n"                            \
  "roles: [lead, manager]\n"                                                                       \
  "escalation:\n"                                                                                  \
  "  lines: [first, second]\n"                                                                     \
  "  steps:\n"                                                                                     \
  "    - {id: half, share: {metric: resolution, at: 50%}, notify: lead}\n"                         \
  "    - {id: late, share: {metric: resolution, at: 90%}, notify: manager}\n"                      \
  "    - {id: missed, miss: resolution, to: second}\n"

enum { EVENTS = 10, MOST_EVENTS = 1000000, MOST_THREADS = 2, CASES = 1024 };

static spol_policy *policy;
static uint64_t asked; /* how often the policy's memory was asked for some */

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

static void read_policy(const char *text) {
  spol_policy_unref(policy);
  spol_policy_source source = {sizeof source, 0, text, strlen(text), "bench"};
  spol_error error = SPOL_ERROR_INIT;
  const spol_allocator counting = {count_alloc, count_realloc, count_free, &asked};
  spol_status status = spol_policy_read(&counting, &source, 1, NULL, &policy, NULL, &error);
  if (status != SPOL_OK) {
    fprintf(stderr, "%u:%u: %s\n", error.line, error.column, error.message);
  }
  must("policy", status);
}

/* ---- A case ------------------------------------------------------------------------------- */

static const spol_instant opened = INT64_C(1709560800000000); /* Mon 2024-03-04 14:00Z */

/* Of case i: over three years, at all hours. */
static spol_instant opening_of(uint64_t i) {
  return opened + (spol_instant)(i * 7919 % 26280) * SPOL_HOUR;
}

static spol_event event_of(uint32_t type, spol_instant at) {
  spol_event event = SPOL_EVENT_INIT;
  event.type = type;
  event.at = at;
  return event;
}

/* Of a case that has a row of updates, and of one whose metrics are single. */
static const uint32_t with_row[EVENTS] = {
    SPOL_EVENT_OPENED,  SPOL_EVENT_ACCEPTED,   SPOL_EVENT_RESPONDED,   SPOL_EVENT_WORK_STARTED,
    SPOL_EVENT_WAITING, SPOL_EVENT_RESUMED,    SPOL_EVENT_UPDATE_SENT, SPOL_EVENT_WAITING,
    SPOL_EVENT_RESUMED, SPOL_EVENT_UPDATE_SENT};
static const uint32_t with_singles[EVENTS] = {
    SPOL_EVENT_OPENED,           SPOL_EVENT_ACCEPTED,
    SPOL_EVENT_RESPONDED,        SPOL_EVENT_WORK_STARTED,
    SPOL_EVENT_WAITING,          SPOL_EVENT_RESUMED,
    SPOL_EVENT_CUSTOMER_REPLIED, SPOL_EVENT_WAITING,
    SPOL_EVENT_RESUMED,          SPOL_EVENT_WORKAROUND_PROVIDED};
static const uint32_t *types = with_row;

/* Ten events; longer histories go on with replies, pauses and updates. */
static void make_events(spol_event *events, size_t count, const spol_fact *impact,
                        spol_instant start) {
  for (size_t i = 0; i < count; i++) {
    size_t kind = i < EVENTS ? i : 4 + (i - EVENTS) % 6;
    events[i] = event_of(types[kind], start + (spol_instant)i * 50 * SPOL_MINUTE);
    events[i].reason = types[kind] == SPOL_EVENT_WAITING ? 1 : 0;
  }
  events[0].facts = impact;
  events[0].fact_count = 1;
}

/* Memory for histories that are alike; the first says how much. */
static void *make_room(const spol_event *events, size_t count, uint64_t *room) {
  const spol_evaluation *evaluation = NULL;
  void *buffer = NULL;
  spol_status status = SPOL_E_BUFFER;
  uint64_t needed = spol_evaluation_room(policy, count);
  while (status == SPOL_E_BUFFER) {
    *room = needed;
    free(buffer);
    buffer = malloc((size_t)needed);
    status = spol_evaluate(policy, events, count, events[count - 1].at + SPOL_HOUR, NULL, buffer,
                           *room, &needed, &evaluation, NULL);
  }
  must("evaluate", status);
  return buffer;
}

/* Nanoseconds an evaluation, over so many histories of `count` events each. */
static double best_of_evaluations(const spol_event *events, size_t count, size_t histories,
                                  int rounds) {
  uint64_t room = 0;
  void *buffer = make_room(events, count, &room);
  int64_t best = INT64_MAX;
  uint64_t before = asked;
  for (int k = 0; k < rounds; k++) {
    int64_t begun = now_ns();
    for (size_t i = 0; i < histories; i++) {
      const spol_event *own = events + i * count;
      const spol_evaluation *evaluation = NULL;
      must("evaluate", spol_evaluate(policy, own, count, own[count - 1].at + SPOL_HOUR, NULL,
                                     buffer, room, NULL, &evaluation, NULL));
    }
    int64_t took = now_ns() - begun;
    best = took < best ? took : best;
  }
  if (asked != before) {
    fprintf(stderr, "%llu allocations\n", (unsigned long long)(asked - before));
    exit(1);
  }
  free(buffer);
  return (double)best / (double)histories;
}

/* On the calendar of the metrics, from the instants at which the cases open, with
 * their targets in turn. */
static double best_add(int rounds) {
  static const int64_t hours[] = {4, 8, 16, 80};
  uint32_t id = 0;
  must("calendar", spol_policy_find(policy, SPOL_NAME_CALENDAR, "desk", 4, &id));
  const spol_calendar *calendar = spol_policy_calendar(policy, 1, id);
  int64_t best = INT64_MAX;
  int64_t sink = 0;
  static spol_instant starts[CASES];
  for (size_t i = 0; i < CASES; i++) {
    starts[i] = opening_of(i);
  }
  for (int k = 0; k < rounds; k++) {
    int64_t begun = now_ns();
    for (size_t i = 0; i < CASES; i++) {
      spol_instant due = 0;
      must("add", spol_calendar_add(calendar, starts[i], hours[i % 4] * SPOL_HOUR, &due, NULL));
      sink += due;
    }
    int64_t took = now_ns() - begun;
    best = took < best ? took : best;
  }
  return sink == 0 ? 0 : (double)best / CASES;
}

/* ---- Many cases ----------------------------------------------------------------------------- */

typedef struct part {
  const spol_event *events;
  const uint64_t *first;
  const spol_instant *as_of;
  spol_case_row *rows;
  uint64_t count;
} part;

static void *run_part(void *argument) {
  const part *own = argument;
  uint64_t room = UINT64_C(1) << 20U;
  void *buffer = malloc((size_t)room);
  spol_batch batch = {.size = sizeof batch,
                      .case_row_size = sizeof(spol_case_row),
                      .metric_row_size = sizeof(spol_metric_row),
                      .events = own->events,
                      .first = own->first,
                      .as_of = own->as_of,
                      .as_of_count = own->count,
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
  spol_instant *as_of = malloc((size_t)cases * sizeof *as_of);
  spol_case_row *rows = malloc((size_t)cases * sizeof *rows);
  if (events == NULL || first == NULL || as_of == NULL || rows == NULL) {
    exit(1);
  }
  for (uint64_t i = 0; i <= cases; i++) {
    first[i] = i * EVENTS;
    if (i < cases) {
      make_events(events + i * EVENTS, EVENTS, impact, opening_of(i));
      as_of[i] = events[i * EVENTS + EVENTS - 1].at + SPOL_HOUR;
    }
  }
  uint64_t half = cases / 2;
  part one[1] = {{events, first, as_of, rows, cases}};
  part two[2] = {{events, first, as_of, rows, half},
                 {events, first + half, as_of + half, rows + half, cases - half}};
  int64_t alone = time_threads(one, 1);
  int64_t both = time_threads(two, 2);
  printf("%llu cases: one thread %.2f s, two threads %.2f s, %.2f times as fast (expected 1.8)\n",
         (unsigned long long)cases, (double)alone / 1e9, (double)both / 1e9,
         (double)alone / (double)both);
  free(events);
  free(first);
  free(as_of);
  free(rows);
}

static void run_one(const char *what, const spol_fact *impact) {
  static spol_event events[CASES * EVENTS];
  for (uint64_t i = 0; i < CASES; i++) {
    make_events(events + i * EVENTS, EVENTS, impact, opening_of(i));
  }
  double add = best_add(50);
  double ten = best_of_evaluations(events, EVENTS, CASES, 25);
  printf("calendar add: %.1f ns\n", add);
  printf("10 events, 4 metrics%s, 3 steps: %.0f ns, %.0f times one add (expected at most 60)\n",
         what, ten, ten / add);
}

static void run_long(const spol_fact *impact) {
  spol_event *events = malloc(MOST_EVENTS * sizeof *events);
  if (events == NULL) {
    exit(1);
  }
  make_events(events, MOST_EVENTS, impact, opened);
  for (size_t count = 100; count <= MOST_EVENTS; count *= 10) {
    double took = best_of_evaluations(events, count, 1, count < 10000 ? 100 : 3);
    printf("%zu events: %.0f ns, %.1f ns an event\n", count, took, took / (double)count);
  }
  free(events);
}

int main(int argc, char **argv) {
  uint64_t cases = 1000000;
  if (argc == 3 && strcmp(argv[1], "--cases") == 0) {
    cases = strtoull(argv[2], NULL, 10);
  }
  spol_fact impact = {.fact = 1, .type = SPOL_FACT_ENUM, .value = 2};
  read_policy(POLICY("workaround"));
  types = with_singles;
  run_one(", all single", &impact);
  read_policy(POLICY("update"));
  types = with_row;
  run_one(", one a row", &impact);
  run_long(&impact);
  run_many(cases, &impact);
  spol_policy_unref(policy);
  return 0;
}
