/* SPDX-License-Identifier: MIT */
/* The zone that a case carries (docs/semantics.md, section 2): one that the policy
 * was compiled with, one that it was not, a default, and one that nobody has. */
#include "policy-check.h"
#include "zone_files.h"

#include <stdlib.h>

enum { ROOM = 1 << 18, CALENDARS = 4 };

/* Hours over midnight with a break, a holiday and an exception; windows with an
 * end in a zone of their own; calendars of several. */
static const char *const policy_text =
    "supportpolicy: 1\nid: zones\nversion: v1\nzone: Europe/Berlin\n"
    "facts:\n"
    "  customer_zone: {type: zone}\n"
    "  second_zone: {type: zone, default: Asia/Kathmandu}\n"
    "conditions: {kathmandu: {customer_zone: Asia/Kathmandu}}\n"
    "holidays: {ours: {rules: [{name: First of May, date: 05-01}]}}\n"
    "calendars:\n"
    "  shifts:\n"
    "    zone: {fact: customer_zone}\n"
    "    hours: {mon-fri: [08:00-17:00, 22:00-02:30], sun: 01:00-04:00}\n"
    "    breaks: {wed: 12:00-13:00}\n"
    "    holidays: ours\n"
    "    exceptions: {2026-03-29: 00:00-05:00}\n"
    "  week:\n"
    "    zone: {fact: customer_zone}\n"
    "    windows:\n"
    "      - {from: sun 14:00, to: tue 17:00, to_zone: UTC}\n"
    "      - {from: wed 09:00, to: wed 18:00}\n"
    "  desk: {zone: UTC, hours: {mon-fri: 06:00-20:00}}\n"
    "  both: {all_of: [desk, shifts], zone: Europe/Berlin}\n"
    "  either: {any_of: [shifts, week]}\n"
    "  second: {zone: {fact: second_zone}, hours: {mon-fri: 09:00-17:00}}\n"
    "metrics:\n"
    "  a_shifts: {starts: opened, stops: resolved, calendar: shifts, targets: [{within: 13h}]}\n"
    "  b_week: {starts: opened, stops: resolved, calendar: week, targets: [{within: 41h}]}\n"
    "  c_both: {starts: opened, stops: resolved, calendar: both, targets: [{within: 2 "
    "business_days, "
    "until: end_of_day}]}\n"
    "  d_either: {starts: opened, stops: resolved, calendar: either, targets: [{within: 60h}]}\n"
    "  e_second: {starts: opened, stops: resolved, calendar: second, targets: [{within: 2h}]}\n"
    "  f_chosen: {starts: opened, stops: resolved, calendar: desk, targets: [{when: {meets: "
    "kathmandu}, within: 1h}, {within: 2h}]}\n";

static spol_status resolve(void *context, const char *name, uint64_t length, spol_zone **out) {
  (void)context;
  char path[256];
  snprintf(path, sizeof path, "%.*s", (int)length, name);
  const test_file *file = read_fixture("fat", path);
  return spol_zone_from_tzif(NULL, path, strlen(path), file->bytes, file->length, NULL, out, NULL);
}

static spol_zone *zone_of_name(const char *name) {
  spol_zone *zone = NULL;
  ck_assert_ok(resolve(NULL, name, strlen(name), &zone));
  return zone;
}

static spol_policy *compiled_for(const char *text, const char *const *names, uint64_t count) {
  spol_policy_options options = SPOL_POLICY_OPTIONS_INIT;
  spol_policy_source source = {sizeof source, 0, text, strlen(text), "zones.yaml"};
  spol_policy *policy = NULL;
  spol_error error = SPOL_ERROR_INIT;
  options.source.resolve = resolve;
  options.case_zones = names;
  options.case_zone_count = count;
  spol_status status = spol_policy_read(NULL, &source, 1, &options, &policy, NULL, &error);
  ck_assert_msg(status == SPOL_OK, "%u:%u %s", error.line, error.column, error.message);
  return policy;
}

/* The event with its fact of a zone: by id where the policy has one. */
static spol_event opened_in(const spol_policy *policy, const spol_zone *zone, spol_instant at,
                            spol_fact *fact) {
  spol_event event = SPOL_EVENT_INIT;
  uint32_t id = 0;
  const char *name = spol_zone_name(zone);
  ck_assert_ok(spol_policy_fact(policy, "customer_zone", 13, &id));
  ck_assert_ok(spol_policy_fact_value(policy, id, name, strlen(name), fact, NULL));
  fact->zone = fact->value == 0 ? zone : NULL;
  event.type = SPOL_EVENT_OPENED;
  event.at = at;
  event.facts = fact;
  event.fact_count = 1;
  return event;
}

typedef struct asked {
  unsigned char *room;
  const spol_evaluation *evaluation;
} asked;

static asked ask(const spol_policy *policy, const spol_event *events, uint64_t count,
                 spol_instant as_of) {
  asked out = {malloc(ROOM), NULL};
  spol_error error = SPOL_ERROR_INIT;
  spol_status status = spol_evaluate(policy, events, count, as_of, NULL, out.room, ROOM, NULL,
                                     &out.evaluation, &error);
  ck_assert_msg(status == SPOL_OK, "%s: %s", spol_status_name(status), error.message);
  return out;
}

static spol_metric_status metric(const asked *answer, uint32_t index) {
  spol_metric_status out = SPOL_SIZED(spol_metric_status);
  ck_assert_ok(spol_evaluation_metric(answer->evaluation, index, &out));
  return out;
}

static void same_answers(const asked *one, const asked *two, const char *zone, spol_instant at) {
  for (uint32_t i = 0; i < CALENDARS; i++) {
    spol_metric_status a = metric(one, i);
    spol_metric_status b = metric(two, i);
    ck_assert_msg(a.due == b.due && a.received_at == b.received_at && a.elapsed == b.elapsed &&
                      a.length == b.length && a.flags == b.flags && a.is_open == b.is_open &&
                      a.target_kind == b.target_kind,
                  "%s, opened at %lld, metric %u: due %lld and %lld", zone, (long long)at, i,
                  (long long)a.due, (long long)b.due);
    ck_assert_int_ne(a.due, SPOL_INSTANT_NONE);
  }
}

/* Opens a case in a zone under both policies and compares what it comes to. */
static void same_under(const spol_policy *with, const spol_policy *without, const spol_zone *zone,
                       spol_instant at) {
  spol_fact facts[2] = {SPOL_FACT_INIT, SPOL_FACT_INIT};
  spol_event one = opened_in(with, zone, at, &facts[0]);
  spol_event two = opened_in(without, zone, at, &facts[1]);
  ck_assert_int_ge(facts[0].value, 1);
  ck_assert_int_ne(facts[1].value, facts[0].value);
  asked a = ask(with, &one, 1, at + 9 * SPOL_HOUR);
  asked b = ask(without, &two, 1, at + 9 * SPOL_HOUR);
  same_answers(&a, &b, spol_zone_name(zone), at);
  free(a.room);
  free(b.room);
}

static const char *const names[] = {"America/New_York", "Australia/Lord_Howe", "Asia/Kathmandu",
                                    "Pacific/Kiritimati", "Africa/Casablanca"};
enum { ZONES = sizeof names / sizeof names[0] };

START_TEST(a_zone_that_was_not_compiled_in_has_the_answers_of_one_that_was) {
  spol_policy *with = compiled_for(policy_text, names, ZONES);
  spol_policy *without = compiled_for(policy_text, NULL, 0);
  for (size_t i = 0; i < ZONES; i++) {
    spol_zone *zone = zone_of_name(names[i]);
    /* A prime number of minutes, so that every hour of the week comes. */
    for (int64_t step = 0; step < 120; step++) {
      spol_instant at = instant_at("2026-01-01T00:00:00Z") + step * 4391 * SPOL_MINUTE;
      same_under(with, without, zone, at);
    }
    spol_zone_unref(zone);
  }
  spol_policy_unref(with);
  spol_policy_unref(without);
}
END_TEST

START_TEST(a_zone_of_the_policy_that_cases_may_not_carry_is_right_too) {
  static const char *const berlin[] = {"Europe/Berlin"};
  spol_policy *with = compiled_for(policy_text, berlin, 1);
  spol_policy *without = compiled_for(policy_text, NULL, 0);
  spol_zone *zone = zone_of_name("Europe/Berlin");
  spol_fact fact = SPOL_FACT_INIT;
  (void)opened_in(without, zone, 0, &fact);
  ck_assert_int_gt(fact.value, 1); /* after the zones that cases may carry */
  same_under(with, without, zone, instant_at("2026-03-27T20:00:00Z"));
  spol_zone_unref(zone);
  spol_policy_unref(with);
  spol_policy_unref(without);
}
END_TEST

START_TEST(a_default_zone_is_compiled_in) {
  spol_policy *policy = compiled_for(policy_text, NULL, 0);
  uint32_t id = 0;
  spol_event event = SPOL_EVENT_INIT;
  event.type = SPOL_EVENT_OPENED;
  event.at = instant_at("2026-06-01T00:00:00Z"); /* a Monday; 05:45 in Kathmandu */
  ck_assert_ok(spol_policy_find(policy, SPOL_NAME_ZONE, "Asia/Kathmandu", 14, &id));
  ck_assert_uint_eq(id, 1); /* the first: one that cases may carry */
  asked a = ask(policy, &event, 1, event.at);
  spol_metric_status second = metric(&a, CALENDARS);
  ck_assert_int_eq(second.received_at, instant_at("2026-06-01T03:15:00Z"));
  ck_assert_int_eq(second.due, instant_at("2026-06-01T05:15:00Z"));
  free(a.room);
  spol_policy_unref(policy);
}
END_TEST

static spol_finding finding_of(const asked *answer, int32_t kind, uint32_t metric_id) {
  spol_case_status status = SPOL_SIZED(spol_case_status);
  spol_finding finding = SPOL_SIZED(spol_finding);
  ck_assert_ok(spol_evaluation_status(answer->evaluation, &status));
  for (uint32_t i = 0; i < status.finding_count; i++) {
    ck_assert_ok(spol_evaluation_finding(answer->evaluation, i, &finding));
    if (finding.kind == kind && finding.metric == metric_id) {
      return finding;
    }
  }
  ck_abort_msg("no finding of kind %d", kind);
  return finding;
}

START_TEST(a_zone_that_nobody_supplied_is_named_and_leaves_it_undecided) {
  spol_policy *policy = compiled_for(policy_text, NULL, 0);
  spol_fact fact = SPOL_FACT_INIT;
  spol_event event = SPOL_EVENT_INIT;
  uint32_t id = 0;
  ck_assert_ok(spol_policy_fact(policy, "customer_zone", 13, &id));
  ck_assert_ok(spol_policy_fact_value(policy, id, "America/Denver", 14, &fact, NULL));
  ck_assert_int_eq(fact.value, 0);
  event.type = SPOL_EVENT_OPENED;
  event.at = instant_at("2026-06-01T00:00:00Z");
  event.facts = &fact;
  event.fact_count = 1;
  asked a = ask(policy, &event, 1, event.at);
  spol_metric_status shifts = metric(&a, 0);
  ck_assert_int_eq(shifts.target_kind, SPOL_TARGET_UNDECIDED);
  ck_assert_int_eq(shifts.due, SPOL_INSTANT_NONE);
  spol_finding found = finding_of(&a, SPOL_FINDING_ZONE_MISSING, shifts.metric);
  ck_assert_uint_eq(found.fact, id);
  ck_assert_uint_eq(found.decision.fact_count, 1);
  spol_fact used = SPOL_FACT_INIT;
  ck_assert_ok(spol_evaluation_fact_used(a.evaluation, found.decision.fact_first, &used));
  ck_assert_mem_eq(used.text, "America/Denver", used.text_length);
  free(a.room);
  event.fact_count = 0;
  a = ask(policy, &event, 1, event.at);
  (void)finding_of(&a, SPOL_FINDING_FACT_MISSING, shifts.metric);
  free(a.room);
  spol_policy_unref(policy);
}
END_TEST

START_TEST(the_policys_zone_and_the_hosts_of_one_name_are_one) {
  spol_policy *policy = compiled_for(policy_text, NULL, 0);
  spol_zone *own = zone_of_name("Asia/Kathmandu");
  spol_instant at = instant_at("2026-06-01T00:00:00Z");
  spol_fact facts[2] = {SPOL_FACT_INIT, SPOL_FACT_INIT};
  spol_event events[2] = {opened_in(policy, own, at, &facts[0]),
                          opened_in(policy, own, at + SPOL_HOUR, &facts[1])};
  events[1].type = SPOL_EVENT_FACTS_CHANGED;
  facts[1].value = 0; /* by its zone after by its id */
  facts[1].zone = own;
  asked a = ask(policy, events, 2, at + SPOL_HOUR);
  spol_metric_status chosen = metric(&a, CALENDARS + 1);
  ck_assert_int_eq(chosen.length, SPOL_HOUR); /* the condition holds of both */
  ck_assert_int_eq(metric(&a, 0).carry.cause, SPOL_CAUSE_NONE);
  asked b = ask(policy, &events[0], 1, at + SPOL_HOUR);
  ck_assert_int_eq(metric(&b, 0).due, metric(&a, 0).due);
  free(a.room);
  free(b.room);
  spol_zone_unref(own);
  spol_policy_unref(policy);
}
END_TEST

START_TEST(a_zone_change_to_another_and_back_makes_each_calendar_once) {
  spol_policy *policy = compiled_for(policy_text, NULL, 0);
  spol_zone *zones[2] = {zone_of_name("America/Denver"), zone_of_name("Asia/Tokyo")};
  spol_instant at = instant_at("2026-06-01T00:00:00Z");
  spol_fact facts[400];
  spol_event events[400];
  for (size_t i = 0; i < 400; i++) {
    facts[i] = (spol_fact)SPOL_FACT_INIT;
    events[i] = opened_in(policy, zones[i % 2], at + (spol_instant)i * SPOL_MINUTE, &facts[i]);
    events[i].type = i == 0 ? SPOL_EVENT_OPENED : SPOL_EVENT_FACTS_CHANGED;
  }
  uint64_t needed[2] = {0, 0};
  const spol_evaluation *out = NULL;
  unsigned char *room = malloc((size_t)ROOM * 16);
  for (size_t i = 0; i < 2; i++) {
    ck_assert_ok(spol_evaluate(policy, events, 2 + 398 * i, events[399].at, NULL, room,
                               (uint64_t)ROOM * 16, &needed[i], &out, NULL));
  }
  /* An event takes far less than the calendars of a zone, of some kilobytes. */
  ck_assert_uint_lt(needed[1] - needed[0], 398 * UINT64_C(3000));
  free(room);
  spol_zone_unref(zones[0]);
  spol_zone_unref(zones[1]);
  spol_policy_unref(policy);
}
END_TEST

START_TEST(a_default_that_is_no_zone_is_reported_once) {
  static const char *const text = "supportpolicy: 1\nid: p\nversion: v1\n"
                                  "facts: {customer_zone: {type: zone, default: Nowhere/City}}\n";
  spol_policy_source source = {sizeof source, 0, text, strlen(text), "p.yaml"};
  spol_policy *policy = NULL;
  spol_diagnostics *found = NULL;
  spol_error error = SPOL_ERROR_INIT;
  ck_assert_ok(spol_diagnostics_new(NULL, 0, &found));
  ck_assert_int_eq(spol_policy_read(NULL, &source, 1, NULL, &policy, found, &error),
                   SPOL_E_NOT_FOUND);
  ck_assert_uint_eq(spol_diagnostics_count(found), 1);
  ck_assert_str_eq(error.path, "facts.customer_zone.default");
  spol_diagnostics_free(found);
}
END_TEST

START_TEST(a_combination_that_can_be_in_no_zone_says_so) {
  static const char *const text =
      "supportpolicy: 1\nid: p\nversion: v1\nfacts: {customer_zone: {type: zone}}\n"
      "calendars:\n"
      "  desk: {zone: UTC, hours: {mon-fri: 06:00-20:00}}\n"
      "  customer: {zone: {fact: customer_zone}, hours: {mon-fri: 06:00-20:00}}\n"
      "  both: {all_of: [desk, customer]}\n";
  spol_policy_source source = {sizeof source, 0, text, strlen(text), "p.yaml"};
  spol_policy *policy = NULL;
  spol_error error = SPOL_ERROR_INIT;
  ck_assert_int_ne(spol_policy_read(NULL, &source, 1, NULL, &policy, NULL, &error), SPOL_OK);
  ck_assert_ptr_nonnull(strstr(error.message, "several zones"));
}
END_TEST

int main(void) {
  Suite *suite = suite_create("case-zones");
  TCase *tests = tcase_create("zones");
  tcase_add_test(tests, a_zone_that_was_not_compiled_in_has_the_answers_of_one_that_was);
  tcase_add_test(tests, a_zone_of_the_policy_that_cases_may_not_carry_is_right_too);
  tcase_add_test(tests, a_default_zone_is_compiled_in);
  tcase_add_test(tests, a_zone_that_nobody_supplied_is_named_and_leaves_it_undecided);
  tcase_add_test(tests, the_policys_zone_and_the_hosts_of_one_name_are_one);
  tcase_add_test(tests, a_zone_change_to_another_and_back_makes_each_calendar_once);
  tcase_add_test(tests, a_default_that_is_no_zone_is_reported_once);
  tcase_add_test(tests, a_combination_that_can_be_in_no_zone_says_so);
  suite_add_tcase(suite, tests);
  return run_suite(suite);
}
