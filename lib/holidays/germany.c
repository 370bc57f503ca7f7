/* SPDX-License-Identifier: MIT */
#include "holidays/sets.h"

/* Bavaria: Gesetz ueber den Schutz der Sonn- und Feiertage (FTG), article 1. */
#define STATEWIDE                                                                                  \
  {.name = "Neujahr", SPI_ON(1, 1)}, {.name = "Heilige Drei K\xC3\xB6nige", SPI_ON(1, 6)},         \
      {.name = "Karfreitag", SPI_EASTER(-2)}, {.name = "Ostermontag", SPI_EASTER(1)},              \
      {.name = "Erster Mai", SPI_ON(5, 1)}, {.name = "Christi Himmelfahrt", SPI_EASTER(39)},       \
      {.name = "Pfingstmontag", SPI_EASTER(50)}, {.name = "Fronleichnam", SPI_EASTER(60)},         \
      {.name = "Tag der Deutschen Einheit", SPI_ON(10, 3)},                                        \
      {.name = "Allerheiligen", SPI_ON(11, 1)}, {.name = "Erster Weihnachtstag", SPI_ON(12, 25)},  \
      {.name = "Zweiter Weihnachtstag",                                                            \
       SPI_ON(12, 26)}, /* 500 years of the Reformation: a holiday of 2017 alone. */               \
  {                                                                                                \
    .name = "Reformationstag", SPI_ONCE(20171031)                                                  \
  }

/* Article 1(1) no. 1: what is a holiday in the whole of Bavaria. */
static const spi_set_rule bavaria[] = {STATEWIDE};

/* Article 1(1) no. 2: and in places with more Catholic inhabitants than
 * Protestant ones, which are most (Munich, Regensburg; not Nuremberg). */
static const spi_set_rule catholic_bavaria[] = {
    STATEWIDE,
    {.name = "Mari\xC3\xA4 Himmelfahrt", SPI_ON(8, 15)},
};

const spi_named_set spi_de_by = {
    .name = "de-by",
    .title = "Germany, Bavaria, holidays of the whole state",
    .source = "Feiertagsgesetz (FTG), article 1(1) no. 1",
    .first_year = 2000,
    SPI_RULES(bavaria),
};

const spi_named_set spi_de_by_catholic = {
    .name = "de-by-catholic",
    .title = "Germany, Bavaria, holidays of mostly Catholic places such as Munich",
    .source = "Feiertagsgesetz (FTG), article 1(1) no. 1 and 2",
    .first_year = 2000,
    SPI_RULES(catholic_bavaria),
};
