# SPDX-License-Identifier: MIT
"""Case files, NAME.policytest.yaml: cases and what is expected of them."""

import ctypes as c
import operator
import os
from datetime import datetime, timezone, tzinfo
from typing import Any, Iterator, List, NamedTuple, Optional, Tuple, Union

from . import _native, _time, errors
from . import _declarations as _d
from ._native import lib
from .case import Case
from .policy import Path, Policy, _diagnostics, _new_diagnostics, shipped_file, written
from .status import Status
from .zones import Zone

__all__ = ["Mismatch", "Result", "Scenario", "ScenarioCase"]


class Mismatch(NamedTuple):
    """An expectation that was not met, with its place in the case file."""

    path: str
    expected: str
    got: str
    line: int
    column: int
    metric: Optional[str]


class Result(NamedTuple):
    """What came of running a case: met everything if ``mismatches`` is empty."""

    name: str
    mismatches: Tuple[Mismatch, ...]
    status: Status

    @property
    def passed(self) -> bool:
        """True if everything came as expected."""
        return not self.mismatches

    def explain(self) -> str:
        """What was expected, what came instead, and why it came so."""
        lines: List[str] = []
        for found in self.mismatches:
            lines += [f"{found.path}", f"  expected  {found.expected}", f"  got       {found.got}"]
        for metric in dict.fromkeys(found.metric for found in self.mismatches if found.metric):
            lines += ["", f"why {metric} is so:", *self.status.explain(metric).text.rstrip("\n").split("\n")]
        return "\n".join(lines)


class Scenario(_native.Closeable):
    """A case file: a sequence of cases (docs/policy-language.md, "Case files").

    ``for case in Scenario.load("allure.policytest.yaml"): assert case.run().passed``
    """

    __slots__ = ("file", "policy")
    file: str
    policy: Policy

    def __init__(self) -> None:
        raise TypeError("a scenario is made by Scenario.load(path)")

    @classmethod
    def load(cls, path: Path) -> "Scenario":
        """Reads a case file and the policy that it names, which lies beside it or below.

        What is wrong in either is raised with all of it in ``diagnostics``.
        """
        name = os.fspath(path)
        raw = os.fsencode(name)
        if b"\0" in raw:
            raise errors.InvalidArgumentError("a path with a NUL character")
        handle, found, error = _native.ScenarioHandle(), _new_diagnostics(), _native.new_error()
        status = lib.spol_system_scenario(None, raw, None, c.byref(handle), found, c.byref(error))
        if status:
            failed = _native.failure(status, error)
            failed.diagnostics = _diagnostics(found)
            raise failed
        made = cls.__new__(cls)
        made._handle, made.file = handle, name
        policy = lib.spol_policy_ref(lib.spol_scenario_policy(handle))
        made.policy = Policy._of(_native.PolicyHandle(policy))
        return made

    @classmethod
    def shipped(cls, name: str) -> "Scenario":
        """The case file of one of the policies that come with the package."""
        return cls.load(shipped_file(name)[: -len(".yaml")] + ".policytest.yaml")

    def __len__(self) -> int:
        return int(lib.spol_scenario_count(self._handle))

    def __iter__(self) -> "Iterator[ScenarioCase]":
        return (self[index] for index in range(len(self)))

    def __getitem__(self, index: int) -> "ScenarioCase":
        count, index = len(self), operator.index(index)
        number = index + count if index < 0 else index
        if not 0 <= number < count:
            raise IndexError(f"there is no case {index}: the file has {count}")
        return ScenarioCase(self, number)

    def __repr__(self) -> str:
        return "<Scenario closed>" if self.closed else f"<Scenario {self.file}, {len(self)} cases>"

    def __reduce__(self) -> Any:
        self._handle  # noqa: B018 - raises if closed
        return (Scenario.load, (self.file,))


class ScenarioCase:
    """A case of a file: ``name``, ``line``, ``as_of`` and how many ``expectations`` it has."""

    __slots__ = ("scenario", "index", "name", "line", "as_of", "expectations", "_tz")

    def __init__(self, scenario: Scenario, index: int) -> None:
        _native.need(scenario, Scenario, "a case file")
        about = _native.sized(_d.spol_scenario_case)
        _native.check(lib.spol_scenario_case_get(scenario._handle, index, c.byref(about)))
        self.scenario, self.index = scenario, index
        self.name, self.line, self.expectations = errors.text(about.name), int(about.line), int(about.expectations)
        self._tz = _tzinfo(about.zone)
        self.as_of: datetime = _time.from_instant(about.as_of, self._tz)

    def case(self) -> Case:
        """The case itself, to go on with."""
        about = _native.sized(_d.spol_scenario_case)
        _native.check(lib.spol_scenario_case_get(self.scenario._handle, self.index, c.byref(about)))
        return Case._of_events(self.scenario.policy, about.events, about.event_count, self._tz)

    def run(self) -> Result:
        """Evaluates the case and compares what comes with what is expected."""
        handle, error = _native.ResultHandle(), _native.new_error()
        status = lib.spol_scenario_run(self.scenario._handle, self.index, None, c.byref(handle), c.byref(error))
        _native.check(status, error)
        count = lib.spol_scenario_result_mismatches(handle)
        mismatches = tuple(self._mismatch(handle, index) for index in range(count))
        return Result(self.name, mismatches, self.case().status(at=self.as_of))

    def _mismatch(self, handle: Any, index: int) -> Mismatch:
        one = _native.sized(_d.spol_mismatch)
        _native.check(lib.spol_scenario_mismatch(handle, index, c.byref(one)))
        return Mismatch(
            errors.text(one.path),
            errors.text(one.expected),
            errors.text(one.got),
            one.line,
            one.column,
            self.scenario.policy._name("metric", one.metric),
        )

    def __repr__(self) -> str:
        return f"<ScenarioCase {self.name!r}, {self.scenario.file}:{self.line}>"


def case_text(case: Case, name: str, zone: Union[None, str, tzinfo]) -> str:
    """See Case.text."""
    count = c.c_uint64()
    events = lib.spol_case_events(case._handle, c.byref(count))
    made = None if zone is None else Zone(zone)
    return written(
        lib.spol_case_print,
        case.policy._handle,
        _native.encode_name(name),
        events,
        count.value,
        None if made is None else made._handle,
    )


def _tzinfo(raw: Optional[int]) -> tzinfo:
    """Python's zone for one that the library lends."""
    if not raw:
        return timezone.utc
    return Zone._of(_native.ZoneHandle(lib.spol_zone_ref(raw))).tzinfo
