/* SPDX-License-Identifier: MIT */
/* Any bytes as a TZif file: refused with a place, or a zone whose answers agree
 * with each other. */
#include <stdlib.h>

#include "supportpolicy/supportpolicy.h"

int LLVMFuzzerTestOneInput(const uint8_t *bytes, size_t length);

static void check(int holds) {
  if (!holds) {
    abort();
  }
}

static void check_instant(const spol_zone *zone, spol_instant instant) {
  spol_zone_local local;
  spol_zone_instants found;
  if (spol_zone_to_local(zone, instant, &local) != SPOL_OK) {
    return;
  }
  check(local.wall == instant + local.offset_seconds * SPOL_SECOND);
  if (spol_zone_from_local(zone, local.wall, &found) == SPOL_OK) {
    check(found.count > 0 && found.first <= instant && instant <= found.last);
  }
}

int LLVMFuzzerTestOneInput(const uint8_t *bytes, size_t length) {
  spol_zone *zone = NULL;
  spol_error error = SPOL_ERROR_INIT;
  if (spol_zone_from_tzif(NULL, "X", 1, bytes, length, NULL, &zone, &error) != SPOL_OK) {
    check(zone == NULL && error.offset <= length);
    return 0;
  }
  spol_instant at = SPOL_INSTANT_MIN;
  for (int i = 0; i < 200 && at != SPOL_INSTANT_NONE; i++) {
    spol_instant next = 0;
    check_instant(zone, at - 1);
    check_instant(zone, at);
    check(spol_zone_next_transition(zone, at, &next) == SPOL_OK);
    check(next == SPOL_INSTANT_NONE || next > at);
    at = next;
  }
  check_instant(zone, SPOL_INSTANT_MAX);
  spol_zone_unref(zone);
  return 0;
}
