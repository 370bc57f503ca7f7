/* SPDX-License-Identifier: MIT */
/**
 * Memory of an evaluation: one block of the caller, taken from its start, never
 * given back. Where it ends, `full` is set and callers get a place to write to
 * that nobody reads, so that the simulation runs out at its next look.
 */
#ifndef SPI_CASE_WORKSPACE_H
#define SPI_CASE_WORKSPACE_H

#include "base/hints.h"
#include "base/memory.h"

#include <stddef.h>
#include <stdint.h>

enum { SPI_ALIGN = 16, SPI_SINK = 1024 };

typedef struct spi_workspace {
  unsigned char *base;
  uint64_t used;     /**< a multiple of SPI_ALIGN, */
  uint64_t capacity; /**< and so is this */
  int full;
  unsigned char *sink; /**< SPI_SINK bytes: where writes go that found no room */
} spi_workspace;

/** Bytes as they are, for what is written whole; or NULL and `full`. */
static inline void *spi_take_raw(spi_workspace *room, uint64_t size) {
  if (SPI_RARELY(size > room->capacity - room->used)) {
    room->full = 1;
    return NULL;
  }
  void *at = room->base + room->used;
  room->used += (size + (SPI_ALIGN - 1)) & ~(uint64_t)(SPI_ALIGN - 1);
  return at;
}

/** The same, zeroed. */
static inline void *spi_take(spi_workspace *room, uint64_t size) {
  void *at = spi_take_raw(room, size);
  if (at != NULL) {
    spi_clear(at, (size_t)size);
  }
  return at;
}

/** The same for `count` items; overflow counts as no room. */
static inline void *spi_take_array(spi_workspace *room, uint64_t count, uint64_t size) {
  if (size != 0 && count > UINT64_MAX / 2 / size) {
    room->full = 1;
    return NULL;
  }
  return spi_take(room, count * size);
}

/**
 * A growing array in pieces that never move; its items keep their address. Each piece
 * has room for twice as many as the one before, so that most items are in the last.
 */
typedef struct spi_list {
  unsigned char *last; /**< the items of the last piece */
  uint32_t count;
  uint32_t start; /**< index of its first item */
  uint32_t fits;  /**< so many items have room in it */
  uint32_t item;  /**< bytes of one, at most SPI_SINK */
} spi_list;

/** Items of a first piece, behind its head. */
enum { SPI_FIRST_PIECE = 4 };

/** In front of the items of a piece: where those of the piece before it are. */
typedef struct spi_piece {
  _Alignas(SPI_ALIGN) unsigned char *before;
} spi_piece;

/** Room for the first items of a list that will have some. */
static inline void spi_list_reserve(spi_workspace *room, spi_list *list, uint32_t item) {
  spi_piece *made = spi_take_raw(room, sizeof *made + SPI_FIRST_PIECE * (uint64_t)item);
  if (made != NULL) {
    made->before = NULL;
    list->last = (unsigned char *)(made + 1);
    list->fits = SPI_FIRST_PIECE;
    list->item = item;
  }
}

/** A new item in front of the last piece, or in one more. Without room: the sink, and
 *  nothing counts. */
void *spi_list_push_far(spi_workspace *room, spi_list *list, uint32_t item);
/** The item of an index in front of the last piece. */
void *spi_list_far(const spi_list *list, uint32_t index);

/** A new item at the end, with whatever bytes are there: for what is written
 *  whole. Without room: the sink, and nothing counts. */
static inline void *spi_list_push(spi_workspace *room, spi_list *list, uint32_t item) {
  uint32_t at = list->count - list->start;
  if (at >= list->fits) { /* in front of it too */
    return spi_list_push_far(room, list, item);
  }
  list->count++;
  return list->last + (size_t)at * item;
}

/** The same, zeroed. */
static inline void *spi_list_add(spi_workspace *room, spi_list *list, uint32_t item) {
  void *at = spi_list_push(room, list, item);
  spi_clear(at, item);
  return at;
}

/** The item of an index below count. */
static inline void *spi_list_at(const spi_list *list, uint32_t index) {
  return index >= list->start ? list->last + (size_t)(index - list->start) * list->item
                              : spi_list_far(list, index);
}

#endif
