/* SPDX-License-Identifier: MIT */
/**
 * @file event.h
 * What happens to a case (docs/semantics.md, section 7).
 *
 * A case is an array of events in the order of their instants. An event is a
 * plain struct; fields that its type does not use are zero.
 *
 *     spol_event event = SPOL_EVENT_INIT;
 *     event.type = SPOL_EVENT_OPENED;
 *     event.at = now;
 *     event.facts = facts;
 *     event.fact_count = 3;
 */
#ifndef SUPPORTPOLICY_EVENT_H
#define SUPPORTPOLICY_EVENT_H

#include "supportpolicy/fact.h"

SPOL_BEGIN_DECLS

/**
 * Types that every policy knows. A policy's own events have ids from
 * SPOL_EVENT_OWN on (SPOL_NAME_EVENT). The comment names the fields used beside
 * at, occurred_at, id, actor, role and facts, which every type may carry.
 */
enum spol_event_type {
  SPOL_EVENT_OPENED = 1,   /**< first of every case; severity: the requested one, or 0 */
  SPOL_EVENT_NOTIFIED = 2, /**< the customer notified the vendor */
  SPOL_EVENT_ACKNOWLEDGED = 3,
  SPOL_EVENT_ACCEPTED = 4,  /**< severity: recorded; 0 records the derived one */
  SPOL_EVENT_RESPONDED = 5, /**< publicly, to the customer; next_by */
  SPOL_EVENT_CUSTOMER_REPLIED = 6,
  SPOL_EVENT_WORK_STARTED = 7,
  SPOL_EVENT_UPDATE_SENT = 8, /**< next_by: the promise of the next */
  SPOL_EVENT_WAITING = 9,     /**< reason (required): a pause begins */
  SPOL_EVENT_RESUMED = 10,    /**< reason; 0: all reasons in force end */
  SPOL_EVENT_CANNOT_DIAGNOSE = 11,
  SPOL_EVENT_CANNOT_RESOLVE = 12,
  SPOL_EVENT_SEVERITY_CHANGE_REQUESTED = 13, /**< severity (required) */
  SPOL_EVENT_SEVERITY_CHANGED = 14,          /**< severity (required) */
  SPOL_EVENT_FACTS_CHANGED = 15,             /**< facts (required) */
  SPOL_EVENT_CHANNEL_ADDED = 16,             /**< facts: members added to `many` facts */
  SPOL_EVENT_ESCALATED = 17,                 /**< line; 0: the next one */
  SPOL_EVENT_DEVELOPMENT_TICKET_OPENED = 18,
  SPOL_EVENT_DEVELOPMENT_TICKET_UPDATED = 19,
  SPOL_EVENT_WORKAROUND_PROVIDED = 20,
  SPOL_EVENT_RESOLVED = 21,
  SPOL_EVENT_REOPENED = 22,
  SPOL_EVENT_CLOSED = 23,
  SPOL_EVENT_VERSION_CHANGED = 24,         /**< version (required) */
  SPOL_EVENT_AGREED_TARGET_SET = 25,       /**< metric; agreed_due or agreed_within; calendar */
  SPOL_EVENT_AGREED_TARGET_WITHDRAWN = 26, /**< metric */
  SPOL_EVENT_STANDARD_COUNT = 26,
  /** A line was reached: made by the evaluation, never accepted in a log; a
   *  policy's rungs can start from it. */
  SPOL_EVENT_LINE_CHANGED = 64,
  /** First id of the events that a policy defines. */
  SPOL_EVENT_OWN = 1024
};

/** Who did it. */
enum spol_actor {
  SPOL_ACTOR_UNSTATED = 0,
  SPOL_ACTOR_CUSTOMER = 1,
  SPOL_ACTOR_VENDOR = 2,
  SPOL_ACTOR_THIRD_PARTY = 3,
  SPOL_ACTOR_SYSTEM = 4 /**< the host's own automation */
};

/** Stands for "no agreed duration". */
#define SPOL_DURATION_NONE INT64_MIN

/**
 * An event. All events of one array have one size. Ids are those of the policy
 * (policy.h), 0 for none. What pointers point to is borrowed and must live as
 * long as the array is used.
 */
typedef struct spol_event {
  uint32_t size;               /**< sizeof(spol_event) */
  uint32_t type;               /**< enum spol_event_type, or an id of the policy's own */
  spol_instant at;             /**< when it was logged; never before the event in front */
  spol_instant occurred_at;    /**< the instant it speaks of, not after `at`;
                                    SPOL_INSTANT_NONE: `at` */
  uint64_t id;                 /**< the host's; 0: none. Two events with one id that is
                                    not 0 are a duplicate */
  int32_t actor;               /**< enum spol_actor */
  uint32_t role;               /**< of the actor (SPOL_NAME_ROLE) */
  uint32_t severity;           /**< SPOL_NAME_SEVERITY */
  uint32_t reason;             /**< of a pause (SPOL_NAME_REASON) */
  uint32_t metric;             /**< SPOL_NAME_METRIC */
  uint32_t line;               /**< SPOL_NAME_LINE */
  uint32_t version;            /**< SPOL_NAME_VERSION */
  uint32_t calendar;           /**< of an agreed target (SPOL_NAME_CALENDAR); 0: that of
                                    the rules' target */
  spol_instant agreed_due;     /**< due as it stands, or SPOL_INSTANT_NONE */
  spol_duration agreed_within; /**< microseconds of open time, or SPOL_DURATION_NONE */
  spol_instant next_by;        /**< promise of the next update, or SPOL_INSTANT_NONE */
  const spol_fact *facts;
  uint64_t fact_count;
  uint64_t reserved[2]; /**< zero */
} spol_event;

/** An event with nothing in it. */
#define SPOL_EVENT_INIT                                                                            \
  {                                                                                                \
    sizeof(spol_event), 0, 0, SPOL_INSTANT_NONE, 0, 0, 0, 0, 0, 0, 0, 0, 0, SPOL_INSTANT_NONE,     \
        SPOL_DURATION_NONE, SPOL_INSTANT_NONE, NULL, 0, {                                          \
      0, 0                                                                                         \
    }                                                                                              \
  }

/** The name of a standard type, such as "work_started", or NULL. Ownership:
 *  static. Threads: any. */
SPOL_API const char *spol_event_type_name(uint32_t type);

SPOL_END_DECLS

#endif
