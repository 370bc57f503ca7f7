#!/usr/bin/env python3
# SPDX-License-Identifier: MIT
"""What the command says of input that is no input, and of output that is none.

    hostile.py SUPPORTPOLICY ROOT

Every subcommand is given, in place of each file that it reads: nothing, a directory, a pipe, a path
below a file, NUL bytes, a gigabyte, a text that is no YAML; and a standard output that is full or
that nobody reads. Each must end at once, with its documented exit status and a line that says why.
"""

import os
import resource
import shutil
import subprocess
import sys
import tempfile
from pathlib import Path

PROGRAM, ROOT = Path(sys.argv[1]).resolve(), Path(sys.argv[2]).resolve()
# A sanitizer reserves terabytes of addresses: no limit can hold then.
SANITIZED = b"__asan_init" in PROGRAM.read_bytes()
FINE, FOUND, USAGE, INPUT, OUTPUT = range(5)
MOST_SECONDS = 60
MOST_BYTES = 2 << 30

POLICY, CASES, CASE = "p.yaml", "p.policytest.yaml", ["--case", "1"]
# What each subcommand does with good files, and which of its words are files.
GOOD = {
    "calendar": ([POLICY, "--name", "desk", "month", "2026-12"], [0]),
    "check": ([POLICY], [0]),
    "diff": ([POLICY, POLICY], [0, 1]),
    "evaluate": ([POLICY, "cases.ndjson"], [0, 1]),
    "explain": ([CASES, *CASE], [0]),
    "fmt": (["--check", POLICY], [1]),
    "holidays": (["import", "feed.ics", "--from", "2026", "--to", "2026"], [1]),
    "sentences": (["terms.txt"], [0]),
    "show": ([POLICY, "--year", "2026"], [0]),
    "status": ([CASES, *CASE], [0]),
    "test": ([CASES], [0]),
    "timeline": ([CASES, *CASE], [0]),
    "what-if": ([CASES, *CASE, "--severity", "S1"], [0]),
    "zones": (["Europe/Berlin", "--from", "2026"], []),
}
# A directory of case files is an argument of test; the cases of evaluate are lines, each bad by itself; a
# document is any text.
ALLOWED = {
    ("test", 0, "directory"): {FOUND},
    ("evaluate", 1, "no yaml"): {FOUND},
    ("evaluate", 1, "NUL bytes"): {FOUND},
    ("evaluate", 1, "a gigabyte"): {FOUND},
    ("evaluate", 1, "empty"): {FINE},
    ("sentences", 0, "no yaml"): {FINE},
    ("sentences", 0, "empty"): {FINE, INPUT},
}

passed = failed = 0


def check(what, good, said=""):
    global passed, failed
    passed, failed = passed + bool(good), failed + (not good)
    if not good:
        print(f"{what}{': ' if said else ''}{said}")


def limited():
    resource.setrlimit(resource.RLIMIT_AS, (MOST_BYTES, MOST_BYTES))


def run(folder, words, **more):
    more.setdefault("stdin", subprocess.DEVNULL)
    more.setdefault("stdout", subprocess.PIPE)
    environment = {**os.environ, "SUPPORTPOLICY_ZONEINFO": str(ROOT / "tests" / "zoneinfo" / "fat"), "LC_ALL": "C.UTF-8"}
    return subprocess.run(
        [str(PROGRAM), *words], cwd=folder, env=environment, stderr=subprocess.PIPE, timeout=MOST_SECONDS, check=False,
        preexec_fn=None if SANITIZED else limited, **more,
    )


def make(folder):
    shutil.copy(ROOT / "examples" / "policies" / "allure-saas-2024.completed.yaml", folder / POLICY)
    text = (ROOT / "examples" / "policies" / "allure-saas-2024.completed.policytest.yaml").read_text(encoding="utf-8")
    (folder / CASES).write_text(text.replace("allure-saas-2024.completed.yaml", POLICY), encoding="utf-8")
    (folder / "cases.ndjson").write_text(
        '{"name":"a","facts":{"impact":"hang"},"events":[{"at":"2026-11-23T09:00:00Z","type":"opened"}]}\n', encoding="utf-8"
    )
    files = ROOT / "tests" / "golden" / "command" / "files"
    shutil.copy(files / "terms.txt", folder / "terms.txt")
    shutil.copy(files / "office.ics", folder / "feed.ics")
    (folder / "directory").mkdir()
    os.mkfifo(folder / "pipe")
    (folder / "nul").write_bytes(b"a: b\0c\n")
    (folder / "not").write_bytes(b"a: [}\n")
    (folder / "empty").write_bytes(b"")
    with open(folder / "gigabyte", "wb") as big:
        big.truncate(1 << 30)
    return {
        "missing": "nowhere.yaml", "directory": "directory", "pipe": "pipe", "below a file": POLICY + "/x.yaml",
        "NUL bytes": "nul", "no yaml": "not", "empty": "empty", "a gigabyte": "gigabyte",
    }


def check_input(folder, command, hostile):
    words, files = GOOD[command]
    done = run(folder, [command, *words])
    check(f"{command}: with good files", done.returncode == FINE, done.stderr.decode())
    for place in files:
        for what, path in hostile.items():
            if (command, place, what) == ("evaluate", 1, "pipe"):
                continue  # it is read as it comes
            tried = list(words)
            tried[place] = path
            done = run(folder, [command, *tried])
            wanted = ALLOWED.get((command, place, what), {INPUT})
            if command == "check" and what in ("no yaml", "empty", "NUL bytes"):
                wanted = {FOUND, INPUT}  # errors are findings
            check(f"{command} {what}: exit status {done.returncode}, not {wanted}", done.returncode in wanted,
                  done.stderr.decode()[-300:])
            said = done.stderr + done.stdout
            check(f"{command} {what}: says nothing", done.returncode == FINE or said.strip())


def check_output(folder, command):
    words, _ = GOOD[command]
    if command == "fmt":
        words = ["-"]
    source = open(folder / POLICY, "rb") if command == "fmt" else subprocess.DEVNULL
    with open("/dev/full", "wb") as full:
        done = run(folder, [command, *words], stdout=full, stdin=source)
    silent = command in ("check", "diff")  # of good files these say nothing
    check(f"{command}, output full: {done.returncode}",
          done.returncode == (FINE if silent else OUTPUT) and bool(done.stderr.strip()) != silent, done.stderr.decode())
    read, write = os.pipe()
    os.close(read)
    source = open(folder / POLICY, "rb") if command == "fmt" else subprocess.DEVNULL
    done = run(folder, [command, *words], stdout=write, stdin=source)
    os.close(write)
    check(f"{command}, nobody reads: {done.returncode}", done.returncode == FINE and not done.stderr, done.stderr.decode())


def check_usage(folder, command):
    for words in (["--no-such-option"], ["--format"], ["--format", "no such"]):
        if command in ("fmt", "sentences", "evaluate") and words[0] == "--format":
            continue  # they have one format
        done = run(folder, [command, *words])
        check(f"{command} {' '.join(words)}: exit status {done.returncode}", done.returncode == USAGE, done.stderr.decode())
        check(f"{command} {' '.join(words)}: writes to the wrong stream", done.stderr.strip() and not done.stdout.strip())
    done = run(folder, [command, "--help"])
    check(f"{command} --help", done.returncode == FINE and b"usage: supportpolicy " + command.encode() in done.stdout)
    check(f"{command} --help: does not say how it ends", b"xit status" in done.stdout)


def check_long_line(folder):
    """A line of a gigabyte, and a good one behind it: told, passed over, and memory stays small."""
    feed = subprocess.Popen(
        ["sh", "-c", "head -c 1073741824 /dev/zero | tr '\\0' x; echo; cat cases.ndjson"], cwd=folder, stdout=subprocess.PIPE
    )
    done = run(folder, ["evaluate", POLICY, "--jobs", "1"], stdin=feed.stdout)
    feed.stdout.close()
    feed.wait()
    check("a line of a gigabyte: the case behind it", done.stdout.count(b"\n") == 1 and b'"line":2' in done.stdout,
          done.stdout.decode()[:200])
    check(f"a line of a gigabyte: exit status {done.returncode}", done.returncode == FOUND, done.stderr.decode()[:300])


def main():
    with tempfile.TemporaryDirectory() as name:
        folder = Path(name)
        hostile = make(folder)
        said = run(folder, ["--help"]).stdout.decode()
        listed = [line.split()[0] for line in said.split("commands:\n")[1].split("\n\n")[0].split("\n") if line.strip()]
        check(f"--help lists {listed}", listed == sorted(GOOD))
        for command in sorted(GOOD):
            check_input(folder, command, hostile)
            check_output(folder, command)
            check_usage(folder, command)
        check_long_line(folder)
    print(f"{passed} passed, {failed} failed")
    return 1 if failed else 0


sys.exit(main())
