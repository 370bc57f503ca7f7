#!/usr/bin/env python3
# SPDX-License-Identifier: MIT
"""Checks the oracle itself: short questions answered by walking minute by
minute, with nothing of its interval arithmetic.

    second_check.py [--zoneinfo DIR] [--seed N] [--questions N]
"""
import argparse
import io
import random
import sys
import zoneinfo
from datetime import datetime, timedelta, timezone

import calendar_oracle as oracle
import random_calendars
from zone_model import DAY, FIXTURES, MINUTE, Database, date_to_civil, show, weekday

EPOCH = datetime(1970, 1, 1, tzinfo=timezone.utc)


class Minutes:
    """Some days of a calendar as a row of minutes, each open or not."""

    def __init__(self, calendar, first, last):
        self.calendar = calendar
        self.begin = first * 1440 - 4 * 1440
        self.end = last * 1440 + 6 * 1440
        self.info = {}
        self.walls = {}
        self.dates = self._dates(calendar, first, last)

    def _walls(self, zone):
        """The wall time of each minute, asked of zoneinfo one by one."""
        if zone not in self.walls:
            if zone.fixed is not None:
                info = timezone(timedelta(seconds=zone.fixed))
            else:
                info = zoneinfo.ZoneInfo.from_file(io.BytesIO(zone.data), key=zone.name)
            row = []
            for minute in range(self.begin, self.end):
                there = (EPOCH + timedelta(minutes=minute)).astimezone(info).replace(tzinfo=None)
                delta = there - datetime(1970, 1, 1)
                seconds = delta.days * 86400 + delta.seconds
                if seconds % 60:
                    raise oracle.NotModelled
                row.append(seconds // 60)
            self.walls[zone] = row
        return self.walls[zone]

    def _set(self, calendar, date):
        walls = self._walls(calendar.zone)
        # Only minutes round the date can show its wall times.
        near = range(max(0, date * 1440 - 2 * 1440 - self.begin),
                     min(len(walls), date * 1440 + 4 * 1440 - self.begin))
        why, hours, _ = calendar.source(date)
        intervals = []
        breaks = list(calendar.dated_breaks.get(date, ()))
        if why == oracle.WEEK:
            intervals = [(h.open, h.close) for h in calendar.hours if h.weekday == weekday(date)]
            breaks += [(b.begin, b.end) for b in calendar.weekly_breaks
                       if b.weekday == weekday(date)]
            if calendar.always:
                intervals.append((0, 86400))
            for w in calendar.windows:
                intervals += self._window(w, weekday(date))
        else:
            intervals = list(hours)
        out = set()
        for a, b in intervals:
            a, b = minutes_of(date, a, b)
            inside = [i for i in near if a <= walls[i] < b]
            if inside:
                out.update(range(inside[0], inside[-1] + 1))
        for a, b in breaks:
            a, b = minutes_of(date, a, b)
            out.difference_update([i for i in near if a <= walls[i] < b])
        return out

    @staticmethod
    def _window(w, day):
        """What a window of one zone gives a weekday, as pieces of its day."""
        length = ((w.close_weekday - w.open_weekday) % 7) * 86400 + w.close - w.open
        if length <= 0:
            length += 7 * 86400
        if length <= 86400:
            return [(w.open, w.open + length)] if day == w.open_weekday else []
        out = []
        for back in range(8):
            if (day - back - w.open_weekday) % 7 == 0:
                a = max(w.open - back * 86400, 0)
                b = min(w.open + length - back * 86400, 86400)
                if a < b:
                    out.append((a, b))
        return out

    def _dates(self, calendar, first, last):
        """The date of each open minute."""
        if isinstance(calendar, oracle.Calendar):
            out = {}
            for date in range(first - 2, last + 3):
                for i in self._set(calendar, date):
                    out[i] = date
            return out
        parts = [self._dates(part, first, last) for part in calendar.parts]
        out = {}
        for i in set().union(*parts):
            here = [part[i] for part in parts if i in part]
            if calendar.kind == oracle.ANY_OF:
                out[i] = max(here)
            elif calendar.kind == oracle.ALL_OF and len(here) == len(parts):
                out[i] = max(here)
            elif calendar.kind == oracle.EXCEPT and len(here) == 1 and i in parts[0]:
                out[i] = parts[0][i]
        if calendar.mixed:
            walls = self._walls(calendar.zone)
            out = {i: walls[i] // 1440 for i in out}
        return out

    def is_open(self, i):
        return i in self.dates


def minutes_of(date, a, b):
    if b <= a:
        b += 86400
    return date * 1440 + a // 60, date * 1440 + b // 60


def whole_minutes(model):
    if isinstance(model, oracle.Combination):
        return all(whole_minutes(part) for part in model.parts)
    times = [t for h in model.hours for t in (h.open, h.close)]
    times += [t for w in model.windows for t in (w.open, w.close)]
    times += [t for b in model.weekly_breaks for t in (b.begin, b.end)]
    times += [t for bs in model.dated_breaks.values() for b in bs for t in b]
    times += [t for hours, _ in model.exceptions.values() for h in hours for t in h]
    times += [t for g in model.holidays for r in g.rules for h in r.hours for t in h]
    one_zone = all(w.open_zone is None and w.close_zone is None for w in model.windows)
    return one_zone and all(t % 60 == 0 for t in times)


def walk(row, name, i, amount, lo, hi):
    """The answer in minutes, or None where it lies outside the row."""
    if name == "is_open":
        return row.is_open(i)
    if name == "elapsed":
        return sum(row.is_open(k) for k in range(i, i + amount))
    if name == "next_open":
        return next((k for k in range(i, hi) if row.is_open(k)), None)
    if name == "next_close":
        return next((k for k in range(i + 1, hi) if row.is_open(k - 1) and not row.is_open(k)),
                    None)
    if name == "previous_open":
        return next((k for k in range(i - 1, lo, -1) if row.is_open(k) and
                     not row.is_open(k - 1)), None)
    if name == "previous_close":
        return next((k for k in range(i, lo, -1) if row.is_open(k - 1)), None)
    if name == "add":
        left = amount
        for k in range(i, hi):
            if left == 0:
                return k
            left -= row.is_open(k)
        return None
    left = amount
    for k in range(i, lo, -1):
        if left == 0:
            return k
        left -= row.is_open(k - 1)
    return None


QUESTIONS = ("is_open", "elapsed", "next_open", "next_close", "previous_open", "previous_close",
             "add", "subtract", "date_of", "date_of")


def check_calendar(rng, model, center, count):
    first, last = center - 4, center + 4
    row = Minutes(model, first, last)
    line = oracle.Timeline(model, center - 30, center + 30)
    lo, hi = first * 1440 - row.begin, (last + 1) * 1440 - row.begin
    edges = [i for i in range(lo + 1440, hi - 1440)
             if row.dates.get(i) != row.dates.get(i - 1)]
    walls = row._walls(model.zone)
    edges += [i for i in range(lo + 1440, hi - 1440) if walls[i] != walls[i - 1] + 1]
    wrong = 0
    asked = 0
    for _ in range(count):
        name = rng.choice(QUESTIONS)
        i = rng.randrange(lo + 1440, hi - 1440)
        if edges and rng.random() < 0.6:
            i = rng.choice(edges) + rng.choice((0, 0, 0, -1, 1))
        amount = rng.choice((0, 1, rng.randint(0, 300), rng.randint(0, 2000)))
        if edges and rng.random() < 0.4:  # used up exactly at an edge
            a, b = sorted((i, rng.choice(edges)))
            amount = sum(row.is_open(k) for k in range(a, b))
        if name == "elapsed":
            amount = min(amount, hi - i)
        t = (row.begin + i) * MINUTE
        if name == "date_of":
            expected = row.dates.get(i, row._walls(model.zone)[i] // 1440)
            got = line.date_of(t)
        else:
            found = walk(row, name, i, amount, lo, hi)
            if found is None:
                continue
            expected = found
            if name == "elapsed":
                expected = found * MINUTE
                got = line.elapsed(t, t + amount * MINUTE)
            elif name in ("add", "subtract"):
                got = getattr(line, name)(t, amount * MINUTE)
                expected = (row.begin + found) * MINUTE
            else:
                got = getattr(line, name)(t)
                if name != "is_open":
                    expected = (row.begin + found) * MINUTE
        asked += 1
        if got != expected:
            wrong += 1
            print("%s(%s, %d min): walked %s, oracle %s" % (name, show(t), amount, expected, got))
            print(random_calendars.describe(model))
    return asked, wrong


def main():
    parser = argparse.ArgumentParser(description=__doc__.split("\n")[0])
    parser.add_argument("--zoneinfo", default=str(FIXTURES))
    parser.add_argument("--seed", type=int)
    parser.add_argument("--questions", type=int, default=1000)
    arguments = parser.parse_args()
    seed = arguments.seed if arguments.seed is not None else random.randrange(1 << 32)
    print("seed %d" % seed, flush=True)
    rng = random.Random(seed)
    zones = Database(arguments.zoneinfo)
    asked = wrong = calendars = 0
    while asked < arguments.questions:
        model, center = random_calendars.calendar(rng, zones)
        changes = model.zone.changes((center - 200) * DAY, (center + 200) * DAY)
        if changes and rng.random() < 0.8:
            date = model.zone.date(rng.choice(changes))
            center = date + rng.choice((-1, 0, 0, 1))
            if isinstance(model, oracle.Calendar) and rng.random() < 0.5:
                begin = rng.randrange(0, 180) * 60
                model.dated_breaks.setdefault(date, []).append(
                    (begin, begin + rng.randint(1, 90) * 60))
        if not whole_minutes(model) or not 1950 < date_to_civil(center)[0] < 9990:
            continue
        try:
            a, w = check_calendar(rng, model, center, 8)
        except oracle.NotModelled:
            continue  # an offset with seconds
        asked, wrong, calendars = asked + a, wrong + w, calendars + 1
    print("%d questions on %d calendars walked minute by minute, %d differences"
          % (asked, calendars, wrong))
    return 1 if wrong else 0


if __name__ == "__main__":
    sys.exit(main())
