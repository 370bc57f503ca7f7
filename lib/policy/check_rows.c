/* SPDX-License-Identifier: MIT */
/* Every table and every condition of a version, each asked in its own way. */
#include "policy/check.h"
#include "policy/same.h"

/* Rows of a table, copied out of the array that they stand in. */
typedef struct rows {
  spi_check *check;
  spi_vector items;
} rows;

static rows begin(spi_check *check) {
  return (rows){check, spi_vector_of(sizeof(spi_check_row), SPI_NONE)};
}

static void add(rows *table, uint32_t when, uint32_t reason, const spi_place *place) {
  spi_check_row row = {when, reason, place};
  if (table->check->fatal == SPOL_OK) {
    spi_check_do(table->check, spi_vector_push(table->check->allocator, &table->items, &row));
  }
}

/* Whether two rows of a metric say the same. */
static int same_rows(const spi_check *check, uint32_t i, uint32_t j, const void *context) {
  const spi_range *range = context;
  const spi_target_row *rows_of = check->version->target_rows + range->first;
  return spi_same_target(check->version, rows_of[i].target, rows_of[j].target);
}

static int check_all(rows *table, spi_check_table kind) {
  int gap = 0;
  kind.rows = table->items.items;
  kind.count = (uint32_t)table->items.count;
  if (table->check->fatal == SPOL_OK) {
    gap = spi_check_rows(table->check, &kind);
    spi_check_bands(table->check, kind.rows, kind.count);
    if (kind.exclusive) {
      spi_check_exclusive(table->check, &kind, kind.targets != NULL ? same_rows : NULL,
                          kind.targets);
    }
  }
  spi_vector_free(table->check->allocator, &table->items);
  return gap;
}

/* ---- Severities --------------------------------------------------------------------------- */

void spi_check_severities(spi_check *check) {
  const spi_version *version = check->version;
  rows levels = begin(check);
  const spi_place *last = NULL;
  for (uint32_t i = 0; i < version->severities_by_rank_count; i++) {
    const spi_severity *severity = &version->severities_by_rank[i];
    if (severity->when != SPI_NONE) {
      add(&levels, severity->when, 0, &severity->place);
      last = &severity->place;
    }
  }
  int gaps = last != NULL && version->severities.default_rank == 0;
  int gap = check_all(&levels, (spi_check_table){.what = "level",
                                                 .gap_code = gaps ? SPOL_DIAG_SEVERITY_GAP : 0,
                                                 .gap_place = last,
                                                 .gap_name = "",
                                                 .given = SPI_ALWAYS,
                                                 .covered = 0,
                                                 .exclusive = version->severities.exclusive});
  check->no_severity = (uint8_t)(gap || (last == NULL && version->severities.default_rank == 0));
  rows limits = begin(check);
  for (uint32_t i = 0; i < version->severity_limits_count; i++) {
    add(&limits, version->severity_limits[i].when, 0, &version->severity_limits[i].place);
  }
  check_all(&limits, (spi_check_table){.what = "limit", .given = SPI_ALWAYS});
}

/* ---- Targets and what goes with a clock ------------------------------------------------------ */

static void check_target_rows(spi_check *check, spi_range range, const char *gap_name,
                              const spi_place *place, uint32_t given, uint32_t exclusive) {
  const spi_version *version = check->version;
  rows targets = begin(check);
  for (uint32_t i = 0; i < range.count; i++) {
    const spi_target_row *row = &version->target_rows[range.first + i];
    add(&targets, row->when, 0, &row->place);
  }
  check_all(&targets, (spi_check_table){.what = "row",
                                        .gap_code = gap_name != NULL ? SPOL_DIAG_TARGET_GAP : 0,
                                        .gap_place = place,
                                        .gap_name = gap_name,
                                        .given = given,
                                        .covered = 1,
                                        .exclusive = exclusive,
                                        .targets = &range});
}

static void check_clock_rows(spi_check *check, const spi_clock *clock) {
  const spi_version *version = check->version;
  rows pauses = begin(check);
  for (uint32_t i = 0; i < clock->pauses.count; i++) {
    const spi_pause_row *row = &version->pause_rows[clock->pauses.first + i];
    add(&pauses, row->when, row->reason, &row->place);
  }
  check_all(&pauses, (spi_check_table){.what = "row", .by_reason = 1, .given = SPI_ALWAYS});
  rows carries = begin(check);
  for (uint32_t i = 0; i < clock->carries.count; i++) {
    const spi_carry_row *row = &version->carry_rows[clock->carries.first + i];
    add(&carries, row->when, 0, &row->place);
  }
  check_all(&carries, (spi_check_table){.what = "row", .given = SPI_ALWAYS});
  rows reopens = begin(check);
  for (uint32_t i = 0; i < clock->reopens.count; i++) {
    const spi_reopen_row *row = &version->reopen_rows[clock->reopens.first + i];
    add(&reopens, row->when, 0, &row->place);
  }
  check_all(&reopens, (spi_check_table){.what = "row", .given = SPI_ALWAYS});
}

static void check_calendar_rows(spi_check *check, const spi_calendar *calendar) {
  const spi_version *version = check->version;
  rows choices = begin(check);
  for (uint32_t i = 0; i < calendar->rows.count; i++) {
    const spi_calendar_row *row = &version->calendar_rows[calendar->rows.first + i];
    add(&choices, row->when, 0, &row->place);
  }
  check_all(&choices, (spi_check_table){.what = "row",
                                        .gap_code = SPOL_DIAG_TARGET_GAP,
                                        .gap_place = &calendar->place,
                                        .gap_name = "a calendar by rule",
                                        .given = SPI_ALWAYS,
                                        .covered = 1});
}

void spi_check_tables(spi_check *check) {
  const spi_version *version = check->version;
  for (uint32_t i = 0; i < version->metrics_count && check->fatal == SPOL_OK; i++) {
    const spi_metric *metric = &version->metrics[i];
    check_target_rows(check, metric->clock.targets,
                      spi_check_name(check, SPOL_NAME_METRIC, metric->id), &metric->place,
                      metric->clock.start_when, metric->exclusive);
    check_clock_rows(check, &metric->clock);
  }
  for (uint32_t i = 0; i < version->timers_count && check->fatal == SPOL_OK; i++) {
    check_target_rows(check, version->timers[i].targets, NULL, NULL, SPI_ALWAYS, 0);
    check_clock_rows(check, &version->timers[i]);
  }
  for (uint32_t i = 0; i < version->reasons_count && check->fatal == SPOL_OK; i++) {
    check_target_rows(check, version->reasons[i].bounds, NULL, NULL, SPI_ALWAYS, 0);
  }
  for (uint32_t i = 0; i < version->notices_count && check->fatal == SPOL_OK; i++) {
    check_target_rows(check, version->notices[i].within, NULL, NULL, SPI_ALWAYS, 0);
  }
  for (uint32_t i = 0; i < version->calendars_count && check->fatal == SPOL_OK; i++) {
    if (version->calendars[i].kind == SPI_CALENDAR_BY_RULE &&
        (version->calendars[i].combined & SPI_CHOSEN_COMBINATION) == 0) {
      check_calendar_rows(check, &version->calendars[i]);
    }
  }
  rows lines = begin(check);
  for (uint32_t i = 0; i < version->first_lines_count; i++) {
    add(&lines, version->first_lines[i].when, 0, &version->first_lines[i].place);
  }
  check_all(&lines, (spi_check_table){.what = "row", .given = SPI_ALWAYS});
}

/* ---- Conditions that stand alone ----------------------------------------------------------------
 */

static void check_condition(spi_check *check, uint32_t when, uint32_t with, const spi_place *place,
                            const char *what) {
  uint32_t conditions[2] = {when, with};
  if (when == SPI_ALWAYS || when == SPI_NONE || check->fatal != SPOL_OK || place->line == 0) {
    return;
  }
  int answer = spi_check_possible(check, conditions, 2);
  if (answer == SPI_SOLVER_NO) {
    spi_check_report(check, SPOL_DIAG_RULE_NEVER_MATCHES, place,
                     "no fact can have two values at once",
                     "this %s can never apply: its condition contradicts itself", what);
  } else if (answer == SPI_SOLVER_UNDECIDED) {
    spi_check_undecided(check, place, "whether this rule can apply");
  }
}

static void check_excuses(spi_check *check, const spi_metric *metric) {
  for (uint32_t i = 0; i < metric->excuses.count; i++) {
    const spi_excuse_row *row = &check->version->excuse_rows[metric->excuses.first + i];
    check_condition(check, row->when, SPI_ALWAYS, &row->place, "excuse");
  }
}

static void check_steps(spi_check *check) {
  const spi_version *version = check->version;
  for (uint32_t i = 0; i < version->ladders_count; i++) {
    const spi_ladder *ladder = &version->ladders[i];
    check_condition(check, ladder->when, SPI_ALWAYS, &ladder->place, "ladder");
    for (uint32_t j = 0; j < ladder->steps.count; j++) {
      const spi_step *step = &version->steps[ladder->steps.first + j];
      check_condition(check, step->when, ladder->when, &step->place, "step");
    }
  }
}

void spi_check_conditions(spi_check *check) {
  const spi_version *version = check->version;
  for (uint32_t i = 0; i < version->severity_changes_count; i++) {
    const spi_severity_change_rule *rule = &version->severity_changes[i];
    check_condition(check, rule->when, SPI_ALWAYS, &rule->place, "rule");
    check_condition(check, rule->requires, rule->when, &rule->place, "rule");
  }
  for (uint32_t i = 0; i < version->entitlement_count; i++) {
    const spi_entitlement_rule *rule = &version->entitlement[i];
    check_condition(check, rule->when, SPI_ALWAYS, &rule->place, "rule");
  }
  for (uint32_t i = 0; i < version->matches_count; i++) {
    check_condition(check, version->matches[i].when, SPI_ALWAYS, &version->matches[i].place,
                    "event");
  }
  for (uint32_t i = 0; i < version->metrics_count; i++) {
    const spi_metric *metric = &version->metrics[i];
    check_condition(check, metric->clock.start_when, SPI_ALWAYS, &metric->place, "metric");
    check_excuses(check, metric);
  }
  for (uint32_t i = 0; i < version->reasons_count; i++) {
    check_condition(check, version->reasons[i].while_condition, SPI_ALWAYS,
                    &version->reasons[i].place, "reason");
  }
  check_steps(check);
}
