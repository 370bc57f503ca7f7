/* SPDX-License-Identifier: MIT */
/* The canonical forms as trees, held against each other. */
#include <string.h>

#include "policy/diff_rules.h"

/* What says where a rule comes from or what it is called, not what it does. */
static int is_remark(spi_slice key) {
  static const char *const remarks[] = {"clause", "clauses", "assumed",   "note",
                                        "title",  "id",      "exclusive", NULL};
  for (size_t i = 0; remarks[i] != NULL; i++) {
    if (spi_slice_is(key, remarks[i])) {
      return 1;
    }
  }
  return 0;
}

const spi_text_node *spi_tree_find(const spi_text_node *node, spi_slice key) {
  if (node == NULL || node->kind != SPI_TEXT_MAPPING) {
    return NULL;
  }
  for (uint32_t i = 0; i < node->count; i++) {
    if (spi_slice_equal(node->of.pairs[i].key.node->text, key)) {
      return node->of.pairs[i].value.node;
    }
  }
  return NULL;
}

const spi_text_node *spi_tree_get(const spi_text_node *node, const char *key) {
  return spi_tree_find(node, spi_slice_of(key));
}

uint32_t spi_tree_count(const spi_text_node *node) {
  return node == NULL ? 0 : node->kind == SPI_TEXT_SEQUENCE ? node->count : 1;
}

const spi_text_node *spi_tree_at(const spi_text_node *node, uint32_t index) {
  return node->kind == SPI_TEXT_SEQUENCE ? node->of.items[index].node : node;
}

int spi_tree_is(const spi_text_node *node, const char *word) {
  return node != NULL && node->kind == SPI_TEXT_SCALAR && spi_slice_is(node->text, word);
}

/* Each rule of `a` means the same in `b`; the depth is the text's. */
static int mapping_within(const spi_text_node *a, const spi_text_node *b) {
  for (uint32_t i = 0; i < a->count; i++) {
    const spi_text_pair *pair = &a->of.pairs[i];
    if (!is_remark(pair->key.node->text)) {
      const spi_text_node *other = spi_tree_find(b, pair->key.node->text);
      if (other == NULL || !spi_tree_same(pair->value.node, other)) {
        return 0;
      }
    }
  }
  return 1;
}

static int same_keys(const spi_text_node *a, const spi_text_node *b) {
  for (uint32_t i = 0; i < b->count; i++) {
    spi_slice key = b->of.pairs[i].key.node->text;
    if (!is_remark(key) && spi_tree_find(a, key) == NULL) {
      return 0;
    }
  }
  return 1;
}

int spi_tree_same(const spi_text_node *a, const spi_text_node *b) {
  if (a == NULL || b == NULL) {
    return a == b;
  }
  if (a->kind != b->kind) {
    return 0;
  }
  if (a->kind == SPI_TEXT_SCALAR) {
    return spi_slice_equal(a->text, b->text);
  }
  if (a->kind == SPI_TEXT_MAPPING) {
    return same_keys(a, b) && mapping_within(a, b);
  }
  int same = a->count == b->count;
  for (uint32_t i = 0; same && i < a->count; i++) {
    same = spi_tree_same(a->of.items[i].node, b->of.items[i].node);
  }
  return same;
}

int spi_tree_within(const spi_text_node *in, const spi_text_node *of) {
  for (uint32_t i = 0; i < spi_tree_count(in); i++) {
    int found = 0;
    for (uint32_t j = 0; !found && j < spi_tree_count(of); j++) {
      found = spi_tree_same(spi_tree_at(in, i), spi_tree_at(of, j));
    }
    if (!found) {
      return 0;
    }
  }
  return 1;
}

spol_status spi_tree_read(const spol_allocator *allocator, const spi_version *version,
                          spi_document **out) {
  static const spi_text_limits limits = {
      .bytes = 1073741824, .depth = 1000, .nodes = 100000000, .keys = 1000000, .documents = 1};
  return spi_document_read(allocator, version->canonical, (size_t)version->canonical_length,
                           &limits, NULL, NULL, out, NULL);
}
