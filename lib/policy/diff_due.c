/* SPDX-License-Identifier: MIT */
/* Two targets over every opening of a window.
 *
 * A due instant as a function of the opening is made of pieces on which it stands
 * still or goes with the opening, second by second (sections 3 and 4). The pieces
 * end only where the opening, or what is left of the target from it, meets an edge
 * of open time; for days also where the wall shows midnight, a cut-off, a named
 * time, the time of day of an edge, or a change of the clocks. So the difference
 * of two due instants is linear between these instants, and it is enough to look
 * at each of them and at the microseconds beside it (docs/diff.md). */
#include <string.h>

#include "calendar/inspect.h"
#include "policy/diff.h"

#define SECOND INT64_C(1000000)
#define DAY (INT64_C(86400) * SECOND)

enum { MOST_WALLS = 512, MOST_ZONES = 16, DEEPEST_PARTS = 8 };

typedef struct walls {
  int32_t seconds[MOST_WALLS];
  uint32_t count;
  int too_many;
} walls;

typedef struct look {
  const spi_window *window;
  const spi_aimed *aimed;
  const spi_inside *inside;
  uint32_t inside_count;
  uint64_t earlier;
  uint64_t later;
  spol_instant opening[2]; /* of what is later, of what is earlier: the first */
  spol_instant due[2][2];
  const char *failed;
  walls walls;
  const spol_zone *zones[MOST_ZONES]; /* in which dates begin */
  uint32_t zone_count;
} look;

static spol_status due_of(const spi_timed *timed, spol_instant t, spol_instant *out) {
  const spi_target *target = timed->target;
  const spol_business_days *days = timed->has_business ? &timed->business : NULL;
  if (target->kind == SPOL_TARGET_DURATION) {
    uint32_t flags = 0;
    spol_instant receipt = 0;
    spol_status status = spol_calendar_receive(timed->calendar, t, target->day.cutoff_seconds, days,
                                               &receipt, &flags);
    return status != SPOL_OK
               ? status
               : spol_calendar_add(timed->calendar, receipt, target->within, out, &flags);
  }
  spol_day_target day = target->day;
  spol_day_due due;
  day.size = sizeof day;
  day.business_days = days;
  spol_status status = spol_calendar_day_target(timed->calendar, t, &day, &due);
  if (status == SPOL_OK) {
    *out = due.due < due.receipt ? due.receipt : due.due;
  }
  return status;
}

/* The durations and days of a target: itself, or its parts. */
static uint32_t timed_of(const spi_aimed *aimed, spi_timed out[SPI_TIMED_MAX]) {
  if (aimed->parts_rule == SPI_SINGLE) {
    out[0] = (spi_timed){aimed->target, aimed->calendar, aimed->business, aimed->has_business};
    return 1;
  }
  memcpy(out, aimed->parts, sizeof aimed->parts);
  return aimed->parts_count;
}

spol_status spi_diff_due(const spi_aimed *aimed, spol_instant t, spol_instant *out) {
  spi_timed timed[SPI_TIMED_MAX];
  uint32_t count = timed_of(aimed, timed);
  for (uint32_t i = 0; i < count; i++) {
    spol_instant due = 0;
    spol_status status = due_of(&timed[i], t, &due);
    if (status != SPOL_OK) {
      return status;
    }
    if (i == 0 || (aimed->parts_rule == SPI_EARLIEST_OF ? due < *out : due > *out)) {
      *out = due;
    }
  }
  return count > 0 ? SPOL_OK : SPOL_E_NOT_FOUND;
}

static int fits(const look *at, spol_instant t) {
  for (uint32_t i = 0; i < at->inside_count; i++) {
    int32_t open = 0;
    if (spol_calendar_is_open(at->inside[i].calendar, t, &open, NULL) != SPOL_OK ||
        open != at->inside[i].truth) {
      return 0;
    }
  }
  return 1;
}

static void look_at(look *at, spol_instant t) {
  spol_instant due[2] = {0, 0};
  if (t < at->window->from || t >= at->window->to || at->failed != NULL || !fits(at, t)) {
    return;
  }
  if (at->aimed == NULL) { /* any opening will do */
    if (at->opening[0] == SPOL_INSTANT_NONE || t < at->opening[0]) {
      at->opening[0] = t;
    }
    return;
  }
  for (int s = 0; s < 2; s++) {
    if (spi_diff_due(&at->aimed[s], t, &due[s]) != SPOL_OK) {
      at->failed = "a due instant lies outside the years that can be told";
      return;
    }
  }
  if (due[0] == due[1]) {
    return;
  }
  int earlier = due[1] < due[0];
  uint64_t *seen = earlier ? &at->earlier : &at->later;
  if (*seen == 0 || t < at->opening[earlier]) {
    at->opening[earlier] = t;
    memcpy(at->due[earlier], due, sizeof due);
  }
  (*seen)++;
}

static void look_at_three(look *at, spol_instant t) {
  look_at(at, t - 1);
  look_at(at, t);
  look_at(at, t + 1);
}

/* Where one part of a target, which goes with the opening, reaches another, which
 * stands, the target goes over from the one to the other. */
static void look_at_crossings(look *at, const spi_aimed *aimed, spol_instant t) {
  spi_timed timed[SPI_TIMED_MAX];
  spol_instant due[SPI_TIMED_MAX] = {0};
  uint32_t count = timed_of(aimed, timed);
  for (uint32_t i = 0; i < count; i++) {
    if (due_of(&timed[i], t, &due[i]) != SPOL_OK) {
      return;
    }
    for (uint32_t j = 0; j < i; j++) {
      spol_instant apart = due[i] > due[j] ? due[i] - due[j] : due[j] - due[i];
      if (apart != 0 && apart < at->window->to - t) {
        look_at_three(at, t + apart);
      }
    }
  }
}

static void look_around(look *at, spol_instant t) {
  look_at_three(at, t);
  for (int s = 0; at->aimed != NULL && s < 2; s++) {
    if (at->aimed[s].parts_rule != SPI_SINGLE && t + 1 < at->window->to) {
      look_at_crossings(at, &at->aimed[s], t + 1);
    }
  }
}

static void add_wall(walls *all, int64_t seconds) {
  int32_t in_day = (int32_t)(((seconds % 86400) + 86400) % 86400);
  for (uint32_t i = 0; i < all->count; i++) {
    if (all->seconds[i] == in_day) {
      return;
    }
  }
  if (all->count == MOST_WALLS) {
    all->too_many = 1;
    return;
  }
  all->seconds[all->count++] = in_day;
}

static int64_t wall_second(const spol_zone *zone, spol_instant t) {
  spol_zone_local local;
  if (spol_zone_to_local(zone, t, &local) != SPOL_OK) {
    return 0;
  }
  return local.wall / SECOND;
}

static void look_at_edge(look *at, const spi_timed *aimed, const spol_zone *zone, spol_instant t) {
  look_around(at, t);
  if (aimed == NULL) {
    return;
  }
  if (zone != NULL) {
    add_wall(&at->walls, wall_second(zone, t));
  } else if (aimed->target->within > 0) {
    spol_instant begin = 0;
    if (spol_calendar_subtract(aimed->calendar, t, aimed->target->within, &begin, NULL) ==
        SPOL_OK) {
      look_around(at, begin);
    }
  }
}

/* Every edge of a calendar in [from, to); with a target, where it meets one. */
static spol_status look_at_edges(look *at, const spol_calendar *calendar, const spi_timed *aimed,
                                 const spol_zone *zone, spol_instant from, spol_instant to) {
  size_t count = 0;
  spol_status status = spol_calendar_stretches(calendar, from, to, NULL, 0, &count, NULL);
  if (status != SPOL_OK || count > at->window->instants) {
    at->failed = "there are more stretches of open time than allowed";
    return SPOL_OK;
  }
  size_t room = count + 1;
  spol_stretch *all = spi_alloc_array(at->window->allocator, room, sizeof *all);
  if (all == NULL) {
    return SPOL_E_MEMORY;
  }
  status = spol_calendar_stretches(calendar, from, to, all, room, &count, NULL);
  for (size_t i = 0; i < count && status == SPOL_OK && at->failed == NULL; i++) {
    look_at_edge(at, aimed, zone, all[i].from);
    look_at_edge(at, aimed, zone, all[i].to);
  }
  spi_free_array(at->window->allocator, all, room, sizeof *all);
  if (status != SPOL_OK) {
    at->failed = "open time cannot be told";
  }
  return SPOL_OK;
}

/* The instant at which the offset changes between two instants. */
static spol_instant change_between(const spol_zone *zone, spol_instant a, spol_instant b) {
  int64_t offset = wall_second(zone, a) - a / SECOND;
  while (b - a > SECOND) {
    spol_instant middle = a + (b - a) / 2 / SECOND * SECOND;
    if (wall_second(zone, middle) - middle / SECOND == offset) {
      a = middle;
    } else {
      b = middle;
    }
  }
  return b;
}

static void look_at_changes(look *at, const spol_zone *zone, spol_instant from, spol_instant to) {
  for (spol_instant t = from; t < to; t += DAY) {
    int64_t before = wall_second(zone, t) - t / SECOND;
    int64_t after = wall_second(zone, t + DAY) - (t + DAY) / SECOND;
    if (before != after) {
      spol_instant change = change_between(zone, t, t + DAY);
      look_around(at, change);
      add_wall(&at->walls, change / SECOND + before);
      add_wall(&at->walls, change / SECOND + after);
    }
  }
}

static void look_at_walls(look *at, const spol_zone *zone) {
  for (spol_instant t = at->window->from - 2 * DAY; t < at->window->to + 2 * DAY; t += DAY) {
    int64_t offsets[2] = {wall_second(zone, t - DAY) - (t - DAY) / SECOND,
                          wall_second(zone, t + DAY) - (t + DAY) / SECOND};
    for (uint32_t i = 0; i < at->walls.count && at->failed == NULL; i++) {
      look_around(at, t + (at->walls.seconds[i] - offsets[0]) * SECOND);
      if (offsets[1] != offsets[0]) {
        look_around(at, t + (at->walls.seconds[i] - offsets[1]) * SECOND);
      }
    }
  }
}

/* Where days are counted: what a date has open, and when it begins and ends, is
 * that of a combination's parts, each in its zone. */
static spol_status look_at_parts(look *at, const spol_calendar *calendar, const spol_zone *zone,
                                 spol_instant last, uint32_t depth) {
  spol_status status = SPOL_OK;
  for (size_t i = 0; i < spi_inspect_parts(calendar) && status == SPOL_OK && at->failed == NULL;
       i++) {
    const spol_calendar *part = spi_inspect_part(calendar, i);
    const spol_zone *own = spol_calendar_zone(part);
    if (depth == DEEPEST_PARTS || at->zone_count == MOST_ZONES) {
      at->failed = "days are counted on a calendar of too many parts";
      return SPOL_OK;
    }
    at->zones[at->zone_count++] = own;
    spi_timed none = {0};
    status = look_at_edges(at, part, &none, zone, at->window->from - 3 * DAY, last);
    status = status == SPOL_OK
                 ? look_at_edges(at, part, &none, own, at->window->from - 3 * DAY, last)
                 : status;
    look_at_changes(at, own, at->window->from - 2 * DAY, last);
    status = status == SPOL_OK ? look_at_parts(at, part, zone, last, depth + 1) : status;
  }
  return status;
}

static spol_status look_at_dates(look *at, const spi_timed *timed, spol_instant last) {
  const spol_zone *zone = spol_calendar_zone(timed->calendar);
  int by_days = timed->target->kind == SPOL_TARGET_DAY;
  add_wall(&at->walls, 0);
  add_wall(&at->walls,
           timed->target->day.cutoff_seconds > 0 ? timed->target->day.cutoff_seconds : 0);
  add_wall(&at->walls, by_days ? timed->target->day.local_seconds : 0);
  at->zone_count = 0;
  at->zones[at->zone_count++] = zone;
  look_at_changes(at, zone, at->window->from - 2 * DAY, last);
  spol_status status = look_at_parts(at, timed->calendar, zone, last, 0);
  if (at->walls.too_many) {
    at->failed = "the edges of open time lie at too many times of day";
  }
  for (uint32_t i = 0; i < at->zone_count && status == SPOL_OK && at->failed == NULL; i++) {
    look_at_walls(at, at->zones[i]);
  }
  return status;
}

static spol_status look_at_target(look *at, const spi_timed *timed) {
  const spol_zone *zone = spol_calendar_zone(timed->calendar);
  spol_instant last = 0;
  int by_days = timed->target->kind == SPOL_TARGET_DAY;
  if (due_of(timed, at->window->to - 1, &last) != SPOL_OK || last > SPOL_INSTANT_MAX - 5 * DAY) {
    at->failed = "a due instant lies outside the years that can be told";
    return SPOL_OK;
  }
  last = (last > at->window->to ? last : at->window->to) + 3 * DAY;
  at->walls.count = 0;
  spol_status status = look_at_edges(at, timed->calendar, timed, by_days ? zone : NULL,
                                     at->window->from - 3 * DAY, last);
  if (status != SPOL_OK || at->failed != NULL ||
      (!by_days && timed->target->day.cutoff_seconds < 0)) {
    return status;
  }
  return look_at_dates(at, timed, last);
}

static void settle(const look *at, spi_compared *out) {
  if (at->failed != NULL) {
    out->verdict = SPOL_DIFF_UNDECIDED;
    out->reason = at->failed;
  } else if (at->later == 0 && at->earlier == 0) {
    out->verdict = SPOL_DIFF_SAME;
  } else {
    int earlier = at->later == 0;
    out->verdict = earlier ? SPOL_DIFF_BETTER
                           : (at->earlier == 0 ? SPOL_DIFF_WORSE : SPOL_DIFF_NOT_COMPARABLE);
    out->reason = out->verdict == SPOL_DIFF_NOT_COMPARABLE
                      ? "due earlier for some openings, later for others"
                      : "";
    out->reduces = !earlier;
    out->opening = at->opening[earlier];
    memcpy(out->due, at->due[earlier], sizeof out->due);
  }
}

spol_status spi_diff_instants(const spi_window *window, const spi_aimed aimed[2],
                              const spi_inside *inside, uint32_t inside_count, spi_compared *out) {
  look at = {.window = window, .aimed = aimed, .inside = inside, .inside_count = inside_count};
  spol_status status = SPOL_OK;
  look_at(&at, window->from);
  look_at(&at, window->to - 1);
  for (uint32_t i = 0; i < inside_count && status == SPOL_OK && at.failed == NULL; i++) {
    status = look_at_edges(&at, inside[i].calendar, NULL, NULL, window->from, window->to);
  }
  for (int s = 0; s < 2 && status == SPOL_OK && at.failed == NULL; s++) {
    spi_timed timed[SPI_TIMED_MAX];
    uint32_t count = timed_of(&aimed[s], timed);
    for (uint32_t i = 0; i < count && status == SPOL_OK && at.failed == NULL; i++) {
      status = look_at_target(&at, &timed[i]);
    }
  }
  settle(&at, out);
  return status;
}

spol_status spi_diff_opening(const spi_window *window, const spi_inside *inside,
                             uint32_t inside_count, spol_instant *out) {
  look at = {.window = window,
             .inside = inside,
             .inside_count = inside_count,
             .opening = {SPOL_INSTANT_NONE, SPOL_INSTANT_NONE}};
  spol_status status = SPOL_OK;
  look_at(&at, window->from);
  for (uint32_t i = 0; i < inside_count && status == SPOL_OK && at.failed == NULL; i++) {
    status = look_at_edges(&at, inside[i].calendar, NULL, NULL, window->from, window->to);
  }
  *out = at.failed != NULL ? SPOL_INSTANT_NONE : at.opening[0];
  return status;
}
