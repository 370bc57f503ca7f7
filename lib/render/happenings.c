/* SPDX-License-Identifier: MIT */
/* What happened to a case, in order, in the words of the list. */
#include <string.h>

#include "base/checked.h"
#include "case/run.h"
#include "render/timeline.h"

/* ---- Severities and lines over time ------------------------------------------------ */

static uint32_t current(const spi_stay_cursor *cursor) {
  return cursor->recorded != 0 ? cursor->recorded : cursor->derived;
}

/* Takes a change in; 1 if what counts is another after it. */
static int take_change(spi_stay_cursor *cursor, const spol_severity_change *change) {
  uint32_t before = current(cursor);
  if (change->kind == SPOL_DERIVED) {
    cursor->derived = change->after;
  } else if (change->kind == SPOL_RECORDED) {
    cursor->recorded = change->after;
  }
  return current(cursor) != before;
}

/* The instant at which the severity that counts changes next. Changes of one
 * instant are one. */
static int change_severity(const spi_timeline *line, spi_stay_cursor *cursor, spol_instant *at) {
  uint32_t before = current(cursor);
  for (; cursor->index < line->status.severity_count; cursor->index++) {
    spol_severity_change change = SPOL_SIZED(spol_severity_change);
    if (spol_evaluation_severity(line->view.evaluation, cursor->index, &change) != SPOL_OK) {
      return 0;
    }
    if (current(cursor) != before && change.at != *at) {
      return 1;
    }
    if (take_change(cursor, &change)) {
      *at = change.at;
    }
  }
  return current(cursor) != before;
}

int spi_severity_stay(const spi_timeline *line, spi_stay_cursor *cursor, spi_shown_stay *out) {
  spol_instant at = SPOL_INSTANT_NONE;
  uint32_t before = current(cursor);
  if (!change_severity(line, cursor, &at)) {
    return 0;
  }
  spi_stay_cursor ahead = *cursor;
  spol_instant end = SPOL_INSTANT_NONE;
  int more = change_severity(line, &ahead, &end);
  *out = (spi_shown_stay){
      .id = current(cursor), .before = before, .from = at, .to = more ? end : line->status.as_of};
  return 1;
}

int spi_line_stay(const spi_timeline *line, spi_stay_cursor *cursor, spi_shown_stay *out) {
  spol_line_stay stay = SPOL_SIZED(spol_line_stay);
  if (cursor->index >= line->status.line_count ||
      spol_evaluation_line(line->view.evaluation, cursor->index, &stay) != SPOL_OK) {
    return 0;
  }
  *out = (spi_shown_stay){.id = stay.line,
                          .before = cursor->before,
                          .from = stay.from,
                          .to = stay.to == SPOL_INSTANT_NONE ? line->status.as_of : stay.to};
  cursor->before = stay.line;
  cursor->index++;
  return 1;
}

/* ---- All of it, by instant ------------------------------------------------------------- */

static int next_event(const spi_timeline *line, spi_happening_cursor *cursor, spi_happening *out) {
  const spol_event *event = cursor->event < line->status.events_seen
                                ? spi_event_at(line->view.evaluation, cursor->event)
                                : NULL;
  if (event == NULL) {
    return 0;
  }
  *out = (spi_happening){
      .kind = SPI_HAPPENED_EVENT, .index = (uint32_t)cursor->event++, .at = event->at};
  return 1;
}

static int next_firing(const spi_timeline *line, spi_happening_cursor *cursor, spi_happening *out) {
  spol_firing firing = SPOL_SIZED(spol_firing);
  if (spol_evaluation_firing(line->view.evaluation, cursor->firing, &firing) != SPOL_OK) {
    return 0;
  }
  *out = (spi_happening){.kind = SPI_HAPPENED_FIRING, .index = cursor->firing++, .at = firing.at};
  return 1;
}

/* The first severity and the first line are no changes. */
static int next_stay(const spi_timeline *line, spi_happening_cursor *cursor, int32_t kind,
                     spi_happening *out) {
  spi_shown_stay stay;
  int (*next)(const spi_timeline *, spi_stay_cursor *, spi_shown_stay *) =
      kind == SPI_HAPPENED_LINE ? spi_line_stay : spi_severity_stay;
  spi_stay_cursor *at = kind == SPI_HAPPENED_LINE ? &cursor->line : &cursor->severity;
  while (next(line, at, &stay)) {
    if (stay.before != 0) {
      *out = (spi_happening){.kind = kind, .at = stay.from, .stay = stay};
      return 1;
    }
  }
  return 0;
}

static int next_of(const spi_timeline *line, spi_happening_cursor *cursor, int32_t kind,
                   spi_happening *out) {
  return kind == SPI_HAPPENED_EVENT    ? next_event(line, cursor, out)
         : kind == SPI_HAPPENED_FIRING ? next_firing(line, cursor, out)
                                       : next_stay(line, cursor, kind, out);
}

/* Of one instant: events, firings, then what they changed. */
int spi_happening_next(const spi_timeline *line, spi_happening_cursor *cursor, spi_happening *out) {
  int32_t best = 0;
  for (int32_t kind = SPI_HAPPENED_EVENT; kind <= SPI_HAPPENED_LINE; kind++) {
    spi_happening_cursor ahead = *cursor;
    spi_happening found;
    if (next_of(line, &ahead, kind, &found) && (best == 0 || found.at < out->at)) {
      *out = found;
      best = kind;
    }
  }
  return best != 0 && next_of(line, cursor, best, out);
}

uint64_t spi_happening_count(const spi_timeline *line) {
  spi_happening_cursor cursor = {0};
  spi_happening found;
  uint64_t count = line->status.events_seen + line->status.firing_count;
  while (next_stay(line, &cursor, SPI_HAPPENED_SEVERITY, &found)) {
    count++;
  }
  while (next_stay(line, &cursor, SPI_HAPPENED_LINE, &found)) {
    count++;
  }
  return count;
}

/* ---- Words ------------------------------------------------------------------------------- */

static void put_named(spi_view *view, const char **before, int32_t kind, uint32_t id) {
  if (id != 0) {
    spi_put_format(view, "%s%s", *before, spi_name_of(view, kind, id));
    *before = ", ";
  }
}

static void put_event(spi_view *view, const spol_event *event) {
  char text[SPI_PHRASE_MAX];
  const char *before = ": ";
  spi_put(view, spi_name_of(view, SPOL_NAME_EVENT, event->type));
  put_named(view, &before, SPOL_NAME_SEVERITY, event->severity);
  put_named(view, &before, SPOL_NAME_REASON, event->reason);
  put_named(view, &before, SPOL_NAME_METRIC, event->metric);
  put_named(view, &before, SPOL_NAME_LINE, event->line);
  put_named(view, &before, SPOL_NAME_VERSION, event->version);
  if (event->occurred_at != SPOL_INSTANT_NONE && event->occurred_at != event->at) {
    spi_put_format(view, ", of %s", spi_phrase_beside(view, event->occurred_at, event->at, text));
  }
}

static void put_firing(spi_view *view, uint32_t index) {
  spol_firing firing = SPOL_SIZED(spol_firing);
  if (spol_evaluation_firing(view->evaluation, index, &firing) == SPOL_OK) {
    spi_put(view, spi_name_of(view, SPOL_NAME_STEP, firing.step));
    spi_put_effects(view, &firing, index);
  }
}

void spi_happening_text(const spi_timeline *line, const spi_happening *happening,
                        char buffer[SPI_HAPPENING_TEXT_MAX]) {
  spi_sink sink;
  spi_view view = spi_view_into(&line->view, &sink, buffer, SPI_HAPPENING_TEXT_MAX);
  int32_t kind = happening->kind == SPI_HAPPENED_LINE ? SPOL_NAME_LINE : SPOL_NAME_SEVERITY;
  switch (happening->kind) {
  case SPI_HAPPENED_EVENT:
    put_event(&view, spi_event_at(view.evaluation, happening->index));
    break;
  case SPI_HAPPENED_FIRING:
    put_firing(&view, happening->index);
    break;
  default:
    spi_put_format(&view, "%s %s, before %s", kind == SPOL_NAME_LINE ? "line" : "severity",
                   spi_name_of(&view, kind, happening->stay.id),
                   spi_name_of(&view, kind, happening->stay.before));
  }
  spi_view_close(&view);
}

void spi_happening_sign(int32_t kind, uint64_t index, char buffer[SPI_TICK_LABEL_MAX]) {
  char letters[SPI_TICK_LABEL_MAX];
  size_t at = sizeof letters - 1;
  spi_writer writer = spi_writer_on(buffer, SPI_TICK_LABEL_MAX);
  if (kind == SPI_HAPPENED_EVENT) {
    spi_write_i64(&writer, (int64_t)index + 1);
    return;
  }
  letters[at] = '\0';
  do {
    letters[--at] = (char)('A' + index % 26);
    index = index / 26;
  } while (index-- > 0 && at > 0);
  spi_write_text(&writer, letters + at);
}

const char *spi_happening_instant(const spi_timeline *line, spol_instant at, char *buffer) {
  return spi_phrase_instant(&line->view, at - spi_floor_mod(at, SPOL_SECOND), buffer);
}

int spi_next_step(const spi_timeline *line, spol_firing *firing,
                  char buffer[SPI_HAPPENING_TEXT_MAX]) {
  spi_sink sink;
  *firing = (spol_firing)SPOL_SIZED(spol_firing);
  if (spol_evaluation_next_firing(line->view.evaluation, firing) != SPOL_OK ||
      !spi_axis_has(&line->axis, firing->at)) {
    return 0;
  }
  spi_view view = spi_view_into(&line->view, &sink, buffer, SPI_HAPPENING_TEXT_MAX);
  spi_put_format(&view, "%s, if nothing happens", spi_name_of(&view, SPOL_NAME_STEP, firing->step));
  spi_view_close(&view);
  return 1;
}

/* ---- Words beside the picture ---------------------------------------------------------------- */

static void put_left(spi_view *view, const spol_metric_status *metric) {
  char text[SPI_PHRASE_MAX];
  if (metric->overdue != SPOL_DURATION_NONE && metric->overdue > 0) {
    spi_put_format(view, ", %s over", spi_phrase_duration(metric->overdue, text));
  } else if (metric->outcome == SPOL_OUTCOME_MET && metric->elapsed != SPOL_DURATION_NONE &&
             metric->length != SPOL_DURATION_NONE) {
    spi_put_format(view, ", %s", spi_phrase_duration(metric->elapsed, text));
    spi_put_format(view, " of %s", spi_phrase_duration(metric->length, text));
  } else if (metric->state != SPOL_METRIC_ENDED && metric->outcome == SPOL_OUTCOME_NONE &&
             metric->remaining != SPOL_DURATION_NONE) {
    spi_put_format(view, ", %s left", spi_phrase_duration(metric->remaining, text));
  }
}

int spi_lane_is_idle(const spi_lane *lane) {
  return lane->metric.target_kind == SPOL_TARGET_UNSTATED ||
         lane->metric.target_kind == SPOL_TARGET_NOT_OFFERED;
}

/* A word with spaces for the low lines that names have. */
static void put_word(spi_view *view, const char *word) {
  for (; *word != '\0'; word++) {
    char letter[2] = {*word == '_' ? ' ' : *word, '\0'};
    spi_put(view, letter);
  }
}

static void put_state(spi_view *view, const spol_metric_status *metric) {
  put_word(view, metric->outcome != SPOL_OUTCOME_NONE ? spi_outcome_word(metric->outcome)
                                                      : spi_metric_state_word(metric->state));
  put_left(view, metric);
  if ((metric->flags & SPOL_RESULT_EXCUSED) != 0) {
    spi_put(view, ", excused");
  }
}

void spi_lane_verdict(const spi_timeline *line, const spi_lane *lane,
                      char first[SPI_HAPPENING_TEXT_MAX], char second[SPI_HAPPENING_TEXT_MAX]) {
  char text[SPI_PHRASE_MAX];
  spi_sink sink;
  const spol_metric_status *metric = &lane->metric;
  spi_view view = spi_view_into(&line->view, &sink, first, SPI_HAPPENING_TEXT_MAX);
  if (spi_lane_is_idle(lane)) {
    put_word(&view, spi_target_kind_word(metric->target_kind));
  } else {
    put_state(&view, metric);
  }
  if (metric->misses > 1) {
    spi_put_format(&view, ", %u missed", metric->misses);
  }
  spi_view_close(&view);
  view = spi_view_into(&line->view, &sink, second, SPI_HAPPENING_TEXT_MAX);
  if (metric->state == SPOL_METRIC_ENDED && metric->outcome == SPOL_OUTCOME_NONE) {
    spi_put(&view, "");
  } else if (metric->due != SPOL_INSTANT_NONE) {
    spi_put_format(&view, "due %s", spi_phrase_instant(&view, metric->due, text));
  } else if (metric->due_if_resumed != SPOL_INSTANT_NONE) {
    spi_put_format(&view, "if resumed, %s",
                   spi_phrase_instant(&view, metric->due_if_resumed, text));
  }
  spi_view_close(&view);
}

void spi_lane_target(const spi_timeline *line, const spi_lane *lane,
                     char buffer[SPI_HAPPENING_TEXT_MAX]) {
  spi_sink sink;
  spi_view view = spi_view_into(&line->view, &sink, buffer, SPI_HAPPENING_TEXT_MAX);
  if (lane->metric.target_kind != SPOL_TARGET_NONE && !spi_lane_is_idle(lane)) {
    spi_put_bare_target(&view, &lane->metric);
  }
  spi_view_close(&view);
}

void spi_timeline_state(const spi_timeline *line, char buffer[SPI_HAPPENING_TEXT_MAX]) {
  char text[SPI_PHRASE_MAX];
  spi_sink sink;
  const spol_case_status *status = &line->status;
  spi_view view = spi_view_into(&line->view, &sink, buffer, SPI_HAPPENING_TEXT_MAX);
  spi_put(&view, status->state == SPOL_CASE_NOT_OPENED ? "not opened"
                                                       : spi_case_state_word(status->state));
  spi_put_format(&view, " as of %s", spi_phrase_instant(&view, status->as_of, text));
  if (status->current.severity != 0) {
    spi_put_format(&view, " \xC2\xB7 severity %s%s",
                   spi_name_of(&view, SPOL_NAME_SEVERITY, status->current.severity),
                   status->recorded.severity == 0 ? " (provisional)" : "");
  }
  if (status->line != 0) {
    spi_put_format(&view, " \xC2\xB7 line %s", spi_name_of(&view, SPOL_NAME_LINE, status->line));
  }
  spi_view_close(&view);
}

void spi_timeline_source(const spi_timeline *line, char buffer[SPI_HAPPENING_TEXT_MAX]) {
  spi_sink sink;
  spi_view view = spi_view_into(&line->view, &sink, buffer, SPI_HAPPENING_TEXT_MAX);
  spi_put(&view, line->status.policy_id);
  if (line->status.version_name != NULL) {
    spi_put_format(&view, ", version %s", line->status.version_name);
  }
  spi_put_format(&view, " \xC2\xB7 times in %s",
                 line->view.zone == NULL ? "UTC" : spol_zone_name(line->view.zone));
  spi_view_close(&view);
}
