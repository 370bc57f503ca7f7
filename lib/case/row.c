/* SPDX-License-Identifier: MIT */
/* Repeating metrics: a numbered row of cycles (docs/semantics.md, section 7). */
#include "base/hints.h"
#include "case/run.h"

static inline spi_cycle_run *push_cycle(spi_run *run, spi_metric_run *metric, spol_instant ended,
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
  cycle->spans = 0;
  cycle->promised = metric->clock.promised;
  cycle->target = metric->clock.target;
  cycle->start = metric->start;
  cycle->stop = metric->stop;
  metric->clock.leg_room = 0; /* the next cycle has a leg of its own */
  return cycle;
}

spi_cycle_run *spi_cycle_push(spi_run *run, spi_metric_run *metric, spol_instant ended,
                              const spi_leg *leg) {
  return push_cycle(run, metric, ended, leg);
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
    metric->judged_spans = 0;
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
    cycle->spans = 0;
    cycle->outcome = SPOL_OUTCOME_MET;
    cycle->stopped_at = at;
    cycle->flags |= SPOL_RESULT_SUPERSEDED;
    cycle->stop = spi_doer_at_hand(run);
    spi_touch(run, SPI_TOUCH_METRIC);
  }
  spi_ladders_stopped(run, metric, cycle->number);
}

/* Where the next cycle of a schedule begins after a stop. */
SPI_COLD static spol_instant next_scheduled(const spi_clock_run *clock, const spi_leg *stopped,
                                            uint32_t spans, spol_instant at) {
  spi_leg room;
  const spi_leg *leg = spi_leg_stopped(stopped, clock, spans, &room);
  if (leg->word) {
    return at;
  }
  spol_instant due = leg->due != SPOL_INSTANT_NONE ? leg->due : spi_leg_if_resumed(leg, clock, at);
  return due == SPI_NEVER ? at : due;
}

/* The outcome of a cycle whose clock says this one. */
static inline int32_t settle_outcome(spi_metric_run *metric, int32_t outcome) {
  if (SPI_RARELY(metric->missed_any)) {
    metric->flags |= outcome == SPOL_OUTCOME_MET ? (uint32_t)SPOL_RESULT_SUPERSEDED : 0;
    return outcome == SPOL_OUTCOME_NONE ? SPOL_OUTCOME_MISSED : outcome;
  }
  return outcome;
}

/* The stop met its cycle; the row ends with it and no other begins. */
SPI_COLD static void end_with_stop(spi_run *run, spi_metric_run *metric) {
  spi_row_end(run, metric);
  metric->was_waiting = 2;
}

static void wait_for_next(spi_run *run, spi_metric_run *metric, spol_instant at) {
  metric->last_stop = at;
  metric->miss_at = SPI_NEVER;
  metric->state = SPOL_METRIC_WAITING;
  metric->promise = SPOL_INSTANT_NONE;
  if (SPI_RARELY(metric->rule->promises) && run->hand.event != NULL) {
    metric->promise = run->hand.event->next_by;
  }
}

/* A stop ends the cycle in force, by one of its clocks. */
static inline void stop_cycle(spi_run *run, spi_metric_run *metric, const spi_clock_run *clock,
                              const spi_leg *leg, uint32_t spans, int32_t outcome,
                              spol_instant at) {
  const spi_metric *rule = metric->rule;
  spol_instant next = at;
  if (SPI_RARELY(rule->repeat == SPI_REPEAT_SCHEDULE)) {
    next = next_scheduled(clock, leg, spans, at);
  }
  metric->outcome = settle_outcome(metric, outcome);
  metric->stop = spi_doer_at_hand(run);
  spi_cycle_run *cycle = push_cycle(run, metric, at, leg);
  cycle->state = SPOL_METRIC_STOPPED;
  cycle->spans = spans;
  cycle->outcome = metric->outcome;
  cycle->stopped_at = at;
  spi_touch(run, SPI_TOUCH_METRIC);
  spi_ladders_stopped(run, metric, metric->cycle);
  wait_for_next(run, metric, at);
  if (SPI_RARELY(metric->use->stop_ends) && spi_any_match(run, rule->until)) {
    end_with_stop(run, metric);
  } else if (rule->repeat != SPI_REPEAT_AFTER_START) {
    spi_metric_begin(run, metric, next);
  }
}

/* By the clock that was in force at the stop. */
static void stop_judged(spi_run *run, spi_metric_run *metric, spol_instant at) {
  const spi_clock_run *best = spi_clock_best(run, &metric->clock);
  spi_judged judged;
  int32_t outcome = spi_judge(run, metric, metric->cycle, spi_answer_leg(best), best, at, &judged);
  if (spi_counts_miss(metric, outcome, &judged)) {
    spi_metric_count_miss(run, metric); /* a stop 1 us after due came before its miss */
  }
  stop_cycle(run, metric, best, spi_judged_keep(run, &judged), 0, outcome, at);
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

/* A stop learned late, or of several clocks, or just after due. */
SPI_COLD static void stop_slowly(spi_run *run, spi_metric_run *metric, spol_instant at) {
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
  /* A stop just after due finds the cycle missed, and is one of the next. */
  while (!metric->rule->once && metric->state == SPOL_METRIC_RUNNING &&
         metric->miss_at <= run->now && metric->miss_at <= at && !run->room.full) {
    spi_metric_miss(run, metric);
  }
  if (metric->state == SPOL_METRIC_RUNNING && at >= metric->from) {
    stop_judged(run, metric, at);
  }
}

/* Whether a clock that is settled was not yet due just before a stop, and is not missed. */
static int is_in_time(const spi_metric_run *metric, const spi_leg *leg, spol_instant at) {
  return !metric->missed && (leg->due == SPOL_INSTANT_NONE || at <= leg->due);
}

void spi_row_stop(spi_run *run, spi_metric_run *metric, spol_instant at) {
  const spi_leg *leg = NULL;
  uint32_t spans;
  if (metric->state == SPOL_METRIC_RUNNING && !spi_is_period(run, metric)) {
    leg = spi_stop_leg(run, metric, at, &spans);
  }
  if (leg != NULL && is_in_time(metric, leg, at)) {
    stop_cycle(run, metric, &metric->clock, leg, spans, spi_outcome_at(leg, at), at);
    return;
  }
  if (leg != NULL || spi_metric_moved(metric)) {
    spi_metric_refresh(run, metric);
  }
  if (spi_is_period(run, metric)) {
    spi_period_stop(run, metric, at);
  } else {
    stop_slowly(run, metric, at);
  }
}

void spi_row_miss(spi_run *run, spi_metric_run *metric) {
  end_missed(run, metric, spi_answer_leg(spi_clock_best(run, &metric->clock)));
}
