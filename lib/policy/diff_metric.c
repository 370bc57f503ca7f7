/* SPDX-License-Identifier: MIT */
/* The targets of a metric in both versions, for every combination of the facts
 * that their rows name. Facts, members and severities are matched by name. */
#include <string.h>

#include "policy/diff.h"

enum { MOST_DIMENSIONS = 64, MOST_VALUES = 4096, MOST_SET = 6, MOST_INSIDE = 8 };
enum { NO = 0, YES = 1, UNDECIDED = 2 };
enum { ABOUT_FACT = 1, ABOUT_SEVERITY = 2, ABOUT_INSIDE = 3 };

/* One value, as each side has it; 0 where a side lacks the name. */
typedef struct value {
  int64_t of[2];
  const char *name;
  uint8_t unknown;
} value;

typedef struct dimension {
  int32_t kind;
  int32_t type;
  uint8_t many;
  uint8_t may_be_unknown;
  uint32_t fact[2]; /* SPI_NONE: that side does not know it */
  const char *name;
  const spol_calendar *calendar;
  uint32_t side;   /* INSIDE: whose */
  uint32_t moment; /* INSIDE: its index there */
  spi_vector values;
  uint32_t at;
} dimension;

/* What a combination came to, so that equal ones are compared once. */
typedef struct outcome {
  uint32_t row[2];
  uint32_t target[2];
  const spol_calendar *calendar[2];
  uint64_t inside;
  spi_compared compared;
} outcome;

typedef struct table {
  spi_differ *differ;
  const char *name;
  const spi_metric *metric[2];
  dimension dimensions[MOST_DIMENSIONS];
  uint32_t count;
  const char *unsupported;
  spi_vector outcomes;
  size_t first_item;
  spol_status status;
} table;

static void push_value(table *all, dimension *to, value added) {
  const value *known = to->values.items;
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

static dimension *dimension_of(table *all, int32_t kind, const char *name) {
  for (uint32_t i = 0; i < all->count; i++) {
    if (all->dimensions[i].kind == kind && strcmp(all->dimensions[i].name, name) == 0) {
      return &all->dimensions[i];
    }
  }
  return NULL;
}

static dimension *new_dimension(table *all, int32_t kind, const char *name) {
  if (all->count == MOST_DIMENSIONS) {
    all->unsupported = "too many facts are named";
    return NULL;
  }
  dimension *added = &all->dimensions[all->count++];
  memset(added, 0, sizeof *added);
  added->kind = kind;
  added->name = name;
  added->fact[0] = added->fact[1] = SPI_NONE;
  added->values = spi_vector_of(sizeof(value), MOST_VALUES);
  return added;
}

/* ---- Values of a fact -------------------------------------------------------------- */

static void add_members(table *all, dimension *to) {
  for (uint32_t s = 0; s < 2; s++) {
    const spol_policy *own = all->differ->sides[s].policy;
    const spol_policy *other = all->differ->sides[1 - s].policy;
    uint32_t count = to->fact[s] == SPI_NONE ? 0 : own->facts[to->fact[s]].members.count;
    for (uint32_t m = 1; m <= count; m++) {
      value added = {.name = spol_policy_fact_member(own, to->fact[s] + 1, m)};
      uint32_t theirs =
          to->fact[1 - s] == SPI_NONE ? 0 : other->facts[to->fact[1 - s]].members.count;
      added.of[s] = m;
      for (uint32_t n = 1; n <= theirs && added.name != NULL; n++) {
        const char *name = spol_policy_fact_member(other, to->fact[1 - s] + 1, n);
        if (name != NULL && strcmp(name, added.name) == 0) {
          added.of[1 - s] = n;
        }
      }
      push_value(all, to, added);
    }
  }
}

/* Sets of members, as bits. */
static void add_sets(table *all, dimension *to) {
  value single[MOST_SET];
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
    value added = {.name = bits == 0 ? "none" : NULL};
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

static void add_zones(table *all, dimension *to) {
  const spol_policy *one = all->differ->sides[0].policy;
  const spol_policy *two = all->differ->sides[1].policy;
  for (uint32_t i = 0; i < one->zones_count; i++) {
    for (uint32_t j = 0; j < two->zones_count; j++) {
      if (strcmp(spol_zone_name(one->zones[i]), spol_zone_name(two->zones[j])) == 0) {
        push_value(all, to, (value){.of = {i + 1, j + 1}, .name = spol_zone_name(one->zones[i])});
      }
    }
  }
}

static void fill_fact(table *all, dimension *to) {
  if (to->type == SPOL_FACT_BOOLEAN) {
    push_value(all, to, (value){.of = {0, 0}, .name = "false"});
    push_value(all, to, (value){.of = {1, 1}, .name = "true"});
  } else if (to->type == SPOL_FACT_ENUM || to->type == SPOL_FACT_TEXT) {
    add_members(all, to);
    if (to->type == SPOL_FACT_TEXT && !to->many) {
      push_value(all, to, (value){.of = {0, 0}, .name = "another text"});
    }
    if (to->many) {
      add_sets(all, to);
    }
  } else if (to->type == SPOL_FACT_ZONE) {
    add_zones(all, to);
  }
}

static dimension *need_fact(table *all, uint32_t side, uint32_t fact) {
  const spol_policy *own = all->differ->sides[side].policy;
  const spol_policy *other = all->differ->sides[1 - side].policy;
  const char *name = spol_policy_name(own, SPOL_NAME_FACT, fact + 1);
  if (name == NULL) {
    all->unsupported = "a fact without a name";
    return NULL;
  }
  dimension *found = dimension_of(all, ABOUT_FACT, name);
  if (found != NULL) {
    return found;
  }
  found = new_dimension(all, ABOUT_FACT, name);
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

static void need_number(table *all, uint32_t side, uint32_t fact, int64_t number) {
  dimension *to = need_fact(all, side, fact);
  if (to == NULL || (to->type != SPOL_FACT_NUMBER && to->type != SPOL_FACT_DATE &&
                     to->type != SPOL_FACT_INSTANT)) {
    return;
  }
  for (int64_t near = -1; near <= 1; near++) {
    int64_t at = number > INT64_MIN / 2 && number < INT64_MAX / 2 ? number + near : number;
    push_value(all, to, (value){.of = {at, at}});
  }
}

/* ---- What conditions name ----------------------------------------------------------- */

static void need_severities(table *all) {
  if (dimension_of(all, ABOUT_SEVERITY, "severity") != NULL) {
    return;
  }
  dimension *to = new_dimension(all, ABOUT_SEVERITY, "severity");
  for (uint32_t s = 0; s < 2 && to != NULL; s++) {
    const spi_diff_side *own = &all->differ->sides[s];
    const spi_diff_side *other = &all->differ->sides[1 - s];
    for (uint32_t i = 0; i < own->version->severities_by_rank_count; i++) {
      uint32_t id = 0;
      value added = {.name = spol_policy_name(own->policy, SPOL_NAME_SEVERITY,
                                              own->version->severities_by_rank[i].id)};
      added.of[s] = i + 1;
      if (added.name != NULL && spol_policy_find(other->policy, SPOL_NAME_SEVERITY, added.name,
                                                 strlen(added.name), &id) == SPOL_OK) {
        added.of[1 - s] = spol_policy_severity_rank(
            other->policy, (uint32_t)(other->version - other->policy->versions) + 1, id);
      }
      push_value(all, to, added);
    }
  }
}

static dimension *find_inside(table *all, uint32_t side, uint32_t moment) {
  for (uint32_t i = 0; i < all->count; i++) {
    dimension *at = &all->dimensions[i];
    if (at->kind == ABOUT_INSIDE && at->side == side && at->moment == moment) {
      return at;
    }
  }
  return NULL;
}

static void need_inside(table *all, uint32_t side, uint32_t moment) {
  const spi_version *version = all->differ->sides[side].version;
  const spi_moment *asked = &version->moments[moment];
  const spi_calendar *calendar =
      asked->calendar == SPI_NONE ? NULL : &version->calendars[asked->calendar];
  uint32_t before = 0;
  if (find_inside(all, side, moment) != NULL) {
    return;
  }
  for (uint32_t i = 0; i < all->count; i++) {
    before += all->dimensions[i].kind == ABOUT_INSIDE;
  }
  if (asked->event != SPOL_EVENT_OPENED || calendar == NULL ||
      calendar->kind != SPI_CALENDAR_FIXED || before >= MOST_INSIDE) {
    all->unsupported = "hours are asked about that depend on facts or on a later event";
    return;
  }
  dimension *to = new_dimension(all, ABOUT_INSIDE,
                                side == 0 ? "opened in the old hours" : "opened in the new hours");
  if (to != NULL) {
    to->side = side;
    to->moment = moment;
    to->calendar = calendar->calendar;
    push_value(all, to, (value){.of = {0, 0}, .name = "false"});
    push_value(all, to, (value){.of = {1, 1}, .name = "true"});
  }
}

static void need_matrix(table *all, uint32_t side, const spi_matrix *matrix) {
  const int64_t *values = all->differ->sides[side].version->values;
  (void)need_fact(all, side, matrix->row_fact);
  (void)need_fact(all, side, matrix->column_fact);
  for (uint32_t i = 0; i < matrix->row_bands.count; i++) {
    need_number(all, side, matrix->row_fact, values[matrix->row_bands.first + i]);
  }
  for (uint32_t i = 0; i < matrix->column_bands.count; i++) {
    need_number(all, side, matrix->column_fact, values[matrix->column_bands.first + i]);
  }
}

static void need_node(table *all, uint32_t side, const spi_node *node) {
  const spi_version *version = all->differ->sides[side].version;
  dimension *to = NULL;
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
      push_value(all, to, (value){.name = "unknown", .unknown = 1});
      push_value(all, to, (value){.of = {0, 0}, .name = "known"});
    }
    break;
  case SPI_OP_MATRIX:
    need_matrix(all, side, &version->matrices[node->subject]);
    break;
  case SPI_OP_INSIDE_HOURS:
    need_inside(all, side, node->subject);
    break;
  case SPI_OP_SEVERITY:
    need_severities(all);
    break;
  default:
    all->unsupported = "rows ask about more than facts, severity and opening hours";
    break;
  }
}

static void need_condition(table *all, uint32_t side, uint32_t when) {
  const spi_version *version = all->differ->sides[side].version;
  for (uint32_t at = when; when != SPI_ALWAYS && at < version->nodes[when].next; at++) {
    need_node(all, side, &version->nodes[at]);
  }
}

static void need_calendar(table *all, uint32_t side, uint32_t index, int depth) {
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
    need_condition(all, side, row->when);
    need_calendar(all, side, row->calendar, depth + 1);
  }
}

static uint32_t agreed(const spi_version *version, uint32_t index) {
  for (int depth = 0; depth < 16; depth++) {
    const spi_target *target = &version->targets[index];
    if (target->kind != SPOL_TARGET_AS_AGREED || target->agreed_default == SPI_NONE) {
      break;
    }
    index = target->agreed_default;
  }
  return index;
}

static void need_rows(table *all, uint32_t side) {
  const spi_version *version = all->differ->sides[side].version;
  spi_range rows = all->metric[side] == NULL ? (spi_range){0} : all->metric[side]->clock.targets;
  for (uint32_t i = 0; i < rows.count; i++) {
    const spi_target_row *row = &version->target_rows[rows.first + i];
    need_condition(all, side, row->when);
    need_calendar(all, side, version->targets[agreed(version, row->target)].calendar, 0);
  }
}

/* ---- What conditions come to ---------------------------------------------------------- */

static const value *value_of(const dimension *of) {
  return spi_vector_at(&of->values, of->at);
}

static const value *fact_value(const table *all, uint32_t side, uint32_t fact) {
  for (uint32_t i = 0; i < all->count; i++) {
    const dimension *at = &all->dimensions[i];
    if (at->kind == ABOUT_FACT && at->fact[side] == fact) {
      const value *found = value_of(at);
      return found->unknown ? NULL : found;
    }
  }
  return NULL;
}

static int compare(int64_t a, uint16_t how, int64_t b) {
  switch (how) {
  case SPI_LESS:
    return a < b;
  case SPI_AT_MOST:
    return a <= b;
  case SPI_MORE:
    return a > b;
  case SPI_AT_LEAST:
    return a >= b;
  default:
    return a == b;
  }
}

static int has(int many, int64_t found, int64_t asked) {
  return many ? asked >= 1 && asked <= 63 && (((uint64_t)found >> (asked - 1)) & 1U) != 0
              : found == asked;
}

static uint32_t band_of(const spi_version *version, spi_range bands, uint32_t count, int64_t at) {
  if (bands.count == 0) {
    return at >= 1 && at <= count ? (uint32_t)at - 1 : SPI_NONE;
  }
  uint32_t band = SPI_NONE;
  for (uint32_t i = 0; i < bands.count && i < count; i++) {
    band = version->values[bands.first + i] <= at ? i : band;
  }
  return band;
}

static int matrix_is(const table *all, uint32_t side, const spi_node *node) {
  const spi_version *version = all->differ->sides[side].version;
  const spi_matrix *matrix = &version->matrices[node->subject];
  const value *row = fact_value(all, side, matrix->row_fact);
  const value *column = fact_value(all, side, matrix->column_fact);
  if (row == NULL || column == NULL) {
    return UNDECIDED;
  }
  uint32_t r = band_of(version, matrix->row_bands, matrix->rows, row->of[side]);
  uint32_t c = band_of(version, matrix->column_bands, matrix->columns, column->of[side]);
  return r != SPI_NONE && c != SPI_NONE &&
         version->values[matrix->cells.first + r * matrix->columns + c] == node->value;
}

static int fact_is(const table *all, uint32_t side, const spi_node *node) {
  const spi_diff_side *own = &all->differ->sides[side];
  const value *found = fact_value(all, side, node->subject);
  int many = own->policy->facts[node->subject].many;
  if (node->op == SPI_OP_FACT_KNOWN) {
    return found != NULL && !(many && found->of[side] == 0);
  }
  if (found == NULL) {
    return UNDECIDED;
  }
  if (node->op == SPI_OP_FACT) {
    return many ? has(1, found->of[side], node->value)
                : compare(found->of[side], node->compare, node->value);
  }
  for (uint32_t i = 0; i < node->operand.count; i++) {
    if (has(many, found->of[side], own->version->values[node->operand.first + i])) {
      return YES;
    }
  }
  return NO;
}

static int leaf(const table *all, uint32_t side, const spi_node *node) {
  const dimension *found = NULL;
  for (uint32_t i = 0; i < all->count; i++) {
    const dimension *at = &all->dimensions[i];
    if ((node->op == SPI_OP_SEVERITY && at->kind == ABOUT_SEVERITY) ||
        (node->op == SPI_OP_INSIDE_HOURS && at->kind == ABOUT_INSIDE && at->side == side &&
         at->moment == node->subject)) {
      found = at;
    }
  }
  if (node->op == SPI_OP_MATRIX) {
    return matrix_is(all, side, node);
  }
  if (node->op == SPI_OP_INSIDE_HOURS) {
    return found != NULL && value_of(found)->of[0] == 1;
  }
  if (node->op == SPI_OP_SEVERITY) {
    int64_t rank = found == NULL || found->values.count == 0 ? 0 : value_of(found)->of[side];
    return rank != 0 && compare(-rank, node->compare, -node->value);
  }
  return fact_is(all, side, node);
}

static int holds(const table *all, uint32_t side, uint32_t when, int depth) {
  const spi_version *version = all->differ->sides[side].version;
  if (when == SPI_ALWAYS) {
    return YES;
  }
  const spi_node *node = &version->nodes[when];
  if (depth > SPI_DIFF_DEPTH) {
    return UNDECIDED; /* deeper than any file may nest */
  }
  if (node->op != SPI_OP_ALL && node->op != SPI_OP_ANY && node->op != SPI_OP_NOT) {
    return leaf(all, side, node);
  }
  int decides = node->op == SPI_OP_ANY ? YES : NO;
  int answer = node->op == SPI_OP_ANY ? NO : YES;
  for (uint32_t at = when + 1; at < node->next; at = version->nodes[at].next) {
    int child = holds(all, side, at, depth + 1);
    if (node->op == SPI_OP_NOT) {
      return child == UNDECIDED ? UNDECIDED : !child;
    }
    if (child == decides) {
      return decides;
    }
    answer = child == UNDECIDED ? UNDECIDED : answer;
  }
  return answer;
}

static int find_calendar(const table *all, uint32_t side, uint32_t index, spi_aimed *out) {
  const spi_version *version = all->differ->sides[side].version;
  for (int depth = 0; depth < 16 && index != SPI_NONE; depth++) {
    const spi_calendar *calendar = &version->calendars[index];
    if (calendar->kind == SPI_CALENDAR_FIXED) {
      out->calendar = calendar->calendar;
      out->calendar_id = calendar->id;
      return calendar->calendar != NULL ? YES : NO;
    }
    if (calendar->kind == SPI_CALENDAR_BY_ZONE) {
      const value *zone = fact_value(all, side, calendar->fact);
      if (zone == NULL || zone->of[side] < 1 || zone->of[side] > calendar->table.count) {
        return UNDECIDED;
      }
      out->calendar = version->compiled[calendar->table.first + (uint32_t)zone->of[side] - 1];
      return out->calendar != NULL ? YES : UNDECIDED;
    }
    index = SPI_NONE;
    for (uint32_t i = 0; i < calendar->rows.count; i++) {
      const spi_calendar_row *row = &version->calendar_rows[calendar->rows.first + i];
      int answer = holds(all, side, row->when, 0);
      if (answer == UNDECIDED) {
        return UNDECIDED;
      }
      if (answer == YES) {
        index = row->calendar;
        break;
      }
    }
  }
  return NO;
}

static void aim(const table *all, uint32_t side, uint32_t index, spi_aimed *out) {
  const spi_diff_side *own = &all->differ->sides[side];
  const spi_target *target = &own->version->targets[agreed(own->version, index)];
  out->kind = target->kind;
  out->parts_rule = target->parts_rule;
  out->target = target;
  out->word = target->kind == SPOL_TARGET_EFFORT
                  ? spol_policy_name(own->policy, SPOL_NAME_WORD, target->word)
                  : "";
  out->word = out->word == NULL ? "" : out->word;
  if (target->kind != SPOL_TARGET_DURATION && target->kind != SPOL_TARGET_DAY &&
      target->kind != SPOL_TARGET_PER_PERIOD) {
    return;
  }
  int found = find_calendar(all, side, target->calendar, out);
  if (found != YES) {
    out->kind = found == UNDECIDED ? SPOL_TARGET_UNDECIDED : SPOL_TARGET_UNSTATED;
  }
  if (target->business_days != SPI_NONE) {
    const spi_business_days *days = &own->version->business_days[target->business_days];
    spi_aimed other = {0};
    out->has_business = 1;
    out->business =
        (spol_business_days){.size = sizeof out->business, .weekday_mask = days->weekday_mask};
    if (days->calendar != SPI_NONE && find_calendar(all, side, days->calendar, &other) == YES) {
      out->business.calendar = other.calendar;
    } else if (days->calendar != SPI_NONE) {
      out->kind = SPOL_TARGET_UNDECIDED;
    }
  }
}

/* The row that decides, as a number from 1; 0: none. */
static uint32_t look_up(const table *all, uint32_t side, spi_aimed *out) {
  const spi_version *version = all->differ->sides[side].version;
  spi_range rows = all->metric[side] == NULL ? (spi_range){0} : all->metric[side]->clock.targets;
  *out = (spi_aimed){.kind = SPOL_TARGET_UNSTATED, .word = ""};
  for (uint32_t i = 0; i < rows.count; i++) {
    const spi_target_row *row = &version->target_rows[rows.first + i];
    int answer = holds(all, side, row->when, 0);
    if (answer == YES) {
      aim(all, side, row->target, out);
      return i + 1;
    }
    if (answer == UNDECIDED) {
      out->kind = SPOL_TARGET_UNDECIDED;
      return i + 1;
    }
  }
  return 0;
}

/* ---- Regions ---------------------------------------------------------------------------- */

static uint64_t inside_bits(const table *all, spi_inside *inside, uint32_t *count) {
  uint64_t bits = 0;
  *count = 0;
  for (uint32_t i = 0; i < all->count; i++) {
    const dimension *at = &all->dimensions[i];
    if (at->kind == ABOUT_INSIDE && *count < MOST_INSIDE) {
      int64_t truth = value_of(at)->of[0];
      bits |= (uint64_t)(truth == 1) << *count;
      inside[(*count)++] = (spi_inside){at->calendar, truth};
    }
  }
  return bits;
}

/* 1 if the rows that decide stay the same whatever value a dimension has. */
static int does_not_matter(table *all, dimension *which, const uint32_t row[2]) {
  spi_aimed unused;
  uint32_t kept = which->at;
  int same = 1;
  for (uint32_t v = 0; v < which->values.count && same; v++) {
    which->at = v;
    same = look_up(all, 0, &unused) == row[0] && look_up(all, 1, &unused) == row[1];
  }
  which->at = kept;
  return same;
}

static void write_value(spi_writer *writer, const dimension *of) {
  const value *at = value_of(of);
  char text[SPOL_TIME_TEXT_MAX];
  if (of->many) {
    const char *between = "";
    spi_write_char(writer, '{');
    for (uint32_t i = 0; i < of->values.count; i++) {
      const value *one = spi_vector_at(&of->values, i);
      uint32_t bits = (uint32_t)i;
      if (bits != 0 && (bits & (bits - 1)) == 0 && (of->at & bits) != 0) {
        spi_write_format(writer, "%s%s", between, one->name);
        between = ", ";
      }
    }
    spi_write_char(writer, '}');
  } else if (at->name != NULL) {
    spi_write_text(writer, at->name);
  } else if (of->type == SPOL_FACT_DATE &&
             spol_date_format((spol_date)at->of[0], text) == SPOL_OK) {
    spi_write_text(writer, text);
  } else if (of->type == SPOL_FACT_NUMBER) {
    int64_t whole = at->of[0] / SPOL_NUMBER_ONE;
    int64_t rest = at->of[0] % SPOL_NUMBER_ONE;
    spi_write_format(writer, "%s%D", at->of[0] < 0 && whole == 0 ? "-" : "", whole);
    if (rest != 0) {
      spi_write_char(writer, '.');
      spi_write_padded(writer, (uint64_t)(rest < 0 ? -rest : rest), 6);
    }
  } else {
    spi_write_i64(writer, at->of[0]);
  }
}

static void write_region(table *all, const outcome *found, spi_diff_item *item) {
  spi_writer writer = spi_writer_on(item->region, sizeof item->region);
  for (uint32_t i = 0; i < all->count; i++) {
    dimension *at = &all->dimensions[i];
    if (at->values.count > 0 && !does_not_matter(all, at, found->row)) {
      spi_write_format(&writer, "%s%s = ", writer.length == 0 ? "" : ", ", at->name);
      write_value(&writer, at);
    }
  }
}

static uint32_t facts_of(const table *all, uint32_t side, spol_fact *out) {
  uint32_t count = 0;
  for (uint32_t i = 0; i < all->count; i++) {
    const dimension *at = &all->dimensions[i];
    const value *found = at->values.count > 0 ? value_of(at) : NULL;
    if (at->kind != ABOUT_FACT || at->fact[side] == SPI_NONE || found == NULL || found->unknown) {
      continue;
    }
    uint64_t bits = at->many ? (uint64_t)found->of[side] : 1;
    for (uint32_t member = 1; bits != 0 && member <= 63; member++, bits >>= 1) {
      if ((bits & 1U) == 0) {
        continue;
      }
      if (out != NULL) {
        out[count] = (spol_fact){.fact = at->fact[side] + 1,
                                 .type = at->type,
                                 .value = at->many ? member : found->of[side]};
      }
      count++;
    }
  }
  return count;
}

static const spi_place *place_of(const table *all, uint32_t side, uint32_t row) {
  const spi_metric *metric = all->metric[side];
  if (metric == NULL) {
    return NULL;
  }
  return row == 0 ? &metric->place
                  : &all->differ->sides[side]
                         .version->target_rows[metric->clock.targets.first + row - 1]
                         .place;
}

static void give(table *all, const outcome *found, spi_diff_item *item) {
  spol_diff_entry *entry = &item->entry;
  entry->kind = SPOL_DIFF_TARGET;
  entry->metric = all->name;
  entry->verdict = found->compared.verdict;
  entry->reduces = found->compared.reduces;
  entry->reason = found->compared.reason;
  entry->opening = found->compared.opening;
  entry->old_due = found->compared.due[0];
  entry->new_due = found->compared.due[1];
  entry->combinations = 1;
  entry->old_place = spi_diff_place(&all->differ->sides[0], place_of(all, 0, found->row[0]));
  entry->new_place = spi_diff_place(&all->differ->sides[1], place_of(all, 1, found->row[1]));
}

static void add_region(table *all, const outcome *found) {
  spi_diff_item item = {0};
  give(all, found, &item);
  write_region(all, found, &item);
  item.entry.old_facts_count = facts_of(all, 0, NULL);
  item.entry.new_facts_count = facts_of(all, 1, NULL);
  item.facts_total = item.entry.old_facts_count + item.entry.new_facts_count;
  if (item.facts_total > 0) {
    item.facts = spi_alloc_array(all->differ->allocator, item.facts_total, sizeof *item.facts);
    if (item.facts == NULL) {
      all->status = SPOL_E_MEMORY;
      return;
    }
    (void)facts_of(all, 0, item.facts);
    (void)facts_of(all, 1, item.facts + item.entry.old_facts_count);
  }
  all->status = spi_diff_add(all->differ, &item);
  if (all->status != SPOL_OK) {
    spi_free_array(all->differ->allocator, item.facts, item.facts_total, sizeof *item.facts);
  }
}

static void compare_here(table *all) {
  spi_aimed aimed[2];
  spi_inside inside[MOST_INSIDE];
  uint32_t inside_count = 0;
  outcome found = {0};
  found.inside = inside_bits(all, inside, &inside_count);
  for (uint32_t s = 0; s < 2; s++) {
    found.row[s] = look_up(all, s, &aimed[s]);
    found.target[s] = (uint32_t)aimed[s].kind;
    found.calendar[s] = aimed[s].calendar;
  }
  for (size_t i = 0; i < all->outcomes.count; i++) {
    const outcome *known = spi_vector_at(&all->outcomes, i);
    if (memcmp(known->row, found.row, sizeof found.row) == 0 &&
        memcmp(known->target, found.target, sizeof found.target) == 0 &&
        known->calendar[0] == found.calendar[0] && known->calendar[1] == found.calendar[1] &&
        known->inside == found.inside) {
      spi_diff_item *item = spi_vector_at(&all->differ->diff->items, all->first_item + i);
      item->entry.combinations++;
      return;
    }
  }
  all->status = spi_diff_targets(all->differ, aimed, inside, inside_count, &found.compared);
  if (all->status == SPOL_OK) {
    all->status = spi_vector_push(all->differ->allocator, &all->outcomes, &found);
  }
  if (all->status == SPOL_OK) {
    add_region(all, &found);
  }
}

static int next_combination(table *all) {
  for (uint32_t i = 0; i < all->count; i++) {
    if (++all->dimensions[i].at < all->dimensions[i].values.count) {
      return 1;
    }
    all->dimensions[i].at = 0;
  }
  return 0;
}

static void give_up(table *all) {
  spi_diff_item item = {0};
  outcome none = {.compared = {.verdict = SPOL_DIFF_UNDECIDED,
                               .opening = SPOL_INSTANT_NONE,
                               .due = {SPOL_INSTANT_NONE, SPOL_INSTANT_NONE},
                               .reason = all->unsupported}};
  if (all->differ->same_calendars && spi_diff_same_section(all->differ, "metrics", all->name) &&
      spi_diff_same_section(all->differ, "severities", NULL)) {
    none.compared.verdict = SPOL_DIFF_SAME;
    none.compared.reason = "";
  }
  give(all, &none, &item);
  all->status = spi_diff_add(all->differ, &item);
}

static void compare_regions(table *all) {
  uint64_t product = 1;
  for (uint32_t i = 0; i < all->count; i++) {
    dimension *at = &all->dimensions[i];
    if (at->values.count == 0) {
      push_value(all, at, (value){.name = "any"});
    }
    product = at->values.count > all->differ->options.combinations / product
                  ? UINT64_MAX
                  : product * at->values.count;
    if (product > all->differ->options.combinations && all->unsupported == NULL) {
      all->unsupported = "there are more combinations of facts than allowed";
      break;
    }
  }
  if (all->status != SPOL_OK) {
    return;
  }
  if (all->unsupported != NULL) {
    give_up(all);
    return;
  }
  do {
    compare_here(all);
  } while (all->status == SPOL_OK && next_combination(all));
}

spol_status spi_diff_metric(spi_differ *differ, const char *name) {
  table *all = spi_alloc_array(differ->allocator, 1, sizeof *all);
  if (all == NULL) {
    return SPOL_E_MEMORY;
  }
  all->differ = differ;
  all->name = name;
  all->first_item = differ->diff->items.count;
  all->outcomes = spi_vector_of(sizeof(outcome), 100000);
  for (uint32_t s = 0; s < 2; s++) {
    all->metric[s] = spi_diff_find_metric(&differ->sides[s], name);
    need_rows(all, s);
  }
  if (all->status == SPOL_OK) {
    compare_regions(all);
  }
  spol_status status = all->status;
  for (uint32_t i = 0; i < all->count; i++) {
    spi_vector_free(differ->allocator, &all->dimensions[i].values);
  }
  spi_vector_free(differ->allocator, &all->outcomes);
  spi_free_array(differ->allocator, all, 1, sizeof *all);
  return status;
}
