/* SPDX-License-Identifier: MIT */
/* Reopening undoes the stop, and the end of a row, of what resolving or closing
 * had stopped or ended (docs/semantics.md, section 7). */
#include "case/run.h"

static int32_t reopen_rule(spi_run *run, const spi_metric *rule) {
  spi_look_anew(run);
  for (uint32_t i = 0; i < rule->clock.reopens.count; i++) {
    const spi_reopen_row *row = &run->version->reopen_rows[rule->clock.reopens.first + i];
    int held = spi_holds(run, row->when);
    if (held != SPI_NO) {
      spi_saw(run, held == SPI_YES ? &row->place : NULL);
      return held == SPI_YES ? row->reopen : SPI_REOPEN_EXCLUDE_CLOSED;
    }
  }
  return SPI_REOPEN_EXCLUDE_CLOSED;
}

/* The stop is undone, and the time that the case was closed left out, or not. */
static void resume_clock(spi_run *run, spi_metric_run *metric, int32_t how, int was_met) {
  spol_instant since =
      metric->stopped_at != SPOL_INSTANT_NONE ? metric->stopped_at : metric->ended_at;
  metric->state = SPOL_METRIC_RUNNING;
  metric->outcome = SPOL_OUTCOME_NONE;
  metric->flags &= ~(uint32_t)SPOL_RESULT_SUPERSEDED;
  metric->stopped_at = SPOL_INSTANT_NONE;
  if (how == SPI_REOPEN_EXCLUDE_CLOSED) {
    spi_track *own = spi_metric_own_track(run, metric);
    if (own == NULL) {
      return;
    }
    spi_track_closed(run, own, since, run->now, was_met);
    for (spi_clock_run *clock = &metric->clock; clock != NULL; clock = clock->beside) {
      if (clock->track != own) {
        spi_track_closed(run, clock->track, since, run->now, was_met);
      }
    }
  }
  for (spi_clock_run *clock = &metric->clock; clock != NULL && !run->room.full;
       clock = clock->beside) {
    for (uint32_t i = 0; i < clock->leg_count; i++) {
      spi_leg_recount(&clock->legs[i], clock, run->now);
    }
    spi_clock_answer(run, clock);
  }
}

/* Before the stop that is undone came anything: a cycle of its own stays. */
static void keep_cycle(spi_run *run, spi_metric_run *metric) {
  int stopped = metric->state == SPOL_METRIC_STOPPED;
  int is_judged = stopped || metric->cut_off;
  spi_cycle_run *cycle = spi_cycle_push(
      run, metric, stopped ? metric->stopped_at : metric->ended_at,
      is_judged ? metric->judged : spi_answer_leg(spi_clock_best(run, &metric->clock)));
  cycle->spans = is_judged ? metric->judged_spans : 0;
  cycle->state = metric->state;
  cycle->outcome = metric->outcome;
  cycle->stopped_at = metric->stopped_at;
}

void spi_metric_reopen(spi_run *run, spi_metric_run *metric) {
  if (metric->index == SPI_NONE || metric->ended_by != SPI_END_BY_CLOSING) {
    return;
  }
  const spi_metric *rule = metric->rule;
  int32_t how = reopen_rule(run, rule);
  int was_met = metric->outcome == SPOL_OUTCOME_MET;
  metric->ended_by = SPI_END_NONE;
  metric->flags |= SPOL_RESULT_REOPENED;
  spi_touch(run, SPI_TOUCH_METRIC | SPI_TOUCH_FORCE); /* it may have changed meanwhile */
  metric->row_ended = 0;
  if (metric->late && how == SPI_REOPEN_NEW_CYCLE) {
    spi_metric_count_miss(run, metric); /* before the next cycle begins */
  }
  metric->late = 0; /* with the stop that was undone */
  if (metric->before_start || metric->cycle == 0) {
    metric->state = SPOL_METRIC_NOT_STARTED;
    metric->before_start = 0;
    metric->cycle = 0;
    metric->from = SPOL_INSTANT_NONE;
    metric->outcome = SPOL_OUTCOME_NONE;
    metric->stopped_at = SPOL_INSTANT_NONE;
    return;
  }
  if (metric->is_row && metric->was_waiting == 1) {
    metric->state = SPOL_METRIC_WAITING;
    return;
  }
  if (metric->is_row && metric->was_waiting == 2 && metric->cycles.count != 0) {
    /* The event that ended the row was a stop of its cycle: that runs again. */
    const spi_cycle_run *cycle = spi_list_at(&metric->cycles, metric->cycles.count - 1);
    was_met = cycle->outcome == SPOL_OUTCOME_MET;
    metric->stopped_at = cycle->stopped_at;
    metric->outcome = cycle->outcome;
    if (how != SPI_REOPEN_NEW_CYCLE) {
      metric->cycles.count--;
    }
  }
  if (how == SPI_REOPEN_NEW_CYCLE) {
    if (spi_has_current(metric)) {
      keep_cycle(run, metric);
    }
    spi_metric_begin(run, metric, run->now);
  } else if (how == SPI_REOPEN_RESTART) {
    metric->state = SPOL_METRIC_RUNNING;
    metric->outcome = SPOL_OUTCOME_NONE;
    metric->stopped_at = SPOL_INSTANT_NONE;
    metric->flags &= ~(uint32_t)SPOL_RESULT_SUPERSEDED;
    spi_metric_restart(run, metric, run->now);
  } else {
    resume_clock(run, metric, how, was_met);
    spi_metric_refresh(run, metric);
  }
}
