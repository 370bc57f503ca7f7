/* SPDX-License-Identifier: MIT */
/** Why a calendar is closed, for explanations (docs/semantics.md, section 9). */
#include "calendar/calendar.h"

#include "calendar/arithmetic.h"
#include "calendar/day.h"
#include "calendar/wall.h"

/** The holiday or exception of a simple calendar's local date; cuts the span at
 *  the ends of that date. */
static void explain_leaf(const spol_calendar *leaf, spi_cache *cache, int64_t second,
                         spi_span *span, spi_calendar_state *state) {
  spi_segment segment = spi_segment_at(leaf->zone, second);
  int64_t date = spi_floor_div(second + segment.offset, SPI_DAY_SECONDS);
  int64_t since = date * SPI_DAY_SECONDS - segment.offset;
  int64_t until = since + SPI_DAY_SECONDS;
  since = since > segment.from ? since : segment.from;
  until = until < segment.to ? until : segment.to;
  span->since = since > span->since ? since : span->since;
  span->until = until < span->until ? until : span->until;
  spi_plan plan;
  spi_day_plan(leaf, spi_cache_of(cache, leaf), (spol_date)date, &plan);
  if (state->reason == SPI_CALENDAR_CLOSED && plan.source != SPOL_DAY_WEEK) {
    state->reason = plan.source == SPOL_DAY_HOLIDAY ? SPI_CALENDAR_HOLIDAY : SPI_CALENDAR_EXCEPTION;
    state->name = plan.name;
  }
}

/** The first part that is closed and has a reason gives it. What is taken away
 *  from the first part (`except`) has none. */
static void explain(const spol_calendar *calendar, spi_cache *cache, int64_t second, spi_span *span,
                    spi_calendar_state *state) {
  if (calendar->kind == 0) {
    explain_leaf(calendar, cache, second, span, state);
    return;
  }
  size_t count = calendar->kind == SPOL_EXCEPT ? 1 : calendar->part_count;
  for (size_t i = 0; i < count; i++) {
    spi_span part = spi_look(calendar->parts[i], cache, second);
    span->since = part.since > span->since ? part.since : span->since;
    span->until = part.until < span->until ? part.until : span->until;
    if (!part.open) {
      explain(calendar->parts[i], cache, second, span, state);
    }
  }
}

spol_status spi_calendar_state_at(const spol_calendar *calendar, spol_instant t,
                                  spi_calendar_state *out) {
  if (!spi_instant_in_range(t)) {
    return SPOL_E_RANGE;
  }
  spi_cache cache;
  spi_cache_init(&cache);
  int64_t second = spi_second_of(t);
  spi_span span = spi_look(calendar, &cache, second);
  spi_calendar_state state = {0, 0, SPI_CALENDAR_OPEN, NULL};
  if (!span.open) {
    state.reason = SPI_CALENDAR_CLOSED;
    explain(calendar, &cache, second, &span, &state);
  }
  state.from = span.since * SPI_MICROS;
  state.until = span.until * SPI_MICROS;
  *out = state;
  return SPOL_OK;
}

spol_status spi_calendar_next_change(const spol_calendar *calendar, spol_instant t,
                                     spol_instant *out) {
  if (!spi_instant_in_range(t)) {
    return SPOL_E_RANGE;
  }
  spi_cache cache;
  spi_cache_init(&cache);
  spi_span span = spi_look(calendar, &cache, spi_second_of(t));
  int32_t open = span.open;
  int64_t change = span.until;
  while (change < SPI_END_SECOND) {
    span = spi_look(calendar, &cache, change);
    if (span.open != open) {
      break;
    }
    change = span.until;
  }
  *out = change < SPI_END_SECOND ? change * SPI_MICROS : INT64_MAX;
  return SPOL_OK;
}
