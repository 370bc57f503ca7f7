/* SPDX-License-Identifier: MIT */
/* What can be changed of a policy's text, byte by byte. */
#include <stdlib.h>
#include <string.h>

#include "unit.h"

typedef struct change {
  int32_t kind;
  const char *path;
  const char *was;
  const char *replacement;
} change;

static spol_mutations *mutations_of(const char *text) {
  spol_policy_source source = SPOL_SIZED(spol_policy_source);
  spol_mutations *made = NULL;
  spol_error error = SPOL_ERROR_INIT;
  source.text = text;
  source.length = strlen(text);
  ck_assert_msg(spol_mutations_new(NULL, &source, &made, &error) == SPOL_OK, "%u:%u: %s",
                error.line, error.column, error.message);
  return made;
}

/* The changes of a text, in order, and no other. */
static void check_changes(const char *text, const change *wanted, size_t count) {
  spol_mutations *made = mutations_of(text);
  uint64_t before = 0; /* line and column of the one before */
  for (uint64_t i = 0; i < spol_mutations_count(made); i++) {
    spol_mutation got = SPOL_SIZED(spol_mutation);
    ck_assert_ok(spol_mutations_get(made, i, &got));
    uint64_t place = (uint64_t)got.line << 32 | got.column;
    ck_assert_msg(before <= place, "%s comes after what is behind it", got.path);
    before = place;
    ck_assert_msg(i < count, "one more: %s %s", got.path, spol_mutation_kind_name(got.kind));
    ck_assert_str_eq(got.path, wanted[i].path);
    ck_assert_int_eq(got.kind, wanted[i].kind);
    ck_assert_str_eq(got.replacement, wanted[i].replacement);
    ck_assert_uint_eq(got.length, strlen(wanted[i].was));
    ck_assert_msg(memcmp(text + got.offset, wanted[i].was, (size_t)got.length) == 0,
                  "%s replaces \"%.*s\"", got.path, (int)got.length, text + got.offset);
  }
  ck_assert_uint_eq(spol_mutations_count(made), count);
  spol_mutations_free(made);
}

#define CHECK(text, ...)                                                                           \
  do {                                                                                             \
    static const change wanted[] = {__VA_ARGS__};                                                  \
    check_changes((text), wanted, sizeof wanted / sizeof wanted[0]);                               \
  } while (0)

START_TEST(a_list_loses_an_item_with_its_comma) {
  CHECK("metrics: {a: {targets: [{is: x}, {is: y} , {is: z}]}}\n",
        {SPOL_MUTATION_REMOVED, "metrics.a.targets[0]", "{is: x},", ""},
        {SPOL_MUTATION_REMOVED, "metrics.a.targets[1]", "{is: y} ,", ""},
        {SPOL_MUTATION_REMOVED, "metrics.a.targets[2]", ", {is: z}", ""});
}
END_TEST

START_TEST(a_list_of_lines_loses_its_dash_too) {
  CHECK("metrics:\n  a:\n    targets:\n      - is: x\n        note: n\n      -  {is: y} # why\n"
        "    stops: b\nlines: []\n",
        {SPOL_MUTATION_REMOVED, "metrics.a.targets[0]", "- is: x\n        note: n", ""},
        {SPOL_MUTATION_REMOVED, "metrics.a.targets[1]", "-  {is: y}", ""});
}
END_TEST

START_TEST(times_grow) {
  CHECK(
      "metrics:\n  a: {targets: {within: 4h}}\n  b: {targets: {within: 2 business_days}}\n"
      "  c: {targets: {within: 4h..1h30m}}\n  d: {targets: {within: next_business_day}}\n"
      "  e: {targets: {within: \"0h\"}}\n",
      {SPOL_MUTATION_LENGTHENED, "metrics.a.targets.within", "4h", "8h"},
      {SPOL_MUTATION_LENGTHENED, "metrics.b.targets.within", "2 business_days", "3 business_days"},
      {SPOL_MUTATION_LENGTHENED, "metrics.c.targets.within", "4h..1h30m", "4h..2h30m"},
      {SPOL_MUTATION_LENGTHENED, "metrics.e.targets.within", "\"0h\"", "1h"});
}
END_TEST

START_TEST(steps_come_later) {
  CHECK(
      "escalation:\n  steps:\n    - {id: a, share: {metric: m, at: 50%}}\n"
      "    - {id: b, share: {metric: m, at: 99%}}\n    - {id: c, after: {within: 1h}}\n"
      "    - {id: d, repeats: {every: 2h}}\n",
      {SPOL_MUTATION_REMOVED, "escalation.steps[0]", "- {id: a, share: {metric: m, at: 50%}}", ""},
      {SPOL_MUTATION_DELAYED, "escalation.steps[0].share.at", "50%", "75%"},
      {SPOL_MUTATION_REMOVED, "escalation.steps[1]", "- {id: b, share: {metric: m, at: 99%}}", ""},
      {SPOL_MUTATION_DELAYED, "escalation.steps[1].share.at", "99%", "149%"},
      {SPOL_MUTATION_REMOVED, "escalation.steps[2]", "- {id: c, after: {within: 1h}}", ""},
      {SPOL_MUTATION_DELAYED, "escalation.steps[2].after.within", "1h", "2h"},
      {SPOL_MUTATION_REMOVED, "escalation.steps[3]", "- {id: d, repeats: {every: 2h}}", ""},
      {SPOL_MUTATION_DELAYED, "escalation.steps[3].repeats.every", "2h", "4h"});
}
END_TEST

START_TEST(calendars_are_swapped_for_others) {
  CHECK("calendars: {always: 24x7, desk: {hours: h}, round: 24x7}\n"
        "metrics: {a: {calendar: always}, b: {calendar: desk}, c: {calendar: 24x7}}\n",
        {SPOL_MUTATION_CALENDAR, "metrics.a.calendar", "always", "desk"},
        {SPOL_MUTATION_CALENDAR, "metrics.b.calendar", "desk", "round"},
        {SPOL_MUTATION_CALENDAR, "metrics.c.calendar", "24x7", "desk"});
  CHECK("calendars: {desk: {hours: h}}\nmetrics: {a: {calendar: desk}}\n",
        {SPOL_MUTATION_CALENDAR, "metrics.a.calendar", "desk", "24x7"});
  spol_mutations *none =
      mutations_of("calendars: {always: 24x7}\nmetrics: {a: {calendar: 24x7}}\n");
  ck_assert_uint_eq(spol_mutations_count(none), 0);
  spol_mutations_free(none);
}
END_TEST

START_TEST(holidays_and_exceptions_are_dropped) {
  CHECK(
      "holidays: {own: {rules: [{date: 01-01}], lists: [{dates: [2024-01-02]}]}}\n"
      "calendars:\n  desk:\n    holidays: own\n    exceptions:\n      2024-05-05: closed\n"
      "  other: {holidays: [own], exceptions: {2024-05-05: closed, 2024-05-06: closed}}\n",
      {SPOL_MUTATION_REMOVED, "holidays.own.rules[0]", "{date: 01-01}", ""},
      {SPOL_MUTATION_REMOVED, "holidays.own.lists[0]", "{dates: [2024-01-02]}", ""},
      {SPOL_MUTATION_REMOVED, "holidays.own.lists[0].dates[0]", "2024-01-02", ""},
      {SPOL_MUTATION_REMOVED, "calendars.desk.holidays", "own", "[]"},
      {SPOL_MUTATION_REMOVED, "calendars.desk.exceptions.2024-05-05", "2024-05-05: closed", ""},
      {SPOL_MUTATION_REMOVED, "calendars.other.holidays[0]", "own", ""},
      {SPOL_MUTATION_REMOVED, "calendars.other.exceptions.2024-05-05", "2024-05-05: closed,", ""},
      {SPOL_MUTATION_REMOVED, "calendars.other.exceptions.2024-05-06", ", 2024-05-06: closed", ""});
}
END_TEST

START_TEST(comparisons_are_flipped_at_their_bound) {
  CHECK("conditions:\n  a: {users: {at_least: 25, below: 75}}\n"
        "  b: {users: {more_than: 5}, severity: {at_least: S2}}\n  c: {users: {at_most: 4}}\n"
        "severities: {limits: [{at_most: S2}]}\n",
        {SPOL_MUTATION_FLIPPED, "conditions.a.users", "at_least", "more_than"},
        {SPOL_MUTATION_FLIPPED, "conditions.a.users", "below", "at_most"},
        {SPOL_MUTATION_FLIPPED, "conditions.b.users", "more_than", "at_least"},
        {SPOL_MUTATION_FLIPPED, "conditions.b.severity", "at_least", "at_most"},
        {SPOL_MUTATION_FLIPPED, "conditions.c.users", "at_most", "below"},
        {SPOL_MUTATION_REMOVED, "severities.limits[0]", "{at_most: S2}", ""});
}
END_TEST

START_TEST(an_anchor_is_changed_once_and_what_has_no_effect_not_at_all) {
  CHECK("metrics:\n  a: {targets: &all [{is: x}]}\n  b: {targets: *all}\n"
        "events: [own]\nadvice: [{text: t}]\nsource: {targets: [x], within: 2h}\n",
        {SPOL_MUTATION_REMOVED, "metrics.a.targets[0]", "{is: x}", ""});
}
END_TEST

START_TEST(a_text_is_written_with_one_change) {
  spol_mutations *made = mutations_of("metrics: {a: {targets: {within: 4h}}}\n");
  char buffer[64];
  uint64_t needed = 0;
  ck_assert_ok(spol_mutations_apply(made, 0, NULL, 0, &needed));
  ck_assert_uint_eq(needed, strlen("metrics: {a: {targets: {within: 8h}}}\n"));
  ck_assert_int_eq(spol_mutations_apply(made, 0, buffer, needed - 1, &needed), SPOL_E_BUFFER);
  ck_assert_ok(spol_mutations_apply(made, 0, buffer, sizeof buffer, &needed));
  ck_assert_int_eq(memcmp(buffer, "metrics: {a: {targets: {within: 8h}}}\n", (size_t)needed), 0);
  ck_assert_int_eq(spol_mutations_apply(made, 1, buffer, sizeof buffer, &needed), SPOL_E_INVALID);
  spol_mutation out = SPOL_SIZED(spol_mutation);
  ck_assert_int_eq(spol_mutations_get(made, 1, &out), SPOL_E_INVALID);
  spol_mutations_free(made);
}
END_TEST

START_TEST(what_is_no_yaml_is_refused_with_its_place) {
  spol_policy_source source = SPOL_SIZED(spol_policy_source);
  spol_mutations *made = NULL;
  spol_error error = SPOL_ERROR_INIT;
  source.text = "a: [\n";
  source.length = 5;
  ck_assert_int_eq(spol_mutations_new(NULL, &source, &made, &error), SPOL_E_SYNTAX);
  ck_assert_uint_ne(error.line, 0);
  ck_assert_ptr_null(made);
  ck_assert_int_eq(spol_mutations_new(NULL, NULL, &made, &error), SPOL_E_INVALID);
  source.size = 1;
  ck_assert_int_eq(spol_mutations_new(NULL, &source, &made, &error), SPOL_E_VERSION);
  spol_mutations_free(NULL);
  ck_assert_uint_eq(spol_mutations_count(NULL), 0);
  ck_assert_ptr_null(spol_mutation_kind_name(0));
  ck_assert_ptr_null(spol_mutation_kind_name(SPOL_MUTATION_FLIPPED + 1));
}
END_TEST

int main(void) {
  Suite *suite = suite_create("mutations");
  TCase *all = tcase_create("all");
  tcase_add_test(all, a_list_loses_an_item_with_its_comma);
  tcase_add_test(all, a_list_of_lines_loses_its_dash_too);
  tcase_add_test(all, times_grow);
  tcase_add_test(all, steps_come_later);
  tcase_add_test(all, calendars_are_swapped_for_others);
  tcase_add_test(all, holidays_and_exceptions_are_dropped);
  tcase_add_test(all, comparisons_are_flipped_at_their_bound);
  tcase_add_test(all, an_anchor_is_changed_once_and_what_has_no_effect_not_at_all);
  tcase_add_test(all, a_text_is_written_with_one_change);
  tcase_add_test(all, what_is_no_yaml_is_refused_with_its_place);
  suite_add_tcase(suite, all);
  return run_suite(suite);
}
