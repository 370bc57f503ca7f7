/* SPDX-License-Identifier: MIT */
/** Inside question.h: finding and making the subjects of a question. */
#ifndef SPI_POLICY_SUBJECTS_H
#define SPI_POLICY_SUBJECTS_H

#include "policy/question.h"

/** The subject's index; it is made where it is not there. Facts from
 *  policy.facts_count on are the event's time, as a date and as an instant. */
uint32_t spi_subject_of(spi_question *question, uint32_t kind, uint32_t subject, uint32_t other);
/** The index, or SPI_NONE. */
uint32_t spi_subject_find(const spi_question *question, uint32_t kind, uint32_t subject,
                          uint32_t other, uint32_t copy);

static inline spi_subject *spi_subject_at(const spi_question *question, uint32_t index) {
  return spi_vector_at(&question->subjects, index);
}

/** The literal "the group has this value"; no for a value that it cannot have. */
int32_t spi_subject_equals(const spi_question *question, const spi_subject *subject, int64_t value);
/** The literal "at or above", for a value at which a band begins. */
int32_t spi_subject_reaches(spi_question *question, const spi_subject *subject, int64_t value);
/** Adds what holds between subjects: one order of facts, one current severity. */
void spi_subjects_relate(spi_question *question);

/** The values at which the bands of a fact begin. */
static inline spi_range spi_subject_cuts(const spi_question *question, uint32_t fact) {
  return question->bands->cuts[question->bands->cluster[fact]];
}

/** What SPI_OP_METRIC can find a metric to be: bits of spi_metric_bit. */
enum { SPI_METRIC_STATES = 7 };
extern const uint8_t spi_metric_states[SPI_METRIC_STATES];

#endif
