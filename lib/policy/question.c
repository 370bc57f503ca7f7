/* SPDX-License-Identifier: MIT */
/* Conditions as clauses. A condition is written twice, as what makes it hold and
 * as what makes it fail, since between the two lies undecided. */
#include "policy/question.h"

#include <string.h>

#include "policy/subjects.h"

enum { DEEPEST = 4096, MOST_TERMS = 1000000, MOST_SUBJECTS = 100000, MOST_RANKS = 64 };

void spi_question_begin(spi_question *question, const spol_allocator *allocator,
                        const spol_policy *policy, const spi_version *version,
                        const spi_bands *bands) {
  memset(question, 0, sizeof *question);
  spi_solver_begin(&question->solver, allocator);
  question->policy = policy;
  question->version = version;
  question->bands = bands;
  question->subjects = spi_vector_of(sizeof(spi_subject), MOST_SUBJECTS);
  question->stack = spi_vector_of(sizeof(int32_t), MOST_TERMS);
  question->terms = spi_vector_of(sizeof(spi_term), MOST_TERMS);
  question->yes = spi_solver_unknown(&question->solver, 1);
  spi_solver_one(&question->solver, question->yes);
}

void spi_question_end(spi_question *question) {
  const spol_allocator *allocator = question->solver.allocator;
  spi_vector_free(allocator, &question->subjects);
  spi_vector_free(allocator, &question->stack);
  spi_vector_free(allocator, &question->terms);
  spi_map_free(allocator, &question->index);
  spi_solver_end(&question->solver);
}

/* ---- All and any -------------------------------------------------------------------- */

int32_t spi_question_all(spi_question *question, const int32_t *literals, uint32_t count) {
  if (count < 2) {
    return count == 0 ? question->yes : literals[0];
  }
  int32_t all = spi_solver_unknown(&question->solver, -1);
  for (uint32_t i = 0; i < count; i++) {
    spi_solver_two(&question->solver, spi_not(all), literals[i]);
  }
  return all;
}

static void put(spi_question *question, int32_t literal) {
  spi_solver *solver = &question->solver;
  if (solver->status == SPOL_OK) {
    solver->status = spi_vector_push(solver->allocator, &question->stack, &literal);
  }
}

/* Any of the literals on the stack from a mark on. */
static int32_t any_of_stack(spi_question *question, size_t mark) {
  uint32_t count = (uint32_t)(question->stack.count - mark);
  if (count == 0) {
    return spi_not(question->yes);
  }
  if (count == 1) {
    return *(const int32_t *)spi_vector_at(&question->stack, mark);
  }
  int32_t any = spi_solver_unknown(&question->solver, -1);
  put(question, spi_not(any));
  if (question->solver.status == SPOL_OK) {
    spi_solver_clause(&question->solver, spi_vector_at(&question->stack, mark), count + 1);
  }
  return any;
}

/* All or any of the literals on the stack from a mark on, which are taken off. */
static int32_t close(spi_question *question, size_t mark, int all) {
  int32_t made = question->yes;
  if (question->solver.status == SPOL_OK) {
    made = all ? spi_question_all(question, spi_vector_at(&question->stack, mark),
                                  (uint32_t)(question->stack.count - mark))
               : any_of_stack(question, mark);
  }
  question->stack.count = mark;
  return made;
}

int32_t spi_question_any(spi_question *question, const int32_t *literals, uint32_t count) {
  size_t mark = question->stack.count;
  for (uint32_t i = 0; i < count; i++) {
    put(question, literals[i]);
  }
  return close(question, mark, 0);
}

/* ---- Comparisons ---------------------------------------------------------------------- */

static void add_term(spi_question *question, const int32_t *literals, uint32_t count) {
  spi_term term = {{0}, count};
  memcpy(term.literals, literals, count * sizeof *literals);
  spi_solver *solver = &question->solver;
  if (solver->status == SPOL_OK) {
    solver->status = spi_vector_push(solver->allocator, &question->terms, &term);
  }
}

static void add_literal(spi_question *question, int32_t literal) {
  add_term(question, &literal, 1);
}

/* What keeps a comparison from being undecided, at most two facts. */
typedef struct leaf {
  int32_t known[2];
  uint32_t known_count;
} leaf;

static const spi_subject *subject_of(spi_question *question, leaf *state, uint32_t kind,
                                     uint32_t subject, uint32_t other) {
  static const spi_subject none = {.known = SPI_NO_LITERAL};
  uint32_t index = spi_subject_of(question, kind, subject, other);
  if (index == SPI_NONE) {
    return &none;
  }
  const spi_subject *found = spi_subject_at(question, index);
  if (found->known != SPI_NO_LITERAL && state->known_count < 2) {
    state->known[state->known_count++] = found->known;
  }
  return found;
}

/* Literals that say that an ordered fact lies in [from, to). */
static uint32_t within(spi_question *question, const spi_subject *fact, int64_t from, int64_t to,
                       int has_end, int32_t *literals) {
  uint32_t count = 0;
  literals[count++] = spi_subject_reaches(question, fact, from);
  if (has_end) {
    literals[count++] = spi_not(spi_subject_reaches(question, fact, to));
  }
  return count;
}

static void add_point(spi_question *question, const spi_subject *fact, int64_t value) {
  int32_t literals[2];
  if (fact->form == SPI_FORM_BANDS) {
    add_term(question, literals,
             within(question, fact, value, value < INT64_MAX ? value + 1 : 0, value < INT64_MAX,
                    literals));
  } else {
    add_literal(question, spi_subject_equals(question, fact, value));
  }
}

static int is_many(const spi_question *question, uint32_t fact) {
  return fact < question->policy->facts_count && question->policy->facts[fact].many;
}

static void write_fact(spi_question *question, leaf *state, const spi_node *node) {
  if (is_many(question, node->subject)) {
    add_literal(question,
                subject_of(question, state, SPI_ABOUT_MEMBER, node->subject, (uint32_t)node->value)
                    ->literal);
    return;
  }
  const spi_subject *fact = subject_of(question, state, SPI_ABOUT_FACT, node->subject, 0);
  if (node->compare == SPI_EQUAL) {
    add_point(question, fact, node->value);
  } else if (node->compare == SPI_AT_LEAST) {
    add_literal(question, spi_subject_reaches(question, fact, node->value));
  } else if (node->compare == SPI_LESS) {
    add_literal(question, spi_not(spi_subject_reaches(question, fact, node->value)));
  } else if (node->value == INT64_MAX) {
    add_literal(question, node->compare == SPI_MORE ? spi_not(question->yes) : question->yes);
  } else {
    int32_t above = spi_subject_reaches(question, fact, node->value + 1);
    add_literal(question, node->compare == SPI_MORE ? above : spi_not(above));
  }
}

static void write_fact_in(spi_question *question, leaf *state, const spi_node *node) {
  const int64_t *values = question->version->values + node->operand.first;
  for (uint32_t i = 0; i < node->operand.count; i++) {
    if (is_many(question, node->subject)) {
      add_literal(question,
                  subject_of(question, state, SPI_ABOUT_MEMBER, node->subject, (uint32_t)values[i])
                      ->literal);
    } else {
      leaf again = {{0}, 0};
      const spi_subject *fact =
          subject_of(question, i == 0 ? state : &again, SPI_ABOUT_FACT, node->subject, 0);
      add_point(question, fact, values[i]);
    }
  }
}

/* A set is known if it has a member: a named one, or (other 0) some other. */
static void write_known(spi_question *question, const spi_node *node) {
  leaf unused = {{0}, 0};
  if (!is_many(question, node->subject)) {
    int32_t known = subject_of(question, &unused, SPI_ABOUT_FACT, node->subject, 0)->known;
    add_literal(question, known != SPI_NO_LITERAL ? known : question->yes);
    return;
  }
  const spi_fact *fact = &question->policy->facts[node->subject];
  for (uint32_t i = fact->type == SPOL_FACT_ENUM; i <= fact->members.count; i++) {
    add_literal(question,
                subject_of(question, &unused, SPI_ABOUT_MEMBER, node->subject, i)->literal);
  }
}

static void write_order(spi_question *question, leaf *state, const spi_node *node, uint32_t other) {
  uint32_t own = node->subject;
  if (own == other) {
    add_literal(question,
                spi_compare_as(0, node->compare, 0) ? question->yes : spi_not(question->yes));
    return;
  }
  (void)subject_of(question, state, SPI_ABOUT_FACT, own, 0);
  (void)subject_of(question, state, SPI_ABOUT_FACT, other, 0);
  leaf unused = {{0}, 0};
  const spi_subject *order = subject_of(question, &unused, SPI_ABOUT_ORDER,
                                        own < other ? own : other, own < other ? other : own);
  for (int64_t value = -1; value <= 1; value++) {
    if (spi_compare_as(own < other ? value : -value, node->compare, 0)) {
      add_literal(question, spi_subject_equals(question, order, value));
    }
  }
}

/* Literals of "the fact lies in row (or column) `at` of a matrix". */
static uint32_t in_band(spi_question *question, const spi_subject *fact, spi_range bands,
                        uint32_t at, int32_t *literals) {
  if (bands.count == 0) {
    literals[0] = spi_subject_equals(question, fact, (int64_t)at + fact->lowest);
    return 1;
  }
  const int64_t *lower = question->version->values + bands.first;
  int last = at + 1 == bands.count;
  return within(question, fact, lower[at], last ? 0 : lower[at + 1], !last, literals);
}

static void write_matrix(spi_question *question, leaf *state, const spi_node *node) {
  const spi_matrix *matrix = &question->version->matrices[node->subject];
  const int64_t *cells = question->version->values + matrix->cells.first;
  (void)subject_of(question, state, SPI_ABOUT_FACT, matrix->column_fact, 0);
  const spi_subject *row = subject_of(question, state, SPI_ABOUT_FACT, matrix->row_fact, 0);
  leaf unused = {{0}, 0};
  const spi_subject *column = subject_of(question, &unused, SPI_ABOUT_FACT, matrix->column_fact, 0);
  for (uint32_t i = 0; i < matrix->rows * matrix->columns; i++) {
    if (cells[i] == node->value) {
      int32_t literals[4];
      uint32_t count = in_band(question, row, matrix->row_bands, i / matrix->columns, literals);
      count +=
          in_band(question, column, matrix->column_bands, i % matrix->columns, literals + count);
      add_term(question, literals, count);
    }
  }
}

/* MORE means more severe, so a smaller rank; without one it is no. */
static void write_rank(spi_question *question, const spi_node *node, uint32_t kind) {
  leaf unused = {{0}, 0};
  const spi_subject *subject = subject_of(question, &unused, kind, 0, 0);
  for (int64_t rank = 1; rank <= question->version->severities_by_rank_count; rank++) {
    if (spi_compare_as(node->value, node->compare, rank)) {
      add_literal(question, spi_subject_equals(question, subject, rank));
    }
  }
}

static void write_mismatch(spi_question *question, const spi_node *node) {
  uint32_t ranks = question->version->severities_by_rank_count;
  leaf unused = {{0}, 0};
  if (ranks > MOST_RANKS) {
    question->too_large = 1;
    return;
  }
  (void)subject_of(question, &unused, SPI_ABOUT_DERIVED, 0, 0);
  const spi_subject *recorded = subject_of(question, &unused, SPI_ABOUT_RECORDED, 0, 0);
  const spi_subject *derived = subject_of(question, &unused, SPI_ABOUT_DERIVED, 0, 0);
  for (int64_t i = 1; i <= ranks; i++) {
    for (int64_t j = 1; j <= ranks; j++) {
      if (i == j || (node->subject == 1 && i > j) || (node->subject == 2 && i < j)) {
        continue;
      }
      int32_t literals[2] = {spi_subject_equals(question, recorded, i),
                             spi_subject_equals(question, derived, j)};
      add_term(question, literals, 2);
    }
  }
}

static void write_value(spi_question *question, const spi_node *node, uint32_t kind,
                        uint32_t subject) {
  leaf unused = {{0}, 0};
  const spi_subject *found = subject_of(question, &unused, kind, subject, 0);
  for (int64_t i = found->lowest; i < found->lowest + found->count; i++) {
    if (spi_compare_as(i, node->compare, node->value)) {
      add_literal(question, spi_subject_equals(question, found, i));
    }
  }
}

static void write_metric(spi_question *question, const spi_node *node) {
  leaf unused = {{0}, 0};
  const spi_subject *metric = subject_of(question, &unused, SPI_ABOUT_METRIC, node->subject, 0);
  for (int64_t i = 0; i < SPI_METRIC_STATES; i++) {
    if ((spi_metric_states[i] & node->value) != 0) {
      add_literal(question, spi_subject_equals(question, metric, i));
    }
  }
}

int spi_never_closes(const spol_calendar *calendar) {
  const spol_instant from = INT64_C(10957) * SPOL_DAY; /* 2000-01-01 */
  const spol_instant to = INT64_C(29220) * SPOL_DAY;   /* 2050-01-01 */
  spol_duration open = 0;
  return spol_calendar_elapsed(calendar, from, to, &open, NULL) == SPOL_OK && open == to - from;
}

/* 1 if every case was opened inside the hours: the calendar never closes. */
static int always_inside(const spi_question *question, uint32_t index) {
  const spi_moment *moment = &question->version->moments[index];
  const spi_calendar *calendar = &question->version->calendars[moment->calendar];
  return moment->event == SPOL_EVENT_OPENED && calendar->calendar != NULL &&
         spi_never_closes(calendar->calendar);
}

static void write_truth(spi_question *question, const spi_node *node) {
  leaf unused = {{0}, 0};
  uint32_t kind = node->op == SPI_OP_INSIDE_HOURS ? SPI_ABOUT_MOMENT
                  : node->op == SPI_OP_HAPPENED   ? SPI_ABOUT_HAPPENED
                                                  : SPI_ABOUT_PAUSED;
  if ((kind == SPI_ABOUT_HAPPENED && node->subject == SPOL_EVENT_OPENED) ||
      (kind == SPI_ABOUT_MOMENT && always_inside(question, node->subject))) {
    add_literal(question, question->yes);
    return;
  }
  add_literal(question, subject_of(question, &unused, kind, node->subject, 0)->literal);
}

/* Collects the terms of which one must hold. */
static void write_comparison(spi_question *question, leaf *state, const spi_node *node) {
  switch (node->op) {
  case SPI_OP_FACT:
    write_fact(question, state, node);
    break;
  case SPI_OP_FACT_IN:
    write_fact_in(question, state, node);
    break;
  case SPI_OP_FACT_KNOWN:
    write_known(question, node);
    break;
  case SPI_OP_FACT_FACT:
    write_order(question, state, node, node->operand.first);
    break;
  case SPI_OP_FACT_EVENT_TIME:
    write_order(question, state, node,
                question->policy->facts_count +
                    (question->policy->facts[node->subject].type == SPOL_FACT_INSTANT));
    break;
  case SPI_OP_MATRIX:
    write_matrix(question, state, node);
    break;
  case SPI_OP_SEVERITY:
    write_rank(question, node, SPI_ABOUT_SEVERITY);
    break;
  case SPI_OP_REQUESTED:
    write_rank(question, node, SPI_ABOUT_REQUESTED);
    break;
  case SPI_OP_DERIVED:
    write_rank(question, node, SPI_ABOUT_DERIVED);
    break;
  case SPI_OP_RECORDED:
    write_rank(question, node, SPI_ABOUT_RECORDED);
    break;
  case SPI_OP_SEVERITY_MISMATCH:
    write_mismatch(question, node);
    break;
  case SPI_OP_LINE:
    write_value(question, node, SPI_ABOUT_LINE, 0);
    break;
  case SPI_OP_METRIC:
    write_metric(question, node);
    break;
  case SPI_OP_EVENT_ACTOR:
    write_value(question, node, SPI_ABOUT_ACTOR, 0);
    break;
  case SPI_OP_EVENT_ROLE:
    write_value(question, node, SPI_ABOUT_ROLE, 0);
    break;
  case SPI_OP_STATE:
    write_value(question, node, SPI_ABOUT_STATE, 0);
    break;
  default:
    write_truth(question, node);
    break;
  }
}

static int32_t term_literal(spi_question *question, const spi_term *term, int holds) {
  size_t mark = question->stack.count;
  for (uint32_t i = 0; i < term->count; i++) {
    put(question, holds ? term->literals[i] : spi_not(term->literals[i]));
  }
  return close(question, mark, holds);
}

static int32_t comparison(spi_question *question, const spi_node *node, int holds) {
  leaf state = {{0}, 0};
  size_t outer = question->stack.count;
  question->terms.count = 0;
  write_comparison(question, &state, node);
  for (uint32_t i = 0; i < state.known_count; i++) {
    put(question, state.known[i]);
  }
  size_t mark = question->stack.count;
  for (size_t i = 0; i < question->terms.count; i++) {
    spi_term term = *(const spi_term *)spi_vector_at(&question->terms, i);
    put(question, term_literal(question, &term, holds));
  }
  put(question, close(question, mark, !holds));
  return close(question, outer, 1);
}

static int32_t condition(spi_question *question, uint32_t at, int holds, uint32_t depth) {
  const spi_node *node = &question->version->nodes[at];
  if (depth > DEEPEST) {
    question->too_large = 1;
    return question->yes;
  }
  if (node->op == SPI_OP_NOT) {
    return condition(question, at + 1, !holds, depth + 1);
  }
  if (node->op != SPI_OP_ALL && node->op != SPI_OP_ANY) {
    return comparison(question, node, holds);
  }
  size_t mark = question->stack.count;
  for (uint32_t child = at + 1; child < node->next; child = question->version->nodes[child].next) {
    put(question, condition(question, child, holds, depth + 1));
  }
  return close(question, mark, (node->op == SPI_OP_ALL) == holds);
}

int32_t spi_question_literal(spi_question *question, uint32_t when, int holds) {
  if (when == SPI_ALWAYS) {
    return holds ? question->yes : spi_not(question->yes);
  }
  return condition(question, when, holds, 0);
}

int32_t spi_question_value(spi_question *question, uint32_t kind, uint32_t subject, int64_t value) {
  uint32_t index = spi_subject_of(question, kind, subject, 0);
  if (index == SPI_NONE) {
    return question->yes;
  }
  const spi_subject *found = spi_subject_at(question, index);
  if (found->form == SPI_FORM_TRUTH) {
    return value != 0 ? found->literal : spi_not(found->literal);
  }
  return spi_subject_equals(question, found, value);
}

int spi_question_ask(spi_question *question, const int32_t *assumptions, uint32_t count,
                     uint64_t limit) {
  if (question->related != question->subjects.count) {
    spi_subjects_relate(question);
    question->related = question->subjects.count;
  }
  if (question->too_large) {
    return SPI_SOLVER_UNDECIDED;
  }
  return spi_solver_ask(&question->solver, assumptions, count, limit);
}
