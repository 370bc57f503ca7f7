/* SPDX-License-Identifier: MIT */
/** Answers a few questions about a support desk in New York, open Monday to
 *  Friday from nine to five except on federal holidays:
 *    calendar [INSTANT]        such as 2026-07-02T16:30:00-04:00 */
#include <stdio.h>
#include <stdlib.h>
#include <string.h>

#include "supportpolicy/supportpolicy.h"

static const char zone_name[] = "America/New_York";
static const char holidays_name[] = "us-federal";

static spol_status fill(spol_calendar_builder *builder, const spol_holidays *holidays) {
  spol_status status = spol_calendar_builder_add_holidays(builder, holidays);
  for (int32_t day = SPOL_MONDAY; day <= SPOL_FRIDAY && status == SPOL_OK; day++) {
    status = spol_calendar_builder_add_hours(builder, day, 9 * 3600, 17 * 3600);
  }
  return status;
}

/* The calendar owns what it is made from, so everything else is given back. */
static spol_status make_calendar(spol_calendar **out, spol_error *error) {
  spol_zone *zone = NULL;
  spol_holidays *holidays = NULL;
  spol_calendar_builder *builder = NULL;
  spol_status status = spol_system_zone(NULL, NULL, zone_name, sizeof(zone_name) - 1, &zone, error);
  if (status == SPOL_OK) {
    status = spol_holidays_named(NULL, holidays_name, sizeof(holidays_name) - 1, &holidays, error);
  }
  if (status == SPOL_OK) {
    status = spol_calendar_builder_new(NULL, zone, &builder);
  }
  if (status == SPOL_OK) {
    status = fill(builder, holidays);
  }
  if (status == SPOL_OK) {
    status = spol_calendar_builder_build(builder, NULL, out, error);
  }
  spol_calendar_builder_free(builder);
  spol_holidays_unref(holidays);
  spol_zone_unref(zone);
  return status;
}

static spol_status print_instant(const spol_calendar *calendar, const char *what,
                                 spol_instant instant) {
  char text[SPOL_TIME_TEXT_MAX];
  spol_status status = spol_zone_format_instant(spol_calendar_zone(calendar), instant, text);
  if (status == SPOL_OK) {
    printf("%-32s %s\n", what, text);
  }
  return status;
}

/* One line for each target. */
static spol_status print_due(const spol_calendar *calendar, spol_instant opened) {
  static const int32_t hours[] = {1, 8, 80, 2000};
  spol_status status = SPOL_OK;
  for (size_t i = 0; i < sizeof(hours) / sizeof(hours[0]) && status == SPOL_OK; i++) {
    spol_instant due;
    char what[40];
    snprintf(what, sizeof(what), "due after %d business hours", (int)hours[i]);
    status = spol_calendar_add(calendar, opened, hours[i] * SPOL_HOUR, &due, NULL);
    if (status == SPOL_OK) {
      status = print_instant(calendar, what, due);
    }
  }
  return status;
}

static spol_status answer(const spol_calendar *calendar, spol_instant opened) {
  int32_t open = 0;
  spol_instant next;
  spol_status status = print_instant(calendar, "a case is opened", opened);
  if (status == SPOL_OK) {
    status = spol_calendar_is_open(calendar, opened, &open, NULL);
  }
  if (status == SPOL_OK) {
    printf("%-32s %s\n", "the desk is", open ? "open" : "closed");
    status = spol_calendar_next_open(calendar, opened, &next, NULL);
  }
  if (status == SPOL_OK && !open) {
    status = print_instant(calendar, "it opens", next);
  }
  return status == SPOL_OK ? print_due(calendar, opened) : status;
}

int main(int argc, char **argv) {
  const char *text = argc > 1 ? argv[1] : "2026-07-02T16:30:00-04:00";
  spol_error error = SPOL_ERROR_INIT;
  spol_calendar *calendar = NULL;
  spol_instant opened;
  spol_status status = spol_instant_parse(text, strlen(text), &opened, &error);
  if (status == SPOL_OK) {
    status = make_calendar(&calendar, &error);
  }
  if (status == SPOL_OK) {
    status = answer(calendar, opened);
  }
  spol_calendar_unref(calendar);
  if (status != SPOL_OK) {
    fprintf(stderr, "calendar: %s\n",
            error.message[0] != '\0' ? error.message : spol_status_message(status));
    return EXIT_FAILURE;
  }
  return EXIT_SUCCESS;
}
