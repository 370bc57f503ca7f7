/* SPDX-License-Identifier: MIT */
/* What all parts of reading share: errors with places, paths, fields, names. */
#include "policy/reader.h"

#include <string.h>

#include "base/error.h"

enum { SUGGESTIONS_MAX = 100, NAMES_COMPARED = 1000 };

/* ---- Errors and paths ---------------------------------------------------------- */

int spi_reader_do(spi_reader *reader, spol_status status) {
  if (status == SPOL_OK) {
    return 1;
  }
  if (reader->fatal == SPOL_OK) {
    static const spi_text_place start = {.line = 1, .column = 1};
    if (status == SPOL_E_LIMIT && reader->errors == 0) {
      spi_reader_report(reader, status, SPOL_DIAG_TOO_MANY_RULES,
                        reader->root != NULL ? &reader->root->place : &start,
                        "a named condition counts wherever it is named",
                        "compiled, the policy is larger than a policy may be");
    }
    reader->fatal = status;
    if (reader->status == SPOL_OK) {
      reader->status = status;
      spi_fail(reader->error, status, "%s", spol_status_message(status));
    }
  }
  return 0;
}

int spi_reader_report(spi_reader *reader, spol_status status, uint32_t code,
                      const spi_text_place *place, const char *hint, const char *format, ...) {
  if (reader->fatal != SPOL_OK) {
    return 0;
  }
  char message[SPOL_ERROR_MESSAGE_MAX];
  spi_writer writer = spi_writer_on(message, sizeof message);
  va_list arguments;
  va_start(arguments, format);
  spi_write_vformat(&writer, format, arguments);
  va_end(arguments);
  spol_error found = SPOL_ERROR_INIT;
  spi_diagnostic_make(&found, status, code, reader->file, place, reader->path, "%s", message);
  if (hint != NULL && hint[0] != '\0') {
    spi_error_hint(&found, "%s", hint);
  }
  if (reader->errors == 0) {
    reader->status = status;
    if (reader->error != NULL && reader->error->size >= sizeof found) {
      found.size = reader->error->size;
      *reader->error = found;
    }
  }
  reader->errors++;
  spi_reader_do(reader, spi_diagnostics_add(reader->diagnostics, 0, &found));
  return 0;
}

int spi_reader_take(spi_reader *reader, spol_status status, const spi_text_item *item,
                    const spol_error *error) {
  if (status == SPOL_OK || status == SPOL_E_MEMORY) {
    return spi_reader_do(reader, status);
  }
  const char *why =
      error != NULL && error->message[0] != '\0' ? error->message : spol_status_message(status);
  uint32_t code = status == SPOL_E_NEVER_OPEN ? SPOL_DIAG_NEVER_OPEN : SPOL_DIAG_VALUE_OUT_OF_RANGE;
  return spi_reader_report(reader, status, code, &item->place, error != NULL ? error->hint : NULL,
                           "%s", why);
}

static size_t path_grow(spi_reader *reader, size_t mark) {
  reader->path_writer = spi_writer_on(reader->path + mark, sizeof reader->path - mark);
  return mark;
}

size_t spi_path_key(spi_reader *reader, spi_slice key) {
  size_t mark = path_grow(reader, strlen(reader->path));
  if (mark > 0) {
    spi_write_char(&reader->path_writer, '.');
  }
  spi_write_bytes(&reader->path_writer, key.data, key.length);
  return mark;
}

size_t spi_path_index(spi_reader *reader, size_t index) {
  size_t mark = path_grow(reader, strlen(reader->path));
  spi_write_format(&reader->path_writer, "[%u]", (uint32_t)index);
  return mark;
}

void spi_path_up(spi_reader *reader, size_t mark) {
  reader->path[mark] = '\0';
}

/* ---- Mappings and lists ---------------------------------------------------------- */

static const char *kind_name(int kind) {
  return kind == SPI_TEXT_SCALAR ? "a text" : kind == SPI_TEXT_SEQUENCE ? "a list" : "a mapping";
}

int spi_need(spi_reader *reader, const spi_text_item *item, int kind, const char *what) {
  return spi_need_as(reader, item, kind, what, NULL);
}

int spi_need_as(spi_reader *reader, const spi_text_item *item, int kind, const char *what,
                const char *hint) {
  if (item->node->kind == kind) {
    return 1;
  }
  return spi_reader_report(reader, SPOL_E_SEMANTIC, SPOL_DIAG_WRONG_KIND, &item->place, hint,
                           "%s must be %s, not %s", what, kind_name(kind),
                           kind_name(item->node->kind));
}

/* The nearest of some words, or NULL where none is near: half of the shorter one stays. */
static const char *nearest_word(spi_slice text, const char *const *words) {
  const char *nearest = NULL;
  int least = 4;
  for (size_t i = 0; words[i] != NULL; i++) {
    int distance = spi_edit_distance(text, spi_slice_of(words[i]), least);
    size_t shorter = spi_slice_of(words[i]).length;
    shorter = text.length < shorter ? text.length : shorter;
    if (distance < least && (size_t)distance * 2 <= shorter) {
      least = distance;
      nearest = words[i];
    }
  }
  return nearest;
}

static void list_words(char *hint, size_t room, const char *const *words) {
  spi_writer writer = spi_writer_on(hint, room);
  spi_write_text(&writer, "known here: ");
  for (size_t i = 0; words[i] != NULL && spi_write_choice(&writer, words[i], i == 0); i++) {
  }
}

static void meant(char *hint, size_t room, const char *nearest) {
  spi_writer writer = spi_writer_on(hint, room);
  if (nearest != NULL) {
    spi_write_format(&writer, "did you mean \"%s\"?", nearest);
  }
}

static int among(spi_slice text, const char *const *words, uint32_t *position) {
  for (uint32_t i = 0; words[i] != NULL; i++) {
    if (spi_slice_is(text, words[i])) {
      *position = i;
      return 1;
    }
  }
  return 0;
}

/* In braces a comma ends a text that is not quoted: what follows it is read as a key. */
static const char *spaced(spi_slice key) {
  return key.length != 0 && memchr(key.data, ' ', key.length) != NULL
             ? "a text with a comma is put in quotes where it stands in braces"
             : NULL;
}

void spi_only_keys(spi_reader *reader, const spi_text_node *mapping, const char *const *keys) {
  for (uint32_t i = 0; i < mapping->count; i++) {
    const spi_text_item *key = &mapping->of.pairs[i].key;
    uint32_t position = 0;
    if (!among(key->node->text, keys, &position)) {
      char hint[SPOL_ERROR_HINT_MAX];
      const char *quotes = spaced(key->node->text);
      const char *nearest = nearest_word(key->node->text, keys);
      meant(hint, sizeof hint, nearest);
      if (nearest == NULL) {
        list_words(hint, sizeof hint, keys);
      }
      spi_reader_report(reader, SPOL_E_SEMANTIC, SPOL_DIAG_UNKNOWN_KEY, &key->place,
                        quotes != NULL ? quotes : hint, "unknown key \"%S\"", key->node->text);
    }
  }
}

const spi_text_item *spi_field(const spi_text_item *mapping, const char *key) {
  return mapping->node->kind == SPI_TEXT_MAPPING ? spi_mapping_find(mapping->node, key) : NULL;
}

const spi_text_item *spi_field_needed(spi_reader *reader, const spi_text_item *mapping,
                                      const char *key) {
  const spi_text_item *found = spi_field(mapping, key);
  if (found == NULL) {
    spi_reader_report(reader, SPOL_E_SEMANTIC, SPOL_DIAG_MISSING_KEY, &mapping->place, NULL,
                      "the key \"%s\" is missing", key);
  }
  return found;
}

spi_list spi_as_list(const spi_text_item *item) {
  if (item == NULL) {
    return (spi_list){0};
  }
  if (item->node->kind == SPI_TEXT_SEQUENCE) {
    return (spi_list){.items = item->node->of.items, .count = item->node->count};
  }
  return (spi_list){.items = item, .count = 1};
}

/* ---- Values ------------------------------------------------------------------------ */

int spi_read_text(spi_reader *reader, const spi_text_item *item, spi_slice *out) {
  *out = (spi_slice){.data = "", .length = 0};
  if (!spi_need(reader, item, SPI_TEXT_SCALAR, "this value")) {
    return 0;
  }
  *out = item->node->text;
  return 1;
}

int spi_read_string(spi_reader *reader, const spi_text_item *item, uint32_t *offset) {
  spi_slice text;
  *offset = 0;
  return spi_read_text(reader, item, &text) &&
         spi_reader_do(reader, spi_strings_add(reader->allocator, &reader->strings, text, offset));
}

int spi_read_word(spi_reader *reader, const spi_text_item *item, const char *const *words,
                  uint32_t *position) {
  spi_slice text;
  *position = 0;
  if (!spi_read_text(reader, item, &text)) {
    return 0;
  }
  if (among(text, words, position)) {
    return 1;
  }
  char hint[SPOL_ERROR_HINT_MAX];
  spi_writer writer = spi_writer_on(hint, sizeof hint);
  spi_write_text(&writer, "one of:");
  for (uint32_t i = 0; words[i] != NULL; i++) {
    spi_write_format(&writer, " %s", words[i]);
  }
  return spi_reader_report(reader, SPOL_E_SEMANTIC, SPOL_DIAG_INVALID_WORD, &item->place, hint,
                           "\"%S\" is not known here", text);
}

int spi_read_truth(spi_reader *reader, const spi_text_item *item, uint32_t *out) {
  spi_slice text;
  *out = 0;
  if (!spi_read_text(reader, item, &text)) {
    return 0;
  }
  if (!spi_slice_is(text, "true") && !spi_slice_is(text, "false")) {
    return spi_reader_report(reader, SPOL_E_SEMANTIC, SPOL_DIAG_INVALID_BOOLEAN, &item->place,
                             "write true or false", "\"%S\" is neither true nor false", text);
  }
  *out = spi_slice_is(text, "true") ? 1 : 0;
  return 1;
}

/* ---- Names ------------------------------------------------------------------------- */

static const char *const kind_words[SPI_NAME_KINDS] = {
    [SPOL_NAME_FACT] = "fact",       [SPOL_NAME_EVENT] = "event", [SPOL_NAME_METRIC] = "metric",
    [SPOL_NAME_REASON] = "reason",   [SPOL_NAME_LINE] = "line",   [SPOL_NAME_SEVERITY] = "severity",
    [SPOL_NAME_LADDER] = "ladder",   [SPOL_NAME_STEP] = "step",   [SPOL_NAME_CALENDAR] = "calendar",
    [SPOL_NAME_VERSION] = "version", [SPOL_NAME_ROLE] = "role",   [SPOL_NAME_WORD] = "effort word",
    [SPOL_NAME_ZONE] = "zone",
};

static int is_lower(char c) {
  return c >= 'a' && c <= 'z';
}
static int is_upper(char c) {
  return c >= 'A' && c <= 'Z';
}
static int is_digit(char c) {
  return c >= '0' && c <= '9';
}

static int well_named(spi_slice name, int32_t kind) {
  int capitals = kind == SPOL_NAME_SEVERITY;
  if (name.length == 0 || name.length > 200 ||
      !(is_lower(name.data[0]) || (capitals && is_upper(name.data[0])))) {
    return 0;
  }
  for (size_t i = 1; i < name.length; i++) {
    char c = name.data[i];
    if (!is_lower(c) && !is_digit(c) && c != '_' && !(capitals && is_upper(c))) {
      return 0;
    }
  }
  return 1;
}

static uint32_t standard_event(spi_slice name) {
  for (uint32_t type = 1; type <= SPOL_EVENT_LINE_CHANGED; type++) {
    const char *known = spol_event_type_name(type);
    if (known != NULL && spi_slice_is(name, known)) {
      return type;
    }
  }
  return 0;
}

uint64_t spi_seen_key(const spi_reader *reader, int32_t kind, uint32_t id) {
  return ((uint64_t)(reader->version_index + 1) << 40U) | ((uint64_t)(uint32_t)kind << 32U) | id;
}

/* Names are shared by the versions, and a rule may speak of its own's only. */
static int defined_here(const spi_reader *reader, int32_t kind, uint32_t id) {
  uint32_t line = 0;
  if (kind == SPOL_NAME_WORD || kind == SPOL_NAME_ZONE || kind == SPOL_NAME_STEP ||
      (kind == SPOL_NAME_EVENT && id < SPOL_EVENT_OWN)) {
    return 1;
  }
  uint32_t own = kind == SPOL_NAME_EVENT ? id - (SPOL_EVENT_OWN - 1) : id;
  return spi_map_get(&reader->seen, spi_seen_key(reader, kind, own), &line);
}

int spi_define(spi_reader *reader, const spi_text_item *item, int32_t kind, uint32_t *id) {
  spi_slice name;
  uint32_t offset = 0;
  *id = 0;
  if (!spi_read_text(reader, item, &name)) {
    return 0;
  }
  if (!well_named(name, kind)) {
    return spi_reader_report(reader, SPOL_E_SEMANTIC, SPOL_DIAG_INVALID_NAME, &item->place,
                             "small letters, digits and _, beginning with a letter",
                             "\"%S\" cannot be the name of a %s", name, kind_words[kind]);
  }
  if (kind == SPOL_NAME_EVENT && standard_event(name) != 0) {
    return spi_reader_report(reader, SPOL_E_SEMANTIC, SPOL_DIAG_RESERVED_NAME, &item->place,
                             "standard events need no definition",
                             "the event \"%S\" is a standard one", name);
  }
  return spi_reader_do(reader,
                       spi_strings_add(reader->allocator, &reader->strings, name, &offset)) &&
         spi_reader_do(reader, spi_name_add(reader->allocator, &reader->names, kind, offset, id));
}

int spi_define_once(spi_reader *reader, const spi_text_item *item, int32_t kind, uint32_t *id) {
  if (!spi_define(reader, item, kind, id)) {
    return 0;
  }
  uint64_t key =
      ((uint64_t)(reader->version_index + 1) << 40U) | ((uint64_t)(uint32_t)kind << 32U) | *id;
  uint32_t line = 0;
  if (spi_map_get(&reader->seen, key, &line)) {
    return spi_reader_report(reader, SPOL_E_SEMANTIC, SPOL_DIAG_NAME_DEFINED_TWICE, &item->place,
                             NULL, "the %s \"%S\" is defined in line %u already", kind_words[kind],
                             item->node->text, line);
  }
  return spi_reader_do(reader,
                       spi_map_set(reader->allocator, &reader->seen, key, item->place.line));
}

/* The known name of a kind that is nearest, or NULL. */
static const char *nearest_name(const spi_reader *reader, spi_slice text, int32_t kind) {
  const spi_vector *offsets = &reader->names.offsets[kind];
  const char *nearest = NULL;
  int least = 4;
  /* Suggestions help with some errors; thousands are not typing errors. */
  size_t most = reader->errors < SUGGESTIONS_MAX ? NAMES_COMPARED : 0;
  for (size_t i = 0; i < offsets->count && i < most; i++) {
    const char *name =
        spi_strings_at(&reader->strings, *(const uint32_t *)spi_vector_at(offsets, i));
    int distance = spi_edit_distance(text, spi_slice_of(name), least);
    size_t shorter = spi_slice_of(name).length;
    shorter = text.length < shorter ? text.length : shorter;
    if (distance < least && (size_t)distance * 2 <= shorter) {
      least = distance;
      nearest = name;
    }
  }
  return nearest;
}

/* The names that there are instead, as far as there is room. */
static void list_names(const spi_reader *reader, int32_t kind, char *hint, size_t room) {
  const spi_vector *offsets = &reader->names.offsets[kind];
  spi_writer writer = spi_writer_on(hint, room);
  if (kind == SPOL_NAME_EVENT) {
    spi_write_text(&writer, SPI_EVENTS_HINT);
    return;
  }
  int is_first = 1;
  for (size_t i = 0; i < offsets->count && reader->errors < SUGGESTIONS_MAX; i++) {
    uint32_t offset = *(const uint32_t *)spi_vector_at(offsets, i);
    if (!defined_here(reader, kind, (uint32_t)i + 1)) {
      continue;
    }
    spi_write_text(&writer, is_first ? "known here: " : "");
    if (!spi_write_choice(&writer, spi_strings_at(&reader->strings, offset), is_first)) {
      return;
    }
    is_first = 0;
  }
}

int spi_refer_slice(spi_reader *reader, spi_slice name, const spi_text_place *place, int32_t kind,
                    uint32_t *id) {
  uint32_t offset = 0;
  *id = kind == SPOL_NAME_EVENT ? standard_event(name) : 0;
  if (*id == 0 && name.length > 0 && spi_strings_find(&reader->strings, name, &offset)) {
    *id = spi_name_find(&reader->names, kind, offset);
    *id += *id != 0 && kind == SPOL_NAME_EVENT ? SPOL_EVENT_OWN - 1 : 0;
  }
  if (*id != 0 && defined_here(reader, kind, *id)) {
    return spi_reader_do(
        reader, spi_map_set(reader->allocator, &reader->met, spi_seen_key(reader, kind, *id), 1));
  }
  *id = 0;
  char hint[SPOL_ERROR_HINT_MAX];
  const char *nearest = nearest_name(reader, name, kind);
  meant(hint, sizeof hint, nearest);
  if (nearest == NULL) {
    list_names(reader, kind, hint, sizeof hint);
  }
  return spi_reader_report(reader, SPOL_E_NOT_FOUND, SPOL_DIAG_UNDEFINED_NAME, place, hint,
                           "there is no %s \"%S\"", kind_words[kind], name);
}

int spi_refer(spi_reader *reader, const spi_text_item *item, int32_t kind, uint32_t *id) {
  spi_slice name;
  *id = 0;
  return spi_read_text(reader, item, &name) &&
         spi_refer_slice(reader, name, &item->place, kind, id);
}

/* ---- Places and arrays ---------------------------------------------------------------- */

static void count_rule(spi_reader *reader, const spi_text_place *place) {
  uint32_t limit = reader->options->limits.rules;
  if (++reader->rules == limit + 1) {
    spi_reader_report(reader, SPOL_E_LIMIT, SPOL_DIAG_TOO_MANY_RULES, place,
                      "raise the limit `rules` if the policy is trusted", "more than %u rules",
                      limit);
    spi_reader_do(reader, SPOL_E_LIMIT);
  }
}

void spi_check_assumed(spi_reader *reader, const spi_text_item *item) {
  const spi_text_item *assumed = spi_field(item, "assumed");
  spi_slice name;
  if (assumed == NULL || !spi_read_text(reader, assumed, &name)) {
    return;
  }
  const spi_text_item *known = spi_field(reader->root, "assumptions");
  uint64_t told = (uint64_t)assumed->place.offset + 1;
  if ((known == NULL || spi_field(known, name.data) == NULL) && reader->assumed_told != told) {
    reader->assumed_told = told;
    spi_reader_report(reader, SPOL_E_NOT_FOUND, SPOL_DIAG_UNDEFINED_NAME, &assumed->place,
                      "assumptions: {NAME: what is assumed}", "there is no assumption \"%S\"",
                      name);
  }
}

spi_place spi_place_of(spi_reader *reader, const spi_text_item *item) {
  count_rule(reader, &item->place);
  spi_check_assumed(reader, item);
  spi_place place = {.line = item->place.line, .column = item->place.column, .clause = SPI_NONE};
  const spi_text_item *id = spi_field(item, "id");
  const spi_text_item *clause = spi_field(item, "clause");
  if (id == NULL || !spi_read_string(reader, id, &place.rule)) {
    spi_reader_do(reader, spi_strings_add(reader->allocator, &reader->strings,
                                          spi_slice_of(reader->path), &place.rule));
  }
  if (clause != NULL) {
    size_t mark = spi_path_key(reader, spi_slice_of("clause"));
    place.clause = spi_read_clause(reader, clause);
    spi_path_up(reader, mark);
  }
  return place;
}

uint32_t spi_push(spi_reader *reader, spi_vector *vector, const void *element) {
  if (reader->fatal != SPOL_OK ||
      !spi_reader_do(reader, spi_vector_push(reader->allocator, vector, element))) {
    return SPI_NONE;
  }
  return (uint32_t)(vector->count - 1);
}

static uint64_t content_key(const spi_reader *reader, const spi_vector *vector,
                            const void *element) {
  uint64_t hash =
      UINT64_C(0xcbf29ce484222325) + (uint64_t)((const char *)vector - (const char *)reader->draft);
  for (size_t i = 0; i < vector->element_size; i++) {
    hash = (hash ^ ((const unsigned char *)element)[i]) * UINT64_C(0x100000001b3);
  }
  return hash | 1U;
}

uint32_t spi_push_once(spi_reader *reader, spi_vector *vector, const void *element) {
  uint64_t key = content_key(reader, vector, element);
  uint32_t index = 0;
  /* Content that only shares its key is pushed again: equal content always has
   * one index, but for such a collision of 63 bits. */
  if (spi_map_get(&reader->once, key, &index) && index < vector->count &&
      memcmp(spi_vector_at(vector, index), element, vector->element_size) == 0) {
    return index;
  }
  index = spi_push(reader, vector, element);
  if (index != SPI_NONE) {
    spi_reader_do(reader, spi_map_set(reader->allocator, &reader->once, key, index));
  }
  return index;
}
