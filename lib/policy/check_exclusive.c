/* SPDX-License-Identifier: MIT */
/* Rows that the source gives no order: two that fit the same facts disagree. */
#include "policy/check.h"

enum { MOST_SAID = 20 };

typedef struct two_rows {
  const spi_check_table *table;
  uint32_t first;
  uint32_t second;
} two_rows;

/* 1 if the witness still is one: both rows hold. */
static int both_hold(const spi_question *question, const void *context) {
  const two_rows *two = context;
  return spi_witness_value(question, two->table->given, 0) == 1 &&
         spi_witness_value(question, two->table->rows[two->first].when, 0) == 1 &&
         spi_witness_value(question, two->table->rows[two->second].when, 0) == 1;
}

static void report(spi_check *check, spi_question *question, const two_rows *two) {
  char text[300];
  spi_writer writer = spi_writer_on(text, sizeof text);
  spi_check_witness(question, both_hold, two, &writer);
  spi_check_report(check, SPOL_DIAG_RULES_DISAGREE, two->table->rows[two->second].place,
                   "make their conditions exclude each other, or give them an order: leave out "
                   "`exclusive`",
                   "this %s and line %u disagree for: %s", two->table->what,
                   two->table->rows[two->first].place->line, text);
}

/* @return 0 where the question was too long */
static int ask_two(spi_check *check, spi_question *question, const two_rows *two, uint32_t *said) {
  int32_t assumed[3] = {
      spi_question_literal(question, two->table->given, 1),
      spi_question_literal(question, two->table->rows[two->first].when, 1),
      spi_question_literal(question, two->table->rows[two->second].when, 1),
  };
  int answer = spi_check_ask(check, question, assumed, 3);
  if (answer == SPI_SOLVER_YES) {
    report(check, question, two);
    ++*said;
  } else if (answer == SPI_SOLVER_UNDECIDED) {
    spi_check_undecided(check, two->table->rows[two->second].place,
                        "whether this row and those in front of it exclude each other");
  }
  return answer != SPI_SOLVER_UNDECIDED;
}

/* A row without condition is what is left when no other fits. */
static int is_conditional(const spi_check_row *row) {
  return row->when != SPI_ALWAYS && row->when != SPI_NONE && row->place->line != 0;
}

void spi_check_exclusive(spi_check *check, const spi_check_table *table,
                         int (*same)(const spi_check *check, uint32_t i, uint32_t j,
                                     const void *context),
                         const void *context) {
  spi_question question;
  uint32_t said = 0;
  int decided = 1;
  spi_check_begin(check, &question);
  for (uint32_t j = 1; decided && j < table->count; j++) {
    for (uint32_t i = 0; decided && i < j && said < MOST_SAID && check->fatal == SPOL_OK; i++) {
      two_rows two = {table, i, j};
      if (is_conditional(&table->rows[i]) && is_conditional(&table->rows[j]) &&
          (same == NULL || !same(check, i, j, context))) {
        decided = ask_two(check, &question, &two, &said);
      }
    }
  }
  spi_check_end(check, &question);
}
