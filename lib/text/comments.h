/* SPDX-License-Identifier: MIT */
/** The comments of a text, which a tree does not keep. Private to the room. */
#ifndef SPI_TEXT_COMMENTS_H
#define SPI_TEXT_COMMENTS_H

#include "text/document.h"

/** A comment: from its "#" to the end of its line, without white space there. */
typedef struct spi_comment {
  uint32_t offset;
  uint32_t length;
} spi_comment;

typedef struct spi_comments {
  spi_comment *list; /**< in order */
  size_t count;
  size_t capacity;
} spi_comments;

/** Finds the comments between the values of a document that was read from this
 *  text. Errors: SPOL_E_MEMORY. */
SPOL_CHECKED spol_status spi_comments_find(const spol_allocator *allocator,
                                           const spi_document *document, spi_slice text,
                                           spi_comments *out);
void spi_comments_free(const spol_allocator *allocator, spi_comments *comments);

/** Just behind what is written at an item's place: of an alias its name, of a
 *  scalar with an anchor the value. */
uint32_t spi_item_end(const spi_text_item *item, spi_slice text);

#endif
