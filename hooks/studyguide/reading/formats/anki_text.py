"""Anki's export as text: lines such as `#separator:tab` say what the columns of the rows below hold."""

from __future__ import annotations

import re
from collections.abc import Iterator, Sequence
from dataclasses import dataclass, field

from ...records import Problem, Reading, Text
from ...words.columns import asking_and_telling
from . import our_copies
from .cards import Card, Found, Lines, level_of, problem, reading, small_number, verbatim
from .cloze import MARK, parted
from .delimited import Row, rows_of
from .html_text import as_markdown, from_html

_SETTING = re.compile(
    r"#(?P<key>separator|html|tags column|tags|notetype column|notetype|deck column|deck|guid column|columns)"
    r"\s?:\s*(?P<value>.*)",
    re.I,
)
_SEPARATORS = {"tab": "\t", "comma": ",", "semicolon": ";", "space": " ", "pipe": "|", "colon": ":", "\\t": "\t"}
_SOUND = re.compile(r"\[sound:[^\]]*\]")


@dataclass(slots=True)
class _Settings:
    """What the lines above a row say; columns are counted from 1, 0 is none."""

    separator: str = "\t"
    html: bool | None = None
    names: tuple[str, ...] = ()
    columns: dict[str, int] = field(default_factory=dict)
    tags: str = ""
    deck: str = ""

    def say(self, key: str, value: str) -> None:
        if key == "separator":
            self.separator = _SEPARATORS.get(value.strip().lower(), value[:1] or "\t")
        elif key == "html":
            self.html = value.strip().lower() == "true"
        elif key == "columns":
            self.names = tuple(name.strip() for name in value.split(self.separator))
        elif key.endswith(" column"):
            self.columns[key.removesuffix(" column")] = small_number(value) or 0
        elif key in ("tags", "deck"):
            setattr(self, key, value.strip())


def reads(text: Text) -> Reading | None:
    """The notes of the export as cards; None where the file does not begin with what Anki writes there."""
    first = next((line for line in text.lines if line.strip()), "")
    match = _SETTING.fullmatch(first)
    if match is None or (match["key"].lower() in ("tags", "deck") and not _says_more(text.lines)):
        return None
    settings = _Settings()
    cards: list[Card] = []
    others: list[Lines] = []
    problems: list[Problem] = []
    for row in _rows(text.lines, settings, others):
        found = list(_cards(row, settings))
        if found:
            cards += found
        else:
            others.append(Lines(row.first, row.last, "note"))
            problems.append(problem(text, row.first, "this note has no question. Fill its first field, or take it out"))
    return reading(text, "Anki notes", Found(cards, others, problems))


def _says_more(lines: Sequence[str]) -> bool:
    return sum(bool(_SETTING.fullmatch(line)) for line in lines[:12]) > 1


def _rows(lines: Sequence[str], settings: _Settings, others: list[Lines]) -> Iterator[Row]:
    """The notes; the lines that say how to read them are taken in on the way."""
    at = 0
    while at < len(lines):
        line = lines[at]
        if not line.strip():
            at += 1
        elif line.startswith("#") and (match := _SETTING.fullmatch(line)):
            settings.say(match["key"].lower(), match["value"])
            others.append(Lines(at + 1, at + 1, "filler", "how Anki reads the rows below"))
            at += 1
        elif line.startswith("#"):
            others.append(Lines(at + 1, at + 1, "filler", "a remark that Anki does not read"))
            at += 1
        else:
            row = next(rows_of(lines, settings.separator, at))
            if row.broken:
                row = Row(at + 1, at + 1, tuple(line.split(settings.separator)))
            yield row
            at = row.last


def _cards(row: Row, settings: _Settings) -> Iterator[Card]:
    note = _note(row, settings)
    if our_copies.is_our_note(note.names, note.fields, note.cell):
        yield from our_copies.notes(row.first, row.last, note.names, note.fields, note.cell)
        return
    made = [_markdown(one, settings.html) for one in note.fields]
    asked, told = _pair(note.names, made)
    question, answer = _asked(made, asked, told) if made else ("", "")
    if not question.strip():
        return
    more = [made[place] for place in range(len(made)) if place not in (asked, told) and _is_worth(made[place])]
    tags = note.cell["tags"].split()
    yield Card(
        (row.first, row.last),
        question,
        "\n\n".join(filter(None, (answer, *more))),
        said=MARK.sub(" ", "\n".join((made[asked], made[told] if told is not None else "", *more))),
        section=tuple(part for name in (note.cell["deck"], *tags) for part in name.split("::") if part),
        level=level_of(part for tag in tags for part in re.split(r"::|[_-]", tag)),
    )


@dataclass(frozen=True, slots=True)
class _Note:
    """The fields of a row with their names, and what its other columns hold: tags, deck, guid, the kind of note."""

    names: tuple[str, ...]
    fields: tuple[str, ...]
    cell: dict[str, str]


def _note(row: Row, settings: _Settings) -> _Note:
    special = {column: what for what, column in settings.columns.items() if column}
    cell = {what: row.cells[column - 1] for column, what in special.items() if column <= len(row.cells)}
    places = [place for place in range(len(row.cells)) if place + 1 not in special]
    return _Note(
        tuple(settings.names[place] if place < len(settings.names) else "" for place in places),
        tuple(_SOUND.sub("", row.cells[place]) for place in places),
        {"tags": settings.tags, "deck": settings.deck} | cell,
    )


def _asked(made: Sequence[str], asked: int, told: int | None) -> tuple[str, str]:
    """Question and answer; where words of the question are hidden, they are the answer."""
    question, answer = made[asked], made[told] if told is not None else ""
    if MARK.search(question) and (parts := parted(question)):
        return parts[0], "\n\n".join(filter(None, (parts[1], answer)))
    return question, answer


def _pair(names: tuple[str, ...], fields: Sequence[str]) -> tuple[int, int | None]:
    """By the fields' names, else the first two that hold something."""
    found = asking_and_telling(names)
    if found and fields[found[0]].strip():
        return found
    filled = [place for place, text in enumerate(fields) if text.strip()]
    if not filled:
        return 0, None
    return filled[0], filled[1] if len(filled) > 1 else None


def _markdown(text: str, html: bool | None) -> str:
    if html is False:
        return verbatim(text)
    return from_html(text) if html else as_markdown(text)


def _is_worth(text: str) -> bool:
    return len(text) > 1 and not re.fullmatch(r"[\d.,:/\s-]*|y", text)
