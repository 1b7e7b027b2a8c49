"""What a maintainer decides is written into `layouts.toml` and `corrections.toml` here, and nowhere else.

Text goes in and text comes out: comments, order and layout of all that is not decided anew stay as they are. A file is
cut at the heads of its tables; each piece is TOML by itself, and only the piece that changes is written by tomlkit.
"""

from __future__ import annotations

import re
import tomllib
from collections.abc import Iterable, Mapping, Sequence
from dataclasses import dataclass, replace
from typing import Any

import tomlkit
from tomlkit.items import Item

from .layouts import BEGINNING, TABLE

_LINE = re.compile(r"[^\n]*\n|[^\n]+")  # as TOML has lines, which other signs do not end
_HEAD = re.compile(r"[ \t]*\[{1,2}[ \t]*[\"']?(?P<kind>[\w-]*)[\"']?[ \t]*(?P<below>\.)?")
_NO_WORDS = re.compile(r"[ \t]*(?:#.*)?")
# By what a decision of each kind is known again: values beside these are what is decided.
KNOWN_BY = {
    "merge": ("questions",),
    "apart": ("questions",),
    "level": ("question",),
    "service": ("question",),
    "set-aside": ("question",),
    "asks": ("file", "line", "text"),
    "asks-not": ("file", "line", "text"),
    "above": ("file", "line", "text"),
}
# Decisions of which only one can be made of the same thing.
_ONE_OF = (("merge", "apart"), ("asks", "asks-not", "above"))

Value = str | int | Sequence[str]


class Undecidable(ValueError):
    """A file that cannot be written into as it stands: it is no TOML, or has a table in a form of its own.

    Its words say what is wrong and what to do; they name no file, since there is only one of each.
    """


def kept(layouts_toml: str, file: str, reading: str) -> str:
    """`layouts.toml` with the choice that `file` is read as `reading`, the name of one of its rivals.

    The row that has the very name of the file is changed: what it says of where questions begin (`begin`, `prefix`, …)
    gives way, the rest of it stays. Where there is none a row is added at the end.
    """
    pieces = _pieces(layouts_toml)
    place = _row_of(pieces, file)
    if place is None:
        pieces = _added(pieces, TABLE, {"files": _pattern(file), "reading": reading})
    else:
        pieces[place] = _changed(pieces[place], {"reading": reading}, without=BEGINNING[1:])
    return _whole(pieces, layouts_toml)


def guessed(layouts_toml: str, file: str) -> str:
    """`layouts.toml` without a choice for `file`: `kept` taken back. A row that says nothing else is removed."""
    pieces = _pieces(layouts_toml)
    place = _row_of(pieces, file)
    if place is None:
        return layouts_toml
    if pieces[place].values.keys() - {"files", "reading"}:
        pieces[place] = _changed(pieces[place], {}, without=("reading",))
    else:
        pieces = _without(pieces, {place})
    return _whole(pieces, layouts_toml)


def decided(corrections_toml: str, kind: str, **values: Value) -> str:
    """`corrections.toml` with one more decision, its values by their keys:

    merge, apart              questions = ["one wording or id", "another", ...]
    level                     question = "…", level = "basic"
    service                   question = "…", services = ["first", "second"]
    set-aside                 question = "…", why = "…"
    asks, asks-not, above     file = "notes/a.md", line = 12, text = "the beginning of the line's words"

    A decision about the same thing is changed instead: the level of a question that has one, what `merge` or `apart`
    says of the same questions, what is said of the same line. The new one stands behind the last of its kind.
    """
    pieces = _pieces(corrections_toml)
    others = next((kinds for kinds in _ONE_OF if kind in kinds), (kind,))
    alike = [
        place for place, one in enumerate(pieces) if one.kind in others and _same(one.values, values, KNOWN_BY[kind])
    ]
    first = next((place for place in alike if pieces[place].kind == kind), None)
    if first is None:
        pieces = _added(_without(pieces, set(alike)), kind, values)
    else:
        pieces[first] = _changed(pieces[first], values)
        pieces = _without(pieces, set(alike) - {first})
    return _whole(pieces, corrections_toml)


def withdrawn(corrections_toml: str, kind: str, **values: Value) -> str:
    """`corrections.toml` without the decisions of this kind that have these values; comments stay.

    Values that are not given may be anything: `withdrawn(text, "level", question="…")`.
    """
    pieces = _pieces(corrections_toml)
    gone = {place for place, one in enumerate(pieces) if one.kind == kind and _same(one.values, values, tuple(values))}
    return _whole(_without(pieces, gone), corrections_toml) if gone else corrections_toml


# --- a file in pieces ------------------------------------------------------------------------------------------------


@dataclass(frozen=True, slots=True)
class _Piece:
    """A table with the lines above it that hold no values; the last piece may have no table.

    kind    the name of its table, "" for what stands above the first one
    values  its keys
    """

    lead: str
    table: str
    kind: str
    values: Mapping[str, Any]


def _pieces(text: str) -> list[_Piece]:
    _parsed(text)
    lines = _LINE.findall(text.replace("\r\n", "\n"))
    found: list[_Piece] = []
    at = 0
    while at < len(lines):
        above = at
        while at < len(lines) and _NO_WORDS.fullmatch(lines[at].rstrip("\n")):
            at += 1
        end = _end(lines, at)
        table = "".join(lines[at:end])
        found.append(_Piece("".join(lines[above:at]), table, *_said(table)))
        at = end
    return found


def _end(lines: Sequence[str], first: int) -> int:
    """Behind the last line with words of the table that begins here.

    The next head ends it, unless it is that of a table within this one, or text in quotes that looks like one.
    """
    last = first
    head = _HEAD.match(lines[first]) if first < len(lines) else None
    for at in range(first, len(lines)):
        other = _HEAD.match(lines[at]) if at > first else None
        within = head and other and other["below"] and other["kind"] == head["kind"]
        if other and not within and _is_whole("".join(lines[first:at])):
            break
        if not _NO_WORDS.fullmatch(lines[at].rstrip("\n")):
            last = at + 1
    return last


def _is_whole(text: str) -> bool:
    try:
        tomllib.loads(text)
    except (tomllib.TOMLDecodeError, RecursionError):
        return False
    return True


def _parsed(text: str) -> dict[str, Any]:
    try:
        return tomllib.loads(text.replace("\r\n", "\n"))
    except (tomllib.TOMLDecodeError, RecursionError, ValueError) as error:
        raise Undecidable(f"this is not TOML: {error}. Mend it; until then nothing is written into it") from error


def _said(table: str) -> tuple[str, Mapping[str, Any]]:
    """The kind of the one table of a piece, and its values."""
    if not _HEAD.match(table):
        return "", tomllib.loads(table)
    ((kind, rows),) = tomllib.loads(table).items()
    row = rows[0] if isinstance(rows, list) else rows
    return kind, row if isinstance(row, dict) else {}


def _whole(pieces: Iterable[_Piece], before: str) -> str:
    text = "".join(piece.lead + piece.table for piece in pieces)
    try:
        tomllib.loads(text)
    except tomllib.TOMLDecodeError as error:
        what = "a table here is written in one line, beside which no other can stand"
        raise Undecidable(f"{what}. Give each [[table]] lines of its own") from error
    return text.replace("\n", "\r\n") if "\r\n" in before else text


def _changed(piece: _Piece, values: Mapping[str, Value], without: Iterable[str] = ()) -> _Piece:
    """The piece with other values under these keys, written by tomlkit, which keeps what stands around them."""
    document = tomlkit.parse(piece.table)
    rows = document[piece.kind]
    row: Any = rows[0] if isinstance(rows, list) else rows
    for key in without:
        row.pop(key, None)
    for key, value in values.items():
        if key not in row or _folded(row[key]) != _folded(value):
            row[key] = _item(value)
    table = tomlkit.dumps(document)
    return replace(piece, table=table, values=_said(table)[1])


def _added(pieces: Sequence[_Piece], kind: str, values: Mapping[str, Value]) -> list[_Piece]:
    """The pieces with one more, behind the last of its kind or at the end, a blank line above it."""
    row = tomlkit.table()
    for key, value in values.items():
        row.add(key, _item(value))
    rows = tomlkit.aot()
    rows.append(row)
    document = tomlkit.document()
    document.add(kind, rows)
    place = max((n for n, piece in enumerate(pieces, 1) if piece.kind == kind), default=len(pieces))
    before = [_ended(piece) for piece in pieces[:place]]
    above = "".join(piece.lead + piece.table for piece in before[-1:])
    new = _Piece("" if not above or above.endswith("\n\n") else "\n", tomlkit.dumps(document), kind, dict(values))
    return [*before, new, *pieces[place:]]


def _ended(piece: _Piece) -> _Piece:
    """The piece with its last line ended, so that another can stand below it."""
    if not piece.table:
        return piece if not piece.lead or piece.lead.endswith("\n") else replace(piece, lead=piece.lead + "\n")
    return piece if piece.table.endswith("\n") else replace(piece, table=piece.table + "\n")


def _without(pieces: Sequence[_Piece], gone: set[int]) -> list[_Piece]:
    """The pieces but for these tables; comments above them stay, blank lines that have lost their purpose do not."""
    return [
        replace(piece, lead=piece.lead.rstrip("\n") and piece.lead, table="", kind="", values={})
        if n in gone
        else piece
        for n, piece in enumerate(pieces)
    ]


def _item(value: Value) -> Item:
    return tomlkit.item(value if isinstance(value, str | int) else list(value))


# --- which table speaks of the same ----------------------------------------------------------------------------------


def _row_of(pieces: Sequence[_Piece], file: str) -> int | None:
    """The row that names this file alone: the one that says where its questions begin, if any does."""
    rows = [
        n for n, one in enumerate(pieces) if one.kind == TABLE and one.values.get("files") in (file, _pattern(file))
    ]
    return next((n for n in rows if any(key in pieces[n].values for key in BEGINNING)), rows[-1] if rows else None)


def _pattern(file: str) -> str:
    """A file's name as a pattern of names: signs that stand for others in a pattern stand for themselves."""
    return re.sub(r"([*?[])", r"[\1]", file)


def _same(known: Mapping[str, Any], given: Mapping[str, Value], keys: Sequence[str]) -> bool:
    return all(_folded(known.get(key)) == _folded(given.get(key)) for key in keys)


def _folded(value: object) -> object:
    """Wordings but for white space; several of them in any order."""
    if isinstance(value, str):
        return " ".join(value.split())
    if isinstance(value, Sequence):
        return frozenset(map(_folded, value))
    return value
