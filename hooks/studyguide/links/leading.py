"""Answers whose links lead to the questions of the guide, found by what notes call them; told where they are not."""

from __future__ import annotations

import re
from collections.abc import Callable, Mapping, Sequence
from dataclasses import replace

from ..answers.link_marks import Led, Mark, exchanged, is_name
from ..answers.where import line_of
from ..pictures.addresses import is_picture
from ..records import Asked, Permalink, Problem, Question, Source, Span
from .targets import Place, Targets

_SHOWN = 80  # signs of an address in a message
# A single word in small letters may be anything: `[[package]]`.
_PLAIN_WORD = re.compile(r"[a-z0-9_.-]+")
# An address has a sign that no word has; `list[0](item)` is a program.
_LIKE_AN_ADDRESS = re.compile(r"[./#:]")


def with_links(
    questions: Sequence[Question],
    sources: Sequence[Source],
    permalinks: Sequence[Permalink],
    reports: Mapping[str, str],
    home: str = "",
    called: Callable[[str], str] = str,
) -> tuple[tuple[Question, ...], tuple[Problem, ...]]:
    """The same questions with every link between them in the one form that outputs know, and what is wrong.

    reports   the page of each source
    home      the site's own address, ending in `/`, or empty
    called    how a question is named in a link that has no words of its own
    """
    desk = _Desk(Targets(questions, sources, permalinks, reports, home), called)
    return tuple(map(desk.question, questions)), tuple(desk.told.values())


class _Desk:
    """Looks up each address once for each note, and tells what is wrong with it once."""

    def __init__(self, targets: Targets, called: Callable[[str], str]) -> None:
        self.targets = targets
        self.called = called
        self.told: dict[tuple[str, str], Problem] = {}
        self.known: dict[tuple[str, str, bool], Place | None] = {}

    def question(self, question: Question) -> Question:
        asked = tuple(map(self.asked, question.asked))
        if asked == question.asked:
            return question
        bodies = {one.body: new.body for one, new in zip(reversed(question.asked), reversed(asked), strict=True)}
        return replace(
            question,
            asked=asked,
            answer=asked[question.shown].answer,
            body=bodies.get(question.body, question.body),
        )

    def asked(self, asked: Asked) -> Asked:
        answered = asked.answer_spans or (asked.span,)
        body = self.text(asked.body, (asked.span, *answered), asked)
        answer = self.text(asked.answer, (*answered, asked.span), asked)
        return asked if (body, answer) == (asked.body, asked.answer) else replace(asked, body=body, answer=answer)

    def text(self, markdown: str, spans: tuple[Span, ...], asked: Asked) -> str:
        return exchanged(markdown, lambda mark: self.led(mark, spans, asked), self.targets.home)

    def led(self, mark: Mark, spans: tuple[Span, ...], asked: Asked) -> Led | None:
        if mark.form == "embed" and is_picture(mark.address):
            return None  # of which it was told already that it is not shown
        wiki = mark.form in ("wiki", "embed")
        source = spans[0].source
        place = self.place(mark.address, source, wiki)
        if place is None:
            return None
        if not place.address and not _is_meant(mark, wiki):
            return None
        if place.why and (source, mark.address) not in self.told:
            self.told[source, mark.address] = self.problem(mark, spans, place, asked.reviewed is not None)
        if wiki:
            return self.of_wiki(mark, place)
        if not place.address and mark.form in ("angled", "bare"):
            return None
        return Led(place.address, mark.written if mark.form == "bare" else self.called(place.title or mark.address))

    def place(self, address: str, source: str, wiki: bool) -> Place | None:
        key = source, address, wiki
        if key not in self.known:
            self.known[key] = self.targets.of(address, source, anywhere=wiki)
        return self.known[key]

    def of_wiki(self, mark: Mark, place: Place) -> Led | None:
        note, _, heading = mark.address.partition("#")
        name = note.rpartition("/")[2].removesuffix(".md")
        last = heading.rpartition("#")[2].strip()
        if place.address:
            called = name if not last or last.startswith("^") else last
            return Led(place.address, mark.words or called or self.called(place.title))
        if mark.form == "wiki" and not mark.words and _PLAIN_WORD.fullmatch(mark.address):
            return None
        words = " > ".join(filter(None, (note, *heading.split("#"))))
        return Led("", f"{mark.words} ({words})" if mark.words else words)

    def problem(self, mark: Mark, spans: tuple[Span, ...], place: Place, grave: bool) -> Problem:
        line = line_of(self.lines(spans[0].source), spans, (mark.written, mark.address))
        short = mark.address if len(mark.address) <= _SHOWN else mark.address[: _SHOWN - 1] + "…"
        said = "".join(sign if sign.isprintable() else "\ufffd" for sign in short)
        where = "to no heading" if place.address else "nowhere"
        return Problem(line, f"the link “{said}” leads {where}: {place.why}", grave)

    def lines(self, source: str) -> Sequence[str]:
        found = self.targets.notes.get(source)
        return found.text.lines if found else ()


def _is_meant(mark: Mark, wiki: bool) -> bool:
    """Whether what leads nowhere was meant to lead somewhere."""
    if wiki:
        return mark.form == "embed" or is_name(mark.address)
    return mark.form != "link" or _LIKE_AN_ADDRESS.search(mark.address) is not None
