/* SPDX-License-Identifier: MIT */
/* Clauses of the source document, and what stands in a policy without effect. */
#include <string.h>

#include "policy/reader.h"
#include "supportpolicy/diff.h"

/* ---- Clauses ------------------------------------------------------------------------- */

static int hex_digit(char c) {
  if (c >= '0' && c <= '9') {
    return c - '0';
  }
  return c >= 'a' && c <= 'f' ? c - 'a' + 10 : -1;
}

int spi_read_digest(spi_reader *reader, const spi_text_item *item, uint8_t *digest) {
  spi_slice text;
  if (!spi_read_text(reader, item, &text)) {
    return 0;
  }
  int good = text.length == 2 * (size_t)SPOL_DIGEST_SIZE;
  for (size_t i = 0; good && i < SPOL_DIGEST_SIZE; i++) {
    int high = hex_digit(text.data[2 * i]);
    int low = hex_digit(text.data[2 * i + 1]);
    good = high >= 0 && low >= 0;
    digest[i] = good ? (uint8_t)(high * 16 + low) : 0;
  }
  return good || spi_reader_report(reader, SPOL_E_SYNTAX, SPOL_DIAG_INVALID_DIGEST, &item->place,
                                   "64 small hexadecimal digits: SHA-256 of the sentence",
                                   "\"%S\" is no digest", text);
}

static void read_sentences(spi_reader *reader, const spi_text_item *item, spi_clause *clause) {
  const spi_text_item *one = spi_field(item, "sentence");
  const spi_text_item *range = spi_field(item, "sentences");
  spi_list list = spi_as_list(one != NULL ? one : range);
  int64_t first = 0;
  int64_t last = 0;
  if (list.count == 0) {
    return;
  }
  if (list.count > 2 || (one != NULL && (range != NULL || list.count != 1))) {
    spi_reader_report(reader, SPOL_E_SEMANTIC, SPOL_DIAG_WRONG_KIND, &item->place, NULL,
                      "write sentence: 5, or sentences: [5, 6] for the first and the last");
    return;
  }
  if (spi_read_int(reader, &list.items[0], 1, 100000, &first) &&
      spi_read_int(reader, &list.items[list.count - 1], first, 100000, &last)) {
    clause->sentence = (uint32_t)first;
    clause->last_sentence = (uint32_t)last;
  }
}

static uint32_t read_one(spi_reader *reader, const spi_text_item *item) {
  static const char *const keys[] = {"under", "sentence", "sentences", "digest", "quote", NULL};
  spi_clause clause = {
      .version = reader->version_index, .line = item->place.line, .column = item->place.column};
  if (!spi_need(reader, item, SPI_TEXT_MAPPING, "a clause")) {
    return SPI_NONE;
  }
  spi_only_keys(reader, item->node, keys);
  const spi_text_item *under = spi_field(item, "under");
  const spi_text_item *quote = spi_field(item, "quote");
  const spi_text_item *digest = spi_field(item, "digest");
  if (under == NULL && quote == NULL) {
    spi_reader_report(reader, SPOL_E_SEMANTIC, SPOL_DIAG_MISSING_KEY, &item->place, NULL,
                      "a clause has `under` with a sentence, or `quote`");
    return SPI_NONE;
  }
  if ((under != NULL && !spi_read_string(reader, under, &clause.heading)) ||
      (quote != NULL && !spi_read_string(reader, quote, &clause.quote))) {
    return SPI_NONE;
  }
  read_sentences(reader, item, &clause);
  if (under != NULL && clause.sentence == 0 && under->node->text.length == 0) {
    spi_reader_report(reader, SPOL_E_SEMANTIC, SPOL_DIAG_MISSING_KEY, &item->place,
                      "sentence: 5, or sentences: [5, 6] for the first and the last",
                      "what stands above the first heading is cited by number");
    return SPI_NONE;
  }
  clause.has_digest = digest != NULL && spi_read_digest(reader, digest, clause.digest);
  return spi_push(reader, &reader->clauses, &clause);
}

/* Clauses of one list stand one behind the other; lists are kept by the draft. */
spi_range spi_read_clauses(spi_reader *reader, const spi_text_item *item) {
  spi_list list = spi_as_list(item);
  spi_range range = {(uint32_t)reader->draft->clause_lists.count, 0};
  for (size_t i = 0; i < list.count; i++) {
    uint32_t index = read_one(reader, &list.items[i]);
    if (index != SPI_NONE && spi_push(reader, &reader->draft->clause_lists, &index) != SPI_NONE) {
      range.count++;
    }
  }
  return range;
}

uint32_t spi_read_clause(spi_reader *reader, const spi_text_item *item) {
  spi_range range = spi_read_clauses(reader, item);
  if (range.count == 0) {
    return SPI_NONE;
  }
  return *(const uint32_t *)spi_vector_at(&reader->draft->clause_lists, range.first);
}

void spi_cite(spi_reader *reader, const spi_text_item *item) {
  spi_check_assumed(reader, item);
  const spi_text_item *clause = spi_field(item, "clause");
  if (clause != NULL) {
    size_t mark = spi_path_key(reader, spi_slice_of("clause"));
    spi_read_clauses(reader, clause);
    spi_path_up(reader, mark);
  }
}

/* ---- The source ------------------------------------------------------------------------- */

static void read_listed(spi_reader *reader, const spi_text_item *item) {
  static const char *const keys[] = {"under", "digests", "note", NULL};
  spi_source_sentence sentence = {0};
  if (!spi_need(reader, item, SPI_TEXT_MAPPING, "a heading's sentences")) {
    return;
  }
  spi_only_keys(reader, item->node, keys);
  const spi_text_item *under = spi_field_needed(reader, item, "under");
  const spi_text_item *digests = spi_field_needed(reader, item, "digests");
  if (under == NULL || digests == NULL || !spi_read_string(reader, under, &sentence.heading)) {
    return;
  }
  spi_list list = spi_as_list(digests);
  size_t mark = spi_path_key(reader, spi_slice_of("digests"));
  for (size_t i = 0; i < list.count; i++) {
    size_t inner = spi_path_index(reader, i);
    sentence.number = (uint32_t)i + 1;
    sentence.line = list.items[i].place.line;
    sentence.column = list.items[i].place.column;
    if (spi_read_digest(reader, &list.items[i], sentence.digest)) {
      spi_push(reader, &reader->draft->source_sentences, &sentence);
    }
    spi_path_up(reader, inner);
  }
  spi_path_up(reader, mark);
}

void spi_read_source(spi_reader *reader, const spi_text_item *item) {
  static const char *const keys[] = {"document", "url", "retrieved", "sentences", "note", NULL};
  static const char *const texts[] = {"url", "note", NULL};
  spol_date date = 0;
  size_t mark = spi_path_key(reader, spi_slice_of("source"));
  if (item != NULL && spi_need(reader, item, SPI_TEXT_MAPPING, "`source`")) {
    spi_only_keys(reader, item->node, keys);
    const spi_text_item *document = spi_field(item, "document");
    if (document != NULL) {
      (void)spi_read_string(reader, document, &reader->draft->version.document);
    }
    for (size_t i = 0; texts[i] != NULL; i++) {
      spi_slice text;
      const spi_text_item *value = spi_field(item, texts[i]);
      if (value != NULL) {
        (void)spi_read_text(reader, value, &text);
      }
    }
    const spi_text_item *retrieved = spi_field(item, "retrieved");
    if (retrieved != NULL) {
      (void)spi_read_date(reader, retrieved, &date);
    }
    spi_list list = spi_as_list(spi_field(item, "sentences"));
    for (size_t i = 0; i < list.count; i++) {
      size_t inner = spi_path_key(reader, spi_slice_of("sentences"));
      spi_path_index(reader, i);
      read_listed(reader, &list.items[i]);
      spi_path_up(reader, inner);
    }
  }
  spi_path_up(reader, mark);
}

/* ---- Remarks --------------------------------------------------------------------------- */

enum remark_kind { ADVICE = 1, NOT_A_RULE, FOOTNOTE, ASSUMPTION, ACCEPTED, PROMISE };

static const char *const remark_keys[] = {"text",     "because", "clause", "finding",
                                          "at",       "id",      "note",   "no_reduction_while",
                                          "material", "assumed", NULL};

static void read_accepted_code(spi_reader *reader, const spi_text_item *item, spi_remark *remark) {
  const spi_text_item *finding = spi_field_needed(reader, item, "finding");
  spi_slice text;
  if (finding == NULL || !spi_read_text(reader, finding, &text)) {
    return;
  }
  size_t at = text.length == 6 && memcmp(text.data, "SP", 2) == 0 ? 2 : 0;
  uint32_t code = 0;
  for (size_t i = at; i < text.length; i++) {
    int digit = hex_digit(text.data[i]);
    if (at == 0 || digit < 0 || digit > 9) {
      spi_reader_report(reader, SPOL_E_SEMANTIC, SPOL_DIAG_INVALID_WORD, &finding->place,
                        "such as SP0602 (docs/diagnostics.md)", "\"%S\" is no code", text);
      return;
    }
    code = code * 10 + (uint32_t)digit;
  }
  remark->code = code;
}

/* What counts as a reduction: any, or what the source does not define. */
static void read_material(spi_reader *reader, const spi_text_item *item, spi_remark *remark) {
  static const char *const words[] = {"any", "undefined", NULL};
  uint32_t word = 0;
  if (item == NULL || spi_read_word(reader, item, words, &word)) {
    remark->material = word == 0 ? SPOL_DIFF_ANY : SPOL_DIFF_MATERIAL_UNDEFINED;
  }
}

static void read_remark(spi_reader *reader, const spi_text_item *item, int32_t kind) {
  spi_remark remark = {.kind = kind, .fact = SPI_NONE};
  if (!spi_need(reader, item, SPI_TEXT_MAPPING, "this entry")) {
    return;
  }
  spi_only_keys(reader, item->node, remark_keys);
  int because = kind == NOT_A_RULE || kind == ACCEPTED;
  const spi_text_item *text = spi_field_needed(reader, item, because ? "because" : "text");
  uint32_t first = (uint32_t)reader->draft->clause_lists.count;
  if (text != NULL) {
    spi_read_string(reader, text, &remark.text);
  }
  const spi_text_item *at = spi_field(item, "at");
  const spi_text_item *fact = spi_field(item, "no_reduction_while");
  uint32_t id = 0;
  if (kind == ACCEPTED) {
    read_accepted_code(reader, item, &remark);
  }
  if (kind == ACCEPTED && at != NULL) {
    spi_read_string(reader, at, &remark.at);
  }
  if (kind == PROMISE) {
    read_material(reader, spi_field(item, "material"), &remark);
  }
  if (kind == PROMISE && fact != NULL && spi_refer(reader, fact, SPOL_NAME_FACT, &id)) {
    remark.fact = id - 1;
  }
  remark.place = spi_place_of(reader, item);
  remark.clauses = (spi_range){first, (uint32_t)reader->draft->clause_lists.count - first};
  spi_push(reader, &reader->draft->remarks, &remark);
}

static void read_assumptions(spi_reader *reader, const spi_text_item *item) {
  if (!spi_need(reader, item, SPI_TEXT_MAPPING, "`assumptions`")) {
    return;
  }
  for (uint32_t i = 0; i < item->node->count; i++) {
    const spi_text_pair *pair = &item->node->of.pairs[i];
    spi_remark remark = {.kind = ASSUMPTION, .fact = SPI_NONE};
    size_t mark = spi_path_key(reader, pair->key.node->text);
    if (spi_read_string(reader, &pair->value, &remark.text)) {
      remark.place = spi_place_of(reader, &pair->value);
      spi_push(reader, &reader->draft->remarks, &remark);
    }
    spi_path_up(reader, mark);
  }
}

void spi_read_remarks(spi_reader *reader, const spi_text_item *root) {
  static const struct {
    const char *key;
    int32_t kind;
  } sections[] = {{"advice", ADVICE},
                  {"not_a_rule", NOT_A_RULE},
                  {"footnotes", FOOTNOTE},
                  {"promises", PROMISE},
                  {"accepted", ACCEPTED}};
  for (size_t i = 0; i < sizeof sections / sizeof sections[0]; i++) {
    spi_list list = spi_as_list(spi_field(root, sections[i].key));
    size_t mark = spi_path_key(reader, spi_slice_of(sections[i].key));
    for (size_t j = 0; j < list.count; j++) {
      size_t inner = spi_path_index(reader, j);
      read_remark(reader, &list.items[j], sections[i].kind);
      spi_path_up(reader, inner);
    }
    spi_path_up(reader, mark);
  }
  const spi_text_item *assumptions = spi_field(root, "assumptions");
  if (assumptions != NULL) {
    size_t mark = spi_path_key(reader, spi_slice_of("assumptions"));
    read_assumptions(reader, assumptions);
    spi_path_up(reader, mark);
  }
}
