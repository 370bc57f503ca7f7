/* SPDX-License-Identifier: MIT */
/** Events on a Monday morning, and a buffer to evaluate them in: for tests of cases
 *  under policies that are written as text. */
#ifndef TESTS_CASE_LOG_H
#define TESTS_CASE_LOG_H

#include "policy-check.h"
#include "unit.h"

enum { ROOM = 1 << 17 };

static spol_policy *policy;
static unsigned char *room; /**< twice ROOM */

static inline void take_policy(const char *text) {
  policy = read_policy_text(text);
  room = malloc(2 * (size_t)ROOM);
  ck_assert_ptr_nonnull(room);
}

static inline void give_policy_back(void) {
  spol_policy_unref(policy);
  free(room);
}

static inline spol_instant monday(int64_t minutes) {
  return INT64_C(1783330200000000) + minutes * SPOL_MINUTE; /* 2026-07-06T09:30:00Z */
}

static inline spol_event event_of(uint32_t type, spol_instant at) {
  spol_event event = SPOL_EVENT_INIT;
  event.type = type;
  event.at = at;
  return event;
}

#endif
