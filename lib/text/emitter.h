/* SPDX-License-Identifier: MIT */
/**
 * Writing data as canonical YAML or as JSON (RFC 8259), by the same calls. The
 * same calls give the same bytes.
 *
 *     spi_emitter e = spi_emitter_on(&sink, SPI_EMIT_YAML);
 *     spi_emit_mapping(&e);
 *     spi_emit_key(&e, "id");
 *     spi_emit_text(&e, id);
 *     spi_emit_end(&e);
 *     status = spi_emitter_finish(&e);
 */
#ifndef SPI_TEXT_EMITTER_H
#define SPI_TEXT_EMITTER_H

#include "text/document.h"
#include "text/sink.h"

enum spi_emit_format {
  SPI_EMIT_YAML = 1,
  SPI_EMIT_JSON = 2,       /**< without white space */
  SPI_EMIT_JSON_PRETTY = 3 /**< two spaces a level, and a line end */
};

/** Deepest nesting that is written: SPOL_E_LIMIT beyond. */
enum { SPI_EMIT_DEPTH_MAX = 128 };

typedef struct spi_emitter {
  spi_sink *sink;
  int32_t format;
  uint32_t depth;
  uint32_t after_key;
  uint8_t kinds[SPI_EMIT_DEPTH_MAX];   /**< enum spi_text_kind */
  uint8_t started[SPI_EMIT_DEPTH_MAX]; /**< 1 after the first entry */
} spi_emitter;

spi_emitter spi_emitter_on(spi_sink *sink, int32_t format);

void spi_emit_mapping(spi_emitter *emitter);
void spi_emit_sequence(spi_emitter *emitter);
/** Ends the innermost mapping or sequence. */
void spi_emit_end(spi_emitter *emitter);
void spi_emit_key(spi_emitter *emitter, const char *key);
void spi_emit_key_slice(spi_emitter *emitter, spi_slice key);
/** A text, quoted in YAML where it would be read as something else. UTF-8:
 *  SPOL_E_INVALID else. */
void spi_emit_text(spi_emitter *emitter, spi_slice text);
void spi_emit_string(spi_emitter *emitter, const char *text);
/** A quoted text in pieces of whole characters: begin, write, end. */
spi_writer spi_emit_pieces(spi_emitter *emitter);
void spi_emit_pieces_end(spi_emitter *emitter);
/** A word that stands as it is in both formats: a number, true, false, null. */
void spi_emit_plain(spi_emitter *emitter, const char *word);
void spi_emit_plain_slice(spi_emitter *emitter, spi_slice word);
void spi_emit_i64(spi_emitter *emitter, int64_t value);
void spi_emit_boolean(spi_emitter *emitter, int32_t value);
/**
 * A tree. A plain scalar stays plain in YAML (`no` stays no); in JSON true,
 * false, null and whole numbers do, and everything else becomes a string.
 */
void spi_emit_node(spi_emitter *emitter, const spi_text_node *node);

/** Ends the text. Errors: those of spi_sink_finish; SPOL_E_LIMIT,
 *  SPOL_E_INVALID (calls that do not fit each other; not UTF-8). */
SPOL_CHECKED spol_status spi_emitter_finish(spi_emitter *emitter);

#endif
