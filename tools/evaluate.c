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

#include "command.h"
#include "json_arena.h"

static const char help[] =
    "usage: supportpolicy evaluate POLICY [FILE] [OPTION]... < CASES.ndjson\n\n"
    "Evaluates cases, one a line of JSON (FILE, or standard input), and writes a line\n"
    "of JSON for each, in their order:\n\n"
    "  {\"line\":1,\"name\":…,\"status\":{…}}\n\n"
    "A case has the keys of a case in a case file: name, zone, contract, facts, events,\n"
    "as_of. Lines that are no case, or that cannot be evaluated, are told on standard\n"
    "error with their number.\n\n"
    "  --at T              look at every case at this instant (RFC 3339), whatever its as_of\n"
    "  --full              the whole status with reasons, not its summary\n"
    "  --on-error WHAT     skip a bad line (the default), or stop at it\n"
    "  --resume-after N    pass over the first N lines: the \"line\" of the last whole answer\n"
    "  --jobs N            so many threads; else as many as there are processors\n"
    "  --no-progress       no bar on the terminal\n\n"
    "exit status: 0 all evaluated, 1 some lines were bad, 2 usage, 3 input unreadable, or a\n"
    "bad line with --on-error stop, 4 output failed; ended by a signal as by that signal\n";

typedef struct taken_arguments {
  evaluate_options options;
  const char *policy;
  const char *input;
  const char *at;
} taken_arguments;

/* ---- Arguments ------------------------------------------------------------------------ */

static int usage(const char *what, const char *which) {
  fprintf(stderr, "supportpolicy evaluate: %s%s; try --help\n", what, which);
  return EXIT_USAGE;
}

static int count_of(const char *text, uint64_t most, uint64_t *out) {
  char *end = NULL;
  errno = 0;
  unsigned long long value = strtoull(text, &end, 10);
  *out = value;
  return text[0] >= '0' && text[0] <= '9' && *end == '\0' && errno == 0 && value <= most;
}

/* An option with a value. @return 0, or an exit code */
static int take_value(taken_arguments *taken, const char *option, const char *value) {
  uint64_t count = 0;
  spol_error error = SPOL_ERROR_INIT;
  if (value == NULL) {
    return usage("a value is missing behind ", option);
  }
  if (strcmp(option, "--at") == 0) {
    taken->options.has_at = 1;
    if (spol_instant_parse(value, strlen(value), &taken->options.at, &error) != SPOL_OK) {
      return usage("--at: ", error.message);
    }
  } else if (strcmp(option, "--on-error") == 0) {
    taken->options.on_error = strcmp(value, "stop") == 0 ? ON_ERROR_STOP : ON_ERROR_SKIP;
    if (strcmp(value, "stop") != 0 && strcmp(value, "skip") != 0) {
      return usage("--on-error is skip or stop, not ", value);
    }
  } else if (strcmp(option, "--resume-after") == 0) {
    if (!count_of(value, UINT64_MAX, &taken->options.resume_after)) {
      return usage("--resume-after is a number of lines, not ", value);
    }
  } else if (!count_of(value, THREADS_MAX, &count) || count == 0) {
    return usage("--jobs is a number from 1 to 256, not ", value);
  } else {
    taken->options.threads = (unsigned)count;
  }
  return 0;
}

static int take_arguments(int count, char **given, taken_arguments *taken) {
  static const char *const with_values[] = {"--at", "--on-error", "--resume-after", "--jobs"};
  for (int i = 1; i < count; i++) {
    const char *word = given[i];
    size_t k = 0;
    while (k < 4 && strcmp(with_values[k], word) != 0) {
      k++;
    }
    if (k < 4) {
      int code = take_value(taken, word, i + 1 < count ? given[++i] : NULL);
      if (code != 0) {
        return code;
      }
    } else if (strcmp(word, "--full") == 0) {
      taken->options.full = 1;
    } else if (strcmp(word, "--no-progress") == 0) {
      taken->options.progress = 0;
    } else if (word[0] == '-' && word[1] != '\0') {
      return usage("there is no option ", word);
    } else if (taken->policy == NULL) {
      taken->policy = word;
    } else if (taken->input == NULL) {
      taken->input = word;
    } else {
      return usage("one policy and one file of cases, and no ", word);
    }
  }
  return taken->policy == NULL ? usage("which policy?", "") : 0;
}

/* ---- Policy and input -------------------------------------------------------------------- */

static spol_policy *read_policy(const char *path) {
  spol_policy_options options = SPOL_POLICY_OPTIONS_INIT;
  spol_policy *policy = NULL;
  spol_error error = SPOL_ERROR_INIT;
  options.source = zones_of_machine();
  if (spol_system_policy(NULL, &path, 1, &options, &policy, NULL, &error) != SPOL_OK) {
    fprintf(stderr, "supportpolicy: %s:", path);
    if (error.line > 0) {
      fprintf(stderr, "%u:%u:", (unsigned)error.line, (unsigned)error.column);
    }
    fprintf(stderr, " %s\n", error.message);
  }
  return policy;
}

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
  taken_arguments taken = {.options = {.threads = processors()}};
  pipeline line = {0};
  taken.options.progress = isatty(STDERR_FILENO) && !isatty(STDOUT_FILENO);
  if (count > 1 && strcmp(arguments[1], "--help") == 0) {
    fputs(help, stdout);
    return EXIT_FINE;
  }
  int code = take_arguments(count, arguments, &taken);
  if (code != 0) {
    return code;
  }
  spol_policy *policy = read_policy(taken.policy);
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
