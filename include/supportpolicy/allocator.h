/* SPDX-License-Identifier: MIT */
/**
 * @file allocator.h
 * Memory from the caller.
 *
 * Every function that makes an object takes an allocator; NULL stands for the
 * C library's malloc, realloc and free. The object keeps a copy of the struct
 * and gives its memory back through it. libyaml's own buffers, which live only
 * while a text is read, come from malloc.
 */
#ifndef SUPPORTPOLICY_ALLOCATOR_H
#define SUPPORTPOLICY_ALLOCATOR_H

#include <stddef.h>

#include "supportpolicy/visibility.h"

SPOL_BEGIN_DECLS

/**
 * Three functions and what they are called with. All three must be set, be
 * callable from any thread that uses the objects made with them, and never
 * call this library.
 */
typedef struct spol_allocator {
  /** At least `size` bytes (never 0) aligned for any type, or NULL. */
  void *(*alloc)(void *context, size_t size);
  /** Grows or shrinks; `old_size` is what was asked for. NULL: unchanged. */
  void *(*realloc)(void *context, void *pointer, size_t old_size, size_t new_size);
  /** Gives back; `size` is what was asked for. `pointer` is never NULL. */
  void (*free)(void *context, void *pointer, size_t size);
  void *context;
} spol_allocator;

SPOL_END_DECLS

#endif
