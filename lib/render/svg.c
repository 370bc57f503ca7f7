/* SPDX-License-Identifier: MIT */
#include "render/svg.h"

#include <string.h>

#include "text/bytes.h"

static void write_on(void *sink, const char *text, size_t length) {
  spi_sink_bytes(sink, text, length);
}

void spi_svg_put(spi_sink *sink, const char *format, ...) {
  spi_writer writer = spi_writer_through(write_on, sink);
  va_list arguments;
  va_start(arguments, format);
  spi_write_vformat(&writer, format, arguments);
  va_end(arguments);
}

static const char *escape_of(uint32_t code) {
  switch (code) {
  case '&':
    return "&amp;";
  case '<':
    return "&lt;";
  case '>':
    return "&gt;";
  case '"':
    return "&quot;";
  default:
    return NULL;
  }
}

void spi_svg_escaped(spi_sink *sink, const char *text, size_t length) {
  for (size_t at = 0; at < length;) {
    uint32_t code = 0;
    uint32_t bytes = spi_utf8_decode(text, length, at, &code);
    const char *escape = bytes == 0 ? NULL : escape_of(code);
    if (bytes == 0 || code < 0x20 || !spi_is_allowed(code)) {
      spi_sink_text(sink, "\xEF\xBF\xBD");
    } else if (escape != NULL) {
      spi_sink_text(sink, escape);
    } else {
      spi_sink_bytes(sink, text + at, bytes);
    }
    at += bytes == 0 ? 1 : bytes;
  }
}

int32_t spi_svg_text(spi_sink *sink, int32_t x, int32_t y, int32_t size, uint32_t style,
                     int32_t most, const char *text) {
  static const char halo[] =
      " fill=\"#444\" stroke=\"#fff\" stroke-width=\"3\" paint-order=\"stroke\"";
  int bold = (style & SPI_SVG_BOLD) != 0;
  size_t length = strlen(text);
  size_t kept = spi_text_cut(text, size, bold, most);
  if (kept == 0) {
    return 0;
  }
  spi_svg_put(sink, "<text x=\"%d\" y=\"%d\" font-size=\"%d\"%s%s%s>", x, y, size,
              bold ? " font-weight=\"bold\"" : "",
              (style & SPI_SVG_MIDDLE) != 0 ? " text-anchor=\"middle\""
              : (style & SPI_SVG_END) != 0  ? " text-anchor=\"end\""
                                            : "",
              (style & SPI_SVG_HALO) != 0    ? halo
              : (style & SPI_SVG_MUTED) != 0 ? " fill=\"#555\""
              : (style & SPI_SVG_WHITE) != 0 ? " fill=\"#fff\""
                                             : "");
  spi_svg_escaped(sink, text, kept);
  spi_sink_text(sink, kept < length ? "\xE2\x80\xA6</text>\n" : "</text>\n");
  return spi_text_width(text, kept, size, bold) +
         (kept < length ? spi_text_width("\xE2\x80\xA6", 3, size, bold) : 0);
}
