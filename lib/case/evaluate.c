/* SPDX-License-Identifier: MIT */
/* The simulation (docs/semantics.md, sections 7 and 8): from one instant at
 * which something happens to the next, and the order within an instant. */
#include "base/error.h"
#include "base/hints.h"
#include "case/run.h"

#include <string.h>

enum {
  DEFAULT_CYCLES = 10000,
  DEFAULT_FIRINGS = 10000,
  DEFAULT_EVENTS = 1000000,
  ROOM_LEAST = 8192
};

/* ---- Simulating -------------------------------------------------------------- */

static void time_at_hand(spi_run *run) {
  run->hand =
      (spi_hand){.slot = SPI_NONE, .index = UINT64_MAX, .at = run->now, .occurred = run->now};
}

static void find_upcoming(spi_run *run) {
  run->upcoming = run->next_event < run->seen_count ? spi_event_at(run, run->next_event) : NULL;
}

/* The same, from the one in front. */
static inline void find_next_upcoming(spi_run *run, const spol_event *event) {
  uint64_t next = run->next_event;
  const unsigned char *behind = (const unsigned char *)event + run->stride;
  run->upcoming = next >= run->seen_count    ? NULL
                  : next == run->first_count ? run->supposed
                                             : (const spol_event *)(const void *)behind;
}

static inline void take_event(spi_run *run, const spol_event *event) {
  spi_hand *hand = &run->hand;
  hand->event = event;
  hand->index = run->next_event++;
  hand->at = event->at;
  hand->occurred = event->occurred_at != SPOL_INSTANT_NONE ? event->occurred_at : event->at;
  hand->line = event->line;
  hand->lineage = NULL;
  spi_hand_type(run, event->type);
  find_next_upcoming(run, event);
  spi_apply(run);
}

static void expire(spi_run *run) {
  if (run->has_bounds && spi_pauses_expire(run)) {
    spi_metrics_refresh(run);
    spi_ladders_look(run);
  }
}

/* What comes next by itself: a miss, a step, the end of a bounded pause. It may
 * come later where clocks are not settled. */
static void look_ahead(spi_run *run, spol_instant by) {
  spol_instant next = spi_pauses_next(run);
  spol_instant at = spi_metrics_next(run);
  next = at < next ? at : next;
  at = spi_ladders_next(run, by);
  next = at < next ? at : next;
  at = run->has_compound ? spi_metrics_wake(run) : SPI_NEVER;
  run->agenda = at < next ? at : next;
}

SPI_COLD static void look_again(spi_run *run, spol_instant by) {
  look_ahead(run, by);
  if (run->unsettled && run->agenda <= by) {
    spi_metrics_refresh(run);
    look_ahead(run, by);
  }
}

/* What comes next by itself; it is exact if it comes by an instant. */
static inline spol_instant next_by_itself(spi_run *run, spol_instant by) {
  if (SPI_RARELY(run->agenda <= by)) {
    look_again(run, by);
  }
  return run->agenda;
}

/* A miss, a firing, the end of a bounded pause: what has come by itself. */
static void take_own(spi_run *run) {
  time_at_hand(run);
  expire(run);
  if (run->has_compound) {
    spi_metrics_refresh(run); /* another clock may be the answer */
  }
  spi_metrics_miss(run);
  spi_ladders_due(run);
  (void)spi_ladders_fire(run);
  spi_agenda_forget(run);
}

SPI_COLD static void expire_first(spi_run *run) {
  if (next_by_itself(run, run->now) <= run->now) {
    time_at_hand(run);
    expire(run);
    spi_agenda_forget(run);
  }
}

/* Goes on to an instant: what an earlier cause brings about takes effect no
 * earlier than it. Bounded pauses end before its events. */
static inline void go_to(spi_run *run, spol_instant at) {
  run->now = at > run->now ? at : run->now;
  if (SPI_RARELY(run->has_bounds)) {
    expire_first(run);
  }
}

static inline int has_own(spi_run *run) {
  return run->heap_count != 0 || next_by_itself(run, run->now) <= run->now;
}

/* Misses and firings of the instant, until none is left. */
static inline void by_itself(spi_run *run) {
  while (!run->room.full && SPI_RARELY(has_own(run))) {
    take_own(run);
  }
}

/* Host events of one instant, in log order. */
static inline void take_events(spi_run *run, const spol_event *event) {
  do {
    take_event(run, event);
    event = run->upcoming;
  } while (event != NULL && event->at == run->now && !run->room.full);
}

/* Host events that come before anything that comes by itself. */
static void take_stretch(spi_run *run) {
  const spol_event *event = run->upcoming;
  while (event != NULL && event->at < run->agenda && run->heap_count == 0 && !run->has_bounds &&
         !run->room.full) {
    run->now = event->at;
    take_event(run, event);
    event = run->upcoming;
  }
}

/* From one instant to the next: host events in log order, then what comes by
 * itself. */
void spi_simulate(spi_run *run) {
  find_upcoming(run);
  take_stretch(run);
  while (!run->room.full) {
    const spol_event *event = run->upcoming;
    spol_instant itself = next_by_itself(run, event != NULL ? event->at : run->as_of);
    int is_over = event == NULL || event->at > run->now; /* the instant at hand */
    if (run->heap_count != 0 && is_over) {
      /* an event of the stretch has triggered it */
    } else if (event != NULL && event->at <= itself) {
      go_to(run, event->at);
      take_events(run, event);
    } else if (itself <= run->as_of) {
      go_to(run, itself);
    } else {
      break;
    }
    by_itself(run);
    take_stretch(run);
  }
}

/* Clocks as they stand at as_of, where it is not known yet. */
static void settle_last(spi_run *run) {
  if (run->unsettled || run->has_compound) {
    run->now = run->as_of > run->now ? run->as_of : run->now;
    spi_metrics_refresh(run);
  }
}

void spi_simulate_firing(spi_run *run, uint32_t instants) {
  uint32_t fired = run->fired.count;
  while (instants-- > 0 && next_by_itself(run, SPI_NEVER) <= SPOL_INSTANT_MAX &&
         run->fired.count == fired && !run->room.full) {
    go_to(run, run->agenda);
    by_itself(run);
  }
}

/* ---- Setting up -------------------------------------------------------------- */

/* Of an array, as it stands in a block; counts are of 32 bits. */
static inline uint64_t bytes_of(uint64_t count, uint64_t size) {
  return (count * size + (SPI_ALIGN - 1)) & ~(uint64_t)(SPI_ALIGN - 1);
}

static inline void *next_array(unsigned char **at, uint64_t count, uint64_t size) {
  void *array = *at;
  *at += bytes_of(count, size);
  return array;
}

static uint64_t bytes_of_all(const spi_run *run) {
  const spi_version *version = run->version;
  uint64_t tracks = version->waits.tracks;
  uint64_t facts = run->policy->facts_count;
  return bytes_of(facts, sizeof *run->facts) + 2 * bytes_of(facts, sizeof *run->used) +
         bytes_of(run->reason_count, sizeof *run->reasons) +
         bytes_of(run->metric_count, sizeof *run->live) + bytes_of(tracks, sizeof *run->tracks) +
         bytes_of(tracks * run->reason_words, sizeof *run->masks) +
         bytes_of(run->step_count, sizeof *run->steps) + bytes_of(version->moments_count, 1) +
         bytes_of(version->triggers_count, sizeof *run->triggers) +
         bytes_of(run->slots, sizeof *run->happened) +
         bytes_of(run->metric_count, sizeof *run->metrics);
}

/* Arrays that every evaluation has; the last two are written by who sets them up. */
static void place_arrays(spi_run *run, unsigned char *base) {
  const spi_version *version = run->version;
  uint64_t tracks = version->waits.tracks;
  uint64_t facts = run->policy->facts_count;
  unsigned char *at = base;
  run->facts = next_array(&at, facts, sizeof *run->facts);
  run->used = next_array(&at, facts, sizeof *run->used);
  run->used_mark = next_array(&at, facts, sizeof *run->used_mark);
  run->reasons = next_array(&at, run->reason_count, sizeof *run->reasons);
  run->live = next_array(&at, run->metric_count, sizeof *run->live);
  run->tracks = next_array(&at, tracks, sizeof *run->tracks);
  run->masks = next_array(&at, tracks * run->reason_words, sizeof *run->masks);
  run->steps = next_array(&at, run->step_count, sizeof *run->steps);
  run->moments = next_array(&at, version->moments_count, 1);
  run->triggers = next_array(&at, version->triggers_count, sizeof *run->triggers);
  spi_clear(base, (size_t)(at - base));
  run->happened = next_array(&at, run->slots, sizeof *run->happened);
  run->metrics = next_array(&at, run->metric_count, sizeof *run->metrics);
}

/* 0 where there is no room. */
static int make_arrays(spi_run *run) {
  const spi_names *names = run->policy->names;
  run->metric_count = names[SPOL_NAME_METRIC].count;
  run->step_count = names[SPOL_NAME_STEP].count;
  run->reason_count = names[SPOL_NAME_REASON].count;
  run->reason_words = run->reason_count / 64 + 1;
  run->slots = SPI_EVENT_OWN_SLOT + names[SPOL_NAME_EVENT].count;
  unsigned char *base = spi_take_raw(&run->room, bytes_of_all(run));
  if (base != NULL) {
    place_arrays(run, base);
  }
  return base != NULL;
}

/* Of lists that nearly every case writes to. */
static void reserve_lists(spi_run *run) {
  spi_list_reserve(&run->room, &run->facts_used, sizeof(spi_value));
  spi_list_reserve(&run->room, &run->severity_log, sizeof(spi_severity_log));
  spi_list_reserve(&run->room, &run->stays, sizeof(spi_stay));
  if (run->reason_count != 0) {
    spi_list_reserve(&run->room, &run->pauses, sizeof(spi_pause_run));
  }
}

static void set_up(spi_run *run) {
  for (uint32_t i = 0; i < run->policy->facts_count; i++) {
    run->facts[i].known = run->policy->facts[i].has_default;
    run->facts[i].value = run->policy->facts[i].default_value;
  }
  spol_instant *happened = run->happened;
  uint32_t slots = run->slots;
  for (uint32_t i = 0; i < slots; i++) {
    happened[i] = SPOL_INSTANT_NONE;
  }
  for (uint32_t i = 0; i < run->reason_count; i++) {
    run->reasons[i].bound = SPI_NEVER;
  }
  run->line = SPI_NONE;
  run->opened_at = SPOL_INSTANT_NONE;
  run->first_spoken = SPI_NEVER;
  run->covered_from = run->covered_to = SPOL_INSTANT_NONE;
  run->next_change = SPOL_INSTANT_NONE;
  run->now = SPOL_INSTANT_MIN;
  run->agenda = SPI_NEVER;
  run->coverage.version = run->version_cause.version = SPI_NONE;
  run->requested.cause.version = run->derived.cause.version = SPI_NONE;
  run->recorded.cause.version = SPI_NONE;
  reserve_lists(run);
  spi_metrics_make(run);
  spi_ladders_make(run);
}

static void choose_version(spi_run *run, uint32_t forced) {
  time_at_hand(run);
  uint32_t chosen = SPI_NONE;
  if (forced != 0) {
    chosen = forced - 1;
  } else if (run->event_count != 0) {
    chosen = spi_version_choose(run, spi_event_at(run, 0));
  }
  run->no_version = chosen == SPI_NONE && run->event_count != 0;
  if (chosen == SPI_NONE) {
    chosen = run->policy->versions_count - 1;
  }
  run->version_index = chosen;
  run->version = &run->policy->versions[chosen];
}

static void begin(spi_run *run) {
  run->hand.index = run->event_count != 0 ? 0 : UINT64_MAX;
  run->version_cause.cause = SPOL_CAUSE_DEFAULT;
  run->version_cause.version = SPI_NONE;
  run->version_cause.event = run->hand.index;
  run->version_cause.at = SPOL_INSTANT_NONE;
  if (run->no_version) {
    (void)spi_find(run, SPOL_FINDING_NO_VERSION, run->version_cause);
  }
}

/* ---- The public functions ---------------------------------------------------- */

uint64_t spol_evaluation_room(const spol_policy *policy, uint64_t event_count) {
  if (policy == NULL) {
    return ROOM_LEAST;
  }
  uint64_t names = 0;
  names += (uint64_t)policy->names[SPOL_NAME_METRIC].count * (sizeof(spi_metric_run) + 1536);
  names += (uint64_t)policy->names[SPOL_NAME_STEP].count *
           (sizeof(spi_step_run) + 2 * sizeof(spi_trigger_run) + 256);
  names += (uint64_t)policy->names[SPOL_NAME_REASON].count * 256;
  names += (uint64_t)policy->names[SPOL_NAME_EVENT].count * 8;
  names += (uint64_t)policy->facts_count * 96;
  uint64_t events = event_count < UINT32_MAX ? event_count : UINT32_MAX;
  return ROOM_LEAST + sizeof(spi_run) + names + events * 256;
}

static spol_status check_options(const spol_policy *policy, const spol_evaluation_options *options,
                                 spol_error *error) {
  if (options == NULL) {
    return SPOL_OK;
  }
  if (options->size != sizeof *options || options->reserved != 0) {
    return spi_fail(error, SPOL_E_VERSION, "the options have a size that is not known");
  }
  if (options->version > policy->versions_count) {
    return spi_fail(error, SPOL_E_NOT_FOUND, "the policy has no such version");
  }
  return SPOL_OK;
}

static spol_status check_arguments(const spol_policy *policy, const spi_log *log,
                                   spol_instant as_of, const spol_evaluation_options *options,
                                   const void *buffer, uint64_t capacity,
                                   const spol_evaluation **out, spol_error *error) {
  if (policy == NULL || out == NULL || (buffer == NULL && capacity != 0) ||
      (log->count != 0 && log->events == NULL) ||
      (log->supposed_count != 0 && log->supposed == NULL)) {
    return spi_fail(error, SPOL_E_INVALID, "an argument is missing");
  }
  if (as_of < SPOL_INSTANT_MIN || as_of > SPOL_INSTANT_MAX) {
    return spi_fail(error, SPOL_E_RANGE, "as_of is outside the years 1 to 9999");
  }
  spol_status status = check_options(policy, options, error);
  uint32_t limit = options != NULL && options->events != 0 ? options->events : DEFAULT_EVENTS;
  if (status == SPOL_OK && (log->count > limit || log->supposed_count > limit - log->count)) {
    status = spi_fail(error, SPOL_E_LIMIT, "more than %u events in a case", limit);
  }
  return status;
}

static spol_status no_room(const spi_run *run, uint64_t capacity, uint64_t *needed) {
  (void)run;
  if (needed != NULL) {
    uint64_t least = capacity < ROOM_LEAST ? ROOM_LEAST : capacity;
    *needed = least > UINT64_MAX / 2 ? UINT64_MAX : least * 2;
  }
  return SPOL_E_BUFFER;
}

spol_status spi_evaluate_log(const spol_policy *policy, const spi_log *log, spol_instant as_of,
                             const spol_evaluation_options *options, void *buffer,
                             uint64_t capacity, uint64_t *needed, const spol_evaluation **out,
                             spol_error *error) {
  spol_status status = check_arguments(policy, log, as_of, options, buffer, capacity, out, error);
  if (status != SPOL_OK) {
    return status;
  }
  uint64_t skip = (SPI_ALIGN - (uintptr_t)buffer % SPI_ALIGN) % SPI_ALIGN;
  spi_run probe; /* where the buffer has no room for more than a look at the log */
  spi_run *run = &probe;
  int fits = capacity >= skip && capacity - skip >= sizeof *run;
  if (fits) {
    run = (spi_run *)(void *)((unsigned char *)buffer + skip);
  }
  spi_clear(run, offsetof(spi_run, sink));
  run->room.sink = run->sink;
  run->room.base = (unsigned char *)run;
  run->room.used = (sizeof *run + SPI_ALIGN - 1) & ~(uint64_t)(SPI_ALIGN - 1);
  run->room.capacity = fits ? (capacity - skip) & ~(uint64_t)(SPI_ALIGN - 1) : 0;
  run->room.full = !fits || run->room.used > run->room.capacity;
  run->room.used = run->room.full ? run->room.capacity : run->room.used;
  run->policy = policy;
  run->events = log->events;
  run->first_count = log->count;
  run->supposed = log->supposed;
  run->event_count = log->count + log->supposed_count;
  run->stride = run->event_count == 0 ? sizeof(spol_event) : spi_event_at(run, 0)->size;
  run->as_of = as_of;
  run->cycle_limit = options != NULL && options->cycles != 0 ? options->cycles : DEFAULT_CYCLES;
  run->firing_limit = options != NULL && options->firings != 0 ? options->firings : DEFAULT_FIRINGS;
  status = spi_log_check(run, error);
  if (status != SPOL_OK) {
    return status;
  }
  if (run == &probe || run->room.full) {
    return no_room(run, capacity, needed);
  }
  choose_version(run, options != NULL ? options->version : 0);
  if (!make_arrays(run)) {
    return no_room(run, capacity, needed);
  }
  set_up(run);
  begin(run);
  run->seen = log->seen;
  spi_simulate(run);
  run->seen = NULL; /* what follows looks ahead */
  if (!run->room.full) {
    spi_preview(run);
    settle_last(run);
    spi_notices_due(run);
    spi_next_change(run);
    if (!log->rows_only) {
      spi_next_firing(run);
    }
  }
  if (run->room.full) {
    return no_room(run, capacity, needed);
  }
  if (needed != NULL) {
    *needed = (run->peak > run->room.used ? run->peak : run->room.used) + skip;
  }
  *out = run;
  return SPOL_OK;
}

spol_status spol_evaluate(const spol_policy *policy, const spol_event *events, uint64_t count,
                          spol_instant as_of, const spol_evaluation_options *options, void *buffer,
                          uint64_t capacity, uint64_t *needed, const spol_evaluation **out,
                          spol_error *error) {
  spi_log log = {.events = events, .count = count};
  return spi_evaluate_log(policy, &log, as_of, options, buffer, capacity, needed, out, error);
}

spol_status spol_what_if(const spol_policy *policy, const spol_event *events, uint64_t count,
                         const spol_event *supposed, uint64_t supposed_count, spol_instant as_of,
                         const spol_evaluation_options *options, void *buffer, uint64_t capacity,
                         uint64_t *needed, const spol_evaluation **out, spol_error *error) {
  spi_log log = {
      .events = events, .count = count, .supposed = supposed, .supposed_count = supposed_count};
  return spi_evaluate_log(policy, &log, as_of, options, buffer, capacity, needed, out, error);
}

/* ---- Into memory of an allocator --------------------------------------------- */

spol_status spol_evaluation_new(const spol_allocator *allocator, const spol_policy *policy,
                                const spol_event *events, uint64_t count, spol_instant as_of,
                                const spol_evaluation_options *options, spol_evaluation **out,
                                spol_error *error) {
  spol_allocator memory;
  spol_status status = spi_allocator_take(allocator, &memory);
  if (status != SPOL_OK || out == NULL || policy == NULL) {
    return spi_fail(error, SPOL_E_INVALID, "an argument is missing");
  }
  uint64_t size = spol_evaluation_room(policy, count < 4096 ? count : 4096);
  for (;;) {
    void *room = size > SIZE_MAX ? NULL : spi_alloc(&memory, (size_t)size);
    if (room == NULL) {
      return spi_fail(error, SPOL_E_MEMORY, "no memory for the evaluation");
    }
    const spol_evaluation *evaluation;
    uint64_t needed = 0;
    status = spol_evaluate(policy, events, count, as_of, options, room, size, &needed, &evaluation,
                           error);
    if (status == SPOL_OK) {
      spol_evaluation *made = (spol_evaluation *)(uintptr_t)(const void *)evaluation;
      made->allocator = memory;
      made->allocated = size;
      made->memory = room;
      *out = made;
      return SPOL_OK;
    }
    spi_free(&memory, room, (size_t)size);
    if (status != SPOL_E_BUFFER) {
      return status;
    }
    size = needed;
  }
}

void spol_evaluation_free(spol_evaluation *evaluation) {
  if (evaluation != NULL) {
    spol_allocator memory = evaluation->allocator;
    spi_free(&memory, evaluation->memory, (size_t)evaluation->allocated);
  }
}
