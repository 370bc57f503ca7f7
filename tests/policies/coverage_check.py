#!/usr/bin/env python3
# SPDX-License-Identifier: MIT
"""Holds the shipped policies' cases to what docs/coverage.md says of them.

    coverage_check.py SUPPORTPOLICY ROOT [--update]

Every shipped policy has its row, with the figures that come now, and its cases reach so many of its rules and notice
so many of its changes as they are meant to.
--update writes the table anew.
"""

import json
import subprocess
import sys
from pathlib import Path

PROGRAM, ROOT = sys.argv[1], Path(sys.argv[2])
PAGE = ROOT / "docs" / "coverage.md"
POLICIES = ROOT / "examples" / "policies"
BEGIN, END = "<!-- figures -->\n", "<!-- end of figures -->\n"

# What the cases of a policy must reach, in percent, and notice; how many changes may be called equivalent, which may
# be one at least where there are few.
FLOOR = 70
HIGH_FLOOR = 95
CAUGHT_FLOOR = 90
EQUIVALENT_LIMIT = 20
HIGH_EQUIVALENT_LIMIT = 5
HIGH = {
    "advance2000", "allure-saas-2024", "allure-saas-2024.completed", "hashicorp-self-managed", "redhat-openshift",
    "snecs-managed-services", "techblue",
}


def measure(file):
    done = subprocess.run(
        [PROGRAM, "test", "--coverage", "--mutate", "--format", "json", str(file)], stdout=subprocess.PIPE, check=True
    )
    return json.loads(done.stdout)


def main():
    rows, wrong = [], 0
    files = sorted(POLICIES.glob("*.policytest.yaml"))
    for file in files:
        name = file.name[: -len(".policytest.yaml")]
        found = measure(file)
        (policy,) = found["coverage"]
        share = policy["reached"] * 100 / policy["count"]
        floor = HIGH_FLOOR if name in HIGH else FLOOR
        if share < floor:
            print(f"{name}: {share:.1f} % of the rules reached, at least {floor} % are meant to be")
            wrong += 1
        (mutants,) = found["mutants"]
        noticed, missed, equal = mutants["caught"], len(mutants["survivors"]), mutants["equivalent"]
        if noticed * 100 < CAUGHT_FLOOR * (noticed + missed):
            print(f"{name}: {noticed} of {noticed + missed} changes are noticed, at least {CAUGHT_FLOOR} % are meant to be")
            wrong += 1
        limit = HIGH_EQUIVALENT_LIMIT if name in HIGH else EQUIVALENT_LIMIT
        if equal * 100 > limit * (noticed + missed + equal) and (equal > 1 or name in HIGH):
            print(f"{name}: {equal} changes are called equivalent, more than {limit} %")
            wrong += 1
        rows.append(
            f"| {name} | {found['passed']} | {policy['reached']} of {policy['count']} | {int(share)} % "
            f"| {noticed} of {noticed + missed} | {noticed * 100 // (noticed + missed)} % | {equal or ''} |"
        )
    missing = HIGH - {file.name[: -len(".policytest.yaml")] for file in files}
    for name in sorted(missing):
        print(f"{name}: is not shipped")
    table = "\n".join(["| policy | cases | rules reached | | changes noticed | | equivalent |", "|---|---|---|---|---|---|---|", *rows]) + "\n"
    text = PAGE.read_text(encoding="utf-8")
    before, rest = text.split(BEGIN)
    old, after = rest.split(END)
    if "--update" in sys.argv:
        PAGE.write_text(before + BEGIN + table + END + after, encoding="utf-8")
    elif old != table:
        print("docs/coverage.md says otherwise: coverage_check.py --update")
        wrong += 1
    print(f"{len(rows) + 1 - wrong} passed, {wrong + len(missing)} failed")
    return 1 if wrong or missing or not rows else 0


sys.exit(main())
