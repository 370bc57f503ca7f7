/* SPDX-License-Identifier: MIT */
/* Reading the case, its history, firings, findings and notices out of an
 * evaluation (evaluation.h). Everything is read by index into sized structs. */
#include "case/run.h"

#include <string.h>

static const char *text_of(const spi_run *run, uint32_t text) {
  return text == SPI_NONE ? NULL : run->policy->strings + text;
}

static spol_instant open_end(spol_instant at) {
  return at == SPI_NEVER ? SPOL_INSTANT_NONE : at;
}

static spol_status take(const spi_run *run, const void *out, uint32_t size, size_t known) {
  if (run == NULL || out == NULL) {
    return SPOL_E_INVALID;
  }
  return spi_known_size(size, known);
}

#define TAKE(run, out)                                                                             \
  do {                                                                                             \
    spol_status taken = take((run), (out), (out) == NULL ? 0 : (out)->size, sizeof *(out));        \
    if (taken != SPOL_OK) {                                                                        \
      return taken;                                                                                \
    }                                                                                              \
  } while (0)

static void put_severity(const spi_run *run, const spi_severity_run *severity,
                         spol_severity_status *out) {
  out->severity = spi_severity_id(run, severity->rank);
  out->rank = severity->rank;
  out->decision = spi_decision(run, &severity->cause);
}

static uint32_t all_flags(const spi_run *run) {
  uint32_t flags = run->flags;
  for (uint32_t i = 0; i < run->version->metrics_count; i++) {
    const spi_metric_run *metric = run->live[i];
    flags |= metric->flags;
    for (uint32_t j = 0; j < metric->clock.leg_count && metric->cycle != 0; j++) {
      flags |= metric->clock.legs[j].flags;
    }
    flags |= metric->undecided ? (uint32_t)SPOL_RESULT_FACT_MISSING : 0;
  }
  if (run->recorded.rank == 0 && run->derived.rank != 0) {
    flags |= SPOL_RESULT_PROVISIONAL;
  }
  return flags | (run->derived.undecided ? (uint32_t)SPOL_RESULT_FACT_MISSING : 0);
}

static int32_t state_of(const spi_run *run) {
  return run->refused && run->state != SPOL_CASE_NOT_OPENED ? SPOL_CASE_REFUSED : run->state;
}

spol_status spol_evaluation_status(const spol_evaluation *run, spol_case_status *out) {
  TAKE(run, out);
  *out = (spol_case_status){.size = sizeof *out};
  out->state = state_of(run);
  out->flags = all_flags(run);
  out->line = run->line == SPI_NONE ? 0 : run->version->lines[run->line].id;
  out->as_of = run->as_of;
  out->opened_at = run->opened_at;
  out->events_seen = run->next_event;
  put_severity(run, &run->requested, &out->requested);
  put_severity(run, &run->derived, &out->derived);
  put_severity(run, &run->recorded, &out->recorded);
  put_severity(run, spi_current(run), &out->current);
  out->coverage = spi_decision(run, &run->coverage);
  out->version_decision = spi_decision(run, &run->version_cause);
  out->metric_count = spi_clock_count(run);
  out->cycle_count = spi_cycle_count(run);
  out->line_count = run->stays.count;
  out->severity_count = run->severity_log.count;
  out->pause_count = run->pauses.count;
  out->firing_count = run->fired.count;
  out->finding_count = run->findings.count;
  out->notice_count = run->notices.count;
  out->next_change = run->next_change;
  out->next_change_kind = run->next_kind;
  out->next_change_metric = run->next_metric;
  out->next_change_step = run->next_step;
  out->version = run->version->id;
  out->policy_id = run->policy->strings + run->policy->identity;
  const spi_names *names = &run->policy->names[SPOL_NAME_VERSION];
  out->version_name = run->version->id >= 1 && run->version->id <= names->count
                          ? run->policy->strings + names->offsets[run->version->id - 1]
                          : "";
  memcpy(out->digest, run->version->digest, SPOL_DIGEST_SIZE);
  out->zone_data = run->policy->zone_data;
  return SPOL_OK;
}

spol_status spol_evaluation_fact_used(const spol_evaluation *run, uint32_t index, spol_fact *out) {
  if (run == NULL || out == NULL || index >= run->facts_used.count) {
    return SPOL_E_INVALID;
  }
  const spi_value *value = spi_list_at(&run->facts_used, index);
  *out = (spol_fact)SPOL_FACT_INIT;
  out->fact = value->fact;
  if (value->known) {
    out->type = run->policy->facts[value->fact - 1].type;
    out->value = value->value;
  }
  if (value->known && value->source != NULL) {
    out->text = value->source->text;
    out->text_length = value->source->text_length;
    out->zone = value->source->zone;
  }
  return SPOL_OK;
}

spol_status spol_evaluation_line(const spol_evaluation *run, uint32_t index, spol_line_stay *out) {
  TAKE(run, out);
  if (index >= run->stays.count) {
    return SPOL_E_INVALID;
  }
  const spi_stay *stay = spi_list_at(&run->stays, index);
  *out = (spol_line_stay){.size = sizeof *out, .line = stay->line, .from = stay->from};
  out->to = open_end(stay->to);
  out->decision = spi_decision(run, &stay->cause);
  return SPOL_OK;
}

spol_status spol_evaluation_severity(const spol_evaluation *run, uint32_t index,
                                     spol_severity_change *out) {
  TAKE(run, out);
  if (index >= run->severity_log.count) {
    return SPOL_E_INVALID;
  }
  const spi_severity_log *log = spi_list_at(&run->severity_log, index);
  *out = (spol_severity_change){.size = sizeof *out, .kind = log->kind};
  out->before = log->before;
  out->after = log->after;
  out->granted = log->granted;
  out->at = log->at;
  out->decision = spi_decision(run, &log->cause);
  return SPOL_OK;
}

spol_status spol_evaluation_pause(const spol_evaluation *run, uint32_t index, spol_pause *out) {
  TAKE(run, out);
  if (index >= run->pauses.count) {
    return SPOL_E_INVALID;
  }
  const spi_pause_run *pause = spi_list_at(&run->pauses, index);
  *out = (spol_pause){.size = sizeof *out, .reason = pause->reason, .from = pause->from};
  out->to = open_end(pause->to);
  out->bound = open_end(pause->bound);
  return SPOL_OK;
}

/* ---- Firings ----------------------------------------------------------------- */

static const spi_effect *effect_of(const spi_run *run, const spi_firing_run *firing, uint32_t nth) {
  const spi_version *version = &run->policy->versions[firing->version];
  spi_range effects = version->steps[firing->step_index].effects;
  return nth < effects.count ? &version->effects[effects.first + nth] : NULL;
}

/* The line that a step brought the case to at an instant; 0: to none. */
static uint32_t line_reached(const spi_run *run, spol_instant at) {
  for (uint32_t i = 0; i < run->stays.count; i++) {
    const spi_stay *stay = spi_list_at(&run->stays, i);
    if (stay->from == at && stay->cause.cause == SPOL_CAUSE_STEP) {
      return stay->line;
    }
  }
  return 0;
}

/* What an effect is about, as an id. */
static uint32_t subject_of(const spi_run *run, const spi_firing_run *firing,
                           const spi_effect *effect) {
  const spi_version *of = &run->policy->versions[firing->version];
  switch (effect->kind) {
  case SPOL_EFFECT_LINE:
    if (effect->by_one) {
      return line_reached(run, firing->at);
    }
    return effect->subject < of->lines_count ? of->lines[effect->subject].id : 0;
  case SPOL_EFFECT_SEVERITY:
    return !effect->by_one && effect->subject >= 1 &&
                   effect->subject <= of->severities_by_rank_count
               ? of->severities_by_rank[effect->subject - 1].id
               : 0;
  case SPOL_EFFECT_NOTIFY:
  case SPOL_EFFECT_EVENT:
    return effect->subject;
  default:
    return 0;
  }
}

static void put_firing(const spi_run *run, const spi_firing_run *firing, spol_firing *out) {
  *out = (spol_firing){.size = sizeof *out};
  out->ladder = firing->ladder;
  out->step = firing->step;
  out->cycle = firing->cycle;
  out->repetition = firing->repetition;
  out->metric = firing->metric;
  out->flags = firing->flags;
  out->at = firing->at;
  out->triggered_at = firing->since;
  out->decision = spi_decision(run, &firing->cause);
  const spi_version *version = &run->policy->versions[firing->version];
  out->effect_count = version->steps[firing->step_index].effects.count;
  const spi_effect *first = effect_of(run, firing, 0);
  if (first != NULL) {
    out->effect = first->kind;
    out->subject = subject_of(run, firing, first);
  }
}

spol_status spol_evaluation_firing(const spol_evaluation *run, uint32_t index, spol_firing *out) {
  TAKE(run, out);
  if (index >= run->fired.count) {
    return SPOL_E_INVALID;
  }
  put_firing(run, spi_list_at(&run->fired, index), out);
  return SPOL_OK;
}

spol_status spol_evaluation_firing_effect(const spol_evaluation *run, uint32_t firing, uint32_t nth,
                                          int32_t *effect, uint32_t *subject) {
  if (run == NULL || effect == NULL || subject == NULL || firing >= run->fired.count) {
    return SPOL_E_INVALID;
  }
  const spi_firing_run *fired = spi_list_at(&run->fired, firing);
  const spi_effect *found = effect_of(run, fired, nth);
  if (found == NULL) {
    return SPOL_E_INVALID;
  }
  *effect = found->kind;
  *subject = subject_of(run, fired, found);
  return SPOL_OK;
}

/* Firings are in the order of their instants. */
static uint32_t first_firing(const spi_run *run, spol_instant from) {
  uint32_t low = 0;
  uint32_t high = run->fired.count;
  while (low < high) {
    uint32_t middle = low + (high - low) / 2;
    const spi_firing_run *firing = spi_list_at(&run->fired, middle);
    if (firing->at < from) {
      low = middle + 1;
    } else {
      high = middle;
    }
  }
  return low;
}

void spol_evaluation_firings_in(const spol_evaluation *run, spol_instant from, spol_instant to,
                                uint32_t *first, uint32_t *count) {
  uint32_t low = run == NULL ? 0 : first_firing(run, from);
  uint32_t high = run == NULL || to < from ? low : first_firing(run, to);
  if (first != NULL) {
    *first = low;
  }
  if (count != NULL) {
    *count = high - low;
  }
}

spol_status spol_evaluation_next_firing(const spol_evaluation *run, spol_firing *out) {
  TAKE(run, out);
  if (!run->fires_next) {
    return SPOL_E_NOT_FOUND;
  }
  put_firing(run, &run->next_fire, out);
  return SPOL_OK;
}

/* ---- Findings and notices ---------------------------------------------------- */

spol_status spol_evaluation_finding(const spol_evaluation *run, uint32_t index, spol_finding *out) {
  TAKE(run, out);
  if (index >= run->findings.count) {
    return SPOL_E_INVALID;
  }
  const spi_finding_run *finding = spi_list_at(&run->findings, index);
  *out = (spol_finding){.size = sizeof *out, .kind = finding->kind};
  out->metric = finding->metric;
  out->cycle = finding->cycle;
  out->fact = finding->fact;
  out->severity = finding->severity;
  out->step = finding->step;
  out->text = text_of(run, finding->text);
  out->decision = spi_decision(run, &finding->cause);
  return SPOL_OK;
}

spol_status spol_evaluation_notice(const spol_evaluation *run, uint32_t index, spol_notice *out) {
  TAKE(run, out);
  if (index >= run->notices.count) {
    return SPOL_E_INVALID;
  }
  const spi_notice_run *notice = spi_list_at(&run->notices, index);
  *out = (spol_notice){.size = sizeof *out, .kind = notice->kind};
  out->event_type = notice->event_type;
  out->metric = notice->metric;
  out->cycle = notice->cycle;
  out->role = notice->role;
  out->since = notice->since;
  out->by = notice->by;
  out->told_at = notice->told_at;
  out->text = text_of(run, notice->text);
  out->decision = spi_decision(run, &notice->cause);
  return SPOL_OK;
}
