# SPDX-License-Identifier: MIT
"""The library is pure: outside lib/system its objects import nothing but the functions named here
and have no data that can change.

  purity.py ARCHIVE      the archive of all objects, uninstrumented
"""

import re
import subprocess
import sys

from report import Report

BYTES = {"memcpy", "memmove", "memset", "memcmp", "memchr", "strlen", "strcmp", "strncmp", "strchr"}
# What compilers add by themselves.
COMPILER = {"_GLOBAL_OFFSET_TABLE_", "__stack_chk_fail", "__stack_chk_fail_local", "__stack_chk_guard"}
BY_MEMBER = {"base_default_allocator.c.o": {"malloc", "realloc", "free"}}
EXEMPT_ROOM = "system_"
WRITABLE = re.compile(r"^\.(data|bss|tdata|tbss|sdata|sbss)(?!\.rel\.ro)")


def tool(*command: str) -> str:
    return subprocess.run(command, check=True, capture_output=True, text=True).stdout


def undefined(archive: str) -> dict[str, set[str]]:
    """Names that each member imports."""
    imports: dict[str, set[str]] = {}
    for line in tool("nm", "-A", "-P", "--undefined-only", archive).splitlines():
        place, name, *_ = line.split()
        member = re.sub(r".*\[(.*)\]:$", r"\1", place).split("/")[-1]
        imports.setdefault(member, set()).add(name)
    return imports


def defined(archive: str) -> set[str]:
    lines = tool("nm", "-A", "-P", "--defined-only", "--extern-only", archive).splitlines()
    return {line.split()[1] for line in lines}


def sections(archive: str) -> list[tuple[str, str, int]]:
    """Member, name and size of every section."""
    found = []
    member = ""
    for line in tool("objdump", "-h", archive).splitlines():
        begun = re.match(r"(\S+):\s+file format", line)
        if begun:
            member = begun.group(1).split("/")[-1]
        row = re.match(r"\s*\d+\s+(\S+)\s+([0-9a-f]+)\s", line)
        if row:
            found.append((member, row.group(1), int(row.group(2), 16)))
    return found


def main() -> None:
    archive = sys.argv[1]
    own = defined(archive)
    report = Report()
    report.case(bool(own), "the archive defines nothing")
    for member, names in sorted(undefined(archive).items()):
        allowed = BYTES | COMPILER | BY_MEMBER.get(member, set())
        for name in sorted(names - own):
            report.case(member.startswith(EXEMPT_ROOM) or name in allowed or name.startswith("yaml_"),
                        f"{member} imports {name}")
    for member, section, size in sections(archive):
        if WRITABLE.match(section) and not member.startswith(EXEMPT_ROOM):
            report.case(size == 0, f"{member} has {size} bytes of data that can change in {section}")
    report.end()


main()
