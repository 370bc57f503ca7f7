# SPDX-License-Identifier: MIT
"""Holidays for the oracle, date by date and without a table: the rules of
include/supportpolicy/holidays.h read plainly."""
from collections import namedtuple

from zone_model import date_from_civil, date_to_civil, weekday

YEARLY, NTH_WEEKDAY, ON_OR_AFTER, AFTER, ON_OR_BEFORE, BEFORE = range(1, 7)
EASTER_WESTERN, EASTER_ORTHODOX, RELATIVE, YEARLY_RANGE, DATES, BETWEEN = range(7, 13)
STAYS, NEAREST, NEXT_FREE = 0, 1, 2

Rule = namedtuple("Rule", "kind month day end_month end_day weekday nth offset other first_date "
                  "last_date first_year last_year observed observed_from keeps weekdays hours name",
                  defaults=(0,) * 17 + ((), None))
List = namedtuple("List", "name dates first_year last_year")


def leap(year):
    return year % 4 == 0 and (year % 100 != 0 or year % 400 == 0)


def month_days(year, month):
    return (31, 29 if leap(year) else 28, 31, 30, 31, 30, 31, 31, 30, 31, 30, 31)[month - 1]


def full_moon_easter(year, orthodox):
    """Easter Sunday by the tables of the golden number and the epact: the
    first Sunday after the fourteenth day of the paschal moon."""
    golden = year % 19
    if orthodox:
        # The moon of the Julian calendar, then that calendar's date turned.
        moon = 21 + (19 * golden + 15) % 30  # days of March, Julian
        shift = year // 100 - year // 400 - 2
        date = date_from_civil(year, 3, 1) + moon - 1 + shift
    else:
        century = year // 100
        correction = century - century // 4 - (8 * century + 13) // 25
        age = (19 * golden + correction + 15) % 30
        if age == 29 or (age == 28 and golden > 10):
            age -= 1
        date = date_from_civil(year, 3, 21) + age
    date += 1
    while weekday(date) != 7:
        date += 1
    return date


class HolidaySet:
    """Rules and lists; `on(date)` is None or (hours, name)."""

    def __init__(self, rules=(), lists=()):
        self.rules = list(rules)
        self.lists = list(lists)
        self._years = {}
        self._kept = {}
        self._covers = {}

    def has_hours(self):
        return any(rule.hours for rule in self.rules)

    def covers(self, year):
        if year not in self._covers:
            names = {entry.name for entry in self.lists}
            self._covers[year] = all(
                any(e.first_year <= year <= e.last_year for e in self.lists if e.name == name)
                for name in names)
        return self._covers[year]

    def _dates(self, rule, year):
        """The dates of a rule that begin in a year, before any shift."""
        if not 1 <= year <= 9999:
            return []
        if rule.kind == DATES:
            y = date_to_civil(rule.first_date)[0]
            if y != year:
                return []
            out = list(range(rule.first_date, rule.last_date + 1))
        elif rule.kind == RELATIVE:
            out = []
            for y in (year - 1, year, year + 1):
                for date in self._dates(self.rules[rule.other], y):
                    if date_to_civil(date + rule.offset)[0] == year:
                        out.append(date + rule.offset)
        elif rule.kind == EASTER_WESTERN or rule.kind == EASTER_ORTHODOX:
            out = []
            for y in (year - 1, year, year + 1):
                date = full_moon_easter(y, rule.kind == EASTER_ORTHODOX) + rule.offset
                if date_to_civil(date)[0] == year:
                    out.append(date)
        elif rule.kind == NTH_WEEKDAY:
            days = [date_from_civil(year, rule.month, d)
                    for d in range(1, month_days(year, rule.month) + 1)]
            days = [d for d in days if weekday(d) == rule.weekday]
            n = rule.nth - 1 if rule.nth > 0 else rule.nth
            out = [days[n]] if -len(days) <= n < len(days) else []
        elif rule.kind == YEARLY_RANGE:
            a = (rule.month, rule.day)
            b = (rule.end_month, rule.end_day)
            end_year = year + (b < a)
            if a == (2, 29) and not leap(year):
                a = (3, 1)
            if b == (2, 29) and not leap(end_year):
                b = (2, 28)
            out = list(range(date_from_civil(year, *a), date_from_civil(end_year, *b) + 1))
        else:
            out = self._by_day(rule, year)
        if rule.kind != BETWEEN and rule.weekdays:
            out = [d for d in out if rule.weekdays >> (weekday(d) - 1) & 1]
        if rule.first_year and year < rule.first_year or rule.last_year and year > rule.last_year:
            return []
        return out

    @staticmethod
    def _by_day(rule, year):
        out = []
        for y in (year - 1, year, year + 1):
            if rule.day > month_days(y, rule.month):
                continue
            date = date_from_civil(y, rule.month, rule.day)
            if rule.kind in (AFTER, BEFORE):
                date += 1 if rule.kind == AFTER else -1
            if rule.kind != YEARLY:
                while weekday(date) != rule.weekday:
                    date += 1 if rule.kind in (ON_OR_AFTER, AFTER) else -1
            if date_to_civil(date)[0] == year:
                out.append(date)
        return out

    def _year(self, year):
        """All holidays kept in a year: {date: (hours, name)}."""
        if year in self._years:
            return self._years[year]
        near = range(year - 1, year + 2)
        stay, move = [], []
        for index, rule in enumerate(self.rules):
            away = rule.observed_from or 0x60
            for y in near:
                for date in self._dates(rule, y):
                    if rule.observed and away >> (weekday(date) - 1) & 1:
                        move.append((index, date))
                        if rule.keeps:
                            stay.append((index, date))
                    else:
                        stay.append((index, date))
        listed = {date: name for entry in self.lists for date, name in reversed(entry.dates)}
        taken = {date for _, date in stay} | set(listed)
        for index, date in move:
            rule = self.rules[index]
            away = rule.observed_from or 0x60
            new = self._shift(date, away, rule.observed, taken)
            taken.add(new)
            stay.append((index, new))
        out = {}
        for index, date in sorted(stay):
            if date_to_civil(date)[0] == year:
                out.setdefault(date, (self.rules[index].hours, self.rules[index].name))
        for date, name in listed.items():
            if date_to_civil(date)[0] == year:
                out.setdefault(date, ((), name))
        self._years[year] = out
        return out

    @staticmethod
    def _shift(date, away, how, taken):
        if how == NEAREST:
            for distance in range(1, 7):
                for new in (date + distance, date - distance):
                    if not away >> (weekday(new) - 1) & 1:
                        return new
            return date
        for new in range(date + 1, date + 32):
            if not away >> (weekday(new) - 1) & 1 and new not in taken:
                return new
        return date

    def on(self, date):
        if not (self.rules or self.lists):
            return None
        if date not in self._kept:
            year = date_to_civil(date)[0]
            self._kept[date] = self._year(year).get(date)
        return self._kept[date]
