/* SPDX-License-Identifier: MIT */
/* A month of a calendar, a line a day. */
#include "calendar.h"
#include "json_out.h"

enum { MOST_PIECES = 64, DAY_COLUMNS = 24, MOST_DAYS = 31 };

typedef struct month_day {
  spol_calendar_date date;
  spol_instant from; /* of the local date: midnight, and the next */
  spol_instant to;
  spol_stretch pieces[MOST_PIECES];
  size_t count;
  spol_duration open;
} month_day;

static spol_instant midnight(const spol_zone *zone, spol_date date) {
  spol_zone_instants found;
  spol_wall wall = (spol_wall)date * SPOL_DAY;
  if (spol_zone_from_local(zone, wall, &found) != SPOL_OK) {
    return SPOL_INSTANT_NONE;
  }
  return found.count != 0 ? found.first : found.transition;
}

static int look_at(const spol_calendar *calendar, spol_date date, month_day *out) {
  const spol_zone *zone = spol_calendar_zone(calendar);
  out->from = midnight(zone, date);
  out->to = midnight(zone, date + 1);
  out->open = 0;
  if (out->from == SPOL_INSTANT_NONE || out->to == SPOL_INSTANT_NONE ||
      spol_calendar_on_date(calendar, date, &out->date) != SPOL_OK ||
      spol_calendar_stretches(calendar, out->from, out->to, out->pieces, MOST_PIECES, &out->count,
                              NULL) != SPOL_OK) {
    return 0;
  }
  out->count = out->count < MOST_PIECES ? out->count : MOST_PIECES;
  for (size_t i = 0; i < out->count; i++) {
    out->open += out->pieces[i].to - out->pieces[i].from;
  }
  return 1;
}

/* ---- Words ------------------------------------------------------------------- */

static const char *const weekdays[] = {"Mon", "Tue", "Wed", "Thu", "Fri", "Sat", "Sun"};
static const char *const months[] = {"January",   "February", "March",    "April",
                                     "May",       "June",     "July",     "August",
                                     "September", "October",  "November", "December"};

static const char *why(const spol_calendar_date *date) {
  switch (date->source) {
  case SPOL_DAY_HOLIDAY:
    return date->name != NULL ? date->name : "holiday";
  case SPOL_DAY_EXCEPTION:
    return date->name != NULL ? date->name : "exception";
  default:
    return "";
  }
}

static void print_clock(const spol_zone *zone, const month_day *day, spol_instant at) {
  spol_zone_local local;
  if (at == day->to || spol_zone_to_local(zone, at, &local) != SPOL_OK) {
    fputs("24:00", stdout);
    return;
  }
  int64_t minutes = (local.wall - (int64_t)local.date * SPOL_DAY) / SPOL_MINUTE;
  printf("%02d:%02d", (int)(minutes / 60), (int)(minutes % 60));
}

/* The day in characters: an hour of its wall clock each; half open is half. */
static void print_bar(const spol_zone *zone, const month_day *day) {
  int64_t open[DAY_COLUMNS] = {0};
  for (size_t i = 0; i < day->count; i++) {
    for (spol_instant at = day->pieces[i].from; at < day->pieces[i].to; at += SPOL_MINUTE) {
      spol_zone_local local;
      if (spol_zone_to_local(zone, at, &local) == SPOL_OK) {
        open[(local.wall - (int64_t)local.date * SPOL_DAY) / SPOL_HOUR % DAY_COLUMNS]++;
      }
    }
  }
  putchar('|');
  for (int i = 0; i < DAY_COLUMNS; i++) {
    putchar(open[i] >= 60 ? '#' : open[i] > 0 ? '+' : '.');
  }
  putchar('|');
}

static void print_day(const spol_zone *zone, const month_day *day, int number) {
  printf("%s %2d ", weekdays[spol_date_weekday(day->date.date) - 1], number);
  print_bar(zone, day);
  for (size_t i = 0; i < day->count; i++) {
    fputs(i == 0 ? " " : ", ", stdout);
    print_clock(zone, day, day->pieces[i].from);
    putchar('-');
    print_clock(zone, day, day->pieces[i].to);
  }
  const char *reason = why(&day->date);
  printf("%s%s%s", day->count == 0 ? " closed" : "", reason[0] != '\0' ? "  " : "", reason);
  if (day->to - day->from != SPOL_DAY) {
    fputs("  the clocks change", stdout);
  }
  if (day->date.flags & SPOL_CALENDAR_UNCOVERED) {
    fputs("  (holidays of this year are not known)", stdout);
  }
  putchar('\n');
}

static void put_day(json_out *json, const spol_zone *zone, const month_day *day) {
  json_open(json, NULL, '{');
  json_date(json, "date", day->date.date);
  json_text(json, "source",
            day->date.source == SPOL_DAY_WEEK        ? "week"
            : day->date.source == SPOL_DAY_HOLIDAY   ? "holiday"
            : day->date.source == SPOL_DAY_EXCEPTION ? "exception"
                                                     : "combined");
  json_text(json, "name", day->date.name);
  json_flag(json, "covered", (day->date.flags & SPOL_CALENDAR_UNCOVERED) == 0);
  json_open(json, "open", '[');
  for (size_t i = 0; i < day->count; i++) {
    json_open(json, NULL, '{');
    json_instant(json, "from", zone, day->pieces[i].from);
    json_instant(json, "to", zone, day->pieces[i].to);
    json_close(json, '}');
  }
  json_close(json, ']');
  json_close(json, '}');
}

/* ---- The month ----------------------------------------------------------------- */

void print_duration(spol_duration duration) {
  char text[SPOL_TIME_TEXT_MAX];
  fputs(spol_duration_format(duration, text) == SPOL_OK ? text : "?", stdout);
}

static int length_of(spol_date first) {
  spol_civil_date one = {0};
  spol_civil_date other = {0};
  int days = spol_date_to_civil(first, &one) == SPOL_OK ? 0 : MOST_DAYS;
  while (days < MOST_DAYS && spol_date_to_civil(first + days, &other) == SPOL_OK &&
         other.month == one.month) {
    days++;
  }
  return days;
}

void print_month(const spol_calendar *calendar, const char *name, spol_date first, int as_json) {
  const spol_zone *zone = spol_calendar_zone(calendar);
  json_out json = {stdout, 0};
  spol_civil_date civil = {0};
  spol_duration open = 0;
  int days_open = 0;
  int days = length_of(first);
  if (spol_date_to_civil(first, &civil) != SPOL_OK) {
    return;
  }
  if (as_json) {
    json_open(&json, NULL, '{');
    json_text(&json, "calendar", name);
    json_text(&json, "zone", spol_zone_name(zone));
    json_open(&json, "days", '[');
  } else {
    printf("%s %d, %s, %s\n", months[civil.month - 1], (int)civil.year, name, spol_zone_name(zone));
  }
  for (int i = 0; i < days; i++) {
    month_day day;
    if (!look_at(calendar, first + i, &day)) {
      continue;
    }
    open += day.open;
    days_open += day.date.has_open_time != 0;
    if (as_json) {
      put_day(&json, zone, &day);
    } else {
      print_day(zone, &day, i + 1);
    }
  }
  if (as_json) {
    json_close(&json, ']');
    json_number(&json, "business_days", days_open);
    json_number(&json, "open_seconds", open / SPOL_SECOND);
    json_close(&json, '}');
    putchar('\n');
    return;
  }
  printf("%d business days, ", days_open);
  print_duration(open);
  puts(" open");
}
