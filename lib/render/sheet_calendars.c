/* SPDX-License-Identifier: MIT */
/* Hours of the week as they come in the year that is shown, and its holidays. */
#include <string.h>

#include "render/sheet.h"
#include "zone/zone.h"

enum { WEEK = 7, MOST_PIECES = 16, HOURS_ROOM = 256 };

static const char *const weekdays[] = {"Mon", "Tue", "Wed", "Thu", "Fri", "Sat", "Sun"};

static void write_clock(spi_writer *writer, const spol_zone *zone, spol_instant at, int is_end) {
  spol_zone_local local;
  if (is_end || spol_zone_to_local(zone, at, &local) != SPOL_OK) {
    spi_write_text(writer, "24:00");
    return;
  }
  int64_t minutes = (local.wall - (int64_t)local.date * SPOL_DAY) / SPOL_MINUTE;
  spi_write_padded(writer, (uint64_t)(minutes / 60), 2);
  spi_write_char(writer, ':');
  spi_write_padded(writer, (uint64_t)(minutes % 60), 2);
}

/* What is open on a local date: "09:00-12:00, 13:00-17:00", or "closed". */
static void write_hours(spi_writer *writer, const spol_calendar *calendar, spol_date date) {
  const spol_zone *zone = spol_calendar_zone(calendar);
  spol_instant from = spi_zone_date_begin(zone, date);
  spol_instant to = spi_zone_date_begin(zone, date + 1);
  spol_stretch pieces[MOST_PIECES];
  size_t count = 0;
  if (spol_calendar_stretches(calendar, from, to, pieces, MOST_PIECES, &count, NULL) != SPOL_OK ||
      count == 0) {
    spi_write_text(writer, "closed");
    return;
  }
  for (size_t i = 0; i < count && i < MOST_PIECES; i++) {
    spi_write_text(writer, i > 0 ? ", " : "");
    write_clock(writer, zone, pieces[i].from, 0);
    spi_write_char(writer, '-');
    write_clock(writer, zone, pieces[i].to, pieces[i].to == to);
  }
  spi_write_text(writer, count > MOST_PIECES ? " and more" : "");
}

/* The first date of the year with a weekday, on which nothing but the week decides, and
 * the clocks do not change. */
static spol_date plain_date(const spol_calendar *calendar, spol_date first, int weekday) {
  spol_date date = first;
  while (spol_date_weekday(date) != weekday) {
    date++;
  }
  for (spol_date at = date; at < date + 350; at += WEEK) {
    spol_calendar_date day;
    const spol_zone *zone = spol_calendar_zone(calendar);
    if (spol_calendar_on_date(calendar, at, &day) == SPOL_OK && day.name == NULL &&
        (day.source == SPOL_DAY_WEEK || day.source == SPOL_DAY_COMBINED) &&
        spi_zone_date_begin(zone, at + 1) - spi_zone_date_begin(zone, at) == SPOL_DAY) {
      return at;
    }
  }
  return date;
}

/* "Mon-Fri 09:00-17:00; Sat, Sun closed": neighbours with the same hours together. */
static void put_week(spi_sheet *sheet, const spol_calendar *calendar, spol_date first) {
  char hours[WEEK][HOURS_ROOM];
  for (int day = 0; day < WEEK; day++) {
    spi_writer writer = spi_writer_on(hours[day], HOURS_ROOM);
    write_hours(&writer, calendar, plain_date(calendar, first, day + 1));
  }
  for (int day = 0; day < WEEK;) {
    int end = day + 1;
    while (end < WEEK && strcmp(hours[end], hours[day]) == 0) {
      end++;
    }
    spi_sheet_put(sheet, day > 0 ? "; " : "");
    spi_sheet_put(sheet, weekdays[day]);
    spi_sheet_putf(sheet, end - day > 1 ? "-%s" : "", weekdays[end - 1]);
    spi_sheet_putf(sheet, " %s", hours[day]);
    day = end;
  }
}

static void put_choice(spi_sheet *sheet, const spi_calendar *calendar) {
  if (calendar->kind == SPI_CALENDAR_BY_ZONE) {
    spi_sheet_putf(sheet, "in the zone that %s says",
                   spi_sheet_name(sheet, SPOL_NAME_FACT, calendar->fact + 1));
    return;
  }
  for (uint32_t i = 0; i < calendar->rows.count; i++) {
    const spi_calendar_row *row = &sheet->version->calendar_rows[calendar->rows.first + i];
    spi_sheet_put(sheet, i > 0 ? "; " : "");
    spi_sheet_put(sheet, spi_sheet_calendar(sheet, row->calendar));
    spi_sheet_condition(sheet, ": ", row->when);
  }
}

static void put_calendar(spi_sheet *sheet, const spi_calendar *calendar, spol_date first) {
  spi_sheet_row(sheet);
  spi_sheet_cell(sheet);
  spi_sheet_put(sheet, spi_sheet_name(sheet, SPOL_NAME_CALENDAR, calendar->id));
  spi_sheet_clause(sheet, &calendar->place);
  spi_sheet_cell(sheet);
  if (calendar->calendar != NULL) {
    const spol_zone *zone = spol_calendar_zone(calendar->calendar);
    spi_sheet_put(sheet, calendar->kind == SPI_CALENDAR_FIXED ? spol_zone_name(zone) : "by fact");
    spi_sheet_cell(sheet);
    put_week(sheet, calendar->calendar, first);
    spi_sheet_put(sheet, calendar->kind == SPI_CALENDAR_FIXED ? "" : "; ");
  } else {
    spi_sheet_put(sheet, "by fact");
    spi_sheet_cell(sheet);
  }
  if (calendar->kind != SPI_CALENDAR_FIXED) {
    put_choice(sheet, calendar);
  }
  spi_sheet_row_end(sheet);
}

/* ---- Holidays ---------------------------------------------------------------------------------
 */

static void put_holiday(spi_sheet *sheet, const char *name, const spol_calendar *calendar,
                        const spol_calendar_date *day) {
  char date[SPOL_TIME_TEXT_MAX] = "";
  char hours[HOURS_ROOM];
  spi_writer writer = spi_writer_on(hours, sizeof hours);
  if (spol_date_format(day->date, date) != SPOL_OK) {
    return;
  }
  write_hours(&writer, calendar, day->date);
  spi_sheet_row(sheet);
  spi_sheet_cell(sheet);
  spi_sheet_putf(sheet, "%s %s", date, weekdays[spol_date_weekday(day->date) - 1]);
  spi_sheet_cell(sheet);
  spi_sheet_put(sheet, name);
  spi_sheet_cell(sheet);
  spi_sheet_put(sheet, day->name != NULL                   ? day->name
                       : day->source == SPOL_DAY_EXCEPTION ? "exception"
                                                           : "holiday");
  spi_sheet_cell(sheet);
  spi_sheet_put(sheet, hours);
  spi_sheet_row_end(sheet);
}

static void put_holidays(spi_sheet *sheet, const spi_calendar *calendar, spol_date first,
                         spol_date last) {
  for (spol_date date = first; date <= last; date++) {
    spol_calendar_date day;
    if (spol_calendar_on_date(calendar->calendar, date, &day) == SPOL_OK &&
        (day.source == SPOL_DAY_HOLIDAY || day.source == SPOL_DAY_EXCEPTION)) {
      put_holiday(sheet, spi_sheet_name(sheet, SPOL_NAME_CALENDAR, calendar->id),
                  calendar->calendar, &day);
    }
  }
}

static void put_year(spi_sheet *sheet, spol_date first, spol_date last) {
  static const char *const heads[] = {"date", "calendar", "holiday", "open"};
  spi_sheet_section(sheet, "Holidays");
  spi_sheet_flat(sheet);
  spi_sheet_table(sheet, heads, 4);
  for (uint32_t i = 0; i < sheet->version->calendars_count; i++) {
    const spi_calendar *calendar = &sheet->version->calendars[i];
    if (calendar->id != 0 && calendar->calendar != NULL) {
      put_holidays(sheet, calendar, first, last);
    }
  }
  spi_sheet_table_end(sheet);
}

void spi_sheet_calendars(spi_sheet *sheet) {
  static const char *const heads[] = {"calendar", "zone", "hours"};
  spol_date first = 0;
  spol_date last = 0;
  int32_t year = sheet->year != 0 ? sheet->year : 2024;
  uint32_t named = 0;
  for (uint32_t i = 0; i < sheet->version->calendars_count; i++) {
    named += sheet->version->calendars[i].id != 0;
  }
  if (named == 0 || spol_date_from_civil(year, 1, 1, &first) != SPOL_OK ||
      spol_date_from_civil(year, 12, 31, &last) != SPOL_OK) {
    return;
  }
  spi_sheet_section(sheet, "Hours");
  spi_sheet_table(sheet, heads, 3);
  for (uint32_t i = 0; i < sheet->version->calendars_count; i++) {
    if (sheet->version->calendars[i].id != 0) {
      put_calendar(sheet, &sheet->version->calendars[i], first);
    }
  }
  spi_sheet_table_end(sheet);
  if (sheet->year != 0 && sheet->version->holiday_items_count > 0) {
    put_year(sheet, first, last);
  }
}
