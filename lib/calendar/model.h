/* SPDX-License-Identifier: MIT */
/**
 * What a calendar is made of (docs/semantics.md, section 2).
 *
 * Every boundary of open time is a whole second, so inside the room time is
 * counted in seconds; only instants that callers give have microseconds.
 */
#ifndef SPI_CALENDAR_MODEL_H
#define SPI_CALENDAR_MODEL_H

#include "base/memory.h"
#include "calendar/timeline.h"
#include "supportpolicy/calendar.h"

enum {
  SPI_DAY_SECONDS = 86400,
  SPI_WEEK_SECONDS = 604800,
  /** No zone is further from UTC than this (26 hours). */
  SPI_OFFSET_MAX = 93600,
  /** The most hours that one date can have, its share of windows aside. */
  SPI_HOURS_MAX = 48,
  /** The most breaks that one date can have. */
  SPI_BREAKS_MAX = 32,
  /** The most windows whose ends lie in other zones. */
  SPI_ZONED_MAX = 16,
  /** The most changes of the clocks within SPI_CHANGES_DAYS that a calendar's own
   *  zone may have. In real data two is much. */
  SPI_CHANGES_MAX = 5,
  SPI_CHANGES_DAYS = 6,
  /** Room for what all that can come to on one date: hours and three shares of
   *  each window, united, and then a cut more for each break in each stretch of
   *  one offset that shows its times. */
  SPI_PIECES_MAX = SPI_HOURS_MAX + 3 * SPI_ZONED_MAX + 2 * SPI_BREAKS_MAX * (SPI_CHANGES_MAX + 1),
  SPI_SETS_MAX = 64,
  SPI_PARTS_MAX = 64,
  SPI_DEPTH_MAX = 16,
  /** The most simple calendars in a combination, each counted as often as it
   *  is named. */
  SPI_LEAVES_MAX = 4096
};

/** The years 1 to 9999 in seconds: [SPI_FIRST_SECOND, SPI_END_SECOND). */
#define SPI_FIRST_SECOND INT64_C(-62135596800)
#define SPI_END_SECOND INT64_C(253402300800)
#define SPI_MICROS INT64_C(1000000)

/** Seconds of wall time from a date's midnight: [from, to), from < to. */
typedef struct spi_range {
  int32_t from;
  int32_t to;
} spi_range;

/** Seconds of UTC: [from, to), from < to. */
typedef struct spi_piece {
  int64_t from;
  int64_t to;
} spi_piece;

/** Some of the ranges of a calendar: those at first, first + 1, ... */
typedef struct spi_ranges {
  uint32_t first;
  uint32_t count;
} spi_ranges;

/** What is written down for one date. */
typedef struct spi_dated {
  spol_date date;
  int32_t is_exception; /**< hours and name replace all that belongs to it */
  spi_ranges hours;
  spi_ranges breaks;
  char *name;
} spi_dated;

/** A weekly window with an end in another zone. */
typedef struct spi_zoned {
  int32_t open_weekday;
  int32_t open_seconds;
  int32_t close_weekday;
  int32_t close_seconds;
  spol_zone *open_zone;
  spol_zone *close_zone;
} spi_zoned;

/** Hours and breaks of the week and of dates; a builder's and a calendar's. */
typedef struct spi_hours {
  spi_range *ranges;
  size_t range_count;
  size_t range_capacity;
  spi_ranges week[7];    /**< Monday first */
  spi_ranges breaks[7];  /**< weekly */
  spi_ranges pattern[7]; /**< week less breaks, united: days without a clock change */
  spi_dated *dated;      /**< by date */
  size_t dated_count;
  size_t dated_capacity;
  spi_zoned *zoned;
  size_t zoned_count;
  size_t zoned_capacity;
} spi_hours;

struct spol_calendar {
  spi_refcount references;
  spol_allocator allocator;
  spi_timeline timeline;
  /** Instants outside [clean_from, clean_to) may bring flags (microseconds). */
  spol_instant clean_from;
  spol_instant clean_to;
  /** Seconds: all that is open lies in [open_from, open_until). Wider where it
   *  would have taken long to find out. */
  int64_t open_from;
  int64_t open_until;
  /** Seconds: before the first every week is as the next; after the second every
   *  400 years are as the next. */
  int64_t weeks_until;
  int64_t years_from;
  spol_zone *zone;
  spol_zone *named;   /**< combined: the zone that it was given, or NULL */
  int32_t first_year; /**< coverage */
  int32_t last_year;
  int32_t kind;         /**< 0: simple; else enum spol_combination */
  int32_t recurs;       /**< simple: something but exceptions can be open */
  int32_t never_closes; /**< simple: every date is open from midnight to midnight */
  spi_hours hours;      /**< simple */
  spol_holidays **sets;
  size_t set_count;
  spol_calendar **parts; /**< combined */
  size_t part_count;
  int32_t depth;       /**< 0 for a simple calendar */
  int32_t keeps_dates; /**< combined: the parts have one zone */
  uint32_t leaves;
};

/** What stays the same from one question to the next of a longer answer:
 *  the offset's segment, and the holidays of the year. */
typedef struct spi_leaf_cache {
  const spol_calendar *leaf; /**< NULL: nothing is cached */
  int64_t segment_from;
  int64_t segment_to;
  int32_t offset;
  int32_t has_year; /**< 0: the year's holidays have not been asked for */
  spol_date year_first;
  spol_date year_end;
  uint32_t holiday_count;
  int32_t overfull;   /**< more holidays than there is room: ask for each date */
  uint8_t marks[366]; /**< 0, or 1 + index of the holiday */
  spol_holiday holidays[24];
} spi_leaf_cache;

enum { SPI_CACHE_LEAVES = 4 };

typedef struct spi_cache {
  uint32_t next;
  spi_leaf_cache leaves[SPI_CACHE_LEAVES];
} spi_cache;

static inline void spi_cache_init(spi_cache *cache) {
  cache->next = 0;
  for (int i = 0; i < SPI_CACHE_LEAVES; i++) {
    cache->leaves[i].leaf = NULL;
  }
}

#endif
