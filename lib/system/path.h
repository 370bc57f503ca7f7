/* SPDX-License-Identifier: MIT */
/** Names of files that a file gives: relative to itself. */
#ifndef SPI_SYSTEM_PATH_H
#define SPI_SYSTEM_PATH_H

#include "system/file.h"

enum { SPI_PATH_ROOM = 4096 };

/** What keeps a name from being beside a file or below it, or NULL: a message
 *  with one %s, for the name. */
const char *spi_path_refusal(const char *name, int parents_allowed);
/** Puts a name beside a file. Errors: SPOL_E_LIMIT. */
SPOL_CHECKED spol_status spi_path_join(const char *file, const char *name, char *buffer,
                                       size_t capacity, spol_error *error);

#endif
