"""What belongs to the page that notes were copied from: its buttons, its neighbours, its page numbers."""

from __future__ import annotations

import re

from .patterns import one_of
from .vocabulary import VOCABULARY
from .wording import plain

_WORDS = VOCABULARY.furniture

_FURNITURE = re.compile(
    rf"{one_of(_WORDS.lines)}|{one_of(_WORDS.beginnings)}.{{0,40}}|{one_of(_WORDS.neighbours)}\s*:.{{1,80}}"
    rf"|⬆.{{0,30}}|©.{{0,80}}|←.{{0,60}}|→\s*{one_of(_WORDS.next_behind_an_arrow)}.{{0,40}}"
    rf"|{one_of(VOCABULARY.chat.sayers)} {one_of(VOCABULARY.chat.said)}\s*:?",
    re.I,
)
_TAGS = re.compile(r"</?(?:a|b|div|p|sup|small|strong|center|span)\b[^<>]*>")

# A page's number in a printed document, with or without how many there are.
PAGE_NUMBER = re.compile(
    rf"^\W*+{one_of(_WORDS.pages)}?\s*+(?P<page>\d{{1,4}})(?:\s*+(?:/|{one_of(_WORDS.of_pages)})\s*+\d{{1,4}})?\s*+页?\W*$",
    re.I,
)

# The same at an end of a line that says more, behind the word for a page or a gap.
PAGE_IN_A_HEAD = re.compile(
    rf"(?<!\w){one_of(_WORDS.pages)}\.?\s*(\d{{1,4}})(?:\s*(?:/|{one_of(_WORDS.of_pages)})\s*\d{{1,4}})?\W*$"
    rf"|\S\s{{3,}}\W{{0,3}}(\d{{1,4}})(?:\s*(?:/|{one_of(_WORDS.of_pages)})\s*\d{{1,4}})?\W*$"
    rf"|^\s*(\d{{1,4}})\s{{3,}}\S",
    re.I,
)


def furniture(line: str) -> bool:
    """Whether a line is page furniture by itself: "Skip to main content", "⬆ Back to top"."""
    text = plain(_TAGS.sub("", line) if "<" in line else line).strip(" |[]()>-↥⬆️🔝^")
    return len(text) < 120 and _FURNITURE.fullmatch(text) is not None
