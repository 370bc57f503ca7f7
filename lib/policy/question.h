/* SPDX-License-Identifier: MIT */
/**
 * Questions about conditions: is there a combination of facts, and of what else
 * a condition may ask, for which these hold and those do not?
 *
 * What a condition compares becomes unknowns of the solver: a fact's members, or
 * the bands into which the constants of the version cut its numbers, dates and
 * instants; facts that are compared with each other stand in one order; severity,
 * line and outcomes have their values. Only what the asked conditions name is
 * there. Answers are exact (docs/semantics.md, section 7: three-valued).
 */
#ifndef SPI_POLICY_QUESTION_H
#define SPI_POLICY_QUESTION_H

#include "policy/model.h"
#include "policy/solver.h"

/** What is known of a version before its first question. */
typedef struct spi_bands {
  uint32_t *cluster; /**< by fact, then dates and instants of events: the first of
                          those that are compared with each other */
  uint8_t *asked;    /**< by fact: 1 if a condition asks whether it is known */
  spi_range *cuts;   /**< by cluster: in values */
  int64_t *values;   /**< ascending in each cluster: a band begins at each */
  uint32_t entries;  /**< facts + 2 */
  uint32_t value_count;
} spi_bands;

SPOL_CHECKED spol_status spi_bands_make(const spol_allocator *allocator, const spol_policy *policy,
                                        const spi_version *version, spi_bands *out);
void spi_bands_free(const spol_allocator *allocator, spi_bands *bands);

enum spi_subject_kind {
  SPI_ABOUT_FACT = 1,
  SPI_ABOUT_MEMBER = 2, /**< of a `many` fact: subject and other */
  SPI_ABOUT_ORDER = 3,  /**< of two facts (or the event's time): -1, 0, 1 */
  SPI_ABOUT_MOMENT = 4,
  SPI_ABOUT_SEVERITY = 5,
  SPI_ABOUT_REQUESTED = 6,
  SPI_ABOUT_DERIVED = 7,
  SPI_ABOUT_RECORDED = 8,
  SPI_ABOUT_LINE = 9,
  SPI_ABOUT_METRIC = 10,
  SPI_ABOUT_HAPPENED = 11,
  SPI_ABOUT_PAUSED = 12,
  SPI_ABOUT_ACTOR = 13,
  SPI_ABOUT_ROLE = 14,
  SPI_ABOUT_STATE = 15,
  SPI_ABOUT_REASON = 16 /**< which reason a row of pauses is looked up for */
};

enum spi_form { SPI_FORM_GROUP = 1, SPI_FORM_BANDS = 2, SPI_FORM_TRUTH = 3 };

/** Something that a condition asks about, and its unknowns. */
typedef struct spi_subject {
  uint32_t kind;
  uint32_t subject;
  uint32_t other;
  uint32_t copy; /**< 1: of the second of two cases that are compared */
  int32_t form;
  int32_t literal; /**< first of a group or of the bands' bounds; or the truth */
  uint32_t count;
  int64_t lowest; /**< value of the group's first */
  int32_t known;  /**< literal, or SPI_NO_LITERAL: always known */
  /** In a witness. */
  int64_t value;
  uint8_t is_known;
  uint8_t dropped; /**< any value will do */
} spi_subject;

/** All of up to four literals; a comparison holds if one of its terms does. */
typedef struct spi_term {
  int32_t literals[4];
  uint32_t count;
} spi_term;

typedef struct spi_question {
  spi_solver solver;
  const spol_policy *policy;
  const spi_version *version;
  const spi_bands *bands;
  spi_vector subjects; /**< spi_subject */
  spi_map index;       /**< from kind, subject and other to subjects */
  spi_vector stack;    /**< int32_t: literals of the conditions being written */
  spi_vector terms;    /**< spi_term of the comparison being written */
  size_t related;      /**< how many subjects there were when they were related */
  int32_t yes;         /**< the literal that always holds */
  uint32_t copy;       /**< of the severities that are asked about now */
  uint8_t no_severity; /**< 1: a case may be without a severity */
  uint8_t too_large;
} spi_question;

void spi_question_begin(spi_question *question, const spol_allocator *allocator,
                        const spol_policy *policy, const spi_version *version,
                        const spi_bands *bands);
void spi_question_end(spi_question *question);

/** A literal that implies that the condition holds (`holds` 1), or that it does
 *  not (0); SPI_ALWAYS and undecided conditions as in the model. */
int32_t spi_question_literal(spi_question *question, uint32_t when, int holds);
/** The same for the subject: it has this value. */
int32_t spi_question_value(spi_question *question, uint32_t kind, uint32_t subject, int64_t value);
/** A literal that implies all (any) of the literals. */
int32_t spi_question_all(spi_question *question, const int32_t *literals, uint32_t count);
int32_t spi_question_any(spi_question *question, const int32_t *literals, uint32_t count);
/** Asks, after what the subjects have in common was added. */
int spi_question_ask(spi_question *question, const int32_t *assumptions, uint32_t count,
                     uint64_t limit);

/** Takes the values of the solution into the subjects. */
void spi_witness_take(spi_question *question);
/** What a condition comes to in the witness: 1, 0, or -1 for undecided. */
int spi_witness_value(const spi_question *question, uint32_t when, uint32_t copy);
/** 1 if a calendar is open at every instant of fifty years. */
int spi_never_closes(const spol_calendar *calendar);
/** Writes the subjects that are not dropped: "environment = production, ...". */
void spi_witness_write(const spi_question *question, spi_writer *writer);

#endif
