/* SPDX-License-Identifier: MIT */
/**
 * The canonical form of a version: the same bytes for texts that differ in
 * layout, comments, quotes, anchors and the order of the language's own keys.
 *
 * Aliases are written out and `parts` is left out. Keys of the language come in
 * the order of docs/policy-language.md; names of the policy's own, and the
 * entries of a condition, keep the order of the text, which has a meaning.
 * Numbers, shares, durations and times are written in one way. A list of one
 * plain value is written as that value; a table of rows is a list always.
 * Defaults are not written out.
 */
#ifndef SPI_POLICY_CANONICAL_H
#define SPI_POLICY_CANONICAL_H

#include "policy/reader.h"

/** How a value is written. */
enum spi_form {
  SPI_FORM_TEXT = 1, /**< quoted where YAML would read another type */
  SPI_FORM_WORD,     /**< names, dates, true: as they are */
  SPI_FORM_NUMBER,
  SPI_FORM_PERCENT,
  SPI_FORM_TIME,     /**< 09:00, sun 09:00 */
  SPI_FORM_HOURS,    /**< 09:00-17:00 */
  SPI_FORM_DURATION, /**< durations, ranges of them, numbers of days */
  SPI_FORM_FACT,     /**< a value of the fact whose declaration or condition it is in */
  SPI_FORM_FIELDS,   /**< a mapping of keys of the language */
  SPI_FORM_NAMED,    /**< a mapping of keys of the policy's own */
  SPI_FORM_CONDITION,
  SPI_FORM_DROPPED
};

/** How a list of one is written. */
enum spi_listing {
  SPI_LIST_SHORT = 0, /**< as its only entry, unless that is a list */
  SPI_LIST_ROWS = 1   /**< as a list; one entry becomes a list of one */
};

typedef struct spi_shape spi_shape;

typedef struct spi_shape_field {
  const char *key; /**< NULL ends the fields */
  const spi_shape *shape;
} spi_shape_field;

struct spi_shape {
  uint8_t form;    /**< enum spi_form */
  uint8_t listing; /**< enum spi_listing */
  const spi_shape_field *fields;
  const spi_shape *of; /**< NAMED: of each value */
};

/** The shape of a version's root. */
extern const spi_shape spi_policy_shape;
/** What stands behind a key of a condition; NULL for the name of a fact. */
const spi_shape *spi_condition_shape(spi_slice key);
/** The bounds of a comparison. */
extern const spi_shape spi_bounds_shape;

/**
 * Writes the version at hand, which was read without errors, into the policy's
 * memory, with its digest: into the draft's version. @return 1, or 0 when fatal
 */
int spi_canonical_write(spi_reader *reader, const spi_text_item *root);

#endif
