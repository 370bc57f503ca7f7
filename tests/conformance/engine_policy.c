/* SPDX-License-Identifier: MIT */
/*
 * The policy of an engine case: one calendar, one metric, and the target that
 * the case names. Everything is written in the policy language, as a user would.
 */
#include "engine_policy.h"

#include <stdarg.h>
#include <stdio.h>
#include <stdlib.h>
#include <string.h>

void text_add(text_buffer *to, const char *format, ...) {
  va_list arguments;
  va_start(arguments, format);
  int need = vsnprintf(NULL, 0, format, arguments);
  va_end(arguments);
  size_t wanted = to->length + (size_t)need + 1;
  if (wanted > to->capacity) {
    to->capacity = wanted * 2;
    to->bytes = realloc(to->bytes, to->capacity);
    if (to->bytes == NULL) {
      abort(); /* a test program */
    }
  }
  va_start(arguments, format);
  vsnprintf(to->bytes + to->length, to->capacity - to->length, format, arguments);
  va_end(arguments);
  to->length += (size_t)need;
}

static const char *string_of(const json_t *json, const char *key) {
  const char *text = json_string_value(json_object_get(json, key));
  return text == NULL ? "" : text;
}

/* [["09:00", "17:00"]] as [09:00-17:00]; an end at its begin is a whole day. */
static void add_hours(text_buffer *out, const json_t *list) {
  text_add(out, "[");
  for (size_t i = 0; i < json_array_size(list); i++) {
    const json_t *pair = json_array_get(list, i);
    const char *from = json_string_value(json_array_get(pair, 0));
    const char *to = json_string_value(json_array_get(pair, 1));
    bool whole = from != NULL && to != NULL && strcmp(from, to) == 0;
    text_add(out, "%s%s-%s", i == 0 ? "" : ", ", whole ? "00:00" : from, whole ? "24:00" : to);
  }
  text_add(out, "]");
}

static void add_holidays(text_buffer *out, const json_t *list) {
  text_add(out, "holidays:\n  own:\n    rules:\n");
  for (size_t i = 0; i < json_array_size(list); i++) {
    const char *date = json_string_value(json_array_get(list, i));
    bool yearly = date != NULL && strncmp(date, "--", 2) == 0;
    text_add(out, "      - {date: %s}\n", yearly ? date + 2 : date);
  }
}

static void add_calendar(text_buffer *out, const json_t *json) {
  const json_t *holidays = json_object_get(json, "holidays");
  const json_t *exceptions = json_object_get(json, "exceptions");
  const json_t *breaks = json_object_get(json, "breaks");
  const char *day;
  json_t *hours;
  if (json_array_size(holidays) > 0) {
    add_holidays(out, holidays);
  }
  text_add(out, "calendars:\n  always: 24x7\n  desk:\n    zone: %s\n    hours:\n",
           string_of(json, "time_zone"));
  json_object_foreach(json_object_get(json, "schedule"), day, hours) {
    if (json_array_size(hours) > 0) {
      text_add(out, "      %s: ", day);
      add_hours(out, hours);
      text_add(out, "\n");
    }
  }
  if (json_array_size(holidays) > 0) {
    text_add(out, "    holidays: own\n");
  }
  const json_t *const parts[] = {exceptions, breaks};
  static const char *const names[] = {"exceptions", "breaks"};
  for (size_t i = 0; i < 2; i++) {
    if (json_object_size(parts[i]) > 0) {
      text_add(out, "    %s:\n", names[i]);
      json_object_foreach((json_t *)(size_t)parts[i], day, hours) {
        text_add(out, "      %s: ", day);
        if (json_array_size(hours) == 0) {
          text_add(out, "closed");
        } else {
          add_hours(out, hours);
        }
        text_add(out, "\n");
      }
    }
  }
}

/* A target of days, in the reading that the case names. */
static void add_days(text_buffer *out, const json_t *target) {
  const char *at = string_of(target, "at");
  const char *until =
      json_is_true(json_object_get(target, "end_of_working_day")) ? "end_of_day" : "same_time";
  text_add(out, "within: %lld business_days, until: %s",
           (long long)json_integer_value(json_object_get(target, "days")),
           at[0] != '\0' ? at : until);
}

static bool add_target(text_buffer *out, const json_t *target, const char **why) {
  const json_t *minutes = json_object_get(target, "minutes");
  if (json_is_integer(json_object_get(target, "days"))) {
    add_days(out, target);
  } else if (json_is_number(minutes)) {
    text_add(out, "within: %lldus", (long long)(json_number_value(minutes) * 60e6 + 0.5));
  } else if (json_is_null(minutes)) {
    text_add(out, "within: 100000h"); /* only what has elapsed is asked */
  } else {
    *why = "its target is not known here";
    return false;
  }
  return true;
}

static void add_metric(text_buffer *out, const json_t *target, const engine_option *option) {
  const char *cutoff = string_of(target, "cutoff");
  const char *clock = string_of(target, "clock");
  bool real = strcmp(clock, "calendar") == 0;
  text_add(out,
           "metrics:\n  due:\n    starts: opened\n    stops: [resolved, closed]\n"
           "    calendar: %s\n",
           real ? "always" : "desk");
  if (cutoff[0] != '\0') {
    text_add(out, "    cutoff: %s\n", cutoff);
  }
  text_add(out, "%s", option == NULL ? "    pauses: hold\n" : option->metric_lines);
}

bool engine_policy(const json_t *json, const engine_option *option, text_buffer *out,
                   const char **why) {
  const json_t *target = json_object_get(json, "target");
  out->length = 0;
  text_add(out, "supportpolicy: 1\nid: engine-case\nversion: v1\n");
  text_add(out, "facts: {changed: {type: boolean, default: false}}\n");
  add_calendar(out, json);
  text_add(out, "reasons: {hold: {}}\n");
  add_metric(out, target, option);
  /* Before a change the target was another one; the case does not say which. */
  text_add(out, "    targets:\n      - {when: {changed: true}, ");
  if (!add_target(out, target, why)) {
    return false;
  }
  text_add(out, "}\n      - {");
  bool changes = false;
  const json_t *events = json_object_get(json, "events");
  for (size_t i = 0; i < json_array_size(events); i++) {
    changes |= strcmp(string_of(json_array_get(events, i), "type"), "target_changed") == 0;
  }
  const json_t *minutes = json_object_get(target, "minutes");
  if (changes && json_is_number(minutes)) {
    text_add(out, "within: %lldus", (long long)(json_number_value(minutes) * 120e6 + 0.5));
  } else {
    add_target(out, target, why);
  }
  text_add(out, "}\n");
  return true;
}
