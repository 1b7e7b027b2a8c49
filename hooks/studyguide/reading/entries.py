"""Lines become entries: which question, where its answer stands, and what every other line is.

In the order of the work: `other_formats` (files that are no Markdown), `line_marks` (what a single line shows),
`neighbours` (what its neighbours add), `numbered_lists`, `question_starts` (where questions may begin), `segments`
(which of them do, and how far each goes), `question_parts` (question, body and answer of each).
"""

from __future__ import annotations

import re
from collections import Counter
from collections.abc import Sequence
from dataclasses import replace
from itertools import pairwise

from ..records import ANYTHING, Entry, LooseAnswer, Problem, Reading, Role, Span, Subject, Text
from ..words.headings import REFERENCES
from ..words.wording import plain
from .formats import opened
from .line_marks import Line, scan
from .neighbours import answer_number
from .other_formats import as_markdown, is_code
from .question_parts import divide
from .question_starts import Start, Starts, find
from .segments import Cut, Segment, walk

# What each sign is called in the import report.
LAYOUTS = {
    "house": "house layout",
    "summary": "collapsible blocks",
    "table": "table of questions",
    "label": "labelled questions",
    "answered": "paragraphs with labelled answers",
    "numbered": "numbered questions",
    "heading": "questions as headings",
    "bold": "questions in bold",
    "bullet": "questions as list items",
    "bare": "questions as plain lines",
}
NO_LAYOUT = "no questions"

_LINK = re.compile(
    r"(?:\[(?P<title>[^\[\]]*+))?\]\(\s*<?(?P<target>https?://[^\s()<>]+(?:\([^\s()]*\)[^\s()<>]*)*)>?[^)]*\)"
    r"|(?<![(\w])(?P<bare>https?://[^\s<>)\]]+)"
)


def read(text: Text, subject: Subject = ANYTHING) -> Reading:
    """The questions of one file and the role of each of its non-blank lines. Never raises, whatever the lines hold."""
    return opened(text, lambda prose: _read_prose(prose, subject)) or _read_prose(text, subject)


def _read_prose(text: Text, subject: Subject) -> Reading:
    """Notes in Markdown, or in something that can be read as it line by line."""
    if is_code(text.lines):
        return _unread(text)
    page = scan(text.lines, subject.commands)
    matter = _front_matter(page)
    house = "service" in matter
    if not house:  # the house layout is Markdown, whatever its answers look like
        page = scan(as_markdown(text.lines), subject.commands)
        matter = _front_matter(page)
    starts = find(page, house=house, vendors=subject.vendors)
    cut = walk(page, starts)
    trusted = text.source.startswith("reviewed/")
    entries: list[Entry] = []
    loose: list[LooseAnswer] = []
    roles: dict[int, Role] = {i: Role(i + 1, i + 1, role, None, why) for i, (role, why) in cut.roles.items()}
    for segment in cut.segments:
        if segment.start is None:
            loose.append(_loose(text.source, page, starts, segment))
            for i in segment.lines:
                roles[i] = Role(i + 1, i + 1, "note")
            continue
        entry, own = divide(text.source, page, starts, segment)
        if house:
            entry = _in_the_house(entry, matter, segment.start, trusted)
        for i, (role, why) in own.items():
            belongs = len(entries) if role in ("question", "answer") else None
            roles[i] = Role(i + 1, i + 1, role, belongs, why)
        entries.append(entry)
    return Reading(
        text.source,
        _layout(cut),
        tuple(entries),
        _joined(page, roles),
        tuple(loose),
        _gaps(text.source, page, starts),
    )


def _loose(source: str, page: Sequence[Line], starts: Starts, segment: Segment) -> LooseAnswer:
    mark = page[segment.first].marks
    first = starts.labels.get(segment.first, mark.text if not mark.bold else f"**{mark.text}**")
    return LooseAnswer(
        Span(source, segment.first + 1, segment.last + 1),
        mark.number or answer_number(page[segment.first]) or "",
        tuple(s.title for s in segment.sections),
        next((s.level for s in reversed(segment.sections) if s.level), None),
        (first, *(page[i].raw for i in segment.lines[1:])),
    )


# --- the house layout ------------------------------------------------------------------------------------------------


def _front_matter(page: Sequence[Line]) -> dict[str, str]:
    found: dict[str, str] = {}
    for line in page:
        if line.kind != "front":
            break
        key, colon, value = line.raw.partition(":")
        if colon and key == key.strip():
            found[key.strip().lower()] = value.strip().strip("\"'")
    return found


def _in_the_house(entry: Entry, matter: dict[str, str], start: Start, trusted: bool) -> Entry:
    """What front matter and the `References:` line state. Only the reviewed bank may state an id and a review."""
    answer = list(entry.answer)
    references: dict[str, str] = {}
    at = next((n for n in range(len(answer) - 1, -1, -1) if REFERENCES.match(answer[n].strip())), None)
    if at is not None:
        for link in _LINK.finditer("\n".join(answer[at:])):
            references.setdefault(link["target"] or link["bare"], plain(link["title"] or ""))
        if references:
            answer = answer[:at]
    while answer and not answer[-1].strip():
        answer.pop()
    return replace(
        entry,
        answer=tuple(answer),
        service=matter["service"],
        scenario=entry.scenario or start.scenario,
        id=start.anchor or None if trusted else None,
        reviewed=matter.get("reviewed") or None if trusted else None,
        references=tuple(references),
        reference_titles=tuple(references.values()),
    )


# --- the report ------------------------------------------------------------------------------------------------------


def _unread(text: Text) -> Reading:
    """A program: kept, shown as it is, and not read."""
    written = [n for n, line in enumerate(text.lines, 1) if line.strip()]
    roles = tuple(Role(first, last, "note", None, "a program, not notes") for first, last in _runs_of(written))
    return Reading(text.source, NO_LAYOUT, (), roles)


def _runs_of(numbers: Sequence[int]) -> list[tuple[int, int]]:
    """Rising numbers as ranges without gaps."""
    firsts = [n for n, before in zip(numbers, [None, *numbers], strict=False) if before is None or n != before + 1]
    lasts = [n for n, after in zip(numbers, [*numbers[1:], None], strict=True) if after is None or after != n + 1]
    return list(zip(firsts, lasts, strict=True))


def _layout(cut: Cut) -> str:
    kinds = Counter(segment.start.kind for segment in cut.segments if segment.start is not None)
    return ", ".join(LAYOUTS[kind] for kind, _ in kinds.most_common(3)) or NO_LAYOUT


def _joined(page: Sequence[Line], roles: dict[int, Role]) -> tuple[Role, ...]:
    """Roles in order, neighbours of the same kind joined over the blank lines between them."""
    found: list[Role] = []
    for i in range(len(page)):
        if page[i].kind == "blank" and i not in roles:
            continue
        role = roles.get(i, Role(i + 1, i + 1, "note"))
        last = found[-1] if found else None
        if (
            last
            and (last.role, last.entry, last.why) == (role.role, role.entry, role.why)
            and role.role not in ("heading", "level")
        ):
            found[-1] = replace(last, last=i + 1)
        else:
            found.append(role)
    return tuple(found)


def _gaps(source: str, page: Sequence[Line], starts: Starts) -> tuple[Problem, ...]:
    """Numbers that are missing from a list of questions: perhaps a question was lost before the file came here."""
    found: list[Problem] = []
    for run in starts.runs:
        if not run.questions:
            continue
        numbers = [(int((page[i].marks.number or "0").rpartition(".")[2]), i) for i in run.lines]
        for (a, _), (b, i) in pairwise(numbers):
            if b > a + 1:
                found.append(
                    Problem(
                        Span(source, i + 1, i + 1), f"question {b} follows question {a}. See whether one is missing"
                    )
                )
    return tuple(found)
