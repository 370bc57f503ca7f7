/* SPDX-License-Identifier: MIT */
/** What a helpdesk must know of each case of case files:
 *    helpdesk [--at INSTANT] FILE.policytest.yaml...
 *  The severity and the rule that gave it, the line, and for each metric when it
 *  is due or the word that stands instead, what is left, and the reason. With
 *  --at every case is looked at as of that instant. Where a case says what it
 *  expects and comes out otherwise, that is said too.
 *  Exit: 0; 1 a case came out otherwise; 2 wrong use or a file that cannot be
 *  read. */
#include <inttypes.h>
#include <stdio.h>
#include <stdlib.h>
#include <string.h>

#include "supportpolicy/supportpolicy.h"

enum { FINE = 0, OTHERWISE = 1, WRONG = 2 };

/* ---- Errors -------------------------------------------------------------------- */

static void print_error(const spol_error *error, int32_t gravity) {
  if (error->file[0] != '\0') {
    fprintf(stderr, "%s:", error->file);
  }
  if (error->line > 0) {
    fprintf(stderr, "%" PRIu32 ":%" PRIu32 ":", error->line, error->column);
  }
  fprintf(stderr, " %s: %s",
          gravity == SPOL_GRAVITY_WARNING ? "warning"
          : gravity == SPOL_GRAVITY_NOTE  ? "note"
                                          : "error",
          error->message);
  if (error->code != 0) {
    fprintf(stderr, " [%s]", spol_diagnostic_label(error->code));
  }
  fputc('\n', stderr);
  if (error->hint[0] != '\0') {
    fprintf(stderr, "  hint: %s\n", error->hint);
  }
}

/* All that was found in a file; the one error where no list tells of it. */
static void print_errors(const spol_diagnostics *found, const spol_error *error) {
  uint64_t count = spol_diagnostics_count(found);
  int told = 0;
  for (uint64_t i = 0; i < count; i++) {
    spol_error entry = SPOL_ERROR_INIT;
    int32_t gravity = 0;
    if (spol_diagnostics_get(found, i, &gravity, &entry) == SPOL_OK) {
      print_error(&entry, gravity);
      told = told || gravity == SPOL_GRAVITY_ERROR;
    }
  }
  if (error->status != SPOL_OK && !told) {
    print_error(error, SPOL_GRAVITY_ERROR);
  }
}

/* ---- One case ---------------------------------------------------------------------- */

/* Texts of the library are counted first, then written. */
static char *reason_of(const spol_evaluation *evaluation, uint32_t metric, const spol_zone *zone) {
  spol_render_options options = SPOL_SIZED(spol_render_options);
  uint64_t needed = 0;
  options.zone = zone;
  if (spol_render_reason(evaluation, metric, &options, NULL, 0, &needed) != SPOL_OK) {
    return NULL;
  }
  char *text = malloc((size_t)needed + 1);
  if (text == NULL ||
      spol_render_reason(evaluation, metric, &options, text, needed, &needed) != SPOL_OK) {
    free(text);
    return NULL;
  }
  text[needed] = '\0';
  return text;
}

static char *finding_of(const spol_evaluation *evaluation, uint32_t index, const spol_zone *zone) {
  spol_render_options options = SPOL_SIZED(spol_render_options);
  uint64_t needed = 0;
  options.zone = zone;
  if (spol_render_finding(evaluation, index, &options, NULL, 0, &needed) != SPOL_OK) {
    return NULL;
  }
  char *text = malloc((size_t)needed + 1);
  if (text == NULL ||
      spol_render_finding(evaluation, index, &options, text, needed, &needed) != SPOL_OK) {
    free(text);
    return NULL;
  }
  text[needed] = '\0';
  return text;
}

static void print_severity(const spol_policy *policy, const spol_case_status *status) {
  const char *name = spol_policy_name(policy, SPOL_NAME_SEVERITY, status->current.severity);
  const spol_decision *decision = &status->current.decision;
  if (decision->place.version == 0 && status->derived.severity == status->current.severity) {
    decision = &status->derived.decision;
  }
  printf("  severity  %s", name == NULL ? "none" : name);
  if (name != NULL && decision->place.version != 0) {
    printf(", by %s in line %" PRIu32, decision->place.rule, decision->place.line);
  }
  printf("%s\n", name != NULL && status->recorded.severity == 0 ? " (provisional)" : "");
}

static void print_state(int32_t state) {
  static const char *const states[] = {"not opened yet", "open", "resolved", "closed", "refused"};
  if (state != SPOL_CASE_OPEN && state >= 0 && state <= SPOL_CASE_REFUSED) {
    printf("  state     %s\n", states[state]);
  }
}

static const char *state_of(const spol_metric_status *metric) {
  static const char *const states[] = {"not started", "running", "paused",
                                       "stopped",     "ended",   "waiting"};
  return metric->outcome == SPOL_OUTCOME_MET       ? "met"
         : metric->outcome == SPOL_OUTCOME_MISSED  ? "missed"
         : metric->state >= 0 && metric->state < 6 ? states[metric->state]
                                                   : "?";
}

static void print_metric(const spol_evaluation *evaluation, const spol_policy *policy,
                         const spol_metric_status *metric, const spol_zone *zone) {
  char text[SPOL_TIME_TEXT_MAX];
  char *reason = reason_of(evaluation, metric->metric, zone);
  printf("  %-16s", spol_policy_name(policy, SPOL_NAME_METRIC, metric->metric));
  if (metric->due != SPOL_INSTANT_NONE || metric->due_if_resumed != SPOL_INSTANT_NONE) {
    printf(" %s", state_of(metric));
    if (metric->overdue > 0 && spol_duration_format(metric->overdue, text) == SPOL_OK) {
      printf(", %s over", text);
    } else if (metric->outcome == SPOL_OUTCOME_NONE && metric->remaining >= 0 &&
               spol_duration_format(metric->remaining, text) == SPOL_OK) {
      printf(", %s left", text);
    }
    printf("\n%18s", "");
  }
  printf(" %s\n", reason == NULL ? "?" : reason);
  free(reason);
}

static void print_evaluation(const spol_evaluation *evaluation, const spol_policy *policy,
                             const spol_scenario_case *about) {
  spol_case_status status = SPOL_SIZED(spol_case_status);
  char text[SPOL_TIME_TEXT_MAX];
  if (spol_evaluation_status(evaluation, &status) != SPOL_OK ||
      spol_zone_format_instant(about->zone, status.as_of, text) != SPOL_OK) {
    return;
  }
  printf("%s\n  as of     %s\n", about->name, text);
  print_state(status.state);
  if (status.state == SPOL_CASE_NOT_OPENED) {
    return;
  }
  print_severity(policy, &status);
  if (status.line != 0) {
    printf("  line      %s\n", spol_policy_name(policy, SPOL_NAME_LINE, status.line));
  }
  for (uint32_t i = 0; i < status.metric_count; i++) {
    spol_metric_status metric = SPOL_SIZED(spol_metric_status);
    if (spol_evaluation_metric(evaluation, i, &metric) == SPOL_OK && metric.part == 0) {
      print_metric(evaluation, policy, &metric, about->zone);
    }
  }
  for (uint32_t i = 0; i < status.finding_count; i++) {
    char *finding = finding_of(evaluation, i, about->zone);
    printf("  finding   %s\n", finding == NULL ? "?" : finding);
    free(finding);
  }
}

/* What the case expects and does not get. */
static int print_mismatches(const char *file, const spol_scenario_result *result) {
  uint64_t count = spol_scenario_result_mismatches(result);
  for (uint64_t i = 0; i < count; i++) {
    spol_mismatch mismatch = SPOL_SIZED(spol_mismatch);
    if (spol_scenario_mismatch(result, i, &mismatch) == SPOL_OK) {
      fprintf(stderr, "%s:%" PRIu32 ":%" PRIu32 ": error: %s is %s, and %s is expected [%s]\n",
              file, mismatch.line, mismatch.column, mismatch.path, mismatch.got, mismatch.expected,
              spol_diagnostic_label(SPOL_DIAG_EXPECTATION_FAILED));
    }
  }
  return count == 0 ? FINE : OTHERWISE;
}

/* ---- Files ---------------------------------------------------------------------------- */

static int show_as_expected(const char *file, const spol_scenario *scenario, uint64_t index,
                            const spol_scenario_case *about, spol_error *error) {
  spol_scenario_result *result = NULL;
  if (spol_scenario_run(scenario, index, NULL, &result, error) != SPOL_OK) {
    return WRONG;
  }
  print_evaluation(spol_scenario_result_evaluation(result), spol_scenario_policy(scenario), about);
  int outcome = print_mismatches(file, result);
  spol_scenario_result_free(result);
  return outcome;
}

static int show_at(const spol_scenario *scenario, const char *at, const spol_scenario_case *about,
                   spol_error *error) {
  const spol_policy *policy = spol_scenario_policy(scenario);
  spol_evaluation *evaluation = NULL;
  spol_instant as_of = 0;
  if (spol_zone_parse_instant(about->zone, SPOL_WALL_REJECT, at, strlen(at), &as_of, error) !=
      SPOL_OK) {
    fprintf(stderr, "--at %s: ", at);
    return WRONG;
  }
  if (spol_evaluation_new(NULL, policy, about->events, about->event_count, as_of, NULL, &evaluation,
                          error) != SPOL_OK) {
    return WRONG;
  }
  print_evaluation(evaluation, policy, about);
  spol_evaluation_free(evaluation);
  return FINE;
}

static int show_file(const char *file, const char *at) {
  spol_error error = SPOL_ERROR_INIT;
  spol_diagnostics *found = NULL;
  spol_scenario *scenario = NULL;
  int outcome = FINE;
  if (spol_diagnostics_new(NULL, 0, &found) != SPOL_OK ||
      spol_system_scenario(NULL, file, NULL, &scenario, found, &error) != SPOL_OK) {
    outcome = WRONG;
  }
  print_errors(found, &error);
  spol_diagnostics_free(found);
  uint64_t count = spol_scenario_count(scenario);
  for (uint64_t i = 0; i < count; i++) {
    spol_scenario_case about = SPOL_SIZED(spol_scenario_case);
    error = (spol_error)SPOL_ERROR_INIT;
    int one = WRONG;
    if (spol_scenario_case_get(scenario, i, &about) == SPOL_OK) {
      one = at == NULL ? show_as_expected(file, scenario, i, &about, &error)
                       : show_at(scenario, at, &about, &error);
    }
    if (one == WRONG) {
      fprintf(stderr, "%s:%" PRIu32 ": error: case \"%s\": %s\n", file, about.line, about.name,
              error.message);
    }
    outcome = one > outcome ? one : outcome;
    printf("%s", i + 1 < count ? "\n" : "");
  }
  spol_scenario_unref(scenario);
  return outcome;
}

int main(int argc, char **argv) {
  static const char usage[] = "usage: helpdesk [--at INSTANT] FILE.policytest.yaml...\n";
  const char *at = NULL;
  int files = 0;
  int outcome = FINE;
  for (int i = 1; i < argc; i++) {
    if (strcmp(argv[i], "--help") == 0) {
      fputs(usage, stdout);
      return FINE;
    }
    if (strcmp(argv[i], "--at") == 0 && i + 1 < argc) {
      at = argv[++i];
    } else if (strncmp(argv[i], "--", 2) == 0) {
      fputs(usage, stderr);
      return WRONG;
    } else {
      argv[files++] = argv[i];
    }
  }
  if (files == 0) {
    fputs(usage, stderr);
    return WRONG;
  }
  for (int i = 0; i < files; i++) {
    int one = show_file(argv[i], at);
    printf("%s", i + 1 < files ? "\n" : "");
    outcome = one > outcome ? one : outcome;
  }
  return outcome;
}
