/* SPDX-License-Identifier: MIT */
/* Lists in doubling pieces. */
#include "case/workspace.h"

/* Piece k holds SPI_FIRST_CHUNK << k items. */
static uint32_t chunk_of(uint32_t index, uint32_t *offset) {
  uint32_t rest = index / SPI_FIRST_CHUNK + 1;
  uint32_t chunk = 0;
  while (rest > 1) {
    rest >>= 1;
    chunk++;
  }
  *offset = index - SPI_FIRST_CHUNK * ((UINT32_C(1) << chunk) - 1);
  return chunk;
}

void *spi_list_far(const spi_list *list, uint32_t index) {
  uint32_t offset;
  uint32_t chunk = chunk_of(index, &offset);
  return list->chunks[chunk] + (size_t)offset * list->item;
}

static unsigned char *new_chunk(spi_workspace *room, spi_list *list, uint32_t chunk) {
  uint64_t size = ((uint64_t)SPI_FIRST_CHUNK << chunk) * list->item;
  if (list->chunks == NULL) {
    list->chunks = spi_take_array(room, SPI_LIST_CHUNKS, sizeof *list->chunks);
  }
  if (list->chunks == NULL || chunk >= SPI_LIST_CHUNKS) {
    room->full = 1;
    return NULL;
  }
  if (list->chunks[chunk] == NULL) {
    list->chunks[chunk] = spi_take_raw(room, size);
  }
  return list->chunks[chunk];
}

void *spi_list_more_far(spi_workspace *room, spi_list *list) {
  uint32_t offset;
  uint32_t chunk = chunk_of(list->count, &offset);
  unsigned char *start = new_chunk(room, list, chunk);
  if (start == NULL) {
    return room->sink;
  }
  list->count++;
  return start + (size_t)offset * list->item;
}

void *spi_list_begin(spi_workspace *room, spi_list *list) {
  list->first = spi_take_raw(room, SPI_FIRST_CHUNK * (uint64_t)list->item);
  if (list->first == NULL) {
    return room->sink;
  }
  list->count = 1;
  return list->first;
}
