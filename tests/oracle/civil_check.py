# SPDX-License-Identifier: MIT
"""Compares the library's civil time with Python's datetime: every day of the
years 1 to 9999, every Easter from 1583 on by other algorithms, and the text of
instants, dates and durations on random values.

usage: civil_check.py CIVIL-ROWS LIBRARY
"""

import ctypes
import random
import struct
import subprocess
import sys
from datetime import date, datetime, timedelta, timezone
from fractions import Fraction

ROW = struct.Struct("=8i")
EPOCH = date(1970, 1, 1).toordinal()
EPOCH_UTC = datetime(1970, 1, 1, tzinfo=timezone.utc)
MICROSECOND = timedelta(microseconds=1)


def rows(program, what):
    data = subprocess.run([program, what], stdout=subprocess.PIPE, check=True).stdout
    return ROW.iter_unpack(data)


def check_days(program):
    ordinal = 0
    from_ordinal = date.fromordinal
    for row in rows(program, "days"):
        ordinal += 1
        day = from_ordinal(ordinal)
        days = ordinal - EPOCH
        expected = (days, day.year, day.month, day.day, *day.isocalendar(), days)
        assert row == expected, f"{day}: {row} instead of {expected}"
    assert ordinal == date.max.toordinal()
    return ordinal


def western_easter(year):
    """The anonymous Gregorian algorithm (Nature, 1876)."""
    a, b, c = year % 19, year // 100, year % 100
    d, e = divmod(b, 4)
    f = (b + 8) // 25
    g = (b - f + 1) // 3
    h = (19 * a + b - d - g + 15) % 30
    i, k = divmod(c, 4)
    m = (32 + 2 * e + 2 * i - h - k) % 7
    n = (a + 11 * h + 22 * m) // 451
    month, day = divmod(h + m - 7 * n + 114, 31)
    return date(year, month, day + 1)


def julian_day_number(year, month, day):
    """Of a date of the Julian calendar."""
    a = (14 - month) // 12
    y = year + 4800 - a
    m = month + 12 * a - 3
    return day + (153 * m + 2) // 5 + 365 * y + y // 4 - 32083


def orthodox_easter(year):
    """Meeus's Julian algorithm; the Julian date becomes one by its day number."""
    d = (19 * (year % 19) + 15) % 30
    e = (2 * (year % 4) + 4 * (year % 7) - d + 34) % 7
    month, day = divmod(d + e + 114, 31)
    return date.fromordinal(julian_day_number(year, month, day + 1) - 1721425)


# As published (western, orthodox).
KNOWN_EASTERS = {
    1818: ((3, 22), None),
    1943: ((4, 25), None),
    2016: ((3, 27), (5, 1)),
    2017: ((4, 16), (4, 16)),
    2018: ((4, 1), (4, 8)),
    2019: ((4, 21), (4, 28)),
    2020: ((4, 12), (4, 19)),
    2021: ((4, 4), (5, 2)),
    2022: ((4, 17), (4, 24)),
    2023: ((4, 9), (4, 16)),
    2024: ((3, 31), (5, 5)),
    2025: ((4, 20), (4, 20)),
    2026: ((4, 5), (4, 12)),
    2027: ((3, 28), (5, 2)),
    2038: ((4, 25), None),
    2285: ((3, 22), None),
}


def check_easters(program):
    years = 0
    for year, western, orthodox, *_ in rows(program, "easters"):
        pair = (date.fromordinal(western + EPOCH), date.fromordinal(orthodox + EPOCH))
        expected = (western_easter(year), orthodox_easter(year))
        assert pair == expected, f"Easter {year}: {pair} instead of {expected}"
        for got, known in zip(pair, KNOWN_EASTERS.get(year, ())):
            assert known is None or (got.month, got.day) == known, f"Easter {year}: {got}"
        years += 1
    assert years == 9999 - 1583 + 1
    return years


class Library:
    """The text functions, by ctypes."""

    def __init__(self, path):
        self.library = ctypes.CDLL(path)

    def parse(self, name, text, kind=ctypes.c_int64):
        out = kind(0)
        function = getattr(self.library, name)
        function.restype = ctypes.c_int32
        function.argtypes = [ctypes.c_char_p, ctypes.c_size_t, ctypes.c_void_p, ctypes.c_void_p]
        data = text.encode()
        status = function(data, len(data), ctypes.byref(out), None)
        assert status == 0, f"{name}({text!r}) gave {status}"
        return out.value

    def format(self, name, *arguments):
        buffer = ctypes.create_string_buffer(40)
        function = getattr(self.library, name)
        function.restype = ctypes.c_int32
        status = function(*arguments, buffer)
        assert status == 0, f"{name}{arguments} gave {status}"
        return buffer.value.decode()


def random_instant(rng):
    last = (datetime.max.replace(tzinfo=timezone.utc) - EPOCH_UTC) // MICROSECOND
    first = (datetime.min.replace(tzinfo=timezone.utc) - EPOCH_UTC) // MICROSECOND
    # Two days away from the ends, so that Python can hold every local time.
    margin = 2 * 86_400_000_000
    value = rng.randrange(first + margin, last - margin)
    return value - value % rng.choice([1, 10, 1000, 1_000_000, 60_000_000])


def check_instants(library, rng, count):
    for _ in range(count):
        instant = random_instant(rng)
        offset = rng.choice([rng.randrange(-86_399, 86_400), rng.randrange(-23, 24) * 3600, 0])
        utc = EPOCH_UTC + timedelta(microseconds=instant)
        local = utc.astimezone(timezone(timedelta(seconds=offset)))
        text = library.format("spol_instant_format", ctypes.c_int64(instant))
        assert datetime.fromisoformat(text) == utc, text
        assert library.parse("spol_instant_parse", text) == instant, text
        text = library.format("spol_instant_format_offset", ctypes.c_int64(instant), offset)
        parsed = datetime.fromisoformat(text)
        assert parsed == utc and parsed.utcoffset() == timedelta(seconds=offset), text
        assert library.parse("spol_instant_parse", text) == instant, text
        assert library.parse("spol_instant_parse", local.isoformat()) == instant, local
        wall = (local.replace(tzinfo=timezone.utc) - EPOCH_UTC) // MICROSECOND
        naive = local.replace(tzinfo=None)
        assert library.parse("spol_wall_parse", naive.isoformat()) == wall, naive
        text = library.format("spol_wall_format", ctypes.c_int64(wall))
        assert datetime.fromisoformat(text) == naive, text
        day = local.date()
        assert library.parse("spol_date_parse", day.isoformat(), ctypes.c_int32) == (
            day.toordinal() - EPOCH
        )
        assert library.format("spol_date_format", day.toordinal() - EPOCH) == day.isoformat()


UNITS = {"w": 604_800_000_000, "d": 86_400_000_000, "h": 3_600_000_000, "m": 60_000_000}
UNITS |= {"s": 1_000_000, "ms": 1000, "us": 1}


def random_duration_text(rng):
    """A text and its exact value, by rational numbers."""
    names = [name for name in UNITS if rng.random() < 0.4] or ["h"]
    text, value = "", Fraction(0)
    for name in names:
        number = str(rng.randrange(rng.choice([10, 1000, 1_000_000])))
        digits = rng.randrange(0, 4)
        step = Fraction(UNITS[name], 10**digits)
        if digits and step.denominator == 1:
            number += "." + "".join(rng.choice("0123456789") for _ in range(digits))
        text += number + name
        value += Fraction(number) * UNITS[name]
    assert value.denominator == 1
    return text, int(value)


def check_durations(library, rng, count):
    for _ in range(count):
        text, value = random_duration_text(rng)
        assert library.parse("spol_duration_parse", text) == value, text
        value = rng.randrange(2 ** rng.randrange(1, 64))
        text = library.format("spol_duration_format", ctypes.c_int64(value))
        assert library.parse("spol_duration_parse", text) == value, text


def main():
    program, path = sys.argv[1:]
    rng = random.Random(1582)
    library = Library(path)
    samples = 10_000
    check_instants(library, rng, samples)
    check_durations(library, rng, samples)
    easters = check_easters(program)
    days = check_days(program)
    print(f"{days} days, {easters} Easters, {samples} instants and durations: all equal")


if __name__ == "__main__":
    main()
