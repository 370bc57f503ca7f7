/* SPDX-License-Identifier: MIT */
#include "calendar/arithmetic.h"

#include "calendar/holidays.h"

/* Outside the compiled window every answer walks from one change to the next;
 * what lies inside is taken from the timeline in one step. */

spol_status spi_calendar_why_not(const spol_calendar *calendar, spi_cache *cache, int backwards) {
  int64_t century = INT64_C(36525) * SPI_DAY_SECONDS;
  int64_t second = backwards ? SPI_FIRST_SECOND : SPI_END_SECOND - century;
  int64_t end = second + century;
  while (second < end) {
    spi_span span = spi_look(calendar, cache, second);
    if (span.open) {
      return SPOL_E_RANGE;
    }
    second = span.until;
  }
  return SPOL_E_NEVER_OPEN;
}

spol_status spi_calendar_add_slowly(const spol_calendar *calendar, spol_instant t, spol_duration d,
                                    spol_instant *out) {
  const spi_timeline *line = &calendar->timeline;
  if (!spi_instant_in_range(t)) {
    return SPOL_E_RANGE;
  }
  if (d <= 0) {
    *out = d == 0 ? t : *out;
    return d == 0 ? SPOL_OK : SPOL_E_INVALID;
  }
  spi_cache cache;
  spi_cache_init(&cache);
  spol_instant at = d > SPOL_INSTANT_MAX - t ? SPOL_INSTANT_MAX + 1 : t;
  while (at <= SPOL_INSTANT_MAX) {
    if (spi_timeline_has(line, at)) {
      uint64_t count = spi_timeline_count(line, at);
      if ((uint64_t)d <= line->total_micros - count) {
        *out = spi_timeline_reach(line, count + (uint64_t)d);
        return SPOL_OK;
      }
      d -= (int64_t)(line->total_micros - count);
      at = line->end * SPI_MICROS;
      continue;
    }
    spi_span span = spi_look(calendar, &cache, spi_second_of(at));
    spol_instant until = span.until * SPI_MICROS;
    if (span.open) {
      if (d <= until - at && at + d <= SPOL_INSTANT_MAX) {
        *out = at + d;
        return SPOL_OK;
      }
      d -= until - at;
    }
    at = until;
  }
  return spi_calendar_why_not(calendar, &cache, 0);
}

spol_status spi_calendar_subtract_slowly(const spol_calendar *calendar, spol_instant t,
                                         spol_duration d, spol_instant *out) {
  const spi_timeline *line = &calendar->timeline;
  if (!spi_instant_in_range(t)) {
    return SPOL_E_RANGE;
  }
  if (d <= 0) {
    *out = d == 0 ? t : *out;
    return d == 0 ? SPOL_OK : SPOL_E_INVALID;
  }
  spi_cache cache;
  spi_cache_init(&cache);
  spol_instant at = d > t - SPOL_INSTANT_MIN ? SPOL_INSTANT_MIN : t;
  while (at > SPOL_INSTANT_MIN) {
    if (spi_timeline_has(line, at - 1)) {
      uint64_t count =
          at == line->end * SPI_MICROS ? line->total_micros : spi_timeline_count(line, at);
      if ((uint64_t)d <= count) {
        *out = spi_timeline_reach_late(line, count - (uint64_t)d);
        return SPOL_OK;
      }
      d -= (int64_t)count;
      at = line->base_micros;
      continue;
    }
    spi_span span = spi_look(calendar, &cache, spi_second_of(at - 1));
    spol_instant since = span.since * SPI_MICROS;
    if (span.open) {
      if (d <= at - since) {
        *out = at - d;
        return SPOL_OK;
      }
      d -= at - since;
    }
    at = since;
  }
  return spi_calendar_why_not(calendar, &cache, 1);
}

spol_duration spi_calendar_count_slowly(const spol_calendar *calendar, spol_instant a,
                                        spol_instant b) {
  const spi_timeline *line = &calendar->timeline;
  spi_cache cache;
  spi_cache_init(&cache);
  spol_duration sum = 0;
  while (a < b) {
    if (spi_timeline_has(line, a)) {
      uint64_t upto = spi_timeline_has(line, b) ? spi_timeline_count(line, b) : line->total_micros;
      sum += (int64_t)(upto - spi_timeline_count(line, a));
      a = line->end * SPI_MICROS;
      continue;
    }
    spi_span span = spi_look(calendar, &cache, spi_second_of(a));
    spol_instant until = span.until * SPI_MICROS < b ? span.until * SPI_MICROS : b;
    sum += span.open ? until - a : 0;
    a = until;
  }
  return sum;
}

/* ---- Flags ------------------------------------------------------------- */

static int32_t year_at(const spol_calendar *leaf, spol_instant t) {
  int32_t year = spi_year_of_date(spi_local_date(leaf->zone, spi_second_of(t)));
  return year < SPI_YEAR_MIN ? SPI_YEAR_MIN : year > SPI_YEAR_MAX ? SPI_YEAR_MAX : year;
}

static uint32_t leaf_flags(const spol_calendar *leaf, spol_instant lo, spol_instant hi) {
  const uint32_t both = SPOL_CALENDAR_UNCOVERED | SPOL_CALENDAR_EASTER_EARLY;
  uint32_t flags = 0;
  if (leaf->set_count == 0) {
    return 0;
  }
  int32_t last = year_at(leaf, hi);
  for (int32_t year = year_at(leaf, lo); year <= last && flags != both; year++) {
    for (size_t i = 0; i < leaf->set_count; i++) {
      flags |= spi_holidays_year_flags(leaf->sets[i], year);
    }
  }
  return flags;
}

static uint32_t zone_flags(const spol_zone *zone, spol_instant hi) {
  uint32_t flags = spol_zone_flags(zone);
  spol_instant last = spol_zone_last_transition(zone);
  return (flags & SPOL_ZONE_NO_FOOTER) != 0 && (flags & SPOL_ZONE_FIXED) == 0 &&
                 last != SPOL_INSTANT_NONE && hi >= last
             ? SPOL_CALENDAR_ZONE_BEYOND
             : 0;
}

uint32_t spi_calendar_flags_slowly(const spol_calendar *calendar, spol_instant lo,
                                   spol_instant hi) {
  uint32_t flags = zone_flags(calendar->zone, hi);
  if (calendar->kind == 0) {
    for (size_t i = 0; i < calendar->hours.zoned_count; i++) {
      const spi_zoned *zoned = calendar->hours.zoned + i;
      flags |= zone_flags(zoned->open_zone, hi) | zone_flags(zoned->close_zone, hi);
    }
    return flags | leaf_flags(calendar, lo, hi);
  }
  for (size_t i = 0; i < calendar->part_count; i++) {
    flags |= spi_calendar_flags(calendar->parts[i], lo, hi);
  }
  return flags;
}

/* ---- The public functions ---------------------------------------------- */

spol_status spol_calendar_elapsed(const spol_calendar *calendar, spol_instant a, spol_instant b,
                                  spol_duration *out, uint32_t *flags) {
  spol_status status = spi_calendar_elapsed(calendar, a, b, out);
  if (status == SPOL_OK && flags != NULL) {
    spol_instant lo = a < b ? a : b;
    spol_instant hi = a < b ? b : a;
    *flags = spi_calendar_flags(calendar, lo, hi > lo ? hi - 1 : hi);
  }
  return status;
}

spol_status spol_calendar_add(const spol_calendar *calendar, spol_instant t, spol_duration d,
                              spol_instant *out, uint32_t *flags) {
  spol_instant due = 0;
  spol_status status = spi_calendar_add(calendar, t, d, &due);
  if (status == SPOL_OK) {
    *out = due;
    if (flags != NULL) {
      *flags = spi_calendar_flags(calendar, t, due > t ? due - 1 : due);
    }
  }
  return status;
}

spol_status spol_calendar_subtract(const spol_calendar *calendar, spol_instant t, spol_duration d,
                                   spol_instant *out, uint32_t *flags) {
  spol_instant from = 0;
  spol_status status = spi_calendar_subtract(calendar, t, d, &from);
  if (status == SPOL_OK) {
    *out = from;
    if (flags != NULL) {
      *flags = spi_calendar_flags(calendar, from, t > from ? t - 1 : t);
    }
  }
  return status;
}
