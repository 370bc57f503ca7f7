/* SPDX-License-Identifier: MIT */
/*
 * How fast calendar arithmetic is, beside the walk over days that a C
 * programmer would write. Monday to Friday 9-17, 12 holidays a year,
 * America/New_York, random instants in 2024-2026.
 *
 *     calendar [--zone FILE] [--seed N]
 *
 * Prints one line a figure, "NAME HOURS NANOSECONDS", for run-calendar.
 */
#define _POSIX_C_SOURCE 200809L
#include <stdbool.h>
#include <stdio.h>
#include <stdlib.h>
#include <string.h>
#include <time.h>

#include "supportpolicy/supportpolicy.h"

enum { COUNT = 4096, ROUNDS = 7, FIRST_YEAR = 2000, LAST_YEAR = 2050, MOST_HOLIDAYS = 700 };

static const int target_hours[] = {1, 8, 80, 2000};

static spol_instant starts[COUNT];
static spol_duration targets[COUNT];
static spol_instant results[COUNT];
static spol_instant walked[COUNT];
static int64_t sink;

static int64_t now_ns(void) {
  struct timespec t;
  clock_gettime(CLOCK_MONOTONIC, &t);
  return (int64_t)t.tv_sec * 1000000000 + t.tv_nsec;
}

static uint64_t next_random(uint64_t *state) {
  *state ^= *state << 13;
  *state ^= *state >> 7;
  *state ^= *state << 17;
  return *state;
}

static void die(const char *what, spol_status status) {
  fprintf(stderr, "%s: %s\n", what, spol_status_name(status));
  exit(1);
}

static void must(const char *what, spol_status status) {
  if (status != SPOL_OK) {
    die(what, status);
  }
}

/* ---- The calendar ------------------------------------------------------- */

static spol_zone *read_zone(const char *path) {
  static char bytes[SPOL_ZONE_BYTES_MAX];
  FILE *file = fopen(path, "rb");
  if (file == NULL) {
    die(path, SPOL_E_IO);
  }
  size_t length = fread(bytes, 1, sizeof bytes, file);
  fclose(file);
  spol_zone *zone = NULL;
  static const char name[] = "America/New_York";
  must(path, spol_zone_from_tzif(NULL, name, sizeof name - 1, bytes, length, NULL, &zone, NULL));
  return zone;
}

/* The eleven federal holidays of the United States, and Christmas Eve. */
static spol_holidays *make_holidays(void) {
  static const int32_t yearly[][2] = {{1, 1}, {6, 19}, {7, 4}, {11, 11}, {12, 24}, {12, 25}};
  static const int32_t nth[][3] = {{1, 1, 3}, {2, 1, 3},  {5, 1, -1},
                                   {9, 1, 1}, {10, 1, 2}, {11, 4, 4}};
  spol_holidays_builder *b = NULL;
  spol_holidays *holidays = NULL;
  must("holidays", spol_holidays_builder_new(NULL, &b));
  for (size_t i = 0; i < sizeof yearly / sizeof yearly[0]; i++) {
    spol_holiday_rule rule = {.size = sizeof rule,
                              .kind = SPOL_HOLIDAY_YEARLY,
                              .month = yearly[i][0],
                              .day = yearly[i][1]};
    must("holiday", spol_holidays_builder_add_rule(b, &rule, NULL));
  }
  for (size_t i = 0; i < sizeof nth / sizeof nth[0]; i++) {
    spol_holiday_rule rule = {.size = sizeof rule,
                              .kind = SPOL_HOLIDAY_NTH_WEEKDAY,
                              .month = nth[i][0],
                              .weekday = nth[i][1],
                              .nth = nth[i][2]};
    must("holiday", spol_holidays_builder_add_rule(b, &rule, NULL));
  }
  must("holidays", spol_holidays_builder_build(b, &holidays, NULL));
  spol_holidays_builder_free(b);
  return holidays;
}

static spol_calendar_builder *describe(const spol_zone *zone, const spol_holidays *holidays) {
  spol_calendar_builder *b = NULL;
  must("builder", spol_calendar_builder_new(NULL, zone, &b));
  for (int32_t day = SPOL_MONDAY; day <= SPOL_FRIDAY; day++) {
    must("hours", spol_calendar_builder_add_hours(b, day, 9 * 3600, 17 * 3600));
  }
  must("holidays", spol_calendar_builder_add_holidays(b, holidays));
  return b;
}

/* ---- The walk over days, with mktime ------------------------------------ */

static spol_date holiday_dates[MOST_HOLIDAYS];
static size_t holiday_count;

static void list_holidays(const spol_holidays *holidays) {
  for (int32_t year = 2023; year <= 2030; year++) {
    spol_holiday found[32];
    size_t count = 0;
    must("list", spol_holidays_in_year(holidays, year, found, 32, &count));
    for (size_t i = 0; i < count && holiday_count < MOST_HOLIDAYS; i++) {
      holiday_dates[holiday_count++] = found[i].date;
    }
  }
}

static bool is_holiday(spol_date date) {
  size_t lo = 0;
  size_t hi = holiday_count;
  while (lo < hi) {
    size_t middle = (lo + hi) / 2;
    if (holiday_dates[middle] < date) {
      lo = middle + 1;
    } else {
      hi = middle;
    }
  }
  return lo < holiday_count && holiday_dates[lo] == date;
}

static time_t at_hour(struct tm day, int hour) {
  day.tm_hour = hour;
  day.tm_min = 0;
  day.tm_sec = 0;
  day.tm_isdst = -1;
  return mktime(&day);
}

/* Whole seconds, as such code counts. */
static time_t walk_days(time_t from, int64_t seconds) {
  struct tm day;
  localtime_r(&from, &day);
  for (int tried = 0; tried < 4000; tried++) {
    struct tm noon = day;
    noon.tm_hour = 12;
    noon.tm_isdst = -1;
    time_t middle = mktime(&noon); /* makes a date of it again, with its weekday */
    spol_date date = (spol_date)(middle / 86400);
    if (noon.tm_wday != 0 && noon.tm_wday != 6 && !is_holiday(date)) {
      time_t open = at_hour(noon, 9);
      time_t close = at_hour(noon, 17);
      time_t begin = from > open ? from : open;
      if (begin < close) {
        if (close - begin >= seconds) {
          return begin + seconds;
        }
        seconds -= close - begin;
      }
    }
    day = noon;
    day.tm_mday++;
  }
  return -1;
}

/* ---- Measuring: the best of several rounds ------------------------------ */

static double per_item(int64_t ns, size_t items) {
  return (double)ns / (double)items;
}

static void fill(int hours) {
  for (size_t i = 0; i < COUNT; i++) {
    targets[i] = hours * SPOL_HOUR;
  }
}

static void scalar_add(const spol_calendar *calendar) {
  for (size_t i = 0; i < COUNT; i++) {
    must("add", spol_calendar_add(calendar, starts[i], targets[i], &results[i], NULL));
  }
}

static void array_add(const spol_calendar *calendar) {
  must("add_many", spol_calendar_add_many(calendar, starts, targets, results, COUNT, NULL, NULL));
}

static void scalar_elapsed(const spol_calendar *calendar) {
  for (size_t i = 0; i < COUNT; i++) {
    must("elapsed", spol_calendar_elapsed(calendar, starts[i], walked[i], &results[i], NULL));
  }
}

static void array_elapsed(const spol_calendar *calendar) {
  must("elapsed_many",
       spol_calendar_elapsed_many(calendar, starts, walked, results, COUNT, NULL, NULL));
}

/* What reading two arrays and writing one costs at the least. */
static void stream(const spol_calendar *calendar) {
  (void)calendar;
  for (size_t i = 0; i < COUNT; i++) {
    results[i] = starts[i] + targets[i];
  }
  sink += results[COUNT / 2];
}

static double measure(void (*work)(const spol_calendar *), const spol_calendar *calendar,
                      int repeat) {
  double best = 0;
  for (int round = 0; round < ROUNDS; round++) {
    int64_t begin = now_ns();
    for (int i = 0; i < repeat; i++) {
      work(calendar);
      __asm__ volatile("" ::: "memory");
    }
    double took = per_item(now_ns() - begin, (size_t)COUNT * (size_t)repeat);
    best = round == 0 || took < best ? took : best;
  }
  return best;
}

static double measure_walk(int hours) {
  size_t count = hours >= 1000 ? COUNT / 16 : COUNT;
  double best = 0;
  for (int round = 0; round < 3; round++) {
    int64_t begin = now_ns();
    for (size_t i = 0; i < count; i++) {
      sink += walk_days((time_t)(starts[i] / SPOL_SECOND), (int64_t)hours * 3600);
    }
    double took = per_item(now_ns() - begin, count);
    best = round == 0 || took < best ? took : best;
  }
  return best;
}

/* The two must mean the same before their times are compared. */
static void compare(const spol_calendar *calendar, int hours) {
  for (size_t i = 0; i < COUNT; i += 37) {
    spol_instant ours = 0;
    must("add", spol_calendar_add(calendar, starts[i], hours * SPOL_HOUR, &ours, NULL));
    int64_t theirs = walk_days((time_t)(starts[i] / SPOL_SECOND), (int64_t)hours * 3600);
    if (ours != theirs * SPOL_SECOND) {
      fprintf(stderr, "the day walk says %lld where add says %lld\n", (long long)theirs,
              (long long)(ours / SPOL_SECOND));
      exit(1);
    }
  }
}

static double measure_compile(const spol_calendar_builder *b, size_t *bytes) {
  spol_compile_options options = {
      .size = sizeof options, .first_year = FIRST_YEAR, .last_year = LAST_YEAR};
  double best = 0;
  for (int round = 0; round < ROUNDS; round++) {
    spol_calendar *calendar = NULL;
    int64_t begin = now_ns();
    must("build", spol_calendar_builder_build(b, &options, &calendar, NULL));
    double took = (double)(now_ns() - begin);
    best = round == 0 || took < best ? took : best;
    *bytes = spol_calendar_compiled_bytes(calendar);
    spol_calendar_unref(calendar);
  }
  return best;
}

static void measure_targets(const spol_calendar *calendar) {
  for (size_t i = 0; i < sizeof target_hours / sizeof target_hours[0]; i++) {
    int hours = target_hours[i];
    fill(hours);
    compare(calendar, hours);
    printf("stream %d %.2f\n", hours, measure(stream, NULL, 200));
    printf("add %d %.2f\n", hours, measure(scalar_add, calendar, 50));
    printf("add_many %d %.2f\n", hours, measure(array_add, calendar, 50));
    memcpy(walked, results, sizeof walked);
    printf("elapsed %d %.2f\n", hours, measure(scalar_elapsed, calendar, 50));
    printf("elapsed_many %d %.2f\n", hours, measure(array_elapsed, calendar, 50));
    printf("day_walk %d %.2f\n", hours, measure_walk(hours));
  }
}

int main(int argc, char **argv) {
  const char *path = "/usr/share/zoneinfo/America/New_York";
  uint64_t seed = 20240229;
  for (int i = 1; i + 1 < argc; i += 2) {
    if (strcmp(argv[i], "--zone") == 0) {
      path = argv[i + 1];
    } else if (strcmp(argv[i], "--seed") == 0) {
      seed = strtoull(argv[i + 1], NULL, 10) | 1;
    }
  }
  char variable[1024];
  snprintf(variable, sizeof variable, ":%s", path);
  setenv("TZ", variable, 1);
  tzset();
  spol_zone *zone = read_zone(path);
  spol_holidays *holidays = make_holidays();
  spol_calendar_builder *b = describe(zone, holidays);
  spol_calendar *calendar = NULL;
  must("build", spol_calendar_builder_build(b, NULL, &calendar, NULL));
  list_holidays(holidays);
  const int64_t first = 1704067200; /* 2024-01-01 */
  const int64_t length = 3 * 365 * 86400;
  for (size_t i = 0; i < COUNT; i++) {
    starts[i] = (first + (int64_t)(next_random(&seed) % (uint64_t)length)) * SPOL_SECOND;
  }
  measure_targets(calendar);
  size_t bytes = 0;
  printf("compile 0 %.0f\n", measure_compile(b, &bytes));
  printf("bytes 0 %zu\n", bytes);
  spol_calendar_unref(calendar);
  spol_calendar_builder_free(b);
  spol_holidays_unref(holidays);
  spol_zone_unref(zone);
  return sink == 1;
}
