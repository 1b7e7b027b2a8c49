"""The one form in which outputs know a link within the guide: the address of a question, or of a line of a note, from
the root of the site. A note cannot write it: what a note calls its target is looked up by `links`.
"""

from __future__ import annotations

import re
from collections.abc import Callable, Iterable, Iterator
from dataclasses import dataclass

_QUESTION = r"services/[a-z0-9-]{1,200}/#[a-z0-9][a-z0-9-]{0,99}"
_LINE = r"sources/[a-z0-9-]{1,200}/(?:#L[0-9]{1,9})?"
ADDRESS = re.compile(rf"{_QUESTION}|{_LINE}")
_HTML = re.compile(rf'<a href="({ADDRESS.pattern})"(?: rel="[^"]*")?>(.*?)</a>', re.S)

# Where an address leads from a place of an output, or nothing where it leads nowhere from there.
Lead = Callable[[str], str]


@dataclass(frozen=True, slots=True)
class Target:
    """
    folder   of the page, from the root of the site
    anchor   the place on it, or empty
    """

    folder: str
    anchor: str

    @property
    def id(self) -> str:
        """Of the question, or nothing."""
        return self.anchor if self.folder.startswith("services/") else ""


def place_at(address: str) -> Target:
    """
    >>> place_at("services/ropes/#rope-knots"), place_at("sources/ropes-md/#L3").id
    (Target(folder='services/ropes', anchor='rope-knots'), '')
    """
    folder, _, anchor = address.partition("/#")
    return Target(folder.rstrip("/"), anchor)


def is_own(address: str) -> bool:
    """
    >>> is_own("services/ropes/#rope-knots"), is_own("./services/ropes/#rope-knots"), is_own("services/../#x")
    (True, False, False)
    """
    return ADDRESS.fullmatch(address) is not None


def may_hold(markdown: str) -> bool:
    """Whether a text can have such a link."""
    return ("services/" in markdown or "sources/" in markdown) and ADDRESS.search(markdown) is not None


def led(fragment: str, lead: Lead) -> str:
    """A fragment of HTML with its links within the guide as a place of an output has them; words where it has none.

    >>> led('<a href="services/ropes/#knot">Knot</a>', lambda address: f"../{address}")
    '<a href="../services/ropes/#knot">Knot</a>'
    >>> led('<a href="services/ropes/#knot">Knot</a>', lambda address: "")
    'Knot'
    """

    def put(match: re.Match[str]) -> str:
        found = lead(match[1])
        return f'<a href="{found}">{match[2]}</a>' if found else match[2]

    return _HTML.sub(put, fragment) if '<a href="s' in fragment else fragment


def nowhere(address: str) -> str:
    """The lead of a place from which no page is reached."""
    return ""


def addresses_in(texts: Iterable[str]) -> Iterator[str]:
    """What texts of Markdown may lead to; code that only looks so is among it."""
    for text in texts:
        if may_hold(text):
            yield from (match[0] for match in ADDRESS.finditer(text))
