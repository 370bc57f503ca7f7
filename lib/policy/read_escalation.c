/* SPDX-License-Identifier: MIT */
/* Lines, and ladders of steps with their triggers and effects. */
#include <string.h>

#include "base/error.h"
#include "policy/reader.h"

enum { MOST_TRIGGERS = 32 };

/* ---- Lines -------------------------------------------------------------------------------- */

static void read_line(spi_reader *reader, const spi_text_item *item) {
  static const char *const keys[] = {"id",     "title", "does",    "by",
                                     "clause", "note",  "assumed", NULL};
  static const char *const actors[] = {"vendor", "customer", NULL};
  spi_line line = {.does = SPI_NONE};
  const spi_text_item *name = item;
  uint32_t value = 0;
  if (item->node->kind == SPI_TEXT_MAPPING) {
    const spi_text_item *title = spi_field(item, "title");
    const spi_text_item *does = spi_field(item, "does");
    const spi_text_item *by = spi_field(item, "by");
    spi_only_keys(reader, item->node, keys);
    name = spi_field(item, "id");
    if (title != NULL) {
      spi_read_string(reader, title, &line.title);
    }
    if (does != NULL) {
      spi_read_string(reader, does, &line.does);
    }
    if (by != NULL) {
      spi_read_word(reader, by, actors, &value);
    }
  }
  if (name != NULL && spi_refer(reader, name, SPOL_NAME_LINE, &line.id)) {
    line.place = spi_place_of(reader, item);
    spi_push(reader, &reader->draft->lines, &line);
  }
}

static void push_first_line(spi_reader *reader, uint32_t when, uint32_t line, spi_place place) {
  spi_line_row row = {.when = when, .line = line, .place = place};
  spi_push(reader, &reader->draft->first_lines, &row);
}

static void read_first_lines(spi_reader *reader, const spi_text_item *item) {
  static const char *const keys[] = {"when", "line", "id", "clause", "note", "assumed", NULL};
  spi_list list = spi_as_list(item);
  for (size_t i = 0; i < list.count; i++) {
    const spi_text_item *row = &list.items[i];
    size_t mark = spi_path_index(reader, i);
    uint32_t line = 0;
    uint32_t when = SPI_ALWAYS;
    const spi_text_item *name = row;
    if (row->node->kind == SPI_TEXT_MAPPING) {
      spi_only_keys(reader, row->node, keys);
      name = spi_field_needed(reader, row, "line");
      when = spi_read_condition(reader, spi_field(row, "when"));
    }
    if (name != NULL && spi_refer_line(reader, name, &line)) {
      push_first_line(reader, when, line, spi_place_of(reader, row));
    }
    spi_path_up(reader, mark);
  }
}

/* ---- Triggers -------------------------------------------------------------------------------- */

static const char *const trigger_words[] = {"events", "after", "share", "miss", "misses", NULL};

/* Triggers of a step, before they are pushed side by side. */
typedef struct triggers {
  spi_trigger items[MOST_TRIGGERS];
  size_t count;
} triggers;

static void add_trigger(spi_reader *reader, triggers *all, spi_trigger trigger,
                        const spi_text_item *item) {
  if (all->count == MOST_TRIGGERS) {
    spi_reader_report(reader, SPOL_E_LIMIT, SPOL_DIAG_VALUE_OUT_OF_RANGE, &item->place, NULL,
                      "more than %u triggers in one step", (uint32_t)MOST_TRIGGERS);
    return;
  }
  trigger.place = spi_place_of(reader, item);
  all->items[all->count++] = trigger;
}

static void read_events(spi_reader *reader, const spi_text_item *item, triggers *all) {
  spi_range matches = spi_read_matches(reader, item);
  for (uint32_t i = 0; i < matches.count; i++) {
    add_trigger(reader, all, (spi_trigger){.kind = SPI_TRIGGER_EVENT, .match = matches.first + i},
                item);
  }
}

static void read_timer(spi_reader *reader, const spi_text_item *item, triggers *all) {
  static const char *const keys[] = {"event", "within",  "calendar",    "pauses", "carry",
                                     "until", "after",   "pause_lasts", "id",     "clause",
                                     "note",  "assumed", NULL};
  static const char *const lasts[] = {"open", "real", NULL};
  spi_target_context context = {SPI_NONE, -1, SPI_NONE, 0};
  if (!spi_need_as(reader, item, SPI_TEXT_MAPPING, "`after`",
                   "{event: opened, within: 24h, calendar: 24x7}")) {
    return;
  }
  spi_only_keys(reader, item->node, keys);
  const spi_text_item *event = spi_field_needed(reader, item, "event");
  const spi_text_item *real = spi_field(item, "pause_lasts");
  uint32_t value = 0;
  spi_clock clock = {.start_when = SPI_ALWAYS, .starts_latest = 1};
  if (event != NULL) {
    clock.starts = spi_read_matches(reader, event);
  }
  spi_target_row row = {.when = SPI_ALWAYS, .target = spi_read_target(reader, item, &context)};
  row.place = spi_place_of(reader, item);
  clock.targets = (spi_range){(uint32_t)reader->draft->target_rows.count, 1};
  spi_push(reader, &reader->draft->target_rows, &row);
  clock.pauses = spi_read_pauses(reader, spi_field(item, "pauses"));
  clock.carries = spi_read_carries(reader, spi_field(item, "carry"));
  clock.reopens = spi_read_reopens(reader, NULL);
  if (real != NULL && spi_read_word(reader, real, lasts, &value)) {
    clock.pause_real = (uint8_t)value;
  }
  uint32_t timer = spi_push(reader, &reader->draft->timers, &clock);
  add_trigger(reader, all, (spi_trigger){.kind = SPI_TRIGGER_TIMER, .timer = timer}, item);
}

static void read_share(spi_reader *reader, const spi_text_item *item, triggers *all) {
  static const char *const keys[] = {"metric", "at", "any_part", "clause", "note", NULL};
  spi_trigger trigger = {.kind = SPI_TRIGGER_SHARE};
  if (!spi_need(reader, item, SPI_TEXT_MAPPING, "`share`")) {
    return;
  }
  spi_only_keys(reader, item->node, keys);
  const spi_text_item *metric = spi_field_needed(reader, item, "metric");
  const spi_text_item *at = spi_field_needed(reader, item, "at");
  const spi_text_item *part = spi_field(item, "any_part");
  if (part != NULL) {
    spi_read_truth(reader, part, &trigger.any_part);
  }
  if (metric != NULL && at != NULL &&
      spi_refer(reader, metric, SPOL_NAME_METRIC, &trigger.metric) &&
      spi_read_percent(reader, at, &trigger.share)) {
    add_trigger(reader, all, trigger, item);
  }
}

static void read_miss(spi_reader *reader, const spi_text_item *item, triggers *all) {
  spi_trigger trigger = {.kind = SPI_TRIGGER_MISS};
  if (spi_refer(reader, item, SPOL_NAME_METRIC, &trigger.metric)) {
    add_trigger(reader, all, trigger, item);
  }
}

static void read_misses(spi_reader *reader, const spi_text_item *item, triggers *all) {
  static const char *const keys[] = {"metric", "count", "clause", "note", NULL};
  spi_trigger trigger = {.kind = SPI_TRIGGER_NTH_MISS};
  int64_t count = 1;
  if (!spi_need(reader, item, SPI_TEXT_MAPPING, "`misses`")) {
    return;
  }
  spi_only_keys(reader, item->node, keys);
  const spi_text_item *metric = spi_field_needed(reader, item, "metric");
  const spi_text_item *number = spi_field_needed(reader, item, "count");
  if (metric != NULL && number != NULL &&
      spi_refer(reader, metric, SPOL_NAME_METRIC, &trigger.metric) &&
      spi_read_int(reader, number, 1, 10000, &count)) {
    trigger.nth = (uint32_t)count;
    add_trigger(reader, all, trigger, item);
  }
}

/* The triggers among a mapping's keys; how many keys there were. */
static uint32_t read_triggers(spi_reader *reader, const spi_text_item *item, triggers *all) {
  static void (*const readers[])(spi_reader *, const spi_text_item *, triggers *) = {
      read_events, read_timer, read_share, read_miss, read_misses};
  uint32_t keys = 0;
  for (uint32_t i = 0; trigger_words[i] != NULL; i++) {
    const spi_text_item *trigger = spi_field(item, trigger_words[i]);
    if (trigger != NULL) {
      size_t mark = spi_path_key(reader, spi_slice_of(trigger_words[i]));
      readers[i](reader, trigger, all);
      spi_path_up(reader, mark);
      keys++;
    }
  }
  return keys;
}

static void read_any_of(spi_reader *reader, const spi_text_item *item, triggers *all) {
  spi_list list = spi_as_list(item);
  for (size_t i = 0; i < list.count; i++) {
    size_t mark = spi_path_index(reader, i);
    if (spi_need(reader, &list.items[i], SPI_TEXT_MAPPING, "a trigger")) {
      spi_only_keys(reader, list.items[i].node, trigger_words);
      if (read_triggers(reader, &list.items[i], all) != 1) {
        spi_reader_report(reader, SPOL_E_SEMANTIC, SPOL_DIAG_CONFLICTING_KEYS, &list.items[i].place,
                          NULL, "one trigger each is expected here");
      }
    }
    spi_path_up(reader, mark);
  }
}

static spi_range read_all_triggers(spi_reader *reader, const spi_text_item *item,
                                   uint32_t *all_events) {
  triggers all = {.count = 0};
  const spi_text_item *any_of = spi_field(item, "any_of");
  uint32_t keys = read_triggers(reader, item, &all);
  if (any_of != NULL) {
    size_t mark = spi_path_key(reader, spi_slice_of("any_of"));
    read_any_of(reader, any_of, &all);
    spi_path_up(reader, mark);
    keys++;
  }
  if (keys != 1) {
    spi_reader_report(reader, SPOL_E_SEMANTIC, SPOL_DIAG_CONFLICTING_KEYS, &item->place,
                      "several go into any_of",
                      "a step has one of: events, after, share, miss, misses, any_of");
  }
  spi_range range = {(uint32_t)reader->draft->triggers.count, (uint32_t)all.count};
  *all_events = 1;
  for (size_t i = 0; i < all.count; i++) {
    all.items[i].step = (uint32_t)reader->draft->steps.count; /* the one that is read */
    *all_events &= all.items[i].kind == SPI_TRIGGER_EVENT;
    spi_push(reader, &reader->draft->triggers, &all.items[i]);
  }
  return range;
}

/* ---- Effects ------------------------------------------------------------------------------------
 */

static void push_effect(spi_reader *reader, const spi_text_item *item, spi_effect effect) {
  effect.place = spi_place_of(reader, item);
  spi_push(reader, &reader->draft->effects, &effect);
}

static void read_to(spi_reader *reader, const spi_text_item *item) {
  spi_effect effect = {.kind = SPOL_EFFECT_LINE, .text = SPI_NONE};
  effect.by_one =
      item->node->kind == SPI_TEXT_SCALAR && spi_slice_is(item->node->text, "next_line");
  if (effect.by_one || spi_refer_line(reader, item, &effect.subject)) {
    push_effect(reader, item, effect);
  }
}

static void read_notify(spi_reader *reader, const spi_text_item *item,
                        const spi_text_item *to_customer) {
  spi_list list = spi_as_list(item);
  uint32_t customer = 0;
  if (to_customer != NULL) {
    spi_read_truth(reader, to_customer, &customer);
  }
  for (size_t i = 0; i < list.count; i++) {
    spi_effect effect = {.kind = SPOL_EFFECT_NOTIFY, .to_customer = customer, .text = SPI_NONE};
    if (spi_refer(reader, &list.items[i], SPOL_NAME_ROLE, &effect.subject)) {
      push_effect(reader, &list.items[i], effect);
    }
  }
}

static void read_raise(spi_reader *reader, const spi_text_item *item) {
  spi_effect effect = {.kind = SPOL_EFFECT_SEVERITY, .text = SPI_NONE};
  effect.by_one =
      item->node->kind == SPI_TEXT_SCALAR && spi_slice_is(item->node->text, "one_level");
  if (effect.by_one || spi_refer_rank(reader, item, &effect.subject)) {
    push_effect(reader, item, effect);
  }
}

static void read_emit(spi_reader *reader, const spi_text_item *item) {
  spi_effect effect = {.kind = SPOL_EFFECT_EVENT, .text = SPI_NONE};
  if (!spi_refer(reader, item, SPOL_NAME_EVENT, &effect.subject)) {
    return;
  }
  if (effect.subject < SPOL_EVENT_OWN) {
    spi_reader_report(reader, SPOL_E_SEMANTIC, SPOL_DIAG_CONDITION_TYPE, &item->place,
                      "define one of the policy's own under `events`",
                      "a step cannot make the standard event \"%S\"", item->node->text);
    return;
  }
  push_effect(reader, item, effect);
}

static spi_range read_effects(spi_reader *reader, const spi_text_item *item) {
  uint32_t first = (uint32_t)reader->draft->effects.count;
  const spi_text_item *to = spi_field(item, "to");
  const spi_text_item *notify = spi_field(item, "notify");
  const spi_text_item *raise = spi_field(item, "raise");
  const spi_text_item *remind = spi_field(item, "remind");
  const spi_text_item *close = spi_field(item, "close");
  const spi_text_item *emit = spi_field(item, "emit");
  uint32_t value = 0;
  if (to != NULL) {
    read_to(reader, to);
  }
  if (notify != NULL) {
    read_notify(reader, notify, spi_field(item, "to_customer"));
  }
  if (raise != NULL) {
    read_raise(reader, raise);
  }
  if (remind != NULL) {
    spi_effect effect = {.kind = SPOL_EFFECT_REMIND};
    if (spi_read_string(reader, remind, &effect.text)) {
      push_effect(reader, remind, effect);
    }
  }
  if (close != NULL && spi_read_truth(reader, close, &value) && value) {
    push_effect(reader, close, (spi_effect){.kind = SPOL_EFFECT_CLOSE, .text = SPI_NONE});
  }
  if (emit != NULL) {
    read_emit(reader, emit);
  }
  if (to == NULL && notify == NULL && raise == NULL && remind == NULL && close == NULL &&
      emit == NULL) {
    spi_reader_report(reader, SPOL_E_SEMANTIC, SPOL_DIAG_MISSING_KEY, &item->place,
                      "to, notify, raise, remind, close, or emit", "this step does nothing");
  }
  return (spi_range){first, (uint32_t)reader->draft->effects.count - first};
}

/* ---- Steps
 * ---------------------------------------------------------------------------------------- */

static const char *const step_keys[] = {
    "id",          "events", "after",           "share", "miss", "misses",
    "any_of",      "when",   "unless_happened", "in",    "to",   "notify",
    "to_customer", "raise",  "remind",          "close", "emit", "repeats",
    "clause",      "note",   "assumed",         "title", NULL};

static void read_repeats(spi_reader *reader, const spi_text_item *item, spi_step *step) {
  static const char *const keys[] = {"times", "every",  "calendar", "until",
                                     "after", "clause", "note",     NULL};
  int64_t times = 1;
  spi_target_context context = {SPI_NONE, -1, SPI_NONE, 0};
  if (!spi_need(reader, item, SPI_TEXT_MAPPING, "`repeats`")) {
    return;
  }
  spi_only_keys(reader, item->node, keys);
  spi_cite(reader, item);
  const spi_text_item *number = spi_field(item, "times");
  const spi_text_item *every = spi_field_needed(reader, item, "every");
  if (number == NULL) {
    spi_reader_report(reader, SPOL_E_SEMANTIC, SPOL_DIAG_UNBOUNDED_REPETITION, &item->place,
                      "say how often at most: times: 5", "this repetition has no `times`");
  }
  if (number == NULL || every == NULL || !spi_read_int(reader, number, 1, 10000, &times)) {
    return;
  }
  step->repeats = (uint32_t)times;
  step->repeat_target = spi_read_repetition(reader, item, every, &context);
}

static void read_hold(spi_reader *reader, const spi_text_item *item, spi_step *step) {
  const spi_text_item *hold = spi_field(item, "in");
  const spi_text_item *unless = spi_field(item, "unless_happened");
  const spi_text_item *repeats = spi_field(item, "repeats");
  step->hold = SPI_NONE;
  step->requires_not_happened = SPI_NONE;
  step->repeat_target = SPI_NONE;
  if (hold != NULL) {
    step->hold = spi_refer_calendar(reader, hold);
  }
  if (unless != NULL) {
    step->requires_not_happened = spi_read_matches(reader, unless).first;
  }
  if (repeats != NULL) {
    size_t mark = spi_path_key(reader, spi_slice_of("repeats"));
    read_repeats(reader, repeats, step);
    spi_path_up(reader, mark);
  }
}

/* The name of a step is "ladder/step", so that it is one in the whole policy. */
static int name_step(spi_reader *reader, const spi_text_item *item, spi_slice ladder,
                     uint32_t *id) {
  const spi_text_item *own = spi_field(item, "id");
  char name[512];
  spi_writer writer = spi_writer_on(name, sizeof name);
  uint32_t offset = 0;
  uint32_t line = 0;
  if (own == NULL) {
    return spi_reader_report(reader, SPOL_E_SEMANTIC, SPOL_DIAG_STEP_WITHOUT_ID, &item->place,
                             "an id is what a host recognises a firing by",
                             "this step has no `id`");
  }
  spi_slice text;
  if (!spi_read_text(reader, own, &text)) {
    return 0;
  }
  spi_write_format(&writer, "%S/%S", ladder, text);
  if (text.length == 0 || writer.needed >= sizeof name) {
    return spi_reader_report(reader, SPOL_E_SEMANTIC, SPOL_DIAG_INVALID_NAME, &own->place, NULL,
                             "\"%S\" cannot be the id of a step", text);
  }
  if (!spi_reader_do(reader, spi_strings_add(reader->allocator, &reader->strings,
                                             spi_slice_of(name), &offset)) ||
      !spi_reader_do(reader,
                     spi_name_add(reader->allocator, &reader->names, SPOL_NAME_STEP, offset, id))) {
    return 0;
  }
  uint64_t key = spi_seen_key(reader, SPOL_NAME_STEP, *id);
  if (spi_map_get(&reader->seen, key, &line)) {
    return spi_reader_report(reader, SPOL_E_SEMANTIC, SPOL_DIAG_NAME_DEFINED_TWICE, &own->place,
                             NULL, "the step \"%S\" is defined in line %u already", text, line);
  }
  return spi_reader_do(reader, spi_map_set(reader->allocator, &reader->seen, key, own->place.line));
}

static void read_step(spi_reader *reader, const spi_text_item *item, spi_slice ladder_name,
                      uint32_t ladder) {
  spi_step step = {.ladder = ladder};
  if (!spi_need(reader, item, SPI_TEXT_MAPPING, "a step")) {
    return;
  }
  spi_only_keys(reader, item->node, step_keys);
  if (!name_step(reader, item, ladder_name, &step.id)) {
    return;
  }
  step.triggers = read_all_triggers(reader, item, &step.all_events);
  size_t mark = spi_path_key(reader, spi_slice_of("when"));
  step.when = spi_read_condition(reader, spi_field(item, "when"));
  spi_path_up(reader, mark);
  read_hold(reader, item, &step);
  step.effects = read_effects(reader, item);
  step.place = spi_place_of(reader, item);
  spi_push(reader, &reader->draft->steps, &step);
}

static void read_ladder(spi_reader *reader, uint32_t id, spi_slice name, uint32_t when,
                        const spi_text_item *steps, spi_place place) {
  spi_list list = spi_as_list(steps);
  spi_ladder ladder = {
      .id = id, .when = when, .steps = {(uint32_t)reader->draft->steps.count, 0}, .place = place};
  uint32_t index = (uint32_t)reader->draft->ladders.count;
  size_t mark = spi_path_key(reader, spi_slice_of("steps"));
  for (size_t i = 0; i < list.count; i++) {
    size_t inner = spi_path_index(reader, i);
    read_step(reader, &list.items[i], name, index);
    spi_path_up(reader, inner);
  }
  spi_path_up(reader, mark);
  ladder.steps.count = (uint32_t)reader->draft->steps.count - ladder.steps.first;
  spi_push(reader, &reader->draft->ladders, &ladder);
}

static void read_main_ladder(spi_reader *reader, const spi_text_item *steps) {
  uint32_t offset = 0;
  uint32_t id = 0;
  if (spi_reader_do(reader, spi_strings_add(reader->allocator, &reader->strings,
                                            spi_slice_of("main"), &offset)) &&
      spi_reader_do(
          reader, spi_name_add(reader->allocator, &reader->names, SPOL_NAME_LADDER, offset, &id))) {
    read_ladder(reader, id, spi_slice_of("main"), SPI_ALWAYS, steps, spi_place_of(reader, steps));
  }
}

static void read_ladders(spi_reader *reader, const spi_text_item *item) {
  static const char *const keys[] = {"when", "steps",   "id",    "clause",
                                     "note", "assumed", "title", NULL};
  for (uint32_t i = 0; item->node->kind == SPI_TEXT_MAPPING && i < item->node->count; i++) {
    const spi_text_pair *pair = &item->node->of.pairs[i];
    uint32_t id = 0;
    if (!spi_refer(reader, &pair->key, SPOL_NAME_LADDER, &id) ||
        !spi_need(reader, &pair->value, SPI_TEXT_MAPPING, "a ladder")) {
      continue;
    }
    size_t mark = spi_path_key(reader, pair->key.node->text);
    spi_only_keys(reader, pair->value.node, keys);
    uint32_t when = spi_read_condition(reader, spi_field(&pair->value, "when"));
    const spi_text_item *steps = spi_field_needed(reader, &pair->value, "steps");
    if (steps != NULL) {
      read_ladder(reader, id, pair->key.node->text, when, steps,
                  spi_place_of(reader, &pair->value));
    }
    spi_path_up(reader, mark);
  }
}

void spi_read_escalation(spi_reader *reader, const spi_text_item *item) {
  static const char *const keys[] = {"lines",  "starts_at", "steps",   "ladders", "id",
                                     "clause", "note",      "assumed", NULL};
  if (item == NULL || !spi_need(reader, item, SPI_TEXT_MAPPING, "`escalation`")) {
    return;
  }
  size_t mark = spi_path_key(reader, spi_slice_of("escalation"));
  spi_only_keys(reader, item->node, keys);
  spi_list lines = spi_as_list(spi_field(item, "lines"));
  for (size_t i = 0; i < lines.count; i++) {
    size_t inner = spi_path_key(reader, spi_slice_of("lines"));
    spi_path_index(reader, i);
    read_line(reader, &lines.items[i]);
    spi_path_up(reader, inner);
  }
  const spi_text_item *starts_at = spi_field(item, "starts_at");
  const spi_text_item *steps = spi_field(item, "steps");
  const spi_text_item *ladders = spi_field(item, "ladders");
  size_t inner = spi_path_key(reader, spi_slice_of("starts_at"));
  read_first_lines(reader, starts_at);
  spi_path_up(reader, inner);
  if (lines.count > 0) {
    push_first_line(reader, SPI_ALWAYS, 0, (spi_place){.clause = SPI_NONE});
  }
  if (steps != NULL) {
    read_main_ladder(reader, steps);
  }
  if (ladders != NULL) {
    inner = spi_path_key(reader, spi_slice_of("ladders"));
    read_ladders(reader, ladders);
    spi_path_up(reader, inner);
  }
  spi_path_up(reader, mark);
}
