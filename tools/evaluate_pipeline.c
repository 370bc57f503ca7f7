/* SPDX-License-Identifier: MIT */
/* Reader, workers and writer around one ring of batches. */
#include <errno.h>
#include <stdio.h>
#include <stdlib.h>
#include <string.h>
#include <time.h>
#include <unistd.h>

#include "evaluate.h"
#include "json_arena.h"

volatile sig_atomic_t evaluate_signal = 0;

/* ---- Reading ----------------------------------------------------------------------- */

typedef struct input {
  pipeline *line;
  growing rest; /* behind the last whole line */
  uint64_t number;
  uint64_t bytes;
  int ended;
} input;

/* Reads once; marks the end, an error and a signal. @return 1 if bytes came */
static int read_more(input *in, growing *into) {
  ssize_t got = -1;
  if (!grow(into, BATCH_BYTES)) {
    in->line->read_error = ENOMEM;
    in->ended = 1;
    return 0;
  }
  while (evaluate_signal == 0) {
    got = read(in->line->options.input, into->data + into->length, BATCH_BYTES);
    if (got >= 0 || errno != EINTR) {
      break;
    }
  }
  if (got <= 0) {
    in->line->read_error = got < 0 && evaluate_signal == 0 ? errno : 0;
    in->ended = 1;
    return 0;
  }
  into->length += (size_t)got;
  in->bytes += (uint64_t)got;
  return 1;
}

/* Passes over the rest of a line that is too long; what is behind it is kept. */
static void skip_line(input *in, batch *next) {
  next->too_long = 1;
  next->lines.length = 0;
  next->line_count = 1;
  for (;;) {
    in->rest.length = 0;
    if (!read_more(in, &in->rest)) {
      return;
    }
    char *end = memchr(in->rest.data, '\n', in->rest.length);
    if (end != NULL) {
      in->rest.length -= (size_t)(end + 1 - in->rest.data);
      memmove(in->rest.data, end + 1, in->rest.length);
      return;
    }
  }
}

static uint64_t count_lines(const growing *text) {
  uint64_t count = 0;
  for (size_t at = 0; at < text->length; count++) {
    const char *stop = memchr(text->data + at, '\n', text->length - at);
    at = stop == NULL ? text->length : (size_t)(stop - text->data) + 1;
  }
  return count;
}

/* Whole lines, as many as are there; what is behind the last goes to the rest. */
static void cut_lines(input *in, batch *next) {
  size_t length = next->lines.length;
  while (length > 0 && next->lines.data[length - 1] != '\n') {
    length--;
  }
  in->rest.length = 0;
  if (!in->ended) {
    append(&in->rest, next->lines.data + length, next->lines.length - length);
    next->lines.length = length;
  } else if (evaluate_signal != 0 || in->line->read_error != 0) {
    next->lines.length = length; /* the last line may not be whole */
  }
  next->line_count = count_lines(&next->lines);
}

/* Fills a batch. Nothing is searched for line ends twice. */
static void fill(input *in, batch *next) {
  size_t searched = 0;
  next->lines.length = 0;
  next->too_long = 0;
  append(&next->lines, in->rest.data, in->rest.length);
  if (in->rest.length > 0 && memchr(in->rest.data, '\n', in->rest.length) != NULL) {
    cut_lines(in, next);
    return;
  }
  searched = next->lines.length;
  while (!in->ended && read_more(in, &next->lines)) {
    if (memchr(next->lines.data + searched, '\n', next->lines.length - searched) != NULL) {
      break;
    }
    searched = next->lines.length;
    if (searched > LINE_BYTES_MAX) {
      skip_line(in, next);
      return;
    }
  }
  cut_lines(in, next);
}

/* A free batch, once there is one; NULL where the pipeline is halted. */
static batch *free_batch(pipeline *line) {
  batch *found = &line->batches[line->read_count % line->batch_count];
  pthread_mutex_lock(&line->lock);
  while (found->state != BATCH_FREE && !line->halted) {
    pthread_cond_wait(&line->changed, &line->lock);
  }
  found = line->halted ? NULL : found;
  pthread_mutex_unlock(&line->lock);
  return found;
}

void read_batches(pipeline *line) {
  input in = {.line = line};
  while (!in.ended || in.rest.length > 0) {
    batch *next = free_batch(line);
    if (next == NULL || (in.ended && evaluate_signal != 0)) {
      break;
    }
    fill(&in, next);
    next->first_line = in.number + 1;
    next->input_end = in.bytes;
    in.number += next->line_count;
    if (next->lines.failed || in.rest.failed) {
      line->read_error = ENOMEM;
      break;
    }
    pthread_mutex_lock(&line->lock);
    next->state = BATCH_READ;
    line->read_count++;
    pthread_cond_broadcast(&line->changed);
    pthread_mutex_unlock(&line->lock);
  }
  free(in.rest.data);
  pthread_mutex_lock(&line->lock);
  line->finished = 1;
  pthread_cond_broadcast(&line->changed);
  pthread_mutex_unlock(&line->lock);
}

/* ---- Evaluating ------------------------------------------------------------------------ */

static batch *take(pipeline *line) {
  batch *found = NULL;
  pthread_mutex_lock(&line->lock);
  while (line->taken_count == line->read_count && !line->finished && !line->halted) {
    pthread_cond_wait(&line->changed, &line->lock);
  }
  if (line->taken_count < line->read_count && !line->halted) {
    found = &line->batches[line->taken_count++ % line->batch_count];
  }
  pthread_mutex_unlock(&line->lock);
  return found;
}

void *evaluate_batches(void *argument) {
  pipeline *line = argument;
  worker own = {
      .options = &line->options,
      .ticket = {.policy = line->options.policy, .zones = line->options.zones, .in_arena = 1}};
  batch *work = NULL;
  while ((work = take(line)) != NULL) {
    evaluate_batch(&own, work);
    pthread_mutex_lock(&line->lock);
    work->state = BATCH_DONE;
    pthread_cond_broadcast(&line->changed);
    pthread_mutex_unlock(&line->lock);
  }
  json_case_free(&own.ticket);
  json_arena_end();
  free(own.room);
  return NULL;
}

/* ---- Progress ----------------------------------------------------------------------------- */

typedef struct progress {
  double begun;
  double shown;
  int any;
} progress;

static double seconds_now(void) {
  struct timespec now;
  clock_gettime(CLOCK_MONOTONIC, &now);
  return (double)now.tv_sec + (double)now.tv_nsec / 1e9;
}

/* Of work that takes more than a second, four times a second. */
static void show_progress(const pipeline *line, const batch *written, progress *bar) {
  enum { WIDTH = 30 };
  char filled[WIDTH + 1];
  double now = seconds_now();
  if (!line->options.progress || now - bar->begun < 1 || now - bar->shown < 0.25) {
    return;
  }
  bar->shown = now;
  bar->any = 1;
  fprintf(stderr, "\r\033[K");
  if (line->input_bytes > 0) {
    double share = (double)written->input_end / (double)line->input_bytes;
    share = share > 1 ? 1 : share;
    memset(filled, ' ', WIDTH);
    memset(filled, '#', (size_t)(share * WIDTH));
    filled[WIDTH] = '\0';
    fprintf(stderr, "[%s] %3.0f%%  ", filled, share * 100);
  }
  fprintf(stderr, "%llu cases, %.0f a second", (unsigned long long)line->good,
          (double)line->good / (now - bar->begun));
  fflush(stderr);
}

static void end_progress(const progress *bar) {
  if (bar->any) {
    fprintf(stderr, "\r\033[K");
  }
}

/* ---- Writing ------------------------------------------------------------------------------ */

/* @return 0, or errno */
static int write_all(const char *data, size_t length) {
  while (length > 0) {
    ssize_t put = write(STDOUT_FILENO, data, length);
    if (put < 0 && errno != EINTR) {
      return errno;
    }
    if (put > 0) {
      data += put;
      length -= (size_t)put;
    }
  }
  return 0;
}

static void write_batch(pipeline *line, batch *done, progress *bar) {
  uint64_t count = count_lines(&done->answers);
  line->write_error = write_all(done->answers.data, done->answers.length);
  if (done->complaints.length > 0) {
    end_progress(bar);
    fwrite(done->complaints.data, 1, done->complaints.length, stderr);
  }
  line->good += count;
  line->bad += done->bad;
  line->lines = done->first_line + done->line_count - 1;
  show_progress(line, done, bar);
  done->answers.length = 0;
  done->complaints.length = 0;
  done->bad = 0;
}

void *write_batches(void *argument) {
  pipeline *line = argument;
  progress bar = {.begun = seconds_now()};
  pthread_mutex_lock(&line->lock);
  for (;;) {
    batch *next = &line->batches[line->written_count % line->batch_count];
    int due = line->written_count < line->read_count;
    if (due && next->state == BATCH_DONE) {
      pthread_mutex_unlock(&line->lock);
      write_batch(line, next, &bar);
      pthread_mutex_lock(&line->lock);
      next->state = BATCH_FREE;
      line->written_count++;
      line->halted = line->halted || next->stops || line->write_error != 0;
      pthread_cond_broadcast(&line->changed);
    } else if (!due && line->finished) {
      break;
    } else if (!line->halted) {
      pthread_cond_wait(&line->changed, &line->lock);
    }
    if (line->halted) {
      break;
    }
  }
  pthread_mutex_unlock(&line->lock);
  end_progress(&bar);
  return NULL;
}
