#!/usr/bin/env python3
# SPDX-License-Identifier: MIT
"""Writes tests/oracle/holidays-package.txt from a pinned release of the Python
package `holidays`, which it installs into a virtual environment of its own.

    python3 tests/oracle/holidays_package.py VENV_DIRECTORY > tests/oracle/holidays-package.txt

The tests read the file and need neither the package nor a network.
"""
import pathlib
import subprocess
import sys
import venv

PINNED = ("holidays==0.109", "python-dateutil==2.9.0.post0", "six==1.17.0")
YEARS = range(2000, 2051)

# The library's set, and what to ask the package for.
SETS = (
    ("au-nsw", "AU", {"subdiv": "NSW"}),
    ("ca-on", "CA", {"subdiv": "ON"}),
    ("de-by", "DE", {"subdiv": "BY"}),
    ("de-by-catholic", "DE", {"subdiv": "BY", "categories": ("public", "catholic")}),
    ("fr", "FR", {}),
    ("gb-eng", "GB", {"subdiv": "ENG"}),
    ("gb-nir", "GB", {"subdiv": "NIR"}),
    ("gb-sct", "GB", {"subdiv": "SCT"}),
    ("ie", "IE", {}),
    ("il", "IL", {}),
    ("jp", "JP", {}),
    ("nz", "NZ", {}),
    ("us-federal", "US", {"categories": ("government",)}),
)


def write():
    """Runs inside the virtual environment."""
    import holidays

    print("# Holidays of the Python package named here, a set and a year a line: month and day.")
    print("# Made by tests/oracle/holidays_package.py; do not edit.")
    print("#", PINNED[0])
    for name, country, options in SETS:
        for year in YEARS:
            found = holidays.country_holidays(country, years=year, **options)
            days = sorted(day for day in found if day.year == year)
            print(name, year, *(f"{day.month:02}{day.day:02}" for day in days))


def main():
    if sys.argv[1:] == ["--write"]:
        write()
        return
    directory = pathlib.Path(sys.argv[1])
    venv.create(directory, with_pip=True)
    python = directory / "bin" / "python"
    subprocess.run([python, "-m", "pip", "install", "--quiet", "--no-deps", *PINNED], check=True,
                   stdout=sys.stderr)
    subprocess.run([python, __file__, "--write"], check=True)


if __name__ == "__main__":
    main()
