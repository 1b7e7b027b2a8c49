"""Our own copies, put into the notes: the same questions, answers, levels and ids come back from every kind.

Only these may state an id, for their ids were given by a site. What a copy says besides, such as the question's address
or the kind of its review, is made anew from the notes and so is not read.
"""

from __future__ import annotations

import re
from collections.abc import Iterator, Mapping, Sequence
from dataclasses import replace
from typing import Protocol

from ...records import LEVELS, Reading, Text
from ...syntax.sheet_cells import unguarded
from ...words.wording import repeats, unescape
from .cards import ID, Card, Found, Lines, reading, verbatim
from .fields import Record, Value
from .html_text import code_span, from_html
from .html_tree import parse

# The columns of the tables, as `exports.spreadsheets` writes them.
COLUMNS = (
    "id", "question", "service", "also_about", "level", "scenario", "review", "answer", "other_answers",
    "also_asked_as", "references", "source", "address",
)  # fmt: skip
# The fields of the notes in a deck, as `exports.anki` writes them.
FIELDS = ("Question", "Below", "Answer", "More", "About", "Service", "Link")

_NONE_YET = "Not answered in the notes yet."
_OTHERS = "Another answer in the notes"
_ESTIMATED = "(estimated)"


class _Row(Protocol):
    @property
    def first(self) -> int: ...
    @property
    def last(self) -> int: ...
    @property
    def cells(self) -> tuple[str, ...]: ...
    @property
    def broken(self) -> bool: ...


def stated_level(words: str) -> str | None:
    """The level that a copy says was stated: an estimate is made anew.

    >>> stated_level("Basic"), stated_level("Basic (estimated)"), stated_level("Level not stated")
    ('basic', None, None)
    """
    first = words.split(" ", maxsplit=1)[0].lower() if words else ""
    return first if first in LEVELS and _ESTIMATED not in words else None


# --- tables ----------------------------------------------------------------------------------------------------------


def is_our_table(names: tuple[str, ...]) -> bool:
    return names == COLUMNS


def read_table(text: Text, names: tuple[str, ...], rows: Sequence[_Row]) -> Reading:
    """Rows of our CSV or TSV."""
    cards: list[Card] = []
    for row in rows:
        if not row.broken and len(row.cells) == len(names):
            cells = dict(zip(names, map(unguarded, row.cells), strict=True))
            cards += _of_row(row, cells)
    head = Lines(1, 1, "filler", "the names of the columns")
    return reading(text, "our table", Found(cards, [head]))


def _of_row(row: _Row, cells: Mapping[str, str]) -> Iterator[Card]:
    title, _, body = cells["question"].partition("\n\n")
    card = Card(
        (row.first, row.last),
        verbatim(title),
        cells["answer"],
        body=body,
        section=tuple(filter(None, (cells["service"],))),
        level=stated_level(cells["level"]),
        scenario=cells["scenario"] == "yes",
        id=cells["id"],
        references=tuple(cells["references"].split()),
    )
    yield card
    if cells["other_answers"]:
        yield _also(card, cells["other_answers"])


# --- decks -----------------------------------------------------------------------------------------------------------

_FRONT = re.compile(r"(?>(?P<question>.*?)<br><small>)(?>(?P<about>.*?)</small>)(?P<below>.*)", re.S)
# What stands below the answer on the back, from the end.
_LINK = re.compile(r'<p><a href="[^"]*">[^<>]*</a></p>\Z')
_WORDINGS = re.compile(r"<p>Also asked as: “[^\n]*</p>\Z")
_REFERENCES = re.compile(r"<p>References: (?P<links>(?:(?!<p>)[^\n])*)</p>\Z")
_OTHER = re.compile(rf"<details><summary>{_OTHERS} \((?P<place>[^\n]*?)\)</summary>(?P<answer>.*?)</details>", re.S)
_HREF = re.compile(r'<a href="(?P<href>[^"]*)">')


def is_our_note(names: tuple[str, ...], fields: Sequence[str], cell: Mapping[str, str]) -> bool:
    """Whether a note of Anki's was made by us: its id is one, and its tags are ours."""
    tags = cell.get("tags", "").split()
    ours = any(tag.startswith("level::") for tag in tags) and any(tag.startswith("service::") for tag in tags)
    whole = tuple(names) == FIELDS or (len(fields) == 2 and _FRONT.fullmatch(fields[0]) is not None)
    return ours and whole and ID.fullmatch(cell.get("guid", "")) is not None


def notes(
    first: int, last: int, names: tuple[str, ...], fields: Sequence[str], cell: Mapping[str, str]
) -> Iterator[Card]:
    """The note as a card, and each further answer of it as one more, which merges with the first."""
    if tuple(names) == FIELDS:
        question, below, answer, more, about, service, _ = fields
    else:
        match = _FRONT.fullmatch(fields[0])
        question, about, below = (match["question"], match["about"], match["below"]) if match else (fields[0], "", "")
        answer, more = _back(fields[1])
        service = cell.get("deck", "").rpartition("::")[2]
    tags = cell.get("tags", "").split()
    references = _REFERENCES.search(_WORDINGS.sub("", more))
    told = from_html(answer)
    card = Card(
        (first, last),
        _title(question),
        "" if told == _NONE_YET else told,
        body=from_html(below),
        section=tuple(filter(None, (_plain(service),))),
        level=stated_level(_plain(about)),
        scenario="scenario" in tags,
        id=cell.get("guid"),
        references=tuple(match["href"] for match in _HREF.finditer(references["links"])) if references else (),
    )
    yield card
    yield from (_also(card, from_html(match["answer"])) for match in _OTHER.finditer(more))


def _also(card: Card, answer: str) -> Card:
    return replace(card, answer=answer, id=None, references=())


def _back(back: str) -> tuple[str, str]:
    """The answer, and what stands below it."""
    rest = _LINK.sub("", back)
    answer = _REFERENCES.sub("", _WORDINGS.sub("", rest))
    while (found := _last_other(answer)) is not None:
        answer = answer[:found]
    return answer, rest[len(answer) :]


def _last_other(html: str) -> int | None:
    start = html.rfind(f"<details><summary>{_OTHERS} (")
    return start if start >= 0 and html.endswith("</details>") else None


# What stands in the HTML of a title: code, another mark, a formula, or words.
_IN_TITLE = re.compile(
    r"<code>(?P<code>[^<>]*)</code>|<(?P<end>/?)(?P<tag>\w+)>|(?P<formula>\\\((?:(?!\\[()]).)*+\\\))|(?P<words>[^<\\]+|.)",
    re.S,
)
_MARKS = {"strong": "**", "em": "*"}


def _title(html: str) -> str:
    """
    >>> print(_title("Is <code>a*b</code> <em>a</em>*b, <sub>&lt;</sub>?"))
    Is `a*b` *a*\\*b, <sub>\\<</sub>?
    """
    return "".join(map(_title_piece, _IN_TITLE.finditer(html)))


def _title_piece(found: re.Match[str]) -> str:
    if found["code"] is not None:
        return code_span(unescape(found["code"]))
    if found["tag"]:
        return _MARKS.get(found["tag"], f"<{found['end']}{found['tag']}>")
    return unescape(found["formula"]) if found["formula"] else verbatim(unescape(found["words"]))


def _plain(html: str) -> str:
    return parse(html).words()


# --- questions.json --------------------------------------------------------------------------------------------------


def of_json(roots: Sequence[Value]) -> list[Card]:
    """The questions of our `questions.json`; nothing where it is another file."""
    root = roots[0] if len(roots) == 1 else None
    if not isinstance(root, Record):
        return []
    top = _members(root)
    questions = top.get("questions")
    if "version" not in top or not isinstance(questions, list):
        return []
    return [card for one in questions if isinstance(one, Record) for card in _of_question(one)]


def _of_question(record: Record) -> Iterator[Card]:
    said = _members(record)
    if not {"permalink", "answer_markdown", "asked"} <= said.keys():
        return
    card = Card(
        (record.first, record.last),
        _text(said.get("question_markdown")) or verbatim(_text(said.get("question"))),
        _text(said["answer_markdown"]),
        body=_text(said.get("body_markdown")),
        section=_texts(said.get("services"))[:1],
        level=stated_level(_text(said.get("level"))),
        scenario=said.get("scenario") is True,
        id=_text(said.get("id")),
        references=_texts(said.get("references")),
    )
    yield card
    places = [_members(one) for one in _list(said["asked"]) if isinstance(one, Record)]
    others = dict.fromkeys(_text(one.get("answer_markdown")) for one in places)
    yield from (_also(card, answer) for answer in others if answer and not repeats(answer, card.answer))


def _text(value: Value) -> str:
    return value if isinstance(value, str) else ""


def _list(value: Value) -> Sequence[Value]:
    return value if isinstance(value, list) else ()


def _texts(value: Value) -> tuple[str, ...]:
    return tuple(one for one in _list(value) if isinstance(one, str))


def _members(record: Record) -> dict[str, Value]:
    return {name: value for name, value, _ in record.pairs}
