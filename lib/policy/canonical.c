/* SPDX-License-Identifier: MIT */
/* Writes the canonical form of a version, and gives it to those who print. */
#include "policy/canonical.h"

#include <string.h>

#include "base/sha256.h"
#include "civil/clock.h"
#include "policy/number.h"
#include "text/emitter.h"
#include "text/scalar.h"

typedef struct canonical {
  const spi_reader *reader;
  spi_emitter emitter;
  int32_t fact_type; /**< of the fact at hand: enum spol_fact_type */
} canonical;

/* Numbers of days and everything else without a shorter form stay as they are. */
enum { VALUE_MAX = 2 * SPOL_TIME_TEXT_MAX + 8 };

/* ---- Values -------------------------------------------------------------------------- */

/* Each of these writes the value's one form, and gives 0 where it is no such
 * value: a word that may stand in its place. */

static int write_number(spi_writer *writer, spi_slice text) {
  int64_t value = 0;
  if (spi_number_parse(text.data, text.length, &value, NULL) != SPOL_OK) {
    return 0;
  }
  spi_number_write(writer, value);
  return 1;
}

static int write_percent(spi_writer *writer, spi_slice text) {
  if (text.length < 2 || text.data[text.length - 1] != '%') {
    return 0;
  }
  text.length--;
  while (text.length > 0 && text.data[text.length - 1] == ' ') {
    text.length--;
  }
  int good = write_number(writer, text);
  spi_write_char(writer, '%');
  return good;
}

static int write_clock(spi_writer *writer, spi_slice text) {
  int32_t seconds = 0;
  if (text.length > 4 && text.data[3] == ' ') {
    spi_write_bytes(writer, text.data, 4);
    text = (spi_slice){.data = text.data + 4, .length = text.length - 4};
  }
  if (spi_clock_parse(text.data, text.length, SPI_CLOCK_TO_48, &seconds, NULL) != SPOL_OK) {
    return 0;
  }
  spi_clock_write(writer, seconds);
  return 1;
}

static spi_slice trimmed(const char *from, const char *to) {
  while (from < to && *from == ' ') {
    from++;
  }
  while (to > from && to[-1] == ' ') {
    to--;
  }
  return (spi_slice){.data = from, .length = (size_t)(to - from)};
}

static int write_hours(spi_writer *writer, spi_slice text) {
  const char *end = text.data + text.length;
  const char *dash = text.length == 0 ? NULL : memchr(text.data, '-', text.length);
  if (spi_slice_is(text, "24h")) {
    spi_write_text(writer, "24x7");
    return 1;
  }
  if (dash == NULL || !write_clock(writer, trimmed(text.data, dash))) {
    return 0;
  }
  spi_write_char(writer, '-');
  return write_clock(writer, trimmed(dash + 1, end));
}

static int write_duration(spi_writer *writer, spi_slice text) {
  char buffer[SPOL_TIME_TEXT_MAX];
  spol_duration value = 0;
  if (spol_duration_parse(text.data, text.length, &value, NULL) != SPOL_OK ||
      spol_duration_format(value, buffer) != SPOL_OK) {
    return 0;
  }
  spi_write_text(writer, buffer);
  return 1;
}

/* "1 business_day" is "1 business_days", as the documentation writes it. */
static int write_days(spi_writer *writer, spi_slice text) {
  static const char *const units[] = {" business_day", " calendar_day", " week", " month"};
  size_t digits = 0;
  while (digits < text.length && text.data[digits] >= '0' && text.data[digits] <= '9') {
    digits++;
  }
  spi_slice unit = {.data = text.data + digits, .length = text.length - digits};
  size_t zeros = 0;
  while (zeros + 1 < digits && text.data[zeros] == '0') {
    zeros++;
  }
  for (size_t i = 0; digits > 0 && i < sizeof units / sizeof units[0]; i++) {
    size_t length = strlen(units[i]);
    int plural = unit.length == length + 1 && unit.data[length] == 's';
    if ((unit.length == length || plural) && memcmp(unit.data, units[i], length) == 0) {
      spi_write_format(writer, "%S%ss", (spi_slice){text.data + zeros, digits - zeros}, units[i]);
      return 1;
    }
  }
  return 0;
}

static int write_period(spi_writer *writer, spi_slice text) {
  for (size_t i = 0; i + 1 < text.length; i++) {
    if (text.data[i] == '.' && text.data[i + 1] == '.') {
      spi_slice to = {.data = text.data + i + 2, .length = text.length - i - 2};
      int good = write_duration(writer, (spi_slice){.data = text.data, .length = i});
      spi_write_text(writer, "..");
      return write_duration(writer, to) && good;
    }
  }
  return write_days(writer, text) || write_duration(writer, text);
}

static int write_form(spi_writer *writer, uint32_t form, spi_slice text) {
  switch (form) {
  case SPI_FORM_NUMBER:
    return write_number(writer, text);
  case SPI_FORM_PERCENT:
    return write_percent(writer, text);
  case SPI_FORM_TIME:
    return write_clock(writer, text);
  case SPI_FORM_HOURS:
    return write_hours(writer, text);
  case SPI_FORM_DURATION:
    return write_period(writer, text);
  default:
    return 0;
  }
}

static void emit_word(canonical *out, spi_slice word) {
  if (spi_scalar_is_plain(word)) {
    spi_emit_plain_slice(&out->emitter, word);
  } else {
    spi_emit_text(&out->emitter, word);
  }
}

static void emit_scalar(canonical *out, spi_slice text, uint32_t form) {
  char buffer[VALUE_MAX];
  spi_writer writer = spi_writer_on(buffer, sizeof buffer);
  if (form == SPI_FORM_FACT) {
    form = out->fact_type == SPOL_FACT_NUMBER ? SPI_FORM_NUMBER
           : out->fact_type == SPOL_FACT_TEXT ? SPI_FORM_TEXT
                                              : SPI_FORM_WORD;
  }
  if (form == SPI_FORM_TEXT) {
    spi_emit_text(&out->emitter, text);
  } else if (write_form(&writer, form, text) && writer.needed < sizeof buffer) {
    emit_word(out, (spi_slice){.data = buffer, .length = writer.length});
  } else {
    emit_word(out, text);
  }
}

/* ---- Collections ------------------------------------------------------------------------ */

/* Their depth is bounded by the document's. */
static void emit_item(canonical *out, const spi_text_item *item, const spi_shape *shape);

static int32_t type_of_fact(const canonical *out, spi_slice name) {
  const spi_reader *reader = out->reader;
  uint32_t offset = 0;
  uint32_t id = spi_strings_find(&reader->strings, name, &offset)
                    ? spi_name_find(&reader->names, SPOL_NAME_FACT, offset)
                    : 0;
  return id == 0 || id > reader->facts.count
             ? SPOL_FACT_UNKNOWN
             : ((const spi_fact *)spi_vector_at(&reader->facts, id - 1))->type;
}

static int has_field(const spi_shape *shape, spi_slice key) {
  for (const spi_shape_field *field = shape->fields; field->key != NULL; field++) {
    if (spi_slice_is(key, field->key)) {
      return 1;
    }
  }
  return 0;
}

/* Keys that are not in the table, which the reader would have refused, are kept
 * all the same: nothing is lost here. */
static void emit_fields(canonical *out, const spi_text_node *mapping, const spi_shape *shape) {
  static const spi_shape anything = {.form = SPI_FORM_TEXT};
  spi_emit_mapping(&out->emitter);
  for (const spi_shape_field *field = shape->fields; field->key != NULL; field++) {
    const spi_text_item *value = spi_mapping_find(mapping, field->key);
    if (value != NULL && field->shape->form != SPI_FORM_DROPPED) {
      spi_emit_key(&out->emitter, field->key);
      emit_item(out, value, field->shape);
    }
  }
  for (uint32_t i = 0; i < mapping->count; i++) {
    const spi_text_pair *pair = &mapping->of.pairs[i];
    if (!has_field(shape, pair->key.node->text)) {
      spi_emit_key_slice(&out->emitter, pair->key.node->text);
      emit_item(out, &pair->value, &anything);
    }
  }
  spi_emit_end(&out->emitter);
}

static void emit_named(canonical *out, const spi_text_node *mapping, const spi_shape *of) {
  spi_emit_mapping(&out->emitter);
  for (uint32_t i = 0; i < mapping->count; i++) {
    const spi_text_pair *pair = &mapping->of.pairs[i];
    out->fact_type = type_of_fact(out, pair->key.node->text);
    spi_emit_key_slice(&out->emitter, pair->key.node->text);
    emit_item(out, &pair->value, of);
  }
  spi_emit_end(&out->emitter);
}

static void emit_condition(canonical *out, const spi_text_node *mapping) {
  static const spi_shape value = {.form = SPI_FORM_FACT};
  spi_emit_mapping(&out->emitter);
  for (uint32_t i = 0; i < mapping->count; i++) {
    const spi_text_pair *pair = &mapping->of.pairs[i];
    const spi_shape *shape = spi_condition_shape(pair->key.node->text);
    spi_emit_key_slice(&out->emitter, pair->key.node->text);
    if (shape == NULL) {
      out->fact_type = type_of_fact(out, pair->key.node->text);
      shape = pair->value.node->kind == SPI_TEXT_MAPPING ? &spi_bounds_shape : &value;
    }
    emit_item(out, &pair->value, shape);
  }
  spi_emit_end(&out->emitter);
}

static void emit_one(canonical *out, const spi_text_item *item, const spi_shape *shape) {
  const spi_text_node *node = item->node;
  if (node->kind == SPI_TEXT_SCALAR) {
    emit_scalar(out, node->text, shape->form >= SPI_FORM_FIELDS ? SPI_FORM_WORD : shape->form);
  } else if (shape->form == SPI_FORM_CONDITION) {
    emit_condition(out, node);
  } else if (shape->form == SPI_FORM_FIELDS) {
    emit_fields(out, node, shape);
  } else {
    emit_named(out, node, shape->form == SPI_FORM_NAMED ? shape->of : shape);
  }
}

static void emit_item(canonical *out, const spi_text_item *item, const spi_shape *shape) {
  const spi_text_node *node = item->node;
  int list = node->kind == SPI_TEXT_SEQUENCE;
  if (shape->listing == SPI_LIST_SHORT && list && node->count == 1 &&
      node->of.items[0].node->kind != SPI_TEXT_SEQUENCE) {
    emit_one(out, &node->of.items[0], shape);
    return;
  }
  if (!list && shape->listing == SPI_LIST_SHORT) {
    emit_one(out, item, shape);
    return;
  }
  static const spi_shape inner_list = {.form = SPI_FORM_TEXT};
  spi_emit_sequence(&out->emitter);
  for (uint32_t i = 0; i < (list ? node->count : 1); i++) {
    const spi_text_item *entry = list ? &node->of.items[i] : item;
    if (entry->node->kind == SPI_TEXT_SEQUENCE) {
      emit_item(out, entry, &inner_list);
    } else {
      emit_one(out, entry, shape);
    }
  }
  spi_emit_end(&out->emitter);
}

/* ---- The whole ---------------------------------------------------------------------------- */

int spi_canonical_write(spi_reader *reader, const spi_text_item *root) {
  spi_version *version = &reader->draft->version;
  spi_sink sink = spi_sink_growing(reader->allocator);
  canonical out = {.reader = reader, .emitter = spi_emitter_on(&sink, SPI_EMIT_YAML)};
  emit_fields(&out, root->node, &spi_policy_shape);
  int good = spi_reader_do(reader, spi_emitter_finish(&out.emitter));
  char *kept = good ? spi_policy_take(reader->policy, sink.length + 1, 1) : NULL;
  if (kept != NULL) {
    memcpy(kept, sink.data, sink.length + 1);
    version->canonical = kept;
    version->canonical_length = sink.length;
    spi_sha256 hash;
    spi_sha256_begin(&hash);
    spi_sha256_add(&hash, kept, sink.length);
    spi_sha256_end(&hash, version->digest);
  }
  spi_sink_free(&sink);
  return good && (kept != NULL || spi_reader_do(reader, SPOL_E_MEMORY));
}

static uint64_t append(char *buffer, uint64_t at, const char *text, uint64_t length) {
  if (buffer != NULL) {
    memcpy(buffer + at, text, (size_t)length);
  }
  return at + length;
}

/* Writes, or only counts where there is no buffer. */
static uint64_t print(const spol_policy *policy, uint32_t first, uint32_t last, char *buffer) {
  static const char between[] = "---\n";
  uint64_t at = 0;
  for (uint32_t i = first; i <= last; i++) {
    const spi_version *version = &policy->versions[i - 1];
    if (i > first) {
      at = append(buffer, at, between, sizeof between - 1);
    }
    at = append(buffer, at, version->canonical, version->canonical_length);
  }
  return at;
}

spol_status spol_policy_print(const spol_policy *policy, uint32_t version, char *buffer,
                              uint64_t capacity, uint64_t *needed) {
  if (policy == NULL || needed == NULL || (buffer == NULL && capacity > 0)) {
    return SPOL_E_INVALID;
  }
  if (version > policy->versions_count) {
    return SPOL_E_NOT_FOUND;
  }
  uint32_t first = version == 0 ? 1 : version;
  uint32_t last = version == 0 ? policy->versions_count : version;
  *needed = print(policy, first, last, NULL);
  if (buffer == NULL) {
    return SPOL_OK;
  }
  if (*needed > capacity) {
    return SPOL_E_BUFFER;
  }
  print(policy, first, last, buffer);
  return SPOL_OK;
}
