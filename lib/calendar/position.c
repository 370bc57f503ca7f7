/* SPDX-License-Identifier: MIT */
#include "calendar/position.h"

#include "calendar/model.h"

spi_position spi_calendar_position(const spol_calendar *calendar, spol_instant t) {
  const spi_timeline *line = &calendar->timeline;
  return spi_timeline_has(line, t) ? spi_timeline_count(line, t) : SPI_NO_POSITION;
}

spi_opening spi_calendar_opening(const spol_calendar *calendar, spol_instant t) {
  const spi_timeline *line = &calendar->timeline;
  spi_opening out = {t, SPI_NO_POSITION};
  if (!spi_timeline_has(line, t) || t < calendar->clean_from) {
    return out;
  }
  uint64_t at = (uint64_t)t - (uint64_t)line->base_micros;
  uint32_t i = spi_timeline_find(line, (uint32_t)(at / 1000000));
  const spi_mark *mark = line->marks + i;
  uint64_t into = at - (uint64_t)mark->start * 1000000;
  uint64_t before = (uint64_t)mark->total * 1000000;
  if (into < (uint64_t)(mark[1].total - mark->total) * 1000000) {
    out.position = before + into;
  } else if (i + 2 < line->mark_count) {
    out.at = line->base_micros + (int64_t)((uint64_t)mark[1].start * 1000000);
    out.position = (uint64_t)mark[1].total * 1000000;
  }
  if (out.at >= calendar->clean_to) {
    out.position = SPI_NO_POSITION;
  }
  return out;
}

spol_instant spi_calendar_reach(const spol_calendar *calendar, spi_position from, spol_duration d) {
  const spi_timeline *line = &calendar->timeline;
  if (from == SPI_NO_POSITION || d <= 0 || (uint64_t)d > line->total_micros - from) {
    return SPOL_INSTANT_NONE;
  }
  spol_instant out = spi_timeline_reach(line, from + (uint64_t)d);
  return out <= calendar->clean_to ? out : SPOL_INSTANT_NONE;
}
