/* SPDX-License-Identifier: MIT */
/**
 * @file clauses.h
 * Holding a policy against the document that it states (docs/clauses.md).
 *
 * A rule cites its clause by a heading and the number of a sentence, by words,
 * or by both. With the document's text at hand every citation is verified, and
 * the sentences that nothing cites are listed. Without it, what the policy lists
 * under `source.sentences` stands for the text.
 */
#ifndef SUPPORTPOLICY_CLAUSES_H
#define SUPPORTPOLICY_CLAUSES_H

#include "supportpolicy/policy.h"

SPOL_BEGIN_DECLS

/** A sentence of a text. Offsets and lengths are in bytes of that text. */
typedef struct spol_sentence {
  uint64_t offset; /**< of the first character, behind a list's mark */
  uint64_t length;
  uint64_t heading_offset; /**< of the heading above it */
  uint64_t heading_length; /**< 0: no heading is above it */
  uint32_t number;         /**< under its heading, from 1 */
  uint32_t line;           /**< from 1 */
  uint32_t column;         /**< in code points, from 1 */
  uint32_t reserved;
  uint8_t digest[SPOL_DIGEST_SIZE]; /**< SHA-256 of the normalised sentence */
} spol_sentence;

/**
 * Cuts a text into headings and sentences (docs/clauses.md).
 *
 * @param allocator NULL for the default; for the call alone
 * @param text,length UTF-8, at most 8 MiB; needs no NUL
 * @param buffer,capacity the caller's, in sentences; NULL and 0 to count
 * @param[out] count how many there are, however many fitted
 * @param error optional
 * Errors: SPOL_E_SYNTAX (not UTF-8, or a character that no text may have),
 * SPOL_E_LIMIT, SPOL_E_MEMORY, SPOL_E_INVALID. Threads: any.
 */
SPOL_API SPOL_CHECKED spol_status spol_source_sentences(const spol_allocator *allocator,
                                                        const char *text, uint64_t length,
                                                        spol_sentence *buffer, uint64_t capacity,
                                                        uint64_t *count, spol_error *error);

/** How a source is checked. Zero in a field means its default. */
typedef struct spol_source_options {
  uint32_t size; /**< sizeof(spol_source_options) */
  uint32_t reserved;
  const spol_allocator *allocator; /**< for the call alone; NULL for the default */
  const char *name;                /**< of the text, for diagnostics; or NULL */
} spol_source_options;

/**
 * Verifies the clauses of a version against its source: every heading and number
 * must be there (SP0904), every digest, in clauses and under `source.sentences`,
 * must be that of the text (SP0902), every quotation must stand in it (SP0901).
 * Sentences that no clause cites are warnings (SP0903).
 *
 * @param version SPOL_NAME_VERSION
 * @param text,length the document, as spol_source_sentences takes it; NULL and
 * 0: what `source.sentences` lists is taken instead; quotations, and digests of
 * several sentences, are then not verified
 * @param options NULL for the defaults
 * @param diagnostics optional; all errors and warnings are added
 * @param error optional; the first error
 * @return SPOL_OK if there is no error; warnings do not count.
 * Errors: SPOL_E_SEMANTIC, SPOL_E_NOT_FOUND (no such version, or neither a text
 * nor a list of sentences), and those of spol_source_sentences. Threads: any.
 */
SPOL_API SPOL_CHECKED spol_status spol_policy_check_source(
    const spol_policy *policy, uint32_t version, const char *text, uint64_t length,
    const spol_source_options *options, spol_diagnostics *diagnostics, spol_error *error);

SPOL_END_DECLS

#endif
