#!/usr/bin/env python3
# SPDX-License-Identifier: MIT
"""Holds docs/checker.md against the registry of diagnostics and against the tests.

    checker_check.py ROOT

A row's codes and tests exist; each code is brought about by a test of the row; and every code of the checker (names
that nothing uses, calendars, conditions, metrics, ladders, clauses) stands in some row.
"""

import re
import sys
from pathlib import Path

ROOT = Path(sys.argv[1])
PAGE = "docs/checker.md"
VERDICTS = {"same", "better", "worse", "not comparable", "undecided"}
OWN = re.compile(r"SP0(405|[5-9]\d\d)")


def text_of(path):
    path = ROOT / path
    return path.read_text(encoding="utf-8") if path.is_file() else ""


def bad(name):
    lines = text_of("tests/policies/bad.expected").splitlines()
    return "\n".join(line for line in lines if line.startswith(f"{name}:"))


def unit(name):
    found = re.search(r'^    \{"' + re.escape(name) + r'",(.*?)^    \{"', text_of("tests/unit/test-check.c") + '    {"',
                      re.M | re.S)
    return found[1] if found else ""


def fault(name):
    policy, _, title = name.partition(": ")
    parts = text_of(f"tests/golden/broken/{policy}.faults").split("\n\n")
    return "\n".join(part for part in parts if part.strip().startswith(f"# {title}\n"))


def command(name):
    return text_of(f"tests/golden/command/{name}.console")


def diff(told):
    return told if f'"{told}' in text_of("tests/unit/test-diff.c") else ""


def test(reference):
    """Of a unit test that has such a name, also that it is run."""
    path, _, name = reference.partition(" ")
    text = text_of(path)
    if f"START_TEST({name})" in text:
        return name if re.search(rf"tcase_add_(loop_)?test\(\w+, {name}\b", text) else ""
    return name if name and name != "START_TEST" and name in text else ""


KINDS = {"bad": bad, "unit": unit, "fault": fault, "command": command, "diff": diff, "test": test}


def rows(text):
    for line in text.splitlines():
        cells = [cell.strip() for cell in line.strip("|").split(" | ")]
        if line.startswith("| ") and len(cells) == 3 and cells[0] != "promise":
            yield cells


def check_row(promise, codes, shown, known):
    references = re.findall(r"`(\w+): ([^`]*)`", shown)
    codes = codes.split(", ")
    said = ""
    if not references:
        yield "is shown by nothing"
    for kind, name in references:
        found = KINDS[kind](name) if kind in KINDS else ""
        said += found
        if not found:
            yield f"there is no test {kind}: {name}"
    for code in codes:
        if code in VERDICTS:
            continue
        if code not in known:
            yield f"there is no code {code}"
        elif code not in said:
            yield f"no test of the row brings {code} about"


def main():
    text = text_of(PAGE)
    known = {f"SP{int(number):04}" for number in
             re.findall(r"SPI_DIAGNOSTIC\((\d+),", text_of("lib/base/diagnostics.def"))}
    count, failures, named = 0, [], set()
    for promise, codes, shown in rows(text):
        count += 1
        named.update(codes.split(", "))
        failures += [f"{promise}: {wrong}" for wrong in check_row(promise, codes, shown, known)]
    failures += [f"{code} stands in no row" for code in sorted(known - named) if OWN.fullmatch(code)]
    print(f"{count} promises, {len(failures)} failures")
    print("\n".join(failures))
    return 1 if failures or count == 0 else 0


if __name__ == "__main__":
    sys.exit(main())
