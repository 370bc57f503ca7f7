/* SPDX-License-Identifier: MIT */
#include "policy/store.h"

#include <stdalign.h>
#include <string.h>

#include "base/checked.h"

enum { BLOCK_SIZE = 16384 };

static size_t aligned(size_t size) {
  size_t unit = alignof(max_align_t);
  return (size + unit - 1) / unit * unit;
}

static spi_block *block_new(spol_policy *policy, size_t room) {
  size_t size = aligned(sizeof(spi_block)) + room;
  spi_block *block = spi_alloc(&policy->allocator, size);
  if (block != NULL) {
    *block = (spi_block){.next = policy->blocks, .size = size, .used = aligned(sizeof *block)};
    policy->blocks = block;
  }
  return block;
}

void *spi_policy_take(spol_policy *policy, size_t count, size_t size) {
  size_t bytes = 0;
  if (!spi_mul_size(count, size, &bytes) || bytes > SIZE_MAX / 4) {
    return NULL;
  }
  bytes = aligned(bytes == 0 ? 1 : bytes);
  spi_block *block = policy->blocks;
  if (block == NULL || block->size - block->used < bytes) {
    block = block_new(policy, bytes > BLOCK_SIZE ? bytes : BLOCK_SIZE);
    if (block == NULL) {
      return NULL;
    }
  }
  void *pointer = (char *)block + block->used;
  block->used += bytes;
  memset(pointer, 0, bytes);
  return pointer;
}

void spi_policy_give_back(spol_policy *policy) {
  spi_block *block = policy->blocks;
  while (block != NULL) {
    spi_block *next = block->next;
    spi_free(&policy->allocator, block, block->size);
    block = next;
  }
  policy->blocks = NULL;
}

spi_vector spi_vector_of(size_t element_size, size_t limit) {
  return (spi_vector){.element_size = element_size, .limit = limit};
}

void spi_vector_free(const spol_allocator *allocator, spi_vector *vector) {
  spi_free_array(allocator, vector->items, vector->capacity, vector->element_size);
  vector->items = NULL;
  vector->count = 0;
  vector->capacity = 0;
}

spol_status spi_vector_push(const spol_allocator *allocator, spi_vector *vector,
                            const void *element) {
  spol_status status = spi_grow(allocator, &vector->items, &vector->capacity, vector->count,
                                vector->element_size, vector->limit);
  if (status == SPOL_OK) {
    memcpy(spi_vector_at(vector, vector->count), element, vector->element_size);
    vector->count++;
  }
  return status;
}

spol_status spi_vector_settle(spol_policy *policy, const spi_vector *vector, const void **items,
                              uint32_t *count) {
  void *copy = spi_policy_take(policy, vector->count, vector->element_size);
  if (copy == NULL) {
    return SPOL_E_MEMORY;
  }
  if (vector->count > 0) {
    memcpy(copy, vector->items, vector->count * vector->element_size);
  }
  *items = copy;
  *count = (uint32_t)vector->count;
  return SPOL_OK;
}

/* Mixes a key's bits so that neighbours lie apart (splitmix64's finisher). */
static uint64_t mixed(uint64_t x) {
  x = (x ^ (x >> 30U)) * UINT64_C(0xbf58476d1ce4e5b9);
  x = (x ^ (x >> 27U)) * UINT64_C(0x94d049bb133111eb);
  return x ^ (x >> 31U);
}

void spi_map_free(const spol_allocator *allocator, spi_map *map) {
  spi_free_array(allocator, map->keys, map->size, sizeof *map->keys);
  spi_free_array(allocator, map->values, map->size, sizeof *map->values);
  *map = (spi_map){0};
}

static size_t map_slot(const spi_map *map, uint64_t key) {
  size_t at = (size_t)mixed(key) & (map->size - 1);
  while (map->keys[at] != 0 && map->keys[at] != key) {
    at = (at + 1) & (map->size - 1);
  }
  return at;
}

int spi_map_get(const spi_map *map, uint64_t key, uint32_t *value) {
  if (map->size == 0) {
    return 0;
  }
  size_t at = map_slot(map, key);
  if (map->keys[at] == 0) {
    return 0;
  }
  *value = map->values[at];
  return 1;
}

static spol_status map_grow(const spol_allocator *allocator, spi_map *map) {
  spi_map grown = {.size = map->size == 0 ? 64 : map->size * 2, .count = map->count};
  grown.keys = spi_alloc_array(allocator, grown.size, sizeof *grown.keys);
  grown.values = spi_alloc_array(allocator, grown.size, sizeof *grown.values);
  if (grown.keys == NULL || grown.values == NULL) {
    spi_map_free(allocator, &grown);
    return SPOL_E_MEMORY;
  }
  for (size_t i = 0; i < map->size; i++) {
    if (map->keys[i] != 0) {
      size_t at = map_slot(&grown, map->keys[i]);
      grown.keys[at] = map->keys[i];
      grown.values[at] = map->values[i];
    }
  }
  spi_map_free(allocator, map);
  *map = grown;
  return SPOL_OK;
}

spol_status spi_map_set(const spol_allocator *allocator, spi_map *map, uint64_t key,
                        uint32_t value) {
  if (map->count * 2 >= map->size) {
    spol_status status = map_grow(allocator, map);
    if (status != SPOL_OK) {
      return status;
    }
  }
  size_t at = map_slot(map, key);
  if (map->keys[at] == 0) {
    map->keys[at] = key;
    map->count++;
  }
  map->values[at] = value;
  return SPOL_OK;
}
