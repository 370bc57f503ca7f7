/* SPDX-License-Identifier: MIT */
/** Arithmetic that says whether it overflowed: 1 for a result, 0 for none (then
 *  the output is untouched). Nothing in the library adds instants otherwise. */
#ifndef SPI_BASE_CHECKED_H
#define SPI_BASE_CHECKED_H

#include <stddef.h>
#include <stdint.h>

static inline int spi_add_i64(int64_t a, int64_t b, int64_t *out) {
  if ((b > 0 && a > INT64_MAX - b) || (b < 0 && a < INT64_MIN - b)) {
    return 0;
  }
  *out = a + b;
  return 1;
}

static inline int spi_sub_i64(int64_t a, int64_t b, int64_t *out) {
  if ((b < 0 && a > INT64_MAX + b) || (b > 0 && a < INT64_MIN + b)) {
    return 0;
  }
  *out = a - b;
  return 1;
}

static inline int spi_mul_i64(int64_t a, int64_t b, int64_t *out) {
  if (a > 0 ? (b > 0 ? a > INT64_MAX / b : b < INT64_MIN / a)
            : (b > 0 ? a < INT64_MIN / b : a != 0 && b < INT64_MAX / a)) {
    return 0;
  }
  *out = a * b;
  return 1;
}

static inline int spi_add_size(size_t a, size_t b, size_t *out) {
  if (a > SIZE_MAX - b) {
    return 0;
  }
  *out = a + b;
  return 1;
}

static inline int spi_mul_size(size_t a, size_t b, size_t *out) {
  if (b != 0 && a > SIZE_MAX / b) {
    return 0;
  }
  *out = a * b;
  return 1;
}

/** Division that rounds towards minus infinity; b > 0. */
static inline int64_t spi_floor_div(int64_t a, int64_t b) {
  int64_t q = a / b;
  return a % b < 0 ? q - 1 : q;
}

/** The rest of spi_floor_div: 0 <= result < b. */
static inline int64_t spi_floor_mod(int64_t a, int64_t b) {
  int64_t r = a % b;
  return r < 0 ? r + b : r;
}

#endif
