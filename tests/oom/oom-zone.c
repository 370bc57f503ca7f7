/* SPDX-License-Identifier: MIT */
#include <stdio.h>

#include "oom.h"

static spol_status tzif(oom_state *oom) {
  static unsigned char bytes[SPOL_ZONE_BYTES_MAX];
  static size_t length;
  spol_zone *zone = NULL;
  spol_status status;
  if (length == 0) {
    FILE *file = fopen(OOM_ZONEINFO "/fat/Europe/Dublin", "rb");
    OOM_CHECK(oom, file != NULL);
    length = fread(bytes, 1, sizeof bytes, file);
    fclose(file);
  }
  OOM_MAKE(oom, status, zone,
           spol_zone_from_tzif(&oom->allocator, "Europe/Dublin", 13, bytes, length, "2026", &zone,
                               NULL));
  spol_zone_unref(zone);
  return status;
}

static spol_status fixed(oom_state *oom) {
  spol_zone *zone = NULL;
  spol_status status;
  OOM_MAKE(oom, status, zone, spol_zone_fixed(&oom->allocator, 19800, &zone));
  spol_zone_unref(zone);
  return status;
}

const oom_scenario oom_zone_scenarios[] = {
    {"zone from TZif", tzif}, {"zone with a fixed offset", fixed}, {NULL, NULL}};
