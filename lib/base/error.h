/* SPDX-License-Identifier: MIT */
/** Filling a caller's spol_error. */
#ifndef SPI_BASE_ERROR_H
#define SPI_BASE_ERROR_H

#include "base/text.h"
#include "supportpolicy/error.h"

/**
 * Writes status and message into an optional error and clears the rest. The
 * format is that of spi_write_format.
 */
void spi_error_write(spol_error *error, spol_status status, const char *format, ...);

static inline spol_status spi_same_status(spol_status status) {
  return status;
}

/**
 * The same, and gives the status (evaluated twice), so that
 * `return spi_fail(error, ...)` reads well. A macro, because compilers and
 * analyzers then see which status comes back, and that it is not SPOL_OK.
 */
#define spi_fail(error, status, ...)                                                               \
  spi_same_status((spi_error_write((error), (status), __VA_ARGS__), (status)))

/** Adds the hint, the byte offset or the place to an error just made. All take
 *  a NULL error. */
void spi_error_hint(spol_error *error, const char *format, ...);
void spi_error_offset(spol_error *error, uint64_t offset);
/** Sets line and column of `offset` in `text` (column in code points from 1). */
void spi_error_place(spol_error *error, const char *text, size_t length, uint64_t offset);

#endif
