/* SPDX-License-Identifier: MIT */
/* What all parts of reading a case file share: errors with places, and values. */
#include "scenario/reader.h"

#include <string.h>

#include "base/error.h"
#include "civil/clock.h"
#include "policy/number.h"

enum { NEAR = 4, LONGEST_TEXT = 65536 };

/* ---- Errors and paths ------------------------------------------------------ */

int spi_scene_do(spi_scene *scene, spol_status status) {
  if (status == SPOL_OK) {
    return 1;
  }
  if (scene->fatal == SPOL_OK) {
    scene->fatal = status;
    if (scene->errors == 0) {
      scene->status = status;
      (void)spi_fail(scene->error, status, "%s", spol_status_message(status));
    }
  }
  return 0;
}

int spi_scene_report(spi_scene *scene, spol_status status, uint32_t code,
                     const spi_text_place *place, const char *hint, const char *format, ...) {
  if (scene->fatal != SPOL_OK) {
    return 0;
  }
  spol_error found = SPOL_ERROR_INIT;
  va_list arguments;
  va_start(arguments, format);
  (void)spi_diagnostic_vmake(&found, status, code, scene->file, place, scene->path, format,
                             arguments);
  va_end(arguments);
  if (hint != NULL && hint[0] != '\0') {
    spi_error_hint(&found, "%s", hint);
  }
  if (scene->errors == 0) {
    scene->status = status;
    if (scene->error != NULL && scene->error->size >= sizeof found) {
      found.size = scene->error->size;
      *scene->error = found;
    }
  }
  scene->errors++;
  (void)spi_scene_do(scene, spi_diagnostics_add(scene->diagnostics, 0, &found));
  return 0;
}

size_t spi_scene_key(spi_scene *scene, spi_slice key) {
  size_t mark = strlen(scene->path);
  spi_writer writer = spi_writer_on(scene->path + mark, sizeof scene->path - mark);
  spi_write_format(&writer, mark > 0 ? ".%S" : "%S", key);
  return mark;
}

size_t spi_scene_index(spi_scene *scene, size_t index) {
  size_t mark = strlen(scene->path);
  spi_writer writer = spi_writer_on(scene->path + mark, sizeof scene->path - mark);
  spi_write_format(&writer, "[%u]", (uint32_t)index);
  return mark;
}

void spi_scene_up(spi_scene *scene, size_t mark) {
  scene->path[mark] = '\0';
}

/* ---- Mappings and lists -------------------------------------------------------- */

static const char *kind_name(int kind) {
  return kind == SPI_TEXT_SCALAR ? "a text" : kind == SPI_TEXT_SEQUENCE ? "a list" : "a mapping";
}

int spi_scene_need(spi_scene *scene, const spi_text_item *item, int kind, const char *what) {
  if (item->node->kind == kind) {
    return 1;
  }
  return spi_scene_report(scene, SPOL_E_SEMANTIC, SPOL_DIAG_WRONG_KIND, &item->place, NULL,
                          "%s must be %s, not %s", what, kind_name(kind),
                          kind_name(item->node->kind));
}

static const char *word_at(const void *words, size_t stride, size_t index) {
  const char *word = NULL;
  memcpy(&word, (const char *)words + index * stride, sizeof word);
  return word;
}

static void suggest(spi_writer *hint, const char *nearest) {
  if (nearest != NULL) {
    spi_write_format(hint, "did you mean \"%s\"?", nearest);
  }
}

static const char *nearest_word(spi_slice text, const void *words, size_t stride) {
  const char *nearest = NULL;
  int least = NEAR;
  const char *word = NULL;
  for (size_t i = 0; (word = word_at(words, stride, i)) != NULL; i++) {
    int distance = spi_edit_distance(text, spi_slice_of(word), least);
    size_t shorter = spi_slice_of(word).length;
    shorter = text.length < shorter ? text.length : shorter;
    if (distance < least && (size_t)distance * 2 <= shorter) {
      least = distance;
      nearest = word;
    }
  }
  return nearest;
}

void spi_scene_unknown_key(spi_scene *scene, const spi_text_item *key, const void *keys,
                           size_t stride) {
  char hint[SPOL_ERROR_HINT_MAX];
  spi_writer writer = spi_writer_on(hint, sizeof hint);
  const char *nearest = nearest_word(key->node->text, keys, stride);
  suggest(&writer, nearest);
  if (nearest == NULL) {
    const char *word = NULL;
    spi_write_text(&writer, "known here: ");
    for (size_t i = 0;
         (word = word_at(keys, stride, i)) != NULL && spi_write_choice(&writer, word, i == 0);
         i++) {
    }
  }
  (void)spi_scene_report(scene, SPOL_E_SEMANTIC, SPOL_DIAG_UNKNOWN_KEY, &key->place, hint,
                         "unknown key \"%S\"", key->node->text);
}

int spi_scene_mapping(spi_scene *scene, const spi_text_item *item, const char *what,
                      const char *const *keys) {
  if (!spi_scene_need(scene, item, SPI_TEXT_MAPPING, what)) {
    return 0;
  }
  for (uint32_t i = 0; i < item->node->count; i++) {
    const spi_text_item *key = &item->node->of.pairs[i].key;
    size_t at = 0;
    while (keys[at] != NULL && !spi_slice_is(key->node->text, keys[at])) {
      at++;
    }
    if (keys[at] == NULL) {
      spi_scene_unknown_key(scene, key, keys, sizeof *keys);
    }
  }
  return 1;
}

const spi_text_item *spi_scene_field(const spi_text_item *mapping, const char *key) {
  return mapping->node->kind == SPI_TEXT_MAPPING ? spi_mapping_find(mapping->node, key) : NULL;
}

spi_items spi_scene_list(const spi_text_item *item) {
  if (item->node->kind == SPI_TEXT_SEQUENCE) {
    return (spi_items){.items = item->node->of.items, .count = item->node->count};
  }
  return (spi_items){.items = item, .count = 1};
}

/* ---- Texts, and the names of tables ---------------------------------------------- */

static int in_name(char c, int first) {
  return (c >= 'a' && c <= 'z') || c == '_' || (!first && c >= '0' && c <= '9');
}

/* The `$name` that begins here; of length 0 for a dollar that names nothing. */
static spi_slice name_at(spi_slice text, size_t at) {
  size_t end = at + 1;
  while (end < text.length && in_name(text.data[end], end == at + 1)) {
    end++;
  }
  return (spi_slice){.data = text.data + at, .length = end == at + 1 ? 0 : end - at};
}

static const spi_text_item *column_of(const spi_text_node *row, spi_slice name) {
  for (uint32_t i = 0; i < row->count; i++) {
    if (spi_slice_equal(row->of.pairs[i].key.node->text, name)) {
      return &row->of.pairs[i].value;
    }
  }
  return NULL;
}

/* Writes the text with its names replaced; 0 after a report. */
static int replace(spi_scene *scene, const spi_text_item *item, spi_writer *writer) {
  spi_slice text = item->node->text;
  for (size_t at = 0; at < text.length;) {
    spi_slice name = text.data[at] == '$' ? name_at(text, at) : (spi_slice){0};
    if (name.length == 0) {
      spi_write_char(writer, text.data[at]);
      at++;
      continue;
    }
    const spi_text_item *value = column_of(scene->row, name);
    if (value == NULL || value->node->kind != SPI_TEXT_SCALAR) {
      return spi_scene_report(scene, SPOL_E_NOT_FOUND, SPOL_DIAG_TABLE_NAME, &item->place, NULL,
                              "a row of the table has no text \"%S\"", name);
    }
    spi_write_bytes(writer, value->node->text.data, value->node->text.length);
    at += name.length;
  }
  return 1;
}

int spi_scene_text(spi_scene *scene, const spi_text_item *item, spi_slice *out) {
  *out = (spi_slice){.data = "", .length = 0};
  if (!spi_scene_need(scene, item, SPI_TEXT_SCALAR, "this value")) {
    return 0;
  }
  spi_slice text = item->node->text;
  if (scene->row == NULL || text.length == 0 || memchr(text.data, '$', text.length) == NULL) {
    *out = text;
    return 1;
  }
  spi_writer counted = spi_writer_on(NULL, 0);
  if (!replace(scene, item, &counted)) {
    return 0;
  }
  if (counted.needed > LONGEST_TEXT) {
    return spi_scene_report(scene, SPOL_E_LIMIT, SPOL_DIAG_TEXT_TOO_LONG, &item->place, NULL,
                            "the text with the table's values is longer than %u bytes",
                            (uint32_t)LONGEST_TEXT);
  }
  char *bytes = spi_arena_take(&scene->scenario->arena, counted.needed + 1);
  if (bytes == NULL) {
    return spi_scene_do(scene, SPOL_E_MEMORY);
  }
  spi_writer writer = spi_writer_on(bytes, counted.needed + 1);
  (void)replace(scene, item, &writer);
  *out = (spi_slice){.data = bytes, .length = writer.length};
  return 1;
}

/* ---- Values ----------------------------------------------------------------------- */

int spi_scene_word(spi_scene *scene, const spi_text_item *item, const char *const *words,
                   int64_t *position) {
  spi_slice text;
  *position = 0;
  if (!spi_scene_text(scene, item, &text)) {
    return 0;
  }
  for (int64_t i = 0; words[i] != NULL; i++) {
    if (spi_slice_is(text, words[i])) {
      *position = i;
      return 1;
    }
  }
  char hint[SPOL_ERROR_HINT_MAX];
  spi_writer writer = spi_writer_on(hint, sizeof hint);
  spi_write_text(&writer, "one of:");
  for (size_t i = 0; words[i] != NULL; i++) {
    spi_write_format(&writer, "%s %s", i == 0 ? "" : ",", words[i]);
  }
  return spi_scene_report(scene, SPOL_E_SEMANTIC, SPOL_DIAG_INVALID_WORD, &item->place, hint,
                          "\"%S\" is not known here", text);
}

static const char *const kind_words[] = {
    [SPOL_NAME_FACT] = "fact",       [SPOL_NAME_EVENT] = "event", [SPOL_NAME_METRIC] = "metric",
    [SPOL_NAME_REASON] = "reason",   [SPOL_NAME_LINE] = "line",   [SPOL_NAME_SEVERITY] = "severity",
    [SPOL_NAME_LADDER] = "ladder",   [SPOL_NAME_STEP] = "step",   [SPOL_NAME_CALENDAR] = "calendar",
    [SPOL_NAME_VERSION] = "version", [SPOL_NAME_ROLE] = "role",   [SPOL_NAME_WORD] = "effort word",
    [SPOL_NAME_ZONE] = "zone",
};

enum { MOST_NAMES_TRIED = 1000 };

static void nearest_id(const spol_policy *policy, int32_t kind, uint32_t first, spi_slice text,
                       const char **nearest, int *least) {
  for (uint32_t i = 0; i < MOST_NAMES_TRIED; i++) {
    const char *name = spol_policy_name(policy, kind, first + i);
    if (name == NULL) {
      return;
    }
    int distance = spi_edit_distance(text, spi_slice_of(name), *least);
    if (distance < *least && (size_t)distance < text.length) {
      *least = distance;
      *nearest = name;
    }
  }
}

int spi_scene_name(spi_scene *scene, const spi_text_item *item, int32_t kind, uint32_t *id) {
  spi_slice text;
  *id = 0;
  if (!spi_scene_text(scene, item, &text)) {
    return 0;
  }
  int is_event = kind == SPOL_NAME_EVENT;
  if (spol_policy_find(scene->policy, kind, text.data, text.length, id) == SPOL_OK &&
      !(is_event && *id == SPOL_EVENT_LINE_CHANGED)) {
    return 1;
  }
  *id = 0;
  const char *nearest = NULL;
  int least = NEAR;
  nearest_id(scene->policy, kind, is_event ? SPOL_EVENT_OWN : 1, text, &nearest, &least);
  if (is_event) {
    nearest_id(scene->policy, kind, 1, text, &nearest, &least);
  }
  char hint[SPOL_ERROR_HINT_MAX];
  spi_writer writer = spi_writer_on(hint, sizeof hint);
  if (is_event && (size_t)least * 2 >= text.length) {
    nearest = NULL; /* "paused" is not meant to be "closed" */
  }
  suggest(&writer, nearest);
  if (is_event && nearest == NULL) {
    spi_write_text(&writer, SPI_EVENTS_HINT);
  }
  return spi_scene_report(
      scene, SPOL_E_NOT_FOUND, is_event ? SPOL_DIAG_UNKNOWN_EVENT : SPOL_DIAG_UNDEFINED_NAME,
      &item->place, hint, "the policy has no %s \"%S\"", kind_words[kind], text);
}

static uint32_t code_of_instant(spol_status status) {
  switch (status) {
  case SPOL_E_GAP:
    return SPOL_DIAG_WALL_TIME_SKIPPED;
  case SPOL_E_OVERLAP:
    return SPOL_DIAG_WALL_TIME_REPEATED;
  case SPOL_E_RANGE:
    return SPOL_DIAG_VALUE_OUT_OF_RANGE;
  default:
    return SPOL_DIAG_INVALID_INSTANT;
  }
}

int spi_scene_instant(spi_scene *scene, const spi_text_item *item, spol_instant *out) {
  spi_slice text;
  *out = SPOL_INSTANT_NONE;
  if (!spi_scene_text(scene, item, &text)) {
    return 0;
  }
  spol_error error = SPOL_ERROR_INIT;
  spol_status status =
      spol_zone_parse_instant(scene->zone, SPOL_WALL_REJECT, text.data, text.length, out, &error);
  if (status == SPOL_OK) {
    return 1;
  }
  return spi_scene_report(scene, status, code_of_instant(status), &item->place, error.hint,
                          "\"%S\": %s", text, error.message);
}

int spi_scene_duration(spi_scene *scene, const spi_text_item *item, spol_duration *out) {
  spi_slice text;
  *out = SPOL_DURATION_NONE;
  if (!spi_scene_text(scene, item, &text)) {
    return 0;
  }
  spol_error error = SPOL_ERROR_INIT;
  spol_status status = spol_duration_parse(text.data, text.length, out, &error);
  if (status == SPOL_OK) {
    return 1;
  }
  return spi_scene_report(scene, status, SPOL_DIAG_INVALID_DURATION, &item->place, error.hint,
                          "\"%S\": %s", text, error.message);
}

int spi_scene_count(spi_scene *scene, const spi_text_item *item, uint64_t most, uint64_t *out) {
  spi_slice text;
  *out = 0;
  if (!spi_scene_text(scene, item, &text)) {
    return 0;
  }
  uint64_t value = 0;
  int fits = text.length > 0;
  for (size_t i = 0; i < text.length && fits; i++) {
    char c = text.data[i];
    uint64_t digit = c >= '0' && c <= '9' ? (uint64_t)(c - '0') : UINT64_MAX;
    fits = digit <= 9 && value <= (UINT64_MAX - digit) / 10;
    value = fits ? value * 10 + digit : 0;
  }
  if (!fits || value > most) {
    return spi_scene_report(scene, SPOL_E_SYNTAX, SPOL_DIAG_INVALID_NUMBER, &item->place, NULL,
                            "\"%S\" is no whole number that is allowed here", text);
  }
  *out = value;
  return 1;
}

int spi_scene_share(spi_scene *scene, const spi_text_item *item, int64_t *out) {
  spi_slice text;
  int64_t percent = 0;
  *out = INT64_MIN;
  if (!spi_scene_text(scene, item, &text)) {
    return 0;
  }
  int marked = text.length > 1 && text.data[text.length - 1] == '%';
  if (!marked || spi_number_parse(text.data, text.length - 1, &percent, NULL) != SPOL_OK ||
      percent < 0 || percent % 100 != 0) {
    return spi_scene_report(scene, SPOL_E_SYNTAX, SPOL_DIAG_INVALID_SHARE, &item->place,
                            "write it as 50% or 33.3333%", "\"%S\" is not a share", text);
  }
  *out = percent / 100;
  return 1;
}

/* ---- Zones --------------------------------------------------------------------------- */

static spol_status zone_by_offset(const spi_scene *scene, spi_slice name, spol_zone **out) {
  int32_t seconds = 0;
  if (spi_slice_is(name, "UTC") || spi_slice_is(name, "Z")) {
    return spol_zone_fixed(&scene->scenario->allocator, 0, out);
  }
  if (name.length < 1 || (name.data[0] != '+' && name.data[0] != '-') ||
      spi_clock_parse(name.data + 1, name.length - 1, SPI_CLOCK_TO_48, &seconds, NULL) != SPOL_OK) {
    return SPOL_E_NOT_FOUND;
  }
  return spol_zone_fixed(&scene->scenario->allocator, name.data[0] == '-' ? -seconds : seconds,
                         out);
}

/* Those of the options, of the policy, of the source, and those built in. */
static spol_status zone_by_name(const spi_scene *scene, spi_slice name, spol_zone **out) {
  const spol_policy_options *options = scene->options;
  for (uint64_t i = 0; i < options->zone_count; i++) {
    if (spi_slice_is(name, spol_zone_name(options->zones[i]))) {
      *out = spol_zone_ref(options->zones[i]);
      return SPOL_OK;
    }
  }
  for (uint32_t i = 0; i < scene->policy->zones_count; i++) {
    if (spi_slice_is(name, spol_zone_name(scene->policy->zones[i]))) {
      *out = spol_zone_ref(scene->policy->zones[i]);
      return SPOL_OK;
    }
  }
  if (spol_zone_check_name(name.data, name.length) != SPOL_OK) {
    return SPOL_E_NOT_FOUND;
  }
  spol_status status = SPOL_E_NOT_FOUND;
  if (options->source.resolve != NULL) {
    status = options->source.resolve(options->source.context, name.data, name.length, out);
  }
  if (status == SPOL_OK || status == SPOL_E_MEMORY) {
    return status;
  }
  return spol_zone_embedded(&scene->scenario->allocator, name.data, name.length, out, NULL);
}

static int known_zone(const spi_scene *scene, spi_slice name, const spol_zone **out) {
  for (size_t i = 0; i < scene->zones.count; i++) {
    const spol_zone *zone = *(const spol_zone *const *)spi_vector_at(&scene->zones, i);
    if (spi_slice_is(name, spol_zone_name(zone))) {
      *out = zone;
      return 1;
    }
  }
  return 0;
}

int spi_scene_zone(spi_scene *scene, const spi_text_item *item, const spol_zone **out) {
  spi_slice name;
  *out = scene->zone;
  if (!spi_scene_text(scene, item, &name)) {
    return 0;
  }
  if (known_zone(scene, name, out)) {
    return 1;
  }
  spol_zone *zone = NULL;
  spol_status status = zone_by_offset(scene, name, &zone);
  if (status == SPOL_E_NOT_FOUND) {
    status = zone_by_name(scene, name, &zone);
  }
  if (status == SPOL_E_MEMORY) {
    return spi_scene_do(scene, status);
  }
  if (status != SPOL_OK) {
    return spi_scene_report(scene, SPOL_E_NOT_FOUND, SPOL_DIAG_UNKNOWN_ZONE, &item->place,
                            "a name of the tz database such as Europe/Berlin, UTC, or +01:00",
                            "there is no time zone \"%S\"", name);
  }
  const spol_zone *kept = zone;
  if (!spi_scene_do(scene, spi_vector_push(&scene->scenario->allocator, &scene->zones, &kept))) {
    spol_zone_unref(zone);
    return 0;
  }
  *out = kept;
  return 1;
}

/* ---- Keeping --------------------------------------------------------------------------- */

const void *spi_scene_settle(spi_scene *scene, const spi_vector *vector) {
  if (vector->count == 0 || scene->fatal != SPOL_OK) {
    return NULL;
  }
  size_t bytes = vector->count * vector->element_size;
  void *copy = spi_arena_take(&scene->scenario->arena, bytes);
  if (copy == NULL) {
    (void)spi_scene_do(scene, SPOL_E_MEMORY);
    return NULL;
  }
  memcpy(copy, vector->items, bytes);
  return copy;
}

const char *spi_scene_keep(spi_scene *scene, const char *text, size_t length) {
  spi_slice copy = spi_arena_copy(&scene->scenario->arena, text, length);
  if (copy.data == NULL) {
    (void)spi_scene_do(scene, SPOL_E_MEMORY);
    return "";
  }
  return copy.data;
}
