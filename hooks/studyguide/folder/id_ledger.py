"""Reads and writes the id ledger, `permalinks.json`.

It is committed and edited by people and by git, so a broken ledger is reported with its line and never overwritten:

    {"version": 1, "ids": {
    "rope-strengths": {"wordings": ["Which strengths does rope have?"], "file": "notes/rope.md", "after": "rope"},
    "rope-grades": {"wordings": ["Name the grades of rope"], "leads_to": "rope-strengths"},
    "rope-of-sand": {"wordings": ["What is a rope of sand?"], "retired": true, "likely": "sand-rope",
     "because": "same place"},
    "": null}}

A row remembers where its question stood (`file`, `section`, the id it came `after`) and the fingerprint of its
`answer`, by which a later edit is known again. A new question in the file changes one other row. `likely` is the
question that a retired one has perhaps become.

Each row ends with a comma, also the last, so that rows of two branches may stand in any order, one below the other: git
keeps both sides where `.gitattributes` says `merge=union`, and `both_sides` does where it left its marks.
"""

from __future__ import annotations

import json
import re
from collections.abc import Iterable
from dataclasses import dataclass, replace
from typing import Any

from ..records import Permalink, Problem, Seen, Span
from ..words import wording

FILE = "permalinks.json"
RESOLVE = "studyguide permalinks --write"

# The same in an address, in HTML and as the name of a folder.
ID = re.compile(r"[a-z0-9][a-z0-9-]{0,99}")

# Between these stands a row to a line.
_BEGIN, _END = '{"version": 1, "ids": {\n', '"": null}}\n'

# What is remembered of the place and the answer, in the order of `Seen`.
_SEEN = ("file", "section", "after", "answer")
# What its question has perhaps become, and what speaks for it.
_LIKELY = ("likely", "because")

# What git writes around the lines of two sides, and between its first two marks what stood there before both.
_MARKS = re.compile(r"^(?:<{7}|\|{7}|={7}|>{7})(?=\s|$)", re.M)
_BEFORE_BOTH = re.compile(r"^\|{7}(?:[ \t].*)?$.*?(?=^={7}\s*$)", re.M | re.S)
_MARK_LINE = re.compile(r"^(?:<{7}|\|{7}|={7}|>{7})(?:[ \t].*)?\n?", re.M)
_BEGINS = re.compile(r'\s*"([^"\n]*)"\s*:\s*(?:\{|\[|"|\w)')
_ROW = re.compile(r'^("[^"\n]*": \{.*\}),?[ \t]*$', re.M)


@dataclass(frozen=True, slots=True)
class _Members:
    """A JSON object that may say one thing twice, as it does after two branches were joined by hand."""

    items: tuple[tuple[str, Any], ...]

    def get(self, name: str) -> Any:
        return dict(self.items).get(name)


def load_permalinks(text: str) -> tuple[tuple[Permalink, ...], tuple[Problem, ...]]:
    """The rows by id. A grave problem says that the ledger is broken: then it must not be overwritten."""
    text = text.removeprefix("\ufeff")
    if mark := _MARKS.search(text):
        to_do = f"To keep the rows of both sides, run: {RESOLVE}" if both_sides(text) else "Settle them by hand"
        return (), (problem(_line_at(text, mark.start()), f"a merge left its marks in the id ledger. {to_do}"),)
    try:
        document = json.loads(text, object_pairs_hook=lambda items: _Members(tuple(items)))
    except json.JSONDecodeError as error:
        line = _broken_row(text) or error.lineno
        return (), (problem(line, f"the id ledger is not JSON: {error.msg}. Restore it from an older commit"),)
    except (RecursionError, ValueError) as error:
        return (), (problem(1, f"the id ledger cannot be read: {error}. Restore it from an older commit"),)
    if not isinstance(document, _Members) or document.get("version") != 1:
        return (), (problem(1, 'the id ledger must be an object that begins with "version": 1. Restore it'),)
    if not isinstance(ids := document.get("ids"), _Members):
        return (), (problem(1, 'the id ledger has no object "ids" with a row for each id. Restore it'),)
    return _rows(text, ids)


def _broken_row(text: str) -> int:
    """The first line that is no row, where all others are as they are written here: JSON breaks off further down."""
    lines = text.split("\n")
    if lines[0].rstrip() != _BEGIN.rstrip():
        return 0
    wrong = (number for number, line in enumerate(lines[1:], 2) if line.strip() and not _is_row(line.rstrip()))
    return next(wrong, 0)


def _is_row(line: str) -> bool:
    try:
        return line == _END.rstrip() or (line.endswith(",") and bool(json.loads(f"{{{line[:-1]}}}")))
    except (RecursionError, ValueError):
        return False


def both_sides(text: str) -> str | None:
    """The ledger of two branches without the marks of their merge, with the rows of both; None where none are left.

    Rows that both have are joined when they are read.
    """
    begin, end = _BEGIN, _END
    text = text.removeprefix("\ufeff")
    marks = "".join(mark[0][0] for mark in _MARKS.finditer(_BEFORE_BOTH.sub("", text)))
    if not marks or marks.replace("<=>", "") or not text.startswith(begin[:-1]) or not text.rstrip().endswith("}}"):
        return None  # what is cut would lose the rows that are not there
    rows = _MARK_LINE.sub("", _BEFORE_BOTH.sub("", text.replace("\r\n", "\n")))
    # Of ledgers from before rows ended with a comma the last has none, and its end may stand among the rows.
    kept = "".join(f"{row},\n" for row in _ROW.findall(rows))
    rest = _ROW.sub("", rows).split()
    return begin + kept + end if set(rest) <= {*begin.split(), *end.split(), "}}"} else rows


def dump_permalinks(permalinks: Iterable[Permalink]) -> str:
    """The id ledger as JSON with one row to a line, so that two branches that add ids merge well."""
    rows = [f"{_json(row.id)}: {_json(_fields(row))},\n" for row in sorted(permalinks, key=lambda row: row.id)]
    return _BEGIN + "".join(rows) + _END


def key(text: str) -> str:
    """The words of a wording, or, where it has none, its signs."""
    return wording.key(text) or text.strip()


def distinct(wordings: Iterable[str]) -> tuple[str, ...]:
    """The wordings in their order, each set of words once."""
    first: dict[str, str] = {}
    for text in wordings:
        first.setdefault(key(text), text)
    return tuple(first.values())


def also_known_as(permalinks: Iterable[Permalink]) -> dict[str, tuple[str, ...]]:
    """All wordings of a question by its id, and by each of its wordings that no other question ever had.

    So what was said of a question by its words is still said of it when these were edited.
    """
    rows = tuple(permalinks)
    knowing: dict[str, list[Permalink]] = {}
    for row in rows:
        for name in {key(text) for text in row.wordings}:
            knowing.setdefault(name, []).append(row)
    alone = {name: known[0].wordings for name, known in knowing.items() if len(known) == 1}
    return alone | {row.id: row.wordings for row in rows}


def problem(line: int, message: str) -> Problem:
    """Something wrong with the ledger itself."""
    return Problem(Span(FILE, line, line), message, grave=True)


def _rows(text: str, ids: _Members) -> tuple[tuple[Permalink, ...], tuple[Problem, ...]]:
    rows: dict[str, Permalink] = {}
    problems: list[Problem] = []
    lines = _lines(text)
    for id, fields in ids.items:
        if not id and fields is None:
            continue  # the end
        row, line = _row(id, fields), lines.get(_json(id)[1:-1], 1)
        if row is None:
            problems.append(problem(line, f'"{id[:80]}" has no proper row in the id ledger. Restore it'))
        else:
            row = replace(row, line=line)
            rows[id] = _both(rows[id], row) if id in rows else row
    return tuple(rows[id] for id in sorted(rows)), tuple(problems)


def _row(id: str, fields: object) -> Permalink | None:
    if not isinstance(fields, _Members) or not ID.fullmatch(id):
        return None
    wordings, leads_to, retired = fields.get("wordings"), fields.get("leads_to"), fields.get("retired")
    if not isinstance(wordings, list) or not all(isinstance(text, str) for text in wordings):
        return None
    said = {name: fields.get(name) or "" for name in ("leads_to", *_SEEN, *_LIKELY)}
    if not all(isinstance(text, str) for text in said.values()) or not isinstance(retired, bool | None):
        return None
    gone = bool(retired) or leads_to is not None
    seen = Seen(*(said[name] for name in _SEEN)) if said["file"] else None
    return Permalink(id, tuple(wordings), leads_to, gone, seen, said["likely"] or None, said["because"])


def _both(one: Permalink, other: Permalink) -> Permalink:
    """Two branches knew the id: together they know all its wordings, and it lives if it lives in one of them."""
    if one.retired != other.retired:
        one, other = (other, one) if one.retired else (one, other)
    if one.retired:  # where it leads, and what it has perhaps become, one of them may have told
        leads_to = one.leads_to or other.leads_to
        likely, because = (one.likely, one.because) if one.likely else (other.likely, other.because)
        one = replace(one, leads_to=leads_to, likely=likely, because=because)
    return replace(one, wordings=distinct([*one.wordings, *other.wordings]))


def _fields(row: Permalink) -> dict[str, Any]:
    """Only what is not plain: a row that leads elsewhere is retired without saying so."""
    fields: dict[str, Any] = {"wordings": list(row.wordings)}
    if row.leads_to is not None:
        fields["leads_to"] = row.leads_to
    elif row.retired:
        fields["retired"] = True
    if row.seen:
        fields |= {name: value for name in _SEEN if (value := getattr(row.seen, name))}
    return fields | ({"likely": row.likely, "because": row.because} if row.likely else {})


def _json(value: object) -> str:
    return json.dumps(value, ensure_ascii=False)


def _lines(text: str) -> dict[str, int]:
    """The first line of each id that begins one, however the ledger is laid out."""
    lines: dict[str, int] = {}
    for number, line in enumerate(text.split("\n"), 1):
        if begins := _BEGINS.match(line):
            lines.setdefault(begins[1], number)
    return lines


def _line_at(text: str, position: int) -> int:
    return text.count("\n", 0, position) + 1
