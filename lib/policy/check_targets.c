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
static int is_alike(const spi_placed_target *one, const spi_placed_target *other) {
  const spi_target *a = one->target;
  const spi_target *b = other->target;
  int durations = a->kind == SPOL_TARGET_DURATION;
  int same_calendar = one->calendar != NULL || other->calendar != NULL
                          ? one->calendar == other->calendar
                          : a->calendar == b->calendar;
  return a->kind == b->kind && (durations || a->kind == SPOL_TARGET_DAY) &&
         a->parts_rule == SPI_SINGLE && b->parts_rule == SPI_SINGLE && same_calendar &&
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
  spi_placed_targets *placed;
} side;

typedef struct pair {
  spi_check *check;
  const spi_metric *metric;
  side early; /* should be due first */
  side late;
  uint32_t row;                 /* found: of `early` */
  uint32_t other;               /* found: of `late` */
  spi_placed_target targets[2]; /* found: of both */
  int by_severity;
  int told_exceeded;
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
  for (uint32_t i = 0; i < of->rows.count; i++) {
    const spi_target *target = resolve(question->version, row_at(question->version, of, i)->target);
    spi_starts_place(question, target, of->copy, &of->placed[i]);
  }
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
  for (uint32_t i = 0; i < 2; i++) {
    uint32_t copy = i == 0 ? asked->early.copy : asked->late.copy;
    const spi_placed_target *found = &asked->targets[i];
    if (spi_starts_placed(question, found->target, copy).calendar != found->calendar) {
      return 0;
    }
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
static void write_start(pair *asked, const spi_question *question, spi_writer *writer) {
  spi_compared found;
  const spi_placed_target *early = &asked->targets[0];
  const spi_placed_target *late = &asked->targets[1];
  char text[3][SPOL_TIME_TEXT_MAX] = {"?", "?", "?"};
  if (is_alike(early, late) || !spi_starts_later(asked->check, &asked->starts, early, late,
                                                 truths_of(asked, question), &found)) {
    return;
  }
  const spi_version *version = asked->check->version;
  const spol_zone *zone =
      early->calendar == NULL ? version->zone : spol_calendar_zone(early->calendar);
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
  const spi_target_row *first = row_at(version, &asked->early, asked->row);
  const spi_target_row *second = row_at(version, &asked->late, asked->other);
  asked->targets[0] =
      spi_starts_placed(question, resolve(version, first->target), asked->early.copy);
  asked->targets[1] =
      spi_starts_placed(question, resolve(version, second->target), asked->late.copy);
  spi_writer writer = spi_writer_on(text, sizeof text);
  spi_check_witness(question, is_pair, asked, &writer);
  write_target(version, first->target, early, sizeof early);
  write_target(version, second->target, late, sizeof late);
  write_start(asked, question, &writer);
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

enum { MOST_WRONG = SPI_PLACED_MAX * SPI_PLACED_MAX << SPI_STARTS_MOMENTS };

/* Adds for which hours of the start one target is later than the other. */
static uint32_t add_wrong(pair *asked, spi_question *question, const spi_placed_target *early,
                          const spi_placed_target *late, int32_t *room) {
  uint32_t count = 0;
  int32_t all[3] = {early->literal, late->literal, question->yes};
  if (is_alike(early, late)) {
    if (is_longer(early->target, late->target)) {
      room[count++] = spi_question_all(question, all, 2);
    }
    return count;
  }
  for (uint32_t truths = 0; truths < 1U << asked->starts.count; truths++) {
    if (spi_starts_later(asked->check, &asked->starts, early, late, truths, NULL)) {
      all[2] = hours_literal(asked, question, truths);
      room[count++] = spi_question_all(question, all, 3);
    }
  }
  return count;
}

/* What must hold for row j of `late` to be due before row i of `early`, if it can be.
 * @return 1 if so */
static int find_wrong(pair *asked, spi_question *question, uint32_t i, uint32_t j, int32_t *out) {
  int32_t room[MOST_WRONG];
  uint32_t count = 0;
  const spi_placed_targets *early = &asked->early.placed[i];
  const spi_placed_targets *late = &asked->late.placed[j];
  for (uint32_t a = 0; a < early->count; a++) {
    for (uint32_t b = 0; b < late->count; b++) {
      count += add_wrong(asked, question, &early->all[a], &late->all[b], room + count);
    }
  }
  if (count > 0) {
    int32_t both[2] = {asked->late.chosen[j], spi_question_any(question, room, count)};
    *out = spi_question_all(question, both, 2);
  }
  return count > 0;
}

/* More pairs than are looked at: those of one calendar are decided all the same. */
static void tell_exceeded(pair *asked, const spi_target_row *row) {
  if (asked->starts.exceeded && !asked->told_exceeded) {
    asked->told_exceeded = 1;
    spi_check_undecided(asked->check, &row->place,
                        "whether this target and those behind it are in order at every start");
  }
}

static void ask_pairs(pair *asked, spi_question *question, int32_t *room) {
  spi_check *check = asked->check;
  const spi_version *version = check->version;
  for (uint32_t i = 0; i < asked->early.rows.count && check->fatal == SPOL_OK; i++) {
    const spi_target_row *row = row_at(version, &asked->early, i);
    uint32_t count = 0;
    for (uint32_t j = 0; j < asked->late.rows.count; j++) {
      count += (uint32_t)find_wrong(asked, question, i, j, &room[count]);
    }
    tell_exceeded(asked, row);
    if (count == 0) {
      continue;
    }
    int32_t assumed[2] = {asked->early.chosen[i], spi_question_any(question, room, count)};
    int answer = spi_check_ask(check, question, assumed, 2);
    if (answer == SPI_SOLVER_YES) {
      report_pair(asked, question);
    } else if (answer == SPI_SOLVER_UNDECIDED) {
      spi_check_undecided(check, &row->place, "whether this target is in order with the others");
      return;
    }
  }
}

/* Asks about all pairs of rows; `literals` has room for both sides and for `late` again. */
static void ask_all(pair *asked, int32_t *literals) {
  spi_check *check = asked->check;
  spi_question question;
  asked->early.chosen = literals;
  asked->late.chosen = literals + asked->early.rows.count;
  spi_starts_find(check, asked->early.rows, asked->metric->clock.starts, &asked->starts);
  spi_starts_find(check, asked->late.rows, asked->metric->clock.starts, &asked->starts);
  spi_check_begin(check, &question);
  if (asked->by_severity) {
    order_severities(&question);
  }
  write_choices(&question, &asked->early);
  write_choices(&question, &asked->late);
  ask_pairs(asked, &question, literals + asked->early.rows.count + asked->late.rows.count);
  spi_check_end(check, &question);
  spi_starts_end(check, &asked->starts);
}

static void check_pair(pair *asked) {
  spi_check *check = asked->check;
  uint32_t early = asked->early.rows.count;
  uint32_t late = asked->late.rows.count;
  size_t rows = (size_t)early + late;
  if (early > MOST_ROWS || late > MOST_ROWS) {
    spi_check_undecided(check, &asked->metric->place, "whether these targets are in order");
    return;
  }
  int32_t *literals = spi_alloc_array(check->allocator, rows + late + 1, sizeof *literals);
  spi_placed_targets *placed = spi_alloc_array(check->allocator, rows + 1, sizeof *placed);
  if (literals == NULL || placed == NULL) {
    check->fatal = SPOL_E_MEMORY;
  } else {
    asked->early.placed = placed;
    asked->late.placed = placed + early;
    ask_all(asked, literals);
  }
  spi_free_array(check->allocator, literals, rows + late + 1, sizeof *literals);
  spi_free_array(check->allocator, placed, rows + 1, sizeof *placed);
}

/* ---- What is compared -------------------------------------------------------------------------
 */

static int asks_for_severity(const spi_version *version, uint32_t when) {
  for (uint32_t at = when; when != SPI_ALWAYS && at < version->nodes[when].next; at++) {
    if (version->nodes[at].op == SPI_OP_SEVERITY) {
      return 1;
    }
  }
  return 0;
}

/* 1 if the severity chooses a row, or the calendar of one. */
static int names_severity(const spi_version *version, spi_range rows) {
  for (uint32_t i = 0; i < rows.count; i++) {
    const spi_target_row *row = &version->target_rows[rows.first + i];
    uint32_t calendar = resolve(version, row->target)->calendar;
    spi_range chosen = calendar == SPI_NONE ? (spi_range){0} : version->calendars[calendar].rows;
    for (uint32_t j = 0; j < chosen.count; j++) {
      if (asks_for_severity(version, version->calendar_rows[chosen.first + j].when)) {
        return 1;
      }
    }
    if (asks_for_severity(version, row->when)) {
      return 1;
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
