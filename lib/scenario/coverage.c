/* SPDX-License-Identifier: MIT */
#include "scenario/coverage.h"

#include <string.h>

#include "base/error.h"
#include "base/sized.h"
#include "case/run.h"

enum { MOST_RULES = 1 << 24, ROOM_LEAST = 65536 };

/* ---- The table ----------------------------------------------------------------------- */

static int compare(const spi_covered *a, const spi_covered *b) {
  if (a->version != b->version) {
    return a->version < b->version ? -1 : 1;
  }
  if (a->place->line != b->place->line) {
    return a->place->line < b->place->line ? -1 : 1;
  }
  if (a->place->column != b->place->column) {
    return a->place->column < b->place->column ? -1 : 1;
  }
  return (a->kind > b->kind) - (a->kind < b->kind);
}

static void sink(spi_covered *rules, size_t at, size_t count) {
  spi_covered item = rules[at];
  for (size_t child = 2 * at + 1; child < count; child = 2 * at + 1) {
    child += child + 1 < count && compare(&rules[child], &rules[child + 1]) < 0;
    if (compare(&item, &rules[child]) >= 0) {
      break;
    }
    rules[at] = rules[child];
    at = child;
  }
  rules[at] = item;
}

/* By version and place (a heap sort: nothing that a policy says makes it slow). */
static void sort(spi_covered *rules, size_t count) {
  for (size_t i = count / 2; i > 0; i--) {
    sink(rules, i - 1, count);
  }
  for (size_t end = count; end > 1; end--) {
    spi_covered last = rules[end - 1];
    rules[end - 1] = rules[0];
    rules[0] = last;
    sink(rules, 0, end - 1);
  }
}

/* What one place writes is one rule; every place of the arrays leads to it. */
static spol_status index_rules(spol_coverage *coverage) {
  size_t count = coverage->rules.count;
  if (count == 0) {
    return SPOL_OK;
  }
  spi_covered *rules = spi_vector_at(&coverage->rules, 0);
  coverage->seen.slot_count = 4;
  while (coverage->seen.slot_count < count * 2) {
    coverage->seen.slot_count *= 2;
  }
  coverage->seen.slots = spi_alloc_array(&coverage->allocator, (size_t)coverage->seen.slot_count,
                                         sizeof *coverage->seen.slots);
  if (coverage->seen.slots == NULL) {
    return SPOL_E_MEMORY;
  }
  sort(rules, count);
  size_t kept = 0;
  for (size_t i = 0; i < count; i++) {
    const spi_place *place = rules[i].place;
    if (kept == 0 || compare(&rules[kept - 1], &rules[i]) != 0) {
      rules[kept++] = rules[i];
    } else {
      spol_holidays_unref(rules[i].set);
    }
    *spi_seen_slot(&coverage->seen, place) =
        (spi_seen_rule){.place = place, .index = (uint32_t)(kept - 1)};
  }
  coverage->rules.count = kept;
  return SPOL_OK;
}

spol_status spol_coverage_new(const spol_allocator *allocator, const spol_policy *policy,
                              spol_coverage **out, spol_error *error) {
  spol_allocator memory;
  if (policy == NULL || out == NULL || spi_allocator_take(allocator, &memory) != SPOL_OK) {
    return spi_fail(error, SPOL_E_INVALID, "an argument is missing");
  }
  spol_coverage *made = spi_alloc_array(&memory, 1, sizeof *made);
  if (made == NULL) {
    return spi_fail(error, SPOL_E_MEMORY, "there is no memory for the rules");
  }
  made->allocator = memory;
  made->policy = spol_policy_ref(policy);
  made->rules = spi_vector_of(sizeof(spi_covered), MOST_RULES);
  spol_status status = SPOL_OK;
  for (uint32_t i = 0; i < policy->versions_count && status == SPOL_OK; i++) {
    status = spi_coverage_list(made, i);
  }
  if (status == SPOL_OK) {
    status = index_rules(made);
  }
  if (status != SPOL_OK) {
    spol_coverage_free(made);
    return spi_fail(error, status, "there is no memory for the rules");
  }
  *out = made;
  return SPOL_OK;
}

void spol_coverage_free(spol_coverage *coverage) {
  if (coverage == NULL) {
    return;
  }
  spol_allocator memory = coverage->allocator;
  for (size_t i = 0; i < coverage->rules.count; i++) {
    spol_holidays_unref(((const spi_covered *)spi_vector_at(&coverage->rules, i))->set);
  }
  spi_vector_free(&memory, &coverage->rules);
  spi_free_array(&memory, coverage->seen.slots, (size_t)coverage->seen.slot_count,
                 sizeof *coverage->seen.slots);
  spi_free(&memory, coverage->room, (size_t)coverage->room_size);
  spol_policy_unref(coverage->policy);
  spi_free(&memory, coverage, sizeof *coverage);
}

/* ---- Cases ----------------------------------------------------------------------------- */

static void forget(spol_coverage *coverage) {
  for (uint64_t i = 0; i < coverage->seen.slot_count; i++) {
    coverage->seen.slots[i].seen = 0;
  }
  for (size_t i = 0; i < coverage->rules.count; i++) {
    ((spi_covered *)spi_vector_at(&coverage->rules, i))->reached = 0;
  }
}

static void count_case(spol_coverage *coverage) {
  for (uint64_t i = 0; i < coverage->seen.slot_count; i++) {
    const spi_seen_rule *slot = &coverage->seen.slots[i];
    if (slot->place != NULL && slot->seen) {
      ((spi_covered *)spi_vector_at(&coverage->rules, slot->index))->reached = 1;
    }
  }
  for (size_t i = 0; i < coverage->rules.count; i++) {
    spi_covered *rule = spi_vector_at(&coverage->rules, i);
    rule->cases += rule->reached;
  }
}

static spol_status make_room(spol_coverage *coverage, uint64_t size) {
  spi_free(&coverage->allocator, coverage->room, (size_t)coverage->room_size);
  coverage->room = size > SIZE_MAX ? NULL : spi_alloc(&coverage->allocator, (size_t)size);
  coverage->room_size = coverage->room != NULL ? size : 0;
  return coverage->room != NULL ? SPOL_OK : SPOL_E_MEMORY;
}

/* Evaluates with as much room as it takes. */
static spol_status evaluate(spol_coverage *coverage, const spi_log *log, spol_instant as_of,
                            const spol_evaluation **out, spol_error *error) {
  uint64_t needed = ROOM_LEAST;
  spol_status status = SPOL_E_BUFFER;
  while (status == SPOL_E_BUFFER) {
    if (needed > coverage->room_size && make_room(coverage, needed) != SPOL_OK) {
      return spi_fail(error, SPOL_E_MEMORY, "there is no memory for the evaluation");
    }
    status = spi_evaluate_log(coverage->policy, log, as_of, NULL, coverage->room,
                              coverage->room_size, &needed, out, error);
  }
  return status;
}

spol_status spol_coverage_add(spol_coverage *coverage, const spol_event *events, uint64_t count,
                              spol_instant as_of, spol_error *error) {
  if (coverage == NULL || (events == NULL && count != 0)) {
    return spi_fail(error, SPOL_E_INVALID, "an argument is missing");
  }
  const spol_evaluation *evaluation = NULL;
  spi_log log = {.events = events, .count = count, .seen = &coverage->seen};
  forget(coverage);
  spol_status status = evaluate(coverage, &log, as_of, &evaluation, error);
  if (status == SPOL_OK && coverage->holidays != 0) {
    status = spi_coverage_holidays(coverage, evaluation);
    if (status != SPOL_OK) {
      (void)spi_fail(error, status, "%s", spol_status_message(status));
    }
  }
  if (status == SPOL_OK) {
    count_case(coverage);
  }
  return status;
}

/* ---- Answers --------------------------------------------------------------------------- */

uint64_t spol_coverage_count(const spol_coverage *coverage) {
  return coverage == NULL ? 0 : coverage->rules.count;
}

uint64_t spol_coverage_reached(const spol_coverage *coverage) {
  uint64_t reached = 0;
  for (size_t i = 0; coverage != NULL && i < coverage->rules.count; i++) {
    reached += ((const spi_covered *)spi_vector_at(&coverage->rules, i))->cases != 0;
  }
  return reached;
}

spol_status spol_coverage_rule(const spol_coverage *coverage, uint64_t index,
                               spol_covered_rule *out) {
  if (coverage == NULL || out == NULL || index >= coverage->rules.count) {
    return SPOL_E_INVALID;
  }
  const spi_covered *rule = spi_vector_at(&coverage->rules, (size_t)index);
  const spi_place *place = rule->place;
  spol_covered_rule full = {.size = sizeof full,
                            .kind = rule->kind,
                            .cases = rule->cases,
                            .place = {.version = rule->version + 1,
                                      .line = place->line,
                                      .column = place->column,
                                      .clause = place->clause == SPI_NONE ? 0 : place->clause + 1,
                                      .rule = coverage->policy->strings + place->rule}};
  return spi_sized_give(out, &full, sizeof full);
}

const char *spol_rule_kind_name(int32_t kind) {
  static const char *const names[] = {
      [SPOL_RULE_SEVERITY] = "severity",
      [SPOL_RULE_SEVERITY_LIMIT] = "severity limit",
      [SPOL_RULE_SEVERITY_CHANGE] = "severity change",
      [SPOL_RULE_TARGET] = "target",
      [SPOL_RULE_PAUSE] = "pause",
      [SPOL_RULE_CARRY] = "carry rule",
      [SPOL_RULE_REOPEN] = "reopening rule",
      [SPOL_RULE_EXCUSE] = "excuse",
      [SPOL_RULE_ENTITLEMENT] = "entitlement rule",
      [SPOL_RULE_NOTICE] = "notice",
      [SPOL_RULE_FIRST_LINE] = "first line",
      [SPOL_RULE_STEP] = "step",
      [SPOL_RULE_CALENDAR_CHOICE] = "calendar choice",
      [SPOL_RULE_HOLIDAY] = "holiday",
  };
  return kind >= SPOL_RULE_SEVERITY && kind <= SPOL_RULE_HOLIDAY ? names[kind] : NULL;
}
