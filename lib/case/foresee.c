/* SPDX-License-Identifier: MIT */
/* The next firing, read off the triggers as they stand (docs/semantics.md,
 * section 8). It can be where nothing that time brings changes what the steps
 * ask or count; everywhere else the simulation goes on (next.c). */
#include "case/run.h"

enum { FULL_SHARE = 1000000 };

/* Up to here what is found is found: a row's next cycle begins then. */
typedef struct foresight {
  spol_instant horizon;
  spol_instant at; /**< of the best so far */
  uint32_t best;   /**< trigger */
} foresight;

/* Conditions that ask for a metric, or for the event at hand, change by time. */
static int is_steady(const spi_run *run) {
  const spi_waits *waits = &run->version->waits;
  return (waits->depends & (SPI_TOUCH_METRIC | SPI_TOUCH_EVENT)) == 0 && !waits->holds &&
         run->firings < run->firing_limit && spi_pauses_next(run) == SPI_NEVER &&
         (!run->steps_wait || spi_steps_next(run) == SPI_NEVER);
}

static int is_endless(const spi_metric_run *metric) {
  return metric->is_row && !metric->rule->once;
}

/* A row that goes on arms this trigger again; until then nothing is known. */
static spol_instant next_cycle(const spi_metric_run *metric, foresight *seen) {
  if (is_endless(metric) && metric->miss_at < seen->horizon) {
    seen->horizon = metric->miss_at;
  }
  return SPI_NEVER;
}

/* When a trigger of a metric is reached in the cycle that runs. */
static spol_instant of_metric(const spi_metric_run *metric, const spi_trigger *rule,
                              const spi_trigger_run *state, foresight *seen) {
  if (metric->state != SPOL_METRIC_RUNNING) {
    return SPI_NEVER;
  }
  if (state->used) {
    return next_cycle(metric, seen);
  }
  switch (rule->kind) {
  case SPI_TRIGGER_SHARE:
    return is_endless(metric) && rule->share <= FULL_SHARE && metric->miss_at < state->at
               ? metric->miss_at
               : state->at;
  case SPI_TRIGGER_NTH_MISS:
    return metric->misses + 1 == rule->nth ? metric->miss_at : next_cycle(metric, seen);
  default:
    return metric->miss_at;
  }
}

/* Whether one of a metric's triggers can be read as it stands. */
static int is_plain(const spi_run *run, const spi_trigger *rule) {
  if (rule->kind == SPI_TRIGGER_EVENT || rule->kind == SPI_TRIGGER_TIMER) {
    return 1;
  }
  if (rule->metric < 1 || rule->metric > run->metric_count) {
    return 0;
  }
  const spi_metric_run *metric = &run->metrics[rule->metric - 1];
  return metric->index != SPI_NONE && metric->clock.beside == NULL && !spi_is_period(run, metric);
}

static spi_pending pending_of(const spi_run *run, uint32_t index) {
  const spi_trigger *rule = &run->version->triggers[index];
  uint32_t step = rule->step;
  return (spi_pending){.share = rule->kind == SPI_TRIGGER_TIMER   ? 0
                                : rule->kind == SPI_TRIGGER_SHARE ? rule->share
                                                                  : FULL_SHARE,
                       .step = step,
                       .cycle = run->steps[run->version->steps[step].id - 1].cycle};
}

static int is_sooner(const spi_run *run, uint32_t index, spol_instant at, const foresight *seen) {
  if (at != seen->at) {
    return at < seen->at;
  }
  spi_pending own = pending_of(run, index);
  spi_pending best = pending_of(run, seen->best);
  return spi_pending_before(&own, &best);
}

static inline void weigh(spi_run *run, uint32_t index, spol_instant at, foresight *seen) {
  if (at > seen->at) {
    return;
  }
  const spi_step *step = &run->version->steps[run->version->triggers[index].step];
  if (!run->steps[step->id - 1].fired && is_sooner(run, index, at, seen) &&
      spi_step_can_fire(run, step)) {
    seen->at = at;
    seen->best = index;
  }
}

static void report(const spi_run *run, const foresight *seen, spi_firing_run *out) {
  const spi_trigger *trigger = &run->version->triggers[seen->best];
  const spi_step *step = &run->version->steps[trigger->step];
  out->ladder = run->version->ladders[step->ladder].id;
  out->step = step->id;
  out->cycle = run->steps[step->id - 1].cycle;
  out->repetition = 0;
  out->metric = trigger->kind == SPI_TRIGGER_TIMER ? 0 : trigger->metric;
  out->flags = 0;
  out->version = run->version_index;
  out->step_index = trigger->step;
  out->at = seen->at;
  out->since = seen->at;
  out->cause = (spi_cause){.cause = SPOL_CAUSE_STEP,
                           .version = step->place.line != 0 ? run->version_index : SPI_NONE,
                           .place = &step->place,
                           .event = UINT64_MAX,
                           .at = seen->at};
}

/* A share of the clock of which a smaller share is the best so far. */
static inline int is_behind(const spi_run *run, const spi_trigger *rule, const foresight *seen) {
  const spi_trigger *best = &run->version->triggers[seen->best];
  return seen->at != SPI_NEVER && best->kind == SPI_TRIGGER_SHARE && best->metric == rule->metric &&
         best->share < rule->share && !best->any_part && !rule->any_part;
}

int spi_foresee(spi_run *run, spi_firing_run *out, int *found) {
  foresight seen = {.horizon = SPI_NEVER, .at = SPI_NEVER, .best = 0};
  *found = 0;
  if (!is_steady(run)) {
    return 0;
  }
  for (uint32_t i = 0; i < run->version->triggers_count; i++) {
    const spi_trigger *rule = &run->version->triggers[i];
    const spi_trigger_run *state = &run->triggers[i];
    if (rule->kind == SPI_TRIGGER_EVENT) {
      continue;
    }
    if (!is_plain(run, rule)) {
      return 0;
    }
    if (state->is_bound && state->at <= seen.at) {
      if (is_behind(run, rule, &seen)) {
        continue;
      }
      spi_trigger_settle(run, i);
    }
    spol_instant at = state->used ? SPI_NEVER : state->at;
    if (rule->kind != SPI_TRIGGER_TIMER) {
      at = of_metric(&run->metrics[rule->metric - 1], rule, state, &seen);
    }
    if (at != SPI_NEVER) {
      weigh(run, i, at, &seen);
    }
  }
  if (seen.horizon != SPI_NEVER && seen.at >= seen.horizon) {
    return 0;
  }
  *found = seen.at <= SPOL_INSTANT_MAX;
  if (*found) {
    report(run, &seen, out);
  }
  return 1;
}
