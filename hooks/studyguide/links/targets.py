"""Which question, or which line of a note, an address means, whoever's way of writing it is."""

from __future__ import annotations

import re
from collections.abc import Iterable, Iterator, Mapping, Sequence
from dataclasses import dataclass
from functools import cached_property
from urllib.parse import unquote

from ..pictures.addresses import Names, composed, joined
from ..records import Permalink, Question, Source
from ..words.wording import plain
from .headings import Places, letters, places_in

_SCHEME = re.compile(r"[a-z][a-z0-9+.-]*:", re.I)
_OF_QUESTION = re.compile(r"(?:^|.*/)q/(?P<id>[a-z0-9][a-z0-9-]{0,99})/?(?:index\.html)?")
# What stands behind the name of a note: nothing in a vault, other endings where pages are made of it.
_ENDINGS = ("", "/", ".html", "/index", "/README", "/index.html")
_OF_FOLDERS = ("/index", "/README")  # of which every folder may have one
_SUFFIX = re.compile(r"\.[A-Za-z0-9]{1,8}$")


@dataclass(frozen=True, slots=True)
class Place:
    """Where an address leads.

    address   in the one form, or empty where it leads nowhere
    title     the question that stands there, or empty
    why       what is wrong with the address, and what to do, or empty
    """

    address: str = ""
    title: str = ""
    why: str = ""


@dataclass(frozen=True)
class Targets:
    """All that a link may lead to.

    reports   the page of each source
    home      the site's own address, or empty
    """

    questions: Sequence[Question]
    sources: Sequence[Source]
    permalinks: Sequence[Permalink]
    reports: Mapping[str, str]
    home: str

    # By ids and words

    @cached_property
    def by_id(self) -> dict[str, Question]:
        """Retired ids included."""
        old = {alias: question for question in self.questions for alias in question.aliases}
        return old | {question.id: question for question in self.questions}

    @cached_property
    def by_words(self) -> dict[str, Question | None]:
        """By the letters of each wording that a question has or had; None where several share it."""
        found: dict[str, Question | None] = {}
        rows = {row.id: row.wordings for row in self.permalinks}
        for question in self.questions:
            past = (text for id in (question.id, *question.aliases) for text in rows.get(id, ()))
            for words in {letters(text) for text in (question.question, *past)}:
                found[words] = None if found.get(words, question) is not question else question
        return found

    # By notes

    @cached_property
    def notes(self) -> dict[str, Source]:
        return {source.text.source: source for source in self.sources}

    @cached_property
    def names(self) -> Names:
        return Names((*self.notes, *self.stems))

    @cached_property
    def stems(self) -> dict[str, str]:
        """The notes by their names without an ending."""
        found: dict[str, str] = {}
        for name in self.notes:
            found.setdefault(_SUFFIX.sub("", name), name)
        return found

    @cached_property
    def known_places(self) -> dict[str, Places]:
        return {}

    def places(self, note: str) -> Places:
        if note not in self.known_places:
            source = self.notes[note]
            asked = ((entry.span.first, plain(entry.question)) for entry in source.reading.entries)
            self.known_places[note] = places_in(source.text.lines, asked)
        return self.known_places[note]

    # Addresses

    def of(self, address: str, note: str, anywhere: bool = False) -> Place | None:
        """Where an address leads from a note; None for one that leads to no note and says so.

        anywhere   whether the name of a note is enough, wherever it lies: so wiki links find theirs
        """
        if address.startswith("q:"):
            return self.to_id(address[2:].strip())
        if self.home and address.startswith(self.home):
            return self.at_home(address[len(self.home) :])
        if _SCHEME.match(address) or address.startswith("//"):
            return None if not anywhere else self.to_note(address, "", note, anywhere)
        path, _, fragment = address.partition("#")
        if (match := _OF_QUESTION.fullmatch(path)) and (match["id"] in self.by_id or path.startswith(("q/", "/q/"))):
            return self.to_id(match["id"])
        return self.to_note(path, unquote(fragment), note, anywhere)

    def at_home(self, rest: str) -> Place | None:
        """An address of the site itself: other pages than those of questions stay what they are."""
        path, _, anchor = rest.partition("#")
        if match := _OF_QUESTION.fullmatch(path):
            return self.to_id(match["id"])
        return self.to_id(anchor) if path.startswith("services/") and anchor in self.by_id else None

    def to_id(self, id: str) -> Place:
        if question := self.by_id.get(id):
            return to_question(question)
        if any(row.id == id for row in self.permalinks):
            return Place(why="its question is no longer in the notes. Take the link out, or name another")
        near = self.by_words.get(letters(id))
        hint = f"“q:{near.id}”" if near else "as it stands in its address, behind /q/"
        return Place(why=f"there is no question of this id. Write the id {hint}")

    def to_note(self, path: str, fragment: str, note: str, anywhere: bool) -> Place:
        found = self.note(path, note, anywhere) if path else note
        if found is None:
            return self.to_words(path, fragment, anywhere)
        if not fragment:
            return self.to_whole(found) if path else Place(why="it names no place. Write the heading behind the #")
        line = self.places(found).line_of(fragment)
        if line is not None:
            return self.to_line(found, line)
        if question := self.named(fragment):
            return to_question(question)
        why = f"there is no heading “{fragment}” in {found}. Write it as it stands there"
        return Place(self.to_whole(found).address, why=why) if path and found != note else Place(why=why)

    def to_words(self, path: str, fragment: str, anywhere: bool) -> Place:
        """A note that is not there, or not any more: its question may have moved to another."""
        if fragment and (question := self.named(fragment)):
            return to_question(question)
        stem = unquote(path).rstrip("/").rpartition("/")[2]
        words = path if anywhere else _SUFFIX.sub("", stem)
        if not fragment and (question := self.named(words)):
            return to_question(question)
        return Place(why="there is no such note. Correct its name, or write it in backticks if no link is meant")

    def named(self, words: str) -> Question | None:
        """The one question that has or had an id, or these words."""
        return self.by_id.get(words) or (self.by_words.get(letters(words)) if letters(words) else None)

    def note(self, path: str, note: str, anywhere: bool) -> str | None:
        """The name of the note that a path means."""
        ways = list(dict.fromkeys(_ways(path)))
        places = [place for way in ways if (place := joined(note, way))]
        near = _first(self.names.exact, places) or _first(self.names.folded, map(str.casefold, places))
        if near is None:
            # A note that has moved is still found by its name, where no other has that.
            alike = self.alike(way for way in ways if not way.endswith(_OF_FOLDERS))
            near = alike[0] if len(alike) == 1 or (alike and anywhere) else None
        return near if near in self.notes else self.stems.get(near or "")

    def alike(self, ways: Iterable[str]) -> list[str]:
        """The names that end as a way does, or else have its last part; the shortest first."""
        found: list[str] = []
        for way in ways:
            end = composed(way.lstrip("./")).casefold()
            named = self.names.last.get(end.rpartition("/")[2], []) if end else []
            found = found or named
            if whole := [name for name in named if f"/{composed(name)}".casefold().endswith(f"/{end}")]:
                return whole
        return found

    # Places

    def to_whole(self, note: str) -> Place:
        """The question of a note that has one, or one that is called as the note is; else the note's page."""
        source = self.notes[note]
        own = dict.fromkeys(id for id in source.ids if id)
        question = self.by_id.get(next(iter(own))) if len(own) == 1 else self.by_words.get(letters(_called(note)))
        return to_question(question) if question else Place(self._page(note))

    def to_line(self, note: str, line: int) -> Place:
        source = self.notes[note]
        for role in source.reading.roles:
            if role.first <= line <= role.last and role.entry is not None:
                question = self.by_id.get(source.ids[role.entry] or "")
                if question:
                    return to_question(question)
        return Place(f"{self._page(note)}#L{line}")

    def _page(self, note: str) -> str:
        return self.reports[note].removesuffix("index.md")


def _first(known: Mapping[str, str], keys: Iterable[str]) -> str | None:
    return next((known[key] for key in keys if key in known), None)


def to_question(question: Question) -> Place:
    return Place(f"services/{question.services[0]}/#{question.id}", question.question)


def _called(note: str) -> str:
    return _SUFFIX.sub("", note.rpartition("/")[2])


def _ways(path: str) -> Iterator[str]:
    """As it stands there, then as a web address says it, each with what pages are called for notes."""
    for written in dict.fromkeys((path, unquote(path), unquote(path).replace("\\", "/"))):
        yield written
        for ending in _ENDINGS:
            if written.endswith(ending) and (stem := written.removesuffix(ending)):
                yield from (stem, *(f"{stem}{more}" for more in _OF_FOLDERS))
