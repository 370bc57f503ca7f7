/* SPDX-License-Identifier: MIT */
#include "calendar/placed.h"

#include <stddef.h>
#include <string.h>

#include "calendar/compile.h"
#include "calendar/wall.h"
#include "zone/zone.h"

/* The zone to put in, and where memory comes from. */
typedef struct placing {
  const spol_zone *zone;
  spi_placing *take;
  void *context;
} placing;

static spol_zone *in_place_of(const placing *how, spol_zone *zone) {
  return spi_zone_is_stand_in(zone) ? (spol_zone *)(uintptr_t)how->zone : zone;
}

static int has_stand_in(const spol_calendar *calendar) {
  int found = calendar->kind == 0 && spi_zone_is_stand_in(calendar->zone);
  for (size_t i = 0; i < calendar->part_count && !found; i++) {
    found = has_stand_in(calendar->parts[i]);
  }
  return found;
}

/* All but the count of references, which other threads change, and the window. */
static spol_calendar *copy_of(const placing *how, const spol_calendar *calendar) {
  spol_calendar *copy = how->take(how->context, sizeof *copy);
  if (copy != NULL) {
    size_t from = offsetof(spol_calendar, allocator);
    memcpy((char *)copy + from, (const char *)calendar + from, sizeof *copy - from);
    memset(&copy->timeline, 0, sizeof copy->timeline);
  }
  return copy;
}

static int place_windows(const placing *how, spol_calendar *copy) {
  const spi_zoned *windows = copy->hours.zoned;
  size_t count = copy->hours.zoned_count;
  if (count == 0) {
    return 1;
  }
  copy->hours.zoned = how->take(how->context, count * sizeof *windows);
  for (size_t i = 0; copy->hours.zoned != NULL && i < count; i++) {
    copy->hours.zoned[i] = windows[i];
    copy->hours.zoned[i].open_zone = in_place_of(how, windows[i].open_zone);
    copy->hours.zoned[i].close_zone = in_place_of(how, windows[i].close_zone);
  }
  return copy->hours.zoned != NULL;
}

static const spol_calendar *place(const placing *how, const spol_calendar *calendar);

static int place_parts(const placing *how, spol_calendar *copy) {
  spol_calendar *const *parts = copy->parts;
  copy->parts = how->take(how->context, copy->part_count * sizeof(spol_calendar *));
  if (copy->parts == NULL) {
    return 0;
  }
  copy->keeps_dates = 1;
  for (size_t i = 0; i < copy->part_count; i++) {
    copy->parts[i] = (spol_calendar *)(uintptr_t)place(how, parts[i]);
    if (copy->parts[i] == NULL) {
      return 0;
    }
    copy->keeps_dates &= spi_same_zone(copy->parts[i]->zone, copy->parts[0]->zone);
  }
  copy->zone = copy->keeps_dates ? copy->parts[0]->zone : copy->named;
  return copy->zone != NULL;
}

/* As deep as combinations may be nested. */
static const spol_calendar *place(const placing *how, const spol_calendar *calendar) {
  const spi_window_years none = {1, 0, 0};
  if (!has_stand_in(calendar)) {
    return calendar;
  }
  spol_calendar *copy = copy_of(how, calendar);
  if (copy == NULL) {
    return NULL;
  }
  copy->zone = in_place_of(how, copy->zone);
  int placed = copy->kind == 0 ? place_windows(how, copy) : place_parts(how, copy);
  return placed && spi_calendar_compile(copy, &none) == SPOL_OK ? copy : NULL;
}

const spol_calendar *spi_calendar_placed(const spol_calendar *calendar, const spol_zone *zone,
                                         spi_placing *take, void *context) {
  placing how = {zone, take, context};
  return spi_wall_is_calm(zone) ? place(&how, calendar) : NULL;
}
