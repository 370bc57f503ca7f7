#!/usr/bin/env python3
# SPDX-License-Identifier: MIT
"""The man page names the options that --help names, subcommand by subcommand, and its examples run.

    help.py SUPPORTPOLICY ROOT
"""

import os
import re
import shutil
import subprocess
import sys
import tempfile
from pathlib import Path

PROGRAM, ROOT = Path(sys.argv[1]).resolve(), Path(sys.argv[2]).resolve()
PAGE = (ROOT / "tools" / "man" / "supportpolicy.1").read_text(encoding="utf-8")
passed = failed = 0


def check(what, good):
    global passed, failed
    passed, failed = passed + bool(good), failed + (not good)
    if not good:
        print(what)


def said(*words):
    return subprocess.run([str(PROGRAM), *words], stdout=subprocess.PIPE, check=True).stdout.decode()


def options_of_help(command):
    """The first words of the option lines."""
    return set(re.findall(r"^  (--?[a-z-]+)", said(command, "--help"), re.M))


def options_of_page():
    """By subcommand, out of the synopsis."""
    synopsis = PAGE.split(".Sh SYNOPSIS\n")[1].split(".Sh ")[0]
    found = {}
    for block in synopsis.split(".Nm\n")[1:]:
        for command in block.split("\n")[0].removeprefix(".Cm ").split(" | "):
            found[command] = {"-" + name for name in re.findall(r"\bFl ([a-z-]+)", block)}
    return found


def run_examples():
    examples = re.findall(r"^\.Dl supportpolicy (.*)$", PAGE, re.M)
    with tempfile.TemporaryDirectory() as name:
        folder = Path(name)
        policies = ROOT / "examples" / "policies"
        shutil.copytree(policies, folder / "policies")
        for target in ("support.policy.yaml", "old.yaml", "new.yaml"):
            shutil.copy(policies / "redhat-openshift.yaml", folder / target)
        shutil.copy(policies / "redhat-openshift.yaml", folder / "redhat-openshift.yaml")
        shutil.copy(policies / "redhat-openshift.policytest.yaml", folder / "cases.policytest.yaml")
        environment = {**os.environ, "SUPPORTPOLICY_ZONEINFO": str(ROOT / "tests" / "zoneinfo" / "fat")}
        for example in examples:
            done = subprocess.run(
                [str(PROGRAM), *example.split()], cwd=folder, env=environment, stdout=subprocess.PIPE,
                stderr=subprocess.STDOUT, check=False,
            )
            check(f"supportpolicy {example}: {done.stdout.decode()[-300:]}", done.returncode == 0)
        check("the page has examples", len(examples) > 3)


def main():
    commands = re.findall(r"^  ([a-z-]+) ", said("--help"), re.M)
    page = options_of_page()
    check(f"the page has {sorted(page)}, --help {commands}", sorted(page) == commands)
    for command in commands:
        listed, written = options_of_help(command), page.get(command, set())
        check(f"{command}: --help has {sorted(listed - written)}, the page does not", not listed - written)
        check(f"{command}: the page has {sorted(written - listed)}, --help does not", not written - listed)
        check(f"{command}: the page does not say what it does", f"\n.It Cm {command}\n" in PAGE)
    run_examples()
    print(f"{passed} passed, {failed} failed")
    return 1 if failed else 0


sys.exit(main())
