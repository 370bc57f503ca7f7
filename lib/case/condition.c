/* SPDX-License-Identifier: MIT */
/* Three-valued conditions (docs/policy-language.md, section 3): a walk over a
 * tree in prefix order, which remembers the facts that it read. */
#include "base/checked.h"
#include "case/run.h"

/* Deeper trees than a policy can have are undecided, never a deep stack. */
enum { DEPTH_MAX = 200 };

/* Reads a fact (by index); NULL where it has no value and none by default. */
static inline const spi_value *read_fact(spi_run *run, uint32_t fact) {
  if (run->used_mark[fact] != run->used_serial) {
    run->used_mark[fact] = run->used_serial;
    run->used[run->used_count++] = fact;
  }
  const spi_value *value = &run->facts[fact];
  return value->known ? value : NULL;
}

static int undecided(spi_run *run, uint32_t fact) {
  if (run->missing == 0) {
    run->missing = fact + 1;
  }
  return SPI_UNDECIDED;
}

static inline int fact_is(spi_run *run, const spi_node *node) {
  const spi_value *value = read_fact(run, node->subject);
  if (run->policy->facts[node->subject].many) {
    return value != NULL && spi_set_has(value->value, node->value);
  }
  if (value == NULL) {
    return undecided(run, node->subject);
  }
  return spi_compare_as(value->value, node->compare, node->value);
}

static int fact_in(spi_run *run, const spi_node *node) {
  const spi_value *value = read_fact(run, node->subject);
  int many = run->policy->facts[node->subject].many;
  if (value == NULL) {
    return many ? SPI_NO : undecided(run, node->subject);
  }
  const int64_t *values = run->version->values + node->operand.first;
  for (uint32_t i = 0; i < node->operand.count; i++) {
    if (many ? spi_set_has(value->value, values[i]) : value->value == values[i]) {
      return SPI_YES;
    }
  }
  return SPI_NO;
}

static int fact_known(spi_run *run, const spi_node *node) {
  const spi_value *value = read_fact(run, node->subject);
  return value != NULL && !(run->policy->facts[node->subject].many && value->value == 0);
}

static int fact_fact(spi_run *run, const spi_node *node) {
  const spi_value *a = read_fact(run, node->subject);
  const spi_value *b = read_fact(run, node->operand.first);
  if (a == NULL || b == NULL) {
    return undecided(run, a == NULL ? node->subject : node->operand.first);
  }
  return spi_compare_as(a->value, node->compare, b->value);
}

static int64_t local_date(spi_run *run, uint32_t calendar, spol_instant at) {
  const spol_calendar *found = NULL;
  spol_zone_local local;
  if (calendar != SPI_NONE && spi_find_calendar(run, calendar, &found) == SPI_YES &&
      spol_zone_to_local(spol_calendar_zone(found), at, &local) == SPOL_OK) {
    return local.date;
  }
  return spi_floor_div(at, SPOL_DAY);
}

static int fact_event_time(spi_run *run, const spi_node *node) {
  const spi_value *value = read_fact(run, node->subject);
  if (value == NULL) {
    return undecided(run, node->subject);
  }
  int64_t when = run->hand.at;
  if (run->policy->facts[node->subject].type == SPOL_FACT_DATE) {
    when = local_date(run, node->operand.first, when);
  }
  return spi_compare_as(value->value, node->compare, when);
}

/* The index of a value in a matrix's side; SPI_NONE where it has none. */
static uint32_t band_of(const spi_run *run, spi_range bands, uint32_t count, int64_t value) {
  if (bands.count == 0) {
    return value >= 1 && value <= count ? (uint32_t)(value - 1) : SPI_NONE;
  }
  uint32_t band = SPI_NONE;
  for (uint32_t i = 0; i < bands.count && i < count; i++) {
    if (run->version->values[bands.first + i] <= value) {
      band = i;
    }
  }
  return band;
}

static int matrix_is(spi_run *run, const spi_node *node) {
  const spi_matrix *matrix = &run->version->matrices[node->subject];
  const spi_value *row = read_fact(run, matrix->row_fact);
  const spi_value *column = read_fact(run, matrix->column_fact);
  if (row == NULL || column == NULL) {
    return undecided(run, row == NULL ? matrix->row_fact : matrix->column_fact);
  }
  uint32_t r = band_of(run, matrix->row_bands, matrix->rows, row->value);
  uint32_t c = band_of(run, matrix->column_bands, matrix->columns, column->value);
  if (r == SPI_NONE || c == SPI_NONE) {
    return SPI_NO;
  }
  return run->version->values[matrix->cells.first + r * matrix->columns + c] == node->value;
}

/* A smaller rank is more severe. */
static inline int severity_is(const spi_severity_run *severity, const spi_node *node) {
  if (severity->rank == 0) {
    return severity->undecided != 0 ? SPI_UNDECIDED : SPI_NO;
  }
  return spi_compare_as(-(int64_t)severity->rank, node->compare, -node->value);
}

static int mismatch(const spi_run *run, const spi_node *node) {
  uint32_t recorded = run->recorded.rank;
  uint32_t derived = run->derived.rank;
  if (recorded == 0) {
    return SPI_NO;
  }
  if (derived == 0) {
    return run->derived.undecided ? SPI_UNDECIDED : SPI_NO;
  }
  if (node->subject == 1) {
    return recorded < derived;
  }
  return node->subject == 2 ? recorded > derived : recorded != derived;
}

static int moment_is(const spi_run *run, const spi_node *node) {
  uint8_t decided = run->moments[node->subject];
  return decided == 0 ? SPI_NO : decided - 1;
}

static int paused_for(const spi_run *run, uint32_t reason) {
  return reason >= 1 && reason <= run->reason_count && run->reasons[reason - 1].in_force;
}

static int event_is(const spi_run *run, const spi_node *node) {
  const spol_event *event = run->hand.event;
  if (event == NULL) {
    return SPI_NO;
  }
  return node->op == SPI_OP_EVENT_ACTOR ? event->actor == node->value
                                        : (int64_t)event->role == node->value;
}

static int leaf(spi_run *run, const spi_node *node) {
  switch (node->op) {
  case SPI_OP_FACT:
    return fact_is(run, node);
  case SPI_OP_FACT_IN:
    return fact_in(run, node);
  case SPI_OP_FACT_KNOWN:
    return fact_known(run, node);
  case SPI_OP_FACT_FACT:
    return fact_fact(run, node);
  case SPI_OP_FACT_EVENT_TIME:
    return fact_event_time(run, node);
  case SPI_OP_MATRIX:
    return matrix_is(run, node);
  case SPI_OP_INSIDE_HOURS:
    return moment_is(run, node);
  case SPI_OP_SEVERITY:
    return severity_is(spi_current(run), node);
  case SPI_OP_REQUESTED:
    return severity_is(&run->requested, node);
  case SPI_OP_DERIVED:
    return severity_is(&run->derived, node);
  case SPI_OP_RECORDED:
    return severity_is(&run->recorded, node);
  case SPI_OP_SEVERITY_MISMATCH:
    return mismatch(run, node);
  case SPI_OP_LINE:
    return run->line != SPI_NONE && spi_compare_as(run->line, node->compare, node->value);
  case SPI_OP_METRIC:
    return (spi_metric_bits(run, node->subject) & (uint64_t)node->value) != 0;
  case SPI_OP_HAPPENED: {
    uint32_t slot = spi_event_slot(run, node->subject);
    return slot != SPI_NONE && run->happened[slot] != SPOL_INSTANT_NONE;
  }
  case SPI_OP_PAUSED:
    return paused_for(run, node->subject);
  case SPI_OP_EVENT_ACTOR:
  case SPI_OP_EVENT_ROLE:
    return event_is(run, node);
  case SPI_OP_STATE:
    return run->state == node->value;
  default:
    return SPI_UNDECIDED;
  }
}

static int holds(spi_run *run, uint32_t at, int depth) {
  const spi_node *node = &run->version->nodes[at];
  if (node->op > SPI_OP_NOT) {
    return leaf(run, node);
  }
  if (depth > DEPTH_MAX) {
    return SPI_UNDECIDED;
  }
  int settles = node->op == SPI_OP_ANY ? SPI_YES : SPI_NO;
  int answer = node->op == SPI_OP_ANY ? SPI_NO : SPI_YES;
  for (uint32_t child = at + 1; child < node->next; child = run->version->nodes[child].next) {
    int one = holds(run, child, depth + 1);
    if (node->op == SPI_OP_NOT) {
      return one == SPI_UNDECIDED ? one : !one;
    }
    if (one == settles) {
      return one;
    }
    answer = one == SPI_UNDECIDED ? one : answer;
  }
  return answer;
}

/* Most conditions are one fact, or the severity. */
int spi_holds_tree(spi_run *run, uint32_t condition) {
  const spi_version *version = run->version;
  if (condition >= version->nodes_count) {
    return SPI_UNDECIDED;
  }
  const spi_node *node = &version->nodes[condition];
  switch (node->op) {
  case SPI_OP_FACT:
    return fact_is(run, node);
  case SPI_OP_SEVERITY:
    return severity_is(spi_current(run), node);
  default:
    return holds(run, condition, 0);
  }
}

void spi_decide_moments(spi_run *run, uint32_t type, spol_instant at) {
  for (uint32_t i = 0; i < run->version->moments_count; i++) {
    const spi_moment *moment = &run->version->moments[i];
    if (moment->event != type || run->moments[i] != 0) {
      continue;
    }
    const spol_calendar *calendar;
    int32_t open = 0;
    int found = spi_find_calendar(run, moment->calendar, &calendar);
    if (found == SPI_YES && spol_calendar_is_open(calendar, at, &open, NULL) != SPOL_OK) {
      open = 0;
    }
    run->moments[i] = (uint8_t)((found == SPI_UNDECIDED ? SPI_UNDECIDED : open) + 1);
    spi_touch(run, SPI_TOUCH_INSIDE);
  }
}
