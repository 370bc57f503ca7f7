#!/usr/bin/env python3
# SPDX-License-Identifier: MIT
"""Explanations in text, of cases that people argue about, are byte for byte those that were read and approved.

  check.py PRINT-EXPLANATIONS CASES.policytest.yaml EXPECTED.txt [--write]

The answers themselves are held by the expectations of the case file (golden-policytests).
"""

import difflib
import subprocess
import sys


def blocks(text: str) -> dict:
    found = {}
    for block in text.split("== ")[1:]:
        name, _, rest = block.partition("\n")
        found[name] = rest.strip("\n")
    return found


def main() -> int:
    program, cases, expected = sys.argv[1:4]
    told = subprocess.run([program, cases], capture_output=True, text=True, check=False)
    if told.returncode != 0:
        print(told.stderr)
        return 1
    if sys.argv[4:] == ["--write"]:
        with open(expected, "w", encoding="utf-8") as file:
            file.write(told.stdout)
    with open(expected, encoding="utf-8") as file:
        wanted = blocks(file.read())
    got = blocks(told.stdout)
    failed = 0
    for name in sorted(wanted.keys() | got.keys()):
        if wanted.get(name) != got.get(name):
            failed += 1
            before, after = wanted.get(name, "").split("\n"), got.get(name, "").split("\n")
            print(name, *difflib.unified_diff(before, after, "expected", "got", lineterm=""), sep="\n")
    passed = len(wanted.keys() | got.keys()) - failed
    print(f"{passed} passed, {failed} failed")
    return 1 if failed or passed < 25 else 0


if __name__ == "__main__":
    sys.exit(main())
