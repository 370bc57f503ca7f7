/* SPDX-License-Identifier: MIT */
/* Which version a case is under, and moving it to another (docs/semantics.md,
 * section 7, Versions). Metrics and steps are matched by id. */
#include "base/checked.h"
#include "case/run.h"

/* Of those that have begun and not ended, the one that began last. */
static uint32_t version_on(const spol_policy *policy, spol_date date) {
  uint32_t best = SPI_NONE;
  for (uint32_t i = 0; i < policy->versions_count; i++) {
    const spi_version *version = &policy->versions[i];
    int begun = version->effective_from == SPOL_DATE_NONE || version->effective_from <= date;
    int over = version->effective_to != SPOL_DATE_NONE && version->effective_to < date;
    if (begun && !over &&
        (best == SPI_NONE || version->effective_from >= policy->versions[best].effective_from)) {
      best = i;
    }
  }
  return best;
}

static spol_date local_date(const spol_zone *zone, spol_instant at) {
  spol_zone_local local;
  if (zone != NULL && spol_zone_to_local(zone, at, &local) == SPOL_OK) {
    return local.date;
  }
  return (spol_date)spi_floor_div(at, SPOL_DAY);
}

/* The date that decides: the opening's, or the contract's. */
static spol_date deciding_date(const spol_policy *policy, const spol_event *opening) {
  const spi_version *newest = &policy->versions[policy->versions_count - 1];
  for (uint64_t i = 0; newest->pinned_by_fact != SPI_NONE && i < opening->fact_count; i++) {
    const spol_fact *fact = &opening->facts[i];
    if (fact->fact - 1 != newest->pinned_by_fact || fact->type == SPOL_FACT_UNKNOWN) {
      continue;
    }
    return fact->type == SPOL_FACT_DATE ? (spol_date)fact->value
                                        : local_date(newest->zone, fact->value);
  }
  return local_date(newest->zone, opening->at);
}

uint32_t spi_version_choose(spi_run *run, const spol_event *opening) {
  const spol_policy *policy = run->policy;
  if (policy->versions_count == 1 && policy->versions[0].effective_from == SPOL_DATE_NONE &&
      policy->versions[0].effective_to == SPOL_DATE_NONE) {
    return 0;
  }
  return version_on(policy, deciding_date(policy, opening));
}

/* ---- Moving ------------------------------------------------------------------ */

static void move_line(spi_run *run, const spi_version *old) {
  uint32_t id = run->line == SPI_NONE ? 0 : old->lines[run->line].id;
  run->line = SPI_NONE;
  for (uint32_t i = 0; i < run->version->lines_count; i++) {
    if (run->version->lines[i].id == id) {
      run->line = i;
    }
  }
}

static void move_severity(spi_run *run, const spi_version *old, spi_severity_run *severity) {
  if (severity->rank != 0) {
    severity->rank = spi_severity_rank(run, old->severities_by_rank[severity->rank - 1].id);
  }
}

static void move_metric(spi_run *run, spi_metric_run *metric) {
  uint32_t id = metric->id - 1;
  const spi_version *version = run->version;
  metric->index = id < version->metric_of_id_count ? version->metric_of_id[id] : SPI_NONE;
  if (metric->index == SPI_NONE) {
    metric->rule = NULL;
    metric->use = NULL;
    metric->miss_at = SPI_NEVER;
    metric->left |= metric->track != NULL;
    if (metric->left && metric->state != SPOL_METRIC_STOPPED &&
        metric->state != SPOL_METRIC_ENDED) {
      /* What the new version lacks ends without outcome. */
      spi_metric_freeze(run, metric);
      metric->state = SPOL_METRIC_ENDED;
      metric->ended_at = run->now;
      metric->outcome = SPOL_OUTCOME_NONE;
      spi_period_keep_met(run, metric);
      metric->row_ended = 1;
      metric->ended_by = SPI_END_OTHER;
    }
    return;
  }
  metric->is_row =
      version->metrics[metric->index].repeat != SPI_REPEAT_NEVER || spi_is_period(run, metric);
  if (metric->track == NULL) {
    metric->track = spi_track_new(run);
  }
}

/* Where a trigger of a step stands in the new version: SPI_NONE, if it lacks it. */
static uint32_t moved_trigger(const spi_run *run, const spi_version *old, uint32_t id,
                              uint32_t index) {
  const spi_version *version = run->version;
  uint32_t to = id < version->step_of_id_count ? version->step_of_id[id] : SPI_NONE;
  uint32_t from = id < old->step_of_id_count ? old->step_of_id[id] : SPI_NONE;
  if (to == SPI_NONE || from == SPI_NONE) {
    return SPI_NONE;
  }
  uint32_t nth = index - old->steps[from].triggers.first;
  if (nth >= version->steps[to].triggers.count) {
    return SPI_NONE;
  }
  uint32_t moved = version->steps[to].triggers.first + nth;
  const spi_trigger *a = &old->triggers[index];
  const spi_trigger *b = &version->triggers[moved];
  return a->kind == b->kind && a->metric == b->metric ? moved : SPI_NONE;
}

/* What is held back or repeats goes on where the new version has it too. */
static void move_waiting(spi_run *run, const spi_version *old, uint32_t id) {
  spi_step_run *state = &run->steps[id];
  if (state->held) {
    state->held_trigger = moved_trigger(run, old, id, state->held_trigger);
    state->held = state->held_trigger != SPI_NONE;
    state->held_until = state->held ? state->held_until : SPI_NEVER;
  }
  if (state->repeat_at != SPI_NEVER) {
    state->repeat_trigger = moved_trigger(run, old, id, state->repeat_trigger);
    const spi_step *rule = state->repeat_trigger == SPI_NONE
                               ? NULL
                               : &run->version->steps[run->version->step_of_id[id]];
    if (rule == NULL || rule->repeat_target == SPI_NONE || state->repetition > rule->repeats) {
      state->repeat_at = SPI_NEVER;
    }
  }
}

/* What was triggered at this very instant has its turn still to come. */
static void move_pending(spi_run *run, const spi_version *old) {
  uint32_t count = run->heap_count;
  run->heap_count = 0;
  for (uint32_t i = 0; i < count; i++) {
    spi_pending item = run->heap[i];
    uint32_t id = old->steps[item.step].id - 1;
    item.trigger = moved_trigger(run, old, id, item.trigger);
    if (item.trigger != SPI_NONE) {
      item.step = run->version->step_of_id[id];
      spi_pending_push(run, &item); /* in a place that was read */
    }
  }
}

/* What was used in the cycle that a step had when a version lacked it stays so
 * where a later one has it. */
static void keep_used(spi_run *run, const spi_version *old) {
  for (uint32_t i = 0; i < old->steps_count; i++) {
    spi_range of = old->steps[i].triggers;
    uint32_t used = 0;
    for (uint32_t j = 0; j < of.count; j++) {
      used |= (uint32_t)run->triggers[of.first + j].used << j;
    }
    run->steps[old->steps[i].id - 1].used_before = used;
  }
}

static void bring_back(spi_run *run, const spi_step *step) {
  uint32_t used = run->steps[step->id - 1].used_before;
  for (uint32_t j = 0; j < step->triggers.count; j++) {
    run->triggers[step->triggers.first + j].used = (uint8_t)(used >> j & 1);
  }
}

/* Triggers are those of the new version; a timer that ran goes on where the
 * step has one at the same place. */
static void move_triggers(spi_run *run, const spi_version *old, spi_trigger_run *old_triggers) {
  const spi_version *version = run->version;
  keep_used(run, old);
  run->triggers = spi_take_array(&run->room, version->triggers_count, sizeof *run->triggers);
  if (run->triggers == NULL) {
    return;
  }
  spi_triggers_make(run);
  for (uint32_t i = 0; i < version->steps_count && !run->room.full; i++) {
    const spi_step *step = &version->steps[i];
    uint32_t before =
        step->id - 1 < old->step_of_id_count ? old->step_of_id[step->id - 1] : SPI_NONE;
    if (before == SPI_NONE) {
      bring_back(run, step);
      continue;
    }
    const spi_step *was = &old->steps[before];
    for (uint32_t j = 0; j < step->triggers.count && j < was->triggers.count; j++) {
      spi_trigger_run *to = &run->triggers[step->triggers.first + j];
      const spi_trigger_run *from = &old_triggers[was->triggers.first + j];
      if (version->triggers[step->triggers.first + j].kind !=
          old->triggers[was->triggers.first + j].kind) {
        continue;
      }
      *to = *from;
      to->share = (spi_share_run){0};
      to->at = SPI_NEVER;
      to->is_bound = 0;
    }
  }
  for (uint32_t i = 0; i < run->step_count; i++) {
    move_waiting(run, old, i);
  }
  move_pending(run, old);
}

/* ---- What must not have happened --------------------------------------------- */

static int is_of(const spi_match *match, const spol_event *event) {
  int any_reason = event->type == SPOL_EVENT_RESUMED && event->reason == 0;
  return event->type == match->event &&
         (match->reason == 0 || event->reason == match->reason || any_reason) &&
         (match->line == 0 || event->line == match->line);
}

static int line_was_reached(const spi_run *run, uint32_t line) {
  for (uint32_t i = 1; i < run->stays.count; i++) {
    if (((const spi_stay *)spi_list_at(&run->stays, i))->line == line) {
      return 1;
    }
  }
  return 0;
}

/* Whether an event that a version's step names came under an earlier one; what it
 * asks besides is asked as things stand. */
static int has_happened(spi_run *run, const spi_match *match) {
  uint32_t slot = spi_event_slot(run, match->event);
  if (slot == SPI_NONE || run->happened[slot] == SPOL_INSTANT_NONE ||
      spi_holds(run, match->when) != SPI_YES) {
    return 0;
  }
  if (match->reason == 0 && match->line == 0) {
    return 1;
  }
  if (match->event == SPOL_EVENT_LINE_CHANGED) {
    return line_was_reached(run, match->line);
  }
  uint64_t i = 0;
  while (i < run->next_event && !is_of(match, spi_event_at(run, i))) {
    i++;
  }
  return i < run->next_event;
}

static void block_steps(spi_run *run) {
  for (uint32_t i = 0; i < run->version->steps_count; i++) {
    const spi_step *step = &run->version->steps[i];
    uint32_t match = step->requires_not_happened;
    run->steps[step->id - 1].blocked =
        match != SPI_NONE && has_happened(run, &run->version->matches[match]);
  }
}

void spi_version_change(spi_run *run, uint32_t index) {
  if (index >= run->policy->versions_count || index == run->version_index) {
    return;
  }
  const spi_version *old = run->version;
  spi_trigger_run *old_triggers = run->triggers;
  run->version_index = index;
  run->version = &run->policy->versions[index];
  run->version_cause = spi_because_event(run);
  spi_touch(run, SPI_TOUCH_ALL);
  spi_agenda_forget(run);
  run->moments = spi_take_array(&run->room, run->version->moments_count, 1);
  if (run->moments == NULL) {
    return;
  }
  move_line(run, old);
  move_severity(run, old, &run->requested);
  move_severity(run, old, &run->derived);
  move_severity(run, old, &run->recorded);
  if (run->asked != 0) {
    run->asked = spi_severity_rank(run, old->severities_by_rank[run->asked - 1].id);
  }
  spi_metrics_order(run);
  for (uint32_t i = 0; i < run->metric_count && !run->room.full; i++) {
    move_metric(run, &run->metrics[i]);
  }
  move_triggers(run, old, old_triggers);
  block_steps(run);
  /* What is decided once is decided with the new hours at its old instant. */
  for (uint32_t i = 0; i < run->version->moments_count && !run->room.full; i++) {
    uint32_t type = run->version->moments[i].event;
    uint32_t slot = spi_event_slot(run, type);
    if (slot != SPI_NONE && run->happened[slot] != SPOL_INSTANT_NONE) {
      spi_decide_moments(run, type, run->happened[slot]);
    }
  }
}
