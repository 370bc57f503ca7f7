/* SPDX-License-Identifier: MIT */
/* supportpolicy status, explain, what-if: what a case comes to, and why. */
#include <stdlib.h>
#include <string.h>
#include <sys/ioctl.h>
#include <unistd.h>

#include "case_file.h"
#include "command.h"

#define COMMON                                                                                     \
  "  --case NAME          which case, by name or number from 1; needed where there are\n"          \
  "                       several\n"                                                               \
  "  --at T               look at the case at this instant (RFC 3339, or a wall time of\n"         \
  "                       the case's zone); else the case's own `as_of`\n"                         \
  "  --format text|json   json is one line\n\n"                                                    \
  "exit status: 0 fine, 2 usage, 3 input unreadable, 4 output failed\n"

static const char status_help[] =
    "usage: supportpolicy status CASES.policytest.yaml [OPTION]...\n\n"
    "Says what a case comes to at an instant: its severity and line, every metric with\n"
    "its state, due instant and what is left, what fired, what was found, and when to\n"
    "look again.\n\n" COMMON;
static const char explain_help[] =
    "usage: supportpolicy explain CASES.policytest.yaml [--metric M] [OPTION]...\n\n"
    "Says why a metric is due when it is: every stretch of time from its start, and the\n"
    "rule and line that gave the target. Without --metric, every metric.\n\n"
    "  --metric M           this metric\n" COMMON;
static const char what_if_help[] =
    "usage: supportpolicy what-if CASES.policytest.yaml --severity S | --fact NAME=VALUE...\n\n"
    "Says what a case would come to if its severity, or facts, were changed now. The case\n"
    "stays as it is.\n\n"
    "  --severity S         this severity, by a decision of the vendor\n"
    "  --fact NAME=VALUE    this fact; may be given several times\n" COMMON;

enum { MOST_FACTS = 32 };

typedef struct status_arguments {
  const char *command;
  const char *file;
  const char *case_name;
  const char *at;
  const char *format;
  const char *metric;
  const char *severity;
  const char *facts[MOST_FACTS];
  uint32_t fact_count;
} status_arguments;

static int usage(const status_arguments *taken, const char *what, const char *which) {
  fprintf(stderr, "supportpolicy %s: %s%s; try --help\n", taken->command, what, which);
  return EXIT_USAGE;
}

/* ---- Arguments ---------------------------------------------------------------------- */

static const char **slot_of(status_arguments *taken, const char *option) {
  int explain = strcmp(taken->command, "explain") == 0;
  int what_if = strcmp(taken->command, "what-if") == 0;
  if (strcmp(option, "--case") == 0) {
    return &taken->case_name;
  }
  if (strcmp(option, "--at") == 0) {
    return &taken->at;
  }
  if (strcmp(option, "--format") == 0) {
    return &taken->format;
  }
  if (explain && strcmp(option, "--metric") == 0) {
    return &taken->metric;
  }
  if (what_if && strcmp(option, "--severity") == 0) {
    return &taken->severity;
  }
  if (what_if && strcmp(option, "--fact") == 0 && taken->fact_count < MOST_FACTS) {
    return &taken->facts[taken->fact_count++];
  }
  return NULL;
}

static int take(int count, char **given, status_arguments *taken) {
  for (int i = 1; i < count; i++) {
    const char **slot = given[i][0] == '-' ? slot_of(taken, given[i]) : NULL;
    if (slot != NULL && i + 1 == count) {
      return usage(taken, "a value is missing behind ", given[i]);
    }
    if (slot != NULL) {
      *slot = given[++i];
    } else if (given[i][0] == '-' && given[i][1] != '\0') {
      return usage(taken, "there is no option ", given[i]);
    } else if (taken->file != NULL) {
      return usage(taken, "one case file, and no ", given[i]);
    } else {
      taken->file = given[i];
    }
  }
  if (taken->format != NULL && strcmp(taken->format, "text") != 0 &&
      strcmp(taken->format, "json") != 0) {
    return usage(taken, "--format is text or json, not ", taken->format);
  }
  if (strcmp(taken->command, "what-if") == 0 && taken->severity == NULL && taken->fact_count == 0) {
    return usage(taken, "what if what? --severity or --fact is needed", "");
  }
  return taken->file == NULL ? usage(taken, "which case file?", "") : 0;
}

/* ---- What if -------------------------------------------------------------------------- */

static int set_fact(const status_arguments *taken, const spol_policy *policy, const char *text,
                    spol_fact *out) {
  spol_error error = SPOL_ERROR_INIT;
  const char *sign = strchr(text, '=');
  uint32_t id = 0;
  if (sign == NULL || spol_policy_fact(policy, text, (uint64_t)(sign - text), &id) != SPOL_OK) {
    return usage(taken, sign == NULL ? "--fact is NAME=VALUE, not " : "the policy has no fact ",
                 text);
  }
  if (spol_policy_fact_value(policy, id, sign + 1, strlen(sign + 1), out, &error) != SPOL_OK) {
    fprintf(stderr, "supportpolicy %s: --fact %s: %s%s%s\n", taken->command, text, error.message,
            error.hint[0] != '\0' ? "; " : "", error.hint);
    return EXIT_USAGE;
  }
  return 0;
}

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
    for (uint32_t i = 0; i < taken->fact_count; i++) {
      int code = set_fact(taken, policy, taken->facts[i], &facts[i]);
      if (code != 0) {
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
      return usage(taken, "the policy has no severity ", taken->severity);
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
               : usage(taken, "the policy has no metric ", taken->metric);
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
  options.format = taken->format != NULL && strcmp(taken->format, "json") == 0 ? SPOL_RENDER_JSON
                                                                               : SPOL_RENDER_TEXT;
  code = strcmp(taken->command, "explain") == 0 ? explain(taken, policy, evaluation, &options)
                                                : print_status(evaluation, &options);
  spol_evaluation_free(evaluation);
  return code;
}

static int run(const char *command, const char *help, int count, char **arguments) {
  status_arguments taken = {.command = command};
  spol_scenario_case shown;
  if (count > 1 && (strcmp(arguments[1], "--help") == 0 || strcmp(arguments[1], "-h") == 0)) {
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
  code = find_case(command, scenario, taken.case_name, &shown);
  spol_event *events = code == 0 ? malloc(((size_t)shown.event_count + 2) * sizeof *events) : NULL;
  if (events != NULL) {
    memcpy(events, shown.events, (size_t)shown.event_count * sizeof *events);
    code = look(&taken, spol_scenario_policy(scenario), &shown, events);
  }
  free(events);
  spol_scenario_unref(scenario);
  return code;
}

int command_status(int count, char **arguments) {
  return run("status", status_help, count, arguments);
}

int command_explain(int count, char **arguments) {
  return run("explain", explain_help, count, arguments);
}

int command_what_if(int count, char **arguments) {
  return run("what-if", what_if_help, count, arguments);
}
