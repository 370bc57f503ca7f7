/* SPDX-License-Identifier: MIT */
/* Lists in doubling pieces. */
#include "case/workspace.h"

#include "base/hints.h"

static unsigned char *before(const unsigned char *piece) {
  return ((const spi_piece *)(const void *)piece - 1)->before;
}

void *spi_list_far(const spi_list *list, uint32_t index) {
  unsigned char *piece = list->last;
  uint32_t start = list->start;
  uint32_t fits = list->fits;
  while (index < start) {
    piece = before(piece);
    fits /= 2;
    start -= fits;
  }
  return piece + (size_t)(index - start) * list->item;
}

/* One more piece, with its first item. */
static void *add_piece(spi_workspace *room, spi_list *list, uint32_t item) {
  uint32_t fits = list->fits == 0 ? SPI_FIRST_PIECE : list->fits * 2;
  spi_piece *made =
      fits <= UINT32_MAX / 2 ? spi_take_raw(room, sizeof *made + (uint64_t)fits * item) : NULL;
  if (made == NULL) {
    room->full = 1;
    return room->sink;
  }
  made->before = list->last;
  list->last = (unsigned char *)(made + 1);
  list->start = list->count++;
  list->fits = fits;
  list->item = item;
  return list->last;
}

void *spi_list_push_far(spi_workspace *room, spi_list *list, uint32_t item) {
  if (SPI_RARELY(list->count < list->start)) {
    return spi_list_far(list, list->count++);
  }
  return room->full ? room->sink : add_piece(room, list, item);
}
