/* SPDX-License-Identifier: MIT */
/**
 * @file explanation.h
 * Why a due instant is what it is, as data (docs/semantics.md, section 9).
 *
 *     spol_explanation head = SPOL_SIZED(spol_explanation);
 *     uint64_t count;
 *     spol_explain(evaluation, metric, 0, 0, NULL, 0, &count, &head);
 *     spol_segment *segments = malloc(count * sizeof *segments);
 *     spol_explain(evaluation, metric, 0, 0, segments, count, &count, &head);
 *
 * Text of it: render.h.
 */
#ifndef SUPPORTPOLICY_EXPLANATION_H
#define SUPPORTPOLICY_EXPLANATION_H

#include "supportpolicy/evaluation.h"

SPOL_BEGIN_DECLS

/** What a segment is; of several that apply the first. */
enum spol_label {
  SPOL_LABEL_BEFORE_START = 1,
  SPOL_LABEL_STOPPED = 2,
  SPOL_LABEL_PAUSED = 3,  /**< reason: the first in the policy's order */
  SPOL_LABEL_HOLIDAY = 4, /**< name: the holiday's or exception's */
  SPOL_LABEL_CLOSED = 5,
  SPOL_LABEL_BEFORE_RECEIPT = 6,
  SPOL_LABEL_COUNTED = 7,
  SPOL_LABEL_CARRIED = 8 /**< at a change: from = to, counted = c */
};

/** What may be said of a segment. */
enum spol_segment_flag {
  SPOL_SEGMENT_AFTER_DUE = 1, /**< begins at or after due */
  SPOL_SEGMENT_UNCOVERED = 2  /**< holidays of its year are not known */
};

/** [from, to): maximal, without gap or overlap to the next. */
typedef struct spol_segment {
  int32_t label;  /**< enum spol_label */
  uint32_t flags; /**< enum spol_segment_flag */
  spol_instant from;
  spol_instant to;
  spol_duration counted; /**< open time that counts; real time, so to - from, or 0;
                              of CARRIED: c */
  uint32_t reason;       /**< SPOL_NAME_REASON of a pause */
  uint32_t calendar;     /**< SPOL_NAME_CALENDAR in force */
  const char *name;      /**< of a holiday, or NULL; borrowed from the policy */
  spol_place place;      /**< what put it there: the start, pause or target rule, the
                              calendar's hours */
} spol_segment;

/** What the segments are of. */
typedef struct spol_explanation {
  uint32_t size; /**< sizeof(spol_explanation) */
  uint32_t metric;
  uint32_t cycle;
  uint32_t part;
  uint32_t change_count;        /**< changes of the clock: spol_explain_change */
  uint32_t exceeds_length;      /**< 1: c is longer than the length; the sum up to due is c */
  spol_instant from;            /**< the first instant that the case speaks of */
  spol_instant to;              /**< due, or as_of if later */
  spol_instant due;             /**< NONE for words and while paused */
  spol_duration carried;        /**< c of the last change; 0 without one */
  spol_duration counted_to_due; /**< carried + counted up to due = length */
  spol_duration counted;        /**< carried + counted = elapsed */
  spol_decision start;
  spol_decision target;
  spol_decision stop;
} spol_explanation;

/**
 * Explains a clock, or a cycle of it.
 * @param evaluation kept, with its events and policy
 * @param metric its id, @param cycle number from 1, 0: the one in force,
 * @param part 0: the answer; from 1: a part of earliest_of or latest_of
 * @param buffer,capacity in segments; NULL and 0 to count
 * @param[out] count how many there are, however many fitted
 * @param[out] head optional
 * Errors: SPOL_E_NOT_FOUND (no such metric, cycle or part), SPOL_E_VERSION,
 * SPOL_E_LIMIT (more than 1,000,000 segments). Allocates nothing. Threads: any.
 */
SPOL_API SPOL_CHECKED spol_status spol_explain(const spol_evaluation *evaluation, uint32_t metric,
                                               uint32_t cycle, uint32_t part, spol_segment *buffer,
                                               uint64_t capacity, uint64_t *count,
                                               spol_explanation *head);

/** How a change was carried over (section 7). */
enum spol_carry {
  SPOL_CARRY_FROM_START = 1,
  SPOL_CARRY_RESTART = 2,
  SPOL_CARRY_ELAPSED = 3,
  SPOL_CARRY_FRACTION = 4
};

/** A change that moved a clock, oldest first. */
typedef struct spol_clock_change {
  uint32_t size;          /**< sizeof(spol_clock_change) */
  int32_t carry;          /**< enum spol_carry */
  uint32_t never_later;   /**< 1: the old clock runs on beside */
  uint32_t old_is_answer; /**< 1: and is the answer */
  spol_instant at;
  spol_instant due_before;
  spol_instant due_after;
  spol_duration carried;
  spol_decision cause;  /**< the event that changed something */
  spol_decision rule;   /**< of the carry */
  spol_decision target; /**< the new one */
} spol_clock_change;

/** A change by index. Errors: SPOL_E_NOT_FOUND, SPOL_E_INVALID, SPOL_E_VERSION. */
SPOL_API SPOL_CHECKED spol_status spol_explain_change(const spol_evaluation *evaluation,
                                                      uint32_t metric, uint32_t cycle,
                                                      uint32_t part, uint32_t index,
                                                      spol_clock_change *out);

SPOL_END_DECLS

#endif
