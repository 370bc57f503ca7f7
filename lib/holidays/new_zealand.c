/* SPDX-License-Identifier: MIT */
#include "holidays/sets.h"

enum { MONDAYS = 0x01, MONDAY_TO_FRIDAY = 0x1F };

/*
 * Holidays Act 2003, sections 44 to 45A, for those who do not work at weekends.
 * Section 45: New Year and Christmas go from Saturday to Monday, from Sunday to
 * Tuesday, which is the next free weekday. Section 45A (from 2014): Waitangi Day
 * and Anzac Day go to the following Monday, free or not (in 2038 Anzac Day and
 * Easter Monday are both on 26 April). Before 2014 they stayed where they fell.
 * Anniversary days of the provinces are not in the set.
 */
static const spi_set_rule rules[] = {
    {.name = "New Year's Day", SPI_ON(1, 1), SPI_INSTEAD},
    {.name = "Day after New Year's Day", SPI_ON(1, 2), SPI_INSTEAD},
    {.name = "Waitangi Day", SPI_ON(2, 6), .to = 2013},
    {.name = "Waitangi Day", SPI_WEEKDAYS_IN(2, 6, 6, MONDAY_TO_FRIDAY), .from = 2014},
    {.name = "Waitangi Day", SPI_WEEKDAYS_IN(2, 7, 8, MONDAYS), .from = 2014},
    {.name = "Good Friday", SPI_EASTER(-2)},
    {.name = "Easter Monday", SPI_EASTER(1)},
    {.name = "Anzac Day", SPI_ON(4, 25), .to = 2013},
    {.name = "Anzac Day", SPI_WEEKDAYS_IN(4, 25, 25, MONDAY_TO_FRIDAY), .from = 2014},
    {.name = "Anzac Day", SPI_WEEKDAYS_IN(4, 26, 27, MONDAYS), .from = 2014},
    {.name = "Queen's Birthday", SPI_NTH(1, SPOL_MONDAY, 6), .to = 2022},
    {.name = "King's Birthday", SPI_NTH(1, SPOL_MONDAY, 6), .from = 2023},
    {.name = "Labour Day", SPI_NTH(4, SPOL_MONDAY, 10)},
    {.name = "Christmas Day", SPI_ON(12, 25), SPI_INSTEAD},
    {.name = "Boxing Day", SPI_ON(12, 26), SPI_INSTEAD},
    /* Queen Elizabeth II Memorial Day Act 2022. */
    {.name = "Queen Elizabeth II Memorial Day", SPI_ONCE(20220926)},
};

/* Te Kahui o Matariki Public Holiday Act 2022, schedule 1: always a Friday. */
static const uint16_t matariki_dates[] = {
    624, 714, 628, 620, 710, 625, 714, 706, 621, 711, /* 2022 to 2031 */
    702, 624, 707, 629, 718, 710, 625, 715, 706, 719, /* 2032 to 2041 */
    711, 703, 624, 707, 629, 719, 703, 625, 715, 630, /* 2042 to 2051 */
    621,                                              /* 2052 */
};
static const char *const matariki_names[] = {"Matariki"};
static const spi_set_list matariki = {
    .list = "matariki",
    .first_year = 2004,
    .last_year = 2052,
    .data_from = 2022,
    .data_to = 2052,
    .cycle = 1,
    .dates = matariki_dates,
    .names = matariki_names,
};

const spi_named_set spi_nz = {
    .name = "nz",
    .title = "New Zealand, national public holidays",
    .source = "Holidays Act 2003, sections 44 to 45A; Te Kahui o Matariki Public Holiday Act 2022",
    .first_year = 2004, /* the Act is in force since 1 April 2004 */
    SPI_RULES(rules),
    .list = &matariki,
};
