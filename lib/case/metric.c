/* SPDX-License-Identifier: MIT */
/* Metrics: starting, missing and changing (docs/semantics.md, section 7). Stopping
 * is in stop.c, rows of cycles are in row.c and period.c. */
#include "base/hints.h"
#include "case/run.h"

/* ---- Looking up -------------------------------------------------------------- */

static uint32_t calendar_of_id(const spi_run *run, uint32_t id) {
  for (uint32_t i = 0; i < run->version->calendars_count; i++) {
    if (run->version->calendars[i].id == id) {
      return i;
    }
  }
  return SPI_NONE;
}

/* An agreed target outranks the rules, on the calendar that it names, else on
 * that of the rules' target. */
static spi_aim *single_aim(spi_found *found) {
  spi_aim *aim = &found->room[0];
  *aim = found->parts[0];
  for (uint32_t i = 1; i < found->count && aim->calendar == NULL; i++) {
    *aim = found->parts[i]; /* the first that names a calendar */
  }
  found->parts = found->room;
  found->count = 1;
  found->rule = SPI_SINGLE;
  return aim;
}

static void agree(spi_run *run, const spi_metric_run *metric, spi_found *found) {
  spi_aim *aim = single_aim(found);
  found->answer = SPI_YES;
  if (metric->agreed_calendar != 0) {
    aim->calendar_index = calendar_of_id(run, metric->agreed_calendar);
    aim->calendar = NULL;
    if (spi_find_calendar(run, aim->calendar_index, &aim->calendar) == SPI_UNDECIDED) {
      aim->kind = SPOL_TARGET_UNDECIDED;
      return;
    }
  }
  if (metric->agreed_due != SPOL_INSTANT_NONE) {
    aim->kind = SPOL_TARGET_AGREED_DUE;
    aim->within = 0;
    aim->agreed = metric->agreed_due;
  } else {
    aim->kind = SPOL_TARGET_DURATION;
    aim->within = metric->agreed_within;
  }
  aim->target = SPI_NONE;
}

void spi_metric_find(spi_run *run, spi_metric_run *metric, spi_found *out) {
  spi_find_target(run, metric->rule->clock.targets, out);
  if (metric->agreed) {
    agree(run, metric, out);
  } else if (metric->promised != SPOL_INSTANT_NONE) {
    spi_aim *aim = single_aim(out);
    aim->kind = SPOL_TARGET_AGREED_DUE;
    aim->agreed = metric->promised;
  }
}

/* What is agreed outranks a promise. */
static uint8_t is_promised(const spi_metric_run *metric) {
  return !metric->agreed && metric->promised != SPOL_INSTANT_NONE;
}

static void note_target(spi_run *run, spi_metric_run *metric, const spi_found *found) {
  if (metric->agreed) {
    metric->clock.target = metric->agreed_cause;
    metric->undecided = 0;
    return;
  }
  spi_cause_of_rule(run, &metric->clock.target, SPOL_CAUSE_RULE, found->place);
  int undecided = found->parts[0].kind == SPOL_TARGET_UNDECIDED;
  if (undecided && !metric->undecided) {
    spi_finding_run *finding =
        spi_find(run, run->zone_missing ? SPOL_FINDING_ZONE_MISSING : SPOL_FINDING_FACT_MISSING,
                 metric->clock.target);
    finding->metric = metric->id;
    finding->cycle = metric->cycle;
    finding->fact = run->missing;
  } else if (found->answer == SPI_NO) {
    spi_finding_run *finding = spi_find(run, SPOL_FINDING_NO_TARGET, metric->clock.target);
    finding->metric = metric->id;
    finding->cycle = metric->cycle;
  }
  metric->undecided = (uint8_t)undecided;
}

static void note_fault(spi_run *run, const spi_metric_run *metric, const spi_leg *leg) {
  int32_t kind = 0;
  if (leg->fault == SPOL_OK && leg->flags == 0) {
    return;
  }
  if (leg->fault == SPOL_E_NEVER_OPEN) {
    kind = SPOL_FINDING_NEVER_OPEN;
  } else if (leg->fault != SPOL_OK) {
    kind = SPOL_FINDING_OUT_OF_RANGE;
  } else if (leg->flags & SPOL_RESULT_DUE_AT_RECEIPT) {
    kind = SPOL_FINDING_DUE_AT_RECEIPT;
  } else if (leg->flags & SPOL_RESULT_UNCOVERED) {
    kind = SPOL_FINDING_HOLIDAYS_UNKNOWN;
  }
  if (kind != 0) {
    spi_finding_run *finding = spi_find(run, kind, metric->clock.target);
    finding->metric = metric->id;
    finding->cycle = metric->cycle;
  }
}

/* ---- The clock as it stands -------------------------------------------------- */

/* Where its miss and its shares lie, with its clocks settled. */
static inline void place_on(spi_run *run, spi_metric_run *metric, const spi_leg *leg) {
  if (leg->due != SPOL_INSTANT_NONE && !metric->missed) {
    /* Not while a pause lasts on that counts though it began after due. */
    spol_instant at = leg->due + 1 > leg->lasting || leg->fixed ? leg->due + 1 : leg->lasting;
    metric->miss_at = at > run->now ? at : run->now;
    spi_sooner(run, metric->miss_at);
  }
  if (metric->use->triggers.count != 0) {
    spi_ladders_metric(run, metric);
  }
}

static void place(spi_run *run, spi_metric_run *metric) {
  const spi_clock_run *best = spi_clock_best(run, &metric->clock);
  if (best->restarts) {
    for (spi_clock_run *clock = &metric->clock; clock != NULL; clock = clock->beside) {
      clock->restarts = clock == best ? 0 : clock->restarts;
    }
    spi_metric_new_steps(run, metric);
  }
  place_on(run, metric, spi_answer_leg(best));
}

void spi_metric_refresh(spi_run *run, spi_metric_run *metric) {
  metric->miss_at = metric->late ? run->now : SPI_NEVER;
  spi_sooner(run, metric->miss_at);
  metric->settled = metric->track->changes;
  if (metric->state != SPOL_METRIC_RUNNING) {
    return;
  }
  for (spi_clock_run *clock = &metric->clock; clock != NULL; clock = clock->beside) {
    spi_clock_settle(run, clock);
  }
  place(run, metric);
}

/* A new cycle of steps begins: thresholds are armed, a miss counts again. */
void spi_metric_new_steps(spi_run *run, spi_metric_run *metric) {
  metric->epoch++;
  if (metric->missed) { /* in conditions it is missed no more */
    metric->missed = 0;
    spi_touch(run, SPI_TOUCH_METRIC);
  }
  metric->lineage = run->hand.lineage;
  if (metric->use->triggers.count != 0) {
    spi_ladders_cycle(run, metric);
  }
}

static void start_clock(spi_run *run, spi_metric_run *metric, const spi_found *found,
                        spol_instant start) {
  const spi_clock *rule = &metric->rule->clock;
  metric->clock.track = metric->track;
  metric->clock.real = rule->pause_real;
  metric->clock.agreed = metric->agreed;
  metric->clock.promised = is_promised(metric);
  metric->clock.restarts = 0;
  spi_clock_start(run, &metric->clock, found, start);
}

SPI_COLD static void begin_no_more(spi_run *run, spi_metric_run *metric) {
  spi_finding_run *finding = spi_find(run, SPOL_FINDING_LIMIT, spi_because_event(run));
  finding->metric = metric->id;
  finding->cycle = metric->cycle;
  metric->flags |= SPOL_RESULT_LIMITED;
  spi_row_end(run, metric);
}

/* The next cycle, before its target is looked up. */
static inline void begin_cycle(spi_run *run, spi_metric_run *metric, spol_instant start) {
  if (metric->is_row) { /* what is agreed holds for the cycle that ran */
    metric->agreed = 0;
    metric->agreed_due = SPOL_INSTANT_NONE;
  }
  run->cycles++;
  metric->cycle++;
  metric->state = SPOL_METRIC_RUNNING;
  metric->outcome = SPOL_OUTCOME_NONE;
  metric->from = start;
  metric->missed_any = 0;
  metric->before_start = 0;
  metric->stops = 0;
  metric->flags &= ~(uint32_t)(SPOL_RESULT_SUPERSEDED | SPOL_RESULT_EXCUSED);
  metric->stopped_at = SPOL_INSTANT_NONE;
  metric->missed_at = SPOL_INSTANT_NONE;
  metric->start = spi_doer_at_hand(run);
  spi_touch(run, SPI_TOUCH_METRIC);
  metric->promised = metric->promise;
  metric->promise = SPOL_INSTANT_NONE;
}

/* On a target that the policy settles, with nothing agreed or promised. 0: it is
 * not that, and nothing is begun. */
static inline int begin_usual(spi_run *run, spi_metric_run *metric, spol_instant start) {
  int held;
  const spi_target_row *row = spi_find_row(run, metric->rule->clock.targets, &held);
  const spi_settled_aim *aim = held == SPI_YES ? &run->version->aims[row->target] : NULL;
  spi_clock_run *clock = &metric->clock;
  clock->track = metric->track;
  clock->real = metric->rule->clock.pause_real;
  if (aim == NULL || !aim->is_usual || !spi_clock_start_usual(run, clock, &aim->aim, start)) {
    return 0;
  }
  clock->agreed = clock->promised = clock->restarts = 0;
  metric->undecided = 0;
  spi_cause_of_rule(run, &clock->target, SPOL_CAUSE_RULE, &row->place);
  spi_metric_new_steps(run, metric);
  metric->miss_at = SPI_NEVER;
  metric->settled = metric->track->changes;
  place_on(run, metric, clock->legs);
  return 1;
}

SPI_COLD static void begin_unusual(spi_run *run, spi_metric_run *metric, spol_instant start) {
  spi_found found;
  spi_metric_find(run, metric, &found);
  note_target(run, metric, &found);
  start_clock(run, metric, &found, start);
  if (run->room.full) {
    return;
  }
  if (found.parts[0].kind == SPOL_TARGET_PER_PERIOD) {
    spi_period_begin(run, metric, &found.parts[0], spi_answer_leg(&metric->clock)->receipt,
                     metric->cycle == 1);
  }
  note_fault(run, metric, spi_answer_leg(&metric->clock));
  spi_metric_new_steps(run, metric);
  if (!metric->is_row || !spi_row_zero(run, metric)) {
    metric->miss_at = SPI_NEVER;
    metric->settled = metric->track->changes;
    place(run, metric);
  }
}

void spi_metric_begin(spi_run *run, spi_metric_run *metric, spol_instant start) {
  if (metric->is_row && run->cycles >= run->cycle_limit) {
    begin_no_more(run, metric);
    return;
  }
  begin_cycle(run, metric, start);
  if (metric->agreed || metric->promised != SPOL_INSTANT_NONE || !begin_usual(run, metric, start)) {
    begin_unusual(run, metric, start);
  }
}

/* ---- Starting ---------------------------------------------------------------- */

/* A start restarts the clock (`starts: latest`), as a new cycle of steps. */
void spi_metric_restart(spi_run *run, spi_metric_run *metric, spol_instant at) {
  spi_found found;
  spi_metric_find(run, metric, &found);
  note_target(run, metric, &found);
  metric->start = spi_doer_at_hand(run);
  metric->from = at;
  start_clock(run, metric, &found, at);
  if (!run->room.full) {
    spi_metric_new_steps(run, metric);
    spi_metric_refresh(run, metric);
  }
}

void spi_metric_try_start(spi_run *run, spi_metric_run *metric, spol_instant at) {
  const spi_clock *rule = &metric->rule->clock;
  if (metric->state == SPOL_METRIC_RUNNING) {
    if (rule->starts_latest && at >= metric->from) {
      spi_metric_restart(run, metric, at);
    }
    return;
  }
  int waits = metric->state == SPOL_METRIC_WAITING && at >= metric->last_stop;
  if (metric->row_ended || !(metric->state == SPOL_METRIC_NOT_STARTED || waits)) {
    return;
  }
  if (spi_holds(run, rule->start_when) == SPI_YES) {
    spi_metric_begin(run, metric, at);
  } else if (!metric->start_seen || rule->starts_latest) {
    metric->start_seen = 1;
    run->start_seen = 1;
    metric->seen_at = at;
  }
}

void spi_metrics_start(spi_run *run, const spi_metric_set *set) {
  uint32_t count = run->version->metrics_count;
  for (uint32_t i = spi_set_next(set, 0); i < count && !run->room.full;
       i = spi_set_next(set, i + 1)) {
    spi_metric_run *metric = run->live[i];
    if (spi_is_meant(run, set, i, metric->rule->clock.starts)) {
      spi_metric_try_start(run, metric, run->hand.occurred);
    }
  }
}

/* ---- Changing ---------------------------------------------------------------- */

/* A clock of several, as it is before a change: a stop learned late may ask. */
static const spi_clock_run *keep_clock(spi_run *run, const spi_clock_run *clock) {
  spi_clock_run *kept = NULL;
  if (clock->leg_count > 1 || clock->beside != NULL) {
    kept = spi_take(&run->room, sizeof *kept);
    if (kept != NULL) {
      *kept = *clock;
    }
  }
  return kept;
}

static void record_change(spi_run *run, spi_metric_run *metric, const spi_leg *before,
                          const spi_clock_run *kept, const spi_carried *carry) {
  const spi_clock_run *best = spi_clock_best(run, &metric->clock);
  const spi_leg *after = spi_answer_leg(best);
  spi_change *change = spi_list_add(&run->room, &metric->changes, sizeof *change);
  change->cycle = metric->cycle;
  change->carry = carry->carry;
  change->never_later = carry->never_later != 0;
  change->old_is_answer = best != &metric->clock;
  change->at = run->now;
  change->due_after = after->due;
  const spi_leg *own = spi_answer_leg(&metric->clock);
  change->carried = spi_leg_elapsed(own, &metric->clock, run->now);
  change->before = *before;
  change->clock = kept;
  change->missed = metric->missed;
  change->cause = spi_because_event(run);
  change->rule = carry->rule;
  change->target = metric->clock.target;
  metric->carry = carry->rule;
}

static void change_clock(spi_run *run, spi_metric_run *metric, const spi_found *found,
                         const uint64_t *mask, spi_cause target) {
  const spi_metric *rule = metric->rule;
  const spi_clock_run *best = spi_clock_best(run, &metric->clock);
  spi_leg before = *spi_answer_leg(best);
  spi_carried carry;
  spi_find_carry(run, rule->clock.carries, before.word, &carry);
  spi_clock_run *clock = &metric->clock;
  const spi_clock_run *kept = keep_clock(run, clock);
  spol_instant cycle_from = rule->repeat == SPI_REPEAT_SCHEDULE ? metric->from : INT64_MIN;
  clock->target = target;
  int restarted = spi_clock_change(run, clock, found, &carry, run->now, cycle_from, metric->track);
  spi_metric_mask(run, metric, mask);
  spi_metric_unsettle(metric);
  clock->real = rule->clock.pause_real;
  clock->agreed = metric->agreed;
  clock->promised = is_promised(metric);
  if (run->room.full) {
    return;
  }
  spi_clock_settle(run, clock);
  record_change(run, metric, &before, kept, &carry);
  note_fault(run, metric, spi_answer_leg(clock));
  clock->restarts = restarted && clock->beside != NULL;
  if (restarted && clock->beside == NULL) {
    spi_metric_new_steps(run, metric);
  }
  (void)spi_row_zero(run, metric);
}

static void look_running(spi_run *run, spi_metric_run *metric, const uint64_t *mask) {
  spi_found found;
  spi_metric_find(run, metric, &found);
  int same = spi_clock_aims_at(run, &metric->clock, &found) &&
             spi_mask_is(run, mask, metric->clock.track->mask);
  int promised = metric->clock.promised && !metric->agreed;
  if (promised || spi_is_period(run, metric) || same) {
    spi_metric_mask(run, metric, mask);
    if (promised && metric->clock.track != metric->track) {
      metric->clock.track = metric->track; /* nothing moves it: it needs none of its own */
      spi_metric_unsettle(metric);
    }
    return;
  }
  note_target(run, metric, &found);
  spi_cause target = metric->clock.target;
  change_clock(run, metric, &found, mask, target);
}

/* A start that was seen waits for what it needs. */
static void look_start(spi_run *run, spi_metric_run *metric, const spi_clock *rule) {
  spi_look_anew(run);
  if (spi_holds(run, rule->start_when) == SPI_YES) {
    metric->start_seen = 0;
    spi_metric_try_start(run, metric, run->now);
  }
}

static int asks_pauses(const spi_metric_run *metric, const spi_metric_use *use, uint32_t touched) {
  return (touched & use->pauses) != 0 || ((touched & SPI_TOUCH_FORCE) != 0 &&
                                          !(use->is_masked && metric->track->mask[0] == use->mask));
}

/* A clock that was stopped keeps the pauses that it had, until it is reopened. */
static void keep_track(spi_run *run, spi_metric_run *metric) {
  int stopped = metric->state == SPOL_METRIC_STOPPED || metric->state == SPOL_METRIC_ENDED;
  if (stopped && metric->clock.leg_count != 0 && metric->clock.track == metric->track) {
    spi_track *track = spi_track_copy(run, metric->track);
    run->has_apart = 1;
    metric->clock.track = track != NULL ? track : metric->clock.track;
  }
}

static void look_one(spi_run *run, spi_metric_run *metric, uint32_t touched, uint64_t *room) {
  const spi_clock *rule = &metric->rule->clock;
  const spi_metric_use *use = metric->use;
  const uint64_t *mask = metric->track->mask;
  if (asks_pauses(metric, use, touched)) {
    spi_look_anew(run);
    spi_find_pauses(run, rule->pauses, room);
    mask = room;
  }
  int same = spi_mask_is(run, mask, metric->track->mask);
  if (metric->state != SPOL_METRIC_RUNNING && !same) {
    keep_track(run, metric);
    spi_metric_mask(run, metric, mask);
  } else if (metric->state == SPOL_METRIC_RUNNING &&
             (!same || (touched & (use->target | SPI_TOUCH_FORCE)) != 0)) {
    look_running(run, metric, mask);
  }
  if (metric->start_seen && metric->state != SPOL_METRIC_RUNNING) {
    look_start(run, metric, rule);
  }
}

/* One whose clock is a single one, and as it was, is as it was. */
static int is_compound(const spi_clock_run *clock) {
  return clock->leg_count > 1 || clock->beside != NULL;
}

static void refresh_moved(spi_run *run, spi_metric_run *metric, uint32_t touched) {
  if (spi_metric_moved(metric) || (touched & SPI_TOUCH_FORCE) != 0 || is_compound(&metric->clock)) {
    spi_metric_refresh(run, metric);
  }
}

void spi_metrics_look(spi_run *run, uint32_t touched) {
  uint64_t small[8];
  uint64_t *mask = small;
  if (run->reason_words > 8) {
    mask = spi_take_array(&run->room, run->reason_words, sizeof *mask);
  }
  for (uint32_t i = 0; i < run->version->metrics_count && mask != NULL && !run->room.full; i++) {
    spi_metric_run *metric = run->live[i];
    const spi_metric_use *use = &run->version->metric_uses[i];
    if (metric->state != SPOL_METRIC_RUNNING && !metric->start_seen &&
        !asks_pauses(metric, use, touched)) {
      continue; /* it has no clock that could change */
    }
    if ((touched & (use->target | use->pauses | use->start | SPI_TOUCH_FORCE)) != 0) {
      look_one(run, metric, touched, mask);
    } else if ((touched & SPI_TOUCH_PAUSED) == 0) {
      continue; /* nothing that its clock depends on has changed */
    }
    if (!run->room.full) {
      refresh_moved(run, metric, touched);
    }
  }
}

spol_instant spi_clock_wake(const spi_clock_run *clock, spol_instant now) {
  spol_instant next = SPI_NEVER;
  for (; clock != NULL; clock = clock->beside) {
    for (uint32_t i = 0; clock->real && i < clock->leg_count; i++) {
      spol_instant end = clock->legs[i].lasting;
      next = end != SPOL_INSTANT_NONE && end > now && end < next ? end : next;
    }
  }
  return next;
}

spol_instant spi_metrics_wake(const spi_run *run) {
  spol_instant next = SPI_NEVER;
  for (uint32_t i = 0; i < run->version->metrics_count; i++) {
    const spi_metric_run *metric = run->live[i];
    int compound = metric->clock.beside != NULL || metric->clock.leg_count > 1;
    if (metric->state == SPOL_METRIC_RUNNING && compound) {
      spol_instant at = spi_clock_wake(&metric->clock, run->now);
      next = at < next ? at : next;
    }
  }
  return next;
}

void spi_metrics_refresh(spi_run *run) {
  run->unsettled = 0;
  run->stood = 0;
  if (run->has_compound) {
    spi_agenda_forget(run); /* another clock may be the answer at another instant */
  }
  for (uint32_t i = 0; i < run->version->metrics_count && !run->room.full; i++) {
    spi_metric_run *metric = run->live[i];
    if (spi_metric_moved(metric) || (run->has_compound && is_compound(&metric->clock))) {
      spi_metric_refresh(run, metric);
    }
  }
}

/* ---- Missing ----------------------------------------------------------------- */

static void excuse(spi_run *run, spi_metric_run *metric) {
  const spi_metric *rule = metric->rule;
  for (uint32_t i = 0; i < rule->excuses.count; i++) {
    const spi_excuse_row *row = &run->version->excuse_rows[rule->excuses.first + i];
    spi_look_anew(run);
    if (spi_holds(run, row->when) == SPI_YES) {
      spi_finding_run *finding =
          spi_find(run, SPOL_FINDING_MISS_EXCUSED, spi_because(run, SPOL_CAUSE_RULE, &row->place));
      finding->metric = metric->id;
      finding->cycle = metric->cycle;
      finding->text = row->text;
      metric->flags |= SPOL_RESULT_EXCUSED;
      return;
    }
  }
}

static void mark_missed(spi_run *run, spi_metric_run *metric) {
  const spi_clock_run *best = spi_clock_best(run, &metric->clock);
  for (spi_clock_run *clock = &metric->clock; clock != NULL; clock = clock->beside) {
    clock->missed |= clock == best;
  }
}

void spi_metric_count_miss(spi_run *run, spi_metric_run *metric) {
  mark_missed(run, metric);
  metric->late = 0;
  metric->misses++;
  metric->missed = 1;
  metric->missed_any = 1;
  metric->missed_at = run->now;
  spi_touch(run, SPI_TOUCH_METRIC);
  excuse(run, metric);
  spi_ladders_miss(run, metric);
}

static void miss(spi_run *run, spi_metric_run *metric) {
  if (spi_is_period(run, metric)) {
    spi_period_close(run, metric);
    return;
  }
  spi_metric_count_miss(run, metric);
  const spi_metric *rule = metric->rule;
  if (metric->state != SPOL_METRIC_RUNNING) {
    metric->miss_at = SPI_NEVER; /* it was stopped at this very instant */
  } else if (metric->is_row && !rule->once) {
    spi_row_miss(run, metric);
  } else {
    spi_metric_refresh(run, metric);
  }
}

void spi_metric_miss(spi_run *run, spi_metric_run *metric) {
  miss(run, metric);
  spi_relook(run);
}

void spi_metrics_miss(spi_run *run) {
  int any = 1;
  while (any && !run->room.full) {
    any = 0;
    for (uint32_t i = 0; i < run->version->metrics_count && !run->room.full; i++) {
      if (run->live[i]->miss_at <= run->now) {
        spi_metric_miss(run, run->live[i]);
        any = 1;
      }
    }
  }
}

/* ---- In conditions ------------------------------------------------------------------------------
 */

uint32_t spi_metric_bits(const spi_run *run, uint32_t id) {
  if (id < 1 || id > run->metric_count) {
    return 0;
  }
  const spi_metric_run *metric = &run->metrics[id - 1];
  int started = metric->cycle != 0 && !metric->before_start;
  uint32_t bits = started ? (uint32_t)SPI_METRIC_STARTED : 0;
  int32_t outcome = metric->outcome;
  int stopped = metric->state == SPOL_METRIC_STOPPED;
  if (metric->state == SPOL_METRIC_RUNNING && metric->missed) {
    outcome = SPOL_OUTCOME_MISSED;
  }
  if (metric->is_row && !(metric->missed && metric->state == SPOL_METRIC_RUNNING)) {
    outcome = SPOL_OUTCOME_NONE;
    if (metric->cycles.count != 0) {
      const spi_cycle_run *last = spi_list_at(&metric->cycles, metric->cycles.count - 1);
      outcome = last->outcome;
      stopped = last->stopped_at != SPOL_INSTANT_NONE;
    }
    if (metric->state == SPOL_METRIC_ENDED && metric->cut_off) { /* the last to end */
      outcome = metric->outcome;
      stopped = metric->stopped_at != SPOL_INSTANT_NONE;
    }
  }
  bits |= outcome == SPOL_OUTCOME_MET ? (uint32_t)SPI_METRIC_MET : 0;
  bits |= outcome == SPOL_OUTCOME_MISSED ? (uint32_t)SPI_METRIC_MISSED : 0;
  return bits | (stopped ? (uint32_t)SPI_METRIC_STOPPED : 0);
}

/* ---- Setting up -------------------------------------------------------------- */

void spi_metrics_order(spi_run *run) {
  for (uint32_t i = 0; i < run->version->metrics_count; i++) {
    spi_metric_run *metric = &run->metrics[run->version->metrics[i].id - 1];
    run->live[i] = metric;
    metric->rule = &run->version->metrics[i];
    metric->use = &run->version->metric_uses[i];
  }
}

/* Up to where a metric is cleared: what stands behind is written before it is read. */
enum { METRIC_BEGUN = offsetof(spi_metric_run, clock) + offsetof(spi_clock_run, target) };

void spi_metrics_make(spi_run *run) {
  for (uint32_t i = 0; i < run->metric_count; i++) {
    spi_metric_run *metric = &run->metrics[i];
    spi_clear(metric, METRIC_BEGUN);
    metric->id = i + 1;
    metric->index = SPI_NONE;
    metric->from = metric->stopped_at = metric->ended_at = SPOL_INSTANT_NONE;
    metric->missed_at = metric->promise = metric->last_stop = SPOL_INSTANT_NONE;
    metric->promised = SPOL_INSTANT_NONE;
    metric->agreed_due = SPOL_INSTANT_NONE;
    metric->miss_at = SPI_NEVER;
    spi_cause_clear(&metric->clock.target);
    metric->start.cause = SPOL_CAUSE_NONE;
    metric->stop.cause = SPOL_CAUSE_NONE;
    spi_cause_clear(&metric->carry);
    metric->preview = (spi_aim){0};
  }
  spi_metrics_order(run);
  for (uint32_t i = 0; i < run->version->metrics_count; i++) {
    spi_metric_run *metric = run->live[i];
    const spi_metric_use *use = metric->use;
    metric->index = i;
    metric->is_row = (uint8_t)use->is_row;
    if (use->is_row) {
      spi_list_reserve(&run->room, &metric->cycles, sizeof(spi_cycle_run));
    }
    metric->track = &run->tracks[use->track];
    if (use->sharers != 0) {
      spi_track_share(run, use);
    }
  }
}
