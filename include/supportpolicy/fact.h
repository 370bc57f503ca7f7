/* SPDX-License-Identifier: MIT */
/**
 * @file fact.h
 * Facts: what is known of a contract, a case or one event.
 *
 * A policy declares its facts by name and type. A host asks for their ids once
 * and then speaks in ids and integers; no string is compared in an evaluation.
 *
 *     uint32_t environment;
 *     spol_policy_find(policy, SPOL_NAME_FACT, "environment", 11, &environment);
 *     spol_fact fact = SPOL_FACT_INIT;
 *     spol_policy_fact_value(policy, environment, "production", 10, &fact, &error);
 *     event.facts = &fact;
 *     event.fact_count = 1;
 */
#ifndef SUPPORTPOLICY_FACT_H
#define SUPPORTPOLICY_FACT_H

#include "supportpolicy/zone.h"

SPOL_BEGIN_DECLS

/** What values a fact has, and what spol_fact.value then is. */
enum spol_fact_type {
  /** No value: the fact is withdrawn, and unknown from here on (section 7). */
  SPOL_FACT_UNKNOWN = 0,
  /** One of a declared list: the member's number, from 1 in the list's order. */
  SPOL_FACT_ENUM = 1,
  /** 0 or 1. */
  SPOL_FACT_BOOLEAN = 2,
  /** A decimal in millionths (SPOL_NUMBER_ONE is 1): exact to six digits. */
  SPOL_FACT_NUMBER = 3,
  /** Any text: its number if the policy names it in a condition, else 0. The
   *  bytes stand in `text` for those who print the case. */
  SPOL_FACT_TEXT = 4,
  /** An spol_instant. */
  SPOL_FACT_INSTANT = 5,
  /** An spol_date. */
  SPOL_FACT_DATE = 6,
  /** A time zone: its id (SPOL_NAME_ZONE) if the policy was compiled with it;
   *  else 0, and `zone` is the zone (right, and slower: calendars are made in it
   *  in each evaluation). With neither, what needs it is undecided, and
   *  SPOL_FINDING_ZONE_MISSING names the fact and, of `text`, the zone. */
  SPOL_FACT_ZONE = 7
};

/** The value 1 of a number. */
#define SPOL_NUMBER_ONE INT64_C(1000000)

/** How long a fact lasts. */
enum spol_fact_scope {
  SPOL_SCOPE_CONTRACT = 1, /**< plan, term, who asks: until changed */
  SPOL_SCOPE_CASE = 2,     /**< of the case: until changed */
  SPOL_SCOPE_EVENT = 3     /**< of the one event that carries it, no longer */
};

/**
 * A fact with its value. A fact declared `many` (the channels that a case came
 * in by) holds a set: facts of one id in one event are its members together;
 * an event of type SPOL_EVENT_CHANNEL_ADDED adds to the set, every other
 * replaces it.
 */
typedef struct spol_fact {
  uint32_t fact;         /**< its id (SPOL_NAME_FACT), from 1 */
  int32_t type;          /**< enum spol_fact_type: as declared, or UNKNOWN */
  int64_t value;         /**< see enum spol_fact_type */
  const char *text;      /**< the value as text for TEXT and ZONE, or NULL; borrowed */
  uint64_t text_length;  /**< in bytes */
  const spol_zone *zone; /**< for ZONE with value 0; else NULL; borrowed */
} spol_fact;

/** A fact that says nothing yet. */
#define SPOL_FACT_INIT                                                                             \
  { 0, SPOL_FACT_UNKNOWN, 0, NULL, 0, NULL }

SPOL_END_DECLS

#endif
