/* SPDX-License-Identifier: MIT */
/* Ladders (docs/semantics.md, section 8): cycles of steps, and what triggers
 * them. What happens when a step's turn comes is in fire.c. */
#include "base/hints.h"
#include "case/run.h"

enum { FULL_SHARE = 1000000 };

static const spi_step *step_rule(const spi_run *run, uint32_t step) {
  return &run->version->steps[step];
}

static spi_step_run *step_run(const spi_run *run, uint32_t step) {
  return &run->steps[step_rule(run, step)->id - 1];
}

static int led_to(const spi_lineage *lineage, uint32_t step) {
  for (; lineage != NULL; lineage = lineage->before) {
    if (lineage->step == step) {
      return 1;
    }
  }
  return 0;
}

/* ---- The queue of an instant: by share, then the policy's order, then cycle --- */

int spi_pending_before(const spi_pending *a, const spi_pending *b) {
  if (a->share != b->share) {
    return a->share < b->share;
  }
  if (a->step != b->step) {
    return a->step < b->step;
  }
  return a->cycle != b->cycle ? a->cycle < b->cycle : a->repetition < b->repetition;
}

static int make_room(spi_run *run) {
  if (run->heap_count < run->heap_room) {
    return 1;
  }
  uint32_t room = run->heap_room == 0 ? 8 : run->heap_room * 2;
  spi_pending *heap = spi_take_array(&run->room, room, sizeof *heap);
  if (heap == NULL) {
    return 0;
  }
  for (uint32_t i = 0; i < run->heap_count; i++) {
    heap[i] = run->heap[i];
  }
  run->heap = heap;
  run->heap_room = room;
  return 1;
}

void spi_pending_push(spi_run *run, const spi_pending *item) {
  if (run->firing_stopped || !make_room(run)) {
    return;
  }
  uint32_t at = run->heap_count++;
  while (at > 0 && spi_pending_before(item, &run->heap[(at - 1) / 2])) {
    run->heap[at] = run->heap[(at - 1) / 2];
    at = (at - 1) / 2;
  }
  run->heap[at] = *item;
}

static uint32_t metric_cycle(const spi_run *run, const spi_trigger *trigger) {
  return trigger->metric >= 1 && trigger->metric <= run->metric_count
             ? run->metrics[trigger->metric - 1].cycle
             : 0;
}

/* The steps that led to the cycle that a trigger's step is in. */
static const spi_lineage *lineage_of(const spi_run *run, uint32_t index) {
  return step_run(run, run->version->triggers[index].step)->lineage;
}

static void trigger(spi_run *run, uint32_t index, int64_t share, const spi_lineage *lineage) {
  spi_trigger_run *state = &run->triggers[index];
  uint32_t own = run->version->triggers[index].step;
  spi_step_run *step = step_run(run, own);
  state->used = 1;
  state->is_bound = 0;
  state->at = SPI_NEVER;
  if (step->fired) {
    return;
  }
  spi_pending item = {0};
  item.share = share;
  item.step = own;
  item.cycle = step->cycle;
  item.trigger = index;
  item.metric_cycle = metric_cycle(run, &run->version->triggers[index]);
  item.since = run->now;
  item.lineage = lineage;
  item.index = run->hand.index;
  spi_pending_push(run, &item);
}

/* ---- Cycles of steps --------------------------------------------------------- */

/* A threshold or a timer of another clock than the one that begins the cycle
 * has been reached once and is not reached again. */
static int is_spent(const spi_run *run, uint32_t index, uint32_t metric, uint32_t timer) {
  const spi_trigger *rule = &run->version->triggers[index];
  return (rule->kind == SPI_TRIGGER_SHARE && rule->metric != metric) ||
         (rule->kind == SPI_TRIGGER_TIMER && index != timer);
}

/* Begun by a metric (its id), by a timer (its trigger), or by an event. */
static void new_cycle(spi_run *run, uint32_t step, const spi_lineage *lineage, uint32_t metric,
                      uint32_t timer) {
  spi_step_run *state = step_run(run, step);
  state->cycle++;
  state->fired = 0;
  state->lineage = lineage;
  state->repeat_at = SPI_NEVER;
  spi_range triggers = step_rule(run, step)->triggers;
  for (uint32_t i = 0; i < triggers.count; i++) {
    if (!is_spent(run, triggers.first + i, metric, timer)) {
      run->triggers[triggers.first + i].used = 0;
    }
  }
}

static int is_of(const spi_trigger *rule, const spi_metric_run *metric) {
  return (rule->kind == SPI_TRIGGER_SHARE || rule->kind == SPI_TRIGGER_MISS ||
          rule->kind == SPI_TRIGGER_NTH_MISS) &&
         rule->metric == metric->id;
}

void spi_ladders_cycle(spi_run *run, spi_metric_run *metric) {
  uint32_t last = SPI_NONE;
  spi_range of = metric->use->triggers;
  for (uint32_t i = of.first; i < of.first + of.count; i++) {
    if (!is_of(&run->version->triggers[i], metric)) {
      continue;
    }
    uint32_t step = run->version->triggers[i].step;
    if (step != last && !led_to(metric->lineage, step_rule(run, step)->id)) {
      new_cycle(run, step, metric->lineage, metric->id, SPI_NONE);
    }
    last = step;
  }
}

/* ---- Shares ------------------------------------------------------------------ */

/* A share of the answer, or of any part: where the first part comes to it. */
static spol_instant share_at(const spi_run *run, const spi_trigger *rule, spi_share_run *known,
                             const spi_clock_run *clock) {
  if (!rule->any_part) {
    return spi_leg_share(spi_answer_leg(clock), clock, rule->share, run->now, known);
  }
  spol_instant first = SPI_NEVER;
  for (uint32_t i = 0; i < clock->leg_count; i++) {
    spol_instant at = spi_leg_share(&clock->legs[i], clock, rule->share, run->now, known);
    first = at < first ? at : first;
  }
  return first;
}

void spi_trigger_settle(spi_run *run, uint32_t index) {
  const spi_trigger *rule = &run->version->triggers[index];
  spi_trigger_run *state = &run->triggers[index];
  const spi_clock_run *clock = &run->metrics[rule->metric - 1].clock;
  spol_instant at = share_at(run, rule, &state->share, spi_clock_best(run, clock));
  state->is_bound = 0;
  state->at = at < run->now ? run->now : at;
}

/* A clock needs at least as much time as it counts: before that a share is not
 * reached, which most often is all that must be known. */
static inline spol_instant earliest_share(const spi_trigger *rule, const spi_leg *leg) {
  int is_plain = !leg->word && !leg->fixed && leg->carried == 0 && rule->share < FULL_SHARE;
  return is_plain && !rule->any_part ? leg->base + leg->length / FULL_SHARE * rule->share
                                     : SPOL_INSTANT_NONE;
}

/* The clock of a running metric may have moved. */
void spi_ladders_metric(spi_run *run, spi_metric_run *metric) {
  spi_range of = metric->use->triggers;
  if (spi_period_is_met(run, metric)) {
    return;
  }
  const spi_leg *leg = spi_answer_leg(spi_clock_best(run, &metric->clock));
  for (uint32_t i = of.first; i < of.first + of.count; i++) {
    const spi_trigger *rule = &run->version->triggers[i];
    spi_trigger_run *state = &run->triggers[i];
    if (rule->kind == SPI_TRIGGER_SHARE && rule->metric == metric->id && !state->used) {
      state->at = earliest_share(rule, leg);
      state->is_bound = state->at > run->now;
      if (!state->is_bound) {
        spi_trigger_settle(run, i);
      }
      spi_sooner(run, state->at);
    }
  }
}

void spi_ladders_miss(spi_run *run, spi_metric_run *metric) {
  int ends = metric->is_row && !metric->rule->once;
  spi_range of = metric->use->triggers;
  for (uint32_t i = of.first; i < of.first + of.count; i++) {
    const spi_trigger *rule = &run->version->triggers[i];
    if (!is_of(rule, metric) || run->triggers[i].used) {
      continue;
    }
    if (rule->kind == SPI_TRIGGER_SHARE) {
      /* Those of a cycle that ends by its miss were all passed. */
      if (ends && rule->share <= FULL_SHARE) {
        trigger(run, i, rule->share, lineage_of(run, i));
      }
    } else if (rule->kind == SPI_TRIGGER_MISS || metric->misses == rule->nth) {
      trigger(run, i, FULL_SHARE, lineage_of(run, i));
    }
  }
}

static int held_for(const spi_run *run, uint32_t trigger_index, const spi_metric_run *metric,
                    uint32_t of_cycle, uint32_t cycle) {
  return is_of(&run->version->triggers[trigger_index], metric) && (cycle == 0 || of_cycle == cycle);
}

void spi_steps_stopped(spi_run *run, spi_metric_run *metric, uint32_t cycle) {
  int current = cycle == 0 || cycle == metric->cycle;
  spi_range of = metric->use->triggers;
  for (uint32_t i = of.first; i < of.first + of.count && current; i++) {
    if (is_of(&run->version->triggers[i], metric)) {
      run->triggers[i].at = SPI_NEVER;
      run->triggers[i].is_bound = 0;
    }
  }
  for (uint32_t i = 0; i < run->version->steps_count; i++) {
    spi_step_run *step = step_run(run, i);
    if (step->held && held_for(run, step->held_trigger, metric, step->held_metric_cycle, cycle)) {
      step->held = 0;
      step->held_until = SPI_NEVER;
    }
    if (current && step->repeat_at != SPI_NEVER &&
        is_of(&run->version->triggers[step->repeat_trigger], metric)) {
      step->repeat_at = SPI_NEVER;
    }
  }
}

/* ---- Events and timers ------------------------------------------------------- */

static void timer_due(spi_run *run, spi_trigger_run *state) {
  state->at = SPI_NEVER;
  spi_timer_run *timer = state->timer;
  if (!timer->running || state->used) {
    return;
  }
  spi_clock_settle(run, &timer->clock);
  for (spi_clock_run *old = timer->clock.beside; old != NULL; old = old->beside) {
    spi_clock_settle(run, old);
  }
  spol_instant due = spi_answer_leg(spi_clock_best(run, &timer->clock))->due;
  if (due != SPOL_INSTANT_NONE) {
    state->at = due > run->now ? due : run->now;
    spi_sooner(run, state->at);
  }
}

static void timer_event(spi_run *run, uint32_t index, const spi_step *step) {
  spi_trigger_run *state = &run->triggers[index];
  spi_timer_run *timer = state->timer;
  const spi_clock *rule = &run->version->timers[run->version->triggers[index].timer];
  if (timer->running && rule->stops.count != 0 && spi_any_match(run, rule->stops)) {
    timer->running = 0;
    state->at = SPI_NEVER;
  }
  if (!spi_any_match(run, rule->starts) || led_to(run->hand.lineage, step->id) ||
      spi_holds(run, rule->start_when) != SPI_YES) {
    return;
  }
  if (timer->running && run->hand.occurred < timer->since) {
    return; /* learned late, and not the latest */
  }
  timer->since = run->hand.occurred;
  new_cycle(run, run->version->triggers[index].step, run->hand.lineage, 0, index);
  spi_found found;
  spi_find_target(run, rule->targets, &found);
  timer->clock.track = timer->track;
  timer->clock.real = rule->pause_real;
  spi_clock_start(run, &timer->clock, &found, run->hand.occurred);
  timer->running = !run->room.full;
  timer_due(run, state);
}

/* 1: the event at hand is one of this trigger. */
static int event_trigger(spi_run *run, uint32_t index, const spi_step *step) {
  const spi_trigger *rule = &run->version->triggers[index];
  if (rule->kind != SPI_TRIGGER_EVENT || !spi_matches(run, rule->match) ||
      led_to(run->hand.lineage, step->id)) {
    return 0;
  }
  if (step->all_events) {
    new_cycle(run, rule->step, run->hand.lineage, 0, SPI_NONE);
  }
  if (!run->triggers[index].used) {
    trigger(run, index, 0, run->hand.lineage); /* of the event, whatever began the cycle */
  }
  return 1;
}

/* Starts come before triggers: a timer that an event starts begins the cycle
 * that the event fires in. */
static void timers_event(spi_run *run) {
  for (uint32_t i = 0; i < run->version->triggers_count && !run->room.full; i++) {
    if (run->version->triggers[i].kind == SPI_TRIGGER_TIMER) {
      timer_event(run, i, step_rule(run, run->version->triggers[i].step));
    }
  }
}

void spi_ladders_event(spi_run *run) {
  if (run->version->timers_count != 0) {
    timers_event(run);
  }
  for (uint32_t i = 0; i < run->version->steps_count && !run->room.full; i++) {
    const spi_step *rule = step_rule(run, i);
    spi_step_run *state = step_run(run, i);
    if (rule->requires_not_happened != SPI_NONE && !state->blocked &&
        spi_matches(run, rule->requires_not_happened)) {
      state->blocked = 1;
    }
    /* One event triggers a step once, by whichever of its triggers comes first. */
    uint32_t j = 0;
    while (j < rule->triggers.count && !event_trigger(run, rule->triggers.first + j, rule)) {
      j++;
    }
  }
}

/* A running timer whose target, calendar or pauses changed. */
static void timer_look(spi_run *run, uint32_t index, uint64_t *mask) {
  spi_timer_run *timer = run->triggers[index].timer;
  const spi_clock *rule = &run->version->timers[run->version->triggers[index].timer];
  spi_look_anew(run);
  spi_find_pauses(run, rule->pauses, mask);
  spi_found found;
  int changes = 0;
  if (timer->running) {
    spi_find_target(run, rule->targets, &found);
    changes = !spi_clock_aims_at(run, &timer->clock, &found) ||
              !spi_mask_is(run, mask, timer->track->mask);
  }
  int restarted = 0;
  if (changes) {
    spi_carried carry;
    int word = spi_answer_leg(spi_clock_best(run, &timer->clock))->word;
    spi_find_carry(run, rule->carries, word, &carry);
    restarted =
        spi_clock_change(run, &timer->clock, &found, &carry, run->now, INT64_MIN, timer->track);
  }
  spi_track_mask(run, timer->track, mask, run->now);
  uint32_t step = run->version->triggers[index].step;
  if (restarted && !led_to(run->hand.lineage, step_rule(run, step)->id)) {
    new_cycle(run, step, run->hand.lineage, 0, index);
  }
}

void spi_ladders_look(spi_run *run) {
  if (run->version->timers_count == 0) {
    return;
  }
  uint64_t *mask = spi_take_array(&run->room, run->reason_words, sizeof *mask);
  for (uint32_t i = 0; i < run->version->triggers_count && !run->room.full; i++) {
    if (run->version->triggers[i].kind == SPI_TRIGGER_TIMER) {
      timer_look(run, i, mask);
      if (!run->room.full) {
        timer_due(run, &run->triggers[i]);
      }
    }
  }
}

/* ---- What time reaches ------------------------------------------------------- */

spol_instant spi_steps_next(const spi_run *run) {
  spol_instant next = SPI_NEVER;
  for (uint32_t i = 0; i < run->version->steps_count; i++) {
    const spi_step_run *step = step_run(run, i);
    next = step->repeat_at < next ? step->repeat_at : next;
    next = step->held && step->held_until < next ? step->held_until : next;
  }
  return next;
}

static int64_t share_of(const spi_trigger *rule) {
  switch (rule->kind) {
  case SPI_TRIGGER_SHARE:
    return rule->share;
  case SPI_TRIGGER_MISS:
  case SPI_TRIGGER_NTH_MISS:
    return FULL_SHARE;
  default:
    return 0;
  }
}

static void open_held(spi_run *run, uint32_t index, spi_step_run *step) {
  spi_pending item = {0};
  item.share = share_of(&run->version->triggers[step->held_trigger]);
  item.step = index;
  item.cycle = step->held_cycle;
  item.trigger = step->held_trigger;
  item.repetition = step->held_repetition;
  item.metric_cycle = step->held_metric_cycle;
  item.was_held = 1;
  item.since = step->held_since;
  item.lineage = step->held_lineage;
  item.index = UINT64_MAX;
  step->held = 0;
  step->held_until = SPI_NEVER;
  spi_pending_push(run, &item);
}

static void repeat(spi_run *run, uint32_t index, spi_step_run *step) {
  spi_pending item = {0};
  item.share = share_of(&run->version->triggers[step->repeat_trigger]);
  item.step = index;
  item.cycle = step->repeat_cycle;
  item.trigger = step->repeat_trigger;
  item.repetition = step->repetition;
  item.metric_cycle = step->repeat_metric_cycle;
  item.since = run->now;
  item.lineage = step->repeat_lineage;
  item.index = UINT64_MAX;
  step->repeat_at = SPI_NEVER;
  spi_pending_push(run, &item);
}

void spi_ladders_due(spi_run *run) {
  for (uint32_t i = 0; i < run->version->triggers_count && !run->firing_stopped; i++) {
    if (run->triggers[i].at <= run->now && !run->triggers[i].used) {
      trigger(run, i, share_of(&run->version->triggers[i]), lineage_of(run, i));
    }
  }
  for (uint32_t i = 0; i < run->version->steps_count && run->steps_wait && !run->firing_stopped;
       i++) {
    spi_step_run *step = step_run(run, i);
    if (step->held && step->held_until <= run->now) {
      open_held(run, i, step);
    }
    if (step->repeat_at <= run->now) {
      repeat(run, i, step);
    }
  }
}

/* Whether a trigger can still be reached by time alone: its clock runs, and it
 * was not used in this cycle, or the next cycle of a row arms it again. */
static int awaits(const spi_run *run, uint32_t index) {
  const spi_trigger *rule = &run->version->triggers[index];
  const spi_trigger_run *state = &run->triggers[index];
  if (state->at != SPI_NEVER) {
    return 1;
  }
  if (rule->kind == SPI_TRIGGER_EVENT) {
    return 0; /* an event made by time is one of a step that fires first */
  }
  if (rule->kind == SPI_TRIGGER_TIMER) {
    return state->timer->running && !state->used;
  }
  if (rule->metric < 1 || rule->metric > run->metric_count) {
    return 0;
  }
  const spi_metric_run *metric = &run->metrics[rule->metric - 1];
  return metric->state == SPOL_METRIC_RUNNING && (!state->used || metric->is_row);
}

int spi_ladders_await(const spi_run *run) {
  for (uint32_t i = 0; i < run->version->triggers_count; i++) {
    if (awaits(run, i)) {
      return 1;
    }
  }
  for (uint32_t i = 0; i < run->version->steps_count && run->steps_wait; i++) {
    const spi_step_run *step = step_run(run, i);
    if (step->repeat_at != SPI_NEVER || step->held) {
      return 1;
    }
  }
  /* A miss may change a target, and a clock that begins anew arms its steps. */
  return (run->version->waits.depends & SPI_TOUCH_METRIC) != 0 &&
         spi_metrics_next(run) != SPI_NEVER;
}

/* ---- Setting up -------------------------------------------------------------- */

/* Where there is no room, one that nobody reads. */
SPI_COLD static spi_timer_run *new_timer(spi_run *run) {
  spi_timer_run *timer = spi_take(&run->room, sizeof *timer);
  if (timer != NULL) {
    timer->track = spi_track_new(run);
  }
  return timer;
}

void spi_triggers_make(spi_run *run) {
  const spi_version *version = run->version;
  for (uint32_t i = 0; i < version->triggers_count; i++) {
    run->triggers[i].at = SPI_NEVER;
    if (version->timers_count != 0 && version->triggers[i].kind == SPI_TRIGGER_TIMER) {
      run->triggers[i].timer = new_timer(run);
    }
  }
}

void spi_ladders_make(spi_run *run) {
  spi_triggers_make(run);
  for (uint32_t i = 0; i < run->step_count; i++) {
    run->steps[i].repeat_at = SPI_NEVER;
    run->steps[i].held_until = SPI_NEVER;
  }
}
