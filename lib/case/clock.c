/* SPDX-License-Identifier: MIT */
/* Clocks: receipt, D, P, due, elapsed and shares (docs/semantics.md, section 7).
 * Everything is said with the calendar's add and elapsed. */
#include "case/run.h"

#include "base/checked.h"

int spi_is_word(int32_t kind) {
  return kind != SPOL_TARGET_DURATION && kind != SPOL_TARGET_DAY &&
         kind != SPOL_TARGET_AGREED_DUE && kind != SPOL_TARGET_PER_PERIOD;
}

static spol_instant later(spol_instant a, spol_instant b) {
  return a > b ? a : b;
}

spol_duration spi_open(const spol_calendar *calendar, spol_instant a, spol_instant b) {
  if (b <= a) {
    return 0;
  }
  if (calendar == NULL) {
    return b - a;
  }
  spol_duration out = 0;
  return spol_calendar_elapsed(calendar, a, b, &out, NULL) == SPOL_OK ? out : 0;
}

static spol_instant plus(const spol_calendar *calendar, spol_instant t, spol_duration d,
                         uint32_t *flags, spol_status *status) {
  spol_instant out = SPI_NEVER;
  *status = SPOL_OK;
  if (t == SPI_NEVER || d < 0) {
    return SPI_NEVER;
  }
  if (calendar == NULL) {
    if (!spi_add_i64(t, d, &out) || out > SPOL_INSTANT_MAX) {
      *status = SPOL_E_RANGE;
      return SPI_NEVER;
    }
    return out;
  }
  uint32_t more = 0;
  *status = spol_calendar_add(calendar, t, d, &out, &more);
  if (*status != SPOL_OK) {
    return SPI_NEVER;
  }
  if (flags != NULL) {
    *flags |= more;
  }
  return out;
}

spol_instant spi_plus(const spol_calendar *calendar, spol_instant t, spol_duration d) {
  spol_status status;
  return plus(calendar, t, d, NULL, &status);
}

/* ---- Starting ---------------------------------------------------------------- */

static void fails(spi_leg *leg, spol_status status) {
  leg->fault = (uint8_t)status;
  leg->word = 1;
}

static const spol_business_days *business(spi_run *run, const spi_target *target,
                                          spol_business_days *room) {
  if (target->business_days == SPI_NONE) {
    return NULL;
  }
  const spi_business_days *days = &run->version->business_days[target->business_days];
  *room = (spol_business_days){sizeof *room, days->weekday_mask, NULL};
  if (days->calendar != SPI_NONE &&
      spi_find_calendar(run, days->calendar, &room->calendar) != SPI_YES) {
    room->calendar = NULL;
  }
  return room;
}

/* Metrics that one event starts ask for the same opening. */
static const spi_opening *opening_of(spi_run *run, const spol_calendar *calendar,
                                     spol_instant start) {
  if (run->opening_of != calendar || run->opening_from != start) {
    run->opening_of = calendar;
    run->opening_from = start;
    run->opening = spi_calendar_opening(calendar, start);
  }
  return &run->opening;
}

/* The receipt where it is not to be had from a position. */
static void receive_slowly(spi_run *run, spi_leg *leg) {
  uint32_t flags = 0;
  spol_status status;
  if (leg->aim.receives == SPI_NONE) {
    status = spol_calendar_next_open(leg->aim.calendar, leg->start, &leg->receipt, &flags);
  } else {
    const spi_target *target = &run->version->targets[leg->aim.receives];
    spol_business_days room;
    status = spol_calendar_receive(leg->aim.calendar, leg->start, target->day.cutoff_seconds,
                                   business(run, target, &room), &leg->receipt, &flags);
  }
  leg->flags |= flags;
  if (status != SPOL_OK) {
    leg->receipt = leg->start;
    fails(leg, status);
  }
}

static void receive(spi_run *run, spi_leg *leg) {
  if (leg->aim.calendar == NULL) {
    return;
  }
  if (leg->aim.receives == SPI_NONE) {
    const spi_opening *opening = opening_of(run, leg->aim.calendar, leg->start);
    if (opening->position != SPI_NO_POSITION) {
      leg->receipt = opening->at;
      leg->base_position = opening->position;
      return;
    }
  }
  receive_slowly(run, leg);
}

static void by_days(spi_run *run, spi_leg *leg, const spi_target *target) {
  spol_business_days room;
  spol_day_target day = target->day;
  day.business_days = business(run, target, &room);
  spol_day_due due;
  spol_status status = spol_calendar_day_target(leg->aim.calendar, leg->start, &day, &due);
  if (status != SPOL_OK) {
    leg->receipt = leg->start;
    fails(leg, status);
    return;
  }
  leg->receipt = due.receipt;
  leg->end = later(due.due, due.receipt);
  leg->flags |= due.flags;
  leg->length = spi_open(leg->aim.calendar, leg->receipt, leg->end);
}

static void by_agreement(spi_run *run, spi_leg *leg) {
  receive(run, leg);
  leg->word = 0;
  leg->fixed = 1;
  leg->end = later(leg->aim.agreed, leg->receipt);
  leg->flags |= leg->aim.agreed < leg->receipt ? (uint32_t)SPOL_RESULT_DUE_AT_RECEIPT : 0;
  leg->length = spi_open(leg->aim.calendar, leg->receipt, leg->end);
}

static void by_duration(spi_run *run, spi_leg *leg) {
  receive(run, leg);
  leg->length = leg->aim.within;
  if (leg->word) {
    return;
  }
  spol_status status;
  leg->end = plus(leg->aim.calendar, leg->receipt, leg->length, &leg->flags, &status);
  if (leg->end == SPI_NEVER) {
    fails(leg, status);
  }
}

/* A leg that nothing has paused. Field by field: to clear it, and to write most of
 * it again, would take twice as long. */
static inline void blank(spi_run *run, spi_leg *leg, const spi_aim *aim, spol_instant start) {
  leg->aim = *aim;
  leg->start = start;
  leg->receipt = start;
  leg->base = start;
  leg->base_position = leg->end_position = SPI_NO_POSITION;
  leg->carried = 0;
  leg->stamp = ++run->legs_started << 32;
  leg->length = 0;
  leg->end = 0;
  leg->paused = 0;
  leg->covered = start;
  leg->unpaused = 0;
  leg->due = 0;
  leg->changed = SPOL_INSTANT_NONE;
  leg->held = 0;
  leg->lasting = SPOL_INSTANT_NONE;
  leg->stands_from = 0;
  leg->gap_from = leg->gap_to = 0;
  leg->earlier = NULL;
  leg->next_span = 0;
  leg->flags = 0;
  leg->word = leg->standing = leg->over = leg->fixed = leg->fault = 0;
}

static void start_slowly(spi_run *run, spi_leg *leg, const spi_aim *aim) {
  switch (aim->kind) {
  case SPOL_TARGET_DURATION:
    by_duration(run, leg);
    break;
  case SPOL_TARGET_DAY:
    by_days(run, leg, &run->version->targets[aim->target]);
    break;
  case SPOL_TARGET_AGREED_DUE:
    by_agreement(run, leg);
    break;
  default:
    receive(run, leg);
    leg->word = 1;
    leg->fault = 0;
    break;
  }
  if (leg->word) {
    leg->end = SPI_NEVER;
  }
}

/* A duration from an opening, where both ends are had from positions. */
static inline int start_by_position(spi_run *run, spi_leg *leg, const spi_aim *aim,
                                    spol_instant start) {
  const spi_opening *opening = opening_of(run, aim->calendar, start);
  spol_instant end = spi_calendar_reach(aim->calendar, opening->position, aim->within);
  if (end == SPOL_INSTANT_NONE) {
    return 0;
  }
  blank(run, leg, aim, start);
  leg->receipt = leg->base = leg->covered = opening->at;
  leg->base_position = opening->position;
  leg->end_position = opening->position + (uint64_t)aim->within;
  leg->length = aim->within;
  leg->end = leg->unpaused = leg->due = end;
  return 1;
}

static int is_usual(const spi_aim *aim) {
  return aim->kind == SPOL_TARGET_DURATION && aim->receives == SPI_NONE && aim->calendar != NULL;
}

void spi_leg_start(spi_run *run, spi_leg *leg, const spi_aim *aim, spol_instant start) {
  if (is_usual(aim) && start_by_position(run, leg, aim, start)) {
    return;
  }
  blank(run, leg, aim, start);
  start_slowly(run, leg, &leg->aim);
  leg->base = leg->receipt;
  spi_leg_rewind(leg);
}

void spi_leg_carry(spi_run *run, spi_leg *leg, spol_instant change, spol_duration carried) {
  (void)run;
  leg->base = change;
  leg->base_position = leg->end_position = SPI_NO_POSITION;
  leg->carried = carried;
  if (!leg->word && !leg->fixed) {
    spol_status status = SPOL_OK;
    leg->end = carried >= leg->length
                   ? change
                   : plus(leg->aim.calendar, change, leg->length - carried, &leg->flags, &status);
    if (leg->end == SPI_NEVER) {
      fails(leg, status);
    }
  }
  spi_leg_rewind(leg);
}

/* ---- Asking ------------------------------------------------------------------ */

spol_duration spi_leg_elapsed(const spi_leg *leg, const spi_clock_run *clock, spol_instant at) {
  (void)clock;
  if (at <= leg->base) {
    return leg->carried;
  }
  const spol_calendar *calendar = leg->aim.calendar;
  spol_duration out = leg->carried + spi_open(calendar, leg->base, at) - leg->paused;
  if (leg->covered > at) {
    out += spi_open(calendar, at, leg->covered);
  }
  if (leg->standing) {
    out -= spi_open(calendar, later(leg->stands_from, leg->covered), at);
  }
  return out;
}

spol_instant spi_leg_if_resumed(const spi_leg *leg, const spi_clock_run *clock, spol_instant at) {
  if (leg->word) {
    return SPI_NEVER;
  }
  if (!leg->standing || leg->fixed) {
    return leg->unpaused;
  }
  spol_instant to = spi_span_end(leg, clock, leg->stands_from, at);
  spol_duration more = spi_open(leg->aim.calendar, later(leg->stands_from, leg->covered), to);
  return spi_plus(leg->aim.calendar, leg->end, leg->paused + more);
}

/* ---- Parts and the answer ---------------------------------------------------- */

/* Earlier: known due instants, then paused clocks, also those whose pause lasts
 * on, by where they would be due if resumed at the last event, then words. */
static int order_of(const spi_leg *leg, spol_instant now) {
  if (leg->word) {
    return 2;
  }
  int lasts = !leg->fixed && leg->lasting != SPOL_INSTANT_NONE && leg->lasting > now;
  return leg->due == SPOL_INSTANT_NONE || lasts ? 1 : 0;
}

static int compare_legs(const spi_run *run, const spi_leg *a, const spi_clock_run *ca,
                        const spi_leg *b, const spi_clock_run *cb) {
  int order = order_of(a, run->now) - order_of(b, run->now);
  if (order != 0 || a->word) {
    return order;
  }
  spol_instant at = run->last_event_at;
  spol_instant x = a->due != SPOL_INSTANT_NONE ? a->due : spi_leg_if_resumed(a, ca, at);
  spol_instant y = b->due != SPOL_INSTANT_NONE ? b->due : spi_leg_if_resumed(b, cb, at);
  return (x > y) - (x < y);
}

void spi_clock_answer(spi_run *run, spi_clock_run *clock) {
  clock->answer = 0;
  for (uint32_t i = 1; i < clock->leg_count; i++) {
    int order = compare_legs(run, &clock->legs[i], clock, &clock->legs[clock->answer], clock);
    if (clock->rule == SPI_LATEST_OF ? order > 0 : order < 0) {
      clock->answer = i;
    }
  }
}

const spi_clock_run *spi_clock_earliest(spi_run *run, const spi_clock_run *clock) {
  const spi_clock_run *best = clock;
  for (const spi_clock_run *old = clock->beside; old != NULL; old = old->beside) {
    if (compare_legs(run, spi_answer_leg(old), old, spi_answer_leg(best), best) <= 0) {
      best = old;
    }
  }
  return best;
}

static spol_instant last_event_by(const spi_run *run, spol_instant at) {
  for (uint64_t i = run->next_event; i > 0; i--) {
    spol_instant event = spi_event_at(run, i - 1)->at;
    if (event <= at) {
      return event;
    }
  }
  return at;
}

static void leg_then(spi_run *run, const spi_clock_run *clock, spol_instant at, spi_leg *out) {
  for (uint32_t i = 0; i < clock->leg_count; i++) {
    spi_leg leg = clock->legs[i];
    spi_leg_recount(&leg, clock, at);
    int order = i == 0 ? 0 : compare_legs(run, &leg, clock, out, clock);
    if (i == 0 || (clock->rule == SPI_LATEST_OF ? order > 0 : order < 0)) {
      *out = leg;
    }
  }
}

void spi_clock_then(spi_run *run, const spi_clock_run *clock, spol_instant at, spi_leg *out) {
  spol_instant now = run->now;
  spol_instant last = run->last_event_at;
  const spi_clock_run *best = NULL;
  run->now = at;
  run->last_event_at = last_event_by(run, at);
  for (; clock != NULL; clock = clock->beside) {
    spi_leg leg = clock->legs[0];
    leg_then(run, clock, at, &leg);
    if (best == NULL || compare_legs(run, &leg, clock, out, best) <= 0) {
      *out = leg;
      best = clock;
    }
  }
  run->now = now;
  run->last_event_at = last;
}

static int make_legs(spi_run *run, spi_clock_run *clock, uint32_t count) {
  if (clock->leg_room < count) {
    spi_leg *legs = spi_take_raw(&run->room, count * sizeof *legs);
    if (legs == NULL) {
      return 0;
    }
    clock->legs = legs;
    clock->leg_room = count;
  }
  clock->leg_count = count;
  run->has_compound |= count > 1;
  return 1;
}

/* What was paused before it started is counted; a period is of no pause. */
static inline void begin_clock(const spi_run *run, spi_clock_run *clock, int32_t rule) {
  clock->leg_count = 0;
  clock->answer = 0;
  clock->beside = NULL;
  clock->missed = 0;
  clock->rule = rule;
  clock->version = run->version_index;
}

void spi_clock_start(spi_run *run, spi_clock_run *clock, const spi_found *found,
                     spol_instant start) {
  begin_clock(run, clock, found->rule);
  if (!make_legs(run, clock, found->count)) {
    return;
  }
  for (uint32_t i = 0; i < found->count; i++) {
    spi_leg *leg = &clock->legs[i];
    spi_leg_start(run, leg, &found->parts[i], start);
    if (leg->aim.kind == SPOL_TARGET_PER_PERIOD) {
      spi_leg_recount(leg, clock, run->now);
    } else {
      spi_leg_count_begun(leg, clock, run->now);
    }
  }
  if (found->count > 1) {
    spi_clock_answer(run, clock);
  }
}

int spi_clock_start_usual(spi_run *run, spi_clock_run *clock, const spi_aim *aim,
                          spol_instant start) {
  if (!make_legs(run, clock, 1) || !start_by_position(run, clock->legs, aim, start)) {
    return 0;
  }
  begin_clock(run, clock, SPI_SINGLE);
  clock->leg_count = 1;
  spi_leg_count_begun(clock->legs, clock, run->now);
  return 1;
}

/* ---- The same target --------------------------------------------------------- */

static int same_target(const spi_run *run, uint32_t version, uint32_t a, uint32_t b) {
  if (version == run->version_index || a == SPI_NONE || b == SPI_NONE) {
    return a == b;
  }
  const spi_target *x = &run->policy->versions[version].targets[a];
  const spi_target *y = &run->version->targets[b];
  return x->kind == y->kind && x->word == y->word && x->day.unit == y->day.unit &&
         x->day.count == y->day.count && x->day.reading == y->day.reading &&
         x->day.local_seconds == y->day.local_seconds && x->day.zero == y->day.zero &&
         x->day.cutoff_seconds == y->day.cutoff_seconds && x->business_days == SPI_NONE &&
         y->business_days == SPI_NONE && x->per_count == y->per_count && x->per_week == y->per_week;
}

/* A duration is the same whoever wrote it. */
static int same_aim(const spi_run *run, uint32_t version, const spi_aim *a, const spi_aim *b) {
  return a->kind == b->kind && a->calendar == b->calendar && a->within == b->within &&
         a->agreed == b->agreed &&
         (a->kind == SPOL_TARGET_DURATION || same_target(run, version, a->target, b->target));
}

int spi_clock_aims_at(const spi_run *run, const spi_clock_run *clock, const spi_found *found) {
  if (clock->leg_count != found->count || clock->rule != found->rule) {
    return 0;
  }
  for (uint32_t i = 0; i < found->count; i++) {
    if (!same_aim(run, clock->version, &clock->legs[i].aim, &found->parts[i])) {
      return 0;
    }
  }
  return 1;
}
