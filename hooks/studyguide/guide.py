"""The site as its pages need it: who stands where, and how one page links to another."""

from __future__ import annotations

import html
import posixpath
import re
from collections.abc import Callable, Iterable, Mapping
from dataclasses import dataclass, field
from urllib.parse import quote

from anyascii import anyascii

from .answers import safe_html
from .answers.link_marks import links_in
from .answers.links import Lead, may_hold, place_at
from .records import LEVELS, Asked, Question, Service, Site, Span
from .words.dates import is_date
from .words.wording import repeats

NO_LEVEL = "Level not stated"
LONG = 160  # characters of a question beyond which its heading is a shorter form
_HEADING = 140
_LONGEST_NAME = 100  # a path of several folders becomes one, and most systems end names at 255 bytes
_SENTENCE = re.compile(r"(?<=[.!?:;])\s+")
_NOT_SLUG = re.compile(r"[^a-z0-9]+")
_UNPRINTABLE = re.compile("[\x00-\x08\x0b-\x1f\x7f-\x9f\ud800-\udfff\ue000\ue001\ufffe\uffff]")


@dataclass(frozen=True, slots=True)
class Download:
    """A file to take along.

    path      from the site's root
    medium    pdf, epub, anki, csv, tsv, md or llms
    name      what a link to it says
    purpose   what it is for, in a few words
    service   the slug of the service that it holds, or empty for the whole guide
    size      in bytes
    """

    path: str
    medium: str
    name: str
    purpose: str
    service: str
    size: int


@dataclass(frozen=True, slots=True)
class About:
    """What pages say of the site itself, from the settings of whatever builds it.

    edit_line     address of a line of a source in the repository, with `{source}` and `{line}` in it, or empty
    report_wrong  address that reports a wrong answer, with `{id}` in it, or empty
    url           the site's own address, ending in `/`, or empty where it is not known
    downloads     the files to take along that stand beside the pages
    """

    name: str = "Interview guide"
    description: str = "Interview questions and answers by service and level."
    url: str = ""
    edit_line: str = ""
    report_wrong: str = ""
    downloads: tuple[Download, ...] = ()


@dataclass(frozen=True, slots=True)
class Guide:
    """A site with its look-ups made once.

    services   those that a question is about, in the order of the table; an unknown one is named by its slug
    main       questions by the service whose page they stand on
    also       questions by the further services they are about
    by_id      retired ids included
    reports    the page of each source
    related    questions to read next, by the id of each question; left out where nobody asks for them
    mentions   the questions whose answers lead to one, by its id
    lines      lines of notes that answers lead to, by the path of the page that shows them
    """

    site: Site
    about: About
    services: dict[str, Service]
    main: dict[str, tuple[Question, ...]]
    also: dict[str, tuple[Question, ...]]
    by_id: dict[str, Question]
    reports: dict[str, str]
    related: Mapping[str, tuple[Question, ...]] = field(default_factory=dict)
    mentions: Mapping[str, tuple[Question, ...]] = field(default_factory=dict)
    lines: Mapping[str, frozenset[int]] = field(default_factory=dict)


def guide(site: Site, about: About) -> Guide:
    known = {service.slug: service for service in site.services}
    used = {slug for question in site.questions for slug in question.services}
    unknown = {slug: Service(slug, slug.replace("-", " ").capitalize(), "other") for slug in sorted(used - set(known))}
    main: dict[str, list[Question]] = {}
    also: dict[str, list[Question]] = {}
    for question in site.questions:
        first, *others = question.services
        main.setdefault(first, []).append(question)
        for slug in others:
            also.setdefault(slug, []).append(question)
    by_id = {alias: question for question in site.questions for alias in question.aliases}
    by_id |= {question.id: question for question in site.questions}
    mentions, lines = led_to(site.questions)
    return Guide(
        site,
        about,
        {slug: service for slug, service in {**known, **unknown}.items() if slug in used},
        {slug: tuple(questions) for slug, questions in main.items()},
        {slug: tuple(questions) for slug, questions in also.items()},
        by_id,
        reports_of(source.text.source for source in site.sources),
        mentions=mentions,
        lines=lines,
    )


def led_to(questions: Iterable[Question]) -> tuple[dict[str, tuple[Question, ...]], dict[str, frozenset[int]]]:
    """Where links of answers lead: to which questions, and to which lines of notes."""
    mentions: dict[str, list[Question]] = {}
    lines: dict[str, set[int]] = {}
    for question in questions:
        every = (text for asked in question.asked for text in (asked.body, asked.answer))
        if not any(map(may_hold, (question.body, question.answer, *every))):
            continue  # most; to ask which of its answers are shown takes longer
        texts = (question.body, question.answer, *(asked.answer for asked in other_answers(question)))
        for place in dict.fromkeys(place_at(one) for text in texts for one in links_in(text)):
            if place.id and place.id != question.id:
                mentions.setdefault(place.id, []).append(question)
            elif place.anchor and not place.id:
                lines.setdefault(f"{place.folder}/index.md", set()).add(int(place.anchor[1:]))
    return (
        {id: tuple(found) for id, found in mentions.items()},
        {page: frozenset(found) for page, found in lines.items()},
    )


def reports_of(sources: Iterable[str]) -> dict[str, str]:
    """A page for each source, named after it; names that would be one get a number."""
    taken = {"index"}
    pages = {}
    for source in sorted(sources):
        slug = _NOT_SLUG.sub("-", anyascii(source).lower())[:_LONGEST_NAME].strip("-") or "source"
        name, number = slug, 2
        while name in taken:
            name, number = f"{slug}-{number}", number + 1
        taken.add(name)
        pages[source] = f"sources/{name}/index.md"
    return pages


def newest_review(questions: Iterable[Question]) -> str:
    """The last day on which an answer was checked, as 2026-01-31, or nothing."""
    return max((one.reviewed for one in questions if one.reviewed and is_date(one.reviewed)), default="")


def level_of(question: Question) -> str | None:
    return question.level or question.level_estimated


def heading(question: str) -> str:
    """The question, or what it comes down to where it is long: its last sentence that asks, or its beginning.

    >>> heading("A. " * 60 + "What do you do?")
    'What do you do?'
    """
    if len(question) <= LONG:
        return question
    asking = [part for part in _SENTENCE.split(question) if part.endswith("?")]
    if asking and 12 <= len(asking[-1]) <= LONG:
        return asking[-1]
    return shortened(question, _HEADING)


def shortened(text: str, length: int) -> str:
    """At most `length` characters and `…`, cut between words where there is a space to cut at.

    >>> shortened("one two three", 9)
    'one two…'
    """
    if len(text) <= length:
        return text
    start = text[: length + 1].rpartition(" ")[0]
    return f"{start or text[:length]}…"


def count(number: int, one: str, more: str = "") -> str:
    """
    >>> count(1, "question"), count(2000, "question")
    ('1 question', '2,000 questions')
    """
    return f"{number:,} {one if number == 1 else more or one + 's'}"


def levels_in_words(questions: tuple[Question, ...]) -> str:
    """
    >>> levels_in_words(())
    ''
    """
    found = [level_of(question) for question in questions]
    parts = [f"{found.count(level)} {level}" for level in LEVELS if level in found]
    return ", ".join(parts + ([f"{found.count(None)} without a level"] if None in found else []))


# Addresses. Pages are named by the path of their Markdown file; links between them are relative.


HOME_PAGE = "index.md"


def service_page(slug: str) -> str:
    return f"services/{slug}/index.md"


def level_page(level: str) -> str:
    return f"levels/{level}/index.md"


def question_page(question: Question) -> str:
    return service_page(question.services[0])


def to(page: str, target: str) -> str:
    """
    >>> to("services/ropes/index.md", "sources/notes/index.md")
    '../../sources/notes/index.md'
    """
    return posixpath.relpath(target, posixpath.dirname(page) or ".")


def lead_from(page: str, way: Callable[[str, str], str], prefix: str = "") -> Lead:
    """Where links of answers lead from a page.

    way      `to` in Markdown, where a link names a file, and `address` in HTML
    prefix   for a page of all questions, on which their ids begin with it; else empty
    """

    def lead(found: str) -> str:
        place = place_at(found)
        path = f"{place.folder}/index.md"
        if place.id and (prefix or path == page):
            return f"#{prefix}{place.id}"
        return way(page, path) + (f"#{place.anchor}" if place.anchor else "")

    return lead


def link(text: str, page: str, target: str, anchor: str = "") -> str:
    """A Markdown link to another page, its words made safe."""
    return f"[{safe_html.title(text)}]({to(page, target)}{'#' + anchor if anchor else ''})"


def question_link(page: str, question: Question) -> str:
    return link(heading(question.question), page, question_page(question), question.id)


def address(page: str, target: str, anchor: str = "") -> str:
    """The same as `link`, for HTML of our own: an address as a browser wants it."""
    folder = posixpath.relpath(posixpath.dirname(target) or ".", posixpath.dirname(page) or ".")
    return attribute(f"{folder}/" + (f"#{anchor}" if anchor else ""))


def outward(text: str, url: str) -> str:
    """A Markdown link out of the site, or its words alone where the address is not one of the web."""
    if not url.lower().startswith(("https://", "http://")):
        return safe_html.title(text)
    return f"[{safe_html.title(text)}](<{quote(url, safe=_URL)}>)"


# All that RFC 3986 allows, but for the marks that would end the link; `%` so that nothing is encoded twice.
_URL = "%/:?#@!$&*+,;=-._~"


def line_link(guide: Guide, page: str, span: Span) -> str:
    """Where something stands, in words that lead to the import report."""
    words = f"{span.source}, line {span.first}"
    report = guide.reports.get(span.source)
    return link(words, page, report, f"L{span.first}") if report else safe_html.title(words)


def edit_address(about: About, span: Span) -> str:
    source = quote(span.source, safe="/")
    return about.edit_line.replace("{source}", source).replace("{line}", str(span.first))


def editor_address(about: About, source: str) -> str:
    """The address at which a source is edited, or nothing: for no source, and where there is no repository."""
    line = edit_address(about, Span(source, 1, 1)) if source else ""
    return line.replace("/blob/", "/edit/", 1).partition("?plain")[0].partition("#")[0]


def line_address(repository: str | None, edit_uri: str | None, folder: str) -> str:
    """The address of a line in a repository, as `About.edit_line` has it, for sources below `folder` of its
    documents, or nothing where one of the three is empty.

    >>> line_address("https://code.example/me/guide", "edit/main/docs/", "sources")
    'https://code.example/me/guide/blob/main/docs/sources/{source}?plain=1#L{line}'
    """
    if not repository or not edit_uri or not folder:
        return ""
    base = "/".join((repository.rstrip("/"), edit_uri.strip("/"), folder, "{source}"))
    # GitHub's editor knows no lines; its plain view does, and has the pencil beside it.
    return (base.replace("/edit/", "/blob/", 1) + "?plain=1" if "/edit/" in base else base) + "#L{line}"


def report_address(repository: str | None) -> str:
    """The address at which a wrong answer is reported, as `About.report_wrong` has it, or nothing."""
    return f"{repository.rstrip('/')}/issues/new?template=wrong-answer.yml&question={{id}}" if repository else ""


def place_of(question: Question) -> Asked:
    """The place whose answer is shown, or whose wording is, where there is no answer."""
    return question.asked[question.shown] if question.shown < len(question.asked) else question.asked[0]


# Foreign text inside HTML of our own.


def other_answers(question: Question) -> list[Asked]:
    """The places whose answers say more than the one shown, each answer once."""
    first: dict[str, Asked] = {}
    for asked in question.asked:
        first.setdefault(asked.answer, asked)
    return [asked for answer, asked in first.items() if answer and not repeats(answer, question.answer)]


def text(words: str) -> str:
    return html.escape(_UNPRINTABLE.sub("\ufffd", words), quote=False)


def attribute(words: str) -> str:
    return html.escape(_UNPRINTABLE.sub("\ufffd", words), quote=True)
