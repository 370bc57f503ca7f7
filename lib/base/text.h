/* SPDX-License-Identifier: MIT */
/** Text without stdio and locale: slices, and a writer into fixed room. */
#ifndef SPI_BASE_TEXT_H
#define SPI_BASE_TEXT_H

#include <stdarg.h>
#include <stddef.h>
#include <stdint.h>

/** Bytes that somebody else owns; not NUL-terminated. */
typedef struct spi_slice {
  const char *data;
  size_t length;
} spi_slice;

/** The slice of a NUL-terminated string. */
spi_slice spi_slice_of(const char *text);
/** 1 if the slice's bytes are those of the string. */
int spi_slice_is(spi_slice slice, const char *text);
int spi_slice_equal(spi_slice a, spi_slice b);

/** Takes bytes that a writer hands on. */
typedef void spi_write_on(void *context, const char *data, size_t length);

/**
 * Writes into a fixed buffer, which is NUL-terminated after every call as long
 * as capacity > 0. What does not fit is cut at a UTF-8 character's boundary;
 * `needed` counts on. Or it hands on all that is written.
 */
typedef struct spi_writer {
  char *data;
  size_t capacity;
  size_t length;    /**< bytes written, without the NUL */
  size_t needed;    /**< bytes that there would be */
  spi_write_on *on; /**< takes what is written instead of the buffer, or NULL */
  void *context;
} spi_writer;

spi_writer spi_writer_on(char *buffer, size_t capacity);
spi_writer spi_writer_through(spi_write_on *on, void *context);
void spi_write_bytes(spi_writer *writer, const char *data, size_t length);
void spi_write_text(spi_writer *writer, const char *text);
void spi_write_char(spi_writer *writer, char c);
void spi_write_i64(spi_writer *writer, int64_t value);
/** At least `width` digits, zeros in front. */
void spi_write_padded(spi_writer *writer, uint64_t value, int width);

/**
 * A small printf: %s (NULL is ""), %S (a spi_slice), %c, %d (int32_t), %D
 * (int64_t), %u (uint32_t), %%.
 */
void spi_write_format(spi_writer *writer, const char *format, ...);
void spi_write_vformat(spi_writer *writer, const char *format, va_list arguments);

/** One of several words, behind a comma if it is not the first; 0, and an ellipsis,
 *  where a fixed buffer has no room for it and another. */
int spi_write_choice(spi_writer *writer, const char *word, int is_first);

/** The distance of two short words (restricted Damerau-Levenshtein), at most
 *  `limit + 1`. Words over 64 bytes are `limit + 1` apart unless equal. */
int spi_edit_distance(spi_slice a, spi_slice b, int limit);

#endif
