/* SPDX-License-Identifier: MIT */
/* Wall times, gaps, overlaps, names (docs/semantics.md, sections 1, 2 and 5). */
#include "zone/zone.h"

#include "zone_files.h"

typedef struct change {
  const char *zone;
  const char *at;
  const char *before;
  const char *after;
} change;

static const change CHANGES[] = {
    {"Pacific/Apia", "2011-12-30T10:00:00Z", "2011-12-29T23:59:59-10:00",
     "2011-12-31T00:00:00+14:00"},
    {"Pacific/Kwajalein", "1993-08-21T12:00:00Z", "1993-08-20T23:59:59-12:00",
     "1993-08-22T00:00:00+12:00"},
    {"Pacific/Kwajalein", "1969-09-30T13:00:00Z", "1969-09-30T23:59:59+11:00",
     "1969-09-30T01:00:00-12:00"},
    {"Australia/Lord_Howe", "2026-10-03T15:30:00Z", "2026-10-04T01:59:59+10:30",
     "2026-10-04T02:30:00+11:00"},
    {"Africa/Casablanca", "2026-09-20T01:00:00Z", "2026-09-20T01:59:59+01:00",
     "2026-09-20T01:00:00+00:00"},
    {"Africa/Cairo", "2026-04-23T22:00:00Z", "2026-04-23T23:59:59+02:00",
     "2026-04-24T01:00:00+03:00"},
    {"America/Nuuk", "2026-03-29T01:00:00Z", "2026-03-28T22:59:59-02:00",
     "2026-03-29T00:00:00-01:00"},
    {"Asia/Gaza", "2026-03-28T00:00:00Z", "2026-03-28T01:59:59+02:00", "2026-03-28T03:00:00+03:00"},
    {"Africa/Monrovia", "1972-01-07T00:44:30Z", "1972-01-06T23:59:59-00:44:30",
     "1972-01-07T00:44:30+00:00"},
    {"Antarctica/Troll", "2026-03-29T01:00:00Z", "2026-03-29T00:59:59+00:00",
     "2026-03-29T03:00:00+02:00"},
    {"America/Santiago", "2026-09-06T04:00:00Z", "2026-09-05T23:59:59-04:00",
     "2026-09-06T01:00:00-03:00"},
    {"America/St_Johns", "2006-10-29T02:31:00Z", "2006-10-29T00:00:59-02:30",
     "2006-10-28T23:01:00-03:30"},
    {"Europe/Dublin", "2026-10-25T01:00:00Z", "2026-10-25T01:59:59+01:00",
     "2026-10-25T01:00:00+00:00"},
    {"Europe/Berlin", "9999-10-31T01:00:00Z", "9999-10-31T02:59:59+02:00",
     "9999-10-31T02:00:00+01:00"},
};

START_TEST(changes_are_those_of_the_database) {
  const char *forms[] = {"fat", "slim"};
  for (size_t f = 0; f < 2; f++) {
    for (size_t i = 0; i < sizeof CHANGES / sizeof CHANGES[0]; i++) {
      spol_zone *zone = load_zone(forms[f], CHANGES[i].zone);
      spol_instant next = 0;
      expect_change(zone, CHANGES[i].at, CHANGES[i].before, CHANGES[i].after);
      ck_assert_ok(spol_zone_next_transition(zone, instant_at(CHANGES[i].at) - 1, &next));
      ck_assert_int_eq(next, instant_at(CHANGES[i].at));
      spol_zone_unref(zone);
    }
  }
}
END_TEST

START_TEST(a_gap_has_no_instant_and_an_overlap_two) {
  spol_zone *zone = load_zone("slim", "Europe/Berlin");
  spol_zone_instants found;
  ck_assert_ok(spol_zone_from_local(zone, wall_at("2026-03-29T02:30"), &found));
  ck_assert_int_eq(found.count, 0);
  ck_assert_int_eq(found.offset_before, 3600);
  ck_assert_int_eq(found.offset_after, 7200);
  ck_assert(found.first == SPOL_INSTANT_NONE && found.last == SPOL_INSTANT_NONE);
  ck_assert_int_eq(found.transition, instant_at("2026-03-29T01:00:00Z"));
  ck_assert_ok(spol_zone_from_local(zone, wall_at("2026-10-25T02:30"), &found));
  ck_assert_int_eq(found.count, 2);
  ck_assert_int_eq(found.first, instant_at("2026-10-25T00:30:00Z"));
  ck_assert_int_eq(found.last, instant_at("2026-10-25T01:30:00Z"));
  ck_assert(found.transition == SPOL_INSTANT_NONE);
  ck_assert_ok(spol_zone_from_local(zone, wall_at("2026-07-01T12:00"), &found));
  ck_assert_int_eq(found.count, 1);
  ck_assert_int_eq(found.offset_before, 7200);
  ck_assert_int_eq(found.offset_after, 7200);
  ck_assert_int_eq(found.first, found.last);
  spol_zone_unref(zone);
}
END_TEST

START_TEST(a_choice_resolves_gaps_and_overlaps) {
  spol_zone *zone = load_zone("fat", "Europe/Berlin");
  spol_wall gap = wall_at("2026-03-29T02:30");
  spol_wall twice = wall_at("2026-10-25T02:30");
  spol_instant instant = 7;
  ck_assert_int_eq(spol_zone_resolve(zone, gap, SPOL_WALL_REJECT, &instant), SPOL_E_GAP);
  ck_assert_int_eq(spol_zone_resolve(zone, twice, SPOL_WALL_REJECT, &instant), SPOL_E_OVERLAP);
  ck_assert_int_eq(spol_zone_resolve(zone, twice, 3, &instant), SPOL_E_INVALID);
  ck_assert_int_eq(spol_zone_resolve(zone, INT64_MAX, 1, &instant), SPOL_E_RANGE);
  ck_assert_int_eq(instant, 7);
  ck_assert_ok(spol_zone_resolve(zone, gap, SPOL_WALL_EARLIER, &instant));
  ck_assert_int_eq(instant, instant_at("2026-03-29T00:30:00Z"));
  ck_assert_ok(spol_zone_resolve(zone, gap, SPOL_WALL_LATER, &instant));
  ck_assert_int_eq(instant, instant_at("2026-03-29T01:30:00Z"));
  ck_assert_ok(spol_zone_resolve(zone, twice, SPOL_WALL_EARLIER, &instant));
  ck_assert_int_eq(instant, instant_at("2026-10-25T00:30:00Z"));
  ck_assert_ok(spol_zone_resolve(zone, twice, SPOL_WALL_LATER, &instant));
  ck_assert_int_eq(instant, instant_at("2026-10-25T01:30:00Z"));
  spol_zone_unref(zone);
}
END_TEST

START_TEST(text_without_an_offset_is_a_wall_time) {
  spol_zone *zone = load_zone("fat", "Europe/Berlin");
  spol_error error = SPOL_ERROR_INIT;
  spol_instant instant = 0;
  ck_assert_ok(spol_zone_parse_instant(zone, 0, "2026-11-23T09:00", 16, &instant, &error));
  ck_assert_int_eq(instant, instant_at("2026-11-23T08:00:00Z"));
  ck_assert_ok(spol_zone_parse_instant(zone, 0, "2026-11-23T09:00:00Z", 20, &instant, &error));
  ck_assert_int_eq(instant, instant_at("2026-11-23T09:00:00Z"));
  ck_assert_int_eq(spol_zone_parse_instant(zone, 0, "2026-03-29T02:30", 16, &instant, &error),
                   SPOL_E_GAP);
  ck_assert_str_eq(error.message, "the clocks of Test/Zone skip the wall time 2026-03-29T02:30");
  ck_assert_int_eq(spol_zone_parse_instant(zone, 0, "2026-10-25T02:30", 16, &instant, &error),
                   SPOL_E_OVERLAP);
  ck_assert_int_eq(spol_zone_parse_instant(zone, 0, "nonsense", 8, &instant, &error),
                   SPOL_E_SYNTAX);
  ck_assert_int_eq(instant, instant_at("2026-11-23T09:00:00Z"));
  spol_zone_unref(zone);
}
END_TEST

START_TEST(a_fixed_zone_has_one_offset) {
  spol_zone *zone = NULL;
  spol_zone_local local;
  spol_instant next = 0;
  ck_assert_ok(spol_zone_fixed(NULL, 19800, &zone));
  ck_assert_str_eq(spol_zone_name(zone), "+05:30");
  ck_assert_ptr_null(spol_zone_version(zone));
  ck_assert_uint_eq(spol_zone_flags(zone), SPOL_ZONE_FIXED);
  ck_assert(spol_zone_last_transition(zone) == SPOL_INSTANT_NONE);
  ck_assert_ok(spol_zone_to_local(zone, 0, &local));
  ck_assert_int_eq(local.wall, 19800 * SPOL_SECOND);
  ck_assert_str_eq(local.abbreviation, "+05:30");
  ck_assert_ok(spol_zone_next_transition(zone, 0, &next));
  ck_assert(next == SPOL_INSTANT_NONE);
  ck_assert_ptr_eq(spol_zone_ref(zone), zone);
  spol_zone_unref(zone);
  spol_zone_unref(zone);
  ck_assert_ok(spol_zone_fixed(NULL, 0, &zone));
  ck_assert_str_eq(spol_zone_name(zone), "UTC");
  spol_zone_unref(zone);
  ck_assert_ok(spol_zone_fixed(NULL, -2670, &zone));
  ck_assert_str_eq(spol_zone_name(zone), "-00:44:30");
  spol_zone_unref(zone);
  ck_assert_int_eq(spol_zone_fixed(NULL, 93601, &zone), SPOL_E_INVALID);
  ck_assert_int_eq(spol_zone_fixed(NULL, -93601, &zone), SPOL_E_INVALID);
  ck_assert_ptr_null(spol_zone_ref(NULL));
  spol_zone_unref(NULL);
}
END_TEST

START_TEST(names_never_leave_their_directory) {
  const char *good[] = {"UTC", "Europe/Berlin", "America/Argentina/Buenos_Aires", "Etc/GMT+12",
                        "a"};
  const char *bad[] = {"",  "/",     "/etc/passwd", "Europe/", "..",  "../x",     "a/../b", "a//b",
                       ".", "a/./b", "a.b",         "a b",     "a\n", "\xC3\xA4", "C:\\x"};
  char longest[SPOL_ZONE_NAME_MAX + 1];
  memset(longest, 'a', sizeof longest);
  for (size_t i = 0; i < sizeof good / sizeof good[0]; i++) {
    ck_assert_ok(spol_zone_check_name(good[i], strlen(good[i])));
  }
  for (size_t i = 0; i < sizeof bad / sizeof bad[0]; i++) {
    ck_assert_int_eq(spol_zone_check_name(bad[i], strlen(bad[i])), SPOL_E_INVALID);
  }
  ck_assert_ok(spol_zone_check_name(longest, SPOL_ZONE_NAME_MAX));
  ck_assert_int_eq(spol_zone_check_name(longest, SPOL_ZONE_NAME_MAX + 1), SPOL_E_INVALID);
  ck_assert_int_eq(spol_zone_check_name("a\0b", 3), SPOL_E_INVALID);
  ck_assert_int_eq(spol_zone_check_name(NULL, 3), SPOL_E_INVALID);
}
END_TEST

static int64_t span_length(const spol_zone *zone, const char *from, const char *to) {
  spol_instant first = 0;
  spol_instant end = 0;
  return spi_zone_wall_span(zone, wall_at(from), wall_at(to), &first, &end) ? end - first : -1;
}

START_TEST(a_span_is_one_piece_from_first_to_last_instant) {
  spol_zone *berlin = load_zone("slim", "Europe/Berlin");
  spol_zone *apia = load_zone("slim", "Pacific/Apia");
  ck_assert_int_eq(span_length(berlin, "2026-03-29T00:00", "2026-03-30T00:00"), 23 * SPOL_HOUR);
  ck_assert_int_eq(span_length(berlin, "2026-10-25T00:00", "2026-10-26T00:00"), 25 * SPOL_HOUR);
  ck_assert_int_eq(span_length(berlin, "2026-03-29T02:15", "2026-03-29T02:45"), -1);
  ck_assert_int_eq(span_length(berlin, "2026-10-25T02:15", "2026-10-25T02:45"), 90 * SPOL_MINUTE);
  ck_assert_int_eq(span_length(berlin, "2026-03-29T01:00", "2026-03-29T02:30"), SPOL_HOUR);
  ck_assert_int_eq(span_length(apia, "2011-12-30T00:00", "2011-12-31T00:00"), -1);
  ck_assert_int_eq(span_length(apia, "2011-12-30T00:00", "2011-12-30T00:00"), -1);
  ck_assert_int_eq(span_length(apia, "2011-12-29T22:00", "2011-12-31T02:00"), 4 * SPOL_HOUR);
  spol_zone_unref(apia);
  spol_zone_unref(berlin);
}
END_TEST

START_TEST(pieces_are_exact_and_maximal) {
  spol_zone *zone = load_zone("slim", "Europe/Berlin");
  spol_instant from = 0;
  spol_instant to = 0;
  spi_zone_pieces pieces =
      spi_zone_wall_pieces(zone, wall_at("2026-10-25T02:15"), wall_at("2026-10-25T02:45"));
  ck_assert(spi_zone_next_piece(&pieces, &from, &to));
  ck_assert_int_eq(from, instant_at("2026-10-25T00:15:00Z"));
  ck_assert_int_eq(to, instant_at("2026-10-25T00:45:00Z"));
  ck_assert(spi_zone_next_piece(&pieces, &from, &to));
  ck_assert_int_eq(from, instant_at("2026-10-25T01:15:00Z"));
  ck_assert_int_eq(to, instant_at("2026-10-25T01:45:00Z"));
  ck_assert(!spi_zone_next_piece(&pieces, &from, &to));
  /* Across a gap and across an overlap there is no seam. */
  pieces = spi_zone_wall_pieces(zone, wall_at("2026-03-29T01:00"), wall_at("2026-03-29T04:00"));
  ck_assert(spi_zone_next_piece(&pieces, &from, &to));
  ck_assert_int_eq(to - from, 2 * SPOL_HOUR);
  ck_assert(!spi_zone_next_piece(&pieces, &from, &to));
  pieces = spi_zone_wall_pieces(zone, wall_at("2026-10-25T01:00"), wall_at("2026-10-25T04:00"));
  ck_assert(spi_zone_next_piece(&pieces, &from, &to));
  ck_assert_int_eq(to - from, 4 * SPOL_HOUR);
  ck_assert(!spi_zone_next_piece(&pieces, &from, &to));
  pieces = spi_zone_wall_pieces(zone, wall_at("2026-03-29T02:00"), wall_at("2026-03-29T03:00"));
  ck_assert(!spi_zone_next_piece(&pieces, &from, &to));
  spol_zone_unref(zone);
}
END_TEST

START_TEST(the_first_instant_at_or_after_a_wall_time) {
  spol_zone *zone = load_zone("slim", "Europe/Berlin");
  spol_wall twice = wall_at("2026-10-25T02:30");
  spol_instant skip = instant_at("2026-03-29T01:00:00Z");
  ck_assert_int_eq(spi_zone_first_at_or_after(zone, wall_at("2026-03-29T02:30"), INT64_MIN), skip);
  ck_assert_int_eq(spi_zone_first_at_or_after(zone, twice, INT64_MIN),
                   instant_at("2026-10-25T00:30:00Z"));
  ck_assert_int_eq(spi_zone_first_at_or_after(zone, twice, instant_at("2026-10-25T01:00:00Z")),
                   instant_at("2026-10-25T01:30:00Z"));
  ck_assert_int_eq(spi_zone_first_at_or_after(zone, twice, instant_at("2027-01-01T00:00:00Z")),
                   instant_at("2027-01-01T00:00:00Z"));
  spol_zone_unref(zone);
}
END_TEST

START_TEST(segments_join_without_gap_and_always_differ) {
  spol_zone *zone = load_zone("slim", "America/New_York");
  spi_zone_segment segment = spi_zone_segment_at(zone, INT64_MIN);
  int count = 1;
  ck_assert(segment.from == INT64_MIN);
  while (segment.to != INT64_MAX) {
    spi_zone_segment next = spi_zone_segment_at(zone, segment.to);
    ck_assert_int_eq(next.from, segment.to);
    ck_assert(next.offset != segment.offset);
    ck_assert_int_eq(spi_zone_segment_at(zone, next.from - 1).from, segment.from);
    segment = next;
    count++;
  }
  ck_assert_int_eq(spi_zone_segment_at(zone, INT64_MAX).from, segment.from);
  ck_assert_int_gt(count, 2 * 8000);
  spol_zone_unref(zone);
}
END_TEST

START_TEST(outside_the_years_is_an_error) {
  spol_zone *zone = load_zone("slim", "Europe/Berlin");
  spol_zone_local local = {.wall = 7};
  spol_zone_instants found = {.count = 7};
  spol_instant next = 7;
  char text[SPOL_TIME_TEXT_MAX] = "x";
  ck_assert_int_eq(spol_zone_to_local(zone, SPOL_INSTANT_MAX + 1, &local), SPOL_E_RANGE);
  ck_assert_int_eq(spol_zone_to_local(zone, SPOL_INSTANT_MIN - 1, &local), SPOL_E_RANGE);
  ck_assert_int_eq(spol_zone_from_local(zone, INT64_MIN, &found), SPOL_E_RANGE);
  ck_assert_int_eq(spol_zone_from_local(zone, SPOL_INSTANT_MAX + 2 * SPOL_HOUR, &found),
                   SPOL_E_RANGE);
  ck_assert_int_eq(spol_zone_next_transition(zone, INT64_MAX, &next), SPOL_E_RANGE);
  ck_assert_int_eq(spol_zone_format_instant(zone, INT64_MAX, text), SPOL_E_RANGE);
  ck_assert(local.wall == 7 && found.count == 7 && next == 7 && text[0] == 'x');
  ck_assert_ok(spol_zone_to_local(zone, SPOL_INSTANT_MAX, &local));
  ck_assert_int_eq(local.date, SPOL_DATE_MAX + 1);
  ck_assert_ok(spol_zone_next_transition(zone, SPOL_INSTANT_MAX, &next));
  ck_assert(next == SPOL_INSTANT_NONE);
  ck_assert_ok(spol_zone_from_local(zone, SPOL_INSTANT_MAX + SPOL_HOUR, &found));
  ck_assert_int_eq(found.first, SPOL_INSTANT_MAX);
  spol_zone_unref(zone);
}
END_TEST

int main(void) {
  Suite *suite = suite_create("zone");
  TCase *tests = tcase_create("zone");
  tcase_add_test(tests, changes_are_those_of_the_database);
  tcase_add_test(tests, a_gap_has_no_instant_and_an_overlap_two);
  tcase_add_test(tests, a_choice_resolves_gaps_and_overlaps);
  tcase_add_test(tests, text_without_an_offset_is_a_wall_time);
  tcase_add_test(tests, a_fixed_zone_has_one_offset);
  tcase_add_test(tests, names_never_leave_their_directory);
  tcase_add_test(tests, a_span_is_one_piece_from_first_to_last_instant);
  tcase_add_test(tests, pieces_are_exact_and_maximal);
  tcase_add_test(tests, the_first_instant_at_or_after_a_wall_time);
  tcase_add_test(tests, segments_join_without_gap_and_always_differ);
  tcase_add_test(tests, outside_the_years_is_an_error);
  suite_add_tcase(suite, tests);
  return run_suite(suite);
}
