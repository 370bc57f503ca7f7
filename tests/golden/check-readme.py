#!/usr/bin/env python3
# SPDX-License-Identifier: MIT
"""The README shows what the helpdesk prints: every line of its sample, in order, from the first.

  check-readme.py HELPDESK README ROOT
"""

import os
import subprocess
import sys
from itertools import zip_longest


def main() -> int:
    helpdesk, readme, root = map(os.path.abspath, sys.argv[1:])
    lines = open(readme, encoding="utf-8").read().split("\n")
    begin = next((i for i, line in enumerate(lines) if "$ " in line and "example-helpdesk " in line), None)
    if begin is None:
        print("the README shows no helpdesk\n0 passed, 1 failed")
        return 1
    arguments = lines[begin].split("example-helpdesk ")[1].split()
    shown = []
    for line in lines[begin + 1:]:
        if not line.startswith("    ") or line.strip() == "…":
            break
        shown.append(line[4:])
    told = subprocess.run([helpdesk, *arguments], cwd=root, capture_output=True, text=True, check=False)
    printed = told.stdout.split("\n")
    wrong = [(a, b) for a, b in zip_longest(shown, printed[:len(shown)], fillvalue="") if a != b] + [("a sample of five lines", "")] * (len(shown) < 5)
    for a, b in wrong:
        print(f"shown    {a}\nprinted  {b}")
    print(f"{len(shown) - len(wrong)} passed, {len(wrong)} failed")
    return 1 if wrong or told.returncode else 0


if __name__ == "__main__":
    sys.exit(main())
