/* SPDX-License-Identifier: MIT */
/**
 * Policies made by hand for the tests of lib/case, without the reader: arrays
 * of a version that grow by small functions which give back an index or id.
 */
#ifndef CASE_MODELS_H
#define CASE_MODELS_H

#include <string.h>

#include "policy/model.h"
#include "policy/waits.h"
#include "unit.h"

enum { MODEL_MAX = 64 };

typedef struct model {
  spol_policy policy;
  spi_version versions[2];
  spi_fact facts[8];
  spi_node nodes[MODEL_MAX];
  int64_t values[MODEL_MAX];
  spi_calendar calendars[8];
  spi_calendar_row calendar_rows[8];
  spi_moment moments[4];
  spi_match matches[MODEL_MAX];
  spi_target targets[MODEL_MAX];
  uint32_t parts[MODEL_MAX];
  spi_target_row target_rows[MODEL_MAX];
  spi_pause_row pause_rows[MODEL_MAX];
  spi_carry_row carry_rows[MODEL_MAX];
  spi_reopen_row reopen_rows[MODEL_MAX];
  spi_excuse_row excuse_rows[8];
  spi_reason reasons[8];
  spi_metric metrics[8];
  spi_metric_use uses[2][8];
  spi_settled_aim aims[2][MODEL_MAX];
  uint32_t metric_of_id[8];
  spi_severity severities[8];
  spi_severity_limit limits[8];
  spi_severity_change_rule changes[8];
  uint32_t rank_of_severity[8];
  spi_entitlement_rule entitlement[8];
  spi_notice_rule notices[8];
  spi_line lines[8];
  spi_line_row first_lines[8];
  spi_ladder ladders[4];
  spi_step steps[16];
  uint32_t step_of_id[16];
  spi_trigger triggers[32];
  spi_effect effects[32];
  spi_clock timers[8];
  uint32_t name_offsets[64];
  uint32_t line; /* of the next place */
} model;

#define GIVE(m, field) ((m)->versions[0].field = (m)->field, (m)->versions[0].field##_count++)

static inline spi_place place_of(model *m) {
  return (spi_place){++m->line, 1, 0, SPI_NONE};
}

static inline void model_init(model *m) {
  memset(m, 0, sizeof *m);
  spi_refcount_init(&m->policy.refcount);
  m->policy.strings = "\0policy";
  m->policy.identity = 1;
  m->policy.versions = m->versions;
  m->policy.versions_count = 1;
  m->policy.facts = m->facts;
  m->policy.names[SPOL_NAME_VERSION] = (spi_names){m->name_offsets, NULL, 1};
  m->policy.names[SPOL_NAME_EVENT].count = 4;
  m->policy.names[SPOL_NAME_ROLE].count = 4;
  m->policy.names[SPOL_NAME_CALENDAR].count = 8;
  m->versions[0].id = 1;
  m->versions[0].effective_from = m->versions[0].effective_to = SPOL_DATE_NONE;
  m->versions[0].pinned_by_fact = SPI_NONE;
  m->versions[0].coverage =
      (spi_coverage){SPI_NONE, SPI_NONE, SPOL_INSTANT_NONE, SPOL_INSTANT_NONE, NULL, {0}};
}

/** A fact's index. */
static inline uint32_t a_fact(model *m, int32_t type, int32_t scope) {
  uint32_t i = m->policy.facts_count++;
  m->facts[i] = (spi_fact){.type = type, .scope = scope, .slot = i};
  m->facts[i].members.count = 8;
  m->policy.names[SPOL_NAME_FACT].count = m->policy.facts_count;
  return i;
}

static inline uint32_t a_node(model *m, spi_node node) {
  uint32_t i = GIVE(m, nodes);
  m->nodes[i] = node;
  if (m->nodes[i].next == 0) {
    m->nodes[i].next = i + 1;
  }
  return i;
}

/** The condition that a fact has a value. */
static inline uint32_t fact_is(model *m, uint32_t fact, int64_t value) {
  return a_node(
      m, (spi_node){.op = SPI_OP_FACT, .compare = SPI_EQUAL, .subject = fact, .value = value});
}

/** The condition that the current severity has a rank. */
static inline uint32_t severity_is(model *m, int64_t rank) {
  return a_node(m, (spi_node){.op = SPI_OP_SEVERITY, .compare = SPI_EQUAL, .value = rank});
}

static inline uint32_t a_calendar(model *m, const spol_calendar *calendar) {
  uint32_t i = GIVE(m, calendars);
  m->calendars[i] = (spi_calendar){
      .kind = SPI_CALENDAR_FIXED, .id = i + 1, .calendar = calendar, .place = place_of(m)};
  return i;
}

static inline uint32_t a_match(model *m, uint32_t event) {
  uint32_t i = GIVE(m, matches);
  m->matches[i] = (spi_match){.event = event, .metric = SPI_NONE, .when = SPI_ALWAYS};
  m->matches[i].place = place_of(m);
  return i;
}

static inline spi_range one_match(model *m, uint32_t event) {
  return (spi_range){a_match(m, event), 1};
}

static inline uint32_t a_duration(model *m, uint32_t calendar, spol_duration within) {
  uint32_t i = GIVE(m, targets);
  m->targets[i] = (spi_target){.kind = SPOL_TARGET_DURATION,
                               .calendar = calendar,
                               .agreed_default = SPI_NONE,
                               .within = within,
                               .range_from = within,
                               .business_days = SPI_NONE};
  m->targets[i].day.size = sizeof(spol_day_target);
  m->targets[i].day.cutoff_seconds = -1;
  return i;
}

static inline uint32_t a_days(model *m, uint32_t calendar, int32_t count, int32_t reading) {
  uint32_t i = a_duration(m, calendar, 0);
  m->targets[i].kind = SPOL_TARGET_DAY;
  m->targets[i].day.unit = SPOL_BUSINESS_DAYS;
  m->targets[i].day.count = count;
  m->targets[i].day.reading = reading;
  return i;
}

static inline uint32_t a_word(model *m, int32_t kind) {
  uint32_t i = a_duration(m, SPI_NONE, 0);
  m->targets[i].kind = kind;
  return i;
}

static inline uint32_t a_row(model *m, uint32_t when, uint32_t target) {
  uint32_t i = GIVE(m, target_rows);
  m->target_rows[i] = (spi_target_row){when, target, place_of(m)};
  return i;
}

/** Rows of one target that always holds. */
static inline spi_range always(model *m, uint32_t target) {
  return (spi_range){a_row(m, SPI_ALWAYS, target), 1};
}

static inline spi_range pauses_for(model *m, uint32_t reason) {
  uint32_t i = GIVE(m, pause_rows);
  m->pause_rows[i] = (spi_pause_row){.reason = reason, .when = SPI_ALWAYS, .pauses = 1};
  m->pause_rows[i].place = place_of(m);
  return (spi_range){i, 1};
}

static inline spi_range carries(model *m, int32_t carry, uint32_t never_later) {
  uint32_t i = GIVE(m, carry_rows);
  m->carry_rows[i] = (spi_carry_row){SPI_ALWAYS, carry, never_later, place_of(m)};
  return (spi_range){i, 1};
}

static inline spi_range reopens(model *m, int32_t reopen) {
  uint32_t i = GIVE(m, reopen_rows);
  m->reopen_rows[i] = (spi_reopen_row){SPI_ALWAYS, reopen, place_of(m)};
  return (spi_range){i, 1};
}

/** A reason's id. */
static inline uint32_t a_reason(model *m, spi_range bounds) {
  uint32_t i = GIVE(m, reasons);
  m->reasons[i] = (spi_reason){.bounds = bounds, .while_condition = SPI_NONE, .place = place_of(m)};
  m->policy.names[SPOL_NAME_REASON].count = i + 1;
  return i + 1;
}

/** A metric from opened to `stop`. Its id is returned; the rule can be changed. */
static inline uint32_t a_metric(model *m, uint32_t start, uint32_t stop, spi_range targets) {
  uint32_t i = GIVE(m, metrics);
  spi_metric *metric = &m->metrics[i];
  *metric = (spi_metric){.id = i + 1, .order = i, .place = place_of(m)};
  metric->clock.starts = one_match(m, start);
  metric->clock.stops = one_match(m, stop);
  metric->clock.start_when = SPI_ALWAYS;
  metric->clock.targets = targets;
  (void)GIVE(m, metric_of_id);
  m->metric_of_id[i] = i;
  m->policy.names[SPOL_NAME_METRIC].count = i + 1;
  return i + 1;
}

/** The next severity, less severe than those before; its rank, which is its id. */
static inline uint32_t a_severity(model *m, uint32_t when) {
  uint32_t i = m->versions[0].severities_by_rank_count++;
  m->versions[0].severities_by_rank = m->severities;
  m->severities[i] = (spi_severity){.id = i + 1, .when = when, .place = place_of(m)};
  m->rank_of_severity[i] = i + 1;
  m->versions[0].rank_of_severity = m->rank_of_severity;
  m->versions[0].rank_of_severity_count = i + 1;
  m->policy.names[SPOL_NAME_SEVERITY].count = i + 1;
  return i + 1;
}

/** A line's index; its id is one more. */
static inline uint32_t a_line(model *m) {
  uint32_t i = GIVE(m, lines);
  m->lines[i] = (spi_line){.id = i + 1, .does = SPI_NONE, .by = SPOL_ACTOR_VENDOR};
  m->lines[i].place = place_of(m);
  m->policy.names[SPOL_NAME_LINE].count = i + 1;
  return i;
}

static inline uint32_t a_trigger(model *m, spi_trigger trigger) {
  uint32_t i = GIVE(m, triggers);
  m->triggers[i] = trigger;
  m->triggers[i].place = place_of(m);
  return i;
}

static inline uint32_t an_effect(model *m, spi_effect effect) {
  uint32_t i = GIVE(m, effects);
  m->effects[i] = effect;
  return i;
}

/** A step of the one ladder; its id. */
static inline uint32_t a_step(model *m, spi_trigger trigger, spi_effect effect) {
  if (m->versions[0].ladders_count == 0) {
    (void)GIVE(m, ladders);
    m->ladders[0] = (spi_ladder){.id = 1, .when = SPI_ALWAYS};
    m->policy.names[SPOL_NAME_LADDER].count = 1;
  }
  uint32_t i = GIVE(m, steps);
  m->steps[i] = (spi_step){.id = i + 1,
                           .when = SPI_ALWAYS,
                           .requires_not_happened = SPI_NONE,
                           .hold = SPI_NONE,
                           .repeat_target = SPI_NONE,
                           .all_events = trigger.kind == SPI_TRIGGER_EVENT};
  trigger.step = i;
  m->steps[i].triggers = (spi_range){a_trigger(m, trigger), 1};
  m->steps[i].effects = (spi_range){an_effect(m, effect), 1};
  m->steps[i].place = place_of(m);
  (void)GIVE(m, step_of_id);
  m->step_of_id[i] = i;
  m->policy.names[SPOL_NAME_STEP].count = i + 1;
  return i + 1;
}

/* ---- Calendars, instants and events -------------------------------------- */

/** Hours and minutes of a day of November 2026; the 23rd is a Monday. UTC. */
static inline spol_instant nov(int32_t day, int32_t hour, int32_t minute) {
  spol_date date = 0;
  ck_assert_ok(spol_date_from_civil(2026, 11, 1, &date));
  return (int64_t)(date + day - 1) * SPOL_DAY + hour * SPOL_HOUR + minute * SPOL_MINUTE;
}

/** Monday to Friday, 9 to 17, UTC. */
static inline spol_calendar *desk(void) {
  spol_zone *zone = NULL;
  spol_calendar_builder *builder = NULL;
  spol_calendar *calendar = NULL;
  ck_assert_ok(spol_zone_fixed(NULL, 0, &zone));
  ck_assert_ok(spol_calendar_builder_new(NULL, zone, &builder));
  for (int32_t day = SPOL_MONDAY; day <= SPOL_FRIDAY; day++) {
    ck_assert_ok(spol_calendar_builder_add_hours(builder, day, 9 * 3600, 17 * 3600));
  }
  spol_compile_options years = {sizeof years, 2026, 2027, 0};
  ck_assert_ok(spol_calendar_builder_build(builder, &years, &calendar, NULL));
  spol_calendar_builder_free(builder);
  spol_zone_unref(zone);
  return calendar;
}

static inline spol_calendar *all_day(void) {
  spol_zone *zone = NULL;
  spol_calendar *calendar = NULL;
  ck_assert_ok(spol_zone_fixed(NULL, 0, &zone));
  ck_assert_ok(spol_calendar_always(NULL, zone, &calendar));
  spol_zone_unref(zone);
  return calendar;
}

static inline spol_event an_event(uint32_t type, spol_instant at) {
  spol_event event = SPOL_EVENT_INIT;
  event.type = type;
  event.at = at;
  return event;
}

/* ---- Evaluating ------------------------------------------------------------ */

typedef struct answer {
  spol_evaluation *evaluation;
  spol_case_status status;
} answer;

/** The policy, ready to be asked. */
static inline const spol_policy *policy_of(model *m) {
  for (uint32_t i = 0; i < m->policy.versions_count; i++) {
    spi_find_waits(&m->versions[i], m->uses[i], m->aims[i]);
  }
  return &m->policy;
}

static inline answer evaluate(model *m, const spol_event *events, uint64_t count,
                              spol_instant as_of) {
  answer out = {NULL, SPOL_SIZED(spol_case_status)};
  spol_error error = SPOL_ERROR_INIT;
  spol_status status =
      spol_evaluation_new(NULL, policy_of(m), events, count, as_of, NULL, &out.evaluation, &error);
  ck_assert_msg(status == SPOL_OK, "%s: %s %s", spol_status_name(status), error.path,
                error.message);
  ck_assert_ok(spol_evaluation_status(out.evaluation, &out.status));
  return out;
}

static inline spol_metric_status metric_in(answer a, uint32_t id) {
  spol_metric_status out = SPOL_SIZED(spol_metric_status);
  ck_assert_ok(spol_evaluation_metric_of(a.evaluation, id, &out));
  return out;
}

static inline spol_cycle cycle_in(answer a, uint32_t index) {
  spol_cycle out = SPOL_SIZED(spol_cycle);
  ck_assert_ok(spol_evaluation_cycle(a.evaluation, index, &out));
  return out;
}

static inline spol_firing firing_in(answer a, uint32_t index) {
  spol_firing out = SPOL_SIZED(spol_firing);
  ck_assert_ok(spol_evaluation_firing(a.evaluation, index, &out));
  return out;
}

/** Whether a finding of a kind was made. */
static inline int was_found(answer a, int32_t kind) {
  for (uint32_t i = 0; i < a.status.finding_count; i++) {
    spol_finding finding = SPOL_SIZED(spol_finding);
    ck_assert_ok(spol_evaluation_finding(a.evaluation, i, &finding));
    if (finding.kind == kind) {
      return 1;
    }
  }
  return 0;
}

#define ck_instant(x, y) ck_assert_int_eq((int64_t)(x), (int64_t)(y))

#endif
