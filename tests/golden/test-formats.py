#!/usr/bin/env python3
# SPDX-License-Identifier: MIT
"""What `supportpolicy test` writes for machines is what it writes for people.

    test-formats.py SUPPORTPOLICY ROOT

JUnit XML is held against docs/schema/junit.xsd by xmllint, TAP is read line by line, JSON is
parsed; in each there are the same cases with the same outcomes, for a folder in which cases pass,
fail, and one file cannot be read. Names hold every character that a form must escape.
"""

import json
import os
import re
import subprocess
import sys
import tempfile
import xml.etree.ElementTree as ElementTree
from pathlib import Path

PROGRAM, ROOT = Path(sys.argv[1]).resolve(), Path(sys.argv[2]).resolve()
SCHEMA = ROOT / "docs" / "schema" / "junit.xsd"

POLICY = """supportpolicy: 1
id: small
version: "1"
facts: {kind: {one_of: [a, b], required: true}}
severities: {levels: [{id: S1, when: {kind: a}}, {id: S2, when: {kind: b}}]}
metrics:
  first_response: {targets: [{when: {severity: S1}, within: 1h, calendar: 24x7}, otherwise: unstated]}
"""
CASES = """policy: small.yaml
cases:
  - name: "passes # \\\\ <&> \\"quoted\\" 'é'"
    facts: {kind: a}
    events: [{at: 2026-01-05T10:00, type: opened}]
    expect: {severity: S1, metrics: {first_response: 2026-01-05T11:00}}
  - name: "fails # \\\\ <&> ]]>"
    facts: {kind: b}
    events: [{at: 2026-01-05T10:00, type: opened}]
    expect: {severity: S1, metrics: {first_response: 2026-01-05T11:00}}
"""

checks = {"passed": 0, "failed": 0}


def check(what, good):
    checks["passed" if good else "failed"] += 1
    if not good:
        print(f"WRONG: {what}")


def run(folder, *arguments):
    done = subprocess.run([PROGRAM, "test", *arguments, "."], cwd=folder, stdout=subprocess.PIPE,
                          stderr=subprocess.DEVNULL, check=False, timeout=60,
                          env={**os.environ, "LC_ALL": "C.UTF-8"})
    return done.stdout.decode("utf-8"), done.returncode


def validate(text):
    return subprocess.run(["xmllint", "--noout", "--schema", SCHEMA, "-"], input=text.encode(),
                          stdout=subprocess.DEVNULL, stderr=subprocess.DEVNULL,
                          check=False).returncode == 0


def of_junit(text):
    found = []
    for case in ElementTree.fromstring(text).iter("testcase"):
        kinds = [child.tag for child in case]
        name = case.get("name") if case.get("line") else None
        found.append((case.get("file"), name,
                      {"failure": "failed", "error": "unreadable"}.get((kinds or [""])[0], "passed")))
    return found


def of_tap(text):
    lines = text.splitlines()
    check("TAP begins with its version and a plan", lines[0] == "TAP version 14" and re.fullmatch(r"1\.\.\d+", lines[1]))
    found, number = [], 0
    for line in lines[2:]:
        match = re.fullmatch(r"(not )?ok (\d+) - (.*)", line)
        if not match:
            check(f"TAP has nothing but points and what is indented: {line!r}", line.startswith("  "))
            continue
        number += 1
        check("TAP counts its points", int(match[2]) == number)
        plain = re.sub(r"\\(.)", r"\1", match[3])
        place = re.fullmatch(r"(.*?):\d+: (.*)", plain)
        found.append((place[1] if place else plain, place[2] if place else None,
                      "passed" if not match[1] else "failed" if place else "unreadable"))
    check("TAP has as many points as its plan says", lines[1] == f"1..{number}")
    return found


def of_json(text):
    made = json.loads(text)
    found = [(case["file"], case.get("name"), case["outcome"]) for case in made["cases"]]
    check("JSON counts its cases", [made["passed"], made["failed"], made["unreadable"]] == [
        sum(case[2] == word for case in found) for word in ("passed", "failed", "unreadable")])
    return found


def main():
    with tempfile.TemporaryDirectory() as name:
        folder = Path(name)
        (folder / "small.yaml").write_text(POLICY, encoding="utf-8")
        (folder / "a.policytest.yaml").write_text(CASES, encoding="utf-8")
        (folder / "b.policytest.yaml").write_text("policy: none.yaml\ncases: []\n", encoding="utf-8")
        expected = [("./a.policytest.yaml", 'passes # \\ <&> "quoted" \'é\'', "passed"),
                    ("./a.policytest.yaml", "fails # \\ <&> ]]>", "failed"),
                    ("./b.policytest.yaml", None, "unreadable")]
        for form, read in (("junit", of_junit), ("tap", of_tap), ("json", of_json)):
            text, code = run(folder, "--format", form)
            check(f"{form}: exit status 3", code == 3)
            check(f"{form}: the cases, {read(text)}", read(text) == expected)
        junit, _ = run(folder, "--format", "junit")
        check("JUnit XML is valid", validate(junit))
        root = ElementTree.fromstring(junit)
        check("JUnit XML counts", [root.get(key) for key in ("tests", "failures", "errors")] == ["3", "1", "1"])
        check("what came is in the failure", "got       S2" in root.find(".//failure").text)
        for broken in (junit.replace(' tests="3"', ""), junit.replace("<failure", "<failing").replace(
                "</failure", "</failing"), junit.replace('type="mismatch"', 'type="other"')):
            check("the schema refuses what is broken", broken != junit and not validate(broken))
        (folder / "b.policytest.yaml").unlink()
        for form in ("plain", "tap", "junit", "json"):
            check(f"{form}: one failure is status 1", run(folder, "--format", form)[1] == 1)
            check(f"{form}: all passed is status 0",
                  run(folder, "--format", form, "--filter", "passes")[1] == 0)
            text, code = run(folder, "--format", form, "--filter", "no such case")
            check(f"{form}: no case is status 1", code == 1)
            check(f"{form}: none is valid", form != "junit" or validate(text))
        text, _ = run(ROOT / "examples" / "policies", "--format", "junit")
        check("all shipped cases make valid XML", validate(text) and 'failures="0" errors="0"' in text)
    print(f"{checks['passed']} passed, {checks['failed']} failed")
    return 1 if checks["failed"] else 0


sys.exit(main())
