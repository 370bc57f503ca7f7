/* SPDX-License-Identifier: MIT */
/** Memory that is given back all at once. */
#ifndef SPI_TEXT_ARENA_H
#define SPI_TEXT_ARENA_H

#include "base/memory.h"
#include "base/text.h"

typedef struct spi_arena_block spi_arena_block;

typedef struct spi_arena {
  spol_allocator allocator;
  spi_arena_block *blocks;
} spi_arena;

/** Aligned for any type, not zeroed; NULL where memory is out. size > 0. */
void *spi_arena_take(spi_arena *arena, size_t size);
/** A copy with a NUL behind; data is NULL where memory is out. */
spi_slice spi_arena_copy(spi_arena *arena, const char *text, size_t length);
void spi_arena_free(spi_arena *arena);

#endif
