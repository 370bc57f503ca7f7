/* SPDX-License-Identifier: MIT */
#include "holidays/sets.h"

/* 5 U.S.C. 6103(a) names the days. 6103(b)(1): instead of a Saturday the Friday
 * before; Executive Order 11582, section 3: instead of a Sunday the Monday
 * after. Inauguration Day (6103(c)) is kept around Washington, D.C. alone and is
 * not in the set; neither are days closed by a single executive order. */
static const spi_set_rule rules[] = {
    {.name = "New Year's Day", SPI_ON(1, 1), SPI_NEAREST},
    /* Public Law 98-144, from 1986. */
    {.name = "Birthday of Martin Luther King, Jr.", SPI_NTH(3, SPOL_MONDAY, 1), .from = 1986},
    {.name = "Washington's Birthday", SPI_NTH(3, SPOL_MONDAY, 2)},
    {.name = "Memorial Day", SPI_NTH(-1, SPOL_MONDAY, 5)},
    /* Public Law 117-17 of 17 June 2021; that year's Saturday was kept on 18 June. */
    {.name = "Juneteenth National Independence Day", SPI_ON(6, 19), SPI_NEAREST, .from = 2021},
    {.name = "Independence Day", SPI_ON(7, 4), SPI_NEAREST},
    {.name = "Labor Day", SPI_NTH(1, SPOL_MONDAY, 9)},
    {.name = "Columbus Day", SPI_NTH(2, SPOL_MONDAY, 10)},
    {.name = "Veterans Day", SPI_ON(11, 11), SPI_NEAREST},
    {.name = "Thanksgiving Day", SPI_NTH(4, SPOL_THURSDAY, 11)},
    {.name = "Christmas Day", SPI_ON(12, 25), SPI_NEAREST},
};

const spi_named_set spi_us_federal = {
    .name = "us-federal",
    .title = "United States, federal holidays",
    .source = "5 U.S.C. 6103; Executive Order 11582",
    .first_year = 2000,
    SPI_RULES(rules),
};
