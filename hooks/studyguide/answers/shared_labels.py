"""What a note defines in one place for all of its answers: addresses of links, footnotes, abbreviations.

An answer is read by itself, on its page as on its card. So each gets the definitions that it uses, wherever in the file
they stand; one that no other answer uses stays where it is, and a label that the file defines twice is lent to nobody.
"""

from __future__ import annotations

import re
from collections import Counter
from collections.abc import Iterable, Mapping, Sequence
from dataclasses import dataclass

from ..syntax.columns import indent_of
from ..syntax.line_kinds import FENCE
from .definitions import Key, is_like_one, key_of, label_of
from .markdown_blocks import used

# Beyond this a file defines as a dictionary does, and no answer is meant.
_MOST = 500
_BEGINS = re.compile(r"^ {0,3}(?:\[[^\[\]\n]+\]:|\*\[[^\[\]\n]+\]:)", re.M)


@dataclass(frozen=True, slots=True)
class _Defined:
    """A definition, the number of its answer (-1 outside of all), and its lines there."""

    owner: int
    lines: tuple[str, ...]
    first: int


def shared(answers: Sequence[str], outside: Sequence[str] = ()) -> tuple[str, ...]:
    """The clean Markdown of all answers of a file, each with the definitions of others that it uses.

    outside   the lines of the file that belong to no answer

    >>> shared(("See [the guide].", "It holds.\\n\\n[the guide]: https://guides.example/"))
    ('See [the guide].\\n\\n[the guide]: https://guides.example/', 'It holds.')
    """
    texts = (*answers, "\n".join(outside))
    if not any(map(_BEGINS.search, texts)):
        return tuple(answers)
    places = (*range(len(answers)), -1)
    found = [one for place, text in zip(places, texts, strict=True) for one in _definitions(text, place)]
    times = Counter(key for key, _ in found)
    known = {key: one for key, one in found[:_MOST] if times[key] == 1}
    own = [{key for key, one in found if one.owner == place} for place in range(len(answers))]
    lent: set[Key] = set()
    made = []
    for text, mine in zip(answers, own, strict=True):
        borrowed = _borrowed(text, mine, known)
        lent |= borrowed.keys()
        made.append("\n\n".join((text, *borrowed.values())) if borrowed else text)
    return tuple(_without(text, lent) for text in made) if lent else tuple(answers)


def _definitions(text: str, place: int) -> Iterable[tuple[Key, _Defined]]:
    """Those of a text, with the lines that are indented below a footnote."""
    lines = text.split("\n") if _BEGINS.search(text) else []
    fence = ""
    for n, line in enumerate(lines):
        mark = FENCE.strict.match(line.strip())
        if mark:
            fence = "" if fence and mark["mark"].startswith(fence) else fence or mark["mark"]
        key = None if fence or indent_of(line) >= 4 else key_of(line.strip())
        if key:
            end = _end(lines, n) if key[0] == "note" else n + 1
            yield key, _Defined(place, tuple(lines[n:end]), n)


def _end(lines: Sequence[str], first: int) -> int:
    """The line behind a footnote."""
    end = at = first + 1
    while at < len(lines) and (not lines[at].strip() or indent_of(lines[at]) >= 2 or at == end):
        if lines[at].strip() and indent_of(lines[at]) < 2 and (not lines[at - 1].strip() or is_like_one(lines[at])):
            break
        at += 1
        end = at if lines[at - 1].strip() else end
    return end


def _borrowed(text: str, mine: set[Key], known: Mapping[Key, _Defined]) -> dict[Key, str]:
    """What of others a text uses. A footnote may use some of its own."""
    found: dict[Key, str] = {}
    for _ in range(2):
        whole = "\n\n".join((text, *found.values()))
        labels = {label_of(label) for label in _LABEL.findall(whole)}
        wanted = {key: one for key, one in known.items() if key not in mine and _may_use(whole, labels, key)}
        if wanted.keys() <= found.keys():
            break
        told = {key: "\n".join(one.lines) for key, one in wanted.items()}
        uses = used("\n\n".join((text, *told.values())))
        found = {key: lines for key, lines in told.items() if key in uses}
    return found


_LABEL = re.compile(r"\[([^\[\]]{1,200})\]")


def _may_use(text: str, labels: set[str], key: Key) -> bool:
    kind, label = key
    if kind == "short":
        return label in text
    return (f"^{label}" if kind == "note" else label) in labels


def _without(text: str, lent: set[Key]) -> str:
    """An answer without the definitions that only others use; a footnote that goes may have been all that used some."""
    for _ in range(2):
        given = [(key, one) for key, one in _definitions(text, 0) if key in lent]
        uses = used(text) if given else frozenset()
        lines: list[str | None] = list(text.split("\n"))
        for key, one in given:
            if key not in uses:
                lines[one.first : one.first + len(one.lines)] = [None] * len(one.lines)
        if None not in lines:
            break
        text = re.sub(r"\n{3,}", "\n\n", "\n".join(line for line in lines if line is not None)).strip("\n")
    return text
