/* SPDX-License-Identifier: MIT */
/* A case out of a line of JSON. What depends on more than one event (order,
 * duplicates, what a type needs) is checked by the evaluation itself. */
#include "json_case.h"

#include <stdarg.h>
#include <stdio.h>
#include <stdlib.h>
#include <string.h>

#include "json_arena.h"

enum { MOST_EVENTS = 1000000, NUMBER_ROOM = 40, NO_INDEX = -1 };

/* ---- Errors ------------------------------------------------------------------------- */

static int wrong(json_case *out, const char *format, ...) {
  va_list arguments;
  va_start(arguments, format);
  vsnprintf(out->message, sizeof out->message, format, arguments);
  va_end(arguments);
  return 0;
}

/* A value of an event, or of the case where the index is NO_INDEX. */
static int wrong_at(json_case *out, long index, const char *key, const char *what) {
  return index == NO_INDEX ? wrong(out, "%s: %s", key, what)
                           : wrong(out, "events[%ld].%s: %s", index, key, what);
}

/* ---- Room ------------------------------------------------------------------------------ */

static void *grown(void *items, size_t *room, size_t size) {
  size_t wanted = *room == 0 ? 16 : *room * 2;
  void *larger = realloc(items, wanted * size);
  if (larger != NULL) {
    *room = wanted;
  }
  return larger;
}

static int push_fact(json_case *out, const spol_fact *fact) {
  if (out->fact_count == out->fact_room) {
    spol_fact *larger = grown(out->facts, &out->fact_room, sizeof *larger);
    if (larger == NULL) {
      return wrong(out, "out of memory");
    }
    out->facts = larger;
  }
  out->facts[out->fact_count++] = *fact;
  return 1;
}

static int push_event(json_case *out, const spol_event *event) {
  if (out->event_count == out->event_room) {
    spol_event *larger = grown(out->events, &out->event_room, sizeof *larger);
    if (larger == NULL) {
      return wrong(out, "out of memory");
    }
    out->events = larger;
  }
  out->events[out->event_count++] = *event;
  return 1;
}

/* ---- Values ------------------------------------------------------------------------------- */

static int instant_of(json_case *out, long index, const char *key, const json_t *value,
                      spol_instant *at) {
  spol_error error = SPOL_ERROR_INIT;
  if (!json_is_string(value)) {
    return wrong_at(out, index, key, "an instant is a text such as \"2026-03-19T10:00:00Z\"");
  }
  if (spol_zone_parse_instant(out->zone, SPOL_WALL_REJECT, json_string_value(value),
                              json_string_length(value), at, &error) != SPOL_OK) {
    return wrong_at(out, index, key, error.message);
  }
  return 1;
}

static int name_of(json_case *out, long index, const char *key, const json_t *value, int32_t kind,
                   uint32_t *id) {
  if (json_is_string(value) && spol_policy_find(out->policy, kind, json_string_value(value),
                                                json_string_length(value), id) == SPOL_OK) {
    return 1;
  }
  if (!json_is_string(value)) {
    return wrong_at(out, index, key, "a name is a text");
  }
  return index == NO_INDEX
             ? wrong(out, "%s: the policy has no \"%.100s\"", key, json_string_value(value))
             : wrong(out, "events[%ld].%s: the policy has no \"%.100s\"", index, key,
                     json_string_value(value));
}

/* The text of a value as a case file would have it. */
static const char *text_of(const json_t *value, char *room, size_t *length) {
  switch (json_typeof(value)) {
  case JSON_STRING:
    *length = json_string_length(value);
    return json_string_value(value);
  case JSON_TRUE:
    *length = 4;
    return "true";
  case JSON_FALSE:
    *length = 5;
    return "false";
  case JSON_INTEGER:
    *length =
        (size_t)snprintf(room, NUMBER_ROOM, "%" JSON_INTEGER_FORMAT, json_integer_value(value));
    return room;
  case JSON_REAL:
    *length = (size_t)snprintf(room, NUMBER_ROOM, "%.15g", json_real_value(value));
    return room;
  default:
    return NULL;
  }
}

/* ---- Facts ---------------------------------------------------------------------------------- */

/* A text fact points into the JSON, but for numbers, which are no texts there. */
static int read_fact_value(json_case *out, long index, const spol_fact_info *info, const char *key,
                           const json_t *value) {
  char room[NUMBER_ROOM];
  size_t length = 0;
  spol_fact fact = SPOL_FACT_INIT;
  spol_error error = SPOL_ERROR_INIT;
  const char *text = text_of(value, room, &length);
  if (text == NULL) {
    return wrong_at(out, index, key, "a fact is a text, a number, true or false");
  }
  if (info->type == SPOL_FACT_INSTANT) {
    fact.fact = info->fact;
    fact.type = SPOL_FACT_INSTANT;
    return instant_of(out, index, key, value, &fact.value) && push_fact(out, &fact);
  }
  if (spol_policy_fact_value(out->policy, info->fact, text, length, &fact, &error) != SPOL_OK) {
    return wrong_at(out, index, key, error.message);
  }
  if (fact.type == SPOL_FACT_ZONE && fact.value == 0) {
    fact.zone = zone_shelf_get(out->zones, text);
    if (fact.zone == NULL) {
      return wrong_at(out, index, key, "there is no such zone");
    }
  }
  if (text == room) {
    fact.text = NULL;
    fact.text_length = 0;
  }
  return push_fact(out, &fact);
}

static int given_already(const json_case *out, uint32_t fact) {
  for (size_t i = out->fact_first; i < out->fact_count; i++) {
    if (out->facts[i].fact == fact) {
      return 1;
    }
  }
  return 0;
}

static int is_withdrawn(const json_t *value) {
  return json_is_object(value) && json_object_size(value) == 1 &&
         json_is_false(json_object_get(value, "known"));
}

static int read_fact(json_case *out, long index, const char *key, const json_t *value) {
  spol_fact_info info = SPOL_SIZED(spol_fact_info);
  spol_fact unknown = SPOL_FACT_INIT;
  uint32_t id = 0;
  if (spol_policy_fact(out->policy, key, strlen(key), &id) != SPOL_OK ||
      spol_policy_fact_info(out->policy, id, &info) != SPOL_OK) {
    return wrong_at(out, index, key, "the policy has no such fact");
  }
  if (given_already(out, id)) {
    return wrong_at(out, index, key, "the event has this fact already");
  }
  if (is_withdrawn(value)) {
    unknown.fact = id;
    return push_fact(out, &unknown);
  }
  if (!json_is_array(value)) {
    return read_fact_value(out, index, &info, key, value);
  }
  if (!info.many || json_array_size(value) == 0) {
    return wrong_at(out, index, key,
                    info.many ? "a set of facts has at least one member"
                              : "this fact has one value, not a list of them");
  }
  for (size_t i = 0; i < json_array_size(value); i++) {
    if (!read_fact_value(out, index, &info, key, json_array_get(value, i))) {
      return 0;
    }
  }
  return 1;
}

static int read_facts(json_case *out, long index, const char *key, json_t *facts) {
  const char *name = NULL;
  json_t *value = NULL;
  if (facts == NULL) {
    return 1;
  }
  if (!json_is_object(facts)) {
    return wrong_at(out, index, key, "facts are an object");
  }
  json_object_foreach(facts, name, value) {
    if (!read_fact(out, index, name, value)) {
      return 0;
    }
  }
  return 1;
}

/* ---- An event ----------------------------------------------------------------------------------
 */

typedef struct name_key {
  const char *key;
  int32_t kind;
  size_t offset;
} name_key;

static const name_key name_keys[] = {
    {"type", SPOL_NAME_EVENT, offsetof(spol_event, type)},
    {"role", SPOL_NAME_ROLE, offsetof(spol_event, role)},
    {"severity", SPOL_NAME_SEVERITY, offsetof(spol_event, severity)},
    {"reason", SPOL_NAME_REASON, offsetof(spol_event, reason)},
    {"metric", SPOL_NAME_METRIC, offsetof(spol_event, metric)},
    {"line", SPOL_NAME_LINE, offsetof(spol_event, line)},
    {"version", SPOL_NAME_VERSION, offsetof(spol_event, version)},
    {"calendar", SPOL_NAME_CALENDAR, offsetof(spol_event, calendar)},
};

typedef struct time_key {
  const char *key;
  size_t offset;
} time_key;

static const time_key time_keys[] = {
    {"at", offsetof(spol_event, at)},
    {"occurred_at", offsetof(spol_event, occurred_at)},
    {"due", offsetof(spol_event, agreed_due)},
    {"next_by", offsetof(spol_event, next_by)},
};

#define COUNT(list) (sizeof(list) / sizeof(list)[0])

static int read_actor(json_case *out, long index, const json_t *value, int32_t *actor) {
  static const char *const actors[] = {"customer", "vendor", "third_party", "system"};
  const char *text = json_string_value(value);
  for (size_t i = 0; i < COUNT(actors) && text != NULL; i++) {
    if (strcmp(text, actors[i]) == 0) {
      *actor = (int32_t)i + SPOL_ACTOR_CUSTOMER;
      return 1;
    }
  }
  return wrong_at(out, index, "by", "one of customer, vendor, third_party, system");
}

static int read_other(json_case *out, long index, const char *key, const json_t *value,
                      spol_event *event) {
  spol_error error = SPOL_ERROR_INIT;
  if (strcmp(key, "by") == 0) {
    return read_actor(out, index, value, &event->actor);
  }
  if (strcmp(key, "id") == 0) {
    if (!json_is_integer(value) || json_integer_value(value) < 0) {
      return wrong_at(out, index, key, "a whole number, at least 0");
    }
    event->id = (uint64_t)json_integer_value(value);
    return 1;
  }
  if (strcmp(key, "within") == 0) {
    if (!json_is_string(value) ||
        spol_duration_parse(json_string_value(value), json_string_length(value),
                            &event->agreed_within, &error) != SPOL_OK) {
      return wrong_at(out, index, key, "a duration is a text such as \"4h\"");
    }
    return 1;
  }
  return strcmp(key, "facts") == 0 || wrong_at(out, index, key, "an event has no such key");
}

static int read_key(json_case *out, long index, const char *key, const json_t *value,
                    spol_event *event) {
  for (size_t i = 0; i < COUNT(time_keys); i++) {
    if (strcmp(key, time_keys[i].key) == 0) {
      spol_instant at = 0;
      int fine = instant_of(out, index, key, value, &at);
      memcpy((char *)event + time_keys[i].offset, &at, sizeof at);
      return fine;
    }
  }
  for (size_t i = 0; i < COUNT(name_keys); i++) {
    if (strcmp(key, name_keys[i].key) == 0) {
      uint32_t id = 0;
      int fine = name_of(out, index, key, value, name_keys[i].kind, &id);
      memcpy((char *)event + name_keys[i].offset, &id, sizeof id);
      return fine;
    }
  }
  return read_other(out, index, key, value, event);
}

static int read_event(json_case *out, long index, json_t *item) {
  spol_event event = SPOL_EVENT_INIT;
  const char *key = NULL;
  json_t *value = NULL;
  if (!json_is_object(item)) {
    return wrong(out, "events[%ld]: an event is an object", index);
  }
  json_object_foreach(item, key, value) {
    if (!read_key(out, index, key, value, &event)) {
      return 0;
    }
  }
  if (event.at == SPOL_INSTANT_NONE || event.type == 0) {
    return wrong_at(out, index, event.type == 0 ? "type" : "at", "missing");
  }
  if (!read_facts(out, index, "facts", json_object_get(item, "facts"))) {
    return 0;
  }
  event.fact_count = out->fact_count - out->fact_first;
  return push_event(out, &event);
}

/* ---- The case -----------------------------------------------------------------------------------
 */

static int read_zone(json_case *out, const json_t *value) {
  const char *name = value == NULL ? "UTC" : json_string_value(value);
  if (name == NULL) {
    return wrong(out, "zone: a zone is a text such as \"Europe/Berlin\"");
  }
  if (out->zone != NULL && strcmp(spol_zone_name(out->zone), name) == 0) {
    return 1;
  }
  out->zone = zone_shelf_get(out->zones, name);
  return out->zone != NULL || wrong(out, "zone: there is no zone \"%.100s\"", name);
}

static int read_events(json_case *out, json_t *events) {
  size_t count = json_array_size(events);
  size_t next = 0;
  if (count == 0 || count > MOST_EVENTS) {
    return wrong(out, "events: a list of 1 to %d events is needed", MOST_EVENTS);
  }
  for (size_t i = 0; i < count; i++) {
    /* Facts of the contract and of the case are the first event's. */
    out->fact_first = i == 0 ? 0 : out->fact_count;
    if (!read_event(out, (long)i, json_array_get(events, i))) {
      return 0;
    }
  }
  for (size_t i = 0; i < count; i++) {
    spol_event *event = &out->events[i];
    event->facts = event->fact_count > 0 ? out->facts + next : NULL;
    next += event->fact_count;
  }
  return 1;
}

static int check_keys(json_case *out) {
  static const char *const keys[] = {"name",   "zone",  "contract", "facts",
                                     "events", "as_of", "expect"};
  const char *key = NULL;
  json_t *value = NULL;
  json_object_foreach(out->root, key, value) {
    size_t i = 0;
    while (i < COUNT(keys) && strcmp(keys[i], key) != 0) {
      i++;
    }
    if (i == COUNT(keys)) {
      return wrong(out, "%.100s: a case has no such key", key);
    }
  }
  return 1;
}

static int read_root(json_case *out) {
  const json_t *name = json_object_get(out->root, "name");
  const json_t *as_of = json_object_get(out->root, "as_of");
  if (!json_is_object(out->root)) {
    return wrong(out, "a case is an object");
  }
  if (name != NULL && !json_is_string(name)) {
    return wrong(out, "name: a name is a text");
  }
  out->name = name == NULL ? NULL : json_string_value(name);
  if (!check_keys(out) || !read_zone(out, json_object_get(out->root, "zone")) ||
      !read_facts(out, NO_INDEX, "contract", json_object_get(out->root, "contract")) ||
      !read_facts(out, NO_INDEX, "facts", json_object_get(out->root, "facts")) ||
      !read_events(out, json_object_get(out->root, "events"))) {
    return 0;
  }
  out->as_of = out->events[out->event_count - 1].at;
  return as_of == NULL || instant_of(out, NO_INDEX, "as_of", as_of, &out->as_of);
}

static void forget_json(json_case *out) {
  if (out->in_arena) {
    json_arena_reset();
  } else {
    json_decref(out->root);
  }
  out->root = NULL;
}

int json_case_read(json_case *out, const char *line, size_t length) {
  json_error_t error;
  forget_json(out);
  out->name = NULL;
  out->event_count = 0;
  out->fact_count = 0;
  out->fact_first = 0;
  out->root = json_loadb(line, length, JSON_REJECT_DUPLICATES, &error);
  if (out->root == NULL) {
    return wrong(out, "column %d: %s", error.column, error.text);
  }
  return read_root(out);
}

void json_case_free(json_case *out) {
  forget_json(out);
  free(out->events);
  free(out->facts);
  out->events = NULL;
  out->facts = NULL;
}
