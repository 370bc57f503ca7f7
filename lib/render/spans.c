/* SPDX-License-Identifier: MIT */
/* The clock of a metric over time: spans out of its explanation, and marks. */
#include "render/timeline.h"

/* ---- Lanes --------------------------------------------------------------------- */

int spi_lane_get(const spi_timeline *line, uint32_t index, spi_lane *lane) {
  lane->metric = (spol_metric_status)SPOL_SIZED(spol_metric_status);
  lane->until = SPOL_INSTANT_NONE;
  if (index >= line->status.metric_count ||
      spol_evaluation_metric(line->view.evaluation, index, &lane->metric) != SPOL_OK) {
    return 0;
  }
  lane->calendar =
      lane->metric.calendar == 0 || line->status.version == 0
          ? NULL
          : spol_policy_calendar(line->view.policy, line->status.version, lane->metric.calendar);
  return 1;
}

int spi_lane_open(const spi_timeline *line, const spi_lane *lane, spol_instant *at,
                  spol_stretch *open) {
  spol_instant from = 0;
  spol_instant to = 0;
  if (lane->calendar == NULL || *at >= line->axis.to ||
      spol_calendar_next_open(lane->calendar, *at, &from, NULL) != SPOL_OK ||
      from >= line->axis.to) {
    return 0;
  }
  if (spol_calendar_next_close(lane->calendar, from, &to, NULL) != SPOL_OK || to > line->axis.to) {
    to = line->axis.to;
  }
  *open = (spol_stretch){.from = from, .to = to};
  /* On long axes what lies within one px or column of the last stretch cannot be
   * seen, and there would be very many of them. */
  int64_t step = (line->axis.to - line->axis.from) / line->axis.width;
  *at = step > SPOL_HOUR ? to + step : to;
  return 1;
}

/* ---- Spans ----------------------------------------------------------------------- */

static void span(const spi_timeline *line, int32_t kind, spol_instant from, spol_instant to,
                 const spol_segment *segment) {
  spi_lane *lane = line->lane;
  if (lane->until != SPOL_INSTANT_NONE && to > lane->until) {
    to = lane->until;
  }
  from = from < line->axis.from ? line->axis.from : from;
  to = to > line->axis.to ? line->axis.to : to;
  if (to > from) {
    lane->span(lane, kind, from, to, segment);
  }
}

static void counted(const spi_timeline *line, const spol_segment *segment) {
  spol_instant now = line->status.as_of;
  int32_t past = (segment->flags & SPOL_SEGMENT_AFTER_DUE) != 0 ? SPI_SPAN_OVER : SPI_SPAN_RAN;
  if (segment->from < now) {
    span(line, past, segment->from, segment->to < now ? segment->to : now, segment);
  }
  if (segment->to > now) {
    span(line, SPI_SPAN_TO_COME, segment->from > now ? segment->from : now, segment->to, segment);
  }
}

static void each_segment(spi_view *view, const spi_segments *segments) {
  const spi_timeline *line = (const spi_timeline *)view;
  for (uint64_t i = 0; i < segments->count; i++) {
    const spol_segment *segment = &segments->items[i];
    switch (segment->label) {
    case SPOL_LABEL_COUNTED:
      counted(line, segment);
      break;
    case SPOL_LABEL_PAUSED:
      span(line, SPI_SPAN_PAUSED, segment->from, segment->to, segment);
      break;
    case SPOL_LABEL_HOLIDAY:
      span(line, SPI_SPAN_HOLIDAY, segment->from, segment->to, segment);
      break;
    case SPOL_LABEL_CLOSED:
    case SPOL_LABEL_BEFORE_RECEIPT:
      span(line, SPI_SPAN_WAITS, segment->from, segment->to, segment);
      break;
    default:
      break;
    }
  }
}

/* A cycle that there is no explanation of is left out. */
static void walk(spi_timeline *line, uint32_t cycle) {
  const spol_metric_status *metric = &line->lane->metric;
  spol_status before = line->view.failed;
  line->view.metric = metric->metric;
  line->view.cycle = cycle;
  line->view.part = metric->part;
  spi_with_segments(&line->view, each_segment);
  if (line->view.failed == SPOL_E_NOT_FOUND) {
    line->view.failed = before;
  }
}

/* The next cycle of a metric's, by an index that goes through those of all. */
static int next_cycle(const spi_timeline *line, uint32_t metric, uint32_t *index,
                      spol_cycle *cycle) {
  while (*index < line->status.cycle_count) {
    *cycle = (spol_cycle)SPOL_SIZED(spol_cycle);
    if (spol_evaluation_cycle(line->view.evaluation, (*index)++, cycle) == SPOL_OK &&
        cycle->metric == metric) {
      return 1;
    }
  }
  return 0;
}

/* Of a row with thousands of cycles those are left out that end on a px or column
 * that an earlier one reaches: they could not be seen, and explaining takes time. */
void spi_lane_spans(spi_timeline *line, spi_lane *lane) {
  spol_cycle cycle;
  uint32_t index = 0;
  int32_t reached = -1;
  int any = 0;
  if (spi_lane_is_idle(lane)) {
    return;
  }
  line->lane = lane;
  while (lane->metric.part == 0 && next_cycle(line, lane->metric.metric, &index, &cycle)) {
    lane->until = cycle.ended_at;
    any = 1;
    if (cycle.ended_at == SPOL_INSTANT_NONE || spi_axis_at(&line->axis, cycle.ended_at) > reached) {
      walk(line, cycle.number);
      reached = spi_axis_at(&line->axis, cycle.ended_at);
    }
  }
  lane->until = SPOL_INSTANT_NONE;
  if (!any) {
    walk(line, 0);
  }
}

/* ---- Marks ------------------------------------------------------------------------- */

static void mark(const spi_timeline *line, spi_lane *lane, int32_t kind, spol_instant at,
                 uint32_t cycle) {
  if (spi_axis_has(&line->axis, at)) {
    lane->mark(lane, kind, at, cycle);
  }
}

/* The due instant of a cycle that was met and is over, or that ended without an
 * outcome, says nothing any more. */
static void marks_of(const spi_timeline *line, spi_lane *lane, const spol_cycle *cycle) {
  int over = cycle->outcome == SPOL_OUTCOME_MET ? cycle->number < lane->metric.cycle
                                                : cycle->state == SPOL_METRIC_ENDED;
  if (cycle->outcome == SPOL_OUTCOME_MISSED) {
    mark(line, lane, SPI_MARK_MISSED, cycle->due, cycle->number);
    if (cycle->ended_at != SPOL_INSTANT_NONE && cycle->ended_at > cycle->due) {
      mark(line, lane, SPI_MARK_STOPPED, cycle->ended_at, cycle->number);
    }
    return;
  }
  if (!over) {
    mark(line, lane, SPI_MARK_DUE, cycle->due, cycle->number);
  }
  mark(line, lane, cycle->outcome == SPOL_OUTCOME_MET ? SPI_MARK_MET : SPI_MARK_STOPPED,
       cycle->ended_at, cycle->number);
}

/* A clock without cycles, as one. */
static spol_cycle only_cycle(const spol_metric_status *metric) {
  return (spol_cycle){.size = sizeof(spol_cycle),
                      .number = metric->cycle,
                      .state = metric->state,
                      .outcome = metric->outcome,
                      .due = metric->due,
                      .ended_at = metric->stopped_at};
}

static void fired_marks(const spi_timeline *line, spi_lane *lane) {
  for (uint32_t i = 0; i < line->status.firing_count; i++) {
    spol_firing firing = SPOL_SIZED(spol_firing);
    if (spol_evaluation_firing(line->view.evaluation, i, &firing) == SPOL_OK &&
        firing.metric == lane->metric.metric) {
      mark(line, lane, SPI_MARK_FIRED, firing.at, firing.cycle);
    }
  }
}

/* A row's missed cycle ends at its due instant; nothing stopped it. */
void spi_lane_marks(spi_timeline *line, spi_lane *lane) {
  const spol_metric_status *metric = &lane->metric;
  spol_cycle cycle;
  uint32_t index = 0;
  int any = 0;
  if (spi_lane_is_idle(lane)) {
    return;
  }
  while (metric->part == 0 && next_cycle(line, metric->metric, &index, &cycle)) {
    marks_of(line, lane, &cycle);
    any = 1;
  }
  if (!any) {
    cycle = only_cycle(metric);
    marks_of(line, lane, &cycle);
  }
  if (metric->state == SPOL_METRIC_PAUSED && metric->due == SPOL_INSTANT_NONE) {
    mark(line, lane, SPI_MARK_IF_RESUMED, metric->due_if_resumed, metric->cycle);
  }
  if (metric->part == 0) {
    fired_marks(line, lane);
  }
}
