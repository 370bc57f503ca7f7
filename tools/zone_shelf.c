/* SPDX-License-Identifier: MIT */
/* Zones that cases name, each asked of the machine once. */
#include <pthread.h>
#include <stdlib.h>
#include <string.h>

#include "json_case.h"
#include "zone_named.h"

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

const spol_zone *zone_shelf_get(zone_shelf *shelf, const char *name) {
  const spol_zone *found = NULL;
  pthread_mutex_lock(&shelf->lock);
  for (size_t i = 0; i < shelf->count && found == NULL; i++) {
    found = strcmp(shelf->names[i], name) == 0 ? shelf->zones[i] : NULL;
  }
  if (found == NULL && shelf->count < MOST_ZONES && strlen(name) <= SPOL_ZONE_NAME_MAX) {
    spol_zone *zone = NULL;
    if (zone_named(shelf->source, name, &zone) == SPOL_OK) {
      memcpy(shelf->names[shelf->count], name, strlen(name) + 1);
      shelf->zones[shelf->count++] = zone;
    }
    found = zone;
  }
  pthread_mutex_unlock(&shelf->lock);
  return found;
}
