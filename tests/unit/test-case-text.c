/* SPDX-License-Identifier: MIT */
/* A case as text: whatever events of every kind hold, what is written is read
 * again as it was (spol_case_print). Random events, the seed is printed. */
#include <stdio.h>
#include <stdlib.h>

#include "scenario-fixture.h"

enum { ROUNDS = 60, MOST_FACTS = 12, TEXT_ROOM = 1 << 16, OWN_KINDS = 1 };

static uint64_t state;

static uint64_t any(void) {
  state = state * UINT64_C(6364136223846793005) + UINT64_C(1442695040888963407);
  return (state >> 32 << 32) | ((state * UINT64_C(0x9E3779B97F4A7C15)) >> 32);
}

static uint64_t below(uint64_t limit) {
  return any() % limit;
}

/* Ends of the range, round ones, and any. */
static int64_t between(int64_t low, int64_t high) {
  uint64_t width = (uint64_t)high - (uint64_t)low;
  switch (below(6)) {
  case 0:
    return low;
  case 1:
    return high;
  default:
    return width == UINT64_MAX ? (int64_t)any() : (int64_t)((uint64_t)low + below(width + 1));
  }
}

static uint32_t id_of(const spol_policy *policy, int32_t kind) {
  return (uint32_t)below(spol_policy_count(policy, kind)) + 1;
}

/* ---- Facts --------------------------------------------------------------------- */

/* Texts that YAML could take for something else, or that need quotes. */
static const char *const texts[] = {
    "",           "yes",     "null",       "~",        "1",     "0x1F",    "1e3",
    "2024-01-01", " before", "after ",     "a: b",     "a #b",  "# all",   "'",
    "\"",         "it's",    "- x",        "-",        "?",     ":",       "{a: b}",
    "[a]",        "&a",      "*a",         "!t",       "|",     ">",       "%x",
    "@x",         "`x`",     "a\nb",       "a\n\nb\n", "\n",    "\t",      "a\tb",
    "\\",         "\\n",     "---",        "...",      "<<",    "\u00fc",  "\u65e5",
    "\u2028x",    "\u00a0",  "\U0001F642", "a\r\nb",   "$name", "${name}", "{known: false}",
    "known"};

static spol_fact a_text(uint32_t id) {
  static char long_text[5000];
  spol_fact fact = {id, SPOL_FACT_TEXT, 0, NULL, 0, NULL};
  size_t which = below(sizeof texts / sizeof texts[0] + 1);
  if (which == sizeof texts / sizeof texts[0]) {
    memset(long_text, 'x', sizeof long_text);
    for (size_t i = 0; i < sizeof long_text; i += 7 + below(60)) {
      long_text[i] = " \n:#'"[below(5)];
    }
    fact.text = long_text;
    fact.text_length = sizeof long_text;
  } else {
    fact.text = texts[which];
    fact.text_length = strlen(texts[which]);
  }
  return fact;
}

static spol_fact a_zone(const spol_policy *policy, uint32_t id, const spol_zone *other) {
  spol_fact fact = {id, SPOL_FACT_ZONE, 0, NULL, 0, NULL};
  if (below(2) == 0) {
    fact.value = id_of(policy, SPOL_NAME_ZONE);
    fact.text = spol_policy_name(policy, SPOL_NAME_ZONE, (uint32_t)fact.value);
  } else {
    fact.zone = other;
    fact.text = spol_zone_name(other);
  }
  fact.text_length = strlen(fact.text);
  return fact;
}

static spol_fact a_fact(const spol_policy *policy, const spol_fact_info *info,
                        const spol_zone *other) {
  spol_fact fact = {info->fact, info->type, 0, NULL, 0, NULL};
  switch (info->type) {
  case SPOL_FACT_ENUM:
    fact.value = (int64_t)below(info->members) + 1;
    return fact;
  case SPOL_FACT_BOOLEAN:
    fact.value = (int64_t)below(2);
    return fact;
  case SPOL_FACT_NUMBER:
    fact.value = between(INT64_MIN, INT64_MAX);
    return fact;
  case SPOL_FACT_INSTANT:
    fact.value = between(SPOL_INSTANT_MIN, SPOL_INSTANT_MAX);
    return fact;
  case SPOL_FACT_DATE:
    fact.value = between(SPOL_DATE_MIN, SPOL_DATE_MAX);
    return fact;
  case SPOL_FACT_ZONE:
    return a_zone(policy, info->fact, other);
  default:
    return a_text(info->fact);
  }
}

/* Every fact of the policy or some of them, each once but for sets. */
static uint64_t some_facts(const spol_policy *policy, const spol_zone *other, int at_least,
                           int withdraw, spol_fact *out) {
  uint64_t count = 0;
  for (uint32_t id = 1; id <= spol_policy_count(policy, SPOL_NAME_FACT); id++) {
    spol_fact_info info = SPOL_SIZED(spol_fact_info);
    ck_assert_ok(spol_policy_fact_info(policy, id, &info));
    if (below(3) != 0 && !(at_least && count == 0)) {
      continue;
    }
    if (withdraw && below(4) == 0) {
      out[count++] = (spol_fact){id, SPOL_FACT_UNKNOWN, 0, NULL, 0, NULL};
      continue;
    }
    out[count] = a_fact(policy, &info, other);
    if (info.many && out[count].value > 1) { /* a set of two, in order */
      out[count + 1] = out[count];
      out[count++].value = 1;
    }
    count++;
  }
  return count;
}

/* ---- Events -------------------------------------------------------------------- */

static uint32_t kind_of(uint32_t number) {
  return number <= SPOL_EVENT_STANDARD_COUNT
             ? number
             : SPOL_EVENT_OWN + number - SPOL_EVENT_STANDARD_COUNT - 1;
}

static void fill_needed(const spol_policy *policy, spol_event *event) {
  switch (event->type) {
  case SPOL_EVENT_WAITING:
    event->reason = id_of(policy, SPOL_NAME_REASON);
    break;
  case SPOL_EVENT_SEVERITY_CHANGED:
  case SPOL_EVENT_SEVERITY_CHANGE_REQUESTED:
    event->severity = id_of(policy, SPOL_NAME_SEVERITY);
    break;
  case SPOL_EVENT_VERSION_CHANGED:
    event->version = id_of(policy, SPOL_NAME_VERSION);
    break;
  case SPOL_EVENT_AGREED_TARGET_SET:
    event->metric = id_of(policy, SPOL_NAME_METRIC);
    if (below(2) == 0) {
      event->agreed_within = between(0, INT64_MAX);
    } else {
      event->agreed_due = between(SPOL_INSTANT_MIN, SPOL_INSTANT_MAX);
    }
    break;
  case SPOL_EVENT_AGREED_TARGET_WITHDRAWN:
    event->metric = id_of(policy, SPOL_NAME_METRIC);
    break;
  default:
    break;
  }
}

/* Any field may stand in an event of any kind. */
static void fill_more(const spol_policy *policy, spol_event *event) {
  const struct {
    uint32_t *id;
    int32_t kind;
  } ids[] = {{&event->role, SPOL_NAME_ROLE},        {&event->severity, SPOL_NAME_SEVERITY},
             {&event->reason, SPOL_NAME_REASON},    {&event->metric, SPOL_NAME_METRIC},
             {&event->line, SPOL_NAME_LINE},        {&event->version, SPOL_NAME_VERSION},
             {&event->calendar, SPOL_NAME_CALENDAR}};
  for (size_t i = 0; i < sizeof ids / sizeof ids[0]; i++) {
    if (*ids[i].id == 0 && below(4) == 0) {
      *ids[i].id = id_of(policy, ids[i].kind);
    }
  }
  event->actor = (int32_t)below(SPOL_ACTOR_SYSTEM + 1);
  if (below(3) == 0) {
    event->occurred_at = between(SPOL_INSTANT_MIN, event->at);
  }
  if (below(4) == 0) {
    event->next_by = between(event->at, SPOL_INSTANT_MAX);
  }
}

static void same_after_text(const spol_policy *policy, const spol_event *events, uint64_t count,
                            const spol_zone *zone) {
  static char text[TEXT_ROOM];
  uint64_t needed = 0;
  size_t head = (size_t)snprintf(text, sizeof text, "policy: p.yaml\ncases:\n");
  ck_assert_ok(spol_case_print(policy, "a", events, count, zone, text + head,
                               sizeof text - head - 1, &needed));
  text[head + needed] = '\0';
  spol_scenario *copy = NULL;
  spol_error error = SPOL_ERROR_INIT;
  spol_status status = fixture_read_with(NULL, text, &copy, NULL, &error);
  ck_assert_msg(status == SPOL_OK, "%u:%u %s\n%s", error.line, error.column, error.message, text);
  spol_scenario_case read = SPOL_SIZED(spol_scenario_case);
  ck_assert_ok(spol_scenario_case_get(copy, 0, &read));
  ck_assert_uint_eq(read.event_count, count);
  for (uint64_t i = 0; i < count; i++) {
    same_event(&read.events[i], &events[i]);
  }
  spol_scenario_unref(copy);
}

static spol_policy *policy;
static spol_zone *zones[4];

static void set_up(void) {
  ck_assert_ok(fixture_load(NULL, NULL, (const char *const[]){"p.yaml"}, 1, &policy, NULL, NULL));
  ck_assert_ok(fixture_zone(NULL, "America/New_York", 16, &zones[1]));
  ck_assert_ok(fixture_zone(NULL, "Australia/Lord_Howe", 19, &zones[2]));
  ck_assert_ok(spol_zone_fixed(NULL, -34200, &zones[3]));
  const char *seed = getenv("SPOL_SEED");
  state = seed != NULL ? strtoull(seed, NULL, 10) : 20261126;
  printf("seed %llu\n", (unsigned long long)state);
}

static void tear_down(void) {
  for (size_t i = 0; i < 4; i++) {
    spol_zone_unref(zones[i]);
  }
  spol_policy_unref(policy);
}

START_TEST(an_event_of_every_kind_is_read_as_it_was_written) {
  spol_event events[2];
  spol_fact facts[2][MOST_FACTS];
  uint32_t kinds = SPOL_EVENT_STANDARD_COUNT + OWN_KINDS;
  ck_assert_uint_eq(spol_policy_count(policy, SPOL_NAME_FACT), 9);
  ck_assert_ptr_nonnull(spol_policy_name(policy, SPOL_NAME_EVENT, kind_of(kinds)));
  for (uint32_t number = 1; number <= kinds; number++) {
    for (uint32_t round = 0; round < ROUNDS; round++) {
      events[0] = (spol_event)SPOL_EVENT_INIT;
      events[0].type = SPOL_EVENT_OPENED;
      events[0].at = between(SPOL_INSTANT_MIN, SPOL_INSTANT_MAX);
      events[0].id = any();
      events[0].fact_count = some_facts(policy, zones[2], 0, 0, facts[0]);
      events[1] = (spol_event)SPOL_EVENT_INIT;
      events[1].type = kind_of(number);
      events[1].at = between(events[0].at, SPOL_INSTANT_MAX);
      events[1].id = below(2) == 0 ? 0 : events[0].id ^ 1;
      int changes = events[1].type == SPOL_EVENT_FACTS_CHANGED;
      int needs = changes || events[1].type == SPOL_EVENT_CHANNEL_ADDED;
      events[1].fact_count = some_facts(policy, zones[2], needs, changes, facts[1]);
      fill_needed(policy, &events[1]);
      fill_more(policy, &events[1]);
      for (size_t i = 0; i < 2; i++) {
        events[i].facts = events[i].fact_count == 0 ? NULL : facts[i];
      }
      same_after_text(policy, events, 2, zones[below(4)]);
    }
  }
}
END_TEST

int main(void) {
  Suite *suite = suite_create("case-text");
  TCase *tests = tcase_create("text");
  tcase_add_checked_fixture(tests, set_up, tear_down);
  tcase_add_test(tests, an_event_of_every_kind_is_read_as_it_was_written);
  suite_add_tcase(suite, tests);
  return run_suite(suite);
}
