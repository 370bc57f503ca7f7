/* SPDX-License-Identifier: MIT */
#include "case/seen.h"

spi_seen_rule *spi_seen_slot(const spi_seen *seen, const spi_place *place) {
  uint64_t at = (uint64_t)(uintptr_t)place * UINT64_C(0x9E3779B97F4A7C15);
  at ^= at >> 32;
  for (uint64_t tries = 0; tries < seen->slot_count; tries++, at++) {
    spi_seen_rule *slot = &seen->slots[at & (seen->slot_count - 1)];
    if (slot->place == place || slot->place == NULL) {
      return slot;
    }
  }
  return NULL;
}

void spi_seen_add(spi_seen *seen, const spi_place *place) {
  spi_seen_rule *slot = spi_seen_slot(seen, place);
  if (slot != NULL && slot->place == place) {
    slot->seen = 1;
  }
}
