# SPDX-License-Identifier: MIT
"""Which rules of a policy cases have reached (docs/coverage.md)."""

import ctypes as c
from datetime import datetime
from typing import Any, Dict, List, NamedTuple, Optional, Tuple

from . import _native, _time, errors
from . import _declarations as _d
from ._native import lib
from .case import Case
from .policy import Policy
from .scenario import Scenario, ScenarioCase

__all__ = ["Coverage", "CoveredRule"]


class CoveredRule(NamedTuple):
    """A rule of a policy, and how many of the cases reached it."""

    kind: str
    rule: str
    file: Optional[str]
    line: int
    column: int
    cases: int


class Coverage(_native.Closeable):
    """Counts cases by the rules that decided anything in them.

    ``coverage = Coverage(policy); coverage.add_scenario(Scenario.load(path)); coverage.missed``

    One thread at a time.
    """

    __slots__ = ("policy",)
    policy: Policy

    def __init__(self, policy: Policy) -> None:
        _native.need(policy, Policy, "a policy")
        handle, error = _native.CoverageHandle(), _native.new_error()
        _native.check(lib.spol_coverage_new(None, policy._handle, c.byref(handle), c.byref(error)), error)
        self._handle, self.policy = handle, policy

    def add(self, case: Case, *, at: datetime) -> None:
        """Adds what a case reaches up to an instant. The case is one of the coverage's policy."""
        _native.need(case, Case, "a case")
        if case.policy is not self.policy:
            raise errors.InvalidArgumentError("the case is one of another policy")
        count = c.c_uint64()
        with case._lock:
            events = lib.spol_case_events(case._handle, c.byref(count))
            self._add(events, count.value, _time.to_instant(at))

    def add_scenario(self, scenario: Scenario) -> None:
        """Adds the cases of a case file, each up to its own ``as_of``."""
        _native.need(scenario, Scenario, "a case file")
        for case in scenario:
            self.add_scenario_case(case)

    def add_scenario_case(self, case: ScenarioCase) -> None:
        """Adds one case of a case file. Its policy is this one, read once more or not."""
        _native.need(case, ScenarioCase, "a case of a case file")
        if [v.digest for v in case.scenario.policy.versions] != [v.digest for v in self.policy.versions]:
            raise errors.InvalidArgumentError("the case is one of another policy")
        about = _native.sized(_d.spol_scenario_case)
        _native.check(lib.spol_scenario_case_get(case.scenario._handle, case.index, c.byref(about)))
        self._add(about.events, about.event_count, about.as_of)

    def _add(self, events: Any, count: int, as_of: int) -> None:
        error = _native.new_error()
        _native.check(lib.spol_coverage_add(self._handle, events, count, as_of, c.byref(error)), error)

    @property
    def rules(self) -> Tuple[CoveredRule, ...]:
        """Every rule, in the order of the policy's text."""
        files = {number: version.file for number, version in enumerate(self.policy.versions, 1)}
        found: List[CoveredRule] = []
        for index in range(lib.spol_coverage_count(self._handle)):
            one = _native.sized(_d.spol_covered_rule)
            _native.check(lib.spol_coverage_rule(self._handle, index, c.byref(one)))
            found.append(
                CoveredRule(
                    errors.text(lib.spol_rule_kind_name(one.kind)),
                    errors.text(one.place.rule),
                    files.get(one.place.version) or None,
                    one.place.line,
                    one.place.column,
                    one.cases,
                )
            )
        return tuple(found)

    @property
    def missed(self) -> Tuple[CoveredRule, ...]:
        """The rules that no case reached."""
        return tuple(rule for rule in self.rules if rule.cases == 0)

    @property
    def share(self) -> float:
        """Of all rules those that a case reached, from 0 to 1; 1 where there is none."""
        count = lib.spol_coverage_count(self._handle)
        return lib.spol_coverage_reached(self._handle) / count if count else 1.0

    def __len__(self) -> int:
        return int(lib.spol_coverage_count(self._handle))

    def __repr__(self) -> str:
        if self.closed:
            return "<Coverage closed>"
        return f"<Coverage of {self.policy.id}, {lib.spol_coverage_reached(self._handle)} of {len(self)} rules>"


class CoverageOfFiles:
    """What the cases of many files reach, a policy once however many name it."""

    def __init__(self) -> None:
        self._found: Dict[Tuple[Tuple[str, str], ...], Coverage] = {}

    def add(self, case: ScenarioCase) -> None:
        """Adds a case to the count of its policy."""
        policy = case.scenario.policy
        key = tuple((version.file, version.digest) for version in policy.versions)
        if key not in self._found:
            self._found[key] = Coverage(policy)
        self._found[key].add_scenario_case(case)

    @property
    def policies(self) -> Tuple[Coverage, ...]:
        """A count for each policy."""
        return tuple(self._found.values())
