#!/usr/bin/env python3
# SPDX-License-Identifier: MIT
"""Random sets of holidays: the library against holiday_oracle.py, which finds
every date of a year without tables or windows. Standard library only.

    python3 holidays_random.py LIBRARY [SETS] [SEED]
"""
import ctypes
import random
import sys

import holiday_oracle as oracle
from library import HolidayRule
from zone_model import date_from_civil, date_to_civil, weekday

KINDS = range(oracle.YEARLY, oracle.BETWEEN + 1)
YEARS = (1, 2, 1582, 1583, 1999, 2000, 2023, 2024, 2025, 2026, 2027, 2028, 2100, 9998, 9999)


class Holiday(ctypes.Structure):
    _fields_ = [("date", ctypes.c_int32), ("shifted", ctypes.c_int32),
                ("name", ctypes.c_char_p), ("hours", ctypes.POINTER(ctypes.c_int32)),
                ("hours_count", ctypes.c_uint32), ("flags", ctypes.c_uint32)]


def random_day(rng):
    month = rng.choice((1, 2, 2, 12, 12, rng.randint(1, 12)))
    return month, rng.choice((1, oracle.month_days(2024, month), rng.randint(1, 28)))


def random_rule(rng, index, relatives):
    kind = rng.choice(KINDS)
    if kind == oracle.RELATIVE and not relatives:
        kind = oracle.YEARLY
    fields = {"kind": kind, "name": f"rule {index}"}
    if kind in (oracle.YEARLY, oracle.YEARLY_RANGE) or oracle.ON_OR_AFTER <= kind <= oracle.BEFORE:
        fields["month"], fields["day"] = random_day(rng)
    if kind == oracle.YEARLY_RANGE:
        fields["end_month"], fields["end_day"] = random_day(rng)
    if kind == oracle.NTH_WEEKDAY:
        fields["month"] = rng.randint(1, 12)
        fields["nth"] = rng.choice((1, 2, 3, 4, 5, -1, -2, -3, -4, -5))
    if oracle.NTH_WEEKDAY <= kind <= oracle.BEFORE:
        fields["weekday"] = rng.randint(1, 7)
    if kind == oracle.RELATIVE:
        fields["other"] = rng.choice(relatives)
    easter_or_relative = oracle.EASTER_WESTERN <= kind <= oracle.RELATIVE
    if easter_or_relative or (kind <= oracle.BEFORE and rng.random() < 0.3):
        fields["offset"] = rng.choice((0, 1, -2, 50, rng.randint(-366, 366)))
    if kind == oracle.DATES:
        fields["first_date"] = date_from_civil(rng.choice(YEARS), *random_day_of_common(rng))
        fields["last_date"] = min(fields["first_date"] + rng.choice((0, 0, 3, 40, 1500)), 2932896)
    if (kind in (oracle.YEARLY, oracle.RELATIVE, oracle.YEARLY_RANGE, oracle.DATES, oracle.BETWEEN)
            and rng.random() < 0.4):
        fields["weekdays"] = rng.randint(1, 0x7F)
    if rng.random() < 0.3:
        fields["first_year"] = rng.choice(YEARS)
    if rng.random() < 0.3:
        fields["last_year"] = max(rng.choice(YEARS), fields.get("first_year", 1))
    if kind != oracle.BETWEEN and rng.random() < 0.6:
        fields["observed"] = rng.choice((oracle.NEAREST, oracle.NEXT_FREE))
        fields["observed_from"] = rng.choice((0, 0x40, 0x30, rng.randint(0, 0x7E)))
        fields["keeps"] = rng.randint(0, 1)
    return oracle.Rule(**fields)


def random_day_of_common(rng):
    month = rng.randint(1, 12)
    return month, rng.randint(1, oracle.month_days(2023, month))


def random_set(rng):
    rules = []
    relatives = []
    for index in range(rng.randint(0, 12)):
        rule = random_rule(rng, index, relatives)
        one_date = rule.kind not in (oracle.YEARLY_RANGE, oracle.DATES, oracle.BETWEEN)
        if one_date or (rule.kind == oracle.DATES and rule.first_date == rule.last_date):
            relatives.append(index)
        rules.append(rule)
    lists = []
    for number in range(rng.randint(0, 2)):
        first = date_from_civil(2024, 1, 1)
        taken = {date for entry in lists for date, _ in entry.dates}
        dates = sorted({first + rng.randint(0, 1400) for _ in range(rng.randint(0, 40))} - taken)
        lists.append(oracle.List(f"list {number}",
                                 [(date, f"listed {number}") for date in dates], 2024, 2027))
    return rules, lists


class Bridged(oracle.HolidaySet):
    """With the days between two holidays, by docs of SPOL_HOLIDAY_BETWEEN: a
    substitute that is kept in addition is a holiday, and no neighbour."""

    def _neighbours(self, year):
        """Dates that count as a holiday's own day, a year each way."""
        key = "neighbours", year
        if key not in self._years:
            out = {date for entry in self.lists for date, _ in entry.dates}
            listed = set(out)
            near = range(year - 1, year + 2)
            stay, move = [], []
            for index, rule in enumerate(self.rules):
                if rule.kind == oracle.BETWEEN:
                    continue
                away = rule.observed_from or 0x60
                for y in near:
                    for date in self._dates(rule, y):
                        moves = rule.observed and away >> (weekday(date) - 1) & 1
                        if moves:
                            move.append((index, date))
                        if not moves or rule.keeps:
                            stay.append(date)
            out |= set(stay)
            taken = set(stay) | listed
            for index, date in move:
                rule = self.rules[index]
                new = self._shift(date, rule.observed_from or 0x60, rule.observed, taken)
                taken.add(new)
                if not rule.keeps:
                    out.add(new)
            self._years[key] = out
        return self._years[key]

    def _dates(self, rule, year):
        """The own dates that lie in a year."""
        if rule.kind == oracle.BETWEEN:
            return []
        if rule.kind == oracle.DATES:  # any number of years after its begin
            begin = date_to_civil(rule.first_date)[0]
            if not (rule.first_year or 1) <= begin <= (rule.last_year or 9999):
                return []
            return [date for date in range(rule.first_date, rule.last_date + 1)
                    if date_to_civil(date)[0] == year
                    and (rule.weekdays or 0x7F) >> (weekday(date) - 1) & 1]
        if rule.kind == oracle.YEARLY_RANGE:  # dates of the year, begun in it or before
            return [date for begin in (year - 1, year)
                    for date in oracle.HolidaySet._dates(self, rule, begin)
                    if date_to_civil(date)[0] == year]
        if rule.kind <= oracle.BEFORE:
            return self._with_offset(rule, year)
        return super()._dates(rule, year)

    def _with_offset(self, rule, year):
        if not max(rule.first_year, 1) <= year <= (rule.last_year or 9999):
            return []
        out = []
        for base in range(year - 2, year + 3):
            if rule.kind == oracle.NTH_WEEKDAY:
                days = [date_from_civil(base, rule.month, day)
                        for day in range(1, oracle.month_days(base, rule.month) + 1)]
                days = [day for day in days if weekday(day) == rule.weekday]
                n = rule.nth - 1 if rule.nth > 0 else rule.nth
                out += [days[n]] if -len(days) <= n < len(days) else []
            else:
                out += self._by_day(rule, base)
        return [date + rule.offset for date in out if date_to_civil(date + rule.offset)[0] == year
                and (rule.weekdays or 0x7F) >> (weekday(date + rule.offset) - 1) & 1]

    def on(self, date):
        found = super().on(date)
        year = date_to_civil(date)[0]
        if found is not None or not 1 <= year <= 9999:
            return found
        near = self._neighbours(year)
        for rule in self.rules:
            if (rule.kind == oracle.BETWEEN and date - 1 in near and date + 1 in near
                    and (rule.weekdays or 0x7F) >> (weekday(date) - 1) & 1
                    and (rule.first_year or 1) <= year <= (rule.last_year or 9999)):
                return (), rule.name
        return None


def build(so, rules, lists):
    builder = ctypes.c_void_p()
    assert so.spol_holidays_builder_new(None, ctypes.byref(builder)) == 0
    for rule in rules:
        c_rule = HolidayRule(
            size=ctypes.sizeof(HolidayRule), kind=rule.kind, month=rule.month, day=rule.day,
            end_month=rule.end_month, end_day=rule.end_day, weekday=rule.weekday, nth=rule.nth,
            offset_days=rule.offset, other=rule.other, first_date=rule.first_date,
            last_date=rule.last_date, first_year=rule.first_year, last_year=rule.last_year,
            observed=rule.observed, observed_from=rule.observed_from,
            observed_keeps=rule.keeps, weekdays=rule.weekdays, name=rule.name.encode())
        status = so.spol_holidays_builder_add_rule(builder, ctypes.byref(c_rule), None)
        assert status == 0, (status, rule)
    for entry in lists:
        dates = (ctypes.c_int32 * len(entry.dates))(*(date for date, _ in entry.dates))
        names = (ctypes.c_char_p * len(entry.dates))(*(n.encode() for _, n in entry.dates))
        assert so.spol_holidays_builder_add_list(
            builder, entry.name.encode(), dates, names, len(entry.dates), entry.first_year,
            entry.last_year, None) == 0
    out = ctypes.c_void_p()
    assert so.spol_holidays_builder_build(builder, ctypes.byref(out), None) == 0
    so.spol_holidays_builder_free(builder)
    return out


def prepare(path):
    so = ctypes.CDLL(path)
    pointer, size, i32 = ctypes.c_void_p, ctypes.c_size_t, ctypes.c_int32
    so.spol_holidays_builder_new.argtypes = [pointer, pointer]
    so.spol_holidays_builder_add_rule.argtypes = [pointer, pointer, pointer]
    so.spol_holidays_builder_add_list.argtypes = [pointer, ctypes.c_char_p, pointer, pointer, size,
                                                  i32, i32, pointer]
    so.spol_holidays_builder_build.argtypes = [pointer, pointer, pointer]
    so.spol_holidays_builder_free.argtypes = [pointer]
    so.spol_holidays_in_year.argtypes = [pointer, i32, pointer, size, pointer]
    so.spol_holidays_on.argtypes = [pointer, i32, pointer, pointer]
    so.spol_holidays_unref.argtypes = [pointer]
    return so


def compare_year(so, holidays, model, year):
    """What differs in a year: (date, library, oracle)."""
    buffer = (Holiday * 366)()
    count = ctypes.c_size_t()
    assert so.spol_holidays_in_year(holidays, year, buffer, 366, ctypes.byref(count)) == 0
    here = {day.date: day.name.decode() for day in buffer[:count.value]}
    out = []
    for date in range(date_from_civil(year, 1, 1), date_from_civil(year, 12, 31) + 1):
        wanted = model.on(date)
        wanted = None if wanted is None else wanted[1]
        one = Holiday()
        yes = ctypes.c_int32()
        assert so.spol_holidays_on(holidays, date, ctypes.byref(yes), ctypes.byref(one)) == 0
        single = one.name.decode() if yes.value else None
        if not here.get(date) == single == wanted:
            out.append((date_to_civil(date), here.get(date), single, wanted))
    return out


def main():
    so = prepare(sys.argv[1])
    sets = int(sys.argv[2]) if len(sys.argv) > 2 else 60
    seed = int(sys.argv[3]) if len(sys.argv) > 3 else 20261123
    faults = 0
    for number in range(sets):
        rng = random.Random(seed * 100003 + number)
        rules, lists = random_set(rng)
        holidays = build(so, rules, lists)
        model = Bridged(rules, lists)
        for year in rng.sample(YEARS, 5):
            wrong = compare_year(so, holidays, model, year)
            if wrong:
                faults += 1
                print(f"set {number}, {year}: {wrong[:5]}", *rules, *lists, sep="\n  ")
                break
        so.spol_holidays_unref(holidays)
    print(f"{sets} sets from seed {seed}: {faults} differ")
    return 1 if faults else 0


if __name__ == "__main__":
    sys.exit(main())
