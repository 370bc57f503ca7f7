#!/usr/bin/env python3
# SPDX-License-Identifier: MIT
"""Writes a tz database as C: embed_tzdata.py DIRECTORY OUTPUT.

Every TZif file below DIRECTORY but right/, posix/ and files with leap seconds,
sorted by name; names with the same bytes share them."""
import pathlib
import re
import sys

NAME = re.compile(r"[A-Za-z0-9_+-]+(/[A-Za-z0-9_+-]+)*")
OTHER = ("right/", "posix/")
# Copies of a zone under a name that is not one of the database.
NO_ZONES = {"localtime", "posixrules"}


def release_of(directory: pathlib.Path) -> str:
    for file, pattern in (
        ("+VERSION", r"(\S+)"),
        ("version", r"(\S+)"),
        ("tzdata.zi", r"# version (\S+)"),
    ):
        path = directory / file
        if path.is_file():
            found = re.match(pattern, path.read_text(errors="replace"))
            if found:
                return found[1]
    sys.exit(f"{directory} does not say which release it is")


def zones_of(directory: pathlib.Path) -> dict[str, bytes]:
    zones = {}
    for path in sorted(directory.rglob("*")):
        name = path.relative_to(directory).as_posix()
        if not path.is_file() or name.startswith(OTHER) or name in NO_ZONES:
            continue
        if NAME.fullmatch(name):
            data = path.read_bytes()
            if data.startswith(b"TZif"):
                zones[name] = data
    return dict(sorted(zones.items(), key=lambda item: item[0].encode()))


def main() -> None:
    directory, output = pathlib.Path(sys.argv[1]), pathlib.Path(sys.argv[2])
    zones = zones_of(directory)
    if not zones:
        sys.exit(f"{directory} has no zones: install tzdata or set -Dtzdata_dir")
    places: dict[bytes, int] = {}
    together = bytearray()
    for data in zones.values():
        if data not in places:
            places[data] = len(together)
            together += data
    lines = [
        '/* SPDX-License-Identifier: MIT */',
        "/* Written by embed_tzdata.py. The tz database is in the public domain. */",
        '#include <stddef.h>',
        "",
        '#include "zone/embedded.h"',
        "",
        f'const char *const spi_embedded_version = "{release_of(directory)}";',
        f"const uint32_t spi_embedded_count = {len(zones)};",
        "const spi_embedded_zone spi_embedded_zones[] = {",
    ]
    lines += [f'  {{"{name}", {places[data]}, {len(data)}}},' for name, data in zones.items()]
    lines += ["};", "const unsigned char spi_embedded_bytes[] = {"]
    for at in range(0, len(together), 24):
        lines.append("  " + ",".join(str(byte) for byte in together[at : at + 24]) + ",")
    lines += ["};", ""]
    output.write_text("\n".join(lines))


main()
