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
    return SPI_TOUCH_SEVERITY;
  case SPI_OP_REQUESTED:
  case SPI_OP_DERIVED:
  case SPI_OP_RECORDED:
  case SPI_OP_SEVERITY_MISMATCH:
    return SPI_TOUCH_JUDGED;
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

static spi_event_use *use_at(spi_version *version, uint32_t type) {
  return &version->waits.events[spi_use_of(spi_slot_of(type))];
}

static void note(spi_version *version, uint32_t type, uint32_t concerns) {
  use_at(version, type)->concerns |= concerns;
}

static void note_match(spi_version *version, uint32_t match, uint32_t concerns) {
  if (match != SPI_NONE && version->matches[match].event != SPI_NONE) {
    note(version, version->matches[match].event, concerns);
  }
}

static void note_matches(spi_version *version, spi_range matches, uint32_t concerns) {
  for (uint32_t i = 0; i < matches.count; i++) {
    note_match(version, matches.first + i, concerns);
  }
}

static void note_standard(spi_version *version) {
  note(version, SPOL_EVENT_OPENED, SPI_CONCERNS_STATE);
  note(version, SPOL_EVENT_RESOLVED, SPI_CONCERNS_STATE);
  note(version, SPOL_EVENT_CLOSED, SPI_CONCERNS_STATE);
  note(version, SPOL_EVENT_REOPENED, SPI_CONCERNS_STATE);
  note(version, SPOL_EVENT_ACCEPTED, SPI_CONCERNS_SEVERITY);
  note(version, SPOL_EVENT_SEVERITY_CHANGE_REQUESTED, SPI_CONCERNS_SEVERITY);
  note(version, SPOL_EVENT_SEVERITY_CHANGED, SPI_CONCERNS_SEVERITY);
  note(version, SPOL_EVENT_ESCALATED, SPI_CONCERNS_LINE);
  note(version, SPOL_EVENT_AGREED_TARGET_SET, SPI_CONCERNS_AGREEMENT);
  note(version, SPOL_EVENT_AGREED_TARGET_WITHDRAWN, SPI_CONCERNS_AGREEMENT);
  note(version, SPOL_EVENT_WAITING, SPI_CONCERNS_PAUSES);
  note(version, SPOL_EVENT_RESUMED, SPI_CONCERNS_PAUSES);
  note(version, SPOL_EVENT_VERSION_CHANGED, SPI_CONCERNS_VERSION);
  for (uint32_t i = 0; i < version->moments_count; i++) {
    note(version, version->moments[i].event, SPI_CONCERNS_MOMENTS);
  }
}

static void note_steps(spi_version *version) {
  for (uint32_t i = 0; i < version->triggers_count; i++) {
    const spi_trigger *trigger = &version->triggers[i];
    if (trigger->kind == SPI_TRIGGER_EVENT) {
      note_match(version, trigger->match, SPI_CONCERNS_STEPS);
    } else if (trigger->kind == SPI_TRIGGER_TIMER) {
      note_matches(version, version->timers[trigger->timer].starts, SPI_CONCERNS_STEPS);
      note_matches(version, version->timers[trigger->timer].stops, SPI_CONCERNS_STEPS);
    }
  }
  for (uint32_t i = 0; i < version->steps_count; i++) {
    note_match(version, version->steps[i].requires_not_happened, SPI_CONCERNS_STEPS);
  }
}

static void note_others(spi_version *version) {
  for (uint32_t i = 0; i < version->notices_count; i++) {
    note_match(version, version->notices[i].match, SPI_CONCERNS_OTHERS);
    note_match(version, version->notices[i].told_by, SPI_CONCERNS_OTHERS);
  }
  for (uint32_t i = 0; i < version->entitlement_count; i++) {
    if (version->entitlement[i].stage == SPI_AT_EVENT) {
      note_match(version, version->entitlement[i].match, SPI_CONCERNS_OTHERS);
    }
  }
}

static void note_pauses(spi_version *version) {
  uint32_t concerns = SPI_CONCERNS_PAUSES | SPI_CONCERNS_OWN_PAUSES;
  for (uint32_t i = 0; i < version->reasons_count; i++) {
    version->waits.bounded |= version->reasons[i].bounds.count != 0;
    note_matches(version, version->reasons[i].begins, concerns);
    note_matches(version, version->reasons[i].ends, concerns);
  }
}

enum { TO_STOP, TO_END, TO_START };

/* Whether every event of its type is meant. */
static int is_sure(const spi_match *match) {
  return spi_use_is_own(spi_slot_of(match->event)) && match->line == 0 && match->reason == 0 &&
         match->when == SPI_ALWAYS;
}

static void note_metric(spi_version *version, spi_range matches, uint32_t index, int what) {
  uint64_t bit = UINT64_C(1) << (index < SPI_SET_REST ? index : SPI_SET_REST);
  note_matches(version, matches, SPI_CONCERNS_CLOCKS);
  for (uint32_t i = 0; i < matches.count; i++) {
    const spi_match *match = &version->matches[matches.first + i];
    if (match->event != SPI_NONE) {
      spi_event_use *use = use_at(version, match->event);
      spi_metric_set *set = what == TO_STOP  ? &use->stops
                            : what == TO_END ? &use->untils
                                             : &use->starts;
      set->some |= bit;
      set->sure |= index < SPI_SET_REST && is_sure(match) ? bit : 0;
    }
  }
}

static void note_metrics(spi_version *version) {
  for (uint32_t i = 0; i < version->metrics_count; i++) {
    const spi_metric *metric = &version->metrics[i];
    note_metric(version, metric->clock.stops, i, TO_STOP);
    note_metric(version, metric->until, i, TO_END);
    note_metric(version, metric->clock.starts, i, TO_START);
  }
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

/* Whether a clock's pauses can be told once: no row has a condition, and reasons
 * begin by `waiting` alone. */
static int has_mask(const spi_version *version, spi_range rows) {
  for (uint32_t i = 0; i < rows.count; i++) {
    if (version->pause_rows[rows.first + i].when != SPI_ALWAYS) {
      return 0;
    }
  }
  for (uint32_t i = 0; i < version->reasons_count; i++) {
    if (version->reasons[i].begins.count != 0 || version->reasons[i].while_condition != SPI_NONE) {
      return 0;
    }
  }
  return version->reasons_count <= 64;
}

/* The first row of a reason says how. */
static uint64_t mask_of(const spi_version *version, spi_range rows) {
  uint64_t mask = 0;
  uint64_t said = 0;
  for (uint32_t i = 0; i < rows.count; i++) {
    const spi_pause_row *row = &version->pause_rows[rows.first + i];
    for (uint32_t reason = 1; reason <= version->reasons_count; reason++) {
      uint64_t bit = UINT64_C(1) << (reason - 1);
      if ((row->reason == 0 || row->reason == reason) && (said & bit) == 0) {
        said |= bit;
        mask |= row->pauses ? bit : 0;
      }
    }
  }
  return mask;
}

/* Whether one event can be among both; a chained stop is of any. */
static int have_in_common(const spi_version *version, spi_range stops, spi_range untils) {
  for (uint32_t i = 0; i < stops.count; i++) {
    uint32_t event = version->matches[stops.first + i].event;
    for (uint32_t j = 0; j < untils.count; j++) {
      if (event == SPI_NONE || event == version->matches[untils.first + j].event) {
        return 1;
      }
    }
  }
  return 0;
}

static spi_metric_use use_of(const spi_version *version, const spi_metric *metric,
                             uint32_t calendars) {
  int masked = has_mask(version, metric->clock.pauses);
  const spi_clock *clock = &metric->clock;
  return (spi_metric_use){.target = touch_of_targets(version, clock->targets) | calendars,
                          .pauses = touch_of_pauses(version, clock->pauses),
                          .start = touch_in(version, clock->start_when),
                          .is_row = (uint32_t)rows_repeat(version, metric),
                          .triggers = triggers_of(version, metric->id),
                          .is_masked = (uint32_t)masked,
                          .stop_ends =
                              (uint32_t)have_in_common(version, clock->stops, metric->until),
                          .mask = masked ? mask_of(version, metric->clock.pauses) : 0};
}

/* Metrics whose masks are told once and alike have their pauses in common. */
static void share_track(spi_metric_use *uses, uint32_t index, uint32_t *tracks) {
  for (uint32_t i = 0; uses[index].is_masked && i < index; i++) {
    if (uses[i].is_masked && uses[i].mask == uses[index].mask) {
      uses[index].track = uses[i].track;
      uses[i].sharers++;
      return;
    }
  }
  uses[index].track = (*tracks)++;
  uses[index].sharers = 1;
}

/* What an event touches by what it concerns (case/apply.c). */
static uint32_t touch_of_event(uint32_t concerns) {
  uint32_t bits = SPI_TOUCH_EVENT | SPI_TOUCH_HAPPENED | SPI_TOUCH_INSIDE;
  bits |= (concerns & SPI_CONCERNS_STATE) != 0 ? (uint32_t)SPI_TOUCH_ALL : 0;
  uint32_t severities = SPI_TOUCH_SEVERITY | SPI_TOUCH_JUDGED;
  bits |= (concerns & SPI_CONCERNS_SEVERITY) != 0 ? severities : 0;
  bits |= (concerns & SPI_CONCERNS_LINE) != 0 ? (uint32_t)SPI_TOUCH_LINE : 0;
  bits |= (concerns & SPI_CONCERNS_AGREEMENT) != 0 ? (uint32_t)SPI_TOUCH_FORCE : 0;
  bits |= (concerns & SPI_CONCERNS_PAUSES) != 0 ? (uint32_t)SPI_TOUCH_PAUSED : 0;
  return bits | ((concerns & SPI_CONCERNS_CLOCKS) != 0 ? (uint32_t)SPI_TOUCH_METRIC : 0);
}

static void note_looks(spi_version *version) {
  uint32_t asked = version->waits.depends | SPI_TOUCH_FORCE;
  for (uint32_t i = 0; i < SPI_EVENT_USES; i++) {
    spi_event_use *use = &version->waits.events[i];
    use->looks = (touch_of_event(use->concerns) & asked) != 0;
  }
  use_at(version, SPOL_EVENT_VERSION_CHANGED)->looks = 1;
}

/* ---- Targets ----------------------------------------------------------------- */

static spi_settled_aim settle(const spi_version *version, uint32_t index) {
  const spi_target *target = &version->targets[index];
  const spi_calendar *calendar =
      target->calendar == SPI_NONE ? NULL : &version->calendars[target->calendar];
  int has_default = target->kind == SPOL_TARGET_AS_AGREED && target->agreed_default != SPI_NONE;
  int is_chosen = calendar != NULL && calendar->kind != SPI_CALENDAR_FIXED;
  spi_aim aim = {.kind = target->kind,
                 .target = index,
                 .calendar_index = target->calendar,
                 .receives = target->day.cutoff_seconds < 0 ? SPI_NONE : index,
                 .calendar = calendar == NULL || is_chosen ? NULL : calendar->calendar,
                 .within = target->within,
                 .agreed = SPOL_INSTANT_NONE};
  int settled = target->parts_rule == SPI_SINGLE && !has_default && !is_chosen;
  int usual = settled && aim.kind == SPOL_TARGET_DURATION && aim.calendar != NULL &&
              aim.receives == SPI_NONE && aim.within > 0;
  return (spi_settled_aim){
      .aim = aim, .is_settled = (uint32_t)settled, .is_usual = (uint32_t)usual};
}

void spi_find_waits(spi_version *version, spi_metric_use *uses, spi_settled_aim *aims) {
  spi_waits *waits = &version->waits;
  uint32_t calendars = touch_of_calendars(version);
  *waits = (spi_waits){.depends = touch_of_all(version), .severity = touch_of_severity(version)};
  note_standard(version);
  note_steps(version);
  note_others(version);
  note_pauses(version);
  note_metrics(version);
  note_looks(version);
  waits->looked_up = waits->depends | SPI_TOUCH_FORCE;
  waits->is_masked = 1;
  for (uint32_t i = 0; i < version->steps_count; i++) {
    waits->holds |= version->steps[i].hold != SPI_NONE;
  }
  for (uint32_t i = 0; i < version->metrics_count; i++) {
    const spi_clock *clock = &version->metrics[i].clock;
    uses[i] = use_of(version, &version->metrics[i], calendars);
    waits->tells |= version->metrics[i].told_customer;
    waits->is_masked &= uses[i].is_masked;
    share_track(uses, i, &waits->tracks);
    waits->chained |=
        (uint32_t)(waits_for_stop(version, clock->starts) || waits_for_stop(version, clock->stops));
  }
  for (uint32_t i = 0; i < version->targets_count; i++) {
    aims[i] = settle(version, i);
  }
  version->metric_uses = uses;
  version->aims = aims;
}
