"""What was pressed, as the texts of the two files in which it is kept.

A press is a JSON object; `do` says which one it is:

    {"do": "read", "file": "notes/a.md", "reading": "headings"}    this file is read so
    {"do": "guess", "file": "notes/a.md"}                          it is read as it seems best again
    {"do": "decide", "kind": "level", "question": "…", "level": "basic"}
    {"do": "withdraw", "kind": "level", "question": "…"}           that was not decided after all

`decide` takes the kinds and the keys of `corrections.toml`.
"""

from __future__ import annotations

from collections.abc import Callable, Mapping, Sequence
from typing import Any

from ..folder import corrections, decisions, id_ledger, layouts
from ..reading import beginning
from ..records import LEVELS, Correction

FILES = (layouts.FILE, corrections.FILE)

_MOST = 4000  # characters of a wording; a press is not the way to write a book


class Unclear(ValueError):
    """A press that the page does not make. Its words say what is wrong with it."""


def written(press: Mapping[str, Any], texts: Mapping[str, str]) -> dict[str, str]:
    """The texts of the files that the press changes, by their names; `decisions.Undecidable` where one is broken.

    texts   what the files hold now; a file that is not there is empty
    """
    does = _DOES.get(_word(press, "do"))
    if does is None:
        raise Unclear(f"do: there is no such press. There are {', '.join(_DOES)}")
    changed = does(press, texts)
    return {name: text for name, text in changed.items() if text != texts[name]}


def file_of(press: Mapping[str, Any]) -> str:
    """The file that the press is written into."""
    return layouts.FILE if press.get("do") in ("read", "guess") else corrections.FILE


def said(press: Mapping[str, Any]) -> str:
    """What was decided, in a few words, of a press that could be written."""
    if press["do"] == "read":
        return f"{press['file']} is read by {press['reading']}"
    if press["do"] == "guess":
        return f"{press['file']} is read as it seems best"
    decided, withdrawn = SAID[press["kind"]]
    phrase = decided if press["do"] == "decide" else withdrawn
    quoted = [f"“{_short(one)}”" for one in press.get("questions", ())]
    values = {key: _short(value) for key, value in press.items()}
    return phrase.format_map(values | {"questions": " and ".join(quoted)})


def _short(value: Any) -> str:
    """
    >>> _short(["one", "two"]), _short("x" * 99)[-3:]
    ('one and two', 'xx…')
    """
    if isinstance(value, list):
        return " and ".join(map(_short, value))
    text = str(value)
    return text if len(text) <= 60 else f"{text[:59]}…"


def _read(press: Mapping[str, Any], texts: Mapping[str, str]) -> dict[str, str]:
    return {layouts.FILE: decisions.kept(texts[layouts.FILE], _word(press, "file"), _word(press, "reading"))}


def _guess(press: Mapping[str, Any], texts: Mapping[str, str]) -> dict[str, str]:
    return {layouts.FILE: decisions.guessed(texts[layouts.FILE], _word(press, "file"))}


def _decide(press: Mapping[str, Any], texts: Mapping[str, str]) -> dict[str, str]:
    kind, text = _kind(press), texts[corrections.FILE]
    values = {key: _VALUES[key](press, key) for key in KEYS[kind]}
    if kind == "apart":
        text = _unmerged(text, values["questions"][1:])
    return {corrections.FILE: decisions.decided(text, kind, **values)}


def _withdraw(press: Mapping[str, Any], texts: Mapping[str, str]) -> dict[str, str]:
    kind = _kind(press)
    values = {key: _VALUES[key](press, key) for key in KEYS[kind] if key in press}
    if not values:
        raise Unclear(f"{kind}: say of what")
    return {corrections.FILE: decisions.withdrawn(texts[corrections.FILE], kind, **values)}


def _unmerged(text: str, away: Sequence[str]) -> str:
    """The corrections with these questions taken out of what was merged: two decisions must not speak against
    each other. A merge of which one question is left says nothing, and goes.
    """
    names = set(map(id_ledger.key, away))
    for merge in _merges(text):
        left = [item for item in merge.questions if id_ledger.key(item) not in names]
        if len(left) < len(merge.questions):
            text = decisions.withdrawn(text, "merge", questions=merge.questions)
            text = decisions.decided(text, "merge", questions=left) if len(left) > 1 else text
    return text


def _merges(text: str) -> list[Correction]:
    return [one for one in corrections.load_corrections(text)[0] if one.kind == "merge"]


# --- what the keys of a press may hold ---


def _kind(press: Mapping[str, Any]) -> str:
    kind = _word(press, "kind")
    if kind not in KEYS:
        raise Unclear(f"kind: there is no such decision. There are {', '.join(KEYS)}")
    return kind


def _word(press: Mapping[str, Any], key: str) -> str:
    value = press.get(key)
    if not isinstance(value, str) or not value.strip() or len(value) > _MOST:
        raise Unclear(f"{key}: must be words")
    return value


def _words(press: Mapping[str, Any], key: str) -> list[str]:
    values = press.get(key)
    if not isinstance(values, list):
        raise Unclear(f"{key}: must be a list of words")
    return [_word({key: value}, key) for value in values]


def _two(press: Mapping[str, Any], key: str) -> list[str]:
    values = _words(press, key)
    if len(set(map(id_ledger.key, values))) < 2:
        raise Unclear(f"{key}: must be two or more that differ in their words")
    return values


def _some(press: Mapping[str, Any], key: str) -> list[str]:
    if not (values := _words(press, key)):
        raise Unclear(f"{key}: must be one or more")
    return values


def _level(press: Mapping[str, Any], key: str) -> str:
    if (value := _word(press, key)) not in LEVELS:
        raise Unclear(f"{key}: must be one of {', '.join(LEVELS)}")
    return value


def _number(press: Mapping[str, Any], key: str) -> int:
    value = press.get(key)
    if not isinstance(value, int) or isinstance(value, bool) or value < 1:
        raise Unclear(f"{key}: must be a number")
    return value


_DOES: dict[str, Callable[[Mapping[str, Any], Mapping[str, str]], dict[str, str]]] = {
    "read": _read,
    "guess": _guess,
    "decide": _decide,
    "withdraw": _withdraw,
}
_LINE = ("file", "line", "text")
KEYS: dict[str, tuple[str, ...]] = {
    "merge": ("questions",),
    "apart": ("questions",),
    "level": ("question", "level"),
    "service": ("question", "services"),
    "set-aside": ("question", "why"),
    "asks": _LINE,
    "asks-not": _LINE,
    "above": _LINE,
}
# What a decision of each kind comes to, and what it comes to that it is withdrawn.
SAID = {
    "merge": ("{questions} ask the same", "{questions} are not decided on any more"),
    "apart": ("{questions} are kept apart", "{questions} are not decided on any more"),
    "level": ("“{question}” is {level}", "“{question}” has the level of the notes"),
    "service": ("“{question}” is about {services}", "“{question}” is about what its words say"),
    "set-aside": ("“{question}” is left out", "“{question}” is shown"),
    "asks": ("Line {line} is a question", "Line {line} is read as it seems best"),
    "asks-not": ("Line {line} is no question", "Line {line} is read as it seems best"),
    "above": ("Line {line} belongs to the answer above", "Line {line} is read as it seems best"),
}
_VALUES: dict[str, Callable[[Mapping[str, Any], str], Any]] = {
    "questions": _two,
    "question": _word,
    "level": _level,
    "services": _some,
    "why": _word,
    "file": _word,
    "line": _number,
    "text": lambda press, key: beginning(_word(press, key)),
}
