/* SPDX-License-Identifier: MIT */
#include "test_coverage.h"

#include <stdlib.h>
#include <string.h>

enum { WHOLE = 10000 };

/* ---- Adding -------------------------------------------------------------------------- */

/* Read twice, from the same file: its names have the same ids. */
static int is_same(const spol_policy *a, const spol_policy *b) {
  uint32_t count = spol_policy_count(a, SPOL_NAME_VERSION);
  if (count != spol_policy_count(b, SPOL_NAME_VERSION)) {
    return 0;
  }
  for (uint32_t i = 1; i <= count; i++) {
    spol_policy_version x = SPOL_SIZED(spol_policy_version);
    spol_policy_version y = SPOL_SIZED(spol_policy_version);
    if (spol_policy_version_get(a, i, &x) != SPOL_OK ||
        spol_policy_version_get(b, i, &y) != SPOL_OK || strcmp(x.file, y.file) != 0 ||
        memcmp(x.digest, y.digest, sizeof x.digest) != 0) {
      return 0;
    }
  }
  return 1;
}

static spol_coverage *coverage_of(test_coverage *all, const spol_policy *policy) {
  for (size_t i = 0; i < all->count; i++) {
    if (is_same(all->policies[i].policy, policy)) {
      return all->policies[i].coverage;
    }
  }
  if (all->count == all->room) {
    size_t room = all->room == 0 ? 16 : all->room * 2;
    policy_coverage *larger = realloc(all->policies, room * sizeof *larger);
    if (larger == NULL) {
      return NULL;
    }
    all->policies = larger;
    all->room = room;
  }
  spol_coverage *made = NULL;
  if (spol_coverage_new(NULL, policy, &made, NULL) != SPOL_OK) {
    return NULL;
  }
  all->policies[all->count++] = (policy_coverage){spol_policy_ref(policy), made};
  return made;
}

void coverage_add(test_coverage *all, const spol_scenario *scenario, const char *filter) {
  spol_coverage *coverage = coverage_of(all, spol_scenario_policy(scenario));
  if (coverage == NULL) {
    all->failed = 1;
    return;
  }
  for (uint64_t i = 0; i < spol_scenario_count(scenario); i++) {
    spol_scenario_case about = SPOL_SIZED(spol_scenario_case);
    if (spol_scenario_case_get(scenario, i, &about) != SPOL_OK ||
        (filter != NULL && strstr(about.name, filter) == NULL)) {
      continue;
    }
    spol_status status =
        spol_coverage_add(coverage, about.events, about.event_count, about.as_of, NULL);
    all->failed |= status == SPOL_E_MEMORY; /* a case that cannot be run has failed already */
  }
}

void coverage_free(test_coverage *all) {
  for (size_t i = 0; i < all->count; i++) {
    spol_coverage_free(all->policies[i].coverage);
    spol_policy_unref(all->policies[i].policy);
  }
  free(all->policies);
  *all = (test_coverage){NULL, 0, 0, 0};
}

/* ---- What came of it ------------------------------------------------------------------ */

unsigned coverage_share(const spol_coverage *coverage) {
  uint64_t count = spol_coverage_count(coverage);
  return count == 0 ? WHOLE : (unsigned)(spol_coverage_reached(coverage) * WHOLE / count);
}

int coverage_suffices(const test_coverage *all, unsigned share) {
  for (size_t i = 0; i < all->count; i++) {
    if (coverage_share(all->policies[i].coverage) < share) {
      return 0;
    }
  }
  return 1;
}

static const char *file_of(const spol_policy *policy, uint32_t version) {
  spol_policy_version about = SPOL_SIZED(spol_policy_version);
  return spol_policy_version_get(policy, version, &about) == SPOL_OK ? about.file : "";
}

static void print_policy(const policy_coverage *each) {
  unsigned share = coverage_share(each->coverage);
  printf("%s: %llu of %llu rules reached, %u.%02u %%\n", file_of(each->policy, 1),
         (unsigned long long)spol_coverage_reached(each->coverage),
         (unsigned long long)spol_coverage_count(each->coverage), share / 100, share % 100);
  for (uint64_t i = 0; i < spol_coverage_count(each->coverage); i++) {
    spol_covered_rule rule = SPOL_SIZED(spol_covered_rule);
    if (spol_coverage_rule(each->coverage, i, &rule) == SPOL_OK && rule.cases == 0) {
      printf("  %s:%u:%u: no case reaches this %s: %s\n", file_of(each->policy, rule.place.version),
             (unsigned)rule.place.line, (unsigned)rule.place.column, spol_rule_kind_name(rule.kind),
             rule.place.rule);
    }
  }
}

void coverage_print(const test_coverage *all) {
  for (size_t i = 0; i < all->count; i++) {
    print_policy(&all->policies[i]);
  }
}

static void put_rule(const policy_coverage *each, const spol_covered_rule *rule, json_out *json) {
  json_open(json, NULL, '{');
  json_text(json, "file", file_of(each->policy, rule->place.version));
  json_number(json, "line", rule->place.line);
  json_number(json, "column", rule->place.column);
  json_text(json, "kind", spol_rule_kind_name(rule->kind));
  json_text(json, "rule", rule->place.rule);
  json_number(json, "cases", (long long)rule->cases);
  json_close(json, '}');
}

void coverage_put(const test_coverage *all, json_out *json) {
  json_open(json, "coverage", '[');
  for (size_t i = 0; i < all->count; i++) {
    const policy_coverage *each = &all->policies[i];
    json_open(json, NULL, '{');
    json_text(json, "policy", spol_policy_identity(each->policy));
    json_text(json, "file", file_of(each->policy, 1));
    json_number(json, "count", (long long)spol_coverage_count(each->coverage));
    json_number(json, "reached", (long long)spol_coverage_reached(each->coverage));
    json_open(json, "rules", '[');
    for (uint64_t j = 0; j < spol_coverage_count(each->coverage); j++) {
      spol_covered_rule rule = SPOL_SIZED(spol_covered_rule);
      if (spol_coverage_rule(each->coverage, j, &rule) == SPOL_OK) {
        put_rule(each, &rule, json);
      }
    }
    json_close(json, ']');
    json_close(json, '}');
  }
  json_close(json, ']');
}
