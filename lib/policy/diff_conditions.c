/* SPDX-License-Identifier: MIT */
/* Conditions and levels of two sides, for every combination of the facts that they
 * name. */
#include <string.h>

#include "policy/diff_rules.h"
#include "policy/diff_table.h"

typedef struct seen {
  uint8_t old_only;
  uint8_t new_only;
  uint8_t untold;
} seen;

/* Looks at one combination. */
typedef void looker(spi_table *all, const void *what, seen *out);

static int names_hours(const spi_table *all) {
  for (uint32_t i = 0; i < all->count; i++) {
    if (all->dimensions[i].kind == SPI_ABOUT_INSIDE) {
      return 1; /* their answers hang together over time, not one by one */
    }
  }
  return 0;
}

static int32_t relation_of(const seen *found) {
  return found->untold                        ? SPI_RELATION_UNKNOWN
         : found->old_only && found->new_only ? SPI_RELATION_OTHER
         : found->new_only                    ? SPI_RELATION_WIDER
         : found->old_only                    ? SPI_RELATION_NARROWER
                                              : SPI_RELATION_EQUAL;
}

static void look_at_all(spi_table *all, looker *look, const void *what, seen *found) {
  spi_table_begin(all);
  if (all->unsupported != NULL || names_hours(all)) {
    found->untold = 1;
    return;
  }
  do {
    look(all, what, found);
  } while (all->status == SPOL_OK && !found->untold && spi_table_next(all));
}

static void look_at_conditions(spi_table *all, const void *what, seen *found) {
  const uint32_t *when = what;
  int held[2] = {spi_table_holds(all, 0, when[0]), spi_table_holds(all, 1, when[1])};
  if (held[0] == held[1]) {
    return;
  }
  found->untold |= held[0] == SPI_TABLE_UNDECIDED || held[1] == SPI_TABLE_UNDECIDED;
  found->old_only |= held[0] == SPI_TABLE_YES;
  found->new_only |= held[1] == SPI_TABLE_YES;
}

static spol_status compare(spi_differ *differ, const uint32_t when[2], looker *look,
                           int32_t *relation) {
  seen found = {0, 0, 0};
  spi_table *all = spi_alloc_array(differ->allocator, 1, sizeof *all);
  if (all == NULL) {
    return SPOL_E_MEMORY;
  }
  all->differ = differ;
  all->name = "";
  all->derived = when == NULL;
  for (uint32_t s = 0; s < 2; s++) {
    if (when == NULL) {
      spi_table_need_levels(all, s);
    } else {
      spi_table_need_condition(all, s, when[s]);
    }
  }
  if (all->status == SPOL_OK) {
    look_at_all(all, look, when, &found);
  }
  spol_status status = all->status;
  *relation = relation_of(&found);
  spi_table_end(all);
  spi_free_array(differ->allocator, all, 1, sizeof *all);
  return status;
}

spol_status spi_diff_conditions(spi_differ *differ, const uint32_t when[2], int32_t *relation) {
  return compare(differ, when, look_at_conditions, relation);
}

/* ---- Levels ---------------------------------------------------------------------------------- */

/* The rank that the other side gives a level of the same name; 0: it has none. */
static uint32_t rank_there(const spi_differ *differ, uint32_t side, uint32_t rank) {
  const spi_diff_side *own = &differ->sides[side];
  const spi_diff_side *other = &differ->sides[1 - side];
  uint32_t id = 0;
  const char *name = rank == 0 ? NULL
                               : spol_policy_name(own->policy, SPOL_NAME_SEVERITY,
                                                  own->version->severities_by_rank[rank - 1].id);
  if (name == NULL ||
      spol_policy_find(other->policy, SPOL_NAME_SEVERITY, name, strlen(name), &id) != SPOL_OK) {
    return 0;
  }
  return spol_policy_severity_rank(other->policy,
                                   (uint32_t)(other->version - other->policy->versions) + 1, id);
}

static void look_at_levels(spi_table *all, const void *what, seen *found) {
  uint32_t rank[2] = {0, 0};
  (void)what;
  int known[2] = {spi_table_derived(all, 0, &rank[0]), spi_table_derived(all, 1, &rank[1])};
  if (!known[0] || !known[1]) {
    found->untold |= known[0] != known[1];
    return;
  }
  /* Both in the order of the new side; no severity is the least. */
  uint32_t before = rank_there(all->differ, 0, rank[0]);
  if ((rank[0] != 0 && before == 0) || (rank[1] != 0 && rank_there(all->differ, 1, rank[1]) == 0)) {
    found->untold = 1;
    return;
  }
  before = before == 0 ? UINT32_MAX : before;
  uint32_t after = rank[1] == 0 ? UINT32_MAX : rank[1];
  found->new_only |= after < before;
  found->old_only |= after > before;
}

spol_status spi_diff_derived(spi_differ *differ, int32_t *relation) {
  return compare(differ, NULL, look_at_levels, relation);
}
