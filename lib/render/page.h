/* SPDX-License-Identifier: MIT */
/** The page of a timeline as SVG. It is drawn twice: first into nothing, to know how
 *  high it becomes and which signs its legend must explain. */
#ifndef SPI_RENDER_PAGE_H
#define SPI_RENDER_PAGE_H

#include "render/svg.h"
#include "render/timeline.h"

enum {
  SPI_PAGE_MARGIN = 16,
  SPI_PAGE_NAMES = 172,   /**< px for the names of the lanes */
  SPI_PAGE_GUTTER = 14,   /**< between names and axis, and axis and verdicts */
  SPI_PAGE_VERDICTS = 214 /**< px for what is said of each metric */
};

/** Signs that a page used, for its legend. */
enum spi_page_sign {
  SPI_SIGN_OPEN = 0,
  SPI_SIGN_SPAN = 0, /**< + enum spi_span_kind, from 1 */
  SPI_SIGN_MARK = 7, /**< + enum spi_mark_kind, from 1: 8 to 13 */
  SPI_SIGN_EVENT = 14,
  SPI_SIGN_STEP = 15,
  SPI_SIGN_STEP_NEXT = 16,
  SPI_SIGN_COUNT = 17
};

typedef struct spi_page {
  spi_timeline *line;
  spi_sink *sink;
  int32_t ticks_top;  /**< of the rows of ticks */
  int32_t y;          /**< where the next thing goes */
  int32_t lanes_from; /**< of the lanes */
  int32_t lanes_to;
  uint32_t used;                    /**< bits of enum spi_page_sign */
  int32_t lane_top;                 /**< of the lane at hand */
  int32_t kind;                     /**< of the marks that are drawn now */
  int32_t run_from[SPI_SPAN_KINDS]; /**< px of the span of a kind that is being joined, or -1 */
  int32_t run_to[SPI_SPAN_KINDS];
  int32_t text_to;                 /**< px that labels of a row reach */
  int32_t mark_at[SPI_MARK_KINDS]; /**< px of the last mark of a kind */
} spi_page;

static inline void spi_page_use(spi_page *page, int32_t sign) {
  page->used |= UINT32_C(1) << (uint32_t)sign;
}

/** The lanes, from `page->y` on, which is moved behind them. */
void spi_page_lane_grounds(spi_page *page);
void spi_page_lanes(spi_page *page);
/** Draws a span or mark where it is told, for a lane or the legend. */
void spi_page_span(spi_sink *sink, int32_t kind, int32_t x, int32_t y, int32_t width);
void spi_page_mark(spi_sink *sink, int32_t kind, int32_t x, int32_t y);
/** A sign of an event (round) or a firing (square; `next`: one still to come).
 *  @return its width in px */
int32_t spi_page_pill(spi_sink *sink, int32_t kind, int next, int32_t x, int32_t y,
                      const char *text);

#endif
