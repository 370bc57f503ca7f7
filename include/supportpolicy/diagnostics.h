/* SPDX-License-Identifier: MIT */
/**
 * @file diagnostics.h
 * The codes of what is said about a policy or a case file (docs/diagnostics.md).
 * spol_error.code holds one; lists of them are in policy.h.
 */
#ifndef SUPPORTPOLICY_DIAGNOSTICS_H
#define SUPPORTPOLICY_DIAGNOSTICS_H

#include <stdint.h>

#include "supportpolicy/visibility.h"

SPOL_BEGIN_DECLS

/** A value keeps its number for ever; people see it as "SP0301". */
enum spol_diagnostic_code {
  /* Written by script/diagnostics: begin. */
  SPOL_DIAG_EMPTY_TEXT = 101,
  SPOL_DIAG_TEXT_TOO_LONG = 102,
  SPOL_DIAG_INVALID_UTF8 = 103,
  SPOL_DIAG_FORBIDDEN_CHARACTER = 104,
  SPOL_DIAG_INVALID_YAML = 105,
  SPOL_DIAG_TAB = 106,
  SPOL_DIAG_TOO_DEEP = 107,
  SPOL_DIAG_TOO_MANY_NODES = 108,
  SPOL_DIAG_TOO_MANY_KEYS = 109,
  SPOL_DIAG_TAG = 110,
  SPOL_DIAG_MERGE_KEY = 111,
  SPOL_DIAG_DIRECTIVE = 112,
  SPOL_DIAG_TOO_MANY_DOCUMENTS = 113,
  SPOL_DIAG_UNKNOWN_ANCHOR = 114,
  SPOL_DIAG_SELF_ALIAS = 115,
  SPOL_DIAG_DUPLICATE_ANCHOR = 116,
  SPOL_DIAG_KEY_NOT_SCALAR = 117,
  SPOL_DIAG_TOO_MANY_ANCHORS = 118,
  SPOL_DIAG_INVALID_DURATION = 201,
  SPOL_DIAG_INVALID_DATE = 202,
  SPOL_DIAG_INVALID_TIME_OF_DAY = 203,
  SPOL_DIAG_INVALID_INSTANT = 204,
  SPOL_DIAG_INVALID_NUMBER = 205,
  SPOL_DIAG_INVALID_BOOLEAN = 206,
  SPOL_DIAG_INVALID_WORD = 207,
  SPOL_DIAG_INVALID_NAME = 208,
  SPOL_DIAG_VALUE_OUT_OF_RANGE = 209,
  SPOL_DIAG_DAMAGED_VALUE = 210,
  SPOL_DIAG_DAY_ON_BUSINESS_CALENDAR = 211,
  SPOL_DIAG_INVALID_SHARE = 212,
  SPOL_DIAG_INVALID_DIGEST = 213,
  SPOL_DIAG_DUPLICATE_KEY = 301,
  SPOL_DIAG_UNKNOWN_KEY = 302,
  SPOL_DIAG_MISSING_KEY = 303,
  SPOL_DIAG_WRONG_KIND = 304,
  SPOL_DIAG_CONFLICTING_KEYS = 305,
  SPOL_DIAG_EMPTY_VALUE = 306,
  SPOL_DIAG_UNSUPPORTED_VERSION = 307,
  SPOL_DIAG_TOO_MANY_RULES = 308,
  SPOL_DIAG_UNDEFINED_NAME = 401,
  SPOL_DIAG_NAME_DEFINED_TWICE = 402,
  SPOL_DIAG_CIRCULAR_NAME = 403,
  SPOL_DIAG_RESERVED_NAME = 404,
  SPOL_DIAG_UNUSED_NAME = 405,
  SPOL_DIAG_NEVER_OPEN = 501,
  SPOL_DIAG_EQUAL_ENDS = 502,
  SPOL_DIAG_OVERLAPPING_WINDOWS = 503,
  SPOL_DIAG_OVERNIGHT_WINDOW = 504,
  SPOL_DIAG_UNKNOWN_ZONE = 505,
  SPOL_DIAG_FIXED_OFFSET_BESIDE_ZONE = 506,
  SPOL_DIAG_HOLIDAYS_END_EARLY = 507,
  SPOL_DIAG_LONG_WINDOW = 508,
  SPOL_DIAG_UNKNOWN_HOLIDAYS = 509,
  SPOL_DIAG_SEVERITY_GAP = 601,
  SPOL_DIAG_RULE_NEVER_MATCHES = 602,
  SPOL_DIAG_RULES_DISAGREE = 603,
  SPOL_DIAG_BANDS = 604,
  SPOL_DIAG_CONDITION_TYPE = 605,
  SPOL_DIAG_UNDECIDED_QUESTION = 606,
  SPOL_DIAG_TARGET_GAP = 701,
  SPOL_DIAG_TARGETS_INVERTED = 702,
  SPOL_DIAG_RESOLUTION_BEFORE_RESPONSE = 703,
  SPOL_DIAG_METRIC_NEVER_STOPS = 704,
  SPOL_DIAG_PAUSE_NEVER_ENDS = 705,
  SPOL_DIAG_START_EXCLUDES_PAUSE = 706,
  SPOL_DIAG_READING_MISSING = 707,
  SPOL_DIAG_DUE_BEFORE_RECEIPT = 708,
  SPOL_DIAG_EMPTY_CYCLE = 709,
  SPOL_DIAG_STEP_AFTER_END = 801,
  SPOL_DIAG_NO_NEXT_LINE = 802,
  SPOL_DIAG_STEP_WITHOUT_ID = 803,
  SPOL_DIAG_UNBOUNDED_REPETITION = 804,
  SPOL_DIAG_QUOTATION_NOT_FOUND = 901,
  SPOL_DIAG_DIGEST_MISMATCH = 902,
  SPOL_DIAG_SENTENCE_NOT_CITED = 903,
  SPOL_DIAG_CLAUSE_NOT_FOUND = 904,
  SPOL_DIAG_ACCEPTED_NOT_FOUND = 905,
  SPOL_DIAG_EVENT_ORDER = 1001,
  SPOL_DIAG_UNKNOWN_EVENT = 1002,
  SPOL_DIAG_EXPECTATION_FAILED = 1003,
  SPOL_DIAG_FACT_MISSING = 1004
  /* Written by script/diagnostics: end. */
};

/**
 * The code as people see it, such as "SP0301"; "" for an unknown number.
 * Ownership: static. Threads: any.
 */
SPOL_API const char *spol_diagnostic_label(uint32_t code);

/** The code's name in C without its prefix, such as "DUPLICATE_KEY"; "" for an
 *  unknown number. Ownership: static. Threads: any. */
SPOL_API const char *spol_diagnostic_name(uint32_t code);

/** What it is, in a few words without a full stop; "" for an unknown number.
 *  Ownership: static. Threads: any. */
SPOL_API const char *spol_diagnostic_title(uint32_t code);

/** What it means, in sentences; "" for an unknown number. Ownership: static.
 *  Threads: any. */
SPOL_API const char *spol_diagnostic_explanation(uint32_t code);

/** Its gravity by default, one of enum spol_gravity (policy.h); 0 for an unknown
 *  number. Threads: any. */
SPOL_API int32_t spol_diagnostic_gravity(uint32_t code);

SPOL_END_DECLS

#endif
