"""No pattern takes more than proportional time: each meets texts that grow, made from its own repeats."""

from __future__ import annotations

import ast
import importlib
import pkgutil
import re
import time
from collections.abc import Callable, Iterable, Iterator
from dataclasses import fields, is_dataclass
from functools import cache
from pathlib import Path
from re import _constants as signs  # type: ignore[attr-defined]
from re import _parser as parser  # type: ignore[attr-defined]
from typing import Any

import pytest

import studyguide
from studyguide import pipeline
from studyguide.records import ANYTHING, RawFile

ROOT = Path(__file__).resolve().parents[1]
HOME = ROOT / "hooks" / "studyguide"

SEARCHES = {"search", "finditer", "findall", "sub", "subn", "split"}
# Beyond, a pattern is a list of words, each of which is looked for at once.
LONG = 2500
# The text grows from the first to the last, and a pattern is let go unless it takes so many times what the plainest one
# takes there. On the last size that may be a bound of its own, as of a thousand characters: then twice the text
# takes twice the time, and not four times.
SLOW = {16: 60.0, 64: 60.0, 250: 60.0, 4000: 20.0}
LAST = max(SLOW)
# So much slower, none needs to be compared with itself.
HOPELESS = 50.0
MOST = 3.0
# What came in meanwhile and is to be mended.
OPEN = {"reading.formats.html_blocks._BEHIND", "accounting.REMARK", "syntax.remarks.REMARK"}
# Every so many-th pattern is tried by `make test`.
SOME = 40
REPEATS = (signs.MAX_REPEAT, signs.MIN_REPEAT, signs.POSSESSIVE_REPEAT)
CATEGORIES = {
    signs.CATEGORY_SPACE: " ", signs.CATEGORY_DIGIT: "1", signs.CATEGORY_WORD: "a",
    signs.CATEGORY_NOT_SPACE: "x", signs.CATEGORY_NOT_DIGIT: "x", signs.CATEGORY_NOT_WORD: " ",
}  # fmt: skip
TRIED = "ax1 -.!\n\té"


@cache
def patterns() -> dict[str, tuple[re.Pattern[Any], bool]]:
    """Every pattern that a module of the generator holds, by name, and whether it is looked for anywhere in a text."""
    found: dict[str, tuple[re.Pattern[Any], bool]] = {}
    searched = searched_names()
    known: set[tuple[object, int]] = set()
    for module in pkgutil.walk_packages(studyguide.__path__, "studyguide."):
        if module.name.endswith(("__main__", "worker")):
            continue
        for name, value in vars(importlib.import_module(module.name)).items():
            for at, pattern in enumerate(_within(value, 0)):
                if (pattern.pattern, pattern.flags) not in known:
                    known.add((pattern.pattern, pattern.flags))
                    home = module.name if name.startswith("_") else ""
                    full = f"{module.name.removeprefix('studyguide.')}.{name}" + (f"[{at}]" if at else "")
                    found[full] = pattern, (home, name) in searched
    return found


def _within(value: object, depth: int) -> Iterator[re.Pattern[Any]]:
    if isinstance(value, re.Pattern):
        yield value
    elif depth > 4 or isinstance(value, (str, bytes, type)):
        return
    elif isinstance(value, dict):
        for inner in (*value.keys(), *value.values()):
            yield from _within(inner, depth + 1)
    elif isinstance(value, (list, tuple, set, frozenset)):
        for inner in value:
            yield from _within(inner, depth + 1)
    elif is_dataclass(value):
        for one in fields(value):
            yield from _within(getattr(value, one.name, None), depth + 1)


def searched_names() -> set[tuple[str, str]]:
    """Names of which a search is asked; those with an underscore with their module."""
    found = set()
    for path in HOME.rglob("*.py"):
        module = ".".join(("studyguide", *path.relative_to(HOME).with_suffix("").parts)).removesuffix(".__init__")
        for node in ast.walk(ast.parse(path.read_text("utf-8"))):
            if isinstance(node, ast.Attribute) and node.attr in SEARCHES:
                of = node.value.value if isinstance(node.value, ast.Subscript) else node.value
                name = of.id if isinstance(of, ast.Name) else of.attr if isinstance(of, ast.Attribute) else ""
                found.add((module if name.startswith("_") else "", name))
    return found


# --- texts that a pattern may stumble over ---


def attacks(pattern: re.Pattern[Any]) -> Iterator[tuple[str, str]]:
    """Beginnings and what is repeated behind each, for every repeat of the pattern that has no end."""
    source = pattern.pattern if isinstance(pattern.pattern, str) else pattern.pattern.decode("latin-1")
    tree = parser.parse(source, pattern.flags if isinstance(pattern.pattern, str) else pattern.flags & ~re.UNICODE)
    seen = set()
    for before, body in _repeats(tree, ""):
        for attack in (("", body), (before, body), ("", before + body)):
            if body and attack not in seen:
                seen.add(attack)
                yield attack


def _repeats(items: Any, before: str) -> Iterator[tuple[str, str]]:
    for op, arg in items:
        if op in REPEATS and arg[1] > 50:
            yield before, _sample(arg[2])
        for inner in _inner(op, arg):
            yield from _repeats(inner, before)
        before = (before + _one(op, arg))[-30:]


def _inner(op: Any, arg: Any) -> list[Any]:
    if op in REPEATS:
        return [arg[2]]
    if op is signs.SUBPATTERN:
        return [arg[3]]
    if op is signs.BRANCH:
        return list(arg[1])
    return [arg] if op is signs.ATOMIC_GROUP else []


def _sample(items: Any) -> str:
    return "".join(_one(op, arg) for op, arg in items)


def _one(op: Any, arg: Any) -> str:
    if op is signs.LITERAL:
        return chr(arg)
    if op is signs.NOT_LITERAL:
        return "y" if arg == ord("x") else "x"
    if op is signs.ANY:
        return "x"
    if op is signs.IN:
        return _of_class(arg)
    if op in REPEATS:
        return _sample(arg[2]) * max(int(arg[0]), 1)
    inner = _inner(op, arg)
    return _sample(inner[0]) if inner else ""


def _of_class(parts: Any) -> str:
    if parts[0][0] is signs.NEGATE:
        return next((char for char in TRIED if not any(_has(op, arg, char) for op, arg in parts[1:])), "Z")
    op, arg = parts[0]
    return CATEGORIES[arg] if op is signs.CATEGORY else chr(arg if op is signs.LITERAL else arg[0])


def _has(op: Any, arg: Any, char: str) -> bool:
    if op is signs.CATEGORY:
        return bool(re.match({"SPACE": r"\s", "DIGIT": r"\d", "WORD": r"\w"}[str(arg).rpartition("_")[2]], char)) != (
            "NOT" in str(arg)
        )
    return bool(arg == ord(char) if op is signs.LITERAL else arg[0] <= ord(char) <= arg[1])


# --- times ---


def _spent(act: Callable[[], object], rounds: int) -> float:
    """Seconds of this thread alone, the least of some rounds: another program may have the processor meanwhile."""

    def once() -> float:
        started = time.thread_time()
        act()
        return time.thread_time() - started

    return min(once() for _ in range(rounds))


def grows(pattern: re.Pattern[Any], searching: bool) -> str:
    """What it stumbles over, if anything."""
    for head, unit in attacks(pattern):
        for size, times in SLOW.items():
            text = _text(pattern, head, unit, size)
            act = _acts(pattern, text, searching)
            slow = times * _plain(size)
            if (took := _spent(act, 1)) <= slow or (took := _spent(act, 3)) <= slow:
                continue
            if size < LAST or took > HOPELESS * slow or _grows_by_squares(pattern, searching, head, unit):
                return f"{size}: {head!r} {unit!r}"
    return ""


def _grows_by_squares(pattern: re.Pattern[Any], searching: bool, head: str, unit: str) -> bool:
    short, long = (_spent(_acts(pattern, _text(pattern, head, unit, size * LAST), searching), 3) for size in (1, 2))
    return long > MOST * short


def _text(pattern: re.Pattern[Any], head: str, unit: str, size: int) -> Any:
    text = f"{head}{unit * (size // len(unit))}\0"
    return text if isinstance(pattern.pattern, str) else text.encode("latin-1", "replace")


def _acts(pattern: re.Pattern[Any], given: Any, searching: bool) -> Callable[[], object]:
    return (lambda: pattern.findall(given)) if searching else (lambda: pattern.match(given))


PLAIN = re.compile("[^a]|a")


@cache
def _plain(size: int) -> float:
    return _spent(_acts(PLAIN, "x" * size, True), 5)


def slow(names: Iterable[str]) -> dict[str, str]:
    """Those of these patterns that grow faster than their text, and what each stumbles over."""
    found = patterns()
    short = [name for name in names if len(found[name][0].pattern) < LONG]
    return {name: stumbles for name in short if (stumbles := _surely(*found[name]))}


def _surely(pattern: re.Pattern[Any], searching: bool) -> str:
    """What it stumbles over each time of three, measured beside what is plain at the same time."""
    stumbles = grows(pattern, searching)
    for _ in range(2):
        if stumbles:
            _plain.cache_clear()
            stumbles = grows(pattern, searching)
    return stumbles


def _ever(pattern: re.Pattern[Any], searching: bool) -> bool:
    """The same the other way round: a machine that was busy while the plain was measured hides what grows."""
    for _ in range(5):
        _plain.cache_clear()
        if grows(pattern, searching):
            return True
    return False


@pytest.mark.growth
def test_no_pattern_takes_more_than_proportional_time() -> None:
    assert slow(patterns().keys() - OPEN) == {}


def test_no_pattern_of_some_takes_more_than_proportional_time() -> None:
    assert slow(sorted(patterns().keys() - OPEN)[::SOME]) == {}


@pytest.mark.parametrize(
    ("pattern", "searching"),
    [
        (r"\s*#", True),
        (r"(?:a+)+b", False),
        (r"a.*?b.*?c", False),
        (r"<!--.*?-->", True),
        (r"\(\s*[^)]*\s*x", False),
    ],
)
def test_what_grows_by_squares_is_found(pattern: str, searching: bool) -> None:
    assert _ever(re.compile(pattern), searching)


@pytest.mark.parametrize(
    ("pattern", "searching"), [(r"(?<!\s)\s*+#", True), (r"a++b", False), (r"\s*#", False), ("a[^b]*b", False)]
)
def test_what_grows_with_its_text_is_let_go(pattern: str, searching: bool) -> None:
    assert not _surely(re.compile(pattern), searching)


@pytest.mark.parametrize(
    "note",
    [
        "<!-- a -->" * 40 + "\n\n1. What is a rope?\n\nIt holds.\n",
        "1. What is a rope?\n\n" + "<a a/> " * 40 + "x\n\nIt holds.\n",
    ],
)
def test_a_line_that_repeats_itself_does_not_hang(note: str) -> None:
    """Both once took longer than anybody waits."""
    assert pipeline.prepared_file(RawFile("a.md", note.encode()), ANYTHING).reading.entries
