/* SPDX-License-Identifier: MIT */
#include "render/sheet.h"

#include <string.h>

enum { PARAGRAPHS = 1, TABLE = 2, DEEPER = 4 };

/* ---- Bytes ------------------------------------------------------------------------------ */

static void raw(spi_sheet *sheet, const char *text) {
  spi_sink_text(sheet->view->sink, text);
}

static void put_json(spi_sheet *sheet, const char *text, size_t length) {
  static const char digits[] = "0123456789abcdef";
  for (const char *at = text; at < text + length; at++) {
    unsigned char byte = (unsigned char)*at;
    if (byte == '"' || byte == '\\') {
      spi_sink_char(sheet->view->sink, '\\');
    }
    if (byte < 0x20 || byte == 0x7F) {
      raw(sheet, "\\u00");
      spi_sink_char(sheet->view->sink, digits[byte >> 4]);
      spi_sink_char(sheet->view->sink, digits[byte & 15]);
    } else {
      spi_sink_char(sheet->view->sink, *at);
    }
  }
}

static void put_html(spi_sheet *sheet, const char *text, size_t length) {
  for (size_t i = 0; i < length; i++) {
    switch (text[i]) {
    case '&':
      raw(sheet, "&amp;");
      break;
    case '<':
      raw(sheet, "&lt;");
      break;
    case '>':
      raw(sheet, "&gt;");
      break;
    case '"':
      raw(sheet, "&quot;");
      break;
    default:
      spi_sink_char(sheet->view->sink, (unsigned char)text[i] < 0x20 ? ' ' : text[i]);
    }
  }
}

/* What Markdown would take for more than a letter is escaped. */
static void put_markdown(spi_sheet *sheet, const char *text, size_t length) {
  for (size_t i = 0; i < length; i++) {
    if (strchr("\\|*_`[]<>#", text[i]) != NULL) {
      spi_sink_char(sheet->view->sink, '\\');
    }
    spi_sink_char(sheet->view->sink, (unsigned char)text[i] < 0x20 ? ' ' : text[i]);
  }
}

/* In text the first cell is a line of its own, and the others stand below it behind
 * their heads; one that says nothing is left out. */
static void begin_line(spi_sheet *sheet) {
  spi_view *view = sheet->view;
  sheet->waits = 0;
  if (sheet->cell > 1 && sheet->flat) {
    spi_put(view, "  ");
    return;
  }
  if (sheet->cell > 1) {
    spi_put_line(view);
  }
  uint32_t column = sheet->cell > 1 ? DEEPER : 2;
  for (uint32_t i = 0; i < column; i++) {
    spi_sink_char(view->sink, ' ');
  }
  view->column = column;
  view->indent = column + 2;
  if (sheet->cell > 1 && sheet->heads[sheet->cell - 1][0] != '\0') {
    spi_put(view, sheet->heads[sheet->cell - 1]);
    spi_put(view, ": ");
  }
}

static void put_bytes(void *context, const char *text, size_t length) {
  spi_sheet *sheet = context;
  sheet->has_put |= length > 0;
  if (sheet->waits && length > 0) {
    begin_line(sheet);
  }
  switch (sheet->format) {
  case SPOL_SHEET_JSON:
    put_json(sheet, text, length);
    break;
  case SPOL_SHEET_HTML:
    put_html(sheet, text, length);
    break;
  case SPOL_SHEET_MARKDOWN:
    put_markdown(sheet, text, length);
    break;
  default:
    spi_put_bytes(sheet->view, text, length);
  }
}

void spi_sheet_put(spi_sheet *sheet, const char *text) {
  put_bytes(sheet, text, strlen(text));
}

void spi_sheet_putf(spi_sheet *sheet, const char *format, ...) {
  spi_writer writer = spi_writer_through(put_bytes, sheet);
  va_list arguments;
  va_start(arguments, format);
  spi_write_vformat(&writer, format, arguments);
  va_end(arguments);
}

void spi_sheet_fact(spi_sheet *sheet, const spol_fact *fact) {
  spi_writer writer = spi_writer_through(put_bytes, sheet);
  spi_fact_text(sheet->view, fact, &writer);
}

/* ---- The page ----------------------------------------------------------------------------- */

static const char style[] =
    "<style>body{font:16px/1.4 sans-serif;max-width:70em;margin:2em auto;padding:0 1em}"
    "table{border-collapse:collapse;margin:1em 0}"
    "th,td{border:1px solid #999;padding:.3em .6em;text-align:left;vertical-align:top}"
    "th{background:#eee}</style>";

void spi_sheet_begin(spi_sheet *sheet, const char *title) {
  switch (sheet->format) {
  case SPOL_SHEET_JSON:
    raw(sheet, "{\"title\":\"");
    spi_sheet_put(sheet, title);
    raw(sheet, "\",\"sections\":[");
    break;
  case SPOL_SHEET_HTML:
    raw(sheet, "<!DOCTYPE html>\n<html lang=\"en\">\n<head><meta charset=\"utf-8\"><title>");
    spi_sheet_put(sheet, title);
    raw(sheet, "</title>");
    raw(sheet, style);
    raw(sheet, "</head>\n<body>\n<h1>");
    spi_sheet_put(sheet, title);
    raw(sheet, "</h1>\n");
    break;
  case SPOL_SHEET_MARKDOWN:
    raw(sheet, "# ");
    spi_sheet_put(sheet, title);
    raw(sheet, "\n");
    break;
  default:
    spi_put(sheet->view, title);
    spi_put_line(sheet->view);
  }
}

/* Ends the paragraphs of a section before something else begins. */
static void close_part(spi_sheet *sheet) {
  if (sheet->format == SPOL_SHEET_JSON && sheet->part == PARAGRAPHS) {
    raw(sheet, "]}");
  }
  sheet->part = 0;
  sheet->items = 0;
}

static void close_section(spi_sheet *sheet) {
  close_part(sheet);
  if (sheet->sections > 0) {
    raw(sheet, sheet->format == SPOL_SHEET_JSON ? "]}" : "");
  }
}

void spi_sheet_end(spi_sheet *sheet) {
  close_section(sheet);
  raw(sheet, sheet->format == SPOL_SHEET_JSON   ? "]}\n"
             : sheet->format == SPOL_SHEET_HTML ? "</body>\n</html>\n"
                                                : "");
}

void spi_sheet_section(spi_sheet *sheet, const char *title) {
  close_section(sheet);
  switch (sheet->format) {
  case SPOL_SHEET_JSON:
    raw(sheet, sheet->sections > 0 ? ",{\"title\":\"" : "{\"title\":\"");
    spi_sheet_put(sheet, title);
    raw(sheet, "\",\"parts\":[");
    break;
  case SPOL_SHEET_HTML:
    raw(sheet, "<h2>");
    spi_sheet_put(sheet, title);
    raw(sheet, "</h2>\n");
    break;
  case SPOL_SHEET_MARKDOWN:
    raw(sheet, "\n## ");
    spi_sheet_put(sheet, title);
    raw(sheet, "\n");
    break;
  default:
    spi_put_line(sheet->view);
    for (const char *at = title; *at != '\0'; at++) {
      char upper[2] = {(char)(*at >= 'a' && *at <= 'z' ? *at - 'a' + 'A' : *at), '\0'};
      spi_put(sheet->view, upper);
    }
    spi_put_line(sheet->view);
  }
  sheet->sections++;
  sheet->has_put = 0;
  sheet->part = 0;
  sheet->items = 0;
}

/* ---- Paragraphs ----------------------------------------------------------------------------- */

/* Opens a part of the section; JSON has them as objects of an array. */
static void open_part(spi_sheet *sheet, uint32_t part) {
  int follows = sheet->part != 0 || sheet->has_put;
  close_part(sheet);
  if (sheet->format == SPOL_SHEET_JSON) {
    raw(sheet, follows ? ",{" : "{");
    raw(sheet, part == PARAGRAPHS ? "\"notes\":[" : "\"columns\":[");
  }
  sheet->part = part;
}

void spi_sheet_note(spi_sheet *sheet) {
  if (sheet->part != PARAGRAPHS) {
    open_part(sheet, PARAGRAPHS);
  }
  switch (sheet->format) {
  case SPOL_SHEET_JSON:
    raw(sheet, sheet->items > 0 ? ",\"" : "\"");
    break;
  case SPOL_SHEET_HTML:
    raw(sheet, "<p>");
    break;
  case SPOL_SHEET_MARKDOWN:
    raw(sheet, "\n");
    break;
  default:
    raw(sheet, "  ");
    sheet->view->column = 2;
    sheet->view->indent = DEEPER;
  }
  sheet->items++;
}

void spi_sheet_note_end(spi_sheet *sheet) {
  sheet->has_put = 1;
  switch (sheet->format) {
  case SPOL_SHEET_JSON:
    raw(sheet, "\"");
    break;
  case SPOL_SHEET_HTML:
    raw(sheet, "</p>\n");
    break;
  case SPOL_SHEET_MARKDOWN:
    raw(sheet, "\n");
    break;
  default:
    spi_put_line(sheet->view);
  }
}

/* ---- Tables -----------------------------------------------------------------------------------
 */

static void put_heads(spi_sheet *sheet, const char *open, const char *between, const char *close) {
  raw(sheet, open);
  for (uint32_t i = 0; i < sheet->columns; i++) {
    raw(sheet, i > 0 ? between : "");
    spi_sheet_put(sheet, sheet->heads[i]);
  }
  raw(sheet, close);
}

void spi_sheet_table(spi_sheet *sheet, const char *const *heads, uint32_t count) {
  open_part(sheet, TABLE);
  sheet->columns = count < SPI_SHEET_COLUMNS ? count : SPI_SHEET_COLUMNS;
  memcpy(sheet->heads, heads, sheet->columns * sizeof *heads);
  switch (sheet->format) {
  case SPOL_SHEET_JSON:
    put_heads(sheet, "\"", "\",\"", "\"],\"rows\":[");
    break;
  case SPOL_SHEET_HTML:
    put_heads(sheet, "<table>\n<tr><th>", "</th><th>", "</th></tr>\n");
    break;
  case SPOL_SHEET_MARKDOWN:
    put_heads(sheet, "\n| ", " | ", " |\n|");
    for (uint32_t i = 0; i < sheet->columns; i++) {
      raw(sheet, "---|");
    }
    raw(sheet, "\n");
    break;
  default:
    break;
  }
}

void spi_sheet_row(spi_sheet *sheet) {
  sheet->cell = 0;
  switch (sheet->format) {
  case SPOL_SHEET_JSON:
    raw(sheet, sheet->items > 0 ? ",[" : "[");
    break;
  case SPOL_SHEET_HTML:
    raw(sheet, "<tr>");
    break;
  case SPOL_SHEET_MARKDOWN:
    raw(sheet, "|");
    break;
  default:
    break;
  }
  sheet->items++;
}

void spi_sheet_cell(spi_sheet *sheet) {
  switch (sheet->format) {
  case SPOL_SHEET_JSON:
    raw(sheet, sheet->cell > 0 ? "\",\"" : "\"");
    break;
  case SPOL_SHEET_HTML:
    raw(sheet, sheet->cell > 0 ? "</td><td>" : "<td>");
    break;
  case SPOL_SHEET_MARKDOWN:
    raw(sheet, sheet->cell > 0 ? " | " : " ");
    break;
  default:
    break;
  }
  sheet->cell++;
  sheet->waits = sheet->format == SPOL_SHEET_TEXT;
}

void spi_sheet_flat(spi_sheet *sheet) {
  sheet->flat = 1;
}

void spi_sheet_row_end(spi_sheet *sheet) {
  switch (sheet->format) {
  case SPOL_SHEET_JSON:
    raw(sheet, "\"]");
    break;
  case SPOL_SHEET_HTML:
    raw(sheet, "</td></tr>\n");
    break;
  case SPOL_SHEET_MARKDOWN:
    raw(sheet, " |\n");
    break;
  default:
    spi_put_line(sheet->view);
  }
  sheet->waits = 0;
}

void spi_sheet_table_end(spi_sheet *sheet) {
  raw(sheet, sheet->format == SPOL_SHEET_JSON   ? "]}"
             : sheet->format == SPOL_SHEET_HTML ? "</table>\n"
                                                : "");
  sheet->part = 0;
  sheet->items = 0;
  sheet->has_put = 1;
  sheet->flat = 0;
}
