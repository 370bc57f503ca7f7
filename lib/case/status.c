/* SPDX-License-Identifier: MIT */
/* Reading metrics and cycles out of an evaluation (evaluation.h). */
#include "base/hints.h"
#include "case/run.h"

spol_place spi_case_place(const spi_run *run, uint32_t version, const spi_place *place) {
  spol_place out = {0};
  if (version == SPI_NONE || place == NULL || place->line == 0) {
    return out;
  }
  out.version = run->policy->versions[version].id;
  out.line = place->line;
  out.column = place->column;
  out.clause = place->clause == SPI_NONE ? 0 : place->clause + 1;
  out.rule = run->policy->strings + place->rule;
  return out;
}

spol_decision spi_decision(const spi_run *run, const spi_cause *cause) {
  spol_decision out = {.cause = cause->cause, .event = UINT64_MAX, .at = SPOL_INSTANT_NONE};
  if (cause->cause == SPOL_CAUSE_NONE) {
    return out;
  }
  out.fact_first = cause->fact_first;
  out.fact_count = cause->fact_count;
  out.event = cause->event;
  out.at = cause->at;
  out.place = spi_case_place(run, cause->version, cause->place);
  return out;
}

spol_status spi_known_size(uint32_t size, size_t known) {
  return size == known ? SPOL_OK : SPOL_E_VERSION;
}

SPI_COLD static void preview(spi_run *run, spi_metric_run *metric) {
  spi_found found;
  spi_metric_find(run, metric, &found);
  metric->preview = found.parts[0];
  metric->clock.target =
      metric->agreed ? metric->agreed_cause : spi_because(run, SPOL_CAUSE_RULE, found.place);
}

void spi_preview(spi_run *run) {
  uint32_t count = run->state != SPOL_CASE_NOT_OPENED ? run->version->metrics_count : 0;
  for (uint32_t i = 0; i < count && !run->room.full; i++) {
    spi_metric_run *metric = run->live[i];
    if (metric->state == SPOL_METRIC_NOT_STARTED || metric->before_start) {
      preview(run, metric);
    }
  }
}

/* ---- One clock --------------------------------------------------------------- */

typedef struct figures {
  spol_instant due;
  spol_instant due_if_resumed;
  spol_duration length;
  spol_duration elapsed;
  spol_duration remaining;
  spol_duration overdue;
  spol_duration overdue_real;
  int64_t numerator;
  int64_t denominator;
} figures;

/* What a clock shows at an instant: as_of, or that of its stop. */
static figures figures_at(const spi_leg *leg, const spi_clock_run *clock, spol_instant at,
                          int lasting) {
  figures out = {
      SPOL_INSTANT_NONE, SPOL_INSTANT_NONE, SPOL_DURATION_NONE, 0, SPOL_DURATION_NONE, 0, 0, 0, 0};
  out.elapsed = spi_leg_elapsed(leg, clock, at);
  if (leg->word) {
    return out;
  }
  out.length = leg->length;
  out.due = lasting && !leg->fixed ? SPOL_INSTANT_NONE : leg->due;
  if (leg->standing || lasting) {
    spol_instant resumed = spi_leg_if_resumed(leg, clock, at);
    out.due_if_resumed = resumed == SPI_NEVER ? SPOL_INSTANT_NONE : resumed;
  }
  out.remaining = leg->length > out.elapsed ? leg->length - out.elapsed : 0;
  if (out.due != SPOL_INSTANT_NONE && at > out.due) {
    out.overdue = spi_open(leg->aim.calendar, out.due, at);
    out.overdue_real = at - out.due;
  }
  int over = out.due != SPOL_INSTANT_NONE && at >= out.due;
  out.numerator = over ? leg->length + out.overdue : out.elapsed;
  out.denominator = leg->length;
  if (leg->length == 0) {
    out.numerator = at >= leg->receipt;
    out.denominator = 1;
  }
  return out;
}

static uint32_t calendar_id(const spi_run *run, uint32_t version, uint32_t index) {
  const spi_version *of = &run->policy->versions[version];
  return index < of->calendars_count ? of->calendars[index].id : 0;
}

static void put_target(const spi_run *run, const spi_metric_run *metric, const spi_aim *aim,
                       uint32_t version, spol_metric_status *out) {
  const spi_version *of = &run->policy->versions[version];
  out->target_kind = aim->kind;
  if (aim->kind == SPOL_TARGET_EFFORT && aim->target < of->targets_count) {
    out->word = of->targets[aim->target].word;
  }
  out->calendar = calendar_id(run, version, aim->calendar_index);
  out->target = spi_decision(run, &metric->clock.target);
  int32_t open = 1;
  if (aim->calendar != NULL &&
      spol_calendar_is_open(aim->calendar, run->as_of, &open, NULL) != SPOL_OK) {
    open = 0;
  }
  out->is_open = open;
}

static int is_lasting(const spi_leg *leg, spol_instant at) {
  return leg->lasting != SPOL_INSTANT_NONE && leg->lasting > at;
}

/* A miss stands until the stop decides, or a new cycle of steps begins. */
static int32_t outcome_of(const spi_metric_run *metric) {
  if (metric->state != SPOL_METRIC_RUNNING) {
    return metric->outcome;
  }
  return metric->missed ? SPOL_OUTCOME_MISSED : SPOL_OUTCOME_NONE;
}

/* The reasons that make a clock stand now: in force, or lasting on. Gives the
 * nth, if it is asked for, and how many there are. */
static uint32_t reasons_now(const spi_run *run, const spi_metric_run *metric,
                            const spi_clock_run *clock, const spi_leg *leg, uint32_t nth,
                            uint32_t *reason) {
  enum { LAST_ONES = 64 };
  const spi_track *track = clock->track;
  int is_period = spi_is_period(run, metric);
  uint32_t count = 0;
  for (uint32_t i = 0; i < track->active_count && (leg->standing || is_period); i++) {
    if (leg->fixed && !is_period && track->active[i].from >= leg->unpaused) {
      continue; /* an agreed instant stands: what begins later pauses nothing */
    }
    if (count++ == nth) {
      *reason = track->active[i].reason;
    }
  }
  uint32_t from = track->all.count > LAST_ONES ? track->all.count - LAST_ONES : 0;
  int lasts = clock->real && (leg->standing || is_lasting(leg, run->as_of));
  for (uint32_t i = lasts ? from : track->all.count; i < track->all.count; i++) {
    const spi_span *span = spi_list_at(&track->all, i);
    if (span->reason == 0 || spi_span_end(leg, clock, span->from, span->to) <= run->as_of) {
      continue;
    }
    int known = 0;
    for (uint32_t j = 0; j < track->active_count && leg->standing; j++) {
      known |= track->active[j].reason == span->reason;
    }
    for (uint32_t j = from; j < i && !known; j++) {
      const spi_span *other = spi_list_at(&track->all, j);
      known |= other->reason == span->reason &&
               spi_span_end(leg, clock, other->from, other->to) > run->as_of;
    }
    if (!known && count++ == nth) {
      *reason = span->reason;
    }
  }
  return count;
}

static void put_state(const spi_run *run, const spi_metric_run *metric, const spi_clock_run *clock,
                      const spi_leg *leg, spol_metric_status *out) {
  out->state = metric->state;
  if (metric->state == SPOL_METRIC_RUNNING) {
    int lasting = is_lasting(leg, run->as_of);
    if (spi_is_period(run, metric) && metric->track->active_count != 0) {
      /* Pauses move nothing in such a row, and are shown. */
      out->state = SPOL_METRIC_PAUSED;
      out->pause_reasons = metric->track->active_count;
    } else if (leg->standing || lasting) {
      out->state = SPOL_METRIC_PAUSED;
      out->pause_reasons = reasons_now(run, metric, clock, leg, UINT32_MAX, NULL);
    }
    out->flags |= !leg->standing && lasting ? (uint32_t)SPOL_RESULT_LASTING_PAUSE : 0;
  }
  out->outcome = outcome_of(metric);
  if (metric->state == SPOL_METRIC_RUNNING && spi_period_is_met(run, metric)) {
    out->state = SPOL_METRIC_STOPPED;
    out->outcome = SPOL_OUTCOME_MET;
    out->stopped_at = metric->met_at;
  }
}

static void put_figures(const figures *seen, spol_metric_status *out) {
  out->due = seen->due;
  out->due_if_resumed = seen->due_if_resumed;
  out->length = seen->length;
  out->elapsed = seen->elapsed;
  out->remaining = seen->remaining;
  out->overdue = seen->overdue;
  out->overdue_real = seen->overdue_real;
  out->share_numerator = seen->numerator;
  out->share_denominator = seen->denominator;
}

/* Instants of the cycle in force, which a row that waits has not. */
static void put_clock(const spi_run *run, const spi_metric_run *metric, const spi_clock_run *clock,
                      const spi_leg *leg, spol_metric_status *out) {
  spol_instant at = metric->stopped_at != SPOL_INSTANT_NONE ? metric->stopped_at
                    : metric->state == SPOL_METRIC_ENDED    ? metric->ended_at
                                                            : run->as_of;
  int lasting = is_lasting(leg, at);
  figures seen = figures_at(leg, clock, at, lasting);
  out->flags |= leg->flags;
  out->flags |= clock->promised ? (uint32_t)SPOL_RESULT_PROMISED : 0;
  out->flags |= clock->agreed ? (uint32_t)SPOL_RESULT_AGREED : 0;
  out->flags |= leg->aim.kind == SPOL_TARGET_UNDECIDED ? (uint32_t)SPOL_RESULT_FACT_MISSING : 0;
  out->flags |= clock != &metric->clock ? (uint32_t)SPOL_RESULT_NEVER_LATER : 0;
  out->started_at = metric->from;
  out->received_at = leg->receipt;
  put_figures(&seen, out);
  put_state(run, metric, clock, leg, out);
}

static void put_blank(spol_metric_status *out, uint32_t metric, uint32_t part) {
  *out = (spol_metric_status){.size = sizeof *out, .metric = metric, .part = part};
  out->started_at = out->received_at = out->due = out->due_if_resumed = SPOL_INSTANT_NONE;
  out->stopped_at = out->missed_at = SPOL_INSTANT_NONE;
  out->length = out->remaining = SPOL_DURATION_NONE;
}

/* A row that ended between two cycles shows the last one. */
static void put_last(const spi_metric_run *metric, spol_metric_status *out) {
  if (metric->cycles.count == 0) {
    return;
  }
  const spi_cycle_run *cycle = spi_list_at(&metric->cycles, metric->cycles.count - 1);
  spol_instant at = cycle->stopped_at != SPOL_INSTANT_NONE ? cycle->stopped_at : cycle->ended_at;
  spi_leg room;
  const spi_leg *leg = spi_leg_stopped(cycle->leg, &metric->clock, cycle->spans, &room);
  figures seen = figures_at(leg, &metric->clock, at, is_lasting(leg, at));
  out->outcome = cycle->outcome;
  out->flags |= cycle->flags | leg->flags;
  out->started_at = cycle->from;
  out->received_at = leg->receipt;
  out->stopped_at = cycle->stopped_at;
  out->missed_at = cycle->missed_at;
  put_figures(&seen, out);
}

static void put_metric(const spi_run *run, const spi_metric_run *metric, uint32_t part,
                       spol_metric_status *out) {
  put_blank(out, metric->id, part);
  const spi_clock_run *clock = &metric->clock;
  if (part == 0 && clock->leg_count != 0) {
    clock = spi_clock_best((spi_run *)(uintptr_t)run, clock);
  }
  out->state = metric->state;
  out->outcome = metric->outcome;
  out->cycle = metric->cycle;
  out->misses = metric->misses;
  out->flags = metric->flags;
  out->missed_at = metric->missed_at;
  out->stopped_at = metric->stopped_at;
  spi_cause start = spi_cause_of(&metric->start);
  spi_cause stop = spi_cause_of(&metric->stop);
  out->start = spi_decision(run, &start);
  out->stop = spi_decision(run, &stop);
  out->carry = spi_decision(run, &metric->carry);
  if (metric->cycle == 0 || metric->before_start) {
    out->started_at = metric->from;
    put_target(run, metric, &metric->preview, run->version_index, out);
    return;
  }
  spi_leg room;
  const spi_leg *leg = part == 0 ? spi_answer_leg(clock) : &clock->legs[part - 1];
  if (part == 0 && clock->leg_count > 1) {
    out->answer_part = clock->answer + 1;
  }
  int stopped = metric->state == SPOL_METRIC_STOPPED && !metric->is_row;
  if (part == 0 && (stopped || (metric->state == SPOL_METRIC_ENDED && metric->cut_off))) {
    leg = spi_leg_stopped(metric->judged, &metric->clock, metric->judged_spans, &room);
  }
  put_target(run, metric, &leg->aim, clock->version, out);
  if (metric->state == SPOL_METRIC_WAITING) {
    return; /* between two cycles: there is none in force */
  }
  if (!spi_has_current(metric)) {
    put_last(metric, out);
    return;
  }
  put_clock(run, metric, clock, leg, out);
}

/* ---- By index ---------------------------------------------------------------- */

static uint32_t clocks_of(const spi_metric_run *metric) {
  return metric->clock.leg_count > 1 ? metric->clock.leg_count + 1 : 1;
}

/* What the version has, and what another version left behind. */
static int is_shown(const spi_metric_run *metric) {
  return metric->index != SPI_NONE || metric->left;
}

/* Of 0 to shown_count - 1: the version's in its order, then those left behind;
 * NULL where a number stands for none. */
static uint32_t shown_count(const spi_run *run) {
  return run->version->metrics_count + run->metric_count;
}

static const spi_metric_run *shown(const spi_run *run, uint32_t i) {
  if (i < run->version->metrics_count) {
    return run->live[i];
  }
  const spi_metric_run *metric = &run->metrics[i - run->version->metrics_count];
  /* The analyzer takes the address of an element, which callers compare, for NULL. */
  /* NOLINTNEXTLINE(clang-analyzer-core.NullDereference) */
  return metric->index == SPI_NONE && is_shown(metric) ? metric : NULL;
}

uint32_t spi_clock_count(const spi_run *run) {
  uint32_t count = 0;
  for (uint32_t i = 0; i < shown_count(run); i++) {
    const spi_metric_run *metric = shown(run, i);
    count += metric == NULL ? 0 : clocks_of(metric);
  }
  return count;
}

spol_status spol_evaluation_metric(const spol_evaluation *run, uint32_t index,
                                   spol_metric_status *out) {
  if (run == NULL || out == NULL) {
    return SPOL_E_INVALID;
  }
  if (spi_known_size(out->size, sizeof *out) != SPOL_OK) {
    return SPOL_E_VERSION;
  }
  for (uint32_t i = 0; i < shown_count(run); i++) {
    const spi_metric_run *metric = shown(run, i);
    if (metric == NULL) {
      continue;
    }
    uint32_t clocks = clocks_of(metric);
    if (index < clocks) {
      put_metric(run, metric, index, out);
      return SPOL_OK;
    }
    index -= clocks;
  }
  return SPOL_E_INVALID;
}

static const spi_metric_run *metric_of(const spi_run *run, uint32_t id) {
  if (run == NULL || id < 1 || id > run->metric_count || !is_shown(&run->metrics[id - 1])) {
    return NULL;
  }
  return &run->metrics[id - 1];
}

spol_status spol_evaluation_metric_of(const spol_evaluation *run, uint32_t id,
                                      spol_metric_status *out) {
  if (run == NULL || out == NULL) {
    return SPOL_E_INVALID;
  }
  if (spi_known_size(out->size, sizeof *out) != SPOL_OK) {
    return SPOL_E_VERSION;
  }
  const spi_metric_run *metric = metric_of(run, id);
  if (metric == NULL) {
    return SPOL_E_NOT_FOUND;
  }
  put_metric(run, metric, 0, out);
  return SPOL_OK;
}

spol_status spol_evaluation_paused_by(const spol_evaluation *run, uint32_t id, uint32_t nth,
                                      uint32_t *reason) {
  const spi_metric_run *metric = metric_of(run, id);
  if (metric == NULL || reason == NULL || metric->state != SPOL_METRIC_RUNNING) {
    return SPOL_E_INVALID;
  }
  const spi_clock_run *best = spi_clock_best((spi_run *)(uintptr_t)run, &metric->clock);
  uint32_t found = 0;
  if (nth >= reasons_now(run, metric, best, spi_answer_leg(best), nth, &found)) {
    return SPOL_E_INVALID;
  }
  *reason = found;
  return SPOL_OK;
}

/* ---- Cycles ------------------------------------------------------------------ */

int spi_has_current(const spi_metric_run *metric) {
  if (metric->cycle == 0) {
    return 0;
  }
  if (metric->cycles.count == 0) {
    return 1;
  }
  const spi_cycle_run *last = spi_list_at(&metric->cycles, metric->cycles.count - 1);
  return last->number < metric->cycle;
}

uint32_t spi_cycle_count(const spi_run *run) {
  uint32_t count = 0;
  for (uint32_t i = 0; i < shown_count(run); i++) {
    const spi_metric_run *metric = shown(run, i);
    if (metric != NULL) {
      count += metric->cycles.count + (uint32_t)spi_has_current(metric);
    }
  }
  return count;
}

static void put_past(const spi_run *run, const spi_metric_run *metric, const spi_cycle_run *cycle,
                     spol_cycle *out) {
  spi_leg room;
  const spi_leg *leg = spi_leg_stopped(cycle->leg, &metric->clock, cycle->spans, &room);
  spol_instant at = cycle->stopped_at != SPOL_INSTANT_NONE ? cycle->stopped_at : cycle->ended_at;
  figures seen = figures_at(leg, &metric->clock, at, is_lasting(leg, at));
  *out = (spol_cycle){.size = sizeof *out, .metric = metric->id};
  out->number = cycle->number;
  out->state = cycle->state;
  out->outcome = cycle->outcome;
  out->flags = cycle->flags | leg->flags | (cycle->promised ? (uint32_t)SPOL_RESULT_PROMISED : 0);
  out->stops = cycle->stops;
  out->stops_needed = cycle->stops_needed;
  out->from = cycle->from;
  out->received_at = leg->receipt;
  out->due = seen.due;
  out->ended_at = at;
  out->missed_at = cycle->missed_at;
  out->length = seen.length;
  out->elapsed = seen.elapsed;
  out->overdue = seen.overdue;
  out->target = spi_decision(run, &cycle->target);
}

static void put_current(const spi_run *run, const spi_metric_run *metric, spol_cycle *out) {
  spol_metric_status status;
  put_metric(run, metric, 0, &status);
  *out = (spol_cycle){.size = sizeof *out, .metric = metric->id};
  out->number = metric->cycle;
  out->state = status.state;
  out->outcome = status.outcome;
  out->flags = status.flags;
  out->stops = metric->stops;
  out->from = metric->from;
  out->received_at = status.received_at;
  out->due = status.due;
  out->ended_at = metric->state == SPOL_METRIC_STOPPED ? metric->stopped_at
                  : metric->state == SPOL_METRIC_ENDED ? metric->ended_at
                                                       : SPOL_INSTANT_NONE;
  out->missed_at = status.missed_at;
  out->length = status.length;
  out->elapsed = status.elapsed;
  out->overdue = status.overdue;
  out->target = status.target;
  if (metric->before_start) {
    return;
  }
  const spi_aim *aim = &spi_answer_leg(&metric->clock)->aim;
  if (aim->kind == SPOL_TARGET_PER_PERIOD) {
    out->stops_needed = run->policy->versions[metric->clock.version].targets[aim->target].per_count;
  }
}

spol_status spol_evaluation_cycle(const spol_evaluation *run, uint32_t index, spol_cycle *out) {
  if (run == NULL || out == NULL) {
    return SPOL_E_INVALID;
  }
  if (spi_known_size(out->size, sizeof *out) != SPOL_OK) {
    return SPOL_E_VERSION;
  }
  for (uint32_t i = 0; i < shown_count(run); i++) {
    const spi_metric_run *metric = shown(run, i);
    if (metric == NULL) {
      continue;
    }
    if (index < metric->cycles.count) {
      put_past(run, metric, spi_list_at(&metric->cycles, index), out);
      return SPOL_OK;
    }
    index -= metric->cycles.count;
    if (spi_has_current(metric)) {
      if (index == 0) {
        put_current(run, metric, out);
        return SPOL_OK;
      }
      index--;
    }
  }
  return SPOL_E_INVALID;
}
