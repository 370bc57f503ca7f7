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

#include "supportpolicy/scenario.h"

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

/* ---- Policies and case files ---------------------------------------------- */

/** The zones of the system's database for spol_policy_options.source, as
 *  spol_system_zone gives them with no directory named. Threads: any. */
SPOL_API spol_zone_source spol_system_zone_source(void);

/**
 * Reads a policy from files; each may hold several versions.
 *
 * @param paths,count 1 to 64; NUL-terminated; places in diagnostics name them so
 * @param options as for spol_policy_read; where they name no source of zones, it
 * is spol_system_zone_source
 *
 * Errors: those of spol_system_read_file and spol_policy_read. Threads: any.
 */
SPOL_API SPOL_CHECKED spol_status spol_system_policy(const spol_allocator *allocator,
                                                     const char *const *paths, uint64_t count,
                                                     const spol_policy_options *options,
                                                     spol_policy **out,
                                                     spol_diagnostics *diagnostics,
                                                     spol_error *error);

/**
 * Reads the document that a version of a policy states (`source.document`), to be
 * given to spol_policy_check_source. Its name is a path relative to the directory
 * of the policy's file, neither absolute nor with a part "..": beside it or below.
 *
 * @param file the file that the policy was read from, NUL-terminated
 * @param[out] path,capacity where the document is; "" if none is named so
 * @param[out] bytes,length as of spol_system_read_file; at most 8 MiB
 * Errors: SPOL_E_NOT_FOUND (no such version, no name, or no such file: nothing is
 * wrong with a policy whose document is kept elsewhere), and those of
 * spol_system_read_file. Threads: any.
 */
SPOL_API SPOL_CHECKED spol_status spol_system_document(const spol_allocator *allocator,
                                                       const char *file, const spol_policy *policy,
                                                       uint32_t version, char *path,
                                                       size_t capacity, char **bytes,
                                                       size_t *length, spol_error *error);

/** Bits of spol_system_loader.flags. */
enum spol_system_flag {
  /** A case file may name policies by paths with "..". */
  SPOL_SYSTEM_PARENTS = 1
};

/** What spol_system_policy_loader reads with. */
typedef struct spol_system_loader {
  uint32_t size;                      /**< sizeof(spol_system_loader) */
  uint32_t flags;                     /**< enum spol_system_flag */
  const spol_allocator *allocator;    /**< NULL for the default */
  const spol_policy_options *options; /**< as for spol_system_policy */
} spol_system_loader;

/**
 * A loader for spol_scenario_read that reads the files that a case file names.
 *
 * Names are paths relative to the directory of the case file. Absolute ones are
 * refused, and so are those with a part "..", unless SPOL_SYSTEM_PARENTS allows
 * them: a case file from elsewhere reads nothing but what lies beside it or
 * below. Links in the file system are followed.
 *
 * @param loader kept, and used while the loader is. (With -Dscenario=disabled
 * this function and the next are not there.)
 */
SPOL_API spol_policy_loader spol_system_policy_loader(spol_system_loader *loader);

/**
 * Reads a case file and the policy that it names, by the rules of
 * spol_system_policy_loader without flags.
 *
 * @param options as for spol_system_policy
 * Errors: those of spol_system_read_file and spol_scenario_read. Threads: any.
 */
SPOL_API SPOL_CHECKED spol_status spol_system_scenario(
    const spol_allocator *allocator, const char *path, const spol_policy_options *options,
    spol_scenario **out, spol_diagnostics *diagnostics, spol_error *error);

SPOL_END_DECLS

#endif
