/* SPDX-License-Identifier: MIT */
#include "holidays/sets.h"

/* National Holidays Act (Act No. 178 of 1948) as amended. Article 3(2): if a
 * national holiday falls on a Sunday, the next day that is none is a holiday as
 * well (until 2006 the Monday, which is the same day: 5 May was the last of its
 * row). Only Sundays count. */
#define HOLIDAY .observed = SPOL_OBSERVED_NEXT_FREE, .observed_from = SUNDAYS, .keeps = 1
enum { MONDAY_TO_SATURDAY = 0x3F, SUNDAYS = 0x40 };

static const spi_set_rule rules[] = {
    {.name = "New Year's Day", SPI_ON(1, 1), HOLIDAY},
    /* Act No. 141 of 1998, from 2000. */
    {.name = "Coming of Age Day", SPI_NTH(2, SPOL_MONDAY, 1), HOLIDAY},
    /* Cabinet Order No. 376 of 1966. */
    {.name = "National Foundation Day", SPI_ON(2, 11), HOLIDAY},
    /* Article 2; Act No. 63 of 2017: from 2020 on 23 February, none in 2019. */
    {.name = "Emperor's Birthday", SPI_ON(12, 23), HOLIDAY, .to = 2018},
    {.name = "Emperor's Birthday", SPI_ON(2, 23), HOLIDAY, .from = 2020},
    /* Act No. 43 of 2005, from 2007: 29 April and 4 May change their names. */
    {.name = "Greenery Day", SPI_ON(4, 29), HOLIDAY, .to = 2006},
    {.name = "Showa Day", SPI_ON(4, 29), HOLIDAY, .from = 2007},
    {.name = "Constitution Memorial Day", SPI_ON(5, 3), HOLIDAY},
    {.name = "Greenery Day", SPI_ON(5, 4), HOLIDAY, .from = 2007},
    {.name = "Children's Day", SPI_ON(5, 5), HOLIDAY},
    /* Act No. 59 of 2001, from 2003; the special measures for the Olympic Games
     * (Act No. 33 of 2015) set other days in 2020 and 2021. */
    {.name = "Marine Day", SPI_ON(7, 20), HOLIDAY, .to = 2002},
    {.name = "Marine Day", SPI_NTH(3, SPOL_MONDAY, 7), HOLIDAY, .from = 2003, .to = 2019},
    {.name = "Marine Day", SPI_ONCE(20200723), HOLIDAY},
    {.name = "Marine Day", SPI_ONCE(20210722), HOLIDAY},
    {.name = "Marine Day", SPI_NTH(3, SPOL_MONDAY, 7), HOLIDAY, .from = 2022},
    /* Act No. 43 of 2014, from 2016; 2020 and 2021 as above. */
    {.name = "Mountain Day", SPI_ON(8, 11), HOLIDAY, .from = 2016, .to = 2019},
    {.name = "Mountain Day", SPI_ONCE(20200810), HOLIDAY},
    {.name = "Mountain Day", SPI_ONCE(20210808), HOLIDAY},
    {.name = "Mountain Day", SPI_ON(8, 11), HOLIDAY, .from = 2022},
    /* Act No. 59 of 2001, from 2003. */
    {.name = "Respect for the Aged Day", SPI_ON(9, 15), HOLIDAY, .to = 2002},
    {.name = "Respect for the Aged Day", SPI_NTH(3, SPOL_MONDAY, 9), HOLIDAY, .from = 2003},
    /* Act No. 141 of 1998, from 2000; Act No. 57 of 2018 renames it from 2020;
     * 2020 and 2021 as above. */
    {.name = "Health and Sports Day", SPI_NTH(2, SPOL_MONDAY, 10), HOLIDAY, .to = 2019},
    {.name = "Sports Day", SPI_ONCE(20200724), HOLIDAY},
    {.name = "Sports Day", SPI_ONCE(20210723), HOLIDAY},
    {.name = "Sports Day", SPI_NTH(2, SPOL_MONDAY, 10), HOLIDAY, .from = 2022},
    {.name = "Culture Day", SPI_ON(11, 3), HOLIDAY},
    {.name = "Labor Thanksgiving Day", SPI_ON(11, 23), HOLIDAY},
    /* Act No. 99 of 2018: national holidays of 2019. */
    {.name = "Day of the Enthronement", SPI_ONCE(20190501), HOLIDAY},
    {.name = "Day of the Enthronement Ceremony", SPI_ONCE(20191022), HOLIDAY},
    /* Article 3(3): a day between two national holidays. Act No. 103 of 1985
     * excepted Sundays until 2006. */
    {.name = "Citizens' Holiday",
     .kind = SPOL_HOLIDAY_BETWEEN,
     .weekdays = MONDAY_TO_SATURDAY,
     .to = 2006},
    {.name = "Citizens' Holiday", .kind = SPOL_HOLIDAY_BETWEEN, .from = 2007},
};

/*
 * Article 2: the days of the equinoxes, which the National Astronomical
 * Observatory publishes in the Official Gazette of the February before. The
 * years after the last one published are counted, by the formula of the
 * observatory's almanac handbook (the day on which the sun passes the equinox
 * at Japan's time); they are given and not covered.
 */
static const uint16_t equinoxes_dates[] = {
    320, 923, 320, 923, 321, 923, 321, 923, /* 2000 */
    320, 923, 320, 923, 321, 923, 321, 923, /* 2004 */
    320, 923, 320, 923, 321, 923, 321, 923, /* 2008 */
    320, 922, 320, 923, 321, 923, 321, 923, /* 2012 */
    320, 922, 320, 923, 321, 923, 321, 923, /* 2016 */
    320, 922, 320, 923, 321, 923, 321, 923, /* 2020 */
    320, 922, 320, 923, 320, 923, 321, 923, /* 2024 */
    320, 922, 320, 923, 320, 923, 321, 923, /* 2028 */
    320, 922, 320, 923, 320, 923, 321, 923, /* 2032 */
    320, 922, 320, 923, 320, 923, 321, 923, /* 2036 */
    320, 922, 320, 923, 320, 923, 321, 923, /* 2040 */
    320, 922, 320, 922, 320, 923, 321, 923, /* 2044 */
    320, 922, 320, 922, 320, 923,           /* 2048 */
};
static const char *const equinoxes_names[] = {"Vernal Equinox Day", "Autumnal Equinox Day"};
static const spi_set_list equinoxes = {
    .list = "equinoxes",
    .first_year = 2000,
    .last_year = 2027,
    .data_from = 2000,
    .data_to = 2050,
    .cycle = 2,
    .keeps_after = SUNDAYS,
    .dates = equinoxes_dates,
    .names = equinoxes_names,
};

const spi_named_set spi_jp = {
    .name = "jp",
    .title = "Japan, national holidays",
    .source = "National Holidays Act (Act No. 178 of 1948); Official Gazette, calendar bulletin",
    .first_year = 2000,
    SPI_RULES(rules),
    .list = &equinoxes,
};
