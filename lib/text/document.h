/* SPDX-License-Identifier: MIT */
/**
 * YAML text (and JSON, its subset) as a tree with places.
 *
 * Scalars stay text: what `09:00` or `no` means is for the reader of a field to
 * say. Keys are scalars and stand once in their mapping; aliases are shared and
 * counted as if copied; tags, merge keys and directives other than %YAML are
 * refused. The tree is immutable and owns all that it points to.
 */
#ifndef SPI_TEXT_DOCUMENT_H
#define SPI_TEXT_DOCUMENT_H

#include "base/text.h"
#include "supportpolicy/allocator.h"
#include "supportpolicy/policy.h"

/** What a text may have at most. Zero in a field means its default. */
typedef struct spi_text_limits {
  uint64_t bytes;     /**< of the text; default 1 MiB; at most 1 GiB */
  uint32_t depth;     /**< of nesting; default 64; at most 1,000 */
  uint32_t nodes;     /**< aliases with all below them each time; default 100,000 */
  uint32_t keys;      /**< of one mapping; default 1,024 */
  uint32_t documents; /**< default 1 */
} spi_text_limits;

/** A place in the text. */
typedef struct spi_text_place {
  uint32_t offset; /**< in bytes from the start of the text */
  uint32_t line;   /**< from 1; LF, CR and CRLF end lines */
  uint32_t column; /**< from 1, in code points */
} spi_text_place;

enum spi_text_kind { SPI_TEXT_SCALAR = 1, SPI_TEXT_SEQUENCE = 2, SPI_TEXT_MAPPING = 3 };
enum spi_text_style { SPI_STYLE_PLAIN = 0, SPI_STYLE_QUOTED = 1, SPI_STYLE_BLOCK = 2 };

typedef struct spi_text_node spi_text_node;

/** A node where it is used: of an alias, the alias's own place. */
typedef struct spi_text_item {
  const spi_text_node *node;
  spi_text_place place;
  uint32_t is_alias;
} spi_text_item;

typedef struct spi_text_pair {
  spi_text_item key; /**< a scalar */
  spi_text_item value;
} spi_text_pair;

struct spi_text_node {
  uint8_t kind;    /**< enum spi_text_kind */
  uint8_t style;   /**< enum spi_text_style; of scalars */
  uint16_t height; /**< collections one in another: 0 for a scalar */
  uint32_t count;  /**< items of a sequence, pairs of a mapping */
  uint32_t weight; /**< nodes from here down, aliases counted each time */
  spi_text_place start;
  spi_text_place end; /**< just behind */
  spi_slice text;     /**< of a scalar: its value; NUL-terminated, no NUL inside */
  union {
    const spi_text_item *items; /**< of a sequence, in order */
    const spi_text_pair *pairs; /**< of a mapping, in order */
  } of;
};

typedef struct spi_document spi_document;

/**
 * Reads a text whole.
 *
 * @param allocator NULL for the default; kept by the document
 * @param text,length bytes; need no NUL; not needed afterwards
 * @param limits NULL for the defaults
 * @param file the name for diagnostics, or NULL
 * @param diagnostics optional: every error found is added. Reading goes on
 *        after duplicate keys only.
 * @param error optional: the first error
 * Errors: SPOL_E_SYNTAX, SPOL_E_SEMANTIC (duplicate keys), SPOL_E_UNSUPPORTED
 * (tags, merge keys), SPOL_E_LIMIT, SPOL_E_MEMORY, SPOL_E_INVALID.
 */
SPOL_CHECKED spol_status spi_document_read(const spol_allocator *allocator, const char *text,
                                           size_t length, const spi_text_limits *limits,
                                           const char *file, spol_diagnostics *diagnostics,
                                           spi_document **out, spol_error *error);
/** NULL is allowed. */
void spi_document_free(spi_document *document);

/** At least 1. */
uint32_t spi_document_count(const spi_document *document);
/** The root of the i-th YAML document of the text. */
const spi_text_node *spi_document_root(const spi_document *document, uint32_t index);

/** The value of a key in a mapping; NULL where there is none. */
const spi_text_item *spi_mapping_find(const spi_text_node *mapping, const char *key);

#endif
