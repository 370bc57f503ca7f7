/* SPDX-License-Identifier: MIT */
#include "zone_named.h"

#include <string.h>

/* "+05:30" in seconds. */
static int offset_of(const char *name, int32_t *seconds) {
  if (strlen(name) != 6 || (name[0] != '+' && name[0] != '-') || name[3] != ':') {
    return 0;
  }
  for (int i = 1; i < 6; i++) {
    if (i != 3 && (name[i] < '0' || name[i] > '9')) {
      return 0;
    }
  }
  int32_t hours = (name[1] - '0') * 10 + name[2] - '0';
  int32_t minutes = (name[4] - '0') * 10 + name[5] - '0';
  *seconds = (hours * 60 + minutes) * 60 * (name[0] == '-' ? -1 : 1);
  return minutes < 60;
}

spol_status zone_named(spol_zone_source source, const char *name, spol_zone **out) {
  int32_t seconds = 0;
  size_t length = strlen(name);
  if (strcmp(name, "UTC") == 0 || offset_of(name, &seconds)) {
    return spol_zone_fixed(NULL, seconds, out);
  }
  spol_status status = spol_zone_check_name(name, length);
  return status == SPOL_OK ? source.resolve(source.context, name, length, out) : status;
}
