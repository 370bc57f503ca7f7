/* SPDX-License-Identifier: MIT */
/* The zone database in its directory, files, and the copy that may be built in. */
#define _POSIX_C_SOURCE 200809L

#include <sys/stat.h>
#include <unistd.h>

#include "system/database.h"
#include "zone_files.h"

static char folder[64];

static void make_folder(void) {
  strcpy(folder, "/tmp/supportpolicy-XXXXXX");
  ck_assert_ptr_nonnull(mkdtemp(folder));
}

static void remove_folder(void) {
  const char *names[] = {"+VERSION", "version", "tzdata.zi", "UTC", "Pipe", "big", "text"};
  char path[128];
  for (size_t i = 0; i < sizeof names / sizeof names[0]; i++) {
    snprintf(path, sizeof path, "%s/%s", folder, names[i]);
    (void)unlink(path);
  }
  (void)rmdir(folder);
}

static const char *write_file(const char *name, const void *bytes, size_t length) {
  static char path[128];
  snprintf(path, sizeof path, "%s/%s", folder, name);
  FILE *stream = fopen(path, "wb");
  ck_assert_ptr_nonnull(stream);
  ck_assert_uint_eq(fwrite(bytes, 1, length, stream), length);
  fclose(stream);
  return path;
}

START_TEST(a_zone_is_read_from_a_named_directory) {
  spol_zone *zone = NULL;
  spol_error error = SPOL_ERROR_INIT;
  ck_assert_ok(spol_system_zone(NULL, TEST_ZONEINFO "/slim", "Europe/Berlin", 13, &zone, &error));
  ck_assert_str_eq(spol_zone_name(zone), "Europe/Berlin");
  ck_assert_ptr_null(spol_zone_version(zone));
  expect_local(zone, instant_at("2026-07-01T00:00:00Z"), "2026-07-01T02:00:00+02:00");
  spol_zone_unref(zone);
}
END_TEST

START_TEST(what_cannot_be_read_says_why) {
  spol_zone *zone = NULL;
  spol_error error = SPOL_ERROR_INIT;
  const char *base = TEST_ZONEINFO "/slim";
  ck_assert_int_eq(spol_system_zone(NULL, base, "../zones", 8, &zone, &error), SPOL_E_INVALID);
  ck_assert_int_eq(spol_system_zone(NULL, base, "Europe/Bonn", 11, &zone, &error),
                   SPOL_E_NOT_FOUND);
  ck_assert_ptr_nonnull(strstr(error.file, "slim/Europe/Bonn"));
  ck_assert_int_eq(spol_system_zone(NULL, base, "Etc/UTC/x", 9, &zone, &error), SPOL_E_NOT_FOUND);
  ck_assert_int_eq(spol_system_zone(NULL, base, "Europe", 6, &zone, &error), SPOL_E_IO);
  ck_assert_str_eq(error.message, "this is a directory, not a file");
  ck_assert_int_eq(spol_system_zone(NULL, "/nonexistent", "UTC", 3, &zone, &error), SPOL_E_IO);
  ck_assert_str_eq(error.message, "there is no time zone database");
  ck_assert_int_eq(
      spol_system_zone(NULL, TEST_ZONEINFO "/malformed", "leap-seconds", 12, &zone, &error),
      SPOL_E_UNSUPPORTED);
  ck_assert_int_eq(spol_system_zone(NULL, TEST_ZONEINFO, "README", 6, &zone, &error),
                   SPOL_E_NOT_FOUND);
  ck_assert_ptr_null(zone);
}
END_TEST

START_TEST(a_pipe_or_a_huge_file_is_refused_at_once) {
  spol_zone *zone = NULL;
  spol_error error = SPOL_ERROR_INIT;
  char path[128];
  snprintf(path, sizeof path, "%s/Pipe", folder);
  ck_assert_int_eq(mkfifo(path, 0600), 0);
  ck_assert_int_eq(spol_system_zone(NULL, folder, "Pipe", 4, &zone, &error), SPOL_E_IO);
  ck_assert_str_eq(error.message, "this is a pipe, a socket or a device, not a regular file");
  const char *big = write_file("big", "", 0);
  ck_assert_int_eq(truncate(big, SPOL_ZONE_BYTES_MAX + 1), 0);
  ck_assert_int_eq(spol_system_zone(NULL, folder, "big", 3, &zone, &error), SPOL_E_LIMIT);
}
END_TEST

START_TEST(the_release_is_found_in_three_places) {
  char version[SPOL_ZONE_VERSION_MAX] = "untouched";
  spol_error error = SPOL_ERROR_INIT;
  spol_zone *zone = NULL;
  ck_assert_ok(spol_system_zone_version(TEST_ZONEINFO, version, &error));
  ck_assert_str_eq(version, "2026f");
  ck_assert_int_eq(spol_system_zone_version(folder, version, &error), SPOL_E_NOT_FOUND);
  ck_assert_int_eq(spol_system_zone_version("/nonexistent", version, &error), SPOL_E_IO);
  ck_assert_str_eq(version, "2026f");
  (void)write_file("tzdata.zi", "# version 2020a\nR", 17);
  ck_assert_ok(spol_system_zone_version(folder, version, &error));
  ck_assert_str_eq(version, "2020a");
  (void)write_file("version", "2020b\n", 6);
  ck_assert_ok(spol_system_zone_version(folder, version, &error));
  ck_assert_str_eq(version, "2020b");
  (void)write_file("+VERSION", "2020c\n", 6);
  ck_assert_ok(spol_system_zone_version(folder, version, &error));
  ck_assert_str_eq(version, "2020c");
  const test_file *utc = read_fixture("slim", "UTC");
  (void)write_file("UTC", utc->bytes, utc->length);
  ck_assert_ok(spol_system_zone(NULL, folder, "UTC", 3, &zone, &error));
  ck_assert_str_eq(spol_zone_version(zone), "2020c");
  spol_zone_unref(zone);
}
END_TEST

START_TEST(a_file_is_read_whole) {
  char *bytes = NULL;
  size_t length = 0;
  spol_error error = SPOL_ERROR_INIT;
  const char *path = write_file("text", "a\0b", 3);
  ck_assert_ok(spol_system_read_file(NULL, path, 3, &bytes, &length, &error));
  ck_assert_uint_eq(length, 3);
  ck_assert_int_eq(memcmp(bytes, "a\0b", 4), 0);
  spol_system_free(NULL, bytes, length);
  spol_system_free(NULL, NULL, 0);
  bytes = NULL;
  ck_assert_int_eq(spol_system_read_file(NULL, path, 2, &bytes, &length, &error), SPOL_E_LIMIT);
  ck_assert_str_eq(error.file, path);
  ck_assert_int_eq(spol_system_read_file(NULL, folder, 9, &bytes, &length, &error), SPOL_E_IO);
  ck_assert_int_eq(spol_system_read_file(NULL, "/nonexistent", 9, &bytes, &length, &error),
                   SPOL_E_IO);
  ck_assert_int_eq(spol_system_read_file(NULL, "/dev/null", 9, &bytes, &length, &error), SPOL_E_IO);
  ck_assert_int_eq(spol_system_read_file(NULL, path, SIZE_MAX, &bytes, &length, &error),
                   SPOL_E_INVALID);
  ck_assert_ptr_null(bytes);
}
END_TEST

START_TEST(a_release_is_a_short_word_and_takes_no_memory) {
  char version[SPOL_ZONE_VERSION_MAX] = "untouched";
  char longest[SPOL_ZONE_VERSION_MAX + 40];
  memset(longest, 'x', sizeof longest);
  (void)write_file("version", longest, SPOL_ZONE_VERSION_MAX);
  ck_assert_int_eq(spol_system_zone_version(folder, version, NULL), SPOL_E_NOT_FOUND);
  (void)write_file("version", longest, sizeof longest);
  ck_assert_int_eq(spol_system_zone_version(folder, version, NULL), SPOL_E_NOT_FOUND);
  (void)write_file("version", "", 0);
  ck_assert_int_eq(spol_system_zone_version(folder, version, NULL), SPOL_E_NOT_FOUND);
  ck_assert_str_eq(version, "untouched");
  (void)write_file("version", longest, SPOL_ZONE_VERSION_MAX - 1);
  ck_assert_ok(spol_system_zone_version(folder, version, NULL));
  ck_assert_uint_eq(strlen(version), SPOL_ZONE_VERSION_MAX - 1);
  ck_assert_int_eq(spol_system_zone_version(folder, NULL, NULL), SPOL_E_INVALID);
}
END_TEST

START_TEST(the_first_directory_that_there_is_counts) {
  const char *file = write_file("text", "x", 1);
  const char *list[] = {"/nonexistent", file, folder, TEST_ZONEINFO "/slim"};
  ck_assert_str_eq(spi_system_first_directory(list, 4), folder);
  ck_assert_ptr_null(spi_system_first_directory(list, 2));
  ck_assert_ptr_null(spi_system_first_directory(list, 0));
}
END_TEST

START_TEST(without_a_database_the_copy_answers_or_a_hint_says_what_to_do) {
  const spi_slice name = {.data = "Europe/Berlin", .length = 13};
  char version[SPOL_ZONE_VERSION_MAX] = "untouched";
  spol_zone *zone = NULL;
  spol_error error = SPOL_ERROR_INIT;
  spol_status status = spi_system_zone(NULL, NULL, NULL, name, &zone, &error);
  spol_status release = spi_system_zone_version(NULL, NULL, version, &error);
  if (spol_zone_embedded_version() == NULL) {
    ck_assert_int_eq(status, SPOL_E_IO);
    ck_assert_int_eq(release, SPOL_E_IO);
    ck_assert_ptr_null(zone);
    ck_assert_str_eq(version, "untouched");
    ck_assert_ptr_nonnull(strstr(error.hint, "-Dembedded_tzdata=enabled"));
    return;
  }
  ck_assert_ok(status);
  ck_assert_ok(release);
  ck_assert_str_eq(version, spol_zone_embedded_version());
  ck_assert_str_eq(spol_zone_version(zone), version);
  spol_zone_unref(zone);
  /* A directory that is named and is not there is not made up for. */
  ck_assert_int_eq(spol_system_zone(NULL, "/nonexistent", "UTC", 3, &zone, &error), SPOL_E_IO);
}
END_TEST

START_TEST(arguments_are_checked) {
  spol_zone *zone = NULL;
  char *bytes = NULL;
  size_t length = 0;
  spol_error error = SPOL_ERROR_INIT;
  spol_allocator partial = {NULL, NULL, NULL, NULL};
  ck_assert_int_eq(spol_system_zone(NULL, folder, "UTC", 3, NULL, &error), SPOL_E_INVALID);
  ck_assert_int_eq(spol_system_zone(&partial, folder, "UTC", 3, &zone, &error), SPOL_E_INVALID);
  ck_assert_int_eq(spol_system_zone(NULL, folder, NULL, 3, &zone, &error), SPOL_E_INVALID);
  ck_assert_int_eq(spol_system_read_file(NULL, NULL, 9, &bytes, &length, &error), SPOL_E_INVALID);
  ck_assert_int_eq(spol_system_read_file(NULL, folder, 9, NULL, &length, &error), SPOL_E_INVALID);
  ck_assert_int_eq(spol_system_read_file(NULL, folder, 9, &bytes, NULL, &error), SPOL_E_INVALID);
  ck_assert_int_eq(spol_system_read_file(&partial, folder, 9, &bytes, &length, &error),
                   SPOL_E_INVALID);
  spol_system_free(NULL, NULL, 0);
}
END_TEST

static void *no_memory(void *context, size_t size) {
  (void)context;
  (void)size;
  return NULL;
}

static void *no_more_memory(void *context, void *pointer, size_t old_size, size_t new_size) {
  (void)context;
  (void)pointer;
  (void)old_size;
  (void)new_size;
  return NULL;
}

static void no_free(void *context, void *pointer, size_t size) {
  (void)context;
  (void)pointer;
  (void)size;
}

START_TEST(no_memory_is_an_error) {
  spol_allocator none = {no_memory, no_more_memory, no_free, NULL};
  spol_zone *zone = NULL;
  char *bytes = NULL;
  size_t length = 0;
  ck_assert_int_eq(spol_system_zone(&none, TEST_ZONEINFO "/fat", "UTC", 3, &zone, NULL),
                   SPOL_E_MEMORY);
  ck_assert_int_eq(
      spol_system_read_file(&none, TEST_ZONEINFO "/zones", 1 << 20, &bytes, &length, NULL),
      SPOL_E_MEMORY);
  ck_assert(zone == NULL && bytes == NULL);
}
END_TEST

START_TEST(the_built_in_copy_answers_or_says_that_there_is_none) {
  spol_zone *zone = NULL;
  spol_error error = SPOL_ERROR_INIT;
  ck_assert_int_eq(spol_zone_embedded(NULL, "../x", 4, &zone, &error), SPOL_E_INVALID);
  if (spol_zone_embedded_version() == NULL) {
    ck_assert_int_eq(spol_zone_embedded(NULL, "UTC", 3, &zone, &error), SPOL_E_UNSUPPORTED);
    ck_assert_str_eq(error.hint, "build the library with -Dembedded_tzdata=enabled");
    return;
  }
  const char *names[] = {"Africa/Abidjan", "UTC",  "Europe/Berlin", "Zulu", "America/Indiana/Knox",
                         "Etc/GMT+12",     "Cuba", "GB-Eire",       "GB"};
  for (size_t i = 0; i < sizeof names / sizeof names[0]; i++) {
    ck_assert_ok(spol_zone_embedded(NULL, names[i], strlen(names[i]), &zone, &error));
    ck_assert_str_eq(spol_zone_name(zone), names[i]);
    ck_assert_str_eq(spol_zone_version(zone), spol_zone_embedded_version());
    spol_zone_unref(zone);
  }
  zone = NULL;
  ck_assert_int_eq(spol_zone_embedded(NULL, "Europe/Bonn", 11, &zone, &error), SPOL_E_NOT_FOUND);
  ck_assert_int_eq(spol_zone_embedded(NULL, "A", 1, &zone, &error), SPOL_E_NOT_FOUND);
  ck_assert_int_eq(spol_zone_embedded(NULL, "zzz", 3, &zone, &error), SPOL_E_NOT_FOUND);
  ck_assert_ptr_null(zone);
}
END_TEST

int main(void) {
  Suite *suite = suite_create("system");
  TCase *tests = tcase_create("system");
  tcase_add_checked_fixture(tests, make_folder, remove_folder);
  tcase_add_test(tests, a_zone_is_read_from_a_named_directory);
  tcase_add_test(tests, what_cannot_be_read_says_why);
  tcase_add_test(tests, a_pipe_or_a_huge_file_is_refused_at_once);
  tcase_add_test(tests, the_release_is_found_in_three_places);
  tcase_add_test(tests, a_file_is_read_whole);
  tcase_add_test(tests, no_memory_is_an_error);
  tcase_add_test(tests, the_built_in_copy_answers_or_says_that_there_is_none);
  tcase_add_test(tests, a_release_is_a_short_word_and_takes_no_memory);
  tcase_add_test(tests, the_first_directory_that_there_is_counts);
  tcase_add_test(tests, without_a_database_the_copy_answers_or_a_hint_says_what_to_do);
  tcase_add_test(tests, arguments_are_checked);
  suite_add_tcase(suite, tests);
  return run_suite(suite);
}
