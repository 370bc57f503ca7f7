/* SPDX-License-Identifier: MIT */
/* supportpolicy status, explain, what-if: what a case comes to, and why. */
#include <stdlib.h>
#include <string.h>
#include <sys/ioctl.h>
#include <unistd.h>

#include "arguments.h"
#include "case_file.h"

enum { MOST_FACTS = 32 };

typedef struct status_arguments {
  const char *command;
  const char *case_name;
  const char *at;
  const char *format;
  const char *metric;
  const char *severity;
  const char *facts[MOST_FACTS];
  size_t fact_count;
  const cli_command *cli;
} status_arguments;

/* ---- What if -------------------------------------------------------------------------- */

/* The events of the case, and those that change what is asked, at `at`. */
static int add_changes(const status_arguments *taken, const spol_policy *policy, spol_instant at,
                       spol_event *events, uint64_t *count, spol_fact *facts) {
  if (taken->fact_count > 0) {
    spol_event *event = &events[(*count)++];
    *event = (spol_event)SPOL_EVENT_INIT;
    event->type = SPOL_EVENT_FACTS_CHANGED;
    event->at = at;
    event->facts = facts;
    event->fact_count = taken->fact_count;
    for (size_t i = 0; i < taken->fact_count; i++) {
      int code = read_fact(taken->cli, policy, taken->facts[i], &facts[i]);
      if (code != CLI_GO_ON) {
        return code;
      }
    }
  }
  if (taken->severity != NULL) {
    spol_event *event = &events[(*count)++];
    *event = (spol_event)SPOL_EVENT_INIT;
    event->type = SPOL_EVENT_SEVERITY_CHANGED;
    event->at = at;
    event->actor = SPOL_ACTOR_VENDOR;
    if (spol_policy_severity(policy, taken->severity, strlen(taken->severity), &event->severity) !=
        SPOL_OK) {
      return wrong_usage(taken->cli, "the policy has no severity ", taken->severity);
    }
  }
  return 0;
}

/* ---- Writing -------------------------------------------------------------------------- */

static uint32_t columns_of_terminal(void) {
  struct winsize size;
  return isatty(STDOUT_FILENO) && ioctl(STDOUT_FILENO, TIOCGWINSZ, &size) == 0 ? size.ws_col : 0;
}

static int print_status(const spol_evaluation *evaluation, const spol_render_options *options) {
  uint64_t needed = 0;
  char *text = NULL;
  if (spol_render_status(evaluation, options, NULL, 0, &needed) == SPOL_OK &&
      (text = malloc((size_t)needed)) != NULL &&
      spol_render_status(evaluation, options, text, needed, &needed) == SPOL_OK) {
    fwrite(text, 1, (size_t)needed, stdout);
  }
  free(text);
  return text == NULL ? EXIT_INPUT : EXIT_FINE;
}

static int print_explanation(const spol_evaluation *evaluation, uint32_t metric,
                             const spol_render_options *options) {
  uint64_t needed = 0;
  char *text = NULL;
  if (spol_render_explanation(evaluation, metric, 0, options, NULL, 0, &needed) == SPOL_OK &&
      (text = malloc((size_t)needed)) != NULL &&
      spol_render_explanation(evaluation, metric, 0, options, text, needed, &needed) == SPOL_OK) {
    fwrite(text, 1, (size_t)needed, stdout);
  }
  free(text);
  return text == NULL ? EXIT_INPUT : EXIT_FINE;
}

static int explain(const status_arguments *taken, const spol_policy *policy,
                   const spol_evaluation *evaluation, const spol_render_options *options) {
  uint32_t id = 0;
  if (taken->metric != NULL) {
    return spol_policy_metric(policy, taken->metric, strlen(taken->metric), &id) == SPOL_OK
               ? print_explanation(evaluation, id, options)
               : wrong_usage(taken->cli, "the policy has no metric ", taken->metric);
  }
  for (id = 1; id <= spol_policy_count(policy, SPOL_NAME_METRIC); id++) {
    if (id > 1 && options->format == SPOL_RENDER_TEXT) {
      putchar('\n');
    }
    /* A metric that this version lacks has nothing to explain. */
    (void)print_explanation(evaluation, id, options);
  }
  return EXIT_FINE;
}

/* ---- The whole ------------------------------------------------------------------------ */

static int look(const status_arguments *taken, const spol_policy *policy,
                const spol_scenario_case *shown, spol_event *events) {
  spol_render_options options = SPOL_SIZED(spol_render_options);
  spol_evaluation *evaluation = NULL;
  spol_error error = SPOL_ERROR_INIT;
  spol_fact facts[MOST_FACTS] = {SPOL_FACT_INIT};
  spol_instant as_of = shown->as_of;
  uint64_t count = shown->event_count;
  int code = read_case_instant(taken->command, "--at", taken->at, shown->zone, &as_of);
  while (count > 0 && events[count - 1].at > as_of && strcmp(taken->command, "what-if") == 0) {
    count--; /* what has not happened yet is not known */
  }
  code = code != 0 ? code : add_changes(taken, policy, as_of, events, &count, facts);
  if (code != 0) {
    return code;
  }
  if (spol_evaluation_new(NULL, policy, events, count, as_of, NULL, &evaluation, &error) !=
      SPOL_OK) {
    fprintf(stderr, "supportpolicy: %s: %s\n", shown->name, error.message);
    return EXIT_INPUT;
  }
  options.zone = shown->zone;
  options.columns = columns_of_terminal();
  options.format = strcmp(taken->format, "json") == 0 ? SPOL_RENDER_JSON : SPOL_RENDER_TEXT;
  code = strcmp(taken->command, "explain") == 0 ? explain(taken, policy, evaluation, &options)
                                                : print_status(evaluation, &options);
  spol_evaluation_free(evaluation);
  return code;
}

static int run(status_arguments *taken, int count, char **arguments) {
  spol_scenario_case shown;
  int words = 0;
  int code = take_options(taken->cli, count, arguments, &words);
  if (code != CLI_GO_ON) {
    return code;
  }
  if (words != 1) {
    return words == 0 ? wrong_usage(taken->cli, "which case file?", "")
                      : wrong_usage(taken->cli, "one case file, and no ", arguments[2]);
  }
  if (strcmp(taken->command, "what-if") == 0 && taken->severity == NULL && taken->fact_count == 0) {
    return wrong_usage(taken->cli, "what if what? --severity or --fact is needed", "");
  }
  spol_scenario *scenario = read_case_file(arguments[1]);
  if (scenario == NULL) {
    return EXIT_INPUT;
  }
  code = find_case(taken->command, scenario, taken->case_name, &shown);
  spol_event *events = code == 0 ? malloc(((size_t)shown.event_count + 2) * sizeof *events) : NULL;
  if (events != NULL) {
    memcpy(events, shown.events, (size_t)shown.event_count * sizeof *events);
    code = look(taken, spol_scenario_policy(scenario), &shown, events);
  }
  free(events);
  spol_scenario_unref(scenario);
  return code;
}

/* What the three of them take. */
#define COMMON(taken)                                                                              \
  {"--case",                                                                                       \
   "NAME",                                                                                         \
   "which case, by name or number from 1; needed where there are\nseveral",                        \
   &(taken).case_name,                                                                             \
   0,                                                                                              \
   NULL},                                                                                          \
      {"--at",                                                                                     \
       "T",                                                                                        \
       "look at the case at this instant (RFC 3339, or a wall time of\nthe case's zone); else "    \
       "the case's own `as_of`",                                                                   \
       &(taken).at,                                                                                \
       0,                                                                                          \
       NULL},                                                                                      \
  {                                                                                                \
    "--format", "text|json", "json is one line", &(taken).format, 0, NULL                          \
  }

int command_status(int count, char **arguments) {
  status_arguments taken = {.command = "status", .format = "text"};
  const cli_option options[] = {COMMON(taken)};
  const cli_command cli = {
      .command = "status",
      .usage = "CASES.policytest.yaml [OPTION]...",
      .about = "Says what a case comes to at an instant: its severity and line, every metric with\n"
               "its state, due instant and what is left, what fired, what was found, and when to\n"
               "look again.\n",
      .options = options,
      .option_count = sizeof options / sizeof options[0],
  };
  taken.cli = &cli;
  return run(&taken, count, arguments);
}

int command_explain(int count, char **arguments) {
  status_arguments taken = {.command = "explain", .format = "text"};
  const cli_option options[] = {
      {"--metric", "M", "this metric; else every one", &taken.metric, 0, NULL},
      COMMON(taken),
  };
  const cli_command cli = {
      .command = "explain",
      .usage = "CASES.policytest.yaml [--metric M] [OPTION]...",
      .about =
          "Says why a metric is due when it is: every stretch of time from its start, and the\n"
          "rule and line that gave the target.\n",
      .options = options,
      .option_count = sizeof options / sizeof options[0],
  };
  taken.cli = &cli;
  return run(&taken, count, arguments);
}

int command_what_if(int count, char **arguments) {
  status_arguments taken = {.command = "what-if", .format = "text"};
  const cli_option options[] = {
      {"--severity", "S", "this severity, by a decision of the vendor", &taken.severity, 0, NULL},
      {"--fact", "NAME=VALUE", "this fact; may be given several times", taken.facts, MOST_FACTS,
       &taken.fact_count},
      COMMON(taken),
  };
  const cli_command cli = {
      .command = "what-if",
      .usage = "CASES.policytest.yaml --severity S | --fact NAME=VALUE...",
      .about =
          "Says what a case would come to if its severity, or facts, were changed now. The case\n"
          "stays as it is.\n",
      .options = options,
      .option_count = sizeof options / sizeof options[0],
  };
  taken.cli = &cli;
  return run(&taken, count, arguments);
}
