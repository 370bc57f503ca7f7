/* SPDX-License-Identifier: MIT */
/* What can be changed: recursion is as deep as the text, whose depth is limited. */
#include "scenario/mutations_walk.h"

#include <string.h>

/* The keys above a node, innermost first. */
typedef struct above {
  spi_slice key;
  const struct above *outer;
} above;

static int is_one_of(spi_slice text, const char *const *words) {
  for (; *words != NULL; words++) {
    if (spi_slice_is(text, *words)) {
      return 1;
    }
  }
  return 0;
}

/* ---- Paths ----------------------------------------------------------------------------- */

static size_t down(spi_mutator *mutator, spi_slice key, uint32_t index, int is_index) {
  size_t mark = mutator->path_length;
  spi_writer writer = spi_writer_on(mutator->path + mark, sizeof mutator->path - mark);
  if (is_index) {
    spi_write_format(&writer, "[%u]", index);
  } else {
    spi_write_format(&writer, mark == 0 ? "%S" : ".%S", key);
  }
  mutator->path_length += writer.length;
  return mark;
}

static void up(spi_mutator *mutator, size_t mark) {
  mutator->path_length = mark;
  mutator->path[mark] = '\0';
}

/* ---- Values ---------------------------------------------------------------------------- */

static void replace(spi_mutator *mutator, int32_t kind, const spi_text_item *item,
                    const char *text) {
  size_t offset = item->node->start.offset;
  spi_mutate(mutator, kind, &item->place, offset, item->node->end.offset - offset, text);
}

static int is_always(const spi_text_item *calendar) {
  return calendar->node->kind == SPI_TEXT_SCALAR && spi_slice_is(calendar->node->text, "24x7");
}

/* Another calendar of the file, the next one that is not written alike; or 24x7. */
static int other_calendar(const spi_mutator *mutator, spi_slice name, char *out, size_t room) {
  const spi_text_item *calendars = spi_mapping_find(mutator->root, "calendars");
  spi_writer writer = spi_writer_on(out, room);
  int has_map = calendars != NULL && calendars->node->kind == SPI_TEXT_MAPPING;
  uint32_t count = has_map ? calendars->node->count : 0;
  uint32_t own = 0;
  int always = spi_slice_is(name, "24x7");
  for (uint32_t i = 0; i < count; i++) {
    if (spi_slice_equal(calendars->node->of.pairs[i].key.node->text, name)) {
      own = i;
      always = is_always(&calendars->node->of.pairs[i].value);
    }
  }
  for (uint32_t i = 1; i <= count; i++) {
    const spi_text_pair *next = &calendars->node->of.pairs[(own + i) % count];
    if (!spi_slice_equal(next->key.node->text, name) && !(always && is_always(&next->value))) {
      spi_write_format(&writer, "%S", next->key.node->text);
      return writer.needed == writer.length;
    }
  }
  spi_write_text(&writer, "24x7");
  return !always && writer.needed == writer.length;
}

/* Of a severity the other direction, of everything else the bound itself. */
static const char *flipped(spi_slice key, int of_severity) {
  static const char *const pairs[][3] = {{"at_least", "more_than", "at_most"},
                                         {"at_most", "below", "at_least"},
                                         {"more_than", "at_least", NULL},
                                         {"below", "at_most", NULL}};
  for (size_t i = 0; i < sizeof pairs / sizeof pairs[0]; i++) {
    if (spi_slice_is(key, pairs[i][0])) {
      return pairs[i][of_severity ? 2 : 1];
    }
  }
  return NULL;
}

static int is_inside(const above *keys, const char *key) {
  for (; keys != NULL; keys = keys->outer) {
    if (spi_slice_is(keys->key, key)) {
      return 1;
    }
  }
  return 0;
}

/* A step that remembers and waits: its own times and shares delay it. */
static int is_timer(const above *keys) {
  return keys != NULL && (spi_slice_is(keys->key, "after") || spi_slice_is(keys->key, "repeats"));
}

static void change_scalar(spi_mutator *mutator, const spi_text_pair *pair, const above *outer) {
  char text[SPI_MUTATION_TEXT_MAX];
  spi_slice key = pair->key.node->text;
  spi_slice value = pair->value.node->text;
  if (pair->value.is_alias) {
    return; /* the place that it names is changed instead */
  }
  if ((spi_slice_is(key, "within") || spi_slice_is(key, "every")) &&
      spi_longer(value, text, sizeof text)) {
    replace(mutator, is_timer(outer) ? SPOL_MUTATION_DELAYED : SPOL_MUTATION_LENGTHENED,
            &pair->value, text);
  } else if (spi_slice_is(key, "at") && outer != NULL && spi_slice_is(outer->key, "share") &&
             spi_later_share(value, text, sizeof text)) {
    replace(mutator, SPOL_MUTATION_DELAYED, &pair->value, text);
  } else if (spi_slice_is(key, "calendar") && other_calendar(mutator, value, text, sizeof text)) {
    replace(mutator, SPOL_MUTATION_CALENDAR, &pair->value, text);
  } else if (spi_slice_is(key, "pauses") ||
             (spi_slice_is(key, "holidays") && is_inside(outer, "calendars"))) {
    replace(mutator, SPOL_MUTATION_REMOVED, &pair->value, "[]");
  }
}

static void flip(spi_mutator *mutator, const spi_text_pair *pair, const above *outer) {
  static const char *const severities[] = {"severity", "requested", "derived", "recorded", NULL};
  const char *other =
      flipped(pair->key.node->text, outer != NULL && is_one_of(outer->key, severities));
  /* `limits: [{at_most: S2}]` is no comparison. */
  if (other != NULL && outer != NULL && !spi_slice_is(outer->key, "limits")) {
    replace(mutator, SPOL_MUTATION_FLIPPED, &pair->key, other);
  }
}

/* ---- Lists ----------------------------------------------------------------------------- */

/* Lists whose items are rules: each can be left out. */
static const char *const rule_lists[] = {
    "targets",  "rules",     "levels", "steps",     "entitlement", "notices",   "pauses",
    "carry",    "reopening", "by",     "excused",   "limits",      "starts_at", "lists",
    "holidays", "events",    "dates",  "latest_of", "earliest_of", "include",   NULL};

static int is_rule_list(spi_slice key, const above *outer) {
  /* The policy's own events are names, not rules. */
  return is_one_of(key, rule_lists) && !(spi_slice_is(key, "events") && outer == NULL);
}

/* Whether each item can be left out: of a list of rules, or of exceptions by their date. */
static int holds_rules(const spi_text_pair *pair, const above *outer) {
  spi_slice key = pair->key.node->text;
  return pair->value.node->kind == SPI_TEXT_SEQUENCE ? is_rule_list(key, outer)
                                                     : spi_slice_is(key, "exceptions");
}

/* ---- The walk -------------------------------------------------------------------------- */

static void walk(spi_mutator *mutator, const spi_text_item *item, const above *keys, int are_rules);

static void walk_pair(spi_mutator *mutator, const spi_text_pair *pair, const above *keys,
                      int is_rule) {
  const above own = {pair->key.node->text, keys};
  flip(mutator, pair, keys);
  size_t mark = down(mutator, pair->key.node->text, 0, 0);
  if (is_rule && !pair->value.is_alias) {
    spi_mutate_out(mutator, &pair->key.place, pair->key.node->start.offset,
                   pair->value.node->end.offset);
  }
  if (pair->value.node->kind == SPI_TEXT_SCALAR) {
    change_scalar(mutator, pair, keys);
  } else if (!pair->value.is_alias) {
    walk(mutator, &pair->value, &own, holds_rules(pair, keys));
  }
  up(mutator, mark);
}

static void walk_item(spi_mutator *mutator, const spi_text_item *item, const above *keys,
                      int is_rule) {
  if (is_rule) {
    spi_mutate_out(mutator, &item->place, item->node->start.offset, item->node->end.offset);
  }
  walk(mutator, item, keys, 0);
}

static void walk(spi_mutator *mutator, const spi_text_item *item, const above *keys,
                 int are_rules) {
  const spi_text_node *node = item->node;
  for (uint32_t i = 0; i < node->count && mutator->status == SPOL_OK; i++) {
    if (node->kind == SPI_TEXT_MAPPING) {
      walk_pair(mutator, &node->of.pairs[i], keys, are_rules);
    } else if (node->kind == SPI_TEXT_SEQUENCE && !node->of.items[i].is_alias) {
      size_t mark = down(mutator, (spi_slice){0}, i, 1);
      walk_item(mutator, &node->of.items[i], keys, are_rules);
      up(mutator, mark);
    }
  }
}

void spi_mutations_walk(spi_mutator *mutator) {
  /* What has no effect on a case. */
  static const char *const silent[] = {"source",     "advice",      "footnotes", "promises",
                                       "not_a_rule", "assumptions", "accepted",  "facts",
                                       "roles",      "efforts",     "parts",     NULL};
  const spi_text_node *root = mutator->root;
  for (uint32_t i = 0; root->kind == SPI_TEXT_MAPPING && i < root->count; i++) {
    if (!is_one_of(root->of.pairs[i].key.node->text, silent)) {
      walk_pair(mutator, &root->of.pairs[i], NULL, 0);
    }
  }
}
