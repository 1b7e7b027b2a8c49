"""How files are read, where a maintainer says so: it outweighs every guess.

The rows stand in `layouts.toml`. The commonest one names a way to read that `studyguide explain FILE --try` shows:

    [[layout]]
    files = "notes/ropes.md"
    reading = "every heading"

Others say what begins a question, where its title stands, what ends an answer, which columns of a table to take:

    [[layout]]
    files = "archive/*.md"
    prefix = "Card 1 ->"        # whatever number a card has
    answer-prefix = "Back ->"

Of several rows that fit a file a later one outweighs an earlier one, and one of its very name outweighs all.
"""

from __future__ import annotations

import re
from collections.abc import Callable, Iterator, Mapping, Sequence
from dataclasses import replace
from fnmatch import fnmatchcase
from typing import Any

from ..records import BEGINNINGS, GUESSED_READINGS, LEVELS, NOTHING, PLAIN_READINGS, LayoutRule, Problem, Span
from . import toml_rows
from .toml_rows import Row

FILE = "layouts.toml"
TABLE = "layout"
NONE: tuple[LayoutRule, ...] = ()

READINGS = (*GUESSED_READINGS, *PLAIN_READINGS, *(f"{name} and others" for name in GUESSED_READINGS))
# What says where questions begin. A row that has any of these outweighs all that another says of it.
BEGINNING = (
    "reading",
    "begin",
    "depth",
    "every",
    "prefix",
    "suffix",
    "below",
    "separator",
    "question",
    "answer",
    "level",
)
_WITH_DEPTH = ("heading", "bullet", "number")
_ALONE = ("below", "separator")
_ONLY_TABLES = 'only tables have columns. Write question = the column that asks, and no begin but "table"'
_COLUMNS = ("question", "answer", "level")
_ROW = ""  # what is wrong is wrong with a row as a whole


def load_layouts(text: str) -> tuple[tuple[LayoutRule, ...], tuple[Problem, ...]]:
    """The rules in their order, and a grave problem with its line for each key or row that cannot be followed.

    A row is followed without the keys that are wrong, unless these name its files or nothing is left.
    """
    rows, problems = toml_rows.tables(text, FILE)
    found: list[LayoutRule] = []
    wrong = list(problems)
    for row in rows:
        faults = list(_faults(row, found))
        wrong += [_problem(row.lines.get(key, row.line), message) for key, message in faults if message]
        left = {key: value for key, value in (row.values or {}).items() if key not in dict(faults)}
        if "files" in left and len(left) > 1 and _ROW not in dict(faults):
            found.append(_rule(replace(row, values=left)))
    return tuple(found), tuple(wrong)


def rule_of(rules: Sequence[LayoutRule], source: str) -> LayoutRule | None:
    """What all rows that fit a file say of it together; None where none does."""
    fitting = [rule for rule in rules if fnmatchcase(source, rule.files)]
    whole: LayoutRule | None = None
    for rule in sorted(fitting, key=lambda rule: names(rule, source)):
        whole = _outweighed(whole, rule) if whole else rule
    return whole


def read_by(rule: LayoutRule | None, name: str) -> LayoutRule:
    """A rule with the name of a way to read in place of what it says of where questions begin."""
    plain = LayoutRule()
    unsaid: dict[str, Any] = {key: getattr(plain, key) for key in BEGINNING}
    return replace(rule or plain, **{**unsaid, "reading": name}, place=Span(FILE, 1, 1))


def problems(rules: Sequence[LayoutRule], sources: Sequence[str]) -> tuple[Problem, ...]:
    """A grave problem for each rule that no file has anything to do with."""
    found = [rule for rule in rules if not any(fnmatchcase(source, rule.files) for source in sources)]
    return tuple(_problem(_line(rule), _no_file(rule.files, sources)) for rule in found)


def reading_named(words: str) -> str:
    """The name of a way to read, from words that mean no other; empty where they name none or several.

    >>> reading_named("Every-heading"), reading_named("below"), reading_named("lines")
    ('every heading', 'lines below headings', '')
    """
    given = re.sub(r"[-_\s]+", " ", words).strip().casefold()
    if given in READINGS:
        return given
    own = [name for name in READINGS if "and others" not in name and set(given.split()) <= set(name.split())]
    return own[0] if len(own) == 1 else ""


# --- rows as rules ---------------------------------------------------------------------------------------------------


def _rule(row: Row) -> LayoutRule:
    values = dict(row.values or {})
    if "reading" in values:
        values["reading"] = reading_named(values["reading"])
    if "question" in values:
        values["begin"] = "table"
    values.update({key: str(values[key]) for key in _COLUMNS if key in values})
    values["levels"] = tuple(values.get("levels", {}).items())
    fields = {key.replace("-", "_"): value for key, value in values.items()}
    return LayoutRule(**fields, place=Span(FILE, row.line, row.line))


def _outweighed(rule: LayoutRule, later: LayoutRule) -> LayoutRule:
    """A rule with all that a later one says in place of its own."""
    plain = LayoutRule()
    levels = {**dict(rule.levels), **dict(later.levels)}
    found = replace(
        rule,
        files=later.files,
        answer_prefix=later.answer_prefix or rule.answer_prefix,
        end=later.end or rule.end,
        levels=tuple(levels.items()),
    )
    if all(getattr(later, key) == getattr(plain, key) for key in BEGINNING):
        return found
    return replace(found, place=later.place, **{key: getattr(later, key) for key in BEGINNING})


def names(rule: LayoutRule, source: str) -> bool:
    """Whether a rule speaks of this file alone."""
    return re.sub(r"\[(.)\]", r"\1", rule.files) == source


def _line(rule: LayoutRule) -> int:
    return rule.place.first if rule.place else 1


def _no_file(pattern: str, sources: Sequence[str]) -> str:
    below = next((source for source in sources if fnmatchcase(source, f"*/{pattern}")), "")
    hint = f'Write files = "{below}"' if below else "Correct it or remove the row"
    return f'files: no file is named "{pattern}". {hint}'


# --- what is wrong with a row ----------------------------------------------------------------------------------------


def _is_words(value: object) -> bool:
    return isinstance(value, str) and bool(value.strip() or value == "\t")


def _is_depth(value: object) -> bool:
    return isinstance(value, int) and not isinstance(value, bool) and 1 <= value <= 6


def _is_step(value: object) -> bool:
    return isinstance(value, int) and not isinstance(value, bool) and 2 <= value <= 9


def _is_column(value: object) -> bool:
    return _is_words(value) or (isinstance(value, int) and not isinstance(value, bool) and value >= 1)


def _are_levels(value: object) -> bool:
    return isinstance(value, dict) and bool(value) and all(level in LEVELS for level in value.values())


_Rule = tuple[Callable[[object], bool], str]
_WORDS: _Rule = (_is_words, "this must be words or signs in quotes")
_COLUMN: _Rule = (_is_column, "this must be a column's name in quotes or its number, from 1")
_LEVELS = f'this must be marks with levels, like {{ "🟢" = "{LEVELS[0]}" }}. The levels are {", ".join(LEVELS)}'
KEYS: dict[str, _Rule] = {
    "files": (_is_words, 'this must be a name or a pattern of names in quotes, like "archive/*.md"'),
    "reading": (
        lambda value: isinstance(value, str) and reading_named(value) != "",
        f"there is no such way to read. There are {', '.join((*GUESSED_READINGS, *PLAIN_READINGS))}",
    ),
    "begin": (lambda value: value in BEGINNINGS, f"this must be one of {', '.join(BEGINNINGS)}"),
    "depth": (_is_depth, "this must be a number from 1 to 6"),
    "every": (_is_step, "this must be a number from 2 to 9"),
    "prefix": _WORDS,
    "suffix": _WORDS,
    "below": (lambda value: isinstance(value, bool), "this must be true or false, without quotes"),
    "separator": _WORDS,
    "answer-prefix": _WORDS,
    "end": _WORDS,
    **dict.fromkeys(_COLUMNS, _COLUMN),
    "levels": (_are_levels, _LEVELS),
}


def _faults(row: Row, others: Sequence[LayoutRule]) -> Iterator[tuple[str, str]]:
    """The keys that cannot be followed, each with what is wrong; _ROW for the whole row."""
    if row.table != TABLE:
        yield _ROW, f"[[{row.table}]]: there is no such table. Begin each row with [[{TABLE}]]"
        return
    if row.values is None or not row.listed:
        yield _ROW, f"[[{TABLE}]] is not a table in a list. Begin each row with [[{TABLE}]]"
        return
    given = dict(row.values)
    wrong = [(key, f"{key}: {message}") for key, value in given.items() if (message := _wrong(key, value))]
    if "files" not in given:
        wrong.append(("files", f"files: missing. Say of which files [[{TABLE}]] speaks"))
    yield from wrong
    for key, _ in wrong:
        given.pop(key, None)
    while "files" in given and (fault := next(_contradictions(given), None)):
        key, message = fault
        del given[key]
        follows = wrong or (key == "files" and len(row.values) > 1)  # from what is said already
        yield key, "" if follows else f"{key}: {message}"
    yield from _said_before(given, others)


def _wrong(key: str, value: object) -> str:
    """What is wrong with a key or its value; empty where nothing is."""
    if key not in KEYS:
        return f"there is no such key. The keys are {', '.join(KEYS)}"
    is_right, rule = KEYS[key]
    return "" if is_right(value) else rule


def _contradictions(given: Mapping[str, Any]) -> Iterator[tuple[str, str]]:
    """Keys that say nothing beside the others, or something else than they do."""
    begin = str(given.get("begin", "table" if "question" in given else ""))
    for key, is_wrong, message in _TOGETHER:
        if key in given and is_wrong(begin, given):
            yield key, message


def _columns_alone(begin: str, given: Mapping[str, Any]) -> bool:
    return begin != "table" or "question" not in given


def _begins_nothing(begin: str, given: Mapping[str, Any]) -> bool:
    return not begin and "prefix" not in given and "suffix" not in given


# A key, whether it is wrong beside the others (the first argument is what begins a question), and what is said then.
_TOGETHER: tuple[tuple[str, Callable[[str, Mapping[str, Any]], bool], str], ...] = (
    (
        "reading",
        lambda begin, given: any(key in given for key in BEGINNING[1:]),
        f"it says where questions begin, and so does another key. Keep it, or {', '.join(BEGINNING[1:])}",
    ),
    (
        "depth",
        lambda begin, given: begin not in _WITH_DEPTH,
        f"only lines of some kinds have one. Write begin = one of {', '.join(_WITH_DEPTH)} beside it",
    ),
    (
        "every",
        lambda begin, given: begin in ("", "table", "summary", NOTHING),
        'it needs lines to count. Write begin = "bullet", "paragraph" or "line" beside it',
    ),
    *((key, _columns_alone, _ONLY_TABLES) for key in _COLUMNS),
    (
        "begin",
        lambda begin, given: begin == "table" and "question" not in given,
        "a table needs columns. Write question = the column that asks",
    ),
    *(
        (key, lambda begin, given: begin == "table", "the rows of a table begin with their cells. Leave it out")
        for key in ("prefix", "suffix", "below")
    ),
    *(
        (key, lambda begin, given: begin == NOTHING, "there is no question whose it could be. Leave it out")
        for key in ("prefix", "suffix", "below", "separator", "answer-prefix", "end")
    ),
    *((key, _begins_nothing, "it says nothing by itself. Write begin or prefix beside it") for key in _ALONE),
    (
        "separator",
        lambda begin, given: begin == "table" and len(given["separator"]) > 1,
        "between the cells of a table stands a single sign. Write one",
    ),
    (
        "files",
        lambda begin, given: given.keys() == {"files"},
        f"nothing is said of them. Add reading or begin, or remove [[{TABLE}]]",
    ),
)


def _said_before(given: Mapping[str, Any], others: Sequence[LayoutRule]) -> Iterator[tuple[str, str]]:
    """What a row above says already: where questions begin in the same files. That one holds."""
    own = [key for key in BEGINNING if key in given]
    same = (rule for rule in others if rule.files == given.get("files") and (rule.reading or rule.begins))
    before = next(same, None)
    if before is None:
        return
    for key in own:
        said = f'{key}: line {_line(before)} says already how "{given["files"]}" is read. Keep one of them'
        yield key, said if key == own[0] else ""


def _problem(line: int, message: str) -> Problem:
    return Problem(Span(FILE, line, line), message, grave=True)
