/* SPDX-License-Identifier: MIT */
/* Calendars at their limits: one less, as many, one more; combinations in
 * combinations; flags; zones that no clock ever had. */
#include "calendar-fixture.h"
#include "calendar/model.h"

/** As many overlapping intervals as a day may have, each cut by every break. */
static spol_calendar_builder *crowded(size_t intervals, size_t breaks) {
  spol_calendar_builder *builder = builder_in(utc());
  for (size_t i = 0; i < intervals; i++) {
    ck_assert_ok(spol_calendar_builder_add_hours(builder, SPOL_MONDAY, 9 * 3600 + (int32_t)i,
                                                 17 * 3600 - (int32_t)i));
  }
  for (size_t i = 0; i < breaks; i++) {
    int32_t from = 10 * 3600 + (int32_t)i * 600;
    ck_assert_ok(spol_calendar_builder_add_weekly_break(builder, SPOL_MONDAY, from, from + 60));
  }
  return builder;
}

START_TEST(breaks_through_many_overlapping_intervals_are_cut_out_once) {
  spol_calendar *calendar = build(crowded(SPI_HOURS_MAX, SPI_BREAKS_MAX));
  spol_instant monday = at(2024, 1, 1, 0, 0);
  ck_assert_int_eq(open_between(calendar, monday, monday + SPOL_DAY),
                   8 * SPOL_HOUR - SPI_BREAKS_MAX * SPOL_MINUTE);
  spol_calendar_unref(calendar);
  /* On a day on which the clocks change, and with as many breaks of its date. */
  spol_calendar_builder *builder = builder_in(new_york());
  for (int32_t i = 0; i < SPI_HOURS_MAX; i++) {
    ck_assert_ok(spol_calendar_builder_add_hours(builder, SPOL_SUNDAY, 0, 86400 - i));
  }
  for (int32_t i = 0; i < SPI_BREAKS_MAX; i++) {
    int32_t weekly = 3600 + i * 60;
    int32_t dated = 36000 + i * 60;
    ck_assert_ok(spol_calendar_builder_add_weekly_break(builder, SPOL_SUNDAY, weekly, weekly + 30));
    ck_assert_ok(spol_calendar_builder_add_dated_break(builder, spi_date_of_civil(2024, 11, 3),
                                                       dated, dated + 30));
  }
  calendar = build(builder);
  /* 25 hours; 01:00 to 01:32 is shown twice, and every break in it too. */
  ck_assert_int_eq(open_between(calendar, at(2024, 11, 3, 4, 0), at(2024, 11, 4, 5, 0)),
                   25 * SPOL_HOUR - 3 * SPI_BREAKS_MAX * 30 * SPOL_SECOND);
  spol_calendar_unref(calendar);
}
END_TEST

/* ---- Combinations of combinations --------------------------------------- */

static spol_calendar *combined(int32_t kind, const spol_calendar *a, const spol_calendar *b) {
  const spol_calendar *parts[2] = {a, b};
  spol_calendar *out = NULL;
  spol_error error = SPOL_ERROR_INIT;
  spol_status status = spol_calendar_combine(NULL, kind, parts, 2, NULL, NULL, &out, &error);
  ck_assert_msg(status == SPOL_OK, "%s", error.message);
  return out;
}

static int32_t open_at(const spol_calendar *calendar, spol_instant t) {
  int32_t open = -1;
  ck_assert_ok(spol_calendar_is_open(calendar, t, &open, NULL));
  return open;
}

static spol_calendar *daily(int32_t from, int32_t to) {
  spol_calendar_builder *builder = builder_in(new_york());
  hours(builder, SPOL_MONDAY, SPOL_SUNDAY, from, to);
  return build(builder);
}

START_TEST(nested_combinations_are_nested_set_operations) {
  spol_calendar *day = daily(8, 20);
  spol_calendar *night = daily(18, 6);
  spol_calendar *desk = office(new_york());
  spol_calendar *lunch = daily(12, 13);
  spol_calendar *either = combined(SPOL_ANY_OF, night, desk);
  spol_calendar *working = combined(SPOL_EXCEPT, either, lunch);
  spol_calendar *all = combined(SPOL_ALL_OF, working, day);
  /* Across the change of the clocks in March, and far outside the window. */
  const spol_instant begins[2] = {at(2024, 3, 8, 0, 0), at(4711, 3, 8, 0, 0)};
  for (int i = 0; i < 2; i++) {
    spol_duration open = 0;
    for (spol_instant t = begins[i]; t < begins[i] + 5 * SPOL_DAY; t += 15 * SPOL_MINUTE) {
      int32_t expected =
          (open_at(night, t) || open_at(desk, t)) && !open_at(lunch, t) && open_at(day, t);
      ck_assert_int_eq(open_at(all, t), expected);
      open += expected ? 15 * SPOL_MINUTE : 0;
    }
    ck_assert_int_eq(open_between(all, begins[i], begins[i] + 5 * SPOL_DAY), open);
    spol_instant due = added(all, begins[i], open);
    ck_assert_int_le(due, begins[i] + 5 * SPOL_DAY);
    ck_assert_int_eq(open_between(all, begins[i], due), open);
  }
  const spol_calendar *made[7] = {day, night, desk, lunch, either, working, all};
  for (int i = 0; i < 7; i++) {
    spol_calendar_unref(made[i]);
  }
}
END_TEST

START_TEST(combinations_have_a_depth_and_a_size) {
  spol_calendar *chain = daily(9, 17);
  const spol_calendar *parts[SPI_PARTS_MAX + 1];
  spol_calendar *next = NULL;
  const spol_compile_options none = {.size = sizeof none, .first_year = 2, .last_year = 1};
  for (int depth = 1; depth <= SPI_DEPTH_MAX; depth++) {
    parts[0] = chain;
    ck_assert_ok(spol_calendar_combine(NULL, SPOL_ANY_OF, parts, 1, NULL, &none, &next, NULL));
    spol_calendar_unref(chain);
    chain = next;
  }
  ck_assert_int_eq(open_at(chain, at(2024, 1, 2, 14, 0)), 1);
  parts[0] = chain;
  next = NULL;
  ck_assert_int_eq(spol_calendar_combine(NULL, SPOL_ANY_OF, parts, 1, NULL, &none, &next, NULL),
                   SPOL_E_LIMIT);
  ck_assert_ptr_null(next);
  spol_calendar_unref(chain);

  spol_calendar *one = daily(9, 17);
  spol_calendar *wide = NULL;
  for (int i = 0; i <= SPI_PARTS_MAX; i++) {
    parts[i] = one;
  }
  ck_assert_int_eq(spol_calendar_combine(NULL, SPOL_ANY_OF, parts, 0, NULL, &none, &next, NULL),
                   SPOL_E_INVALID);
  ck_assert_int_eq(
      spol_calendar_combine(NULL, SPOL_ANY_OF, parts, SPI_PARTS_MAX + 1, NULL, &none, &next, NULL),
      SPOL_E_INVALID);
  ck_assert_ok(
      spol_calendar_combine(NULL, SPOL_ANY_OF, parts, SPI_PARTS_MAX, NULL, &none, &wide, NULL));
  for (int i = 0; i < SPI_PARTS_MAX; i++) {
    parts[i] = wide;
  }
  /* 64 times 64 simple calendars are as many as there may be. */
  ck_assert_ok(
      spol_calendar_combine(NULL, SPOL_ANY_OF, parts, SPI_PARTS_MAX, NULL, &none, &next, NULL));
  parts[0] = next;
  parts[1] = one;
  spol_calendar *more = NULL;
  ck_assert_int_eq(spol_calendar_combine(NULL, SPOL_ANY_OF, parts, 2, NULL, &none, &more, NULL),
                   SPOL_E_LIMIT);
  ck_assert_ptr_null(more);
  spol_calendar_unref(next);
  spol_calendar_unref(wide);
  spol_calendar_unref(one);
}
END_TEST

/** `kind` of a calendar with holidays and the office, asked from the year 1. */
static void expect_found(spol_holidays *set, int32_t kind, int32_t from, int32_t to,
                         spol_status status, spol_instant first) {
  spol_calendar_builder *builder = builder_in(new_york());
  hours(builder, SPOL_MONDAY, SPOL_SUNDAY, from, to);
  ck_assert_ok(spol_calendar_builder_add_holidays(builder, set));
  spol_calendar *with = build(builder);
  spol_calendar *desk = office(new_york());
  spol_calendar *both =
      kind == SPOL_EXCEPT ? combined(kind, desk, with) : combined(kind, with, desk);
  spol_instant found = 0;
  ck_assert_int_eq(spol_calendar_next_open(both, SPOL_INSTANT_MIN, &found, NULL), status);
  ck_assert_int_eq(found, first);
  spol_calendar_unref(both);
  spol_calendar_unref(desk);
  spol_calendar_unref(with);
}

START_TEST(what_repeats_is_not_walked_through_and_what_does_not_is_found) {
  spol_holidays *once = holiday_on(spi_date_of_civil(9001, 3, 5), "a Thursday");
  /* All that the holiday leaves open of the office is that day. */
  expect_found(once, SPOL_EXCEPT, 9, 17, SPOL_OK, at(9001, 3, 5, 14, 0));
  expect_found(once, SPOL_ALL_OF, 17, 19, SPOL_E_NEVER_OPEN, 0);
  spol_holidays_unref(once);
  spol_holidays_builder *rules = NULL;
  spol_holidays *set = NULL;
  /* 29 February from 8401 on: that of 8404 is a Sunday, that of 8408 a Friday. */
  spol_holiday_rule leap = {
      .size = sizeof leap, .kind = SPOL_HOLIDAY_YEARLY, .month = 2, .day = 29, .first_year = 8401};
  ck_assert_ok(spol_holidays_builder_new(NULL, &rules));
  ck_assert_ok(spol_holidays_builder_add_rule(rules, &leap, NULL));
  ck_assert_ok(spol_holidays_builder_build(rules, &set, NULL));
  expect_found(set, SPOL_EXCEPT, 9, 17, SPOL_OK, at(8408, 2, 29, 14, 0));
  spol_holidays_unref(set);
  spol_holidays_builder_free(rules);
}
END_TEST

START_TEST(a_combination_that_is_never_open_says_so_at_once) {
  spol_calendar *early = daily(1, 9);
  spol_calendar *late = daily(9, 17);
  spol_calendar *never = combined(SPOL_ALL_OF, early, late);
  spol_instant found = 7;
  int32_t open = 7;
  /* Each would take most of a second if it walked through the years. */
  for (int i = 0; i < 1000; i++) {
    ck_assert_int_eq(spol_calendar_add(never, i, SPOL_HOUR, &found, NULL), SPOL_E_NEVER_OPEN);
    ck_assert_int_eq(spol_calendar_subtract(never, i, SPOL_HOUR, &found, NULL), SPOL_E_NEVER_OPEN);
    ck_assert_int_eq(spol_calendar_next_open(never, i, &found, NULL), SPOL_E_NEVER_OPEN);
    ck_assert_int_eq(spol_calendar_previous_close(never, i, &found, NULL), SPOL_E_NEVER_OPEN);
  }
  ck_assert_int_eq(found, 7);
  ck_assert_ok(spol_calendar_is_open(never, at(2024, 1, 2, 9, 0), &open, NULL));
  ck_assert_int_eq(open, 0);
  ck_assert_int_eq(open_between(never, SPOL_INSTANT_MIN, SPOL_INSTANT_MAX), 0);

  /* One day in all the years. */
  spol_calendar_builder *builder = builder_in(new_york());
  spol_day_hours noon = {8 * 3600, 12 * 3600};
  ck_assert_ok(
      spol_calendar_builder_set_exception(builder, spi_date_of_civil(2077, 5, 5), &noon, 1, NULL));
  spol_calendar *once = build(builder);
  spol_calendar *hardly = combined(SPOL_ALL_OF, once, late);
  ck_assert_ok(spol_calendar_next_open(hardly, at(1, 1, 1, 0, 0), &found, NULL));
  ck_assert_int_eq(found, at(2077, 5, 5, 13, 0));
  ck_assert_ok(spol_calendar_previous_close(hardly, at(9999, 1, 1, 0, 0), &found, NULL));
  ck_assert_int_eq(found, at(2077, 5, 5, 16, 0));
  ck_assert_int_eq(open_between(hardly, SPOL_INSTANT_MIN, SPOL_INSTANT_MAX), 3 * SPOL_HOUR);
  ck_assert_int_eq(spol_calendar_next_open(hardly, at(2077, 5, 5, 16, 0), &found, NULL),
                   SPOL_E_NEVER_OPEN);
  const spol_calendar *made[5] = {early, late, never, once, hardly};
  for (int i = 0; i < 5; i++) {
    spol_calendar_unref(made[i]);
  }
}
END_TEST

/* ---- One less, as many, one more ---------------------------------------- */

/** What the builder answers; it is freed. */
static spol_status built(spol_calendar_builder *builder, const spol_compile_options *options) {
  spol_calendar *calendar = NULL;
  spol_status status = spol_calendar_builder_build(builder, options, &calendar, NULL);
  ck_assert((calendar != NULL) == (status == SPOL_OK));
  spol_calendar_unref(calendar);
  spol_calendar_builder_free(builder);
  return status;
}

START_TEST(a_day_has_so_many_hours_and_breaks) {
  ck_assert_ok(built(crowded(SPI_HOURS_MAX - 1, SPI_BREAKS_MAX - 1), NULL));
  ck_assert_ok(built(crowded(SPI_HOURS_MAX, SPI_BREAKS_MAX), NULL));
  ck_assert_int_eq(built(crowded(SPI_HOURS_MAX + 1, 0), NULL), SPOL_E_LIMIT);
  ck_assert_int_eq(built(crowded(1, SPI_BREAKS_MAX + 1), NULL), SPOL_E_LIMIT);
  for (int32_t breaks = SPI_BREAKS_MAX; breaks <= SPI_BREAKS_MAX + 1; breaks++) {
    spol_calendar_builder *builder = crowded(1, 0);
    for (int32_t i = 0; i < breaks; i++) {
      ck_assert_ok(spol_calendar_builder_add_dated_break(builder, 20000, i * 60, i * 60 + 30));
    }
    ck_assert_int_eq(built(builder, NULL), breaks <= SPI_BREAKS_MAX ? SPOL_OK : SPOL_E_LIMIT);
  }
  spol_day_hours pieces[SPI_HOURS_MAX + 1];
  for (int32_t i = 0; i <= SPI_HOURS_MAX; i++) {
    pieces[i] = (spol_day_hours){i * 60, i * 60 + 30};
  }
  spol_calendar_builder *builder = crowded(1, 0);
  ck_assert_int_eq(
      spol_calendar_builder_set_exception(builder, 20000, pieces, SPI_HOURS_MAX + 1, NULL),
      SPOL_E_LIMIT);
  ck_assert_ok(spol_calendar_builder_set_exception(builder, 20000, pieces, SPI_HOURS_MAX, NULL));
  ck_assert_int_eq(spol_calendar_builder_set_exception(builder, 20000, pieces, 1, NULL),
                   SPOL_E_SEMANTIC);
  spol_calendar *calendar = build(builder);
  ck_assert_int_eq(open_between(calendar, 20000 * SPOL_DAY, 20001 * SPOL_DAY),
                   SPI_HOURS_MAX * 30 * SPOL_SECOND);
  spol_calendar_unref(calendar);
}
END_TEST

START_TEST(a_calendar_has_so_many_items_windows_and_years) {
  spol_compile_options options = {.size = sizeof options, .max_items = 10};
  for (size_t items = 9; items <= 11; items++) {
    ck_assert_int_eq(built(crowded(items, 0), &options), items <= 10 ? SPOL_OK : SPOL_E_LIMIT);
  }
  options = (spol_compile_options){.size = sizeof options, .first_year = 1, .last_year = 130};
  ck_assert_ok(built(crowded(1, 0), &options));
  options.last_year = 131;
  ck_assert_int_eq(built(crowded(1, 0), &options), SPOL_E_INVALID);
  options = (spol_compile_options){.size = sizeof options, .first_year = 9870, .last_year = 9999};
  ck_assert_ok(built(crowded(1, 0), &options));
  options.last_year = 10000;
  ck_assert_int_eq(built(crowded(1, 0), &options), SPOL_E_INVALID);
  options.size--;
  ck_assert_int_eq(built(crowded(1, 0), &options), SPOL_E_VERSION);

  spol_calendar_builder *builder = crowded(1, 0);
  spol_zone *zone = new_york();
  spol_window window = {.size = sizeof window,
                        .open_weekday = SPOL_FRIDAY,
                        .open_seconds = 9 * 3600,
                        .close_weekday = SPOL_FRIDAY,
                        .close_seconds = 17 * 3600,
                        .close_zone = zone};
  for (int i = 0; i < SPI_ZONED_MAX; i++) {
    ck_assert_ok(spol_calendar_builder_add_window(builder, &window));
  }
  ck_assert_int_eq(spol_calendar_builder_add_window(builder, &window), SPOL_E_LIMIT);
  spol_zone_unref(zone);
  spol_holidays *set = holiday_on(20000, "a day");
  for (int i = 0; i < SPI_SETS_MAX; i++) {
    ck_assert_ok(spol_calendar_builder_add_holidays(builder, set));
  }
  ck_assert_int_eq(spol_calendar_builder_add_holidays(builder, set), SPOL_E_LIMIT);
  spol_holidays_unref(set);
  ck_assert_ok(built(builder, NULL));
}
END_TEST

START_TEST(a_zone_may_not_change_its_clocks_every_few_hours) {
  for (size_t changes = SPI_CHANGES_MAX; changes <= SPI_CHANGES_MAX + 1; changes++) {
    offset_change all[SPI_CHANGES_MAX + 1];
    for (size_t i = 0; i < changes; i++) {
      all[i] = (offset_change){1700000000 + (int64_t)i * 7200, i % 2 == 0 ? 3600 : 0};
    }
    int32_t last = all[changes - 1].offset;
    spol_calendar_builder *builder =
        builder_in(zone_of("Test/Restless", 0, all, changes, last == 0 ? "AAA0" : "AAA-1"));
    hours(builder, SPOL_MONDAY, SPOL_SUNDAY, 0, 24);
    ck_assert_int_eq(built(builder, NULL), changes <= SPI_CHANGES_MAX ? SPOL_OK : SPOL_E_LIMIT);
  }
}
END_TEST

/* ---- Flags -------------------------------------------------------------- */

START_TEST(beyond_the_last_change_of_a_zone_without_a_rule_is_flagged) {
  const offset_change change = {1700000000, 3600};
  spol_calendar_builder *builder = builder_in(zone_of("Test/Short", 0, &change, 1, ""));
  hours(builder, SPOL_MONDAY, SPOL_SUNDAY, 0, 24);
  spol_calendar *calendar = build(builder);
  spol_instant last = 1700000000 * SPOL_SECOND;
  spol_instant due = 0;
  uint32_t flags = 9;
  ck_assert_ok(spol_calendar_add(calendar, last - SPOL_HOUR, SPOL_HOUR, &due, &flags));
  ck_assert_int_eq(due, last);
  ck_assert_uint_eq(flags, 0);
  ck_assert_ok(spol_calendar_add(calendar, last - SPOL_HOUR, SPOL_HOUR + 1, &due, &flags));
  ck_assert_uint_eq(flags, SPOL_CALENDAR_ZONE_BEYOND);
  int32_t open = 0;
  ck_assert_ok(spol_calendar_is_open(calendar, last - 1, &open, &flags));
  ck_assert_uint_eq(flags, 0);
  ck_assert_ok(spol_calendar_is_open(calendar, last, &open, &flags));
  ck_assert_uint_eq(flags, SPOL_CALENDAR_ZONE_BEYOND);
  /* A part has it for the whole, and arrays for all their elements. */
  spol_calendar *always = daily(0, 24);
  const spol_calendar *parts[2] = {always, calendar};
  spol_calendar *both = NULL;
  spol_zone *zone = utc();
  ck_assert_ok(spol_calendar_combine(NULL, SPOL_ANY_OF, parts, 2, zone, NULL, &both, NULL));
  ck_assert_ok(spol_calendar_is_open(both, last, &open, &flags));
  ck_assert_uint_eq(flags, SPOL_CALENDAR_ZONE_BEYOND);
  spol_instant starts[2] = {last, last - SPOL_DAY};
  const spol_duration hour[2] = {SPOL_HOUR, SPOL_HOUR};
  size_t failed = 9;
  ck_assert_ok(spol_calendar_add_many(both, starts, hour, starts, 2, &failed, &flags));
  ck_assert_uint_eq(flags, SPOL_CALENDAR_ZONE_BEYOND);
  spol_zone_unref(zone);
  spol_calendar_unref(both);
  spol_calendar_unref(always);
  spol_calendar_unref(calendar);
}
END_TEST

START_TEST(easter_before_1583_is_flagged) {
  spol_holidays_builder *rules = NULL;
  spol_holidays *set = NULL;
  const spol_holiday_rule easter = {.size = sizeof easter, .kind = SPOL_HOLIDAY_EASTER_WESTERN};
  ck_assert_ok(spol_holidays_builder_new(NULL, &rules));
  ck_assert_ok(spol_holidays_builder_add_rule(rules, &easter, NULL));
  ck_assert_ok(spol_holidays_builder_build(rules, &set, NULL));
  spol_holidays_builder_free(rules);
  spol_calendar_builder *builder = builder_in(utc());
  hours(builder, SPOL_MONDAY, SPOL_SUNDAY, 9, 17);
  ck_assert_ok(spol_calendar_builder_add_holidays(builder, set));
  spol_calendar *calendar = build(builder);
  spol_instant due = 0;
  uint32_t flags = 9;
  ck_assert_ok(spol_calendar_add(calendar, at(1582, 12, 31, 9, 0), 8 * SPOL_HOUR, &due, &flags));
  ck_assert_uint_eq(flags, SPOL_CALENDAR_EASTER_EARLY);
  ck_assert_ok(spol_calendar_add(calendar, at(1583, 1, 1, 9, 0), 8 * SPOL_HOUR, &due, &flags));
  ck_assert_uint_eq(flags, 0);
  ck_assert_ok(spol_calendar_next_open(calendar, at(1582, 12, 31, 20, 0), &due, &flags));
  ck_assert_uint_eq(flags, SPOL_CALENDAR_EASTER_EARLY);
  spol_holidays_unref(set);
  spol_calendar_unref(calendar);
}
END_TEST

int main(void) {
  Suite *suite = suite_create("calendar-limits");
  TCase *tests = tcase_create("calendar-limits");
  tcase_set_timeout(tests, 400);
  tcase_add_test(tests, breaks_through_many_overlapping_intervals_are_cut_out_once);
  tcase_add_test(tests, nested_combinations_are_nested_set_operations);
  tcase_add_test(tests, combinations_have_a_depth_and_a_size);
  tcase_add_test(tests, what_repeats_is_not_walked_through_and_what_does_not_is_found);
  tcase_add_test(tests, a_combination_that_is_never_open_says_so_at_once);
  tcase_add_test(tests, a_day_has_so_many_hours_and_breaks);
  tcase_add_test(tests, a_calendar_has_so_many_items_windows_and_years);
  tcase_add_test(tests, a_zone_may_not_change_its_clocks_every_few_hours);
  tcase_add_test(tests, beyond_the_last_change_of_a_zone_without_a_rule_is_flagged);
  tcase_add_test(tests, easter_before_1583_is_flagged);
  suite_add_tcase(suite, tests);
  return run_suite(suite);
}
