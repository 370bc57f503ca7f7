/* SPDX-License-Identifier: MIT */
/* Status, reason and explanation: the exact bytes. */
#include <stdio.h>

#include "scenario-fixture.h"

#define HEAD "policytest: 1\npolicy: p.yaml\nzone: America/New_York\ncases:\n"

/** A case that was run, and texts of it. */
typedef struct text_case {
  spol_scenario *scenario;
  spol_scenario_result *result;
  const spol_evaluation *evaluation;
  spol_render_options options;
  char text[16384];
} text_case;

/* Check's own messages cannot hold long texts. */
static void same_text(const char *text, const char *expected) {
  if (strcmp(text, expected) != 0) {
    fprintf(stderr, "got:\n%s\nexpected:\n%s\n", text, expected);
  }
  ck_assert(strcmp(text, expected) == 0);
}

static void show(text_case *shown, const char *cases) {
  char text[4096] = HEAD;
  spol_scenario_case about = SPOL_SIZED(spol_scenario_case);
  strcat(text, cases);
  memset(shown, 0, sizeof *shown);
  shown->scenario = fixture_read(text);
  ck_assert_ok(spol_scenario_run(shown->scenario, 0, NULL, &shown->result, NULL));
  shown->evaluation = spol_scenario_result_evaluation(shown->result);
  ck_assert_ok(spol_scenario_case_get(shown->scenario, 0, &about));
  shown->options.size = sizeof shown->options;
  shown->options.zone = about.zone;
}

static void hide(text_case *shown) {
  spol_scenario_result_free(shown->result);
  spol_scenario_unref(shown->scenario);
}

static uint32_t metric_of(const text_case *shown, const char *name) {
  uint32_t metric = 0;
  ck_assert_ok(
      spol_policy_metric(spol_scenario_policy(shown->scenario), name, strlen(name), &metric));
  return metric;
}

/* Counting, too little room, and just enough room. */
#define RENDER(shown, ...)                                                                         \
  do {                                                                                             \
    uint64_t counted = 0;                                                                          \
    uint64_t written = 0;                                                                          \
    char *buffer = NULL;                                                                           \
    uint64_t capacity = 0;                                                                         \
    ck_assert_ok(__VA_ARGS__(buffer, capacity, &counted));                                         \
    ck_assert_uint_gt(counted, 0);                                                                 \
    ck_assert_uint_lt(counted, sizeof(shown)->text - 1);                                           \
    memset((shown)->text, '#', sizeof(shown)->text);                                               \
    buffer = (shown)->text;                                                                        \
    capacity = counted - 1;                                                                        \
    ck_assert_int_eq(__VA_ARGS__(buffer, capacity, &written), SPOL_E_BUFFER);                      \
    ck_assert_uint_eq(written, counted);                                                           \
    ck_assert_int_eq((shown)->text[0], '#');                                                       \
    capacity = counted;                                                                            \
    ck_assert_ok(__VA_ARGS__(buffer, capacity, &written));                                         \
    ck_assert_uint_eq(written, counted);                                                           \
    ck_assert_int_eq((shown)->text[counted], '#');                                                 \
    (shown)->text[counted] = '\0';                                                                 \
  } while (0)

static const char *status_of(text_case *shown) {
#define STATUS(buffer, capacity, needed)                                                           \
  spol_render_status(shown->evaluation, &shown->options, buffer, capacity, needed)
  RENDER(shown, STATUS);
  return shown->text;
}

static const char *explanation_of(text_case *shown, const char *name) {
  uint32_t metric = metric_of(shown, name);
#define EXPLANATION(buffer, capacity, needed)                                                      \
  spol_render_explanation(shown->evaluation, metric, 0, &shown->options, buffer, capacity, needed)
  RENDER(shown, EXPLANATION);
  return shown->text;
}

static const char *reason_of(text_case *shown, const char *name) {
  uint32_t metric = metric_of(shown, name);
#define REASON(buffer, capacity, needed)                                                           \
  spol_render_reason(shown->evaluation, metric, &shown->options, buffer, capacity, needed)
  RENDER(shown, REASON);
  return shown->text;
}

static const char *const friday =
    "  - name: a\n    facts: {impact: down, channel: phone}\n    events:\n"
    "      - {at: 2024-11-08T18:30, type: opened}\n"
    "      - {at: 2024-11-08T18:35, type: notified}\n"
    "      - {at: 2024-11-08T19:00, type: cannot_diagnose}\n"
    "    as_of: 2024-11-12T11:00\n";

static const char *const waits = "  - name: a\n    facts: {impact: slow}\n    events:\n"
                                 "      - {at: 2024-11-07T10:00, type: opened}\n"
                                 "      - {at: 2024-11-07T10:30, type: responded}\n"
                                 "      - {at: 2024-11-08T12:00, type: waiting, reason: customer}\n"
                                 "      - {at: 2024-11-12T14:00, type: resumed}\n"
                                 "    as_of: 2024-11-13T09:00\n";

static const char *const unstarted = "  - name: a\n    facts: {impact: down}\n    events:\n"
                                     "      - {at: 2024-11-07T10:00, type: opened}\n";

/* ---- The reason ------------------------------------------------------------- */

START_TEST(a_reason_says_due_target_start_and_rule) {
  text_case shown;
  show(&shown, friday);
  same_text(reason_of(&shown, "first_response"),
            "due Tue 2024-11-12 13:00 EST: 4h on desk from receipt 09:00 (opened Fri "
            "2024-11-08 18:30 EST); metrics.first_response.targets[0], line 40");
  same_text(reason_of(&shown, "work_start"),
            "missed, due Fri 2024-11-08 19:35 EST: 1h on always from 18:35 (notified); "
            "metrics.work_start.targets[0], line 36; Times, sentences 2 to 3");
  same_text(reason_of(&shown, "resolution"),
            "due Tue 2024-11-19 17:00 EST: 5 business days on desk (end of day) from receipt "
            "Tue 2024-11-12 09:00 EST (opened Fri 2024-11-08 18:30 EST); "
            "metrics.resolution.targets[1], line 46");
  hide(&shown);
}
END_TEST

START_TEST(a_reason_without_a_zone_is_in_utc) {
  text_case shown;
  show(&shown, friday);
  shown.options.zone = NULL;
  same_text(reason_of(&shown, "work_start"),
            "missed, due Sat 2024-11-09 00:35 UTC: 1h on always from Fri 2024-11-08 23:35 UTC "
            "(notified); metrics.work_start.targets[0], line 36; Times, sentences 2 to 3");
  hide(&shown);
}
END_TEST

START_TEST(words_met_and_not_started_are_said) {
  text_case shown;
  show(&shown, waits);
  same_text(reason_of(&shown, "first_response"),
            "met at 10:30, due Thu 2024-11-07 14:00 EST: 4h on desk from 10:00 (opened); "
            "metrics.first_response.targets[0], line 40");
  hide(&shown);
  show(&shown, unstarted);
  same_text(reason_of(&shown, "work_start"), "not started; metrics.work_start.targets[0], line 36; "
                                             "Times, sentences 2 to 3");
  hide(&shown);
  show(&shown, "  - name: a\n    facts: {impact: none}\n    events:\n"
               "      - {at: 2024-11-07T10:00, type: opened}\n"
               "      - {at: 2024-11-07T10:00, type: notified}\n");
  same_text(reason_of(&shown, "resolution"),
            "best_effort, no due instant; metrics.resolution.targets[0], line 45");
  same_text(reason_of(&shown, "work_start"), "unstated: the policy names no target; "
                                             "metrics.work_start.targets[1], line 37");
  hide(&shown);
}
END_TEST

START_TEST(a_pause_says_its_reason_and_due_if_resumed) {
  text_case shown;
  show(&shown, "  - name: a\n    facts: {impact: slow}\n    events:\n"
               "      - {at: 2024-11-07T10:00, type: opened}\n"
               "      - {at: 2024-11-08T12:00, type: waiting, reason: customer}\n"
               "    as_of: 2024-11-12T14:00\n");
  same_text(reason_of(&shown, "resolution"),
            "paused for customer, due Tue 2024-11-19 11:00 EST if resumed now: 5 business "
            "days on desk (end of day) from Thu 2024-11-07 10:00 EST (opened); "
            "metrics.resolution.targets[1], line 46");
  hide(&shown);
}
END_TEST

/* ---- Status and explanation as text --------------------------------------------- */

START_TEST(a_status_is_written_whole) {
  text_case shown;
  show(&shown, friday);
  same_text(status_of(&shown),
            "case        refused, opened Fri 2024-11-08 18:30 EST\n"
            "as of       Tue 2024-11-12 11:00 EST\n"
            "policy      p, version v1\n"
            "severity    S1, provisional; S1, line 27; Levels, sentence 1; impact = down\n"
            "line        second since Fri 2024-11-08 19:00 EST; up, line 52\n"
            "metrics     work_start: missed, due Fri 2024-11-08 19:35 EST, 87h25m over, 1\n"
            "            missed so far\n"
            "            first_response: due Tue 2024-11-12 13:00 EST, 2h left\n"
            "            resolution: due Tue 2024-11-19 17:00 EST, 46h left\n"
            "firings     Fri 2024-11-08 19:00 EST main/up, line second\n"
            "            Fri 2024-11-08 19:35:00.000001 EST main/tell, notify manager\n"
            "findings    who asks is not entitled: by phone for gold alone; gold_phone, line\n"
            "            48\n"
            "next change Tue 2024-11-12 13:00:00.000001 EST: miss of first_response\n");
  hide(&shown);
}
END_TEST

START_TEST(lines_are_broken_where_the_caller_says) {
  text_case shown;
  show(&shown, friday);
  shown.options.columns = 40;
  const char *text = status_of(&shown);
  size_t width = 0;
  for (; *text != '\0'; text++) {
    width = *text == '\n' ? 0 : width + 1;
    ck_assert_uint_le(width, 40);
  }
  hide(&shown);
}
END_TEST

START_TEST(an_explanation_sums_exactly_and_merges_days) {
  text_case shown;
  show(&shown, waits);
  /* 7 h on Thursday, 3 h on Friday, then five days of 8 h less the 5 h that the
   * pause took on the last: 47 h are the target, from Thursday 10:00 to the end
   * of the fifth business day. */
  same_text(explanation_of(&shown, "resolution"),
            "metric      resolution: due Tue 2024-11-19 11:00 EST\n"
            "target      5 business days on desk (end of day); metrics.resolution.targets[1],\n"
            "            line 46\n"
            "started     Thu 2024-11-07 10:00 EST, by event 1, opened\n"
            "counted     13h of 47h\n"
            "segments    Thu 2024-11-07 10:00 EST to 17:00: counted 7h; total 7h\n"
            "            Thu 2024-11-07 17:00 EST to Fri 2024-11-08 09:00 EST: closed\n"
            "            Fri 2024-11-08 09:00 EST to 12:00: counted 3h; total 10h\n"
            "            Fri 2024-11-08 12:00 EST to Tue 2024-11-12 14:00 EST: paused for\n"
            "            customer\n"
            "            Tue 2024-11-12 14:00 EST to Tue 2024-11-19 11:00 EST: counted 37h in\n"
            "            6 stretches, closed between; total 47h\n");
  hide(&shown);
  show(&shown, friday);
  same_text(explanation_of(&shown, "resolution"),
            "metric      resolution: due Tue 2024-11-19 17:00 EST\n"
            "target      5 business days on desk (end of day); metrics.resolution.targets[1],\n"
            "            line 46\n"
            "started     Fri 2024-11-08 18:30 EST, by event 1, opened\n"
            "received    Tue 2024-11-12 09:00 EST\n"
            "counted     2h of 48h\n"
            "segments    Fri 2024-11-08 18:30 EST to Mon 2024-11-11 00:00 EST: closed\n"
            "            Mon 2024-11-11 00:00 EST to Tue 2024-11-12 00:00 EST: holiday,\n"
            "            Veterans Day\n"
            "            Tue 2024-11-12 00:00 EST to 09:00: closed\n"
            "            Tue 2024-11-12 09:00 EST to Tue 2024-11-19 17:00 EST: counted 48h in\n"
            "            6 stretches of 8h, closed between; total 48h\n");
  hide(&shown);
}
END_TEST

START_TEST(what_has_not_started_has_nothing_to_explain) {
  text_case shown;
  show(&shown, unstarted);
  same_text(explanation_of(&shown, "work_start"), "metric      work_start: not started\n");
  hide(&shown);
}
END_TEST

/* ---- JSON --------------------------------------------------------------------------- */

#define BOTH(utc, local) "{\"utc\":\"" utc "\",\"local\":\"" local "\"}"
#define OPENED BOTH("2024-11-08T23:30:00Z", "2024-11-08T18:30:00-05:00")
#define NOTIFIED BOTH("2024-11-08T23:35:00Z", "2024-11-08T18:35:00-05:00")
#define DUE BOTH("2024-11-09T00:35:00Z", "2024-11-08T19:35:00-05:00")
#define NOW BOTH("2024-11-12T16:00:00Z", "2024-11-12T11:00:00-05:00")
#define PLACE                                                                                      \
  "{\"version\":\"v1\",\"rule\":\"metrics.work_start.targets[0]\",\"line\":36,\"column\":9,"       \
  "\"clause\":{\"under\":\"Times\",\"quote\":null,\"sentence\":2,\"last_sentence\":3}}"
#define SEGMENT(label, from, to, counted, after, place)                                            \
  "{\"label\":\"" label "\",\"from\":" from ",\"to\":" to ",\"counted\":\"" counted                \
  "\",\"reason\":null,\"calendar\":\"always\",\"name\":null,\"after_due\":" after                  \
  ",\"uncovered\":false,\"place\":" place "}"

START_TEST(an_explanation_as_json_has_every_segment) {
  text_case shown;
  show(&shown, friday);
  shown.options.format = SPOL_RENDER_JSON;
  same_text(explanation_of(&shown, "work_start"),
            "{\"metric\":\"work_start\",\"cycle\":1,\"part\":0,\"from\":" OPENED ",\"to\":" NOW
            ",\"due\":" DUE ",\"carried\":\"0s\",\"counted_to_due\":\"1h\",\"counted\":\"88h25m\","
            "\"exceeds_length\":false,\"start\":{\"cause\":\"event\",\"place\":null,"
            "\"event\":{\"index\":1,\"type\":\"notified\"},\"at\":" NOTIFIED ",\"facts\":[]},"
            "\"target\":{\"cause\":\"rule\",\"place\":" PLACE
            ",\"event\":{\"index\":1,\"type\":\"notified\"},\"at\":" NOTIFIED ",\"facts\":[]},"
            "\"stop\":null,\"changes\":[],\"segments\":[" SEGMENT(
                "before_start", OPENED, NOTIFIED, "0s", "false",
                "null") "," SEGMENT("counted", NOTIFIED, DUE, "1h", "false",
                                    PLACE) "," SEGMENT("counted", DUE, NOW, "87h25m", "true",
                                                       PLACE) "]}\n");
  hide(&shown);
}
END_TEST

/* Every key once, whatever the case: programs rely on them. */
START_TEST(a_status_as_json_has_every_key) {
  static const char *const keys[] = {"policy",
                                     "version",
                                     "digest",
                                     "zone_data",
                                     "zone",
                                     "as_of",
                                     "state",
                                     "flags",
                                     "opened_at",
                                     "events_seen",
                                     "line",
                                     "requested",
                                     "derived",
                                     "recorded",
                                     "current",
                                     "coverage",
                                     "version_decision",
                                     "next_change",
                                     "metrics",
                                     "cycles",
                                     "lines",
                                     "severity_changes",
                                     "pauses",
                                     "firings",
                                     "findings",
                                     "notices"};
  text_case shown;
  show(&shown, friday);
  shown.options.format = SPOL_RENDER_JSON;
  const char *text = status_of(&shown);
  const char *at = text;
  for (size_t i = 0; i < sizeof keys / sizeof keys[0]; i++) {
    char key[64] = "\"";
    strcat(strcat(key, keys[i]), "\":");
    at = strstr(at, key);
    ck_assert_msg(at != NULL, "%s", keys[i]);
  }
  ck_assert_ptr_nonnull(strstr(text, "\"findings\":[{\"kind\":\"not_entitled\","));
  ck_assert_ptr_nonnull(strstr(text, "{\"step\":\"main/tell\",\"cycle\":1,\"repetition\":0,"
                                     "\"metric\":\"work_start\""));
  ck_assert_int_eq(text[strlen(text) - 1], '\n');
  hide(&shown);
}
END_TEST

/* ---- Identities and arguments -------------------------------------------------------- */

START_TEST(a_firing_has_a_name_for_ever) {
  text_case shown;
  spol_firing firing = SPOL_SIZED(spol_firing);
  show(&shown, friday);
  const spol_policy *policy = spol_scenario_policy(shown.scenario);
  ck_assert_ok(spol_evaluation_firing(shown.evaluation, 1, &firing));
#define FIRING(buffer, capacity, needed)                                                           \
  spol_render_firing_id(policy, &firing, buffer, capacity, needed)
  RENDER(&shown, FIRING);
  same_text(shown.text, "main/tell/1/0");
  firing.step = 77;
  uint64_t needed = 5;
  ck_assert_int_eq(spol_render_firing_id(policy, &firing, NULL, 0, &needed), SPOL_E_NOT_FOUND);
  ck_assert_uint_eq(needed, 5);
  hide(&shown);
}
END_TEST

START_TEST(a_finding_is_a_sentence) {
  text_case shown;
  show(&shown, friday);
#define FINDING(buffer, capacity, needed)                                                          \
  spol_render_finding(shown.evaluation, 0, &shown.options, buffer, capacity, needed)
  RENDER(&shown, FINDING);
  same_text(shown.text, "who asks is not entitled: by phone for gold alone; gold_phone, line 48");
  hide(&shown);
}
END_TEST

/* Every key of it is one of the status, with the same value. */
START_TEST(a_summary_is_written_in_one_pass) {
  static const char begins[] =
      "{\"version\":\"v1\",\"as_of\":{\"utc\":\"2024-11-12T16:00:00Z\",\"local\":\"2024-11-12T11:"
      "00:00-05:00\"},\"state\":\"refused\",\"flags\":[\"provisional\"],\"line\":\"second\","
      "\"current\":{\"severity\":\"S1\",\"rank\":1},";
  text_case shown;
  uint64_t counted = 0;
  uint64_t written = 0;
  show(&shown, friday);
  ck_assert_ok(spol_render_summary(shown.evaluation, &shown.options, NULL, 0, &counted));
  memset(shown.text, '#', sizeof shown.text);
  ck_assert_int_eq(
      spol_render_summary(shown.evaluation, &shown.options, shown.text, counted - 1, &written),
      SPOL_E_BUFFER);
  ck_assert_uint_eq(written, counted);
  ck_assert_int_eq(shown.text[counted - 1], '#');
  ck_assert_ok(
      spol_render_summary(shown.evaluation, &shown.options, shown.text, counted, &written));
  ck_assert_int_eq(shown.text[counted], '#');
  shown.text[counted] = '\0';
  ck_assert_int_eq(strncmp(shown.text, begins, sizeof begins - 1), 0);
  ck_assert_ptr_nonnull(strstr(shown.text, "{\"metric\":\"work_start\",\"state\":\"running\","
                                           "\"outcome\":\"missed\",\"target\":\"duration\","));
  ck_assert_ptr_nonnull(strstr(shown.text, "{\"step\":\"main/up\",\"cycle\":1,\"repetition\":0,"));
  ck_assert_int_eq(shown.text[counted - 1], '\n');
  ck_assert_int_eq(spol_render_summary(NULL, NULL, NULL, 0, &counted), SPOL_E_INVALID);
  hide(&shown);
}
END_TEST

START_TEST(wrong_arguments_are_refused) {
  text_case shown;
  uint64_t needed = 7;
  show(&shown, friday);
  ck_assert_int_eq(spol_render_status(NULL, NULL, NULL, 0, &needed), SPOL_E_INVALID);
  ck_assert_int_eq(spol_render_status(shown.evaluation, NULL, NULL, 0, NULL), SPOL_E_INVALID);
  ck_assert_int_eq(spol_render_status(shown.evaluation, NULL, NULL, 9, &needed), SPOL_E_INVALID);
  ck_assert_int_ne(spol_render_reason(shown.evaluation, 99, NULL, NULL, 0, &needed), SPOL_OK);
  ck_assert_int_eq(spol_render_explanation(shown.evaluation, 1, 9, NULL, NULL, 0, &needed),
                   SPOL_E_NOT_FOUND);
  ck_assert_int_ne(spol_render_finding(shown.evaluation, 99, NULL, NULL, 0, &needed), SPOL_OK);
  shown.options.format = 2;
  ck_assert_int_eq(spol_render_status(shown.evaluation, &shown.options, NULL, 0, &needed),
                   SPOL_E_INVALID);
  shown.options.format = 0;
  shown.options.size = 4;
  ck_assert_int_eq(spol_render_status(shown.evaluation, &shown.options, NULL, 0, &needed),
                   SPOL_E_VERSION);
  ck_assert_uint_eq(needed, 7);
  hide(&shown);
}
END_TEST

int main(void) {
  Suite *suite = suite_create("render");
  TCase *all = tcase_create("all");
  tcase_add_test(all, a_reason_says_due_target_start_and_rule);
  tcase_add_test(all, a_reason_without_a_zone_is_in_utc);
  tcase_add_test(all, words_met_and_not_started_are_said);
  tcase_add_test(all, a_pause_says_its_reason_and_due_if_resumed);
  tcase_add_test(all, a_status_is_written_whole);
  tcase_add_test(all, lines_are_broken_where_the_caller_says);
  tcase_add_test(all, an_explanation_sums_exactly_and_merges_days);
  tcase_add_test(all, what_has_not_started_has_nothing_to_explain);
  tcase_add_test(all, an_explanation_as_json_has_every_segment);
  tcase_add_test(all, a_status_as_json_has_every_key);
  tcase_add_test(all, a_firing_has_a_name_for_ever);
  tcase_add_test(all, a_finding_is_a_sentence);
  tcase_add_test(all, a_summary_is_written_in_one_pass);
  tcase_add_test(all, wrong_arguments_are_refused);
  suite_add_tcase(suite, all);
  return run_suite(suite);
}
