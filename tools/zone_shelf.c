/* SPDX-License-Identifier: MIT */
/* Zones that cases name, each asked of the machine once. */
#include <pthread.h>
#include <stdlib.h>
#include <string.h>

#include "json_case.h"

enum { MOST_ZONES = 2048 };

struct zone_shelf {
  pthread_mutex_t lock;
  spol_zone_source source;
  size_t count;
  spol_zone *zones[MOST_ZONES];
  char names[MOST_ZONES][SPOL_ZONE_NAME_MAX + 1];
};

zone_shelf *zone_shelf_new(spol_zone_source source) {
  zone_shelf *shelf = calloc(1, sizeof *shelf);
  if (shelf != NULL) {
    shelf->source = source;
    pthread_mutex_init(&shelf->lock, NULL);
  }
  return shelf;
}

void zone_shelf_free(zone_shelf *shelf) {
  if (shelf == NULL) {
    return;
  }
  for (size_t i = 0; i < shelf->count; i++) {
    spol_zone_unref(shelf->zones[i]);
  }
  pthread_mutex_destroy(&shelf->lock);
  free(shelf);
}

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

static spol_zone *make(const zone_shelf *shelf, const char *name) {
  spol_zone *zone = NULL;
  int32_t seconds = 0;
  size_t length = strlen(name);
  spol_status status = SPOL_E_NOT_FOUND;
  if (strcmp(name, "UTC") == 0 || offset_of(name, &seconds)) {
    status = spol_zone_fixed(NULL, seconds, &zone);
  } else if (spol_zone_check_name(name, length) == SPOL_OK) {
    status = shelf->source.resolve(shelf->source.context, name, length, &zone);
  }
  return status == SPOL_OK ? zone : NULL;
}

const spol_zone *zone_shelf_get(zone_shelf *shelf, const char *name) {
  const spol_zone *found = NULL;
  pthread_mutex_lock(&shelf->lock);
  for (size_t i = 0; i < shelf->count && found == NULL; i++) {
    found = strcmp(shelf->names[i], name) == 0 ? shelf->zones[i] : NULL;
  }
  if (found == NULL && shelf->count < MOST_ZONES && strlen(name) <= SPOL_ZONE_NAME_MAX) {
    spol_zone *zone = make(shelf, name);
    if (zone != NULL) {
      memcpy(shelf->names[shelf->count], name, strlen(name) + 1);
      shelf->zones[shelf->count++] = zone;
    }
    found = zone;
  }
  pthread_mutex_unlock(&shelf->lock);
  return found;
}
