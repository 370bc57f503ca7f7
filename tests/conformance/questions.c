/* SPDX-License-Identifier: MIT */
/*
 * The answer to a case: ours, and, by a case's conventions, the one that
 * another library gives. Each convention is a step from our answer to theirs.
 */
#include <string.h>

#include "conformance.h"

bool read_instant(const spol_zone *zone, const json_t *value, spol_instant *out) {
  const char *text = json_string_value(value);
  if (text == NULL) {
    return false;
  }
  size_t length = strlen(text);
  if (length == 10) { /* a date stands for its midnight */
    spol_date date = 0;
    return spol_date_parse(text, length, &date, NULL) == SPOL_OK &&
           spol_zone_resolve(zone, date * SPOL_DAY, SPOL_WALL_LATER, out) == SPOL_OK;
  }
  return spol_zone_parse_instant(zone, SPOL_WALL_EARLIER, text, length, out, NULL) == SPOL_OK;
}

/* Seconds, whole or not, as microseconds. */
static int64_t read_amount(const json_t *value) {
  if (json_is_integer(value)) {
    return (int64_t)json_integer_value(value) * SPOL_SECOND;
  }
  double seconds = json_number_value(value);
  return (int64_t)(seconds * 1e6 + (seconds < 0 ? -0.5 : 0.5));
}

static bool is_open(const subject *s, spol_instant t) {
  int32_t open = 0;
  return spol_calendar_is_open(s->calendar, t, &open, NULL) == SPOL_OK && open != 0;
}

/* Open just before t. */
static bool was_open(const subject *s, spol_instant t) {
  spol_instant close = 0;
  return spol_calendar_previous_close(s->calendar, t, &close, NULL) == SPOL_OK && close == t;
}

/* landing:next_open and landing:prev_close: where an amount that is used up at
 * the end of open time comes to lie. */
static spol_status land(const subject *s, spol_instant t, spol_instant *out) {
  *out = t;
  if (s->how->landing_next_open) {
    return spol_calendar_next_open(s->calendar, t, out, NULL);
  }
  if (s->how->landing_previous_close) {
    return spol_calendar_previous_close(s->calendar, t, out, NULL);
  }
  return SPOL_OK;
}

static spol_status ask_amount(const subject *s, bool forward, spol_instant at, spol_instant *out) {
  int64_t amount = read_amount(json_object_get(s->json, "amount_seconds"));
  if (amount < 0) {
    forward = !forward;
    amount = -amount;
  }
  if (amount == 0 && s->how->zero_next_open) {
    return spol_calendar_next_open(s->calendar, at, out, NULL);
  }
  spol_instant found = 0;
  spol_status status = forward ? spol_calendar_add(s->calendar, at, amount, &found, NULL)
                               : spol_calendar_subtract(s->calendar, at, amount, &found, NULL);
  return status == SPOL_OK ? land(s, found, out) : status;
}

static spol_status ask_elapsed(const subject *s, spol_instant at, spol_instant to, int64_t *out) {
  spol_status status = spol_calendar_elapsed(s->calendar, at, to, out, NULL);
  if (status == SPOL_OK && *out < 0) {
    *out = s->how->elapsed_not_negative ? 0 : s->how->elapsed_absolute ? -*out : *out;
  }
  return status;
}

static spol_status ask_next_open(const subject *s, spol_instant at, spol_instant *out) {
  bool later_only = s->how->next_open_skips_current || s->how->next_open_first_start;
  bool begins = is_open(s, at) && !was_open(s, at);
  if (s->how->next_open_first_start && begins) {
    later_only = false;
  }
  if (s->how->end_inclusive && !later_only && was_open(s, at)) {
    *out = at;
    return SPOL_OK;
  }
  if (later_only && is_open(s, at)) {
    spol_instant close = 0;
    spol_status status = spol_calendar_next_close(s->calendar, at, &close, NULL);
    return status == SPOL_OK ? spol_calendar_next_open(s->calendar, close, out, NULL) : status;
  }
  return spol_calendar_next_open(s->calendar, at, out, NULL);
}

/* Whether a date's written hours end at its midnight. */
static bool ends_at_midnight(const subject *s, spol_date date) {
  static const char *const days[] = {"mon", "tue", "wed", "thu", "fri", "sat", "sun"};
  const json_t *list =
      json_object_get(json_object_get(s->json, "week"), days[spol_date_weekday(date) - 1]);
  for (size_t i = 0; i < json_array_size(list); i++) {
    int32_t end = 0;
    const json_t *pair = json_array_get(list, i);
    if (read_seconds(json_string_value(json_array_get(pair, 1)), &end) && end == 86400) {
      return true;
    }
  }
  return false;
}

/* 24:00_is_23:59:59.999999: hours that end at midnight end a microsecond before
 * it, so that the next day's are not joined to them. */
static spol_status ask_next_close(const subject *s, spol_instant at, spol_instant *out) {
  spol_instant close = 0;
  spol_status status = spol_calendar_next_close(s->calendar, at, &close, NULL);
  spol_zone_local local = {0};
  if (!s->how->day_ends_before_midnight || spol_zone_to_local(s->zone, at, &local) != SPOL_OK) {
    *out = close;
    return status;
  }
  for (spol_date date = local.date; date < local.date + 400; date++) {
    spol_instant midnight = 0;
    if (spol_zone_resolve(s->zone, (date + 1) * SPOL_DAY, SPOL_WALL_EARLIER, &midnight) !=
        SPOL_OK) {
      break;
    }
    if (status == SPOL_OK && close < midnight) {
      break;
    }
    if (midnight - 1 > at && was_open(s, midnight) && ends_at_midnight(s, date)) {
      *out = midnight - 1;
      return SPOL_OK;
    }
  }
  *out = close;
  return status;
}

static spol_status ask_previous_open(const subject *s, spol_instant at, spol_instant *out) {
  spol_instant before = s->how->previous_open_at_or_before ? at + 1 : at;
  return spol_calendar_previous_open(s->calendar, before, out, NULL);
}

static spol_status ask_previous_close(const subject *s, spol_instant at, spol_instant *out) {
  spol_status status = spol_calendar_previous_close(s->calendar, at, out, NULL);
  if (status == SPOL_OK && s->how->previous_close_strict && *out == at) {
    spol_instant open = 0;
    status = spol_calendar_previous_open(s->calendar, at, &open, NULL);
    return status == SPOL_OK ? spol_calendar_previous_close(s->calendar, open, out, NULL) : status;
  }
  return status;
}

static spol_status ask_periods(const subject *s, bool forward, spol_instant at, answer *out) {
  const json_t *given = json_object_get(s->json, "count");
  size_t wanted = json_is_integer(given) ? (size_t)json_integer_value(given)
                                         : json_array_size(json_object_get(s->json, "expected"));
  out->kind = ANSWER_PERIODS;
  out->count = 0;
  while (out->count < wanted && out->count < MOST_PERIODS) {
    spol_stretch *next = &out->periods[out->count];
    spol_status status = SPOL_OK;
    if (forward) {
      status = spol_calendar_next_open(s->calendar, at, &next->from, NULL);
      status = status != SPOL_OK
                   ? status
                   : spol_calendar_next_close(s->calendar, next->from, &next->to, NULL);
      at = next->to;
    } else {
      status = spol_calendar_previous_close(s->calendar, at, &next->to, NULL);
      status = status != SPOL_OK
                   ? status
                   : spol_calendar_previous_open(s->calendar, next->to, &next->from, NULL);
      at = next->from;
    }
    if (status != SPOL_OK) {
      break; /* fewer than asked for */
    }
    out->count++;
  }
  return SPOL_OK;
}

static void ask_never_open(const subject *s, const char *op, spol_instant at, answer *out) {
  if (strcmp(op, "is_open") == 0) {
    out->kind = ANSWER_BOOL;
  } else if (strcmp(op, "elapsed") == 0 || strcmp(op, "days_between") == 0) {
    out->kind = ANSWER_NUMBER;
  } else if (strncmp(op, "periods", 7) == 0) {
    out->kind = ANSWER_PERIODS;
  } else if (strcmp(op, "add") == 0 || strcmp(op, "sub") == 0) {
    if (read_amount(json_object_get(s->json, "amount_seconds")) == 0 && !s->how->zero_next_open) {
      out->kind = ANSWER_INSTANT;
      out->value = at;
    }
  }
}

static void ask_at(const subject *s, const char *op, spol_instant at, spol_instant to,
                   answer *out) {
  spol_status status = SPOL_OK;
  out->kind = ANSWER_INSTANT;
  if (strcmp(op, "add") == 0) {
    status = ask_amount(s, true, at, &out->value);
  } else if (strcmp(op, "sub") == 0) {
    status = ask_amount(s, false, at, &out->value);
  } else if (strcmp(op, "elapsed") == 0) {
    out->kind = ANSWER_NUMBER;
    status = ask_elapsed(s, at, to, &out->value);
  } else if (strcmp(op, "is_open") == 0) {
    out->kind = ANSWER_BOOL;
    out->value = is_open(s, at) || (s->how->end_inclusive && was_open(s, at));
  } else if (strcmp(op, "next_open") == 0) {
    status = ask_next_open(s, at, &out->value);
  } else if (strcmp(op, "next_close") == 0) {
    status = ask_next_close(s, at, &out->value);
  } else if (strcmp(op, "prev_open") == 0) {
    status = ask_previous_open(s, at, &out->value);
  } else if (strcmp(op, "prev_close") == 0) {
    status = ask_previous_close(s, at, &out->value);
  } else if (strcmp(op, "periods") == 0 || strcmp(op, "periods_back") == 0) {
    status = ask_periods(s, strcmp(op, "periods") == 0, at, out);
  } else {
    status = SPOL_E_UNSUPPORTED;
  }
  if (status != SPOL_OK) {
    out->kind = ANSWER_NONE;
    out->status = status;
  }
}

/* dst:interval_length_is_wall_clock: the same hours in a zone without clock
 * changes, asked with wall times instead of instants. */
static void ask_on_the_wall(const subject *s, const char *op, spol_instant at, spol_instant to,
                            answer *out) {
  spol_zone *utc = NULL;
  spol_zone_local from = {0};
  spol_zone_local until = {0};
  conventions how = *s->how;
  how.wall_clock_lengths = false;
  subject flat;
  const char *why = NULL;
  out->status = SPOL_E_UNSUPPORTED;
  if (spol_zone_to_local(s->zone, at, &from) != SPOL_OK ||
      spol_zone_to_local(s->zone, to, &until) != SPOL_OK ||
      spol_zone_fixed(NULL, 0, &utc) != SPOL_OK) {
    return;
  }
  if (subject_make(&flat, s->json, utc, &how, &why)) {
    if (flat.calendar != NULL) {
      ask_at(&flat, op, from.wall, until.wall, out);
    }
    subject_drop(&flat);
  }
  spol_zone_unref(utc);
  if (out->kind == ANSWER_INSTANT &&
      spol_zone_resolve(s->zone, out->value, SPOL_WALL_EARLIER, &out->value) != SPOL_OK) {
    out->kind = ANSWER_NONE;
  }
  for (size_t i = 0; out->kind == ANSWER_PERIODS && i < out->count; i++) {
    spol_stretch *p = &out->periods[i];
    if (spol_zone_resolve(s->zone, p->from, SPOL_WALL_EARLIER, &p->from) != SPOL_OK ||
        spol_zone_resolve(s->zone, p->to, SPOL_WALL_EARLIER, &p->to) != SPOL_OK) {
      out->kind = ANSWER_NONE;
    }
  }
}

static void ask_by_other_clocks(const subject *s, const char *op, spol_instant at, spol_instant to,
                                answer *out) {
  int64_t amount = read_amount(json_object_get(s->json, "amount_seconds"));
  int64_t reach = 400 * SPOL_DAY + 8 * (amount < 0 ? -amount : amount);
  stretch_list list = {0};
  if (wall_stretches(s, (at < to ? at : to) - reach, (at < to ? to : at) + reach, &list)) {
    ask_stretches(s, &list, op, out);
  }
}

void ask(const subject *s, answer *out) {
  const char *op = json_string_value(json_object_get(s->json, "op"));
  spol_instant at = 0;
  spol_instant to = 0;
  out->kind = ANSWER_NONE;
  out->status = SPOL_E_NEVER_OPEN;
  out->value = 0;
  out->count = 0;
  if (op == NULL || !read_instant(s->zone, json_object_get(s->json, "at"), &at)) {
    out->status = SPOL_E_SYNTAX;
    return;
  }
  if (!read_instant(s->zone, json_object_get(s->json, "to"), &to)) {
    to = at;
  }
  if (s->calendar == NULL) {
    ask_never_open(s, op, at, out);
  } else if (strstr(op, "days") != NULL) {
    ask_days(s, op, out);
  } else if (s->how->wall_clock_lengths) {
    ask_on_the_wall(s, op, at, to, out);
  } else if (s->how->first_pass_only || s->how->gap_shifted || s->how->gap_plus_hour) {
    ask_by_other_clocks(s, op, at, to, out);
  } else {
    ask_at(s, op, at, to, out);
  }
}
