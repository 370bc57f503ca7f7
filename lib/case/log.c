/* SPDX-License-Identifier: MIT */
/* The check of a whole log before it is gone through. Most events ask little:
 * they are told from the others at once, which event.c then checks one thing
 * after the other. */
#include "base/error.h"
#include "case/run.h"

#define BIT(type) (UINT64_C(1) << (type))

/* Types that need a field which others do not. */
static const uint64_t NEEDING =
    BIT(SPOL_EVENT_WAITING) | BIT(SPOL_EVENT_SEVERITY_CHANGE_REQUESTED) |
    BIT(SPOL_EVENT_SEVERITY_CHANGED) | BIT(SPOL_EVENT_FACTS_CHANGED) |
    BIT(SPOL_EVENT_CHANNEL_ADDED) | BIT(SPOL_EVENT_VERSION_CHANGED) |
    BIT(SPOL_EVENT_AGREED_TARGET_SET) | BIT(SPOL_EVENT_AGREED_TARGET_WITHDRAWN);
static const uint64_t KNOWN = BIT(SPOL_EVENT_STANDARD_COUNT + 1) - 2;

/* Whether a field that few events have is set, or one is that none may have. */
static inline int is_special(const spol_event *event) {
  uint32_t ids = event->role | event->severity | event->metric | event->line | event->version |
                 event->calendar;
  uint64_t times = (uint64_t)(event->occurred_at ^ SPOL_INSTANT_NONE) |
                   (uint64_t)(event->agreed_due ^ SPOL_INSTANT_NONE) |
                   (uint64_t)(event->next_by ^ SPOL_INSTANT_NONE);
  return (ids | times | event->reserved[0] | event->reserved[1] | (event->size ^ sizeof *event)) !=
         0;
}

/* Nothing in it but its facts can be wrong. `earliest` is the instant of the one in
 * front. */
static inline int is_plain(const spol_event *event, spol_instant earliest, uint32_t reasons) {
  uint32_t type = event->type;
  uint64_t bit = type < 64 ? BIT(type) : 0;
  int needs_nothing =
      (KNOWN & ~NEEDING & bit) != 0 || (type == SPOL_EVENT_WAITING && event->reason != 0);
  return needs_nothing && !is_special(event) && event->at >= earliest &&
         event->at <= SPOL_INSTANT_MAX && (uint32_t)event->actor <= SPOL_ACTOR_SYSTEM &&
         event->reason <= reasons;
}

static spol_status check_one(const spi_run *run, uint64_t index, const spol_event *before,
                             spol_error *error) {
  const spol_event *event = spi_event_at(run, index);
  spol_status status = spi_event_size(event, run->stride, index, error);
  return status != SPOL_OK ? status : spi_event_check(run->policy, event, before, index, error);
}

/* `before` is NULL in front of the first, which must open the case. */
static inline spol_status check(const spi_run *run, uint64_t index, const spol_event *event,
                                const spol_event *before, uint32_t reasons, spol_error *error) {
  spol_instant earliest = before == NULL ? SPOL_INSTANT_MIN : before->at;
  if (run->stride != sizeof *event || !is_plain(event, earliest, reasons) ||
      (before == NULL && event->type != SPOL_EVENT_OPENED)) {
    return check_one(run, index, before, error);
  }
  return event->fact_count == 0 ? SPOL_OK : spi_event_check_facts(run->policy, event, index, error);
}

/* Ids that two events share. */
static spol_status check_ids(spi_run *run, uint64_t with_id, spol_error *error) {
  uint64_t slots = 4;
  while (slots < with_id * 2 + 1) {
    slots *= 2;
  }
  uint64_t *table = spi_take_array(&run->room, slots, sizeof *table);
  for (uint64_t i = 0; table != NULL && i < run->event_count; i++) {
    uint64_t id = spi_event_at(run, i)->id;
    if (id != 0 && !spi_ids_add(table, slots, id)) {
      (void)spi_fail(error, SPOL_E_SEMANTIC, "two events have one id");
      if (error != NULL) {
        spi_writer path = spi_writer_on(error->path, sizeof error->path);
        spi_write_format(&path, "events[%D].id", (int64_t)i);
      }
      return SPOL_E_SEMANTIC;
    }
  }
  return SPOL_OK;
}

spol_status spi_log_check(spi_run *run, spol_error *error) {
  uint32_t reasons = run->policy->names[SPOL_NAME_REASON].count;
  spol_instant as_of = run->as_of;
  const spol_event *before = NULL;
  uint64_t with_id = 0;
  uint64_t seen = 0;
  for (uint64_t i = 0; i < run->event_count; i++) {
    const spol_event *event = spi_event_at(run, i);
    spol_status status = check(run, i, event, before, reasons, error);
    if (status != SPOL_OK) {
      return status;
    }
    before = event;
    with_id += event->id != 0;
    seen += event->at <= as_of;
  }
  run->seen_count = seen;
  return with_id > 1 ? check_ids(run, with_id, error) : SPOL_OK;
}
