/* SPDX-License-Identifier: MIT */
/**
 * Checking a policy: what its parts share. Each part looks at one version and
 * reports; what cannot go on (memory) is kept in `fatal`.
 */
#ifndef SPI_POLICY_CHECK_H
#define SPI_POLICY_CHECK_H

#include "policy/question.h"
#include "supportpolicy/check.h"
#include "text/diagnostics.h"

typedef struct spi_check {
  const spol_allocator *allocator;
  const spol_policy *policy;
  const spi_version *version; /**< the one at hand */
  spol_diagnostics *diagnostics;
  spi_bands bands;
  uint8_t *accepted; /**< by remark: 1 if its finding occurred */
  uint64_t effort;
  uint64_t effort_left; /**< of the whole policy */
  uint8_t no_severity;  /**< 1: a case may be without a severity */
  spol_status fatal;
} spi_check;

/** Reports a finding at a place of the version; format as spi_write_format. */
void spi_check_report(spi_check *check, uint32_t code, const spi_place *place, const char *hint,
                      const char *format, ...);
/** Reports that a question was not decided. */
void spi_check_undecided(spi_check *check, const spi_place *place, const char *question);
/** Keeps a status that checking cannot go on after. @return 1 for SPOL_OK */
int spi_check_do(spi_check *check, spol_status status);

/** The name of an id, never NULL. */
const char *spi_check_name(const spi_check *check, int32_t kind, uint32_t id);
/** The name of an event's type. */
const char *spi_check_event(const spi_check *check, uint32_t event);

/* ---- Questions ----------------------------------------------------------------------- */

void spi_check_begin(spi_check *check, spi_question *question);
/** Asks within the effort allowed. */
int spi_check_ask(spi_check *check, spi_question *question, const int32_t *assumptions,
                  uint32_t count);
void spi_check_end(spi_check *check, spi_question *question);

/** 1 if some facts make all of the conditions hold, 0 if none do, else
 *  SPI_SOLVER_UNDECIDED. `line` (or SPI_NONE): the case is on it or before it. */
int spi_check_possible(spi_check *check, const uint32_t *conditions, uint32_t count);

/** 1 if what a witness must be holds for its values, those dropped being any. */
typedef int (*spi_witness_test)(const spi_question *question, const void *context);
/** Takes the witness and drops what does not matter. */
void spi_check_witness(spi_question *question, spi_witness_test test, const void *context,
                       spi_writer *writer);

/* ---- Tables ---------------------------------------------------------------------------- */

/** A row of a table whose first row that holds decides. */
typedef struct spi_check_row {
  uint32_t when;
  uint32_t reason; /**< of a row of pauses: 0 every one */
  const spi_place *place;
} spi_check_row;

typedef struct spi_check_table {
  const char *what; /**< "row", "level", ... */
  const spi_check_row *rows;
  uint32_t count;
  uint32_t by_reason; /**< 1: rows are looked up for a reason */
  /** What is said of facts that no row fits: 0 if that is allowed. */
  uint32_t gap_code;
  const spi_place *gap_place;
  const char *gap_name;
  uint32_t given;           /**< the condition under which the table is used */
  uint32_t covered;         /**< 1: facts whose case is refused need no row */
  uint32_t exclusive;       /**< 1: the rows have no order */
  const spi_range *targets; /**< the target rows that they are; else NULL */
} spi_check_table;

/** Reports rows that never match, and facts without a row. @return 1 if there
 *  are such facts, or if that was not decided */
int spi_check_rows(spi_check *check, const spi_check_table *table);

/** Reports two rows of a table without order that both hold for some facts and
 *  say different things. `same`: 1 if rows i and j say the same; NULL: never. */
void spi_check_exclusive(spi_check *check, const spi_check_table *table,
                         int (*same)(const spi_check *check, uint32_t i, uint32_t j,
                                     const void *context),
                         const void *context);
/** Reports two steps that one miss or share triggers, for some facts, and that
 *  raise to different severities or move to different lines. */
void spi_check_steps_agree(spi_check *check);

/* ---- The parts, each in a file of its own ------------------------------------------------- */

void spi_check_severities(spi_check *check);
void spi_check_tables(spi_check *check);
void spi_check_conditions(spi_check *check);
void spi_check_bands(spi_check *check, const spi_check_row *rows, uint32_t count);
void spi_check_targets(spi_check *check);
void spi_check_metrics(spi_check *check);
void spi_check_escalation(spi_check *check);
void spi_check_calendars(spi_check *check);
void spi_check_names(spi_check *check);

#endif
