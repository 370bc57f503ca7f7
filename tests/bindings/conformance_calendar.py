# SPDX-License-Identifier: MIT
"""Asks the Python package every calendar case that other libraries answered, by the rules of
tests/conformance/README.md, and wants the counts that the C runner has.

  conformance_calendar.py FILE RUN_CALENDAR
"""

import json
import subprocess
import sys
from datetime import date, datetime, timedelta, timezone
from zoneinfo import ZoneInfo

import supportpolicy as sp

UTC = timezone.utc
TICK = timedelta(microseconds=1)
DAY = timedelta(days=1)
DAYS = ("mon", "tue", "wed", "thu", "fri", "sat", "sun")


def instant(text: str, zone) -> datetime:
    """Of the case; a date stands for its midnight."""
    if len(text) == 10:
        return datetime.fromisoformat(text).replace(tzinfo=zone).astimezone(UTC)
    return datetime.fromisoformat(text.replace("Z", "+00:00")).astimezone(UTC)


def unfolded(begin: str, end: str) -> "tuple[str, str]":
    """An end not after its start lies on the next day; equal ends are 24 hours."""
    if end > begin:
        return begin, end
    hour, rest = end.split(":", 1)
    return begin, f"{int(hour) + 24:02}:{rest}"


def make(case: dict, zone) -> "sp.Calendar | None":
    hours, windows = {}, []
    for place, name in enumerate(DAYS):
        for begin, end in case["week"].get(name, []):
            if end <= begin and begin == end and begin != "00:00":
                windows.append((f"{name} {begin}", f"{DAYS[(place + 1) % 7]} {end}"))
            elif begin == end:
                hours.setdefault(name, []).append(("00:00", "24:00"))
            else:
                hours.setdefault(name, []).append((begin, end))
    exceptions = {key: [unfolded(*pair) for pair in pieces]
                  for key, pieces in case.get("exceptions", {}).items()}
    breaks = {key: [unfolded(*pair) for pair in pieces] for key, pieces in case.get("breaks", {}).items()}
    holidays = sp.Holidays(case["holidays"], years=(1, 9999)) if case["holidays"] else None
    try:
        return sp.Calendar(zone=zone, hours=hours, windows=windows, holidays=holidays,
                           exceptions=exceptions, breaks=breaks, compiled_years=(2001, 2000))
    except sp.NeverOpenError:
        return None


class Asker:
    """Our answer to a case; with tags, what they make of it."""

    def __init__(self, case: dict, zone, tags: "frozenset[str]") -> None:
        self.case, self.zone, self.tags = case, zone, tags
        self.cal = make(case, zone)

    def was_open(self, t: datetime) -> bool:
        try:
            return self.cal.previous_close(t) == t
        except sp.SupportPolicyError:
            return False

    def ask(self):
        case, op = self.case, self.case["op"]
        at = instant(case["at"], self.zone)
        to = instant(case["to"], self.zone) if "to" in case else at
        if self.cal is None:
            if op in ("add", "sub") and not case["amount_seconds"]:
                return at
            return {"is_open": False, "elapsed": timedelta(), "days_between": 0, "periods": [],
                    "periods_back": []}.get(op)
        if "days" in op:
            return self.days(op, at, to)
        if "dst:interval_length_is_wall_clock" in self.tags:
            return self.on_the_wall(at, to)
        return getattr(self, op)(at, to) if op in ("add", "sub", "elapsed", "is_open") else (
            getattr(self, op)(at))

    def on_the_wall(self, at: datetime, to: datetime):
        flat = Asker(self.case, UTC, self.tags - {"dst:interval_length_is_wall_clock"})
        wall = [t.astimezone(self.zone).replace(tzinfo=UTC) for t in (at, to)]
        found = getattr(flat, self.case["op"])(*wall)
        return found.replace(tzinfo=self.zone).astimezone(UTC) if isinstance(found, datetime) else found

    def amount(self, at: datetime, forward: bool) -> datetime:
        given = timedelta(seconds=self.case["amount_seconds"])
        if given < timedelta():
            forward, given = not forward, -given
        if not given and "zero:next_open" in self.tags:
            return self.cal.next_open(at)
        found = self.cal.add(at, given) if forward else self.cal.subtract(at, given)
        if "landing:next_open" in self.tags:
            return self.cal.next_open(found)
        return self.cal.previous_close(found) if "landing:prev_close" in self.tags else found

    def add(self, at, _):
        return self.amount(at, True)

    def sub(self, at, _):
        return self.amount(at, False)

    def elapsed(self, at, to):
        found = self.cal.elapsed(at, to)
        return abs(found) if "negative_elapsed:abs" in self.tags else found

    def is_open(self, at, _):
        return self.cal.is_open(at) or ("end:inclusive" in self.tags and self.was_open(at))

    def next_open(self, at):
        begins = self.cal.is_open(at) and not self.was_open(at)
        first = "next_open:first_start_at_or_after" in self.tags
        later = (first or "next_open:skips_current_interval" in self.tags) and not (first and begins)
        if "end:inclusive" in self.tags and not later and self.was_open(at):
            return at
        if later and self.cal.is_open(at):
            return self.cal.next_open(self.cal.next_close(at))
        return self.cal.next_open(at)

    def next_close(self, at):
        try:
            close = self.cal.next_close(at)
        except sp.SupportPolicyError:
            if "24:00_is_23:59:59.999999" not in self.tags:
                raise
            close = None
        if "24:00_is_23:59:59.999999" not in self.tags:
            return close
        day = at.astimezone(self.zone).date()
        for ahead in range(400):
            midnight = instant((day + (ahead + 1) * DAY).isoformat(), self.zone)
            if close is not None and close < midnight:
                break
            written = self.case["week"].get(DAYS[(day + ahead * DAY).weekday()], [])
            if midnight - TICK > at and self.was_open(midnight) and any(end == "24:00" for _, end in written):
                return midnight - TICK
        return close

    def prev_open(self, at):
        return self.cal.previous_open(at + TICK if "prev_open:last_start_at_or_before" in self.tags else at)

    def prev_close(self, at):
        found = self.cal.previous_close(at)
        if "prev_close:strict" in self.tags and found == at:
            return self.cal.previous_close(self.cal.previous_open(at))
        return found

    def wanted(self) -> int:
        return self.case.get("count", len(self.case["expected"]))

    def periods(self, at):
        found = []
        try:
            while len(found) < self.wanted():
                begin = self.cal.next_open(at)
                at = self.cal.next_close(begin)
                found.append((begin, at))
        except sp.SupportPolicyError:
            pass
        return found

    def periods_back(self, at):
        found = []
        try:
            while len(found) < self.wanted():
                end = self.cal.previous_close(at)
                at = self.cal.previous_open(end)
                found.append((at, end))
        except sp.SupportPolicyError:
            pass
        return found

    # ---- Counted in days -------------------------------------------------

    def walk(self, day: date, count: int, step: int) -> date:
        for _ in range(40000):
            if not count:
                return day
            day += step * DAY
            count -= self.cal.on_date(day).has_open_time
        raise sp.OutOfRangeError("too far")

    def at_wall(self, day: date, since: timedelta) -> datetime:
        wall = datetime(day.year, day.month, day.day) + since
        return wall.replace(tzinfo=self.zone).astimezone(UTC)

    def days(self, op: str, at: datetime, to: datetime):
        local = at.astimezone(self.zone)
        if op == "days_between":
            first, last = local.date(), to.astimezone(self.zone).date()
            step = 1 if first < last else -1
            reach = range(1, (last - first).days + 1) if step > 0 else range(1, (first - last).days + 1)
            found = step * sum(self.cal.on_date(first + step * n * DAY).has_open_time for n in reach)
            return abs(found) if "negative_elapsed:abs" in self.tags else found
        count = self.case.get("amount_days", 0)
        step = -1 if (op == "sub_days") != (count < 0) else 1
        found = self.shift(at, local, abs(count), step)
        if "landing:next_open" in self.tags:
            found = self.cal.next_open(found)
        if "date_only" in self.tags:
            found = self.at_wall(found.astimezone(self.zone).date(), timedelta())
        return found

    def shift(self, at: datetime, local: datetime, count: int, step: int) -> datetime:
        since = timedelta(hours=local.hour, minutes=local.minute, seconds=local.second)
        if "days:biz" in self.tags:
            found = self.at_wall(self.walk(local.date(), count, step), since)
            return self.cal.next_open(found) if step > 0 else self.cal.previous_close(found)
        if self.tags & {"days:working_hours", "days:moment"}:
            day = local.date()
            if "days:working_hours" in self.tags and count and not self.cal.on_date(day).has_open_time:
                day = self.walk(day, 1, step)
            return self.at_wall(self.walk(day, count, step), since)
        if step > 0:
            return self.cal.business_days(at, count, until="same_time")
        begin = self.cal.previous_close(at)
        day = self.cal.date_of(begin - TICK)
        since = begin.astimezone(self.zone).replace(tzinfo=None) - datetime(day.year, day.month, day.day)
        return self.cal.previous_close(self.at_wall(self.walk(day, count, -1), since))


def same(case: dict, zone, tags, found) -> bool:
    expected = case["expected"]
    if isinstance(expected, bool) or isinstance(found, bool):
        return found is expected
    if isinstance(expected, str):
        if isinstance(found, datetime) and "24:00_is_23:59:59.999999" in tags:
            digits = len(expected.rstrip("Z").partition(".")[2])
            found -= timedelta(microseconds=found.microsecond % 10 ** (6 - digits))
        return found == instant(expected, zone)
    if isinstance(expected, list):
        return found == [tuple(instant(end, zone) for end in pair) for pair in expected]
    if isinstance(found, timedelta):
        return found == timedelta(seconds=expected)
    return found == expected


def agrees(case: dict, zone, tags: "frozenset[str]") -> "tuple[bool, object]":
    try:
        found = Asker(case, zone, tags).ask()
    except sp.SupportPolicyError as error:
        found = error
    return same(case, zone, tags, found), found


def main() -> int:
    with open(sys.argv[1], encoding="utf-8") as file:
        cases = json.load(file)
    right = different = wrong = 0
    for case in cases:
        zone = ZoneInfo(case["time_zone"])
        good, plain = agrees(case, zone, frozenset())
        if good:
            right += 1
            continue
        theirs = None
        if case.get("convention"):
            good, theirs = agrees(case, zone, frozenset(case["convention"]))
        different, wrong = different + good, wrong + (not good)
        if not good:
            print("WRONG", json.dumps(case), "\n  ours:", plain, "\n  by its conventions:", theirs)
    ours = f"{right} right, {different} expected differences, {wrong} wrong"
    print(ours)
    run = subprocess.run([sys.argv[2], sys.argv[1]], capture_output=True, text=True, check=False)
    in_c = run.stdout.splitlines()[-1]
    if in_c != ours or run.returncode != 0 or not right:
        print(f"through C: {in_c}")
        return 1
    return 1 if wrong else 0


sys.exit(main())
