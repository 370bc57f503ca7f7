/* SPDX-License-Identifier: MIT */
/* Reading the events of a case, and the facts that they carry. */
#include "scenario/reader.h"

#include <string.h>

#include "base/error.h"
#include "case/run.h"

enum { MOST_EVENTS = 1000000 };

static const char *const event_keys[] = {
    "at",   "type",    "occurred_at", "id",  "by",     "role",    "severity", "reason", "metric",
    "line", "version", "calendar",    "due", "within", "next_by", "facts",    NULL};

/** Of `by`, by enum spol_actor less one. */
static const char *const actors[] = {"customer", "vendor", "third_party", "system", NULL};

/* ---- Facts ----------------------------------------------------------------- */

static int fact_declared(spi_scene *scene, const spi_text_item *key, spol_fact_info *info) {
  uint32_t fact = 0;
  *info = (spol_fact_info)SPOL_SIZED(spol_fact_info);
  return spi_scene_name(scene, key, SPOL_NAME_FACT, &fact) &&
         spi_scene_do(scene, spol_policy_fact_info(scene->policy, fact, info));
}

static int push_fact(spi_scene *scene, const spol_fact *fact) {
  return spi_scene_do(scene, spi_vector_push(&scene->scenario->allocator, &scene->facts, fact));
}

/* A zone that was not compiled with the policy. */
static int attach_zone(spi_scene *scene, const spi_text_item *item, spol_fact *fact) {
  if (fact->type != SPOL_FACT_ZONE || fact->value != 0) {
    return 1;
  }
  return spi_scene_zone(scene, item, &fact->zone);
}

static uint32_t code_of_value(int32_t type) {
  switch (type) {
  case SPOL_FACT_BOOLEAN:
    return SPOL_DIAG_INVALID_BOOLEAN;
  case SPOL_FACT_NUMBER:
    return SPOL_DIAG_INVALID_NUMBER;
  case SPOL_FACT_DATE:
    return SPOL_DIAG_INVALID_DATE;
  case SPOL_FACT_ZONE:
    return SPOL_DIAG_UNKNOWN_ZONE;
  default:
    return SPOL_DIAG_INVALID_WORD;
  }
}

static int read_value(spi_scene *scene, const spi_text_item *item, const spol_fact_info *info) {
  spi_slice text;
  spol_fact fact = SPOL_FACT_INIT;
  if (info->type == SPOL_FACT_INSTANT) {
    fact.fact = info->fact;
    fact.type = SPOL_FACT_INSTANT;
    return spi_scene_instant(scene, item, &fact.value) && push_fact(scene, &fact);
  }
  if (!spi_scene_text(scene, item, &text)) {
    return 0;
  }
  spol_error error = SPOL_ERROR_INIT;
  spol_status status =
      spol_policy_fact_value(scene->policy, info->fact, text.data, text.length, &fact, &error);
  if (status != SPOL_OK) {
    return spi_scene_report(scene, status, code_of_value(info->type), &item->place, error.hint,
                            "\"%S\" as the fact \"%s\": %s", text,
                            spol_policy_name(scene->policy, SPOL_NAME_FACT, info->fact),
                            error.message);
  }
  return attach_zone(scene, item, &fact) && push_fact(scene, &fact);
}

/* `{known: false}`: the fact is withdrawn. */
static int read_withdrawn(spi_scene *scene, const spi_text_item *item, const spol_fact_info *info) {
  static const char *const keys[] = {"known", NULL};
  static const char *const words[] = {"false", NULL};
  int64_t position = 0;
  if (!spi_scene_mapping(scene, item, "a fact", keys)) {
    return 0;
  }
  const spi_text_item *known = spi_scene_field(item, "known");
  if (known == NULL) {
    return spi_scene_report(scene, SPOL_E_SEMANTIC, SPOL_DIAG_WRONG_KIND, &item->place,
                            "write {known: false} for a fact that is withdrawn",
                            "a fact has a value here, and no condition");
  }
  spol_fact fact = SPOL_FACT_INIT;
  fact.fact = info->fact;
  return spi_scene_word(scene, known, words, &position) && push_fact(scene, &fact);
}

static int given_already(const spi_scene *scene, size_t first, uint32_t fact) {
  for (size_t i = first; i < scene->facts.count; i++) {
    if (((const spol_fact *)spi_vector_at(&scene->facts, i))->fact == fact) {
      return 1;
    }
  }
  return 0;
}

static int read_fact(spi_scene *scene, const spi_text_pair *pair, size_t first) {
  spol_fact_info info;
  if (!fact_declared(scene, &pair->key, &info)) {
    return 0;
  }
  if (given_already(scene, first, info.fact)) {
    return spi_scene_report(scene, SPOL_E_SEMANTIC, SPOL_DIAG_NAME_DEFINED_TWICE, &pair->key.place,
                            NULL, "the event has the fact \"%S\" already", pair->key.node->text);
  }
  const spi_text_item *value = &pair->value;
  if (value->node->kind == SPI_TEXT_MAPPING) {
    return read_withdrawn(scene, value, &info);
  }
  if (value->node->kind == SPI_TEXT_SCALAR) {
    return read_value(scene, value, &info);
  }
  if (!info.many || value->node->count == 0) {
    return spi_scene_report(scene, SPOL_E_SEMANTIC, SPOL_DIAG_WRONG_KIND, &value->place, NULL,
                            info.many ? "a set of facts has at least one member"
                                      : "this fact has one value, not a list of them");
  }
  for (uint32_t i = 0; i < value->node->count; i++) {
    if (!read_value(scene, &value->node->of.items[i], &info)) {
      return 0;
    }
  }
  return 1;
}

/* Facts of one mapping, behind those of the event that are there from `first`. */
static int read_facts(spi_scene *scene, const spi_text_item *item, const char *key, size_t first) {
  int fine = 1;
  if (item == NULL) {
    return 1;
  }
  size_t mark = spi_scene_key(scene, spi_slice_of(key));
  if (!spi_scene_need(scene, item, SPI_TEXT_MAPPING, "facts")) {
    fine = 0;
  } else {
    for (uint32_t i = 0; i < item->node->count; i++) {
      const spi_text_pair *pair = &item->node->of.pairs[i];
      size_t inner = spi_scene_key(scene, pair->key.node->text);
      fine = read_fact(scene, pair, first) && fine;
      spi_scene_up(scene, inner);
    }
  }
  spi_scene_up(scene, mark);
  return fine;
}

/* ---- Fields ------------------------------------------------------------------ */

typedef struct name_field {
  const char *key;
  int32_t kind;
  size_t offset;
} name_field;

static const name_field name_fields[] = {
    {"role", SPOL_NAME_ROLE, offsetof(spol_event, role)},
    {"severity", SPOL_NAME_SEVERITY, offsetof(spol_event, severity)},
    {"reason", SPOL_NAME_REASON, offsetof(spol_event, reason)},
    {"metric", SPOL_NAME_METRIC, offsetof(spol_event, metric)},
    {"line", SPOL_NAME_LINE, offsetof(spol_event, line)},
    {"version", SPOL_NAME_VERSION, offsetof(spol_event, version)},
    {"calendar", SPOL_NAME_CALENDAR, offsetof(spol_event, calendar)},
};

typedef struct time_field {
  const char *key;
  size_t offset;
} time_field;

static const time_field time_fields[] = {
    {"occurred_at", offsetof(spol_event, occurred_at)},
    {"due", offsetof(spol_event, agreed_due)},
    {"next_by", offsetof(spol_event, next_by)},
};

static int read_names(spi_scene *scene, const spi_text_item *item, spol_event *event) {
  int fine = 1;
  for (size_t i = 0; i < sizeof name_fields / sizeof name_fields[0]; i++) {
    const spi_text_item *value = spi_scene_field(item, name_fields[i].key);
    uint32_t id = 0;
    if (value != NULL) {
      size_t mark = spi_scene_key(scene, spi_slice_of(name_fields[i].key));
      fine = spi_scene_name(scene, value, name_fields[i].kind, &id) && fine;
      memcpy((char *)event + name_fields[i].offset, &id, sizeof id);
      spi_scene_up(scene, mark);
    }
  }
  return fine;
}

static int read_times(spi_scene *scene, const spi_text_item *item, spol_event *event) {
  int fine = 1;
  for (size_t i = 0; i < sizeof time_fields / sizeof time_fields[0]; i++) {
    const spi_text_item *value = spi_scene_field(item, time_fields[i].key);
    spol_instant at = SPOL_INSTANT_NONE;
    if (value != NULL) {
      size_t mark = spi_scene_key(scene, spi_slice_of(time_fields[i].key));
      fine = spi_scene_instant(scene, value, &at) && fine;
      memcpy((char *)event + time_fields[i].offset, &at, sizeof at);
      spi_scene_up(scene, mark);
    }
  }
  return fine;
}

static int read_others(spi_scene *scene, const spi_text_item *item, spol_event *event) {
  const spi_text_item *by = spi_scene_field(item, "by");
  const spi_text_item *within = spi_scene_field(item, "within");
  const spi_text_item *id = spi_scene_field(item, "id");
  int fine = 1;
  int64_t actor = 0;
  if (by != NULL) {
    size_t mark = spi_scene_key(scene, spi_slice_of("by"));
    fine = spi_scene_word(scene, by, actors, &actor);
    event->actor = (int32_t)actor + SPOL_ACTOR_CUSTOMER;
    spi_scene_up(scene, mark);
  }
  if (within != NULL) {
    size_t mark = spi_scene_key(scene, spi_slice_of("within"));
    fine = spi_scene_duration(scene, within, &event->agreed_within) && fine;
    spi_scene_up(scene, mark);
  }
  if (id != NULL) {
    size_t mark = spi_scene_key(scene, spi_slice_of("id"));
    fine = spi_scene_count(scene, id, UINT64_MAX, &event->id) && fine;
    spi_scene_up(scene, mark);
  }
  return fine;
}

/* ---- What an event needs ---------------------------------------------------------- */

static int lacks(spi_scene *scene, const spi_text_item *item, const char *what) {
  return spi_scene_report(scene, SPOL_E_SEMANTIC, SPOL_DIAG_MISSING_KEY, &item->place, NULL,
                          "an event of this type needs %s", what);
}

static int check_needed(spi_scene *scene, const spi_text_item *item, const spol_event *event) {
  switch (event->type) {
  case SPOL_EVENT_SEVERITY_CHANGE_REQUESTED:
  case SPOL_EVENT_SEVERITY_CHANGED:
    return event->severity != 0 || lacks(scene, item, "`severity`");
  case SPOL_EVENT_WAITING:
    return event->reason != 0 || lacks(scene, item, "`reason`");
  case SPOL_EVENT_FACTS_CHANGED:
  case SPOL_EVENT_CHANNEL_ADDED:
    return event->fact_count != 0 || lacks(scene, item, "`facts`");
  case SPOL_EVENT_VERSION_CHANGED:
    return event->version != 0 || lacks(scene, item, "`version`");
  case SPOL_EVENT_AGREED_TARGET_SET:
    if (event->metric == 0) {
      return lacks(scene, item, "`metric`");
    }
    return (event->agreed_due != SPOL_INSTANT_NONE) !=
               (event->agreed_within != SPOL_DURATION_NONE) ||
           lacks(scene, item, "`due` or `within`, and not both");
  case SPOL_EVENT_AGREED_TARGET_WITHDRAWN:
    return event->metric != 0 || lacks(scene, item, "`metric`");
  default:
    return 1;
  }
}

static const spol_event *event_before(const spi_scene *scene) {
  size_t count = scene->events.count;
  return count == 0 ? NULL : spi_vector_at(&scene->events, count - 1);
}

static int check_order(spi_scene *scene, const spi_text_item *item, const spol_event *event) {
  const spol_event *before = event_before(scene);
  if (before == NULL && event->type != SPOL_EVENT_OPENED) {
    return spi_scene_report(scene, SPOL_E_SEMANTIC, SPOL_DIAG_FIRST_EVENT, &item->place,
                            "begin with {at: …, type: opened}",
                            "the first event does not open the case");
  }
  if (before != NULL && event->at < before->at) {
    char text[SPOL_TIME_TEXT_MAX];
    if (spol_zone_format_instant(scene->zone, before->at, text) != SPOL_OK) {
      text[0] = '\0';
    }
    return spi_scene_report(scene, SPOL_E_ORDER, SPOL_DIAG_EVENT_ORDER, &item->place,
                            "what was learned late is an event now with `occurred_at`",
                            "this event lies before the one in front of it, at %s", text);
  }
  if (event->occurred_at != SPOL_INSTANT_NONE && event->occurred_at > event->at) {
    return spi_scene_report(scene, SPOL_E_SEMANTIC, SPOL_DIAG_EVENT_ORDER, &item->place, NULL,
                            "`occurred_at` lies after `at`");
  }
  return 1;
}

static int check_id(spi_scene *scene, const spi_text_item *item, const spol_event *event,
                    spi_map *ids) {
  uint32_t earlier = 0;
  if (event->id == 0) {
    return 1;
  }
  if (spi_map_get(ids, event->id, &earlier)) {
    return spi_scene_report(scene, SPOL_E_SEMANTIC, SPOL_DIAG_NAME_DEFINED_TWICE, &item->place,
                            NULL, "events[%u] has this `id` already", earlier);
  }
  return spi_scene_do(scene, spi_map_set(&scene->scenario->allocator, ids, event->id,
                                         (uint32_t)scene->events.count));
}

/* What the engine would refuse, told here with its place. */
static int check_rest(spi_scene *scene, const spi_text_item *item, const spol_event *event,
                      size_t first) {
  spol_event checked = *event;
  spol_error error = SPOL_ERROR_INIT;
  checked.facts = checked.fact_count == 0 ? NULL : spi_vector_at(&scene->facts, first);
  spol_status status =
      spi_event_check(scene->policy, &checked, event_before(scene), scene->events.count, &error);
  return status == SPOL_OK || spi_scene_report(scene, status, SPOL_DIAG_EVENT_REFUSED, &item->place,
                                               error.hint, "%s", error.message);
}

/* ---- Events -------------------------------------------------------------------------- */

static int read_head(spi_scene *scene, const spi_text_item *item, spol_event *event) {
  const spi_text_item *at = spi_scene_field(item, "at");
  const spi_text_item *type = spi_scene_field(item, "type");
  if (at == NULL || type == NULL) {
    return spi_scene_report(scene, SPOL_E_SEMANTIC, SPOL_DIAG_MISSING_KEY, &item->place, NULL,
                            "the key \"%s\" is missing", at == NULL ? "at" : "type");
  }
  size_t mark = spi_scene_key(scene, spi_slice_of("at"));
  int fine = spi_scene_instant(scene, at, &event->at);
  spi_scene_up(scene, mark);
  mark = spi_scene_key(scene, spi_slice_of("type"));
  fine = spi_scene_name(scene, type, SPOL_NAME_EVENT, &event->type) && fine;
  spi_scene_up(scene, mark);
  return fine;
}

/* `first` is where the event's facts begin in scene->facts. */
static int read_event(spi_scene *scene, const spi_text_item *item, size_t first, spi_map *ids) {
  spol_event event = SPOL_EVENT_INIT;
  if (!spi_scene_mapping(scene, item, "an event", event_keys)) {
    return 0;
  }
  int fine = read_head(scene, item, &event);
  fine = read_names(scene, item, &event) && fine;
  fine = read_times(scene, item, &event) && fine;
  fine = read_others(scene, item, &event) && fine;
  fine = read_facts(scene, spi_scene_field(item, "facts"), "facts", first) && fine;
  event.fact_count = scene->facts.count - first;
  fine = fine && check_order(scene, item, &event);
  fine = fine && check_needed(scene, item, &event);
  fine = fine && check_id(scene, item, &event, ids);
  fine = fine && check_rest(scene, item, &event, first);
  return spi_scene_do(scene,
                      spi_vector_push(&scene->scenario->allocator, &scene->events, &event)) &&
         fine;
}

/* The facts are settled once all are known; then events can point to theirs. */
static void attach_facts(spi_scene *scene) {
  const spol_fact *facts = spi_scene_settle(scene, &scene->facts);
  size_t next = 0;
  for (size_t i = 0; i < scene->events.count && facts != NULL; i++) {
    spol_event *event = spi_vector_at(&scene->events, i);
    event->facts = event->fact_count > 0 ? facts + next : NULL;
    next += event->fact_count;
  }
}

int spi_scene_events(spi_scene *scene, const spi_text_item *item) {
  const spi_text_item *events = spi_scene_field(item, "events");
  scene->events.count = 0;
  scene->facts.count = 0;
  if (events == NULL) {
    return spi_scene_report(scene, SPOL_E_SEMANTIC, SPOL_DIAG_MISSING_KEY, &item->place, NULL,
                            "the key \"events\" is missing");
  }
  int fine = read_facts(scene, spi_scene_field(item, "contract"), "contract", 0);
  fine = read_facts(scene, spi_scene_field(item, "facts"), "facts", 0) && fine;
  spi_items list = spi_scene_list(events);
  if (list.count == 0) {
    return spi_scene_report(scene, SPOL_E_SEMANTIC, SPOL_DIAG_EMPTY_VALUE, &events->place, NULL,
                            "a case has at least one event");
  }
  scene->event_total += list.count;
  if (scene->event_total > MOST_EVENTS) {
    return spi_scene_report(scene, SPOL_E_LIMIT, SPOL_DIAG_TOO_MANY_NODES, &events->place, NULL,
                            "the file has more than %u events with its tables unfolded",
                            (uint32_t)MOST_EVENTS);
  }
  spi_map ids = {0};
  size_t mark = spi_scene_key(scene, spi_slice_of("events"));
  for (size_t i = 0; i < list.count && scene->fatal == SPOL_OK; i++) {
    size_t inner = spi_scene_index(scene, i);
    size_t first = i == 0 ? 0 : scene->facts.count;
    fine = read_event(scene, &list.items[i], first, &ids) && fine;
    spi_scene_up(scene, inner);
  }
  spi_scene_up(scene, mark);
  spi_map_free(&scene->scenario->allocator, &ids);
  if (fine) {
    attach_facts(scene);
  }
  return fine && scene->fatal == SPOL_OK;
}
