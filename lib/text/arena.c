/* SPDX-License-Identifier: MIT */
#include "text/arena.h"

#include <stdalign.h>
#include <string.h>

#include "base/checked.h"

enum { BLOCK_BYTES = 16384 };

struct spi_arena_block {
  spi_arena_block *next;
  size_t size; /* of the whole block */
  size_t used;
  alignas(max_align_t) char data[];
};

static spi_arena_block *add_block(spi_arena *arena, size_t room) {
  size_t size = 0;
  if (!spi_add_size(room < BLOCK_BYTES ? BLOCK_BYTES : room, sizeof(spi_arena_block), &size)) {
    return NULL;
  }
  spi_arena_block *block = spi_alloc(&arena->allocator, size);
  if (block != NULL) {
    block->next = arena->blocks;
    block->size = size;
    block->used = 0;
    arena->blocks = block;
  }
  return block;
}

void *spi_arena_take(spi_arena *arena, size_t size) {
  size_t rounded = 0;
  if (!spi_add_size(size, alignof(max_align_t) - 1, &rounded)) {
    return NULL;
  }
  rounded -= rounded % alignof(max_align_t);
  spi_arena_block *block = arena->blocks;
  if (block == NULL || block->size - sizeof *block - block->used < rounded) {
    block = add_block(arena, rounded);
  }
  if (block == NULL) {
    return NULL;
  }
  void *taken = block->data + block->used;
  block->used += rounded;
  return taken;
}

spi_slice spi_arena_copy(spi_arena *arena, const char *text, size_t length) {
  size_t bytes = 0;
  char *copy = spi_add_size(length, 1, &bytes) ? spi_arena_take(arena, bytes) : NULL;
  if (copy == NULL) {
    return (spi_slice){.data = NULL};
  }
  if (length > 0) {
    memcpy(copy, text, length);
  }
  copy[length] = '\0';
  return (spi_slice){.data = copy, .length = length};
}

void spi_arena_free(spi_arena *arena) {
  spi_arena_block *block = arena->blocks;
  while (block != NULL) {
    spi_arena_block *next = block->next;
    spi_free(&arena->allocator, block, block->size);
    block = next;
  }
  arena->blocks = NULL;
}
