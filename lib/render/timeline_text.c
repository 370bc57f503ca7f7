/* SPDX-License-Identifier: MIT */
/* The timeline in characters: a row of cells a lane. */
#include <string.h>

#include "render/timeline.h"

enum { MOST_CELLS = 400, NAMES = 18, INSTANT = 26 };

/** What stands in a cell: nothing, open time, a span, a mark. */
enum { CELL_OPEN = 1, CELL_SPAN = 1, CELL_MARK = 8, CELL_KINDS = 15 };

static const char *const cells_shown[CELL_KINDS] = {
    " ",
    "\xE2\x96\x81",                                     /* ▁ open, and not counted */
    [CELL_SPAN + SPI_SPAN_WAITS] = "\xC2\xB7",          /* · */
    [CELL_SPAN + SPI_SPAN_HOLIDAY] = "h",               /* h */
    [CELL_SPAN + SPI_SPAN_PAUSED] = "/",                /* / */
    [CELL_SPAN + SPI_SPAN_TO_COME] = "\xE2\x96\x91",    /* ░ */
    [CELL_SPAN + SPI_SPAN_RAN] = "\xE2\x96\x88",        /* █ */
    [CELL_SPAN + SPI_SPAN_OVER] = "\xE2\x96\x93",       /* ▓ */
    [CELL_MARK + SPI_MARK_FIRED] = "\xE2\x96\xBC",      /* ▼ */
    [CELL_MARK + SPI_MARK_MET] = "\xE2\x9C\x93",        /* ✓ */
    [CELL_MARK + SPI_MARK_STOPPED] = "\xE2\x96\xA1",    /* □ */
    [CELL_MARK + SPI_MARK_IF_RESUMED] = "\xE2\x97\x87", /* ◇ */
    [CELL_MARK + SPI_MARK_DUE] = "\xE2\x97\x86",        /* ◆ */
    [CELL_MARK + SPI_MARK_MISSED] = "\xE2\x9C\x97"};    /* ✗ */

typedef struct text_row {
  spi_timeline *line;
  uint8_t cells[MOST_CELLS + 1];
  char text[MOST_CELLS + 1]; /**< of the rows of labels; ASCII */
  int32_t reached;
} text_row;

/* ---- Rows ------------------------------------------------------------------------- */

static void put_text(spi_timeline *line, const char *text) {
  spi_sink_text(line->view.sink, text);
}

/* A text in so many columns: cut, or followed by spaces. */
static void put_padded(spi_timeline *line, const char *text, int32_t columns) {
  int32_t at = 0;
  for (; *text != '\0'; text++) {
    int32_t begins = ((unsigned char)*text & 0xC0U) != 0x80U;
    if (begins && at == columns) {
      return;
    }
    at += begins;
    spi_sink_char(line->view.sink, *text);
  }
  for (; at < columns; at++) {
    spi_sink_char(line->view.sink, ' ');
  }
}

/* The rest of a line, cut at so many columns. */
static void put_line_in(spi_timeline *line, const char *text, int32_t most) {
  int32_t at = 0;
  for (; *text != '\0'; text++) {
    int32_t begins = ((unsigned char)*text & 0xC0U) != 0x80U;
    if (begins && at == most) {
      break;
    }
    at += begins;
    spi_sink_char(line->view.sink, *text);
  }
  spi_sink_char(line->view.sink, '\n');
}

static void put_line(spi_timeline *line, const char *text) {
  put_line_in(line, text, line->axis.left + line->axis.width);
}

/* A line whose parts have a dot between them; one that is too long is broken there. */
static void put_parts(spi_timeline *line, char *text) {
  static const char dot[] = " \xC2\xB7 ";
  const size_t most = (size_t)line->axis.left + (size_t)line->axis.width;
  while (strlen(text) > most + 1) {
    size_t cut = 0;
    for (size_t at = 1; text[at] != '\0' && at <= most; at++) {
      cut = strncmp(text + at, dot, sizeof dot - 1) == 0 ? at : cut;
    }
    if (cut == 0) {
      break;
    }
    text[cut] = '\0';
    put_line(line, text);
    text += cut + sizeof dot - 1;
  }
  put_line(line, text);
}

static void clear(text_row *row) {
  memset(row->cells, 0, sizeof row->cells);
  memset(row->text, ' ', sizeof row->text);
  row->reached = -1;
}

static int32_t cell_at(const text_row *row, spol_instant at) {
  int32_t cell = spi_axis_at(&row->line->axis, at) - row->line->axis.left;
  int32_t last = row->line->axis.width - 1;
  return cell < 0 ? 0 : cell > last ? last : cell;
}

static void fill(text_row *row, spol_instant from, spol_instant to, uint8_t kind) {
  int32_t last = cell_at(row, to > from ? to - 1 : to);
  for (int32_t i = cell_at(row, from); i <= last; i++) {
    row->cells[i] = row->cells[i] < kind ? kind : row->cells[i];
  }
}

static void put_cells(text_row *row, const char *name) {
  int32_t end = row->line->axis.width;
  put_padded(row->line, name, NAMES - 1);
  put_text(row->line, " ");
  while (end > 0 && row->cells[end - 1] == 0) {
    end--;
  }
  for (int32_t i = 0; i < end; i++) {
    put_text(row->line, cells_shown[row->cells[i]]);
  }
  put_text(row->line, "\n");
}

static void put_labels(text_row *row, const char *name) {
  int32_t end = row->line->axis.width;
  while (end > 0 && row->text[end - 1] == ' ') {
    end--;
  }
  put_padded(row->line, name, NAMES - 1);
  put_text(row->line, " ");
  spi_sink_bytes(row->line->view.sink, row->text, (size_t)end);
  put_text(row->line, "\n");
}

/* Places a label if nothing stands there. */
static int place(text_row *row, int32_t at, const char *label) {
  int32_t length = (int32_t)strlen(label);
  if (length == 0 || at <= row->reached || at + length > row->line->axis.width) {
    return 0;
  }
  memcpy(row->text + at, label, (size_t)length);
  row->reached = at + length;
  return 1;
}

/* ---- The axis -------------------------------------------------------------------------- */

static void add_tick(void *context, const spi_tick *tick) {
  text_row *row = context;
  int32_t at = cell_at(row, tick->at);
  int32_t room = cell_at(row, tick->next) - at;
  for (int i = 0; i < 3; i++) {
    int32_t length = (int32_t)strlen(tick->label[i]);
    if (length > 0 && (length + 1 <= room || tick->next >= row->line->axis.to) &&
        place(row, at, tick->label[i])) {
      return;
    }
  }
}

static void add_bar(void *context, const spi_tick *tick) {
  text_row *row = context;
  if (tick->at >= row->line->axis.from) {
    row->text[cell_at(row, tick->at)] = '|';
  }
}

static void put_clock_changes(spi_timeline *line) {
  text_row row = {.line = line};
  char label[SPI_TICK_LABEL_MAX];
  char ascii[SPI_TICK_LABEL_MAX];
  spol_instant at = line->axis.from;
  int any = 0;
  clear(&row);
  for (int i = 0; i < 16; i++) {
    at = spi_axis_clock_change(&line->axis, at, label);
    if (at == SPOL_INSTANT_NONE) {
      break;
    }
    spi_writer writer = spi_writer_on(ascii, sizeof ascii);
    const char *minus = strchr(label, '\xE2');
    spi_write_format(&writer, "^clocks %s%s", minus != NULL ? "-" : "",
                     minus != NULL ? minus + 3 : strchr(label, '+'));
    int32_t length = (int32_t)strlen(ascii);
    int32_t cell = cell_at(&row, at);
    int32_t most = line->axis.width - length;
    any = place(&row, cell > most ? most : cell, ascii) || any;
  }
  if (any) {
    put_labels(&row, "");
  }
}

static void put_axis(spi_timeline *line) {
  text_row row = {.line = line};
  const spi_tick_unit *unit = spi_axis_unit(&line->axis);
  const spi_tick_unit *above = spi_axis_unit_above(unit);
  if (above != NULL) {
    clear(&row);
    spi_axis_ticks(&line->axis, above, add_tick, &row);
    put_labels(&row, "");
  }
  clear(&row);
  spi_axis_ticks(&line->axis, unit, add_tick, &row);
  put_labels(&row, "");
  clear(&row);
  memset(row.text, '-', (size_t)line->axis.width);
  spi_axis_ticks(&line->axis, unit, add_bar, &row);
  if (spi_axis_has(&line->axis, line->status.as_of)) {
    row.text[cell_at(&row, line->status.as_of)] = '@';
  }
  put_labels(&row, "");
  put_clock_changes(line);
}

/* ---- Signs and stays ---------------------------------------------------------------------- */

/* A sign a cell; where several fall on one, a plus. */
static void put_signs(spi_timeline *line, int32_t kind, const char *name) {
  text_row row = {.line = line};
  spi_happening_cursor cursor = {0};
  spi_happening found;
  int any = 0;
  clear(&row);
  while (spi_happening_next(line, &cursor, &found)) {
    char sign[SPI_TICK_LABEL_MAX];
    if (found.kind != kind || !spi_axis_has(&line->axis, found.at)) {
      continue;
    }
    int32_t at = cell_at(&row, found.at);
    spi_happening_sign(kind, found.index, sign);
    if (at >= row.reached && at + (int32_t)strlen(sign) <= line->axis.width) {
      memcpy(row.text + at, sign, strlen(sign));
      row.reached = at + (int32_t)strlen(sign);
    } else {
      row.text[row.reached - 1 < at ? at : row.reached - 1] = '+';
    }
    any = 1;
  }
  if (any) {
    put_labels(&row, name);
  }
}

static void put_stays(spi_timeline *line, int32_t kind, const char *name,
                      int (*next)(const spi_timeline *, spi_stay_cursor *, spi_shown_stay *)) {
  text_row row = {.line = line};
  spi_stay_cursor cursor = {0};
  spi_shown_stay stay;
  int any = 0;
  clear(&row);
  while (next(line, &cursor, &stay)) {
    if (stay.id == 0 || stay.to < line->axis.from || stay.from > line->axis.to) {
      continue;
    }
    int32_t from = cell_at(&row, stay.from);
    int32_t to = cell_at(&row, stay.to > stay.from ? stay.to - 1 : stay.to);
    const char *word = spi_name_of(&line->view, kind, stay.id);
    memset(row.text + from, '=', (size_t)to + 1 - (size_t)from);
    row.text[from] = '[';
    for (int32_t i = from + 1; i <= to && *word != '\0'; i++, word++) {
      row.text[i] = (unsigned char)*word < 0x80U ? *word : '?';
    }
    any = 1;
  }
  if (any) {
    put_labels(&row, name);
  }
}

/* ---- Metrics ----------------------------------------------------------------------------------
 */

static void add_span(spi_lane *lane, int32_t kind, spol_instant from, spol_instant to,
                     const spol_segment *segment) {
  (void)segment;
  fill(lane->context, from, to, (uint8_t)(CELL_SPAN + kind));
}

static void add_mark(spi_lane *lane, int32_t kind, spol_instant at, uint32_t cycle) {
  (void)cycle;
  fill(lane->context, at, at, (uint8_t)(CELL_MARK + kind));
}

static void put_metric(spi_timeline *line, spi_lane *lane) {
  char first[SPI_HAPPENING_TEXT_MAX];
  char second[SPI_HAPPENING_TEXT_MAX];
  char name[SPI_HAPPENING_TEXT_MAX];
  text_row row = {.line = line};
  spi_writer writer = spi_writer_on(name, sizeof name);
  spol_instant at = line->axis.from;
  spol_stretch open;
  clear(&row);
  while (spi_lane_open(line, lane, &at, &open)) {
    fill(&row, open.from, open.to, CELL_OPEN);
  }
  lane->context = &row;
  lane->span = add_span;
  lane->mark = add_mark;
  spi_lane_spans(line, lane);
  spi_lane_marks(line, lane);
  spi_write_text(&writer, spi_name_of(&line->view, SPOL_NAME_METRIC, lane->metric.metric));
  if (lane->metric.part > 0) {
    spi_write_format(&writer, ", part %u", lane->metric.part);
  }
  put_cells(&row, name);
  spi_lane_verdict(line, lane, first, second);
  writer = spi_writer_on(name, sizeof name);
  spi_write_format(&writer, "%s%s%s", first, second[0] == '\0' ? "" : ", ", second);
  put_padded(line, "", NAMES);
  put_line_in(line, name, line->axis.width);
}

/* ---- The list and the legend -------------------------------------------------------------------
 */

static void put_next_step(spi_timeline *line) {
  char text[SPI_HAPPENING_TEXT_MAX + INSTANT + 8];
  char what[SPI_HAPPENING_TEXT_MAX];
  char instant[SPI_PHRASE_MAX];
  spol_firing firing;
  if (spi_next_step(line, &firing, what)) {
    spi_writer writer = spi_writer_on(text, sizeof text);
    spi_write_format(&writer, "   ?  %s  %s", spi_happening_instant(line, firing.at, instant),
                     what);
    put_line(line, text);
  }
}

static void put_list(spi_timeline *line) {
  spi_happening_cursor cursor = {0};
  spi_happening found;
  uint64_t count = spi_happening_count(line);
  put_text(line, "\n");
  for (uint64_t i = 0; i < count && i < SPI_ENTRIES_MAX; i++) {
    char text[SPI_HAPPENING_TEXT_MAX + INSTANT + 8];
    char what[SPI_HAPPENING_TEXT_MAX];
    char instant[SPI_PHRASE_MAX];
    char sign[SPI_TICK_LABEL_MAX] = "";
    if (!spi_happening_next(line, &cursor, &found)) {
      break;
    }
    if (found.kind == SPI_HAPPENED_EVENT || found.kind == SPI_HAPPENED_FIRING) {
      spi_happening_sign(found.kind, found.index, sign);
    }
    spi_happening_text(line, &found, what);
    spi_writer writer = spi_writer_on(text, sizeof text);
    for (size_t pad = strlen(sign); pad < 4; pad++) {
      spi_write_char(&writer, ' ');
    }
    spi_write_format(&writer, "%s  %s  %s", sign, spi_happening_instant(line, found.at, instant),
                     what);
    put_line(line, text);
  }
  put_next_step(line);
  if (count > SPI_ENTRIES_MAX) {
    char text[SPI_PHRASE_MAX];
    spi_writer writer = spi_writer_on(text, sizeof text);
    spi_write_format(&writer, "      and %D more", (int64_t)(count - SPI_ENTRIES_MAX));
    put_line(line, text);
  }
}

static void put_legend(spi_timeline *line) {
  put_text(line, "\n");
  put_line(line, "\xE2\x96\x81 open  \xE2\x96\x88 ran  \xE2\x96\x91 will run  \xE2\x96\x93 ran "
                 "after due  / paused  \xC2\xB7 closed  h holiday");
  put_line(line, "\xE2\x97\x86 due  \xE2\x97\x87 due if resumed now  \xE2\x9C\x93 met  "
                 "\xE2\x9C\x97 missed  \xE2\x96\xA1 stopped");
  put_line(line, "\xE2\x96\xBC step fired  @ as of  + several");
}

void spi_write_timeline_text(spi_timeline *line) {
  char text[SPI_HAPPENING_TEXT_MAX];
  spi_lane lane;
  line->axis.left = NAMES;
  line->axis.width -= NAMES;
  line->axis.letter = 1;
  put_line(line, line->title);
  spi_timeline_state(line, text);
  put_parts(line, text);
  spi_timeline_source(line, text);
  put_parts(line, text);
  put_text(line, "\n");
  put_axis(line);
  put_signs(line, SPI_HAPPENED_EVENT, "events");
  put_stays(line, SPOL_NAME_SEVERITY, "severity", spi_severity_stay);
  put_stays(line, SPOL_NAME_LINE, "line", spi_line_stay);
  for (uint32_t i = 0; spi_lane_get(line, i, &lane); i++) {
    put_metric(line, &lane);
  }
  put_signs(line, SPI_HAPPENED_FIRING, "escalation steps");
  put_list(line);
  put_legend(line);
}
