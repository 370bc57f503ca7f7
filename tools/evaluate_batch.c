/* SPDX-License-Identifier: MIT */
/* The lines of a batch, evaluated one after the other. */
#include <stdarg.h>
#include <stdio.h>
#include <stdlib.h>
#include <string.h>

#include "evaluate.h"

enum { FIRST_ROOM = 16 * 1024, NAME_ROOM = 8, ANSWER_ROOM = 2048 };

/* ---- Text that grows ----------------------------------------------------------------- */

int grow(growing *text, size_t more) {
  if (text->failed) {
    return 0;
  }
  if (text->room - text->length >= more) {
    return 1;
  }
  size_t room = text->room < FIRST_ROOM ? FIRST_ROOM : text->room * 2;
  while (room - text->length < more) {
    room *= 2;
  }
  char *data = realloc(text->data, room);
  if (data == NULL) {
    text->failed = 1;
    return 0;
  }
  text->data = data;
  text->room = room;
  return 1;
}

void append(growing *text, const char *data, size_t length) {
  if (length > 0 && grow(text, length)) {
    memcpy(text->data + text->length, data, length);
    text->length += length;
  }
}

void append_text(growing *text, const char *data) {
  append(text, data, strlen(data));
}

void append_format(growing *text, const char *format, ...) {
  char line[2048];
  va_list arguments;
  va_start(arguments, format);
  int length = vsnprintf(line, sizeof line, format, arguments);
  va_end(arguments);
  if (length > 0) {
    append(text, line, (size_t)length < sizeof line ? (size_t)length : sizeof line - 1);
  }
}

/* ---- Evaluating ---------------------------------------------------------------------------- */

static void complain(worker *own, batch *work, uint64_t number, const char *what) {
  append_format(&work->complaints, "supportpolicy: %s:%llu: %s\n", own->options->input_name,
                (unsigned long long)number, what);
  work->bad++;
  work->stops = own->options->on_error == ON_ERROR_STOP;
}

static spol_status evaluate(worker *own, const spol_evaluation **out, spol_error *error) {
  const json_case *ticket = &own->ticket;
  spol_instant as_of = own->options->has_at ? own->options->at : ticket->as_of;
  uint64_t needed = spol_evaluation_room(own->options->policy, ticket->event_count);
  spol_status status = SPOL_E_BUFFER;
  while (status == SPOL_E_BUFFER) {
    if (needed > own->room_size) {
      char *room = realloc(own->room, (size_t)needed);
      if (room == NULL) {
        return SPOL_E_MEMORY;
      }
      own->room = room;
      own->room_size = needed;
    }
    status = spol_evaluate(own->options->policy, ticket->events, ticket->event_count, as_of, NULL,
                           own->room, own->room_size, &needed, out, error);
  }
  return status;
}

/* ---- Answers -----------------------------------------------------------------------------------
 */

/* Writes into what the answers have left, with more room where that is too little. */
static spol_status put_status(const worker *own, const spol_evaluation *evaluation,
                              growing *answers) {
  spol_render_options options = SPOL_SIZED(spol_render_options);
  uint64_t needed = ANSWER_ROOM;
  spol_status status = SPOL_E_BUFFER;
  options.format = SPOL_RENDER_JSON;
  options.zone = own->ticket.zone;
  while (status == SPOL_E_BUFFER) {
    if (!grow(answers, (size_t)needed)) {
      return SPOL_E_MEMORY;
    }
    char *at = answers->data + answers->length;
    size_t left = answers->room - answers->length;
    status = own->options->full ? spol_render_status(evaluation, &options, at, left, &needed)
                                : spol_render_summary(evaluation, &options, at, left, &needed);
  }
  if (status == SPOL_OK) {
    answers->length += (size_t)needed - 1; /* the line goes on */
  }
  return status;
}

static int put_name(const worker *own, growing *answers) {
  const json_t *name = json_object_get(own->ticket.root, "name");
  size_t length = json_string_length(name) * 6 + NAME_ROOM;
  if (!grow(answers, length)) {
    return 0;
  }
  size_t written = json_dumpb(name, answers->data + answers->length,
                              answers->room - answers->length, JSON_ENCODE_ANY);
  answers->length += written;
  return written > 0;
}

static int put_answer(const worker *own, const spol_evaluation *evaluation, uint64_t number,
                      growing *answers) {
  size_t mark = answers->length;
  append_format(answers, "{\"line\":%llu,", (unsigned long long)number);
  int fine = 1;
  if (own->ticket.name != NULL) {
    append_text(answers, "\"name\":");
    fine = put_name(own, answers);
    append_text(answers, ",");
  }
  append_text(answers, "\"status\":");
  fine = fine && put_status(own, evaluation, answers) == SPOL_OK;
  append_text(answers, "}\n");
  if (!fine || answers->failed) {
    answers->length = mark;
    return 0;
  }
  return 1;
}

static int is_blank(const char *line, size_t length) {
  for (size_t i = 0; i < length; i++) {
    if (line[i] != ' ' && line[i] != '\t' && line[i] != '\r') {
      return 0;
    }
  }
  return 1;
}

static void evaluate_line(worker *own, batch *work, uint64_t number, const char *line,
                          size_t length) {
  spol_error error = SPOL_ERROR_INIT;
  const spol_evaluation *evaluation = NULL;
  if (is_blank(line, length)) {
    return;
  }
  if (memchr(line, '\0', length) != NULL) {
    complain(own, work, number, "a NUL byte, which no text has");
    return;
  }
  if (!json_case_read(&own->ticket, line, length)) {
    complain(own, work, number, own->ticket.message);
    return;
  }
  spol_status status = evaluate(own, &evaluation, &error);
  if (status != SPOL_OK) {
    char what[sizeof error.path + sizeof error.message + 2];
    snprintf(what, sizeof what, "%s%s%s", error.path, error.path[0] != '\0' ? ": " : "",
             error.message[0] != '\0' ? error.message : spol_status_message(status));
    complain(own, work, number, what);
  } else if (!put_answer(own, evaluation, number, &work->answers)) {
    complain(own, work, number, "out of memory");
  }
}

void evaluate_batch(worker *own, batch *work) {
  uint64_t number = work->first_line;
  if (work->too_long) {
    char what[128];
    snprintf(what, sizeof what, "the line is longer than %d bytes", LINE_BYTES_MAX);
    complain(own, work, number, what);
    return;
  }
  if (work->lines.length == 0) {
    return;
  }
  const char *at = work->lines.data;
  const char *end = at + work->lines.length;
  for (; at < end && !work->stops; number++) {
    const char *stop = memchr(at, '\n', (size_t)(end - at));
    stop = stop == NULL ? end : stop;
    if (number > own->options->resume_after) {
      evaluate_line(own, work, number, at, (size_t)(stop - at));
    }
    at = stop + 1;
  }
}
