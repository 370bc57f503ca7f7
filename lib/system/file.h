/* SPDX-License-Identifier: MIT */
/** Whole files, as POSIX gives them. */
#ifndef SPI_SYSTEM_FILE_H
#define SPI_SYSTEM_FILE_H

#include "base/error.h"
#include "base/memory.h"

/** Puts a path into an error just made; returns the status. */
spol_status spi_system_blame(spol_error *error, const char *path, spol_status status);

/** As spol_system_read_file, with an allocator taken. `*missing` is set to 1
 *  where there is no such file, otherwise to 0. */
SPOL_CHECKED spol_status spi_system_read(const spol_allocator *memory, const char *path,
                                         size_t max_bytes, char **bytes, size_t *length,
                                         int *missing, spol_error *error);

/** Reads the beginning of a regular file; 0 bytes where that is not possible. */
size_t spi_system_read_begin(const char *path, char *bytes, size_t room);

#endif
