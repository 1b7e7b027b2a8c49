"""The places in a note by the names that people give them in an address: ids, and slugs of headings of every make."""

from __future__ import annotations

import re
import unicodedata
from collections.abc import Iterable, Iterator, Sequence
from dataclasses import dataclass, field

from ..syntax.fences import fences_of
from ..syntax.line_kinds import HEADING, UNDERLINE, without_closing
from ..words.wording import plain

_ATTRIBUTES = re.compile(r"(?:(?<!\s)\s++)?\{:?[^{}]*\}\s*$")
_ID = re.compile(
    r"\{:?[^{}]{0,200}?#(?P<id>[^\s{}#]++)[^{}]{0,200}\}\s*$"
    r"|<[a-z][a-z0-9]*\s[^<>]{0,500}?\b(?:id|name)\s*=\s*[\"'](?P<html>[^\"'<>]{1,200})",
    re.I,
)
_BLOCK = re.compile(r"(?:^|\s)\^(?P<id>[A-Za-z0-9-]{1,60})\s*$")
_HTML_HEADING = re.compile(r"<h[1-6]\b[^<>]*>(?P<words>.*?)</h[1-6]\s*>", re.I)
_TAG = re.compile(r"</?[a-z][^<>]*>", re.I)


@dataclass(frozen=True, slots=True)
class Places:
    """Lines of a note, counted from 1, by the names of what stands on them.

    exact     ids, the marks of blocks, and the slugs by which GitHub, Obsidian and MkDocs lead to headings
    letters   headings by their letters and figures alone, for slugs of other makes; the first of those alike
    """

    exact: dict[str, int] = field(default_factory=dict)
    letters: dict[str, int] = field(default_factory=dict)

    def line_of(self, fragment: str) -> int | None:
        """The line that a fragment of an address means; of `#Part#Heading` the last counts.

        >>> places_in(["# One", "## C++ & more", "text ^a1", "## One"], ()).line_of("one-1")
        4
        """
        last = fragment.rpartition("#")[2].strip()
        for name in (fragment, last, fragment.casefold(), last.casefold()):
            if name in self.exact:
                return self.exact[name]
        return self.letters.get(letters(last)) if letters(last) else None


def places_in(lines: Sequence[str], questions: Iterable[tuple[int, str]]) -> Places:
    """
    questions   line and words of each question, which is a place by its words even where it is no heading
    """
    found = Places()
    code = {line for fence in fences_of(lines) for line in range(fence.first, fence.end)}
    for number, line in enumerate(lines, 1):
        if number - 1 in code:
            continue
        for match in (*_ID.finditer(line), *_BLOCK.finditer(line)):
            ids = match.groupdict()
            named = number if _TAG.sub("", line).strip() else _next(lines, number)
            found.exact.setdefault(ids.get("id") or ids.get("html") or "", named)
            found.exact.setdefault(f"^{ids['id']}", named)
    _add(found, _headings(lines, code))
    _add(found, questions)
    return found


def _next(lines: Sequence[str], number: int) -> int:
    """The line below, for a name that stands alone: it is that of the heading which follows."""
    return next((at + 1 for at in range(number, len(lines)) if lines[at].strip()), number)


def _add(found: Places, headings: Iterable[tuple[int, str]]) -> None:
    times: dict[tuple[str, str], int] = {}
    for number, words in headings:
        for slug, mark in ((_github(words), "-"), (_mkdocs(words), "_")):
            again = times.get((slug, mark), 0)
            times[slug, mark] = again + 1
            if slug:
                found.exact.setdefault(f"{slug}{mark}{again}" if again else slug, number)
        found.letters.setdefault(letters(words), number)


def _headings(lines: Sequence[str], code: set[int]) -> Iterator[tuple[int, str]]:
    """The line of each heading, and its words."""
    for at, line in enumerate(lines):
        if at in code:
            continue
        text = line.strip()
        below = lines[at + 1].strip() if at + 1 < len(lines) else ""
        words = ""
        if mark := HEADING.lenient.match(text):
            words = without_closing(text[mark.end() :])
        elif text[:2] in ("<h", "<H") and (tag := _HTML_HEADING.match(text)):
            words = tag["words"]
        elif text and at + 1 not in code and below[:1] in ("=", "-") and UNDERLINE.lenient.match(below):
            words = text
        if words:
            yield at + 1, plain(_TAG.sub("", _ATTRIBUTES.sub("", words)))


def letters(words: str) -> str:
    """Letters and figures alone, without what stands above and below them.

    >>> letters("What's a “Schlüssel”?") == letters("whats-a-schlussel")
    True
    """
    return "".join(sign for sign in unicodedata.normalize("NFKD", words).casefold() if sign.isalnum())


def _github(words: str) -> str:
    """
    >>> _github("What's C++ & R?")
    'whats-c--r'
    """
    return re.sub(r"[^\w\- ]", "", words.lower()).replace(" ", "-")


def _mkdocs(words: str) -> str:
    """
    >>> _mkdocs("What's C++ & Größe?")
    'whats-c-groe'
    """
    plain_letters = unicodedata.normalize("NFKD", words).encode("ascii", "ignore").decode()
    return re.sub(r"[-\s]+", "-", re.sub(r"[^\w\s-]", "", plain_letters).strip().lower())
