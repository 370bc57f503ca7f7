/* SPDX-License-Identifier: MIT */
/**
 * @file holiday_sets.h
 * Sets of public holidays that come with the library, by name
 * (docs/holidays.md lists them, with their sources and choices).
 */
#ifndef SUPPORTPOLICY_HOLIDAY_SETS_H
#define SUPPORTPOLICY_HOLIDAY_SETS_H

#include "supportpolicy/holidays.h"

SPOL_BEGIN_DECLS

/** What is known of a built-in set. All text is static. */
typedef struct spol_holiday_set {
  uint32_t size;      /**< sizeof(spol_holiday_set) */
  int32_t first_year; /**< the years that the set was written for: its coverage */
  int32_t last_year;
  uint32_t reserved;
  const char *name;   /**< "us-federal" */
  const char *title;  /**< "United States, federal holidays" */
  const char *source; /**< the laws that it was written from */
} spol_holiday_set;

/** A spol_holiday_set that is ready to be passed. */
#define SPOL_HOLIDAY_SET_INIT                                                                      \
  { .size = sizeof(spol_holiday_set) }

/** How many built-in sets there are. Threads: any. */
SPOL_API size_t spol_holiday_set_count(void);

/**
 * Describes a built-in set; they are in order of their names.
 * @param index 0 to spol_holiday_set_count() - 1
 * Errors: SPOL_E_NOT_FOUND (there is no such index), SPOL_E_VERSION.
 * Threads: any.
 */
SPOL_API SPOL_CHECKED spol_status spol_holiday_set_at(size_t index, spol_holiday_set *out);

/**
 * Makes a built-in set. Years before or after those that it was written for are
 * answered by its rules, and are not covered (spol_holidays_covers).
 * @param allocator NULL for the default
 * @param name,length such as "gb-eng"; no NUL is needed
 * Errors: SPOL_E_NOT_FOUND (the hint names the nearest set), SPOL_E_MEMORY,
 * SPOL_E_INVALID. Threads: any. Ownership: the caller's; spol_holidays_unref.
 */
SPOL_API SPOL_CHECKED spol_status spol_holidays_named(const spol_allocator *allocator,
                                                      const char *name, size_t length,
                                                      spol_holidays **out, spol_error *error);

SPOL_END_DECLS

#endif
