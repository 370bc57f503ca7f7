/* SPDX-License-Identifier: MIT */
/* The arrays of a version: begun, settled into the policy, given up. */
#include <stddef.h>
#include <string.h>

#include "policy/reader.h"

/* One array of a draft, and where it goes in the version. */
typedef struct array {
  size_t in_draft;
  size_t element_size;
  size_t in_version; /**< of the pointer */
  size_t count_in_version;
} array;

#define ARRAY(field, name, type)                                                                   \
  {                                                                                                \
    offsetof(spi_draft, field), sizeof(type), offsetof(spi_version, name),                         \
        offsetof(spi_version, name##_count)                                                        \
  }

static const array arrays[] = {
    ARRAY(nodes, nodes, spi_node),
    ARRAY(values, values, int64_t),
    ARRAY(moments, moments, spi_moment),
    ARRAY(matrices, matrices, spi_matrix),
    ARRAY(calendars, calendars, spi_calendar),
    ARRAY(calendar_rows, calendar_rows, spi_calendar_row),
    ARRAY(compiled, compiled, spol_calendar *),
    ARRAY(holiday_items, holiday_items, spi_holiday_item),
    ARRAY(matches, matches, spi_match),
    ARRAY(targets, targets, spi_target),
    ARRAY(target_parts, target_parts, uint32_t),
    ARRAY(business_days, business_days, spi_business_days),
    ARRAY(target_rows, target_rows, spi_target_row),
    ARRAY(pause_rows, pause_rows, spi_pause_row),
    ARRAY(carry_rows, carry_rows, spi_carry_row),
    ARRAY(reopen_rows, reopen_rows, spi_reopen_row),
    ARRAY(excuse_rows, excuse_rows, spi_excuse_row),
    ARRAY(reasons, reasons, spi_reason),
    ARRAY(metrics, metrics, spi_metric),
    ARRAY(severities, severities_by_rank, spi_severity),
    ARRAY(severity_limits, severity_limits, spi_severity_limit),
    ARRAY(severity_changes, severity_changes, spi_severity_change_rule),
    ARRAY(entitlement, entitlement, spi_entitlement_rule),
    ARRAY(notices, notices, spi_notice_rule),
    ARRAY(lines, lines, spi_line),
    ARRAY(first_lines, first_lines, spi_line_row),
    ARRAY(ladders, ladders, spi_ladder),
    ARRAY(steps, steps, spi_step),
    ARRAY(triggers, triggers, spi_trigger),
    ARRAY(effects, effects, spi_effect),
    ARRAY(timers, timers, spi_clock),
    ARRAY(remarks, remarks, spi_remark),
    ARRAY(clause_lists, clause_lists, uint32_t),
    ARRAY(source_sentences, source_sentences, spi_source_sentence),
    ARRAY(unused, unused, spi_unused),
};

enum { ARRAYS = sizeof arrays / sizeof arrays[0] };

static spi_vector *vector_of(spi_draft *draft, const array *from) {
  return (spi_vector *)((char *)draft + from->in_draft);
}

void spi_draft_begin(const spi_reader *reader, spi_draft *draft) {
  memset(draft, 0, sizeof *draft);
  for (size_t i = 0; i < ARRAYS; i++) {
    *vector_of(draft, &arrays[i]) =
        spi_vector_of(arrays[i].element_size, reader->options->limits.nodes);
  }
}

void spi_draft_free(const spi_reader *reader, spi_draft *draft) {
  for (size_t i = 0; i < draft->calendars.count; i++) {
    spol_calendar_unref(((const spi_calendar *)spi_vector_at(&draft->calendars, i))->calendar);
  }
  for (size_t i = 0; i < draft->compiled.count; i++) {
    spol_calendar_unref(*(spol_calendar *const *)spi_vector_at(&draft->compiled, i));
  }
  spol_zone_unref(draft->version.zone);
  spol_zone_unref(draft->version.coverage.zone);
  for (size_t i = 0; i < ARRAYS; i++) {
    spi_vector_free(reader->allocator, vector_of(draft, &arrays[i]));
  }
  memset(draft, 0, sizeof *draft);
}

/* A table from ids (less 1) to indexes of an array whose items begin with the id. */
static const uint32_t *index_by_id(spol_policy *policy, uint32_t ids, const void *items,
                                   size_t item_size, uint32_t count, uint32_t *size) {
  uint32_t *table = spi_policy_take(policy, ids, sizeof *table);
  if (table == NULL) {
    return NULL;
  }
  memset(table, 0xFF, ids * sizeof *table);
  for (uint32_t i = 0; i < count; i++) {
    uint32_t id = 0;
    memcpy(&id, (const char *)items + i * item_size, sizeof id);
    table[id - 1] = i;
  }
  *size = ids;
  return table;
}

static const uint32_t *ranks_by_id(spol_policy *policy, const spi_version *version, uint32_t ids,
                                   uint32_t *size) {
  uint32_t *table = spi_policy_take(policy, ids, sizeof *table);
  for (uint32_t i = 0; table != NULL && i < version->severities_by_rank_count; i++) {
    table[version->severities_by_rank[i].id - 1] = i + 1;
  }
  *size = table == NULL ? 0 : ids;
  return table;
}

static uint32_t name_count(const spi_reader *reader, int32_t kind) {
  return (uint32_t)reader->names.offsets[kind].count;
}

/* Reasons stand by id: those of other versions are there, and are none. */
static spol_status fill_reasons(spi_reader *reader, spi_draft *draft) {
  spi_reason none = {.while_condition = SPI_NONE, .place = {.clause = SPI_NONE}};
  spol_status status = SPOL_OK;
  while (status == SPOL_OK && draft->reasons.count < name_count(reader, SPOL_NAME_REASON)) {
    status = spi_vector_push(reader->allocator, &draft->reasons, &none);
  }
  return status;
}

spol_status spi_draft_settle(spi_reader *reader, spi_draft *draft, spi_version *version) {
  spi_version settled = draft->version;
  spol_status status = fill_reasons(reader, draft);
  for (size_t i = 0; status == SPOL_OK && i < ARRAYS; i++) {
    const void *items = NULL;
    uint32_t count = 0;
    status = spi_vector_settle(reader->policy, vector_of(draft, &arrays[i]), &items, &count);
    memcpy((char *)&settled + arrays[i].in_version, &items, sizeof items);
    memcpy((char *)&settled + arrays[i].count_in_version, &count, sizeof count);
  }
  if (status != SPOL_OK) {
    return status;
  }
  settled.metric_of_id =
      index_by_id(reader->policy, name_count(reader, SPOL_NAME_METRIC), settled.metrics,
                  sizeof(spi_metric), settled.metrics_count, &settled.metric_of_id_count);
  settled.step_of_id =
      index_by_id(reader->policy, name_count(reader, SPOL_NAME_STEP), settled.steps,
                  sizeof(spi_step), settled.steps_count, &settled.step_of_id_count);
  settled.rank_of_severity =
      ranks_by_id(reader->policy, &settled, name_count(reader, SPOL_NAME_SEVERITY),
                  &settled.rank_of_severity_count);
  if (settled.metric_of_id == NULL || settled.step_of_id == NULL ||
      settled.rank_of_severity == NULL) {
    return SPOL_E_MEMORY;
  }
  /* What the references are to belongs to the policy from here on. */
  *version = settled;
  draft->calendars.count = 0;
  draft->compiled.count = 0;
  draft->version.zone = NULL;
  draft->version.coverage.zone = NULL;
  return SPOL_OK;
}
