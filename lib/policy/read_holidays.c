/* SPDX-License-Identifier: MIT */
/* Holidays that a policy writes itself: rules, lists, and sets that include others. */
#include <string.h>

#include "base/error.h"
#include "civil/clock.h"
#include "policy/calendar_reader.h"
#include "supportpolicy/holiday_sets.h"

enum { DEEPEST = 16, MOST_HOURS = 16, MOST_DATES = 4096, MOST_RULES = 1000 };

int spi_read_month_day(spi_reader *reader, const spi_text_item *item, int32_t *month,
                       int32_t *day) {
  spi_slice text;
  *month = 1;
  *day = 1;
  if (!spi_read_text(reader, item, &text)) {
    return 0;
  }
  /* A leap year, so that 02-29 is a date. */
  char date[16] = "2000-";
  spol_date parsed = 0;
  spol_civil_date civil;
  int fits = text.length == 5;
  if (fits) {
    memcpy(date + 5, text.data, 5);
  }
  if (!fits || spol_date_parse(date, 10, &parsed, NULL) != SPOL_OK ||
      spol_date_to_civil(parsed, &civil) != SPOL_OK) {
    return spi_reader_report(reader, SPOL_E_SEMANTIC, SPOL_DIAG_INVALID_DATE, &item->place,
                             "write month and day as 12-25", "\"%S\" is no day of a year", text);
  }
  *month = civil.month;
  *day = civil.day;
  return 1;
}

int spi_note_holiday(spi_reader *reader, int32_t kind, spi_slice name, spol_date date,
                     const spi_text_item *item) {
  spi_holiday_item note = {.kind = kind, .date = date, .place = spi_place_of(reader, item)};
  if (name.length != 0 &&
      !spi_reader_do(reader,
                     spi_strings_add(reader->allocator, &reader->strings, name, &note.name))) {
    return 0;
  }
  return spi_push(reader, &reader->draft->holiday_items, &note) != SPI_NONE;
}

/* ---- Rules ------------------------------------------------------------------------------- */

static const char *const rule_keys[] = {"name",
                                        "date",
                                        "nth",
                                        "weekday",
                                        "month",
                                        "at_or_after",
                                        "after",
                                        "before",
                                        "at_or_before",
                                        "easter",
                                        "offset",
                                        "from",
                                        "to",
                                        "relative_to",
                                        "years",
                                        "observed",
                                        "hours",
                                        "days",
                                        "id",
                                        "observed_from",
                                        "keeps_date",
                                        "clause",
                                        "between_holidays",
                                        "note",
                                        "assumed",
                                        NULL};

static int read_small(spi_reader *reader, const spi_text_item *item, int64_t least, int64_t most,
                      int32_t *out) {
  int64_t value = 0;
  int good = spi_read_int(reader, item, least, most, &value);
  *out = (int32_t)value;
  return good;
}

static int read_weekday(spi_reader *reader, const spi_text_item *item, int32_t *out) {
  uint32_t mask = 0;
  if (!spi_read_days(reader, item, &mask)) {
    return 0;
  }
  for (int32_t day = SPOL_MONDAY; day <= SPOL_SUNDAY; day++) {
    if (mask == UINT32_C(1) << (uint32_t)(day - 1)) {
      *out = day;
      return 1;
    }
  }
  return spi_reader_report(reader, SPOL_E_SEMANTIC, SPOL_DIAG_INVALID_WORD, &item->place, NULL,
                           "one day of the week is meant here");
}

/* A weekday that is counted in a month, or from a date. */
static int read_weekday_rule(spi_reader *reader, const spi_text_item *item,
                             spol_holiday_rule *rule) {
  static const struct {
    const char *key;
    int32_t kind;
  } kinds[] = {{"at_or_after", SPOL_HOLIDAY_WEEKDAY_ON_OR_AFTER},
               {"after", SPOL_HOLIDAY_WEEKDAY_AFTER},
               {"at_or_before", SPOL_HOLIDAY_WEEKDAY_ON_OR_BEFORE},
               {"before", SPOL_HOLIDAY_WEEKDAY_BEFORE}};
  if (!read_weekday(reader, spi_field(item, "weekday"), &rule->weekday)) {
    return 0;
  }
  for (size_t i = 0; i < sizeof kinds / sizeof kinds[0]; i++) {
    const spi_text_item *date = spi_field(item, kinds[i].key);
    if (date != NULL) {
      rule->kind = kinds[i].kind;
      return spi_read_month_day(reader, date, &rule->month, &rule->day);
    }
  }
  const spi_text_item *nth = spi_field_needed(reader, item, "nth");
  const spi_text_item *month = spi_field_needed(reader, item, "month");
  rule->kind = SPOL_HOLIDAY_NTH_WEEKDAY;
  return nth != NULL && month != NULL && read_small(reader, nth, -5, 5, &rule->nth) &&
         read_small(reader, month, 1, 12, &rule->month);
}

static int read_range_rule(spi_reader *reader, const spi_text_item *item, spol_holiday_rule *rule) {
  const spi_text_item *from = spi_field(item, "from");
  const spi_text_item *to = spi_field_needed(reader, item, "to");
  if (to == NULL) {
    return 0;
  }
  int dates = from->node->kind == SPI_TEXT_SCALAR && from->node->text.length == 10;
  rule->kind = dates ? SPOL_HOLIDAY_DATES : SPOL_HOLIDAY_YEARLY_RANGE;
  if (dates) {
    return spi_read_date(reader, from, &rule->first_date) &&
           spi_read_date(reader, to, &rule->last_date);
  }
  return spi_read_month_day(reader, from, &rule->month, &rule->day) &&
         spi_read_month_day(reader, to, &rule->end_month, &rule->end_day);
}

static int read_date_rule(spi_reader *reader, const spi_text_item *date, spol_holiday_rule *rule) {
  if (date->node->kind == SPI_TEXT_SCALAR && date->node->text.length == 10) {
    rule->kind = SPOL_HOLIDAY_DATES;
    int good = spi_read_date(reader, date, &rule->first_date);
    rule->last_date = rule->first_date;
    return good;
  }
  rule->kind = SPOL_HOLIDAY_YEARLY;
  return spi_read_month_day(reader, date, &rule->month, &rule->day);
}

/* The index of the rule in front of `count` with a name. */
static int read_relative(spi_reader *reader, const spi_text_item *name, const spi_list *rules,
                         size_t count, spol_holiday_rule *rule) {
  spi_slice wanted;
  if (!spi_read_text(reader, name, &wanted)) {
    return 0;
  }
  rule->kind = SPOL_HOLIDAY_RELATIVE;
  for (size_t i = 0; i < rules->count; i++) {
    const spi_text_item *other = spi_field(&rules->items[i], "name");
    if (i != count && other != NULL && other->node->kind == SPI_TEXT_SCALAR &&
        spi_slice_equal(other->node->text, wanted)) {
      rule->other = (int32_t)i;
      return 1;
    }
  }
  return spi_reader_report(reader, SPOL_E_NOT_FOUND, SPOL_DIAG_UNDEFINED_NAME, &name->place, NULL,
                           "this set has no holiday \"%S\"", wanted);
}

static int read_easter(spi_reader *reader, const spi_text_item *item, spol_holiday_rule *rule) {
  static const char *const words[] = {"western", "orthodox", NULL};
  uint32_t position = 0;
  int good = spi_read_word(reader, item, words, &position);
  rule->kind = position == 0 ? SPOL_HOLIDAY_EASTER_WESTERN : SPOL_HOLIDAY_EASTER_ORTHODOX;
  return good;
}

static int read_kind(spi_reader *reader, const spi_text_item *item, const spi_list *rules,
                     size_t index, spol_holiday_rule *rule) {
  const spi_text_item *date = spi_field(item, "date");
  const spi_text_item *easter = spi_field(item, "easter");
  const spi_text_item *relative = spi_field(item, "relative_to");
  if (date != NULL) {
    return read_date_rule(reader, date, rule);
  }
  if (spi_field(item, "weekday") != NULL) {
    return read_weekday_rule(reader, item, rule);
  }
  if (easter != NULL) {
    return read_easter(reader, easter, rule);
  }
  if (relative != NULL) {
    return read_relative(reader, relative, rules, index, rule);
  }
  if (spi_field(item, "from") != NULL) {
    return read_range_rule(reader, item, rule);
  }
  if (spi_field(item, "between_holidays") != NULL) {
    rule->kind = SPOL_HOLIDAY_BETWEEN;
    return 1;
  }
  return spi_reader_report(reader, SPOL_E_SEMANTIC, SPOL_DIAG_MISSING_KEY, &item->place, NULL,
                           "this rule names no day: date, weekday, easter, relative_to, from, or "
                           "between_holidays");
}

static int read_years(spi_reader *reader, const spi_text_item *item, spol_holiday_rule *rule) {
  spi_list list = spi_as_list(item);
  int32_t *const ends[] = {&rule->first_year, &rule->last_year};
  for (size_t i = 0; i < 2 && i < list.count; i++) {
    const spi_text_item *end = &list.items[i];
    int open = end->node->kind == SPI_TEXT_SCALAR && spi_slice_is(end->node->text, "open");
    if (!open && !read_small(reader, end, 1, 9999, ends[i])) {
      return 0;
    }
  }
  if (list.count == 1) {
    rule->last_year = rule->first_year;
  }
  return list.count == 1 || list.count == 2 ||
         spi_reader_report(reader, SPOL_E_SEMANTIC, SPOL_DIAG_WRONG_KIND, &item->place, NULL,
                           "years are written as [first, last]");
}

static int read_shift(spi_reader *reader, const spi_text_item *item, spol_holiday_rule *rule) {
  static const char *const words[] = {"nearest", "next_free", NULL};
  const spi_text_item *observed = spi_field(item, "observed");
  const spi_text_item *from = spi_field(item, "observed_from");
  const spi_text_item *keeps = spi_field(item, "keeps_date");
  uint32_t position = 0;
  if (observed != NULL) {
    if (!spi_read_word(reader, observed, words, &position)) {
      return 0;
    }
    rule->observed = position == 0 ? SPOL_OBSERVED_NEAREST : SPOL_OBSERVED_NEXT_FREE;
  }
  return (from == NULL || spi_read_days(reader, from, &rule->observed_from)) &&
         (keeps == NULL || spi_read_truth(reader, keeps, &rule->observed_keeps));
}

/* The weekdays on which a rule's date counts; one that is counted from a weekday or from Easter
 * has its own always. */
static int read_weekdays(spi_reader *reader, const spi_text_item *item, spol_holiday_rule *rule) {
  switch (rule->kind) {
  case SPOL_HOLIDAY_YEARLY:
  case SPOL_HOLIDAY_RELATIVE:
  case SPOL_HOLIDAY_YEARLY_RANGE:
  case SPOL_HOLIDAY_DATES:
  case SPOL_HOLIDAY_BETWEEN:
    return spi_read_days(reader, item, &rule->weekdays);
  default:
    return spi_reader_report(
        reader, SPOL_E_SEMANTIC, SPOL_DIAG_CONFLICTING_KEYS, &item->place,
        "they go with date, relative_to, from, and between_holidays",
        "this rule's day of the week is the same every year: it has no `days`");
  }
}

/* Half-day hours as pairs of seconds. */
static int read_half_day(spi_reader *reader, const spi_text_item *item, int32_t *pairs,
                         uint32_t *count) {
  spi_list list = spi_as_list(item);
  for (size_t i = 0; i < list.count; i++) {
    spol_day_hours hours;
    if (i >= MOST_HOURS) {
      return spi_reader_report(reader, SPOL_E_LIMIT, SPOL_DIAG_VALUE_OUT_OF_RANGE, &item->place,
                               NULL, "more than %u intervals", (uint32_t)MOST_HOURS);
    }
    if (!spi_read_hours(reader, &list.items[i], SPI_CLOCK_TO_48, &hours)) {
      return 0;
    }
    pairs[2 * i] = hours.open_seconds;
    pairs[2 * i + 1] = hours.close_seconds;
  }
  *count = (uint32_t)list.count;
  return 1;
}

static int read_rule(spi_reader *reader, spol_holidays_builder *builder, const spi_list *rules,
                     size_t index) {
  const spi_text_item *item = &rules->items[index];
  spol_holiday_rule rule = {.size = sizeof rule};
  int32_t pairs[2 * MOST_HOURS];
  if (!spi_need(reader, item, SPI_TEXT_MAPPING, "a holiday")) {
    return 0;
  }
  spi_only_keys(reader, item->node, rule_keys);
  spi_cite(reader, item);
  const spi_text_item *name = spi_field(item, "name");
  const spi_text_item *offset = spi_field(item, "offset");
  const spi_text_item *years = spi_field(item, "years");
  const spi_text_item *days = spi_field(item, "days");
  const spi_text_item *hours = spi_field(item, "hours");
  spi_slice text = {"", 0};
  if (!read_kind(reader, item, rules, index, &rule) || !read_shift(reader, item, &rule) ||
      (name != NULL && !spi_read_text(reader, name, &text)) ||
      (offset != NULL && !read_small(reader, offset, -366, 366, &rule.offset_days)) ||
      (years != NULL && !read_years(reader, years, &rule)) ||
      (days != NULL && !read_weekdays(reader, days, &rule)) ||
      (hours != NULL && !read_half_day(reader, hours, pairs, &rule.hours_count))) {
    return 0;
  }
  rule.name = name == NULL ? NULL : text.data;
  rule.hours = hours == NULL ? NULL : pairs;
  spol_error error = SPOL_ERROR_INIT;
  return spi_reader_take(reader, spol_holidays_builder_add_rule(builder, &rule, &error), item,
                         &error) &&
         spi_note_holiday(reader, SPI_HOLIDAY_RULE, text, 0, item);
}

/* ---- Lists ----------------------------------------------------------------------------------- */

static int read_covers(spi_reader *reader, const spi_text_item *item, int32_t *first,
                       int32_t *last) {
  spi_list list = spi_as_list(item);
  if (list.count != 2) {
    return spi_reader_report(reader, SPOL_E_SEMANTIC, SPOL_DIAG_WRONG_KIND, &item->place, NULL,
                             "write the years that the list was made for as [first, last]");
  }
  return read_small(reader, &list.items[0], 1, 9999, first) &&
         read_small(reader, &list.items[1], *first, 9999, last);
}

static int add_list(spi_reader *reader, spol_holidays_builder *builder, const spi_text_item *item,
                    const spi_text_item *dates, const spi_text_item *covers, spi_slice name) {
  spi_list list = spi_as_list(dates);
  int32_t first = 0;
  int32_t last = 0;
  if (!read_covers(reader, covers, &first, &last)) {
    return 0;
  }
  if (list.count > MOST_DATES) {
    return spi_reader_report(reader, SPOL_E_LIMIT, SPOL_DIAG_VALUE_OUT_OF_RANGE, &dates->place,
                             NULL, "more than %u dates", (uint32_t)MOST_DATES);
  }
  spol_date *values = spi_alloc_array(reader->allocator, list.count + 1, sizeof *values);
  const char **names = spi_alloc_array(reader->allocator, list.count + 1, sizeof *names);
  int good = values != NULL && names != NULL;
  if (!good) {
    spi_reader_do(reader, SPOL_E_MEMORY);
  }
  for (size_t i = 0; good && i < list.count; i++) {
    good = spi_read_date(reader, &list.items[i], &values[i]);
    names[i] = name.length == 0 ? NULL : name.data;
  }
  spol_error error = SPOL_ERROR_INIT;
  good = good && spi_reader_take(reader,
                                 spol_holidays_builder_add_list(builder, name.data, values, names,
                                                                list.count, first, last, &error),
                                 item, &error);
  spi_free_array(reader->allocator, values, list.count + 1, sizeof *values);
  spi_free_array(reader->allocator, (void *)names, list.count + 1, sizeof *names);
  return good;
}

static int read_list(spi_reader *reader, spol_holidays_builder *builder,
                     const spi_text_item *item) {
  static const char *const keys[] = {"name", "dates", "covers", "clause", "note", "assumed", NULL};
  if (!spi_need(reader, item, SPI_TEXT_MAPPING, "a list of holidays")) {
    return 0;
  }
  spi_only_keys(reader, item->node, keys);
  spi_cite(reader, item);
  const spi_text_item *dates = spi_field_needed(reader, item, "dates");
  const spi_text_item *covers = spi_field_needed(reader, item, "covers");
  const spi_text_item *name = spi_field(item, "name");
  spi_slice text = {"", 0};
  return dates != NULL && covers != NULL && (name == NULL || spi_read_text(reader, name, &text)) &&
         add_list(reader, builder, item, dates, covers, text) &&
         spi_note_holiday(reader, SPI_HOLIDAY_LIST, text, 0, item);
}

/* ---- Sets ---------------------------------------------------------------------------------- */

static const spi_holiday_set *find_set(const spi_reader *reader, spi_slice name) {
  uint32_t offset = 0;
  if (!spi_strings_find(&reader->strings, name, &offset)) {
    return NULL;
  }
  for (size_t i = 0; i < reader->holiday_sets.count; i++) {
    const spi_holiday_set *set = spi_vector_at(&reader->holiday_sets, i);
    if (set->name == offset && set->version_index == reader->version_index) {
      return set;
    }
  }
  return NULL;
}

static int read_named_set(spi_reader *reader, spi_slice name, const spi_text_item *used,
                          spol_holidays **out);

/* A reference to a set of the file, or to a built-in one. */
static int holidays_named(spi_reader *reader, const spi_text_item *item, spol_holidays **out) {
  spi_slice name;
  *out = NULL;
  if (!spi_read_text(reader, item, &name)) {
    return 0;
  }
  const spi_text_item *own = spi_field(reader->root, "holidays");
  const spi_text_item *set = own == NULL ? NULL : spi_field(own, name.data);
  if (set != NULL) {
    return spi_reader_do(reader,
                         spi_map_set(reader->allocator, &reader->met, spi_met_key(set), 1)) &&
           read_named_set(reader, name, item, out);
  }
  spol_error error = SPOL_ERROR_INIT;
  spol_status status = spol_holidays_named(reader->allocator, name.data, name.length, out, &error);
  if (status == SPOL_OK || status == SPOL_E_MEMORY) {
    return spi_reader_do(reader, status) &&
           spi_note_holiday(reader, SPI_HOLIDAY_SET, name, 0, item);
  }
  const char *hint =
      error.hint[0] != '\0' ? error.hint : "`supportpolicy holidays` lists those that are built in";
  return spi_reader_report(reader, status, SPOL_DIAG_UNKNOWN_HOLIDAYS, &item->place, hint,
                           "there are no holidays \"%S\"", name);
}

/* Sets that another includes count as its own rules: a day kept on the next free
 * one is free of theirs too. */
static int include_sets(spi_reader *reader, spol_holidays_builder *builder,
                        const spi_text_item *item) {
  spi_list list = spi_as_list(spi_field(item, "include"));
  for (size_t i = 0; i < list.count; i++) {
    spol_holidays *set = NULL;
    spol_error error = SPOL_ERROR_INIT;
    int good = holidays_named(reader, &list.items[i], &set) &&
               spi_reader_take(reader, spol_holidays_builder_add_set(builder, set, &error),
                               &list.items[i], &error);
    spol_holidays_unref(set);
    if (!good) {
      return 0;
    }
  }
  return 1;
}

/* Rules come in order, so that relative_to can count them; all are read. */
static int fill_set(spi_reader *reader, spol_holidays_builder *builder, const spi_text_item *item) {
  const spi_text_item *rules_item = spi_field(item, "rules");
  spi_list rules = spi_as_list(rules_item);
  spi_list lists = spi_as_list(spi_field(item, "lists"));
  int fine = 1;
  if (rules.count > MOST_RULES) {
    return spi_reader_report(reader, SPOL_E_LIMIT, SPOL_DIAG_VALUE_OUT_OF_RANGE, &rules_item->place,
                             NULL, "a set of holidays has more than %d rules", MOST_RULES);
  }
  for (size_t i = 0; i < rules.count; i++) {
    size_t mark = spi_path_key(reader, spi_slice_of("rules"));
    spi_path_index(reader, i);
    fine = read_rule(reader, builder, &rules, i) && fine;
    spi_path_up(reader, mark);
  }
  for (size_t i = 0; i < lists.count; i++) {
    size_t mark = spi_path_key(reader, spi_slice_of("lists"));
    spi_path_index(reader, i);
    fine = read_list(reader, builder, &lists.items[i]) && fine;
    spi_path_up(reader, mark);
  }
  return fine;
}

static int make_set(spi_reader *reader, const spi_text_item *item, spol_holidays **out) {
  spol_holidays_builder *builder = NULL;
  spol_error error = SPOL_ERROR_INIT;
  *out = NULL;
  if (!spi_reader_do(reader, spol_holidays_builder_new(reader->allocator, &builder))) {
    return 0;
  }
  int good =
      fill_set(reader, builder, item) && include_sets(reader, builder, item) &&
      spi_reader_take(reader, spol_holidays_builder_build(builder, out, &error), item, &error);
  spol_holidays_builder_free(builder);
  return good;
}

/* Makes a set of the file once; others may include it before its turn comes. */
static int read_named_set(spi_reader *reader, spi_slice name, const spi_text_item *used,
                          spol_holidays **out) {
  static const char *const keys[] = {"include", "rules",   "lists", "clause",
                                     "note",    "assumed", "title", NULL};
  const spi_holiday_set *known = find_set(reader, name);
  const spi_text_item *item = spi_field(spi_field(reader->root, "holidays"), name.data);
  if (known != NULL) {
    *out = spol_holidays_ref(known->own);
    return known->own != NULL;
  }
  if (reader->depth >= DEEPEST) {
    return spi_reader_report(reader, SPOL_E_SEMANTIC, SPOL_DIAG_CIRCULAR_NAME, &used->place, NULL,
                             "the holidays \"%S\" include themselves", name);
  }
  if (!spi_need(reader, item, SPI_TEXT_MAPPING, "a set of holidays")) {
    return 0;
  }
  spi_only_keys(reader, item->node, keys);
  spi_cite(reader, item);
  spi_holiday_set set = {.version_index = reader->version_index};
  reader->depth++;
  make_set(reader, item, &set.own);
  reader->depth--;
  if (find_set(reader, name) != NULL ||
      !spi_reader_do(reader,
                     spi_strings_add(reader->allocator, &reader->strings, name, &set.name)) ||
      spi_push(reader, &reader->holiday_sets, &set) == SPI_NONE) {
    spol_holidays_unref(set.own);
    return 0;
  }
  *out = spol_holidays_ref(set.own);
  return set.own != NULL;
}

void spi_read_holidays(spi_reader *reader) {
  const spi_text_item *item = spi_field(reader->root, "holidays");
  if (item == NULL || !spi_need(reader, item, SPI_TEXT_MAPPING, "`holidays`")) {
    return;
  }
  size_t mark = spi_path_key(reader, spi_slice_of("holidays"));
  for (uint32_t i = 0; i < item->node->count; i++) {
    size_t inner = spi_path_key(reader, item->node->of.pairs[i].key.node->text);
    spol_holidays *set = NULL;
    read_named_set(reader, item->node->of.pairs[i].key.node->text, &item->node->of.pairs[i].key,
                   &set);
    spol_holidays_unref(set);
    spi_path_up(reader, inner);
  }
  spi_path_up(reader, mark);
}

void spi_free_holidays(spi_reader *reader) {
  for (size_t i = 0; i < reader->holiday_sets.count; i++) {
    const spi_holiday_set *set = spi_vector_at(&reader->holiday_sets, i);
    spol_holidays_unref(set->own);
  }
  spi_vector_free(reader->allocator, &reader->holiday_sets);
}

int spi_add_holidays(spi_reader *reader, const spi_text_item *names,
                     spol_calendar_builder *builder) {
  spi_list list = spi_as_list(names);
  int fine = 1;
  for (size_t i = 0; i < list.count; i++) {
    spol_error error = SPOL_ERROR_INIT;
    spol_holidays *set = NULL;
    int good = holidays_named(reader, &list.items[i], &set) &&
               spi_reader_take(reader, spol_calendar_builder_add_holidays(builder, set),
                               &list.items[i], &error);
    spol_holidays_unref(set);
    fine = good && fine;
  }
  return fine;
}
