/* SPDX-License-Identifier: MIT */
/* Pauses as a clock counts them: P, and due with it (docs/semantics.md, section 7).
 * Each is counted once, when the clock is asked for the first time since it ended. */
#include "case/run.h"

static spol_instant later(spol_instant a, spol_instant b) {
  return a > b ? a : b;
}

/* ---- A pause that is over ---------------------------------------------------- */

/* With `pause: real` a pause lasts on, through open time, as long as it took. */
spol_instant spi_span_end(const spi_leg *leg, const spi_clock_run *clock, spol_instant from,
                          spol_instant to) {
  if (!clock->real || leg->word) {
    return to;
  }
  from = later(from, leg->start);
  if (to <= from) {
    return to;
  }
  spol_duration left = to - from;
  for (const spi_earlier *earlier = leg->earlier; earlier != NULL && from < earlier->to;
       earlier = earlier->before) {
    left -= spi_open(earlier->calendar, later(from, earlier->from), earlier->to);
  }
  if (leg->earlier != NULL) {
    from = later(from, leg->earlier->to);
  }
  if (left <= 0) {
    return to;
  }
  spol_instant end = spi_plus(leg->aim.calendar, from, left);
  return end > to ? end : to;
}

/* Metrics that one reason pauses run on one calendar as a rule. What is read of an
 * evaluation that is done writes nothing down. */
static inline spol_duration open_in(const spol_calendar *calendar, spi_span *span, int is_read) {
  if (span->measured == calendar && calendar != NULL) {
    return span->open;
  }
  spol_duration open = spi_open(calendar, span->from, span->to);
  if (!is_read) {
    span->measured = calendar;
    span->open = open;
  }
  return open;
}

/* Nothing counts on up to `covered`, and `more` of what came since paused it. */
static inline void pause_more(spi_leg *leg, spol_duration more, spol_instant covered) {
  leg->covered = covered;
  leg->stamp++;
  leg->paused += more;
  if (more == 0 || leg->word || leg->fixed) {
    return;
  }
  leg->unpaused = spi_leg_reach(leg, leg->end_position, leg->paused);
  if (SPI_RARELY(leg->unpaused == SPOL_INSTANT_NONE)) {
    leg->unpaused = spi_plus(leg->aim.calendar, leg->end, leg->paused);
  }
}

SPI_COLD static void count_lasting(spi_leg *leg, const spi_clock_run *clock, const spi_span *span) {
  spol_instant to = spi_span_end(leg, clock, span->from, span->to);
  if (to > span->to && to != SPI_NEVER) {
    leg->lasting = later(leg->lasting, to);
  }
  spol_instant from = later(span->from, leg->covered);
  if (to > from && to != SPI_NEVER) {
    pause_more(leg, spi_open(leg->aim.calendar, from, to), to);
  }
}

static inline void count_span(spi_leg *leg, const spi_clock_run *clock, spi_span *span,
                              int is_read) {
  if (SPI_RARELY(clock->real)) {
    count_lasting(leg, clock, span);
  } else if (span->from >= leg->covered) {
    pause_more(leg, open_in(leg->aim.calendar, span, is_read), span->to);
  } else if (span->to > leg->covered) {
    pause_more(leg, spi_open(leg->aim.calendar, leg->covered, span->to), span->to);
  }
}

/* ---- All of them ------------------------------------------------------------- */

/* Whether a pause counts: it began before due. */
static inline int counts(const spi_leg *leg, const spi_span *span) {
  int in_gap = span->from >= leg->gap_from && span->from < leg->gap_to;
  /* While a pause lasts on there is no due instant, and so before it. */
  return leg->word || span->forced || (!leg->fixed && span->from < leg->lasting) ||
         (span->from < leg->unpaused && !in_gap);
}

static void stand(spi_leg *leg, const spi_span *span) {
  if (!leg->standing && counts(leg, span)) {
    leg->standing = 1;
    leg->stands_from = span->from;
  }
}

/* Counts the spans that are over, and new: those that count move due. */
static inline void count_ended(spi_leg *leg, const spi_clock_run *clock, const spi_list *ended,
                               spol_instant until, int is_read) {
  for (uint32_t next = leg->next_span; next < ended->count; leg->next_span = ++next) {
    spi_span *span = spi_list_at(ended, next);
    if (span->from > until) {
      return;
    }
    if (!counts(leg, span)) {
      if (clock->track->forced == 0) {
        leg->over = 1;
        return;
      }
      continue; /* one that counts as begun before due may follow */
    }
    if (span->to > until) {
      stand(leg, span);
      return;
    }
    count_span(leg, clock, span, is_read);
  }
}

/* Counts what counts as begun before due, though it lies in a pause that does not count. */
SPI_COLD static void count_inside(spi_leg *leg, const spi_clock_run *clock, spol_instant until) {
  const spi_track *track = clock->track;
  for (uint32_t i = 0; i < track->all.count; i++) {
    spi_span *span = spi_list_at(&track->all, i);
    if (span->forced == 0 || span->to > until || span->to <= leg->covered) {
      continue;
    }
    if (span->from > leg->unpaused) { /* what it lies in began after due */
      leg->gap_from = leg->unpaused;
      leg->gap_to = span->from;
    }
    count_span(leg, clock, span, 0);
  }
}

/* Whether a pause in force stops it. */
static void stand_still(spi_leg *leg, const spi_track *track, spol_instant until) {
  for (uint32_t i = 0; i < track->active_count && !leg->standing && !leg->over; i++) {
    if (track->active[i].from <= until) {
      stand(leg, &track->active[i]);
    }
  }
}

static inline void put_due(spi_leg *leg) {
  int is_due = !leg->word && (!leg->standing || leg->fixed) && leg->unpaused != SPI_NEVER;
  leg->due = is_due ? leg->unpaused : SPOL_INSTANT_NONE;
}

void spi_leg_settle(spi_leg *leg, const spi_clock_run *clock, spol_instant until) {
  spi_track *track = clock->track;
  leg->standing = 0;
  if (!leg->over) {
    count_ended(leg, clock, spi_track_ended(track), until, 0);
  }
  if (track->active_count != 0) {
    stand_still(leg, track, until);
  }
  if (SPI_RARELY(track->inside != 0) && !leg->standing) {
    count_inside(leg, clock, until);
  }
  track->stood |= leg->standing;
  put_due(leg);
}

uint32_t spi_leg_leave(spi_leg *leg, const spi_clock_run *clock, spol_instant at) {
  const spi_track *track = clock->track;
  uint32_t spans = spi_track_ended(track)->count;
  if (at <= leg->end && leg->next_span < spans && !leg->over && !clock->real &&
      track->active_count == 0 && track->inside == 0) {
    return spans;
  }
  spi_leg_settle(leg, clock, at);
  return 0;
}

const spi_leg *spi_leg_stopped(const spi_leg *leg, const spi_clock_run *clock, uint32_t spans,
                               spi_leg *room) {
  if (leg->next_span >= spans) {
    return leg;
  }
  spi_list ended = *spi_track_ended(clock->track);
  ended.count = spans;
  *room = *leg;
  room->standing = 0;
  count_ended(room, clock, &ended, SPI_NEVER, 1);
  put_due(room);
  return room;
}

/* The first span that ends after what is counted; ends ascend. */
static uint32_t first_after(const spi_list *ended, spol_instant key) {
  uint32_t low = 0;
  uint32_t high = ended->count;
  while (low < high) {
    uint32_t middle = low + (high - low) / 2;
    const spi_span *span = spi_list_at(ended, middle);
    if (span->to <= key) {
      low = middle + 1;
    } else {
      high = middle;
    }
  }
  return low;
}

void spi_leg_recount(spi_leg *leg, const spi_clock_run *clock, spol_instant until) {
  spi_leg_rewind(leg);
  if (leg->aim.kind == SPOL_TARGET_PER_PERIOD) {
    leg->over = 1; /* pauses move nothing in such a row */
    return;
  }
  spol_instant key = clock->real && leg->start < leg->base ? leg->start : leg->base;
  leg->next_span = first_after(spi_track_ended(clock->track), key < until ? key : until);
  spi_leg_settle(leg, clock, until);
}
