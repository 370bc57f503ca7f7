/* SPDX-License-Identifier: MIT */
/* Lines, and the steps that bring a case up. */
#include "policy/number.h"
#include "render/sheet.h"

/* ---- Lines --------------------------------------------------------------------------------- */

static void put_line(spi_sheet *sheet, const spi_line *line) {
  spi_sheet_row(sheet);
  spi_sheet_cell(sheet);
  spi_sheet_put(sheet, spi_sheet_name(sheet, SPOL_NAME_LINE, line->id));
  spi_sheet_cell(sheet);
  spi_sheet_put(sheet, spi_sheet_text(sheet, line->title));
  spi_sheet_clause(sheet, &line->place);
  spi_sheet_cell(sheet);
  spi_sheet_put(sheet, line->does == SPI_NONE ? "" : spi_sheet_text(sheet, line->does));
  spi_sheet_cell(sheet);
  spi_sheet_put(sheet, line->by == SPOL_ACTOR_CUSTOMER ? "the customer" : "the vendor");
  spi_sheet_row_end(sheet);
}

static void note_first_line(spi_sheet *sheet, const spi_line_row *row) {
  spi_sheet_note(sheet);
  spi_sheet_putf(sheet, "A case begins on %s",
                 spi_sheet_name(sheet, SPOL_NAME_LINE, sheet->version->lines[row->line].id));
  spi_sheet_condition(sheet, " where ", row->when);
  spi_sheet_put(sheet, ".");
  spi_sheet_clause(sheet, &row->place);
  spi_sheet_note_end(sheet);
}

static void put_lines(spi_sheet *sheet) {
  static const char *const heads[] = {"line", "title", "does", "staffed by"};
  spi_sheet_table(sheet, heads, 4);
  for (uint32_t i = 0; i < sheet->version->lines_count; i++) {
    put_line(sheet, &sheet->version->lines[i]);
  }
  spi_sheet_table_end(sheet);
  for (uint32_t i = 0; i < sheet->version->first_lines_count; i++) {
    if (sheet->version->first_lines[i].place.line != 0) {
      note_first_line(sheet, &sheet->version->first_lines[i]);
    }
  }
}

/* ---- Steps ----------------------------------------------------------------------------------- */

static void put_trigger(spi_sheet *sheet, const spi_trigger *trigger) {
  const char *metric = spi_sheet_name(sheet, SPOL_NAME_METRIC, trigger->metric);
  char share[SPI_PHRASE_MAX] = "";
  spi_writer writer = spi_writer_on(share, sizeof share);
  switch (trigger->kind) {
  case SPI_TRIGGER_EVENT:
    spi_sheet_match(sheet, trigger->match);
    break;
  case SPI_TRIGGER_TIMER:
    spi_sheet_targets(sheet, sheet->version->timers[trigger->timer].targets);
    spi_sheet_put(sheet, " after ");
    spi_sheet_matches(sheet, sheet->version->timers[trigger->timer].starts);
    break;
  case SPI_TRIGGER_SHARE:
    spi_write_format(&writer, "%D", trigger->share / 10000);
    if (trigger->share % 10000 != 0) {
      spi_write_char(&writer, '.');
      spi_write_padded(&writer, (uint64_t)(trigger->share % 10000), 4);
    }
    spi_sheet_putf(sheet, "%s %% of %s", share, metric);
    break;
  case SPI_TRIGGER_MISS:
    spi_sheet_putf(sheet, "a miss of %s", metric);
    break;
  default:
    spi_sheet_putf(sheet, "miss %u of %s", trigger->nth, metric);
  }
}

static void put_effect(spi_sheet *sheet, const spi_effect *effect) {
  const spi_version *version = sheet->version;
  switch (effect->kind) {
  case SPOL_EFFECT_LINE:
    spi_sheet_putf(sheet, "to %s",
                   effect->by_one
                       ? "the next line"
                       : spi_sheet_name(sheet, SPOL_NAME_LINE, version->lines[effect->subject].id));
    break;
  case SPOL_EFFECT_NOTIFY:
    spi_sheet_putf(sheet, "notify %s", spi_sheet_name(sheet, SPOL_NAME_ROLE, effect->subject));
    break;
  case SPOL_EFFECT_SEVERITY:
    spi_sheet_putf(sheet, "raise to %s",
                   effect->by_one
                       ? "one severity more"
                       : spi_sheet_name(sheet, SPOL_NAME_SEVERITY,
                                        version->severities_by_rank[effect->subject - 1].id));
    break;
  case SPOL_EFFECT_REMIND:
    spi_sheet_putf(sheet, "remind: %s", spi_sheet_text(sheet, effect->text));
    break;
  case SPOL_EFFECT_CLOSE:
    spi_sheet_put(sheet, "close the case");
    break;
  default:
    spi_sheet_putf(sheet, "%s happens", spi_sheet_name(sheet, SPOL_NAME_EVENT, effect->subject));
  }
}

static void put_restrictions(spi_sheet *sheet, const spi_step *step) {
  const spi_ladder *ladder = &sheet->version->ladders[step->ladder];
  spi_sheet_condition(sheet, "where ", ladder->when);
  spi_sheet_condition(sheet, ladder->when == SPI_ALWAYS ? "where " : " and ", step->when);
  if (step->requires_not_happened != SPI_NONE) {
    spi_sheet_put(sheet, " unless before ");
    spi_sheet_match(sheet, step->requires_not_happened);
  }
  if (step->hold != SPI_NONE) {
    spi_sheet_putf(sheet, " within the hours of %s", spi_sheet_calendar(sheet, step->hold));
  }
}

static void put_step(spi_sheet *sheet, const spi_step *step) {
  spi_sheet_row(sheet);
  spi_sheet_cell(sheet);
  spi_sheet_put(sheet, spi_sheet_name(sheet, SPOL_NAME_STEP, step->id));
  spi_sheet_clause(sheet, &step->place);
  spi_sheet_cell(sheet);
  for (uint32_t i = 0; i < step->triggers.count; i++) {
    spi_sheet_put(sheet, i > 0 ? ", or " : "");
    put_trigger(sheet, &sheet->version->triggers[step->triggers.first + i]);
  }
  spi_sheet_cell(sheet);
  put_restrictions(sheet, step);
  spi_sheet_cell(sheet);
  for (uint32_t i = 0; i < step->effects.count; i++) {
    spi_sheet_put(sheet, i > 0 ? ", " : "");
    put_effect(sheet, &sheet->version->effects[step->effects.first + i]);
  }
  if (step->repeats > 0 && step->repeat_target != SPI_NONE) {
    spi_sheet_putf(sheet, "; again up to %u times, every ", step->repeats);
    spi_sheet_target(sheet, step->repeat_target);
  }
  spi_sheet_row_end(sheet);
}

void spi_sheet_escalation(spi_sheet *sheet) {
  static const char *const heads[] = {"step", "when", "only", "what happens"};
  if (sheet->version->lines_count == 0 && sheet->version->steps_count == 0) {
    return;
  }
  spi_sheet_section(sheet, "Escalation");
  if (sheet->version->lines_count > 0) {
    put_lines(sheet);
  }
  if (sheet->version->steps_count > 0) {
    spi_sheet_table(sheet, heads, 4);
    for (uint32_t i = 0; i < sheet->version->steps_count; i++) {
      put_step(sheet, &sheet->version->steps[i]);
    }
    spi_sheet_table_end(sheet);
  }
}
