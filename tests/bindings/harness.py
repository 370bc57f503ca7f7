# SPDX-License-Identifier: MIT
"""Runs a file's tests and ends with a line that says how many there were."""

import sys
import unittest


def main() -> None:
    program = unittest.main(module="__main__", exit=False, verbosity=1)
    result = program.result
    bad = len(result.failures) + len(result.errors) + len(result.unexpectedSuccesses)
    skipped = len(result.skipped)
    for test, reason in result.skipped:
        print(f"skipped: {test}: {reason}")
    print(f"{result.testsRun - bad - skipped} passed, {bad} failed")
    sys.exit(1 if bad else 0)
