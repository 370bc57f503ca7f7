/* SPDX-License-Identifier: MIT */
#include "holidays/sets.h"

enum { MONDAYS = 0x01, MONDAY_TO_SATURDAY = 0x3F };

/* Employment Standards Act, 2000 (Ontario), section 1(1), "public holiday". The
 * Act fixes no date instead of a weekend: sections 27 to 29 give a substitute
 * day off, which this set puts on the next weekday that is free, in addition to
 * the day itself. */
static const spi_set_rule ontario[] = {
    {.name = "New Year's Day", SPI_ON(1, 1), SPI_IN_ADDITION},
    /* O. Reg. 285/01, section 1.1, from 2008. */
    {.name = "Family Day", SPI_NTH(3, SPOL_MONDAY, 2), .from = 2008},
    {.name = "Good Friday", SPI_EASTER(-2)},
    /* Holidays Act (R.S.C. 1985, c. H-5): the Monday before 25 May. */
    {.name = "Victoria Day", SPI_BEFORE(SPOL_MONDAY, 5, 25)},
    /* Holidays Act, section 2(2): when 1 July is a Sunday, 2 July is Canada Day. */
    {.name = "Canada Day", SPI_WEEKDAYS_IN(7, 1, 1, MONDAY_TO_SATURDAY), SPI_IN_ADDITION},
    {.name = "Canada Day", SPI_WEEKDAYS_IN(7, 2, 2, MONDAYS)},
    {.name = "Labour Day", SPI_NTH(1, SPOL_MONDAY, 9)},
    /* Proclamation of 31 January 1957: the second Monday in October. */
    {.name = "Thanksgiving Day", SPI_NTH(2, SPOL_MONDAY, 10)},
    {.name = "Christmas Day", SPI_ON(12, 25), SPI_IN_ADDITION},
    {.name = "Boxing Day", SPI_ON(12, 26), SPI_IN_ADDITION},
};

const spi_named_set spi_ca_on = {
    .name = "ca-on",
    .title = "Canada, Ontario, public holidays",
    .source = "Employment Standards Act, 2000, section 1(1); O. Reg. 285/01; Holidays Act (Canada)",
    .first_year = 2002, /* the Act is in force since 4 September 2001 */
    SPI_RULES(ontario),
};
