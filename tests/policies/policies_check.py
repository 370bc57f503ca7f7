#!/usr/bin/env python3
# SPDX-License-Identifier: MIT
"""What holds for every shipped policy: it is read without a word of complaint, the checker
finds nothing in it that it does not accept, its canonical form is read as the same policy, its
JSON has the same digest, it has at least three cases, and no sentence that it lists of its
source is left without a citation.

With SPOL_ALLURE_SOURCE set to the text of the Allure policy, the digests are verified too."""
import json
import os
import pathlib
import subprocess
import sys
import tempfile

tool, folder = sys.argv[1], pathlib.Path(sys.argv[2])
failures = []


def run(*words):
    done = subprocess.run([tool, *map(str, words)], capture_output=True, text=True, check=False)
    return done.returncode, done.stdout, done.stderr


def expect(truth, policy, what):
    if not truth:
        failures.append(f"{policy.name}: {what}")


def check(policy, scratch):
    code, canonical, complaints = run(policy)
    expect(code == 0 and complaints == "", policy, "is not read cleanly:\n" + complaints)
    if code != 0:
        return
    cases = policy.with_name(policy.stem + ".policytest.yaml")
    tests = json.loads(run("--json", cases)[1])["cases"] if cases.exists() else []
    expect(len(tests) >= 3, policy, f"has {len(tests)} cases")
    findings = [line for line in run("--check", policy)[1].splitlines() if ": note " not in line]
    expect(not findings, policy, "is found wanting by the checker:\n" + "\n".join(findings))
    again = scratch / policy.name
    again.write_text(canonical, encoding="utf-8")
    expect(run(again)[1] == canonical, policy, "its canonical form prints as another text")
    digest = run("--digest", policy)[1]
    expect(len(digest) > 64 and run("--digest", again)[1] == digest, policy,
           "its canonical form has another digest")
    _, lines, _ = run("--json", policy)
    documents = lines.splitlines()
    again.write_text("\n---\n".join(documents) + "\n", encoding="utf-8")
    expect(run("--digest", again)[1] == digest, policy, "its JSON has another digest")
    if "\n  sentences:" in canonical:
        code, found, _ = run("--source", "-", policy)
        expect(code == 0 and found == "", policy, "leaves sentences without citation:\n" + found)
        source = os.environ.get("SPOL_ALLURE_SOURCE")
        if source and policy.name.startswith("allure"):
            code, found, _ = run("--source", source, policy)
            expect(code == 0 and found == "", policy, "differs from its source:\n" + found)
            print(f"{policy.name}: digests are those of the source")


policies = sorted(p for p in folder.glob("*.yaml") if not p.name.endswith(".policytest.yaml"))
with tempfile.TemporaryDirectory() as name:
    for one in policies:
        check(one, pathlib.Path(name))
print(f"{len(policies)} policies, {len(failures)} failures")
print("\n".join(failures))
sys.exit(1 if failures or not policies else 0)
