/* SPDX-License-Identifier: MIT */
/* What the readings of a target in days come to, where one is missing: the answers for
 * a case that is received on a closed day, on which they lie furthest apart. */
#include "policy/readings.h"

#include "supportpolicy/calendar.h"

/* A Monday; what is sought lies in the weeks behind it. */
enum { FIRST_DATE = 20458, MOST_DATES = 400, NOON = 12 };

static int closed_noon(const spol_calendar *calendar, spol_instant *out) {
  for (spol_date date = FIRST_DATE; date < FIRST_DATE + MOST_DATES; date++) {
    spol_calendar_date day;
    if (spol_calendar_on_date(calendar, date, &day) != SPOL_OK) {
      return 0;
    }
    if (!day.has_open_time) {
      spol_wall noon = (spol_wall)date * SPOL_DAY + NOON * SPOL_HOUR;
      return spol_zone_resolve(spol_calendar_zone(calendar), noon, SPOL_WALL_LATER, out) == SPOL_OK;
    }
  }
  return 0;
}

static int write_due(spi_writer *writer, const spol_calendar *calendar, spol_instant start,
                     const spol_day_target *target, int32_t reading, const char *word) {
  char text[SPOL_TIME_TEXT_MAX];
  spol_day_target day = *target;
  spol_day_due due;
  day.size = sizeof day;
  day.reading = reading;
  if (spol_calendar_day_target(calendar, start, &day, &due) != SPOL_OK ||
      spol_zone_format_instant(spol_calendar_zone(calendar), due.due, text) != SPOL_OK) {
    return 0;
  }
  spi_write_format(writer, "%s (%s)", text, word);
  return 1;
}

int spi_write_readings(spi_writer *writer, const spol_calendar *calendar,
                       const spol_day_target *target) {
  char text[SPOL_TIME_TEXT_MAX];
  spol_instant start;
  if (calendar == NULL || !closed_noon(calendar, &start) ||
      spol_zone_format_instant(spol_calendar_zone(calendar), start, text) != SPOL_OK) {
    return 0;
  }
  spi_write_format(writer, "a case of %s is due at ", text);
  int good = write_due(writer, calendar, start, target, SPOL_START_OF_DAY, "start_of_day");
  spi_write_text(writer, ", ");
  good = good && write_due(writer, calendar, start, target, SPOL_SAME_TIME, "same_time");
  spi_write_text(writer, " or ");
  return good && write_due(writer, calendar, start, target, SPOL_END_OF_DAY, "end_of_day");
}
