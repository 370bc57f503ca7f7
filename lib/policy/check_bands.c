/* SPDX-License-Identifier: MIT */
/* Rows that cut one number into bands: two of them share some values, and neither
 * lies in the other (section 3 of the language: `below` beside `at_least`). */
#include "policy/check.h"

#include "policy/number.h"

enum { MOST_ROWS = 1000, MOST_LEAVES = 32 };

/* A row that says: the fact lies in [from, to], and what else must hold. */
typedef struct band {
  uint32_t fact; /* SPI_NONE: the row is no band */
  int64_t from;
  int64_t to;
  uint32_t others[MOST_LEAVES];
  uint32_t other_count;
} band;

static int is_bound(const spi_check *check, const spi_node *node) {
  if (node->op != SPI_OP_FACT || node->compare == SPI_EQUAL) {
    return 0;
  }
  int32_t type = check->policy->facts[node->subject].type;
  return type == SPOL_FACT_NUMBER || type == SPOL_FACT_DATE || type == SPOL_FACT_INSTANT;
}

static void narrow(band *row, const spi_node *node) {
  int64_t value = node->value;
  switch (node->compare) {
  case SPI_LESS:
    value = value > INT64_MIN ? value - 1 : value;
    row->to = value < row->to ? value : row->to;
    break;
  case SPI_AT_MOST:
    row->to = value < row->to ? value : row->to;
    break;
  case SPI_MORE:
    value = value < INT64_MAX ? value + 1 : value;
    row->from = value > row->from ? value : row->from;
    break;
  default:
    row->from = value > row->from ? value : row->from;
    break;
  }
}

/* Reads a condition that is one band and simple comparisons, all of which hold. */
static band read_band(const spi_check *check, uint32_t when) {
  band row = {.fact = SPI_NONE, .from = INT64_MIN, .to = INT64_MAX};
  if (when == SPI_ALWAYS) {
    return row;
  }
  uint32_t end = check->version->nodes[when].next;
  for (uint32_t at = when; at < end; at++) {
    const spi_node *node = &check->version->nodes[at];
    if (node->op == SPI_OP_ALL) {
      continue;
    }
    if (is_bound(check, node) && (row.fact == SPI_NONE || row.fact == node->subject)) {
      row.fact = node->subject;
      narrow(&row, node);
    } else if (node->op == SPI_OP_ANY || node->op == SPI_OP_NOT || row.other_count == MOST_LEAVES) {
      row.fact = SPI_NONE;
      return row;
    } else {
      row.others[row.other_count++] = at;
    }
  }
  return row;
}

static int same_node(const spi_version *version, const spi_node *a, const spi_node *b) {
  if (a->op != b->op || a->compare != b->compare || a->subject != b->subject ||
      a->value != b->value || a->operand.count != b->operand.count) {
    return 0;
  }
  if (a->op != SPI_OP_FACT_IN) {
    return a->operand.first == b->operand.first;
  }
  for (uint32_t i = 0; i < a->operand.count; i++) {
    if (version->values[a->operand.first + i] != version->values[b->operand.first + i]) {
      return 0;
    }
  }
  return 1;
}

static int same_others(const spi_version *version, const band *a, const band *b) {
  if (a->other_count != b->other_count) {
    return 0;
  }
  for (uint32_t i = 0; i < a->other_count; i++) {
    if (!same_node(version, &version->nodes[a->others[i]], &version->nodes[b->others[i]])) {
      return 0;
    }
  }
  return 1;
}

/* 1 if each has values that the other lacks, and they share some. */
static int cross(const band *a, const band *b) {
  int share = a->from <= b->to && b->from <= a->to;
  int a_inside = a->from >= b->from && a->to <= b->to;
  int b_inside = b->from >= a->from && b->to <= a->to;
  return share && !a_inside && !b_inside;
}

static void write_value(const spi_check *check, spi_writer *writer, uint32_t fact, int64_t value) {
  char text[SPOL_TIME_TEXT_MAX] = "?";
  switch (check->policy->facts[fact].type) {
  case SPOL_FACT_NUMBER:
    spi_number_write(writer, value);
    return;
  case SPOL_FACT_DATE:
    (void)!spol_date_format((spol_date)value, text);
    break;
  default:
    (void)!spol_instant_format(value, text);
    break;
  }
  spi_write_text(writer, text);
}

static void report(spi_check *check, const spi_check_row *rows, uint32_t first, uint32_t second,
                   const band *bands) {
  const band *a = &bands[first];
  const band *b = &bands[second];
  char text[64];
  spi_writer writer = spi_writer_on(text, sizeof text);
  write_value(check, &writer, a->fact, a->from > b->from ? a->from : b->from);
  spi_check_report(check, SPOL_DIAG_BANDS, rows[second].place,
                   "one of two neighbours says `below`, the other `at_least`",
                   "the bands of `%s` overlap: %s lies here and in that of line %u",
                   spi_check_name(check, SPOL_NAME_FACT, a->fact + 1), text,
                   rows[first].place->line);
}

void spi_check_bands(spi_check *check, const spi_check_row *rows, uint32_t count) {
  if (count < 2 || count > MOST_ROWS || check->fatal != SPOL_OK) {
    return;
  }
  band *bands = spi_alloc_array(check->allocator, count, sizeof *bands);
  if (bands == NULL) {
    check->fatal = SPOL_E_MEMORY;
    return;
  }
  for (uint32_t i = 0; i < count; i++) {
    bands[i] = read_band(check, rows[i].when);
  }
  for (uint32_t i = 1; i < count; i++) {
    for (uint32_t j = 0; j < i; j++) {
      if (bands[i].fact != SPI_NONE && bands[i].fact == bands[j].fact &&
          rows[i].reason == rows[j].reason && same_others(check->version, &bands[i], &bands[j]) &&
          cross(&bands[i], &bands[j])) {
        report(check, rows, j, i, bands);
        break;
      }
    }
  }
  spi_free_array(check->allocator, bands, count, sizeof *bands);
}
