/* SPDX-License-Identifier: MIT */
/* A step's turn (docs/semantics.md, section 8): requirements, opening hours,
 * effects and repetitions. */
#include "case/run.h"

static void sink(spi_run *run, spi_pending item) {
  uint32_t at = 0;
  for (;;) {
    uint32_t child = at * 2 + 1;
    if (child >= run->heap_count) {
      break;
    }
    if (child + 1 < run->heap_count &&
        spi_pending_before(&run->heap[child + 1], &run->heap[child])) {
      child++;
    }
    if (!spi_pending_before(&run->heap[child], &item)) {
      break;
    }
    run->heap[at] = run->heap[child];
    at = child;
  }
  run->heap[at] = item;
}

/* Takes the first of the queue out. */
static spi_pending pop(spi_run *run) {
  spi_pending first = run->heap[0];
  run->heap_count--;
  if (run->heap_count != 0) {
    sink(run, run->heap[run->heap_count]);
  }
  return first;
}

/* A step with any_of fires at the first trigger of a cycle: others are void. */
static void void_others(spi_run *run, const spi_pending *fired) {
  for (uint32_t i = 0; i < run->heap_count; i++) {
    if (run->heap[i].step == fired->step && run->heap[i].cycle == fired->cycle &&
        run->heap[i].repetition == fired->repetition) {
      run->heap[i].dead = 1;
    }
  }
}

int spi_step_can_fire(spi_run *run, const spi_step *step) {
  const spi_step_run *state = &run->steps[step->id - 1];
  spi_look_anew(run);
  return !state->blocked && spi_holds(run, run->version->ladders[step->ladder].when) == SPI_YES &&
         spi_holds(run, step->when) == SPI_YES;
}

/* Held back to opening hours; of several of one step the latest stays. */
static int hold(spi_run *run, const spi_step *step, spi_step_run *state, const spi_pending *item) {
  const spol_calendar *calendar;
  int32_t open = 1;
  if (step->hold == SPI_NONE || spi_find_calendar(run, step->hold, &calendar) != SPI_YES ||
      spol_calendar_is_open(calendar, run->now, &open, NULL) != SPOL_OK || open) {
    return 0;
  }
  spol_instant opens;
  state->held_until = SPI_NEVER;
  state->held = 0;
  if (spol_calendar_next_open(calendar, run->now, &opens, NULL) == SPOL_OK) {
    state->held = 1;
    run->steps_wait = 1;
    state->held_until = opens;
    spi_sooner(run, opens);
    state->held_since = item->since;
    state->held_cycle = item->cycle;
    state->held_trigger = item->trigger;
    state->held_metric_cycle = item->metric_cycle;
    state->held_lineage = item->lineage;
    state->held_repetition = item->repetition;
  }
  return 1;
}

static void schedule_repeat(spi_run *run, const spi_step *step, spi_step_run *state,
                            const spi_pending *item) {
  const spi_trigger *trigger = &run->version->triggers[item->trigger];
  if (item->repetition >= step->repeats || step->repeat_target == SPI_NONE) {
    return;
  }
  if (trigger->kind != SPI_TRIGGER_EVENT && trigger->kind != SPI_TRIGGER_TIMER &&
      run->metrics[trigger->metric - 1].state != SPOL_METRIC_RUNNING) {
    return;
  }
  spi_found found;
  spi_look_anew(run);
  spi_aim_at(run, step->repeat_target, &found);
  spi_leg leg;
  spi_leg_start(run, &leg, &found.parts[0], run->now);
  state->repeat_at = leg.word ? SPI_NEVER : leg.end;
  spi_sooner(run, state->repeat_at);
  run->steps_wait = 1;
  state->repetition = item->repetition + 1;
  state->repeat_cycle = item->cycle;
  state->repeat_trigger = item->trigger;
  state->repeat_metric_cycle = item->metric_cycle;
  state->repeat_lineage = item->lineage;
}

/* ---- Effects ----------------------------------------------------------------- */

static void move_line(spi_run *run, const spi_effect *effect, spi_cause cause,
                      const spi_lineage *lineage, uint32_t step) {
  if (run->line == SPI_NONE) {
    return;
  }
  uint32_t line = effect->by_one ? run->line + 1 : effect->subject;
  if (line >= run->version->lines_count) {
    spi_find(run, SPOL_FINDING_STEP_FORBIDDEN, cause)->step = step;
    return;
  }
  if (line > run->line && spi_line_move(run, line, cause)) {
    spi_apply_made(run, SPOL_EVENT_LINE_CHANGED, run->version->lines[line].id, lineage);
  }
}

static void raise_severity(spi_run *run, const spi_effect *effect, spi_cause cause,
                           const spi_lineage *lineage) {
  uint32_t rank = effect->subject;
  uint32_t current = spi_current(run)->rank;
  if (effect->by_one) {
    if (current <= 1) {
      return;
    }
    rank = current - 1;
  }
  const spi_lineage *outer = run->hand.lineage;
  run->hand.lineage = lineage;
  spi_severity_raise(run, rank, cause);
  spi_relook(run);
  run->hand.lineage = outer;
}

static void notify(spi_run *run, const spi_effect *effect, spi_cause cause) {
  if (!effect->to_customer) {
    return;
  }
  spi_notice_run *notice = spi_list_add(&run->room, &run->notices, sizeof *notice);
  notice->kind = SPOL_NOTICE_STEP;
  notice->role = effect->subject;
  notice->text = effect->text;
  notice->rule = SPI_NONE;
  notice->since = run->now;
  notice->by = SPOL_INSTANT_NONE;
  notice->told_at = SPOL_INSTANT_NONE;
  notice->cause = cause;
}

static void take_effect(spi_run *run, const spi_step *step, spi_cause cause,
                        const spi_lineage *lineage) {
  spi_range effects = step->effects;
  const spi_version *version = run->version;
  for (uint32_t i = 0; i < effects.count && !run->room.full; i++) {
    const spi_effect *effect = &version->effects[effects.first + i];
    switch (effect->kind) {
    case SPOL_EFFECT_LINE:
      move_line(run, effect, cause, lineage, step->id);
      break;
    case SPOL_EFFECT_SEVERITY:
      raise_severity(run, effect, cause, lineage);
      break;
    case SPOL_EFFECT_NOTIFY:
      notify(run, effect, cause);
      break;
    case SPOL_EFFECT_CLOSE:
      spi_apply_made(run, SPOL_EVENT_CLOSED, 0, lineage);
      break;
    case SPOL_EFFECT_EVENT:
      spi_apply_made(run, effect->subject, 0, lineage);
      break;
    default:
      break; /* to remind changes nothing */
    }
  }
}

/* ---- Firing ------------------------------------------------------------------ */

static int at_limit(spi_run *run, const spi_step *step) {
  if (run->firings < run->firing_limit) {
    return 0;
  }
  spi_find(run, SPOL_FINDING_LIMIT, spi_because_event(run))->step = step->id;
  run->flags |= SPOL_RESULT_LIMITED;
  run->firing_stopped = 1;
  run->heap_count = 0;
  return 1;
}

static void fire(spi_run *run, const spi_step *step, spi_step_run *state, const spi_pending *item) {
  const spi_trigger *trigger = &run->version->triggers[item->trigger];
  spi_lineage *lineage = spi_take(&run->room, sizeof *lineage);
  if (lineage == NULL) {
    return;
  }
  *lineage = (spi_lineage){step->id, item->lineage};
  run->hand.index = item->index;
  spi_cause cause = spi_because(run, SPOL_CAUSE_STEP, &step->place);
  spi_firing_run *firing = spi_list_add(&run->room, &run->fired, sizeof *firing);
  firing->ladder = run->version->ladders[step->ladder].id;
  firing->step = step->id;
  firing->cycle = item->cycle;
  firing->repetition = item->repetition;
  firing->metric = trigger->kind == SPI_TRIGGER_EVENT || trigger->kind == SPI_TRIGGER_TIMER
                       ? 0
                       : trigger->metric;
  firing->version = run->version_index;
  firing->step_index = item->step;
  firing->at = run->now;
  firing->since = item->since;
  firing->cause = cause;
  run->firings++;
  schedule_repeat(run, step, state, item);
  take_effect(run, step, cause, lineage);
}

int spi_ladders_fire(spi_run *run) {
  if (run->heap_count == 0 || run->room.full) {
    return 0;
  }
  spi_pending item = pop(run);
  const spi_step *step = &run->version->steps[item.step];
  spi_step_run *state = &run->steps[step->id - 1];
  int again = item.repetition != 0 || item.was_held;
  if (item.dead || (!again && state->fired && item.cycle == state->cycle)) {
    return 1;
  }
  if (!spi_step_can_fire(run, step)) {
    return 1;
  }
  if (at_limit(run, step)) {
    return 1;
  }
  if (!again && item.cycle == state->cycle) {
    state->fired = 1;
  }
  if (step->triggers.count > 1) {
    void_others(run, &item);
  }
  if (!hold(run, step, state, &item)) {
    fire(run, step, state, &item);
  }
  return 1;
}
