/* SPDX-License-Identifier: MIT */
/* Who may open a case, when, and what the customer is told; and what is no rule. */
#include "render/sheet.h"

static void put_bound(spi_sheet *sheet, const char *word, uint32_t fact, spol_instant at) {
  char text[SPI_PHRASE_MAX];
  if (fact != SPI_NONE) {
    spi_sheet_putf(sheet, "%s%s", word, spi_sheet_name(sheet, SPOL_NAME_FACT, fact + 1));
  } else if (at != SPOL_INSTANT_NONE) {
    spi_sheet_putf(sheet, "%s%s", word, spi_phrase_instant(sheet->view, at, text));
  }
}

static void note_coverage(spi_sheet *sheet) {
  const spi_coverage *rule = &sheet->version->coverage;
  if (rule->place.line == 0) {
    return;
  }
  spi_sheet_note(sheet);
  spi_sheet_put(sheet, "Covered");
  put_bound(sheet, " from ", rule->from_fact, rule->from);
  put_bound(sheet, " to ", rule->to_fact, rule->to);
  spi_sheet_put(sheet, ".");
  spi_sheet_clause(sheet, &rule->place);
  spi_sheet_note_end(sheet);
}

static void put_entitlement(spi_sheet *sheet, const spi_entitlement_rule *rule) {
  spi_sheet_row(sheet);
  spi_sheet_cell(sheet);
  spi_sheet_put(sheet, rule->text == SPI_NONE ? spi_finding_word(rule->finding)
                                              : spi_sheet_text(sheet, rule->text));
  spi_sheet_clause(sheet, &rule->place);
  spi_sheet_cell(sheet);
  if (rule->stage == SPI_AT_EVENT && rule->match != SPI_NONE) {
    spi_sheet_put(sheet, "at ");
    spi_sheet_match(sheet, rule->match);
    spi_sheet_condition(sheet, " where ", rule->when);
  } else {
    spi_sheet_condition(sheet, "", rule->when);
  }
  spi_sheet_cell(sheet);
  spi_sheet_put(sheet, rule->refuses ? "the case is refused" : "noted");
  spi_sheet_row_end(sheet);
}

static void put_entitlements(spi_sheet *sheet) {
  static const char *const heads[] = {"rule", "when", "then"};
  spi_sheet_table(sheet, heads, 3);
  for (uint32_t i = 0; i < sheet->version->entitlement_count; i++) {
    put_entitlement(sheet, &sheet->version->entitlement[i]);
  }
  spi_sheet_table_end(sheet);
}

static void note_notice(spi_sheet *sheet, const spi_notice_rule *rule) {
  spi_sheet_note(sheet);
  spi_sheet_put(sheet, "The customer is told of ");
  spi_sheet_match(sheet, rule->match);
  if (rule->within.count > 0) {
    spi_sheet_put(sheet, " within ");
    spi_sheet_targets(sheet, rule->within);
  }
  spi_sheet_putf(sheet, rule->text != SPI_NONE ? ": %s" : ".", spi_sheet_text(sheet, rule->text));
  spi_sheet_clause(sheet, &rule->place);
  spi_sheet_note_end(sheet);
}

void spi_sheet_access(spi_sheet *sheet) {
  const spi_version *version = sheet->version;
  if (version->coverage.place.line == 0 && version->entitlement_count == 0 &&
      version->notices_count == 0) {
    return;
  }
  spi_sheet_section(sheet, "Coverage and contacts");
  note_coverage(sheet);
  if (version->entitlement_count > 0) {
    put_entitlements(sheet);
  }
  for (uint32_t i = 0; i < version->notices_count; i++) {
    note_notice(sheet, &version->notices[i]);
  }
}

/* ---- What is no rule ---------------------------------------------------------------------------
 */

static const char *remark_word(int32_t kind) {
  static const char *const words[] = {
      NULL, "Advice", NULL, "Footnote that nothing points to", "Assumed", NULL, "Promise"};
  return kind >= 0 && kind < (int32_t)(sizeof words / sizeof words[0]) ? words[kind] : NULL;
}

void spi_sheet_remarks(spi_sheet *sheet) {
  uint32_t shown = 0;
  for (uint32_t i = 0; i < sheet->version->remarks_count; i++) {
    const spi_remark *remark = &sheet->version->remarks[i];
    const char *word = remark_word(remark->kind);
    if (word == NULL) {
      continue;
    }
    if (shown++ == 0) {
      spi_sheet_section(sheet, "Assumptions and notes");
    }
    spi_sheet_note(sheet);
    spi_sheet_putf(sheet, "%s: ", word);
    spi_sheet_put(sheet, spi_sheet_text(sheet, remark->text));
    spi_sheet_note_end(sheet);
  }
}
