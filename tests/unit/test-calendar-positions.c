/* SPDX-License-Identifier: MIT */
/* Positions in open time say what the public functions say, or nothing. */
#include "calendar-fixture.h"
#include "calendar/model.h"
#include "calendar/position.h"

/** 1 if the opening is known; then it is that of the calendar, without flags. */
static int check_opening(const spol_calendar *calendar, spol_instant t, spi_opening *out) {
  *out = spi_calendar_opening(calendar, t);
  if (out->position == SPI_NO_POSITION) {
    return 0;
  }
  spol_instant opens = 0;
  uint32_t flags = 9;
  ck_assert_ok(spol_calendar_next_open(calendar, t, &opens, &flags));
  ck_assert_int_eq(out->at, opens);
  ck_assert_uint_eq(flags, 0);
  ck_assert_uint_eq(out->position, spi_calendar_position(calendar, opens));
  ck_assert_uint_eq(out->position, spi_calendar_position(calendar, t));
  return 1;
}

/** 1 if it is known how far `d` reaches; then that is as far as add says. */
static int check_reach(const spol_calendar *calendar, const spi_opening *from, spol_duration d) {
  spol_instant reached = spi_calendar_reach(calendar, from->position, d);
  if (reached == SPOL_INSTANT_NONE) {
    return 0;
  }
  spol_instant due = 0;
  uint32_t flags = 9;
  ck_assert_ok(spol_calendar_add(calendar, from->at, d, &due, &flags));
  ck_assert_int_eq(reached, due);
  ck_assert_uint_eq(flags, 0);
  return 1;
}

/** Every 31 hours and some, from 10 years before the window to 10 years after. */
static void check_all(const spol_calendar *calendar, uint32_t least) {
  const spol_duration durations[] = {1, SPOL_SECOND, SPOL_HOUR, 8 * SPOL_HOUR, 2000 * SPOL_HOUR};
  spol_instant begin = calendar->timeline.base_micros - 3650 * SPOL_DAY;
  spol_instant end = calendar->timeline.end * SPI_MICROS + 3650 * SPOL_DAY;
  uint32_t known = 0;
  for (spol_instant t = begin; t < end; t += 31 * SPOL_HOUR + 1234567) {
    spi_opening opening;
    if (!check_opening(calendar, t, &opening)) {
      continue;
    }
    known++;
    for (size_t i = 0; i < sizeof durations / sizeof *durations; i++) {
      (void)check_reach(calendar, &opening, durations[i]);
    }
    ck_assert_int_eq(check_reach(calendar, &opening, SPOL_HOUR), 1);
  }
  ck_assert_uint_ge(known, least);
}

START_TEST(positions_agree_with_the_public_functions) {
  spol_calendar *calendar = office(new_york());
  ck_assert_uint_ne(calendar->timeline.span_micros, 0);
  check_all(calendar, 2000);
  spol_calendar_unref(calendar);
}
END_TEST

/** A list that was written for 2020 to 2030. */
static spol_holidays *listed(void) {
  spol_holidays_builder *builder = NULL;
  spol_holidays *set = NULL;
  spol_date date = spi_date_of_civil(2024, 7, 4);
  ck_assert_ok(spol_holidays_builder_new(NULL, &builder));
  ck_assert_ok(spol_holidays_builder_add_list(builder, NULL, &date, NULL, 1, 2020, 2030, NULL));
  ck_assert_ok(spol_holidays_builder_build(builder, &set, NULL));
  spol_holidays_builder_free(builder);
  return set;
}

START_TEST(what_has_flags_has_no_position) {
  spol_holidays *set = listed();
  spol_calendar_builder *builder = builder_in(utc());
  hours(builder, SPOL_MONDAY, SPOL_FRIDAY, 9, 17);
  ck_assert_ok(spol_calendar_builder_add_holidays(builder, set));
  spol_calendar *calendar = build(builder);
  uint32_t flagged = 0;
  uint32_t known = 0;
  for (int32_t year = 1970; year < 2080; year++) {
    spi_opening opening;
    spol_instant t = at(year, 3, 1, 12, 0);
    spol_instant opens = 0;
    uint32_t flags = 0;
    ck_assert_ok(spol_calendar_next_open(calendar, t, &opens, &flags));
    int is_known = check_opening(calendar, t, &opening);
    ck_assert(flags == 0 || !is_known);
    known += (uint32_t)is_known;
    flagged += flags != 0;
  }
  ck_assert_uint_gt(flagged, 0);
  ck_assert_uint_gt(known, 0);
  spol_holidays_unref(set);
  spol_calendar_unref(calendar);
}
END_TEST

START_TEST(at_the_ends_of_the_window_nothing_is_known) {
  spol_calendar *calendar = office(utc());
  const spi_timeline *line = &calendar->timeline;
  spol_instant end = line->end * SPI_MICROS;
  ck_assert_uint_eq(spi_calendar_position(calendar, line->base_micros - 1), SPI_NO_POSITION);
  ck_assert_uint_eq(spi_calendar_position(calendar, line->base_micros), 0);
  ck_assert_uint_eq(spi_calendar_position(calendar, end - 1), line->total_micros);
  ck_assert_uint_eq(spi_calendar_position(calendar, end), SPI_NO_POSITION);
  ck_assert_int_ne(spi_calendar_reach(calendar, 0, (spol_duration)line->total_micros),
                   SPOL_INSTANT_NONE);
  ck_assert_int_eq(spi_calendar_reach(calendar, 0, (spol_duration)line->total_micros + 1),
                   SPOL_INSTANT_NONE);
  ck_assert_int_eq(spi_calendar_reach(calendar, 0, 0), SPOL_INSTANT_NONE);
  ck_assert_int_eq(spi_calendar_reach(calendar, SPI_NO_POSITION, 1), SPOL_INSTANT_NONE);
  spol_calendar_unref(calendar);
}
END_TEST

int main(void) {
  Suite *suite = suite_create("calendar-positions");
  TCase *tests = tcase_create("calendar-positions");
  tcase_add_test(tests, positions_agree_with_the_public_functions);
  tcase_add_test(tests, what_has_flags_has_no_position);
  tcase_add_test(tests, at_the_ends_of_the_window_nothing_is_known);
  suite_add_tcase(suite, tests);
  return run_suite(suite);
}
