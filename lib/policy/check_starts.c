/* SPDX-License-Identifier: MIT */
/* Targets that differ in calendar or kind, start by start. */
#include "policy/starts.h"

enum {
  WINDOW_DAYS = 35,
  MOST_PAIRS = 1000,
  MOST_STRETCHES = 2000,
  DEEPEST_CHOICE = 8,
  NO = 1,
  YES = 2
};

/* ---- Hours of the start --------------------------------------------------------------- */

static const spol_calendar *fixed(const spi_version *version, uint32_t calendar) {
  return calendar != SPI_NONE && version->calendars[calendar].kind == SPI_CALENDAR_FIXED
             ? version->calendars[calendar].calendar
             : NULL;
}

static int is_start(const spi_version *version, spi_range starts, uint32_t event) {
  for (uint32_t i = 0; i < starts.count; i++) {
    if (version->matches[starts.first + i].event == event) {
      return 1;
    }
  }
  return 0;
}

static void add_moment(const spi_version *version, spi_range starts, uint32_t moment,
                       spi_starts *out) {
  if (!is_start(version, starts, version->moments[moment].event)) {
    return; /* the hours of another event say nothing of the start */
  }
  for (uint32_t i = 0; i < out->count; i++) {
    if (out->moments[i] == moment) {
      return;
    }
  }
  if (out->count == SPI_STARTS_MOMENTS ||
      fixed(version, version->moments[moment].calendar) == NULL) {
    out->untold = 1;
    return;
  }
  out->moments[out->count++] = moment;
}

static void find_moments(const spi_version *version, uint32_t when, spi_range starts,
                         spi_starts *out) {
  for (uint32_t at = when; when != SPI_ALWAYS && at < version->nodes[when].next; at++) {
    if (version->nodes[at].op == SPI_OP_INSIDE_HOURS) {
      add_moment(version, starts, version->nodes[at].subject, out);
    }
  }
}

/* Rules that choose a calendar may ask for hours too. */
static void find_in_calendar(const spi_version *version, uint32_t calendar, spi_range starts,
                             uint32_t depth, spi_starts *out) {
  if (calendar == SPI_NONE || version->calendars[calendar].kind != SPI_CALENDAR_BY_RULE ||
      depth == DEEPEST_CHOICE) {
    return;
  }
  spi_range rows = version->calendars[calendar].rows;
  for (uint32_t i = 0; i < rows.count; i++) {
    const spi_calendar_row *row = &version->calendar_rows[rows.first + i];
    find_moments(version, row->when, starts, out);
    find_in_calendar(version, row->calendar, starts, depth + 1, out);
  }
}

void spi_starts_find(const spi_check *check, spi_range rows, spi_range starts, spi_starts *out) {
  const spi_version *version = check->version;
  for (uint32_t i = 0; i < rows.count; i++) {
    const spi_target_row *row = &version->target_rows[rows.first + i];
    find_moments(version, row->when, starts, out);
    find_in_calendar(version, version->targets[row->target].calendar, starts, 0, out);
  }
}

void spi_starts_end(const spi_check *check, spi_starts *starts) {
  spi_map_free(check->allocator, &starts->known);
}

/* ---- Two targets ------------------------------------------------------------------------ */

/* 1 if the target, or each of its parts, is due on a calendar that is known. */
static int aim(const spi_version *version, const spi_placed_target *placed, spi_aimed *out) {
  const spi_target *target = placed->target;
  *out = (spi_aimed){.kind = target->kind, .target = target, .word = ""};
  out->calendar = placed->calendar;
  spi_diff_parts(version, target, out);
  if (target->parts_rule != SPI_SINGLE) {
    return out->parts_count > 0;
  }
  if (out->calendar == NULL ||
      (target->kind != SPOL_TARGET_DURATION && target->kind != SPOL_TARGET_DAY)) {
    return 0;
  }
  if (target->business_days != SPI_NONE) {
    const spi_business_days *days = &version->business_days[target->business_days];
    out->has_business = 1;
    out->business = (spol_business_days){.size = sizeof out->business,
                                         .weekday_mask = days->weekday_mask,
                                         .calendar = fixed(version, days->calendar)};
    return days->calendar == SPI_NONE || out->business.calendar != NULL;
  }
  return 1;
}

static spi_window window_of(const spi_check *check) {
  spol_date from = check->version->effective_from;
  spol_instant first = (from == SPOL_DATE_NONE ? INT64_C(20458) : from) * SPOL_DAY; /* a Monday */
  return (spi_window){.allocator = check->allocator,
                      .from = first,
                      .to = first + WINDOW_DAYS * SPOL_DAY,
                      .instants = MOST_STRETCHES};
}

static int fits(const spi_inside *inside, uint32_t count, spol_instant t) {
  for (uint32_t i = 0; i < count; i++) {
    int32_t open = 0;
    if (spol_calendar_is_open(inside[i].calendar, t, &open, NULL) != SPOL_OK ||
        open != inside[i].truth) {
      return 0;
    }
  }
  return 1;
}

/* Takes another start if it shows the same. */
static int take(const spi_aimed aimed[2], const spi_inside *inside, uint32_t count, spol_instant t,
                spi_compared *found) {
  spol_instant due[2] = {0, 0};
  if (!fits(inside, count, t) || spi_diff_due(&aimed[0], t, &due[0]) != SPOL_OK ||
      spi_diff_due(&aimed[1], t, &due[1]) != SPOL_OK || due[1] <= due[0]) {
    return 0;
  }
  found->opening = t;
  found->due[0] = due[0];
  found->due[1] = due[1];
  return 1;
}

/* A start at a full hour or minute beside the one that was found: an edge of open time
 * less a microsecond reads badly. */
static void make_round(const spi_aimed aimed[2], const spi_inside *inside, uint32_t count,
                       spi_compared *found) {
  static const spol_duration units[] = {SPOL_HOUR, SPOL_MINUTE};
  for (size_t i = 0; i < sizeof units / sizeof units[0] && found->opening > 0; i++) {
    spol_instant down = found->opening - found->opening % units[i];
    if (take(aimed, inside, count, down, found) ||
        take(aimed, inside, count, down + units[i], found)) {
      return;
    }
  }
}

/* Looks at every start of the window at which an order may begin or end. */
static int look(spi_check *check, const spi_starts *starts, const spi_aimed aimed[2],
                uint32_t truths, spi_compared *found) {
  spi_inside inside[SPI_STARTS_MOMENTS];
  spi_window window = window_of(check);
  for (uint32_t i = 0; i < starts->count; i++) {
    uint32_t calendar = check->version->moments[starts->moments[i]].calendar;
    inside[i] =
        (spi_inside){check->version->calendars[calendar].calendar, (int64_t)((truths >> i) & 1U)};
  }
  *found = (spi_compared){.verdict = SPOL_DIFF_UNDECIDED};
  int later =
      spi_check_do(check, spi_diff_instants(&window, aimed, inside, starts->count, found)) &&
      found->verdict != SPOL_DIFF_UNDECIDED && found->reduces;
  if (later) {
    make_round(aimed, inside, starts->count, found);
  }
  return later;
}

int spi_starts_later(spi_check *check, spi_starts *starts, const spi_placed_target *first,
                     const spi_placed_target *second, uint32_t truths, spi_compared *found) {
  const spi_version *version = check->version;
  spi_compared own;
  spi_aimed aimed[2]; /* as a change from the second to the first: worse is later */
  uint32_t known = 0;
  uint64_t key = ((uint64_t)(first->target - version->targets) << 38U) |
                 ((uint64_t)(second->target - version->targets) << 12U) |
                 ((uint64_t)first->number << 8U) | ((uint64_t)second->number << 4U) | (truths + 1);
  if (starts->untold || !aim(version, second, &aimed[0]) || !aim(version, first, &aimed[1])) {
    return 0;
  }
  if (found != NULL) {
    return look(check, starts, aimed, truths, found);
  }
  if (spi_map_get(&starts->known, key, &known)) {
    return known == YES;
  }
  if (starts->looked_at == MOST_PAIRS) {
    starts->exceeded = 1;
    return 0;
  }
  starts->looked_at++;
  known = look(check, starts, aimed, truths, &own) ? YES : NO;
  spi_check_do(check, spi_map_set(check->allocator, &starts->known, key, known));
  return known == YES;
}

/* ---- Calendars that rules choose ---------------------------------------------------------- */

static void place(spi_question *question, uint32_t calendar, int32_t given, uint32_t depth,
                  const spi_target *target, spi_placed_targets *out) {
  const spi_version *version = question->version;
  if (calendar == SPI_NONE || version->calendars[calendar].kind != SPI_CALENDAR_BY_RULE) {
    if (out->count < SPI_PLACED_MAX) {
      out->all[out->count] =
          (spi_placed_target){target, fixed(version, calendar), out->count, given};
      out->count++;
    }
    return;
  }
  spi_range rows = version->calendars[calendar].rows;
  for (uint32_t i = 0; i < rows.count && depth < DEEPEST_CHOICE; i++) {
    const spi_calendar_row *row = &version->calendar_rows[rows.first + i];
    int32_t both[2] = {given, spi_question_literal(question, row->when, 1)};
    place(question, row->calendar, spi_question_all(question, both, 2), depth + 1, target, out);
    both[1] = spi_question_literal(question, row->when, 0);
    given = spi_question_all(question, both, 2);
  }
}

void spi_starts_place(spi_question *question, const spi_target *target, uint32_t copy,
                      spi_placed_targets *out) {
  out->count = 0;
  question->copy = copy;
  place(question, target->calendar, question->yes, 0, target, out);
  question->copy = 0;
}

spi_placed_target spi_starts_placed(const spi_question *question, const spi_target *target,
                                    uint32_t copy) {
  const spi_version *version = question->version;
  uint32_t calendar = target->calendar;
  for (uint32_t depth = 0; depth < DEEPEST_CHOICE && calendar != SPI_NONE &&
                           version->calendars[calendar].kind == SPI_CALENDAR_BY_RULE;
       depth++) {
    spi_range rows = version->calendars[calendar].rows;
    calendar = SPI_NONE;
    for (uint32_t i = 0; i < rows.count; i++) {
      const spi_calendar_row *row = &version->calendar_rows[rows.first + i];
      int answer = spi_witness_value(question, row->when, copy);
      if (answer != 0) {
        calendar = answer == 1 ? row->calendar : SPI_NONE;
        break;
      }
    }
  }
  return (spi_placed_target){.target = target, .calendar = fixed(version, calendar)};
}
