/* SPDX-License-Identifier: MIT */
/* The program around the snippets of docs/host.md, which snippets.py puts into
 * "snippets.inc"; what it prints is compared with what was worked out by hand. */
#include <stdio.h>
#include <stdlib.h>
#include <string.h>

#include "supportpolicy/supportpolicy.h"

static const char *const text =
    "supportpolicy: 1\nid: host\nversion: v1\n"
    "facts: {impact: {one_of: [down, slow]}, evidence: {type: boolean, scope: event, default: "
    "false}}\n"
    "calendars: {always: 24x7}\n"
    "severities:\n"
    "  levels: [S0, {id: S1, when: {impact: down}}, S2]\n"
    "  default: S2\n"
    "  changes: {upgrade: {follows: decision, rules: [{by: customer, requires: {evidence: true}, "
    "grant: at_once, says: show the impact}]}}\n"
    "metrics:\n"
    "  first_response: {calendar: always, targets: [{within: 1h}]}\n"
    "  resolution: {calendar: always, targets: [{within: 8h}]}\n"
    "escalation:\n"
    "  lines: [first, second]\n"
    "  steps:\n"
    "    - {id: late, miss: first_response, to: next_line}\n"
    "    - {id: half, share: {metric: resolution, at: 50%}, remind: half is gone}\n";

static void show(const char *what, spol_instant at) {
  char written[SPOL_TIME_TEXT_MAX];
  if (spol_instant_format(at, written) == SPOL_OK) {
    printf("%s %s\n", what, written);
  }
}

static int failed(const spol_error *error) {
  fprintf(stderr, "%s: %s\n", error->path, error->message);
  return 1;
}

static void show_due(const char *metric, spol_instant due) {
  show(metric, due);
}

static void set_timer(spol_instant at) {
  show("timer", at);
}

static void answer(int yes, const char *why) {
  printf("%s: %s\n", yes ? "granted" : "refused", why);
}

static void keep(const char *key, uint64_t length, spol_instant at) {
  char line[256];
  snprintf(line, sizeof line, "%.*s", (int)length, key);
  show(line, at);
}

static int run(const spol_policy *policy, spol_instant opened, spol_instant now) {
  spol_error error = SPOL_ERROR_INIT;
  spol_instant seen = opened;
  const uint32_t severest = 1;
  static unsigned char room[1 << 16];
  const uint64_t room_size = sizeof room;
#include "snippets.inc"
  return seen == now ? 0 : 1;
}

int main(void) {
  spol_policy *policy = NULL;
  spol_error error = SPOL_ERROR_INIT;
  spol_policy_source source = SPOL_SIZED(spol_policy_source);
  spol_instant opened = 0;
  source.text = text;
  source.length = strlen(text);
  if (spol_instant_parse("2026-07-06T09:00:00Z", 20, &opened, NULL) != SPOL_OK ||
      spol_policy_read(NULL, &source, 1, NULL, &policy, NULL, &error) != SPOL_OK) {
    return failed(&error);
  }
  int result = run(policy, opened, opened + 5 * SPOL_HOUR);
  spol_policy_unref(policy);
  return result;
}
