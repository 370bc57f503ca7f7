/* SPDX-License-Identifier: MIT */
/**
 * What the picture and the characters of a timeline share: the axis, the spans
 * and marks of a metric, the severities and lines over time, and the list of
 * what happened. Nothing is kept between calls; everything is asked of the
 * evaluation as it is drawn.
 */
#ifndef SPI_RENDER_TIMELINE_H
#define SPI_RENDER_TIMELINE_H

#include "render/view.h"
#include "supportpolicy/timeline.h"

/** Most entries of the list, and instants of the clock changes that are marked. */
enum { SPI_ENTRIES_MAX = 60, SPI_TICK_LABEL_MAX = 32 };

/** Instants on a line of `width` px or columns that begins at `left`. */
typedef struct spi_axis {
  spol_instant from;
  spol_instant to;
  int32_t left;
  int32_t width;
  int32_t letter;        /**< width of a letter of a label */
  const spol_zone *zone; /**< NULL: UTC */
} spi_axis;

/** A view with what a timeline needs beside; the view comes first, so that a
 *  writer of a view can be one of a timeline. */
typedef struct spi_timeline {
  spi_view view;
  spol_case_status status;
  const char *title;
  spi_axis axis;
  struct spi_lane *lane; /**< whose segments are being walked */
} spi_timeline;

/* ---- The axis (axis.c) ---------------------------------------------------------- */

/** The place of an instant; before `left` and behind the end for those outside. */
int32_t spi_axis_at(const spi_axis *axis, spol_instant at);
/** 1 if an instant lies on the axis. */
int spi_axis_has(const spi_axis *axis, spol_instant at);

/** A unit of time that ticks are apart. */
typedef struct spi_tick_unit {
  int32_t kind;     /**< private to axis.c */
  int32_t step;     /**< so many of them */
  int32_t above;    /**< kind of the unit above; 0: none */
  int32_t letters;  /**< of a label */
  int64_t duration; /**< about, in microseconds */
} spi_tick_unit;

typedef struct spi_tick {
  spol_instant at;
  spol_instant next;
  char label[3][SPI_TICK_LABEL_MAX]; /**< the same, from long to short; "" for none */
} spi_tick;

/** The smallest unit whose labels have room. */
const spi_tick_unit *spi_axis_unit(const spi_axis *axis);
/** The unit of the row above it, or NULL. */
const spi_tick_unit *spi_axis_unit_above(const spi_tick_unit *unit);
/** Calls `visit` for the ticks in order, from the last at or before the axis. */
void spi_axis_ticks(const spi_axis *axis, const spi_tick_unit *unit,
                    void (*visit)(void *context, const spi_tick *tick), void *context);
/** The next change of the clocks after an instant that lies on the axis, or
 *  SPOL_INSTANT_NONE; `label` says "clocks +1h". Axes of more than three years
 *  tell of none. */
spol_instant spi_axis_clock_change(const spi_axis *axis, spol_instant after,
                                   char label[SPI_TICK_LABEL_MAX]);

/* ---- Spans and marks of a metric (spans.c) ----------------------------------------- */

/** What a stretch of a clock is, from what is hidden by others to what hides. */
enum spi_span_kind {
  SPI_SPAN_NONE = 0,
  SPI_SPAN_WAITS = 1,   /**< started, and its calendar is closed, or before receipt */
  SPI_SPAN_HOLIDAY = 2, /**< the same for a holiday */
  SPI_SPAN_PAUSED = 3,
  SPI_SPAN_TO_COME = 4, /**< will run, if nothing happens */
  SPI_SPAN_RAN = 5,
  SPI_SPAN_OVER = 6, /**< ran on after it was due */
  SPI_SPAN_KINDS = 7
};

/** Those that come later are drawn over those that come first. */
enum spi_mark_kind {
  SPI_MARK_FIRED = 1, /**< a step of a ladder on this metric */
  SPI_MARK_IF_RESUMED = 2,
  SPI_MARK_DUE = 3,
  SPI_MARK_STOPPED = 4, /**< stopped, and no outcome, or after a miss */
  SPI_MARK_MET = 5,
  SPI_MARK_MISSED = 6,
  SPI_MARK_KINDS = 7
};

/** A metric, or a part of one, and who looks at it. */
typedef struct spi_lane {
  spol_metric_status metric;
  const spol_calendar *calendar; /**< NULL: none, or one that depends on a fact */
  void (*span)(struct spi_lane *lane, int32_t kind, spol_instant from, spol_instant to,
               const spol_segment *segment);
  void (*mark)(struct spi_lane *lane, int32_t kind, spol_instant at, uint32_t cycle);
  void *context;
  spol_instant until; /**< end of the cycle that is being walked, or NONE */
} spi_lane;

/** The n-th lane. @return 0 where there are no more */
int spi_lane_get(const spi_timeline *line, uint32_t index, spi_lane *lane);
void spi_lane_spans(spi_timeline *line, spi_lane *lane);
void spi_lane_marks(spi_timeline *line, spi_lane *lane);
/** A stretch of open time of the lane's calendar on the axis that ends after
 *  `*at`, which is moved behind it. @return 0 where there are no more */
int spi_lane_open(const spi_timeline *line, const spi_lane *lane, spol_instant *at,
                  spol_stretch *open);

/* ---- What happened (happenings.c) -------------------------------------------------------- */

/** A stay of the case in a severity or on a line. */
typedef struct spi_shown_stay {
  uint32_t id;
  uint32_t before; /**< the one before; 0: none */
  spol_instant from;
  spol_instant to; /**< as_of for the last */
} spi_shown_stay;

/** Goes through the stays; a cursor of zeroes stands at the first. */
typedef struct spi_stay_cursor {
  uint32_t index;
  uint32_t derived;
  uint32_t recorded;
  uint32_t before;
} spi_stay_cursor;

/** The severity that counted. @return 0 where there are no more */
int spi_severity_stay(const spi_timeline *line, spi_stay_cursor *cursor, spi_shown_stay *out);
int spi_line_stay(const spi_timeline *line, spi_stay_cursor *cursor, spi_shown_stay *out);

enum spi_happening_kind {
  SPI_HAPPENED_EVENT = 1,
  SPI_HAPPENED_FIRING = 2,
  SPI_HAPPENED_SEVERITY = 3,
  SPI_HAPPENED_LINE = 4
};

/** Something that happened. */
typedef struct spi_happening {
  int32_t kind;   /**< enum spi_happening_kind */
  uint32_t index; /**< of the event or firing */
  spol_instant at;
  spi_shown_stay stay; /**< of the changes */
} spi_happening;

typedef struct spi_happening_cursor {
  uint64_t event;
  uint32_t firing;
  spi_stay_cursor severity;
  spi_stay_cursor line;
} spi_happening_cursor;

/** The next of all that happened, by instant. @return 0 where there are no more */
int spi_happening_next(const spi_timeline *line, spi_happening_cursor *cursor, spi_happening *out);
/** How many there are. */
uint64_t spi_happening_count(const spi_timeline *line);

enum { SPI_HAPPENING_TEXT_MAX = 512 };
/** "waiting: customer"; "resolution/half_time: line second_line". */
void spi_happening_text(const spi_timeline *line, const spi_happening *happening,
                        char buffer[SPI_HAPPENING_TEXT_MAX]);
/** "3" of an event, "B" of a firing. */
void spi_happening_sign(int32_t kind, uint64_t index, char buffer[SPI_TICK_LABEL_MAX]);

/** "Tue 2024-11-12 03:00 EST", without parts of a second: a firing takes effect a
 *  microsecond after the instant that people mean. `buffer` has SPI_PHRASE_MAX bytes. */
const char *spi_happening_instant(const spi_timeline *line, spol_instant at, char *buffer);
/** The step that fires next if nothing happens, if that lies on the axis, and its
 *  name. @return 0 where there is none */
int spi_next_step(const spi_timeline *line, spol_firing *firing,
                  char buffer[SPI_HAPPENING_TEXT_MAX]);

/** "running, 3h left" and "due Tue 2024-11-12 13:00 EST". */
void spi_lane_verdict(const spi_timeline *line, const spi_lane *lane,
                      char first[SPI_HAPPENING_TEXT_MAX], char second[SPI_HAPPENING_TEXT_MAX]);
/** 1 if nothing is promised, so that no clock is shown. */
int spi_lane_is_idle(const spi_lane *lane);
/** "4h", "1 business day (end of day)", an effort word; "" where nothing is promised. */
void spi_lane_target(const spi_timeline *line, const spi_lane *lane,
                     char buffer[SPI_HAPPENING_TEXT_MAX]);
/** "open, S2 (provisional), first_line", and what was computed with what. */
void spi_timeline_state(const spi_timeline *line, char buffer[SPI_HAPPENING_TEXT_MAX]);
void spi_timeline_source(const spi_timeline *line, char buffer[SPI_HAPPENING_TEXT_MAX]);

/* ---- What is written --------------------------------------------------------------------- */

/** `axis.left` is 0 and `axis.width` the whole width: these two lay out. */
void spi_write_timeline_text(spi_timeline *line);
void spi_write_timeline_svg(spi_timeline *line);

#endif
