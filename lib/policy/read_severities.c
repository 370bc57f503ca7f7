/* SPDX-License-Identifier: MIT */
/* Severities: levels, a matrix, limits, and who may change them. */
#include <string.h>

#include "policy/number.h"
#include "policy/reader.h"

static const char *const severities_keys[] = {"levels", "order",     "matrix", "default", "record",
                                              "limits", "changes",   "clause", "note",    "assumed",
                                              "id",     "exclusive", NULL};

/* ---- Matrix ------------------------------------------------------------------------------- */

/* One side of a matrix: the fact, and where the bands of a number begin. */
typedef struct side {
  uint32_t fact;
  uint32_t count;
  spi_range bands;
  int numbers;
} side;

static const spi_fact *fact_at(const spi_reader *reader, uint32_t fact) {
  return spi_vector_at(&reader->facts, fact);
}

/* "25..75" or "75..": from, and below. */
static int read_band(spi_reader *reader, const spi_text_item *item, int64_t *from, int64_t *below) {
  spi_slice text;
  if (!spi_read_text(reader, item, &text)) {
    return 0;
  }
  for (size_t i = 0; i + 1 < text.length; i++) {
    if (text.data[i] != '.' || text.data[i + 1] != '.') {
      continue;
    }
    size_t rest = text.length - i - 2;
    *from = INT64_MIN;
    *below = INT64_MAX;
    if ((i == 0 || spi_number_parse(text.data, i, from, NULL) == SPOL_OK) &&
        (rest == 0 || spi_number_parse(text.data + i + 2, rest, below, NULL) == SPOL_OK) &&
        *from < *below) {
      return 1;
    }
  }
  return spi_reader_report(reader, SPOL_E_SEMANTIC, SPOL_DIAG_BANDS, &item->place,
                           "write a band as 25..75 (from, below), ..25 or 75..",
                           "\"%S\" is no band", text);
}

/* Of two neighbours: a value that lies in none, or in both. */
static int report_neighbours(spi_reader *reader, const spi_text_item *key, int64_t before,
                             int64_t end, int64_t from) {
  char text[64];
  spi_writer writer = spi_writer_on(text, sizeof text);
  spi_number_write(&writer, from > end ? end : from);
  return spi_reader_report(reader, SPOL_E_SEMANTIC, SPOL_DIAG_BANDS, &key->place,
                           "bands ascend, and each begins where the one before ends",
                           from > end ? "the band \"%S\" leaves a hole: %s lies in none"
                           : from >= before
                               ? "the band \"%S\" overlaps: %s lies in the one before too"
                               : "the band \"%S\" begins at %s, below the one before",
                           key->node->text, text);
}

/* Bands in ascending order, each from where the one before ends. */
static int read_bands(spi_reader *reader, const spi_text_node *mapping, side *out) {
  int64_t before = 0;
  int64_t end = 0;
  out->bands.first = (uint32_t)reader->draft->values.count;
  for (uint32_t i = 0; i < mapping->count; i++) {
    int64_t from = 0;
    int64_t below = 0;
    const spi_text_item *key = &mapping->of.pairs[i].key;
    if (!read_band(reader, key, &from, &below)) {
      return 0;
    }
    if (i > 0 && from != end) {
      return report_neighbours(reader, key, before, end, from);
    }
    before = from;
    end = below;
    spi_push(reader, &reader->draft->values, &from);
  }
  out->bands.count = mapping->count;
  out->count = mapping->count;
  return 1;
}

static int read_side(spi_reader *reader, const spi_text_item *name, side *out) {
  uint32_t id = 0;
  *out = (side){0};
  if (name == NULL || !spi_refer(reader, name, SPOL_NAME_FACT, &id)) {
    return 0;
  }
  const spi_fact *fact = fact_at(reader, id - 1);
  out->fact = id - 1;
  out->numbers = fact->type == SPOL_FACT_NUMBER;
  out->count = fact->members.count;
  if (!out->numbers && fact->type != SPOL_FACT_ENUM) {
    return spi_reader_report(reader, SPOL_E_SEMANTIC, SPOL_DIAG_CONDITION_TYPE, &name->place, NULL,
                             "a matrix is over facts with `one_of`, or over numbers");
  }
  return 1;
}

/* The position of a cell's key on a side. */
static int cell_position(spi_reader *reader, const side *on, const spi_text_item *key,
                         uint32_t order, uint32_t *position) {
  int64_t value = 0;
  if (on->numbers) {
    *position = order;
    return 1;
  }
  int good = spi_read_fact_value(reader, on->fact, key, &value);
  *position = (uint32_t)(value - 1);
  return good;
}

static void fill_cells(spi_reader *reader, const spi_text_item *cells, const side *rows,
                       const side *columns, int64_t *table) {
  for (uint32_t i = 0; i < cells->node->count; i++) {
    const spi_text_pair *row = &cells->node->of.pairs[i];
    uint32_t at_row = 0;
    if (!cell_position(reader, rows, &row->key, i, &at_row) ||
        !spi_need(reader, &row->value, SPI_TEXT_MAPPING, "a row of a matrix")) {
      continue;
    }
    for (uint32_t j = 0; j < row->value.node->count; j++) {
      const spi_text_pair *cell = &row->value.node->of.pairs[j];
      uint32_t at_column = 0;
      uint32_t id = 0;
      if (cell_position(reader, columns, &cell->key, j, &at_column) && at_column < columns->count &&
          spi_refer(reader, &cell->value, SPOL_NAME_SEVERITY, &id)) {
        table[at_row * columns->count + at_column] = id;
      }
    }
  }
}

/* Every row must have the columns of the first, band by band. */
static int same_columns(spi_reader *reader, const spi_text_node *first, const spi_text_item *row) {
  int same = row->node->kind == SPI_TEXT_MAPPING && row->node->count == first->count;
  for (uint32_t i = 0; same && i < first->count; i++) {
    same =
        spi_slice_equal(first->of.pairs[i].key.node->text, row->node->of.pairs[i].key.node->text);
  }
  return same || spi_reader_report(reader, SPOL_E_SEMANTIC, SPOL_DIAG_BANDS, &row->place, NULL,
                                   "this row has other bands than the first");
}

static int column_bands(spi_reader *reader, const spi_text_item *cells, side *columns) {
  const spi_text_item *first = &cells->node->of.pairs[0].value;
  if (!spi_need(reader, first, SPI_TEXT_MAPPING, "a row of a matrix")) {
    return 0;
  }
  for (uint32_t i = 1; i < cells->node->count; i++) {
    if (!same_columns(reader, first->node, &cells->node->of.pairs[i].value)) {
      return 0;
    }
  }
  return read_bands(reader, first->node, columns);
}

static uint32_t read_matrix(spi_reader *reader, const spi_text_item *item) {
  static const char *const keys[] = {"rows", "columns", "cells", "id", "clause", "note", NULL};
  side rows;
  side columns;
  if (!spi_need(reader, item, SPI_TEXT_MAPPING, "`matrix`")) {
    return SPI_NONE;
  }
  spi_only_keys(reader, item->node, keys);
  const spi_text_item *cells = spi_field_needed(reader, item, "cells");
  if (!read_side(reader, spi_field_needed(reader, item, "rows"), &rows) ||
      !read_side(reader, spi_field_needed(reader, item, "columns"), &columns) || cells == NULL ||
      !spi_need(reader, cells, SPI_TEXT_MAPPING, "`cells`") || cells->node->count == 0 ||
      (rows.numbers && !read_bands(reader, cells->node, &rows)) ||
      (columns.numbers && !column_bands(reader, cells, &columns))) {
    return SPI_NONE;
  }
  size_t size = (size_t)rows.count * columns.count;
  if (size == 0 || size > 65536) {
    spi_reader_report(reader, SPOL_E_LIMIT, SPOL_DIAG_VALUE_OUT_OF_RANGE, &item->place, NULL,
                      "a matrix has 1 to 65536 cells");
    return SPI_NONE;
  }
  int64_t *table = spi_alloc_array(reader->allocator, size, sizeof *table);
  if (table == NULL) {
    spi_reader_do(reader, SPOL_E_MEMORY);
    return SPI_NONE;
  }
  fill_cells(reader, cells, &rows, &columns, table);
  spi_matrix matrix = {.row_fact = rows.fact,
                       .column_fact = columns.fact,
                       .rows = rows.count,
                       .columns = columns.count,
                       .row_bands = rows.bands,
                       .column_bands = columns.bands,
                       .cells = {(uint32_t)reader->draft->values.count, (uint32_t)size},
                       .place = spi_place_of(reader, item)};
  for (size_t i = 0; i < size; i++) {
    spi_push(reader, &reader->draft->values, &table[i]);
  }
  spi_free_array(reader->allocator, table, size, sizeof *table);
  return spi_push(reader, &reader->draft->matrices, &matrix);
}

/* ---- Levels -------------------------------------------------------------------------------- */

static void push_node(spi_reader *reader, spi_node node) {
  node.next = (uint32_t)reader->draft->nodes.count + 1;
  spi_push(reader, &reader->draft->nodes, &node);
}

/* A level's own condition, or the cell of the matrix that names it. */
static uint32_t level_condition(spi_reader *reader, const spi_text_item *when, uint32_t matrix,
                                uint32_t id) {
  if (matrix == SPI_NONE) {
    return when == NULL ? SPI_NONE : spi_read_condition_node(reader, when);
  }
  uint32_t index = (uint32_t)reader->draft->nodes.count;
  push_node(reader, (spi_node){.op = SPI_OP_ANY});
  push_node(reader, (spi_node){.op = SPI_OP_MATRIX, .subject = matrix, .value = id});
  if (when != NULL) {
    uint32_t own = spi_read_condition(reader, when);
    if (own == SPI_ALWAYS) {
      push_node(reader, (spi_node){.op = SPI_OP_ALL});
    }
  }
  if (reader->fatal == SPOL_OK) {
    spi_node *any = spi_vector_at(&reader->draft->nodes, index);
    any->next = (uint32_t)reader->draft->nodes.count;
  }
  return index;
}

static void read_level(spi_reader *reader, const spi_text_item *item, uint32_t matrix) {
  static const char *const keys[] = {"id", "title", "when", "clause", "note", "assumed", NULL};
  spi_severity level = {.when = SPI_NONE};
  const spi_text_item *name = item;
  const spi_text_item *when = NULL;
  if (item->node->kind == SPI_TEXT_MAPPING) {
    spi_only_keys(reader, item->node, keys);
    const spi_text_item *title = spi_field(item, "title");
    name = spi_field(item, "id");
    when = spi_field(item, "when");
    if (title != NULL) {
      spi_read_string(reader, title, &level.title);
    }
  }
  if (name == NULL || !spi_refer(reader, name, SPOL_NAME_SEVERITY, &level.id)) {
    return;
  }
  level.when = level_condition(reader, when, matrix, level.id);
  level.place = spi_place_of(reader, item);
  spi_push(reader, &reader->draft->severities, &level);
}

static void read_levels(spi_reader *reader, const spi_text_item *item, uint32_t matrix) {
  spi_list list = spi_as_list(item);
  size_t mark = spi_path_key(reader, spi_slice_of("levels"));
  for (size_t i = 0; i < list.count; i++) {
    size_t inner = spi_path_index(reader, i);
    read_level(reader, &list.items[i], matrix);
    spi_path_up(reader, inner);
  }
  spi_path_up(reader, mark);
  reader->draft->version.severities.levels =
      (spi_range){0, (uint32_t)reader->draft->severities.count};
}

/* ---- Limits and changes ------------------------------------------------------------------------
 */

/* Limits decide what requested and derived are (docs/semantics.md, section 6): one that asks for a
 * severity would need its own answer. */
static void refuse_severities(spi_reader *reader, uint32_t condition, const spi_text_item *when) {
  for (size_t i = condition; i < reader->draft->nodes.count; i++) {
    const spi_node *node = spi_vector_at(&reader->draft->nodes, i);
    if (node->op >= SPI_OP_SEVERITY && node->op <= SPI_OP_SEVERITY_MISMATCH) {
      spi_reader_report(reader, SPOL_E_SEMANTIC, SPOL_DIAG_CIRCULAR_NAME, &when->place,
                        "ask in the levels: {id: S1, when: {requested: S1, workaround: false}}",
                        "a limit decides what severity there is, and cannot ask for one");
      return;
    }
  }
}

static void read_limit(spi_reader *reader, const spi_text_item *item) {
  static const char *const keys[] = {"when",   "at_most", "reject",  "says", "id",
                                     "clause", "note",    "assumed", NULL};
  spi_severity_limit limit = {.text = SPI_NONE};
  if (!spi_need(reader, item, SPI_TEXT_MAPPING, "a limit")) {
    return;
  }
  spi_only_keys(reader, item->node, keys);
  const spi_text_item *most = spi_field_needed(reader, item, "at_most");
  const spi_text_item *reject = spi_field(item, "reject");
  const spi_text_item *says = spi_field(item, "says");
  const spi_text_item *when = spi_field(item, "when");
  limit.when = spi_read_condition(reader, when);
  if (when != NULL && limit.when != SPI_ALWAYS) {
    refuse_severities(reader, limit.when, when);
  }
  if (most != NULL) {
    spi_refer_rank(reader, most, &limit.at_most);
  }
  if (reject != NULL) {
    spi_read_truth(reader, reject, &limit.reject);
  }
  if (says != NULL) {
    spi_read_string(reader, says, &limit.text);
  }
  limit.place = spi_place_of(reader, item);
  spi_push(reader, &reader->draft->severity_limits, &limit);
}

static void read_change_rule(spi_reader *reader, const spi_text_item *item, int32_t direction,
                             int *names_vendor) {
  static const char *const keys[] = {"by", "role",   "when", "requires", "grant", "says",
                                     "id", "clause", "note", "assumed",  NULL};
  static const char *const actors[] = {"customer", "vendor", "third_party", "system", NULL};
  static const char *const grants[] = {"by_vendor", "at_once", NULL};
  spi_severity_change_rule rule = {.direction = direction, .refused_text = SPI_NONE};
  uint32_t value = 0;
  if (!spi_need(reader, item, SPI_TEXT_MAPPING, "a rule")) {
    return;
  }
  spi_only_keys(reader, item->node, keys);
  const spi_text_item *by = spi_field(item, "by");
  const spi_text_item *role = spi_field(item, "role");
  const spi_text_item *grant = spi_field(item, "grant");
  const spi_text_item *says = spi_field(item, "says");
  if (by != NULL && spi_read_word(reader, by, actors, &value)) {
    rule.actor = (int32_t)value + SPOL_ACTOR_CUSTOMER;
  }
  *names_vendor |= by == NULL || rule.actor == SPOL_ACTOR_VENDOR;
  if (role != NULL) {
    spi_refer(reader, role, SPOL_NAME_ROLE, &rule.role);
  }
  rule.when = spi_read_condition(reader, spi_field(item, "when"));
  rule.requires = spi_read_condition(reader, spi_field(item, "requires"));
  if (grant != NULL && spi_read_word(reader, grant, grants, &value)) {
    rule.grant = value;
  }
  if (says != NULL) {
    spi_read_string(reader, says, &rule.refused_text);
  }
  rule.place = spi_place_of(reader, item);
  spi_push(reader, &reader->draft->severity_changes, &rule);
}

/* The vendor is allowed where no rule names the vendor. */
static void allow_vendor(spi_reader *reader, int32_t direction) {
  spi_severity_change_rule rule = {.direction = direction,
                                   .actor = SPOL_ACTOR_VENDOR,
                                   .when = SPI_ALWAYS,
                                   .requires = SPI_ALWAYS,
                                   .grant = 1,
                                   .refused_text = SPI_NONE,
                                   .place = {.clause = SPI_NONE}};
  spi_push(reader, &reader->draft->severity_changes, &rule);
}

static void read_direction(spi_reader *reader, const spi_text_item *changes, const char *key,
                           int32_t direction, uint8_t *follows, spi_place *place) {
  static const char *const keys[] = {"follows", "rules", "final",   "id",
                                     "clause",  "note",  "assumed", NULL};
  static const char *const words[] = {"decision", "derived", NULL};
  static const char *const finals[] = {"vendor", "customer", NULL};
  const spi_text_item *item = changes == NULL ? NULL : spi_field(changes, key);
  int names_vendor = 0;
  *place = (spi_place){.clause = SPI_NONE};
  if (item != NULL && spi_need(reader, item, SPI_TEXT_MAPPING, key)) {
    size_t mark = spi_path_key(reader, spi_slice_of(key));
    uint32_t value = 0;
    spi_only_keys(reader, item->node, keys);
    const spi_text_item *word = spi_field(item, "follows");
    const spi_text_item *final = spi_field(item, "final");
    spi_list rules = spi_as_list(spi_field(item, "rules"));
    if (word != NULL && spi_read_word(reader, word, words, &value)) {
      *follows = (uint8_t)value;
    }
    if (final != NULL) {
      spi_read_word(reader, final, finals, &value);
    }
    *place = spi_place_of(reader, item);
    for (size_t i = 0; i < rules.count; i++) {
      size_t inner = spi_path_key(reader, spi_slice_of("rules"));
      spi_path_index(reader, i);
      read_change_rule(reader, &rules.items[i], direction, &names_vendor);
      spi_path_up(reader, inner);
    }
    spi_path_up(reader, mark);
  }
  if (!names_vendor) {
    allow_vendor(reader, direction);
  }
}

static void read_changes(spi_reader *reader, const spi_text_item *item) {
  static const char *const keys[] = {"upgrade", "downgrade", "clause", "note", NULL};
  spi_severities *all = &reader->draft->version.severities;
  if (item != NULL && spi_need(reader, item, SPI_TEXT_MAPPING, "`changes`")) {
    spi_only_keys(reader, item->node, keys);
    spi_cite(reader, item);
  } else {
    item = NULL;
  }
  size_t mark = spi_path_key(reader, spi_slice_of("changes"));
  read_direction(reader, item, "upgrade", SPI_UPGRADE, &all->follows_up, &all->follows_up_place);
  read_direction(reader, item, "downgrade", SPI_DOWNGRADE, &all->follows_down,
                 &all->follows_down_place);
  spi_path_up(reader, mark);
  all->changes = (spi_range){0, (uint32_t)reader->draft->severity_changes.count};
}

static void read_record(spi_reader *reader, const spi_text_item *item) {
  static const char *const keys[] = {"at", "value", "clause", "note", "assumed", NULL};
  static const char *const moments[] = {"accepted", "opened", NULL};
  static const char *const values[] = {"derived", "requested", NULL};
  spi_severities *all = &reader->draft->version.severities;
  uint32_t value = 0;
  if (item == NULL || !spi_need(reader, item, SPI_TEXT_MAPPING, "`record`")) {
    return;
  }
  spi_only_keys(reader, item->node, keys);
  spi_cite(reader, item);
  const spi_text_item *at = spi_field(item, "at");
  const spi_text_item *what = spi_field(item, "value");
  if (at != NULL && spi_read_word(reader, at, moments, &value)) {
    all->record_on_open = (uint8_t)value;
  }
  if (what != NULL && spi_read_word(reader, what, values, &value)) {
    all->record_requested = (uint8_t)value;
  }
}

static void read_parts(spi_reader *reader, const spi_text_item *item) {
  static const char *const orders[] = {"stated", "inferred", NULL};
  spi_severities *all = &reader->draft->version.severities;
  const spi_text_item *matrix = spi_field(item, "matrix");
  const spi_text_item *order = spi_field(item, "order");
  const spi_text_item *otherwise = spi_field(item, "default");
  uint32_t value = 0;
  uint32_t index = matrix == NULL ? SPI_NONE : read_matrix(reader, matrix);
  const spi_text_item *levels = spi_field_needed(reader, item, "levels");
  if (order != NULL) {
    spi_read_word(reader, order, orders, &value);
  }
  if (levels != NULL) {
    read_levels(reader, levels, index);
  }
  if (otherwise != NULL && spi_refer_rank(reader, otherwise, &all->default_rank)) {
    all->default_place = spi_place_of(reader, otherwise);
  }
  read_record(reader, spi_field(item, "record"));
  spi_list limits = spi_as_list(spi_field(item, "limits"));
  for (size_t i = 0; i < limits.count; i++) {
    size_t mark = spi_path_key(reader, spi_slice_of("limits"));
    spi_path_index(reader, i);
    read_limit(reader, &limits.items[i]);
    spi_path_up(reader, mark);
  }
  all->limits = (spi_range){0, (uint32_t)reader->draft->severity_limits.count};
  const spi_text_item *exclusive = spi_field(item, "exclusive");
  if (exclusive != NULL) {
    spi_read_truth(reader, exclusive, &all->exclusive);
  }
  spi_cite(reader, item);
  read_changes(reader, spi_field(item, "changes"));
}

void spi_read_severities(spi_reader *reader, const spi_text_item *item) {
  spi_severities *all = &reader->draft->version.severities;
  all->default_place.clause = SPI_NONE;
  size_t mark = spi_path_key(reader, spi_slice_of("severities"));
  if (item != NULL && spi_need(reader, item, SPI_TEXT_MAPPING, "`severities`")) {
    spi_only_keys(reader, item->node, severities_keys);
    read_parts(reader, item);
  } else {
    read_changes(reader, NULL);
  }
  spi_path_up(reader, mark);
}
