/* SPDX-License-Identifier: MIT */
/* The lanes of the picture: events, severity, line, a lane a metric, steps. */
#include <string.h>

#include "render/page.h"

enum {
  LOW = 26,  /* px of a lane of signs or stays */
  HIGH = 48, /* px of a metric's lane */
  BAR_TOP = 15,
  BAR_MIDDLE = BAR_TOP + 8,
  LABEL_BASE = 43, /* of what is written below a bar */
  JOIN = 2         /* spans closer than this become one */
};

static int32_t height_of(const spi_lane *lane) {
  return spi_lane_is_idle(lane) ? LOW : HIGH;
}

static int32_t right_of(const spi_page *page) {
  return page->line->axis.left + page->line->axis.width;
}

/* ---- Names, verdicts, the line between two lanes -------------------------------------- */

static void put_name(spi_page *page, int32_t y, const char *name) {
  (void)spi_svg_text(page->sink, SPI_PAGE_MARGIN, y, 12, SPI_SVG_BOLD, SPI_PAGE_NAMES, name);
}

/* A target and its calendar, below the name of a metric. */
static void put_target(spi_page *page, const spi_lane *lane) {
  char text[SPI_HAPPENING_TEXT_MAX];
  spi_lane_target(page->line, lane, text);
  (void)spi_svg_text(page->sink, SPI_PAGE_MARGIN, page->y + 29, 10, SPI_SVG_MUTED, SPI_PAGE_NAMES,
                     text);
  if (lane->metric.calendar != 0 && text[0] != '\0') {
    spi_writer writer = spi_writer_on(text, sizeof text);
    spi_write_format(&writer, "on %s",
                     spi_name_of(&page->line->view, SPOL_NAME_CALENDAR, lane->metric.calendar));
    (void)spi_svg_text(page->sink, SPI_PAGE_MARGIN, page->y + 41, 10, SPI_SVG_MUTED, SPI_PAGE_NAMES,
                       text);
  }
}

static void end_lane(spi_page *page, int32_t height) {
  page->y += height;
  spi_svg_put(page->sink, "<path d=\"M%d %d.5H%d\" stroke=\"#ccc\"/>\n", SPI_PAGE_MARGIN, page->y,
              right_of(page) + SPI_PAGE_GUTTER + SPI_PAGE_VERDICTS);
}

/* ---- Signs that join where they would lie on each other ------------------------------- */

typedef struct sign_row {
  spi_page *page;
  int32_t kind;
  uint64_t first; /* of the sign at hand */
  uint64_t last;
  int32_t left;
  int any;
} sign_row;

static void sign_text(const sign_row *row, uint64_t last, char *text) {
  char sign[SPI_TICK_LABEL_MAX];
  spi_writer writer = spi_writer_on(text, (size_t)2 * SPI_TICK_LABEL_MAX);
  spi_happening_sign(row->kind, row->first, sign);
  spi_write_text(&writer, sign);
  if (last > row->first) {
    spi_happening_sign(row->kind, last, sign);
    spi_write_format(&writer, "%s%s", last == row->first + 1 ? "," : "\xE2\x80\x93", sign);
  }
}

static int32_t sign_width(const char *text) {
  int32_t width = spi_text_width(text, strlen(text), 10, 0) + 8;
  return width < 16 ? 16 : width;
}

static void flush_sign(sign_row *row) {
  char text[2 * SPI_TICK_LABEL_MAX];
  if (row->any) {
    sign_text(row, row->last, text);
    (void)spi_page_pill(row->page->sink, row->kind, 0, row->left, row->page->y + 5, text);
  }
}

static void add_sign(sign_row *row, uint64_t index, spol_instant at) {
  char text[2 * SPI_TICK_LABEL_MAX];
  const spi_axis *axis = &row->page->line->axis;
  if (!spi_axis_has(axis, at)) {
    return;
  }
  int32_t x = spi_axis_at(axis, at);
  if (row->any) {
    sign_text(row, row->last, text);
    if (x - 8 < row->left + sign_width(text) + 2) {
      row->last = index;
      return;
    }
    flush_sign(row);
  }
  row->first = index;
  row->last = index;
  sign_text(row, index, text);
  row->left = x - sign_width(text) / 2;
  row->any = 1;
}

static void put_tick(const spi_page *page, spol_instant at) {
  if (spi_axis_has(&page->line->axis, at)) {
    spi_svg_put(page->sink, "<path d=\"M%d %dv4\" stroke=\"#111\"/>\n",
                spi_axis_at(&page->line->axis, at), page->y + 22);
  }
}

static void put_events(spi_page *page) {
  sign_row row = {.page = page, .kind = SPI_HAPPENED_EVENT};
  spi_happening_cursor cursor = {0};
  spi_happening found;
  int32_t last = -1;
  while (spi_happening_next(page->line, &cursor, &found)) {
    if (found.kind == SPI_HAPPENED_EVENT) {
      int32_t x = spi_axis_at(&page->line->axis, found.at);
      add_sign(&row, found.index, found.at);
      if (x != last) {
        put_tick(page, found.at);
      }
      last = x;
      spi_page_use(page, SPI_SIGN_EVENT);
    }
  }
  flush_sign(&row);
  put_name(page, page->y + 17, "events");
  end_lane(page, LOW);
}

static void put_next_step(spi_page *page, const sign_row *row) {
  char text[SPI_HAPPENING_TEXT_MAX];
  spol_firing firing;
  if (!spi_next_step(page->line, &firing, text)) {
    return;
  }
  int32_t x = spi_axis_at(&page->line->axis, firing.at) - 8;
  if (row->any) {
    sign_text(row, row->last, text);
    if (x < row->left + sign_width(text) + 2) {
      return;
    }
  }
  (void)spi_page_pill(page->sink, SPI_HAPPENED_FIRING, 1, x, page->y + 5, "?");
  spi_page_use(page, SPI_SIGN_STEP_NEXT);
}

static void put_steps(spi_page *page) {
  sign_row row = {.page = page, .kind = SPI_HAPPENED_FIRING};
  for (uint32_t i = 0; i < page->line->status.firing_count; i++) {
    spol_firing firing = SPOL_SIZED(spol_firing);
    if (spol_evaluation_firing(page->line->view.evaluation, i, &firing) == SPOL_OK) {
      add_sign(&row, i, firing.at);
      put_tick(page, firing.at);
      spi_page_use(page, SPI_SIGN_STEP);
    }
  }
  put_next_step(page, &row);
  flush_sign(&row);
  put_name(page, page->y + 17, "escalation steps");
  end_lane(page, LOW);
}

/* ---- Stays ------------------------------------------------------------------------------ */

static void put_stay(spi_page *page, const spi_shown_stay *stay, const char *name, const char *fill,
                     int white) {
  const spi_axis *axis = &page->line->axis;
  spol_instant from = stay->from < axis->from ? axis->from : stay->from;
  spol_instant to = stay->to > axis->to ? axis->to : stay->to;
  if (to < from) {
    return;
  }
  int32_t x = spi_axis_at(axis, from);
  int32_t width = spi_axis_at(axis, to) - x;
  width = width < 2 ? 2 : width;
  spi_svg_put(page->sink,
              "<rect x=\"%d\" y=\"%d\" width=\"%d\" height=\"18\" fill=\"%s\" stroke=\"#333\"/>\n",
              x, page->y + 4, width, fill);
  (void)spi_svg_text(page->sink, x + 5, page->y + 17, 11,
                     SPI_SVG_BOLD | (white ? (uint32_t)SPI_SVG_WHITE : 0U), width - 8, name);
}

static void put_severities(spi_page *page) {
  static const char *const fills[] = {"#fff", "#2b2b2b", "#6a6a6a", "#cfcfcf"};
  spi_stay_cursor cursor = {0};
  spi_shown_stay stay;
  while (spi_severity_stay(page->line, &cursor, &stay)) {
    uint32_t rank =
        spol_policy_severity_rank(page->line->view.policy, page->line->status.version, stay.id);
    if (stay.id != 0) {
      put_stay(page, &stay, spi_name_of(&page->line->view, SPOL_NAME_SEVERITY, stay.id),
               fills[rank > 3 ? 0 : rank], rank == 1 || rank == 2);
    }
  }
  put_name(page, page->y + 17, "severity");
  end_lane(page, LOW);
}

static void put_lines(spi_page *page) {
  spi_stay_cursor cursor = {0};
  spi_shown_stay stay;
  while (spi_line_stay(page->line, &cursor, &stay)) {
    put_stay(page, &stay, spi_name_of(&page->line->view, SPOL_NAME_LINE, stay.id), "#fff", 0);
  }
  put_name(page, page->y + 17, "line");
  end_lane(page, LOW);
}

/* ---- A metric's spans ---------------------------------------------------------------------- */

static void flush_span(spi_page *page, int32_t kind) {
  if (page->run_from[kind] >= 0) {
    spi_page_span(page->sink, kind, page->run_from[kind], page->lane_top + BAR_TOP,
                  page->run_to[kind] - page->run_from[kind]);
    spi_page_use(page, SPI_SIGN_SPAN + kind);
  }
  page->run_from[kind] = -1;
}

static void add_run(spi_page *page, int32_t kind, spol_instant from, spol_instant to) {
  int32_t left = spi_axis_at(&page->line->axis, from);
  int32_t right = spi_axis_at(&page->line->axis, to);
  if (page->run_from[kind] >= 0 && left < page->run_to[kind] + JOIN) {
    page->run_to[kind] = right > page->run_to[kind] ? right : page->run_to[kind];
    return;
  }
  flush_span(page, kind);
  page->run_from[kind] = left;
  page->run_to[kind] = right;
}

/* What a pause waits for, and which holiday it is, below the bar. */
static void add_label(spi_page *page, int32_t kind, spol_instant from, spol_instant to,
                      const spol_segment *segment) {
  const char *text = kind == SPI_SPAN_PAUSED
                         ? spi_name_of(&page->line->view, SPOL_NAME_REASON, segment->reason)
                     : kind == SPI_SPAN_HOLIDAY ? segment->name
                                                : NULL;
  int32_t x = spi_axis_at(&page->line->axis, from);
  if (text == NULL || spi_axis_at(&page->line->axis, to) - x < 3) {
    return;
  }
  int32_t width = spi_text_width(text, strlen(text), 10, 0);
  x = x + width > right_of(page) ? right_of(page) - width : x;
  if (x >= page->text_to && width < page->line->axis.width) {
    page->text_to =
        x +
        spi_svg_text(page->sink, x, page->lane_top + LABEL_BASE, 10, SPI_SVG_HALO, width, text) + 6;
  }
}

static void add_span(spi_lane *lane, int32_t kind, spol_instant from, spol_instant to,
                     const spol_segment *segment) {
  spi_page *page = lane->context;
  add_run(page, kind, from, to);
  add_label(page, kind, from, to, segment);
}

static void put_spans(spi_page *page, spi_lane *lane) {
  lane->context = page;
  lane->span = add_span;
  page->text_to = page->line->axis.left;
  for (int32_t kind = 0; kind < SPI_SPAN_KINDS; kind++) {
    page->run_from[kind] = -1;
  }
  spi_lane_spans(page->line, lane);
  for (int32_t kind = 0; kind < SPI_SPAN_KINDS; kind++) {
    flush_span(page, kind);
  }
}

/* ---- A metric's marks ---------------------------------------------------------------------- */

static void add_mark(spi_lane *lane, int32_t kind, spol_instant at, uint32_t cycle) {
  spi_page *page = lane->context;
  int32_t x = spi_axis_at(&page->line->axis, at);
  (void)cycle;
  if (kind != page->kind || (page->mark_at[kind] >= 0 && x < page->mark_at[kind] + 3)) {
    return;
  }
  page->mark_at[kind] = x;
  spi_page_mark(page->sink, kind, x, page->lane_top + BAR_MIDDLE);
  spi_page_use(page, SPI_SIGN_MARK + kind);
}

static void put_marks(spi_page *page, spi_lane *lane) {
  lane->mark = add_mark;
  for (page->kind = SPI_MARK_FIRED; page->kind < SPI_MARK_KINDS; page->kind++) {
    page->mark_at[page->kind] = -1;
    spi_lane_marks(page->line, lane);
  }
}

static void put_verdict(const spi_page *page, const spi_lane *lane) {
  char first[SPI_HAPPENING_TEXT_MAX];
  char second[SPI_HAPPENING_TEXT_MAX];
  int32_t x = right_of(page) + SPI_PAGE_GUTTER;
  spi_lane_verdict(page->line, lane, first, second);
  (void)spi_svg_text(page->sink, x, page->lane_top + (spi_lane_is_idle(lane) ? 17 : 20), 11,
                     SPI_SVG_BOLD, SPI_PAGE_VERDICTS, first);
  (void)spi_svg_text(page->sink, x, page->lane_top + 35, 10, SPI_SVG_MUTED, SPI_PAGE_VERDICTS,
                     second);
}

static void put_metric(spi_page *page, spi_lane *lane) {
  char name[SPI_HAPPENING_TEXT_MAX];
  spi_writer writer = spi_writer_on(name, sizeof name);
  page->lane_top = page->y;
  spi_write_text(&writer, spi_name_of(&page->line->view, SPOL_NAME_METRIC, lane->metric.metric));
  if (lane->metric.part > 0) {
    spi_write_format(&writer, ", part %u", lane->metric.part);
  }
  put_name(page, page->y + (spi_lane_is_idle(lane) ? 17 : 16), name);
  put_target(page, lane);
  put_spans(page, lane);
  put_marks(page, lane);
  put_verdict(page, lane);
  end_lane(page, height_of(lane));
}

/* ---- All lanes --------------------------------------------------------------------------------
 */

static int has_lines(const spi_page *page) {
  return page->line->status.line_count > 0;
}

static int has_steps(const spi_page *page) {
  char text[SPI_HAPPENING_TEXT_MAX];
  spol_firing firing;
  return page->line->status.firing_count > 0 || spi_next_step(page->line, &firing, text);
}

/* Open hours, joined where the closed time between them is too short to be seen. */
static void put_open_hours(spi_page *page, const spi_lane *lane) {
  spol_instant at = page->line->axis.from;
  spol_stretch open;
  int32_t left = -1;
  int32_t right = -1;
  for (int more = 1; more;) {
    more = spi_lane_open(page->line, lane, &at, &open);
    int32_t from = more ? spi_axis_at(&page->line->axis, open.from) : 0;
    if (left >= 0 && (!more || from >= right + JOIN)) {
      spi_svg_put(page->sink,
                  "<rect x=\"%d\" y=\"%d\" width=\"%d\" height=\"%d\" fill=\"#e3e9ef\"/>\n", left,
                  page->y + 1, right > left ? right - left : 1, height_of(lane) - 1);
      spi_page_use(page, SPI_SIGN_OPEN);
      left = -1;
    }
    if (more) {
      left = left < 0 ? from : left;
      right = spi_axis_at(&page->line->axis, open.to);
    }
  }
}

void spi_page_lane_grounds(spi_page *page) {
  spi_lane lane;
  page->y += (has_lines(page) ? 3 : 2) * LOW;
  for (uint32_t i = 0; spi_lane_get(page->line, i, &lane); i++) {
    put_open_hours(page, &lane);
    page->y += height_of(&lane);
  }
  page->y += has_steps(page) ? LOW : 0;
}

void spi_page_lanes(spi_page *page) {
  spi_lane lane;
  put_events(page);
  put_severities(page);
  if (has_lines(page)) {
    put_lines(page);
  }
  for (uint32_t i = 0; spi_lane_get(page->line, i, &lane); i++) {
    put_metric(page, &lane);
  }
  if (has_steps(page)) {
    put_steps(page);
  }
}
