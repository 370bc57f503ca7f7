/* SPDX-License-Identifier: MIT */
#include "holidays/sets.h"

/* Public Holidays Act 2010 (New South Wales), section 4, in force as it stands
 * since 31 December 2011; orders under section 5. The bank holiday of August is
 * for banks alone and not in the set. */
static const spi_set_rule new_south_wales[] = {
    /* 4(a), (j), (k): an additional day on the Monday, or on the Tuesday where
     * the other of two days takes the Monday. */
    {.name = "New Year's Day", SPI_ON(1, 1), SPI_IN_ADDITION},
    /* 4(b): no holiday on the weekend day, the following Monday instead. */
    {.name = "Australia Day", SPI_ON(1, 26), SPI_INSTEAD},
    {.name = "Good Friday", SPI_EASTER(-2)},
    {.name = "Easter Saturday", SPI_EASTER(-1)},
    {.name = "Easter Sunday", SPI_EASTER(0)},
    {.name = "Easter Monday", SPI_EASTER(1)},
    /* 4(g): 25 April, whatever the weekday. */
    {.name = "Anzac Day", SPI_ON(4, 25)},
    /* Public Holidays Amendment (Anzac Day) Order 2026. */
    {.name = "Additional public holiday for Anzac Day", SPI_ONCE(20260427)},
    {.name = "Additional public holiday for Anzac Day", SPI_ONCE(20270426)},
    {.name = "Queen's Birthday", SPI_NTH(2, SPOL_MONDAY, 6), .to = 2022},
    {.name = "King's Birthday", SPI_NTH(2, SPOL_MONDAY, 6), .from = 2023},
    {.name = "Labour Day", SPI_NTH(1, SPOL_MONDAY, 10)},
    {.name = "Christmas Day", SPI_ON(12, 25), SPI_IN_ADDITION},
    {.name = "Boxing Day", SPI_ON(12, 26), SPI_IN_ADDITION},
    /* Order under section 5. */
    {.name = "National Day of Mourning for Queen Elizabeth II", SPI_ONCE(20220922)},
};

const spi_named_set spi_au_nsw = {
    .name = "au-nsw",
    .title = "Australia, New South Wales, public holidays",
    .source = "Public Holidays Act 2010 (NSW), sections 4 and 5",
    .first_year = 2012,
    SPI_RULES(new_south_wales),
};
