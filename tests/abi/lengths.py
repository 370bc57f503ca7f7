# SPDX-License-Identifier: MIT
"""No file is longer than 800 lines without a reason, which stands here.

  lengths.py ROOT
"""

import sys
from pathlib import Path

from report import Report

MOST = 800
PATTERNS = ["lib/**/*.[ch]", "include/**/*.h", "tools/**/*.[ch]", "examples/**/*.[ch]",
            "tests/**/*.[ch]", "tests/**/*.py", "bindings/**/*.py", "script/**/*"]
REASONS: dict[str, str] = {
    "bindings/python/supportpolicy/_declarations.py": "written from the headers by script/python-declarations",
}


def main() -> None:
    root = Path(sys.argv[1])
    report = Report()
    files = {path for pattern in PATTERNS for path in root.glob(pattern) if path.is_file()}
    for path in sorted(files - {p for p in files if "__pycache__" in p.parts}):
        name = path.relative_to(root).as_posix()
        with path.open("rb") as file:
            lines = sum(1 for _ in file)
        report.case(lines <= MOST or name in REASONS, f"{name} has {lines} lines, over {MOST}")
    report.end()


main()
