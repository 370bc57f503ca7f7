/* SPDX-License-Identifier: MIT */
/**
 * Memory of an evaluation: one block of the caller, taken from its start, never
 * given back. Where it ends, `full` is set and callers get a place to write to
 * that nobody reads, so that the simulation runs out at its next look.
 */
#ifndef SPI_CASE_WORKSPACE_H
#define SPI_CASE_WORKSPACE_H

#include <stddef.h>
#include <stdint.h>

enum { SPI_ALIGN = 16, SPI_SINK = 1024, SPI_LIST_CHUNKS = 26 };

typedef struct spi_workspace {
  unsigned char *base;
  uint64_t used;
  uint64_t capacity;
  int full;
  /** Where writes go that found no room. */
  _Alignas(16) unsigned char sink[SPI_SINK];
} spi_workspace;

/** Zeroed bytes, or NULL and `full`. */
void *spi_take(spi_workspace *room, uint64_t size);
/** The same, with whatever bytes are there: for what is written whole. */
void *spi_take_raw(spi_workspace *room, uint64_t size);
/** The same for `count` items; overflow counts as no room. */
void *spi_take_array(spi_workspace *room, uint64_t count, uint64_t size);

/** A growing array in pieces that never move; its items keep their address. */
typedef struct spi_list {
  unsigned char *first;   /**< the first piece */
  unsigned char **chunks; /**< the others, by number */
  uint32_t count;
  uint32_t item; /**< bytes of one, at most SPI_SINK */
} spi_list;

/** A zeroed new item at the end. Without room: the sink, and nothing counts. */
void *spi_list_add(spi_workspace *room, spi_list *list, uint32_t item);
/** The item of an index below count. */
void *spi_list_at(const spi_list *list, uint32_t index);

#endif
