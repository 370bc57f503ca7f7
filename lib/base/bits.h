/* SPDX-License-Identifier: MIT */
/** Bits of words. */
#ifndef SPI_BASE_BITS_H
#define SPI_BASE_BITS_H

#include <stdint.h>

/** The number of the lowest bit that is set; a word has one. */
static inline uint32_t spi_lowest_bit(uint64_t word) {
#if defined(__GNUC__) || defined(__clang__)
  return (uint32_t)__builtin_ctzll(word);
#else
  uint32_t bit = 0;
  for (; (word & 1) == 0; word >>= 1) {
    bit++;
  }
  return bit;
#endif
}

#endif
