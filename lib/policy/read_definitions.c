/* SPDX-License-Identifier: MIT */
/* The names of a version, before its rules: a rule may speak of what comes later. */
#include <string.h>

#include "policy/reader.h"

/* Defines every key of a mapping. */
static void define_keys(spi_reader *reader, const spi_text_item *root, const char *section,
                        int32_t kind) {
  const spi_text_item *item = spi_field(root, section);
  if (item == NULL ||
      !spi_need_as(reader, item, SPI_TEXT_MAPPING, section, "each as NAME: {...}")) {
    return;
  }
  size_t mark = spi_path_key(reader, spi_slice_of(section));
  for (uint32_t i = 0; i < item->node->count; i++) {
    uint32_t id = 0;
    spi_define_once(reader, &item->node->of.pairs[i].key, kind, &id);
  }
  spi_path_up(reader, mark);
}

/* Defines every entry of a list: a name, or a mapping with an `id`. */
static void define_list(spi_reader *reader, const spi_text_item *item, const char *section,
                        int32_t kind) {
  spi_list list = spi_as_list(item);
  size_t mark = spi_path_key(reader, spi_slice_of(section));
  for (size_t i = 0; i < list.count; i++) {
    size_t inner = spi_path_index(reader, i);
    const spi_text_item *name = &list.items[i];
    if (name->node->kind == SPI_TEXT_MAPPING) {
      name = spi_field_needed(reader, name, "id");
    }
    uint32_t id = 0;
    if (name != NULL) {
      spi_define_once(reader, name, kind, &id);
    }
    spi_path_up(reader, inner);
  }
  spi_path_up(reader, mark);
}

static void define_words(spi_reader *reader) {
  static const char *const standard[] = {"continuous", "concerted", "reasonable", "best_effort",
                                         "immediate"};
  for (size_t i = 0; i < sizeof standard / sizeof standard[0]; i++) {
    uint32_t offset = 0;
    uint32_t id = 0;
    if (!spi_reader_do(reader, spi_strings_add(reader->allocator, &reader->strings,
                                               spi_slice_of(standard[i]), &offset)) ||
        !spi_reader_do(
            reader, spi_name_add(reader->allocator, &reader->names, SPOL_NAME_WORD, offset, &id))) {
      return;
    }
  }
}

/* Ranks are known before any condition is read: rank of a severity by id - 1. */
static void rank_severities(spi_reader *reader, const spi_text_item *levels) {
  spi_list list = spi_as_list(levels);
  for (size_t i = 0; i < list.count; i++) {
    const spi_text_item *name = spi_field(&list.items[i], "id");
    name = name == NULL ? &list.items[i] : name;
    uint32_t offset = 0;
    if (name->node->kind == SPI_TEXT_SCALAR &&
        spi_strings_find(&reader->strings, name->node->text, &offset)) {
      uint32_t id = spi_name_find(&reader->names, SPOL_NAME_SEVERITY, offset);
      uint32_t known = 0;
      if (id != 0 && !spi_map_get(&reader->ranks, id, &known)) {
        spi_reader_do(reader,
                      spi_map_set(reader->allocator, &reader->ranks, id, (uint32_t)(i + 1)));
      }
    }
  }
}

/* Lines are ranked alike: index of a line by id. */
static void order_lines(spi_reader *reader, const spi_text_item *lines) {
  spi_list list = spi_as_list(lines);
  for (size_t i = 0; i < list.count; i++) {
    const spi_text_item *name = spi_field(&list.items[i], "id");
    name = name == NULL ? &list.items[i] : name;
    uint32_t offset = 0;
    if (name->node->kind == SPI_TEXT_SCALAR &&
        spi_strings_find(&reader->strings, name->node->text, &offset)) {
      uint32_t id = spi_name_find(&reader->names, SPOL_NAME_LINE, offset);
      uint32_t known = 0;
      if (id != 0 && !spi_map_get(&reader->line_indexes, id, &known)) {
        spi_reader_do(reader,
                      spi_map_set(reader->allocator, &reader->line_indexes, id, (uint32_t)i));
      }
    }
  }
}

static void define_escalation(spi_reader *reader, const spi_text_item *root) {
  const spi_text_item *escalation = spi_field(root, "escalation");
  if (escalation == NULL) {
    return;
  }
  size_t mark = spi_path_key(reader, spi_slice_of("escalation"));
  define_list(reader, spi_field(escalation, "lines"), "lines", SPOL_NAME_LINE);
  order_lines(reader, spi_field(escalation, "lines"));
  define_keys(reader, escalation, "ladders", SPOL_NAME_LADDER);
  spi_path_up(reader, mark);
}

void spi_read_definitions(spi_reader *reader, const spi_text_item *root) {
  spi_map_free(reader->allocator, &reader->ranks);
  spi_map_free(reader->allocator, &reader->line_indexes);
  define_words(reader);
  define_keys(reader, root, "facts", SPOL_NAME_FACT);
  define_keys(reader, root, "calendars", SPOL_NAME_CALENDAR);
  define_keys(reader, root, "reasons", SPOL_NAME_REASON);
  define_keys(reader, root, "metrics", SPOL_NAME_METRIC);
  define_list(reader, spi_field(root, "events"), "events", SPOL_NAME_EVENT);
  define_list(reader, spi_field(root, "roles"), "roles", SPOL_NAME_ROLE);
  define_list(reader, spi_field(root, "efforts"), "efforts", SPOL_NAME_WORD);
  const spi_text_item *severities = spi_field(root, "severities");
  if (severities != NULL) {
    size_t mark = spi_path_key(reader, spi_slice_of("severities"));
    define_list(reader, spi_field(severities, "levels"), "levels", SPOL_NAME_SEVERITY);
    rank_severities(reader, spi_field(severities, "levels"));
    spi_path_up(reader, mark);
  }
  define_escalation(reader, root);
}

int spi_refer_rank(spi_reader *reader, const spi_text_item *item, uint32_t *rank) {
  uint32_t id = 0;
  *rank = 0;
  if (!spi_refer(reader, item, SPOL_NAME_SEVERITY, &id)) {
    return 0;
  }
  if (!spi_map_get(&reader->ranks, id, rank)) {
    return spi_reader_report(reader, SPOL_E_NOT_FOUND, SPOL_DIAG_UNDEFINED_NAME, &item->place, NULL,
                             "this version has no severity \"%S\"", item->node->text);
  }
  return 1;
}

int spi_refer_line(spi_reader *reader, const spi_text_item *item, uint32_t *line) {
  uint32_t id = 0;
  *line = 0;
  if (!spi_refer(reader, item, SPOL_NAME_LINE, &id)) {
    return 0;
  }
  if (!spi_map_get(&reader->line_indexes, id, line)) {
    return spi_reader_report(reader, SPOL_E_NOT_FOUND, SPOL_DIAG_UNDEFINED_NAME, &item->place, NULL,
                             "this version has no line \"%S\"", item->node->text);
  }
  return 1;
}
