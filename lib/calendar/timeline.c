/* SPDX-License-Identifier: MIT */
#include "calendar/timeline.h"

#include <string.h>

enum {
  /** A stretch a second on average over ten years; far above any real week. */
  STRETCHES_MAX = 300000000,
  /** Buckets that a directory may have for each stretch. */
  BUCKETS_PER_MARK = 2,
  BUCKETS_SPARE = 64
};

spol_status spi_timeline_begin(spi_timeline_maker *maker, const spol_allocator *allocator,
                               int64_t base, int64_t end, size_t expected) {
  memset(maker, 0, sizeof *maker);
  maker->allocator = allocator;
  maker->base = base;
  maker->end = end;
  if (expected == 0) {
    return SPOL_OK;
  }
  maker->stretches = spi_alloc(allocator, expected * sizeof *maker->stretches);
  if (maker->stretches == NULL) {
    return SPOL_E_MEMORY;
  }
  maker->capacity = expected;
  return SPOL_OK;
}

void spi_timeline_end(spi_timeline_maker *maker) {
  spi_free_array(maker->allocator, maker->stretches, maker->capacity, sizeof *maker->stretches);
  maker->stretches = NULL;
}

/** Unites a piece that begins before the last stretch: local dates can go back. */
static spol_status insert(spi_timeline_maker *maker, uint32_t from, uint32_t to) {
  size_t at = maker->count;
  while (at > 0 && maker->stretches[at - 1].to >= from) {
    at--;
  }
  size_t end = at;
  while (end < maker->count && maker->stretches[end].from <= to) {
    from = maker->stretches[end].from < from ? maker->stretches[end].from : from;
    to = maker->stretches[end].to > to ? maker->stretches[end].to : to;
    end++;
  }
  if (end == at) {
    spol_status status = spi_grow(maker->allocator, (void **)&maker->stretches, &maker->capacity,
                                  maker->count, sizeof *maker->stretches, STRETCHES_MAX);
    if (status != SPOL_OK) {
      return status;
    }
  }
  memmove(maker->stretches + at + 1, maker->stretches + end,
          (maker->count - end) * sizeof *maker->stretches);
  maker->count = maker->count - (end - at) + 1;
  maker->stretches[at].from = from;
  maker->stretches[at].to = to;
  return SPOL_OK;
}

spol_status spi_timeline_put(spi_timeline_maker *maker, int64_t from, int64_t to) {
  if (from < maker->base) {
    from = maker->base;
  }
  if (to > maker->end) {
    to = maker->end;
  }
  if (from >= to) {
    return SPOL_OK;
  }
  uint32_t begin = (uint32_t)(from - maker->base);
  uint32_t close = (uint32_t)(to - maker->base);
  if (maker->count > 0) {
    struct spi_stretch32 *last = maker->stretches + maker->count - 1;
    if (begin < last->from) {
      return insert(maker, begin, close);
    }
    if (begin <= last->to) {
      last->to = close > last->to ? close : last->to;
      return SPOL_OK;
    }
  }
  if (maker->count == maker->capacity) {
    spol_status status = spi_grow(maker->allocator, (void **)&maker->stretches, &maker->capacity,
                                  maker->count, sizeof *maker->stretches, STRETCHES_MAX);
    if (status != SPOL_OK) {
      return status;
    }
  }
  maker->stretches[maker->count].from = begin;
  maker->stretches[maker->count].to = close;
  maker->count++;
  return SPOL_OK;
}

/** The power of two of a bucket: at most the least distance of two marks, so
 *  that a bucket holds one of them at most, where memory allows. */
static uint32_t shift_for(uint32_t least, uint32_t span, uint32_t marks) {
  uint32_t shift = 0;
  while (shift < 31 && (UINT64_C(2) << shift) <= least) {
    shift++;
  }
  while (shift < 31 &&
         ((uint64_t)span >> shift) + 1 > (uint64_t)marks * BUCKETS_PER_MARK + BUCKETS_SPARE) {
    shift++;
  }
  return shift;
}

static void fill_marks(const spi_timeline_maker *maker, spi_mark *marks, uint32_t *least_distance,
                       uint32_t *least_length) {
  uint32_t total = 0;
  uint32_t previous = 0;
  *least_distance = UINT32_MAX;
  *least_length = UINT32_MAX;
  marks[0].start = 0;
  marks[0].total = 0;
  for (size_t i = 0; i < maker->count; i++) {
    uint32_t from = maker->stretches[i].from;
    uint32_t length = maker->stretches[i].to - from;
    marks[i + 1].start = from;
    marks[i + 1].total = total;
    total += length;
    *least_length = length < *least_length ? length : *least_length;
    if (i > 0 && from - previous < *least_distance) {
      *least_distance = from - previous;
    }
    previous = from;
  }
  marks[maker->count + 1].start = UINT32_MAX;
  marks[maker->count + 1].total = total;
}

static void fill_directories(spi_timeline *line, const spi_mark *marks, uint32_t *by_start,
                             uint32_t *by_total) {
  uint32_t last = line->mark_count - 2;
  uint32_t at = 0;
  for (uint32_t bucket = 0; bucket < line->start_buckets; bucket++) {
    uint64_t begin = (uint64_t)bucket << line->start_shift;
    while (at < last && marks[at + 1].start <= begin) {
      at++;
    }
    by_start[bucket] = at;
  }
  at = 0;
  for (uint32_t bucket = 0; bucket < line->total_buckets; bucket++) {
    uint64_t begin = (uint64_t)bucket << line->total_shift;
    while (at < last && marks[at + 1].total <= begin) {
      at++;
    }
    by_total[bucket] = at;
  }
}

spol_status spi_timeline_make(const spi_timeline_maker *maker, spi_timeline *out) {
  spi_timeline line;
  memset(&line, 0, sizeof line);
  line.mark_count = (uint32_t)maker->count + 2;
  spi_mark *marks = spi_alloc_array(maker->allocator, line.mark_count, sizeof *marks);
  if (marks == NULL) {
    return SPOL_E_MEMORY;
  }
  uint32_t distance = 0;
  uint32_t length = 0;
  fill_marks(maker, marks, &distance, &length);
  uint32_t total = marks[line.mark_count - 1].total;
  uint32_t span = (uint32_t)(maker->end - maker->base);
  line.start_shift = shift_for(distance, span, line.mark_count);
  line.total_shift = shift_for(length, total, line.mark_count);
  line.start_buckets = (span >> line.start_shift) + 1;
  line.total_buckets = (total >> line.total_shift) + 1;
  uint32_t *by_start = spi_alloc_array(maker->allocator, line.start_buckets, sizeof *by_start);
  uint32_t *by_total = spi_alloc_array(maker->allocator, line.total_buckets, sizeof *by_total);
  line.marks = marks;
  line.by_start = by_start;
  line.by_total = by_total;
  if (by_start == NULL || by_total == NULL) {
    spi_timeline_free(maker->allocator, &line);
    return SPOL_E_MEMORY;
  }
  fill_directories(&line, marks, by_start, by_total);
  line.base = maker->base;
  line.end = maker->end;
  line.base_micros = maker->base * 1000000;
  line.span_micros = (uint64_t)span * 1000000;
  line.total_micros = (uint64_t)total * 1000000;
  *out = line;
  return SPOL_OK;
}

void spi_timeline_free(const spol_allocator *allocator, spi_timeline *line) {
  spi_free_array(allocator, (void *)(uintptr_t)line->marks, line->mark_count, sizeof *line->marks);
  spi_free_array(allocator, (void *)(uintptr_t)line->by_start, line->start_buckets,
                 sizeof *line->by_start);
  spi_free_array(allocator, (void *)(uintptr_t)line->by_total, line->total_buckets,
                 sizeof *line->by_total);
  spi_date_bits_free(allocator, &line->dates);
  memset(line, 0, sizeof *line);
}

static size_t words_of(uint32_t count) {
  return ((size_t)count + 63) / 64;
}

size_t spi_timeline_bytes(const spi_timeline *line) {
  return line->mark_count * sizeof *line->marks + line->start_buckets * sizeof *line->by_start +
         line->total_buckets * sizeof *line->by_total +
         words_of(line->dates.count) * (sizeof(uint64_t) + sizeof(uint32_t));
}

spol_status spi_date_bits_make(const spol_allocator *allocator, spol_date first, uint32_t count,
                               spi_date_bits *out) {
  spi_date_bits dates = {first, count, NULL, NULL};
  dates.bits = spi_alloc_array(allocator, words_of(count), sizeof *dates.bits);
  dates.before = spi_alloc_array(allocator, words_of(count), sizeof *dates.before);
  if (count > 0 && (dates.bits == NULL || dates.before == NULL)) {
    spi_date_bits_free(allocator, &dates);
    return SPOL_E_MEMORY;
  }
  *out = dates;
  return SPOL_OK;
}

void spi_date_bits_free(const spol_allocator *allocator, spi_date_bits *dates) {
  spi_free_array(allocator, dates->bits, words_of(dates->count), sizeof *dates->bits);
  spi_free_array(allocator, dates->before, words_of(dates->count), sizeof *dates->before);
  memset(dates, 0, sizeof *dates);
}

static uint32_t ones(uint64_t word) {
  word -= word >> 1 & UINT64_C(0x5555555555555555);
  word = (word & UINT64_C(0x3333333333333333)) + (word >> 2 & UINT64_C(0x3333333333333333));
  word = (word + (word >> 4)) & UINT64_C(0x0f0f0f0f0f0f0f0f);
  return (uint32_t)(word * UINT64_C(0x0101010101010101) >> 56);
}

void spi_date_bits_count(spi_date_bits *dates) {
  uint32_t before = 0;
  for (size_t i = 0; i < words_of(dates->count); i++) {
    dates->before[i] = before;
    before += ones(dates->bits[i]);
  }
}

/** The last word with fewer than `rank` dates before it. */
static size_t word_of_rank(const spi_date_bits *dates, uint32_t rank) {
  size_t low = 0;
  size_t high = words_of(dates->count);
  while (high - low > 1) {
    size_t middle = low + (high - low) / 2;
    if (dates->before[middle] < rank) {
      low = middle;
    } else {
      high = middle;
    }
  }
  return low;
}

spol_date spi_date_bits_after(const spi_date_bits *dates, spol_date date, int64_t *n) {
  uint32_t at = (uint32_t)(date - dates->first);
  size_t last = words_of(dates->count) - 1;
  uint64_t upto = UINT64_MAX >> (63 - (at & 63));
  uint32_t before = dates->before[at >> 6] + ones(dates->bits[at >> 6] & upto);
  uint32_t all = dates->before[last] + ones(dates->bits[last]);
  if (*n > (int64_t)(all - before)) {
    *n -= all - before;
    return SPOL_DATE_NONE;
  }
  uint32_t rank = before + (uint32_t)*n;
  size_t word = word_of_rank(dates, rank);
  uint64_t bits = dates->bits[word];
  for (uint32_t left = rank - dates->before[word]; left > 1; left--) {
    bits &= bits - 1;
  }
  return dates->first + (spol_date)(word * 64 + ones((bits & (~bits + 1)) - 1));
}
