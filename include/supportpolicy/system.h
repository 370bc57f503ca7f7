/* SPDX-License-Identifier: MIT */
/**
 * @file system.h
 * What touches the machine: the zone database in its directory, and files.
 *
 * The rest of the library opens nothing. This room is left out with
 * -Dsystem=disabled (SPOL_HAS_SYSTEM in version.h says which). It reads no
 * environment variable, keeps no state and caches nothing.
 */
#ifndef SUPPORTPOLICY_SYSTEM_H
#define SUPPORTPOLICY_SYSTEM_H

#include "supportpolicy/zone.h"

SPOL_BEGIN_DECLS

/**
 * Reads a zone from a tz database (docs/semantics.md, section 5).
 *
 * @param allocator NULL for the default
 * @param directory the database, NUL-terminated; NULL for the system's, which
 * is the first of /usr/share/zoneinfo, /usr/lib/zoneinfo,
 * /usr/share/lib/zoneinfo and /etc/zoneinfo that exists, or, where none does,
 * the copy that was built in (spol_zone_embedded)
 * @param name,length checked by spol_zone_check_name before any path is made
 * @param[out] zone a reference that the caller gives back with spol_zone_unref
 * @param error optional; file is the path that was tried
 *
 * Errors: SPOL_E_INVALID (name), SPOL_E_NOT_FOUND (the database has no such
 * zone), SPOL_E_IO (no database, or it cannot be read), SPOL_E_MEMORY, and
 * those of spol_zone_from_tzif. Threads: any.
 */
SPOL_API SPOL_CHECKED spol_status spol_system_zone(const spol_allocator *allocator,
                                                   const char *directory, const char *name,
                                                   size_t length, spol_zone **zone,
                                                   spol_error *error);

/** Room for a release's name, NUL included. */
enum { SPOL_ZONE_VERSION_MAX = 32 };

/**
 * The release of a tz database, such as "2026c": from its files +VERSION,
 * version or tzdata.zi.
 * @param directory as for spol_system_zone
 * @param buffer at least SPOL_ZONE_VERSION_MAX bytes
 * Errors: SPOL_E_NOT_FOUND (it does not say), SPOL_E_IO (no database).
 * Threads: any.
 */
SPOL_API SPOL_CHECKED spol_status spol_system_zone_version(const char *directory, char *buffer,
                                                           spol_error *error);

/**
 * Reads a regular file (or a link to one) whole.
 *
 * @param allocator NULL for the default
 * @param path NUL-terminated
 * @param max_bytes a longer file is SPOL_E_LIMIT; at most 1 GiB
 * @param[out] bytes with a NUL behind them, which `length` does not count; give
 * them back with spol_system_free and the same allocator
 * @param error optional; file is the path
 *
 * Errors: SPOL_E_IO (missing, unreadable, a directory, a pipe, a device),
 * SPOL_E_LIMIT, SPOL_E_MEMORY, SPOL_E_INVALID. Threads: any.
 */
SPOL_API SPOL_CHECKED spol_status spol_system_read_file(const spol_allocator *allocator,
                                                        const char *path, size_t max_bytes,
                                                        char **bytes, size_t *length,
                                                        spol_error *error);

/** Gives back what spol_system_read_file gave. NULL is allowed. */
SPOL_API void spol_system_free(const spol_allocator *allocator, char *bytes, size_t length);

SPOL_END_DECLS

#endif
