"""The site's pages, as values: for this site's build (`site_pages`) and as an ordinary Markdown tree (`tree`).

Both write the same blocks; only an answer is put in differently (see `page_blocks.py`).
"""

from __future__ import annotations

import json
import re
from collections.abc import Iterable, Iterator
from dataclasses import dataclass
from functools import partial
from itertools import accumulate

from ..answers import safe_html
from ..answers.choices import choices_of
from ..answers.pictures import FOLDER
from ..answers.portable import heading as portable_heading
from ..answers.portable import portable
from ..guide import (
    HOME_PAGE,
    LONG,
    NO_LEVEL,
    Guide,
    attribute,
    count,
    edit_address,
    editor_address,
    heading,
    lead_from,
    level_of,
    level_page,
    levels_in_words,
    line_link,
    link,
    newest_review,
    other_answers,
    outward,
    place_of,
    question_link,
    service_page,
    shortened,
    to,
)
from ..records import LEVELS, Asked, Question, Service
from ..words.dates import day
from .downloads import PATH as DOWNLOADS
from .downloads import downloads_page, take_along
from .import_report import report_pages
from .page_blocks import Block, Group, Html, Insert, Note, Title, ordinary, tokens

SERVICES, LEVEL_INDEX = "services/index.md", "levels/index.md"
SCENARIOS, SOURCES, QUESTIONS, PAPER = "scenarios/index.md", "sources/index.md", "questions/index.md", "print/index.md"
PRACTICE = "practice/index.md"
# On the page of all questions, where each has its id a second time.
PAPER_ID = "p_"
_UNANSWERED = "Not answered in the notes yet."

# Headings of our own have an underscore in their id, which no question has, so that the two never meet.
_ALSO = "also_about"

# The theme lists pages by their tags where this stands.
TAGS_PAGE = ("tags.md", "# Tags\n\nServices and levels, with the pages about them.\n\n<!-- material/tags -->\n")

_ID = re.compile(r' id="([^"]+)"')


@dataclass(frozen=True, slots=True)
class Page:
    """A page of the site build.

    markdown   the page's own text, with a token for each of `inserts` (see `page_blocks.fill`)
    edit       the address at which a reader of this page would edit its source, or empty
    search     whether a search made from the pages should find it, as Material's is; ours is made from the questions
    hide       what the theme leaves out around it
    template   the theme's template for it, where it has one of its own
    """

    path: str
    title: str
    description: str
    markdown: str
    inserts: tuple[Insert, ...] = ()
    tags: tuple[str, ...] = ()
    edit: str = ""
    search: bool = True
    hide: tuple[str, ...] = ("tags",)  # the page says in words what its tags say, and links to more of the same
    template: str = ""

    @property
    def anchors(self) -> frozenset[str]:
        """The ids that stand in its inserts, where a site generator does not see them."""
        return frozenset(id for insert in self.inserts if isinstance(insert, Html) for id in _ID.findall(insert.html))


@dataclass(frozen=True, slots=True)
class _Draft:
    path: str
    title: str
    description: str
    blocks: tuple[Block, ...]
    tags: tuple[str, ...] = ()
    edit: str = ""
    search: bool = True
    hide: tuple[str, ...] = ("tags",)
    template: str = ""


def site_pages(guide: Guide) -> tuple[Page, ...]:
    """The pages of the site build, in the order of the menu."""
    return tuple(_page(draft) for draft in _drafts(guide))


def tree(guide: Guide) -> Iterable[tuple[str, str]]:
    """Path and text of each page as ordinary Markdown."""
    for draft in _drafts(guide):
        prefix = PAPER_ID if draft.path == PAPER else ""
        answer = partial(portable, folder=f"{to(draft.path, FOLDER)}/", lead=lead_from(draft.path, to, prefix))
        yield draft.path, front_matter(draft) + ordinary(draft.blocks, answer, portable_heading)


def page_text(page: Page) -> str:
    """The page as a file for the site generator: what it should know of the page, then its Markdown."""
    return front_matter(page) + page.markdown


def front_matter(page: Page | _Draft) -> str:
    """YAML that other generators read too; JSON strings are YAML."""
    lines = [f"title: {_quoted(page.title)}", f"description: {_quoted(page.description)}"]
    if page.tags:
        lines += ["tags:", *(f"  - {_quoted(tag)}" for tag in page.tags)]
    if not page.search:
        lines += ["search:", "  exclude: true"]
    lines += ["hide:", *(f"  - {part}" for part in page.hide)]
    lines += [f"template: {page.template}"] if page.template and isinstance(page, Page) else []
    return "\n".join(["---", *lines, "---", "", ""])


def _quoted(words: str) -> str:
    return json.dumps("".join(sign for sign in words if sign.isprintable()), ensure_ascii=False)


def _page(draft: _Draft) -> Page:
    markdown, inserts = tokens(draft.blocks)
    return Page(
        path=draft.path,
        title=draft.title,
        description=draft.description,
        markdown=markdown,
        inserts=inserts,
        tags=draft.tags,
        edit=draft.edit,
        search=draft.search,
        hide=draft.hide,
        template=draft.template,
    )


def _drafts(guide: Guide) -> Iterator[_Draft]:
    yield _home(guide)
    yield _service_index(guide)
    for service in guide.services.values():
        yield _service(guide, service)
    yield _level_index(guide)
    for level in LEVELS:
        yield _level(guide, level)
    yield _scenarios(guide)
    yield _explorer(guide)
    yield _practice(guide)
    yield _paper(guide)
    if guide.about.downloads:
        yield _Draft(*downloads_page(guide, day(newest_review(guide.site.questions))))
    for path, title, description, blocks in report_pages(guide):
        yield _Draft(path, title, description, blocks, search=False)


# Home and the lists of services


def _home(guide: Guide) -> _Draft:
    questions = guide.site.questions
    number = count(len(questions), "question")
    prompt = f'<button type="button" class="search-prompt">Search {number} and answers<kbd>/</kbd></button>'
    services = count(len(guide.services), "service or topic", "services and topics")
    doors = (
        f"[**Browse by service**]({SERVICES})<br>{services}",
        f'[**Practise**]({PRACTICE})<br><span class="door-practice">cards that come again in time</span>',
        f"[**All questions**]({QUESTIONS})<br>{levels_in_words(questions) or 'none yet'}",
        f"[**Take it along**]({DOWNLOADS})<br>PDF, EPUB, Anki, tables"
        if guide.about.downloads
        else f"[**Sources**]({SOURCES})<br>what became of every line of the notes",
    )
    blocks: list[Block] = [
        f"# {safe_html.title(guide.about.name)}",
        safe_html.title(guide.about.description),
        Html(prompt, everywhere=False),
        Group("doors", ("\n".join(f"- {door}" for door in doors),)),
    ]
    if not questions:
        blocks.append("There are no questions yet. Put a file of notes into the sources folder and build again.")
    blocks += _categories(guide, HOME_PAGE, frozenset(guide.main))
    hide = ("navigation", "tags", "toc")
    return _Draft(HOME_PAGE, guide.about.name, guide.about.description, tuple(blocks), hide=hide)


def _service_index(guide: Guide) -> _Draft:
    number = count(len(guide.services), "service or topic", "services and topics")
    blocks = ("# Services", f"{number}, by category.", *_categories(guide, SERVICES, frozenset(guide.services)))
    return _Draft(SERVICES, "Services", f"{number} with interview questions.", blocks)


def categories(guide: Guide) -> dict[str, list[Service]]:
    """Services that have questions, by category, in the order of the table of services."""
    found: dict[str, list[Service]] = {}
    for service in guide.services.values():
        found.setdefault(_category(service), []).append(service)
    return found


def _category(service: Service) -> str:
    name = service.category or "other"
    return name[0].upper() + name[1:]


def _categories(guide: Guide, page: str, shown: frozenset[str]) -> Iterator[Block]:
    for number, (category, services) in enumerate(categories(guide).items(), start=1):
        rows = [_service_row(guide, page, service) for service in services if service.slug in shown]
        if rows:
            yield f"## {safe_html.title(category)} {{ #category_{number} }}"
            yield Group("compact", ("\n".join((_SERVICE_HEAD, *rows)),))


_SERVICE_HEAD = (
    "| Service | Questions | "
    + " | ".join(f'<span class="level {level}">{level.capitalize()}</span>' for level in LEVELS)
    + " |\n|---|--:|--:|--:|--:|"
)


def _service_row(guide: Guide, page: str, service: Service) -> str:
    questions = guide.main.get(service.slug, ())
    levels = [level_of(question) for question in questions]
    cells = [str(len(questions)), *(str(levels.count(level)) for level in LEVELS)]
    name = link(service.name, page, service_page(service.slug))
    return f"| {name} {_share(levels)} | {' | '.join(cells)} |"


def _share(levels: list[str | None]) -> str:
    """How the levels divide a row, as a thin line; the numbers beside it say the same."""
    counts = [levels.count(level) for level in LEVELS]
    parts = "".join(
        f'<rect class="{level}" x="{begin}" width="{width}" height="1"/>'
        for level, begin, width in zip(LEVELS, accumulate(counts, initial=0), counts, strict=False)
        if width
    )
    box = f'viewBox="0 0 {sum(counts) or 1} 1" preserveAspectRatio="none"'
    return f'<svg class="share" width="192" height="3" {box} aria-hidden="true">{parts}</svg>'


# A service


def _service(guide: Guide, service: Service) -> _Draft:
    path = service_page(service.slug)
    questions = guide.main.get(service.slug, ())
    also = guide.also.get(service.slug, ())
    blocks: list[Block] = [f"# {safe_html.title(service.name)}", *_lead(service), *_notices(guide, service)]
    if questions:
        practise = f"[Practise]({to(path, PRACTICE)}?service={service.slug}){{ .practise }}"
        blocks.append(Group("bar", (_counts(path, questions), practise)))
    if files := take_along(guide, service.slug):
        blocks.append(Group("take", (f"Take along: {files}",)))
    for level, name in (*((level, level.capitalize()) for level in LEVELS), (None, NO_LEVEL)):
        group = [question for question in questions if level_of(question) == level]
        if group:
            blocks.append(f"## {name} {{ #level_{level or 'unknown'} }}")
            blocks += [_question(guide, path, question) for question in group]
    if also:
        blocks.append(f"## Also about {safe_html.title(service.name)} {{ #{_ALSO} }}")
        blocks.append("\n".join(_listed(guide, path, question, service=True) for question in also))
    words = levels_in_words(questions)
    description = f"{count(len(questions), 'interview question')} about {service.name}{': ' if words else ''}{words}."
    tags = (service.name, *(level.capitalize() for level in LEVELS if level in map(level_of, questions)))
    edit = editor_address(guide.about, _reviewed_source(questions))
    return _Draft(path, service.name, description, tuple(blocks), tags, edit)


def _lead(service: Service) -> Iterator[Block]:
    official = outward("Official documentation", service.url) if service.url else ""
    summary = safe_html.title(service.summary)
    if summary or official:
        yield " ".join(filter(None, (summary, official)))


def _notices(guide: Guide, service: Service) -> Iterator[Block]:
    """What became of the service, so that nobody learns by heart what is gone."""
    for notice in guide.site.notices:
        if notice.service == service.slug:
            since, source = safe_html.title(day(notice.since)), outward("Source", notice.source)
            yield Group("notice", (f"**Since {since}:** {safe_html.title(notice.text)} {source}",))


def _counts(page: str, questions: tuple[Question, ...]) -> str:
    levels = [level_of(question) for question in questions]
    parts = [f"All {len(questions)}"]
    for level, name in (*((level, level.capitalize()) for level in LEVELS), (None, NO_LEVEL)):
        if level in levels:
            parts.append(f"[{name} {levels.count(level)}](#level_{level or 'unknown'})")
    scenarios = sum(question.scenario for question in questions)
    if scenarios:
        parts.append(f"[Scenario {scenarios}]({to(page, SCENARIOS)})")
    return " · ".join(parts)


def _reviewed_source(questions: tuple[Question, ...]) -> str:
    """The one reviewed file behind a page, where there is one: that is what its edit button opens."""
    sources = {place_of(question).span.source for question in questions if question.reviewed}
    return sources.pop() if len(sources) == 1 else ""


# A question


def _question(guide: Guide, page: str, question: Question) -> Group:
    blocks: list[Block] = []
    if question.aliases:
        # Html, because as Markdown they would stand in a paragraph, out of reach of what the style says of the heading.
        blocks.append(Html("".join(f'<a id="{attribute(alias)}"></a>' for alias in question.aliases)))
    blocks += _asked(question, badges(guide, page, question))
    if question.body:
        right = choices_of(question)
        body = (Note(question.body),)
        blocks.append(Group("choice", body, str(right)) if right else Group("body", body))
    if question.answered:
        blocks.append(Group("answer", (Note(question.answer), _foot(guide, page, question)), "Answer"))
    else:
        blocks += [_UNANSWERED, _foot(guide, page, question)]
    return Group("question", tuple(blocks))


def _asked(question: Question, badges: str, prefix: str = "") -> Iterator[Block]:
    """The heading of a question, its badges, and all of it, where the heading is a shorter form."""
    long = len(question.question) > LONG
    shown = "" if long else question.title
    yield Title(safe_html.title(heading(question.question)), shown, "###", f"{prefix}{question.id}")
    yield badges
    if long:
        yield Title(safe_html.title(question.question), question.title)


def badges(guide: Guide, page: str, question: Question) -> str:
    """One line of words: level, scenario, reviewed or not, other services."""
    words = [level_badge(question)]
    if question.scenario:
        words.append('<span class="scenario">Scenario</span>')
    if question.reviewed:
        words.append(f'<span class="reviewed">Reviewed {safe_html.title(day(question.reviewed))}</span>')
    else:
        words.append("Unreviewed note")
    others = [guide.services[slug] for slug in question.services[1:] if slug in guide.services]
    if others:
        names = ", ".join(link(service.name, page, service_page(service.slug)) for service in others)
        words.append(f"also {names}")
    return f'<span class="badges" data-search-exclude>{" · ".join(words)}</span>'


def level_badge(question: Question) -> str:
    level = level_of(question)
    if not level:
        return NO_LEVEL
    estimated = "" if question.level else " (estimated)"
    return f'<span class="level {level}">{level.capitalize()}{estimated}</span>'


def _foot(guide: Guide, page: str, question: Question) -> Group:
    """What stands below an answer: where it comes from, and what else the notes say."""
    blocks: list[Block] = []
    if question.references:
        titles = question.reference_titles or ("",) * len(question.references)
        named = zip(titles, question.references, strict=True)
        references = ", ".join(outward(title or _short_address(url), url) for title, url in named)
        blocks.append(f"References: {references}")
    near = guide.related.get(question.id, ())
    if near:
        links = " · ".join(question_link(page, other) for other in near)
        blocks.append(Group("related", (f"Related: {links}",)))
    mentions = guide.mentions.get(question.id, ())
    if mentions:
        blocks.append(Group("related", (f"Mentioned in: {_some_links(page, mentions)}",)))
    wordings = _other_wordings(question)
    if wordings:
        listed = [f"- “{safe_html.title(asked.question)}” ({line_link(guide, page, asked.span)})" for asked in wordings]
        blocks.append("Also asked as:\n\n" + "\n".join(listed))
    others = other_answers(question)
    if others:
        title = f"Other answers in the notes ({len(others)})"
        blocks.append(Group("others", tuple(_other(guide, page, others)), title))
    blocks.append(Group("origin", (_origin(guide, page, question),)))
    return Group("foot", tuple(blocks))


_MENTIONS = 8


def _some_links(page: str, questions: tuple[Question, ...]) -> str:
    more = len(questions) - _MENTIONS
    links = [question_link(page, other) for other in questions[:_MENTIONS]]
    return " · ".join([*links, f"and {more:,} more"] if more > 0 else links)


def _other_wordings(question: Question) -> list[Asked]:
    first: dict[str, Asked] = {}
    for asked in question.asked:
        first.setdefault(asked.question, asked)
    return [asked for wording, asked in first.items() if wording != question.question]


def _other(guide: Guide, page: str, others: list[Asked]) -> Iterator[Block]:
    for asked in others:
        span = asked.answer_spans[0] if asked.answer_spans else asked.span
        yield f"{line_link(guide, page, span)}:"
        yield Note(asked.answer)


def _origin(guide: Guide, page: str, question: Question) -> str:
    place = place_of(question)
    parts = [f"Source: {line_link(guide, page, place.span)}"]
    parts += [f"answer in {_lines(guide, page, place)}"] if _answered_elsewhere(place) else []
    if guide.about.edit_line:
        parts.append(f"[Edit](<{edit_address(guide.about, place.span)}>)")
    if guide.about.report_wrong:
        parts.append(f"[This answer is wrong](<{guide.about.report_wrong.replace('{id}', question.id)}>)")
    return " · ".join(parts)


def _answered_elsewhere(place: Asked) -> bool:
    """Whether the answer stands so far from its question that the one line does not lead to it."""
    first = place.answer_spans[0] if place.answer_spans else place.span
    return first.source != place.span.source or first.first > place.span.last + 20


def _lines(guide: Guide, page: str, place: Asked) -> str:
    return ", ".join(line_link(guide, page, span) for span in place.answer_spans)


def _short_address(url: str) -> str:
    return shortened(url.partition("://")[2].removeprefix("www.").rstrip("/") or url, 80)


# Lists of questions


def _level_index(guide: Guide) -> _Draft:
    questions = guide.site.questions
    levels = [level_of(question) for question in questions]
    rows = [
        f"- {link(level.capitalize(), LEVEL_INDEX, level_page(level))}: {count(levels.count(level), 'question')}"
        for level in LEVELS
    ]
    blocks: list[Block] = ["# Levels", "\n".join(rows)]
    estimated = sum(question.level_estimated is not None for question in questions)
    if estimated:
        blocks.append(f"The notes state no level for {estimated:,} of these; theirs is estimated, and they say so.")
    unknown = tuple(question for question in questions if level_of(question) is None)
    if unknown:
        blocks.append(f"## {NO_LEVEL} {{ #level_unknown }}")
        blocks += _by_service(guide, LEVEL_INDEX, unknown, depth=3)
    return _Draft(LEVEL_INDEX, "Levels", "Interview questions by level.", tuple(blocks))


def _level(guide: Guide, level: str) -> _Draft:
    path = level_page(level)
    questions = tuple(question for question in guide.site.questions if level_of(question) == level)
    description = f"{count(len(questions), f'{level} interview question')}, by service."
    practise = f"[Practise these]({to(path, PRACTICE)}?level={level})"
    head = (f"# {level.capitalize()}", f"{description} {practise}" if questions else description)
    blocks: tuple[Block, ...] = (*head, *_by_service(guide, path, questions))
    return _Draft(path, level.capitalize(), description, blocks, (level.capitalize(),) if questions else ())


def _scenarios(guide: Guide) -> _Draft:
    questions = tuple(question for question in guide.site.questions if question.scenario)
    description = f"{count(len(questions), 'question')} set in a situation, by service."
    practise = f" [Practise these]({to(SCENARIOS, PRACTICE)}?is=scenario)" if questions else ""
    blocks: tuple[Block, ...] = ("# Scenarios", description + practise, *_by_service(guide, SCENARIOS, questions))
    return _Draft(SCENARIOS, "Scenarios", description, blocks)


def _explorer(guide: Guide) -> _Draft:
    """The place for the list of all questions, which a script fills; without one, the ways to every question."""
    number = count(len(guide.site.questions), "question")
    ways = (
        link("by service", QUESTIONS, SERVICES),
        link("by level", QUESTIONS, LEVEL_INDEX),
        link("scenarios", QUESTIONS, SCENARIOS),
    )
    blocks: tuple[Block, ...] = (
        "# Questions",
        Html('<div id="explorer" class="explorer">', everywhere=False),
        f"All of the {number}: {', '.join(ways)}.",
        Html("</div>", everywhere=False),
    )
    description = f"{number}, filtered by words, service, level and kind."
    return _Draft(QUESTIONS, "Questions", description, blocks, hide=("navigation", "tags", "toc"))


def _practice(guide: Guide) -> _Draft:
    """The place for the cards, which a script fills; without one, other ways to learn."""
    ways = [link("read the questions", PRACTICE, SERVICES), link("print them", PRACTICE, PAPER)]
    ways += [link("take them along as an Anki deck", PRACTICE, DOWNLOADS)] if guide.about.downloads else []
    report = attribute(guide.about.report_wrong)
    blocks: tuple[Block, ...] = (
        "# Practice",
        Html(f'<div id="practice_place" class="practice" data-report="{report}">', everywhere=False),
        f"The cards need JavaScript. Without it, {', or '.join(ways)}.",
        Html("</div>", everywhere=False),
    )
    description = "Cards that come again just before you would forget the answer. Progress stays in your browser."
    return _Draft(PRACTICE, "Practice", description, blocks, hide=("navigation", "tags", "toc"))


def _paper(guide: Guide) -> _Draft:
    """The whole bank on one page, made for printing: answers open, by service, without what only leads elsewhere."""
    number = count(len(guide.site.questions), "question")
    services = [service for slug, service in guide.services.items() if slug in guide.main]
    blocks: list[Block] = [
        "# The whole guide",
        f"{number} on one page, to be printed or read without pressing anything.",
        Html('<div class="bar"></div>', everywhere=False),
        "\n".join(f"- [{safe_html.title(service.name)}](#p_{service.slug})" for service in services),
    ]
    for service in services:
        blocks.append(f"## {safe_html.title(service.name)} {{ #p_{service.slug} }}")
        blocks += [_on_paper(guide, question) for question in guide.main[service.slug]]
    hide = ("navigation", "tags", "toc")
    description = f"{number} with answers on one page."
    return _Draft(PAPER, "The whole guide", description, tuple(blocks), search=False, hide=hide, template="paper.html")


def _on_paper(guide: Guide, question: Question) -> Group:
    blocks = [*_asked(question, badges(guide, PAPER, question), PAPER_ID)]
    if question.body:
        blocks.append(Group("body", (Note(question.body),)))
    answer: Block = Note(question.answer) if question.answered else _UNANSWERED
    return Group("question", (*blocks, Group("paper", (answer,))))


def _by_service(guide: Guide, page: str, questions: tuple[Question, ...], depth: int = 2) -> Iterator[Block]:
    found: dict[str, list[Question]] = {}
    for question in questions:
        found.setdefault(question.services[0], []).append(question)
    for number, slug in enumerate((slug for slug in guide.services if slug in found), start=1):
        name = link(guide.services[slug].name, page, service_page(slug))
        yield f"{'#' * depth} {name} {{ #service_{number} }}"
        yield "\n".join(_listed(guide, page, question) for question in found[slug])


def _listed(guide: Guide, page: str, question: Question, service: bool = False) -> str:
    notes = [guide.services[question.services[0]].name] if service else []
    notes += ["scenario"] if question.scenario else []
    notes += ["level estimated"] if question.level_estimated else []
    notes += [] if question.answered else ["not answered yet"]
    aside = f' <span class="aside">{safe_html.title(", ".join(notes))}</span>' if notes else ""
    return f"- {question_link(page, question)}{aside}"
