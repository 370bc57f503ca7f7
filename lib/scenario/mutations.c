/* SPDX-License-Identifier: MIT */
#include "scenario/mutations.h"

#include <string.h>

#include "base/error.h"
#include "base/sized.h"
#include "scenario/mutations_walk.h"

enum {
  MOST_MUTATIONS = 100000,
  MOST_DOCUMENTS = 64,
  MOST_BYTES = 8 << 20,
  MOST_NODES = 1000000,
  MOST_KEYS = 65536
};

/* ---- Adding ------------------------------------------------------------------------------ */

void spi_mutate(spi_mutator *mutator, int32_t kind, const spi_text_place *place, size_t offset,
                size_t length, const char *replacement) {
  spol_mutations *made = mutator->made;
  if (mutator->status != SPOL_OK) {
    return;
  }
  spi_slice path = spi_arena_copy(&made->arena, mutator->path, mutator->path_length);
  spi_slice text = spi_arena_copy(&made->arena, replacement, strlen(replacement));
  spol_mutation mutation = {.size = sizeof mutation,
                            .kind = kind,
                            .line = place->line,
                            .column = place->column,
                            .offset = offset,
                            .length = length,
                            .path = path.data,
                            .replacement = text.data};
  mutator->status = path.data == NULL || text.data == NULL
                        ? SPOL_E_MEMORY
                        : spi_vector_push(&made->allocator, &made->list, &mutation);
}

static int is_space(char c) {
  return c == ' ' || c == '\t' || c == '\n' || c == '\r';
}

/* Whether an item stands in a list of lines, behind a dash; *dash is where that is. */
static int is_behind_dash(const char *text, size_t begin, size_t *dash) {
  while (begin > 0 && text[begin - 1] == ' ') {
    begin--;
  }
  *dash = begin - 1;
  return begin > 0 && text[begin - 1] == '-' &&
         (begin == 1 || text[begin - 2] == ' ' || text[begin - 2] == '\n');
}

void spi_mutate_out(spi_mutator *mutator, const spi_text_place *place, size_t begin, size_t end) {
  const char *text = mutator->made->text;
  size_t length = mutator->made->length;
  size_t dash;
  while (end > begin && is_space(text[end - 1])) {
    end--; /* the end of a block is where the next one begins */
  }
  if (is_behind_dash(text, begin, &dash)) {
    spi_mutate(mutator, SPOL_MUTATION_REMOVED, place, dash, end - dash, "");
    return;
  }
  size_t next = end;
  while (next < length && is_space(text[next])) {
    next++;
  }
  size_t before = begin;
  while (before > 0 && is_space(text[before - 1])) {
    before--;
  }
  if (next < length && text[next] == ',') { /* between brackets: one comma goes with it */
    end = next + 1;
  } else if (before > 0 && text[before - 1] == ',') {
    begin = before - 1;
  }
  spi_mutate(mutator, SPOL_MUTATION_REMOVED, place, begin, end - begin, "");
}

/* ---- Making ------------------------------------------------------------------------------ */

static spol_status list_all(spol_mutations *made, const char *name, spol_error *error) {
  static const spi_text_limits limits = {MOST_BYTES, 0, MOST_NODES, MOST_KEYS, MOST_DOCUMENTS};
  spi_document *document = NULL;
  spol_status status = spi_document_read(&made->allocator, made->text, made->length, &limits, name,
                                         NULL, &document, error);
  if (status != SPOL_OK) {
    return status;
  }
  for (uint32_t i = 0; i < spi_document_count(document) && status == SPOL_OK; i++) {
    spi_mutator mutator = {.made = made, .root = spi_document_root(document, i)};
    spi_mutations_walk(&mutator);
    status = mutator.status;
  }
  spi_document_free(document);
  return status == SPOL_OK ? status : spi_fail(error, status, "%s", spol_status_message(status));
}

spol_status spol_mutations_new(const spol_allocator *allocator, const spol_policy_source *source,
                               spol_mutations **out, spol_error *error) {
  spol_allocator memory;
  if (source == NULL || out == NULL || (source->text == NULL && source->length != 0) ||
      spi_allocator_take(allocator, &memory) != SPOL_OK) {
    return spi_fail(error, SPOL_E_INVALID, "an argument is missing");
  }
  if (spi_sized_check(source, sizeof *source, sizeof *source) != SPOL_OK) {
    return spi_fail(error, SPOL_E_VERSION, "the source has a size that is not known");
  }
  if (source->length > MOST_BYTES) {
    return spi_fail(error, SPOL_E_LIMIT, "the text is longer than %u bytes", (uint32_t)MOST_BYTES);
  }
  spol_mutations *made = spi_alloc_array(&memory, 1, sizeof *made);
  if (made == NULL) {
    return spi_fail(error, SPOL_E_MEMORY, "there is no memory for the changes");
  }
  made->allocator = memory;
  made->arena.allocator = memory;
  made->list = spi_vector_of(sizeof(spol_mutation), MOST_MUTATIONS);
  spi_slice text = spi_arena_copy(&made->arena, source->text, (size_t)source->length);
  made->text = text.data;
  made->length = text.length;
  spol_status status = text.data == NULL
                           ? spi_fail(error, SPOL_E_MEMORY, "there is no memory for the text")
                           : list_all(made, source->name, error);
  if (status != SPOL_OK) {
    spol_mutations_free(made);
    return status;
  }
  *out = made;
  return SPOL_OK;
}

void spol_mutations_free(spol_mutations *mutations) {
  if (mutations == NULL) {
    return;
  }
  spol_allocator memory = mutations->allocator;
  spi_vector_free(&memory, &mutations->list);
  spi_arena_free(&mutations->arena);
  spi_free(&memory, mutations, sizeof *mutations);
}

/* ---- Answers ----------------------------------------------------------------------------- */

uint64_t spol_mutations_count(const spol_mutations *mutations) {
  return mutations == NULL ? 0 : mutations->list.count;
}

spol_status spol_mutations_get(const spol_mutations *mutations, uint64_t index,
                               spol_mutation *out) {
  if (mutations == NULL || out == NULL || index >= mutations->list.count) {
    return SPOL_E_INVALID;
  }
  return spi_sized_give(out, spi_vector_at(&mutations->list, (size_t)index), sizeof(spol_mutation));
}

spol_status spol_mutations_apply(const spol_mutations *mutations, uint64_t index, char *buffer,
                                 uint64_t capacity, uint64_t *needed) {
  if (mutations == NULL || needed == NULL || index >= mutations->list.count ||
      (buffer == NULL && capacity != 0)) {
    return SPOL_E_INVALID;
  }
  const spol_mutation *mutation = spi_vector_at(&mutations->list, (size_t)index);
  size_t added = strlen(mutation->replacement);
  size_t behind = (size_t)(mutation->offset + mutation->length);
  *needed = mutations->length - mutation->length + added;
  if (buffer == NULL || *needed > capacity) {
    return buffer == NULL ? SPOL_OK : SPOL_E_BUFFER;
  }
  memcpy(buffer, mutations->text, (size_t)mutation->offset);
  memcpy(buffer + mutation->offset, mutation->replacement, added);
  memcpy(buffer + mutation->offset + added, mutations->text + behind, mutations->length - behind);
  return SPOL_OK;
}

const char *spol_mutation_kind_name(int32_t kind) {
  static const char *const names[] = {[SPOL_MUTATION_REMOVED] = "removed",
                                      [SPOL_MUTATION_LENGTHENED] = "lengthened",
                                      [SPOL_MUTATION_CALENDAR] = "on another calendar",
                                      [SPOL_MUTATION_DELAYED] = "delayed",
                                      [SPOL_MUTATION_FLIPPED] = "flipped"};
  return kind >= SPOL_MUTATION_REMOVED && kind <= SPOL_MUTATION_FLIPPED ? names[kind] : NULL;
}
