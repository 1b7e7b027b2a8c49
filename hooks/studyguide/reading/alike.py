"""Lines that look alike, by how they begin and what stands around them: who writes ten cards writes them in one way.

What a file is read as is one thing; that it holds ten headings, rows or lines with the same sign is another, and can be
counted without reading it.
"""

from __future__ import annotations

import re
from collections.abc import Iterator, Mapping, Sequence
from dataclasses import dataclass

from ..syntax.line_kinds import RULE

LONGEST = 2000  # characters of a line that are looked at
TITLE = 10  # words of a line that can be a title
LETTERED, INDENTED = "lettered items", "indented lines"
TITLES = "short lines with text below them"
_FEWEST_CELLS = 2

_UNSPACED = re.compile("[\u0e00-\u0e7f\u3040-\u30ff\u3400-\u9fff]")
_WORD = re.compile(r"\w[^\s|]*")
_LETTER_OR_FIGURE = re.compile(r"\w")

_HEADING = re.compile(r" {0,3}(?P<marks>#{2,6}|[#=]{1,6}(?=\s)|\*{2,6}(?=\s))\s*(?=[^\s#=*])")
_NUMBER = re.compile(r" {0,3}(?:[*_]{2})?\(?\d{1,4}[.):、]\s*\S")
_FIGURES = re.compile(r" {0,3}\d[\d.:/-]*\s+\S")
_BULLET = re.compile(r" {0,3}[-*+•]\s+\S")
_LETTERED_ITEM = re.compile(r" {0,3}\(?[A-Z][.)]\s+\S")
# "Rope: …", "**Rope:** …", "Rope – …": a few words, and behind the sign what is said of them.
_PARTED = re.compile(
    r"\W*[^\W\d_][^–—=:：→|\t;?]{0,60}?(?P<sign>\s[-–—=]{1,2}>?\s|[:：](?:\*\*|__)?\s|\s?→\s?|\?\s[-–—=]{1,2}>?\s|\?[:：](?:\*\*|__)?\s)\s*\S"
)
_ITALIC = re.compile(r" {0,3}(?P<sign>[*_])(?=[^\s*_]).+(?P=sign)\W*$")
_CODE = re.compile(r" {0,3}`[^`]+`\W*$")
_QUOTED = re.compile(r" {0,3}>\s*\S")
_INDENTED = re.compile(r"(?: {4}|\t)\s*\S")
_BOLD = re.compile(r" {0,3}(?P<sign>\*\*|__)(?=\S).+(?P=sign)\W*$")
_ROW = re.compile(r"[|\t;]|,(?=\S)|(?<=\S) {3,}(?=\S)")
_TAG = re.compile(r"\s*<(?P<name>[a-z][\w-]*)\b[^<>]*>", re.I)
# A sign or a word that marks every card: "@", "%%", "Card 3", "Front:", "Q)", "\\question", "== ".
_PREFIX = re.compile(
    r"(?P<sign>[^\w\s'\"“„«({}*_#`>|+\-•.…–—\])]{1,3}(?:[a-z]+\b)?)(?=\s?\S)|(?P<label>[^\W\d_]{1,20}(?:\s?\d{1,4})?(?:[:)]|\s?[.](?=\s)))\s+\S"
    r"|\{?\s*(?P<key>\"[\w -]{1,30}\"\s*:)"
    r"|(?P<counted>[^\W\d_]{2,20}\s?\d{1,4}\s*$)"
)
_ENDS_OR_REMARKS = ("</", "<!")
_END = re.compile(r"[.!;,。！；，:：]$")


@dataclass(frozen=True, slots=True)
class Family:
    """Lines of one kind: what they are called in a message, and their numbers."""

    name: str
    lines: tuple[int, ...]

    def __len__(self) -> int:
        return len(self.lines)


def families(lines: Mapping[int, str]) -> list[Family]:
    """The kinds of lines among these (by number), the one with the most lines first."""
    found: dict[tuple[str, int], list[int]] = {}
    for number, line in lines.items():
        if name := kind_of(line[:LONGEST]):
            found.setdefault((name, depth_of(line)), []).append(number)
        if name == LETTERED:
            found.setdefault((by_letter(line), 0), []).append(number)
        elif _is_own(name) and (parted := _PARTED.match(line[:LONGEST])):
            found.setdefault((f"lines with “{parted['sign'].strip(' *_?')}”", 0), []).append(number)
    if rows := _rows(lines):
        found["rows", 0] = rows
    if titles := list(titles_among(lines)):
        found[TITLES, 0] = titles
    return sorted((Family(name, tuple(some)) for (name, _), some in found.items()), key=len, reverse=True)


def _is_own(name: str) -> bool:
    """Whether a line is of no kind, or of one that its own first words make."""
    return not name or name.startswith("lines that begin")


def depth_of(line: str) -> int:
    """How deep a heading is; 0 for any other line."""
    heading = _HEADING.match(line)
    return len(heading["marks"]) if heading else 0


def size(line: str) -> int:
    """How many words a line has; two signs of a script without spaces are one, and rules and marks are none.

    >>> size("> - Rope holds."), size("> > >"), size("绳子很结实")
    (2, 0, 3)
    """
    if line.isascii():
        return len(_WORD.findall(line))
    unspaced = len(_UNSPACED.findall(line))
    return len(_WORD.findall(_UNSPACED.sub(" ", line))) + (unspaced + 1) // 2


def kind_of(line: str) -> str:
    """What a line is called together with its like; empty for a line of plain words.

    >>> kind_of("## Rope"), kind_of("3. Rope"), kind_of("@rope"), kind_of("Rope holds.")
    ('headings', 'numbered items', 'lines that begin with “@”', '')
    """
    if line[:1].isalpha() and line[1:2] not in (".", ")"):  # most lines: no sign begins so, but for a letter's
        return _by_prefix(line)
    for name, pattern in _KINDS:
        if pattern.match(line):
            return name
    return _by_prefix(line)


_KINDS = (
    ("headings", _HEADING),
    ("numbered items", _NUMBER),
    ("lines that begin with a number", _FIGURES),
    ("bullets", _BULLET),
    ("lines in bold", _BOLD),
    ("lines in italics", _ITALIC),
    ("lines in code marks", _CODE),
    ("quoted lines", _QUOTED),
    (INDENTED, _INDENTED),
    (LETTERED, _LETTERED_ITEM),
)


def by_letter(line: str) -> str:
    """What a lettered item is called with those of the same letter: "Q) …"; empty for any other line."""
    match = _LETTERED_ITEM.match(line[:LONGEST])
    return f"lines that begin with “{match[0].split()[0]}”" if match else ""


def _by_prefix(line: str) -> str:
    text = line.strip()
    if text[:1] == "<" and (tag := _TAG.match(text)):
        return f"lines that begin with “<{tag['name'].lower()}>”"
    match = _PREFIX.match(text) if not text.startswith(_ENDS_OR_REMARKS) else None
    if match is None or RULE.lenient.match(text):
        return ""
    sign = match["sign"] or re.sub(r"\s?\d+", "", match["key"] or match["label"] or match["counted"]).strip()
    return f"lines that begin with “{sign}”"


def _rows(lines: Mapping[int, str]) -> list[int]:
    """Lines that the same sign parts into as many cells as the line above or below."""
    found = {n: _ROW.findall(line[:LONGEST]) for n, line in lines.items()}
    cells = {n: [sign.strip(" ") or " " for sign in signs] for n, signs in found.items() if signs and _says(lines[n])}
    return [n for n, signs in cells.items() if any(_same_cells(signs, cells.get(n + step)) for step in (-1, 1))]


def _says(line: str) -> bool:
    return _LETTER_OR_FIGURE.search(line) is not None


def _same_cells(signs: Sequence[str], others: Sequence[str] | None) -> bool:
    if not others:
        return False
    sign = max("|\t; ,", key=lambda one: (signs.count(one), others.count(one)))
    least = 1 if sign in "|\t; " else _FEWEST_CELLS
    return signs.count(sign) == others.count(sign) >= least


def titles_among(lines: Mapping[int, str]) -> Iterator[int]:
    """Short lines of plain words that no sign ends, behind a blank line or a rule and above more words."""
    every = sorted(lines)
    for n in every:
        text = lines[n].strip()
        if not text or not text[0].isalpha() or _END.search(text) or len(text.split()) > TITLE or lines[n][0].isspace():
            continue
        above = lines.get(n - 1, "")
        above = "" if _INDENTED.match(above) else above
        if _says(above):
            continue
        below = next((line for k in (1, 2, 3) if _says(line := lines.get(n + k, ""))), "")
        if len(below.split()) > 1:
            yield n
