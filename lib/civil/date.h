/* SPDX-License-Identifier: MIT */
/**
 * Days, weekdays and months for the other rooms: fast, and without checks.
 *
 * A spol_date is a count of days since 1970-01-01. The functions here hold for
 * every date of the years -30000 to 30000, because a local date may lie a day
 * or two outside the years 1 to 9999; who needs those bounds asks
 * spi_date_in_range.
 */
#ifndef SPI_CIVIL_DATE_H
#define SPI_CIVIL_DATE_H

#include "base/checked.h"
#include "supportpolicy/time.h"

enum { SPI_YEAR_MIN = 1, SPI_YEAR_MAX = 9999 };

/** 1 if a date lies in the years 1 to 9999. */
static inline int spi_date_in_range(int64_t date) {
  return date >= SPOL_DATE_MIN && date <= SPOL_DATE_MAX;
}

/** 1 if an instant lies in the years 1 to 9999. */
static inline int spi_instant_in_range(spol_instant instant) {
  return instant >= SPOL_INSTANT_MIN && instant <= SPOL_INSTANT_MAX;
}

static inline int spi_is_leap_year(int32_t year) {
  return year % 4 == 0 && (year % 100 != 0 || year % 400 == 0);
}

/** 28 to 31; month 1 to 12. */
static inline int32_t spi_days_in_month(int32_t year, int32_t month) {
  if (month == 2) {
    return spi_is_leap_year(year) ? 29 : 28;
  }
  return 30 + ((month + month / 8) & 1);
}

/* The conversions count from 1 March of a year far below zero, so that leap
 * days end their year and nothing is negative: 82 eras of 400 years down. (The
 * integer arithmetic is that of Neri and Schneider, "Euclidean affine functions
 * and their application to calendar algorithms", 2022.) */
enum { SPI_ERA_YEARS = 82 * 400, SPI_ERA_DAYS = 82 * 146097 + 719468 };

/** The date of a year, month (1 to 12) and day that exist. */
static inline spol_date spi_date_of_civil(int32_t year, int32_t month, int32_t day) {
  uint32_t early = month <= 2;
  uint32_t y = (uint32_t)(year + SPI_ERA_YEARS) - early;
  uint32_t m = (uint32_t)month + 12U * early;
  uint32_t century = y / 100;
  uint32_t days = 1461U * y / 4 - century + century / 4 + (979U * m - 2919U) / 32 + (uint32_t)day;
  return (spol_date)days - 1 - SPI_ERA_DAYS;
}

/** Year, month and day of a date. */
static inline spol_civil_date spi_civil_of_date(spol_date date) {
  uint32_t n = 4U * (uint32_t)(date + SPI_ERA_DAYS) + 3U;
  uint32_t century = n / 146097U;
  uint64_t product = UINT64_C(2939745) * ((n % 146097U) | 3U);
  uint32_t year_day = (uint32_t)product / 2939745U / 4;
  uint32_t packed = 2141U * year_day + 197913U;
  uint32_t late = year_day >= 306; /* January or February */
  return (spol_civil_date){.year = (int32_t)(100U * century + (uint32_t)(product >> 32) + late) -
                                   SPI_ERA_YEARS,
                           .month = (int32_t)((packed >> 16) - 12U * late),
                           .day = (int32_t)((packed & 0xFFFFU) / 2141U) + 1};
}

/** The year that a date lies in. */
static inline int32_t spi_year_of_date(spol_date date) {
  return spi_civil_of_date(date).year;
}

/** 1 (Monday) to 7; total over int32. */
static inline int32_t spi_weekday(spol_date date) {
  return (int32_t)spi_floor_mod((int64_t)date + 3, 7) + 1;
}

/** The first `weekday` at or after a date, strictly after it, at or before it,
 *  strictly before it. */
static inline spol_date spi_weekday_on_or_after(spol_date date, int32_t weekday) {
  return date + (weekday - spi_weekday(date) + 7) % 7;
}

static inline spol_date spi_weekday_after(spol_date date, int32_t weekday) {
  return spi_weekday_on_or_after(date + 1, weekday);
}

static inline spol_date spi_weekday_on_or_before(spol_date date, int32_t weekday) {
  return date - (spi_weekday(date) - weekday + 7) % 7;
}

static inline spol_date spi_weekday_before(spol_date date, int32_t weekday) {
  return spi_weekday_on_or_before(date - 1, weekday);
}

/** The n-th `weekday` of a month, n = 1 to 5, or counted from its end, -1 to
 *  -5; SPOL_DATE_NONE where the month has none. */
static inline spol_date spi_nth_weekday(int32_t year, int32_t month, int32_t weekday, int32_t n) {
  spol_date first = spi_date_of_civil(year, month, 1);
  spol_date last = first + spi_days_in_month(year, month) - 1;
  if (n == 0 || n < -5 || n > 5) {
    return SPOL_DATE_NONE;
  }
  spol_date found = n > 0 ? spi_weekday_on_or_after(first, weekday) + 7 * (n - 1)
                          : spi_weekday_on_or_before(last, weekday) + 7 * (n + 1);
  return found < first || found > last ? SPOL_DATE_NONE : found;
}

/** The same day `months` later (or earlier), the month's last day where it has
 *  no such day; SPOL_DATE_NONE outside the years 1 to 9999. */
static inline spol_date spi_add_months(spol_date date, int64_t months) {
  spol_civil_date civil = spi_civil_of_date(date);
  int64_t sum = 0;
  if (!spi_add_i64((int64_t)civil.year * 12 + civil.month - 1, months, &sum) ||
      sum < SPI_YEAR_MIN * 12 || sum > SPI_YEAR_MAX * 12 + 11) {
    return SPOL_DATE_NONE;
  }
  int32_t year = (int32_t)(sum / 12);
  int32_t month = (int32_t)(sum % 12) + 1;
  int32_t longest = spi_days_in_month(year, month);
  return spi_date_of_civil(year, month, civil.day < longest ? civil.day : longest);
}

/** The date on which a wall time lies. */
static inline spol_date spi_date_of_wall(spol_wall wall) {
  return (spol_date)spi_floor_div(wall, SPOL_DAY);
}

/** Microseconds of a wall time since its midnight. */
static inline int64_t spi_time_of_wall(spol_wall wall) {
  return spi_floor_mod(wall, SPOL_DAY);
}

/** The wall time so many microseconds after a date's midnight. */
static inline spol_wall spi_wall_of_date(spol_date date, int64_t microseconds) {
  return (int64_t)date * SPOL_DAY + microseconds;
}

#endif
