/* SPDX-License-Identifier: MIT */
/* A solver with two watched literals, learning, and restarts (MiniSat's design,
 * with the queue of the most recently used unknowns in place of weights). */
#include "policy/solver.h"

#include <string.h>

enum {
  CLAUSE_HEADER = 3,
  RESTART_UNIT = 64,
  MOST_UNKNOWNS = 4000000,
  MOST_CELLS = 16000000 /* of clauses: 64 MiB */
};

/* A reason is the offset of a clause + 1, or a literal (of its group), or none. */
#define NO_REASON 0U
#define BY_LITERAL UINT32_C(0x80000000)

void spi_solver_begin(spi_solver *solver, const spol_allocator *allocator) {
  memset(solver, 0, sizeof *solver);
  solver->allocator = allocator;
  solver->unknowns = spi_vector_of(sizeof(spi_unknown), MOST_UNKNOWNS);
  solver->clauses = spi_vector_of(sizeof(uint32_t), MOST_CELLS);
  solver->groups = spi_vector_of(sizeof(spi_range), MOST_UNKNOWNS);
  solver->trail = spi_vector_of(sizeof(int32_t), MOST_UNKNOWNS);
  solver->levels = spi_vector_of(sizeof(uint32_t), 2U * MOST_UNKNOWNS);
  solver->learned = spi_vector_of(sizeof(int32_t), MOST_UNKNOWNS);
  solver->first = SPI_NONE;
  solver->last = SPI_NONE;
  solver->search = SPI_NONE;
}

void spi_solver_end(spi_solver *solver) {
  spi_vector_free(solver->allocator, &solver->unknowns);
  spi_vector_free(solver->allocator, &solver->clauses);
  spi_vector_free(solver->allocator, &solver->groups);
  spi_vector_free(solver->allocator, &solver->trail);
  spi_vector_free(solver->allocator, &solver->levels);
  spi_vector_free(solver->allocator, &solver->learned);
}

static spi_unknown *unknown_at(const spi_solver *solver, uint32_t index) {
  return (spi_unknown *)solver->unknowns.items + index;
}

static spi_unknown *unknown_of(const spi_solver *solver, int32_t literal) {
  return unknown_at(solver, (uint32_t)literal >> 1);
}

static uint32_t *cell(const spi_solver *solver, uint32_t offset) {
  return (uint32_t *)solver->clauses.items + offset;
}

static uint32_t level_of_now(const spi_solver *solver) {
  return (uint32_t)solver->levels.count;
}

/* 1 if the literal is yes, -1 if it is no, else 0. */
static int value_of(const spi_solver *solver, int32_t literal) {
  int value = (int)unknown_of(solver, literal)->value;
  return (literal & 1) != 0 ? -value : value;
}

static int push(spi_solver *solver, spi_vector *vector, const void *element) {
  if (solver->status == SPOL_OK) {
    solver->status = spi_vector_push(solver->allocator, vector, element);
  }
  return solver->status == SPOL_OK;
}

/* ---- The order of trying ---------------------------------------------------------- */

static void put_last(spi_solver *solver, uint32_t index) {
  spi_unknown *unknown = unknown_at(solver, index);
  unknown->previous = solver->last;
  unknown->next = SPI_NONE;
  if (solver->last != SPI_NONE) {
    unknown_at(solver, solver->last)->next = index;
  } else {
    solver->first = index;
  }
  solver->last = index;
  unknown->stamp = ++solver->stamp;
  if (unknown->value == 0) {
    solver->search = index;
  }
}

static void use_again(spi_solver *solver, uint32_t index) {
  spi_unknown *unknown = unknown_at(solver, index);
  if (unknown->next == SPI_NONE) {
    return;
  }
  if (solver->search == index) {
    solver->search = unknown->previous != SPI_NONE ? unknown->previous : unknown->next;
  }
  unknown_at(solver, unknown->next)->previous = unknown->previous;
  if (unknown->previous != SPI_NONE) {
    unknown_at(solver, unknown->previous)->next = unknown->next;
  } else {
    solver->first = unknown->next;
  }
  put_last(solver, index);
}

/* The unknown to be tried next, or SPI_NONE: all are decided. */
static uint32_t choose(spi_solver *solver) {
  uint32_t index = solver->search;
  while (index != SPI_NONE && unknown_at(solver, index)->value != 0) {
    index = unknown_at(solver, index)->previous;
    solver->work++;
  }
  if (index != SPI_NONE) {
    solver->search = index;
  }
  return index;
}

/* ---- Unknowns and clauses ----------------------------------------------------------- */

int32_t spi_solver_unknown(spi_solver *solver, int8_t phase) {
  spi_unknown made = {.phase = phase, .watches = {SPI_NONE, SPI_NONE}};
  uint32_t index = (uint32_t)solver->unknowns.count;
  if (!push(solver, &solver->unknowns, &made)) {
    return 0;
  }
  put_last(solver, index);
  return (int32_t)(index << 1);
}

int32_t spi_solver_group(spi_solver *solver, uint32_t count, uint32_t preferred) {
  spi_range range = {(uint32_t)solver->unknowns.count, count};
  for (uint32_t i = 0; i < count; i++) {
    spi_solver_unknown(solver, i == preferred ? 1 : -1);
  }
  if (!push(solver, &solver->groups, &range)) {
    return 0;
  }
  solver->learned.count = 0;
  for (uint32_t i = 0; i < count; i++) {
    unknown_at(solver, range.first + i)->group = (uint32_t)solver->groups.count;
    int32_t literal = (int32_t)((range.first + i) << 1);
    push(solver, &solver->learned, &literal);
  }
  if (solver->status == SPOL_OK) {
    spi_solver_clause(solver, solver->learned.items, (uint32_t)solver->learned.count);
  }
  return (int32_t)(range.first << 1);
}

static void watch(spi_solver *solver, uint32_t clause, uint32_t which) {
  uint32_t *cells = cell(solver, clause);
  int32_t literal = (int32_t)cells[CLAUSE_HEADER + which];
  uint32_t *head = &unknown_of(solver, literal)->watches[literal & 1];
  cells[1 + which] = *head;
  *head = clause;
}

/* Adds a clause of at least two literals; the first two are watched. */
static uint32_t add_clause(spi_solver *solver, const int32_t *literals, uint32_t count) {
  uint32_t offset = (uint32_t)solver->clauses.count;
  uint32_t header[CLAUSE_HEADER] = {count, SPI_NONE, SPI_NONE};
  for (uint32_t i = 0; i < CLAUSE_HEADER; i++) {
    push(solver, &solver->clauses, &header[i]);
  }
  for (uint32_t i = 0; i < count; i++) {
    push(solver, &solver->clauses, &literals[i]);
  }
  if (solver->status != SPOL_OK) {
    return SPI_NONE;
  }
  watch(solver, offset, 0);
  watch(solver, offset, 1);
  return offset;
}

static void assign(spi_solver *solver, int32_t literal, uint32_t reason) {
  spi_unknown *unknown = unknown_of(solver, literal);
  unknown->value = (literal & 1) != 0 ? -1 : 1;
  unknown->level = level_of_now(solver);
  unknown->reason = reason;
  push(solver, &solver->trail, &literal);
}

static void go_back(spi_solver *solver, uint32_t level) {
  if (level_of_now(solver) <= level) {
    return;
  }
  uint32_t keep = ((const uint32_t *)solver->levels.items)[level];
  for (size_t i = solver->trail.count; i > keep; i--) {
    uint32_t index = (uint32_t)((const int32_t *)solver->trail.items)[i - 1] >> 1;
    spi_unknown *unknown = unknown_at(solver, index);
    unknown->phase = unknown->value;
    unknown->value = 0;
    if (solver->search == SPI_NONE || unknown->stamp > unknown_at(solver, solver->search)->stamp) {
      solver->search = index;
    }
  }
  solver->trail.count = keep;
  solver->levels.count = level;
  solver->head = keep;
}

void spi_solver_clause(spi_solver *solver, const int32_t *literals, uint32_t count) {
  go_back(solver, 0);
  if (solver->impossible || solver->status != SPOL_OK) {
    return;
  }
  uint32_t undecided = 0;
  int32_t kept[2] = {0, 0};
  for (uint32_t i = 0; i < count; i++) {
    int value = value_of(solver, literals[i]);
    if (value > 0) {
      return;
    }
    if (value == 0 && undecided < 2 && (undecided == 0 || literals[i] != kept[0])) {
      kept[undecided++] = literals[i];
    }
  }
  if (undecided == 0) {
    solver->impossible = 1;
  } else if (undecided == 1) {
    assign(solver, kept[0], NO_REASON);
  } else {
    uint32_t offset = add_clause(solver, kept, 2);
    if (offset == SPI_NONE || count == 2) {
      return;
    }
    /* The watched two stand in front; the others that are undecided follow. */
    uint32_t size = 2;
    for (uint32_t i = 0; i < count; i++) {
      if (value_of(solver, literals[i]) == 0 && literals[i] != kept[0] && literals[i] != kept[1]) {
        size += (uint32_t)push(solver, &solver->clauses, &literals[i]);
      }
    }
    *cell(solver, offset) = size;
  }
}

/* ---- Propagation ------------------------------------------------------------------------ */

/* The others of a group follow from one that is yes. 0: a conflict. */
static int propagate_group(spi_solver *solver, int32_t literal) {
  const spi_unknown *unknown = unknown_of(solver, literal);
  if ((literal & 1) != 0 || unknown->group == 0) {
    return 1;
  }
  spi_range group = ((const spi_range *)solver->groups.items)[unknown->group - 1];
  for (uint32_t i = 0; i < group.count; i++) {
    int32_t other = (int32_t)((group.first + i) << 1);
    if (other == literal) {
      continue;
    }
    int value = value_of(solver, other);
    if (value > 0) {
      solver->conflict_clause = SPI_NONE;
      solver->conflict[0] = literal;
      solver->conflict[1] = other;
      return 0;
    }
    if (value == 0) {
      assign(solver, spi_not(other), BY_LITERAL | (uint32_t)literal);
    }
  }
  solver->work += group.count;
  return 1;
}

/* Looks for another literal to watch in place of the false one. */
static int move_watch(spi_solver *solver, uint32_t clause, uint32_t which) {
  uint32_t *cells = cell(solver, clause);
  for (uint32_t i = 2; i < cells[0]; i++) {
    int32_t literal = (int32_t)cells[CLAUSE_HEADER + i];
    if (value_of(solver, literal) >= 0) {
      cells[CLAUSE_HEADER + i] = cells[CLAUSE_HEADER + which];
      cells[CLAUSE_HEADER + which] = (uint32_t)literal;
      watch(solver, clause, which);
      solver->work += i;
      return 1;
    }
  }
  solver->work += cells[0];
  return 0;
}

/* All clauses that watch a literal which is no now. 0: a conflict. */
static int propagate_clauses(spi_solver *solver, int32_t no) {
  uint32_t *link = &unknown_of(solver, no)->watches[no & 1];
  while (*link != SPI_NONE) {
    uint32_t clause = *link;
    uint32_t *cells = cell(solver, clause);
    uint32_t which = (int32_t)cells[CLAUSE_HEADER] == no ? 0 : 1;
    int32_t other = (int32_t)cells[CLAUSE_HEADER + 1 - which];
    solver->work++;
    if (value_of(solver, other) > 0) {
      link = &cells[1 + which];
      continue;
    }
    uint32_t next = cells[1 + which];
    if (move_watch(solver, clause, which)) {
      *link = next;
      continue;
    }
    if (value_of(solver, other) < 0) {
      solver->conflict_clause = clause;
      return 0;
    }
    assign(solver, other, clause + 1);
    link = &cells[1 + which];
  }
  return 1;
}

static int propagate(spi_solver *solver) {
  while (solver->head < solver->trail.count && solver->status == SPOL_OK) {
    int32_t literal = ((const int32_t *)solver->trail.items)[solver->head++];
    if (!propagate_group(solver, literal) || !propagate_clauses(solver, spi_not(literal))) {
      return 0;
    }
  }
  return 1;
}

/* ---- Learning --------------------------------------------------------------------------- */

typedef struct analysis {
  uint32_t open; /* literals of the current level that are still to be explained */
  uint32_t back; /* the level to go back to */
} analysis;

static void take(spi_solver *solver, analysis *state, int32_t no) {
  spi_unknown *unknown = unknown_of(solver, no);
  if (unknown->seen || unknown->level == 0) {
    return;
  }
  unknown->seen = 1;
  use_again(solver, (uint32_t)no >> 1);
  if (unknown->level == level_of_now(solver)) {
    state->open++;
    return;
  }
  push(solver, &solver->learned, &no);
  if (unknown->level > state->back) {
    state->back = unknown->level;
  }
}

static void take_clause(spi_solver *solver, analysis *state, uint32_t clause, int32_t yes) {
  const uint32_t *cells = cell(solver, clause);
  for (uint32_t i = 0; i < cells[0]; i++) {
    int32_t literal = (int32_t)cells[CLAUSE_HEADER + i];
    if (literal != yes) {
      take(solver, state, literal);
    }
  }
  solver->work += cells[0];
}

static void take_reason(spi_solver *solver, analysis *state, int32_t yes) {
  uint32_t reason = unknown_of(solver, yes)->reason;
  if ((reason & BY_LITERAL) != 0) {
    take(solver, state, spi_not((int32_t)(reason & ~BY_LITERAL)));
  } else if (reason != NO_REASON) {
    take_clause(solver, state, reason - 1, yes);
  }
}

/* Puts a literal of the level to go back to in second place: it is watched. */
static void order_learned(spi_solver *solver, uint32_t back) {
  int32_t *literals = solver->learned.items;
  for (size_t i = 1; i < solver->learned.count; i++) {
    if (unknown_of(solver, literals[i])->level == back) {
      int32_t second = literals[1];
      literals[1] = literals[i];
      literals[i] = second;
      return;
    }
  }
}

/* Turns a conflict into a clause: the first cut of its level with one literal. */
static void learn(spi_solver *solver) {
  analysis state = {0, 0};
  int32_t none = 0;
  solver->learned.count = 0;
  push(solver, &solver->learned, &none);
  if (solver->conflict_clause != SPI_NONE) {
    take_clause(solver, &state, solver->conflict_clause, SPI_NO_LITERAL);
  } else {
    take(solver, &state, spi_not(solver->conflict[0]));
    take(solver, &state, spi_not(solver->conflict[1]));
  }
  size_t at = solver->trail.count;
  int32_t literal = 0;
  while (state.open > 0 && at > 0) {
    literal = ((const int32_t *)solver->trail.items)[--at];
    spi_unknown *unknown = unknown_of(solver, literal);
    if (!unknown->seen) {
      continue;
    }
    unknown->seen = 0;
    if (--state.open > 0) {
      take_reason(solver, &state, literal);
    }
  }
  if (solver->status != SPOL_OK) {
    return;
  }
  int32_t *literals = solver->learned.items;
  uint32_t count = (uint32_t)solver->learned.count;
  literals[0] = spi_not(literal);
  for (uint32_t i = 1; i < count; i++) {
    unknown_of(solver, literals[i])->seen = 0;
  }
  order_learned(solver, state.back);
  go_back(solver, state.back);
  uint32_t reason = NO_REASON;
  if (count > 1) {
    reason = add_clause(solver, literals, count) + 1;
  }
  if (solver->status == SPOL_OK) {
    assign(solver, literals[0], reason);
  }
}

/* ---- Asking ------------------------------------------------------------------------------- */

/* Marks the assumptions that make a literal no; all levels are assumptions. */
static void blame(spi_solver *solver, int32_t no) {
  analysis state = {0, 0};
  for (size_t i = 0; i < solver->unknowns.count; i++) {
    unknown_at(solver, (uint32_t)i)->core = 0;
  }
  unknown_of(solver, no)->core = 1;
  solver->learned.count = 0;
  unknown_of(solver, no)->seen = unknown_of(solver, no)->level > 0;
  for (size_t i = solver->trail.count; i > 0; i--) {
    int32_t literal = ((const int32_t *)solver->trail.items)[i - 1];
    spi_unknown *unknown = unknown_of(solver, literal);
    if (!unknown->seen) {
      continue;
    }
    unknown->seen = 0;
    if (unknown->reason == NO_REASON) {
      unknown->core = 1;
    }
    take_reason(solver, &state, literal);
  }
}

/* Decides one more literal. -1: go on; else the answer. */
static int decide(spi_solver *solver, const int32_t *assumptions, uint32_t count) {
  int32_t literal = SPI_NO_LITERAL;
  while (literal == SPI_NO_LITERAL && level_of_now(solver) < count) {
    int32_t assumed = assumptions[level_of_now(solver)];
    int value = value_of(solver, assumed);
    if (value < 0) {
      blame(solver, assumed);
      return SPI_SOLVER_NO;
    }
    if (value > 0) {
      uint32_t at = (uint32_t)solver->trail.count;
      if (!push(solver, &solver->levels, &at)) {
        return SPI_SOLVER_UNDECIDED;
      }
    } else {
      literal = assumed;
    }
  }
  if (literal == SPI_NO_LITERAL) {
    uint32_t index = choose(solver);
    if (index == SPI_NONE) {
      return SPI_SOLVER_YES;
    }
    literal = (int32_t)(index << 1) | (unknown_at(solver, index)->phase < 0);
  }
  uint32_t at = (uint32_t)solver->trail.count;
  if (push(solver, &solver->levels, &at)) {
    assign(solver, literal, NO_REASON);
  }
  return -1;
}

/* 1, 1, 2, 1, 1, 2, 4, ...: how long the n-th run may be (Luby). */
static uint32_t luby(uint32_t n) {
  for (;;) {
    uint32_t size = 1;
    uint32_t power = 1;
    while (size < n) {
      size = 2 * size + 1;
      power *= 2;
    }
    if (size == n) {
      return power;
    }
    n -= (size - 1) / 2;
  }
}

static int run(spi_solver *solver, const int32_t *assumptions, uint32_t count, uint32_t conflicts) {
  for (;;) {
    if (solver->status != SPOL_OK || solver->work > solver->allowed) {
      return SPI_SOLVER_UNDECIDED;
    }
    if (!propagate(solver)) {
      if (level_of_now(solver) == 0) {
        solver->impossible = 1;
        return SPI_SOLVER_NO;
      }
      learn(solver);
      if (conflicts-- == 0) {
        go_back(solver, 0);
        return -1;
      }
      continue;
    }
    int answer = decide(solver, assumptions, count);
    if (answer >= 0) {
      return answer;
    }
  }
}

int spi_solver_ask(spi_solver *solver, const int32_t *assumptions, uint32_t count, uint64_t limit) {
  go_back(solver, 0);
  solver->allowed = solver->work + limit;
  int answer = -1;
  for (uint32_t runs = 1; answer < 0; runs++) {
    if (solver->impossible) {
      for (size_t i = 0; i < solver->unknowns.count; i++) {
        unknown_at(solver, (uint32_t)i)->core = 0;
      }
      return SPI_SOLVER_NO;
    }
    answer = run(solver, assumptions, count, luby(runs) * RESTART_UNIT);
  }
  return solver->status == SPOL_OK ? answer : SPI_SOLVER_UNDECIDED;
}

int spi_solver_holds(const spi_solver *solver, int32_t literal) {
  return value_of(solver, literal) > 0;
}

int spi_solver_blamed(const spi_solver *solver, int32_t assumption) {
  return unknown_of(solver, assumption)->core;
}
