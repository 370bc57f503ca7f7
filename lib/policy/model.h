/* SPDX-License-Identifier: MIT */
/**
 * The compiled policy: what lib/policy makes and lib/case reads.
 *
 * Rules of the model:
 *  - Read-only once made. Everything lies in arrays; things refer to each other
 *    by index (from 0, SPI_NONE for none). Ids of the public interface are from
 *    1: id = index + 1. A name's id is the same in all versions, and tables that
 *    are shared by the versions (names, facts, zones) stand in spi_policy; the
 *    rest in spi_version.
 *  - Order is the file's order wherever semantics.md says "the policy's order".
 *  - Evaluation compares no strings.
 *  - Equal targets, pauses and calendars of a version have equal indexes, so
 *    "a change that leaves target, calendar and pauses as they were" (section 7)
 *    is a comparison of indexes.
 *  - A row table is tried from its first row; the first whose condition holds
 *    decides. A row whose condition is undecided ends the search: undecided, and
 *    the missing fact is named. Defaults of the language are written out by the
 *    compiler: every table of a rule that must have an answer ends in a row with
 *    the condition SPI_ALWAYS, whose place has line 0 if nobody wrote it.
 */
#ifndef SPI_POLICY_MODEL_H
#define SPI_POLICY_MODEL_H

#include "base/memory.h"
#include "supportpolicy/explanation.h"

#define SPI_NONE UINT32_MAX
/** The condition that always holds. */
#define SPI_ALWAYS UINT32_MAX

/** Part of an array: items first to first + count - 1. */
typedef struct spi_range {
  uint32_t first;
  uint32_t count;
} spi_range;

/** Where an item stands. Turned into spol_place with the version's number. */
typedef struct spi_place {
  uint32_t line; /**< 0: a default, written by nobody */
  uint32_t column;
  uint32_t rule;   /**< offset in spi_policy.strings: the author's id, or the path */
  uint32_t clause; /**< index in spi_policy.clauses, or SPI_NONE */
} spi_place;

/* ---- Conditions ---------------------------------------------------------- */

/**
 * A condition is a tree in prefix order: a node, then its children. `next` is
 * the index behind the subtree, so that it can be skipped. The answer is one of
 * three (Kleene): no, yes, undecided. Only a comparison with a fact that is
 * unknown and has no default is undecided; KNOWN never is. `all` is no if one
 * child is no, `any` yes if one is yes. In `requires` of a change, of a step and
 * of intake, undecided counts as no (and the fact is named).
 */
enum spi_op {
  SPI_OP_ALL = 1, /**< 0 or more children */
  SPI_OP_ANY = 2,
  SPI_OP_NOT = 3,
  /** facts[subject] `compare` value. Enum, boolean, text: EQUAL alone. A `many`
   *  fact: EQUAL means "contains", and unknown is the empty set. */
  SPI_OP_FACT = 4,
  SPI_OP_FACT_IN = 5,    /**< is one of values[operand] (sorted) */
  SPI_OP_FACT_KNOWN = 6, /**< has a value */
  SPI_OP_FACT_FACT = 7,  /**< facts[subject] `compare` facts[operand.first] */
  /** The date or instant in facts[subject] `compare` the event's; a date is the
   *  local date in calendars[operand.first]'s zone (SPI_NONE: UTC). */
  SPI_OP_FACT_EVENT_TIME = 8,
  SPI_OP_MATRIX = 9, /**< the cell of matrices[subject] for the facts is `value` */
  /** moments[subject] was inside the hours: decided once, at its event (section
   *  7). Before that event: no. */
  SPI_OP_INSIDE_HOURS = 10,
  /** Rank of the current severity `compare` value; MORE means more severe, so a
   *  smaller rank. Without a severity: undecided if derived is, else no. */
  SPI_OP_SEVERITY = 11,
  SPI_OP_REQUESTED = 12, /**< the same of the requested severity */
  SPI_OP_DERIVED = 13,
  SPI_OP_RECORDED = 14,
  SPI_OP_SEVERITY_MISMATCH = 15, /**< recorded differs from derived; subject 1: it is
                                      more severe, 2: less, 0: either */
  SPI_OP_LINE = 16,              /**< index of the line `compare` value */
  SPI_OP_METRIC = 17,            /**< metric id `subject` is in one of value's spi_metric_bit */
  SPI_OP_HAPPENED = 18,          /**< an event of type `subject` was seen */
  SPI_OP_PAUSED = 19,            /**< reason id `subject` is in force */
  SPI_OP_EVENT_ACTOR = 20,       /**< the event at hand: actor is `value` */
  SPI_OP_EVENT_ROLE = 21,        /**< the event at hand: role id is `value` */
  SPI_OP_STATE = 22              /**< the case is in state `value` (enum spol_case_state) */
};

enum spi_compare { SPI_EQUAL = 1, SPI_LESS = 2, SPI_AT_MOST = 3, SPI_MORE = 4, SPI_AT_LEAST = 5 };

/** 1 if `a` compares with `b` as asked. */
static inline int spi_compare_as(int64_t a, uint16_t compare, int64_t b) {
  switch (compare) {
  case SPI_LESS:
    return a < b;
  case SPI_AT_MOST:
    return a <= b;
  case SPI_MORE:
    return a > b;
  case SPI_AT_LEAST:
    return a >= b;
  default:
    return a == b;
  }
}

/** 1 if a set of members, a bit each from member 1 on, has one. */
static inline int spi_set_has(int64_t set, int64_t member) {
  return member >= 1 && member <= 63 && (((uint64_t)set >> (member - 1)) & 1U) != 0;
}

/** What SPI_OP_METRIC asks: bits. Of a row: of its latest ended cycle. */
enum spi_metric_bit {
  SPI_METRIC_MET = 1,
  SPI_METRIC_MISSED = 2, /**< missed, stopped or not */
  SPI_METRIC_STOPPED = 4,
  SPI_METRIC_STARTED = 8
};

typedef struct spi_node {
  uint16_t op;      /**< enum spi_op */
  uint16_t compare; /**< enum spi_compare */
  uint32_t next;
  uint32_t subject;
  spi_range operand;
  int64_t value;
} spi_node;

/** An instant that is asked once whether it lies inside a calendar's hours. */
typedef struct spi_moment {
  uint32_t event;    /**< type id; the first event of the type decides (opened) */
  uint32_t calendar; /**< index in calendars */
} spi_moment;

/** A two-dimensional look-up: cells[row * columns + column], values from 1. */
typedef struct spi_matrix {
  uint32_t row_fact;
  uint32_t column_fact;
  uint32_t rows;
  uint32_t columns;
  spi_range row_bands; /**< of a number: ascending lower bounds in values; count 0:
                            the members of an enum */
  spi_range column_bands;
  spi_range cells; /**< in values: severity id, 0: none */
  spi_place place;
} spi_matrix;

/* ---- Facts (shared by the versions) -------------------------------------- */

typedef struct spi_fact {
  int32_t type;  /**< enum spol_fact_type */
  int32_t scope; /**< enum spol_fact_scope */
  uint8_t required;
  uint8_t has_default;
  uint8_t many; /**< value is a set: bit (member - 1), at most 63 members */
  uint8_t reserved;
  uint32_t slot;     /**< position in the evaluation's array of values = its index */
  spi_range members; /**< in spi_policy.members: offsets in strings */
  int64_t default_value;
  spi_place place;
} spi_fact;

/* ---- Calendars ------------------------------------------------------------ */

enum spi_calendar_kind {
  SPI_CALENDAR_FIXED = 1,
  /** By a zone fact: table[zone index] is the calendar compiled for it; a zone
   *  outside the table is answered by `pattern` in that zone, uncompiled. */
  SPI_CALENDAR_BY_ZONE = 2,
  /** By any other fact: rows of condition and calendar; none: no calendar. */
  SPI_CALENDAR_BY_RULE = 3
};

/** What a calendar that rules choose has to do with combinations. */
enum spi_combined {
  SPI_PART_OF_COMBINATION = 1,
  SPI_CHOSEN_COMBINATION = 2 /**< its rows are those of a part */
};

/** A calendar by name (id), or one written in place (no id). Resolved at each
 *  look-up of a target to a spol_calendar; two are "the same calendar" if that
 *  pointer is. Unknown fact: undecided, never UTC (section 2). */
typedef struct spi_calendar {
  int32_t kind; /**< enum spi_calendar_kind */
  uint32_t id;  /**< SPOL_NAME_CALENDAR, or 0 */
  uint32_t fact;
  spi_range rows;                /**< BY_RULE: in calendar_rows */
  spi_range table;               /**< BY_ZONE: in compiled, one a policy zone */
  const spol_calendar *calendar; /**< FIXED; BY_ZONE: the pattern */
  uint32_t always;               /**< 1: 24x7, written in place */
  uint32_t combined;             /**< BY_RULE: bits of enum spi_combined */
  spi_place place;
} spi_calendar;

typedef struct spi_calendar_row {
  uint32_t when;
  uint32_t calendar;
  spi_place place;
} spi_calendar_row;

/** What a calendar of the file closes a day by, as it is written. */
enum spi_holiday_kind {
  SPI_HOLIDAY_RULE = 1,
  SPI_HOLIDAY_LIST = 2,
  SPI_HOLIDAY_SET = 3, /**< a built-in set, where it is named */
  SPI_HOLIDAY_EXCEPTION = 4
};

typedef struct spi_holiday_item {
  int32_t kind;   /**< enum spi_holiday_kind */
  uint32_t name;  /**< offset in strings; 0: it has none */
  spol_date date; /**< EXCEPTION */
  spi_place place;
} spi_holiday_item;

/* ---- Events that a rule speaks of ----------------------------------------- */

/** An event that matches. Event-scope facts and the actor are in the condition. */
typedef struct spi_match {
  uint32_t event;  /**< type id; SPI_NONE with `metric`: its stop (chained) */
  uint32_t metric; /**< id whose stop is meant, or SPI_NONE */
  uint32_t line;   /**< for SPOL_EVENT_LINE_CHANGED: id of the line reached; 0: any */
  uint32_t when;   /**< condition, decided at the event */
  uint32_t reason; /**< of waiting, resumed; 0: any */
  /** First customer reply since the last stop of this metric (next_response). */
  uint32_t unanswered;
  spi_place place;
} spi_match;

/* ---- Targets (section 7) --------------------------------------------------- */

enum spi_part_rule { SPI_SINGLE = 0, SPI_EARLIEST_OF = 1, SPI_LATEST_OF = 2 };

typedef struct spi_target {
  int32_t kind;             /**< enum spol_target_kind: DURATION, DAY, EFFORT, AS_AGREED,
                                 NOT_OFFERED, UNSTATED, PER_PERIOD; NONE with parts */
  int32_t parts_rule;       /**< enum spi_part_rule */
  spi_range parts;          /**< in target_parts: indexes of targets, at least 2 */
  uint32_t calendar;        /**< of every kind but words; a word may have one for shading */
  uint32_t word;            /**< EFFORT: SPOL_NAME_WORD */
  uint32_t agreed_default;  /**< AS_AGREED: target until one is agreed, or SPI_NONE */
  spol_duration within;     /**< DURATION; the upper end of a range */
  spol_duration range_from; /**< lower end of a range for show; else equal */
  /** DAY and PER_PERIOD. cutoff_seconds holds for DURATION too (-1: none). */
  spol_day_target day;
  uint32_t business_days; /**< index in business_days, or SPI_NONE */
  uint32_t per_count;     /**< PER_PERIOD: N */
  int32_t per_week;       /**< PER_PERIOD: 1 a week, 0 a day */
} spi_target;

/** Other dates that count as business days; `calendar` is an index. */
typedef struct spi_business_days {
  uint32_t weekday_mask;
  uint32_t calendar; /**< SPI_NONE: not by calendar */
} spi_business_days;

typedef struct spi_target_row {
  uint32_t when;
  uint32_t target;
  spi_place place;
} spi_target_row;

/* ---- Clocks: what metrics and timers have in common ------------------------ */

/** A reason that pauses a clock while the condition holds. All rows of a reason
 *  are tried in order; the first that holds says how. */
typedef struct spi_pause_row {
  uint32_t reason; /**< id; 0: every reason */
  uint32_t when;
  uint8_t pauses; /**< 0: this reason does not pause (an exception row) */
  uint8_t reserved[3];
  spi_place place;
} spi_pause_row;

typedef struct spi_carry_row {
  uint32_t when;
  int32_t carry;        /**< enum spol_carry */
  uint32_t never_later; /**< 0 or 1 */
  spi_place place;      /**< line 0: the default; then `restart` rules of section 7 for
                             words and steps come first */
} spi_carry_row;

enum spi_reopen {
  SPI_REOPEN_EXCLUDE_CLOSED = 1,
  SPI_REOPEN_COUNT_CLOSED = 2,
  SPI_REOPEN_RESTART = 3,
  SPI_REOPEN_NEW_CYCLE = 4
};

typedef struct spi_reopen_row {
  uint32_t when;
  int32_t reopen; /**< enum spi_reopen */
  spi_place place;
} spi_reopen_row;

typedef struct spi_clock {
  spi_range starts; /**< matches; any of them */
  spi_range stops;
  uint32_t start_when;   /**< condition that must hold to start; once it comes to hold
                              after a start was seen, the clock starts then
                              (preconditions that come and go) */
  spi_range targets;     /**< target_rows */
  spi_range pauses;      /**< pause_rows */
  spi_range carries;     /**< carry_rows */
  spi_range reopens;     /**< reopen_rows */
  uint8_t starts_latest; /**< a later start restarts a running clock */
  uint8_t pause_real;    /**< `pause: real` */
  uint8_t reserved[2];
} spi_clock;

/** A pause reason and its bound: a target counted from its begin, never paused. */
typedef struct spi_reason {
  spi_range bounds;         /**< target_rows; none: unbounded */
  spi_range begins;         /**< matches that begin it beside `waiting` */
  spi_range ends;           /**< matches that end it beside `resumed` */
  uint32_t while_condition; /**< in force while this holds too; SPI_NONE: no such */
  spi_place place;
} spi_reason;

/* ---- Metrics ---------------------------------------------------------------- */

enum spi_repeat {
  SPI_REPEAT_NEVER = 0,
  SPI_REPEAT_AFTER_STOP = 1,  /**< the next begins at the stop (update) */
  SPI_REPEAT_AFTER_START = 2, /**< at the next start after the stop (next_response) */
  SPI_REPEAT_SCHEDULE = 3     /**< anchored: schedule */
};

typedef struct spi_metric {
  uint32_t id; /**< SPOL_NAME_METRIC */
  spi_clock clock;
  int32_t repeat;        /**< enum spi_repeat; PER_PERIOD targets make a row too */
  uint8_t once;          /**< a missed cycle stays open until its stop */
  uint8_t promises;      /**< next_by replaces the next due instant */
  uint8_t told_customer; /**< a notice "update due" goes with it */
  uint8_t exclusive;     /**< the source gives its rows no order: for the checker */
  spi_range until;       /**< matches that end a row; default: resolved */
  spi_range excuses;     /**< excuse_rows: a miss is excused while it holds */
  uint32_t order;        /**< rank in the order of look-up: a metric's conditions speak
                              only of metrics of lower order (no circles, checked) */
  spi_place place;
} spi_metric;

typedef struct spi_excuse_row {
  uint32_t when;
  uint32_t text; /**< offset in strings, or SPI_NONE */
  spi_place place;
} spi_excuse_row;

/* ---- Severity (section 6) ---------------------------------------------------- */

typedef struct spi_severity {
  uint32_t id;    /**< SPOL_NAME_SEVERITY */
  uint32_t when;  /**< the most severe that holds wins; SPI_NONE: never derived */
  uint32_t title; /**< offset in strings */
  spi_place place;
} spi_severity; /* in order of severity: index = rank - 1 */

/** Caps and rejects, for requested and derived alike: the first that holds. */
typedef struct spi_severity_limit {
  uint32_t when;
  uint32_t at_most; /**< rank that is the most severe allowed */
  uint32_t reject;  /**< 1: a more severe request is refused; 0: capped */
  uint32_t text;
  spi_place place;
} spi_severity_limit;

enum spi_direction { SPI_UPGRADE = 1, SPI_DOWNGRADE = 2 };

/** Who may change in a direction, and what it takes. */
typedef struct spi_severity_change_rule {
  int32_t direction; /**< enum spi_direction */
  int32_t actor;     /**< enum spol_actor; UNSTATED: anyone */
  uint32_t role;     /**< id; 0: any */
  uint32_t when;     /**< is tried only then */
  uint32_t requires; /**< must hold, else refused */
  uint32_t grant;    /**< 1: a request that passes is granted at once; 0: it waits
                          for a `severity_changed` */
  uint32_t refused_text;
  int32_t final_actor; /**< whose word stands in a dispute; for show alone */
  spi_place place;
} spi_severity_change_rule;

typedef struct spi_severities {
  spi_range levels; /**< severities */
  spi_range limits;
  spi_range changes;  /**< change rules; no rule for an actor: refused */
  uint8_t follows_up; /**< upgrade: follows derived */
  uint8_t follows_down;
  uint8_t record_on_open;   /**< recorded at the opening; else at acceptance */
  uint8_t record_requested; /**< what is recorded: the request if there is one
                                 (within limits); else the derived one */
  uint32_t default_rank;    /**< where no level holds; 0: none */
  uint32_t exclusive;       /**< one level at most is meant to hold: for the checker */
  spi_place default_place;
  spi_place follows_up_place;
  spi_place follows_down_place;
} spi_severities;

/* ---- Entitlement and intake --------------------------------------------------- */

enum spi_refusal_stage { SPI_AT_OPENING = 1, SPI_AT_EVENT = 2, SPI_WHILE = 3 };

/** In order; the first that holds of those that refuse decides, findings of all
 *  that hold are given. */
typedef struct spi_entitlement_rule {
  int32_t stage;    /**< enum spi_refusal_stage */
  uint32_t match;   /**< AT_EVENT: a match; else SPI_NONE */
  uint32_t when;    /**< the finding is given where this holds */
  int32_t finding;  /**< enum spol_finding_kind */
  uint32_t refuses; /**< 1: the case is refused (may_open: no); 0: a finding alone */
  uint32_t text;
  spi_place place;
} spi_entitlement_rule;

/** The contract's coverage: from and to are facts (date or instant) or fixed. A
 *  bound whose fact is unknown is no bound. */
typedef struct spi_coverage {
  uint32_t from_fact; /**< SPI_NONE: `from` */
  uint32_t to_fact;
  spol_instant from; /**< SPOL_INSTANT_NONE: no limit */
  spol_instant to;
  const spol_zone *zone; /**< of dates; a last date is included whole */
  spi_place place;
} spi_coverage;

/** What the customer must be told. */
typedef struct spi_notice_rule {
  uint32_t match;   /**< the event that is to be told */
  uint32_t told_by; /**< match of the event that tells it; SPI_NONE: none is known */
  spi_range within; /**< target_rows from the event; none: at once */
  uint32_t text;
  spi_place place;
} spi_notice_rule;

/* ---- Lines and ladders (section 8) --------------------------------------------- */

typedef struct spi_line {
  uint32_t id;
  uint32_t title;
  uint32_t does; /**< text; offset in strings, or SPI_NONE */
  int32_t by;    /**< enum spol_actor who works on it; VENDOR unless said */
  spi_place place;
} spi_line;

/** The line that a case starts on: the first row that holds, at the opening. */
typedef struct spi_line_row {
  uint32_t when;
  uint32_t line; /**< index */
  spi_place place;
} spi_line_row;

enum spi_trigger_kind {
  SPI_TRIGGER_EVENT = 1,
  SPI_TRIGGER_TIMER = 2,
  SPI_TRIGGER_SHARE = 3,
  SPI_TRIGGER_MISS = 4,
  SPI_TRIGGER_NTH_MISS = 5
};

typedef struct spi_trigger {
  int32_t kind;      /**< enum spi_trigger_kind */
  uint32_t match;    /**< EVENT */
  uint32_t timer;    /**< TIMER: index in timers; starts are `starts: latest` */
  uint32_t metric;   /**< SHARE, MISS, NTH_MISS: id */
  int64_t share;     /**< SHARE: in millionths; 1000000 is the due instant */
  uint32_t nth;      /**< NTH_MISS: from 1, counted over the case */
  uint32_t any_part; /**< 1: of earliest_of or latest_of: any part; 0: the answer */
  uint32_t step;     /**< index of its step */
  spi_place place;
} spi_trigger;

typedef struct spi_effect {
  int32_t kind;         /**< enum spol_effect */
  uint32_t subject;     /**< line index, role id, severity rank, event type id */
  uint32_t by_one;      /**< 1: the next line, or one severity up, instead of subject */
  uint32_t to_customer; /**< the role is on the customer's side: a notice too */
  uint32_t text;
  spi_place place;
} spi_effect;

typedef struct spi_step {
  uint32_t id;                    /**< SPOL_NAME_STEP */
  uint32_t ladder;                /**< index */
  spi_range triggers;             /**< more than one: any_of, whichever comes first */
  uint32_t when;                  /**< looked at when triggered and again at the opening if held */
  uint32_t requires_not_happened; /**< match that must not have come, or SPI_NONE */
  spi_range effects;              /**< in order */
  uint32_t hold;                  /**< `in: calendar`: index, or SPI_NONE */
  uint32_t repeats;               /**< how often after the first firing; 0: never */
  uint32_t repeat_target;         /**< DURATION or DAY from the firing before */
  uint32_t all_events;            /**< 1: every trigger is an event */
  spi_place place;
} spi_step;

typedef struct spi_ladder {
  uint32_t id;
  uint32_t when; /**< its steps are triggered only while it holds */
  spi_range steps;
  spi_place place;
} spi_ladder;

/* ---- What has no effect, and is kept for show, check and diff -------------------- */

typedef struct spi_remark {
  int32_t kind; /**< 1 advice, 2 not_a_rule, 3 footnote without anchor, 4 assumption,
                     5 accepted finding, 6 promise about changes of the policy */
  uint32_t text;
  uint32_t code;     /**< kind 5: the diagnostic that is accepted */
  uint32_t at;       /**< kind 5: where; offset in strings, 0: anywhere */
  uint32_t material; /**< kind 6: enum spol_diff_material: what counts as a reduction */
  uint32_t fact;     /**< kind 6: no reduction while this date lies ahead, or SPI_NONE */
  spi_range clauses; /**< in spi_version.clause_lists */
  spi_place place;
} spi_remark;

/** What is said where an event is not known and none is near. */
#define SPI_EVENTS_HINT                                                                            \
  "its own, or a standard one: opened, acknowledged, responded, customer_replied, work_started, "  \
  "update_sent, waiting, resumed, resolved, closed, ..."

typedef struct spi_clause {
  uint32_t heading; /**< offset in strings */
  uint32_t quote;
  uint32_t sentence;
  uint32_t last_sentence;
  uint32_t has_digest;
  uint8_t digest[SPOL_DIGEST_SIZE];
  uint32_t version; /**< index of the version that cites it */
  uint32_t line;    /**< of the citation */
  uint32_t column;
} spi_clause;

/** A sentence of the source, as `source.sentences` lists it. */
typedef struct spi_source_sentence {
  uint32_t heading; /**< offset in strings */
  uint32_t number;
  uint32_t line;
  uint32_t column;
  uint8_t digest[SPOL_DIGEST_SIZE];
} spi_source_sentence;

/** A name that the file defines and no rule names: for the checker. */
typedef struct spi_unused {
  const char *what; /**< "event", "role", ... */
  uint32_t name;    /**< offset in strings */
  spi_place place;
} spi_unused;

/* ---- A version, and the policy --------------------------------------------------- */

/** An array of the arena with its length. */
#define SPI_ARRAY(type, name)                                                                      \
  const type *name;                                                                                \
  uint32_t name##_count

/** What look-up gives: one target on one calendar. */
typedef struct spi_aim {
  int32_t kind;                  /**< enum spol_target_kind */
  uint32_t target;               /**< a leaf in the version's targets, or SPI_NONE */
  uint32_t calendar_index;       /**< in the version's calendars, or SPI_NONE */
  uint32_t receives;             /**< the target whose cutoff holds; SPI_NONE: there is none */
  const spol_calendar *calendar; /**< NULL: every instant counts */
  spol_duration within;          /**< DURATION */
  spol_instant agreed;           /**< AGREED_DUE */
} spi_aim;

/** What a target comes to as it is written. */
typedef struct spi_settled_aim {
  spi_aim aim;
  uint32_t is_settled; /**< 0: it has parts, a default, or a calendar that is chosen */
  uint32_t is_usual;   /**< 1: a duration on a calendar, received at its next opening */
} spi_settled_aim;

/** Metrics by index, as bits; the last, SPI_SET_REST, stands for it and those behind. */
typedef struct spi_metric_set {
  uint64_t some; /**< that can be meant */
  uint64_t sure; /**< of them, those that are, whatever else an event says; never the last */
} spi_metric_set;

enum { SPI_SET_REST = 63 };

/** What an event can concern. */
typedef struct spi_event_use {
  uint32_t concerns; /**< enum spi_concern */
  uint32_t looks;    /**< 1: it can touch what conditions ask, its facts aside */
  spi_metric_set stops;
  spi_metric_set untils;
  spi_metric_set starts;
} spi_event_use;

enum { SPI_EVENT_USES = 64 };

/** What concerns the rules of a version at all; policy/waits.h. */
typedef struct spi_waits {
  uint32_t depends;                     /**< enum spi_touch of all conditions */
  uint32_t severity;                    /**< of those of severities and their limits */
  uint32_t looked_up;                   /**< the same, and what is whatever they ask */
  uint32_t chained;                     /**< 1: a metric waits for the stop of another */
  uint32_t is_masked;                   /**< 1: what pauses metrics can be told once, of all */
  uint32_t holds;                       /**< 1: a step can be held back */
  uint32_t tells;                       /**< 1: a metric speaks to the customer */
  uint32_t tracks;                      /**< of spi_metric_use */
  uint32_t bounded;                     /**< 1: a pause can have a bound */
  spi_event_use events[SPI_EVENT_USES]; /**< by spi_use_of */
} spi_waits;

/** What a metric depends on, as enum spi_touch, and what of the version is its. */
typedef struct spi_metric_use {
  uint32_t target;    /**< what the look-up of its target asks */
  uint32_t pauses;    /**< of what pauses it */
  uint32_t start;     /**< of what it needs to start */
  uint32_t is_row;    /**< its cycles are a numbered row */
  spi_range triggers; /**< a stretch of triggers with all that concern it */
  uint32_t is_masked; /**< 1: `mask` says what pauses it, whatever holds */
  uint64_t mask;      /**< bit id - 1: a reason that does */
  uint32_t track;     /**< number of its pauses: metrics that the same mask pauses share one */
  uint32_t sharers;   /**< how many do; 0: it is not the first of them */
  uint32_t stop_ends; /**< 1: what stops a cycle of its row can end the row too */
} spi_metric_use;

typedef struct spi_version {
  uint32_t id;   /**< SPOL_NAME_VERSION */
  uint32_t file; /**< offsets in strings */
  uint32_t title;
  uint32_t document;        /**< of the source; 0: it names none */
  spol_date effective_from; /**< SPOL_DATE_NONE: always */
  spol_date effective_to;
  uint8_t digest[SPOL_DIGEST_SIZE]; /**< of the canonical form */
  const char *canonical;            /**< policy/canonical.h */
  uint64_t canonical_length;

  SPI_ARRAY(spi_node, nodes);
  SPI_ARRAY(int64_t, values);
  SPI_ARRAY(spi_moment, moments);
  SPI_ARRAY(spi_matrix, matrices);
  SPI_ARRAY(spi_calendar, calendars);
  SPI_ARRAY(spi_calendar_row, calendar_rows);
  SPI_ARRAY(spol_calendar *, compiled);
  SPI_ARRAY(spi_holiday_item, holiday_items);
  SPI_ARRAY(spi_match, matches);
  SPI_ARRAY(spi_target, targets);
  SPI_ARRAY(uint32_t, target_parts);
  SPI_ARRAY(spi_business_days, business_days);
  SPI_ARRAY(spi_target_row, target_rows);
  SPI_ARRAY(spi_pause_row, pause_rows);
  SPI_ARRAY(spi_carry_row, carry_rows);
  SPI_ARRAY(spi_reopen_row, reopen_rows);
  SPI_ARRAY(spi_excuse_row, excuse_rows);
  SPI_ARRAY(spi_reason, reasons);    /**< by id - 1; place.line 0: not of this version */
  SPI_ARRAY(spi_metric, metrics);    /**< those of this version, in its order */
  SPI_ARRAY(uint32_t, metric_of_id); /**< metric id - 1 to index, or SPI_NONE */
  SPI_ARRAY(spi_severity, severities_by_rank);
  SPI_ARRAY(spi_severity_limit, severity_limits);
  SPI_ARRAY(spi_severity_change_rule, severity_changes);
  SPI_ARRAY(uint32_t, rank_of_severity); /**< severity id - 1 to rank; 0: none */
  SPI_ARRAY(spi_entitlement_rule, entitlement);
  SPI_ARRAY(spi_notice_rule, notices);
  SPI_ARRAY(spi_line, lines);
  SPI_ARRAY(spi_line_row, first_lines);
  SPI_ARRAY(spi_ladder, ladders);
  SPI_ARRAY(spi_step, steps); /**< all ladders, in the policy's order */
  SPI_ARRAY(uint32_t, step_of_id);
  SPI_ARRAY(spi_trigger, triggers);
  SPI_ARRAY(spi_effect, effects);
  SPI_ARRAY(spi_clock, timers);
  SPI_ARRAY(spi_remark, remarks);
  SPI_ARRAY(uint32_t, clause_lists);
  SPI_ARRAY(spi_source_sentence, source_sentences);
  SPI_ARRAY(spi_unused, unused);

  spi_waits waits;
  const spi_metric_use *metric_uses; /**< beside metrics */
  const spi_settled_aim *aims;       /**< beside targets */
  spi_severities severities;
  spi_coverage coverage;
  /** Which date pins a case: the opening's (SPI_NONE) or this fact's. Of the
   *  version that is newest of all; the others' is not looked at. */
  uint32_t pinned_by_fact;
  const spol_zone *zone; /**< of the version's dates (effective, opening) */
} spi_version;

/** Names of one kind: offsets in strings by id - 1, and the ids sorted by name. */
typedef struct spi_names {
  const uint32_t *offsets;
  const uint32_t *sorted;
  uint32_t count;
} spi_names;

enum { SPI_NAME_KINDS = 14 };

/** A block of the arena; blocks are freed with the policy. */
typedef struct spi_block {
  struct spi_block *next;
  size_t size; /**< of the whole block, as given to the allocator */
  size_t used;
} spi_block;

struct spol_policy {
  spi_refcount refcount;
  spol_allocator allocator; /**< the policy itself and every block come from it */
  spi_block *blocks;        /**< all arrays and strings below */
  const char *strings;      /**< NUL-terminated, each once; offset 0 is "" */
  uint32_t identity;
  spi_names names[SPI_NAME_KINDS]; /**< by enum spol_name_kind */
  SPI_ARRAY(spi_fact, facts);
  SPI_ARRAY(uint32_t, members);
  SPI_ARRAY(spol_zone *, zones); /**< referenced; by SPOL_NAME_ZONE id - 1 */
  SPI_ARRAY(spi_clause, clauses);
  SPI_ARRAY(spi_version, versions); /**< by effective date; id = index + 1 */
  const char *zone_data;            /**< the zones' one release, or NULL */
};

#endif
