"""Reads `services.toml`: what a guide is about. Nothing else in the generator knows the field."""

from __future__ import annotations

import re
import tomllib
from collections.abc import Callable, Container, Iterator, Mapping
from typing import Any

from ..records import ANYTHING, Command, Problem, Service, Span, Subject
from ..words import signed

FILE = "services.toml"

# The category of rows whose names are not looked for, only their aliases.
TOPICS = "topics"

_SLUG = re.compile(r"[a-z0-9]+(?:-[a-z0-9]+)*")
_HTTPS = re.compile(r"https://[^\s/?#]+\S*")
_TEXTS = ("name", "category", "summary", "url")


def load_subject(text: str) -> tuple[Subject, tuple[Problem, ...]]:
    """What the file says that is right, its rows in their order, and a grave problem for each thing that is not.

    A file without services cannot be used at all, and says nothing.
    """
    try:
        tables = tomllib.loads(text.replace("\r\n", "\n"))
    except (tomllib.TOMLDecodeError, RecursionError, ValueError) as error:
        place = re.search(r"line (\d+)", str(error))
        message = f"this is not TOML: {error}. Mend it; until then the services of the guide are used"
        return ANYTHING, (_problem(message, int(place[1]) if place else 1),)
    if not isinstance(tables.get("service"), list) or not tables["service"]:
        return ANYTHING, (_problem("it has no [[service]]. Add one, or remove the file to use those of the guide"),)
    problems = list(_wrong_lists(tables))
    services: dict[str, Service] = {}
    for row in _rows(tables, "service", text, lambda row: _wrong_service(row, services), problems):
        aliases = tuple(row.get("aliases", ()))
        services[row["slug"]] = Service(row["slug"], aliases=aliases, **{key: row.get(key, "") for key in _TEXTS})
    commands = _rows(tables, "command", text, _wrong_command, problems)
    problems += _never_found(tables["service"], text, services)
    known = Subject(
        tuple(services.values()),
        commands=tuple(Command(**_with_tuples(row)) for row in commands),
        **{key: tuple(tables[key]) for key, (is_right, _) in _LISTS.items() if is_right(tables.get(key))},
    )
    return known, tuple(problems)


def _problem(message: str, line: int = 1) -> Problem:
    return Problem(Span(FILE, line, line), message, grave=True)


def _rows(
    tables: Mapping[str, Any], table: str, text: str, wrong: Callable[[Any], str], problems: list[Problem]
) -> Iterator[dict[str, Any]]:
    """The rows under `[[table]]` that can be used; what is wrong with the others is added to the problems."""
    rows = tables.get(table, [])
    begins = re.compile(rf"\s*\[\[\s*{table}\s*\]\]")
    lines = [number for number, line in enumerate(text.splitlines(), 1) if begins.match(line)]
    for nth, row in enumerate(rows if isinstance(rows, list) else [rows]):
        if fault := "is not a table. Write key = value lines below it" if not isinstance(row, dict) else wrong(row):
            problems.append(_problem(f"[[{table}]] {fault}", lines[nth] if nth < len(lines) else 1))
        else:
            yield row


def _never_found(rows: object, text: str, known: Mapping[str, Service]) -> Iterator[Problem]:
    """A note for each name that no question can be about by: it is none, or a row above has it."""
    lines = text.splitlines()
    heads = [number for number, line in enumerate(lines) if re.match(r"\s*\[\[\s*service\s*\]\]", line)]
    owners: dict[str, str] = {}
    for nth, row in enumerate(rows if isinstance(rows, list) else ()):
        begin, end = ([*heads, len(lines)][min(at, len(heads))] for at in (nth, nth + 1))
        service = known.get(row.get("slug", "")) if isinstance(row, dict) else None
        for name in _names_of(service) if service else ():
            owner = owners.setdefault(name if signed.in_own_case(name) else signed.squeezed(name), row["slug"])
            if fault := _why_never(name, owner if owner != row["slug"] else ""):
                line = next((at for at in range(begin, end) if f'"{name}"' in lines[at]), begin)
                yield Problem(Span(FILE, line + 1, line + 1), f'[[service]] "{name}" can never be found: {fault}')


def _names_of(service: Service) -> tuple[str, ...]:
    """What is looked for: its name, which that of a topic is not, and its aliases."""
    return service.aliases if service.category == TOPICS else (service.name, *service.aliases)


def _why_never(alias: str, owner: str) -> str:
    if not signed.is_one_name(alias):
        return "a name is words and signs, with nothing but spaces, hyphens and the like between them. Correct it"
    return f'"{owner}" above has the same. Remove one of the two' if owner else ""


def _with_tuples(row: Mapping[str, Any]) -> dict[str, Any]:
    return {key: tuple(value) if isinstance(value, list) else value for key, value in row.items()}


# --- what values must be ---


def _is_slug(value: object) -> bool:
    return isinstance(value, str) and _SLUG.fullmatch(value) is not None


def _is_text(value: object) -> bool:
    return isinstance(value, str)


def _is_list_of_words(value: object) -> bool:
    return isinstance(value, list) and all(map(_is_text, value))


def _is_list_of_small_words(value: object) -> bool:
    return isinstance(value, list) and all(_is_text(one) and one == one.casefold().strip() for one in value)


def _is_number(value: object) -> bool:
    return isinstance(value, int) and not isinstance(value, bool) and value >= 0


_Rule = tuple[Callable[[object], bool], str]
_WORDS: _Rule = (_is_list_of_words, 'this must be a list of words, like ["bucket"]')
# The keys of each table, with what their values must be and how that is said.
_LISTS: dict[str, _Rule] = {
    "vendors": (_is_list_of_small_words, 'this must be a list of words in small letters, like ["acme"]'),
    "modules": _WORDS,
    "headers": _WORDS,
}
_OF_SERVICE: dict[str, _Rule] = {
    "slug": (_is_slug, 'this must be small letters, digits and hyphens, like "my-service"'),
    **dict.fromkeys(_TEXTS, (_is_text, "this must be text in quotes")),
    "aliases": _WORDS,
}
_OF_COMMAND: dict[str, _Rule] = {
    "names": _WORDS,
    "first": _WORDS,
    "more": (_is_number, "this must be a number"),
    "forms": _WORDS,
}


def _wrong_lists(tables: Mapping[str, Any]) -> Iterator[Problem]:
    for key, value in tables.items():
        if key in ("service", "command"):
            continue
        if key not in _LISTS:
            keys = ", ".join((*_LISTS, "[[service]]", "[[command]]"))
            yield _problem(f"{key}: there is no such key. The keys are {keys}; those of a service stand below it")
        elif not _LISTS[key][0](value):
            yield _problem(f"{key}: {_LISTS[key][1]}")


def _wrong_keys(row: Mapping[str, Any], needed: str, keys: Mapping[str, _Rule]) -> str:
    for key in (needed, *row):  # a row without it is told so before anything else
        if key not in keys:
            return f"{key}: there is no such key. The keys are {', '.join(keys)}"
        is_right, rule = keys[key]
        if not is_right(row.get(key)):
            return f"{key}: {rule}"
    return ""


def _wrong_command(row: Mapping[str, Any]) -> str:
    return _wrong_keys(row, "names", _OF_COMMAND)


def _wrong_service(row: Mapping[str, Any], known: Container[str]) -> str:
    """What is wrong with a row, beginning with the key; empty if nothing is."""
    if wrong := _wrong_keys(row, "slug", _OF_SERVICE):
        return wrong
    if row["slug"] in known:
        return f'slug: "{row["slug"]}" is taken by a row above. Choose another'
    for key in ("name", "category"):
        if not row.get(key, "").strip():
            return f"{key}: this is missing. Every service has one"
        # Names become tags, and themes write tags into their pages as they are.
        if any(sign in "<>" or not sign.isprintable() for sign in row[key]):
            return f"{key}: this must be plain words, without < and >"
    if (url := row.get("url", "")) and not _HTTPS.fullmatch(url):
        return "url: this must be an address that begins with https://"
    return ""
