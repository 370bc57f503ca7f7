/* SPDX-License-Identifier: MIT */
/**
 * Many errors of one text, in order of their places: spol_diagnostics is filled
 * here. A diagnostic's code comes from base/diagnostics.def.
 */
#ifndef SPI_TEXT_DIAGNOSTICS_H
#define SPI_TEXT_DIAGNOSTICS_H

#include <stdarg.h>

#include "base/text.h"
#include "supportpolicy/diagnostics.h"
#include "supportpolicy/policy.h"
#include "text/document.h"

/**
 * Makes a diagnostic in an spol_error: status, code, file, place and path, and
 * a message as spi_fail does. `file` and `path` may be NULL; a NULL place is
 * none. `error` must not be NULL; its size is set. A hint is added with
 * spi_error_hint. @return `status`
 */
spol_status spi_diagnostic_make(spol_error *error, spol_status status, uint32_t code,
                                const char *file, const spi_text_place *place, const char *path,
                                const char *format, ...);

spol_status spi_diagnostic_vmake(spol_error *error, spol_status status, uint32_t code,
                                 const char *file, const spi_text_place *place, const char *path,
                                 const char *format, va_list arguments);

/**
 * Adds a copy of a diagnostic, sorted by file (in order of first appearance)
 * and place. A list that is full, and NULL, only count.
 * @param gravity enum spol_gravity; 0 for the code's own. A note is put behind
 * the diagnostic added before it, and dropped with it.
 * Errors: SPOL_E_MEMORY (counted all the same).
 */
SPOL_CHECKED spol_status spi_diagnostics_add(spol_diagnostics *diagnostics, int32_t gravity,
                                             const spol_error *diagnostic);

/**
 * Adds a finding that the text itself accepts, as a note of its own: it stands
 * where it would stand as a finding. Errors: SPOL_E_MEMORY.
 */
SPOL_CHECKED spol_status spi_diagnostics_add_accepted(spol_diagnostics *diagnostics,
                                                      const spol_error *diagnostic);

/** How many errors were added, kept or not; 0 for NULL. */
uint64_t spi_diagnostics_errors(const spol_diagnostics *diagnostics);

#endif
