"""Files in another markup, rewritten as Markdown and read as such: what is read goes back to the lines it came from."""

from __future__ import annotations

from collections import defaultdict
from collections.abc import Sequence
from dataclasses import dataclass, replace
from typing import Protocol

from ...records import Entry, LooseAnswer, Problem, Reading, Span, Text
from .cards import joined


class Prose(Protocol):
    """Reads Markdown. Where its lines stand for others, `homes` has the first and the last of those for each."""

    def __call__(self, text: Text, homes: Sequence[tuple[int, int]] = ()) -> Reading: ...


# Where one line of the file has become several things, what it is called.
_RANK = ("question", "answer", "tips", "intro", "note", "heading", "level", "separator", "filler")
_MARKUP = ("filler", None, "marks of the file's form")


@dataclass(frozen=True, slots=True)
class Written:
    """A line of Markdown, and the lines of the file that it stands for."""

    text: str
    first: int
    last: int


def read_rewritten(text: Text, name: str, lines: Sequence[Written], prose: Prose) -> Reading:
    """The file as `prose` reads its Markdown, with the file's own lines; those that left no line are its marks."""
    written = replace(text, lines=tuple(line.text for line in lines))
    found = prose(written, [(line.first, line.last) for line in lines])
    home = _Home(text.source, lines)
    roles: dict[int, tuple[str, int | None, str]] = {}
    said: defaultdict[int, list[str]] = defaultdict(list)
    for role in sorted(found.roles, key=lambda role: _RANK.index(role.role), reverse=True):
        for line in lines[role.first - 1 : role.last]:
            if line.text.strip():
                for number in range(line.first, line.last + 1):
                    roles[number] = (role.role, role.entry, role.why)
    for role in sorted(found.roles, key=lambda role: role.first):
        if role.entry is not None:
            said[role.entry] += [line.text for line in lines[role.first - 1 : role.last]]
    for number in range(1, len(text.lines) + 1):
        roles.setdefault(number, _MARKUP)
    return Reading(
        text.source,
        f"{name}: {found.layout}",
        tuple(map(home.entry, found.entries)),
        joined(text.lines, roles),
        tuple(map(home.loose, found.loose)),
        tuple(map(home.problem, found.problems)),
        said=found.said or tuple("\n".join(said[place]) for place in range(len(found.entries))),
        rivals=found.rivals,
        margin=found.margin,
        rule=found.rule,
    )


@dataclass(frozen=True, slots=True)
class _Home:
    """Leads from lines of the Markdown to those of the file."""

    source: str
    lines: Sequence[Written]

    def span(self, span: Span) -> Span:
        some = self.lines[span.first - 1 : span.last] or self.lines[-1:]
        return Span(self.source, min(line.first for line in some), max(line.last for line in some))

    def entry(self, entry: Entry) -> Entry:
        return replace(entry, span=self.span(entry.span), answer_spans=tuple(map(self.span, entry.answer_spans)))

    def loose(self, answer: LooseAnswer) -> LooseAnswer:
        return replace(answer, span=self.span(answer.span))

    def problem(self, problem: Problem) -> Problem:
        """A problem of the file's own; what is wrong in `layouts.toml` stands there."""
        return replace(problem, span=self.span(problem.span)) if problem.span.source == self.source else problem
