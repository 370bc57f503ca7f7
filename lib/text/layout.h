/* SPDX-License-Identifier: MIT */
/** Writing a text again with another layout. Private to the room. */
#ifndef SPI_TEXT_LAYOUT_H
#define SPI_TEXT_LAYOUT_H

#include "text/comments.h"
#include "text/sink.h"

/** What is known while a text is written again. */
typedef struct spi_layout {
  spi_slice text; /**< the source */
  const spi_comments *comments;
  spi_sink *sink;
  size_t next;     /**< comment */
  uint32_t at;     /**< of the source, behind what was written last */
  uint32_t gap;    /**< spaces between a colon and its value; 0: one */
  uint32_t spaced; /**< 1: the blank lines up to here are written, as part of a value */
  uint32_t broken; /**< 1: a comment ends the line, a value must not follow on it */
} spi_layout;

/** Writes a value behind its key or mark, at a level of `indent` spaces; what
 *  belongs to it ends before `limit` in the source. */
void spi_layout_value(spi_layout *layout, const spi_text_item *item, uint32_t indent,
                      uint32_t limit);
/** Writes a block collection at the margin: the root of a document. */
void spi_layout_block_root(spi_layout *layout, const spi_text_item *item, uint32_t limit);
/** Writes a collection in brackets. */
void spi_layout_flow(spi_layout *layout, const spi_text_item *item, uint32_t indent);
/** Writes a scalar or an alias as it stands; lines that go on get the indent. */
void spi_layout_scalar(spi_layout *layout, const spi_text_item *item, uint32_t indent);

/** Writes the comments before an offset, each on a line of its own, with the
 *  blank lines in front of them. */
void spi_layout_comments(spi_layout *layout, uint32_t before, uint32_t indent);
/** Writes the comment that stands on the line of what was written last, and before
 *  an offset. */
void spi_layout_trailing(spi_layout *layout, uint32_t before);
/** Begins a line for what stands at an offset; keeps one blank line in front. */
void spi_layout_line(spi_layout *layout, uint32_t offset, uint32_t indent);

/** The first `c` behind what was written and before `limit`, outside comments
 *  and anchors; `limit` if there is none. */
uint32_t spi_layout_find(const spi_layout *layout, char c, uint32_t limit);
/** 1 if a line ends between two offsets. */
int spi_layout_breaks(const spi_layout *layout, uint32_t from, uint32_t to);
/** Where the value itself begins, behind its anchor. */
uint32_t spi_layout_content(const spi_layout *layout, const spi_text_item *item);

#endif
