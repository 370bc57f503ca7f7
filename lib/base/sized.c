/* SPDX-License-Identifier: MIT */
#include "base/sized.h"

#include <string.h>

enum { SIZE_FIELD = 4, LEAST = 8, MOST = 1 << 16 };

static uint32_t size_of(const void *sized) {
  uint32_t size = 0;
  memcpy(&size, sized, SIZE_FIELD);
  return size;
}

spol_status spi_sized_check(const void *given, size_t smallest, size_t known) {
  if (given == NULL) {
    return SPOL_E_INVALID;
  }
  size_t size = size_of(given);
  if (size < smallest || size > MOST) {
    return SPOL_E_VERSION;
  }
  for (size_t i = known; i < size; i++) {
    if (((const unsigned char *)given)[i] != 0) {
      return SPOL_E_VERSION;
    }
  }
  return SPOL_OK;
}

void spi_sized_copy(void *copy, const void *given, size_t known) {
  size_t size = size_of(given);
  memset(copy, 0, known);
  memcpy(copy, given, size < known ? size : known);
}

spol_status spi_sized_give(void *out, const void *full, size_t known) {
  if (out == NULL) {
    return SPOL_E_INVALID;
  }
  size_t size = size_of(out);
  if (size < LEAST || size > MOST) {
    return SPOL_E_VERSION;
  }
  size_t shared = size < known ? size : known;
  memcpy((char *)out + SIZE_FIELD, (const char *)full + SIZE_FIELD, shared - SIZE_FIELD);
  if (size > known) {
    memset((char *)out + known, 0, size - known);
  }
  return SPOL_OK;
}
