/* SPDX-License-Identifier: MIT */
/**
 * Decides whether yes-no unknowns can satisfy a set of clauses: a small solver
 * that learns from its conflicts. It is complete: an answer is exact, or the
 * question went past its limit and is undecided. The same calls give the same
 * answers everywhere.
 *
 * A literal is 2 * unknown for "yes" and 2 * unknown + 1 for "no". Unknowns may
 * stand in groups of which exactly one is yes.
 */
#ifndef SPI_POLICY_SOLVER_H
#define SPI_POLICY_SOLVER_H

#include "policy/store.h"

enum { SPI_NO_LITERAL = -1 };

enum spi_solution { SPI_SOLVER_NO = 0, SPI_SOLVER_YES = 1, SPI_SOLVER_UNDECIDED = 2 };

typedef struct spi_unknown {
  int8_t value; /**< 1 yes, -1 no, 0 not decided */
  int8_t phase; /**< what is tried first, and what it was last */
  uint8_t seen;
  uint8_t core;
  uint32_t level;
  uint32_t reason;
  uint32_t group; /**< index + 1, or 0 */
  uint32_t previous;
  uint32_t next; /**< in the order of trying: the last is tried first */
  uint32_t watches[2];
  uint64_t stamp;
} spi_unknown;

typedef struct spi_solver {
  const spol_allocator *allocator;
  spi_vector unknowns; /**< spi_unknown */
  spi_vector clauses;  /**< uint32_t: size, two links, literals */
  spi_vector groups;   /**< spi_range of unknowns */
  spi_vector trail;    /**< int32_t literals in order of assignment */
  spi_vector levels;   /**< uint32_t: where each level begins in the trail */
  spi_vector learned;  /**< int32_t: the clause being learned */
  size_t head;         /**< of the trail, up to which was propagated */
  uint32_t first;
  uint32_t last; /**< of the order of trying */
  uint32_t search;
  uint64_t stamp;
  uint64_t work;    /**< done so far */
  uint64_t allowed; /**< up to which a question may go on */
  uint32_t conflict_clause;
  int32_t conflict[2]; /**< two literals that cannot both be yes */
  spol_status status;  /**< of what went wrong: memory, size */
  uint8_t impossible;  /**< the clauses contradict each other */
} spi_solver;

void spi_solver_begin(spi_solver *solver, const spol_allocator *allocator);
void spi_solver_end(spi_solver *solver);

/** A new unknown, as its literal; `phase` (1 or -1) is tried first. */
int32_t spi_solver_unknown(spi_solver *solver, int8_t phase);
/** Exactly one of `count` unknowns, made now; the first's literal, the others
 *  follow. The one at `preferred` is tried first. */
int32_t spi_solver_group(spi_solver *solver, uint32_t count, uint32_t preferred);
/** At least one of the literals is yes. */
void spi_solver_clause(spi_solver *solver, const int32_t *literals, uint32_t count);

static inline int32_t spi_not(int32_t literal) {
  return literal ^ 1;
}

static inline void spi_solver_one(spi_solver *solver, int32_t a) {
  spi_solver_clause(solver, &a, 1);
}

static inline void spi_solver_two(spi_solver *solver, int32_t a, int32_t b) {
  int32_t literals[2] = {a, b};
  spi_solver_clause(solver, literals, 2);
}

/**
 * Can all clauses and the assumptions hold together?
 * @param limit the most work for this question
 * @return enum spi_solution; UNDECIDED too where solver->status is not SPOL_OK
 */
int spi_solver_ask(spi_solver *solver, const int32_t *assumptions, uint32_t count, uint64_t limit);
/** After YES: 1 if the literal is yes. */
int spi_solver_holds(const spi_solver *solver, int32_t literal);
/** After NO: 1 if the assumption takes part in the contradiction. */
int spi_solver_blamed(const spi_solver *solver, int32_t assumption);

#endif
