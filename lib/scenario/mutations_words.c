/* SPDX-License-Identifier: MIT */
/* Times and shares that are longer than those that are written. */
#include "scenario/mutations.h"

enum { MOST_DIGITS = 9, WHOLE = 100 };

static int is_digit(char c) {
  return c >= '0' && c <= '9';
}

/* The number that begins at `at`; how many digits it has. */
static size_t number_at(spi_slice text, size_t at, uint32_t *out) {
  size_t digits = 0;
  *out = 0;
  while (at + digits < text.length && is_digit(text.data[at + digits]) && digits < MOST_DIGITS) {
    *out = *out * 10 + (uint32_t)(text.data[at + digits] - '0');
    digits++;
  }
  return digits;
}

/* Writes the text with another number in place of `digits` bytes at `at`. */
static int with_number(spi_slice text, size_t at, size_t digits, uint32_t number, char *out,
                       size_t room) {
  spi_writer writer = spi_writer_on(out, room);
  spi_write_bytes(&writer, text.data, at);
  spi_write_format(&writer, "%u", number);
  spi_write_bytes(&writer, text.data + at + digits, text.length - at - digits);
  return writer.needed == writer.length;
}

int spi_longer(spi_slice text, char *out, size_t room) {
  size_t at = 0;
  uint32_t number;
  for (size_t i = 0; i + 2 < text.length; i++) { /* of a range the upper end */
    at = text.data[i] == '.' && text.data[i + 1] == '.' ? i + 2 : at;
  }
  size_t digits = number_at(text, at, &number);
  if (digits == 0) {
    return 0;
  }
  int counted = at + digits < text.length && text.data[at + digits] == ' '; /* days */
  return with_number(text, at, digits, counted || number == 0 ? number + 1 : number * 2, out, room);
}

int spi_later_share(spi_slice text, char *out, size_t room) {
  uint32_t number;
  size_t digits = number_at(text, 0, &number);
  if (digits == 0 || text.data[text.length - 1] != '%') {
    return 0;
  }
  uint32_t later = number < WHOLE - 1 ? (number + WHOLE) / 2 : number + WHOLE / 2;
  return with_number(text, 0, digits, later, out, room);
}
