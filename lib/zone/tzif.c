/* SPDX-License-Identifier: MIT */
#include "zone/tzif.h"

#include <string.h>

#include "base/error.h"

enum { HEADER_BYTES = 44, TYPE_BYTES = 6 };

typedef struct header {
  unsigned char version; /**< 1 to 4 */
  int32_t newer;         /**< 1 for a version above 4, read as 4 */
  uint32_t isut;
  uint32_t isstd;
  uint32_t leap;
  uint32_t time;
  uint32_t type;
  uint32_t chars;
} header;

typedef struct reader {
  const unsigned char *bytes;
  size_t length;
  size_t at;
  spol_error *error;
} reader;

static spol_status fail_at(const reader *in, size_t offset, spol_status status,
                           const char *message) {
  (void)spi_fail(in->error, status, "%s", message);
  spi_error_offset(in->error, offset);
  return status;
}

static uint32_t big_endian(const unsigned char *bytes) {
  return (uint32_t)bytes[0] << 24 | (uint32_t)bytes[1] << 16 | (uint32_t)bytes[2] << 8 | bytes[3];
}

/** Two's complement without asking the compiler what a cast does. */
static int64_t signed_of(uint64_t value, uint64_t top) {
  return value < top ? (int64_t)value : -(int64_t)(top - 1 - (value - top)) - 1;
}

static int64_t time_at(const unsigned char *bytes, uint32_t size) {
  if (size == 4) {
    return signed_of(big_endian(bytes), UINT64_C(1) << 31);
  }
  return signed_of((uint64_t)big_endian(bytes) << 32 | big_endian(bytes + 4), UINT64_C(1) << 63);
}

int64_t spi_tzif_time(const spi_tzif *tzif, uint32_t i) {
  return time_at(tzif->times + (size_t)i * tzif->time_size, tzif->time_size);
}

int32_t spi_tzif_offset(const spi_tzif *tzif, uint32_t i) {
  return (int32_t)time_at(tzif->types + (size_t)i * TYPE_BYTES, 4);
}

static spol_status read_header(reader *in, header *out) {
  if (in->length - in->at < HEADER_BYTES) {
    return fail_at(in, in->length, SPOL_E_SYNTAX, "the file ends within a TZif header");
  }
  const unsigned char *bytes = in->bytes + in->at;
  if (memcmp(bytes, "TZif", 4) != 0) {
    return fail_at(in, in->at, SPOL_E_SYNTAX, "a TZif header does not begin with \"TZif\"");
  }
  if (bytes[4] != 0 && bytes[4] < '2') {
    return fail_at(in, in->at + 4, SPOL_E_SYNTAX, "the TZif version is not one that there is");
  }
  unsigned char version = bytes[4] == 0 ? 1 : (unsigned char)(bytes[4] - '0');
  *out = (header){.version = version > 4 ? 4 : version,
                  .newer = version > 4,
                  .isut = big_endian(bytes + 20),
                  .isstd = big_endian(bytes + 24),
                  .leap = big_endian(bytes + 28),
                  .time = big_endian(bytes + 32),
                  .type = big_endian(bytes + 36),
                  .chars = big_endian(bytes + 40)};
  in->at += HEADER_BYTES;
  return SPOL_OK;
}

/** Bytes of a data block; cannot overflow, as every count has 32 bits. */
static uint64_t block_bytes(const header *head, uint32_t time_size) {
  return (uint64_t)head->time * (time_size + 1) + (uint64_t)head->type * TYPE_BYTES + head->chars +
         (uint64_t)head->leap * (time_size + 4) + head->isstd + head->isut;
}

static spol_status check_size(const reader *in, const header *head, uint32_t time_size) {
  if (block_bytes(head, time_size) > in->length - in->at) {
    return fail_at(in, in->length, SPOL_E_SYNTAX,
                   "the file is shorter than the counts in its header say");
  }
  return SPOL_OK;
}

/** The counts of the block that is used; its header ends at the reader. */
static spol_status check_counts(const reader *in, const header *head) {
  size_t at = in->at - HEADER_BYTES;
  if (head->leap != 0) {
    spol_status status = fail_at(in, at + 28, SPOL_E_UNSUPPORTED,
                                 "the zone counts leap seconds, which POSIX time does not");
    spi_error_hint(in->error, "take the file of the same name outside \"right/\"");
    return status;
  }
  if (head->type == 0) {
    return fail_at(in, at + 36, SPOL_E_SYNTAX, "the zone has no local time type");
  }
  if (head->chars == 0) {
    return fail_at(in, at + 40, SPOL_E_SYNTAX, "the zone has no abbreviation");
  }
  if (head->isut != 0 && head->isut != head->type) {
    return fail_at(in, at + 20, SPOL_E_SYNTAX, "the count of UT indicators is not that of types");
  }
  if (head->isstd != 0 && head->isstd != head->type) {
    return fail_at(in, at + 24, SPOL_E_SYNTAX,
                   "the count of standard-time indicators is not that of types");
  }
  if (head->time > SPI_TZIF_TIMES_MAX) {
    return fail_at(in, at + 32, SPOL_E_LIMIT, "the zone has more than 2000 transitions");
  }
  if (head->type > SPI_TZIF_TYPES_MAX) {
    return fail_at(in, at + 36, SPOL_E_LIMIT, "the zone has more than 256 local time types");
  }
  if (head->chars > SPI_TZIF_CHARS_MAX) {
    return fail_at(in, at + 40, SPOL_E_LIMIT, "the zone has more than 256 bytes of abbreviations");
  }
  return SPOL_OK;
}

static size_t offset_in(const reader *in, const unsigned char *place) {
  return (size_t)(place - in->bytes);
}

static spol_status check_transitions(const reader *in, const spi_tzif *tzif) {
  for (uint32_t i = 0; i < tzif->time_count; i++) {
    if (i > 0 && spi_tzif_time(tzif, i) <= spi_tzif_time(tzif, i - 1)) {
      return fail_at(in, offset_in(in, tzif->times + (size_t)i * tzif->time_size), SPOL_E_SYNTAX,
                     "a transition is not later than the one before it");
    }
    if (tzif->indices[i] >= tzif->type_count) {
      return fail_at(in, offset_in(in, tzif->indices + i), SPOL_E_SYNTAX,
                     "a transition names a local time type that there is not");
    }
  }
  return SPOL_OK;
}

static spol_status check_types(const reader *in, const spi_tzif *tzif) {
  for (uint32_t i = 0; i < tzif->type_count; i++) {
    const unsigned char *type = tzif->types + (size_t)i * TYPE_BYTES;
    int32_t offset = spi_tzif_offset(tzif, i);
    if (offset < SPI_TZIF_UTOFF_MIN || offset > SPI_TZIF_UTOFF_MAX) {
      return fail_at(in, offset_in(in, type), SPOL_E_SYNTAX,
                     "an offset is not within -25 and +26 hours of UTC");
    }
    if (type[4] > 1) {
      return fail_at(in, offset_in(in, type + 4), SPOL_E_SYNTAX,
                     "a daylight flag is neither 0 nor 1");
    }
    if (type[5] >= tzif->char_count) {
      return fail_at(in, offset_in(in, type + 5), SPOL_E_SYNTAX,
                     "a local time type names an abbreviation that there is not");
    }
    if (memchr(tzif->chars + type[5], 0, tzif->char_count - type[5]) == NULL) {
      return fail_at(in, offset_in(in, tzif->chars + type[5]), SPOL_E_SYNTAX,
                     "an abbreviation does not end");
    }
  }
  return SPOL_OK;
}

static spol_status check_indicators(const reader *in, const unsigned char *flags, uint32_t count) {
  for (uint32_t i = 0; i < count; i++) {
    if (flags[i] > 1) {
      return fail_at(in, offset_in(in, flags + i), SPOL_E_SYNTAX,
                     "an indicator of a type is neither 0 nor 1");
    }
  }
  return SPOL_OK;
}

static spol_status read_block(reader *in, const header *head, uint32_t time_size, spi_tzif *out) {
  spol_status status = check_size(in, head, time_size);
  if (status == SPOL_OK) {
    status = check_counts(in, head);
  }
  if (status != SPOL_OK) {
    return status;
  }
  out->time_count = head->time;
  out->type_count = head->type;
  out->char_count = head->chars;
  out->time_size = time_size;
  out->times = in->bytes + in->at;
  out->indices = out->times + (size_t)head->time * time_size;
  out->types = out->indices + head->time;
  out->chars = out->types + (size_t)head->type * TYPE_BYTES;
  in->at += (size_t)block_bytes(head, time_size);
  status = check_transitions(in, out);
  if (status == SPOL_OK) {
    status = check_types(in, out);
  }
  if (status == SPOL_OK) {
    status = check_indicators(in, out->chars + head->chars, head->isstd + head->isut);
  }
  return status;
}

/** Newline, TZ string, newline. What differs from the last transition is not
 *  refused: from it on the footer counts. */
static spol_status read_footer(reader *in, spi_tzif *out) {
  if (in->at >= in->length || in->bytes[in->at] != '\n') {
    return fail_at(in, in->at, SPOL_E_SYNTAX, "the footer does not begin with a newline");
  }
  in->at++;
  const unsigned char *text = in->bytes + in->at;
  const unsigned char *end = memchr(text, '\n', in->length - in->at);
  if (end == NULL) {
    return fail_at(in, in->length, SPOL_E_SYNTAX, "the footer does not end with a newline");
  }
  size_t length = (size_t)(end - text);
  if (length > SPI_FOOTER_BYTES_MAX) {
    return fail_at(in, in->at, SPOL_E_LIMIT, "the footer has more than 128 bytes");
  }
  if (length > 0) {
    size_t place = 0;
    const char *wrong = spi_footer_parse((const char *)text, length, &out->footer, &place);
    if (wrong != NULL) {
      return fail_at(in, in->at + place, SPOL_E_SYNTAX, wrong);
    }
    out->has_footer = 1;
  }
  in->at += length + 1;
  return SPOL_OK;
}

/** The first block of version 2 and above, whose content does not count. */
static spol_status skip_block(reader *in, const header *head) {
  spol_status status = check_size(in, head, 4);
  if (status == SPOL_OK) {
    in->at += (size_t)block_bytes(head, 4);
  }
  return status;
}

static spol_status read_second(reader *in, const header *first, spi_tzif *out) {
  header head;
  size_t start = 0;
  spol_status status = skip_block(in, first);
  if (status == SPOL_OK) {
    start = in->at;
    status = read_header(in, &head);
  }
  if (status == SPOL_OK && in->bytes[start + 4] != in->bytes[4]) {
    return fail_at(in, start + 4, SPOL_E_SYNTAX, "the two headers differ in version");
  }
  if (status == SPOL_OK) {
    status = read_block(in, &head, 8, out);
  }
  return status == SPOL_OK ? read_footer(in, out) : status;
}

spol_status spi_tzif_read(const unsigned char *bytes, size_t length, spi_tzif *out,
                          spol_error *error) {
  reader in = {.bytes = bytes, .length = length, .error = error};
  header head;
  spi_tzif tzif = {0};
  spol_status status = read_header(&in, &head);
  if (status != SPOL_OK) {
    return status;
  }
  status = head.version == 1 ? read_block(&in, &head, 4, &tzif) : read_second(&in, &head, &tzif);
  if (status != SPOL_OK) {
    return status;
  }
  /* A later version may add data at the end. */
  if (in.at < length && !head.newer) {
    return fail_at(&in, in.at, SPOL_E_SYNTAX, "the file goes on after its end");
  }
  *out = tzif;
  return SPOL_OK;
}
