/* SPDX-License-Identifier: MIT */
#include "base/text.h"

#include <string.h>

spi_slice spi_slice_of(const char *text) {
  return (spi_slice){.data = text, .length = strlen(text)};
}

int spi_slice_is(spi_slice slice, const char *text) {
  return spi_slice_equal(slice, spi_slice_of(text));
}

int spi_slice_equal(spi_slice a, spi_slice b) {
  return a.length == b.length && (a.length == 0 || memcmp(a.data, b.data, a.length) == 0);
}

spi_writer spi_writer_on(char *buffer, size_t capacity) {
  if (capacity > 0) {
    buffer[0] = '\0';
  }
  return (spi_writer){.data = buffer, .capacity = capacity};
}

spi_writer spi_writer_through(spi_write_on *on, void *context) {
  return (spi_writer){.on = on, .context = context};
}

/* The longest prefix of at most `room` bytes that ends between characters. */
static size_t whole_characters(const char *data, size_t length, size_t room) {
  if (length <= room) {
    return length;
  }
  while (room > 0 && ((unsigned char)data[room] & 0xC0U) == 0x80U) {
    room--;
  }
  return room;
}

void spi_write_bytes(spi_writer *writer, const char *data, size_t length) {
  int cut = writer->needed != writer->length;
  writer->needed += length;
  if (writer->on != NULL) {
    writer->on(writer->context, data, length);
    writer->length += length;
    return;
  }
  if (writer->capacity == 0 || cut) {
    return;
  }
  size_t take = whole_characters(data, length, writer->capacity - 1 - writer->length);
  if (take > 0) {
    memcpy(writer->data + writer->length, data, take);
  }
  writer->length += take;
  writer->data[writer->length] = '\0';
}

void spi_write_text(spi_writer *writer, const char *text) {
  if (text != NULL) {
    spi_write_bytes(writer, text, strlen(text));
  }
}

void spi_write_char(spi_writer *writer, char c) {
  spi_write_bytes(writer, &c, 1);
}

void spi_write_padded(spi_writer *writer, uint64_t value, int width) {
  char digits[24];
  size_t at = sizeof digits;
  do {
    digits[--at] = (char)('0' + (char)(value % 10));
    value /= 10;
    width--;
  } while (at > 0 && (value > 0 || width > 0));
  spi_write_bytes(writer, digits + at, sizeof digits - at);
}

void spi_write_i64(spi_writer *writer, int64_t value) {
  uint64_t magnitude = (uint64_t)value;
  if (value < 0) {
    spi_write_char(writer, '-');
    magnitude = 0 - magnitude;
  }
  spi_write_padded(writer, magnitude, 1);
}

void spi_write_format(spi_writer *writer, const char *format, ...) {
  va_list arguments;
  va_start(arguments, format);
  spi_write_vformat(writer, format, arguments);
  va_end(arguments);
}

void spi_write_vformat(spi_writer *writer, const char *format, va_list arguments) {
  for (const char *at = format; *at != '\0'; at++) {
    const char *percent = strchr(at, '%');
    size_t plain = percent == NULL ? strlen(at) : (size_t)(percent - at);
    if (plain > 0) {
      spi_write_bytes(writer, at, plain);
      at += plain - 1;
      continue;
    }
    at++;
    if (*at == 's') {
      spi_write_text(writer, va_arg(arguments, const char *));
    } else if (*at == 'S') {
      spi_slice slice = va_arg(arguments, spi_slice);
      spi_write_bytes(writer, slice.data, slice.length);
    } else if (*at == 'c') {
      spi_write_char(writer, (char)va_arg(arguments, int));
    } else if (*at == 'd') {
      spi_write_i64(writer, va_arg(arguments, int32_t));
    } else if (*at == 'u') {
      spi_write_padded(writer, va_arg(arguments, uint32_t), 1);
    } else if (*at == 'D') {
      spi_write_i64(writer, va_arg(arguments, int64_t));
    } else if (*at == '%') {
      spi_write_char(writer, '%');
    } else {
      return;
    }
  }
}

static int least(int a, int b, int c) {
  int m = a < b ? a : b;
  return m < c ? m : c;
}

int spi_write_choice(spi_writer *writer, const char *word, int is_first) {
  static const char more[] = ", ...";
  const char *comma = is_first ? "" : ", ";
  size_t needed = strlen(comma) + strlen(word);
  if (writer->on == NULL && writer->length + needed + sizeof more > writer->capacity) {
    spi_write_text(writer, more + (is_first ? 2 : 0));
    return 0;
  }
  spi_write_format(writer, "%s%s", comma, word);
  return 1;
}

int spi_edit_distance(spi_slice a, spi_slice b, int limit) {
  enum { LONGEST = 64 };
  if (a.length > LONGEST || b.length > LONGEST) {
    return spi_slice_equal(a, b) ? 0 : limit + 1;
  }
  int rows[3][LONGEST + 1];
  int *before = rows[0];
  int *above = rows[1];
  int *row = rows[2];
  for (size_t j = 0; j <= b.length; j++) {
    above[j] = (int)j;
    before[j] = 0;
  }
  for (size_t i = 1; i <= a.length; i++) {
    row[0] = (int)i;
    for (size_t j = 1; j <= b.length; j++) {
      int cost = a.data[i - 1] == b.data[j - 1] ? 0 : 1;
      row[j] = least(above[j] + 1, row[j - 1] + 1, above[j - 1] + cost);
      if (i > 1 && j > 1 && a.data[i - 1] == b.data[j - 2] && a.data[i - 2] == b.data[j - 1] &&
          before[j - 2] + 1 < row[j]) {
        row[j] = before[j - 2] + 1;
      }
    }
    int *spare = before;
    before = above;
    above = row;
    row = spare;
  }
  int distance = above[b.length];
  return distance > limit ? limit + 1 : distance;
}
