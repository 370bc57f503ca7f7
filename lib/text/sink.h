/* SPDX-License-Identifier: MIT */
/** Where written bytes go: memory that grows, or a caller's buffer. */
#ifndef SPI_TEXT_SINK_H
#define SPI_TEXT_SINK_H

#include <string.h>

#include "base/memory.h"
#include "base/text.h"

/** After a failure nothing more is written; spi_sink_finish tells. */
typedef struct spi_sink {
  const spol_allocator *allocator; /**< NULL: the buffer is the caller's */
  char *data;
  size_t capacity;
  size_t length; /**< bytes that there are, or would be */
  spol_status status;
} spi_sink;

/** Grows through an allocator, which must outlive the sink. */
spi_sink spi_sink_growing(const spol_allocator *allocator);
/** Fills a buffer; what does not fit is counted. NULL with 0 only counts. */
spi_sink spi_sink_on(char *buffer, size_t capacity);
/** The same as spi_sink_bytes, for what does not simply fit. */
void spi_sink_bytes_more(spi_sink *sink, const char *data, size_t length);

static inline void spi_sink_bytes(spi_sink *sink, const char *data, size_t length) {
  if (length > 0 && sink->status == SPOL_OK && sink->length < sink->capacity &&
      length <= sink->capacity - sink->length) {
    memcpy(sink->data + sink->length, data, length);
    sink->length += length;
  } else {
    spi_sink_bytes_more(sink, data, length);
  }
}

static inline void spi_sink_char(spi_sink *sink, char c) {
  spi_sink_bytes(sink, &c, 1);
}

void spi_sink_text(spi_sink *sink, const char *text);
/** Keeps the first failure. */
void spi_sink_fail(spi_sink *sink, spol_status status);

/**
 * Puts a NUL behind the bytes (not counted in `length`).
 * Errors: SPOL_E_BUFFER (bytes and NUL do not fit; `length` says how many bytes
 * there are), SPOL_E_MEMORY, what spi_sink_fail was given.
 */
SPOL_CHECKED spol_status spi_sink_finish(spi_sink *sink);
/** Gives the memory of a growing sink back. */
void spi_sink_free(spi_sink *sink);

#endif
