/* SPDX-License-Identifier: MIT */
/* What render.h declares: checked arguments, and counting before filling. */
#include "render/view.h"

#include <string.h>

#include "base/sized.h"
#include "case/run.h"

enum { DEFAULT_COLUMNS = 80, LEAST_COLUMNS = 40 };

static spol_status take_options(const spol_render_options *options, spi_view *view) {
  spol_render_options taken = SPOL_SIZED(spol_render_options);
  if (options != NULL) {
    spol_status status = spi_sized_check(options, sizeof taken, sizeof taken);
    if (status != SPOL_OK) {
      return status;
    }
    spi_sized_copy(&taken, options, sizeof taken);
  }
  if (taken.format != SPOL_RENDER_TEXT && taken.format != SPOL_RENDER_JSON) {
    return SPOL_E_INVALID;
  }
  view->format = taken.format;
  view->zone = taken.zone;
  view->columns = taken.columns == 0              ? DEFAULT_COLUMNS
                  : taken.columns < LEAST_COLUMNS ? LEAST_COLUMNS
                                                  : taken.columns;
  return SPOL_OK;
}

static spol_status run(const spi_view *like, spi_view_writer write, spi_sink *sink) {
  spi_view view = *like;
  view.sink = sink;
  write(&view);
  spi_put_rest(&view);
  if (view.failed != SPOL_OK) {
    return view.failed;
  }
  return sink->status;
}

spol_status spi_view_give(const spi_view *like, spi_view_writer write, char *buffer,
                          uint64_t capacity, uint64_t *needed) {
  spi_sink sink = spi_sink_on(NULL, 0);
  spol_status status = run(like, write, &sink);
  if (status != SPOL_OK) {
    return status;
  }
  *needed = sink.length;
  if (buffer == NULL) {
    return SPOL_OK;
  }
  if (capacity < sink.length) {
    return SPOL_E_BUFFER;
  }
  sink = spi_sink_on(buffer, sink.length);
  return run(like, write, &sink);
}

spi_view spi_view_into(const spi_view *like, spi_sink *sink, char *buffer, size_t capacity) {
  spi_view view = *like;
  *sink = spi_sink_on(buffer, capacity - 1);
  view.sink = sink;
  view.columns = 0;
  view.column = 0;
  view.indent = 0;
  view.gap = 0;
  view.word_length = 0;
  return view;
}

void spi_view_close(spi_view *view) {
  spi_put_rest(view);
  spi_sink *sink = view->sink;
  size_t length = sink->length < sink->capacity ? sink->length : sink->capacity;
  while (length < sink->length && length > 0 &&
         ((unsigned char)sink->data[length - 1] & 0x80U) != 0) {
    length--;
  }
  sink->data[length] = '\0';
}

spol_status spi_view_of(const spol_evaluation *evaluation, const spol_render_options *options,
                        const char *buffer, uint64_t capacity, const uint64_t *needed,
                        spi_view *view) {
  if (evaluation == NULL || needed == NULL || (buffer == NULL && capacity > 0)) {
    return SPOL_E_INVALID;
  }
  view->evaluation = evaluation;
  view->policy = evaluation->policy;
  return take_options(options, view);
}

spol_status spol_render_status(const spol_evaluation *evaluation,
                               const spol_render_options *options, char *buffer, uint64_t capacity,
                               uint64_t *needed) {
  spi_view view = {0};
  spol_status status = spi_view_of(evaluation, options, buffer, capacity, needed, &view);
  if (status != SPOL_OK) {
    return status;
  }
  return spi_view_give(
      &view, view.format == SPOL_RENDER_JSON ? spi_write_status_json : spi_write_status_text,
      buffer, capacity, needed);
}

spol_status spol_render_summary(const spol_evaluation *evaluation,
                                const spol_render_options *options, char *buffer, uint64_t capacity,
                                uint64_t *needed) {
  spi_view view = {0};
  spol_status status = spi_view_of(evaluation, options, buffer, capacity, needed, &view);
  if (status != SPOL_OK) {
    return status;
  }
  spi_sink sink = spi_sink_on(buffer, capacity > SIZE_MAX ? SIZE_MAX : (size_t)capacity);
  status = run(&view, spi_write_summary_json, &sink);
  if (status != SPOL_OK) {
    return status;
  }
  *needed = sink.length;
  return buffer == NULL || sink.length <= capacity ? SPOL_OK : SPOL_E_BUFFER;
}

spol_status spol_render_reason(const spol_evaluation *evaluation, uint32_t metric,
                               const spol_render_options *options, char *buffer, uint64_t capacity,
                               uint64_t *needed) {
  spi_view view = {.metric = metric};
  spol_status status = spi_view_of(evaluation, options, buffer, capacity, needed, &view);
  if (status != SPOL_OK) {
    return status;
  }
  view.columns = 0;
  return spi_view_give(&view, spi_write_reason, buffer, capacity, needed);
}

spol_status spol_render_finding(const spol_evaluation *evaluation, uint32_t finding,
                                const spol_render_options *options, char *buffer, uint64_t capacity,
                                uint64_t *needed) {
  spi_view view = {.finding = finding};
  spol_status status = spi_view_of(evaluation, options, buffer, capacity, needed, &view);
  if (status != SPOL_OK) {
    return status;
  }
  view.columns = 0;
  return spi_view_give(&view, spi_write_finding, buffer, capacity, needed);
}

spol_status spol_render_firing_id(const spol_policy *policy, const spol_firing *firing,
                                  char *buffer, uint64_t capacity, uint64_t *needed) {
  spol_firing known = SPOL_SIZED(spol_firing);
  if (policy == NULL || firing == NULL || needed == NULL || (buffer == NULL && capacity > 0)) {
    return SPOL_E_INVALID;
  }
  spol_status status = spi_sized_check(firing, offsetof(spol_firing, effect), sizeof known);
  if (status != SPOL_OK) {
    return status;
  }
  spi_sized_copy(&known, firing, sizeof known);
  spi_view view = {.policy = policy, .firing = &known};
  return spi_view_give(&view, spi_write_firing_id, buffer, capacity, needed);
}

/* A step's name is "ladder/step" already. */
void spi_write_firing_id(spi_view *view) {
  const spol_firing *firing = view->firing;
  const char *step = spol_policy_name(view->policy, SPOL_NAME_STEP, firing->step);
  char numbers[SPI_PHRASE_MAX];
  if (step == NULL) {
    spi_put_fail(view, SPOL_E_NOT_FOUND);
    return;
  }
  spi_writer writer = spi_writer_on(numbers, sizeof numbers);
  spi_write_format(&writer, "/%u/%u", firing->cycle, firing->repetition);
  spi_sink_text(view->sink, step);
  spi_sink_text(view->sink, numbers);
}
