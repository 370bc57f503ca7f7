/* SPDX-License-Identifier: MIT */
/* Coverage, entitlement and intake, and what the customer must be told. */
#include "policy/reader.h"

#include <string.h>

#include "base/error.h"

/* ---- Coverage ------------------------------------------------------------------------------ */

/* A fact of type date or instant, or a date. */
static void read_bound(spi_reader *reader, const spi_text_item *item, int32_t days_more,
                       uint32_t *fact, spol_instant *instant) {
  spi_slice text;
  uint32_t id = 0;
  spol_date date = 0;
  if (!spi_read_text(reader, item, &text)) {
    return;
  }
  if (text.length > 0 && text.data[0] >= 'a' && text.data[0] <= 'z') {
    if (!spi_refer(reader, item, SPOL_NAME_FACT, &id)) {
      return;
    }
    const spi_fact *found = spi_vector_at(&reader->facts, id - 1);
    if (found->type != SPOL_FACT_DATE && found->type != SPOL_FACT_INSTANT) {
      spi_reader_report(reader, SPOL_E_SEMANTIC, SPOL_DIAG_CONDITION_TYPE, &item->place, NULL,
                        "the fact \"%S\" is neither a date nor an instant", text);
    }
    *fact = id - 1;
    return;
  }
  const spol_zone *zone = reader->draft->version.coverage.zone;
  if (spi_read_date(reader, item, &date) &&
      spol_zone_resolve(zone, (spol_wall)(date + days_more) * SPOL_DAY, SPOL_WALL_LATER, instant) !=
          SPOL_OK) {
    spi_reader_report(reader, SPOL_E_RANGE, SPOL_DIAG_VALUE_OUT_OF_RANGE, &item->place, NULL,
                      "the date is outside what can be counted");
  }
}

void spi_read_coverage(spi_reader *reader, const spi_text_item *item) {
  static const char *const keys[] = {"from", "to", "id", "clause", "note", "assumed", NULL};
  spi_coverage *coverage = &reader->draft->version.coverage;
  coverage->from_fact = SPI_NONE;
  coverage->to_fact = SPI_NONE;
  coverage->from = SPOL_INSTANT_NONE;
  coverage->to = SPOL_INSTANT_NONE;
  coverage->place.clause = SPI_NONE;
  if (item == NULL || !spi_need(reader, item, SPI_TEXT_MAPPING, "`coverage`")) {
    return;
  }
  size_t mark = spi_path_key(reader, spi_slice_of("coverage"));
  spi_only_keys(reader, item->node, keys);
  const spi_text_item *from = spi_field(item, "from");
  const spi_text_item *to = spi_field(item, "to");
  if (from != NULL) {
    read_bound(reader, from, 0, &coverage->from_fact, &coverage->from);
  }
  if (to != NULL) {
    read_bound(reader, to, 1, &coverage->to_fact, &coverage->to);
  }
  coverage->place = spi_place_of(reader, item);
  spi_path_up(reader, mark);
}

/* ---- Entitlement ------------------------------------------------------------------------------
 */

static void read_stage(spi_reader *reader, const spi_text_item *at, spi_entitlement_rule *rule) {
  rule->stage = SPI_AT_OPENING;
  rule->match = SPI_NONE;
  if (at == NULL) {
    return;
  }
  if (at->node->kind == SPI_TEXT_SCALAR && spi_slice_is(at->node->text, "opening")) {
    return;
  }
  if (at->node->kind == SPI_TEXT_SCALAR && spi_slice_is(at->node->text, "always")) {
    rule->stage = SPI_WHILE;
    return;
  }
  rule->stage = SPI_AT_EVENT;
  rule->match = spi_read_matches(reader, at).first;
}

static void read_rule(spi_reader *reader, const spi_text_item *item) {
  static const char *const keys[] = {"when", "finding", "refuses", "says",    "at",
                                     "id",   "clause",  "note",    "assumed", NULL};
  static const char *const kinds[] = {"not_covered", "not_entitled", "several_issues",
                                      "intake",      "noted",        NULL};
  static const int32_t values[] = {SPOL_FINDING_NOT_COVERED, SPOL_FINDING_NOT_ENTITLED,
                                   SPOL_FINDING_SEVERAL_ISSUES, SPOL_FINDING_INTAKE,
                                   SPOL_FINDING_POLICY};
  spi_entitlement_rule rule = {.text = SPI_NONE};
  uint32_t kind = 0;
  if (!spi_need(reader, item, SPI_TEXT_MAPPING, "a rule")) {
    return;
  }
  spi_only_keys(reader, item->node, keys);
  const spi_text_item *finding = spi_field_needed(reader, item, "finding");
  const spi_text_item *refuses = spi_field(item, "refuses");
  const spi_text_item *says = spi_field(item, "says");
  rule.when = spi_read_condition(reader, spi_field(item, "when"));
  if (finding != NULL && spi_read_word(reader, finding, kinds, &kind)) {
    rule.finding = values[kind];
  }
  rule.refuses = kind < 2;
  if (refuses != NULL) {
    spi_read_truth(reader, refuses, &rule.refuses);
  }
  if (says != NULL) {
    spi_read_string(reader, says, &rule.text);
  }
  read_stage(reader, spi_field(item, "at"), &rule);
  rule.place = spi_place_of(reader, item);
  spi_push(reader, &reader->draft->entitlement, &rule);
}

void spi_read_entitlement(spi_reader *reader, const spi_text_item *item) {
  spi_list list = spi_as_list(item);
  size_t mark = spi_path_key(reader, spi_slice_of("entitlement"));
  for (size_t i = 0; i < list.count; i++) {
    size_t inner = spi_path_index(reader, i);
    read_rule(reader, &list.items[i]);
    spi_path_up(reader, inner);
  }
  spi_path_up(reader, mark);
}

/* ---- Notices
 * --------------------------------------------------------------------------------------- */

static void read_notice(spi_reader *reader, const spi_text_item *item) {
  static const char *const keys[] = {"event", "told_by", "within", "calendar", "until",   "after",
                                     "says",  "id",      "clause", "note",     "assumed", NULL};
  spi_notice_rule notice = {.match = SPI_NONE, .told_by = SPI_NONE, .text = SPI_NONE};
  if (!spi_need(reader, item, SPI_TEXT_MAPPING, "a notice")) {
    return;
  }
  spi_only_keys(reader, item->node, keys);
  const spi_text_item *event = spi_field_needed(reader, item, "event");
  const spi_text_item *told_by = spi_field(item, "told_by");
  const spi_text_item *says = spi_field(item, "says");
  spi_target_context context = {SPI_NONE, -1, SPI_NONE, 0};
  if (event != NULL) {
    notice.match = spi_read_matches(reader, event).first;
  }
  if (told_by != NULL) {
    notice.told_by = spi_read_matches(reader, told_by).first;
  }
  if (spi_field(item, "within") != NULL) {
    spi_target_row row = {.when = SPI_ALWAYS,
                          .target = spi_read_target(reader, item, &context),
                          .place = spi_place_of(reader, item)};
    notice.within = (spi_range){(uint32_t)reader->draft->target_rows.count, 1};
    spi_push(reader, &reader->draft->target_rows, &row);
  }
  if (says != NULL) {
    spi_read_string(reader, says, &notice.text);
  }
  notice.place = spi_place_of(reader, item);
  spi_push(reader, &reader->draft->notices, &notice);
}

void spi_read_notices(spi_reader *reader, const spi_text_item *item) {
  spi_list list = spi_as_list(item);
  size_t mark = spi_path_key(reader, spi_slice_of("notices"));
  for (size_t i = 0; i < list.count; i++) {
    size_t inner = spi_path_index(reader, i);
    read_notice(reader, &list.items[i]);
    spi_path_up(reader, inner);
  }
  spi_path_up(reader, mark);
}
