/* SPDX-License-Identifier: MIT */
/* supportpolicy diff: what a customer gains and loses. */
#include <string.h>

#include "command.h"

static const char help[] =
    "usage: supportpolicy diff OLD NEW\n\n"
    "Compares the newest versions of two policies: for all combinations of facts and\n"
    "all openings in ten years, what gets better, worse, or must be looked at by a\n"
    "person (docs/diff.md). Exit status 1: something gets worse.\n";

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

static void print_instant(const char *label, spol_instant at) {
  char text[SPOL_TIME_TEXT_MAX];
  if (at != SPOL_INSTANT_NONE && spol_instant_format(at, text) == SPOL_OK) {
    printf("  %s %s", label, text);
  }
}

static void print_entry(const spol_diff_entry *entry) {
  static const char *const verdicts[] = {"",      "same",           "better",
                                         "worse", "not comparable", "undecided"};
  printf("%s: %s%s%s", verdicts[entry->verdict],
         entry->kind == SPOL_DIFF_TARGET ? entry->metric : entry->rule,
         entry->region[0] != '\0' ? ", " : "", entry->region);
  printf(" (old line %u, new line %u)%s%s\n", entry->old_place.line, entry->new_place.line,
         entry->reason[0] != '\0' ? ": " : "", entry->reason);
  if (entry->opening != SPOL_INSTANT_NONE) {
    print_instant("opened", entry->opening);
    print_instant("due", entry->old_due);
    print_instant("now due", entry->new_due);
    printf("\n");
  }
  if (entry->paid == SPOL_DIFF_PAID || entry->paid == SPOL_DIFF_PAID_UNKNOWN) {
    printf("  the old policy promises against this in a paid period%s\n",
           entry->material == SPOL_DIFF_MATERIAL_UNDEFINED
               ? ", where it is material; the source does not define that"
               : "");
  }
}

static int print_diff(const spol_diff *diff) {
  int code = EXIT_FINE;
  for (uint64_t i = 0; i < spol_diff_count(diff); i++) {
    spol_diff_entry entry = SPOL_SIZED(spol_diff_entry);
    if (spol_diff_get(diff, i, &entry) != SPOL_OK || entry.verdict == SPOL_DIFF_SAME) {
      continue;
    }
    print_entry(&entry);
    code = entry.reduces ? EXIT_FOUND : code;
  }
  return code;
}

int command_diff(int count, char **arguments) {
  spol_error error = SPOL_ERROR_INIT;
  spol_diff *diff = NULL;
  int code = EXIT_INPUT;
  if (count == 2 && (strcmp(arguments[1], "--help") == 0 || strcmp(arguments[1], "-h") == 0)) {
    fputs(help, stdout);
    return EXIT_FINE;
  }
  if (count != 3) {
    fputs(help, stderr);
    return EXIT_USAGE;
  }
  spol_policy *before = read_policy(arguments[1]);
  spol_policy *after = before == NULL ? NULL : read_policy(arguments[2]);
  if (after != NULL) {
    spol_status status =
        spol_policy_diff(NULL, before, spol_policy_count(before, SPOL_NAME_VERSION), after,
                         spol_policy_count(after, SPOL_NAME_VERSION), NULL, &diff, &error);
    if (status == SPOL_OK) {
      code = print_diff(diff);
    } else {
      fprintf(stderr, "supportpolicy: %s\n", error.message);
    }
  }
  spol_diff_free(diff);
  spol_policy_unref(before);
  spol_policy_unref(after);
  return code;
}
