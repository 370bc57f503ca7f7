/* SPDX-License-Identifier: MIT */
#include "policy/number.h"

#include "base/checked.h"
#include "civil/scan.h"
#include "supportpolicy/fact.h"

enum { DECIMALS = 6 };

static spol_status too_large(const spi_scan *scan) {
  return spi_scan_place(scan, 0, spi_fail(scan->error, SPOL_E_RANGE, "number out of range"));
}

/* Appends the digits at the reading point to `value`, each with the number's sign
 * (so that the least number can be read); at most `most` of them. */
static int take_digits(spi_scan *scan, int most, int sign, int64_t *value, int *count) {
  *count = 0;
  while (spi_scan_at_digit(scan) && *count < most) {
    int64_t next = 0;
    if (!spi_mul_i64(*value, 10, &next) ||
        !spi_add_i64(next, sign * (spi_scan_peek(scan) - '0'), value)) {
      return 0;
    }
    scan->at++;
    (*count)++;
  }
  return 1;
}

static spol_status read_fraction(spi_scan *scan, int sign, int64_t *value, int *count) {
  if (!take_digits(scan, DECIMALS, sign, value, count)) {
    return too_large(scan);
  }
  if (*count == 0) {
    return SPI_SCAN_FAIL(scan, scan->at, "no digit behind the point");
  }
  if (spi_scan_at_digit(scan)) {
    return SPI_SCAN_FAIL(scan, scan->at, "more than six digits behind the point");
  }
  return SPOL_OK;
}

spol_status spi_number_parse(const char *text, size_t length, int64_t *out, spol_error *error) {
  spi_scan scan = {.text = text, .length = length, .error = error};
  int sign = spi_scan_skip(&scan, '-') ? -1 : 1;
  int64_t value = 0;
  int digits = 0;
  int decimals = 0;
  if (!take_digits(&scan, 400, sign, &value, &digits)) {
    return too_large(&scan);
  }
  if (digits == 0) {
    return SPI_SCAN_FAIL(&scan, scan.at, "not a number");
  }
  if (spi_scan_skip(&scan, '.')) {
    spol_status status = read_fraction(&scan, sign, &value, &decimals);
    if (status != SPOL_OK) {
      return status;
    }
  }
  spol_status status = spi_scan_finish(&scan, "the number");
  for (; status == SPOL_OK && decimals < DECIMALS; decimals++) {
    if (!spi_mul_i64(value, 10, &value)) {
      status = too_large(&scan);
    }
  }
  if (status == SPOL_OK) {
    *out = value;
  }
  return status;
}

void spi_number_write(spi_writer *writer, int64_t millionths) {
  uint64_t magnitude = (uint64_t)millionths;
  if (millionths < 0) {
    spi_write_char(writer, '-');
    magnitude = 0 - magnitude;
  }
  uint64_t unit = (uint64_t)SPOL_NUMBER_ONE;
  spi_write_padded(writer, magnitude / unit, 1);
  uint64_t rest = magnitude % unit;
  if (rest == 0) {
    return;
  }
  int width = DECIMALS;
  while (rest % 10 == 0) {
    rest /= 10;
    width--;
  }
  spi_write_char(writer, '.');
  spi_write_padded(writer, rest, width);
}
