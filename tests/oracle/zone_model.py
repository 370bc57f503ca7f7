# SPDX-License-Identifier: MIT
"""Time zones for the oracle: offsets from Python's zoneinfo, in whole microseconds.

Only the offset at an instant is taken from zoneinfo; where it changes is found
by looking: at the transition times that the file lists, and, beyond them, day
by day with bisection. Nothing here is shared with the library.
"""
import bisect
import io
import struct
import zoneinfo
from datetime import datetime, timedelta, timezone
from pathlib import Path

SECOND = 1_000_000
MINUTE = 60 * SECOND
HOUR = 3600 * SECOND
DAY = 86400 * SECOND
INSTANT_MIN = -62135596800 * SECOND
INSTANT_MAX = 253402300800 * SECOND - 1
DATE_MIN = -719162
DATE_MAX = 2932896
FIXTURES = Path(__file__).resolve().parent.parent / "zoneinfo" / "fat"

# Four hundred Gregorian years are a whole number of weeks, so that the rules
# of a footer repeat exactly; datetime itself ends within a day of the range.
_ERA = 146097 * DAY
_EARLY = INSTANT_MIN + 800 * DAY
_LATE = INSTANT_MAX - 3660 * DAY
_BLOCK = 1 << 45  # microseconds, about 407 days
_EPOCH = datetime(1970, 1, 1, tzinfo=timezone.utc)
_REACH = 27 * HOUR  # more than any offset


class Zone:
    """A zone with its offsets (microseconds east of UTC)."""

    def __init__(self, name, data=None, fixed=None):
        self.name = name
        self.data = data
        self.fixed = fixed  # seconds, for a zone with one offset
        self._blocks = {}
        self._info = None
        self._listed = []
        if fixed is None:
            self._info = zoneinfo.ZoneInfo.from_file(io.BytesIO(data), key=name)
            self._listed = _listed_transitions(data)

    def __repr__(self):
        return self.name

    def _raw(self, t):
        if self._info is None:
            return self.fixed * SECOND
        if t < _EARLY:
            t += _ERA
        while t > _LATE:
            t -= _ERA
        there = (_EPOCH + timedelta(microseconds=t)).astimezone(self._info)
        off = there.utcoffset()
        return off.days * DAY + off.seconds * SECOND + off.microseconds

    def _block(self, k):
        found = self._blocks.get(k)
        if found is not None:
            return found
        lo, hi = k * _BLOCK, (k + 1) * _BLOCK
        times, offsets = [lo], [self._raw(lo)]
        if self._info is not None:
            points = set(range(lo + DAY, hi, DAY)) | {hi - 1}
            i = bisect.bisect_right(self._listed, lo)
            while i < len(self._listed) and self._listed[i] < hi:
                points.add(self._listed[i])
                points.add(self._listed[i] - 1)
                i += 1
            before, last = offsets[0], lo
            for point in sorted(points):
                now = self._raw(point)
                if now != before:
                    a, b = last, point
                    while b - a > 1:
                        middle = (a + b) // 2
                        if self._raw(middle) == before:
                            a = middle
                        else:
                            b = middle
                    times.append(b)
                    offsets.append(now)
                before, last = now, point
        self._blocks[k] = (times, offsets)
        return times, offsets

    def offset(self, t):
        times, offsets = self._block(t // _BLOCK)
        return offsets[bisect.bisect_right(times, t) - 1]

    def wall(self, t):
        return t + self.offset(t)

    def date(self, t):
        return (t + self.offset(t)) // DAY

    def segments(self, a, b):
        """(from, to, offset), covering [a, b) without gaps."""
        out = []
        for k in range(a // _BLOCK, b // _BLOCK + 1):
            times, offsets = self._block(k)
            for i, start in enumerate(times):
                end = times[i + 1] if i + 1 < len(times) else (k + 1) * _BLOCK
                s, e = max(start, a), min(end, b)
                if s < e:
                    if out and out[-1][2] == offsets[i]:
                        out[-1] = (out[-1][0], e, offsets[i])
                    else:
                        out.append((s, e, offsets[i]))
        return out

    def changes(self, a, b):
        """The instants in (a, b) at which the offset changes."""
        return [s for s, _, _ in self.segments(a, b)[1:]]

    def pieces(self, w1, w2):
        """Exactly the instants whose wall time lies in [w1, w2)."""
        out = []
        for s, e, off in self.segments(w1 - _REACH, w2 + _REACH):
            a, b = max(s, w1 - off), min(e, w2 - off)
            if a < b:
                if out and out[-1][1] == a:
                    out[-1] = (out[-1][0], b)
                else:
                    out.append((a, b))
        return out

    def hull(self, w1, w2):
        """From the first through the last instant whose wall time lies in
        [w1, w2), or None where the clocks skip it whole."""
        found = self.pieces(w1, w2)
        return (found[0][0], found[-1][1]) if found else None

    def first_at_or_after(self, w):
        """The first instant whose wall time is at or after w."""
        for s, e, off in self.segments(w - _REACH, w + _REACH):
            a = max(s, w - off)
            if a < e:
                return a
        raise AssertionError("no wall time at or after %d" % w)

    def reaches(self, w, after):
        """The instants later than `after` at which the wall time reaches w:
        shows it, or jumps over it."""
        out = []
        segments = self.segments(w - _REACH, w + _REACH)
        for i, (s, e, off) in enumerate(segments):
            a = w - off
            if s <= a < e:
                out.append(a)
            elif i > 0 and s + segments[i - 1][2] <= w <= s + off:
                out.append(s)
        return [t for t in out if t > after]


def _listed_transitions(data):
    """The transition times of a TZif file's 64-bit block, in microseconds."""
    def counts(at):
        return struct.unpack(">4sc15x6l", data[at:at + 44])
    magic, version, isut, isstd, leap, n, types, chars = counts(0)
    assert magic == b"TZif"
    if version < b"2":
        at, size = 44, 4
    else:
        at = 44 + n * 5 + types * 6 + chars + leap * 8 + isstd + isut
        _, _, isut, isstd, leap, n, types, chars = counts(at)
        at, size = at + 44, 8
    values = struct.unpack(">%d%s" % (n, "q" if size == 8 else "l"), data[at:at + n * size])
    return sorted(v * SECOND for v in values if abs(v) < 1 << 40)


def fixed(seconds):
    return Zone("fixed%+d" % seconds, fixed=seconds)


class Database:
    """Zones by name from a folder of zone files, read once."""

    def __init__(self, folder):
        self.folder = Path(folder)
        self._zones = {}

    def __getitem__(self, name):
        if name not in self._zones:
            self._zones[name] = Zone(name, (self.folder / name).read_bytes())
        return self._zones[name]

    def __contains__(self, name):
        return (self.folder / name).is_file()


def date_from_civil(y, m, d):
    """Days since 1970-01-01 of any proleptic Gregorian date."""
    y -= m <= 2
    era = y // 400
    yoe = y - era * 400
    doy = (153 * (m + (-3 if m > 2 else 9)) + 2) // 5 + d - 1
    return era * 146097 + yoe * 365 + yoe // 4 - yoe // 100 + doy - 719468


def date_to_civil(date):
    z = date + 719468
    era = z // 146097
    doe = z - era * 146097
    yoe = (doe - doe // 1460 + doe // 36524 - doe // 146096) // 365
    doy = doe - (365 * yoe + yoe // 4 - yoe // 100)
    mp = (5 * doy + 2) // 153
    m = mp + (3 if mp < 10 else -9)
    return yoe + era * 400 + (m <= 2), m, doy - (153 * mp + 2) // 5 + 1


def weekday(date):
    """1 Monday to 7 Sunday."""
    return (date + 3) % 7 + 1


def show_date(date):
    return "%04d-%02d-%02d" % date_to_civil(date)


def show(t):
    """An instant as text in UTC."""
    if t is None:
        return "none"
    date, rest = t // DAY, t % DAY
    s, micro = divmod(rest, SECOND)
    return "%sT%02d:%02d:%02d%sZ" % (show_date(date), s // 3600, s // 60 % 60, s % 60,
                                     ".%06d" % micro if micro else "")
