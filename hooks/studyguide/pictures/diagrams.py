"""Answers with what was drawn of their diagrams: each fence names its picture, or the reason is told."""

from __future__ import annotations

import re
from collections.abc import Callable, Iterable, Iterator, Mapping, Sequence
from dataclasses import replace

from ..answers.markdown_blocks import read
from ..answers.nodes import Block, Diagram, parts_of
from ..answers.pictures import DRAWN, FOLDER
from ..records import Asked, Picture, Problem, Span, Text
from .bytes_of import picture

# Texts of diagrams in; SVG, or a sentence that says what is wrong, for each.
Draw = Callable[[Sequence[str]], Mapping[str, bytes | str]]

# Languages that can be drawn.
_FENCE = re.compile(r"^(?P<mark>[ \t>*+\-0-9.)]*(?:`{3,}|~{3,})[ \t]*(?:mermaid|mmd)\b)(?P<rest>[^\n]*)", re.M | re.I)
_DRAWN = re.compile(DRAWN)
_HELD = re.compile("\ue004([0-9]+)\ue005")


def with_diagrams(
    asked: Sequence[Asked], texts: Iterable[Text], draw: Draw
) -> tuple[tuple[Asked, ...], tuple[Picture, ...], tuple[Problem, ...]]:
    """The same questions with the pictures of their diagrams named, the pictures, and what is wrong."""
    fences = {
        markdown: _fences(markdown) for one in asked for markdown in (one.body, one.answer) if _FENCE.search(markdown)
    }
    told = draw(list(dict.fromkeys(text for found in fences.values() for text in found.values()))) if fences else {}
    looked = {text: _looked_at(found) for text, found in told.items()}
    drawn = {text: found for text, found in looked.items() if isinstance(found, Picture)}

    def named(markdown: str) -> str:
        return _named(markdown, fences[markdown], drawn) if markdown in fences else markdown

    lines = {text.source: text.lines for text in texts}
    wrong = {text: found for text, found in looked.items() if isinstance(found, str)}
    problems = _problems(asked, fences, wrong, lines)
    made = tuple(replace(one, body=named(one.body), answer=named(one.answer)) for one in asked)
    return made, tuple({one.name: one for one in drawn.values()}.values()), tuple(problems)


def _looked_at(told: bytes | str) -> Picture | str:
    return told if isinstance(told, str) else picture(told, "diagram.svg")


def _fences(markdown: str) -> dict[int, str]:
    """The texts of the diagrams, by which of the lines that look like their fence begins each."""
    numbers = iter(range(len(markdown)))
    held = _FENCE.sub(lambda m: f"{m['mark']} \ue004{next(numbers)}\ue005", markdown)
    found: dict[int, str] = {}
    for diagram in _diagrams(read(held).blocks):
        if place := _HELD.search(diagram.title):
            found[int(place[1])] = diagram.text
    return found


def _diagrams(blocks: Iterable[Block]) -> Iterator[Diagram]:
    for block in blocks:
        if isinstance(block, Diagram):
            yield block
        for _, inner in parts_of(block):
            yield from _diagrams(inner)


def _named(markdown: str, fences: Mapping[int, str], drawn: Mapping[str, Picture]) -> str:
    numbers = iter(range(len(markdown)))

    def named(match: re.Match[str]) -> str:
        number = next(numbers)
        if number not in fences:
            return match[0]
        found = drawn.get(fences[number])
        # Nobody can name a picture but us.
        address = f" picture={FOLDER}/{found.name}" if found else ""
        return match["mark"] + address + _DRAWN.sub("", match["rest"])

    return _FENCE.sub(named, markdown)


def _problems(
    asked: Iterable[Asked],
    fences: Mapping[str, Mapping[int, str]],
    wrong: Mapping[str, str],
    lines: Mapping[str, Sequence[str]],
) -> Iterator[Problem]:
    told: set[tuple[str, str]] = set()
    for one in asked:
        for markdown, spans in ((one.body, (one.span,)), (one.answer, one.answer_spans or (one.span,))):
            for text in fences.get(markdown, {}).values():
                place = _place(lines.get(one.span.source, ()), spans, text)
                if text in wrong and (place.source, wrong[text]) not in told:
                    told.add((place.source, wrong[text]))
                    yield Problem(place, f"the diagram is shown as its text: {wrong[text]}")


def _place(lines: Sequence[str], spans: Sequence[Span], text: str) -> Span:
    """The line with which the diagram begins."""
    first = text.lstrip().partition("\n")[0].strip()
    for span in spans:
        for number in range(span.first, min(span.last, len(lines)) + 1):
            if first and lines[number - 1].strip(" \t>") == first:
                return Span(span.source, number, number)
    return spans[0]
