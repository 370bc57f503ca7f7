/* SPDX-License-Identifier: MIT */
/* Stopping metrics: by what clock, and with what outcome (docs/semantics.md,
 * section 7). Stops of rows are in row.c and period.c. */
#include "base/hints.h"
#include "case/run.h"

/* A stop that is learned late: by the clock in force at its instant. */
static int judge_late(spi_run *run, const spi_metric_run *metric, uint32_t cycle,
                      const spi_clock_run *clock, spol_instant at, spi_leg *leg,
                      uint32_t *counted) {
  const spi_clock_run *then = cycle == metric->cycle ? &metric->clock : NULL;
  for (uint32_t i = metric->changes.count; i > 0; i--) {
    const spi_change *change = spi_list_at(&metric->changes, i - 1);
    if (change->cycle < cycle || (change->cycle == cycle && change->at <= at)) {
      break;
    }
    if (change->cycle > cycle) {
      continue;
    }
    *leg = change->before;
    then = change->clock;
    *counted = change->missed;
  }
  if (then != NULL && (then->leg_count > 1 || then->beside != NULL)) {
    spi_clock_then(run, then, at, leg);
  } else {
    spi_leg_recount(leg, clock, at);
  }
  if (at < leg->start) {
    leg->word = 1; /* it never ran: elapsed is zero, and nothing is due */
    return SPOL_OUTCOME_MET;
  }
  return spi_outcome_at(leg, at);
}

SPI_COLD int spi_judge_then(spi_run *run, const spi_metric_run *metric, uint32_t cycle,
                            const spi_leg *last, const spi_clock_run *clock, spol_instant at,
                            spi_judged *out) {
  out->room = *last;
  out->leg = &out->room;
  if (cycle == metric->cycle && at < metric->from) {
    out->room.word = 1; /* it never ran: elapsed is zero, and nothing is due */
    out->room.base = at;
    out->room.carried = 0;
    return SPOL_OUTCOME_MET;
  }
  return judge_late(run, metric, cycle, clock, at, &out->room, &out->counted);
}

SPI_COLD const spi_leg *spi_judged_copy(spi_run *run, const spi_judged *judged) {
  spi_leg *kept = spi_take_raw(&run->room, sizeof *kept);
  kept = kept != NULL ? kept : (spi_leg *)(void *)run->sink;
  *kept = judged->room;
  return kept;
}

static int closing(const spi_run *run) {
  return run->hand.type == SPOL_EVENT_RESOLVED || run->hand.type == SPOL_EVENT_CLOSED;
}

static void chain(spi_run *run, spi_metric_run *metric, spol_instant at, int depth);

SPI_COLD static void stop_before_start(spi_run *run, spi_metric_run *metric, spol_instant at) {
  metric->outcome = SPOL_OUTCOME_MET;
  metric->before_start = 1;
  metric->cycle = 1;
  metric->from = at;
  metric->start = spi_doer_at_hand(run);
}

/* The clock that judges a stop, and the outcome by it. */
SPI_COLD static void judge_slowly(spi_run *run, spi_metric_run *metric, spol_instant at,
                                  spi_judged *out) {
  spi_metric_settle(run, metric);
  const spi_clock_run *best = spi_clock_best(run, &metric->clock);
  metric->outcome = spi_judge(run, metric, metric->cycle, spi_answer_leg(best), best, at, out);
  metric->judged = spi_judged_keep(run, out);
}

static inline void judge_stop(spi_run *run, spi_metric_run *metric, spol_instant at) {
  spi_judged judged;
  judged.leg = spi_stop_leg(run, metric, at, &metric->judged_spans);
  judged.counted = metric->missed;
  if (SPI_RARELY(judged.leg == NULL)) {
    judge_slowly(run, metric, at, &judged);
  } else {
    metric->judged = judged.leg;
    metric->outcome = spi_outcome_at(judged.leg, at);
  }
  /* Its miss follows the events of the instant. */
  metric->late = (uint8_t)spi_counts_miss(metric, metric->outcome, &judged);
  if (metric->missed_any) {
    metric->flags |= metric->outcome == SPOL_OUTCOME_MET ? (uint32_t)SPOL_RESULT_SUPERSEDED : 0;
    metric->outcome = metric->outcome == SPOL_OUTCOME_NONE ? SPOL_OUTCOME_MISSED : metric->outcome;
  }
}

static void stop_single(spi_run *run, spi_metric_run *metric, spol_instant at) {
  if (SPI_RARELY(metric->state == SPOL_METRIC_NOT_STARTED)) {
    stop_before_start(run, metric, at);
  } else {
    judge_stop(run, metric, at);
  }
  metric->state = SPOL_METRIC_STOPPED;
  metric->stopped_at = at;
  metric->ended_by = closing(run) ? SPI_END_BY_CLOSING : SPI_END_OTHER;
  metric->stop = spi_doer_at_hand(run);
  metric->miss_at = SPI_NEVER;
  if (SPI_RARELY(metric->late)) {
    metric->miss_at = run->now;
    spi_sooner(run, run->now);
  }
  spi_touch(run, SPI_TOUCH_METRIC);
  spi_ladders_stopped(run, metric, metric->cycle);
}

/* 0: it was over, or had not begun. */
static inline int stop_alone(spi_run *run, spi_metric_run *metric, spol_instant at) {
  int32_t state = metric->state;
  if (metric->is_row) {
    if (state != SPOL_METRIC_NOT_STARTED) {
      spi_row_stop(run, metric, at);
    }
    return state != SPOL_METRIC_NOT_STARTED;
  }
  if (state != SPOL_METRIC_NOT_STARTED && state != SPOL_METRIC_RUNNING) {
    return 0;
  }
  stop_single(run, metric, at);
  return 1;
}

static void stop_one(spi_run *run, spi_metric_run *metric, spol_instant at, int depth) {
  if (stop_alone(run, metric, at) && SPI_RARELY(run->version->waits.chained)) {
    chain(run, metric, at, depth);
  }
}

static int chained_to(spi_run *run, spi_range matches, uint32_t id) {
  for (uint32_t i = 0; i < matches.count; i++) {
    const spi_match *match = &run->version->matches[matches.first + i];
    if (match->event == SPI_NONE && match->metric == id &&
        (match->when == SPI_ALWAYS || spi_holds(run, match->when) == SPI_YES)) {
      return 1;
    }
  }
  return 0;
}

/* A stop is the start or the stop of the metrics that are chained to it. */
SPI_COLD static void chain(spi_run *run, spi_metric_run *metric, spol_instant at, int depth) {
  enum { CHAIN_MAX = 32 };
  uint32_t count = run->version->metrics_count;
  for (uint32_t i = 0; i < count && depth < CHAIN_MAX; i++) {
    const spi_metric *rule = &run->version->metrics[i];
    spi_metric_run *other = run->live[i];
    if (other == metric) {
      continue;
    }
    if (chained_to(run, rule->clock.stops, metric->id)) {
      stop_one(run, other, at, depth + 1);
    }
    if (chained_to(run, rule->clock.starts, metric->id)) {
      spi_metric_try_start(run, other, at);
    }
  }
}

static inline void stop_if_meant(spi_run *run, const spi_metric_set *set, uint32_t index) {
  spi_metric_run *metric = run->live[index];
  if (spi_is_meant(run, set, index, metric->rule->clock.stops)) {
    stop_one(run, metric, run->hand.occurred, 0);
  }
}

/* Those that have no bit of their own. */
SPI_COLD static void stop_rest(spi_run *run, const spi_metric_set *set) {
  for (uint32_t i = SPI_SET_REST; i < run->version->metrics_count && !run->room.full; i++) {
    stop_if_meant(run, set, i);
  }
}

SPI_APART static void stop_each(spi_run *run, const spi_metric_set *set) {
  for (uint64_t left = set->some; left != 0 && !run->room.full; left &= left - 1) {
    uint32_t index = spi_lowest_bit(left);
    if (SPI_RARELY(index == SPI_SET_REST)) {
      stop_rest(run, set);
    } else {
      stop_if_meant(run, set, index);
    }
  }
}

void spi_metrics_stop(spi_run *run, const spi_metric_set *set) {
  int is_one = (set->some & (set->some - 1)) == 0 && set->sure != 0;
  if (is_one && !run->version->waits.chained) {
    stop_alone(run, run->live[spi_lowest_bit(set->some)], run->hand.occurred);
  } else {
    stop_each(run, set);
  }
}

void spi_metrics_until(spi_run *run, const spi_metric_set *set) {
  uint32_t count = run->version->metrics_count;
  for (uint32_t i = spi_set_next(set, 0); i < count && !run->room.full;
       i = spi_set_next(set, i + 1)) {
    spi_metric_run *metric = run->live[i];
    if (metric->is_row && !metric->row_ended && spi_is_meant(run, set, i, metric->rule->until)) {
      spi_row_end(run, metric);
    }
  }
}
