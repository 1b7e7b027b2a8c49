"""TOML with the line of every record. Its parser tells no lines: they are found by the order in which keys come."""

from __future__ import annotations

import re
import tomllib
from bisect import bisect_left
from collections.abc import Iterator, Mapping, Sequence
from types import MappingProxyType
from typing import Any

from ...records import Problem, Reading, Text
from .banks import read_bank, renamed
from .cards import problem
from .fields import Record, Value

_TABLE = re.compile(r"\s*\[{1,2}[\w.\-\"'\s]++\]{1,2}\s*(?:#.*)?$")
_ARRAY = re.compile(r"\s*\[\[[\w.\-\"'\s]++\]\]\s*(?:#.*)?$")
_KEY = re.compile(r"\s*(?:[\w-]+|\"[^\"]+\"|'[^']+')\s*=\s*\S")
_DEEPEST = 30
_MOST_PROBLEMS = 20
_NEAR = 40  # characters between a key and its text


def reads(text: Text, names: Mapping[str, str] = MappingProxyType({})) -> Reading | None:
    """A bank of questions in TOML; None for other TOML and for text.

    names   what keys mean that say nothing by themselves: "question", "answer" or "level"
    """
    if not _may_be(text):
        return None
    problems: list[Problem] = []
    roots = [renamed(root, names) for root in _roots(text, problems)]
    return read_bank(text, "TOML", roots, problems[:_MOST_PROBLEMS])


def _may_be(text: Text) -> bool:
    """Its name, or tables in a row as the first thing that is no remark and no key."""
    if text.source.lower().endswith(".toml"):
        return True
    first = next((line for line in text.lines if line.strip() and not line.lstrip().startswith("#")), "")
    is_first = _TABLE.match(first) is not None or _KEY.match(first) is not None
    return is_first and sum(bool(_ARRAY.match(line)) for line in text.lines) > 1


def _roots(text: Text, problems: list[Problem]) -> Iterator[Value]:
    """The whole; where it is broken, each table by itself."""
    try:
        yield _Placed(text.lines, 0).value(tomllib.loads("\n".join(text.lines)))
        return
    except (tomllib.TOMLDecodeError, RecursionError, ValueError):
        pass
    found: list[Value] = []
    starts = [n for n, line in enumerate(text.lines) if _TABLE.match(line)]
    for start, end in zip(starts, [*starts[1:], len(text.lines)], strict=False):
        lines = text.lines[start + 1 : end]
        try:
            found.append(_Placed(lines, start + 1).value(tomllib.loads("\n".join(lines))))
        except (tomllib.TOMLDecodeError, RecursionError, ValueError) as error:
            message = f"this table is broken TOML ({str(error).partition(' (at')[0]}). Correct it"
            problems.append(problem(text, start + 1, message))
    yield found


class _Placed:
    """Gives each table of a parsed file its lines, going down the file key by key in the order of the parser."""

    def __init__(self, lines: Sequence[str], above: int) -> None:
        self._whole, self._above, self._at = "\n".join(lines), above, 0
        self._ends = [match.start() for match in re.finditer("\n", self._whole)]

    def value(self, value: Any, depth: int = 0) -> Value:
        if depth > _DEEPEST:
            return None
        if isinstance(value, dict):
            return self._record(value, depth)
        if isinstance(value, list):
            return [self.value(one, depth + 1) for one in value]
        if isinstance(value, str):
            self._pass(value)
            return value
        return value if isinstance(value, bool | int | float) else str(value)

    def _record(self, table: dict[str, Any], depth: int) -> Record:
        pairs: list[tuple[str, Value, int]] = []
        for key, inner in table.items():
            self._go_to(key)
            line = self._line()
            pairs.append((key, self.value(inner, depth + 1), line))
        return Record(pairs[0][2] if pairs else self._line(), self._line(), tuple(pairs))

    def _line(self) -> int:
        return self._above + bisect_left(self._ends, self._at) + 1

    def _go_to(self, key: str) -> None:
        """To the next place that has a key, by itself or in the brackets of a table."""
        named = re.compile(rf"(?:^|[\[{{,.\s\"']){re.escape(key)}[\"']?\s*(?:=|\.|\])", re.M)
        match = named.search(self._whole, self._at)
        self._at = match.end() if match else self._at

    def _pass(self, value: str) -> None:
        """Behind a text, which stands right behind its key, unless it is written with escapes."""
        last = value.strip().rpartition("\n")[2]
        near = self._whole.find(last, self._at, self._at + 2 * len(value) + _NEAR)
        self._at = near + len(last) if near >= 0 else self._at
