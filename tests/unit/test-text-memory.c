/* SPDX-License-Identifier: MIT */
/* What libyaml takes from malloc while a text is read: it may fail too. Its own
 * functions for memory are replaced by these, which the linker finds first. */
#include <string.h>

#include "text/document.h"
#include "unit.h"

static long until_failure; /* below 0: none fails */
static int for_ever;
static long taken;

static int fails(void) {
  taken++;
  if (until_failure < 0) {
    return 0;
  }
  if (until_failure > 0) {
    until_failure--;
    return 0;
  }
  until_failure = for_ever ? 0 : -1;
  return 1;
}

void *yaml_malloc(size_t size);
void *yaml_realloc(void *pointer, size_t size);
unsigned char *yaml_strdup(const unsigned char *text);

void *yaml_malloc(size_t size) {
  return fails() ? NULL : malloc(size != 0 ? size : 1);
}

void *yaml_realloc(void *pointer, size_t size) {
  return fails() ? NULL : realloc(pointer, size != 0 ? size : 1);
}

unsigned char *yaml_strdup(const unsigned char *text) {
  if (text == NULL) {
    return NULL;
  }
  size_t length = strlen((const char *)text) + 1;
  unsigned char *copy = fails() ? NULL : malloc(length);
  if (copy != NULL) {
    memcpy(copy, text, length);
  }
  return copy;
}

/* Long enough that every stack and buffer of the parser grows. */
static const char *text_of(void) {
  static char text[40000];
  size_t length = 0;
  for (int i = 0; i < 200; i++) {
    const char *line = i == 0 ? "- &a {\"quoted\\n\": [plain, 'single', {deep: {er: [1, 2]}}]}\n"
                       : i % 2 == 0
                           ? "- {\"quoted\\n\": [plain, 'single', *a, {deep: {er: [1, 2]}}]}\n"
                           : "- block: |\n    kept\n    lines\n  # a comment\n  more: x\n";
    memcpy(text + length, line, strlen(line));
    length += strlen(line);
  }
  text[length] = '\0';
  return text;
}

START_TEST(every_allocation_of_libyaml_may_fail) {
  const char *text = text_of();
  for_ever = _i;
  for (long n = 0;; n++) {
    spi_document *document = NULL;
    spol_error error = SPOL_ERROR_INIT;
    until_failure = n;
    taken = 0;
    spol_status status =
        spi_document_read(NULL, text, strlen(text), NULL, "t.yaml", NULL, &document, &error);
    int failed = taken > n;
    until_failure = -1;
    if (!failed) {
      ck_assert_msg(status == SPOL_OK, "%s", error.message);
      ck_assert_int_gt(n, 100);
      spi_document_free(document);
      return;
    }
    ck_assert_msg(status == SPOL_E_MEMORY, "allocation %ld: %s (%s)", n, spol_status_name(status),
                  error.message);
    ck_assert_ptr_null(document);
    ck_assert_int_eq(error.status, SPOL_E_MEMORY);
  }
}
END_TEST

int main(void) {
  Suite *suite = suite_create("text-memory");
  TCase *tests = tcase_create("text-memory");
  tcase_set_timeout(tests, 400);
  tcase_add_loop_test(tests, every_allocation_of_libyaml_may_fail, 0, 2);
  suite_add_tcase(suite, tests);
  return run_suite(suite);
}
