/* SPDX-License-Identifier: MIT */
/* The shapes of spans and marks. Each is told from the others without colour. */
#include <string.h>

#include "render/page.h"

enum { BAR = 16, PILL = 16 };

void spi_page_span(spi_sink *sink, int32_t kind, int32_t x, int32_t y, int32_t width) {
  static const char *const looks[SPI_SPAN_KINDS] = {
      [SPI_SPAN_HOLIDAY] = "fill=\"url(#spol-holiday)\"",
      [SPI_SPAN_PAUSED] = "fill=\"url(#spol-paused)\" stroke=\"#333\"",
      [SPI_SPAN_TO_COME] = "fill=\"#fff\" stroke=\"#1f4e79\"",
      [SPI_SPAN_RAN] = "fill=\"#1f4e79\" stroke=\"#1f4e79\"",
      [SPI_SPAN_OVER] = "fill=\"url(#spol-over)\" stroke=\"#a3160f\""};
  width = width < 1 ? 1 : width;
  if (kind == SPI_SPAN_WAITS) {
    spi_svg_put(sink, "<path d=\"M%d %d.5h%d\" stroke=\"#777\" stroke-dasharray=\"2 3\"/>\n", x,
                y + BAR / 2, width);
    return;
  }
  spi_svg_put(sink, "<rect x=\"%d\" y=\"%d\" width=\"%d\" height=\"%d\" %s/>\n", x, y, width, BAR,
              looks[kind]);
}

/* `y` is the middle of the bar. */
void spi_page_mark(spi_sink *sink, int32_t kind, int32_t x, int32_t y) {
  switch (kind) {
  case SPI_MARK_FIRED:
    spi_svg_put(sink, "<path d=\"M%d %dl-5 -8h10z\" fill=\"#111\"/>\n", x, y - BAR / 2 - 1);
    return;
  case SPI_MARK_MET:
    spi_svg_put(sink,
                "<circle cx=\"%d\" cy=\"%d\" r=\"7\" fill=\"#fff\" stroke=\"#0b5d34\" "
                "stroke-width=\"1.5\"/>\n<path d=\"M%d %dl3 3l5 -6\" fill=\"none\" "
                "stroke=\"#0b5d34\" stroke-width=\"2\"/>\n",
                x, y, x - 4, y);
    return;
  case SPI_MARK_STOPPED:
    spi_svg_put(sink,
                "<rect x=\"%d\" y=\"%d\" width=\"10\" height=\"10\" fill=\"#fff\" "
                "stroke=\"#111\" stroke-width=\"1.5\"/>\n",
                x - 5, y - 5);
    return;
  case SPI_MARK_IF_RESUMED:
  case SPI_MARK_DUE:
    spi_svg_put(sink,
                "<path d=\"M%d %dv28\" stroke=\"#111\" stroke-dasharray=\"3 2\"/>\n"
                "<path d=\"M%d %dl7 7l-7 7l-7 -7z\" fill=\"%s\" stroke=\"#111\" "
                "stroke-width=\"1.5\"%s/>\n",
                x, y - 14, x, y - 7, kind == SPI_MARK_DUE ? "#f0c52e" : "#fff",
                kind == SPI_MARK_DUE ? "" : " stroke-dasharray=\"2 2\"");
    return;
  default:
    spi_svg_put(sink,
                "<rect x=\"%d\" y=\"%d\" width=\"14\" height=\"14\" fill=\"#fff\" "
                "stroke=\"#a3160f\" stroke-width=\"1.5\"/>\n<path d=\"M%d %dl8 8m0 -8l-8 8\" "
                "stroke=\"#a3160f\" stroke-width=\"2.5\"/>\n",
                x - 7, y - 7, x - 4, y - 4);
  }
}

int32_t spi_page_pill(spi_sink *sink, int32_t kind, int next, int32_t x, int32_t y,
                      const char *text) {
  int32_t width = spi_text_width(text, strlen(text), 10, 0) + 8;
  int event = kind == SPI_HAPPENED_EVENT;
  width = width < PILL ? PILL : width;
  spi_svg_put(sink,
              "<rect x=\"%d\" y=\"%d\" width=\"%d\" height=\"%d\" rx=\"%d\" fill=\"%s\" "
              "stroke=\"#111\"%s/>\n",
              x, y, width, PILL, event ? 8 : 1, event || next ? "#fff" : "#111",
              next ? " stroke-dasharray=\"2 2\"" : "");
  (void)spi_svg_text(sink, x + width / 2, y + 12, 10,
                     SPI_SVG_MIDDLE | (event || next ? 0U : (uint32_t)SPI_SVG_WHITE), width, text);
  return width;
}
