#!/usr/bin/env python3
# SPDX-License-Identifier: MIT
"""Every kind of finding, notice and verdict of evaluation.h is expected by a case that passes.

    every-kind.py SUPPORTPOLICY POLICY_TEXT ROOT

A kind that no case file can bring about is shown by a unit test, which is named here and must be there.
"""

import json
import re
import subprocess
import sys
from pathlib import Path

PROGRAM, TEXT, ROOT = sys.argv[1], sys.argv[2], Path(sys.argv[3])
HEADER = ROOT / "include" / "supportpolicy" / "evaluation.h"
CASES = ROOT / "tests" / "golden" / "cases" / "findings.policytest.yaml"
# A case file refuses a zone that is none, and an id that stands twice, when it is read.
BY_UNIT_TEST = {
    "zone_missing": "a_zone_that_nobody_supplied_is_named_and_leaves_it_undecided",
    "duplicate": "every_wrong_event_is_refused_by_its_field",
}
VERDICTS = {"no": "refused", "yes": "granted", "undecided": "undecided"}


def kinds(enum, prefix):
    """The values of an enum in small letters."""
    body = re.search(rf"enum {enum} {{(.*?)}};", HEADER.read_text("utf-8"), re.S).group(1)
    return {name.lower() for name in re.findall(rf"^\s*{prefix}_(\w+) =", body, re.M)}


def kind_of(item):
    return item if isinstance(item, str) else item["kind"]


def main():
    run = subprocess.run([PROGRAM, "test", "--format", "json", str(CASES)], stdout=subprocess.PIPE, text=True)
    ran = json.loads(run.stdout)
    wrong = [f"{case['name']}: {case['outcome']}" for case in ran["cases"] if case["outcome"] != "passed"]
    text = subprocess.run([TEXT, "--json", str(CASES)], stdout=subprocess.PIPE, check=True, text=True).stdout
    expected = [case["expect"] for case in json.loads(text)["cases"]]
    seen = {
        "finding": {kind_of(item) for one in expected for item in one.get("findings", [])},
        "notice": {kind_of(item) for one in expected for item in one.get("notices", [])},
        "verdict": {one["permission"]["opening"] for one in expected if "permission" in one},
    }
    declared = {
        "finding": kinds("spol_finding_kind", "SPOL_FINDING"),
        "notice": kinds("spol_notice_kind", "SPOL_NOTICE"),
        "verdict": {VERDICTS[name] for name in kinds("spol_verdict", "SPOL_VERDICT")},
    }
    units = "".join(file.read_text("utf-8") for file in (ROOT / "tests" / "unit").glob("test-case*.c"))
    for kind, test in BY_UNIT_TEST.items():
        if f"tcase_add_test(tests, {test})" in units:
            seen["finding"].add(kind)
    for what, names in declared.items():
        wrong += [f"no case shows the {what} {name}" for name in sorted(names - seen[what])]
        wrong += [f"there is no {what} {name}" for name in sorted(seen[what] - names)]
        if len(names) < 3:
            wrong.append(f"the header's {what}s were not found")
    print("\n".join(wrong))
    print(f"{len(declared['finding'])} findings, {len(declared['notice'])} notices, {len(wrong)} wrong")
    sys.exit(1 if wrong or run.returncode else 0)


if __name__ == "__main__":
    main()
