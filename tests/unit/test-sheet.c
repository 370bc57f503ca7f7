/* SPDX-License-Identifier: MIT */
/* A policy as a page: what is refused, and what fits. */
#include <stdio.h>
#include <stdlib.h>
#include <string.h>

#include "unit.h"

static const char *const policy_text =
    "supportpolicy: 1\n"
    "id: p\n"
    "version: v1\n"
    "title: A <page>\n"
    "facts: {impact: {one_of: [down, slow]}, plan: {one_of: [gold, basic]}, users: {type: "
    "number}}\n"
    "calendars: {desk: {hours: {mon-fri: 09:00-17:00}, exceptions: {2026-12-24: 09:00-12:00}}}\n"
    "severities:\n"
    "  levels: [{id: S1, title: Down, when: {impact: down}}, {id: S2, when: {impact: slow}}]\n"
    "metrics:\n"
    "  resolution:\n"
    "    targets:\n"
    "      - {when: {severity: S1, plan: gold}, within: 1h, calendar: desk}\n"
    "      - {when: {plan: gold, users: {at_least: 25}}, within: 4h, calendar: 24x7}\n"
    "      - {when: {impact: slow}, is: best_effort}\n"
    "      - {is: not_offered}\n";

static spol_policy *policy;

static spol_policy *policy_of(const char *text) {
  spol_policy_source source = SPOL_SIZED(spol_policy_source);
  spol_error error = SPOL_ERROR_INIT;
  spol_policy *made = NULL;
  source.text = text;
  source.length = strlen(text);
  ck_assert_msg(spol_policy_read(NULL, &source, 1, NULL, &made, NULL, &error) == SPOL_OK,
                "%u:%u: %s", error.line, error.column, error.message);
  return made;
}

static void set_up(void) {
  policy = policy_of(policy_text);
}

static void tear_down(void) {
  spol_policy_unref(policy);
}

static char *page_of(const spol_sheet_options *options) {
  uint64_t needed = 0;
  ck_assert_ok(spol_render_policy(policy, options, NULL, 0, &needed));
  char *text = malloc((size_t)needed + 1);
  ck_assert_ptr_nonnull(text);
  ck_assert_int_eq(spol_render_policy(policy, options, text, needed - 1, &needed), SPOL_E_BUFFER);
  ck_assert_ok(spol_render_policy(policy, options, text, needed, &needed));
  text[needed] = '\0';
  return text;
}

static void check_has(const spol_sheet_options *options, const char *part) {
  char *page = page_of(options);
  ck_assert_msg(strstr(page, part) != NULL, "\"%s\" is not in\n%s", part, page);
  free(page);
}

static void check_lacks(const spol_sheet_options *options, const char *part) {
  char *page = page_of(options);
  ck_assert_msg(strstr(page, part) == NULL, "\"%s\" is in\n%s", part, page);
  free(page);
}

START_TEST(a_row_of_a_severity_has_what_it_leaves_open) {
  spol_sheet_options options = SPOL_SIZED(spol_sheet_options);
  /* Behind the first row the plan is not gold. */
  check_has(&options, "  S1\n    resolution: 1h on desk: plan = gold; not offered\n");
  /* impact = slow is what derives S2, so that nothing lies below it. */
  check_has(&options, "  S2\n    resolution: 4h on 24x7: plan = gold and users >= 25; "
                      "best_effort\n");
}
END_TEST

START_TEST(facts_rule_rows_out) {
  spol_fact plan = {.fact = 2, .type = SPOL_FACT_ENUM, .value = 1};
  spol_sheet_options options = SPOL_SIZED(spol_sheet_options);
  options.facts = &plan;
  options.fact_count = 1;
  check_has(&options, "Shown for plan = gold.");
  check_has(&options, "  S1\n    resolution: 1h on desk\n");
  check_has(&options, "  S2\n    resolution: 4h on 24x7: users >= 25; best_effort\n");
  plan.value = 2;
  check_has(&options, "  S1\n    resolution: not offered\n");
}
END_TEST

START_TEST(a_year_lists_its_holidays) {
  spol_sheet_options options = SPOL_SIZED(spol_sheet_options);
  check_lacks(&options, "HOLIDAYS");
  options.year = 2026;
  check_has(&options, "HOLIDAYS\n  2026-12-24 Thu  desk  exception  09:00-12:00\n");
  options.year = 2025;
  check_lacks(&options, "12-24");
}
END_TEST

START_TEST(clauses_are_told_by_what_they_name) {
  static const char *const clauses[][2] = {
      {"{under: Hours, sentence: 2}", "1h on 24x7 [Hours, sentence 2]\n"},
      {"{under: Hours, sentences: [2, 4]}", "[Hours, sentences 2 to 4]"},
      {"{under: Hours}", "1h on 24x7 [Hours]\n"},
      {"{quote: soon}", "1h on 24x7 [\"soon\"]\n"}};
  spol_policy *before = policy;
  for (size_t i = 0; i < sizeof clauses / sizeof clauses[0]; i++) {
    char text[512];
    spol_sheet_options options = SPOL_SIZED(spol_sheet_options);
    (void)snprintf(text, sizeof text,
                   "supportpolicy: 1\nid: p\nversion: v1\nseverities: {levels: [S1], default: S1}\n"
                   "metrics: {resolution: {targets: [{within: 1h, calendar: 24x7, clause: %s}]}}\n",
                   clauses[i][0]);
    policy = policy_of(text);
    check_has(&options, clauses[i][1]);
    spol_policy_unref(policy);
  }
  policy = before;
}
END_TEST

START_TEST(every_format_escapes) {
  spol_sheet_options options = SPOL_SIZED(spol_sheet_options);
  check_has(&options, "A <page>\n");
  options.format = SPOL_SHEET_MARKDOWN;
  check_has(&options, "# A \\<page\\>\n");
  check_has(&options, "| severity | resolution |\n|---|---|\n| S1 | 1h on desk: plan = gold;");
  options.format = SPOL_SHEET_HTML;
  check_has(&options, "<h1>A &lt;page&gt;</h1>");
  options.format = SPOL_SHEET_JSON;
  check_has(&options, "{\"title\":\"A <page>\",\"sections\":[{\"title\":\"Policy\",\"parts\":"
                      "[{\"notes\":[\"Version v1; 1 version in all.\"]}]},");
  check_has(&options, "{\"columns\":[\"severity\",\"resolution\"],\"rows\":[[\"S1\",");
}
END_TEST

START_TEST(lines_are_broken_at_the_last_column) {
  spol_sheet_options options = SPOL_SIZED(spol_sheet_options);
  options.columns = 50;
  char *page = page_of(&options);
  for (const char *line = page; *line != '\0';) {
    size_t length = strcspn(line, "\n");
    ck_assert_uint_le(length, 50);
    line += length + (line[length] == '\n');
  }
  free(page);
}
END_TEST

enum { LONG = 3000 };

/* A policy whose quotation, limit and member of a set are of LONG bytes, of two each. */
static spol_policy *long_policy(char word[LONG + 1]) {
  static char text[5 * LONG];
  for (int i = 0; i < LONG; i += 2) {
    memcpy(word + i, "\xC3\xA9", 2);
  }
  word[LONG] = '\0';
  (void)snprintf(text, sizeof text,
                 "supportpolicy: 1\nid: p\nversion: v1\n"
                 "facts: {parts: {one_of: [x%s, y], many: true}}\n"
                 "severities: {levels: [S1], default: S1, limits: [{at_most: S1, says: %s}]}\n"
                 "metrics: {m: {starts: opened, stops: resolved, calendar: 24x7, targets: [{when: "
                 "{parts: x%s}, within: 1h, clause: {quote: %s}}, "
                 "{is: unstated}]}}\n",
                 word, word, word, word);
  return policy_of(text);
}

static void check_whole(const char *page, const char *before, const char *word,
                        const char *behind) {
  static char part[LONG + 64];
  (void)snprintf(part, sizeof part, "%s%s%s", before, word, behind);
  ck_assert_msg(strstr(page, part) != NULL, "\"%s\" is not whole", before);
}

START_TEST(long_texts_are_whole) {
  char word[LONG + 1];
  spol_sheet_options options = SPOL_SIZED(spol_sheet_options);
  spol_policy *before = policy;
  policy = long_policy(word);
  options.columns = 100000;
  for (int32_t format = SPOL_SHEET_TEXT; format <= SPOL_SHEET_HTML; format++) {
    options.format = format;
    char *page = page_of(&options);
    check_whole(page, "At most S1: ", word, "");
    check_whole(page, "parts has x", word, "");
    free(page);
  }
  spol_policy_unref(policy);
  policy = before;
}
END_TEST

static char *explanation_of(const spol_evaluation *evaluation, int32_t format) {
  spol_render_options options = SPOL_SIZED(spol_render_options);
  uint64_t needed = 0;
  options.format = format;
  options.columns = 100000;
  ck_assert_ok(spol_render_explanation(evaluation, 1, 0, &options, NULL, 0, &needed));
  char *text = malloc((size_t)needed + 1);
  ck_assert_ptr_nonnull(text);
  ck_assert_ok(spol_render_explanation(evaluation, 1, 0, &options, text, needed, &needed));
  text[needed] = '\0';
  return text;
}

START_TEST(long_texts_are_whole_in_explanations) {
  char word[LONG + 1];
  spol_policy *made = long_policy(word);
  spol_fact fact = {.fact = 1, .type = SPOL_FACT_ENUM, .value = 1};
  spol_event event = SPOL_SIZED(spol_event);
  spol_evaluation *evaluation = NULL;
  event.type = SPOL_EVENT_OPENED;
  event.facts = &fact;
  event.fact_count = 1;
  ck_assert_ok(spol_evaluation_new(NULL, made, &event, 1, 0, NULL, &evaluation, NULL));
  char *text = explanation_of(evaluation, SPOL_RENDER_TEXT);
  check_whole(text, "\xE2\x80\x9C", word, "\xE2\x80\x9D");
  check_whole(text, "parts = x", word, "");
  free(text);
  text = explanation_of(evaluation, SPOL_RENDER_JSON);
  check_whole(text, "\"quote\":\"", word, "\"");
  check_whole(text, "\"value\":\"x", word, "\"");
  free(text);
  spol_evaluation_free(evaluation);
  spol_policy_unref(made);
}
END_TEST

START_TEST(what_is_no_option_is_refused) {
  spol_sheet_options options = SPOL_SIZED(spol_sheet_options);
  spol_fact fact = {.fact = 4, .type = SPOL_FACT_ENUM, .value = 1};
  uint64_t needed = 0;
  ck_assert_int_eq(spol_render_policy(NULL, &options, NULL, 0, &needed), SPOL_E_INVALID);
  ck_assert_int_eq(spol_render_policy(policy, &options, NULL, 1, &needed), SPOL_E_INVALID);
  ck_assert_int_eq(spol_render_policy(policy, &options, NULL, 0, NULL), SPOL_E_INVALID);
  options.version = 2;
  ck_assert_int_eq(spol_render_policy(policy, &options, NULL, 0, &needed), SPOL_E_NOT_FOUND);
  options.version = 1;
  options.year = 10000;
  ck_assert_int_eq(spol_render_policy(policy, &options, NULL, 0, &needed), SPOL_E_INVALID);
  options.year = 0;
  options.format = 4;
  ck_assert_int_eq(spol_render_policy(policy, &options, NULL, 0, &needed), SPOL_E_INVALID);
  options.format = 0;
  options.fact_count = 1;
  ck_assert_int_eq(spol_render_policy(policy, &options, NULL, 0, &needed), SPOL_E_INVALID);
  options.facts = &fact;
  ck_assert_int_eq(spol_render_policy(policy, &options, NULL, 0, &needed), SPOL_E_NOT_FOUND);
  options.size = 3;
  ck_assert_int_eq(spol_render_policy(policy, &options, NULL, 0, &needed), SPOL_E_VERSION);
  ck_assert_ok(spol_render_policy(policy, NULL, NULL, 0, &needed));
}
END_TEST

int main(void) {
  Suite *suite = suite_create("sheet");
  TCase *all = tcase_create("all");
  tcase_add_checked_fixture(all, set_up, tear_down);
  tcase_add_test(all, a_row_of_a_severity_has_what_it_leaves_open);
  tcase_add_test(all, facts_rule_rows_out);
  tcase_add_test(all, a_year_lists_its_holidays);
  tcase_add_test(all, clauses_are_told_by_what_they_name);
  tcase_add_test(all, every_format_escapes);
  tcase_add_test(all, lines_are_broken_at_the_last_column);
  tcase_add_test(all, long_texts_are_whole);
  tcase_add_test(all, long_texts_are_whole_in_explanations);
  tcase_add_test(all, what_is_no_option_is_refused);
  suite_add_tcase(suite, all);
  return run_suite(suite);
}
