/* SPDX-License-Identifier: MIT */
/* Stopping metrics: by what clock, and with what outcome (docs/semantics.md,
 * section 7). Stops of rows are in row.c and period.c. */
#include "base/hints.h"
#include "case/run.h"

static int outcome_at(const spi_leg *leg, spol_instant at) {
  if (leg->word) {
    return SPOL_OUTCOME_NONE;
  }
  if (leg->standing && !leg->fixed) {
    return SPOL_OUTCOME_MET;
  }
  return at <= leg->unpaused ? SPOL_OUTCOME_MET : SPOL_OUTCOME_MISSED;
}

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
  return outcome_at(leg, at);
}

int spi_judge(spi_run *run, const spi_metric_run *metric, uint32_t cycle, const spi_leg *last,
              const spi_clock_run *clock, spol_instant at, spi_judged *out) {
  out->leg = last;
  out->counted = metric->missed;
  if (cycle == metric->cycle && at < metric->from) {
    out->room = *last;
    out->leg = &out->room;
    out->room.word = 1; /* it never ran: elapsed is zero, and nothing is due */
    out->room.base = at;
    out->room.carried = 0;
    return SPOL_OUTCOME_MET;
  }
  if (at < run->now) {
    out->room = *last;
    out->leg = &out->room;
    return judge_late(run, metric, cycle, clock, at, &out->room, &out->counted);
  }
  return outcome_at(last, at);
}

SPI_COLD const spi_leg *spi_judged_copy(spi_run *run, const spi_judged *judged) {
  spi_leg *kept = spi_take_raw(&run->room, sizeof *kept);
  kept = kept != NULL ? kept : (spi_leg *)(void *)run->sink;
  *kept = judged->room;
  return kept;
}

int spi_counts_miss(const spi_metric_run *metric, int32_t outcome, const spi_judged *judged) {
  return outcome == SPOL_OUTCOME_MISSED && !metric->missed && !judged->counted;
}

static int closing(const spi_run *run) {
  return run->hand.type == SPOL_EVENT_RESOLVED || run->hand.type == SPOL_EVENT_CLOSED;
}

static void chain(spi_run *run, spi_metric_run *metric, spol_instant at, int depth);

static void stop_single(spi_run *run, spi_metric_run *metric, spol_instant at) {
  if (metric->state == SPOL_METRIC_NOT_STARTED) {
    metric->outcome = SPOL_OUTCOME_MET;
    metric->before_start = 1;
    metric->cycle = 1;
    metric->from = at;
    spi_cause_of_event(run, &metric->start);
  } else {
    const spi_clock_run *best = spi_clock_best(run, &metric->clock);
    spi_judged judged;
    metric->outcome =
        spi_judge(run, metric, metric->cycle, spi_answer_leg(best), best, at, &judged);
    metric->judged = spi_judged_keep(run, &judged);
    /* Its miss follows the events of the instant. */
    metric->late = (uint8_t)spi_counts_miss(metric, metric->outcome, &judged);
    if (metric->outcome == SPOL_OUTCOME_NONE && metric->missed_any) {
      metric->outcome = SPOL_OUTCOME_MISSED;
    }
    if (metric->outcome == SPOL_OUTCOME_MET && metric->missed_any) {
      metric->flags |= SPOL_RESULT_SUPERSEDED;
    }
  }
  metric->state = SPOL_METRIC_STOPPED;
  metric->stopped_at = at;
  metric->ended_by = closing(run) ? SPI_END_BY_CLOSING : SPI_END_OTHER;
  spi_cause_of_event(run, &metric->stop);
  metric->miss_at = metric->late ? run->now : SPI_NEVER;
  spi_sooner(run, metric->miss_at);
  spi_touch(run, SPI_TOUCH_METRIC);
  spi_ladders_stopped(run, metric, metric->cycle);
}

static void stop_one(spi_run *run, spi_metric_run *metric, spol_instant at, int depth) {
  spi_metric_settle(run, metric);
  if (metric->is_row) {
    if (metric->state == SPOL_METRIC_NOT_STARTED) {
      return;
    }
    spi_row_stop(run, metric, at);
  } else if (metric->state == SPOL_METRIC_NOT_STARTED || metric->state == SPOL_METRIC_RUNNING) {
    stop_single(run, metric, at);
  } else {
    return;
  }
  chain(run, metric, at, depth);
}

void spi_metric_stop(spi_run *run, spi_metric_run *metric, spol_instant at) {
  stop_one(run, metric, at, 0);
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
static void chain(spi_run *run, spi_metric_run *metric, spol_instant at, int depth) {
  enum { CHAIN_MAX = 32 };
  uint32_t count = run->version->waits.chained ? run->version->metrics_count : 0;
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

void spi_metrics_stop(spi_run *run) {
  const spi_metric_set *set = &spi_use_at_hand(run)->stops;
  uint32_t count = run->version->metrics_count;
  for (uint32_t i = spi_set_next(set, 0); i < count && !run->room.full;
       i = spi_set_next(set, i + 1)) {
    spi_metric_run *metric = run->live[i];
    if (spi_is_meant(run, set, i, metric->rule->clock.stops)) {
      spi_metric_stop(run, metric, run->hand.occurred);
    }
  }
}

void spi_metrics_until(spi_run *run) {
  const spi_metric_set *set = &spi_use_at_hand(run)->untils;
  uint32_t count = run->version->metrics_count;
  for (uint32_t i = spi_set_next(set, 0); i < count && !run->room.full;
       i = spi_set_next(set, i + 1)) {
    spi_metric_run *metric = run->live[i];
    if (metric->is_row && !metric->row_ended && spi_is_meant(run, set, i, metric->rule->until)) {
      spi_row_end(run, metric);
    }
  }
}
