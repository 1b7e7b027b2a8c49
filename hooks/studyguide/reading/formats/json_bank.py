"""JSON and JSON Lines, with the line of every record; what is broken costs the record that it stands in."""

from __future__ import annotations

import json
import re
from collections.abc import Iterator, Mapping
from dataclasses import dataclass, field
from types import MappingProxyType

from ...records import Problem, Reading, Text
from .banks import read_bank, renamed
from .cards import problem
from .fields import Record, Value

_TOKEN = re.compile(r'"(?:[^"\\\n]|\\.)*"(?P<key>\s*:)?|[{}\[\]]|\n')
_BEGINS = re.compile(r'\s*(?:\{\s*(?:"|\})|\[\s*(?:\{|\[|"|$))')
_MOST_PROBLEMS = 20
_LOOKED_AT = 200  # records in a row that are all broken are no JSON


@dataclass(slots=True)
class _Span:
    """Where an object stands in the text, and the line of each of its keys."""

    start: int
    line: int
    end: int = 0
    last: int = 0
    keys: list[int] = field(default_factory=list)
    inner: list[_Span] = field(default_factory=list)


def reads(text: Text, names: Mapping[str, str] = MappingProxyType({})) -> Reading | None:
    """A bank of questions in JSON; None for other JSON and for text.

    names   what keys mean that say nothing by themselves: "question", "answer" or "level"
    """
    whole = "\n".join(text.lines)
    if not _BEGINS.match(whole) or '"' not in whole:
        return None
    spans, closed = _spans(whole)
    problems: list[Problem] = []
    roots = list(_values(whole, spans, closed, text, problems))
    return read_bank(text, "JSON", [renamed(root, names) for root in roots], problems[:_MOST_PROBLEMS])


def _spans(whole: str) -> tuple[list[_Span], list[_Span]]:
    """The outermost objects in their order, and all objects in the order in which they end."""
    outer: list[_Span] = []
    closed: list[_Span] = []
    open_: list[_Span] = []
    line = 1
    for token in _TOKEN.finditer(whole):
        sign = token[0][0]
        if sign == "\n":
            line += 1
        elif sign == "{":
            span = _Span(token.start(), line)
            (open_[-1].inner if open_ else outer).append(span)
            open_.append(span)
        elif sign == "}" and open_:
            span = open_.pop()
            span.end, span.last = token.end(), line
            closed.append(span)
        elif token["key"] and open_:
            open_[-1].keys.append(line)
            line += token["key"].count("\n")
    return outer, closed


def _values(
    whole: str, outer: list[_Span], closed: list[_Span], text: Text, problems: list[Problem]
) -> Iterator[Value]:
    """The whole as one value; else, where it is broken or a record a line, each of its outermost objects."""
    try:
        yield _load(whole, closed)
        return
    except (ValueError, RecursionError, IndexError) as error:
        first = error
    good = 0
    todo = list(reversed(outer))
    found: list[Value] = []
    lines_of_json = len(outer) > 1 and _is_lines(whole, outer)
    while todo and len(problems) <= _LOOKED_AT:
        span = todo.pop()
        value, error_found = _try(whole, span)
        if error_found is None:
            good += 1
            found.append(value)
        elif span.inner:
            todo.extend(reversed(span.inner))
        elif span.end:
            line = span.line + (error_found.lineno - 1 if isinstance(error_found, json.JSONDecodeError) else 0)
            problems.append(problem(text, line, f"this record is broken JSON ({_reason(error_found)}). Correct it"))
    if good and not lines_of_json and not problems:
        line = first.lineno if isinstance(first, json.JSONDecodeError) else 1
        problems.append(
            problem(
                text, min(line, len(text.lines)), f"broken JSON ({_reason(first)}), read as far as it goes. Correct it"
            )
        )
    if good:
        yield found


def _is_lines(whole: str, outer: list[_Span]) -> bool:
    """Whether nothing but white space stands between the objects."""
    ends = [0, *(span.end for span in outer)]
    return all(not whole[end : span.start].strip() for end, span in zip(ends, outer, strict=False))


def _try(whole: str, span: _Span) -> tuple[Value, Exception | None]:
    if not span.end:
        return None, ValueError("it is not closed")
    closed: list[_Span] = []
    _closing(span, closed)
    try:
        return _load(whole[span.start : span.end], closed), None
    except (ValueError, RecursionError, IndexError) as error:
        return None, error


def _closing(span: _Span, found: list[_Span]) -> None:
    todo = [(span, False)]
    while todo:
        one, done = todo.pop()
        if done:
            found.append(one)
        else:
            todo.append((one, True))
            todo.extend((inner, False) for inner in reversed(one.inner))


def _load(text: str, closed: list[_Span]) -> Value:
    """The value, its objects as records. Objects are made in the order in which they end, as `closed` has them."""
    ends = iter(closed)

    def made(pairs: list[tuple[str, Value]]) -> Record:
        span = next(ends, None)
        if span is None:
            raise ValueError("the objects cannot be told apart")
        lines = span.keys if len(span.keys) == len(pairs) else [span.line] * len(pairs)
        return Record(
            span.line, span.last, tuple((key, value, line) for (key, value), line in zip(pairs, lines, strict=True))
        )

    value: Value = json.loads(text, object_pairs_hook=made, strict=False)
    return value


def value_of(whole: str) -> Value:
    """A piece of JSON as a value, its lines counted from 1; nothing where it is broken."""
    try:
        return _load(whole, _spans(whole)[1])
    except (ValueError, RecursionError, IndexError):
        return None


def _reason(error: Exception) -> str:
    if isinstance(error, json.JSONDecodeError):
        return f"{error.msg[:1].lower()}{error.msg[1:]}"
    return "too deep" if isinstance(error, RecursionError) else str(error)
