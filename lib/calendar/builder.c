/* SPDX-License-Identifier: MIT */
/** Collects the parts of a calendar, each checked as it comes. */
#include "calendar/builder.h"

#include <string.h>

#include "calendar/compile.h"
#include "calendar/day.h"
#include "civil/date.h"

/** What a builder takes at the very most; a calendar's own limit is an option. */
enum { ITEMS_MAX = 1000000 };

spol_status spol_calendar_builder_new(const spol_allocator *allocator, const spol_zone *zone,
                                      spol_calendar_builder **out) {
  spol_allocator own;
  spol_status status = spi_allocator_take(allocator, &own);
  if (status != SPOL_OK) {
    return status;
  }
  if (zone == NULL || out == NULL) {
    return SPOL_E_INVALID;
  }
  spol_calendar_builder *builder = spi_alloc_array(&own, 1, sizeof *builder);
  if (builder == NULL) {
    return SPOL_E_MEMORY;
  }
  builder->allocator = own;
  builder->zone = spol_zone_ref(zone);
  *out = builder;
  return SPOL_OK;
}

static void free_entries(const spol_allocator *allocator, spi_entries *entries) {
  spi_free_array(allocator, entries->items, entries->capacity, sizeof *entries->items);
}

void spol_calendar_builder_free(spol_calendar_builder *builder) {
  if (builder == NULL) {
    return;
  }
  spol_allocator allocator = builder->allocator;
  for (size_t i = 0; i < builder->exception_count; i++) {
    spi_free_text(&allocator, builder->exceptions[i].name);
  }
  for (size_t i = 0; i < builder->zoned_count; i++) {
    spol_zone_unref(builder->zoned[i].open_zone);
    spol_zone_unref(builder->zoned[i].close_zone);
  }
  for (size_t i = 0; i < builder->set_count; i++) {
    spol_holidays_unref(builder->sets[i]);
  }
  free_entries(&allocator, &builder->week);
  free_entries(&allocator, &builder->breaks);
  free_entries(&allocator, &builder->dated_breaks);
  free_entries(&allocator, &builder->exception_hours);
  spi_free_array(&allocator, builder->exceptions, builder->exception_capacity,
                 sizeof *builder->exceptions);
  spi_free_array(&allocator, builder->zoned, builder->zoned_capacity, sizeof *builder->zoned);
  spi_free_array(&allocator, builder->sets, builder->set_capacity, sizeof *builder->sets);
  spol_zone_unref(builder->zone);
  spi_free(&allocator, builder, sizeof *builder);
}

static spol_status add_entry(spol_calendar_builder *builder, spi_entries *entries, int32_t day,
                             spi_range range) {
  spol_status status = spi_grow(&builder->allocator, (void **)&entries->items, &entries->capacity,
                                entries->count, sizeof *entries->items, ITEMS_MAX);
  if (status == SPOL_OK) {
    entries->items[entries->count++] = (spi_entry){day, range};
  }
  return status;
}

/** 1 if these may be the ends of an interval that opens on a date. */
static int is_interval(int32_t open, int32_t close) {
  return open >= 0 && open < SPI_DAY_SECONDS && close >= 0 && close <= 2 * SPI_DAY_SECONDS &&
         open != close && close - open <= SPI_DAY_SECONDS;
}

static int is_weekday(int32_t weekday) {
  return weekday >= SPOL_MONDAY && weekday <= SPOL_SUNDAY;
}

spol_status spol_calendar_builder_add_hours(spol_calendar_builder *builder, int32_t weekday,
                                            int32_t open_seconds, int32_t close_seconds) {
  if (builder == NULL || !is_weekday(weekday) || !is_interval(open_seconds, close_seconds)) {
    return SPOL_E_INVALID;
  }
  spol_status status =
      add_entry(builder, &builder->week, weekday - 1, spi_range_of(open_seconds, close_seconds));
  builder->items += status == SPOL_OK;
  return status;
}

/* ---- Windows ----------------------------------------------------------- */

/** Seconds of wall time from the open to the close, 0 for a whole week. */
static int32_t length_of(const spol_window *window) {
  int64_t length = (int64_t)(window->close_weekday - window->open_weekday) * SPI_DAY_SECONDS +
                   window->close_seconds - window->open_seconds;
  return (int32_t)spi_floor_mod(length, SPI_WEEK_SECONDS);
}

/** A window of the calendar's own zone: whole up to 24 hours, else cut at the
 *  midnights that it covers. */
static spol_status add_own_window(spol_calendar_builder *builder, const spol_window *window) {
  int32_t length = length_of(window);
  int32_t day = window->open_weekday - 1;
  int32_t open = window->open_seconds;
  if (length == 0) {
    return SPOL_E_INVALID;
  }
  if (length <= SPI_DAY_SECONDS) {
    return add_entry(builder, &builder->week, day, (spi_range){open, open + length});
  }
  size_t before = builder->week.count;
  for (int32_t left = open + length; left > 0; left -= SPI_DAY_SECONDS) {
    int32_t to = left < SPI_DAY_SECONDS ? left : SPI_DAY_SECONDS;
    spol_status status = add_entry(builder, &builder->week, day, (spi_range){open, to});
    if (status != SPOL_OK) {
      builder->week.count = before;
      return status;
    }
    day = (day + 1) % 7;
    open = 0;
  }
  return SPOL_OK;
}

static spol_status add_zoned_window(spol_calendar_builder *builder, const spol_window *window,
                                    const spol_zone *open_zone, const spol_zone *close_zone) {
  if (spi_same_zone(open_zone, close_zone) && length_of(window) == 0) {
    return SPOL_E_INVALID;
  }
  spol_status status =
      spi_grow(&builder->allocator, (void **)&builder->zoned, &builder->zoned_capacity,
               builder->zoned_count, sizeof *builder->zoned, SPI_ZONED_MAX);
  if (status != SPOL_OK) {
    return status;
  }
  spi_zoned *zoned = builder->zoned + builder->zoned_count++;
  zoned->open_weekday = window->open_weekday;
  zoned->open_seconds = window->open_seconds;
  zoned->close_weekday = window->close_weekday;
  zoned->close_seconds = window->close_seconds;
  zoned->open_zone = spol_zone_ref(open_zone);
  zoned->close_zone = spol_zone_ref(close_zone);
  return SPOL_OK;
}

spol_status spol_calendar_builder_add_window(spol_calendar_builder *builder,
                                             const spol_window *window) {
  if (builder == NULL || window == NULL) {
    return SPOL_E_INVALID;
  }
  if (window->size != sizeof *window) {
    return SPOL_E_VERSION;
  }
  if (!is_weekday(window->open_weekday) || !is_weekday(window->close_weekday) ||
      window->open_seconds < 0 || window->open_seconds >= SPI_DAY_SECONDS ||
      window->close_seconds < 0 || window->close_seconds > SPI_DAY_SECONDS ||
      window->reserved != 0) {
    return SPOL_E_INVALID;
  }
  const spol_zone *open_zone = window->open_zone != NULL ? window->open_zone : builder->zone;
  const spol_zone *close_zone = window->close_zone != NULL ? window->close_zone : builder->zone;
  spol_status status =
      spi_same_zone(open_zone, builder->zone) && spi_same_zone(close_zone, builder->zone)
          ? add_own_window(builder, window)
          : add_zoned_window(builder, window, open_zone, close_zone);
  builder->items += status == SPOL_OK;
  return status;
}

spol_status spol_calendar_builder_add_always(spol_calendar_builder *builder) {
  if (builder == NULL) {
    return SPOL_E_INVALID;
  }
  size_t before = builder->week.count;
  for (int32_t day = 0; day < 7; day++) {
    spol_status status = add_entry(builder, &builder->week, day, (spi_range){0, SPI_DAY_SECONDS});
    if (status != SPOL_OK) {
      builder->week.count = before;
      return status;
    }
  }
  builder->items++;
  return SPOL_OK;
}

/* ---- Breaks, exceptions, holidays --------------------------------------- */

/** 1 if these may be the ends of a break, whose times run on past 24:00. */
static int is_break(int32_t from, int32_t to) {
  int32_t most = 2 * SPI_DAY_SECONDS;
  return from >= 0 && from < most && to >= 0 && to <= most && from != to &&
         (to > from || to + SPI_DAY_SECONDS > from) && spi_range_of(from, to).to <= most;
}

spol_status spol_calendar_builder_add_weekly_break(spol_calendar_builder *builder, int32_t weekday,
                                                   int32_t from_seconds, int32_t to_seconds) {
  if (builder == NULL || !is_weekday(weekday) || !is_break(from_seconds, to_seconds)) {
    return SPOL_E_INVALID;
  }
  spol_status status =
      add_entry(builder, &builder->breaks, weekday - 1, spi_range_of(from_seconds, to_seconds));
  builder->items += status == SPOL_OK;
  return status;
}

spol_status spol_calendar_builder_add_dated_break(spol_calendar_builder *builder, spol_date date,
                                                  int32_t from_seconds, int32_t to_seconds) {
  if (builder == NULL || !spi_date_in_range(date) || !is_break(from_seconds, to_seconds)) {
    return SPOL_E_INVALID;
  }
  spol_status status =
      add_entry(builder, &builder->dated_breaks, date, spi_range_of(from_seconds, to_seconds));
  builder->items += status == SPOL_OK;
  return status;
}

/** Where an exception of a date stands or would stand. */
static size_t place_of(const spol_calendar_builder *builder, spol_date date) {
  size_t low = 0;
  size_t high = builder->exception_count;
  if (high > 0 && builder->exceptions[high - 1].date < date) {
    return high;
  }
  while (low < high) {
    size_t middle = low + (high - low) / 2;
    if (builder->exceptions[middle].date < date) {
      low = middle + 1;
    } else {
      high = middle;
    }
  }
  return low;
}

static spol_status put_exception(spol_calendar_builder *builder, size_t at,
                                 const spi_exception *exception, const spol_day_hours *hours) {
  spol_status status =
      spi_grow(&builder->allocator, (void **)&builder->exceptions, &builder->exception_capacity,
               builder->exception_count, sizeof *builder->exceptions, ITEMS_MAX);
  size_t before = builder->exception_hours.count;
  for (uint32_t i = 0; i < exception->count && status == SPOL_OK; i++) {
    status = add_entry(builder, &builder->exception_hours, exception->date,
                       spi_range_of(hours[i].open_seconds, hours[i].close_seconds));
  }
  if (status != SPOL_OK) {
    builder->exception_hours.count = before;
    return status;
  }
  memmove(builder->exceptions + at + 1, builder->exceptions + at,
          (builder->exception_count - at) * sizeof *builder->exceptions);
  builder->exceptions[at] = *exception;
  builder->exception_count++;
  builder->items++;
  return SPOL_OK;
}

spol_status spol_calendar_builder_set_exception(spol_calendar_builder *builder, spol_date date,
                                                const spol_day_hours *hours, size_t count,
                                                const char *name) {
  if (builder == NULL || !spi_date_in_range(date) || (hours == NULL && count > 0)) {
    return SPOL_E_INVALID;
  }
  for (size_t i = 0; i < count && i < SPI_HOURS_MAX; i++) {
    if (!is_interval(hours[i].open_seconds, hours[i].close_seconds)) {
      return SPOL_E_INVALID;
    }
  }
  if (count > SPI_HOURS_MAX) {
    return SPOL_E_LIMIT;
  }
  size_t at = place_of(builder, date);
  if (at < builder->exception_count && builder->exceptions[at].date == date) {
    return SPOL_E_SEMANTIC;
  }
  spi_exception exception = {date, (uint32_t)builder->exception_hours.count, (uint32_t)count, NULL};
  if (name != NULL) {
    exception.name = spi_copy_text(&builder->allocator, name, strlen(name));
    if (exception.name == NULL) {
      return SPOL_E_MEMORY;
    }
  }
  spol_status status = put_exception(builder, at, &exception, hours);
  if (status != SPOL_OK) {
    spi_free_text(&builder->allocator, exception.name);
  }
  return status;
}

spol_status spol_calendar_builder_add_holidays(spol_calendar_builder *builder,
                                               const spol_holidays *holidays) {
  if (builder == NULL || holidays == NULL) {
    return SPOL_E_INVALID;
  }
  spol_status status =
      spi_grow(&builder->allocator, (void **)&builder->sets, &builder->set_capacity,
               builder->set_count, sizeof *builder->sets, SPI_SETS_MAX);
  if (status == SPOL_OK) {
    builder->sets[builder->set_count++] = spol_holidays_ref(holidays);
  }
  return status;
}
