/* SPDX-License-Identifier: MIT */
/* Events become nodes on an explicit stack of open collections. A node is
 * charged to the budget, and its depth checked, before anything is made. */
#include "text/reader.h"

#include <stdarg.h>
#include <string.h>
#include <yaml.h>

enum { SHOWN_BYTES = 60, ANCHORS_MAX = 1024 };

static spi_text_place place_of(const spi_reader *reader, const yaml_mark_t *mark) {
  return (spi_text_place){.offset = spi_bytes_offset(&reader->bytes, mark->index) + reader->mark,
                          .line = (uint32_t)mark->line + 1,
                          .column = (uint32_t)mark->column + 1};
}

/* What of a key or name is repeated in a message. */
static spi_slice shown(spi_slice text) {
  if (text.length > SHOWN_BYTES) {
    text.length = SHOWN_BYTES;
    while (text.length > 0 && ((unsigned char)text.data[text.length] & 0xC0U) == 0x80U) {
      text.length--;
    }
  }
  return text;
}

static int first_failure(const spi_reader *reader) {
  return reader->failed == SPOL_OK && reader->error != NULL &&
         reader->error->size >= sizeof *reader->error;
}

spol_status spi_reader_fail(spi_reader *reader, spol_status status, uint32_t code,
                            const spi_text_place *place, const char *hint, const char *format,
                            ...) {
  spol_error made = SPOL_ERROR_INIT;
  va_list arguments;
  va_start(arguments, format);
  spi_diagnostic_vmake(&made, status, code, reader->file, place, NULL, format, arguments);
  va_end(arguments);
  if (hint != NULL) {
    spi_error_hint(&made, "%s", hint);
  }
  if (first_failure(reader)) {
    made.size = reader->error->size;
    memcpy(reader->error, &made, sizeof made);
    made.size = sizeof made;
  }
  if (reader->failed == SPOL_OK) {
    reader->failed = status;
  }
  spol_status added = spi_diagnostics_add(reader->diagnostics, SPOL_GRAVITY_ERROR, &made);
  return added != SPOL_OK ? added : status;
}

/* ---- the stack ----------------------------------------------------------- */

static spol_status charge(spi_reader *reader, const spi_text_place *place, uint32_t weight,
                          uint32_t height) {
  if (weight > reader->limits.nodes - reader->nodes) {
    return spi_reader_fail(reader, SPOL_E_LIMIT, SPOL_DIAG_TOO_MANY_NODES, place,
                           "an alias counts as all that it stands for",
                           "the text has more than %u values", reader->limits.nodes);
  }
  if (height > reader->limits.depth || reader->frame_count > reader->limits.depth - height) {
    return spi_reader_fail(reader, SPOL_E_LIMIT, SPOL_DIAG_TOO_DEEP, place, NULL,
                           "the text is nested more than %u levels deep", reader->limits.depth);
  }
  reader->nodes += weight;
  return SPOL_OK;
}

static spi_frame *top(const spi_reader *reader) {
  return reader->frame_count == 0 ? NULL : &reader->frames[reader->frame_count - 1];
}

static int expects_key(const spi_reader *reader) {
  const spi_frame *frame = top(reader);
  return frame != NULL && frame->node->kind == SPI_TEXT_MAPPING &&
         (reader->item_count - frame->first_item) % 2 == 0;
}

static int order(spi_slice a, spi_slice b) {
  size_t common = a.length < b.length ? a.length : b.length;
  int sign = common == 0 ? 0 : memcmp(a.data, b.data, common);
  return sign != 0 ? sign : (a.length > b.length) - (a.length < b.length);
}

static spol_status fail_duplicate(spi_reader *reader, const spi_text_item *key,
                                  const spi_text_node *first) {
  spol_status status = spi_reader_fail(
      reader, SPOL_E_SEMANTIC, SPOL_DIAG_DUPLICATE_KEY, &key->place, NULL,
      "the key \"%S\" stands on line %u already", shown(key->node->text), first->start.line);
  spol_error note;
  spi_diagnostic_make(&note, status, SPOL_DIAG_DUPLICATE_KEY, reader->file, &first->start, NULL,
                      "it first stands here");
  spol_status added = status == SPOL_E_MEMORY
                          ? status
                          : spi_diagnostics_add(reader->diagnostics, SPOL_GRAVITY_NOTE, &note);
  return added;
}

/* Keeps the open mapping's keys sorted: a key is found among n in log n steps. */
static spol_status note_key(spi_reader *reader, const spi_text_item *key) {
  size_t low = top(reader)->first_key;
  size_t high = reader->sorted_count;
  while (low < high) {
    size_t middle = low + (high - low) / 2;
    int sign = order(reader->sorted[middle]->text, key->node->text);
    if (sign == 0) {
      return fail_duplicate(reader, key, reader->sorted[middle]);
    }
    if (sign < 0) {
      low = middle + 1;
    } else {
      high = middle;
    }
  }
  void *sorted = (void *)reader->sorted;
  spol_status status = spi_grow(&reader->allocator, &sorted, &reader->sorted_capacity,
                                reader->sorted_count, sizeof *reader->sorted, SIZE_MAX);
  reader->sorted = sorted;
  if (status != SPOL_OK) {
    return status;
  }
  memmove((void *)(reader->sorted + low + 1), (void *)(reader->sorted + low),
          (reader->sorted_count - low) * sizeof *reader->sorted);
  reader->sorted[low] = key->node;
  reader->sorted_count++;
  return SPOL_OK;
}

static spol_status check_key(spi_reader *reader, const spi_text_item *key) {
  const spi_text_node *node = key->node;
  if (node->kind != SPI_TEXT_SCALAR) {
    return spi_reader_fail(reader, SPOL_E_SEMANTIC, SPOL_DIAG_KEY_NOT_SCALAR, &key->place, NULL,
                           "a key must be a single word or text");
  }
  if (node->style == SPI_STYLE_PLAIN && spi_slice_is(node->text, "<<")) {
    return spi_reader_fail(reader, SPOL_E_UNSUPPORTED, SPOL_DIAG_MERGE_KEY, &key->place,
                           "write the keys out, or use an alias for a whole value",
                           "merge keys are not supported");
  }
  if ((reader->item_count - top(reader)->first_item) / 2 >= reader->limits.keys) {
    return spi_reader_fail(reader, SPOL_E_LIMIT, SPOL_DIAG_TOO_MANY_KEYS, &key->place, NULL,
                           "the mapping has more than %u keys", reader->limits.keys);
  }
  return note_key(reader, key);
}

static spol_status push_root(spi_reader *reader, const spi_text_node *node) {
  spi_document *document = reader->document;
  void *roots = (void *)document->roots;
  spol_status status = spi_grow(&reader->allocator, &roots, &document->root_capacity,
                                document->root_count, sizeof *document->roots, SIZE_MAX);
  document->roots = roots;
  if (status == SPOL_OK) {
    document->roots[document->root_count++] = node;
  }
  return status;
}

/* Puts a node into the open collection. */
static spol_status push(spi_reader *reader, const spi_text_item *item) {
  spol_status status = SPOL_OK;
  if (reader->frame_count == 0) {
    return push_root(reader, item->node);
  }
  if (expects_key(reader) && (status = check_key(reader, item)) != SPOL_OK) {
    return status;
  }
  void *items = reader->items;
  status = spi_grow(&reader->allocator, &items, &reader->item_capacity, reader->item_count,
                    sizeof *reader->items, SIZE_MAX);
  reader->items = items;
  if (status == SPOL_OK) {
    reader->items[reader->item_count++] = *item;
  }
  return status;
}

/* ---- anchors ------------------------------------------------------------- */

/* Where a name is, or belongs. */
static size_t anchor_slot(const spi_reader *reader, const char *name) {
  size_t low = 0;
  size_t high = reader->anchor_count;
  while (low < high) {
    size_t middle = low + (high - low) / 2;
    if (strcmp(reader->anchors[middle].name, name) < 0) {
      low = middle + 1;
    } else {
      high = middle;
    }
  }
  return low;
}

static const spi_anchor *find_anchor(const spi_reader *reader, const char *name) {
  size_t slot = anchor_slot(reader, name);
  return slot < reader->anchor_count && strcmp(reader->anchors[slot].name, name) == 0
             ? &reader->anchors[slot]
             : NULL;
}

static spol_status define_anchor(spi_reader *reader, const yaml_char_t *name,
                                 const spi_text_node *node) {
  if (name == NULL) {
    return SPOL_OK;
  }
  const char *text = (const char *)name;
  if (find_anchor(reader, text) != NULL) {
    return spi_reader_fail(reader, SPOL_E_SEMANTIC, SPOL_DIAG_DUPLICATE_ANCHOR, &node->start, NULL,
                           "the anchor \"%S\" is defined twice", shown(spi_slice_of(text)));
  }
  void *anchors = reader->anchors;
  spol_status status = spi_grow(&reader->allocator, &anchors, &reader->anchor_capacity,
                                reader->anchor_count, sizeof *reader->anchors, ANCHORS_MAX);
  reader->anchors = anchors;
  if (status == SPOL_E_LIMIT) {
    return spi_reader_fail(reader, status, SPOL_DIAG_TOO_MANY_ANCHORS, &node->start, NULL,
                           "the document has more than %d anchors", (int32_t)ANCHORS_MAX);
  }
  spi_slice copy = {.data = NULL};
  if (status == SPOL_OK) {
    copy = spi_arena_copy(&reader->document->arena, text, strlen(text));
  }
  if (copy.data == NULL) {
    return SPOL_E_MEMORY;
  }
  size_t slot = anchor_slot(reader, text);
  memmove(reader->anchors + slot + 1, reader->anchors + slot,
          (reader->anchor_count - slot) * sizeof *reader->anchors);
  reader->anchors[slot] = (spi_anchor){.name = copy.data, .node = node};
  reader->anchor_count++;
  return SPOL_OK;
}

/* ---- events -------------------------------------------------------------- */

static spol_status check_tag(spi_reader *reader, const yaml_char_t *tag,
                             const spi_text_place *place) {
  if (tag == NULL) {
    return SPOL_OK;
  }
  return spi_reader_fail(reader, SPOL_E_UNSUPPORTED, SPOL_DIAG_TAG, place,
                         "leave it out: each field knows its own type",
                         "the tag \"%S\" is not supported", shown(spi_slice_of((const char *)tag)));
}

static spi_text_node *make_node(spi_reader *reader, const yaml_event_t *event, uint8_t kind) {
  spi_text_node *node = spi_arena_take(&reader->document->arena, sizeof *node);
  if (node != NULL) {
    *node = (spi_text_node){.kind = kind,
                            .weight = 1,
                            .start = place_of(reader, &event->start_mark),
                            .end = place_of(reader, &event->end_mark)};
  }
  return node;
}

static uint8_t style_of(yaml_scalar_style_t style) {
  if (style == YAML_SINGLE_QUOTED_SCALAR_STYLE || style == YAML_DOUBLE_QUOTED_SCALAR_STYLE) {
    return SPI_STYLE_QUOTED;
  }
  return style == YAML_PLAIN_SCALAR_STYLE ? SPI_STYLE_PLAIN : SPI_STYLE_BLOCK;
}

static spol_status on_scalar(spi_reader *reader, const yaml_event_t *event) {
  const char *value = (const char *)event->data.scalar.value;
  size_t length = event->data.scalar.length;
  spi_text_place place = place_of(reader, &event->start_mark);
  spol_status status = check_tag(reader, event->data.scalar.tag, &place);
  if (status != SPOL_OK || (status = charge(reader, &place, 1, 0)) != SPOL_OK) {
    return status;
  }
  if (memchr(value, '\0', length) != NULL) {
    return spi_reader_fail(reader, SPOL_E_SYNTAX, SPOL_DIAG_FORBIDDEN_CHARACTER, &place, NULL,
                           "the character U+0000 is not allowed");
  }
  spi_text_node *node = make_node(reader, event, SPI_TEXT_SCALAR);
  if (node == NULL) {
    return SPOL_E_MEMORY;
  }
  node->style = style_of(event->data.scalar.style);
  node->text = spi_arena_copy(&reader->document->arena, value, length);
  if (node->text.data == NULL) {
    return SPOL_E_MEMORY;
  }
  spi_text_item item = {.node = node, .place = place};
  status = define_anchor(reader, event->data.scalar.anchor, node);
  return status != SPOL_OK ? status : push(reader, &item);
}

static spol_status open_collection(spi_reader *reader, const yaml_event_t *event, uint8_t kind,
                                   const yaml_char_t *anchor, const yaml_char_t *tag) {
  spi_text_place place = place_of(reader, &event->start_mark);
  spol_status status = check_tag(reader, tag, &place);
  if (status != SPOL_OK || (status = charge(reader, &place, 1, 1)) != SPOL_OK) {
    return status;
  }
  spi_text_node *node = make_node(reader, event, kind);
  if (node == NULL) {
    return SPOL_E_MEMORY;
  }
  spi_text_item item = {.node = node, .place = place};
  if ((status = define_anchor(reader, anchor, node)) != SPOL_OK ||
      (status = push(reader, &item)) != SPOL_OK) {
    return status;
  }
  void *frames = reader->frames;
  status = spi_grow(&reader->allocator, &frames, &reader->frame_capacity, reader->frame_count,
                    sizeof *reader->frames, SIZE_MAX);
  reader->frames = frames;
  if (status == SPOL_OK) {
    reader->frames[reader->frame_count++] = (spi_frame){
        .node = node, .first_item = reader->item_count, .first_key = reader->sorted_count};
  }
  return status;
}

/* Copies the items of the innermost collection into its node. */
static spol_status take_items(spi_reader *reader, const spi_frame *frame) {
  spi_text_node *node = frame->node;
  size_t count = reader->item_count - frame->first_item;
  node->height = 1;
  if (count == 0) {
    return SPOL_OK;
  }
  const spi_text_item *items = reader->items + frame->first_item;
  spi_text_item *copy = spi_arena_take(&reader->document->arena, count * sizeof *copy);
  if (copy == NULL) {
    return SPOL_E_MEMORY;
  }
  memcpy(copy, items, count * sizeof *copy);
  for (size_t i = 0; i < count; i++) {
    node->weight += items[i].node->weight;
    if (items[i].node->height >= node->height) {
      node->height = (uint16_t)(items[i].node->height + 1);
    }
  }
  if (node->kind == SPI_TEXT_SEQUENCE) {
    node->count = (uint32_t)count;
    node->of.items = copy;
  } else {
    /* A pair is two items, one behind the other. */
    node->count = (uint32_t)(count / 2);
    node->of.pairs = (const spi_text_pair *)(const void *)copy;
  }
  return SPOL_OK;
}

static spol_status close_collection(spi_reader *reader, const yaml_event_t *event) {
  const spi_frame *frame = top(reader);
  frame->node->end = place_of(reader, &event->end_mark);
  spol_status status = take_items(reader, frame);
  reader->item_count = frame->first_item;
  reader->sorted_count = frame->first_key;
  reader->frame_count--;
  return status;
}

static spol_status on_alias(spi_reader *reader, const yaml_event_t *event) {
  const char *name = (const char *)event->data.alias.anchor;
  spi_text_place place = place_of(reader, &event->start_mark);
  const spi_anchor *anchor = find_anchor(reader, name);
  if (anchor == NULL) {
    return spi_reader_fail(reader, SPOL_E_SEMANTIC, SPOL_DIAG_UNKNOWN_ANCHOR, &place, NULL,
                           "no anchor \"%S\" stands before this alias", shown(spi_slice_of(name)));
  }
  const spi_text_node *node = anchor->node;
  if (node->kind != SPI_TEXT_SCALAR && node->height == 0) {
    return spi_reader_fail(reader, SPOL_E_SEMANTIC, SPOL_DIAG_SELF_ALIAS, &place, NULL,
                           "the alias \"%S\" stands inside its own anchor",
                           shown(spi_slice_of(name)));
  }
  spol_status status = charge(reader, &place, node->weight, node->height);
  spi_text_item item = {.node = node, .place = place, .is_alias = 1};
  return status != SPOL_OK ? status : push(reader, &item);
}

static spol_status on_document(spi_reader *reader, const yaml_event_t *event) {
  spi_text_place place = place_of(reader, &event->start_mark);
  reader->anchor_count = 0;
  if (reader->document->root_count >= reader->limits.documents) {
    return spi_reader_fail(reader, SPOL_E_LIMIT, SPOL_DIAG_TOO_MANY_DOCUMENTS, &place,
                           "remove the line \"---\" or put what follows into a file of its own",
                           "the text has more than %u document%s", reader->limits.documents,
                           reader->limits.documents == 1 ? "" : "s");
  }
  if (event->data.document_start.tag_directives.start !=
      event->data.document_start.tag_directives.end) {
    return spi_reader_fail(reader, SPOL_E_UNSUPPORTED, SPOL_DIAG_DIRECTIVE, &place, NULL,
                           "the directive %%TAG is not supported");
  }
  return SPOL_OK;
}

static spol_status on_event(spi_reader *reader, const yaml_event_t *event) {
  switch (event->type) {
  case YAML_DOCUMENT_START_EVENT:
    return on_document(reader, event);
  case YAML_ALIAS_EVENT:
    return on_alias(reader, event);
  case YAML_SCALAR_EVENT:
    return on_scalar(reader, event);
  case YAML_SEQUENCE_START_EVENT:
    return open_collection(reader, event, SPI_TEXT_SEQUENCE, event->data.sequence_start.anchor,
                           event->data.sequence_start.tag);
  case YAML_MAPPING_START_EVENT:
    return open_collection(reader, event, SPI_TEXT_MAPPING, event->data.mapping_start.anchor,
                           event->data.mapping_start.tag);
  case YAML_SEQUENCE_END_EVENT:
  case YAML_MAPPING_END_EVENT:
    return close_collection(reader, event);
  case YAML_NO_EVENT:
  case YAML_STREAM_START_EVENT:
  case YAML_STREAM_END_EVENT:
  case YAML_DOCUMENT_END_EVENT:
    break;
  }
  return SPOL_OK;
}

/* ---- libyaml ------------------------------------------------------------- */

static spol_status fail_yaml(spi_reader *reader, const yaml_parser_t *parser) {
  if (parser->error == YAML_MEMORY_ERROR) {
    return SPOL_E_MEMORY;
  }
  const char *problem = parser->problem == NULL ? "not understood" : parser->problem;
  spi_text_place place = place_of(reader, &parser->problem_mark);
  uint32_t at = place.offset - reader->mark;
  if (at < reader->bytes.length && reader->bytes.text[at] == '\t') {
    return spi_reader_fail(reader, SPOL_E_SYNTAX, SPOL_DIAG_TAB, &place, "indent with spaces",
                           "a tab cannot indent YAML");
  }
  uint32_t code = strcmp(problem, "found unknown directive name") == 0 ||
                          strcmp(problem, "found incompatible YAML document") == 0
                      ? SPOL_DIAG_DIRECTIVE
                      : SPOL_DIAG_INVALID_YAML;
  if (parser->context != NULL) {
    return spi_reader_fail(reader, SPOL_E_SYNTAX, code, &place, NULL, "not valid YAML: %s (%s)",
                           problem, parser->context);
  }
  return spi_reader_fail(reader, SPOL_E_SYNTAX, code, &place, NULL, "not valid YAML: %s", problem);
}

static spol_status run_events(spi_reader *reader, yaml_parser_t *parser) {
  for (;;) {
    yaml_event_t event;
    if (!yaml_parser_parse(parser, &event)) {
      return fail_yaml(reader, parser);
    }
    int last = event.type == YAML_STREAM_END_EVENT;
    spol_status status = on_event(reader, &event);
    yaml_event_delete(&event);
    /* A duplicate key is recorded; it gives SPOL_OK here and fails the end. */
    if (status != SPOL_OK || last) {
      return status;
    }
  }
}

static spol_status check_roots(spi_reader *reader) {
  spi_text_place start = {.offset = 0, .line = 1, .column = 1};
  const spi_document *document = reader->document;
  for (size_t i = 0; i < document->root_count; i++) {
    const spi_text_node *root = document->roots[i];
    if (root->kind == SPI_TEXT_SCALAR && root->style == SPI_STYLE_PLAIN && root->text.length == 0) {
      return spi_reader_fail(reader, SPOL_E_SYNTAX, SPOL_DIAG_EMPTY_TEXT, &root->start, NULL,
                             "the document is empty");
    }
  }
  if (document->root_count == 0) {
    return spi_reader_fail(reader, SPOL_E_SYNTAX, SPOL_DIAG_EMPTY_TEXT, &start, NULL,
                           "the text is empty");
  }
  return reader->failed;
}

spol_status spi_reader_run(spi_reader *reader) {
  yaml_parser_t parser;
  if (!yaml_parser_initialize(&parser)) {
    return SPOL_E_MEMORY;
  }
  yaml_parser_set_encoding(&parser, YAML_UTF8_ENCODING);
  yaml_parser_set_input_string(&parser, (const unsigned char *)reader->bytes.text,
                               reader->bytes.length);
  spol_status status = run_events(reader, &parser);
  yaml_parser_delete(&parser);
  return status == SPOL_OK ? check_roots(reader) : status;
}

void spi_reader_release(spi_reader *reader) {
  const spol_allocator *allocator = &reader->allocator;
  spi_bytes_free(allocator, &reader->bytes);
  spi_free_array(allocator, reader->frames, reader->frame_capacity, sizeof *reader->frames);
  spi_free_array(allocator, reader->items, reader->item_capacity, sizeof *reader->items);
  spi_free_array(allocator, (void *)reader->sorted, reader->sorted_capacity,
                 sizeof *reader->sorted);
  spi_free_array(allocator, reader->anchors, reader->anchor_capacity, sizeof *reader->anchors);
}
