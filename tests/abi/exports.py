# SPDX-License-Identifier: MIT
"""The shared library exports what the public headers declare with SPOL_API, under its version node,
and nothing else; inside, every name that files share begins with spi_. A test in C calls each of them.

  exports.py ROOT SHARED_LIBRARY ARCHIVE
"""

import re
import subprocess
import sys
from pathlib import Path

from report import Report

NODE = "SUPPORTPOLICY_0"
COMMENT = re.compile(r"/\*.*?\*/|//[^\n]*", re.S)
DECLARED = re.compile(r"\bSPOL_API\b[^;{]*?\b(spol_\w+)\s*\(", re.S)


def declared(root: Path) -> dict[str, str]:
    """Every public function and its header."""
    functions = {}
    folder = root / "include" / "supportpolicy"
    for path in sorted([*folder.glob("*.h"), *folder.glob("*.h.in")]):
        text = COMMENT.sub(" ", path.read_text(encoding="utf-8"))
        for name in DECLARED.findall(text):
            functions[name] = path.name.removesuffix(".in")
    return functions


def nm(*arguments: str) -> list[list[str]]:
    lines = subprocess.run(["nm", "-P", *arguments], check=True, capture_output=True, text=True).stdout
    return [line.split() for line in lines.splitlines() if len(line.split()) >= 3]


def main() -> None:
    root, shared, archive = Path(sys.argv[1]), sys.argv[2], sys.argv[3]
    public = declared(root)
    report = Report()
    exported = set()
    tests = "".join(path.read_text(encoding="utf-8") for path in sorted((root / "tests").glob("**/*.[ch]")))
    called = set(re.findall(r"\b(spol_\w+)\b", COMMENT.sub(" ", tests)))
    for name, kind, *_ in nm("-D", "--defined-only", "--with-symbol-versions", shared):
        if kind == "A":
            continue
        plain, _, version = name.partition("@@")
        exported.add(plain)
        report.case(version == NODE, f"{plain} is exported under {version or 'no version'}, not {NODE}")
        report.case(kind == "T", f"{plain} is exported and no function")
        report.case(plain in public, f"{plain} is exported and in no public header")
    for name, header in sorted(public.items()):
        report.case(name in exported, f"{name} of {header} is declared and not exported")
        report.case(name in called, f"{name} of {header} is called by no test")
    for name, kind, *_ in nm("--defined-only", "--extern-only", archive):
        report.case(name.startswith("spi_") or name in public,
                    f"{name} is shared by files and begins neither with spi_ nor is public")
    report.end()


main()
