/* SPDX-License-Identifier: MIT */
#include "holidays/sets.h"

/* Code du travail, article L3133-1 (L222-1 until 2008): eleven days, none moved.
 * Whit Monday stayed one from 2005 to 2007, when the law of 30 June 2004 made it
 * the usual day of solidarity: a holiday on which many worked. The two days more
 * of Alsace and Moselle are not in the set. */
static const spi_set_rule rules[] = {
    {.name = "Jour de l'an", SPI_ON(1, 1)},
    {.name = "Lundi de P\xC3\xA2ques", SPI_EASTER(1)},
    {.name = "F\xC3\xAAte du Travail", SPI_ON(5, 1)},
    {.name = "Victoire 1945", SPI_ON(5, 8)},
    {.name = "Ascension", SPI_EASTER(39)},
    {.name = "Lundi de Pentec\xC3\xB4te", SPI_EASTER(50)},
    {.name = "F\xC3\xAAte nationale", SPI_ON(7, 14)},
    {.name = "Assomption", SPI_ON(8, 15)},
    {.name = "Toussaint", SPI_ON(11, 1)},
    {.name = "Armistice 1918", SPI_ON(11, 11)},
    {.name = "No\xC3\xABl", SPI_ON(12, 25)},
};

const spi_named_set spi_fr = {
    .name = "fr",
    .title = "France, legal holidays",
    .source = "Code du travail, article L3133-1",
    .first_year = 2000,
    SPI_RULES(rules),
};
