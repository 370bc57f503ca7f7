/* SPDX-License-Identifier: MIT */
/* supportpolicy evaluate: cases in, one a line; statuses out, one a line. */
#include "evaluate.h"

#include <errno.h>
#include <fcntl.h>
#include <stdio.h>
#include <stdlib.h>
#include <string.h>
#include <sys/stat.h>
#include <unistd.h>

#include "arguments.h"
#include "json_arena.h"

typedef struct taken_arguments {
  evaluate_options options;
  const char *input;
  const char *at;
  const char *full;
  const char *on_error;
  const char *resume_after;
  const char *jobs;
  const char *no_progress;
} taken_arguments;

/* ---- Arguments ------------------------------------------------------------------------ */

static int count_of(const char *text, uint64_t most, uint64_t *out) {
  char *end = NULL;
  errno = 0;
  unsigned long long value = strtoull(text, &end, 10);
  *out = value;
  return text[0] >= '0' && text[0] <= '9' && *end == '\0' && errno == 0 && value <= most;
}

/* What the options say, as numbers. @return CLI_GO_ON, or an exit code */
static int read_values(const cli_command *cli, taken_arguments *taken) {
  uint64_t threads = taken->options.threads;
  spol_error error = SPOL_ERROR_INIT;
  taken->options.has_at = taken->at != NULL;
  if (taken->at != NULL &&
      spol_instant_parse(taken->at, strlen(taken->at), &taken->options.at, &error) != SPOL_OK) {
    return wrong_usage(cli, "--at: ", error.message);
  }
  if (taken->resume_after != NULL &&
      !count_of(taken->resume_after, UINT64_MAX, &taken->options.resume_after)) {
    return wrong_usage(cli, "--resume-after is a number of lines, not ", taken->resume_after);
  }
  if (taken->jobs != NULL && (!count_of(taken->jobs, THREADS_MAX, &threads) || threads == 0)) {
    return wrong_usage(cli, "--jobs is a number from 1 to 256, not ", taken->jobs);
  }
  taken->options.threads = (unsigned)threads;
  taken->options.full = taken->full != NULL;
  taken->options.on_error = strcmp(taken->on_error, "stop") == 0 ? ON_ERROR_STOP : ON_ERROR_SKIP;
  taken->options.progress = taken->no_progress == NULL && taken->options.progress;
  return CLI_GO_ON;
}

static int take_arguments(int count, char **given, taken_arguments *taken) {
  const cli_option options[] = {
      {"--at", "T", "look at every case at this instant (RFC 3339), whatever its as_of", &taken->at,
       0, NULL},
      {"--full", NULL, "the whole status with reasons, not its summary", &taken->full, 0, NULL},
      {"--on-error", "skip|stop", "pass over a bad line, or stop at it", &taken->on_error, 0, NULL},
      {"--resume-after", "N", "pass over the first N lines: the \"line\" of the last whole answer",
       &taken->resume_after, 0, NULL},
      {"--jobs", "N", "so many threads; else as many as there are processors", &taken->jobs, 0,
       NULL},
      {"--no-progress", NULL, "no bar on the terminal", &taken->no_progress, 0, NULL},
  };
  const cli_command cli = {
      .command = "evaluate",
      .usage = "POLICY [FILE] [OPTION]... < CASES.ndjson",
      .about =
          "Evaluates cases, one a line of JSON (FILE, or standard input), and writes a line\n"
          "of JSON for each, in their order:\n\n"
          "  {\"line\":1,\"name\":…,\"status\":{…}}\n\n"
          "A case has the keys of a case in a case file: name, zone, contract, facts, events,\n"
          "as_of. Lines that are no case, or that cannot be evaluated, are told on standard\n"
          "error with their number: exit status 1, or 3 with --on-error stop. Ended by a\n"
          "signal, it ends as by that signal.\n",
      .options = options,
      .option_count = sizeof options / sizeof options[0],
  };
  int words = 0;
  int code = take_options(&cli, count, given, &words);
  if (code == CLI_GO_ON && (words == 0 || words > 2)) {
    code = words == 0 ? wrong_usage(&cli, "which policy?", "")
                      : wrong_usage(&cli, "one policy and one file of cases, and no ", given[3]);
  }
  taken->input = words > 1 ? given[2] : NULL;
  return code == CLI_GO_ON ? read_values(&cli, taken) : code;
}

/* ---- Policy and input -------------------------------------------------------------------- */

static int open_input(taken_arguments *taken, uint64_t *bytes) {
  struct stat about;
  taken->options.input_name = taken->input == NULL ? "-" : taken->input;
  taken->options.input = STDIN_FILENO;
  if (taken->input != NULL && strcmp(taken->input, "-") != 0) {
    taken->options.input = open(taken->input, O_RDONLY | O_CLOEXEC);
    if (taken->options.input < 0) {
      fprintf(stderr, "supportpolicy: %s: %s\n", taken->input, strerror(errno));
      return 0;
    }
  }
  if (fstat(taken->options.input, &about) == 0 && S_ISREG(about.st_mode)) {
    *bytes = (uint64_t)about.st_size;
  }
  return 1;
}

/* ---- Running -------------------------------------------------------------------------------- */

static void note_signal(int number) {
  evaluate_signal = number;
}

/* The first signal ends the reading; a second one ends the program. They come to
 * this thread alone, so that they end its wait for input. */
static void catch_signals(void) {
  struct sigaction action;
  memset(&action, 0, sizeof action);
  action.sa_handler = note_signal;
  action.sa_flags = (int)SA_RESETHAND;
  sigaction(SIGINT, &action, NULL);
  sigaction(SIGTERM, &action, NULL);
}

static int start(pipeline *line, pthread_t *threads, unsigned *started) {
  sigset_t signals;
  sigset_t before;
  sigemptyset(&signals);
  sigaddset(&signals, SIGINT);
  sigaddset(&signals, SIGTERM);
  pthread_sigmask(SIG_BLOCK, &signals, &before);
  *started = 0;
  for (unsigned i = 0; i <= line->options.threads; i++) {
    if (pthread_create(&threads[i], NULL, i == 0 ? write_batches : evaluate_batches, line) != 0) {
      break;
    }
    ++*started;
  }
  pthread_sigmask(SIG_SETMASK, &before, NULL);
  return *started >= 2; /* the writer, and somebody to evaluate */
}

static int outcome(const pipeline *line) {
  if (line->write_error != 0 && line->write_error != EPIPE) {
    fprintf(stderr, "supportpolicy: cannot write the output: %s\n", strerror(line->write_error));
    return EXIT_OUTPUT;
  }
  if (line->read_error != 0) {
    fprintf(stderr, "supportpolicy: %s: %s\n", line->options.input_name,
            strerror(line->read_error));
    return EXIT_INPUT;
  }
  if (evaluate_signal != 0) {
    fprintf(stderr, "supportpolicy: stopped after line %llu\n", (unsigned long long)line->lines);
    fflush(NULL);
    signal(evaluate_signal, SIG_DFL);
    raise(evaluate_signal);
  }
  if (line->bad > 0) {
    fprintf(stderr, "supportpolicy: %llu case%s, %llu bad line%s\n", (unsigned long long)line->good,
            line->good == 1 ? "" : "s", (unsigned long long)line->bad, line->bad == 1 ? "" : "s");
    return line->options.on_error == ON_ERROR_STOP ? EXIT_INPUT : EXIT_FOUND;
  }
  return EXIT_FINE;
}

static int run(pipeline *line) {
  static pthread_t threads[THREADS_MAX + 1];
  unsigned started = 0;
  line->batch_count = (size_t)line->options.threads * 2 + 2;
  line->batches = calloc(line->batch_count, sizeof *line->batches);
  if (line->batches == NULL) {
    fputs("supportpolicy: out of memory\n", stderr);
    return EXIT_INPUT;
  }
  pthread_mutex_init(&line->lock, NULL);
  pthread_cond_init(&line->changed, NULL);
  json_arena_use();
  catch_signals();
  if (start(line, threads, &started)) {
    read_batches(line);
  } else {
    line->read_error = EAGAIN;
    pthread_mutex_lock(&line->lock);
    line->finished = 1;
    pthread_cond_broadcast(&line->changed);
    pthread_mutex_unlock(&line->lock);
  }
  for (unsigned i = 0; i < started; i++) {
    pthread_join(threads[i], NULL);
  }
  int code = outcome(line);
  for (size_t i = 0; i < line->batch_count; i++) {
    free(line->batches[i].lines.data);
    free(line->batches[i].answers.data);
    free(line->batches[i].complaints.data);
  }
  free(line->batches);
  pthread_cond_destroy(&line->changed);
  pthread_mutex_destroy(&line->lock);
  return code;
}

static unsigned processors(void) {
  long count = sysconf(_SC_NPROCESSORS_ONLN);
  return count < 1 ? 1 : count > THREADS_MAX ? THREADS_MAX : (unsigned)count;
}

int command_evaluate(int count, char **arguments) {
  taken_arguments taken = {.options = {.threads = processors()}, .on_error = "skip"};
  pipeline line = {0};
  taken.options.progress = isatty(STDERR_FILENO) && !isatty(STDOUT_FILENO);
  int code = take_arguments(count, arguments, &taken);
  if (code != CLI_GO_ON) {
    return code;
  }
  spol_policy *policy = read_policy_file(arguments[1]);
  if (policy == NULL || !open_input(&taken, &line.input_bytes)) {
    spol_policy_unref(policy);
    return EXIT_INPUT;
  }
  taken.options.policy = policy;
  taken.options.zones = zone_shelf_new(zones_of_machine());
  line.options = taken.options;
  code = taken.options.zones == NULL ? EXIT_INPUT : run(&line);
  if (taken.options.input != STDIN_FILENO) {
    close(taken.options.input);
  }
  zone_shelf_free(taken.options.zones);
  spol_policy_unref(policy);
  return code;
}
