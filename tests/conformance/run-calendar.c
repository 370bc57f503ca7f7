/* SPDX-License-Identifier: MIT */
/*
 * run-calendar [--zoneinfo DIR] FILE...
 *
 * Asks the library every case of a file of the form that README.md describes.
 * A case is right if our answer is the expected one; an expected difference if
 * it is not, and what the case's conventions make of our answer is exactly the
 * expected one; else wrong, and printed in full. Exits 1 if any is wrong.
 */
#include <stdio.h>
#include <stdlib.h>
#include <string.h>

#include "conformance.h"

#ifndef SPOL_TEST_ZONEINFO
#define SPOL_TEST_ZONEINFO "tests/zoneinfo/fat"
#endif

/* Cases that the file's author gives another answer, each with its reason: at
 * most 12 over the whole file. They count as expected differences. */
typedef struct exception {
  const char *id;
  const char *reason;
} exception;

static const exception exceptions[] = {
    {NULL, NULL},
};

typedef struct counts {
  int right;
  int different;
  int wrong;
} counts;

static bool same_instant(const subject *s, const json_t *expected, int64_t value) {
  spol_instant want = 0;
  if (!read_instant(s->zone, expected, &want)) {
    return false;
  }
  if (s->how->day_ends_before_midnight) { /* written with fewer digits */
    const char *point = strchr(json_string_value(expected), '.');
    int64_t unit = SPOL_SECOND;
    for (size_t i = 1; point != NULL && point[i] >= '0' && point[i] <= '9'; i++) {
      unit /= 10;
    }
    value -= ((value % unit) + unit) % unit;
  }
  return want == value;
}

static bool same_periods(const subject *s, const json_t *expected, const answer *got) {
  if (json_array_size(expected) != got->count) {
    return false;
  }
  for (size_t i = 0; i < got->count; i++) {
    const json_t *pair = json_array_get(expected, i);
    if (!same_instant(s, json_array_get(pair, 0), got->periods[i].from) ||
        !same_instant(s, json_array_get(pair, 1), got->periods[i].to)) {
      return false;
    }
  }
  return true;
}

static bool same(const subject *s, const json_t *expected, const answer *got) {
  const char *op = json_string_value(json_object_get(s->json, "op"));
  switch (got->kind) {
  case ANSWER_NONE:
    return json_is_null(expected) && expected != NULL;
  case ANSWER_INSTANT:
    return json_is_string(expected) && same_instant(s, expected, got->value);
  case ANSWER_BOOL:
    return json_is_boolean(expected) && json_is_true(expected) == (got->value != 0);
  case ANSWER_PERIODS:
    return json_is_array(expected) && same_periods(s, expected, got);
  case ANSWER_NUMBER:
    if (strcmp(op, "days_between") == 0) {
      return json_is_integer(expected) && json_integer_value(expected) == got->value;
    }
    if (json_is_integer(expected)) {
      return json_integer_value(expected) * SPOL_SECOND == got->value;
    }
    return json_is_real(expected) &&
           (int64_t)(json_real_value(expected) * 1e6 + (got->value < 0 ? -0.5 : 0.5)) == got->value;
  }
  return false;
}

static void print_instant(int64_t t) {
  char text[SPOL_TIME_TEXT_MAX];
  printf("%s", spol_instant_format(t, text) == SPOL_OK ? text : "(out of range)");
}

static void print_answer(const answer *got) {
  switch (got->kind) {
  case ANSWER_NONE:
    printf("%s", spol_status_name(got->status));
    break;
  case ANSWER_INSTANT:
    print_instant(got->value);
    break;
  case ANSWER_BOOL:
    printf("%s", got->value != 0 ? "true" : "false");
    break;
  case ANSWER_NUMBER:
    printf("%lld", (long long)got->value);
    break;
  case ANSWER_PERIODS:
    for (size_t i = 0; i < got->count; i++) {
      printf(" [");
      print_instant(got->periods[i].from);
      printf(" ");
      print_instant(got->periods[i].to);
      printf("]");
    }
    break;
  }
  printf("\n");
}

static void print_wrong(const json_t *json, const char *ours, const char *theirs) {
  char *text = json_dumps(json, JSON_COMPACT);
  printf("WRONG %s\n  %s\n  %s", text != NULL ? text : "?", ours, theirs);
  free(text);
}

static const char *excepted(const json_t *json) {
  const char *id = json_string_value(json_object_get(json, "id"));
  for (size_t i = 0; exceptions[i].id != NULL; i++) {
    if (id != NULL && strcmp(id, exceptions[i].id) == 0) {
      return exceptions[i].reason;
    }
  }
  return NULL;
}

/* Whether the answer, by these conventions, is the expected one. */
static bool agrees(const json_t *json, spol_zone *zone, const conventions *how, answer *got,
                   const char **why) {
  subject s;
  if (!subject_make(&s, json, zone, how, why)) {
    got->kind = ANSWER_NONE;
    got->status = SPOL_E_INVALID;
    return false;
  }
  ask(&s, got);
  bool good = same(&s, json_object_get(json, "expected"), got);
  subject_drop(&s);
  *why = "";
  return good;
}

static void run_case(const json_t *json, const zone_folders *folders, counts *out) {
  static const conventions none;
  static answer plain;
  static answer theirs;
  const char *name = json_string_value(json_object_get(json, "time_zone"));
  const json_t *tags = json_object_get(json, "convention");
  spol_zone *zone = NULL;
  const char *why = "";
  if (name == NULL || !zone_open(folders, name, &zone)) {
    out->wrong++;
    print_wrong(json, "its zone was not found", "\n");
    return;
  }
  conventions how = none;
  const char *unknown = "";
  if (agrees(json, zone, &none, &plain, &why)) {
    out->right++;
  } else if (tags == NULL && excepted(json) == NULL) {
    out->wrong++;
    print_wrong(json, why, "ours: ");
    print_answer(&plain);
  } else if (tags != NULL && !conventions_read(tags, &how, &unknown)) {
    out->wrong++;
    print_wrong(json, "unknown convention: ", unknown);
    printf("\n  ours: ");
    print_answer(&plain);
  } else if ((tags != NULL && agrees(json, zone, &how, &theirs, &why)) || excepted(json) != NULL) {
    out->different++;
  } else {
    out->wrong++;
    print_wrong(json, why, "ours: ");
    print_answer(&plain);
    printf("  by its conventions: ");
    print_answer(&theirs);
  }
  spol_zone_unref(zone);
}

static bool run_file(const char *path, const zone_folders *folders, counts *out) {
  json_error_t error;
  json_t *root = json_load_file(path, 0, &error);
  if (root == NULL) {
    fprintf(stderr, "%s:%d: %s\n", path, error.line, error.text);
    return false;
  }
  const json_t *list = json_is_object(root) ? json_object_get(root, "cases") : root;
  size_t count = json_array_size(list);
  for (size_t i = 0; i < count; i++) {
    run_case(json_array_get(list, i), folders, out);
  }
  json_decref(root);
  if (count == 0) {
    fprintf(stderr, "%s: no cases\n", path);
  }
  return count > 0;
}

int main(int argc, char **argv) {
  zone_folders folders = {{SPOL_TEST_ZONEINFO, "/usr/share/zoneinfo"}, 2};
  counts total = {0, 0, 0};
  bool good = true;
  int files = 0;
  for (int i = 1; i < argc; i++) {
    if (strcmp(argv[i], "--zoneinfo") == 0 && i + 1 < argc) {
      folders = (zone_folders){{argv[++i], SPOL_TEST_ZONEINFO, "/usr/share/zoneinfo"}, 3};
    } else {
      good = run_file(argv[i], &folders, &total) && good;
      files++;
    }
  }
  if (files == 0) {
    fprintf(stderr, "usage: run-calendar [--zoneinfo DIR] FILE...\n");
    return 2;
  }
  printf("%d right, %d expected differences, %d wrong\n", total.right, total.different,
         total.wrong);
  return good && total.wrong == 0 ? 0 : 1;
}
