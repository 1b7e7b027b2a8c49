"""The questions as rows, for spreadsheets and for other people's programs."""

from __future__ import annotations

import csv
import io

from ..answers.link_marks import outward
from ..answers.pictures import in_words
from .book import Book, Leaf

COLUMNS = (
    "id", "question", "service", "also_about", "level", "scenario", "review", "answer", "other_answers",
    "also_asked_as", "references", "source", "address",
)  # fmt: skip

# A spreadsheet calculates a cell that begins with one of these, and a note could make it send what it holds.
_FORMULA = tuple("=+-@\t\r＝＋－＠")
_MARK = "\ufeff"  # without it Excel takes UTF-8 for something else


def csv_table(book: Book) -> str:
    return _table(book, ",")


def tsv_table(book: Book) -> str:
    return _table(book, "\t")


def _table(book: Book, separator: str) -> str:
    written = io.StringIO()
    writer = csv.writer(written, delimiter=separator, quoting=csv.QUOTE_ALL, lineterminator="\r\n")
    writer.writerow(COLUMNS)
    sources = book.sources
    writer.writerows(
        [harmless(in_words(outward(cell, book.outward), sources)) for cell in _row(leaf)] for leaf in book.leaves
    )
    return _MARK + written.getvalue()


def _row(leaf: Leaf) -> tuple[str, ...]:
    return (
        leaf.id,
        "\n\n".join(filter(None, (leaf.question, leaf.body))),
        leaf.services[0].name if leaf.services else "",
        ", ".join(service.name for service in leaf.services[1:]),
        leaf.level_words,
        "yes" if leaf.scenario else "no",
        leaf.review,
        leaf.answer,
        "\n\n".join(answer for _, answer in leaf.others),
        "\n".join(leaf.wordings),
        "\n".join(leaf.references),
        leaf.place,
        leaf.link,
    )


def harmless(cell: str) -> str:
    """The cell as text: an apostrophe before what a spreadsheet would take for a formula.

    One that stands there already gets another, so that whoever takes one off has what was there.

        >>> harmless("- a list"), harmless("a = b"), harmless(" =1+1"), harmless("'- a list")
        ("'- a list", 'a = b', "' =1+1", "''- a list")
    """
    text = cell.replace("\x00", "")
    bare = text.lstrip("'")
    return f"'{text}" if bare.lstrip(" \n\u00a0").startswith(_FORMULA) or bare.startswith(_FORMULA) else text
