/* SPDX-License-Identifier: MIT */
/**
 * @file error.h
 * What went wrong, where, and what to do about it.
 *
 * Functions that read text or build objects take an optional spol_error. It
 * belongs to the caller, holds no pointers and needs no clean-up. It is
 * written on failure only.
 */
#ifndef SUPPORTPOLICY_ERROR_H
#define SUPPORTPOLICY_ERROR_H

#include "supportpolicy/status.h"

SPOL_BEGIN_DECLS

enum {
  SPOL_ERROR_PATH_MAX = 128,    /**< bytes of spol_error.path, NUL included */
  SPOL_ERROR_FILE_MAX = 256,    /**< bytes of spol_error.file, NUL included */
  SPOL_ERROR_MESSAGE_MAX = 384, /**< bytes of spol_error.message */
  SPOL_ERROR_HINT_MAX = 256     /**< bytes of spol_error.hint */
};

/**
 * An error with its place. All text is UTF-8, NUL-terminated, cut at a
 * character's boundary where it does not fit.
 */
typedef struct spol_error {
  /** sizeof(spol_error), set by SPOL_ERROR_INIT; says what the caller knows. */
  uint32_t size;
  /** The same value that the function returned. */
  spol_status status;
  /** Stable number of the diagnostic (docs/diagnostics.md); 0 if none. */
  uint32_t code;
  /** Line of the place, from 1; 0 where there is no place. */
  uint32_t line;
  /** Column of the place in code points, from 1; 0 where there is no place. */
  uint32_t column;
  uint32_t reserved;
  /** Byte offset of the place from the start of the text. */
  uint64_t offset;
  /** The file, as the caller named it; empty for bytes without a name. */
  char file[SPOL_ERROR_FILE_MAX];
  /** Where in the document, such as "calendars.desk.hours[2]"; may be empty. */
  char path[SPOL_ERROR_PATH_MAX];
  /** What is wrong, without a full stop. */
  char message[SPOL_ERROR_MESSAGE_MAX];
  /** What to do about it; may be empty. */
  char hint[SPOL_ERROR_HINT_MAX];
} spol_error;

/** An spol_error that is ready to be passed. */
#define SPOL_ERROR_INIT                                                                            \
  { .size = sizeof(spol_error) }

SPOL_END_DECLS

#endif
