/* SPDX-License-Identifier: MIT */
/* How wide a text is at most: hundredths of the font's size for each character of
 * ASCII, the greater of DejaVu Sans and Liberation Sans (which has the widths of
 * Arial and Helvetica); tests/golden holds this against the fonts themselves. */
#include "render/svg.h"

#include "text/bytes.h"

enum { FIRST = 0x20, LAST = 0x7e, ELLIPSIS = 100 };

static const uint8_t regular[LAST - FIRST + 1] = {
    32, 41, 46, 84, 64, 96, 78, 28, 40,  40, 50, 84, 32, 37, 32, 34, 64, 64, 64, 64, 64, 64, 64, 64,
    64, 64, 34, 34, 84, 84, 84, 56, 102, 69, 69, 73, 78, 67, 62, 78, 76, 30, 50, 67, 56, 87, 75, 79,
    67, 79, 73, 67, 62, 74, 69, 99, 69,  67, 69, 40, 34, 40, 84, 56, 50, 62, 64, 55, 64, 62, 36, 64,
    64, 28, 28, 58, 28, 98, 64, 62, 64,  64, 42, 53, 40, 64, 60, 82, 60, 60, 53, 64, 34, 64, 84};

static const uint8_t heavy[LAST - FIRST + 1] = {
    35, 46,  53, 84, 70, 101, 88, 31,  46, 46, 53, 84, 38, 42,  38, 37, 70, 70,  70,
    70, 70,  70, 70, 70, 70,  70, 40,  40, 84, 84, 84, 62, 100, 78, 77, 74, 84,  69,
    69, 83,  84, 38, 56, 78,  64, 100, 84, 86, 74, 86, 78, 73,  69, 82, 78, 111, 78,
    73, 73,  46, 37, 46, 84,  56, 50,  68, 72, 60, 72, 68, 44,  72, 72, 35, 35,  67,
    35, 105, 72, 69, 72, 72,  50, 60,  48, 72, 66, 93, 65, 66,  59, 72, 37, 72,  84};

/* What is not ASCII: Latin, Greek and Cyrillic letters of any width, marks that
 * stand alone, and the square signs of East Asia. */
static int32_t width_of(uint32_t code, int bold) {
  if (code >= FIRST && code <= LAST) {
    return bold ? heavy[code - FIRST] : regular[code - FIRST];
  }
  if (code == 0xb7) {
    return bold ? 38 : 34; /* the dot between the parts of a line */
  }
  return bold ? 120 : 110;
}

static uint32_t next(const char *text, size_t length, size_t *at) {
  uint32_t code = 0;
  uint32_t bytes = spi_utf8_decode(text, length, *at, &code);
  *at += bytes == 0 ? 1 : bytes;
  return bytes == 0 ? 0xfffdU : code;
}

static int32_t px(int64_t hundredths, int32_t size) {
  return (int32_t)((hundredths * size + 99) / 100);
}

int32_t spi_text_width(const char *text, size_t length, int32_t size, int bold) {
  int64_t sum = 0;
  for (size_t at = 0; at < length;) {
    sum += width_of(next(text, length, &at), bold);
  }
  return px(sum, size);
}

size_t spi_text_cut(const char *text, int32_t size, int bold, int32_t most) {
  size_t length = 0;
  while (text[length] != '\0') {
    length++;
  }
  if (spi_text_width(text, length, size, bold) <= most) {
    return length;
  }
  int64_t sum = bold ? ELLIPSIS + 20 : ELLIPSIS + 10;
  size_t kept = 0;
  for (size_t at = 0; at < length;) {
    sum += width_of(next(text, length, &at), bold);
    if (px(sum, size) > most) {
      break;
    }
    kept = at;
  }
  return kept;
}
