/* SPDX-License-Identifier: MIT */
/* Rules of one rank: rows that the source gives no order, and steps that one
 * miss or share triggers. Two that fit the same facts disagree. */
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

/* ---- Steps ------------------------------------------------------------------------------ */

/* The severity that a step raises to, or the line that it moves to; 0: none. */
static uint32_t goal_of(const spi_version *version, const spi_step *step, int32_t kind) {
  for (uint32_t i = 0; i < step->effects.count; i++) {
    const spi_effect *effect = &version->effects[step->effects.first + i];
    if (effect->kind == kind && !effect->by_one) {
      return effect->subject + 1;
    }
  }
  return 0;
}

/* 1 if a miss or a share of a metric triggers both, and nothing else. */
static int same_trigger(const spi_version *version, const spi_step *a, const spi_step *b) {
  const spi_trigger *one = &version->triggers[a->triggers.first];
  const spi_trigger *other = &version->triggers[b->triggers.first];
  return a->triggers.count == 1 && b->triggers.count == 1 && one->kind == other->kind &&
         one->kind >= SPI_TRIGGER_SHARE && one->metric == other->metric &&
         one->share == other->share && one->nth == other->nth && a->hold == b->hold;
}

static int disagree(const spi_version *version, const spi_step *a, const spi_step *b) {
  static const int32_t kinds[] = {SPOL_EFFECT_SEVERITY, SPOL_EFFECT_LINE};
  for (size_t i = 0; i < 2; i++) {
    uint32_t one = goal_of(version, a, kinds[i]);
    uint32_t other = goal_of(version, b, kinds[i]);
    if (one != 0 && other != 0 && one != other) {
      return 1;
    }
  }
  return 0;
}

typedef struct two_steps {
  uint32_t conditions[4]; /* of both steps and their ladders */
} two_steps;

static int both_triggered(const spi_question *question, const void *context) {
  const two_steps *two = context;
  for (size_t i = 0; i < 4; i++) {
    if (spi_witness_value(question, two->conditions[i], 0) != 1) {
      return 0;
    }
  }
  return 1;
}

static void check_two_steps(spi_check *check, const spi_step *a, const spi_step *b) {
  two_steps two = {{a->when, b->when, check->version->ladders[a->ladder].when,
                    check->version->ladders[b->ladder].when}};
  spi_question question;
  char text[300];
  spi_check_begin(check, &question);
  for (size_t i = 0; i < 4; i++) {
    spi_solver_one(&question.solver, spi_question_literal(&question, two.conditions[i], 1));
  }
  int answer = spi_check_ask(check, &question, NULL, 0);
  if (answer == SPI_SOLVER_YES) {
    spi_writer writer = spi_writer_on(text, sizeof text);
    spi_check_witness(&question, both_triggered, &two, &writer);
    spi_check_report(check, SPOL_DIAG_RULES_DISAGREE, &b->place,
                     "let one of them say when the other is meant",
                     "this step and line %u are triggered together and lead to different ends: %s",
                     a->place.line, text);
  } else if (answer == SPI_SOLVER_UNDECIDED) {
    spi_check_undecided(check, &b->place, "whether this step and another are triggered together");
  }
  spi_check_end(check, &question);
}

void spi_check_steps_agree(spi_check *check) {
  const spi_version *version = check->version;
  for (uint32_t j = 1; j < version->steps_count; j++) {
    for (uint32_t i = 0; i < j && check->fatal == SPOL_OK; i++) {
      if (same_trigger(version, &version->steps[i], &version->steps[j]) &&
          disagree(version, &version->steps[i], &version->steps[j])) {
        check_two_steps(check, &version->steps[i], &version->steps[j]);
      }
    }
  }
}
