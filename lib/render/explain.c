/* SPDX-License-Identifier: MIT */
/* Why a metric is due when it is: every segment, in text and as JSON. */
#include <string.h>

#include "base/memory.h"
#include "render/view.h"

/* Most explanations fit into this; longer ones take memory for the time of the
 * call. */
enum { SEGMENTS_AT_HAND = 128, LEAST_RUN = 3 };

/* ---- Segments ------------------------------------------------------------------ */

static void with_many(spi_view *view, spi_segments *segments,
                      void (*write)(spi_view *, const spi_segments *)) {
  spol_allocator memory;
  uint64_t count = segments->count;
  if (count > SIZE_MAX / sizeof(spol_segment) || spi_allocator_take(NULL, &memory) != SPOL_OK) {
    spi_put_fail(view, SPOL_E_MEMORY);
    return;
  }
  spol_segment *items = spi_alloc_array(&memory, (size_t)count, sizeof *items);
  if (items == NULL) {
    spi_put_fail(view, SPOL_E_MEMORY);
    return;
  }
  spol_status status = spol_explain(view->evaluation, view->metric, view->cycle, view->part, items,
                                    count, &segments->count, &segments->head);
  if (status == SPOL_OK || status == SPOL_E_BUFFER) {
    segments->items = items;
    write(view, segments);
  } else {
    spi_put_fail(view, status);
  }
  spi_free_array(&memory, items, (size_t)count, sizeof *items);
}

/* A clock that has not started has nothing to explain, and says so. */
static int is_unstarted(const spi_view *view, spi_segments *segments) {
  spol_metric_status metric = SPOL_SIZED(spol_metric_status);
  if (view->cycle != 0 ||
      spol_evaluation_metric_of(view->evaluation, view->metric, &metric) != SPOL_OK ||
      metric.started_at != SPOL_INSTANT_NONE) {
    return 0;
  }
  segments->count = 0;
  segments->head = (spol_explanation){.size = sizeof segments->head,
                                      .metric = view->metric,
                                      .from = SPOL_INSTANT_NONE,
                                      .to = SPOL_INSTANT_NONE,
                                      .due = SPOL_INSTANT_NONE};
  return 1;
}

void spi_with_segments(spi_view *view, void (*write)(spi_view *, const spi_segments *)) {
  spol_segment items[SEGMENTS_AT_HAND];
  spi_segments segments = {.head = SPOL_SIZED(spol_explanation), .items = items};
  spol_status status = spol_explain(view->evaluation, view->metric, view->cycle, view->part, items,
                                    SEGMENTS_AT_HAND, &segments.count, &segments.head);
  if (status == SPOL_E_NOT_FOUND && is_unstarted(view, &segments)) {
    write(view, &segments);
  } else if (status != SPOL_OK && status != SPOL_E_BUFFER) {
    spi_put_fail(view, status);
  } else if (segments.count > SEGMENTS_AT_HAND) {
    with_many(view, &segments, write);
  } else {
    write(view, &segments);
  }
}

/* ---- Text: the head --------------------------------------------------------------- */

static void put_instant(spi_view *view, const char *label, spol_instant at,
                        const spol_decision *decision) {
  char text[SPI_PHRASE_MAX];
  if (at == SPOL_INSTANT_NONE) {
    return;
  }
  spi_put_label(view, label);
  spi_put(view, spi_phrase_instant(view, at, text));
  if (decision != NULL) {
    const char *event = spi_event_name(view, decision->event);
    if (event != NULL) {
      spi_put_format(view, ", by event %D, %s", (int64_t)decision->event + 1, event);
    }
    if (decision->place.version != 0 && decision->place.line != 0) {
      spi_put_format(view, "; %s, line %u", decision->place.rule, decision->place.line);
    }
  }
  spi_put_line(view);
}

static void put_sum(spi_view *view, const spi_segments *segments,
                    const spol_metric_status *metric) {
  char text[SPI_PHRASE_MAX];
  const spol_explanation *head = &segments->head;
  spi_put_label(view, "counted");
  spi_put(view, spi_phrase_duration(head->counted, text));
  if (metric->length != SPOL_DURATION_NONE) {
    spi_put_format(view, " of %s", spi_phrase_duration(metric->length, text));
  }
  if (head->carried > 0) {
    spi_put_format(view, ", %s of it carried over a change",
                   spi_phrase_duration(head->carried, text));
  }
  if (head->exceeds_length != 0) {
    spi_put(view, ", which is more than the target");
  }
  spi_put_line(view);
}

static void put_changes(spi_view *view, const spi_segments *segments) {
  char text[SPI_PHRASE_MAX];
  for (uint32_t i = 0; i < segments->head.change_count; i++) {
    spol_clock_change change = SPOL_SIZED(spol_clock_change);
    if (spol_explain_change(view->evaluation, view->metric, view->cycle, 0, i, &change) !=
        SPOL_OK) {
      continue;
    }
    spi_put_label(view, "changed");
    spi_put(view, spi_phrase_instant(view, change.at, text));
    if (change.due_before == SPOL_INSTANT_NONE && change.due_after == SPOL_INSTANT_NONE) {
      spi_put(view, ": no due instant before and after");
    } else {
      spi_put_format(view, ": due %s", spi_phrase_instant(view, change.due_before, text));
      spi_put_format(view, " became %s", spi_phrase_instant(view, change.due_after, text));
    }
    spi_put_format(view, ", %s", spi_carry_word(change.carry));
    if (change.old_is_answer != 0) {
      spi_put(view, ", the old target being earlier");
    }
    spi_put(view, "; ");
    spi_put_cause(view, &change.cause);
    spi_put_line(view);
  }
}

static void put_head(spi_view *view, const spi_segments *segments,
                     const spol_metric_status *metric) {
  const spol_explanation *head = &segments->head;
  spi_put_label(view, "metric");
  spi_put_format(view, "%s", spi_name_of(view, SPOL_NAME_METRIC, head->metric));
  if (head->cycle > 1) {
    spi_put_format(view, ", cycle %u", head->cycle);
  }
  spi_put(view, ": ");
  spi_put_standing(view, metric);
  spi_put_line(view);
  if (head->from == SPOL_INSTANT_NONE) {
    return;
  }
  spi_put_label(view, "target");
  spi_put_target(view, metric);
  spi_put(view, "; ");
  spi_put_cause(view, &head->target);
  spi_put_facts(view, "; ", &head->target);
  spi_put_line(view);
  put_instant(view, "started", metric->started_at, &head->start);
  if (metric->received_at != metric->started_at) {
    put_instant(view, "received", metric->received_at, NULL);
  }
  put_instant(view, "stopped", metric->stopped_at, &head->stop);
  put_changes(view, segments);
  put_sum(view, segments, metric);
}

/* ---- Text: segments, long runs of days in one line ------------------------------------ */

/* Counted and closed time of one calendar, one after the other. */
static int in_run(const spol_segment *segment, const spol_segment *first) {
  return (segment->label == SPOL_LABEL_COUNTED || segment->label == SPOL_LABEL_CLOSED) &&
         segment->calendar == first->calendar && segment->flags == first->flags;
}

typedef struct day_run {
  uint64_t length;   /**< segments */
  uint64_t counted;  /**< of them counted */
  spol_duration sum; /**< of their time */
  int equal;         /**< 1: all counted ones are as long as the first */
} day_run;

/* The run that begins at a counted segment and ends with one. */
static day_run run_at(const spi_segments *segments, uint64_t at) {
  const spol_segment *first = &segments->items[at];
  day_run run = {.equal = 1};
  day_run whole = {0};
  for (uint64_t i = at; i < segments->count && in_run(&segments->items[i], first); i++) {
    const spol_segment *segment = &segments->items[i];
    run.length++;
    if (segment->label == SPOL_LABEL_COUNTED) {
      run.counted++;
      run.sum += segment->counted;
      run.equal = run.equal && segment->counted == first->counted;
      whole = run;
    }
  }
  return whole;
}

static void put_span(spi_view *view, spol_instant from, spol_instant to) {
  char text[SPI_PHRASE_MAX];
  spi_put(view, spi_phrase_instant(view, from, text));
  spi_put_format(view, " to %s: ", spi_phrase_beside(view, to, from, text));
}

static void put_run(spi_view *view, const spi_segments *segments, uint64_t at, const day_run *run,
                    spol_duration total) {
  char text[SPI_PHRASE_MAX];
  const spol_segment *first = &segments->items[at];
  const spol_segment *last = &segments->items[at + run->length - 1];
  put_span(view, first->from, last->to);
  spi_put_format(view, "counted %s", spi_phrase_duration(run->sum, text));
  spi_put_format(view, " in %D stretches", (int64_t)run->counted);
  if (run->equal) {
    spi_put_format(view, " of %s", spi_phrase_duration(first->counted, text));
  }
  spi_put_format(view, ", closed between; total %s", spi_phrase_duration(total, text));
}

static void put_segment(spi_view *view, const spol_segment *segment, spol_duration total) {
  char text[SPI_PHRASE_MAX];
  if (segment->label == SPOL_LABEL_CARRIED) {
    spi_put_format(view, "%s: ", spi_phrase_instant(view, segment->from, text));
    spi_put_format(view, "carried over %s", spi_phrase_duration(segment->counted, text));
    return;
  }
  put_span(view, segment->from, segment->to);
  switch (segment->label) {
  case SPOL_LABEL_BEFORE_START:
    spi_put(view, "before the start");
    return;
  case SPOL_LABEL_PAUSED:
    if (segment->reason == 0) {
      spi_put(view, "not counted: the case was resolved or closed");
    } else {
      spi_put_format(view, "paused for %s", spi_name_of(view, SPOL_NAME_REASON, segment->reason));
    }
    return;
  case SPOL_LABEL_HOLIDAY:
    spi_put_format(view, "holiday%s%s", segment->name == NULL ? "" : ", ",
                   segment->name == NULL ? "" : segment->name);
    return;
  case SPOL_LABEL_BEFORE_RECEIPT:
    spi_put(view, "not yet received");
    return;
  case SPOL_LABEL_COUNTED:
    spi_put_format(view, "counted %s", spi_phrase_duration(segment->counted, text));
    spi_put_format(view, "; total %s", spi_phrase_duration(total, text));
    return;
  default:
    spi_put(view, spi_label_word(segment->label));
  }
}

static void put_remarks(spi_view *view, const spol_segment *segment) {
  if ((segment->flags & SPOL_SEGMENT_AFTER_DUE) != 0) {
    spi_put(view, ", after due");
  }
  if ((segment->flags & SPOL_SEGMENT_UNCOVERED) != 0) {
    spi_put(view, ", holidays not known");
  }
}

static void put_segments(spi_view *view, const spi_segments *segments) {
  spol_duration total = 0;
  uint64_t at = 0;
  while (at < segments->count) {
    const spol_segment *segment = &segments->items[at];
    day_run run = {0};
    if (segment->label == SPOL_LABEL_COUNTED) {
      run = run_at(segments, at);
    }
    spi_put_label(view, at == 0 ? "segments" : "");
    if (run.counted >= LEAST_RUN) {
      total += run.sum;
      put_run(view, segments, at, &run, total);
      at += run.length;
    } else {
      total = segment->label == SPOL_LABEL_CARRIED ? segment->counted : total + segment->counted;
      put_segment(view, segment, total);
      at++;
    }
    put_remarks(view, segment);
    spi_put_line(view);
  }
}

/* An earlier cycle: what is kept of it takes the place of the metric's. */
static void take_cycle(const spi_view *view, uint32_t number, spol_metric_status *metric) {
  spol_cycle cycle = SPOL_SIZED(spol_cycle);
  uint32_t index = 0;
  do {
    if (spol_evaluation_cycle(view->evaluation, index, &cycle) != SPOL_OK) {
      return;
    }
    index++;
  } while (cycle.metric != view->metric || cycle.number != number);
  int has_length = cycle.length != SPOL_DURATION_NONE;
  metric->state = cycle.state;
  metric->outcome = cycle.outcome;
  metric->started_at = cycle.from;
  metric->received_at = cycle.received_at;
  metric->due = cycle.due;
  metric->due_if_resumed = SPOL_INSTANT_NONE;
  metric->stopped_at = cycle.state == SPOL_METRIC_STOPPED ? cycle.ended_at : SPOL_INSTANT_NONE;
  metric->length = cycle.length;
  metric->target = cycle.target;
  metric->flags = cycle.flags;
  metric->target_kind = has_length ? SPOL_TARGET_DURATION : SPOL_TARGET_NONE;
}

static void write_text(spi_view *view, const spi_segments *segments) {
  spol_metric_status metric = SPOL_SIZED(spol_metric_status);
  spol_status status = spol_evaluation_metric_of(view->evaluation, view->metric, &metric);
  if (status != SPOL_OK) {
    spi_put_fail(view, status);
    return;
  }
  if (segments->head.cycle != metric.cycle) {
    take_cycle(view, segments->head.cycle, &metric);
  }
  put_head(view, segments, &metric);
  put_segments(view, segments);
}

void spi_write_explanation_text(spi_view *view) {
  spi_with_segments(view, write_text);
}

/* ---- JSON ------------------------------------------------------------------------------ */

static void json_changes(const spi_view *view, spi_emitter *out, uint32_t count) {
  spi_emit_key(out, "changes");
  spi_emit_sequence(out);
  for (uint32_t i = 0; i < count; i++) {
    spol_clock_change change = SPOL_SIZED(spol_clock_change);
    if (spol_explain_change(view->evaluation, view->metric, view->cycle, 0, i, &change) ==
        SPOL_OK) {
      spi_emit_mapping(out);
      spi_json_instant(view, out, "at", change.at);
      spi_json_text(out, "carry", spi_carry_word(change.carry));
      spi_emit_key(out, "never_later");
      spi_emit_boolean(out, change.never_later != 0);
      spi_emit_key(out, "old_is_answer");
      spi_emit_boolean(out, change.old_is_answer != 0);
      spi_json_instant(view, out, "due_before", change.due_before);
      spi_json_instant(view, out, "due_after", change.due_after);
      spi_json_duration(out, "carried", change.carried);
      spi_json_decision(view, out, "cause", &change.cause);
      spi_json_decision(view, out, "rule", &change.rule);
      spi_json_decision(view, out, "target", &change.target);
      spi_emit_end(out);
    }
  }
  spi_emit_end(out);
}

static void json_segment(const spi_view *view, spi_emitter *out, const spol_segment *segment) {
  spi_emit_mapping(out);
  spi_json_text(out, "label", spi_label_word(segment->label));
  spi_json_instant(view, out, "from", segment->from);
  spi_json_instant(view, out, "to", segment->to);
  spi_json_duration(out, "counted", segment->counted);
  spi_json_name(view, out, "reason", SPOL_NAME_REASON, segment->reason);
  spi_json_name(view, out, "calendar", SPOL_NAME_CALENDAR, segment->calendar);
  spi_json_text(out, "name", segment->name);
  spi_emit_key(out, "after_due");
  spi_emit_boolean(out, (segment->flags & SPOL_SEGMENT_AFTER_DUE) != 0);
  spi_emit_key(out, "uncovered");
  spi_emit_boolean(out, (segment->flags & SPOL_SEGMENT_UNCOVERED) != 0);
  spi_json_place(view, out, "place", &segment->place);
  spi_emit_end(out);
}

static void write_json(spi_view *view, const spi_segments *segments) {
  const spol_explanation *head = &segments->head;
  spi_emitter out = spi_emitter_on(view->sink, SPI_EMIT_JSON);
  spi_emit_mapping(&out);
  spi_json_name(view, &out, "metric", SPOL_NAME_METRIC, head->metric);
  spi_json_count(&out, "cycle", head->cycle);
  spi_json_count(&out, "part", head->part);
  spi_json_instant(view, &out, "from", head->from);
  spi_json_instant(view, &out, "to", head->to);
  spi_json_instant(view, &out, "due", head->due);
  spi_json_duration(&out, "carried", head->carried);
  spi_json_duration(&out, "counted_to_due", head->counted_to_due);
  spi_json_duration(&out, "counted", head->counted);
  spi_emit_key(&out, "exceeds_length");
  spi_emit_boolean(&out, head->exceeds_length != 0);
  spi_json_decision(view, &out, "start", &head->start);
  spi_json_decision(view, &out, "target", &head->target);
  spi_json_decision(view, &out, "stop", &head->stop);
  json_changes(view, &out, head->change_count);
  spi_emit_key(&out, "segments");
  spi_emit_sequence(&out);
  for (uint64_t i = 0; i < segments->count; i++) {
    json_segment(view, &out, &segments->items[i]);
  }
  spi_emit_end(&out);
  spi_emit_end(&out);
  spi_sink_char(view->sink, '\n');
}

void spi_write_explanation_json(spi_view *view) {
  spi_with_segments(view, write_json);
}

spol_status spol_render_explanation(const spol_evaluation *evaluation, uint32_t metric,
                                    uint32_t cycle, const spol_render_options *options,
                                    char *buffer, uint64_t capacity, uint64_t *needed) {
  spi_view view = {.metric = metric, .cycle = cycle};
  spol_status status = spi_view_of(evaluation, options, buffer, capacity, needed, &view);
  if (status != SPOL_OK) {
    return status;
  }
  return spi_view_give(&view,
                       view.format == SPOL_RENDER_JSON ? spi_write_explanation_json
                                                       : spi_write_explanation_text,
                       buffer, capacity, needed);
}
