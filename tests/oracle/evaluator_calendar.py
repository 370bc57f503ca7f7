# SPDX-License-Identifier: MIT
"""Calendars of the independent evaluator: plain lists of open intervals over a window of months.

Semantics sections 2 to 4, for the small family of calendars that the evaluator's random policies use: weekly hours in one
zone, holidays that close a day or give it other hours. Every question is answered from one sorted list of open intervals,
built once and shared. An answer outside the window raises OutsideWindow; it is never invented.
"""

import datetime as dt
from bisect import bisect_left, bisect_right
from zoneinfo import ZoneInfo

SECOND = 1_000_000
MINUTE = 60 * SECOND
HOUR = 60 * MINUTE
DAY = 24 * HOUR

_EPOCH = dt.datetime(1970, 1, 1)
_MICRO = dt.timedelta(microseconds=1)

WINDOW = (dt.date(2026, 8, 24), dt.date(2027, 4, 11))


class OutsideWindow(Exception):
    """The answer lies outside the dates that the calendar was built for."""


def instant(text):
    """'2026-10-05 09:30[:00[.000001]]' in UTC, as microseconds."""
    return (dt.datetime.fromisoformat(text) - _EPOCH) // _MICRO


def text(at):
    """An instant as text, for messages."""
    return None if at is None else (_EPOCH + dt.timedelta(microseconds=at)).isoformat() + 'Z'


def minutes(wall):
    """'09:30' as minutes since midnight; 24:00 and beyond are allowed."""
    hour, minute = wall.split(':')
    return int(hour) * 60 + int(minute)


class Zone:
    """Wall time to instants, in both of the readings that section 2 needs."""

    def __init__(self, name):
        self.name = name
        self._zone = ZoneInfo(name)

    def _offset(self, at):
        utc = (_EPOCH + dt.timedelta(microseconds=at)).replace(tzinfo=dt.timezone.utc)
        return utc.astimezone(self._zone).utcoffset() // _MICRO

    def local(self, at):
        """The wall time at an instant, as microseconds since 1970-01-01 00:00 of that wall clock."""
        return at + self._offset(at)

    def date(self, at):
        return (_EPOCH + dt.timedelta(microseconds=self.local(at))).date()

    def first_at_or_after(self, wall):
        """The first instant whose wall time is at or after `wall` (microseconds of wall clock)."""
        best = None
        for probe in (wall - DAY, wall + DAY):
            at = wall - self._offset(probe)
            if self.local(at) == wall and (best is None or at < best):
                best = at
        if best is not None:
            return best
        low, high = wall - 2 * DAY, wall + 2 * DAY  # in a gap: the transition itself
        while high - low > 1:
            middle = (low + high) // 2
            if self.local(middle) >= wall:
                high = middle
            else:
                low = middle
        return high

    def end_of(self, wall):
        """The instant after the last one whose wall time is before `wall`."""
        last = wall - 1
        best = None
        for probe in (last - DAY, last + DAY):
            at = last - self._offset(probe)
            if self.local(at) == last and (best is None or at > best):
                best = at
        return self.first_at_or_after(wall) if best is None else best + 1


def wall_of(date, minute):
    """Minutes of a date as microseconds of wall clock."""
    return (date.toordinal() - 719163) * DAY + minute * MINUTE


class Calendar:
    """weekly: {weekday 0..6: [(open, close) in minutes]}; holidays: {date: (name, [(open, close)])}."""

    def __init__(self, name, zone, weekly, holidays=None, window=WINDOW, counted=None):
        self.name = name
        self.zone_name = zone
        self.zone = Zone(zone)
        self.weekly = weekly
        self.holidays = holidays or {}
        self.window = window
        self.counted = counted  # the weekdays that count as business days, if named
        self.low = self.zone.first_at_or_after(wall_of(window[0], 0))
        self.high = self.zone.first_at_or_after(wall_of(window[1], 0))
        self.pieces = []  # (from, to, date), each the interval of one date
        date = window[0]
        while date < window[1]:
            hours = self.holidays[date][1] if date in self.holidays else self.weekly.get(date.weekday(), [])
            for begin, end in hours:
                a = self.zone.first_at_or_after(wall_of(date, begin))
                b = self.zone.end_of(wall_of(date, end))
                if a < b:
                    self.pieces.append((a, b, date))
            date += dt.timedelta(days=1)
        self.pieces.sort()
        self.piece_starts = [a for a, _, _ in self.pieces]
        self.by_date = {}
        for a, b, date in self.pieces:
            self.by_date.setdefault(date, []).append((a, b))
        self.days = sorted(d for d in self.by_date if counted is None or d.weekday() in counted)
        merged = []
        for a, b, _ in self.pieces:
            if merged and a <= merged[-1][1]:
                merged[-1][1] = max(merged[-1][1], b)
            else:
                merged.append([a, b])
        self.starts = [a for a, _ in merged]
        self.ends = [b for _, b in merged]
        self.before = [0]  # open time before each stretch
        for a, b in merged:
            self.before.append(self.before[-1] + b - a)

    def __repr__(self):
        return 'Calendar(%s)' % self.name

    # -- section 3 ---------------------------------------------------------------------------------------------------

    def _check(self, at):
        if not self.low <= at < self.high:
            raise OutsideWindow(self.name)

    def _run(self, at):
        """Open time from the window's begin to `at`."""
        self._check(at)
        i = bisect_right(self.starts, at) - 1
        if i < 0:
            return 0
        return self.before[i] + min(at, self.ends[i]) - self.starts[i]

    def elapsed(self, a, b):
        return self._run(b) - self._run(a)

    def add(self, at, amount):
        """The earliest instant with `amount` open time since `at`."""
        if amount == 0:
            self._check(at)
            return at
        total = self._run(at) + amount
        i = bisect_left(self.before, total) - 1
        if i >= len(self.starts):
            raise OutsideWindow(self.name)
        return self.starts[i] + total - self.before[i]

    def is_open(self, at):
        self._check(at)
        i = bisect_right(self.starts, at) - 1
        return i >= 0 and at < self.ends[i]

    def next_open(self, at):
        self._check(at)
        i = bisect_right(self.starts, at) - 1
        if i >= 0 and at < self.ends[i]:
            return at
        if i + 1 >= len(self.starts):
            raise OutsideWindow(self.name)
        return self.starts[i + 1]

    # -- section 4 ---------------------------------------------------------------------------------------------------

    def belongs(self, at):
        """The latest date whose open time holds `at`, or None while closed."""
        i = bisect_right(self.piece_starts, at)
        found = None
        for a, b, date in self.pieces[max(0, i - 4):i]:
            if a <= at < b and (found is None or date > found):
                found = date
        return found

    def wall_on(self, at, date):
        """The wall time at an instant, in microseconds since midnight of a date (past 24:00 if need be)."""
        return self.zone.local(at) - wall_of(date, 0)

    def past_cutoff(self, at, cutoff):
        """The date whose cutoff `at` has reached, or None."""
        if cutoff is None:
            return None
        date = self.belongs(at) or self.zone.date(at)
        return date if self.wall_on(at, date) >= cutoff * MINUTE else None

    def day_after(self, date, count):
        """The count-th business day after a date."""
        i = bisect_right(self.days, date) + count - 1
        if i >= len(self.days):
            raise OutsideWindow(self.name)
        return self.days[i]

    def hours_of(self, date):
        """The open intervals of a date; a date without any is taken whole."""
        if not self.window[0] <= date < self.window[1]:
            raise OutsideWindow(self.name)
        found = self.by_date.get(date)
        if found:
            return found
        return [(self.zone.first_at_or_after(wall_of(date, 0)), self.zone.end_of(wall_of(date, 1440)))]

    def first_open_of(self, date):
        return min(a for a, _ in self.hours_of(date))

    def last_close_of(self, date):
        return max(b for _, b in self.hours_of(date))

    def time_on(self, date, wall):
        """A local time (microseconds since midnight) on a day."""
        hours = self.hours_of(date)
        at = self.zone.first_at_or_after(wall_of(date, 0) + wall)
        if any(a <= at <= b for a, b in hours):
            return at
        later = [a for a, _ in hours if a > at]
        return min(later) if later else max(b for _, b in hours)

    def receipt(self, at, cutoff):
        date = self.past_cutoff(at, cutoff)
        if date is not None:
            return self.first_open_of(self.day_after(date, 1))
        return self.next_open(at)


class EveryInstant(Calendar):
    """Where rules name no calendar: every instant counts, and there is no wall time that could be past a cutoff."""

    def past_cutoff(self, at, cutoff):
        return None


EVERY_INSTANT = EveryInstant('every instant', 'UTC', {d: [(0, 1440)] for d in range(7)})
