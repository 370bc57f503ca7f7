/* SPDX-License-Identifier: MIT */
#include "calendar/look.h"

#include "calendar/day.h"
#include "calendar/wall.h"
#include "civil/date.h"

static int64_t larger(int64_t a, int64_t b) {
  return a > b ? a : b;
}

static int64_t smaller(int64_t a, int64_t b) {
  return a < b ? a : b;
}

spol_date spi_local_date(const spol_zone *zone, int64_t second) {
  spi_segment segment = spi_segment_at(zone, second);
  return (spol_date)spi_floor_div(second + segment.offset, SPI_DAY_SECONDS);
}

/* ---- A simple calendar ------------------------------------------------- */

/** What belongs to a date lies within [midnight - before, midnight + after) of
 *  the date's midnight in UTC. */
enum {
  REACH_BEFORE = SPI_OFFSET_MAX,
  REACH_AFTER = 2 * SPI_DAY_SECONDS + SPI_OFFSET_MAX,
  /** Dates without a clock change before which only a date and its eve count. */
  QUIET_DATES = 6,
  /** Dates looked at beyond the last that can hold a second. */
  DATES_AHEAD = 3
};

static spol_date earliest_date(int64_t second) {
  return (spol_date)spi_floor_div(second - REACH_AFTER, SPI_DAY_SECONDS);
}

static spol_date latest_date(int64_t second) {
  return (spol_date)spi_floor_div(second + REACH_BEFORE, SPI_DAY_SECONDS);
}

/** A closed time of a calendar that has nothing but exceptions reaches to the
 *  next and the last of them. */
static void widen_to_exceptions(const spol_calendar *leaf, int64_t second, spi_span *span) {
  const spi_hours *hours = &leaf->hours;
  spol_date first = earliest_date(second);
  spol_date last = latest_date(second);
  int64_t since = SPI_FIRST_SECOND;
  int64_t until = SPI_END_SECOND;
  size_t low = spi_dated_from(hours, first);
  if (low > 0) {
    since = (int64_t)hours->dated[low - 1].date * SPI_DAY_SECONDS + REACH_AFTER;
  }
  if (low < hours->dated_count) {
    if (hours->dated[low].date <= last) {
      return;
    }
    until = (int64_t)hours->dated[low].date * SPI_DAY_SECONDS - REACH_BEFORE;
  }
  span->since = larger(SPI_FIRST_SECOND, smaller(since, span->since));
  span->until = smaller(SPI_END_SECOND, larger(until, span->until));
}

static void fold_pieces(const spi_piece *pieces, size_t count, int64_t second, spi_span *open,
                        spi_span *closed) {
  for (size_t i = 0; i < count; i++) {
    if (pieces[i].to <= second) {
      closed->since = larger(closed->since, pieces[i].to);
    } else if (pieces[i].from > second) {
      closed->until = smaller(closed->until, pieces[i].from);
    } else {
      open->open = 1;
      open->since = smaller(open->since, pieces[i].from);
      open->until = larger(open->until, pieces[i].to);
    }
  }
}

static int64_t known_until(spol_date last, int64_t second) {
  int64_t upto = (int64_t)(last + 1) * SPI_DAY_SECONDS - REACH_BEFORE;
  return upto > second ? upto : second + 1;
}

/** 1 if no clock changes near the dates up to `last`: then only a second's date
 *  and the eve can have it. */
static int is_quiet_around(const spol_calendar *leaf, spi_leaf_cache *cache, spol_date last) {
  return spi_day_is_quiet(leaf, cache, last) &&
         cache->segment_from <= (int64_t)(last - QUIET_DATES) * SPI_DAY_SECONDS;
}

static spi_span look_at_leaf(const spol_calendar *leaf, spi_leaf_cache *cache, int64_t second) {
  spi_piece pieces[SPI_PIECES_MAX];
  spol_date first = earliest_date(second);
  spol_date last = latest_date(second);
  /* All that can be open since then is looked at. */
  int64_t known = (int64_t)(first - 1) * SPI_DAY_SECONDS + REACH_AFTER;
  if (is_quiet_around(leaf, cache, last)) {
    last = (spol_date)spi_floor_div(second + cache->offset, SPI_DAY_SECONDS);
    first = last - 1;
    known = (int64_t)last * SPI_DAY_SECONDS - cache->offset;
  }
  spi_span open = {second, second, 0};
  spi_span closed = {known, INT64_MAX, 0};
  for (spol_date date = first; date <= last; date++) {
    fold_pieces(pieces, spi_day_pieces(leaf, cache, date, pieces), second, &open, &closed);
  }
  if (open.open) {
    return open;
  }
  /* No date that was not looked at begins before. */
  int64_t upto = known_until(last, second);
  for (int ahead = 1; ahead <= DATES_AHEAD && closed.until > upto; ahead++) {
    last++;
    upto = known_until(last, second);
    fold_pieces(pieces, spi_day_pieces(leaf, cache, last, pieces), second, &open, &closed);
  }
  closed.since = larger(closed.since, SPI_FIRST_SECOND);
  closed.until = smaller(smaller(closed.until, upto), SPI_END_SECOND);
  return closed;
}

/** What a compiled timeline says of a second of its window. */
static spi_span look_at_timeline(const spi_timeline *line, int64_t second) {
  uint32_t i = spi_timeline_find(line, (uint32_t)(second - line->base));
  const spi_mark *mark = line->marks + i;
  int64_t from = line->base + mark->start;
  int64_t to = from + (mark[1].total - mark->total);
  if (second < to) {
    return (spi_span){from, to, 1};
  }
  int64_t next = i + 2 == line->mark_count ? line->end : line->base + mark[1].start;
  return (spi_span){to, next, 0};
}

/* ---- Combinations ------------------------------------------------------ */

/** Open where one part is (`any`), or closed where one part is closed. */
static spi_span look_at_parts(const spol_calendar *calendar, spi_cache *cache, int64_t second,
                              size_t first, int32_t decisive) {
  spi_span all = {SPI_FIRST_SECOND, SPI_END_SECOND, !decisive};
  for (size_t i = first; i < calendar->part_count; i++) {
    spi_span part = spi_look(calendar->parts[i], cache, second);
    if (part.open == decisive && all.open == decisive) {
      all.since = smaller(all.since, part.since);
      all.until = larger(all.until, part.until);
    } else if (part.open == decisive) {
      all = part;
    } else if (all.open != decisive) {
      all.since = larger(all.since, part.since);
      all.until = smaller(all.until, part.until);
    }
  }
  return all;
}

static spi_span look_at_exception(const spol_calendar *calendar, spi_cache *cache, int64_t second) {
  spi_span span = spi_look(calendar->parts[0], cache, second);
  if (!span.open || calendar->part_count == 1) {
    return span;
  }
  spi_span others = look_at_parts(calendar, cache, second, 1, 1);
  if (others.open) {
    others.open = 0;
    return others;
  }
  span.since = larger(span.since, others.since);
  span.until = smaller(span.until, others.until);
  return span;
}

spi_span spi_look(const spol_calendar *calendar, spi_cache *cache, int64_t second) {
  const spi_timeline *line = &calendar->timeline;
  if (line->span_micros != 0 && second >= line->base && second < line->end) {
    return look_at_timeline(line, second);
  }
  if (second >= calendar->open_until) {
    return (spi_span){calendar->open_until, SPI_END_SECOND, 0};
  }
  if (second < calendar->open_from) {
    return (spi_span){SPI_FIRST_SECOND, calendar->open_from, 0};
  }
  if (calendar->never_closes) {
    return (spi_span){SPI_FIRST_SECOND, SPI_END_SECOND, 1};
  }
  switch (calendar->kind) {
  case SPOL_ANY_OF:
    return look_at_parts(calendar, cache, second, 0, 1);
  case SPOL_ALL_OF:
    return look_at_parts(calendar, cache, second, 0, 0);
  case SPOL_EXCEPT:
    return look_at_exception(calendar, cache, second);
  default: {
    spi_span span = look_at_leaf(calendar, spi_cache_of(cache, calendar), second);
    if (!span.open && !calendar->recurs) {
      widen_to_exceptions(calendar, second, &span);
    }
    return span;
  }
  }
}

/* ---- Dates of open seconds --------------------------------------------- */

static spi_belonging leaf_belongs(const spol_calendar *leaf, spi_leaf_cache *cache,
                                  int64_t second) {
  spi_piece pieces[SPI_PIECES_MAX];
  spi_belonging found = {SPOL_DATE_NONE, SPI_END_SECOND};
  spol_date first = earliest_date(second);
  spol_date last = latest_date(second);
  /* Before this all that begins is looked at. */
  int64_t upto = (int64_t)(last + 1) * SPI_DAY_SECONDS - REACH_BEFORE;
  if (is_quiet_around(leaf, cache, last)) {
    last = (spol_date)spi_floor_div(second + cache->offset, SPI_DAY_SECONDS);
    first = last - 1;
    upto = (int64_t)(last + 1) * SPI_DAY_SECONDS - cache->offset;
  }
  for (spol_date date = first; date <= last; date++) {
    size_t count = spi_day_pieces(leaf, cache, date, pieces);
    for (size_t i = 0; i < count; i++) {
      int64_t next = pieces[i].from > second ? pieces[i].from : pieces[i].to;
      if (next > second) {
        found.until = smaller(found.until, next);
      }
      if (pieces[i].from <= second && second < pieces[i].to) {
        found.date = date;
      }
    }
  }
  found.until = smaller(found.until, upto);
  return found;
}

static spi_belonging local_belongs(const spol_zone *zone, int64_t second) {
  spi_segment segment = spi_segment_at(zone, second);
  int64_t local = spi_floor_div(second + segment.offset, SPI_DAY_SECONDS);
  int64_t until = (local + 1) * SPI_DAY_SECONDS - segment.offset;
  return (spi_belonging){(spol_date)local, smaller(until, segment.to)};
}

/** The latest of the dates that it has in the parts that are open. */
static spi_belonging latest_of_parts(const spol_calendar *calendar, spi_cache *cache,
                                     int64_t second) {
  spi_belonging found = {SPOL_DATE_NONE, SPI_END_SECOND};
  for (size_t i = 0; i < calendar->part_count; i++) {
    spi_span span = spi_look(calendar->parts[i], cache, second);
    found.until = smaller(found.until, span.until);
    if (span.open) {
      spi_belonging part = spi_belongs(calendar->parts[i], cache, second);
      found.until = smaller(found.until, part.until);
      found.date = part.date > found.date ? part.date : found.date;
    }
  }
  return found;
}

spi_belonging spi_belongs(const spol_calendar *calendar, spi_cache *cache, int64_t second) {
  if (calendar->kind == 0) {
    return leaf_belongs(calendar, spi_cache_of(cache, calendar), second);
  }
  if (!calendar->keeps_dates) {
    return local_belongs(calendar->zone, second);
  }
  if (calendar->kind == SPOL_EXCEPT) {
    return spi_belongs(calendar->parts[0], cache, second);
  }
  return latest_of_parts(calendar, cache, second);
}

/* ---- What belongs to a date -------------------------------------------- */

static int leaf_date_next(const spol_calendar *leaf, spi_leaf_cache *cache, spol_date date,
                          int64_t after, spi_piece *out) {
  spi_piece pieces[SPI_PIECES_MAX];
  size_t count = spi_day_pieces(leaf, cache, date, pieces);
  for (size_t i = 0; i < count; i++) {
    if (pieces[i].to > after) {
      *out = pieces[i];
      return 1;
    }
  }
  return 0;
}

/** The first piece that a part has for the date. */
static int parts_date_next(const spol_calendar *calendar, spi_cache *cache, spol_date date,
                           int64_t after, spi_piece *out) {
  int found = 0;
  for (size_t i = 0; i < calendar->part_count; i++) {
    spi_piece piece;
    if (spi_date_next(calendar->parts[i], cache, date, after, &piece)) {
      piece.from = larger(piece.from, after);
      if (!found || piece.from < out->from) {
        *out = piece;
      }
      found = 1;
    }
  }
  return found;
}

/** A piece in which what belongs to the date may lie. */
static int candidate(const spol_calendar *calendar, spi_cache *cache, spol_date date, int64_t after,
                     spi_piece *out) {
  if (!calendar->keeps_dates) {
    int64_t midnight = (int64_t)date * SPI_DAY_SECONDS;
    return spi_wall_next_piece(calendar->zone, midnight, midnight + SPI_DAY_SECONDS, after, out);
  }
  if (calendar->kind == SPOL_EXCEPT) {
    return spi_date_next(calendar->parts[0], cache, date, after, out);
  }
  return parts_date_next(calendar, cache, date, after, out);
}

/** The first time from `second` on, before `end`, that is open and belongs to
 *  the date. */
static int open_within(const spol_calendar *calendar, spi_cache *cache, spol_date date,
                       int64_t second, int64_t end, spi_piece *out) {
  int by_instant = calendar->keeps_dates;
  while (second < end) {
    spi_span span = spi_look(calendar, cache, second);
    int64_t until = smaller(span.until, end);
    if (span.open && by_instant) {
      spi_belonging belonging = spi_belongs(calendar, cache, second);
      until = smaller(until, belonging.until);
      span.open = belonging.date == date;
    }
    if (span.open) {
      *out = (spi_piece){second, until};
      return 1;
    }
    second = until;
  }
  return 0;
}

int spi_date_next(const spol_calendar *calendar, spi_cache *cache, spol_date date, int64_t after,
                  spi_piece *out) {
  if (calendar->kind == 0) {
    return leaf_date_next(calendar, spi_cache_of(cache, calendar), date, after, out);
  }
  spi_piece piece;
  after = larger(after, SPI_FIRST_SECOND);
  while (candidate(calendar, cache, date, after, &piece)) {
    int64_t from = larger(piece.from, after);
    int64_t to = smaller(piece.to, SPI_END_SECOND);
    if (open_within(calendar, cache, date, from, to, out)) {
      return 1;
    }
    after = piece.to;
  }
  return 0;
}

int spi_date_last(const spol_calendar *calendar, spi_cache *cache, spol_date date, int64_t *out) {
  spi_piece piece;
  int64_t after = INT64_MIN;
  int found = 0;
  while (spi_date_next(calendar, cache, date, after, &piece)) {
    found = 1;
    after = piece.to;
  }
  if (found) {
    *out = after;
  }
  return found;
}
