/* SPDX-License-Identifier: MIT */
/* supportpolicy timeline: a case of a case file as a picture. */
#include <errno.h>
#include <stdlib.h>
#include <string.h>
#include <sys/ioctl.h>
#include <unistd.h>

#include "arguments.h"
#include "case_file.h"

typedef struct timeline_arguments {
  const cli_command *cli;
  const char *case_name;
  const char *output;
  const char *format;
  const char *at;
  const char *from;
  const char *to;
  const char *width;
} timeline_arguments;

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
  const char *output = taken->output != NULL ? taken->output : "";
  if (taken->format == NULL && (ends_in(output, ".png") || ends_in(output, ".pdf"))) {
    return wrong_usage(taken->cli, "write SVG, and make of it by rsvg-convert: ", output);
  }
  options->format = taken->format != NULL
                        ? strcmp(taken->format, "svg") == 0
                        : taken->output != NULL && !ends_in(taken->output, ".txt");
  if (taken->width == NULL) {
    options->width = options->format == SPOL_TIMELINE_TEXT ? columns_of_terminal() : 0;
    return 0;
  }
  unsigned long width = strtoul(taken->width, &end, 10);
  if (*end != '\0' || width == 0 || width > 100000) {
    return wrong_usage(taken->cli, "--width is a number, not ", taken->width);
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
    return wrong_usage(taken->cli, "--from and --to belong together, the earlier first", "");
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

static int draw_from_file(const timeline_arguments *taken, const char *file) {
  spol_scenario_case shown;
  spol_scenario *scenario = read_case_file(file);
  if (scenario == NULL) {
    return EXIT_INPUT;
  }
  int code = find_case("timeline", scenario, taken->case_name, &shown);
  if (code == 0) {
    code = draw_case(taken, spol_scenario_policy(scenario), &shown);
  }
  spol_scenario_unref(scenario);
  return code;
}

int command_timeline(int count, char **arguments) {
  timeline_arguments taken = {0};
  const cli_option options[] = {
      {"--case", "NAME", "which case, by name or number from 1; needed where there are\nseveral",
       &taken.case_name, 0, NULL},
      {"-o", "FILE",
       "write there: SVG, unless FILE ends in .txt; else characters on\nstandard output",
       &taken.output, 0, NULL},
      {"--format", "svg|text", "whatever FILE ends in", &taken.format, 0, NULL},
      {"--at", "T", "look at the case at this instant", &taken.at, 0, NULL},
      {"--from", "T", "with --to: a part of the time that the case takes", &taken.from, 0, NULL},
      {"--to", "T", "with --from", &taken.to, 0, NULL},
      {"--width", "N", "in px of SVG, or in columns; else 1,120, or as wide as the\nterminal",
       &taken.width, 0, NULL},
  };
  const cli_command cli = {
      .command = "timeline",
      .usage = "CASES.policytest.yaml [OPTION]...",
      .about =
          "Draws a case: when each clock ran, was paused, stood still and will run, when it is\n"
          "due, was met or missed, and what happened. docs/timeline.md shows what each sign\n"
          "means. Instants are RFC 3339, or wall times of the case's zone.\n",
      .more = "PNG and PDF:\n  rsvg-convert picture.svg -o picture.png\n",
      .options = options,
      .option_count = sizeof options / sizeof options[0],
  };
  int words = 0;
  int code = take_options(&cli, count, arguments, &words);
  if (code != CLI_GO_ON) {
    return code;
  }
  if (words != 1) {
    return words == 0 ? wrong_usage(&cli, "which case file?", "")
                      : wrong_usage(&cli, "one case file, and no ", arguments[2]);
  }
  taken.cli = &cli;
  return draw_from_file(&taken, arguments[1]);
}
