/* SPDX-License-Identifier: MIT */
/*
 * One question, asked: the map's history becomes a case file (JSON is YAML) and
 * the policy, changed where a reading says so, its policy.
 */
#include "policy_cases.h"

#include <stdio.h>
#include <stdlib.h>
#include <string.h>

enum { DEEPEST = 8, LONGEST_PATH = 512 };

static const json_t *said(const asked *ask, const json_t *entry, const char *key) {
  const json_t *found = json_object_get(entry, key);
  found = found != NULL ? found : json_object_get(ask->over, key);
  return found != NULL ? found : json_object_get(ask->map, key);
}

/* A copy in which "$name" is what the question gives by that name. */
static json_t *filled(const asked *ask, const json_t *json, int depth) {
  const char *text = json_string_value(json);
  if (text != NULL && text[0] == '$') {
    return json_deep_copy(json_object_get(json_object_get(ask->question, "given"), text + 1));
  }
  json_t *copy = json_copy((json_t *)json);
  const char *key = NULL;
  json_t *part = NULL;
  void *next = NULL;
  if (depth < DEEPEST && json_is_object(copy)) {
    json_object_foreach_safe(copy, next, key, part) {
      json_object_set_new(copy, key, filled(ask, part, depth + 1));
    }
  }
  for (size_t i = 0; depth < DEEPEST && i < json_array_size(copy); i++) {
    json_array_set_new(copy, i, filled(ask, json_array_get(copy, i), depth + 1));
  }
  return copy;
}

/* ---- The policy --------------------------------------------------------------------------- */

static char *replaced(char *text, const char *from, const char *to) {
  size_t places = 0;
  for (const char *at = text; (at = strstr(at, from)) != NULL; at += strlen(from)) {
    places++;
  }
  if (places == 0) {
    free(text);
    return NULL;
  }
  char *out = malloc(strlen(text) + places * strlen(to) + 1);
  char *end = out;
  const char *rest = text;
  for (const char *at; out != NULL && (at = strstr(rest, from)) != NULL; rest = at + strlen(from)) {
    memcpy(end, rest, (size_t)(at - rest));
    end += at - rest;
    memcpy(end, to, strlen(to));
    end += strlen(to);
  }
  if (out != NULL) {
    memcpy(end, rest, strlen(rest) + 1);
  }
  free(text);
  return out;
}

static char *policy_text(const asked *ask, const json_t *entry) {
  const char *name = json_string_value(said(ask, entry, "policy"));
  const json_t *edits = said(ask, entry, "edits");
  char path[LONGEST_PATH];
  char *bytes = NULL;
  size_t length = 0;
  if (name == NULL || snprintf(path, sizeof path, "%s/%s", ask->root, name) >= LONGEST_PATH ||
      spol_system_read_file(NULL, path, 1 << 20, &bytes, &length, NULL) != SPOL_OK) {
    return NULL;
  }
  char *text = malloc(length + 1);
  if (text != NULL) {
    memcpy(text, bytes, length);
    text[length] = '\0';
  }
  spol_system_free(NULL, bytes, length);
  for (size_t i = 0; text != NULL && i < json_array_size(edits); i++) {
    const json_t *edit = json_array_get(edits, i);
    text = replaced(text, json_string_value(json_array_get(edit, 0)),
                    json_string_value(json_array_get(edit, 1)));
  }
  return text;
}

/* From the project's own files, so that every machine has the same. */
static spol_status resolve(void *context, const char *name, uint64_t length, spol_zone **out) {
  (void)context;
  return spol_system_zone(NULL, SPOL_TEST_ZONEINFO, name, length, out, NULL);
}

static spol_status read_policy(void *context, const char *file, const char *const *names,
                               uint64_t count, spol_policy **out, spol_diagnostics *diagnostics,
                               spol_error *error) {
  const char *text = context;
  spol_policy_source source = {sizeof source, 0, text, strlen(text), names[0]};
  spol_policy_options options = SPOL_POLICY_OPTIONS_INIT;
  (void)file;
  (void)count;
  options.source.resolve = resolve;
  return spol_policy_read(NULL, &source, 1, &options, out, diagnostics, error);
}

static bool counted(const spol_policy *policy, uint64_t *length) {
  spol_status status = spol_policy_print(policy, 0, NULL, 0, length);
  return status == SPOL_OK || status == SPOL_E_BUFFER;
}

bool policy_prints(const asked *ask, const json_t *entry, const char *field, const char *text) {
  static const char *const names[] = {"policy"};
  char *source = policy_text(ask, entry);
  spol_policy *policy = NULL;
  uint64_t length = 0;
  char *form = NULL;
  bool found = false;
  if (source != NULL && text != NULL &&
      read_policy(source, "", names, 1, &policy, NULL, NULL) == SPOL_OK &&
      counted(policy, &length)) {
    form = calloc(1, length + 1);
    found = form != NULL && spol_policy_print(policy, 0, form, length, &length) == SPOL_OK &&
            strstr(form, text) != NULL;
  }
  if (!found) {
    printf("WRONG %s.%s: the policy does not say \"%s\"\n", ask->id, field,
           text != NULL ? text : "(no text)");
  }
  free(form);
  free(source);
  spol_policy_unref(policy);
  return found;
}

/* ---- The case file ------------------------------------------------------------------------ */

/* {a: {b: expected}} of "a.b". */
static json_t *expectation(const char *path, const json_t *expected) {
  char copy[LONGEST_PATH];
  json_t *made = json_deep_copy(expected);
  snprintf(copy, sizeof copy, "%s", path);
  for (char *dot = strrchr(copy, '.'); dot != NULL; dot = strrchr(copy, '.')) {
    made = json_pack("{s:o}", dot + 1, made);
    *dot = '\0';
  }
  return json_pack("{s:o}", copy, made);
}

static json_t *case_of(const asked *ask, const json_t *entry, const char *field) {
  static const char *const keys[] = {"contract", "facts", "events", "as_of"};
  json_t *made = json_pack("{s:o}", "name", json_sprintf("%s %s", ask->id, field));
  for (size_t i = 0; i < sizeof keys / sizeof keys[0]; i++) {
    const json_t *value = said(ask, entry, keys[i]);
    if (value != NULL) {
      json_object_set_new(made, keys[i], filled(ask, value, 0));
    }
  }
  return made;
}

/* The list of cases is taken over. */
static spol_scenario *read_cases(const asked *ask, const json_t *entry, const char *field,
                                 json_t *cases) {
  const json_t *given = json_object_get(json_object_get(ask->question, "given"), "time_zone");
  const json_t *zone = said(ask, entry, "zone");
  json_t *file = json_pack("{s:i,s:s,s:o}", "policytest", 1, "policy", "policy", "cases", cases);
  zone = zone != NULL ? zone : given;
  if (zone != NULL) {
    json_object_set(file, "zone", (json_t *)zone);
  }
  char *text = json_dumps(file, JSON_INDENT(1));
  char *policy = policy_text(ask, entry);
  spol_scenario *scenario = NULL;
  spol_error error = SPOL_ERROR_INIT;
  if (policy == NULL || text == NULL) {
    printf("WRONG %s.%s: no such policy, or an edit does not apply\n", ask->id, field);
  } else {
    spol_policy_source source = {sizeof source, 0, text, strlen(text), ask->id};
    spol_policy_loader loader = {read_policy, policy};
    if (spol_scenario_read(NULL, &source, &loader, NULL, &scenario, NULL, &error) != SPOL_OK) {
      printf("WRONG %s.%s: %s %s\n", ask->id, field, error.path, error.message);
    }
  }
  json_decref(file);
  free(text);
  free(policy);
  return scenario;
}

static void tell(const asked *ask, const char *field, const spol_scenario_result *result) {
  spol_mismatch mismatch = SPOL_SIZED(spol_mismatch);
  if (!ask->quiet && spol_scenario_mismatch(result, 0, &mismatch) == SPOL_OK) {
    printf("WRONG %s.%s: %s\n  expected %s\n  got      %s\n", ask->id, field, mismatch.path,
           mismatch.expected, mismatch.got);
  }
}

/* The status as JSON in a line: the same bytes on every platform. */
static void write_status(const asked *ask, const spol_scenario_result *result) {
  const spol_evaluation *evaluation = spol_scenario_result_evaluation(result);
  spol_render_options options = SPOL_SIZED(spol_render_options);
  uint64_t needed = 0;
  options.format = SPOL_RENDER_JSON;
  if (ask->statuses == NULL || evaluation == NULL ||
      spol_render_status(evaluation, &options, NULL, 0, &needed) != SPOL_OK) {
    return;
  }
  char *text = malloc(needed);
  if (text != NULL && spol_render_status(evaluation, &options, text, needed, &needed) == SPOL_OK) {
    fprintf(ask->statuses, "%s ", ask->id);
    (void)fwrite(text, 1, needed, ask->statuses);
  }
  free(text);
}

bool field_agrees(const asked *ask, const json_t *entry, const char *field,
                  const json_t *expected) {
  const char *path = json_is_string(entry) ? json_string_value(entry)
                                           : json_string_value(json_object_get(entry, "path"));
  if (path == NULL || strlen(path) >= LONGEST_PATH) {
    printf("WRONG %s.%s: the map names no path\n", ask->id, field);
    return false;
  }
  json_t *one = case_of(ask, entry, field);
  json_object_set_new(one, "expect", expectation(path, expected));
  spol_scenario *scenario = read_cases(ask, entry, field, json_pack("[o]", one));
  spol_scenario_result *result = NULL;
  spol_scenario_case about = SPOL_SIZED(spol_scenario_case);
  bool same = spol_scenario_count(scenario) == 1 &&
              spol_scenario_case_get(scenario, 0, &about) == SPOL_OK && about.expectations > 0 &&
              spol_scenario_run(scenario, 0, NULL, &result, NULL) == SPOL_OK &&
              spol_scenario_result_mismatches(result) == 0;
  if (!same && result != NULL) {
    tell(ask, field, result);
  }
  write_status(ask, result);
  spol_scenario_result_free(result);
  spol_scenario_unref(scenario);
  return same;
}

/* ---- A month ------------------------------------------------------------------------------- */

/* As many copies of a history as there are days, "DD" being the day. */
static void add_days(const asked *ask, const json_t *events, int64_t days, json_t *cases) {
  char *dump = json_dumps(events, 0);
  size_t done = json_array_size(cases);
  for (int64_t day = 1; dump != NULL && day <= days && day < 29; day++) {
    char *text = malloc(strlen(dump) + 1);
    char number[4];
    snprintf(number, sizeof number, "%02d", (int)day);
    if (text != NULL) {
      memcpy(text, dump, strlen(dump) + 1);
      text = replaced(text, "DD", number);
      json_t *one = case_of(ask, NULL, "month");
      json_object_set_new(one, "name", json_sprintf("%d", (int)done + (int)day));
      json_object_set_new(one, "events", json_loads(text, 0, NULL));
      json_array_append_new(cases, one);
    }
    free(text);
  }
  free(dump);
}

static void count_outcomes(const spol_scenario *scenario, const char *name, int64_t *met,
                           int64_t *missed) {
  uint32_t metric = 0;
  uint64_t count = spol_scenario_count(scenario);
  if (count == 0 ||
      spol_policy_metric(spol_scenario_policy(scenario), name, strlen(name), &metric) != SPOL_OK) {
    return;
  }
  for (uint64_t i = 0; i < count; i++) {
    spol_scenario_result *result = NULL;
    spol_metric_status status = SPOL_SIZED(spol_metric_status);
    if (spol_scenario_run(scenario, i, NULL, &result, NULL) == SPOL_OK &&
        spol_evaluation_metric_of(spol_scenario_result_evaluation(result), metric, &status) ==
            SPOL_OK) {
      *met += status.outcome == SPOL_OUTCOME_MET;
      *missed += status.outcome == SPOL_OUTCOME_MISSED;
    }
    spol_scenario_result_free(result);
  }
}

static int64_t number(const json_t *json, const char *key) {
  return json_integer_value(json_object_get(json, key));
}

/* The host's own sum, from what the library says of each case. */
static json_t *sum_of(const json_t *entry, int64_t met, int64_t missed) {
  const json_t *credits = json_object_get(entry, "credits");
  const char *what = json_string_value(json_object_get(entry, "count"));
  int64_t all = met + missed;
  int64_t percent = all > 0 ? met * 100 / all : 0;
  if (what != NULL && strcmp(what, "reached") == 0) {
    return json_boolean(percent >= number(entry, "at_least"));
  }
  if (credits == NULL) {
    return json_integer(percent);
  }
  int64_t credit = 0;
  for (size_t i = 0; i < json_array_size(credits); i++) {
    const json_t *row = json_array_get(credits, i);
    if (missed >= json_integer_value(json_array_get(row, 0))) {
      credit = json_integer_value(json_array_get(row, 1));
    }
  }
  return json_integer(credit);
}

bool month_agrees(const asked *ask, const json_t *entry, const char *field, const json_t *value) {
  const json_t *month = json_object_get(ask->map, "month");
  const char *metric = json_string_value(json_object_get(month, "metric"));
  int64_t met = 0;
  int64_t missed = 0;
  json_t *cases = json_array();
  add_days(ask, json_object_get(month, "in_time"), number(month, "met"), cases);
  add_days(ask, json_object_get(month, "late"), number(month, "missed"), cases);
  spol_scenario *scenario = read_cases(ask, NULL, field, cases);
  count_outcomes(scenario, metric != NULL ? metric : "", &met, &missed);
  spol_scenario_unref(scenario);
  json_t *sum = sum_of(entry, met, missed);
  bool same = met == number(month, "met") && missed == number(month, "missed") &&
              json_equal(sum, value) != 0;
  if (!same) {
    printf("WRONG %s.%s: %d met, %d missed\n", ask->id, field, (int)met, (int)missed);
  }
  json_decref(sum);
  return same;
}
