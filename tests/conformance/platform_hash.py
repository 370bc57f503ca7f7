#!/usr/bin/env python3
# SPDX-License-Identifier: MIT
"""The same bytes on every platform: the digest of all statuses of the policy cases is the one that is kept.

    platform_hash.py RUNNER CASES MAP ROOT KEPT [--update]

RUNNER is a command: another architecture's runner can stand behind an emulator (script/platform-hash). Where the digest
differs, the cases whose statuses do are named. --update keeps what comes: after a change of a policy, a case or the
JSON form that is meant.
"""

import hashlib
import shlex
import subprocess
import sys
import tempfile
from pathlib import Path


def statuses(runner, arguments):
    """The lines that the runner writes: the case's id and a status."""
    with tempfile.TemporaryDirectory() as folder:
        file = Path(folder) / "statuses"
        subprocess.run([*runner, "--statuses", str(file), *arguments], stdout=subprocess.DEVNULL, check=True)
        return file.read_bytes().splitlines(keepends=True)


def digests(lines):
    """A digest a case, in the order of the cases, and the one over all bytes."""
    cases = {}
    for line in lines:
        cases.setdefault(line.split(b" ", 1)[0].decode(), hashlib.sha256()).update(line)
    rows = [f"{digest.hexdigest()[:16]} {name}" for name, digest in cases.items()]
    return [f"{hashlib.sha256(b''.join(lines)).hexdigest()} all", *rows]


def main():
    arguments = [one for one in sys.argv[1:] if one != "--update"]
    runner, given, kept = shlex.split(arguments[0]), arguments[1:4], Path(arguments[4])
    lines = statuses(runner, given)
    found = digests(lines)
    if len(sys.argv) > len(arguments) + 1:
        kept.write_text("\n".join(found) + "\n", encoding="utf-8")
    expected = kept.read_text(encoding="utf-8").split("\n")[:-1]
    differing = sorted({row.split()[1] for row in {*found} ^ {*expected}} - {"all"})
    print(f"{len(lines)} statuses of {len(found) - 1} cases, {found[0].split()[0]}")
    if found != expected:
        print("other statuses than are kept:", *differing)
        print("if that is meant: platform_hash.py ... --update")
    sys.exit(0 if found == expected and len(lines) > 200 else 1)


if __name__ == "__main__":
    main()
