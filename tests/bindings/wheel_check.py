# SPDX-License-Identifier: MIT
"""What must be true of a wheel before anybody installs it: wheel_check.py FILE.whl.

A wheel that is tagged for every machine and holds a program of one machine is a failed build, and
so is one that needs a library which an empty machine does not have.
"""

import re
import subprocess
import sys
import tempfile
import zipfile
from pathlib import Path

NEEDED = {"libc.so.6", "libm.so.6", "libpthread.so.0", "ld-linux-x86-64.so.2", "ld-linux-aarch64.so.1"}
HELD = (
    r"supportpolicy/__init__\.py",
    r"supportpolicy/py\.typed",
    r"supportpolicy/pytest_plugin\.py",
    r"supportpolicy/libsupportpolicy\.so\.0",
    r"supportpolicy/policies/allure-saas-2024\.yaml",
    r"supportpolicy/policies/allure-saas-2024\.policytest\.yaml",
    r"\.data/scripts/supportpolicy",
    r"\.dist-info/COPYING|\.dist-info/licenses/COPYING",
)


def faults(path: Path) -> "list[str]":
    found = []
    python, abi, platform = path.stem.split("-")[-3:]
    with zipfile.ZipFile(path) as wheel, tempfile.TemporaryDirectory() as folder:
        names = wheel.namelist()
        programs = [name for name in names if wheel.read(name)[:4] == b"\x7fELF"]
        wheel.extractall(folder)
        needed = {name: libraries(Path(folder, name)) for name in programs}
    if (python, abi) != ("py3", "none"):
        found.append(f"the tag is {python}-{abi}, not py3-none: it is for every Python 3")
    if platform == "any" and programs:
        found.append(f"tagged for any platform, with programs of one: {programs}")
    if len(programs) != 2:
        found.append(f"a library and a command are needed, not {programs}")
    for name, some in needed.items():
        if some - NEEDED:
            found.append(f"{name} needs {sorted(some - NEEDED)}")
    for pattern in HELD:
        if not any(re.search(pattern + "$", name) for name in names):
            found.append(f"{pattern} is not in it")
    found += [f"{name} does not belong in it" for name in names if re.search(r"__pycache__|\.h$|\.a$|\.pc$", name)]
    return found


def libraries(program: Path) -> "set[str]":
    said = subprocess.run(["readelf", "-d", str(program)], check=True, capture_output=True, text=True).stdout
    return set(re.findall(r"\(NEEDED\).*\[(.*)\]", said))


def main() -> None:
    found = faults(Path(sys.argv[1]))
    for fault in found:
        print(f"{sys.argv[1]}: {fault}")
    sys.exit(1 if found else 0)


if __name__ == "__main__":
    main()
