/* SPDX-License-Identifier: MIT */
/* The runner of engine cases: a case as the policy that says the same. */
#ifndef TESTS_ENGINE_POLICY_H
#define TESTS_ENGINE_POLICY_H

#include <jansson.h>
#include <stdbool.h>
#include <stddef.h>

/* What may be said beside a case to get another engine's answer: each is a key
 * of the policy language that a user would write. */
typedef struct engine_option {
  const char *name;
  const char *metric_lines; /* lines of the metric, indented by four */
} engine_option;

/* Text that grows. */
typedef struct text_buffer {
  char *bytes;
  size_t length;
  size_t capacity;
} text_buffer;

void text_add(text_buffer *to, const char *format, ...);

/* Writes the policy of a case; false (with `why`) if the case says what this
 * form does not know. */
bool engine_policy(const json_t *json, const engine_option *option, text_buffer *out,
                   const char **why);

#endif
