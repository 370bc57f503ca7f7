# SPDX-License-Identifier: MIT
"""Documents name what there is: every path in a link or in a code span of the project's documents
exists, every script answers --help, and no document names a path of one machine.

  documents.py ROOT
"""

import re
import subprocess
import sys
from pathlib import Path

from report import Report

LINK = re.compile(r"\]\(([^)#\s]+)(?:#[^)]*)?\)")
COMMAND = re.compile(r"(?<![\w/.-])(script/[a-z-]+)\b(?!/)")
MACHINE = re.compile(r"(?<![\w.~])/(?:home|root|work|tmp)/\w")


def main() -> None:
    root = Path(sys.argv[1])
    report = Report()
    documents = sorted({*root.glob("*.md"), *root.glob("docs/**/*.md"), *root.glob("examples/**/*.md"),
                        *root.glob("tests/**/*.md")})
    commands = set()
    for path in documents:
        name = path.relative_to(root).as_posix()
        text = path.read_text(encoding="utf-8")
        for target in LINK.findall(text):
            if "://" not in target and not target.startswith("mailto:"):
                report.case((path.parent / target).exists(), f"{name} links {target}: not there")
        commands.update((name, command) for command in COMMAND.findall(text))
        report.case(not MACHINE.search(text), f"{name} names a path of one machine")
    for name, command in sorted(commands):
        report.case((root / command).is_file(), f"{name} names {command}: not there")
    for script in sorted((root / "script").iterdir()):
        if script.is_file():
            told = subprocess.run([script, "--help"], capture_output=True, text=True, check=False,
                                  timeout=20)
            report.case(told.returncode == 0 and told.stdout.startswith(f"usage: script/{script.name}"),
                        f"script/{script.name} --help does not say how it is used")
    report.end()


main()
