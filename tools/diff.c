/* SPDX-License-Identifier: MIT */
/* supportpolicy diff: what a customer gains and loses. */
#include <stdlib.h>
#include <string.h>

#include "arguments.h"
#ifdef HAVE_JANSSON
#include "diff_cases.h"
#endif

static const char *const verdicts[] = {"",      "same",           "better",
                                       "worse", "not comparable", "undecided"};

static void print_instant(const char *label, spol_instant at) {
  char text[SPOL_TIME_TEXT_MAX];
  if (at != SPOL_INSTANT_NONE && spol_instant_format(at, text) == SPOL_OK) {
    printf("  %s %s", label, text);
  }
}

static void print_clause(const spol_policy *policy, uint32_t number) {
  spol_clause clause = SPOL_SIZED(spol_clause);
  if (number == 0 || spol_policy_clause(policy, number, &clause) != SPOL_OK) {
    return;
  }
  if (clause.heading[0] == '\0') {
    printf("; \"%s\"", clause.quote);
  } else if (clause.sentence == 0) {
    printf("; %s", clause.heading);
  } else if (clause.sentence == clause.last_sentence) {
    printf("; %s, sentence %u", clause.heading, clause.sentence);
  } else {
    printf("; %s, sentences %u to %u", clause.heading, clause.sentence, clause.last_sentence);
  }
}

static void print_place(const char *label, const spol_policy *policy, const spol_place *place) {
  if (place->line != 0) {
    printf("  %s %s, line %u", label, place->rule, place->line);
    print_clause(policy, place->clause);
    printf("\n");
  }
}

static void print_promise(const spol_diff_entry *entry) {
  static const char *const when[] = {"", "in the period that is paid for", "",
                                     "in a period that is paid for"};
  if (entry->paid == SPOL_DIFF_PAID || entry->paid == SPOL_DIFF_PAID_UNKNOWN) {
    printf("  the old policy promises against this %s%s\n", when[entry->paid],
           entry->material == SPOL_DIFF_MATERIAL_UNDEFINED
               ? ", where it is material; the source does not define that"
               : "");
  }
}

static void print_entry(const spol_diff_entry *entry, const spol_policy *const policies[2]) {
  printf("%s: %s%s%s%s%s\n", verdicts[entry->verdict],
         entry->kind == SPOL_DIFF_TARGET ? entry->metric : entry->rule,
         entry->region[0] != '\0' ? ", " : "", entry->region, entry->reason[0] != '\0' ? ": " : "",
         entry->reason);
  print_place("old", policies[0], &entry->old_place);
  print_place("new", policies[1], &entry->new_place);
  if (entry->opening != SPOL_INSTANT_NONE) {
    print_instant("opened", entry->opening);
    print_instant("due", entry->old_due);
    print_instant("now due", entry->new_due);
    printf("\n");
  }
  print_promise(entry);
}

static int reduces(const spol_diff *diff) {
  for (uint64_t i = 0; i < spol_diff_count(diff); i++) {
    spol_diff_entry entry = SPOL_SIZED(spol_diff_entry);
    if (spol_diff_get(diff, i, &entry) == SPOL_OK && entry.reduces) {
      return 1;
    }
  }
  return 0;
}

static int print_diff(const spol_diff *diff, const spol_policy *const policies[2]) {
  for (uint64_t i = 0; i < spol_diff_count(diff); i++) {
    spol_diff_entry entry = SPOL_SIZED(spol_diff_entry);
    if (spol_diff_get(diff, i, &entry) != SPOL_OK || entry.verdict == SPOL_DIFF_SAME) {
      continue;
    }
    print_entry(&entry, policies);
  }
  return reduces(diff) ? EXIT_FOUND : EXIT_FINE;
}

#ifdef HAVE_JANSSON
static json_t *instant_as_json(spol_instant at) {
  char text[SPOL_TIME_TEXT_MAX];
  return at != SPOL_INSTANT_NONE && spol_instant_format(at, text) == SPOL_OK ? json_string(text)
                                                                             : json_null();
}

static json_t *entry_as_json(const spol_diff_entry *entry) {
  return json_pack(
      "{sssssssssssbsIsososososo}", "verdict", verdicts[entry->verdict], "metric", entry->metric,
      "rule", entry->rule, "region", entry->region, "reason", entry->reason, "reduces",
      entry->reduces, "combinations", (json_int_t)entry->combinations, "old_line",
      json_integer((json_int_t)entry->old_place.line), "new_line",
      json_integer((json_int_t)entry->new_place.line), "opening", instant_as_json(entry->opening),
      "old_due", instant_as_json(entry->old_due), "new_due", instant_as_json(entry->new_due));
}

/* What is the same in both is left out, as in text. */
static json_t *diff_as_json(const spol_diff *diff) {
  json_t *entries = json_array();
  for (uint64_t i = 0; i < spol_diff_count(diff); i++) {
    spol_diff_entry entry = SPOL_SIZED(spol_diff_entry);
    if (spol_diff_get(diff, i, &entry) == SPOL_OK && entry.verdict != SPOL_DIFF_SAME) {
      json_array_append_new(entries, entry_as_json(&entry));
    }
  }
  return json_pack("{so}", "entries", entries);
}
#endif

/* ---- The command ------------------------------------------------------------------- */

typedef struct diff_arguments {
  char **policies;
  const char *cases;
  const char *at;
  const char *years;
  const char *paid_until;
  const char *format;
  int json;
  spol_diff_options options;
} diff_arguments;

enum { MOST_YEARS = 100 };

static int read_count_of_years(const cli_command *cli, const char *text, uint32_t *out) {
  char *end = NULL;
  unsigned long years = strtoul(text, &end, 10);
  *out = (uint32_t)years;
  return text[0] >= '0' && text[0] <= '9' && *end == '\0' && years >= 1 && years <= MOST_YEARS
             ? CLI_GO_ON
             : wrong_usage(cli, "--years is a number from 1 to 100, not ", text);
}

/* The date is paid for whole. */
static int read_paid_until(const cli_command *cli, const char *text, spol_instant *out) {
  spol_date date = 0;
  if (spol_date_parse(text, strlen(text), &date, NULL) != SPOL_OK) {
    return wrong_usage(cli, "--paid-until is a date, not ", text);
  }
  *out = ((spol_instant)date + 1) * SPOL_DAY;
  return CLI_GO_ON;
}

static int take(int count, char **given, diff_arguments *taken) {
  const cli_option options[] = {
      {"--paid-until", "DATE",
       "the last date that is paid for, in UTC: which reductions fall\n"
       "before its end, where the old policy promises against them",
       &taken->paid_until, 0, NULL},
      {"--years", "N", "look at openings in N years instead of ten", &taken->years, 0, NULL},
      {"--cases", "FILE",
       "also: which open cases of a case file, or of lines of JSON\n"
       "(.ndjson, .jsonl, -), would move, by how much, and which\n"
       "misses are new",
       &taken->cases, 0, NULL},
      {"--at", "T", "look at the cases at this instant (RFC 3339), not at their own", &taken->at, 0,
       NULL},
      {"--format", "text|json", "for people, or for programs", &taken->format, 0, NULL},
  };
  const cli_command cli = {
      .command = "diff",
      .usage = "OLD NEW [OPTION]...",
      .about = "Compares the newest versions of two policies: for all combinations of facts and\n"
               "all openings in ten years, what gets better, worse, or must be looked at by a\n"
               "person, each with both clauses (docs/diff.md). Exit status 1: something gets\n"
               "worse.\n",
      .options = options,
      .option_count = sizeof options / sizeof options[0],
  };
  int words = 0;
  int code = take_options(&cli, count, given, &words);
  if (code == CLI_GO_ON && words != 2) {
    code = words < 2 ? wrong_usage(&cli, "two policies are needed", "")
                     : wrong_usage(&cli, "two policies, and no ", given[3]);
  }
  if (code == CLI_GO_ON && taken->years != NULL) {
    code = read_count_of_years(&cli, taken->years, &taken->options.years);
  }
  if (code == CLI_GO_ON && taken->paid_until != NULL) {
    code = read_paid_until(&cli, taken->paid_until, &taken->options.paid_until);
  }
  taken->policies = given + 1;
  taken->json = strcmp(taken->format, "json") == 0;
  return code;
}

#ifdef HAVE_JANSSON
/* With `json`, the comparison and the cases are one object. */
static int print_all(const diff_arguments *taken, const spol_diff *diff, const spol_policy *before,
                     const spol_policy *after) {
  const diff_cases_options options = {
      .before = before, .after = after, .file = taken->cases, .at = taken->at};
  int failed = EXIT_FINE;
  if (!taken->json) {
    int code = print_diff(diff, (const spol_policy *const[]){before, after});
    if (taken->cases != NULL) {
      printf("\n");
      failed = print_moved_cases(&options);
    }
    return failed != EXIT_FINE ? failed : code;
  }
  json_t *root = diff_as_json(diff);
  if (taken->cases != NULL) {
    json_t *cases = moved_cases_as_json(&options, &failed);
    json_object_update_new(root, cases);
  }
  if (failed == EXIT_FINE) {
    json_dumpf(root, stdout, JSON_COMPACT);
    printf("\n");
  }
  json_decref(root);
  return failed != EXIT_FINE ? failed : reduces(diff) ? EXIT_FOUND : EXIT_FINE;
}
#else
static int print_all(const diff_arguments *taken, const spol_diff *diff, const spol_policy *before,
                     const spol_policy *after) {
  if (taken->cases != NULL || taken->json) {
    fputs("supportpolicy: this build has no JSON, which --cases and --format json need\n", stderr);
    return EXIT_USAGE;
  }
  return print_diff(diff, (const spol_policy *const[]){before, after});
}
#endif

int command_diff(int count, char **arguments) {
  spol_error error = SPOL_ERROR_INIT;
  diff_arguments taken = {.format = "text", .options = SPOL_DIFF_OPTIONS_INIT};
  spol_diff *diff = NULL;
  int code = take(count, arguments, &taken);
  if (code != CLI_GO_ON) {
    return code;
  }
  code = EXIT_INPUT;
  spol_policy *before = read_policy_file(taken.policies[0]);
  spol_policy *after = before == NULL ? NULL : read_policy_file(taken.policies[1]);
  if (after != NULL) {
    spol_status status = spol_policy_diff(
        NULL, before, spol_policy_count(before, SPOL_NAME_VERSION), after,
        spol_policy_count(after, SPOL_NAME_VERSION), &taken.options, &diff, &error);
    if (status == SPOL_OK) {
      code = print_all(&taken, diff, before, after);
    } else {
      fprintf(stderr, "supportpolicy: %s\n", error.message);
    }
  }
  spol_diff_free(diff);
  spol_policy_unref(before);
  spol_policy_unref(after);
  return code;
}
