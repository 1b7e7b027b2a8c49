"""What the maintainers say of single lines, in `corrections.toml` beside their other decisions:

    [[asks]]                        # here a question begins
    file = "notes/ropes.md"
    line = 12
    text = "Ropes of hemp"          # the beginning of the line's words

    [[asks-not]]                    # here none begins
    [[above]]                       # this line belongs to the answer above it

A line whose number has changed is followed by its words. They act while the file is read, in any layout.
"""

from __future__ import annotations

from collections.abc import Collection, Mapping, Sequence
from typing import Any

from ..records import LINE_KINDS, LineDecision, Problem, Span
from . import toml_rows

_KEYS = ("file", "line", "text")


def load_line_decisions(text: str, file: str) -> tuple[tuple[LineDecision, ...], tuple[Problem, ...]]:
    """The decisions of lines that can be understood, and a grave problem for each that cannot.

    A file that is no TOML says nothing here: whoever reads its other decisions says what is wrong with it.
    """
    found: list[LineDecision] = []
    wrong: list[Problem] = []
    for row in toml_rows.tables(text, file)[0]:
        if row.table not in LINE_KINDS:
            continue
        key, message = _wrong(row.values)
        line = row.lines.get(key, row.line)
        if message:
            wrong.append(Problem(Span(file, line, line), f"[[{row.table}]]: {message}", grave=True))
        elif row.values is not None:
            found.append(LineDecision(row.table, **row.values, place=Span(file, row.line, row.line)))
    return tuple(found), tuple(wrong)


def of_file(decisions: Sequence[LineDecision], source: str) -> tuple[LineDecision, ...]:
    return tuple(one for one in decisions if one.file == source)


def problems(decisions: Sequence[LineDecision], sources: Collection[str]) -> tuple[Problem, ...]:
    """A grave problem for each decision of a file that is not there."""
    return tuple(
        Problem(one.place, f'[[{one.kind}]]: no file is named "{one.file}". Correct it or remove the row', grave=True)
        for one in decisions
        if one.file not in sources
    )


def _wrong(given: Mapping[str, Any] | None) -> tuple[str, str]:
    """The key and what is wrong with it; nothing where all is right."""
    if given is None:
        return "", "write it as a table of its own, with " + ", ".join(_KEYS)
    for key in _KEYS:
        if key not in given:
            return key, f"{key}: is missing. Add it"
    for key in given:
        if key not in _KEYS:
            return key, f"{key}: is not known here; write {', '.join(_KEYS)}"
    for key in ("file", "text"):
        if not isinstance(given[key], str) or not given[key].strip():
            return key, f"{key}: must be words in quotes"
    number = given["line"]
    if not isinstance(number, int) or isinstance(number, bool) or number < 1:
        return "line", "line: must be a number, from 1"
    return "", ""
