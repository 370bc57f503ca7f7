/* SPDX-License-Identifier: MIT */
/* Holidays that lie in the time that a case's clocks are explained for. */
#include <string.h>

#include "base/checked.h"
#include "case/run.h"
#include "scenario/coverage.h"

enum { MOST_PARTS = 64 };

/* A set says which days it has; its dates are those of some zone, near UTC's. */
static int set_has(const spol_holidays *set, const spol_segment *segment) {
  spol_date date = (spol_date)spi_floor_div(segment->from, SPOL_DAY);
  for (spol_date near = date - 1; near <= date + 1; near++) {
    spol_holiday found;
    int32_t is_holiday = 0;
    if (spol_holidays_on(set, near, &is_holiday, &found) == SPOL_OK && is_holiday &&
        found.name != NULL && strcmp(found.name, segment->name) == 0) {
      return 1;
    }
  }
  return 0;
}

/* The local date on the segment's calendar, or UTC's where a fact chooses it. */
static spol_date date_of(const spol_coverage *coverage, uint32_t version,
                         const spol_segment *segment, spol_instant at) {
  const spol_calendar *calendar =
      spol_policy_calendar(coverage->policy, version + 1, segment->calendar);
  spol_zone_local local;
  if (calendar != NULL && spol_zone_to_local(spol_calendar_zone(calendar), at, &local) == SPOL_OK) {
    return local.date;
  }
  return (spol_date)spi_floor_div(at, SPOL_DAY);
}

static int lies_in(const spol_coverage *coverage, const spi_covered *rule,
                   const spol_segment *segment) {
  const spi_holiday_item *item = rule->holiday;
  if (item->kind == SPI_HOLIDAY_EXCEPTION) {
    return segment->to > segment->from &&
           date_of(coverage, rule->version, segment, segment->from) <= item->date &&
           item->date <= date_of(coverage, rule->version, segment, segment->to - 1);
  }
  if (segment->label != SPOL_LABEL_HOLIDAY) {
    return 0;
  }
  if (item->kind == SPI_HOLIDAY_SET) {
    return segment->name != NULL && set_has(rule->set, segment);
  }
  const char *name = coverage->policy->strings + item->name;
  return segment->name == NULL ? name[0] == '\0' : strcmp(segment->name, name) == 0;
}

/* Before it starts, once it is stopped and while it is paused, a clock counts on nothing. */
static int is_counted(const spol_segment *segment) {
  return segment->label == SPOL_LABEL_HOLIDAY || segment->label == SPOL_LABEL_CLOSED ||
         segment->label == SPOL_LABEL_COUNTED;
}

static void note(spol_coverage *coverage, uint32_t version, const spol_segment *segments,
                 uint64_t count) {
  for (size_t i = 0; i < coverage->rules.count; i++) {
    spi_covered *rule = spi_vector_at(&coverage->rules, i);
    if (rule->holiday == NULL || rule->version != version) {
      continue;
    }
    for (uint64_t j = 0; j < count && !rule->reached; j++) {
      rule->reached = is_counted(&segments[j]) && lies_in(coverage, rule, &segments[j]);
    }
  }
}

/* One part of one cycle; *more is 0 where there is none. */
static spol_status look_at(spol_coverage *coverage, const spol_evaluation *evaluation,
                           const spol_cycle *cycle, uint32_t part, int *more) {
  uint64_t count = 0;
  spol_explanation head = SPOL_SIZED(spol_explanation);
  spol_status status =
      spol_explain(evaluation, cycle->metric, cycle->number, part, NULL, 0, &count, &head);
  *more = status == SPOL_OK || status == SPOL_E_BUFFER;
  if (!*more || count == 0) {
    return SPOL_OK;
  }
  spol_segment *segments = spi_alloc_array(&coverage->allocator, (size_t)count, sizeof *segments);
  if (segments == NULL) {
    return SPOL_E_MEMORY;
  }
  uint64_t given = 0;
  if (spol_explain(evaluation, cycle->metric, cycle->number, part, segments, count, &given,
                   &head) == SPOL_OK) {
    note(coverage, evaluation->version_index, segments, given < count ? given : count);
  }
  spi_free_array(&coverage->allocator, segments, (size_t)count, sizeof *segments);
  return SPOL_OK;
}

spol_status spi_coverage_holidays(spol_coverage *coverage, const spol_evaluation *evaluation) {
  spol_case_status summary = SPOL_SIZED(spol_case_status);
  spol_status status = spol_evaluation_status(evaluation, &summary);
  for (uint32_t i = 0; i < summary.cycle_count && status == SPOL_OK; i++) {
    spol_cycle cycle = SPOL_SIZED(spol_cycle);
    int more = spol_evaluation_cycle(evaluation, i, &cycle) == SPOL_OK;
    for (uint32_t part = 0; more && part < MOST_PARTS && status == SPOL_OK; part++) {
      status = look_at(coverage, evaluation, &cycle, part, &more);
    }
  }
  return status;
}
