#!/usr/bin/env python3
# SPDX-License-Identifier: MIT
"""Runs transcripts of the command and compares what it prints.

    run.py SUPPORTPOLICY [--update] FILE.console...

A transcript has lines "$ COMMAND", below each what it prints (standard error too), and
"? STATUS" where the exit status is not 0. Lines that begin with "#" before the first command
are remarks. Every file is run in a folder of its own that holds copies of `policies`
(examples/policies) and of `files` (the folder files/ beside the transcripts); SUPPORTPOLICY
is on the path. A page (FILE.md) is run too, in an empty folder: its blocks "```yaml NAME" are
written to files, its blocks "```console" are transcripts. --update writes down what comes now: read the difference before you keep it.
"""

import difflib
import os
import shlex
import shutil
import subprocess
import sys
import tempfile
from pathlib import Path

HERE = Path(__file__).resolve().parent
ROOT = HERE.parents[2]


def read(path):
    """Remarks, and the commands with their expected lines."""
    if path.suffix == ".md":
        return [], read_page(path)
    remarks, steps = [], []
    for line in path.read_text(encoding="utf-8").splitlines():
        if line.startswith("$ "):
            steps.append((line[2:], []))
        elif steps:
            steps[-1][1].append(line)
        else:
            remarks.append(line)
    return remarks, steps


def read_page(path):
    """The commands of a page; a file of it is a command that writes it and says nothing."""
    steps, name = [], None
    for line in path.read_text(encoding="utf-8").splitlines():
        if line.startswith("```"):
            words = line[3:].split()
            name = words[-1] if words in (["console"], ["yaml", words[-1] if words else ""]) else None
            if name not in (None, "console"):
                steps.append((f"rm -f {name}", None))
        elif name == "console" and line.startswith("$ "):
            steps.append((line[2:], []))
        elif name == "console":
            steps[-1][1].append(line)
        elif name is not None:
            steps.append((f"printf '%s\\n' {shlex.quote(line)} >>{name}", None))
    return steps


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
        if path.suffix != ".md":
            shutil.copytree(ROOT / "examples" / "policies", folder / "policies")
            shutil.copytree(HERE / "files", folder, dirs_exist_ok=True)
        environment = {
            "PATH": f"{program.parent}:{os.environ['PATH']}", "HOME": name, "LC_ALL": "C.UTF-8", "TERM": "dumb",
            "SUPPORTPOLICY_ZONEINFO": str(ROOT / "tests" / "zoneinfo" / "fat"),
        }
        for command, expected in steps:
            got = run(command, folder, environment)
            now += [f"$ {command}", *got]
            if got == (expected or []):
                good += expected is not None  # a file of a page is no test
                continue
            bad += 1
            if not update or path.suffix == ".md":
                print(f"{path.name}: $ {command}")
                print("\n".join(difflib.unified_diff(expected, got, "expected", "got", lineterm="", n=1)))
    if not steps:
        print(f"{path.name}: there is no command in it")
        bad += 1
    if update and path.suffix != ".md":
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
