/* SPDX-License-Identifier: MIT */
/** Makes a calendar of what a builder has collected. */
#include <string.h>

#include "base/error.h"
#include "calendar/builder.h"
#include "calendar/compile.h"
#include "calendar/day.h"
#include "calendar/look.h"
#include "calendar/wall.h"
#include "civil/date.h"

/* ---- Sorting ----------------------------------------------------------- */

static void sift(spi_entry *items, size_t root, size_t count) {
  spi_entry moved = items[root];
  for (size_t child = 2 * root + 1; child < count; child = 2 * root + 1) {
    if (child + 1 < count && items[child + 1].day > items[child].day) {
      child++;
    }
    if (items[child].day <= moved.day) {
      break;
    }
    items[root] = items[child];
    root = child;
  }
  items[root] = moved;
}

/** By day; the order of one day's entries does not matter. */
static void sort_entries(spi_entry *items, size_t count) {
  for (size_t i = count / 2; i > 0; i--) {
    sift(items, i - 1, count);
  }
  for (size_t end = count; end > 1; end--) {
    spi_entry largest = items[0];
    items[0] = items[end - 1];
    items[end - 1] = largest;
    sift(items, 0, end - 1);
  }
}

/* ---- The week ---------------------------------------------------------- */

static void take_days(spi_hours *hours, const spi_entries *entries, spi_ranges *days) {
  for (int32_t day = 0; day < 7; day++) {
    days[day].first = (uint32_t)hours->range_count;
    for (size_t i = 0; i < entries->count; i++) {
      if (entries->items[i].day == day) {
        hours->ranges[hours->range_count++] = entries->items[i].range;
      }
    }
    days[day].count = (uint32_t)hours->range_count - days[day].first;
  }
}

/** Takes a break out of pieces; the rest behind it is added at the end. */
static size_t take_out(spi_piece *pieces, size_t count, spi_range hole) {
  size_t before = count;
  for (size_t i = 0; i < before; i++) {
    spi_piece piece = pieces[i];
    if (piece.to <= hole.from || piece.from >= hole.to) {
      continue;
    }
    pieces[i].to = piece.from < hole.from ? hole.from : piece.from;
    if (piece.to > hole.to) {
      pieces[count++] = (spi_piece){hole.to, piece.to};
    }
  }
  return count;
}

/** What a day of the week comes to where no clock changes. */
static void take_patterns(spi_hours *hours) {
  spi_piece pieces[SPI_PIECES_MAX];
  for (int day = 0; day < 7; day++) {
    size_t count = 0;
    for (uint32_t i = 0; i < hours->week[day].count; i++) {
      spi_range range = hours->ranges[hours->week[day].first + i];
      pieces[count++] = (spi_piece){range.from, range.to};
    }
    /* United pieces are apart: a break cuts one of them in two at the most. */
    count = spi_pieces_unite(pieces, count);
    for (uint32_t i = 0; i < hours->breaks[day].count; i++) {
      count = take_out(pieces, count, hours->ranges[hours->breaks[day].first + i]);
    }
    count = spi_pieces_unite(pieces, count);
    hours->pattern[day] = (spi_ranges){(uint32_t)hours->range_count, (uint32_t)count};
    for (size_t i = 0; i < count; i++) {
      spi_range range = {(int32_t)pieces[i].from, (int32_t)pieces[i].to};
      hours->ranges[hours->range_count++] = range;
    }
  }
}

/* ---- Dates ------------------------------------------------------------- */

static spi_dated *dated_for(spi_hours *hours, spol_date date) {
  spi_dated *dated = hours->dated + hours->dated_count++;
  dated->date = date;
  return dated;
}

static void take_breaks(spi_hours *hours, spi_dated *dated, const spi_entries *breaks, size_t *at) {
  dated->breaks.first = (uint32_t)hours->range_count;
  for (; *at < breaks->count && breaks->items[*at].day == dated->date; ++*at) {
    hours->ranges[hours->range_count++] = breaks->items[*at].range;
  }
  dated->breaks.count = (uint32_t)hours->range_count - dated->breaks.first;
}

static spol_status take_exception(const spol_calendar_builder *builder, spi_hours *hours,
                                  const spol_allocator *allocator, spi_dated *dated,
                                  const spi_exception *exception) {
  dated->is_exception = 1;
  dated->hours = (spi_ranges){(uint32_t)hours->range_count, exception->count};
  for (uint32_t i = 0; i < exception->count; i++) {
    hours->ranges[hours->range_count++] =
        builder->exception_hours.items[exception->first + i].range;
  }
  if (exception->name != NULL) {
    dated->name = spi_copy_text(allocator, exception->name, strlen(exception->name));
    return dated->name != NULL ? SPOL_OK : SPOL_E_MEMORY;
  }
  return SPOL_OK;
}

/** Merges the exceptions and the breaks of dates, both in order of date. */
static spol_status take_dates(const spol_calendar_builder *builder, const spi_entries *breaks,
                              const spol_allocator *allocator, spi_hours *hours) {
  size_t at = 0;
  size_t next = 0;
  while (at < breaks->count || next < builder->exception_count) {
    const spi_exception *exception =
        next < builder->exception_count ? &builder->exceptions[next] : NULL;
    int32_t date = at < breaks->count ? breaks->items[at].day : INT32_MAX;
    spi_dated *dated = NULL;
    if (exception != NULL && exception->date <= date) {
      dated = dated_for(hours, exception->date);
      spol_status status = take_exception(builder, hours, allocator, dated, exception);
      if (status != SPOL_OK) {
        return status;
      }
      next++;
    } else {
      dated = dated_for(hours, date);
    }
    take_breaks(hours, dated, breaks, &at);
  }
  return SPOL_OK;
}

/* ---- Limits ------------------------------------------------------------ */

static spol_status check_limits(const spi_hours *hours, spol_error *error) {
  for (int day = 0; day < 7; day++) {
    if (hours->week[day].count > SPI_HOURS_MAX) {
      return spi_fail(error, SPOL_E_LIMIT, "weekday %d has more than %d intervals", day + 1,
                      SPI_HOURS_MAX);
    }
    if (hours->breaks[day].count > SPI_BREAKS_MAX) {
      return spi_fail(error, SPOL_E_LIMIT, "weekday %d has more than %d breaks", day + 1,
                      SPI_BREAKS_MAX);
    }
  }
  for (size_t i = 0; i < hours->dated_count; i++) {
    if (hours->dated[i].breaks.count > SPI_BREAKS_MAX) {
      return spi_fail(error, SPOL_E_LIMIT, "a date has more than %d breaks", SPI_BREAKS_MAX);
    }
  }
  return SPOL_OK;
}

/* ---- Putting it together ----------------------------------------------- */

static spol_status take_zoned(const spol_calendar_builder *builder, spol_calendar *calendar) {
  spi_hours *hours = &calendar->hours;
  if (builder->zoned_count == 0) {
    return SPOL_OK;
  }
  hours->zoned = spi_alloc_array(&calendar->allocator, builder->zoned_count, sizeof *hours->zoned);
  if (hours->zoned == NULL) {
    return SPOL_E_MEMORY;
  }
  hours->zoned_capacity = builder->zoned_count;
  hours->zoned_count = builder->zoned_count;
  for (size_t i = 0; i < builder->zoned_count; i++) {
    hours->zoned[i] = builder->zoned[i];
    (void)spol_zone_ref(hours->zoned[i].open_zone);
    (void)spol_zone_ref(hours->zoned[i].close_zone);
  }
  return SPOL_OK;
}

static spol_status take_sets(const spol_calendar_builder *builder, spol_calendar *calendar) {
  if (builder->set_count == 0) {
    return SPOL_OK;
  }
  calendar->sets =
      spi_alloc_array(&calendar->allocator, builder->set_count, sizeof(spol_holidays *));
  if (calendar->sets == NULL) {
    return SPOL_E_MEMORY;
  }
  calendar->set_count = builder->set_count;
  for (size_t i = 0; i < builder->set_count; i++) {
    int32_t first = SPI_YEAR_MIN;
    int32_t last = SPI_YEAR_MAX;
    calendar->sets[i] = spol_holidays_ref(builder->sets[i]);
    spol_holidays_coverage(builder->sets[i], &first, &last);
    calendar->first_year = first > calendar->first_year ? first : calendar->first_year;
    calendar->last_year = last < calendar->last_year ? last : calendar->last_year;
  }
  return SPOL_OK;
}

static spol_status take_hours(const spol_calendar_builder *builder, spol_calendar *calendar,
                              spi_entries *dated_breaks, spol_error *error) {
  spi_hours *hours = &calendar->hours;
  const spol_allocator *allocator = &calendar->allocator;
  /* A break cuts one piece in two at the most, so patterns need no more than
   * windows and breaks together. */
  size_t ranges = 2 * (builder->week.count + builder->breaks.count) + dated_breaks->count +
                  builder->exception_hours.count;
  size_t dates = dated_breaks->count + builder->exception_count;
  if (ranges > 0) {
    hours->ranges = spi_alloc_array(allocator, ranges, sizeof *hours->ranges);
    if (hours->ranges == NULL) {
      return SPOL_E_MEMORY;
    }
    hours->range_capacity = ranges;
  }
  if (dates > 0) {
    hours->dated = spi_alloc_array(allocator, dates, sizeof *hours->dated);
    if (hours->dated == NULL) {
      return SPOL_E_MEMORY;
    }
    hours->dated_capacity = dates;
  }
  take_days(hours, &builder->week, hours->week);
  take_days(hours, &builder->breaks, hours->breaks);
  spol_status status = check_limits(hours, error);
  if (status != SPOL_OK) {
    return status;
  }
  take_patterns(hours);
  status = take_dates(builder, dated_breaks, allocator, hours);
  return status == SPOL_OK ? check_limits(hours, error) : status;
}

/** 1 if a set gives a date hours of its own in some year. */
static int sets_have_hours(const spol_calendar *calendar) {
  spol_holiday days[64];
  for (size_t i = 0; i < calendar->set_count; i++) {
    for (int32_t year = SPI_YEAR_MIN; year <= SPI_YEAR_MAX; year++) {
      size_t count = 0;
      if (spol_holidays_in_year(calendar->sets[i], year, days, 64, &count) != SPOL_OK ||
          count > 64) {
        return 1;
      }
      for (size_t j = 0; j < count; j++) {
        if (days[j].hours_count > 0) {
          return 1;
        }
      }
    }
  }
  return 0;
}

static int week_is_open(const spi_hours *hours) {
  uint32_t open = (uint32_t)hours->zoned_count;
  for (int day = 0; day < 7; day++) {
    open += hours->pattern[day].count;
  }
  return open > 0;
}

/** Whether nothing takes anything from weeks that are open throughout. */
static int never_closes(const spol_calendar *calendar) {
  const spi_hours *hours = &calendar->hours;
  if (hours->dated_count > 0 || hours->zoned_count > 0 || calendar->set_count > 0) {
    return 0;
  }
  for (int day = 0; day < 7; day++) {
    if (hours->breaks[day].count > 0 || hours->pattern[day].count != 1) {
      return 0;
    }
    const spi_range *range = &hours->ranges[hours->pattern[day].first];
    if (range->from > 0 || range->to < SPI_DAY_SECONDS) {
      return 0;
    }
  }
  return 1;
}

/** SPOL_E_NEVER_OPEN unless there is open time in some year. */
static spol_status check_open(const spol_calendar *calendar) {
  if (calendar->timeline.total_micros > 0) {
    return SPOL_OK;
  }
  spi_cache cache;
  spi_cache_init(&cache);
  for (int64_t second = SPI_FIRST_SECOND; second < SPI_END_SECOND;) {
    spi_span span = spi_look(calendar, &cache, second);
    if (span.open) {
      return SPOL_OK;
    }
    second = span.until;
  }
  return SPOL_E_NEVER_OPEN;
}

static spol_status fill(const spol_calendar_builder *builder, spol_calendar *calendar,
                        spi_entries *dated_breaks, const spi_window_years *years,
                        spol_error *error) {
  if (!spi_wall_is_calm(builder->zone)) {
    return spi_fail(error, SPOL_E_LIMIT,
                    "the clocks of zone %s change more than %d times in %d days",
                    spol_zone_name(builder->zone), SPI_CHANGES_MAX, SPI_CHANGES_DAYS);
  }
  spol_status status = take_sets(builder, calendar);
  if (status == SPOL_OK) {
    status = take_hours(builder, calendar, dated_breaks, error);
  }
  if (status == SPOL_OK) {
    status = take_zoned(builder, calendar);
  }
  if (status != SPOL_OK) {
    return status;
  }
  calendar->never_closes = never_closes(calendar);
  calendar->recurs = week_is_open(&calendar->hours) || sets_have_hours(calendar);
  status = spi_calendar_compile(calendar, years);
  if (status != SPOL_OK) {
    return status;
  }
  status = check_open(calendar);
  if (status != SPOL_OK) {
    return spi_fail(error, status, "the calendar has no open time in any year");
  }
  return SPOL_OK;
}

/** A copy of the builder's dated breaks, sorted. */
static spol_status sorted_breaks(const spol_calendar_builder *builder, spi_entries *out) {
  const spi_entries *breaks = &builder->dated_breaks;
  memset(out, 0, sizeof *out);
  if (breaks->count == 0) {
    return SPOL_OK;
  }
  out->items = spi_alloc_array(&builder->allocator, breaks->count, sizeof *out->items);
  if (out->items == NULL) {
    return SPOL_E_MEMORY;
  }
  memcpy(out->items, breaks->items, breaks->count * sizeof *out->items);
  out->count = breaks->count;
  out->capacity = breaks->count;
  sort_entries(out->items, out->count);
  return SPOL_OK;
}

static spol_status make(const spol_calendar_builder *builder, const spi_window_years *years,
                        spol_calendar **out, spol_error *error) {
  spi_entries breaks;
  spol_status status = sorted_breaks(builder, &breaks);
  if (status != SPOL_OK) {
    return status;
  }
  spol_calendar *calendar = spi_alloc_array(&builder->allocator, 1, sizeof *calendar);
  if (calendar == NULL) {
    status = SPOL_E_MEMORY;
  } else {
    spi_refcount_init(&calendar->references);
    calendar->allocator = builder->allocator;
    calendar->zone = spol_zone_ref(builder->zone);
    calendar->first_year = SPI_YEAR_MIN;
    calendar->last_year = SPI_YEAR_MAX;
    calendar->leaves = 1;
    status = fill(builder, calendar, &breaks, years, error);
    if (status == SPOL_OK) {
      *out = calendar;
    } else {
      spi_calendar_free(calendar);
    }
  }
  spi_free_array(&builder->allocator, breaks.items, breaks.capacity, sizeof *breaks.items);
  return status;
}

spol_status spol_calendar_builder_build(const spol_calendar_builder *builder,
                                        const spol_compile_options *options, spol_calendar **out,
                                        spol_error *error) {
  spi_window_years years;
  if (builder == NULL || out == NULL) {
    return spi_fail(error, SPOL_E_INVALID, "an argument is missing");
  }
  spol_status status = spi_window_years_of(options, &years, error);
  if (status != SPOL_OK) {
    return status;
  }
  if (builder->items > years.max_items) {
    return spi_fail(error, SPOL_E_LIMIT, "more than %u windows, breaks and exceptions",
                    years.max_items);
  }
  status = make(builder, &years, out, error);
  return status == SPOL_E_MEMORY ? spi_fail(error, status, "out of memory") : status;
}

spol_status spol_calendar_always(const spol_allocator *allocator, const spol_zone *zone,
                                 spol_calendar **out) {
  spol_calendar_builder *builder = NULL;
  spol_status status = spol_calendar_builder_new(allocator, zone, &builder);
  if (status == SPOL_OK) {
    status = spol_calendar_builder_add_always(builder);
  }
  if (status == SPOL_OK) {
    status = spol_calendar_builder_build(builder, NULL, out, NULL);
  }
  spol_calendar_builder_free(builder);
  return status;
}
