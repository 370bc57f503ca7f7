/* SPDX-License-Identifier: MIT */
/* Repeating metrics: a numbered row of cycles (docs/semantics.md, section 7). */
#include "case/run.h"

spi_cycle_run *spi_cycle_push(spi_run *run, spi_metric_run *metric, spol_instant ended,
                              const spi_leg *leg) {
  spi_cycle_run *cycle = spi_list_push(&run->room, &metric->cycles, sizeof *cycle);
  cycle->number = metric->cycle;
  cycle->state = 0;
  cycle->outcome = SPOL_OUTCOME_NONE;
  cycle->flags = metric->flags;
  cycle->stops = metric->stops;
  cycle->stops_needed = 0;
  cycle->from = metric->from;
  cycle->ended_at = ended;
  cycle->missed_at = metric->missed_at;
  cycle->stopped_at = SPOL_INSTANT_NONE;
  cycle->opens_after = 0;
  cycle->leg = leg;
  cycle->promised = metric->clock.promised;
  cycle->target = metric->clock.target;
  cycle->start = metric->start;
  cycle->stop = metric->stop;
  metric->clock.leg_room = 0; /* the next cycle has a leg of its own */
  return cycle;
}

/* A cycle without length can not be followed by another: the row ends. */
int spi_row_zero(spi_run *run, spi_metric_run *metric) {
  if (!metric->is_row || spi_is_period(run, metric)) {
    return 0;
  }
  const spi_leg *leg = spi_answer_leg(&metric->clock);
  if (leg->word || (leg->fixed ? leg->end > metric->from : leg->length > 0)) {
    return 0;
  }
  spi_finding_run *finding = spi_find(run, SPOL_FINDING_ZERO_CYCLE, metric->clock.target);
  finding->metric = metric->id;
  finding->cycle = metric->cycle;
  spi_row_end(run, metric);
  return 1;
}

/* Which of several clocks answered stays as it was when a cycle was cut off. */
void spi_metric_freeze(spi_run *run, spi_metric_run *metric) {
  metric->cut_off = metric->state == SPOL_METRIC_RUNNING;
  if (metric->cut_off) {
    metric->judged = spi_answer_leg(spi_clock_best(run, &metric->clock));
  }
}

void spi_row_end(spi_run *run, spi_metric_run *metric) {
  spi_metric_settle(run, metric);
  if (metric->state == SPOL_METRIC_RUNNING) {
    /* The cycle then running has no outcome. */
    metric->outcome = SPOL_OUTCOME_NONE;
    spi_period_keep_met(run, metric);
  }
  spi_metric_freeze(run, metric);
  metric->was_waiting = metric->state == SPOL_METRIC_WAITING;
  metric->state = SPOL_METRIC_ENDED;
  metric->row_ended = 1;
  metric->ended_at = run->now;
  metric->ended_by = run->hand.type == SPOL_EVENT_RESOLVED || run->hand.type == SPOL_EVENT_CLOSED
                         ? SPI_END_BY_CLOSING
                         : SPI_END_OTHER;
  metric->miss_at = SPI_NEVER;
  spi_touch(run, SPI_TOUCH_METRIC);
  spi_ladders_stopped(run, metric, 0);
}

/* The cycle that ran at an instant, of those that are over: the first that
 * began by then and was not over. A missed one ran until its miss took effect. */
static spi_cycle_run *cycle_at(const spi_metric_run *metric, spol_instant at) {
  uint32_t low = 0;
  uint32_t high = metric->cycles.count;
  while (low < high) {
    uint32_t middle = low + (high - low) / 2;
    const spi_cycle_run *cycle = spi_list_at(&metric->cycles, middle);
    spol_instant end = cycle->outcome == SPOL_OUTCOME_MISSED && cycle->state != SPOL_METRIC_STOPPED
                           ? cycle->missed_at
                           : cycle->ended_at;
    if (end <= at) {
      low = middle + 1;
    } else {
      high = middle;
    }
  }
  if (low == metric->cycles.count) {
    return NULL;
  }
  spi_cycle_run *cycle = spi_list_at(&metric->cycles, low);
  return cycle->from <= at ? cycle : NULL;
}

/* A stop learned late changes the outcome of the cycle that ran then, once. */
static void stop_late(spi_run *run, spi_metric_run *metric, spi_cycle_run *cycle, spol_instant at) {
  if (cycle->state == SPOL_METRIC_STOPPED || cycle->outcome != SPOL_OUTCOME_MISSED) {
    return;
  }
  spi_judged judged;
  if (spi_judge(run, metric, cycle->number, cycle->leg, &metric->clock, at, &judged) ==
      SPOL_OUTCOME_MET) {
    cycle->leg = spi_judged_keep(run, &judged);
    cycle->outcome = SPOL_OUTCOME_MET;
    cycle->stopped_at = at;
    cycle->flags |= SPOL_RESULT_SUPERSEDED;
    cycle->stop = spi_because_event(run);
    spi_ladders_stopped(run, metric, cycle->number);
    spi_touch(run, SPI_TOUCH_METRIC);
  }
}

/* Where the next cycle begins after a stop. */
static spol_instant next_begin(const spi_clock_run *clock, const spi_metric *rule,
                               const spi_leg *leg, spol_instant at) {
  if (rule->repeat != SPI_REPEAT_SCHEDULE || leg->word) {
    return at;
  }
  spol_instant due = leg->due != SPOL_INSTANT_NONE ? leg->due : spi_leg_if_resumed(leg, clock, at);
  return due == SPI_NEVER ? at : due;
}

static void stop_cycle(spi_run *run, spi_metric_run *metric, spol_instant at) {
  const spi_metric *rule = metric->rule;
  const spi_clock_run *best = spi_clock_best(run, &metric->clock);
  spi_judged judged;
  int32_t outcome = spi_judge(run, metric, metric->cycle, spi_answer_leg(best), best, at, &judged);
  if (spi_counts_miss(metric, outcome, &judged)) {
    spi_metric_count_miss(run, metric); /* a stop 1 us after due came before its miss */
  }
  if (outcome == SPOL_OUTCOME_NONE && metric->missed_any) {
    outcome = SPOL_OUTCOME_MISSED;
  }
  if (outcome == SPOL_OUTCOME_MET && metric->missed_any) {
    metric->flags |= SPOL_RESULT_SUPERSEDED;
  }
  spol_instant next = next_begin(best, rule, judged.leg, at);
  spi_cause_of_event(run, &metric->stop);
  spi_cycle_run *cycle = spi_cycle_push(run, metric, at, spi_judged_keep(run, &judged));
  cycle->state = SPOL_METRIC_STOPPED;
  cycle->outcome = outcome;
  cycle->stopped_at = at;
  metric->last_stop = at;
  metric->outcome = outcome;
  metric->miss_at = SPI_NEVER;
  spi_touch(run, SPI_TOUCH_METRIC);
  spi_ladders_stopped(run, metric, metric->cycle);
  metric->promise = SPOL_INSTANT_NONE;
  if (rule->promises && run->hand.event != NULL) {
    metric->promise = run->hand.event->next_by;
  }
  metric->state = SPOL_METRIC_WAITING;
  if (spi_any_match(run, rule->until)) {
    /* The stop met its cycle; the row ends with it and no other begins. */
    spi_row_end(run, metric);
    metric->was_waiting = 2;
    return;
  }
  if (rule->repeat != SPI_REPEAT_AFTER_START) {
    spi_metric_begin(run, metric, next);
  }
}

static void end_missed(spi_run *run, spi_metric_run *metric, const spi_leg *leg) {
  spol_instant due = leg->due;
  spi_cycle_run *cycle = spi_cycle_push(run, metric, due, leg);
  cycle->state = SPOL_METRIC_ENDED;
  cycle->outcome = SPOL_OUTCOME_MISSED;
  metric->miss_at = SPI_NEVER;
  spi_metric_begin(run, metric, due);
}

/* By the clock in force at a stop that is learned late its cycle was missed, which
 * is known only now: the stop is none of the next. */
static int missed_then(spi_run *run, spi_metric_run *metric, spol_instant at) {
  const spi_clock_run *best = spi_clock_best(run, &metric->clock);
  spi_judged judged;
  if (metric->rule->once || metric->state != SPOL_METRIC_RUNNING || at < metric->from ||
      spi_judge(run, metric, metric->cycle, spi_answer_leg(best), best, at, &judged) !=
          SPOL_OUTCOME_MISSED) {
    return 0;
  }
  if (spi_counts_miss(metric, SPOL_OUTCOME_MISSED, &judged)) {
    spi_metric_count_miss(run, metric);
  }
  end_missed(run, metric, spi_judged_keep(run, &judged));
  spi_relook(run);
  return 1;
}

void spi_row_stop(spi_run *run, spi_metric_run *metric, spol_instant at) {
  if (spi_is_period(run, metric)) {
    spi_period_stop(run, metric, at);
    return;
  }
  if (at < run->now) {
    spi_cycle_run *cycle = cycle_at(metric, at);
    if (cycle != NULL) {
      stop_late(run, metric, cycle, at);
      return;
    }
    if (missed_then(run, metric, at)) {
      return;
    }
  }
  const spi_metric *rule = metric->rule;
  /* A stop just after due finds the cycle missed, and is one of the next. */
  while (!rule->once && metric->state == SPOL_METRIC_RUNNING && metric->miss_at <= run->now &&
         metric->miss_at <= at && !run->room.full) {
    spi_metric_miss(run, metric);
  }
  if (metric->state == SPOL_METRIC_RUNNING && at >= metric->from) {
    stop_cycle(run, metric, at);
  }
}

void spi_row_miss(spi_run *run, spi_metric_run *metric) {
  end_missed(run, metric, spi_answer_leg(spi_clock_best(run, &metric->clock)));
}
