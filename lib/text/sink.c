/* SPDX-License-Identifier: MIT */
#include "text/sink.h"

#include <string.h>

#include "base/checked.h"

enum { FIRST_BYTES = 256 };

spi_sink spi_sink_growing(const spol_allocator *allocator) {
  return (spi_sink){.allocator = allocator};
}

spi_sink spi_sink_on(char *buffer, size_t capacity) {
  return (spi_sink){.data = buffer, .capacity = capacity};
}

void spi_sink_fail(spi_sink *sink, spol_status status) {
  if (sink->status == SPOL_OK) {
    sink->status = status;
  }
}

/* Room for `length` bytes more. */
static int grow(spi_sink *sink, size_t length) {
  size_t wanted = 0;
  if (!spi_add_size(sink->length, length, &wanted)) {
    return 0;
  }
  if (wanted <= sink->capacity) {
    return 1;
  }
  size_t doubled = sink->capacity > SIZE_MAX / 2 ? SIZE_MAX : sink->capacity * 2;
  size_t capacity = doubled < FIRST_BYTES ? FIRST_BYTES : doubled;
  if (capacity < wanted) {
    capacity = wanted;
  }
  const spol_allocator *allocator = sink->allocator;
  char *data = sink->data == NULL
                   ? allocator->alloc(allocator->context, capacity)
                   : allocator->realloc(allocator->context, sink->data, sink->capacity, capacity);
  if (data == NULL) {
    return 0;
  }
  sink->data = data;
  sink->capacity = capacity;
  return 1;
}

void spi_sink_bytes_more(spi_sink *sink, const char *data, size_t length) {
  if (length == 0 || sink->status != SPOL_OK) {
    return;
  }
  if (sink->allocator != NULL) {
    if (!grow(sink, length)) {
      spi_sink_fail(sink, SPOL_E_MEMORY);
      return;
    }
    memcpy(sink->data + sink->length, data, length);
  } else if (sink->length < sink->capacity) {
    size_t room = sink->capacity - sink->length;
    memcpy(sink->data + sink->length, data, length < room ? length : room);
  }
  sink->length += length;
}

void spi_sink_text(spi_sink *sink, const char *text) {
  spi_sink_bytes(sink, text, strlen(text));
}

spol_status spi_sink_finish(spi_sink *sink) {
  spi_sink_char(sink, '\0');
  if (sink->status != SPOL_OK) {
    return sink->status;
  }
  sink->length--;
  return sink->length < sink->capacity ? SPOL_OK : SPOL_E_BUFFER;
}

void spi_sink_free(spi_sink *sink) {
  if (sink->allocator != NULL) {
    spi_free(sink->allocator, sink->data, sink->capacity);
    *sink = (spi_sink){.allocator = sink->allocator};
  }
}
