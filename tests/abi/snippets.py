# SPDX-License-Identifier: MIT
"""The code in documents is code: that of docs/host.md is compiled in its order, run, and gives what it should; the
example at the top of each public header compiles.

  snippets.py ROOT BUILT_INCLUDE LIBRARY COMPILER...
"""

import os
import re
import subprocess
import sys
import tempfile
from pathlib import Path

from report import Report

# A case opened at 09:00 and looked at at 14:00: responses within 1 h, resolution within 8 h.
EXPECTED = """\
first_response 2026-07-06T10:00:00Z
resolution 2026-07-06T17:00:00Z
refused: show the impact
timer 2026-07-06T17:00:00.000002Z
main/late/1/0 2026-07-06T10:00:00.000001Z
main/half/1/0 2026-07-06T13:00:00Z
"""

# What the headers' examples speak of and do not declare.
PRELUDE = """\
#include <stdio.h>
#include <stdlib.h>
#include "supportpolicy/supportpolicy.h"
extern const spol_zone *zone; extern const spol_holidays *holidays; extern spol_calendar *calendar;
extern spol_policy *policy; extern spol_event event; extern const spol_event *events; extern const spol_fact *facts;
extern spol_error error; extern spol_instant now, due, as_of; extern uint32_t metric;
extern uint64_t event_count, count, length, capacity, needed; extern const char *text; extern char *buffer;
extern spol_evaluation *evaluation; extern spol_diagnostics *found; extern spol_scenario *scenario;
extern spol_policy_source source; extern void *my_context;
void print_all(const spol_diagnostics *all); void report(uint32_t line, const char *rule); void print(uint64_t number);
void *grow(void *room, uint64_t size);
spol_status load_policy(void *context, const char *file, const char *const *names, uint64_t number, spol_policy **out,
                        spol_diagnostics *diagnostics, spol_error *fault);
void example(void); void example(void) {
"""
LAX = ["-Wall", "-Wextra", "-Werror", "-Wno-unused", "-Wno-unused-result", "-Wno-shadow", "-Wno-uninitialized"]
HEADERS_WITH_EXAMPLES = 12


def indented(text: str) -> list[str]:
    """The indented blocks of a Markdown text."""
    return re.findall(r"(?:^ {4}.*\n(?:\n(?= {4}))?)+", text, re.M)


def example_of(header: str) -> str:
    """The example in a header's first comment, or nothing."""
    begin = header.find("@file")
    return "\n".join(re.findall(r"^ \* {5}(.*)$", header[begin : header.find("*/", begin)], re.M))


def compiled(command: list[str]) -> "subprocess.CompletedProcess[str]":
    return subprocess.run(command, capture_output=True, text=True, check=False)


def check_host(report: Report, root: Path, include: list[str], library: Path, compiler: list[str], work: Path) -> None:
    blocks = indented((root / "docs" / "host.md").read_text("utf-8"))
    report.case(len(blocks) >= 5, f"docs/host.md has {len(blocks)} snippets")
    (work / "snippets.inc").write_text("".join(blocks), "utf-8")
    program = work / "host"
    command = [*compiler, "-std=c11", "-Wall", "-Wextra", "-Werror", *include, "-I", str(work),
               str(root / "tests" / "abi" / "host.c"), str(library), "-o", str(program)]
    done = compiled(command)
    report.case(done.returncode == 0, f"docs/host.md does not compile:\n{done.stderr}")
    if done.returncode != 0:
        return
    environment = {**os.environ, "LD_LIBRARY_PATH": str(library.parent)}
    run = subprocess.run([program], capture_output=True, text=True, check=False, env=environment)
    report.case(run.returncode == 0 and run.stdout == EXPECTED, f"docs/host.md prints:\n{run.stdout}{run.stderr}")


def check_headers(report: Report, root: Path, include: list[str], compiler: list[str], work: Path) -> None:
    checked = 0
    for path in sorted((root / "include" / "supportpolicy").glob("*.h")):
        example = example_of(path.read_text("utf-8"))
        if not example:
            continue
        checked += 1
        source = work / "example.c"
        source.write_text(f"{PRELUDE}{{\n{example}\n}}\n}}\n", "utf-8")
        done = compiled([*compiler, "-std=c11", "-fsyntax-only", *LAX, *include, str(source)])
        report.case(done.returncode == 0, f"the example of {path.name} does not compile:\n{done.stderr}")
    report.case(checked >= HEADERS_WITH_EXAMPLES, f"{checked} headers have an example")


def main() -> None:
    root, built, library, compiler = Path(sys.argv[1]), sys.argv[2], Path(sys.argv[3]), sys.argv[4:]
    include = ["-I", str(root / "include"), "-I", built]
    report = Report()
    with tempfile.TemporaryDirectory() as work:
        check_host(report, root, include, library, compiler, Path(work))
        check_headers(report, root, include, compiler, Path(work))
    report.end()


main()
