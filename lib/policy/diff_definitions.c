/* SPDX-License-Identifier: MIT */
/* What is defined for others to name: facts, conditions, calendars, reasons; and the
 * term that is covered. One that a single side has changes nothing by itself: what
 * names it is told. */
#include <string.h>

#include "policy/diff_rules.h"

static const spi_text_node *section(const spi_rules *rules, int side, const char *key) {
  return spi_tree_get(rules->root[side], key);
}

/* Judges each entry of a section that both sides have. */
typedef spol_status judge_entry(spi_rules *rules, spi_slice name,
                                const spi_text_node *const node[2], const spi_place *place[2],
                                spi_judged *out);

static spol_status tell_section(spi_rules *rules, const char *key, judge_entry *judge) {
  const spi_text_node *all = section(rules, 0, key);
  spol_status status = SPOL_OK;
  for (uint32_t i = 0;
       all != NULL && all->kind == SPI_TEXT_MAPPING && i < all->count && status == SPOL_OK; i++) {
    char path[SPI_PATH_MAX];
    spi_writer writer = spi_writer_on(path, sizeof path);
    spi_slice name = all->of.pairs[i].key.node->text;
    const spi_text_node *node[2] = {all->of.pairs[i].value.node,
                                    spi_tree_find(section(rules, 1, key), name)};
    const spi_place *place[2] = {NULL, NULL};
    spi_judged judged = spi_verdict(SPOL_DIFF_SAME, "");
    if (node[1] == NULL || spi_tree_same(node[0], node[1])) {
      continue;
    }
    spi_write_format(&writer, "%s.%S", key, name);
    status = judge(rules, name, node, place, &judged);
    status = status == SPOL_OK ? spi_rules_add(rules, path, "", place, judged) : status;
  }
  return status;
}

static uint32_t id_of(const spi_rules *rules, int side, int32_t kind, spi_slice name) {
  uint32_t id = 0;
  return spol_policy_find(rules->differ->sides[side].policy, kind, name.data, name.length, &id) ==
                 SPOL_OK
             ? id
             : 0;
}

/* ---- Facts and conditions
 * --------------------------------------------------------------------------- */

static spol_status judge_fact(spi_rules *rules, spi_slice name, const spi_text_node *const node[2],
                              const spi_place *place[2], spi_judged *out) {
  static const spi_field_way ways[] = {
      {"required", SPI_WAY_TRUTH, "an opening must give it", "an opening need not give it", NULL},
      {"default", SPI_WAY_LOOK, NULL, NULL, "what holds where a case does not give it"},
      {"one_of", SPI_WAY_LOOK, NULL, NULL, "its values; targets are compared for each"},
      {"scope", SPI_WAY_LOOK, NULL, NULL, "how long it lasts"},
      {NULL, 0, NULL, NULL, NULL}};
  spi_rule_pair pair = {.root = {rules->root[0], rules->root[1]}, .node = {node[0], node[1]}};
  for (int s = 0; s < 2; s++) {
    uint32_t id = id_of(rules, s, SPOL_NAME_FACT, name);
    place[s] = id == 0 ? NULL : &rules->differ->sides[s].policy->facts[id - 1].place;
  }
  return spi_judge_fields(rules->differ, &pair, ways, out);
}

/* A fact that an opening must give is asked for, whether both sides know it or not. */
static spol_status tell_required(spi_rules *rules) {
  spol_status status = SPOL_OK;
  for (int s = 0; s < 2; s++) {
    const spi_text_node *all = section(rules, s, "facts");
    for (uint32_t i = 0; all != NULL && i < all->count && status == SPOL_OK; i++) {
      char path[SPI_PATH_MAX];
      spi_writer writer = spi_writer_on(path, sizeof path);
      spi_slice name = all->of.pairs[i].key.node->text;
      const spi_place *place[2] = {NULL, NULL};
      uint32_t id = id_of(rules, s, SPOL_NAME_FACT, name);
      if (spi_tree_find(section(rules, 1 - s, "facts"), name) != NULL || id == 0 ||
          !spi_tree_is(spi_tree_get(all->of.pairs[i].value.node, "required"), "true")) {
        continue;
      }
      place[s] = &rules->differ->sides[s].policy->facts[id - 1].place;
      spi_write_format(&writer, "facts.%S", name);
      status = spi_rules_add(rules, path, "", place,
                             s == 1 ? spi_verdict(SPOL_DIFF_WORSE, "an opening must give it")
                                    : spi_verdict(SPOL_DIFF_BETTER, "an opening need not give it"));
    }
  }
  return status;
}

static spol_status judge_condition(spi_rules *rules, spi_slice name,
                                   const spi_text_node *const node[2], const spi_place *place[2],
                                   spi_judged *out) {
  (void)rules;
  (void)name;
  (void)node;
  (void)place;
  *out = spi_verdict(SPOL_DIFF_UNDECIDED,
                     "targets and levels that name it are compared; other rules must be looked at");
  return SPOL_OK;
}

/* ---- Calendars
 * ----------------------------------------------------------------------------------------- */

enum { DEEPEST = 200 };

/* 1 if a value of the tree is the name. */
static int names(const spi_text_node *node, spi_slice name, int depth) {
  if (node == NULL || depth > DEEPEST) {
    return node != NULL;
  }
  if (node->kind == SPI_TEXT_SCALAR) {
    return spi_slice_equal(node->text, name);
  }
  for (uint32_t i = 0; i < node->count; i++) {
    const spi_text_node *below =
        node->kind == SPI_TEXT_SEQUENCE ? node->of.items[i].node : node->of.pairs[i].value.node;
    if (names(below, name, depth + 1)) {
      return 1;
    }
  }
  return 0;
}

static int rule_of_metrics_names(const spi_text_node *metrics, spi_slice name) {
  for (uint32_t i = 0; metrics != NULL && i < metrics->count; i++) {
    const spi_text_node *metric = metrics->of.pairs[i].value.node;
    for (uint32_t j = 0; metric->kind == SPI_TEXT_MAPPING && j < metric->count; j++) {
      spi_slice key = metric->of.pairs[j].key.node->text;
      if (!spi_slice_is(key, "targets") && !spi_slice_is(key, "calendar") &&
          !spi_slice_is(key, "business_days") && names(metric->of.pairs[j].value.node, name, 0)) {
        return 1;
      }
    }
  }
  return 0;
}

/* 1 if anything but the targets of metrics names a calendar, itself or in another. */
static int used_beside_targets(const spi_rules *rules, int side, spi_slice name, int depth) {
  static const char *const sections[] = {"severities", "conditions", "reasons", "entitlement",
                                         "notices",    "escalation", NULL};
  const spi_text_node *calendars = section(rules, side, "calendars");
  for (size_t i = 0; sections[i] != NULL; i++) {
    if (names(section(rules, side, sections[i]), name, 0)) {
      return 1;
    }
  }
  if (depth > 16 || rule_of_metrics_names(section(rules, side, "metrics"), name)) {
    return 1;
  }
  for (uint32_t i = 0; calendars != NULL && i < calendars->count; i++) {
    spi_slice other = calendars->of.pairs[i].key.node->text;
    if (!spi_slice_equal(other, name) && names(calendars->of.pairs[i].value.node, name, 0) &&
        used_beside_targets(rules, side, other, depth + 1)) {
      return 1;
    }
  }
  return 0;
}

static spol_status judge_calendar(spi_rules *rules, spi_slice name,
                                  const spi_text_node *const node[2], const spi_place *place[2],
                                  spi_judged *out) {
  (void)node;
  for (int s = 0; s < 2; s++) {
    const spi_version *version = rules->differ->sides[s].version;
    uint32_t id = id_of(rules, s, SPOL_NAME_CALENDAR, name);
    for (uint32_t i = 0; i < version->calendars_count; i++) {
      if (id != 0 && version->calendars[i].id == id) {
        place[s] = &version->calendars[i].place;
      }
    }
  }
  if (used_beside_targets(rules, 0, name, 0) || used_beside_targets(rules, 1, name, 0)) {
    *out = spi_verdict(SPOL_DIFF_UNDECIDED,
                       "targets on it are compared; other rules that name it must be looked at");
  }
  return SPOL_OK;
}

static spol_status judge_holidays(spi_rules *rules, spi_slice name,
                                  const spi_text_node *const node[2], const spi_place *place[2],
                                  spi_judged *out) {
  (void)node;
  (void)place;
  for (int s = 0; s < 2; s++) {
    const spi_text_node *calendars = section(rules, s, "calendars");
    const spi_text_node *sets = section(rules, s, "holidays");
    for (uint32_t i = 0; calendars != NULL && i < calendars->count; i++) {
      /* A set may be part of another that the calendar names. */
      int may_use = names(calendars->of.pairs[i].value.node, name, 0) || spi_tree_count(sets) > 1 ||
                    (sets != NULL && sets->count > 1);
      if (may_use && used_beside_targets(rules, s, calendars->of.pairs[i].key.node->text, 0)) {
        *out = spi_verdict(SPOL_DIFF_UNDECIDED,
                           "targets are compared; other rules whose hours it closes are not");
      }
    }
  }
  return SPOL_OK;
}

/* ---- Reasons
 * -------------------------------------------------------------------------------------------- */

static const spi_place *place_of_reason(const spi_rules *rules, int side, spi_slice name) {
  uint32_t id = id_of(rules, side, SPOL_NAME_REASON, name);
  const spi_version *version = rules->differ->sides[side].version;
  return id == 0 || id > version->reasons_count ? NULL : &version->reasons[id - 1].place;
}

static spol_status judge_reason(spi_rules *rules, spi_slice name,
                                const spi_text_node *const node[2], const spi_place *place[2],
                                spi_judged *out) {
  static const spi_field_way ways[] = {
      {"bound", SPI_WAY_BOUND, "it may last longer", "it may last less long",
       "how long it may last"},
      {"begins", SPI_WAY_SET, "more events begin it", "fewer events begin it", NULL},
      {"ends", SPI_WAY_SET | SPI_WAY_GOOD, "more events end it", "fewer events end it", NULL},
      {"while", SPI_WAY_PRESENT, "it also lasts while something holds",
       "it lasts no more while something holds", NULL},
      {NULL, 0, NULL, NULL, NULL}};
  spi_rule_pair pair = {.root = {rules->root[0], rules->root[1]}, .node = {node[0], node[1]}};
  place[0] = place_of_reason(rules, 0, name);
  place[1] = place_of_reason(rules, 1, name);
  return spi_judge_fields(rules->differ, &pair, ways, out);
}

static int pauses_for_all(const spi_version *version) {
  for (uint32_t i = 0; i < version->pause_rows_count; i++) {
    if (version->pause_rows[i].reason == 0 && version->pause_rows[i].pauses) {
      return 1;
    }
  }
  return 0;
}

/* A clock that pauses for every reason pauses for a new one too. */
static spol_status tell_reasons_alone(spi_rules *rules) {
  spol_status status = SPOL_OK;
  for (int s = 0; s < 2; s++) {
    const spi_text_node *all = section(rules, s, "reasons");
    for (uint32_t i = 0; all != NULL && all->kind == SPI_TEXT_MAPPING && i < all->count &&
                         status == SPOL_OK && pauses_for_all(rules->differ->sides[s].version);
         i++) {
      char path[SPI_PATH_MAX];
      spi_writer writer = spi_writer_on(path, sizeof path);
      spi_slice name = all->of.pairs[i].key.node->text;
      const spi_place *place[2] = {NULL, NULL};
      if (spi_tree_find(section(rules, 1 - s, "reasons"), name) != NULL) {
        continue;
      }
      place[s] = place_of_reason(rules, s, name);
      spi_write_format(&writer, "reasons.%S", name);
      status = spi_rules_add(
          rules, path, "", place,
          s == 1
              ? spi_verdict(SPOL_DIFF_WORSE, "a clock that pauses for every reason has one more")
              : spi_verdict(SPOL_DIFF_BETTER, "a clock that pauses for every reason has one less"));
    }
  }
  return status;
}

/* ---- The term that is covered
 * --------------------------------------------------------------------------- */

static int is_date(const spi_text_node *node) {
  return node->kind == SPI_TEXT_SCALAR && node->text.length == 10 && node->text.data[0] >= '0' &&
         node->text.data[0] <= '9';
}

/* A later bound; none is the end (or the beginning) of time. 2: not told. */
static int order_of_bounds(const spi_text_node *old, const spi_text_node *now, int none) {
  if (spi_tree_same(old, now)) {
    return 0;
  }
  if (old == NULL || now == NULL) {
    return old == NULL ? -none : none;
  }
  if (!is_date(old) || !is_date(now)) {
    return 2;
  }
  return memcmp(now->text.data, old->text.data, 10) > 0 ? 1 : -1;
}

static spol_status tell_coverage(spi_rules *rules) {
  const spi_text_node *old = section(rules, 0, "coverage");
  const spi_text_node *now = section(rules, 1, "coverage");
  const spi_place *place[2] = {&rules->differ->sides[0].version->coverage.place,
                               &rules->differ->sides[1].version->coverage.place};
  spi_judged judged = spi_verdict(SPOL_DIFF_SAME, "");
  int from = order_of_bounds(spi_tree_get(old, "from"), spi_tree_get(now, "from"), -1);
  int to = order_of_bounds(spi_tree_get(old, "to"), spi_tree_get(now, "to"), 1);
  if (from != 0) {
    spi_judge_also(&judged, from == 2
                                ? spi_verdict(SPOL_DIFF_UNDECIDED, "it begins at another fact")
                            : from > 0 ? spi_verdict(SPOL_DIFF_WORSE, "it begins later")
                                       : spi_verdict(SPOL_DIFF_BETTER, "it begins sooner"));
  }
  if (to != 0) {
    spi_judge_also(&judged, to == 2  ? spi_verdict(SPOL_DIFF_UNDECIDED, "it ends at another fact")
                            : to > 0 ? spi_verdict(SPOL_DIFF_BETTER, "it ends later")
                                     : spi_verdict(SPOL_DIFF_WORSE, "it ends sooner"));
  }
  return spi_rules_add(rules, "coverage", "", place, judged);
}

static spol_status tell_plain(spi_rules *rules, const char *key, const char *reason) {
  const spi_place *place[2] = {NULL, NULL};
  int same = spi_tree_same(section(rules, 0, key), section(rules, 1, key));
  return spi_rules_add(rules, key, "", place,
                       spi_verdict(same ? SPOL_DIFF_SAME : SPOL_DIFF_UNDECIDED, reason));
}

spol_status spi_rules_definitions(spi_rules *rules) {
  spol_status status = tell_plain(rules, "pinned_by", "which date picks a case's version");
  status = status == SPOL_OK ? tell_plain(rules, "zone", "in which zone dates are read") : status;
  status = status == SPOL_OK ? tell_section(rules, "facts", judge_fact) : status;
  status = status == SPOL_OK ? tell_required(rules) : status;
  status = status == SPOL_OK ? tell_section(rules, "conditions", judge_condition) : status;
  status = status == SPOL_OK ? tell_section(rules, "holidays", judge_holidays) : status;
  status = status == SPOL_OK ? tell_section(rules, "calendars", judge_calendar) : status;
  status = status == SPOL_OK ? tell_section(rules, "reasons", judge_reason) : status;
  status = status == SPOL_OK ? tell_reasons_alone(rules) : status;
  return status == SPOL_OK ? tell_coverage(rules) : status;
}
