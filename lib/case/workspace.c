/* SPDX-License-Identifier: MIT */
/* Bump allocation in the caller's buffer, and lists in doubling pieces. */
#include "case/workspace.h"

#include <string.h>

enum { FIRST_CHUNK = 2 };

void *spi_take_raw(spi_workspace *room, uint64_t size) {
  uint64_t rounded = (size + (SPI_ALIGN - 1)) & ~(uint64_t)(SPI_ALIGN - 1);
  if (rounded < size || rounded > room->capacity - room->used) {
    room->full = 1;
    return NULL;
  }
  void *at = room->base + room->used;
  room->used += rounded;
  return at;
}

void *spi_take(spi_workspace *room, uint64_t size) {
  void *at = spi_take_raw(room, size);
  if (at != NULL) {
    memset(at, 0, (size_t)size);
  }
  return at;
}

void *spi_take_array(spi_workspace *room, uint64_t count, uint64_t size) {
  if (size != 0 && count > UINT64_MAX / 2 / size) {
    room->full = 1;
    return NULL;
  }
  return spi_take(room, count * size);
}

/* Piece k holds FIRST_CHUNK << k items. */
static uint32_t chunk_of(uint32_t index, uint32_t *offset) {
  uint32_t rest = index / FIRST_CHUNK + 1;
  uint32_t chunk = 0;
  while (rest > 1) {
    rest >>= 1;
    chunk++;
  }
  *offset = index - FIRST_CHUNK * ((UINT32_C(1) << chunk) - 1);
  return chunk;
}

void *spi_list_at(const spi_list *list, uint32_t index) {
  if (index < FIRST_CHUNK) {
    return list->first + (size_t)index * list->item;
  }
  uint32_t offset;
  uint32_t chunk = chunk_of(index, &offset);
  return list->chunks[chunk] + (size_t)offset * list->item;
}

static unsigned char *new_chunk(spi_workspace *room, spi_list *list, uint32_t chunk) {
  if (chunk == 0) {
    if (list->first == NULL) {
      list->first = spi_take_array(room, FIRST_CHUNK, list->item);
    }
    return list->first;
  }
  if (list->chunks == NULL) {
    list->chunks = spi_take_array(room, SPI_LIST_CHUNKS, sizeof *list->chunks);
  }
  if (list->chunks == NULL || chunk >= SPI_LIST_CHUNKS) {
    room->full = 1;
    return NULL;
  }
  if (list->chunks[chunk] == NULL) {
    list->chunks[chunk] = spi_take_array(room, (uint64_t)FIRST_CHUNK << chunk, list->item);
  }
  return list->chunks[chunk];
}

void *spi_list_add(spi_workspace *room, spi_list *list, uint32_t item) {
  list->item = item;
  uint32_t offset;
  uint32_t chunk = chunk_of(list->count, &offset);
  unsigned char *start = room->full ? NULL : new_chunk(room, list, chunk);
  if (start == NULL) {
    memset(room->sink, 0, item);
    return room->sink;
  }
  list->count++;
  return start + (size_t)offset * item;
}
