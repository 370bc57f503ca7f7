/* SPDX-License-Identifier: MIT */
#include "base/memory.h"

#include <string.h>

#include "base/checked.h"
#include "base/default_allocator.h"

spol_status spi_allocator_take(const spol_allocator *allocator, spol_allocator *out) {
  if (allocator == NULL) {
    *out = spi_default_allocator();
    return SPOL_OK;
  }
  if (allocator->alloc == NULL || allocator->realloc == NULL || allocator->free == NULL) {
    return SPOL_E_INVALID;
  }
  *out = *allocator;
  return SPOL_OK;
}

void *spi_alloc(const spol_allocator *allocator, size_t size) {
  return size == 0 ? NULL : allocator->alloc(allocator->context, size);
}

void *spi_alloc_array(const spol_allocator *allocator, size_t count, size_t size) {
  size_t bytes = 0;
  if (!spi_mul_size(count, size, &bytes)) {
    return NULL;
  }
  void *pointer = spi_alloc(allocator, bytes);
  if (pointer != NULL) {
    memset(pointer, 0, bytes);
  }
  return pointer;
}

void spi_free(const spol_allocator *allocator, void *pointer, size_t size) {
  if (pointer != NULL) {
    allocator->free(allocator->context, pointer, size);
  }
}

void spi_free_array(const spol_allocator *allocator, void *pointer, size_t count, size_t size) {
  spi_free(allocator, pointer, count * size);
}

spol_status spi_grow(const spol_allocator *allocator, void **items, size_t *capacity, size_t used,
                     size_t element_size, size_t limit) {
  if (used < *capacity) {
    return used < limit ? SPOL_OK : SPOL_E_LIMIT;
  }
  if (used >= limit) {
    return SPOL_E_LIMIT;
  }
  size_t wanted = *capacity < 8 ? 8 : *capacity * 2;
  if (wanted > limit) {
    wanted = limit;
  }
  size_t bytes = 0;
  if (!spi_mul_size(wanted, element_size, &bytes)) {
    return SPOL_E_MEMORY;
  }
  void *grown = *items == NULL ? allocator->alloc(allocator->context, bytes)
                               : allocator->realloc(allocator->context, *items,
                                                    *capacity * element_size, bytes);
  if (grown == NULL) {
    return SPOL_E_MEMORY;
  }
  *items = grown;
  *capacity = wanted;
  return SPOL_OK;
}

char *spi_copy_text(const spol_allocator *allocator, const char *text, size_t length) {
  size_t bytes = 0;
  if (!spi_add_size(length, 1, &bytes)) {
    return NULL;
  }
  char *copy = spi_alloc(allocator, bytes);
  if (copy != NULL) {
    if (length > 0) {
      memcpy(copy, text, length);
    }
    copy[length] = '\0';
  }
  return copy;
}

void spi_free_text(const spol_allocator *allocator, char *text) {
  if (text != NULL) {
    spi_free(allocator, text, strlen(text) + 1);
  }
}

void spi_clear(void *at, size_t size) {
  memset(at, 0, size);
}
