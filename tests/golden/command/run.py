#!/usr/bin/env python3
# SPDX-License-Identifier: MIT
"""Runs transcripts of the command and compares what it prints.

    run.py SUPPORTPOLICY [--update] FILE.console...

A transcript has lines "$ COMMAND", below each what it prints (standard error too), and
"? STATUS" where the exit status is not 0. Lines that begin with "#" before the first command
are remarks. Every file is run in a folder of its own that holds copies of `policies`
(examples/policies) and of `files` (the folder files/ beside the transcripts); SUPPORTPOLICY
is on the path. --update writes down what comes now: read the difference before you keep it.
"""

import difflib
import os
import shutil
import subprocess
import sys
import tempfile
from pathlib import Path

HERE = Path(__file__).resolve().parent
ROOT = HERE.parents[2]


def read(path):
    """Remarks, and the commands with their expected lines."""
    remarks, steps = [], []
    for line in path.read_text(encoding="utf-8").splitlines():
        if line.startswith("$ "):
            steps.append((line[2:], []))
        elif steps:
            steps[-1][1].append(line)
        else:
            remarks.append(line)
    return remarks, steps


def run(command, folder, environment):
    done = subprocess.run(
        ["bash", "-c", command], cwd=folder, env=environment, stdin=subprocess.DEVNULL,
        stdout=subprocess.PIPE, stderr=subprocess.STDOUT, timeout=120, check=False,
    )
    lines = done.stdout.decode("utf-8", "backslashreplace").replace(str(folder), "FOLDER").splitlines()
    return lines + ([f"? {done.returncode}"] if done.returncode else [])


def play(path, program, update):
    """How many commands came out as written, and how many did not."""
    remarks, steps = read(path)
    good, bad, now = 0, 0, list(remarks)
    with tempfile.TemporaryDirectory() as name:
        folder = Path(name).resolve()
        shutil.copytree(ROOT / "examples" / "policies", folder / "policies")
        if (HERE / "files").is_dir():
            shutil.copytree(HERE / "files", folder, dirs_exist_ok=True)
        environment = {
            "PATH": f"{program.parent}:{os.environ['PATH']}", "HOME": name, "LC_ALL": "C.UTF-8", "TERM": "dumb",
            "SUPPORTPOLICY_ZONEINFO": str(ROOT / "tests" / "zoneinfo" / "fat"),
        }
        for command, expected in steps:
            got = run(command, folder, environment)
            now += [f"$ {command}", *got]
            if got == expected:
                good += 1
                continue
            bad += 1
            if not update:
                print(f"{path.name}: $ {command}")
                print("\n".join(difflib.unified_diff(expected, got, "expected", "got", lineterm="", n=1)))
    if not steps:
        print(f"{path.name}: there is no command in it")
        bad += 1
    if update:
        path.write_text("\n".join(now) + "\n", encoding="utf-8")
        bad = 0
    return good, bad


def main():
    program = Path(sys.argv[1]).resolve()
    update = "--update" in sys.argv
    files = [Path(name) for name in sys.argv[2:] if name != "--update"]
    total = [0, 0]
    for path in files:
        good, bad = play(path, program, update)
        total = [total[0] + good, total[1] + bad]
    print(f"{total[0]} passed, {total[1]} failed")
    return 1 if total[1] or not files else 0


sys.exit(main())
