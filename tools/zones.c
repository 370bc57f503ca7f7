/* SPDX-License-Identifier: MIT */
/* supportpolicy zones: the time zone database that deadlines are counted with. */
#include <stdlib.h>
#include <string.h>

#include "arguments.h"
#include "json_out.h"

enum { MOST_CHANGES = 1000, YEARS_SHOWN = 3 };

/* ---- One zone ------------------------------------------------------------------ */

static void print_offset(int32_t seconds, char *out, size_t room) {
  int32_t size = seconds < 0 ? -seconds : seconds;
  int rest = size % 60;
  int printed = snprintf(out, room, "%c%02d:%02d", seconds < 0 ? '-' : '+', (int)(size / 3600),
                         (int)(size / 60 % 60));
  if (rest != 0 && printed > 0) {
    snprintf(out + printed, room - (size_t)printed, ":%02d", rest);
  }
}

static void print_change(const spol_zone *zone, spol_instant at, json_out *json) {
  spol_zone_local before;
  spol_zone_local after;
  char utc[SPOL_TIME_TEXT_MAX];
  char from[16];
  char to[16];
  if (spol_zone_to_local(zone, at - 1, &before) != SPOL_OK ||
      spol_zone_to_local(zone, at, &after) != SPOL_OK || spol_instant_format(at, utc) != SPOL_OK) {
    return;
  }
  print_offset(before.offset_seconds, from, sizeof from);
  print_offset(after.offset_seconds, to, sizeof to);
  if (json == NULL) {
    printf("  %s  %s %s -> %s %s\n", utc, from, before.abbreviation, to, after.abbreviation);
    return;
  }
  json_open(json, NULL, '{');
  json_instant(json, "at", NULL, at);
  json_text(json, "before", from);
  json_text(json, "after", to);
  json_text(json, "abbreviation", after.abbreviation);
  json_close(json, '}');
}

static void print_changes(const spol_zone *zone, spol_instant from, spol_instant to,
                          json_out *json) {
  spol_instant at = from;
  for (int i = 0; i < MOST_CHANGES; i++) {
    if (spol_zone_next_transition(zone, at, &at) != SPOL_OK || at == SPOL_INSTANT_NONE ||
        at >= to) {
      return;
    }
    print_change(zone, at, json);
  }
}

static void print_zone(const spol_zone *zone, spol_instant from, spol_instant to, int as_json) {
  json_out json = {stdout, 0};
  const char *release = spol_zone_version(zone);
  if (as_json) {
    json_open(&json, NULL, '{');
    json_text(&json, "zone", spol_zone_name(zone));
    json_text(&json, "release", release);
    json_flag(&json, "fixed", (spol_zone_flags(zone) & SPOL_ZONE_FIXED) != 0);
    json_open(&json, "changes", '[');
    print_changes(zone, from, to, &json);
    json_close(&json, ']');
    json_close(&json, '}');
    putchar('\n');
    return;
  }
  printf("%s, release %s\n", spol_zone_name(zone), release != NULL ? release : "unknown");
  print_changes(zone, from, to, NULL);
}

/* The years asked for: whole ones, else the present one and the next two. */
static int years(const cli_command *cli, const char *first, const char *last, spol_instant *from,
                 spol_instant *to) {
  int32_t year;
  int32_t end;
  if (read_years(cli, first, last, YEARS_SHOWN, &year, &end) != CLI_GO_ON) {
    return EXIT_USAGE;
  }
  spol_date begin = 0;
  spol_date last_day = 0;
  if (spol_date_from_civil(year, 1, 1, &begin) != SPOL_OK ||
      spol_date_from_civil(end, 12, 31, &last_day) != SPOL_OK) {
    return wrong_usage(cli, "a year is 1 to 9999", "");
  }
  *from = (spol_instant)begin * SPOL_DAY;
  *to = ((spol_instant)last_day + 1) * SPOL_DAY;
  return CLI_GO_ON;
}

static int show_zone(const cli_command *cli, const char *name, const char *first, const char *last,
                     int as_json) {
  spol_instant from = 0;
  spol_instant to = 0;
  spol_zone *zone = NULL;
  if (years(cli, first, last, &from, &to) != CLI_GO_ON) {
    return EXIT_USAGE;
  }
  if (find_zone(cli, name, &zone) != CLI_GO_ON) {
    return EXIT_INPUT;
  }
  print_zone(zone, from, to, as_json);
  spol_zone_unref(zone);
  return EXIT_FINE;
}

/* ---- The database ---------------------------------------------------------------- */

static int show_database(int as_json) {
  char release[SPOL_ZONE_VERSION_MAX] = "";
  const char *directory = getenv("SUPPORTPOLICY_ZONEINFO");
  const char *embedded = spol_zone_embedded_version();
  spol_error error = SPOL_ERROR_INIT;
  spol_status status = spol_system_zone_version(directory, release, &error);
  if (as_json) {
    json_out json = {stdout, 0};
    json_open(&json, NULL, '{');
    json_text(&json, "directory", directory);
    json_text(&json, "release", status == SPOL_OK ? release : NULL);
    json_text(&json, "embedded", embedded);
    json_close(&json, '}');
    putchar('\n');
    return EXIT_FINE;
  }
  printf("database: %s, release %s\n", directory != NULL ? directory : "the system's",
         status == SPOL_OK ? release : "unknown");
  printf("built in: %s\n", embedded != NULL ? embedded : "none");
  if (status == SPOL_E_IO && embedded == NULL) {
    fprintf(stderr, "supportpolicy zones: %s\n", error.message);
    return EXIT_INPUT;
  }
  return EXIT_FINE;
}

int command_zones(int count, char **arguments) {
  const char *format = "text";
  const char *from = NULL;
  const char *to = NULL;
  const cli_option options[] = {
      {"--from", "YEAR", "the first year shown; else the present one", &from, 0, NULL},
      {"--to", "YEAR", "the last year shown; else two years on", &to, 0, NULL},
      {"--format", "text|json", "json is one line a zone", &format, 0, NULL},
  };
  const cli_command cli = {
      .command = "zones",
      .usage = "[OPTION]... [NAME]...",
      .about = "Says which time zone database deadlines are counted with, and which release of\n"
               "it; with names, when the clocks of those zones change.\n",
      .more = "examples:\n"
              "  supportpolicy zones\n"
              "  supportpolicy zones Europe/Berlin --from 2026 --to 2027\n",
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
    return show_database(as_json);
  }
  code = EXIT_FINE;
  for (int i = 1; i <= words; i++) {
    int result = show_zone(&cli, arguments[i], from, to, as_json);
    code = result > code ? result : code;
  }
  return code;
}
