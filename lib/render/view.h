/* SPDX-License-Identifier: MIT */
/**
 * What all texts of an evaluation share: a view of it, text that is broken
 * between words, and the small phrases for instants, rules and causes.
 *
 * Everything goes into an spi_sink, so that the same code counts and fills.
 */
#ifndef SPI_RENDER_VIEW_H
#define SPI_RENDER_VIEW_H

#include "policy/model.h"
#include "supportpolicy/render.h"
#include "text/emitter.h"

/** A longer word is written in pieces that lines can break between. */
enum { SPI_WORD_MAX = 256 };

/** An evaluation, where it is written to, and how. */
typedef struct spi_view {
  const spol_evaluation *evaluation; /**< NULL where a policy alone is shown */
  const spol_policy *policy;
  const spol_zone *zone; /**< NULL: UTC */
  int32_t format;        /**< enum spol_render_format */
  uint32_t columns;      /**< 0: lines are not broken */
  uint32_t column;       /**< code points in the line so far */
  uint32_t indent;       /**< of a broken line's rest */
  uint32_t metric;
  uint32_t cycle;
  uint32_t part; /**< 0: the answer */
  uint32_t finding;
  const spol_firing *firing;
  const struct spi_timeline *timeline; /**< of the case that is drawn, or NULL */
  spi_sink *sink;
  spol_status failed;
  uint32_t gap;         /**< spaces before the word at hand */
  uint32_t word_length; /**< bytes of the word at hand, which is not written yet */
  char word[SPI_WORD_MAX];
} spi_view;

/** A view of an evaluation with a caller's options; arguments are checked. */
SPOL_CHECKED spol_status spi_view_of(const spol_evaluation *evaluation,
                                     const spol_render_options *options, const char *buffer,
                                     uint64_t capacity, const uint64_t *needed, spi_view *view);
typedef void (*spi_view_writer)(spi_view *view);
/** A view like another that writes into a buffer, in one line; spi_view_close
 *  ends it with a NUL, cut at a character's boundary. */
spi_view spi_view_into(const spi_view *like, spi_sink *sink, char *buffer, size_t capacity);
void spi_view_close(spi_view *view);
/** Counts what a writer writes, and fills the buffer if all fits. */
SPOL_CHECKED spol_status spi_view_give(const spi_view *like, spi_view_writer write, char *buffer,
                                       uint64_t capacity, uint64_t *needed);

/* ---- Text (put.c) ------------------------------------------------------------ */

void spi_put_fail(spi_view *view, spol_status status);
/** Writes words; a word that would pass the last column begins a new line. */
void spi_put(spi_view *view, const char *text);
void spi_put_bytes(spi_view *view, const char *text, size_t length);
/** As spi_write_format; texts of any length are whole. */
void spi_put_format(spi_view *view, const char *format, ...);
/** Writes the word at hand: its end is known. */
void spi_put_rest(spi_view *view);
/** Ends the line; the next one begins without indentation. */
void spi_put_line(spi_view *view);
/** Begins a line of a table: a label of two words at most, then a column from
 *  which the rest is written and to which broken lines return. */
void spi_put_label(spi_view *view, const char *label);

/** Room for what the phrases below need. */
enum { SPI_PHRASE_MAX = 64 };
/** "Tue 2024-11-12 03:00 EST"; "none". `buffer` has SPI_PHRASE_MAX bytes. */
const char *spi_phrase_instant(const spi_view *view, spol_instant at, char *buffer);
/** "03:00" where both have one date and offset in the zone, else the whole. */
const char *spi_phrase_beside(const spi_view *view, spol_instant at, spol_instant other,
                              char *buffer);
/** "1h30m"; "none". */
const char *spi_phrase_duration(spol_duration duration, char *buffer);

/** What the clocks show in the view's zone. @return 0 outside the years 1 to 9999 */
int spi_view_local(const spi_view *view, spol_instant at, spol_zone_local *local);
/** A name of the policy, or "none". */
const char *spi_name_of(const spi_view *view, int32_t kind, uint32_t id);
/** The type of an event of the log, or NULL. */
const char *spi_event_name(const spi_view *view, uint64_t index);
/** "metrics.work_start.targets[0], line 41"; what else gave it; "by default". */
void spi_put_cause(spi_view *view, const spol_decision *decision);
/** "Heading, sentences 1 to 4" or "“words”" behind `before`; nothing without a clause. */
void spi_put_clause(spi_view *view, const char *before, const spol_place *place);
/** "impact = unavailable, environment = production". */
void spi_put_facts(spi_view *view, const char *before, const spol_decision *decision);
/** A fact's value as the policy writes it. */
void spi_put_fact(spi_view *view, const spol_fact *fact);
void spi_fact_text(const spi_view *view, const spol_fact *fact, spi_writer *writer);

/* ---- Words (words.c): keys of JSON and parts of sentences ----------------------- */

const char *spi_case_state_word(int32_t state);
const char *spi_metric_state_word(int32_t state);
const char *spi_outcome_word(int32_t outcome);
const char *spi_target_kind_word(int32_t kind);
const char *spi_finding_word(int32_t kind);
const char *spi_change_word(int32_t kind);
const char *spi_effect_word(int32_t effect);
const char *spi_notice_word(int32_t kind);
const char *spi_label_word(int32_t label);
const char *spi_carry_word(int32_t carry);
const char *spi_cause_word(int32_t cause);
/** The n-th flag's word (bit n), or NULL. */
const char *spi_flag_word(uint32_t bit);

/* ---- What is written, each in a file of its own ------------------------------------ */

void spi_write_status_text(spi_view *view);
void spi_write_status_json(spi_view *view);
void spi_write_summary_json(spi_view *view);
void spi_write_explanation_text(spi_view *view);
void spi_write_explanation_json(spi_view *view);
/** The reason in one line, without a line feed. */
void spi_write_reason(spi_view *view);
void spi_write_finding(spi_view *view);
void spi_write_firing_id(spi_view *view);
/** "1h on always", "2 business days, end of day, on desk". */
void spi_put_target(spi_view *view, const spol_metric_status *metric);
/** The same without the calendar. */
void spi_put_bare_target(spi_view *view, const spol_metric_status *metric);
/** ", line second_line, notify manager": what the firing of an index brings about. */
void spi_put_effects(spi_view *view, const spol_firing *firing, uint32_t index);
/** "due …", "met …", "paused …", "unstated": how a metric stands. */
void spi_put_standing(spi_view *view, const spol_metric_status *metric);

/* ---- JSON (json.c) ------------------------------------------------------------------- */

void spi_json_text(spi_emitter *out, const char *key, const char *text);
/** Writes one of a list. */
typedef void spi_json_item(const spi_view *view, spi_emitter *out, uint32_t index);
void spi_json_list(const spi_view *view, spi_emitter *out, const char *key, uint32_t count,
                   spi_json_item *put);
void spi_json_name(const spi_view *view, spi_emitter *out, const char *key, int32_t kind,
                   uint32_t id);
void spi_json_count(spi_emitter *out, const char *key, uint64_t count);
void spi_json_instant(const spi_view *view, spi_emitter *out, const char *key, spol_instant at);
void spi_json_duration(spi_emitter *out, const char *key, spol_duration duration);
void spi_json_flags(spi_emitter *out, uint32_t flags);
void spi_json_place(const spi_view *view, spi_emitter *out, const char *key,
                    const spol_place *place);
void spi_json_decision(const spi_view *view, spi_emitter *out, const char *key,
                       const spol_decision *decision);

/** The segments of an explanation, and whatever they were put into. */
typedef struct spi_segments {
  spol_explanation head;
  const spol_segment *items;
  uint64_t count;
} spi_segments;
/** Hands a metric's segments to a writer. */
void spi_with_segments(spi_view *view, void (*write)(spi_view *, const spi_segments *));

#endif
