/* SPDX-License-Identifier: MIT */
/**
 * What a set of holidays is made of; only the files holiday*.c of this room see
 * it. Builder and set hold the same parts; a set is one block of
 * memory, and a table beside it.
 */
#ifndef SPI_CALENDAR_HOLIDAY_SET_H
#define SPI_CALENDAR_HOLIDAY_SET_H

#include "base/memory.h"
#include "calendar/holidays.h"
#include "civil/date.h"

enum {
  SPI_HOLIDAY_RULES_MAX = 1000,
  SPI_HOLIDAY_LISTS_MAX = 1000,
  SPI_HOLIDAY_DATES_MAX = 100000,
  SPI_HOLIDAY_HOURS_MAX = 48,             /**< intervals of a half day */
  SPI_HOLIDAY_NAMES_MAX = 16 << 20,       /**< bytes of all names */
  SPI_HOLIDAY_DEPTH_MAX = 16,             /**< rules relative to relative rules */
  SPI_HOLIDAY_SHIFT_MAX = 31,             /**< days that a search for a free day goes */
  SPI_HOLIDAY_YEAR_WORDS = 10000 / 32 + 1 /**< words of a set of years */
};

/** A rule as it is kept. Names and hours are offsets into the shared arrays. */
typedef struct spi_holiday_rule {
  int8_t kind;
  int8_t month, day;
  int8_t end_month, end_day;
  int8_t weekday;
  int8_t nth;
  int8_t observed;
  uint8_t shift_mask; /**< weekdays shifted away from, bit 0 Monday */
  uint8_t weekdays;   /**< weekdays meant, bit 0 Monday; all are 0x7F */
  uint8_t keeps;
  uint8_t easter;       /**< 1: its date is counted from Easter; set by build */
  int16_t first_year;   /**< 1 if there is no limit */
  int16_t last_year;    /**< 9999 if there is no limit */
  int16_t offset_days;  /**< of rules of one date */
  int16_t other;        /**< of relative rules */
  int16_t single_year;  /**< the only year that it can be asked for; 0: any; set by build */
  int32_t total_offset; /**< sum of offset_days down to the root; set by build */
  spol_date first_date, last_date;
  uint32_t hours_at; /**< index of the first of 2 * hours_count numbers */
  uint32_t hours_count;
  uint32_t name_at; /**< offset + 1 into the names; 0: none */
} spi_holiday_rule;

/** A date of a list. */
typedef struct spi_listed_date {
  spol_date date;
  uint32_t order; /**< of adding */
  uint32_t name_at;
} spi_listed_date;

/** The years that a list was written for. Lists that continue each other have
 *  one group. */
typedef struct spi_holiday_list {
  uint32_t group;
  uint32_t name_at;
  int32_t included; /**< 1: it came with a set, and no list continues it by its name */
  int32_t first_year, last_year;
} spi_holiday_list;

/** The years that a set is worked out for when it is made; others are worked out
 *  when they are asked for, with the same answers. */
enum {
  SPI_HOLIDAY_TABLE_FIRST = 1990,
  SPI_HOLIDAY_TABLE_LAST = 2069,
  SPI_HOLIDAY_TABLE_YEARS = SPI_HOLIDAY_TABLE_LAST - SPI_HOLIDAY_TABLE_FIRST + 1
};

/** A date that is a holiday. */
typedef struct spi_known_holiday {
  spol_date date;
  uint32_t source; /**< rule, then listed date, each + 1 */
  uint8_t shifted;
  uint8_t early; /**< by Easter before 1583 */
} spi_known_holiday;

struct spol_holidays {
  spi_refcount refcount;
  spol_allocator allocator;
  size_t bytes; /**< of the whole block */
  const spi_holiday_rule *rules;
  const spi_listed_date *dates; /**< in order, one a date */
  const spi_holiday_list *lists;
  const uint32_t *covered; /**< bit per year; NULL without lists */
  const int32_t *hours;
  const char *names;
  int moves_to_free; /**< 1: a rule has SPOL_OBSERVED_NEXT_FREE */
  uint32_t rule_count;
  uint32_t date_count;
  uint32_t list_count;
  uint32_t hours_count;
  uint32_t names_length;
  int32_t first_covered, last_covered;
  spi_known_holiday *table; /**< of the years worked out, in order of date; a block of its own */
  size_t table_capacity;
  uint32_t table_years[SPI_HOLIDAY_TABLE_YEARS + 1]; /**< where each year begins in it */
  int32_t last_early; /**< last year that Easter before 1583 may touch; 0: none */
};

struct spol_holidays_builder {
  spol_allocator allocator;
  spi_holiday_rule *rules;
  spi_listed_date *dates;
  spi_holiday_list *lists;
  int32_t *hours;
  char *names;
  size_t rule_count, rule_capacity;
  size_t date_count, date_capacity;
  size_t list_count, list_capacity;
  size_t hours_count, hours_capacity;
  size_t names_length, names_capacity;
  uint32_t group_count;
};

/** Checks a rule of the API and writes all but its name and hours. */
spol_status spi_holiday_rule_take(const spol_holiday_rule *rule, spi_holiday_rule *out,
                                  spol_error *error);

/** Appends to the arrays of a builder; after a failure they are as they were but
 *  for room. The builder's files share them. */
spol_status spi_holidays_reserve(spol_holidays_builder *builder, size_t rules, size_t dates,
                                 size_t lists, spol_error *error);
spol_status spi_holidays_append_hours(spol_holidays_builder *builder, const int32_t *hours,
                                      size_t count, spol_error *error);
spol_status spi_holidays_append_names(spol_holidays_builder *builder, const char *names,
                                      size_t length, spol_error *error);

/** Dates next to each other, both ends included. */
typedef struct spi_date_span {
  spol_date first, last;
} spi_date_span;

/** Years that a rule must be asked about, both ends included. */
typedef struct spi_year_span {
  int32_t first, last;
} spi_year_span;

/** The years whose own dates of a rule may lie in a span of dates; empty where
 *  last < first. */
spi_year_span spi_holiday_rule_years(const spi_holiday_rule *rule, spi_date_span dates);

/** The own dates, before any shift, that a rule has by a year; 0 if none. They
 *  may lie in a neighbouring year. Weekdays are not looked at. */
int spi_holiday_rule_span(const spol_holidays *holidays, const spi_holiday_rule *rule, int32_t year,
                          spi_date_span *out);

/** Works out the years of the table. The set is whole but for it. */
spol_status spi_holidays_tabulate(spol_holidays *holidays);

static inline int spi_weekday_in(uint8_t mask, spol_date date) {
  return (mask >> (spi_weekday(date) - 1) & 1) != 0;
}

#endif
