/* SPDX-License-Identifier: MIT */
/** A page of headings, paragraphs and tables, in each of the formats that a
 *  policy is shown in. */
#ifndef SPI_RENDER_SHEET_H
#define SPI_RENDER_SHEET_H

#include "render/view.h"

enum { SPI_SHEET_COLUMNS = 40, SPI_SHEET_REFUTED = 32 };

typedef struct spi_sheet {
  spi_view *view; /**< policy, sink, columns; its words go through spi_sheet_put */
  const spi_version *version;
  uint32_t version_index;
  int32_t format; /**< enum spol_sheet_format */
  int32_t year;   /**< 0: none */
  /* What is given beside the policy. */
  const spol_fact *facts;
  uint64_t fact_count;
  uint32_t rank; /**< of the severity that is spoken of; 0: any */
  /* Facts that rows in front were conditions on alone: nothing further below has them. */
  uint32_t refuted[SPI_SHEET_REFUTED]; /**< nodes */
  uint32_t refuted_count;
  /* Where the page is. */
  const char *heads[SPI_SHEET_COLUMNS]; /**< of the table at hand */
  uint32_t columns;
  uint32_t cell;     /**< of the row at hand, from 0 */
  uint32_t sections; /**< so far */
  uint32_t items;    /**< paragraphs or rows of the part at hand */
  uint32_t part;     /**< 0: none is open; 1: paragraphs; 2: a table */
  uint32_t has_put;  /**< 1: the cell at hand says something */
  uint32_t waits;    /**< 1: text, and the cell at hand has said nothing yet */
  uint32_t flat;     /**< 1: text has the cells of a row in one line */
} spi_sheet;

void spi_sheet_begin(spi_sheet *sheet, const char *title);
void spi_sheet_end(spi_sheet *sheet);
void spi_sheet_section(spi_sheet *sheet, const char *title);
/** A paragraph: begin, put, end. */
void spi_sheet_note(spi_sheet *sheet);
void spi_sheet_note_end(spi_sheet *sheet);
/** The next table's cells are short: text has a row in one line. */
void spi_sheet_flat(spi_sheet *sheet);
/** A table: its heads stay the caller's until its end. The first column names the
 *  row. */
void spi_sheet_table(spi_sheet *sheet, const char *const *heads, uint32_t count);
void spi_sheet_row(spi_sheet *sheet);
void spi_sheet_cell(spi_sheet *sheet);
void spi_sheet_row_end(spi_sheet *sheet);
void spi_sheet_table_end(spi_sheet *sheet);
/** Text of the paragraph or cell at hand. */
void spi_sheet_put(spi_sheet *sheet, const char *text);
/** The same by spi_write_format; texts of any length are whole. */
void spi_sheet_putf(spi_sheet *sheet, const char *format, ...);
/** A fact's value as the policy writes it. */
void spi_sheet_fact(spi_sheet *sheet, const spol_fact *fact);

/* ---- Words of rules (sheet_words.c, sheet_conditions.c) ---------------------------- */

/** What a condition comes to with the facts and the severity that are given. */
int spi_sheet_holds(const spi_sheet *sheet, uint32_t condition);
/** The one fact that is left of a condition, as a node; SPI_NONE: nothing, or more. */
uint32_t spi_sheet_only(const spi_sheet *sheet, uint32_t condition);
/** Puts what is left of a condition; nothing where it is decided. */
void spi_sheet_condition(spi_sheet *sheet, const char *before, uint32_t condition);
/** "1h on always"; "2 business days (end of day) on desk"; "not offered". */
void spi_sheet_target(spi_sheet *sheet, uint32_t index);
/** "opened or acknowledged". */
void spi_sheet_matches(spi_sheet *sheet, spi_range matches);
void spi_sheet_match(spi_sheet *sheet, uint32_t index);
/** Rows of targets, each with what is left of its condition. */
void spi_sheet_targets(spi_sheet *sheet, spi_range rows);
const char *spi_sheet_name(const spi_sheet *sheet, int32_t kind, uint32_t id);
/** A text of the policy, or "". */
const char *spi_sheet_text(const spi_sheet *sheet, uint32_t offset);
const char *spi_sheet_calendar(const spi_sheet *sheet, uint32_t index);
/** ", Heading, sentence 3" behind a rule that cites its source. */
void spi_sheet_clause(spi_sheet *sheet, const spi_place *place);

/* ---- Sections, each in a file of its own -------------------------------------------- */

void spi_sheet_severities(spi_sheet *sheet);
void spi_sheet_metrics(spi_sheet *sheet);
void spi_sheet_calendars(spi_sheet *sheet);
void spi_sheet_escalation(spi_sheet *sheet);
void spi_sheet_access(spi_sheet *sheet);
void spi_sheet_remarks(spi_sheet *sheet);

#endif
