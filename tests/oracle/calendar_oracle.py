# SPDX-License-Identifier: MIT
"""What a calendar means, straight from docs/semantics.md, sections 2 to 4.

Slow and plain on purpose: date by date, each interval from the first to the
last instant whose wall time lies in it. All numbers are whole microseconds,
dates are days since 1970-01-01. Nothing here is shared with the library.
"""
import bisect
from collections import namedtuple

from holiday_oracle import HolidaySet  # noqa: F401  (part of this model)
from zone_model import (DATE_MAX, DATE_MIN, DAY, INSTANT_MAX, INSTANT_MIN, SECOND,
                        date_from_civil, date_to_civil, weekday)

WEEK, HOLIDAY, EXCEPTION, COMBINED = 0, 1, 2, 3
ANY_OF, ALL_OF, EXCEPT = 1, 2, 3
FLAG_UNCOVERED, FLAG_DUE_AT_RECEIPT = 1, 8


class NeedMore(Exception):
    """The answer lies outside the dates that were worked out."""


class NoAnswer(Exception):
    """There is none in the years 1 to 9999."""


class NotModelled(Exception):
    """The definitions do not say; not asked."""


# ---- Sets of instants: sorted lists of disjoint, non-touching (from, to) ----

def union(pieces):
    out = []
    for a, b in sorted(pieces):
        if a >= b:
            continue
        if out and a <= out[-1][1]:
            if b > out[-1][1]:
                out[-1] = (out[-1][0], b)
        else:
            out.append((a, b))
    return out


def intersect(x, y):
    out, i, j = [], 0, 0
    while i < len(x) and j < len(y):
        a, b = max(x[i][0], y[j][0]), min(x[i][1], y[j][1])
        if a < b:
            out.append((a, b))
        if x[i][1] < y[j][1]:
            i += 1
        else:
            j += 1
    return out


def subtract(x, y):
    out, j = [], 0
    for a, b in x:
        while j < len(y) and y[j][1] <= a:
            j += 1
        k = j
        while k < len(y) and y[k][0] < b:
            if y[k][0] > a:
                out.append((a, y[k][0]))
            a = max(a, y[k][1])
            k += 1
        if a < b:
            out.append((a, b))
    return out


def clip(x, lo, hi):
    return [(max(a, lo), min(b, hi)) for a, b in x if max(a, lo) < min(b, hi)]


# ---- What was written ------------------------------------------------------

Hours = namedtuple("Hours", "weekday open close")  # seconds; close <= open: next day
Window = namedtuple("Window", "open_weekday open close_weekday close open_zone close_zone")
Break = namedtuple("Break", "weekday begin end")


def ends(open_seconds, close_seconds):
    """The two ends of a piece of a day, in microseconds from its midnight."""
    if close_seconds <= open_seconds:
        close_seconds += 86400
    return open_seconds * SECOND, close_seconds * SECOND


class Calendar:
    """A calendar of its own: a zone, a week, holidays, breaks, exceptions."""

    def __init__(self, zone, hours=(), windows=(), always=False, weekly_breaks=(),
                 dated_breaks=None, exceptions=None, holidays=()):
        self.zone = zone
        self.hours = list(hours)
        # To name the calendar's own zone is to name none.
        self.windows = [w._replace(open_zone=None if w.open_zone is zone else w.open_zone,
                                   close_zone=None if w.close_zone is zone else w.close_zone)
                        for w in windows]
        self.always = always
        self.weekly_breaks = list(weekly_breaks)
        self.dated_breaks = dict(dated_breaks or {})  # date -> [(begin, end)]
        self.exceptions = dict(exceptions or {})  # date -> ([(open, close)], name)
        self.holidays = list(holidays)
        self._sets = {}
        self._windows = {}

    def goes_on(self):
        """Whether the week has hours of its own, so that it never ends."""
        return bool(self.hours or self.windows or self.always)

    def bounds(self):
        """For a calendar without a week: the dates that may have hours."""
        if self.goes_on() or any(h.has_hours() for h in self.holidays):
            return None
        dates = [d for d, (hours, _) in self.exceptions.items() if hours]
        return (min(dates), max(dates)) if dates else (0, -1)

    def source(self, date):
        """(why, hours or None, name) of a date."""
        if date in self.exceptions:
            hours, name = self.exceptions[date]
            return EXCEPTION, hours, name
        for group in self.holidays:
            found = group.on(date)
            if found is not None:
                return HOLIDAY, found[0], found[1]
        return WEEK, None, None

    def covered(self, date):
        year = date_to_civil(date)[0]
        return all(group.covers(year) for group in self.holidays)

    def _week_intervals(self, date):
        midnight, day = date * DAY, weekday(date)
        out = []
        if self.always:
            out.append(self.zone.hull(midnight, midnight + DAY))
        for h in self.hours:
            if h.weekday == day:
                a, b = ends(h.open, h.close)
                out.append(self.zone.hull(midnight + a, midnight + b))
        for n, w in enumerate(self.windows):
            if w.open_zone is None and w.close_zone is None:
                out += self._window(date, w)
            else:
                out += self._two_zones(date, n, w)
        return [piece for piece in out if piece]

    def _window(self, date, w):
        length = ((w.close_weekday - w.open_weekday) % 7 * 86400 + w.close - w.open) * SECOND
        if length <= 0:
            length += 7 * DAY
        midnight, opens = date * DAY, w.open * SECOND
        if length <= DAY:
            if weekday(date) == w.open_weekday:
                return [self.zone.hull(midnight + opens, midnight + opens + length)]
            return []
        out = []
        for start in range(date - 7, date + 1):
            if weekday(start) == w.open_weekday:
                a = max(start * DAY + opens, midnight)
                b = min(start * DAY + opens + length, midnight + DAY)
                if a < b:
                    out.append(self.zone.hull(a, b))
        return out

    def _run(self, start, n, w):
        """The instants between which a window with two zones runs."""
        key = (start, n)
        if key not in self._windows:
            opens = (w.open_zone or self.zone).first_at_or_after(start * DAY + w.open * SECOND)
            closing = w.close_zone or self.zone
            here = closing.date(opens)
            found = [t for date in range(here - 2, here + 11) if weekday(date) == w.close_weekday
                     for t in closing.reaches(date * DAY + w.close * SECOND, opens)]
            self._windows[key] = (opens, min(found))
        return self._windows[key]

    def _two_zones(self, date, n, w):
        whole = self.zone.hull(date * DAY, date * DAY + DAY)
        if whole is None:
            return []
        runs = [self._run(start, n, w) for start in range(date - 10, date + 3)
                if weekday(start) == w.open_weekday]
        return clip(runs, *whole)

    def set_of(self, date):
        """The open instants that belong to a date."""
        if date in self._sets:
            return self._sets[date]
        why, hours, _ = self.source(date)
        midnight = date * DAY
        breaks = list(self.dated_breaks.get(date, ()))
        if why == WEEK:
            found = self._week_intervals(date)
            breaks += [(b.begin, b.end) for b in self.weekly_breaks if b.weekday == weekday(date)]
        else:
            found = []
            for open_seconds, close_seconds in hours or ():
                a, b = ends(open_seconds, close_seconds)
                piece = self.zone.hull(midnight + a, midnight + b)
                if piece:
                    found.append(piece)
        found = union(found)
        for begin, end in breaks:
            a, b = ends(begin, end)
            found = subtract(found, self.zone.pieces(midnight + a, midnight + b))
        self._sets[date] = found
        return found

    def by_date(self, first, last):
        return {date: self.set_of(date) for date in range(first, last + 1)}

    def dated(self, first, last):
        """Disjoint (from, to, date) of the open instants: the latest date counts."""
        out = []
        for date in range(first, last + 1):
            for a, b in self.set_of(date):
                tail = []
                while out and out[-1][1] > a:
                    x, y, d = out.pop()
                    if y > b:
                        tail.append((max(x, b), y, d))
                    if x < a:
                        out.append((x, a, d))
                        break
                out.append((a, b, date))
                out.extend(reversed(tail))
        return out


class Combination:
    """A calendar made of others."""

    def __init__(self, kind, parts, zone=None):
        self.kind = kind
        self.parts = list(parts)
        zones = {id(z) for part in self.parts for z in part_zones(part)}
        self.mixed = len(zones) > 1
        self.zone = zone if self.mixed else self.parts[0].zone

    def goes_on(self):
        return None

    def bounds(self):
        found = [part.bounds() for part in self.parts]
        if self.kind == ANY_OF:
            if None in found:
                return None
            found = [b for b in found if b[0] <= b[1]]
            return (min(b[0] for b in found), max(b[1] for b in found)) if found else (0, -1)
        if self.kind == EXCEPT:
            return found[0]
        found = [b for b in found if b is not None]
        return (max(b[0] for b in found) - 1, min(b[1] for b in found) + 1) if found else None

    def covered(self, date):
        return all(part.covered(date) for part in self.parts)

    def dated(self, first, last):
        lists = [part.dated(first, last) for part in self.parts]
        cuts = sorted({t for pieces in lists for a, b, _ in pieces for t in (a, b)})
        at = [0] * len(lists)
        out = []
        for a, b in zip(cuts, cuts[1:]):
            dates = []
            for i, pieces in enumerate(lists):
                while at[i] < len(pieces) and pieces[at[i]][1] <= a:
                    at[i] += 1
                inside = at[i] < len(pieces) and pieces[at[i]][0] <= a
                dates.append(pieces[at[i]][2] if inside else None)
            known = [d for d in dates if d is not None]
            if self.kind == ANY_OF:
                date = max(known) if known else None
            elif self.kind == ALL_OF:
                date = max(known) if len(known) == len(dates) else None
            else:
                date = dates[0] if len(known) == (dates[0] is not None) else None
            if date is None:
                continue
            if self.mixed:
                for s, e, off in self.zone.segments(a, b):
                    while s < e:
                        local = (s + off) // DAY
                        step = min(e, (local + 1) * DAY - off)
                        _join(out, s, step, local)
                        s = step
            else:
                _join(out, a, b, date)
        return out

    def by_date(self, first, last):
        out = {date: [] for date in range(first, last + 1)}
        for a, b, date in self.dated(first - 3, last + 3):
            if first <= date <= last:
                out[date].append((a, b))
        return out


def part_zones(calendar):
    """The zones that give a calendar's parts their dates."""
    return [calendar.zone]


def _join(out, a, b, date):
    if out and out[-1][1] == a and out[-1][2] == date:
        out[-1] = (out[-1][0], b, date)
    else:
        out.append((a, b, date))


BusinessDays = namedtuple("BusinessDays", "mask calendar")
DayTarget = namedtuple("DayTarget", "unit count reading local zero cutoff business")
DayDue = namedtuple("DayDue", "receipt due day_zero due_day early")
BUSINESS, CALENDAR_DAYS, CALENDAR_WEEKS, CALENDAR_MONTHS = 1, 2, 3, 4
END_OF_DAY, START_OF_DAY, SAME_TIME, LOCAL_TIME = 1, 2, 3, 4
AFTER_RECEIPT, AFTER_DATE = 0, 1


class Timeline:
    """The dates first..last of a calendar, worked out, and every question
    whose answer lies among them."""

    def __init__(self, calendar, first, last):
        self.calendar = calendar
        self.zone = calendar.zone
        bounds = calendar.bounds()
        self.before = self.after = False  # nothing is open before, after
        if bounds is not None:
            self.before = first <= bounds[0] - 4
            self.after = last >= bounds[1] + 4
        self.first, self.last = first, last
        self.lo = max((first + 3) * DAY, INSTANT_MIN)
        self.hi = min((last - 2) * DAY, INSTANT_MAX + 1)
        self.dates = calendar.by_date(first, last)
        self.dated = calendar.dated(first, last)
        self._starts = [piece[0] for piece in self.dated]
        if isinstance(calendar, Calendar):
            pieces = [piece for date in self.dates.values() for piece in date]
        else:
            pieces = [(a, b) for a, b, _ in self.dated]
        whole = union(pieces)
        self.open = clip(whole, self.lo, self.hi)
        self.opens = [a for a, _ in self.open]
        self.closes = [b for _, b in self.open]
        self.sums = [0]
        for a, b in self.open:
            self.sums.append(self.sums[-1] + b - a)

    def _inside(self, t):
        if not self.lo <= t < self.hi:
            raise NeedMore

    def _past_end(self):
        if self.hi > INSTANT_MAX or self.after:
            raise NoAnswer
        raise NeedMore

    def _past_begin(self):
        if self.lo <= INSTANT_MIN or self.before:
            raise NoAnswer
        raise NeedMore

    def count(self, t):
        """The open time in [lo, t)."""
        i = bisect.bisect_right(self.opens, t)
        if i == 0:
            return 0
        a, b = self.open[i - 1]
        return self.sums[i - 1] + min(b, t) - a

    def elapsed(self, a, b):
        self._inside(a)
        self._inside(b)
        return self.count(b) - self.count(a)

    def add(self, t, d):
        self._inside(t)
        if d == 0:
            return t
        want = self.count(t) + d
        if want > self.sums[-1]:
            self._past_end()
        i = bisect.bisect_left(self.sums, want) - 1
        return self.open[i][0] + want - self.sums[i]

    def subtract(self, t, d):
        self._inside(t)
        if d == 0:
            return t
        want = self.count(t) - d
        if want < 0:
            self._past_begin()
        i = bisect.bisect_right(self.sums, want) - 1
        return self.open[i][0] + want - self.sums[i]

    def is_open(self, t):
        self._inside(t)
        i = bisect.bisect_right(self.opens, t) - 1
        return i >= 0 and t < self.closes[i]

    def next_open(self, t):
        if self.is_open(t):
            return t
        i = bisect.bisect_left(self.opens, t)
        if i == len(self.opens):
            self._past_end()
        return self.opens[i]

    def next_close(self, t):
        self._inside(t)
        i = bisect.bisect_right(self.closes, t)
        if i == len(self.closes):
            self._past_end()
        if self.closes[i] == self.hi:
            if self.hi > INSTANT_MAX:
                raise NoAnswer
            raise NeedMore
        return self.closes[i]

    def previous_open(self, t):
        self._inside(t)
        i = bisect.bisect_left(self.opens, t) - 1
        if i < 0:
            self._past_begin()
        if self.opens[i] == self.lo:
            if self.lo <= INSTANT_MIN:
                raise NoAnswer
            raise NeedMore
        return self.opens[i]

    def previous_close(self, t):
        self._inside(t)
        i = bisect.bisect_left(self.opens, t) - 1
        if i < 0:
            self._past_begin()
        return min(t, self.closes[i])

    def stretches(self, a, b):
        self._inside(a)
        self._inside(b)
        i = bisect.bisect_right(self.closes, a)
        j = bisect.bisect_left(self.opens, b)
        return clip(self.open[i:j], a, b)

    # ---- Dates, receipt, business days ----

    def date_of(self, t):
        self._inside(t)
        i = bisect.bisect_right(self._starts, t) - 1
        if i >= 0 and t < self.dated[i][1]:
            return self.dated[i][2]
        return self.zone.date(t)

    def set_of(self, date):
        if not self.first + 3 <= date <= self.last - 3:
            if (date > self.last and self.after) or (date < self.first and self.before):
                return []
            raise NeedMore
        return self.dates[date]

    def is_business(self, date, business):
        if business is None:
            return bool(self.set_of(date))
        if business.mask:
            return bool(business.mask >> (weekday(date) - 1) & 1)
        return bool(business.calendar.set_of(date))

    def next_business(self, date, business, n=1):
        for _ in range(n):
            while True:
                date += 1
                if date > self.last - 3:
                    if self.after and business is None:
                        raise NoAnswer
                    raise NeedMore
                if self.is_business(date, business):
                    break
        return date

    def _cutoff_date(self, start, cutoff):
        """The date whose cut-off a start is at or after, or None."""
        if cutoff < 0:
            return None
        date = self.date_of(start)
        return date if self.zone.wall(start) - date * DAY >= cutoff * SECOND else None

    def receive(self, start, cutoff, business):
        date = self._cutoff_date(start, cutoff)
        if date is None:
            return self.next_open(start)
        day = self.next_business(date, business)
        found = self.set_of(day)
        if not found:
            raise NotModelled  # a day that counts, and has no open instant
        if found[0][0] < start:
            raise NotModelled  # one that began during the day before it
        return found[0][0]

    def day_target(self, start, target):
        receipt = self.receive(start, target.cutoff, target.business)
        receipt_day = self.date_of(receipt)
        zero = receipt_day
        if target.zero == AFTER_DATE:
            late = self._cutoff_date(start, target.cutoff)
            if late is None or not self.is_business(late, target.business):
                zero = self.zone.date(start)
        if target.unit == BUSINESS:
            day = self.next_business(zero, target.business, target.count)
        elif target.unit == CALENDAR_MONTHS:
            day = add_months(zero, target.count)
        else:
            day = zero + target.count * (7 if target.unit == CALENDAR_WEEKS else 1)
        found = self.set_of(day)
        if not found:
            whole = self.zone.hull(day * DAY, day * DAY + DAY)
            if whole is None:
                raise NotModelled  # a date that the clocks skipped
            found = [whole]
        if target.reading == END_OF_DAY:
            due = found[-1][1]
        elif target.reading == START_OF_DAY:
            due = found[0][0]
        else:
            if target.reading == SAME_TIME:
                wall = self.zone.wall(receipt) - receipt_day * DAY
            else:
                wall = target.local * SECOND
            due = at_time(self.zone, found, day * DAY + wall)
        early = due < receipt
        return DayDue(receipt, max(due, receipt), zero, day, early)


def at_time(zone, found, wall):
    """A local time on a day that has the open time `found`."""
    first = zone.first_at_or_after(wall)
    if any(a <= first <= b for a, b in found):
        return first
    later = [a for a, _ in found if a > first]
    return later[0] if later else found[-1][1]


def add_months(date, n):
    y, m, d = date_to_civil(date)
    y, m = y + (m - 1 + n) // 12, (m - 1 + n) % 12 + 1
    last = date_from_civil(y + m // 12, m % 12 + 1, 1) - 1
    return min(date_from_civil(y, m, 1) + d - 1, last)


def date_in_range(date):
    return DATE_MIN <= date <= DATE_MAX
