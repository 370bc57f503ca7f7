/* SPDX-License-Identifier: MIT */
/* Severities: what each is, the matrix that gives them, and who may change them. */
#include "policy/number.h"
#include "render/sheet.h"

static void put_level(spi_sheet *sheet, uint32_t index) {
  const spi_severity *level = &sheet->version->severities_by_rank[index];
  spi_sheet_row(sheet);
  spi_sheet_cell(sheet);
  spi_sheet_put(sheet, spi_sheet_name(sheet, SPOL_NAME_SEVERITY, level->id));
  spi_sheet_cell(sheet);
  spi_sheet_put(sheet, spi_sheet_text(sheet, level->title));
  spi_sheet_clause(sheet, &level->place);
  spi_sheet_cell(sheet);
  if (level->when == SPI_NONE) {
    spi_sheet_put(sheet, "never by itself");
  } else if (spi_sheet_holds(sheet, level->when) == 0) {
    spi_sheet_put(sheet, "not with these facts");
  } else {
    spi_sheet_condition(sheet, "", level->when);
  }
  if (sheet->version->severities.default_rank == index + 1) {
    spi_sheet_put(sheet,
                  level->when == SPI_NONE ? "; where no other holds" : ", or no other holds");
  }
  spi_sheet_row_end(sheet);
}

static void put_levels(spi_sheet *sheet) {
  static const char *const heads[] = {"severity", "definition", "when"};
  spi_sheet_table(sheet, heads, 3);
  for (uint32_t i = 0; i < sheet->version->severities_by_rank_count; i++) {
    put_level(sheet, i);
  }
  spi_sheet_table_end(sheet);
}

/* ---- The matrix ---------------------------------------------------------------------------- */

static void put_band(spi_sheet *sheet, uint32_t fact, spi_range bands, uint32_t index) {
  if (bands.count == 0) {
    const char *member = spol_policy_fact_member(sheet->view->policy, fact + 1, index + 1);
    spi_sheet_put(sheet, member != NULL ? member : "?");
    return;
  }
  char text[SPI_PHRASE_MAX] = "";
  spi_writer writer = spi_writer_on(text, sizeof text);
  int64_t from = sheet->version->values[bands.first + index];
  if (from != INT64_MIN) {
    spi_write_text(&writer, "from ");
    spi_number_write(&writer, from);
  }
  if (index + 1 < bands.count) {
    spi_write_text(&writer, from != INT64_MIN ? " below " : "below ");
    spi_number_write(&writer, sheet->version->values[bands.first + index + 1]);
  }
  spi_sheet_put(sheet, text[0] != '\0' ? text : "any");
}

static void put_matrix_row(spi_sheet *sheet, const spi_matrix *matrix, uint32_t row) {
  for (uint32_t column = 0; column < matrix->columns; column++) {
    int64_t cell = sheet->version->values[matrix->cells.first + row * matrix->columns + column];
    spi_sheet_row(sheet);
    spi_sheet_cell(sheet);
    put_band(sheet, matrix->row_fact, matrix->row_bands, row);
    spi_sheet_cell(sheet);
    put_band(sheet, matrix->column_fact, matrix->column_bands, column);
    spi_sheet_cell(sheet);
    spi_sheet_put(sheet,
                  cell == 0 ? "none" : spi_sheet_name(sheet, SPOL_NAME_SEVERITY, (uint32_t)cell));
    spi_sheet_row_end(sheet);
  }
}

static void put_matrix(spi_sheet *sheet, const spi_matrix *matrix) {
  const char *const heads[] = {spi_sheet_name(sheet, SPOL_NAME_FACT, matrix->row_fact + 1),
                               spi_sheet_name(sheet, SPOL_NAME_FACT, matrix->column_fact + 1),
                               "severity"};
  spi_sheet_flat(sheet);
  spi_sheet_table(sheet, heads, 3);
  for (uint32_t row = 0; row < matrix->rows; row++) {
    put_matrix_row(sheet, matrix, row);
  }
  spi_sheet_table_end(sheet);
}

/* ---- Recording and changing ------------------------------------------------------------------ */

static void note_record(spi_sheet *sheet) {
  const spi_severities *rules = &sheet->version->severities;
  spi_sheet_note(sheet);
  spi_sheet_putf(sheet, "Recorded when the case is %s: %s.",
                 rules->record_on_open ? "opened" : "accepted",
                 rules->record_requested ? "the severity that is asked for, else the derived one"
                                         : "the derived severity");
  spi_sheet_note_end(sheet);
}

static void note_limit(spi_sheet *sheet, const spi_severity_limit *limit) {
  const spi_severity *most = &sheet->version->severities_by_rank[limit->at_most - 1];
  spi_sheet_note(sheet);
  spi_sheet_putf(sheet, "At most %s", spi_sheet_name(sheet, SPOL_NAME_SEVERITY, most->id));
  spi_sheet_condition(sheet, " where ", limit->when);
  spi_sheet_put(sheet, limit->reject ? "; more is refused" : "");
  spi_sheet_putf(sheet, limit->text != SPI_NONE ? ": %s" : ".", spi_sheet_text(sheet, limit->text));
  spi_sheet_clause(sheet, &limit->place);
  spi_sheet_note_end(sheet);
}

static void note_change(spi_sheet *sheet, const spi_severity_change_rule *rule) {
  static const char *const actors[] = {"anybody", "the customer", "the vendor", "a third party",
                                       "the system"};
  spi_sheet_note(sheet);
  spi_sheet_putf(sheet, "%s by %s", rule->direction == SPI_UPGRADE ? "Raised" : "Lowered",
                 rule->actor >= 0 && rule->actor <= SPOL_ACTOR_SYSTEM ? actors[rule->actor] : "?");
  if (rule->role != 0) {
    spi_sheet_putf(sheet, " (%s)", spi_sheet_name(sheet, SPOL_NAME_ROLE, rule->role));
  }
  spi_sheet_condition(sheet, " where ", rule->when);
  spi_sheet_condition(sheet, ", which needs that ", rule->requires);
  spi_sheet_put(sheet, rule->grant ? ": at once" : ": when the vendor decides");
  spi_sheet_putf(sheet, rule->refused_text != SPI_NONE ? "; else: %s" : "",
                 spi_sheet_text(sheet, rule->refused_text));
  spi_sheet_clause(sheet, &rule->place);
  spi_sheet_note_end(sheet);
}

static void note_follows(spi_sheet *sheet, const char *text, const spi_place *place) {
  spi_sheet_note(sheet);
  spi_sheet_put(sheet, text);
  spi_sheet_clause(sheet, place);
  spi_sheet_note_end(sheet);
}

static void note_changes(spi_sheet *sheet) {
  const spi_version *version = sheet->version;
  if (version->severities.follows_up) {
    note_follows(sheet, "Raised by itself when the facts derive a higher one.",
                 &version->severities.follows_up_place);
  }
  if (version->severities.follows_down) {
    note_follows(sheet, "Lowered by itself when the facts derive a lower one.",
                 &version->severities.follows_down_place);
  }
  for (uint32_t i = 0; i < version->severity_changes_count; i++) {
    if (version->severity_changes[i].place.line != 0) {
      note_change(sheet, &version->severity_changes[i]);
    }
  }
}

void spi_sheet_severities(spi_sheet *sheet) {
  if (sheet->version->severities_by_rank_count == 0) {
    return;
  }
  spi_sheet_section(sheet, "Severities");
  put_levels(sheet);
  for (uint32_t i = 0; i < sheet->version->matrices_count; i++) {
    put_matrix(sheet, &sheet->version->matrices[i]);
  }
  note_record(sheet);
  for (uint32_t i = 0; i < sheet->version->severity_limits_count; i++) {
    note_limit(sheet, &sheet->version->severity_limits[i]);
  }
  note_changes(sheet);
}
