/* SPDX-License-Identifier: MIT */
/* Comparing versions: each verdict by a pair of small policies, and random pairs
 * held against a grid of openings. */
#include <check.h>
#include <stdio.h>
#include <stdlib.h>
#include <string.h>

#include "policy-check.h"

#define HOUR INT64_C(3600000000)
#define DAY (24 * HOUR)

#define HEAD                                                                                       \
  "supportpolicy: 1\nid: t\nversion: a\neffective: {from: 2026-01-01}\n"                           \
  "facts: {plan: {one_of: [basic, gold]}, users: {type: number}}\n"                                \
  "severities: {levels: [{id: S1}, {id: S2}]}\n"                                                   \
  "reasons: {wait: {}, parts: {}}\n"                                                               \
  "calendars:\n  always: 24x7\n  desk: {hours: {mon-fri: 09:00-17:00}}\n"                          \
  "  late: {hours: {mon-fri: 10:00-18:00}}\n"

#define ROWS(more, rows)                                                                           \
  HEAD "metrics:\n  resolution:\n    calendar: desk\n" more "    targets:\n" rows

static spol_diff *diff_of(const char *before, const char *after, uint32_t years) {
  spol_policy *old_policy = read_policy_text(before);
  spol_policy *new_policy = read_policy_text(after);
  spol_diff_options options = SPOL_DIFF_OPTIONS_INIT;
  spol_diff *diff = NULL;
  options.years = years;
  ck_assert_int_eq(spol_policy_diff(NULL, old_policy, 1, new_policy, 1, &options, &diff, NULL),
                   SPOL_OK);
  spol_policy_unref(old_policy);
  spol_policy_unref(new_policy);
  return diff;
}

/* "3 plan = gold; 1 *": verdicts and regions, or rules, but for what is the same. */
static void tell(const spol_diff *diff, char *text, size_t size) {
  size_t length = 0;
  text[0] = '\0';
  for (uint64_t i = 0; i < spol_diff_count(diff); i++) {
    spol_diff_entry entry = SPOL_SIZED(spol_diff_entry);
    ck_assert_int_eq(spol_diff_get(diff, i, &entry), SPOL_OK);
    if (entry.verdict != SPOL_DIFF_SAME) {
      length +=
          (size_t)snprintf(text + length, size - length, "%s%d %s", length == 0 ? "" : "; ",
                           entry.verdict, entry.kind == SPOL_DIFF_RULE ? entry.rule : entry.region);
      ck_assert_uint_lt(length, size);
    }
  }
}

typedef struct pair {
  const char *before;
  const char *after;
  const char *told;
} pair;

#define ONE(row) ROWS("", "      - {" row "}\n")

#define BOTH(parts, row)                                                                           \
  HEAD "  both: {" parts "}\nmetrics: {resolution: {calendar: both, targets: [{" row "}]}}\n"
#define MORE(line) ROWS("    " line "\n", "      - {within: 8h}\n")
#define REST(text) ONE("within: 8h") text
#define STEPS(steps) REST("roles: [boss, chief]\nescalation: {steps: [" steps "]}\n")

#define DAYS(line)                                                                                 \
  ROWS("    pauses: wait\n    " line "\n",                                                         \
       "      - {within: '1 business_days', until: end_of_day}\n")
#define UPDATES(line)                                                                              \
  HEAD "metrics:\n  update:\n    calendar: desk\n    " line "\n    targets: [{within: 4h}]\n"
#define REASON(text)                                                                               \
  "supportpolicy: 1\nid: t\nversion: a\neffective: {from: 2026-01-01}\n"                           \
  "calendars:\n  always: 24x7\n  desk: {hours: {mon-fri: 09:00-17:00}}\n"                          \
  "  late: {hours: {mon-fri: 10:00-18:00}}\n"                                                      \
  "reasons: {hold: " text "}\nmetrics: {resolution: {calendar: desk, pauses: hold, targets: "      \
  "[{within: 8h}]}}\n"
#define LINES(lines, more) REST("escalation: {lines: " lines more "}\n")
#define LADDER(when)                                                                               \
  REST("roles: [boss, chief]\nescalation: {ladders: {vip: {when: " when                            \
       ", steps: [{id: told, miss: resolution, notify: boss}]}}}\n")
#define LEVELS(when, more)                                                                         \
  "supportpolicy: 1\nid: t\nversion: a\neffective: {from: 2026-01-01}\n"                           \
  "facts: {plan: {one_of: [basic, gold]}, users: {type: number}}\n"                                \
  "calendars: {always: 24x7}\n"                                                                    \
  "severities: {levels: [{id: S1, when: " when "}, {id: S2, when: {}}]" more "}\n"                 \
  "metrics: {resolution: {calendar: always, targets: [{when: {severity: S1}, within: 1h}, "        \
  "{within: 8h}]}}\n"

static const pair pairs[] = {
    {ONE("within: 8h"), ONE("within: 8h"), ""},
    {ONE("within: 8h"), ONE("within: 4h"), "2 "},
    {ONE("within: 4h"), ONE("within: 8h"), "3 "},
    {ONE("within: 4h"), ONE("within: 4h, calendar: always"), "2 "},
    {ONE("within: 4h, calendar: always"), ONE("within: 4h"), "3 "},
    {ONE("within: 4h"), ONE("within: 4h, calendar: late"), "4 "},
    {ONE("within: 4h"), ONE("within: 5h, calendar: late"), "3 "},
    {ONE("otherwise: unstated"), ONE("within: 4h"), "2 "},
    {ONE("within: 4h"), ONE("otherwise: unstated"), "3 "},
    {ONE("within: 4h"), ONE("otherwise: not_offered"), "3 "},
    {ONE("otherwise: unstated"), ONE("otherwise: not_offered"), "3 "},
    {ONE("within: 4h"), ONE("otherwise: best_effort"), "4 "},
    {ONE("otherwise: best_effort"), ONE("otherwise: best_effort"), ""},
    {ONE("within: 8h"), ONE("within: '1 business_days', until: end_of_day"), "3 "},
    {ONE("within: '2 business_days', until: end_of_day"),
     ONE("within: '1 business_days', until: end_of_day"), "2 "},
    {ONE("within: '1 business_days', until: same_time"),
     ONE("within: '1 business_days', until: end_of_day"), "3 "},
    /* They differ for half an hour a day, away from every edge of open time. */
    {ROWS("    cutoff: 16:30\n", "      - {within: '1 business_days', until: end_of_day}\n"),
     ROWS("    cutoff: 16:00\n", "      - {within: '1 business_days', until: end_of_day}\n"), "3 "},
    {ROWS("", "      - {when: {plan: gold}, within: 4h}\n      - {within: 8h}\n"),
     ROWS("", "      - {when: {plan: gold}, within: 6h}\n      - {within: 8h}\n"), "3 plan = gold"},
    {ROWS("", "      - {when: {severity: S1}, within: 4h}\n      - {within: 8h}\n"),
     ROWS("", "      - {when: {severity: S1}, within: 2h}\n      - {within: 8h}\n"),
     "2 severity = S1"},
    {ROWS("", "      - {when: {users: {at_least: 25}}, within: 4h}\n      - {within: 8h}\n"),
     ROWS("", "      - {when: {users: {more_than: 25}}, within: 4h}\n      - {within: 8h}\n"),
     "3 users = 25"},
    {ROWS("", "      - {within: 8h}\n"), ROWS("    pauses: wait\n", "      - {within: 8h}\n"),
     "3 metrics.resolution.pauses"},
    {ROWS("    pauses: wait\n", "      - {within: 8h}\n"), ROWS("", "      - {within: 8h}\n"),
     "2 metrics.resolution.pauses"},
    {ROWS("    carry: from_start\n", "      - {within: 8h}\n"),
     ROWS("    carry: restart\n", "      - {within: 8h}\n"), "3 metrics.resolution.carry"},
    {MORE("stops: [resolved]"), MORE("stops: [resolved, closed]"), "3 metrics.resolution.stops"},
    {MORE("stops: [resolved, closed]"), MORE("stops: [closed]"), "2 metrics.resolution.stops"},
    {MORE("stops: [resolved, {event: closed, when: {plan: gold}}]"), MORE("stops: [resolved]"),
     "2 metrics.resolution.stops"},
    {MORE("starts: [opened]"), MORE("starts: [notified]"), "5 metrics.resolution.starts"},
    {MORE("reopening: exclude_closed"), MORE("reopening: count_closed"),
     "2 metrics.resolution.reopening"},
    {ONE("within: 8h"), MORE("reopening: restart"), "3 metrics.resolution.reopening"},
    {MORE("reopening: new_cycle"), MORE("reopening: restart"), "5 metrics.resolution.reopening"},
    {ONE("within: 8h"), MORE("excused: [{id: busy, when: {plan: gold}}]"),
     "3 metrics.resolution.excused.busy"},
    {REST("coverage: {from: 2026-01-01}\n"), REST("coverage: {from: 2026-02-01}\n"), "3 coverage"},
    {REST("coverage: {from: 2026-01-01, to: 2026-06-01}\n"), REST("coverage: {from: 2026-01-01}\n"),
     "2 coverage"},
    {REST("coverage: {from: 2026-01-01, to: 2026-06-01}\n"),
     REST("coverage: {from: 2025-01-01, to: 2026-05-01}\n"), "5 coverage"},
    {REST(""), REST("entitlement: [{id: gold_only, when: {plan: basic}, finding: not_entitled}]\n"),
     "3 entitlement.gold_only"},
    {REST("entitlement: [{id: gold_only, when: {plan: basic}, finding: not_entitled}]\n"), REST(""),
     "2 entitlement.gold_only"},
    {REST("entitlement: [{id: it, when: {plan: basic}, finding: not_entitled}]\n"),
     REST("entitlement: [{id: it, when: {plan: gold}, finding: not_entitled}]\n"),
     "5 entitlement.it"},
    {REST("notices: [{id: told, event: closed}]\n"), REST(""), "3 notices.told"},
    {REST("notices: [{id: told, event: closed, within: 4h, calendar: desk}]\n"),
     REST("notices: [{id: told, event: closed, within: 2h, calendar: desk}]\n"), "2 notices.told"},
    {STEPS("{id: half, share: {metric: resolution, at: 50%}, notify: boss}"),
     STEPS("{id: half, share: {metric: resolution, at: 75%}, notify: boss}"),
     "3 escalation.steps.half"},
    {STEPS("{id: half, share: {metric: resolution, at: 50%}, notify: boss}"),
     STEPS("{id: half, share: {metric: resolution, at: 50%}, notify: boss}, {id: late, miss: "
           "resolution, notify: boss}"),
     "2 escalation.steps.late"},
    {STEPS("{id: half, share: {metric: resolution, at: 50%}, notify: boss}"),
     STEPS("{id: half, share: {metric: resolution, at: 50%}, notify: boss}, {id: shut, miss: "
           "resolution, close: true}"),
     "3 escalation.steps.shut"},
    {REST("promises: [{text: no reduction}]\n"), REST(""), "3 promises[0]"},
    /* What starts a clock, and what begins and ends a pause. */
    {MORE("starts: [opened]"), MORE("starts: [opened, notified]"), "2 metrics.resolution.starts"},
    {MORE("starts: [opened, notified]"), MORE("starts: [notified]"), "3 metrics.resolution.starts"},
    {MORE("starts: [opened, notified]\n    latest: true"),
     MORE("starts: [opened]\n    latest: true"), "5 metrics.resolution.starts"},
    {ONE("within: 8h"), MORE("latest: true"), "3 metrics.resolution.latest"},
    {ONE("within: 8h"), MORE("starts_when: {plan: gold}"), "3 metrics.resolution.starts_when"},
    {MORE("starts_when: {plan: gold}"), MORE("starts_when: {plan: [gold, basic]}"),
     "2 metrics.resolution.starts_when"},
    {MORE("starts_when: {plan: gold}"), MORE("starts_when: {plan: basic}"),
     "5 metrics.resolution.starts_when"},
    {MORE("pauses: wait"), MORE("pauses: [wait, parts]"), "3 metrics.resolution.pauses"},
    {MORE("pauses: [wait, parts]"), MORE("pauses: parts"), "2 metrics.resolution.pauses"},
    {MORE("pauses: wait"), MORE("pauses: parts"), "5 metrics.resolution.pauses"},
    {MORE("pauses: [{reasons: wait, when: {plan: gold}}]"), MORE("pauses: wait"),
     "5 metrics.resolution.pauses"},
    {MORE("pauses: wait"), MORE("pauses: wait\n    pause_lasts: real"),
     "5 metrics.resolution.pause_lasts"},
    {REASON("{}"), REASON("{bound: {within: 8h, calendar: desk}}"), "2 reasons.hold"},
    {REASON("{bound: {within: 8h, calendar: desk}}"),
     REASON("{bound: {within: 16h, calendar: desk}}"), "3 reasons.hold"},
    {REASON("{bound: {within: 2 business_days, until: end_of_day, calendar: desk}}"),
     REASON("{bound: {within: 1 business_days, until: end_of_day, calendar: desk}}"),
     "2 reasons.hold"},
    {REASON("{bound: {within: 8h, calendar: desk}}"),
     REASON("{bound: {within: 8h, calendar: always}}"), "2 reasons.hold"},
    {REASON("{bound: {within: 8h, calendar: desk}}"),
     REASON("{bound: {within: 8h, calendar: late}}"), "5 reasons.hold"},
    {REASON("{begins: closed}"), REASON("{begins: [closed, notified]}"), "3 reasons.hold"},
    {REASON("{ends: closed}"), REASON("{ends: [closed, notified]}"), "2 reasons.hold"},
    {REASON("{begins: closed}"), REASON("{begins: [closed, notified], ends: responded}"),
     "5 reasons.hold"},
    /* What a change carries over: from the start is never later, but for days. */
    {MORE("carry: restart"), MORE("carry: carry_elapsed"), "2 metrics.resolution.carry"},
    {MORE("carry: from_start"), MORE("carry: carry_elapsed"), "5 metrics.resolution.carry"},
    {ONE("within: 8h"), MORE("carry: restart"), "3 metrics.resolution.carry"},
    {ONE("within: 8h"), MORE("carry: from_start"), "2 metrics.resolution.carry"},
    {MORE("carry: restart"), MORE("carry: [{carry: restart, never_later: true}]"),
     "2 metrics.resolution.carry"},
    {DAYS("carry: restart"), DAYS("carry: from_start"), "5 metrics.resolution.carry"},
    /* Cadence. */
    {UPDATES("repeats: {after: stop, until: resolved}"),
     UPDATES("repeats: {after: stop, until: [resolved, closed]}"), "3 metrics.update.repeats"},
    {UPDATES("tells_customer: true"), UPDATES("tells_customer: false"),
     "5 metrics.update.tells_customer"},
    {ONE("within: 8h"), MORE("repeats: {after: stop}"), "2 metrics.resolution.repeats"},
    {ONE("times: {count: 1, per: day}"), ONE("times: {count: 3, per: day}"), "2 "},
    {ONE("times: {count: 1, per: day}"), ONE("times: {count: 1, per: week}"), "3 "},
    {ONE("times: {count: 1, per: day}"), ONE("times: {count: 3, per: week}"), "5 "},
    {ONE("times: {count: 1, per: day}"), ONE("times: {count: 1, per: day}"), ""},
    /* The same hours in another zone. */
    {ONE("within: 8h") "zone: '+02:00'\n", ONE("within: 8h") "zone: '+03:00'\n", "4 ; 5 zone"},
    /* Targets of several parts, zones, hours that never meet, and other calendars. */
    {ONE("earliest_of: [{within: 4h}, {within: 2h, calendar: always}]"),
     ONE("earliest_of: [{within: 4h}, {within: 2h, calendar: always}]"), ""},
    {ONE("earliest_of: [{within: 4h}, {within: 2h, calendar: always}]"),
     ONE("earliest_of: [{within: 4h}, {within: 3h, calendar: always}]"), "3 "},
    {ONE("earliest_of: [{within: 4h}, {within: 2h, calendar: always}]"),
     ONE("latest_of: [{within: 4h}, {within: 2h, calendar: always}]"), "3 "},
    {ONE("latest_of: [{within: 4h}, {within: 6h, calendar: always}]"), ONE("within: 4h"), "2 "},
    {ONE("within: 6h, calendar: always"),
     ONE("latest_of: [{within: 4h}, {within: 5h, calendar: always}]"), "4 "},
    {ONE("earliest_of: [{within: 4h}, {within: 8h}]"), ONE("within: 4h"), ""},
    {ONE("earliest_of: [{within: 4h}, {is: best_effort}]"), ONE("within: 4h"), "5 "},
    {ONE("earliest_of: [{within: 4h}, {within: 2h, calendar: always}]"), ONE("otherwise: unstated"),
     "3 "},
    /* Days on a calendar that combines others. */
    {BOTH("any_of: [desk, late]", "within: 1 business_days, until: end_of_day"),
     BOTH("any_of: [desk, late]", "within: 1 business_days, until: start_of_day"), "2 "},
    {BOTH("any_of: [desk, late]", "within: 1 business_days, until: end_of_day"),
     BOTH("all_of: [desk, late]", "within: 1 business_days, until: end_of_day"), "4 "},
    {BOTH("all_of: [desk, always]", "within: 2 business_days, until: end_of_day"),
     ONE("within: 2 business_days, until: end_of_day, calendar: desk"), ""},
    {ROWS("", "      - {when: {opened_inside: desk}, within: 4h}\n      - {within: 8h}\n"),
     ROWS("",
          "      - {when: {opened_inside: desk, not: {opened_inside: always}}, is: not_offered}\n"
          "      - {when: {opened_inside: desk}, within: 4h}\n      - {within: 8h}\n"),
     ""},
    /* Hours that decide for gold alone do not part the openings of basic. */
    {ROWS("", "      - {when: {plan: gold, opened_inside: desk}, within: 4h}\n"
              "      - {when: {plan: gold}, is: unstated}\n      - {within: 8h}\n"),
     ROWS("", "      - {when: {plan: gold, opened_inside: late}, within: 4h}\n"
              "      - {when: {plan: gold}, is: unstated}\n      - {within: 8h, calendar: late}\n"),
     "4 plan = basic; 3 plan = gold, opened in the old hours = true, opened in the new hours = "
     "false; 2 plan = gold, opened in the old hours = false, opened in the new hours = true"},
    /* What the hours decide for S1 alone is told of S1, and the rest of S2. */
    {ROWS("", "      - {when: {severity: S1, opened_inside: desk}, is: unstated}\n"
              "      - {within: 8h}\n"),
     ROWS("", "      - {when: {severity: S1, opened_inside: desk}, is: unstated}\n"
              "      - {within: 9h}\n"),
     "3 opened in the old hours = false, opened in the new hours = false; 3 severity = S2"},
    /* A promise that is new has no rule that is a reduction of its own. */
    {ONE("otherwise: unstated"), MORE("pauses: wait"), "2 ; 2 metrics.resolution.pauses"},
    {MORE("pauses: wait"), ONE("otherwise: unstated"), "3 ; 3 metrics.resolution.pauses"},
    {ONE("within: 8h"), REST("  workaround: {calendar: desk, targets: [{within: 2h}]}\n"), "2 "},
    {REST("  workaround: {calendar: desk, targets: [{within: 2h}]}\n"), ONE("within: 8h"), "3 "},
    /* Conditions are compared for all facts, however they are written. */
    {MORE("excused: [{id: busy, when: {plan: gold}}]"),
     MORE("excused: [{id: busy, when: {plan: [gold, basic]}}]"),
     "3 metrics.resolution.excused.busy"},
    {MORE("excused: [{id: busy, when: {plan: gold}}]"),
     MORE("excused: [{id: busy, when: {not: {plan: basic}}}]"), ""},
    {REST("entitlement: [{id: it, when: {users: {more_than: 5}}, finding: not_covered}]\n"),
     REST("entitlement: [{id: it, when: {users: {more_than: 10}}, finding: not_covered}]\n"),
     "2 entitlement.it"},
    {REST("entitlement: [{id: it, when: {plan: basic}, finding: intake}]\n"),
     REST("entitlement: [{id: it, when: {plan: basic}, finding: not_covered}]\n"),
     "3 entitlement.it"},
    {REST(""), REST("entitlement: [{id: it, when: {plan: basic}, finding: intake}]\n"),
     "3 entitlement.it"},
    {REST(""), REST("entitlement: [{id: it, when: {plan: basic}, finding: noted}]\n"),
     "5 entitlement.it"},
    {REST("entitlement: [{id: it, when: {plan: basic}, finding: intake, says: a}]\n"),
     REST("entitlement: [{id: it, when: {plan: basic}, finding: intake, says: b}]\n"),
     "5 entitlement.it"},
    /* Lines and ladders. */
    {LINES("[one, two]", ""), LINES("[one, two]", ", starts_at: two"), "2 escalation.starts_at"},
    {LINES("[one, two]", ""), LINES("[one, two]", ", starts_at: one"), ""},
    {LINES("[one, two]", ", starts_at: two"), LINES("[one, two]", ""), "3 escalation.starts_at"},
    {LINES("[one, two]", ""), LINES("[one, {id: two, by: customer}]", ""),
     "3 escalation.lines.two"},
    {LINES("[one, two]", ""), LINES("[one, two, three]", ""), "5 escalation.lines.three"},
    {LINES("[one, two]", ""), LINES("[two, one]", ""), "5 escalation.lines"},
    {STEPS("{id: it, miss: resolution, notify: boss}"),
     STEPS("{id: it, miss: resolution, notify: [boss, chief]}"), "2 escalation.steps.it"},
    {STEPS("{id: it, miss: resolution, notify: boss}"),
     STEPS("{id: it, miss: resolution, notify: chief}"), "5 escalation.steps.it"},
    {STEPS("{id: it, misses: {metric: resolution, count: 3}, notify: boss}"),
     STEPS("{id: it, misses: {metric: resolution, count: 2}, notify: boss}"),
     "2 escalation.steps.it"},
    {STEPS("{id: it, after: {event: opened, within: 2h, calendar: desk}, notify: boss}"),
     STEPS("{id: it, after: {event: opened, within: 4h, calendar: desk}, notify: boss}"),
     "3 escalation.steps.it"},
    {STEPS("{id: it, after: {event: opened, within: 2h, calendar: desk}, close: true}"),
     STEPS("{id: it, after: {event: opened, within: 4h, calendar: desk}, close: true}"),
     "2 escalation.steps.it"},
    {STEPS("{id: it, after: {event: opened, within: 2h, calendar: desk}, notify: boss}"),
     STEPS("{id: it, after: {event: notified, within: 2h, calendar: desk}, notify: boss}"),
     "5 escalation.steps.it"},
    {STEPS("{id: it, miss: resolution, notify: boss}"),
     STEPS("{id: it, miss: resolution, when: {plan: gold}, notify: boss}"),
     "3 escalation.steps.it"},
    {STEPS("{id: it, miss: resolution, notify: boss, in: desk}"),
     STEPS("{id: it, miss: resolution, notify: boss}"), "2 escalation.steps.it"},
    {STEPS("{id: it, miss: resolution, notify: boss, unless_happened: responded}"),
     STEPS("{id: it, miss: resolution, notify: boss}"), "2 escalation.steps.it"},
    {STEPS("{id: it, miss: resolution, notify: boss, repeats: {times: 2, every: 2h, calendar: "
           "desk}}"),
     STEPS("{id: it, miss: resolution, notify: boss, repeats: {times: 3, every: 1h, calendar: "
           "desk}}"),
     "2 escalation.steps.it"},
    {STEPS("{id: it, miss: resolution, notify: boss, repeats: {times: 2, every: 2h, calendar: "
           "desk}}"),
     STEPS("{id: it, miss: resolution, notify: boss, repeats: {times: 3, every: 3h, calendar: "
           "desk}}"),
     "5 escalation.steps.it"},
    {STEPS("{id: a, miss: resolution, notify: boss}, {id: b, miss: resolution, notify: chief}"),
     STEPS("{id: b, miss: resolution, notify: chief}, {id: a, miss: resolution, notify: boss}"),
     "5 escalation.steps"},
    {LADDER("{plan: gold}"), LADDER("{plan: [gold, basic]}"), "2 escalation.ladders.vip"},
    {LADDER("{plan: gold}"), STEPS(""), "3 escalation.ladders.vip.told"},
    /* Severities: what the facts give, and who may change it. */
    {LEVELS("{plan: gold}", ""), LEVELS("{users: {more_than: 5}}", ""),
     "3 plan = gold, users = 4.999999, severity S1, now S2; 2 plan = basic, users = 5.000001, "
     "severity S2, now S1; 5 severities.levels"},
    {LEVELS("{plan: gold}", ""), LEVELS("{plan: [gold, basic]}", ""),
     "2 plan = basic, severity S2, now S1; 2 severities.levels"},
    {LEVELS("{plan: gold}", ""), LEVELS("{not: {plan: basic}}", ""), ""},
    {LEVELS("{plan: gold}", ""),
     LEVELS("{plan: gold}", ", limits: [{id: cap, when: {plan: gold}, at_most: S2}]"),
     "3 plan = gold, severity S1, now S2; 3 severities.levels; 3 severities.limits.cap"},
    {LEVELS("{plan: gold}", ""),
     LEVELS("{plan: gold}", ", changes: {upgrade: {rules: [{by: customer, grant: at_once}]}}"),
     "2 severities.changes.upgrade.rules[0]"},
    {LEVELS("{plan: gold}", ", changes: {upgrade: {rules: [{by: customer, grant: at_once}]}}"),
     LEVELS(
         "{plan: gold}",
         ", changes: {upgrade: {rules: [{by: customer, grant: at_once, requires: {plan: gold}}]}}"),
     "3 severities.changes.upgrade.rules[0]"},
    {LEVELS("{plan: gold}", ""),
     LEVELS("{plan: gold}", ", changes: {downgrade: {follows: derived}}"),
     "3 severities.changes.downgrade"},
    {LEVELS("{plan: gold}", ""), LEVELS("{plan: gold}", ", record: {at: opened}"),
     "5 severities.record"},
};

START_TEST(tells_what_changed_and_nothing_else) {
  char told[1000];
  spol_diff *diff = diff_of(pairs[_i].before, pairs[_i].after, 2);
  tell(diff, told, sizeof told);
  ck_assert_msg(strcmp(told, pairs[_i].told) == 0, "pair %d: %s", _i, told);
  spol_diff_free(diff);
}
END_TEST

START_TEST(says_what_a_promise_means) {
  static const struct {
    const char *promise;
    int32_t material;
  } promises[] = {{"", SPOL_DIFF_NO_PROMISE},
                  {"promises: [{text: no reduction}]\n", SPOL_DIFF_ANY},
                  {"promises: [{text: no reduction, material: any}]\n", SPOL_DIFF_ANY},
                  {"promises: [{text: none that is material, material: undefined}]\n",
                   SPOL_DIFF_MATERIAL_UNDEFINED}};
  for (size_t i = 0; i < sizeof promises / sizeof promises[0]; i++) {
    char before[2000];
    char after[2000];
    spol_diff_entry entry = SPOL_SIZED(spol_diff_entry);
    snprintf(before, sizeof before, "%s%s", ONE("within: 4h"), promises[i].promise);
    snprintf(after, sizeof after, "%s%s", ONE("within: 8h"), promises[i].promise);
    spol_diff *diff = diff_of(before, after, 1);
    ck_assert_int_eq(spol_diff_get(diff, 0, &entry), SPOL_OK);
    ck_assert_int_eq(entry.verdict, SPOL_DIFF_WORSE);
    ck_assert_int_eq(entry.material, promises[i].material);
    spol_diff_free(diff);
    diff = diff_of(after, before, 1); /* nothing is reduced */
    ck_assert_int_eq(spol_diff_get(diff, 0, &entry), SPOL_OK);
    ck_assert_int_eq(entry.material, SPOL_DIFF_NO_PROMISE);
    spol_diff_free(diff);
  }
}
END_TEST

START_TEST(refuses_what_it_cannot_take) {
  spol_policy *policy = read_policy_text(ONE("within: 8h"));
  spol_diff *diff = NULL;
  spol_diff_options options = SPOL_DIFF_OPTIONS_INIT;
  spol_diff_entry entry = SPOL_SIZED(spol_diff_entry);
  ck_assert_int_eq(spol_policy_diff(NULL, policy, 1, policy, 2, NULL, &diff, NULL),
                   SPOL_E_NOT_FOUND);
  ck_assert_int_eq(spol_policy_diff(NULL, NULL, 1, policy, 1, NULL, &diff, NULL), SPOL_E_INVALID);
  options.years = 101;
  ck_assert_int_eq(spol_policy_diff(NULL, policy, 1, policy, 1, &options, &diff, NULL),
                   SPOL_E_RANGE);
  ck_assert_ptr_null(diff);
  ck_assert_int_eq(spol_diff_get(diff, 0, &entry), SPOL_E_INVALID);
  ck_assert_int_eq(spol_policy_diff(NULL, policy, 1, policy, 1, NULL, &diff, NULL), SPOL_OK);
  ck_assert_int_eq(spol_diff_get(diff, spol_diff_count(diff), &entry), SPOL_E_NOT_FOUND);
  spol_diff_free(diff);
  spol_policy_unref(policy);
}
END_TEST

/* ---- Random pairs ----------------------------------------------------------------------------
 */

typedef struct chance {
  uint64_t state;
} chance;

static uint32_t draw(chance *from, uint32_t below) {
  from->state = from->state * UINT64_C(6364136223846793005) + UINT64_C(1442695040888963407);
  return (uint32_t)(from->state >> 33) % below;
}

typedef struct drawn {
  char text[1500];
  int days; /* 0: a duration */
  int count;
  int reading;
  spol_policy *policy;
  const spol_calendar *calendar;
} drawn;

static void draw_policy(chance *from, drawn *out) {
  static const char *const readings[] = {"", "end_of_day", "start_of_day", "same_time"};
  char target[100];
  uint32_t open = 6 + draw(from, 6);
  uint32_t id = 0;
  out->days = (int)draw(from, 2);
  out->count = 1 + (int)draw(from, out->days ? 3 : 20);
  out->reading = 1 + (int)draw(from, 3);
  if (out->days) {
    (void)snprintf(target, sizeof target, "%d business_days, until: %s", out->count,
                   readings[out->reading]);
  } else {
    (void)snprintf(target, sizeof target, "%dh", out->count);
  }
  (void)snprintf(out->text, sizeof out->text,
                 "supportpolicy: 1\nid: t\nversion: a\neffective: {from: 2026-01-01}\n"
                 "calendars:\n  desk: {hours: {mon-%s: %02u:%s-%02u:00}}\n"
                 "metrics: {resolution: {calendar: desk, targets: [{within: %s}]}}\n",
                 draw(from, 2) ? "fri" : "sat", open, draw(from, 2) ? "00" : "30",
                 open + 1 + draw(from, 12), target);
  out->policy = read_policy_text(out->text);
  ck_assert_int_eq(spol_policy_find(out->policy, SPOL_NAME_CALENDAR, "desk", 4, &id), SPOL_OK);
  out->calendar = spol_policy_calendar(out->policy, 1, id);
}

static spol_instant due_of(const drawn *of, spol_instant t) {
  spol_instant due = 0;
  if (of->days) {
    spol_day_target target = SPOL_SIZED(spol_day_target);
    spol_day_due found;
    target.unit = SPOL_BUSINESS_DAYS;
    target.count = of->count;
    target.reading = of->reading;
    target.cutoff_seconds = -1;
    ck_assert_int_eq(spol_calendar_day_target(of->calendar, t, &target, &found), SPOL_OK);
    return found.due > found.receipt ? found.due : found.receipt;
  }
  ck_assert_int_eq(spol_calendar_add(of->calendar, t, of->count * HOUR, &due, NULL), SPOL_OK);
  return due;
}

START_TEST(agrees_with_a_grid_of_openings) {
  chance from = {(uint64_t)_i * 977 + 1};
  drawn sides[2];
  spol_diff *diff = NULL;
  spol_diff_options options = SPOL_DIFF_OPTIONS_INIT;
  spol_diff_entry entry = SPOL_SIZED(spol_diff_entry);
  int earlier = 0;
  int later = 0;
  options.years = 1;
  draw_policy(&from, &sides[0]);
  draw_policy(&from, &sides[1]);
  ck_assert_int_eq(
      spol_policy_diff(NULL, sides[0].policy, 1, sides[1].policy, 1, &options, &diff, NULL),
      SPOL_OK);
  ck_assert_int_eq(spol_diff_get(diff, 0, &entry), SPOL_OK);
  ck_assert_int_eq(entry.kind, SPOL_DIFF_TARGET);
  spol_instant begin = INT64_C(20454) * DAY; /* 2026-01-01 */
  for (spol_instant t = begin; t < begin + 40 * DAY; t += 17 * HOUR / 60) {
    spol_instant a = due_of(&sides[0], t);
    spol_instant b = due_of(&sides[1], t);
    earlier |= b < a;
    later |= b > a;
  }
  int verdict = earlier && later ? SPOL_DIFF_NOT_COMPARABLE
                : later          ? SPOL_DIFF_WORSE
                : earlier        ? SPOL_DIFF_BETTER
                                 : SPOL_DIFF_SAME;
  ck_assert_msg(entry.verdict == verdict, "%d: %d, but %d\n%s\n%s", _i, entry.verdict, verdict,
                sides[0].text, sides[1].text);
  ck_assert_int_eq(entry.opening == SPOL_INSTANT_NONE, entry.verdict == SPOL_DIFF_SAME);
  if (entry.opening != SPOL_INSTANT_NONE) {
    ck_assert_int_eq(entry.old_due, due_of(&sides[0], entry.opening));
    ck_assert_int_eq(entry.new_due, due_of(&sides[1], entry.opening));
    ck_assert_int_eq(entry.reduces, entry.new_due > entry.old_due);
  }
  spol_diff_free(diff);
  spol_policy_unref(sides[0].policy);
  spol_policy_unref(sides[1].policy);
}
END_TEST

/* ---- Memory ---------------------------------------------------------------------------------- */

typedef struct failing {
  long left;
  long held;
} failing;

static void *failing_allocate(void *context, size_t size) {
  failing *state = context;
  if (state->left-- <= 0) {
    return NULL;
  }
  state->held++;
  return malloc(size);
}

static void *failing_reallocate(void *context, void *pointer, size_t old_size, size_t size) {
  failing *state = context;
  (void)old_size;
  if (state->left-- <= 0) {
    return NULL;
  }
  state->held += pointer == NULL;
  return realloc(pointer, size);
}

static void failing_release(void *context, void *pointer, size_t size) {
  failing *state = context;
  (void)size;
  state->held -= pointer != NULL;
  free(pointer);
}

START_TEST(survives_every_failed_allocation) {
  failing state = {0, 0};
  spol_allocator allocator = {failing_allocate, failing_reallocate, failing_release, &state};
  spol_policy *before = read_policy_text(
      ROWS("", "      - {when: {plan: gold}, within: 4h}\n      - {within: 8h}\n"));
  spol_policy *after = read_policy_text(
      ROWS("    pauses: wait\n",
           "      - {when: {users: {at_least: 5}}, within: 6h}\n      - {within: 8h}\n"));
  spol_diff *diff = NULL;
  spol_status status = SPOL_E_MEMORY;
  spol_diff_options options = SPOL_DIFF_OPTIONS_INIT;
  long tries = 0;
  options.years = 1;
  for (; status == SPOL_E_MEMORY && tries < 20000; tries++) {
    ck_assert_ptr_null(diff);
    state.left = tries;
    status = spol_policy_diff(&allocator, before, 1, after, 1, &options, &diff, NULL);
    ck_assert_int_eq(state.held > 0, status == SPOL_OK);
  }
  ck_assert_int_eq(status, SPOL_OK);
  ck_assert_int_gt(tries, 8);
  spol_diff_free(diff);
  ck_assert_int_eq(state.held, 0);
  spol_policy_unref(before);
  spol_policy_unref(after);
}
END_TEST

int main(void) {
  Suite *suite = suite_create("diff");
  TCase *tests = tcase_create("versions");
  tcase_set_timeout(tests, 400);
  tcase_add_loop_test(tests, tells_what_changed_and_nothing_else, 0,
                      (int)(sizeof pairs / sizeof pairs[0]));
  tcase_add_test(tests, refuses_what_it_cannot_take);
  tcase_add_test(tests, says_what_a_promise_means);
  tcase_add_loop_test(tests, agrees_with_a_grid_of_openings, 0, 100);
  tcase_add_test(tests, survives_every_failed_allocation);
  suite_add_tcase(suite, tests);
  SRunner *runner = srunner_create(suite);
  srunner_run_all(runner, CK_NORMAL);
  int failed = srunner_ntests_failed(runner);
  srunner_free(runner);
  return failed != 0;
}
