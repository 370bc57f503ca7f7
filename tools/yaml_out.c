/* SPDX-License-Identifier: MIT */
#include "yaml_out.h"

void yaml_quoted(FILE *stream, const char *text, size_t length) {
  fputc('"', stream);
  for (size_t i = 0; i < length; i++) {
    unsigned char byte = (unsigned char)text[i];
    if (byte == '\n') {
      fputs("\\n", stream);
    } else if (byte < 0x20 || byte == 0x7F) {
      fprintf(stream, "\\x%02X", (unsigned)byte);
    } else {
      fprintf(stream, "%s%c", byte == '"' || byte == '\\' ? "\\" : "", byte);
    }
  }
  fputc('"', stream);
}
