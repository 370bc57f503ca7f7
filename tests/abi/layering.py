# SPDX-License-Identifier: MIT
"""A file of a room includes its own room, lower rooms and public headers, and nothing else of the
project; programs around the library include public headers alone.

  layering.py ROOT
"""

import re
import sys
from pathlib import Path

from report import Report

# From the ground up, as in CONTRIBUTING.md.
ROOMS = ["base", "text", "civil", "zone", "calendar", "holidays", "policy", "case", "render",
         "scenario", "system"]
OUTSIDE = ["examples", "tools", "bindings"]
# Functions of the C library that the rooms use come from these; the rest of it stays out.
SYSTEM_HEADERS = {"limits.h", "stdalign.h", "stdarg.h", "stdatomic.h", "stdbool.h", "stddef.h",
                  "stdint.h", "string.h", "yaml.h"}
MORE_HEADERS = {"lib/base/default_allocator.c": {"stdlib.h"}}
INCLUDE = re.compile(r'^[ \t]*#[ \t]*include[ \t]*(?:"([^"]+)"|<([^>]+)>)', re.M)


def fault(file: str, room: str, quoted: str, angled: str) -> str | None:
    """What is wrong with an include of a room's file, or None."""
    if angled:
        allowed = SYSTEM_HEADERS | MORE_HEADERS.get(file, set())
        if room == "system" or angled in allowed:
            return None
        return f"{file} includes <{angled}>, which a pure room does not need"
    first = quoted.split("/")[0]
    if first == "supportpolicy":
        return None
    if first not in ROOMS:
        return f'{file} includes "{quoted}": write "room/file.h"'
    if ROOMS.index(first) > ROOMS.index(room):
        return f'{file} includes "{quoted}", which lies above it'
    return None


def main() -> None:
    root = Path(sys.argv[1])
    report = Report()
    for path in sorted((root / "lib").glob("*/*.[ch]")):
        file = path.relative_to(root).as_posix()
        room = path.parent.name
        report.case(room in ROOMS, f"{file} lies in a room that is not in the list")
        for quoted, angled in INCLUDE.findall(path.read_text(encoding="utf-8")):
            wrong = fault(file, room, quoted, angled) if room in ROOMS else None
            report.case(wrong is None, str(wrong))
    for folder in OUTSIDE:
        for path in sorted((root / folder).rglob("*.[ch]")):
            for quoted, _ in INCLUDE.findall(path.read_text(encoding="utf-8")):
                beside = (path.parent / quoted).exists() or (root / folder / quoted).exists()
                report.case(quoted.startswith("supportpolicy/") or beside,
                            f'{path.relative_to(root)} includes "{quoted}", which is not public')
    report.end()


main()
