/* SPDX-License-Identifier: MIT */
/** Zones without files, instants in UTC, and short builders for the calendar's
 *  unit tests. */
#ifndef CALENDAR_FIXTURE_H
#define CALENDAR_FIXTURE_H

#include <string.h>

#include "civil/date.h"
#include "unit.h"

/** A change of the offset. */
typedef struct offset_change {
  int64_t at; /**< seconds */
  int32_t offset;
} offset_change;

static inline size_t put_number(unsigned char *bytes, size_t at, uint64_t value, int width) {
  for (int i = 0; i < width; i++) {
    bytes[at + (size_t)i] = (unsigned char)(value >> (8 * (width - 1 - i)));
  }
  return at + (size_t)width;
}

static inline size_t put_header(unsigned char *bytes, size_t at, size_t changes, size_t types) {
  memcpy(bytes + at, "TZif2", 5);
  memset(bytes + at + 5, 0, 15 + 12);
  at = put_number(bytes, at + 32, changes, 4);
  at = put_number(bytes, at, types, 4);
  return put_number(bytes, at, 4, 4);
}

/** A zone from its first offset, the changes, and a POSIX footer. */
static inline spol_zone *zone_of(const char *name, int32_t first, const offset_change *changes,
                                 size_t count, const char *footer) {
  unsigned char bytes[2048];
  size_t at = put_header(bytes, 0, 0, 1);
  at = put_number(bytes, at, 0, 6);
  memcpy(bytes + at, "LMT", 4);
  at = put_header(bytes, at + 4, count, count + 1);
  for (size_t i = 0; i < count; i++) {
    at = put_number(bytes, at, (uint64_t)changes[i].at, 8);
  }
  for (size_t i = 0; i < count; i++) {
    at = put_number(bytes, at, i + 1, 1);
  }
  at = put_number(bytes, at, (uint32_t)first, 4);
  at = put_number(bytes, at, 0, 2);
  for (size_t i = 0; i < count; i++) {
    at = put_number(bytes, at, (uint32_t)changes[i].offset, 4);
    at = put_number(bytes, at, 0, 2);
  }
  memcpy(bytes + at, "LMT", 4);
  at += 4;
  bytes[at++] = '\n';
  memcpy(bytes + at, footer, strlen(footer));
  at += strlen(footer);
  bytes[at++] = '\n';
  spol_zone *zone = NULL;
  spol_error error = SPOL_ERROR_INIT;
  spol_status status =
      spol_zone_from_tzif(NULL, name, strlen(name), bytes, at, NULL, &zone, &error);
  ck_assert_msg(status == SPOL_OK, "%s", error.message);
  return zone;
}

static inline spol_zone *utc(void) {
  spol_zone *zone = NULL;
  ck_assert_ok(spol_zone_fixed(NULL, 0, &zone));
  return zone;
}

/** As America/New_York since 2007, for all years. */
static inline spol_zone *new_york(void) {
  return zone_of("America/New_York", -18000, NULL, 0, "EST5EDT,M3.2.0,M11.1.0");
}

static inline spol_instant at(int32_t year, int32_t month, int32_t day, int32_t hour,
                              int32_t minute) {
  return ((int64_t)spi_date_of_civil(year, month, day) * 86400 + hour * 3600 + minute * 60) *
         SPOL_SECOND;
}

static inline spol_calendar_builder *builder_in(spol_zone *zone) {
  spol_calendar_builder *builder = NULL;
  ck_assert_ok(spol_calendar_builder_new(NULL, zone, &builder));
  spol_zone_unref(zone);
  return builder;
}

static inline void hours(spol_calendar_builder *builder, int32_t first_day, int32_t last_day,
                         int32_t open_hour, int32_t close_hour) {
  for (int32_t day = first_day; day <= last_day; day++) {
    ck_assert_ok(
        spol_calendar_builder_add_hours(builder, day, open_hour * 3600, close_hour * 3600));
  }
}

static inline spol_calendar *build(spol_calendar_builder *builder) {
  spol_calendar *calendar = NULL;
  ck_assert_ok(spol_calendar_builder_build(builder, NULL, &calendar, NULL));
  spol_calendar_builder_free(builder);
  return calendar;
}

/** Monday to Friday, 09:00 to 17:00. */
static inline spol_calendar *office(spol_zone *zone) {
  spol_calendar_builder *builder = builder_in(zone);
  hours(builder, SPOL_MONDAY, SPOL_FRIDAY, 9, 17);
  return build(builder);
}

static inline spol_holidays *holiday_on(spol_date date, const char *name) {
  spol_holidays_builder *builder = NULL;
  spol_holidays *set = NULL;
  spol_holiday_rule rule = {.size = sizeof rule,
                            .kind = SPOL_HOLIDAY_DATES,
                            .first_date = date,
                            .last_date = date,
                            .name = name};
  ck_assert_ok(spol_holidays_builder_new(NULL, &builder));
  ck_assert_ok(spol_holidays_builder_add_rule(builder, &rule, NULL));
  ck_assert_ok(spol_holidays_builder_build(builder, &set, NULL));
  spol_holidays_builder_free(builder);
  return set;
}

static inline spol_instant added(const spol_calendar *calendar, spol_instant t, spol_duration d) {
  spol_instant due = 0;
  ck_assert_ok(spol_calendar_add(calendar, t, d, &due, NULL));
  return due;
}

static inline spol_duration open_between(const spol_calendar *calendar, spol_instant a,
                                         spol_instant b) {
  spol_duration open = 0;
  ck_assert_ok(spol_calendar_elapsed(calendar, a, b, &open, NULL));
  return open;
}

/** One stretch after another: fails unless these and no others lie in [a, b). */
static inline void expect_stretches(const spol_calendar *calendar, spol_instant a, spol_instant b,
                                    const spol_stretch *expected, size_t count) {
  spol_stretch found[16];
  size_t all = 0;
  ck_assert_ok(spol_calendar_stretches(calendar, a, b, found, 16, &all, NULL));
  ck_assert_uint_eq(all, count);
  for (size_t i = 0; i < count; i++) {
    ck_assert_int_eq(found[i].from, expected[i].from);
    ck_assert_int_eq(found[i].to, expected[i].to);
  }
}

#endif
