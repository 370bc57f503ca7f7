/* SPDX-License-Identifier: MIT */
/** Shapes and text as SVG. Coordinates are whole px. */
#ifndef SPI_RENDER_SVG_H
#define SPI_RENDER_SVG_H

#include "text/sink.h"

/** Of a text. */
enum spi_svg_style {
  SPI_SVG_BOLD = 1,
  SPI_SVG_MIDDLE = 2, /**< x is its middle */
  SPI_SVG_END = 4,    /**< x is its end */
  SPI_SVG_MUTED = 8,
  SPI_SVG_WHITE = 16,
  SPI_SVG_HALO = 32 /**< muted, on a white edge that sets it off from lines */
};

/** Formats as spi_write_format. */
void spi_svg_put(spi_sink *sink, const char *format, ...);
/** A text with what XML needs escaped; what XML cannot hold becomes U+FFFD. */
void spi_svg_escaped(spi_sink *sink, const char *text, size_t length);
/** Writes a text at a baseline, cut to `most` px. @return its width in px */
int32_t spi_svg_text(spi_sink *sink, int32_t x, int32_t y, int32_t size, uint32_t style,
                     int32_t most, const char *text);

/* ---- Widths (width.c) ------------------------------------------------------------ */

/** The most px that a text takes in the fonts of timeline.h. */
int32_t spi_text_width(const char *text, size_t length, int32_t size, int bold);
/** Bytes of the longest beginning that, with an ellipsis, is at most `most` px wide;
 *  the whole length if the whole text is. */
size_t spi_text_cut(const char *text, int32_t size, int bold, int32_t most);

#endif
