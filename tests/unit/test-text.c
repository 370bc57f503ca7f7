/* SPDX-License-Identifier: MIT */
#include <stdio.h>
#include <string.h>

#include "base/error.h"
#include "text/diagnostics.h"
#include "text/document.h"
#include "unit.h"

typedef struct bad_text {
  const char *text;
  size_t length; /* 0: strlen */
  spol_status status;
  uint32_t code;
  uint32_t line;
  uint32_t column;
  uint64_t offset;
} bad_text;

static spi_document *read_good(const char *text) {
  spol_error error = SPOL_ERROR_INIT;
  spi_document *document = NULL;
  spol_status status =
      spi_document_read(NULL, text, strlen(text), NULL, "f.yaml", NULL, &document, &error);
  ck_assert_msg(status == SPOL_OK, "%s: %s", text, error.message);
  return document;
}

START_TEST(bad_texts_are_refused_with_their_place) {
  const bad_text cases[] = {
      {"", 0, SPOL_E_SYNTAX, SPOL_DIAG_EMPTY_TEXT, 1, 1, 0},
      {"# only this\n", 0, SPOL_E_SYNTAX, SPOL_DIAG_EMPTY_TEXT, 1, 1, 0},
      {"---\n", 0, SPOL_E_SYNTAX, SPOL_DIAG_EMPTY_TEXT, 2, 1, 4},
      /* row 1: aliases and merge keys */
      {"a: &a [*a]\n", 0, SPOL_E_SEMANTIC, SPOL_DIAG_SELF_ALIAS, 1, 8, 7},
      {"a: *b\n", 0, SPOL_E_SEMANTIC, SPOL_DIAG_UNKNOWN_ANCHOR, 1, 4, 3},
      {"a: &a 1\nb: &a 2\n", 0, SPOL_E_SEMANTIC, SPOL_DIAG_DUPLICATE_ANCHOR, 2, 4, 11},
      {"a: &a {x: 1}\nb: {<<: *a}\n", 0, SPOL_E_UNSUPPORTED, SPOL_DIAG_MERGE_KEY, 2, 5, 17},
      {"[a]: 1\n", 0, SPOL_E_SEMANTIC, SPOL_DIAG_KEY_NOT_SCALAR, 1, 1, 0},
      /* row 4, 10: duplicate keys */
      {"a: 1\n\xC3\xA9: 2\n\"a\": 3\n", 0, SPOL_E_SEMANTIC, SPOL_DIAG_DUPLICATE_KEY, 3, 1, 11},
      {"{\"k\": 1, \"\xC3\xA9\": 1, \"k\": 2}", 0, SPOL_E_SEMANTIC, SPOL_DIAG_DUPLICATE_KEY, 1, 18,
       18},
      /* row 8: bytes */
      {"a: \xC0\xAF\n", 0, SPOL_E_SYNTAX, SPOL_DIAG_INVALID_UTF8, 1, 4, 3},
      {"a: \xED\xA0\x80\n", 0, SPOL_E_SYNTAX, SPOL_DIAG_INVALID_UTF8, 1, 4, 3},
      {"a: \xF4\x90\x80\x80\n", 0, SPOL_E_SYNTAX, SPOL_DIAG_INVALID_UTF8, 1, 4, 3},
      {"a: \xE2\x82", 0, SPOL_E_SYNTAX, SPOL_DIAG_INVALID_UTF8, 1, 4, 3},
      {"a: \x80", 0, SPOL_E_SYNTAX, SPOL_DIAG_INVALID_UTF8, 1, 4, 3},
      {"\xFF\xFE"
       "a\0",
       4, SPOL_E_SYNTAX, SPOL_DIAG_INVALID_UTF8, 1, 1, 0},
      {"a: 1\0", 5, SPOL_E_SYNTAX, SPOL_DIAG_FORBIDDEN_CHARACTER, 1, 5, 4},
      {"a: \"x\\0y\"\n", 0, SPOL_E_SYNTAX, SPOL_DIAG_FORBIDDEN_CHARACTER, 1, 4, 3},
      {"a: \x01\n", 0, SPOL_E_SYNTAX, SPOL_DIAG_FORBIDDEN_CHARACTER, 1, 4, 3},
      {"a: \x7F\n", 0, SPOL_E_SYNTAX, SPOL_DIAG_FORBIDDEN_CHARACTER, 1, 4, 3},
      {"a: \xC2\x85\n", 0, SPOL_E_SYNTAX, SPOL_DIAG_FORBIDDEN_CHARACTER, 1, 4, 3},
      {"a: \xE2\x80\xA8\n", 0, SPOL_E_SYNTAX, SPOL_DIAG_FORBIDDEN_CHARACTER, 1, 4, 3},
      {"a: \xE2\x80\xAE\n", 0, SPOL_E_SYNTAX, SPOL_DIAG_FORBIDDEN_CHARACTER, 1, 4, 3},
      {"a: \xEF\xBB\xBF\n", 0, SPOL_E_SYNTAX, SPOL_DIAG_FORBIDDEN_CHARACTER, 1, 4, 3},
      {"\xEF\xBB\xBF\xEF\xBB\xBF"
       "a",
       0, SPOL_E_SYNTAX, SPOL_DIAG_FORBIDDEN_CHARACTER, 1, 1, 3},
      {"\xEF\xBB\xBF"
       "a: *b",
       0, SPOL_E_SEMANTIC, SPOL_DIAG_UNKNOWN_ANCHOR, 1, 4, 6},
      /* row 9: tabs, documents, directives, tags */
      {"a:\n\tb: 1\n", 0, SPOL_E_SYNTAX, SPOL_DIAG_TAB, 2, 1, 3},
      {"a: 1\n---\nb: 1\n", 0, SPOL_E_LIMIT, SPOL_DIAG_TOO_MANY_DOCUMENTS, 2, 1, 5},
      {"a: 1\n...\nb: 1\n", 0, SPOL_E_SYNTAX, SPOL_DIAG_INVALID_YAML, 3, 1, 9},
      {"[1] x", 0, SPOL_E_SYNTAX, SPOL_DIAG_INVALID_YAML, 1, 5, 4},
      {"%YAML 2.0\n---\na\n", 0, SPOL_E_SYNTAX, SPOL_DIAG_DIRECTIVE, 1, 1, 0},
      {"%FOO x\n---\na\n", 0, SPOL_E_SYNTAX, SPOL_DIAG_DIRECTIVE, 1, 5, 4},
      {"%TAG ! tag:x,2000:\n---\na\n", 0, SPOL_E_UNSUPPORTED, SPOL_DIAG_DIRECTIVE, 1, 1, 0},
      {"a: !!str 1\n", 0, SPOL_E_UNSUPPORTED, SPOL_DIAG_TAG, 1, 4, 3},
      {"a: ! 1\n", 0, SPOL_E_UNSUPPORTED, SPOL_DIAG_TAG, 1, 4, 3},
      {"a: !!map {}\n", 0, SPOL_E_UNSUPPORTED, SPOL_DIAG_TAG, 1, 4, 3},
      {"a: b: c\n", 0, SPOL_E_SYNTAX, SPOL_DIAG_INVALID_YAML, 1, 5, 4},
      /* row 10: JSON */
      {"{\"a\": \"\\ud800\"}", 0, SPOL_E_SYNTAX, SPOL_DIAG_INVALID_YAML, 1, 10, 9},
  };
  for (size_t i = 0; i < sizeof cases / sizeof cases[0]; i++) {
    const bad_text *bad = &cases[i];
    size_t length = bad->length > 0 ? bad->length : strlen(bad->text);
    spol_error error = SPOL_ERROR_INIT;
    spi_document *document = NULL;
    spol_status status =
        spi_document_read(NULL, bad->text, length, NULL, "f.yaml", NULL, &document, &error);
    char got[512];
    snprintf(got, sizeof got, "case %d \"%s\": status %d, %s at %u:%u, %d: %s", (int)i, bad->text,
             (int)status, spol_diagnostic_label(error.code), error.line, error.column,
             (int)error.offset, error.message);
    ck_assert_msg(status == bad->status && error.status == status && error.code == bad->code &&
                      error.line == bad->line && error.column == bad->column &&
                      error.offset == bad->offset,
                  "%s", got);
    ck_assert_ptr_null(document);
    ck_assert_str_eq(error.file, "f.yaml");
    ck_assert_str_ne(error.message, "");
  }
}
END_TEST

START_TEST(trees_know_places_and_order) {
  spi_document *document =
      read_good("\xEF\xBB\xBF# c\r\nb: [1, '2']\r\na: &x {k: \xC3\xA9z}\rc: *x\n");
  ck_assert_uint_eq(spi_document_count(document), 1);
  const spi_text_node *root = spi_document_root(document, 0);
  ck_assert_int_eq(root->kind, SPI_TEXT_MAPPING);
  ck_assert_uint_eq(root->count, 3);
  ck_assert_uint_eq(root->height, 2);
  ck_assert_uint_eq(root->weight, 13);
  ck_assert(spi_slice_is(root->of.pairs[0].key.node->text, "b"));
  const spi_text_node *list = root->of.pairs[0].value.node;
  ck_assert_int_eq(list->kind, SPI_TEXT_SEQUENCE);
  ck_assert_int_eq(list->of.items[0].node->style, SPI_STYLE_PLAIN);
  ck_assert_int_eq(list->of.items[1].node->style, SPI_STYLE_QUOTED);
  ck_assert_uint_eq(list->of.items[1].place.offset, 3 + 5 + 7);
  ck_assert_uint_eq(list->of.items[1].place.column, 8);
  const spi_text_item *alias = spi_mapping_find(root, "c");
  ck_assert_ptr_nonnull(alias);
  ck_assert_uint_eq(alias->is_alias, 1);
  ck_assert_uint_eq(alias->place.line, 4);
  ck_assert_uint_eq(alias->place.column, 4);
  ck_assert_uint_eq(alias->place.offset, 39);
  ck_assert_ptr_eq(alias->node, spi_mapping_find(root, "a")->node);
  ck_assert_ptr_null(spi_mapping_find(root, "d"));
  ck_assert_ptr_null(spi_mapping_find(list, "d"));
  spi_document_free(document);
}
END_TEST

/* Every place agrees with one counted from the bytes, on a text of one line. */
START_TEST(places_hold_on_long_lines) {
  static char text[40000];
  size_t length = 0;
  text[length++] = '[';
  while (length < sizeof text - 16) {
    memcpy(text + length, "\"\xC3\xA9\xE2\x82\xAC\", ", 9);
    length += 9;
  }
  text[length++] = ']';
  spi_document *document = NULL;
  ck_assert_ok(spi_document_read(NULL, text, length, NULL, NULL, NULL, &document, NULL));
  const spi_text_node *root = spi_document_root(document, 0);
  for (uint32_t i = 0; i < root->count; i++) {
    ck_assert_uint_eq(root->of.items[i].place.offset, 1 + 9 * i);
    ck_assert_uint_eq(root->of.items[i].place.column, 2 + 6 * i);
    ck_assert_uint_eq(root->of.items[i].node->end.offset, 8 + 9 * i);
  }
  spi_document_free(document);
}
END_TEST

static spol_status read_limited(const char *text, size_t length, const spi_text_limits *limits,
                                spol_error *error) {
  spi_document *document = NULL;
  spol_status status = spi_document_read(NULL, text, length, limits, NULL, NULL, &document, error);
  spi_document_free(document);
  return status;
}

START_TEST(depth_is_bounded_early) {
  static char text[1000000];
  const char *units[] = {"[", "{a: ", "- ", "[{a: "};
  for (size_t i = 0; i < sizeof units / sizeof units[0]; i++) {
    size_t step = strlen(units[i]);
    for (size_t at = 0; at + step <= sizeof text; at += step) {
      memcpy(text + at, units[i], step);
    }
    spol_error error = SPOL_ERROR_INIT;
    ck_assert_int_eq(read_limited(text, sizeof text / step * step, NULL, &error), SPOL_E_LIMIT);
    ck_assert_uint_eq(error.code, SPOL_DIAG_TOO_DEEP);
    ck_assert_str_eq(error.message, "the text is nested more than 64 levels deep");
    ck_assert_uint_eq(error.line, 1);
  }
  /* A mapping as a key is refused at once. */
  for (size_t at = 0; at + 2 <= sizeof text; at += 2) {
    memcpy(text + at, "? ", 2);
  }
  ck_assert_int_eq(read_limited(text, sizeof text, NULL, NULL), SPOL_E_SEMANTIC);
  memset(text, '[', 64);
  memset(text + 64, ']', 64);
  ck_assert_ok(read_limited(text, 128, NULL, NULL));
  memset(text, '[', 65);
  memset(text + 65, ']', 65);
  ck_assert_int_eq(read_limited(text, 130, NULL, NULL), SPOL_E_LIMIT);
  const spi_text_limits two = {.depth = 2};
  const char *alias = "a: &a [1]\nb: [*a]\n";
  spol_error error = SPOL_ERROR_INIT;
  ck_assert_int_eq(read_limited(alias, strlen(alias), &two, &error), SPOL_E_LIMIT);
  ck_assert_uint_eq(error.code, SPOL_DIAG_TOO_DEEP);
  ck_assert_uint_eq(error.offset, 14);
}
END_TEST

START_TEST(aliases_are_charged_with_all_below) {
  const char *bomb = "a: &a [1,1,1,1,1,1,1,1,1]\n"
                     "b: &b [*a,*a,*a,*a,*a,*a,*a,*a,*a]\n"
                     "c: &c [*b,*b,*b,*b,*b,*b,*b,*b,*b]\n"
                     "d: &d [*c,*c,*c,*c,*c,*c,*c,*c,*c]\n"
                     "e: &e [*d,*d,*d,*d,*d,*d,*d,*d,*d]\n"
                     "f: &f [*e,*e,*e,*e,*e,*e,*e,*e,*e]\n";
  spol_error error = SPOL_ERROR_INIT;
  ck_assert_int_eq(read_limited(bomb, strlen(bomb), NULL, &error), SPOL_E_LIMIT);
  ck_assert_uint_eq(error.code, SPOL_DIAG_TOO_MANY_NODES);
  ck_assert_uint_eq(error.line, 6);
  const char *small = "a: &a [1, 2]\nb: *a\n"; /* 1 + 2 keys + 2 x 3 */
  spi_text_limits limits = {.nodes = 9};
  ck_assert_ok(read_limited(small, strlen(small), &limits, NULL));
  limits.nodes = 8;
  ck_assert_int_eq(read_limited(small, strlen(small), &limits, &error), SPOL_E_LIMIT);
  ck_assert_uint_eq(error.offset, 16);
}
END_TEST

START_TEST(sizes_are_bounded) {
  static char text[20000];
  spol_error error = SPOL_ERROR_INIT;
  spi_text_limits limits = {.bytes = 4};
  ck_assert_ok(read_limited("a: 1", 4, &limits, NULL));
  ck_assert_int_eq(read_limited("a: 1\n", 5, &limits, &error), SPOL_E_LIMIT);
  ck_assert_uint_eq(error.code, SPOL_DIAG_TEXT_TOO_LONG);
  ck_assert_int_eq(read_limited("a", SIZE_MAX, NULL, &error), SPOL_E_LIMIT);
  int length = 0;
  for (int i = 0; i <= 1024; i++) {
    length += snprintf(text + length, sizeof text - (size_t)length, "k%d: 1\n", i);
  }
  ck_assert_int_eq(read_limited(text, (size_t)length, NULL, &error), SPOL_E_LIMIT);
  ck_assert_uint_eq(error.code, SPOL_DIAG_TOO_MANY_KEYS);
  ck_assert_uint_eq(error.line, 1025);
  limits = (spi_text_limits){.keys = 1025};
  ck_assert_ok(read_limited(text, (size_t)length, &limits, NULL));
  limits = (spi_text_limits){.documents = 2};
  ck_assert_ok(read_limited("a\n---\nb\n", 8, &limits, NULL));
  limits = (spi_text_limits){.depth = 1001};
  ck_assert_int_eq(read_limited("a", 1, &limits, NULL), SPOL_E_INVALID);
}
END_TEST

START_TEST(duplicate_keys_are_all_reported) {
  const char *text = "a: 1\nb: {x: 1, x: 2}\na: 3\n";
  spol_diagnostics *list = NULL;
  spi_document *document = NULL;
  spol_error error = SPOL_ERROR_INIT;
  int32_t gravity = 0;
  ck_assert_ok(spol_diagnostics_new(NULL, 0, &list));
  ck_assert_int_eq(
      spi_document_read(NULL, text, strlen(text), NULL, "p.yaml", list, &document, &error),
      SPOL_E_SEMANTIC);
  ck_assert_str_eq(error.message, "the key \"x\" stands on line 2 already");
  ck_assert_uint_eq(spol_diagnostics_count(list), 4);
  ck_assert_uint_eq(spi_diagnostics_errors(list), 2);
  ck_assert_ok(spol_diagnostics_get(list, 2, &gravity, &error));
  ck_assert_int_eq(gravity, SPOL_GRAVITY_ERROR);
  ck_assert_uint_eq(error.line, 3);
  ck_assert_str_eq(error.message, "the key \"a\" stands on line 1 already");
  ck_assert_ok(spol_diagnostics_get(list, 3, &gravity, &error));
  ck_assert_int_eq(gravity, SPOL_GRAVITY_NOTE);
  ck_assert_uint_eq(error.line, 1);
  ck_assert_str_eq(error.message, "it first stands here");
  ck_assert_str_eq(error.file, "p.yaml");
  spol_diagnostics_free(list);
}
END_TEST

/* ---- diagnostics --------------------------------------------------------- */

static void add(spol_diagnostics *list, int32_t gravity, const char *file, uint32_t offset) {
  spol_error made;
  spi_text_place place = {.offset = offset, .line = 1, .column = offset + 1};
  spi_diagnostic_make(&made, SPOL_E_SEMANTIC, SPOL_DIAG_UNKNOWN_KEY, file, &place, "a.b", "at %u",
                      offset);
  spi_error_hint(&made, "hint");
  ck_assert_ok(spi_diagnostics_add(list, gravity, &made));
}

START_TEST(diagnostics_are_sorted_and_bounded) {
  spol_diagnostics *list = NULL;
  ck_assert_ok(spol_diagnostics_new(NULL, 5, &list));
  add(list, 0, "b", 9);
  add(list, 0, "a", 1);
  add(list, 0, "b", 5);
  add(list, SPOL_GRAVITY_NOTE, "b", 0);
  add(list, SPOL_GRAVITY_WARNING, "b", 7);
  add(list, 0, "b", 1);
  add(list, SPOL_GRAVITY_NOTE, "b", 1);
  ck_assert_uint_eq(spol_diagnostics_count(list), 5);
  ck_assert_uint_eq(spol_diagnostics_total(list), 7);
  ck_assert_uint_eq(spi_diagnostics_errors(list), 4);
  const uint64_t offsets[] = {5, 0, 7, 9, 1};
  for (uint64_t i = 0; i < 5; i++) {
    spol_error error = SPOL_ERROR_INIT;
    ck_assert_ok(spol_diagnostics_get(list, i, NULL, &error));
    ck_assert_uint_eq(error.offset, offsets[i]);
    ck_assert_str_eq(error.file, i < 4 ? "b" : "a");
    ck_assert_str_eq(error.path, "a.b");
    ck_assert_str_eq(error.hint, "hint");
    ck_assert_uint_eq(error.code, SPOL_DIAG_UNKNOWN_KEY);
  }
  spol_error error = SPOL_ERROR_INIT;
  ck_assert_int_eq(spol_diagnostics_get(list, 5, NULL, &error), SPOL_E_INVALID);
  error.size = 0;
  ck_assert_int_eq(spol_diagnostics_get(list, 0, NULL, &error), SPOL_E_VERSION);
  spol_diagnostics_free(list);
  spol_diagnostics_free(NULL);
  ck_assert_uint_eq(spol_diagnostics_count(NULL), 0);
  ck_assert_ok(spi_diagnostics_add(NULL, 0, &error));
}
END_TEST

START_TEST(codes_have_names) {
  ck_assert_str_eq(spol_diagnostic_label(SPOL_DIAG_DUPLICATE_KEY), "SP0301");
  ck_assert_str_eq(spol_diagnostic_label(SPOL_DIAG_EVENT_ORDER), "SP1001");
  ck_assert_str_eq(spol_diagnostic_name(SPOL_DIAG_DUPLICATE_KEY), "DUPLICATE_KEY");
  ck_assert_str_eq(spol_diagnostic_title(SPOL_DIAG_TAB), "Tab in indentation");
  ck_assert_int_eq(spol_diagnostic_gravity(SPOL_DIAG_UNUSED_NAME), SPOL_GRAVITY_WARNING);
  ck_assert_str_eq(spol_diagnostic_label(0), "");
  ck_assert_str_eq(spol_diagnostic_explanation(UINT32_MAX), "");
  ck_assert_int_eq(spol_diagnostic_gravity(0), 0);
}
END_TEST

/* ---- memory -------------------------------------------------------------- */

typedef struct faulty {
  size_t left; /* allocations until one fails */
  int forever;
  size_t live;
} faulty;

static int fails(faulty *state) {
  if (state->left == 0) {
    return state->forever;
  }
  state->left--;
  return state->left == 0;
}

static void *faulty_alloc(void *context, size_t size) {
  faulty *state = context;
  if (fails(state)) {
    return NULL;
  }
  state->live += size;
  return malloc(size);
}

static void *faulty_realloc(void *context, void *pointer, size_t old_size, size_t new_size) {
  faulty *state = context;
  if (fails(state)) {
    return NULL;
  }
  state->live += new_size - old_size;
  return realloc(pointer, new_size);
}

static void faulty_free(void *context, void *pointer, size_t size) {
  faulty *state = context;
  state->live -= size;
  free(pointer);
}

START_TEST(every_allocation_may_fail) {
  const char *text = "a: &a [1, {b: c}, 'd']\ne: *a\nf: [[[[[[[[[x]]]]]]]]]\na: 2\nk: 1\nl: 2\n"
                     "m: 3\nn: 4\no: 5\np: 6\n";
  for (int forever = 0; forever <= 1; forever++) {
    spol_status status = SPOL_E_MEMORY;
    size_t count = 0;
    for (; status == SPOL_E_MEMORY; count++) {
      faulty state = {.left = count + 1, .forever = forever};
      spol_allocator allocator = {faulty_alloc, faulty_realloc, faulty_free, &state};
      spol_diagnostics *list = NULL;
      spi_document *document = NULL;
      spol_error error = SPOL_ERROR_INIT;
      status = spol_diagnostics_new(&allocator, 0, &list);
      if (status == SPOL_OK) {
        status =
            spi_document_read(&allocator, text, strlen(text), NULL, NULL, list, &document, &error);
        ck_assert_int_eq(error.status, status);
      }
      ck_assert_ptr_null(document);
      spol_diagnostics_free(list);
      ck_assert_uint_eq(state.live, 0);
    }
    ck_assert_int_eq(status, SPOL_E_SEMANTIC);
    ck_assert_uint_gt(count, 10);
  }
}
END_TEST

int main(void) {
  Suite *suite = suite_create("text");
  TCase *reading = tcase_create("reading");
  tcase_add_test(reading, bad_texts_are_refused_with_their_place);
  tcase_add_test(reading, trees_know_places_and_order);
  tcase_add_test(reading, places_hold_on_long_lines);
  tcase_add_test(reading, depth_is_bounded_early);
  tcase_add_test(reading, aliases_are_charged_with_all_below);
  tcase_add_test(reading, sizes_are_bounded);
  tcase_add_test(reading, duplicate_keys_are_all_reported);
  tcase_add_test(reading, diagnostics_are_sorted_and_bounded);
  tcase_add_test(reading, codes_have_names);
  tcase_add_test(reading, every_allocation_may_fail);
  suite_add_tcase(suite, reading);
  return run_suite(suite);
}
