/* SPDX-License-Identifier: MIT */
/* Timelines: what the options do, what is refused, and texts that want to break
 * out. How pictures look is held by tests/golden/timelines. */
#include <stdio.h>
#include <stdlib.h>

#include "render/svg.h"
#include "scenario-fixture.h"

#define HEAD "policytest: 1\npolicy: p.yaml\nzone: America/New_York\ncases:\n"

static const char *const waits = "  - name: a\n    facts: {impact: slow}\n    events:\n"
                                 "      - {at: 2024-11-07T10:00, type: opened}\n"
                                 "      - {at: 2024-11-07T10:30, type: responded}\n"
                                 "      - {at: 2024-11-08T12:00, type: waiting, reason: customer}\n"
                                 "      - {at: 2024-11-12T14:00, type: resumed}\n"
                                 "    as_of: 2024-11-13T09:00\n";

typedef struct drawn {
  spol_scenario *scenario;
  spol_evaluation *evaluation;
  spol_timeline_options options;
  char text[65536];
} drawn;

static void open_case(drawn *shown, const char *cases) {
  char text[4096] = HEAD;
  spol_scenario_case about = SPOL_SIZED(spol_scenario_case);
  strcat(text, cases);
  memset(shown, 0, sizeof *shown);
  shown->scenario = fixture_read(text);
  ck_assert_ok(spol_scenario_case_get(shown->scenario, 0, &about));
  ck_assert_ok(spol_evaluation_new(NULL, spol_scenario_policy(shown->scenario), about.events,
                                   about.event_count, about.as_of, NULL, &shown->evaluation, NULL));
  shown->options.size = sizeof shown->options;
  shown->options.zone = about.zone;
}

static void close_case(drawn *shown) {
  spol_evaluation_free(shown->evaluation);
  spol_scenario_unref(shown->scenario);
}

/* Counting, too little room, and just enough room. */
static const char *draw(drawn *shown) {
  uint64_t counted = 0;
  uint64_t written = 0;
  ck_assert_ok(spol_render_timeline(shown->evaluation, &shown->options, NULL, 0, &counted));
  ck_assert_uint_gt(counted, 0);
  ck_assert_uint_lt(counted, sizeof shown->text);
  memset(shown->text, '#', sizeof shown->text);
  ck_assert_int_eq(
      spol_render_timeline(shown->evaluation, &shown->options, shown->text, counted - 1, &written),
      SPOL_E_BUFFER);
  ck_assert_uint_eq(written, counted);
  ck_assert_int_eq(shown->text[0], '#');
  ck_assert_ok(
      spol_render_timeline(shown->evaluation, &shown->options, shown->text, counted, &written));
  ck_assert_uint_eq(written, counted);
  ck_assert_int_eq(shown->text[counted], '#');
  ck_assert_int_eq(shown->text[counted - 1], '\n');
  shown->text[counted] = '\0';
  return shown->text;
}

static drawn shown;

START_TEST(the_whole_case_is_the_default) {
  open_case(&shown, waits);
  uint64_t needed = 0;
  ck_assert_ok(spol_render_timeline(shown.evaluation, NULL, NULL, 0, &needed));
  const char *text = draw(&shown);
  ck_assert_ptr_nonnull(strstr(text, "p\nopen as of Wed 2024-11-13 09:00 EST"));
  ck_assert_ptr_nonnull(strstr(text, "waiting: customer"));
  ck_assert_ptr_nonnull(strstr(text, "/////"));
  shown.options.title = "a title";
  ck_assert_int_eq(strncmp(draw(&shown), "a title\n", 8), 0);
  close_case(&shown);
}
END_TEST

START_TEST(what_is_no_option_is_refused) {
  uint64_t needed = 0;
  open_case(&shown, waits);
  spol_timeline_options *options = &shown.options;
  options->format = 2;
  ck_assert_int_eq(spol_render_timeline(shown.evaluation, options, NULL, 0, &needed),
                   SPOL_E_INVALID);
  options->format = SPOL_TIMELINE_SVG;
  options->from = 2;
  options->to = 1;
  ck_assert_int_eq(spol_render_timeline(shown.evaluation, options, NULL, 0, &needed),
                   SPOL_E_INVALID);
  options->to = SPOL_INSTANT_MAX + 1;
  ck_assert_int_eq(spol_render_timeline(shown.evaluation, options, NULL, 0, &needed), SPOL_E_RANGE);
  options->to = 3;
  options->size = 8;
  ck_assert_int_eq(spol_render_timeline(shown.evaluation, options, NULL, 0, &needed),
                   SPOL_E_VERSION);
  options->size = sizeof *options;
  ck_assert_int_eq(spol_render_timeline(NULL, options, NULL, 0, &needed), SPOL_E_INVALID);
  ck_assert_int_eq(spol_render_timeline(shown.evaluation, options, NULL, 1, &needed),
                   SPOL_E_INVALID);
  ck_assert_int_eq(spol_render_timeline(shown.evaluation, options, NULL, 0, NULL), SPOL_E_INVALID);
  ck_assert_uint_eq(needed, 0);
  close_case(&shown);
}
END_TEST

START_TEST(widths_are_taken_to_the_nearest) {
  open_case(&shown, waits);
  shown.options.format = SPOL_TIMELINE_SVG;
  ck_assert_ptr_nonnull(strstr(draw(&shown), " width=\"1120\" "));
  shown.options.width = 1;
  ck_assert_ptr_nonnull(strstr(draw(&shown), " width=\"600\" "));
  shown.options.width = UINT32_MAX;
  ck_assert_ptr_nonnull(strstr(draw(&shown), " width=\"4000\" "));
  shown.options.format = SPOL_TIMELINE_TEXT;
  for (uint32_t width = 40; width <= 400; width += 45) {
    shown.options.width = width;
    for (const char *line = draw(&shown); *line != '\0'; line = strchr(line, '\n') + 1) {
      uint32_t columns = 0;
      for (const char *at = line; *at != '\n'; at++) {
        columns += ((unsigned char)*at & 0xc0U) != 0x80U;
      }
      ck_assert_uint_le(columns, width);
    }
  }
  close_case(&shown);
}
END_TEST

START_TEST(a_title_cannot_break_out) {
  open_case(&shown, waits);
  shown.options.format = SPOL_TIMELINE_SVG;
  shown.options.title = "</title><script>\"&\x01\xff\xE2\x80\xAE";
  const char *svg = draw(&shown);
  ck_assert_ptr_null(strstr(svg, "<script"));
  ck_assert_ptr_nonnull(strstr(svg, "<title>&lt;/title&gt;&lt;script&gt;&quot;&amp;\xEF\xBF\xBD"
                                    "\xEF\xBF\xBD\xEF\xBF\xBD</title>"));
  close_case(&shown);
}
END_TEST

/* From microseconds to millennia, in a zone whose clocks change by half an hour. */
START_TEST(any_part_of_time_can_be_shown) {
  spol_zone *zone = NULL;
  uint64_t needed = 0;
  open_case(&shown, waits);
  ck_assert_ok(fixture_zone(NULL, "Australia/Lord_Howe", 19, &zone));
  shown.options.zone = zone;
  const spol_instant starts[] = {SPOL_INSTANT_MIN, 0, INT64_C(1730973600000000),
                                 INT64_C(1731000000123456)};
  for (size_t i = 0; i < sizeof starts / sizeof starts[0]; i++) {
    for (spol_duration span = 1; span < SPOL_INSTANT_MAX - starts[i] && span > 0; span *= 3) {
      shown.options.from = starts[i];
      shown.options.to = starts[i] + span;
      for (int32_t format = 0; format <= SPOL_TIMELINE_SVG; format++) {
        shown.options.format = format;
        ck_assert_ok(spol_render_timeline(shown.evaluation, &shown.options, NULL, 0, &needed));
        ck_assert_uint_lt(needed, 400000);
      }
    }
  }
  spol_zone_unref(zone);
  close_case(&shown);
}
END_TEST

START_TEST(a_change_of_the_clocks_is_marked) {
  open_case(&shown, waits);
  shown.options.format = SPOL_TIMELINE_SVG;
  ck_assert_ptr_null(strstr(draw(&shown), "clocks"));
  shown.options.from = INT64_C(1730500000000000); /* 2024-11-01 */
  shown.options.to = INT64_C(1731600000000000);
  ck_assert_ptr_nonnull(strstr(draw(&shown), "clocks \xE2\x88\x92"
                                             "1h</text>"));
  close_case(&shown);
}
END_TEST

START_TEST(a_text_is_cut_where_it_fits) {
  ck_assert_int_eq(spi_text_width("", 0, 10, 0), 0);
  ck_assert_int_eq(spi_text_width("ii", 2, 100, 0), 56);
  ck_assert_int_gt(spi_text_width("ii", 2, 100, 1), spi_text_width("ii", 2, 100, 0));
  ck_assert_int_eq(spi_text_width("\xE2\x80\xA6", 3, 100, 0), 110);
  ck_assert_uint_eq(spi_text_cut("iiii", 100, 0, 112), 4);
  ck_assert_uint_eq(spi_text_cut("iiiii", 100, 0, 139), 1);
  ck_assert_uint_eq(spi_text_cut("iiiii", 100, 0, 137), 0);
  /* Never within a character. */
  ck_assert_uint_eq(spi_text_cut("\xC3\xA4\xC3\xA4\xC3\xA4", 100, 0, 221), 2);
}
END_TEST

int main(void) {
  Suite *suite = suite_create("timeline");
  TCase *all = tcase_create("all");
  tcase_add_test(all, the_whole_case_is_the_default);
  tcase_add_test(all, what_is_no_option_is_refused);
  tcase_add_test(all, widths_are_taken_to_the_nearest);
  tcase_add_test(all, a_title_cannot_break_out);
  tcase_add_test(all, any_part_of_time_can_be_shown);
  tcase_add_test(all, a_change_of_the_clocks_is_marked);
  tcase_add_test(all, a_text_is_cut_where_it_fits);
  suite_add_tcase(suite, all);
  return run_suite(suite);
}
