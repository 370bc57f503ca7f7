/* SPDX-License-Identifier: MIT */
/**
 * What the files of an evaluation ask of each other; its state is state.h.
 */
#ifndef SPI_CASE_RUN_H
#define SPI_CASE_RUN_H

#include "base/hints.h"
#include "case/state.h"

/* ---- The agenda: what comes next by itself ----------------------------------- */

/** Something may come by itself at an instant. What comes later than it was to, or
 *  not at all, need not be said: the agenda is only looked at anew once it is
 *  reached. */
static inline void spi_sooner(spi_run *run, spol_instant at) {
  run->agenda = at < run->agenda ? at : run->agenda;
}
/** The agenda is looked at anew before anything else. */
static inline void spi_agenda_forget(spi_run *run) {
  run->agenda = INT64_MIN;
}

/* ---- condition.c ------------------------------------------------------------- */

/** Begins a look-up: facts used and the missing one are collected from here. */
static inline void spi_look_anew(spi_run *run) {
  run->used_count = 0;
  run->used_serial++;
  run->missing = 0;
  run->zone_missing = 0;
}
/** One of enum spi_answer. */
int spi_holds_tree(spi_run *run, uint32_t condition);
static inline int spi_holds(spi_run *run, uint32_t condition) {
  return condition == SPI_ALWAYS ? SPI_YES : spi_holds_tree(run, condition);
}
/** Decides the moments of an event (SPI_OP_INSIDE_HOURS). */
void spi_decide_moments(spi_run *run, uint32_t type, spol_instant at);
static inline uint32_t spi_event_slot(const spi_run *run, uint32_t type) {
  uint32_t slot = spi_slot_of(type);
  return slot < run->slots ? slot : SPI_NONE;
}

/* ---- lookup.c ---------------------------------------------------------------- */

/** A rule decided something. */
static inline void spi_saw(const spi_run *run, const spi_place *place) {
  if (run->seen != NULL && place != NULL) {
    spi_seen_add(run->seen, place);
  }
}
/** Keeps the facts read since spi_look_anew with a decision. */
void spi_cause_facts(spi_run *run, spi_cause *out);
/** A decision by a rule at hand, with the facts read since spi_look_anew. */
static inline void spi_cause_of_rule(spi_run *run, spi_cause *out, int32_t cause,
                                     const spi_place *place) {
  int written = place != NULL && place->line != 0;
  spi_saw(run, place);
  out->cause = cause == SPOL_CAUSE_RULE && !written ? SPOL_CAUSE_DEFAULT : cause;
  out->version = written ? run->version_index : SPI_NONE;
  out->place = place;
  out->event = run->hand.index;
  out->at = run->now;
  out->fact_first = run->facts_used.count;
  out->fact_count = 0;
  if (run->used_count != 0) {
    spi_cause_facts(run, out);
  }
}
/** The event at hand as a doer. */
static inline spi_doer spi_doer_at_hand(const spi_run *run) {
  return (spi_doer){run->hand.index, run->now,
                    run->hand.lineage != NULL ? SPOL_CAUSE_STEP : SPOL_CAUSE_EVENT};
}
static inline spi_cause spi_cause_of(const spi_doer *doer) {
  return (spi_cause){
      .cause = doer->cause, .version = SPI_NONE, .event = doer->event, .at = doer->at};
}
/** The cause of something that the event at hand did. */
static inline void spi_cause_of_event(const spi_run *run, spi_cause *out) {
  out->cause = run->hand.lineage != NULL ? SPOL_CAUSE_STEP : SPOL_CAUSE_EVENT;
  out->version = SPI_NONE;
  out->place = NULL;
  out->event = run->hand.index;
  out->at = run->now;
  out->fact_first = 0;
  out->fact_count = 0;
}
static inline spi_cause spi_because(spi_run *run, int32_t cause, const spi_place *place) {
  spi_cause out;
  spi_cause_of_rule(run, &out, cause, place);
  return out;
}
static inline spi_cause spi_because_event(const spi_run *run) {
  spi_cause out;
  spi_cause_of_event(run, &out);
  return out;
}
/** Resolves a calendar: SPI_YES and *out, SPI_NO (none), SPI_UNDECIDED. */
int spi_choose_calendar(spi_run *run, uint32_t index, const spol_calendar **out);
static inline int spi_find_calendar(spi_run *run, uint32_t index, const spol_calendar **out) {
  if (index != SPI_NONE && run->version->calendars[index].kind == SPI_CALENDAR_FIXED) {
    *out = run->version->calendars[index].calendar;
    return SPI_YES;
  }
  return spi_choose_calendar(run, index, out);
}
/** Whether the event at hand matches. */
int spi_matches(spi_run *run, uint32_t index);
static inline int spi_any_match(spi_run *run, spi_range matches) {
  for (uint32_t i = 0; i < matches.count; i++) {
    if (spi_matches(run, matches.first + i)) {
      return 1;
    }
  }
  return 0;
}
/** Whether the event at hand means a metric of a set, by its matches. */
static inline int spi_is_meant(spi_run *run, const spi_metric_set *set, uint32_t index,
                               spi_range matches) {
  return (index < SPI_SET_REST && (set->sure >> index & 1) != 0) || spi_any_match(run, matches);
}
/** The event at hand is of this type. */
static inline void spi_hand_type(spi_run *run, uint32_t type) {
  uint32_t slot = spi_event_slot(run, type);
  run->hand.type = type;
  run->hand.slot = slot;
  run->hand.use = spi_use_of(slot);
}
/** What the event at hand can concern. */
static inline const spi_event_use *spi_use_at_hand(const spi_run *run) {
  return &run->version->waits.events[run->hand.use];
}
spi_finding_run *spi_find(spi_run *run, int32_t kind, spi_cause cause);
enum { SPI_PARTS_MAX = 64 };
/** What a row table gives: parts with one calendar each. */
typedef struct spi_found {
  int32_t answer; /**< enum spi_answer: NO: no row matched */
  int32_t rule;   /**< enum spi_part_rule */
  uint32_t count;
  const spi_place *place;
  const spi_aim *parts; /**< of the version, or in `room` */
  spi_aim room[SPI_PARTS_MAX];
} spi_found;
/** The first row that does not fail to hold, or NULL; *held says whether it does. */
static inline const spi_target_row *spi_find_row(spi_run *run, spi_range rows, int *held) {
  const spi_target_row *row = run->version->target_rows + rows.first;
  const spi_target_row *end = row + rows.count;
  spi_look_anew(run);
  for (*held = SPI_NO; row < end; row++) {
    *held = spi_holds(run, row->when);
    if (*held != SPI_NO) {
      return row;
    }
  }
  return NULL;
}
void spi_find_target(spi_run *run, spi_range rows, spi_found *out);
/** What one target that is written in place comes to. */
void spi_aim_at(spi_run *run, uint32_t index, spi_found *out);
/** Which reasons pause a clock with the facts as they are. */
void spi_find_pauses(spi_run *run, spi_range rows, uint64_t *mask);

/* ---- track.c ----------------------------------------------------------------- */

/** NULL where there is no room. */
spi_track *spi_track_new(spi_run *run);
spi_track *spi_track_copy(spi_run *run, const spi_track *track);
/** Sets up the track that a metric is the first of several to have. */
void spi_track_share(spi_run *run, const spi_metric_use *use);
/** A metric's track is shared by no other from here on; NULL where there is no room. */
spi_track *spi_metric_own_track(spi_run *run, spi_metric_run *metric);
/** The reasons in force are applied to a metric's new mask. */
void spi_metric_mask(spi_run *run, spi_metric_run *metric, const uint64_t *mask);
/** The same for a track that is not shared. */
void spi_track_mask(spi_run *run, spi_track *track, const uint64_t *mask, spol_instant at);
/** The time that a case was closed, left out by reopening. */
void spi_track_closed(spi_run *run, spi_track *track, spol_instant from, spol_instant to,
                      int forced);
/** The spans that are over and lay in no other. */
static inline const spi_list *spi_track_ended(const spi_track *track) {
  return track->has_nested ? &track->ended : &track->all;
}
/** The last end of any that is over, or SPOL_INSTANT_NONE. */
static inline spol_instant spi_track_last_end(const spi_track *track) {
  const spi_list *ended = spi_track_ended(track);
  return ended->count == 0 ? SPOL_INSTANT_NONE
                           : ((const spi_span *)spi_list_at(ended, ended->count - 1))->to;
}
/** Begins and ends where another pause is in force, too. */
void spi_track_begin_beside(spi_run *run, spi_track *track, uint32_t reason, spol_instant at);
void spi_track_end_beside(spi_run *run, spi_track *track, uint32_t reason, spol_instant at);
static inline void spi_track_begin(spi_run *run, spi_track *track, uint32_t reason,
                                   spol_instant at) {
  if (SPI_RARELY(track->active == NULL || track->active_count != 0)) {
    spi_track_begin_beside(run, track, reason, at);
    return;
  }
  track->changes++;
  track->active_count = 1;
  *track->active = (spi_span){.from = at, .to = SPI_NEVER, .reason = reason};
}
static inline void spi_track_end(spi_run *run, spi_track *track, uint32_t reason, spol_instant at) {
  const spi_span *alone = track->active;
  if (SPI_RARELY(track->active_count != 1 || alone->reason != reason || track->has_nested)) {
    spi_track_end_beside(run, track, reason, at);
    return;
  }
  track->changes++;
  track->active_count = 0;
  if (at > alone->from) { /* it took time */
    spi_span *span = spi_list_push(&run->room, &track->all, sizeof *span);
    *span = (spi_span){.from = alone->from, .to = at, .reason = reason};
  }
}
static inline int spi_mask_has(const uint64_t *mask, uint32_t reason) {
  return (int)((mask[(reason - 1) / 64] >> ((reason - 1) % 64)) & 1);
}
static inline int spi_mask_is(const spi_run *run, const uint64_t *a, const uint64_t *b) {
  for (uint32_t i = 0; i < run->reason_words; i++) {
    if (a[i] != b[i]) {
      return 0;
    }
  }
  return 1;
}
/** Whether a metric's clock was paused, resumed or changed since it was settled. */
static inline int spi_metric_moved(const spi_metric_run *metric) {
  return metric->settled != metric->track->changes;
}
/** It is settled anew when it is asked next. */
static inline void spi_metric_unsettle(spi_metric_run *metric) {
  metric->settled = metric->track->changes - 1;
}

/* ---- clock.c ----------------------------------------------------------------- */

/** Sets a clock on a target from a start (section 4). */
void spi_leg_start(spi_run *run, spi_leg *leg, const spi_aim *aim, spol_instant start);
/** Takes carry_* over: counts from `change` with c (section 7). */
void spi_leg_carry(spi_run *run, spi_leg *leg, spol_instant change, spol_duration carried);
/** Up to `unpaused` nothing has paused it. */
static inline void spi_leg_rewind(spi_leg *leg) {
  leg->stamp++;
  leg->paused = 0;
  leg->covered = leg->base;
  leg->unpaused = leg->end;
  leg->lasting = SPOL_INSTANT_NONE;
  leg->gap_from = leg->gap_to = 0;
  leg->over = 0;
  leg->standing = 0;
  leg->due = leg->word ? SPOL_INSTANT_NONE : leg->end;
}
/** The instant `d` behind one of the leg's positions; NONE: not known. */
static inline spol_instant spi_leg_reach(const spi_leg *leg, spi_position from, spol_duration d) {
  return from == SPI_NO_POSITION ? SPOL_INSTANT_NONE
                                 : spi_calendar_reach(leg->aim.calendar, from, d);
}
spol_duration spi_leg_elapsed(const spi_leg *leg, const spi_clock_run *clock, spol_instant at);
/** Where due would be if all pauses ended at `at`; SPI_NEVER for a word. */
spol_instant spi_leg_if_resumed(const spi_leg *leg, const spi_clock_run *clock, spol_instant at);
/** The instant of a share in millionths seen from `now`, or SPI_NEVER. */
spol_instant spi_leg_share(const spi_leg *leg, const spi_clock_run *clock, int64_t share,
                           spol_instant now, spi_share_run *known);
/** length * share / 1,000,000, up; -1 where it is beyond all. */
spol_duration spi_share_of(spol_duration length, int64_t share);
int spi_is_word(int32_t kind);
/** Open time in [a, b) on a calendar, NULL counting all; 0 where it has none. */
spol_duration spi_open(const spol_calendar *calendar, spol_instant a, spol_instant b);
/** add(); SPI_NEVER where there is no such instant. */
spol_instant spi_plus(const spol_calendar *calendar, spol_instant t, spol_duration d);
/** Chooses the answer of a clock among its parts. */
void spi_clock_answer(spi_run *run, spi_clock_run *clock);
/** When a pause of it, or of one beside it, ceases to last on. */
spol_instant spi_clock_wake(const spi_clock_run *clock, spol_instant now);
/** The leg that was the answer at an earlier instant, as it stood then. */
void spi_clock_then(spi_run *run, const spi_clock_run *clock, spol_instant at, spi_leg *out);
const spi_clock_run *spi_clock_earliest(spi_run *run, const spi_clock_run *clock);
/** The clock that answers: itself, or an older one beside it. */
static inline const spi_clock_run *spi_clock_best(spi_run *run, const spi_clock_run *clock) {
  return clock->beside == NULL ? clock : spi_clock_earliest(run, clock);
}
static inline spi_leg *spi_answer_leg(const spi_clock_run *clock) {
  return &clock->legs[clock->answer];
}
/** Makes legs for what was found and starts them all. */
void spi_clock_start(spi_run *run, spi_clock_run *clock, const spi_found *found,
                     spol_instant start);
/** The same for a usual target (spi_settled_aim). 0: there is no room for a leg, or
 *  its ends are not to be had from positions; nothing was started then. */
int spi_clock_start_usual(spi_run *run, spi_clock_run *clock, const spi_aim *aim,
                          spol_instant start);
/** Whether a and b aim at the same. */
int spi_clock_aims_at(const spi_run *run, const spi_clock_run *clock, const spi_found *found);

/* ---- count.c: pauses as a clock counts them ----------------------------------- */

/** Counts the spans that are new since; those begun after `until` are not seen. */
void spi_leg_settle(spi_leg *leg, const spi_clock_run *clock, spol_instant until);
/** Counts the spans anew from the base. */
void spi_leg_recount(spi_leg *leg, const spi_clock_run *clock, spol_instant until);
/** Counts, for one that has just begun and is no period, the spans that there were before. */
static inline void spi_leg_count_begun(spi_leg *leg, const spi_clock_run *clock,
                                       spol_instant until) {
  const spi_track *track = clock->track;
  if (track->changes == 0) {
    return;
  }
  if (track->active_count != 0 || track->inside != 0 || spi_track_last_end(track) > leg->start) {
    spi_leg_recount(leg, clock, until);
  } else {
    leg->next_span = spi_track_ended(track)->count; /* all of them were over */
  }
}
/** At a stop: what paused it is counted, but where that changes no outcome. Then it is the
 *  number of spans that are to be counted when it is asked how the clock stood; else 0. */
uint32_t spi_leg_leave(spi_leg *leg, const spi_clock_run *clock, spol_instant at);
/** A leg as it stood at its stop, in `room` where it was left so. */
const spi_leg *spi_leg_stopped(const spi_leg *leg, const spi_clock_run *clock, uint32_t spans,
                               spi_leg *room);
/** When a span is over for a clock: later than its end where it lasts on. */
spol_instant spi_span_end(const spi_leg *leg, const spi_clock_run *clock, spol_instant from,
                          spol_instant to);
static inline void spi_clock_settle(spi_run *run, spi_clock_run *clock) {
  for (uint32_t i = 0; i < clock->leg_count; i++) {
    spi_leg_settle(&clock->legs[i], clock, run->now);
  }
  if (clock->leg_count > 1) {
    spi_clock_answer(run, clock);
  }
}

/* ---- change.c: what a change does to a running clock ------------------------- */

/** The carry rule in force. */
typedef struct spi_carried {
  int32_t carry;
  uint32_t never_later;
  spi_cause rule;
} spi_carried;
void spi_find_carry(spi_run *run, spi_range rows, int old_word, spi_carried *out);
/** Sets a running clock on a new target. Returns 1 if it begins anew. */
int spi_clock_change(spi_run *run, spi_clock_run *clock, const spi_found *found,
                     const spi_carried *carry, spol_instant at, spol_instant cycle_from,
                     spi_track *track);

/* ---- metric.c, reopen.c ------------------------------------------------------ */

void spi_metrics_make(spi_run *run);
/** Metrics are those of a version: their rules, and their order. */
void spi_metrics_order(spi_run *run);
/** Starts those of a set that the event at hand starts. */
void spi_metrics_start(spi_run *run, const spi_metric_set *set);
/** Looks up again what depends on what was touched: bits of enum spi_touch. */
void spi_metrics_look(spi_run *run, uint32_t touched);
/** The metrics' misses of this instant. Each is an event at which is looked up again. */
void spi_metrics_miss(spi_run *run);
void spi_metric_miss(spi_run *run, spi_metric_run *metric);
static inline spol_instant spi_metrics_next(const spi_run *run) {
  spol_instant next = SPI_NEVER;
  spi_metric_run *const *end = run->live + run->version->metrics_count;
  for (spi_metric_run *const *metric = run->live; metric < end; metric++) {
    spol_instant at = (*metric)->miss_at;
    next = at < next ? at : next;
  }
  return next;
}
/** When a pause that lasts on ends next, after which another clock may answer. */
spol_instant spi_metrics_wake(const spi_run *run);
void spi_metric_refresh(spi_run *run, spi_metric_run *metric);
/** A miss takes effect. */
void spi_metric_count_miss(spi_run *run, spi_metric_run *metric);
void spi_metric_begin(spi_run *run, spi_metric_run *metric, spol_instant start);
void spi_metric_find(spi_run *run, spi_metric_run *metric, spi_found *out);
void spi_metric_new_steps(spi_run *run, spi_metric_run *metric);
/** Starts its clock anew, as a new cycle of steps. */
void spi_metric_restart(spi_run *run, spi_metric_run *metric, spol_instant at);
/** What metrics say in conditions: enum spi_metric_bit. */
uint32_t spi_metric_bits(const spi_run *run, uint32_t id);
/** A start was seen; it does nothing where a clock runs, or is over. */
void spi_metric_try_start(spi_run *run, spi_metric_run *metric, spol_instant at);
void spi_metric_reopen(spi_run *run, spi_metric_run *metric);

/* ---- stop.c ------------------------------------------------------------------ */

/** Stops what the event at hand stops, and ends the rows that it ends, of a set. */
void spi_metrics_stop(spi_run *run, const spi_metric_set *set);
void spi_metrics_until(spi_run *run, const spi_metric_set *set);
/** Stops, ends of rows and starts. */
static inline void spi_metrics_event(spi_run *run, const spi_event_use *use) {
  if (use->stops.some != 0) {
    spi_metrics_stop(run, &use->stops);
  }
  if (use->untils.some != 0) {
    spi_metrics_until(run, &use->untils);
  }
  if (use->starts.some != 0) {
    spi_metrics_start(run, &use->starts);
  }
}
/** A clock as it stood at a stop: as it is, or as it was then. */
typedef struct spi_judged {
  const spi_leg *leg;
  uint32_t counted; /**< 1: the clock's miss was counted already */
  spi_leg room;
} spi_judged;
static inline int spi_outcome_at(const spi_leg *leg, spol_instant at) {
  if (leg->word) {
    return SPOL_OUTCOME_NONE;
  }
  if (!leg->fixed && (leg->standing || leg->lasting > at)) {
    return SPOL_OUTCOME_MET;
  }
  return at <= leg->unpaused ? SPOL_OUTCOME_MET : SPOL_OUTCOME_MISSED;
}
int spi_judge_then(spi_run *run, const spi_metric_run *metric, uint32_t cycle, const spi_leg *last,
                   const spi_clock_run *clock, spol_instant at, spi_judged *out);
/** The outcome of a stop at an instant: by the clock in force then. */
static inline int spi_judge(spi_run *run, const spi_metric_run *metric, uint32_t cycle,
                            const spi_leg *last, const spi_clock_run *clock, spol_instant at,
                            spi_judged *out) {
  out->leg = last;
  out->counted = metric->missed;
  return at < run->now || (cycle == metric->cycle && at < metric->from)
             ? spi_judge_then(run, metric, cycle, last, clock, at, out)
             : spi_outcome_at(last, at);
}
/** The clock that judges a stop that is known at once: a single one, left as spi_leg_leave
 *  says. NULL: spi_judge says, of a metric that is settled. */
static inline const spi_leg *spi_stop_leg(const spi_run *run, spi_metric_run *metric,
                                          spol_instant at, uint32_t *spans) {
  const spi_clock_run *clock = &metric->clock;
  *spans = 0;
  if (SPI_RARELY(at < run->now || at < metric->from || clock->beside != NULL ||
                 clock->leg_count != 1)) {
    return NULL;
  }
  if (spi_metric_moved(metric)) {
    metric->settled = metric->track->changes;
    *spans = spi_leg_leave(clock->legs, clock, at);
  }
  return clock->legs;
}
/** The leg that judged, where it stays. */
const spi_leg *spi_judged_copy(spi_run *run, const spi_judged *judged);
static inline const spi_leg *spi_judged_keep(spi_run *run, const spi_judged *judged) {
  return judged->leg == &judged->room ? spi_judged_copy(run, judged) : judged->leg;
}
/** Whether a stop with an outcome makes a miss known that was not counted. */
static inline int spi_counts_miss(const spi_metric_run *metric, int32_t outcome,
                                  const spi_judged *judged) {
  return outcome == SPOL_OUTCOME_MISSED && !metric->missed && !judged->counted;
}

/* ---- row.c, period.c --------------------------------------------------------- */

void spi_row_stop(spi_run *run, spi_metric_run *metric, spol_instant at);
void spi_row_miss(spi_run *run, spi_metric_run *metric);
void spi_row_end(spi_run *run, spi_metric_run *metric);
/** Keeps the clock of a cycle that is cut off as it stands. */
void spi_metric_freeze(spi_run *run, spi_metric_run *metric);
int spi_row_zero(spi_run *run, spi_metric_run *metric);
/** A cycle that is over, with its clock, which stays; state and outcome are the caller's. */
spi_cycle_run *spi_cycle_push(spi_run *run, spi_metric_run *metric, spol_instant ended,
                              const spi_leg *leg);

static inline int spi_is_period(const spi_run *run, const spi_metric_run *metric) {
  (void)run;
  return metric->clock.leg_count == 1 && metric->clock.legs[0].aim.kind == SPOL_TARGET_PER_PERIOD;
}
void spi_period_begin(spi_run *run, spi_metric_run *metric, const spi_aim *aim,
                      spol_instant receipt, int first);
void spi_period_stop(spi_run *run, spi_metric_run *metric, spol_instant at);
/** Whether the period in force has had its N-th stop. */
int spi_period_is_met(const spi_run *run, const spi_metric_run *metric);
/** Where a row ends, a period that was met stays met. */
void spi_period_keep_met(const spi_run *run, spi_metric_run *metric);
void spi_period_close(spi_run *run, spi_metric_run *metric);

/** Checks one event by itself and after the one in front (case.h). */
spol_status spi_event_check(const spol_policy *policy, const spol_event *event,
                            const spol_event *before, uint64_t index, spol_error *error);
/** Checks its facts alone. */
spol_status spi_event_check_facts(const spol_policy *policy, const spol_event *event,
                                  uint64_t index, spol_error *error);
/** Checks the log of a run, and counts what is seen of it. */
spol_status spi_log_check(spi_run *run, spol_error *error);
/** Checks the size that all events of an array have, and their unknown bytes. */
spol_status spi_event_size(const spol_event *event, uint64_t stride, uint64_t index,
                           spol_error *error);
/** A set of the ids seen: slots are a power of two, more than twice as many.
 *  1: `id` was new. */
int spi_ids_add(uint64_t *slots, uint64_t slot_count, uint64_t id);

/* ---- pause.c, severity.c, line.c, intake.c, event.c, apply.c ----------------- */

void spi_pauses_event(spi_run *run, const spi_event_use *use);
/** Evaluates reasons in force by condition. 1: one changed. */
int spi_pauses_look(spi_run *run);
/** Ends the bounded pauses of this instant; 1 if there was one. */
int spi_pauses_expire(spi_run *run);
spol_instant spi_bounds_next(const spi_run *run);
static inline spol_instant spi_pauses_next(const spi_run *run) {
  return run->has_bounds ? spi_bounds_next(run) : SPI_NEVER;
}

/** Every running clock counts anew what pauses it. */
void spi_metrics_refresh(spi_run *run);
/** The same for one, if it was paused or resumed since. */
static inline void spi_metric_settle(spi_run *run, spi_metric_run *metric) {
  if (spi_metric_moved(metric)) {
    spi_metric_refresh(run, metric);
  }
}

void spi_severity_open(spi_run *run);
void spi_severity_event(spi_run *run);
void spi_severity_look(spi_run *run);
void spi_severity_raise(spi_run *run, uint32_t rank, spi_cause cause);
uint32_t spi_severity_id(const spi_run *run, uint32_t rank);
uint32_t spi_severity_rank(const spi_run *run, uint32_t id);
static inline const spi_severity_run *spi_current(const spi_run *run) {
  return run->recorded.rank != 0 ? &run->recorded : &run->derived;
}

void spi_line_open(spi_run *run);
void spi_line_event(spi_run *run);
/** Moves the case; 1 if the line is another. */
int spi_line_move(spi_run *run, uint32_t line, spi_cause cause);

void spi_intake_open(spi_run *run);
/** Facts have changed, among them perhaps a bound of the coverage. */
void spi_intake_facts(spi_run *run);
void spi_intake_event(spi_run *run);
void spi_notices_event(spi_run *run);
void spi_notices_due(spi_run *run);

/** 1 if an instant lies in the contract's coverage. */
int spi_is_covered(const spi_run *run, spol_instant at);

/** Takes over the facts of an event that has some. */
void spi_facts_set(spi_run *run, const spol_event *event);
/** Those of one event last no longer than it. */
void spi_facts_drop(spi_run *run, const spol_event *event);
/** Applies the event at hand: facts first, triggers of steps last. */
void spi_apply(spi_run *run);
/** Applies an event that a step or a line made. */
void spi_apply_made(spi_run *run, uint32_t type, uint32_t line, const spi_lineage *lineage);
static inline const spol_event *spi_event_at(const spi_run *run, uint64_t index) {
  const spol_event *base = run->events;
  if (index >= run->first_count) {
    base = run->supposed;
    index -= run->first_count;
  }
  return (const spol_event *)(const void *)((const unsigned char *)base + index * run->stride);
}
/** A running timer whose target, calendar or pauses may have changed. */
void spi_ladders_look(spi_run *run);
/** Pauses alone: they put off whatever clocks bring, so that a single one counts
 *  them when it is asked. */
static inline void spi_look_paused(spi_run *run) {
  run->touched = 0;
  run->unsettled = 1;
  if (SPI_RARELY(run->has_compound || run->stood)) {
    spi_metrics_refresh(run);
  }
  if (SPI_RARELY(run->version->timers_count != 0)) {
    spi_ladders_look(run);
  }
}
void spi_relook_touched(spi_run *run);
/** Looks everything up again as far as something changed. */
static inline void spi_relook(spi_run *run) {
  const spi_waits *waits = &run->version->waits;
  if ((run->touched & waits->looked_up) != 0) {
    spi_relook_touched(run);
  } else if ((run->touched & SPI_TOUCH_PAUSED) != 0) {
    spi_look_paused(run);
  }
}

/* ---- version.c --------------------------------------------------------------- */

uint32_t spi_version_choose(spi_run *run, const spol_event *opening);
void spi_version_change(spi_run *run, uint32_t index);

/* ---- ladder.c, fire.c -------------------------------------------------------- */

void spi_ladders_make(spi_run *run);
/** The triggers of a version, before its clocks run. */
void spi_triggers_make(spi_run *run);
void spi_ladders_event(spi_run *run);
void spi_ladders_miss(spi_run *run, spi_metric_run *metric);
void spi_ladders_metric(spi_run *run, spi_metric_run *metric);
/** A cycle of a metric was stopped, or all of it ended (0). */
void spi_steps_stopped(spi_run *run, spi_metric_run *metric, uint32_t cycle);
static inline void spi_ladders_stopped(spi_run *run, spi_metric_run *metric, uint32_t cycle) {
  if (metric->use->triggers.count != 0) {
    spi_steps_stopped(run, metric, cycle);
  }
}
void spi_ladders_cycle(spi_run *run, spi_metric_run *metric);
/** When a step that was held back or repeats is reached. */
spol_instant spi_steps_next(const spi_run *run);
/** Finds when the share of a trigger that has a bound is reached. */
void spi_trigger_settle(spi_run *run, uint32_t index);
/** When the next step is reached: exact, if that is by an instant. */
static inline spol_instant spi_ladders_next(spi_run *run, spol_instant by) {
  spol_instant next = SPI_NEVER;
  for (uint32_t i = 0; i < run->version->triggers_count; i++) {
    spi_trigger_run *trigger = &run->triggers[i];
    if (trigger->is_bound && trigger->at <= by) {
      spi_trigger_settle(run, i);
    }
    next = trigger->at < next ? trigger->at : next;
  }
  if (run->steps_wait) {
    spol_instant at = spi_steps_next(run);
    next = at < next ? at : next;
  }
  return run->firing_stopped ? SPI_NEVER : next;
}
/** Whether a step can still be reached without an event. */
int spi_ladders_await(const spi_run *run);
/** Brings what time has reached into the queue. */
void spi_ladders_due(spi_run *run);
/** Takes the next step in the queue; 0 if there is none. */
int spi_ladders_fire(spi_run *run);
/** Puts a step into the queue of the instant. */
void spi_pending_push(spi_run *run, const spi_pending *item);
/** The order of an instant: by share, then the policy's order, then cycle. */
int spi_pending_before(const spi_pending *a, const spi_pending *b);
int spi_step_can_fire(spi_run *run, const spi_step *step);

/* ---- next.c ------------------------------------------------------------------------------------
 */

void spi_next_change(spi_run *run);
/** Goes on without events to the next firing, and back. */
void spi_next_firing(spi_run *run);
/** The same, read off the triggers, foresee.c. 0: they do not say; else *found, and if it is 1
 * *out. */
int spi_foresee(spi_run *run, spi_firing_run *out, int *found);

/* ---- status.c, access.c ------------------------------------------------------------------------
 */

/** Looks up the targets of metrics that have not started, for show. */
void spi_preview(spi_run *run);
spol_decision spi_decision(const spi_run *run, const spi_cause *cause);
spol_place spi_case_place(const spi_run *run, uint32_t version, const spi_place *place);
uint32_t spi_clock_count(const spi_run *run);
uint32_t spi_cycle_count(const spi_run *run);
/** Whether the cycle in force stands beside those that are over. */
int spi_has_current(const spi_metric_run *metric);
/** SPOL_E_VERSION unless a caller's struct has a size that is known. */
spol_status spi_known_size(uint32_t size, size_t known);

/* ---- evaluate.c -------------------------------------------------------------- */

void spi_simulate(spi_run *run);
/** Goes on until something fires, at most so many instants. */
void spi_simulate_firing(spi_run *run, uint32_t instants);

/** The events of a case, and those that are put behind them. */
typedef struct spi_log {
  const spol_event *events;
  uint64_t count;
  const spol_event *supposed;
  uint64_t supposed_count;
  int rows_only;  /**< nobody asks for the next firing */
  spi_seen *seen; /**< rules that are looked for, or NULL */
} spi_log;
spol_status spi_evaluate_log(const spol_policy *policy, const spi_log *log, spol_instant as_of,
                             const spol_evaluation_options *options, void *buffer,
                             uint64_t capacity, uint64_t *needed, const spol_evaluation **out,
                             spol_error *error);

#endif
