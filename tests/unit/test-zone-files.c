/* SPDX-License-Identifier: MIT */
/* TZif files: malformed ones, odd ones, and memory that runs out. */
#include "zone_files.h"

START_TEST(every_malformed_file_is_refused) {
  FILE *list = fopen(TEST_ZONEINFO "/malformed.expected", "r");
  ck_assert_ptr_nonnull(list);
  char name[128];
  char expected[64];
  int count = 0;
  unsigned long offset = 0;
  while (fscanf(list, "%127s %63s %lu", name, expected, &offset) == 3) {
    const test_file *file = read_fixture("malformed", name);
    spol_error error = SPOL_ERROR_INIT;
    spol_zone *zone = NULL;
    spol_status status =
        spol_zone_from_tzif(NULL, "X", 1, file->bytes, file->length, NULL, &zone, &error);
    ck_assert_msg(strcmp(spol_status_name(status), expected) == 0, "%s: %s (%s)", name,
                  spol_status_name(status), error.message);
    ck_assert_ptr_null(zone);
    ck_assert_int_eq(error.status, status);
    ck_assert_msg(error.offset == offset, "%s: byte %llu", name, (unsigned long long)error.offset);
    ck_assert(error.message[0] != '\0');
    ck_assert_int_eq(
        spol_zone_from_tzif(NULL, "X", 1, file->bytes, file->length, NULL, &zone, NULL), status);
    count++;
  }
  ck_assert(feof(list));
  fclose(list);
  ck_assert_int_ge(count, 40);
}
END_TEST

START_TEST(every_cut_of_a_good_file_is_refused) {
  static unsigned char bytes[8192];
  const test_file *file = read_fixture("slim", "Europe/Berlin");
  size_t length = file->length;
  spol_zone *zone = NULL;
  ck_assert_uint_le(length, sizeof bytes);
  memcpy(bytes, file->bytes, length);
  for (size_t cut = 0; cut < length; cut++) {
    ck_assert_int_eq(spol_zone_from_tzif(NULL, "X", 1, bytes, cut, NULL, &zone, NULL),
                     SPOL_E_SYNTAX);
  }
}
END_TEST

/** The first changes after an instant, and that no more follow if there are
 *  fewer: `expected` ends with NULL. */
static void expect_changes(const char *name, const char *after, const char *const *expected) {
  spol_zone *zone = load_zone("odd", name);
  spol_instant at = instant_at(after);
  for (; *expected != NULL; expected++) {
    char text[SPOL_TIME_TEXT_MAX];
    ck_assert_ok(spol_zone_next_transition(zone, at, &at));
    ck_assert_msg(at != SPOL_INSTANT_NONE, "%s: %s is missing", name, *expected);
    ck_assert_ok(spol_zone_format_instant(zone, at, text));
    ck_assert_str_eq(text, *expected);
  }
  spol_zone_unref(zone);
}

static void expect_fixed(const char *name, int32_t offset, uint32_t flags) {
  spol_zone *zone = load_zone("odd", name);
  const char *when[] = {"0001-01-01T00:00:00Z", "1970-01-01T00:00:00Z", "2024-12-31T23:30:00Z",
                        "2026-01-01T00:00:00Z", "2026-07-01T00:00:00Z", "9999-12-31T00:00:00Z"};
  spol_zone_local local;
  spol_instant next = 0;
  for (size_t i = 0; i < sizeof when / sizeof when[0]; i++) {
    ck_assert_ok(spol_zone_to_local(zone, instant_at(when[i]), &local));
    ck_assert_msg(local.offset_seconds == offset, "%s at %s: %d", name, when[i],
                  local.offset_seconds);
  }
  ck_assert_ok(spol_zone_next_transition(zone, SPOL_INSTANT_MIN, &next));
  ck_assert_msg(next == SPOL_INSTANT_NONE, "%s changes", name);
  ck_assert_uint_eq(spol_zone_flags(zone), flags);
  spol_zone_unref(zone);
}

START_TEST(every_version_is_read) {
  const char *berlin[] = {"2026-03-29T03:00:00+02:00", "2026-10-25T02:00:00+01:00", NULL};
  const char *names[] = {"v3", "v4", "v5", "v255"};
  for (size_t i = 0; i < 4; i++) {
    expect_changes(names[i], "2026-01-01T00:00:00Z", berlin);
  }
  const char *first[] = {"1970-01-01T01:59:40+02:00", "2001-09-09T02:46:40+01:00", NULL};
  first[0] = "1970-01-01T01:58:20+02:00";
  expect_changes("v1-only", "1900-01-01T00:00:00Z", first);
  spol_zone *zone = load_zone("odd", "v1-only");
  spol_instant next = 0;
  ck_assert_uint_eq(spol_zone_flags(zone), SPOL_ZONE_NO_FOOTER);
  ck_assert_int_eq(spol_zone_last_transition(zone), 1000000000 * SPOL_SECOND);
  ck_assert_ok(spol_zone_next_transition(zone, 1000000000 * SPOL_SECOND, &next));
  ck_assert(next == SPOL_INSTANT_NONE);
  spol_zone_unref(zone);
  spol_zone_unref(load_zone("odd", "v1-block-without-types"));
}
END_TEST

START_TEST(every_form_of_footer_is_read) {
  const char *j_form[] = {"2023-03-01T01:00:00+02:00", "2023-10-26T23:00:00+01:00",
                          "2024-03-01T01:00:00+02:00", "2024-10-26T23:00:00+01:00", NULL};
  const char *n_form[] = {"2023-03-01T01:00:00+02:00", "2023-10-27T23:00:00+01:00",
                          "2024-02-29T01:00:00+02:00", "2024-10-26T23:00:00+01:00", NULL};
  const char *nuuk[] = {"2026-03-29T00:00:00-01:00", "2026-10-24T23:00:00-02:00", NULL};
  /* Sunday 29 March + 167 h; Sunday 25 October - 167:59:59. */
  const char *hours[] = {"2026-04-05T00:00:00-02:00", "2026-10-17T23:00:01-03:00", NULL};
  /* Day 365 + 48 h is 2 January 00:00. */
  const char *into[] = {"2026-01-02T01:00:00+01:00", "2026-06-29T01:00:00+00:00",
                        "2027-01-02T01:00:00+01:00", NULL};
  const char *before[] = {"2025-12-30T01:00:00+01:00", "2026-06-29T01:00:00+00:00",
                          "2026-12-30T01:00:00+01:00", NULL};
  const char *dublin[] = {"2026-03-29T02:00:00+01:00", "2026-10-25T01:00:00+00:00", NULL};
  expect_changes("j-footer", "2023-01-01T00:00:00Z", j_form);
  expect_changes("n-footer", "2023-01-01T00:00:00Z", n_form);
  expect_changes("negative-hours", "2026-01-01T00:00:00Z", nuuk);
  expect_changes("hours-167", "2026-01-01T00:00:00Z", hours);
  expect_changes("into-next-year", "2025-12-01T00:00:00Z", into);
  expect_changes("from-previous-year", "2025-12-01T00:00:00Z", before);
  expect_changes("negative-daylight", "2026-01-01T00:00:00Z", dublin);
}
END_TEST

START_TEST(a_rule_that_changes_nothing_has_no_changes) {
  expect_fixed("all-year-daylight", -4 * 3600, SPOL_ZONE_FIXED);
  expect_fixed("all-year-daylight-july", -4 * 3600, SPOL_ZONE_FIXED);
  /* Summer begins after it has ended, in every year. */
  expect_fixed("never-daylight", 0, SPOL_ZONE_FIXED);
  expect_fixed("equal-offsets", 3600, SPOL_ZONE_FIXED);
  expect_fixed("no-transitions-no-footer", -3 * 3600, SPOL_ZONE_FIXED | SPOL_ZONE_NO_FOOTER);
}
END_TEST

START_TEST(tables_are_read_as_they_stand) {
  const char *no_op[] = {"1970-01-01T02:00:00+02:00", "1970-01-01T01:05:00+01:00", NULL};
  const char *disagrees[] = {"1970-01-01T02:00:00+02:00", "1969-12-31T19:01:40-05:00", NULL};
  const char *limits[] = {"1970-01-02T01:59:59+25:59:59", "1969-12-30T23:01:41-24:59:59", NULL};
  const char *far[] = {"1970-01-01T02:00:00+02:00", NULL};
  expect_changes("no-op-transitions", "1969-01-01T00:00:00Z", no_op);
  expect_changes("footer-disagrees", "1969-01-01T00:00:00Z", disagrees);
  expect_changes("offset-limits", "1969-01-01T00:00:00Z", limits);
  expect_changes("before-and-after-all-years", "1969-01-01T00:00:00Z", far);
  spol_zone *zone = load_zone("odd", "before-and-after-all-years");
  expect_local(zone, SPOL_INSTANT_MIN, "0001-01-01T01:00:00+01:00");
  expect_local(zone, SPOL_INSTANT_MAX - SPOL_DAY, "9999-12-31T01:59:59.999999+02:00");
  spol_zone_unref(zone);
  zone = load_zone("odd", "empty-footer");
  ck_assert_uint_eq(spol_zone_flags(zone), SPOL_ZONE_NO_FOOTER);
  spol_zone_unref(zone);
}
END_TEST

START_TEST(abbreviations_are_those_of_the_moment) {
  spol_zone *zone = load_zone("odd", "footer-128-bytes");
  spol_zone_local local;
  ck_assert_ok(spol_zone_to_local(zone, instant_at("2026-01-01T00:00:00Z"), &local));
  ck_assert_str_eq(local.abbreviation, "AAAAAAAAAAAAAAA");
  spol_zone_unref(zone);
  zone = load_zone("slim", "America/New_York");
  ck_assert_ok(spol_zone_to_local(zone, instant_at("1883-01-01T00:00:00Z"), &local));
  ck_assert_str_eq(local.abbreviation, "LMT");
  ck_assert_ok(spol_zone_to_local(zone, instant_at("1943-01-01T00:00:00Z"), &local));
  ck_assert_str_eq(local.abbreviation, "EWT");
  ck_assert_ok(spol_zone_to_local(zone, instant_at("2026-07-01T00:00:00Z"), &local));
  ck_assert_str_eq(local.abbreviation, "EDT");
  spol_zone_unref(zone);
}
END_TEST

static void expect_instants(const spol_zone *zone, int64_t wall, int32_t count, int64_t first,
                            int64_t last) {
  spol_zone_instants found;
  ck_assert_ok(spol_zone_from_local(zone, wall * SPOL_SECOND, &found));
  ck_assert_int_eq(found.count, count);
  ck_assert_int_eq(found.first, first * SPOL_SECOND);
  ck_assert_int_eq(found.last, last * SPOL_SECOND);
}

START_TEST(three_passes_give_the_first_and_the_last) {
  /* 00:50 to 00:55 is shown before the first change, between, and after both. */
  spol_zone *zone = load_zone("odd", "three-times");
  expect_instants(zone, 2699, 1, -901, -901);
  expect_instants(zone, 2700, 2, -900, 300);
  expect_instants(zone, 3000, 2, -600, 600);
  expect_instants(zone, 3100, 2, -500, 700);
  expect_instants(zone, 3299, 2, -301, 899);
  expect_instants(zone, 3599, 2, -1, 1199);
  expect_instants(zone, 3600, 1, 1200, 1200);
  spol_zone_unref(zone);
  /* Three changes of an hour within twenty minutes. */
  zone = load_zone("odd", "three-at-once");
  expect_instants(zone, -2401, 1, -2401, -2401);
  expect_instants(zone, -2400, 2, -2400, 1200);
  expect_instants(zone, -1, 2, -1, 3599);
  expect_instants(zone, 0, 1, 3600, 3600);
  expect_instants(zone, 300, 1, 3900, 3900);
  expect_instants(zone, 600, 2, 600, 4200);
  expect_instants(zone, 1200, 1, 4800, 4800);
  expect_instants(zone, 3600, 2, 0, 7200);
  expect_instants(zone, 4199, 2, 599, 7799);
  expect_instants(zone, 4200, 1, 7800, 7800);
  spol_zone_unref(zone);
}
END_TEST

/* ---- memory ---- */

typedef struct meter {
  int until_failure; /**< allocations that still succeed; below 0: all */
  long live;         /**< bytes */
} meter;

static void *meter_alloc(void *context, size_t size) {
  meter *m = context;
  if (m->until_failure == 0) {
    return NULL;
  }
  m->until_failure--;
  m->live += (long)size;
  return malloc(size);
}

static void *meter_realloc(void *context, void *pointer, size_t old_size, size_t new_size) {
  meter *m = context;
  if (m->until_failure == 0) {
    return NULL;
  }
  m->until_failure--;
  m->live += (long)new_size - (long)old_size;
  return realloc(pointer, new_size);
}

static void meter_free(void *context, void *pointer, size_t size) {
  ((meter *)context)->live -= (long)size;
  free(pointer);
}

START_TEST(memory_that_runs_out_is_an_error_and_none_leaks) {
  meter m = {.until_failure = 0};
  spol_allocator allocator = {meter_alloc, meter_realloc, meter_free, &m};
  const test_file *file = read_fixture("fat", "Europe/Berlin");
  spol_zone *zone = NULL;
  spol_error error = SPOL_ERROR_INIT;
  int n = 0;
  for (spol_status status = SPOL_E_MEMORY; status != SPOL_OK; n++) {
    m.until_failure = n;
    status = spol_zone_from_tzif(&allocator, "Europe/Berlin", 13, file->bytes, file->length,
                                 "2026f", &zone, &error);
    ck_assert(status == SPOL_OK || (status == SPOL_E_MEMORY && zone == NULL && m.live == 0));
  }
  ck_assert_int_gt(n, 1);
  ck_assert_str_eq(spol_zone_name(zone), "Europe/Berlin");
  ck_assert_str_eq(spol_zone_version(zone), "2026f");
  spol_zone_unref(zone);
  ck_assert_int_eq(m.live, 0);
  m.until_failure = 0;
  ck_assert_int_eq(spol_zone_fixed(&allocator, 0, &zone), SPOL_E_MEMORY);
  allocator.free = NULL;
  ck_assert_int_eq(spol_zone_fixed(&allocator, 0, &zone), SPOL_E_INVALID);
}
END_TEST

START_TEST(arguments_are_checked) {
  spol_zone *zone = NULL;
  spol_error error = SPOL_ERROR_INIT;
  ck_assert_int_eq(spol_zone_from_tzif(NULL, "../x", 4, "", 0, NULL, &zone, &error),
                   SPOL_E_INVALID);
  ck_assert_int_eq(spol_zone_from_tzif(NULL, "X", 1, NULL, 0, NULL, &zone, &error), SPOL_E_INVALID);
  ck_assert_int_eq(
      spol_zone_from_tzif(NULL, "X", 1, "", SPOL_ZONE_BYTES_MAX + 1, NULL, &zone, &error),
      SPOL_E_LIMIT);
  ck_assert_ptr_null(zone);
}
END_TEST

int main(void) {
  Suite *suite = suite_create("zone-files");
  TCase *tests = tcase_create("zone-files");
  tcase_add_test(tests, every_malformed_file_is_refused);
  tcase_add_test(tests, every_cut_of_a_good_file_is_refused);
  tcase_add_test(tests, every_version_is_read);
  tcase_add_test(tests, every_form_of_footer_is_read);
  tcase_add_test(tests, a_rule_that_changes_nothing_has_no_changes);
  tcase_add_test(tests, tables_are_read_as_they_stand);
  tcase_add_test(tests, abbreviations_are_those_of_the_moment);
  tcase_add_test(tests, three_passes_give_the_first_and_the_last);
  tcase_add_test(tests, memory_that_runs_out_is_an_error_and_none_leaks);
  tcase_add_test(tests, arguments_are_checked);
  suite_add_tcase(suite, tests);
  return run_suite(suite);
}
