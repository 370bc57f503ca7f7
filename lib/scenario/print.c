/* SPDX-License-Identifier: MIT */
/* A case as an entry of a case file, without loss. */
#include <string.h>

#include "policy/number.h"
#include "supportpolicy/scenario.h"
#include "text/emitter.h"

typedef struct case_printer {
  spi_emitter out;
  const spol_policy *policy;
  const spol_zone *zone;
  spol_status failed;
} case_printer;

static void fail(case_printer *printer, spol_status status) {
  if (printer->failed == SPOL_OK) {
    printer->failed = status;
  }
}

static void put_instant(case_printer *printer, const char *key, spol_instant at) {
  char text[SPOL_TIME_TEXT_MAX];
  if (at == SPOL_INSTANT_NONE) {
    return;
  }
  /* In UTC too where the zone's date lies outside the years 1 to 9999. */
  spol_status status =
      printer->zone == NULL ? SPOL_E_RANGE : spol_zone_format_instant(printer->zone, at, text);
  status = status == SPOL_E_RANGE ? spol_instant_format(at, text) : status;
  if (status != SPOL_OK) {
    fail(printer, status);
    return;
  }
  spi_emit_key(&printer->out, key);
  spi_emit_plain(&printer->out, text);
}

static void put_name(case_printer *printer, const char *key, int32_t kind, uint32_t id) {
  if (id == 0) {
    return;
  }
  const char *name = spol_policy_name(printer->policy, kind, id);
  if (name == NULL) {
    fail(printer, SPOL_E_NOT_FOUND);
    return;
  }
  spi_emit_key(&printer->out, key);
  spi_emit_string(&printer->out, name);
}

/* ---- Facts ------------------------------------------------------------------- */

static void put_text(case_printer *printer, const spol_fact *fact) {
  const char *member = spol_policy_fact_member(printer->policy, fact->fact, (uint32_t)fact->value);
  if (fact->text != NULL) {
    spi_emit_text(&printer->out,
                  (spi_slice){.data = fact->text, .length = (size_t)fact->text_length});
  } else if (member != NULL) {
    spi_emit_string(&printer->out, member);
  } else {
    fail(printer, SPOL_E_NOT_FOUND);
  }
}

static void put_zone(case_printer *printer, const spol_fact *fact) {
  const char *name = fact->zone != NULL
                         ? spol_zone_name(fact->zone)
                         : spol_policy_name(printer->policy, SPOL_NAME_ZONE, (uint32_t)fact->value);
  if (name == NULL) {
    put_text(printer, fact);
  } else {
    spi_emit_string(&printer->out, name);
  }
}

static void put_formatted(case_printer *printer, const spol_fact *fact) {
  char text[SPOL_TIME_TEXT_MAX];
  spol_status status = SPOL_OK;
  if (fact->type == SPOL_FACT_NUMBER) {
    spi_writer writer = spi_writer_on(text, sizeof text);
    spi_number_write(&writer, fact->value);
  } else if (fact->type == SPOL_FACT_INSTANT) {
    status = spol_instant_format(fact->value, text);
  } else {
    status = fact->value < SPOL_DATE_MIN || fact->value > SPOL_DATE_MAX
                 ? SPOL_E_RANGE
                 : spol_date_format((spol_date)fact->value, text);
  }
  if (status != SPOL_OK) {
    fail(printer, status);
    return;
  }
  spi_emit_plain(&printer->out, text);
}

static void put_value(case_printer *printer, const spol_fact *fact) {
  const char *member = NULL;
  switch (fact->type) {
  case SPOL_FACT_ENUM:
    member = spol_policy_fact_member(printer->policy, fact->fact, (uint32_t)fact->value);
    if (member == NULL) {
      fail(printer, SPOL_E_NOT_FOUND);
      return;
    }
    spi_emit_string(&printer->out, member);
    return;
  case SPOL_FACT_BOOLEAN:
    spi_emit_boolean(&printer->out, fact->value != 0);
    return;
  case SPOL_FACT_TEXT:
    put_text(printer, fact);
    return;
  case SPOL_FACT_ZONE:
    put_zone(printer, fact);
    return;
  case SPOL_FACT_UNKNOWN:
    spi_emit_mapping(&printer->out);
    spi_emit_key(&printer->out, "known");
    spi_emit_boolean(&printer->out, 0);
    spi_emit_end(&printer->out);
    return;
  default:
    put_formatted(printer, fact);
  }
}

static int stands_before(const spol_event *event, uint64_t index) {
  for (uint64_t i = 0; i < index; i++) {
    if (event->facts[i].fact == event->facts[index].fact) {
      return 1;
    }
  }
  return 0;
}

/* All values of one fact: a set is a list, even of one. */
static void put_fact(case_printer *printer, const spol_event *event, uint64_t index) {
  const spol_fact *fact = &event->facts[index];
  spol_fact_info info = SPOL_SIZED(spol_fact_info);
  if (spol_policy_fact_info(printer->policy, fact->fact, &info) != SPOL_OK) {
    fail(printer, SPOL_E_NOT_FOUND);
    return;
  }
  spi_emit_key(&printer->out, spol_policy_name(printer->policy, SPOL_NAME_FACT, fact->fact));
  if (!info.many || fact->type == SPOL_FACT_UNKNOWN) {
    put_value(printer, fact);
    return;
  }
  spi_emit_sequence(&printer->out);
  for (uint64_t i = index; i < event->fact_count; i++) {
    if (event->facts[i].fact == fact->fact) {
      put_value(printer, &event->facts[i]);
    }
  }
  spi_emit_end(&printer->out);
}

static void put_facts(case_printer *printer, const spol_event *event) {
  if (event->fact_count == 0) {
    return;
  }
  spi_emit_key(&printer->out, "facts");
  spi_emit_mapping(&printer->out);
  for (uint64_t i = 0; i < event->fact_count && printer->failed == SPOL_OK; i++) {
    if (!stands_before(event, i)) {
      put_fact(printer, event, i);
    }
  }
  spi_emit_end(&printer->out);
}

/* ---- Events --------------------------------------------------------------------- */

static const char *const actors[] = {NULL, "customer", "vendor", "third_party", "system"};

static void put_actor(case_printer *printer, int32_t actor) {
  if (actor == SPOL_ACTOR_UNSTATED) {
    return;
  }
  if (actor < 0 || actor > SPOL_ACTOR_SYSTEM) {
    fail(printer, SPOL_E_INVALID);
    return;
  }
  spi_emit_key(&printer->out, "by");
  spi_emit_string(&printer->out, actors[actor]);
}

static void put_within(case_printer *printer, spol_duration within) {
  char text[SPOL_TIME_TEXT_MAX];
  if (within == SPOL_DURATION_NONE) {
    return;
  }
  spol_status status = within < 0 ? SPOL_E_RANGE : spol_duration_format(within, text);
  if (status != SPOL_OK) {
    fail(printer, status);
    return;
  }
  spi_emit_key(&printer->out, "within");
  spi_emit_plain(&printer->out, text);
}

static void put_id(case_printer *printer, uint64_t id) {
  char text[SPOL_TIME_TEXT_MAX];
  if (id == 0) {
    return;
  }
  spi_writer writer = spi_writer_on(text, sizeof text);
  spi_write_padded(&writer, id, 1);
  spi_emit_key(&printer->out, "id");
  spi_emit_plain(&printer->out, text);
}

static void put_event(case_printer *printer, const spol_event *event) {
  spi_emit_mapping(&printer->out);
  put_instant(printer, "at", event->at);
  put_name(printer, "type", SPOL_NAME_EVENT, event->type);
  put_instant(printer, "occurred_at", event->occurred_at);
  put_id(printer, event->id);
  put_actor(printer, event->actor);
  put_name(printer, "role", SPOL_NAME_ROLE, event->role);
  put_name(printer, "severity", SPOL_NAME_SEVERITY, event->severity);
  put_name(printer, "reason", SPOL_NAME_REASON, event->reason);
  put_name(printer, "metric", SPOL_NAME_METRIC, event->metric);
  put_name(printer, "line", SPOL_NAME_LINE, event->line);
  put_name(printer, "version", SPOL_NAME_VERSION, event->version);
  put_name(printer, "calendar", SPOL_NAME_CALENDAR, event->calendar);
  put_instant(printer, "due", event->agreed_due);
  put_within(printer, event->agreed_within);
  put_instant(printer, "next_by", event->next_by);
  put_facts(printer, event);
  spi_emit_end(&printer->out);
}

static const spol_event *event_at(const spol_event *events, uint64_t index) {
  return (const spol_event *)(const void *)((const char *)events + index * events->size);
}

/* Writes all, and gives the length. */
static spol_status print(case_printer *printer, spi_sink *sink, const char *name,
                         const spol_event *events, uint64_t count) {
  printer->out = spi_emitter_on(sink, SPI_EMIT_YAML);
  spi_emit_sequence(&printer->out);
  spi_emit_mapping(&printer->out);
  spi_emit_key(&printer->out, "name");
  spi_emit_string(&printer->out, name);
  spi_emit_key(&printer->out, "events");
  spi_emit_sequence(&printer->out);
  for (uint64_t i = 0; i < count && printer->failed == SPOL_OK; i++) {
    put_event(printer, event_at(events, i));
  }
  if (printer->failed != SPOL_OK) {
    return printer->failed;
  }
  spi_emit_end(&printer->out);
  spi_emit_end(&printer->out);
  spi_emit_end(&printer->out);
  spol_status status = spi_emitter_finish(&printer->out);
  return status == SPOL_E_BUFFER ? SPOL_OK : status; /* counted, or without its NUL */
}

spol_status spol_case_print(const spol_policy *policy, const char *name, const spol_event *events,
                            uint64_t count, const spol_zone *zone, char *buffer, uint64_t capacity,
                            uint64_t *needed) {
  if (policy == NULL || name == NULL || needed == NULL || (events == NULL && count > 0) ||
      (buffer == NULL && capacity > 0)) {
    return SPOL_E_INVALID;
  }
  if (count > 0 && events->size != sizeof(spol_event)) {
    return SPOL_E_VERSION;
  }
  case_printer counted = {.policy = policy, .zone = zone};
  spi_sink sink = spi_sink_on(NULL, 0);
  spol_status status = print(&counted, &sink, name, events, count);
  if (status != SPOL_OK) {
    return status;
  }
  *needed = sink.length;
  if (buffer == NULL) {
    return SPOL_OK;
  }
  if (capacity < sink.length) {
    return SPOL_E_BUFFER;
  }
  case_printer writing = {.policy = policy, .zone = zone};
  sink = spi_sink_on(buffer, (size_t)sink.length);
  return print(&writing, &sink, name, events, count);
}
