/* SPDX-License-Identifier: MIT */
/* What is written differently beside the targets: the canonical forms are read as
 * trees and held against each other rule by rule. */
#include "policy/diff_rules.h"

spol_status spi_rules_add(spi_rules *rules, const char *path, const char *metric,
                          const spi_place *const place[2], spi_judged judged) {
  spi_diff_item item = {0};
  spol_diff_entry *entry = &item.entry;
  spi_writer writer = spi_writer_on(item.rule, sizeof item.rule);
  if (judged.verdict == SPOL_DIFF_SAME) {
    return SPOL_OK;
  }
  spi_write_text(&writer, path);
  entry->kind = SPOL_DIFF_RULE;
  entry->metric = metric[0] == '\0' ? "" : metric;
  entry->verdict = judged.verdict;
  entry->reduces = judged.verdict == SPOL_DIFF_WORSE;
  entry->reason = judged.reason;
  entry->opening = entry->old_due = entry->new_due = SPOL_INSTANT_NONE;
  entry->old_place = spi_diff_place(&rules->differ->sides[0], place[0]);
  entry->new_place = spi_diff_place(&rules->differ->sides[1], place[1]);
  return spi_diff_add(rules->differ, &item);
}

/* A canonical form is the reader's own: it always can be read again, with limits that
 * no form of a readable text reaches. */
static spol_status tell_all(spi_rules *rules) {
  spol_status status = spi_rules_definitions(rules);
  status = status == SPOL_OK ? spi_rules_severities(rules) : status;
  status = status == SPOL_OK ? spi_rules_metrics(rules) : status;
  return status == SPOL_OK ? spi_rules_lists(rules) : status;
}

int spi_diff_same_section(const spi_differ *differ, const char *key, const char *name) {
  const spi_text_node *found[2];
  for (int s = 0; s < 2; s++) {
    found[s] = spi_tree_get(differ->root[s], key);
    found[s] = name == NULL ? found[s] : spi_tree_get(found[s], name);
  }
  return spi_tree_same(found[0], found[1]);
}

spol_status spi_diff_read(spi_differ *differ) {
  spol_status status = SPOL_OK;
  for (int s = 0; s < 2 && status == SPOL_OK; s++) {
    status = spi_tree_read(differ->allocator, differ->sides[s].version, &differ->document[s]);
    differ->root[s] = status == SPOL_OK ? spi_document_root(differ->document[s], 0) : NULL;
  }
  return status;
}

void spi_diff_forget(spi_differ *differ) {
  spi_document_free(differ->document[0]);
  spi_document_free(differ->document[1]);
}

spol_status spi_diff_rules(spi_differ *differ) {
  spi_rules rules = {.differ = differ, .root = {differ->root[0], differ->root[1]}};
  return tell_all(&rules);
}
