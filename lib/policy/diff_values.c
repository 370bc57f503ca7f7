/* SPDX-License-Identifier: MIT */
/* What the rows of a metric name: facts with their values, severities, hours. */
#include <string.h>

#include "policy/diff_table.h"

enum { MOST_SET = 6 };

void spi_table_push(spi_table *all, spi_dimension *to, spi_table_item added) {
  const spi_table_item *known = to->values.items;
  for (size_t i = 0; i < to->values.count; i++) {
    if (known[i].of[0] == added.of[0] && known[i].of[1] == added.of[1] &&
        known[i].unknown == added.unknown) {
      return;
    }
  }
  if (all->status == SPOL_OK) {
    all->status = spi_vector_push(all->differ->allocator, &to->values, &added);
    if (all->status == SPOL_E_LIMIT) {
      all->status = SPOL_OK;
      all->unsupported = "a fact is compared with too many values";
    }
  }
}

static spi_dimension *dimension_of(spi_table *all, int32_t kind, const char *name) {
  for (uint32_t i = 0; i < all->count; i++) {
    if (all->dimensions[i].kind == kind && strcmp(all->dimensions[i].name, name) == 0) {
      return &all->dimensions[i];
    }
  }
  return NULL;
}

static spi_dimension *new_dimension(spi_table *all, int32_t kind, const char *name) {
  if (all->count == SPI_DIMENSIONS_MAX) {
    all->unsupported = "too many facts are named";
    return NULL;
  }
  spi_dimension *added = &all->dimensions[all->count++];
  memset(added, 0, sizeof *added);
  added->kind = kind;
  added->name = name;
  added->fact[0] = added->fact[1] = SPI_NONE;
  added->values = spi_vector_of(sizeof(spi_table_item), SPI_VALUES_MAX);
  return added;
}

/* ---- Values of a fact -------------------------------------------------------------- */

static void add_members(spi_table *all, spi_dimension *to) {
  for (uint32_t s = 0; s < 2; s++) {
    const spol_policy *own = all->differ->sides[s].policy;
    const spol_policy *other = all->differ->sides[1 - s].policy;
    uint32_t count = to->fact[s] == SPI_NONE ? 0 : own->facts[to->fact[s]].members.count;
    for (uint32_t m = 1; m <= count; m++) {
      spi_table_item added = {.name = spol_policy_fact_member(own, to->fact[s] + 1, m)};
      uint32_t theirs =
          to->fact[1 - s] == SPI_NONE ? 0 : other->facts[to->fact[1 - s]].members.count;
      added.of[s] = m;
      for (uint32_t n = 1; n <= theirs && added.name != NULL; n++) {
        const char *name = spol_policy_fact_member(other, to->fact[1 - s] + 1, n);
        if (name != NULL && strcmp(name, added.name) == 0) {
          added.of[1 - s] = n;
        }
      }
      spi_table_push(all, to, added);
    }
  }
}

/* Sets of members, as bits. */
static void add_sets(spi_table *all, spi_dimension *to) {
  spi_table_item single[MOST_SET];
  size_t count = to->values.count;
  if (count > MOST_SET) {
    all->unsupported = "a fact that holds a set has too many members";
    return;
  }
  if (count > 0) {
    memcpy(single, to->values.items, count * sizeof *single);
  }
  to->values.count = 0;
  for (uint32_t bits = 0; bits < (1U << count); bits++) {
    spi_table_item added = {.name = bits == 0 ? "none" : NULL};
    for (uint32_t i = 0; i < count; i++) {
      for (uint32_t s = 0; s < 2 && ((bits >> i) & 1U) != 0; s++) {
        added.of[s] |= single[i].of[s] == 0 ? 0 : INT64_C(1) << (single[i].of[s] - 1);
      }
    }
    for (uint32_t i = 0; i < count && added.name == NULL; i++) {
      added.name = ((bits >> i) & 1U) != 0 ? single[i].name : NULL;
    }
    if (all->status == SPOL_OK) { /* sets of names that a side lacks may look alike */
      all->status = spi_vector_push(all->differ->allocator, &to->values, &added);
    }
  }
}

/* A case may carry a zone that a side lists. */
static void add_zones(spi_table *all, spi_dimension *to) {
  for (uint32_t s = 0; s < 2; s++) {
    const spol_policy *own = all->differ->sides[s].policy;
    const spol_policy *other = all->differ->sides[1 - s].policy;
    for (uint32_t i = 0; i < own->zones_count; i++) {
      spi_table_item added = {.name = spol_zone_name(own->zones[i])};
      added.of[s] = i + 1;
      for (uint32_t j = 0; j < other->zones_count; j++) {
        if (strcmp(added.name, spol_zone_name(other->zones[j])) == 0) {
          added.of[1 - s] = j + 1;
        }
      }
      spi_table_push(all, to, added);
    }
  }
}

static void fill_fact(spi_table *all, spi_dimension *to) {
  if (to->type == SPOL_FACT_BOOLEAN) {
    spi_table_push(all, to, (spi_table_item){.of = {0, 0}, .name = "false"});
    spi_table_push(all, to, (spi_table_item){.of = {1, 1}, .name = "true"});
  } else if (to->type == SPOL_FACT_ENUM || to->type == SPOL_FACT_TEXT) {
    add_members(all, to);
    if (to->type == SPOL_FACT_TEXT && !to->many) {
      spi_table_push(all, to, (spi_table_item){.of = {0, 0}, .name = "another text"});
    }
    if (to->many) {
      add_sets(all, to);
    }
  } else if (to->type == SPOL_FACT_ZONE) {
    add_zones(all, to);
  }
}

static spi_dimension *need_fact(spi_table *all, uint32_t side, uint32_t fact) {
  const spol_policy *own = all->differ->sides[side].policy;
  const spol_policy *other = all->differ->sides[1 - side].policy;
  const char *name = spol_policy_name(own, SPOL_NAME_FACT, fact + 1);
  if (name == NULL) {
    all->unsupported = "a fact without a name";
    return NULL;
  }
  spi_dimension *found = dimension_of(all, SPI_ABOUT_FACT, name);
  if (found != NULL) {
    return found;
  }
  found = new_dimension(all, SPI_ABOUT_FACT, name);
  if (found == NULL) {
    return NULL;
  }
  uint32_t id = 0;
  found->type = own->facts[fact].type;
  found->many = own->facts[fact].many;
  found->fact[side] = fact;
  if (spol_policy_find(other, SPOL_NAME_FACT, name, strlen(name), &id) == SPOL_OK) {
    const spi_fact *theirs = &other->facts[id - 1];
    found->fact[1 - side] = id - 1;
    if (theirs->type != found->type || theirs->many != found->many) {
      all->unsupported = "a fact has another type";
    }
  }
  fill_fact(all, found);
  return found;
}

static void need_number(spi_table *all, uint32_t side, uint32_t fact, int64_t number) {
  spi_dimension *to = need_fact(all, side, fact);
  if (to == NULL || (to->type != SPOL_FACT_NUMBER && to->type != SPOL_FACT_DATE &&
                     to->type != SPOL_FACT_INSTANT)) {
    return;
  }
  for (int64_t near = -1; near <= 1; near++) {
    int64_t at = number > INT64_MIN / 2 && number < INT64_MAX / 2 ? number + near : number;
    spi_table_push(all, to, (spi_table_item){.of = {at, at}});
  }
}

/* ---- What conditions name ----------------------------------------------------------- */

static void need_severities(spi_table *all) {
  if (dimension_of(all, SPI_ABOUT_SEVERITY, "severity") != NULL) {
    return;
  }
  spi_dimension *to = new_dimension(all, SPI_ABOUT_SEVERITY, "severity");
  for (uint32_t s = 0; s < 2 && to != NULL; s++) {
    const spi_diff_side *own = &all->differ->sides[s];
    const spi_diff_side *other = &all->differ->sides[1 - s];
    for (uint32_t i = 0; i < own->version->severities_by_rank_count; i++) {
      uint32_t id = 0;
      spi_table_item added = {.name = spol_policy_name(own->policy, SPOL_NAME_SEVERITY,
                                                       own->version->severities_by_rank[i].id)};
      added.of[s] = i + 1;
      if (added.name != NULL && spol_policy_find(other->policy, SPOL_NAME_SEVERITY, added.name,
                                                 strlen(added.name), &id) == SPOL_OK) {
        added.of[1 - s] = spol_policy_severity_rank(
            other->policy, (uint32_t)(other->version - other->policy->versions) + 1, id);
      }
      spi_table_push(all, to, added);
    }
  }
}

static spi_dimension *find_inside(spi_table *all, uint32_t side, uint32_t moment) {
  for (uint32_t i = 0; i < all->count; i++) {
    spi_dimension *at = &all->dimensions[i];
    if (at->kind == SPI_ABOUT_INSIDE && at->side == side && at->moment == moment) {
      return at;
    }
  }
  return NULL;
}

static void need_inside(spi_table *all, uint32_t side, uint32_t moment) {
  const spi_version *version = all->differ->sides[side].version;
  const spi_moment *asked = &version->moments[moment];
  const spi_calendar *calendar =
      asked->calendar == SPI_NONE ? NULL : &version->calendars[asked->calendar];
  uint32_t before = 0;
  if (find_inside(all, side, moment) != NULL) {
    return;
  }
  for (uint32_t i = 0; i < all->count; i++) {
    before += all->dimensions[i].kind == SPI_ABOUT_INSIDE;
  }
  if (asked->event != SPOL_EVENT_OPENED || calendar == NULL ||
      calendar->kind != SPI_CALENDAR_FIXED || before >= SPI_INSIDE_MAX) {
    all->unsupported = "hours are asked about that depend on facts or on a later event";
    return;
  }
  spi_dimension *to = new_dimension(
      all, SPI_ABOUT_INSIDE, side == 0 ? "opened in the old hours" : "opened in the new hours");
  if (to != NULL) {
    to->side = side;
    to->moment = moment;
    to->calendar = calendar->calendar;
    spi_table_push(all, to, (spi_table_item){.of = {0, 0}, .name = "false"});
    spi_table_push(all, to, (spi_table_item){.of = {1, 1}, .name = "true"});
  }
}

static void need_matrix(spi_table *all, uint32_t side, const spi_matrix *matrix) {
  const int64_t *values = all->differ->sides[side].version->values;
  (void)need_fact(all, side, matrix->row_fact);
  (void)need_fact(all, side, matrix->column_fact);
  /* The first band has no lower end; just below the second one is in it. */
  for (uint32_t i = 0; i < matrix->row_bands.count; i++) {
    int64_t from = values[matrix->row_bands.first + i];
    need_number(all, side, matrix->row_fact, from == INT64_MIN ? 0 : from);
  }
  for (uint32_t i = 0; i < matrix->column_bands.count; i++) {
    int64_t from = values[matrix->column_bands.first + i];
    need_number(all, side, matrix->column_fact, from == INT64_MIN ? 0 : from);
  }
}

static void need_node(spi_table *all, uint32_t side, const spi_node *node) {
  const spi_version *version = all->differ->sides[side].version;
  spi_dimension *to = NULL;
  switch (node->op) {
  case SPI_OP_ALL:
  case SPI_OP_ANY:
  case SPI_OP_NOT:
    break;
  case SPI_OP_FACT:
    need_number(all, side, node->subject, node->value);
    break;
  case SPI_OP_FACT_IN:
    for (uint32_t i = 0; i < node->operand.count; i++) {
      need_number(all, side, node->subject, version->values[node->operand.first + i]);
    }
    break;
  case SPI_OP_FACT_KNOWN:
    to = need_fact(all, side, node->subject);
    if (to != NULL && !to->may_be_unknown && !to->many &&
        !all->differ->sides[side].policy->facts[node->subject].has_default) {
      to->may_be_unknown = 1;
      spi_table_push(all, to, (spi_table_item){.name = "unknown", .unknown = 1});
      spi_table_push(all, to, (spi_table_item){.of = {0, 0}, .name = "known"});
    }
    break;
  case SPI_OP_MATRIX:
    need_matrix(all, side, &version->matrices[node->subject]);
    break;
  case SPI_OP_INSIDE_HOURS:
    need_inside(all, side, node->subject);
    break;
  case SPI_OP_SEVERITY:
    if (!all->derived) {
      need_severities(all);
    }
    break;
  default:
    all->unsupported = "rows ask about more than facts, severity and opening hours";
    break;
  }
}

void spi_table_need_condition(spi_table *all, uint32_t side, uint32_t when) {
  const spi_version *version = all->differ->sides[side].version;
  for (uint32_t at = when; when != SPI_ALWAYS && at < version->nodes[when].next; at++) {
    need_node(all, side, &version->nodes[at]);
  }
}

static void need_calendar(spi_table *all, uint32_t side, uint32_t index, int depth) {
  const spi_version *version = all->differ->sides[side].version;
  if (index == SPI_NONE || depth > 16) {
    return;
  }
  const spi_calendar *calendar = &version->calendars[index];
  if (calendar->kind == SPI_CALENDAR_BY_ZONE) {
    (void)need_fact(all, side, calendar->fact);
  }
  for (uint32_t i = 0; calendar->kind == SPI_CALENDAR_BY_RULE && i < calendar->rows.count; i++) {
    const spi_calendar_row *row = &version->calendar_rows[calendar->rows.first + i];
    spi_table_need_condition(all, side, row->when);
    need_calendar(all, side, row->calendar, depth + 1);
  }
}

uint32_t spi_table_agreed(const spi_version *version, uint32_t index) {
  for (int depth = 0; depth < 16; depth++) {
    const spi_target *target = &version->targets[index];
    if (target->kind != SPOL_TARGET_AS_AGREED || target->agreed_default == SPI_NONE) {
      break;
    }
    index = target->agreed_default;
  }
  return index;
}

void spi_table_need_levels(spi_table *all, uint32_t side) {
  const spi_version *version = all->differ->sides[side].version;
  for (uint32_t i = 0; i < version->severities_by_rank_count; i++) {
    if (version->severities_by_rank[i].when != SPI_NONE) {
      spi_table_need_condition(all, side, version->severities_by_rank[i].when);
    }
  }
  for (uint32_t i = 0; i < version->severity_limits_count; i++) {
    spi_table_need_condition(all, side, version->severity_limits[i].when);
  }
}

void spi_table_need_rows(spi_table *all, uint32_t side) {
  const spi_version *version = all->differ->sides[side].version;
  spi_range rows = all->metric[side] == NULL ? (spi_range){0} : all->metric[side]->clock.targets;
  for (uint32_t i = 0; i < rows.count; i++) {
    const spi_target_row *row = &version->target_rows[rows.first + i];
    spi_table_need_condition(all, side, row->when);
    need_calendar(all, side, version->targets[spi_table_agreed(version, row->target)].calendar, 0);
  }
}
