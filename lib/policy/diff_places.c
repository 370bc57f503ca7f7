/* SPDX-License-Identifier: MIT */
/* Where in a version something stands that the canonical form names. */
#include <string.h>

#include "policy/diff_text.h"

const char *spi_diff_metric_name(const spi_differ *differ, const spi_diff_slice *path, int depth) {
  if (depth == 0 || !spi_diff_is(path[0], "metrics")) {
    return "";
  }
  for (int s = 0; s < 2; s++) {
    const spi_diff_side *side = &differ->sides[s];
    for (uint32_t i = 0; i < side->version->metrics_count; i++) {
      const char *own =
          spol_policy_name(side->policy, SPOL_NAME_METRIC, side->version->metrics[i].id);
      if (own != NULL && spi_diff_is(path[1], own)) {
        return own;
      }
    }
  }
  return "";
}

static int has_name(const spi_diff_side *side, int32_t kind, uint32_t id, spi_diff_slice name) {
  const char *own = id == 0 ? NULL : spol_policy_name(side->policy, kind, id);
  return own != NULL && spi_diff_is(name, own);
}

static const spi_place *of_metric(const spi_diff_side *side, const spi_diff_slice *path, int depth,
                                  const char *metric, uint32_t index) {
  const spi_metric *found = spi_diff_find_metric(side, metric);
  if (found == NULL) {
    return NULL;
  }
  if (depth > 1 && spi_diff_is(path[depth], "excused") && index < found->excuses.count) {
    return &side->version->excuse_rows[found->excuses.first + index].place;
  }
  return &found->place;
}

static const spi_place *of_severities(const spi_version *version, const spi_diff_slice *path,
                                      int depth, uint32_t index) {
  if (depth > 0 && spi_diff_is(path[1], "limits") && index < version->severity_limits_count) {
    return &version->severity_limits[index].place;
  }
  return version->severities_by_rank_count > 0 ? &version->severities_by_rank[0].place : NULL;
}

static const spi_place *of_escalation(const spi_version *version, const spi_diff_slice *path,
                                      int depth, uint32_t index) {
  if (depth > 0 && spi_diff_is(path[1], "steps") && version->ladders_count > 0 &&
      index < version->ladders[0].steps.count) {
    return &version->steps[version->ladders[0].steps.first + index].place;
  }
  return version->ladders_count > 0 ? &version->ladders[0].place
         : version->lines_count > 0 ? &version->lines[0].place
                                    : NULL;
}

static const spi_place *of_named(const spi_diff_side *side, const spi_diff_slice *path, int depth) {
  const spi_version *version = side->version;
  for (uint32_t i = 0; depth > 0 && i < version->calendars_count; i++) {
    if (spi_diff_is(path[0], "calendars") &&
        has_name(side, SPOL_NAME_CALENDAR, version->calendars[i].id, path[1])) {
      return &version->calendars[i].place;
    }
  }
  for (uint32_t i = 0; depth > 0 && i < version->reasons_count; i++) {
    if (spi_diff_is(path[0], "reasons") && has_name(side, SPOL_NAME_REASON, i + 1, path[1])) {
      return &version->reasons[i].place;
    }
  }
  return NULL;
}

const spi_place *spi_diff_place_of(const spi_diff_side *side, const spi_diff_slice *path, int depth,
                                   const char *metric, uint32_t index) {
  const spi_version *version = side->version;
  if (metric[0] != '\0') {
    return of_metric(side, path, depth, metric, index);
  }
  if (spi_diff_is(path[0], "coverage")) {
    return &version->coverage.place;
  }
  if (spi_diff_is(path[0], "severities")) {
    return of_severities(version, path, depth, index);
  }
  if (spi_diff_is(path[0], "escalation")) {
    return of_escalation(version, path, depth, index);
  }
  if (spi_diff_is(path[0], "entitlement") && version->entitlement_count > 0) {
    return &version->entitlement[index < version->entitlement_count ? index : 0].place;
  }
  if (spi_diff_is(path[0], "notices") && version->notices_count > 0) {
    return &version->notices[index < version->notices_count ? index : 0].place;
  }
  return of_named(side, path, depth);
}
