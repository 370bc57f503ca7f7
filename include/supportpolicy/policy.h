/* SPDX-License-Identifier: MIT */
/**
 * @file policy.h
 * A support policy: a text, read and compiled once (docs/policy-language.md).
 *
 * A policy is immutable, owns all its data and is shared by any number of
 * threads. It holds one or more versions; each version is one YAML document.
 * Names have one meaning and one id in all versions of a policy.
 *
 *     spol_policy_options options = SPOL_POLICY_OPTIONS_INIT;
 *     options.source = spol_system_zone_source();
 *     spol_policy_source source = SPOL_SIZED(spol_policy_source);
 *     source.text = text;
 *     source.length = length;
 *     source.name = "allure.yaml";
 *     spol_diagnostics *found = NULL;
 *     spol_diagnostics_new(NULL, 0, &found);
 *     if (spol_policy_read(NULL, &source, 1, &options, &policy, found, &error))
 *       print_all(found);
 *     spol_policy_unref(policy);
 */
#ifndef SUPPORTPOLICY_POLICY_H
#define SUPPORTPOLICY_POLICY_H

#include "supportpolicy/calendar.h"
#include "supportpolicy/event.h"

SPOL_BEGIN_DECLS

/** Immutable, atomically counted, usable from any number of threads. */
typedef struct spol_policy spol_policy;
/** A bounded list of errors and warnings. One thread at a time. */
typedef struct spol_diagnostics spol_diagnostics;

/** A struct that starts with its size, ready to be passed:
 *  `spol_case_status status = SPOL_SIZED(spol_case_status);` */
#define SPOL_SIZED(type)                                                                           \
  { .size = sizeof(type) }

/* ---- Diagnostics -------------------------------------------------------- */

/** How grave a diagnostic is. */
enum spol_gravity {
  SPOL_GRAVITY_ERROR = 1, /**< no policy is made */
  SPOL_GRAVITY_WARNING = 2,
  SPOL_GRAVITY_NOTE = 3 /**< belongs to the diagnostic in front of it */
};

/**
 * An empty list.
 * @param allocator NULL for the default
 * @param limit most entries kept, 0 for 1,000; what comes later is counted only
 * @param[out] out freed with spol_diagnostics_free
 * Errors: SPOL_E_INVALID, SPOL_E_MEMORY. Threads: any.
 */
SPOL_API SPOL_CHECKED spol_status spol_diagnostics_new(const spol_allocator *allocator,
                                                       uint64_t limit, spol_diagnostics **out);
/** Frees a list. NULL is allowed. */
SPOL_API void spol_diagnostics_free(spol_diagnostics *diagnostics);
/** Entries kept; 0 for NULL. */
SPOL_API uint64_t spol_diagnostics_count(const spol_diagnostics *diagnostics);
/** Entries that there were, kept or not. */
SPOL_API uint64_t spol_diagnostics_total(const spol_diagnostics *diagnostics);
/**
 * One entry, in order of file and place.
 * @param[out] gravity optional; enum spol_gravity
 * @param[out] out its size is set by the caller (SPOL_ERROR_INIT)
 * Errors: SPOL_E_INVALID (no such index), SPOL_E_VERSION.
 */
SPOL_API SPOL_CHECKED spol_status spol_diagnostics_get(const spol_diagnostics *diagnostics,
                                                       uint64_t index, int32_t *gravity,
                                                       spol_error *out);

/* ---- Reading ------------------------------------------------------------ */

/**
 * Where zones come from. `resolve` gives a reference to the zone of a checked
 * name (spol_zone_check_name), or SPOL_E_NOT_FOUND. It is called during
 * spol_policy_read only, on the calling thread, once a name. lib/system has one
 * over the system's database (system.h).
 */
typedef struct spol_zone_source {
  spol_status (*resolve)(void *context, const char *name, uint64_t length, spol_zone **out);
  void *context;
} spol_zone_source;

/** One text; several YAML documents in it are several versions. */
typedef struct spol_policy_source {
  uint32_t size; /**< sizeof(spol_policy_source) */
  uint32_t reserved;
  const char *text; /**< UTF-8; borrowed during the call; no NUL is needed */
  uint64_t length;  /**< in bytes */
  const char *name; /**< file name for diagnostics, or NULL; copied */
} spol_policy_source;

/** What reading is bounded by. Zero in a field means its default. */
typedef struct spol_policy_limits {
  uint64_t bytes; /**< of all texts; default 8 MiB */
  uint32_t depth; /**< of nesting; default 64 */
  uint32_t nodes; /**< YAML nodes, aliases counted each time; default 1,000,000 */
  uint32_t rules; /**< rules, rows and conditions; default 100,000 */
  uint32_t names; /**< of one kind; default 65,535 */
} spol_policy_limits;

/** How a policy is read. Zero in a field means its default. */
typedef struct spol_policy_options {
  uint32_t size; /**< sizeof(spol_policy_options) */
  uint32_t reserved;
  const spol_zone *const *zones; /**< zones by name, tried first; referenced */
  uint64_t zone_count;
  spol_zone_source source; /**< asked next; a NULL function: none */
  /** Names of zones that cases carry, beside those under `zones` and the
   *  defaults of facts; calendars over them are compiled now. NULL-terminated strings; borrowed
   * during the call. */
  const char *const *case_zones;
  uint64_t case_zone_count;
  spol_compile_options compile; /**< of every calendar (calendar.h); size 0: defaults */
  spol_policy_limits limits;
} spol_policy_options;

/** The defaults. Without any zone source only "UTC" and fixed offsets exist, and
 *  the built-in copy of the tz database, if there is one. */
#define SPOL_POLICY_OPTIONS_INIT                                                                   \
  {                                                                                                \
    sizeof(spol_policy_options), 0, NULL, 0, {NULL, NULL}, NULL, 0, {0, 0, 0, 0}, {                \
      0, 0, 0, 0, 0                                                                                \
    }                                                                                              \
  }

/**
 * Reads and compiles a policy.
 *
 * @param allocator NULL for the default; kept by the policy
 * @param sources,count 1 to 64 texts. All must name one policy id; versions
 *        differ. Order does not matter.
 * @param options NULL for the defaults
 * @param[out] out a reference, given back with spol_policy_unref
 * @param diagnostics optional; all errors and warnings of all texts are added,
 *        on success too (warnings)
 * @param error optional; the first error
 *
 * Errors: SPOL_E_SYNTAX (not YAML, not UTF-8), SPOL_E_SEMANTIC (an unknown key,
 * a wrong value, two versions that contradict), SPOL_E_NOT_FOUND (a zone or a
 * name), SPOL_E_LIMIT, SPOL_E_NEVER_OPEN (a calendar), SPOL_E_MEMORY,
 * SPOL_E_INVALID, SPOL_E_VERSION. Threads: any.
 */
SPOL_API SPOL_CHECKED spol_status spol_policy_read(const spol_allocator *allocator,
                                                   const spol_policy_source *sources,
                                                   uint64_t count,
                                                   const spol_policy_options *options,
                                                   spol_policy **out, spol_diagnostics *diagnostics,
                                                   spol_error *error);

/** One reference more; NULL gives NULL. Threads: any. @return `policy` */
SPOL_API spol_policy *spol_policy_ref(const spol_policy *policy);
/** Gives a reference back; the last one frees. NULL is allowed. */
SPOL_API void spol_policy_unref(const spol_policy *policy);

/** The policy's `id`. Ownership: the policy's. */
SPOL_API const char *spol_policy_identity(const spol_policy *policy);

enum { SPOL_DIGEST_SIZE = 32 };

/** What a version says of itself. Text is borrowed from the policy. */
typedef struct spol_policy_version {
  uint32_t size;    /**< sizeof(spol_policy_version) */
  uint32_t version; /**< id (SPOL_NAME_VERSION), from 1, by effective date */
  const char *name; /**< such as "2024-11-07" */
  const char *title;
  const char *file;         /**< of its source, or "" */
  spol_date effective_from; /**< SPOL_DATE_NONE: always */
  spol_date effective_to;   /**< last date included; SPOL_DATE_NONE: no end */
  /** SHA-256 of the version's canonical form (spol_policy_print): equal for
   *  texts that differ in layout, comments and anchors only. */
  uint8_t digest[SPOL_DIGEST_SIZE];
  const char *document; /**< that it states (`source.document`), or "" */
} spol_policy_version;

/**
 * A version by id. Errors: SPOL_E_NOT_FOUND, SPOL_E_VERSION. Threads: any.
 */
SPOL_API SPOL_CHECKED spol_status spol_policy_version_get(const spol_policy *policy,
                                                          uint32_t version,
                                                          spol_policy_version *out);

/**
 * The version in force on a date: of those that have begun and not ended the
 * one that began last (section 7, Versions).
 * Errors: SPOL_E_NOT_FOUND. Threads: any.
 */
SPOL_API SPOL_CHECKED spol_status spol_policy_version_on(const spol_policy *policy, spol_date date,
                                                         uint32_t *version);

/**
 * Writes the canonical form of a version: the same bytes for the same meaning;
 * reading them gives an equal policy.
 * @param version 0: all, as several documents
 * @param buffer,capacity the caller's; NULL and 0 to count; filled only if all fits
 * @param[out] needed bytes of the text, without a NUL, which is not written
 * Errors: SPOL_E_BUFFER (`needed` is written), SPOL_E_NOT_FOUND. Threads: any.
 */
SPOL_API SPOL_CHECKED spol_status spol_policy_print(const spol_policy *policy, uint32_t version,
                                                    char *buffer, uint64_t capacity,
                                                    uint64_t *needed);

/* ---- Names and ids ------------------------------------------------------ */

/** Kinds of names. Ids of a kind run from 1 to spol_policy_count, but those of
 *  events (event.h). 0 is never an id. */
enum spol_name_kind {
  SPOL_NAME_FACT = 1,
  SPOL_NAME_EVENT = 2, /**< count and indexes are of the policy's own */
  SPOL_NAME_METRIC = 3,
  SPOL_NAME_REASON = 4,
  SPOL_NAME_LINE = 5,
  SPOL_NAME_SEVERITY = 6, /**< by file order of the first version; rank: below */
  SPOL_NAME_LADDER = 7,
  SPOL_NAME_STEP = 8, /**< its name is "ladder/step" */
  SPOL_NAME_CALENDAR = 9,
  SPOL_NAME_VERSION = 10,
  SPOL_NAME_ROLE = 11,
  SPOL_NAME_WORD = 12, /**< effort words */
  SPOL_NAME_ZONE = 13  /**< zones that the policy was compiled with */
};

/**
 * The id of a name.
 * @param kind one of enum spol_name_kind; standard events are found too
 * Errors: SPOL_E_NOT_FOUND, SPOL_E_INVALID. Threads: any.
 */
SPOL_API SPOL_CHECKED spol_status spol_policy_find(const spol_policy *policy, int32_t kind,
                                                   const char *name, uint64_t length, uint32_t *id);
/** The name of an id, or NULL. Ownership: the policy's. Threads: any. */
SPOL_API const char *spol_policy_name(const spol_policy *policy, int32_t kind, uint32_t id);
/** How many there are of a kind; 0 for an unknown kind. Threads: any. */
SPOL_API uint32_t spol_policy_count(const spol_policy *policy, int32_t kind);
/** How severe a severity is in a version: 1 the most severe; 0 if it has no such
 *  severity. Threads: any. */
SPOL_API uint32_t spol_policy_severity_rank(const spol_policy *policy, uint32_t version,
                                            uint32_t severity);

/** The same with the kind in the name; so are the five below. Errors:
 *  SPOL_E_NOT_FOUND, SPOL_E_INVALID. Threads: any. */
SPOL_API SPOL_CHECKED spol_status spol_policy_fact(const spol_policy *policy, const char *name,
                                                   uint64_t length, uint32_t *id);
SPOL_API SPOL_CHECKED spol_status spol_policy_event(const spol_policy *policy, const char *name,
                                                    uint64_t length, uint32_t *id);
SPOL_API SPOL_CHECKED spol_status spol_policy_metric(const spol_policy *policy, const char *name,
                                                     uint64_t length, uint32_t *id);
SPOL_API SPOL_CHECKED spol_status spol_policy_reason(const spol_policy *policy, const char *name,
                                                     uint64_t length, uint32_t *id);
SPOL_API SPOL_CHECKED spol_status spol_policy_line(const spol_policy *policy, const char *name,
                                                   uint64_t length, uint32_t *id);
SPOL_API SPOL_CHECKED spol_status spol_policy_severity(const spol_policy *policy, const char *name,
                                                       uint64_t length, uint32_t *id);

/* ---- Facts -------------------------------------------------------------- */

/** How a fact is declared. Text is borrowed from the policy. */
typedef struct spol_fact_info {
  uint32_t size; /**< sizeof(spol_fact_info) */
  uint32_t fact;
  int32_t type;     /**< enum spol_fact_type */
  int32_t scope;    /**< enum spol_fact_scope */
  uint32_t members; /**< of an enum; of a text, those that the policy names */
  int32_t required; /**< 1: an opening without it is a finding */
  int32_t has_default;
  int32_t many; /**< 1: holds a set */
  int64_t default_value;
} spol_fact_info;

/** A fact's declaration. Errors: SPOL_E_NOT_FOUND, SPOL_E_VERSION. Threads: any. */
SPOL_API SPOL_CHECKED spol_status spol_policy_fact_info(const spol_policy *policy, uint32_t fact,
                                                        spol_fact_info *out);
/** The name of a fact's member (from 1), or NULL. Ownership: the policy's.
 *  Threads: any. */
SPOL_API const char *spol_policy_fact_member(const spol_policy *policy, uint32_t fact,
                                             uint32_t member);

/**
 * Reads a value of a fact from text, by its declared type: a member's name,
 * "true" or "false", a decimal, RFC 3339, a date, a zone's name, any text.
 * @param[out] out the text is borrowed from `text`, not copied. A zone that the
 * policy does not know has value 0, and `zone` is left to the caller to set.
 * @param error optional; the hint names the nearest member
 * Errors: SPOL_E_NOT_FOUND (no such fact or member), SPOL_E_SYNTAX,
 * SPOL_E_RANGE. Threads: any.
 */
SPOL_API SPOL_CHECKED spol_status spol_policy_fact_value(const spol_policy *policy, uint32_t fact,
                                                         const char *text, uint64_t length,
                                                         spol_fact *out, spol_error *error);

/** A calendar by id, or NULL where it depends on a fact. Borrowed. Threads: any. */
SPOL_API const spol_calendar *spol_policy_calendar(const spol_policy *policy, uint32_t version,
                                                   uint32_t calendar);

/* ---- Places and clauses -------------------------------------------------- */

/** Where in a policy something stands. Text is borrowed from the policy. */
typedef struct spol_place {
  uint32_t version; /**< SPOL_NAME_VERSION; 0: no place (a default of the semantics) */
  uint32_t line;    /**< from 1 */
  uint32_t column;  /**< in code points, from 1 */
  uint32_t clause;  /**< see spol_policy_clause; 0: none given */
  const char *rule; /**< such as "metrics.work_start.targets[1]", or the rule's id */
} spol_place;

/** A clause of the source document. Text is borrowed from the policy. */
typedef struct spol_clause {
  uint32_t size;          /**< sizeof(spol_clause) */
  uint32_t sentence;      /**< under the heading, from 1; 0: not by number */
  uint32_t last_sentence; /**< where it spans several; else equal to sentence */
  uint32_t has_digest;
  const char *heading;              /**< or "" */
  const char *quote;                /**< or "" */
  uint8_t digest[SPOL_DIGEST_SIZE]; /**< of the sentence, normalised */
} spol_clause;

/** A clause by the number that a place gives. Errors: SPOL_E_NOT_FOUND,
 *  SPOL_E_VERSION. Threads: any. */
SPOL_API SPOL_CHECKED spol_status spol_policy_clause(const spol_policy *policy, uint32_t clause,
                                                     spol_clause *out);

SPOL_END_DECLS

#endif
