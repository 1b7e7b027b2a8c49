"""The examples in docstrings say what really comes out."""

from __future__ import annotations

import doctest
import importlib
import pkgutil

from tables import every_row

import studyguide

MODULES = [found.name for found in pkgutil.walk_packages(studyguide.__path__, "studyguide.")]


@every_row("name", [name for name in MODULES if not name.endswith("__main__")])
def test_the_examples_of_a_module(name: str) -> None:
    assert doctest.testmod(importlib.import_module(name)).failed == 0


def test_there_are_examples() -> None:
    modules = [importlib.import_module(name) for name in MODULES if not name.endswith("__main__")]
    assert sum(len(test.examples) for one in modules for test in doctest.DocTestFinder().find(one)) > 30
