/* SPDX-License-Identifier: MIT */
#include "civil/timestamp.h"

#include "civil/date.h"
#include "civil/scan.h"

static const char *const month_names[] = {"January",   "February", "March",    "April",
                                          "May",       "June",     "July",     "August",
                                          "September", "October",  "November", "December"};

static spol_status check_day(const spi_scan *scan, size_t start, int32_t year, int32_t month,
                             int32_t day) {
  if (month < 1 || month > 12) {
    return SPI_SCAN_FAIL(scan, start + 5, "there is no month %d", month);
  }
  int32_t longest = spi_days_in_month(year, month);
  if (day == 0) {
    return SPI_SCAN_FAIL(scan, start + 8, "there is no day 0");
  }
  if (day > longest) {
    return SPI_SCAN_FAIL(scan, start + 8, "%s %d has %d days, not %d", month_names[month - 1], year,
                         longest, day);
  }
  return SPOL_OK;
}

static spol_status scan_date(spi_scan *scan, spol_date *out) {
  size_t start = scan->at;
  int32_t year = 0;
  int32_t month = 0;
  int32_t day = 0;
  spol_status status = SPOL_OK;
  if ((status = spi_scan_digits(scan, 4, "a year", &year)) != SPOL_OK) {
    return status;
  }
  if (spi_scan_at_digit(scan)) {
    status = SPI_SCAN_FAIL(scan, scan->at, "a year has four digits");
    spi_error_hint(scan->error, "the years are 0001 to 9999");
    return status;
  }
  if ((status = spi_scan_expect(scan, '-', "the year")) != SPOL_OK ||
      (status = spi_scan_digits(scan, 2, "a month", &month)) != SPOL_OK ||
      (status = spi_scan_expect(scan, '-', "the month")) != SPOL_OK ||
      (status = spi_scan_digits(scan, 2, "a day", &day)) != SPOL_OK ||
      (status = check_day(scan, start, year, month, day)) != SPOL_OK) {
    return status;
  }
  if (year < SPI_YEAR_MIN) {
    return spi_scan_place(scan, start,
                          spi_fail(scan->error, SPOL_E_RANGE, "there is no year 0000"));
  }
  *out = spi_date_of_civil(year, month, day);
  return SPOL_OK;
}

/* ".5", ".123456": one to six digits. */
static spol_status scan_fraction(spi_scan *scan, int64_t *microseconds) {
  char found[SPI_SCAN_FOUND_MAX];
  *microseconds = 0;
  if (!spi_scan_skip(scan, '.')) {
    return SPOL_OK;
  }
  if (!spi_scan_at_digit(scan)) {
    return SPI_SCAN_FAIL(scan, scan->at, "expected a digit after \".\", found %s",
                         spi_scan_found(scan, found));
  }
  int64_t unit = SPOL_SECOND;
  while (spi_scan_at_digit(scan)) {
    if (unit == 1) {
      return SPI_SCAN_FAIL(scan, scan->at, "a second has at most six digits after the point");
    }
    unit /= 10;
    *microseconds += (scan->text[scan->at++] - '0') * unit;
  }
  return SPOL_OK;
}

static spol_status check_time(const spi_scan *scan, size_t start, int32_t hour, int32_t minute,
                              int32_t second) {
  spol_status status = SPOL_OK;
  if (hour == 24) {
    status = SPI_SCAN_FAIL(scan, start, "there is no hour 24 beside a date");
    spi_error_hint(scan->error, "write 00:00:00 of the next date");
  } else if (hour > 24) {
    status = SPI_SCAN_FAIL(scan, start, "there is no hour %d", hour);
  } else if (minute > 59) {
    status = SPI_SCAN_FAIL(scan, start + 3, "there is no minute %d", minute);
  } else if (second == 60) {
    status = SPI_SCAN_FAIL(scan, start + 6, "second 60 is a leap second, which has no instant");
    spi_error_hint(scan->error, "write second 59, or second 00 of the next minute");
  } else if (second > 60) {
    status = SPI_SCAN_FAIL(scan, start + 6, "there is no second %d", second);
  }
  return status;
}

/* `has_seconds` is 0 for "09:00". */
static spol_status scan_time(spi_scan *scan, int64_t *out, int *has_seconds) {
  size_t start = scan->at;
  int32_t hour = 0;
  int32_t minute = 0;
  int32_t second = 0;
  int64_t fraction = 0;
  spol_status status = SPOL_OK;
  if ((status = spi_scan_digits(scan, 2, "an hour", &hour)) != SPOL_OK ||
      (status = spi_scan_expect(scan, ':', "the hour")) != SPOL_OK ||
      (status = spi_scan_digits(scan, 2, "a minute", &minute)) != SPOL_OK) {
    return status;
  }
  *has_seconds = spi_scan_skip(scan, ':');
  if (*has_seconds && ((status = spi_scan_digits(scan, 2, "a second", &second)) != SPOL_OK ||
                       (status = scan_fraction(scan, &fraction)) != SPOL_OK)) {
    return status;
  }
  if ((status = check_time(scan, start, hour, minute, second)) != SPOL_OK) {
    return status;
  }
  *out = hour * SPOL_HOUR + minute * SPOL_MINUTE + second * SPOL_SECOND + fraction;
  return SPOL_OK;
}

static spol_status scan_numeric_offset(spi_scan *scan, int sign, int32_t *out) {
  size_t start = scan->at;
  int32_t hour = 0;
  int32_t minute = 0;
  int32_t second = 0;
  spol_status status = SPOL_OK;
  if ((status = spi_scan_digits(scan, 2, "the offset's hour", &hour)) != SPOL_OK ||
      (status = spi_scan_expect(scan, ':', "the offset's hour")) != SPOL_OK) {
    spi_error_hint(scan->error, "an offset is written \"+01:00\"");
    return status;
  }
  if ((status = spi_scan_digits(scan, 2, "the offset's minute", &minute)) != SPOL_OK) {
    return status;
  }
  if (spi_scan_skip(scan, ':') &&
      (status = spi_scan_digits(scan, 2, "the offset's second", &second)) != SPOL_OK) {
    return status;
  }
  if (minute > 59) {
    return SPI_SCAN_FAIL(scan, start + 3, "there is no minute %d", minute);
  }
  if (second > 59) {
    return SPI_SCAN_FAIL(scan, start + 6, "there is no second %d", second);
  }
  int32_t sum = hour * 3600 + minute * 60 + second;
  if (sum > SPI_OFFSET_MAX) {
    return SPI_SCAN_FAIL(scan, start, "an offset is at most 26 hours");
  }
  *out = sign * sum;
  return SPOL_OK;
}

static spol_status scan_offset(spi_scan *scan, spi_timestamp *out) {
  out->has_offset = 1;
  if (spi_scan_skip(scan, 'Z') || spi_scan_skip(scan, 'z')) {
    return SPOL_OK;
  }
  if (spi_scan_skip(scan, '+')) {
    return scan_numeric_offset(scan, 1, &out->offset_seconds);
  }
  if (spi_scan_skip(scan, '-')) {
    return scan_numeric_offset(scan, -1, &out->offset_seconds);
  }
  out->has_offset = 0;
  return SPOL_OK;
}

static spol_status scan_timestamp(spi_scan *scan, spi_timestamp *out) {
  char found[SPI_SCAN_FOUND_MAX];
  spol_date date = 0;
  int64_t time = 0;
  int has_seconds = 0;
  spi_timestamp made = {0};
  spol_status status = scan_date(scan, &date);
  if (status != SPOL_OK) {
    return status;
  }
  if (!spi_scan_skip(scan, 'T') && !spi_scan_skip(scan, 't') && !spi_scan_skip(scan, ' ')) {
    return SPI_SCAN_FAIL(scan, scan->at, "expected \"T\" and a time after the date, found %s",
                         spi_scan_found(scan, found));
  }
  if ((status = scan_time(scan, &time, &has_seconds)) != SPOL_OK) {
    return status;
  }
  size_t offset_at = scan->at;
  if ((status = scan_offset(scan, &made)) != SPOL_OK ||
      (status = spi_scan_finish(scan, made.has_offset ? "the offset" : "the time")) != SPOL_OK) {
    return status;
  }
  if (made.has_offset && !has_seconds) {
    status = SPI_SCAN_FAIL(scan, offset_at, "the seconds are missing before the offset");
    spi_error_hint(scan->error, "RFC 3339 writes them: \"09:00:00Z\"");
    return status;
  }
  made.wall = spi_wall_of_date(date, time);
  *out = made;
  return SPOL_OK;
}

spol_status spi_timestamp_parse(const char *text, size_t length, spi_timestamp *out,
                                spol_error *error) {
  spi_scan scan = {.text = text, .length = length, .error = error};
  if (out == NULL || (text == NULL && length > 0)) {
    return spi_fail(error, SPOL_E_INVALID, "a text or an output is missing");
  }
  return scan_timestamp(&scan, out);
}

spol_status spi_timestamp_instant(const spi_timestamp *timestamp, spol_instant *out,
                                  spol_error *error) {
  /* Both are small: no sum of them leaves int64. */
  int64_t instant = timestamp->wall - timestamp->offset_seconds * SPOL_SECOND;
  if (!spi_instant_in_range(instant)) {
    spol_status status =
        spi_fail(error, SPOL_E_RANGE, "the instant lies outside the years 1 to 9999 in UTC");
    spi_error_place(error, "", 0, 0);
    return status;
  }
  *out = instant;
  return SPOL_OK;
}

spol_status spol_instant_parse(const char *text, size_t length, spol_instant *out,
                               spol_error *error) {
  spi_timestamp timestamp;
  if (out == NULL) {
    return spi_fail(error, SPOL_E_INVALID, "a text or an output is missing");
  }
  spol_status status = spi_timestamp_parse(text, length, &timestamp, error);
  if (status != SPOL_OK) {
    return status;
  }
  if (!timestamp.has_offset) {
    spi_scan scan = {.text = text, .length = length, .error = error};
    status = SPI_SCAN_FAIL(&scan, length, "an instant needs an offset from UTC");
    spi_error_hint(error, "add \"Z\" or an offset such as \"+01:00\", or name the zone");
    return status;
  }
  return spi_timestamp_instant(&timestamp, out, error);
}

spol_status spol_wall_parse(const char *text, size_t length, spol_wall *out, spol_error *error) {
  spi_timestamp timestamp;
  if (out == NULL) {
    return spi_fail(error, SPOL_E_INVALID, "a text or an output is missing");
  }
  spol_status status = spi_timestamp_parse(text, length, &timestamp, error);
  if (status != SPOL_OK) {
    return status;
  }
  if (timestamp.has_offset) {
    spi_scan scan = {.text = text, .length = length, .error = error};
    size_t at = length - 1;
    while (at > 0 && text[at] != '+' && text[at] != '-' && text[at] != 'Z' && text[at] != 'z') {
      at--;
    }
    return SPI_SCAN_FAIL(&scan, at, "a wall time has no offset");
  }
  *out = timestamp.wall;
  return SPOL_OK;
}

spol_status spol_date_parse(const char *text, size_t length, spol_date *out, spol_error *error) {
  spi_scan scan = {.text = text, .length = length, .error = error};
  spol_date date = 0;
  if (out == NULL || (text == NULL && length > 0)) {
    return spi_fail(error, SPOL_E_INVALID, "a text or an output is missing");
  }
  spol_status status = scan_date(&scan, &date);
  if (status != SPOL_OK || (status = spi_scan_finish(&scan, "the date")) != SPOL_OK) {
    return status;
  }
  *out = date;
  return SPOL_OK;
}
