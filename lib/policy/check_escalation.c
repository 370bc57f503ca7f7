/* SPDX-License-Identifier: MIT */
/* Ladders: steps that come too late, that lead nowhere, or that change nothing. */
#include "policy/check.h"
#include "policy/subjects.h"

/* ---- Triggers ----------------------------------------------------------------------------- */

static const spi_metric *metric_of(const spi_check *check, uint32_t id) {
  const spi_version *version = check->version;
  if (id < 1 || id > version->metric_of_id_count || version->metric_of_id[id - 1] == SPI_NONE) {
    return NULL;
  }
  return &version->metrics[version->metric_of_id[id - 1]];
}

/* 1 if some target of the metric has a due instant. */
static int can_be_due(const spi_version *version, const spi_metric *metric) {
  for (uint32_t i = 0; i < metric->clock.targets.count; i++) {
    int32_t kind =
        version->targets[version->target_rows[metric->clock.targets.first + i].target].kind;
    if (kind != SPOL_TARGET_EFFORT && kind != SPOL_TARGET_NOT_OFFERED &&
        kind != SPOL_TARGET_UNSTATED) {
      return 1;
    }
  }
  return 0;
}

/* 1 if every target of the metric makes it a row. */
static int is_row(const spi_version *version, const spi_metric *metric) {
  if (metric->repeat != SPI_REPEAT_NEVER) {
    return !metric->once;
  }
  for (uint32_t i = 0; i < metric->clock.targets.count; i++) {
    const spi_target_row *row = &version->target_rows[metric->clock.targets.first + i];
    if (version->targets[row->target].kind != SPOL_TARGET_PER_PERIOD) {
      return 0;
    }
  }
  return metric->clock.targets.count > 0;
}

/* 1 if the metric can be missed more than once in a case. */
static int misses_again(const spi_version *version, const spi_metric *metric) {
  if (metric->repeat != SPI_REPEAT_NEVER || is_row(version, metric)) {
    return 1;
  }
  for (uint32_t i = 0; i < metric->clock.reopens.count; i++) {
    int32_t reopen = version->reopen_rows[metric->clock.reopens.first + i].reopen;
    if (reopen == SPI_REOPEN_NEW_CYCLE || reopen == SPI_REOPEN_RESTART) {
      return 1;
    }
  }
  for (uint32_t i = 0; i < metric->clock.carries.count; i++) {
    if (version->carry_rows[metric->clock.carries.first + i].carry == SPOL_CARRY_RESTART) {
      return 1;
    }
  }
  return metric->clock.starts_latest;
}

static void check_trigger(spi_check *check, const spi_trigger *trigger) {
  const spi_version *version = check->version;
  const spi_metric *metric = metric_of(check, trigger->metric);
  if (metric == NULL) {
    return;
  }
  const char *name = spi_check_name(check, SPOL_NAME_METRIC, metric->id);
  if (!can_be_due(version, metric)) {
    spi_check_report(check, SPOL_DIAG_RULE_NEVER_MATCHES, &trigger->place,
                     "give the metric a target, or remove the step",
                     "this never triggers: `%s` has no target that can be missed", name);
  } else if (trigger->kind == SPI_TRIGGER_SHARE && trigger->share > 1000000 &&
             is_row(version, metric)) {
    spi_check_report(check, SPOL_DIAG_STEP_AFTER_END, &trigger->place,
                     "count misses instead: misses: {metric, count}",
                     "a cycle of `%s` ends where it is missed: it never reaches this share", name);
  } else if (trigger->kind == SPI_TRIGGER_NTH_MISS && trigger->nth > 1 &&
             !misses_again(version, metric)) {
    spi_check_report(check, SPOL_DIAG_STEP_AFTER_END, &trigger->place,
                     "a metric that does not repeat is missed once",
                     "`%s` is never missed %u times", name, trigger->nth);
  }
}

/* ---- Effects --------------------------------------------------------------------------------- */

/* 1 if the step can be taken while a subject has a value in [from, to]. */
static int can_be_taken(spi_check *check, const spi_step *step, uint32_t kind, int64_t from,
                        int64_t to) {
  spi_question question;
  int answer = SPI_SOLVER_NO;
  spi_check_begin(check, &question);
  int32_t when = spi_question_literal(&question, step->when, 1);
  int32_t ladder = spi_question_literal(&question, check->version->ladders[step->ladder].when, 1);
  spi_solver_one(&question.solver, when);
  spi_solver_one(&question.solver, ladder);
  for (int64_t value = from; value <= to && answer == SPI_SOLVER_NO; value++) {
    int32_t here = spi_question_value(&question, kind, 0, value);
    answer = spi_check_ask(check, &question, &here, 1);
  }
  spi_check_end(check, &question);
  return answer != SPI_SOLVER_NO;
}

static void check_line_effect(spi_check *check, const spi_step *step, const spi_effect *effect) {
  uint32_t lines = check->version->lines_count;
  if (effect->by_one) {
    if (lines < 2 || !can_be_taken(check, step, SPI_ABOUT_LINE, 0, (int64_t)lines - 2)) {
      spi_check_report(check, SPOL_DIAG_NO_NEXT_LINE, &effect->place,
                       lines < 2 ? "name more lines" : "name the line, or let the step end here",
                       lines < 2 ? "there is no line behind the first"
                                 : "the step is taken on the last line alone: no line follows");
    }
  } else if (effect->subject == 0 ||
             !can_be_taken(check, step, SPI_ABOUT_LINE, 0, (int64_t)effect->subject - 1)) {
    spi_check_report(
        check, SPOL_DIAG_RULE_NEVER_MATCHES, &effect->place, "a case never moves back to a line",
        "this changes nothing: the case is on `%s` or behind it already",
        spi_check_name(check, SPOL_NAME_LINE, check->version->lines[effect->subject].id));
  }
}

static void check_severity_effect(spi_check *check, const spi_step *step,
                                  const spi_effect *effect) {
  int64_t ranks = check->version->severities_by_rank_count;
  int64_t above = effect->by_one ? 2 : (int64_t)effect->subject + 1;
  if (!can_be_taken(check, step, SPI_ABOUT_SEVERITY, above, ranks)) {
    spi_check_report(check, SPOL_DIAG_RULE_NEVER_MATCHES, &effect->place,
                     "a step can only raise a severity",
                     "this changes nothing: no case that the step is taken for is less severe");
  }
}

static void check_step(spi_check *check, const spi_step *step) {
  const spi_version *version = check->version;
  for (uint32_t i = 0; i < step->triggers.count; i++) {
    const spi_trigger *trigger = &version->triggers[step->triggers.first + i];
    if (trigger->kind == SPI_TRIGGER_SHARE || trigger->kind == SPI_TRIGGER_MISS ||
        trigger->kind == SPI_TRIGGER_NTH_MISS) {
      check_trigger(check, trigger);
    }
  }
  for (uint32_t i = 0; i < step->effects.count; i++) {
    const spi_effect *effect = &version->effects[step->effects.first + i];
    if (effect->kind == SPOL_EFFECT_LINE && version->lines_count > 0) {
      check_line_effect(check, step, effect);
    } else if (effect->kind == SPOL_EFFECT_LINE) {
      spi_check_report(check, SPOL_DIAG_NO_NEXT_LINE, &effect->place, "name them under `lines`",
                       "the policy has no lines");
    } else if (effect->kind == SPOL_EFFECT_SEVERITY) {
      check_severity_effect(check, step, effect);
    }
  }
}

void spi_check_escalation(spi_check *check) {
  for (uint32_t i = 0; i < check->version->steps_count && check->fatal == SPOL_OK; i++) {
    check_step(check, &check->version->steps[i]);
  }
  spi_check_steps_agree(check);
}
