/* SPDX-License-Identifier: MIT */
/* Sets of holidays: every kind of rule, every shift, lists and coverage
 * (docs/semantics.md, section 2). */
#include <stdio.h>
#include <string.h>

#include "calendar/holidays.h"
#include "supportpolicy/calendar.h"
#include "unit.h"

#define RULE(...) ((spol_holiday_rule){.size = sizeof(spol_holiday_rule), __VA_ARGS__})
#define BUILD(...)                                                                                 \
  build((const spol_holiday_rule[]){__VA_ARGS__},                                                  \
        sizeof((const spol_holiday_rule[]){__VA_ARGS__}) / sizeof(spol_holiday_rule))

static spol_date on(int32_t year, int32_t month, int32_t day) {
  spol_date date = 0;
  ck_assert_ok(spol_date_from_civil(year, month, day, &date));
  return date;
}

static spol_holidays_builder *builder_of(const spol_holiday_rule *rules, size_t count) {
  spol_holidays_builder *builder = NULL;
  ck_assert_ok(spol_holidays_builder_new(NULL, &builder));
  for (size_t i = 0; i < count; i++) {
    spol_error error = SPOL_ERROR_INIT;
    spol_status status = spol_holidays_builder_add_rule(builder, &rules[i], &error);
    ck_assert_msg(status == SPOL_OK, "rule %zu: %s", i, error.message);
  }
  return builder;
}

static spol_holidays *finish(spol_holidays_builder *builder) {
  spol_holidays *set = NULL;
  spol_error error = SPOL_ERROR_INIT;
  spol_status status = spol_holidays_builder_build(builder, &set, &error);
  ck_assert_msg(status == SPOL_OK, "%s", error.message);
  spol_holidays_builder_free(builder);
  return set;
}

static spol_holidays *build(const spol_holiday_rule *rules, size_t count) {
  return finish(builder_of(rules, count));
}

/* The dates of a year as "0101 0704*", a star where they are shifted; the
 * answers for single dates must agree. */
static const char *dates_of(const spol_holidays *set, int32_t year) {
  static char text[366 * 6 + 1];
  static spol_holiday days[SPI_HOLIDAYS_YEAR_MAX];
  size_t length = 0;
  size_t count = spi_holidays_fill(set, year, days);
  size_t next = 0;
  for (spol_date date = on(year, 1, 1); date <= on(year, 12, 31); date++) {
    int32_t is_holiday = 7;
    spol_holiday one = {.date = 0};
    ck_assert_ok(spol_holidays_on(set, date, &is_holiday, &one));
    ck_assert_int_eq(is_holiday, next < count && days[next].date == date);
    if (!is_holiday) {
      continue;
    }
    ck_assert_mem_eq(&one, &days[next], sizeof one);
    next++;
    spol_civil_date civil;
    ck_assert_ok(spol_date_to_civil(date, &civil));
    length +=
        (size_t)snprintf(text + length, sizeof text - length, "%s%02d%02d%s",
                         length == 0 ? "" : " ", civil.month, civil.day, one.shifted ? "*" : "");
  }
  ck_assert_uint_eq(next, count);
  text[length] = '\0';
  return text;
}

static void check_year(const spol_holidays *set, int32_t year, const char *expected) {
  ck_assert_str_eq(dates_of(set, year), expected);
}

START_TEST(yearly_keeps_leap_days_to_leap_years) {
  spol_holidays *set = BUILD(RULE(.kind = SPOL_HOLIDAY_YEARLY, .month = 2, .day = 29),
                             RULE(.kind = SPOL_HOLIDAY_YEARLY, .month = 12, .day = 25));
  check_year(set, 2024, "0229 1225");
  check_year(set, 2025, "1225");
  check_year(set, 2100, "1225");
  check_year(set, 2000, "0229 1225");
  check_year(set, 1, "1225");
  check_year(set, 9999, "1225");
  spol_holidays_unref(set);
}
END_TEST

START_TEST(nth_weekday_counts_from_both_ends) {
#define NTH(m, w, n)                                                                               \
  RULE(.kind = SPOL_HOLIDAY_NTH_WEEKDAY, .month = (m), .weekday = (w), .nth = (n))
  spol_holidays *set =
      BUILD(NTH(11, SPOL_THURSDAY, 4), NTH(5, SPOL_MONDAY, -1), NTH(2, SPOL_SUNDAY, 5),
            NTH(2, SPOL_SUNDAY, -5), NTH(3, SPOL_SUNDAY, 1), NTH(10, SPOL_FRIDAY, -2));
  check_year(set, 2026, "0301 0525 1023 1126");
  check_year(set, 2032, "0201 0229 0307 0531 1022 1125"); /* five Sundays in February */
  spol_holidays_unref(set);
}
END_TEST

START_TEST(weekday_near_a_day_on_each_side) {
#define NEAR(k, m, d, w)                                                                           \
  RULE(.kind = SPOL_HOLIDAY_WEEKDAY_##k, .month = (m), .day = (d), .weekday = (w))
  spol_holidays *set = BUILD(NEAR(ON_OR_AFTER, 6, 15, SPOL_MONDAY),   /* 2026-06-15 is a Monday */
                             NEAR(ON_OR_BEFORE, 8, 31, SPOL_MONDAY)); /* so is 2026-08-31 */
  check_year(set, 2026, "0615 0831");
  check_year(set, 2027, "0621 0830");
  spol_holidays_unref(set);
  set = BUILD(NEAR(AFTER, 6, 15, SPOL_MONDAY), NEAR(BEFORE, 8, 31, SPOL_MONDAY));
  check_year(set, 2026, "0622 0824");
  check_year(set, 2027, "0621 0830");
  spol_holidays_unref(set);
  set = BUILD(NEAR(AFTER, 12, 28, SPOL_FRIDAY), NEAR(BEFORE, 1, 2, SPOL_FRIDAY));
  check_year(set, 2025, "0103 1226"); /* 26 December: before Friday 2026-01-02 */
  check_year(set, 2026, "0102");
  check_year(set, 2027, "0101 1231");
  spol_holidays_unref(set);
}
END_TEST

START_TEST(easter_and_what_hangs_on_it) {
  spol_holidays *set =
      BUILD(RULE(.kind = SPOL_HOLIDAY_EASTER_WESTERN, .offset_days = -2),
            RULE(.kind = SPOL_HOLIDAY_EASTER_WESTERN, .offset_days = 1),
            RULE(.kind = SPOL_HOLIDAY_EASTER_ORTHODOX), RULE(.kind = SPOL_HOLIDAY_EASTER_WESTERN));
  check_year(set, 2024, "0329 0331 0401 0505");
  check_year(set, 2025, "0418 0420 0421");
  check_year(set, 2038, "0423 0425 0426");
  spol_holiday days[SPI_HOLIDAYS_YEAR_MAX];
  ck_assert_uint_eq(spi_holidays_fill(set, 1582, days), 4);
  ck_assert_uint_eq(days[0].flags, SPOL_CALENDAR_EASTER_EARLY);
  ck_assert_uint_eq(spi_holidays_year_flags(set, 1582), SPOL_CALENDAR_EASTER_EARLY);
  ck_assert_uint_gt(spi_holidays_fill(set, 1583, days), 0);
  ck_assert_uint_eq(days[0].flags, 0);
  ck_assert_uint_eq(spi_holidays_year_flags(set, 1583), 0);
  spol_holidays_unref(set);
  set = BUILD(RULE(.kind = SPOL_HOLIDAY_YEARLY, .month = 5, .day = 1));
  ck_assert_uint_eq(spi_holidays_year_flags(set, 1500), 0);
  spol_holidays_unref(set);
}
END_TEST

START_TEST(early_easter_is_flagged_where_it_reaches) {
  spol_holidays *set = BUILD(RULE(.kind = SPOL_HOLIDAY_RELATIVE, .other = 1, .offset_days = 300),
                             RULE(.kind = SPOL_HOLIDAY_EASTER_WESTERN));
  spol_holiday days[SPI_HOLIDAYS_YEAR_MAX];
  ck_assert_uint_eq(spi_holidays_fill(set, 1583, days), 2);
  ck_assert_uint_eq(days[0].flags, SPOL_CALENDAR_EASTER_EARLY); /* counted from 1582 */
  ck_assert_uint_eq(days[1].flags, 0);
  ck_assert_uint_eq(spi_holidays_year_flags(set, 1583), SPOL_CALENDAR_EASTER_EARLY);
  ck_assert_uint_eq(spi_holidays_year_flags(set, 1584), 0);
  spol_holidays_unref(set);
}
END_TEST

START_TEST(every_rule_of_one_date_takes_an_offset) {
  spol_holidays *set = BUILD(
      RULE(.kind = SPOL_HOLIDAY_NTH_WEEKDAY, .month = 11, .weekday = 4, .nth = 4, .offset_days = 1),
      RULE(.kind = SPOL_HOLIDAY_YEARLY, .month = 1, .day = 1, .offset_days = -1),
      RULE(.kind = SPOL_HOLIDAY_YEARLY, .month = 2, .day = 29, .offset_days = 2),
      RULE(.kind = SPOL_HOLIDAY_WEEKDAY_AFTER, .month = 6, .day = 1, .weekday = 1,
           .offset_days = 1),
      RULE(.kind = SPOL_HOLIDAY_RELATIVE, .other = 0, .offset_days = 3));
  check_year(set, 2024, "0302 0604 1129 1202 1231");
  check_year(set, 2025, "0603 1128 1201 1231");
  spol_holidays_unref(set);
}
END_TEST

START_TEST(relative_follows_the_own_date_of_another) {
  spol_holidays *set = BUILD(
      RULE(.kind = SPOL_HOLIDAY_RELATIVE, .other = 2, .offset_days = 1), /* forward reference */
      RULE(.kind = SPOL_HOLIDAY_RELATIVE, .other = 0, .offset_days = 3),
      RULE(.kind = SPOL_HOLIDAY_NTH_WEEKDAY, .month = 11, .weekday = 4, .nth = 4));
  check_year(set, 2026, "1126 1127 1130");
  spol_holidays_unref(set);
  /* Not where the other is observed: 4 July 2026 is a Saturday, kept on Friday. */
  set = BUILD(
      RULE(.kind = SPOL_HOLIDAY_YEARLY, .month = 7, .day = 4, .observed = SPOL_OBSERVED_NEAREST),
      RULE(.kind = SPOL_HOLIDAY_RELATIVE, .other = 0, .offset_days = 1));
  check_year(set, 2026, "0703* 0705");
  spol_holidays_unref(set);
}
END_TEST

START_TEST(relative_has_a_date_where_the_other_has_one) {
  spol_holidays *set = BUILD(
      RULE(.kind = SPOL_HOLIDAY_YEARLY, .month = 2, .day = 29),
      RULE(.kind = SPOL_HOLIDAY_RELATIVE, .other = 0, .offset_days = 1),
      RULE(.kind = SPOL_HOLIDAY_YEARLY, .month = 1, .day = 1, .first_year = 2021),
      RULE(.kind = SPOL_HOLIDAY_RELATIVE, .other = 2, .offset_days = -1),
      RULE(.kind = SPOL_HOLIDAY_RELATIVE, .other = 2, .offset_days = 366, .last_year = 2023),
      RULE(.kind = SPOL_HOLIDAY_DATES, .first_date = on(2024, 6, 1), .last_date = on(2024, 6, 1)),
      RULE(.kind = SPOL_HOLIDAY_RELATIVE, .other = 5, .offset_days = 366));
  check_year(set, 2019, "");
  check_year(set, 2020, "0229 0301 1231");
  check_year(set, 2022, "0101 0102 1231");
  check_year(set, 2024, "0101 0229 0301 0601 1231");
  check_year(set, 2025, "0101 0602 1231");
  spol_holidays_unref(set);
}
END_TEST

START_TEST(relative_to_a_date_that_its_weekdays_rule_out) {
  spol_holidays *set = BUILD(RULE(.kind = SPOL_HOLIDAY_DATES, .first_date = on(2026, 11, 23),
                                  .last_date = on(2026, 11, 23), .weekdays = 0x60),
                             RULE(.kind = SPOL_HOLIDAY_RELATIVE, .other = 0, .offset_days = 1));
  check_year(set, 2026, "");
  spol_holidays_unref(set);
}
END_TEST

START_TEST(a_date_on_some_weekdays_only) {
  spol_holidays *set =
      BUILD(RULE(.kind = SPOL_HOLIDAY_YEARLY, .month = 12, .day = 24, .weekdays = 0x1F),
            RULE(.kind = SPOL_HOLIDAY_RELATIVE, .other = 0, .offset_days = -1, .weekdays = 0x0F),
            RULE(.kind = SPOL_HOLIDAY_RELATIVE, .other = 1, .offset_days = -1),
            RULE(.kind = SPOL_HOLIDAY_YEARLY, .month = 5, .day = 1, .weekdays = 0x3F,
                 .observed = SPOL_OBSERVED_NEAREST));
  check_year(set, 2026, "0501 1222 1223 1224");  /* 24 December is a Thursday */
  check_year(set, 2027, "0430* 1222 1223 1224"); /* 1 May is a Saturday */
  check_year(set, 2029, "0501 1224");            /* the 23rd is a Sunday, and none before it */
  check_year(set, 2022, "");                     /* a Sunday does not count, and does not move */
  spol_holidays_unref(set);
}
END_TEST

START_TEST(yearly_range_runs_over_new_year) {
  spol_holidays *set =
      BUILD(RULE(.kind = SPOL_HOLIDAY_YEARLY_RANGE, .month = 12, .day = 28, .end_month = 1,
                 .end_day = 3, .first_year = 2026, .last_year = 2026));
  check_year(set, 2025, "");
  check_year(set, 2026, "1228 1229 1230 1231"); /* the range begun in 2025 is not there */
  check_year(set, 2027, "0101 0102 0103");
  check_year(set, 2028, "");
  spol_holidays_unref(set);
  set = BUILD(RULE(.kind = SPOL_HOLIDAY_YEARLY_RANGE, .month = 8, .day = 10, .end_month = 8,
                   .end_day = 16, .weekdays = 0x1F));
  check_year(set, 2026, "0810 0811 0812 0813 0814");
  check_year(set, 2027, "0810 0811 0812 0813 0816");
  spol_holidays_unref(set);
}
END_TEST

START_TEST(yearly_range_at_the_leap_day) {
  spol_holidays *set = BUILD(
      RULE(.kind = SPOL_HOLIDAY_YEARLY_RANGE, .month = 2, .day = 29, .end_month = 3, .end_day = 1),
      RULE(.kind = SPOL_HOLIDAY_YEARLY_RANGE, .month = 2, .day = 27, .end_month = 2,
           .end_day = 29));
  check_year(set, 2024, "0227 0228 0229 0301");
  check_year(set, 2025, "0227 0228 0301");
  spol_holidays_unref(set);
  set = BUILD(RULE(.kind = SPOL_HOLIDAY_YEARLY_RANGE, .month = 2, .day = 29, .end_month = 2,
                   .end_day = 29));
  check_year(set, 2024, "0229");
  check_year(set, 2025, "");
  spol_holidays_unref(set);
}
END_TEST

START_TEST(dates_are_there_once) {
  spol_holidays *set = BUILD(RULE(.kind = SPOL_HOLIDAY_DATES, .first_date = on(2026, 12, 30),
                                  .last_date = on(2028, 1, 2), .weekdays = 0x20));
  ck_assert_uint_eq(strlen(dates_of(set, 2027)), 52 * 5 - 1);
  check_year(set, 2028, "0101"); /* a Saturday */
  check_year(set, 2026, "");
  spol_holidays_unref(set);
}
END_TEST

START_TEST(nearest_goes_back_from_saturday_and_on_from_sunday) {
  spol_holidays *set =
      BUILD(RULE(.kind = SPOL_HOLIDAY_YEARLY, .month = 1, .day = 1,
                 .observed = SPOL_OBSERVED_NEAREST, .first_year = 2022, .last_year = 2027));
  check_year(set, 2022, "");      /* Saturday 2022-01-01 is kept in 2021 ... */
  check_year(set, 2021, "1231*"); /* ... which counts although 2021 is before first_year */
  check_year(set, 2023, "0102*"); /* Sunday */
  check_year(set, 2027, "0101");  /* Friday; Saturday 2028-01-01 is after last_year */
  spol_holidays_unref(set);
  /* Friday and Saturday off; from a single day the later neighbour. */
  set = BUILD(RULE(.kind = SPOL_HOLIDAY_YEARLY, .month = 5, .day = 1,
                   .observed = SPOL_OBSERVED_NEAREST, .observed_from = 0x30),
              RULE(.kind = SPOL_HOLIDAY_YEARLY, .month = 6, .day = 7,
                   .observed = SPOL_OBSERVED_NEAREST, .observed_from = 0x40));
  check_year(set, 2026, "0430* 0608*"); /* Friday to Thursday; Sunday to Monday */
  check_year(set, 2027, "0502* 0607");  /* Saturday to Sunday */
  spol_holidays_unref(set);
}
END_TEST

START_TEST(next_free_looks_for_a_day_that_is_none_yet) {
  const spol_holiday_rule uk[] = {RULE(.kind = SPOL_HOLIDAY_YEARLY, .month = 12, .day = 25,
                                       .observed = SPOL_OBSERVED_NEXT_FREE,
                                       .name = "Christmas Day"),
                                  RULE(.kind = SPOL_HOLIDAY_YEARLY, .month = 12, .day = 26,
                                       .observed = SPOL_OBSERVED_NEXT_FREE, .name = "Boxing Day")};
  spol_holidays *set = build(uk, 2);
  check_year(set, 2020, "1225 1228*");  /* Friday, Saturday */
  check_year(set, 2021, "1227* 1228*"); /* Saturday, Sunday */
  check_year(set, 2022, "1226 1227*");  /* Sunday: Monday is Boxing Day's own */
  spol_holiday found;
  ck_assert_int_eq(spi_holidays_find(set, on(2022, 12, 27), &found), 1);
  ck_assert_str_eq(found.name, "Christmas Day");
  ck_assert_int_eq(spi_holidays_find(set, on(2021, 12, 27), &found), 1);
  ck_assert_str_eq(found.name, "Christmas Day"); /* the order of the rules */
  spol_holidays_unref(set);
  const spol_holiday_rule swapped[] = {uk[1], uk[0]};
  set = build(swapped, 2);
  ck_assert_int_eq(spi_holidays_find(set, on(2021, 12, 27), &found), 1);
  ck_assert_str_eq(found.name, "Boxing Day");
  spol_holidays_unref(set);
}
END_TEST

START_TEST(next_free_crosses_the_year_and_gives_up_in_the_end) {
  spol_holidays *set = BUILD(RULE(.kind = SPOL_HOLIDAY_YEARLY, .month = 12, .day = 31,
                                  .observed = SPOL_OBSERVED_NEXT_FREE),
                             RULE(.kind = SPOL_HOLIDAY_YEARLY, .month = 1, .day = 1));
  check_year(set, 2022, "0101"); /* Friday 2021-12-31 stays */
  check_year(set, 2021, "0101 1231");
  check_year(set, 2023, "0101 0102*");      /* Saturday 2022-12-31; 1 January is Sunday */
  check_year(set, 2024, "0101 0102* 1231"); /* Sunday 2023-12-31; Monday is taken */
  spol_holidays_unref(set);
  /* Nothing free within 31 days: it stays on its own date. */
  set = BUILD(RULE(.kind = SPOL_HOLIDAY_YEARLY, .month = 8, .day = 1,
                   .observed = SPOL_OBSERVED_NEXT_FREE, .name = "stays"),
              RULE(.kind = SPOL_HOLIDAY_YEARLY_RANGE, .month = 8, .day = 3, .end_month = 9,
                   .end_day = 1, .weekdays = 0x1F));
  spol_holiday found;
  ck_assert_int_eq(spi_holidays_find(set, on(2026, 8, 1), &found), 1); /* a Saturday */
  ck_assert_str_eq(found.name, "stays");
  ck_assert_int_eq(found.shifted, 0);
  ck_assert_int_eq(spi_holidays_find(set, on(2026, 9, 2), NULL), 0);
  spol_holidays_unref(set);
}
END_TEST

START_TEST(observed_can_keep_the_date_itself) {
  spol_holidays *set =
      BUILD(RULE(.kind = SPOL_HOLIDAY_YEARLY, .month = 11, .day = 3,
                 .observed = SPOL_OBSERVED_NEXT_FREE, .observed_from = 0x40, .observed_keeps = 1));
  check_year(set, 2024, "1103 1104*"); /* Sunday */
  check_year(set, 2029, "1103");       /* Saturday is no day to move from */
  spol_holidays_unref(set);
}
END_TEST

/* 1 January of the year 10000 is a Saturday: the rule has no date there. */
START_TEST(the_ends_of_time_hold) {
  spol_holidays *set = BUILD(
      RULE(.kind = SPOL_HOLIDAY_YEARLY, .month = 1, .day = 1, .observed = SPOL_OBSERVED_NEAREST),
      RULE(.kind = SPOL_HOLIDAY_WEEKDAY_AFTER, .month = 12, .day = 31, .weekday = SPOL_FRIDAY),
      RULE(.kind = SPOL_HOLIDAY_EASTER_WESTERN, .offset_days = -218));
  check_year(set, 9999, "0101 0911");
  check_year(set, 1, "0101 0105 0908");
  spol_holidays_unref(set);
}
END_TEST

START_TEST(a_range_moves_each_of_its_dates) {
  spol_holidays *set =
      BUILD(RULE(.kind = SPOL_HOLIDAY_YEARLY_RANGE, .month = 5, .day = 1, .end_month = 5,
                 .end_day = 3, .observed = SPOL_OBSERVED_NEXT_FREE));
  check_year(set, 2026, "0501 0504* 0505*");
  spol_holidays_unref(set);
}
END_TEST

/* Japan before 2007: 4 May lay between two holidays; if 3 May was a Sunday it
 * was the substitute, if 4 May was a Sunday nothing. */
#define SUNDAY_SUBSTITUTE                                                                          \
  .observed = SPOL_OBSERVED_NEXT_FREE, .observed_from = 0x40, .observed_keeps = 1

START_TEST(between_is_decided_after_the_shifts) {
  spol_holidays *set = BUILD(
      RULE(.kind = SPOL_HOLIDAY_BETWEEN, .weekdays = 0x3F, .last_year = 2006, .name = "bridge"),
      RULE(.kind = SPOL_HOLIDAY_YEARLY, .month = 5, .day = 3, SUNDAY_SUBSTITUTE),
      RULE(.kind = SPOL_HOLIDAY_YEARLY, .month = 5, .day = 5, SUNDAY_SUBSTITUTE));
  check_year(set, 2005, "0503 0504 0505");
  check_year(set, 2003, "0503 0505");       /* 4 May is a Sunday */
  check_year(set, 1998, "0503 0504* 0505"); /* 3 May is a Sunday */
  check_year(set, 2010, "0503 0505");       /* after the rule's years */
  spol_holiday found;
  ck_assert_int_eq(spi_holidays_find(set, on(2005, 5, 4), &found), 1);
  ck_assert_str_eq(found.name, "bridge");
  spol_holidays_unref(set);
  /* A substitute in addition makes no bridge; a holiday that was moved does. */
  const spol_holiday_rule rules[] = {
      RULE(.kind = SPOL_HOLIDAY_BETWEEN),
      RULE(.kind = SPOL_HOLIDAY_YEARLY, .month = 5, .day = 3, SUNDAY_SUBSTITUTE),
      RULE(.kind = SPOL_HOLIDAY_YEARLY, .month = 5, .day = 6)};
  set = build(rules, 3);
  check_year(set, 2026, "0503 0504* 0506");
  spol_holidays_unref(set);
  spol_holiday_rule moved[] = {rules[0], rules[1], rules[2]};
  moved[1].observed_keeps = 0;
  set = build(moved, 3);
  check_year(set, 2026, "0504* 0505 0506");
  spol_holidays_unref(set);
}
END_TEST

START_TEST(between_sees_lists_and_the_turn_of_the_year) {
  spol_holidays_builder *builder =
      builder_of((const spol_holiday_rule[]){RULE(.kind = SPOL_HOLIDAY_BETWEEN)}, 1);
  const spol_date dates[] = {on(2026, 12, 31), on(2027, 1, 2), on(2027, 1, 4)};
  ck_assert_ok(spol_holidays_builder_add_list(builder, NULL, dates, NULL, 3, 2026, 2027, NULL));
  spol_holidays *set = finish(builder);
  check_year(set, 2026, "1231");
  check_year(set, 2027, "0101 0102 0103 0104");
  spol_holidays_unref(set);
}
END_TEST

START_TEST(first_rule_of_a_date_decides) {
  const int32_t morning[] = {32400, 43200, 46800, 50400};
  spol_holidays_builder *builder = builder_of(
      (const spol_holiday_rule[]){RULE(.kind = SPOL_HOLIDAY_YEARLY, .month = 12, .day = 24,
                                       .hours = morning, .hours_count = 2, .name = "Christmas Eve"),
                                  RULE(.kind = SPOL_HOLIDAY_YEARLY_RANGE, .month = 12, .day = 24,
                                       .end_month = 12, .end_day = 26, .name = "closure")},
      2);
  const spol_date dates[] = {on(2026, 12, 27), on(2026, 12, 24), on(2026, 12, 27)};
  const char *const names[] = {"first", "listed", "second"};
  ck_assert_ok(spol_holidays_builder_add_list(builder, "x", dates, names, 3, 2026, 2026, NULL));
  spol_holidays *set = finish(builder);
  spol_holiday days[4];
  size_t count = 0;
  ck_assert_ok(spol_holidays_in_year(set, 2026, NULL, 0, &count));
  ck_assert_uint_eq(count, 4);
  ck_assert_ok(spol_holidays_in_year(set, 2026, days, 1, &count));
  ck_assert_uint_eq(count, 4);
  ck_assert_ok(spol_holidays_in_year(set, 2026, days, 4, &count));
  ck_assert_str_eq(days[0].name, "Christmas Eve");
  ck_assert_uint_eq(days[0].hours_count, 2);
  ck_assert_mem_eq(days[0].hours, morning, sizeof morning);
  ck_assert_str_eq(days[1].name, "closure");
  ck_assert_ptr_null(days[1].hours);
  ck_assert_uint_eq(days[1].hours_count, 0);
  ck_assert_str_eq(days[3].name, "first");
  spol_holidays_unref(set);
}
END_TEST

START_TEST(shifted_and_own_dates_meet_in_the_order_of_rules) {
  spol_holidays *set =
      BUILD(RULE(.kind = SPOL_HOLIDAY_YEARLY, .month = 7, .day = 4,
                 .observed = SPOL_OBSERVED_NEAREST, .name = "moved"),
            RULE(.kind = SPOL_HOLIDAY_YEARLY, .month = 7, .day = 3, .name = "own"));
  spol_holiday found;
  ck_assert_int_eq(spi_holidays_find(set, on(2026, 7, 3), &found), 1);
  ck_assert_str_eq(found.name, "moved");
  ck_assert_int_eq(found.shifted, 1);
  spol_holidays_unref(set);
}
END_TEST

START_TEST(lists_know_their_years) {
  spol_holidays_builder *builder = builder_of(NULL, 0);
  const spol_date eid[] = {on(2026, 3, 20), on(2025, 3, 30)};
  const spol_date later[] = {on(2028, 2, 26)};
  const spol_date diwali[] = {on(2026, 11, 8)};
  ck_assert_ok(spol_holidays_builder_add_list(builder, "eid", eid, NULL, 2, 2024, 2026, NULL));
  ck_assert_ok(spol_holidays_builder_add_list(builder, "eid", later, NULL, 1, 2028, 2029, NULL));
  ck_assert_ok(
      spol_holidays_builder_add_list(builder, "diwali", diwali, NULL, 1, 2025, 2028, NULL));
  spol_holidays *set = finish(builder);
  int32_t first = 0;
  int32_t last = 0;
  spol_holidays_coverage(set, &first, &last);
  ck_assert_int_eq(first, 2025);
  ck_assert_int_eq(last, 2028);
  const int32_t covered[] = {2025, 2026, 2028};
  const int32_t uncovered[] = {0, 1, 2024, 2027, 2029, 9999, 10000, -5};
  for (size_t i = 0; i < 3; i++) {
    ck_assert_int_eq(spol_holidays_covers(set, covered[i]), 1);
    ck_assert_uint_eq(spi_holidays_year_flags(set, covered[i]), 0);
  }
  for (size_t i = 0; i < 8; i++) {
    ck_assert_int_eq(spol_holidays_covers(set, uncovered[i]), 0);
    ck_assert_uint_eq(spi_holidays_year_flags(set, uncovered[i]), SPOL_CALENDAR_UNCOVERED);
  }
  check_year(set, 2026, "0320 1108");
  check_year(set, 2027, "");
  spol_holidays_unref(set);
}
END_TEST

START_TEST(coverage_without_lists_and_without_a_common_year) {
  spol_holidays *set = finish(builder_of(NULL, 0));
  int32_t first = 0;
  int32_t last = 0;
  spol_holidays_coverage(set, &first, &last);
  ck_assert_int_eq(first, 1);
  ck_assert_int_eq(last, 9999);
  ck_assert_int_eq(spol_holidays_covers(set, 9999), 1);
  ck_assert_int_eq(spol_holidays_covers(set, 10000), 0);
  check_year(set, 2026, "");
  spol_holidays_unref(set);
  spol_holidays_builder *builder = builder_of(NULL, 0);
  ck_assert_ok(spol_holidays_builder_add_list(builder, NULL, NULL, NULL, 0, 2000, 2010, NULL));
  ck_assert_ok(spol_holidays_builder_add_list(builder, "b", NULL, NULL, 0, 2011, 2020, NULL));
  set = finish(builder);
  spol_holidays_coverage(set, &first, &last);
  ck_assert_int_eq(first, 1);
  ck_assert_int_eq(last, 0);
  ck_assert_int_eq(spol_holidays_covers(set, 2010), 0);
  spol_holidays_unref(set);
}
END_TEST

START_TEST(a_set_can_be_added_to_another) {
  const int32_t morning[] = {32400, 43200};
  spol_holidays_builder *builder = builder_of(
      (const spol_holiday_rule[]){
          RULE(.kind = SPOL_HOLIDAY_YEARLY, .month = 12, .day = 24, .hours = morning,
               .hours_count = 1, .name = "Eve"),
          RULE(.kind = SPOL_HOLIDAY_RELATIVE, .other = 0, .offset_days = 1, .name = "Day")},
      2);
  const spol_date theirs[] = {on(2026, 3, 20)};
  const char *const their_names[] = {"listed"};
  ck_assert_ok(
      spol_holidays_builder_add_list(builder, "x", theirs, their_names, 1, 2020, 2027, NULL));
  spol_holidays *inner = finish(builder);

  builder = builder_of((const spol_holiday_rule[]){RULE(.kind = SPOL_HOLIDAY_YEARLY, .month = 5,
                                                        .day = 1, .name = "May Day")},
                       1);
  const spol_date ours[] = {on(2028, 1, 3)};
  ck_assert_ok(spol_holidays_builder_add_list(builder, "x", ours, NULL, 1, 2028, 2029, NULL));
  ck_assert_ok(spol_holidays_builder_add_list(builder, "x", NULL, NULL, 0, 2024, 2026, NULL));
  ck_assert_ok(spol_holidays_builder_add_set(builder, inner, NULL));
  ck_assert_ok(spol_holidays_builder_add_rule(
      builder,
      &RULE(.kind = SPOL_HOLIDAY_YEARLY, .month = 12, .day = 20,
            .observed = SPOL_OBSERVED_NEXT_FREE, .observed_from = 0x77),
      NULL)); /* to the next Thursday that is none: past 25 and 24 December */
  spol_holidays *set = finish(builder);
  spol_holidays_unref(inner);
  check_year(set, 2026, "0101* 0320 0501 1224 1225 1231*");
  spol_holiday days[SPI_HOLIDAYS_YEAR_MAX];
  ck_assert_uint_eq(spi_holidays_fill(set, 2026, days), 6);
  ck_assert_str_eq(days[1].name, "listed");
  ck_assert_str_eq(days[2].name, "May Day");
  ck_assert_str_eq(days[3].name, "Eve");
  ck_assert_uint_eq(days[3].hours_count, 1);
  ck_assert_mem_eq(days[3].hours, morning, sizeof morning);
  ck_assert_str_eq(days[4].name, "Day");
  const int32_t both[] = {2024, 2025, 2026};
  const int32_t one[] = {2020, 2027, 2028, 2029};
  for (size_t i = 0; i < 3; i++) {
    ck_assert_int_eq(spol_holidays_covers(set, both[i]), 1);
  }
  for (size_t i = 0; i < 4; i++) {
    ck_assert_int_eq(spol_holidays_covers(set, one[i]), 0);
  }
  spol_holidays_unref(set);
}
END_TEST

START_TEST(many_listed_dates_are_sorted) {
  enum { COUNT = 3000 };
  static spol_date dates[COUNT];
  for (int i = 0; i < COUNT; i++) {
    dates[i] = on(2000, 1, 1) + (i * 1237) % COUNT; /* each once, in no order */
  }
  spol_holidays_builder *builder = builder_of(NULL, 0);
  ck_assert_ok(spol_holidays_builder_add_list(builder, NULL, dates, NULL, COUNT, 2000, 2010, NULL));
  spol_holidays *set = finish(builder);
  for (int i = 0; i < COUNT; i++) {
    ck_assert_int_eq(spi_holidays_find(set, on(2000, 1, 1) + i, NULL), 1);
  }
  ck_assert_int_eq(spi_holidays_find(set, on(1999, 12, 31), NULL), 0);
  ck_assert_int_eq(spi_holidays_find(set, on(2000, 1, 1) + COUNT, NULL), 0);
  spol_holidays_unref(set);
}
END_TEST

static Suite *suite(void) {
  Suite *s = suite_create("holidays");
  TCase *t = tcase_create("rules");
  tcase_add_test(t, yearly_keeps_leap_days_to_leap_years);
  tcase_add_test(t, nth_weekday_counts_from_both_ends);
  tcase_add_test(t, weekday_near_a_day_on_each_side);
  tcase_add_test(t, easter_and_what_hangs_on_it);
  tcase_add_test(t, early_easter_is_flagged_where_it_reaches);
  tcase_add_test(t, every_rule_of_one_date_takes_an_offset);
  tcase_add_test(t, relative_follows_the_own_date_of_another);
  tcase_add_test(t, relative_has_a_date_where_the_other_has_one);
  tcase_add_test(t, relative_to_a_date_that_its_weekdays_rule_out);
  tcase_add_test(t, a_date_on_some_weekdays_only);
  tcase_add_test(t, yearly_range_runs_over_new_year);
  tcase_add_test(t, yearly_range_at_the_leap_day);
  tcase_add_test(t, dates_are_there_once);
  suite_add_tcase(s, t);
  t = tcase_create("observed");
  tcase_add_test(t, nearest_goes_back_from_saturday_and_on_from_sunday);
  tcase_add_test(t, next_free_looks_for_a_day_that_is_none_yet);
  tcase_add_test(t, next_free_crosses_the_year_and_gives_up_in_the_end);
  tcase_add_test(t, observed_can_keep_the_date_itself);
  tcase_add_test(t, the_ends_of_time_hold);
  tcase_add_test(t, a_range_moves_each_of_its_dates);
  tcase_add_test(t, between_is_decided_after_the_shifts);
  tcase_add_test(t, between_sees_lists_and_the_turn_of_the_year);
  suite_add_tcase(s, t);
  t = tcase_create("sets");
  tcase_add_test(t, first_rule_of_a_date_decides);
  tcase_add_test(t, shifted_and_own_dates_meet_in_the_order_of_rules);
  tcase_add_test(t, lists_know_their_years);
  tcase_add_test(t, coverage_without_lists_and_without_a_common_year);
  tcase_add_test(t, a_set_can_be_added_to_another);
  tcase_add_test(t, many_listed_dates_are_sorted);
  suite_add_tcase(s, t);
  return s;
}

int main(void) {
  return run_suite(suite());
}
