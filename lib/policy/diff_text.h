/* SPDX-License-Identifier: MIT */
/** Pieces of a canonical form: keys with their blocks, and lists. Nothing is
 *  copied; a slice points into the text. */
#ifndef SPI_POLICY_DIFF_TEXT_H
#define SPI_POLICY_DIFF_TEXT_H

#include "policy/diff.h"

typedef struct spi_diff_line {
  spi_diff_slice text; /**< without its end */
  uint32_t indent;
} spi_diff_line;

int spi_diff_next_line(spi_diff_slice *left, spi_diff_line *out);
/** The key of a line; empty where it has none. */
spi_diff_slice spi_diff_key(const spi_diff_line *at);
int spi_diff_is(spi_diff_slice key, const char *text);
int spi_diff_equal(spi_diff_slice a, spi_diff_slice b);
/** The next key of a block whose keys stand at an indent, with all below it. */
int spi_diff_next_block(spi_diff_slice *left, uint32_t indent, spi_diff_slice *key,
                        spi_diff_slice *block);
/** The block of a key; empty where there is none. @return 1 if there is one */
int spi_diff_find_block(spi_diff_slice in, uint32_t indent, spi_diff_slice key,
                        spi_diff_slice *out);
/** 1 if two blocks differ in clauses and assumptions alone, or not at all. */
int spi_diff_same_meaning(spi_diff_slice a, spi_diff_slice b);

/** The value behind a key on its line; empty where it stands below. */
spi_diff_slice spi_diff_value(spi_diff_slice block);
/** The next entry of a block that is a list, or one value in its place, without
 *  its mark. `*left` begins as the block. */
int spi_diff_next_item(spi_diff_slice *left, spi_diff_slice *item);
/** The value of a key of an entry that is a mapping, wherever it stands in it. */
int spi_diff_find_value(spi_diff_slice item, const char *key, spi_diff_slice *value);

#endif
