/* SPDX-License-Identifier: MIT */
#include "policy/waits.h"

/* ---- Conditions -------------------------------------------------------------- */

static uint32_t touch_of(const spi_node *node) {
  switch (node->op) {
  case SPI_OP_FACT_EVENT_TIME:
    return SPI_TOUCH_FACT | SPI_TOUCH_EVENT;
  case SPI_OP_FACT:
  case SPI_OP_FACT_IN:
  case SPI_OP_FACT_KNOWN:
  case SPI_OP_FACT_FACT:
  case SPI_OP_MATRIX:
    return SPI_TOUCH_FACT;
  case SPI_OP_INSIDE_HOURS:
    return SPI_TOUCH_INSIDE;
  case SPI_OP_SEVERITY:
  case SPI_OP_REQUESTED:
  case SPI_OP_DERIVED:
  case SPI_OP_RECORDED:
  case SPI_OP_SEVERITY_MISMATCH:
    return SPI_TOUCH_SEVERITY;
  case SPI_OP_LINE:
    return SPI_TOUCH_LINE;
  case SPI_OP_METRIC:
    return SPI_TOUCH_METRIC;
  case SPI_OP_HAPPENED:
    return SPI_TOUCH_HAPPENED;
  case SPI_OP_PAUSED:
    return SPI_TOUCH_PAUSED;
  case SPI_OP_EVENT_ACTOR:
  case SPI_OP_EVENT_ROLE:
    return SPI_TOUCH_EVENT;
  case SPI_OP_STATE:
    return SPI_TOUCH_STATE;
  default:
    return 0;
  }
}

/* Of one condition: its nodes stand in prefix order up to where the next begins. */
static uint32_t touch_in(const spi_version *version, uint32_t condition) {
  uint32_t bits = 0;
  if (condition >= version->nodes_count) { /* always, or none */
    return 0;
  }
  for (uint32_t i = condition; i < version->nodes[condition].next; i++) {
    bits |= touch_of(&version->nodes[i]);
  }
  return bits;
}

/* Of all calendars that are chosen: which of them a target comes to is not asked. */
static uint32_t touch_of_calendars(const spi_version *version) {
  uint32_t bits = 0;
  for (uint32_t i = 0; i < version->calendars_count; i++) {
    const spi_calendar *calendar = &version->calendars[i];
    bits |= calendar->kind == SPI_CALENDAR_BY_ZONE ? (uint32_t)SPI_TOUCH_FACT : 0;
    for (uint32_t j = 0; calendar->kind == SPI_CALENDAR_BY_RULE && j < calendar->rows.count; j++) {
      bits |= touch_in(version, version->calendar_rows[calendar->rows.first + j].when);
    }
  }
  return bits;
}

static uint32_t touch_of_all(const spi_version *version) {
  uint32_t bits = touch_of_calendars(version);
  for (uint32_t i = 0; i < version->nodes_count && bits != SPI_TOUCH_ALL; i++) {
    bits |= touch_of(&version->nodes[i]);
  }
  return bits;
}

static uint32_t touch_of_targets(const spi_version *version, spi_range rows) {
  uint32_t bits = 0;
  for (uint32_t i = 0; i < rows.count; i++) {
    bits |= touch_in(version, version->target_rows[rows.first + i].when);
  }
  return bits;
}

static uint32_t touch_of_pauses(const spi_version *version, spi_range rows) {
  uint32_t bits = 0;
  for (uint32_t i = 0; i < rows.count; i++) {
    bits |= touch_in(version, version->pause_rows[rows.first + i].when);
  }
  return bits;
}

static uint32_t touch_of_severity(const spi_version *version) {
  uint32_t bits = 0;
  for (uint32_t i = 0; i < version->severities_by_rank_count; i++) {
    bits |= touch_in(version, version->severities_by_rank[i].when);
  }
  for (uint32_t i = 0; i < version->severity_limits_count; i++) {
    bits |= touch_in(version, version->severity_limits[i].when);
  }
  return bits;
}

/* ---- Events ------------------------------------------------------------------ */

static uint64_t bits_of(const spi_version *version, spi_range matches) {
  uint64_t bits = 0;
  for (uint32_t i = 0; i < matches.count; i++) {
    bits |= spi_bit_of(version->matches[matches.first + i].event);
  }
  return bits;
}

static uint64_t bits_of_one(const spi_version *version, uint32_t match) {
  return match == SPI_NONE ? 0 : spi_bit_of(version->matches[match].event);
}

static uint64_t step_bits(const spi_version *version) {
  uint64_t bits = 0;
  for (uint32_t i = 0; i < version->triggers_count; i++) {
    const spi_trigger *trigger = &version->triggers[i];
    if (trigger->kind == SPI_TRIGGER_EVENT) {
      bits |= bits_of_one(version, trigger->match);
    } else if (trigger->kind == SPI_TRIGGER_TIMER) {
      const spi_clock *timer = &version->timers[trigger->timer];
      bits |= bits_of(version, timer->starts) | bits_of(version, timer->stops);
    }
  }
  for (uint32_t i = 0; i < version->steps_count; i++) {
    bits |= bits_of_one(version, version->steps[i].requires_not_happened);
  }
  return bits;
}

static uint64_t other_bits(const spi_version *version) {
  uint64_t bits = 0;
  for (uint32_t i = 0; i < version->notices_count; i++) {
    bits |= bits_of_one(version, version->notices[i].match);
    bits |= bits_of_one(version, version->notices[i].told_by);
  }
  for (uint32_t i = 0; i < version->entitlement_count; i++) {
    if (version->entitlement[i].stage == SPI_AT_EVENT) {
      bits |= bits_of_one(version, version->entitlement[i].match);
    }
  }
  return bits;
}

static uint64_t pause_bits(const spi_version *version) {
  uint64_t bits = spi_bit_of(SPOL_EVENT_WAITING) | spi_bit_of(SPOL_EVENT_RESUMED);
  for (uint32_t i = 0; i < version->reasons_count; i++) {
    bits |= bits_of(version, version->reasons[i].begins);
    bits |= bits_of(version, version->reasons[i].ends);
  }
  return bits;
}

static int waits_for_stop(const spi_version *version, spi_range matches) {
  for (uint32_t i = 0; i < matches.count; i++) {
    if (version->matches[matches.first + i].event == SPI_NONE) {
      return 1;
    }
  }
  return 0;
}

/* ---- Metrics ----------------------------------------------------------------- */

static int rows_repeat(const spi_version *version, const spi_metric *rule) {
  if (rule->repeat != SPI_REPEAT_NEVER) {
    return 1;
  }
  for (uint32_t i = 0; i < rule->clock.targets.count; i++) {
    uint32_t target = version->target_rows[rule->clock.targets.first + i].target;
    if (version->targets[target].kind == SPOL_TARGET_PER_PERIOD) {
      return 1;
    }
  }
  return 0;
}

static int concerns(const spi_trigger *trigger, uint32_t metric) {
  return (trigger->kind == SPI_TRIGGER_SHARE || trigger->kind == SPI_TRIGGER_MISS ||
          trigger->kind == SPI_TRIGGER_NTH_MISS) &&
         trigger->metric == metric;
}

static spi_range triggers_of(const spi_version *version, uint32_t metric) {
  spi_range out = {0, 0};
  for (uint32_t i = 0; i < version->triggers_count; i++) {
    if (concerns(&version->triggers[i], metric)) {
      out.first = out.count == 0 ? i : out.first;
      out.count = i + 1 - out.first;
    }
  }
  return out;
}

static spi_metric_use use_of(const spi_version *version, const spi_metric *metric,
                             uint32_t calendars) {
  const spi_clock *clock = &metric->clock;
  return (spi_metric_use){.target = touch_of_targets(version, clock->targets) | calendars,
                          .pauses = touch_of_pauses(version, clock->pauses),
                          .start = touch_in(version, clock->start_when),
                          .is_row = (uint32_t)rows_repeat(version, metric),
                          .triggers = triggers_of(version, metric->id),
                          .starts = bits_of(version, clock->starts),
                          .stops = bits_of(version, clock->stops),
                          .untils = bits_of(version, metric->until)};
}

void spi_find_waits(spi_version *version, spi_metric_use *uses) {
  spi_waits *waits = &version->waits;
  uint32_t calendars = touch_of_calendars(version);
  *waits = (spi_waits){.depends = touch_of_all(version),
                       .severity = touch_of_severity(version),
                       .steps = step_bits(version),
                       .others = other_bits(version),
                       .pauses = pause_bits(version)};
  for (uint32_t i = 0; i < version->metrics_count; i++) {
    const spi_metric *metric = &version->metrics[i];
    uses[i] = use_of(version, metric, calendars);
    waits->starts |= uses[i].starts;
    waits->stops |= uses[i].stops;
    waits->untils |= uses[i].untils;
    waits->chained |= (uint32_t)(waits_for_stop(version, metric->clock.starts) ||
                                 waits_for_stop(version, metric->clock.stops));
  }
  version->metric_uses = uses;
}
