/* SPDX-License-Identifier: MIT */
#include "oom.h"

/* Short, so that a compile takes little; the allocations are the same. */
static const spol_compile_options options = {
    .size = sizeof(spol_compile_options), .first_year = 2025, .last_year = 2026};

static spol_status add_parts(oom_state *oom, spol_calendar_builder *builder) {
  static const spol_day_hours hours[] = {{9 * 3600, 12 * 3600}, {13 * 3600, 15 * 3600}};
  static const spol_window window = {.size = sizeof(spol_window),
                                     .open_weekday = SPOL_SUNDAY,
                                     .open_seconds = 14 * 3600,
                                     .close_weekday = SPOL_MONDAY,
                                     .close_seconds = 2 * 3600};
  spol_holidays *holidays = NULL;
  spol_status status = SPOL_OK;
  for (int32_t day = SPOL_MONDAY; day <= SPOL_FRIDAY && status == SPOL_OK; day++) {
    OOM_CALL(oom, status, spol_calendar_builder_add_hours(builder, day, 9 * 3600, 17 * 3600));
  }
  if (status == SPOL_OK) {
    OOM_CALL(oom, status, spol_calendar_builder_add_window(builder, &window));
  }
  if (status == SPOL_OK) {
    OOM_CALL(oom, status,
             spol_calendar_builder_add_weekly_break(builder, SPOL_MONDAY, 12 * 3600, 13 * 3600));
  }
  if (status == SPOL_OK) {
    OOM_CALL(oom, status,
             spol_calendar_builder_add_dated_break(builder, 20100, 10 * 3600, 11 * 3600));
  }
  for (spol_date date = 20200; date < 20220 && status == SPOL_OK; date++) {
    OOM_CALL(oom, status,
             spol_calendar_builder_set_exception(builder, date, hours, 2, "half a day"));
  }
  if (status == SPOL_OK) {
    OOM_MAKE(oom, status, holidays,
             spol_holidays_named(&oom->allocator, "us-federal", 10, &holidays, NULL));
  }
  if (status == SPOL_OK) {
    OOM_CALL(oom, status, spol_calendar_builder_add_holidays(builder, holidays));
  }
  spol_holidays_unref(holidays);
  return status;
}

static spol_status make(oom_state *oom, const spol_zone *zone, spol_calendar **out) {
  spol_calendar_builder *builder = NULL;
  spol_status status;
  OOM_MAKE(oom, status, builder, spol_calendar_builder_new(&oom->allocator, zone, &builder));
  if (status == SPOL_OK) {
    status = add_parts(oom, builder);
  }
  if (status == SPOL_OK) {
    OOM_MAKE(oom, status, *out, spol_calendar_builder_build(builder, &options, out, NULL));
  }
  spol_calendar_builder_free(builder);
  return status;
}

static spol_status build(oom_state *oom) {
  spol_zone *zone = NULL;
  spol_calendar *calendar = NULL;
  spol_status status;
  OOM_MAKE(oom, status, zone, spol_zone_fixed(&oom->allocator, 3600, &zone));
  if (status == SPOL_OK) {
    status = make(oom, zone, &calendar);
  }
  spol_zone_unref(zone);
  spol_calendar_unref(calendar);
  return status;
}

static spol_status combine(oom_state *oom) {
  spol_zone *zone = NULL;
  spol_calendar *parts[2] = {NULL, NULL};
  spol_calendar *calendar = NULL;
  spol_status status;
  OOM_MAKE(oom, status, zone, spol_zone_fixed(&oom->allocator, 3600, &zone));
  if (status == SPOL_OK) {
    OOM_MAKE(oom, status, parts[0], spol_calendar_always(&oom->allocator, zone, &parts[0]));
  }
  if (status == SPOL_OK) {
    status = make(oom, zone, &parts[1]);
  }
  if (status == SPOL_OK) {
    OOM_MAKE(oom, status, calendar,
             spol_calendar_combine(&oom->allocator, SPOL_EXCEPT,
                                   (const spol_calendar *const *)parts, 2, NULL, &options,
                                   &calendar, NULL));
  }
  spol_zone_unref(zone);
  spol_calendar_unref(parts[0]);
  spol_calendar_unref(parts[1]);
  spol_calendar_unref(calendar);
  return status;
}

const oom_scenario oom_calendar_scenarios[] = {
    {"calendar of all its parts", build}, {"combination of calendars", combine}, {NULL, NULL}};
