/* SPDX-License-Identifier: MIT */
/* What a rule may say: every field is checked against its kind, and a field
 * that the kind does not use must be zero, so that nothing is ignored. */
#include <string.h>

#include "base/error.h"
#include "calendar/holiday_set.h"

enum {
  USES_DAY = 1,
  USES_END = 2,
  USES_WEEKDAY = 4,
  USES_NTH = 8,
  USES_OFFSET = 16,
  USES_OTHER = 32,
  USES_DATES = 64,
  USES_WEEKDAYS = 128,
  USES_MONTH = 256,
  USES_SHIFT = 512
};

#define ONE_DATE (USES_OFFSET | USES_SHIFT)
#define ON_A_DAY (USES_MONTH | USES_DAY | ONE_DATE)

static const uint32_t uses[] = {
    [SPOL_HOLIDAY_YEARLY] = ON_A_DAY | USES_WEEKDAYS,
    [SPOL_HOLIDAY_NTH_WEEKDAY] = USES_MONTH | USES_WEEKDAY | USES_NTH | ONE_DATE,
    [SPOL_HOLIDAY_WEEKDAY_ON_OR_AFTER] = ON_A_DAY | USES_WEEKDAY,
    [SPOL_HOLIDAY_WEEKDAY_AFTER] = ON_A_DAY | USES_WEEKDAY,
    [SPOL_HOLIDAY_WEEKDAY_ON_OR_BEFORE] = ON_A_DAY | USES_WEEKDAY,
    [SPOL_HOLIDAY_WEEKDAY_BEFORE] = ON_A_DAY | USES_WEEKDAY,
    [SPOL_HOLIDAY_EASTER_WESTERN] = ONE_DATE,
    [SPOL_HOLIDAY_EASTER_ORTHODOX] = ONE_DATE,
    [SPOL_HOLIDAY_RELATIVE] = USES_OTHER | ONE_DATE | USES_WEEKDAYS,
    [SPOL_HOLIDAY_YEARLY_RANGE] = USES_MONTH | USES_DAY | USES_END | USES_WEEKDAYS | USES_SHIFT,
    [SPOL_HOLIDAY_DATES] = USES_DATES | USES_WEEKDAYS | USES_SHIFT,
    [SPOL_HOLIDAY_BETWEEN] = USES_WEEKDAYS,
};

/** A field of a rule, the values that it may have, and whether it is used. */
typedef struct field {
  const char *name;
  int64_t value;
  int32_t least, most;
  uint32_t needs;
} field;

static spol_status check_fields(const field *fields, size_t count, uint32_t used,
                                spol_error *error) {
  for (size_t i = 0; i < count; i++) {
    const field *f = &fields[i];
    if ((used & f->needs) == 0) {
      if (f->value != 0) {
        return spi_fail(error, SPOL_E_INVALID, "%s is not used by a holiday of this kind: %D",
                        f->name, f->value);
      }
    } else if (f->value < f->least || f->value > f->most) {
      return spi_fail(error, SPOL_E_INVALID, "%s must be %d to %d: %D", f->name, f->least, f->most,
                      f->value);
    }
  }
  return SPOL_OK;
}

static int day_exists(int32_t month, int32_t day) {
  static const int8_t days[] = {31, 29, 31, 30, 31, 30, 31, 31, 30, 31, 30, 31};
  return day <= days[month - 1];
}

static spol_status check_days(const spol_holiday_rule *rule, uint32_t used, spol_error *error) {
  if ((used & USES_DAY) != 0 && !day_exists(rule->month, rule->day)) {
    return spi_fail(error, SPOL_E_INVALID, "month %d has no day %d", rule->month, rule->day);
  }
  if ((used & USES_END) != 0 && !day_exists(rule->end_month, rule->end_day)) {
    return spi_fail(error, SPOL_E_INVALID, "end_month %d has no end_day %d", rule->end_month,
                    rule->end_day);
  }
  if ((used & USES_NTH) != 0 && rule->nth == 0) {
    return spi_fail(error, SPOL_E_INVALID, "nth must be 1 to 5 or -1 to -5: 0");
  }
  if ((used & USES_DATES) != 0 && rule->first_date > rule->last_date) {
    return spi_fail(error, SPOL_E_INVALID, "last_date lies before first_date");
  }
  return SPOL_OK;
}

static spol_status check_years(const spol_holiday_rule *rule, spol_error *error) {
  if (rule->first_year < 0 || rule->first_year > SPI_YEAR_MAX) {
    return spi_fail(error, SPOL_E_INVALID, "first_year must be 1 to 9999 or 0: %d",
                    rule->first_year);
  }
  if (rule->last_year < 0 || rule->last_year > SPI_YEAR_MAX) {
    return spi_fail(error, SPOL_E_INVALID, "last_year must be 1 to 9999 or 0: %d", rule->last_year);
  }
  if (rule->last_year != 0 && rule->last_year < rule->first_year) {
    return spi_fail(error, SPOL_E_INVALID, "last_year lies before first_year");
  }
  return SPOL_OK;
}

static spol_status check_shift(const spol_holiday_rule *rule, uint32_t used, spol_error *error) {
  if (rule->observed < SPOL_OBSERVED_NONE || rule->observed > SPOL_OBSERVED_NEXT_FREE) {
    return spi_fail(error, SPOL_E_INVALID, "observed must be 0 to 2: %d", rule->observed);
  }
  if (rule->observed != SPOL_OBSERVED_NONE && (used & USES_SHIFT) == 0) {
    return spi_fail(error, SPOL_E_INVALID, "observed is not used by a holiday of this kind: %d",
                    rule->observed);
  }
  if (rule->observed_from > 0x7F) {
    return spi_fail(error, SPOL_E_INVALID, "observed_from has bits beyond Sunday: %u",
                    rule->observed_from);
  }
  if (rule->observed_from == 0x7F) {
    return spi_fail(error, SPOL_E_INVALID, "observed_from leaves no weekday to move to");
  }
  if (rule->observed_keeps > 1) {
    return spi_fail(error, SPOL_E_INVALID, "observed_keeps must be 0 or 1: %u",
                    rule->observed_keeps);
  }
  if (rule->observed == SPOL_OBSERVED_NONE && (rule->observed_from | rule->observed_keeps) != 0) {
    return spi_fail(error, SPOL_E_INVALID, "%s is not used without observed",
                    rule->observed_from != 0 ? "observed_from" : "observed_keeps");
  }
  return SPOL_OK;
}

static spol_status check_hours(const spol_holiday_rule *rule, spol_error *error) {
  if (rule->hours_count > SPI_HOLIDAY_HOURS_MAX) {
    return spi_fail(error, SPOL_E_INVALID, "hours_count must be 0 to %d: %u", SPI_HOLIDAY_HOURS_MAX,
                    rule->hours_count);
  }
  if (rule->hours_count > 0 && rule->hours == NULL) {
    return spi_fail(error, SPOL_E_INVALID, "hours is NULL, and hours_count is not 0");
  }
  for (uint32_t i = 0; i < rule->hours_count; i++) {
    int32_t open = rule->hours[2 * i];
    int32_t close = rule->hours[2 * i + 1];
    if (open < 0 || open >= 86400) {
      return spi_fail(error, SPOL_E_INVALID, "hours open at %d, not at 0 to 86399", open);
    }
    if (close < 0 || close > 172800) {
      return spi_fail(error, SPOL_E_INVALID, "hours close at %d, not at 0 to 172800", close);
    }
    if (open == close) {
      return spi_fail(error, SPOL_E_INVALID, "hours open and close at %d", open);
    }
  }
  return SPOL_OK;
}

/* A caller built against a newer header has a longer struct; what is unknown
 * here must be zero. */
static spol_status check_size(const spol_holiday_rule *rule, spol_error *error) {
  if (rule->size < sizeof *rule) {
    return spi_fail(error, SPOL_E_VERSION, "size of a holiday rule is unknown: %u", rule->size);
  }
  const unsigned char *bytes = (const unsigned char *)rule;
  for (size_t i = sizeof *rule; i < rule->size; i++) {
    if (bytes[i] != 0) {
      return spi_fail(error, SPOL_E_VERSION, "a holiday rule says something unknown at byte %u",
                      (uint32_t)i);
    }
  }
  return SPOL_OK;
}

static spol_status check(const spol_holiday_rule *rule, spol_error *error) {
  if (rule->kind < SPOL_HOLIDAY_YEARLY || rule->kind > SPOL_HOLIDAY_BETWEEN) {
    return spi_fail(error, SPOL_E_INVALID, "kind must be 1 to 12: %d", rule->kind);
  }
  uint32_t used = uses[rule->kind];
  const field fields[] = {
      {"month", rule->month, 1, 12, USES_MONTH},
      {"day", rule->day, 1, 31, USES_DAY},
      {"end_month", rule->end_month, 1, 12, USES_END},
      {"end_day", rule->end_day, 1, 31, USES_END},
      {"weekday", rule->weekday, SPOL_MONDAY, SPOL_SUNDAY, USES_WEEKDAY},
      {"nth", rule->nth, -5, 5, USES_NTH},
      {"offset_days", rule->offset_days, -366, 366, USES_OFFSET},
      {"other", rule->other, 0, SPI_HOLIDAY_RULES_MAX - 1, USES_OTHER},
      {"first_date", rule->first_date, SPOL_DATE_MIN, SPOL_DATE_MAX, USES_DATES},
      {"last_date", rule->last_date, SPOL_DATE_MIN, SPOL_DATE_MAX, USES_DATES},
      {"weekdays", rule->weekdays, 0, 0x7F, USES_WEEKDAYS},
  };
  spol_status status = check_fields(fields, sizeof fields / sizeof fields[0], used, error);
  if (status == SPOL_OK) {
    status = check_days(rule, used, error);
  }
  if (status == SPOL_OK) {
    status = check_years(rule, error);
  }
  if (status == SPOL_OK) {
    status = check_shift(rule, used, error);
  }
  return status == SPOL_OK ? check_hours(rule, error) : status;
}

static void take(const spol_holiday_rule *rule, spi_holiday_rule *out) {
  memset(out, 0, sizeof *out);
  out->kind = (int8_t)rule->kind;
  out->month = (int8_t)rule->month;
  out->day = (int8_t)rule->day;
  out->end_month = (int8_t)rule->end_month;
  out->end_day = (int8_t)rule->end_day;
  out->weekday = (int8_t)rule->weekday;
  out->nth = (int8_t)rule->nth;
  out->observed = (int8_t)rule->observed;
  out->shift_mask = (uint8_t)(rule->observed_from == 0 ? 0x60 : rule->observed_from);
  out->weekdays = (uint8_t)(rule->weekdays == 0 ? 0x7F : rule->weekdays);
  out->keeps = (uint8_t)rule->observed_keeps;
  out->first_year = (int16_t)(rule->first_year == 0 ? SPI_YEAR_MIN : rule->first_year);
  out->last_year = (int16_t)(rule->last_year == 0 ? SPI_YEAR_MAX : rule->last_year);
  out->offset_days = (int16_t)rule->offset_days;
  out->other = (int16_t)rule->other;
  out->first_date = rule->first_date;
  out->last_date = rule->last_date;
}

spol_status spi_holiday_rule_take(const spol_holiday_rule *rule, spi_holiday_rule *out,
                                  spol_error *error) {
  spol_status status = check_size(rule, error);
  if (status == SPOL_OK) {
    status = check(rule, error);
  }
  if (status == SPOL_OK) {
    take(rule, out);
  }
  return status;
}
