/* SPDX-License-Identifier: MIT */
/* supportpolicy diff --cases: each open case under both versions. */
#include "diff_cases.h"

#include <stdio.h>
#include <stdlib.h>
#include <string.h>

#include "command.h"
#include "json_case.h"

typedef struct comparison {
  const diff_cases_options *options;
  zone_shelf *zones;
  json_t *moved; /**< of JSON; NULL: text is printed */
  spol_instant at;
  unsigned long open;
  unsigned long moving;
  unsigned long later;
  unsigned long earlier;
  unsigned long new_misses;
  unsigned long failed;
} comparison;

/** A case under both. */
typedef struct two_answers {
  const char *name;
  const spol_zone *zone;
  const spol_evaluation *before;
  const spol_evaluation *after;
  spol_case_status old_status;
  spol_case_status new_status;
  json_t *entry;
  int printed; /**< the case's heading */
} two_answers;

/* ---- Words ----------------------------------------------------------------------------- */

static void write_instant(const two_answers *answers, spol_instant at, char *text) {
  if (spol_zone_format_instant(answers->zone, at, text) != SPOL_OK) {
    memcpy(text, "?", sizeof "?");
  }
}

static const char *word_of(const spol_policy *policy, const spol_metric_status *metric) {
  switch (metric->target_kind) {
  case SPOL_TARGET_EFFORT:
    return spol_policy_name(policy, SPOL_NAME_WORD, metric->word);
  case SPOL_TARGET_AS_AGREED:
    return "as agreed";
  case SPOL_TARGET_NOT_OFFERED:
    return "not offered";
  case SPOL_TARGET_UNSTATED:
    return "unstated";
  case SPOL_TARGET_UNDECIDED:
    return "undecided";
  default:
    return "not running";
  }
}

static spol_instant due_of(const spol_metric_status *metric) {
  return metric->due != SPOL_INSTANT_NONE ? metric->due : metric->due_if_resumed;
}

static const char *severity_of(const spol_policy *policy, const spol_case_status *status) {
  const char *name = spol_policy_name(policy, SPOL_NAME_SEVERITY, status->current.severity);
  return name == NULL ? "none" : name;
}

static json_t *instant_as_json(const two_answers *answers, spol_instant at) {
  char utc[SPOL_TIME_TEXT_MAX];
  char local[SPOL_TIME_TEXT_MAX];
  if (at == SPOL_INSTANT_NONE || spol_instant_format(at, utc) != SPOL_OK) {
    return json_null();
  }
  write_instant(answers, at, local);
  return json_pack("{ssss}", "utc", utc, "local", local);
}

/* ---- One metric ---------------------------------------------------------------------------- */

/** What a metric is under both versions; a pointer is NULL where one lacks it. */
typedef struct two_metrics {
  const char *name;
  const spol_metric_status *before;
  const spol_metric_status *after;
  spol_instant old_due;
  spol_instant new_due;
  int new_miss;
  int miss_gone;
} two_metrics;

static int misses(const spol_metric_status *metric) {
  return metric != NULL && (metric->outcome == SPOL_OUTCOME_MISSED || metric->misses > 0);
}

static int is_over(const spol_metric_status *metric) {
  return metric != NULL &&
         (metric->state == SPOL_METRIC_STOPPED || metric->state == SPOL_METRIC_ENDED);
}

/* What is over in both with the same outcome is no matter any more. */
static int differs(const comparison *all, const two_metrics *two) {
  if (is_over(two->before) && is_over(two->after)) {
    return two->new_miss || two->miss_gone;
  }
  if (two->before == NULL || two->after == NULL || two->new_miss || two->old_due != two->new_due) {
    return 1;
  }
  return two->old_due == SPOL_INSTANT_NONE && strcmp(word_of(all->options->before, two->before),
                                                     word_of(all->options->after, two->after)) != 0;
}

static void write_due(const two_answers *answers, const spol_policy *policy,
                      const spol_metric_status *metric, char *text) {
  if (metric == NULL) {
    memcpy(text, "not in it", sizeof "not in it");
  } else if (due_of(metric) != SPOL_INSTANT_NONE) {
    write_instant(answers, due_of(metric), text);
  } else {
    snprintf(text, SPOL_TIME_TEXT_MAX, "%s", word_of(policy, metric));
  }
}

static const char *outcome_word(const spol_metric_status *metric) {
  return metric == NULL                           ? "none"
         : metric->outcome == SPOL_OUTCOME_MISSED ? "missed"
         : metric->outcome == SPOL_OUTCOME_MET    ? "met"
                                                  : "none";
}

static void print_metric(const comparison *all, two_answers *answers, const two_metrics *two) {
  char was[SPOL_TIME_TEXT_MAX];
  char now[SPOL_TIME_TEXT_MAX];
  char by[SPOL_TIME_TEXT_MAX] = "";
  write_due(answers, all->options->before, two->before, was);
  write_due(answers, all->options->after, two->after, now);
  if (!answers->printed) {
    printf("%s\n", answers->name);
    answers->printed = 1;
  }
  printf("  %-16s %s, was %s", two->name, now, was);
  if (two->old_due != SPOL_INSTANT_NONE && two->new_due != SPOL_INSTANT_NONE &&
      two->old_due != two->new_due) {
    spol_duration moved = two->new_due - two->old_due;
    if (spol_duration_format(moved < 0 ? -moved : moved, by) == SPOL_OK) {
      printf(": %s %s", by, moved < 0 ? "earlier" : "later");
    }
  }
  printf("%s\n", two->new_miss ? "; a new miss" : two->miss_gone ? "; its miss is gone" : "");
}

static json_t *standing_as_json(const two_answers *answers, const spol_policy *policy,
                                const spol_metric_status *metric) {
  if (metric == NULL) {
    return json_null();
  }
  json_t *due = instant_as_json(answers, due_of(metric));
  const char *word = due_of(metric) == SPOL_INSTANT_NONE ? word_of(policy, metric) : NULL;
  return json_pack("{sosssiss*}", "due", due, "outcome", outcome_word(metric), "misses",
                   (int)metric->misses, "word", word);
}

static void add_metric(const comparison *all, two_answers *answers, const two_metrics *two) {
  char by[SPOL_TIME_TEXT_MAX] = "";
  int both = two->old_due != SPOL_INSTANT_NONE && two->new_due != SPOL_INSTANT_NONE;
  if (both && spol_duration_format(two->new_due - two->old_due, by) != SPOL_OK) {
    both = 0;
  }
  json_t *entry =
      json_pack("{sssososs?sbsb}", "metric", two->name, "before",
                standing_as_json(answers, all->options->before, two->before), "after",
                standing_as_json(answers, all->options->after, two->after), "moved_by",
                both ? by : NULL, "new_miss", two->new_miss, "miss_gone", two->miss_gone);
  json_array_append_new(json_object_get(answers->entry, "metrics"), entry);
}

static int compare_metric(comparison *all, two_answers *answers, two_metrics *two) {
  two->old_due = two->before == NULL ? SPOL_INSTANT_NONE : due_of(two->before);
  two->new_due = two->after == NULL ? SPOL_INSTANT_NONE : due_of(two->after);
  two->new_miss = misses(two->after) && (two->before == NULL || !misses(two->before) ||
                                         two->after->misses > two->before->misses);
  two->miss_gone = two->before != NULL && misses(two->before) && !misses(two->after);
  if (!differs(all, two)) {
    return 0;
  }
  if (two->old_due != SPOL_INSTANT_NONE && two->new_due != SPOL_INSTANT_NONE) {
    all->later += two->new_due > two->old_due;
    all->earlier += two->new_due < two->old_due;
  }
  all->new_misses += (unsigned long)two->new_miss;
  if (all->moved == NULL) {
    print_metric(all, answers, two);
  } else {
    add_metric(all, answers, two);
  }
  return 1;
}

/* ---- One case ----------------------------------------------------------------------------------
 */

/* The metric of a name under the other policy; NULL where that lacks it. */
static const spol_metric_status *other_metric(const spol_policy *policy,
                                              const spol_evaluation *evaluation, const char *name,
                                              spol_metric_status *out) {
  uint32_t id = 0;
  *out = (spol_metric_status)SPOL_SIZED(spol_metric_status);
  return spol_policy_metric(policy, name, strlen(name), &id) == SPOL_OK &&
                 spol_evaluation_metric_of(evaluation, id, out) == SPOL_OK
             ? out
             : NULL;
}

static int compare_metrics(comparison *all, two_answers *answers) {
  spol_metric_status one = SPOL_SIZED(spol_metric_status);
  spol_metric_status other;
  int moves = 0;
  for (uint32_t i = 0; i < answers->old_status.metric_count; i++) {
    if (spol_evaluation_metric(answers->before, i, &one) == SPOL_OK && one.part == 0) {
      two_metrics two = {.before = &one};
      two.name = spol_policy_name(all->options->before, SPOL_NAME_METRIC, one.metric);
      two.after = other_metric(all->options->after, answers->after, two.name, &other);
      moves = compare_metric(all, answers, &two) || moves;
    }
  }
  for (uint32_t i = 0; i < answers->new_status.metric_count; i++) {
    if (spol_evaluation_metric(answers->after, i, &one) == SPOL_OK && one.part == 0) {
      two_metrics two = {.after = &one};
      two.name = spol_policy_name(all->options->after, SPOL_NAME_METRIC, one.metric);
      if (other_metric(all->options->before, answers->before, two.name, &other) == NULL) {
        moves = compare_metric(all, answers, &two) || moves;
      }
    }
  }
  return moves;
}

static void compare_answers(comparison *all, two_answers *answers) {
  answers->old_status = (spol_case_status)SPOL_SIZED(spol_case_status);
  answers->new_status = (spol_case_status)SPOL_SIZED(spol_case_status);
  if (spol_evaluation_status(answers->before, &answers->old_status) != SPOL_OK ||
      spol_evaluation_status(answers->after, &answers->new_status) != SPOL_OK ||
      answers->old_status.state != SPOL_CASE_OPEN) {
    return;
  }
  const char *was = severity_of(all->options->before, &answers->old_status);
  const char *now = severity_of(all->options->after, &answers->new_status);
  int moves = strcmp(was, now) != 0 || answers->new_status.state != SPOL_CASE_OPEN;
  all->open++;
  if (all->moved != NULL) {
    answers->entry = json_pack("{sss{ssss}s[]}", "case", answers->name, "severity", "before", was,
                               "after", now, "metrics");
  } else if (moves) {
    printf("%s\n  %-16s %s, was %s%s\n", answers->name, "severity", now, was,
           answers->new_status.state != SPOL_CASE_OPEN ? "; refused" : "");
    answers->printed = 1;
  }
  moves = compare_metrics(all, answers) || moves;
  all->moving += (unsigned long)moves;
  if (moves && answers->entry != NULL) {
    json_array_append(all->moved, answers->entry);
  }
  json_decref(answers->entry);
}

static spol_status evaluate(const spol_policy *policy, const spol_event *events, uint64_t count,
                            spol_instant at, spol_evaluation **out, spol_error *error) {
  spol_evaluation_options options = SPOL_SIZED(spol_evaluation_options);
  options.version = spol_policy_count(policy, SPOL_NAME_VERSION);
  return spol_evaluation_new(NULL, policy, events, count, at, &options, out, error);
}

static void tell(comparison *all, const char *name, const char *which, const char *what) {
  fprintf(stderr, "supportpolicy: %s: %s, under the %s policy: %s\n", all->options->file, name,
          which, what);
  all->failed++;
}

/** A case's events as each policy reads them. */
typedef struct two_logs {
  const char *name;
  const spol_zone *zone;
  spol_instant as_of;
  const spol_event *before;
  uint64_t before_count;
  const spol_event *after;
  uint64_t after_count;
} two_logs;

static void compare_logs(comparison *all, const two_logs *logs) {
  spol_error error = SPOL_ERROR_INIT;
  spol_evaluation *before = NULL;
  spol_evaluation *after = NULL;
  spol_instant at = all->at != SPOL_INSTANT_NONE ? all->at : logs->as_of;
  if (evaluate(all->options->before, logs->before, logs->before_count, at, &before, &error) !=
      SPOL_OK) {
    tell(all, logs->name, "old", error.message);
  } else if (evaluate(all->options->after, logs->after, logs->after_count, at, &after, &error) !=
             SPOL_OK) {
    tell(all, logs->name, "new", error.message);
  } else {
    two_answers answers = {
        .name = logs->name, .zone = logs->zone, .before = before, .after = after};
    compare_answers(all, &answers);
  }
  spol_evaluation_free(before);
  spol_evaluation_free(after);
}

/* ---- Lines of JSON
 * ------------------------------------------------------------------------------- */

static void compare_line(comparison *all, json_case *tickets, unsigned long number,
                         const char *line, size_t length) {
  char name[32];
  snprintf(name, sizeof name, "line %lu", number);
  for (int i = 0; i < 2; i++) {
    if (!json_case_read(&tickets[i], line, length)) {
      tell(all, name, i == 0 ? "old" : "new", tickets[i].message);
      return;
    }
  }
  two_logs logs = {.name = tickets[0].name == NULL ? name : tickets[0].name,
                   .zone = tickets[0].zone,
                   .as_of = tickets[0].as_of,
                   .before = tickets[0].events,
                   .before_count = tickets[0].event_count,
                   .after = tickets[1].events,
                   .after_count = tickets[1].event_count};
  compare_logs(all, &logs);
}

static int compare_lines(comparison *all) {
  text_file file;
  json_case tickets[2] = {{.policy = all->options->before, .zones = all->zones},
                          {.policy = all->options->after, .zones = all->zones}};
  unsigned long number = 0;
  if (!read_text_file(all->options->file, &file)) {
    return EXIT_INPUT;
  }
  for (const char *at = file.bytes, *end = at + file.length; at < end;) {
    const char *stop = memchr(at, '\n', (size_t)(end - at));
    stop = stop == NULL ? end : stop;
    number++;
    if (stop > at) {
      compare_line(all, tickets, number, at, (size_t)(stop - at));
    }
    at = stop + 1;
  }
  json_case_free(&tickets[0]);
  json_case_free(&tickets[1]);
  free_text_file(&file);
  return EXIT_FINE;
}

/* ---- Case files
 * ------------------------------------------------------------------------------------ */

/* Whatever policy a case file names, it is read against the one at hand. */
static spol_status give_policy(void *context, const char *file, const char *const *names,
                               uint64_t count, spol_policy **out, spol_diagnostics *diagnostics,
                               spol_error *error) {
  (void)file;
  (void)names;
  (void)count;
  (void)diagnostics;
  (void)error;
  *out = spol_policy_ref(*(const spol_policy *const *)context);
  return SPOL_OK;
}

static spol_scenario *read_cases(const spol_policy *policy, const char *text, size_t length,
                                 const char *name, spol_error *error) {
  spol_policy_options options = SPOL_POLICY_OPTIONS_INIT;
  spol_policy_source source = SPOL_SIZED(spol_policy_source);
  spol_policy_loader loader = {give_policy, (void *)&policy};
  spol_scenario *scenario = NULL;
  options.source = zones_of_machine();
  source.text = text;
  source.length = length;
  source.name = name;
  return spol_scenario_read(NULL, &source, &loader, &options, &scenario, NULL, error) == SPOL_OK
             ? scenario
             : NULL;
}

/* A case of the old policy as a file of its own, for the new one to read. */
static char *print_case(const spol_policy *policy, const spol_scenario_case *about,
                        size_t *length) {
  static const char head[] = "policytest: 1\npolicy: new\ncases:\n";
  uint64_t needed = 0;
  char *text = NULL;
  if (spol_case_print(policy, about->name, about->events, about->event_count, about->zone, NULL, 0,
                      &needed) == SPOL_OK &&
      (text = malloc(sizeof head + (size_t)needed)) != NULL) {
    memcpy(text, head, sizeof head);
    if (spol_case_print(policy, about->name, about->events, about->event_count, about->zone,
                        text + sizeof head - 1, needed, &needed) != SPOL_OK) {
      free(text);
      return NULL;
    }
    *length = sizeof head - 1 + (size_t)needed;
  }
  return text;
}

static void compare_case(comparison *all, const spol_scenario_case *about) {
  spol_error error = SPOL_ERROR_INIT;
  spol_scenario_case again = SPOL_SIZED(spol_scenario_case);
  size_t length = 0;
  char *text = print_case(all->options->before, about, &length);
  spol_scenario *scenario =
      text == NULL ? NULL : read_cases(all->options->after, text, length, about->name, &error);
  if (scenario == NULL || spol_scenario_case_get(scenario, 0, &again) != SPOL_OK) {
    tell(all, about->name, "new", error.message[0] != '\0' ? error.message : "out of memory");
  } else {
    two_logs logs = {.name = about->name,
                     .zone = about->zone,
                     .as_of = about->as_of,
                     .before = about->events,
                     .before_count = about->event_count,
                     .after = again.events,
                     .after_count = again.event_count};
    compare_logs(all, &logs);
  }
  spol_scenario_unref(scenario);
  free(text);
}

static int compare_file(comparison *all) {
  text_file file;
  spol_error error = SPOL_ERROR_INIT;
  spol_scenario_case about = SPOL_SIZED(spol_scenario_case);
  if (!read_text_file(all->options->file, &file)) {
    return EXIT_INPUT;
  }
  spol_scenario *scenario =
      read_cases(all->options->before, file.bytes, file.length, all->options->file, &error);
  free_text_file(&file);
  if (scenario == NULL) {
    print_error(stderr, all->options->file, &error);
    return EXIT_INPUT;
  }
  for (uint64_t i = 0; i < spol_scenario_count(scenario); i++) {
    if (spol_scenario_case_get(scenario, i, &about) == SPOL_OK) {
      compare_case(all, &about);
    }
  }
  spol_scenario_unref(scenario);
  return EXIT_FINE;
}

/* ---- All
 * -----------------------------------------------------------------------------------------------
 */

static int is_lines(const char *file) {
  const char *dot = strrchr(file, '.');
  return strcmp(file, "-") == 0 ||
         (dot != NULL && (strcmp(dot, ".ndjson") == 0 || strcmp(dot, ".jsonl") == 0));
}

static int compare(comparison *all) {
  spol_error error = SPOL_ERROR_INIT;
  const char *at = all->options->at;
  all->at = SPOL_INSTANT_NONE;
  if (at != NULL && spol_instant_parse(at, strlen(at), &all->at, &error) != SPOL_OK) {
    fprintf(stderr, "supportpolicy diff: --at %s: %s\n", at, error.message);
    return EXIT_USAGE;
  }
  all->zones = zone_shelf_new(zones_of_machine());
  if (all->zones == NULL) {
    fputs("supportpolicy: out of memory\n", stderr);
    return EXIT_INPUT;
  }
  int code = is_lines(all->options->file) ? compare_lines(all) : compare_file(all);
  zone_shelf_free(all->zones);
  return code;
}

int print_moved_cases(const diff_cases_options *options) {
  comparison all = {.options = options};
  int code = compare(&all);
  if (code == EXIT_FINE) {
    printf("%s%lu of %lu open cases move: %lu due instants later, %lu earlier; %lu new misses",
           all.moving > 0 ? "\n" : "", all.moving, all.open, all.later, all.earlier,
           all.new_misses);
    if (all.failed > 0) {
      printf("; %lu cases could not be compared", all.failed);
    }
    printf("\n");
  }
  return code;
}

json_t *moved_cases_as_json(const diff_cases_options *options, int *code) {
  comparison all = {.options = options, .moved = json_array()};
  *code = compare(&all);
  if (*code != EXIT_FINE) {
    json_decref(all.moved);
    return NULL;
  }
  return json_pack("{sos{sIsIsIsIsIsI}}", "cases", all.moved, "summary", "open",
                   (json_int_t)all.open, "moving", (json_int_t)all.moving, "later",
                   (json_int_t)all.later, "earlier", (json_int_t)all.earlier, "new_misses",
                   (json_int_t)all.new_misses, "not_compared", (json_int_t)all.failed);
}
