/* SPDX-License-Identifier: MIT */
/** The time zone database: where it is looked for, and what is done without. */
#ifndef SPI_SYSTEM_DATABASE_H
#define SPI_SYSTEM_DATABASE_H

#include "base/text.h"
#include "supportpolicy/system.h"

/** The first of these that is a directory, or NULL. */
const char *spi_system_first_directory(const char *const *directories, size_t count);

/** As spol_system_zone; `directory` is what the caller named, for messages, and
 *  `database` where to look: with NULL for both the copy that may be built in. */
SPOL_CHECKED spol_status spi_system_zone(const spol_allocator *allocator, const char *directory,
                                         const char *database, spi_slice name, spol_zone **zone,
                                         spol_error *error);

/** As spol_system_zone_version, likewise. */
SPOL_CHECKED spol_status spi_system_zone_version(const char *directory, const char *database,
                                                 char *buffer, spol_error *error);

#endif
