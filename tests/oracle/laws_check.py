#!/usr/bin/env python3
# SPDX-License-Identifier: MIT
"""Laws that hold of every calendar, asked of the library on random ones.

    laws_check.py LIBRARY [--zoneinfo DIR] [--seed N] [--calendars N]

With C(a, b) the open time in [a, b):
  elapsed(t, add(t, d)) = d; elapsed(subtract(t, d), t) = d; elapsed adds up
  and is antisymmetric; add is monotonic in both arguments;
  subtract(add(t, d), d) = t for every open t; add(subtract(u, d), d) = u for
  every u with open time just before it; the stretches are what is_open and the
  edges say and sum to elapsed; union, intersection and difference agree with
  is_open of their parts; array forms equal scalar forms; the compiled window
  changes no answer.
"""
import argparse
import collections
import ctypes as c
import random
import sys
import time
from pathlib import Path

import calendar_oracle as oracle
import random_calendars
from calendar_check import some_duration, some_instant
from library import I64, NONE, SIZE, Failure, Library
from zone_model import DAY, FIXTURES, HOUR, Database, show


class Row:
    """What some_instant and some_duration want to know, from the library."""

    def __init__(self, handle, zone, center):
        self.lo, self.hi = (center - 120) * DAY, (center + 120) * DAY
        self.open = handle.stretches(self.lo, self.hi)
        self._handle = handle
        self.edges = zone.changes(self.lo + 10 * DAY, self.hi - 10 * DAY)

    def count(self, t):
        t = min(max(t, self.lo), self.hi)
        return self._handle.ask("elapsed", self.lo, t)


class Laws:
    def __init__(self, library):
        self.library = library
        self.counts = collections.Counter()
        self.broken = 0
        self.model = None

    def hold(self, law, holds, *details):
        self.counts[law] += 1
        if not holds:
            self.broken += 1
            if self.broken <= 5:
                print("\nBROKEN %s: %s" % (law, " ".join(str(d) for d in details)))
                print(random_calendars.describe(self.model, "  "), flush=True)

    @staticmethod
    def maybe(handle, name, *arguments):
        """The answer, or the status as text, for comparing."""
        try:
            return handle.ask(name, *arguments)
        except Failure as failure:
            return "status %d" % failure.status

    def arithmetic(self, a, t, u, d, e):
        """a: a handle."""
        forward = self.maybe(a, "add", t, d)
        later = self.maybe(a, "add", t, d + e)
        other = self.maybe(a, "add", max(t, u), d)
        if isinstance(forward, int):
            self.hold("elapsed of add", a.ask("elapsed", t, forward) == d, show(t), d)
            self.hold("add is the earliest", d == 0 or a.ask("elapsed", t, forward - 1) == d - 1,
                      show(t), d)
            if a.ask_small("is_open", t):
                back = self.maybe(a, "subtract", forward, d)
                self.hold("subtract undoes add", back == t, show(t), d, back)
            if isinstance(later, int):
                self.hold("monotonic in the duration", forward <= later, show(t), d, e)
            if isinstance(other, int):
                self.hold("monotonic in the instant", min(t, u) == u or forward <= other,
                          show(t), show(u), d)
        backward = self.maybe(a, "subtract", t, d)
        if isinstance(backward, int):
            self.hold("elapsed of subtract", a.ask("elapsed", backward, t) == d, show(t), d)
            self.hold("subtract is the latest",
                      d == 0 or a.ask("elapsed", backward + 1, t) == d - 1, show(t), d)
            if self.maybe(a, "previous_close", t) == t:
                again = self.maybe(a, "add", backward, d)
                self.hold("add undoes subtract", again == t, show(t), d, again)

    def elapsed(self, a, t, u, v):
        tu, uv = a.ask("elapsed", t, u), a.ask("elapsed", u, v)
        self.hold("elapsed adds up", tu + uv == a.ask("elapsed", t, v), show(t), show(u), show(v))
        self.hold("elapsed is antisymmetric", tu == -a.ask("elapsed", u, t), show(t), show(u))

    def stretches(self, a, t, row):
        u = min(t + 9 * DAY, row.hi)
        found = a.stretches(t, u)
        self.hold("stretches sum to elapsed",
                  sum(y - x for x, y in found) == a.ask("elapsed", t, u), show(t))
        ends = [n for pair in found for n in pair]
        self.hold("stretches are apart and in order",
                  all(x < y for x, y in zip(ends, ends[1:])), show(t), found)
        for x, y in found:
            self.hold("a stretch is open from its begin up to its end",
                      a.ask_small("is_open", x) == 1 and a.ask_small("is_open", y - 1) == 1
                      and (y == u or a.ask_small("is_open", y) == 0)
                      and (x == t or a.ask_small("is_open", x - 1) == 0), show(x), show(y))

    def seeking(self, a, t):
        opening = self.maybe(a, "next_open", t)
        if isinstance(opening, int):
            self.hold("next_open is open, and nothing before is",
                      a.ask_small("is_open", opening) == 1 and a.ask("elapsed", t, opening) == 0,
                      show(t), show(opening))
        close = self.maybe(a, "previous_close", t)
        if isinstance(close, int):
            self.hold("previous_close has open time just before it, and none after",
                      a.ask_small("is_open", close - 1) == 1 and a.ask("elapsed", close, t) == 0,
                      show(t), show(close))

    def arrays(self, a, ts, ds):
        n = len(ts)
        for name in ("add", "subtract", "elapsed"):
            seconds = ds if name != "elapsed" else ts[1:] + ts[:1]
            one = [self.maybe(a, name, t, d) for t, d in zip(ts, seconds)]
            first, second = (I64 * n)(*ts), (I64 * n)(*seconds)
            failed = SIZE(n)
            function = getattr(self.library._lib, "spol_calendar_%s_many" % name)
            function.argtypes = [c.c_void_p] * 4 + [SIZE] + [c.c_void_p] * 2
            function.restype = c.c_int32
            status = function(a.pointer, first, second, first, n, c.byref(failed), None)
            bad = [i for i, v in enumerate(one) if not isinstance(v, int)]
            want = [v if isinstance(v, int) else NONE for v in one]
            good = list(first) == want and (status == 0) == (not bad)
            good = good and (not bad or failed.value == bad[0])
            good = good and (not bad or one[bad[0]] == "status %d" % status)
            self.hold("arrays of %s" % name, good, status, failed.value, bad[:3])

    def parts(self, a, model, handles, t):
        """A combination agrees with its parts."""
        here = [bool(h.ask_small("is_open", t)) for h in handles]
        if model.kind == oracle.ANY_OF:
            want = any(here)
        elif model.kind == oracle.ALL_OF:
            want = all(here)
        else:
            want = here[0] and not any(here[1:])
        kind = ("union", "intersection", "difference")[model.kind - 1]
        self.hold(kind, bool(a.ask_small("is_open", t)) == want, show(t))

    def windows(self, handles, name, *arguments):
        got = [self.maybe(h, name, *arguments) for h in handles]
        self.hold("the compiled window changes nothing", len(set(got)) == 1, name, arguments, got)

    def calendar(self, rng, zones):
        self.model, center = random_calendars.calendar(rng, zones)
        year = 1970 + center * 400 // 146097
        try:
            handles = [self.library.calendar(self.model, w)
                       for w in (None, (2001, 2000), (year, year))]
        except Failure:
            self.counts["never open"] += 1
            return
        a = handles[rng.randrange(3)]
        row = Row(a, self.model.zone, center)
        parts = []
        if isinstance(self.model, oracle.Combination):
            parts = [self.library.calendar(part) for part in self.model.parts]
        ts, ds = [], []
        begin = time.process_time()
        for _ in range(60 if len(row.open) > 3 else 2):
            if time.process_time() - begin > 0.5:
                break  # so rarely open that every answer goes through centuries
            t, u, v = (some_instant(rng, row, row.edges) for _ in range(3))
            d, e = (some_duration(rng, row, t) for _ in range(2))
            ts.append(t)
            ds.append(d)
            self.arithmetic(a, t, u, d, e)
            self.elapsed(a, t, u, v)
            self.seeking(a, t)
            for name in ("next_open", "next_close", "previous_open", "previous_close"):
                self.windows(handles, name, t)
            for name in ("add", "subtract"):
                self.windows(handles, name, t, rng.choice((d, e, 3000 * HOUR)))
            if parts:
                self.parts(a, self.model, parts, t)
        self.stretches(a, min(ts[0], row.hi - DAY), row)
        ts, ds = ts[:20], ds[:20]
        self.arrays(a, ts, ds)
        ds[rng.randrange(len(ds))] *= 10 ** 6  # more than there is
        ds[rng.randrange(len(ds))] = -1
        self.arrays(handles[0], ts, ds)


def main():
    parser = argparse.ArgumentParser(description=__doc__.split("\n")[0])
    parser.add_argument("library")
    parser.add_argument("--zoneinfo", default=str(FIXTURES))
    parser.add_argument("--seed", type=int)
    parser.add_argument("--calendars", type=int, default=100)
    arguments = parser.parse_args()
    seed = arguments.seed if arguments.seed is not None else random.randrange(1 << 32)
    print("seed %d" % seed, flush=True)
    laws = Laws(Library(Path(arguments.library).resolve()))
    zones = Database(arguments.zoneinfo)
    for number in range(arguments.calendars):
        laws.calendar(random.Random("%d/%d" % (seed, number)), zones)
    for law, count in sorted(laws.counts.items()):
        print("%8d  %s" % (count, law))
    print("%d checks of laws on %d calendars, %d broken" % (
        sum(laws.counts.values()), arguments.calendars, laws.broken))
    return 1 if laws.broken else 0


if __name__ == "__main__":
    sys.exit(main())
