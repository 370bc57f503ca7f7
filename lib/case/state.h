/* SPDX-License-Identifier: MIT */
/**
 * The state of an evaluation (docs/semantics.md, sections 6 to 9): a simulation
 * that goes from one instant at which something happens to the next. All of it
 * lies in the caller's buffer; what is reported is read from it afterwards.
 */
#ifndef SPI_CASE_STATE_H
#define SPI_CASE_STATE_H

#include "calendar/position.h"
#include "case/seen.h"
#include "case/workspace.h"
#include "policy/model.h"
#include "policy/waits.h"

/** What a condition comes to. */
enum spi_answer { SPI_NO = 0, SPI_YES = 1, SPI_UNDECIDED = 2 };

/** Scheduled for no instant. */
#define SPI_NEVER INT64_MAX

/** A fact as it is now. */
typedef struct spi_value {
  int64_t value;
  const spol_fact *source; /**< of texts and zones; NULL: a default */
  uint32_t fact;           /**< id, where it stands in a list of facts used */
  uint32_t known;
} spi_value;

/** A calendar in a zone that the policy was not compiled for; NULL: none can be. */
typedef struct spi_placed {
  const spi_calendar *of;
  const spol_zone *zone;
  const spol_calendar *calendar;
} spi_placed;

/** Why something is as it is; becomes an spol_decision. */
typedef struct spi_cause {
  int32_t cause;    /**< enum spol_cause */
  uint32_t version; /**< index; SPI_NONE: no place */
  const spi_place *place;
  uint64_t event;
  spol_instant at;
  uint32_t fact_first;
  uint32_t fact_count;
} spi_cause;

/** Nothing has decided yet: what else it holds does not count. */
static inline void spi_cause_clear(spi_cause *cause) {
  cause->cause = SPOL_CAUSE_NONE;
  cause->place = NULL;
}

/** An event that did something; spi_cause_of gives the rest. */
typedef struct spi_doer {
  uint64_t event;
  spol_instant at;
  int32_t cause; /**< SPOL_CAUSE_NONE: it was not done yet */
} spi_doer;

/** The steps that led to something (section 8): a chain, newest first. */
typedef struct spi_lineage {
  uint32_t step; /**< id */
  const struct spi_lineage *before;
} spi_lineage;

/* ---- Pauses ------------------------------------------------------------------ */

/** [from, to) in which a reason pauses a clock; to SPI_NEVER: still does. */
typedef struct spi_span {
  spol_instant from;
  spol_instant to;
  uint32_t reason;               /**< id; 0: closed, and left out by reopening */
  uint32_t forced;               /**< 1: counts as begun before due */
  const spol_calendar *measured; /**< NULL, or a calendar with `open` open in all of it */
  spol_duration open;
} spi_span;

/**
 * What pauses a clock, since the opening. `all` has every span in the order of
 * their ends. Sums read those that are over and lay in no other: their begins and
 * their ends ascend. As long as no span lay in another these are all of them;
 * from then on they stand in `ended`. `active` are in force, by begin.
 *
 * Metrics that the same reasons pause share one, until one of them is told apart.
 */
typedef struct spi_track {
  struct spi_track *next; /**< of those that pauses are looked up in */
  uint64_t *mask;         /**< bit id - 1: the reason pauses this clock */
  uint32_t users;         /**< metrics */
  uint32_t changes;       /**< how often a pause began or ended */
  uint32_t active_count;
  uint32_t forced;    /**< spans that count as begun before due */
  uint32_t inside;    /**< of them, those that lie in another pause */
  uint8_t has_nested; /**< 1: `ended` says which lay in no other */
  uint8_t is_linked;  /**< 1: it is looked up in */
  uint8_t stood;      /**< 1: a clock stood when it was settled, after the last change */
  spi_span *active;   /**< room for every reason, and one more */
  spi_list all;
  spi_list ended;
} spi_track;

/* ---- Clocks ------------------------------------------------------------------ */

/** The calendar on which a clock ran before a change that carried what it had. */
typedef struct spi_earlier {
  const spol_calendar *calendar;
  spol_instant from; /**< of the change before, or INT64_MIN */
  spol_instant to;   /**< of the change */
  const struct spi_earlier *before;
} spi_earlier;

/** One clock on one target: from where it counts, and how far it has got. */
typedef struct spi_leg {
  spi_aim aim;
  spol_instant start;
  spol_instant receipt;
  spol_instant base;          /**< counts from here: receipt, or a change */
  spi_position base_position; /**< of a calendar, where it is known */
  spi_position end_position;
  spol_duration carried; /**< c */
  uint64_t stamp;        /**< another one whenever what it counts from, or P, changes */
  spol_duration length;
  spol_instant end;           /**< D */
  spol_duration paused;       /**< P of the spans that are over */
  spol_instant covered;       /**< up to here P is counted */
  spol_instant unpaused;      /**< due with the spans that are over */
  spol_instant due;           /**< SPOL_INSTANT_NONE: paused, a word, or none exists */
  spol_instant changed;       /**< of the last change that moved it, or NONE */
  spol_duration held;         /**< c of that change: elapsed at it */
  spol_instant lasting;       /**< until here a pause lasts on after its end */
  spol_instant stands_from;   /**< begin of the first pause in force that counts */
  spol_instant gap_from;      /**< what began from here, after due, until gap_to does not count: */
  spol_instant gap_to;        /**< one that counts all the same moved due later */
  const spi_earlier *earlier; /**< `pause: real`: what carried changes left behind */
  uint32_t next_span;         /**< of spi_track_ended */
  uint32_t flags;             /**< enum spol_result_flag */
  uint8_t word;               /**< never has a due instant */
  uint8_t standing;           /**< a pause that began before due is in force */
  uint8_t over;               /**< later spans move nothing */
  uint8_t fixed;              /**< an agreed instant: due as it stands */
  uint8_t fault;              /**< spol_status of the calendar that gave no answer */
} spi_leg;

/** Parts that are started, paused and stopped together, and their answer. */
typedef struct spi_clock_run {
  spi_leg *legs;
  uint32_t leg_count;
  uint32_t leg_room;
  uint32_t answer; /**< index of the leg that is the answer */
  int32_t rule;    /**< enum spi_part_rule */
  uint32_t version;
  uint8_t real; /**< `pause: real` */
  uint8_t promised;
  uint8_t agreed;
  uint8_t restarts; /**< never_later: a new cycle of steps begins once it answers */
  uint8_t missed;   /**< its miss was counted */
  spi_track *track;
  struct spi_clock_run *beside; /**< never_later: older clocks that run on */
  spi_cause target;             /**< last (spi_metric_run) */
} spi_clock_run;

/** A change of a clock that runs, oldest first. */
typedef struct spi_change {
  uint32_t cycle;
  int32_t carry;
  uint8_t never_later;
  uint8_t old_is_answer;
  uint8_t missed; /**< 1: the miss of the clock before was counted */
  spol_instant at;
  spol_instant due_after;
  spol_duration carried;
  spi_leg before;             /**< the answer up to here */
  const spi_clock_run *clock; /**< all that it was chosen from; NULL: it was alone */
  spi_cause cause;
  spi_cause rule;
  spi_cause target;
} spi_change;

/** A cycle that is over. */
typedef struct spi_cycle_run {
  uint32_t number;
  int32_t state;
  int32_t outcome;
  uint32_t flags;
  uint32_t stops;
  uint32_t stops_needed;
  spol_instant from;
  spol_instant ended_at;
  spol_instant missed_at; /**< SPOL_INSTANT_NONE: not missed */
  spol_instant stopped_at;
  spol_instant opens_after; /**< N per day: stops up to here were of the period before */
  const spi_leg *leg;       /**< as it stood at the end, */
  uint32_t spans;           /**< but for pauses up to this number: spi_leg_stopped */
  uint8_t promised;
  spi_cause target;
  spi_doer start;
  spi_doer stop;
} spi_cycle_run;

/** How a metric was ended, for reopening. */
enum spi_end_kind { SPI_END_NONE = 0, SPI_END_BY_CLOSING = 1, SPI_END_OTHER = 2 };

typedef struct spi_metric_run {
  const spi_metric *rule; /**< of the version; NULL: it has none */
  const spi_metric_use *use;
  uint32_t index; /**< in the version's metrics; SPI_NONE: it has none */
  uint32_t id;
  int32_t state;   /**< enum spol_metric_state */
  int32_t outcome; /**< of the cycle in force, once stopped */
  uint32_t cycle;  /**< number of the cycle in force, from 1; 0: none yet */
  uint32_t misses;
  uint32_t epoch; /**< cycles of steps begun */
  uint32_t flags;
  uint32_t stops; /**< in this period */
  uint8_t is_row;
  uint8_t missed;     /**< a miss of this cycle of steps was counted */
  uint8_t missed_any; /**< a miss of this numbered cycle was counted */
  uint8_t start_seen;
  uint8_t ended_by;     /**< enum spi_end_kind */
  uint8_t before_start; /**< stopped before it started */
  uint8_t row_ended;
  uint8_t cut_off; /**< a cycle was running when the row ended */
  uint8_t late;    /**< stopped after due, and the miss of this instant is still to come */
  uint8_t left;    /**< the version that the case moved to lacks it */
  uint8_t was_waiting;
  spol_instant seen_at;    /**< the start that waits for its precondition */
  spol_instant from;       /**< begin of the cycle in force */
  spol_instant stopped_at; /**< SPOL_INSTANT_NONE */
  spol_instant ended_at;   /**< of the row */
  spol_instant missed_at;
  spol_instant miss_at;  /**< when the next miss takes effect, or SPI_NEVER */
  spol_instant promise;  /**< for the next cycle, or SPOL_INSTANT_NONE */
  spol_instant promised; /**< for the cycle in force, or SPOL_INSTANT_NONE */
  spol_instant last_stop;
  spol_instant last_close; /**< of the period before */
  spol_instant met_at;     /**< N-th stop of the period */
  /** Agreed target: outranks the rules. */
  spol_instant agreed_due;
  spol_duration agreed_within;
  uint32_t agreed_calendar;
  uint8_t agreed;
  uint8_t undecided;
  const spi_lineage *lineage;
  spi_track *track;      /**< NULL: no version of the case had it yet */
  uint32_t settled;      /**< `changes` of the track when its clock was settled last */
  spi_list cycles;       /**< spi_cycle_run: those that are over */
  spi_list changes;      /**< spi_change */
  const spi_leg *judged; /**< of one stopped or cut off: the clock as it stood at the stop, */
  uint32_t judged_spans; /**< but for pauses up to this number: spi_leg_stopped */
  spi_clock_run clock;   /**< last what is cleared; its target is not (spi_cause_clear) */
  spi_doer start;
  spi_doer stop;
  spi_cause carry;
  spi_cause agreed_cause; /**< while agreed */
  spi_aim preview;        /**< before the start: what look-up gives */
} spi_metric_run;

/* ---- The case ---------------------------------------------------------------- */

/** A pause reason of the case. */
typedef struct spi_reason_run {
  uint8_t by_event;
  uint8_t by_condition;
  uint8_t in_force;
  uint8_t expired;    /**< its bound has ended: in force, and pauses nothing */
  uint32_t pause;     /**< index in pauses of the one in force */
  spol_instant bound; /**< SPI_NEVER: none */
} spi_reason_run;

typedef struct spi_pause_run {
  uint32_t reason;
  spol_instant from;
  spol_instant to;    /**< SPI_NEVER: in force */
  spol_instant bound; /**< SPI_NEVER: none */
} spi_pause_run;

typedef struct spi_stay {
  uint32_t line; /**< id */
  spol_instant from;
  spol_instant to; /**< SPI_NEVER: still there */
  spi_cause cause;
} spi_stay;

typedef struct spi_severity_run {
  uint32_t rank; /**< 0: none, or undecided */
  uint32_t undecided;
  spi_cause cause;
} spi_severity_run;

typedef struct spi_severity_log {
  int32_t kind;
  uint32_t before; /**< ranks' ids */
  uint32_t after;
  uint32_t granted;
  spol_instant at;
  spi_cause cause;
} spi_severity_log;

typedef struct spi_finding_run {
  int32_t kind;
  uint32_t metric;
  uint32_t cycle;
  uint32_t fact;
  uint32_t severity;
  uint32_t step;
  uint32_t text; /**< offset in strings, or SPI_NONE */
  spi_cause cause;
} spi_finding_run;

typedef struct spi_notice_run {
  int32_t kind;
  uint32_t event_type;
  uint32_t metric;
  uint32_t cycle;
  uint32_t role;
  uint32_t text;
  uint32_t rule; /**< of the version's notices, or SPI_NONE */
  spol_instant since;
  spol_instant by;
  spol_instant told_at;
  spi_cause cause;
} spi_notice_run;

/** The event at hand: of the log, or made by a step. */
typedef struct spi_hand {
  const spol_event *event; /**< NULL: a miss, or time itself */
  uint64_t index;          /**< in the log; UINT64_MAX: none */
  spol_instant at;
  spol_instant occurred;
  uint32_t type;
  uint32_t slot; /**< of the type: spi_event_slot */
  uint32_t use;  /**< in spi_waits.events */
  uint32_t line; /**< id of the line reached */
  const spi_lineage *lineage;
} spi_hand;

/* ---- Ladders ----------------------------------------------------------------- */

/** What a share was last found to be. */
typedef struct spi_share_run {
  uint64_t stamp; /**< of the leg, when `reached` was found */
  spol_duration length;
  spol_duration amount;
  spol_instant reached; /**< with the pauses that are over; NONE: not known */
} spi_share_run;

typedef struct spi_timer_run {
  spol_instant since; /**< the X that it counts from */
  uint8_t running;
  spi_track *track;
  spi_clock_run clock;
} spi_timer_run;

typedef struct spi_trigger_run {
  spol_instant at;      /**< when it is reached, or SPI_NEVER */
  spi_timer_run *timer; /**< TIMER; else NULL */
  uint8_t used;         /**< in this cycle */
  uint8_t is_bound;     /**< SHARE, 1: not before `at`, and later than now (spi_trigger_settle) */
  spi_share_run share;  /**< SHARE */
} spi_trigger_run;

typedef struct spi_step_run {
  uint32_t index; /**< in the version's steps, or SPI_NONE */
  uint32_t cycle;
  uint8_t fired; /**< in `cycle` */
  uint8_t held;
  uint8_t blocked;      /**< what must not have happened has */
  uint32_t used_before; /**< bits: triggers used in `cycle`, when a version lacked the step */
  const spi_lineage *lineage;
  /* Held back to opening. */
  spol_instant held_until;
  spol_instant held_since;
  uint32_t held_cycle;
  uint32_t held_trigger;
  uint32_t held_metric_cycle;
  const spi_lineage *held_lineage;
  uint32_t held_repetition;
  /* Repeating. */
  spol_instant repeat_at;
  uint32_t repetition;
  uint32_t repeat_cycle;
  uint32_t repeat_trigger;
  uint32_t repeat_metric_cycle;
  const spi_lineage *repeat_lineage;
} spi_step_run;

/** A step that is triggered and waits for its turn at this instant. */
typedef struct spi_pending {
  int64_t share;
  uint32_t step; /**< index in steps */
  uint32_t cycle;
  uint32_t trigger; /**< index in triggers */
  uint32_t repetition;
  uint32_t metric_cycle;
  uint8_t was_held;
  uint8_t dead;   /**< another trigger of the cycle came first */
  uint64_t index; /**< event of the log that brought it about; UINT64_MAX: time */
  spol_instant since;
  const spi_lineage *lineage;
} spi_pending;

typedef struct spi_firing_run {
  uint32_t ladder;
  uint32_t step; /**< id */
  uint32_t cycle;
  uint32_t repetition;
  uint32_t metric;
  uint32_t flags;
  uint32_t version;
  uint32_t step_index;
  spol_instant at;
  spol_instant since;
  spi_cause cause;
} spi_firing_run;

struct spol_evaluation {
  spi_workspace room;
  const spol_policy *policy;
  const spi_version *version;
  uint32_t version_index;
  uint32_t touched;     /**< what changed since the last look-up */
  uint8_t unsettled;    /**< 1: clocks were paused since, and bring later what they bring */
  uint8_t has_compound; /**< 1: a clock has parts, or one beside it */
  uint8_t stood;       /**< 1: a clock that stood when it was settled was paused or resumed since */
  uint8_t steps_wait;  /**< 1: a step was held back, or repeats */
  uint8_t has_bounds;  /**< 1: a pause had a bound */
  uint8_t start_seen;  /**< 1: a start waited for its precondition */
  uint8_t has_apart;   /**< 1: a clock has another track than its metric */
  spol_instant agenda; /**< nothing comes by itself before it (spi_sooner) */
  const spol_event *events;
  uint64_t event_count; /**< with those supposed */
  uint64_t first_count; /**< of events */
  const spol_event *supposed;
  uint64_t stride;
  uint64_t next_event;
  const spol_event *upcoming; /**< that, as far as it is seen; or NULL */
  uint64_t seen_count;        /**< events up to as_of */
  spol_instant as_of;
  uint32_t cycle_limit;
  uint32_t firing_limit;
  uint32_t cycles;
  uint32_t firings;
  uint64_t legs_started;
  spol_instant now;
  spol_instant last_event_at; /**< of the log */
  spi_hand hand;
  int32_t state;
  uint32_t flags;
  spol_instant opened_at;
  spol_instant first_spoken; /**< the first instant that the case speaks of */
  spol_instant stopped_state_at;
  spi_value *facts;
  spol_instant *happened; /**< by event slot: first instant, or SPOL_INSTANT_NONE */
  uint32_t slots;
  uint8_t *moments; /**< by moment: 0 before, else answer + 1 */
  uint32_t *used;   /**< facts read by the look-up at hand */
  uint32_t used_count;
  uint32_t used_serial;
  uint32_t *used_mark;
  uint32_t missing;                /**< fact that the look-up at hand lacked */
  uint8_t zone_missing;            /**< it is a zone that is named and not to be had */
  spi_list placed;                 /**< spi_placed */
  const spol_calendar *opening_of; /**< the opening that was looked for last, and from where */
  spol_instant opening_from;
  spi_opening opening;
  uint32_t reason_words;
  spi_reason_run *reasons;
  uint32_t reason_count;
  uint32_t line;     /**< index; SPI_NONE: none */
  uint32_t unjudged; /**< what changed since severity was last looked at */
  spi_severity_run requested;
  spi_severity_run derived;
  spi_severity_run recorded;
  uint32_t asked; /**< rank that the customer asked for, without limits */
  uint8_t differs;
  uint8_t refused;
  uint8_t limited;
  uint8_t firing_stopped;
  uint8_t no_version;
  spi_cause coverage;
  spi_cause version_cause;
  spol_instant covered_from;
  spol_instant covered_to;
  spi_metric_run *metrics; /**< by id - 1 */
  spi_metric_run **live;   /**< those of the version, in its order */
  spi_track *tracks;       /**< of the version that the case began with */
  uint64_t *masks;         /**< of those */
  spi_track *paused;       /**< all that a pause of a metric is looked up in */
  uint32_t metric_count;
  spi_step_run *steps; /**< by id - 1 */
  uint32_t step_count;
  spi_trigger_run *triggers; /**< of the version */
  spi_pending *heap;
  uint32_t heap_count;
  uint32_t heap_room;
  spi_list facts_used; /**< spi_value */
  spi_list stays;
  spi_list severity_log;
  spi_list pauses;
  spi_list findings;
  spi_list notices;
  spi_list fired;     /**< spi_firing_run */
  uint64_t allocated; /**< spol_evaluation_new: bytes */
  spol_allocator allocator;
  void *memory;
  int32_t next_kind;
  spol_instant next_change;
  uint32_t next_metric;
  uint32_t next_step;
  uint64_t peak;  /**< most bytes that were in use */
  spi_seen *seen; /**< rules that are looked for, while the log is gone through; or NULL */
  spi_firing_run next_fire;
  uint32_t fires_next;                              /**< 1: there is a next firing */
  _Alignas(SPI_ALIGN) unsigned char sink[SPI_SINK]; /**< of room; last: it is not cleared */
};
typedef struct spol_evaluation spi_run;

/** Something changed: bits of enum spi_touch. */
static inline void spi_touch(spi_run *run, uint32_t bits) {
  run->touched |= bits;
  run->unjudged |= bits;
}

#endif
