/* SPDX-License-Identifier: MIT */
/* Comparing two versions of a policy: the whole. */
#include "policy/diff.h"

#include <string.h>

#include "base/error.h"
#include "base/sized.h"

enum { DEFAULT_YEARS = 10, MOST_YEARS = 100, MOST_ITEMS = 1000000, REMARK_PROMISE = 6 };

#define DEFAULT_COMBINATIONS UINT64_C(100000)
#define DEFAULT_INSTANTS UINT64_C(100000)
#define DAY_MICROS INT64_C(86400000000)

spol_place spi_diff_place(const spi_diff_side *side, const spi_place *place) {
  spol_place out = {.rule = ""};
  if (place != NULL && place->line != 0) {
    out.version = (uint32_t)(side->version - side->policy->versions) + 1;
    out.line = place->line;
    out.column = place->column;
    out.clause = place->clause == SPI_NONE ? 0 : place->clause + 1;
    out.rule = side->policy->strings + place->rule;
  }
  return out;
}

const spi_metric *spi_diff_find_metric(const spi_diff_side *side, const char *name) {
  for (uint32_t i = 0; i < side->version->metrics_count; i++) {
    const spi_metric *metric = &side->version->metrics[i];
    const char *own = spol_policy_name(side->policy, SPOL_NAME_METRIC, metric->id);
    if (own != NULL && strcmp(own, name) == 0) {
      return metric;
    }
  }
  return NULL;
}

static int32_t paid_of(const spi_differ *differ, const spol_diff_entry *entry) {
  if (!differ->promised || !entry->reduces) {
    return SPOL_DIFF_NOT_PROMISED;
  }
  /* What needs no opening holds from the day on which the new version is in force. */
  spol_instant opening = entry->opening;
  if (opening == SPOL_INSTANT_NONE && differ->dated) {
    opening = differ->window.from;
  }
  if (differ->options.paid_until == 0 || opening == SPOL_INSTANT_NONE) {
    return SPOL_DIFF_PAID_UNKNOWN;
  }
  return opening < differ->options.paid_until ? SPOL_DIFF_PAID : SPOL_DIFF_AFTER_PAID;
}

spol_status spi_diff_add(spi_differ *differ, spi_diff_item *item) {
  item->entry.paid = paid_of(differ, &item->entry);
  item->entry.material = item->entry.paid == SPOL_DIFF_NOT_PROMISED ? 0 : differ->material;
  return spi_vector_push(differ->allocator, &differ->diff->items, item);
}

static void hold_sections(spi_differ *differ) {
  int same_facts = spi_diff_same_section(differ, "facts", NULL) &&
                   spi_diff_same_section(differ, "conditions", NULL);
  differ->same_calendars = spi_diff_same_section(differ, "calendars", NULL) &&
                           spi_diff_same_section(differ, "holidays", NULL) &&
                           spi_diff_same_section(differ, "zone", NULL) && same_facts;
  differ->same_levels = (uint8_t)same_facts;
  static const char *const keys[] = {"levels", "matrix", "default", "limits", NULL};
  for (size_t i = 0; keys[i] != NULL; i++) {
    if (!spi_diff_same_section(differ, "severities", keys[i])) {
      differ->same_levels = 0;
    }
  }
}

static spol_status compare_all(spi_differ *differ) {
  spol_status status = spi_diff_read(differ);
  if (status == SPOL_OK) {
    hold_sections(differ);
  }
  for (uint32_t s = 0; s < 2; s++) {
    const spi_diff_side *side = &differ->sides[s];
    for (uint32_t i = 0; i < side->version->metrics_count && status == SPOL_OK; i++) {
      const char *name =
          spol_policy_name(side->policy, SPOL_NAME_METRIC, side->version->metrics[i].id);
      if (name != NULL && (s == 0 || spi_diff_find_metric(&differ->sides[0], name) == NULL)) {
        status = spi_diff_metric(differ, name);
      }
    }
  }
  return status == SPOL_OK ? spi_diff_rules(differ) : status;
}

static int set_window(spi_differ *differ) {
  spol_date first = 0;
  int dated = 0;
  for (int s = 0; s < 2; s++) {
    spol_date from = differ->sides[s].version->effective_from;
    if (from != SPOL_DATE_NONE && (!dated || from > first)) {
      first = from;
      dated = 1;
    }
  }
  if (!dated) {
    first = 20089; /* 2025-01-01: some beginning is needed where neither has one */
  }
  differ->dated = (uint8_t)dated;
  int64_t days = ((int64_t)differ->options.years * 1461 + 3) / 4;
  differ->window.allocator = differ->allocator;
  differ->window.instants = differ->options.instants;
  differ->window.from = (int64_t)first * DAY_MICROS;
  differ->window.to = differ->window.from + days * DAY_MICROS;
  return differ->window.from >= SPOL_INSTANT_MIN && differ->window.to <= SPOL_INSTANT_MAX;
}

/* Of several promises the strictest: that any reduction counts. */
static void take_promises(spi_differ *differ) {
  const spi_version *version = differ->sides[0].version;
  for (uint32_t i = 0; i < version->remarks_count; i++) {
    const spi_remark *remark = &version->remarks[i];
    if (remark->kind == REMARK_PROMISE) {
      differ->material = !differ->promised || remark->material == SPOL_DIFF_ANY
                             ? (int32_t)remark->material
                             : differ->material;
      differ->promised = 1;
    }
  }
}

static spol_status make(spi_differ *differ, spol_diff **out) {
  spol_diff *diff = spi_alloc_array(differ->allocator, 1, sizeof *diff);
  if (diff == NULL) {
    return SPOL_E_MEMORY;
  }
  diff->allocator = *differ->allocator;
  diff->items = spi_vector_of(sizeof(spi_diff_item), MOST_ITEMS);
  for (int s = 0; s < 2; s++) {
    diff->policies[s] = spol_policy_ref(differ->sides[s].policy);
  }
  differ->diff = diff;
  spol_status status = compare_all(differ);
  if (status != SPOL_OK) {
    spol_diff_free(diff);
    return status;
  }
  *out = diff;
  return SPOL_OK;
}

spol_status spol_policy_diff(const spol_allocator *allocator, const spol_policy *old_policy,
                             uint32_t old_version, const spol_policy *new_policy,
                             uint32_t new_version, const spol_diff_options *options,
                             spol_diff **out, spol_error *error) {
  spol_allocator taken;
  spi_differ differ = {.options = SPOL_DIFF_OPTIONS_INIT};
  if (old_policy == NULL || new_policy == NULL || out == NULL) {
    return spi_fail(error, SPOL_E_INVALID, "two policies and a place for the diff are needed");
  }
  if (options != NULL) {
    spol_status known = spi_sized_check(options, 2 * sizeof(uint32_t), sizeof differ.options);
    if (known != SPOL_OK) {
      return spi_fail(error, known, "the options are of a version that is not known here");
    }
    spi_sized_copy(&differ.options, options, sizeof differ.options);
  }
  spol_status status = spi_allocator_take(allocator, &taken);
  if (status != SPOL_OK) {
    return spi_fail(error, status, "the allocator lacks a function");
  }
  if (old_version < 1 || old_version > old_policy->versions_count || new_version < 1 ||
      new_version > new_policy->versions_count) {
    return spi_fail(error, SPOL_E_NOT_FOUND, "there is no such version");
  }
  if (differ.options.years > MOST_YEARS) {
    return spi_fail(error, SPOL_E_RANGE, "a window of at most 100 years can be compared");
  }
  differ.options.years = differ.options.years != 0 ? differ.options.years : DEFAULT_YEARS;
  if (differ.options.combinations == 0) {
    differ.options.combinations = DEFAULT_COMBINATIONS;
  }
  if (differ.options.instants == 0) {
    differ.options.instants = DEFAULT_INSTANTS;
  }
  differ.allocator = &taken;
  differ.sides[0] = (spi_diff_side){old_policy, &old_policy->versions[old_version - 1]};
  differ.sides[1] = (spi_diff_side){new_policy, &new_policy->versions[new_version - 1]};
  take_promises(&differ);
  if (!set_window(&differ)) {
    return spi_fail(error, SPOL_E_RANGE, "the window leaves the years 1 to 9999");
  }
  status = make(&differ, out);
  spi_diff_forget(&differ);
  return status == SPOL_OK ? SPOL_OK
                           : spi_fail(error, status, "the versions could not be compared");
}

void spol_diff_free(spol_diff *diff) {
  if (diff == NULL) {
    return;
  }
  spol_allocator allocator = diff->allocator;
  for (size_t i = 0; i < diff->items.count; i++) {
    spi_diff_item *item = spi_vector_at(&diff->items, i);
    spi_free_array(&allocator, item->facts, item->facts_total, sizeof *item->facts);
  }
  spi_vector_free(&allocator, &diff->items);
  spol_policy_unref(diff->policies[0]);
  spol_policy_unref(diff->policies[1]);
  spi_free_array(&allocator, diff, 1, sizeof *diff);
}

uint64_t spol_diff_count(const spol_diff *diff) {
  return diff == NULL ? 0 : diff->items.count;
}

spol_status spol_diff_get(const spol_diff *diff, uint64_t index, spol_diff_entry *out) {
  if (diff == NULL || out == NULL) {
    return SPOL_E_INVALID;
  }
  if (index >= diff->items.count) {
    return SPOL_E_NOT_FOUND;
  }
  const spi_diff_item *item = spi_vector_at(&diff->items, (size_t)index);
  spol_diff_entry full = item->entry;
  full.region = item->region;
  full.rule = item->rule;
  full.old_facts = item->facts;
  full.new_facts = item->facts == NULL ? NULL : item->facts + full.old_facts_count;
  return spi_sized_give(out, &full, sizeof full);
}
