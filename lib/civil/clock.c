/* SPDX-License-Identifier: MIT */
#include "civil/clock.h"

#include "civil/scan.h"

#define TIME_FORM "a time of day is written \"09:00\" or \"17:30:15\""

/* "9:30" becomes "09:30" in the hint; what is no time at all is not repeated. */
static void hint_two_digits(const spi_scan *scan) {
  spi_slice rest = {.data = scan->text, .length = scan->length};
  for (size_t i = 0; i < rest.length; i++) {
    char c = rest.data[i];
    if (i >= 7 || !((c >= '0' && c <= '9') || c == ':')) {
      spi_error_hint(scan->error, TIME_FORM);
      return;
    }
  }
  spi_error_hint(scan->error, "write \"0%S\"", rest);
}

static spol_status scan_clock(spi_scan *scan, int32_t *hour, int32_t *minute, int32_t *second) {
  spol_status status = SPOL_OK;
  if (scan->length >= 2 && spi_scan_at_digit(scan) && scan->text[1] == ':') {
    status = SPI_SCAN_FAIL(scan, 0, "the hour has two digits");
    hint_two_digits(scan);
    return status;
  }
  if ((status = spi_scan_digits(scan, 2, "an hour", hour)) != SPOL_OK ||
      (status = spi_scan_expect(scan, ':', "the hour")) != SPOL_OK) {
    spi_error_hint(scan->error, TIME_FORM);
    return status;
  }
  if ((status = spi_scan_digits(scan, 2, "a minute", minute)) != SPOL_OK) {
    return status;
  }
  if (spi_scan_skip(scan, ':') &&
      (status = spi_scan_digits(scan, 2, "a second", second)) != SPOL_OK) {
    return status;
  }
  return spi_scan_finish(scan, "the time");
}

static spol_status fail_late(const spi_scan *scan, int32_t seconds, int32_t last) {
  spol_status status = SPOL_OK;
  if (last == SPI_CLOCK_TO_48) {
    return SPI_SCAN_FAIL(scan, 0, "the time lies after 48:00");
  }
  if (last == SPI_CLOCK_TO_24 || seconds > SPI_CLOCK_TO_24) {
    status = SPI_SCAN_FAIL(scan, 0, "the time lies after 24:00");
    spi_error_hint(scan->error, "a time of the next day is written from 00:00 here");
    return status;
  }
  status = SPI_SCAN_FAIL(scan, 0, "24:00 can only be the end of a day");
  spi_error_hint(scan->error, "write \"00:00\" of the next day");
  return status;
}

spol_status spi_clock_parse(const char *text, size_t length, int32_t last, int32_t *seconds,
                            spol_error *error) {
  spi_scan scan = {.text = text, .length = length, .error = error};
  int32_t hour = 0;
  int32_t minute = 0;
  int32_t second = 0;
  spol_status status = scan_clock(&scan, &hour, &minute, &second);
  if (status != SPOL_OK) {
    return status;
  }
  if (minute > 59) {
    return SPI_SCAN_FAIL(&scan, 3, "there is no minute %d", minute);
  }
  if (second > 59) {
    return SPI_SCAN_FAIL(&scan, 6, "there is no second %d", second);
  }
  int32_t sum = hour * 3600 + minute * 60 + second;
  if (sum > last) {
    return fail_late(&scan, sum, last);
  }
  *seconds = sum;
  return SPOL_OK;
}

void spi_clock_write(spi_writer *writer, int32_t seconds) {
  spi_write_padded(writer, (uint64_t)(seconds / 3600), 2);
  spi_write_char(writer, ':');
  spi_write_padded(writer, (uint64_t)(seconds / 60 % 60), 2);
  if (seconds % 60 != 0) {
    spi_write_char(writer, ':');
    spi_write_padded(writer, (uint64_t)(seconds % 60), 2);
  }
}
