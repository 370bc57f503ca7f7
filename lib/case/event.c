/* SPDX-License-Identifier: MIT */
/* What an event must be by itself and after the one in front: the same for a
 * case that grows and for an array that is evaluated (case.h). */
#include "base/error.h"
#include "case/run.h"

static spol_status wrong(spol_error *error, spol_status status, uint64_t index, const char *field,
                         const char *message) {
  (void)spi_fail(error, status, "%s", message);
  if (error != NULL) {
    spi_writer path = spi_writer_on(error->path, sizeof error->path);
    spi_write_format(&path, "events[%D].%s", (int64_t)index, field);
  }
  return status;
}

spol_status spi_event_size(const spol_event *event, uint64_t stride, uint64_t index,
                           spol_error *error) {
  if (event->size != stride || event->size < sizeof *event) {
    return wrong(error, SPOL_E_VERSION, index, "size", "the size is not that of an event");
  }
  const unsigned char *bytes = (const unsigned char *)event;
  for (uint64_t i = sizeof *event; i < stride; i++) {
    if (bytes[i] != 0) {
      return wrong(error, SPOL_E_VERSION, index, "size", "bytes that are not known here are set");
    }
  }
  if (event->reserved[0] != 0 || event->reserved[1] != 0) {
    return wrong(error, SPOL_E_VERSION, index, "reserved", "reserved fields are not zero");
  }
  return SPOL_OK;
}

static int in_range(spol_instant at) {
  return at >= SPOL_INSTANT_MIN && at <= SPOL_INSTANT_MAX;
}

static int optional_in_range(spol_instant at) {
  return at == SPOL_INSTANT_NONE || in_range(at);
}

static spol_status check_times(const spol_event *event, uint64_t index, spol_error *error) {
  if (!in_range(event->at)) {
    return wrong(error, SPOL_E_RANGE, index, "at", "the instant is outside the years 1 to 9999");
  }
  if (!optional_in_range(event->occurred_at)) {
    return wrong(error, SPOL_E_RANGE, index, "occurred_at",
                 "the instant is outside the years 1 to 9999");
  }
  if (event->occurred_at != SPOL_INSTANT_NONE && event->occurred_at > event->at) {
    return wrong(error, SPOL_E_SEMANTIC, index, "occurred_at",
                 "the event speaks of an instant after its own");
  }
  if (!optional_in_range(event->agreed_due)) {
    return wrong(error, SPOL_E_RANGE, index, "agreed_due",
                 "the instant is outside the years 1 to 9999");
  }
  if (!optional_in_range(event->next_by)) {
    return wrong(error, SPOL_E_RANGE, index, "next_by",
                 "the instant is outside the years 1 to 9999");
  }
  spol_instant stop = event->occurred_at != SPOL_INSTANT_NONE ? event->occurred_at : event->at;
  if (event->next_by != SPOL_INSTANT_NONE && event->next_by < stop) {
    return wrong(error, SPOL_E_SEMANTIC, index, "next_by",
                 "the promise lies before the event that makes it");
  }
  return SPOL_OK;
}

static spol_status check_ids(const spol_policy *policy, const spol_event *event, uint64_t index,
                             spol_error *error) {
  const struct {
    uint32_t id;
    int32_t kind;
    const char *field;
  } ids[] = {
      {event->role, SPOL_NAME_ROLE, "role"},
      {event->severity, SPOL_NAME_SEVERITY, "severity"},
      {event->reason, SPOL_NAME_REASON, "reason"},
      {event->metric, SPOL_NAME_METRIC, "metric"},
      {event->line, SPOL_NAME_LINE, "line"},
      {event->version, SPOL_NAME_VERSION, "version"},
      {event->calendar, SPOL_NAME_CALENDAR, "calendar"},
  };
  for (size_t i = 0; i < sizeof ids / sizeof *ids; i++) {
    uint32_t count = ids[i].kind == SPOL_NAME_VERSION ? policy->versions_count
                                                      : policy->names[ids[i].kind].count;
    if (ids[i].id > count) {
      return wrong(error, SPOL_E_NOT_FOUND, index, ids[i].field, "the policy has no such id");
    }
  }
  return SPOL_OK;
}

static int is_own(const spol_policy *policy, uint32_t type) {
  return type >= SPOL_EVENT_OWN && type - SPOL_EVENT_OWN < policy->names[SPOL_NAME_EVENT].count;
}

static spol_status check_needed(const spol_event *event, uint64_t index, spol_error *error) {
  const char *field = NULL;
  switch (event->type) {
  case SPOL_EVENT_WAITING:
    field = event->reason == 0 ? "reason" : NULL;
    break;
  case SPOL_EVENT_SEVERITY_CHANGE_REQUESTED:
  case SPOL_EVENT_SEVERITY_CHANGED:
    field = event->severity == 0 ? "severity" : NULL;
    break;
  case SPOL_EVENT_FACTS_CHANGED:
  case SPOL_EVENT_CHANNEL_ADDED:
    field = event->fact_count == 0 ? "facts" : NULL;
    break;
  case SPOL_EVENT_VERSION_CHANGED:
    field = event->version == 0 ? "version" : NULL;
    break;
  case SPOL_EVENT_AGREED_TARGET_SET:
    field = event->agreed_due == SPOL_INSTANT_NONE && event->agreed_within == SPOL_DURATION_NONE
                ? "agreed_due"
                : NULL;
    field = event->metric == 0 ? "metric" : field;
    break;
  case SPOL_EVENT_AGREED_TARGET_WITHDRAWN:
    field = event->metric == 0 ? "metric" : NULL;
    break;
  default:
    break;
  }
  if (field != NULL) {
    return wrong(error, SPOL_E_SEMANTIC, index, field, "the event needs it");
  }
  if (event->type == SPOL_EVENT_AGREED_TARGET_SET && event->agreed_within != SPOL_DURATION_NONE &&
      (event->agreed_within < 0 || event->agreed_due != SPOL_INSTANT_NONE)) {
    return wrong(error, SPOL_E_SEMANTIC, index, "agreed_within",
                 "an agreed target is one instant, or one duration of at least 0");
  }
  return SPOL_OK;
}

static int value_fits(const spol_policy *policy, const spi_fact *rule, const spol_fact *fact) {
  switch (fact->type) {
  case SPOL_FACT_ENUM:
    return fact->value >= 1 && fact->value <= (int64_t)rule->members.count;
  case SPOL_FACT_BOOLEAN:
    return fact->value == 0 || fact->value == 1;
  case SPOL_FACT_TEXT:
    return fact->value >= 0 && (fact->text != NULL || fact->text_length == 0);
  case SPOL_FACT_INSTANT:
    return in_range(fact->value);
  case SPOL_FACT_DATE:
    return fact->value >= SPOL_DATE_MIN && fact->value <= SPOL_DATE_MAX;
  case SPOL_FACT_ZONE:
    return fact->value >= 0 && fact->value <= (int64_t)policy->zones_count;
  default:
    return 1;
  }
}

spol_status spi_event_check_facts(const spol_policy *policy, const spol_event *event,
                                  uint64_t index, spol_error *error) {
  if (event->fact_count != 0 && event->facts == NULL) {
    return wrong(error, SPOL_E_INVALID, index, "facts", "facts are counted and not there");
  }
  for (uint64_t i = 0; i < event->fact_count; i++) {
    const spol_fact *fact = &event->facts[i];
    if (fact->fact < 1 || fact->fact > policy->facts_count) {
      return wrong(error, SPOL_E_NOT_FOUND, index, "facts", "the policy has no such fact");
    }
    const spi_fact *rule = &policy->facts[fact->fact - 1];
    if (fact->type != SPOL_FACT_UNKNOWN && fact->type != rule->type) {
      return wrong(error, SPOL_E_SEMANTIC, index, "facts", "the fact is of another type");
    }
    if (fact->type != SPOL_FACT_UNKNOWN && !value_fits(policy, rule, fact)) {
      return wrong(error, SPOL_E_SEMANTIC, index, "facts", "the fact has no such value");
    }
    if (event->type == SPOL_EVENT_CHANNEL_ADDED && !rule->many && fact->type == SPOL_FACT_UNKNOWN) {
      return wrong(error, SPOL_E_SEMANTIC, index, "facts", "nothing is added by it");
    }
  }
  return SPOL_OK;
}

spol_status spi_event_check(const spol_policy *policy, const spol_event *event,
                            const spol_event *before, uint64_t index, spol_error *error) {
  if (before == NULL && event->type != SPOL_EVENT_OPENED) {
    return wrong(error, SPOL_E_SEMANTIC, index, "type", "the first event must open the case");
  }
  if (!(event->type >= 1 && event->type <= SPOL_EVENT_STANDARD_COUNT) &&
      !is_own(policy, event->type)) {
    return wrong(error, SPOL_E_NOT_FOUND, index, "type", "the policy has no such event");
  }
  if (event->actor < SPOL_ACTOR_UNSTATED || event->actor > SPOL_ACTOR_SYSTEM) {
    return wrong(error, SPOL_E_SEMANTIC, index, "actor", "there is no such actor");
  }
  spol_status status = check_times(event, index, error);
  if (status == SPOL_OK && before != NULL && event->at < before->at) {
    status = wrong(error, SPOL_E_ORDER, index, "at", "the event lies before the one in front");
  }
  if (status == SPOL_OK) {
    status = check_ids(policy, event, index, error);
  }
  if (status == SPOL_OK) {
    status = check_needed(event, index, error);
  }
  if (status == SPOL_OK) {
    status = spi_event_check_facts(policy, event, index, error);
  }
  return status;
}

int spi_ids_add(uint64_t *slots, uint64_t slot_count, uint64_t id) {
  uint64_t at = id * UINT64_C(0x9E3779B97F4A7C15);
  at ^= at >> 32;
  for (uint64_t tries = 0; tries < slot_count; tries++, at++) {
    uint64_t *slot = &slots[at & (slot_count - 1)];
    if (*slot == id) {
      return 0;
    }
    if (*slot == 0) {
      *slot = id;
      return 1;
    }
  }
  return 0;
}
