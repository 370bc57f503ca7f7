/* SPDX-License-Identifier: MIT */
#include "calendar/inspect.h"

#include "calendar/day.h"
#include "calendar/model.h"
#include "civil/date.h"

size_t spi_inspect_parts(const spol_calendar *calendar) {
  return calendar->part_count;
}

const spol_calendar *spi_inspect_part(const spol_calendar *calendar, size_t index) {
  return calendar->parts[index];
}

static size_t range_count(const spol_calendar *calendar, int day) {
  return calendar->kind == 0 ? calendar->hours.week[day].count : 0;
}

static spi_range range_at(const spol_calendar *calendar, int day, size_t index) {
  return calendar->hours.ranges[calendar->hours.week[day].first + index];
}

static spi_interval interval_of(int day, spi_range range) {
  return (spi_interval){day + 1, range.from, range.to};
}

/* 1 if a range of the day `later` days on shares time with another. */
static int shares(spi_range one, spi_range other, int later) {
  int32_t shift = later * SPI_DAY_SECONDS;
  return one.from < other.to + shift && other.from + shift < one.to;
}

int spi_inspect_overlap(const spol_calendar *calendar, spi_interval *one, spi_interval *other) {
  for (int day = 0; day < 7; day++) {
    for (size_t i = 0; i < range_count(calendar, day); i++) {
      spi_range range = range_at(calendar, day, i);
      for (int later = 0; later < 2; later++) {
        int next = (day + later) % 7;
        for (size_t j = later == 0 ? i + 1 : 0; j < range_count(calendar, next); j++) {
          if (shares(range, range_at(calendar, next, j), later)) {
            *one = interval_of(day, range);
            *other = interval_of(next, range_at(calendar, next, j));
            return 1;
          }
        }
      }
    }
  }
  return 0;
}

int spi_inspect_overnight(const spol_calendar *calendar, spi_interval *out) {
  int found = 0;
  for (int day = 0; day < 7; day++) {
    for (size_t i = 0; i < range_count(calendar, day); i++) {
      spi_range range = range_at(calendar, day, i);
      if (range.to <= SPI_DAY_SECONDS) {
        continue;
      }
      if (found && (range.from != out->open_seconds || range.to != out->close_seconds)) {
        return 0;
      }
      if (!found) {
        *out = interval_of(day, range);
        found = 1;
      }
    }
  }
  return found;
}

static int has_week(const spol_calendar *calendar) {
  size_t count = spi_inspect_windows(calendar);
  for (int day = 0; day < 7; day++) {
    count += range_count(calendar, day);
  }
  return count > 0;
}

static int is_known(const spi_half_day *days, size_t count, const int32_t *hours) {
  for (size_t i = 0; i < count; i++) {
    if (days[i].hours == hours) {
      return 1;
    }
  }
  return 0;
}

size_t spi_inspect_half_days(const spol_calendar *calendar, spol_date first, spol_date last,
                             spi_half_day *out, size_t room) {
  spi_cache cache;
  size_t count = 0;
  if (calendar->kind != 0 || calendar->set_count == 0 || !has_week(calendar)) {
    return 0;
  }
  spi_cache_init(&cache);
  spi_leaf_cache *leaf = spi_cache_of(&cache, calendar);
  for (spol_date date = first; date <= last && count < room; date++) {
    spi_plan plan;
    spi_day_plan(calendar, leaf, date, &plan);
    if (plan.holiday_hours > 0 && !is_known(out, count, plan.holiday) &&
        !spi_day_week_opens(calendar, leaf, date)) {
      out[count++] = (spi_half_day){date, plan.name, plan.holiday};
    }
  }
  return count;
}

size_t spi_inspect_windows(const spol_calendar *calendar) {
  return calendar->kind == 0 ? calendar->hours.zoned_count : 0;
}

static int64_t offset_of(const spol_zone *zone, spol_instant at) {
  spol_zone_local local = {0};
  return spol_zone_to_local(zone, at, &local) == SPOL_OK ? local.offset_seconds : 0;
}

void spi_inspect_window(const spol_calendar *calendar, size_t index, spol_instant at,
                        const spol_zone **open_zone, const spol_zone **close_zone,
                        int64_t *seconds) {
  const spi_zoned *window = &calendar->hours.zoned[index];
  *open_zone = window->open_zone != NULL ? window->open_zone : calendar->zone;
  *close_zone = window->close_zone != NULL ? window->close_zone : calendar->zone;
  int64_t days = window->close_weekday - window->open_weekday;
  int64_t length = days * SPI_DAY_SECONDS + window->close_seconds - window->open_seconds;
  length += offset_of(*open_zone, at) - offset_of(*close_zone, at);
  while (length <= 0) {
    length += SPI_WEEK_SECONDS;
  }
  *seconds = length > SPI_WEEK_SECONDS ? length - SPI_WEEK_SECONDS : length;
}
