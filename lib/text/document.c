/* SPDX-License-Identifier: MIT */
#include "text/document.h"

#include <string.h>

#include "text/reader.h"

void spi_document_free(spi_document *document) {
  if (document == NULL) {
    return;
  }
  spol_allocator allocator = document->arena.allocator;
  spi_free_array(&allocator, document->roots, document->root_capacity, sizeof *document->roots);
  spi_arena_free(&document->arena);
  spi_free(&allocator, document, sizeof *document);
}

uint32_t spi_document_count(const spi_document *document) {
  return (uint32_t)document->root_count;
}

const spi_text_node *spi_document_root(const spi_document *document, uint32_t index) {
  return document->roots[index];
}

const spi_text_item *spi_mapping_find(const spi_text_node *mapping, const char *key) {
  if (mapping->kind != SPI_TEXT_MAPPING) {
    return NULL;
  }
  for (uint32_t i = 0; i < mapping->count; i++) {
    if (spi_slice_is(mapping->of.pairs[i].key.node->text, key)) {
      return &mapping->of.pairs[i].value;
    }
  }
  return NULL;
}

enum {
  DEFAULT_BYTES = 1048576,
  HIGHEST_BYTES = 1073741824,
  DEFAULT_DEPTH = 64,
  HIGHEST_DEPTH = 1000,
  DEFAULT_NODES = 100000,
  DEFAULT_KEYS = 1024
};

static uint32_t or_default(uint32_t value, uint32_t standard) {
  return value == 0 ? standard : value;
}

static spol_status take_limits(const spi_text_limits *given, spi_text_limits *out) {
  spi_text_limits limits = {0};
  if (given != NULL) {
    limits = *given;
  }
  limits.bytes = limits.bytes == 0 ? DEFAULT_BYTES : limits.bytes;
  limits.depth = or_default(limits.depth, DEFAULT_DEPTH);
  limits.nodes = or_default(limits.nodes, DEFAULT_NODES);
  limits.keys = or_default(limits.keys, DEFAULT_KEYS);
  limits.documents = or_default(limits.documents, 1);
  if (limits.bytes > HIGHEST_BYTES || limits.depth > HIGHEST_DEPTH) {
    return SPOL_E_INVALID;
  }
  *out = limits;
  return SPOL_OK;
}

static spol_status check_text(spi_reader *reader, const char *text, size_t length) {
  uint32_t code = 0;
  if (length > reader->limits.bytes) {
    spi_text_place start = {.line = 1, .column = 1};
    return spi_reader_fail(reader, SPOL_E_LIMIT, SPOL_DIAG_TEXT_TOO_LONG, &start, NULL,
                           "the text has %D bytes, at most %D are read", (int64_t)length,
                           (int64_t)reader->limits.bytes);
  }
  size_t mark = length >= 3 && memcmp(text, "\xEF\xBB\xBF", 3) == 0 ? 3 : 0;
  size_t bad = spi_bytes_check(text + mark, length - mark, &code) + mark;
  if (bad < length) {
    spol_error where = SPOL_ERROR_INIT;
    spi_error_place(&where, text + mark, length - mark, bad - mark);
    spi_text_place place = {.offset = (uint32_t)bad, .line = where.line, .column = where.column};
    if (code == UINT32_MAX) {
      return spi_reader_fail(reader, SPOL_E_SYNTAX, SPOL_DIAG_INVALID_UTF8, &place,
                             "save the file as UTF-8", "the bytes are not UTF-8");
    }
    char hex[8];
    spi_writer writer = spi_writer_on(hex, sizeof hex);
    for (int shift = code > 0xFFFF ? 20 : 12; shift >= 0; shift -= 4) {
      spi_write_char(&writer, "0123456789ABCDEF"[code >> shift & 15U]);
    }
    return spi_reader_fail(reader, SPOL_E_SYNTAX, SPOL_DIAG_FORBIDDEN_CHARACTER, &place,
                           "where it is meant, write it as an escape in double quotes",
                           "the character U+%s is not allowed", hex);
  }
  reader->mark = (uint32_t)mark;
  return SPOL_OK;
}

static spol_status read_all(spi_reader *reader, const char *text, size_t length) {
  spol_status status = check_text(reader, text, length);
  if (status != SPOL_OK) {
    return status;
  }
  status = spi_bytes_index(&reader->allocator, text + reader->mark,
                           (uint32_t)(length - reader->mark), &reader->bytes);
  if (status == SPOL_OK) {
    status = spi_reader_run(reader);
  }
  spi_reader_release(reader);
  return status;
}

spol_status spi_document_read(const spol_allocator *allocator, const char *text, size_t length,
                              const spi_text_limits *limits, const char *file,
                              spol_diagnostics *diagnostics, spi_document **out,
                              spol_error *error) {
  spi_reader reader = {.file = file, .diagnostics = diagnostics, .error = error};
  if (out == NULL || (text == NULL && length > 0)) {
    return spi_fail(error, SPOL_E_INVALID, "a text or an output is missing");
  }
  spol_status status = spi_allocator_take(allocator, &reader.allocator);
  if (status != SPOL_OK || (status = take_limits(limits, &reader.limits)) != SPOL_OK) {
    return spi_fail(error, status, "the allocator or a limit is not valid");
  }
  reader.document = spi_alloc_array(&reader.allocator, 1, sizeof *reader.document);
  if (reader.document == NULL) {
    return spi_fail(error, SPOL_E_MEMORY, "memory is out");
  }
  reader.document->arena.allocator = reader.allocator;
  status = read_all(&reader, text == NULL ? "" : text, length);
  if (status == SPOL_E_MEMORY) {
    spi_fail(error, status, "memory is out");
  }
  if (status != SPOL_OK) {
    spi_document_free(reader.document);
    return status;
  }
  *out = reader.document;
  return SPOL_OK;
}
