/* SPDX-License-Identifier: MIT */
#include "text/scalar.h"

#include <string.h>

#include "text/bytes.h"

static int is_digit(char c) {
  return c >= '0' && c <= '9';
}

static char lower(char c) {
  return c >= 'A' && c <= 'Z' ? (char)(c + ('a' - 'A')) : c;
}

static int is_clean(spi_slice text) {
  uint32_t code = 0;
  return spi_bytes_check(text.data, text.length, &code) == text.length;
}

int spi_scalar_is_plain(spi_slice text) {
  if (text.length == 0 || !is_clean(text) ||
      strchr(" -?:,[]{}#&*!|>'\"%@`", text.data[0]) != NULL) {
    return 0;
  }
  if (text.data[text.length - 1] == ' ' || text.data[text.length - 1] == ':' ||
      (text.length >= 3 && memcmp(text.data, "...", 3) == 0)) {
    return 0;
  }
  for (size_t i = 0; i < text.length; i++) {
    char c = text.data[i];
    if (c == '\n' || c == '\r' || c == '\t' || (i > 0 && c == ' ' && text.data[i - 1] == ':') ||
        (i > 0 && c == '#' && text.data[i - 1] == ' ')) {
      return 0;
    }
  }
  return 1;
}

static int is_type_word(spi_slice text) {
  static const char *const words[] = {"null", "true", "false", "yes", "no", "on",
                                      "off",  "y",    "n",     "~",   "<<", "="};
  for (size_t i = 0; i < sizeof words / sizeof words[0]; i++) {
    size_t length = strlen(words[i]);
    size_t same = 0;
    while (same < length && same < text.length && lower(text.data[same]) == words[i][same]) {
      same++;
    }
    if (same == length && same == text.length) {
      return 1;
    }
  }
  return 0;
}

/* Numbers in every base, with exponents and of base 60, and timestamps: what
 * begins like one and has no other letters. A little more than there are. */
int spi_scalar_is_typed(spi_slice text) {
  if (text.length == 0 || is_type_word(text)) {
    return 1;
  }
  size_t at = text.data[0] == '+' || text.data[0] == '-';
  if (at == text.length || !(is_digit(text.data[at]) || text.data[at] == '.')) {
    return 0;
  }
  if (text.data[at] == '.') {
    return 1;
  }
  if (text.data[at] == '0' && at + 1 < text.length && strchr("xXoObB", text.data[at + 1]) != NULL) {
    return 1;
  }
  for (; at < text.length; at++) {
    if (!is_digit(text.data[at]) &&
        (text.data[at] == '\0' || strchr("_+-.:,eE tTzZ", text.data[at]) == NULL)) {
      return 0;
    }
  }
  return 1;
}

int spi_scalar_is_block(spi_slice text) {
  if (text.length < 2 || text.data[0] == ' ' || text.data[0] == '\n' ||
      memchr(text.data, '\n', text.length - 1) == NULL || !is_clean(text)) {
    return 0;
  }
  for (size_t i = 0; i < text.length; i++) {
    char c = text.data[i];
    int line_ends = i + 1 == text.length || text.data[i + 1] == '\n';
    if (c == '\r' || c == '\t' || (c == ' ' && line_ends)) {
      return 0;
    }
  }
  /* One line end at the end is kept by "|", none by "|-". */
  return !(text.data[text.length - 1] == '\n' && text.data[text.length - 2] == '\n');
}

int spi_scalar_is_json_word(spi_slice text) {
  if (spi_slice_is(text, "true") || spi_slice_is(text, "false") || spi_slice_is(text, "null")) {
    return 1;
  }
  size_t at = text.length > 0 && text.data[0] == '-';
  if (at == text.length || (text.data[at] == '0' && text.length > at + 1)) {
    return 0;
  }
  for (; at < text.length; at++) {
    if (!is_digit(text.data[at])) {
      return 0;
    }
  }
  return 1;
}

static void write_escape(spi_sink *sink, uint32_t code) {
  static const char hex[] = "0123456789abcdef";
  switch (code) {
  case '\n':
    spi_sink_text(sink, "\\n");
    return;
  case '\r':
    spi_sink_text(sink, "\\r");
    return;
  case '\t':
    spi_sink_text(sink, "\\t");
    return;
  case '"':
    spi_sink_text(sink, "\\\"");
    return;
  case '\\':
    spi_sink_text(sink, "\\\\");
    return;
  default:
    break;
  }
  /* What is not allowed as it is lies below U+10000. */
  const char escape[] = {
      '\\',           'u', hex[code >> 12 & 15U], hex[code >> 8 & 15U], hex[code >> 4 & 15U],
      hex[code & 15U]};
  spi_sink_bytes(sink, escape, sizeof escape);
}

/* 1 for the bytes of ASCII that stand for themselves. */
static int is_own(char c) {
  return c >= 0x20 && c < 0x7f && c != '"' && c != '\\';
}

static size_t own_run(spi_slice text, size_t at) {
  size_t from = at;
  while (at < text.length && is_own(text.data[at])) {
    at++;
  }
  return at - from;
}

size_t spi_scalar_quote_short(char out[SPI_SCALAR_SHORT + 2], spi_slice text) {
  if (text.length > SPI_SCALAR_SHORT) {
    return 0;
  }
  out[0] = '"';
  for (size_t i = 0; i < text.length; i++) {
    if (!is_own(text.data[i])) {
      return 0;
    }
    out[i + 1] = text.data[i];
  }
  out[text.length + 1] = '"';
  return text.length + 2;
}

void spi_scalar_write_escaped(spi_sink *sink, spi_slice text) {
  for (size_t at = 0; at < text.length;) {
    uint32_t code = 0;
    size_t run = own_run(text, at);
    if (run > 0) {
      spi_sink_bytes(sink, text.data + at, run);
      at += run;
      continue;
    }
    uint32_t size = spi_utf8_decode(text.data, text.length, at, &code);
    if (size == 0) {
      spi_sink_fail(sink, SPOL_E_INVALID);
      return;
    }
    if (code < 0x20 || code == '"' || code == '\\' || !spi_is_allowed(code)) {
      write_escape(sink, code);
    } else {
      spi_sink_bytes(sink, text.data + at, size);
    }
    at += size;
  }
}

void spi_scalar_write_quoted(spi_sink *sink, spi_slice text) {
  char quoted[SPI_SCALAR_SHORT + 2];
  size_t length = spi_scalar_quote_short(quoted, text);
  if (length > 0) {
    spi_sink_bytes(sink, quoted, length);
    return;
  }
  spi_sink_char(sink, '"');
  spi_scalar_write_escaped(sink, text);
  spi_sink_char(sink, '"');
}
