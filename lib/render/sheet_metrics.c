/* SPDX-License-Identifier: MIT */
/* What is promised: severity by metric, as vendors print it, and how each metric is
 * counted. */
#include "render/sheet.h"

static const spi_metric *metric_at(const spi_sheet *sheet, uint32_t index) {
  return &sheet->version->metrics[index];
}

/* ---- The table ------------------------------------------------------------------------------ */

static void put_row(spi_sheet *sheet, const char *name) {
  spi_sheet_row(sheet);
  spi_sheet_cell(sheet);
  spi_sheet_put(sheet, name);
  for (uint32_t i = 0; i + 1 < sheet->columns; i++) {
    spi_sheet_cell(sheet);
    spi_sheet_targets(sheet, metric_at(sheet, i)->clock.targets);
  }
  spi_sheet_row_end(sheet);
}

static void put_table(spi_sheet *sheet) {
  const spi_version *version = sheet->version;
  const char *heads[SPI_SHEET_COLUMNS] = {"severity"};
  uint32_t count = 1;
  for (uint32_t i = 0; i < version->metrics_count && count < SPI_SHEET_COLUMNS; i++) {
    heads[count++] = spi_sheet_name(sheet, SPOL_NAME_METRIC, metric_at(sheet, i)->id);
  }
  spi_sheet_table(sheet, heads, count);
  for (uint32_t i = 0; i < version->severities_by_rank_count; i++) {
    sheet->rank = i + 1;
    put_row(sheet, spi_sheet_name(sheet, SPOL_NAME_SEVERITY, version->severities_by_rank[i].id));
  }
  sheet->rank = 0;
  if (version->severities_by_rank_count == 0) {
    put_row(sheet, "every case");
  }
  spi_sheet_table_end(sheet);
}

/* ---- How a metric is counted ------------------------------------------------------------------
 */

static void put_pauses(spi_sheet *sheet, spi_range rows) {
  const char *before = "";
  for (uint32_t i = 0; i < rows.count; i++) {
    const spi_pause_row *row = &sheet->version->pause_rows[rows.first + i];
    if (spi_sheet_holds(sheet, row->when) == 0) {
      continue;
    }
    spi_sheet_put(sheet, before);
    spi_sheet_put(sheet, row->reason == 0 ? "any reason"
                                          : spi_sheet_name(sheet, SPOL_NAME_REASON, row->reason));
    spi_sheet_put(sheet, row->pauses ? "" : " does not pause");
    spi_sheet_condition(sheet, " where ", row->when);
    before = ", ";
  }
}

static void put_repeats(spi_sheet *sheet, const spi_metric *metric) {
  static const char *const words[] = {"", "begins again at its stop", "begins again at its start",
                                      "begins again on its schedule"};
  if (metric->repeat > 0 && metric->repeat <= SPI_REPEAT_SCHEDULE) {
    spi_sheet_put(sheet, words[metric->repeat]);
    if (metric->until.count > 0) {
      spi_sheet_put(sheet, ", until ");
      spi_sheet_matches(sheet, metric->until);
    }
  }
}

static void put_carry(spi_sheet *sheet, spi_range rows) {
  static const char *const words[] = {"", "counts from its start", "begins anew",
                                      "keeps the time it used", "keeps the share it used"};
  const char *before = "";
  for (uint32_t i = 0; i < rows.count; i++) {
    const spi_carry_row *row = &sheet->version->carry_rows[rows.first + i];
    if (row->place.line == 0 || row->carry < 0 || row->carry > SPOL_CARRY_FRACTION) {
      continue;
    }
    spi_sheet_put(sheet, before);
    spi_sheet_put(sheet, words[row->carry]);
    spi_sheet_put(sheet, row->never_later ? ", never later than before" : "");
    spi_sheet_condition(sheet, " where ", row->when);
    before = "; ";
  }
}

static void put_counting(spi_sheet *sheet, const spi_metric *metric) {
  spi_sheet_row(sheet);
  spi_sheet_cell(sheet);
  spi_sheet_put(sheet, spi_sheet_name(sheet, SPOL_NAME_METRIC, metric->id));
  spi_sheet_cell(sheet);
  spi_sheet_matches(sheet, metric->clock.starts);
  spi_sheet_condition(sheet, ", once ", metric->clock.start_when);
  spi_sheet_cell(sheet);
  spi_sheet_matches(sheet, metric->clock.stops);
  spi_sheet_cell(sheet);
  put_pauses(sheet, metric->clock.pauses);
  spi_sheet_cell(sheet);
  put_repeats(sheet, metric);
  spi_sheet_cell(sheet);
  put_carry(sheet, metric->clock.carries);
  spi_sheet_row_end(sheet);
}

static void note_excuses(spi_sheet *sheet, const spi_metric *metric) {
  for (uint32_t i = 0; i < metric->excuses.count; i++) {
    const spi_excuse_row *row = &sheet->version->excuse_rows[metric->excuses.first + i];
    spi_sheet_note(sheet);
    spi_sheet_putf(sheet, "A miss of %s is excused",
                   spi_sheet_name(sheet, SPOL_NAME_METRIC, metric->id));
    spi_sheet_condition(sheet, " where ", row->when);
    spi_sheet_putf(sheet, row->text != SPI_NONE ? ": %s" : ".", spi_sheet_text(sheet, row->text));
    spi_sheet_clause(sheet, &row->place);
    spi_sheet_note_end(sheet);
  }
}

static void note_bounds(spi_sheet *sheet) {
  for (uint32_t i = 0; i < sheet->version->reasons_count; i++) {
    const spi_reason *reason = &sheet->version->reasons[i];
    if (reason->bounds.count == 0) {
      continue;
    }
    spi_sheet_note(sheet);
    spi_sheet_putf(sheet, "A pause for %s ends by itself after ",
                   spi_sheet_name(sheet, SPOL_NAME_REASON, i + 1));
    spi_sheet_targets(sheet, reason->bounds);
    spi_sheet_put(sheet, ".");
    spi_sheet_note_end(sheet);
  }
}

void spi_sheet_metrics(spi_sheet *sheet) {
  static const char *const heads[] = {"metric",    "starts",  "stops",
                                      "paused by", "repeats", "when its target changes"};
  if (sheet->version->metrics_count == 0) {
    return;
  }
  spi_sheet_section(sheet, "Targets");
  put_table(sheet);
  if (sheet->version->severities_by_rank_count > 0) {
    spi_sheet_note(sheet);
    spi_sheet_put(sheet, "Of cases whose facts derive the severity of the row.");
    spi_sheet_note_end(sheet);
  }
  spi_sheet_section(sheet, "How the time is counted");
  spi_sheet_table(sheet, heads, sizeof heads / sizeof heads[0]);
  for (uint32_t i = 0; i < sheet->version->metrics_count; i++) {
    put_counting(sheet, metric_at(sheet, i));
  }
  spi_sheet_table_end(sheet);
  note_bounds(sheet);
  for (uint32_t i = 0; i < sheet->version->metrics_count; i++) {
    note_excuses(sheet, metric_at(sheet, i));
  }
}
