/* SPDX-License-Identifier: MIT */
/* Reading a case file (docs/policy-language.md, section 9). */
#include <string.h>

#include "base/error.h"
#include "base/sized.h"
#include "scenario/reader.h"

enum {
  MOST_CASES = 100000,
  MOST_ZONES = 10000,
  MOST_POLICY_FILES = 64,
  MOST_KEPT = 1 << 20,
  DEFAULT_BYTES = 8 << 20,
  DEFAULT_DEPTH = 64,
  DEFAULT_NODES = 1000000,
  MOST_KEYS = 65536
};

static const char *const file_keys[] = {"policytest",         "policy", "zone", "now", "cases",
                                        "equivalent_mutants", NULL};
static const char *const case_keys[] = {"name",  "zone",   "contract", "facts", "events",
                                        "as_of", "expect", "table",    NULL};

/* ---- A case ------------------------------------------------------------------ */

static int read_name(spi_scene *scene, const spi_text_item *item, spi_scenario_case *made) {
  const spi_text_item *name = spi_scene_field(item, "name");
  spi_slice text;
  uint32_t offset = 0;
  if (name == NULL) {
    return spi_scene_report(scene, SPOL_E_SEMANTIC, SPOL_DIAG_MISSING_KEY, &item->place, NULL,
                            "the key \"name\" is missing");
  }
  if (!spi_scene_text(scene, name, &text)) {
    return 0;
  }
  if (text.length == 0) {
    return spi_scene_report(scene, SPOL_E_SEMANTIC, SPOL_DIAG_EMPTY_VALUE, &name->place, NULL,
                            "the case has no name");
  }
  if (spi_strings_find(&scene->names, text, &offset)) {
    return spi_scene_report(scene, SPOL_E_SEMANTIC, SPOL_DIAG_NAME_DEFINED_TWICE, &name->place,
                            scene->row == NULL
                                ? NULL
                                : "let the name contain a $name of the table that tells them apart",
                            "another case is called \"%S\" already", text);
  }
  made->name = spi_scene_keep(scene, text.data, text.length);
  return spi_scene_do(scene,
                      spi_strings_add(&scene->scenario->allocator, &scene->names, text, &offset));
}

static int read_as_of(spi_scene *scene, const spi_text_item *item, spi_scenario_case *made) {
  const spi_text_item *as_of = spi_scene_field(item, "as_of");
  if (as_of != NULL) {
    size_t mark = spi_scene_key(scene, spi_slice_of("as_of"));
    int fine = spi_scene_instant(scene, as_of, &made->as_of);
    spi_scene_up(scene, mark);
    return fine;
  }
  made->as_of = scene->now;
  if (made->as_of == SPOL_INSTANT_NONE && scene->events.count > 0) {
    const spol_event *last = spi_vector_at(&scene->events, scene->events.count - 1);
    made->as_of = last->at;
  }
  return 1;
}

static void read_unfolded(spi_scene *scene, const spi_text_item *item) {
  spi_scenario_case made = {.line = item->place.line};
  const spi_text_item *expect = spi_scene_field(item, "expect");
  const spol_zone *file_zone = scene->zone;
  const spi_text_item *zone = spi_scene_field(item, "zone");
  int fine = zone == NULL || spi_scene_zone(scene, zone, &scene->zone);
  fine = read_name(scene, item, &made) && fine;
  fine = spi_scene_events(scene, item) && fine;
  fine = read_as_of(scene, item, &made) && fine;
  scene->expects.count = 0;
  if (expect != NULL) {
    size_t mark = spi_scene_key(scene, spi_slice_of("expect"));
    spi_scene_expect(scene, expect);
    spi_scene_up(scene, mark);
  }
  made.zone = scene->zone;
  made.events = spi_scene_settle(scene, &scene->events);
  made.event_count = scene->events.count;
  made.expectations = spi_scene_settle(scene, &scene->expects);
  made.expectation_count = (uint32_t)scene->expects.count;
  scene->zone = file_zone;
  if (fine) {
    (void)spi_scene_do(scene, spi_vector_push(&scene->scenario->allocator, &scene->cases, &made));
  }
}

static int check_row(spi_scene *scene, const spi_text_item *row) {
  if (!spi_scene_need(scene, row, SPI_TEXT_MAPPING, "a row of a table")) {
    return 0;
  }
  for (uint32_t i = 0; i < row->node->count; i++) {
    const spi_text_pair *pair = &row->node->of.pairs[i];
    spi_slice name = pair->key.node->text;
    if (name.length < 2 || name.data[0] != '$') {
      return spi_scene_report(scene, SPOL_E_SEMANTIC, SPOL_DIAG_TABLE_NAME, &pair->key.place,
                              "write it as $name", "\"%S\" is no name of a table", name);
    }
    if (!spi_scene_need(scene, &pair->value, SPI_TEXT_SCALAR, "a value of a table")) {
      return 0;
    }
  }
  return 1;
}

static void read_case(spi_scene *scene, const spi_text_item *item) {
  if (!spi_scene_mapping(scene, item, "a case", case_keys)) {
    return;
  }
  const spi_text_item *table = spi_scene_field(item, "table");
  if (table == NULL) {
    read_unfolded(scene, item);
    return;
  }
  spi_items rows = spi_scene_list(table);
  if (rows.count == 0) {
    (void)spi_scene_report(scene, SPOL_E_SEMANTIC, SPOL_DIAG_EMPTY_VALUE, &table->place, NULL,
                           "the table has no row, so that the case would never run");
  }
  for (size_t i = 0; i < rows.count && scene->fatal == SPOL_OK; i++) {
    if (check_row(scene, &rows.items[i])) {
      scene->row = rows.items[i].node;
      scene->row_count = (uint32_t)rows.count;
      read_unfolded(scene, item);
      scene->row = NULL;
    }
  }
}

static void read_cases(spi_scene *scene, const spi_text_item *root) {
  const spi_text_item *cases = spi_scene_field(root, "cases");
  if (cases == NULL) {
    (void)spi_scene_report(scene, SPOL_E_SEMANTIC, SPOL_DIAG_NO_CASE, &root->place, NULL,
                           "the file has no case: the key \"cases\" is missing");
    return;
  }
  if (!spi_scene_need(scene, cases, SPI_TEXT_SEQUENCE, "`cases`")) {
    return;
  }
  if (cases->node->count == 0) {
    (void)spi_scene_report(scene, SPOL_E_SEMANTIC, SPOL_DIAG_NO_CASE, &cases->place, NULL,
                           "the file has no case: the list is empty");
    return;
  }
  size_t mark = spi_scene_key(scene, spi_slice_of("cases"));
  for (uint32_t i = 0; i < cases->node->count && scene->fatal == SPOL_OK; i++) {
    size_t inner = spi_scene_index(scene, i);
    read_case(scene, &cases->node->of.items[i]);
    spi_scene_up(scene, inner);
  }
  spi_scene_up(scene, mark);
}

/* ---- Changes that no case can tell ---------------------------------------------- */

static void read_equivalent(spi_scene *scene, const spi_text_item *item) {
  static const char *const keys[] = {"mutant", "because", NULL};
  if (!spi_scene_mapping(scene, item, "an equivalent mutant", keys)) {
    return;
  }
  const spi_text_item *fields[2];
  spi_slice texts[2];
  for (size_t i = 0; i < 2; i++) {
    fields[i] = spi_scene_field(item, keys[i]);
    if (fields[i] == NULL) {
      (void)spi_scene_report(scene, SPOL_E_SEMANTIC, SPOL_DIAG_MISSING_KEY, &item->place, NULL,
                             "the key \"%s\" is missing", keys[i]);
      return;
    }
    if (!spi_scene_text(scene, fields[i], &texts[i])) {
      return;
    }
    if (texts[i].length == 0) {
      (void)spi_scene_report(scene, SPOL_E_SEMANTIC, SPOL_DIAG_EMPTY_VALUE, &fields[i]->place, NULL,
                             "\"%s\" says nothing", keys[i]);
      return;
    }
  }
  spi_equivalent made = {.mutant = spi_scene_keep(scene, texts[0].data, texts[0].length),
                         .because = spi_scene_keep(scene, texts[1].data, texts[1].length),
                         .line = item->place.line};
  (void)spi_scene_do(scene, spi_vector_push(&scene->scenario->allocator, &scene->equals, &made));
}

static void read_equivalents(spi_scene *scene, const spi_text_item *root) {
  const spi_text_item *item = spi_scene_field(root, "equivalent_mutants");
  if (item == NULL || !spi_scene_need(scene, item, SPI_TEXT_SEQUENCE, "`equivalent_mutants`")) {
    return;
  }
  size_t mark = spi_scene_key(scene, spi_slice_of("equivalent_mutants"));
  for (uint32_t i = 0; i < item->node->count && scene->fatal == SPOL_OK; i++) {
    size_t inner = spi_scene_index(scene, i);
    read_equivalent(scene, &item->node->of.items[i]);
    spi_scene_up(scene, inner);
  }
  spi_scene_up(scene, mark);
}

/* ---- The file ------------------------------------------------------------------- */

static int read_version(spi_scene *scene, const spi_text_item *root) {
  const spi_text_item *version = spi_scene_field(root, "policytest");
  spi_slice text;
  if (version == NULL) {
    return 1;
  }
  return spi_scene_text(scene, version, &text) &&
         (spi_slice_is(text, "1") ||
          spi_scene_report(scene, SPOL_E_UNSUPPORTED, SPOL_DIAG_UNSUPPORTED_VERSION,
                           &version->place, "this library knows version 1",
                           "the file is written for version \"%S\"", text));
}

/* Asks the loader for the policy. What it reports is of other files and has been
 * added to the list by it. */
static void load(spi_scene *scene, const spol_policy_loader *loader, const spi_text_item *item,
                 const char *const *names, size_t count) {
  spol_error error = SPOL_ERROR_INIT;
  spol_policy *policy = NULL;
  spol_status status = loader->load(loader->context, scene->file == NULL ? "" : scene->file, names,
                                    count, &policy, scene->diagnostics, &error);
  if (status == SPOL_OK) {
    scene->scenario->policy = policy;
    scene->policy = policy;
    return;
  }
  if (status == SPOL_E_MEMORY) {
    (void)spi_scene_do(scene, status);
    return;
  }
  int elsewhere = error.file[0] != '\0' && error.line > 0;
  if (elsewhere && scene->errors == 0) {
    scene->errors = 1;
    scene->status = status;
    if (scene->error != NULL && scene->error->size >= sizeof error) {
      error.size = scene->error->size;
      *scene->error = error;
    }
    return;
  }
  (void)spi_scene_report(scene, status, SPOL_DIAG_POLICY_NOT_READ, &item->place, error.hint,
                         "the policy cannot be read%s%s: %s", error.file[0] != '\0' ? ", " : "",
                         error.file,
                         error.message[0] != '\0' ? error.message : spol_status_message(status));
}

static void read_policy(spi_scene *scene, const spol_policy_loader *loader,
                        const spi_text_item *root) {
  const spi_text_item *item = spi_scene_field(root, "policy");
  const char *names[MOST_POLICY_FILES];
  if (item == NULL) {
    (void)spi_scene_report(scene, SPOL_E_SEMANTIC, SPOL_DIAG_MISSING_KEY, &root->place,
                           "name the policy's file, relative to this one",
                           "the key \"policy\" is missing");
    return;
  }
  spi_items list = spi_scene_list(item);
  if (list.count == 0 || list.count > MOST_POLICY_FILES) {
    (void)spi_scene_report(scene, SPOL_E_SEMANTIC, SPOL_DIAG_EMPTY_VALUE, &item->place, NULL,
                           "a case file names 1 to %u files of a policy",
                           (uint32_t)MOST_POLICY_FILES);
    return;
  }
  for (size_t i = 0; i < list.count; i++) {
    spi_slice text;
    if (!spi_scene_text(scene, &list.items[i], &text)) {
      return;
    }
    names[i] = text.data;
  }
  size_t mark = spi_scene_key(scene, spi_slice_of("policy"));
  load(scene, loader, item, names, list.count);
  spi_scene_up(scene, mark);
}

static int read_zone(spi_scene *scene, const spi_text_item *root) {
  const spi_text_item *item = spi_scene_field(root, "zone");
  if (item == NULL) {
    spol_zone *utc = NULL;
    if (!spi_scene_do(scene, spol_zone_fixed(&scene->scenario->allocator, 0, &utc))) {
      return 0;
    }
    const spol_zone *kept = utc;
    if (!spi_scene_do(scene, spi_vector_push(&scene->scenario->allocator, &scene->zones, &kept))) {
      spol_zone_unref(utc);
      return 0;
    }
    scene->zone = utc;
    return 1;
  }
  size_t mark = spi_scene_key(scene, spi_slice_of("zone"));
  int fine = spi_scene_zone(scene, item, &scene->zone);
  spi_scene_up(scene, mark);
  return fine;
}

/* One remark instead of one on every key. */
static int is_policy(spi_scene *scene, const spi_text_item *root) {
  if (root->node->kind != SPI_TEXT_MAPPING ||
      spi_mapping_find(root->node, "supportpolicy") == NULL ||
      spi_mapping_find(root->node, "policytest") != NULL) {
    return 0;
  }
  (void)spi_scene_report(scene, SPOL_E_SEMANTIC, SPOL_DIAG_UNKNOWN_KEY, &root->place,
                         "a case file begins with policytest: 1",
                         "this is a policy, not a case file");
  return 1;
}

static void read_file(spi_scene *scene, const spol_policy_loader *loader) {
  const spi_text_node *node = spi_document_root(scene->scenario->document, 0);
  const spi_text_item root = {.node = node, .place = node->start};
  if (is_policy(scene, &root)) {
    return;
  }
  if (!spi_scene_mapping(scene, &root, "a case file", file_keys) || !read_version(scene, &root)) {
    return;
  }
  read_policy(scene, loader, &root);
  if (scene->policy == NULL || !read_zone(scene, &root)) {
    return;
  }
  const spi_text_item *now = spi_scene_field(&root, "now");
  if (now != NULL) {
    size_t mark = spi_scene_key(scene, spi_slice_of("now"));
    (void)spi_scene_instant(scene, now, &scene->now);
    spi_scene_up(scene, mark);
  }
  read_cases(scene, &root);
  read_equivalents(scene, &root);
}

/* ---- Making the scenario ------------------------------------------------------------ */

static spol_status read_document(spi_scene *scene, const spol_policy_source *source) {
  const spol_policy_limits *limits = &scene->options->limits;
  const spi_text_limits text = {
      .bytes = limits->bytes != 0 ? limits->bytes : DEFAULT_BYTES,
      .depth = limits->depth != 0 ? limits->depth : DEFAULT_DEPTH,
      .nodes = limits->nodes != 0 ? limits->nodes : DEFAULT_NODES,
      .keys = MOST_KEYS,
      .documents = 1,
  };
  return spi_document_read(&scene->scenario->allocator, source->text, (size_t)source->length, &text,
                           source->name, scene->diagnostics, &scene->scenario->document,
                           scene->error);
}

static void settle(spi_scene *scene) {
  spol_scenario *scenario = scene->scenario;
  scenario->zones = (const spol_zone **)(uintptr_t)spi_scene_settle(scene, &scene->zones);
  scenario->zone_count = scenario->zones == NULL ? 0 : (uint32_t)scene->zones.count;
  scenario->cases = spi_scene_settle(scene, &scene->cases);
  scenario->case_count = (uint32_t)scene->cases.count;
  scenario->equivalents = spi_scene_settle(scene, &scene->equals);
  scenario->equivalent_count = scenario->equivalents == NULL ? 0 : (uint32_t)scene->equals.count;
}

static void release(spi_scene *scene) {
  const spol_allocator *allocator = &scene->scenario->allocator;
  for (size_t i = scene->scenario->zone_count; i < scene->zones.count; i++) {
    spol_zone_unref(*(const spol_zone *const *)spi_vector_at(&scene->zones, i));
  }
  spi_vector_free(allocator, &scene->zones);
  spi_vector_free(allocator, &scene->cases);
  spi_vector_free(allocator, &scene->equals);
  spi_vector_free(allocator, &scene->events);
  spi_vector_free(allocator, &scene->facts);
  spi_vector_free(allocator, &scene->expects);
  spi_strings_free(allocator, &scene->names);
}

static spol_status fill(spol_scenario *scenario, const spol_policy_source *source,
                        const spol_policy_loader *loader, const spol_policy_options *options,
                        spol_diagnostics *diagnostics, spol_error *error) {
  spi_scene scene = {.scenario = scenario,
                     .options = options,
                     .file = source->name,
                     .text = source->text,
                     .diagnostics = diagnostics,
                     .error = error,
                     .zones = spi_vector_of(sizeof(const spol_zone *), MOST_ZONES),
                     .cases = spi_vector_of(sizeof(spi_scenario_case), MOST_CASES),
                     .equals = spi_vector_of(sizeof(spi_equivalent), MOST_CASES),
                     .events = spi_vector_of(sizeof(spol_event), MOST_KEPT),
                     .facts = spi_vector_of(sizeof(spol_fact), MOST_KEPT),
                     .expects = spi_vector_of(sizeof(spi_expectation), MOST_KEPT),
                     .now = SPOL_INSTANT_NONE};
  spol_status status = read_document(&scene, source);
  if (status != SPOL_OK) {
    return status;
  }
  read_file(&scene, loader);
  if (scene.errors == 0) {
    settle(&scene);
  }
  status = scene.fatal != SPOL_OK ? scene.fatal : scene.status;
  release(&scene);
  return status;
}

spol_status spol_scenario_read(const spol_allocator *allocator, const spol_policy_source *source,
                               const spol_policy_loader *loader, const spol_policy_options *options,
                               spol_scenario **out, spol_diagnostics *diagnostics,
                               spol_error *error) {
  static const spol_policy_options defaults = SPOL_POLICY_OPTIONS_INIT;
  spol_policy_options taken = defaults;
  spol_policy_source text = SPOL_SIZED(spol_policy_source);
  spol_allocator memory;
  if (out == NULL || loader == NULL || loader->load == NULL ||
      spi_allocator_take(allocator, &memory) != SPOL_OK) {
    return spi_fail(error, SPOL_E_INVALID, "an argument is missing");
  }
  spol_status status = spi_sized_check(source, sizeof text, sizeof text);
  if (status == SPOL_OK && options != NULL) {
    status = spi_sized_check(options, sizeof taken, sizeof taken);
  }
  if (status != SPOL_OK) {
    return spi_fail(error, status, "%s", spol_status_message(status));
  }
  spi_sized_copy(&text, source, sizeof text);
  if (options != NULL) {
    spi_sized_copy(&taken, options, sizeof taken);
  }
  if (text.text == NULL) {
    return spi_fail(error, SPOL_E_INVALID, "the text is missing");
  }
  spol_scenario *scenario = spi_alloc(&memory, sizeof *scenario);
  if (scenario == NULL) {
    return spi_fail(error, SPOL_E_MEMORY, "there is no memory for the case file");
  }
  memset(scenario, 0, sizeof *scenario);
  spi_refcount_init(&scenario->refcount);
  scenario->allocator = memory;
  scenario->arena.allocator = memory;
  status = fill(scenario, &text, loader, &taken, diagnostics, error);
  if (status != SPOL_OK) {
    spol_scenario_unref(scenario);
    return status;
  }
  *out = scenario;
  return SPOL_OK;
}
