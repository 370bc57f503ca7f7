/* SPDX-License-Identifier: MIT */
/** Memory through the caller's allocator, and reference counts. */
#ifndef SPI_BASE_MEMORY_H
#define SPI_BASE_MEMORY_H

#include <stdatomic.h>
#include <stddef.h>
#include <stdint.h>

#include "supportpolicy/allocator.h"
#include "supportpolicy/status.h"

/** A copy of `allocator`, or the default one. SPOL_E_INVALID if a function is
 *  missing. */
SPOL_CHECKED spol_status spi_allocator_take(const spol_allocator *allocator, spol_allocator *out);

/** NULL where memory is out or `size` is 0. */
void *spi_alloc(const spol_allocator *allocator, size_t size);
/** As spi_alloc, zeroed; `count * size` is checked for overflow. */
void *spi_alloc_array(const spol_allocator *allocator, size_t count, size_t size);
void spi_free(const spol_allocator *allocator, void *pointer, size_t size);
void spi_free_array(const spol_allocator *allocator, void *pointer, size_t count, size_t size);

/**
 * Makes room for one more element in a growing array. `*capacity` counts
 * elements. At most `limit` elements: SPOL_E_LIMIT beyond.
 */
SPOL_CHECKED spol_status spi_grow(const spol_allocator *allocator, void **items, size_t *capacity,
                                  size_t used, size_t element_size, size_t limit);

/** A copy of bytes with a NUL behind them; NULL where memory is out. Free with
 *  spi_free_text. */
char *spi_copy_text(const spol_allocator *allocator, const char *text, size_t length);
void spi_free_text(const spol_allocator *allocator, char *text);

/** memset to 0, for small structs: a compiler that knows their size would clear
 *  them by a string instruction, which takes longer. */
void spi_clear(void *at, size_t size);

typedef struct spi_refcount {
  atomic_uint count;
} spi_refcount;

static inline void spi_refcount_init(spi_refcount *refcount) {
  atomic_init(&refcount->count, 1);
}

static inline void spi_refcount_up(spi_refcount *refcount) {
  atomic_fetch_add_explicit(&refcount->count, 1, memory_order_relaxed);
}

/** 1 if that was the last reference. */
static inline int spi_refcount_down(spi_refcount *refcount) {
  if (atomic_fetch_sub_explicit(&refcount->count, 1, memory_order_release) != 1) {
    return 0;
  }
  atomic_thread_fence(memory_order_acquire);
  return 1;
}

#endif
