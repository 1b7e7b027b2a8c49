"""What documents and docstrings name in ticks is there: files of the repository, and modules with what they hold."""

from __future__ import annotations

import ast
import re
from collections.abc import Iterator
from functools import cache
from importlib import import_module
from pathlib import Path

from tables import every_row

ROOT = Path(__file__).resolve().parents[1]
PACKAGE = ROOT / "hooks" / "studyguide"
DOCUMENTS = ("README.md", "CONTRIBUTING.md", "docs/architecture.md")
_TICKED = re.compile(r"(?<!`)`([\w./-]+)`(?!`)")
_FILE = re.compile(r"[\w./-]*\w\.(?:py|mjs|css|typ)")
_WRITTEN = re.compile(r".*\.(?:json|toml|md|txt|yml|html)")  # by a build or by a maintainer: it need not be here


@cache
def files() -> frozenset[str]:
    places = ("hooks", "tests", "tools", "docs", "benchmarks", "overrides", ".github", ".ci")
    return frozenset(path.relative_to(ROOT).as_posix() for place in places for path in (ROOT / place).rglob("*.*"))


@cache
def modules() -> dict[str, list[str]]:
    """The dotted names of the generator's modules by the last part, and by the last two."""
    found: dict[str, list[str]] = {}
    for path in PACKAGE.rglob("*.py"):
        parts = path.relative_to(PACKAGE.parent).with_suffix("").parts
        parts = parts[:-1] if parts[-1] == "__init__" else parts
        for name in {parts[-1], ".".join(parts[-2:])}:
            found.setdefault(name, []).append(".".join(parts))
    return found


def texts() -> Iterator[tuple[str, str]]:
    for name in DOCUMENTS:
        yield name, (ROOT / name).read_text("utf-8")
    for path in sorted(PACKAGE.rglob("*.py")):
        for node in documented(ast.parse(path.read_text("utf-8"))):
            yield path.relative_to(ROOT).as_posix(), ast.get_docstring(node) or ""


def documented(node: ast.AST) -> Iterator[ast.Module | ast.ClassDef | ast.FunctionDef]:
    """A module, and the classes and functions in it, however deep. None stands in an expression."""
    if isinstance(node, (ast.Module, ast.ClassDef, ast.FunctionDef)):
        yield node
    for inner in ast.iter_child_nodes(node):
        if not isinstance(inner, ast.expr):
            yield from documented(inner)


@cache
def missing(name: str) -> bool:
    """Whether this is the name of a file, or of something in a module of ours, that is not there."""
    if _FILE.fullmatch(name):
        return not any(path == name or path.endswith(f"/{name}") for path in files())
    if _WRITTEN.fullmatch(name):
        return False
    module, _, member = name.rpartition(".")
    places = modules().get(module, [])
    return bool(places) and not any(_holds(place, member) for place in places)


def _holds(place: str, member: str) -> bool:
    return f"{place}.{member}" in modules().get(member, []) or hasattr(import_module(place), member)


def test_what_is_named_is_there() -> None:
    assert [(where, name) for where, text in texts() for name in _TICKED.findall(text) if missing(name)] == []


@every_row(
    ("name", "gone"),
    [
        ("page_blocks.fill", False),
        ("blocks.fill", True),
        ("site.pages", False),
        ("site.pagez", True),
        ("safe_html.fragment", False),
        ("safe_html.inline", True),
        ("questions.json", False),
        ("pipeline.py", False),
        ("reading/blocks.py", False),
        ("reading/walk.py", True),
        ("someone.else", False),
    ],
)
def test_what_is_gone_is_noticed(name: str, gone: bool) -> None:
    assert missing(name) is gone
