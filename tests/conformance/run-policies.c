/* SPDX-License-Identifier: MIT */
/*
 * run-policies [--statuses FILE] CASES MAP ROOT
 *
 * Asks shipped policies the questions of a file of the form that README.md
 * describes. The map says, for each case, which policy answers it, what history
 * and facts its `given` stands for, and where each field of its answer is read.
 * A field becomes an expectation of a case file, which the library compares. A
 * case is right if each of its fields and readings is; an expected difference
 * if the others are and the map says why a field cannot be carried, which is
 * printed; else wrong. Exits 1 if any is wrong. --statuses writes every status that
 * was compared, as JSON.
 */
#include <stdio.h>
#include <stdlib.h>
#include <string.h>

#include "policy_cases.h"

typedef struct counts {
  int right;
  int different;
  int wrong;
  int fields;
} counts;

enum verdict { RIGHT, DIFFERENT, WRONG };

static enum verdict worse(enum verdict a, enum verdict b) {
  return a > b ? a : b;
}

/* What an answer is called in the language: a word of the map's, a number with
 * its unit, or the text as it stands, an instant with its seconds. */
static json_t *expected_of(const json_t *entry, const json_t *value) {
  const json_t *words = json_object_get(entry, "is");
  const char *unit = json_string_value(json_object_get(entry, "unit"));
  char *dump = json_is_string(value) ? NULL : json_dumps(value, JSON_COMPACT | JSON_ENCODE_ANY);
  const char *text = dump != NULL ? dump : json_string_value(value);
  json_t *made = NULL;
  if (words != NULL) {
    made = json_deep_copy(json_object_get(words, text));
  } else if (unit != NULL) {
    made = json_sprintf("%s%s", text, unit);
  } else if (strlen(text) == strlen("2024-01-01T00:00Z") && text[16] == 'Z') {
    made = json_sprintf("%.16s:00Z", text);
  } else {
    made = json_string(text);
  }
  free(dump);
  return made;
}

static enum verdict check_field(const asked *ask, const char *field, const json_t *entry,
                                const json_t *value) {
  const char *because = json_string_value(json_object_get(entry, "because"));
  const json_t *prints = json_object_get(entry, "prints");
  if (entry == NULL) {
    printf("WRONG %s.%s: the map does not say where it is read\n", ask->id, field);
    return WRONG;
  }
  if (because != NULL) {
    printf("%s.%s: not carried: %s\n", ask->id, field, because);
    return DIFFERENT;
  }
  if (prints != NULL) {
    const char *text = json_string_value(json_object_get(prints, json_string_value(value)));
    return policy_prints(ask, entry, field, text) ? RIGHT : WRONG;
  }
  if (json_object_get(entry, "count") != NULL) {
    return month_agrees(ask, entry, field, value) ? RIGHT : WRONG;
  }
  json_t *expected = expected_of(entry, value);
  bool same = expected != NULL && field_agrees(ask, entry, field, expected);
  if (expected == NULL) {
    printf("WRONG %s.%s: the map has no word for the answer\n", ask->id, field);
  }
  json_decref(expected);
  return same ? RIGHT : WRONG;
}

static enum verdict check_fields(const asked *ask, const json_t *compare, json_t *answer,
                                 counts *out) {
  enum verdict verdict = RIGHT;
  const char *field = NULL;
  json_t *value = NULL;
  json_object_foreach(answer, field, value) {
    if (strcmp(field, "reading") != 0) {
      verdict = worse(verdict, check_field(ask, field, json_object_get(compare, field), value));
      out->fields++;
    }
  }
  return verdict;
}

static enum verdict check_readings(const asked *ask, const json_t *question, counts *out) {
  const json_t *given = json_object_get(question, "other_readings");
  const json_t *mapped = json_object_get(ask->map, "readings");
  enum verdict verdict = RIGHT;
  if (json_array_size(given) != json_array_size(mapped)) {
    printf("WRONG %s: the map has not as many readings\n", ask->id);
    return WRONG;
  }
  for (size_t i = 0; i < json_array_size(given); i++) {
    asked other = *ask;
    other.over = json_array_get(mapped, i);
    verdict = worse(verdict, check_fields(&other, json_object_get(other.over, "compare"),
                                          json_array_get(given, i), out));
  }
  return verdict;
}

/* A worked example of the source that is wrong must fail as an expectation. */
static enum verdict check_failing(const asked *ask) {
  const json_t *entry = json_object_get(ask->map, "fails");
  if (entry == NULL) {
    return RIGHT;
  }
  asked quiet = *ask;
  quiet.quiet = true;
  if (field_agrees(&quiet, entry, "fails", json_object_get(entry, "expected"))) {
    printf("WRONG %s: the wrong example of the source was taken for right\n", ask->id);
    return WRONG;
  }
  return RIGHT;
}

static void run_case(const json_t *question, const json_t *map, const char *root, FILE *statuses,
                     counts *out) {
  asked ask = {.id = json_string_value(json_object_get(question, "id")),
               .root = root,
               .question = question,
               .statuses = statuses};
  ask.map = json_object_get(map, ask.id);
  enum verdict verdict = WRONG;
  if (ask.map == NULL) {
    printf("WRONG %s: it is not in the map\n", ask.id);
  } else {
    verdict = check_fields(&ask, json_object_get(ask.map, "compare"),
                           json_object_get(question, "answer"), out);
    verdict = worse(verdict, check_readings(&ask, question, out));
    verdict = worse(verdict, check_failing(&ask));
  }
  out->right += verdict == RIGHT;
  out->different += verdict == DIFFERENT;
  out->wrong += verdict == WRONG;
}

static json_t *load(const char *path) {
  json_error_t error;
  json_t *json = json_load_file(path, JSON_REJECT_DUPLICATES, &error);
  if (json == NULL) {
    fprintf(stderr, "%s:%d: %s\n", path, error.line, error.text);
  }
  return json;
}

static int run(const char *const *files, FILE *statuses) {
  counts all = {0, 0, 0, 0};
  json_t *questions = load(files[0]);
  json_t *map = load(files[1]);
  const json_t *list = json_object_get(questions, "cases");
  size_t count = map != NULL ? json_array_size(list) : 0;
  for (size_t i = 0; i < count; i++) {
    run_case(json_array_get(list, i), map, files[2], statuses, &all);
  }
  if (count != json_object_size(map)) {
    printf("the map speaks of %zu cases, the file of %zu\n", json_object_size(map), count);
    all.wrong++;
  }
  json_decref(questions);
  json_decref(map);
  printf("%d fields compared\n", all.fields);
  printf("%d right, %d expected differences, %d wrong\n", all.right, all.different, all.wrong);
  return count > 0 && all.wrong == 0 ? EXIT_SUCCESS : EXIT_FAILURE;
}

int main(int argc, char **argv) {
  int writes = argc == 6 && strcmp(argv[1], "--statuses") == 0;
  if (argc != 4 && !writes) {
    fprintf(stderr, "usage: run-policies [--statuses FILE] CASES MAP ROOT\n");
    return EXIT_FAILURE;
  }
  FILE *statuses = writes ? fopen(argv[2], "wb") : NULL;
  if (writes && statuses == NULL) {
    fprintf(stderr, "%s cannot be written\n", argv[2]);
    return EXIT_FAILURE;
  }
  int result = run((const char *const *)argv + (writes ? 3 : 1), statuses);
  return statuses != NULL && fclose(statuses) != 0 ? EXIT_FAILURE : result;
}
