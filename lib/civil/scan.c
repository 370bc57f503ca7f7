/* SPDX-License-Identifier: MIT */
#include "civil/scan.h"

const char *spi_scan_found(const spi_scan *scan, char *buffer) {
  static const char hex[] = "0123456789abcdef";
  int c = spi_scan_peek(scan);
  if (c < 0) {
    return "the end";
  }
  spi_writer writer = spi_writer_on(buffer, SPI_SCAN_FOUND_MAX);
  if (c > ' ' && c < 127) {
    spi_write_format(&writer, "\"%c\"", c);
  } else if (c == ' ') {
    spi_write_text(&writer, "a space");
  } else {
    spi_write_format(&writer, "byte 0x%c%c", hex[c / 16], hex[c % 16]);
  }
  return buffer;
}

spol_status spi_scan_digits(spi_scan *scan, int count, const char *what, int32_t *value) {
  char found[SPI_SCAN_FOUND_MAX];
  int32_t sum = 0;
  for (int i = 0; i < count; i++) {
    if (!spi_scan_at_digit(scan)) {
      return SPI_SCAN_FAIL(scan, scan->at, "expected %s of %d digits, found %s", what, count,
                           spi_scan_found(scan, found));
    }
    sum = sum * 10 + (scan->text[scan->at++] - '0');
  }
  *value = sum;
  return SPOL_OK;
}

spol_status spi_scan_expect(spi_scan *scan, char c, const char *after) {
  char found[SPI_SCAN_FOUND_MAX];
  if (spi_scan_skip(scan, c)) {
    return SPOL_OK;
  }
  return SPI_SCAN_FAIL(scan, scan->at, "expected \"%c\" after %s, found %s", c, after,
                       spi_scan_found(scan, found));
}

spol_status spi_scan_finish(const spi_scan *scan, const char *what) {
  char found[SPI_SCAN_FOUND_MAX];
  if (spi_scan_ended(scan)) {
    return SPOL_OK;
  }
  return SPI_SCAN_FAIL(scan, scan->at, "unexpected %s after %s", spi_scan_found(scan, found), what);
}
