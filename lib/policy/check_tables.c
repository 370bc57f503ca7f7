/* SPDX-License-Identifier: MIT */
/* Tables: rows that never match, and facts that no row fits. */
#include <string.h>

#include "policy/check.h"
#include "policy/subjects.h"

enum { MOST_NAMED = 4, MOST_EXPLAINED = 20, MOST_ASSUMED = 64 };

/* ---- Rows that never match -------------------------------------------------------------- */

/* The condition of a row; a row of pauses asks for its reason too. */
static int32_t row_literal(spi_question *question, const spi_check_table *table, uint32_t row,
                           int holds) {
  int32_t literals[2] = {spi_question_literal(question, table->rows[row].when, holds), 0};
  if (!table->by_reason || table->rows[row].reason == 0) {
    return literals[0];
  }
  literals[1] = spi_question_value(question, SPI_ABOUT_REASON, 0, table->rows[row].reason);
  if (holds) {
    return spi_question_all(question, literals, 2);
  }
  literals[1] = spi_not(literals[1]);
  return spi_question_any(question, literals, 2);
}

static void write_lines(spi_writer *writer, const uint32_t *lines, uint32_t count) {
  for (uint32_t i = 0; i < count; i++) {
    spi_write_format(writer, "%s%u", i == 0 ? "" : i + 1 == count ? " and " : ", ", lines[i]);
  }
}

/* Which of the rows before it leave nothing to a row. 0: its own condition. */
static uint32_t who_covers(spi_check *check, const spi_check_table *table, uint32_t row,
                           uint32_t *lines) {
  spi_question question;
  uint32_t found = 0;
  int32_t *literals = spi_alloc_array(check->allocator, (size_t)row + 1, sizeof *literals);
  if (literals == NULL) {
    check->fatal = SPOL_E_MEMORY;
    return 0;
  }
  spi_check_begin(check, &question);
  literals[0] = row_literal(&question, table, row, 1);
  for (uint32_t i = 0; i < row; i++) {
    literals[i + 1] = row_literal(&question, table, i, 0);
  }
  if (spi_check_ask(check, &question, literals, row + 1) == SPI_SOLVER_NO) {
    for (uint32_t i = 0; i < row; i++) {
      if (spi_solver_blamed(&question.solver, literals[i + 1])) {
        lines[found < MOST_NAMED ? found : MOST_NAMED - 1] = table->rows[i].place->line;
        found++;
      }
    }
  }
  spi_check_end(check, &question);
  spi_free_array(check->allocator, literals, (size_t)row + 1, sizeof *literals);
  return found;
}

static void report_dead(spi_check *check, const spi_check_table *table, uint32_t row,
                        uint32_t reported) {
  const spi_place *place = table->rows[row].place;
  uint32_t lines[MOST_NAMED];
  char text[64];
  if (reported >= MOST_EXPLAINED) {
    spi_check_report(check, SPOL_DIAG_RULE_NEVER_MATCHES, place, "remove it",
                     "this %s can never match", table->what);
    return;
  }
  if (spi_check_possible(check, &table->rows[row].when, 1) == SPI_SOLVER_NO) {
    spi_check_report(check, SPOL_DIAG_RULE_NEVER_MATCHES, place,
                     "no fact can have two values at once",
                     "this %s can never match: its condition contradicts itself", table->what);
    return;
  }
  uint32_t found = who_covers(check, table, row, lines);
  spi_writer writer = spi_writer_on(text, sizeof text);
  write_lines(&writer, lines, found < MOST_NAMED ? found : MOST_NAMED);
  if (found == 0 || found > MOST_NAMED) {
    spi_check_report(check, SPOL_DIAG_RULE_NEVER_MATCHES, place, "remove it, or move it up",
                     "this %s can never match: those in front of it leave nothing to it",
                     table->what);
  } else {
    spi_check_report(check, SPOL_DIAG_RULE_NEVER_MATCHES, place, "remove it, or move it up",
                     "this %s can never match: line%s %s leave%s nothing to it", table->what,
                     found == 1 ? "" : "s", text, found == 1 ? "s" : "");
  }
}

/* ---- Facts without a row ------------------------------------------------------------------- */

/* 1 if the witness still is one: every row fails, the table is used, and the
 * case is not refused. */
static int is_gap(const spi_question *question, const void *context) {
  const spi_check_table *table = context;
  const spi_version *version = question->version;
  if (spi_witness_value(question, table->given, 0) != 1) {
    return 0;
  }
  for (uint32_t i = 0; i < table->count; i++) {
    if (spi_witness_value(question, table->rows[i].when, 0) != 0) {
      return 0;
    }
  }
  for (uint32_t i = 0; table->covered && i < version->entitlement_count; i++) {
    const spi_entitlement_rule *rule = &version->entitlement[i];
    if (rule->refuses && rule->stage != SPI_AT_EVENT &&
        spi_witness_value(question, rule->when, 0) == 1) {
      return 0;
    }
  }
  return 1;
}

/* Severity follows the facts alone where nobody may say otherwise. */
static void tie_severity(spi_check *check, spi_question *question) {
  const spi_version *version = check->version;
  const spi_severities *severities = &version->severities;
  if (!severities->follows_up || !severities->follows_down || severities->record_requested ||
      severities->limits.count > 0 || severities->changes.count > 0 ||
      spi_subject_find(question, SPI_ABOUT_SEVERITY, 0, 0, 0) == SPI_NONE) {
    return;
  }
  int32_t more = question->yes; /* implies that no more severe level holds */
  for (uint32_t i = 0; i < version->severities_by_rank_count; i++) {
    int32_t here = spi_question_value(question, SPI_ABOUT_SEVERITY, 0, i + 1);
    int32_t literals[2] = {more, spi_not(question->yes)};
    uint32_t when = version->severities_by_rank[i].when;
    if (when != SPI_NONE) {
      literals[1] = spi_question_literal(question, when, 1);
    }
    if (severities->default_rank != i + 1) {
      spi_solver_two(&question->solver, spi_not(here), spi_question_all(question, literals, 2));
    }
    if (when != SPI_NONE) {
      literals[1] = spi_question_literal(question, when, 0);
      more = spi_question_all(question, literals, 2);
    }
  }
}

static uint32_t assume_gap(spi_check *check, spi_question *question, const spi_check_table *table,
                           int32_t *assumed) {
  const spi_version *version = check->version;
  uint32_t count = 0;
  assumed[count++] = spi_question_literal(question, table->given, 1);
  for (uint32_t i = 0; table->covered && i < version->entitlement_count; i++) {
    const spi_entitlement_rule *rule = &version->entitlement[i];
    if (rule->refuses && rule->stage != SPI_AT_EVENT && count + 2 < MOST_ASSUMED) {
      assumed[count++] = spi_question_literal(question, rule->when, 0);
    }
  }
  if (spi_subject_find(question, SPI_ABOUT_SEVERITY, 0, 0, 0) != SPI_NONE) {
    assumed[count++] = spi_not(spi_question_value(question, SPI_ABOUT_SEVERITY, 0, 0));
  }
  return count;
}

static void report_gap(spi_check *check, spi_question *question, const spi_check_table *table) {
  char text[300];
  spi_writer writer = spi_writer_on(text, sizeof text);
  spi_check_witness(question, is_gap, table, &writer);
  if (table->gap_code == SPOL_DIAG_SEVERITY_GAP) {
    spi_check_report(check, table->gap_code, table->gap_place,
                     "add a level, or say what is the `default`", "no severity fits: %s", text);
  } else {
    spi_check_report(check, table->gap_code, table->gap_place,
                     "add a row, or `otherwise: unstated`", "%s has no %s for: %s", table->gap_name,
                     table->gap_code == SPOL_DIAG_TARGET_GAP ? "target" : "row", text);
  }
}

static int check_gap(spi_check *check, spi_question *question, const spi_check_table *table) {
  int32_t assumed[MOST_ASSUMED];
  if (table->covered) {
    tie_severity(check, question);
  }
  uint32_t count = assume_gap(check, question, table, assumed);
  int answer = spi_check_ask(check, question, assumed, count);
  if (answer == SPI_SOLVER_YES) {
    report_gap(check, question, table);
  } else if (answer == SPI_SOLVER_UNDECIDED) {
    spi_check_undecided(check, table->gap_place, "whether some row fits all facts");
  }
  return answer != SPI_SOLVER_NO;
}

/* ---- A table --------------------------------------------------------------------------------- */

static int ask_rows(spi_check *check, spi_question *question, const spi_check_table *table,
                    int32_t *literals) {
  uint32_t dead = 0;
  int undecided = 0;
  for (uint32_t i = 0; i < table->count; i++) {
    literals[2 * i] = row_literal(question, table, i, 1);
    literals[2 * i + 1] = row_literal(question, table, i, 0);
  }
  for (uint32_t i = 0; i < table->count && check->fatal == SPOL_OK; i++) {
    int answer = spi_check_ask(check, question, &literals[2 * i], 1);
    if (answer == SPI_SOLVER_NO && table->rows[i].place->line != 0) {
      report_dead(check, table, i, dead++);
    }
    if (answer == SPI_SOLVER_UNDECIDED && !undecided) {
      undecided = 1;
      spi_check_undecided(check, table->rows[i].place,
                          "whether this row and those behind it match");
    }
    spi_solver_one(&question->solver, literals[2 * i + 1]);
  }
  return table->gap_code != 0 ? check_gap(check, question, table) : 0;
}

int spi_check_rows(spi_check *check, const spi_check_table *table) {
  spi_question question;
  if (table->count == 0) {
    return 0;
  }
  size_t room = 2 * (size_t)table->count;
  int32_t *literals = spi_alloc_array(check->allocator, room, sizeof *literals);
  if (literals == NULL) {
    check->fatal = SPOL_E_MEMORY;
    return 1;
  }
  spi_check_begin(check, &question);
  int gap = ask_rows(check, &question, table, literals);
  spi_check_end(check, &question);
  spi_free_array(check->allocator, literals, room, sizeof *literals);
  return gap;
}
