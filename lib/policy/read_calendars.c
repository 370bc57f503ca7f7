/* SPDX-License-Identifier: MIT */
/* Calendars: hours, combinations, and those that a fact chooses. */
#include <string.h>

#include "base/error.h"
#include "calendar/calendar.h"
#include "civil/clock.h"
#include "policy/calendar_reader.h"
#include "zone/zone.h"

enum {
  DEEPEST = 16,
  MOST_HOURS = 64,
  MOST_PARTS = 64,
  MOST_LEAVES = 8192,
  MOST_COMBINATIONS = 1024
};

static const char *const calendar_keys[] = {
    "zone",   "hours", "windows", "holidays", "exceptions", "breaks",  "any_of", "all_of",
    "except", "by",    "id",      "clause",   "note",       "assumed", "title",  NULL};

/* ---- Hours ------------------------------------------------------------------------------ */

static int is_closed(const spi_text_item *item) {
  return item->node->kind == SPI_TEXT_SCALAR && spi_slice_is(item->node->text, "closed");
}

/* Adds one interval to every day of a mask; `add` is hours or breaks of a week. */
typedef spol_status (*add_week)(spol_calendar_builder *, int32_t, int32_t, int32_t);

static int add_to_days(spi_reader *reader, spol_calendar_builder *builder, uint32_t mask,
                       const spi_text_item *item, add_week add, int32_t last) {
  spi_list list = spi_as_list(item);
  for (size_t i = 0; i < list.count && !is_closed(item); i++) {
    spol_day_hours hours;
    if (!spi_read_hours(reader, &list.items[i], last, &hours)) {
      return 0;
    }
    for (int32_t day = SPOL_MONDAY; day <= SPOL_SUNDAY; day++) {
      if ((mask >> (uint32_t)(day - 1) & 1U) != 0 &&
          !spi_reader_take(reader, add(builder, day, hours.open_seconds, hours.close_seconds),
                           &list.items[i], NULL)) {
        return 0;
      }
    }
  }
  return 1;
}

static int read_week(spi_reader *reader, spol_calendar_builder *builder,
                     const spi_text_item *item) {
  if (item->node->kind == SPI_TEXT_SCALAR && spi_slice_is(item->node->text, "24x7")) {
    return spi_reader_take(reader, spol_calendar_builder_add_always(builder), item, NULL);
  }
  if (!spi_need(reader, item, SPI_TEXT_MAPPING, "`hours`")) {
    return 0;
  }
  int fine = 1;
  for (uint32_t i = 0; i < item->node->count; i++) {
    const spi_text_pair *pair = &item->node->of.pairs[i];
    size_t mark = spi_path_key(reader, pair->key.node->text);
    uint32_t mask = 0;
    fine = spi_read_days(reader, &pair->key, &mask) &&
           add_to_days(reader, builder, mask, &pair->value, spol_calendar_builder_add_hours,
                       SPI_CLOCK_TO_24) &&
           fine;
    spi_path_up(reader, mark);
  }
  return fine;
}

static int read_window(spi_reader *reader, spol_calendar_builder *builder,
                       const spi_text_item *item) {
  static const char *const keys[] = {"from", "to", "from_zone", "to_zone", "clause", "note", NULL};
  spol_window window = {.size = sizeof window};
  if (!spi_need(reader, item, SPI_TEXT_MAPPING, "a window")) {
    return 0;
  }
  spi_only_keys(reader, item->node, keys);
  spi_cite(reader, item);
  const spi_text_item *from = spi_field_needed(reader, item, "from");
  const spi_text_item *to = spi_field_needed(reader, item, "to");
  const spi_text_item *from_zone = spi_field(item, "from_zone");
  const spi_text_item *to_zone = spi_field(item, "to_zone");
  uint32_t id = 0;
  if (from == NULL || to == NULL ||
      !spi_read_week_time(reader, from, SPI_CLOCK_BEFORE_24, &window.open_weekday,
                          &window.open_seconds) ||
      !spi_read_week_time(reader, to, SPI_CLOCK_TO_24, &window.close_weekday,
                          &window.close_seconds)) {
    return 0;
  }
  if (from_zone != NULL) {
    if (!spi_refer_zone(reader, from_zone, &id)) {
      return 0;
    }
    window.open_zone = spi_zone_by_id(reader, id);
  }
  if (to_zone != NULL) {
    if (!spi_refer_zone(reader, to_zone, &id)) {
      return 0;
    }
    window.close_zone = spi_zone_by_id(reader, id);
  }
  return spi_reader_take(reader, spol_calendar_builder_add_window(builder, &window), item, NULL);
}

static int read_windows(spi_reader *reader, spol_calendar_builder *builder,
                        const spi_text_item *item) {
  spi_list list = spi_as_list(item);
  int fine = 1;
  for (size_t i = 0; i < list.count; i++) {
    size_t mark = spi_path_index(reader, i);
    fine = read_window(reader, builder, &list.items[i]) && fine;
    spi_path_up(reader, mark);
  }
  return fine;
}

static int read_exceptions(spi_reader *reader, spol_calendar_builder *builder,
                           const spi_text_item *item) {
  if (!spi_need(reader, item, SPI_TEXT_MAPPING, "`exceptions`")) {
    return 0;
  }
  int fine = 1;
  for (uint32_t i = 0; i < item->node->count; i++) {
    const spi_text_pair *pair = &item->node->of.pairs[i];
    spi_list list = is_closed(&pair->value) ? (spi_list){0} : spi_as_list(&pair->value);
    spol_day_hours hours[MOST_HOURS];
    spol_date date = 0;
    size_t mark = spi_path_key(reader, pair->key.node->text);
    int good = spi_read_date(reader, &pair->key, &date);
    size_t count = list.count < MOST_HOURS ? list.count : MOST_HOURS;
    for (size_t j = 0; good && j < count; j++) {
      good = spi_read_hours(reader, &list.items[j], SPI_CLOCK_TO_48, &hours[j]);
    }
    fine = good &&
           spi_reader_take(reader,
                           list.count > MOST_HOURS ? SPOL_E_LIMIT
                                                   : spol_calendar_builder_set_exception(
                                                         builder, date, hours, count, NULL),
                           &pair->value, NULL) &&
           spi_note_holiday(reader, SPI_HOLIDAY_EXCEPTION, (spi_slice){"", 0}, date, &pair->key) &&
           fine;
    spi_path_up(reader, mark);
  }
  return fine;
}

static int read_dated_breaks(spi_reader *reader, spol_calendar_builder *builder,
                             const spi_text_pair *pair) {
  spi_list list = spi_as_list(&pair->value);
  spol_date date = 0;
  if (!spi_read_date(reader, &pair->key, &date)) {
    return 0;
  }
  for (size_t i = 0; i < list.count; i++) {
    spol_day_hours hours;
    if (!spi_read_hours(reader, &list.items[i], SPI_CLOCK_TO_48, &hours) ||
        !spi_reader_take(reader,
                         spol_calendar_builder_add_dated_break(builder, date, hours.open_seconds,
                                                               hours.close_seconds),
                         &list.items[i], NULL)) {
      return 0;
    }
  }
  return 1;
}

static int read_breaks(spi_reader *reader, spol_calendar_builder *builder,
                       const spi_text_item *item) {
  if (!spi_need(reader, item, SPI_TEXT_MAPPING, "`breaks`")) {
    return 0;
  }
  int fine = 1;
  for (uint32_t i = 0; i < item->node->count; i++) {
    const spi_text_pair *pair = &item->node->of.pairs[i];
    size_t mark = spi_path_key(reader, pair->key.node->text);
    uint32_t mask = 0;
    int weekly = spi_days_parse(pair->key.node->text, &mask);
    int good = weekly ? add_to_days(reader, builder, mask, &pair->value,
                                    spol_calendar_builder_add_weekly_break, SPI_CLOCK_TO_48)
                      : read_dated_breaks(reader, builder, pair);
    fine = good && fine;
    spi_path_up(reader, mark);
  }
  return fine;
}

/* A part of a calendar that may be there. */
typedef int (*read_part)(spi_reader *, spol_calendar_builder *, const spi_text_item *);

static int read_holiday_names(spi_reader *reader, spol_calendar_builder *builder,
                              const spi_text_item *item) {
  return spi_add_holidays(reader, item, builder);
}

static int fill_builder(spi_reader *reader, spol_calendar_builder *builder,
                        const spi_text_item *item) {
  static const struct {
    const char *key;
    read_part read;
  } parts[] = {{"hours", read_week},
               {"windows", read_windows},
               {"holidays", read_holiday_names},
               {"exceptions", read_exceptions},
               {"breaks", read_breaks}};
  int fine = 1;
  for (size_t i = 0; i < sizeof parts / sizeof parts[0]; i++) {
    const spi_text_item *part = spi_field(item, parts[i].key);
    if (part != NULL) {
      size_t mark = spi_path_key(reader, spi_slice_of(parts[i].key));
      fine = parts[i].read(reader, builder, part) && fine;
      spi_path_up(reader, mark);
    }
  }
  return fine;
}

static const spol_compile_options *compile_options(const spi_reader *reader) {
  return reader->options->compile.size == 0 ? NULL : &reader->options->compile;
}

/* A calendar of hours in a zone; NULL after an error. */
static spol_calendar *make_hours(spi_reader *reader, const spi_text_item *item,
                                 const spol_zone *zone) {
  spol_calendar_builder *builder = NULL;
  spol_calendar *calendar = NULL;
  spol_error error = SPOL_ERROR_INIT;
  if (!spi_reader_do(reader, spol_calendar_builder_new(reader->allocator, zone, &builder))) {
    return NULL;
  }
  if (fill_builder(reader, builder, item)) {
    spi_reader_take(
        reader, spol_calendar_builder_build(builder, compile_options(reader), &calendar, &error),
        item, &error);
  }
  spol_calendar_builder_free(builder);
  return calendar;
}

/* ---- Calendars that others are made of ------------------------------------------------------ */

static spi_calendar *calendar_at(const spi_reader *reader, uint32_t index) {
  return spi_vector_at(&reader->draft->calendars, index);
}

static uint32_t add_calendar(spi_reader *reader, const spi_calendar *calendar) {
  uint32_t index = spi_push(reader, &reader->draft->calendars, calendar);
  if (index == SPI_NONE) {
    spol_calendar_unref(calendar->calendar);
  }
  return index;
}

/* Adds a calendar to the table of those over the case's zones. */
static int add_to_table(spi_reader *reader, spol_calendar *calendar) {
  if (calendar != NULL && spi_push(reader, &reader->draft->compiled, &calendar) != SPI_NONE) {
    return 1;
  }
  spol_calendar_unref(calendar);
  return 0;
}

static int fact_of_zone(spi_reader *reader, const spi_text_item *zone, uint32_t *fact) {
  static const char *const keys[] = {"fact", NULL};
  spi_only_keys(reader, zone->node, keys);
  const spi_text_item *name = spi_field_needed(reader, zone, "fact");
  if (name == NULL || !spi_refer(reader, name, SPOL_NAME_FACT, fact)) {
    return 0;
  }
  const spi_fact *found = spi_vector_at(&reader->facts, *fact - 1);
  if (found->type != SPOL_FACT_ZONE) {
    return spi_reader_report(reader, SPOL_E_SEMANTIC, SPOL_DIAG_CONDITION_TYPE, &name->place, NULL,
                             "the fact \"%S\" is not of type zone", name->node->text);
  }
  *fact -= 1;
  return 1;
}

static uint32_t read_by_zone(spi_reader *reader, uint32_t id, const spi_text_item *item,
                             const spi_text_item *zone) {
  spi_calendar calendar = {
      .kind = SPI_CALENDAR_BY_ZONE, .id = id, .place = spi_place_of(reader, item)};
  spol_zone *zone_of_case = NULL;
  if (!fact_of_zone(reader, zone, &calendar.fact) ||
      !spi_reader_do(reader, spi_zone_stand_in(reader->allocator, &zone_of_case))) {
    return SPI_NONE;
  }
  calendar.calendar = make_hours(reader, item, zone_of_case);
  spol_zone_unref(zone_of_case);
  calendar.table.first = (uint32_t)reader->draft->compiled.count;
  for (uint32_t i = 0; calendar.calendar != NULL && i < reader->case_zones; i++) {
    if (!add_to_table(reader, make_hours(reader, item, spi_zone_by_id(reader, i + 1)))) {
      break;
    }
    calendar.table.count++;
  }
  return calendar.calendar == NULL ? SPI_NONE : add_calendar(reader, &calendar);
}

static uint32_t read_by_rule(spi_reader *reader, uint32_t id, const spi_text_item *item,
                             const spi_text_item *rows) {
  static const char *const keys[] = {"when", "calendar", "id", "clause", "note", "assumed", NULL};
  spi_list list = spi_as_list(rows);
  spi_calendar_row *made = spi_alloc_array(reader->allocator, list.count, sizeof *made);
  if (list.count == 0 || made == NULL) {
    spi_reader_do(reader, list.count == 0 ? SPOL_OK : SPOL_E_MEMORY);
    return SPI_NONE;
  }
  for (size_t i = 0; i < list.count; i++) {
    size_t mark = spi_path_index(reader, i);
    made[i].calendar = SPI_NONE;
    if (spi_need(reader, &list.items[i], SPI_TEXT_MAPPING, "a row")) {
      spi_only_keys(reader, list.items[i].node, keys);
      const spi_text_item *name = spi_field_needed(reader, &list.items[i], "calendar");
      made[i].when = spi_read_condition(reader, spi_field(&list.items[i], "when"));
      made[i].calendar = name == NULL ? SPI_NONE : spi_refer_calendar(reader, name);
      made[i].place = spi_place_of(reader, &list.items[i]);
    }
    spi_path_up(reader, mark);
  }
  spi_calendar calendar = {
      .kind = SPI_CALENDAR_BY_RULE,
      .id = id,
      .rows = {(uint32_t)reader->draft->calendar_rows.count, (uint32_t)list.count},
      .place = spi_place_of(reader, item)};
  for (size_t i = 0; i < list.count; i++) {
    spi_push(reader, &reader->draft->calendar_rows, &made[i]);
  }
  spi_free_array(reader->allocator, made, list.count, sizeof *made);
  return add_calendar(reader, &calendar);
}

/* The calendars of the parts for one of the case's zones (0: the fixed ones). */
static int part_calendars(const spi_reader *reader, const uint32_t *parts, size_t count,
                          uint32_t zone, const spol_calendar **out) {
  for (size_t i = 0; i < count; i++) {
    const spi_calendar *part = calendar_at(reader, parts[i]);
    int by_zone = part->kind == SPI_CALENDAR_BY_ZONE && zone > 0;
    if (by_zone && zone > part->table.count) {
      return 0;
    }
    out[i] = by_zone ? *(spol_calendar *const *)spi_vector_at(&reader->draft->compiled,
                                                              part->table.first + zone - 1)
                     : part->calendar;
  }
  return 1;
}

/* Compiling a combination takes as long as it has simple calendars. */
static int count_leaves(spi_reader *reader, const spol_calendar *const *parts, size_t count,
                        const spi_text_item *item) {
  for (size_t i = 0; i < count; i++) {
    reader->leaves += parts[i] != NULL ? spi_calendar_leaves(parts[i]) : 0;
  }
  return reader->leaves <= MOST_LEAVES ||
         spi_reader_report(reader, SPOL_E_LIMIT, SPOL_DIAG_VALUE_OUT_OF_RANGE, &item->place, NULL,
                           "the combinations of the policy have more than %d calendars, each "
                           "counted as often as it is named",
                           MOST_LEAVES);
}

static spol_calendar *combine(spi_reader *reader, int32_t kind, const uint32_t *parts, size_t count,
                              uint32_t zone, const spol_zone *own, const spi_text_item *item) {
  const spol_calendar *calendars[MOST_PARTS];
  spol_calendar *calendar = NULL;
  spol_error error = SPOL_ERROR_INIT;
  if (part_calendars(reader, parts, count, zone, calendars) &&
      count_leaves(reader, calendars, count, item)) {
    spi_reader_take(reader,
                    spol_calendar_combine(reader->allocator, kind, calendars, count, own,
                                          compile_options(reader), &calendar, &error),
                    item, &error);
  }
  return calendar;
}

/* A combination as it is written, while its parts are chosen. */
typedef struct combination {
  const spi_text_item *item;
  const spi_text_item *names;
  int32_t kind;
  const spol_zone *own_zone;
  size_t count;
} combination;

static uint32_t combine_parts(spi_reader *reader, const combination *whole, uint32_t id,
                              const uint32_t *parts);

/* The zone fact that the parts depend on, if any; they may not have two. */
static int zone_fact(spi_reader *reader, const combination *whole, const uint32_t *parts,
                     uint32_t *fact) {
  *fact = SPI_NONE;
  for (size_t i = 0; i < whole->count; i++) {
    const spi_calendar *part = calendar_at(reader, parts[i]);
    if (part->kind != SPI_CALENDAR_BY_ZONE) {
      continue;
    }
    if (*fact != SPI_NONE && *fact != part->fact) {
      return spi_reader_report(reader, SPOL_E_SEMANTIC, SPOL_DIAG_CONDITION_TYPE,
                               &whole->names->place, "let both parts take their zone from one fact",
                               "the zones of a combination come from two facts");
    }
    *fact = part->fact;
  }
  return 1;
}

/* A combination of calendars of which none is chosen by rules. */
static uint32_t combine_fixed(spi_reader *reader, const combination *whole, uint32_t id,
                              const uint32_t *parts) {
  uint32_t fact = SPI_NONE;
  if (!zone_fact(reader, whole, parts, &fact)) {
    return SPI_NONE;
  }
  spi_calendar calendar = {.kind = fact == SPI_NONE ? SPI_CALENDAR_FIXED : SPI_CALENDAR_BY_ZONE,
                           .id = id,
                           .fact = fact == SPI_NONE ? 0 : fact,
                           .combined = id == 0 ? SPI_CHOSEN_COMBINATION : 0,
                           .place = spi_place_of(reader, whole->item)};
  calendar.calendar =
      combine(reader, whole->kind, parts, whole->count, 0, whole->own_zone, whole->item);
  calendar.table.first = (uint32_t)reader->draft->compiled.count;
  for (uint32_t zone = 1;
       fact != SPI_NONE && calendar.calendar != NULL && zone <= reader->case_zones; zone++) {
    if (!add_to_table(reader, combine(reader, whole->kind, parts, whole->count, zone,
                                      whole->own_zone, whole->item))) {
      break;
    }
    calendar.table.count++;
  }
  return calendar.calendar == NULL ? SPI_NONE : add_calendar(reader, &calendar);
}

/* A row of a part that rules choose, with the combination that it leads to. */
static int combine_row(spi_reader *reader, const combination *whole, const uint32_t *parts,
                       size_t chosen, spi_calendar_row *row) {
  uint32_t with[MOST_PARTS];
  memcpy(with, parts, whole->count * sizeof *with);
  with[chosen] = row->calendar;
  row->calendar = row->calendar == SPI_NONE ? SPI_NONE : combine_parts(reader, whole, 0, with);
  return row->calendar != SPI_NONE;
}

/* `all_of: [a, b]` where rules choose a is chosen by the same rules among the
 * combinations of b with what they choose. */
static uint32_t combine_chosen(spi_reader *reader, const combination *whole, uint32_t id,
                               const uint32_t *parts, size_t chosen) {
  spi_range rows = calendar_at(reader, parts[chosen])->rows;
  spi_calendar_row *made = spi_alloc_array(reader->allocator, rows.count, sizeof *made);
  int fine = 1;
  if (made == NULL) {
    spi_reader_do(reader, SPOL_E_MEMORY);
    return SPI_NONE;
  }
  for (uint32_t i = 0; fine && i < rows.count; i++) {
    made[i] = *(spi_calendar_row *)spi_vector_at(&reader->draft->calendar_rows, rows.first + i);
    fine = combine_row(reader, whole, parts, chosen, &made[i]);
  }
  spi_calendar calendar = {.kind = SPI_CALENDAR_BY_RULE,
                           .id = id,
                           .rows = {(uint32_t)reader->draft->calendar_rows.count, rows.count},
                           .combined = SPI_CHOSEN_COMBINATION,
                           .place = spi_place_of(reader, whole->item)};
  for (uint32_t i = 0; fine && i < rows.count; i++) {
    spi_push(reader, &reader->draft->calendar_rows, &made[i]);
  }
  spi_free_array(reader->allocator, made, rows.count, sizeof *made);
  return fine ? add_calendar(reader, &calendar) : SPI_NONE;
}

/* Each choice leaves one part less to choose, and a chosen calendar lies deeper
 * than the one that names it, so this ends; how much it makes is counted. */
static uint32_t combine_parts(spi_reader *reader, const combination *whole, uint32_t id,
                              const uint32_t *parts) {
  if (reader->combinations++ >= MOST_COMBINATIONS) {
    spi_reader_report(reader, SPOL_E_LIMIT, SPOL_DIAG_VALUE_OUT_OF_RANGE, &whole->item->place,
                      "combine fewer calendars that rules choose",
                      "the calendars that rules choose have more than %d combinations",
                      (int32_t)MOST_COMBINATIONS);
    return SPI_NONE;
  }
  for (size_t i = 0; i < whole->count; i++) {
    spi_calendar *part = calendar_at(reader, parts[i]);
    if (part->kind == SPI_CALENDAR_BY_RULE) {
      part->combined |= SPI_PART_OF_COMBINATION;
      return combine_chosen(reader, whole, id, parts, i);
    }
  }
  return combine_fixed(reader, whole, id, parts);
}

static uint32_t read_combined(spi_reader *reader, uint32_t id, const spi_text_item *item,
                              int32_t kind, const spi_text_item *names, const spol_zone *own_zone) {
  uint32_t parts[MOST_PARTS];
  spi_list list = spi_as_list(names);
  combination whole = {item, names, kind, own_zone, list.count};
  if (list.count == 0 || list.count > MOST_PARTS) {
    spi_reader_report(reader, SPOL_E_SEMANTIC, SPOL_DIAG_EMPTY_VALUE, &names->place, NULL,
                      "a combination has 1 to %u parts", (uint32_t)MOST_PARTS);
    return SPI_NONE;
  }
  for (size_t i = 0; i < list.count; i++) {
    parts[i] = spi_refer_calendar(reader, &list.items[i]);
    if (parts[i] == SPI_NONE) {
      return SPI_NONE;
    }
  }
  return combine_parts(reader, &whole, id, parts);
}

/* ---- One calendar ---------------------------------------------------------------------------- */

static uint32_t read_always(spi_reader *reader, uint32_t id, const spi_text_item *item) {
  spi_calendar calendar = {
      .kind = SPI_CALENDAR_FIXED, .id = id, .place = spi_place_of(reader, item)};
  spol_calendar *made = NULL;
  calendar.always = id == 0;
  const spol_zone *zone = spi_zone_by_id(reader, reader->zone);
  if (!spi_reader_do(reader, spol_calendar_always(reader->allocator, zone, &made))) {
    return SPI_NONE;
  }
  calendar.calendar = made;
  return add_calendar(reader, &calendar);
}

static uint32_t read_mapping(spi_reader *reader, uint32_t id, const spi_text_item *item) {
  static const struct {
    const char *key;
    int32_t kind;
  } kinds[] = {{"any_of", SPOL_ANY_OF}, {"all_of", SPOL_ALL_OF}, {"except", SPOL_EXCEPT}};
  spi_only_keys(reader, item->node, calendar_keys);
  const spi_text_item *by = spi_field(item, "by");
  const spi_text_item *zone = spi_field(item, "zone");
  if (by != NULL) {
    return read_by_rule(reader, id, item, by);
  }
  if (zone != NULL && zone->node->kind == SPI_TEXT_MAPPING) {
    return read_by_zone(reader, id, item, zone);
  }
  uint32_t zone_id = reader->zone;
  if (zone != NULL && !spi_refer_zone(reader, zone, &zone_id)) {
    return SPI_NONE;
  }
  for (size_t i = 0; i < sizeof kinds / sizeof kinds[0]; i++) {
    const spi_text_item *names = spi_field(item, kinds[i].key);
    if (names != NULL) {
      return read_combined(reader, id, item, kinds[i].kind, names,
                           zone == NULL ? NULL : spi_zone_by_id(reader, zone_id));
    }
  }
  spi_calendar calendar = {
      .kind = SPI_CALENDAR_FIXED, .id = id, .place = spi_place_of(reader, item)};
  calendar.calendar = make_hours(reader, item, spi_zone_by_id(reader, zone_id));
  return calendar.calendar == NULL ? SPI_NONE : add_calendar(reader, &calendar);
}

static uint32_t read_calendar(spi_reader *reader, uint32_t id, const spi_text_item *item) {
  if (item->node->kind == SPI_TEXT_MAPPING) {
    return read_mapping(reader, id, item);
  }
  if (item->node->kind == SPI_TEXT_SCALAR && spi_slice_is(item->node->text, "24x7")) {
    return read_always(reader, id, item);
  }
  if (!spi_refuse_damaged(reader, item)) {
    spi_reader_report(reader, SPOL_E_SEMANTIC, SPOL_DIAG_WRONG_KIND, &item->place,
                      "24x7, or a mapping with hours", "this is no calendar");
  }
  return SPI_NONE;
}

/* ---- By name ------------------------------------------------------------------------------------
 */

#define IN_PROGRESS (UINT32_MAX - 1)

static uint32_t calendar_by_id(spi_reader *reader, uint32_t id, const spi_text_item *used) {
  uint32_t index = SPI_NONE;
  if (spi_map_get(&reader->calendar_indexes, id, &index)) {
    if (index == IN_PROGRESS) {
      spi_reader_report(reader, SPOL_E_SEMANTIC, SPOL_DIAG_CIRCULAR_NAME, &used->place, NULL,
                        "the calendar \"%S\" needs itself", used->node->text);
      return SPI_NONE;
    }
    return index;
  }
  const spi_text_item *calendars = spi_field(reader->root, "calendars");
  const spi_text_item *item =
      calendars == NULL ? NULL : spi_field(calendars, used->node->text.data);
  if (item == NULL || reader->depth >= DEEPEST) {
    spi_reader_report(reader, SPOL_E_NOT_FOUND, SPOL_DIAG_UNDEFINED_NAME, &used->place, NULL,
                      "this version has no calendar \"%S\"", used->node->text);
    return SPI_NONE;
  }
  if (!spi_reader_do(reader,
                     spi_map_set(reader->allocator, &reader->calendar_indexes, id, IN_PROGRESS))) {
    return SPI_NONE;
  }
  char path[sizeof reader->path];
  memcpy(path, reader->path, sizeof path);
  spi_path_up(reader, 0);
  spi_path_key(reader, spi_slice_of("calendars"));
  spi_path_key(reader, used->node->text);
  reader->depth++;
  index = read_calendar(reader, id, item);
  reader->depth--;
  memcpy(reader->path, path, sizeof path);
  spi_reader_do(reader, spi_map_set(reader->allocator, &reader->calendar_indexes, id, index));
  return index;
}

uint32_t spi_refer_calendar(spi_reader *reader, const spi_text_item *item) {
  uint32_t id = 0;
  if (item->node->kind == SPI_TEXT_SCALAR && spi_slice_is(item->node->text, "24x7")) {
    if (reader->always == SPI_NONE) {
      reader->always = read_always(reader, 0, item);
    }
    return reader->always;
  }
  if (spi_refuse_damaged(reader, item) || !spi_refer(reader, item, SPOL_NAME_CALENDAR, &id)) {
    return SPI_NONE;
  }
  return calendar_by_id(reader, id, item);
}

void spi_read_calendars(spi_reader *reader, const spi_text_item *root) {
  const spi_text_item *item = spi_field(root, "calendars");
  spi_map_free(reader->allocator, &reader->calendar_indexes);
  reader->always = SPI_NONE;
  if (item == NULL || item->node->kind != SPI_TEXT_MAPPING) {
    return;
  }
  for (uint32_t i = 0; i < item->node->count; i++) {
    const spi_text_item *name = &item->node->of.pairs[i].key;
    uint32_t offset = 0;
    uint32_t id = spi_strings_find(&reader->strings, name->node->text, &offset)
                      ? spi_name_find(&reader->names, SPOL_NAME_CALENDAR, offset)
                      : 0;
    if (id != 0) {
      calendar_by_id(reader, id, name);
    }
  }
}

int spi_calendar_never_closes(const spi_reader *reader, uint32_t calendar) {
  const spi_calendar *found = calendar_at(reader, calendar);
  spol_duration open = 0;
  const spol_instant from = INT64_C(946684800000000); /* 2000-01-01 */
  const spol_instant to = INT64_C(2524608000000000);  /* 2050-01-01 */
  return found->kind == SPI_CALENDAR_FIXED &&
         spol_calendar_elapsed(found->calendar, from, to, &open, NULL) == SPOL_OK &&
         open == to - from;
}
