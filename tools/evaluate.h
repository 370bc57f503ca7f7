/* SPDX-License-Identifier: MIT */
/**
 * `supportpolicy evaluate`: lines are read in batches, evaluated by any thread,
 * and written in their order. There are so many batches and no more, so that
 * memory does not grow with the input: who is ahead waits.
 */
#ifndef SUPPORTPOLICY_TOOLS_EVALUATE_H
#define SUPPORTPOLICY_TOOLS_EVALUATE_H

#include <pthread.h>
#include <signal.h>

#include "json_case.h"

enum {
  BATCH_BYTES = 256 * 1024,
  LINE_BYTES_MAX = 16 * 1024 * 1024, /**< a longer line is bad, and passed over */
  THREADS_MAX = 256
};

/** What is done with a line that is no case, or that cannot be evaluated. */
enum on_error { ON_ERROR_SKIP = 0, ON_ERROR_STOP = 1 };

typedef struct evaluate_options {
  const spol_policy *policy;
  zone_shelf *zones;
  const char *input_name; /**< for messages */
  int input;              /**< file descriptor */
  int has_at;
  spol_instant at; /**< as_of of every case */
  int on_error;
  int full; /**< the whole status */
  int progress;
  unsigned threads;
  uint64_t resume_after; /**< lines that are passed over */
} evaluate_options;

/** Text that grows. */
typedef struct growing {
  char *data;
  size_t length;
  size_t room;
  int failed; /**< memory ran out */
} growing;

/** Room for so many bytes more. @return 1 if there is */
int grow(growing *text, size_t more);
void append(growing *text, const char *data, size_t length);
void append_text(growing *text, const char *data);
void append_format(growing *text, const char *format, ...);

enum batch_state { BATCH_FREE = 0, BATCH_READ = 1, BATCH_DONE = 2 };

typedef struct batch {
  int state; /**< enum batch_state, under the lock */
  growing lines;
  uint64_t first_line; /**< its number, from 1 */
  uint64_t line_count;
  uint64_t input_end; /**< bytes of the input up to its end */
  int too_long;       /**< instead of lines: a line that was too long */
  growing answers;
  growing complaints; /**< for standard error */
  uint64_t bad;
  int stops; /**< a bad line ends it all */
} batch;

typedef struct pipeline {
  evaluate_options options;
  pthread_mutex_t lock;
  pthread_cond_t changed;
  batch *batches;
  size_t batch_count;
  uint64_t read_count;    /**< batches that were read */
  uint64_t taken_count;   /**< of these, that a worker has taken */
  uint64_t written_count; /**< of these, that were written */
  int finished;           /**< no batch comes any more */
  int halted;             /**< nothing more is to be written */
  int read_error;         /**< errno, or 0 */
  int write_error;
  uint64_t good;
  uint64_t bad;
  uint64_t lines;
  uint64_t input_bytes; /**< of a regular file; else 0 */
} pipeline;

/** Set by the handlers of SIGINT and SIGTERM. */
extern volatile sig_atomic_t evaluate_signal;

/** Reads batches until the input ends, a signal comes, or the pipeline is halted. */
void read_batches(pipeline *line);
/** A thread that evaluates batches, and the one that writes them. */
void *evaluate_batches(void *argument);
void *write_batches(void *argument);
/** One batch, in `worker`'s case. */
typedef struct worker {
  const evaluate_options *options;
  json_case ticket;
  char *room;
  uint64_t room_size;
} worker;
void evaluate_batch(worker *own, batch *work);

#endif
