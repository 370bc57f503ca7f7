/* SPDX-License-Identifier: MIT */
/* Running the cases of case files, and keeping what came of them. */
#include <inttypes.h>
#include <stdlib.h>
#include <string.h>

#include "command.h"
#include "test.h"
#include "test_coverage.h"

int test_passed(const test_outcome *outcome) {
  return outcome->trouble == NULL && outcome->mismatch_count == 0;
}

/* ---- Keeping ------------------------------------------------------------------------- */

static char *copy(test_run *run, const char *text) {
  char *made = strdup(text);
  run->out_of_memory |= made == NULL;
  return made;
}

static test_outcome *add_outcome(test_run *run, const char *file, const char *name, uint32_t line) {
  if (run->count == run->capacity) {
    size_t capacity = run->capacity == 0 ? 64 : run->capacity * 2;
    test_outcome *larger = realloc(run->outcomes, capacity * sizeof *larger);
    if (larger == NULL) {
      run->out_of_memory = 1;
      return NULL;
    }
    run->outcomes = larger;
    run->capacity = capacity;
  }
  test_outcome *outcome = &run->outcomes[run->count];
  *outcome = (test_outcome){.file = file, .line = line};
  outcome->name = name == NULL ? NULL : copy(run, name);
  run->count++;
  return outcome;
}

void test_run_free(test_run *run) {
  for (size_t i = 0; i < run->count; i++) {
    test_outcome *outcome = &run->outcomes[i];
    for (size_t j = 0; j < outcome->mismatch_count; j++) {
      free(outcome->mismatches[j].path);
      free(outcome->mismatches[j].expected);
      free(outcome->mismatches[j].got);
      free(outcome->mismatches[j].why);
    }
    free(outcome->mismatches);
    free(outcome->name);
    free(outcome->trouble);
  }
  free(run->outcomes);
  *run = (test_run){0};
}

/* ---- A case -------------------------------------------------------------------------- */

typedef spol_status (*renderer)(const spol_evaluation *evaluation, uint32_t metric,
                                const spol_render_options *options, char *buffer, uint64_t capacity,
                                uint64_t *needed);

static spol_status render_metric(const spol_evaluation *evaluation, uint32_t metric,
                                 const spol_render_options *options, char *buffer,
                                 uint64_t capacity, uint64_t *needed) {
  return spol_render_explanation(evaluation, metric, 0, options, buffer, capacity, needed);
}

static spol_status render_case(const spol_evaluation *evaluation, uint32_t metric,
                               const spol_render_options *options, char *buffer, uint64_t capacity,
                               uint64_t *needed) {
  (void)metric;
  return spol_render_status(evaluation, options, buffer, capacity, needed);
}

/* What is rendered, as a text; "" where there is nothing. */
static char *render(test_run *run, renderer what, const spol_evaluation *evaluation,
                    uint32_t metric, const spol_zone *zone) {
  spol_render_options options = SPOL_SIZED(spol_render_options);
  uint64_t needed = 0;
  options.zone = zone;
  if (what(evaluation, metric, &options, NULL, 0, &needed) != SPOL_OK) {
    return copy(run, "");
  }
  char *text = malloc((size_t)needed + 1);
  run->out_of_memory |= text == NULL;
  if (text != NULL) {
    int fine = what(evaluation, metric, &options, text, needed, &needed) == SPOL_OK;
    text[fine ? needed : 0] = '\0';
  }
  return text;
}

/* Keeps of a status the part that a path speaks of: the line with its label, and those below it
 * that belong to it. */
static void keep_part(char *status, const char *path) {
  static const char *const labels[][2] = {
      {"severity", "severity"}, {"rule", "severity"},     {"requested", "requested"},
      {"derived", "derived"},   {"recorded", "severity"}, {"line", "line"},
      {"firings", "firings"},   {"findings", "findings"}, {"state", "case"},
      {"version", "policy"},    {"severity", "findings"}, {"derived", "findings"}};
  char *to = status;
  int kept = 0;
  for (char *line = status; *line != '\0';) {
    size_t length = strcspn(line, "\n") + (strchr(line, '\n') != NULL);
    if (line[0] != ' ') {
      kept = 0;
      for (size_t i = 0; i < sizeof labels / sizeof labels[0]; i++) {
        size_t path_length = strcspn(path, ".[");
        size_t label_length = strlen(labels[i][1]);
        kept |= path_length == strlen(labels[i][0]) &&
                strncmp(path, labels[i][0], path_length) == 0 &&
                strncmp(line, labels[i][1], label_length) == 0 && line[label_length] == ' ';
      }
    }
    if (kept) {
      memmove(to, line, length);
      to += length;
    }
    line += length;
  }
  *to = '\0';
}

/* Why what came is as it is. */
static char *why_of(test_run *run, const spol_evaluation *evaluation, const spol_mismatch *found,
                    const spol_zone *zone) {
  if (found->metric != 0) {
    return render(run, render_metric, evaluation, found->metric, zone);
  }
  char *status = render(run, render_case, evaluation, 0, zone);
  if (status != NULL) {
    keep_part(status, found->path);
  }
  return status;
}

static void keep_mismatches(test_run *run, test_outcome *outcome, const spol_zone *zone,
                            const spol_scenario_result *result) {
  uint64_t count = spol_scenario_result_mismatches(result);
  uint32_t explained = 0;
  outcome->mismatches = count == 0 ? NULL : calloc((size_t)count, sizeof *outcome->mismatches);
  if (count == 0 || outcome->mismatches == NULL) {
    run->out_of_memory |= count != 0;
    return;
  }
  for (uint64_t i = 0; i < count; i++) {
    spol_mismatch found = SPOL_SIZED(spol_mismatch);
    if (spol_scenario_mismatch(result, i, &found) != SPOL_OK) {
      continue;
    }
    int told = found.metric != 0 && found.metric == explained;
    outcome->mismatches[outcome->mismatch_count++] = (test_mismatch){
        .line = found.line,
        .column = found.column,
        .path = copy(run, found.path),
        .expected = copy(run, found.expected),
        .got = copy(run, found.got),
        .offset = found.offset,
        .length = found.length,
        .shared = found.shared,
        .why = told ? copy(run, "")
                    : why_of(run, spol_scenario_result_evaluation(result), &found, zone)};
    explained = found.metric;
  }
}

static void run_case(test_run *run, const char *file, const spol_scenario *scenario, uint64_t index,
                     const char *filter) {
  spol_error error = SPOL_ERROR_INIT;
  spol_scenario_result *result = NULL;
  spol_scenario_case about = SPOL_SIZED(spol_scenario_case);
  if (spol_scenario_case_get(scenario, index, &about) != SPOL_OK ||
      (filter != NULL && strstr(about.name, filter) == NULL)) {
    return;
  }
  test_outcome *outcome = add_outcome(run, file, about.name, about.line);
  if (outcome == NULL) {
    return;
  }
  outcome->expectations = about.expectations;
  if (spol_scenario_run(scenario, index, NULL, &result, &error) != SPOL_OK) {
    outcome->trouble = copy(run, error.message);
  } else {
    keep_mismatches(run, outcome, about.zone, result);
  }
  spol_scenario_result_free(result);
  if (test_passed(outcome)) {
    run->passed++;
  } else {
    run->failed++;
  }
}

/* ---- A file -------------------------------------------------------------------------- */

/* Every error that was found, a line each. */
static char *troubles_of(const char *file, const spol_diagnostics *found, const spol_error *error) {
  char *text = NULL;
  size_t length = 0;
  unsigned errors = 0;
  FILE *stream = open_memstream(&text, &length);
  if (stream == NULL) {
    return NULL;
  }
  for (uint64_t i = 0; i < spol_diagnostics_count(found); i++) {
    spol_error entry = SPOL_ERROR_INIT;
    int32_t gravity = 0;
    if (spol_diagnostics_get(found, i, &gravity, &entry) == SPOL_OK &&
        gravity == SPOL_GRAVITY_ERROR) {
      print_error(stream, file, &entry);
      errors++;
    }
  }
  if (errors == 0) {
    print_error(stream, file, error);
  }
  return fclose(stream) == 0 ? text : NULL;
}

spol_scenario *test_read_file(const char *file, char **trouble) {
  spol_error error = SPOL_ERROR_INIT;
  spol_diagnostics *found = NULL;
  spol_scenario *scenario = NULL;
  spol_policy_options options = SPOL_POLICY_OPTIONS_INIT;
  options.source = zones_of_machine();
  *trouble = NULL;
  spol_status status = spol_diagnostics_new(NULL, 0, &found);
  if (status == SPOL_OK) {
    status = spol_system_scenario(NULL, file, &options, &scenario, found, &error);
  }
  if (status != SPOL_OK) {
    *trouble = troubles_of(file, found, &error);
  }
  spol_diagnostics_free(found);
  return scenario;
}

static void run_file(test_run *run, const char *file, const char *filter) {
  char *trouble = NULL;
  spol_scenario *scenario = test_read_file(file, &trouble);
  run->files++;
  if (scenario == NULL) {
    test_outcome *outcome = add_outcome(run, file, NULL, 0);
    run->unreadable++;
    if (outcome != NULL) {
      outcome->trouble = trouble;
    } else {
      free(trouble);
    }
    return;
  }
  for (uint64_t i = 0; i < spol_scenario_count(scenario) && !run->out_of_memory; i++) {
    run_case(run, file, scenario, i, filter);
  }
  if (run->coverage != NULL) {
    coverage_add(run->coverage, scenario, filter);
    run->out_of_memory |= run->coverage->failed;
  }
  spol_scenario_unref(scenario);
}

void test_run_files(const file_list *files, const char *filter, test_run *run) {
  for (size_t i = 0; i < files->count && !run->out_of_memory; i++) {
    run_file(run, files->names[i], filter);
  }
}
