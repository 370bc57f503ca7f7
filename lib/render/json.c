/* SPDX-License-Identifier: MIT */
/* What all JSON of an evaluation shares. Keys keep their meaning; what there is
 * not is null. Instants are given in UTC and in the zone that was asked for. */
#include <string.h>

#include "case/run.h"
#include "render/view.h"

void spi_json_text(spi_emitter *out, const char *key, const char *text) {
  spi_emit_key(out, key);
  if (text == NULL) {
    spi_emit_plain(out, "null");
  } else {
    spi_emit_string(out, text);
  }
}

void spi_json_list(const spi_view *view, spi_emitter *out, const char *key, uint32_t count,
                   spi_json_item *put) {
  spi_emit_key(out, key);
  spi_emit_sequence(out);
  for (uint32_t i = 0; i < count; i++) {
    put(view, out, i);
  }
  spi_emit_end(out);
}

void spi_json_name(const spi_view *view, spi_emitter *out, const char *key, int32_t kind,
                   uint32_t id) {
  spi_json_text(out, key, id == 0 ? NULL : spol_policy_name(view->policy, kind, id));
}

void spi_json_count(spi_emitter *out, const char *key, uint64_t count) {
  spi_emit_key(out, key);
  if (count > INT64_MAX) {
    spi_emit_plain(out, "null");
  } else {
    spi_emit_i64(out, (int64_t)count);
  }
}

void spi_json_instant(const spi_view *view, spi_emitter *out, const char *key, spol_instant at) {
  char utc[SPOL_TIME_TEXT_MAX];
  char local[SPOL_TIME_TEXT_MAX];
  spi_emit_key(out, key);
  if (at == SPOL_INSTANT_NONE || spol_instant_format(at, utc) != SPOL_OK) {
    spi_emit_plain(out, "null");
    return;
  }
  spi_emit_mapping(out);
  spi_json_text(out, "utc", utc);
  int known = view->zone != NULL && spol_zone_format_instant(view->zone, at, local) == SPOL_OK;
  spi_json_text(out, "local", known ? local : utc);
  spi_emit_end(out);
}

void spi_json_duration(spi_emitter *out, const char *key, spol_duration duration) {
  char text[SPOL_TIME_TEXT_MAX];
  int known = duration != SPOL_DURATION_NONE && spol_duration_format(duration, text) == SPOL_OK;
  spi_json_text(out, key, known ? text : NULL);
}

void spi_json_flags(spi_emitter *out, uint32_t flags) {
  spi_emit_key(out, "flags");
  spi_emit_sequence(out);
  for (uint32_t bit = 0; bit < 32; bit++) {
    const char *word = spi_flag_word(bit);
    if (((flags >> bit) & 1U) != 0 && word != NULL) {
      spi_emit_string(out, word);
    }
  }
  spi_emit_end(out);
}

static void put_clause(const spi_view *view, spi_emitter *out, uint32_t number) {
  spol_clause clause = SPOL_SIZED(spol_clause);
  spi_emit_key(out, "clause");
  if (number == 0 || spol_policy_clause(view->policy, number, &clause) != SPOL_OK) {
    spi_emit_plain(out, "null");
    return;
  }
  spi_emit_mapping(out);
  spi_json_text(out, "under", clause.heading[0] == '\0' ? NULL : clause.heading);
  spi_json_text(out, "quote", clause.quote[0] == '\0' ? NULL : clause.quote);
  spi_json_count(out, "sentence", clause.sentence);
  spi_json_count(out, "last_sentence", clause.last_sentence);
  spi_emit_end(out);
}

void spi_json_place(const spi_view *view, spi_emitter *out, const char *key,
                    const spol_place *place) {
  spi_emit_key(out, key);
  if (place->version == 0) {
    spi_emit_plain(out, "null");
    return;
  }
  spi_emit_mapping(out);
  spi_json_name(view, out, "version", SPOL_NAME_VERSION, place->version);
  spi_json_text(out, "rule", place->rule);
  spi_json_count(out, "line", place->line);
  spi_json_count(out, "column", place->column);
  put_clause(view, out, place->clause);
  spi_emit_end(out);
}

static void put_fact(const spi_view *view, spi_emitter *out, const spol_fact *fact) {
  if (fact->type == SPOL_FACT_UNKNOWN) {
    spi_json_text(out, "value", NULL);
    return;
  }
  spi_emit_key(out, "value");
  spi_writer writer = spi_emit_pieces(out);
  spi_fact_text(view, fact, &writer);
  spi_emit_pieces_end(out);
}

static void put_facts(const spi_view *view, spi_emitter *out, const spol_decision *decision) {
  spi_emit_key(out, "facts");
  spi_emit_sequence(out);
  for (uint32_t i = 0; i < decision->fact_count; i++) {
    spol_fact fact = SPOL_FACT_INIT;
    if (spol_evaluation_fact_used(view->evaluation, decision->fact_first + i, &fact) == SPOL_OK) {
      spi_emit_mapping(out);
      spi_json_name(view, out, "fact", SPOL_NAME_FACT, fact.fact);
      put_fact(view, out, &fact);
      spi_emit_end(out);
    }
  }
  spi_emit_end(out);
}

void spi_json_decision(const spi_view *view, spi_emitter *out, const char *key,
                       const spol_decision *decision) {
  spi_emit_key(out, key);
  if (decision->cause == SPOL_CAUSE_NONE) {
    spi_emit_plain(out, "null");
    return;
  }
  spi_emit_mapping(out);
  spi_json_text(out, "cause", spi_cause_word(decision->cause));
  spi_json_place(view, out, "place", &decision->place);
  spi_emit_key(out, "event");
  if (decision->event == UINT64_MAX) {
    spi_emit_plain(out, "null");
  } else {
    spi_emit_mapping(out);
    spi_json_count(out, "index", decision->event);
    spi_json_text(out, "type", spi_event_name(view, decision->event));
    spi_emit_end(out);
  }
  spi_json_instant(view, out, "at", decision->at);
  put_facts(view, out, decision);
  spi_emit_end(out);
}
