/* SPDX-License-Identifier: MIT */
/* How a document is cut (docs/clauses.md), and clauses held against it. */
#include <stdio.h>
#include <string.h>

#include "base/sha256.h"
#include "policy/sentences.h"
#include "unit.h"

enum { MOST = 32 };

static spol_sentence cut[MOST];

static uint64_t cut_text(const char *text) {
  uint64_t count = 0;
  spol_error error = SPOL_ERROR_INIT;
  memset(cut, 0, sizeof cut);
  ck_assert_ok(spol_source_sentences(NULL, text, strlen(text), cut, MOST, &count, &error));
  ck_assert_uint_le(count, MOST);
  return count;
}

/* "heading/number: sentence" of each, in lines. */
static const char *cut_as_lines(const char *text) {
  static char lines[4096];
  size_t at = 0;
  uint64_t count = cut_text(text);
  lines[0] = '\0';
  for (uint64_t i = 0; i < count; i++) {
    at += (size_t)snprintf(lines + at, sizeof lines - at, "%.*s/%u: %.*s\n",
                           (int)cut[i].heading_length, text + cut[i].heading_offset, cut[i].number,
                           (int)cut[i].length, text + cut[i].offset);
    ck_assert_uint_lt(at, sizeof lines);
  }
  return lines;
}

START_TEST(headings_stand_alone_and_say_no_sentence) {
  ck_assert_str_eq(cut_as_lines("Title\nof two lines\n\nTerms\n\nOne. Two!\n\nA line.\n\nLast\n"),
                   "/1: Title\nof two lines\nTerms/1: One.\nTerms/2: Two!\nTerms/3: A line.\n"
                   "Terms/4: Last\n");
  ck_assert_str_eq(cut_as_lines("## Terms\nOne.\n# More:\nTwo.\n"),
                   "Terms/1: One.\nMore:/1: Two.\n");
  ck_assert_str_eq(cut_as_lines("Only this\n"), "/1: Only this\n");
  ck_assert_str_eq(cut_as_lines("No heading:\n\nbehind\n"), "/1: No heading:\n/2: behind\n");
  ck_assert_str_eq(cut_as_lines("A\n\nOne.\n\nB\n\nTwo.\n\nA\n\nThree.\n"),
                   "A/1: One.\nB/1: Two.\nA/2: Three.\n");
}
END_TEST

START_TEST(items_and_notes_are_sentences_without_their_marks) {
  ck_assert_str_eq(
      cut_as_lines("Intro:\n  \u2022 first\n  \u2022 second one. And more.\n- third\n"),
      "/1: Intro:\n/2: first\n/3: second one.\n/4: And more.\n/5: third\n");
  ck_assert_str_eq(cut_as_lines("*In hours\n**By phone\n"), "/1: In hours\n/2: By phone\n");
  ck_assert_str_eq(cut_as_lines("1. One thing\n2. Another thing. More\n(a) last\n"),
                   "/1: 1. One thing\n/2: 2. Another thing.\n/3: More\n/4: (a) last\n");
  ck_assert_str_eq(cut_as_lines("a wrapped\n-dashed word\n"), "/1: a wrapped\n-dashed word\n");
}
END_TEST

START_TEST(numbers_in_front_of_a_line_begin_a_paragraph) {
  static const char *const numbers[] = {"1.",     "2.3",          "(a)", "b)",  "P1",
                                        "Sev2",   "(ii)",         "24",  "A.1", "Level3",
                                        "(Abcd1", "1.2.3.4.5.67", "10)", "iv)"};
  static const char *const words[] = {"1",       "a",    "9am",           "24x7",   "1,000",
                                      "Severe2", "i.e.", "(Abcde1",       "P1:",    "-1",
                                      "(",       "and",  "1.2.3.4.5.6.7", "\u2460."};
  char text[64];
  for (size_t i = 0; i < sizeof numbers / sizeof *numbers; i++) {
    (void)snprintf(text, sizeof text, "before\n%s behind\n", numbers[i]);
    ck_assert_msg(cut_text(text) == 2, "%s", numbers[i]);
  }
  for (size_t i = 0; i < sizeof words / sizeof *words; i++) {
    (void)snprintf(text, sizeof text, "before\n%s behind\n", words[i]);
    ck_assert_msg(cut_text(text) == 1, "%s", words[i]);
  }
}
END_TEST

START_TEST(tables_are_cut_like_other_lines) {
  ck_assert_str_eq(cut_as_lines("Times\n\n| a | b |\n|---|---|\n| P1 | one hour |\n| P2 | two |\n"),
                   "Times/1: | a | b |\n|---|---|\n| P1 | one hour |\n| P2 | two |\n");
  ck_assert_str_eq(
      cut_as_lines("Level | Time\n---|---\nP1 | Until resolved. | one hour\nP2 | two\n"),
      "/1: Level | Time\n---|---\n/2: P1 | Until resolved.\n/3: | one hour\n"
      "/4: P2 | two\n");
  ck_assert_str_eq(cut_as_lines("Low | later\nHigh | at once\n"),
                   "/1: Low | later\nHigh | at once\n");
  ck_assert_str_eq(cut_as_lines("Level | Time\n\nLow | later\n\nHigh | at once.\n"),
                   "Low | later/1: High | at once.\n");
  ck_assert_str_eq(cut_as_lines("- Low one day\n- High one hour\n"),
                   "/1: Low one day\n/2: High one hour\n");
}
END_TEST

START_TEST(sentences_end_where_a_reader_ends_them) {
  ck_assert_str_eq(cut_as_lines("Within 2.5 hours. See e.g. The note. Use No. 4 of Acme Inc. "
                                "Always.\n"),
                   "/1: Within 2.5 hours.\n/2: See e.g. The note.\n"
                   "/3: Use No. 4 of Acme Inc. Always.\n");
  ck_assert_str_eq(cut_as_lines("He said \u201cStop.\u201d Then (really?) he went. the end\n"),
                   "/1: He said \u201cStop.\u201d\n/2: Then (really?) he went. the end\n");
  ck_assert_str_eq(cut_as_lines("What?! Yes... Done; though: not yet\n"),
                   "/1: What?!\n/2: Yes...\n/3: Done; though: not yet\n");
  ck_assert_str_eq(cut_as_lines("It ends at 5 p.m. Monday. J. Doe.\n"),
                   "/1: It ends at 5 p.m. Monday.\n/2: J. Doe.\n");
}
END_TEST

START_TEST(places_are_those_of_the_text) {
  const char *text = "\xEF\xBB\xBF"
                     "Terms\r\n\r\n  \u00E9 one.\r\n  Two.\rThree.\n";
  ck_assert_uint_eq(cut_text(text), 3);
  ck_assert_uint_eq(cut[0].line, 3);
  ck_assert_uint_eq(cut[0].column, 3);
  ck_assert_uint_eq(cut[1].line, 4);
  ck_assert_uint_eq(cut[1].column, 3);
  ck_assert_uint_eq(cut[2].line, 5);
  ck_assert_uint_eq(cut[2].column, 1);
  ck_assert_uint_eq(cut[2].offset, strlen(text) - strlen("Three.\n"));
}
END_TEST

static void assert_normal(const char *text, const char *expected) {
  uint8_t digest[SPOL_DIGEST_SIZE];
  uint8_t wanted[SPOL_DIGEST_SIZE];
  spol_allocator allocator;
  ck_assert_ok(spi_allocator_take(NULL, &allocator));
  ck_assert_ok(spi_sentence_digest(&allocator, spi_slice_of(text), digest));
  spi_sha256 hash;
  spi_sha256_begin(&hash);
  spi_sha256_add(&hash, expected, strlen(expected));
  spi_sha256_end(&hash, wanted);
  ck_assert_msg(memcmp(digest, wanted, sizeof digest) == 0, "%s", text);
}

START_TEST(the_normal_form_forgets_how_it_was_printed) {
  assert_normal("  one\t two\r\n three\u00A0four\u2009 ", "one two three four");
  assert_normal("\u201CIt\u2019s\u201D \u2018so\u2019 \u00ABhere\u00BB", "\"It's\" 'so' \"here\"");
  assert_normal("a\u2013b \u2014 c\u2011d \u2212 e\u2026", "a-b - c-d - e...");
  assert_normal("soft\u00ADhyphen zero\u200Bwidth", "softhyphen zerowidth");
  assert_normal("Case Stays, \u00C9 stays.", "Case Stays, \u00C9 stays.");
  assert_normal("", "");
}
END_TEST

START_TEST(texts_that_are_none_are_refused) {
  uint64_t count = 7;
  spol_error error = SPOL_ERROR_INIT;
  ck_assert_int_eq(spol_source_sentences(NULL, "a\nb\xFF", 4, NULL, 0, &count, &error),
                   SPOL_E_SYNTAX);
  ck_assert_uint_eq(error.line, 2);
  ck_assert_uint_eq(error.column, 2);
  ck_assert_int_eq(spol_source_sentences(NULL, NULL, 1, NULL, 0, &count, NULL), SPOL_E_INVALID);
  ck_assert_int_eq(spol_source_sentences(NULL, "a", 1, NULL, 0, NULL, NULL), SPOL_E_INVALID);
  ck_assert_uint_eq(count, 7);
  ck_assert_ok(spol_source_sentences(NULL, "", 0, NULL, 0, &count, NULL));
  ck_assert_uint_eq(count, 0);
}
END_TEST

/* ---- Clauses ------------------------------------------------------------------------ */

static const char *const document = "Terms\n\nWork begins at once. It ends late.\n\n"
                                    "  \u2022 Ask by web\n\nHours\n\nWe answer \u201Csoon\u201D.\n";

#define HEAD "supportpolicy: 1\nid: p\nversion: v1\n"

static spol_policy *read_as(const char *text) {
  spol_policy_source source = {sizeof source, 0, text, strlen(text), "p.yaml"};
  spol_policy *policy = NULL;
  spol_error error = SPOL_ERROR_INIT;
  spol_status status = spol_policy_read(NULL, &source, 1, NULL, &policy, NULL, &error);
  ck_assert_msg(status == SPOL_OK, "%u:%u %s", error.line, error.column, error.message);
  return policy;
}

/* What the check finds, in lines. */
static const char *found_in(const char *policy_text, const char *text, spol_status *status) {
  static char lines[4096];
  size_t at = 0;
  spol_policy *policy = read_as(policy_text);
  spol_diagnostics *found = NULL;
  spol_source_options options = SPOL_SIZED(spol_source_options);
  spol_error first = SPOL_ERROR_INIT;
  options.name = "d.txt";
  ck_assert_ok(spol_diagnostics_new(NULL, 0, &found));
  *status = spol_policy_check_source(policy, 1, text, text == NULL ? 0 : strlen(text), &options,
                                     found, &first);
  lines[0] = '\0';
  for (uint64_t i = 0; i < spol_diagnostics_count(found); i++) {
    spol_error error = SPOL_ERROR_INIT;
    ck_assert_ok(spol_diagnostics_get(found, i, NULL, &error));
    at += (size_t)snprintf(lines + at, sizeof lines - at, "%s:%u:%u SP%04u %s\n", error.file,
                           error.line, error.column, error.code, error.message);
  }
  if (*status == SPOL_E_SEMANTIC) {
    ck_assert_uint_ne(first.code, 0);
  }
  spol_diagnostics_free(found);
  spol_policy_unref(policy);
  return lines;
}

START_TEST(every_sentence_is_cited_or_named) {
  spol_status status = SPOL_OK;
  ck_assert_str_eq(found_in(HEAD "advice:\n  - {text: x, clause: {under: Terms, sentence: 2}}\n",
                            document, &status),
                   "d.txt:3:1 SP0903 nothing cites sentence 1 under \"Terms\"\n"
                   "d.txt:5:5 SP0903 nothing cites sentence 3 under \"Terms\"\n"
                   "d.txt:9:1 SP0903 nothing cites sentence 1 under \"Hours\"\n");
  ck_assert_ok(status);
  ck_assert_str_eq(found_in(HEAD "advice:\n  - {text: x, clause: [{under: Terms}, {quote: "
                                 "\"answer 'soon'\"}]}\n",
                            document, &status),
                   "p.yaml:5:40 SP0901 the quoted words do not stand in the source\n"
                   "d.txt:9:1 SP0903 nothing cites sentence 1 under \"Hours\"\n");
  ck_assert_int_eq(status, SPOL_E_SEMANTIC);
  ck_assert_str_eq(found_in(HEAD "advice:\n  - {text: x, clause: [{under: Terms}, {quote: "
                                 "'answer  \"soon\"'}]}\n",
                            document, &status),
                   "");
  ck_assert_ok(status);
}
END_TEST

START_TEST(every_rule_can_cite) {
  spol_status status = SPOL_OK;
  ck_assert_str_eq(
      found_in(HEAD "severities:\n  levels: [{id: S1, clause: {under: Terms, sentence: 1}}]\n"
                    "  default: S1\n  record: {at: opened, clause: {under: Terms, sentence: 2}}\n"
                    "  changes: {clause: {under: Terms, sentence: 3}}\n"
                    "  clause: {under: Hours, sentence: 1}\n",
               document, &status),
      "");
  ck_assert_ok(status);
}
END_TEST

START_TEST(clauses_that_are_not_there_are_errors) {
  spol_status status = SPOL_OK;
  ck_assert_str_eq(found_in(HEAD
                            "advice:\n  - {text: x, clause: {under: Term}}\n"
                            "  - {text: x, clause: {under: Hours, sentences: [1, 2]}}\n"
                            "  - {text: x, clause: {under: Hours}}\n"
                            "  - {text: x, clause: {under: Terms, sentences: [1, 3]}}\n"
                            "  - {text: x, clause: {under: Terms, sentence: 1, quote: ends}}\n",
                            document, &status),
                   "p.yaml:5:23 SP0904 the source has no sentences under a heading \"Term\"\n"
                   "p.yaml:6:23 SP0904 there are 1 sentences under \"Hours\", and sentence 2 is "
                   "cited\n"
                   "p.yaml:9:23 SP0901 the quoted words do not stand in the cited sentence\n");
  ck_assert_int_eq(status, SPOL_E_SEMANTIC);
}
END_TEST

static void write_hex(char *out, const uint8_t *digest) {
  for (size_t i = 0; i < SPOL_DIGEST_SIZE; i++) {
    snprintf(out + 2 * i, 3, "%02x", digest[i]);
  }
}

START_TEST(digests_are_of_the_sentence_or_of_all_together) {
  char one[65];
  char both[65];
  char text[1024];
  spol_status status = SPOL_OK;
  uint8_t digest[SPOL_DIGEST_SIZE];
  spol_allocator allocator;
  ck_assert_ok(spi_allocator_take(NULL, &allocator));
  ck_assert_uint_eq(cut_text(document), 4);
  write_hex(one, cut[3].digest);
  ck_assert_ok(
      spi_sentence_digest(&allocator, spi_slice_of("Work begins at once. It ends late."), digest));
  write_hex(both, digest);
  snprintf(text, sizeof text,
           HEAD "advice:\n  - {text: x, clause: {under: Hours, sentence: 1, digest: %s}}\n"
                "  - {text: x, clause: {under: Terms, sentences: [1, 2], digest: %s}}\n"
                "  - {text: x, clause: {under: Terms, sentence: 3, digest: %s}}\n",
           one, both, one);
  ck_assert_str_eq(found_in(text, document, &status),
                   "p.yaml:7:23 SP0902 the cited sentence has another digest than the clause "
                   "says\n");
  ck_assert_int_eq(status, SPOL_E_SEMANTIC);
}
END_TEST

START_TEST(a_list_of_digests_stands_for_the_text) {
  char digest[65];
  char text[1024];
  spol_status status = SPOL_OK;
  ck_assert_uint_eq(cut_text(document), 4);
  write_hex(digest, cut[3].digest);
  snprintf(text, sizeof text,
           HEAD "source:\n  sentences:\n    - {under: Hours, digests: %s}\n"
                "    - {under: Terms, digests: [%s, %s]}\n"
                "advice:\n  - {text: x, clause: {under: Hours}}\n"
                "  - {text: x, clause: {under: Terms, sentence: 1, quote: anything}}\n",
           digest, digest, digest);
  ck_assert_str_eq(found_in(text, NULL, &status),
                   "p.yaml:7:98 SP0903 nothing cites sentence 2 under \"Terms\"\n");
  ck_assert_ok(status);
  ck_assert_str_eq(
      found_in(text, document, &status),
      "p.yaml:7:32 SP0902 sentence 1 under \"Terms\" has another digest than is listed\n"
      "p.yaml:7:98 SP0902 sentence 2 under \"Terms\" has another digest than is listed\n"
      "p.yaml:10:23 SP0901 the quoted words do not stand in the cited sentence\n"
      "d.txt:3:22 SP0903 nothing cites sentence 2 under \"Terms\"\n"
      "d.txt:5:5 SP0903 nothing cites sentence 3 under \"Terms\"\n");
  ck_assert_int_eq(status, SPOL_E_SEMANTIC);
  found_in(HEAD, NULL, &status);
  ck_assert_int_eq(status, SPOL_E_NOT_FOUND);
}
END_TEST

/* ---- Memory -------------------------------------------------------------------------- */

typedef struct failing {
  uint64_t left;
  int64_t living;
} failing;

static void *take(void *context, size_t size) {
  failing *state = context;
  if (state->left == 0) {
    return NULL;
  }
  state->left--;
  state->living++;
  return malloc(size);
}

static void *retake(void *context, void *pointer, size_t old_size, size_t new_size) {
  failing *state = context;
  (void)old_size;
  if (state->left == 0) {
    return NULL;
  }
  state->left--;
  state->living += pointer == NULL;
  return realloc(pointer, new_size);
}

static void give_back(void *context, void *pointer, size_t size) {
  failing *state = context;
  (void)size;
  state->living -= pointer != NULL;
  free(pointer);
}

START_TEST(memory_that_fails_leaks_nothing) {
  spol_policy *policy = read_as(HEAD "advice:\n  - {text: x, clause: [{under: Terms, sentence: 1}, "
                                     "{quote: We answer}]}\n");
  spol_status status = SPOL_E_MEMORY;
  for (uint64_t i = 0; status != SPOL_OK && i < 1000; i++) {
    failing state = {.left = i};
    spol_allocator allocator = {
        .context = &state, .alloc = take, .realloc = retake, .free = give_back};
    spol_source_options options = SPOL_SIZED(spol_source_options);
    options.allocator = &allocator;
    status = spol_policy_check_source(policy, 1, document, strlen(document), &options, NULL, NULL);
    ck_assert_int_eq(state.living, 0);
    ck_assert(status == SPOL_OK || status == SPOL_E_MEMORY);
  }
  ck_assert_ok(status);
  spol_policy_unref(policy);
}
END_TEST

int main(void) {
  Suite *suite = suite_create("clauses");
  TCase *all = tcase_create("all");
  tcase_add_test(all, headings_stand_alone_and_say_no_sentence);
  tcase_add_test(all, items_and_notes_are_sentences_without_their_marks);
  tcase_add_test(all, numbers_in_front_of_a_line_begin_a_paragraph);
  tcase_add_test(all, tables_are_cut_like_other_lines);
  tcase_add_test(all, sentences_end_where_a_reader_ends_them);
  tcase_add_test(all, places_are_those_of_the_text);
  tcase_add_test(all, the_normal_form_forgets_how_it_was_printed);
  tcase_add_test(all, texts_that_are_none_are_refused);
  tcase_add_test(all, every_sentence_is_cited_or_named);
  tcase_add_test(all, every_rule_can_cite);
  tcase_add_test(all, clauses_that_are_not_there_are_errors);
  tcase_add_test(all, digests_are_of_the_sentence_or_of_all_together);
  tcase_add_test(all, a_list_of_digests_stands_for_the_text);
  tcase_add_test(all, memory_that_fails_leaks_nothing);
  suite_add_tcase(suite, all);
  return run_suite(suite);
}
