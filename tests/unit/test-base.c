/* SPDX-License-Identifier: MIT */
#include <string.h>

#include "base/checked.h"
#include "base/error.h"
#include "base/memory.h"
#include "base/text.h"
#include "unit.h"

START_TEST(checked_arithmetic_never_wraps) {
  const int64_t edges[] = {INT64_MIN, INT64_MIN + 1, -2, -1, 0, 1, 2, INT64_MAX - 1, INT64_MAX};
  for (size_t i = 0; i < sizeof edges / sizeof edges[0]; i++) {
    for (size_t j = 0; j < sizeof edges / sizeof edges[0]; j++) {
      int64_t a = edges[i];
      int64_t b = edges[j];
      int64_t expected = 0;
      int64_t got = 0;
      ck_assert_int_eq(spi_add_i64(a, b, &got), !__builtin_add_overflow(a, b, &expected));
      ck_assert_int_eq(spi_sub_i64(a, b, &got), !__builtin_sub_overflow(a, b, &expected));
      int fits = !__builtin_mul_overflow(a, b, &expected);
      ck_assert_int_eq(spi_mul_i64(a, b, &got), fits);
      if (fits) {
        ck_assert_int_eq(got, expected);
      }
    }
  }
}
END_TEST

START_TEST(division_rounds_down) {
  ck_assert_int_eq(spi_floor_div(-1, 86400), -1);
  ck_assert_int_eq(spi_floor_mod(-1, 86400), 86399);
  ck_assert_int_eq(spi_floor_div(86400, 86400), 1);
  ck_assert_int_eq(spi_floor_mod(-86400, 86400), 0);
}
END_TEST

START_TEST(writer_cuts_between_characters) {
  char buffer[6];
  spi_writer writer = spi_writer_on(buffer, sizeof buffer);
  spi_write_text(&writer, "abc\xE2\x82\xACz");
  ck_assert_str_eq(buffer, "abc");
  ck_assert_uint_eq(writer.needed, 7);
  spi_write_text(&writer, "x");
  ck_assert_str_eq(buffer, "abc");
}
END_TEST

START_TEST(writer_formats_without_stdio) {
  char buffer[128];
  spi_writer writer = spi_writer_on(buffer, sizeof buffer);
  spi_write_format(&writer, "%s %S %c %d %D %u %%", "a", spi_slice_of("b"), 'c', -7, INT64_MIN, 8U);
  ck_assert_str_eq(buffer, "a b c -7 -9223372036854775808 8 %");
}
END_TEST

START_TEST(choices_that_do_not_fit_end_in_an_ellipsis) {
  char text[16];
  spi_writer writer = spi_writer_on(text, sizeof text);
  ck_assert(spi_write_choice(&writer, "when", 1));
  ck_assert(spi_write_choice(&writer, "is", 0));
  ck_assert(!spi_write_choice(&writer, "within", 0));
  ck_assert_str_eq(text, "when, is, ...");
  char least[4];
  writer = spi_writer_on(least, sizeof least);
  ck_assert(!spi_write_choice(&writer, "when", 1));
  ck_assert_str_eq(least, "...");
}
END_TEST

START_TEST(edit_distance_finds_typing_errors) {
  ck_assert_int_eq(spi_edit_distance(spi_slice_of("calender"), spi_slice_of("calendar"), 3), 1);
  ck_assert_int_eq(spi_edit_distance(spi_slice_of("wihtin"), spi_slice_of("within"), 3), 1);
  ck_assert_int_eq(spi_edit_distance(spi_slice_of("abc"), spi_slice_of("xyzuvw"), 3), 4);
}
END_TEST

START_TEST(error_has_the_place_in_code_points) {
  spol_error error = SPOL_ERROR_INIT;
  ck_assert_int_eq(spi_fail(&error, SPOL_E_SYNTAX, "no %s", "good"), SPOL_E_SYNTAX);
  const char *text = "a: 1\r\n\xC3\xA4\xC3\xA4: x";
  spi_error_place(&error, text, strlen(text), 12);
  ck_assert_uint_eq(error.line, 2);
  ck_assert_uint_eq(error.column, 5);
  ck_assert_str_eq(error.message, "no good");
  ck_assert_int_eq(spi_fail(NULL, SPOL_E_RANGE, "x"), SPOL_E_RANGE);
}
END_TEST

START_TEST(growing_stops_at_the_limit) {
  spol_allocator allocator;
  ck_assert_ok(spi_allocator_take(NULL, &allocator));
  void *items = NULL;
  size_t capacity = 0;
  size_t used = 0;
  while (spi_grow(&allocator, &items, &capacity, used, sizeof(int), 20) == SPOL_OK) {
    ((int *)items)[used] = (int)used;
    used++;
  }
  ck_assert_uint_eq(used, 20);
  ck_assert_int_eq(((int *)items)[19], 19);
  spi_free_array(&allocator, items, capacity, sizeof(int));
}
END_TEST

START_TEST(an_allocator_must_be_whole) {
  spol_allocator half = {0};
  spol_allocator out;
  ck_assert_int_eq(spi_allocator_take(&half, &out), SPOL_E_INVALID);
}
END_TEST

START_TEST(every_status_has_a_name) {
  ck_assert_str_eq(spol_status_name(SPOL_OK), "SPOL_OK");
  for (spol_status status = 0; status <= SPOL_E_VERSION; status++) {
    ck_assert_str_ne(spol_status_name(status), "SPOL_E_UNKNOWN");
    ck_assert_uint_gt(strlen(spol_status_message(status)), 3);
  }
  ck_assert_str_eq(spol_status_name(-1), "SPOL_E_UNKNOWN");
  ck_assert_str_eq(spol_status_name(SPOL_E_VERSION + 1), "SPOL_E_UNKNOWN");
}
END_TEST

int main(void) {
  Suite *suite = suite_create("base");
  TCase *tests = tcase_create("base");
  tcase_add_test(tests, checked_arithmetic_never_wraps);
  tcase_add_test(tests, division_rounds_down);
  tcase_add_test(tests, writer_cuts_between_characters);
  tcase_add_test(tests, writer_formats_without_stdio);
  tcase_add_test(tests, choices_that_do_not_fit_end_in_an_ellipsis);
  tcase_add_test(tests, edit_distance_finds_typing_errors);
  tcase_add_test(tests, error_has_the_place_in_code_points);
  tcase_add_test(tests, growing_stops_at_the_limit);
  tcase_add_test(tests, an_allocator_must_be_whole);
  tcase_add_test(tests, every_status_has_a_name);
  suite_add_tcase(suite, tests);
  return run_suite(suite);
}
