/* SPDX-License-Identifier: MIT */
#include "text/diagnostics.h"

#include <string.h>

#include "base/error.h"
#include "base/memory.h"

enum { DEFAULT_LIMIT = 1000, HIGHEST_LIMIT = 1000000 };

/* One diagnostic. Its four texts stand one behind the other in `texts`, each
 * with its NUL: a tenth of the room of an spol_error. */
typedef struct entry {
  int32_t gravity;
  int32_t belongs; /* a note of the diagnostic in front of it */
  spol_status status;
  uint32_t code;
  uint32_t line;
  uint32_t column;
  uint32_t file; /* rank by first appearance */
  uint64_t offset;
  char *texts;
  uint32_t bytes;
} entry;

struct spol_diagnostics {
  spol_allocator allocator;
  uint64_t limit;
  uint64_t total;
  uint64_t errors;
  entry *entries;
  size_t count;
  size_t capacity;
  size_t last;      /* index of the entry added last */
  int32_t has_last; /* 0 if it was not kept */
  uint32_t files;
};

spol_status spol_diagnostics_new(const spol_allocator *allocator, uint64_t limit,
                                 spol_diagnostics **out) {
  spol_allocator taken;
  if (out == NULL || limit > HIGHEST_LIMIT) {
    return SPOL_E_INVALID;
  }
  spol_status status = spi_allocator_take(allocator, &taken);
  if (status != SPOL_OK) {
    return status;
  }
  spol_diagnostics *made = spi_alloc_array(&taken, 1, sizeof *made);
  if (made == NULL) {
    return SPOL_E_MEMORY;
  }
  made->allocator = taken;
  made->limit = limit == 0 ? DEFAULT_LIMIT : limit;
  *out = made;
  return SPOL_OK;
}

void spol_diagnostics_free(spol_diagnostics *diagnostics) {
  if (diagnostics == NULL) {
    return;
  }
  spol_allocator allocator = diagnostics->allocator;
  for (size_t i = 0; i < diagnostics->count; i++) {
    spi_free(&allocator, diagnostics->entries[i].texts, diagnostics->entries[i].bytes);
  }
  spi_free_array(&allocator, diagnostics->entries, diagnostics->capacity, sizeof(entry));
  spi_free(&allocator, diagnostics, sizeof *diagnostics);
}

uint64_t spol_diagnostics_count(const spol_diagnostics *diagnostics) {
  return diagnostics == NULL ? 0 : diagnostics->count;
}

uint64_t spol_diagnostics_total(const spol_diagnostics *diagnostics) {
  return diagnostics == NULL ? 0 : diagnostics->total;
}

uint64_t spi_diagnostics_errors(const spol_diagnostics *diagnostics) {
  return diagnostics == NULL ? 0 : diagnostics->errors;
}

/* The next text of an entry, into room that once held it. */
static const char *unpack(const char *from, char *to) {
  size_t bytes = strlen(from) + 1;
  memcpy(to, from, bytes);
  return from + bytes;
}

spol_status spol_diagnostics_get(const spol_diagnostics *diagnostics, uint64_t index,
                                 int32_t *gravity, spol_error *out) {
  if (diagnostics == NULL || out == NULL || index >= diagnostics->count) {
    return SPOL_E_INVALID;
  }
  if (out->size != sizeof *out) {
    return SPOL_E_VERSION;
  }
  const entry *found = &diagnostics->entries[index];
  memset(out, 0, sizeof *out);
  out->size = sizeof *out;
  out->status = found->status;
  out->code = found->code;
  out->line = found->line;
  out->column = found->column;
  out->offset = found->offset;
  const char *at = unpack(found->texts, out->file);
  at = unpack(at, out->path);
  at = unpack(at, out->message);
  unpack(at, out->hint);
  if (gravity != NULL) {
    *gravity = found->gravity;
  }
  return SPOL_OK;
}

static char *pack(char *to, const char *from) {
  size_t bytes = strlen(from) + 1;
  memcpy(to, from, bytes);
  return to + bytes;
}

static spol_status take_texts(const spol_diagnostics *diagnostics, const spol_error *from,
                              entry *to) {
  size_t bytes =
      strlen(from->file) + strlen(from->path) + strlen(from->message) + strlen(from->hint) + 4;
  to->texts = spi_alloc(&diagnostics->allocator, bytes);
  if (to->texts == NULL) {
    return SPOL_E_MEMORY;
  }
  to->bytes = (uint32_t)bytes;
  pack(pack(pack(pack(to->texts, from->file), from->path), from->message), from->hint);
  return SPOL_OK;
}

static uint32_t file_rank(spol_diagnostics *diagnostics, const char *file) {
  for (size_t i = diagnostics->count; i > 0; i--) {
    if (strcmp(diagnostics->entries[i - 1].texts, file) == 0) {
      return diagnostics->entries[i - 1].file;
    }
  }
  return diagnostics->files++;
}

static int lies_after(const entry *a, const entry *b) {
  if (a->file != b->file) {
    return a->file > b->file;
  }
  if (a->line != b->line) {
    return a->line > b->line;
  }
  return a->column != b->column ? a->column > b->column : a->offset > b->offset;
}

/* Where an entry belongs: notes stay behind what they belong to. */
static size_t position(const spol_diagnostics *diagnostics, const entry *added) {
  size_t at = diagnostics->count;
  if (added->belongs) {
    return diagnostics->last + 1;
  }
  for (size_t i = diagnostics->count; i > 0; i--) {
    const entry *before = &diagnostics->entries[i - 1];
    if (before->belongs) {
      continue;
    }
    if (!lies_after(before, added)) {
      break;
    }
    at = i - 1;
  }
  return at;
}

static spol_status keep(spol_diagnostics *diagnostics, entry *added, const spol_error *from) {
  void *entries = diagnostics->entries;
  spol_status status = spi_grow(&diagnostics->allocator, &entries, &diagnostics->capacity,
                                diagnostics->count, sizeof(entry), (size_t)diagnostics->limit);
  diagnostics->entries = entries;
  if (status == SPOL_E_LIMIT) {
    return SPOL_OK;
  }
  if (status != SPOL_OK || (status = take_texts(diagnostics, from, added)) != SPOL_OK) {
    return status;
  }
  added->file = file_rank(diagnostics, from->file);
  size_t at = position(diagnostics, added);
  memmove(diagnostics->entries + at + 1, diagnostics->entries + at,
          (diagnostics->count - at) * sizeof(entry));
  diagnostics->entries[at] = *added;
  diagnostics->count++;
  diagnostics->last = at;
  diagnostics->has_last = 1;
  return SPOL_OK;
}

static spol_status add(spol_diagnostics *diagnostics, int32_t gravity, int32_t belongs,
                       const spol_error *diagnostic) {
  if (diagnostics == NULL) {
    return SPOL_OK;
  }
  entry added = {.belongs = belongs,
                 .gravity = gravity != 0 ? gravity : spol_diagnostic_gravity(diagnostic->code),
                 .status = diagnostic->status,
                 .code = diagnostic->code,
                 .line = diagnostic->line,
                 .column = diagnostic->column,
                 .offset = diagnostic->offset};
  diagnostics->total++;
  diagnostics->errors += added.gravity == SPOL_GRAVITY_ERROR;
  if (belongs && !diagnostics->has_last) {
    return SPOL_OK;
  }
  diagnostics->has_last = diagnostics->has_last && belongs;
  return keep(diagnostics, &added, diagnostic);
}

spol_status spi_diagnostics_add(spol_diagnostics *diagnostics, int32_t gravity,
                                const spol_error *diagnostic) {
  return add(diagnostics, gravity, gravity == SPOL_GRAVITY_NOTE, diagnostic);
}

spol_status spi_diagnostics_add_accepted(spol_diagnostics *diagnostics,
                                         const spol_error *diagnostic) {
  return add(diagnostics, SPOL_GRAVITY_NOTE, 0, diagnostic);
}

spol_status spi_diagnostic_vmake(spol_error *error, spol_status status, uint32_t code,
                                 const char *file, const spi_text_place *place, const char *path,
                                 const char *format, va_list arguments) {
  memset(error, 0, sizeof *error);
  error->size = sizeof *error;
  error->status = status;
  error->code = code;
  if (place != NULL) {
    error->offset = place->offset;
    error->line = place->line;
    error->column = place->column;
  }
  spi_writer writer = spi_writer_on(error->file, sizeof error->file);
  spi_write_text(&writer, file);
  writer = spi_writer_on(error->path, sizeof error->path);
  spi_write_text(&writer, path);
  writer = spi_writer_on(error->message, sizeof error->message);
  spi_write_vformat(&writer, format, arguments);
  return status;
}

spol_status spi_diagnostic_make(spol_error *error, spol_status status, uint32_t code,
                                const char *file, const spi_text_place *place, const char *path,
                                const char *format, ...) {
  va_list arguments;
  va_start(arguments, format);
  spi_diagnostic_vmake(error, status, code, file, place, path, format, arguments);
  va_end(arguments);
  return status;
}
