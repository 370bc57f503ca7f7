/* SPDX-License-Identifier: MIT */
#include "text/emitter.h"

#include <string.h>

#include "text/scalar.h"

/* In YAML the line end is written before an entry, not behind it: only then is
 * it known whether a collection is empty and stands on its key's line. */

spi_emitter spi_emitter_on(spi_sink *sink, int32_t format) {
  return (spi_emitter){.sink = sink, .format = format};
}

static int is_yaml(const spi_emitter *emitter) {
  return emitter->format == SPI_EMIT_YAML;
}

static void indent(spi_emitter *emitter, uint32_t levels) {
  for (uint32_t i = 0; i < levels; i++) {
    spi_sink_text(emitter->sink, "  ");
  }
}

static void new_line(spi_emitter *emitter, uint32_t levels) {
  if (emitter->format != SPI_EMIT_JSON) {
    spi_sink_char(emitter->sink, '\n');
    indent(emitter, levels);
  }
}

/* Moves to where the next entry of the innermost collection begins. */
static void begin_entry(spi_emitter *emitter) {
  uint32_t at = emitter->depth - 1;
  int first = !emitter->started[at];
  emitter->started[at] = 1;
  if (!is_yaml(emitter)) {
    if (!first) {
      spi_sink_char(emitter->sink, ',');
    }
    new_line(emitter, emitter->depth);
    return;
  }
  if (!first || (at > 0 && emitter->kinds[at - 1] == SPI_TEXT_MAPPING)) {
    new_line(emitter, at);
  } else if (at > 0) {
    spi_sink_char(emitter->sink, ' '); /* behind the "-" of the list around */
  }
}

/* Everything before a value. 0 where none may stand. */
static int begin_value(spi_emitter *emitter) {
  if (emitter->depth == 0) {
    if (emitter->after_key) { /* a second root */
      spi_sink_fail(emitter->sink, SPOL_E_INVALID);
      return 0;
    }
    emitter->after_key = 1;
    return 1;
  }
  if (emitter->kinds[emitter->depth - 1] == SPI_TEXT_SEQUENCE) {
    begin_entry(emitter);
    if (is_yaml(emitter)) {
      spi_sink_char(emitter->sink, '-');
    }
    return 1;
  }
  if (!emitter->after_key) {
    spi_sink_fail(emitter->sink, SPOL_E_INVALID);
    return 0;
  }
  emitter->after_key = 0;
  return 1;
}

/* A space between "key:" or "-" and what follows on the line. */
static void space(spi_emitter *emitter) {
  if (is_yaml(emitter) && emitter->depth > 0) {
    spi_sink_char(emitter->sink, ' ');
  }
}

static void begin_collection(spi_emitter *emitter, uint8_t kind) {
  if (!begin_value(emitter)) {
    return;
  }
  if (emitter->depth == SPI_EMIT_DEPTH_MAX) {
    spi_sink_fail(emitter->sink, SPOL_E_LIMIT);
    return;
  }
  if (!is_yaml(emitter)) {
    spi_sink_char(emitter->sink, kind == SPI_TEXT_MAPPING ? '{' : '[');
  }
  emitter->kinds[emitter->depth] = kind;
  emitter->started[emitter->depth] = 0;
  emitter->depth++;
  emitter->after_key = 0;
}

void spi_emit_mapping(spi_emitter *emitter) {
  begin_collection(emitter, SPI_TEXT_MAPPING);
}

void spi_emit_sequence(spi_emitter *emitter) {
  begin_collection(emitter, SPI_TEXT_SEQUENCE);
}

void spi_emit_end(spi_emitter *emitter) {
  if (emitter->depth == 0 ||
      (emitter->after_key && emitter->kinds[emitter->depth - 1] == SPI_TEXT_MAPPING)) {
    spi_sink_fail(emitter->sink, SPOL_E_INVALID);
    return;
  }
  emitter->depth--;
  int mapping = emitter->kinds[emitter->depth] == SPI_TEXT_MAPPING;
  int started = emitter->started[emitter->depth];
  if (!is_yaml(emitter)) {
    if (started) {
      new_line(emitter, emitter->depth);
    }
    spi_sink_char(emitter->sink, mapping ? '}' : ']');
  } else if (!started) {
    space(emitter);
    spi_sink_text(emitter->sink, mapping ? "{}" : "[]");
  }
  emitter->after_key = emitter->depth == 0;
}

/* A key of JSON without white space in one piece. @return 0 where it needs more */
static int write_key(spi_emitter *emitter, spi_slice key) {
  char text[1 + SPI_SCALAR_SHORT + 2 + 1];
  uint8_t *started = &emitter->started[emitter->depth - 1];
  size_t length = emitter->format == SPI_EMIT_JSON ? spi_scalar_quote_short(text + 1, key) : 0;
  if (length == 0) {
    return 0;
  }
  text[0] = ',';
  text[1 + length] = ':';
  spi_sink_bytes(emitter->sink, text + (*started ? 0 : 1), length + (*started ? 2 : 1));
  *started = 1;
  return 1;
}

void spi_emit_key_slice(spi_emitter *emitter, spi_slice key) {
  if (emitter->depth == 0 || emitter->after_key ||
      emitter->kinds[emitter->depth - 1] != SPI_TEXT_MAPPING) {
    spi_sink_fail(emitter->sink, SPOL_E_INVALID);
    return;
  }
  emitter->after_key = 1;
  if (write_key(emitter, key)) {
    return;
  }
  begin_entry(emitter);
  if (!is_yaml(emitter)) {
    spi_scalar_write_quoted(emitter->sink, key);
    spi_sink_text(emitter->sink, emitter->format == SPI_EMIT_JSON ? ":" : ": ");
    return;
  }
  /* YAML 1.2, section 7.4.2: a key on one line with its ":" has an end. */
  int explicit_key = key.length > SPI_SCALAR_KEY_BYTES;
  if (explicit_key) {
    spi_sink_text(emitter->sink, "? ");
  }
  if (spi_scalar_is_plain(key) && !spi_scalar_is_typed(key)) {
    spi_sink_bytes(emitter->sink, key.data, key.length);
  } else {
    spi_scalar_write_quoted(emitter->sink, key);
  }
  if (explicit_key) {
    new_line(emitter, emitter->depth - 1);
  }
  spi_sink_char(emitter->sink, ':');
}

void spi_emit_key(spi_emitter *emitter, const char *key) {
  spi_emit_key_slice(emitter, spi_slice_of(key));
}

/* "|-" or "|", and the lines one level deeper; empty ones stay empty. */
static void write_block(spi_emitter *emitter, spi_slice text) {
  uint32_t levels = emitter->depth == 0 ? 1 : emitter->depth;
  int ends_line = text.data[text.length - 1] == '\n';
  size_t end = text.length - (ends_line ? 1 : 0);
  spi_sink_text(emitter->sink, ends_line ? "|" : "|-");
  for (size_t at = 0; at < end;) {
    const char *stop = memchr(text.data + at, '\n', end - at);
    size_t length = stop == NULL ? end - at : (size_t)(stop - (text.data + at));
    new_line(emitter, length == 0 ? 0 : levels);
    spi_sink_bytes(emitter->sink, text.data + at, length);
    at += length + 1;
  }
}

void spi_emit_text(spi_emitter *emitter, spi_slice text) {
  if (!begin_value(emitter)) {
    return;
  }
  space(emitter);
  if (!is_yaml(emitter)) {
    spi_scalar_write_quoted(emitter->sink, text);
  } else if (spi_scalar_is_block(text)) {
    write_block(emitter, text);
  } else if (spi_scalar_is_plain(text) && !spi_scalar_is_typed(text)) {
    spi_sink_bytes(emitter->sink, text.data, text.length);
  } else {
    spi_scalar_write_quoted(emitter->sink, text);
  }
}

void spi_emit_string(spi_emitter *emitter, const char *text) {
  spi_emit_text(emitter, spi_slice_of(text));
}

static void write_piece(void *sink, const char *data, size_t length) {
  spi_scalar_write_escaped(sink, (spi_slice){.data = data, .length = length});
}

spi_writer spi_emit_pieces(spi_emitter *emitter) {
  if (begin_value(emitter)) {
    space(emitter);
    spi_sink_char(emitter->sink, '"');
  }
  return spi_writer_through(write_piece, emitter->sink);
}

void spi_emit_pieces_end(spi_emitter *emitter) {
  spi_sink_char(emitter->sink, '"');
}

void spi_emit_plain_slice(spi_emitter *emitter, spi_slice word) {
  if (begin_value(emitter)) {
    space(emitter);
    spi_sink_bytes(emitter->sink, word.data, word.length);
  }
}

void spi_emit_plain(spi_emitter *emitter, const char *word) {
  spi_emit_plain_slice(emitter, spi_slice_of(word));
}

void spi_emit_i64(spi_emitter *emitter, int64_t value) {
  char digits[24];
  spi_writer writer = spi_writer_on(digits, sizeof digits);
  spi_write_i64(&writer, value);
  spi_emit_plain_slice(emitter, (spi_slice){.data = digits, .length = writer.length});
}

void spi_emit_boolean(spi_emitter *emitter, int32_t value) {
  spi_emit_plain(emitter, value ? "true" : "false");
}

static void emit_scalar(spi_emitter *emitter, const spi_text_node *node) {
  int plain = node->style == SPI_STYLE_PLAIN;
  if (plain && node->text.length == 0) { /* a key or "-" with nothing behind */
    if (!is_yaml(emitter)) {
      spi_emit_plain(emitter, "null");
    } else if (!begin_value(emitter)) {
      return;
    }
  } else if (plain && (is_yaml(emitter) ? spi_scalar_is_plain(node->text)
                                        : spi_scalar_is_json_word(node->text))) {
    spi_emit_plain_slice(emitter, node->text);
  } else {
    spi_emit_text(emitter, node->text);
  }
}

/* A collection and how many of its entries are written. */
typedef struct visit {
  const spi_text_node *node;
  uint32_t done;
} visit;

static void begin_visit(spi_emitter *emitter, visit *visits, uint32_t *depth,
                        const spi_text_node *node) {
  if (node->kind == SPI_TEXT_SCALAR) {
    emit_scalar(emitter, node);
    return;
  }
  begin_collection(emitter, node->kind);
  visits[(*depth)++] = (visit){.node = node};
}

void spi_emit_node(spi_emitter *emitter, const spi_text_node *node) {
  visit visits[SPI_EMIT_DEPTH_MAX];
  uint32_t depth = 0;
  if (node->height > SPI_EMIT_DEPTH_MAX - emitter->depth) {
    spi_sink_fail(emitter->sink, SPOL_E_LIMIT);
    return;
  }
  begin_visit(emitter, visits, &depth, node);
  while (depth > 0) {
    visit *now = &visits[depth - 1];
    if (now->done == now->node->count) {
      spi_emit_end(emitter);
      depth--;
      continue;
    }
    uint32_t index = now->done++;
    if (now->node->kind == SPI_TEXT_MAPPING) {
      const spi_text_pair *pair = &now->node->of.pairs[index];
      spi_emit_key_slice(emitter, pair->key.node->text);
      begin_visit(emitter, visits, &depth, pair->value.node);
    } else {
      begin_visit(emitter, visits, &depth, now->node->of.items[index].node);
    }
  }
}

spol_status spi_emitter_finish(spi_emitter *emitter) {
  if (emitter->depth != 0 || !emitter->after_key) {
    spi_sink_fail(emitter->sink, SPOL_E_INVALID);
  }
  new_line(emitter, 0);
  return spi_sink_finish(emitter->sink);
}
