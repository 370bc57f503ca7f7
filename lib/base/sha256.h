/* SPDX-License-Identifier: MIT */
/** SHA-256 (FIPS 180-4), for the digests of policies and sentences. */
#ifndef SPI_BASE_SHA256_H
#define SPI_BASE_SHA256_H

#include <stddef.h>
#include <stdint.h>

enum { SPI_SHA256_SIZE = 32, SPI_SHA256_BLOCK = 64 };

typedef struct spi_sha256 {
  uint32_t state[8];
  uint64_t length; /**< bytes so far */
  uint8_t block[SPI_SHA256_BLOCK];
} spi_sha256;

void spi_sha256_begin(spi_sha256 *hash);
void spi_sha256_add(spi_sha256 *hash, const void *bytes, size_t length);
void spi_sha256_end(spi_sha256 *hash, uint8_t out[SPI_SHA256_SIZE]);

#endif
