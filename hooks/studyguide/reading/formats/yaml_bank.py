"""YAML with the line of every record, loaded safely: no types of its own, and no bomb of aliases is ever unfolded."""

from __future__ import annotations

import re
from collections.abc import Callable, Iterator, Mapping, Sequence
from itertools import accumulate
from types import MappingProxyType
from typing import Any

import yaml

from ...records import Problem, Reading, Text
from ...words.columns import kinds_of
from .banks import read_bank, renamed
from .cards import Found, problem, reading, small_number
from .fields import Record, Value

_ENDINGS = (".yaml", ".yml")
_KEY = re.compile(r"^(?P<item>\s*+-\s++)?(?P<indent>\s*+)[\"']?(?P<key>[^\s\"':#][^\"':#]{0,39}?)[\"']?\s*:(?:\s|$)")
_BRACKETS = re.compile(r"[\[\]{}]")
_MOST = 200_000  # nodes, each alias counted as often as it is used
_DEEPEST = 60
_MOST_OPEN = 1000  # brackets; the parser looks at all that are open again at each further one
_MOST_PROBLEMS = 20
_BOMB = "aliases make this YAML larger than a file of notes can be, so it was not read. Write the records out"


class _TooMuch(Exception):
    """More nodes than a file of notes has."""


def reads(text: Text, names: Mapping[str, str] = MappingProxyType({})) -> Reading | None:
    """A bank of questions in YAML; None for other YAML and for text.

    names   what keys mean that say nothing by themselves: "question", "answer" or "level"
    """
    if not _may_be(text):
        return None
    problems: list[Problem] = []
    try:
        roots = list(_roots(text, problems))
    except _TooMuch:
        return _refused(text)
    return read_bank(text, "YAML", [renamed(root, names) for root in roots], problems[:_MOST_PROBLEMS])


def _refused(text: Text) -> Reading:
    return reading(text, "YAML", Found((), problems=[problem(text, 1, _BOMB, grave=True)]))


def _may_be(text: Text) -> bool:
    """Whether the keys of questions and answers stand at the beginnings of lines; elsewhere only as items of a list."""
    named = text.source.lower().endswith(_ENDINGS)
    first = next((line for line in text.lines if line.strip() and not line.lstrip().startswith("#")), "")
    if named:
        return ":" in "".join(text.lines[:2000])
    if not re.match(r"---\s*$|\s*-\s+\S", first):
        return False
    keys = [(match, kinds_of(match["key"])) for line in text.lines if (match := _KEY.match(line))]
    asked = sum({"question", "asked"} & set(kinds) != set() and bool(match["item"]) for match, kinds in keys)
    told = sum({"answer", "told"} & set(kinds) != set() and bool(match["indent"]) for match, kinds in keys)
    return asked >= 2 and told >= 0.5 * asked


def _roots(text: Text, problems: list[Problem]) -> Iterator[Value]:
    """The documents of the file; where one is broken, each item at the margin by itself."""
    whole = "\n".join(text.lines) + "\n"
    try:
        yield from (_value(node, 0, [_MOST], 0) for node in _composed(whole) if node is not None)
        return
    except yaml.YAMLError as error:
        first = error
    found: list[Value] = []
    for line, piece in _items(text.lines):
        try:
            found += [_value(node, line, [_MOST], 0) for node in _composed(piece) if node is not None]
        except yaml.YAMLError as error:
            problems.append(
                problem(text, _line(error, line), f"this record is broken YAML ({_reason(error)}). Correct it")
            )
    flat = [one for value in found for one in (value if isinstance(value, list) else [value])]
    if flat and not problems:
        problems.append(problem(text, _line(first, 0), f"broken YAML ({_reason(first)}). Correct it"))
    yield flat


def _items(lines: Sequence[str]) -> Iterator[tuple[int, str]]:
    """The lines of each item of the outermost list, with the number of lines above it."""
    starts = [place for place, line in enumerate(lines) if re.match(r"-\s", line)]
    for start, end in zip(starts, [*starts[1:], len(lines)], strict=False):
        yield start, "\n".join(lines[start:end]) + "\n"


def _composed(text: str) -> list[Any]:
    if _open_at_once(text) > _MOST_OPEN:
        raise yaml.YAMLError("too many brackets are open at once")
    loader: Any = getattr(yaml, "CSafeLoader", yaml.SafeLoader)
    try:
        compose: Any = yaml.compose_all
        return list(compose(text, Loader=loader))
    except (RecursionError, ValueError) as error:
        raise yaml.YAMLError(str(error)) from None


def _open_at_once(text: str) -> int:
    """How many brackets are open at most, those in strings counted as well."""
    steps = (1 if bracket in "[{" else -1 for bracket in _BRACKETS.findall(text))
    return max(accumulate(steps), default=0)


def _line(error: yaml.YAMLError, above: int) -> int:
    mark = getattr(error, "context_mark", None) or getattr(error, "problem_mark", None)
    return above + (mark.line if mark else 0) + 1


def _reason(error: yaml.YAMLError) -> str:
    return str(getattr(error, "problem", None) or "it cannot be read").replace("\n", " ")


def _value(node: Any, above: int, left: list[int], depth: int) -> Value:
    """A node as a value; `left` counts down what may still be made, over all aliases."""
    left[0] -= 1
    if left[0] < 0 or depth > _DEEPEST:
        raise _TooMuch
    if isinstance(node, yaml.SequenceNode):
        return [_value(one, above, left, depth + 1) for one in node.value]
    if isinstance(node, yaml.MappingNode):
        pairs = tuple(
            (_key(key), _value(value, above, left, depth + 1), above + key.start_mark.line + 1)
            for key, value in node.value
        )
        return Record(above + node.start_mark.line + 1, above + _last(node), pairs)
    return _scalar(node)


def _last(node: Any) -> int:
    """The last line of a node. What is written in blocks says that it ends where the next thing begins."""
    while not isinstance(node, yaml.ScalarNode) and node.value and not node.flow_style:
        node = node.value[-1] if isinstance(node, yaml.SequenceNode) else node.value[-1][1]
    end: int = node.end_mark.line + (1 if node.end_mark.column else 0)
    begin: int = node.start_mark.line
    return max(end, begin + 1)


def _key(node: Any) -> str:
    return str(node.value) if isinstance(node, yaml.ScalarNode) else ""


_MEANT: dict[str, Callable[[str], Value]] = {
    "tag:yaml.org,2002:null": lambda _: None,
    "tag:yaml.org,2002:bool": lambda text: text.lower() in ("true", "yes", "on"),
    "tag:yaml.org,2002:int": lambda text: number if (number := small_number(text)) is not None else text,
}


def _scalar(node: Any) -> Value:
    """Text, unless it is plainly a number or nothing; "yes" and "no" may be answers, so they stay words."""
    text = str(node.value)
    if node.tag == "tag:yaml.org,2002:bool" and text.lower() not in ("true", "false"):
        return text
    return _MEANT.get(node.tag, str)(text)
