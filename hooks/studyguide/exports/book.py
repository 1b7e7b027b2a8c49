"""What every copy is made from: chapters of questions with all that the site says of them, in the site's order."""

from __future__ import annotations

from collections.abc import Iterable
from dataclasses import dataclass
from datetime import UTC, datetime
from functools import cached_property

from ..answers.links import place_at
from ..answers.pictures import names_in
from ..guide import NO_LEVEL, Guide, heading, level_of, other_answers, place_of
from ..records import LEVELS, Picture, Question, Service
from ..words.dates import day, is_date

UNANSWERED = "Not answered in the notes yet."
OTHERS = "Another answer in the notes"
_MENTIONS = 8  # a foot of more is no foot


class Unavailable(Exception):
    """A copy that cannot be made here; the message says what is missing and what to do."""


@dataclass(frozen=True, slots=True)
class Leaf:
    """A question with its answer.

    heading    the question, or its shorter form where it is long
    title      the question as Markdown, where it has marks, or empty
    answer     Markdown, as are `body` and the texts of `others`; empty where there is none
    others     where another answer of the notes stands, and that answer
    wordings   how else it is asked
    link       the question's address on the site, or empty where the site's own is not known
    mentions   the questions whose answers lead to it: id and heading
    """

    id: str
    question: str
    heading: str
    level: str | None
    level_words: str
    scenario: bool
    reviewed: str
    services: tuple[Service, ...]
    body: str
    answer: str
    others: tuple[tuple[str, str], ...]
    wordings: tuple[str, ...]
    references: tuple[str, ...]
    place: str
    link: str
    mentions: tuple[tuple[str, str], ...] = ()
    title: str = ""

    @property
    def review(self) -> str:
        return f"Reviewed {day(self.reviewed)}" if self.reviewed else "Unreviewed note"

    @property
    def long(self) -> bool:
        return self.heading != self.question

    @property
    def headed(self) -> str:
        """The title, where it is short enough to be a heading."""
        return "" if self.long else self.title

    @property
    def words(self) -> tuple[str, ...]:
        """What the line below the question says, the level apart."""
        also = ", ".join(service.name for service in self.services[1:])
        return tuple(filter(None, ("Scenario" if self.scenario else "", self.review, f"also {also}" if also else "")))


@dataclass(frozen=True, slots=True)
class Group:
    """Questions of one level; `level` is None where the notes state none."""

    level: str | None
    name: str
    leaves: tuple[Leaf, ...]


@dataclass(frozen=True, slots=True)
class Chapter:
    service: Service
    groups: tuple[Group, ...]

    @property
    def leaves(self) -> tuple[Leaf, ...]:
        return tuple(leaf for group in self.groups for leaf in group.leaves)


@dataclass(frozen=True)
class Book:
    """The whole guide, or one service of it.

    slug    of the service; empty for the whole
    guide   the name of the guide that a service is taken from
    date    of the newest review, as ISO 8601, or empty
    pictures   those that its answers show
    """

    slug: str
    title: str
    guide: str
    description: str
    url: str
    date: str
    chapters: tuple[Chapter, ...]
    pictures: tuple[Picture, ...] = ()

    @property
    def leaves(self) -> tuple[Leaf, ...]:
        return tuple(leaf for chapter in self.chapters for leaf in chapter.leaves)

    @cached_property
    def ids(self) -> frozenset[str]:
        return frozenset(leaf.id for leaf in self.leaves)

    def lead(self, address: str) -> str:
        """Where a link of an answer leads: `#id` within the book, to the site for what the book does not hold, or
        nowhere.
        """
        id = place_at(address).id
        return f"#{id}" if id in self.ids else self.outward(address)

    def outward(self, address: str) -> str:
        """The same for what has nothing but the site to lead to."""
        id = place_at(address).id
        return f"{self.url}{f'q/{id}/' if id else address}" if self.url else ""

    @property
    def sources(self) -> dict[str, str]:
        """The names of the files that the pictures were made from, by the names that they became."""
        return {picture.name: picture.source.rpartition("/")[2] for picture in self.pictures}


def whole(guide: Guide) -> Book:
    chapters = tuple(_chapter(guide, service) for slug, service in guide.services.items() if slug in guide.main)
    about = guide.about
    shown = _shown(chapters, guide.site.pictures)
    return Book("", about.name, about.name, about.description, about.url, _newest(chapters), chapters, shown)


def parts(book: Book) -> tuple[Book, ...]:
    """A book for each service."""
    return tuple(
        Book(
            slug=chapter.service.slug,
            title=chapter.service.name,
            guide=book.guide,
            description=chapter.service.summary,
            url=book.url,
            date=_newest((chapter,)),
            chapters=(chapter,),
            pictures=_shown((chapter,), book.pictures),
        )
        for chapter in book.chapters
    )


def _shown(chapters: Iterable[Chapter], pictures: Iterable[Picture]) -> tuple[Picture, ...]:
    leaves = (leaf for chapter in chapters for leaf in chapter.leaves)
    texts = (text for leaf in leaves for text in (leaf.body, leaf.answer, *(answer for _, answer in leaf.others)))
    names = {name for text in texts for name in names_in(text)}
    return tuple(picture for picture in pictures if picture.name in names)


def _newest(chapters: Iterable[Chapter]) -> str:
    """The last day on which an answer was checked, or nothing."""
    days = (leaf.reviewed for chapter in chapters for leaf in chapter.leaves)
    return max(filter(is_date, days), default="")


def _chapter(guide: Guide, service: Service) -> Chapter:
    groups = []
    for level, name in (*((level, level.capitalize()) for level in LEVELS), (None, NO_LEVEL)):
        leaves = tuple(_leaf(guide, one) for one in guide.main[service.slug] if level_of(one) == level)
        groups += [Group(level, name, leaves)] if leaves else []
    return Chapter(service, tuple(groups))


def _leaf(guide: Guide, question: Question) -> Leaf:
    level = level_of(question)
    estimated = " (estimated)" if level and not question.level else ""
    return Leaf(
        id=question.id,
        question=question.question,
        heading=heading(question.question),
        level=level,
        level_words=f"{level.capitalize()}{estimated}" if level else NO_LEVEL,
        scenario=question.scenario,
        reviewed=question.reviewed or "",
        services=tuple(guide.services[slug] for slug in question.services if slug in guide.services),
        body=question.body,
        answer=question.answer,
        others=tuple(_others(question)),
        wordings=tuple(dict.fromkeys(one.question for one in question.asked if one.question != question.question)),
        references=question.references,
        place=str(place_of(question).span),
        link=f"{guide.about.url}q/{question.id}/" if guide.about.url else "",
        title=question.title,
        mentions=tuple((one.id, heading(one.question)) for one in guide.mentions.get(question.id, ())[:_MENTIONS]),
    )


def _others(question: Question) -> Iterable[tuple[str, str]]:
    for asked in other_answers(question):
        yield str(asked.answer_spans[0] if asked.answer_spans else asked.span), asked.answer


def seconds(day: str) -> int:
    """A day as seconds since 1970; 1 January 1980, the oldest day that zip files know, where there is none."""
    found = datetime.fromisoformat(day or "1980-01-01").replace(tzinfo=UTC)
    return int(found.timestamp())
