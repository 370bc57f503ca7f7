/* SPDX-License-Identifier: MIT */
/* Looking up what the policy says with the facts as they are: targets,
 * calendars, pauses, matches; and the decision that names rule and facts. */
#include "case/run.h"

#include <string.h>

#include "calendar/placed.h"

void spi_cause_facts(spi_run *run, spi_cause *out) {
  for (uint32_t i = 0; i < run->used_count; i++) {
    spi_value *value = spi_list_push(&run->room, &run->facts_used, sizeof *value);
    *value = run->facts[run->used[i]];
    value->fact = run->used[i] + 1;
  }
  out->fact_count = run->facts_used.count - out->fact_first;
}

spi_finding_run *spi_find(spi_run *run, int32_t kind, spi_cause cause) {
  spi_finding_run *finding = spi_list_add(&run->room, &run->findings, sizeof *finding);
  finding->kind = kind;
  finding->text = SPI_NONE;
  finding->cause = cause;
  return finding;
}

/* ---- Calendars --------------------------------------------------------------- */

enum { CALENDAR_DEPTH = 16 };

/* A zone as a fact has it: one of the policy's, or the event's own. */
static const spol_zone *zone_of(const spi_run *run, const spi_value *value) {
  if (value->value >= 1 && value->value <= run->policy->zones_count) {
    return run->policy->zones[value->value - 1];
  }
  return value->source != NULL ? value->source->zone : NULL;
}

static void *take_in_room(void *room, uint64_t size) {
  return spi_take(room, size);
}

/* A calendar in a zone that the policy was not compiled for: made once a zone, so
 * that it stays the same one while the zone does. */
static const spol_calendar *in_zone(spi_run *run, const spi_calendar *calendar,
                                    const spol_zone *zone) {
  if (zone == NULL) {
    return NULL;
  }
  for (uint32_t i = 0; i < run->placed.count; i++) {
    const spi_placed *made = spi_list_at(&run->placed, i);
    if (made->of == calendar && strcmp(spol_zone_name(made->zone), spol_zone_name(zone)) == 0) {
      return made->calendar;
    }
  }
  const spol_calendar *made =
      spi_calendar_placed(calendar->calendar, zone, take_in_room, &run->room);
  *(spi_placed *)spi_list_add(&run->room, &run->placed, sizeof(spi_placed)) =
      (spi_placed){calendar, zone, made};
  return made;
}

static int by_zone(spi_run *run, const spi_calendar *calendar, const spol_calendar **out) {
  const spi_value *value = &run->facts[calendar->fact];
  if (run->used_mark[calendar->fact] != run->used_serial) {
    run->used_mark[calendar->fact] = run->used_serial;
    run->used[run->used_count++] = calendar->fact;
  }
  const spol_calendar *found = NULL;
  if (value->known && value->value >= 1 && value->value <= calendar->table.count) {
    found = run->version->compiled[calendar->table.first + (uint32_t)value->value - 1];
  } else if (value->known) {
    found = in_zone(run, calendar, zone_of(run, value));
  }
  if (found == NULL && run->missing == 0) {
    run->missing = calendar->fact + 1;
    run->zone_missing = (uint8_t)value->known;
  }
  *out = found;
  return found == NULL ? SPI_UNDECIDED : SPI_YES;
}

int spi_choose_calendar(spi_run *run, uint32_t index, const spol_calendar **out) {
  for (int depth = 0; depth < CALENDAR_DEPTH && index != SPI_NONE; depth++) {
    const spi_calendar *calendar = &run->version->calendars[index];
    if (calendar->kind == SPI_CALENDAR_FIXED) {
      *out = calendar->calendar;
      return SPI_YES;
    }
    if (calendar->kind == SPI_CALENDAR_BY_ZONE) {
      return by_zone(run, calendar, out);
    }
    index = SPI_NONE;
    for (uint32_t i = 0; i < calendar->rows.count; i++) {
      const spi_calendar_row *row = &run->version->calendar_rows[calendar->rows.first + i];
      int held = spi_holds(run, row->when);
      if (held == SPI_UNDECIDED) {
        return SPI_UNDECIDED;
      }
      if (held == SPI_YES) {
        spi_saw(run, &row->place);
        index = row->calendar;
        break;
      }
    }
  }
  return SPI_NO;
}

/* ---- Matches ----------------------------------------------------------------- */

int spi_matches(spi_run *run, uint32_t index) {
  const spi_match *match = &run->version->matches[index];
  if (match->event != run->hand.type || match->event == SPI_NONE) {
    return 0;
  }
  if (match->line != 0 && match->line != run->hand.line) {
    return 0;
  }
  if (match->reason != 0 && (run->hand.event == NULL || (run->hand.event->reason != match->reason &&
                                                         !(match->event == SPOL_EVENT_RESUMED &&
                                                           run->hand.event->reason == 0)))) {
    return 0;
  }
  return match->when == SPI_ALWAYS || spi_holds(run, match->when) == SPI_YES;
}

/* ---- Targets ----------------------------------------------------------------- */

static void aim_of(spi_run *run, uint32_t index, spi_aim *aim) {
  *aim = run->version->aims[index].aim;
  if (aim->calendar_index == SPI_NONE || aim->calendar != NULL) {
    return;
  }
  int found = spi_find_calendar(run, aim->calendar_index, &aim->calendar);
  if (found != SPI_YES) {
    aim->calendar = NULL;
    if (!spi_is_word(aim->kind)) {
      aim->kind = found == SPI_UNDECIDED ? SPOL_TARGET_UNDECIDED : SPOL_TARGET_UNSTATED;
    }
  }
}

static void aim_at_chosen(spi_run *run, uint32_t index, spi_found *out) {
  const spi_target *target = &run->version->targets[index];
  /* `as_agreed` gives way to its default until something is agreed. */
  for (int depth = 0; depth < CALENDAR_DEPTH && target->kind == SPOL_TARGET_AS_AGREED &&
                      target->agreed_default != SPI_NONE;
       depth++) {
    index = target->agreed_default;
    target = &run->version->targets[index];
  }
  out->parts = out->room;
  out->rule = target->parts_rule;
  if (target->parts_rule == SPI_SINGLE) {
    out->count = 1;
    aim_of(run, index, &out->room[0]);
    return;
  }
  out->count = target->parts.count < SPI_PARTS_MAX ? target->parts.count : SPI_PARTS_MAX;
  for (uint32_t i = 0; i < out->count; i++) {
    aim_of(run, run->version->target_parts[target->parts.first + i], &out->room[i]);
  }
}

static inline void aim_at(spi_run *run, uint32_t index, spi_found *out) {
  const spi_settled_aim *settled = &run->version->aims[index];
  if (!settled->is_settled) {
    aim_at_chosen(run, index, out);
    return;
  }
  out->rule = SPI_SINGLE;
  out->count = 1;
  out->parts = &settled->aim;
}

void spi_aim_at(spi_run *run, uint32_t index, spi_found *out) {
  aim_at(run, index, out);
}

static void single_word(spi_found *out, int32_t kind) {
  out->count = 1;
  out->rule = SPI_SINGLE;
  out->parts = out->room;
  out->room[0] = (spi_aim){.kind = kind,
                           .target = SPI_NONE,
                           .calendar_index = SPI_NONE,
                           .receives = SPI_NONE,
                           .agreed = SPOL_INSTANT_NONE};
}

void spi_find_target(spi_run *run, spi_range rows, spi_found *out) {
  int held;
  const spi_target_row *row = spi_find_row(run, rows, &held);
  out->answer = held;
  out->place = row == NULL ? NULL : &row->place;
  if (row != NULL && held == SPI_YES) {
    spi_saw(run, &row->place);
    aim_at(run, row->target, out);
  } else {
    single_word(out, held == SPI_NO ? SPOL_TARGET_UNSTATED : SPOL_TARGET_UNDECIDED);
  }
}

void spi_find_pauses(spi_run *run, spi_range rows, uint64_t *mask) {
  memset(mask, 0, run->reason_words * sizeof *mask);
  for (uint32_t reason = 1; reason <= run->reason_count && rows.count != 0; reason++) {
    for (uint32_t i = 0; i < rows.count; i++) {
      const spi_pause_row *row = &run->version->pause_rows[rows.first + i];
      if (row->reason != 0 && row->reason != reason) {
        continue;
      }
      int held = spi_holds(run, row->when);
      if (held == SPI_NO) {
        continue;
      }
      if (held == SPI_YES && row->pauses) {
        mask[(reason - 1) / 64] |= UINT64_C(1) << ((reason - 1) % 64);
      }
      break;
    }
  }
}
