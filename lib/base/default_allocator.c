/* SPDX-License-Identifier: MIT */
#include "base/default_allocator.h"

#include <stdlib.h>

static void *default_alloc(void *context, size_t size) {
  (void)context;
  return malloc(size);
}

static void *default_realloc(void *context, void *pointer, size_t old_size, size_t new_size) {
  (void)context;
  (void)old_size;
  return realloc(pointer, new_size);
}

static void default_free(void *context, void *pointer, size_t size) {
  (void)context;
  (void)size;
  free(pointer);
}

spol_allocator spi_default_allocator(void) {
  return (spol_allocator){.alloc = default_alloc, .realloc = default_realloc, .free = default_free};
}
