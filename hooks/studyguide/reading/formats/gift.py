"""GIFT, the form in which Moodle takes quizzes: `::name:: question {=right ~wrong}`, a blank line between two."""

from __future__ import annotations

import re
from collections.abc import Iterator, Sequence
from dataclasses import dataclass

from ...records import Reading, Text
from .cards import Card, Found, Lines, reading
from .cloze import BLANK
from .html_text import as_markdown

_CATEGORY = re.compile(r"\s*\$CATEGORY:\s*(?P<path>.*)$", re.I)
_NAME = re.compile(r"\s*::(?P<name>(?:\\.|[^\\])*?)::", re.S)
_FORM = re.compile(r"\s*\[(?:html|markdown|plain|moodle)\]", re.I)
_BRACES = re.compile(r"(?<!\\)\{(?P<inside>(?:\\.|[^\\{}])*)\}", re.S)
_TRUTH = re.compile(r"\s*(?P<word>T|F|TRUE|FALSE)\s*(?:(?<!\\)\#(?P<told>.*))?$", re.S)
_CHOICE = re.compile(r"(?P<sign>(?<!\\)[=~])(?:%(?P<share>-?[\d.]+)%)?(?P<said>(?:\\.|[^\\=~])*)", re.S)
_FEEDBACK = re.compile(r"(?<!\\)#+")
_ESCAPED = re.compile(r"\\([~=#{}:\\])")
_TRUE, _FALSE = "True", "False"  # what the signs T and F stand for
_MOST = 0.8  # of all paragraphs are questions
_FEWEST = 2  # questions without a name that are enough


@dataclass(frozen=True, slots=True)
class _Piece:
    """A paragraph: its first and last line, its words without remarks, and the category in force."""

    first: int
    last: int
    said: str
    category: str


@dataclass(frozen=True, slots=True)
class _Choice:
    right: bool
    said: str
    told: str


def reads(text: Text) -> Reading | None:
    """The questions; None where a file has another form."""
    if not any("{" in line for line in text.lines) or not any("}" in line for line in text.lines):
        return None
    pieces = list(_pieces(text.lines))
    cards = [card for piece in pieces if (card := _card(piece))]
    named = any(_NAME.match(piece.said) for piece in pieces) or text.source.lower().endswith(".gift")
    if len(cards) < (1 if named else _FEWEST) or len(cards) < _MOST * len(pieces):
        return None
    if not any(_BRACES.search(piece.said) and "=" in piece.said for piece in pieces):
        return None
    return reading(text, "GIFT", Found(cards, tuple(_remarks(text.lines))))


def _pieces(lines: Sequence[str]) -> Iterator[_Piece]:
    """The paragraphs; an empty line within braces parts nothing."""
    category, some, opened = "", list[tuple[int, str]](), 0
    for number, line in enumerate([*lines, ""], 1):
        if match := _CATEGORY.match(line):
            category = match["path"].strip()
        elif line.strip() and not _is_remark(line):
            some.append((number, line.strip()))
            opened = max(opened + _depth(line), 0)
        if some and (number > len(lines) or (not line.strip() and not opened)):
            yield _Piece(some[0][0], some[-1][0], "\n".join(words for _, words in some), category)
            some, opened = [], 0


def _depth(line: str) -> int:
    bare = re.sub(r"\\.", "", line)
    return bare.count("{") - bare.count("}")


def _is_remark(line: str) -> bool:
    return line.lstrip().startswith("//")


def _remarks(lines: Sequence[str]) -> Iterator[Lines]:
    for number, line in enumerate(lines, 1):
        if _is_remark(line):
            yield Lines(number, number, "filler", "a remark of GIFT")
        elif _CATEGORY.match(line):
            yield Lines(number, number, "heading")


def _card(piece: _Piece) -> Card | None:
    name = _NAME.match(piece.said)
    said = piece.said[name.end() :] if name else piece.said
    form = _FORM.match(said)
    said = said[form.end() :] if form else said
    braces = _BRACES.search(said)
    if braces is None or not _is_known(braces["inside"]):
        return None
    before, behind = said[: braces.start()].strip(), said[braces.end() :].strip()
    question = f"{before} {BLANK} {behind}" if behind else before
    question = _plain(question) or (_plain(name["name"]) if name else "")
    answer, options = _told(braces["inside"])
    return Card(
        lines=(piece.first, piece.last),
        question=question,
        answer=answer,
        body="\n".join(f"- {option}" for option in options),
        section=tuple(part for part in piece.category.split("/") if part.strip()),
    )


def _is_known(inside: str) -> bool:
    """Whether what stands in braces is an answer, and no code."""
    bare = inside.strip()
    return not bare or bare[0] in "=~#" or _TRUTH.match(bare) is not None


def _told(inside: str) -> tuple[str, list[str]]:
    """The answer, and what one chooses from."""
    truth, bare = _TRUTH.match(inside), inside.strip()
    if truth:
        right = _TRUE if truth["word"][0] == "T" else _FALSE
        return _together([right, *map(_plain, _FEEDBACK.split(truth["told"] or ""))]), [_TRUE, _FALSE]
    if bare.startswith("#"):
        return _numbers(bare.lstrip("#")), []
    return _chosen([_choice(match) for match in _CHOICE.finditer(bare)])


def _chosen(choices: Sequence[_Choice]) -> tuple[str, list[str]]:
    """What is right with what is said of each choice, and the choices, unless all of them are right."""
    said = [f"{one.said}: {one.told}" if one.said else one.told for one in choices if one.told]
    if all(one.right for one in choices):
        return _together([_listed([_matched(one.said) for one in choices]), *said]), []
    return _together([_listed([one.said for one in choices if one.right]), *said]), [one.said for one in choices]


def _choice(match: re.Match[str]) -> _Choice:
    said, *told = _FEEDBACK.split(match["said"])
    share = float(match["share"]) if match["share"] and re.fullmatch(r"-?\d+(?:\.\d+)?", match["share"]) else 0.0
    return _Choice(match["sign"] == "=" or share > 0, _plain(said), _plain(" ".join(told)))


def _matched(said: str) -> str:
    left, arrow, other = said.partition("->")
    return f"{left.strip()} → {other.strip()}" if arrow else said


def _listed(right: Sequence[str]) -> str:
    return "".join(right) if len(right) < 2 else "\n".join(f"- {one}" for one in right)


def _numbers(said: str) -> str:
    """A number with how far one may be from it, from one to another, or several with what each is worth."""
    values = [_FEEDBACK.split(one) for one in re.split(r"(?<!\\)=(?:%[\d.]+%)?", said) if one.strip()]
    return _together([part for one in values for part in (_number(one[0]), *map(_plain, one[1:]))])


def _number(said: str) -> str:
    value, colon, off = _plain(said).partition(":")
    low, dots, high = value.partition("..")
    if dots:
        return f"{low.strip()} – {high.strip()}"
    return f"{value.strip()} ± {off.strip()}" if colon and off.strip().strip("0.") else value.strip()


def _together(parts: Sequence[str]) -> str:
    return "\n\n".join(filter(None, parts))


def _plain(said: str) -> str:
    """Words as they are meant: without the signs that keep others from meaning something, HTML as Markdown."""
    return as_markdown(_ESCAPED.sub(r"\1", said.replace("\\n", "\n"))).strip()
