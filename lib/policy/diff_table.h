/* SPDX-License-Identifier: MIT */
/** The combinations of facts for which two versions of a metric are compared. */
#ifndef SPI_POLICY_DIFF_TABLE_H
#define SPI_POLICY_DIFF_TABLE_H

#include "policy/diff.h"

enum { SPI_DIMENSIONS_MAX = 64, SPI_VALUES_MAX = 4096, SPI_INSIDE_MAX = 8 };
enum { SPI_TABLE_NO = 0, SPI_TABLE_YES = 1, SPI_TABLE_UNDECIDED = 2 };
enum { SPI_ABOUT_FACT = 1, SPI_ABOUT_SEVERITY = 2, SPI_ABOUT_INSIDE = 3 };

/* One value, as each side has it; 0 where a side lacks the name. */
typedef struct spi_table_item {
  int64_t of[2];
  const char *name;
  uint8_t unknown;
} spi_table_item;

typedef struct spi_dimension {
  int32_t kind;
  int32_t type;
  uint8_t many;
  uint8_t may_be_unknown;
  uint32_t fact[2]; /* SPI_NONE: that side does not know it */
  const char *name;
  const spol_calendar *calendar;
  uint32_t side;   /* INSIDE: whose */
  uint32_t moment; /* INSIDE: its index there */
  spi_vector values;
  uint32_t at;
} spi_dimension;

/* What a combination came to, so that equal ones are compared once. */
typedef struct spi_outcome {
  uint32_t row[2];
  uint32_t rank[2]; /* where the severity is derived */
  uint32_t target[2];
  const spol_calendar *calendar[2];
  uint64_t hours;  /* bits: the opening is compared inside or outside of these alone */
  uint64_t inside; /* bits: inside */
  spi_compared compared;
} spi_outcome;

typedef struct spi_table {
  spi_differ *differ;
  const char *name;
  const spi_metric *metric[2];
  uint8_t derived; /* 1: the severity is what the levels give for the facts */
  spi_dimension dimensions[SPI_DIMENSIONS_MAX];
  uint32_t count;
  const char *unsupported;
  spi_vector outcomes;
  size_t first_item;
  spol_status status;
} spi_table;

/** Adds a value of a dimension, once. */
void spi_table_push(spi_table *all, spi_dimension *to, spi_table_item added);
/** Makes the dimensions of all that a condition of a side names. */
void spi_table_need_condition(spi_table *all, uint32_t side, uint32_t when);
/** Makes the dimensions of all that a side's rows name. */
void spi_table_need_rows(spi_table *all, uint32_t side);
/** The target until one is agreed, or the target itself. */
uint32_t spi_table_agreed(const spi_version *version, uint32_t index);
/** The value that a dimension has in the combination at hand. */
const spi_table_item *spi_table_value(const spi_dimension *of);
/** Whether a condition holds there: SPI_TABLE_NO, YES or UNDECIDED. */
int spi_table_holds(const spi_table *all, uint32_t side, uint32_t when);
/** What the levels and limits give there: a rank, 0 for none. @return 1, or 0 where a
 *  fact is missing */
int spi_table_derived(const spi_table *all, uint32_t side, uint32_t *rank);
/** Makes the dimensions of all that a side's levels and limits name. */
void spi_table_need_levels(spi_table *all, uint32_t side);
/** Goes on to the next combination; 0 after the last. */
int spi_table_next(spi_table *all);
/** Gives each dimension a value, and says in `unsupported` if there are too many. */
void spi_table_begin(spi_table *all);
/** Frees the dimensions' values. */
void spi_table_end(spi_table *all);
/** The row that decides there, and what it aims at. */
uint32_t spi_table_look_up(const spi_table *all, uint32_t side, spi_aimed *out);

#endif
