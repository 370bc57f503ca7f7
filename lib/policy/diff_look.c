/* SPDX-License-Identifier: MIT */
/* Which row decides for a combination of facts, and what it aims at. */
#include "policy/diff_table.h"

enum { NO = SPI_TABLE_NO, YES = SPI_TABLE_YES, UNDECIDED = SPI_TABLE_UNDECIDED };

/* ---- What conditions come to ---------------------------------------------------------- */

const spi_table_item *spi_table_value(const spi_dimension *of) {
  return spi_vector_at(&of->values, of->at);
}

static const spi_table_item *fact_value(const spi_table *all, uint32_t side, uint32_t fact) {
  for (uint32_t i = 0; i < all->count; i++) {
    const spi_dimension *at = &all->dimensions[i];
    if (at->kind == SPI_ABOUT_FACT && at->fact[side] == fact) {
      const spi_table_item *found = spi_table_value(at);
      return found->unknown ? NULL : found;
    }
  }
  return NULL;
}

static int has(int many, int64_t found, int64_t asked) {
  return many ? spi_set_has(found, asked) : found == asked;
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

static int matrix_is(const spi_table *all, uint32_t side, const spi_node *node) {
  const spi_version *version = all->differ->sides[side].version;
  const spi_matrix *matrix = &version->matrices[node->subject];
  const spi_table_item *row = fact_value(all, side, matrix->row_fact);
  const spi_table_item *column = fact_value(all, side, matrix->column_fact);
  if (row == NULL || column == NULL) {
    return UNDECIDED;
  }
  uint32_t r = band_of(version, matrix->row_bands, matrix->rows, row->of[side]);
  uint32_t c = band_of(version, matrix->column_bands, matrix->columns, column->of[side]);
  return r != SPI_NONE && c != SPI_NONE &&
         version->values[matrix->cells.first + r * matrix->columns + c] == node->value;
}

static int fact_is(const spi_table *all, uint32_t side, const spi_node *node) {
  const spi_diff_side *own = &all->differ->sides[side];
  const spi_table_item *found = fact_value(all, side, node->subject);
  int many = own->policy->facts[node->subject].many;
  if (node->op == SPI_OP_FACT_KNOWN) {
    return found != NULL && !(many && found->of[side] == 0);
  }
  if (found == NULL) {
    return UNDECIDED;
  }
  if (node->op == SPI_OP_FACT) {
    return many ? has(1, found->of[side], node->value)
                : spi_compare_as(found->of[side], node->compare, node->value);
  }
  for (uint32_t i = 0; i < node->operand.count; i++) {
    if (has(many, found->of[side], own->version->values[node->operand.first + i])) {
      return YES;
    }
  }
  return NO;
}

static int leaf(const spi_table *all, uint32_t side, const spi_node *node) {
  const spi_dimension *found = NULL;
  for (uint32_t i = 0; i < all->count; i++) {
    const spi_dimension *at = &all->dimensions[i];
    if ((node->op == SPI_OP_SEVERITY && at->kind == SPI_ABOUT_SEVERITY) ||
        (node->op == SPI_OP_INSIDE_HOURS && at->kind == SPI_ABOUT_INSIDE && at->side == side &&
         at->moment == node->subject)) {
      found = at;
    }
  }
  if (node->op == SPI_OP_MATRIX) {
    return matrix_is(all, side, node);
  }
  if (node->op == SPI_OP_INSIDE_HOURS) {
    return found != NULL && spi_table_value(found)->of[0] == 1;
  }
  if (node->op == SPI_OP_SEVERITY && all->derived) {
    uint32_t rank = 0;
    if (!spi_table_derived(all, side, &rank)) {
      return UNDECIDED;
    }
    return rank != 0 && spi_compare_as(-(int64_t)rank, node->compare, -node->value);
  }
  if (node->op == SPI_OP_SEVERITY) {
    int64_t rank = found == NULL || found->values.count == 0 ? 0 : spi_table_value(found)->of[side];
    return rank != 0 && spi_compare_as(-rank, node->compare, -node->value);
  }
  return fact_is(all, side, node);
}

static int holds(const spi_table *all, uint32_t side, uint32_t when, int depth) {
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

int spi_table_holds(const spi_table *all, uint32_t side, uint32_t when) {
  return holds(all, side, when, 0);
}

/* The first limit that holds caps the rank. */
static int limited(const spi_table *all, uint32_t side, uint32_t *rank) {
  const spi_version *version = all->differ->sides[side].version;
  for (uint32_t i = 0; i < version->severity_limits_count && *rank != 0; i++) {
    const spi_severity_limit *limit = &version->severity_limits[i];
    int held = holds(all, side, limit->when, 0);
    if (held == YES && *rank < limit->at_most) {
      *rank = limit->at_most;
    }
    if (held != NO) {
      return held == YES;
    }
  }
  return 1;
}

int spi_table_derived(const spi_table *all, uint32_t side, uint32_t *rank) {
  const spi_version *version = all->differ->sides[side].version;
  *rank = version->severities.default_rank;
  for (uint32_t i = 0; i < version->severities_by_rank_count; i++) {
    uint32_t when = version->severities_by_rank[i].when;
    int held = when == SPI_NONE ? NO : holds(all, side, when, 0);
    if (held == UNDECIDED) {
      return 0;
    }
    if (held == YES) {
      *rank = i + 1;
      break;
    }
  }
  return limited(all, side, rank);
}

static int find_calendar(const spi_table *all, uint32_t side, uint32_t index, spi_aimed *out) {
  const spi_version *version = all->differ->sides[side].version;
  for (int depth = 0; depth < 16 && index != SPI_NONE; depth++) {
    const spi_calendar *calendar = &version->calendars[index];
    if (calendar->kind == SPI_CALENDAR_FIXED) {
      out->calendar = calendar->calendar;
      out->calendar_id = calendar->id;
      return calendar->calendar != NULL ? YES : NO;
    }
    if (calendar->kind == SPI_CALENDAR_BY_ZONE) {
      const spi_table_item *zone = fact_value(all, side, calendar->fact);
      if (zone == NULL || zone->of[side] < 1 || zone->of[side] > calendar->table.count) {
        out->no_zone = 1;
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

void spi_diff_parts(const spi_version *version, const spi_target *target, spi_aimed *out) {
  out->parts_rule = target->parts_rule;
  out->parts_count = 0;
  for (uint32_t i = 0; i < target->parts.count; i++) {
    const spi_target *part = &version->targets[version->target_parts[target->parts.first + i]];
    const spi_calendar *calendar =
        part->calendar == SPI_NONE ? NULL : &version->calendars[part->calendar];
    if (i == SPI_TIMED_MAX || part->parts_rule != SPI_SINGLE || part->business_days != SPI_NONE ||
        (part->kind != SPOL_TARGET_DURATION && part->kind != SPOL_TARGET_DAY) || calendar == NULL ||
        calendar->kind != SPI_CALENDAR_FIXED || calendar->calendar == NULL) {
      out->parts_count = 0;
      return;
    }
    out->parts[i] = (spi_timed){.target = part, .calendar = calendar->calendar};
    out->parts_count = i + 1;
  }
}

static void aim(const spi_table *all, uint32_t side, uint32_t index, spi_aimed *out) {
  const spi_diff_side *own = &all->differ->sides[side];
  const spi_target *target = &own->version->targets[spi_table_agreed(own->version, index)];
  out->kind = target->kind;
  out->target = target;
  out->word = target->kind == SPOL_TARGET_EFFORT
                  ? spol_policy_name(own->policy, SPOL_NAME_WORD, target->word)
                  : "";
  out->word = out->word == NULL ? "" : out->word;
  spi_diff_parts(own->version, target, out);
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
uint32_t spi_table_look_up(const spi_table *all, uint32_t side, spi_aimed *out) {
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
