/* SPDX-License-Identifier: MIT */
/* Holds the clauses of a version against the text of its source, or against the
 * digests that the version lists of it (docs/clauses.md). */
#include "supportpolicy/clauses.h"

#include <string.h>

#include "base/error.h"
#include "base/sha256.h"
#include "base/sized.h"
#include "policy/sentences.h"
#include "text/diagnostics.h"

/* Steps of marking, over all clauses: a file that asks for more is hostile. */
enum { MOST_STEPS = 50000000 };

/* A sentence that can be cited. */
typedef struct known {
  uint64_t heading;
  spi_slice heading_text;
  uint32_t number;
  uint32_t line;
  uint32_t column;
  uint32_t cited;
  size_t at; /**< of its normal form, in `normal` */
  size_t length;
  uint8_t digest[SPOL_DIGEST_SIZE];
} known;

typedef struct check {
  spol_allocator allocator;
  const spol_policy *policy;
  const spi_version *version;
  const char *text_name;
  spi_slice text; /**< data is NULL where there is none */
  spol_diagnostics *diagnostics;
  spol_error *error;
  uint64_t errors;
  uint64_t steps;
  spol_status fatal;
  spi_vector sentences; /**< of known */
  spi_map places;       /**< from heading and number to the sentence */
  spi_map counts;       /**< of sentences by heading */
  spi_map seen;         /**< places of the clauses that were checked */
  spi_sink normal;      /**< all normal forms, with a space between two */
} check;

static int keep(check *all, spol_status status) {
  if (status != SPOL_OK && all->fatal == SPOL_OK) {
    all->fatal = status;
  }
  return status == SPOL_OK;
}

static const char *string_at(const check *all, uint32_t offset) {
  return all->policy->strings + offset;
}

static void report(check *all, uint32_t code, const char *file, uint32_t line, uint32_t column,
                   const char *format, ...) {
  spi_text_place place = {.line = line, .column = column};
  spol_error found = SPOL_ERROR_INIT;
  va_list arguments;
  va_start(arguments, format);
  spi_diagnostic_vmake(&found, SPOL_E_SEMANTIC, code, file, &place, NULL, format, arguments);
  va_end(arguments);
  if (code != SPOL_DIAG_SENTENCE_NOT_CITED) {
    if (all->errors++ == 0 && all->error != NULL && all->error->size >= sizeof found) {
      found.size = all->error->size;
      *all->error = found;
      found.size = sizeof found;
    }
  }
  keep(all, spi_diagnostics_add(all->diagnostics, 0, &found));
}

#define REPORT_CLAUSE(all, code, clause, ...)                                                      \
  report((all), (code), string_at((all), (all)->version->file), (clause)->line, (clause)->column,  \
         __VA_ARGS__)

/* ---- What can be cited ----------------------------------------------------------------- */

static uint64_t place_key(uint64_t heading, uint32_t number) {
  uint64_t key = heading + number * UINT64_C(0x9E3779B97F4A7C15);
  return key == 0 ? 1 : key;
}

static known *sentence_at(const check *all, size_t index) {
  return spi_vector_at(&all->sentences, index);
}

static known *find(const check *all, uint64_t heading, uint32_t number) {
  uint32_t index = 0;
  return spi_map_get(&all->places, place_key(heading, number), &index) ? sentence_at(all, index)
                                                                       : NULL;
}

static uint32_t count_of(const check *all, uint64_t heading) {
  uint32_t count = 0;
  return spi_map_get(&all->counts, heading, &count) ? count : 0;
}

static int add_known(check *all, const known *sentence) {
  uint32_t index = (uint32_t)all->sentences.count;
  return keep(all, spi_vector_push(&all->allocator, &all->sentences, sentence)) &&
         keep(all, spi_map_set(&all->allocator, &all->places,
                               place_key(sentence->heading, sentence->number), index)) &&
         keep(all, spi_map_set(&all->allocator, &all->counts, sentence->heading, sentence->number));
}

static void add_of_text(check *all, const spol_sentence *cut, uint64_t heading) {
  known sentence = {
      .heading = heading,
      .heading_text = {all->text.data + cut->heading_offset, (size_t)cut->heading_length},
      .number = cut->number,
      .line = cut->line,
      .column = cut->column};
  memcpy(sentence.digest, cut->digest, sizeof sentence.digest);
  if (all->normal.length > 0) {
    spi_sink_char(&all->normal, ' ');
  }
  sentence.at = all->normal.length;
  spi_sentence_normalise(&all->normal,
                         (spi_slice){all->text.data + cut->offset, (size_t)cut->length});
  sentence.length = all->normal.length - sentence.at;
  add_known(all, &sentence);
}

static void know_text(check *all) {
  spi_vector cut = spi_vector_of(sizeof(spol_sentence), SPI_SOURCE_BYTES);
  spol_status status = spi_sentences_cut(&all->allocator, all->text, &cut, all->error);
  uint64_t heading = 0;
  uint64_t of = UINT64_MAX;
  for (size_t i = 0; keep(all, status) && i < cut.count && all->fatal == SPOL_OK; i++) {
    const spol_sentence *sentence = spi_vector_at(&cut, i);
    uint64_t now = sentence->heading_length == 0 ? UINT64_MAX - 1 : sentence->heading_offset;
    if (now != of) {
      of = now;
      status = spi_heading_key(
          &all->allocator,
          (spi_slice){all->text.data + sentence->heading_offset, (size_t)sentence->heading_length},
          &heading);
    }
    add_of_text(all, sentence, heading);
  }
  keep(all, spi_sink_finish(&all->normal));
  spi_vector_free(&all->allocator, &cut);
}

static void know_list(check *all) {
  uint32_t of = SPI_NONE;
  uint64_t heading = 0;
  for (uint32_t i = 0; i < all->version->source_sentences_count && all->fatal == SPOL_OK; i++) {
    const spi_source_sentence *listed = &all->version->source_sentences[i];
    spi_slice text = spi_slice_of(string_at(all, listed->heading));
    if (listed->heading != of && !keep(all, spi_heading_key(&all->allocator, text, &heading))) {
      return;
    }
    of = listed->heading;
    known sentence = {.heading = heading,
                      .heading_text = text,
                      .number = listed->number,
                      .line = listed->line,
                      .column = listed->column};
    memcpy(sentence.digest, listed->digest, sizeof sentence.digest);
    add_known(all, &sentence);
  }
}

/* ---- Quotations --------------------------------------------------------------------------- */

/* Where `wanted` begins in `in`, or `in.length` (Knuth, Morris, Pratt). */
static size_t search(check *all, spi_slice in, spi_slice wanted) {
  uint32_t *borders = spi_alloc_array(&all->allocator, wanted.length + 1, sizeof *borders);
  if (borders == NULL) {
    keep(all, SPOL_E_MEMORY);
    return in.length;
  }
  uint32_t same = 0;
  for (size_t i = 1; i < wanted.length; i++) {
    while (same > 0 && wanted.data[i] != wanted.data[same]) {
      same = borders[same - 1];
    }
    same += wanted.data[i] == wanted.data[same];
    borders[i] = same;
  }
  size_t found = in.length;
  same = 0;
  for (size_t i = 0; i < in.length && found == in.length; i++) {
    while (same > 0 && in.data[i] != wanted.data[same]) {
      same = borders[same - 1];
    }
    same += in.data[i] == wanted.data[same];
    if (same == wanted.length) {
      found = i + 1 - wanted.length;
    }
  }
  spi_free_array(&all->allocator, borders, wanted.length + 1, sizeof *borders);
  return found;
}

static void cite_places(check *all, size_t from, size_t to) {
  size_t low = 0;
  size_t high = all->sentences.count;
  while (low < high) { /* the first sentence that ends behind `from` */
    size_t middle = low + (high - low) / 2;
    const known *sentence = sentence_at(all, middle);
    if (sentence->at + sentence->length > from) {
      high = middle;
    } else {
      low = middle + 1;
    }
  }
  for (; low < all->sentences.count && sentence_at(all, low)->at < to; low++) {
    sentence_at(all, low)->cited = 1;
  }
}

/* A quotation must stand in the cited sentences, or anywhere without a number. */
static void check_quote(check *all, const spi_clause *clause, const known *first,
                        const known *last) {
  size_t from = first == NULL ? 0 : first->at;
  size_t to = last == NULL ? all->normal.length : last->at + last->length;
  spi_sink wanted = spi_sink_growing(&all->allocator);
  spi_sentence_normalise(&wanted, spi_slice_of(string_at(all, clause->quote)));
  if (keep(all, spi_sink_finish(&wanted)) && wanted.length > 0 && to >= from) {
    all->steps += (to - from) / 64;
    size_t found = search(all, (spi_slice){all->normal.data + from, to - from},
                          (spi_slice){wanted.data, wanted.length});
    if (found == to - from) {
      REPORT_CLAUSE(all, SPOL_DIAG_QUOTATION_NOT_FOUND, clause, "the quoted words do not stand %s",
                    first == NULL ? "in the source" : "in the cited sentence");
    } else {
      cite_places(all, from + found, from + found + wanted.length);
    }
  }
  spi_sink_free(&wanted);
}

/* ---- Clauses ------------------------------------------------------------------------------- */

static int same_digest(const uint8_t *a, const uint8_t *b) {
  return memcmp(a, b, SPOL_DIGEST_SIZE) == 0;
}

/* The digest of several sentences is that of their normal forms with a space
 * between two; it needs the text. */
static void check_digest(check *all, const spi_clause *clause, uint64_t heading,
                         const known *first) {
  uint8_t digest[SPOL_DIGEST_SIZE];
  if (first == NULL) {
    return;
  }
  if (clause->sentence == clause->last_sentence) {
    memcpy(digest, first->digest, sizeof digest);
  } else if (all->text.data == NULL) {
    return;
  } else {
    spi_sha256 hash;
    spi_sha256_begin(&hash);
    for (uint32_t i = clause->sentence; i <= clause->last_sentence; i++) {
      const known *sentence = find(all, heading, i);
      spi_sha256_add(&hash, " ", i > clause->sentence);
      spi_sha256_add(&hash, all->normal.data + sentence->at, sentence->length);
    }
    spi_sha256_end(&hash, digest);
  }
  if (!same_digest(digest, clause->digest)) {
    REPORT_CLAUSE(all, SPOL_DIAG_DIGEST_MISMATCH, clause,
                  "the cited sentence has another digest than the clause says");
  }
}

static void check_clause(check *all, const spi_clause *clause) {
  const char *heading_text = string_at(all, clause->heading);
  uint64_t heading = 0;
  if (!keep(all, spi_heading_key(&all->allocator, spi_slice_of(heading_text), &heading))) {
    return;
  }
  uint32_t count = count_of(all, heading);
  uint32_t first = clause->sentence == 0 ? 1 : clause->sentence;
  uint32_t last = clause->sentence == 0 ? count : clause->last_sentence;
  int located = clause->sentence != 0 || heading_text[0] != '\0';
  if (located && (count == 0 || last > count)) {
    if (count == 0) {
      REPORT_CLAUSE(all, SPOL_DIAG_CLAUSE_NOT_FOUND, clause,
                    "the source has no sentences under a heading \"%s\"", heading_text);
    } else {
      REPORT_CLAUSE(all, SPOL_DIAG_CLAUSE_NOT_FOUND, clause,
                    "there are %u sentences under \"%s\", and sentence %u is cited", count,
                    heading_text, last);
    }
    return;
  }
  for (uint32_t i = first; located && i <= last; i++) {
    find(all, heading, i)->cited = 1;
    all->steps++;
  }
  if (clause->has_digest && clause->sentence != 0) {
    check_digest(all, clause, heading, find(all, heading, first));
  }
  if (string_at(all, clause->quote)[0] != '\0' && all->text.data != NULL) {
    check_quote(all, clause, located ? find(all, heading, first) : NULL,
                located ? find(all, heading, last) : NULL);
  }
}

/* The digests that the version lists of its source, against the text. */
static void check_list(check *all) {
  uint32_t of = SPI_NONE;
  uint64_t heading = 0;
  for (uint32_t i = 0; i < all->version->source_sentences_count && all->fatal == SPOL_OK; i++) {
    const spi_source_sentence *listed = &all->version->source_sentences[i];
    const char *text = string_at(all, listed->heading);
    if (listed->heading != of &&
        !keep(all, spi_heading_key(&all->allocator, spi_slice_of(text), &heading))) {
      return;
    }
    of = listed->heading;
    const known *sentence = find(all, heading, listed->number);
    if (sentence == NULL) {
      REPORT_CLAUSE(all, SPOL_DIAG_CLAUSE_NOT_FOUND, listed,
                    "the source has no sentence %u under \"%s\"", listed->number, text);
    } else if (!same_digest(sentence->digest, listed->digest)) {
      REPORT_CLAUSE(all, SPOL_DIAG_DIGEST_MISMATCH, listed,
                    "sentence %u under \"%s\" has another digest than is listed", listed->number,
                    text);
    }
  }
}

static void list_uncited(check *all) {
  const char *file = all->text.data != NULL ? all->text_name : string_at(all, all->version->file);
  for (size_t i = 0; i < all->sentences.count && all->fatal == SPOL_OK; i++) {
    const known *sentence = sentence_at(all, i);
    if (!sentence->cited) {
      report(all, SPOL_DIAG_SENTENCE_NOT_CITED, file, sentence->line, sentence->column,
             "nothing cites sentence %u under \"%S\"", sentence->number, sentence->heading_text);
    }
  }
}

/* Anchors, and rules with two places in the model, give one clause twice. */
static int is_new(check *all, const spi_clause *clause) {
  uint64_t place = (uint64_t)clause->line << 32U | clause->column;
  uint32_t before = 0;
  return place == 0 || (!spi_map_get(&all->seen, place, &before) &&
                        keep(all, spi_map_set(&all->allocator, &all->seen, place, 1)));
}

static void check_all(check *all) {
  uint32_t index = (uint32_t)(all->version - all->policy->versions);
  if (all->text.data != NULL) {
    know_text(all);
    check_list(all);
  } else {
    know_list(all);
  }
  for (uint32_t i = 0; i < all->policy->clauses_count && all->fatal == SPOL_OK; i++) {
    if (all->policy->clauses[i].version == index && is_new(all, &all->policy->clauses[i])) {
      check_clause(all, &all->policy->clauses[i]);
    }
    if (all->steps > MOST_STEPS) {
      keep(all, SPOL_E_LIMIT);
    }
  }
  list_uncited(all);
}

static spol_status begin(check *all, const spol_source_options *given) {
  spol_source_options options = SPOL_SIZED(spol_source_options);
  if (given != NULL) {
    spol_status status = spi_sized_check(given, 8, sizeof options);
    if (status != SPOL_OK) {
      return status;
    }
    spi_sized_copy(&options, given, sizeof options);
  }
  all->text_name = options.name;
  all->sentences = spi_vector_of(sizeof(known), SPI_SOURCE_BYTES);
  spol_status status = spi_allocator_take(options.allocator, &all->allocator);
  all->normal = spi_sink_growing(&all->allocator);
  return status;
}

spol_status spol_policy_check_source(const spol_policy *policy, uint32_t version, const char *text,
                                     uint64_t length, const spol_source_options *options,
                                     spol_diagnostics *diagnostics, spol_error *error) {
  check all = {.policy = policy, .diagnostics = diagnostics, .error = error};
  if (policy == NULL || (text == NULL && length > 0)) {
    return spi_fail(error, SPOL_E_INVALID, "a policy and a text are needed");
  }
  spol_status status = begin(&all, options);
  if (status != SPOL_OK) {
    return spi_fail(error, status, "%s", spol_status_message(status));
  }
  if (version < 1 || version > policy->versions_count) {
    return spi_fail(error, SPOL_E_NOT_FOUND, "the policy has no version %u", version);
  }
  if (length > SPI_SOURCE_BYTES) {
    return spi_fail(error, SPOL_E_LIMIT, "the text is too long");
  }
  all.version = &policy->versions[version - 1];
  all.text = (spi_slice){text, (size_t)length};
  if (text == NULL && all.version->source_sentences_count == 0) {
    return spi_fail(error, SPOL_E_NOT_FOUND, "the policy lists no sentences of its source");
  }
  check_all(&all);
  spi_vector_free(&all.allocator, &all.sentences);
  spi_map_free(&all.allocator, &all.places);
  spi_map_free(&all.allocator, &all.counts);
  spi_map_free(&all.allocator, &all.seen);
  spi_sink_free(&all.normal);
  if (all.fatal != SPOL_OK) {
    return all.errors > 0 || all.fatal == SPOL_E_SYNTAX
               ? all.fatal
               : spi_fail(error, all.fatal, "%s", spol_status_message(all.fatal));
  }
  return all.errors > 0 ? SPOL_E_SEMANTIC : SPOL_OK;
}
