/* SPDX-License-Identifier: MIT */
/* What a change of one rule is for the customer, field by field. */
#include "civil/clock.h"
#include "policy/diff_rules.h"
#include "policy/number.h"

enum { WAY_MASK = 0x3f };

#define UNCLEAR "written differently, neither plainly more nor plainly less"

spi_judged spi_verdict(int32_t verdict, const char *reason) {
  return (spi_judged){verdict, reason};
}

void spi_judge_also(spi_judged *into, spi_judged one) {
  if (one.verdict == SPOL_DIFF_SAME || into->verdict == SPOL_DIFF_UNDECIDED) {
    return;
  }
  if (into->verdict != SPOL_DIFF_SAME && into->verdict != one.verdict &&
      one.verdict != SPOL_DIFF_UNDECIDED) {
    one = spi_verdict(SPOL_DIFF_UNDECIDED, "partly better, partly worse");
  }
  if (into->verdict != one.verdict) {
    *into = one;
  }
}

/* ---- Times -------------------------------------------------------------------------------- */

static int is_always(const spi_text_node *root, const spi_text_node *name) {
  return name != NULL && name->kind == SPI_TEXT_SCALAR &&
         spi_tree_is(spi_tree_find(spi_tree_get(root, "calendars"), name->text), "24x7");
}

static int same_calendar(const spi_text_node *const root[2], const spi_text_node *const name[2]) {
  if (!spi_tree_same(name[0], name[1])) {
    return 0;
  }
  if (name[0] == NULL || name[0]->kind != SPI_TEXT_SCALAR) {
    return name[0] == NULL;
  }
  return spi_tree_same(spi_tree_find(spi_tree_get(root[0], "calendars"), name[0]->text),
                       spi_tree_find(spi_tree_get(root[1], "calendars"), name[1]->text)) &&
         spi_tree_same(spi_tree_get(root[0], "holidays"), spi_tree_get(root[1], "holidays"));
}

/* The upper end of a range. */
static int duration_of(const spi_text_node *node, spol_duration *out) {
  if (node == NULL || node->kind != SPI_TEXT_SCALAR) {
    return 0;
  }
  spi_slice text = node->text;
  for (size_t i = 0; i + 1 < text.length; i++) {
    if (text.data[i] == '.' && text.data[i + 1] == '.') {
      text = (spi_slice){text.data + i + 2, text.length - i - 2};
    }
  }
  return spol_duration_parse(text.data, text.length, out, NULL) == SPOL_OK;
}

/* "2 business_days": the number, and what it is of. */
static int days_of(const spi_text_node *node, int64_t *count, spi_slice *unit) {
  if (node == NULL || node->kind != SPI_TEXT_SCALAR) {
    return 0;
  }
  size_t at = 0;
  *count = 0;
  for (;
       at < node->text.length && at < 9 && node->text.data[at] >= '0' && node->text.data[at] <= '9';
       at++) {
    *count = *count * 10 + (node->text.data[at] - '0');
  }
  *unit = (spi_slice){node->text.data + at, node->text.length - at};
  return at > 0 && unit->length > 1 && unit->data[0] == ' ';
}

spi_judged spi_judge_times(const spi_text_node *const root[2], const spi_text_node *const time[2]) {
  static const char *const same_keys[] = {"until",  "after",       "event", "when",
                                          "pauses", "pause_lasts", "carry", NULL};
  const spi_text_node *within[2];
  const spi_text_node *calendar[2];
  spol_duration length[2] = {0, 0};
  int64_t count[2] = {0, 0};
  spi_slice unit[2];
  for (int s = 0; s < 2; s++) {
    within[s] = spi_tree_get(time[s], "within");
    calendar[s] = spi_tree_get(time[s], "calendar");
  }
  for (size_t i = 0; same_keys[i] != NULL; i++) {
    if (!spi_tree_same(spi_tree_get(time[0], same_keys[i]), spi_tree_get(time[1], same_keys[i]))) {
      return spi_verdict(SPOL_DIFF_UNDECIDED, "it counts in another way");
    }
  }
  int alike = same_calendar(root, calendar);
  if (alike && spi_tree_same(within[0], within[1])) {
    return spi_verdict(SPOL_DIFF_SAME, "");
  }
  if (duration_of(within[0], &length[0]) && duration_of(within[1], &length[1])) {
    if (length[0] != length[1] && alike) {
      return length[1] < length[0] ? spi_verdict(SPOL_DIFF_BETTER, "sooner")
                                   : spi_verdict(SPOL_DIFF_WORSE, "later");
    }
    if (length[1] <= length[0] && is_always(root[1], calendar[1])) {
      return spi_verdict(SPOL_DIFF_BETTER, "sooner: it counts at all hours");
    }
    if (length[1] >= length[0] && is_always(root[0], calendar[0])) {
      return spi_verdict(SPOL_DIFF_WORSE, "later: it counted at all hours");
    }
  }
  if (alike && days_of(within[0], &count[0], &unit[0]) && days_of(within[1], &count[1], &unit[1]) &&
      spi_slice_equal(unit[0], unit[1]) && count[0] != count[1]) {
    return count[1] < count[0] ? spi_verdict(SPOL_DIFF_BETTER, "sooner")
                               : spi_verdict(SPOL_DIFF_WORSE, "later");
  }
  return spi_verdict(SPOL_DIFF_UNDECIDED,
                     "which of two times comes sooner depends on the hours between them");
}

/* ---- Fields -----------------------------------------------------------------------------------
 */

enum { LESS = -1, SAME = 0, MORE = 1, UNTOLD = 2 };

static int is_true(const spi_text_node *node) {
  return spi_tree_is(node, "true") || spi_tree_is(node, "at_once");
}

static int order_of_sets(const spi_text_node *const node[2]) {
  int grown = spi_tree_within(node[0], node[1]);
  int shrunk = spi_tree_within(node[1], node[0]);
  return grown && shrunk ? SAME : grown ? MORE : shrunk ? LESS : UNTOLD;
}

static int order_of_numbers(const spi_text_node *const node[2]) {
  int64_t value[2] = {0, 0};
  for (int s = 0; s < 2; s++) {
    if (node[s] == NULL || node[s]->kind != SPI_TEXT_SCALAR || node[s]->text.length == 0) {
      return UNTOLD;
    }
    size_t length = node[s]->text.length;
    length -= node[s]->text.data[length - 1] == '%';
    if (spi_number_parse(node[s]->text.data, length, &value[s], NULL) != SPOL_OK) {
      return UNTOLD;
    }
  }
  return (value[1] > value[0]) - (value[1] < value[0]);
}

static uint32_t line_index(const spi_text_node *root, const spi_text_node *name) {
  const spi_text_node *lines = spi_tree_get(spi_tree_get(root, "escalation"), "lines");
  for (uint32_t i = 0; i < spi_tree_count(lines) && name->kind == SPI_TEXT_SCALAR; i++) {
    const spi_text_node *line = spi_tree_at(lines, i);
    const spi_text_node *id = line->kind == SPI_TEXT_MAPPING ? spi_tree_get(line, "id") : line;
    if (id != NULL && id->kind == SPI_TEXT_SCALAR && spi_slice_equal(id->text, name->text)) {
      return i;
    }
  }
  return SPI_NONE;
}

/* Lines are ordered where both sides order them in one way. */
static int order_of_lines(const spi_rule_pair *pair, const spi_text_node *const node[2]) {
  if (node[0] == NULL || node[1] == NULL) {
    return node[0] == node[1] ? SAME : node[1] != NULL ? MORE : LESS;
  }
  uint32_t of[2][2];
  for (int s = 0; s < 2; s++) {
    for (int r = 0; r < 2; r++) {
      of[s][r] = line_index(pair->root[r], node[s]);
    }
  }
  int here = (of[1][0] > of[0][0]) - (of[1][0] < of[0][0]);
  int there = (of[1][1] > of[0][1]) - (of[1][1] < of[0][1]);
  return of[0][0] == SPI_NONE || of[0][1] == SPI_NONE || of[1][0] == SPI_NONE ||
                 of[1][1] == SPI_NONE || here != there
             ? UNTOLD
             : here;
}

static spol_status order_of_conditions(spi_differ *differ, const uint32_t when[2], int *order) {
  int32_t relation = SPI_RELATION_UNKNOWN;
  spol_status status = spi_diff_conditions(differ, when, &relation);
  *order = relation == SPI_RELATION_EQUAL      ? SAME
           : relation == SPI_RELATION_WIDER    ? MORE
           : relation == SPI_RELATION_NARROWER ? LESS
                                               : UNTOLD;
  return status;
}

static int order_of_times(const spi_rule_pair *pair, const spi_text_node *const node[2]) {
  const spi_text_node *time[2];
  for (int s = 0; s < 2; s++) {
    int one = node[s] != NULL && node[s]->kind == SPI_TEXT_SEQUENCE && node[s]->count == 1;
    time[s] = one ? spi_tree_at(node[s], 0) : node[s];
    if (time[s] == NULL || time[s]->kind != SPI_TEXT_MAPPING) {
      return UNTOLD;
    }
  }
  spi_judged judged = spi_judge_times(pair->root, time);
  return judged.verdict == SPOL_DIFF_SAME     ? SAME
         : judged.verdict == SPOL_DIFF_BETTER ? LESS
         : judged.verdict == SPOL_DIFF_WORSE  ? MORE
                                              : UNTOLD;
}

/* None is at once. */
static int order_of_times_here(const spi_rule_pair *pair) {
  int there[2] = {spi_tree_get(pair->node[0], "within") != NULL,
                  spi_tree_get(pair->node[1], "within") != NULL};
  const spi_text_node *time[2] = {pair->node[0], pair->node[1]};
  return there[0] && there[1] ? order_of_times(pair, time) : there[1] - there[0];
}

static int order_of_shares(const spi_text_node *const node[2]) {
  const spi_text_node *number[2];
  const spi_text_node *every[2];
  if (node[0] == NULL || node[1] == NULL) {
    return UNTOLD;
  }
  if (node[0]->kind != SPI_TEXT_MAPPING) {
    return order_of_numbers(node);
  }
  if (!spi_tree_same(spi_tree_get(node[0], "metric"), spi_tree_get(node[1], "metric")) ||
      !spi_tree_same(spi_tree_get(node[0], "any_part"), spi_tree_get(node[1], "any_part"))) {
    return UNTOLD;
  }
  for (int s = 0; s < 2; s++) {
    number[s] = spi_tree_get(node[s], "at");
    every[s] = spi_tree_get(node[s], "count");
  }
  return order_of_numbers(number[0] != NULL ? number : every);
}

static int order_of_repeats(const spi_rule_pair *pair, const spi_text_node *const node[2]) {
  const spi_text_node *times[2];
  spol_duration every[2] = {0, 0};
  if (node[0] == NULL || node[1] == NULL) {
    return node[1] != NULL ? MORE : LESS;
  }
  const spi_text_node *calendar[2];
  for (int s = 0; s < 2; s++) {
    times[s] = spi_tree_get(node[s], "times");
    calendar[s] = spi_tree_get(node[s], "calendar");
    if (!duration_of(spi_tree_get(node[s], "every"), &every[s])) {
      return UNTOLD;
    }
  }
  int order = spi_tree_same(times[0], times[1]) ? SAME : order_of_numbers(times);
  int shorter = (every[1] < every[0]) - (every[1] > every[0]);
  return !same_calendar(pair->root, calendar) || order == UNTOLD || order * shorter < 0
             ? UNTOLD
             : (order != SAME ? order : shorter);
}

static spol_status order_of(spi_differ *differ, const spi_rule_pair *pair, int32_t way,
                            const spi_text_node *const node[2], int *order) {
  *order = UNTOLD;
  switch (way & WAY_MASK) {
  case SPI_WAY_SET:
    *order = order_of_sets(node);
    break;
  case SPI_WAY_TRUTH:
    *order = is_true(node[1]) - is_true(node[0]);
    break;
  case SPI_WAY_TIME:
    *order = order_of_times(pair, node);
    break;
  case SPI_WAY_TIME_HERE:
    *order = order_of_times_here(pair);
    break;
  case SPI_WAY_BOUND:
    *order = node[0] != NULL && node[1] != NULL ? order_of_times(pair, node)
             : node[1] != NULL                  ? LESS
                                                : MORE;
    break;
  case SPI_WAY_REPEATS:
    *order = order_of_repeats(pair, node);
    break;
  case SPI_WAY_SHARE:
    *order = order_of_shares(node);
    break;
  case SPI_WAY_PRESENT:
    *order = node[0] == NULL ? MORE : node[1] == NULL ? LESS : UNTOLD;
    break;
  case SPI_WAY_WHEN:
    return order_of_conditions(differ, pair->when, order);
  case SPI_WAY_REQUIRES:
    return order_of_conditions(differ, pair->requires, order);
  case SPI_WAY_LINE:
    *order = order_of_lines(pair, node);
    break;
  default:
    break;
  }
  return SPOL_OK;
}

static spi_judged judge_order(const spi_field_way *way, int flip, int order) {
  if (order == SAME) {
    return spi_verdict(SPOL_DIFF_SAME, "");
  }
  if (order == UNTOLD) {
    return spi_verdict(SPOL_DIFF_UNDECIDED, way->unclear != NULL ? way->unclear : UNCLEAR);
  }
  int good = ((way->way & SPI_WAY_GOOD) != 0) == (order == MORE);
  return spi_verdict(good != flip ? SPOL_DIFF_BETTER : SPOL_DIFF_WORSE,
                     order == MORE ? way->more : way->less);
}

static const spi_field_way *way_of(const spi_field_way *ways, spi_slice key) {
  for (; ways->key != NULL; ways++) {
    if (spi_slice_is(key, ways->key)) {
      return ways;
    }
  }
  return NULL;
}

spol_status spi_judge_field(spi_differ *differ, const spi_rule_pair *pair,
                            const spi_field_way *ways, spi_slice key, spi_judged *out) {
  static const spi_field_way unknown = {"", SPI_WAY_LOOK, NULL, NULL, NULL};
  const spi_text_node *node[2] = {spi_tree_find(pair->node[0], key),
                                  spi_tree_find(pair->node[1], key)};
  const spi_field_way *way = way_of(ways, key);
  int order = SAME;
  if (spi_tree_same(node[0], node[1])) {
    return SPOL_OK;
  }
  way = way == NULL ? &unknown : way;
  spol_status status = order_of(differ, pair, way->way, node, &order);
  spi_judge_also(out, judge_order(way, pair->flip, order));
  return status;
}

spol_status spi_judge_fields(spi_differ *differ, const spi_rule_pair *pair,
                             const spi_field_way *ways, spi_judged *out) {
  spol_status status = SPOL_OK;
  *out = spi_verdict(SPOL_DIFF_SAME, "");
  if (spi_tree_same(pair->node[0], pair->node[1])) {
    return SPOL_OK;
  }
  if (pair->node[0]->kind != SPI_TEXT_MAPPING || pair->node[1]->kind != SPI_TEXT_MAPPING) {
    *out = spi_verdict(SPOL_DIFF_UNDECIDED, UNCLEAR);
    return SPOL_OK;
  }
  for (int s = 0; s < 2; s++) {
    const spi_text_node *from = pair->node[s];
    for (uint32_t i = 0; i < from->count && status == SPOL_OK; i++) {
      spi_slice key = from->of.pairs[i].key.node->text;
      int seen = s == 1 && spi_tree_find(pair->node[0], key) != NULL;
      if (!seen && !spi_slice_is(key, "clause") && !spi_slice_is(key, "assumed") &&
          !spi_slice_is(key, "note") && !spi_slice_is(key, "title") && !spi_slice_is(key, "id")) {
        status = spi_judge_field(differ, pair, ways, key, out);
      }
    }
  }
  return status;
}
