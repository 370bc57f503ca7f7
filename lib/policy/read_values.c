/* SPDX-License-Identifier: MIT */
/* Values of a policy file: numbers, shares, dates, times, durations. */
#include <string.h>

#include "base/error.h"
#include "civil/clock.h"
#include "policy/number.h"
#include "policy/reader.h"

/* Reports what a parser of civil text found wrong, at its place in the value. */
static int refuse(spi_reader *reader, const spi_text_item *item, uint32_t code,
                  const spol_error *error) {
  return spi_reader_report(reader, error->status, code, &item->place, error->hint, "\"%S\": %s",
                           item->node->text, error->message);
}

int spi_read_int(spi_reader *reader, const spi_text_item *item, int64_t least, int64_t most,
                 int64_t *out) {
  spi_slice text;
  *out = least;
  if (!spi_read_text(reader, item, &text)) {
    return 0;
  }
  spol_error error = SPOL_ERROR_INIT;
  int64_t millionths = 0;
  if (spi_number_parse(text.data, text.length, &millionths, &error) != SPOL_OK) {
    return refuse(reader, item, SPOL_DIAG_INVALID_NUMBER, &error);
  }
  if (millionths % SPOL_NUMBER_ONE != 0) {
    return spi_reader_report(reader, SPOL_E_SEMANTIC, SPOL_DIAG_INVALID_NUMBER, &item->place, NULL,
                             "\"%S\" is not a whole number", text);
  }
  int64_t value = millionths / SPOL_NUMBER_ONE;
  if (value < least || value > most) {
    return spi_reader_report(reader, SPOL_E_SEMANTIC, SPOL_DIAG_VALUE_OUT_OF_RANGE, &item->place,
                             NULL, "%D is outside %D to %D", value, least, most);
  }
  *out = value;
  return 1;
}

int spi_read_number(spi_reader *reader, const spi_text_item *item, int64_t *out) {
  spi_slice text;
  *out = 0;
  if (!spi_read_text(reader, item, &text)) {
    return 0;
  }
  spol_error error = SPOL_ERROR_INIT;
  if (spi_number_parse(text.data, text.length, out, &error) != SPOL_OK) {
    return refuse(reader, item, SPOL_DIAG_INVALID_NUMBER, &error);
  }
  return 1;
}

int spi_read_percent(spi_reader *reader, const spi_text_item *item, int64_t *out) {
  spi_slice text;
  *out = 0;
  if (!spi_read_text(reader, item, &text)) {
    return 0;
  }
  spol_error error = SPOL_ERROR_INIT;
  int64_t percent = 0;
  size_t length = text.length;
  int marked = length > 1 && text.data[length - 1] == '%';
  length -= marked ? 1 : 0;
  while (marked && length > 0 && text.data[length - 1] == ' ') {
    length--;
  }
  if (!marked || spi_number_parse(text.data, length, &percent, &error) != SPOL_OK || percent < 0 ||
      percent % 100 != 0 || percent > 100000 * SPOL_NUMBER_ONE) {
    return spi_reader_report(reader, SPOL_E_SEMANTIC, SPOL_DIAG_INVALID_SHARE, &item->place,
                             "write it as 50% or 150%", "\"%S\" is not a share", text);
  }
  *out = percent / 100;
  return 1;
}

int spi_read_date(spi_reader *reader, const spi_text_item *item, spol_date *out) {
  spi_slice text;
  *out = 0;
  if (!spi_read_text(reader, item, &text)) {
    return 0;
  }
  spol_error error = SPOL_ERROR_INIT;
  if (spol_date_parse(text.data, text.length, out, &error) != SPOL_OK) {
    return refuse(reader, item, SPOL_DIAG_INVALID_DATE, &error);
  }
  return 1;
}

int spi_read_clock(spi_reader *reader, const spi_text_item *item, int32_t last, int32_t *out) {
  spi_slice text;
  *out = 0;
  if (!spi_read_text(reader, item, &text)) {
    return 0;
  }
  spol_error error = SPOL_ERROR_INIT;
  if (spi_clock_parse(text.data, text.length, last, out, &error) != SPOL_OK) {
    return refuse(reader, item, SPOL_DIAG_INVALID_TIME_OF_DAY, &error);
  }
  return 1;
}

int spi_read_duration(spi_reader *reader, const spi_text_item *item, spol_duration *out) {
  spi_slice text;
  *out = 0;
  if (!spi_read_text(reader, item, &text)) {
    return 0;
  }
  spol_error error = SPOL_ERROR_INIT;
  if (spol_duration_parse(text.data, text.length, out, &error) != SPOL_OK) {
    return refuse(reader, item, SPOL_DIAG_INVALID_DURATION, &error);
  }
  return 1;
}

/* ---- Damaged values ------------------------------------------------------------------------- */

/* 24-Jul, Jul-24: digits and dashes around the name of a month. */
static int looks_damaged(spi_slice text) {
  static const char months[] = "JanFebMarAprMayJunJulAugSepOctNovDec";
  size_t letters = 0;
  size_t digits = 0;
  const char *name = NULL;
  for (size_t i = 0; i < text.length; i++) {
    char c = text.data[i];
    if (c >= '0' && c <= '9') {
      digits++;
    } else if (c != '-') {
      name = letters++ == 0 ? text.data + i : name;
    }
  }
  for (size_t i = 0; letters == 3 && digits > 0 && i < sizeof months - 1; i += 3) {
    if (memcmp(name, months + i, 3) == 0) {
      return 1;
    }
  }
  return 0;
}

int spi_refuse_damaged(spi_reader *reader, const spi_text_item *item) {
  if (item->node->kind != SPI_TEXT_SCALAR || !looks_damaged(item->node->text)) {
    return 0;
  }
  spi_reader_report(reader, SPOL_E_SEMANTIC, SPOL_DIAG_DAMAGED_VALUE, &item->place,
                    "a spreadsheet may have turned 24/7 into a date: write what was meant",
                    "\"%S\" looks damaged", item->node->text);
  return 1;
}
