# SPDX-License-Identifier: MIT
"""What the package declares is what the headers declare and what a compiler makes of them."""

import ctypes as c
import json
import os
import re
import subprocess
import sys
import tempfile
import unittest
from pathlib import Path

import harness
from supportpolicy import _declarations as d
from supportpolicy import _native

ROOT = Path(os.environ["SUPPORTPOLICY_ROOT"])
BUILD = Path(os.environ["SUPPORTPOLICY_BUILD"])
COMMENT = re.compile(r"/\*.*?\*/|//[^\n]*", re.S)


def headers() -> str:
    folder = ROOT / "include" / "supportpolicy"
    paths = [*sorted(folder.glob("*.h")), folder / "version.h.in"]
    return "\n".join(COMMENT.sub(" ", path.read_text(encoding="utf-8")) for path in paths)


def c_type(kind) -> str:
    """What a parameter of ctypes is to a C compiler: a width and a sign, or a pointer."""
    names = {c.c_int32: "int32_t", c.c_uint32: "uint32_t", c.c_int64: "int64_t",
             c.c_uint64: "uint64_t", c.c_uint8: "uint8_t", c.c_size_t: "size_t"}
    return names.get(kind, "pointer")


def program() -> str:
    """Prints sizes, offsets and values as the compiler has them."""
    lines = ["#include <stdio.h>", "#include <stddef.h>", '#include "supportpolicy/supportpolicy.h"',
             "int main(void) {", 'printf("{\\"structs\\": {");']
    for number, kind in enumerate(d.STRUCTS):
        name = kind.__name__
        comma = ", " if number else ""
        lines.append(f'printf("{comma}\\"{name}\\": [%zu, {{", sizeof({name}));')
        for place, (field, *_) in enumerate(kind._fields_):
            comma = ", " if place else ""
            lines.append(f'printf("{comma}\\"{field}\\": [%zu, %zu]", offsetof({name}, {field}), '
                         f"sizeof((({name} *)0)->{field}));")
        lines.append('printf("}]");')
    lines.append('printf("}, \\"constants\\": {");')
    for number, name in enumerate(d.CONSTANTS):
        comma = ", " if number else ""
        lines.append(f'printf("{comma}\\"{name}\\": %lld", (long long)({name}));')
    lines += ['printf("}}\\n");', "return 0;", "}"]
    return "\n".join(lines)


def prototypes() -> str:
    """Assertions that a call with the package's types is a call of the header's function: no
    integer is cut or changes its sign, each pointer is one, each result is what it is taken for."""
    lines = ["#include <stddef.h>", '#include "supportpolicy/supportpolicy.h"',
             "#define KIND(x) _Generic((x), int32_t: 1, uint32_t: 2, int64_t: 3, uint64_t: 4, "
             "uint8_t: 5, default: 6)"]
    lines += [f"extern {name} a_{name};"
              for name in ("int32_t", "uint32_t", "int64_t", "uint64_t", "uint8_t", "size_t")]
    numbers = {"int32_t": 1, "uint32_t": 2, "int64_t": 3, "uint64_t": 4, "uint8_t": 5,
               "size_t": "KIND((size_t)0)", "pointer": 6}
    for name, (result, parameters) in d.PROTOTYPES.items():
        given = ", ".join(
            "(void *)0" if c_type(p) == "pointer" else f"a_{c_type(p)}" for p in parameters)
        call = f"{name}({given})"
        if result is not None:
            lines.append(f"_Static_assert(KIND({call}) == {numbers[c_type(result)]}, \"{name}\");")
        lines.append(f"void call_{name}(void);\nvoid call_{name}(void) {{ {call}; }}")
    return "\n".join(lines) + "\n"


def compiler() -> "list[str]":
    return [*os.environ["CC"].split(), "-std=gnu11", "-I", str(ROOT / "include"),
            "-I", str(BUILD / "include")]


class Declarations(unittest.TestCase):
    def test_the_file_is_what_the_headers_say(self) -> None:
        script = ROOT / "script" / "python-declarations"
        run = subprocess.run([sys.executable, script, "--check"], capture_output=True, text=True)
        self.assertEqual((run.returncode, run.stderr), (0, ""))

    def test_layout_and_values_are_the_compilers(self) -> None:
        with tempfile.TemporaryDirectory() as folder:
            source, made = Path(folder) / "layout.c", Path(folder) / "layout"
            source.write_text(program(), encoding="utf-8")
            subprocess.run([*compiler(), str(source), "-o", str(made)], check=True)
            found = json.loads(subprocess.run([made], check=True, capture_output=True).stdout)
        for kind in d.STRUCTS:
            size, fields = found["structs"][kind.__name__]
            with self.subTest(struct=kind.__name__):
                self.assertEqual(c.sizeof(kind), size)
                ours = {name: [getattr(kind, name).offset, getattr(kind, name).size]
                        for name, *_ in kind._fields_}
                self.assertEqual(ours, fields)
        self.assertEqual(d.CONSTANTS, found["constants"])

    def test_prototypes_are_the_compilers(self) -> None:
        with tempfile.TemporaryDirectory() as folder:
            source = Path(folder) / "prototypes.c"
            source.write_text(prototypes(), encoding="utf-8")
            run = subprocess.run(
                [*compiler(), "-fsyntax-only", "-Wall", "-Wconversion", "-Wsign-conversion", "-Werror", "-Wno-unused-result", str(source)],
                capture_output=True, text=True)
        self.assertEqual(run.stderr, "")
        self.assertEqual(run.returncode, 0)

    def test_nothing_of_the_headers_is_left_out(self) -> None:
        text = headers()
        functions = set(re.findall(r"\bSPOL_API\b[^;{]*?\b(spol_\w+)\s*\(", text, re.S))
        self.assertEqual(set(d.PROTOTYPES), functions)
        structs = set(re.findall(r"typedef\s+struct\s+(spol_\w+)\s*\{", text))
        self.assertEqual({kind.__name__ for kind in d.STRUCTS}, structs)
        enums = re.findall(r"\benum\b\s*\w*\s*\{(.*?)\}", text, re.S)
        values = {name for body in enums for name in re.findall(r"\bSPOL_\w+(?=\s*(?:=|,|\s*$))", body)}
        numbers = set(re.findall(r"#define (SPOL_\w+) INT(?:32|64)_", text))
        self.assertEqual(set(d.CONSTANTS), values | numbers)

    def test_enums_hold_the_constants(self) -> None:
        for name, kind in vars(d).items():
            if isinstance(kind, type) and issubclass(kind, d.enum.IntEnum) and kind is not d.enum.IntEnum:
                for member in kind:
                    matching = [full for full, value in d.CONSTANTS.items()
                                if full.endswith(member.name) and value == member.value]
                    self.assertTrue(matching, f"{name}.{member.name}")

    def test_the_library_has_every_function(self) -> None:
        self.assertEqual(_native.lib.missing, ())

    def test_every_status_has_an_exception(self) -> None:
        from supportpolicy import errors
        known = {int(s) for s in d.spol_status_code if s}
        self.assertEqual(set(errors.BY_STATUS), known)
        for status, kind in errors.BY_STATUS.items():
            self.assertTrue(issubclass(kind, errors.SupportPolicyError))
            self.assertEqual(kind.status, status)
        self.assertTrue(issubclass(errors.OutOfMemoryError, MemoryError))


if __name__ == "__main__":
    harness.main()
