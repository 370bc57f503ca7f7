/* SPDX-License-Identifier: MIT */
/**
 * The compiled window of a calendar: its stretches with the open time before
 * each, and two directories into them, one by instant and one by open time.
 * Whatever the length of a target, it is found in a few dependent loads.
 */
#ifndef SPI_CALENDAR_TIMELINE_H
#define SPI_CALENDAR_TIMELINE_H

#include "base/memory.h"
#include "supportpolicy/time.h"

/** The beginning of a stretch, in seconds from the window's begin, and the open
 *  seconds before it. The stretch's length is what the next mark's total is
 *  more. The first mark is that of an empty stretch at 0; behind the last
 *  stretch stands one that no instant reaches. */
typedef struct spi_mark {
  uint32_t start;
  uint32_t total;
} spi_mark;

/** Dates of the window to which open time belongs, with counts before each 64. */
typedef struct spi_date_bits {
  spol_date first;
  uint32_t count; /**< dates */
  uint64_t *bits;
  uint32_t *before;
} spi_date_bits;

typedef struct spi_timeline {
  const spi_mark *marks;
  const uint32_t *by_start; /**< the last mark at or before a bucket's begin */
  const uint32_t *by_total;
  int64_t base_micros;
  uint64_t span_micros; /**< 0: nothing is compiled */
  uint64_t total_micros;
  uint32_t start_shift;
  uint32_t total_shift;
  int64_t base; /**< seconds: the window is [base, end) */
  int64_t end;
  uint32_t mark_count;
  uint32_t start_buckets;
  uint32_t total_buckets;
  spi_date_bits dates;
} spi_timeline;

/** The last mark that begins at or before second `x` of the window. */
static inline uint32_t spi_timeline_find(const spi_timeline *line, uint32_t x) {
  uint32_t i = line->by_start[x >> line->start_shift];
  const spi_mark *marks = line->marks;
  i += marks[i + 1].start <= x;
  while (marks[i + 1].start <= x) {
    i++;
  }
  return i;
}

/** The last mark with at most `y` open seconds before it; y < the whole. */
static inline uint32_t spi_timeline_find_total(const spi_timeline *line, uint32_t y) {
  uint32_t j = line->by_total[y >> line->total_shift];
  const spi_mark *marks = line->marks;
  j += marks[j + 1].total <= y;
  while (marks[j + 1].total <= y) {
    j++;
  }
  return j;
}

/** 1 if an instant lies in the window. */
static inline int spi_timeline_has(const spi_timeline *line, spol_instant t) {
  return (uint64_t)t - (uint64_t)line->base_micros < line->span_micros;
}

/** Open microseconds of the window before an instant of it. */
static inline uint64_t spi_timeline_count(const spi_timeline *line, spol_instant t) {
  uint64_t at = (uint64_t)t - (uint64_t)line->base_micros;
  uint32_t i = spi_timeline_find(line, (uint32_t)(at / 1000000));
  const spi_mark *mark = line->marks + i;
  uint64_t into = at - (uint64_t)mark->start * 1000000;
  uint64_t length = (uint64_t)(mark[1].total - mark->total) * 1000000;
  return (uint64_t)mark->total * 1000000 + (into < length ? into : length);
}

/** The earliest instant with `target` open microseconds of the window before
 *  it; 0 < target <= total_micros. */
static inline spol_instant spi_timeline_reach(const spi_timeline *line, uint64_t target) {
  uint32_t j = spi_timeline_find_total(line, (uint32_t)((target - 1) / 1000000));
  const spi_mark *mark = line->marks + j;
  return line->base_micros +
         (int64_t)((uint64_t)mark->start * 1000000 + (target - (uint64_t)mark->total * 1000000));
}

/** The latest instant with `target` open microseconds of the window before it;
 *  0 <= target < total_micros. */
static inline spol_instant spi_timeline_reach_late(const spi_timeline *line, uint64_t target) {
  uint32_t j = spi_timeline_find_total(line, (uint32_t)(target / 1000000));
  const spi_mark *mark = line->marks + j;
  return line->base_micros +
         (int64_t)((uint64_t)mark->start * 1000000 + (target - (uint64_t)mark->total * 1000000));
}

/** Collects stretches of a window in any order that is nearly that of time. */
typedef struct spi_timeline_maker {
  const spol_allocator *allocator;
  int64_t base;
  int64_t end;
  struct spi_stretch32 {
    uint32_t from;
    uint32_t to;
  } * stretches;
  size_t count;
  size_t capacity;
} spi_timeline_maker;

SPOL_CHECKED spol_status spi_timeline_begin(spi_timeline_maker *maker,
                                            const spol_allocator *allocator, int64_t base,
                                            int64_t end, size_t expected);
/** Unites [from, to), seconds, cut at the window, with what there is. */
SPOL_CHECKED spol_status spi_timeline_put(spi_timeline_maker *maker, int64_t from, int64_t to);
/** Makes the timeline. The maker is to be ended in every case. */
SPOL_CHECKED spol_status spi_timeline_make(const spi_timeline_maker *maker, spi_timeline *out);
void spi_timeline_end(spi_timeline_maker *maker);
void spi_timeline_free(const spol_allocator *allocator, spi_timeline *line);
size_t spi_timeline_bytes(const spi_timeline *line);

/** Room for `count` dates from `first`, none set. */
SPOL_CHECKED spol_status spi_date_bits_make(const spol_allocator *allocator, spol_date first,
                                            uint32_t count, spi_date_bits *out);
void spi_date_bits_free(const spol_allocator *allocator, spi_date_bits *dates);
void spi_date_bits_count(spi_date_bits *dates);

static inline int spi_date_bits_has(const spi_date_bits *dates, spol_date date) {
  return date >= dates->first && (uint32_t)(date - dates->first) < dates->count;
}

static inline int spi_date_bits_get(const spi_date_bits *dates, spol_date date) {
  uint32_t i = (uint32_t)(date - dates->first);
  return (int)(dates->bits[i >> 6] >> (i & 63) & 1);
}

static inline void spi_date_bits_set(spi_date_bits *dates, spol_date date) {
  uint32_t i = (uint32_t)(date - dates->first);
  dates->bits[i >> 6] |= UINT64_C(1) << (i & 63);
}

/** The n-th (from 1) set date after `date`, both within; SPOL_DATE_NONE if the
 *  window has fewer, then *n is less by those that it has. */
spol_date spi_date_bits_after(const spi_date_bits *dates, spol_date date, int64_t *n);

#endif
