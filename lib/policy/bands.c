/* SPDX-License-Identifier: MIT */
/* The bands into which the constants of a version cut its ordered facts. */
#include <string.h>

#include "policy/question.h"

enum { MOST_CUTS = 4000000, WIDEST_CLUSTER = 8 };

/* A band of a cluster begins at this value. */
typedef struct cut {
  int64_t value;
  uint32_t cluster;
  uint32_t reserved;
} cut;

typedef struct maker {
  const spol_allocator *allocator;
  const spol_policy *policy;
  const spi_version *version;
  spi_bands *bands;
  spi_vector cuts;
  spol_status status;
} maker;

static uint32_t root_of(const spi_bands *bands, uint32_t entry) {
  while (bands->cluster[entry] != entry) {
    entry = bands->cluster[entry];
  }
  return entry;
}

static void join(spi_bands *bands, uint32_t a, uint32_t b) {
  uint32_t first = root_of(bands, a);
  uint32_t second = root_of(bands, b);
  bands->cluster[first < second ? second : first] = first < second ? first : second;
}

static int is_ordered(const spol_policy *policy, uint32_t fact) {
  int32_t type = policy->facts[fact].type;
  return type == SPOL_FACT_NUMBER || type == SPOL_FACT_DATE || type == SPOL_FACT_INSTANT;
}

static void add_cut(maker *state, uint32_t fact, int64_t value) {
  cut added = {.value = value, .cluster = fact};
  /* Every value is at least the least: no band begins there. */
  if (state->status == SPOL_OK && is_ordered(state->policy, fact) && value != INT64_MIN) {
    state->status = spi_vector_push(state->allocator, &state->cuts, &added);
  }
}

/* The value is a band of its own. */
static void add_point(maker *state, uint32_t fact, int64_t value) {
  add_cut(state, fact, value);
  if (value < INT64_MAX) {
    add_cut(state, fact, value + 1);
  }
}

static void look_at_fact(maker *state, const spi_node *node) {
  if (node->compare == SPI_EQUAL) {
    add_point(state, node->subject, node->value);
  } else if (node->compare == SPI_LESS || node->compare == SPI_AT_LEAST) {
    add_cut(state, node->subject, node->value);
  } else if (node->value < INT64_MAX) {
    add_cut(state, node->subject, node->value + 1);
  }
}

static void look_at_matrix(maker *state, const spi_matrix *matrix) {
  const int64_t *values = state->version->values;
  for (uint32_t i = 0; i < matrix->row_bands.count; i++) {
    add_cut(state, matrix->row_fact, values[matrix->row_bands.first + i]);
  }
  for (uint32_t i = 0; i < matrix->column_bands.count; i++) {
    add_cut(state, matrix->column_fact, values[matrix->column_bands.first + i]);
  }
}

static void look_at(maker *state, const spi_node *node) {
  const spi_version *version = state->version;
  switch (node->op) {
  case SPI_OP_FACT:
    look_at_fact(state, node);
    break;
  case SPI_OP_FACT_IN:
    for (uint32_t i = 0; i < node->operand.count; i++) {
      add_point(state, node->subject, version->values[node->operand.first + i]);
    }
    break;
  case SPI_OP_FACT_KNOWN:
    state->bands->asked[node->subject] = 1;
    break;
  case SPI_OP_FACT_FACT:
    join(state->bands, node->subject, node->operand.first);
    break;
  case SPI_OP_FACT_EVENT_TIME:
    join(state->bands, node->subject,
         state->policy->facts_count +
             (state->policy->facts[node->subject].type == SPOL_FACT_INSTANT));
    break;
  case SPI_OP_MATRIX:
    look_at_matrix(state, &version->matrices[node->subject]);
    break;
  default:
    break;
  }
}

/* Facts that are compared with each other share their bands. Around a constant
 * the values next to it are bands of their own, so that a band which several
 * facts may lie in, one behind the other, has room for them. */
static void share_cuts(maker *state) {
  spi_bands *bands = state->bands;
  size_t count = state->cuts.count;
  for (uint32_t i = 0; i < bands->entries; i++) {
    bands->cluster[i] = root_of(bands, i);
  }
  for (uint32_t i = 0; i < bands->entries; i++) {
    bands->cuts[bands->cluster[i]].count++;
  }
  for (size_t i = 0; i < count; i++) {
    cut *seen = spi_vector_at(&state->cuts, i);
    uint32_t members = bands->cuts[bands->cluster[seen->cluster]].count;
    int64_t value = seen->value;
    seen->cluster = bands->cluster[seen->cluster];
    cut added = *seen;
    for (int32_t near = members > 1 ? -WIDEST_CLUSTER : 1; near <= WIDEST_CLUSTER && members > 1;
         near++) {
      added.value = value + near;
      if (state->status == SPOL_OK && value > INT64_MIN / 2 && value < INT64_MAX / 2) {
        state->status = spi_vector_push(state->allocator, &state->cuts, &added);
      }
    }
  }
}

static int lies_before(const cut *a, const cut *b) {
  return a->cluster != b->cluster ? a->cluster < b->cluster : a->value < b->value;
}

static void sift(cut *cuts, size_t root, size_t count) {
  cut moved = cuts[root];
  for (size_t child = 2 * root + 1; child < count; child = 2 * root + 1) {
    if (child + 1 < count && lies_before(&cuts[child], &cuts[child + 1])) {
      child++;
    }
    if (!lies_before(&moved, &cuts[child])) {
      break;
    }
    cuts[root] = cuts[child];
    root = child;
  }
  cuts[root] = moved;
}

static void sort_cuts(cut *cuts, size_t count) {
  for (size_t i = count / 2; i > 0; i--) {
    sift(cuts, i - 1, count);
  }
  for (size_t end = count; end > 1; end--) {
    cut largest = cuts[0];
    cuts[0] = cuts[end - 1];
    cuts[end - 1] = largest;
    sift(cuts, 0, end - 1);
  }
}

static void settle_cuts(maker *state) {
  spi_bands *bands = state->bands;
  const cut *cuts = state->cuts.items;
  bands->value_count = (uint32_t)state->cuts.count;
  bands->values =
      spi_alloc_array(state->allocator, (size_t)bands->value_count + 1, sizeof *bands->values);
  if (bands->values == NULL) {
    state->status = SPOL_E_MEMORY;
    return;
  }
  memset(bands->cuts, 0, bands->entries * sizeof *bands->cuts);
  uint32_t used = 0;
  for (uint32_t i = 0; i < bands->value_count; i++) {
    spi_range *range = &bands->cuts[cuts[i].cluster];
    if (range->count == 0) {
      range->first = used;
    } else if (bands->values[used - 1] == cuts[i].value) {
      continue;
    }
    bands->values[used++] = cuts[i].value;
    range->count++;
  }
}

spol_status spi_bands_make(const spol_allocator *allocator, const spol_policy *policy,
                           const spi_version *version, spi_bands *out) {
  uint32_t entries = policy->facts_count + 2;
  memset(out, 0, sizeof *out);
  out->entries = entries;
  out->cluster = spi_alloc_array(allocator, entries, sizeof *out->cluster);
  out->asked = spi_alloc_array(allocator, entries, sizeof *out->asked);
  out->cuts = spi_alloc_array(allocator, entries, sizeof *out->cuts);
  maker state = {.allocator = allocator,
                 .policy = policy,
                 .version = version,
                 .bands = out,
                 .cuts = spi_vector_of(sizeof(cut), MOST_CUTS)};
  if (out->cluster == NULL || out->asked == NULL || out->cuts == NULL) {
    state.status = SPOL_E_MEMORY;
  }
  for (uint32_t i = 0; state.status == SPOL_OK && i < entries; i++) {
    out->cluster[i] = i;
  }
  for (uint32_t i = 0; state.status == SPOL_OK && i < version->nodes_count; i++) {
    look_at(&state, &version->nodes[i]);
  }
  if (state.status == SPOL_OK) {
    share_cuts(&state);
    sort_cuts(state.cuts.items, state.cuts.count);
  }
  if (state.status == SPOL_OK) {
    settle_cuts(&state);
  }
  spi_vector_free(allocator, &state.cuts);
  if (state.status != SPOL_OK) {
    spi_bands_free(allocator, out);
  }
  return state.status;
}

void spi_bands_free(const spol_allocator *allocator, spi_bands *bands) {
  spi_free_array(allocator, bands->cluster, bands->entries, sizeof *bands->cluster);
  spi_free_array(allocator, bands->asked, bands->entries, sizeof *bands->asked);
  spi_free_array(allocator, bands->cuts, bands->entries, sizeof *bands->cuts);
  spi_free_array(allocator, bands->values, (size_t)bands->value_count + 1, sizeof *bands->values);
  memset(bands, 0, sizeof *bands);
}
