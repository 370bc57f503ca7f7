#!/usr/bin/env python3
# SPDX-License-Identifier: MIT
"""Broken policies, and what is said of each: place, code, text and hint, as `bad.expected` has
them. A file is named by the code that it must bring about. Texts that are too long to be kept
are made here. With --write the expected file is written anew, to be read before it is kept.

Then the meta-test: every code of the registry is asserted with its exact place and text, among
them or in a transcript of the command."""
import pathlib
import re
import subprocess
import sys
import tempfile
from collections import Counter

tool, root = sys.argv[1], pathlib.Path(sys.argv[2])
write = "--write" in sys.argv[3:]
here = root / "tests/policies"
head = "supportpolicy: 1\nid: p\nversion: v1\n"


def documents(count):
    return "---\n".join(f"supportpolicy: 1\nid: p\nversion: v{i}\n" for i in range(count))


made = {
    "0102-text-too-long": head + "title: " + "x" * (8 << 20) + "\n",
    "0109-too-many-keys": head + "parts: {" + ", ".join(f"k{i}: v" for i in range(1025)) + "}\n",
    "0113-too-many-documents": documents(257),
    "0118-too-many-anchors": head + "parts: [" + ", ".join(f"&a{i} x" for i in range(10001)) + "]\n",
    "0308-too-many-rules": head + "parts: {a: &a [" + ", ".join(["{text: x}"] * 101)
    + "]}\nadvice:\n" + "".join("  - {text: y}\n" for _ in range(100001)),
}


def said_of(path):
    done = subprocess.run([tool, "--check", str(path)], capture_output=True, text=True, check=False,
                          timeout=60)
    return done.stdout + done.stderr


failures = []
lines = []
with tempfile.TemporaryDirectory() as scratch:
    paths = sorted((here / "bad").glob("*.yaml"))
    for name, text in made.items():
        path = pathlib.Path(scratch) / (name + ".yaml")
        path.write_text(text, encoding="utf-8")
        paths.append(path)
    for path in paths:
        said = said_of(path)
        code = path.name[:4]
        if code.isdigit() and f" error SP{code}: " not in said:
            failures.append(f"{path.name}: no SP{code} in\n{said}")
        lines += said.splitlines(keepends=True)

expected = here / "bad.expected"
if write:
    expected.write_text("".join(lines), encoding="utf-8")
wanted = expected.read_text(encoding="utf-8").splitlines(keepends=True)
# Counted: what is said twice is wrong too.
failures += [f"not said: {line}" for line in (Counter(wanted) - Counter(lines)).elements()]
failures += [f"not expected: {line}" for line in (Counter(lines) - Counter(wanted)).elements()]
if len(paths) < 50:
    failures.append(f"there are {len(paths)} files only")

registry = re.findall(r"SPI_DIAGNOSTIC\((\d+), (\w+),", (root / "lib/base/diagnostics.def").read_text())
# What is asserted whole: file, line, column, code and text.
asserted = "".join(p.read_text(encoding="utf-8", errors="replace")
                   for p in [expected, *root.glob("tests/golden/command/*.console"),
                             root / "tests/golden/check-helpdesk.py"])
library = "".join(p.read_text(encoding="utf-8") 
                  for folder in ("lib", "tools", "examples") for p in root.glob(f"{folder}/**/*.c"))
for number, name in registry:
    if f"SPOL_DIAG_{name}" not in library:
        failures.append(f"SP{int(number):04d} {name} is brought about by nothing")
    elif not re.search(rf":\d+:\d+: (?:(?:error|warning|note) SP{int(number):04d}: \S|error: .*\[SP{int(number):04d}\])", asserted):
        failures.append(f"SP{int(number):04d} {name} is asserted with its place and text by no test")

print(f"{len(lines)} diagnostics of {len(paths)} files, {len(registry)} codes, "
      f"{len(failures)} failures")
print("\n".join(failures))
sys.exit(1 if failures else 0)
