/* SPDX-License-Identifier: MIT */
/* Writes what the library says of every day and every Easter to standard
 * output, as rows of int32 in the machine's byte order, for civil_check.py. */
#include <stdio.h>
#include <stdlib.h>
#include <string.h>

#include "supportpolicy/supportpolicy.h"

enum { ROW = 8 };

static void need(int holds) {
  if (!holds) {
    fputs("civil-rows: a call failed\n", stderr);
    exit(EXIT_FAILURE);
  }
}

static void write_day(spol_date date) {
  spol_civil_date civil;
  spol_iso_week week;
  spol_date back = SPOL_DATE_NONE;
  need(spol_date_to_civil(date, &civil) == SPOL_OK);
  need(spol_date_iso_week(date, &week) == SPOL_OK);
  need(spol_date_from_civil(civil.year, civil.month, civil.day, &back) == SPOL_OK);
  need(spol_date_weekday(date) == week.weekday);
  const int32_t row[ROW] = {date,      civil.year, civil.month,  civil.day,
                            week.year, week.week,  week.weekday, back};
  need(fwrite(row, sizeof row, 1, stdout) == 1);
}

static void write_easter(int32_t year) {
  int32_t row[ROW] = {year};
  need(spol_easter_western(year, &row[1]) == SPOL_OK);
  need(spol_easter_orthodox(year, &row[2]) == SPOL_OK);
  need(fwrite(row, sizeof row, 1, stdout) == 1);
}

int main(int argc, char **argv) {
  need(argc == 2);
  if (strcmp(argv[1], "days") == 0) {
    for (spol_date date = SPOL_DATE_MIN; date <= SPOL_DATE_MAX; date++) {
      write_day(date);
    }
  } else {
    for (int32_t year = 1583; year <= 9999; year++) {
      write_easter(year);
    }
  }
  need(fflush(stdout) == 0);
  return EXIT_SUCCESS;
}
