/* SPDX-License-Identifier: MIT */
#include "json_arena.h"

#include <jansson.h>
#include <stddef.h>
#include <stdint.h>
#include <stdlib.h>

enum { ALIGNED = 16, CHUNK_BYTES = 128 * 1024 };

typedef struct chunk {
  struct chunk *before;
  size_t room;
  size_t used;
  _Alignas(ALIGNED) char data[];
} chunk;

static _Thread_local chunk *newest;

static chunk *new_chunk(size_t least) {
  size_t room = least > CHUNK_BYTES ? least : CHUNK_BYTES;
  chunk *made = room > SIZE_MAX - sizeof *made ? NULL : malloc(sizeof *made + room);
  if (made != NULL) {
    made->before = newest;
    made->room = room;
    made->used = 0;
    newest = made;
  }
  return made;
}

static void *take(size_t size) {
  if (size > SIZE_MAX / 2) {
    return NULL;
  }
  size_t wanted = (size + ALIGNED - 1) / ALIGNED * ALIGNED;
  chunk *from = newest;
  if (from == NULL || from->room - from->used < wanted) {
    from = new_chunk(wanted);
    if (from == NULL) {
      return NULL;
    }
  }
  void *taken = from->data + from->used;
  from->used += wanted;
  return taken;
}

static void keep(void *taken) {
  (void)taken;
}

void json_arena_use(void) {
  json_set_alloc_funcs(take, keep);
}

void json_arena_reset(void) {
  while (newest != NULL && newest->before != NULL) {
    chunk *before = newest->before;
    free(newest);
    newest = before;
  }
  if (newest != NULL && newest->room > CHUNK_BYTES) {
    free(newest);
    newest = NULL;
  }
  if (newest != NULL) {
    newest->used = 0;
  }
}

void json_arena_end(void) {
  json_arena_reset();
  free(newest);
  newest = NULL;
}
