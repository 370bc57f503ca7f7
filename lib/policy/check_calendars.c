/* SPDX-License-Identifier: MIT */
/* Calendars that are hardly meant as they are written. */
#include <string.h>

#include "calendar/inspect.h"
#include "civil/date.h"
#include "policy/check.h"

enum { LONG_WINDOW_DAYS = 5, TERM_YEARS = 2, MOST_CHOICES = 256, MOST_HALF_DAYS = 32 };

/* After so many days each date has been on each day of the week. */
enum { WEEKDAYS_TERM = 28 * 1461 / 4 };

/* Two instants between which every zone that has summer time changes its clocks,
 * and one before all policies. */
#define SOME_WINTER (INT64_C(20469) * SPOL_DAY) /* 2026-01-16 */
#define SOME_SUMMER (INT64_C(20650) * SPOL_DAY) /* 2026-07-16 */
#define SOME_DATE 20454                         /* 2026-01-01, of a policy without a begin */
#define LONG_AGO (INT64_C(10957) * SPOL_DAY)    /* 2000-01-01 */

static const char *calendar_name(const spi_check *check, const spi_calendar *calendar) {
  return calendar->id != 0 ? spi_check_name(check, SPOL_NAME_CALENDAR, calendar->id)
                           : "this calendar";
}

/* ---- Hours -------------------------------------------------------------------------------- */

static void write_time(spi_writer *writer, int32_t seconds) {
  spi_write_padded(writer, (uint64_t)seconds / 3600, 2);
  spi_write_char(writer, ':');
  spi_write_padded(writer, (uint64_t)seconds / 60 % 60, 2);
}

static void write_interval(spi_writer *writer, const spi_interval *interval) {
  static const char *const days[] = {"mon", "tue", "wed", "thu", "fri", "sat", "sun"};
  int32_t close = interval->close_seconds;
  spi_write_format(writer, "%s ", days[(interval->weekday + 6) % 7]);
  write_time(writer, interval->open_seconds);
  spi_write_char(writer, '-');
  write_time(writer, close > 86400 ? close - 86400 : close);
}

static void check_week(spi_check *check, const spi_calendar *calendar) {
  spi_interval one;
  spi_interval other;
  char text[32];
  char second[32];
  spi_writer writer = spi_writer_on(text, sizeof text);
  if (spi_inspect_overlap(calendar->calendar, &one, &other)) {
    write_interval(&writer, &one);
    spi_writer after = spi_writer_on(second, sizeof second);
    write_interval(&after, &other);
    spi_check_report(check, SPOL_DIAG_OVERLAPPING_WINDOWS, &calendar->place,
                     "write each hour of the week once", "in %s, %s and %s overlap",
                     calendar_name(check, calendar), text, second);
  }
  writer = spi_writer_on(text, sizeof text);
  if (spi_inspect_overnight(calendar->calendar, &one)) {
    int32_t minutes = (one.close_seconds - one.open_seconds) / 60;
    write_interval(&writer, &one);
    spi_check_report(check, SPOL_DIAG_OVERNIGHT_WINDOW, &calendar->place,
                     "accept it if it is meant; else look for a slip such as 09:00-05:00",
                     "in %s, %s runs past midnight and gives %d h %d min",
                     calendar_name(check, calendar), text, minutes / 60, minutes % 60);
  }
}

static void check_windows(spi_check *check, const spi_calendar *calendar) {
  for (size_t i = 0; i < spi_inspect_windows(calendar->calendar); i++) {
    const spol_zone *opens = NULL;
    const spol_zone *closes = NULL;
    int64_t winter = 0;
    int64_t summer = 0;
    spi_inspect_window(calendar->calendar, i, SOME_WINTER, &opens, &closes, &winter);
    spi_inspect_window(calendar->calendar, i, SOME_SUMMER, &opens, &closes, &summer);
    int64_t seconds = winter > summer ? winter : summer;
    if (seconds > LONG_WINDOW_DAYS * INT64_C(86400)) {
      spi_check_report(check, SPOL_DIAG_LONG_WINDOW, &calendar->place,
                       "a window between two zones is rarely meant to be that long",
                       "a window of %s, from %s to %s, lasts %D hours",
                       calendar_name(check, calendar), spol_zone_name(opens),
                       spol_zone_name(closes), seconds / 3600);
    }
  }
}

/* One over a fact's zone is, if it is in every zone that cases may carry. */
static int is_never_open(const spi_version *version, const spi_calendar *calendar) {
  spol_instant open = 0;
  if (calendar->kind != SPI_CALENDAR_BY_ZONE || calendar->table.count == 0) {
    return spol_calendar_next_open(calendar->calendar, LONG_AGO, &open, NULL) == SPOL_E_NEVER_OPEN;
  }
  for (uint32_t i = 0; i < calendar->table.count; i++) {
    const spol_calendar *one = version->compiled[calendar->table.first + i];
    if (spol_calendar_next_open(one, LONG_AGO, &open, NULL) != SPOL_E_NEVER_OPEN) {
      return 0;
    }
  }
  return 1;
}

/* ---- Combinations that rules choose among ------------------------------------------------ */

/* What must hold, and not hold, for a calendar to be chosen. */
typedef struct choice {
  uint32_t conditions[MOST_CHOICES];
  uint8_t holds[MOST_CHOICES];
  uint32_t count;
} choice;

static void need(choice *made, uint32_t when, int holds) {
  if (when != SPI_ALWAYS && made->count < MOST_CHOICES) {
    made->holds[made->count] = (uint8_t)holds;
    made->conditions[made->count++] = when;
  }
}

/* Goes up from a calendar to those among whose rows it is, which may be chosen too. */
static void find_choice(const spi_version *version, uint32_t chosen, choice *made) {
  for (uint32_t i = 0; i < version->calendars_count; i++) {
    spi_range rows = version->calendars[i].rows;
    uint32_t of_rules = version->calendars[i].kind == SPI_CALENDAR_BY_RULE;
    for (uint32_t j = 0; of_rules && j < rows.count; j++) {
      if (version->calendar_rows[rows.first + j].calendar != chosen) {
        continue;
      }
      for (uint32_t k = 0; k < j; k++) {
        need(made, version->calendar_rows[rows.first + k].when, 0);
      }
      need(made, version->calendar_rows[rows.first + j].when, 1);
      chosen = i; /* it is made after its parts: what chooses it lies behind */
      break;
    }
  }
}

static int is_chosen(const spi_question *question, const void *context) {
  const choice *made = context;
  for (uint32_t i = 0; i < made->count; i++) {
    if (spi_witness_value(question, made->conditions[i], 0) != made->holds[i]) {
      return 0;
    }
  }
  return 1;
}

/* 1 if facts choose the calendar, and which; `writer` may be NULL. */
static int can_be_chosen(spi_check *check, const spi_calendar *calendar, spi_writer *writer) {
  choice made = {.count = 0};
  spi_question question;
  find_choice(check->version, (uint32_t)(calendar - check->version->calendars), &made);
  spi_check_begin(check, &question);
  for (uint32_t i = 0; i < made.count; i++) {
    spi_solver_one(&question.solver,
                   spi_question_literal(&question, made.conditions[i], made.holds[i]));
  }
  int answer = spi_check_ask(check, &question, NULL, 0);
  if (answer == SPI_SOLVER_YES && writer != NULL) {
    spi_check_witness(&question, is_chosen, &made, writer);
  }
  spi_check_end(check, &question);
  return answer != SPI_SOLVER_NO;
}

/* One in front of this is never open either: it is said once. */
static int said_before(spi_check *check, const spi_calendar *calendar) {
  for (const spi_calendar *other = check->version->calendars; other < calendar; other++) {
    if (other->id == 0 && other->kind != SPI_CALENDAR_BY_RULE &&
        other->place.line == calendar->place.line &&
        other->place.column == calendar->place.column && is_never_open(check->version, other) &&
        can_be_chosen(check, other, NULL)) {
      return 1;
    }
  }
  return 0;
}

static void check_chosen(spi_check *check, const spi_calendar *calendar) {
  char text[300] = "";
  spi_writer writer = spi_writer_on(text, sizeof text);
  if (can_be_chosen(check, calendar, &writer) && !said_before(check, calendar)) {
    spi_check_report(check, SPOL_DIAG_NEVER_OPEN, &calendar->place,
                     "the hours of what the rules choose do not meet",
                     "for some facts this calendar is never open: %s", text);
  }
}

static void check_open(spi_check *check, const spi_calendar *calendar) {
  if (!is_never_open(check->version, calendar)) {
    return;
  }
  if (calendar->id == 0 && (calendar->combined & SPI_CHOSEN_COMBINATION) != 0) {
    check_chosen(check, calendar);
  } else {
    spi_check_report(check, SPOL_DIAG_NEVER_OPEN, &calendar->place,
                     "the hours of its parts do not meet", "%s is never open",
                     calendar_name(check, calendar));
  }
}

/* ---- Holidays ---------------------------------------------------------------------------------
 */

/* The years of the policy's term, as far as they are known. */
static int term_of(const spi_version *version, int32_t *first, int32_t *last) {
  spol_civil_date from = {0};
  spol_civil_date to = {0};
  if (version->effective_from == SPOL_DATE_NONE ||
      spol_date_to_civil(version->effective_from, &from) != SPOL_OK) {
    return 0;
  }
  *first = from.year;
  *last = from.year + TERM_YEARS;
  if (version->effective_to != SPOL_DATE_NONE &&
      spol_date_to_civil(version->effective_to, &to) == SPOL_OK) {
    *last = to.year;
  }
  return 1;
}

static void check_holidays(spi_check *check, const spi_calendar *calendar) {
  int32_t first = 0;
  int32_t last = 0;
  int32_t from = 0;
  int32_t to = 0;
  if (!term_of(check->version, &first, &last)) {
    return;
  }
  spol_calendar_coverage(calendar->calendar, &from, &to);
  if (to < last) {
    spi_check_report(check, SPOL_DIAG_HOLIDAYS_END_EARLY, &calendar->place,
                     "write the list further, or give the policy an end",
                     "the holidays of %s are known up to %d; the policy is in force in %d",
                     calendar_name(check, calendar), to, last);
  } else if (from > first) {
    spi_check_report(check, SPOL_DIAG_HOLIDAYS_END_EARLY, &calendar->place,
                     "write the list from an earlier year",
                     "the holidays of %s are known from %d on; the policy is in force in %d",
                     calendar_name(check, calendar), from, first);
  }
}

/* Dates of the term on which half days may fall. */
static void half_day_term(const spi_version *version, spol_date *first, spol_date *last) {
  *first = version->effective_from != SPOL_DATE_NONE ? version->effective_from : SOME_DATE;
  *last = *first < SPOL_DATE_MAX - WEEKDAYS_TERM ? *first + WEEKDAYS_TERM : SPOL_DATE_MAX;
  if (version->effective_to != SPOL_DATE_NONE && version->effective_to < *last) {
    *last = version->effective_to;
  }
}

static void check_half_days(spi_check *check, const spi_calendar *calendar) {
  spi_half_day days[MOST_HALF_DAYS];
  spol_date first = 0;
  spol_date last = 0;
  half_day_term(check->version, &first, &last);
  size_t count = spi_inspect_half_days(calendar->calendar, first, last, days, MOST_HALF_DAYS);
  for (size_t i = 0; i < count; i++) {
    char date[16] = "";
    char text[32];
    spi_writer writer = spi_writer_on(text, sizeof text);
    spi_interval hours = {spi_weekday(days[i].date), days[i].hours[0], days[i].hours[1]};
    write_interval(&writer, &hours);
    if (spol_date_format(days[i].date, date) == SPOL_OK) {
      spi_check_report(check, SPOL_DIAG_HALF_DAY_OPENS_DATE, &calendar->place,
                       "say on which days it is kept, such as days: mon-fri; accept it if it is "
                       "meant",
                       "\"%s\" opens %s on %s (%s), a day of the week without hours",
                       days[i].name != NULL ? days[i].name : "a half day",
                       calendar_name(check, calendar), date, text);
    }
  }
}

/* ---- Zones
 * ---------------------------------------------------------------------------------------- */

static int is_offset(const spol_zone *zone) {
  const char *name = spol_zone_name(zone);
  return name[0] == '+' || name[0] == '-';
}

static int has_summer_time(const spol_zone *zone) {
  spol_zone_local winter = {0};
  spol_zone_local summer = {0};
  return spol_zone_to_local(zone, SOME_WINTER, &winter) == SPOL_OK &&
         spol_zone_to_local(zone, SOME_SUMMER, &summer) == SPOL_OK &&
         winter.offset_seconds != summer.offset_seconds;
}

/* A zone of the version whose clocks change, or NULL. */
static const spol_zone *changing_zone(const spi_check *check) {
  for (uint32_t i = 0; i < check->version->calendars_count; i++) {
    const spol_calendar *calendar = check->version->calendars[i].calendar;
    if (calendar == NULL) {
      continue;
    }
    if (has_summer_time(spol_calendar_zone(calendar))) {
      return spol_calendar_zone(calendar);
    }
    for (size_t j = 0; j < spi_inspect_windows(calendar); j++) {
      const spol_zone *opens = NULL;
      const spol_zone *closes = NULL;
      int64_t seconds = 0;
      spi_inspect_window(calendar, j, SOME_WINTER, &opens, &closes, &seconds);
      if (has_summer_time(opens) || has_summer_time(closes)) {
        return has_summer_time(opens) ? opens : closes;
      }
    }
  }
  return NULL;
}

static const spol_zone *offset_in(const spol_calendar *calendar) {
  for (size_t i = 0; i < spi_inspect_windows(calendar); i++) {
    const spol_zone *opens = NULL;
    const spol_zone *closes = NULL;
    int64_t seconds = 0;
    spi_inspect_window(calendar, i, SOME_WINTER, &opens, &closes, &seconds);
    if (is_offset(opens) || is_offset(closes)) {
      return is_offset(opens) ? opens : closes;
    }
  }
  return is_offset(spol_calendar_zone(calendar)) ? spol_calendar_zone(calendar) : NULL;
}

static void check_offsets(spi_check *check) {
  const spol_zone *changing = changing_zone(check);
  for (uint32_t i = 0; changing != NULL && i < check->version->calendars_count; i++) {
    const spi_calendar *calendar = &check->version->calendars[i];
    const spol_zone *offset = calendar->calendar == NULL ? NULL : offset_in(calendar->calendar);
    if (offset != NULL && calendar->place.line != 0) {
      spi_check_report(check, SPOL_DIAG_FIXED_OFFSET_BESIDE_ZONE, &calendar->place,
                       "name the zone, whose clocks may change too",
                       "%s keeps %s all year beside %s, whose clocks change",
                       calendar_name(check, calendar), spol_zone_name(offset),
                       spol_zone_name(changing));
    }
  }
}

void spi_check_calendars(spi_check *check) {
  for (uint32_t i = 0; i < check->version->calendars_count && check->fatal == SPOL_OK; i++) {
    const spi_calendar *calendar = &check->version->calendars[i];
    if (calendar->calendar == NULL || calendar->place.line == 0) {
      continue;
    }
    check_week(check, calendar);
    check_windows(check, calendar);
    check_open(check, calendar);
    check_holidays(check, calendar);
    check_half_days(check, calendar);
  }
  check_offsets(check);
}
