# SPDX-License-Identifier: MIT
"""Public structs hold fixed-width integers, text, pointers and each other: no type whose size a
compiler chooses, no bit-field, no union, and no hole at a place that differs between machines.

  structs.py ROOT

Pointers and functions are allowed to name size_t in their parameters (spol_allocator does).
"""

import re
import sys
from pathlib import Path

from report import Report

BANNED = re.compile(r"\b(size_t|ssize_t|bool|_Bool|long|short|int|unsigned|signed|time_t|wchar_t|"
                    r"float|double|enum|union|intmax_t|uintptr_t|intptr_t|ptrdiff_t)\b")
COMMENT = re.compile(r"/\*.*?\*/|//[^\n]*", re.S)
STRUCT = re.compile(r"\btypedef\s+struct\s+(\w+)\s*\{(.*?)\}\s*(\w+)\s*;", re.S)
NAMED_ONLY = re.compile(r"^struct\s+(\w+)\s*\{", re.M)


def members(body: str) -> list[str]:
    return [" ".join(member.split()) for member in body.split(";") if member.strip()]


def main() -> None:
    root = Path(sys.argv[1])
    report = Report()
    for path in sorted((root / "include" / "supportpolicy").glob("*.h")):
        text = COMMENT.sub(" ", path.read_text(encoding="utf-8"))
        for name in NAMED_ONLY.findall(text):
            report.case(False, f"{path.name}: struct {name} has no typedef, so it is not checked")
        for tag, body, name in STRUCT.findall(text):
            where = f"{path.name}: {name}"
            report.case(tag == name, f"{where}: the tag is {tag}")
            listed = members(body)
            for member in listed:
                if "(*" in member:
                    report.case(True, "")
                    continue
                bad = BANNED.search(member)
                report.case(bad is None, f"{where}: {member}: {bad and bad.group(1)} in a struct")
                report.case(not re.search(r"\w\s*:\s*\d+$", member),
                            f"{where}: {member}: a bit-field")
            sized = [i for i, member in enumerate(listed) if member == "uint32_t size"]
            report.case(sized in ([], [0]), f"{where}: the size is not its first member")
    report.end()


main()
