# SPDX-License-Identifier: MIT
"""How the checks of this folder speak: each fault in a line, and how many cases held."""

import sys


class Report:
    def __init__(self) -> None:
        self.passed = 0
        self.failed = 0

    def case(self, good: bool, fault: str) -> None:
        """Counts a case; says what is wrong where it does not hold."""
        if good:
            self.passed += 1
        else:
            self.failed += 1
            print(f"FAILED: {fault}")

    def end(self) -> None:
        if self.passed + self.failed == 0:
            print("FAILED: nothing was checked")
            self.failed = 1
        print(f"{self.passed} passed, {self.failed} failed")
        sys.exit(1 if self.failed else 0)
