/* SPDX-License-Identifier: MIT */
/* A case as a growing list of events (case.h). Facts and texts are copied, one
 * block an event; zones are referenced. */
#include "base/error.h"
#include "base/memory.h"
#include "case/run.h"

#include <string.h>

enum { EVENTS_MAX = 1000000 };

/* What an event brought: its facts, then the bytes of their texts. */
typedef struct spi_copy {
  void *block;
  size_t size;
} spi_copy;

struct spol_case {
  spol_allocator allocator;
  spol_policy *policy;
  spol_event *events;
  size_t events_room;
  spi_copy *copies;
  size_t copies_room;
  size_t count;
  uint64_t *ids; /* a set of the ids seen; see spi_ids_add */
  size_t id_slots;
  size_t id_count;
};

spol_status spol_case_new(const spol_allocator *allocator, const spol_policy *policy,
                          spol_case **out) {
  spol_allocator memory;
  spol_status status = spi_allocator_take(allocator, &memory);
  if (status != SPOL_OK || policy == NULL || out == NULL) {
    return SPOL_E_INVALID;
  }
  spol_case *ticket = spi_alloc_array(&memory, 1, sizeof *ticket);
  if (ticket == NULL) {
    return SPOL_E_MEMORY;
  }
  ticket->allocator = memory;
  ticket->policy = spol_policy_ref(policy);
  *out = ticket;
  return SPOL_OK;
}

static void drop_zones(const spol_event *event, uint64_t count) {
  for (uint64_t i = 0; event->facts != NULL && i < count; i++) {
    spol_zone_unref(event->facts[i].zone);
  }
}

void spol_case_free(spol_case *ticket) {
  if (ticket == NULL) {
    return;
  }
  spol_allocator memory = ticket->allocator;
  for (size_t i = 0; i < ticket->count; i++) {
    drop_zones(&ticket->events[i], ticket->events[i].fact_count);
    spi_free(&memory, ticket->copies[i].block, ticket->copies[i].size);
  }
  spi_free(&memory, ticket->events, ticket->events_room * sizeof *ticket->events);
  spi_free(&memory, ticket->copies, ticket->copies_room * sizeof *ticket->copies);
  spi_free(&memory, ticket->ids, ticket->id_slots * sizeof *ticket->ids);
  spol_policy_unref(ticket->policy);
  spi_free(&memory, ticket, sizeof *ticket);
}

/* Room for one id more; the set stays under half full. */
static spol_status grow_ids(spol_case *ticket) {
  if ((ticket->id_count + 1) * 2 < ticket->id_slots) {
    return SPOL_OK;
  }
  size_t slots = ticket->id_slots == 0 ? 16 : ticket->id_slots * 2;
  uint64_t *ids = spi_alloc_array(&ticket->allocator, slots, sizeof *ids);
  if (ids == NULL) {
    return SPOL_E_MEMORY;
  }
  for (size_t i = 0; i < ticket->id_slots; i++) {
    if (ticket->ids[i] != 0) {
      (void)spi_ids_add(ids, slots, ticket->ids[i]);
    }
  }
  spi_free(&ticket->allocator, ticket->ids, ticket->id_slots * sizeof *ids);
  ticket->ids = ids;
  ticket->id_slots = slots;
  return SPOL_OK;
}

static spol_status take_id(spol_case *ticket, uint64_t id, spol_error *error) {
  if (id == 0) {
    return SPOL_OK;
  }
  if (grow_ids(ticket) != SPOL_OK) {
    return spi_fail(error, SPOL_E_MEMORY, "no memory for the event");
  }
  if (!spi_ids_add(ticket->ids, ticket->id_slots, id)) {
    return spi_fail(error, SPOL_E_SEMANTIC, "two events have one id");
  }
  ticket->id_count++;
  return SPOL_OK;
}

static size_t copy_size(const spol_event *event) {
  size_t size = (size_t)event->fact_count * sizeof(spol_fact);
  for (uint64_t i = 0; i < event->fact_count; i++) {
    if (event->facts[i].text != NULL) {
      size += (size_t)event->facts[i].text_length + 1;
    }
  }
  return size;
}

/* Copies facts and texts into one block; references to zones are taken. */
static spol_status copy_facts(spol_case *ticket, spol_event *event, spi_copy *copy) {
  *copy = (spi_copy){NULL, copy_size(event)};
  if (copy->size == 0) {
    event->facts = NULL;
    return SPOL_OK;
  }
  copy->block = spi_alloc(&ticket->allocator, copy->size);
  if (copy->block == NULL) {
    return SPOL_E_MEMORY;
  }
  spol_fact *facts = copy->block;
  char *text = (char *)(facts + event->fact_count);
  for (uint64_t i = 0; i < event->fact_count; i++) {
    facts[i] = event->facts[i];
    facts[i].zone = spol_zone_ref(event->facts[i].zone);
    if (facts[i].text == NULL) {
      continue;
    }
    memcpy(text, facts[i].text, (size_t)facts[i].text_length);
    text[facts[i].text_length] = '\0';
    facts[i].text = text;
    text += facts[i].text_length + 1;
  }
  event->facts = facts;
  return SPOL_OK;
}

static spol_status make_room(spol_case *ticket, spol_error *error) {
  void *events = ticket->events;
  void *copies = ticket->copies;
  spol_status status = spi_grow(&ticket->allocator, &events, &ticket->events_room, ticket->count,
                                sizeof *ticket->events, EVENTS_MAX);
  ticket->events = events;
  if (status == SPOL_OK) {
    status = spi_grow(&ticket->allocator, &copies, &ticket->copies_room, ticket->count,
                      sizeof *ticket->copies, EVENTS_MAX);
    ticket->copies = copies;
  }
  if (status == SPOL_E_LIMIT) {
    return spi_fail(error, status, "more than %u events in a case", (uint32_t)EVENTS_MAX);
  }
  return status == SPOL_OK ? status : spi_fail(error, status, "no memory for the event");
}

spol_status spol_case_append(spol_case *ticket, const spol_event *event, spol_error *error) {
  if (ticket == NULL || event == NULL) {
    return spi_fail(error, SPOL_E_INVALID, "an argument is missing");
  }
  size_t index = ticket->count;
  const spol_event *before = index == 0 ? NULL : &ticket->events[index - 1];
  spol_status status = spi_event_size(event, event->size, index, error);
  if (status == SPOL_OK) {
    status = spi_event_check(ticket->policy, event, before, index, error);
  }
  if (status == SPOL_OK) {
    status = make_room(ticket, error);
  }
  if (status != SPOL_OK) {
    return status;
  }
  spol_event copy = *event;
  copy.size = sizeof copy;
  status = copy_facts(ticket, &copy, &ticket->copies[index]);
  if (status != SPOL_OK) {
    return spi_fail(error, status, "no memory for the event");
  }
  status = take_id(ticket, event->id, error);
  if (status != SPOL_OK) {
    drop_zones(&copy, copy.fact_count);
    spi_free(&ticket->allocator, ticket->copies[index].block, ticket->copies[index].size);
    return status;
  }
  ticket->events[index] = copy;
  ticket->count++;
  return SPOL_OK;
}

const spol_event *spol_case_events(const spol_case *ticket, uint64_t *count) {
  if (count != NULL) {
    *count = ticket == NULL ? 0 : ticket->count;
  }
  return ticket == NULL ? NULL : ticket->events;
}

const spol_policy *spol_case_policy(const spol_case *ticket) {
  return ticket == NULL ? NULL : ticket->policy;
}
