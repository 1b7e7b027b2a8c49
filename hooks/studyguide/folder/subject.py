"""Reads `services.toml`: what a guide is about. Nothing else in the generator knows the field."""

from __future__ import annotations

import re
import tomllib
from collections.abc import Callable, Container
from typing import Any

from ..records import ANYTHING, Problem, Service, Span, Subject

FILE = "services.toml"

_SLUG = re.compile(r"[a-z0-9]+(?:-[a-z0-9]+)*")
_HTTPS = re.compile(r"https://[^\s/?#]+\S*")
_TEXTS = ("name", "category", "summary", "url")


def load_subject(text: str) -> tuple[Subject, tuple[Problem, ...]]:
    """What the file says that is right, its rows in their order, and a grave problem for each thing that is not.

    A file that cannot be used at all says nothing.
    """
    try:
        tables = tomllib.loads(text.replace("\r\n", "\n"))
    except (tomllib.TOMLDecodeError, RecursionError, ValueError) as error:
        place = re.search(r"line (\d+)", str(error))
        message = f"this is not TOML: {error}. Mend it; until then the services of the guide are used"
        return ANYTHING, (_problem(message, int(place[1]) if place else 1),)
    rows = tables.get("service")
    if not isinstance(rows, list) or not rows:
        return ANYTHING, (_problem("it has no [[service]]. Add one, or remove the file to use those of the guide"),)
    services, problems = _services(rows, text)
    vendors = tables.get("vendors", [])
    if not _is_list_of_words(vendors) or any(vendor != vendor.casefold().strip() for vendor in vendors):
        problems.append(_problem('vendors: this must be a list of words in small letters, like ["acme"]', 1))
        vendors = []
    return Subject(services, tuple(vendors)), tuple(problems)


def _problem(message: str, line: int = 1) -> Problem:
    return Problem(Span(FILE, line, line), message, grave=True)


def _services(rows: list[Any], text: str) -> tuple[tuple[Service, ...], list[Problem]]:
    lines = [number for number, line in enumerate(text.splitlines(), 1) if re.match(r"\s*\[\[\s*service\s*\]\]", line)]
    services: dict[str, Service] = {}
    problems: list[Problem] = []
    for nth, row in enumerate(rows):
        if wrong := _wrong(row, services):
            problems.append(_problem(f"[[service]] {wrong}", lines[nth] if nth < len(lines) else 1))
        else:
            aliases = tuple(row.get("aliases", ()))
            services[row["slug"]] = Service(row["slug"], aliases=aliases, **{key: row.get(key, "") for key in _TEXTS})
    return tuple(services.values()), problems


def _is_slug(value: object) -> bool:
    return isinstance(value, str) and _SLUG.fullmatch(value) is not None


def _is_text(value: object) -> bool:
    return isinstance(value, str)


def _is_list_of_words(value: object) -> bool:
    return isinstance(value, list) and all(map(_is_text, value))


# The keys of a row, with what their values must be and how that is said.
_KEYS: dict[str, tuple[Callable[[object], bool], str]] = {
    "slug": (_is_slug, 'this must be small letters, digits and hyphens, like "my-service"'),
    **dict.fromkeys(_TEXTS, (_is_text, "this must be text in quotes")),
    "aliases": (_is_list_of_words, 'this must be a list of words, like ["bucket"]'),
}


def _wrong(row: Any, known: Container[str]) -> str:
    """What is wrong with a row, beginning with the key; empty if nothing is."""
    if not isinstance(row, dict):
        return "is not a table. Write key = value lines below it"
    for key in ("slug", *row):  # a row without a slug is told so before anything else
        if key not in _KEYS:
            return f"{key}: there is no such key. The keys are {', '.join(_KEYS)}"
        is_right, rule = _KEYS[key]
        if not is_right(row.get(key)):
            return f"{key}: {rule}"
        if key == "slug" and row[key] in known:
            return f'slug: "{row[key]}" is taken by a row above. Choose another'
    for key in ("name", "category"):
        if not row.get(key, "").strip():
            return f"{key}: this is missing. Every service has one"
        # Names become tags, and themes write tags into their pages as they are.
        if any(sign in "<>" or not sign.isprintable() for sign in row[key]):
            return f"{key}: this must be plain words, without < and >"
    if (url := row.get("url", "")) and not _HTTPS.fullmatch(url):
        return "url: this must be an address that begins with https://"
    return ""
