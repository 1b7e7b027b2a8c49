"""The questions as rows, for spreadsheets and for other people's programs."""

from __future__ import annotations

import csv
import io

from ..answers.link_marks import outward
from ..answers.pictures import in_words
from ..syntax.sheet_cells import guarded
from .book import Book, Leaf

COLUMNS = (
    "id", "question", "service", "also_about", "level", "scenario", "review", "answer", "other_answers",
    "also_asked_as", "references", "source", "address",
)  # fmt: skip

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
        [guarded(in_words(outward(cell, book.outward), sources)) for cell in _row(leaf)] for leaf in book.leaves
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
