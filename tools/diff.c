/* SPDX-License-Identifier: MIT */
/* supportpolicy diff: what a customer gains and loses. */
#include <string.h>

#include "command.h"
#ifdef HAVE_JANSSON
#include "diff_cases.h"
#endif

static const char help[] =
    "usage: supportpolicy diff OLD NEW [OPTION]...\n\n"
    "Compares the newest versions of two policies: for all combinations of facts and\n"
    "all openings in ten years, what gets better, worse, or must be looked at by a\n"
    "person, each with both clauses (docs/diff.md).\n\n"
    "  --paid-until DATE    the last date that is paid for, in UTC: which reductions fall\n"
    "                       before its end, where the old policy promises against them\n"
    "  --years N            look at openings in N years instead of ten\n"
    "  --cases FILE         also: which open cases of a case file, or of lines of JSON\n"
    "                       (.ndjson, .jsonl, -), would move, by how much, and which\n"
    "                       misses are new\n"
    "  --at T               look at the cases at this instant (RFC 3339), not at their own\n"
    "  --format text, json\n\n"
    "Exit status 1: something gets worse.\n";

static spol_policy *read_policy(const char *name) {
  text_file file;
  spol_error error = SPOL_ERROR_INIT;
  spol_policy *policy = NULL;
  if (!read_text_file(name, &file)) {
    return NULL;
  }
  spol_policy_options options = SPOL_POLICY_OPTIONS_INIT;
  options.source = zones_of_machine();
  spol_policy_source source = SPOL_SIZED(spol_policy_source);
  source.text = file.bytes;
  source.length = file.length;
  source.name = name;
  spol_status status = spol_policy_read(NULL, &source, 1, &options, &policy, NULL, &error);
  if (status != SPOL_OK) {
    fprintf(stderr, "supportpolicy: %s:%u:%u: %s\n", name, error.line, error.column,
            error.message[0] != '\0' ? error.message : spol_status_message(status));
  }
  free_text_file(&file);
  return policy;
}

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
  const char *policies[2];
  int policy_count;
  const char *cases;
  const char *at;
  int json;
  spol_diff_options options;
} diff_arguments;

static int read_years(const char *text, uint32_t *out) {
  uint32_t years = 0;
  for (; *text >= '0' && *text <= '9' && years <= 100; text++) {
    years = years * 10 + (uint32_t)(*text - '0');
  }
  *out = years;
  return *text == '\0' && years >= 1 && years <= 100;
}

/* The date is paid for whole. */
static int read_paid_until(const char *text, spol_instant *out) {
  spol_date date = 0;
  if (spol_date_parse(text, strlen(text), &date, NULL) != SPOL_OK) {
    return 0;
  }
  *out = ((spol_instant)date + 1) * SPOL_DAY;
  return 1;
}

static int take(int count, char **given, diff_arguments *taken) {
  for (int i = 1; i < count; i++) {
    int more = i + 1 < count;
    if (more && strcmp(given[i], "--cases") == 0) {
      taken->cases = given[++i];
    } else if (more && strcmp(given[i], "--at") == 0) {
      taken->at = given[++i];
    } else if (more && strcmp(given[i], "--years") == 0) {
      if (!read_years(given[++i], &taken->options.years)) {
        return 0;
      }
    } else if (more && strcmp(given[i], "--paid-until") == 0) {
      if (!read_paid_until(given[++i], &taken->options.paid_until)) {
        return 0;
      }
    } else if (more && strcmp(given[i], "--format") == 0 &&
               (strcmp(given[i + 1], "text") == 0 || strcmp(given[i + 1], "json") == 0)) {
      taken->json = strcmp(given[++i], "json") == 0;
    } else if (given[i][0] == '-' || taken->policy_count == 2) {
      return 0;
    } else {
      taken->policies[taken->policy_count++] = given[i];
    }
  }
  return taken->policies[0] != NULL && taken->policies[1] != NULL;
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
  diff_arguments taken = {.options = SPOL_DIFF_OPTIONS_INIT};
  spol_diff *diff = NULL;
  int code = EXIT_INPUT;
  if (count == 2 && (strcmp(arguments[1], "--help") == 0 || strcmp(arguments[1], "-h") == 0)) {
    fputs(help, stdout);
    return EXIT_FINE;
  }
  if (!take(count, arguments, &taken)) {
    fputs(help, stderr);
    return EXIT_USAGE;
  }
  spol_policy *before = read_policy(taken.policies[0]);
  spol_policy *after = before == NULL ? NULL : read_policy(taken.policies[1]);
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
