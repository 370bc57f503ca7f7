/* SPDX-License-Identifier: MIT */
/* `N per day` and `N per week` (docs/semantics.md, section 7): one cycle per
 * business day or week, met by its N-th stop, due at its last close. */
#include "case/run.h"

enum { DAYS_MAX = 4000, WEEK = 7 };

typedef struct period {
  spol_instant opens;
  spol_instant closes;
  spol_date last; /* its last date */
} period;

static int is_counted(spi_run *run, const spi_target *target, const spol_calendar_date *day) {
  if (target->business_days == SPI_NONE) {
    return day->has_open_time;
  }
  const spi_business_days *days = &run->version->business_days[target->business_days];
  int32_t weekday = spol_date_weekday(day->date);
  if (days->weekday_mask != 0 && !((days->weekday_mask >> (weekday - 1)) & 1)) {
    return 0;
  }
  const spol_calendar *calendar;
  spol_calendar_date other;
  if (days->calendar != SPI_NONE && spi_find_calendar(run, days->calendar, &calendar) == SPI_YES) {
    return spol_calendar_on_date(calendar, day->date, &other) == SPOL_OK && other.has_open_time &&
           day->has_open_time;
  }
  return day->has_open_time;
}

/* Adds a date to a period, if it counts. */
static void add_day(spi_run *run, const spi_target *target, const spol_calendar *calendar,
                    spol_date date, period *out) {
  spol_calendar_date day;
  if (spol_calendar_on_date(calendar, date, &day) != SPOL_OK || !is_counted(run, target, &day)) {
    return;
  }
  if (out->opens == SPI_NEVER || day.first_open < out->opens) {
    out->opens = day.first_open;
  }
  if (out->closes == SPOL_INSTANT_NONE || day.last_close > out->closes) {
    out->closes = day.last_close;
  }
}

/* The first period that begins on `date` or later. */
static int find_period(spi_run *run, const spi_target *target, const spol_calendar *calendar,
                       spol_date date, period *out) {
  for (int tries = 0; tries < DAYS_MAX && date <= SPOL_DATE_MAX - WEEK; tries++) {
    out->opens = SPI_NEVER;
    out->closes = SPOL_INSTANT_NONE;
    int length = 1;
    if (target->per_week) {
      date -= spol_date_weekday(date) - SPOL_MONDAY;
      length = WEEK;
    }
    for (int i = 0; i < length; i++) {
      add_day(run, target, calendar, date + i, out);
    }
    out->last = date + length - 1;
    if (out->opens != SPI_NEVER) {
      return 1;
    }
    date += length;
  }
  return 0;
}

/* The last close of the counted dates before a date; NONE: there are none. */
static spol_instant close_before(spi_run *run, const spi_target *target,
                                 const spol_calendar *calendar, spol_date date) {
  period found = {SPI_NEVER, SPOL_INSTANT_NONE, 0};
  for (int tries = 0; tries < DAYS_MAX && date > SPOL_DATE_MIN && found.opens == SPI_NEVER;
       tries++) {
    add_day(run, target, calendar, --date, &found);
  }
  return found.closes;
}

static void set_period(spi_metric_run *metric, const period *found) {
  spi_leg *leg = &metric->clock.legs[0];
  leg->word = 0;
  leg->fixed = 1;
  leg->over = 1;
  leg->start = leg->receipt = leg->base = leg->covered = found->opens;
  leg->base_position = leg->end_position = SPI_NO_POSITION;
  leg->stamp++;
  leg->end = leg->unpaused = leg->due = found->closes;
  leg->length = spi_open(leg->aim.calendar, found->opens, found->closes);
  metric->from = found->opens;
}

void spi_period_begin(spi_run *run, spi_metric_run *metric, const spi_aim *aim,
                      spol_instant receipt, int first) {
  const spi_target *target = &run->version->targets[aim->target];
  spol_date date;
  period found;
  if (aim->calendar == NULL ||
      spol_calendar_date_of(aim->calendar, receipt, &date, NULL) != SPOL_OK) {
    metric->clock.legs[0].word = 1;
    return;
  }
  for (int tries = 0; tries < DAYS_MAX; tries++) {
    if (!find_period(run, target, aim->calendar, date, &found)) {
      metric->clock.legs[0].word = 1;
      return;
    }
    /* The first whole one; later ones come after the one before. */
    if (first ? receipt <= found.opens : found.closes > receipt) {
      set_period(metric, &found);
      if (first) {
        metric->last_close = close_before(run, target, aim->calendar,
                                          found.last - (target->per_week ? WEEK - 1 : 0));
      }
      return;
    }
    date = found.last + 1;
  }
}

static uint32_t needed(const spi_run *run, const spi_metric_run *metric) {
  const spi_version *version = &run->policy->versions[metric->clock.version];
  return version->targets[metric->clock.legs[0].aim.target].per_count;
}

static void end_period(spi_run *run, spi_metric_run *metric, int32_t outcome) {
  spol_instant due = metric->clock.legs[0].due;
  spi_cycle_run *cycle = spi_cycle_push(run, metric, due, &metric->clock.legs[0]);
  cycle->outcome = outcome;
  cycle->stopped_at = outcome == SPOL_OUTCOME_MET ? metric->met_at : SPOL_INSTANT_NONE;
  cycle->stops_needed = needed(run, metric);
  cycle->opens_after = metric->last_close;
  cycle->state = outcome == SPOL_OUTCOME_MET ? SPOL_METRIC_STOPPED : SPOL_METRIC_ENDED;
  spi_touch(run, SPI_TOUCH_METRIC);
  metric->miss_at = SPI_NEVER;
  metric->last_close = due;
  spi_metric_begin(run, metric, due);
}

/* Whether a reason is in force at an instant just behind now. */
static int was_paused(const spi_track *track, spol_instant at) {
  for (uint32_t i = 0; i < track->active_count; i++) {
    if (track->active[i].from <= at) {
      return 1;
    }
  }
  const spi_list *ended = spi_track_ended(track);
  for (uint32_t i = ended->count; i > 0; i--) {
    const spi_span *span = spi_list_at(ended, i - 1);
    if (span->to <= at) {
      return 0;
    }
    if (span->from <= at) {
      return 1;
    }
  }
  return 0;
}

/* At the last close: met, missed, or paused then and without outcome. */
void spi_period_close(spi_run *run, spi_metric_run *metric) {
  if (metric->stops >= needed(run, metric)) {
    end_period(run, metric, SPOL_OUTCOME_MET);
    return;
  }
  if (was_paused(metric->track, metric->clock.legs[0].due)) {
    end_period(run, metric, SPOL_OUTCOME_NONE);
    return;
  }
  metric->misses++;
  metric->missed = 1;
  metric->missed_at = run->now;
  spi_ladders_miss(run, metric);
  end_period(run, metric, SPOL_OUTCOME_MISSED);
}

int spi_period_is_met(const spi_run *run, const spi_metric_run *metric) {
  return spi_is_period(run, metric) && metric->stops >= needed(run, metric);
}

void spi_period_keep_met(const spi_run *run, spi_metric_run *metric) {
  if (spi_period_is_met(run, metric)) {
    metric->outcome = SPOL_OUTCOME_MET;
    metric->stopped_at = metric->met_at;
  }
}

/* A stop learned late counts for the period that ran then. */
static void stop_late(spi_run *run, spi_metric_run *metric, spol_instant at) {
  for (uint32_t i = 0; i < metric->cycles.count; i++) {
    spi_cycle_run *cycle = spi_list_at(&metric->cycles, i);
    if (at > cycle->leg->due) {
      continue;
    }
    if (cycle->outcome != SPOL_OUTCOME_MISSED || (i == 0 && at <= cycle->opens_after)) {
      return;
    }
    cycle->stops++;
    if (cycle->stops == cycle->stops_needed) {
      cycle->outcome = SPOL_OUTCOME_MET;
      cycle->stopped_at = at;
      cycle->flags |= SPOL_RESULT_SUPERSEDED;
      cycle->stop = spi_doer_at_hand(run);
      spi_touch(run, SPI_TOUCH_METRIC);
      spi_ladders_stopped(run, metric, cycle->number);
    }
    return;
  }
}

/* A stop counts for the period whose last close is the first at or after it. */
void spi_period_stop(spi_run *run, spi_metric_run *metric, spol_instant at) {
  if (metric->state != SPOL_METRIC_RUNNING) {
    return;
  }
  while (metric->state == SPOL_METRIC_RUNNING && metric->miss_at <= run->now &&
         at > metric->clock.legs[0].due && !run->room.full) {
    spi_period_close(run, metric);
  }
  if (metric->state == SPOL_METRIC_RUNNING && at <= metric->last_close) {
    stop_late(run, metric, at);
  } else if (metric->state == SPOL_METRIC_RUNNING && at <= metric->clock.legs[0].due) {
    if (metric->stops < UINT32_MAX) {
      metric->stops++;
      metric->last_stop = at;
      if (metric->stops == needed(run, metric)) {
        metric->stop = spi_doer_at_hand(run);
        metric->met_at = at;
        spi_touch(run, SPI_TOUCH_METRIC);
        spi_ladders_stopped(run, metric, metric->cycle);
      }
    }
  }
}
