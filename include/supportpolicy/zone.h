/* SPDX-License-Identifier: MIT */
/**
 * @file zone.h
 * A time zone as a value (docs/semantics.md, section 5).
 *
 * A zone is read from TZif bytes (RFC 9636, versions 1 to 4), made from a
 * fixed offset, or found in the copy of the tz database that the library may
 * carry. Reading the system's database is spol_system_zone in system.h. A zone
 * never looks at TZ or any other state of the process. Only its offsets count;
 * the daylight flag is ignored.
 */
#ifndef SUPPORTPOLICY_ZONE_H
#define SUPPORTPOLICY_ZONE_H

#include "supportpolicy/allocator.h"
#include "supportpolicy/time.h"

SPOL_BEGIN_DECLS

/** Immutable, atomically counted, usable from any number of threads. */
typedef struct spol_zone spol_zone;

enum {
  /** Longest zone name in bytes. */
  SPOL_ZONE_NAME_MAX = 255,
  /** Largest TZif input in bytes. */
  SPOL_ZONE_BYTES_MAX = 1048576
};

/** What spol_zone_flags answers with. */
enum spol_zone_flag {
  /** Version 1 data alone, or an empty footer: the last type goes on. */
  SPOL_ZONE_NO_FOOTER = 1,
  /** The zone has one offset for all time. */
  SPOL_ZONE_FIXED = 2
};

/**
 * Says whether a name is one that a tz database can have: 1 to 255 bytes of
 * [A-Za-z0-9_+-] in parts divided by single slashes, no part "." or "..", no
 * slash at either end, so that it can never leave its directory.
 * Errors: SPOL_E_INVALID. Threads: any.
 */
SPOL_API SPOL_CHECKED spol_status spol_zone_check_name(const char *name, size_t length);

/**
 * Reads a zone from the bytes of a TZif file.
 *
 * @param allocator NULL for the default
 * @param name,name_length what the zone is called; see spol_zone_check_name
 * @param bytes,length the file; only read during the call
 * @param version the tz release, such as "2026c", or NULL where not known
 * @param[out] out a reference that the caller gives back with spol_zone_unref
 * @param error optional; offset says which byte
 *
 * Errors: SPOL_E_SYNTAX (malformed; RFC 9636, section 3), SPOL_E_UNSUPPORTED
 * (leap seconds, as in "right/" files), SPOL_E_LIMIT, SPOL_E_MEMORY,
 * SPOL_E_INVALID. Threads: any.
 */
SPOL_API SPOL_CHECKED spol_status spol_zone_from_tzif(const spol_allocator *allocator,
                                                      const char *name, size_t name_length,
                                                      const void *bytes, size_t length,
                                                      const char *version, spol_zone **out,
                                                      spol_error *error);

/**
 * A zone with one offset for all time, called "+05:30" or "UTC".
 * @param offset_seconds east of UTC, -93600 to 93600
 * Errors: SPOL_E_INVALID, SPOL_E_MEMORY. Threads: any.
 */
SPOL_API SPOL_CHECKED spol_status spol_zone_fixed(const spol_allocator *allocator,
                                                  int32_t offset_seconds, spol_zone **out);

/**
 * A zone from the copy of the tz database that was built in with
 * -Dembedded_tzdata=enabled.
 * Errors: SPOL_E_NOT_FOUND (unknown name), SPOL_E_UNSUPPORTED (no copy was
 * built in), SPOL_E_INVALID, SPOL_E_MEMORY. Threads: any.
 */
SPOL_API SPOL_CHECKED spol_status spol_zone_embedded(const spol_allocator *allocator,
                                                     const char *name, size_t name_length,
                                                     spol_zone **out, spol_error *error);

/** The release of the copy that was built in, or NULL. Ownership: static. */
SPOL_API const char *spol_zone_embedded_version(void);

/** One reference more. NULL gives NULL. Threads: any. @return `zone` */
SPOL_API spol_zone *spol_zone_ref(const spol_zone *zone);

/** Gives a reference back; the last one frees. NULL is allowed. */
SPOL_API void spol_zone_unref(const spol_zone *zone);

/** The zone's name. Ownership: the zone's. */
SPOL_API const char *spol_zone_name(const spol_zone *zone);

/** The release of the zone's data, or NULL where it is not known. */
SPOL_API const char *spol_zone_version(const spol_zone *zone);

/** Bits of enum spol_zone_flag. */
SPOL_API uint32_t spol_zone_flags(const spol_zone *zone);

/** The last transition written in the data, or SPOL_INSTANT_NONE: beyond it
 *  the footer rules, or (SPOL_ZONE_NO_FOOTER) the last type goes on. */
SPOL_API spol_instant spol_zone_last_transition(const spol_zone *zone);

/** What a zone's clocks show at an instant. */
typedef struct spol_zone_local {
  spol_wall wall;         /**< instant + offset */
  int32_t offset_seconds; /**< east of UTC */
  spol_date date;         /**< the date on the wall; may be 1 day outside the range */
  char abbreviation[16];  /**< such as "CET"; NUL-terminated, cut if longer */
} spol_zone_local;

/**
 * What the clocks show at an instant. Errors: SPOL_E_RANGE. Threads: any.
 */
SPOL_API SPOL_CHECKED spol_status spol_zone_to_local(const spol_zone *zone, spol_instant instant,
                                                     spol_zone_local *out);

/** The instants at which the clocks show a wall time. */
typedef struct spol_zone_instants {
  /** 0 in a gap, 1, or 2 in an overlap. More never happens: two transitions
   *  within one overlap give the first and the last. */
  int32_t count;
  /** Offset just before and after the change, for count 0 and 2; for 1 equal. */
  int32_t offset_before;
  int32_t offset_after;
  int32_t reserved;
  spol_instant first; /**< SPOL_INSTANT_NONE in a gap */
  spol_instant last;  /**< equal to first where count is 1 */
  /** In a gap, the instant of the change; else SPOL_INSTANT_NONE. */
  spol_instant transition;
} spol_zone_instants;

/**
 * The instants at which the clocks show a wall time. Two transitions may lie
 * close together; every instant is found.
 * Errors: SPOL_E_RANGE. Threads: any.
 */
SPOL_API SPOL_CHECKED spol_status spol_zone_from_local(const spol_zone *zone, spol_wall wall,
                                                       spol_zone_instants *out);

/**
 * One instant for a wall time, by the caller's choice for gaps and overlaps.
 * @param choice one of enum spol_wall_choice
 * Errors: SPOL_E_GAP, SPOL_E_OVERLAP, SPOL_E_RANGE, SPOL_E_INVALID.
 */
SPOL_API SPOL_CHECKED spol_status spol_zone_resolve(const spol_zone *zone, spol_wall wall,
                                                    int32_t choice, spol_instant *out);

/**
 * Reads an instant as spol_instant_parse does; a text without an offset is a
 * wall time of the zone, resolved by `choice`.
 * Errors: those of spol_instant_parse and spol_zone_resolve.
 */
SPOL_API SPOL_CHECKED spol_status spol_zone_parse_instant(const spol_zone *zone, int32_t choice,
                                                          const char *text, size_t length,
                                                          spol_instant *out, spol_error *error);

/**
 * The first change of the offset after an instant: no-op transitions (same
 * offset) are passed over.
 * @param[out] transition its instant, or SPOL_INSTANT_NONE if there is none
 * up to the year 9999. Errors: SPOL_E_RANGE. Threads: any.
 */
SPOL_API SPOL_CHECKED spol_status spol_zone_next_transition(const spol_zone *zone,
                                                            spol_instant after,
                                                            spol_instant *transition);

/** Writes an instant as RFC 3339 with the zone's offset, into
 *  SPOL_TIME_TEXT_MAX bytes. Errors: SPOL_E_RANGE. */
SPOL_API SPOL_CHECKED spol_status spol_zone_format_instant(const spol_zone *zone,
                                                           spol_instant instant, char *buffer);

SPOL_END_DECLS

#endif
