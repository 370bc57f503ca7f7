/* SPDX-License-Identifier: MIT */
/* The picture: heading, axis, lanes, the list of what happened, and a legend. */
#include <string.h>

#include "render/page.h"

enum {
  AXIS_ROW = 17,
  LIST_ROW = 18,
  LIST_SIGN = 32,
  LIST_INSTANT = 164,
  WIDE = 860,
  LEGEND_ROW = 24
};

static int32_t page_width(const spi_page *page) {
  return page->line->axis.left + page->line->axis.width + SPI_PAGE_GUTTER + SPI_PAGE_VERDICTS +
         SPI_PAGE_MARGIN;
}

/* ---- The heading ------------------------------------------------------------------ */

static void put_heading(spi_page *page) {
  char text[SPI_HAPPENING_TEXT_MAX];
  int32_t most = page_width(page) - 2 * SPI_PAGE_MARGIN;
  (void)spi_svg_text(page->sink, SPI_PAGE_MARGIN, 30, 17, SPI_SVG_BOLD, most, page->line->title);
  spi_timeline_state(page->line, text);
  (void)spi_svg_text(page->sink, SPI_PAGE_MARGIN, 50, 12, 0, most, text);
  spi_timeline_source(page->line, text);
  (void)spi_svg_text(page->sink, SPI_PAGE_MARGIN, 67, 11, SPI_SVG_MUTED, most, text);
  page->y = 78;
}

/* ---- The axis ------------------------------------------------------------------------ */

typedef struct axis_row {
  spi_page *page;
  int32_t base;
  int strong;
  int form; /* of the labels: 0 long to 2 short */
} axis_row;

static int32_t clamp(const spi_axis *axis, int32_t x) {
  int32_t right = axis->left + axis->width;
  return x < axis->left ? axis->left : x > right ? right : x;
}

/* px that a tick's label has. */
static int32_t room_of(const axis_row *row, const spi_tick *tick) {
  const spi_axis *axis = &row->page->line->axis;
  return clamp(axis, spi_axis_at(axis, tick->next)) - clamp(axis, spi_axis_at(axis, tick->at)) - 6;
}

/* The longest form of a label from `row->form` on that fits; 3: none does. */
static int form_of(const axis_row *row, const spi_tick *tick) {
  int form = row->form;
  for (; form < 3; form++) {
    const char *label = tick->label[form];
    int32_t width = spi_text_width(label, strlen(label), row->strong ? 11 : 10, row->strong);
    if (width > 0 && width <= room_of(row, tick)) {
      break;
    }
  }
  return form;
}

/* All labels of a row have one form, but for the parts at its ends. */
static void find_form(void *context, const spi_tick *tick) {
  axis_row *row = context;
  const spi_axis *axis = &row->page->line->axis;
  if (tick->at >= axis->from && tick->next <= axis->to) {
    int form = form_of(row, tick);
    row->form = form < 3 ? form : 2;
  }
}

static void put_label(void *context, const spi_tick *tick) {
  const axis_row *row = context;
  const spi_axis *axis = &row->page->line->axis;
  int form = row->strong || tick->at >= axis->from ? form_of(row, tick) : 3;
  if (form < 3) {
    (void)spi_svg_text(row->page->sink, clamp(axis, spi_axis_at(axis, tick->at)) + 3, row->base,
                       row->strong ? 11 : 10, row->strong ? (uint32_t)SPI_SVG_BOLD : SPI_SVG_MUTED,
                       room_of(row, tick), tick->label[form]);
  }
}

static void put_line(void *context, const spi_tick *tick) {
  const axis_row *row = context;
  const spi_page *page = row->page;
  const spi_axis *axis = &page->line->axis;
  if (tick->at >= axis->from) {
    int32_t x = spi_axis_at(axis, tick->at);
    spi_svg_put(page->sink, "<path d=\"M%d.5 %dv%dM%d.5 %dV%d\" stroke=\"%s\"/>\n", x, row->base,
                AXIS_ROW, x, page->lanes_from, page->lanes_to, row->strong ? "#8a8a8a" : "#dcdcdc");
  }
}

static void put_row(spi_page *page, const spi_tick_unit *unit, int labels, int32_t base,
                    int strong) {
  axis_row row = {.page = page, .base = base, .strong = strong};
  if (labels) {
    spi_axis_ticks(&page->line->axis, unit, find_form, &row);
  }
  spi_axis_ticks(&page->line->axis, unit, labels ? put_label : put_line, &row);
}

static void put_units(spi_page *page, int labels) {
  const spi_tick_unit *unit = spi_axis_unit(&page->line->axis);
  const spi_tick_unit *above = spi_axis_unit_above(unit);
  int32_t top = page->ticks_top;
  put_row(page, unit, labels, top + AXIS_ROW + (labels ? 13 : 0), 0);
  if (above != NULL) {
    put_row(page, above, labels, top + (labels ? 13 : 0), 1);
  }
}

/* The instant that the case was looked at, and changes of the clocks, each in a
 * row of its own below the ticks. */
static void put_note(spi_page *page, spol_instant at, const char *text, int32_t base) {
  const spi_axis *axis = &page->line->axis;
  int32_t width = spi_text_width(text, strlen(text), 10, 0);
  int32_t x = spi_axis_at(axis, at) - width / 2;
  int32_t most = axis->left + axis->width - width;
  x = x > most ? most : x;
  x = x < axis->left ? axis->left : x;
  if (x >= page->text_to) {
    page->text_to = x + spi_svg_text(page->sink, x, base, 10, 0, width, text) + 6;
  }
}

static int has_clock_change(const spi_page *page) {
  char label[SPI_TICK_LABEL_MAX];
  const spi_axis *axis = &page->line->axis;
  return spi_axis_clock_change(axis, axis->from, label) != SPOL_INSTANT_NONE;
}

static void each_clock_change(spi_page *page, int labels, int32_t base) {
  char label[SPI_TICK_LABEL_MAX];
  const spi_axis *axis = &page->line->axis;
  spol_instant at = axis->from;
  for (int i = 0; i < 16; i++) {
    at = spi_axis_clock_change(axis, at, label);
    if (at == SPOL_INSTANT_NONE) {
      return;
    }
    if (labels) {
      put_note(page, at, label, base);
    } else {
      spi_svg_put(page->sink,
                  "<path d=\"M%d.5 %dV%d\" stroke=\"#111\" stroke-dasharray=\"1 3\" "
                  "stroke-width=\"2\"/>\n",
                  spi_axis_at(axis, at), base, page->lanes_to);
    }
  }
}

static void put_axis_labels(spi_page *page) {
  page->ticks_top = page->y;
  put_units(page, 1);
  page->y += 2 * AXIS_ROW;
  if (has_clock_change(page)) {
    page->text_to = page->line->axis.left;
    each_clock_change(page, 1, page->y + 12);
    page->y += AXIS_ROW;
  }
  if (spi_axis_has(&page->line->axis, page->line->status.as_of)) {
    page->text_to = page->line->axis.left;
    put_note(page, page->line->status.as_of, "as of", page->y + 12);
    page->y += AXIS_ROW;
  }
  page->lanes_from = page->y;
}

static void put_as_of(spi_page *page) {
  const spi_axis *axis = &page->line->axis;
  if (!spi_axis_has(axis, page->line->status.as_of)) {
    return;
  }
  spi_svg_put(page->sink, "<path d=\"M%d.5 %dV%d\" stroke=\"#111\" stroke-width=\"1.5\"/>\n",
              spi_axis_at(axis, page->line->status.as_of), page->lanes_from, page->lanes_to);
}

/* ---- The list -------------------------------------------------------------------------- */

static void put_entry(spi_page *page, const spi_happening *found, int32_t x, int32_t y,
                      int32_t width) {
  char text[SPI_HAPPENING_TEXT_MAX];
  char instant[SPI_PHRASE_MAX];
  if (found->kind == SPI_HAPPENED_EVENT || found->kind == SPI_HAPPENED_FIRING) {
    char sign[SPI_TICK_LABEL_MAX];
    spi_happening_sign(found->kind, found->index, sign);
    (void)spi_page_pill(page->sink, found->kind, 0, x, y, sign);
  }
  (void)spi_svg_text(page->sink, x + LIST_SIGN, y + 12, 10, SPI_SVG_MUTED, LIST_INSTANT - 8,
                     spi_happening_instant(page->line, found->at, instant));
  spi_happening_text(page->line, found, text);
  (void)spi_svg_text(page->sink, x + LIST_SIGN + LIST_INSTANT, y + 12, 10, 0,
                     width - LIST_SIGN - LIST_INSTANT, text);
}

static void put_next_step(spi_page *page, int32_t width) {
  char text[SPI_HAPPENING_TEXT_MAX];
  char instant[SPI_PHRASE_MAX];
  spol_firing firing = SPOL_SIZED(spol_firing);
  if (!spi_next_step(page->line, &firing, text)) {
    return;
  }
  (void)spi_page_pill(page->sink, SPI_HAPPENED_FIRING, 1, SPI_PAGE_MARGIN, page->y, "?");
  (void)spi_svg_text(page->sink, SPI_PAGE_MARGIN + LIST_SIGN, page->y + 12, 10, SPI_SVG_MUTED,
                     LIST_INSTANT - 8, spi_happening_instant(page->line, firing.at, instant));
  (void)spi_svg_text(page->sink, SPI_PAGE_MARGIN + LIST_SIGN + LIST_INSTANT, page->y + 12, 10, 0,
                     width - LIST_SIGN - LIST_INSTANT, text);
  page->y += LIST_ROW;
}

static void put_list(spi_page *page) {
  spi_happening_cursor cursor = {0};
  spi_happening found;
  uint64_t count = spi_happening_count(page->line);
  int32_t shown = count > SPI_ENTRIES_MAX ? SPI_ENTRIES_MAX : (int32_t)count;
  int32_t whole = page_width(page) - 2 * SPI_PAGE_MARGIN;
  int32_t columns = page_width(page) >= WIDE && shown > 3 ? 2 : 1;
  int32_t rows = (shown + columns - 1) / columns;
  int32_t width = whole / columns;
  page->y += 14;
  for (int32_t i = 0; i < shown && spi_happening_next(page->line, &cursor, &found); i++) {
    put_entry(page, &found, SPI_PAGE_MARGIN + i / rows * width, page->y + i % rows * LIST_ROW,
              width - 12);
  }
  page->y += rows * LIST_ROW;
  put_next_step(page, whole);
  if (count > (uint64_t)shown) {
    char text[SPI_PHRASE_MAX];
    spi_writer writer = spi_writer_on(text, sizeof text);
    spi_write_format(&writer, "and %D more", (int64_t)(count - (uint64_t)shown));
    (void)spi_svg_text(page->sink, SPI_PAGE_MARGIN + LIST_SIGN, page->y + 12, 10, SPI_SVG_MUTED,
                       whole - LIST_SIGN, text);
    page->y += LIST_ROW;
  }
}

/* ---- The legend ---------------------------------------------------------------------------- */

static const char *const sign_words[SPI_SIGN_COUNT] = {
    [SPI_SIGN_OPEN] = "calendar open",
    [SPI_SIGN_SPAN + SPI_SPAN_WAITS] = "stands: closed",
    [SPI_SIGN_SPAN + SPI_SPAN_HOLIDAY] = "stands: holiday",
    [SPI_SIGN_SPAN + SPI_SPAN_PAUSED] = "paused",
    [SPI_SIGN_SPAN + SPI_SPAN_TO_COME] = "will run",
    [SPI_SIGN_SPAN + SPI_SPAN_RAN] = "ran",
    [SPI_SIGN_SPAN + SPI_SPAN_OVER] = "ran after due",
    [SPI_SIGN_MARK + SPI_MARK_FIRED] = "step fired on it",
    [SPI_SIGN_MARK + SPI_MARK_MET] = "met",
    [SPI_SIGN_MARK + SPI_MARK_STOPPED] = "stopped",
    [SPI_SIGN_MARK + SPI_MARK_IF_RESUMED] = "due if resumed now",
    [SPI_SIGN_MARK + SPI_MARK_DUE] = "due",
    [SPI_SIGN_MARK + SPI_MARK_MISSED] = "missed",
    [SPI_SIGN_EVENT] = "event",
    [SPI_SIGN_STEP] = "step fired",
    [SPI_SIGN_STEP_NEXT] = "next step, if nothing happens"};

/* A sign in 28 by 16 px. */
static void put_sign(spi_page *page, int32_t sign, int32_t x, int32_t y) {
  if (sign == SPI_SIGN_OPEN) {
    spi_svg_put(page->sink,
                "<rect x=\"%d\" y=\"%d\" width=\"28\" height=\"16\" fill=\"#e3e9ef\"/>\n", x, y);
  } else if (sign < SPI_SIGN_MARK) {
    spi_page_span(page->sink, sign - SPI_SIGN_SPAN, x, y, 28);
  } else if (sign == SPI_SIGN_MARK + SPI_MARK_FIRED) {
    spi_page_mark(page->sink, SPI_MARK_FIRED, x + 14, y + 21);
  } else if (sign < SPI_SIGN_EVENT) {
    spi_page_mark(page->sink, sign - SPI_SIGN_MARK, x + 14, y + 8);
  } else if (sign == SPI_SIGN_EVENT) {
    (void)spi_page_pill(page->sink, SPI_HAPPENED_EVENT, 0, x + 6, y, "1");
  } else {
    (void)spi_page_pill(page->sink, SPI_HAPPENED_FIRING, sign == SPI_SIGN_STEP_NEXT, x + 6, y,
                        sign == SPI_SIGN_STEP ? "A" : "?");
  }
}

static void put_legend(spi_page *page, uint32_t used) {
  int32_t x = SPI_PAGE_MARGIN;
  int32_t right = page_width(page) - SPI_PAGE_MARGIN;
  page->y += 10;
  spi_svg_put(page->sink, "<path d=\"M%d %d.5H%d\" stroke=\"#ccc\"/>\n", SPI_PAGE_MARGIN, page->y,
              right);
  page->y += 12;
  for (int32_t sign = 0; sign < SPI_SIGN_COUNT; sign++) {
    const char *word = sign_words[sign];
    if (((used >> (uint32_t)sign) & 1U) == 0 || word == NULL) {
      continue;
    }
    int32_t width = 36 + spi_text_width(word, strlen(word), 10, 0);
    if (x + width > right) {
      x = SPI_PAGE_MARGIN;
      page->y += LEGEND_ROW;
    }
    put_sign(page, sign, x, page->y);
    (void)spi_svg_text(page->sink, x + 36, page->y + 12, 10, 0, width, word);
    x += width + 18;
  }
  page->y += LEGEND_ROW;
}

/* ---- The page ------------------------------------------------------------------------------- */

static void draw(spi_page *page) {
  put_heading(page);
  put_axis_labels(page);
  spi_page_lane_grounds(page);
  page->lanes_to = page->y;
  put_units(page, 0);
  each_clock_change(page, 0, page->lanes_from);
  put_as_of(page);
  page->y = page->lanes_from;
  spi_svg_put(page->sink, "<path d=\"M%d %d.5H%d\" stroke=\"#888\"/>\n", SPI_PAGE_MARGIN, page->y,
              page_width(page) - SPI_PAGE_MARGIN);
  spi_page_lanes(page);
  put_list(page);
}

static void put_patterns(spi_sink *sink) {
  spi_sink_text(
      sink,
      "<defs>\n"
      "<pattern id=\"spol-paused\" width=\"6\" height=\"6\" patternUnits=\"userSpaceOnUse\">"
      "<rect width=\"6\" height=\"6\" fill=\"#fff\"/>"
      "<path d=\"M-1 1l2 -2M0 6l6 -6M5 7l2 -2\" stroke=\"#333\" stroke-width=\"1.6\"/></pattern>\n"
      "<pattern id=\"spol-over\" width=\"6\" height=\"6\" patternUnits=\"userSpaceOnUse\">"
      "<rect width=\"6\" height=\"6\" fill=\"#fff\"/>"
      "<path d=\"M0 0l6 6M0 6l6 -6\" stroke=\"#a3160f\" stroke-width=\"1.6\"/></pattern>\n"
      "<pattern id=\"spol-holiday\" width=\"5\" height=\"5\" patternUnits=\"userSpaceOnUse\">"
      "<rect width=\"5\" height=\"5\" fill=\"#fff\"/>"
      "<circle cx=\"2.5\" cy=\"2.5\" r=\"1.1\" fill=\"#555\"/></pattern>\n"
      "</defs>\n");
}

static void put_head(spi_page *page, int32_t height) {
  char text[SPI_HAPPENING_TEXT_MAX];
  int32_t width = page_width(page);
  spi_svg_put(page->sink,
              "<svg xmlns=\"http://www.w3.org/2000/svg\" width=\"%d\" height=\"%d\" "
              "viewBox=\"0 0 %d %d\" role=\"img\" font-family=\"Helvetica, Arial, 'Liberation "
              "Sans', 'DejaVu Sans', Verdana, sans-serif\" fill=\"#111\">\n<title>",
              width, height, width, height);
  spi_svg_escaped(page->sink, page->line->title, strlen(page->line->title));
  spi_sink_text(page->sink, "</title>\n<desc>");
  spi_timeline_state(page->line, text);
  spi_svg_escaped(page->sink, text, strlen(text));
  spi_sink_text(page->sink, "; ");
  spi_timeline_source(page->line, text);
  spi_svg_escaped(page->sink, text, strlen(text));
  spi_sink_text(page->sink, "</desc>\n");
  put_patterns(page->sink);
  spi_svg_put(page->sink, "<rect width=\"%d\" height=\"%d\" fill=\"#fff\"/>\n", width, height);
}

void spi_write_timeline_svg(spi_timeline *line) {
  spi_sink nothing = spi_sink_on(NULL, 0);
  spi_page measured = {.line = line, .sink = &nothing};
  spi_page page = {.line = line, .sink = line->view.sink};
  line->axis.left = SPI_PAGE_MARGIN + SPI_PAGE_NAMES + SPI_PAGE_GUTTER;
  line->axis.width -= line->axis.left + SPI_PAGE_GUTTER + SPI_PAGE_VERDICTS + SPI_PAGE_MARGIN;
  line->axis.letter = 7;
  draw(&measured);
  put_legend(&measured, measured.used);
  put_head(&page, measured.y + 4);
  draw(&page);
  put_legend(&page, measured.used);
  spi_sink_text(page.sink, "</svg>\n");
}
