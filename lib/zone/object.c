/* SPDX-License-Identifier: MIT */
#include "zone/object.h"

#include <string.h>

#include "base/checked.h"

/** The next part of a block under construction. */
static void *take(char **at, size_t bytes) {
  void *part = *at;
  *at += bytes;
  return part;
}

static const char *take_text(char **at, const char *text, size_t length) {
  char *copy = take(at, length + 1);
  memcpy(copy, text, length);
  copy[length] = '\0';
  return copy;
}

spol_zone *spi_zone_new(const spol_allocator *allocator, const spi_zone_shape *shape,
                        spi_slice name, const char *version) {
  size_t version_length = version == NULL ? 0 : strlen(version);
  /* The reader limits every part but the version, whose bytes exist already. */
  size_t size = sizeof(spol_zone) + shape->segments * (sizeof(spol_instant) + sizeof(int64_t)) +
                shape->changes * (sizeof(spol_instant) + 1) + shape->types + shape->name_bytes +
                name.length + 1;
  if (!spi_add_size(size, version_length, &size) || !spi_add_size(size, 1, &size)) {
    return NULL;
  }
  char *block = spi_alloc_array(allocator, 1, size);
  if (block == NULL) {
    return NULL;
  }
  char *at = block;
  spol_zone *zone = take(&at, sizeof(spol_zone));
  spi_refcount_init(&zone->references);
  zone->allocator = *allocator;
  zone->size = size;
  zone->starts = take(&at, shape->segments * sizeof(spol_instant));
  zone->offsets = take(&at, shape->segments * sizeof(int64_t));
  zone->changes = take(&at, shape->changes * sizeof(spol_instant));
  zone->change_types = take(&at, shape->changes);
  zone->type_names = take(&at, shape->types);
  zone->names = take(&at, shape->name_bytes);
  zone->name = take_text(&at, name.data, name.length);
  zone->version = version == NULL ? NULL : take_text(&at, version, version_length);
  zone->last_transition = SPOL_INSTANT_NONE;
  zone->rule_from = INT64_MAX;
  zone->footer_from = INT64_MAX;
  return zone;
}

void spi_zone_push(spol_zone *zone, spol_instant start, int32_t offset_seconds) {
  int64_t offset = offset_seconds * SPOL_SECOND;
  uint32_t count = zone->segment_count;
  if (count > 0 && zone->offsets[count - 1] == offset) {
    return;
  }
  zone->starts[count] = start;
  zone->offsets[count] = offset;
  zone->segment_count = count + 1;
}

spol_zone *spol_zone_ref(const spol_zone *zone) {
  /* The count is not part of the value: a zone is const for all but itself. */
  spol_zone *owned = (spol_zone *)zone;
  if (owned != NULL) {
    spi_refcount_up(&owned->references);
  }
  return owned;
}

void spol_zone_unref(const spol_zone *zone) {
  spol_zone *owned = (spol_zone *)zone;
  if (owned != NULL && spi_refcount_down(&owned->references)) {
    spol_allocator allocator = owned->allocator;
    spi_free(&allocator, owned, owned->size);
  }
}

const char *spol_zone_name(const spol_zone *zone) {
  return zone->name;
}

const char *spol_zone_version(const spol_zone *zone) {
  return zone->version;
}

uint32_t spol_zone_flags(const spol_zone *zone) {
  return zone->flags;
}

spol_instant spol_zone_last_transition(const spol_zone *zone) {
  return zone->last_transition;
}
