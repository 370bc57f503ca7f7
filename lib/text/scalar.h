/* SPDX-License-Identifier: MIT */
/** How a text can be written as a YAML scalar or a JSON string. */
#ifndef SPI_TEXT_SCALAR_H
#define SPI_TEXT_SCALAR_H

#include "base/text.h"
#include "text/sink.h"

/** Longer keys are written with "? ". (libyaml reads 1,024 characters; every
 *  byte may become an escape of six.) */
enum { SPI_SCALAR_KEY_BYTES = 128 };

/** 1 if the syntax allows the text without quotes in block context. */
int spi_scalar_is_plain(spi_slice text);
/** 1 if YAML 1.1 or 1.2 would read the plain text as null, a boolean, a number,
 *  a date, a merge or a default key. */
int spi_scalar_is_typed(spi_slice text);
/** 1 if the text is of several lines that a block scalar can hold as they are. */
int spi_scalar_is_block(spi_slice text);
/** 1 for true, false, null and whole numbers as JSON writes them. */
int spi_scalar_is_json_word(spi_slice text);
/** Most texts are short, and need no escape. */
enum { SPI_SCALAR_SHORT = 62 };
/** In double quotes, if the text is short and needs no escape. @return its bytes,
 *  or 0 for all others */
size_t spi_scalar_quote_short(char out[SPI_SCALAR_SHORT + 2], spi_slice text);
/** In double quotes, with escapes that mean the same in YAML and JSON. Fails
 *  with SPOL_E_INVALID where the text is not UTF-8. */
void spi_scalar_write_quoted(spi_sink *sink, spi_slice text);
/** What stands between the quotes. */
void spi_scalar_write_escaped(spi_sink *sink, spi_slice text);

#endif
