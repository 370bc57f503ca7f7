/* SPDX-License-Identifier: MIT */
/* The combination of facts that answers a question, in words. Conditions are
 * evaluated here a second time, on its values: what the solver found is checked,
 * and what does not matter is left out. */
#include <string.h>

#include "base/checked.h"
#include "policy/number.h"
#include "policy/subjects.h"

enum { NO = 0, YES = 1, UNDECIDED = -1, DEEPEST = 4096 };

/* ---- Values ------------------------------------------------------------------------------ */

/* A value of a band that reads well: a whole number where there is one. */
static int64_t value_in_band(const spi_question *question, const spi_subject *subject,
                             uint32_t band) {
  spi_range cuts = spi_subject_cuts(question, subject->subject);
  const int64_t *values = question->bands->values + cuts.first;
  int is_number = subject->subject < question->policy->facts_count &&
                  question->policy->facts[subject->subject].type == SPOL_FACT_NUMBER;
  int64_t unit = is_number ? SPOL_NUMBER_ONE : 1;
  int64_t value = 0;
  if (cuts.count == 0) {
    return 0;
  }
  if (band == 0) {
    int64_t below = spi_floor_div(values[0] - 1, unit);
    return is_number && below > 0 ? 0 : below * unit;
  }
  int64_t lower = values[band - 1];
  int64_t whole = spi_floor_div(lower, unit);
  whole += whole * unit < lower;
  if (!spi_mul_i64(whole, unit, &value)) {
    return lower;
  }
  return band < cuts.count && value >= values[band] ? lower : value;
}

static int64_t value_of_bands(const spi_question *question, const spi_subject *subject) {
  uint32_t band = 0;
  while (band < subject->count &&
         spi_solver_holds(&question->solver, subject->literal + 2 * (int32_t)band)) {
    band++;
  }
  return value_in_band(question, subject, band);
}

static int64_t value_of_group(const spi_question *question, const spi_subject *subject) {
  for (uint32_t i = 0; i < subject->count; i++) {
    if (spi_solver_holds(&question->solver, subject->literal + 2 * (int32_t)i)) {
      return subject->lowest + i;
    }
  }
  return subject->lowest;
}

void spi_witness_take(spi_question *question) {
  for (uint32_t i = 0; i < question->subjects.count; i++) {
    spi_subject *subject = spi_subject_at(question, i);
    subject->dropped = 0;
    subject->is_known =
        subject->known == SPI_NO_LITERAL || spi_solver_holds(&question->solver, subject->known);
    if (subject->form == SPI_FORM_BANDS) {
      subject->value = value_of_bands(question, subject);
    } else if (subject->form == SPI_FORM_GROUP) {
      subject->value = value_of_group(question, subject);
    } else {
      subject->value = spi_solver_holds(&question->solver, subject->literal);
    }
  }
}

/* ---- Conditions in the witness -------------------------------------------------------------- */

static const spi_subject *find(const spi_question *question, uint32_t kind, uint32_t subject,
                               uint32_t other, uint32_t copy) {
  uint32_t index = spi_subject_find(question, kind, subject, other, copy);
  return index == SPI_NONE ? NULL : spi_subject_at(question, index);
}

static int has_value(const spi_subject *subject) {
  return subject != NULL && !subject->dropped && subject->is_known;
}

static int of_member(const spi_question *question, uint32_t fact, int64_t member) {
  const spi_subject *found = find(question, SPI_ABOUT_MEMBER, fact, (uint32_t)member, 0);
  return found == NULL || found->dropped ? UNDECIDED : found->value != 0;
}

static int of_fact(const spi_question *question, const spi_node *node) {
  if (question->policy->facts[node->subject].many) {
    return of_member(question, node->subject, node->value);
  }
  const spi_subject *fact = find(question, SPI_ABOUT_FACT, node->subject, 0, 0);
  return has_value(fact) ? spi_compare_as(fact->value, node->compare, node->value) : UNDECIDED;
}

static int of_fact_in(const spi_question *question, const spi_node *node) {
  int answer = NO;
  for (uint32_t i = 0; i < node->operand.count && answer != YES; i++) {
    spi_node one = *node;
    one.compare = SPI_EQUAL;
    one.value = question->version->values[node->operand.first + i];
    int found = of_fact(question, &one);
    answer = found == NO ? answer : found;
  }
  return answer;
}

static int of_known(const spi_question *question, const spi_node *node) {
  const spi_fact *fact = &question->policy->facts[node->subject];
  if (!fact->many) {
    const spi_subject *found = find(question, SPI_ABOUT_FACT, node->subject, 0, 0);
    return fact->has_default ? YES : found == NULL || found->dropped ? UNDECIDED : found->is_known;
  }
  int answer = NO;
  for (uint32_t i = fact->type == SPOL_FACT_ENUM; i <= fact->members.count && answer != YES; i++) {
    int found = of_member(question, node->subject, i);
    answer = found == NO ? answer : found;
  }
  return answer;
}

static int of_order(const spi_question *question, const spi_node *node, uint32_t other) {
  uint32_t own = node->subject;
  const spi_subject *left = find(question, SPI_ABOUT_FACT, own, 0, 0);
  const spi_subject *right = find(question, SPI_ABOUT_FACT, other, 0, 0);
  if (own == other) {
    return spi_compare_as(0, node->compare, 0);
  }
  if ((left != NULL && !left->is_known) || (right != NULL && !right->is_known)) {
    return UNDECIDED;
  }
  const spi_subject *order =
      find(question, SPI_ABOUT_ORDER, own < other ? own : other, own < other ? other : own, 0);
  if (order == NULL || order->dropped) {
    return UNDECIDED;
  }
  return spi_compare_as(own < other ? order->value : -order->value, node->compare, 0);
}

static int64_t band_of(const spi_question *question, const spi_subject *fact, spi_range bands) {
  if (bands.count == 0) {
    return fact->value - fact->lowest;
  }
  const int64_t *lower = question->version->values + bands.first;
  int64_t at = -1;
  while (at + 1 < (int64_t)bands.count && lower[at + 1] <= fact->value) {
    at++;
  }
  return at;
}

static int of_matrix(const spi_question *question, const spi_node *node) {
  const spi_matrix *matrix = &question->version->matrices[node->subject];
  const spi_subject *row = find(question, SPI_ABOUT_FACT, matrix->row_fact, 0, 0);
  const spi_subject *column = find(question, SPI_ABOUT_FACT, matrix->column_fact, 0, 0);
  if (!has_value(row) || !has_value(column)) {
    return UNDECIDED;
  }
  int64_t i = band_of(question, row, matrix->row_bands);
  int64_t j = band_of(question, column, matrix->column_bands);
  if (i < 0 || j < 0) {
    return NO;
  }
  const int64_t *cells = question->version->values + matrix->cells.first;
  return cells[i * matrix->columns + j] == node->value;
}

static int of_rank(const spi_question *question, const spi_node *node, uint32_t kind,
                   uint32_t copy) {
  const spi_subject *found = find(question, kind, 0, 0, copy);
  if (found == NULL || found->dropped) {
    return UNDECIDED;
  }
  return found->value != 0 && spi_compare_as(node->value, node->compare, found->value);
}

static int of_mismatch(const spi_question *question, const spi_node *node) {
  const spi_subject *recorded = find(question, SPI_ABOUT_RECORDED, 0, 0, 0);
  const spi_subject *derived = find(question, SPI_ABOUT_DERIVED, 0, 0, 0);
  if (recorded == NULL || derived == NULL || recorded->dropped || derived->dropped) {
    return UNDECIDED;
  }
  int64_t difference = derived->value - recorded->value;
  return recorded->value != 0 && derived->value != 0 && difference != 0 &&
         (node->subject != 1 || difference > 0) && (node->subject != 2 || difference < 0);
}

static int of_value(const spi_question *question, const spi_node *node, uint32_t kind,
                    uint32_t subject) {
  const spi_subject *found = find(question, kind, subject, 0, 0);
  if (found == NULL || found->dropped) {
    return UNDECIDED;
  }
  return spi_compare_as(found->value, node->compare, node->value);
}

static int of_metric(const spi_question *question, const spi_node *node) {
  const spi_subject *found = find(question, SPI_ABOUT_METRIC, node->subject, 0, 0);
  if (found == NULL || found->dropped) {
    return UNDECIDED;
  }
  return (spi_metric_states[found->value] & node->value) != 0;
}

/* What always holds has no subject. */
static int of_truth(const spi_question *question, const spi_node *node, uint32_t kind) {
  const spi_subject *found = find(question, kind, node->subject, 0, 0);
  if (found == NULL) {
    return YES;
  }
  return found->dropped ? UNDECIDED : found->value != 0;
}

static int of_comparison(const spi_question *question, const spi_node *node, uint32_t copy) {
  switch (node->op) {
  case SPI_OP_FACT:
    return of_fact(question, node);
  case SPI_OP_FACT_IN:
    return of_fact_in(question, node);
  case SPI_OP_FACT_KNOWN:
    return of_known(question, node);
  case SPI_OP_FACT_FACT:
    return of_order(question, node, node->operand.first);
  case SPI_OP_FACT_EVENT_TIME:
    return of_order(question, node,
                    question->policy->facts_count +
                        (question->policy->facts[node->subject].type == SPOL_FACT_INSTANT));
  case SPI_OP_MATRIX:
    return of_matrix(question, node);
  case SPI_OP_SEVERITY:
    return of_rank(question, node, SPI_ABOUT_SEVERITY, copy);
  case SPI_OP_REQUESTED:
    return of_rank(question, node, SPI_ABOUT_REQUESTED, 0);
  case SPI_OP_DERIVED:
    return of_rank(question, node, SPI_ABOUT_DERIVED, 0);
  case SPI_OP_RECORDED:
    return of_rank(question, node, SPI_ABOUT_RECORDED, 0);
  case SPI_OP_SEVERITY_MISMATCH:
    return of_mismatch(question, node);
  case SPI_OP_LINE:
    return of_value(question, node, SPI_ABOUT_LINE, 0);
  case SPI_OP_METRIC:
    return of_metric(question, node);
  case SPI_OP_EVENT_ACTOR:
    return of_value(question, node, SPI_ABOUT_ACTOR, 0);
  case SPI_OP_EVENT_ROLE:
    return of_value(question, node, SPI_ABOUT_ROLE, 0);
  case SPI_OP_STATE:
    return of_value(question, node, SPI_ABOUT_STATE, 0);
  case SPI_OP_INSIDE_HOURS:
    return of_truth(question, node, SPI_ABOUT_MOMENT);
  case SPI_OP_HAPPENED:
    return of_truth(question, node, SPI_ABOUT_HAPPENED);
  default:
    return of_truth(question, node, SPI_ABOUT_PAUSED);
  }
}

static int of_condition(const spi_question *question, uint32_t at, uint32_t copy, uint32_t depth) {
  const spi_node *node = &question->version->nodes[at];
  if (depth > DEEPEST) {
    return UNDECIDED;
  }
  if (node->op == SPI_OP_NOT) {
    int answer = of_condition(question, at + 1, copy, depth + 1);
    return answer == UNDECIDED ? UNDECIDED : !answer;
  }
  if (node->op != SPI_OP_ALL && node->op != SPI_OP_ANY) {
    return of_comparison(question, node, copy);
  }
  int deciding = node->op == SPI_OP_ANY;
  int answer = !deciding;
  for (uint32_t child = at + 1; child < node->next; child = question->version->nodes[child].next) {
    int found = of_condition(question, child, copy, depth + 1);
    if (found == deciding) {
      return deciding;
    }
    answer = found == UNDECIDED ? UNDECIDED : answer;
  }
  return answer;
}

int spi_witness_value(const spi_question *question, uint32_t when, uint32_t copy) {
  return when == SPI_ALWAYS ? YES : of_condition(question, when, copy, 0);
}

/* ---- Words ------------------------------------------------------------------------------------
 */

static const char *name_of(const spi_question *question, int32_t kind, uint32_t id) {
  const char *name = spol_policy_name(question->policy, kind, id);
  return name != NULL ? name : "?";
}

static const char *fact_name(const spi_question *question, uint32_t fact) {
  return fact >= question->policy->facts_count ? "event_time"
                                               : name_of(question, SPOL_NAME_FACT, fact + 1);
}

static void write_member(const spi_question *question, spi_writer *writer, uint32_t fact,
                         int64_t member) {
  const char *name = spol_policy_fact_member(question->policy, fact + 1, (uint32_t)member);
  spi_write_text(writer, name != NULL ? name : "(any other)");
}

static void write_fact_value(const spi_question *question, spi_writer *writer,
                             const spi_subject *subject) {
  const spi_fact *fact = &question->policy->facts[subject->subject];
  char text[SPOL_TIME_TEXT_MAX] = "?";
  switch (fact->type) {
  case SPOL_FACT_BOOLEAN:
    spi_write_text(writer, subject->value != 0 ? "true" : "false");
    break;
  case SPOL_FACT_NUMBER:
    spi_number_write(writer, subject->value);
    break;
  case SPOL_FACT_DATE:
    (void)!spol_date_format((spol_date)subject->value, text);
    spi_write_text(writer, text);
    break;
  case SPOL_FACT_INSTANT:
    (void)!spol_instant_format(subject->value, text);
    spi_write_text(writer, text);
    break;
  case SPOL_FACT_ZONE:
    spi_write_text(writer, subject->value == 0
                               ? "(any other)"
                               : name_of(question, SPOL_NAME_ZONE, (uint32_t)subject->value));
    break;
  default:
    write_member(question, writer, subject->subject, subject->value);
    break;
  }
}

static void write_fact(const spi_question *question, spi_writer *writer,
                       const spi_subject *subject) {
  spi_write_format(writer, "%s = ", fact_name(question, subject->subject));
  if (!subject->is_known) {
    spi_write_text(writer, "(unknown)");
  } else {
    write_fact_value(question, writer, subject);
  }
}

static void write_in_set(const spi_question *question, spi_writer *writer,
                         const spi_subject *subject) {
  spi_write_format(writer, "%s %s ", fact_name(question, subject->subject),
                   subject->value != 0 ? "has" : "lacks");
  write_member(question, writer, subject->subject, subject->other);
}

static void write_rank_of(const spi_question *question, spi_writer *writer, const char *what,
                          int64_t rank) {
  const char *name = "none";
  if (rank > 0 && rank <= question->version->severities_by_rank_count) {
    name =
        name_of(question, SPOL_NAME_SEVERITY, question->version->severities_by_rank[rank - 1].id);
  }
  spi_write_format(writer, "%s = %s", what, name);
}

static void write_moment(const spi_question *question, spi_writer *writer,
                         const spi_subject *subject) {
  const spi_moment *moment = &question->version->moments[subject->subject];
  uint32_t id = question->version->calendars[moment->calendar].id;
  const char *event = spol_event_type_name(moment->event);
  if (event == NULL) {
    event = name_of(question, SPOL_NAME_EVENT, moment->event);
  }
  spi_write_format(writer, "%s %s the hours of %s", event,
                   subject->value != 0 ? "inside" : "outside",
                   id != 0 ? name_of(question, SPOL_NAME_CALENDAR, id) : "its calendar");
}

static void write_metric(const spi_question *question, spi_writer *writer,
                         const spi_subject *subject) {
  static const char *const words[SPI_METRIC_STATES] = {
      "not started", "running", "missed, not stopped", "met",
      "missed",      "stopped", "met before its start"};
  spi_write_format(writer, "%s %s", name_of(question, SPOL_NAME_METRIC, subject->subject),
                   words[subject->value]);
}

static void write_word(spi_writer *writer, const char *what, const char *const *words,
                       int64_t value) {
  spi_write_format(writer, "%s = %s", what, words[value]);
}

static void write_event(const spi_question *question, spi_writer *writer,
                        const spi_subject *subject) {
  const char *event = spol_event_type_name(subject->subject);
  if (event == NULL) {
    event = name_of(question, SPOL_NAME_EVENT, subject->subject);
  }
  spi_write_format(writer, "%s %s", event, subject->value != 0 ? "happened" : "did not happen");
}

static void write_subject(const spi_question *question, spi_writer *writer,
                          const spi_subject *subject) {
  static const char *const actors[] = {"unstated", "customer", "vendor", "third_party", "system"};
  static const char *const states[] = {"not opened", "open", "resolved", "closed"};
  static const char *const orders[] = {"before", "equal to", "after"};
  switch (subject->kind) {
  case SPI_ABOUT_FACT:
    write_fact(question, writer, subject);
    break;
  case SPI_ABOUT_MEMBER:
    write_in_set(question, writer, subject);
    break;
  case SPI_ABOUT_ORDER:
    spi_write_format(writer, "%s %s %s", fact_name(question, subject->subject),
                     orders[subject->value + 1], fact_name(question, subject->other));
    break;
  case SPI_ABOUT_MOMENT:
    write_moment(question, writer, subject);
    break;
  case SPI_ABOUT_SEVERITY:
    write_rank_of(question, writer, subject->copy == 0 ? "severity" : "against severity",
                  subject->value);
    break;
  case SPI_ABOUT_REQUESTED:
    write_rank_of(question, writer, "requested", subject->value);
    break;
  case SPI_ABOUT_DERIVED:
    write_rank_of(question, writer, "derived", subject->value);
    break;
  case SPI_ABOUT_RECORDED:
    write_rank_of(question, writer, "recorded", subject->value);
    break;
  case SPI_ABOUT_LINE:
    spi_write_format(
        writer, "line = %s",
        name_of(question, SPOL_NAME_LINE, question->version->lines[subject->value].id));
    break;
  case SPI_ABOUT_METRIC:
    write_metric(question, writer, subject);
    break;
  case SPI_ABOUT_HAPPENED:
    write_event(question, writer, subject);
    break;
  case SPI_ABOUT_PAUSED:
    spi_write_format(writer, "%s for %s", subject->value != 0 ? "paused" : "not paused",
                     name_of(question, SPOL_NAME_REASON, subject->subject));
    break;
  case SPI_ABOUT_ACTOR:
    write_word(writer, "by", actors, subject->value);
    break;
  case SPI_ABOUT_ROLE:
    spi_write_format(
        writer, "role = %s",
        subject->value == 0 ? "none" : name_of(question, SPOL_NAME_ROLE, (uint32_t)subject->value));
    break;
  case SPI_ABOUT_STATE:
    write_word(writer, "state", states, subject->value);
    break;
  default:
    spi_write_format(writer, "reason = %s",
                     name_of(question, SPOL_NAME_REASON, (uint32_t)subject->value));
    break;
  }
}

void spi_witness_write(const spi_question *question, spi_writer *writer) {
  int some = 0;
  for (uint32_t i = 0; i < question->subjects.count; i++) {
    const spi_subject *subject = spi_subject_at(question, i);
    int is_order_only =
        subject->kind == SPI_ABOUT_FACT &&
        (subject->subject >= question->policy->facts_count ||
         (subject->form == SPI_FORM_BANDS && subject->count == 0 && subject->is_known));
    if (subject->dropped || is_order_only) {
      continue;
    }
    spi_write_text(writer, some ? ", " : "");
    write_subject(question, writer, subject);
    some = 1;
  }
  if (!some) {
    spi_write_text(writer, "any facts");
  }
}
