/* SPDX-License-Identifier: MIT */
/* supportpolicy timeline: a case of a case file as a picture. */
#include <errno.h>
#include <stdlib.h>
#include <string.h>
#include <sys/ioctl.h>
#include <unistd.h>

#include "case_file.h"
#include "command.h"

static const char help[] =
    "usage: supportpolicy timeline CASES.policytest.yaml [OPTION]...\n\n"
    "Draws a case: when each clock ran, was paused, stood still and will run, when it is\n"
    "due, was met or missed, and what happened. docs/timeline.md shows what each sign means.\n\n"
    "  --case NAME         which case, by name or number from 1; needed where there are several\n"
    "  -o FILE             write there: SVG, unless FILE ends in .txt; else characters on\n"
    "                      standard output\n"
    "  --format svg, text  whatever FILE ends in\n"
    "  --at T              look at the case at this instant\n"
    "  --from T, --to T    a part of the time that the case takes\n"
    "  --width N           in px of SVG, or in columns; else 1,120, or as wide as the terminal\n\n"
    "Instants are RFC 3339, or wall times of the case's zone. PNG and PDF:\n"
    "  rsvg-convert picture.svg -o picture.png\n\n"
    "exit status: 0 drawn, 2 usage, 3 input unreadable, 4 output failed\n";

typedef struct timeline_arguments {
  const char *file;
  const char *case_name;
  const char *output;
  const char *format;
  const char *at;
  const char *from;
  const char *to;
  const char *width;
} timeline_arguments;

/* ---- Arguments ---------------------------------------------------------------------- */

static int usage(const char *what, const char *which) {
  fprintf(stderr, "supportpolicy timeline: %s%s; try --help\n", what, which);
  return EXIT_USAGE;
}

static int take(int count, char **given, timeline_arguments *taken) {
  const struct {
    const char *option;
    const char **value;
  } options[] = {{"--case", &taken->case_name}, {"-o", &taken->output},
                 {"--format", &taken->format},  {"--at", &taken->at},
                 {"--from", &taken->from},      {"--to", &taken->to},
                 {"--width", &taken->width}};
  for (int i = 1; i < count; i++) {
    size_t k = 0;
    while (k < sizeof options / sizeof options[0] && strcmp(options[k].option, given[i]) != 0) {
      k++;
    }
    if (k < sizeof options / sizeof options[0]) {
      if (i + 1 == count) {
        return usage("a value is missing behind ", given[i]);
      }
      *options[k].value = given[++i];
    } else if (given[i][0] == '-' && given[i][1] != '\0') {
      return usage("there is no option ", given[i]);
    } else if (taken->file != NULL) {
      return usage("one case file, and no ", given[i]);
    } else {
      taken->file = given[i];
    }
  }
  if (taken->format != NULL && strcmp(taken->format, "svg") != 0 &&
      strcmp(taken->format, "text") != 0) {
    return usage("--format is svg or text, not ", taken->format);
  }
  return taken->file == NULL ? usage("which case file?", "") : 0;
}

static int ends_in(const char *text, const char *end) {
  size_t length = strlen(text);
  return length >= strlen(end) && strcmp(text + length - strlen(end), end) == 0;
}

static uint32_t columns_of_terminal(void) {
  struct winsize size;
  return isatty(STDOUT_FILENO) && ioctl(STDOUT_FILENO, TIOCGWINSZ, &size) == 0 ? size.ws_col : 0;
}

static int read_look(const timeline_arguments *taken, spol_timeline_options *options) {
  char *end = NULL;
  options->format = taken->format != NULL
                        ? strcmp(taken->format, "svg") == 0
                        : taken->output != NULL && !ends_in(taken->output, ".txt");
  if (taken->width == NULL) {
    options->width = options->format == SPOL_TIMELINE_TEXT ? columns_of_terminal() : 0;
    return 0;
  }
  unsigned long width = strtoul(taken->width, &end, 10);
  if (*end != '\0' || width == 0 || width > 100000) {
    return usage("--width is a number, not ", taken->width);
  }
  options->width = (uint32_t)width;
  return 0;
}

/* ---- Drawing ------------------------------------------------------------------------------ */

static char *draw(const spol_evaluation *evaluation, const spol_timeline_options *options,
                  uint64_t *length) {
  char *text = NULL;
  if (spol_render_timeline(evaluation, options, NULL, 0, length) != SPOL_OK ||
      (text = malloc((size_t)*length + 1)) == NULL ||
      spol_render_timeline(evaluation, options, text, *length, length) != SPOL_OK) {
    free(text);
    fputs("supportpolicy: the case cannot be drawn\n", stderr);
    return NULL;
  }
  return text;
}

static int put(const char *path, const char *text, size_t length) {
  FILE *stream = path == NULL || strcmp(path, "-") == 0 ? stdout : fopen(path, "wb");
  if (stream == NULL || fwrite(text, 1, length, stream) != length ||
      (stream != stdout && fclose(stream) != 0)) {
    if (stream == stdout) {
      return EXIT_FINE; /* told when the output is closed */
    }
    fprintf(stderr, "supportpolicy: %s: %s\n", path, strerror(errno));
    return EXIT_OUTPUT;
  }
  return EXIT_FINE;
}

static int draw_case(const timeline_arguments *taken, const spol_policy *policy,
                     const spol_scenario_case *shown) {
  spol_timeline_options options = SPOL_SIZED(spol_timeline_options);
  spol_evaluation *evaluation = NULL;
  spol_error error = SPOL_ERROR_INIT;
  spol_instant as_of = shown->as_of;
  uint64_t length = 0;
  int code = read_look(taken, &options);
  code = code != 0 ? code : read_case_instant("timeline", "--at", taken->at, shown->zone, &as_of);
  code = code != 0
             ? code
             : read_case_instant("timeline", "--from", taken->from, shown->zone, &options.from);
  code =
      code != 0 ? code : read_case_instant("timeline", "--to", taken->to, shown->zone, &options.to);
  if (code != 0) {
    return code;
  }
  if ((taken->from == NULL) != (taken->to == NULL) ||
      (taken->from != NULL && options.to <= options.from)) {
    return usage("--from and --to belong together, the earlier first", "");
  }
  if (spol_evaluation_new(NULL, policy, shown->events, shown->event_count, as_of, NULL, &evaluation,
                          &error) != SPOL_OK) {
    fprintf(stderr, "supportpolicy: %s: %s\n", shown->name, error.message);
    return EXIT_INPUT;
  }
  options.zone = shown->zone;
  options.title = shown->name;
  char *text = draw(evaluation, &options, &length);
  code = text == NULL ? EXIT_INPUT : put(taken->output, text, (size_t)length);
  free(text);
  spol_evaluation_free(evaluation);
  return code;
}

int command_timeline(int count, char **arguments) {
  timeline_arguments taken = {0};
  spol_scenario_case shown;
  if (count > 1 && strcmp(arguments[1], "--help") == 0) {
    fputs(help, stdout);
    return EXIT_FINE;
  }
  int code = take(count, arguments, &taken);
  if (code != 0) {
    return code;
  }
  spol_scenario *scenario = read_case_file(taken.file);
  if (scenario == NULL) {
    return EXIT_INPUT;
  }
  code = find_case("timeline", scenario, taken.case_name, &shown);
  if (code == 0) {
    code = draw_case(&taken, spol_scenario_policy(scenario), &shown);
  }
  spol_scenario_unref(scenario);
  return code;
}
