/* SPDX-License-Identifier: MIT */
/** Files of tests/zoneinfo, for unit tests of zones. */
#ifndef ZONE_FILES_H
#define ZONE_FILES_H

#include <stdio.h>
#include <string.h>

#include "unit.h"

typedef struct test_file {
  unsigned char bytes[SPOL_ZONE_BYTES_MAX];
  size_t length;
} test_file;

/** Reads tests/zoneinfo/`directory`/`name`; the last one read stays. */
static inline const test_file *read_fixture(const char *directory, const char *name) {
  static test_file file;
  char path[512];
  snprintf(path, sizeof path, "%s/%s/%s", TEST_ZONEINFO, directory, name);
  FILE *stream = fopen(path, "rb");
  ck_assert_msg(stream != NULL, "%s cannot be opened", path);
  file.length = fread(file.bytes, 1, sizeof file.bytes, stream);
  fclose(stream);
  return &file;
}

/** A zone made from a fixture that must be readable. */
static inline spol_zone *load_zone(const char *directory, const char *name) {
  const test_file *file = read_fixture(directory, name);
  spol_error error = SPOL_ERROR_INIT;
  spol_zone *zone = NULL;
  spol_status status =
      spol_zone_from_tzif(NULL, "Test/Zone", 9, file->bytes, file->length, NULL, &zone, &error);
  ck_assert_msg(status == SPOL_OK, "%s/%s: %s at %llu", directory, name, error.message,
                (unsigned long long)error.offset);
  return zone;
}

static inline spol_instant instant_at(const char *text) {
  spol_instant instant = 0;
  ck_assert_int_eq(spol_instant_parse(text, strlen(text), &instant, NULL), SPOL_OK);
  return instant;
}

static inline spol_wall wall_at(const char *text) {
  spol_wall wall = 0;
  ck_assert_int_eq(spol_wall_parse(text, strlen(text), &wall, NULL), SPOL_OK);
  return wall;
}

static inline void expect_local(const spol_zone *zone, spol_instant instant, const char *expected) {
  char text[SPOL_TIME_TEXT_MAX];
  ck_assert_int_eq(spol_zone_format_instant(zone, instant, text), SPOL_OK);
  ck_assert_str_eq(text, expected);
}

/** What the clocks show one second before an instant and at it. */
static inline void expect_change(const spol_zone *zone, const char *at, const char *before,
                                 const char *after) {
  spol_instant instant = instant_at(at);
  expect_local(zone, instant - SPOL_SECOND, before);
  expect_local(zone, instant, after);
}

#endif
