/* SPDX-License-Identifier: MIT */
/* Facts: their declarations and their values. */
#include <string.h>

#include "base/error.h"
#include "policy/number.h"
#include "policy/reader.h"

/* ---- Members ------------------------------------------------------------------- */

static spi_fact *fact_at(const spi_reader *reader, uint32_t fact) {
  return spi_vector_at(&reader->facts, fact);
}

static uint64_t member_key(uint32_t fact, uint32_t name) {
  return ((uint64_t)(fact + 1) << 32U) | name;
}

int spi_member_add(spi_reader *reader, uint32_t fact, spi_slice name, uint32_t *number) {
  spi_member member = {.fact = fact};
  *number = 0;
  if (!spi_reader_do(reader,
                     spi_strings_add(reader->allocator, &reader->strings, name, &member.name))) {
    return 0;
  }
  if (spi_map_get(&reader->member_ids, member_key(fact, member.name), number)) {
    return 1;
  }
  if (spi_push(reader, &reader->members, &member) == SPI_NONE) {
    return 0;
  }
  *number = ++fact_at(reader, fact)->members.count;
  return spi_reader_do(reader, spi_map_set(reader->allocator, &reader->member_ids,
                                           member_key(fact, member.name), *number));
}

static int find_member(const spi_reader *reader, uint32_t fact, spi_slice name, uint32_t *number) {
  uint32_t offset = 0;
  return spi_strings_find(&reader->strings, name, &offset) &&
         spi_map_get(&reader->member_ids, member_key(fact, offset), number);
}

static int unknown_member(spi_reader *reader, uint32_t fact, const spi_text_item *item) {
  char hint[SPOL_ERROR_HINT_MAX];
  spi_writer writer = spi_writer_on(hint, sizeof hint);
  spi_write_text(&writer, "one of:");
  for (size_t i = 0; i < reader->members.count; i++) {
    const spi_member *member = spi_vector_at(&reader->members, i);
    if (member->fact == fact) {
      spi_write_format(&writer, " %s", spi_strings_at(&reader->strings, member->name));
    }
  }
  return spi_reader_report(reader, SPOL_E_SEMANTIC, SPOL_DIAG_CONDITION_TYPE, &item->place, hint,
                           "\"%S\" is not a value of this fact", item->node->text);
}

/* ---- Values ---------------------------------------------------------------------- */

static int read_instant(spi_reader *reader, const spi_text_item *item, int64_t *value) {
  spol_error error = SPOL_ERROR_INIT;
  if (spol_instant_parse(item->node->text.data, item->node->text.length, value, &error) ==
      SPOL_OK) {
    return 1;
  }
  return spi_reader_report(reader, error.status, SPOL_DIAG_INVALID_INSTANT, &item->place,
                           error.hint, "\"%S\": %s", item->node->text, error.message);
}

int spi_read_fact_value(spi_reader *reader, uint32_t fact, const spi_text_item *item,
                        int64_t *value) {
  spi_slice text;
  uint32_t small = 0;
  spol_date date = 0;
  int known = 0;
  *value = 0;
  if (!spi_read_text(reader, item, &text)) {
    return 0;
  }
  switch (fact_at(reader, fact)->type) {
  case SPOL_FACT_ENUM:
    known = find_member(reader, fact, text, &small) || unknown_member(reader, fact, item);
    *value = small;
    return known;
  case SPOL_FACT_BOOLEAN:
    known = spi_read_truth(reader, item, &small);
    *value = small;
    return known;
  case SPOL_FACT_NUMBER:
    return spi_read_number(reader, item, value);
  case SPOL_FACT_INSTANT:
    return read_instant(reader, item, value);
  case SPOL_FACT_DATE:
    known = spi_read_date(reader, item, &date);
    *value = date;
    return known;
  case SPOL_FACT_ZONE:
    known = spi_refer_zone(reader, item, &small);
    *value = small;
    return known;
  default:
    known = spi_member_add(reader, fact, text, &small);
    *value = small;
    return known;
  }
}

/* ---- Declarations ------------------------------------------------------------------ */

static const char *const fact_keys[] = {"one_of", "type",   "scope", "default", "required", "many",
                                        "id",     "clause", "note",  "assumed", "title",    NULL};

static void read_members(spi_reader *reader, uint32_t fact, const spi_text_item *item) {
  spi_list list = spi_as_list(item);
  for (size_t i = 0; i < list.count; i++) {
    spi_slice name;
    uint32_t number = 0;
    uint32_t before = fact_at(reader, fact)->members.count;
    if (!spi_read_text(reader, &list.items[i], &name) ||
        !spi_member_add(reader, fact, name, &number)) {
      continue;
    }
    if (number <= before && reader->version_index == 0) {
      spi_reader_report(reader, SPOL_E_SEMANTIC, SPOL_DIAG_NAME_DEFINED_TWICE, &list.items[i].place,
                        NULL, "\"%S\" stands twice in this list", name);
    }
  }
  if (list.count == 0) {
    spi_reader_report(reader, SPOL_E_SEMANTIC, SPOL_DIAG_EMPTY_VALUE, &item->place, NULL,
                      "a fact needs at least one value");
  }
}

static void read_type(spi_reader *reader, const spi_text_item *item, spi_fact *fact) {
  static const char *const types[] = {"boolean", "number", "text", "instant", "date", "zone", NULL};
  static const int32_t values[] = {SPOL_FACT_BOOLEAN, SPOL_FACT_NUMBER, SPOL_FACT_TEXT,
                                   SPOL_FACT_INSTANT, SPOL_FACT_DATE,   SPOL_FACT_ZONE};
  const spi_text_item *type = spi_field(item, "type");
  const spi_text_item *one_of = spi_field(item, "one_of");
  uint32_t position = 0;
  if ((type == NULL) == (one_of == NULL)) {
    spi_reader_report(reader, SPOL_E_SEMANTIC, SPOL_DIAG_CONFLICTING_KEYS, &item->place, NULL,
                      "a fact has either `one_of` or `type`");
  } else if (type != NULL && spi_read_word(reader, type, types, &position)) {
    fact->type = values[position];
  }
}

static void read_flags(spi_reader *reader, const spi_text_item *item, spi_fact *fact) {
  static const char *const scopes[] = {"contract", "case", "event", NULL};
  const spi_text_item *scope = spi_field(item, "scope");
  const spi_text_item *required = spi_field(item, "required");
  const spi_text_item *many = spi_field(item, "many");
  uint32_t value = 1;
  if (scope != NULL && spi_read_word(reader, scope, scopes, &value)) {
    fact->scope = (int32_t)value + SPOL_SCOPE_CONTRACT;
  }
  if (required != NULL && spi_read_truth(reader, required, &value)) {
    fact->required = (uint8_t)value;
  }
  if (many != NULL && spi_read_truth(reader, many, &value)) {
    fact->many = (uint8_t)value;
  }
  if (fact->many && fact->type != SPOL_FACT_ENUM) {
    spi_reader_report(reader, SPOL_E_SEMANTIC, SPOL_DIAG_CONFLICTING_KEYS, &many->place, NULL,
                      "only a fact with `one_of` can be `many`");
  }
}

static void read_default(spi_reader *reader, const spi_text_item *item, uint32_t index) {
  const spi_text_item *given = spi_field(item, "default");
  if (given == NULL) {
    return;
  }
  size_t mark = spi_path_key(reader, spi_slice_of("default"));
  int64_t value = 0;
  spi_list list = spi_as_list(given);
  for (size_t i = 0; i < list.count; i++) {
    int64_t one = 0;
    if (spi_read_fact_value(reader, index, &list.items[i], &one)) {
      int many = fact_at(reader, index)->many && one >= 1 && one <= 63;
      value = many ? value | (int64_t)(UINT64_C(1) << (uint64_t)(one - 1)) : one;
    }
  }
  fact_at(reader, index)->default_value = value;
  fact_at(reader, index)->has_default = 1;
  spi_path_up(reader, mark);
}

/* A fact that an earlier version declared must be the same kind of thing. */
static void check_same(spi_reader *reader, const spi_text_item *item, const spi_fact *before,
                       const spi_fact *now) {
  if (before->type != now->type || before->scope != now->scope || before->many != now->many) {
    spi_reader_report(reader, SPOL_E_SEMANTIC, SPOL_DIAG_CONFLICTING_KEYS, &item->place, NULL,
                      "another version declares this fact with another type, scope or `many`");
  }
}

static void read_fact(spi_reader *reader, uint32_t index, const spi_text_item *item) {
  if (item->node->kind == SPI_TEXT_SCALAR) {
    spi_reader_report(reader, SPOL_E_SEMANTIC, SPOL_DIAG_WRONG_KIND, &item->place,
                      "{type: boolean}, or {one_of: [first, second]}",
                      "a fact must be a mapping, not a text");
    return;
  }
  if (!spi_need(reader, item, SPI_TEXT_MAPPING, "a fact")) {
    return;
  }
  spi_only_keys(reader, item->node, fact_keys);
  spi_fact fact = {.type = SPOL_FACT_ENUM,
                   .scope = SPOL_SCOPE_CASE,
                   .slot = index,
                   .place = spi_place_of(reader, item)};
  read_type(reader, item, &fact);
  read_flags(reader, item, &fact);
  spi_fact *there = fact_at(reader, index);
  if (there->type != SPOL_FACT_UNKNOWN) {
    check_same(reader, item, there, &fact);
  }
  fact.members = there->members;
  *there = fact;
  const spi_text_item *one_of = spi_field(item, "one_of");
  if (one_of != NULL) {
    size_t mark = spi_path_key(reader, spi_slice_of("one_of"));
    read_members(reader, index, one_of);
    if (fact_at(reader, index)->many && fact_at(reader, index)->members.count > 63) {
      spi_reader_report(reader, SPOL_E_LIMIT, SPOL_DIAG_VALUE_OUT_OF_RANGE, &one_of->place, NULL,
                        "a `many` fact has at most 63 members");
    }
    spi_path_up(reader, mark);
  }
  read_default(reader, item, index);
}

void spi_read_facts(spi_reader *reader, const spi_text_item *item) {
  size_t declared = reader->names.offsets[SPOL_NAME_FACT].count;
  while (reader->facts.count < declared) {
    spi_fact empty = {.type = SPOL_FACT_UNKNOWN};
    if (spi_push(reader, &reader->facts, &empty) == SPI_NONE) {
      return;
    }
  }
  if (item == NULL || item->node->kind != SPI_TEXT_MAPPING) {
    return;
  }
  size_t mark = spi_path_key(reader, spi_slice_of("facts"));
  for (uint32_t i = 0; i < item->node->count; i++) {
    const spi_text_pair *pair = &item->node->of.pairs[i];
    uint32_t offset = 0;
    uint32_t id = spi_strings_find(&reader->strings, pair->key.node->text, &offset)
                      ? spi_name_find(&reader->names, SPOL_NAME_FACT, offset)
                      : 0;
    uint32_t word = 0;
    if (spi_reserved_word(pair->key.node->text, &word)) {
      spi_reader_report(reader, SPOL_E_SEMANTIC, SPOL_DIAG_RESERVED_NAME, &pair->key.place, NULL,
                        "\"%S\" is a word of conditions and cannot name a fact",
                        pair->key.node->text);
    } else if (id != 0) {
      size_t inner = spi_path_key(reader, pair->key.node->text);
      read_fact(reader, id - 1, &pair->value);
      spi_path_up(reader, inner);
    }
  }
  spi_path_up(reader, mark);
}
