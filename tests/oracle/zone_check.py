#!/usr/bin/env python3
# SPDX-License-Identifier: MIT
"""Compares the library's time zones with Python's zoneinfo, on the same files.

For every distinct TZif file below the given directories: each change of the
offset from 1900 to 2100 (found here, from the file's own table and by halving
the months between it and the horizon), one second and one microsecond to each
side, in both directions: instant to wall time, and wall time to all instants.
The changes that the library names must be these and no others. A zone found in
several fixture directories must give the same answers in each.

    zone_check.py LIBRARY [--same] DIRECTORY...
"""
import argparse
import bisect
import ctypes
import datetime
import io
import pathlib
import struct
import sys
import time
import zoneinfo

EPOCH = datetime.datetime(1970, 1, 1)
MICROSECOND = datetime.timedelta(microseconds=1)
NONE = -(2**63)
SECOND = 1_000_000
DAY = 86_400 * SECOND


def micros(year: int) -> int:
    return (datetime.datetime(year, 1, 1) - EPOCH) // MICROSECOND


FROM, TO = micros(1900), micros(2100)
# zic 2.36 leaves the last of the changes that are written out to 2086 for
# Gaza out of slim files, so forms of one release are compared up to here.
SAME_TO = micros(2070)


class Local(ctypes.Structure):
    _fields_ = [
        ("wall", ctypes.c_int64),
        ("offset_seconds", ctypes.c_int32),
        ("date", ctypes.c_int32),
        ("abbreviation", ctypes.c_char * 16),
    ]


class Instants(ctypes.Structure):
    _fields_ = [
        ("count", ctypes.c_int32),
        ("offset_before", ctypes.c_int32),
        ("offset_after", ctypes.c_int32),
        ("reserved", ctypes.c_int32),
        ("first", ctypes.c_int64),
        ("last", ctypes.c_int64),
        ("transition", ctypes.c_int64),
    ]


def load(path: str) -> ctypes.CDLL:
    library = ctypes.CDLL(path)
    pointer, i64 = ctypes.c_void_p, ctypes.c_int64
    library.spol_zone_from_tzif.argtypes = [
        pointer, ctypes.c_char_p, ctypes.c_size_t, ctypes.c_char_p, ctypes.c_size_t,
        ctypes.c_char_p, pointer, pointer,
    ]  # fmt: skip
    library.spol_zone_to_local.argtypes = [pointer, i64, pointer]
    library.spol_zone_from_local.argtypes = [pointer, i64, pointer]
    library.spol_zone_next_transition.argtypes = [pointer, i64, pointer]
    library.spol_zone_unref.argtypes = [pointer]
    library.spol_zone_unref.restype = None
    return library


class Ours:
    """A zone of the library."""

    def __init__(self, library: ctypes.CDLL, data: bytes):
        self.library = library
        self.zone = ctypes.c_void_p()
        status = library.spol_zone_from_tzif(
            None, b"Test/Zone", 9, data, len(data), None, ctypes.byref(self.zone), None
        )
        if status != 0:
            raise ValueError(f"the library refuses the file: status {status}")
        self.local, self.instants = Local(), Instants()
        self.transition = ctypes.c_int64()
        self.local_at = ctypes.byref(self.local)
        self.instants_at = ctypes.byref(self.instants)

    def close(self) -> None:
        self.library.spol_zone_unref(self.zone)

    def at(self, instant: int) -> tuple[int, str]:
        assert self.library.spol_zone_to_local(self.zone, instant, self.local_at) == 0
        local = self.local
        assert local.wall == instant + local.offset_seconds * SECOND
        assert local.date == local.wall // DAY
        return local.offset_seconds, local.abbreviation.decode()

    def of_wall(self, wall: int) -> Instants:
        assert self.library.spol_zone_from_local(self.zone, wall, self.instants_at) == 0
        return self.instants

    def changes(self) -> list[int]:
        found, at = [], FROM
        while True:
            status = self.library.spol_zone_next_transition(
                self.zone, at, ctypes.byref(self.transition)
            )
            assert status == 0
            at = self.transition.value
            if at == NONE or at >= TO:
                return found
            found.append(at)


class Theirs:
    """The same zone in zoneinfo."""

    def __init__(self, data: bytes):
        self.zone = zoneinfo.ZoneInfo.from_file(io.BytesIO(data))
        self.fromutc = self.zone.fromutc
        self.table = table_of(data)
        self.changes = self.find_changes()

    def datetime(self, instant: int) -> datetime.datetime:
        utc = EPOCH + datetime.timedelta(microseconds=instant)
        return self.fromutc(utc.replace(tzinfo=self.zone))

    def offset(self, instant: int) -> int:
        utc = EPOCH + datetime.timedelta(microseconds=instant)
        local = self.fromutc(utc.replace(tzinfo=self.zone))
        return round((local.replace(tzinfo=None) - utc).total_seconds())

    def at(self, instant: int) -> tuple[int, str]:
        local = self.datetime(instant)
        return round(local.utcoffset().total_seconds()), local.tzname()

    def find_changes(self) -> list[int]:
        """Instants in [1900, 2100) at which the offset becomes another one."""
        points = {t * SECOND for t in self.table if FROM < t * SECOND < TO}
        points |= {t - 1 for t in points}
        for year in range(1900, 2100):
            for month in range(1, 13):
                points.add((datetime.datetime(year, month, 1) - EPOCH) // MICROSECOND)
        points.add(TO - 1)
        ordered = sorted(p for p in points if p >= FROM)
        offsets = [self.offset(p) for p in ordered]
        found = []
        for left, right, before, after in zip(ordered, ordered[1:], offsets, offsets[1:]):
            if before != after:
                found.append(self.halve(left, right, after))
        return found

    def halve(self, low: int, high: int, after: int) -> int:
        while high - low > 1:
            middle = (low + high) // 2
            if self.offset(middle) == after:
                high = middle
            else:
                low = middle
        return high

    def of_wall(self, wall: int) -> list[int]:
        """Every instant that shows a wall time, by trying all offsets near it."""
        left = bisect.bisect_left(self.changes, wall - 2 * DAY)
        right = bisect.bisect_right(self.changes, wall + 2 * DAY)
        probes = [wall - 2 * DAY, *self.changes[left:right]]
        tried = {self.offset(probe) for probe in probes}
        return sorted(wall - o * SECOND for o in tried if self.offset(wall - o * SECOND) == o)


def table_of(data: bytes) -> list[int]:
    """The transition times of the block that counts."""

    def counts(at: int) -> tuple[int, ...]:
        return struct.unpack(">6l", data[at + 20 : at + 44])

    isut, isstd, leap, times, types, chars = counts(0)
    if data[4:5] == b"\0":
        return list(struct.unpack(f">{times}l", data[44 : 44 + 4 * times]))
    second = 44 + times * 5 + types * 6 + chars + leap * 8 + isstd + isut
    times = counts(second)[3]
    return list(struct.unpack(f">{times}q", data[second + 44 : second + 44 + 8 * times]))


class Checker:
    def __init__(self, library: ctypes.CDLL):
        self.library = library
        self.failures: list[str] = []
        self.checks = 0

    def expect(self, label: str, ours: object, theirs: object) -> None:
        self.checks += 1
        if ours != theirs:
            if isinstance(ours, list) and len(ours) + len(theirs) > 8:
                ours, theirs = set(ours) - set(theirs), set(theirs) - set(ours)
            self.failures.append(f"{label}: library {ours}, zoneinfo {theirs}")

    def check_wall(self, name: str, ours: Ours, theirs: Theirs, wall: int) -> None:
        expected = theirs.of_wall(wall)
        got = ours.of_wall(wall)
        instants = [] if got.count == 0 else [got.first] if got.count == 1 else [got.first, got.last]
        assert len(expected) <= 2, f"{name}: {wall} is shown {len(expected)} times"
        self.expect(f"{name} wall {wall}", instants, expected)
        if not expected:
            change = got.transition
            sides = (theirs.offset(change - 1), theirs.offset(change))
            self.expect(f"{name} gap {wall}", (got.offset_before, got.offset_after), sides)
            self.expect(
                f"{name} gap {wall} holds it",
                change + sides[0] * SECOND <= wall < change + sides[1] * SECOND,
                True,
            )

    def check_zone(self, name: str, data: bytes) -> None:
        ours, theirs = Ours(self.library, data), Theirs(data)
        self.expect(f"{name} changes", ours.changes(), theirs.changes)
        no_ops = [t * SECOND for t in theirs.table if FROM < t * SECOND < TO]
        for change in sorted({*theirs.changes, *no_ops}):
            for instant in (change - SECOND, change - 1, change, change + 1, change + SECOND):
                self.expect(f"{name} at {instant}", ours.at(instant), theirs.at(instant))
            sides = (theirs.offset(change - 1), theirs.offset(change))
            for offset in set(sides):
                for step in (-SECOND, -1, 0, 1, SECOND):
                    self.check_wall(name, ours, theirs, change + offset * SECOND + step)
            middle = change + (sides[0] + sides[1]) * SECOND // 2
            self.check_wall(name, ours, theirs, middle)
        ours.close()


def tzif_files(directory: pathlib.Path) -> list[tuple[str, bytes]]:
    found = []
    for path in sorted(directory.rglob("*")):
        name = str(path.relative_to(directory))
        if path.is_file() and not name.startswith(("right/", "posix/")):
            data = path.read_bytes()
            if data[:4] == b"TZif":
                found.append((name, data))
    return found


def main() -> int:
    parser = argparse.ArgumentParser()
    parser.add_argument("library")
    parser.add_argument("--same", action="store_true", help="the directories hold one release")
    parser.add_argument("directories", nargs="+", type=pathlib.Path)
    options = parser.parse_args()
    checker = Checker(load(options.library))
    began, seen, names = time.process_time(), {}, 0
    changes: dict[str, list[int]] = {}
    for directory in options.directories:
        files = tzif_files(directory)
        if not files:
            print(f"{directory}: no TZif files")
            return 77
        for name, data in files:
            names += 1
            if data not in seen:
                seen[data] = name
                checker.check_zone(f"{directory.name}/{name}", data)
            if options.same:
                zone = Ours(checker.library, data)
                told = [t for t in zone.changes() if t < SAME_TO]
                answers = [(t, zone.at(t - 1)[0], zone.at(t)[0]) for t in told]
                zone.close()
                checker.expect(f"{name} in all", answers, changes.setdefault(name, answers))
    for failure in checker.failures[:20]:
        print(failure)
    print(
        f"{names} names, {len(seen)} files, {checker.checks} checks, "
        f"{len(checker.failures)} differences, {time.process_time() - began:.1f} s"
    )
    return 1 if checker.failures else 0


if __name__ == "__main__":
    sys.exit(main())
