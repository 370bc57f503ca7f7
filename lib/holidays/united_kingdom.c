/* SPDX-License-Identifier: MIT */
#include "holidays/sets.h"

/*
 * Bank holidays: Banking and Financial Dealings Act 1971, schedule 1, and the
 * proclamations under its section 1, as listed at www.gov.uk/bank-holidays.
 * Christmas Day and Good Friday are holidays by common law in England and
 * Northern Ireland. A day at the weekend has a substitute instead of it, by the
 * schedule (26 and 27 December, 2 and 3 January) or by proclamation; the Act of
 * Northern Ireland's St Patrick's Day is the Bank Holiday (Ireland) Act 1903.
 */

/* Proclaimed every year since 1978: the first Monday in May. Moved to Victory in
 * Europe Day in 1995 and 2020 (proclamations; in Scotland by its ministers). */
#define EARLY_MAY                                                                                  \
  {.name = "Early May bank holiday", SPI_NTH(1, SPOL_MONDAY, 5), .to = 1994},                      \
      {.name = "Early May bank holiday", SPI_ONCE(19950508)},                                      \
      {.name = "Early May bank holiday", SPI_NTH(1, SPOL_MONDAY, 5), .from = 1996, .to = 2019},    \
      {.name = "Early May bank holiday (VE day)", SPI_ONCE(20200508)}, {                           \
    .name = "Early May bank holiday", SPI_NTH(1, SPOL_MONDAY, 5), .from = 2021                     \
  }

/* The last Monday in May (schedule 1; in Scotland proclaimed every year), moved
 * for the jubilees of 2002, 2012 and 2022. */
#define SPRING                                                                                     \
  {.name = "Spring bank holiday", SPI_NTH(-1, SPOL_MONDAY, 5), .to = 2001},                        \
      {.name = "Spring bank holiday", SPI_ONCE(20020604)},                                         \
      {.name = "Spring bank holiday", SPI_NTH(-1, SPOL_MONDAY, 5), .from = 2003, .to = 2011},      \
      {.name = "Spring bank holiday", SPI_ONCE(20120604)},                                         \
      {.name = "Spring bank holiday", SPI_NTH(-1, SPOL_MONDAY, 5), .from = 2013, .to = 2021},      \
      {.name = "Spring bank holiday", SPI_ONCE(20220602)}, {                                       \
    .name = "Spring bank holiday", SPI_NTH(-1, SPOL_MONDAY, 5), .from = 2023                       \
  }

/* Single days, each by proclamation under section 1(3). */
#define PROCLAIMED                                                                                 \
  {.name = "Millennium holiday", SPI_ONCE(19991231)},                                              \
      {.name = "Golden Jubilee bank holiday", SPI_ONCE(20020603)},                                 \
      {.name = "Royal wedding", SPI_ONCE(20110429)},                                               \
      {.name = "Queen's Diamond Jubilee", SPI_ONCE(20120605)},                                     \
      {.name = "Platinum Jubilee bank holiday", SPI_ONCE(20220603)},                               \
      {.name = "Bank Holiday for the State Funeral of Queen Elizabeth II", SPI_ONCE(20220919)}, {  \
    .name = "Bank holiday for the coronation of King Charles III", SPI_ONCE(20230508)              \
  }

#define CHRISTMAS                                                                                  \
  {.name = "Christmas Day", SPI_ON(12, 25), SPI_INSTEAD}, {                                        \
    .name = "Boxing Day", SPI_ON(12, 26), SPI_INSTEAD                                              \
  }

#define NEW_YEAR                                                                                   \
  { .name = "New Year's Day", SPI_ON(1, 1), SPI_INSTEAD }
#define GOOD_FRIDAY                                                                                \
  { .name = "Good Friday", SPI_EASTER(-2) }
#define EASTER_MONDAY                                                                              \
  { .name = "Easter Monday", SPI_EASTER(1) }
#define SUMMER                                                                                     \
  { .name = "Summer bank holiday", SPI_NTH(-1, SPOL_MONDAY, 8) }

static const spi_set_rule england[] = {
    NEW_YEAR, GOOD_FRIDAY, EASTER_MONDAY, EARLY_MAY, SPRING, SUMMER, CHRISTMAS, PROCLAIMED,
};

static const spi_set_rule scotland[] = {
    NEW_YEAR,
    /* Schedule 1, paragraph 2. */
    {.name = "2nd January", SPI_ON(1, 2), SPI_INSTEAD},
    GOOD_FRIDAY,
    EARLY_MAY,
    SPRING,
    {.name = "Summer bank holiday", SPI_NTH(1, SPOL_MONDAY, 8)},
    /* St Andrew's Day Bank Holiday (Scotland) Act 2007: in force from January
     * 2007, so first kept that November. */
    {.name = "St Andrew's Day", SPI_ON(11, 30), SPI_INSTEAD, .from = 2007},
    CHRISTMAS,
    PROCLAIMED,
    /* Proclamation of 4 February 2026, for Scotland alone. */
    {.name = "World Cup bank holiday", SPI_ONCE(20260615)},
};

static const spi_set_rule northern_ireland[] = {
    NEW_YEAR,
    {.name = "St Patrick's Day", SPI_ON(3, 17), SPI_INSTEAD},
    GOOD_FRIDAY,
    EASTER_MONDAY,
    EARLY_MAY,
    SPRING,
    /* Proclaimed every year by the Secretary of State. */
    {.name = "Battle of the Boyne (Orangemen's Day)", SPI_ON(7, 12), SPI_INSTEAD},
    SUMMER,
    CHRISTMAS,
    PROCLAIMED,
};

const spi_named_set spi_gb_eng = {
    .name = "gb-eng",
    .title = "England and Wales, bank holidays",
    .source = "Banking and Financial Dealings Act 1971 and proclamations; gov.uk/bank-holidays",
    .first_year = 2000,
    SPI_RULES(england),
};

const spi_named_set spi_gb_sct = {
    .name = "gb-sct",
    .title = "Scotland, bank holidays",
    .source = "Banking and Financial Dealings Act 1971 and proclamations; St Andrew's Day Bank "
              "Holiday (Scotland) Act 2007; gov.uk/bank-holidays",
    .first_year = 2000,
    SPI_RULES(scotland),
};

const spi_named_set spi_gb_nir = {
    .name = "gb-nir",
    .title = "Northern Ireland, bank holidays",
    .source = "Banking and Financial Dealings Act 1971 and proclamations; Bank Holiday (Ireland) "
              "Act 1903; gov.uk/bank-holidays",
    .first_year = 2000,
    SPI_RULES(northern_ireland),
};
