"""Our own copy of a guide in Markdown: each question below its id, with a line that states its level."""

from __future__ import annotations

import re
from collections.abc import Iterator, Sequence
from dataclasses import replace

from ...records import Reading, Text
from ...words.wording import plain
from .cards import Card, Found, Lines, reading, verbatim
from .our_copies import stated_level

_ANCHOR = re.compile(r'<a id="(?P<id>[a-z0-9][a-z0-9-]{0,99})"></a>\s*')
_HEADING = re.compile(r"#{3,4} (?P<title>.+)")
_FACTS = re.compile(r"\*(?P<facts>[^*]+)\*\s*")
_SERVICE = re.compile(r"#{2,3} (?P<title>.+)")
_COUNT = re.compile(r"\d[\d,]* questions?(?: · .*)?")
_OTHER = re.compile(r"Another answer in the notes \((?P<place>.*)\):\s*")
_REFERENCES = re.compile(r"References: (?=<|\[|https?:)(?P<links>.*)")
_LINK = re.compile(r"\((?P<target>https?://[^\s()]+(?:\([^\s()]*\)[^\s()]*)*)\)|<(?P<bare>https?://[^\s<>]+)>")
_WORDINGS = re.compile(r"Also asked as: “.*")
_ADDRESS = re.compile(r"<https?://\S+>\s*")
# A mark in a title; what is none is written as an entity.
_MARKED = re.compile(r"[`*~$<]")
_ANSWER = "**Answer:**"
_NONE_YET = "Not answered in the notes yet."


def reads(text: Text) -> Reading | None:
    """Our own copy; None for any other file."""
    starts = [
        n
        for n, line in enumerate(text.lines)
        if line.startswith("<a ") and _ANCHOR.fullmatch(line) and _is_start(text.lines, n)
    ]
    if not starts or not any(_COUNT.fullmatch(line) for line in text.lines[:8]):
        return None
    ends = [_end(text.lines, start, end) for start, end in zip(starts, [*starts[1:], len(text.lines)], strict=True)]
    cards = [
        card
        for start, end in zip(starts, ends, strict=True)
        for card in _cards(text.lines, start, end, _section(text.lines, start))
    ]
    said = "what our copy says besides"
    others = [
        Lines(n, n, "heading" if line.startswith("#") else "filler", "" if line.startswith("#") else said)
        for n, line in enumerate(text.lines, 1)
    ]
    return reading(text, "our Markdown copy", Found(cards, others))


def _is_start(lines: Sequence[str], start: int) -> bool:
    some = [line for line in lines[start + 1 : start + 5] if line.strip()]
    return len(some) > 1 and bool(_HEADING.fullmatch(some[0]) and _FACTS.fullmatch(some[1]))


def _end(lines: Sequence[str], start: int, end: int) -> int:
    """Where the question ends: before the headings of the next level and the next service."""
    last = end
    while last > start and (not lines[last - 1].strip() or (end < len(lines) and _is_between(lines, last - 1))):
        last -= 1
    return last


def _is_between(lines: Sequence[str], n: int) -> bool:
    """A heading of a level or of a service, or the summary below the latter."""
    if _SERVICE.fullmatch(lines[n]):
        return not lines[n].startswith("####")
    above = [line for line in lines[max(0, n - 2) : n] if line.strip()]
    return bool(above) and re.match(r"## ", above[-1]) is not None


def _section(lines: Sequence[str], start: int) -> tuple[str, ...]:
    found = next((lines[n][3:] for n in range(start, -1, -1) if lines[n].startswith("## ")), "")
    return (found,) if found else ()


def _cards(lines: Sequence[str], start: int, end: int, section: tuple[str, ...]) -> Iterator[Card]:
    anchor = _ANCHOR.fullmatch(lines[start])
    at = [n for n in range(start + 1, end) if lines[n].strip()][:2]
    title, facts = _HEADING.fullmatch(lines[at[0]]), _FACTS.fullmatch(lines[at[1]])
    if anchor is None or title is None or facts is None:
        return
    end, references = _without_tail(lines, at[1] + 1, end)
    parts = list(_parts(lines, at[1] + 1, end))
    question, body, first = _asked(title["title"], lines, parts)
    answer = "\n".join(lines[first : parts[0][1]]).strip("\n")
    words = facts["facts"].split(" · ")
    card = Card(
        (start + 1, max(end, at[1] + 1)),
        question if _MARKED.search(question) else verbatim(plain(question)),
        "" if answer == _NONE_YET else answer,
        first + 1,
        body=body,
        section=section,
        level=stated_level(words[0]),
        scenario="Scenario" in words,
        id=anchor["id"],
        references=references,
    )
    yield card
    for begin, stop in parts[1:]:
        other = "\n".join(lines[begin:stop]).strip("\n")
        yield replace(card, answer=other, id=None, references=())


def _asked(title: str, lines: Sequence[str], parts: Sequence[tuple[int, int]]) -> tuple[str, str, int]:
    """The whole question, what stands below it, and the line where the answer begins."""
    begin, end = parts[0]
    mark = next((n for n in range(begin, end) if lines[n] == _ANSWER), None)
    if mark is None:
        return title, "", begin
    above = "\n".join(lines[begin:mark]).strip("\n")
    if "…" in title[-2:] or title.rstrip("…") in above:
        question, _, body = above.partition("\n\n")
        return question, body, mark + 1
    return title, above, mark + 1


def _without_tail(lines: Sequence[str], begin: int, end: int) -> tuple[int, tuple[str, ...]]:
    """Where the answers end, and the references that stand below them."""
    references: tuple[str, ...] = ()
    for pattern in (_ADDRESS, _WORDINGS, _REFERENCES):
        while end > begin and not lines[end - 1].strip():
            end -= 1
        if end > begin and (match := pattern.fullmatch(lines[end - 1])):
            end -= 1
            if pattern is _REFERENCES:
                links = _LINK.finditer(match["links"])
                references = tuple(dict.fromkeys(link["target"] or link["bare"] for link in links))
    return end, references


def _parts(lines: Sequence[str], begin: int, end: int) -> Iterator[tuple[int, int]]:
    """The first answer, with what stands above it, and each further one."""
    marks = [n for n in range(begin, end) if _OTHER.fullmatch(lines[n])]
    starts = [begin, *(mark + 1 for mark in marks)]
    yield from zip(starts, [*marks, end], strict=True)
