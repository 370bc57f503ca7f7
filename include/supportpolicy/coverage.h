/* SPDX-License-Identifier: MIT */
/**
 * @file coverage.h
 * Which rules of a policy cases have reached (docs/coverage.md). (lib/scenario;
 * can be left out of a build.)
 *
 *     spol_coverage *coverage;
 *     spol_coverage_new(NULL, policy, &coverage, &error);
 *     spol_coverage_add(coverage, events, count, as_of, &error); // and all other cases
 *     for (uint64_t i = 0; i < spol_coverage_count(coverage); i++) {
 *       spol_covered_rule rule = SPOL_SIZED(spol_covered_rule);
 *       spol_coverage_rule(coverage, i, &rule);
 *       if (rule.cases == 0)
 *         report(rule.place.line, rule.place.rule);
 *     }
 *     spol_coverage_free(coverage);
 */
#ifndef SUPPORTPOLICY_COVERAGE_H
#define SUPPORTPOLICY_COVERAGE_H

#include "supportpolicy/scenario.h"

SPOL_BEGIN_DECLS

/** Counts cases by rule. One thread at a time. */
typedef struct spol_coverage spol_coverage;

/** What kind of rule, and when it counts as reached. */
enum spol_rule_kind {
  SPOL_RULE_SEVERITY = 1,         /**< a level, or the default: it was derived */
  SPOL_RULE_SEVERITY_LIMIT = 2,   /**< it capped or refused */
  SPOL_RULE_SEVERITY_CHANGE = 3,  /**< it granted or refused a change */
  SPOL_RULE_TARGET = 4,           /**< a row: a running clock, a bound or a notice had it */
  SPOL_RULE_PAUSE = 5,            /**< a row: it decided whether a pause stopped a running clock */
  SPOL_RULE_CARRY = 6,            /**< a row: a running clock was changed by it */
  SPOL_RULE_REOPEN = 7,           /**< a row: a clock was reopened by it */
  SPOL_RULE_EXCUSE = 8,           /**< a miss was excused by it */
  SPOL_RULE_ENTITLEMENT = 9,      /**< its condition held when it was asked */
  SPOL_RULE_NOTICE = 10,          /**< the customer had to be told */
  SPOL_RULE_FIRST_LINE = 11,      /**< a case began on this line by it */
  SPOL_RULE_STEP = 12,            /**< it fired */
  SPOL_RULE_CALENDAR_CHOICE = 13, /**< a row: a target was counted on its calendar */
  /** A holiday, list, built-in set or exception: a day of it lay in the time that
   *  a clock was explained for. */
  SPOL_RULE_HOLIDAY = 14
};

/** A rule, and how many of the cases reached it. */
typedef struct spol_covered_rule {
  uint32_t size;    /**< sizeof(spol_covered_rule) */
  int32_t kind;     /**< enum spol_rule_kind */
  uint64_t cases;   /**< 0: no case did */
  spol_place place; /**< its version, line and path; borrowed from the policy */
} spol_covered_rule;

/**
 * A count without any case.
 * @param allocator NULL for the default
 * @param policy referenced
 * @param[out] out freed with spol_coverage_free
 * Errors: SPOL_E_INVALID, SPOL_E_MEMORY. Threads: any.
 */
SPOL_API SPOL_CHECKED spol_status spol_coverage_new(const spol_allocator *allocator,
                                                    const spol_policy *policy, spol_coverage **out,
                                                    spol_error *error);
/** Frees a count. NULL is allowed. */
SPOL_API void spol_coverage_free(spol_coverage *coverage);

/**
 * Evaluates a case and notes which rules decided anything up to `as_of`. What is
 * looked up for show only (targets of clocks that have not started, the next
 * firing) reaches nothing.
 * @param events,count,as_of as for spol_evaluate
 * Errors: those of spol_evaluate, SPOL_E_MEMORY; the count is then as it was.
 */
SPOL_API SPOL_CHECKED spol_status spol_coverage_add(spol_coverage *coverage,
                                                    const spol_event *events, uint64_t count,
                                                    spol_instant as_of, spol_error *error);

/** How many rules there are; what one place writes counts once. 0 for NULL. */
SPOL_API uint64_t spol_coverage_count(const spol_coverage *coverage);
/** How many of them some case reached. 0 for NULL. */
SPOL_API uint64_t spol_coverage_reached(const spol_coverage *coverage);
/** A rule by index, in order of version and place. Errors: SPOL_E_INVALID, SPOL_E_VERSION. */
SPOL_API SPOL_CHECKED spol_status spol_coverage_rule(const spol_coverage *coverage, uint64_t index,
                                                     spol_covered_rule *out);
/** What a kind is called: "severity", "target"; NULL: there is no such kind. Static. */
SPOL_API const char *spol_rule_kind_name(int32_t kind);

SPOL_END_DECLS

#endif
