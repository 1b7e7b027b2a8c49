"""One file, one question: it stands in the front matter, and the rest of the file is its answer."""

from __future__ import annotations

import re
from collections.abc import Mapping
from dataclasses import replace

import yaml

from ...records import Reading, Role, Span, Text
from ...syntax.fences import fences_of
from ...syntax.line_kinds import heading_of
from ...words.asking import asks
from ...words.columns import kinds_of
from ...words.levels import graded
from .cards import Card, Found, Lines, reading
from .rewritten import Prose

_ENDS = re.compile(r"(?:---|\.\.\.)\s*")
_HIGHEST = 200
_NAME = "question in front matter"
_IS_CARD = ("question", "card", "flashcard", "faq", "q&a", "qa", "quiz")


def reads(text: Text) -> Reading | None:
    """A card of which the front matter says the question; None where it says none, or where the rest asks more."""
    end = _end(text.lines)
    matter = _matter(text.lines[1:end]) if end else {}
    question = _question(matter)
    if not question or "service" in matter or _asks_itself(text.lines[end + 1 :], question):
        return None
    begin = _begin(text.lines, end, question)
    card = Card(
        (2, end),
        question,
        number=matter.get("number", "") or None,
        section=tuple(filter(None, (matter.get("section", ""),))),
        level=graded(matter.get("level", "")),
        id=matter.get("id") or None,
    )
    if not any(line.strip() for line in text.lines[begin - 1 :]):
        told = matter.get("answer", "") or matter.get("told", "")
        card = replace(card, answer=told, said=f"{question}\n{told}")
        return reading(text, _NAME, Found([card], rest=Lines(1, 0, "filler", "front matter")))
    line = next((n for n in range(2, end + 1) if question[:20].rstrip("? ") in text.lines[n - 1]), 2)
    answer = text.lines[begin - 1 :]
    card = replace(card, lines=(line, line), answer="\n".join(answer), said="\n".join((question, *answer)))
    return _with_answer(reading(text, _NAME, Found([card], _others(text, line, end, begin))), text, begin)


def _begin(lines: tuple[str, ...], end: int, question: str) -> int:
    """The line, counted from 1, on which the answer begins: below a title that says the question once more."""
    first = next((n for n in range(end + 1, len(lines)) if lines[n].strip()), len(lines))
    again = heading_of(lines[first].strip()) if first < len(lines) else None
    return first + 2 if again and again[1] == question.strip() else first + 1


def _others(text: Text, line: int, end: int, begin: int) -> list[Lines]:
    some = [Lines(n, n, "filler", "front matter") for n in range(1, end + 2) if n != line]
    return [*some, *(Lines(n, n, "heading") for n in range(end + 2, begin) if n <= len(text.lines))]


def _with_answer(found: Reading, text: Text, begin: int) -> Reading:
    """The same with the rest of the file as the lines of the answer."""
    last = max((n for n in range(begin, len(text.lines) + 1) if text.lines[n - 1].strip()), default=0)
    if not last:
        return found
    roles = [role for role in found.roles if role.first < begin]
    entry = replace(found.entries[0], answer_spans=(Span(text.source, begin, last),))
    return replace(found, entries=(entry,), roles=(*roles, Role(begin, last, "answer", 0)))


def reads_named(text: Text, prose: Prose) -> Reading | None:
    """A file whose name asks and in which nothing else does: its name is the question, the whole of it the answer."""
    name = text.source.rpartition("/")[2].rpartition(".")[0].replace("_", " ")
    if asks(name) < 0.8 or len(name.split()) < 3 or not text.source.lower().endswith((".md", ".txt", ".markdown")):
        return None
    end = _end(text.lines)
    first = next((n for n in range(end + 1 if end else 0, len(text.lines)) if text.lines[n].strip()), None)
    if first is None or prose(text).entries:
        return None
    again = heading_of(text.lines[first].strip())
    answer = text.lines[first + 1 if again and again[1].strip(" ?") == name.strip(" ?") else first :]
    card = Card((first + 1, len(text.lines)), name, "\n".join(answer), first + 1, said="\n".join((name, *answer)))
    return reading(text, "question in the file's name", Found([card], rest=Lines(1, 0, "filler", "front matter")))


def _end(lines: tuple[str, ...]) -> int:
    """The line that ends the front matter, counted from 0; 0 where there is none."""
    if not lines or lines[0].strip() != "---":
        return 0
    return next((n for n, line in enumerate(lines[1:_HIGHEST], 1) if _ENDS.fullmatch(line)), 0)


def _matter(lines: tuple[str, ...]) -> dict[str, str]:
    """What the front matter says, by what its keys are for; empty where it is no YAML."""
    try:
        node = yaml.compose("\n".join(lines), Loader=yaml.SafeLoader)
    except (yaml.YAMLError, RecursionError, ValueError):
        return _loosely(lines)
    if not isinstance(node, yaml.MappingNode):
        return {}
    found: dict[str, str] = {}
    for key, value in node.value:
        if isinstance(key, yaml.ScalarNode) and isinstance(value, yaml.ScalarNode):
            _keep(found, str(key.value), str(value.value))
    return found


def _loosely(lines: tuple[str, ...]) -> dict[str, str]:
    """A title with a colon in it is no YAML, and yet plain."""
    found: dict[str, str] = {}
    for line in lines:
        key, colon, value = line.partition(":")
        if colon and key == key.strip():
            _keep(found, key, value.strip().strip("\"'"))
    return found


def _keep(found: dict[str, str], key: str, value: str) -> None:
    name = key.strip().lower()
    for kind in (name, *kinds_of(name)):
        found.setdefault(kind, value.strip())


def _question(matter: Mapping[str, str]) -> str:
    """What the front matter asks: under a name of questions, or in a title that asks or belongs to a card."""
    for name in ("question", "asked"):
        if matter.get(name, "").strip() and " " in matter[name].strip():
            return matter[name]
    title = matter.get("title", "")
    is_card = any(matter.get(key, "").lower() in _IS_CARD for key in ("type", "kind", "layout", "template"))
    return title if title and (asks(title) >= 0.8 or is_card) else ""


def _asks_itself(body: tuple[str, ...], question: str) -> bool:
    """Whether headings of the rest ask, so that the file holds more than the one card."""
    code = {n for fence in fences_of(body) for n in range(fence.first, fence.end)}
    titles = [found[1] for n, line in enumerate(body) if n not in code and (found := heading_of(line.strip()))]
    return sum(title != question.strip() and asks(title) >= 0.9 for title in titles) >= 2
