/* SPDX-License-Identifier: MIT */
/* Metrics, reasons, and the clocks that metrics and timers have in common. */
#include <string.h>

#include "civil/clock.h"
#include "policy/calendar_reader.h"

/* ---- Events ------------------------------------------------------------------------------ */

static const char *const match_keys[] = {"event", "stop_of", "when", "reason", "line",
                                         "id",    "clause",  "note", NULL};

static int read_match(spi_reader *reader, const spi_text_item *item, spi_match *match) {
  *match = (spi_match){.metric = SPI_NONE, .when = SPI_ALWAYS};
  if (item->node->kind != SPI_TEXT_MAPPING) {
    match->place = spi_place_of(reader, item);
    return spi_refer(reader, item, SPOL_NAME_EVENT, &match->event);
  }
  spi_only_keys(reader, item->node, match_keys);
  const spi_text_item *event = spi_field(item, "event");
  const spi_text_item *stop_of = spi_field(item, "stop_of");
  const spi_text_item *reason = spi_field(item, "reason");
  const spi_text_item *line = spi_field(item, "line");
  match->when = spi_read_condition(reader, spi_field(item, "when"));
  match->place = spi_place_of(reader, item);
  if ((event == NULL) == (stop_of == NULL)) {
    return spi_reader_report(reader, SPOL_E_SEMANTIC, SPOL_DIAG_CONFLICTING_KEYS, &item->place,
                             NULL, "either `event` or `stop_of` is expected here");
  }
  match->event = SPI_NONE;
  return (event == NULL || spi_refer(reader, event, SPOL_NAME_EVENT, &match->event)) &&
         (stop_of == NULL || spi_refer(reader, stop_of, SPOL_NAME_METRIC, &match->metric)) &&
         (reason == NULL || spi_refer(reader, reason, SPOL_NAME_REASON, &match->reason)) &&
         (line == NULL || spi_refer(reader, line, SPOL_NAME_LINE, &match->line));
}

spi_range spi_read_matches(spi_reader *reader, const spi_text_item *item) {
  spi_list list = spi_as_list(item);
  spi_range range = {(uint32_t)reader->draft->matches.count, (uint32_t)list.count};
  for (size_t i = 0; i < list.count; i++) {
    spi_match match;
    size_t mark = spi_path_index(reader, i);
    read_match(reader, &list.items[i], &match);
    spi_push(reader, &reader->draft->matches, &match);
    spi_path_up(reader, mark);
  }
  return range;
}

/* The default of a standard metric. */
static spi_range standard_matches(spi_reader *reader, const uint32_t *events, size_t count,
                                  uint32_t unanswered) {
  spi_range range = {(uint32_t)reader->draft->matches.count, (uint32_t)count};
  for (size_t i = 0; i < count; i++) {
    spi_match match = {.event = events[i],
                       .metric = SPI_NONE,
                       .when = SPI_ALWAYS,
                       .unanswered = unanswered,
                       .place = {.clause = SPI_NONE}};
    spi_push(reader, &reader->draft->matches, &match);
  }
  return range;
}

/* ---- Pauses, carry, reopening ------------------------------------------------------------------
 */

static void add_pause_row(spi_reader *reader, const spi_text_item *name, uint32_t when,
                          uint32_t pauses, const spi_text_item *row) {
  spi_pause_row made = {.when = when, .pauses = (uint8_t)pauses};
  if (spi_refer(reader, name, SPOL_NAME_REASON, &made.reason)) {
    made.place = spi_place_of(reader, row);
    spi_push(reader, &reader->draft->pause_rows, &made);
  }
}

spi_range spi_read_pauses(spi_reader *reader, const spi_text_item *item) {
  static const char *const keys[] = {"when",   "reasons", "pauses",  "id",
                                     "clause", "note",    "assumed", NULL};
  spi_list list = spi_as_list(item);
  uint32_t first = (uint32_t)reader->draft->pause_rows.count;
  for (size_t i = 0; i < list.count; i++) {
    const spi_text_item *row = &list.items[i];
    size_t mark = spi_path_index(reader, i);
    if (row->node->kind == SPI_TEXT_MAPPING) {
      spi_only_keys(reader, row->node, keys);
      const spi_text_item *reasons = spi_field_needed(reader, row, "reasons");
      const spi_text_item *pauses = spi_field(row, "pauses");
      uint32_t when = spi_read_condition(reader, spi_field(row, "when"));
      uint32_t truth = 1;
      if (pauses != NULL) {
        spi_read_truth(reader, pauses, &truth);
      }
      spi_list names = spi_as_list(reasons);
      for (size_t j = 0; j < names.count; j++) {
        add_pause_row(reader, &names.items[j], when, truth, row);
      }
    } else {
      add_pause_row(reader, row, SPI_ALWAYS, 1, row);
    }
    spi_path_up(reader, mark);
  }
  return (spi_range){first, (uint32_t)reader->draft->pause_rows.count - first};
}

static void read_carry_row(spi_reader *reader, const spi_text_item *item) {
  static const char *const keys[] = {"when",   "carry", "never_later", "id",
                                     "clause", "note",  "assumed",     NULL};
  static const char *const words[] = {"from_start", "restart", "carry_elapsed", "carry_fraction",
                                      NULL};
  static const int32_t values[] = {SPOL_CARRY_FROM_START, SPOL_CARRY_RESTART, SPOL_CARRY_ELAPSED,
                                   SPOL_CARRY_FRACTION};
  spi_carry_row row = {.when = SPI_ALWAYS};
  const spi_text_item *word = item;
  uint32_t position = 0;
  if (item->node->kind == SPI_TEXT_MAPPING) {
    spi_only_keys(reader, item->node, keys);
    const spi_text_item *never = spi_field(item, "never_later");
    word = spi_field_needed(reader, item, "carry");
    row.when = spi_read_condition(reader, spi_field(item, "when"));
    if (never != NULL) {
      spi_read_truth(reader, never, &row.never_later);
    }
  }
  if (word != NULL && spi_read_word(reader, word, words, &position)) {
    row.carry = values[position];
    row.place = spi_place_of(reader, item);
    spi_push(reader, &reader->draft->carry_rows, &row);
  }
}

spi_range spi_read_carries(spi_reader *reader, const spi_text_item *item) {
  spi_list list = spi_as_list(item);
  uint32_t first = (uint32_t)reader->draft->carry_rows.count;
  for (size_t i = 0; i < list.count; i++) {
    size_t mark = spi_path_index(reader, i);
    read_carry_row(reader, &list.items[i]);
    spi_path_up(reader, mark);
  }
  spi_carry_row otherwise = {
      .when = SPI_ALWAYS, .carry = SPOL_CARRY_FROM_START, .place = {.clause = SPI_NONE}};
  spi_push(reader, &reader->draft->carry_rows, &otherwise);
  return (spi_range){first, (uint32_t)reader->draft->carry_rows.count - first};
}

static void read_reopen_row(spi_reader *reader, const spi_text_item *item) {
  static const char *const keys[] = {"when", "reopening", "id", "clause", "note", "assumed", NULL};
  static const char *const words[] = {"exclude_closed", "count_closed", "restart", "new_cycle",
                                      NULL};
  spi_reopen_row row = {.when = SPI_ALWAYS};
  const spi_text_item *word = item;
  uint32_t position = 0;
  if (item->node->kind == SPI_TEXT_MAPPING) {
    spi_only_keys(reader, item->node, keys);
    word = spi_field_needed(reader, item, "reopening");
    row.when = spi_read_condition(reader, spi_field(item, "when"));
  }
  if (word != NULL && spi_read_word(reader, word, words, &position)) {
    row.reopen = (int32_t)position + SPI_REOPEN_EXCLUDE_CLOSED;
    row.place = spi_place_of(reader, item);
    spi_push(reader, &reader->draft->reopen_rows, &row);
  }
}

spi_range spi_read_reopens(spi_reader *reader, const spi_text_item *item) {
  spi_list list = spi_as_list(item);
  uint32_t first = (uint32_t)reader->draft->reopen_rows.count;
  for (size_t i = 0; i < list.count; i++) {
    size_t mark = spi_path_index(reader, i);
    read_reopen_row(reader, &list.items[i]);
    spi_path_up(reader, mark);
  }
  spi_reopen_row otherwise = {
      .when = SPI_ALWAYS, .reopen = SPI_REOPEN_EXCLUDE_CLOSED, .place = {.clause = SPI_NONE}};
  spi_push(reader, &reader->draft->reopen_rows, &otherwise);
  return (spi_range){first, (uint32_t)reader->draft->reopen_rows.count - first};
}

/* ---- Reasons
 * -------------------------------------------------------------------------------------- */

static void read_reason(spi_reader *reader, uint32_t id, const spi_text_item *item) {
  static const char *const keys[] = {"bound", "begins", "ends", "while",   "title",
                                     "id",    "clause", "note", "assumed", NULL};
  if (!spi_need(reader, item, SPI_TEXT_MAPPING, "a reason")) {
    return;
  }
  spi_only_keys(reader, item->node, keys);
  spi_target_context context = {SPI_NONE, -1, SPI_NONE, 0};
  const spi_text_item *bound = spi_field(item, "bound");
  const spi_text_item *when = spi_field(item, "while");
  spi_reason reason = {.while_condition = SPI_NONE, .place = spi_place_of(reader, item)};
  if (bound != NULL) {
    size_t mark = spi_path_key(reader, spi_slice_of("bound"));
    reason.bounds = spi_read_target_rows(reader, bound, &context);
    spi_path_up(reader, mark);
  }
  reason.begins = spi_read_matches(reader, spi_field(item, "begins"));
  reason.ends = spi_read_matches(reader, spi_field(item, "ends"));
  if (when != NULL) {
    size_t mark = spi_path_key(reader, spi_slice_of("while"));
    reason.while_condition = spi_read_condition_node(reader, when);
    spi_path_up(reader, mark);
  }
  *(spi_reason *)spi_vector_at(&reader->draft->reasons, id - 1) = reason;
}

static uint32_t id_of(const spi_reader *reader, spi_slice name, int32_t kind) {
  uint32_t offset = 0;
  return spi_strings_find(&reader->strings, name, &offset)
             ? spi_name_find(&reader->names, kind, offset)
             : 0;
}

void spi_read_reasons(spi_reader *reader, const spi_text_item *item) {
  size_t count = reader->names.offsets[SPOL_NAME_REASON].count;
  for (size_t i = 0; i < count; i++) {
    spi_reason none = {.while_condition = SPI_NONE, .place = {.clause = SPI_NONE}};
    spi_push(reader, &reader->draft->reasons, &none);
  }
  if (item == NULL || item->node->kind != SPI_TEXT_MAPPING || reader->fatal != SPOL_OK) {
    return;
  }
  size_t mark = spi_path_key(reader, spi_slice_of("reasons"));
  for (uint32_t i = 0; i < item->node->count; i++) {
    const spi_text_pair *pair = &item->node->of.pairs[i];
    uint32_t id = id_of(reader, pair->key.node->text, SPOL_NAME_REASON);
    if (id != 0) {
      size_t inner = spi_path_key(reader, pair->key.node->text);
      read_reason(reader, id, &pair->value);
      spi_path_up(reader, inner);
    }
  }
  spi_path_up(reader, mark);
}

/* ---- Metrics
 * ---------------------------------------------------------------------------------------- */

typedef struct standard_metric {
  const char *name;
  uint32_t starts[2];
  uint32_t stops[2];
  int32_t repeat;
} standard_metric;

static const standard_metric standards[] = {
    {"acknowledgement",
     {SPOL_EVENT_OPENED},
     {SPOL_EVENT_ACKNOWLEDGED, SPOL_EVENT_RESPONDED},
     SPI_REPEAT_NEVER},
    {"first_response", {SPOL_EVENT_OPENED}, {SPOL_EVENT_RESPONDED}, SPI_REPEAT_NEVER},
    {"next_response",
     {SPOL_EVENT_CUSTOMER_REPLIED},
     {SPOL_EVENT_RESPONDED},
     SPI_REPEAT_AFTER_START},
    {"update",
     {SPOL_EVENT_OPENED},
     {SPOL_EVENT_UPDATE_SENT, SPOL_EVENT_RESPONDED},
     SPI_REPEAT_AFTER_STOP},
    {"work_start", {SPOL_EVENT_OPENED}, {SPOL_EVENT_WORK_STARTED}, SPI_REPEAT_NEVER},
    {"workaround",
     {SPOL_EVENT_OPENED},
     {SPOL_EVENT_WORKAROUND_PROVIDED, SPOL_EVENT_RESOLVED},
     SPI_REPEAT_NEVER},
    {"resolution", {SPOL_EVENT_OPENED}, {SPOL_EVENT_RESOLVED}, SPI_REPEAT_NEVER},
};

static const standard_metric *standard_of(spi_slice name) {
  for (size_t i = 0; i < sizeof standards / sizeof standards[0]; i++) {
    if (spi_slice_is(name, standards[i].name)) {
      return &standards[i];
    }
  }
  return NULL;
}

static size_t event_count(const uint32_t *events) {
  return events[1] == 0 ? 1 : 2;
}

static const char *const metric_keys[] = {
    "starts", "stops",          "starts_when", "latest",    "targets", "calendar",      "cutoff",
    "pauses", "pause_lasts",    "carry",       "reopening", "repeats", "business_days", "excused",
    "title",  "tells_customer", "id",          "clause",    "note",    "assumed",       "exclusive",
    NULL};

static void read_ends(spi_reader *reader, const spi_text_item *item,
                      const standard_metric *standard, spi_clock *clock) {
  const spi_text_item *starts = spi_field(item, "starts");
  const spi_text_item *stops = spi_field(item, "stops");
  if (starts != NULL) {
    size_t mark = spi_path_key(reader, spi_slice_of("starts"));
    clock->starts = spi_read_matches(reader, starts);
    spi_path_up(reader, mark);
  } else if (standard != NULL) {
    clock->starts = standard_matches(reader, standard->starts, event_count(standard->starts),
                                     standard->repeat == SPI_REPEAT_AFTER_START);
  } else {
    spi_field_needed(reader, item, "starts");
  }
  if (stops != NULL) {
    size_t mark = spi_path_key(reader, spi_slice_of("stops"));
    clock->stops = spi_read_matches(reader, stops);
    spi_path_up(reader, mark);
  } else if (standard != NULL) {
    clock->stops = standard_matches(reader, standard->stops, event_count(standard->stops), 0);
  } else {
    spi_field_needed(reader, item, "stops");
  }
}

/* Weekdays, or a calendar, that count as business days. */
uint32_t spi_read_business_days(spi_reader *reader, const spi_text_item *item) {
  spi_business_days days = {.calendar = SPI_NONE};
  spi_list list = spi_as_list(item);
  int weekdays = list.count > 0 && list.items[0].node->kind == SPI_TEXT_SCALAR &&
                 spi_days_parse(list.items[0].node->text, &days.weekday_mask);
  days.weekday_mask = 0;
  if (weekdays) {
    if (!spi_read_days(reader, item, &days.weekday_mask)) {
      return SPI_NONE;
    }
  } else if ((days.calendar = spi_refer_calendar(reader, item)) == SPI_NONE) {
    return SPI_NONE;
  }
  return spi_push_once(reader, &reader->draft->business_days, &days);
}

static spi_target_context read_context(spi_reader *reader, const spi_text_item *item) {
  spi_target_context context = {SPI_NONE, -1, SPI_NONE, 0};
  const spi_text_item *calendar = spi_field(item, "calendar");
  const spi_text_item *cutoff = spi_field(item, "cutoff");
  const spi_text_item *days = spi_field(item, "business_days");
  if (calendar != NULL) {
    context.calendar = spi_refer_calendar(reader, calendar);
    context.is_calendar_unread = context.calendar == SPI_NONE;
  }
  if (cutoff != NULL && !spi_read_clock(reader, cutoff, SPI_CLOCK_TO_48, &context.cutoff_seconds)) {
    context.cutoff_seconds = -1;
  }
  if (days != NULL) {
    context.business_days = spi_read_business_days(reader, days);
  }
  return context;
}

static void read_clock_rules(spi_reader *reader, const spi_text_item *item, spi_clock *clock) {
  static const char *const lasts[] = {"open", "real", NULL};
  const spi_text_item *latest = spi_field(item, "latest");
  const spi_text_item *real = spi_field(item, "pause_lasts");
  uint32_t value = 0;
  size_t mark = spi_path_key(reader, spi_slice_of("pauses"));
  clock->pauses = spi_read_pauses(reader, spi_field(item, "pauses"));
  spi_path_up(reader, mark);
  mark = spi_path_key(reader, spi_slice_of("carry"));
  clock->carries = spi_read_carries(reader, spi_field(item, "carry"));
  spi_path_up(reader, mark);
  mark = spi_path_key(reader, spi_slice_of("reopening"));
  clock->reopens = spi_read_reopens(reader, spi_field(item, "reopening"));
  spi_path_up(reader, mark);
  if (latest != NULL && spi_read_truth(reader, latest, &value)) {
    clock->starts_latest = (uint8_t)value;
  }
  if (real != NULL && spi_read_word(reader, real, lasts, &value)) {
    clock->pause_real = (uint8_t)value;
  }
}

static void read_repeats(spi_reader *reader, const spi_text_item *item,
                         const standard_metric *standard, spi_metric *metric) {
  static const char *const keys[] = {"after", "until", "once", "promises", "clause", "note", NULL};
  static const char *const words[] = {"stop", "start", "schedule", NULL};
  static const uint32_t resolved[2] = {SPOL_EVENT_RESOLVED, 0};
  const spi_text_item *repeats = spi_field(item, "repeats");
  metric->repeat = standard == NULL ? SPI_REPEAT_NEVER : standard->repeat;
  metric->promises = metric->repeat == SPI_REPEAT_AFTER_STOP;
  const spi_text_item *until = NULL;
  if (repeats != NULL && repeats->node->kind == SPI_TEXT_SCALAR &&
      spi_slice_is(repeats->node->text, "never")) {
    metric->repeat = SPI_REPEAT_NEVER;
    metric->promises = 0;
  } else if (repeats != NULL && spi_need(reader, repeats, SPI_TEXT_MAPPING, "`repeats`")) {
    uint32_t value = 0;
    spi_only_keys(reader, repeats->node, keys);
    spi_cite(reader, repeats);
    const spi_text_item *after = spi_field_needed(reader, repeats, "after");
    const spi_text_item *once = spi_field(repeats, "once");
    const spi_text_item *promises = spi_field(repeats, "promises");
    until = spi_field(repeats, "until");
    if (after != NULL && spi_read_word(reader, after, words, &value)) {
      metric->repeat = (int32_t)value + SPI_REPEAT_AFTER_STOP;
    }
    metric->promises = 0;
    if (once != NULL && spi_read_truth(reader, once, &value)) {
      metric->once = (uint8_t)value;
    }
    if (promises != NULL && spi_read_truth(reader, promises, &value)) {
      metric->promises = (uint8_t)value;
    }
  }
  metric->until =
      until != NULL ? spi_read_matches(reader, until) : standard_matches(reader, resolved, 1, 0);
}

static spi_range read_excuses(spi_reader *reader, const spi_text_item *item) {
  static const char *const keys[] = {"when", "says", "id", "clause", "note", "assumed", NULL};
  spi_list list = spi_as_list(item);
  spi_range range = {(uint32_t)reader->draft->excuse_rows.count, (uint32_t)list.count};
  for (size_t i = 0; i < list.count; i++) {
    spi_excuse_row row = {.text = SPI_NONE};
    size_t mark = spi_path_index(reader, i);
    if (spi_need(reader, &list.items[i], SPI_TEXT_MAPPING, "an excuse")) {
      const spi_text_item *says = spi_field(&list.items[i], "says");
      spi_only_keys(reader, list.items[i].node, keys);
      row.when = spi_read_condition(reader, spi_field(&list.items[i], "when"));
      if (says != NULL) {
        spi_read_string(reader, says, &row.text);
      }
      row.place = spi_place_of(reader, &list.items[i]);
    }
    spi_push(reader, &reader->draft->excuse_rows, &row);
    spi_path_up(reader, mark);
  }
  return range;
}

static void read_metric(spi_reader *reader, uint32_t id, const spi_text_pair *pair) {
  const spi_text_item *item = &pair->value;
  if (!spi_need(reader, item, SPI_TEXT_MAPPING, "a metric")) {
    return;
  }
  spi_only_keys(reader, item->node, metric_keys);
  const standard_metric *standard = standard_of(pair->key.node->text);
  spi_metric metric = {.id = id, .clock = {.start_when = SPI_ALWAYS}};
  read_ends(reader, item, standard, &metric.clock);
  size_t mark = spi_path_key(reader, spi_slice_of("starts_when"));
  metric.clock.start_when = spi_read_condition(reader, spi_field(item, "starts_when"));
  spi_path_up(reader, mark);
  spi_target_context context = read_context(reader, item);
  const spi_text_item *targets = spi_field_needed(reader, item, "targets");
  if (targets != NULL) {
    mark = spi_path_key(reader, spi_slice_of("targets"));
    metric.clock.targets = spi_read_target_rows(reader, targets, &context);
    spi_path_up(reader, mark);
  }
  read_clock_rules(reader, item, &metric.clock);
  read_repeats(reader, item, standard, &metric);
  mark = spi_path_key(reader, spi_slice_of("excused"));
  metric.excuses = read_excuses(reader, spi_field(item, "excused"));
  spi_path_up(reader, mark);
  const spi_text_item *tells = spi_field(item, "tells_customer");
  uint32_t told = standard != NULL && standard->repeat == SPI_REPEAT_AFTER_STOP;
  if (tells != NULL) {
    spi_read_truth(reader, tells, &told);
  }
  metric.told_customer = (uint8_t)told;
  uint32_t exclusive = 0;
  const spi_text_item *exclusively = spi_field(item, "exclusive");
  if (exclusively != NULL) {
    spi_read_truth(reader, exclusively, &exclusive);
  }
  metric.exclusive = (uint8_t)exclusive;
  metric.place = spi_place_of(reader, item);
  spi_push(reader, &reader->draft->metrics, &metric);
}

void spi_read_metrics(spi_reader *reader, const spi_text_item *item) {
  if (item == NULL || item->node->kind != SPI_TEXT_MAPPING) {
    return;
  }
  size_t mark = spi_path_key(reader, spi_slice_of("metrics"));
  for (uint32_t i = 0; i < item->node->count; i++) {
    const spi_text_pair *pair = &item->node->of.pairs[i];
    uint32_t id = id_of(reader, pair->key.node->text, SPOL_NAME_METRIC);
    if (id != 0) {
      size_t inner = spi_path_key(reader, pair->key.node->text);
      read_metric(reader, id, pair);
      spi_path_up(reader, inner);
    }
  }
  spi_path_up(reader, mark);
}
