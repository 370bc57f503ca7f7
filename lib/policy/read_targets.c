/* SPDX-License-Identifier: MIT */
/* Targets: durations, days, words, agreements, and rows of them. */
#include <string.h>

#include "base/error.h"
#include "civil/clock.h"
#include "policy/calendar_reader.h"
#include "policy/readings.h"

enum { MOST_PARTS = 16, DEEPEST = 8 };

const char *const spi_target_keys[] = {"within",    "is",    "as_agreed", "earliest_of",
                                       "latest_of", "times", "calendar",  "until",
                                       "after",     NULL};

static spi_target empty_target(const spi_target_context *context) {
  spi_target target;
  memset(&target, 0, sizeof target); /* compared byte by byte with others */
  target.calendar = context->calendar;
  target.agreed_default = SPI_NONE;
  target.business_days = SPI_NONE;
  target.day.size = sizeof target.day;
  target.day.cutoff_seconds = context->cutoff_seconds;
  return target;
}

static uint32_t add_target(spi_reader *reader, const spi_target *target) {
  return spi_push_once(reader, &reader->draft->targets, target);
}

/* A calendar that the metric names and that could not be read has its error already. */
static int need_calendar(spi_reader *reader, const spi_text_item *item,
                         const spi_target_context *context, const spi_target *target) {
  if (target->calendar == SPI_NONE && context->is_calendar_unread) {
    return 0;
  }
  return target->calendar != SPI_NONE ||
         spi_reader_report(reader, SPOL_E_SEMANTIC, SPOL_DIAG_MISSING_KEY, &item->place,
                           "name it here or at the metric; 24x7 counts every hour",
                           "this target has no calendar");
}

/* ---- Days ------------------------------------------------------------------------------- */

/* "2 business_days": the unit, and the number in front of it. */
static int read_day_count(spi_slice text, spol_day_target *day) {
  static const struct {
    const char *unit;
    int32_t value;
  } units[] = {{" business_days", SPOL_BUSINESS_DAYS}, {" business_day", SPOL_BUSINESS_DAYS},
               {" calendar_days", SPOL_CALENDAR_DAYS}, {" calendar_day", SPOL_CALENDAR_DAYS},
               {" weeks", SPOL_CALENDAR_WEEKS},        {" week", SPOL_CALENDAR_WEEKS},
               {" months", SPOL_CALENDAR_MONTHS},      {" month", SPOL_CALENDAR_MONTHS}};
  int64_t count = 0;
  size_t digits = 0;
  while (digits < text.length && text.data[digits] >= '0' && text.data[digits] <= '9' &&
         digits < 6) {
    count = count * 10 + (text.data[digits] - '0');
    digits++;
  }
  spi_slice rest = {text.data + digits, text.length - digits};
  for (size_t i = 0; digits > 0 && i < sizeof units / sizeof units[0]; i++) {
    if (spi_slice_is(rest, units[i].unit)) {
      day->unit = units[i].value;
      day->count = (int32_t)count;
      return 1;
    }
  }
  return 0;
}

/* 1 if the text is a number of days in one of its forms. */
static int is_days(spi_slice text, spol_day_target *day) {
  if (spi_slice_is(text, "next_business_day")) {
    day->unit = SPOL_BUSINESS_DAYS;
    day->count = 1;
    day->zero = SPOL_AFTER_DATE;
    return 1;
  }
  if (spi_slice_is(text, "same_business_day")) {
    day->unit = SPOL_BUSINESS_DAYS;
    day->count = 0;
    day->reading = SPOL_END_OF_DAY;
    return 1;
  }
  return read_day_count(text, day);
}

static int read_until(spi_reader *reader, const spi_text_item *until, spol_day_target *day) {
  static const char *const words[] = {"end_of_day", "start_of_day", "same_time", NULL};
  spi_slice text;
  if (!spi_read_text(reader, until, &text)) {
    return 0;
  }
  if (text.length > 0 && text.data[0] >= '0' && text.data[0] <= '9') {
    day->reading = SPOL_LOCAL_TIME;
    return spi_read_clock(reader, until, SPI_CLOCK_TO_48, &day->local_seconds);
  }
  uint32_t position = 0;
  int good = spi_read_word(reader, until, words, &position);
  day->reading = (int32_t)position + SPOL_END_OF_DAY;
  return good;
}

static int read_after(spi_reader *reader, const spi_text_item *after, spol_day_target *day) {
  static const char *const words[] = {"receipt", "date", NULL};
  uint32_t position = 0;
  int good = spi_read_word(reader, after, words, &position);
  day->zero = position == 0 ? SPOL_AFTER_RECEIPT : SPOL_AFTER_DATE;
  return good;
}

/* All answers are shown, for a case that comes on a closed day. */
static void report_reading(spi_reader *reader, const spi_text_item *within,
                           const spi_target *target) {
  char readings[SPOL_ERROR_MESSAGE_MAX];
  spi_writer writer = spi_writer_on(readings, sizeof readings);
  const spol_calendar *calendar = NULL;
  if (target->calendar != SPI_NONE && target->business_days == SPI_NONE) {
    const spi_calendar *found = spi_vector_at(&reader->draft->calendars, target->calendar);
    calendar = found->calendar; /* where facts choose it, that of the pattern, or none */
  }
  int shown = spi_write_readings(&writer, calendar, &target->day);
  spi_reader_report(reader, SPOL_E_SEMANTIC, SPOL_DIAG_READING_MISSING, &within->place,
                    "until: end_of_day, start_of_day, same_time, or a time such as 17:00",
                    "a target in days needs its reading%s%s", shown ? ": " : "",
                    shown ? readings : "");
}

static uint32_t read_days_target(spi_reader *reader, const spi_text_item *item,
                                 const spi_text_item *within, const spi_target_context *context,
                                 spi_target *target) {
  const spi_text_item *until = spi_field(item, "until");
  const spi_text_item *after = spi_field(item, "after");
  target->kind = SPOL_TARGET_DAY;
  target->business_days = context->business_days;
  if (until == NULL && target->day.reading == 0) {
    report_reading(reader, within, target);
    return SPI_NONE;
  }
  if ((until != NULL && !read_until(reader, until, &target->day)) ||
      (after != NULL && !read_after(reader, after, &target->day)) ||
      !need_calendar(reader, item, context, target)) {
    return SPI_NONE;
  }
  return add_target(reader, target);
}

/* ---- Durations ----------------------------------------------------------------------------- */

/* "2 days", "1 day" */
static int speaks_of_days(spi_slice text) {
  static const char word[] = " day";
  for (size_t i = 0; i + sizeof word - 1 <= text.length; i++) {
    if (memcmp(text.data + i, word, sizeof word - 1) == 0) {
      return 1;
    }
  }
  return 0;
}

static int parse_duration(spi_reader *reader, const spi_text_item *item, spi_slice text,
                          spol_duration *out) {
  spol_error error = SPOL_ERROR_INIT;
  if (spol_duration_parse(text.data, text.length, out, &error) == SPOL_OK) {
    return 1;
  }
  const char *hint = error.hint[0] != '\0' ? error.hint
                     : speaks_of_days(text)
                         ? "which days? 2 business_days, 2 calendar_days or next_business_day"
                         : "90m, 2.5h, 4h..8h, or 2 business_days";
  return spi_reader_report(reader, error.status, SPOL_DIAG_INVALID_DURATION, &item->place, hint,
                           "\"%S\": %s", text, error.message);
}

static int has_days(spi_slice text) {
  for (size_t i = 0; i < text.length; i++) {
    if (text.data[i] == 'd' || text.data[i] == 'w') {
      return 1;
    }
  }
  return 0;
}

static uint32_t read_duration_target(spi_reader *reader, const spi_text_item *item,
                                     const spi_text_item *within, const spi_target_context *context,
                                     spi_target *target) {
  spi_slice from = within->node->text;
  spi_slice to = from;
  target->kind = SPOL_TARGET_DURATION;
  for (size_t i = 0; i + 1 < from.length; i++) {
    if (from.data[i] == '.' && from.data[i + 1] == '.') {
      to = (spi_slice){from.data + i + 2, from.length - i - 2};
      from.length = i;
      break;
    }
  }
  if (spi_refuse_damaged(reader, within)) {
    return SPI_NONE;
  }
  if (!parse_duration(reader, within, from, &target->range_from) ||
      !parse_duration(reader, within, to, &target->within) ||
      !need_calendar(reader, item, context, target)) {
    return SPI_NONE;
  }
  if (target->range_from > target->within) {
    spi_reader_report(reader, SPOL_E_SEMANTIC, SPOL_DIAG_VALUE_OUT_OF_RANGE, &within->place, NULL,
                      "the range is upside down");
    return SPI_NONE;
  }
  if (has_days(within->node->text) && !spi_calendar_never_closes(reader, target->calendar)) {
    spi_reader_report(reader, SPOL_E_SEMANTIC, SPOL_DIAG_DAY_ON_BUSINESS_CALENDAR, &within->place,
                      "write hours of open time, or 1 business_days with `until`",
                      "\"%S\" on a calendar that closes", within->node->text);
    return SPI_NONE;
  }
  return add_target(reader, target);
}

/* A duration or days, beside the other keys of `item`. */
static uint32_t read_within(spi_reader *reader, const spi_text_item *item,
                            const spi_text_item *within, const spi_target_context *context,
                            spi_target *target) {
  spi_slice text;
  if (!spi_read_text(reader, within, &text)) {
    return SPI_NONE;
  }
  if (is_days(text, &target->day)) {
    return read_days_target(reader, item, within, context, target);
  }
  if (spi_field(item, "until") != NULL || spi_field(item, "after") != NULL) {
    spi_reader_report(reader, SPOL_E_SEMANTIC, SPOL_DIAG_CONFLICTING_KEYS, &item->place, NULL,
                      "`until` and `after` belong to targets in days");
    return SPI_NONE;
  }
  return read_duration_target(reader, item, within, context, target);
}

/* ---- Words, agreements, counts ----------------------------------------------------------------
 */

static uint32_t read_word(spi_reader *reader, const spi_text_item *word, spi_target *target) {
  spi_slice text;
  if (!spi_read_text(reader, word, &text)) {
    return SPI_NONE;
  }
  if (text.length > 0 && text.data[0] >= '0' && text.data[0] <= '9') {
    spi_reader_report(reader, SPOL_E_SEMANTIC, SPOL_DIAG_WRONG_KIND, &word->place,
                      "a time is {within: 4h}, or {within: 1 business_days, until: end_of_day}",
                      "\"%S\" is no word of a target", text);
    return SPI_NONE;
  }
  if (spi_slice_is(text, "unstated")) {
    target->kind = SPOL_TARGET_UNSTATED;
  } else if (spi_slice_is(text, "not_offered")) {
    target->kind = SPOL_TARGET_NOT_OFFERED;
  } else {
    target->kind = SPOL_TARGET_EFFORT;
    if (!spi_refer(reader, word, SPOL_NAME_WORD, &target->word)) {
      return SPI_NONE;
    }
  }
  return add_target(reader, target);
}

static uint32_t read_agreed(spi_reader *reader, const spi_text_item *agreed,
                            const spi_target_context *context, spi_target *target) {
  target->kind = SPOL_TARGET_AS_AGREED;
  if (agreed->node->kind == SPI_TEXT_MAPPING) {
    target->agreed_default = spi_read_target(reader, agreed, context);
    return target->agreed_default == SPI_NONE ? SPI_NONE : add_target(reader, target);
  }
  uint32_t truth = 0;
  if (!spi_read_truth(reader, agreed, &truth)) {
    return SPI_NONE;
  }
  return truth ? add_target(reader, target) : SPI_NONE;
}

static uint32_t read_times(spi_reader *reader, const spi_text_item *times,
                           const spi_target_context *context, spi_target *target) {
  static const char *const keys[] = {"count", "per", NULL};
  static const char *const periods[] = {"day", "week", NULL};
  int64_t count = 0;
  uint32_t period = 0;
  if (!spi_need(reader, times, SPI_TEXT_MAPPING, "`times`")) {
    return SPI_NONE;
  }
  spi_only_keys(reader, times->node, keys);
  const spi_text_item *number = spi_field_needed(reader, times, "count");
  const spi_text_item *per = spi_field_needed(reader, times, "per");
  if (number == NULL || per == NULL || !spi_read_int(reader, number, 1, 1000, &count) ||
      !spi_read_word(reader, per, periods, &period) ||
      !need_calendar(reader, times, context, target)) {
    return SPI_NONE;
  }
  target->kind = SPOL_TARGET_PER_PERIOD;
  target->per_count = (uint32_t)count;
  target->per_week = (int32_t)period;
  target->business_days = context->business_days;
  return add_target(reader, target);
}

static uint32_t read_parts(spi_reader *reader, const spi_text_item *parts, int32_t rule,
                           const spi_target_context *context, spi_target *target) {
  spi_list list = spi_as_list(parts);
  uint32_t indexes[MOST_PARTS];
  if (list.count < 2 || list.count > MOST_PARTS || reader->depth >= DEEPEST) {
    spi_reader_report(reader, SPOL_E_SEMANTIC, SPOL_DIAG_WRONG_KIND, &parts->place, NULL,
                      "a list of 2 to %u targets is expected here", (uint32_t)MOST_PARTS);
    return SPI_NONE;
  }
  for (size_t i = 0; i < list.count; i++) {
    size_t mark = spi_path_index(reader, i);
    reader->depth++;
    indexes[i] = spi_read_target(reader, &list.items[i], context);
    reader->depth--;
    spi_path_up(reader, mark);
    if (indexes[i] == SPI_NONE) {
      return SPI_NONE;
    }
  }
  target->kind = SPOL_TARGET_NONE;
  target->parts_rule = rule;
  target->parts = (spi_range){(uint32_t)reader->draft->target_parts.count, (uint32_t)list.count};
  for (size_t i = 0; i < list.count; i++) {
    spi_push(reader, &reader->draft->target_parts, &indexes[i]);
  }
  uint32_t index = spi_push(reader, &reader->draft->targets, target);
  return index;
}

/* The context with the item's own calendar, if it names one. */
static int own_calendar(spi_reader *reader, const spi_text_item *item,
                        const spi_target_context *context, spi_target_context *inner) {
  const spi_text_item *calendar = spi_field(item, "calendar");
  *inner = *context;
  if (calendar != NULL) {
    inner->calendar = spi_refer_calendar(reader, calendar);
  }
  return calendar == NULL || inner->calendar != SPI_NONE;
}

uint32_t spi_read_repetition(spi_reader *reader, const spi_text_item *item,
                             const spi_text_item *every, const spi_target_context *context) {
  spi_target_context inner;
  if (!own_calendar(reader, item, context, &inner)) {
    return SPI_NONE;
  }
  spi_target target = empty_target(&inner);
  return read_within(reader, item, every, &inner, &target);
}

uint32_t spi_read_target(spi_reader *reader, const spi_text_item *item,
                         const spi_target_context *context) {
  static const char *const forms[] = {"within",    "is",    "as_agreed", "earliest_of",
                                      "latest_of", "times", NULL};
  const spi_text_item *found = NULL;
  uint32_t form = 0;
  if (reader->fatal != SPOL_OK || !spi_need(reader, item, SPI_TEXT_MAPPING, "a target")) {
    return SPI_NONE;
  }
  for (uint32_t i = 0; forms[i] != NULL; i++) {
    const spi_text_item *candidate = spi_field(item, forms[i]);
    if (candidate != NULL && found != NULL) {
      spi_reader_report(reader, SPOL_E_SEMANTIC, SPOL_DIAG_CONFLICTING_KEYS, &candidate->place,
                        NULL, "`%s` and `%s` exclude each other", forms[form], forms[i]);
      return SPI_NONE;
    }
    form = candidate != NULL ? i : form;
    found = candidate != NULL ? candidate : found;
  }
  if (found == NULL) {
    spi_reader_report(reader, SPOL_E_SEMANTIC, SPOL_DIAG_MISSING_KEY, &item->place,
                      "within, is, as_agreed, earliest_of, latest_of, or times",
                      "this target says nothing");
    return SPI_NONE;
  }
  spi_target_context inner;
  if (!own_calendar(reader, item, context, &inner)) {
    return SPI_NONE;
  }
  spi_target target = empty_target(&inner);
  size_t mark = spi_path_key(reader, spi_slice_of(forms[form]));
  uint32_t index =
      form == 0   ? read_within(reader, item, found, &inner, &target)
      : form == 1 ? read_word(reader, found, &target)
      : form == 2 ? read_agreed(reader, found, &inner, &target)
      : form == 5
          ? read_times(reader, found, &inner, &target)
          : read_parts(reader, found, form == 3 ? SPI_EARLIEST_OF : SPI_LATEST_OF, &inner, &target);
  spi_path_up(reader, mark);
  return index;
}

/* ---- Rows -------------------------------------------------------------------------------------
 */

static const char *const row_keys[] = {
    "when",  "within", "is",        "as_agreed", "earliest_of", "latest_of", "times",   "calendar",
    "until", "after",  "otherwise", "id",        "clause",      "note",      "assumed", NULL};

/* `otherwise: unstated` is `{is: unstated}`; a mapping is a target. */
static uint32_t read_otherwise(spi_reader *reader, const spi_text_item *otherwise,
                               const spi_target_context *context) {
  if (otherwise->node->kind == SPI_TEXT_MAPPING) {
    return spi_read_target(reader, otherwise, context);
  }
  spi_target target = empty_target(context);
  return read_word(reader, otherwise, &target);
}

static void read_row(spi_reader *reader, const spi_text_item *item,
                     const spi_target_context *context, int last, spi_target_row *row) {
  const spi_text_item *otherwise = spi_field(item, "otherwise");
  const spi_text_item *when = spi_field(item, "when");
  row->target = SPI_NONE;
  if (!spi_need(reader, item, SPI_TEXT_MAPPING, "a row")) {
    return;
  }
  spi_only_keys(reader, item->node, row_keys);
  if (otherwise != NULL && (when != NULL || !last)) {
    spi_reader_report(reader, SPOL_E_SEMANTIC, SPOL_DIAG_CONFLICTING_KEYS, &otherwise->place, NULL,
                      "`otherwise` is the last row and has no `when`");
  }
  size_t mark = spi_path_key(reader, spi_slice_of("when"));
  row->when = spi_read_condition(reader, when);
  spi_path_up(reader, mark);
  row->target = otherwise != NULL ? read_otherwise(reader, otherwise, context)
                                  : spi_read_target(reader, item, context);
  row->place = spi_place_of(reader, item);
}

spi_range spi_read_target_rows(spi_reader *reader, const spi_text_item *item,
                               const spi_target_context *context) {
  spi_list list = spi_as_list(item);
  spi_range range = {0, (uint32_t)list.count};
  if (list.count == 0) {
    spi_reader_report(reader, SPOL_E_SEMANTIC, SPOL_DIAG_EMPTY_VALUE, &item->place, NULL,
                      "there must be at least one target");
    return range;
  }
  /* Rows of bounds inside conditions do not occur, so rows stay together. */
  range.first = (uint32_t)reader->draft->target_rows.count;
  for (size_t i = 0; i < list.count; i++) {
    spi_target_row row = {0};
    size_t mark = spi_path_index(reader, i);
    read_row(reader, &list.items[i], context, i + 1 == list.count, &row);
    spi_push(reader, &reader->draft->target_rows, &row);
    spi_path_up(reader, mark);
  }
  return range;
}
