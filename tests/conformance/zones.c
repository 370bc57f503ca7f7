/* SPDX-License-Identifier: MIT */
/* Zone files by name: the shipped ones first, then the system's. */
#include <stdio.h>
#include <stdlib.h>
#include <string.h>

#include "conformance.h"

static bool read_zone(const char *folder, const char *name, spol_zone **out) {
  char path[1024];
  if (snprintf(path, sizeof path, "%s/%s", folder, name) >= (int)sizeof path) {
    return false;
  }
  FILE *file = fopen(path, "rb");
  if (file == NULL) {
    return false;
  }
  char *bytes = malloc(SPOL_ZONE_BYTES_MAX);
  bool made = false;
  if (bytes != NULL) {
    size_t length = fread(bytes, 1, SPOL_ZONE_BYTES_MAX, file);
    made = spol_zone_from_tzif(NULL, name, strlen(name), bytes, length, NULL, out, NULL) == SPOL_OK;
  }
  free(bytes);
  fclose(file);
  return made;
}

bool zone_open(const zone_folders *folders, const char *name, spol_zone **out) {
  if (spol_zone_check_name(name, strlen(name)) == SPOL_OK) {
    for (size_t i = 0; i < folders->count; i++) {
      if (read_zone(folders->paths[i], name, out)) {
        return true;
      }
    }
  }
  static const char *const universal[] = {"UTC", "Etc/UTC", "GMT", "Etc/GMT", "Z"};
  for (size_t i = 0; i < sizeof universal / sizeof universal[0]; i++) {
    if (strcmp(name, universal[i]) == 0) {
      return spol_zone_fixed(NULL, 0, out) == SPOL_OK;
    }
  }
  return false;
}
