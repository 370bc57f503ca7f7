/* SPDX-License-Identifier: MIT */
/* Pauses are states of the case (docs/semantics.md, section 7): they begin and
 * end by events, by conditions, or by their bound. */
#include "base/hints.h"
#include "case/run.h"

typedef void track_change(spi_run *run, spi_track *track, uint32_t reason, spol_instant at);

static inline void change_track(spi_run *run, spi_track *track, uint32_t reason, spol_instant at,
                                track_change *change) {
  if (spi_mask_has(track->mask, reason)) {
    /* What was put off for good when it was settled can come again. */
    run->stood |= track->stood;
    track->stood = 0;
    change(run, track, reason, at);
  }
}

/* Older clocks that run on beside one, and one that was stopped, have their own. 1 if there
 * was such. */
static int change_apart(spi_run *run, const spi_clock_run *clock, const spi_track *own,
                        uint32_t reason, spol_instant at, track_change *change) {
  int any = 0;
  for (; clock != NULL; clock = clock->beside) {
    if (clock->track != NULL && clock->track != own && spi_mask_has(clock->track->mask, reason)) {
      change(run, clock->track, reason, at);
      any = 1;
    }
  }
  return any;
}

SPI_COLD static void for_apart(spi_run *run, uint32_t reason, spol_instant at,
                               track_change *change) {
  for (uint32_t i = 0; i < run->version->metrics_count && !run->room.full; i++) {
    spi_metric_run *metric = run->live[i];
    if (change_apart(run, &metric->clock, metric->track, reason, at, change)) {
      spi_metric_unsettle(metric);
    }
  }
}

SPI_COLD static void for_timers(spi_run *run, uint32_t reason, spol_instant at,
                                track_change *change) {
  for (uint32_t i = 0; i < run->version->triggers_count && !run->room.full; i++) {
    spi_timer_run *timer = run->triggers[i].timer;
    if (run->version->triggers[i].kind == SPI_TRIGGER_TIMER) {
      change_track(run, timer->track, reason, at, change);
      (void)change_apart(run, &timer->clock, timer->track, reason, at, change);
    }
  }
}

static inline void for_all(spi_run *run, uint32_t reason, spol_instant at, track_change *change) {
  for (spi_track *track = run->paused; track != NULL; track = track->next) {
    change_track(run, track, reason, at, change);
  }
  if (SPI_RARELY(run->has_apart)) {
    for_apart(run, reason, at, change);
  }
  if (SPI_RARELY(run->version->timers_count != 0)) {
    for_timers(run, reason, at, change);
  }
  spi_touch(run, SPI_TOUCH_PAUSED);
}

/* A bound is a target counted from the pause's begin, never paused. */
static spol_instant bound_of(spi_run *run, const spi_reason *rule) {
  spi_found found;
  spi_find_target(run, rule->bounds, &found);
  spol_instant bound = SPI_NEVER;
  for (uint32_t i = 0; i < found.count; i++) {
    spi_leg leg;
    spi_leg_start(run, &leg, &found.parts[i], run->now);
    if (i == 0 || (found.rule == SPI_LATEST_OF ? leg.end > bound : leg.end < bound)) {
      bound = leg.end;
    }
  }
  return bound;
}

/* The row by which a reason pauses a clock, or does not. */
static void saw_row(spi_run *run, spi_range rows, uint32_t reason) {
  for (uint32_t i = 0; i < rows.count; i++) {
    const spi_pause_row *row = &run->version->pause_rows[rows.first + i];
    int held = row->reason == 0 || row->reason == reason ? spi_holds(run, row->when) : SPI_NO;
    if (held != SPI_NO) {
      spi_saw(run, held == SPI_YES ? &row->place : NULL);
      return;
    }
  }
}

static void saw_rows(spi_run *run, uint32_t reason) {
  const spi_version *version = run->version;
  for (uint32_t i = 0; i < version->metrics_count; i++) {
    if (run->live[i]->state == SPOL_METRIC_RUNNING) {
      saw_row(run, version->metrics[i].clock.pauses, reason);
    }
  }
  for (uint32_t i = 0; i < version->triggers_count; i++) {
    if (version->triggers[i].kind == SPI_TRIGGER_TIMER && run->triggers[i].timer->running) {
      saw_row(run, version->timers[version->triggers[i].timer].pauses, reason);
    }
  }
}

SPI_COLD static void set_bound(spi_run *run, uint32_t id) {
  const spi_reason *rule = &run->version->reasons[id - 1];
  if (id <= run->version->reasons_count && rule->bounds.count != 0) {
    spol_instant bound = bound_of(run, rule);
    run->reasons[id - 1].bound = bound;
    run->has_bounds |= bound != SPI_NEVER;
    spi_sooner(run, bound);
  }
}

SPI_APART static void begin(spi_run *run, uint32_t id) {
  spi_reason_run *reason = &run->reasons[id - 1];
  reason->in_force = 1;
  reason->expired = 0;
  reason->bound = SPI_NEVER;
  if (run->version->waits.bounded) {
    set_bound(run, id);
  }
  reason->pause = run->pauses.count;
  spi_pause_run *pause = spi_list_push(&run->room, &run->pauses, sizeof *pause);
  *pause = (spi_pause_run){id, run->now, SPI_NEVER, reason->bound};
  for_all(run, id, run->now, spi_track_begin);
  if (SPI_RARELY(run->seen != NULL)) {
    saw_rows(run, id);
  }
}

SPI_APART static void end(spi_run *run, uint32_t id) {
  spi_reason_run *reason = &run->reasons[id - 1];
  reason->in_force = 0;
  reason->expired = 0;
  reason->bound = SPI_NEVER;
  if (reason->pause < run->pauses.count) {
    spi_pause_run *pause = spi_list_at(&run->pauses, reason->pause);
    pause->to = run->now;
  }
  for_all(run, id, run->now, spi_track_end);
}

/* ---- By events --------------------------------------------------------------- */

SPI_COLD static void ignore(spi_run *run) {
  (void)spi_find(run, SPOL_FINDING_EVENT_IGNORED, spi_because_event(run));
}

/* One of a reason in force is ignored. */
static inline void begin_by_event(spi_run *run, uint32_t id, int is_own) {
  spi_reason_run *reason = &run->reasons[id - 1];
  int was_by_event = reason->by_event;
  reason->by_event = 1;
  if (!reason->in_force) {
    begin(run, id);
  } else if (was_by_event && !is_own) {
    ignore(run);
  }
}

/* 0: it was not in force by an event. */
static inline int end_by_event(spi_run *run, uint32_t id) {
  spi_reason_run *reason = &run->reasons[id - 1];
  int news = reason->by_event && reason->in_force;
  reason->by_event = 0;
  if (reason->in_force && !reason->by_condition) {
    end(run, id);
  }
  return news;
}

SPI_APART static void resume(spi_run *run, uint32_t id) {
  uint32_t last = id != 0 ? id : run->reason_count;
  int any = 0;
  for (uint32_t i = id != 0 ? id : 1; i <= last; i++) {
    any |= end_by_event(run, i);
  }
  if (SPI_RARELY(!any)) {
    ignore(run);
  }
}

/* Those that a policy begins and ends by events beside `waiting` and `resumed`. */
SPI_COLD static void by_own_events(spi_run *run) {
  for (uint32_t i = 0; i < run->version->reasons_count; i++) {
    const spi_reason *rule = &run->version->reasons[i];
    if (rule->ends.count != 0 && spi_any_match(run, rule->ends)) {
      (void)end_by_event(run, i + 1);
    }
    if (rule->begins.count != 0 && spi_any_match(run, rule->begins)) {
      begin_by_event(run, i + 1, 1);
    }
  }
}

void spi_pauses_event(spi_run *run, const spi_event_use *use) {
  if (SPI_RARELY(use->concerns & SPI_CONCERNS_OWN_PAUSES)) {
    by_own_events(run);
  }
  const spol_event *event = run->hand.event;
  if (run->hand.type == SPOL_EVENT_WAITING) {
    if (event != NULL && event->reason != 0) {
      begin_by_event(run, event->reason, 0);
    }
  } else if (run->hand.type == SPOL_EVENT_RESUMED && event != NULL) {
    resume(run, event->reason);
  }
}

/* ---- By conditions, and bounds ----------------------------------------------- */

int spi_pauses_look(spi_run *run) {
  int any = 0;
  for (uint32_t i = 0; i < run->version->reasons_count && !run->room.full; i++) {
    uint32_t condition = run->version->reasons[i].while_condition;
    if (condition == SPI_NONE || run->version->reasons[i].place.line == 0) {
      continue;
    }
    spi_reason_run *reason = &run->reasons[i];
    spi_look_anew(run);
    int holds = spi_holds(run, condition) == SPI_YES;
    if (holds == reason->by_condition) {
      continue;
    }
    any = 1;
    reason->by_condition = (uint8_t)holds;
    if (holds && !reason->in_force) {
      begin(run, i + 1);
    } else if (!holds && reason->in_force && !reason->by_event) {
      end(run, i + 1);
    }
  }
  return any;
}

/* At its bound a reason stops pausing; it is in force until it is resumed. */
int spi_pauses_expire(spi_run *run) {
  int any = 0;
  for (uint32_t i = 0; i < run->reason_count && !run->room.full; i++) {
    spi_reason_run *reason = &run->reasons[i];
    if (reason->in_force && reason->bound <= run->now) {
      reason->expired = 1;
      reason->bound = SPI_NEVER;
      for_all(run, i + 1, run->now, spi_track_end);
      any = 1;
    }
  }
  return any;
}

spol_instant spi_bounds_next(const spi_run *run) {
  spol_instant next = SPI_NEVER;
  for (uint32_t i = 0; i < run->reason_count; i++) {
    if (run->reasons[i].in_force && run->reasons[i].bound < next) {
      next = run->reasons[i].bound;
    }
  }
  return next;
}
