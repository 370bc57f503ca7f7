#!/usr/bin/env python3
# SPDX-License-Identifier: MIT
"""The questions of calendar.c, asked of numpy, pandas and QuantLib. Prints one
line a figure, "NAME HOURS NANOSECONDS"; run by run-calendar in its own venv."""
import random
import time
from datetime import date, datetime, timedelta

import numpy
import pandas

HOURS = (1, 8, 80, 2000)
FIRST, DAYS = date(2024, 1, 1), 3 * 365


def nth(year, month, weekday, n):
    days = [date(year, month, d) for d in range(1, 32)
            if (date(year, month, 1) + timedelta(d - 1)).month == month]
    return [d for d in days if d.isoweekday() == weekday][n - 1 if n > 0 else n]


def holidays():
    out = []
    for year in range(2000, 2051):
        out += [date(year, m, d) for m, d in ((1, 1), (6, 19), (7, 4), (11, 11), (12, 24),
                                              (12, 25))]
        out += [nth(year, *rule) for rule in ((1, 1, 3), (2, 1, 3), (5, 1, -1), (9, 1, 1),
                                              (10, 1, 2), (11, 4, 4))]
    return sorted(out)


def best(work, rounds):
    took = []
    for _ in range(rounds):
        begin = time.perf_counter_ns()
        work()
        took.append(time.perf_counter_ns() - begin)
    return min(took)


def main():
    rng = random.Random(20240229)
    off = holidays()
    print("# numpy %s, pandas %s" % (numpy.__version__, pandas.__version__))

    # numpy: days only, whole arrays, with its calendar made beforehand.
    count = 100000
    days = numpy.datetime64(FIRST) + numpy.array(
        [rng.randrange(DAYS) for _ in range(count)]).astype("timedelta64[D]")
    calendar = numpy.busdaycalendar(weekmask="1111100", holidays=[numpy.datetime64(d) for d in off])
    for hours in HOURS:
        n = max(1, hours // 8)
        took = best(lambda: numpy.busday_offset(days, n, roll="forward", busdaycal=calendar), 7)
        print("numpy %d %.2f" % (hours, took / count))

    # pandas: hours, one instant after the other, as its offsets work.
    for hours in HOURS:
        offset = pandas.offsets.CustomBusinessHour(n=hours, start="09:00", end="17:00",
                                                   holidays=off)
        count = {1: 1000, 8: 1000, 80: 500}.get(hours, 20)
        instants = [pandas.Timestamp(datetime(2024, 1, 1) + timedelta(
            seconds=rng.randrange(DAYS * 86400))) for _ in range(count)]

        def work():
            for instant in instants:
                instant + offset
        print("pandas %d %.2f" % (hours, best(work, 2) / count))

    try:
        import QuantLib
    except ImportError:
        print("# QuantLib is not installed; left out")
        return
    calendar = QuantLib.BespokeCalendar("bench")
    for weekday in (QuantLib.Saturday, QuantLib.Sunday):
        calendar.addWeekend(weekday)
    for day in off:
        calendar.addHoliday(QuantLib.Date(day.day, day.month, day.year))
    count = 2000
    instants = [QuantLib.Date(1, 1, 2024) + rng.randrange(DAYS) for _ in range(count)]
    for hours in HOURS:
        n = max(1, hours // 8)

        def advance():
            for instant in instants:
                calendar.advance(instant, n, QuantLib.Days)
        print("quantlib %d %.2f" % (hours, best(advance, 3) / count))


if __name__ == "__main__":
    main()
