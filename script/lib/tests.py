#!/usr/bin/env python3
# SPDX-License-Identifier: MIT
"""What script/test asks of Meson's tests. This is the one place that counts cases.

  tests.py suites BUILD NAME...    --suite arguments for those of the suites that there are
  tests.py count LOG...            "PASSED FAILED" of Meson's JSON logs
  tests.py skipped LOG...          programs that were skipped, one a line, with what they say of it

A test program that says how many cases it held counts as so many, by its last such line:
"100%: Checks: 7, Failures: 0, Errors: 0" (Check), "7 right, 2 expected differences, 0 wrong"
(conformance), "7 passed, 0 failed" (anything else). One that says nothing is one case. A program
that ends badly counts as one failure at least. Where a program ran in several builds its
passed cases count once, and its failures every time.
"""

import json
import re
import subprocess
import sys

FORMS = (
    (re.compile(r"^\d+%: Checks: (\d+), Failures: (\d+), Errors: (\d+)", re.M),
     lambda n: (n[0] - n[1] - n[2], n[1] + n[2])),
    (re.compile(r"\b(\d+) right, (\d+) expected differences?, (\d+) wrong", re.M),
     lambda n: (n[0] + n[1], n[2])),
    (re.compile(r"\b(\d+) passed, (\d+) failed", re.M), lambda n: (n[0], n[1])),
)


def cases(text: str) -> tuple[int, int] | None:
    """Passed and failed cases that a program says it held."""
    for pattern, meaning in FORMS:
        found = pattern.findall(text)
        if found:
            return meaning([int(number) for number in found[-1]])
    return None


def count(logs: list[str]) -> tuple[int, int]:
    passed: dict[str, int] = {}
    failed = 0
    for log in logs:
        with open(log, encoding="utf-8") as lines:
            for line in lines:
                test = json.loads(line)
                if test["result"] == "SKIP":
                    continue
                good, bad = cases(test.get("stdout", "")) or (1, 0)
                if test["result"] != "OK":
                    good, bad = (0, max(bad, 1)) if bad == 0 else (good, bad)
                name = test["name"]
                passed[name] = max(passed.get(name, 0), good)
                failed += bad
    return sum(passed.values()), failed


def skipped(logs: list[str]) -> list[str]:
    found = []
    for log in logs:
        with open(log, encoding="utf-8") as lines:
            for test in map(json.loads, lines):
                said = (test.get("stdout", "") + test.get("stderr", "")).strip().splitlines()
                if test["result"] == "SKIP":
                    found.append(f"{test['name']}: {said[-1] if said else 'it does not say why'}")
    return found


def suites(build: str, wanted: list[str]) -> list[str]:
    listed = subprocess.run(["meson", "introspect", "--tests", build], check=True,
                            capture_output=True, text=True).stdout
    there = {suite.split(":")[-1] for test in json.loads(listed) for suite in test["suite"]}
    return [f"--suite={name}" for name in wanted if name in there]


def main() -> int:
    if len(sys.argv) > 2 and sys.argv[1] == "suites":
        print(" ".join(suites(sys.argv[2], sys.argv[3:])))
    elif len(sys.argv) > 1 and sys.argv[1] == "count":
        print(*count(sys.argv[2:]))
    elif len(sys.argv) > 1 and sys.argv[1] == "skipped":
        print("".join(line + "\n" for line in skipped(sys.argv[2:])), end="")
    else:
        print(__doc__, file=sys.stderr)
        return 2
    return 0


if __name__ == "__main__":
    sys.exit(main())
