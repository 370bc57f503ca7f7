/* SPDX-License-Identifier: MIT */
/**
 * The built-in sets of holidays as tables: one file a country, beside each rule
 * the law that it was written from. named.c turns a table into a set.
 */
#ifndef SPI_HOLIDAYS_SETS_H
#define SPI_HOLIDAYS_SETS_H

#include "supportpolicy/holidays.h"

/** A rule in as few bytes as it needs; the fields are those of
 *  spol_holiday_rule. */
typedef struct spi_set_rule {
  const char *name;
  int32_t once;     /**< year * 10000 + month * 100 + day of a single date */
  int16_t from, to; /**< first and last year; 0: no limit */
  int16_t offset;
  int8_t kind;
  int8_t month, day, end_day; /**< a range lies within one month */
  int8_t weekday, nth;
  uint8_t observed, observed_from, keeps;
  uint8_t weekdays;
} spi_set_rule;

/**
 * Dates that no rule can say: `cycle` of them every year from `data_from` to
 * `data_to`, each with the name of its place in the cycle. Those after
 * `last_year` are predictions: they are given, and their year is not covered.
 */
typedef struct spi_set_list {
  const char *list;
  int16_t first_year, last_year; /**< the years that it covers */
  int16_t data_from, data_to;
  uint8_t cycle;
  uint8_t keeps_after;   /**< weekdays after which the next free day is a holiday too */
  const uint16_t *dates; /**< month * 100 + day */
  const char *const *names;
} spi_set_list;

typedef struct spi_named_set {
  const char *name;
  const char *title;
  const char *source;
  int16_t first_year; /**< the first year that the rules were written for */
  uint16_t rule_count;
  const spi_set_rule *rules;
  const spi_set_list *list; /**< or NULL */
} spi_named_set;

#define SPI_COUNT(array) (sizeof(array) / sizeof(array)[0])
#define SPI_RULES(array) .rule_count = SPI_COUNT(array), .rules = (array)

#define SPI_ON(m, d) .kind = SPOL_HOLIDAY_YEARLY, .month = (m), .day = (d)
#define SPI_NTH(n, w, m) .kind = SPOL_HOLIDAY_NTH_WEEKDAY, .nth = (n), .weekday = (w), .month = (m)
#define SPI_BEFORE(w, m, d)                                                                        \
  .kind = SPOL_HOLIDAY_WEEKDAY_BEFORE, .weekday = (w), .month = (m), .day = (d)
#define SPI_EASTER(days) .kind = SPOL_HOLIDAY_EASTER_WESTERN, .offset = (days)
#define SPI_ONCE(date) .kind = SPOL_HOLIDAY_DATES, .once = (date)
#define SPI_WEEKDAYS_IN(m, d, end, mask)                                                           \
  .kind = SPOL_HOLIDAY_YEARLY_RANGE, .month = (m), .day = (d), .end_day = (end), .weekdays = (mask)
/** Saturday to Friday, Sunday to Monday. */
#define SPI_NEAREST .observed = SPOL_OBSERVED_NEAREST
/** Instead of a Saturday or Sunday the next weekday that is free. */
#define SPI_INSTEAD .observed = SPOL_OBSERVED_NEXT_FREE
/** In addition to it. */
#define SPI_IN_ADDITION .observed = SPOL_OBSERVED_NEXT_FREE, .keeps = 1

extern const spi_named_set spi_us_federal;
extern const spi_named_set spi_gb_eng;
extern const spi_named_set spi_gb_sct;
extern const spi_named_set spi_gb_nir;
extern const spi_named_set spi_ie;
extern const spi_named_set spi_ca_on;
extern const spi_named_set spi_au_nsw;
extern const spi_named_set spi_nz;
extern const spi_named_set spi_de_by;
extern const spi_named_set spi_de_by_catholic;
extern const spi_named_set spi_fr;
extern const spi_named_set spi_jp;
extern const spi_named_set spi_il;

#endif
