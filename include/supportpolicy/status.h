/* SPDX-License-Identifier: MIT */
/**
 * @file status.h
 * The one kind of answer that every fallible function gives.
 *
 * A function that can fail returns an spol_status. SPOL_OK is zero. Whatever
 * else it returns, its outputs are untouched: nothing is half written.
 */
#ifndef SUPPORTPOLICY_STATUS_H
#define SUPPORTPOLICY_STATUS_H

#include <stdint.h>

#include "supportpolicy/visibility.h"

SPOL_BEGIN_DECLS

/** One of enum spol_status_code; 32 bits wide in every binding. */
typedef int32_t spol_status;

/** The values of spol_status. A value keeps its number for ever. */
enum spol_status_code {
  SPOL_OK = 0,
  /** An argument is outside what the function documents (a caller's bug). */
  SPOL_E_INVALID = 1,
  /** Memory could not be had. */
  SPOL_E_MEMORY = 2,
  /** An instant, a duration or a sum lies outside the years 1 to 9999. */
  SPOL_E_RANGE = 3,
  /** Text or bytes are not of the form that they should have. */
  SPOL_E_SYNTAX = 4,
  /** Well-formed, but it makes no sense (a rule, a name, a type). */
  SPOL_E_SEMANTIC = 5,
  /** A name that nothing defines (zone, fact, metric, calendar, ...). */
  SPOL_E_NOT_FOUND = 6,
  /** A documented limit was reached; the limit is named in the message. */
  SPOL_E_LIMIT = 7,
  /** The calendar has no open time left in the years 1 to 9999. */
  SPOL_E_NEVER_OPEN = 8,
  /** A wall time that the zone's clocks skip (gap). */
  SPOL_E_GAP = 9,
  /** A wall time that the zone's clocks show twice (overlap). */
  SPOL_E_OVERLAP = 10,
  /** A fact that the question needs is missing in the case. */
  SPOL_E_UNDECIDED = 11,
  /** Understood, and deliberately not supported (leap-second zone files). */
  SPOL_E_UNSUPPORTED = 12,
  /** A file or directory could not be read (lib/system only). */
  SPOL_E_IO = 13,
  /** An event's instant lies before that of the event before it. */
  SPOL_E_ORDER = 14,
  /** The caller's buffer is too small; the needed count was written. */
  SPOL_E_BUFFER = 15,
  /** A struct's size field is unknown, or bytes unknown here are not zero. */
  SPOL_E_VERSION = 16
};

/**
 * The name of a status, such as "SPOL_E_RANGE".
 *
 * @param status any number
 * @return a constant string, never NULL; "SPOL_E_UNKNOWN" for unknown numbers
 *
 * Ownership: static. Threads: any. Errors: none.
 */
SPOL_API const char *spol_status_name(spol_status status);

/**
 * What a status means, in a short sentence without a full stop.
 *
 * Ownership: static. Threads: any. Errors: none.
 */
SPOL_API const char *spol_status_message(spol_status status);

SPOL_END_DECLS

#endif
