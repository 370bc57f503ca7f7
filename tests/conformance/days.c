/* SPDX-License-Identifier: MIT */
/* Questions counted in business days. */
#include <string.h>

#include "conformance.h"

enum { MOST_DAYS = 40000 };

static bool is_business_day(const subject *s, spol_date date) {
  spol_calendar_date found = {0};
  return spol_calendar_on_date(s->calendar, date, &found) == SPOL_OK && found.has_open_time != 0;
}

/* The count-th business day after (step 1) or before (step -1) a date. */
static bool walk(const subject *s, spol_date *date, int64_t count, int32_t step) {
  for (int32_t tried = 0; count > 0; tried++) {
    *date += step;
    if (tried > MOST_DAYS) {
      return false;
    }
    count -= is_business_day(s, *date);
  }
  return true;
}

/* A wall time of a date, which may run past its midnight. */
static bool at_wall(const subject *s, spol_date date, int64_t since_midnight, spol_instant *out) {
  return spol_zone_resolve(s->zone, date * SPOL_DAY + since_midnight, SPOL_WALL_LATER, out) ==
         SPOL_OK;
}

/* Ours forward: same_time of the N-th business day after the receipt day. */
static bool forward(const subject *s, spol_instant at, int64_t count, spol_instant *out) {
  spol_day_target target = {.size = sizeof target,
                            .unit = SPOL_BUSINESS_DAYS,
                            .count = (int32_t)count,
                            .reading = SPOL_SAME_TIME,
                            .cutoff_seconds = -1};
  spol_day_due due = {0};
  bool good = spol_calendar_day_target(s->calendar, at, &target, &due) == SPOL_OK;
  *out = due.due;
  return good;
}

/* The same backwards: from the last open instant, N business days earlier. */
static bool backward(const subject *s, spol_instant at, int64_t count, spol_instant *out) {
  spol_instant from = 0;
  spol_date date = 0;
  spol_zone_local local = {0};
  if (spol_calendar_previous_close(s->calendar, at, &from, NULL) != SPOL_OK ||
      spol_calendar_date_of(s->calendar, from - 1, &date, NULL) != SPOL_OK ||
      spol_zone_to_local(s->zone, from, &local) != SPOL_OK) {
    return false;
  }
  int64_t since = local.wall - date * SPOL_DAY;
  return walk(s, &date, count, -1) && at_wall(s, date, since, out) &&
         spol_calendar_previous_close(s->calendar, *out, out, NULL) == SPOL_OK;
}

/* days:biz: from the local date, business day or not, N business days on at the
 * same wall time, then the next opening (back: the close before). */
static bool like_biz(const subject *s, const spol_zone_local *local, int64_t count, int32_t step,
                     spol_instant *out) {
  spol_date date = local->date;
  if (!walk(s, &date, count, step) ||
      !at_wall(s, date, local->wall - local->date * SPOL_DAY, out)) {
    return false;
  }
  return (step > 0 ? spol_calendar_next_open(s->calendar, *out, out, NULL)
                   : spol_calendar_previous_close(s->calendar, *out, out, NULL)) == SPOL_OK;
}

/* days:working_hours: first on to a business day, then N more, at the same wall
 * time; nothing changes for N = 0. days:moment: without that first step. */
static bool at_same_wall(const subject *s, const spol_zone_local *local, int64_t count,
                         int32_t step, spol_instant *out) {
  spol_date date = local->date;
  if (s->how->days_working_hours && count > 0 && !is_business_day(s, date) &&
      !walk(s, &date, 1, step)) {
    return false;
  }
  return walk(s, &date, count, step) && at_wall(s, date, local->wall - local->date * SPOL_DAY, out);
}

/* Business days later than the one date, up to the other. */
static bool between(const subject *s, spol_date from, spol_date to, int64_t *out) {
  spol_date first = from < to ? from : to;
  spol_date last = from < to ? to : from;
  int64_t count = 0;
  if (last - first > MOST_DAYS) {
    return false;
  }
  /* Backwards the start does not count either. */
  spol_date begin = from < to ? first + 1 : first;
  spol_date end = from < to ? last : last - 1;
  for (spol_date date = begin; date <= end; date++) {
    count += is_business_day(s, date);
  }
  *out = from < to ? count : -count;
  return true;
}

/* date_only: the local date, as its midnight. */
static bool cut_to_date(const subject *s, spol_instant *t) {
  spol_zone_local local = {0};
  return spol_zone_to_local(s->zone, *t, &local) == SPOL_OK && at_wall(s, local.date, 0, t);
}

static bool ask_shift(const subject *s, const char *op, spol_instant at, spol_instant *out) {
  int64_t count = (int64_t)json_integer_value(json_object_get(s->json, "amount_days"));
  int32_t step = strcmp(op, "sub_days") == 0 ? -1 : 1;
  if (count < 0) {
    count = -count;
    step = -step;
  }
  spol_zone_local local = {0};
  if (spol_zone_to_local(s->zone, at, &local) != SPOL_OK) {
    return false;
  }
  bool good = false;
  if (s->how->days_biz) {
    good = like_biz(s, &local, count, step, out);
  } else if (s->how->days_working_hours || s->how->days_moment) {
    good = at_same_wall(s, &local, count, step, out);
  } else {
    good = step > 0 ? forward(s, at, count, out) : backward(s, at, count, out);
  }
  if (good && s->how->landing_next_open) {
    good = spol_calendar_next_open(s->calendar, *out, out, NULL) == SPOL_OK;
  }
  return good && (!s->how->date_only || cut_to_date(s, out));
}

void ask_days(const subject *s, const char *op, answer *out) {
  spol_instant at = 0;
  spol_instant to = 0;
  out->status = SPOL_E_UNSUPPORTED;
  if (!read_instant(s->zone, json_object_get(s->json, "at"), &at)) {
    return;
  }
  if (strcmp(op, "days_between") == 0) {
    spol_zone_local a = {0};
    spol_zone_local b = {0};
    if (read_instant(s->zone, json_object_get(s->json, "to"), &to) &&
        spol_zone_to_local(s->zone, at, &a) == SPOL_OK &&
        spol_zone_to_local(s->zone, to, &b) == SPOL_OK && between(s, a.date, b.date, &out->value)) {
      out->kind = ANSWER_NUMBER;
      if (out->value < 0 && (s->how->elapsed_absolute || s->how->elapsed_not_negative)) {
        out->value = s->how->elapsed_absolute ? -out->value : 0;
      }
    }
    return;
  }
  if ((strcmp(op, "add_days") == 0 || strcmp(op, "sub_days") == 0) &&
      ask_shift(s, op, at, &out->value)) {
    out->kind = ANSWER_INSTANT;
  }
}
