/* SPDX-License-Identifier: MIT */
/*
 * run-engine [--zoneinfo DIR] FILE...
 *
 * Turns every case of a file of the form that README.md describes into a policy
 * and a history, and evaluates it. A case is right if our answer with no option
 * set is the expected one; an expected difference if the case itself says that
 * another engine may rightly differ (`engine_specific`) and one option of the
 * policy language gives exactly the expected answer, which is then named; else
 * wrong, and printed in full. Exits 1 if any is wrong.
 */
#include <stdio.h>
#include <stdlib.h>
#include <string.h>

#include "conformance.h"
#include "engine_policy.h"

#ifndef SPOL_TEST_ZONEINFO
#define SPOL_TEST_ZONEINFO "tests/zoneinfo/fat"
#endif

enum { MOST_EVENTS = 256 };

/* How engines differ from one another, and what a policy says to follow them. */
static const engine_option options[] = {
    {"pauses: none", ""},
    {"pause_lasts: real", "    pauses: hold\n    pause_lasts: real\n"},
    {"reopening: count_closed", "    pauses: hold\n    reopening: count_closed\n"},
    {"reopening: restart", "    pauses: hold\n    reopening: restart\n"},
    {"carry: restart", "    pauses: hold\n    carry: restart\n"},
    {"carry: carry_elapsed", "    pauses: hold\n    carry: carry_elapsed\n"},
    {"carry: carry_fraction", "    pauses: hold\n    carry: carry_fraction\n"},
};

typedef struct counts {
  int right;
  int different;
  int wrong;
} counts;

typedef struct history {
  spol_event events[MOST_EVENTS];
  size_t count;
  spol_instant as_of;
  spol_fact changed;
} history;

static spol_status resolve(void *context, const char *name, uint64_t length, spol_zone **out) {
  char text[SPOL_ZONE_NAME_MAX + 1];
  if (length >= sizeof text) {
    return SPOL_E_NOT_FOUND;
  }
  memcpy(text, name, (size_t)length);
  text[length] = '\0';
  return zone_open(context, text, out) ? SPOL_OK : SPOL_E_NOT_FOUND;
}

/* An instant of a case: local without an offset, and often without seconds. */
static bool read_short_instant(const spol_zone *zone, const json_t *json, spol_instant *out) {
  const char *given = json_string_value(json);
  char full[64];
  enum { MINUTES = 16 }; /* "2013-06-04T09:00" */
  if (given == NULL || strlen(given) < MINUTES || strlen(given) > 48) {
    return false;
  }
  bool seconds = given[MINUTES] == ':';
  snprintf(full, sizeof full, "%.16s%s%s", given, seconds ? "" : ":00", given + MINUTES);
  return spol_zone_parse_instant(zone, SPOL_WALL_REJECT, full, strlen(full), out, NULL) == SPOL_OK;
}

/* ---- The history ------------------------------------------------------------------------ */

static spol_event *add(history *to, uint32_t type, spol_instant at) {
  spol_event *event = &to->events[to->count < MOST_EVENTS ? to->count++ : MOST_EVENTS - 1];
  *event = (spol_event)SPOL_EVENT_INIT;
  event->type = type;
  event->at = at;
  return event;
}

/* In the order of their instants, equal ones as they stand. */
static void sort_events(history *h) {
  for (size_t i = 1; i < h->count; i++) {
    spol_event event = h->events[i];
    size_t at = i;
    for (; at > 0 && h->events[at - 1].at > event.at; at--) {
      h->events[at] = h->events[at - 1];
    }
    h->events[at] = event;
  }
}

/* `original_due` stands for a target that would end there: the case was opened
 * an hour before its first event, and the target is as long as that makes it. */
static void open_before(history *h, spol_instant due, json_t *json) {
  spol_instant first = due;
  for (size_t i = 0; i < h->count; i++) {
    first = h->events[i].at < first ? h->events[i].at : first;
  }
  first -= SPOL_HOUR;
  add(h, SPOL_EVENT_OPENED, first);
  json_object_set_new(json_object_get(json, "target"), "minutes",
                      json_integer((due - first) / SPOL_MINUTE));
}

static bool add_event(history *h, const json_t *json, const char *type, spol_instant at) {
  if (strcmp(type, "created") == 0) {
    add(h, SPOL_EVENT_OPENED, at);
  } else if (strcmp(type, "paused") == 0) {
    add(h, SPOL_EVENT_WAITING, at)->reason = 1;
  } else if (strcmp(type, "resumed") == 0) {
    add(h, SPOL_EVENT_RESUMED, at);
  } else if (strcmp(type, "hold_total") == 0) {
    json_int_t minutes = json_integer_value(json_object_get(json, "minutes"));
    add(h, SPOL_EVENT_WAITING, at)->reason = 1;
    add(h, SPOL_EVENT_RESUMED, at + minutes * SPOL_MINUTE);
  } else if (strcmp(type, "closed") == 0) {
    add(h, SPOL_EVENT_CLOSED, at);
  } else if (strcmp(type, "reopened") == 0) {
    add(h, SPOL_EVENT_REOPENED, at);
  } else if (strcmp(type, "target_changed") == 0) {
    spol_event *event = add(h, SPOL_EVENT_FACTS_CHANGED, at);
    event->facts = &h->changed;
    event->fact_count = 1;
  } else {
    return false;
  }
  return true;
}

static bool read_history(json_t *json, const spol_zone *zone, history *h) {
  const json_t *events = json_object_get(json, "events");
  spol_instant due = SPOL_INSTANT_NONE;
  h->count = 0;
  h->as_of = SPOL_INSTANT_NONE;
  h->changed = (spol_fact){.fact = 1, .type = SPOL_FACT_BOOLEAN, .value = 1};
  for (size_t i = 0; i < json_array_size(events); i++) {
    const json_t *event = json_array_get(events, i);
    const char *type = json_string_value(json_object_get(event, "type"));
    spol_instant at = 0;
    if (type == NULL || !read_short_instant(zone, json_object_get(event, "at"), &at)) {
      return false;
    }
    if (strcmp(type, "measured") == 0) {
      h->as_of = at;
    } else if (strcmp(type, "original_due") == 0) {
      due = at;
    } else if (!add_event(h, event, type, at)) {
      return false;
    }
  }
  if (due != SPOL_INSTANT_NONE) {
    open_before(h, due, json);
  }
  sort_events(h);
  if (h->as_of == SPOL_INSTANT_NONE && h->count > 0) {
    h->as_of = h->events[h->count - 1].at;
  }
  return h->count > 0;
}

/* ---- Questions ---------------------------------------------------------------------------- */

static bool evaluate_at(const spol_policy *policy, const history *h, spol_instant as_of,
                        spol_metric_status *out, spol_instant *next) {
  spol_evaluation *evaluation = NULL;
  spol_error error = SPOL_ERROR_INIT;
  spol_case_status status = {.size = sizeof status};
  if (spol_evaluation_new(NULL, policy, h->events, h->count, as_of, NULL, &evaluation, &error) !=
      SPOL_OK) {
    printf("  %s: %s\n", error.path, error.message);
    return false;
  }
  *out = (spol_metric_status){.size = sizeof *out};
  bool good = spol_evaluation_metric_of(evaluation, 1, out) == SPOL_OK &&
              spol_evaluation_status(evaluation, &status) == SPOL_OK;
  *next = status.next_change;
  spol_evaluation_free(evaluation);
  return good;
}

/* While a pause lasts on after it was resumed there is no due instant yet: the
 * next look, when the library says that something changes, has it. */
static bool evaluate(const spol_policy *policy, const history *h, spol_metric_status *out) {
  spol_instant next = SPOL_INSTANT_NONE;
  bool good = evaluate_at(policy, h, h->as_of, out, &next);
  if (good && (out->flags & SPOL_RESULT_LASTING_PAUSE) != 0 && next != SPOL_INSTANT_NONE) {
    good = evaluate_at(policy, h, next, out, &next);
  }
  return good;
}

static bool read_policy(const text_buffer *source, zone_folders *folders, spol_policy **policy) {
  spol_policy_options how = SPOL_POLICY_OPTIONS_INIT;
  spol_policy_source one = {sizeof one, 0, source->bytes, source->length, "case"};
  spol_error error = SPOL_ERROR_INIT;
  how.source = (spol_zone_source){resolve, folders};
  if (spol_policy_read(NULL, &one, 1, &how, policy, NULL, &error) == SPOL_OK) {
    return true;
  }
  printf("  %u:%u: %s\n%s\n", error.line, error.column, error.message, source->bytes);
  return false;
}

/* Whether a policy with this option gives the expected answer. */
static bool agrees(json_t *json, const spol_zone *zone, zone_folders *folders,
                   const engine_option *option, spol_metric_status *got) {
  static history h;
  text_buffer source = {0};
  const char *why = "";
  spol_policy *policy = NULL;
  const json_t *expected = json_object_get(json, "expected");
  spol_instant due = 0;
  bool good = read_history(json, zone, &h) && engine_policy(json, option, &source, &why) &&
              read_policy(&source, folders, &policy) && evaluate(policy, &h, got);
  if (good && json_object_get(expected, "due") != NULL) {
    good = read_short_instant(zone, json_object_get(expected, "due"), &due) && got->due == due;
  } else if (good) {
    double minutes = json_number_value(json_object_get(expected, "elapsed"));
    good = got->elapsed == (spol_duration)(minutes * 60e6 + 0.5);
  }
  spol_policy_unref(policy);
  free(source.bytes);
  return good;
}

static void print_got(const json_t *json, const spol_metric_status *got) {
  char due[SPOL_TIME_TEXT_MAX] = "none";
  char elapsed[SPOL_TIME_TEXT_MAX] = "none";
  char *dump = json_dumps(json, JSON_COMPACT);
  if (got->size != 0 && got->due != SPOL_INSTANT_NONE &&
      spol_instant_format(got->due, due) != SPOL_OK) {
    strcpy(due, "out of range");
  }
  if (got->size != 0 && spol_duration_format(got->elapsed, elapsed) != SPOL_OK) {
    strcpy(elapsed, "?");
  }
  printf("WRONG %s\n  ours: due %s, elapsed %s\n", dump != NULL ? dump : "?", due, elapsed);
  free(dump);
}

static void run_case(json_t *json, zone_folders *folders, counts *out) {
  spol_metric_status plain = {0};
  spol_metric_status other = {0};
  const char *id = json_string_value(json_object_get(json, "id"));
  const char *name = json_string_value(json_object_get(json, "time_zone"));
  bool differs = json_is_string(json_object_get(json, "engine_specific"));
  spol_zone *zone = NULL;
  if (name == NULL || !zone_open(folders, name, &zone)) {
    printf("WRONG %s: its zone was not found\n", id == NULL ? "?" : id);
    out->wrong++;
    return;
  }
  if (agrees(json, zone, folders, NULL, &plain)) {
    out->right++;
    spol_zone_unref(zone);
    return;
  }
  for (size_t i = 0; differs && i < sizeof options / sizeof options[0]; i++) {
    if (agrees(json, zone, folders, &options[i], &other)) {
      printf("%s: %s\n", id == NULL ? "?" : id, options[i].name);
      out->different++;
      spol_zone_unref(zone);
      return;
    }
  }
  print_got(json, &plain);
  out->wrong++;
  spol_zone_unref(zone);
}

static bool run_file(const char *path, zone_folders *folders, counts *out) {
  json_error_t error;
  json_t *root = json_load_file(path, 0, &error);
  if (root == NULL) {
    fprintf(stderr, "%s:%d: %s\n", path, error.line, error.text);
    return false;
  }
  json_t *list = json_is_object(root) ? json_object_get(root, "cases") : root;
  for (size_t i = 0; i < json_array_size(list); i++) {
    run_case(json_array_get(list, i), folders, out);
  }
  bool some = json_array_size(list) > 0;
  if (!some) {
    fprintf(stderr, "%s: there is no case in it\n", path);
  }
  json_decref(root);
  return some;
}

int main(int argc, char **argv) {
  zone_folders folders = {{SPOL_TEST_ZONEINFO, "/usr/share/zoneinfo"}, 2};
  counts all = {0, 0, 0};
  bool readable = argc > 1;
  for (int i = 1; i < argc; i++) {
    if (strcmp(argv[i], "--zoneinfo") == 0 && i + 1 < argc) {
      folders.paths[0] = argv[++i];
    } else {
      readable = run_file(argv[i], &folders, &all) && readable;
    }
  }
  if (argc < 2) {
    fprintf(stderr, "usage: run-engine [--zoneinfo DIR] FILE...\n");
  }
  printf("%d right, %d expected differences, %d wrong\n", all.right, all.different, all.wrong);
  return readable && all.wrong == 0 ? EXIT_SUCCESS : EXIT_FAILURE;
}
