/* SPDX-License-Identifier: MIT */
/* What an evaluation says of each thing that a case can expect. */
#include <string.h>

#include "base/checked.h"
#include "scenario/compare.h"

enum { SHARE_DIGITS = 6 };

const char *spi_severity_rule(const spol_case_status *status) {
  const spol_decision *decision = &status->current.decision;
  if (decision->place.version == 0 && status->current.severity == status->derived.severity) {
    decision = &status->derived.decision;
  }
  return decision->place.version == 0 ? NULL : decision->place.rule;
}

/* ---- The case ---------------------------------------------------------------- */

static int case_value(const spi_comparison *compare, uint32_t field, int64_t *value,
                      const char **text) {
  const spol_case_status *status = &compare->status;
  switch (field) {
  case SPI_CASE_SEVERITY:
    *value = status->current.severity;
    return 1;
  case SPI_CASE_REQUESTED:
    *value = status->requested.severity;
    return 1;
  case SPI_CASE_DERIVED:
    *value = status->derived.severity;
    return 1;
  case SPI_CASE_RECORDED:
    *value = status->recorded.severity;
    return 1;
  case SPI_CASE_RULE:
    *text = spi_severity_rule(status);
    return 1;
  case SPI_CASE_STATE:
    *value = status->state;
    return 1;
  case SPI_CASE_LINE:
    *value = status->line;
    return 1;
  case SPI_CASE_VERSION:
    *value = status->version;
    return 1;
  default:
    *value = status->next_change;
    return 1;
  }
}

/* ---- Metrics and cycles --------------------------------------------------------- */

/* numerator / denominator in millionths, rounded down. Instants lie within 3.2e17
 * microseconds, and so do their distances: ten times as much fits. */
static int64_t share_of(int64_t numerator, int64_t denominator) {
  if (denominator <= 0 || denominator > INT64_MAX / 10 || numerator < 0) {
    return INT64_MIN;
  }
  int64_t whole = numerator / denominator;
  int64_t rest = numerator % denominator;
  for (int i = 0; i < SHARE_DIGITS; i++) {
    if (!spi_mul_i64(whole, 10, &whole)) {
      return INT64_MAX;
    }
    whole += rest * 10 / denominator;
    rest = rest * 10 % denominator;
  }
  return whole;
}

static uint32_t cycles_of(const spi_comparison *compare, uint32_t metric) {
  uint32_t count = 0;
  for (uint32_t i = 0; i < compare->status.cycle_count; i++) {
    spol_cycle cycle = SPOL_SIZED(spol_cycle);
    if (spol_evaluation_cycle(compare->evaluation, i, &cycle) == SPOL_OK &&
        cycle.metric == metric) {
      count++;
    }
  }
  return count;
}

static int clock_value(const spi_comparison *compare, const spol_metric_status *metric,
                       uint32_t field, int64_t *value) {
  switch (field) {
  case SPI_CLOCK_DUE:
    *value = metric->due;
    return 1;
  case SPI_CLOCK_STATE:
    *value = metric->state;
    return 1;
  case SPI_CLOCK_OUTCOME:
    *value = metric->outcome;
    return 1;
  case SPI_CLOCK_WORD:
    *value = spi_target_word(metric->target_kind, metric->word);
    return 1;
  case SPI_CLOCK_STARTED:
    *value = metric->started_at;
    return 1;
  case SPI_CLOCK_RECEIVED:
    *value = metric->received_at;
    return 1;
  case SPI_CLOCK_STOPPED_AT:
    *value = metric->stopped_at;
    return 1;
  case SPI_CLOCK_MISSED_AT:
    *value = metric->missed_at;
    return 1;
  case SPI_CLOCK_LENGTH:
    *value = metric->length;
    return 1;
  case SPI_CLOCK_ELAPSED:
    *value = metric->elapsed;
    return 1;
  case SPI_CLOCK_REMAINING:
    *value = metric->remaining;
    return 1;
  case SPI_CLOCK_OVERDUE:
    *value = metric->overdue;
    return 1;
  case SPI_CLOCK_SHARE:
    *value = share_of(metric->share_numerator, metric->share_denominator);
    return 1;
  case SPI_CLOCK_CYCLE:
    *value = metric->cycle;
    return 1;
  case SPI_CLOCK_MISSES:
    *value = metric->misses;
    return 1;
  case SPI_CLOCK_CALENDAR:
    *value = metric->calendar;
    return 1;
  case SPI_CLOCK_DUE_IF_RESUMED:
    *value = metric->due_if_resumed;
    return 1;
  default:
    *value = cycles_of(compare, metric->metric);
    return 1;
  }
}

static int metric_value(const spi_comparison *compare, const spi_expectation *expectation,
                        int64_t *value) {
  spol_metric_status metric = SPOL_SIZED(spol_metric_status);
  return spol_evaluation_metric_of(compare->evaluation, expectation->metric, &metric) == SPOL_OK &&
         clock_value(compare, &metric, expectation->field->field, value);
}

/* The cycle in force says all that the metric says; earlier ones say what is
 * kept of them. */
static int past_value(const spol_cycle *cycle, uint32_t field, int64_t *value) {
  switch (field) {
  case SPI_CLOCK_DUE:
    *value = cycle->due;
    return 1;
  case SPI_CLOCK_STATE:
    *value = cycle->state;
    return 1;
  case SPI_CLOCK_OUTCOME:
    *value = cycle->outcome;
    return 1;
  case SPI_CLOCK_STARTED:
    *value = cycle->from;
    return 1;
  case SPI_CLOCK_RECEIVED:
    *value = cycle->received_at;
    return 1;
  case SPI_CLOCK_STOPPED_AT:
    *value = cycle->state == SPOL_METRIC_STOPPED ? cycle->ended_at : SPOL_INSTANT_NONE;
    return 1;
  case SPI_CLOCK_MISSED_AT:
    *value = cycle->missed_at;
    return 1;
  case SPI_CLOCK_LENGTH:
    *value = cycle->length;
    return 1;
  case SPI_CLOCK_ELAPSED:
    *value = cycle->elapsed;
    return 1;
  case SPI_CLOCK_REMAINING:
    *value = cycle->length == SPOL_DURATION_NONE || cycle->elapsed == SPOL_DURATION_NONE
                 ? SPOL_DURATION_NONE
             : cycle->elapsed >= cycle->length ? 0
                                               : cycle->length - cycle->elapsed;
    return 1;
  case SPI_CLOCK_OVERDUE:
    *value = cycle->overdue;
    return 1;
  case SPI_CLOCK_CYCLE:
    *value = cycle->number;
    return 1;
  default:
    return 0;
  }
}

static int find_cycle(const spi_comparison *compare, const spi_expectation *expectation,
                      spol_cycle *out) {
  uint32_t nth = 0;
  for (uint32_t i = 0; i < compare->status.cycle_count; i++) {
    spol_cycle cycle = SPOL_SIZED(spol_cycle);
    if (spol_evaluation_cycle(compare->evaluation, i, &cycle) != SPOL_OK ||
        cycle.metric != expectation->metric) {
      continue;
    }
    if (nth == expectation->index) {
      *out = cycle;
      return 1;
    }
    nth++;
  }
  return 0;
}

static int cycle_value(const spi_comparison *compare, const spi_expectation *expectation,
                       int64_t *value) {
  spol_cycle cycle = SPOL_SIZED(spol_cycle);
  spol_metric_status metric = SPOL_SIZED(spol_metric_status);
  if (!find_cycle(compare, expectation, &cycle)) {
    return 0;
  }
  if (past_value(&cycle, expectation->field->field, value)) {
    return 1;
  }
  return spol_evaluation_metric_of(compare->evaluation, expectation->metric, &metric) == SPOL_OK &&
         metric.cycle == cycle.number &&
         clock_value(compare, &metric, expectation->field->field, value);
}

/* ---- Firings and notices ------------------------------------------------------------ */

/* The line that a step brought the case to at an instant. */
static uint32_t line_reached(const spi_comparison *compare, spol_instant at) {
  for (uint32_t i = 0; i < compare->status.line_count; i++) {
    spol_line_stay stay = SPOL_SIZED(spol_line_stay);
    if (spol_evaluation_line(compare->evaluation, i, &stay) == SPOL_OK && stay.from == at &&
        stay.decision.cause == SPOL_CAUSE_STEP) {
      return stay.line;
    }
  }
  return 0;
}

/* The line that a firing moves to; `next_line` names none by itself. */
static uint32_t line_of(const spi_comparison *compare, const spol_firing *firing, uint32_t index) {
  for (uint32_t i = 0; i < firing->effect_count; i++) {
    int32_t effect = 0;
    uint32_t subject = 0;
    if (spol_evaluation_firing_effect(compare->evaluation, index, i, &effect, &subject) ==
            SPOL_OK &&
        effect == SPOL_EFFECT_LINE) {
      return subject != 0 ? subject : line_reached(compare, firing->at);
    }
  }
  return 0;
}

static int firing_value(const spi_comparison *compare, uint32_t index, uint32_t field,
                        int64_t *value) {
  spol_firing firing = SPOL_SIZED(spol_firing);
  if (field == SPI_ENTRY_COUNT) {
    *value = compare->status.firing_count;
    return 1;
  }
  if (spol_evaluation_firing(compare->evaluation, index, &firing) != SPOL_OK) {
    return 0;
  }
  *value = field == SPI_ENTRY_STEP    ? firing.step
           : field == SPI_ENTRY_AT    ? firing.at
           : field == SPI_ENTRY_CYCLE ? firing.cycle
                                      : line_of(compare, &firing, index);
  return 1;
}

static int notice_value(const spi_comparison *compare, uint32_t index, uint32_t field,
                        int64_t *value) {
  spol_notice notice = SPOL_SIZED(spol_notice);
  if (field == SPI_ENTRY_COUNT) {
    *value = compare->status.notice_count;
    return 1;
  }
  if (spol_evaluation_notice(compare->evaluation, index, &notice) != SPOL_OK) {
    return 0;
  }
  *value = field == SPI_ENTRY_KIND     ? (int64_t)notice.kind - 1
           : field == SPI_ENTRY_EVENT  ? notice.event_type
           : field == SPI_ENTRY_METRIC ? notice.metric
           : field == SPI_ENTRY_ROLE   ? notice.role
           : field == SPI_ENTRY_SINCE  ? notice.since
           : field == SPI_ENTRY_BY     ? notice.by
                                       : notice.told_at;
  return 1;
}

/* ---- Permission ------------------------------------------------------------------------ */

static void ask(spi_comparison *compare) {
  const spol_policy *policy = compare->scenario->policy;
  const spol_event *opening = compare->at_hand->events;
  const spol_allocator *allocator = &compare->result->allocator;
  uint64_t room = spol_evaluation_room(policy, 1);
  spol_status status = SPOL_E_BUFFER;
  spol_permission permission = SPOL_SIZED(spol_permission);
  while (status == SPOL_E_BUFFER) {
    const spol_evaluation *evaluation = NULL;
    uint64_t needed = 0;
    void *buffer = room > SIZE_MAX ? NULL : spi_alloc(allocator, (size_t)room);
    if (buffer == NULL) {
      status = SPOL_E_MEMORY;
      break;
    }
    status =
        spol_may_open(policy, opening, NULL, buffer, room, &needed, &evaluation, &permission, NULL);
    spi_free(allocator, buffer, (size_t)room);
    room = needed > room ? needed : room * 2;
  }
  compare->failed = status;
  compare->verdict = permission.verdict;
}

/* ---- All of them ------------------------------------------------------------------------ */

int spi_compare_value(spi_comparison *compare, const spi_expectation *expectation, int64_t *value,
                      const char **text) {
  uint32_t field = expectation->field->field;
  *text = NULL;
  switch (expectation->subject) {
  case SPI_OF_CASE:
    return case_value(compare, field, value, text);
  case SPI_OF_METRIC:
    return metric_value(compare, expectation, value);
  case SPI_OF_CYCLE:
    return cycle_value(compare, expectation, value);
  case SPI_OF_FIRING:
    return firing_value(compare, expectation->index, field, value);
  case SPI_OF_NOTICE:
    return notice_value(compare, expectation->index, field, value);
  default:
    if (compare->verdict < 0) {
      ask(compare);
    }
    *value = compare->verdict;
    return 1;
  }
}
