/* SPDX-License-Identifier: MIT */
/* How a metric stands and why, in one line. */
#include "render/view.h"

#include "civil/clock.h"

/* ---- The target ---------------------------------------------------------------- */

/* The target that a decision's place speaks of, if that says one and no parts. */
static const spi_target *target_of(const spi_view *view, const spol_place *place) {
  if (place->version == 0 || place->version > view->policy->versions_count) {
    return NULL;
  }
  const spi_version *version = &view->policy->versions[place->version - 1];
  for (uint32_t i = 0; i < version->target_rows_count; i++) {
    const spi_target_row *row = &version->target_rows[i];
    if (row->place.line == place->line && row->place.column == place->column &&
        row->target < version->targets_count) {
      const spi_target *target = &version->targets[row->target];
      return target->parts.count == 0 ? target : NULL;
    }
  }
  return NULL;
}

static void put_count(spi_view *view, const spol_day_target *day) {
  static const char *const units[] = {"day", "business day", "calendar day", "week", "month"};
  int unit = day->unit >= 0 && day->unit <= SPOL_CALENDAR_MONTHS ? day->unit : 0;
  spi_put_format(view, "%d %s%s", day->count, units[unit], day->count == 1 ? "" : "s");
}

static void put_reading(spi_view *view, const spol_day_target *day) {
  static const char *const readings[] = {"", "end of day", "start of day", "same time", "at "};
  int reading = day->reading >= 0 && day->reading <= SPOL_LOCAL_TIME ? day->reading : 0;
  char text[SPI_PHRASE_MAX] = "";
  spi_writer writer = spi_writer_on(text, sizeof text);
  if (day->reading == SPOL_LOCAL_TIME) {
    spi_clock_write(&writer, day->local_seconds);
  }
  spi_put_format(view, " (%s%s)", readings[reading], text);
}

/* What there is of a target beside its calendar and its reading. @return 1 if it
 * is counted on a calendar */
static int put_amount(spi_view *view, const spol_metric_status *metric, const spi_target *target) {
  char text[SPI_PHRASE_MAX];
  switch (metric->target_kind) {
  case SPOL_TARGET_DURATION:
    spi_put(view, spi_phrase_duration(metric->length, text));
    break;
  case SPOL_TARGET_DAY:
    if (target != NULL && target->kind == SPOL_TARGET_DAY) {
      put_count(view, &target->day);
    } else {
      spi_put(view, "a number of days");
    }
    break;
  case SPOL_TARGET_PER_PERIOD:
    if (target != NULL && target->kind == SPOL_TARGET_PER_PERIOD) {
      spi_put_format(view, "%u per %s", target->per_count,
                     target->per_week != 0 ? "week" : "business day");
    } else {
      spi_put(view, "so many per period");
    }
    break;
  case SPOL_TARGET_AGREED_DUE:
    spi_put(view, (metric->flags & SPOL_RESULT_PROMISED) != 0 ? "promised" : "agreed");
    return 0;
  case SPOL_TARGET_EFFORT:
    spi_put(view, spi_name_of(view, SPOL_NAME_WORD, metric->word));
    return 0;
  default:
    spi_put(view, spi_target_kind_word(metric->target_kind));
    return 0;
  }
  return 1;
}

static void put_target(spi_view *view, const spol_metric_status *metric, int with_calendar) {
  const spi_target *target = target_of(view, &metric->target.place);
  int counted = put_amount(view, metric, target);
  if (counted && with_calendar && metric->calendar != 0) {
    spi_put_format(view, " on %s", spi_name_of(view, SPOL_NAME_CALENDAR, metric->calendar));
  }
  if (metric->target_kind == SPOL_TARGET_DAY && target != NULL && target->kind == SPOL_TARGET_DAY) {
    put_reading(view, &target->day);
  }
}

void spi_put_target(spi_view *view, const spol_metric_status *metric) {
  put_target(view, metric, 1);
}

void spi_put_bare_target(spi_view *view, const spol_metric_status *metric) {
  put_target(view, metric, 0);
}

/* ---- How it stands --------------------------------------------------------------- */

static void put_missing_facts(spi_view *view, const spol_decision *decision) {
  const char *separator = "";
  for (uint32_t i = 0; i < decision->fact_count; i++) {
    spol_fact fact = SPOL_FACT_INIT;
    if (spol_evaluation_fact_used(view->evaluation, decision->fact_first + i, &fact) == SPOL_OK &&
        fact.type == SPOL_FACT_UNKNOWN) {
      spi_put_format(view, "%s%s", separator, spi_name_of(view, SPOL_NAME_FACT, fact.fact));
      separator = ", ";
    }
  }
  spi_put(view, *separator == '\0' ? "a fact" : "");
}

/* A target without a due instant. */
static void put_word(spi_view *view, const spol_metric_status *metric) {
  switch (metric->target_kind) {
  case SPOL_TARGET_EFFORT:
    spi_put_format(view, "%s, no due instant", spi_name_of(view, SPOL_NAME_WORD, metric->word));
    return;
  case SPOL_TARGET_AS_AGREED:
    spi_put(view, "as agreed, and nothing is agreed yet");
    return;
  case SPOL_TARGET_NOT_OFFERED:
    spi_put(view, "not offered");
    return;
  case SPOL_TARGET_UNSTATED:
    spi_put(view, "unstated: the policy names no target");
    return;
  case SPOL_TARGET_UNDECIDED:
    spi_put(view, "undecided, for want of ");
    put_missing_facts(view, &metric->target);
    return;
  default:
    spi_put(view, metric->state == SPOL_METRIC_NOT_STARTED ? "not started"
                  : metric->state == SPOL_METRIC_WAITING   ? "waiting for its next start"
                                                           : "no target");
  }
}

static void put_paused(spi_view *view, const spol_metric_status *metric) {
  char text[SPI_PHRASE_MAX];
  if (metric->outcome == SPOL_OUTCOME_MET && metric->stopped_at != SPOL_INSTANT_NONE) {
    spi_put_format(view, "met at %s, while paused",
                   spi_phrase_instant(view, metric->stopped_at, text));
    return;
  }
  spi_put(view, "paused");
  for (uint32_t i = 0; i < metric->pause_reasons; i++) {
    uint32_t reason = 0;
    if (spol_evaluation_paused_by(view->evaluation, metric->metric, i, &reason) == SPOL_OK) {
      spi_put_format(view, "%s%s", i == 0 ? " for " : ", ",
                     spi_name_of(view, SPOL_NAME_REASON, reason));
    }
  }
  if (metric->due_if_resumed != SPOL_INSTANT_NONE) {
    spi_put_format(view, ", due %s if resumed now",
                   spi_phrase_instant(view, metric->due_if_resumed, text));
  }
}

static int is_word(const spol_metric_status *metric) {
  return metric->due == SPOL_INSTANT_NONE && metric->due_if_resumed == SPOL_INSTANT_NONE;
}

void spi_put_standing(spi_view *view, const spol_metric_status *metric) {
  char due[SPI_PHRASE_MAX];
  char stop[SPI_PHRASE_MAX];
  if (is_word(metric)) {
    put_word(view, metric);
    return;
  }
  if (metric->due == SPOL_INSTANT_NONE) {
    put_paused(view, metric);
    return;
  }
  spi_phrase_instant(view, metric->due, due);
  if (metric->outcome == SPOL_OUTCOME_MISSED) {
    spi_put_format(view, "missed, due %s", due);
  } else if (metric->outcome == SPOL_OUTCOME_MET && metric->stopped_at != SPOL_INSTANT_NONE) {
    spi_put_format(view, "met at %s, due %s",
                   spi_phrase_beside(view, metric->stopped_at, metric->due, stop), due);
  } else {
    spi_put_format(view, "due %s", due);
  }
}

/* ---- Why ------------------------------------------------------------------------------ */

static void put_start(spi_view *view, const spol_metric_status *metric) {
  char text[SPI_PHRASE_MAX];
  const char *event = spi_event_name(view, metric->start.event);
  spol_instant shown = metric->due != SPOL_INSTANT_NONE ? metric->due : metric->due_if_resumed;
  if (metric->started_at == SPOL_INSTANT_NONE) {
    return;
  }
  if (metric->received_at != SPOL_INSTANT_NONE && metric->received_at != metric->started_at) {
    spi_put_format(view, " from receipt %s (%s",
                   spi_phrase_beside(view, metric->received_at, shown, text),
                   event == NULL ? "started" : event);
    spi_put_format(view, " %s)", spi_phrase_instant(view, metric->started_at, text));
  } else {
    spi_put_format(view, " from %s", spi_phrase_beside(view, metric->started_at, shown, text));
    if (event != NULL) {
      spi_put_format(view, " (%s)", event);
    }
  }
}

static void put_carry(spi_view *view, const spol_metric_status *metric) {
  char text[SPI_PHRASE_MAX];
  if (metric->carry.cause == SPOL_CAUSE_NONE || metric->carry.at == SPOL_INSTANT_NONE) {
    return;
  }
  spi_put_format(view, ", changed %s", spi_phrase_instant(view, metric->carry.at, text));
  if ((metric->flags & SPOL_RESULT_NEVER_LATER) != 0) {
    spi_put(view, ", the old target being earlier");
  }
}

static void write_reason(spi_view *view, const spol_metric_status *metric) {
  spi_put_standing(view, metric);
  if (!is_word(metric)) {
    spi_put(view, ": ");
    spi_put_target(view, metric);
    put_start(view, metric);
    put_carry(view, metric);
  }
  if (metric->target.cause != SPOL_CAUSE_NONE) {
    spi_put(view, "; ");
    spi_put_cause(view, &metric->target);
  }
}

void spi_write_reason(spi_view *view) {
  spol_metric_status metric = SPOL_SIZED(spol_metric_status);
  spol_status status = spol_evaluation_metric_of(view->evaluation, view->metric, &metric);
  if (status != SPOL_OK) {
    spi_put_fail(view, status);
    return;
  }
  write_reason(view, &metric);
}

/* ---- Findings ----------------------------------------------------------------------------- */

static const char *finding_sentence(int32_t kind) {
  static const char *const sentences[] = {
      "something was found",
      "the case is not covered",
      "who asks is not entitled",
      "the request has several issues",
      "an intake rule is not kept",
      "a change of severity is refused",
      "the severity is capped",
      "the recorded severity is not the derived one",
      "a miss is excused",
      "a fact is missing",
      "an event is forbidden by the case's state and has no effect",
      "an event has no effect",
      "a limit is reached",
      "a cycle of length zero ends the row",
      "the due instant would lie before receipt and is receipt",
      "the holidays of a year that the answer needs are not known",
      "a calendar has no open time left",
      "an instant lies beyond the year 9999",
      "no row of the metric matches",
      "no version of the policy is in force",
      "an event stands twice",
      "a step has an effect that is not allowed",
      "a time zone is missing",
      "the policy says something",
  };
  int known = kind > 0 && kind < (int32_t)(sizeof sentences / sizeof sentences[0]);
  return sentences[known ? kind : 0];
}

static void put_subject(spi_view *view, const char **before, const char *what, int32_t kind,
                        uint32_t id) {
  if (id != 0) {
    spi_put_format(view, "%s%s %s", *before, what, spi_name_of(view, kind, id));
    *before = ", ";
  }
}

void spi_write_finding(spi_view *view) {
  spol_finding finding = SPOL_SIZED(spol_finding);
  spol_status status = spol_evaluation_finding(view->evaluation, view->finding, &finding);
  const char *before = " (";
  if (status != SPOL_OK) {
    spi_put_fail(view, status);
    return;
  }
  spi_put(view, finding_sentence(finding.kind));
  put_subject(view, &before, "severity", SPOL_NAME_SEVERITY, finding.severity);
  put_subject(view, &before, "metric", SPOL_NAME_METRIC, finding.metric);
  put_subject(view, &before, "fact", SPOL_NAME_FACT, finding.fact);
  put_subject(view, &before, "step", SPOL_NAME_STEP, finding.step);
  spi_put(view, before[0] == ',' ? ")" : "");
  if (finding.text != NULL && finding.text[0] != '\0') {
    spi_put(view, ": ");
    spi_put(view, finding.text);
  }
  if (finding.decision.place.version != 0 && finding.decision.place.line != 0) {
    spi_put(view, "; ");
    spi_put_cause(view, &finding.decision);
  }
}
