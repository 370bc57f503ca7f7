/* SPDX-License-Identifier: MIT */
/* Durations in text. A number is an exact decimal: its digits before the point
 * times the unit, and its digits behind it as a fraction of powers of ten that
 * must divide the unit. */
#include "base/checked.h"
#include "civil/date.h"
#include "civil/scan.h"

typedef struct unit {
  const char *name;
  char iso; /* its letter after "PT", or 0 */
  int32_t rank;
  int64_t microseconds;
} unit;

static const unit units[] = {
    {"w", 0, 0, SPOL_WEEK},           {"d", 0, 1, SPOL_DAY},
    {"h", 'H', 2, SPOL_HOUR},         {"m", 'M', 3, SPOL_MINUTE},
    {"min", 0, 3, SPOL_MINUTE},       {"s", 'S', 4, SPOL_SECOND},
    {"ms", 0, 5, SPOL_SECOND / 1000}, {"us", 0, 6, 1},
};

enum {
  UNIT_COUNT = sizeof units / sizeof units[0],
  /* A week is 2^13 x 5^8 x ... microseconds: no more digits than 13 behind the
   * point, zeros at the end aside, can make a whole number. */
  FRACTION_DIGITS = 13,
  LONGEST_WORD = 16
};

/* A number as written. */
typedef struct decimal {
  size_t start;
  size_t end;
  int32_t overflow;
  int32_t too_fine;
  int64_t whole;
  int64_t fraction; /* over `scale` */
  int64_t scale;
  int32_t has_point;
} decimal;

static int64_t greatest_common_divisor(int64_t a, int64_t b) {
  while (b != 0) {
    int64_t rest = a % b;
    a = b;
    b = rest;
  }
  return a;
}

static void scan_fraction_digits(spi_scan *scan, decimal *number) {
  size_t first = scan->at;
  while (spi_scan_at_digit(scan)) {
    scan->at++;
  }
  size_t last = scan->at;
  while (last > first && scan->text[last - 1] == '0') {
    last--;
  }
  if (last - first > FRACTION_DIGITS) {
    number->too_fine = 1;
    return;
  }
  for (size_t i = first; i < last; i++) {
    number->fraction = number->fraction * 10 + (scan->text[i] - '0');
    number->scale *= 10;
  }
}

static spol_status scan_decimal(spi_scan *scan, decimal *number) {
  char found[SPI_SCAN_FOUND_MAX];
  *number = (decimal){.start = scan->at, .scale = 1};
  if (!spi_scan_at_digit(scan)) {
    return SPI_SCAN_FAIL(scan, scan->at, "expected a number, found %s",
                         spi_scan_found(scan, found));
  }
  while (spi_scan_at_digit(scan)) {
    int64_t tenfold = 0;
    if (!spi_mul_i64(number->whole, 10, &tenfold) ||
        !spi_add_i64(tenfold, scan->text[scan->at] - '0', &number->whole)) {
      number->overflow = 1;
    }
    scan->at++;
  }
  if (spi_scan_skip(scan, '.')) {
    number->has_point = 1;
    if (!spi_scan_at_digit(scan)) {
      return SPI_SCAN_FAIL(scan, scan->at, "expected a digit after \".\", found %s",
                           spi_scan_found(scan, found));
    }
    scan_fraction_digits(scan, number);
  }
  number->end = scan->at;
  return SPOL_OK;
}

static spol_status fail_range(const spi_scan *scan, size_t offset) {
  return spi_scan_place(
      scan, offset,
      spi_fail(scan->error, SPOL_E_RANGE, "the duration is over 9223372036854775807 microseconds"));
}

/* Adds number x unit to the sum. */
static spol_status add_part(const spi_scan *scan, const decimal *number, int64_t microseconds,
                            int64_t *sum) {
  int64_t part = 0;
  if (number->overflow || !spi_mul_i64(number->whole, microseconds, &part)) {
    return fail_range(scan, number->start);
  }
  int64_t common = greatest_common_divisor(microseconds, number->scale);
  int64_t rest = number->scale / common;
  if (number->too_fine || number->fraction % rest != 0) {
    return SPI_SCAN_FAIL(scan, number->start, "the duration is not a whole number of microseconds");
  }
  /* Less than one unit, since the fraction is less than one. */
  int64_t fine = microseconds / common * (number->fraction / rest);
  int64_t total = 0;
  if (!spi_add_i64(*sum, part, &total) || !spi_add_i64(total, fine, &total)) {
    return fail_range(scan, number->start);
  }
  *sum = total;
  return SPOL_OK;
}

static int is_letter(int c) {
  return (c >= 'a' && c <= 'z') || (c >= 'A' && c <= 'Z');
}

static spol_status fail_bare(const spi_scan *scan, const decimal *number) {
  spol_status status = SPI_SCAN_FAIL(scan, number->end, "the number has no unit");
  if (number->end - number->start <= LONGEST_WORD) {
    spi_slice digits = {.data = scan->text + number->start, .length = number->end - number->start};
    spi_error_hint(scan->error, "write \"%Sm\" for minutes, \"%Sh\" for hours", digits, digits);
  } else {
    spi_error_hint(scan->error, "the units are w, d, h, m (min), s, ms, us");
  }
  return status;
}

static spol_status fail_unit(const spi_scan *scan, size_t start, spi_slice word) {
  spi_slice shown = word;
  if (shown.length > LONGEST_WORD) {
    shown.length = LONGEST_WORD;
  }
  spol_status status = SPI_SCAN_FAIL(scan, start, "unknown unit \"%S\"", shown);
  if (spi_slice_is(word, "y") || spi_slice_is(word, "mo") || spi_slice_is(word, "Y") ||
      spi_slice_is(word, "M")) {
    spi_error_hint(scan->error, "months and years have no fixed length; minutes are \"m\"");
  } else {
    spi_error_hint(scan->error, "the units are w, d, h, m (min), s, ms, us");
  }
  return status;
}

static spol_status scan_unit(spi_scan *scan, const decimal *number, const unit **out) {
  char found[SPI_SCAN_FOUND_MAX];
  size_t start = scan->at;
  if (spi_scan_ended(scan)) {
    return fail_bare(scan, number);
  }
  while (is_letter(spi_scan_peek(scan))) {
    scan->at++;
  }
  spi_slice word = {.data = scan->text + start, .length = scan->at - start};
  if (word.length == 0) {
    return SPI_SCAN_FAIL(scan, start, "expected a unit, found %s", spi_scan_found(scan, found));
  }
  for (size_t i = 0; i < UNIT_COUNT; i++) {
    if (spi_slice_is(word, units[i].name)) {
      *out = &units[i];
      return SPOL_OK;
    }
  }
  return fail_unit(scan, start, word);
}

/* One letter: parts follow each other without a gap. */
static spol_status scan_iso_unit(spi_scan *scan, const decimal *number, const unit **out) {
  char found[SPI_SCAN_FOUND_MAX];
  int c = spi_scan_peek(scan);
  if (c < 0) {
    return SPI_SCAN_FAIL(scan, number->end, "the number has no unit");
  }
  for (size_t i = 0; i < UNIT_COUNT; i++) {
    if (units[i].iso != 0 && units[i].iso == c) {
      scan->at++;
      *out = &units[i];
      return SPOL_OK;
    }
  }
  return SPI_SCAN_FAIL(scan, scan->at, "expected H, M or S, found %s", spi_scan_found(scan, found));
}

static spol_status check_order(const spi_scan *scan, size_t at, const unit *now,
                               const unit *before) {
  if (before == NULL || now->rank > before->rank) {
    return SPOL_OK;
  }
  spol_status status =
      now->rank == before->rank
          ? SPI_SCAN_FAIL(scan, at, "the unit \"%s\" stands twice", now->name)
          : SPI_SCAN_FAIL(scan, at, "the unit \"%s\" stands after \"%s\"", now->name, before->name);
  spi_error_hint(scan->error, "each unit stands once, the largest first: \"1h30m\"");
  return status;
}

static spol_status scan_parts(spi_scan *scan, int iso, int64_t *out) {
  const unit *before = NULL;
  int64_t sum = 0;
  int fractional = 0;
  do {
    decimal number;
    const unit *now = NULL;
    spol_status status = scan_decimal(scan, &number);
    if (status != SPOL_OK) {
      return status;
    }
    if (iso && fractional) {
      return SPI_SCAN_FAIL(scan, number.start, "only the last number may have a fraction");
    }
    size_t unit_at = scan->at;
    if ((status = iso ? scan_iso_unit(scan, &number, &now) : scan_unit(scan, &number, &now)) !=
            SPOL_OK ||
        (status = check_order(scan, unit_at, now, before)) != SPOL_OK ||
        (status = add_part(scan, &number, now->microseconds, &sum)) != SPOL_OK) {
      return status;
    }
    fractional = number.has_point;
    before = now;
  } while (!spi_scan_ended(scan));
  *out = sum;
  return SPOL_OK;
}

static spol_status scan_duration(spi_scan *scan, int64_t *out) {
  spol_status status = SPOL_OK;
  if (spi_scan_peek(scan) == '-') {
    return SPI_SCAN_FAIL(scan, 0, "a duration cannot be negative");
  }
  if (!spi_scan_skip(scan, 'P')) {
    return scan_parts(scan, 0, out);
  }
  if (!spi_scan_skip(scan, 'T')) {
    status = SPI_SCAN_FAIL(scan, scan->at, "expected \"T\" after \"P\"");
    spi_error_hint(scan->error, "days and weeks are written \"1d\", \"1w\"; "
                                "months and years have no fixed length");
    return status;
  }
  return scan_parts(scan, 1, out);
}

spol_status spol_duration_parse(const char *text, size_t length, spol_duration *out,
                                spol_error *error) {
  spi_scan scan = {.text = text, .length = length, .error = error};
  if (out == NULL || (text == NULL && length > 0)) {
    return spi_fail(error, SPOL_E_INVALID, "a text or an output is missing");
  }
  if (length == 0) {
    spol_status status = SPI_SCAN_FAIL(&scan, 0, "the duration is empty");
    spi_error_hint(error, "write a number and a unit, such as \"90m\"");
    return status;
  }
  return scan_duration(&scan, out);
}

static void write_part(spi_writer *writer, uint64_t value, const char *name) {
  if (value != 0) {
    spi_write_padded(writer, value, 1);
    spi_write_text(writer, name);
  }
}

/* No days and weeks: on a business calendar they would say something else. */
spol_status spol_duration_format(spol_duration duration, char *buffer) {
  if (buffer == NULL) {
    return SPOL_E_INVALID;
  }
  spi_writer writer = spi_writer_on(buffer, SPOL_TIME_TEXT_MAX);
  uint64_t size = (uint64_t)duration;
  if (duration < 0) {
    spi_write_char(&writer, '-');
    size = 0 - size;
  } else if (duration == 0) {
    spi_write_text(&writer, "0s");
  }
  write_part(&writer, size / (uint64_t)SPOL_HOUR, "h");
  write_part(&writer, size / (uint64_t)SPOL_MINUTE % 60, "m");
  write_part(&writer, size / (uint64_t)SPOL_SECOND % 60, "s");
  write_part(&writer, size / 1000 % 1000, "ms");
  write_part(&writer, size % 1000, "us");
  return SPOL_OK;
}
