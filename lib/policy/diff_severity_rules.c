/* SPDX-License-Identifier: MIT */
/* Severities: what the facts give, what limits it, and who may change it. */
#include <string.h>

#include "policy/diff_rules.h"

static const spi_text_node *severities(const spi_rules *rules, int side, const char *key) {
  return spi_tree_get(spi_tree_get(rules->root[side], "severities"), key);
}

static int same_names(const spi_differ *differ) {
  const spi_version *old = differ->sides[0].version;
  const spi_version *now = differ->sides[1].version;
  int same = old->severities_by_rank_count == now->severities_by_rank_count;
  for (uint32_t i = 0; same && i < old->severities_by_rank_count; i++) {
    const char *a = spol_policy_name(differ->sides[0].policy, SPOL_NAME_SEVERITY,
                                     old->severities_by_rank[i].id);
    const char *b = spol_policy_name(differ->sides[1].policy, SPOL_NAME_SEVERITY,
                                     now->severities_by_rank[i].id);
    same = a != NULL && b != NULL && strcmp(a, b) == 0;
  }
  return same;
}

static spol_status tell_levels(spi_rules *rules) {
  const spi_differ *differ = rules->differ;
  const spi_place *place[2] = {NULL, NULL};
  for (int s = 0; s < 2; s++) {
    const spi_version *version = differ->sides[s].version;
    place[s] = version->severities_by_rank_count > 0 ? &version->severities_by_rank[0].place : NULL;
  }
  if (differ->same_levels) {
    return SPOL_OK;
  }
  if (!same_names(differ)) {
    return spi_rules_add(
        rules, "severities.levels", "", place,
        spi_verdict(SPOL_DIFF_UNDECIDED, "the levels have other names or another order"));
  }
  int32_t relation = SPI_RELATION_UNKNOWN;
  spol_status status = spi_diff_derived(rules->differ, &relation);
  spi_judged judged = spi_verdict(SPOL_DIFF_UNDECIDED, "which facts give which level");
  if (relation == SPI_RELATION_EQUAL) {
    judged = spi_verdict(SPOL_DIFF_SAME, "");
  } else if (relation == SPI_RELATION_WIDER) {
    judged =
        spi_verdict(SPOL_DIFF_BETTER, "some facts give a more severe level, none a less severe");
  } else if (relation == SPI_RELATION_NARROWER) {
    judged =
        spi_verdict(SPOL_DIFF_WORSE, "some facts give a less severe level, none a more severe");
  } else if (relation == SPI_RELATION_OTHER) {
    judged = spi_verdict(SPOL_DIFF_UNDECIDED,
                         "some facts give a more severe level, others a less severe one");
  }
  return status == SPOL_OK ? spi_rules_add(rules, "severities.levels", "", place, judged) : status;
}

/* ---- Limits ------------------------------------------------------------------------------------
 */

static const spi_place *place_of_limit(const spi_rules *rules, const spi_rule_list *list,
                                       uint32_t side, uint32_t index, uint32_t when[2]) {
  const spi_severity_limit *limit = &rules->differ->sides[side].version->severity_limits[index];
  (void)list;
  when[0] = limit->when;
  when[1] = SPI_ALWAYS;
  return &limit->place;
}

static spol_status tell_limits(spi_rules *rules) {
  static const spi_field_way ways[] = {
      {"when", SPI_WAY_WHEN, "it limits more cases", "it limits fewer cases", NULL},
      {"reject", SPI_WAY_TRUTH, "what is more severe is refused", "what is more severe is capped",
       NULL},
      {"at_most", SPI_WAY_LOOK, NULL, NULL, "to which severity it limits"},
      {"says", SPI_WAY_LOOK, NULL, NULL, "what is said is worded differently"},
      {NULL, 0, NULL, NULL, NULL}};
  spi_rule_list list = {.path = "severities.limits",
                        .metric = "",
                        .ways = ways,
                        .added = "the severity is limited",
                        .removed = "the severity is limited no more",
                        .in_order = 1,
                        .node = {severities(rules, 0, "limits"), severities(rules, 1, "limits")},
                        .place = place_of_limit};
  return spi_rules_list(rules, &list);
}

/* ---- Changes -----------------------------------------------------------------------------------
 */

static const spi_place *place_of_change(const spi_rules *rules, const spi_rule_list *list,
                                        uint32_t side, uint32_t index, uint32_t when[2]) {
  const spi_severity_change_rule *rule =
      &rules->differ->sides[side].version->severity_changes[list->first[side] + index];
  when[0] = rule->when;
  when[1] = rule->requires;
  return &rule->place;
}

/* What a customer may is the customer's; what others may is for a person to judge. */
static int judge_change(const spi_rule_list *list, const spi_text_node *old,
                        const spi_text_node *now, spi_rule_pair *pair, spi_judged *out) {
  const spi_text_node *both[2] = {old, now};
  (void)list;
  (void)pair;
  for (int s = 0; s < 2; s++) {
    if (both[s] != NULL && !spi_tree_is(spi_tree_get(both[s], "by"), "customer")) {
      *out = spi_verdict(SPOL_DIFF_UNDECIDED, "what others than the customer may change");
      return 1;
    }
  }
  return 0;
}

static uint32_t first_change(const spi_version *version, int32_t direction) {
  uint32_t at = 0;
  while (at < version->severity_changes_count &&
         version->severity_changes[at].direction != direction) {
    at++;
  }
  return at;
}

static spol_status tell_change_rules(spi_rules *rules, const char *path, int32_t direction,
                                     const spi_text_node *const change[2]) {
  static const spi_field_way ways[] = {
      {"requires", SPI_WAY_REQUIRES | SPI_WAY_GOOD, "a change takes less", "a change takes more",
       "what a change takes"},
      {"grant", SPI_WAY_TRUTH | SPI_WAY_GOOD, "it is granted at once",
       "it waits until it is granted", NULL},
      {"when", SPI_WAY_LOOK, NULL, NULL, "in which cases the rule is tried"},
      {"role", SPI_WAY_LOOK, NULL, NULL, "for whom the rule is"},
      {"says", SPI_WAY_LOOK, NULL, NULL, "what is said is worded differently"},
      {NULL, 0, NULL, NULL, NULL}};
  spi_rule_list list = {
      .path = path,
      .metric = "",
      .ways = ways,
      .added = "the customer may change it",
      .removed = "the customer may not change it",
      .way = SPI_WAY_GOOD,
      .in_order = 1,
      .node = {spi_tree_get(change[0], "rules"), spi_tree_get(change[1], "rules")},
      .place = place_of_change,
      .judge = judge_change};
  for (int s = 0; s < 2; s++) {
    list.first[s] = first_change(rules->differ->sides[s].version, direction);
  }
  return spi_rules_list(rules, &list);
}

static const spi_place *place_of_follows(const spi_rules *rules, int side, int32_t direction) {
  const spi_severities *all = &rules->differ->sides[side].version->severities;
  return direction == SPI_UPGRADE ? &all->follows_up_place : &all->follows_down_place;
}

static spol_status tell_change(spi_rules *rules, const char *key, int32_t direction) {
  char path[SPI_PATH_MAX];
  spi_writer writer = spi_writer_on(path, sizeof path);
  const spi_text_node *change[2];
  const spi_place *place[2];
  int at_once[2];
  for (int s = 0; s < 2; s++) {
    change[s] = spi_tree_get(severities(rules, s, "changes"), key);
    place[s] = place_of_follows(rules, s, direction);
    at_once[s] = spi_tree_is(spi_tree_get(change[s], "follows"), "derived");
  }
  spi_write_format(&writer, "severities.changes.%s", key);
  spi_judged judged = spi_verdict(SPOL_DIFF_SAME, "");
  if (at_once[0] != at_once[1]) {
    int better = at_once[1] == (direction == SPI_UPGRADE);
    judged = spi_verdict(better ? SPOL_DIFF_BETTER : SPOL_DIFF_WORSE,
                         at_once[1] ? "it follows the facts at once" : "it takes a decision");
  }
  if (!spi_tree_same(spi_tree_get(change[0], "final"), spi_tree_get(change[1], "final"))) {
    spi_judge_also(&judged, spi_verdict(SPOL_DIFF_UNDECIDED, "whose word stands in a dispute"));
  }
  spol_status status = spi_rules_add(rules, path, "", place, judged);
  spi_write_text(&writer, ".rules");
  return status == SPOL_OK ? tell_change_rules(rules, path, direction, change) : status;
}

static spol_status tell_record(spi_rules *rules) {
  const spi_place *place[2] = {NULL, NULL};
  int same = spi_tree_same(severities(rules, 0, "record"), severities(rules, 1, "record"));
  return spi_rules_add(rules, "severities.record", "", place,
                       spi_verdict(same ? SPOL_DIFF_SAME : SPOL_DIFF_UNDECIDED,
                                   "when a severity is recorded, and which"));
}

spol_status spi_rules_severities(spi_rules *rules) {
  spol_status status = tell_levels(rules);
  status = status == SPOL_OK ? tell_limits(rules) : status;
  status = status == SPOL_OK ? tell_record(rules) : status;
  status = status == SPOL_OK ? tell_change(rules, "upgrade", SPI_UPGRADE) : status;
  return status == SPOL_OK ? tell_change(rules, "downgrade", SPI_DOWNGRADE) : status;
}
