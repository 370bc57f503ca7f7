# SPDX-License-Identifier: MIT
"""The pytest plugin: run with pytest, where the package is installed (script/wheel)."""

from pathlib import Path

import pytest

pytest_plugins = ["pytester"]

POLICY = """
supportpolicy: 1
id: small
version: "1"
calendars: {always: 24x7}
severities: {levels: [{id: S1}]}
metrics:
  first_response:
    targets: [{within: 1h, calendar: always}]
"""
CASES = """
policy: small.yaml
cases:
  - name: due $due
    table: [{$due: 10:30}, {$due: 11:30}]
    events: [{at: 2026-11-23T09:30:00Z, type: opened}]
    expect: {metrics: {first_response: 2026-11-23T$due:00Z}}
"""


@pytest.fixture
def folder(pytester: pytest.Pytester) -> Path:
    (pytester.path / "small.yaml").write_text(POLICY, encoding="utf-8")
    (pytester.path / "small.policytest.yaml").write_text(CASES, encoding="utf-8")
    return pytester.path


def test_each_case_is_a_test_and_a_failure_explains_itself(pytester: pytest.Pytester, folder: Path) -> None:
    result = pytester.runpytest("-v")
    result.assert_outcomes(passed=1, failed=1)
    result.stdout.fnmatch_lines(
        [
            "*small.policytest.yaml::due 10:30 PASSED*",
            "*small.policytest.yaml::due 11:30 FAILED*",
            "*small.policytest.yaml:7: case \"due 11:30\"",
            "metrics.first_response",
            "  expected  2026-11-23T11:30:00Z",
            "  got *2026-11-23T10:30*",
            "why first_response is so:",
        ]
    )


def test_one_case_can_be_chosen(pytester: pytest.Pytester, folder: Path) -> None:
    pytester.runpytest("-k", "10:30").assert_outcomes(passed=1, deselected=1)
    pytester.runpytest("small.policytest.yaml::due 10:30").assert_outcomes(passed=1)


def test_a_file_that_cannot_be_read_is_an_error_with_its_place(pytester: pytest.Pytester, folder: Path) -> None:
    (folder / "small.yaml").write_text(POLICY.replace("within: 1h", "within: 1x"), encoding="utf-8")
    result = pytester.runpytest()
    result.assert_outcomes(errors=1)
    result.stdout.fnmatch_lines(["*small.yaml:9:*error: *"])
    assert result.ret == pytest.ExitCode.INTERRUPTED


def test_coverage_names_the_rules_that_no_case_reaches(pytester: pytest.Pytester, folder: Path) -> None:
    more = POLICY.replace("levels: [{id: S1}]", "levels: [{id: S1}], default: S1")
    (folder / "small.yaml").write_text(
        more + "roles: [lead]\nescalation: {steps: [{id: late, miss: first_response, notify: lead}]}\n", encoding="utf-8"
    )
    result = pytester.runpytest("--policy-coverage", "-k", "10:30")
    result.assert_outcomes(passed=1, deselected=1)
    result.stdout.fnmatch_lines(
        [
            "*policy coverage*",
            "*small.yaml: 2 of 3 rules reached, 66.67%",
            "  *small.yaml:11:*: no case reaches this step: *late*",
        ]
    )
    assert result.ret == pytest.ExitCode.OK
    failed = pytester.runpytest("--policy-coverage-fail-under=70", "-k", "10:30")
    failed.stdout.fnmatch_lines(["FAILED: less than 70 % of the rules of small are reached"])
    assert failed.ret == pytest.ExitCode.TESTS_FAILED
    assert pytester.runpytest("--policy-coverage-fail-under=66", "-k", "10:30").ret == pytest.ExitCode.OK


def test_without_the_option_nothing_is_said_of_coverage(pytester: pytest.Pytester, folder: Path) -> None:
    pytester.runpytest("-k", "10:30").stdout.no_fnmatch_line("*policy coverage*")


def test_other_files_are_left_alone(pytester: pytest.Pytester, folder: Path) -> None:
    (folder / "small.policytest.yaml").unlink()
    assert pytester.runpytest().ret == pytest.ExitCode.NO_TESTS_COLLECTED
