/* SPDX-License-Identifier: MIT */
/* Open sets and arithmetic: docs/semantics.md, sections 2 and 3. */
#include "calendar-fixture.h"

#include "calendar/calendar.h"

#define STRETCHES(...)                                                                             \
  (spol_stretch[]) {                                                                               \
    __VA_ARGS__                                                                                    \
  }

START_TEST(used_up_at_closing_is_due_at_closing) {
  spol_calendar *desk = office(utc());
  /* 2024-01-05 is a Friday. */
  ck_assert_int_eq(added(desk, at(2024, 1, 5, 9, 0), 8 * SPOL_HOUR), at(2024, 1, 5, 17, 0));
  ck_assert_int_eq(added(desk, at(2024, 1, 5, 9, 0), 8 * SPOL_HOUR + 1), at(2024, 1, 8, 9, 0) + 1);
  ck_assert_int_eq(added(desk, at(2024, 1, 6, 12, 0), SPOL_HOUR), at(2024, 1, 8, 10, 0));
  ck_assert_int_eq(added(desk, at(2024, 1, 6, 12, 0), 0), at(2024, 1, 6, 12, 0));
  spol_calendar_unref(desk);
}
END_TEST

START_TEST(subtract_gives_the_latest_instant) {
  spol_calendar *desk = office(utc());
  spol_instant from = 0;
  ck_assert_ok(spol_calendar_subtract(desk, at(2024, 1, 5, 17, 0), 8 * SPOL_HOUR, &from, NULL));
  ck_assert_int_eq(from, at(2024, 1, 5, 9, 0));
  ck_assert_ok(spol_calendar_subtract(desk, at(2024, 1, 8, 9, 0), 1, &from, NULL));
  ck_assert_int_eq(from, at(2024, 1, 5, 17, 0) - 1);
  ck_assert_ok(spol_calendar_subtract(desk, at(2024, 1, 6, 1, 0), 0, &from, NULL));
  ck_assert_int_eq(from, at(2024, 1, 6, 1, 0));
  spol_calendar_unref(desk);
}
END_TEST

START_TEST(elapsed_is_signed) {
  spol_calendar *desk = office(utc());
  ck_assert_int_eq(open_between(desk, at(2024, 1, 5, 16, 0), at(2024, 1, 8, 10, 0)), 2 * SPOL_HOUR);
  ck_assert_int_eq(open_between(desk, at(2024, 1, 8, 10, 0), at(2024, 1, 5, 16, 0)),
                   -2 * SPOL_HOUR);
  spol_calendar_unref(desk);
}
END_TEST

START_TEST(openings_and_closes) {
  spol_calendar *desk = office(utc());
  spol_instant friday_close = at(2024, 1, 5, 17, 0);
  spol_instant monday_open = at(2024, 1, 8, 9, 0);
  spol_instant found = 0;
  int32_t open = -1;
  ck_assert_ok(spol_calendar_is_open(desk, friday_close, &open, NULL));
  ck_assert_int_eq(open, 0);
  ck_assert_ok(spol_calendar_is_open(desk, friday_close - 1, &open, NULL));
  ck_assert_int_eq(open, 1);
  ck_assert_ok(spol_calendar_next_open(desk, friday_close, &found, NULL));
  ck_assert_int_eq(found, monday_open);
  ck_assert_ok(spol_calendar_next_open(desk, monday_open + 5, &found, NULL));
  ck_assert_int_eq(found, monday_open + 5);
  ck_assert_ok(spol_calendar_next_close(desk, friday_close, &found, NULL));
  ck_assert_int_eq(found, at(2024, 1, 8, 17, 0));
  ck_assert_ok(spol_calendar_next_close(desk, friday_close - 1, &found, NULL));
  ck_assert_int_eq(found, friday_close);
  ck_assert_ok(spol_calendar_previous_open(desk, monday_open, &found, NULL));
  ck_assert_int_eq(found, at(2024, 1, 5, 9, 0));
  ck_assert_ok(spol_calendar_previous_open(desk, monday_open + 1, &found, NULL));
  ck_assert_int_eq(found, monday_open);
  ck_assert_ok(spol_calendar_previous_close(desk, monday_open, &found, NULL));
  ck_assert_int_eq(found, friday_close);
  ck_assert_ok(spol_calendar_previous_close(desk, monday_open + 1, &found, NULL));
  ck_assert_int_eq(found, monday_open + 1);
  ck_assert_ok(spol_calendar_previous_close(desk, friday_close, &found, NULL));
  ck_assert_int_eq(found, friday_close);
  spol_calendar_unref(desk);
}
END_TEST

START_TEST(always_has_no_close) {
  spol_calendar *always = NULL;
  spol_zone *zone = new_york();
  spol_instant found = 7;
  ck_assert_ok(spol_calendar_always(NULL, zone, &always));
  ck_assert_int_eq(spol_calendar_next_close(always, 0, &found, NULL), SPOL_E_RANGE);
  ck_assert_int_eq(spol_calendar_previous_open(always, 0, &found, NULL), SPOL_E_RANGE);
  ck_assert_int_eq(found, 7);
  ck_assert_int_eq(added(always, at(2024, 3, 9, 0, 0), 100 * SPOL_DAY), at(2024, 6, 17, 0, 0));
  ck_assert_int_eq(open_between(always, SPOL_INSTANT_MIN, SPOL_INSTANT_MAX),
                   SPOL_INSTANT_MAX - SPOL_INSTANT_MIN);
  spol_calendar_unref(always);
  spol_zone_unref(zone);
}
END_TEST

START_TEST(a_whole_day_has_23_or_25_hours_when_clocks_change) {
  spol_calendar_builder *builder = builder_in(new_york());
  hours(builder, SPOL_SUNDAY, SPOL_SUNDAY, 0, 24);
  spol_calendar *sundays = build(builder);
  ck_assert_int_eq(open_between(sundays, at(2024, 3, 9, 12, 0), at(2024, 3, 12, 0, 0)),
                   23 * SPOL_HOUR);
  ck_assert_int_eq(open_between(sundays, at(2024, 11, 2, 12, 0), at(2024, 11, 5, 0, 0)),
                   25 * SPOL_HOUR);
  spol_calendar_unref(sundays);
}
END_TEST

START_TEST(a_skipped_wall_time_is_never_open) {
  spol_calendar_builder *builder = builder_in(new_york());
  ck_assert_ok(spol_calendar_builder_add_hours(builder, SPOL_SUNDAY, 2 * 3600, 3 * 3600));
  spol_calendar *sundays = build(builder);
  /* 02:00 to 03:00 does not exist on 2024-03-10. */
  expect_stretches(sundays, at(2024, 3, 9, 0, 0), at(2024, 3, 12, 0, 0), NULL, 0);
  expect_stretches(sundays, at(2024, 3, 16, 0, 0), at(2024, 3, 18, 0, 0),
                   STRETCHES({at(2024, 3, 17, 6, 0), at(2024, 3, 17, 7, 0)}), 1);
  spol_calendar_unref(sundays);
}
END_TEST

START_TEST(a_repeated_hour_is_open_both_times_without_a_hole) {
  spol_calendar_builder *builder = builder_in(new_york());
  ck_assert_ok(spol_calendar_builder_add_hours(builder, SPOL_SUNDAY, 3600, 5400));
  spol_calendar *sundays = build(builder);
  /* 01:00 EDT is 05:00Z; 01:30 EST is 06:30Z: one piece through both passes. */
  expect_stretches(sundays, at(2024, 11, 2, 0, 0), at(2024, 11, 5, 0, 0),
                   STRETCHES({at(2024, 11, 3, 5, 0), at(2024, 11, 3, 6, 30)}), 1);
  spol_calendar_unref(sundays);
}
END_TEST

START_TEST(a_break_takes_out_every_instant_that_shows_its_times) {
  spol_calendar_builder *builder = builder_in(new_york());
  hours(builder, SPOL_SUNDAY, SPOL_SUNDAY, 0, 4);
  ck_assert_ok(spol_calendar_builder_add_weekly_break(builder, SPOL_SUNDAY, 3600, 5400));
  spol_calendar *sundays = build(builder);
  expect_stretches(sundays, at(2024, 11, 3, 0, 0), at(2024, 11, 4, 0, 0),
                   STRETCHES({at(2024, 11, 3, 4, 0), at(2024, 11, 3, 5, 0)},
                             {at(2024, 11, 3, 5, 30), at(2024, 11, 3, 6, 0)},
                             {at(2024, 11, 3, 6, 30), at(2024, 11, 3, 9, 0)}),
                   3);
  spol_calendar_unref(sundays);
}
END_TEST

START_TEST(a_night_shift_runs_on_into_a_holiday_and_none_opens_on_it) {
  spol_calendar_builder *builder = builder_in(utc());
  spol_holidays *set = holiday_on(spi_date_of_civil(2024, 1, 2), "Rest");
  hours(builder, SPOL_MONDAY, SPOL_SUNDAY, 22, 6);
  ck_assert_ok(spol_calendar_builder_add_holidays(builder, set));
  spol_holidays_unref(set);
  spol_calendar *nights = build(builder);
  expect_stretches(nights, at(2024, 1, 1, 12, 0), at(2024, 1, 4, 12, 0),
                   STRETCHES({at(2024, 1, 1, 22, 0), at(2024, 1, 2, 6, 0)},
                             {at(2024, 1, 3, 22, 0), at(2024, 1, 4, 6, 0)}),
                   2);
  spol_calendar_unref(nights);
}
END_TEST

START_TEST(a_break_cuts_its_own_shift_and_not_the_eves) {
  spol_calendar_builder *builder = builder_in(utc());
  hours(builder, SPOL_MONDAY, SPOL_TUESDAY, 22, 6);
  /* 26:00 to 27:00 of Monday; 02:00 to 03:00 of Tuesday cuts nothing. */
  ck_assert_ok(spol_calendar_builder_add_weekly_break(builder, SPOL_MONDAY, 26 * 3600, 27 * 3600));
  ck_assert_ok(spol_calendar_builder_add_weekly_break(builder, SPOL_WEDNESDAY, 2 * 3600, 3 * 3600));
  spol_calendar *nights = build(builder);
  expect_stretches(nights, at(2024, 1, 1, 12, 0), at(2024, 1, 4, 12, 0),
                   STRETCHES({at(2024, 1, 1, 22, 0), at(2024, 1, 2, 2, 0)},
                             {at(2024, 1, 2, 3, 0), at(2024, 1, 2, 6, 0)},
                             {at(2024, 1, 2, 22, 0), at(2024, 1, 3, 6, 0)}),
                   3);
  spol_calendar_unref(nights);
}
END_TEST

START_TEST(an_exception_outranks_a_holiday_and_dated_breaks_cut_both) {
  spol_calendar_builder *builder = builder_in(utc());
  spol_date date = spi_date_of_civil(2024, 1, 2);
  spol_holidays *set = holiday_on(date, "Rest");
  spol_day_hours ten_to_two = {36000, 50400};
  hours(builder, SPOL_MONDAY, SPOL_FRIDAY, 9, 17);
  ck_assert_ok(spol_calendar_builder_add_weekly_break(builder, SPOL_TUESDAY, 39600, 43200));
  ck_assert_ok(spol_calendar_builder_add_holidays(builder, set));
  ck_assert_ok(spol_calendar_builder_set_exception(builder, date, &ten_to_two, 1, "Stock"));
  ck_assert_int_eq(spol_calendar_builder_set_exception(builder, date, NULL, 0, NULL),
                   SPOL_E_SEMANTIC);
  ck_assert_ok(spol_calendar_builder_add_dated_break(builder, date, 43200, 46800));
  ck_assert_ok(spol_calendar_builder_add_dated_break(builder, date + 1, 43200, 46800));
  spol_holidays_unref(set);
  spol_calendar *desk = build(builder);
  /* The weekly break goes with the week. */
  expect_stretches(desk, at(2024, 1, 2, 0, 0), at(2024, 1, 4, 0, 0),
                   STRETCHES({at(2024, 1, 2, 10, 0), at(2024, 1, 2, 12, 0)},
                             {at(2024, 1, 2, 13, 0), at(2024, 1, 2, 14, 0)},
                             {at(2024, 1, 3, 9, 0), at(2024, 1, 3, 12, 0)},
                             {at(2024, 1, 3, 13, 0), at(2024, 1, 3, 17, 0)}),
                   4);
  spol_calendar_date on;
  ck_assert_ok(spol_calendar_on_date(desk, date, &on));
  ck_assert_int_eq(on.source, SPOL_DAY_EXCEPTION);
  ck_assert_str_eq(on.name, "Stock");
  ck_assert_int_eq(on.first_open, at(2024, 1, 2, 10, 0));
  ck_assert_int_eq(on.last_close, at(2024, 1, 2, 14, 0));
  spol_calendar_unref(desk);
}
END_TEST

START_TEST(touching_windows_are_one_stretch) {
  spol_calendar_builder *builder = builder_in(utc());
  hours(builder, SPOL_MONDAY, SPOL_MONDAY, 9, 12);
  hours(builder, SPOL_MONDAY, SPOL_MONDAY, 12, 15);
  hours(builder, SPOL_MONDAY, SPOL_MONDAY, 14, 24);
  hours(builder, SPOL_TUESDAY, SPOL_TUESDAY, 0, 3);
  spol_calendar *desk = build(builder);
  expect_stretches(desk, at(2024, 1, 1, 0, 0), at(2024, 1, 8, 0, 0),
                   STRETCHES({at(2024, 1, 1, 9, 0), at(2024, 1, 2, 3, 0)}), 1);
  spol_calendar_unref(desk);
}
END_TEST

START_TEST(a_long_window_loses_only_its_holiday) {
  spol_calendar_builder *builder = builder_in(utc());
  spol_window week = {.size = sizeof week,
                      .open_weekday = SPOL_SUNDAY,
                      .open_seconds = 14 * 3600,
                      .close_weekday = SPOL_FRIDAY,
                      .close_seconds = 17 * 3600};
  spol_holidays *set = holiday_on(spi_date_of_civil(2024, 1, 10), "Rest");
  ck_assert_ok(spol_calendar_builder_add_window(builder, &week));
  ck_assert_ok(spol_calendar_builder_add_holidays(builder, set));
  spol_holidays_unref(set);
  spol_calendar *desk = build(builder);
  expect_stretches(desk, at(2024, 1, 6, 0, 0), at(2024, 1, 14, 0, 0),
                   STRETCHES({at(2024, 1, 7, 14, 0), at(2024, 1, 10, 0, 0)},
                             {at(2024, 1, 11, 0, 0), at(2024, 1, 12, 17, 0)}),
                   2);
  spol_calendar_unref(desk);
}
END_TEST

START_TEST(a_window_between_two_zones) {
  spol_zone *west = zone_of("America/Los_Angeles", -28800, NULL, 0, "PST8PDT,M3.2.0,M11.1.0");
  spol_zone *east = zone_of("Australia/Sydney", 36000, NULL, 0, "AEST-10AEDT,M10.1.0,M4.1.0/3");
  spol_calendar_builder *builder = builder_in(utc());
  spol_window weekend = {.size = sizeof weekend,
                         .open_weekday = SPOL_FRIDAY,
                         .open_seconds = 17 * 3600,
                         .close_weekday = SPOL_MONDAY,
                         .close_seconds = 10 * 3600,
                         .open_zone = west,
                         .close_zone = east};
  ck_assert_ok(spol_calendar_builder_add_window(builder, &weekend));
  spol_zone_unref(west);
  spol_zone_unref(east);
  spol_calendar *calendar = build(builder);
  /* Friday 2024-01-05 17:00 PST to Monday 2024-01-08 10:00 AEDT. */
  expect_stretches(calendar, at(2024, 1, 4, 0, 0), at(2024, 1, 10, 0, 0),
                   STRETCHES({at(2024, 1, 6, 1, 0), at(2024, 1, 7, 23, 0)}), 1);
  spol_date date = 0;
  ck_assert_ok(spol_calendar_date_of(calendar, at(2024, 1, 6, 23, 59), &date, NULL));
  ck_assert_int_eq(date, spi_date_of_civil(2024, 1, 6));
  spol_calendar_unref(calendar);
}
END_TEST

START_TEST(a_skipped_date_has_no_open_time) {
  /* As Apia: 2011-12-30 was skipped, from -10:00 to +14:00. */
  offset_change over = {at(2011, 12, 30, 10, 0) / SPOL_SECOND, 14 * 3600};
  spol_calendar *desk = office(zone_of("Pacific/Apia", -36000, &over, 1, "<+14>-14"));
  spol_calendar_date on;
  ck_assert_ok(spol_calendar_on_date(desk, spi_date_of_civil(2011, 12, 30), &on));
  ck_assert_int_eq(on.has_open_time, 0);
  ck_assert_int_eq(on.first_open, SPOL_INSTANT_NONE);
  ck_assert_ok(spol_calendar_on_date(desk, spi_date_of_civil(2011, 12, 29), &on));
  ck_assert_int_eq(on.first_open, at(2011, 12, 29, 19, 0));
  ck_assert_int_eq(on.last_close, at(2011, 12, 30, 3, 0));
  spol_calendar_unref(desk);
}
END_TEST

START_TEST(an_instant_of_several_intervals_belongs_to_the_latest_date) {
  spol_calendar_builder *builder = builder_in(utc());
  hours(builder, SPOL_MONDAY, SPOL_MONDAY, 22, 6);
  hours(builder, SPOL_TUESDAY, SPOL_TUESDAY, 4, 12);
  spol_calendar *desk = build(builder);
  spol_date date = 0;
  ck_assert_ok(spol_calendar_date_of(desk, at(2024, 1, 2, 3, 0), &date, NULL));
  ck_assert_int_eq(date, spi_date_of_civil(2024, 1, 1));
  ck_assert_ok(spol_calendar_date_of(desk, at(2024, 1, 2, 5, 0), &date, NULL));
  ck_assert_int_eq(date, spi_date_of_civil(2024, 1, 2));
  spol_calendar_date on;
  ck_assert_ok(spol_calendar_on_date(desk, spi_date_of_civil(2024, 1, 1), &on));
  ck_assert_int_eq(on.last_close, at(2024, 1, 2, 6, 0));
  spol_calendar_unref(desk);
}
END_TEST

START_TEST(combinations_are_set_operations) {
  spol_calendar *parts[2] = {office(utc()), NULL};
  spol_calendar_builder *builder = builder_in(utc());
  hours(builder, SPOL_MONDAY, SPOL_FRIDAY, 12, 20);
  parts[1] = build(builder);
  spol_stretch expected[] = {{at(2024, 1, 1, 9, 0), at(2024, 1, 1, 20, 0)},
                             {at(2024, 1, 1, 12, 0), at(2024, 1, 1, 17, 0)},
                             {at(2024, 1, 1, 9, 0), at(2024, 1, 1, 12, 0)}};
  for (int32_t kind = SPOL_ANY_OF; kind <= SPOL_EXCEPT; kind++) {
    spol_calendar *both = NULL;
    ck_assert_ok(spol_calendar_combine(NULL, kind, (const spol_calendar *const *)parts, 2, NULL,
                                       NULL, &both, NULL));
    expect_stretches(both, at(2024, 1, 1, 0, 0), at(2024, 1, 2, 0, 0), expected + kind - 1, 1);
    spol_calendar_unref(both);
  }
  spol_calendar_unref(parts[0]);
  spol_calendar_unref(parts[1]);
}
END_TEST

START_TEST(parts_of_several_zones_need_a_zone) {
  spol_calendar *parts[2] = {office(utc()), office(new_york())};
  spol_calendar *both = NULL;
  spol_zone *zone = utc();
  const spol_calendar *const *all = (const spol_calendar *const *)parts;
  ck_assert_int_eq(spol_calendar_combine(NULL, SPOL_ANY_OF, all, 2, NULL, NULL, &both, NULL),
                   SPOL_E_INVALID);
  ck_assert_ok(spol_calendar_combine(NULL, SPOL_ANY_OF, all, 2, zone, NULL, &both, NULL));
  expect_stretches(both, at(2024, 1, 1, 0, 0), at(2024, 1, 2, 0, 0),
                   STRETCHES({at(2024, 1, 1, 9, 0), at(2024, 1, 1, 22, 0)}), 1);
  spol_calendar_unref(both);
  spol_calendar_unref(parts[0]);
  spol_calendar_unref(parts[1]);
  spol_zone_unref(zone);
}
END_TEST

START_TEST(never_open_is_an_error) {
  spol_calendar_builder *builder = builder_in(utc());
  spol_calendar *calendar = NULL;
  spol_error error = SPOL_ERROR_INIT;
  ck_assert_int_eq(spol_calendar_builder_build(builder, NULL, &calendar, &error),
                   SPOL_E_NEVER_OPEN);
  ck_assert_ptr_null(calendar);
  spol_day_hours ten_to_two = {36000, 50400};
  ck_assert_ok(spol_calendar_builder_set_exception(builder, spi_date_of_civil(2024, 1, 2),
                                                   &ten_to_two, 1, NULL));
  calendar = build(builder);
  spol_instant found = 5;
  ck_assert_int_eq(spol_calendar_add(calendar, 0, 4 * SPOL_HOUR + 1, &found, NULL),
                   SPOL_E_NEVER_OPEN);
  ck_assert_int_eq(spol_calendar_next_open(calendar, at(2024, 1, 2, 14, 0), &found, NULL),
                   SPOL_E_NEVER_OPEN);
  ck_assert_int_eq(found, 5);
  ck_assert_int_eq(added(calendar, 0, 4 * SPOL_HOUR), at(2024, 1, 2, 14, 0));
  spol_calendar_unref(calendar);
}
END_TEST

static spol_holidays *no_days(void) {
  spol_holidays_builder *builder = NULL;
  spol_holidays *set = NULL;
  ck_assert_ok(spol_holidays_builder_new(NULL, &builder));
  ck_assert_ok(spol_holidays_builder_build(builder, &set, NULL));
  spol_holidays_builder_free(builder);
  return set;
}

START_TEST(bad_input_is_refused) {
  spol_calendar_builder *builder = builder_in(utc());
  ck_assert_int_eq(spol_calendar_builder_add_hours(builder, 1, 3600, 3600), SPOL_E_INVALID);
  ck_assert_int_eq(spol_calendar_builder_add_hours(builder, 0, 0, 3600), SPOL_E_INVALID);
  ck_assert_int_eq(spol_calendar_builder_add_hours(builder, 8, 0, 3600), SPOL_E_INVALID);
  ck_assert_int_eq(spol_calendar_builder_add_hours(builder, 1, 86400, 3600), SPOL_E_INVALID);
  ck_assert_int_eq(spol_calendar_builder_add_hours(builder, 1, 0, 86401), SPOL_E_INVALID);
  ck_assert_int_eq(spol_calendar_builder_add_weekly_break(builder, 1, 9, 9), SPOL_E_INVALID);
  ck_assert_int_eq(spol_calendar_builder_add_weekly_break(builder, 1, 26 * 3600, 25 * 3600),
                   SPOL_E_INVALID);
  spol_window whole = {.size = sizeof whole, .open_weekday = 1, .close_weekday = 1};
  ck_assert_int_eq(spol_calendar_builder_add_window(builder, &whole), SPOL_E_INVALID);
  whole.size = 1;
  ck_assert_int_eq(spol_calendar_builder_add_window(builder, &whole), SPOL_E_VERSION);
  hours(builder, 1, 5, 9, 17);
  spol_calendar *desk = build(builder);
  spol_instant found = 3;
  ck_assert_int_eq(spol_calendar_add(desk, 0, -1, &found, NULL), SPOL_E_INVALID);
  ck_assert_int_eq(spol_calendar_add(desk, SPOL_INSTANT_MAX + 1, 1, &found, NULL), SPOL_E_RANGE);
  ck_assert_int_eq(spol_calendar_add(desk, INT64_MIN, 0, &found, NULL), SPOL_E_RANGE);
  ck_assert_int_eq(spol_calendar_add(desk, 0, INT64_MAX, &found, NULL), SPOL_E_RANGE);
  ck_assert_int_eq(spol_calendar_subtract(desk, 0, INT64_MAX, &found, NULL), SPOL_E_RANGE);
  ck_assert_int_eq(spol_calendar_elapsed(desk, INT64_MIN, 0, &found, NULL), SPOL_E_RANGE);
  ck_assert_int_eq(spol_calendar_elapsed(desk, 0, INT64_MAX, &found, NULL), SPOL_E_RANGE);
  ck_assert_int_eq(found, 3);
  spol_calendar_unref(desk);
}
END_TEST

START_TEST(a_builder_that_is_none_is_refused) {
  const spol_window week = {.size = sizeof week, .open_weekday = 1, .close_weekday = 2};
  spol_holidays *closed = no_days();
  ck_assert_int_eq(spol_calendar_builder_add_hours(NULL, 1, 0, 3600), SPOL_E_INVALID);
  ck_assert_int_eq(spol_calendar_builder_add_window(NULL, &week), SPOL_E_INVALID);
  ck_assert_int_eq(spol_calendar_builder_add_always(NULL), SPOL_E_INVALID);
  ck_assert_int_eq(spol_calendar_builder_add_weekly_break(NULL, 1, 0, 3600), SPOL_E_INVALID);
  ck_assert_int_eq(spol_calendar_builder_add_dated_break(NULL, 0, 0, 3600), SPOL_E_INVALID);
  ck_assert_int_eq(spol_calendar_builder_set_exception(NULL, 0, NULL, 0, NULL), SPOL_E_INVALID);
  ck_assert_int_eq(spol_calendar_builder_add_holidays(NULL, closed), SPOL_E_INVALID);
  ck_assert_int_eq(spol_calendar_builder_build(NULL, NULL, NULL, NULL), SPOL_E_INVALID);
  spol_holidays_unref(closed);
}
END_TEST

START_TEST(a_failed_element_spoils_no_other) {
  spol_calendar *desk = office(utc());
  spol_instant t[3] = {at(2024, 1, 5, 9, 0), INT64_MIN, at(2024, 1, 6, 9, 0)};
  spol_duration d[3] = {SPOL_HOUR, SPOL_HOUR, -1};
  size_t failed = 9;
  uint32_t flags = 9;
  ck_assert_int_eq(spol_calendar_add_many(desk, t, d, t, 3, &failed, &flags), SPOL_E_RANGE);
  ck_assert_uint_eq(failed, 1);
  ck_assert_int_eq(t[0], at(2024, 1, 5, 10, 0));
  ck_assert_int_eq(t[1], SPOL_INSTANT_NONE);
  ck_assert_int_eq(t[2], SPOL_INSTANT_NONE);
  spol_calendar_unref(desk);
}
END_TEST

START_TEST(arrays_are_subtracted_in_place_and_a_reference_keeps_the_calendar) {
  spol_calendar *desk = office(utc());
  spol_calendar *other = spol_calendar_ref(desk);
  spol_instant t[2] = {at(2024, 1, 8, 10, 0), at(2024, 1, 6, 9, 0)};
  const spol_duration d[2] = {2 * SPOL_HOUR, SPOL_HOUR};
  ck_assert_ptr_eq(other, desk);
  spol_calendar_unref(desk);
  ck_assert_ok(spol_calendar_subtract_many(other, t, d, t, 2, NULL, NULL));
  ck_assert_int_eq(t[0], at(2024, 1, 5, 16, 0));
  ck_assert_int_eq(t[1], at(2024, 1, 5, 16, 0));
  ck_assert_str_eq(spol_zone_name(spol_calendar_zone(other)), "UTC");
  spol_calendar_unref(other);
  ck_assert_ptr_null(spol_calendar_ref(NULL));
}
END_TEST

START_TEST(always_open_takes_in_the_hours_of_a_builder) {
  spol_calendar_builder *builder = builder_in(utc());
  hours(builder, SPOL_MONDAY, SPOL_FRIDAY, 9, 17);
  ck_assert_ok(spol_calendar_builder_add_always(builder));
  spol_calendar *always = build(builder);
  ck_assert_int_eq(open_between(always, at(2024, 1, 6, 0, 0), at(2024, 1, 13, 0, 0)), 7 * SPOL_DAY);
  spol_calendar_unref(always);
}
END_TEST

START_TEST(results_outside_the_coverage_are_flagged) {
  spol_holidays_builder *lists = NULL;
  spol_holidays *set = NULL;
  spol_date eid = spi_date_of_civil(2024, 4, 10);
  ck_assert_ok(spol_holidays_builder_new(NULL, &lists));
  ck_assert_ok(spol_holidays_builder_add_list(lists, "eid", &eid, NULL, 1, 2024, 2025, NULL));
  ck_assert_ok(spol_holidays_builder_build(lists, &set, NULL));
  spol_holidays_builder_free(lists);
  spol_calendar_builder *builder = builder_in(utc());
  hours(builder, SPOL_MONDAY, SPOL_FRIDAY, 9, 17);
  ck_assert_ok(spol_calendar_builder_add_holidays(builder, set));
  spol_holidays_unref(set);
  spol_calendar *desk = build(builder);
  int32_t first = 0;
  int32_t last = 0;
  spol_calendar_coverage(desk, &first, &last);
  ck_assert_int_eq(first, 2024);
  ck_assert_int_eq(last, 2025);
  spol_instant due = 0;
  uint32_t flags = 9;
  ck_assert_ok(spol_calendar_add(desk, at(2025, 12, 31, 9, 0), 8 * SPOL_HOUR, &due, &flags));
  ck_assert_uint_eq(flags, 0);
  ck_assert_ok(spol_calendar_add(desk, at(2025, 12, 31, 9, 0), 8 * SPOL_HOUR + 1, &due, &flags));
  ck_assert_uint_eq(flags, SPOL_CALENDAR_UNCOVERED);
  ck_assert_ok(spol_calendar_subtract(desk, at(2024, 1, 1, 9, 0), 1, &due, &flags));
  ck_assert_uint_eq(flags, SPOL_CALENDAR_UNCOVERED);
  spol_calendar_unref(desk);
}
END_TEST

START_TEST(closed_time_has_its_reason) {
  spol_calendar_builder *builder = builder_in(utc());
  spol_holidays *set = holiday_on(spi_date_of_civil(2024, 1, 2), "Rest");
  hours(builder, SPOL_MONDAY, SPOL_FRIDAY, 9, 17);
  ck_assert_ok(spol_calendar_builder_add_holidays(builder, set));
  spol_calendar *desk = build(builder);
  spi_calendar_state state;
  ck_assert_ok(spi_calendar_state_at(desk, at(2024, 1, 2, 12, 0), &state));
  ck_assert_int_eq(state.reason, SPI_CALENDAR_HOLIDAY);
  ck_assert_str_eq(state.name, "Rest");
  ck_assert_int_eq(state.from, at(2024, 1, 2, 0, 0));
  ck_assert_int_eq(state.until, at(2024, 1, 3, 0, 0));
  ck_assert_ok(spi_calendar_state_at(desk, at(2024, 1, 3, 1, 0), &state));
  ck_assert_int_eq(state.reason, SPI_CALENDAR_CLOSED);
  ck_assert_int_eq(state.until, at(2024, 1, 3, 9, 0));
  ck_assert_ok(spi_calendar_state_at(desk, at(2024, 1, 3, 9, 0), &state));
  ck_assert_int_eq(state.reason, SPI_CALENDAR_OPEN);
  spol_instant change = 0;
  ck_assert_ok(spi_calendar_next_change(desk, at(2024, 1, 1, 17, 0), &change));
  ck_assert_int_eq(change, at(2024, 1, 3, 9, 0));
  spol_holidays_unref(set);
  spol_calendar_unref(desk);
}
END_TEST

int main(void) {
  Suite *suite = suite_create("calendar");
  TCase *rules = tcase_create("rules");
  tcase_add_test(rules, used_up_at_closing_is_due_at_closing);
  tcase_add_test(rules, subtract_gives_the_latest_instant);
  tcase_add_test(rules, elapsed_is_signed);
  tcase_add_test(rules, openings_and_closes);
  tcase_add_test(rules, always_has_no_close);
  tcase_add_test(rules, a_whole_day_has_23_or_25_hours_when_clocks_change);
  tcase_add_test(rules, a_skipped_wall_time_is_never_open);
  tcase_add_test(rules, a_repeated_hour_is_open_both_times_without_a_hole);
  tcase_add_test(rules, a_break_takes_out_every_instant_that_shows_its_times);
  tcase_add_test(rules, a_night_shift_runs_on_into_a_holiday_and_none_opens_on_it);
  tcase_add_test(rules, a_break_cuts_its_own_shift_and_not_the_eves);
  tcase_add_test(rules, an_exception_outranks_a_holiday_and_dated_breaks_cut_both);
  tcase_add_test(rules, touching_windows_are_one_stretch);
  tcase_add_test(rules, a_long_window_loses_only_its_holiday);
  tcase_add_test(rules, a_window_between_two_zones);
  tcase_add_test(rules, a_skipped_date_has_no_open_time);
  tcase_add_test(rules, an_instant_of_several_intervals_belongs_to_the_latest_date);
  tcase_add_test(rules, combinations_are_set_operations);
  tcase_add_test(rules, parts_of_several_zones_need_a_zone);
  tcase_add_test(rules, never_open_is_an_error);
  tcase_add_test(rules, bad_input_is_refused);
  tcase_add_test(rules, a_builder_that_is_none_is_refused);
  tcase_add_test(rules, a_failed_element_spoils_no_other);
  tcase_add_test(rules, arrays_are_subtracted_in_place_and_a_reference_keeps_the_calendar);
  tcase_add_test(rules, always_open_takes_in_the_hours_of_a_builder);
  tcase_add_test(rules, results_outside_the_coverage_are_flagged);
  tcase_add_test(rules, closed_time_has_its_reason);
  suite_add_tcase(suite, rules);
  return run_suite(suite);
}
