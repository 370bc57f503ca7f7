/* SPDX-License-Identifier: MIT */
/**
 * Reading a policy: what its parts share.
 *
 * A reader goes on after an error, so that all errors of a file are reported in
 * one go. What cannot go on (memory, a limit) is kept in `fatal`, and every
 * function then does nothing. Functions that read a value answer 1 if there is
 * one and 0 if an error was reported; their outputs are set in either case.
 */
#ifndef SPI_POLICY_READER_H
#define SPI_POLICY_READER_H

#include "policy/model.h"
#include "policy/store.h"
#include "text/diagnostics.h"
#include "text/document.h"

/** The arrays of one version, as they grow; settled into an spi_version. */
typedef struct spi_draft {
  spi_vector nodes, values, moments, matrices;
  spi_vector calendars, calendar_rows, compiled, holiday_items;
  spi_vector matches;
  spi_vector targets, target_parts, business_days, target_rows;
  spi_vector pause_rows, carry_rows, reopen_rows, excuse_rows;
  spi_vector reasons, metrics;
  spi_vector severities, severity_limits, severity_changes;
  spi_vector entitlement, notices;
  spi_vector lines, first_lines, ladders, steps, triggers, effects, timers;
  spi_vector remarks, clause_lists, source_sentences, unused;
  spi_version version; /**< the fields that are no arrays */
} spi_draft;

/** A member of a fact, before all are known. */
typedef struct spi_member {
  uint32_t fact; /**< index */
  uint32_t name; /**< offset in the strings */
} spi_member;

typedef struct spi_reader {
  const spol_allocator *allocator;
  spol_policy *policy; /**< its arena, allocator and zones are in use already */
  const spol_policy_options *options;
  spol_diagnostics *diagnostics;
  spol_error *error; /**< the first error; may be NULL */
  uint64_t errors;
  uint64_t assumed_told; /**< 1 + the offset of the last name of no assumption: told once */
  spol_status status;    /**< of the first error */
  spol_status fatal;

  spi_strings strings;
  spi_name_store names;
  spi_vector facts;   /**< spi_fact, by id - 1; members.count is kept up to date */
  spi_vector members; /**< spi_member, in order of adding */
  spi_map member_ids; /**< from fact and string to the member's number */
  spi_vector zones;   /**< spol_zone *, by SPOL_NAME_ZONE id - 1 */
  spi_vector clauses;
  spi_map seen;             /**< names defined in the version at hand */
  spi_map ranks;            /**< of the version at hand: from severity id */
  spi_map line_indexes;     /**< of the version at hand: from line id */
  spi_map met;              /**< of the version at hand: what a rule named */
  spi_map once;             /**< of the version at hand: from content to index */
  spi_map calendar_indexes; /**< of the version at hand: from calendar id */
  spi_vector holiday_sets;  /**< spi_holiday_set of calendar_reader.h */
  uint32_t always;          /**< of the version at hand: the nameless 24x7, or SPI_NONE */
  uint32_t zone;            /**< of the version at hand: its zone's id */
  uint32_t case_zones;      /**< zones 1 to this one may be carried by cases */
  uint32_t version_index;   /**< of the version at hand, from 0 */

  /* The version at hand. */
  const char *file;
  const spi_text_item *root;
  spi_draft *draft;
  uint32_t depth;        /**< of named conditions and calendars inside each other */
  uint32_t rules;        /**< counted against the limit */
  uint64_t leaves;       /**< of all combinations of calendars */
  uint32_t combinations; /**< made of calendars, those that rules choose among too */
  char path[SPOL_ERROR_PATH_MAX];
  spi_writer path_writer;
} spi_reader;

/* ---- Errors and paths ---------------------------------------------------------- */

/** Reports a diagnostic at a place; format as spi_write_format. @return 0 */
int spi_reader_report(spi_reader *reader, spol_status status, uint32_t code,
                      const spi_text_place *place, const char *hint, const char *format, ...);
/** Keeps a status that reading cannot go on after. @return 1 for SPOL_OK */
int spi_reader_do(spi_reader *reader, spol_status status);
/** What a builder of another room answered about an item: 1 for SPOL_OK; memory
 *  that is out ends the reading, all else is reported at the item, with the
 *  builder's own words where there are any. */
int spi_reader_take(spi_reader *reader, spol_status status, const spi_text_item *item,
                    const spol_error *error);
/** Goes down to a key, or to an index; gives what spi_path_up takes back. */
size_t spi_path_key(spi_reader *reader, spi_slice key);
size_t spi_path_index(spi_reader *reader, size_t index);
void spi_path_up(spi_reader *reader, size_t mark);

/* ---- Mappings, lists, names ------------------------------------------------------ */

/** 1 if the item is a mapping (sequence, scalar); else an error was reported. */
int spi_need(spi_reader *reader, const spi_text_item *item, int kind, const char *what);
/** The same, with a hint. */
int spi_need_as(spi_reader *reader, const spi_text_item *item, int kind, const char *what,
                const char *hint);
/** What a rule says that it assumes must be among the version's assumptions. */
void spi_check_assumed(spi_reader *reader, const spi_text_item *item);
/** Reports every key of a mapping that is not in the NULL-terminated list. */
void spi_only_keys(spi_reader *reader, const spi_text_node *mapping, const char *const *keys);
/** The value of a key, or NULL. */
const spi_text_item *spi_field(const spi_text_item *mapping, const char *key);
/** As spi_field; a missing one is reported at the mapping. */
const spi_text_item *spi_field_needed(spi_reader *reader, const spi_text_item *mapping,
                                      const char *key);

/** A list, or one value that stands for a list of itself. */
typedef struct spi_list {
  const spi_text_item *items;
  size_t count;
} spi_list;
spi_list spi_as_list(const spi_text_item *item);

/** Reports a value that a spreadsheet turned into a date: 24-Jul. @return 1 if
 *  it is one */
int spi_refuse_damaged(spi_reader *reader, const spi_text_item *item);

/** The text of a scalar as a slice; reports other kinds. */
int spi_read_text(spi_reader *reader, const spi_text_item *item, spi_slice *out);
/** A text as an offset in the strings. */
int spi_read_string(spi_reader *reader, const spi_text_item *item, uint32_t *offset);
int spi_read_truth(spi_reader *reader, const spi_text_item *item, uint32_t *out);
/** A whole number within bounds. */
int spi_read_int(spi_reader *reader, const spi_text_item *item, int64_t least, int64_t most,
                 int64_t *out);
/** A decimal in millionths. */
int spi_read_number(spi_reader *reader, const spi_text_item *item, int64_t *out);
/** "50%" in millionths (50% is 500000). */
int spi_read_percent(spi_reader *reader, const spi_text_item *item, int64_t *out);
int spi_read_date(spi_reader *reader, const spi_text_item *item, spol_date *out);
int spi_read_clock(spi_reader *reader, const spi_text_item *item, int32_t last, int32_t *out);
int spi_read_duration(spi_reader *reader, const spi_text_item *item, spol_duration *out);
/** One of a NULL-terminated list of words: its position. */
int spi_read_word(spi_reader *reader, const spi_text_item *item, const char *const *words,
                  uint32_t *position);

/** The key of `seen`. */
uint64_t spi_seen_key(const spi_reader *reader, int32_t kind, uint32_t id);
/** Checks the form of a name that is defined here and gives its id. */
int spi_define(spi_reader *reader, const spi_text_item *item, int32_t kind, uint32_t *id);
/** As spi_define; a name that this version defined already is reported. */
int spi_define_once(spi_reader *reader, const spi_text_item *item, int32_t kind, uint32_t *id);
/** The id of a name that must be defined; reports the nearest one. */
int spi_refer(spi_reader *reader, const spi_text_item *item, int32_t kind, uint32_t *id);
/** The same of a slice at a place. */
int spi_refer_slice(spi_reader *reader, spi_slice name, const spi_text_place *place, int32_t kind,
                    uint32_t *id);

/** Where the item at hand stands: with its `id` and `clause` if it is a mapping
 *  that has them, else with the path. Counts a rule. */
spi_place spi_place_of(spi_reader *reader, const spi_text_item *item);

/** Pushes to an array of the draft. @return its index; SPI_NONE when fatal */
uint32_t spi_push(spi_reader *reader, spi_vector *vector, const void *element);
/** The same; an equal element is found again. */
uint32_t spi_push_once(spi_reader *reader, spi_vector *vector, const void *element);

/* ---- The parts, each in a file of its own ------------------------------------------ */

void spi_read_facts(spi_reader *reader, const spi_text_item *item);
/** The number (from 1) of a fact's member, which is new where it is not known. */
int spi_member_add(spi_reader *reader, uint32_t fact, spi_slice name, uint32_t *number);
/** A value of a fact by its declared type; new texts become members. */
int spi_read_fact_value(spi_reader *reader, uint32_t fact, const spi_text_item *item,
                        int64_t *value);
/** The rank of a severity in the version at hand, or 0 (reported). */
int spi_refer_rank(spi_reader *reader, const spi_text_item *item, uint32_t *rank);
/** The index of a line of the version at hand. */
int spi_refer_line(spi_reader *reader, const spi_text_item *item, uint32_t *line);
/** Keeps the zone of a name, if there is one; says nothing if not. */
void spi_zone_foreseen(spi_reader *reader, spi_slice name);
/** The zone of a name or offset, referenced by the reader's zones: its id. */
int spi_refer_zone(spi_reader *reader, const spi_text_item *item, uint32_t *id);
/** A condition; SPI_ALWAYS for NULL and `{}`. */
uint32_t spi_read_condition(spi_reader *reader, const spi_text_item *item);
/** As spi_read_condition, but `{}` is a node too: where SPI_NONE, which equals
 *  SPI_ALWAYS, says that there is no condition at all. */
uint32_t spi_read_condition_node(spi_reader *reader, const spi_text_item *item);
/** Reads the named conditions that no rule named, so that no mistake in them
 *  stays unsaid. */
void spi_read_unnamed_conditions(spi_reader *reader);
/** The key in `met` of a condition or a set of holidays, by its value. */
uint64_t spi_met_key(const spi_text_item *item);
/** Keeps the names that no rule named; after all rules. */
void spi_read_unused(spi_reader *reader);
/** 1 if a word belongs to the language of conditions: no fact can have it. */
int spi_reserved_word(spi_slice text, uint32_t *word);
void spi_read_calendars(spi_reader *reader, const spi_text_item *root);
/** A calendar by name: its index in the draft's calendars, or SPI_NONE. */
uint32_t spi_refer_calendar(spi_reader *reader, const spi_text_item *item);
/** 1 if the calendar never closes. */
int spi_calendar_never_closes(const spi_reader *reader, uint32_t calendar);

/** A list of events as matches. */
spi_range spi_read_matches(spi_reader *reader, const spi_text_item *item);

/** What targets of one metric, bound or timer share. */
typedef struct spi_target_context {
  uint32_t calendar; /**< for rows without one, or SPI_NONE */
  int32_t cutoff_seconds;
  uint32_t business_days;      /**< index, or SPI_NONE */
  uint32_t is_calendar_unread; /**< one is named, and has an error of its own */
} spi_target_context;
/** The target that a mapping's keys describe: its index, or SPI_NONE. */
uint32_t spi_read_target(spi_reader *reader, const spi_text_item *item,
                         const spi_target_context *context);
/** What `every` of a repetition says, with the other keys of a target in `item`. */
uint32_t spi_read_repetition(spi_reader *reader, const spi_text_item *item,
                             const spi_text_item *every, const spi_target_context *context);
spi_range spi_read_target_rows(spi_reader *reader, const spi_text_item *item,
                               const spi_target_context *context);
/** The keys that a target takes, for those who take them beside others. */
extern const char *const spi_target_keys[];

void spi_read_severities(spi_reader *reader, const spi_text_item *item);
void spi_read_reasons(spi_reader *reader, const spi_text_item *item);
void spi_read_metrics(spi_reader *reader, const spi_text_item *item);
spi_range spi_read_pauses(spi_reader *reader, const spi_text_item *item);
spi_range spi_read_carries(spi_reader *reader, const spi_text_item *item);
spi_range spi_read_reopens(spi_reader *reader, const spi_text_item *item);
uint32_t spi_read_business_days(spi_reader *reader, const spi_text_item *item);
void spi_read_coverage(spi_reader *reader, const spi_text_item *item);
void spi_read_entitlement(spi_reader *reader, const spi_text_item *item);
void spi_read_notices(spi_reader *reader, const spi_text_item *item);
void spi_read_escalation(spi_reader *reader, const spi_text_item *item);
/** A clause, or a list of them: the index of the first in the clauses. */
uint32_t spi_read_clause(spi_reader *reader, const spi_text_item *item);
/** The same as a range of the draft's clause lists. */
spi_range spi_read_clauses(spi_reader *reader, const spi_text_item *item);
/** Reads the `clause` of a mapping that has no place of its own in the model. */
void spi_cite(spi_reader *reader, const spi_text_item *item);
/** SHA-256 in hexadecimal. */
int spi_read_digest(spi_reader *reader, const spi_text_item *item, uint8_t *digest);
void spi_read_remarks(spi_reader *reader, const spi_text_item *root);
/** The document that the version states. */
void spi_read_source(spi_reader *reader, const spi_text_item *item);
/** Orders the metrics so that conditions speak of earlier ones only. */
void spi_order_metrics(spi_reader *reader);
/** Starts, and frees, the arrays of a version. */
void spi_draft_begin(const spi_reader *reader, spi_draft *draft);
void spi_draft_free(const spi_reader *reader, spi_draft *draft);
/** Moves a version's arrays into the policy. */
SPOL_CHECKED spol_status spi_draft_settle(spi_reader *reader, spi_draft *draft,
                                          spi_version *version);
/** Defines all names of a version, so that rules may speak of what comes later. */
void spi_read_definitions(spi_reader *reader, const spi_text_item *root);

#endif
