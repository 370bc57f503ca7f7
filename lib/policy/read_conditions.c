/* SPDX-License-Identifier: MIT */
/* Conditions: mappings of facts and words, into trees in prefix order. */
#include <string.h>

#include "policy/reader.h"

enum { DEEPEST = 32 };

/* A node whose subtree is being written; closed by `finish`. */
static uint32_t begin(spi_reader *reader, spi_node node) {
  return spi_push(reader, &reader->draft->nodes, &node);
}

static void finish(spi_reader *reader, uint32_t index) {
  if (index != SPI_NONE) {
    spi_node *node = spi_vector_at(&reader->draft->nodes, index);
    node->next = (uint32_t)reader->draft->nodes.count;
  }
}

static void leaf(spi_reader *reader, spi_node node) {
  finish(reader, begin(reader, node));
}

/* `any`, unless there is exactly one part. */
static uint32_t begin_any(spi_reader *reader, size_t parts) {
  return parts == 1 ? SPI_NONE : begin(reader, (spi_node){.op = SPI_OP_ANY});
}

static void write_condition(spi_reader *reader, const spi_text_item *item);

/* ---- Facts ----------------------------------------------------------------------- */

static const spi_fact *fact_at(const spi_reader *reader, uint32_t fact) {
  return spi_vector_at(&reader->facts, fact);
}

static void write_equal(spi_reader *reader, uint32_t fact, const spi_text_item *item) {
  int64_t value = 0;
  if (spi_read_fact_value(reader, fact, item, &value)) {
    leaf(reader,
         (spi_node){.op = SPI_OP_FACT, .compare = SPI_EQUAL, .subject = fact, .value = value});
  }
}

static void sort_values(int64_t *values, size_t count) {
  for (size_t i = 1; i < count; i++) {
    int64_t value = values[i];
    size_t at = i;
    for (; at > 0 && values[at - 1] > value; at--) {
      values[at] = values[at - 1];
    }
    values[at] = value;
  }
}

static void write_in(spi_reader *reader, uint32_t fact, const spi_text_item *item) {
  spi_vector *values = &reader->draft->values;
  uint32_t first = (uint32_t)values->count;
  for (uint32_t i = 0; i < item->node->count; i++) {
    int64_t value = 0;
    size_t mark = spi_path_index(reader, i);
    if (spi_read_fact_value(reader, fact, &item->node->of.items[i], &value)) {
      spi_push(reader, values, &value);
    }
    spi_path_up(reader, mark);
  }
  uint32_t count = (uint32_t)values->count - first;
  if (item->node->count == 0) {
    spi_reader_report(reader, SPOL_E_SEMANTIC, SPOL_DIAG_EMPTY_VALUE, &item->place, NULL,
                      "no value at all: this never holds");
    return;
  }
  if (count > 0) {
    sort_values(spi_vector_at(values, first), count);
  }
  leaf(reader, (spi_node){.op = SPI_OP_FACT_IN, .subject = fact, .operand = {first, count}});
}

/* One of the values of a `many` fact: each is asked for by itself. */
static void write_contains_any(spi_reader *reader, uint32_t fact, const spi_text_item *item) {
  uint32_t any = begin_any(reader, item->node->count);
  for (uint32_t i = 0; i < item->node->count; i++) {
    size_t mark = spi_path_index(reader, i);
    write_equal(reader, fact, &item->node->of.items[i]);
    spi_path_up(reader, mark);
  }
  finish(reader, any);
}

static int ordered(const spi_fact *fact) {
  return fact->type == SPOL_FACT_NUMBER || fact->type == SPOL_FACT_INSTANT ||
         fact->type == SPOL_FACT_DATE;
}

static void write_bound(spi_reader *reader, uint32_t fact, uint16_t compare,
                        const spi_text_item *item) {
  spi_node node = {.op = SPI_OP_FACT, .compare = compare, .subject = fact};
  spi_slice text = item->node->kind == SPI_TEXT_SCALAR ? item->node->text : (spi_slice){"", 0};
  uint32_t offset = 0;
  uint32_t other = 0;
  int timed = fact_at(reader, fact)->type != SPOL_FACT_NUMBER;
  if (timed && spi_slice_is(text, "event_time")) {
    node.op = SPI_OP_FACT_EVENT_TIME;
    node.operand.first = SPI_NONE;
  } else if (text.length > 0 && spi_strings_find(&reader->strings, text, &offset) &&
             (other = spi_name_find(&reader->names, SPOL_NAME_FACT, offset)) != 0) {
    if (fact_at(reader, other - 1)->type != fact_at(reader, fact)->type) {
      spi_reader_report(reader, SPOL_E_SEMANTIC, SPOL_DIAG_CONDITION_TYPE, &item->place, NULL,
                        "the facts compared are not of one type");
      return;
    }
    node.op = SPI_OP_FACT_FACT;
    node.operand.first = other - 1;
  } else if (!spi_read_fact_value(reader, fact, item, &node.value)) {
    return;
  }
  leaf(reader, node);
}

static void write_band(spi_reader *reader, uint32_t fact, const spi_text_item *item) {
  static const char *const keys[] = {"known", "below", "at_most", "more_than", "at_least", NULL};
  static const uint16_t compares[] = {0, SPI_LESS, SPI_AT_MOST, SPI_MORE, SPI_AT_LEAST};
  spi_only_keys(reader, item->node, keys);
  uint32_t all = begin(reader, (spi_node){.op = SPI_OP_ALL});
  for (uint32_t i = 0; keys[i] != NULL; i++) {
    const spi_text_item *given = spi_field(item, keys[i]);
    if (given == NULL) {
      continue;
    }
    size_t mark = spi_path_key(reader, spi_slice_of(keys[i]));
    uint32_t known = 1;
    if (i == 0) {
      spi_read_truth(reader, given, &known);
      uint32_t not = known ? SPI_NONE : begin(reader, (spi_node){.op = SPI_OP_NOT});
      leaf(reader, (spi_node){.op = SPI_OP_FACT_KNOWN, .subject = fact});
      finish(reader, not );
    } else if (!ordered(fact_at(reader, fact))) {
      spi_reader_report(reader, SPOL_E_SEMANTIC, SPOL_DIAG_CONDITION_TYPE, &given->place, NULL,
                        "only numbers, dates and instants have an order");
    } else {
      write_bound(reader, fact, compares[i], given);
    }
    spi_path_up(reader, mark);
  }
  finish(reader, all);
}

static void write_fact(spi_reader *reader, uint32_t fact, const spi_text_item *item) {
  if (item->node->kind == SPI_TEXT_MAPPING) {
    write_band(reader, fact, item);
  } else if (item->node->kind == SPI_TEXT_SEQUENCE && fact_at(reader, fact)->many) {
    write_contains_any(reader, fact, item);
  } else if (item->node->kind == SPI_TEXT_SEQUENCE) {
    write_in(reader, fact, item);
  } else {
    write_equal(reader, fact, item);
  }
}

/* ---- Words of the language ---------------------------------------------------------- */

static void write_parts(spi_reader *reader, uint16_t op, const spi_text_item *item) {
  spi_list list = spi_as_list(item);
  uint32_t node = begin(reader, (spi_node){.op = op});
  for (size_t i = 0; i < list.count; i++) {
    size_t mark = spi_path_index(reader, i);
    write_condition(reader, &list.items[i]);
    spi_path_up(reader, mark);
  }
  finish(reader, node);
}

static void write_meets(spi_reader *reader, const spi_text_item *item) {
  spi_list list = spi_as_list(item);
  const spi_text_item *conditions = spi_field(reader->root, "conditions");
  uint32_t all = begin(reader, (spi_node){.op = SPI_OP_ALL});
  for (size_t i = 0; i < list.count; i++) {
    spi_slice name;
    if (!spi_read_text(reader, &list.items[i], &name)) {
      continue;
    }
    const spi_text_item *named = conditions == NULL ? NULL : spi_field(conditions, name.data);
    if (named == NULL) {
      spi_reader_report(reader, SPOL_E_NOT_FOUND, SPOL_DIAG_UNDEFINED_NAME, &list.items[i].place,
                        NULL, "there is no condition \"%S\"", name);
    } else if (reader->depth >= DEEPEST) {
      spi_reader_report(reader, SPOL_E_SEMANTIC, SPOL_DIAG_CIRCULAR_NAME, &list.items[i].place,
                        NULL, "the condition \"%S\" needs itself, or is nested too deeply", name);
    } else {
      spi_reader_do(reader, spi_map_set(reader->allocator, &reader->met, spi_met_key(named), 1));
      reader->depth++;
      write_condition(reader, named);
      reader->depth--;
    }
  }
  finish(reader, all);
}

static void write_rank(spi_reader *reader, uint16_t op, uint16_t compare,
                       const spi_text_item *item) {
  uint32_t rank = 0;
  if (spi_refer_rank(reader, item, &rank)) {
    leaf(reader, (spi_node){.op = op, .compare = compare, .value = rank});
  }
}

static void write_severity(spi_reader *reader, uint16_t op, const spi_text_item *item) {
  static const char *const keys[] = {"at_least", "at_most", NULL};
  if (item->node->kind == SPI_TEXT_MAPPING) {
    const spi_text_item *least = spi_field(item, "at_least");
    const spi_text_item *most = spi_field(item, "at_most");
    spi_only_keys(reader, item->node, keys);
    uint32_t all = begin(reader, (spi_node){.op = SPI_OP_ALL});
    if (least != NULL) {
      write_rank(reader, op, SPI_AT_LEAST, least);
    }
    if (most != NULL) {
      write_rank(reader, op, SPI_AT_MOST, most);
    }
    finish(reader, all);
    return;
  }
  spi_list list = spi_as_list(item);
  uint32_t any = begin_any(reader, list.count);
  for (size_t i = 0; i < list.count; i++) {
    write_rank(reader, op, SPI_EQUAL, &list.items[i]);
  }
  finish(reader, any);
}

static void write_misassigned(spi_reader *reader, const spi_text_item *item) {
  static const char *const words[] = {"either", "more_severe", "less_severe", NULL};
  uint32_t position = 0;
  if (spi_read_word(reader, item, words, &position)) {
    leaf(reader, (spi_node){.op = SPI_OP_SEVERITY_MISMATCH, .subject = position});
  }
}

static void write_inside(spi_reader *reader, uint32_t event, const spi_text_item *calendar) {
  spi_moment moment = {.event = event, .calendar = spi_refer_calendar(reader, calendar)};
  if (moment.calendar != SPI_NONE) {
    uint32_t index = spi_push_once(reader, &reader->draft->moments, &moment);
    leaf(reader, (spi_node){.op = SPI_OP_INSIDE_HOURS, .subject = index});
  }
}

static void write_inside_at(spi_reader *reader, const spi_text_item *item) {
  static const char *const keys[] = {"event", "calendar", NULL};
  if (!spi_need(reader, item, SPI_TEXT_MAPPING, "`inside`")) {
    return;
  }
  spi_only_keys(reader, item->node, keys);
  const spi_text_item *event = spi_field_needed(reader, item, "event");
  const spi_text_item *calendar = spi_field_needed(reader, item, "calendar");
  uint32_t type = 0;
  if (event != NULL && calendar != NULL && spi_refer(reader, event, SPOL_NAME_EVENT, &type)) {
    write_inside(reader, type, calendar);
  }
}

/* A leaf for each name of a list: any of them. `kind` says what the names are of. */
static void write_named(spi_reader *reader, uint16_t op, int32_t kind, const spi_text_item *item) {
  spi_list list = spi_as_list(item);
  uint32_t any = begin_any(reader, list.count);
  for (size_t i = 0; i < list.count; i++) {
    uint32_t id = 0;
    if (op == SPI_OP_LINE) {
      if (spi_refer_line(reader, &list.items[i], &id)) {
        leaf(reader, (spi_node){.op = op, .compare = SPI_EQUAL, .value = id});
      }
    } else if (spi_refer(reader, &list.items[i], kind, &id)) {
      leaf(reader, (spi_node){.op = op, .compare = SPI_EQUAL, .subject = id, .value = id});
    }
  }
  finish(reader, any);
}

static void write_metric(spi_reader *reader, const spi_text_item *item) {
  static const char *const words[] = {"met", "missed", "stopped", "started", NULL};
  if (!spi_need(reader, item, SPI_TEXT_MAPPING, "`metric`")) {
    return;
  }
  uint32_t all = begin(reader, (spi_node){.op = SPI_OP_ALL});
  for (uint32_t i = 0; i < item->node->count; i++) {
    const spi_text_pair *pair = &item->node->of.pairs[i];
    spi_list list = spi_as_list(&pair->value);
    spi_node node = {.op = SPI_OP_METRIC};
    if (!spi_refer(reader, &pair->key, SPOL_NAME_METRIC, &node.subject)) {
      continue;
    }
    for (size_t j = 0; j < list.count; j++) {
      uint32_t position = 0;
      if (spi_read_word(reader, &list.items[j], words, &position)) {
        node.value |= (int64_t)(UINT32_C(1) << position);
      }
    }
    leaf(reader, node);
  }
  finish(reader, all);
}

static void write_word(spi_reader *reader, uint16_t op, const char *const *words,
                       const int32_t *values, const spi_text_item *item) {
  spi_list list = spi_as_list(item);
  uint32_t any = begin_any(reader, list.count);
  for (size_t i = 0; i < list.count; i++) {
    uint32_t position = 0;
    if (spi_read_word(reader, &list.items[i], words, &position)) {
      leaf(reader, (spi_node){.op = op, .compare = SPI_EQUAL, .value = values[position]});
    }
  }
  finish(reader, any);
}

static void write_actor(spi_reader *reader, const spi_text_item *item) {
  static const char *const words[] = {"customer", "vendor", "third_party", "system", NULL};
  static const int32_t values[] = {SPOL_ACTOR_CUSTOMER, SPOL_ACTOR_VENDOR, SPOL_ACTOR_THIRD_PARTY,
                                   SPOL_ACTOR_SYSTEM};
  write_word(reader, SPI_OP_EVENT_ACTOR, words, values, item);
}

static void write_state(spi_reader *reader, const spi_text_item *item) {
  static const char *const words[] = {"open", "resolved", "closed", NULL};
  static const int32_t values[] = {SPOL_CASE_OPEN, SPOL_CASE_RESOLVED, SPOL_CASE_CLOSED};
  write_word(reader, SPI_OP_STATE, words, values, item);
}

enum word {
  WORD_ANY,
  WORD_ALL,
  WORD_NOT,
  WORD_MEETS,
  WORD_SEVERITY,
  WORD_REQUESTED,
  WORD_DERIVED,
  WORD_RECORDED,
  WORD_MISASSIGNED,
  WORD_OPENED_INSIDE,
  WORD_INSIDE,
  WORD_LINE,
  WORD_METRIC,
  WORD_HAPPENED,
  WORD_PAUSED_FOR,
  WORD_BY,
  WORD_ROLE,
  WORD_STATE,
  WORDS
};

static const char *const reserved[WORDS + 1] = {
    "any",        "all",         "not",           "meets",  "severity", "requested", "derived",
    "recorded",   "misassigned", "opened_inside", "inside", "line",     "metric",    "happened",
    "paused_for", "by",          "role",          "state",  NULL};

static void write_reserved(spi_reader *reader, uint32_t word, const spi_text_item *item) {
  switch (word) {
  case WORD_ANY:
    write_parts(reader, SPI_OP_ANY, item);
    break;
  case WORD_ALL:
    write_parts(reader, SPI_OP_ALL, item);
    break;
  case WORD_NOT: {
    uint32_t node = begin(reader, (spi_node){.op = SPI_OP_NOT});
    write_condition(reader, item);
    finish(reader, node);
    break;
  }
  case WORD_MEETS:
    write_meets(reader, item);
    break;
  case WORD_SEVERITY:
    write_severity(reader, SPI_OP_SEVERITY, item);
    break;
  case WORD_REQUESTED:
    write_severity(reader, SPI_OP_REQUESTED, item);
    break;
  case WORD_DERIVED:
    write_severity(reader, SPI_OP_DERIVED, item);
    break;
  case WORD_RECORDED:
    write_severity(reader, SPI_OP_RECORDED, item);
    break;
  case WORD_MISASSIGNED:
    write_misassigned(reader, item);
    break;
  case WORD_OPENED_INSIDE:
    write_inside(reader, SPOL_EVENT_OPENED, item);
    break;
  case WORD_INSIDE:
    write_inside_at(reader, item);
    break;
  case WORD_LINE:
    write_named(reader, SPI_OP_LINE, SPOL_NAME_LINE, item);
    break;
  case WORD_METRIC:
    write_metric(reader, item);
    break;
  case WORD_HAPPENED:
    write_named(reader, SPI_OP_HAPPENED, SPOL_NAME_EVENT, item);
    break;
  case WORD_PAUSED_FOR:
    write_named(reader, SPI_OP_PAUSED, SPOL_NAME_REASON, item);
    break;
  case WORD_BY:
    write_actor(reader, item);
    break;
  case WORD_ROLE:
    write_named(reader, SPI_OP_EVENT_ROLE, SPOL_NAME_ROLE, item);
    break;
  default:
    write_state(reader, item);
    break;
  }
}

int spi_reserved_word(spi_slice text, uint32_t *word) {
  for (uint32_t i = 0; i < WORDS; i++) {
    if (spi_slice_is(text, reserved[i])) {
      *word = i;
      return 1;
    }
  }
  return 0;
}

static void write_entry(spi_reader *reader, const spi_text_pair *pair) {
  spi_slice key = pair->key.node->text;
  size_t mark = spi_path_key(reader, key);
  uint32_t word = 0;
  uint32_t id = 0;
  if (spi_reserved_word(key, &word)) {
    write_reserved(reader, word, &pair->value);
  } else if (spi_refer_slice(reader, key, &pair->key.place, SPOL_NAME_FACT, &id)) {
    write_fact(reader, id - 1, &pair->value);
  }
  spi_path_up(reader, mark);
}

static void write_condition(spi_reader *reader, const spi_text_item *item) {
  if (reader->fatal != SPOL_OK || !spi_need(reader, item, SPI_TEXT_MAPPING, "a condition")) {
    return;
  }
  uint32_t count = item->node->count;
  uint32_t all = count == 1 ? SPI_NONE : begin(reader, (spi_node){.op = SPI_OP_ALL});
  for (uint32_t i = 0; i < count; i++) {
    write_entry(reader, &item->node->of.pairs[i]);
  }
  finish(reader, all);
}

uint32_t spi_read_condition(spi_reader *reader, const spi_text_item *item) {
  if (item == NULL || reader->fatal != SPOL_OK ||
      (item->node->kind == SPI_TEXT_MAPPING && item->node->count == 0)) {
    return SPI_ALWAYS;
  }
  uint32_t first = (uint32_t)reader->draft->nodes.count;
  write_condition(reader, item);
  return first == reader->draft->nodes.count ? SPI_ALWAYS : first;
}

uint32_t spi_read_condition_node(spi_reader *reader, const spi_text_item *item) {
  uint32_t first = spi_read_condition(reader, item);
  if (first != SPI_ALWAYS || reader->fatal != SPOL_OK) {
    return first;
  }
  first = (uint32_t)reader->draft->nodes.count;
  leaf(reader, (spi_node){.op = SPI_OP_ALL});
  return first;
}

void spi_read_unnamed_conditions(spi_reader *reader) {
  const spi_text_item *conditions = spi_field(reader->root, "conditions");
  if (conditions == NULL || !spi_need(reader, conditions, SPI_TEXT_MAPPING, "`conditions`")) {
    return;
  }
  size_t mark = spi_path_key(reader, spi_slice_of("conditions"));
  for (uint32_t i = 0; i < conditions->node->count; i++) {
    const spi_text_pair *pair = &conditions->node->of.pairs[i];
    uint32_t named = 0;
    if (!spi_map_get(&reader->met, spi_met_key(&pair->value), &named)) {
      size_t nodes = reader->draft->nodes.count;
      size_t inner = spi_path_key(reader, pair->key.node->text);
      write_condition(reader, &pair->value);
      spi_path_up(reader, inner);
      reader->draft->nodes.count = nodes;
    }
  }
  spi_path_up(reader, mark);
}
