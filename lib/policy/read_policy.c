/* SPDX-License-Identifier: MIT */
/* spol_policy_read: texts to documents, documents to versions, versions to a policy. */
#include <string.h>

#include "base/error.h"
#include "base/sized.h"
#include "policy/calendar_reader.h"
#include "policy/canonical.h"
#include "policy/reader.h"
#include "policy/share.h"
#include "policy/waits.h"

enum { MOST_SOURCES = 64, MOST_VERSIONS = 256 };

/* A YAML document that is a version. */
typedef struct version_text {
  spi_text_item root;
  const char *file;
  spol_date effective_from;
} version_text;

typedef struct reading {
  spi_reader reader;
  spol_policy_options options;
  spi_document *documents[MOST_SOURCES];
  version_text versions[MOST_VERSIONS];
  spi_draft *drafts;
  size_t document_count;
  size_t version_count;
} reading;

/* ---- Texts -------------------------------------------------------------------------------- */

static uint32_t or_default(uint32_t given, uint32_t otherwise) {
  return given == 0 ? otherwise : given;
}

static spol_status take_options(const spol_policy_options *given, spol_policy_options *out) {
  static const spol_policy_options defaults = SPOL_POLICY_OPTIONS_INIT;
  *out = defaults;
  if (given != NULL) {
    spol_status status = spi_sized_check(given, 8, sizeof *out);
    if (status != SPOL_OK) {
      return status;
    }
    spi_sized_copy(out, given, sizeof *out);
  }
  spol_policy_limits *limits = &out->limits;
  limits->bytes = limits->bytes == 0 ? UINT64_C(8) << 20U : limits->bytes;
  limits->depth = or_default(limits->depth, 64);
  limits->nodes = or_default(limits->nodes, 1000000);
  limits->rules = or_default(limits->rules, 100000);
  limits->names = or_default(limits->names, 65535);
  return SPOL_OK;
}

static spol_status read_text(reading *all, const spol_policy_source *source, uint64_t *bytes) {
  spi_reader *reader = &all->reader;
  const spol_policy_limits *limits = &all->options.limits;
  uint64_t left = limits->bytes - *bytes;
  spi_text_limits text_limits = {.bytes = left == 0 ? 1 : left, /* 0 is the default there */
                                 .depth = limits->depth,
                                 .nodes = limits->nodes,
                                 .documents = MOST_VERSIONS};
  *bytes += source->length < left ? source->length : left;
  spol_error error = SPOL_ERROR_INIT;
  spi_document *document = NULL;
  spol_status status =
      spi_document_read(reader->allocator, source->text, (size_t)source->length, &text_limits,
                        source->name, reader->diagnostics, &document, &error);
  if (status != SPOL_OK) {
    if (reader->errors++ == 0) {
      reader->status = status;
      if (reader->error != NULL && reader->error->size >= sizeof error) {
        error.size = reader->error->size;
        *reader->error = error;
      }
    }
    return status == SPOL_E_MEMORY ? status : SPOL_OK;
  }
  all->documents[all->document_count++] = document;
  for (uint32_t i = 0; i < spi_document_count(document); i++) {
    const spi_text_node *root = spi_document_root(document, i);
    if (all->version_count == MOST_VERSIONS) {
      return spi_fail(reader->error, SPOL_E_LIMIT, "more than %u versions",
                      (uint32_t)MOST_VERSIONS);
    }
    all->versions[all->version_count++] =
        (version_text){.root = {.node = root, .place = root->start},
                       .file = source->name,
                       .effective_from = SPOL_DATE_NONE};
  }
  return SPOL_OK;
}

static spol_status read_texts(reading *all, const spol_policy_source *sources, uint64_t count) {
  uint64_t bytes = 0;
  spol_status status = SPOL_OK;
  for (uint64_t i = 0; status == SPOL_OK && i < count; i++) {
    spol_policy_source source;
    status = spi_sized_check(&sources[i], 8, sizeof source);
    if (status == SPOL_OK) {
      spi_sized_copy(&source, &sources[i], sizeof source);
      status = source.text == NULL && source.length > 0 ? SPOL_E_INVALID
                                                        : read_text(all, &source, &bytes);
    }
  }
  return status;
}

/* ---- The head of a version ------------------------------------------------------------------- */

static const char *const root_keys[] = {
    "supportpolicy", "id",         "version",   "title",    "effective",  "pinned_by",
    "zone",          "zones",      "source",    "facts",    "conditions", "holidays",
    "calendars",     "severities", "reasons",   "metrics",  "coverage",   "entitlement",
    "notices",       "escalation", "events",    "roles",    "efforts",    "parts",
    "advice",        "not_a_rule", "footnotes", "promises", "accepted",   "assumptions",
    "note",          NULL};

/* Versions are numbered by the date from which they hold. */
static void read_effective_from(reading *all) {
  for (size_t i = 0; i < all->version_count; i++) {
    version_text *version = &all->versions[i];
    const spi_text_item *effective = spi_field(&version->root, "effective");
    const spi_text_item *from = effective == NULL ? NULL : spi_field(effective, "from");
    if (from != NULL && from->node->kind == SPI_TEXT_SCALAR &&
        spol_date_parse(from->node->text.data, from->node->text.length, &version->effective_from,
                        NULL) != SPOL_OK) {
      version->effective_from = SPOL_DATE_NONE; /* reported when it is read */
    }
  }
  for (size_t i = 1; i < all->version_count; i++) {
    version_text version = all->versions[i];
    size_t at = i;
    for (; at > 0 && all->versions[at - 1].effective_from > version.effective_from; at--) {
      all->versions[at] = all->versions[at - 1];
    }
    all->versions[at] = version;
  }
}

/* A default that is no zone is reported where it is read as the fact's. */
static void read_default_zone(spi_reader *reader, const spi_text_item *fact) {
  const spi_text_item *type = spi_field(fact, "type");
  const spi_text_item *given = spi_field(fact, "default");
  if (type != NULL && given != NULL && type->node->kind == SPI_TEXT_SCALAR &&
      given->node->kind == SPI_TEXT_SCALAR && spi_slice_is(type->node->text, "zone")) {
    spi_zone_foreseen(reader, given->node->text);
  }
}

static void read_default_zones(spi_reader *reader, const spi_text_item *facts) {
  uint32_t count = facts != NULL && facts->node->kind == SPI_TEXT_MAPPING ? facts->node->count : 0;
  for (uint32_t i = 0; i < count; i++) {
    read_default_zone(reader, &facts->node->of.pairs[i].value);
  }
}

/* Zones that cases may carry come first, so that their ids are the first. */
static void read_case_zones(reading *all) {
  spi_reader *reader = &all->reader;
  uint32_t id = 0;
  for (uint64_t i = 0; i < all->options.case_zone_count; i++) {
    spi_text_place nowhere = {0};
    spi_zone_named(reader, spi_slice_of(all->options.case_zones[i]), &nowhere, &id);
  }
  for (size_t i = 0; i < all->version_count; i++) {
    spi_list zones = spi_as_list(spi_field(&all->versions[i].root, "zones"));
    reader->file = all->versions[i].file;
    for (size_t j = 0; j < zones.count; j++) {
      size_t mark = spi_path_key(reader, spi_slice_of("zones"));
      spi_path_index(reader, j);
      spi_refer_zone(reader, &zones.items[j], &id);
      spi_path_up(reader, mark);
    }
    read_default_zones(reader, spi_field(&all->versions[i].root, "facts"));
  }
  reader->case_zones = (uint32_t)reader->zones.count;
}

static void check_language(spi_reader *reader, const spi_text_item *root) {
  const spi_text_item *language = spi_field_needed(reader, root, "supportpolicy");
  if (language != NULL &&
      (language->node->kind != SPI_TEXT_SCALAR || !spi_slice_is(language->node->text, "1"))) {
    spi_reader_report(reader, SPOL_E_SEMANTIC, SPOL_DIAG_UNSUPPORTED_VERSION, &language->place,
                      "write supportpolicy: 1", "this version of the language is not known");
  }
}

static int good_identity(spi_slice id) {
  for (size_t i = 0; i < id.length; i++) {
    char c = id.data[i];
    int letter = c >= 'a' && c <= 'z';
    if (!letter && (i == 0 || !((c >= '0' && c <= '9') || c == '-' || c == '_'))) {
      return 0;
    }
  }
  return id.length > 0;
}

static void read_identity(spi_reader *reader, const spi_text_item *root) {
  const spi_text_item *item = spi_field_needed(reader, root, "id");
  uint32_t offset = 0;
  if (item == NULL || !spi_read_string(reader, item, &offset)) {
    return;
  }
  if (!good_identity(item->node->text)) {
    spi_reader_report(reader, SPOL_E_SEMANTIC, SPOL_DIAG_INVALID_NAME, &item->place,
                      "small letters, digits, - and _, beginning with a letter",
                      "\"%S\" cannot be the id of a policy", item->node->text);
  }
  if (reader->version_index > 0 && offset != reader->policy->identity) {
    spi_reader_report(reader, SPOL_E_SEMANTIC, SPOL_DIAG_CONFLICTING_KEYS, &item->place, NULL,
                      "another version has the id \"%s\"",
                      spi_strings_at(&reader->strings, reader->policy->identity));
  }
  reader->policy->identity = offset;
}

static void read_version_name(spi_reader *reader, const spi_text_item *root) {
  const spi_text_item *item = spi_field_needed(reader, root, "version");
  uint32_t offset = 0;
  uint32_t id = 0;
  if (item == NULL || !spi_read_string(reader, item, &offset)) {
    return;
  }
  if (spi_name_find(&reader->names, SPOL_NAME_VERSION, offset) != 0 || offset == 0) {
    spi_reader_report(reader, SPOL_E_SEMANTIC, SPOL_DIAG_NAME_DEFINED_TWICE, &item->place, NULL,
                      "the version \"%S\" is there already, or has no name", item->node->text);
    return;
  }
  spi_reader_do(reader,
                spi_name_add(reader->allocator, &reader->names, SPOL_NAME_VERSION, offset, &id));
}

static void read_effective(spi_reader *reader, const spi_text_item *root) {
  static const char *const keys[] = {"from", "to", "clause", "note", NULL};
  spi_version *version = &reader->draft->version;
  const spi_text_item *item = spi_field(root, "effective");
  version->effective_from = SPOL_DATE_NONE;
  version->effective_to = SPOL_DATE_NONE;
  if (item == NULL || !spi_need(reader, item, SPI_TEXT_MAPPING, "`effective`")) {
    return;
  }
  size_t mark = spi_path_key(reader, spi_slice_of("effective"));
  const spi_text_item *from = spi_field(item, "from");
  const spi_text_item *to = spi_field(item, "to");
  spi_only_keys(reader, item->node, keys);
  spi_cite(reader, item);
  if (from != NULL) {
    spi_read_date(reader, from, &version->effective_from);
  }
  if (to != NULL) {
    spi_read_date(reader, to, &version->effective_to);
  }
  if (from != NULL && to != NULL && version->effective_to < version->effective_from) {
    spi_reader_report(reader, SPOL_E_SEMANTIC, SPOL_DIAG_VALUE_OUT_OF_RANGE, &to->place, NULL,
                      "the version ends before it begins");
  }
  spi_path_up(reader, mark);
}

static void read_zone(spi_reader *reader, const spi_text_item *root) {
  const spi_text_item *item = spi_field(root, "zone");
  spi_text_place nowhere = root->place;
  int known = item != NULL ? spi_refer_zone(reader, item, &reader->zone)
                           : spi_zone_named(reader, spi_slice_of("UTC"), &nowhere, &reader->zone);
  if (!known) {
    spi_zone_named(reader, spi_slice_of("UTC"), &nowhere, &reader->zone);
  }
  if (reader->fatal == SPOL_OK && reader->zone != 0) {
    reader->draft->version.zone = spol_zone_ref(spi_zone_by_id(reader, reader->zone));
    reader->draft->version.coverage.zone = spol_zone_ref(spi_zone_by_id(reader, reader->zone));
  }
}

static void read_pinned_by(spi_reader *reader, const spi_text_item *root) {
  const spi_text_item *item = spi_field(root, "pinned_by");
  uint32_t id = 0;
  reader->draft->version.pinned_by_fact = SPI_NONE;
  if (item == NULL ||
      (item->node->kind == SPI_TEXT_SCALAR && spi_slice_is(item->node->text, "opening"))) {
    return;
  }
  if (spi_refer(reader, item, SPOL_NAME_FACT, &id)) {
    const spi_fact *fact = spi_vector_at(&reader->facts, id - 1);
    if (fact->type != SPOL_FACT_DATE) {
      spi_reader_report(reader, SPOL_E_SEMANTIC, SPOL_DIAG_CONDITION_TYPE, &item->place, NULL,
                        "the fact \"%S\" is not a date", item->node->text);
    }
    reader->draft->version.pinned_by_fact = id - 1;
  }
}

static void read_head(spi_reader *reader, const spi_text_item *root) {
  spi_version *version = &reader->draft->version;
  const spi_text_item *title = spi_field(root, "title");
  spi_only_keys(reader, root->node, root_keys);
  check_language(reader, root);
  read_identity(reader, root);
  read_version_name(reader, root);
  read_effective(reader, root);
  version->id = reader->version_index + 1;
  if (title != NULL) {
    spi_read_string(reader, title, &version->title);
  }
  spi_reader_do(reader, spi_strings_add(reader->allocator, &reader->strings,
                                        spi_slice_of(reader->file == NULL ? "" : reader->file),
                                        &version->file));
  read_zone(reader, root);
}

/* ---- A version
 * ----------------------------------------------------------------------------------- */

static void begin_version(spi_reader *reader, const version_text *text, size_t index,
                          spi_draft *draft) {
  spi_draft_begin(reader, draft);
  spi_map_free(reader->allocator, &reader->once);
  spi_map_free(reader->allocator, &reader->met);
  reader->draft = draft;
  reader->file = text->file;
  reader->root = &text->root;
  reader->version_index = (uint32_t)index;
  reader->depth = 0;
  reader->path[0] = '\0';
}

static void read_version(spi_reader *reader) {
  const spi_text_item *root = reader->root;
  if (!spi_need(reader, root, SPI_TEXT_MAPPING, "a policy")) {
    return;
  }
  read_head(reader, root);
  if (reader->fatal != SPOL_OK) {
    return;
  }
  spi_read_definitions(reader, root);
  spi_read_facts(reader, spi_field(root, "facts"));
  if (reader->fatal != SPOL_OK) { /* there are fewer facts than names of facts */
    return;
  }
  read_pinned_by(reader, root);
  spi_read_holidays(reader);
  spi_read_calendars(reader, root);
  spi_read_severities(reader, spi_field(root, "severities"));
  spi_read_reasons(reader, spi_field(root, "reasons"));
  spi_read_metrics(reader, spi_field(root, "metrics"));
  spi_read_coverage(reader, spi_field(root, "coverage"));
  spi_read_entitlement(reader, spi_field(root, "entitlement"));
  spi_read_notices(reader, spi_field(root, "notices"));
  spi_read_escalation(reader, spi_field(root, "escalation"));
  spi_read_remarks(reader, root);
  spi_read_unnamed_conditions(reader);
  spi_read_unused(reader);
  spi_read_source(reader, spi_field(root, "source"));
  spi_order_metrics(reader);
  if (reader->errors == 0 && reader->fatal == SPOL_OK) {
    spi_canonical_write(reader, root);
  }
}

/* ---- The policy
 * ------------------------------------------------------------------------------------- */

/* Members of a fact stand side by side, in the order of their numbers. */
static spol_status settle_facts(spi_reader *reader) {
  spol_policy *policy = reader->policy;
  uint32_t count = (uint32_t)reader->members.count;
  uint32_t *members = spi_policy_take(policy, count, sizeof *members);
  uint32_t first = 0;
  if (members == NULL) {
    return SPOL_E_MEMORY;
  }
  for (size_t i = 0; i < reader->facts.count; i++) {
    spi_fact *fact = spi_vector_at(&reader->facts, i);
    fact->members.first = first;
    first += fact->members.count;
    fact->members.count = 0;
  }
  for (uint32_t i = 0; i < count; i++) {
    const spi_member *member = spi_vector_at(&reader->members, i);
    spi_fact *fact = spi_vector_at(&reader->facts, member->fact);
    members[fact->members.first + fact->members.count++] = member->name;
  }
  policy->members = members;
  policy->members_count = count;
  const void *facts = NULL;
  spol_status status = spi_vector_settle(policy, &reader->facts, &facts, &policy->facts_count);
  policy->facts = facts;
  return status;
}

/* The one release of all zones with data, or NULL. */
static spol_status settle_zones(spi_reader *reader) {
  spol_policy *policy = reader->policy;
  const void *zones = NULL;
  spol_status status = spi_vector_settle(policy, &reader->zones, &zones, &policy->zones_count);
  memcpy(&policy->zones, &zones, sizeof zones);
  if (status != SPOL_OK) {
    policy->zones_count = 0;
    return status;
  }
  reader->zones.count = 0;
  const char *release = NULL;
  int several = 0;
  for (uint32_t i = 0; i < policy->zones_count; i++) {
    const char *own = spol_zone_version(policy->zones[i]);
    int has_data = (spol_zone_flags(policy->zones[i]) & SPOL_ZONE_FIXED) == 0;
    several |= has_data && (own == NULL || (release != NULL && strcmp(release, own) != 0));
    release = has_data && own != NULL ? own : release;
  }
  policy->zone_data = several ? NULL : release;
  return SPOL_OK;
}

/* Once the calendars are those that stay. */
static spol_status find_waits(spol_policy *policy, spi_version *versions) {
  for (uint32_t i = 0; i < policy->versions_count; i++) {
    spi_version *version = &versions[i];
    spi_metric_use *uses = spi_policy_take(policy, version->metrics_count, sizeof *uses);
    spi_settled_aim *aims = spi_policy_take(policy, version->targets_count, sizeof *aims);
    if (uses == NULL || aims == NULL) {
      return SPOL_E_MEMORY;
    }
    spi_find_waits(version, uses, aims);
  }
  return SPOL_OK;
}

static spol_status settle(reading *all) {
  spi_reader *reader = &all->reader;
  spol_policy *policy = reader->policy;
  const void *clauses = NULL;
  spi_version *versions = spi_policy_take(policy, all->version_count, sizeof *versions);
  spol_status status =
      versions == NULL ? SPOL_E_MEMORY : spi_names_settle(policy, &reader->strings, &reader->names);
  policy->versions = versions;
  if (status == SPOL_OK) {
    status = settle_facts(reader);
  }
  if (status == SPOL_OK) {
    status = settle_zones(reader);
  }
  if (status == SPOL_OK) {
    status = spi_vector_settle(policy, &reader->clauses, &clauses, &policy->clauses_count);
    policy->clauses = clauses;
  }
  for (size_t i = 0; status == SPOL_OK && i < all->version_count; i++) {
    status = spi_draft_settle(reader, &all->drafts[i], &versions[i]);
    policy->versions_count += status == SPOL_OK;
  }
  if (status == SPOL_OK) {
    status = spi_share_calendars(policy);
  }
  if (status == SPOL_OK) {
    status = find_waits(policy, versions);
  }
  return status;
}

static spol_status begin_policy(reading *all) {
  spi_reader *reader = &all->reader;
  spol_policy *policy = spi_alloc_array(reader->allocator, 1, sizeof *policy);
  if (policy == NULL) {
    return SPOL_E_MEMORY;
  }
  spi_refcount_init(&policy->refcount);
  policy->allocator = *reader->allocator;
  policy->strings = "";
  reader->policy = policy;
  reader->names = spi_name_store_new(all->options.limits.names);
  reader->facts = spi_vector_of(sizeof(spi_fact), all->options.limits.names);
  reader->members = spi_vector_of(sizeof(spi_member), all->options.limits.nodes);
  reader->zones = spi_vector_of(sizeof(spol_zone *), all->options.limits.names);
  reader->clauses = spi_vector_of(sizeof(spi_clause), all->options.limits.nodes);
  reader->holiday_sets = spi_vector_of(sizeof(spi_holiday_set), all->options.limits.names);
  all->drafts = spi_alloc_array(reader->allocator, all->version_count, sizeof *all->drafts);
  return all->drafts == NULL ? SPOL_E_MEMORY : SPOL_OK;
}

static spol_status read_versions(reading *all) {
  spi_reader *reader = &all->reader;
  spol_status status = begin_policy(all);
  if (status != SPOL_OK) {
    return status;
  }
  read_effective_from(all);
  read_case_zones(all);
  for (size_t i = 0; reader->fatal == SPOL_OK && i < all->version_count; i++) {
    begin_version(reader, &all->versions[i], i, &all->drafts[i]);
    read_version(reader);
  }
  if (reader->fatal != SPOL_OK) {
    return reader->fatal;
  }
  return reader->errors > 0 ? reader->status : settle(all);
}

static void finish_reading(reading *all) {
  spi_reader *reader = &all->reader;
  const spol_allocator *allocator = reader->allocator;
  for (size_t i = 0; all->drafts != NULL && i < all->version_count; i++) {
    spi_draft_free(reader, &all->drafts[i]);
  }
  spi_free_array(allocator, all->drafts, all->version_count, sizeof *all->drafts);
  for (size_t i = 0; i < reader->zones.count; i++) {
    spol_zone_unref(spi_zone_by_id(reader, (uint32_t)i + 1));
  }
  spi_free_holidays(reader);
  spi_vector_free(allocator, &reader->zones);
  spi_vector_free(allocator, &reader->facts);
  spi_vector_free(allocator, &reader->members);
  spi_vector_free(allocator, &reader->clauses);
  spi_map *const maps[] = {&reader->member_ids,   &reader->seen, &reader->ranks,
                           &reader->line_indexes, &reader->once, &reader->calendar_indexes,
                           &reader->met};
  for (size_t i = 0; i < sizeof maps / sizeof maps[0]; i++) {
    spi_map_free(allocator, maps[i]);
  }
  spi_strings_free(allocator, &reader->strings);
  spi_name_store_free(allocator, &reader->names);
  for (size_t i = 0; i < all->document_count; i++) {
    spi_document_free(all->documents[i]);
  }
}

/* One remark instead of one on every key. */
static void refuse_case_files(reading *all) {
  spi_reader *reader = &all->reader;
  for (size_t i = 0; i < all->version_count; i++) {
    const spi_text_item *root = &all->versions[i].root;
    int is_mapping = root->node->kind == SPI_TEXT_MAPPING;
    const spi_text_item *key = is_mapping ? spi_mapping_find(root->node, "policytest") : NULL;
    if (key != NULL && spi_mapping_find(root->node, "supportpolicy") == NULL) {
      reader->file = all->versions[i].file;
      spi_reader_report(reader, SPOL_E_SEMANTIC, SPOL_DIAG_UNKNOWN_KEY, &root->place,
                        "a policy begins with supportpolicy: 1",
                        "this is a case file, not a policy");
    }
  }
}

static spol_status read_all(reading *all, const spol_policy_source *sources, uint64_t count,
                            spol_policy **out) {
  spi_reader *reader = &all->reader;
  spol_status status = read_texts(all, sources, count);
  if (status == SPOL_OK) {
    refuse_case_files(all);
  }
  if (status == SPOL_OK && reader->errors > 0) {
    status = reader->status;
  }
  if (status == SPOL_OK) {
    status = read_versions(all);
  }
  finish_reading(all);
  if (status != SPOL_OK) {
    spol_policy_unref(reader->policy);
    if (reader->errors == 0 && reader->fatal == SPOL_OK) {
      return spi_fail(reader->error, status, "%s", spol_status_message(status));
    }
    return status;
  }
  *out = reader->policy;
  return SPOL_OK;
}

spol_status spol_policy_read(const spol_allocator *allocator, const spol_policy_source *sources,
                             uint64_t count, const spol_policy_options *options, spol_policy **out,
                             spol_diagnostics *diagnostics, spol_error *error) {
  spol_allocator own;
  spol_policy_options taken;
  spol_status status = spi_allocator_take(allocator, &own);
  if (status == SPOL_OK) {
    status = take_options(options, &taken);
  }
  if (status != SPOL_OK || sources == NULL || out == NULL || count == 0) {
    return spi_fail(error, status == SPOL_OK ? SPOL_E_INVALID : status,
                    "an argument of spol_policy_read is not what it documents");
  }
  if (count > MOST_SOURCES) {
    return spi_fail(error, SPOL_E_LIMIT, "more than %u texts", (uint32_t)MOST_SOURCES);
  }
  reading *all = spi_alloc_array(&own, 1, sizeof *all);
  if (all == NULL) {
    return spi_fail(error, SPOL_E_MEMORY, "out of memory");
  }
  all->options = taken;
  all->reader.allocator = &own;
  all->reader.options = &all->options;
  all->reader.diagnostics = diagnostics;
  all->reader.error = error;
  status = read_all(all, sources, count, out);
  spi_free_array(&own, all, 1, sizeof *all);
  return status;
}
