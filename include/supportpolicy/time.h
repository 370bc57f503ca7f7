/* SPDX-License-Identifier: MIT */
/**
 * @file time.h
 * Instants, durations, dates and wall times, and their text
 * (docs/semantics.md, section 1).
 *
 * Everything is a signed integer with a fixed unit; nothing wraps and nothing
 * is rounded. Functions here allocate nothing and know no time zone.
 */
#ifndef SUPPORTPOLICY_TIME_H
#define SUPPORTPOLICY_TIME_H

#include <stddef.h>
#include <stdint.h>

#include "supportpolicy/error.h"

SPOL_BEGIN_DECLS

/** Microseconds since 1970-01-01T00:00:00Z, POSIX time (no leap seconds). */
typedef int64_t spol_instant;
/** A length of time in microseconds. */
typedef int64_t spol_duration;
/** A day of the proleptic Gregorian calendar: days since 1970-01-01. */
typedef int32_t spol_date;
/** A wall time without a zone: microseconds since 1970-01-01T00:00 on the wall. */
typedef int64_t spol_wall;

/** 0001-01-01T00:00:00Z, the first instant there is. */
#define SPOL_INSTANT_MIN INT64_C(-62135596800000000)
/** 9999-12-31T23:59:59.999999Z, the last instant there is. */
#define SPOL_INSTANT_MAX INT64_C(253402300799999999)
/** Stands for "no instant"; no valid instant has this value. */
#define SPOL_INSTANT_NONE INT64_MIN
/** 0001-01-01, the first date there is. */
#define SPOL_DATE_MIN INT32_C(-719162)
/** 9999-12-31, the last date there is. */
#define SPOL_DATE_MAX INT32_C(2932896)
/** Stands for "no date"; no valid date has this value. */
#define SPOL_DATE_NONE INT32_MIN

#define SPOL_SECOND INT64_C(1000000)
#define SPOL_MINUTE INT64_C(60000000)
#define SPOL_HOUR INT64_C(3600000000)
#define SPOL_DAY INT64_C(86400000000)
#define SPOL_WEEK INT64_C(604800000000)

/** Days of the week, numbered as in ISO 8601. */
enum spol_weekday {
  SPOL_MONDAY = 1,
  SPOL_TUESDAY = 2,
  SPOL_WEDNESDAY = 3,
  SPOL_THURSDAY = 4,
  SPOL_FRIDAY = 5,
  SPOL_SATURDAY = 6,
  SPOL_SUNDAY = 7
};

/** A date in the parts that people write. */
typedef struct spol_civil_date {
  int32_t year;  /**< 1 to 9999 */
  int32_t month; /**< 1 to 12 */
  int32_t day;   /**< 1 to 31 */
} spol_civil_date;

/** A week of ISO 8601. */
typedef struct spol_iso_week {
  int32_t year;    /**< the year that the week belongs to */
  int32_t week;    /**< 1 to 53 */
  int32_t weekday; /**< 1 (Monday) to 7 */
} spol_iso_week;

/**
 * The date of a year, month and day.
 * @param year  1 to 9999, @param month 1 to 12, @param day 1 to 31
 * @param[out] out days since 1970-01-01
 * Errors: SPOL_E_RANGE for a year outside 1..9999, SPOL_E_INVALID for a month
 * or day that does not exist. Threads: any.
 */
SPOL_API SPOL_CHECKED spol_status spol_date_from_civil(int32_t year, int32_t month, int32_t day,
                                                       spol_date *out);

/**
 * Year, month and day of a date.
 * Errors: SPOL_E_RANGE outside the years 1 to 9999. Threads: any.
 */
SPOL_API SPOL_CHECKED spol_status spol_date_to_civil(spol_date date, spol_civil_date *out);

/** The weekday (1 Monday to 7 Sunday) of any date; total. Threads: any. */
SPOL_API int32_t spol_date_weekday(spol_date date);

/** The week of ISO 8601 that a date lies in. Errors: SPOL_E_RANGE. */
SPOL_API SPOL_CHECKED spol_status spol_date_iso_week(spol_date date, spol_iso_week *out);

/**
 * Easter Sunday of a year by the Gregorian computus (western churches).
 * @param year 1583 to 9999: before, the western church kept the Julian date
 * Errors: SPOL_E_RANGE. Threads: any.
 */
SPOL_API SPOL_CHECKED spol_status spol_easter_western(int32_t year, spol_date *out);

/**
 * Easter Sunday of a year by the Julian computus (orthodox churches), as a
 * Gregorian date.
 * @param year 1583 to 9999. Errors: SPOL_E_RANGE. Threads: any.
 */
SPOL_API SPOL_CHECKED spol_status spol_easter_orthodox(int32_t year, spol_date *out);

/** How a wall time that the clocks skip or repeat is to be understood. */
enum spol_wall_choice {
  /** It is an error: SPOL_E_GAP or SPOL_E_OVERLAP. */
  SPOL_WALL_REJECT = 0,
  /** Overlap: the first of the two. Gap: read with the offset after the gap,
   *  which gives the earlier instant. */
  SPOL_WALL_EARLIER = 1,
  /** Overlap: the second of the two. Gap: read with the offset before the
   *  gap, which gives the later instant. */
  SPOL_WALL_LATER = 2
};

/**
 * Reads an instant from RFC 3339 text with an offset ("2026-11-23T09:00:00Z",
 * "2026-11-23t10:00:00.5+01:00"). At most six digits of a second; second 60 is
 * an error of its own.
 * @param text,length the bytes; no NUL is needed
 * @param[out] out  the instant
 * @param error optional; offset and column say where
 * Errors: SPOL_E_SYNTAX, SPOL_E_RANGE. A text without an offset is
 * SPOL_E_SYNTAX with a hint: use spol_zone_parse_instant. Threads: any.
 */
SPOL_API SPOL_CHECKED spol_status spol_instant_parse(const char *text, size_t length,
                                                     spol_instant *out, spol_error *error);

/**
 * Reads a wall time without a zone ("2026-11-23T09:00", "2026-11-23 09:00:00").
 * Errors: SPOL_E_SYNTAX, SPOL_E_RANGE. Threads: any.
 */
SPOL_API SPOL_CHECKED spol_status spol_wall_parse(const char *text, size_t length, spol_wall *out,
                                                  spol_error *error);

/**
 * Reads a date ("2026-11-23"). Errors: SPOL_E_SYNTAX, SPOL_E_RANGE.
 */
SPOL_API SPOL_CHECKED spol_status spol_date_parse(const char *text, size_t length, spol_date *out,
                                                  spol_error *error);

/**
 * Reads a duration: a sequence of decimal number and unit, largest first
 * ("90m", "2.5h", "1h30m", "2w", "250ms"), or the time part of ISO 8601
 * ("PT1H30M"). Units: w, d, h, m (min), s, ms, us; a week is 168 h and a day
 * 24 h of real or open time. Each number times its unit must be a whole number
 * of microseconds. Nothing stands between the parts.
 * @param[out] out  at least 0
 * Errors: SPOL_E_SYNTAX, SPOL_E_RANGE. Threads: any.
 */
SPOL_API SPOL_CHECKED spol_status spol_duration_parse(const char *text, size_t length,
                                                      spol_duration *out, spol_error *error);

/** Room for every text that the format functions below write, NUL included. */
enum { SPOL_TIME_TEXT_MAX = 40 };

/**
 * Writes an instant as RFC 3339 in UTC: "2026-11-23T09:00:00Z", with as many
 * digits of a second as are not zero.
 * @param buffer at least SPOL_TIME_TEXT_MAX bytes
 * Errors: SPOL_E_RANGE (the buffer is untouched). Threads: any.
 */
SPOL_API SPOL_CHECKED spol_status spol_instant_format(spol_instant instant, char *buffer);

/**
 * Writes an instant as RFC 3339 at an offset: "2026-11-23T10:00:00+01:00".
 * @param offset_seconds east of UTC, -93600 to 93600; an offset with seconds
 * is written with them ("-00:44:30"), as ISO 8601-2 and Python do
 * Errors: SPOL_E_RANGE, SPOL_E_INVALID. Threads: any.
 */
SPOL_API SPOL_CHECKED spol_status spol_instant_format_offset(spol_instant instant,
                                                             int32_t offset_seconds, char *buffer);

/** Writes a date: "2026-11-23". Errors: SPOL_E_RANGE. */
SPOL_API SPOL_CHECKED spol_status spol_date_format(spol_date date, char *buffer);

/** Writes a wall time: "2026-11-23T09:00:00". Errors: SPOL_E_RANGE. */
SPOL_API SPOL_CHECKED spol_status spol_wall_format(spol_wall wall, char *buffer);

/**
 * Writes a duration so that spol_duration_parse reads the same value back:
 * "1h30m", "0s"; hours are the largest unit. Total over int64: a negative one,
 * which only differences are, is written as "-2h" and not read. Threads: any.
 */
SPOL_API SPOL_CHECKED spol_status spol_duration_format(spol_duration duration, char *buffer);

SPOL_END_DECLS

#endif
