/* SPDX-License-Identifier: MIT */
/*
 * The runner of policy cases: a question, and what answers it.
 */
#ifndef TESTS_POLICY_CASES_H
#define TESTS_POLICY_CASES_H

#include <jansson.h>
#include <stdbool.h>
#include <stdio.h>

#include "supportpolicy/supportpolicy.h"

/* A question of the file with its entry in the map. What is said of a field
 * outranks what is said of a reading, and that what is said of the case. */
typedef struct asked {
  const char *id;
  const char *root;       /* of the policies' paths */
  const json_t *question; /* `$name` in the map stands for its `given` */
  const json_t *map;
  const json_t *over; /* of a reading; or NULL */
  bool quiet;
  FILE *statuses; /* where each status that is compared is written; or NULL */
} asked;

/* Whether the library agrees with an expectation at the entry's `path`. */
bool field_agrees(const asked *ask, const json_t *entry, const char *field, const json_t *expected);
/* Whether the policy's canonical form has the text. */
bool policy_prints(const asked *ask, const json_t *entry, const char *field, const char *text);
/* Whether what is counted from many histories is the value. */
bool month_agrees(const asked *ask, const json_t *entry, const char *field, const json_t *value);

#endif
