/* SPDX-License-Identifier: MIT */
#include "json_out.h"

static void put_text(FILE *stream, const char *text) {
  fputc('"', stream);
  for (const unsigned char *at = (const unsigned char *)text; *at != '\0'; at++) {
    if (*at == '"' || *at == '\\') {
      fputc('\\', stream);
    }
    if (*at < 0x20 || *at == 0x7F) {
      fprintf(stream, "\\u%04x", (unsigned)*at);
    } else {
      fputc(*at, stream);
    }
  }
  fputc('"', stream);
}

static void begin(json_out *out, const char *key) {
  if (out->begun) {
    fputc(',', out->stream);
  }
  out->begun = 1;
  if (key != NULL) {
    put_text(out->stream, key);
    fputc(':', out->stream);
  }
}

void json_open(json_out *out, const char *key, char bracket) {
  begin(out, key);
  fputc(bracket, out->stream);
  out->begun = 0;
}

void json_close(json_out *out, char bracket) {
  fputc(bracket, out->stream);
  out->begun = 1;
}

void json_text(json_out *out, const char *key, const char *text) {
  begin(out, key);
  if (text == NULL) {
    fputs("null", out->stream);
  } else {
    put_text(out->stream, text);
  }
}

void json_number(json_out *out, const char *key, long long value) {
  begin(out, key);
  fprintf(out->stream, "%lld", value);
}

void json_flag(json_out *out, const char *key, int value) {
  begin(out, key);
  fputs(value ? "true" : "false", out->stream);
}

void json_instant(json_out *out, const char *key, const spol_zone *zone, spol_instant at) {
  char text[SPOL_TIME_TEXT_MAX];
  spol_status status = SPOL_E_RANGE;
  if (at != SPOL_INSTANT_NONE) {
    status =
        zone != NULL ? spol_zone_format_instant(zone, at, text) : spol_instant_format(at, text);
  }
  json_text(out, key, status == SPOL_OK ? text : NULL);
}

void json_date(json_out *out, const char *key, spol_date date) {
  char text[SPOL_TIME_TEXT_MAX];
  json_text(out, key, spol_date_format(date, text) == SPOL_OK ? text : NULL);
}
