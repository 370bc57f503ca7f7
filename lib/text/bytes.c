/* SPDX-License-Identifier: MIT */
#include "text/bytes.h"

static int is_tail(const char *text, size_t length, size_t at) {
  return at < length && ((unsigned char)text[at] & 0xC0U) == 0x80U;
}

/* RFC 3629, section 4: shortest forms, no surrogates, nothing above U+10FFFF. */
uint32_t spi_utf8_decode(const char *text, size_t length, size_t at, uint32_t *code) {
  static const uint32_t least[] = {0, 0, 0x80, 0x800, 0x10000};
  uint32_t c = (unsigned char)text[at];
  uint32_t size = c < 0x80                ? 1
                  : c >= 0xF0 && c < 0xF8 ? 4
                  : c >= 0xE0 && c < 0xF0 ? 3
                  : c >= 0xC0 && c < 0xE0 ? 2
                                          : 0;
  if (size == 0) {
    return 0;
  }
  uint32_t sum = size == 1 ? c : c & (0x7FU >> size);
  for (uint32_t i = 1; i < size; i++) {
    if (!is_tail(text, length, at + i)) {
      return 0;
    }
    sum = sum << 6 | ((unsigned char)text[at + i] & 0x3FU);
  }
  if (sum < least[size] || (sum >= 0xD800 && sum <= 0xDFFF) || sum > 0x10FFFF) {
    return 0;
  }
  *code = sum;
  return size;
}

static int turns_direction(uint32_t code) {
  return code == 0x61C || code == 0x200E || code == 0x200F || (code >= 0x202A && code <= 0x202E) ||
         (code >= 0x2066 && code <= 0x2069);
}

int spi_is_allowed(uint32_t code) {
  if (code < 0x20) {
    return code == '\t' || code == '\n' || code == '\r';
  }
  return !(code >= 0x7F && code <= 0x9F) && code != 0xFEFF && code != 0x2028 && code != 0x2029 &&
         code != 0xFFFE && code != 0xFFFF && !turns_direction(code);
}

size_t spi_bytes_check(const char *text, size_t length, uint32_t *code) {
  size_t at = 0;
  while (at < length) {
    uint32_t c = (unsigned char)text[at];
    if (c >= 0x20 && c < 0x7F) {
      at++;
      continue;
    }
    uint32_t size = spi_utf8_decode(text, length, at, &c);
    if (size == 0) {
      *code = UINT32_MAX;
      return at;
    }
    if (!spi_is_allowed(c)) {
      *code = c;
      return at;
    }
    at += size;
  }
  return length;
}

spol_status spi_bytes_index(const spol_allocator *allocator, const char *text, uint32_t length,
                            spi_bytes *out) {
  spi_bytes made = {.text = text, .length = length, .step_count = length / SPI_BYTES_STEP + 1};
  made.steps = spi_alloc_array(allocator, made.step_count, sizeof *made.steps);
  if (made.steps == NULL) {
    return SPOL_E_MEMORY;
  }
  uint32_t character = 0;
  for (uint32_t at = 0; at < length; at++) {
    if (((unsigned char)text[at] & 0xC0U) != 0x80U) {
      if (character % SPI_BYTES_STEP == 0) {
        made.steps[character / SPI_BYTES_STEP] = at;
      }
      character++;
    }
  }
  /* What lies beyond the last character is at the end. */
  for (uint32_t i = (character + SPI_BYTES_STEP - 1) / SPI_BYTES_STEP; i < made.step_count; i++) {
    made.steps[i] = length;
  }
  *out = made;
  return SPOL_OK;
}

uint32_t spi_bytes_offset(const spi_bytes *bytes, uint64_t character) {
  if (character / SPI_BYTES_STEP >= bytes->step_count) {
    return bytes->length;
  }
  uint32_t at = bytes->steps[character / SPI_BYTES_STEP];
  for (uint64_t left = character % SPI_BYTES_STEP; left > 0 && at < bytes->length; left--) {
    at++;
    while (is_tail(bytes->text, bytes->length, at)) {
      at++;
    }
  }
  return at;
}

void spi_bytes_free(const spol_allocator *allocator, spi_bytes *bytes) {
  spi_free_array(allocator, bytes->steps, bytes->step_count, sizeof *bytes->steps);
  bytes->steps = NULL;
}
