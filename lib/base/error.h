/* SPDX-License-Identifier: MIT */
/** Filling a caller's spol_error. */
#ifndef SPI_BASE_ERROR_H
#define SPI_BASE_ERROR_H

#include "base/text.h"
#include "supportpolicy/error.h"

/**
 * Writes status and message into an optional error, clears the rest, and
 * returns the status, so that `return spi_fail(error, ...)` reads well. The
 * format is that of spi_write_format.
 */
spol_status spi_fail(spol_error *error, spol_status status, const char *format, ...);

/** Adds the hint, the byte offset or the place to an error just made. All take
 *  a NULL error. */
void spi_error_hint(spol_error *error, const char *format, ...);
void spi_error_offset(spol_error *error, uint64_t offset);
/** Sets line and column of `offset` in `text` (column in code points from 1). */
void spi_error_place(spol_error *error, const char *text, size_t length, uint64_t offset);

#endif
