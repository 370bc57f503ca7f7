/* SPDX-License-Identifier: MIT */
/** Prints the federal holidays of the United States in the years given:
 *    holidays [YEAR...]
 *  A set of rules is made once; every year is then a question to it. */
#include <stdio.h>
#include <stdlib.h>

#include "supportpolicy/supportpolicy.h"

static const char *const weekdays[] = {"Monday", "Tuesday",  "Wednesday", "Thursday",
                                       "Friday", "Saturday", "Sunday"};

/* 5 U.S.C. 6103: on a Saturday kept on Friday, on a Sunday kept on Monday. */
static const spol_holiday_rule rules[] = {
    {.size = sizeof(spol_holiday_rule),
     .kind = SPOL_HOLIDAY_YEARLY,
     .month = 1,
     .day = 1,
     .observed = SPOL_OBSERVED_NEAREST,
     .name = "New Year's Day"},
    {.size = sizeof(spol_holiday_rule),
     .kind = SPOL_HOLIDAY_NTH_WEEKDAY,
     .month = 1,
     .weekday = SPOL_MONDAY,
     .nth = 3,
     .first_year = 1986,
     .name = "Birthday of Martin Luther King, Jr."},
    {.size = sizeof(spol_holiday_rule),
     .kind = SPOL_HOLIDAY_NTH_WEEKDAY,
     .month = 2,
     .weekday = SPOL_MONDAY,
     .nth = 3,
     .name = "Washington's Birthday"},
    {.size = sizeof(spol_holiday_rule),
     .kind = SPOL_HOLIDAY_NTH_WEEKDAY,
     .month = 5,
     .weekday = SPOL_MONDAY,
     .nth = -1,
     .name = "Memorial Day"},
    {.size = sizeof(spol_holiday_rule),
     .kind = SPOL_HOLIDAY_YEARLY,
     .month = 6,
     .day = 19,
     .first_year = 2021,
     .observed = SPOL_OBSERVED_NEAREST,
     .name = "Juneteenth National Independence Day"},
    {.size = sizeof(spol_holiday_rule),
     .kind = SPOL_HOLIDAY_YEARLY,
     .month = 7,
     .day = 4,
     .observed = SPOL_OBSERVED_NEAREST,
     .name = "Independence Day"},
    {.size = sizeof(spol_holiday_rule),
     .kind = SPOL_HOLIDAY_NTH_WEEKDAY,
     .month = 9,
     .weekday = SPOL_MONDAY,
     .nth = 1,
     .name = "Labor Day"},
    {.size = sizeof(spol_holiday_rule),
     .kind = SPOL_HOLIDAY_NTH_WEEKDAY,
     .month = 10,
     .weekday = SPOL_MONDAY,
     .nth = 2,
     .name = "Columbus Day"},
    {.size = sizeof(spol_holiday_rule),
     .kind = SPOL_HOLIDAY_YEARLY,
     .month = 11,
     .day = 11,
     .observed = SPOL_OBSERVED_NEAREST,
     .name = "Veterans Day"},
    {.size = sizeof(spol_holiday_rule),
     .kind = SPOL_HOLIDAY_NTH_WEEKDAY,
     .month = 11,
     .weekday = SPOL_THURSDAY,
     .nth = 4,
     .name = "Thanksgiving Day"},
    {.size = sizeof(spol_holiday_rule),
     .kind = SPOL_HOLIDAY_YEARLY,
     .month = 12,
     .day = 25,
     .observed = SPOL_OBSERVED_NEAREST,
     .name = "Christmas Day"},
};

static spol_status make_set(spol_holidays **out, spol_error *error) {
  spol_holidays_builder *builder;
  spol_status status = spol_holidays_builder_new(NULL, &builder);
  if (status != SPOL_OK) {
    return status;
  }
  for (size_t i = 0; i < sizeof(rules) / sizeof(rules[0]) && status == SPOL_OK; i++) {
    status = spol_holidays_builder_add_rule(builder, &rules[i], error);
  }
  if (status == SPOL_OK) {
    status = spol_holidays_builder_build(builder, out, error);
  }
  spol_holidays_builder_free(builder);
  return status;
}

static spol_status print_year(const spol_holidays *set, int32_t year) {
  spol_holiday days[32];
  size_t count;
  spol_status status = spol_holidays_in_year(set, year, days, 32, &count);
  for (size_t i = 0; status == SPOL_OK && i < count && i < 32; i++) {
    char date[SPOL_TIME_TEXT_MAX];
    status = spol_date_format(days[i].date, date);
    if (status == SPOL_OK) {
      printf("%s  %-9s  %s%s\n", date, weekdays[spol_date_weekday(days[i].date) - 1], days[i].name,
             days[i].shifted ? " (kept on this day)" : "");
    }
  }
  return status;
}

int main(int argc, char **argv) {
  spol_error error = SPOL_ERROR_INIT;
  spol_holidays *set;
  spol_status status = make_set(&set, &error);
  if (status != SPOL_OK) {
    fprintf(stderr, "holidays: %s\n", error.message);
    return EXIT_FAILURE;
  }
  for (int i = 1; i < argc && status == SPOL_OK; i++) {
    status = print_year(set, (int32_t)strtol(argv[i], NULL, 10));
  }
  if (argc < 2) {
    status = print_year(set, 2026);
  }
  spol_holidays_unref(set);
  if (status != SPOL_OK) {
    fprintf(stderr, "holidays: %s\n", spol_status_message(status));
    return EXIT_FAILURE;
  }
  return EXIT_SUCCESS;
}
