/* SPDX-License-Identifier: MIT */
/* Laying a text out: the same values and comments, in one layout. */
#include <string.h>

#include "unit.h"

enum { ROOM = 4096 };

static spol_policy_source source_of(const char *text) {
  spol_policy_source source = SPOL_SIZED(spol_policy_source);
  source.text = text;
  source.length = strlen(text);
  source.name = "file.yaml";
  return source;
}

static void check_layout(const char *text, const char *expected) {
  char out[ROOM];
  uint64_t needed = 0;
  spol_error error = SPOL_ERROR_INIT;
  spol_policy_source source = source_of(text);
  spol_status status = spol_format(NULL, &source, out, ROOM - 1, &needed, NULL, &error);
  ck_assert_msg(status == SPOL_OK, "%s: %s", text, error.message);
  out[needed] = '\0';
  ck_assert_str_eq(out, expected);
}

START_TEST(test_layouts) {
  static const struct {
    const char *text;
    const char *laid_out;
  } cases[] = {
      {"a:   1", "a: 1\n"},
      {"a:\n- 1\n-    2\n", "a:\n  - 1\n  - 2\n"},
      {"a:\n      b: 1\n      c: 2\n", "a:\n  b: 1\n  c: 2\n"},
      {"a: {b:  1,c: 2 , }", "a: {b: 1, c: 2}\n"},
      {"a: [ ]\nb: { }", "a: []\nb: {}\n"},
      {"a: [\n1,\n2]", "a: [\n  1,\n  2]\n"},
      {"- - 1\n  - 2\n-\n  a: b", "- - 1\n  - 2\n- a: b\n"},
      {"a: 1\n\n\n\nb: 2", "a: 1\n\nb: 2\n"},
      {"\n\n# c\na: 1 # d\n# e", "# c\na: 1 # d\n# e\n"},
      {"a: # c\n    b: 1", "a: # c\n  b: 1\n"},
      {"a:\n    b: 1\n    # in b\n# out\nc: 1", "a:\n  b: 1\n  # in b\n# out\nc: 1\n"},
      {"a:   1\nbcd: 2", "a:   1\nbcd: 2\n"},
      {"a:   1\nb:  2", "a: 1\nb: 2\n"},
      {"a: |\n     b\n       c\n\nd: 1", "a: |\n  b\n    c\n\nd: 1\n"},
      {"a: |+\n  b\n\n\nc: 1", "a: |+\n  b\n\n\nc: 1\n"},
      {"a: \"x\n      y\"", "a: \"x\n  y\"\n"},
      {"a: &x\n      b: 1\nc: *x", "a: &x\n  b: 1\nc: *x\n"},
      {"a: &x {b: 1}\nc: [*x,  *x]", "a: &x {b: 1}\nc: [*x, *x]\n"},
      {"# a\n---\na: 1\n---\nb: 1", "# a\n---\na: 1\n---\nb: 1\n"},
      {"? a\n: 1", "? a\n: 1\n"},
      {"a: [b: 1, c]", "a: [b: 1, c]\n"},
      {"{\"a\":1,\"b\":[2]}", "{\"a\": 1, \"b\": [2]}\n"},
      {"a: [ # c\n 1, # d\n # e\n 2 ]", "a: [ # c\n  1, # d\n  # e\n  2]\n"},
  };
  for (size_t i = 0; i < sizeof cases / sizeof cases[0]; i++) {
    check_layout(cases[i].text, cases[i].laid_out);
    check_layout(cases[i].laid_out, cases[i].laid_out);
  }
}
END_TEST

START_TEST(test_what_cannot_be_laid_out_says_why) {
  static const char *const texts[] = {"%YAML 1.2\n---\na: 1\n", "a: |2\n    b\n"};
  for (size_t i = 0; i < 2; i++) {
    uint64_t needed = 77;
    spol_error error = SPOL_ERROR_INIT;
    spol_policy_source source = source_of(texts[i]);
    ck_assert_int_eq(spol_format(NULL, &source, NULL, 0, &needed, NULL, &error),
                     SPOL_E_UNSUPPORTED);
    ck_assert_uint_eq(error.code, SPOL_DIAG_LAYOUT);
    ck_assert_str_eq(error.file, "file.yaml");
    ck_assert_uint_eq(error.line, 1);
    ck_assert_uint_eq(needed, 77);
  }
}
END_TEST

START_TEST(test_errors) {
  char out[4];
  uint64_t needed = 0;
  spol_error error = SPOL_ERROR_INIT;
  spol_policy_source source = source_of("a:  1");
  ck_assert_int_eq(spol_format(NULL, &source, out, sizeof out, &needed, NULL, NULL), SPOL_E_BUFFER);
  ck_assert_uint_eq(needed, 5);
  ck_assert_int_eq(spol_format(NULL, NULL, NULL, 0, &needed, NULL, NULL), SPOL_E_INVALID);
  ck_assert_int_eq(spol_format(NULL, &source, NULL, 0, NULL, NULL, NULL), SPOL_E_INVALID);
  source = source_of("a: [1");
  ck_assert_int_eq(spol_format(NULL, &source, NULL, 0, &needed, NULL, &error), SPOL_E_SYNTAX);
  ck_assert_uint_eq(error.code, SPOL_DIAG_INVALID_YAML);
  source = source_of("a: 1");
  source.size = 4;
  ck_assert_int_eq(spol_format(NULL, &source, NULL, 0, &needed, NULL, NULL), SPOL_E_VERSION);
}
END_TEST

int main(void) {
  Suite *suite = suite_create("format");
  TCase *tcase = tcase_create("format");
  tcase_add_test(tcase, test_layouts);
  tcase_add_test(tcase, test_what_cannot_be_laid_out_says_why);
  tcase_add_test(tcase, test_errors);
  suite_add_tcase(suite, tcase);
  return run_suite(suite);
}
