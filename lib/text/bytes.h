/* SPDX-License-Identifier: MIT */
/** Bytes as UTF-8: is every character allowed, and at which byte does one lie. */
#ifndef SPI_TEXT_BYTES_H
#define SPI_TEXT_BYTES_H

#include "base/memory.h"

enum { SPI_BYTES_STEP = 64 };

/** Every 64th character's offset, so that a character's offset takes few steps
 *  wherever it lies, in a text of one long line too. */
typedef struct spi_bytes {
  const char *text;
  uint32_t length;
  uint32_t *steps;
  uint32_t step_count;
} spi_bytes;

/**
 * Decodes the character at `at` < length; `*code` is it. @return its bytes, or
 * 0 where there is no UTF-8 character.
 */
uint32_t spi_utf8_decode(const char *text, size_t length, size_t at, uint32_t *code);

/** 1 for a character that may stand in a text as it is: no controls but tab, LF
 *  and CR, no byte order mark, no line or paragraph separator, nothing that
 *  turns the direction of text, no noncharacter at the plane's end. */
int spi_is_allowed(uint32_t code);

/**
 * The first byte that is not part of an allowed character, or `length`.
 * `*code` is the forbidden character; 0xFFFFFFFF where it is not UTF-8.
 */
size_t spi_bytes_check(const char *text, size_t length, uint32_t *code);

/** Indexes a text that spi_bytes_check found right. Errors: SPOL_E_MEMORY. */
SPOL_CHECKED spol_status spi_bytes_index(const spol_allocator *allocator, const char *text,
                                         uint32_t length, spi_bytes *out);
/** The offset of the n-th character, from 0; the length beyond the last. */
uint32_t spi_bytes_offset(const spi_bytes *bytes, uint64_t character);
void spi_bytes_free(const spol_allocator *allocator, spi_bytes *bytes);

#endif
