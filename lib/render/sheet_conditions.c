/* SPDX-License-Identifier: MIT */
/* Conditions in words, as far as the facts and the severity that are given leave
 * them open. As deep as the policy's conditions, whose depth is limited. */
#include "policy/number.h"
#include "render/sheet.h"

enum { NO = 0, YES = 1, OPEN = 2 };

/* ---- What is decided ---------------------------------------------------------------------- */

static const spol_fact *given(const spi_sheet *sheet, uint32_t fact) {
  for (uint64_t i = 0; i < sheet->fact_count; i++) {
    if (sheet->facts[i].fact == fact + 1 && sheet->facts[i].type != SPOL_FACT_UNKNOWN) {
      return &sheet->facts[i];
    }
  }
  return NULL;
}

static int is_in(const spi_sheet *sheet, const spi_node *node, int64_t value) {
  for (uint32_t i = 0; i < node->operand.count; i++) {
    if (sheet->version->values[node->operand.first + i] == value) {
      return YES;
    }
  }
  return NO;
}

/* The node by which the severity that is spoken of says what a fact is, or NULL: a fact
 * of its level that is one of some members. */
static const spi_node *derives_from(const spi_sheet *sheet, uint32_t at, uint32_t fact) {
  const spi_node *nodes = sheet->version->nodes;
  const spi_node *node = &nodes[at];
  int names = (node->op == SPI_OP_FACT && node->compare == SPI_EQUAL) || node->op == SPI_OP_FACT_IN;
  if (names && node->subject == fact) {
    return node;
  }
  const spi_node *found = NULL;
  for (uint32_t child = at + 1; node->op == SPI_OP_ALL && child < node->next && found == NULL;
       child = nodes[child].next) {
    found = derives_from(sheet, child, fact);
  }
  return found;
}

static int is_value(const spi_sheet *sheet, const spi_node *node, int64_t value) {
  return node->op == SPI_OP_FACT ? spi_compare_as(value, node->compare, node->value)
                                 : is_in(sheet, node, value);
}

/* What a fact's node comes to where the facts derive the severity that is spoken of. */
static int by_severity(const spi_sheet *sheet, const spi_node *node) {
  const spi_version *version = sheet->version;
  uint32_t when = sheet->rank == 0 ? SPI_NONE : version->severities_by_rank[sheet->rank - 1].when;
  const spi_node *one =
      when < version->nodes_count ? derives_from(sheet, when, node->subject) : NULL;
  if (one == NULL) {
    return OPEN;
  }
  uint32_t count = one->op == SPI_OP_FACT ? 1 : one->operand.count;
  uint32_t held = 0;
  for (uint32_t i = 0; i < count; i++) {
    int64_t value = one->op == SPI_OP_FACT ? one->value : version->values[one->operand.first + i];
    held += (uint32_t)is_value(sheet, node, value);
  }
  return held == 0 ? NO : held == count ? YES : OPEN;
}

static int is_refuted(const spi_sheet *sheet, const spi_node *node) {
  for (uint32_t i = 0; i < sheet->refuted_count; i++) {
    const spi_node *other = &sheet->version->nodes[sheet->refuted[i]];
    if (other->op == node->op && other->compare == node->compare &&
        other->subject == node->subject && other->value == node->value && node->op == SPI_OP_FACT) {
      return 1;
    }
  }
  return 0;
}

/* Of a fact that holds a set nothing is decided. */
static int by_fact(const spi_sheet *sheet, const spi_node *node) {
  if (is_refuted(sheet, node)) {
    return NO;
  }
  const spol_fact *fact = given(sheet, node->subject);
  if (sheet->view->policy->facts[node->subject].many) {
    return OPEN;
  }
  return fact != NULL ? is_value(sheet, node, fact->value) : by_severity(sheet, node);
}

static int leaf(const spi_sheet *sheet, const spi_node *node) {
  switch (node->op) {
  case SPI_OP_FACT:
  case SPI_OP_FACT_IN:
    return by_fact(sheet, node);
  case SPI_OP_FACT_KNOWN:
    return given(sheet, node->subject) != NULL ? YES : OPEN;
  case SPI_OP_SEVERITY:
    return sheet->rank == 0 ? OPEN
                            : spi_compare_as(-(int64_t)sheet->rank, node->compare, -node->value);
  default:
    return OPEN;
  }
}

static int holds(const spi_sheet *sheet, uint32_t at) {
  const spi_node *node = &sheet->version->nodes[at];
  if (node->op > SPI_OP_NOT) {
    return leaf(sheet, node);
  }
  int settles = node->op == SPI_OP_ANY ? YES : NO;
  int answer = node->op == SPI_OP_ANY ? NO : YES;
  for (uint32_t child = at + 1; child < node->next; child = sheet->version->nodes[child].next) {
    int one = holds(sheet, child);
    if (node->op == SPI_OP_NOT) {
      return one == OPEN ? OPEN : !one;
    }
    if (one == settles) {
      return one;
    }
    answer = one == OPEN ? OPEN : answer;
  }
  return answer;
}

int spi_sheet_holds(const spi_sheet *sheet, uint32_t condition) {
  if (condition == SPI_ALWAYS) {
    return YES;
  }
  return condition < sheet->version->nodes_count ? holds(sheet, condition) : OPEN;
}

/* ---- Words of what is open ------------------------------------------------------------------ */

static const char *relation(int how) {
  switch (how) {
  case SPI_LESS:
    return "<";
  case SPI_AT_MOST:
    return "<=";
  case SPI_MORE:
    return ">";
  case SPI_AT_LEAST:
    return ">=";
  default:
    return "=";
  }
}

static const char *fact_name(const spi_sheet *sheet, uint32_t fact) {
  return spi_sheet_name(sheet, SPOL_NAME_FACT, fact + 1);
}

static void put_value(spi_sheet *sheet, uint32_t index, int64_t value) {
  const spi_fact *rule = &sheet->view->policy->facts[index];
  spol_fact fact = SPOL_FACT_INIT;
  if (rule->many) {
    const char *member = spol_policy_fact_member(sheet->view->policy, index + 1, (uint32_t)value);
    spi_sheet_put(sheet, member != NULL ? member : "?");
    return;
  }
  fact.fact = index + 1;
  fact.type = rule->type;
  fact.value = value;
  spi_sheet_fact(sheet, &fact);
}

static void put_fact(spi_sheet *sheet, const spi_node *node) {
  const spi_fact *fact = &sheet->view->policy->facts[node->subject];
  const char *name = fact_name(sheet, node->subject);
  if (fact->type == SPOL_FACT_BOOLEAN) {
    spi_sheet_putf(sheet, "%s%s", node->value != 0 ? "" : "not ", name);
    return;
  }
  spi_sheet_putf(sheet, fact->many ? "%s has " : "%s %s ", name, relation(node->compare));
  put_value(sheet, node->subject, node->value);
}

static void put_fact_in(spi_sheet *sheet, const spi_node *node) {
  int many = sheet->view->policy->facts[node->subject].many;
  spi_sheet_putf(sheet, many ? "%s has " : "%s is ", fact_name(sheet, node->subject));
  for (uint32_t i = 0; i < node->operand.count; i++) {
    spi_sheet_put(sheet, i == 0 ? "" : i + 1 == node->operand.count ? " or " : ", ");
    put_value(sheet, node->subject, sheet->version->values[node->operand.first + i]);
  }
}

static void put_rank(spi_sheet *sheet, const char *what, const spi_node *node) {
  const spi_version *version = sheet->version;
  const char *name = "none";
  if (node->value >= 1 && node->value <= (int64_t)version->severities_by_rank_count) {
    name =
        spi_sheet_name(sheet, SPOL_NAME_SEVERITY, version->severities_by_rank[node->value - 1].id);
  }
  const char *how = node->compare == SPI_AT_LEAST  ? " or more"
                    : node->compare == SPI_AT_MOST ? " or less"
                                                   : "";
  spi_sheet_putf(sheet, "%s %s%s", what, name, how);
}

static void put_metric(spi_sheet *sheet, const spi_node *node) {
  const char *how = (node->value & SPI_METRIC_MISSED) != 0    ? "is missed"
                    : (node->value & SPI_METRIC_MET) != 0     ? "is met"
                    : (node->value & SPI_METRIC_STOPPED) != 0 ? "is stopped"
                                                              : "is started";
  spi_sheet_putf(sheet, "%s %s", spi_sheet_name(sheet, SPOL_NAME_METRIC, node->subject), how);
}

static void put_state(spi_sheet *sheet, const spi_node *node) {
  spi_sheet_putf(sheet, "the case is %s", spi_case_state_word((int32_t)node->value));
}

static void put_actor(spi_sheet *sheet, const spi_node *node) {
  static const char *const actors[] = {"somebody", "the customer", "the vendor", "a third party",
                                       "the system"};
  int known = node->value >= 0 && node->value < (int64_t)(sizeof actors / sizeof actors[0]);
  spi_sheet_putf(sheet, "by %s", known ? actors[node->value] : "somebody");
}

static void put_moment(spi_sheet *sheet, const spi_node *node) {
  const spi_moment *moment = &sheet->version->moments[node->subject];
  const char *event = spi_sheet_name(sheet, SPOL_NAME_EVENT, moment->event);
  spi_sheet_putf(sheet, "%s within the hours of %s", event,
                 spi_sheet_calendar(sheet, moment->calendar));
}

static void put_leaf(spi_sheet *sheet, const spi_node *node) {
  switch (node->op) {
  case SPI_OP_FACT:
    put_fact(sheet, node);
    break;
  case SPI_OP_FACT_IN:
    put_fact_in(sheet, node);
    break;
  case SPI_OP_FACT_KNOWN:
    spi_sheet_putf(sheet, "%s is known", fact_name(sheet, node->subject));
    break;
  case SPI_OP_FACT_FACT:
    spi_sheet_putf(sheet, "%s %s %s", fact_name(sheet, node->subject), relation(node->compare),
                   fact_name(sheet, node->operand.first));
    break;
  case SPI_OP_FACT_EVENT_TIME:
    spi_sheet_putf(sheet, "%s %s the event's time", fact_name(sheet, node->subject),
                   relation(node->compare));
    break;
  case SPI_OP_MATRIX:
    spi_sheet_put(sheet, "by the matrix");
    break;
  case SPI_OP_INSIDE_HOURS:
    put_moment(sheet, node);
    break;
  case SPI_OP_SEVERITY:
    put_rank(sheet, "severity", node);
    break;
  case SPI_OP_REQUESTED:
    put_rank(sheet, "requested severity", node);
    break;
  case SPI_OP_DERIVED:
    put_rank(sheet, "derived severity", node);
    break;
  case SPI_OP_RECORDED:
    put_rank(sheet, "recorded severity", node);
    break;
  case SPI_OP_SEVERITY_MISMATCH:
    spi_sheet_put(sheet, "the recorded severity is not the derived one");
    break;
  case SPI_OP_LINE:
    spi_sheet_putf(
        sheet, "line %s %s", relation(node->compare),
        node->value >= 0 && node->value < (int64_t)sheet->version->lines_count
            ? spi_sheet_name(sheet, SPOL_NAME_LINE, sheet->version->lines[node->value].id)
            : "?");
    break;
  case SPI_OP_METRIC:
    put_metric(sheet, node);
    break;
  case SPI_OP_HAPPENED:
    spi_sheet_putf(sheet, "%s has happened", spi_sheet_name(sheet, SPOL_NAME_EVENT, node->subject));
    break;
  case SPI_OP_PAUSED:
    spi_sheet_putf(sheet, "%s pauses", spi_sheet_name(sheet, SPOL_NAME_REASON, node->subject));
    break;
  case SPI_OP_EVENT_ACTOR:
    put_actor(sheet, node);
    break;
  case SPI_OP_EVENT_ROLE:
    spi_sheet_putf(sheet, "by a %s", spi_sheet_name(sheet, SPOL_NAME_ROLE, (uint32_t)node->value));
    break;
  case SPI_OP_STATE:
    put_state(sheet, node);
    break;
  default:
    spi_sheet_put(sheet, "?");
  }
}

static uint32_t open_children(const spi_sheet *sheet, uint32_t at) {
  uint32_t count = 0;
  const spi_node *node = &sheet->version->nodes[at];
  for (uint32_t child = at + 1; child < node->next; child = sheet->version->nodes[child].next) {
    count += holds(sheet, child) == OPEN;
  }
  return count;
}

static void put_open(spi_sheet *sheet, uint32_t at, int inside) {
  const spi_node *nodes = sheet->version->nodes;
  const spi_node *node = &nodes[at];
  if (node->op > SPI_OP_NOT) {
    put_leaf(sheet, node);
    return;
  }
  if (node->op == SPI_OP_NOT) {
    spi_sheet_put(sheet, "not ");
    put_open(sheet, at + 1, 1);
    return;
  }
  uint32_t count = open_children(sheet, at);
  int parted = inside && count > 1;
  const char *between = node->op == SPI_OP_ALL ? " and " : " or ";
  const char *before = "";
  spi_sheet_put(sheet, parted ? "(" : "");
  for (uint32_t child = at + 1; child < node->next; child = nodes[child].next) {
    if (holds(sheet, child) == OPEN) {
      spi_sheet_put(sheet, before);
      put_open(sheet, child, inside || count > 1);
      before = between;
    }
  }
  spi_sheet_put(sheet, parted ? ")" : "");
}

uint32_t spi_sheet_only(const spi_sheet *sheet, uint32_t condition) {
  const spi_node *nodes = sheet->version->nodes;
  uint32_t at = condition;
  while (at < sheet->version->nodes_count && nodes[at].op < SPI_OP_NOT) {
    uint32_t next = SPI_NONE;
    if (open_children(sheet, at) != 1) {
      return SPI_NONE;
    }
    for (uint32_t child = at + 1; child < nodes[at].next; child = nodes[child].next) {
      next = holds(sheet, child) == OPEN ? child : next;
    }
    at = next;
  }
  return at < sheet->version->nodes_count && nodes[at].op == SPI_OP_FACT ? at : SPI_NONE;
}

void spi_sheet_condition(spi_sheet *sheet, const char *before, uint32_t condition) {
  if (condition < sheet->version->nodes_count && holds(sheet, condition) == OPEN) {
    spi_sheet_put(sheet, before);
    put_open(sheet, condition, 0);
  }
}
