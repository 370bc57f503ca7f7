/* SPDX-License-Identifier: MIT */
#include <string.h>

#include "text/emitter.h"
#include "text/scalar.h"
#include "unit.h"

static spi_document *read_text(const char *text, size_t length) {
  spol_error error = SPOL_ERROR_INIT;
  spi_document *document = NULL;
  const spi_text_limits limits = {.depth = 128};
  spol_status status =
      spi_document_read(NULL, text, length, &limits, NULL, NULL, &document, &error);
  ck_assert_msg(status == SPOL_OK, "%.*s: %s at %u:%u", (int)length, text, error.message,
                error.line, error.column);
  return document;
}

static void *plain_alloc(void *context, size_t size) {
  (void)context;
  return malloc(size);
}

static void *plain_realloc(void *context, void *pointer, size_t old_size, size_t new_size) {
  (void)context;
  (void)old_size;
  return realloc(pointer, new_size);
}

static void plain_free(void *context, void *pointer, size_t size) {
  (void)context;
  (void)size;
  free(pointer);
}

static const spol_allocator memory = {plain_alloc, plain_realloc, plain_free, NULL};

static spi_sink write_node(const spi_text_node *node, int32_t format) {
  spi_sink sink = spi_sink_growing(&memory);
  spi_emitter emitter = spi_emitter_on(&sink, format);
  spi_emit_node(&emitter, node);
  ck_assert_ok(spi_emitter_finish(&emitter));
  return sink;
}

/* Same kinds, texts and order; nothing stays nothing. Bounded by the depth. */
static void check_equal(const spi_text_node *a, const spi_text_node *b) {
  ck_assert_int_eq(a->kind, b->kind);
  ck_assert_uint_eq(a->count, b->count);
  if (a->kind == SPI_TEXT_SCALAR) {
    ck_assert_msg(spi_slice_equal(a->text, b->text), "\"%s\" became \"%s\"", a->text.data,
                  b->text.data);
    ck_assert_int_eq(a->text.length == 0 && a->style == SPI_STYLE_PLAIN,
                     b->text.length == 0 && b->style == SPI_STYLE_PLAIN);
    return;
  }
  for (uint32_t i = 0; i < a->count; i++) {
    if (a->kind == SPI_TEXT_SEQUENCE) {
      check_equal(a->of.items[i].node, b->of.items[i].node);
    } else {
      const spi_slice key = a->of.pairs[i].key.node->text;
      ck_assert(spi_slice_equal(key, b->of.pairs[i].key.node->text));
      check_equal(a->of.pairs[i].value.node, b->of.pairs[i].value.node);
    }
  }
}

/* What is read, written and read again is the same, and is written the same. */
static void check_round_trip(const char *text, size_t length) {
  spi_document *first = read_text(text, length);
  spi_sink once = write_node(spi_document_root(first, 0), SPI_EMIT_YAML);
  spi_document *second = read_text(once.data, once.length);
  check_equal(spi_document_root(first, 0), spi_document_root(second, 0));
  spi_sink twice = write_node(spi_document_root(second, 0), SPI_EMIT_YAML);
  ck_assert_str_eq(once.data, twice.data);
  spi_sink json = write_node(spi_document_root(first, 0), SPI_EMIT_JSON_PRETTY);
  spi_document *third = read_text(json.data, json.length);
  ck_assert_uint_eq(spi_document_root(third, 0)->count, spi_document_root(first, 0)->count);
  spi_sink_free(&once);
  spi_sink_free(&twice);
  spi_sink_free(&json);
  spi_document_free(first);
  spi_document_free(second);
  spi_document_free(third);
}

START_TEST(odd_texts_come_back) {
  const char *texts[] = {
      "a",
      "''",
      "[]",
      "{}",
      "- - - a\n    - b\n  - c\n- d\n",
      "- {}\n- []\n- [[]]\n- [{}]\n- {a: {}}\n",
      "a:\nb:\nc: ''\nd: ~\ne: null\n",
      "- \n- ''\n-\n",
      "? a\n: b\n",
      "'': 1\n' ': 2\n'a b': 3\n\"a: b\": 4\n'a #b': 5\n'-': 6\n'?': 7\n'<<': 8\n'no': 9\n",
      "no: no\nyes: \"yes\"\nt: 17:00\nu: '17:00'\nd: 2026-12-25\ne: '2026-12-25'\n",
      "a: |\n  x\n  y\nb: |-\n  x\n\n    y\nc: |+\n  x\n\n\nd: >\n  x\n  y\n\n  z\n",
      ("a: \"x\\ny\"\nb: \" x\\ny\"\nc: \"\\nx\"\nd: \"x \\ny\"\ne: \"x\\ty\\nz\"\nf: "
       "\"x\\r\\ny\"\n"),
      "a: \"\\u202e\\u2028\\x07\\e\\u00e9\\U0001F600\\ufeff\"\n",
      "a: 'it''s'\nb: \"\\\"\\\\\"\nc: \"...\"\nd: \"--- x\"\ne: '%x'\nf: \"- x\"\ng: 'x:'\n",
      "a: x:y\nb: x#y\nc: http://e.org/?a=b&c=[d]{e}\nd: a, b\ne: 24x7\nf: 1h30m\n",
      "- a: 1\n  b:\n  - c\n  - d: 2\n    e:\n      f: 3\n- - g: 4\n",
      "{\"a\": [1, -2, true, null, \"x\"], \"b\": {\"c\": \"\\/\"}}",
      "\xC3\xA9: \xF0\x9F\x98\x80\n",
      "a: text that\n  goes on\n  for lines\nb: 'and\n\n  so'\n",
      "{\n\t\"a\":\t1\n}\n",
      "a: \"|\"\nb: '>'\nc: '@x'\nd: '`x'\ne: '!x'\nf: '&x'\ng: '*x'\nh: ',x'\ni: ']x'\n",
  };
  for (size_t i = 0; i < sizeof texts / sizeof texts[0]; i++) {
    check_round_trip(texts[i], strlen(texts[i]));
  }
  const char *shared = "a: &x [1, {b: 2}]\nc: *x\nd: {e: *x}\n";
  check_round_trip(shared, strlen(shared));
}
END_TEST

START_TEST(long_keys_and_deep_trees_come_back) {
  static char text[9000];
  memset(text, '"', 1);
  memset(text + 1, 'k', 900);
  strcpy(text + 901, "\": {'");
  size_t length = strlen(text);
  memset(text + length, '\x7E', 500);
  strcpy(text + length + 500, "': 1}\n");
  check_round_trip(text, strlen(text));
  for (size_t i = 0; i < 127; i++) {
    text[i] = '[';
    text[128 + i] = ']';
  }
  text[127] = 'x';
  check_round_trip(text, 255);
}
END_TEST

/* Every single character, alone and between others, as a value and as a key. */
START_TEST(every_character_comes_back) {
  for (uint32_t code = 1; code < 0x3000; code++) {
    char encoded[8];
    size_t size = 0;
    if (code < 0x80) {
      encoded[size++] = (char)code;
    } else if (code < 0x800) {
      encoded[size++] = (char)(0xC0 | (code >> 6));
      encoded[size++] = (char)(0x80 | (code & 0x3F));
    } else {
      encoded[size++] = (char)(0xE0 | (code >> 12));
      encoded[size++] = (char)(0x80 | (code >> 6 & 0x3F));
      encoded[size++] = (char)(0x80 | (code & 0x3F));
    }
    char texts[3][16];
    size_t lengths[3] = {size, size + 1, size + 2};
    memcpy(texts[0], encoded, size);
    memcpy(texts[1], encoded, size);
    texts[1][size] = 'a';
    texts[2][0] = 'a';
    memcpy(texts[2] + 1, encoded, size);
    texts[2][size + 1] = 'b';
    for (int32_t format = SPI_EMIT_YAML; format <= SPI_EMIT_JSON; format++) {
      char buffer[256];
      spi_sink sink = spi_sink_on(buffer, sizeof buffer);
      spi_emitter emitter = spi_emitter_on(&sink, format);
      spi_emit_mapping(&emitter);
      for (int i = 0; i < 3; i++) {
        const spi_slice text = {.data = texts[i], .length = lengths[i]};
        spi_emit_key_slice(&emitter, text);
        spi_emit_text(&emitter, text);
      }
      spi_emit_end(&emitter);
      ck_assert_ok(spi_emitter_finish(&emitter));
      spi_document *document = read_text(buffer, sink.length);
      const spi_text_node *root = spi_document_root(document, 0);
      ck_assert_uint_eq(root->count, 3);
      for (int i = 0; i < 3; i++) {
        const spi_slice text = {.data = texts[i], .length = lengths[i]};
        ck_assert_msg(spi_slice_equal(root->of.pairs[i].key.node->text, text) &&
                          spi_slice_equal(root->of.pairs[i].value.node->text, text),
                      "U+%04X in %s", code, buffer);
      }
      spi_document_free(document);
    }
  }
}
END_TEST

static void emit_sample(spi_emitter *emitter) {
  spi_emit_mapping(emitter);
  spi_emit_key(emitter, "id");
  spi_emit_string(emitter, "a-b");
  spi_emit_key(emitter, "no");
  spi_emit_string(emitter, "no");
  spi_emit_key(emitter, "list");
  spi_emit_sequence(emitter);
  spi_emit_i64(emitter, INT64_MIN);
  spi_emit_boolean(emitter, 1);
  spi_emit_mapping(emitter);
  spi_emit_key(emitter, "x");
  spi_emit_string(emitter, "two\nlines");
  spi_emit_key(emitter, "y");
  spi_emit_mapping(emitter);
  spi_emit_end(emitter);
  spi_emit_end(emitter);
  spi_emit_sequence(emitter);
  spi_emit_string(emitter, "17:00");
  spi_emit_end(emitter);
  spi_emit_end(emitter);
  spi_emit_key(emitter, "empty");
  spi_emit_sequence(emitter);
  spi_emit_end(emitter);
  spi_emit_end(emitter);
}

START_TEST(the_bytes_are_these) {
  const char *expected[] = {
      "id: a-b\n\"no\": \"no\"\nlist:\n  - -9223372036854775808\n  - true\n  - x: |-\n"
      "      two\n      lines\n    \"y\": {}\n  - - \"17:00\"\nempty: []\n",
      "{\"id\":\"a-b\",\"no\":\"no\",\"list\":[-9223372036854775808,true,"
      "{\"x\":\"two\\nlines\",\"y\":{}},[\"17:00\"]],\"empty\":[]}",
      "{\n  \"id\": \"a-b\",\n  \"no\": \"no\",\n  \"list\": [\n    -9223372036854775808,\n"
      "    true,\n    {\n      \"x\": \"two\\nlines\",\n      \"y\": {}\n    },\n    [\n"
      "      \"17:00\"\n    ]\n  ],\n  \"empty\": []\n}\n",
  };
  for (int32_t format = SPI_EMIT_YAML; format <= SPI_EMIT_JSON_PRETTY; format++) {
    const char *wanted = expected[format - 1];
    /* Count, then fill: every capacity gives the count and a prefix. */
    for (size_t capacity = 0; capacity <= strlen(wanted) + 1; capacity++) {
      char buffer[512];
      memset(buffer, '#', sizeof buffer);
      spi_sink sink = spi_sink_on(capacity == 0 ? NULL : buffer, capacity);
      spi_emitter emitter = spi_emitter_on(&sink, format);
      emit_sample(&emitter);
      int fits = capacity > strlen(wanted);
      ck_assert_int_eq(spi_emitter_finish(&emitter), fits ? SPOL_OK : SPOL_E_BUFFER);
      ck_assert_msg(sink.length == strlen(wanted), "format %d: %d bytes", (int)format,
                    (int)sink.length);
      ck_assert_int_eq(memcmp(buffer, wanted, capacity), 0);
      ck_assert_int_eq(buffer[capacity], '#');
    }
  }
}
END_TEST

START_TEST(words_of_other_types_are_quoted) {
  const char *typed[] = {"null", "Null", "~",     "true",  "FALSE",      "yes",
                         "No",   "on",   "off",   "y",     "N",          "1",
                         "-1",   "+1",   "0x1f",  "0o17",  "017",        "1e3",
                         "1.5",  ".5",   ".inf",  "-.inf", ".NaN",       "1_000",
                         "9:00", "1:30", "17:00", "<<",    "2026-11-23", "2026-11-23T09:00:00Z",
                         "=",    "0b11"};
  for (size_t i = 0; i < sizeof typed / sizeof typed[0]; i++) {
    ck_assert_msg(spi_scalar_is_typed(spi_slice_of(typed[i])), "%s", typed[i]);
  }
  const char *words[] = {"24x7", "1h30m", "a", "nope", "none", "2.5h", "-", "yesterday", "x1"};
  for (size_t i = 0; i < sizeof words / sizeof words[0]; i++) {
    ck_assert_msg(!spi_scalar_is_typed(spi_slice_of(words[i])), "%s", words[i]);
  }
}
END_TEST

START_TEST(calls_that_do_not_fit_are_refused) {
  char buffer[64];
  for (int i = 0; i < 7; i++) {
    spi_sink sink = spi_sink_on(buffer, sizeof buffer);
    spi_emitter emitter = spi_emitter_on(&sink, SPI_EMIT_YAML);
    spol_status wanted = SPOL_E_INVALID;
    if (i == 1) {
      spi_emit_end(&emitter);
    } else if (i == 2) {
      spi_emit_key(&emitter, "a");
    } else if (i == 3) {
      spi_emit_mapping(&emitter);
      spi_emit_string(&emitter, "a");
    } else if (i == 4) {
      spi_emit_mapping(&emitter);
      spi_emit_key(&emitter, "a");
      spi_emit_end(&emitter);
    } else if (i == 5) {
      spi_emit_string(&emitter, "\xFF");
    } else if (i == 6) {
      for (int depth = 0; depth <= SPI_EMIT_DEPTH_MAX; depth++) {
        spi_emit_sequence(&emitter);
      }
      wanted = SPOL_E_LIMIT;
    }
    ck_assert_int_eq(spi_emitter_finish(&emitter), wanted);
  }
}
END_TEST

static void *no_alloc(void *context, size_t size) {
  size_t *left = context;
  return (*left)-- == 0 ? NULL : malloc(size);
}

static void *no_realloc(void *context, void *pointer, size_t old_size, size_t new_size) {
  size_t *left = context;
  (void)old_size;
  return (*left)-- == 0 ? NULL : realloc(pointer, new_size);
}

START_TEST(memory_may_fail) {
  for (size_t count = 0; count < 4; count++) {
    size_t left = count;
    const spol_allocator allocator = {no_alloc, no_realloc, plain_free, &left};
    spi_sink sink = spi_sink_growing(&allocator);
    spi_emitter emitter = spi_emitter_on(&sink, SPI_EMIT_YAML);
    spi_emit_sequence(&emitter);
    for (int i = 0; i < 100; i++) {
      spi_emit_string(&emitter, "abcdefg");
    }
    spi_emit_end(&emitter);
    ck_assert_int_eq(spi_emitter_finish(&emitter), count < 3 ? SPOL_E_MEMORY : SPOL_OK);
    spi_sink_free(&sink);
  }
}
END_TEST

int main(void) {
  Suite *suite = suite_create("text-emitter");
  TCase *tcase = tcase_create("writing");
  tcase_add_test(tcase, odd_texts_come_back);
  tcase_add_test(tcase, long_keys_and_deep_trees_come_back);
  tcase_add_test(tcase, every_character_comes_back);
  tcase_add_test(tcase, the_bytes_are_these);
  tcase_add_test(tcase, words_of_other_types_are_quoted);
  tcase_add_test(tcase, calls_that_do_not_fit_are_refused);
  tcase_add_test(tcase, memory_may_fail);
  suite_add_tcase(suite, tcase);
  return run_suite(suite);
}
