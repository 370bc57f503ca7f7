/* SPDX-License-Identifier: MIT */
#include "base/error.h"

#include <string.h>

/* A caller built against an older header has a smaller struct: none is yet. */
static int usable(const spol_error *error) {
  return error != NULL && error->size >= sizeof(spol_error);
}

void spi_error_write(spol_error *error, spol_status status, const char *format, ...) {
  if (!usable(error)) {
    return;
  }
  uint32_t size = error->size;
  memset(error, 0, sizeof *error);
  error->size = size;
  error->status = status;
  spi_writer writer = spi_writer_on(error->message, sizeof error->message);
  va_list arguments;
  va_start(arguments, format);
  spi_write_vformat(&writer, format, arguments);
  va_end(arguments);
}

void spi_error_hint(spol_error *error, const char *format, ...) {
  if (!usable(error)) {
    return;
  }
  spi_writer writer = spi_writer_on(error->hint, sizeof error->hint);
  va_list arguments;
  va_start(arguments, format);
  spi_write_vformat(&writer, format, arguments);
  va_end(arguments);
}

void spi_error_offset(spol_error *error, uint64_t offset) {
  if (usable(error)) {
    error->offset = offset;
  }
}

void spi_error_place(spol_error *error, const char *text, size_t length, uint64_t offset) {
  if (!usable(error)) {
    return;
  }
  error->offset = offset;
  error->line = 1;
  error->column = 1;
  for (size_t i = 0; i < length && i < offset; i++) {
    unsigned char c = (unsigned char)text[i];
    int line_end = c == '\n' || (c == '\r' && !(i + 1 < length && text[i + 1] == '\n'));
    if (line_end) {
      error->line++;
      error->column = 1;
    } else if ((c & 0xC0U) != 0x80U && c != '\r') {
      error->column++;
    }
  }
}
