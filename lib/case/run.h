/* SPDX-License-Identifier: MIT */
/**
 * The state of an evaluation (docs/semantics.md, sections 6 to 9): a simulation
 * that goes from one instant at which something happens to the next. All of it
 * lies in the caller's buffer; what is reported is read from it afterwards.
 */
#ifndef SPI_CASE_RUN_H
#define SPI_CASE_RUN_H

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
  uint32_t reason; /**< id; 0: closed, and left out by reopening */
  uint32_t forced; /**< 1: counts as begun before due */
  const spi_place *place;
} spi_span;

/**
 * What pauses a clock, since the opening. `all` has every span in the order of
 * their ends. Sums read those that are over and lay in no other: their begins and
 * their ends ascend. As long as no span lay in another these are all of them;
 * from then on they stand in `ended`. `active` are in force, by begin.
 */
typedef struct spi_track {
  uint64_t *mask; /**< bit id - 1: the reason pauses this clock */
  spi_list all;
  spi_list ended;
  spi_span *active; /**< room for every reason, and one more */
  uint32_t active_count;
  uint32_t forced;     /**< spans that count as begun before due */
  uint32_t inside;     /**< of them, those that lie in another pause */
  uint32_t has_nested; /**< 1: `ended` says which lay in no other */
  uint32_t moved;      /**< 1: it or its clock changed since that was settled */
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
  spi_cause target;
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
  spi_leg leg;
  uint8_t promised;
  spi_cause target;
  spi_cause start;
  spi_cause stop;
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
  spi_cause agreed_cause;
  const spi_lineage *lineage;
  spi_aim preview; /**< before the start: what look-up gives */
  spi_clock_run clock;
  spi_track track;
  spi_list cycles;  /**< spi_cycle_run: those that are over */
  spi_list changes; /**< spi_change */
  spi_cause start;
  spi_cause stop;
  spi_cause carry;
  spi_leg judged; /**< of one stopped or cut off: the clock as it stood at the stop; last, as it
                       is not cleared */
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

typedef struct spi_trigger_run {
  uint32_t step;      /**< index in steps */
  uint8_t used;       /**< in this cycle */
  spol_instant at;    /**< when it is reached, or SPI_NEVER */
  spol_instant since; /**< TIMER: the X that it counts from */
  const spi_lineage *lineage;
  spi_clock_run clock; /**< TIMER */
  spi_track track;
  uint8_t running;     /**< TIMER */
  uint32_t starts;     /**< TIMER: how often it was started */
  spi_share_run share; /**< SHARE */
} spi_trigger_run;

typedef struct spi_step_run {
  uint32_t index; /**< in the version's steps, or SPI_NONE */
  uint32_t cycle;
  uint8_t fired; /**< in `cycle` */
  uint8_t held;
  uint8_t all_events; /**< every trigger is an event */
  uint8_t blocked;    /**< what must not have happened has */
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
  uint8_t agenda_known; /**< 1: `agenda` is what comes next by itself */
  uint8_t unsettled;    /**< 1: or later, as clocks were paused since */
  uint8_t has_compound; /**< 1: a clock has parts, or one beside it */
  uint8_t stood;      /**< 1: a clock that stood when it was settled was paused or resumed since */
  uint8_t steps_wait; /**< 1: a step was held back, or repeats */
  uint8_t has_bounds; /**< 1: a pause had a bound */
  spol_instant agenda;
  const spol_event *events;
  uint64_t event_count; /**< with those supposed */
  uint64_t first_count; /**< of events */
  const spol_event *supposed;
  uint64_t stride;
  uint64_t next_event;
  const spol_event *upcoming; /**< that, as far as it is seen; or NULL */
  uint64_t seen_count;        /**< events up to as_of */
  uint64_t events_seen;
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
  uint64_t *masks;         /**< of their tracks */
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

/* ---- condition.c ------------------------------------------------------------- */

/** Begins a look-up: facts used and the missing one are collected from here. */
static inline void spi_look_anew(spi_run *run) {
  run->used_count = 0;
  run->used_serial++;
  run->missing = 0;
  run->zone_missing = 0;
}
/** One of enum spi_answer. */
int spi_holds_tree(spi_run *run, uint32_t condition);
static inline int spi_holds(spi_run *run, uint32_t condition) {
  return condition == SPI_ALWAYS ? SPI_YES : spi_holds_tree(run, condition);
}
/** Decides the moments of an event (SPI_OP_INSIDE_HOURS). */
void spi_decide_moments(spi_run *run, uint32_t type, spol_instant at);
static inline uint32_t spi_event_slot(const spi_run *run, uint32_t type) {
  uint32_t slot = spi_slot_of(type);
  return slot < run->slots ? slot : SPI_NONE;
}

/* ---- lookup.c ---------------------------------------------------------------- */

/** A decision by a rule at hand, with the facts read since spi_look_anew. */
void spi_cause_of_rule(spi_run *run, spi_cause *out, int32_t cause, const spi_place *place);
/** The cause of something that the event at hand did. */
static inline void spi_cause_of_event(const spi_run *run, spi_cause *out) {
  out->cause = run->hand.lineage != NULL ? SPOL_CAUSE_STEP : SPOL_CAUSE_EVENT;
  out->version = SPI_NONE;
  out->place = NULL;
  out->event = run->hand.index;
  out->at = run->now;
  out->fact_first = 0;
  out->fact_count = 0;
}
static inline spi_cause spi_because(spi_run *run, int32_t cause, const spi_place *place) {
  spi_cause out;
  spi_cause_of_rule(run, &out, cause, place);
  return out;
}
static inline spi_cause spi_because_event(const spi_run *run) {
  spi_cause out;
  spi_cause_of_event(run, &out);
  return out;
}
/** Resolves a calendar: SPI_YES and *out, SPI_NO (none), SPI_UNDECIDED. */
int spi_choose_calendar(spi_run *run, uint32_t index, const spol_calendar **out);
static inline int spi_find_calendar(spi_run *run, uint32_t index, const spol_calendar **out) {
  if (index != SPI_NONE && run->version->calendars[index].kind == SPI_CALENDAR_FIXED) {
    *out = run->version->calendars[index].calendar;
    return SPI_YES;
  }
  return spi_choose_calendar(run, index, out);
}
/** Whether the event at hand matches. */
int spi_matches(spi_run *run, uint32_t index);
static inline int spi_any_match(spi_run *run, spi_range matches) {
  for (uint32_t i = 0; i < matches.count; i++) {
    if (spi_matches(run, matches.first + i)) {
      return 1;
    }
  }
  return 0;
}
/** The event at hand is of this type. */
static inline void spi_hand_type(spi_run *run, uint32_t type) {
  uint32_t slot = spi_event_slot(run, type);
  run->hand.type = type;
  run->hand.slot = slot;
  run->hand.use = spi_use_of(slot);
}
/** What the event at hand can concern. */
static inline const spi_event_use *spi_use_at_hand(const spi_run *run) {
  return &run->version->waits.events[run->hand.use];
}
static inline int spi_concerns(const spi_run *run, uint32_t what) {
  return (spi_use_at_hand(run)->concerns & what) != 0;
}
spi_finding_run *spi_find(spi_run *run, int32_t kind, spi_cause cause);
/** A rule decided something. */
static inline void spi_saw(const spi_run *run, const spi_place *place) {
  if (run->seen != NULL && place != NULL) {
    spi_seen_add(run->seen, place);
  }
}

enum { SPI_PARTS_MAX = 64 };
/** What a row table gives: parts with one calendar each. */
typedef struct spi_found {
  int32_t answer; /**< enum spi_answer: NO: no row matched */
  int32_t rule;   /**< enum spi_part_rule */
  uint32_t count;
  const spi_place *place;
  const spi_aim *parts; /**< of the version, or in `room` */
  spi_aim room[SPI_PARTS_MAX];
} spi_found;
void spi_find_target(spi_run *run, spi_range rows, spi_found *out);
/** What one target that is written in place comes to. */
void spi_aim_at(spi_run *run, uint32_t index, spi_found *out);
/** Which reasons pause a clock with the facts as they are. */
void spi_find_pauses(spi_run *run, spi_range rows, uint64_t *mask);

/* ---- track.c ----------------------------------------------------------------- */

void spi_track_make(spi_run *run, spi_track *track);
spi_track *spi_track_copy(spi_run *run, const spi_track *track);
void spi_track_begin(spi_run *run, spi_track *track, uint32_t reason, spol_instant at);
void spi_track_end(spi_run *run, spi_track *track, uint32_t reason, spol_instant at);
/** The reasons in force are applied to a new mask. */
void spi_track_mask(spi_run *run, spi_track *track, const uint64_t *mask, spol_instant at);
/** The time that a case was closed, left out by reopening. */
void spi_track_closed(spi_run *run, spi_track *track, spol_instant from, spol_instant to,
                      int forced);
/** The spans that are over and lay in no other. */
static inline const spi_list *spi_track_ended(const spi_track *track) {
  return track->has_nested ? &track->ended : &track->all;
}
/** Whether anything has paused a clock since the opening. */
static inline int spi_track_has_any(const spi_track *track) {
  return track->all.count != 0 || track->active_count != 0;
}
static inline int spi_mask_has(const uint64_t *mask, uint32_t reason) {
  return (int)((mask[(reason - 1) / 64] >> ((reason - 1) % 64)) & 1);
}

/* ---- clock.c ----------------------------------------------------------------- */

/** Sets a clock on a target from a start (section 4). */
void spi_leg_start(spi_run *run, spi_leg *leg, const spi_aim *aim, spol_instant start);
/** Takes carry_* over: counts from `change` with c (section 7). */
void spi_leg_carry(spi_run *run, spi_leg *leg, spol_instant change, spol_duration carried);
/** Counts the spans anew from the base; those begun after `until` are not seen. */
void spi_leg_recount(spi_leg *leg, const spi_clock_run *clock, spol_instant until);
/** Counts the spans that are over, and new: those that count move due. */
void spi_leg_count_ended(spi_leg *leg, const spi_clock_run *clock, spol_instant until);
/** Whether a pause in force stops it. */
void spi_leg_stand(spi_leg *leg, const spi_track *track, spol_instant until);
/** Counts what counts as begun before due, though it lies in a pause that does not count. */
void spi_leg_count_inside(spi_leg *leg, const spi_clock_run *clock, spol_instant until);
/** Counts the spans that are new since. */
static inline void spi_leg_settle(spi_leg *leg, const spi_clock_run *clock, spol_instant until) {
  const spi_track *track = clock->track;
  leg->standing = 0;
  if (!leg->over && leg->next_span < spi_track_ended(track)->count) {
    spi_leg_count_ended(leg, clock, until);
  }
  if (track->active_count != 0) {
    spi_leg_stand(leg, track, until);
  }
  if (track->inside != 0 && !leg->standing) {
    spi_leg_count_inside(leg, clock, until);
  }
  int is_due = !leg->word && (!leg->standing || leg->fixed) && leg->unpaused != SPI_NEVER;
  leg->due = is_due ? leg->unpaused : SPOL_INSTANT_NONE;
}
/** The instant `d` behind one of the leg's positions; NONE: not known. */
static inline spol_instant spi_leg_reach(const spi_leg *leg, spi_position from, spol_duration d) {
  return from == SPI_NO_POSITION ? SPOL_INSTANT_NONE
                                 : spi_calendar_reach(leg->aim.calendar, from, d);
}
spol_duration spi_leg_elapsed(const spi_leg *leg, const spi_clock_run *clock, spol_instant at);
/** Where due would be if all pauses ended at `at`; SPI_NEVER for a word. */
spol_instant spi_leg_if_resumed(const spi_leg *leg, const spi_clock_run *clock, spol_instant at);
/** When a span is over for a clock: later than its end where it lasts on. */
spol_instant spi_span_end(const spi_leg *leg, const spi_clock_run *clock, spol_instant from,
                          spol_instant to);
/** The instant of a share in millionths seen from `now`, or SPI_NEVER. */
spol_instant spi_leg_share(const spi_leg *leg, const spi_clock_run *clock, int64_t share,
                           spol_instant now, spi_share_run *known);
/** length * share / 1,000,000, up; -1 where it is beyond all. */
spol_duration spi_share_of(spol_duration length, int64_t share);
int spi_is_word(int32_t kind);
/** Open time in [a, b) on a calendar, NULL counting all; 0 where it has none. */
spol_duration spi_open(const spol_calendar *calendar, spol_instant a, spol_instant b);
/** add(); SPI_NEVER where there is no such instant. */
spol_instant spi_plus(const spol_calendar *calendar, spol_instant t, spol_duration d);
/** Chooses the answer of a clock among its parts. */
void spi_clock_answer(spi_run *run, spi_clock_run *clock);
/** When a pause of it, or of one beside it, ceases to last on. */
spol_instant spi_clock_wake(const spi_clock_run *clock, spol_instant now);
/** The leg that was the answer at an earlier instant, as it stood then. */
void spi_clock_then(spi_run *run, const spi_clock_run *clock, spol_instant at, spi_leg *out);
const spi_clock_run *spi_clock_earliest(spi_run *run, const spi_clock_run *clock);
/** The clock that answers: itself, or an older one beside it. */
static inline const spi_clock_run *spi_clock_best(spi_run *run, const spi_clock_run *clock) {
  return clock->beside == NULL ? clock : spi_clock_earliest(run, clock);
}
static inline spi_leg *spi_answer_leg(const spi_clock_run *clock) {
  return &clock->legs[clock->answer];
}
/** Makes legs for what was found and starts them all. */
void spi_clock_start(spi_run *run, spi_clock_run *clock, const spi_found *found,
                     spol_instant start);
static inline void spi_clock_settle(spi_run *run, spi_clock_run *clock) {
  for (uint32_t i = 0; i < clock->leg_count; i++) {
    spi_leg_settle(&clock->legs[i], clock, run->now);
  }
  if (clock->leg_count > 1) {
    spi_clock_answer(run, clock);
  }
}
/** Whether a and b aim at the same. */
int spi_clock_aims_at(const spi_run *run, const spi_clock_run *clock, const spi_found *found);

/* ---- change.c: what a change does to a running clock ------------------------- */

/** The carry rule in force. */
typedef struct spi_carried {
  int32_t carry;
  uint32_t never_later;
  spi_cause rule;
} spi_carried;
void spi_find_carry(spi_run *run, spi_range rows, int old_word, spi_carried *out);
/** Sets a running clock on a new target. Returns 1 if it begins anew. */
int spi_clock_change(spi_run *run, spi_clock_run *clock, const spi_found *found,
                     const spi_carried *carry, spol_instant at, spol_instant cycle_from,
                     spi_track *track);

/* ---- metric.c, row.c, period.c ----------------------------------------------- */

void spi_metrics_make(spi_run *run);
/** Metrics are those of a version: their rules, and their order. */
void spi_metrics_order(spi_run *run);
void spi_metrics_stop(spi_run *run);
void spi_metrics_until(spi_run *run);
void spi_metrics_start(spi_run *run);
/** Looks up again what depends on what was touched: bits of enum spi_touch. */
void spi_metrics_look(spi_run *run, uint32_t touched);
/** The metrics' misses of this instant. Each is an event at which is looked up again. */
void spi_metrics_miss(spi_run *run);
void spi_metric_miss(spi_run *run, spi_metric_run *metric);
static inline spol_instant spi_metrics_next(const spi_run *run) {
  spol_instant next = SPI_NEVER;
  spi_metric_run *const *end = run->live + run->version->metrics_count;
  for (spi_metric_run *const *metric = run->live; metric < end; metric++) {
    spol_instant at = (*metric)->miss_at;
    next = at < next ? at : next;
  }
  return next;
}
/** When a pause that lasts on ends next, after which another clock may answer. */
spol_instant spi_metrics_wake(const spi_run *run);
void spi_metric_refresh(spi_run *run, spi_metric_run *metric);
/** A miss takes effect. */
void spi_metric_count_miss(spi_run *run, spi_metric_run *metric);
void spi_metric_begin(spi_run *run, spi_metric_run *metric, spol_instant start);
void spi_metric_stop(spi_run *run, spi_metric_run *metric, spol_instant at);
void spi_metric_find(spi_run *run, spi_metric_run *metric, spi_found *out);
void spi_metric_new_steps(spi_run *run, spi_metric_run *metric);
/** Starts its clock anew, as a new cycle of steps. */
void spi_metric_restart(spi_run *run, spi_metric_run *metric, spol_instant at);
void spi_metric_reopen(spi_run *run, spi_metric_run *metric);
/** A clock as it stood at a stop: as it is, or as it was then. */
typedef struct spi_judged {
  const spi_leg *leg;
  uint32_t counted; /**< 1: the clock's miss was counted already */
  spi_leg room;
} spi_judged;
/** The outcome of a stop at an instant: by the clock in force then. */
int spi_judge(spi_run *run, const spi_metric_run *metric, uint32_t cycle, const spi_leg *last,
              const spi_clock_run *clock, spol_instant at, spi_judged *out);
/** Whether a stop with an outcome makes a miss known that was not counted. */
int spi_counts_miss(const spi_metric_run *metric, int32_t outcome, const spi_judged *judged);
/** What metrics say in conditions: enum spi_metric_bit. */
uint32_t spi_metric_bits(const spi_run *run, uint32_t id);

void spi_row_stop(spi_run *run, spi_metric_run *metric, spol_instant at);
void spi_row_miss(spi_run *run, spi_metric_run *metric);
void spi_row_end(spi_run *run, spi_metric_run *metric);
/** Keeps the clock of a cycle that is cut off as it stands. */
void spi_metric_freeze(spi_run *run, spi_metric_run *metric);
int spi_row_zero(spi_run *run, spi_metric_run *metric);
/** A cycle that is over, with its clock; state and outcome are the caller's. */
spi_cycle_run *spi_cycle_push(spi_run *run, spi_metric_run *metric, spol_instant ended,
                              const spi_leg *leg);

static inline int spi_is_period(const spi_run *run, const spi_metric_run *metric) {
  (void)run;
  return metric->clock.leg_count == 1 && metric->clock.legs[0].aim.kind == SPOL_TARGET_PER_PERIOD;
}
void spi_period_begin(spi_run *run, spi_metric_run *metric, const spi_aim *aim,
                      spol_instant receipt, int first);
void spi_period_stop(spi_run *run, spi_metric_run *metric, spol_instant at);
/** Whether the period in force has had its N-th stop. */
int spi_period_is_met(const spi_run *run, const spi_metric_run *metric);
/** Where a row ends, a period that was met stays met. */
void spi_period_keep_met(const spi_run *run, spi_metric_run *metric);
void spi_period_close(spi_run *run, spi_metric_run *metric);

/** Checks one event by itself and after the one in front (case.h). */
spol_status spi_event_check(const spol_policy *policy, const spol_event *event,
                            const spol_event *before, uint64_t index, spol_error *error);
/** Checks the log of a run, and counts what is seen of it. */
spol_status spi_log_check(spi_run *run, spol_error *error);
/** Checks the size that all events of an array have, and their unknown bytes. */
spol_status spi_event_size(const spol_event *event, uint64_t stride, uint64_t index,
                           spol_error *error);
/** A set of the ids seen: slots are a power of two, more than twice as many.
 *  1: `id` was new. */
int spi_ids_add(uint64_t *slots, uint64_t slot_count, uint64_t id);

/* ---- pause.c, severity.c, line.c, intake.c, event.c, apply.c ----------------- */

void spi_pauses_event(spi_run *run);
/** Evaluates reasons in force by condition. 1: one changed. */
int spi_pauses_look(spi_run *run);
void spi_pause_begin(spi_run *run, uint32_t id);
void spi_pause_end(spi_run *run, uint32_t id, spol_instant at);
/** Ends the bounded pauses of this instant; 1 if there was one. */
int spi_pauses_expire(spi_run *run);
spol_instant spi_bounds_next(const spi_run *run);
static inline spol_instant spi_pauses_next(const spi_run *run) {
  return run->has_bounds ? spi_bounds_next(run) : SPI_NEVER;
}

/** Every running clock counts anew what pauses it. */
void spi_metrics_refresh(spi_run *run);
/** The same for one, if it was paused or resumed since. */
static inline void spi_metric_settle(spi_run *run, spi_metric_run *metric) {
  if (metric->track.moved) {
    spi_metric_refresh(run, metric);
  }
}

void spi_severity_open(spi_run *run);
void spi_severity_event(spi_run *run);
void spi_severity_look(spi_run *run);
void spi_severity_raise(spi_run *run, uint32_t rank, spi_cause cause);
uint32_t spi_severity_id(const spi_run *run, uint32_t rank);
uint32_t spi_severity_rank(const spi_run *run, uint32_t id);
static inline const spi_severity_run *spi_current(const spi_run *run) {
  return run->recorded.rank != 0 ? &run->recorded : &run->derived;
}

void spi_line_open(spi_run *run);
void spi_line_event(spi_run *run);
/** Moves the case; 1 if the line is another. */
int spi_line_move(spi_run *run, uint32_t line, spi_cause cause);

void spi_intake_open(spi_run *run);
void spi_intake_event(spi_run *run);
void spi_notices_event(spi_run *run);
void spi_notices_due(spi_run *run);

/** 1 if an instant lies in the contract's coverage. */
int spi_is_covered(const spi_run *run, spol_instant at);

/** Takes over the facts of an event that has some. */
void spi_facts_set(spi_run *run, const spol_event *event);
/** Those of one event last no longer than it. */
void spi_facts_drop(spi_run *run, const spol_event *event);
/** Applies the event at hand: facts first, triggers of steps last. */
void spi_apply(spi_run *run);
/** Applies an event that a step or a line made. */
void spi_apply_made(spi_run *run, uint32_t type, uint32_t line, const spi_lineage *lineage);
static inline const spol_event *spi_event_at(const spi_run *run, uint64_t index) {
  const spol_event *base = run->events;
  if (index >= run->first_count) {
    base = run->supposed;
    index -= run->first_count;
  }
  return (const spol_event *)(const void *)((const unsigned char *)base + index * run->stride);
}
/** Whether something changed that metrics depend on. */
static inline int spi_is_touched(const spi_run *run) {
  return (run->touched & (run->version->waits.depends | SPI_TOUCH_FORCE | SPI_TOUCH_PAUSED)) != 0;
}
void spi_relook_touched(spi_run *run);
/** Looks everything up again as far as something changed. */
static inline void spi_relook(spi_run *run) {
  if (spi_is_touched(run)) {
    spi_relook_touched(run);
  }
}

/* ---- version.c --------------------------------------------------------------- */

uint32_t spi_version_choose(spi_run *run, const spol_event *opening);
void spi_version_change(spi_run *run, uint32_t index);

/* ---- ladder.c, fire.c -------------------------------------------------------- */

void spi_ladders_make(spi_run *run);
void spi_ladders_event(spi_run *run);
void spi_ladders_miss(spi_run *run, spi_metric_run *metric);
void spi_ladders_metric(spi_run *run, spi_metric_run *metric);
/** A cycle of a metric was stopped, or all of it ended (0). */
void spi_ladders_stopped(spi_run *run, spi_metric_run *metric, uint32_t cycle);
void spi_ladders_cycle(spi_run *run, spi_metric_run *metric);
void spi_ladders_look(spi_run *run);
/** When a step that was held back or repeats is reached. */
spol_instant spi_steps_next(const spi_run *run);
static inline spol_instant spi_ladders_next(const spi_run *run) {
  spol_instant next = SPI_NEVER;
  const spi_trigger_run *end = run->triggers + run->version->triggers_count;
  for (const spi_trigger_run *trigger = run->triggers; trigger < end; trigger++) {
    spol_instant at = trigger->at;
    next = at < next ? at : next;
  }
  if (run->steps_wait) {
    spol_instant at = spi_steps_next(run);
    next = at < next ? at : next;
  }
  return run->firing_stopped ? SPI_NEVER : next;
}
/** Whether a step can still be reached without an event. */
int spi_ladders_await(const spi_run *run);
/** Brings what time has reached into the queue. */
void spi_ladders_due(spi_run *run);
/** Takes the next step in the queue; 0 if there is none. */
int spi_ladders_fire(spi_run *run);
/** Puts a step into the queue of the instant. */
void spi_pending_push(spi_run *run, const spi_pending *item);
/** The order of an instant: by share, then the policy's order, then cycle. */
int spi_pending_before(const spi_pending *a, const spi_pending *b);
int spi_step_can_fire(spi_run *run, const spi_step *step);

/* ---- next.c ------------------------------------------------------------------------------------
 */

void spi_next_change(spi_run *run);
/** Goes on without events to the next firing, and back. */
void spi_next_firing(spi_run *run);
/** The same, read off the triggers, foresee.c. 0: they do not say; else *found, and if it is 1
 * *out. */
int spi_foresee(spi_run *run, spi_firing_run *out, int *found);

/* ---- status.c, access.c ------------------------------------------------------------------------
 */

/** Looks up the targets of metrics that have not started, for show. */
void spi_preview(spi_run *run);
spol_decision spi_decision(const spi_run *run, const spi_cause *cause);
spol_place spi_case_place(const spi_run *run, uint32_t version, const spi_place *place);
uint32_t spi_clock_count(const spi_run *run);
uint32_t spi_cycle_count(const spi_run *run);
/** Whether the cycle in force stands beside those that are over. */
int spi_has_current(const spi_metric_run *metric);
/** SPOL_E_VERSION unless a caller's struct has a size that is known. */
spol_status spi_known_size(uint32_t size, size_t known);

/* ---- evaluate.c -------------------------------------------------------------- */

void spi_simulate(spi_run *run);
/** Goes on until something fires, at most so many instants. */
void spi_simulate_firing(spi_run *run, uint32_t instants);

/** The events of a case, and those that are put behind them. */
typedef struct spi_log {
  const spol_event *events;
  uint64_t count;
  const spol_event *supposed;
  uint64_t supposed_count;
  int rows_only;  /**< nobody asks for the next firing */
  spi_seen *seen; /**< rules that are looked for, or NULL */
} spi_log;
spol_status spi_evaluate_log(const spol_policy *policy, const spi_log *log, spol_instant as_of,
                             const spol_evaluation_options *options, void *buffer,
                             uint64_t capacity, uint64_t *needed, const spol_evaluation **out,
                             spol_error *error);

#endif
