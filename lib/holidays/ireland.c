/* SPDX-License-Identifier: MIT */
#include "holidays/sets.h"

/* Organisation of Working Time Act 1997, schedule 2, paragraph 1 and the days
 * prescribed under 1(g). The law moves no day from a weekend: section 21 leaves
 * the day off that is due instead to the employer. Good Friday is none. */
static const spi_set_rule rules[] = {
    {.name = "New Year's Day", SPI_ON(1, 1)},
    /* Prescribed from 2023: the first Monday in February, but 1 February if that
     * is a Friday. The range has the Fridays of 1 February and the Mondays of 1
     * to 7 February without that of such a year, 4 February. */
    {.name = "St Brigid's Day", SPI_WEEKDAYS_IN(2, 1, 3, 0x01), .from = 2023},
    {.name = "St Brigid's Day", SPI_WEEKDAYS_IN(2, 1, 1, 0x10), .from = 2023},
    {.name = "St Brigid's Day", SPI_WEEKDAYS_IN(2, 5, 7, 0x01), .from = 2023},
    {.name = "St Patrick's Day", SPI_ON(3, 17)},
    {.name = "Easter Monday", SPI_EASTER(1)},
    {.name = "May bank holiday", SPI_NTH(1, SPOL_MONDAY, 5)},
    {.name = "June bank holiday", SPI_NTH(1, SPOL_MONDAY, 6)},
    {.name = "August bank holiday", SPI_NTH(1, SPOL_MONDAY, 8)},
    {.name = "October bank holiday", SPI_NTH(-1, SPOL_MONDAY, 10)},
    {.name = "Christmas Day", SPI_ON(12, 25)},
    {.name = "St Stephen's Day", SPI_ON(12, 26)},
    /* Prescribed for one year: the millennium; remembrance after the pandemic. */
    {.name = "Millennium holiday", SPI_ONCE(19991231)},
    {.name = "Day of Remembrance and Recognition", SPI_ONCE(20220318)},
};

const spi_named_set spi_ie = {
    .name = "ie",
    .title = "Ireland, public holidays",
    .source = "Organisation of Working Time Act 1997, schedule 2, and regulations under it",
    .first_year = 2000,
    SPI_RULES(rules),
};
