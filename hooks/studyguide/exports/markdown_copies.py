"""The guide as one Markdown file, and `llms.txt`, which tells programs that read Markdown where everything is."""

from __future__ import annotations

from collections.abc import Iterator

from ..answers import safe_html
from ..answers.links import Lead
from ..answers.pictures import FOLDER
from ..answers.portable import heading as portable_heading
from ..answers.portable import portable as anywhere
from ..guide import count, outward, service_page
from ..words.dates import day
from .book import OTHERS, UNANSWERED, Book, Chapter, Leaf


def portable(markdown: str, lead: Lead) -> str:
    """An answer for a file in the folder of copies, beside that of the pictures."""
    return anywhere(markdown, f"../{FOLDER}/", lead, copy=True)


def markdown(book: Book) -> str:
    return "\n\n".join(_lines(book)) + "\n"


def _lines(book: Book) -> Iterator[str]:
    yield f"# {safe_html.title(book.title)}"
    if book.description:
        yield safe_html.title(book.description)
    facts = [count(len(book.leaves), "question")]
    facts += [f"newest review {day(book.date)}"] if book.date else []
    facts += [f"<{book.url}>"] if book.url else []
    yield " · ".join(facts)
    for chapter in book.chapters:
        if not book.slug:
            yield f"## {safe_html.title(chapter.service.name)}"
            if chapter.service.summary:
                yield safe_html.title(chapter.service.summary)
        for group in chapter.groups:
            yield f"{'##' if book.slug else '###'} {group.name}"
            for leaf in group.leaves:
                yield from _leaf(book, leaf, "###" if book.slug else "####")


def _leaf(book: Book, leaf: Leaf, mark: str) -> Iterator[str]:
    yield f'<a id="{leaf.id}"></a>'
    yield f"{mark} {_title(leaf.headed, leaf.heading)}"
    yield f"*{safe_html.title(' · '.join((leaf.level_words, *leaf.words)))}*"
    if leaf.long:
        yield _title(leaf.title, leaf.question)
    if leaf.body:
        yield portable(leaf.body, book.lead).strip("\n")
    if leaf.long or leaf.body:
        yield "**Answer:**"  # where more than a heading asks, nothing else says where the answer begins
    yield portable(leaf.answer, book.lead).strip("\n") if leaf.answer else UNANSWERED
    for place, answer in leaf.others:
        yield f"{OTHERS} ({safe_html.title(place)}):"
        yield portable(answer, book.lead).strip("\n")
    if leaf.references:
        yield "References: " + ", ".join(outward(url, url) for url in leaf.references)
    if leaf.mentions:
        yield "Mentioned in: " + " · ".join(_to_question(book, id, heading) for id, heading in leaf.mentions)
    if leaf.wordings:
        yield "Also asked as: " + ", ".join(f"“{safe_html.title(words)}”" for words in leaf.wordings)
    if leaf.link:
        yield f"<{leaf.link}>"


def _title(markdown: str, words: str) -> str:
    """A title with its marks, if it has any."""
    return portable_heading(markdown) if markdown else safe_html.title(words)


def _to_question(book: Book, id: str, heading: str) -> str:
    found = f"#{id}" if id in book.ids else f"{book.url}q/{id}/" if book.url else ""
    return f"[{safe_html.title(heading)}]({found})" if found else safe_html.title(heading)


def llms(book: Book, files: tuple[tuple[str, str, str], ...]) -> str:
    """The guide's contents for programs; `files` are path, name and purpose of the plain copies."""
    lines = [f"# {safe_html.title(book.title)}", "", f"> {safe_html.title(book.description)}", ""]
    lines += [f"{count(len(book.leaves), 'question')} with answers, in the order of the site.", ""]
    lines += ["## Everything in one file", ""]
    lines += [f"- [{name}]({book.url}{path}): {purpose}" for path, name, purpose in files]
    for chapter in book.chapters:
        lines += ["", f"## {safe_html.title(chapter.service.name)}", "", *_questions(book, chapter)]
    return "\n".join(lines) + "\n"


def _questions(book: Book, chapter: Chapter) -> Iterator[str]:
    page = book.url + service_page(chapter.service.slug).removesuffix("index.md")
    for leaf in chapter.leaves:
        yield f"- [{safe_html.title(leaf.question)}]({page}#{leaf.id}): {leaf.level_words}"
