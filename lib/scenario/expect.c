/* SPDX-License-Identifier: MIT */
/* Reading what a case is expected to come to. */
#include "scenario/reader.h"

#include <string.h>

#include "scenario/flow.h"
#include "supportpolicy/version.h"

/* ---- One value ------------------------------------------------------------- */

/* Also where a table says it. */
static int is_none(spi_scene *scene, const spi_text_item *item) {
  spi_slice text;
  return item->node->kind == SPI_TEXT_SCALAR && spi_scene_text(scene, item, &text) &&
         spi_slice_is(text, "none");
}

static const char *const target_words[] = {"as_agreed", "not_offered", "unstated", "undecided",
                                           NULL};
static const int32_t target_kinds[] = {SPOL_TARGET_AS_AGREED, SPOL_TARGET_NOT_OFFERED,
                                       SPOL_TARGET_UNSTATED, SPOL_TARGET_UNDECIDED};

/* A word that stands for a target, without a report. */
static int find_target_word(const spi_scene *scene, spi_slice text, int64_t *value) {
  for (size_t i = 0; target_words[i] != NULL; i++) {
    if (spi_slice_is(text, target_words[i])) {
      *value = -(int64_t)target_kinds[i];
      return 1;
    }
  }
  uint32_t word = 0;
  if (spol_policy_find(scene->policy, SPOL_NAME_WORD, text.data, text.length, &word) != SPOL_OK) {
    return 0;
  }
  *value = word;
  return 1;
}

static int read_target_word(spi_scene *scene, const spi_text_item *item, int64_t *value) {
  spi_slice text;
  if (!spi_scene_text(scene, item, &text)) {
    return 0;
  }
  return find_target_word(scene, text, value) ||
         spi_scene_report(scene, SPOL_E_SEMANTIC, SPOL_DIAG_INVALID_WORD, &item->place,
                          "unstated, not_offered, as_agreed, undecided, an effort word or none",
                          "\"%S\" is no word of a target", text);
}

/* A step by "ladder/step", or by its own name where one ladder alone has it. */
static int read_step(spi_scene *scene, const spi_text_item *item, int64_t *value) {
  spi_slice text;
  uint32_t id = 0;
  uint32_t found = 0;
  if (!spi_scene_text(scene, item, &text)) {
    return 0;
  }
  uint32_t count = spol_policy_count(scene->policy, SPOL_NAME_STEP);
  for (uint32_t i = 1; i <= count; i++) {
    const char *name = spol_policy_name(scene->policy, SPOL_NAME_STEP, i);
    const char *own = strchr(name, '/');
    if (own != NULL && spi_slice_is(text, own + 1)) {
      id = i;
      found++;
    }
  }
  if (found != 1 && !spi_scene_name(scene, item, SPOL_NAME_STEP, &id)) {
    return 0;
  }
  *value = id;
  return 1;
}

static int read_name(spi_scene *scene, const spi_text_item *item, int32_t kind, int64_t *value) {
  uint32_t id = 0;
  if (kind == SPOL_NAME_STEP) {
    return read_step(scene, item, value);
  }
  int fine = spi_scene_name(scene, item, kind, &id);
  *value = id;
  return fine;
}

/* What `none` is in the form of a field. */
static int64_t none_of(int32_t form) {
  switch (form) {
  case SPI_FORM_INSTANT:
    return SPOL_INSTANT_NONE;
  case SPI_FORM_DURATION:
    return SPOL_DURATION_NONE;
  case SPI_FORM_SHARE:
    return INT64_MIN;
  default:
    return 0;
  }
}

static int read_value(spi_scene *scene, const spi_text_item *item, const spi_field_info *field,
                      int64_t *value) {
  uint64_t count = 0;
  int fine = 0;
  int can_be_none = field->form != SPI_FORM_WORD && field->form != SPI_FORM_COUNT;
  if (can_be_none && is_none(scene, item)) {
    *value = none_of(field->form);
    return 1;
  }
  switch (field->form) {
  case SPI_FORM_NAME:
    return read_name(scene, item, field->kind, value);
  case SPI_FORM_WORD:
    return spi_scene_word(scene, item, field->words, value);
  case SPI_FORM_INSTANT:
    return spi_scene_instant(scene, item, value);
  case SPI_FORM_DURATION:
    return spi_scene_duration(scene, item, value);
  case SPI_FORM_COUNT:
    fine = spi_scene_count(scene, item, UINT32_MAX, &count);
    *value = (int64_t)count;
    return fine;
  case SPI_FORM_SHARE:
    return spi_scene_share(scene, item, value);
  case SPI_FORM_TARGET:
    return read_target_word(scene, item, value);
  default:
    return 1;
  }
}

/* ---- Expectations --------------------------------------------------------------- */

/* The path behind "expect.". */
static const char *path_here(spi_scene *scene) {
  const char *path = scene->path;
  for (const char *at = path; (at = strchr(at, '.')) != NULL; at++) {
    if (strncmp(at, ".expect.", 8) == 0) {
      path = at + 8;
      break;
    }
  }
  return spi_scene_keep(scene, path, strlen(path));
}

/* 1 if a value is put together from the table's. As deep as the document. */
static int has_names(const spi_text_node *node) {
  if (node->kind == SPI_TEXT_SCALAR) {
    return memchr(node->text.data, '$', node->text.length) != NULL;
  }
  for (uint32_t i = 0; i < node->count; i++) {
    if (has_names(node->kind == SPI_TEXT_SEQUENCE ? node->of.items[i].node
                                                  : node->of.pairs[i].value.node)) {
      return 1;
    }
  }
  return 0;
}

/* Where a value can be written anew: itself, or the cell that it is the name of. */
static void find_place(const spi_scene *scene, const spi_text_item *item,
                       spi_expectation *expectation) {
  const spi_text_item *at = item;
  if (scene->row != NULL && has_names(item->node)) {
    at = item->node->kind == SPI_TEXT_SCALAR ? spi_mapping_find(scene->row, item->node->text.data)
                                             : NULL;
  }
  if (at == NULL || at->is_alias || at->node->style == SPI_STYLE_BLOCK) {
    return;
  }
  size_t end = at->node->end.offset; /* of a block: where the next one begins */
  while (end > at->node->start.offset &&
         (scene->text[end - 1] == ' ' || scene->text[end - 1] == '\n' ||
          scene->text[end - 1] == '\r')) {
    end--;
  }
  expectation->shared = scene->row != NULL && at == item ? scene->row_count : 1;
  expectation->offset = at->node->start.offset;
  expectation->length = (uint32_t)(end - at->node->start.offset);
}

static int push(spi_scene *scene, spi_expectation *expectation, const spi_text_item *item) {
  expectation->path = path_here(scene);
  find_place(scene, item, expectation);
  expectation->line = item->place.line;
  expectation->column = item->place.column;
  if (expectation->text == NULL) {
    expectation->text = spi_flow_keep(scene, item);
  }
  return spi_scene_do(scene,
                      spi_vector_push(&scene->scenario->allocator, &scene->expects, expectation));
}

/* A scalar of a field: read, and kept. `like` says what it is about. */
static void expect_value(spi_scene *scene, const spi_text_item *item, const spi_field_info *field,
                         const spi_expectation *like) {
  spi_slice text;
  spi_expectation made = *like;
  made.field = field;
  if (!spi_scene_text(scene, item, &text) || !read_value(scene, item, field, &made.value)) {
    return;
  }
  made.text = spi_scene_keep(scene, text.data, text.length);
  (void)push(scene, &made, item);
}

static const spi_field_info *find_field(const spi_field_info *fields, spi_slice key) {
  for (; fields->key != NULL; fields++) {
    if (spi_slice_is(key, fields->key)) {
      return fields;
    }
  }
  return NULL;
}

/* The keys of a mapping whose values are all scalars. */
static void expect_fields(spi_scene *scene, const spi_text_item *item, const spi_field_info *fields,
                          const spi_expectation *like) {
  for (uint32_t i = 0; i < item->node->count; i++) {
    const spi_text_pair *pair = &item->node->of.pairs[i];
    const spi_field_info *field = find_field(fields, pair->key.node->text);
    if (field == NULL) {
      spi_scene_unknown_key(scene, &pair->key, fields, sizeof *fields);
      continue;
    }
    size_t mark = spi_scene_key(scene, pair->key.node->text);
    expect_value(scene, &pair->value, field, like);
    spi_scene_up(scene, mark);
  }
}

/* How many there are, written as the whole list. */
static void expect_count(spi_scene *scene, const spi_text_item *item, const spi_field_info *field,
                         const spi_expectation *like, uint32_t count) {
  spi_expectation made = *like;
  made.field = field;
  made.value = count;
  (void)push(scene, &made, item);
}

/* ---- Metrics ----------------------------------------------------------------------- */

/* A metric by one word or its due instant. */
static void expect_shortly(spi_scene *scene, const spi_text_item *item,
                           const spi_expectation *like) {
  spi_slice text;
  int64_t word = 0;
  if (!spi_scene_text(scene, item, &text)) {
    return;
  }
  uint32_t field = find_target_word(scene, text, &word) ? SPI_CLOCK_WORD : SPI_CLOCK_DUE;
  const spi_field_info *info = spi_clock_fields;
  while (info->field != field) {
    info++;
  }
  expect_value(scene, item, info, like);
}

static void expect_clock(spi_scene *scene, const spi_text_item *item, const spi_expectation *like);

static void expect_cycles(spi_scene *scene, const spi_text_item *item, const spi_field_info *field,
                          const spi_expectation *like) {
  spi_items list = spi_scene_list(item);
  if (like->subject == SPI_OF_CYCLE) {
    (void)spi_scene_report(scene, SPOL_E_SEMANTIC, SPOL_DIAG_UNKNOWN_KEY, &item->place, NULL,
                           "a cycle has no cycles");
    return;
  }
  expect_count(scene, item, field, like, (uint32_t)list.count);
  for (size_t i = 0; i < list.count; i++) {
    spi_expectation inner = *like;
    inner.subject = SPI_OF_CYCLE;
    inner.index = (uint32_t)i;
    size_t mark = spi_scene_index(scene, i);
    expect_clock(scene, &list.items[i], &inner);
    spi_scene_up(scene, mark);
  }
}

/* A metric, or one of its cycles: a depth of two at most. */
static void expect_clock(spi_scene *scene, const spi_text_item *item, const spi_expectation *like) {
  if (item->node->kind == SPI_TEXT_SCALAR) {
    expect_shortly(scene, item, like);
    return;
  }
  if (!spi_scene_need(scene, item, SPI_TEXT_MAPPING, "a metric")) {
    return;
  }
  for (uint32_t i = 0; i < item->node->count; i++) {
    const spi_text_pair *pair = &item->node->of.pairs[i];
    const spi_field_info *field = find_field(spi_clock_fields, pair->key.node->text);
    if (field == NULL) {
      spi_scene_unknown_key(scene, &pair->key, spi_clock_fields, sizeof *spi_clock_fields);
      continue;
    }
    size_t mark = spi_scene_key(scene, pair->key.node->text);
    if (field->field == SPI_CLOCK_CYCLES) {
      expect_cycles(scene, &pair->value, field, like);
    } else {
      expect_value(scene, &pair->value, field, like);
    }
    spi_scene_up(scene, mark);
  }
}

static void expect_metrics(spi_scene *scene, const spi_text_item *item) {
  if (!spi_scene_need(scene, item, SPI_TEXT_MAPPING, "`metrics`")) {
    return;
  }
  for (uint32_t i = 0; i < item->node->count; i++) {
    const spi_text_pair *pair = &item->node->of.pairs[i];
    spi_expectation like = {.subject = SPI_OF_METRIC};
    if (spi_scene_name(scene, &pair->key, SPOL_NAME_METRIC, &like.metric)) {
      size_t mark = spi_scene_key(scene, pair->key.node->text);
      expect_clock(scene, &pair->value, &like);
      spi_scene_up(scene, mark);
    }
  }
}

/* ---- Lists: firings, notices, findings ------------------------------------------------ */

/* Entries in order, each a mapping, or one word that stands for its first key. */
static void expect_entries(spi_scene *scene, const spi_text_item *item, int32_t subject,
                           const spi_field_info *fields) {
  spi_items list = spi_scene_list(item);
  spi_expectation like = {.subject = subject};
  expect_count(scene, item, &fields[0], &like, (uint32_t)list.count);
  for (size_t i = 0; i < list.count; i++) {
    like.index = (uint32_t)i;
    size_t mark = spi_scene_index(scene, i);
    if (list.items[i].node->kind == SPI_TEXT_SCALAR) {
      expect_value(scene, &list.items[i], &fields[1], &like);
    } else if (spi_scene_need(scene, &list.items[i], SPI_TEXT_MAPPING, "an entry")) {
      expect_fields(scene, &list.items[i], fields + 1, &like);
    }
    spi_scene_up(scene, mark);
  }
}

static void want(spi_wanted *wanted, uint32_t field, int64_t value) {
  switch (field) {
  case SPI_ENTRY_KIND:
    wanted->kind = (int32_t)value + 1;
    break;
  case SPI_ENTRY_METRIC:
    wanted->metric = (uint32_t)value;
    break;
  case SPI_ENTRY_SEVERITY:
    wanted->severity = (uint32_t)value;
    break;
  default:
    wanted->fact = (uint32_t)value;
    break;
  }
  wanted->weight++;
}

static int read_wanted(spi_scene *scene, const spi_text_item *item, spi_wanted *wanted) {
  int64_t value = 0;
  const spi_field_info *fields = spi_finding_fields + 1;
  if (item->node->kind == SPI_TEXT_SCALAR) {
    int fine = read_value(scene, item, &fields[0], &value);
    want(wanted, SPI_ENTRY_KIND, value);
    return fine;
  }
  if (!spi_scene_need(scene, item, SPI_TEXT_MAPPING, "a finding")) {
    return 0;
  }
  int fine = 1;
  for (uint32_t i = 0; i < item->node->count; i++) {
    const spi_text_pair *pair = &item->node->of.pairs[i];
    const spi_field_info *field = find_field(fields, pair->key.node->text);
    size_t mark = spi_scene_key(scene, pair->key.node->text);
    if (field == NULL) {
      spi_scene_unknown_key(scene, &pair->key, fields, sizeof *fields);
      fine = 0;
    } else if (read_value(scene, &pair->value, field, &value)) {
      want(wanted, field->field, value);
    } else {
      fine = 0;
    }
    spi_scene_up(scene, mark);
  }
  return fine;
}

/* Findings are a set: one expectation for all of them. */
static void expect_findings(spi_scene *scene, const spi_text_item *item) {
  spi_items list = spi_scene_list(item);
  spi_expectation made = {.subject = SPI_OF_FINDINGS, .field = &spi_finding_fields[0]};
  spi_wanted *wanted = NULL;
  if (list.count > 0) {
    wanted = spi_arena_take(&scene->scenario->arena, list.count * sizeof *wanted);
    if (wanted == NULL) {
      (void)spi_scene_do(scene, SPOL_E_MEMORY);
      return;
    }
    memset(wanted, 0, list.count * sizeof *wanted);
  }
  int fine = 1;
  for (size_t i = 0; i < list.count; i++) {
    size_t mark = spi_scene_index(scene, i);
    fine = read_wanted(scene, &list.items[i], &wanted[i]) && fine;
    spi_scene_up(scene, mark);
  }
  made.value = (int64_t)list.count;
  made.wanted = wanted;
  made.wanted_count = (uint32_t)list.count;
  if (fine) {
    (void)push(scene, &made, item);
  }
}

/* ---- Permission and explanations ---------------------------------------------------------- */

static void expect_permission(spi_scene *scene, const spi_text_item *item) {
  const spi_expectation like = {.subject = SPI_OF_OPENING};
  if (spi_scene_need(scene, item, SPI_TEXT_MAPPING, "`permission`")) {
    expect_fields(scene, item, spi_opening_fields, &like);
  }
}

static void expect_explanations(spi_scene *scene, const spi_text_item *item) {
  static const spi_field_info text = {.key = "explain", .field = 1, .form = SPI_FORM_TEXT};
  if (!spi_scene_need(scene, item, SPI_TEXT_MAPPING, "`explain`")) {
    return;
  }
  if (!SPOL_HAS_RENDER) {
    (void)spi_scene_report(scene, SPOL_E_UNSUPPORTED, SPOL_DIAG_UNKNOWN_KEY, &item->place, NULL,
                           "this build of the library writes no explanations");
    return;
  }
  for (uint32_t i = 0; i < item->node->count; i++) {
    const spi_text_pair *pair = &item->node->of.pairs[i];
    spi_expectation like = {.subject = SPI_OF_TEXT};
    if (spi_scene_name(scene, &pair->key, SPOL_NAME_METRIC, &like.metric)) {
      size_t mark = spi_scene_key(scene, pair->key.node->text);
      expect_value(scene, &pair->value, &text, &like);
      spi_scene_up(scene, mark);
    }
  }
}

/* ---- The whole ------------------------------------------------------------------------------ */

static int expect_part(spi_scene *scene, const spi_text_pair *pair) {
  spi_slice key = pair->key.node->text;
  if (spi_slice_is(key, "metrics")) {
    expect_metrics(scene, &pair->value);
  } else if (spi_slice_is(key, "firings")) {
    expect_entries(scene, &pair->value, SPI_OF_FIRING, spi_firing_fields);
  } else if (spi_slice_is(key, "findings")) {
    expect_findings(scene, &pair->value);
  } else if (spi_slice_is(key, "notices")) {
    expect_entries(scene, &pair->value, SPI_OF_NOTICE, spi_notice_fields);
  } else if (spi_slice_is(key, "permission")) {
    expect_permission(scene, &pair->value);
  } else if (spi_slice_is(key, "explain")) {
    expect_explanations(scene, &pair->value);
  } else {
    return 0;
  }
  return 1;
}

static void unknown_part(spi_scene *scene, const spi_text_item *key) {
  static const char *const keys[] = {"severity",   "requested", "derived",     "recorded",
                                     "rule",       "state",     "line",        "version",
                                     "metrics",    "firings",   "findings",    "notices",
                                     "permission", "explain",   "next_change", NULL};
  spi_scene_unknown_key(scene, key, keys, sizeof *keys);
}

void spi_scene_expect(spi_scene *scene, const spi_text_item *item) {
  const spi_expectation like = {.subject = SPI_OF_CASE};
  if (!spi_scene_need(scene, item, SPI_TEXT_MAPPING, "`expect`")) {
    return;
  }
  for (uint32_t i = 0; i < item->node->count && scene->fatal == SPOL_OK; i++) {
    const spi_text_pair *pair = &item->node->of.pairs[i];
    size_t mark = spi_scene_key(scene, pair->key.node->text);
    const spi_field_info *field = find_field(spi_case_fields, pair->key.node->text);
    if (field != NULL) {
      expect_value(scene, &pair->value, field, &like);
    } else if (!expect_part(scene, pair)) {
      spi_scene_up(scene, mark);
      unknown_part(scene, &pair->key);
    }
    spi_scene_up(scene, mark);
  }
}
