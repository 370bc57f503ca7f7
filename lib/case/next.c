/* SPDX-License-Identifier: MIT */
/* next_change (docs/semantics.md, section 9): when to look again if no event
 * comes. The same agenda as the simulation's, beyond as_of. */
#include "base/hints.h"
#include "case/run.h"

#include <string.h>

/* While they are gathered, no change is SPI_NEVER; NONE is before everything. */
static inline int is_news(const spi_run *run, spol_instant at) {
  return at > run->as_of && at < run->next_change;
}

static inline void offer(spi_run *run, spol_instant at, int32_t kind, uint32_t metric,
                         uint32_t step) {
  if (is_news(run, at)) {
    run->next_change = at;
    run->next_kind = kind;
    run->next_metric = metric;
    run->next_step = step;
  }
}

static int is_in_force(const spi_track *track, uint32_t reason) {
  for (uint32_t i = 0; i < track->active_count; i++) {
    if (track->active[i].reason == reason) {
      return 1;
    }
  }
  return 0;
}

/* Where a reason that lasts on ceases to: NONE, where nothing shows it. */
static spol_instant lasting_end(const spi_run *run, const spi_clock_run *clock, const spi_leg *leg,
                                uint32_t first, uint32_t index) {
  const spi_track *track = clock->track;
  const spi_span *span = spi_list_at(&track->all, index);
  spol_instant end = spi_span_end(leg, clock, span->from, span->to);
  if (end <= run->as_of || (leg->standing && is_in_force(track, span->reason))) {
    return SPOL_INSTANT_NONE;
  }
  if (span->reason == 0) { /* of a time left out only the end of the pause shows */
    return leg->standing || end < leg->lasting ? SPOL_INSTANT_NONE : end;
  }
  for (uint32_t i = first; i < track->all.count; i++) {
    const spi_span *other = spi_list_at(&track->all, i);
    if (other->reason == span->reason && spi_span_end(leg, clock, other->from, other->to) > end) {
      return SPOL_INSTANT_NONE;
    }
  }
  return end;
}

/* The ends of pauses that last on. */
static void offer_lasting(spi_run *run, const spi_clock_run *clock, uint32_t metric) {
  enum { LAST_ONES = 64 };
  uint32_t count = clock->track->all.count;
  uint32_t first = count > LAST_ONES ? count - LAST_ONES : 0;
  for (uint32_t i = 0; i < clock->leg_count; i++) {
    const spi_leg *leg = &clock->legs[i];
    int lasts = clock->real &&
                (leg->standing || (leg->lasting != SPOL_INSTANT_NONE && leg->lasting > run->as_of));
    for (uint32_t j = lasts ? first : count; j < count; j++) {
      offer(run, lasting_end(run, clock, leg, first, j), SPOL_CHANGE_PAUSE_ENDS, metric, 0);
    }
  }
}

static const spi_leg *answer_at(spi_run *run, spi_metric_run *metric, spol_instant at) {
  run->now = at;
  for (spi_clock_run *clock = &metric->clock; clock != NULL; clock = clock->beside) {
    spi_clock_answer(run, clock);
  }
  return spi_answer_leg(spi_clock_best(run, &metric->clock));
}

/* The first end of a pause that lasts on after which another clock answers. */
static spol_instant other_answer(spi_run *run, spi_metric_run *metric, const spi_clock_run *best) {
  const spi_leg *answer = spi_answer_leg(best);
  spol_instant now = run->now;
  spol_instant at = spi_clock_wake(&metric->clock, run->as_of);
  while (at != SPI_NEVER && answer_at(run, metric, at) == answer) {
    at = spi_clock_wake(&metric->clock, at);
  }
  (void)answer_at(run, metric, now);
  return at;
}

/* What a clock brings beside its miss. */
SPI_COLD static void offer_others(spi_run *run, spi_metric_run *metric) {
  const spi_clock_run *best = spi_clock_best(run, &metric->clock);
  if (!spi_is_period(run, metric)) { /* of which pauses move nothing */
    offer_lasting(run, best, metric->id);
  }
  if (metric->clock.beside != NULL || metric->clock.leg_count > 1) {
    offer(run, other_answer(run, metric, best), SPOL_CHANGE_PAUSE_ENDS, metric->id, 0);
  }
}

static inline void offer_metric(spi_run *run, spi_metric_run *metric) {
  const spi_clock_run *clock = &metric->clock;
  offer(run, metric->miss_at, SPOL_CHANGE_MISS, metric->id, 0);
  if (SPI_RARELY(clock->real || clock->beside != NULL || clock->leg_count > 1) &&
      metric->state == SPOL_METRIC_RUNNING) {
    offer_others(run, metric);
  }
}

/* The first instant that one of a step's triggers is reached. */
static inline spol_instant reached_at(spi_run *run, spi_range triggers) {
  spol_instant at = SPI_NEVER;
  for (uint32_t i = triggers.first; i < triggers.first + triggers.count; i++) {
    const spi_trigger_run *trigger = &run->triggers[i];
    if (trigger->is_bound && trigger->at < run->next_change) {
      spi_trigger_settle(run, i);
    }
    if (SPI_RARELY(trigger->timer != NULL) && trigger->timer->running) {
      offer_lasting(run, &trigger->timer->clock, 0);
    }
    at = trigger->at < at ? trigger->at : at;
  }
  return at;
}

static inline void offer_step(spi_run *run, const spi_step *rule) {
  const spi_step_run *step = &run->steps[rule->id - 1];
  spol_instant at = step->fired ? SPI_NEVER : reached_at(run, rule->triggers);
  spol_instant held = step->held ? step->held_until : SPI_NEVER;
  at = step->repeat_at < at ? step->repeat_at : at;
  if ((is_news(run, at) || is_news(run, held)) && spi_step_can_fire(run, rule)) {
    offer(run, at, SPOL_CHANGE_STEP, 0, rule->id);
    offer(run, held, SPOL_CHANGE_HELD_STEP, 0, rule->id);
  }
}

void spi_next_change(spi_run *run) {
  run->next_change = SPI_NEVER;
  if (run->state != SPOL_CASE_NOT_OPENED) {
    const spi_version *version = run->version;
    offer(run, spi_pauses_next(run), SPOL_CHANGE_PAUSE_ENDS, 0, 0);
    for (uint32_t i = 0; i < version->metrics_count; i++) {
      offer_metric(run, run->live[i]);
    }
    for (uint32_t i = 0; i < version->steps_count && !run->firing_stopped; i++) {
      offer_step(run, &version->steps[i]);
    }
    offer(run, run->covered_from, SPOL_CHANGE_COVERAGE, 0, 0);
    offer(run, run->covered_to, SPOL_CHANGE_COVERAGE, 0, 0);
  }
  if (run->next_change == SPI_NEVER) {
    run->next_change = SPOL_INSTANT_NONE;
  }
}

/* ---- The next firing --------------------------------------------------------- */

/* Instants looked at before it is said that none comes: a row that misses for
 * ever, and fires nothing, must not cost as much as its limit. */
enum { INSTANTS_MAX = 64 };

static void keep(spi_run *run, const spi_firing_run *firing) {
  run->next_fire = *firing;
  run->fires_next = 1;
}

/* The case as it is now is kept beside, the simulation goes on, and what was
 * kept comes back: only the firing stays. */
static void go_on(spi_run *run) {
  uint64_t used = run->room.used;
  unsigned char *base = run->room.base;
  unsigned char *copy = spi_take_raw(&run->room, used);
  if (copy == NULL) {
    return;
  }
  memcpy(copy, base, (size_t)used);
  uint32_t before = run->fired.count;
  run->next_event = run->seen_count;
  run->upcoming = NULL;
  spi_simulate_firing(run, INSTANTS_MAX);
  int full = run->room.full;
  uint64_t peak = run->room.used;
  spi_firing_run firing = {0};
  int found = !full && run->fired.count > before;
  if (found) {
    firing = *(const spi_firing_run *)spi_list_at(&run->fired, before);
    firing.cause.fact_first = 0;
    firing.cause.fact_count = 0;
  }
  memcpy(base, copy, (size_t)used);
  run->room.used = used;
  run->room.full = full;
  run->peak = peak;
  if (found) {
    keep(run, &firing);
  }
}

void spi_next_firing(spi_run *run) {
  run->fires_next = 0;
  if (run->version->steps_count == 0 || run->firing_stopped) {
    return;
  }
  for (uint32_t i = run->fired.count; i > 0; i--) {
    const spi_firing_run *firing = spi_list_at(&run->fired, i - 1);
    if (firing->at < run->as_of) {
      break;
    }
    keep(run, firing); /* of as_of itself: the first of them stays */
  }
  if (run->fires_next || !spi_ladders_await(run)) {
    return;
  }
  spi_firing_run firing;
  int found;
  if (!spi_foresee(run, &firing, &found)) {
    go_on(run);
  } else if (found) {
    keep(run, &firing);
  }
}
