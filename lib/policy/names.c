/* SPDX-License-Identifier: MIT */
/* Strings and names of a policy under construction. */
#include <string.h>

#include "base/checked.h"
#include "policy/store.h"

enum { STRINGS_MAX = 1 << 30 };

static uint64_t hashed(spi_slice text) {
  uint64_t hash = UINT64_C(0xcbf29ce484222325);
  for (size_t i = 0; i < text.length; i++) {
    hash = (hash ^ (unsigned char)text.data[i]) * UINT64_C(0x100000001b3);
  }
  return hash ^ (hash >> 29U);
}

void spi_strings_free(const spol_allocator *allocator, spi_strings *strings) {
  spi_free(allocator, strings->bytes, strings->capacity);
  spi_free_array(allocator, strings->slots, strings->slot_count, sizeof *strings->slots);
  *strings = (spi_strings){0};
}

const char *spi_strings_at(const spi_strings *strings, uint32_t offset) {
  return offset == 0 ? "" : strings->bytes + offset;
}

/* The slot of a string, or the free one where it would be. */
static size_t slot_of(const spi_strings *strings, spi_slice text) {
  size_t at = (size_t)hashed(text) & (strings->slot_count - 1);
  while (strings->slots[at] != 0) {
    const char *there = strings->bytes + (strings->slots[at] - 1);
    if (strncmp(there, text.data, text.length) == 0 && there[text.length] == '\0') {
      break;
    }
    at = (at + 1) & (strings->slot_count - 1);
  }
  return at;
}

int spi_strings_find(const spi_strings *strings, spi_slice text, uint32_t *offset) {
  if (text.length == 0) {
    *offset = 0;
    return 1;
  }
  if (strings->slot_count == 0) {
    return 0;
  }
  size_t at = slot_of(strings, text);
  if (strings->slots[at] == 0) {
    return 0;
  }
  *offset = strings->slots[at] - 1;
  return 1;
}

static spol_status more_slots(const spol_allocator *allocator, spi_strings *strings) {
  spi_strings grown = *strings;
  grown.slot_count = strings->slot_count == 0 ? 256 : strings->slot_count * 2;
  grown.slots = spi_alloc_array(allocator, grown.slot_count, sizeof *grown.slots);
  if (grown.slots == NULL) {
    return SPOL_E_MEMORY;
  }
  for (size_t i = 0; i < strings->slot_count; i++) {
    if (strings->slots[i] != 0) {
      grown.slots[slot_of(&grown, spi_slice_of(strings->bytes + (strings->slots[i] - 1)))] =
          strings->slots[i];
    }
  }
  spi_free_array(allocator, strings->slots, strings->slot_count, sizeof *strings->slots);
  *strings = grown;
  return SPOL_OK;
}

/* Room for `more` bytes behind those there are. Byte 0 is the empty string. */
static spol_status more_bytes(const spol_allocator *allocator, spi_strings *strings, size_t more) {
  size_t length = strings->length == 0 ? 1 : strings->length;
  if (more > STRINGS_MAX || length + more > STRINGS_MAX) {
    return SPOL_E_LIMIT;
  }
  size_t capacity = strings->capacity == 0 ? 1024 : strings->capacity;
  while (capacity < length + more) {
    capacity *= 2;
  }
  if (capacity > strings->capacity) {
    char *bytes = strings->bytes == NULL ? allocator->alloc(allocator->context, capacity)
                                         : allocator->realloc(allocator->context, strings->bytes,
                                                              strings->capacity, capacity);
    if (bytes == NULL) {
      return SPOL_E_MEMORY;
    }
    strings->bytes = bytes;
    strings->capacity = capacity;
  }
  if (strings->length == 0) {
    strings->bytes[0] = '\0';
    strings->length = 1;
  }
  return SPOL_OK;
}

spol_status spi_strings_add(const spol_allocator *allocator, spi_strings *strings, spi_slice text,
                            uint32_t *offset) {
  if (spi_strings_find(strings, text, offset)) {
    return SPOL_OK;
  }
  spol_status status = SPOL_OK;
  if ((strings->count + 1) * 2 >= strings->slot_count) {
    status = more_slots(allocator, strings);
  }
  if (status == SPOL_OK) {
    status = more_bytes(allocator, strings, text.length + 1);
  }
  if (status != SPOL_OK) {
    return status;
  }
  size_t slot = slot_of(strings, text);
  uint32_t at = (uint32_t)strings->length;
  memcpy(strings->bytes + at, text.data, text.length);
  strings->bytes[at + text.length] = '\0';
  strings->length += text.length + 1;
  strings->slots[slot] = at + 1;
  strings->count++;
  *offset = at;
  return SPOL_OK;
}

spi_name_store spi_name_store_new(uint32_t limit) {
  spi_name_store store = {0};
  for (size_t i = 0; i < SPI_NAME_KINDS; i++) {
    store.offsets[i] = spi_vector_of(sizeof(uint32_t), limit);
  }
  return store;
}

void spi_name_store_free(const spol_allocator *allocator, spi_name_store *store) {
  for (size_t i = 0; i < SPI_NAME_KINDS; i++) {
    spi_vector_free(allocator, &store->offsets[i]);
  }
  spi_map_free(allocator, &store->ids);
}

static uint64_t name_key(int32_t kind, uint32_t offset) {
  return ((uint64_t)(uint32_t)kind << 32U) | ((uint64_t)offset + 1);
}

uint32_t spi_name_find(const spi_name_store *store, int32_t kind, uint32_t offset) {
  uint32_t id = 0;
  return spi_map_get(&store->ids, name_key(kind, offset), &id) ? id : 0;
}

spol_status spi_name_add(const spol_allocator *allocator, spi_name_store *store, int32_t kind,
                         uint32_t offset, uint32_t *id) {
  uint32_t known = spi_name_find(store, kind, offset);
  if (known != 0) {
    *id = known;
    return SPOL_OK;
  }
  spi_vector *offsets = &store->offsets[kind];
  spol_status status = spi_vector_push(allocator, offsets, &offset);
  if (status == SPOL_OK) {
    status = spi_map_set(allocator, &store->ids, name_key(kind, offset), (uint32_t)offsets->count);
  }
  if (status == SPOL_OK) {
    *id = (uint32_t)offsets->count;
  }
  return status;
}

/* Sifts an id down a heap ordered by name: sorting without recursion. */
static void sift(uint32_t *ids, size_t at, size_t count, const char *strings,
                 const uint32_t *offsets) {
  for (;;) {
    size_t child = at * 2 + 1;
    if (child >= count) {
      return;
    }
    if (child + 1 < count &&
        strcmp(strings + offsets[ids[child] - 1], strings + offsets[ids[child + 1] - 1]) < 0) {
      child++;
    }
    if (strcmp(strings + offsets[ids[at] - 1], strings + offsets[ids[child] - 1]) >= 0) {
      return;
    }
    uint32_t spare = ids[at];
    ids[at] = ids[child];
    ids[child] = spare;
    at = child;
  }
}

static void sort_ids(uint32_t *ids, size_t count, const char *strings, const uint32_t *offsets) {
  for (size_t i = 0; i < count; i++) {
    ids[i] = (uint32_t)(i + 1);
  }
  for (size_t i = count / 2; i > 0; i--) {
    sift(ids, i - 1, count, strings, offsets);
  }
  for (size_t end = count; end > 1; end--) {
    uint32_t spare = ids[0];
    ids[0] = ids[end - 1];
    ids[end - 1] = spare;
    sift(ids, 0, end - 1, strings, offsets);
  }
}

spol_status spi_names_settle(spol_policy *policy, const spi_strings *strings,
                             const spi_name_store *store) {
  char *bytes = spi_policy_take(policy, strings->length + 1, 1);
  if (bytes == NULL) {
    return SPOL_E_MEMORY;
  }
  if (strings->length > 0) {
    memcpy(bytes, strings->bytes, strings->length);
  }
  policy->strings = bytes;
  for (size_t kind = 0; kind < SPI_NAME_KINDS; kind++) {
    spi_names *names = &policy->names[kind];
    const void *offsets = NULL;
    spol_status status = spi_vector_settle(policy, &store->offsets[kind], &offsets, &names->count);
    uint32_t *sorted = spi_policy_take(policy, names->count, sizeof *sorted);
    if (status != SPOL_OK || sorted == NULL) {
      return SPOL_E_MEMORY;
    }
    names->offsets = offsets;
    sort_ids(sorted, names->count, bytes, names->offsets);
    names->sorted = sorted;
  }
  return SPOL_OK;
}
