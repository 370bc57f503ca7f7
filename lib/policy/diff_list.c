/* SPDX-License-Identifier: MIT */
/* Lists of rules: which entry of one side is which of the other, and what becomes of
 * each for the customer. */
#include <string.h>

#include "policy/diff_rules.h"

enum { MOST_ENTRIES = 4096 };

#define NOT_PAIRED UINT32_MAX

typedef struct pairing {
  const spi_rule_list *list;
  uint32_t count[2];
  uint32_t *other[2]; /**< of each entry: its index on the other side */
} pairing;

/* The id of an entry; a plain name is its own. */
static spi_slice id_of(const spi_text_node *entry) {
  const spi_text_node *id = entry->kind == SPI_TEXT_MAPPING ? spi_tree_get(entry, "id") : entry;
  return id == NULL || id->kind != SPI_TEXT_SCALAR ? (spi_slice){"", 0} : id->text;
}

enum { BY_ID, BY_WORDS, IN_ORDER, PASSES };

static int belongs(const spi_text_node *a, const spi_text_node *b, int pass) {
  spi_slice one = id_of(a);
  spi_slice two = id_of(b);
  switch (pass) {
  case BY_ID:
    return one.length > 0 && spi_slice_equal(one, two);
  case BY_WORDS:
    return spi_tree_same(a, b);
  default:
    return one.length == 0 && two.length == 0;
  }
}

static void pair_up(pairing *all, int pass) {
  for (uint32_t i = 0; i < all->count[0]; i++) {
    for (uint32_t j = 0; all->other[0][i] == NOT_PAIRED && j < all->count[1]; j++) {
      if (all->other[1][j] == NOT_PAIRED &&
          belongs(spi_tree_at(all->list->node[0], i), spi_tree_at(all->list->node[1], j), pass)) {
        all->other[0][i] = j;
        all->other[1][j] = i;
      }
    }
  }
}

static void write_path(char *path, size_t size, const spi_rule_list *list, uint32_t side,
                       uint32_t index) {
  spi_writer writer = spi_writer_on(path, size);
  spi_slice id = id_of(spi_tree_at(list->node[side], index));
  if (id.length > 0) {
    spi_write_format(&writer, "%s.%S", list->path, id);
  } else {
    spi_write_format(&writer, "%s[%u]", list->path, index);
  }
}

/* An entry of one side alone. */
static spi_judged judge_alone(const spi_rule_list *list, const spi_text_node *entry, int added) {
  spi_judged judged = spi_verdict(SPOL_DIFF_UNDECIDED, added ? list->added : list->removed);
  spi_rule_pair pair = {.when = {SPI_ALWAYS, SPI_ALWAYS}};
  if (list->judge != NULL &&
      list->judge(list, added ? NULL : entry, added ? entry : NULL, &pair, &judged)) {
    return judged;
  }
  if (list->way != SPI_WAY_LOOK) {
    int good = ((list->way & SPI_WAY_GOOD) != 0) != pair.flip;
    judged.verdict = good == added ? SPOL_DIFF_BETTER : SPOL_DIFF_WORSE;
  }
  return judged;
}

static spol_status judge_both(spi_rules *rules, const spi_rule_list *list, uint32_t i, uint32_t j,
                              const spi_place *place[2], spi_judged *out) {
  spi_rule_pair pair = {.root = {rules->root[0], rules->root[1]},
                        .node = {spi_tree_at(list->node[0], i), spi_tree_at(list->node[1], j)}};
  uint32_t which[2] = {i, j};
  *out = spi_verdict(SPOL_DIFF_SAME, "");
  for (uint32_t s = 0; s < 2; s++) {
    uint32_t when[2] = {SPI_ALWAYS, SPI_ALWAYS};
    place[s] = list->place == NULL ? NULL : list->place(rules, list, s, which[s], when);
    pair.when[s] = when[0];
    pair.requires[s] = when[1];
  }
  if (spi_tree_same(pair.node[0], pair.node[1])) {
    return SPOL_OK;
  }
  if (list->judge != NULL && list->judge(list, pair.node[0], pair.node[1], &pair, out)) {
    return SPOL_OK;
  }
  spi_judged fields;
  spol_status status = spi_judge_fields(rules->differ, &pair, list->ways, &fields);
  spi_judge_also(out, fields);
  return status;
}

static spol_status tell(spi_rules *rules, const pairing *all, uint32_t side, uint32_t index) {
  char path[SPI_PATH_MAX];
  const spi_place *place[2] = {NULL, NULL};
  const spi_rule_list *list = all->list;
  uint32_t other = all->other[side][index];
  spi_judged judged;
  spol_status status = SPOL_OK;
  write_path(path, sizeof path, list, side, index);
  if (other == NOT_PAIRED) {
    uint32_t when[2];
    place[side] = list->place == NULL ? NULL : list->place(rules, list, side, index, when);
    judged = judge_alone(list, spi_tree_at(list->node[side], index), side == 1);
  } else {
    status = judge_both(rules, list, index, other, place, &judged);
  }
  return status != SPOL_OK ? status : spi_rules_add(rules, path, list->metric, place, judged);
}

static int moved(const pairing *all) {
  uint32_t last = 0;
  for (uint32_t i = 0; i < all->count[0]; i++) {
    if (all->other[0][i] != NOT_PAIRED) {
      if (all->other[0][i] < last) {
        return 1;
      }
      last = all->other[0][i];
    }
  }
  return 0;
}

static spol_status tell_all(spi_rules *rules, const pairing *all) {
  const spi_place *nowhere[2] = {NULL, NULL};
  spol_status status = SPOL_OK;
  for (uint32_t i = 0; i < all->count[0] && status == SPOL_OK; i++) {
    status = tell(rules, all, 0, i);
  }
  for (uint32_t j = 0; j < all->count[1] && status == SPOL_OK; j++) {
    if (all->other[1][j] == NOT_PAIRED) {
      status = tell(rules, all, 1, j);
    }
  }
  if (status == SPOL_OK && all->list->in_order && moved(all)) {
    status = spi_rules_add(rules, all->list->path, all->list->metric, nowhere,
                           spi_verdict(SPOL_DIFF_UNDECIDED, "the same rules in another order"));
  }
  return status;
}

spol_status spi_rules_list(spi_rules *rules, const spi_rule_list *list) {
  const spol_allocator *allocator = rules->differ->allocator;
  const spi_place *nowhere[2] = {NULL, NULL};
  pairing all = {.list = list};
  if (spi_tree_same(list->node[0], list->node[1])) {
    return SPOL_OK;
  }
  for (int s = 0; s < 2; s++) {
    all.count[s] = spi_tree_count(list->node[s]);
  }
  size_t room = (size_t)all.count[0] + all.count[1];
  if (room > MOST_ENTRIES) {
    return spi_rules_add(rules, list->path, list->metric, nowhere,
                         spi_verdict(SPOL_DIFF_UNDECIDED, "there are too many rules to pair"));
  }
  uint32_t *both = spi_alloc_array(allocator, room + 1, sizeof *both);
  if (both == NULL) {
    return SPOL_E_MEMORY;
  }
  memset(both, 0xff, (room + 1) * sizeof *both);
  all.other[0] = both;
  all.other[1] = both + all.count[0];
  for (int pass = 0; pass < PASSES; pass++) {
    pair_up(&all, pass);
  }
  spol_status status = tell_all(rules, &all);
  spi_free_array(allocator, both, room + 1, sizeof *both);
  return status;
}
