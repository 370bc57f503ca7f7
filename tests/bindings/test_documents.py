# SPDX-License-Identifier: MIT
"""The examples of docs/python.md and of the package's own documentation do what they say, and
everything public says what it is."""

import doctest
import importlib
import inspect
import os
import pkgutil
import unittest
from pathlib import Path

import harness
import supportpolicy as sp

PAGE = Path(os.environ["SUPPORTPOLICY_ROOT"]) / "docs" / "python.md"


class Documents(unittest.TestCase):
    def run_examples(self, test: doctest.DocTest) -> int:
        runner = doctest.DocTestRunner(optionflags=doctest.ELLIPSIS)
        said = []
        result = runner.run(test, out=said.append)
        self.assertEqual(result.failed, 0, "".join(said))
        return result.attempted

    def test_the_page(self) -> None:
        text = PAGE.read_text(encoding="utf-8")
        test = doctest.DocTestParser().get_doctest(text, {}, PAGE.name, str(PAGE), 0)
        self.assertGreater(self.run_examples(test), 25)

    def test_the_package(self) -> None:
        attempted = 0
        for module in pkgutil.iter_modules(sp.__path__, "supportpolicy."):
            if module.name.endswith("pytest_plugin"):  # needs pytest: tests/bindings/test_plugin.py
                continue
            made = importlib.import_module(module.name)
            for test in doctest.DocTestFinder().find(made, extraglobs=dict(vars(sp))):
                attempted += self.run_examples(test) if test.examples else 0
        self.assertGreater(attempted, 10)

    def test_everything_public_says_what_it_is(self) -> None:
        for name in sp.__all__:
            thing = getattr(sp, name)
            self.assertTrue(inspect.getdoc(thing), name)
            if not inspect.isclass(thing):
                continue
            for member, value in vars(thing).items():
                if member.startswith("_") or not (inspect.isroutine(value) or isinstance(value, property)):
                    continue
                if not issubclass(thing, tuple):
                    self.assertTrue(inspect.getdoc(getattr(thing, member)), f"{name}.{member}")

    def test_the_package_says_that_it_is_typed(self) -> None:
        self.assertTrue((Path(sp.__file__).parent / "py.typed").exists())


if __name__ == "__main__":
    harness.main()
