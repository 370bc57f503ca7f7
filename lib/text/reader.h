/* SPDX-License-Identifier: MIT */
/** The building of a document from libyaml's events. Private to the room. */
#ifndef SPI_TEXT_READER_H
#define SPI_TEXT_READER_H

#include "base/error.h"
#include "text/arena.h"
#include "text/bytes.h"
#include "text/diagnostics.h"
#include "text/document.h"

struct spi_document {
  spi_arena arena;
  const spi_text_node **roots;
  size_t root_count;
  size_t root_capacity;
};

/** An open collection. */
typedef struct spi_frame {
  spi_text_node *node;
  size_t first_item; /**< where its items begin in `items` */
  size_t first_key;  /**< where its keys begin in `sorted` */
} spi_frame;

/** An anchor; its node is complete when its collection is closed. */
typedef struct spi_anchor {
  const char *name;
  const spi_text_node *node;
} spi_anchor;

typedef struct spi_reader {
  spol_allocator allocator;
  spi_text_limits limits;
  const char *file;
  spol_diagnostics *diagnostics;
  spol_error *error;
  spol_status failed; /**< the first failure after which reading went on */
  spi_bytes bytes;
  uint32_t mark; /**< bytes of a byte order mark in front */
  uint32_t nodes;
  spi_document *document;
  spi_frame *frames;
  size_t frame_count;
  size_t frame_capacity;
  spi_text_item *items; /**< of all open collections, keys and values in turn */
  size_t item_count;
  size_t item_capacity;
  const spi_text_node **sorted; /**< keys of the open mappings, by text */
  size_t sorted_count;
  size_t sorted_capacity;
  spi_anchor *anchors; /**< by name */
  size_t anchor_count;
  size_t anchor_capacity;
} spi_reader;

/** Records a failure in the caller's error (the first) and list; gives its
 *  status. `hint` may be NULL. */
spol_status spi_reader_fail(spi_reader *reader, spol_status status, uint32_t code,
                            const spi_text_place *place, const char *hint, const char *format, ...);

/** Reads the indexed bytes into the document. */
SPOL_CHECKED spol_status spi_reader_run(spi_reader *reader);
void spi_reader_release(spi_reader *reader);

#endif
