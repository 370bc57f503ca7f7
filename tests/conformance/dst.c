/* SPDX-License-Identifier: MIT */
/*
 * Hours by other rules for the wall times that the clocks skip or repeat: each
 * interval runs from the instant of its begin to that of its end, the first
 * pass of a repeated time, a skipped time moved on by the gap or by an hour.
 * In all else the library's answers are the same, so the few questions are
 * asked of the list itself.
 */
#include <stdlib.h>
#include <string.h>

#include "conformance.h"

static bool push(stretch_list *list, spol_instant from, spol_instant to) {
  if (from >= to) {
    return true;
  }
  if (list->count == list->capacity) {
    size_t capacity = list->capacity == 0 ? 256 : list->capacity * 2;
    spol_stretch *items = realloc(list->items, capacity * sizeof *items);
    if (items == NULL) {
      return false;
    }
    list->items = items;
    list->capacity = capacity;
  }
  list->items[list->count++] = (spol_stretch){from, to};
  return true;
}

static bool instant_of(const subject *s, spol_wall wall, spol_instant *out) {
  spol_zone_instants found = {0};
  if (spol_zone_from_local(s->zone, wall, &found) != SPOL_OK) {
    return false;
  }
  if (found.count > 0) {
    *out = found.first;
    return true;
  }
  if (s->how->gap_plus_hour) {
    return spol_zone_resolve(s->zone, wall + SPOL_HOUR, SPOL_WALL_EARLIER, out) == SPOL_OK;
  }
  if (s->how->gap_shifted) {
    return spol_zone_resolve(s->zone, wall, SPOL_WALL_LATER, out) == SPOL_OK;
  }
  *out = found.transition;
  return true;
}

static bool read_span(const subject *s, spol_date date, const json_t *pair, spol_stretch *out) {
  int32_t from = 0;
  int32_t to = 0;
  if (!read_seconds(json_string_value(json_array_get(pair, 0)), &from) ||
      !read_seconds(json_string_value(json_array_get(pair, 1)), &to)) {
    return false;
  }
  if (to <= from) {
    to += 86400;
  }
  return instant_of(s, date * SPOL_DAY + from * SPOL_SECOND, &out->from) &&
         instant_of(s, date * SPOL_DAY + to * SPOL_SECOND, &out->to);
}

static bool is_holiday(const subject *s, const char *text, const char *day) {
  const json_t *list = json_object_get(s->json, "holidays");
  for (size_t i = 0; i < json_array_size(list); i++) {
    const char *one = json_string_value(json_array_get(list, i));
    if (one != NULL && (strcmp(one, text) == 0 || strcmp(one, day) == 0)) {
      return true;
    }
  }
  return false;
}

static const json_t *of_date(const json_t *map, const char *text, const char *day) {
  const json_t *found = json_object_get(map, text);
  return found != NULL ? found : json_object_get(map, day);
}

/* The hours written for a date, or NULL. */
static const json_t *hours_of(const subject *s, spol_date date, const char *text, const char *day) {
  static const char *const days[] = {"mon", "tue", "wed", "thu", "fri", "sat", "sun"};
  const json_t *exception = of_date(json_object_get(s->json, "exceptions"), text, day);
  bool holiday = is_holiday(s, text, day);
  if (exception != NULL && !(holiday && s->how->holiday_wins)) {
    return exception;
  }
  return holiday
             ? NULL
             : json_object_get(json_object_get(s->json, "week"), days[spol_date_weekday(date) - 1]);
}

/* Adds [from, to) without what the breaks of the date take away. */
static bool push_without(const subject *s, spol_date date, const json_t *breaks, spol_stretch span,
                         stretch_list *out) {
  stretch_list rest = {0};
  bool good = push(&rest, span.from, span.to);
  for (size_t i = 0; good && i < json_array_size(breaks); i++) {
    spol_stretch pause;
    stretch_list next = {0};
    good = read_span(s, date, json_array_get(breaks, i), &pause);
    for (size_t k = 0; good && k < rest.count; k++) {
      spol_stretch one = rest.items[k];
      good = push(&next, one.from, one.to < pause.from ? one.to : pause.from) &&
             push(&next, one.from > pause.to ? one.from : pause.to, one.to);
    }
    free(rest.items);
    rest = next;
  }
  for (size_t k = 0; good && k < rest.count; k++) {
    good = push(out, rest.items[k].from, rest.items[k].to);
  }
  free(rest.items);
  return good;
}

static int by_begin(const void *a, const void *b) {
  const spol_stretch *x = a;
  const spol_stretch *y = b;
  return (x->from > y->from) - (x->from < y->from);
}

static void join(stretch_list *list) {
  if (list->count == 0) {
    return;
  }
  qsort(list->items, list->count, sizeof *list->items, by_begin);
  size_t last = 0;
  for (size_t i = 1; i < list->count; i++) {
    spol_stretch *end = &list->items[last];
    if (list->items[i].from <= end->to) {
      end->to = list->items[i].to > end->to ? list->items[i].to : end->to;
    } else {
      list->items[++last] = list->items[i];
    }
  }
  list->count = last + 1;
}

bool wall_stretches(const subject *s, spol_instant from, spol_instant to, stretch_list *out) {
  spol_date last = (spol_date)(to / SPOL_DAY) + 2;
  for (spol_date date = (spol_date)(from / SPOL_DAY) - 2; date <= last; date++) {
    char text[SPOL_TIME_TEXT_MAX];
    char day[8] = "--";
    if (spol_date_format(date, text) != SPOL_OK) {
      continue;
    }
    memcpy(day + 2, text + 5, 6);
    const json_t *hours = hours_of(s, date, text, day);
    const json_t *breaks = of_date(json_object_get(s->json, "breaks"), text, day);
    for (size_t i = 0; i < json_array_size(hours); i++) {
      spol_stretch span;
      if (!read_span(s, date, json_array_get(hours, i), &span) ||
          !push_without(s, date, breaks, span, out)) {
        free(out->items);
        return false;
      }
    }
  }
  join(out);
  return true;
}

/* ---- Questions to a list ------------------------------------------------ */

static bool find_forward(const stretch_list *list, spol_instant at, int64_t amount,
                         spol_instant *out) {
  for (size_t i = 0; i < list->count; i++) {
    spol_instant from = list->items[i].from > at ? list->items[i].from : at;
    if (list->items[i].to > from) {
      if (list->items[i].to - from >= amount) {
        *out = from + amount;
        return true;
      }
      amount -= list->items[i].to - from;
    }
  }
  return false;
}

static bool find_backward(const stretch_list *list, spol_instant at, int64_t amount,
                          spol_instant *out) {
  for (size_t i = list->count; i-- > 0;) {
    spol_instant to = list->items[i].to < at ? list->items[i].to : at;
    if (to > list->items[i].from) {
      if (to - list->items[i].from >= amount) {
        *out = to - amount;
        return true;
      }
      amount -= to - list->items[i].from;
    }
  }
  return false;
}

static int64_t sum(const stretch_list *list, spol_instant a, spol_instant b) {
  int64_t total = 0;
  for (size_t i = 0; i < list->count; i++) {
    spol_instant from = list->items[i].from > a ? list->items[i].from : a;
    spol_instant to = list->items[i].to < b ? list->items[i].to : b;
    total += to > from ? to - from : 0;
  }
  return total;
}

/* The first stretch that ends after t; `list->count` if there is none. */
static size_t index_after(const stretch_list *list, spol_instant t) {
  size_t i = 0;
  while (i < list->count && list->items[i].to <= t) {
    i++;
  }
  return i;
}

static bool ask_place(const subject *s, const stretch_list *list, const char *op, spol_instant at,
                      spol_instant *out) {
  size_t i = index_after(list, at);
  bool open = i < list->count && list->items[i].from <= at;
  if (strcmp(op, "next_open") == 0) {
    if (open && (s->how->next_open_skips_current ||
                 (s->how->next_open_first_start && list->items[i].from < at))) {
      i++;
      open = false;
    }
    *out = i < list->count ? (open ? at : list->items[i].from) : 0;
    return i < list->count;
  }
  if (strcmp(op, "next_close") == 0) {
    *out = i < list->count ? list->items[i].to : 0;
    return i < list->count;
  }
  if (strcmp(op, "prev_open") == 0) {
    spol_instant before = s->how->previous_open_at_or_before ? at + 1 : at;
    for (i = list->count; i-- > 0;) {
      if (list->items[i].from < before) {
        *out = list->items[i].from;
        return true;
      }
    }
    return false;
  }
  for (i = list->count; i-- > 0;) {
    bool strict = s->how->previous_close_strict;
    if (strict ? list->items[i].to < at : list->items[i].from < at) {
      *out = list->items[i].to < at ? list->items[i].to : at;
      return true;
    }
  }
  return false;
}

static void ask_list_periods(const subject *s, const stretch_list *list, bool ahead,
                             spol_instant at, answer *out) {
  const json_t *given = json_object_get(s->json, "count");
  size_t wanted = json_is_integer(given) ? (size_t)json_integer_value(given)
                                         : json_array_size(json_object_get(s->json, "expected"));
  out->kind = ANSWER_PERIODS;
  for (size_t n = 0; n < list->count && out->count < wanted && out->count < MOST_PERIODS; n++) {
    spol_stretch one = list->items[ahead ? n : list->count - 1 - n];
    if (ahead && one.from < at) {
      one.from = at;
    }
    if (!ahead && one.to > at) {
      one.to = at;
    }
    if (one.from < one.to) {
      out->periods[out->count++] = one;
    }
  }
}

static bool ask_list_amount(const subject *s, const stretch_list *list, bool ahead, spol_instant at,
                            spol_instant *out) {
  const json_t *given = json_object_get(s->json, "amount_seconds");
  int64_t amount = (int64_t)json_number_value(given) * SPOL_SECOND;
  if (amount < 0) {
    ahead = !ahead;
    amount = -amount;
  }
  *out = at;
  if (amount == 0) {
    return !s->how->zero_next_open || ask_place(s, list, "next_open", at, out);
  }
  if (!(ahead ? find_forward(list, at, amount, out) : find_backward(list, at, amount, out))) {
    return false;
  }
  if (s->how->landing_next_open) {
    return find_forward(list, *out, 1, out) && (*out -= 1, true);
  }
  if (s->how->landing_previous_close) {
    return find_backward(list, *out, 1, out) && (*out += 1, true);
  }
  return true;
}

/* Takes the list. */
void ask_stretches(const subject *s, const stretch_list *list, const char *op, answer *out) {
  spol_instant at = 0;
  spol_instant to = 0;
  bool good = read_instant(s->zone, json_object_get(s->json, "at"), &at);
  out->kind = ANSWER_INSTANT;
  if (strcmp(op, "elapsed") == 0) {
    good = good && read_instant(s->zone, json_object_get(s->json, "to"), &to);
    out->kind = ANSWER_NUMBER;
    out->value = to >= at ? sum(list, at, to) : -sum(list, to, at);
    if (out->value < 0 && (s->how->elapsed_absolute || s->how->elapsed_not_negative)) {
      out->value = s->how->elapsed_absolute ? -out->value : 0;
    }
  } else if (strcmp(op, "is_open") == 0) {
    size_t i = index_after(list, s->how->end_inclusive ? at - 1 : at);
    out->kind = ANSWER_BOOL;
    out->value = i < list->count && list->items[i].from <= at;
  } else if (strncmp(op, "periods", 7) == 0) {
    ask_list_periods(s, list, strcmp(op, "periods") == 0, at, out);
  } else if (strcmp(op, "add") == 0 || strcmp(op, "sub") == 0) {
    good = good && ask_list_amount(s, list, strcmp(op, "add") == 0, at, &out->value);
  } else {
    good = good && ask_place(s, list, op, at, &out->value);
  }
  if (!good) {
    out->kind = ANSWER_NONE;
    out->status = SPOL_E_UNSUPPORTED;
  }
  free(list->items);
}
