# SPDX-License-Identifier: MIT
"""pytest collects case files: every case of NAME.policytest.yaml is a test.

Installed with the package, so that ``pytest`` in a folder of policies runs their cases; a failure
shows what was expected, what came, and why.
"""

import os
from pathlib import Path
from typing import Any, Iterable, Tuple, Union

import pytest

from . import errors
from .scenario import Result, Scenario, ScenarioCase

SUFFIXES = (".policytest.yaml", ".policytest.yml", ".policytest.json")


class PolicyExpectation(AssertionError):
    """A case did not come out as its file expects."""

    def __init__(self, result: Result) -> None:
        super().__init__(result.explain())
        self.result = result


class PolicyTestFile(pytest.File):
    """A case file."""

    def collect(self) -> "Iterable[PolicyTestCase]":
        try:
            scenario = Scenario.load(self.path)
        except errors.SupportPolicyError as error:
            said = [str(found) for found in error.diagnostics] or [str(error)]
            raise self.CollectError("\n".join(said)) from None
        for case in scenario:
            yield PolicyTestCase.from_parent(self, name=case.name, case=case)


class PolicyTestCase(pytest.Item):
    """A case of a case file."""

    def __init__(self, *, case: ScenarioCase, **more: Any) -> None:
        super().__init__(**more)
        self.case = case

    def runtest(self) -> None:
        result = self.case.run()
        if not result.passed:
            raise PolicyExpectation(result)

    def repr_failure(self, excinfo: "pytest.ExceptionInfo[BaseException]", style: Any = None) -> Any:
        found = excinfo.value
        if not isinstance(found, PolicyExpectation):
            return super().repr_failure(excinfo, style)
        line = found.result.mismatches[0].line
        return f"{self.path}:{line}: case \"{self.case.name}\"\n{found}"

    def reportinfo(self) -> Tuple[Union["os.PathLike[str]", str], int, str]:
        return self.path, self.case.line - 1, self.name


def pytest_collect_file(file_path: Path, parent: pytest.Collector) -> "PolicyTestFile | None":
    if file_path.name.endswith(SUFFIXES):
        made: PolicyTestFile = PolicyTestFile.from_parent(parent, path=file_path)
        return made
    return None
