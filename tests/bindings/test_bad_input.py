# SPDX-License-Identifier: MIT
"""Everything public is called with what it was not made for: an exception that says so, never a crash,
never another error, and the objects are as good as before. What is public is found by looking, so a
new function is called too. Random, with one seed; SUPPORTPOLICY_SECONDS says how long (default: 3)."""

import array
import copy
import inspect
import os
import pickle
import random
import tempfile
import time
import unittest
import warnings
from datetime import date, datetime, timedelta, timezone, tzinfo
from datetime import time as clock
from decimal import Decimal
from pathlib import Path
from zoneinfo import ZoneInfo

import harness
import supportpolicy as sp

try:
    import numpy as np
except ImportError:
    np = None

SEED = 20261126
SECONDS = float(os.environ.get("SUPPORTPOLICY_SECONDS", "3"))
T = datetime(2026, 11, 23, 15, tzinfo=timezone.utc)
# What a wrong argument may bring: of the package or what Python itself says of one. An AttributeError or a
# ctypes.ArgumentError would be an error of ours, and so would a MemoryError or a SystemError. NotImplementedError is
# what a memoryview of two dimensions says when it is walked through.
ALLOWED = (sp.SupportPolicyError, TypeError, ValueError, OverflowError, LookupError, OSError, NotImplementedError)
POLICY = """
supportpolicy: 1
id: small
version: "1"
facts: {plan: {one_of: [gold, silver], required: true}, note: {type: text}, users: {type: number}, home: {type: zone}, paid: {type: date}}
calendars: {always: 24x7, desk: {zone: America/New_York, hours: {mon-fri: 09:00-17:00}}}
severities: {levels: [S1, S2], default: S2}
reasons: {customer: {}}
metrics: {first_response: {targets: [{within: 4h, calendar: desk}], pauses: customer}}
"""


class Zone(tzinfo):
    """A time zone that answers nonsense."""

    def __init__(self, offset):
        self.offset = offset

    def utcoffset(self, when):
        if isinstance(self.offset, Exception):
            raise self.offset
        return self.offset

    def dst(self, when):
        return None


class Rude:
    """Raises whatever is asked of it."""

    def __getattr__(self, name):
        raise ValueError("no")

    __str__ = __repr__ = __len__ = __iter__ = __index__ = __int__ = __float__ = lambda self: 1 // 0

    def __hash__(self):
        raise ValueError("no")


class Lying(list):
    """Says that it is longer than it is."""

    def __len__(self):
        return 1000


def closed():
    cal = sp.Calendar.always()
    cal.close()
    return cal


def values():
    """One of each kind of wrong, and some right ones among them, as wrong ones alone are caught early."""
    q = array.array("q", range(6))
    found = [
        None, True, -1, 0, 1, 2**31, 2**63 - 1, 2**63, -(2**63) - 1, 2**64, 10**40, 0.5, float("nan"), float("inf"),
        Decimal("1.5"), Decimal("NaN"), 1j, "", "gold", "desk", "first_response", "mon-fri", "09:00-17:00", "Europe/Berlin",
        "opened", "\ud800", "a\0b", "\udcff.yaml", "x" * 100_000, "../../etc", "2026-02-30", "24:01", "é", b"", b"\xff", b"opened",
        bytearray(8), q, q[:0], memoryview(q), memoryview(q)[::2], memoryview(bytes(7)), array.array("d", [1.5]), array.array("i", [1]),
        array.array("Q", [2**64 - 1]), memoryview(bytes(16)).cast("q", (2, 1)), [], {}, (), set(), [None], {None: None}, {"plan": Rude()},
        [[]], {"mon": [("09:00",)]}, {"mon": "09:00"}, {5: 6}, Lying(), range(3), iter(()), object(), object, Rude(), Rude, len,
        T, datetime(2026, 1, 1), datetime.min, datetime.max, datetime.max.replace(tzinfo=timezone.utc),
        datetime.min.replace(tzinfo=timezone(timedelta(hours=14))), datetime(2026, 1, 1, tzinfo=Zone(None)),
        datetime(2026, 1, 1, tzinfo=Zone(timedelta(days=2))), datetime(2026, 1, 1, tzinfo=Zone(ValueError("no"))),
        date.min, date.max, clock(9), timedelta(0), timedelta(hours=1), timedelta.max, timedelta.min, timedelta(days=-1),
        timezone.utc, ZoneInfo("Europe/Berlin"), Zone(None), Path("/nonexistent"), "/", os.devnull,
        closed(), sp.Calendar.always(), sp.Zone("UTC"), sp.Holidays(["2026-12-25"]), sp.Policy.loads(POLICY),
    ]
    if np is not None:
        found += [
            np.int64(5), np.datetime64("NaT"), np.datetime64("2026-01-01"), np.timedelta64(2**62, "s"), np.array([1.5]),
            np.arange(6), np.arange(6)[::2], np.array(["NaT"], dtype="M8[us]"), np.array([2**62], dtype="M8[s]"),
            np.array(["2026-01-01"], dtype="M8[ns]"), np.array([1], dtype=">i8"), np.array([object()]), np.zeros((2, 2), dtype="M8[us]"),
            np.array([1], dtype="m8[Y]"), np.array([], dtype="m8[us]"), np.array([1], dtype="u8"), np.array([b"x"]),
        ]
    return found


def a_case():
    case = sp.Case(sp.Policy.loads(POLICY))
    case.record("opened", at=T, facts={"plan": "gold"})
    return case


def subjects():
    """An object of each public class, made as a user would."""
    case = a_case()
    status = case.status(at=T + timedelta(hours=1))
    coverage = sp.Coverage(case.policy)
    return [
        sp.Calendar.always(), sp.Calendar(zone="America/New_York", hours={"mon-fri": "09:00-17:00"}), sp.Zone("Europe/Berlin"),
        sp.holidays("us-federal"), case.policy, case, status, status.explain("first_response"), status.plot(), coverage,
        sp.Scenario.shipped("allure-saas-2024"), sp.Scenario.shipped("allure-saas-2024")[0],
    ]


# Closing is not bad input, and these write files where they are told to.
LEFT_OUT = {"close", "save"}


def public(subject):
    """The methods of an object or a class, those with names of their own and some that operators call."""
    operators = {"__or__", "__and__", "__sub__", "__eq__", "__getitem__", "__contains__", "__lt__", "__call__"}
    for name in sorted(set(dir(subject))):
        if (name in operators or not name.startswith("_")) and name not in LEFT_OUT:
            method = inspect.getattr_static(type(subject) if not inspect.isclass(subject) else subject, name, None)
            if not isinstance(method, property) and callable(getattr(subject, name)):
                yield getattr(subject, name)


def classes():
    return [item for name in sp.__all__ if inspect.isclass(item := getattr(sp, name)) and not issubclass(item, BaseException)]


def functions():
    found = [sp.holidays, sp.combine, sp.shipped_policies, *classes()]
    for kind in classes():
        found += [method for method in public(kind) if inspect.ismethod(method)]
    for subject in subjects():
        found += public(subject)
    return found


class Caller:
    """Calls with random arguments, by name where the signature has names."""

    def __init__(self, seed):
        self.roll = random.Random(seed)
        self.values = values()
        self.calls = self.raised = 0

    def any(self):
        value = self.roll.choice(self.values)
        if self.roll.random() < 0.1:
            return [self.roll.choice(self.values) for _ in range(self.roll.randrange(4))]
        if self.roll.random() < 0.1:
            return {self.roll.choice(["plan", "case", "at", "type", "mon", "fri", "2026-12-25", "facts"]): value}
        return value

    def arguments(self, function):
        try:
            parameters = inspect.signature(function).parameters.values()
        except (TypeError, ValueError):
            return [self.any() for _ in range(self.roll.randrange(3))], {}
        given, named = [], {}
        for one in parameters:
            if one.kind in (one.POSITIONAL_ONLY, one.POSITIONAL_OR_KEYWORD):
                if one.default is one.empty or self.roll.random() < 0.5:
                    given.append(self.any())
                else:
                    break
            elif one.kind is one.VAR_POSITIONAL:
                given += [self.any() for _ in range(self.roll.randrange(3))]
            elif one.kind is one.KEYWORD_ONLY and (one.default is one.empty or self.roll.random() < 0.4):
                named[one.name] = self.any()
        return given, named

    def call(self, function):
        given, named = self.arguments(function)
        self.calls += 1
        try:
            result = function(*given, **named)
            if inspect.isgenerator(result):
                next(result, None)
        except ZeroDivisionError:  # what Rude itself raises is passed on
            self.raised += 1
        except ALLOWED:
            self.raised += 1
        except BaseException as error:
            shown = ", ".join([*(repr_of(one) for one in given), *(f"{key}={repr_of(one)}" for key, one in named.items())])
            raise AssertionError(f"{function!r}({shown}): {type(error).__name__}: {error}") from error


def repr_of(value):
    try:
        return repr(value)[:120]
    except Exception:  # noqa: BLE001 - Rude
        return type(value).__name__


class BadInput(unittest.TestCase):
    def setUp(self):
        self.folder = tempfile.TemporaryDirectory()
        self.before = os.getcwd()
        os.chdir(self.folder.name)  # where a file name among the values may be written
        warnings.simplefilter("ignore")

    def tearDown(self):
        os.chdir(self.before)
        self.folder.cleanup()

    def still_right(self):
        status = a_case().status(at=T + timedelta(hours=1))
        self.assertEqual(status.metrics["first_response"].due, T + timedelta(hours=4))

    def test_every_public_function_refuses_what_it_was_not_made_for(self):
        caller = Caller(SEED)
        found = functions()
        self.assertGreater(len(found), 80)
        until = time.monotonic() + SECONDS
        rounds = 0
        while rounds < 10 or time.monotonic() < until:
            for function in found:
                caller.call(function)
            rounds += 1
        self.assertGreater(caller.raised, caller.calls // 3)
        self.still_right()
        print(f"seed {SEED}: {caller.calls} calls of {len(found)} functions, {caller.raised} refused")

    def test_columns_of_any_kind(self):
        caller = Caller(SEED + 1)
        policy = sp.Policy.loads(POLICY)
        good = {"case": [1, 1, 2], "at": [T, T, T], "type": ["opened", "responded", "opened"]}
        for _ in range(400):
            events = dict(good)
            for name in caller.roll.sample(["case", "at", "type", "facts", "reason", "id", "actor", "next_by", "agreed_within"], 2):
                events[name] = caller.any() if caller.roll.random() < 0.5 else [caller.any() for _ in range(3)]
            caller.call(lambda: policy.evaluate_many(events, caller.roll.choice([T, caller.any()])))
        self.assertGreater(caller.raised, 100)
        self.still_right()

    def test_closed_objects_raise_in_every_method(self):
        asked = 0
        for subject in subjects():
            if not hasattr(subject, "close"):
                continue
            methods = list(public(subject))
            subject.close()
            subject.close()  # twice is once
            self.assertTrue(subject.closed)
            asked += sum(self.refused_after_close(method) for method in methods)
            for what in (pickle.dumps, copy.copy, copy.deepcopy):
                with self.assertRaises(sp.ClosedError, msg=f"{what.__name__} of {subject!r}"):
                    what(subject)
        self.assertGreater(asked, 30)

    def refused_after_close(self, method):
        """With arguments that are right; never an answer out of freed memory. False where it was not asked."""
        right = {"t": T, "d": timedelta(hours=1), "a": T, "b": T, "at": T, "metric": "first_response", "type": "opened",
                 "name": "desk", "kind": "metric", "day": "2026-12-25", "year": 2026, "after": T, "index": 0, "n": 1, "count": 1}
        try:
            parameters = inspect.signature(method).parameters.values()
        except (TypeError, ValueError):
            return False
        if not inspect.ismethod(method) or inspect.isclass(method.__self__):
            return False  # of the class, not of the closed object
        needed = [one for one in parameters if one.default is one.empty and one.kind not in (one.VAR_POSITIONAL, one.VAR_KEYWORD)]
        if any(one.name not in right for one in needed) or method.__name__.startswith("__"):
            return False
        given = [right[one.name] for one in needed if one.kind is not one.KEYWORD_ONLY]
        named = {one.name: right[one.name] for one in needed if one.kind is one.KEYWORD_ONLY}
        with self.assertRaises(sp.ClosedError, msg=f"{method!r} after close"):
            method(*given, **named)
        return True


if __name__ == "__main__":
    harness.main()
