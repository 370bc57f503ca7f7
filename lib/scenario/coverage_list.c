/* SPDX-License-Identifier: MIT */
/* The rules of a version that a case can reach. */
#include <string.h>

#include "scenario/coverage.h"
#include "supportpolicy/holiday_sets.h"

static spol_status add(spol_coverage *coverage, uint32_t version, int32_t kind,
                       const spi_place *place) {
  spi_covered rule = {.kind = kind, .version = version, .place = place};
  if (place->line == 0) {
    return SPOL_OK; /* a default, that nobody wrote */
  }
  return spi_vector_push(&coverage->allocator, &coverage->rules, &rule);
}

/* The places of an array's items. */
static spol_status add_all(spol_coverage *coverage, uint32_t version, int32_t kind,
                           const void *items, uint32_t count, size_t size, size_t place) {
  spol_status status = SPOL_OK;
  for (uint32_t i = 0; i < count && status == SPOL_OK; i++) {
    const char *item = (const char *)items + i * size;
    status = add(coverage, version, kind, (const spi_place *)(const void *)(item + place));
  }
  return status;
}

#define ADD(kind, array, type)                                                                     \
  (status == SPOL_OK ? add_all(coverage, version, kind, rules->array, rules->array##_count,        \
                               sizeof(type), offsetof(type, place))                                \
                     : status)

/* A level without condition is never derived. */
static spol_status add_severities(spol_coverage *coverage, uint32_t version,
                                  const spi_version *rules) {
  spol_status status = SPOL_OK;
  for (uint32_t i = 0; i < rules->severities_by_rank_count && status == SPOL_OK; i++) {
    const spi_severity *level = &rules->severities_by_rank[i];
    if (level->when != SPI_NONE) {
      status = add(coverage, version, SPOL_RULE_SEVERITY, &level->place);
    }
  }
  if (status == SPOL_OK && rules->severities.default_rank != 0) {
    status = add(coverage, version, SPOL_RULE_SEVERITY, &rules->severities.default_place);
  }
  return status;
}

static spol_status add_holidays(spol_coverage *coverage, uint32_t version,
                                const spi_version *rules) {
  for (uint32_t i = 0; i < rules->holiday_items_count; i++) {
    const spi_holiday_item *item = &rules->holiday_items[i];
    const char *name = coverage->policy->strings + item->name;
    spi_covered rule = {
        .kind = SPOL_RULE_HOLIDAY, .version = version, .place = &item->place, .holiday = item};
    spol_status status = SPOL_OK;
    if (item->kind == SPI_HOLIDAY_SET) {
      status = spol_holidays_named(&coverage->allocator, name, strlen(name), &rule.set, NULL);
    }
    if (status == SPOL_OK) {
      status = spi_vector_push(&coverage->allocator, &coverage->rules, &rule);
    }
    if (status != SPOL_OK) {
      spol_holidays_unref(rule.set);
      return status;
    }
    coverage->holidays++;
  }
  return SPOL_OK;
}

/* What follows the derived severity by itself. */
static spol_status add_follows(spol_coverage *coverage, uint32_t version,
                               const spi_severities *rules) {
  spol_status status = SPOL_OK;
  if (rules->follows_up) {
    status = add(coverage, version, SPOL_RULE_SEVERITY_CHANGE, &rules->follows_up_place);
  }
  if (status == SPOL_OK && rules->follows_down) {
    status = add(coverage, version, SPOL_RULE_SEVERITY_CHANGE, &rules->follows_down_place);
  }
  return status;
}

spol_status spi_coverage_list(spol_coverage *coverage, uint32_t version) {
  const spi_version *rules = &coverage->policy->versions[version];
  spol_status status = add_severities(coverage, version, rules);
  if (status == SPOL_OK) {
    status = add_follows(coverage, version, &rules->severities);
  }
  status = ADD(SPOL_RULE_SEVERITY_LIMIT, severity_limits, spi_severity_limit);
  status = ADD(SPOL_RULE_SEVERITY_CHANGE, severity_changes, spi_severity_change_rule);
  status = ADD(SPOL_RULE_TARGET, target_rows, spi_target_row);
  status = ADD(SPOL_RULE_PAUSE, pause_rows, spi_pause_row);
  status = ADD(SPOL_RULE_CARRY, carry_rows, spi_carry_row);
  status = ADD(SPOL_RULE_REOPEN, reopen_rows, spi_reopen_row);
  status = ADD(SPOL_RULE_EXCUSE, excuse_rows, spi_excuse_row);
  status = ADD(SPOL_RULE_ENTITLEMENT, entitlement, spi_entitlement_rule);
  status = ADD(SPOL_RULE_NOTICE, notices, spi_notice_rule);
  status = ADD(SPOL_RULE_FIRST_LINE, first_lines, spi_line_row);
  status = ADD(SPOL_RULE_STEP, steps, spi_step);
  status = ADD(SPOL_RULE_CALENDAR_CHOICE, calendar_rows, spi_calendar_row);
  return status == SPOL_OK ? add_holidays(coverage, version, rules) : status;
}
