/* SPDX-License-Identifier: MIT */
/** JSON on a stream, piece by piece: what a few lines of output need. */
#ifndef SUPPORTPOLICY_TOOLS_JSON_OUT_H
#define SUPPORTPOLICY_TOOLS_JSON_OUT_H

#include "command.h"

/** Where in an object or array the next piece goes. */
typedef struct json_out {
  FILE *stream;
  int begun; /**< a comma comes before the next */
} json_out;

void json_open(json_out *out, const char *key, char bracket);
void json_close(json_out *out, char bracket);
/** A member, or with key NULL an item. A NULL text is null. */
void json_text(json_out *out, const char *key, const char *text);
void json_number(json_out *out, const char *key, long long value);
void json_flag(json_out *out, const char *key, int value);
/** RFC 3339 in a zone (NULL: UTC); SPOL_INSTANT_NONE is null. */
void json_instant(json_out *out, const char *key, const spol_zone *zone, spol_instant at);
void json_date(json_out *out, const char *key, spol_date date);

#endif
