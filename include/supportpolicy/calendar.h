/* SPDX-License-Identifier: MIT */
/**
 * @file calendar.h
 * Business-hours calendars: what is open when, and exact arithmetic on it
 * (docs/semantics.md, sections 2 to 4).
 *
 * A calendar is described to a builder, then made once; it is immutable, owns
 * everything it was made from, and answers every question without allocating.
 * Inside its compiled window an answer costs the same however long the target;
 * outside it the answer is the same, and slower.
 *
 * Pointers are not NULL but where it says so: answers are asked for by the
 * million, and their functions look at no pointer that they do not need.
 *
 *     spol_calendar_builder *b;
 *     spol_calendar_builder_new(NULL, zone, &b);
 *     for (int32_t day = SPOL_MONDAY; day <= SPOL_FRIDAY; day++)
 *       spol_calendar_builder_add_hours(b, day, 9 * 3600, 17 * 3600);
 *     spol_calendar_builder_add_holidays(b, holidays);
 *     spol_calendar_builder_build(b, NULL, &calendar, &error);
 *     spol_calendar_builder_free(b);
 *     spol_calendar_add(calendar, now, 8 * SPOL_HOUR, &due, NULL);
 */
#ifndef SUPPORTPOLICY_CALENDAR_H
#define SUPPORTPOLICY_CALENDAR_H

#include "supportpolicy/holidays.h"
#include "supportpolicy/zone.h"

SPOL_BEGIN_DECLS

/** Immutable, atomically counted, usable from any number of threads. */
typedef struct spol_calendar spol_calendar;
/** Collects the parts of a calendar. One thread at a time. */
typedef struct spol_calendar_builder spol_calendar_builder;

/** What may be said of a result beside the result itself. */
enum spol_calendar_flag {
  /** It depends on a date outside what the calendar covers: the holidays of a
   *  year are not known (spol_calendar_coverage says which years are). */
  SPOL_CALENDAR_UNCOVERED = 1,
  /** It depends on Easter before 1583, which is counted and was not used. */
  SPOL_CALENDAR_EASTER_EARLY = 2,
  /** It lies beyond the last transition of a zone that has no footer. */
  SPOL_CALENDAR_ZONE_BEYOND = 4,
  /** The due instant computed would lie before receipt; it is receipt. */
  SPOL_CALENDAR_DUE_AT_RECEIPT = 8
};

/* ---- Making a calendar ------------------------------------------------- */

/** A piece of a day: seconds of wall time from the date's midnight. */
typedef struct spol_day_hours {
  int32_t open_seconds;  /**< 0 to 86399; for breaks up to 172799 */
  int32_t close_seconds; /**< up to 86400; not after open: on the next day;
                              up to 172800 where it is written past 24:00 */
} spol_day_hours;

/** A weekly window with two ends, of any length below a week (section 2). */
typedef struct spol_window {
  uint32_t size; /**< sizeof(spol_window) */
  int32_t open_weekday;
  int32_t open_seconds; /**< 0 to 86399 */
  int32_t close_weekday;
  int32_t close_seconds; /**< 0 to 86400 */
  int32_t reserved;
  const spol_zone *open_zone;  /**< NULL: the calendar's; referenced */
  const spol_zone *close_zone; /**< NULL: the calendar's; referenced */
} spol_window;

/** How a calendar is compiled. Zero in a field means its default. */
typedef struct spol_compile_options {
  uint32_t size;      /**< sizeof(spol_compile_options) */
  int32_t first_year; /**< first year of the compiled window; default 2000 */
  int32_t last_year;  /**< last year of it, included; default 2050; at most 130
                           years; an empty window (last < first) compiles nothing */
  uint32_t max_items; /**< most windows, breaks and exceptions; default 100,000 */
} spol_compile_options;

/**
 * A builder for a calendar in a zone.
 * @param allocator NULL for the default; used for the calendar too
 * @param zone the calendar's own zone; referenced
 * Errors: SPOL_E_INVALID, SPOL_E_MEMORY.
 */
SPOL_API SPOL_CHECKED spol_status spol_calendar_builder_new(const spol_allocator *allocator,
                                                            const spol_zone *zone,
                                                            spol_calendar_builder **out);

/** Frees a builder, built or not. NULL is allowed. */
SPOL_API void spol_calendar_builder_free(spol_calendar_builder *builder);

/**
 * Weekly hours that open on a weekday: a close not after the open lies on the
 * next day; 0 to 86400 is the whole day. Equal ends are an error.
 * @param builder NULL is SPOL_E_INVALID, here and below up to add_holidays
 * @param weekday 1 (SPOL_MONDAY) to 7
 * @param open_seconds,close_seconds of the wall clock, since midnight
 * Errors: SPOL_E_INVALID, SPOL_E_LIMIT, SPOL_E_MEMORY.
 */
SPOL_API SPOL_CHECKED spol_status spol_calendar_builder_add_hours(spol_calendar_builder *builder,
                                                                  int32_t weekday,
                                                                  int32_t open_seconds,
                                                                  int32_t close_seconds);

/** A weekly window that names both its weekdays, and its zones if they differ
 *  from the calendar's. Errors: as above, SPOL_E_VERSION. */
SPOL_API SPOL_CHECKED spol_status spol_calendar_builder_add_window(spol_calendar_builder *builder,
                                                                   const spol_window *window);

/** Open at every instant of the week (24x7).
 *  Errors: SPOL_E_INVALID, SPOL_E_LIMIT, SPOL_E_MEMORY. */
SPOL_API SPOL_CHECKED spol_status spol_calendar_builder_add_always(spol_calendar_builder *builder);

/** A weekly break, replaced together with the week's hours on a holiday.
 *  Errors: SPOL_E_INVALID, SPOL_E_LIMIT, SPOL_E_MEMORY. */
SPOL_API SPOL_CHECKED spol_status spol_calendar_builder_add_weekly_break(
    spol_calendar_builder *builder, int32_t weekday, int32_t from_seconds, int32_t to_seconds);

/** A break on one date, subtracted from whatever hours that date has.
 *  Errors: SPOL_E_INVALID, SPOL_E_LIMIT, SPOL_E_MEMORY. */
SPOL_API SPOL_CHECKED spol_status spol_calendar_builder_add_dated_break(
    spol_calendar_builder *builder, spol_date date, int32_t from_seconds, int32_t to_seconds);

/**
 * Replaces all that belongs to a date: it has these hours and no others; none
 * closes it. It outranks a holiday on that date.
 * @param hours,count copied. A second exception for one date is SPOL_E_SEMANTIC.
 * @param name optional, NUL-terminated, copied
 * Errors: SPOL_E_INVALID, SPOL_E_SEMANTIC, SPOL_E_LIMIT, SPOL_E_MEMORY.
 */
SPOL_API SPOL_CHECKED spol_status
spol_calendar_builder_set_exception(spol_calendar_builder *builder, spol_date date,
                                    const spol_day_hours *hours, size_t count, const char *name);

/** Adds a set of holidays; referenced. On a date in several sets the first
 *  set added decides the hours. Errors: SPOL_E_INVALID, SPOL_E_MEMORY. */
SPOL_API SPOL_CHECKED spol_status spol_calendar_builder_add_holidays(spol_calendar_builder *builder,
                                                                     const spol_holidays *holidays);

/**
 * Makes the calendar. The builder stays as it was.
 * @param options NULL for the defaults
 * Errors: SPOL_E_NEVER_OPEN (no open time in any year: the calendar is of no
 * use), SPOL_E_LIMIT (max_items; more than 48 intervals, 32 weekly or 32 dated
 * breaks on one date; a zone whose clocks change more than 5 times in 6 days, as
 * no real ones do), SPOL_E_MEMORY, SPOL_E_INVALID, SPOL_E_VERSION.
 */
SPOL_API SPOL_CHECKED spol_status spol_calendar_builder_build(const spol_calendar_builder *builder,
                                                              const spol_compile_options *options,
                                                              spol_calendar **out,
                                                              spol_error *error);

/** How calendars are put together. */
enum spol_combination {
  SPOL_ANY_OF = 1, /**< open where any part is open (union) */
  SPOL_ALL_OF = 2, /**< open where all parts are open (intersection) */
  SPOL_EXCEPT = 3  /**< open where the first is and none of the others is */
};

/**
 * A calendar made of others. An open instant keeps the date that it has in its
 * parts; if they differ in zone (by name) it has its local date in `zone`.
 * @param kind one of enum spol_combination
 * @param parts,count 1 to 64 calendars; referenced
 * @param zone the zone of the combination; not used where the parts have one zone,
 * then it may be NULL
 * Errors: SPOL_E_INVALID (among them: parts of several zones and no zone),
 * SPOL_E_LIMIT (nested deeper than 16, or more than 4,096 simple calendars, each
 * counted as often as it is named), SPOL_E_MEMORY. A combination that is
 * never open is made; its questions answer SPOL_E_NEVER_OPEN.
 */
SPOL_API SPOL_CHECKED spol_status spol_calendar_combine(const spol_allocator *allocator,
                                                        int32_t kind,
                                                        const spol_calendar *const *parts,
                                                        size_t count, const spol_zone *zone,
                                                        const spol_compile_options *options,
                                                        spol_calendar **out, spol_error *error);

/** 24x7 in a zone, which gives its instants their dates. */
SPOL_API SPOL_CHECKED spol_status spol_calendar_always(const spol_allocator *allocator,
                                                       const spol_zone *zone, spol_calendar **out);

/** One reference more; NULL gives NULL. Threads: any. @return `calendar` */
SPOL_API spol_calendar *spol_calendar_ref(const spol_calendar *calendar);
/** Gives a reference back; the last one frees. NULL is allowed. */
SPOL_API void spol_calendar_unref(const spol_calendar *calendar);

/** The zone that gives the calendar's instants their dates. Borrowed. */
SPOL_API const spol_zone *spol_calendar_zone(const spol_calendar *calendar);

/** The years whose holidays are known. Years with rules alone are 1 to 9999. */
SPOL_API void spol_calendar_coverage(const spol_calendar *calendar, int32_t *first_year,
                                     int32_t *last_year);

/** Bytes that the compiled timeline takes (parts of a combination not counted). */
SPOL_API size_t spol_calendar_compiled_bytes(const spol_calendar *calendar);

/* ---- Arithmetic (section 3) --------------------------------------------
 * In all of these: `flags` is optional and gets bits of spol_calendar_flag;
 * instants outside the years 1 to 9999, given or found, are SPOL_E_RANGE.
 * A search that runs out of the years is SPOL_E_NEVER_OPEN if the calendar has
 * no open time in the last (backwards: the first) hundred of them, else
 * SPOL_E_RANGE. Flags speak of the instants that the answer depends on: of
 * [a, b), of [t, result), of [result, t); a question about one instant or an
 * opening or close includes both ends. Nothing is allocated. Threads: any. */

/** Open time in [a, b); minus that of [b, a) where b < a. Errors: SPOL_E_RANGE. */
SPOL_API SPOL_CHECKED spol_status spol_calendar_elapsed(const spol_calendar *calendar,
                                                        spol_instant a, spol_instant b,
                                                        spol_duration *out, uint32_t *flags);

/**
 * The earliest u with open time `d` in [t, u); t itself for d = 0. A duration
 * used up exactly at closing ends at closing.
 * Errors: SPOL_E_INVALID (d < 0), SPOL_E_NEVER_OPEN (the open time left up to
 * the year 9999 is less than d, and the calendar has none after some date),
 * SPOL_E_RANGE (it is less than d although the calendar goes on).
 */
SPOL_API SPOL_CHECKED spol_status spol_calendar_add(const spol_calendar *calendar, spol_instant t,
                                                    spol_duration d, spol_instant *out,
                                                    uint32_t *flags);

/** The latest u with open time `d` in [u, t); t itself for d = 0. Errors: as
 *  spol_calendar_add, towards the year 1. */
SPOL_API SPOL_CHECKED spol_status spol_calendar_subtract(const spol_calendar *calendar,
                                                         spol_instant t, spol_duration d,
                                                         spol_instant *out, uint32_t *flags);

/** 1 if t is open, else 0. Errors: SPOL_E_RANGE. */
SPOL_API SPOL_CHECKED spol_status spol_calendar_is_open(const spol_calendar *calendar,
                                                        spol_instant t, int32_t *out,
                                                        uint32_t *flags);

/** The earliest open u >= t. Errors: SPOL_E_NEVER_OPEN, SPOL_E_RANGE. */
SPOL_API SPOL_CHECKED spol_status spol_calendar_next_open(const spol_calendar *calendar,
                                                          spol_instant t, spol_instant *out,
                                                          uint32_t *flags);

/** The earliest end of a stretch after t. For 24x7 there is none: SPOL_E_RANGE. */
SPOL_API SPOL_CHECKED spol_status spol_calendar_next_close(const spol_calendar *calendar,
                                                           spol_instant t, spol_instant *out,
                                                           uint32_t *flags);

/** The latest beginning of a stretch before t. Errors: as next_close. */
SPOL_API SPOL_CHECKED spol_status spol_calendar_previous_open(const spol_calendar *calendar,
                                                              spol_instant t, spol_instant *out,
                                                              uint32_t *flags);

/** The latest u <= t with open time just before it: t itself inside open time
 *  or at a close. Errors: SPOL_E_NEVER_OPEN, SPOL_E_RANGE. */
SPOL_API SPOL_CHECKED spol_status spol_calendar_previous_close(const spol_calendar *calendar,
                                                               spol_instant t, spol_instant *out,
                                                               uint32_t *flags);

/** Open time without a hole: [from, to). */
typedef struct spol_stretch {
  spol_instant from;
  spol_instant to;
} spol_stretch;

/**
 * The stretches of open time in [a, b), cut at a and b, in order.
 * @param buffer,capacity the caller's; NULL and 0 to count
 * @param[out] count how many there are, however many fitted
 * Errors: SPOL_E_RANGE, SPOL_E_INVALID (b < a).
 */
SPOL_API SPOL_CHECKED spol_status spol_calendar_stretches(const spol_calendar *calendar,
                                                          spol_instant a, spol_instant b,
                                                          spol_stretch *buffer, size_t capacity,
                                                          size_t *count, uint32_t *flags);

/* ---- Arrays ------------------------------------------------------------
 * Element by element as above. An element that fails is SPOL_INSTANT_NONE;
 * the others are right. The answer is SPOL_OK, or the status of the first that
 * failed, whose index *failed then is (`failed` and `flags` are optional;
 * `flags` is the union over all elements). In and out may be the same array. */

SPOL_API SPOL_CHECKED spol_status spol_calendar_add_many(const spol_calendar *calendar,
                                                         const spol_instant *t,
                                                         const spol_duration *d, spol_instant *out,
                                                         size_t count, size_t *failed,
                                                         uint32_t *flags);
SPOL_API SPOL_CHECKED spol_status spol_calendar_subtract_many(const spol_calendar *calendar,
                                                              const spol_instant *t,
                                                              const spol_duration *d,
                                                              spol_instant *out, size_t count,
                                                              size_t *failed, uint32_t *flags);
SPOL_API SPOL_CHECKED spol_status spol_calendar_elapsed_many(const spol_calendar *calendar,
                                                             const spol_instant *a,
                                                             const spol_instant *b,
                                                             spol_duration *out, size_t count,
                                                             size_t *failed, uint32_t *flags);

/* ---- Dates, receipt and business days (sections 2 and 4) ---------------- */

/** Why a date has the hours that it has. */
enum spol_day_source {
  SPOL_DAY_WEEK = 0,      /**< the weekly hours */
  SPOL_DAY_HOLIDAY = 1,   /**< a holiday closes it or gives it other hours */
  SPOL_DAY_EXCEPTION = 2, /**< an exception does */
  SPOL_DAY_COMBINED = 3   /**< parts of a combination differ; see the parts */
};

/** What belongs to a date. */
typedef struct spol_calendar_date {
  spol_date date;
  int32_t source;          /**< enum spol_day_source */
  int32_t has_open_time;   /**< 1 if open time belongs to the date */
  uint32_t flags;          /**< enum spol_calendar_flag */
  spol_instant first_open; /**< SPOL_INSTANT_NONE without open time */
  spol_instant last_close; /**< the end of the latest interval that belongs to it */
  const char *name;        /**< of the holiday or exception, or NULL; borrowed */
} spol_calendar_date;

/** What belongs to a local date of the calendar's zone. Errors: SPOL_E_RANGE. */
SPOL_API SPOL_CHECKED spol_status spol_calendar_on_date(const spol_calendar *calendar,
                                                        spol_date date, spol_calendar_date *out);

/** The date that an instant belongs to: while open, the latest of those of the
 *  intervals that it lies in; while closed, its local date. Errors: SPOL_E_RANGE. */
SPOL_API SPOL_CHECKED spol_status spol_calendar_date_of(const spol_calendar *calendar,
                                                        spol_instant t, spol_date *out,
                                                        uint32_t *flags);

/** What a target counted in days counts. */
enum spol_day_unit {
  SPOL_BUSINESS_DAYS = 1,
  SPOL_CALENDAR_DAYS = 2,
  SPOL_CALENDAR_WEEKS = 3,
  SPOL_CALENDAR_MONTHS = 4 /**< the same day of the month, else its last */
};

/** The instant of the last day that is meant. */
enum spol_day_reading {
  SPOL_END_OF_DAY = 1,   /**< its last close */
  SPOL_START_OF_DAY = 2, /**< its first opening */
  SPOL_SAME_TIME = 3,    /**< the wall time of receipt */
  SPOL_LOCAL_TIME = 4    /**< a wall time that the target names */
};

/** What day 0 is. */
enum spol_day_zero {
  SPOL_AFTER_RECEIPT = 0, /**< the date to which receipt belongs */
  SPOL_AFTER_DATE = 1     /**< the local date of the start itself */
};

/** Which dates count as business days where it is not open time that decides:
 *  weekdays or a calendar, not both (SPOL_E_INVALID). With neither, open time. */
typedef struct spol_business_days {
  uint32_t size;                 /**< sizeof(spol_business_days) */
  uint32_t weekday_mask;         /**< bit 0 Monday ... bit 6 Sunday; 0: not by weekday */
  const spol_calendar *calendar; /**< its business days; NULL: not by calendar */
} spol_business_days;

/** A target counted in days. */
typedef struct spol_day_target {
  uint32_t size;          /**< sizeof(spol_day_target) */
  int32_t unit;           /**< enum spol_day_unit */
  int32_t count;          /**< 0 or more */
  int32_t reading;        /**< enum spol_day_reading */
  int32_t local_seconds;  /**< for SPOL_LOCAL_TIME: 0 to 172800 */
  int32_t zero;           /**< enum spol_day_zero */
  int32_t cutoff_seconds; /**< wall time from which a start counts as the next
                               business day's, 0 to 172800; -1: none */
  int32_t reserved;
  const spol_business_days *business_days; /**< NULL: dates with open time */
} spol_day_target;

/** What a target counted in days comes to. */
typedef struct spol_day_due {
  spol_instant receipt;
  spol_instant due;
  spol_date day_zero;
  spol_date due_day;
  uint32_t flags; /**< enum spol_calendar_flag */
  uint32_t reserved;
} spol_day_due;

/**
 * When a start is received: next_open of it, or, at or after the cut-off, the
 * first open instant of the next business day after the date that it belongs to.
 * Where that day has opened before the start already (a cut-off past its opening,
 * overlapping shifts), it is the first open instant at or after the start; where
 * `business_days` names a day without open time, the first one from its midnight.
 * @param cutoff_seconds wall time from the date's midnight; -1: none
 * @param business_days NULL: dates with open time
 * Errors: SPOL_E_NEVER_OPEN, SPOL_E_RANGE, SPOL_E_INVALID.
 */
SPOL_API SPOL_CHECKED spol_status spol_calendar_receive(const spol_calendar *calendar,
                                                        spol_instant start, int32_t cutoff_seconds,
                                                        const spol_business_days *business_days,
                                                        spol_instant *out, uint32_t *flags);

/**
 * When a target counted in days is due.
 * Errors: SPOL_E_NEVER_OPEN, SPOL_E_RANGE, SPOL_E_INVALID, SPOL_E_VERSION.
 */
SPOL_API SPOL_CHECKED spol_status spol_calendar_day_target(const spol_calendar *calendar,
                                                           spol_instant start,
                                                           const spol_day_target *target,
                                                           spol_day_due *out);

SPOL_END_DECLS

#endif
