/* SPDX-License-Identifier: MIT */
/**
 * @file render.h
 * Status and explanation as text: plain English and JSON. (lib/render; can be
 * left out of a build.)
 *
 * Everything here writes into the caller's buffer or says how much it needs;
 * the bytes depend on the arguments alone.
 *
 *     spol_render_options options = SPOL_SIZED(spol_render_options);
 *     options.zone = zone;
 *     uint64_t needed;
 *     spol_render_explanation(evaluation, metric, 0, &options, NULL, 0, &needed);
 *     char *text = malloc(needed);
 *     spol_render_explanation(evaluation, metric, 0, &options, text, needed, &needed);
 *     fwrite(text, 1, needed, stdout);
 */
#ifndef SUPPORTPOLICY_RENDER_H
#define SUPPORTPOLICY_RENDER_H

#include "supportpolicy/explanation.h"

SPOL_BEGIN_DECLS

enum spol_render_format { SPOL_RENDER_TEXT = 0, SPOL_RENDER_JSON = 1 };

/** How to write. NULL stands for text in UTC, 80 columns. */
typedef struct spol_render_options {
  uint32_t size;         /**< sizeof(spol_render_options) */
  int32_t format;        /**< enum spol_render_format */
  const spol_zone *zone; /**< of the instants in text; NULL: UTC. JSON gives both */
  uint32_t columns;      /**< of text; 0: 80; lines are broken between words */
  uint32_t reserved;
} spol_render_options;

/* In all of these: `buffer` and `capacity` in bytes, NULL and 0 to ask; `needed`
 * bytes of the text, without a NUL, which is not written; text ends in a line
 * feed. Nothing is written if not all fits. Errors: SPOL_E_BUFFER (`needed` is
 * written; SPOL_OK where buffer is NULL), SPOL_E_NOT_FOUND, SPOL_E_INVALID,
 * SPOL_E_VERSION. Nothing is allocated, but by explanations of more than 128
 * segments, from the default allocator and for the time of the call
 * (SPOL_E_MEMORY). Threads: any.
 *
 * Instants are written as "Tue 2024-11-12 03:00 EST". JSON is one line; it has
 * every field of the structs under a name that stays, null for what there is
 * not, instants as {"utc": …, "local": …}, durations as spol_duration_format
 * writes them. */

/** The whole status of a case. */
SPOL_API SPOL_CHECKED spol_status spol_render_status(const spol_evaluation *evaluation,
                                                     const spol_render_options *options,
                                                     char *buffer, uint64_t capacity,
                                                     uint64_t *needed);

/**
 * What a host asks of many cases, as one line of JSON: the keys and forms of
 * spol_render_status in JSON without reasons, lines, pauses and notices, and
 * without keys for what there is not (`due` of a metric without one). The format
 * of the options is not looked at. It is written in one pass: unlike with the
 * others, after SPOL_E_BUFFER the buffer holds a part of it.
 */
SPOL_API SPOL_CHECKED spol_status spol_render_summary(const spol_evaluation *evaluation,
                                                      const spol_render_options *options,
                                                      char *buffer, uint64_t capacity,
                                                      uint64_t *needed);

/** Why a metric (cycle 0: the one in force) is due when it is: every segment. In
 *  text, three or more stretches of counted time with nothing but closed time
 *  between them are one line with their number and their sum; JSON has them all. */
SPOL_API SPOL_CHECKED spol_status spol_render_explanation(const spol_evaluation *evaluation,
                                                          uint32_t metric, uint32_t cycle,
                                                          const spol_render_options *options,
                                                          char *buffer, uint64_t capacity,
                                                          uint64_t *needed);

/** The same in one line of text, without a line feed: "due Tue 2024-11-12 03:00
 *  EST: 1h on always from 02:00 (notified); metrics.work_start.targets[0], line
 *  41". The format of the options is not looked at. */
SPOL_API SPOL_CHECKED spol_status spol_render_reason(const spol_evaluation *evaluation,
                                                     uint32_t metric,
                                                     const spol_render_options *options,
                                                     char *buffer, uint64_t capacity,
                                                     uint64_t *needed);

/** One sentence for a finding, without a line feed. */
SPOL_API SPOL_CHECKED spol_status spol_render_finding(const spol_evaluation *evaluation,
                                                      uint32_t finding,
                                                      const spol_render_options *options,
                                                      char *buffer, uint64_t capacity,
                                                      uint64_t *needed);

/** A firing's identity for a host's table: "LADDER/STEP/CYCLE/REPETITION", names
 *  of the policy's author, no line feed. */
SPOL_API SPOL_CHECKED spol_status spol_render_firing_id(const spol_policy *policy,
                                                        const spol_firing *firing, char *buffer,
                                                        uint64_t capacity, uint64_t *needed);

/* ---- A policy as a page ------------------------------------------------------- */

enum spol_sheet_format {
  SPOL_SHEET_TEXT = 0,
  SPOL_SHEET_JSON = 1, /**< one line: title, sections, their notes and tables */
  SPOL_SHEET_MARKDOWN = 2,
  SPOL_SHEET_HTML = 3 /**< a whole page */
};

/** How to show a policy. NULL stands for text of the newest version, 80 columns. */
typedef struct spol_sheet_options {
  uint32_t size;    /**< sizeof(spol_sheet_options) */
  int32_t format;   /**< enum spol_sheet_format */
  uint32_t version; /**< SPOL_NAME_VERSION; 0: the newest */
  int32_t year;     /**< whose holidays are listed; 0: none are */
  uint32_t columns; /**< of text; 0: 80 */
  uint32_t reserved;
  const spol_fact *facts; /**< what is known of the cases; rules that it rules out are
                               left out */
  uint64_t fact_count;
} spol_sheet_options;

/**
 * Writes a policy so that it can be compared with the contract: severities with
 * their definitions, the table of severity by metric as vendors print it (words,
 * calendars and conditions included), how each metric is counted, hours, the
 * holidays of a year, lines and steps, coverage and contacts, assumptions; each
 * rule with the clause that it cites.
 * @param buffer,capacity,needed as above. Nothing is allocated.
 * Errors: as above. Threads: any.
 */
SPOL_API SPOL_CHECKED spol_status spol_render_policy(const spol_policy *policy,
                                                     const spol_sheet_options *options,
                                                     char *buffer, uint64_t capacity,
                                                     uint64_t *needed);

SPOL_END_DECLS

#endif
