"""The permanent short link of every question: a page that needs neither theme nor script."""

from __future__ import annotations

from collections.abc import Iterable, Iterator, Mapping

from ..answers.document import document
from ..answers.nodes import AsWritten, Block, Code, Diagram, Notes, Table, parts_of, said
from ..guide import HOME_PAGE, About, address, attribute, question_page, shortened, text
from ..records import Permalink, Question, Site

_TEASER = 200

_PAGE = """<!doctype html>
<html lang="en">
<meta charset="utf-8">
<meta http-equiv="Content-Security-Policy" content="default-src 'none'; img-src data:">
<meta name="viewport" content="width=device-width,initial-scale=1">
<meta name="robots" content="noindex">
<meta name="color-scheme" content="light dark">
<link rel="icon" href="data:,">
<title>{title}</title>
{head}<body>
{body}
</body>
</html>
"""

_LEADS = """<meta name="description" content="{teaser}">
<meta property="og:type" content="article">
<meta property="og:site_name" content="{site}">
<meta property="og:title" content="{title}">
<meta property="og:description" content="{teaser}">
<link rel="canonical" href="{canonical}">
<meta http-equiv="refresh" content="0; url={target}">
"""


def short_links(site: Site, about: About) -> Iterator[tuple[str, str]]:
    """Path and HTML for every id that was ever given out."""
    by_id = {question.id: question for question in site.questions}
    leads = {alias: question for question in site.questions for alias in question.aliases} | by_id
    rows = {row.id: row for row in site.permalinks}
    for name in dict.fromkeys((*leads, *rows)):
        path = f"q/{name}/index.html"
        question = _successor(name, leads, rows)
        yield path, _leading(path, question, about) if question else _retired(path, rows[name], by_id, about)


def _successor(name: str, leads: dict[str, Question], rows: dict[str, Permalink]) -> Question | None:
    """The question that an id has come to; a ledger edited into a circle ends the search."""
    seen: set[str] = set()
    current: str | None = name
    while current and current not in seen:
        if current in leads:
            return leads[current]
        seen.add(current)
        current = rows[current].leads_to if current in rows else None
    return None


def _leading(path: str, question: Question, about: About) -> str:
    target = address(path, question_page(question), question.id)
    place = question_page(question).removesuffix("index.md")
    head = _LEADS.format(
        title=attribute(question.question),
        teaser=attribute(teaser(question)),
        site=attribute(about.name),
        canonical=attribute(f"{about.url}{place}#{question.id}") if about.url else target,
        target=target,
    )
    body = f'<p><a href="{target}">{text(question.question)}</a></p>'
    return _PAGE.format(title=text(question.question), head=head, body=body)


def _retired(path: str, row: Permalink, by_id: Mapping[str, Question], about: About) -> str:
    words = text(row.wordings[0]) if row.wordings else text(row.id)
    said = "<p>This question is no longer in the notes.</p>"
    if likely := by_id.get(row.likely or ""):
        target = address(path, question_page(likely), likely.id)
        said = (
            "<p>This question was perhaps reworded. Is it this one?</p>\n"
            f'<p><a href="{target}">{text(likely.question)}</a></p>'
        )
    body = f'<h1>{words}</h1>\n{said}\n<p><a href="{address(path, HOME_PAGE)}">{text(about.name)}</a></p>'
    return _PAGE.format(title=words, head="", body=body)


def teaser(question: Question) -> str:
    """How the answer begins, as plain text for a preview."""
    if not question.answered:
        return "Not answered in the notes yet."
    blocks = document(question.answer).blocks
    for words in (_prose(blocks), _cells(blocks)):
        if said := " ".join("".join(words).split()):
            return shortened(said, _TEASER)
    return shortened(question.question, _TEASER)


def _prose(blocks: Iterable[Block]) -> Iterator[str]:
    """The words of an answer, without tables, code and what else is no sentence."""
    for block in blocks:
        if not isinstance(block, _NO_PROSE):
            for text, inner in parts_of(block):
                yield from (" ", text if isinstance(text, str) else said(text))
                yield from _prose(inner)


_NO_PROSE = (Table, Code, Diagram, AsWritten, Notes)


def _cells(blocks: Iterable[Block]) -> Iterator[str]:
    """The rows of tables as words, for an answer that is nothing but a table."""
    rows = (row for block in blocks if isinstance(block, Table) for row in block.rows)
    yield "; ".join(", ".join(map(said, row)) for row in rows)
