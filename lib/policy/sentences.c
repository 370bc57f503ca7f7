/* SPDX-License-Identifier: MIT */
/* Headings, items and sentences of a document: docs/clauses.md says the rules. */
#include "policy/sentences.h"

#include <string.h>

#include "base/error.h"
#include "base/sha256.h"
#include "text/bytes.h"

/* ---- The normal form -------------------------------------------------------------- */

static int is_space(uint32_t code) {
  return code == ' ' || (code >= 0x09 && code <= 0x0D) || code == 0x85 || code == 0xA0 ||
         (code >= 0x2000 && code <= 0x200A) || code == 0x2028 || code == 0x2029 || code == 0x202F ||
         code == 0x205F || code == 0x3000;
}

/* Characters that are not seen: soft hyphen, zero-width ones, byte order mark. */
static int is_invisible(uint32_t code) {
  return code == 0xAD || (code >= 0x200B && code <= 0x200D) || code == 0x2060 || code == 0xFEFF;
}

/* What a character is written as, or NULL for itself. */
static const char *plain(uint32_t code) {
  if (code >= 0x2010 && code <= 0x2015) {
    return "-";
  }
  if ((code >= 0x2018 && code <= 0x201B) || code == 0x2032 || code == 0x02BC) {
    return "'";
  }
  if ((code >= 0x201C && code <= 0x201F) || code == 0x2033 || code == 0xAB || code == 0xBB) {
    return "\"";
  }
  return code == 0x2212 ? "-" : code == 0x2026 ? "..." : NULL;
}

void spi_sentence_normalise(spi_sink *sink, spi_slice text) {
  int gap = 0;
  int begun = 0;
  for (size_t at = 0; at < text.length;) {
    uint32_t code = 0;
    uint32_t size = spi_utf8_decode(text.data, text.length, at, &code);
    if (size == 0) {
      spi_sink_fail(sink, SPOL_E_SYNTAX);
      return;
    }
    if (is_space(code)) {
      gap = begun;
    } else if (!is_invisible(code)) {
      const char *as = plain(code);
      if (gap) {
        spi_sink_char(sink, ' ');
      }
      if (as != NULL) {
        spi_sink_text(sink, as);
      } else {
        spi_sink_bytes(sink, text.data + at, size);
      }
      gap = 0;
      begun = 1;
    }
    at += size;
  }
}

spol_status spi_sentence_digest(const spol_allocator *allocator, spi_slice text, uint8_t *digest) {
  spi_sink sink = spi_sink_growing(allocator);
  spi_sentence_normalise(&sink, text);
  spol_status status = spi_sink_finish(&sink);
  if (status == SPOL_OK) {
    spi_sha256 hash;
    spi_sha256_begin(&hash);
    spi_sha256_add(&hash, sink.data, sink.length);
    spi_sha256_end(&hash, digest);
  }
  spi_sink_free(&sink);
  return status;
}

spol_status spi_heading_key(const spol_allocator *allocator, spi_slice heading, uint64_t *key) {
  uint8_t digest[SPOL_DIGEST_SIZE];
  spol_status status = spi_sentence_digest(allocator, heading, digest);
  uint64_t made = 0;
  for (size_t i = 0; status == SPOL_OK && i < sizeof made; i++) {
    made = made << 8U | digest[i];
  }
  *key = status != SPOL_OK || made != 0 ? made : 1;
  return status;
}

/* ---- Lines ------------------------------------------------------------------------- */

typedef struct line {
  spi_slice text; /**< without its end and the spaces around */
  size_t mark;    /**< bytes of a list's mark and the spaces behind it */
  int is_heading; /**< by its `#` */
} line;

typedef struct cutter {
  const spol_allocator *allocator;
  spi_slice text;
  spi_vector *sentences;
  size_t at;         /**< where the next line begins */
  const char *place; /**< of `line` and `column` */
  uint32_t line;
  uint32_t column;
  spi_slice heading;
  uint64_t heading_key;
  spi_map counts;      /**< of sentences by heading key */
  spi_slice paragraph; /**< data is NULL between paragraphs */
  uint32_t paragraph_lines;
  int paragraph_marked;
  int after_blank; /**< the paragraph is the first, or a blank line is in front of it */
} cutter;

static size_t spaces_at(spi_slice text, size_t at) {
  size_t from = at;
  for (;;) {
    uint32_t code = 0;
    uint32_t size = at < text.length ? spi_utf8_decode(text.data, text.length, at, &code) : 0;
    if (size == 0 || !(is_space(code) || is_invisible(code))) {
      return at - from;
    }
    at += size;
  }
}

static spi_slice trim(spi_slice text) {
  size_t front = spaces_at(text, 0);
  text = (spi_slice){text.data + front, text.length - front};
  /* The last character that is no space: the ends of a line are few. */
  for (size_t at = text.length; at > 0;) {
    size_t start = at - 1;
    while (start > 0 && ((unsigned char)text.data[start] & 0xC0U) == 0x80U) {
      start--;
    }
    if (spaces_at((spi_slice){text.data, at}, start) != at - start) {
      break;
    }
    at = start;
    text.length = at;
  }
  return text;
}

/* The bytes of a mark that begins an item or a note, and of the spaces behind. */
static size_t mark_of(spi_slice text) {
  size_t at = 0;
  while (at < text.length && text.data[at] == '*') {
    at++;
  }
  if (at > 0) {
    return at + spaces_at(text, at);
  }
  uint32_t code = 0;
  uint32_t size = text.length == 0 ? 0 : spi_utf8_decode(text.data, text.length, 0, &code);
  int always = code == 0x2022 || code == 0x2023 || code == 0x25E6 || code == 0x25AA ||
               code == 0x25CF || code == 0x25CB || code == 0x2043 || code == 0xB7 ||
               code == 0x2020 || code == 0x2021;
  int with_space = code == '-' || code == '+' || code == 0x2013 || code == 0x2014;
  size_t spaces = size == 0 ? 0 : spaces_at(text, size);
  return always || (with_space && spaces > 0) ? size + spaces : 0;
}

/* "1.", "2.3", "(a)", "b)" with a space behind: begins a paragraph, and stays. */
static int is_numbered(spi_slice text) {
  size_t at = 0;
  size_t digits = 0;
  at += text.length > 0 && text.data[0] == '(';
  while (at < text.length && at < 12 && text.data[at] != ' ') {
    char c = text.data[at];
    digits += (c >= '0' && c <= '9');
    if (!((c >= '0' && c <= '9') || c == '.' || c == ')' ||
          (digits == 0 && at <= 4 && ((c >= 'a' && c <= 'z') || (c >= 'A' && c <= 'Z'))))) {
      return 0;
    }
    at++;
  }
  return at > 1 && at < text.length && text.data[at] == ' ' &&
         (digits > 0 || text.data[at - 1] == ')') &&
         strchr(".)0123456789", text.data[at - 1]) != NULL;
}

static int next_line(cutter *cut, line *out) {
  if (cut->at >= cut->text.length) {
    return 0;
  }
  size_t end = cut->at;
  while (end < cut->text.length && cut->text.data[end] != '\n' && cut->text.data[end] != '\r') {
    end++;
  }
  *out = (line){.text = trim((spi_slice){cut->text.data + cut->at, end - cut->at})};
  int pair =
      end + 1 < cut->text.length && cut->text.data[end] == '\r' && cut->text.data[end + 1] == '\n';
  cut->at = end + (pair ? 2 : 1);
  size_t hashes = 0;
  while (hashes < out->text.length && out->text.data[hashes] == '#') {
    hashes++;
  }
  if (hashes > 0 && hashes < 7 && hashes < out->text.length && out->text.data[hashes] == ' ') {
    out->is_heading = 1;
    out->text = trim((spi_slice){out->text.data + hashes, out->text.length - hashes});
    return 1;
  }
  out->mark = mark_of(out->text);
  return 1;
}

/* ---- Sentences ---------------------------------------------------------------------- */

static int is_letter(char c) {
  return (c >= 'a' && c <= 'z') || (c >= 'A' && c <= 'Z');
}

/* 1 if the word in front of a full stop is an abbreviation: a single letter,
 * letters with stops between them, one of the list, or a number in front. */
static int is_abbreviation(spi_slice paragraph, size_t stop) {
  static const char *const known[] = {"etc", "vs",     "cf",   "no",   "nos", "art", "sec", "fig",
                                      "inc", "ltd",    "co",   "corp", "mr",  "mrs", "ms",  "dr",
                                      "st",  "approx", "incl", "excl", "max", "min", NULL};
  size_t from = stop;
  size_t letters = 0;
  while (from > 0 && (is_letter(paragraph.data[from - 1]) || paragraph.data[from - 1] == '.')) {
    from--;
    letters += paragraph.data[from] != '.';
  }
  spi_slice word = {paragraph.data + from, stop - from};
  int inner_stop = word.length > 0 && memchr(word.data, '.', word.length) != NULL;
  if (letters == 0) { /* "1." in front of all */
    while (from > 0 && ((paragraph.data[from - 1] >= '0' && paragraph.data[from - 1] <= '9') ||
                        paragraph.data[from - 1] == '.')) {
      from--;
    }
    return from == 0 && stop > 0;
  }
  if (word.length == 1 || inner_stop) {
    return 1;
  }
  char lower[8];
  if (word.length >= sizeof lower) {
    return 0;
  }
  for (size_t i = 0; i < word.length; i++) {
    char c = word.data[i];
    lower[i] = c >= 'A' && c <= 'Z' ? (char)(c - 'A' + 'a') : c;
  }
  for (size_t i = 0; known[i] != NULL; i++) {
    if (spi_slice_is((spi_slice){lower, word.length}, known[i])) {
      return 1;
    }
  }
  return 0;
}

/* Behind the closing quotes and brackets at a place. */
static size_t skip_closing(spi_slice text, size_t at) {
  for (;;) {
    uint32_t code = 0;
    uint32_t size = at < text.length ? spi_utf8_decode(text.data, text.length, at, &code) : 0;
    int closing = code == '"' || code == '\'' || code == ')' || code == ']' || code == '}' ||
                  code == 0x2019 || code == 0x201D || code == 0xBB || code == '*' || code == '.' ||
                  code == '!' || code == '?' || is_invisible(code);
    if (size == 0 || !closing) {
      return at;
    }
    at += size;
  }
}

/* The end of the sentence that begins at `from`. */
static size_t sentence_end(spi_slice paragraph, size_t from) {
  for (size_t at = from; at < paragraph.length; at++) {
    char c = paragraph.data[at];
    if (c != '.' && c != '!' && c != '?') {
      continue;
    }
    size_t end = skip_closing(paragraph, at + 1);
    size_t spaces = spaces_at(paragraph, end);
    if (end == paragraph.length) {
      return end;
    }
    char after = end + spaces < paragraph.length ? paragraph.data[end + spaces] : 'A';
    int goes_on = spaces == 0 || (after >= 'a' && after <= 'z') ||
                  (c == '.' && end == at + 1 && is_abbreviation(paragraph, at));
    if (!goes_on) {
      return end;
    }
    at = end - 1;
  }
  return paragraph.length;
}

/* Moves the place on to `where`, which is never behind it. */
static void move_place(cutter *cut, const char *where) {
  for (; cut->place < where; cut->place++) {
    int line_ends = *cut->place == '\n' || (*cut->place == '\r' && cut->place[1] != '\n');
    if (line_ends) {
      cut->line++;
      cut->column = 1;
    } else {
      cut->column += ((unsigned char)*cut->place & 0xC0U) != 0x80U;
    }
  }
}

/* A heading that stands twice is gone on with. */
static spol_status next_number(cutter *cut, uint32_t *number) {
  uint32_t before = 0;
  (void)spi_map_get(&cut->counts, cut->heading_key, &before);
  *number = before + 1;
  return spi_map_set(cut->allocator, &cut->counts, cut->heading_key, *number);
}

static spol_status add_sentence(cutter *cut, spi_slice text) {
  spol_sentence sentence = {.offset = (uint64_t)(text.data - cut->text.data),
                            .length = text.length,
                            .heading_length = cut->heading.length};
  if (cut->heading.length > 0) {
    sentence.heading_offset = (uint64_t)(cut->heading.data - cut->text.data);
  }
  move_place(cut, text.data);
  sentence.line = cut->line;
  sentence.column = cut->column;
  spol_status status = next_number(cut, &sentence.number);
  if (status == SPOL_OK) {
    status = spi_sentence_digest(cut->allocator, text, sentence.digest);
  }
  return status == SPOL_OK ? spi_vector_push(cut->allocator, cut->sentences, &sentence) : status;
}

static spol_status add_sentences(cutter *cut, spi_slice paragraph) {
  spol_status status = SPOL_OK;
  for (size_t at = 0; status == SPOL_OK && at < paragraph.length;) {
    size_t end = sentence_end(paragraph, at);
    spi_slice text = trim((spi_slice){paragraph.data + at, end - at});
    if (text.length > 0) {
      status = add_sentence(cut, text);
    }
    at = end + spaces_at(paragraph, end);
  }
  return status;
}

/* ---- Paragraphs ------------------------------------------------------------------------ */

static int is_heading(const cutter *cut, int blank_behind) {
  spi_slice text = cut->paragraph;
  return cut->paragraph_lines == 1 && !cut->paragraph_marked && cut->after_blank && blank_behind &&
         text.length <= SPI_HEADING_BYTES && strchr(".!?:;,", text.data[text.length - 1]) == NULL;
}

static spol_status begin_heading(cutter *cut, spi_slice heading) {
  cut->heading = heading;
  return spi_heading_key(cut->allocator, heading, &cut->heading_key);
}

static spol_status end_paragraph(cutter *cut, int blank_behind) {
  spol_status status = SPOL_OK;
  if (cut->paragraph.data != NULL && is_heading(cut, blank_behind)) {
    status = begin_heading(cut, cut->paragraph);
  } else if (cut->paragraph.data != NULL) {
    status = add_sentences(cut, cut->paragraph);
  }
  cut->after_blank = blank_behind;
  cut->paragraph = (spi_slice){NULL, 0};
  return status;
}

static spol_status take_line(cutter *cut, const line *now) {
  spol_status status = SPOL_OK;
  if (now->is_heading) {
    status = end_paragraph(cut, 0);
    cut->after_blank = 1;
    return status == SPOL_OK ? begin_heading(cut, now->text) : status;
  }
  if (cut->paragraph.data != NULL && (now->mark > 0 || is_numbered(now->text))) {
    status = end_paragraph(cut, 0);
  }
  if (cut->paragraph.data != NULL) {
    const char *end = now->text.data + now->text.length;
    cut->paragraph.length = (size_t)(end - cut->paragraph.data);
    cut->paragraph_lines++;
    return status;
  }
  cut->paragraph = (spi_slice){now->text.data + now->mark, now->text.length - now->mark};
  cut->paragraph_lines = 1;
  cut->paragraph_marked = now->mark > 0;
  return status;
}

spol_status spi_sentences_cut(const spol_allocator *allocator, spi_slice text,
                              spi_vector *sentences, spol_error *error) {
  uint32_t code = 0;
  if (text.length > SPI_SOURCE_BYTES) {
    return spi_fail(error, SPOL_E_LIMIT, "the text is longer than %d bytes",
                    (int32_t)SPI_SOURCE_BYTES);
  }
  static const char mark[] = "\xEF\xBB\xBF";
  size_t begin = text.length >= 3 && memcmp(text.data, mark, 3) == 0 ? 3 : 0;
  size_t good = begin + spi_bytes_check(text.data + begin, text.length - begin, &code);
  if (good < text.length) {
    spol_status status = spi_fail(error, SPOL_E_SYNTAX,
                                  "the text is not UTF-8, or has a character "
                                  "that no text may have");
    spi_error_place(error, text.data, text.length, good);
    return status;
  }
  cutter cut = {.allocator = allocator,
                .text = text,
                .sentences = sentences,
                .at = begin,
                .place = text.data + begin,
                .line = 1,
                .column = 1,
                .after_blank = 1};
  line now;
  spol_status status = begin_heading(&cut, (spi_slice){"", 0});
  int pending_blank = 0;
  while (status == SPOL_OK && next_line(&cut, &now)) {
    if (now.text.length == 0) {
      pending_blank = 1;
      continue;
    }
    if (pending_blank) {
      status = end_paragraph(&cut, 1);
    }
    pending_blank = 0;
    if (status == SPOL_OK) {
      status = take_line(&cut, &now);
    }
  }
  if (status == SPOL_OK) {
    status = end_paragraph(&cut, 0); /* nothing is below: no heading */
  }
  spi_map_free(allocator, &cut.counts);
  return status == SPOL_OK ? status : spi_fail(error, status, "%s", spol_status_message(status));
}

spol_status spol_source_sentences(const spol_allocator *allocator, const char *text,
                                  uint64_t length, spol_sentence *buffer, uint64_t capacity,
                                  uint64_t *count, spol_error *error) {
  spol_allocator own;
  spol_status status = spi_allocator_take(allocator, &own);
  if (status != SPOL_OK || count == NULL || (text == NULL && length > 0) ||
      (buffer == NULL && capacity > 0)) {
    return spi_fail(error, status == SPOL_OK ? SPOL_E_INVALID : status,
                    "an argument of spol_source_sentences is not what it documents");
  }
  if (length > SPI_SOURCE_BYTES) {
    return spi_fail(error, SPOL_E_LIMIT, "the text is too long");
  }
  spi_vector sentences = spi_vector_of(sizeof(spol_sentence), SPI_SOURCE_BYTES);
  status = spi_sentences_cut(&own, (spi_slice){text == NULL ? "" : text, (size_t)length},
                             &sentences, error);
  if (status == SPOL_OK) {
    *count = sentences.count;
    uint64_t fits = sentences.count < capacity ? sentences.count : capacity;
    if (fits > 0) {
      memcpy(buffer, sentences.items, (size_t)fits * sizeof *buffer);
    }
  }
  spi_vector_free(&own, &sentences);
  return status;
}
