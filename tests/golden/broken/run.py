#!/usr/bin/env python3
# SPDX-License-Identifier: MIT
"""Broken policies: each is a real one with one change.

A file POLICY.faults holds faults of POLICY.yaml beside it (a copy of a shipped
policy, so that work on that one leaves this corpus alone), one behind the other and
divided by empty lines:

    # what is wrong
    - a piece of the policy, which stands in it once
    + what is written instead (\\n begins a new line; without +: nothing)
    = SP0701 31:3, and every other finding there then is

The checker must find that and nothing else; in the policies as they are shipped it
must find no code that shipped.findings does not list for the file. With --update the expectations are written
anew, to be read before they are committed.
"""
import argparse
import pathlib
import re
import subprocess
import sys

FINDING = re.compile(r"^.*?:(\d+):(\d+): (?:error|warning) (SP\d{4}): ")
HERE = pathlib.Path(__file__).resolve().parent
POLICIES = HERE.parent.parent.parent / "examples" / "policies"


def find(command, text):
    """All findings of a text, as 'SP0701 31:3'."""
    result = subprocess.run([command, "check", "--quiet", "-"], input=text, text=True,
                            capture_output=True, check=False)
    if result.returncode not in (0, 1):
        sys.exit(f"{command} ended with {result.returncode}: {result.stderr}")
    found = [FINDING.match(line) for line in result.stdout.splitlines()]
    return [f"{m[3]} {m[1]}:{m[2]}" for m in found if m]


def faults_of(path):
    """The faults of a file: their name, old and new piece, expectation."""
    for block in path.read_text(encoding="utf-8").strip().split("\n\n"):
        fault = {"+": ""}
        for line in block.splitlines():
            if line[:2] not in ("# ", "- ", "+ ", "= "):
                sys.exit(f"{path}: what is this line? {line}")
            fault[line[0]] = line[2:].replace("\\n", "\n")
        yield fault


def broken(policy, fault, path):
    if policy.count(fault["-"]) != 1:
        sys.exit(f"{path}: {fault['#']}: the piece stands in the policy "
                 f"{policy.count(fault['-'])} times")
    return policy.replace(fault["-"], fault["+"])


def check_faults(command, path, update):
    policy = path.with_suffix(".yaml").read_text(encoding="utf-8")
    bad = 0
    blocks = []
    for fault in faults_of(path):
        found = ", ".join(find(command, broken(policy, fault, path)))
        wanted = fault.get("=", "")
        blocks.append("\n".join(f"{key} " + (found if key == "=" else
                                             fault[key].replace("\n", "\\n"))
                                for key in ("#", "-", "+", "=") if key == "=" or fault[key]))
        if not update and (found != wanted or not found):
            bad += 1
            print(f"{path.name}: {fault['#']}: expected {wanted or 'a finding'}; "
                  f"found {found or 'none'}")
    if update:
        path.write_text("\n\n".join(blocks) + "\n", encoding="utf-8")
    return len(blocks), bad


def check_shipped(command, update):
    lines = set()
    for path in sorted(POLICIES.glob("*.yaml")):
        if path.name.endswith(".policytest.yaml"):
            continue
        found = find(command, path.read_text(encoding="utf-8"))
        lines |= {f"{path.name}: {one.split()[0]}" for one in found}
    listed = HERE / "shipped.findings"
    if update:
        listed.write_text("".join(line + "\n" for line in sorted(lines)), encoding="utf-8")
        return 0
    new = lines - set(listed.read_text(encoding="utf-8").splitlines())
    for line in sorted(new):
        print(f"not listed in {listed.name}: {line}")
    return len(new)


def main():
    parser = argparse.ArgumentParser(description=__doc__.split("\n", maxsplit=1)[0])
    parser.add_argument("command", help="the supportpolicy command")
    parser.add_argument("--update", action="store_true")
    given = parser.parse_args()
    count = bad = 0
    for path in sorted(HERE.glob("*.faults")):
        faults, wrong = check_faults(given.command, path, given.update)
        count += faults
        bad += wrong
    bad += check_shipped(given.command, given.update)
    print(f"{count} broken policies, {bad} wrong")
    return 1 if bad or count == 0 else 0


if __name__ == "__main__":
    sys.exit(main())
