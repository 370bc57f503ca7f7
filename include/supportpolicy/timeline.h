/* SPDX-License-Identifier: MIT */
/**
 * @file timeline.h
 * A case as a picture: SVG, or characters for a terminal. (lib/render; can be
 * left out of a build. docs/timeline.md shows what each sign means.)
 *
 *     spol_timeline_options options = SPOL_SIZED(spol_timeline_options);
 *     options.format = SPOL_TIMELINE_SVG;
 *     options.zone = zone;
 *     options.title = "production down at night";
 *     uint64_t needed;
 *     spol_render_timeline(evaluation, &options, NULL, 0, &needed);
 *     char *svg = malloc(needed);
 *     spol_render_timeline(evaluation, &options, svg, needed, &needed);
 */
#ifndef SUPPORTPOLICY_TIMELINE_H
#define SUPPORTPOLICY_TIMELINE_H

#include "supportpolicy/render.h"

SPOL_BEGIN_DECLS

enum spol_timeline_format { SPOL_TIMELINE_TEXT = 0, SPOL_TIMELINE_SVG = 1 };

/** How to draw. NULL stands for text of the whole case in UTC, 80 columns. */
typedef struct spol_timeline_options {
  uint32_t size;         /**< sizeof(spol_timeline_options) */
  int32_t format;        /**< enum spol_timeline_format */
  const spol_zone *zone; /**< of labels and of the days that are told apart; NULL: UTC */
  const char *title;     /**< of the case, UTF-8; NULL: the policy's id */
  spol_instant from;     /**< what is shown: [from, to); equal ones (0 and 0) stand for */
  spol_instant to;       /**< the whole case, up to its last due instant or as_of */
  uint32_t width;        /**< SVG: in px, 600 to 4,000; 0: 1,120. Text: in columns, 40 to
                              400; 0: 80. Others are taken to the nearest */
  uint32_t reserved;
} spol_timeline_options;

/**
 * Draws a case: for each metric, the open hours of its calendar, when its clock
 * ran, was paused, stood still and will run, when it is due, was met or missed;
 * the severity and the line over time; events and firings, and a list of them.
 *
 * The SVG stands by itself (no script, no font, no style sheet, no link), says
 * everything in shapes and patterns too and not in colour alone, and has a title
 * and a description. Text is laid out by a table of widths that DejaVu Sans,
 * Verdana, Arial, Helvetica and Liberation Sans keep to; what is too long for
 * its place is cut with an ellipsis. At most 60 events and firings are listed;
 * marks that would lie on each other are drawn as one.
 *
 * @param buffer,capacity,needed as for all of render.h: NULL and 0 to ask; nothing
 * is written if not all fits; no NUL; the last byte is a line feed
 * Errors: SPOL_E_BUFFER, SPOL_E_INVALID (format; `to` before `from`), SPOL_E_RANGE
 * (instants outside the years 1 to 9999), SPOL_E_VERSION, SPOL_E_MEMORY as in
 * render.h. Threads: any.
 */
SPOL_API SPOL_CHECKED spol_status spol_render_timeline(const spol_evaluation *evaluation,
                                                       const spol_timeline_options *options,
                                                       char *buffer, uint64_t capacity,
                                                       uint64_t *needed);

SPOL_END_DECLS

#endif
