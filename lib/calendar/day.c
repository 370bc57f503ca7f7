/* SPDX-License-Identifier: MIT */
#include "calendar/day.h"

#include <string.h>

#include "calendar/holidays.h"
#include "calendar/wall.h"
#include "civil/date.h"

spi_leaf_cache *spi_cache_of(spi_cache *cache, const spol_calendar *leaf) {
  for (uint32_t i = 0; i < SPI_CACHE_LEAVES; i++) {
    if (cache->leaves[i].leaf == leaf) {
      return cache->leaves + i;
    }
  }
  spi_leaf_cache *chosen = cache->leaves + cache->next;
  cache->next = (cache->next + 1) % SPI_CACHE_LEAVES;
  chosen->leaf = leaf;
  chosen->segment_from = 0;
  chosen->segment_to = 0;
  chosen->has_year = 0;
  return chosen;
}

spi_range spi_range_of(int32_t open, int32_t close) {
  return (spi_range){open, close <= open ? close + SPI_DAY_SECONDS : close};
}

/* ---- Which hours ------------------------------------------------------- */

size_t spi_dated_from(const spi_hours *hours, spol_date date) {
  size_t low = 0;
  size_t high = hours->dated_count;
  while (low < high) {
    size_t middle = low + (high - low) / 2;
    if (hours->dated[middle].date < date) {
      low = middle + 1;
    } else {
      high = middle;
    }
  }
  return low;
}

static const spi_dated *find_dated(const spi_hours *hours, spol_date date) {
  size_t low = spi_dated_from(hours, date);
  return low < hours->dated_count && hours->dated[low].date == date ? hours->dated + low : NULL;
}

/** Asks every set for the year's holidays; the first set that has a date
 *  decides. What does not fit is asked for date by date. */
static void load_year(const spol_calendar *leaf, spi_leaf_cache *cache, spol_date date) {
  int32_t year = spi_year_of_date(date);
  uint32_t room = sizeof cache->holidays / sizeof cache->holidays[0];
  cache->year_first = spi_date_of_civil(year, 1, 1);
  cache->year_end = spi_date_of_civil(year + 1, 1, 1);
  cache->holiday_count = 0;
  cache->overfull = 0;
  cache->has_year = 1;
  memset(cache->marks, 0, sizeof cache->marks);
  for (size_t i = 0; i < leaf->set_count && !cache->overfull; i++) {
    size_t count = 0;
    spol_holiday *found = cache->holidays + cache->holiday_count;
    size_t left = room - cache->holiday_count;
    if (spol_holidays_in_year(leaf->sets[i], year, found, left, &count) != SPOL_OK ||
        count > left) {
      cache->overfull = 1;
      return;
    }
    for (size_t j = 0; j < count; j++) {
      uint8_t *mark = cache->marks + (found[j].date - cache->year_first);
      if (*mark == 0) {
        *mark = (uint8_t)(cache->holiday_count + j + 1);
      }
    }
    cache->holiday_count += (uint32_t)count;
  }
}

static int find_holiday(const spol_calendar *leaf, spi_leaf_cache *cache, spol_date date,
                        spol_holiday *out) {
  if (!cache->has_year || date < cache->year_first || date >= cache->year_end) {
    load_year(leaf, cache, date);
  }
  if (cache->overfull) {
    for (size_t i = 0; i < leaf->set_count; i++) {
      if (spi_holidays_find(leaf->sets[i], date, out)) {
        return 1;
      }
    }
    return 0;
  }
  uint8_t mark = cache->marks[date - cache->year_first];
  if (mark == 0) {
    return 0;
  }
  *out = cache->holidays[mark - 1];
  return 1;
}

void spi_day_plan(const spol_calendar *leaf, spi_leaf_cache *cache, spol_date date,
                  spi_plan *plan) {
  plan->dated = leaf->hours.dated_count == 0 ? NULL : find_dated(&leaf->hours, date);
  plan->name = NULL;
  plan->holiday = NULL;
  plan->holiday_hours = 0;
  if (plan->dated != NULL && plan->dated->is_exception) {
    plan->source = SPOL_DAY_EXCEPTION;
    plan->name = plan->dated->name;
    return;
  }
  spol_holiday holiday;
  if (leaf->set_count > 0 && spi_date_in_range(date) && find_holiday(leaf, cache, date, &holiday)) {
    plan->source = SPOL_DAY_HOLIDAY;
    plan->name = holiday.name;
    plan->holiday = holiday.hours;
    plan->holiday_hours = holiday.hours_count;
    return;
  }
  plan->source = SPOL_DAY_WEEK;
}

/* ---- Pieces ------------------------------------------------------------ */

/** Pieces being put together. */
typedef struct pieces {
  const spol_calendar *leaf;
  spi_leaf_cache *cache;
  int64_t midnight; /**< the date's, in seconds on the wall */
  int quiet;
  spi_piece *items;
  size_t count;
} pieces;

int spi_day_is_quiet(const spol_calendar *leaf, spi_leaf_cache *cache, spol_date date) {
  int64_t midnight = (int64_t)date * SPI_DAY_SECONDS;
  /* Nothing of the date lies further away, nor any instant that could show one
   * of its wall times again. */
  int64_t margin = 2 * SPI_OFFSET_MAX;
  int64_t noon = midnight + SPI_DAY_SECONDS / 2;
  if (noon < cache->segment_from || noon >= cache->segment_to) {
    spi_segment segment = spi_segment_at(leaf->zone, noon);
    cache->segment_from = segment.from;
    cache->segment_to = segment.to;
    cache->offset = segment.offset;
  }
  int64_t from = midnight - cache->offset - margin;
  int64_t to = midnight - cache->offset + 2 * SPI_DAY_SECONDS + margin;
  return cache->segment_from <= from && to <= cache->segment_to;
}

static void add_piece(pieces *all, spi_piece piece) {
  if (all->count < SPI_PIECES_MAX && piece.from < piece.to) {
    all->items[all->count++] = piece;
  }
}

static void add_range(pieces *all, spi_range range) {
  spi_piece piece = {all->midnight + range.from, all->midnight + range.to};
  if (all->quiet) {
    piece.from -= all->cache->offset;
    piece.to -= all->cache->offset;
  } else if (!spi_wall_span(all->leaf->zone, piece.from, piece.to, &piece)) {
    return;
  }
  add_piece(all, piece);
}

static void add_ranges(pieces *all, spi_ranges ranges) {
  for (uint32_t i = 0; i < ranges.count; i++) {
    add_range(all, all->leaf->hours.ranges[ranges.first + i]);
  }
}

/** The first instant after `from` at which the close's zone reaches the close. */
static int64_t zoned_close(const spi_zoned *zoned, int64_t from) {
  spi_segment segment = spi_segment_at(zoned->close_zone, from);
  int64_t local = spi_floor_div(from + segment.offset, SPI_DAY_SECONDS);
  int64_t best = INT64_MAX;
  spol_date date = spi_weekday_on_or_after((spol_date)local - 7, zoned->close_weekday);
  for (int week = 0; week < 4; week++, date += 7) {
    int64_t wall = (int64_t)date * SPI_DAY_SECONDS + zoned->close_seconds;
    int64_t reached = spi_wall_reached(zoned->close_zone, wall * SPI_MICROS) / SPI_MICROS;
    spi_piece again;
    if (reached > from && reached < best) {
      best = reached;
    }
    /* Shown again after a change back. */
    if (spi_wall_next_piece(zoned->close_zone, wall, wall + 1, from + 1, &again) &&
        again.from > from && again.from < best) {
      best = again.from;
    }
  }
  return best;
}

static void add_zoned(pieces *all, const spi_zoned *zoned, spol_date date) {
  spi_piece day;
  if (!spi_wall_span(all->leaf->zone, all->midnight, all->midnight + SPI_DAY_SECONDS, &day)) {
    return;
  }
  spol_date open = spi_weekday_on_or_after(date - 12, zoned->open_weekday);
  for (; open <= date + 4; open += 7) {
    int64_t wall = (int64_t)open * SPI_DAY_SECONDS + zoned->open_seconds;
    spi_piece piece;
    piece.from = spi_floor_div(spi_wall_reached(zoned->open_zone, wall * SPI_MICROS), SPI_MICROS);
    piece.to = zoned_close(zoned, piece.from);
    piece.from = piece.from > day.from ? piece.from : day.from;
    piece.to = piece.to < day.to ? piece.to : day.to;
    add_piece(all, piece);
  }
}

static void cut_out(pieces *all, spi_piece hole) {
  size_t count = all->count;
  for (size_t i = 0; i < count; i++) {
    spi_piece *piece = all->items + i;
    if (piece->to <= hole.from || piece->from >= hole.to) {
      continue;
    }
    spi_piece rest = {hole.to, piece->to};
    piece->to = piece->from < hole.from ? hole.from : piece->from;
    add_piece(all, rest);
  }
}

/** Takes out each instant whose wall time lies in a break. United pieces are
 *  apart, so that a hole cuts one of them in two at the most. */
static void cut_breaks(pieces *all, spi_ranges breaks) {
  if (breaks.count == 0) {
    return;
  }
  all->count = spi_pieces_unite(all->items, all->count);
  for (uint32_t i = 0; i < breaks.count; i++) {
    const spi_range range = all->leaf->hours.ranges[breaks.first + i];
    int64_t from = all->midnight + range.from;
    int64_t to = all->midnight + range.to;
    if (all->quiet) {
      cut_out(all, (spi_piece){from - all->cache->offset, to - all->cache->offset});
      continue;
    }
    spi_piece hole;
    int64_t after = INT64_MIN;
    while (spi_wall_next_piece(all->leaf->zone, from, to, after, &hole)) {
      cut_out(all, hole);
      after = hole.to;
    }
  }
}

size_t spi_pieces_unite(spi_piece *items, size_t count) {
  for (size_t i = 1; i < count; i++) {
    spi_piece piece = items[i];
    size_t at = i;
    for (; at > 0 && items[at - 1].from > piece.from; at--) {
      items[at] = items[at - 1];
    }
    items[at] = piece;
  }
  size_t kept = 0;
  for (size_t i = 0; i < count; i++) {
    spi_piece piece = items[i];
    piece.from = piece.from < SPI_FIRST_SECOND ? SPI_FIRST_SECOND : piece.from;
    piece.to = piece.to > SPI_END_SECOND ? SPI_END_SECOND : piece.to;
    if (piece.from >= piece.to) {
      continue;
    }
    if (kept > 0 && piece.from <= items[kept - 1].to) {
      if (piece.to > items[kept - 1].to) {
        items[kept - 1].to = piece.to;
      }
    } else {
      items[kept++] = piece;
    }
  }
  return kept;
}

static void add_plan(pieces *all, const spi_plan *plan, spol_date date) {
  const spi_hours *hours = &all->leaf->hours;
  int32_t weekday = spi_weekday(date) - 1;
  if (plan->source == SPOL_DAY_EXCEPTION) {
    add_ranges(all, plan->dated->hours);
  } else if (plan->source == SPOL_DAY_HOLIDAY) {
    for (uint32_t i = 0; i < plan->holiday_hours; i++) {
      add_range(all, spi_range_of(plan->holiday[2 * i], plan->holiday[2 * i + 1]));
    }
  } else if (all->quiet && hours->zoned_count == 0) {
    add_ranges(all, hours->pattern[weekday]);
  } else {
    add_ranges(all, hours->week[weekday]);
    for (size_t i = 0; i < hours->zoned_count; i++) {
      add_zoned(all, hours->zoned + i, date);
    }
    cut_breaks(all, hours->breaks[weekday]);
  }
  if (plan->dated != NULL) {
    cut_breaks(all, plan->dated->breaks);
  }
}

int spi_day_week_opens(const spol_calendar *leaf, spi_leaf_cache *cache, spol_date date) {
  spi_piece room[SPI_PIECES_MAX];
  pieces all = {leaf, cache, (int64_t)date * SPI_DAY_SECONDS, 0, room, 0};
  all.quiet = spi_day_is_quiet(leaf, cache, date);
  add_plan(&all, &(spi_plan){.source = SPOL_DAY_WEEK}, date);
  return spi_pieces_unite(room, all.count) > 0;
}

size_t spi_day_pieces(const spol_calendar *leaf, spi_leaf_cache *cache, spol_date date,
                      spi_piece *out) {
  pieces all = {leaf, cache, (int64_t)date * SPI_DAY_SECONDS, 0, out, 0};
  spi_plan plan;
  all.quiet = spi_day_is_quiet(leaf, cache, date);
  spi_day_plan(leaf, cache, date, &plan);
  add_plan(&all, &plan, date);
  return spi_pieces_unite(out, all.count);
}
