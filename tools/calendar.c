/* SPDX-License-Identifier: MIT */
/* supportpolicy calendar: what is open when, and arithmetic on it. */
#include "calendar.h"

#include <stdlib.h>
#include <string.h>

#include "arguments.h"
#include "json_out.h"

enum { MOST_HOURS = 16, MOST_SETS = 16, MOST_STRETCHES = 100000 };

typedef struct calendar_request {
  const char *name;
  const char *at;
  const char *from;
  const char *to;
  const char *zone;
  const char *hours[MOST_HOURS];
  size_t hours_count;
  const char *holidays[MOST_SETS];
  size_t holidays_count;
  const char *format;
  int as_json;
} calendar_request;

/* ---- Which calendar -------------------------------------------------------------- */

/* A policy of nothing but the calendar that the options describe. */
static spol_policy *described(const cli_command *cli, const calendar_request *asked) {
  char *text = NULL;
  size_t length = 0;
  FILE *out = open_memstream(&text, &length);
  spol_policy *policy = NULL;
  if (out == NULL) {
    return NULL;
  }
  fprintf(
      out,
      "supportpolicy: 1\nid: calendar\nversion: v1\ncalendars:\n  calendar:\n    zone: \"%s\"\n",
      asked->zone != NULL ? asked->zone : "UTC");
  if (asked->hours_count == 0) {
    fputs("    hours: {mon-sun: 00:00-24:00}\n", out);
  } else if (asked->hours_count == 1 && strcmp(asked->hours[0], "24x7") == 0) {
    fputs("    hours: 24x7\n", out);
  } else {
    fputs("    hours: {", out);
    for (size_t i = 0; i < asked->hours_count; i++) {
      fprintf(out, "%s%s", i > 0 ? ", " : "", asked->hours[i]);
    }
    fputs("}\n", out);
  }
  if (asked->holidays_count > 0) {
    fputs("    holidays: [", out);
    for (size_t i = 0; i < asked->holidays_count; i++) {
      fprintf(out, "%s%s", i > 0 ? ", " : "", asked->holidays[i]);
    }
    fputs("]\n", out);
  }
  if (fclose(out) == 0) {
    spol_error error = SPOL_ERROR_INIT;
    spol_policy_options options = SPOL_POLICY_OPTIONS_INIT;
    spol_policy_source source = SPOL_SIZED(spol_policy_source);
    options.source = zones_of_machine();
    source.text = text;
    source.length = length;
    if (spol_policy_read(NULL, &source, 1, &options, &policy, NULL, &error) != SPOL_OK) {
      fprintf(stderr, "supportpolicy %s: %s%s%s\n", cli->command, error.message,
              error.hint[0] != '\0' ? "; " : "", error.hint);
    }
  }
  free(text);
  return policy;
}

static const spol_calendar *find_calendar(const cli_command *cli, const spol_policy *policy,
                                          const char *name, const char **shown) {
  uint32_t id = 0;
  uint32_t versions = spol_policy_count(policy, SPOL_NAME_VERSION);
  if (name == NULL && spol_policy_count(policy, SPOL_NAME_CALENDAR) == 1) {
    id = 1;
  } else if (name == NULL) {
    (void)wrong_usage(cli, "the policy has several calendars: --name says which", "");
    return NULL;
  } else if (spol_policy_find(policy, SPOL_NAME_CALENDAR, name, strlen(name), &id) != SPOL_OK) {
    (void)wrong_usage(cli, "the policy has no calendar ", name);
    return NULL;
  }
  *shown = spol_policy_name(policy, SPOL_NAME_CALENDAR, id);
  const spol_calendar *calendar = spol_policy_calendar(policy, versions, id);
  if (calendar == NULL) {
    (void)wrong_usage(cli, "a fact chooses what it is, it has no hours of its own: ", *shown);
  }
  return calendar;
}

static int list_calendars(const spol_policy *policy, int as_json) {
  json_out json = {stdout, 0};
  uint32_t version = spol_policy_count(policy, SPOL_NAME_VERSION);
  if (as_json) {
    json_open(&json, NULL, '[');
  }
  for (uint32_t id = 1; id <= spol_policy_count(policy, SPOL_NAME_CALENDAR); id++) {
    const char *name = spol_policy_name(policy, SPOL_NAME_CALENDAR, id);
    const spol_calendar *calendar = spol_policy_calendar(policy, version, id);
    const char *zone = calendar != NULL ? spol_zone_name(spol_calendar_zone(calendar)) : NULL;
    if (as_json) {
      json_open(&json, NULL, '{');
      json_text(&json, "calendar", name);
      json_text(&json, "zone", zone);
      json_close(&json, '}');
    } else {
      printf("%s%s%s\n", name, zone != NULL ? ", " : ": a fact chooses", zone != NULL ? zone : "");
    }
  }
  if (as_json) {
    json_close(&json, ']');
    putchar('\n');
  }
  return EXIT_FINE;
}

/* ---- Answers ------------------------------------------------------------------- */

static int no_answer(const cli_command *cli, spol_status status) {
  fprintf(stderr, "supportpolicy %s: %s\n", cli->command,
          status == SPOL_E_NEVER_OPEN ? "the calendar has no such open time"
                                      : spol_status_message(status));
  return EXIT_FOUND;
}

static void note_flags(uint32_t flags) {
  if (flags & SPOL_CALENDAR_UNCOVERED) {
    fputs("note: this counts dates whose holidays are not known\n", stderr);
  }
}

static void say(const spol_zone *zone, const char *what, spol_instant at) {
  char text[SPOL_TIME_TEXT_MAX];
  if (spol_zone_format_instant(zone, at, text) == SPOL_OK) {
    printf("%s%s\n", what, text);
  }
}

static int is_open(const cli_command *cli, const calendar_request *asked,
                   const spol_calendar *calendar) {
  const spol_zone *zone = spol_calendar_zone(calendar);
  spol_instant at;
  spol_instant next = SPOL_INSTANT_NONE;
  int32_t open = 0;
  uint32_t flags = 0;
  if (read_instant(cli, "--at", asked->at, zone, &at) != CLI_GO_ON) {
    return EXIT_USAGE;
  }
  spol_status status = spol_calendar_is_open(calendar, at, &open, &flags);
  if (status != SPOL_OK) {
    return no_answer(cli, status);
  }
  status = open ? spol_calendar_next_close(calendar, at, &next, NULL)
                : spol_calendar_next_open(calendar, at, &next, NULL);
  next = status == SPOL_OK ? next : SPOL_INSTANT_NONE;
  if (asked->as_json) {
    json_out json = {stdout, 0};
    json_open(&json, NULL, '{');
    json_instant(&json, "at", zone, at);
    json_flag(&json, "open", open);
    json_instant(&json, open ? "closes" : "opens", zone, next);
    json_close(&json, '}');
    putchar('\n');
  } else if (next == SPOL_INSTANT_NONE) {
    puts(open ? "open, and never closes" : "closed, and never opens");
  } else {
    say(zone, open ? "open until " : "closed until ", next);
  }
  note_flags(flags);
  return open ? EXIT_FINE : EXIT_FOUND;
}

static int move(const cli_command *cli, const calendar_request *asked,
                const spol_calendar *calendar, const char *length, int back) {
  const spol_zone *zone = spol_calendar_zone(calendar);
  spol_instant at;
  spol_instant out;
  spol_duration duration;
  spol_error error = SPOL_ERROR_INIT;
  uint32_t flags = 0;
  if (length == NULL) {
    return wrong_usage(cli, "a duration is missing, such as 8h", "");
  }
  if (spol_duration_parse(length, strlen(length), &duration, &error) != SPOL_OK) {
    return wrong_usage(cli, "not a duration such as 8h or 1h30m: ", length);
  }
  if (read_instant(cli, "--at", asked->at, zone, &at) != CLI_GO_ON) {
    return EXIT_USAGE;
  }
  /* As a policy is refused that says so (SP0211). */
  if (strpbrk(length, "dw") != NULL &&
      spol_calendar_next_close(calendar, at, &out, NULL) == SPOL_OK) {
    return wrong_usage(cli, "a day of open time is not 24 hours; write hours instead of ", length);
  }
  spol_status status = back ? spol_calendar_subtract(calendar, at, duration, &out, &flags)
                            : spol_calendar_add(calendar, at, duration, &out, &flags);
  if (status != SPOL_OK) {
    return no_answer(cli, status);
  }
  if (asked->as_json) {
    json_out json = {stdout, 0};
    json_open(&json, NULL, '{');
    json_instant(&json, "at", zone, at);
    json_instant(&json, back ? "subtract" : "add", zone, out);
    json_close(&json, '}');
    putchar('\n');
  } else {
    say(zone, "", out);
  }
  note_flags(flags);
  return EXIT_FINE;
}

/* The two ends that elapsed and list need. */
static int ends(const cli_command *cli, const calendar_request *asked, const spol_zone *zone,
                spol_instant *from, spol_instant *to) {
  if (asked->from == NULL || asked->to == NULL) {
    return wrong_usage(cli, "--from and --to are needed", "");
  }
  int code = read_instant(cli, "--from", asked->from, zone, from);
  return code != CLI_GO_ON ? code : read_instant(cli, "--to", asked->to, zone, to);
}

static int elapsed(const cli_command *cli, const calendar_request *asked,
                   const spol_calendar *calendar) {
  spol_instant from = 0;
  spol_instant to = 0;
  spol_duration out;
  uint32_t flags = 0;
  if (ends(cli, asked, spol_calendar_zone(calendar), &from, &to) != CLI_GO_ON) {
    return EXIT_USAGE;
  }
  spol_status status = spol_calendar_elapsed(calendar, from, to, &out, &flags);
  if (status != SPOL_OK) {
    return no_answer(cli, status);
  }
  if (asked->as_json) {
    printf("{\"elapsed_seconds\":%lld}\n", (long long)(out / SPOL_SECOND));
  } else {
    print_duration(out);
    putchar('\n');
  }
  note_flags(flags);
  return EXIT_FINE;
}

static void print_stretches(const calendar_request *asked, const spol_zone *zone,
                            const spol_stretch *stretches, size_t count) {
  json_out json = {stdout, 0};
  if (asked->as_json) {
    json_open(&json, NULL, '[');
  }
  for (size_t i = 0; i < count; i++) {
    char from[SPOL_TIME_TEXT_MAX] = "";
    char to[SPOL_TIME_TEXT_MAX] = "";
    if (asked->as_json) {
      json_open(&json, NULL, '{');
      json_instant(&json, "from", zone, stretches[i].from);
      json_instant(&json, "to", zone, stretches[i].to);
      json_close(&json, '}');
    } else if (spol_zone_format_instant(zone, stretches[i].from, from) == SPOL_OK &&
               spol_zone_format_instant(zone, stretches[i].to, to) == SPOL_OK) {
      printf("%s  %s  ", from, to);
      print_duration(stretches[i].to - stretches[i].from);
      putchar('\n');
    }
  }
  if (asked->as_json) {
    json_close(&json, ']');
    putchar('\n');
  }
}

static int list(const cli_command *cli, const calendar_request *asked,
                const spol_calendar *calendar) {
  const spol_zone *zone = spol_calendar_zone(calendar);
  spol_instant from = 0;
  spol_instant to = 0;
  size_t count = 0;
  uint32_t flags = 0;
  if (ends(cli, asked, zone, &from, &to) != CLI_GO_ON) {
    return EXIT_USAGE;
  }
  spol_status status = spol_calendar_stretches(calendar, from, to, NULL, 0, &count, &flags);
  if (status == SPOL_OK && count > MOST_STRETCHES) {
    return wrong_usage(cli, "more than 100,000 stretches: ask for less at a time", "");
  }
  spol_stretch *stretches = status == SPOL_OK ? malloc((count + 1) * sizeof *stretches) : NULL;
  if (status == SPOL_OK && stretches != NULL) {
    status = spol_calendar_stretches(calendar, from, to, stretches, count, &count, NULL);
  }
  if (status != SPOL_OK || stretches == NULL) {
    free(stretches);
    return no_answer(cli, status);
  }
  print_stretches(asked, zone, stretches, count);
  free(stretches);
  note_flags(flags);
  return EXIT_FINE;
}

/* "2026-12", or the present month. */
static int month(const cli_command *cli, const calendar_request *asked,
                 const spol_calendar *calendar, const char *name, const char *text) {
  char date_text[16];
  spol_civil_date civil;
  spol_date date;
  spol_instant at;
  if (text == NULL) {
    const spol_zone *zone = spol_calendar_zone(calendar);
    spol_zone_local local;
    if (read_instant(cli, "--at", asked->at, zone, &at) != CLI_GO_ON ||
        spol_zone_to_local(zone, at, &local) != SPOL_OK ||
        spol_date_to_civil(local.date, &civil) != SPOL_OK ||
        spol_date_from_civil(civil.year, civil.month, 1, &date) != SPOL_OK) {
      return EXIT_USAGE;
    }
  } else if (strlen(text) != 7 || snprintf(date_text, sizeof date_text, "%s-01", text) != 10 ||
             spol_date_parse(date_text, 10, &date, NULL) != SPOL_OK) {
    return wrong_usage(cli, "a month is written 2026-12, not ", text);
  }
  print_month(calendar, name, date, asked->as_json);
  return EXIT_FINE;
}

/* ---- The whole ----------------------------------------------------------------- */

static int answer(const cli_command *cli, const calendar_request *asked, const spol_policy *policy,
                  int words, char **word) {
  const char *name = "";
  const char *question = words > 0 ? word[0] : NULL;
  const char *value = words > 1 ? word[1] : NULL;
  if (question == NULL) {
    return list_calendars(policy, asked->as_json);
  }
  const spol_calendar *calendar = find_calendar(cli, policy, asked->name, &name);
  if (calendar == NULL) {
    return EXIT_USAGE;
  }
  if (strcmp(question, "open") == 0 && value == NULL) {
    return is_open(cli, asked, calendar);
  }
  if (strcmp(question, "add") == 0 || strcmp(question, "subtract") == 0) {
    return move(cli, asked, calendar, value, question[0] == 's');
  }
  if (strcmp(question, "elapsed") == 0 && value == NULL) {
    return elapsed(cli, asked, calendar);
  }
  if (strcmp(question, "list") == 0 && value == NULL) {
    return list(cli, asked, calendar);
  }
  if (strcmp(question, "month") == 0) {
    return month(cli, asked, calendar, name, value);
  }
  return wrong_usage(cli, "there is no question ", question);
}

int command_calendar(int count, char **arguments) {
  calendar_request asked = {.format = "text"};
  const cli_option options[] = {
      {"--name", "CALENDAR", "which calendar of the policy, where it has several", &asked.name, 0,
       NULL},
      {"--at", "T",
       "the instant asked about (RFC 3339, or a wall time or date of the\n"
       "calendar's zone); else now",
       &asked.at, 0, NULL},
      {"--from", "T", "for elapsed and list", &asked.from, 0, NULL},
      {"--to", "T", "for elapsed and list", &asked.to, 0, NULL},
      {"--zone", "ZONE", "instead of a policy: a calendar in this zone, open always", &asked.zone,
       0, NULL},
      {"--hours", "HOURS",
       "with these hours, as a policy writes them:\n"
       "'mon-fri: 09:00-17:00'; may be given several times",
       asked.hours, MOST_HOURS, &asked.hours_count},
      {"--holidays", "SET", "and these holidays; may be given several times", asked.holidays,
       MOST_SETS, &asked.holidays_count},
      {"--format", "text|json", "for people, or for programs", &asked.format, 0, NULL},
  };
  const cli_command cli = {
      .command = "calendar",
      .usage = "POLICY [QUESTION] [OPTION]...\n"
               "       supportpolicy calendar --zone ZONE [--hours HOURS]... QUESTION",
      .about = "Asks a calendar of a policy, or one described in place. Without a question, the\n"
               "calendars of the policy.\n\n"
               "  open                is it open, and until when? exit status 1: it is closed\n"
               "  add DURATION        so much open time after --at\n"
               "  subtract DURATION   so much open time before --at\n"
               "  elapsed             the open time from --from to --to\n"
               "  list                the stretches of open time from --from to --to\n"
               "  month [2026-12]     a month, a line a day\n",
      .more = "examples:\n"
              "  supportpolicy calendar support.yaml month 2026-12\n"
              "  supportpolicy calendar support.yaml --name desk add 8h --at 2026-12-23T15:00\n"
              "  supportpolicy calendar --zone Europe/Berlin --hours 'mon-fri: 09:00-17:00' \\\n"
              "      --holidays de-by open\n",
      .options = options,
      .option_count = sizeof options / sizeof options[0],
  };
  int words = 0;
  int code = take_options(&cli, count, arguments, &words);
  if (code != CLI_GO_ON) {
    return code;
  }
  asked.as_json = strcmp(asked.format, "json") == 0;
  int in_place = asked.zone != NULL || asked.hours_count > 0 || asked.holidays_count > 0;
  if (!in_place && words == 0) {
    return wrong_usage(&cli, "which policy?", "");
  }
  if (words > (in_place ? 2 : 3)) {
    return wrong_usage(&cli, "what is ", arguments[words]);
  }
  spol_policy *policy = in_place ? described(&cli, &asked) : read_policy_file(arguments[1]);
  if (policy == NULL) {
    return in_place ? EXIT_USAGE : EXIT_INPUT;
  }
  int skip = in_place ? 1 : 2;
  code = answer(&cli, &asked, policy, words - skip + 1, arguments + skip);
  spol_policy_unref(policy);
  return code;
}
