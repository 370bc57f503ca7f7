#!/usr/bin/env python3
# SPDX-License-Identifier: MIT
"""The Python package beside the bare call of ctypes and beside what else one could install, in one
run; started by run-python in an environment that has them. Figures depend on the machine, ratios less.

Every question is the same: Monday to Friday 9-17 in New York without the federal holidays, random
instants of 2021 to 2029. `agree` is the share of answers that are equal to ours.
"""

import argparse
import ctypes as c
import random
import time
from datetime import date, datetime, timedelta
from datetime import time as clock
from zoneinfo import ZoneInfo

import businesstimedelta
import numpy as np
import pandas as pd
import pytz
import supportpolicy as sp
import timegrid
import workclock
from supportpolicy import _time
from supportpolicy._native import lib

ZONE = ZoneInfo("America/New_York")
UTC = _time.UTC
CASE_POLICY = """
supportpolicy: 1
id: bench
version: "1"
facts: {plan: {one_of: [gold, silver], required: true}}
calendars:
  always: 24x7
  desk: {zone: America/New_York, hours: {mon-fri: 09:00-17:00}, holidays: us-federal}
roles: [manager]
severities: {levels: [{id: S1, when: {plan: gold}}, {id: S2, when: {plan: silver}}]}
reasons: {customer: {}}
metrics:
  acknowledgement: {targets: [{within: 30m, calendar: always}]}
  first_response: {pauses: [customer], targets: [{when: {severity: S1}, within: 1h, calendar: always}, {within: 4h, calendar: desk}]}
  update: {pauses: [customer], targets: [{within: 8h, calendar: desk}]}
  resolution: {pauses: [customer], targets: [{when: {severity: S1}, within: 8h, calendar: always}, {within: 40h, calendar: desk}]}
escalation:
  lines: [first_line, second_line]
  ladders:
    main:
      steps:
        - {id: half, share: {metric: resolution, at: 50%}, notify: manager}
        - {id: late, miss: resolution, notify: manager}
        - {id: second, share: {metric: resolution, at: 75%}, to: second_line}
"""
TEN = ("opened", "acknowledged", "responded", "update_sent", "waiting", "customer_replied", "resumed",
       "update_sent", "customer_replied", "resolved")


def best(work, rounds=5):
    took = []
    for _ in range(rounds):
        begin = time.perf_counter()
        work()
        took.append(time.perf_counter() - begin)
    return min(took)


def federal():
    """The days off of 2020 to 2030, as the library has them."""
    days = sp.holidays("us-federal")
    return sorted(day for year in range(2020, 2031) for day in days.in_year(year))


class Question:
    def __init__(self, count):
        roll = random.Random(20261126)
        begin = datetime(2021, 1, 1, tzinfo=UTC)
        span = int(timedelta(days=3285) / timedelta(minutes=1))
        self.starts = [(begin + timedelta(minutes=roll.randrange(span))).astimezone(ZONE) for _ in range(count)]
        self.lengths = [timedelta(minutes=15 * roll.randrange(1, 320)) for _ in range(count)]
        self.cal = sp.Calendar(zone="America/New_York", hours={"mon-fri": "09:00-17:00"}, holidays=sp.holidays("us-federal"))
        self.ours = [self.cal.add(t, d) for t, d in zip(self.starts, self.lengths)]

    def report(self, name, ask, few, whole_hours=False):
        """Time of one answer, and how many of the first `few` are ours."""
        hour = timedelta(hours=1)
        asked = [entry for entry in zip(self.starts, self.lengths, self.ours) if not whole_hours or not entry[1] % hour]
        asked = asked[:few]
        answers = [ask(t, d) for t, d, _ in asked]
        took = best(lambda: [ask(t, d) for t, d, _ in asked], 3) / few
        equal = sum(a.astimezone(UTC) == b.astimezone(UTC) for a, (_, _, b) in zip(answers, asked))
        return name, took, equal / few


def peers(question, off):
    rows = []
    rule = businesstimedelta.Rules([
        businesstimedelta.WorkDayRule(start_time=clock(9), end_time=clock(17), working_days=[0, 1, 2, 3, 4], tz=pytz.timezone("America/New_York")),
        businesstimedelta.HolidayRule(off, tz=pytz.timezone("America/New_York")),
    ])
    rows.append(question.report("businesstimedelta", lambda t, d: t + businesstimedelta.BusinessTimeDelta(rule, timedelta=d), 300))
    desk = workclock.Schedule([workclock.WorkDay(clock(9), clock(17)), workclock.Holidays(off)], time_zone="America/New_York")
    rows.append(question.report("workclock", lambda t, d: desk.add(t, d), 2000))
    grid = timegrid.TimeGridCalendar.weekdays(clock(9), clock(17))
    for day in off:
        grid = grid.close(day)
    rows.append(question.report(
        "timegrid (wall time)", lambda t, d: grid.add_work_duration(t.replace(tzinfo=None), d).replace(tzinfo=ZONE), 300))
    hour = pd.offsets.CustomBusinessHour(start="09:00", end="17:00", holidays=off)

    def pandas_add(t, d):
        found = pd.Timestamp(t.replace(tzinfo=None)) + hour * (d // timedelta(hours=1))
        return found.to_pydatetime().replace(tzinfo=ZONE)

    rows.append(question.report("pandas CustomBusinessHour (wall time, whole hours)", pandas_add, 300, whole_hours=True))
    return rows


def scalar(question):
    """The package's add, and a call of ctypes with the same arguments that does nothing else."""
    cal, pairs = question.cal, list(zip(question.starts, question.lengths))
    bare = [(_time.to_instant(t), _time.to_duration(d)) for t, d in pairs]
    handle, out, flags = cal._handle, c.c_int64(), c.c_uint32()
    out_at, flags_at, call = c.byref(out), c.byref(flags), lib.spol_calendar_add

    def calls():
        for t, d in bare:
            call(handle, t, d, out_at, flags_at)

    def package():
        for t, d in pairs:
            cal.add(t, d)

    in_utc = [(t.astimezone(UTC), d) for t, d in pairs]

    def package_in_utc():
        for t, d in in_utc:
            cal.add(t, d)

    count = len(pairs)
    return best(package) / count, best(calls) / count, best(package_in_utc) / count


def arrays(question, count):
    """add_many, and the array form in C on the same memory."""
    repeat = max(1, count // len(question.starts))
    starts = np.array([t.astimezone(UTC).replace(tzinfo=None) for t in question.starts] * repeat, dtype="M8[us]")
    lengths = np.array(question.lengths * repeat, dtype="m8[us]")
    out, failed, flags = np.empty(len(starts), dtype="i8"), c.c_size_t(), c.c_uint32()
    address = lambda array: c.cast(array.ctypes.data, c.POINTER(c.c_int64))  # noqa: E731
    arguments = (question.cal._handle, address(starts), address(lengths), address(out), len(starts), c.byref(failed), c.byref(flags))
    in_c = best(lambda: lib.spol_calendar_add_many(*arguments), 9)
    ours = best(lambda: question.cal.add_many(starts, lengths), 9)
    return ours / len(starts), in_c / len(starts), len(starts)


def histories(cases):
    """A million cases of ten events: columns in, columns out."""
    policy = sp.Policy.loads(CASE_POLICY)
    begin = np.datetime64("2025-01-06T14:00", "us")
    case = np.repeat(np.arange(cases), len(TEN))
    step = np.tile(np.arange(len(TEN)) * 37, cases).astype("m8[m]")
    at = begin + (case % 500_000).astype("m8[m]") + step
    plans, none = ["gold", *[None] * 9], ["silver", *[None] * 9]
    events = {
        "case": case,
        "at": at.astype("M8[us]"),
        "type": list(TEN) * cases,
        "reason": [None, None, None, None, "customer", *[None] * 5] * cases,
        "facts": {"plan": (plans + none) * (cases // 2) + plans * (cases % 2)},
    }
    as_of = datetime(2026, 11, 1, tzinfo=UTC)
    took = {}
    for threads in (1, 2):
        begun = time.perf_counter()
        found = policy.evaluate_many(events, as_of, threads=threads)
        took[threads] = time.perf_counter() - begun
    assert set(found["status"]) == {"SPOL_OK"}
    missed = sum(outcome == "missed" for outcome in found["outcome"])
    return took, missed


def main():
    parser = argparse.ArgumentParser()
    parser.add_argument("--cases", type=int, default=1_000_000)
    arguments = parser.parse_args()
    question = Question(20000)
    ours, bare, in_utc = scalar(question)
    array, array_in_c, length = arrays(question, 1_000_000)
    print(f"{'':52}{'one answer':>14}{'times ours':>12}{'agree':>9}")
    print(f"{'supportpolicy add':52}{ours * 1e9:>11.0f} ns{1:>12.1f}{'':>9}")
    print(f"{'supportpolicy add, in UTC':52}{in_utc * 1e9:>11.0f} ns{in_utc / ours:>12.1f}{'':>9}")
    print(f"{'bare call of ctypes':52}{bare * 1e9:>11.0f} ns{bare / ours:>12.2f}{'':>9}")
    for name, took, agree in peers(question, federal()):
        print(f"{name:52}{took * 1e9:>11.0f} ns{took / ours:>12.1f}{agree * 100:>7.1f} %")
    print(f"\nadd / bare call: {ours / bare:.2f} (UTC {in_utc / bare:.2f}); expected at most 6")
    print(f"add_many, {length:,} values: {array * 1e9:.1f} ns, in C {array_in_c * 1e9:.1f} ns: {array / array_in_c:.2f}; expected at most 1.3")
    took, missed = histories(arguments.cases)
    for threads, seconds in took.items():
        print(f"evaluate_many, {arguments.cases:,} cases of ten events, {threads} thread(s): {seconds:.1f} s, "
              f"{seconds / arguments.cases * 1e6:.2f} us a case; {missed:,} metrics missed")


if __name__ == "__main__":
    main()
