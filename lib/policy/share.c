/* SPDX-License-Identifier: MIT */
#include "policy/share.h"

#include <string.h>

#include "policy/diff_rules.h"

enum { DEEPEST = 16 };

typedef struct two_versions {
  const spol_policy *policy;
  const spi_version *version[2]; /* earlier, later */
  const spi_text_node *root[2];
} two_versions;

static int same_section(const two_versions *both, const char *key) {
  return spi_tree_same(spi_tree_get(both->root[0], key), spi_tree_get(both->root[1], key));
}

/* 1 if a scalar somewhere in a value is the name; the depth is the text's. */
static int says(const spi_text_node *node, const char *name) {
  if (node->kind == SPI_TEXT_SCALAR) {
    return spi_slice_is(node->text, name);
  }
  for (uint32_t i = 0; i < node->count; i++) {
    if (says(node->kind == SPI_TEXT_SEQUENCE ? node->of.items[i].node
                                             : node->of.pairs[i].value.node,
             name)) {
      return 1;
    }
  }
  return 0;
}

/* 1 if a calendar, and all that it names, is written alike in both. Names are in
 * no circle: the reader has refused those. */
static int same_calendar(const two_versions *both, uint32_t id, int depth) {
  const char *name = spol_policy_name(both->policy, SPOL_NAME_CALENDAR, id);
  const spi_text_node *node[2] = {NULL, NULL};
  for (size_t s = 0; name != NULL && s < 2; s++) {
    node[s] = spi_tree_get(spi_tree_get(both->root[s], "calendars"), name);
  }
  if (depth == DEEPEST || node[0] == NULL || !spi_tree_same(node[0], node[1])) {
    return 0;
  }
  for (uint32_t other = 1; other <= spol_policy_count(both->policy, SPOL_NAME_CALENDAR); other++) {
    const char *part = spol_policy_name(both->policy, SPOL_NAME_CALENDAR, other);
    if (other != id && part != NULL && says(node[1], part) &&
        !same_calendar(both, other, depth + 1)) {
      return 0;
    }
  }
  return 1;
}

static void share(spol_calendar **mine, const spol_calendar *theirs) {
  if (*mine != NULL && theirs != NULL && *mine != theirs) {
    spol_calendar *given = spol_calendar_ref(theirs);
    spol_calendar_unref(*mine);
    *mine = given;
  }
}

/* The arrays are the policy's own, and nobody else has it yet. */
static void share_calendar(const two_versions *both, const spi_calendar *from, spi_calendar *to) {
  void *calendar = (void *)&to->calendar;
  share(calendar, from->calendar);
  for (uint32_t i = 0; i < to->table.count && from->table.count == to->table.count; i++) {
    const void *place = &both->version[1]->compiled[to->table.first + i];
    void *own = NULL;
    memcpy(&own, &place, sizeof own);
    share(own, both->version[0]->compiled[from->table.first + i]);
  }
}

static const spi_calendar *find(const spi_version *version, const spi_calendar *like) {
  for (uint32_t i = 0; i < version->calendars_count; i++) {
    const spi_calendar *found = &version->calendars[i];
    if (found->kind == like->kind && found->id == like->id && found->always == like->always) {
      return found;
    }
  }
  return NULL;
}

static void share_between(const two_versions *both) {
  for (uint32_t i = 0; i < both->version[1]->calendars_count; i++) {
    const spi_calendar *mine = &both->version[1]->calendars[i];
    const spi_calendar *theirs =
        mine->id != 0 || mine->always ? find(both->version[0], mine) : NULL;
    if (theirs != NULL && (mine->id == 0 || same_calendar(both, mine->id, 0))) {
      void *own = NULL;
      memcpy(&own, &mine, sizeof own);
      share_calendar(both, theirs, own);
    }
  }
}

static void share_all(const spol_policy *policy, spi_document *const *forms) {
  for (uint32_t later = 1; later < policy->versions_count; later++) {
    for (uint32_t earlier = 0; earlier < later; earlier++) {
      two_versions both = {
          policy,
          {&policy->versions[earlier], &policy->versions[later]},
          {spi_document_root(forms[earlier], 0), spi_document_root(forms[later], 0)}};
      if (same_section(&both, "holidays") && same_section(&both, "zone")) {
        share_between(&both);
      }
    }
  }
}

spol_status spi_share_calendars(spol_policy *policy) {
  uint32_t count = policy->versions_count;
  if (count < 2) {
    return SPOL_OK;
  }
  spi_document **forms = spi_alloc_array(&policy->allocator, count, sizeof *forms);
  spol_status status = forms == NULL ? SPOL_E_MEMORY : SPOL_OK;
  for (uint32_t i = 0; status == SPOL_OK && i < count; i++) {
    status = spi_tree_read(&policy->allocator, &policy->versions[i], &forms[i]);
  }
  if (status == SPOL_OK) {
    share_all(policy, forms);
  }
  for (uint32_t i = 0; forms != NULL && i < count; i++) {
    spi_document_free(forms[i]);
  }
  spi_free_array(&policy->allocator, forms, count, sizeof *forms);
  return status;
}
