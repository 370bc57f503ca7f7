# SPDX-License-Identifier: MIT
"""The legal holidays of Israel by the arithmetic of the Hebrew calendar.

Months of 29.5 days, 12 hours 793/1080 (the molad) since the epoch, and the
four postponements of new year's day: all else is counting days. Run as a
program, it prints the table of lib/holidays/israel.c.
"""
from datetime import date, timedelta

# 1 Tishri of the year 1, a Monday of the Julian year -3760, as a day number.
EPOCH = date(1, 1, 1).toordinal() - 1373428

NAMES = ("Pesach", "Seventh day of Pesach", "Independence Day", "Shavuot", "Rosh Hashanah",
         "Rosh Hashanah, second day", "Yom Kippur", "Sukkot", "Shemini Atzeret")


def is_leap(year):
    """Seven years of nineteen have a thirteenth month."""
    return (7 * year + 1) % 19 < 7


def new_year(year):
    """The day number of 1 Tishri."""
    months = (235 * year - 234) // 19  # before that year
    parts = 12084 + 13753 * months  # of 1080 to the hour, the first molad included
    day = 29 * months + parts // 25920
    if 3 * (day + 1) % 7 < 3:  # not on a Sunday, Wednesday or Friday
        day += 1
    return EPOCH + day


def start(year):
    """1 Tishri with the two postponements that keep the lengths of years."""
    before, this, after = (new_year(y) for y in (year - 1, year, year + 1))
    if after - this == 356:
        return this + 2
    if this - before == 382:
        return this + 1
    return this


def legal_holidays(gregorian):
    """Nine dates of a Gregorian year, in the order of NAMES."""
    autumn = start(gregorian + 3761)
    # From 15 Nisan to the next new year there are always 163 days.
    pesach = autumn - 163
    independence = pesach + 20  # 5 Iyar
    weekday = date.fromordinal(independence).isoweekday()
    # Independence Day Law, 1949, section 1(b); Monday since amendment 6 of 2004.
    if weekday in (5, 6):
        independence -= weekday - 4
    elif weekday == 1 and gregorian >= 2004:
        independence += 1
    days = (pesach, pesach + 6, independence, pesach + 50, autumn, autumn + 1, autumn + 9,
            autumn + 14, autumn + 21)
    return [date.fromordinal(day) for day in days]


def main():
    for year in range(2000, 2101):
        cells = ", ".join(f"{d.month * 100 + d.day}" for d in legal_holidays(year))
        print(f"    {cells}, /* {year} */")


if __name__ == "__main__":
    main()
