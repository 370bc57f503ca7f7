/* SPDX-License-Identifier: MIT */
/** Reading short texts of fixed form, byte by byte, with exact places. */
#ifndef SPI_CIVIL_SCAN_H
#define SPI_CIVIL_SCAN_H

#include "base/error.h"

/** A text and how far it has been read. */
typedef struct spi_scan {
  const char *text;
  size_t length;
  size_t at;
  spol_error *error; /**< optional */
} spi_scan;

/** Room for what spi_scan_found writes. */
enum { SPI_SCAN_FOUND_MAX = 16 };

/** Puts the error just made at a byte of the text; returns the status. */
static inline spol_status spi_scan_place(const spi_scan *scan, size_t offset, spol_status status) {
  spi_error_place(scan->error, scan->text, scan->length, offset);
  return status;
}

/** `return SPI_SCAN_FAIL(scan, offset, "...", ...)`: not of the right form. */
#define SPI_SCAN_FAIL(scan, offset, ...)                                                           \
  spi_scan_place(scan, offset, spi_fail((scan)->error, SPOL_E_SYNTAX, __VA_ARGS__))

/** What stands at the reading point: `"x"`, `the end` or `byte 0x00`. */
const char *spi_scan_found(const spi_scan *scan, char *buffer);

static inline int spi_scan_ended(const spi_scan *scan) {
  return scan->at >= scan->length;
}

/** The next byte, or -1 at the end. */
static inline int spi_scan_peek(const spi_scan *scan) {
  return spi_scan_ended(scan) ? -1 : (unsigned char)scan->text[scan->at];
}

static inline int spi_scan_at_digit(const spi_scan *scan) {
  int c = spi_scan_peek(scan);
  return c >= '0' && c <= '9';
}

/** Steps over a byte if it is the next one. */
static inline int spi_scan_skip(spi_scan *scan, char c) {
  if (spi_scan_peek(scan) != (unsigned char)c) {
    return 0;
  }
  scan->at++;
  return 1;
}

/** Reads exactly `count` (at most 9) digits; `what` is what they stand for. */
SPOL_CHECKED spol_status spi_scan_digits(spi_scan *scan, int count, const char *what,
                                         int32_t *value);

/** Steps over a byte that must be there; `after` is what stands before it. */
SPOL_CHECKED spol_status spi_scan_expect(spi_scan *scan, char c, const char *after);

/** The text must be read whole; `what` is what was read. */
SPOL_CHECKED spol_status spi_scan_finish(const spi_scan *scan, const char *what);

#endif
