/* SPDX-License-Identifier: MIT */
/**
 * @file format.h
 * One layout for policies and case files, as `supportpolicy fmt` writes it.
 *
 * Only white space changes: two spaces a level, lists below their key indented
 * too, one space behind a colon and a comma and none inside brackets, at most
 * one blank line in a row, a line feed at the end. Keys keep their order,
 * comments, anchors and quotes stay as they are written, and what stands on
 * lines of its own inside brackets stays so. (spol_policy_print writes the
 * canonical form of the meaning instead, without comments.)
 */
#ifndef SUPPORTPOLICY_FORMAT_H
#define SUPPORTPOLICY_FORMAT_H

#include "supportpolicy/policy.h"

SPOL_BEGIN_DECLS

/**
 * Lays a text out. What it says is read again before it is given: a text is
 * never given that has other values or comments than `source`.
 *
 * @param allocator NULL for the default; for the call alone
 * @param source the text, with a name for diagnostics
 * @param buffer,capacity the caller's; NULL and 0 to ask; filled only if all fits
 * @param[out] needed bytes of the text, without a NUL, which is not written
 * @param diagnostics,error as in spol_policy_read
 * Errors: those of reading YAML (SPOL_E_SYNTAX, SPOL_E_SEMANTIC,
 * SPOL_E_UNSUPPORTED, SPOL_E_LIMIT); SPOL_E_UNSUPPORTED for a %YAML line and a
 * block scalar with an indentation of its own; SPOL_E_BUFFER (`needed` is
 * written; SPOL_OK where buffer is NULL), SPOL_E_MEMORY, SPOL_E_INVALID,
 * SPOL_E_VERSION. Threads: any.
 */
SPOL_API SPOL_CHECKED spol_status spol_format(const spol_allocator *allocator,
                                              const spol_policy_source *source, char *buffer,
                                              uint64_t capacity, uint64_t *needed,
                                              spol_diagnostics *diagnostics, spol_error *error);

SPOL_END_DECLS

#endif
