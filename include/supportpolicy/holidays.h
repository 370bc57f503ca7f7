/* SPDX-License-Identifier: MIT */
/**
 * @file holidays.h
 * Sets of holidays: rules, and lists with the years that they cover
 * (docs/semantics.md, section 2).
 */
#ifndef SUPPORTPOLICY_HOLIDAYS_H
#define SUPPORTPOLICY_HOLIDAYS_H

#include "supportpolicy/allocator.h"
#include "supportpolicy/time.h"

SPOL_BEGIN_DECLS

/** A set of holidays. Immutable, atomically counted, for any number of threads. */
typedef struct spol_holidays spol_holidays;
/** Collects the holidays of a set. One thread at a time. */
typedef struct spol_holidays_builder spol_holidays_builder;

/** What a rule says of the date. */
enum spol_holiday_kind {
  /** month, day of every year (29 February, here and below: of leap years
   *  only). */
  SPOL_HOLIDAY_YEARLY = 1,
  /** The nth weekday of a month; nth -1 is the last, -2 the one before. */
  SPOL_HOLIDAY_NTH_WEEKDAY = 2,
  /** The first weekday on or after month, day. */
  SPOL_HOLIDAY_WEEKDAY_ON_OR_AFTER = 3,
  /** The first weekday after month, day. */
  SPOL_HOLIDAY_WEEKDAY_AFTER = 4,
  /** The last weekday on or before month, day. */
  SPOL_HOLIDAY_WEEKDAY_ON_OR_BEFORE = 5,
  /** The last weekday before month, day. */
  SPOL_HOLIDAY_WEEKDAY_BEFORE = 6,
  /** Western Easter Sunday (plus offset_days). */
  SPOL_HOLIDAY_EASTER_WESTERN = 7,
  /** Orthodox Easter Sunday (plus offset_days). */
  SPOL_HOLIDAY_EASTER_ORTHODOX = 8,
  /** The date of another rule (`other`, before any observed shift) plus
   *  offset_days, wherever that rule has a date. The other is a rule of one date
   *  a year, of SPOL_HOLIDAY_DATES with one date, or itself relative (at most 16
   *  deep). */
  SPOL_HOLIDAY_RELATIVE = 9,
  /** month, day to end_month, end_day of every year, both included; an end
   *  before the begin lies in the next year. From 29 February is from 1 March
   *  in other years, to 29 February is to the 28th. */
  SPOL_HOLIDAY_YEARLY_RANGE = 10,
  /** first_date to last_date, both included; one date if they are equal. */
  SPOL_HOLIDAY_DATES = 11,
  /** Every single day that has a holiday of this set the day before and the
   *  day after, and is itself none (Japan, National Holidays Act, article
   *  3.3); `weekdays` may limit which. Decided after all observed shifts: a day
   *  that a holiday was moved to counts as its day; one that it is kept on in
   *  addition (observed_keeps) is no neighbour, but is a holiday itself. */
  SPOL_HOLIDAY_BETWEEN = 12
};

/**
 * Where a holiday is kept that falls on a weekend (or the weekdays that
 * `observed_from` names). First all holidays that stay on their own date are
 * set, then the others are moved in the order of their rules.
 */
enum spol_observed {
  SPOL_OBSERVED_NONE = 0,
  /** On the nearest day that is no weekend day, of two the later: Saturday to
   *  Friday, Sunday to Monday (5 U.S.C. 6103). Free or not. */
  SPOL_OBSERVED_NEAREST = 1,
  /** On the next day that is neither a weekend day nor already a holiday of
   *  this set (United Kingdom, substitute days). If there is none within 31
   *  days, the holiday stays where it is. What stands in the way is looked for
   *  in the year, the year before and the year after. */
  SPOL_OBSERVED_NEXT_FREE = 2
};

/** A rule. Zero in a field that the kind does not use. */
typedef struct spol_holiday_rule {
  uint32_t size; /**< sizeof(spol_holiday_rule) */
  int32_t kind;  /**< enum spol_holiday_kind */
  int32_t month, day;
  int32_t end_month, end_day;
  int32_t weekday;     /**< 1 Monday to 7 Sunday */
  int32_t nth;         /**< 1 to 5, -1 to -5 */
  int32_t offset_days; /**< -366 to 366; added to the date by every kind of one date
                            (1 to 9): the Friday after the fourth Thursday */
  int32_t other;       /**< index of the rule meant, from 0, in order of adding */
  spol_date first_date, last_date;
  int32_t first_year;      /**< first year of the rule's own date, before any shift
                                (a range: of its begin); 0: no limit */
  int32_t last_year;       /**< last year of it; 0: no limit */
  int32_t observed;        /**< enum spol_observed */
  uint32_t observed_from;  /**< weekdays that are shifted away from, bit 0
                                Monday; 0: Saturday and Sunday */
  uint32_t observed_keeps; /**< 1: the date itself stays a holiday as well */
  uint32_t weekdays;       /**< for SPOL_HOLIDAY_YEARLY, SPOL_HOLIDAY_RELATIVE,
                                SPOL_HOLIDAY_BETWEEN and ranges: those dates only, as
                                they are before any shift, bit 0 Monday; 0: all */
  uint32_t hours_count;    /**< half day: how many intervals there are, at most 48;
                                0: closed all day */
  const int32_t *hours;    /**< for each interval its open and its close, so
                                2 * hours_count numbers, as in spol_day_hours:
                                open 0 to 86399, close up to 172800, a close not
                                after its open lies on the next day. Copied */
  const char *name;        /**< NUL-terminated UTF-8, or NULL. Copied */
} spol_holiday_rule;

/** A new builder. Errors: SPOL_E_MEMORY. */
SPOL_API SPOL_CHECKED spol_status spol_holidays_builder_new(const spol_allocator *allocator,
                                                            spol_holidays_builder **out);
/** Frees a builder. NULL is allowed. */
SPOL_API void spol_holidays_builder_free(spol_holidays_builder *builder);

/**
 * Adds a rule. Errors: SPOL_E_INVALID (the message says which field),
 * SPOL_E_VERSION, SPOL_E_LIMIT (1,000 rules; 16 MiB of names), SPOL_E_MEMORY.
 * After an error the builder is as it was.
 */
SPOL_API SPOL_CHECKED spol_status spol_holidays_builder_add_rule(spol_holidays_builder *builder,
                                                                 const spol_holiday_rule *rule,
                                                                 spol_error *error);

/**
 * Adds an explicit list and the years that it was written for. Lists of one
 * name continue each other; a date outside the years of a name is not covered.
 * @param dates,count copied; need not be sorted
 * @param names one for each date, or NULL; each NULL or NUL-terminated; copied
 * @param list what the list is called, such as "eid"; NULL: the unnamed list
 * @param first_year,last_year 1 to 9999; every date must lie within
 * Errors: SPOL_E_INVALID, SPOL_E_LIMIT (100,000 dates; 1,000 lists; 16 MiB of
 * names), SPOL_E_MEMORY. After an error the builder is as it was.
 */
SPOL_API SPOL_CHECKED spol_status
spol_holidays_builder_add_list(spol_holidays_builder *builder, const char *list,
                               const spol_date *dates, const char *const *names, size_t count,
                               int32_t first_year, int32_t last_year, spol_error *error);

/**
 * Adds all rules and lists of another set, in its order, as if they had been
 * added one by one: what follows can be moved past them and lie between them.
 * Its lists keep the years that they cover, and no list of this builder
 * continues them, whatever its name.
 * @param set copied; relative rules in it stay relative to its own
 * Errors: SPOL_E_INVALID, SPOL_E_LIMIT, SPOL_E_MEMORY. After an error the
 * builder is as it was.
 */
SPOL_API SPOL_CHECKED spol_status spol_holidays_builder_add_set(spol_holidays_builder *builder,
                                                                const spol_holidays *set,
                                                                spol_error *error);

/** Makes the set; the builder stays as it was. Errors: SPOL_E_SEMANTIC (rules
 *  relative to each other in a circle, or to a rule that there is not or that
 *  gives more than one date), SPOL_E_LIMIT (relative more than 16 deep),
 *  SPOL_E_MEMORY. */
SPOL_API SPOL_CHECKED spol_status spol_holidays_builder_build(const spol_holidays_builder *builder,
                                                              spol_holidays **out,
                                                              spol_error *error);

/** One reference more; NULL gives NULL. Threads: any. */
SPOL_API spol_holidays *spol_holidays_ref(const spol_holidays *holidays);
/** Gives a reference back; the last one frees. NULL is allowed. */
SPOL_API void spol_holidays_unref(const spol_holidays *holidays);

/** A date that is a holiday. */
typedef struct spol_holiday {
  spol_date date;
  int32_t shifted;      /**< 1 if it is kept here instead of on its own date */
  const char *name;     /**< borrowed from the set, or NULL */
  const int32_t *hours; /**< open and close of each interval; borrowed */
  uint32_t hours_count; /**< how many intervals; 0: closed all day */
  uint32_t flags;       /**< SPOL_CALENDAR_EASTER_EARLY */
} spol_holiday;

/**
 * The holidays of a year in order of date, one a date (the first rule that
 * gives it decides, then the first list). A holiday that is moved over new
 * year belongs to the year in which it is kept. Rules have their own dates in
 * the years 1 to 9999 only.
 * @param buffer,capacity the caller's; NULL and 0 to count
 * @param[out] count how many there are, however many fitted
 * Errors: SPOL_E_RANGE (a year outside 1 to 9999). Threads: any.
 */
SPOL_API SPOL_CHECKED spol_status spol_holidays_in_year(const spol_holidays *holidays, int32_t year,
                                                        spol_holiday *buffer, size_t capacity,
                                                        size_t *count);

/**
 * Whether a date is a holiday.
 * @param[out] is_holiday 1 if it is, 0 if it is not
 * @param[out] out optional; written if it is
 * Errors: SPOL_E_RANGE. Threads: any.
 */
SPOL_API SPOL_CHECKED spol_status spol_holidays_on(const spol_holidays *holidays, spol_date date,
                                                   int32_t *is_holiday, spol_holiday *out);

/**
 * The first and the last year that every list of the set covers; 1 to 9999
 * without lists, 1 to 0 if there is no such year. Lists may leave gaps in
 * between: spol_holidays_covers. Threads: any.
 */
SPOL_API void spol_holidays_coverage(const spol_holidays *holidays, int32_t *first_year,
                                     int32_t *last_year);

/** 1 if every list of the set covers the year, else 0; always 1 without lists,
 *  0 outside the years 1 to 9999. Threads: any. */
SPOL_API int32_t spol_holidays_covers(const spol_holidays *holidays, int32_t year);

SPOL_END_DECLS

#endif
