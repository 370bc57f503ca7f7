/* SPDX-License-Identifier: MIT */
/* Targets that contradict each other: the more severe later, the resolution
 * before the response. On one calendar this holds of every start, or of none; else
 * a start is looked for, and told. */
#include <string.h>

#include "policy/starts.h"
#include "policy/subjects.h"

enum { MOST_ROWS = 1500 };

/* ---- Which of two targets is later -------------------------------------------------------- */

static const spi_target *resolve(const spi_version *version, uint32_t index) {
  const spi_target *target = &version->targets[index];
  if (target->kind == SPOL_TARGET_AS_AGREED && target->agreed_default != SPI_NONE) {
    return &version->targets[target->agreed_default];
  }
  return target;
}

/* Targets that differ in their length alone have one order for every start. */
static int is_alike(const spi_target *a, const spi_target *b) {
  int durations = a->kind == SPOL_TARGET_DURATION;
  return a->kind == b->kind && (durations || a->kind == SPOL_TARGET_DAY) &&
         a->parts_rule == SPI_SINGLE && b->parts_rule == SPI_SINGLE && a->calendar == b->calendar &&
         a->day.cutoff_seconds == b->day.cutoff_seconds &&
         (durations || (a->day.unit == b->day.unit && a->day.reading == b->day.reading &&
                        a->day.zero == b->day.zero && a->business_days == b->business_days &&
                        a->day.local_seconds == b->day.local_seconds));
}

static int is_longer(const spi_target *a, const spi_target *b) {
  return a->kind == SPOL_TARGET_DURATION ? a->within > b->within : a->day.count > b->day.count;
}

/* ---- Two tables side by side -------------------------------------------------------------------
 */

typedef struct side {
  spi_range rows;
  uint32_t copy;
  int32_t *chosen; /* literals: this row decides */
} side;

typedef struct pair {
  spi_check *check;
  const spi_metric *metric;
  side early; /* should be due first */
  side late;
  uint32_t row;   /* found: of `early` */
  uint32_t other; /* found: of `late` */
  int by_severity;
  spi_starts starts;
} pair;

static const spi_target_row *row_at(const spi_version *version, const side *of, uint32_t row) {
  return &version->target_rows[of->rows.first + row];
}

static void write_choices(spi_question *question, side *of) {
  int32_t before = question->yes;
  question->copy = of->copy;
  for (uint32_t i = 0; i < of->rows.count; i++) {
    uint32_t when = row_at(question->version, of, i)->when;
    int32_t both[2] = {before, spi_question_literal(question, when, 1)};
    of->chosen[i] = spi_question_all(question, both, 2);
    both[1] = spi_question_literal(question, when, 0);
    before = spi_question_all(question, both, 2);
  }
  question->copy = 0;
}

/* The first case has a more severe level than the second. */
static void order_severities(spi_question *question) {
  uint32_t ranks = question->version->severities_by_rank_count;
  uint32_t first = spi_subject_of(question, SPI_ABOUT_SEVERITY, 0, 0);
  question->copy = 1;
  uint32_t second = spi_subject_of(question, SPI_ABOUT_SEVERITY, 0, 0);
  question->copy = 0;
  if (first == SPI_NONE || second == SPI_NONE) {
    return;
  }
  int32_t a = spi_subject_at(question, first)->literal;
  int32_t b = spi_subject_at(question, second)->literal;
  spi_solver_one(&question->solver, spi_not(a));
  spi_solver_one(&question->solver, spi_not(b));
  for (int32_t i = 1; i <= (int32_t)ranks; i++) {
    for (int32_t j = 1; j <= i; j++) {
      spi_solver_two(&question->solver, spi_not(a + 2 * i), spi_not(b + 2 * j));
    }
  }
}

/* The row that decides in the witness, or SPI_NONE. */
static uint32_t decided(const spi_question *question, const side *of) {
  for (uint32_t i = 0; i < of->rows.count; i++) {
    int answer = spi_witness_value(question, row_at(question->version, of, i)->when, of->copy);
    if (answer != 0) {
      return answer == 1 ? i : SPI_NONE;
    }
  }
  return SPI_NONE;
}

static int is_pair(const spi_question *question, const void *context) {
  const pair *asked = context;
  if (decided(question, &asked->early) != asked->row ||
      decided(question, &asked->late) != asked->other) {
    return 0;
  }
  for (uint32_t i = 0; i < asked->starts.count; i++) {
    uint32_t at = spi_subject_find(question, SPI_ABOUT_MOMENT, asked->starts.moments[i], 0, 0);
    if (at != SPI_NONE && spi_subject_at(question, at)->dropped) {
      return 0; /* the start that is told lies there */
    }
  }
  for (uint32_t copy = 0; asked->by_severity && copy < 2; copy++) {
    uint32_t index = spi_subject_find(question, SPI_ABOUT_SEVERITY, 0, 0, copy);
    if (spi_subject_at(question, index)->dropped) {
      return 0;
    }
  }
  return 1;
}

static void write_target(const spi_version *version, uint32_t index, char *text, size_t size) {
  static const char *const units[] = {"", "business days", "calendar days", "weeks", "months"};
  const spi_target *target = resolve(version, index);
  char duration[SPOL_TIME_TEXT_MAX] = "?";
  spi_writer writer = spi_writer_on(text, size);
  if (target->parts_rule != SPI_SINGLE) {
    spi_write_format(&writer, "%s of %u targets",
                     target->parts_rule == SPI_EARLIEST_OF ? "earliest" : "latest",
                     target->parts.count);
  } else if (target->kind == SPOL_TARGET_DURATION) {
    (void)!spol_duration_format(target->within, duration);
    spi_write_text(&writer, duration);
  } else {
    int known = target->day.unit >= 1 && target->day.unit <= 4;
    spi_write_format(&writer, "%d %s", target->day.count, known ? units[target->day.unit] : "days");
  }
}

/* Which hours the start lies inside of in the witness, bit by bit. */
static uint32_t truths_of(const pair *asked, const spi_question *question) {
  uint32_t truths = 0;
  for (uint32_t i = 0; i < asked->starts.count; i++) {
    uint32_t at = spi_subject_find(question, SPI_ABOUT_MOMENT, asked->starts.moments[i], 0, 0);
    truths |= (uint32_t)(at != SPI_NONE && spi_subject_at(question, at)->value != 0) << i;
  }
  return truths;
}

/* Where no order holds for every start: one for which the targets are in the wrong order. */
static void write_start(pair *asked, const spi_question *question, const spi_target *early,
                        const spi_target *late, spi_writer *writer) {
  spi_compared found;
  char text[3][SPOL_TIME_TEXT_MAX] = {"?", "?", "?"};
  if (is_alike(early, late) || !spi_starts_later(asked->check, &asked->starts, early, late,
                                                 truths_of(asked, question), &found)) {
    return;
  }
  const spi_version *version = asked->check->version;
  const spol_zone *zone = early->calendar == SPI_NONE
                              ? version->zone
                              : spol_calendar_zone(version->calendars[early->calendar].calendar);
  const spol_instant instants[3] = {found.opening, found.due[1], found.due[0]};
  for (int i = 0; i < 3; i++) {
    if (spol_zone_format_instant(zone, instants[i], text[i]) != SPOL_OK) {
      return;
    }
  }
  spi_write_format(writer, "; a case that starts at %s is due at %s, the other at %s", text[0],
                   text[1], text[2]);
}

static void report_pair(pair *asked, spi_question *question) {
  const spi_version *version = question->version;
  char text[300];
  char early[48];
  char late[48];
  spi_witness_take(question);
  asked->row = decided(question, &asked->early);
  asked->other = decided(question, &asked->late);
  if (asked->row == SPI_NONE || asked->other == SPI_NONE) {
    return; /* cannot be: the solver and the witness agree */
  }
  spi_writer writer = spi_writer_on(text, sizeof text);
  spi_check_witness(question, is_pair, asked, &writer);
  const spi_target_row *first = row_at(version, &asked->early, asked->row);
  const spi_target_row *second = row_at(version, &asked->late, asked->other);
  write_target(version, first->target, early, sizeof early);
  write_target(version, second->target, late, sizeof late);
  write_start(asked, question, resolve(version, first->target), resolve(version, second->target),
              &writer);
  if (asked->by_severity) {
    spi_check_report(asked->check, SPOL_DIAG_TARGETS_INVERTED, &first->place,
                     "a more severe case is hardly meant to wait longer",
                     "%s is later here than the %s of the less severe in line %u: %s", early, late,
                     second->place.line, text);
  } else {
    spi_check_report(asked->check, SPOL_DIAG_RESOLUTION_BEFORE_RESPONSE, &second->place,
                     "a case is answered before it is resolved",
                     "%s is due before `%s` (%s, line %u): %s", late,
                     spi_check_name(asked->check, SPOL_NAME_METRIC, asked->metric->id), early,
                     first->place.line, text);
  }
}

/* The literal that a start lies inside of these hours and outside of the others. */
static int32_t hours_literal(const pair *asked, spi_question *question, uint32_t truths) {
  int32_t all[SPI_STARTS_MOMENTS];
  for (uint32_t i = 0; i < asked->starts.count; i++) {
    all[i] = spi_question_value(question, SPI_ABOUT_MOMENT, asked->starts.moments[i],
                                (int64_t)((truths >> i) & 1U));
  }
  return spi_question_all(question, all, asked->starts.count);
}

/* Adds what row j of `late` must be for row i of `early` to be later. */
static uint32_t add_wrong(pair *asked, spi_question *question, const spi_target *early, uint32_t j,
                          int32_t *room) {
  const spi_version *version = question->version;
  const spi_target *late = resolve(version, row_at(version, &asked->late, j)->target);
  uint32_t count = 0;
  if (is_alike(early, late)) {
    if (is_longer(early, late)) {
      room[count++] = asked->late.chosen[j];
    }
    return count;
  }
  for (uint32_t truths = 0; truths < 1U << asked->starts.count; truths++) {
    if (spi_starts_later(asked->check, &asked->starts, early, late, truths, NULL)) {
      int32_t both[2] = {asked->late.chosen[j], hours_literal(asked, question, truths)};
      room[count++] = spi_question_all(question, both, 2);
    }
  }
  return count;
}

static void ask_pairs(pair *asked, spi_question *question, int32_t *room) {
  spi_check *check = asked->check;
  const spi_version *version = check->version;
  for (uint32_t i = 0; i < asked->early.rows.count && check->fatal == SPOL_OK; i++) {
    const spi_target_row *row = row_at(version, &asked->early, i);
    const spi_target *early = resolve(version, row->target);
    uint32_t count = 0;
    for (uint32_t j = 0; j < asked->late.rows.count; j++) {
      count += add_wrong(asked, question, early, j, room + count);
    }
    if (count == 0 && !asked->starts.exceeded) {
      continue;
    }
    int32_t assumed[2] = {asked->early.chosen[i], spi_question_any(question, room, count)};
    int answer = spi_check_ask(check, question, assumed, 2);
    if (answer == SPI_SOLVER_YES) {
      report_pair(asked, question);
    } else if (answer == SPI_SOLVER_UNDECIDED || asked->starts.exceeded) {
      spi_check_undecided(check, &row->place, "whether this target is in order with the others");
      return;
    }
  }
}

static void check_pair(pair *asked) {
  spi_check *check = asked->check;
  spi_question question;
  uint32_t early = asked->early.rows.count;
  uint32_t late = asked->late.rows.count;
  size_t hours = (size_t)1 << SPI_STARTS_MOMENTS; /* literals of a late row, at most */
  size_t room = (size_t)early + (size_t)late + hours * (size_t)late + 1;
  if (early > MOST_ROWS || late > MOST_ROWS) {
    spi_check_undecided(check, &asked->metric->place, "whether these targets are in order");
    return;
  }
  int32_t *literals = spi_alloc_array(check->allocator, room, sizeof *literals);
  if (literals == NULL) {
    check->fatal = SPOL_E_MEMORY;
    return;
  }
  asked->early.chosen = literals;
  asked->late.chosen = literals + early;
  spi_starts_find(check, asked->early.rows, asked->metric->clock.starts, &asked->starts);
  spi_starts_find(check, asked->late.rows, asked->metric->clock.starts, &asked->starts);
  spi_check_begin(check, &question);
  if (asked->by_severity) {
    order_severities(&question);
  }
  write_choices(&question, &asked->early);
  write_choices(&question, &asked->late);
  ask_pairs(asked, &question, literals + early + late);
  spi_check_end(check, &question);
  spi_starts_end(check, &asked->starts);
  spi_free_array(check->allocator, literals, room, sizeof *literals);
}

/* ---- What is compared -------------------------------------------------------------------------
 */

static int names_severity(const spi_version *version, spi_range rows) {
  for (uint32_t i = 0; i < rows.count; i++) {
    uint32_t when = version->target_rows[rows.first + i].when;
    for (uint32_t at = when; when != SPI_ALWAYS && at < version->nodes[when].next; at++) {
      if (version->nodes[at].op == SPI_OP_SEVERITY) {
        return 1;
      }
    }
  }
  return 0;
}

static const spi_metric *metric_called(const spi_check *check, const char *name) {
  for (uint32_t i = 0; i < check->version->metrics_count; i++) {
    const spi_metric *metric = &check->version->metrics[i];
    if (strcmp(spi_check_name(check, SPOL_NAME_METRIC, metric->id), name) == 0) {
      return metric;
    }
  }
  return NULL;
}

static int same_starts(const spi_version *version, const spi_clock *a, const spi_clock *b) {
  if (a->starts.count != b->starts.count || a->start_when != SPI_ALWAYS ||
      b->start_when != SPI_ALWAYS) {
    return 0;
  }
  for (uint32_t i = 0; i < a->starts.count; i++) {
    const spi_match *left = &version->matches[a->starts.first + i];
    const spi_match *right = &version->matches[b->starts.first + i];
    if (left->event != right->event || left->metric != right->metric || left->when != SPI_ALWAYS ||
        right->when != SPI_ALWAYS) {
      return 0;
    }
  }
  return 1;
}

static void check_response(spi_check *check, const char *response) {
  const spi_metric *first = metric_called(check, response);
  const spi_metric *last = metric_called(check, "resolution");
  if (first == NULL || last == NULL || check->fatal != SPOL_OK ||
      !same_starts(check->version, &first->clock, &last->clock)) {
    return;
  }
  pair asked = {.check = check,
                .metric = first,
                .early = {.rows = first->clock.targets},
                .late = {.rows = last->clock.targets}};
  check_pair(&asked);
}

void spi_check_targets(spi_check *check) {
  const spi_version *version = check->version;
  for (uint32_t i = 0; i < version->metrics_count && check->fatal == SPOL_OK; i++) {
    const spi_metric *metric = &version->metrics[i];
    spi_range rows = metric->clock.targets;
    if (version->severities_by_rank_count > 1 && version->severities_by_rank_count <= 64 &&
        names_severity(version, rows)) {
      pair asked = {.check = check,
                    .metric = metric,
                    .early = {.rows = rows, .copy = 0},
                    .late = {.rows = rows, .copy = 1},
                    .by_severity = 1};
      check_pair(&asked);
    }
  }
  check_response(check, "first_response");
  check_response(check, "acknowledgement");
}
