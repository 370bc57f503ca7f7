/* SPDX-License-Identifier: MIT */
/* supportpolicy holidays: the sets that are built in, and lists from feeds. */
#include "holidays.h"

#include <stdlib.h>
#include <string.h>

#include "json_out.h"
#include "yaml_out.h"

enum { YEARS_SHOWN = 1, MOST_A_YEAR = 400 };

/* ---- What is built in -------------------------------------------------------------- */

static int list_sets(int as_json) {
  json_out json = {stdout, 0};
  if (as_json) {
    json_open(&json, NULL, '[');
  }
  for (size_t i = 0; i < spol_holiday_set_count(); i++) {
    spol_holiday_set set = SPOL_HOLIDAY_SET_INIT;
    if (spol_holiday_set_at(i, &set) != SPOL_OK) {
      continue;
    }
    if (!as_json) {
      printf("%-15s %s\n", set.name, set.title);
      continue;
    }
    json_open(&json, NULL, '{');
    json_text(&json, "set", set.name);
    json_text(&json, "title", set.title);
    json_text(&json, "source", set.source);
    json_number(&json, "first_year", set.first_year);
    json_number(&json, "last_year", set.last_year);
    json_close(&json, '}');
  }
  if (as_json) {
    json_close(&json, ']');
    putchar('\n');
  }
  return EXIT_FINE;
}

/* ---- The days of one --------------------------------------------------------------- */

static void print_holiday(const spol_holiday *day, json_out *json) {
  static const char *const weekdays[] = {"Mon", "Tue", "Wed", "Thu", "Fri", "Sat", "Sun"};
  char date[SPOL_TIME_TEXT_MAX];
  if (spol_date_format(day->date, date) != SPOL_OK) {
    return;
  }
  if (json != NULL) {
    json_open(json, NULL, '{');
    json_text(json, "date", date);
    json_text(json, "name", day->name);
    json_flag(json, "shifted", day->shifted);
    json_close(json, '}');
    return;
  }
  printf("%s %s  %s%s\n", date, weekdays[spol_date_weekday(day->date) - 1],
         day->name != NULL ? day->name : "", day->shifted ? " (observed)" : "");
}

static int print_year(const spol_holidays *set, int32_t year, json_out *json) {
  static spol_holiday days[MOST_A_YEAR];
  size_t count = 0;
  if (spol_holidays_in_year(set, year, days, MOST_A_YEAR, &count) != SPOL_OK) {
    return EXIT_INPUT;
  }
  for (size_t i = 0; i < count && i < MOST_A_YEAR; i++) {
    print_holiday(&days[i], json);
  }
  if (!spol_holidays_covers(set, year)) {
    fprintf(stderr, "note: the set was not written for %d\n", (int)year);
  }
  return EXIT_FINE;
}

static int list_days(const cli_command *cli, const char *name, const char *first, const char *last,
                     int as_json) {
  spol_holidays *set = NULL;
  spol_error error = SPOL_ERROR_INIT;
  json_out json = {stdout, 0};
  int32_t from = 0;
  int32_t to = 0;
  if (read_years(cli, first, last, YEARS_SHOWN, &from, &to) != CLI_GO_ON) {
    return EXIT_USAGE;
  }
  if (spol_holidays_named(NULL, name, strlen(name), &set, &error) != SPOL_OK) {
    fprintf(stderr, "supportpolicy %s: %s%s%s\n", cli->command, error.message,
            error.hint[0] != '\0' ? "; " : "", error.hint);
    return EXIT_USAGE;
  }
  if (as_json) {
    json_open(&json, NULL, '[');
  }
  int code = EXIT_FINE;
  for (int32_t year = from; year <= to && code == EXIT_FINE; year++) {
    code = print_year(set, year, as_json ? &json : NULL);
  }
  if (as_json) {
    json_close(&json, ']');
    putchar('\n');
  }
  spol_holidays_unref(set);
  return code;
}

/* ---- Import ------------------------------------------------------------------------ */

int add_feed_day(feed_days *days, spol_date date, const char *name) {
  if (days->count == days->room) {
    size_t room = days->room == 0 ? 64 : days->room * 2;
    feed_day *larger = realloc(days->days, room * sizeof *larger);
    if (larger == NULL) {
      return 0;
    }
    days->days = larger;
    days->room = room;
  }
  char *copy = strdup(name);
  if (copy == NULL) {
    return 0;
  }
  days->days[days->count++] = (feed_day){date, copy};
  return 1;
}

void free_feed_days(feed_days *days) {
  for (size_t i = 0; i < days->count; i++) {
    free(days->days[i].name);
  }
  free(days->days);
}

/* By name, as lists have one, then by date. */
static int compare_days(const void *left, const void *right) {
  const feed_day *a = left;
  const feed_day *b = right;
  int order = strcmp(a->name, b->name);
  return order != 0 ? order : (a->date > b->date) - (a->date < b->date);
}

/* A list for each name; a date that a feed has twice is written once. */
static void print_lists(const feed_days *days, const char *name, int32_t from, int32_t to) {
  printf("holidays:\n  %s:\n    lists:\n", name);
  for (size_t i = 0; i < days->count; i++) {
    const feed_day *day = &days->days[i];
    const feed_day *before = i > 0 ? day - 1 : NULL;
    int same = before != NULL && strcmp(before->name, day->name) == 0;
    char date[SPOL_TIME_TEXT_MAX] = "";
    if (spol_date_format(day->date, date) != SPOL_OK || (same && before->date == day->date)) {
      continue;
    }
    if (!same) {
      if (before != NULL) {
        printf("], covers: [%d, %d]}\n", (int)from, (int)to);
      }
      fputs("      - {name: ", stdout);
      yaml_quoted(stdout, day->name, strlen(day->name));
      fputs(", dates: [", stdout);
    }
    printf("%s%s", same ? ", " : "", date);
  }
  printf("], covers: [%d, %d]}\n", (int)from, (int)to);
}

static int import(const cli_command *cli, const char *feed_name, const char *first,
                  const char *last, const char *name) {
  int32_t from = 0;
  int32_t to = 0;
  spol_date begin = 0;
  spol_date end = 0;
  text_file feed;
  feed_days days = {NULL, 0, 0};
  if (first == NULL || last == NULL) {
    return wrong_usage(cli, "--from and --to say which years the list covers", "");
  }
  if (read_years(cli, first, last, YEARS_SHOWN, &from, &to) != CLI_GO_ON ||
      spol_date_from_civil(from, 1, 1, &begin) != SPOL_OK ||
      spol_date_from_civil(to, 12, 31, &end) != SPOL_OK) {
    return EXIT_USAGE;
  }
  if (!read_text_file(feed_name, &feed)) {
    return EXIT_INPUT;
  }
  int code = read_feed(cli, &feed, begin, end, &days);
  if (code == CLI_GO_ON && days.count == 0) {
    fprintf(stderr, "supportpolicy: %s: no event falls in these years\n", feed_name);
    code = EXIT_FOUND;
  } else if (code == CLI_GO_ON) {
    qsort(days.days, days.count, sizeof *days.days, compare_days);
    print_lists(&days, name, from, to);
    code = EXIT_FINE;
  }
  free_feed_days(&days);
  free_text_file(&feed);
  return code;
}

/* ---- The whole ----------------------------------------------------------------------- */

int command_holidays(int count, char **arguments) {
  const char *from = NULL;
  const char *to = NULL;
  const char *name = "imported";
  const char *format = "text";
  const cli_option options[] = {
      {"--from", "YEAR", "the first year; else the present one", &from, 0, NULL},
      {"--to", "YEAR", "the last year, included; else the first", &to, 0, NULL},
      {"--name", "NAME", "what the imported set is called; else \"imported\"", &name, 0, NULL},
      {"--format", "text|json", "of sets and their days; an import is YAML", &format, 0, NULL},
  };
  const cli_command cli = {
      .command = "holidays",
      .usage = "[SET] [OPTION]...\n"
               "       supportpolicy holidays import FEED --from YEAR --to YEAR [--name NAME]",
      .about = "Lists the built-in sets of holidays, or the days of one. An import makes of an\n"
               "iCalendar feed an explicit list, as a policy writes it, with the years that it\n"
               "covers: beyond them, answers are flagged.\n",
      .more = "examples:\n"
              "  supportpolicy holidays gb-eng --from 2026 --to 2027\n"
              "  supportpolicy holidays import office.ics --from 2026 --to 2027 > office.yaml\n",
      .options = options,
      .option_count = sizeof options / sizeof options[0],
  };
  int words = 0;
  int code = take_options(&cli, count, arguments, &words);
  if (code != CLI_GO_ON) {
    return code;
  }
  int as_json = strcmp(format, "json") == 0;
  if (words == 0) {
    return list_sets(as_json);
  }
  if (strcmp(arguments[1], "import") == 0) {
    return words == 2 ? import(&cli, arguments[2], from, to, name)
                      : wrong_usage(&cli, "import takes one feed", "");
  }
  return words == 1 ? list_days(&cli, arguments[1], from, to, as_json)
                    : wrong_usage(&cli, "one set, and no ", arguments[2]);
}
