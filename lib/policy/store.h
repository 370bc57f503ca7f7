/* SPDX-License-Identifier: MIT */
/**
 * What a policy under construction keeps: an arena that becomes the policy's,
 * arrays that grow, strings that stand once, names with their ids.
 */
#ifndef SPI_POLICY_STORE_H
#define SPI_POLICY_STORE_H

#include "base/memory.h"
#include "base/text.h"
#include "policy/model.h"

/** Memory of the policy, zeroed and aligned for any type; freed with it. NULL
 *  where memory is out; never NULL otherwise, for 0 bytes neither. */
void *spi_policy_take(spol_policy *policy, size_t count, size_t size);
/** Frees all blocks. */
void spi_policy_give_back(spol_policy *policy);

/** An array that grows. */
typedef struct spi_vector {
  void *items;
  size_t count;
  size_t capacity;
  size_t element_size;
  size_t limit;
} spi_vector;

spi_vector spi_vector_of(size_t element_size, size_t limit);
void spi_vector_free(const spol_allocator *allocator, spi_vector *vector);
/** Copies an element to the end. Errors: SPOL_E_LIMIT, SPOL_E_MEMORY. */
SPOL_CHECKED spol_status spi_vector_push(const spol_allocator *allocator, spi_vector *vector,
                                         const void *element);
static inline void *spi_vector_at(const spi_vector *vector, size_t index) {
  return (char *)vector->items + index * vector->element_size;
}
/** Copies the array into the policy's arena. */
SPOL_CHECKED spol_status spi_vector_settle(spol_policy *policy, const spi_vector *vector,
                                           const void **items, uint32_t *count);

/** From keys to numbers: open addressing, never shrinking. */
typedef struct spi_map {
  uint64_t *keys; /**< 0: free */
  uint32_t *values;
  size_t size; /**< a power of two, or 0 */
  size_t count;
} spi_map;

void spi_map_free(const spol_allocator *allocator, spi_map *map);
/** 1 if the key is there. Keys are not 0. */
int spi_map_get(const spi_map *map, uint64_t key, uint32_t *value);
/** Adds or replaces. Errors: SPOL_E_MEMORY. */
SPOL_CHECKED spol_status spi_map_set(const spol_allocator *allocator, spi_map *map, uint64_t key,
                                     uint32_t value);

/** Strings, each once, NUL-terminated in one run of bytes; offset 0 is "". */
typedef struct spi_strings {
  char *bytes;
  size_t length;
  size_t capacity;
  uint32_t *slots; /**< offset + 1 by hash; 0: free */
  size_t slot_count;
  size_t count;
} spi_strings;

void spi_strings_free(const spol_allocator *allocator, spi_strings *strings);
/** The offset of a string. Errors: SPOL_E_LIMIT (1 GiB), SPOL_E_MEMORY. */
SPOL_CHECKED spol_status spi_strings_add(const spol_allocator *allocator, spi_strings *strings,
                                         spi_slice text, uint32_t *offset);
/** 1 if the string is there. */
int spi_strings_find(const spi_strings *strings, spi_slice text, uint32_t *offset);
/** Valid until the next spi_strings_add. */
const char *spi_strings_at(const spi_strings *strings, uint32_t offset);

/** Names of all kinds, as they are met; ids from 1 (events of its own: from 1
 *  here, SPOL_EVENT_OWN outside). */
typedef struct spi_name_store {
  spi_vector offsets[SPI_NAME_KINDS]; /**< of uint32_t, by id - 1 */
  spi_map ids;                        /**< from kind and offset */
} spi_name_store;

spi_name_store spi_name_store_new(uint32_t limit);
void spi_name_store_free(const spol_allocator *allocator, spi_name_store *store);
/** The id of a name, which is new where it is not known. */
SPOL_CHECKED spol_status spi_name_add(const spol_allocator *allocator, spi_name_store *store,
                                      int32_t kind, uint32_t offset, uint32_t *id);
/** The id, or 0. */
uint32_t spi_name_find(const spi_name_store *store, int32_t kind, uint32_t offset);
/** Moves strings and names into the policy, sorted for spol_policy_find. */
SPOL_CHECKED spol_status spi_names_settle(spol_policy *policy, const spi_strings *strings,
                                          const spi_name_store *store);

#endif
