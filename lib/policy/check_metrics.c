/* SPDX-License-Identifier: MIT */
/* Clocks: what never stops, pauses that never end or never come, cycles of no
 * length, day targets that end before the case is received. */
#include "policy/check.h"
#include "policy/subjects.h"

enum { DAYS_LOOKED_AT = 21, MOST_STRETCHES = 128 };

/* ---- Stops ------------------------------------------------------------------------------- */

static int metric_exists(const spi_version *version, uint32_t id) {
  return id >= 1 && id <= version->metric_of_id_count && version->metric_of_id[id - 1] != SPI_NONE;
}

/* 1 if an event can match. */
static int can_match(spi_check *check, const spi_match *match) {
  if (match->metric != SPI_NONE && !metric_exists(check->version, match->metric)) {
    return 0;
  }
  return match->when == SPI_ALWAYS || spi_check_possible(check, &match->when, 1) != SPI_SOLVER_NO;
}

static int any_can_match(spi_check *check, spi_range matches) {
  for (uint32_t i = 0; i < matches.count; i++) {
    if (can_match(check, &check->version->matches[matches.first + i])) {
      return 1;
    }
  }
  return 0;
}

static void check_stops(spi_check *check, const spi_metric *metric) {
  if (!any_can_match(check, metric->clock.stops)) {
    spi_check_report(check, SPOL_DIAG_METRIC_NEVER_STOPS, &metric->place,
                     "name an event under `stops`", "nothing can stop `%s`",
                     spi_check_name(check, SPOL_NAME_METRIC, metric->id));
  }
}

/* ---- Pauses -------------------------------------------------------------------------------- */

/* 1 if the conditions can hold, a reason with a condition of its own included. */
static int can_pause(spi_check *check, const spi_clock *clock, const spi_pause_row *row) {
  const spi_version *version = check->version;
  spi_question question;
  spi_check_begin(check, &question);
  spi_solver *solver = &question.solver;
  spi_solver_one(solver, spi_question_literal(&question, row->when, 1));
  spi_solver_one(solver, spi_question_literal(&question, clock->start_when, 1));
  if (row->reason != 0 && row->reason <= version->reasons_count) {
    const spi_reason *reason = &version->reasons[row->reason - 1];
    spi_solver_one(solver, spi_question_value(&question, SPI_ABOUT_PAUSED, row->reason, 1));
    /* Without an event of its own, only its condition can bring it. */
    if (reason->while_condition != SPI_NONE && reason->begins.count == 0) {
      spi_solver_one(solver, spi_question_literal(&question, reason->while_condition, 1));
    }
  }
  int answer = spi_check_ask(check, &question, NULL, 0);
  spi_check_end(check, &question);
  return answer != SPI_SOLVER_NO;
}

static void check_pauses(spi_check *check, const spi_metric *metric) {
  const spi_clock *clock = &metric->clock;
  for (uint32_t i = 0; clock->start_when != SPI_ALWAYS && i < clock->pauses.count; i++) {
    const spi_pause_row *row = &check->version->pause_rows[clock->pauses.first + i];
    if (row->pauses && !can_pause(check, clock, row)) {
      spi_check_report(check, SPOL_DIAG_START_EXCLUDES_PAUSE, &row->place,
                       "let the metric start, and stand while the reason is in force",
                       "`%s` starts only where it cannot pause for `%s`",
                       spi_check_name(check, SPOL_NAME_METRIC, metric->id),
                       spi_check_name(check, SPOL_NAME_REASON, row->reason));
    }
  }
}

/* 1 if a condition holds for all facts. */
static int always_holds(spi_check *check, uint32_t when) {
  spi_question question;
  if (when == SPI_NONE) {
    return 0;
  }
  spi_check_begin(check, &question);
  spi_solver_one(&question.solver, spi_question_literal(&question, when, 0));
  int answer = spi_check_ask(check, &question, NULL, 0);
  spi_check_end(check, &question);
  return answer == SPI_SOLVER_NO;
}

/* 1 if a bound sets an end for some facts. */
static int has_bound(const spi_version *version, const spi_reason *reason) {
  for (uint32_t i = 0; i < reason->bounds.count; i++) {
    uint32_t target = version->target_rows[reason->bounds.first + i].target;
    int32_t kind = version->targets[target].kind;
    if (kind == SPOL_TARGET_DURATION || kind == SPOL_TARGET_DAY ||
        version->targets[target].parts_rule != SPI_SINGLE) {
      return 1;
    }
  }
  return 0;
}

static void check_reason(spi_check *check, uint32_t id) {
  const spi_version *version = check->version;
  const spi_reason *reason = &version->reasons[id - 1];
  const char *name = spi_check_name(check, SPOL_NAME_REASON, id);
  if (reason->place.line == 0 || has_bound(version, reason)) {
    return;
  }
  if (always_holds(check, reason->while_condition)) {
    spi_check_report(check, SPOL_DIAG_PAUSE_NEVER_ENDS, &reason->place,
                     "what pauses for it never runs",
                     "`%s` is always in force: its `while` holds for all facts", name);
  } else if (reason->ends.count > 0 && !any_can_match(check, reason->ends)) {
    spi_check_report(check, SPOL_DIAG_PAUSE_NEVER_ENDS, &reason->place,
                     "name an event that can come, or a `bound`", "no event of `ends` ends `%s`",
                     name);
  } else if (reason->begins.count > 0 && reason->ends.count == 0) {
    spi_check_report(check, SPOL_DIAG_PAUSE_NEVER_ENDS, &reason->place,
                     "name what ends it under `ends`, or a `bound`",
                     "an event of its own begins `%s`, and none ends it", name);
  }
}

/* ---- Cycles ---------------------------------------------------------------------------------- */

static void check_cycles(spi_check *check, const spi_metric *metric) {
  const spi_version *version = check->version;
  for (uint32_t i = 0; metric->repeat != SPI_REPEAT_NEVER && i < metric->clock.targets.count; i++) {
    const spi_target_row *row = &version->target_rows[metric->clock.targets.first + i];
    const spi_target *target = &version->targets[row->target];
    if (target->kind == SPOL_TARGET_DURATION && target->parts_rule == SPI_SINGLE &&
        target->within == 0) {
      spi_check_report(check, SPOL_DIAG_EMPTY_CYCLE, &row->place, "name a period longer than zero",
                       "each cycle of `%s` would end where it begins",
                       spi_check_name(check, SPOL_NAME_METRIC, metric->id));
    }
  }
}

/* ---- Due before receipt ------------------------------------------------------------------------
 */

static spol_instant first_looked_at(const spi_version *version) {
  spol_date from = version->effective_from;
  return (from == SPOL_DATE_NONE ? INT64_C(20458) : from) * SPOL_DAY; /* 2026-01-05, a Monday */
}

static int is_early(const spol_calendar *calendar, const spol_day_target *target,
                    spol_instant start) {
  spol_day_due due;
  return spol_calendar_day_target(calendar, start, target, &due) == SPOL_OK &&
         (due.flags & SPOL_CALENDAR_DUE_AT_RECEIPT) != 0;
}

/* Looks at starts around every opening and closing of three weeks. */
static spol_instant find_early(const spi_version *version, const spol_calendar *calendar,
                               const spol_day_target *target) {
  spol_stretch stretches[MOST_STRETCHES];
  size_t count = 0;
  spol_instant from = first_looked_at(version);
  if (spol_calendar_stretches(calendar, from, from + DAYS_LOOKED_AT * SPOL_DAY, stretches,
                              MOST_STRETCHES, &count, NULL) != SPOL_OK) {
    return SPOL_INSTANT_NONE;
  }
  for (size_t i = 0; i < count && i < MOST_STRETCHES; i++) {
    const spol_instant starts[] = {stretches[i].from,
                                   (stretches[i].from + stretches[i].to) / 2,
                                   stretches[i].to - SPOL_SECOND,
                                   stretches[i].to,
                                   stretches[i].to + SPOL_HOUR,
                                   stretches[i].to + 8 * SPOL_HOUR};
    for (size_t j = 0; j < sizeof starts / sizeof starts[0]; j++) {
      if (is_early(calendar, target, starts[j])) {
        return starts[j];
      }
    }
  }
  return SPOL_INSTANT_NONE;
}

static void check_day_row(spi_check *check, const spi_target_row *row) {
  const spi_version *version = check->version;
  const spi_target *target = &version->targets[row->target];
  char text[SPOL_TIME_TEXT_MAX];
  if (target->kind != SPOL_TARGET_DAY || target->parts_rule != SPI_SINGLE ||
      target->calendar == SPI_NONE || version->calendars[target->calendar].calendar == NULL) {
    return;
  }
  const spol_calendar *calendar = version->calendars[target->calendar].calendar;
  spol_day_target asked = target->day;
  spol_business_days days = {.size = sizeof days};
  asked.size = sizeof asked;
  asked.business_days = NULL;
  if (target->business_days != SPI_NONE) {
    const spi_business_days *given = &version->business_days[target->business_days];
    days.weekday_mask = given->weekday_mask;
    days.calendar =
        given->calendar == SPI_NONE ? NULL : version->calendars[given->calendar].calendar;
    asked.business_days = &days;
  }
  spol_instant early = find_early(version, calendar, &asked);
  if (early != SPOL_INSTANT_NONE &&
      spol_zone_format_instant(spol_calendar_zone(calendar), early, text) == SPOL_OK) {
    spi_check_report(check, SPOL_DIAG_DUE_BEFORE_RECEIPT, &row->place,
                     "such a case is due at its receipt; name a later end of the day",
                     "a case that starts at %s would be due before it is received", text);
  }
}

static void check_day_rows(spi_check *check) {
  const spi_version *version = check->version;
  uint8_t *seen = spi_alloc_array(check->allocator, (size_t)version->targets_count + 1, 1);
  if (seen == NULL) {
    check->fatal = SPOL_E_MEMORY;
    return;
  }
  for (uint32_t i = 0; i < version->target_rows_count && check->fatal == SPOL_OK; i++) {
    const spi_target_row *row = &version->target_rows[i];
    if (row->target != SPI_NONE && !seen[row->target]) {
      seen[row->target] = 1;
      check_day_row(check, row);
    }
  }
  spi_free_array(check->allocator, seen, (size_t)version->targets_count + 1, 1);
}

void spi_check_metrics(spi_check *check) {
  for (uint32_t i = 0; i < check->version->metrics_count && check->fatal == SPOL_OK; i++) {
    const spi_metric *metric = &check->version->metrics[i];
    check_stops(check, metric);
    check_pauses(check, metric);
    check_cycles(check, metric);
  }
  for (uint32_t i = 0; i < check->version->reasons_count && check->fatal == SPOL_OK; i++) {
    check_reason(check, i + 1);
  }
  check_day_rows(check);
}
