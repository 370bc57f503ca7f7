/* SPDX-License-Identifier: MIT */
/* Names of the file's own that no rule names. A rule that nothing reaches names
 * what it names: it is told on its own. */
#include "policy/reader.h"

typedef struct section {
  const char *key;
  const char *what;
  int32_t kind; /* SPOL_NAME_...; 0: known by its place */
} section;

uint64_t spi_met_key(const spi_text_item *item) {
  return (uint64_t)item->place.offset + 1;
}

static int was_met(const spi_reader *reader, uint64_t key) {
  uint32_t found = 0;
  return spi_map_get(&reader->met, key, &found);
}

static int name_was_met(const spi_reader *reader, const spi_text_item *item, int32_t kind) {
  uint32_t offset = 0;
  if (item->node->kind != SPI_TEXT_SCALAR ||
      !spi_strings_find(&reader->strings, item->node->text, &offset)) {
    return 1;
  }
  uint32_t id = spi_name_find(&reader->names, kind, offset);
  id += id != 0 && kind == SPOL_NAME_EVENT ? SPOL_EVENT_OWN - 1 : 0;
  return id == 0 || was_met(reader, spi_seen_key(reader, kind, id));
}

/* Counts no rule: what is kept here has no effect. */
static void keep(spi_reader *reader, const section *of, const spi_text_item *item) {
  spi_unused unused = {
      .what = of->what,
      .place = {.line = item->place.line, .column = item->place.column, .clause = SPI_NONE}};
  if (spi_reader_do(reader, spi_strings_add(reader->allocator, &reader->strings, item->node->text,
                                            &unused.name)) &&
      spi_reader_do(reader, spi_strings_add(reader->allocator, &reader->strings,
                                            spi_slice_of(reader->path), &unused.place.rule))) {
    spi_push(reader, &reader->draft->unused, &unused);
  }
}

static void look_at_list(spi_reader *reader, const section *of, const spi_text_item *item) {
  spi_list list = spi_as_list(item);
  for (size_t i = 0; i < list.count; i++) {
    size_t inner = spi_path_index(reader, i);
    const spi_text_item *name = &list.items[i];
    name = name->node->kind == SPI_TEXT_MAPPING ? spi_field(name, "id") : name;
    if (name != NULL && !name_was_met(reader, name, of->kind)) {
      keep(reader, of, name);
    }
    spi_path_up(reader, inner);
  }
}

static void look_at_mapping(spi_reader *reader, const section *of, const spi_text_item *item) {
  for (uint32_t i = 0; item->node->kind == SPI_TEXT_MAPPING && i < item->node->count; i++) {
    const spi_text_pair *pair = &item->node->of.pairs[i];
    size_t inner = spi_path_key(reader, pair->key.node->text);
    if (!was_met(reader, spi_met_key(&pair->value))) {
      keep(reader, of, &pair->key);
    }
    spi_path_up(reader, inner);
  }
}

void spi_read_unused(spi_reader *reader) {
  static const section sections[] = {{"conditions", "condition", 0},
                                     {"holidays", "set of holidays", 0},
                                     {"events", "event", SPOL_NAME_EVENT},
                                     {"roles", "role", SPOL_NAME_ROLE},
                                     {"efforts", "effort word", SPOL_NAME_WORD}};
  for (size_t i = 0; i < sizeof sections / sizeof sections[0]; i++) {
    const spi_text_item *item = spi_field(reader->root, sections[i].key);
    size_t mark = spi_path_key(reader, spi_slice_of(sections[i].key));
    if (item != NULL && sections[i].kind != 0) {
      look_at_list(reader, &sections[i], item);
    } else if (item != NULL) {
      look_at_mapping(reader, &sections[i], item);
    }
    spi_path_up(reader, mark);
  }
}
