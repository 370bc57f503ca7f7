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
from .coverage import Coverage, CoverageOfFiles
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
        reached = self.config.stash.get(_REACHED, None)
        if reached is not None:
            reached.add(self.case)
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


# ---- Coverage ------------------------------------------------------------------------------------

_REACHED = pytest.StashKey[CoverageOfFiles]()


def pytest_addoption(parser: pytest.Parser) -> None:
    group = parser.getgroup("supportpolicy", "support policies")
    group.addoption(
        "--policy-coverage", action="store_true", help="say which rules of the policies no case reaches"
    )
    group.addoption(
        "--policy-coverage-fail-under",
        type=float,
        default=0.0,
        metavar="PERCENT",
        help="fail where cases reach less of a policy's rules",
    )


def pytest_configure(config: pytest.Config) -> None:
    if config.getoption("--policy-coverage") or config.getoption("--policy-coverage-fail-under"):
        config.stash[_REACHED] = CoverageOfFiles()


def _too_few(config: pytest.Config) -> Tuple[Coverage, ...]:
    reached = config.stash.get(_REACHED, None)
    wanted = config.getoption("--policy-coverage-fail-under")
    policies = () if reached is None else reached.policies
    return tuple(coverage for coverage in policies if coverage.share * 100 < wanted)


def pytest_sessionfinish(session: pytest.Session, exitstatus: int) -> None:
    if exitstatus == pytest.ExitCode.OK and _too_few(session.config):
        session.exitstatus = pytest.ExitCode.TESTS_FAILED


def pytest_terminal_summary(terminalreporter: pytest.TerminalReporter, config: pytest.Config) -> None:
    reached = config.stash.get(_REACHED, None)
    if reached is None:
        return
    terminalreporter.section("policy coverage")
    for coverage in reached.policies:
        missed = coverage.missed
        file = coverage.policy.versions[0].file or coverage.policy.id
        terminalreporter.write_line(
            f"{file}: {len(coverage) - len(missed)} of {len(coverage)} rules reached, {coverage.share:.2%}"
        )
        for rule in missed:
            terminalreporter.write_line(
                f"  {rule.file}:{rule.line}:{rule.column}: no case reaches this {rule.kind}: {rule.rule}"
            )
    for coverage in _too_few(config):
        terminalreporter.write_line(
            f"FAILED: less than {config.getoption('--policy-coverage-fail-under'):g} % of the rules of "
            f"{coverage.policy.id} are reached",
            red=True,
        )


def pytest_collect_file(file_path: Path, parent: pytest.Collector) -> "PolicyTestFile | None":
    if file_path.name.endswith(SUFFIXES):
        made: PolicyTestFile = PolicyTestFile.from_parent(parent, path=file_path)
        return made
    return None
