/* SPDX-License-Identifier: MIT */
#include <string.h>

#include "civil/clock.h"
#include "civil/date.h"
#include "civil/easter.h"
#include "civil/timestamp.h"
#include "unit.h"

/* What a parser must answer to a bad text, to the letter. */
typedef struct bad_text {
  const char *text;
  size_t length; /* 0: strlen */
  spol_status status;
  uint64_t offset;
  const char *message;
  const char *hint;
} bad_text;

typedef spol_status (*parser)(const char *text, size_t length, int64_t *out, spol_error *error);

static void check_bad(parser parse, const bad_text *cases, size_t count) {
  for (size_t i = 0; i < count; i++) {
    const bad_text *bad = &cases[i];
    size_t length = bad->length > 0 ? bad->length : strlen(bad->text);
    spol_error error = SPOL_ERROR_INIT;
    int64_t out = 77;
    spol_status status = parse(bad->text, length, &out, &error);
    ck_assert_msg(status == bad->status, "%s: status %d", bad->text, (int)status);
    ck_assert_int_eq(error.status, bad->status);
    ck_assert_str_eq(error.message, bad->message);
    ck_assert_str_eq(error.hint, bad->hint);
    ck_assert_msg(error.offset == bad->offset, "%s: offset %d", bad->text, (int)error.offset);
    ck_assert_uint_eq(error.line, 1);
    ck_assert_uint_eq(error.column, bad->offset + 1);
    ck_assert_int_eq(out, 77);
    ck_assert_int_eq(parse(bad->text, length, &out, NULL), bad->status);
  }
}

#define CHECK_BAD(parse, cases) check_bad((parse), (cases), sizeof(cases) / sizeof((cases)[0]))

static spol_status parse_date(const char *text, size_t length, int64_t *out, spol_error *error) {
  spol_date date = 0;
  spol_status status = spol_date_parse(text, length, &date, error);
  *out = status == SPOL_OK ? date : *out;
  return status;
}

static spol_status parse_clock_23(const char *text, size_t length, int64_t *out,
                                  spol_error *error) {
  int32_t seconds = 0;
  spol_status status = spi_clock_parse(text, length, SPI_CLOCK_BEFORE_24, &seconds, error);
  *out = status == SPOL_OK ? seconds : *out;
  return status;
}

static spol_status parse_clock_24(const char *text, size_t length, int64_t *out,
                                  spol_error *error) {
  int32_t seconds = 0;
  spol_status status = spi_clock_parse(text, length, SPI_CLOCK_TO_24, &seconds, error);
  *out = status == SPOL_OK ? seconds : *out;
  return status;
}

static spol_status parse_clock_48(const char *text, size_t length, int64_t *out,
                                  spol_error *error) {
  int32_t seconds = 0;
  spol_status status = spi_clock_parse(text, length, SPI_CLOCK_TO_48, &seconds, error);
  *out = status == SPOL_OK ? seconds : *out;
  return status;
}

static int64_t good(parser parse, const char *text) {
  spol_error error = SPOL_ERROR_INIT;
  int64_t out = INT64_MIN;
  spol_status status = parse(text, strlen(text), &out, &error);
  ck_assert_msg(status == SPOL_OK, "%s: %s", text, error.message);
  return out;
}

/* ---- dates -------------------------------------------------------------- */

START_TEST(dates_know_their_edges) {
  spol_date date = 77;
  ck_assert_ok(spol_date_from_civil(1, 1, 1, &date));
  ck_assert_int_eq(date, SPOL_DATE_MIN);
  ck_assert_ok(spol_date_from_civil(9999, 12, 31, &date));
  ck_assert_int_eq(date, SPOL_DATE_MAX);
  ck_assert_ok(spol_date_from_civil(1970, 1, 1, &date));
  ck_assert_int_eq(date, 0);
  ck_assert_ok(spol_date_from_civil(2000, 2, 29, &date));
  ck_assert_int_eq(date, 11016);
  ck_assert_int_eq(SPOL_DATE_MIN * SPOL_DAY, SPOL_INSTANT_MIN);
  ck_assert_int_eq((SPOL_DATE_MAX + 1) * SPOL_DAY - 1, SPOL_INSTANT_MAX);
}
END_TEST

START_TEST(dates_that_do_not_exist_are_refused) {
  spol_date date = 77;
  ck_assert_int_eq(spol_date_from_civil(0, 1, 1, &date), SPOL_E_RANGE);
  ck_assert_int_eq(spol_date_from_civil(10000, 1, 1, &date), SPOL_E_RANGE);
  ck_assert_int_eq(spol_date_from_civil(INT32_MIN, 1, 1, &date), SPOL_E_RANGE);
  ck_assert_int_eq(spol_date_from_civil(2026, 0, 1, &date), SPOL_E_INVALID);
  ck_assert_int_eq(spol_date_from_civil(2026, 13, 1, &date), SPOL_E_INVALID);
  ck_assert_int_eq(spol_date_from_civil(2026, INT32_MAX, 1, &date), SPOL_E_INVALID);
  ck_assert_int_eq(spol_date_from_civil(2026, 1, 0, &date), SPOL_E_INVALID);
  ck_assert_int_eq(spol_date_from_civil(2026, 4, 31, &date), SPOL_E_INVALID);
  ck_assert_int_eq(spol_date_from_civil(2026, 2, 29, &date), SPOL_E_INVALID);
  ck_assert_int_eq(spol_date_from_civil(2100, 2, 29, &date), SPOL_E_INVALID);
  ck_assert_int_eq(spol_date_from_civil(2026, 1, 1, NULL), SPOL_E_INVALID);
  ck_assert_int_eq(date, 77);
  spol_civil_date civil = {.year = 77};
  ck_assert_int_eq(spol_date_to_civil(SPOL_DATE_MIN - 1, &civil), SPOL_E_RANGE);
  ck_assert_int_eq(spol_date_to_civil(SPOL_DATE_MAX + 1, &civil), SPOL_E_RANGE);
  ck_assert_int_eq(spol_date_to_civil(SPOL_DATE_NONE, &civil), SPOL_E_RANGE);
  ck_assert_int_eq(spol_date_to_civil(INT32_MAX, &civil), SPOL_E_RANGE);
  ck_assert_int_eq(spol_date_to_civil(0, NULL), SPOL_E_INVALID);
  ck_assert_int_eq(civil.year, 77);
}
END_TEST

START_TEST(conversions_hold_beyond_the_range) {
  /* Every day of the years -30 to 30 and 9970 to 10030, and some far out. */
  const int32_t years[][2] = {{-30, 30}, {9970, 10030}, {-30000, -29990}, {29990, 30000}};
  for (size_t i = 0; i < sizeof years / sizeof years[0]; i++) {
    spol_date date = spi_date_of_civil(years[i][0], 1, 1);
    for (int32_t year = years[i][0]; year <= years[i][1]; year++) {
      for (int32_t month = 1; month <= 12; month++) {
        for (int32_t day = 1; day <= spi_days_in_month(year, month); day++, date++) {
          ck_assert_int_eq(spi_date_of_civil(year, month, day), date);
          spol_civil_date civil = spi_civil_of_date(date);
          ck_assert(civil.year == year && civil.month == month && civil.day == day);
        }
      }
    }
  }
}
END_TEST

START_TEST(months_have_their_lengths) {
  const int32_t lengths[] = {31, 28, 31, 30, 31, 30, 31, 31, 30, 31, 30, 31};
  for (int32_t month = 1; month <= 12; month++) {
    ck_assert_int_eq(spi_days_in_month(2026, month), lengths[month - 1]);
  }
  ck_assert_int_eq(spi_days_in_month(2024, 2), 29);
  ck_assert_int_eq(spi_days_in_month(2000, 2), 29);
  ck_assert_int_eq(spi_days_in_month(1900, 2), 28);
}
END_TEST

START_TEST(weekdays_are_total) {
  ck_assert_int_eq(spol_date_weekday(0), SPOL_THURSDAY);
  ck_assert_int_eq(spol_date_weekday(SPOL_DATE_MIN), SPOL_MONDAY);
  ck_assert_int_eq(spol_date_weekday(SPOL_DATE_MAX), SPOL_FRIDAY);
  /* 2^31 = 306783378 x 7 + 2: five days and so many weeks before Thursday. */
  ck_assert_int_eq(spol_date_weekday(INT32_MIN), SPOL_TUESDAY);
  ck_assert_int_eq(spol_date_weekday(INT32_MAX), SPOL_FRIDAY);
}
END_TEST

START_TEST(iso_weeks_belong_to_the_year_of_their_thursday) {
  const struct {
    int32_t date[3];
    spol_iso_week week;
  } cases[] = {
      {{2021, 1, 3}, {2020, 53, 7}},   {{2021, 1, 4}, {2021, 1, 1}},
      {{2024, 12, 30}, {2025, 1, 1}},  {{1, 1, 1}, {1, 1, 1}},
      {{9999, 12, 31}, {9999, 52, 5}},
  };
  for (size_t i = 0; i < sizeof cases / sizeof cases[0]; i++) {
    spol_iso_week week;
    const int32_t *d = cases[i].date;
    ck_assert_ok(spol_date_iso_week(spi_date_of_civil(d[0], d[1], d[2]), &week));
    ck_assert_int_eq(week.year, cases[i].week.year);
    ck_assert_int_eq(week.week, cases[i].week.week);
    ck_assert_int_eq(week.weekday, cases[i].week.weekday);
  }
  spol_iso_week week = {.year = 77};
  ck_assert_int_eq(spol_date_iso_week(SPOL_DATE_MIN - 1, &week), SPOL_E_RANGE);
  ck_assert_int_eq(spol_date_iso_week(SPOL_DATE_MAX + 1, &week), SPOL_E_RANGE);
  ck_assert_int_eq(spol_date_iso_week(0, NULL), SPOL_E_INVALID);
  ck_assert_int_eq(week.year, 77);
}
END_TEST

START_TEST(weekdays_are_found_around_a_date) {
  spol_date monday = spi_date_of_civil(2026, 11, 23);
  ck_assert_int_eq(spi_weekday_on_or_after(monday, SPOL_MONDAY), monday);
  ck_assert_int_eq(spi_weekday_after(monday, SPOL_MONDAY), monday + 7);
  ck_assert_int_eq(spi_weekday_on_or_before(monday, SPOL_MONDAY), monday);
  ck_assert_int_eq(spi_weekday_before(monday, SPOL_MONDAY), monday - 7);
  ck_assert_int_eq(spi_weekday_on_or_after(monday, SPOL_SUNDAY), monday + 6);
  ck_assert_int_eq(spi_weekday_after(monday, SPOL_TUESDAY), monday + 1);
  ck_assert_int_eq(spi_weekday_on_or_before(monday, SPOL_SUNDAY), monday - 1);
  ck_assert_int_eq(spi_weekday_before(monday, SPOL_TUESDAY), monday - 6);
}
END_TEST

START_TEST(nth_weekdays_of_a_month) {
  /* Thanksgiving, Memorial Day, and a fifth Monday that is and is not there. */
  ck_assert_int_eq(spi_nth_weekday(2026, 11, SPOL_THURSDAY, 4), spi_date_of_civil(2026, 11, 26));
  ck_assert_int_eq(spi_nth_weekday(2026, 5, SPOL_MONDAY, -1), spi_date_of_civil(2026, 5, 25));
  ck_assert_int_eq(spi_nth_weekday(2026, 11, SPOL_MONDAY, 5), spi_date_of_civil(2026, 11, 30));
  ck_assert_int_eq(spi_nth_weekday(2026, 11, SPOL_MONDAY, -5), spi_date_of_civil(2026, 11, 2));
  ck_assert_int_eq(spi_nth_weekday(2026, 11, SPOL_TUESDAY, 5), SPOL_DATE_NONE);
  ck_assert_int_eq(spi_nth_weekday(2026, 11, SPOL_TUESDAY, -5), SPOL_DATE_NONE);
  ck_assert_int_eq(spi_nth_weekday(2026, 11, SPOL_SUNDAY, 1), spi_date_of_civil(2026, 11, 1));
  ck_assert_int_eq(spi_nth_weekday(2026, 11, SPOL_MONDAY, 0), SPOL_DATE_NONE);
  ck_assert_int_eq(spi_nth_weekday(2026, 11, SPOL_MONDAY, 6), SPOL_DATE_NONE);
  ck_assert_int_eq(spi_nth_weekday(2026, 11, SPOL_MONDAY, INT32_MIN), SPOL_DATE_NONE);
}
END_TEST

START_TEST(months_are_added_to_the_same_day_or_the_last) {
  spol_date end = spi_date_of_civil(2026, 1, 31);
  ck_assert_int_eq(spi_add_months(end, 1), spi_date_of_civil(2026, 2, 28));
  ck_assert_int_eq(spi_add_months(end, 2), spi_date_of_civil(2026, 3, 31));
  ck_assert_int_eq(spi_add_months(end, 25), spi_date_of_civil(2028, 2, 29));
  ck_assert_int_eq(spi_add_months(end, -2), spi_date_of_civil(2025, 11, 30));
  ck_assert_int_eq(spi_add_months(end, 0), end);
  ck_assert_int_eq(spi_add_months(SPOL_DATE_MAX, 1), SPOL_DATE_NONE);
  ck_assert_int_eq(spi_add_months(SPOL_DATE_MIN, -1), SPOL_DATE_NONE);
  ck_assert_int_eq(spi_add_months(SPOL_DATE_MIN, 119987), spi_date_of_civil(9999, 12, 1));
  ck_assert_int_eq(spi_add_months(SPOL_DATE_MIN, 119988), SPOL_DATE_NONE);
  ck_assert_int_eq(spi_add_months(0, INT64_MAX), SPOL_DATE_NONE);
  ck_assert_int_eq(spi_add_months(0, INT64_MIN), SPOL_DATE_NONE);
}
END_TEST

START_TEST(walls_split_into_date_and_time) {
  spol_wall wall = -1;
  ck_assert_int_eq(spi_date_of_wall(wall), -1);
  ck_assert_int_eq(spi_time_of_wall(wall), SPOL_DAY - 1);
  ck_assert_int_eq(spi_wall_of_date(-1, SPOL_DAY - 1), wall);
  ck_assert_int_eq(spi_date_of_wall(SPOL_DAY), 1);
}
END_TEST

START_TEST(easter_is_where_the_churches_have_it) {
  const int32_t known[][5] = {/* year, western, orthodox */
                              {1583, 4, 10, 4, 10}, {1818, 3, 22, 4, 26}, {1943, 4, 25, 4, 25},
                              {1954, 4, 18, 4, 25}, {1981, 4, 19, 4, 26}, {2000, 4, 23, 4, 30},
                              {2024, 3, 31, 5, 5},  {2025, 4, 20, 4, 20}, {2026, 4, 5, 4, 12},
                              {2049, 4, 18, 4, 25}, {2076, 4, 19, 4, 26}, {2285, 3, 22, 4, 26}};
  for (size_t i = 0; i < sizeof known / sizeof known[0]; i++) {
    spol_date western = 0;
    spol_date orthodox = 0;
    ck_assert_ok(spol_easter_western(known[i][0], &western));
    ck_assert_ok(spol_easter_orthodox(known[i][0], &orthodox));
    ck_assert_int_eq(western, spi_date_of_civil(known[i][0], known[i][1], known[i][2]));
    ck_assert_int_eq(orthodox, spi_date_of_civil(known[i][0], known[i][3], known[i][4]));
  }
}
END_TEST

START_TEST(easter_begins_in_1583) {
  spol_date date = 77;
  const int32_t outside[] = {INT32_MIN, -1, 0, 1, 1582, 10000, INT32_MAX};
  for (size_t i = 0; i < sizeof outside / sizeof outside[0]; i++) {
    ck_assert_int_eq(spol_easter_western(outside[i], &date), SPOL_E_RANGE);
    ck_assert_int_eq(spol_easter_orthodox(outside[i], &date), SPOL_E_RANGE);
  }
  ck_assert_int_eq(date, 77);
  ck_assert_int_eq(spol_easter_western(2026, NULL), SPOL_E_INVALID);
  ck_assert_int_eq(spol_easter_orthodox(2026, NULL), SPOL_E_INVALID);
  ck_assert_ok(spol_easter_western(9999, &date));
  ck_assert_ok(spol_easter_orthodox(9999, &date));
}
END_TEST

/* ---- text of instants, wall times and dates ------------------------------ */

START_TEST(dates_are_read) {
  ck_assert_int_eq(good(parse_date, "2026-11-23"), spi_date_of_civil(2026, 11, 23));
  ck_assert_int_eq(good(parse_date, "0001-01-01"), SPOL_DATE_MIN);
  ck_assert_int_eq(good(parse_date, "9999-12-31"), SPOL_DATE_MAX);
  ck_assert_int_eq(good(parse_date, "2000-02-29"), 11016);
}
END_TEST

START_TEST(bad_dates_are_refused_with_their_place) {
  const bad_text cases[] = {
      {"", 0, SPOL_E_SYNTAX, 0, "expected a year of 4 digits, found the end", ""},
      {"2026-02-30", 0, SPOL_E_SYNTAX, 8, "February 2026 has 28 days, not 30", ""},
      {"2025-02-29", 0, SPOL_E_SYNTAX, 8, "February 2025 has 28 days, not 29", ""},
      {"2024-02-30", 0, SPOL_E_SYNTAX, 8, "February 2024 has 29 days, not 30", ""},
      {"2026-13-01", 0, SPOL_E_SYNTAX, 5, "there is no month 13", ""},
      {"2026-00-01", 0, SPOL_E_SYNTAX, 5, "there is no month 0", ""},
      {"2026-01-00", 0, SPOL_E_SYNTAX, 8, "there is no day 0", ""},
      {"0000-01-01", 0, SPOL_E_RANGE, 0, "there is no year 0000", ""},
      {"10000-01-01", 0, SPOL_E_SYNTAX, 4, "a year has four digits", "the years are 0001 to 9999"},
      {"-001-01-01", 0, SPOL_E_SYNTAX, 0, "expected a year of 4 digits, found \"-\"", ""},
      {"24-Jul", 0, SPOL_E_SYNTAX, 2, "expected a year of 4 digits, found \"-\"", ""},
      {"2026/11/23", 0, SPOL_E_SYNTAX, 4, "expected \"-\" after the year, found \"/\"", ""},
      {"2026-1-1", 0, SPOL_E_SYNTAX, 6, "expected a month of 2 digits, found \"-\"", ""},
      {"2026-11", 0, SPOL_E_SYNTAX, 7, "expected \"-\" after the month, found the end", ""},
      {"2026-11-2", 0, SPOL_E_SYNTAX, 9, "expected a day of 2 digits, found the end", ""},
      {"2026-11-23x", 0, SPOL_E_SYNTAX, 10, "unexpected \"x\" after the date", ""},
      {"2026-11-23 ", 0, SPOL_E_SYNTAX, 10, "unexpected a space after the date", ""},
      {"2026-11-23\0", 11, SPOL_E_SYNTAX, 10, "unexpected byte 0x00 after the date", ""},
      {"2026\x00-1-23", 10, SPOL_E_SYNTAX, 4, "expected \"-\" after the year, found byte 0x00", ""},
      {"2026-11-\xC3\xA9", 0, SPOL_E_SYNTAX, 8, "expected a day of 2 digits, found byte 0xc3", ""},
  };
  CHECK_BAD(parse_date, cases);
}
END_TEST

START_TEST(instants_are_read) {
  const int64_t nine = spi_wall_of_date(spi_date_of_civil(2026, 11, 23), 9 * SPOL_HOUR);
  ck_assert_int_eq(good(spol_instant_parse, "2026-11-23T09:00:00Z"), nine);
  ck_assert_int_eq(good(spol_instant_parse, "2026-11-23t09:00:00z"), nine);
  ck_assert_int_eq(good(spol_instant_parse, "2026-11-23 09:00:00Z"), nine);
  ck_assert_int_eq(good(spol_instant_parse, "2026-11-23T09:00:00-00:00"), nine);
  ck_assert_int_eq(good(spol_instant_parse, "2026-11-23t10:00:00.5+01:00"), nine + 500000);
  ck_assert_int_eq(good(spol_instant_parse, "2026-11-23T08:15:30.000001-00:44:30"), nine + 1);
  ck_assert_int_eq(good(spol_instant_parse, "2026-11-24T11:00:00+26:00"), nine);
  ck_assert_int_eq(good(spol_instant_parse, "0001-01-01T00:00:00Z"), SPOL_INSTANT_MIN);
  ck_assert_int_eq(good(spol_instant_parse, "9999-12-31T23:59:59.999999Z"), SPOL_INSTANT_MAX);
  ck_assert_int_eq(good(spol_instant_parse, "9999-12-31T23:59:59.999999+00:00"), SPOL_INSTANT_MAX);
}
END_TEST

#define OUTSIDE "the instant lies outside the years 1 to 9999 in UTC"
#define NO_OFFSET "an instant needs an offset from UTC"
#define ADD_OFFSET "add \"Z\" or an offset such as \"+01:00\", or name the zone"

START_TEST(bad_instants_are_refused_with_their_place) {
  const bad_text cases[] = {
      {"", 0, SPOL_E_SYNTAX, 0, "expected a year of 4 digits, found the end", ""},
      {"2026-11-23", 0, SPOL_E_SYNTAX, 10,
       "expected \"T\" and a time after the date, found the end", ""},
      {"2026-11-23_09:00:00Z", 0, SPOL_E_SYNTAX, 10,
       "expected \"T\" and a time after the date, found \"_\"", ""},
      {"2026-02-29T09:00:00Z", 0, SPOL_E_SYNTAX, 8, "February 2026 has 28 days, not 29", ""},
      {"2026-11-23T09:00:00", 0, SPOL_E_SYNTAX, 19, NO_OFFSET, ADD_OFFSET},
      {"2026-11-23T09:00", 0, SPOL_E_SYNTAX, 16, NO_OFFSET, ADD_OFFSET},
      {"2026-11-23T09:00Z", 0, SPOL_E_SYNTAX, 16, "the seconds are missing before the offset",
       "RFC 3339 writes them: \"09:00:00Z\""},
      {"2026-11-23T09:00:60Z", 0, SPOL_E_SYNTAX, 17,
       "second 60 is a leap second, which has no instant",
       "write second 59, or second 00 of the next minute"},
      {"2026-11-23T09:00:61Z", 0, SPOL_E_SYNTAX, 17, "there is no second 61", ""},
      {"2026-11-23T09:60:00Z", 0, SPOL_E_SYNTAX, 14, "there is no minute 60", ""},
      {"2026-11-23T24:00:00Z", 0, SPOL_E_SYNTAX, 11, "there is no hour 24 beside a date",
       "write 00:00:00 of the next date"},
      {"2026-11-23T25:00:00Z", 0, SPOL_E_SYNTAX, 11, "there is no hour 25", ""},
      {"2026-11-23T9:00:00Z", 0, SPOL_E_SYNTAX, 12, "expected an hour of 2 digits, found \":\"",
       ""},
      {"2026-11-23T0900Z", 0, SPOL_E_SYNTAX, 13, "expected \":\" after the hour, found \"0\"", ""},
      {"2026-11-23T09:0", 0, SPOL_E_SYNTAX, 15, "expected a minute of 2 digits, found the end", ""},
      {"2026-11-23T09:00:", 0, SPOL_E_SYNTAX, 17, "expected a second of 2 digits, found the end",
       ""},
      {"2026-11-23T09:00:00.Z", 0, SPOL_E_SYNTAX, 20, "expected a digit after \".\", found \"Z\"",
       ""},
      {"2026-11-23T09:00:00,5Z", 0, SPOL_E_SYNTAX, 19, "unexpected \",\" after the time", ""},
      {"2026-11-23T09:00:00.1234560Z", 0, SPOL_E_SYNTAX, 26,
       "a second has at most six digits after the point", ""},
      {"2026-11-23T09:00:00+0100", 0, SPOL_E_SYNTAX, 22,
       "expected \":\" after the offset's hour, found \"0\"", "an offset is written \"+01:00\""},
      {"2026-11-23T09:00:00+1:00", 0, SPOL_E_SYNTAX, 21,
       "expected the offset's hour of 2 digits, found \":\"", "an offset is written \"+01:00\""},
      {"2026-11-23T09:00:00+01:0", 0, SPOL_E_SYNTAX, 24,
       "expected the offset's minute of 2 digits, found the end", ""},
      {"2026-11-23T09:00:00+01:00:0", 0, SPOL_E_SYNTAX, 27,
       "expected the offset's second of 2 digits, found the end", ""},
      {"2026-11-23T09:00:00+01:60", 0, SPOL_E_SYNTAX, 23, "there is no minute 60", ""},
      {"2026-11-23T09:00:00+01:00:60", 0, SPOL_E_SYNTAX, 26, "there is no second 60", ""},
      {"2026-11-23T09:00:00+26:00:01", 0, SPOL_E_SYNTAX, 20, "an offset is at most 26 hours", ""},
      {"2026-11-23T09:00:00Zx", 0, SPOL_E_SYNTAX, 20, "unexpected \"x\" after the offset", ""},
      {"2026-11-23T09:00:00Z\0", 21, SPOL_E_SYNTAX, 20, "unexpected byte 0x00 after the offset",
       ""},
      {"2026-11-23T09:00:00+01:00[Europe/Paris]", 0, SPOL_E_SYNTAX, 25,
       "unexpected \"[\" after the offset", ""},
      {"0001-01-01T00:59:59.999999+01:00", 0, SPOL_E_RANGE, 0, OUTSIDE, ""},
      {"9999-12-31T23:00:00-01:00", 0, SPOL_E_RANGE, 0, OUTSIDE, ""},
  };
  CHECK_BAD(spol_instant_parse, cases);
  int64_t out = 77;
  ck_assert_int_eq(spol_instant_parse(NULL, 3, &out, NULL), SPOL_E_INVALID);
  ck_assert_int_eq(spol_instant_parse("x", 1, NULL, NULL), SPOL_E_INVALID);
  ck_assert_int_eq(spol_instant_parse(NULL, 0, &out, NULL), SPOL_E_SYNTAX);
  ck_assert_int_eq(out, 77);
}
END_TEST

START_TEST(wall_times_are_read_without_a_zone) {
  const int64_t nine = spi_wall_of_date(spi_date_of_civil(2026, 11, 23), 9 * SPOL_HOUR);
  ck_assert_int_eq(good(spol_wall_parse, "2026-11-23T09:00"), nine);
  ck_assert_int_eq(good(spol_wall_parse, "2026-11-23 09:00:00"), nine);
  ck_assert_int_eq(good(spol_wall_parse, "2026-11-23T09:00:00.25"), nine + 250000);
  const bad_text cases[] = {
      {"2026-11-23T09:00:00Z", 0, SPOL_E_SYNTAX, 19, "a wall time has no offset", ""},
      {"2026-11-23T09:00:00-00:44:30", 0, SPOL_E_SYNTAX, 19, "a wall time has no offset", ""},
      {"2026-11-23T09:00:00+01:00", 0, SPOL_E_SYNTAX, 19, "a wall time has no offset", ""},
      {"2026-11-23T09:00.5", 0, SPOL_E_SYNTAX, 16, "unexpected \".\" after the time", ""},
      {"0000-12-31T09:00", 0, SPOL_E_RANGE, 0, "there is no year 0000", ""},
  };
  CHECK_BAD(spol_wall_parse, cases);
  ck_assert_int_eq(spol_wall_parse("x", 1, NULL, NULL), SPOL_E_INVALID);
  ck_assert_int_eq(spol_date_parse("x", 1, NULL, NULL), SPOL_E_INVALID);
  spol_date date = 77;
  ck_assert_int_eq(spol_date_parse(NULL, 1, &date, NULL), SPOL_E_INVALID);
  ck_assert_int_eq(date, 77);
}
END_TEST

START_TEST(instants_are_written) {
  char buffer[SPOL_TIME_TEXT_MAX];
  const int64_t nine = spi_wall_of_date(spi_date_of_civil(2026, 11, 23), 9 * SPOL_HOUR);
  ck_assert_ok(spol_instant_format(nine, buffer));
  ck_assert_str_eq(buffer, "2026-11-23T09:00:00Z");
  ck_assert_ok(spol_instant_format(nine + 50, buffer));
  ck_assert_str_eq(buffer, "2026-11-23T09:00:00.00005Z");
  ck_assert_ok(spol_instant_format(SPOL_INSTANT_MIN, buffer));
  ck_assert_str_eq(buffer, "0001-01-01T00:00:00Z");
  ck_assert_ok(spol_instant_format(SPOL_INSTANT_MAX, buffer));
  ck_assert_str_eq(buffer, "9999-12-31T23:59:59.999999Z");
  ck_assert_ok(spol_instant_format_offset(nine, 3600, buffer));
  ck_assert_str_eq(buffer, "2026-11-23T10:00:00+01:00");
  ck_assert_ok(spol_instant_format_offset(nine, 0, buffer));
  ck_assert_str_eq(buffer, "2026-11-23T09:00:00+00:00");
  ck_assert_ok(spol_instant_format_offset(nine, -2670, buffer));
  ck_assert_str_eq(buffer, "2026-11-23T08:15:30-00:44:30");
  ck_assert_ok(spol_instant_format_offset(nine, -93600, buffer));
  ck_assert_str_eq(buffer, "2026-11-22T07:00:00-26:00");
  ck_assert_ok(spol_date_format(SPOL_DATE_MIN, buffer));
  ck_assert_str_eq(buffer, "0001-01-01");
  ck_assert_ok(spol_wall_format(nine + 1, buffer));
  ck_assert_str_eq(buffer, "2026-11-23T09:00:00.000001");
}
END_TEST

START_TEST(nothing_outside_the_years_is_written) {
  char buffer[SPOL_TIME_TEXT_MAX] = "untouched";
  ck_assert_int_eq(spol_instant_format(SPOL_INSTANT_MIN - 1, buffer), SPOL_E_RANGE);
  ck_assert_int_eq(spol_instant_format(SPOL_INSTANT_MAX + 1, buffer), SPOL_E_RANGE);
  ck_assert_int_eq(spol_instant_format(SPOL_INSTANT_NONE, buffer), SPOL_E_RANGE);
  ck_assert_int_eq(spol_instant_format_offset(SPOL_INSTANT_MAX, 1, buffer), SPOL_E_RANGE);
  ck_assert_int_eq(spol_instant_format_offset(SPOL_INSTANT_MIN, -1, buffer), SPOL_E_RANGE);
  ck_assert_int_eq(spol_instant_format_offset(INT64_MAX, 0, buffer), SPOL_E_RANGE);
  ck_assert_int_eq(spol_instant_format_offset(0, 93601, buffer), SPOL_E_INVALID);
  ck_assert_int_eq(spol_instant_format_offset(0, INT32_MIN, buffer), SPOL_E_INVALID);
  ck_assert_int_eq(spol_date_format(SPOL_DATE_MAX + 1, buffer), SPOL_E_RANGE);
  ck_assert_int_eq(spol_date_format(SPOL_DATE_NONE, buffer), SPOL_E_RANGE);
  ck_assert_int_eq(spol_wall_format(SPOL_INSTANT_MAX + 1, buffer), SPOL_E_RANGE);
  ck_assert_str_eq(buffer, "untouched");
  ck_assert_int_eq(spol_instant_format(0, NULL), SPOL_E_INVALID);
  ck_assert_int_eq(spol_instant_format_offset(0, 0, NULL), SPOL_E_INVALID);
  ck_assert_int_eq(spol_date_format(0, NULL), SPOL_E_INVALID);
  ck_assert_int_eq(spol_wall_format(0, NULL), SPOL_E_INVALID);
  ck_assert_int_eq(spol_duration_format(0, NULL), SPOL_E_INVALID);
}
END_TEST

/* ---- times of day -------------------------------------------------------- */

START_TEST(times_of_day_are_read) {
  ck_assert_int_eq(good(parse_clock_23, "00:00"), 0);
  ck_assert_int_eq(good(parse_clock_23, "09:00"), 9 * 3600);
  ck_assert_int_eq(good(parse_clock_23, "09:00:30"), 9 * 3600 + 30);
  ck_assert_int_eq(good(parse_clock_23, "23:59:59"), 86399);
  ck_assert_int_eq(good(parse_clock_24, "24:00"), 86400);
  ck_assert_int_eq(good(parse_clock_24, "24:00:00"), 86400);
  ck_assert_int_eq(good(parse_clock_48, "26:00"), 26 * 3600);
  ck_assert_int_eq(good(parse_clock_48, "48:00"), 172800);
}
END_TEST

#define CLOCK_FORM "a time of day is written \"09:00\" or \"17:30:15\""
#define NEXT_DAY "a time of the next day is written from 00:00 here"

START_TEST(bad_times_of_day_are_refused_with_their_place) {
  const bad_text cases[] = {
      {"", 0, SPOL_E_SYNTAX, 0, "expected an hour of 2 digits, found the end", CLOCK_FORM},
      {"9:00", 0, SPOL_E_SYNTAX, 0, "the hour has two digits", "write \"09:00\""},
      {"9:30", 0, SPOL_E_SYNTAX, 0, "the hour has two digits", "write \"09:30\""},
      {"9:00\0", 5, SPOL_E_SYNTAX, 0, "the hour has two digits", CLOCK_FORM},
      {"9:00 o'clock", 0, SPOL_E_SYNTAX, 0, "the hour has two digits", CLOCK_FORM},
      {"9am", 0, SPOL_E_SYNTAX, 1, "expected an hour of 2 digits, found \"a\"", CLOCK_FORM},
      {"0900", 0, SPOL_E_SYNTAX, 2, "expected \":\" after the hour, found \"0\"", CLOCK_FORM},
      {"09:00am", 0, SPOL_E_SYNTAX, 5, "unexpected \"a\" after the time", ""},
      {"09:0", 0, SPOL_E_SYNTAX, 4, "expected a minute of 2 digits, found the end", ""},
      {"09:60", 0, SPOL_E_SYNTAX, 3, "there is no minute 60", ""},
      {"09:00:60", 0, SPOL_E_SYNTAX, 6, "there is no second 60", ""},
      {"09:00:0", 0, SPOL_E_SYNTAX, 7, "expected a second of 2 digits, found the end", ""},
      {"09:00:30.5", 0, SPOL_E_SYNTAX, 8, "unexpected \".\" after the time", ""},
      {"09:00\0", 6, SPOL_E_SYNTAX, 5, "unexpected byte 0x00 after the time", ""},
      {"24:00", 0, SPOL_E_SYNTAX, 0, "24:00 can only be the end of a day",
       "write \"00:00\" of the next day"},
      {"24:01", 0, SPOL_E_SYNTAX, 0, "the time lies after 24:00", NEXT_DAY},
      {"99:00", 0, SPOL_E_SYNTAX, 0, "the time lies after 24:00", NEXT_DAY},
  };
  CHECK_BAD(parse_clock_23, cases);
  const bad_text past_24[] = {
      {"24:00:01", 0, SPOL_E_SYNTAX, 0, "the time lies after 24:00", NEXT_DAY},
      {"26:00", 0, SPOL_E_SYNTAX, 0, "the time lies after 24:00", NEXT_DAY},
  };
  CHECK_BAD(parse_clock_24, past_24);
  const bad_text past_48[] = {
      {"48:00:01", 0, SPOL_E_SYNTAX, 0, "the time lies after 48:00", ""},
      {"123:00", 0, SPOL_E_SYNTAX, 2, "expected \":\" after the hour, found \"3\"", CLOCK_FORM},
  };
  CHECK_BAD(parse_clock_48, past_48);
}
END_TEST

START_TEST(times_of_day_are_written_as_they_are_read) {
  for (int32_t seconds = 0; seconds <= SPI_CLOCK_TO_48; seconds++) {
    char buffer[16];
    int32_t back = -1;
    spi_writer writer = spi_writer_on(buffer, sizeof buffer);
    spi_clock_write(&writer, seconds);
    ck_assert_ok(spi_clock_parse(buffer, writer.length, SPI_CLOCK_TO_48, &back, NULL));
    ck_assert_int_eq(back, seconds);
    ck_assert_uint_eq(writer.length, seconds % 60 == 0 ? 5 : 8);
  }
}
END_TEST

/* ---- durations ----------------------------------------------------------- */

START_TEST(durations_are_read_exactly) {
  const struct {
    const char *text;
    int64_t value;
  } cases[] = {
      {"90m", 90 * SPOL_MINUTE},
      {"90min", 90 * SPOL_MINUTE},
      {"2.5h", 150 * SPOL_MINUTE},
      {"0.1h", 6 * SPOL_MINUTE},
      {"1h30m", 90 * SPOL_MINUTE},
      {"2w", 2 * SPOL_WEEK},
      {"1d", SPOL_DAY},
      {"250ms", 250000},
      {"7us", 7},
      {"0s", 0},
      {"000h", 0},
      {"1w2d3h4m5s6ms7us",
       SPOL_WEEK + 2 * SPOL_DAY + 3 * SPOL_HOUR + 4 * SPOL_MINUTE + 5 * SPOL_SECOND + 6007},
      {"0.000001s", 1},
      {"0.0001220703125w", 73828125}, /* 604800000000 / 2^13 */
      {"1.5000000000000000000000000000000000h", 90 * SPOL_MINUTE},
      {"1.5h0.5m", 90 * SPOL_MINUTE + 30 * SPOL_SECOND},
      {"9223372036854775807us", INT64_MAX},
      {"9223372036854775.807ms", INT64_MAX},
      {"2562047788h54s775ms807us", INT64_MAX},
      {"PT1H30M", 90 * SPOL_MINUTE},
      {"PT0S", 0},
      {"PT1.5S", 1500000},
      {"PT36H", 36 * SPOL_HOUR},
      {"PT0.5H", 30 * SPOL_MINUTE},
  };
  for (size_t i = 0; i < sizeof cases / sizeof cases[0]; i++) {
    ck_assert_msg(good(spol_duration_parse, cases[i].text) == cases[i].value, "%s", cases[i].text);
  }
}
END_TEST

#define UNITS "the units are w, d, h, m (min), s, ms, us"
#define ORDER "each unit stands once, the largest first: \"1h30m\""
#define TOO_LARGE "the duration is over 9223372036854775807 microseconds"
#define TOO_FINE "the duration is not a whole number of microseconds"

START_TEST(bad_durations_are_refused_with_their_place) {
  const bad_text cases[] = {
      {"", 0, SPOL_E_SYNTAX, 0, "the duration is empty",
       "write a number and a unit, such as \"90m\""},
      {"90", 0, SPOL_E_SYNTAX, 2, "the number has no unit",
       "write \"90m\" for minutes, \"90h\" for hours"},
      {"0", 0, SPOL_E_SYNTAX, 1, "the number has no unit",
       "write \"0m\" for minutes, \"0h\" for hours"},
      {"1.5", 0, SPOL_E_SYNTAX, 3, "the number has no unit",
       "write \"1.5m\" for minutes, \"1.5h\" for hours"},
      {"1h30", 0, SPOL_E_SYNTAX, 4, "the number has no unit",
       "write \"30m\" for minutes, \"30h\" for hours"},
      {"12345678901234567", 0, SPOL_E_SYNTAX, 17, "the number has no unit", UNITS},
      {"h", 0, SPOL_E_SYNTAX, 0, "expected a number, found \"h\"", ""},
      {"-2h", 0, SPOL_E_SYNTAX, 0, "a duration cannot be negative", ""},
      {"+2h", 0, SPOL_E_SYNTAX, 0, "expected a number, found \"+\"", ""},
      {".5h", 0, SPOL_E_SYNTAX, 0, "expected a number, found \".\"", ""},
      {"5.h", 0, SPOL_E_SYNTAX, 2, "expected a digit after \".\", found \"h\"", ""},
      {"1,5h", 0, SPOL_E_SYNTAX, 1, "expected a unit, found \",\"", ""},
      {"1e3s", 0, SPOL_E_SYNTAX, 1, "unknown unit \"e\"", UNITS},
      {"0x10m", 0, SPOL_E_SYNTAX, 1, "unknown unit \"x\"", UNITS},
      {"nan", 0, SPOL_E_SYNTAX, 0, "expected a number, found \"n\"", ""},
      {".inf", 0, SPOL_E_SYNTAX, 0, "expected a number, found \".\"", ""},
      {"2hours", 0, SPOL_E_SYNTAX, 1, "unknown unit \"hours\"", UNITS},
      {"2H", 0, SPOL_E_SYNTAX, 1, "unknown unit \"H\"", UNITS},
      {"2M", 0, SPOL_E_SYNTAX, 1, "unknown unit \"M\"",
       "months and years have no fixed length; minutes are \"m\""},
      {"1y", 0, SPOL_E_SYNTAX, 1, "unknown unit \"y\"",
       "months and years have no fixed length; minutes are \"m\""},
      {"2abcdefghijklmnopqrstuvwxyz", 0, SPOL_E_SYNTAX, 1, "unknown unit \"abcdefghijklmnop\"",
       UNITS},
      {"1h 30m", 0, SPOL_E_SYNTAX, 2, "expected a number, found a space", ""},
      {"1h\0", 3, SPOL_E_SYNTAX, 2, "expected a number, found byte 0x00", ""},
      {"1\0h", 3, SPOL_E_SYNTAX, 1, "expected a unit, found byte 0x00", ""},
      {"1h;", 0, SPOL_E_SYNTAX, 2, "expected a number, found \";\"", ""},
      {"30m1h", 0, SPOL_E_SYNTAX, 4, "the unit \"h\" stands after \"m\"", ORDER},
      {"1h1h", 0, SPOL_E_SYNTAX, 3, "the unit \"h\" stands twice", ORDER},
      {"1m1min", 0, SPOL_E_SYNTAX, 3, "the unit \"min\" stands twice", ORDER},
      {"9223372036854775808us", 0, SPOL_E_RANGE, 0, TOO_LARGE, ""},
      {"15250285w", 0, SPOL_E_RANGE, 0, TOO_LARGE, ""},
      {"2562047788h54s775ms808us", 0, SPOL_E_RANGE, 19, TOO_LARGE, ""},
      {"9223372036854775.808ms", 0, SPOL_E_RANGE, 0, TOO_LARGE, ""},
      {"99999999999999999999999999h", 0, SPOL_E_RANGE, 0, TOO_LARGE, ""},
      {"0.5us", 0, SPOL_E_SYNTAX, 0, TOO_FINE, ""},
      {"0.00000000000000000001w", 0, SPOL_E_SYNTAX, 0, TOO_FINE, ""},
      {"1h0.3333333s", 0, SPOL_E_SYNTAX, 2, TOO_FINE, ""},
      {"P1D", 0, SPOL_E_SYNTAX, 1, "expected \"T\" after \"P\"",
       "days and weeks are written \"1d\", \"1w\"; months and years have no fixed length"},
      {"P", 0, SPOL_E_SYNTAX, 1, "expected \"T\" after \"P\"",
       "days and weeks are written \"1d\", \"1w\"; months and years have no fixed length"},
      {"PT", 0, SPOL_E_SYNTAX, 2, "expected a number, found the end", ""},
      {"PT1", 0, SPOL_E_SYNTAX, 3, "the number has no unit", ""},
      {"PT1h", 0, SPOL_E_SYNTAX, 3, "expected H, M or S, found \"h\"", ""},
      {"PT1D", 0, SPOL_E_SYNTAX, 3, "expected H, M or S, found \"D\"", ""},
      {"PT1M1H", 0, SPOL_E_SYNTAX, 5, "the unit \"h\" stands after \"m\"", ORDER},
      {"PT1.5H30M", 0, SPOL_E_SYNTAX, 6, "only the last number may have a fraction", ""},
      {"pt1h", 0, SPOL_E_SYNTAX, 0, "expected a number, found \"p\"", ""},
  };
  CHECK_BAD(spol_duration_parse, cases);
  int64_t out = 77;
  ck_assert_int_eq(spol_duration_parse(NULL, 1, &out, NULL), SPOL_E_INVALID);
  ck_assert_int_eq(spol_duration_parse("1h", 2, NULL, NULL), SPOL_E_INVALID);
  ck_assert_int_eq(out, 77);
}
END_TEST

START_TEST(numbers_of_400_digits_neither_wrap_nor_hurt) {
  char text[420];
  int64_t out = 77;
  memset(text, '9', 400);
  text[400] = 'h';
  ck_assert_int_eq(spol_duration_parse(text, 401, &out, NULL), SPOL_E_RANGE);
  ck_assert_int_eq(spol_duration_parse(text, 400, &out, NULL), SPOL_E_SYNTAX);
  text[1] = '.';
  ck_assert_int_eq(spol_duration_parse(text, 401, &out, NULL), SPOL_E_SYNTAX);
  ck_assert_int_eq(out, 77);
  memset(text, '0', 400);
  text[399] = '7';
  ck_assert_ok(spol_duration_parse(text, 401, &out, NULL));
  ck_assert_int_eq(out, 7 * SPOL_HOUR);
  memset(text, '0', 400);
  text[0] = '3';
  text[1] = '.';
  ck_assert_ok(spol_duration_parse(text, 401, &out, NULL));
  ck_assert_int_eq(out, 3 * SPOL_HOUR);
}
END_TEST

START_TEST(durations_are_written_as_they_are_read) {
  const struct {
    int64_t value;
    const char *text;
  } cases[] = {
      {0, "0s"},
      {90 * SPOL_MINUTE, "1h30m"},
      {-2 * SPOL_HOUR, "-2h"},
      {SPOL_WEEK, "168h"},
      {1, "1us"},
      {SPOL_SECOND + 1001, "1s1ms1us"},
      {INT64_MAX, "2562047788h54s775ms807us"},
      {INT64_MIN, "-2562047788h54s775ms808us"},
  };
  for (size_t i = 0; i < sizeof cases / sizeof cases[0]; i++) {
    char buffer[SPOL_TIME_TEXT_MAX];
    ck_assert_ok(spol_duration_format(cases[i].value, buffer));
    ck_assert_str_eq(buffer, cases[i].text);
    if (cases[i].value >= 0) {
      ck_assert_int_eq(good(spol_duration_parse, buffer), cases[i].value);
    }
  }
}
END_TEST

START_TEST(an_error_of_another_version_is_left_alone) {
  spol_error error = SPOL_ERROR_INIT;
  int64_t out = 77;
  error.size = 4;
  ck_assert_int_eq(spol_duration_parse("x", 1, &out, &error), SPOL_E_SYNTAX);
  ck_assert_str_eq(error.message, "");
  ck_assert_uint_eq(error.size, 4);
}
END_TEST

int main(void) {
  Suite *suite = suite_create("civil");
  TCase *dates = tcase_create("dates");
  tcase_add_test(dates, dates_know_their_edges);
  tcase_add_test(dates, dates_that_do_not_exist_are_refused);
  tcase_add_test(dates, conversions_hold_beyond_the_range);
  tcase_add_test(dates, months_have_their_lengths);
  tcase_add_test(dates, weekdays_are_total);
  tcase_add_test(dates, iso_weeks_belong_to_the_year_of_their_thursday);
  tcase_add_test(dates, weekdays_are_found_around_a_date);
  tcase_add_test(dates, nth_weekdays_of_a_month);
  tcase_add_test(dates, months_are_added_to_the_same_day_or_the_last);
  tcase_add_test(dates, walls_split_into_date_and_time);
  tcase_add_test(dates, easter_is_where_the_churches_have_it);
  tcase_add_test(dates, easter_begins_in_1583);
  suite_add_tcase(suite, dates);
  TCase *text = tcase_create("text");
  tcase_add_test(text, dates_are_read);
  tcase_add_test(text, bad_dates_are_refused_with_their_place);
  tcase_add_test(text, instants_are_read);
  tcase_add_test(text, bad_instants_are_refused_with_their_place);
  tcase_add_test(text, wall_times_are_read_without_a_zone);
  tcase_add_test(text, instants_are_written);
  tcase_add_test(text, nothing_outside_the_years_is_written);
  tcase_add_test(text, times_of_day_are_read);
  tcase_add_test(text, bad_times_of_day_are_refused_with_their_place);
  tcase_add_test(text, times_of_day_are_written_as_they_are_read);
  tcase_add_test(text, durations_are_read_exactly);
  tcase_add_test(text, bad_durations_are_refused_with_their_place);
  tcase_add_test(text, numbers_of_400_digits_neither_wrap_nor_hurt);
  tcase_add_test(text, durations_are_written_as_they_are_read);
  tcase_add_test(text, an_error_of_another_version_is_left_alone);
  suite_add_tcase(suite, text);
  return run_suite(suite);
}
