/* SPDX-License-Identifier: MIT */
/**
 * @file evaluation.h
 * From a case's history to everything that a helpdesk must know
 * (docs/semantics.md, sections 6 to 9).
 *
 * spol_evaluate is a pure function of (policy, events, as_of): same input, same
 * bytes. Its result, an spol_evaluation, lies in a buffer of the caller; nothing
 * is allocated. It borrows the buffer, the policy and the events, and is good
 * as long as they are; it needs no clean-up and may be read by any threads.
 * Parts are read one at a time by index into structs that start with their size,
 * which the caller sets: `spol_metric_status m = SPOL_SIZED(spol_metric_status);`.
 *
 *     uint64_t needed = spol_evaluation_room(policy, event_count);
 *     void *room = malloc(needed);
 *     const spol_evaluation *evaluation;
 *     spol_status s;
 *     while ((s = spol_evaluate(policy, events, event_count, now, NULL, room, needed,
 *                               &needed, &evaluation, &error)) == SPOL_E_BUFFER)
 *       room = grow(room, needed);
 *     spol_case_status status = SPOL_SIZED(spol_case_status);
 *     spol_evaluation_status(evaluation, &status);
 *     for (uint32_t i = 0; i < status.metric_count; i++) {
 *       spol_metric_status metric = SPOL_SIZED(spol_metric_status);
 *       spol_evaluation_metric(evaluation, i, &metric);
 *     }
 */
#ifndef SUPPORTPOLICY_EVALUATION_H
#define SUPPORTPOLICY_EVALUATION_H

#include "supportpolicy/case.h"

SPOL_BEGIN_DECLS

/** A result; lies in the caller's buffer. Immutable, for any number of threads. */
typedef struct spol_evaluation spol_evaluation;

/** How far an evaluation goes. Zero in a field means its default. */
typedef struct spol_evaluation_options {
  uint32_t size;    /**< sizeof(spol_evaluation_options) */
  uint32_t cycles;  /**< most cycles of all rows of a case; default 10,000 */
  uint32_t firings; /**< most firings; default 10,000 */
  uint32_t events;  /**< most events; default 1,000,000 */
  uint32_t version; /**< evaluate under this version whatever the case is pinned
                         to (SPOL_NAME_VERSION); 0: as section 7 says */
  uint32_t reserved;
} spol_evaluation_options;

/* ---- Evaluating --------------------------------------------------------- */

/** Bytes that are enough for most cases of so many events; only a hint. */
SPOL_API uint64_t spol_evaluation_room(const spol_policy *policy, uint64_t event_count);

/**
 * Evaluates a case.
 *
 * @param policy,events borrowed for as long as the result is used
 * @param events,count in the order of their instants; those after `as_of` are
 *        not seen. The first opens the case.
 * @param as_of an instant; before the opening the answer is a status of state
 *        SPOL_CASE_NOT_OPENED
 * @param options NULL for the defaults
 * @param buffer,capacity bytes of the caller, of any alignment
 * @param[out] needed optional; written with SPOL_OK (bytes used) and with
 *        SPOL_E_BUFFER (more than `capacity`; a call with that much goes further
 *        and almost always ends; repeat until it does)
 * @param[out] out lies in `buffer`
 * @param error optional; path is "events[N].field"
 *
 * Errors: SPOL_E_BUFFER, SPOL_E_ORDER, SPOL_E_NOT_FOUND, SPOL_E_SEMANTIC (as in
 * spol_case_append: the log is never silently repaired), SPOL_E_RANGE,
 * SPOL_E_LIMIT (events), SPOL_E_INVALID, SPOL_E_VERSION. What a case can bring
 * about by its history (an event that the state forbids, a missing fact, a
 * target beyond the year 9999) is a finding, not an error. Allocates nothing.
 * Threads: any.
 */
SPOL_API SPOL_CHECKED spol_status spol_evaluate(const spol_policy *policy, const spol_event *events,
                                                uint64_t count, spol_instant as_of,
                                                const spol_evaluation_options *options,
                                                void *buffer, uint64_t capacity, uint64_t *needed,
                                                const spol_evaluation **out, spol_error *error);

/**
 * As spol_evaluate, with events that did not happen put behind those that did:
 * what would be due if it were severity X. The same as evaluating the longer
 * log. Both arrays are borrowed.
 */
SPOL_API SPOL_CHECKED spol_status spol_what_if(const spol_policy *policy, const spol_event *events,
                                               uint64_t count, const spol_event *supposed,
                                               uint64_t supposed_count, spol_instant as_of,
                                               const spol_evaluation_options *options, void *buffer,
                                               uint64_t capacity, uint64_t *needed,
                                               const spol_evaluation **out, spol_error *error);

/**
 * As spol_evaluate, into memory of an allocator, found and grown as needed.
 * @param[out] out freed with spol_evaluation_free
 * Errors: as spol_evaluate without SPOL_E_BUFFER; SPOL_E_MEMORY.
 */
SPOL_API SPOL_CHECKED spol_status spol_evaluation_new(const spol_allocator *allocator,
                                                      const spol_policy *policy,
                                                      const spol_event *events, uint64_t count,
                                                      spol_instant as_of,
                                                      const spol_evaluation_options *options,
                                                      spol_evaluation **out, spol_error *error);
/** Frees what spol_evaluation_new made, and nothing else. NULL is allowed. */
SPOL_API void spol_evaluation_free(spol_evaluation *evaluation);

/* ---- Decisions: the rule behind an answer -------------------------------- */

/** What gave a value. */
enum spol_cause {
  SPOL_CAUSE_NONE = 0,
  SPOL_CAUSE_RULE = 1,   /**< a rule of the policy; see place */
  SPOL_CAUSE_EVENT = 2,  /**< an event of the log; see event */
  SPOL_CAUSE_STEP = 3,   /**< a step of a ladder; see place and event */
  SPOL_CAUSE_DEFAULT = 4 /**< what the semantics say where the policy is silent */
};

/** Why something is as it is (section 9). */
typedef struct spol_decision {
  int32_t cause;       /**< enum spol_cause */
  uint32_t fact_first; /**< of the facts used: spol_evaluation_fact_used */
  uint32_t fact_count;
  uint32_t reserved;
  uint64_t event;   /**< index in the log, from 0; UINT64_MAX: none */
  spol_instant at;  /**< when it took effect, or SPOL_INSTANT_NONE */
  spol_place place; /**< version 0: none */
} spol_decision;

/** A fact that a decision used, as it was then (UNKNOWN: it was missing). A
 *  decision's facts are fact_first to fact_first + fact_count - 1. The value of a
 *  `many` fact is here its set: bit 0 is member 1.
 *  Errors: SPOL_E_INVALID (no such index). */
SPOL_API SPOL_CHECKED spol_status spol_evaluation_fact_used(const spol_evaluation *evaluation,
                                                            uint32_t index, spol_fact *out);

/* ---- The case ------------------------------------------------------------ */

/** Where a case stands. */
enum spol_case_state {
  SPOL_CASE_NOT_OPENED = 0,
  SPOL_CASE_OPEN = 1,
  SPOL_CASE_RESOLVED = 2,
  SPOL_CASE_CLOSED = 3,
  SPOL_CASE_REFUSED = 4 /**< opened, and not covered or not entitled: see findings */
};

/** What may be said of a whole result, or of one metric. */
enum spol_result_flag {
  SPOL_RESULT_UNCOVERED = 1,        /**< as SPOL_CALENDAR_UNCOVERED */
  SPOL_RESULT_EASTER_EARLY = 2,     /**< as SPOL_CALENDAR_EASTER_EARLY */
  SPOL_RESULT_ZONE_BEYOND = 4,      /**< as SPOL_CALENDAR_ZONE_BEYOND */
  SPOL_RESULT_DUE_AT_RECEIPT = 8,   /**< due would lie before receipt; it is receipt */
  SPOL_RESULT_PROVISIONAL = 16,     /**< severity derived, not recorded */
  SPOL_RESULT_LIMITED = 32,         /**< a limit ended a row or a ladder */
  SPOL_RESULT_AGREED = 64,          /**< the target in force is an agreed one */
  SPOL_RESULT_PROMISED = 128,       /**< due is a promise (`next_by`) */
  SPOL_RESULT_SUPERSEDED = 256,     /**< a counted miss was contradicted later */
  SPOL_RESULT_FACT_MISSING = 512,   /**< undecided: a fact is missing */
  SPOL_RESULT_EXCUSED = 1024,       /**< missed, and the policy excuses it */
  SPOL_RESULT_LASTING_PAUSE = 2048, /**< resumed, and the pause lasts on (`pause: real`) */
  SPOL_RESULT_REOPENED = 4096,      /**< runs again after reopening */
  SPOL_RESULT_NEVER_LATER = 8192    /**< the old clock is the answer */
};

/** A severity with what gave it (section 6). */
typedef struct spol_severity_status {
  uint32_t severity; /**< SPOL_NAME_SEVERITY; 0: none, or undecided */
  uint32_t rank;     /**< 1: the most severe; 0: none */
  spol_decision decision;
} spol_severity_status;

/** What is next to happen without a new event. */
enum spol_change {
  SPOL_CHANGE_NONE = 0,
  SPOL_CHANGE_MISS = 1,
  SPOL_CHANGE_STEP = 2,       /**< threshold, timer, repetition */
  SPOL_CHANGE_HELD_STEP = 3,  /**< one held back to opening hours */
  SPOL_CHANGE_PAUSE_ENDS = 4, /**< a bound is reached, or what lasted on is over */
  SPOL_CHANGE_CYCLE = 5,
  SPOL_CHANGE_COVERAGE = 6 /**< the contract's coverage begins or ends */
};

/** The summary of a case. Text is borrowed from the policy. */
typedef struct spol_case_status {
  uint32_t size;  /**< sizeof(spol_case_status) */
  int32_t state;  /**< enum spol_case_state */
  uint32_t flags; /**< enum spol_result_flag, of all parts */
  uint32_t line;  /**< SPOL_NAME_LINE; 0: the policy has none */
  spol_instant as_of;
  spol_instant opened_at;
  uint64_t events_seen;
  spol_severity_status requested;
  spol_severity_status derived;
  spol_severity_status recorded;
  spol_severity_status current; /**< recorded, else derived */
  spol_decision coverage;       /**< of the entitlement */
  spol_decision version_decision;
  /* What can be asked by index, from 0. */
  uint32_t metric_count; /**< clocks: spol_evaluation_metric */
  uint32_t cycle_count;
  uint32_t line_count;     /**< stays on lines */
  uint32_t severity_count; /**< changes of any severity */
  uint32_t pause_count;
  uint32_t firing_count;
  uint32_t finding_count;
  uint32_t notice_count;
  /* When to look again: one timer per case (section 9). */
  spol_instant next_change; /**< SPOL_INSTANT_NONE: never without an event */
  int32_t next_change_kind; /**< enum spol_change */
  uint32_t next_change_metric;
  uint32_t next_change_step; /**< SPOL_NAME_STEP */
  /* What it was computed with. */
  uint32_t version; /**< SPOL_NAME_VERSION */
  const char *policy_id;
  const char *version_name;
  uint8_t digest[SPOL_DIGEST_SIZE]; /**< of the version */
  const char *zone_data;            /**< release of the zone data; NULL: not known, or
                                         of several releases */
} spol_case_status;

/** The summary. Errors: SPOL_E_VERSION, SPOL_E_INVALID. Threads: any (so are all
 *  below).
 *
 *  What is read by index below goes from 0 to the count that the summary has;
 *  out->size is the caller's. Texts and decisions are borrowed from policy and
 *  result. Errors: SPOL_E_INVALID (no such index), SPOL_E_VERSION; *out then
 *  stays as it was. */
SPOL_API SPOL_CHECKED spol_status spol_evaluation_status(const spol_evaluation *evaluation,
                                                         spol_case_status *out);

/** A stay on a line, oldest first. */
typedef struct spol_line_stay {
  uint32_t size; /**< sizeof(spol_line_stay) */
  uint32_t line;
  spol_instant from;
  spol_instant to; /**< SPOL_INSTANT_NONE: still there */
  spol_decision decision;
} spol_line_stay;

/** A stay on a line by index. */
SPOL_API SPOL_CHECKED spol_status spol_evaluation_line(const spol_evaluation *evaluation,
                                                       uint32_t index, spol_line_stay *out);

/** Which of the severities changed. */
enum spol_severity_kind { SPOL_REQUESTED = 1, SPOL_DERIVED = 2, SPOL_RECORDED = 3 };

/** A change of a severity, oldest first. */
typedef struct spol_severity_change {
  uint32_t size; /**< sizeof(spol_severity_change) */
  int32_t kind;  /**< enum spol_severity_kind */
  uint32_t before;
  uint32_t after;
  uint32_t granted; /**< of a request: 1 granted, 0 refused; else 1 */
  uint32_t reserved;
  spol_instant at;
  spol_decision decision;
} spol_severity_change;

/** A change of a severity by index. */
SPOL_API SPOL_CHECKED spol_status spol_evaluation_severity(const spol_evaluation *evaluation,
                                                           uint32_t index,
                                                           spol_severity_change *out);

/** A pause of the case, oldest first. */
typedef struct spol_pause {
  uint32_t size; /**< sizeof(spol_pause) */
  uint32_t reason;
  spol_instant from;
  spol_instant to;    /**< resumed; SPOL_INSTANT_NONE: in force */
  spol_instant bound; /**< when it stops pausing by itself; NONE: unbounded */
} spol_pause;

/** A pause by index. */
SPOL_API SPOL_CHECKED spol_status spol_evaluation_pause(const spol_evaluation *evaluation,
                                                        uint32_t index, spol_pause *out);

/* ---- Metrics ------------------------------------------------------------- */

/** What a target is (section 7); none of these becomes another. */
enum spol_target_kind {
  SPOL_TARGET_NONE = 0,      /**< no row matched, or the metric has no start yet */
  SPOL_TARGET_DURATION = 1,  /**< on a calendar */
  SPOL_TARGET_DAY = 2,       /**< counted in days */
  SPOL_TARGET_EFFORT = 3,    /**< an effort word; see word */
  SPOL_TARGET_AS_AGREED = 4, /**< nothing agreed yet, and no default */
  SPOL_TARGET_NOT_OFFERED = 5,
  SPOL_TARGET_UNSTATED = 6,
  SPOL_TARGET_AGREED_DUE = 7, /**< an agreed or promised instant */
  SPOL_TARGET_PER_PERIOD = 8, /**< N per day or week */
  SPOL_TARGET_UNDECIDED = 9   /**< a fact is missing */
};

/** What a clock does. */
enum spol_metric_state {
  SPOL_METRIC_NOT_STARTED = 0,
  SPOL_METRIC_RUNNING = 1, /**< started; stands while its calendar is closed */
  SPOL_METRIC_PAUSED = 2,
  SPOL_METRIC_STOPPED = 3,
  SPOL_METRIC_ENDED = 4,  /**< ended without a stop (a row at its `until`, a new version) */
  SPOL_METRIC_WAITING = 5 /**< a row between two cycles */
};

/** What came of it. */
enum spol_outcome { SPOL_OUTCOME_NONE = 0, SPOL_OUTCOME_MET = 1, SPOL_OUTCOME_MISSED = 2 };

/**
 * A clock as it stands. A metric has one, but with earliest_of or latest_of:
 * those have first the answer's (part 0) and then one a part, 1 upwards. Of a
 * row it is that of the cycle in force. Instants that there are not are
 * SPOL_INSTANT_NONE, durations SPOL_DURATION_NONE.
 */
typedef struct spol_metric_status {
  uint32_t size; /**< sizeof(spol_metric_status) */
  uint32_t metric;
  uint32_t part;
  int32_t state;          /**< enum spol_metric_state */
  int32_t outcome;        /**< enum spol_outcome */
  int32_t target_kind;    /**< enum spol_target_kind */
  uint32_t word;          /**< SPOL_NAME_WORD, for EFFORT */
  uint32_t flags;         /**< enum spol_result_flag */
  uint32_t cycle;         /**< number of the cycle in force, from 1 */
  uint32_t misses;        /**< counted so far, superseded ones included */
  uint32_t calendar;      /**< SPOL_NAME_CALENDAR; 0: none */
  uint32_t pause_reasons; /**< how many pause it now: spol_evaluation_paused_by */
  int32_t is_open;        /**< 1: its calendar is open at as_of */
  uint32_t answer_part;   /**< for part 0 of several: the part that is the answer */
  spol_instant started_at;
  spol_instant received_at;
  spol_instant due;            /**< NONE for words, and while paused before due */
  spol_instant due_if_resumed; /**< while paused: if resumed at as_of */
  spol_instant stopped_at;     /**< the occurred_at of the stop */
  spol_instant missed_at;      /**< when the miss took effect */
  spol_duration length;        /**< open time of the target */
  spol_duration elapsed;       /**< open time used */
  spol_duration remaining;     /**< length - elapsed, at least 0 */
  spol_duration overdue;       /**< open time since due, up to the stop or as_of; 0 if not */
  spol_duration overdue_real;  /**< the same in real time */
  int64_t share_numerator;     /**< share = numerator / denominator, exact; after due */
  int64_t share_denominator;   /**< (length + overdue) / length; 0: no share */
  spol_decision start;
  spol_decision target;
  spol_decision stop;
  spol_decision carry; /**< of the last change that moved it */
} spol_metric_status;

/** A clock by index, in the order of the policy's metrics. */
SPOL_API SPOL_CHECKED spol_status spol_evaluation_metric(const spol_evaluation *evaluation,
                                                         uint32_t index, spol_metric_status *out);
/** A metric's own clock (part 0) by its id. Errors: SPOL_E_NOT_FOUND (the
 *  version has no such metric), SPOL_E_VERSION. */
SPOL_API SPOL_CHECKED spol_status spol_evaluation_metric_of(const spol_evaluation *evaluation,
                                                            uint32_t metric,
                                                            spol_metric_status *out);
/** The nth reason (from 0) that pauses a metric's own clock now.
 *  @param metric its id (SPOL_NAME_METRIC)
 *  @param[out] reason an id (SPOL_NAME_REASON)
 *  Errors: SPOL_E_INVALID (no such metric, or not so many reasons). */
SPOL_API SPOL_CHECKED spol_status spol_evaluation_paused_by(const spol_evaluation *evaluation,
                                                            uint32_t metric, uint32_t nth,
                                                            uint32_t *reason);

/** A cycle; a metric that does not repeat has at most one (more with
 *  `new_cycle`). Ordered by metric, then number. */
typedef struct spol_cycle {
  uint32_t size; /**< sizeof(spol_cycle) */
  uint32_t metric;
  uint32_t number; /**< from 1 */
  int32_t state;   /**< enum spol_metric_state */
  int32_t outcome; /**< enum spol_outcome */
  uint32_t flags;  /**< enum spol_result_flag */
  uint32_t stops;  /**< stops counted (N per day) */
  uint32_t stops_needed;
  spol_instant from;
  spol_instant received_at;
  spol_instant due;
  spol_instant ended_at;
  spol_instant missed_at;
  spol_duration length;
  spol_duration elapsed;
  spol_duration overdue; /**< open time */
  spol_decision target;
} spol_cycle;

/** A cycle by index. */
SPOL_API SPOL_CHECKED spol_status spol_evaluation_cycle(const spol_evaluation *evaluation,
                                                        uint32_t index, spol_cycle *out);

/* ---- Firings (section 8) ------------------------------------------------- */

/** What a step brings about. */
enum spol_effect {
  SPOL_EFFECT_LINE = 1,
  SPOL_EFFECT_NOTIFY = 2,
  SPOL_EFFECT_SEVERITY = 3,
  SPOL_EFFECT_REMIND = 4,
  SPOL_EFFECT_CLOSE = 5,
  SPOL_EFFECT_EVENT = 6
};

/** A firing. Its identity is (ladder, step, cycle, repetition); text of it:
 *  spol_render_firing_id. */
typedef struct spol_firing {
  uint32_t size; /**< sizeof(spol_firing) */
  uint32_t ladder;
  uint32_t step;
  uint32_t cycle;      /**< from 1 */
  uint32_t repetition; /**< from 0 */
  int32_t effect;      /**< enum spol_effect: the first of the step's */
  uint32_t subject; /**< line (of next_line the one reached), role, severity or event id; else 0 */
  uint32_t metric;  /**< whose share or miss triggered it; 0: none */
  uint32_t effect_count; /**< spol_evaluation_firing_effect */
  uint32_t flags;        /**< enum spol_result_flag */
  spol_instant at;
  spol_instant triggered_at; /**< before `at` where it was held back */
  spol_decision decision;
} spol_firing;

/** A firing by index, in the order in which they took effect, up to as_of
 *  itself (those of as_of are provisional). */
SPOL_API SPOL_CHECKED spol_status spol_evaluation_firing(const spol_evaluation *evaluation,
                                                         uint32_t index, spol_firing *out);
/** One effect of a firing: the nth, from 0 to its effect_count.
 *  @param[out] effect enum spol_effect
 *  @param[out] subject line (of `next_line` the one that was reached), role, severity or event
 *  id, by effect; else 0: of `one_level`, and of a next line that is not reached yet */
SPOL_API SPOL_CHECKED spol_status spol_evaluation_firing_effect(const spol_evaluation *evaluation,
                                                                uint32_t firing, uint32_t nth,
                                                                int32_t *effect, uint32_t *subject);
/** The firings in [from, to): the index of the first, and how many. A host asks
 *  for [last as_of, as_of) and gets each exactly once. */
SPOL_API void spol_evaluation_firings_in(const spol_evaluation *evaluation, spol_instant from,
                                         spol_instant to, uint32_t *first, uint32_t *count);
/** The next firing at or after as_of if no event comes first.
 *  Errors: SPOL_E_NOT_FOUND (none), SPOL_E_VERSION. */
SPOL_API SPOL_CHECKED spol_status spol_evaluation_next_firing(const spol_evaluation *evaluation,
                                                              spol_firing *out);

/* ---- Findings and notices ------------------------------------------------ */

/** What was found. */
enum spol_finding_kind {
  SPOL_FINDING_NOT_COVERED = 1,  /**< subject, term or channel is not */
  SPOL_FINDING_NOT_ENTITLED = 2, /**< who asks may not */
  SPOL_FINDING_SEVERAL_ISSUES = 3,
  SPOL_FINDING_INTAKE = 4, /**< another intake rule is not kept */
  SPOL_FINDING_CHANGE_REFUSED = 5,
  SPOL_FINDING_SEVERITY_CAPPED = 6,
  SPOL_FINDING_SEVERITY_DIFFERS = 7, /**< recorded is not what derived is */
  SPOL_FINDING_MISS_EXCUSED = 8,
  SPOL_FINDING_FACT_MISSING = 9,     /**< required, or needed and unknown */
  SPOL_FINDING_EVENT_FORBIDDEN = 10, /**< by the state: it has no effect */
  SPOL_FINDING_EVENT_IGNORED = 11,   /**< allowed, without effect (a reason in force) */
  SPOL_FINDING_LIMIT = 12,
  SPOL_FINDING_ZERO_CYCLE = 13,
  SPOL_FINDING_DUE_AT_RECEIPT = 14,
  SPOL_FINDING_HOLIDAYS_UNKNOWN = 15,
  SPOL_FINDING_NEVER_OPEN = 16,
  SPOL_FINDING_OUT_OF_RANGE = 17,   /**< an instant beyond the year 9999 */
  SPOL_FINDING_NO_TARGET = 18,      /**< no row of the metric matched */
  SPOL_FINDING_NO_VERSION = 19,     /**< none is in force at the date that decides */
  SPOL_FINDING_DUPLICATE = 20,      /**< never given: an id twice is SPOL_E_SEMANTIC */
  SPOL_FINDING_STEP_FORBIDDEN = 21, /**< a step would leave the lines */
  SPOL_FINDING_ZONE_MISSING = 22,   /**< a case's zone that nobody supplied, or that the
                                          calendar cannot be in: see the decision's fact */
  SPOL_FINDING_POLICY = 23          /**< one that the policy words itself: see text */
};

/** A finding, in the order of its instant. Text is borrowed from the policy. */
typedef struct spol_finding {
  uint32_t size; /**< sizeof(spol_finding) */
  int32_t kind;  /**< enum spol_finding_kind */
  uint32_t metric;
  uint32_t cycle;
  uint32_t fact;     /**< the one that is missing; 0: none */
  uint32_t severity; /**< asked for, or capped to */
  uint32_t step;
  uint32_t reserved;
  const char *text;       /**< the policy's own words, or NULL */
  spol_decision decision; /**< the rule, the event and the facts */
} spol_finding;

/** A finding by index. */
SPOL_API SPOL_CHECKED spol_status spol_evaluation_finding(const spol_evaluation *evaluation,
                                                          uint32_t index, spol_finding *out);

/** What the customer must be told. */
enum spol_notice_kind {
  SPOL_NOTICE_EVENT = 1,      /**< the policy says that this event is to be told */
  SPOL_NOTICE_UPDATE_DUE = 2, /**< a metric that speaks to the customer is due at `by` */
  SPOL_NOTICE_STEP = 3        /**< a step told to notify a role on the customer's side */
};

/** A notice that is still owed, or was given (then told_at is set). */
typedef struct spol_notice {
  uint32_t size; /**< sizeof(spol_notice) */
  int32_t kind;  /**< enum spol_notice_kind */
  uint32_t event_type;
  uint32_t metric;
  uint32_t cycle;
  uint32_t role;
  spol_instant since;
  spol_instant by;      /**< NONE: at once */
  spol_instant told_at; /**< NONE: still owed */
  const char *text;     /**< the policy's own words, or NULL */
  spol_decision decision;
} spol_notice;

/** A notice by index. */
SPOL_API SPOL_CHECKED spol_status spol_evaluation_notice(const spol_evaluation *evaluation,
                                                         uint32_t index, spol_notice *out);

/* ---- Questions before an act --------------------------------------------- */

/** A yes or no with its reason. */
enum spol_verdict {
  SPOL_VERDICT_NO = 0,
  SPOL_VERDICT_YES = 1,
  SPOL_VERDICT_UNDECIDED = 2 /**< a fact is missing: finding.fact */
};

/** The answer to "may I". The evaluation carries the facts used. */
typedef struct spol_permission {
  uint32_t size;     /**< sizeof(spol_permission) */
  int32_t verdict;   /**< enum spol_verdict */
  int32_t why;       /**< enum spol_finding_kind of the refusal; 0 for yes */
  uint32_t severity; /**< what it would be (capped, or as asked) */
  uint32_t fact;     /**< the first one that is missing */
  uint32_t reserved;
  const char *text;       /**< the policy's own words, or NULL */
  spol_decision decision; /**< its facts: in *out of the call */
} spol_permission;

/**
 * May a case be opened like this? `opening` is the event as it would be logged,
 * with the facts of the contract, of the one who asks and of the channel.
 * Buffer, `needed` and `out` as in spol_evaluate; `out` is the evaluation of the
 * opening alone. Errors: as spol_evaluate.
 */
SPOL_API SPOL_CHECKED spol_status spol_may_open(const spol_policy *policy,
                                                const spol_event *opening,
                                                const spol_evaluation_options *options,
                                                void *buffer, uint64_t capacity, uint64_t *needed,
                                                const spol_evaluation **out,
                                                spol_permission *permission, spol_error *error);

/**
 * Would this request (SPOL_EVENT_SEVERITY_CHANGE_REQUESTED, with its evidence
 * as facts) be granted if it came next? `out` is the evaluation with it.
 * Errors: as spol_evaluate.
 */
SPOL_API SPOL_CHECKED spol_status spol_would_grant(
    const spol_policy *policy, const spol_event *events, uint64_t count, const spol_event *request,
    const spol_evaluation_options *options, void *buffer, uint64_t capacity, uint64_t *needed,
    const spol_evaluation **out, spol_permission *permission, spol_error *error);

/* ---- Arrays of cases ------------------------------------------------------ */

/** One case's line of an answer. Fields as in spol_case_status. */
typedef struct spol_case_row {
  int32_t status; /**< spol_status of this case; the rest is 0 if it failed */
  int32_t state;
  uint32_t flags;
  uint32_t severity; /**< current */
  uint32_t line;
  uint32_t version;
  uint32_t finding_count;
  uint32_t firing_count;
  spol_instant next_change;
} spol_case_row;

/** One metric of one case. Fields as in spol_metric_status. */
typedef struct spol_metric_row {
  int32_t state;
  int32_t outcome;
  int32_t target_kind;
  uint32_t word;
  uint32_t flags;
  uint32_t cycle;
  uint32_t misses;
  uint32_t reserved;
  spol_instant due;
  spol_duration elapsed;
  spol_duration remaining;
  spol_duration length;
} spol_metric_row;

/** Many cases in flat arrays. */
typedef struct spol_batch {
  uint32_t size;            /**< sizeof(spol_batch) */
  uint32_t case_row_size;   /**< sizeof(spol_case_row) */
  uint32_t metric_row_size; /**< sizeof(spol_metric_row) */
  uint32_t reserved;
  const spol_event *events;  /**< of all cases, one after the other */
  const uint64_t *first;     /**< case_count + 1: case i has events first[i] to
                                  first[i + 1] - 1 */
  const spol_instant *as_of; /**< one a case, or one for all */
  uint64_t as_of_count;      /**< case_count or 1 */
  uint64_t case_count;
  spol_case_row *cases;     /**< out: case_count */
  spol_metric_row *metrics; /**< out, or NULL: case_count rows of as many metrics as
                                 spol_policy_count says, in order of id */
} spol_batch;

/**
 * Evaluates many cases, one after the other in one buffer. A case that fails
 * has its status in its row and stops nothing, but SPOL_E_BUFFER: then rows up
 * to *done are written, and the call is repeated from there with more room.
 * @param[out] done optional; how many cases have their rows
 * Errors: SPOL_E_BUFFER, SPOL_E_INVALID, SPOL_E_VERSION. Threads: any; several
 * threads share one policy, each with its own buffer and part of the cases.
 */
SPOL_API SPOL_CHECKED spol_status spol_evaluate_many(
    const spol_policy *policy, const spol_batch *batch, const spol_evaluation_options *options,
    void *buffer, uint64_t capacity, uint64_t *needed, uint64_t *done, spol_error *error);

SPOL_END_DECLS

#endif
