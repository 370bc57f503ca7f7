# SPDX-License-Identifier: MIT
"""Each public header compiles alone, twice in a row, as C11 and as C++17 without a warning; the
umbrella includes all of them; each is installed.

  headers.py ROOT BUILT_INCLUDE COMPILER...
"""

import re
import shutil
import subprocess
import sys
import tempfile
from pathlib import Path

from report import Report

# Made by the build.
MADE = {"version.h"}


def compilers(c_compiler: list[str]) -> list[tuple[str, list[str]]]:
    """The C compiler of the build, and C++ compilers that are there."""
    strict = ["-fsyntax-only", "-Wall", "-Wextra", "-Wpedantic", "-Werror"]
    found = [("C11", [*c_compiler, "-x", "c", "-std=c11", *strict])]
    for name in ("g++", "clang++"):
        if shutil.which(name):
            found.append((f"C++17 by {name}", [name, "-x", "c++", "-std=c++17", *strict]))
    return found


def main() -> None:
    root, built, c_compiler = Path(sys.argv[1]), sys.argv[2], sys.argv[3:]
    folder = root / "include" / "supportpolicy"
    names = sorted({path.name for path in folder.glob("*.h")} | MADE)
    report = Report()
    umbrella = (folder / "supportpolicy.h").read_text(encoding="utf-8")
    installed = (folder / "meson.build").read_text(encoding="utf-8")
    with tempfile.TemporaryDirectory() as work:
        source = Path(work) / "header"
        for name in names:
            line = f'#include "supportpolicy/{name}"\n'
            source.write_text(line * 2 + "extern int spol_test_unit_is_not_empty;\n", encoding="utf-8")
            for what, command in compilers(c_compiler):
                done = subprocess.run([*command, "-I", str(root / "include"), "-I", built, str(source)],
                                      capture_output=True, text=True, check=False)
                report.case(done.returncode == 0, f"{name} alone as {what}:\n{done.stderr}")
            report.case(name == "supportpolicy.h" or line in umbrella,
                        f"supportpolicy.h does not include {name}")
            report.case(re.search(rf"'{re.escape(name)}'", installed) is not None,
                        f"include/supportpolicy/meson.build does not install {name}")
    report.end()


main()
