#!/usr/bin/env python3
# SPDX-License-Identifier: MIT
"""Compares the built-in sets of holidays, day by day, with the dates in
holidays-package.txt; every difference must be one that
holidays-differences.txt lists and explains, and every one listed must be
there. Then with the Hebrew calendar. Standard library only.

    python3 holidays_check.py LIBRARY            compare
    python3 holidays_check.py LIBRARY --print    print the differences there are
"""
import ctypes
import datetime
import pathlib
import sys

import hebrew_dates

HERE = pathlib.Path(__file__).resolve().parent
EPOCH = datetime.date(1970, 1, 1)


class Set(ctypes.Structure):
    _fields_ = [("size", ctypes.c_uint32), ("first_year", ctypes.c_int32),
                ("last_year", ctypes.c_int32), ("reserved", ctypes.c_uint32),
                ("name", ctypes.c_char_p), ("title", ctypes.c_char_p),
                ("source", ctypes.c_char_p)]


class Holiday(ctypes.Structure):
    _fields_ = [("date", ctypes.c_int32), ("shifted", ctypes.c_int32),
                ("name", ctypes.c_char_p), ("hours", ctypes.POINTER(ctypes.c_int32)),
                ("hours_count", ctypes.c_uint32), ("flags", ctypes.c_uint32)]


class Library:
    """The functions that are asked for, with their prototypes."""

    def __init__(self, path):
        self.so = ctypes.CDLL(path)
        self.so.spol_holiday_set_count.restype = ctypes.c_size_t
        self.so.spol_holiday_set_at.argtypes = [ctypes.c_size_t, ctypes.POINTER(Set)]
        self.so.spol_holidays_named.argtypes = [ctypes.c_void_p, ctypes.c_char_p, ctypes.c_size_t,
                                                ctypes.POINTER(ctypes.c_void_p), ctypes.c_void_p]
        self.so.spol_holidays_in_year.argtypes = [
            ctypes.c_void_p, ctypes.c_int32, ctypes.POINTER(Holiday), ctypes.c_size_t,
            ctypes.POINTER(ctypes.c_size_t)]
        self.so.spol_holidays_unref.argtypes = [ctypes.c_void_p]
        self.so.spol_holidays_unref.restype = None

    def sets(self):
        for index in range(self.so.spol_holiday_set_count()):
            found = Set(size=ctypes.sizeof(Set))
            assert self.so.spol_holiday_set_at(index, ctypes.byref(found)) == 0
            yield found.name.decode(), found.first_year, found.last_year

    def named(self, name):
        out = ctypes.c_void_p()
        text = name.encode()
        assert self.so.spol_holidays_named(None, text, len(text), ctypes.byref(out), None) == 0
        return out

    def dates(self, holidays, year):
        buffer = (Holiday * 366)()
        count = ctypes.c_size_t()
        assert self.so.spol_holidays_in_year(holidays, year, buffer, 366, ctypes.byref(count)) == 0
        return {EPOCH + datetime.timedelta(days=day.date) for day in buffer[:count.value]}


def read_package():
    """{(set, year): dates}"""
    out = {}
    for line in (HERE / "holidays-package.txt").read_text().splitlines():
        if not line.startswith("#"):
            name, year, *days = line.split()
            out[name, int(year)] = {datetime.date(int(year), int(day[:2]), int(day[2:]))
                                    for day in days}
    return out


def read_differences():
    """{(set, sign, date): reason}; see the head of the file for its form."""
    reasons = set()
    out = {}
    for line in (HERE / "holidays-differences.txt").read_text().splitlines():
        words = line.split()
        if not words or line.startswith(("#", " ")):
            continue
        if words[0] == "reason":
            reasons.add(words[1].rstrip(":"))
            continue
        name, sign, reason, *days = words
        assert reason in reasons, f"no such reason: {reason}"
        for day in days:
            key = name, sign, datetime.date.fromisoformat(day)
            assert key not in out, f"listed twice: {line}"
            out[key] = reason
    return out


def compare(library, package):
    """All differences as (set, sign, date): + only here, - only there."""
    out = set()
    days = 0
    for name, first_year, _ in library.sets():
        holidays = library.named(name)
        years = [year for known, year in package if known == name and year >= first_year]
        assert years, f"{name} is compared with nothing"
        for year in years:
            here = library.dates(holidays, year)
            there = package[name, year]
            out |= {(name, "+", day) for day in here - there}
            out |= {(name, "-", day) for day in there - here}
            days += (datetime.date(year + 1, 1, 1) - datetime.date(year, 1, 1)).days
        library.so.spol_holidays_unref(holidays)
    return out, days


def check_hebrew(library):
    holidays = library.named("il")
    wrong = [year for year in range(2000, 2101)
             if library.dates(holidays, year) != set(hebrew_dates.legal_holidays(year))]
    library.so.spol_holidays_unref(holidays)
    return wrong


def main():
    library = Library(sys.argv[1])
    found, days = compare(library, read_package())
    if sys.argv[2:] == ["--print"]:
        for name, sign, day in sorted(found):
            print(name, sign, day, day.strftime("%a"))
        return 0
    expected = read_differences()
    faults = [f"not explained: {name} {sign} {day}" for name, sign, day in
              sorted(found - set(expected))]
    faults += [f"explained, but not there: {name} {sign} {day}" for name, sign, day in
               sorted(set(expected) - found)]
    faults += [f"il {year} is not the Hebrew calendar's" for year in check_hebrew(library)]
    print("\n".join(faults[:40]))
    print(f"{days} days compared, {len(expected)} differences explained, {len(faults)} faults")
    return 1 if faults else 0


if __name__ == "__main__":
    sys.exit(main())
