/* SPDX-License-Identifier: MIT */
/* The own dates of a rule: where it lies before anything is moved. */
#include "calendar/holiday_set.h"
#include "civil/easter.h"

spi_year_span spi_holiday_rule_years(const spi_holiday_rule *rule, spi_date_span dates) {
  if (rule->single_year != 0) {
    return (spi_year_span){rule->single_year, rule->single_year};
  }
  /* A root lies in its year or a few days beside it: one year more each way.
   * Two years outside 1 to 9999 may have dates within, by their offset. */
  const int32_t least = SPI_YEAR_MIN - 2;
  const int32_t most = SPI_YEAR_MAX + 2;
  spi_year_span years = {spi_year_of_date(dates.first - rule->total_offset) - 1,
                         spi_year_of_date(dates.last - rule->total_offset) + 1};
  years.first = years.first < least ? least : years.first;
  years.last = years.last > most ? most : years.last;
  return years;
}

/* SPOL_DATE_NONE for 29 February of a common year. */
static spol_date day_of(int32_t year, int32_t month, int32_t day) {
  return day > spi_days_in_month(year, month) ? SPOL_DATE_NONE
                                              : spi_date_of_civil(year, month, day);
}

static spol_date weekday_near(const spi_holiday_rule *rule, int32_t year) {
  spol_date date = day_of(year, rule->month, rule->day);
  if (date == SPOL_DATE_NONE) {
    return SPOL_DATE_NONE;
  }
  switch (rule->kind) {
  case SPOL_HOLIDAY_WEEKDAY_ON_OR_AFTER:
    return spi_weekday_on_or_after(date, rule->weekday);
  case SPOL_HOLIDAY_WEEKDAY_AFTER:
    return spi_weekday_after(date, rule->weekday);
  case SPOL_HOLIDAY_WEEKDAY_ON_OR_BEFORE:
    return spi_weekday_on_or_before(date, rule->weekday);
  default:
    return spi_weekday_before(date, rule->weekday);
  }
}

/* Not so for SPOL_DATE_NONE. */
static int within_limits(const spi_holiday_rule *rule, spol_date date) {
  if (!spi_date_in_range(date)) {
    return 0;
  }
  int32_t year = spi_year_of_date(date);
  return year >= rule->first_year && year <= rule->last_year;
}

/* What a date must meet for a rule to have it as its own. */
static int allows(const spi_holiday_rule *rule, spol_date date) {
  return within_limits(rule, date) && spi_weekday_in(rule->weekdays, date);
}

/* The date of a rule that has one a year and is not relative to another, before
 * its offset; SPOL_DATE_NONE where there is none. */
static spol_date base_date(const spi_holiday_rule *rule, int32_t year) {
  switch (rule->kind) {
  case SPOL_HOLIDAY_YEARLY:
    return day_of(year, rule->month, rule->day);
  case SPOL_HOLIDAY_NTH_WEEKDAY:
    return spi_nth_weekday(year, rule->month, rule->weekday, rule->nth);
  case SPOL_HOLIDAY_EASTER_WESTERN: /* no offset leads from before the year 0 to 1 */
    return year < 0 ? SPOL_DATE_NONE : spi_easter_western(year);
  case SPOL_HOLIDAY_EASTER_ORTHODOX:
    return year < 0 ? SPOL_DATE_NONE : spi_easter_orthodox(year);
  case SPOL_HOLIDAY_DATES:
    return rule->first_date;
  default:
    return weekday_near(rule, year);
  }
}

static spol_date root_date(const spi_holiday_rule *rule, int32_t year) {
  spol_date date = base_date(rule, year);
  return date == SPOL_DATE_NONE ? SPOL_DATE_NONE : date + rule->offset_days;
}

/* Down the chain to the root, whose date is known for a year, and up again by
 * the offsets: every rule on the way must have its date within its own years and
 * on its own weekdays.
 * A rule that is not relative is its own root. */
static int relative_date(const spol_holidays *holidays, const spi_holiday_rule *rule, int32_t year,
                         spi_date_span *out) {
  const spi_holiday_rule *chain[SPI_HOLIDAY_DEPTH_MAX];
  int depth = 0;
  while (rule->kind == SPOL_HOLIDAY_RELATIVE) {
    chain[depth++] = rule;
    rule = &holidays->rules[rule->other];
  }
  spol_date date = root_date(rule, year);
  if (!allows(rule, date)) {
    return 0;
  }
  while (depth > 0) {
    rule = chain[--depth];
    date += rule->offset_days;
    if (!allows(rule, date)) {
      return 0;
    }
  }
  *out = (spi_date_span){date, date};
  return 1;
}

static int yearly_range(const spi_holiday_rule *rule, int32_t year, spi_date_span *out) {
  int over_new_year = rule->end_month < rule->month ||
                      (rule->end_month == rule->month && rule->end_day < rule->day);
  spol_date first = day_of(year, rule->month, rule->day);
  spol_date last = day_of(year + over_new_year, rule->end_month, rule->end_day);
  if (first == SPOL_DATE_NONE) {
    first = spi_date_of_civil(year, 3, 1);
  }
  if (last == SPOL_DATE_NONE) {
    last = spi_date_of_civil(year + over_new_year, 2, 28);
  }
  *out = (spi_date_span){first, last};
  return first <= last && within_limits(rule, first);
}

int spi_holiday_rule_span(const spol_holidays *holidays, const spi_holiday_rule *rule, int32_t year,
                          spi_date_span *out) {
  switch (rule->kind) {
  case SPOL_HOLIDAY_BETWEEN:
    return 0;
  case SPOL_HOLIDAY_YEARLY_RANGE:
    return yearly_range(rule, year, out);
  case SPOL_HOLIDAY_DATES:
    *out = (spi_date_span){rule->first_date, rule->last_date};
    return within_limits(rule, rule->first_date);
  default:
    return relative_date(holidays, rule, year, out);
  }
}

int32_t spi_holidays_repeat_from(const spol_holidays *holidays) {
  const int32_t never = SPI_YEAR_MAX + 1;
  int32_t from = SPI_YEAR_MIN;
  for (uint32_t i = 0; i < holidays->rule_count; i++) {
    const spi_holiday_rule *rule = &holidays->rules[i];
    int32_t last = rule->last_year < SPI_YEAR_MAX ? rule->last_year : rule->first_year;
    if (rule->kind == SPOL_HOLIDAY_DATES) {
      last = spi_year_of_date(rule->last_date);
    }
    if (rule->easter || rule->total_offset > 366 || rule->total_offset < -366) {
      return never;
    }
    from = last > from ? last : from;
  }
  if (holidays->date_count > 0) {
    int32_t last = spi_year_of_date(holidays->dates[holidays->date_count - 1].date);
    from = last > from ? last : from;
  }
  /* A date can be moved, or be counted, into a neighbouring year. */
  return from > SPI_YEAR_MAX - 3 ? never : from + 3;
}
