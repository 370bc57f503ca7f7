/* SPDX-License-Identifier: MIT */
/* What timeline.h declares: checked options, and what part of time is shown. */
#include "render/timeline.h"

#include "base/sized.h"
#include "case/run.h"

enum {
  LEAST_COLUMNS = 40,
  MOST_COLUMNS = 400,
  USUAL_COLUMNS = 80,
  LEAST_PX = 600,
  MOST_PX = 4000,
  USUAL_PX = 1120,
  PARTS_OF_EDGE = 40 /* the whole case has an edge of this part on either side */
};

static const int64_t least_span = 10 * SPOL_MINUTE;
static const int64_t most_span = 20 * 366 * SPOL_DAY;

static int32_t width_of(const spol_timeline_options *options) {
  int svg = options->format == SPOL_TIMELINE_SVG;
  uint32_t least = svg ? LEAST_PX : LEAST_COLUMNS;
  uint32_t most = svg ? MOST_PX : MOST_COLUMNS;
  uint32_t width = options->width;
  if (width == 0) {
    width = svg ? USUAL_PX : USUAL_COLUMNS;
  }
  return (int32_t)(width < least ? least : width > most ? most : width);
}

static spol_status take_options(const spol_timeline_options *options, spol_timeline_options *out) {
  *out = (spol_timeline_options)SPOL_SIZED(spol_timeline_options);
  if (options != NULL) {
    spol_status status = spi_sized_check(options, sizeof *out, sizeof *out);
    if (status != SPOL_OK) {
      return status;
    }
    spi_sized_copy(out, options, sizeof *out);
  }
  if ((out->format != SPOL_TIMELINE_TEXT && out->format != SPOL_TIMELINE_SVG) ||
      out->to < out->from) {
    return SPOL_E_INVALID;
  }
  if (out->from < SPOL_INSTANT_MIN || out->to > SPOL_INSTANT_MAX) {
    return SPOL_E_RANGE;
  }
  return SPOL_OK;
}

/* ---- The whole case ------------------------------------------------------------------ */

static void widen(spi_axis *axis, spol_instant at) {
  if (at != SPOL_INSTANT_NONE) {
    axis->from = at < axis->from ? at : axis->from;
    axis->to = at > axis->to ? at : axis->to;
  }
}

static void find_bounds(const spi_timeline *line, spi_axis *axis) {
  const spol_case_status *status = &line->status;
  axis->from = status->as_of;
  axis->to = status->as_of;
  for (uint64_t i = 0; i < status->events_seen; i++) {
    const spol_event *event = spi_event_at(line->view.evaluation, i);
    if (event != NULL) {
      widen(axis, event->at);
      widen(axis, event->occurred_at);
    }
  }
  for (uint32_t i = 0; i < status->metric_count; i++) {
    spol_metric_status metric = SPOL_SIZED(spol_metric_status);
    if (spol_evaluation_metric(line->view.evaluation, i, &metric) == SPOL_OK &&
        metric.state != SPOL_METRIC_ENDED) {
      widen(axis, metric.started_at);
      widen(axis, metric.due);
      widen(axis, metric.due_if_resumed);
      widen(axis, metric.stopped_at);
    }
  }
}

/* An edge on either side, and never too little or too much. */
static void give_edges(spi_axis *axis) {
  if (axis->to - axis->from > most_span) {
    axis->to = axis->from + most_span;
  }
  int64_t edge = (axis->to - axis->from) / PARTS_OF_EDGE;
  if (axis->to - axis->from < least_span) {
    edge = least_span / 2;
  }
  axis->from = axis->from - edge < SPOL_INSTANT_MIN ? SPOL_INSTANT_MIN : axis->from - edge;
  axis->to = axis->to > SPOL_INSTANT_MAX - edge ? SPOL_INSTANT_MAX : axis->to + edge;
}

/* ---- Writing ------------------------------------------------------------------------------ */

static void write_timeline(spi_view *view, void (*write)(spi_timeline *)) {
  spi_timeline line = *view->timeline;
  line.view = *view;
  write(&line);
  *view = line.view;
}

static void write_text(spi_view *view) {
  write_timeline(view, spi_write_timeline_text);
}

static void write_svg(spi_view *view) {
  write_timeline(view, spi_write_timeline_svg);
}

spol_status spol_render_timeline(const spol_evaluation *evaluation,
                                 const spol_timeline_options *options, char *buffer,
                                 uint64_t capacity, uint64_t *needed) {
  spol_timeline_options taken;
  spi_timeline line = {.status = SPOL_SIZED(spol_case_status)};
  spol_status status = spi_view_of(evaluation, NULL, buffer, capacity, needed, &line.view);
  if (status == SPOL_OK) {
    status = take_options(options, &taken);
  }
  if (status == SPOL_OK) {
    status = spol_evaluation_status(evaluation, &line.status);
  }
  if (status != SPOL_OK) {
    return status;
  }
  line.view.zone = taken.zone;
  line.view.columns = 0;
  line.title = taken.title == NULL ? line.status.policy_id : taken.title;
  line.axis = (spi_axis){.from = taken.from, .to = taken.to, .zone = taken.zone};
  if (taken.from == taken.to) {
    find_bounds(&line, &line.axis);
    give_edges(&line.axis);
  }
  line.axis.width = width_of(&taken);
  line.view.timeline = &line;
  return spi_view_give(&line.view, taken.format == SPOL_TIMELINE_SVG ? write_svg : write_text,
                       buffer, capacity, needed);
}
