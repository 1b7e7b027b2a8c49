"""The maintainers' decisions, which outweigh whatever the notes or the rules say.

They stand in `corrections.toml`. A question is named by its wording or by its id:

    [[merge]]                                   # these ask the same thing
    questions = ["What is a rope?", "rope-basics"]

    [[apart]]                                   # these do not, however alike they look
    questions = ["What is a public road?", "What is a private road?"]

    [[level]]                                   # basic, intermediate or advanced
    question = "How do you rotate keys?"
    level = "advanced"

    [[service]]                                 # the primary service first
    question = "How do you rotate keys?"
    services = ["ropes", "knots"]

    [[set-aside]]                               # not shown; the ledger says why
    question = "Shall I go on?"
    why = "chat, not a question"

A `merge` may name an id whose question has left the notes: the id then leads to the question named beside it.
What is decided of single lines and of encodings stands in the same file, see `line_decisions` and `encodings`.
"""

from __future__ import annotations

import re
import tomllib
from collections.abc import Iterable, Iterator, Mapping, Sequence
from dataclasses import dataclass, replace
from typing import Any

from ..records import (
    LEVELS,
    LINE_KINDS,
    Asked,
    Correction,
    EncodingDecision,
    Group,
    LineDecision,
    Permalink,
    Problem,
    Service,
    Span,
)
from ..words import wording
from . import encodings, id_ledger
from .line_decisions import load_line_decisions

FILE = "corrections.toml"

_TOML_LINE = re.compile(r"at line (\d+)")


@dataclass(frozen=True, slots=True)
class _Kind:
    """The keys of one kind of decision; `value` is empty where there is nothing but the questions."""

    questions: str
    value: str = ""
    several: bool = False


_KINDS = {
    "merge": _Kind("questions", several=True),
    "apart": _Kind("questions", several=True),
    "level": _Kind("question", "level"),
    "service": _Kind("question", "services"),
    "set-aside": _Kind("question", "why"),
}


class _Wrong(Exception):
    """What is wrong with one table; caught where its line is known."""


# Kinds of decisions that others read from the same file.
_OTHERS = (*LINE_KINDS, encodings.KIND)

Decisions = tuple[tuple[Correction, ...], tuple[LineDecision, ...], tuple[EncodingDecision, ...]]
NONE: Decisions = ((), (), ())


def load_all(text: str) -> tuple[Decisions, tuple[Problem, ...]]:
    """The decisions of questions, of lines and of encodings, and a grave problem for each that is not understood."""
    found, wrong = load_corrections(text)
    lines, of_lines = load_line_decisions(text, FILE)
    codecs, of_codecs = encodings.load_encodings(text, FILE)
    return (found, lines, codecs), (*wrong, *of_lines, *of_codecs)


def load_corrections(text: str) -> tuple[tuple[Correction, ...], tuple[Problem, ...]]:
    """The decisions that can be understood, and a grave problem with its line for each that cannot."""
    try:
        tables = tomllib.loads(text.replace("\r\n", "\n"))
    except (tomllib.TOMLDecodeError, RecursionError, ValueError) as error:
        return (), (_broken(text, error),)
    good: list[Correction] = []
    problems: list[Problem] = []
    for kind, nth, table in _tables(tables):
        if kind in _OTHERS:
            continue
        try:
            good.append(_correction(kind, table))
        except _Wrong as wrong:
            problems.append(_problem(_line_of(text, kind, nth), f"[[{kind}]]: {wrong}"))
    return tuple(good), tuple(problems)


def set_aside(
    asked: Sequence[Asked], corrections: Sequence[Correction], permalinks: Sequence[Permalink]
) -> dict[int, str]:
    """The places of `asked` that are not to be shown, each with the reason given."""
    reasons = _values("set-aside", corrections, permalinks)
    found = ((place, _of(one, reasons)) for place, one in enumerate(asked))
    return {place: why for place, why in found if why is not None}


def with_services(
    asked: Sequence[Asked], corrections: Sequence[Correction], permalinks: Sequence[Permalink]
) -> tuple[Asked, ...]:
    """The same, each about the services that were decided for it; before merging, which looks at services."""
    decided = _values("service", corrections, permalinks)
    values = ((one, _of(one, decided)) for one in asked)
    return tuple(replace(one, services=tuple(value.split(","))) if value else one for one, value in values)


def with_levels(
    groups: Sequence[Group], corrections: Sequence[Correction], permalinks: Sequence[Permalink]
) -> tuple[Group, ...]:
    """The same, each at the level that was decided for it; what its sources state stays with its places."""
    decided = _values("level", corrections, permalinks)
    values = ((group, next((value for one in group.asked if (value := _of(one, decided))), None)) for group in groups)
    return tuple(replace(group, level=value, level_estimated=None) if value else group for group, value in values)


def problems(
    corrections: Sequence[Correction],
    asked: Sequence[Asked],
    permalinks: Sequence[Permalink],
    services: Sequence[Service],
) -> tuple[Problem, ...]:
    """Decisions about services that do not exist (grave), or about questions nobody asks (notes)."""
    slugs = {service.slug for service in services}
    known = id_ledger.also_known_as(permalinks).keys() | {name for one in asked for name in _names(one)}
    found: list[Problem] = []
    for correction in corrections:
        head = f"[[{correction.kind}]]"
        slugs_given = correction.value.split(",") if correction.kind == "service" else []
        strange = [slug for slug in slugs_given if slug not in slugs]
        found += [_problem(1, f'{head}: "{slug}" is not in services.toml. Add it or correct it') for slug in strange]
        unasked = [item for item in correction.questions if item not in known and wording.key(item) not in known]
        message = '{}: nothing asks "{}". Correct the wording or remove it'
        found += [_problem(1, message.format(head, _short(item)), grave=False) for item in unasked]
    return tuple(found)


def _tables(document: Mapping[str, Any]) -> Iterator[tuple[str, int, Any]]:
    """Every table with its kind and its number among its kind."""
    for kind, tables in document.items():
        for nth, table in enumerate(tables if isinstance(tables, list) and tables else [tables]):
            yield kind, nth, table


def _correction(name: str, table: object) -> Correction:
    kind = _KINDS.get(name)
    if kind is None:
        raise _Wrong(f"no such decision; there are {', '.join((*_KINDS, *_OTHERS))}")
    if not isinstance(table, dict):
        raise _Wrong(f"write it as a table of its own that begins with [[{name}]]")
    wanted = [kind.questions, *([kind.value] if kind.value else [])]
    for key in wanted:
        if key not in table:
            raise _Wrong(f"{key}: is missing. Add it")
    for key in table:
        if key not in wanted:
            raise _Wrong(f"{key}: is not known here; write {' and '.join(wanted)}")
    return Correction(name, _questions(kind, table[kind.questions]), _value(kind, table))


def _questions(kind: _Kind, value: object) -> tuple[str, ...]:
    if not kind.several:
        return (_sentence(kind.questions, value),)
    if not isinstance(value, list) or len(value) < 2:
        raise _Wrong(f"{kind.questions}: give two or more wordings or ids, as a list")
    return tuple(_sentence(kind.questions, item) for item in value)


def _value(kind: _Kind, table: Mapping[str, Any]) -> str:
    if not kind.value:
        return ""
    value = table[kind.value]
    if kind.value == "services":
        if not isinstance(value, list) or not value:
            raise _Wrong("services: give one or more slugs of services.toml, as a list")
        return ",".join(_slug(item) for item in value)
    if kind.value == "level" and value not in LEVELS:
        raise _Wrong(f"level: is {_short(repr(value))}, and must be one of {', '.join(LEVELS)}")
    return _sentence(kind.value, value)


def _sentence(key: str, value: object) -> str:
    if not isinstance(value, str) or not value.strip():
        raise _Wrong(f"{key}: must be words in quotes")
    return " ".join(value.split())


def _slug(value: object) -> str:
    if not isinstance(value, str) or not re.fullmatch(r"[a-z0-9][a-z0-9-]*", value):
        raise _Wrong(f"services: {_short(repr(value))} is not a slug of services.toml. Add the service or correct it")
    return value


def _values(kind: str, corrections: Iterable[Correction], permalinks: Sequence[Permalink]) -> dict[str, str]:
    """The decided value under every name of every question it was decided for; the last decision holds."""
    wordings = id_ledger.also_known_as(permalinks)
    values: dict[str, str] = {}
    for correction in corrections:
        if correction.kind == kind:
            for item in correction.questions:
                known = wordings.get(item) or wordings.get(wording.key(item), ())
                values.update({wording.key(text): correction.value for text in known})
    for correction in corrections:  # what is said of the very words outweighs what was said of earlier ones
        if correction.kind == kind:
            for item in correction.questions:
                values[item] = values[wording.key(item)] = correction.value
    return values


def _of(asked: Asked, values: Mapping[str, str]) -> str | None:
    return next((values[name] for name in _names(asked) if name in values), None)


def _names(asked: Asked) -> tuple[str, ...]:
    names = (asked.id, wording.key(asked.question), asked.question)
    return tuple(name for name in names if name)


def _broken(text: str, error: Exception) -> Problem:
    said = _TOML_LINE.search(str(error))
    line = int(said[1]) if said else text.count("\n") + 1
    return _problem(line, f"this is not TOML: {error}. No decision of this file is followed until it is")


def _line_of(text: str, kind: str, nth: int) -> int:
    """Where the table stands, as near as the text tells."""
    name = rf"[\"']?{re.escape(kind)}[\"']?[ \t]*"
    for head in (rf"^[ \t]*\[{{1,2}}[ \t]*{name}\]", rf"^[ \t]*{name}="):
        if starts := [text.count("\n", 0, match.start()) + 1 for match in re.finditer(head, text, re.M)]:
            return starts[min(nth, len(starts) - 1)]
    return 1


def _problem(line: int, message: str, grave: bool = True) -> Problem:
    return Problem(Span(FILE, line, line), message, grave)


def _short(text: str) -> str:
    return text if len(text) <= 80 else text[:79] + "…"
