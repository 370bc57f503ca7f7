/* SPDX-License-Identifier: MIT */
/* From the JSON of a case to a calendar, through the public builder. */
#include <stdio.h>
#include <stdlib.h>
#include <string.h>

#include "conformance.h"

enum { DAY_SECONDS = 86400, MOST_HOURS = 64, YEARS_AROUND = 30 };

/* Reads "09:00", "24:00", "26:30" or "01:30:30". */
bool read_seconds(const char *text, int32_t *seconds) {
  int hour = 0;
  int minute = 0;
  int second = 0;
  int used = 0;
  if (text == NULL || sscanf(text, "%d:%d%n", &hour, &minute, &used) < 2) {
    return false;
  }
  if (text[used] == ':') {
    int more = 0;
    if (sscanf(text + used, ":%d%n", &second, &more) < 1) {
      return false;
    }
    used += more;
  }
  if (text[used] != '\0' || hour < 0 || hour > 48 || minute < 0 || minute > 59 || second < 0 ||
      second > 59) {
    return false;
  }
  *seconds = hour * 3600 + minute * 60 + second;
  return *seconds <= 2 * DAY_SECONDS;
}

int32_t read_weekday(const char *text) {
  static const char names[] = "montuewedthufrisatsun";
  for (int32_t day = 0; day < 7; day++) {
    if (strncmp(text, names + (size_t)day * 3, 3) == 0) {
      return day + 1;
    }
  }
  return 0;
}

/* Reads "2024-12-25", or "--12-25" in the year given (false where the year has
 * no such day). */
bool read_date_key(const char *text, int32_t year, spol_date *date, bool *yearly) {
  int y = year;
  int m = 0;
  int d = 0;
  *yearly = strncmp(text, "--", 2) == 0;
  if (*yearly ? sscanf(text, "--%d-%d", &m, &d) != 2 : sscanf(text, "%d-%d-%d", &y, &m, &d) != 3) {
    return false;
  }
  return spol_date_from_civil(y, m, d, date) == SPOL_OK;
}

static bool read_piece(const json_t *pair, spol_day_hours *out) {
  return json_array_size(pair) == 2 &&
         read_seconds(json_string_value(json_array_get(pair, 0)), &out->open_seconds) &&
         read_seconds(json_string_value(json_array_get(pair, 1)), &out->close_seconds);
}

/* An end not after its start lies on the next day; equal ends are 24 hours. */
static void unfold(spol_day_hours *piece) {
  if (piece->close_seconds <= piece->open_seconds) {
    piece->close_seconds += DAY_SECONDS;
  }
}

static spol_status add_week_piece(spol_calendar_builder *b, int32_t weekday, spol_day_hours piece) {
  unfold(&piece);
  int32_t next = weekday % 7 + 1;
  if (piece.open_seconds >= DAY_SECONDS) { /* "25:00" to "27:00" */
    return spol_calendar_builder_add_hours(b, next, piece.open_seconds - DAY_SECONDS,
                                           piece.close_seconds - DAY_SECONDS);
  }
  if (piece.close_seconds - piece.open_seconds >= DAY_SECONDS && piece.open_seconds > 0) {
    spol_window window = {.size = sizeof window,
                          .open_weekday = weekday,
                          .open_seconds = piece.open_seconds,
                          .close_weekday = next,
                          .close_seconds = piece.close_seconds - DAY_SECONDS};
    return spol_calendar_builder_add_window(b, &window);
  }
  if (piece.close_seconds > DAY_SECONDS) {
    piece.close_seconds -= DAY_SECONDS;
  }
  return spol_calendar_builder_add_hours(b, weekday, piece.open_seconds, piece.close_seconds);
}

static bool add_week(spol_calendar_builder *b, const json_t *week) {
  const char *key = NULL;
  json_t *list = NULL;
  json_object_foreach((json_t *)week, key, list) {
    int32_t weekday = read_weekday(key);
    for (size_t i = 0; i < json_array_size(list); i++) {
      spol_day_hours piece;
      if (weekday == 0 || !read_piece(json_array_get(list, i), &piece) ||
          add_week_piece(b, weekday, piece) != SPOL_OK) {
        return false;
      }
    }
  }
  return true;
}

static bool add_holidays(spol_calendar_builder *b, const json_t *list) {
  if (json_array_size(list) == 0) {
    return true;
  }
  spol_holidays_builder *h = NULL;
  spol_holidays *made = NULL;
  bool good = spol_holidays_builder_new(NULL, &h) == SPOL_OK;
  for (size_t i = 0; good && i < json_array_size(list); i++) {
    const char *text = json_string_value(json_array_get(list, i));
    spol_date date = 0;
    bool yearly = false;
    good = text != NULL && read_date_key(text, 2024, &date, &yearly);
    if (good && yearly) {
      spol_civil_date civil = {0};
      good = spol_date_to_civil(date, &civil) == SPOL_OK;
      spol_holiday_rule rule = {
          .size = sizeof rule, .kind = SPOL_HOLIDAY_YEARLY, .month = civil.month, .day = civil.day};
      good = good && spol_holidays_builder_add_rule(h, &rule, NULL) == SPOL_OK;
    } else if (good) {
      good = spol_holidays_builder_add_list(h, NULL, &date, NULL, 1, 1, 9999, NULL) == SPOL_OK;
    }
  }
  good = good && spol_holidays_builder_build(h, &made, NULL) == SPOL_OK;
  good = good && spol_calendar_builder_add_holidays(b, made) == SPOL_OK;
  spol_holidays_unref(made);
  spol_holidays_builder_free(h);
  return good;
}

static bool is_listed_holiday(const subject *s, spol_date date) {
  const json_t *list = json_object_get(s->json, "holidays");
  spol_civil_date civil = {0};
  if (spol_date_to_civil(date, &civil) != SPOL_OK) {
    return false;
  }
  for (size_t i = 0; i < json_array_size(list); i++) {
    const char *text = json_string_value(json_array_get(list, i));
    spol_date other = 0;
    bool yearly = false;
    if (text != NULL && read_date_key(text, civil.year, &other, &yearly) && other == date) {
      return true;
    }
  }
  return false;
}

static bool add_exception(const subject *s, spol_calendar_builder *b, spol_date date,
                          const json_t *list) {
  spol_day_hours hours[MOST_HOURS];
  size_t count = json_array_size(list);
  if (count > MOST_HOURS || (s->how->holiday_wins && is_listed_holiday(s, date))) {
    return count <= MOST_HOURS;
  }
  for (size_t i = 0; i < count; i++) {
    if (!read_piece(json_array_get(list, i), &hours[i])) {
      return false;
    }
    unfold(&hours[i]);
  }
  return spol_calendar_builder_set_exception(b, date, hours, count, NULL) == SPOL_OK;
}

static bool add_breaks(spol_calendar_builder *b, spol_date date, int32_t weekday,
                       const json_t *list) {
  for (size_t i = 0; i < json_array_size(list); i++) {
    spol_day_hours piece;
    if (!read_piece(json_array_get(list, i), &piece)) {
      return false;
    }
    unfold(&piece);
    int32_t from = piece.open_seconds;
    int32_t to = piece.close_seconds;
    spol_status status = weekday != 0 ? spol_calendar_builder_add_weekly_break(b, weekday, from, to)
                                      : spol_calendar_builder_add_dated_break(b, date, from, to);
    if (status != SPOL_OK) {
      return false;
    }
  }
  return true;
}

/* The years round which a case asks, for what is written without a year. */
static int32_t year_asked(const json_t *json) {
  const char *at = json_string_value(json_object_get(json, "at"));
  int year = 2024;
  if (at != NULL && sscanf(at, "%d-", &year) != 1) {
    year = 2024;
  }
  return year;
}

static bool add_dated(const subject *s, spol_calendar_builder *b, const char *field,
                      bool exceptions) {
  const char *key = NULL;
  json_t *list = NULL;
  int32_t middle = year_asked(s->json);
  json_object_foreach(json_object_get(s->json, field), key, list) {
    int32_t weekday = exceptions ? 0 : read_weekday(key);
    bool yearly = strncmp(key, "--", 2) == 0;
    int32_t first = yearly ? middle - YEARS_AROUND : middle;
    int32_t last = yearly ? middle + YEARS_AROUND : middle;
    for (int32_t year = first; year <= last; year++) {
      spol_date date = 0;
      bool unused = false;
      if (weekday == 0 && !read_date_key(key, year, &date, &unused)) {
        if (yearly) {
          continue; /* 29 February */
        }
        return false;
      }
      if (!(exceptions ? add_exception(s, b, date, list) : add_breaks(b, date, weekday, list))) {
        return false;
      }
    }
  }
  return true;
}

bool subject_make(subject *s, const json_t *json, spol_zone *zone, const conventions *how,
                  const char **why) {
  s->json = json;
  s->how = how;
  s->zone = spol_zone_ref(zone);
  s->calendar = NULL;
  spol_calendar_builder *b = NULL;
  *why = "the schedule cannot be read";
  spol_status status = spol_calendar_builder_new(NULL, zone, &b);
  bool good = status == SPOL_OK && add_week(b, json_object_get(json, "week")) &&
              add_holidays(b, json_object_get(json, "holidays")) &&
              add_dated(s, b, "exceptions", true) && add_dated(s, b, "breaks", false);
  if (good) {
    spol_compile_options options = {.size = sizeof options, .first_year = 2001, .last_year = 2000};
    status = spol_calendar_builder_build(b, &options, &s->calendar, NULL);
    good = status == SPOL_OK || status == SPOL_E_NEVER_OPEN;
    *why = spol_status_name(status);
  }
  spol_calendar_builder_free(b);
  if (!good) {
    subject_drop(s);
  }
  return good;
}

void subject_drop(subject *s) {
  spol_calendar_unref(s->calendar);
  spol_zone_unref(s->zone);
  s->calendar = NULL;
  s->zone = NULL;
}
