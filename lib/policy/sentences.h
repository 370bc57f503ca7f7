/* SPDX-License-Identifier: MIT */
/**
 * Cutting a document into headings and sentences, and their normal form
 * (docs/clauses.md).
 */
#ifndef SPI_POLICY_SENTENCES_H
#define SPI_POLICY_SENTENCES_H

#include "policy/store.h"
#include "supportpolicy/clauses.h"
#include "text/sink.h"

enum { SPI_SOURCE_BYTES = 8 << 20, SPI_HEADING_BYTES = 120 };

/**
 * @param sentences of spol_sentence; sentences are added in order
 * Errors: as spol_source_sentences.
 */
SPOL_CHECKED spol_status spi_sentences_cut(const spol_allocator *allocator, spi_slice text,
                                           spi_vector *sentences, spol_error *error);

/** Writes a text in normal form: one space for white space, plain quotes and
 *  dashes; nothing at its ends. UTF-8 is supposed. */
void spi_sentence_normalise(spi_sink *sink, spi_slice text);

/** SHA-256 of the normal form. */
SPOL_CHECKED spol_status spi_sentence_digest(const spol_allocator *allocator, spi_slice text,
                                             uint8_t *digest);
/** A number that stands for a heading's normal form; never 0. */
SPOL_CHECKED spol_status spi_heading_key(const spol_allocator *allocator, spi_slice heading,
                                         uint64_t *key);

#endif
