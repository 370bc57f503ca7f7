/* SPDX-License-Identifier: MIT */
/* Explanations as data (docs/semantics.md, section 9): the time from the first
 * instant that the case speaks of, drawn anew from a clock and its calendar. */
#include "calendar/calendar.h"
#include "case/run.h"

enum { SEGMENTS_MAX = 1000000, SPANS_BESIDE = 64 };

/* The clock that is explained. */
typedef struct spi_subject {
  const spi_run *run;
  const spi_metric_run *metric;
  const spi_clock_run *clock;
  spi_leg leg;
  uint32_t cycle;
  uint32_t version;
  spol_instant start;
  spol_instant stop; /* SPI_NEVER: it runs */
  spol_instant seen; /* up to here time is counted */
  spol_instant from;
  spol_instant to;
  uint32_t next_span; /* of track.all: those before are over */
  spi_cause started;
  spi_cause target;
  spi_cause stopped;
} spi_subject;

/* ---- Which clock ------------------------------------------------------------- */

static const spi_metric_run *find_metric(const spi_run *run, uint32_t id) {
  if (id < 1 || id > run->metric_count || run->metrics[id - 1].cycle == 0 ||
      run->metrics[id - 1].before_start) {
    return NULL;
  }
  return &run->metrics[id - 1];
}

static spol_status past_cycle(spi_subject *subject, uint32_t cycle, uint32_t part) {
  spi_leg room;
  const spi_list *cycles = &subject->metric->cycles;
  for (uint32_t i = 0; i < cycles->count; i++) {
    const spi_cycle_run *past = spi_list_at(cycles, i);
    if (past->number != cycle) {
      continue;
    }
    if (part != 0) {
      return SPOL_E_NOT_FOUND; /* of a cycle that is over the answer is kept */
    }
    subject->clock = &subject->metric->clock;
    subject->leg = *spi_leg_stopped(past->leg, subject->clock, past->spans, &room);
    subject->start = past->from;
    subject->stop = past->stopped_at != SPOL_INSTANT_NONE ? past->stopped_at : past->ended_at;
    subject->started = spi_cause_of(&past->start);
    subject->target = past->target;
    subject->stopped = spi_cause_of(&past->stop);
    return SPOL_OK;
  }
  return SPOL_E_NOT_FOUND;
}

static const spi_leg *judged_leg(const spi_metric_run *metric, spi_leg *room) {
  return spi_leg_stopped(metric->judged, &metric->clock, metric->judged_spans, room);
}

static spol_status current_cycle(spi_subject *subject, uint32_t part) {
  spi_leg room;
  const spi_metric_run *metric = subject->metric;
  const spi_clock_run *clock = &metric->clock;
  if (part > (clock->leg_count > 1 ? clock->leg_count : 0)) {
    return SPOL_E_NOT_FOUND;
  }
  if (part == 0) {
    clock = spi_clock_best((spi_run *)(uintptr_t)subject->run, clock);
  }
  subject->clock = clock;
  subject->leg = part == 0 ? *spi_answer_leg(clock) : clock->legs[part - 1];
  subject->start = metric->from;
  subject->stop = SPI_NEVER;
  if (metric->state == SPOL_METRIC_STOPPED) {
    subject->stop = metric->stopped_at;
    if (part == 0) {
      subject->leg = *judged_leg(metric, &room);
    }
  } else if (metric->state == SPOL_METRIC_ENDED) {
    subject->stop = metric->ended_at;
    if (part == 0 && metric->cut_off) {
      subject->leg = *judged_leg(metric, &room);
    }
  }
  subject->started = spi_cause_of(&metric->start);
  subject->target = clock->target;
  subject->stopped = spi_cause_of(&metric->stop);
  return SPOL_OK;
}

static spol_status choose(const spi_run *run, uint32_t metric, uint32_t cycle, uint32_t part,
                          spi_subject *out) {
  *out = (spi_subject){.run = run};
  out->metric = find_metric(run, metric);
  if (out->metric == NULL) {
    return SPOL_E_NOT_FOUND;
  }
  int current = spi_has_current(out->metric);
  if (cycle == 0) {
    cycle = out->metric->cycle;
  }
  out->cycle = cycle;
  spol_status status = current && cycle == out->metric->cycle ? current_cycle(out, part)
                                                              : past_cycle(out, cycle, part);
  if (status != SPOL_OK) {
    return status;
  }
  out->version = out->clock->version;
  out->seen = out->stop < run->as_of ? out->stop : run->as_of;
  out->from = run->first_spoken;
  spol_instant due = out->leg.due;
  out->to = due != SPOL_INSTANT_NONE && due > run->as_of ? due : run->as_of;
  return SPOL_OK;
}

/* ---- Pauses ------------------------------------------------------------------ */

static int counts(const spi_leg *leg, const spi_span *span) {
  return leg->word || span->from < leg->unpaused || (span->forced && span->from == leg->unpaused);
}

/* The reason in force at t that stands first in the policy's order (an id: 0 is
 * the time that the case was closed); SPI_NONE: none. `until` is cut to where
 * that can change. */
static uint32_t reason_at(spi_subject *subject, spol_instant t, spol_instant *until) {
  const spi_track *track = subject->clock->track;
  const spi_leg *leg = &subject->leg;
  uint32_t found = SPI_NONE;
  if (leg->aim.kind == SPOL_TARGET_PER_PERIOD) {
    return found;
  }
  uint32_t active = track->active_count;
  uint32_t last = track->all.count;
  while (subject->next_span < last) {
    const spi_span *span = spi_list_at(&track->all, subject->next_span);
    if (spi_span_end(leg, subject->clock, span->from, span->to) > t) {
      break;
    }
    subject->next_span++;
  }
  uint32_t end =
      last - subject->next_span > SPANS_BESIDE ? subject->next_span + SPANS_BESIDE : last;
  for (uint32_t i = subject->next_span; i < end + active; i++) {
    const spi_span *span = i < end ? spi_list_at(&track->all, i) : &track->active[i - end];
    if (!counts(leg, span)) {
      continue;
    }
    spol_instant over = span->to;
    if (over != SPI_NEVER && over <= subject->seen) {
      over = spi_span_end(leg, subject->clock, span->from, span->to);
    }
    if (span->from > t) {
      *until = span->from < *until ? span->from : *until;
    } else if (over > t) {
      *until = over < *until ? over : *until;
      if (found == SPI_NONE || (span->reason != 0 && (found == 0 || span->reason < found))) {
        found = span->reason;
      }
    }
  }
  return found;
}

static const spi_place *pause_place(const spi_subject *subject, uint32_t reason) {
  if (subject->metric->index == SPI_NONE) {
    return NULL;
  }
  const spi_version *version = &subject->run->policy->versions[subject->version];
  uint32_t index = version->metric_of_id[subject->metric->id - 1];
  if (index == SPI_NONE) {
    return NULL;
  }
  spi_range rows = version->metrics[index].clock.pauses;
  for (uint32_t i = 0; i < rows.count; i++) {
    const spi_pause_row *row = &version->pause_rows[rows.first + i];
    if (row->pauses && (row->reason == 0 || row->reason == reason)) {
      return &row->place;
    }
  }
  return NULL;
}

/* ---- One segment ------------------------------------------------------------- */

static void cut(spol_instant *until, spol_instant t, spol_instant at) {
  if (at != SPOL_INSTANT_NONE && at > t && at < *until) {
    *until = at;
  }
}

static void put_place(const spi_subject *subject, spol_segment *out, const spi_place *place) {
  out->place = spi_case_place(subject->run, subject->version, place);
}

static const spi_place *calendar_place(const spi_subject *subject) {
  const spi_version *version = &subject->run->policy->versions[subject->version];
  uint32_t index = subject->leg.aim.calendar_index;
  return index < version->calendars_count ? &version->calendars[index].place : NULL;
}

static int is_uncovered(const spol_calendar *calendar, spol_instant t) {
  int32_t first;
  int32_t last;
  spol_date date;
  spol_civil_date civil;
  spol_calendar_coverage(calendar, &first, &last);
  if (first <= 1 && last >= 9999) {
    return 0;
  }
  return spol_calendar_date_of(calendar, t, &date, NULL) == SPOL_OK &&
         spol_date_to_civil(date, &civil) == SPOL_OK && (civil.year < first || civil.year > last);
}

/* What the calendar says at t, if nothing comes before it. */
static void by_calendar(const spi_subject *subject, spol_instant t, spol_instant *until,
                        spol_segment *out) {
  const spol_calendar *calendar = subject->leg.aim.calendar;
  spi_calendar_state state = {t, SPI_NEVER, SPI_CALENDAR_OPEN, NULL};
  if (calendar != NULL) {
    if (spi_calendar_state_at(calendar, t, &state) != SPOL_OK) {
      state.reason = SPI_CALENDAR_CLOSED;
    }
    cut(until, t, state.until);
    out->flags |= is_uncovered(calendar, t) ? (uint32_t)SPOL_SEGMENT_UNCOVERED : 0;
  }
  const spi_leg *leg = &subject->leg;
  int waits = t < leg->receipt || (leg->changed != SPOL_INSTANT_NONE && t >= leg->changed &&
                                   t < leg->base && leg->base > leg->receipt);
  if (state.reason == SPI_CALENDAR_OPEN) {
    out->label = waits ? SPOL_LABEL_BEFORE_RECEIPT : SPOL_LABEL_COUNTED;
    put_place(subject, out, subject->target.place);
    return;
  }
  out->label = state.reason == SPI_CALENDAR_CLOSED ? SPOL_LABEL_CLOSED : SPOL_LABEL_HOLIDAY;
  out->name = state.name;
  put_place(subject, out, calendar_place(subject));
}

/* The segment that begins at t, up to where something may change. */
static void draw(spi_subject *subject, spol_instant t, spol_segment *out) {
  const spi_leg *leg = &subject->leg;
  const spi_version *version = &subject->run->policy->versions[subject->version];
  spol_instant until = subject->to;
  *out = (spol_segment){.from = t};
  if (leg->aim.calendar_index < version->calendars_count) {
    out->calendar = version->calendars[leg->aim.calendar_index].id;
  }
  cut(&until, t, subject->start);
  cut(&until, t, subject->stop);
  cut(&until, t, leg->receipt);
  cut(&until, t, leg->base);
  cut(&until, t, leg->changed);
  cut(&until, t, leg->due);
  uint32_t reason = SPI_NONE;
  if (t < subject->start) {
    out->label = SPOL_LABEL_BEFORE_START;
    put_place(subject, out, subject->started.place);
  } else if (t >= subject->stop) {
    out->label = SPOL_LABEL_STOPPED;
  } else if ((reason = reason_at(subject, t, &until)) != SPI_NONE) {
    out->label = SPOL_LABEL_PAUSED;
    out->reason = reason;
    put_place(subject, out, pause_place(subject, reason));
  } else {
    by_calendar(subject, t, &until, out);
  }
  if (leg->due != SPOL_INSTANT_NONE && t >= leg->due) {
    out->flags |= SPOL_SEGMENT_AFTER_DUE;
  }
  out->to = until;
  out->counted = out->label == SPOL_LABEL_COUNTED ? until - t : 0;
}

static int joins(const spi_subject *subject, const spol_segment *a, const spol_segment *b) {
  return a->label == b->label && a->flags == b->flags && a->reason == b->reason &&
         a->name == b->name && b->from != subject->leg.changed;
}

/* ---- All of them ------------------------------------------------------------- */

typedef struct spi_sums {
  spol_duration to_due;
  spol_duration seen;
} spi_sums;

/* Only what is counted after the last change adds to what was carried. */
static void add_up(const spi_subject *subject, const spol_segment *segment, spi_sums *sums) {
  spol_instant changed = subject->leg.changed;
  if (segment->label != SPOL_LABEL_COUNTED ||
      (changed != SPOL_INSTANT_NONE && segment->from < changed)) {
    return;
  }
  if (!(segment->flags & SPOL_SEGMENT_AFTER_DUE)) {
    sums->to_due += segment->counted;
  }
  spol_instant to = segment->to < subject->seen ? segment->to : subject->seen;
  sums->seen += to > segment->from ? to - segment->from : 0;
}

static void carried_segment(const spi_subject *subject, spol_segment *out) {
  const spi_leg *leg = &subject->leg;
  *out = (spol_segment){.label = SPOL_LABEL_CARRIED, .from = leg->changed, .to = leg->changed};
  out->counted = leg->held;
  put_place(subject, out, subject->metric->carry.place);
}

typedef struct spi_output {
  spol_segment *buffer;
  uint64_t capacity;
  uint64_t count;
} spi_output;

static void put(spi_output *out, const spol_segment *segment) {
  if (out->count < out->capacity) {
    out->buffer[out->count] = *segment;
  }
  out->count++;
}

static spol_status walk(spi_subject *subject, spi_output *out, spi_sums *sums) {
  spol_instant t = subject->from;
  spol_segment last = {0};
  while (t < subject->to) {
    spol_segment next;
    draw(subject, t, &next);
    add_up(subject, &next, sums);
    if (last.label != 0 && joins(subject, &last, &next)) {
      last.to = next.to;
      last.counted += next.counted;
    } else {
      if (last.label != 0) {
        put(out, &last);
      }
      if (t == subject->leg.changed) {
        spol_segment carried;
        carried_segment(subject, &carried);
        put(out, &carried);
      }
      last = next;
    }
    if (out->count > SEGMENTS_MAX) {
      return SPOL_E_LIMIT;
    }
    t = next.to;
  }
  if (last.label != 0) {
    put(out, &last);
  }
  if (subject->leg.changed != SPOL_INSTANT_NONE && subject->leg.changed >= subject->to) {
    spol_segment carried;
    carried_segment(subject, &carried);
    put(out, &carried);
  }
  return SPOL_OK;
}

static uint32_t changes_of(const spi_subject *subject) {
  uint32_t count = 0;
  for (uint32_t i = 0; i < subject->metric->changes.count; i++) {
    const spi_change *change = spi_list_at(&subject->metric->changes, i);
    count += change->cycle == subject->cycle;
  }
  return count;
}

static void put_head(const spi_subject *subject, uint32_t part, const spi_sums *sums,
                     spol_explanation *out) {
  const spi_leg *leg = &subject->leg;
  spol_duration carried = leg->changed == SPOL_INSTANT_NONE ? 0 : leg->held;
  *out = (spol_explanation){.size = sizeof *out, .metric = subject->metric->id};
  out->cycle = subject->cycle;
  out->part = part;
  out->change_count = changes_of(subject);
  out->exceeds_length = !leg->word && carried > leg->length;
  out->from = subject->from;
  out->to = subject->to;
  out->due = leg->due;
  out->carried = carried;
  out->counted_to_due = carried + sums->to_due;
  out->counted = carried + sums->seen;
  out->start = spi_decision(subject->run, &subject->started);
  out->target = spi_decision(subject->run, &subject->target);
  out->stop = spi_decision(subject->run, &subject->stopped);
}

spol_status spol_explain(const spol_evaluation *run, uint32_t metric, uint32_t cycle, uint32_t part,
                         spol_segment *buffer, uint64_t capacity, uint64_t *count,
                         spol_explanation *head) {
  if (run == NULL || count == NULL || (buffer == NULL && capacity != 0)) {
    return SPOL_E_INVALID;
  }
  if (head != NULL && spi_known_size(head->size, sizeof *head) != SPOL_OK) {
    return SPOL_E_VERSION;
  }
  spi_subject subject;
  spi_output out = {buffer, capacity, 0};
  spi_sums sums = {0, 0};
  spol_status status = choose(run, metric, cycle, part, &subject);
  if (status == SPOL_OK) {
    status = walk(&subject, &out, &sums);
  }
  if (status != SPOL_OK) {
    return status;
  }
  *count = out.count;
  if (head != NULL) {
    put_head(&subject, part, &sums, head);
  }
  return SPOL_OK;
}

spol_status spol_explain_change(const spol_evaluation *run, uint32_t metric, uint32_t cycle,
                                uint32_t part, uint32_t index, spol_clock_change *out) {
  if (run == NULL || out == NULL) {
    return SPOL_E_INVALID;
  }
  if (spi_known_size(out->size, sizeof *out) != SPOL_OK) {
    return SPOL_E_VERSION;
  }
  spi_subject subject;
  spol_status status = choose(run, metric, cycle, part, &subject);
  if (status != SPOL_OK) {
    return status;
  }
  for (uint32_t i = 0; i < subject.metric->changes.count; i++) {
    const spi_change *change = spi_list_at(&subject.metric->changes, i);
    if (change->cycle != subject.cycle || index-- != 0) {
      continue;
    }
    *out = (spol_clock_change){.size = sizeof *out, .carry = change->carry};
    out->never_later = change->never_later;
    out->old_is_answer = change->old_is_answer;
    out->at = change->at;
    out->due_before = change->before.due;
    out->due_after = change->due_after;
    out->carried = change->carried;
    out->cause = spi_decision(run, &change->cause);
    out->rule = spi_decision(run, &change->rule);
    out->target = spi_decision(run, &change->target);
    return SPOL_OK;
  }
  return SPOL_E_INVALID;
}
