"""Lines of one shape that come again and again, each with something of its own below: quotes, terms, hanging text.

What asks is told by the whole row: where most titles of a shape ask, the others do. Where next to none asks, the titles
can still be cards. Then each is short and stands once, each has a few words of prose below, and hardly anything else
stands in the file; an article, a manual or minutes are not so.
"""

from __future__ import annotations

import re
from collections.abc import Iterable, Iterator, Sequence
from dataclasses import dataclass
from itertools import pairwise
from statistics import median

from ..words.asking import asks
from ..words.chat import chat_opening
from ..words.headings import OF_CARDS, OF_DOCUMENTS
from .blocks import BOXES, Page, is_bare_title, only_says_a_level, wants_no_answer
from .numbering import SURELY
from .signs import LABEL, Kind, Start, is_of_the_guide, is_title_of_all

TERM = Kind("terms and what they mean", 0.6, states=0.7)
QUOTED = Kind("questions in quotes", 0.6, states=0.5)
HANGING = Kind("lines above what is indented below them", 0.6, states=0.5)
PICTURED = Kind("questions behind a picture", 0.7, states=0.5)
ANSWER_MARKED = Kind("lines above answers with a sign", 0.7, states=0.5)

FEWEST_QUESTIONS = 2
_ENDS = (".", "!", "?", "。", "।")
FEWEST_CARDS = 4
MANY_CARDS = 12  # no recipe or report has so many parts of a line or two
_SIGN_BELOW = re.compile(r"\s{0,8}(?:::?|-{1,2}>|→|=>|⇒|➡️?|▶️?|👉|↳)\s+(?=\S)")
_BOX = re.compile(
    r"\s{0,3}(?:!!!|\?\?\?\+?)\s+(?:(?P<asks>question|faq|help)|[\w-]+)\s+[\"“](?P<title>[^\"“”]+)[\"”]\s*$"
)
_ITALIC = re.compile(r"(\*|_)(?=\S)[^*_]+\1")
_PARTING = re.compile(r"[^\w\s`#>|]{1,3}")
_CODE_LIKE = re.compile(r"^§|\w\(|\w/\w|[\\{};=<>]|^[a-z_]+[._][a-z_.]+$|^--?\w|^[\d.,:/\s-]+|\((?:1[5-9]|20)\d\d\w?\)")
_NO_LETTERS = re.compile(r"[\W\d_]+")


@dataclass(frozen=True, slots=True)
class Piece:
    """A line that may be a title, and the line behind the last one that belongs to it."""

    line: int
    end: int


# --- what a row of pieces is -----------------------------------------------------------------------------------------


def asks_throughout(page: Page, pieces: Sequence[Piece], share: float = 0.5) -> bool:
    """Whether so many titles ask that the others are questions as well."""
    sure = sum(asks(page.mark(one.line).text) >= SURELY for one in pieces)
    return len(pieces) >= FEWEST_QUESTIONS and sure >= share * len(pieces)


def is_a_deck(page: Page, pieces: Sequence[Piece], fewest: int = FEWEST_CARDS) -> bool:
    """Whether titles are cards though most of them, or all, ask nothing."""
    if len(pieces) < fewest:
        return False
    titles = [page.title(one.line) for one in pieces]
    others = sum(is_of_the_guide(page, one.line) for one in pieces)
    return others <= len(pieces) / 10 and _are_terms(titles) and _are_meanings(page, pieces) and _is_all(page, pieces)


def _are_terms(titles: Sequence[str]) -> bool:
    """Short titles, each its own, of which none belongs to a document of another kind."""
    own = len({title.casefold() for title in titles})
    distinct = len({_NO_LETTERS.sub(" ", title).strip().casefold() for title in titles})
    short = sum(len(title.split()) <= 20 and len(title) <= 140 for title in titles)
    others = sum(bool(OF_DOCUMENTS.match(title)) for title in titles)
    typed = sum(map(is_typed, titles))
    loud = sum(title.isupper() and any(len(word) > 5 for word in title.split()) for title in titles)
    count = len(titles)
    alike = own < 0.9 * count or distinct < 0.6 * count
    return not alike and short == count and others <= count / 10 and typed <= count / 2 and loud <= count / 4


def is_typed(title: str) -> bool:
    """Whether a title is a name out of a program, a path, a date, a number or a section of a law, and no term.

    >>> is_typed("get(key)"), is_typed("src/main.c"), is_typed("§ 3 Rent"), is_typed("half note")
    (True, True, True, False)
    """
    return _CODE_LIKE.search(title) is not None


def _are_meanings(page: Page, pieces: Sequence[Piece]) -> bool:
    """A few words of prose below each."""
    below = [_worded(page, one) for one in pieces]
    told = [sum(page.words[i] for i in lines) for lines in below]
    most = len(pieces) / 10
    longest = 40 if len(pieces) < 8 else 60
    if told.count(0) > most or median(told) > longest or sum(one > 3 * longest for one in told) > most:
        return False
    prose = sum(bool(lines) and _is_prose(page, lines) for lines in below)
    asked = sum(asks(page.mark(i).text) >= 0.9 for lines in below for i in lines)
    return prose >= (0.6 if len(pieces) < MANY_CARDS else 0.2) * len(pieces) and asked <= len(pieces) / 5


_WORDED = ("text", "row", "code")


def _worded(page: Page, piece: Piece) -> list[int]:
    return [i for i in range(piece.line + 1, piece.end) if page.lines[i].kind in _WORDED]


def _is_prose(page: Page, lines: Sequence[int]) -> bool:
    """Whether lines begin with a paragraph; one item by itself is as good. A line with bold words heads a list."""
    first = page.mark(lines[0])
    items = sum(bool(page.mark(i).bullet) for i in lines)
    listed = items > 1 and bool(first.bullet or first.bold or first.text.startswith(("**", "__")))
    return page.is_text(lines[0]) and not (listed or first.number or first.depth)


def _is_all(page: Page, pieces: Sequence[Piece]) -> bool:
    """Whether hardly anything stands outside but an introduction and headings."""
    inside = {i for one in pieces for i in range(one.line, one.end)}
    first = min(inside)
    within = sum(page.words[i] for i in inside)
    outside = [i for i in range(len(page)) if i not in inside and _WORDED.count(page.lines[i].kind)]
    left = sum(page.words[i] for i in outside if i > first and not _heads(page, i))
    above = sum(page.words[i] for i in outside if i < first and not _heads(page, i))
    return left <= 0.15 * within and above <= 0.5 * within


def _heads(page: Page, i: int) -> bool:
    return page.mark(i).depth > 0 or page.mark(i).bold or is_bare_title(page, i)


def promises_cards(page: Page) -> bool:
    """Whether the first heading says that terms stand below."""
    found: bool = page.once("promises cards", lambda: _first_heads_cards(page))
    return found


def _first_heads_cards(page: Page) -> bool:
    first = next((i for i, line in enumerate(page.lines) if line.kind == "text"), None)
    return first is not None and len(page.lines[first].raw) < 100 and OF_CARDS.search(page.title(first)) is not None


def _fewest(page: Page) -> int:
    return FEWEST_CARDS - 1 if promises_cards(page) else FEWEST_CARDS


def _starts(page: Page, kind: Kind, pieces: Iterable[Piece]) -> Iterator[Start]:
    for one in pieces:
        mark = page.mark(one.line)
        yield Start(one.line, one.line, kind, mark.text, mark.number, mark.depth, mark.indent, "", mark.scenario)


# --- terms -----------------------------------------------------------------------------------------------------------


def terms(page: Page) -> Iterator[Start]:
    """Titles that are cards although they ask nothing: headings of one depth, lines in bold, or others of one shape."""
    for pieces in _rows(page):
        if is_a_deck(page, pieces, _fewest(page)):
            yield from _starts(page, TERM, pieces)
            return


def _rows(page: Page) -> Iterator[list[Piece]]:
    """What could be the titles of a deck, the plainest sign first."""
    depths = sorted({line.marks.depth for line in page.lines if line.kind == "text" and line.marks.depth})
    yield from (_leaves(page, depth) for depth in depths)
    yield _bold_lines(page)
    yield _items(page)
    if promises_cards(page) or page.promised[-1:] == [True]:
        yield _numbers(page)
    yield _below_rules(page)
    yield _first_lines(page)


def _leaves(page: Page, depth: int) -> list[Piece]:
    """The headings of a depth with nothing but text below; none where another of them has headings below it.

    Nor are there any below a heading of a manual or the like ("API"), or in a file with several such.
    """
    headings = page.headings
    if _are_of_a_manual(page, headings, depth):
        return []
    pieces = [Piece(i, after) for i, after in pairwise([*headings, len(page)]) if page.mark(i).depth == depth]
    if pieces and _is_the_files(page, pieces[0]):
        del pieces[0]
    if any(_heads_others(page, one) for one in pieces):
        return []
    return _numbered_or_all(page, [one for one in pieces if _may_be_a_term(page, one.line)])


def _are_of_a_manual(page: Page, headings: Sequence[int], depth: int) -> bool:
    """Whether headings of a depth stand below one that speaks of the document, or several such stand in the file."""
    others = {i for i in headings if page.mark(i).depth < depth and is_of_the_guide(page, i)}
    return len(others) > 1 or bool(others & _parents(page, headings, depth))


def _parents(page: Page, headings: Sequence[int], depth: int) -> set[int]:
    """The headings right above those of a depth."""
    found, above = set[int](), -1
    for i in headings:
        own = page.mark(i).depth
        if own < depth:
            above = i
        elif own == depth and above >= 0:
            found.add(above)
    return found


def _is_the_files(page: Page, piece: Piece) -> bool:
    """Whether a first-level heading is the title of the file: nothing, or headings alone, or questions stand below."""
    alone = _heads_others(page, piece) or not _worded(page, piece) or is_title_of_all(page, piece.line)
    return page.mark(piece.line).depth == 1 and alone


def _numbered_or_all(page: Page, pieces: list[Piece]) -> list[Piece]:
    """Those with a number, where most have one."""
    numbered = [one for one in pieces if page.mark(one.line).number]
    return numbered if len(numbered) * 2 > len(pieces) else pieces


def _heads_others(page: Page, piece: Piece) -> bool:
    """Whether headings stand below one."""
    return piece.end < len(page) and page.mark(piece.end).depth > page.mark(piece.line).depth


def _may_be_a_term(page: Page, i: int) -> bool:
    return i not in page.labels and page.mark(i).text != "" and not only_says_a_level(page, i)


def _bold_lines(page: Page) -> list[Piece]:
    """Lines all in bold, each to the next or to a heading."""
    ends = [i for i in page.texts if page.lines[i].marks.depth or _is_bold_line(page, i)]
    return [Piece(i, after) for i, after in pairwise([*ends, len(page)]) if not page.mark(i).depth]


def _is_bold_line(page: Page, i: int) -> bool:
    mark = page.lines[i].marks
    if mark.bullet or mark.number or mark.label or page.joined[i] or i in page.labels:
        return False
    return mark.bold or _ITALIC.fullmatch(mark.text) is not None


def _items(page: Page) -> list[Piece]:
    """The outermost items of lists, each with a paragraph or one item of its own further in; none where one has not."""
    found: list[Piece] = []
    for i in page.texts:
        mark = page.lines[i].marks
        if not mark.bullet or mark.indent > 1 or (found and i < found[-1].end):
            continue
        end = _end_of(page, i)
        below = [j for j in range(i + 1, end) if page.is_text(j)]
        if not below or sum(bool(page.mark(j).bullet) for j in below) > 1 or mark.label or mark.box:
            return []
        found.append(Piece(i, end))
    return found


def _numbers(page: Page) -> list[Piece]:
    """Numbered lines, each with words of its own below."""
    firsts = [i for i in page.texts if page.mark(i).number and not page.mark(i).depth]
    return [Piece(i, end) for i, end in pairwise([*firsts, len(page)]) if not page.mark(i).text.endswith(_ENDS)]


def _below_rules(page: Page) -> list[Piece]:
    """The first lines of blocks between rules."""
    rules = [i for i, line in enumerate(page.lines) if line.kind == "rule"]
    if len(rules) < FEWEST_QUESTIONS:
        return []
    said = [
        [i for i in range(first, end) if page.is_text(i) and not page.mark(i).depth]
        for first, end in pairwise([0, *rules, len(page)])
    ]
    found = [Piece(lines[0], lines[-1] + 1) for lines in said if lines]
    return found if all(page.is_text(one.line) and _is_plain(page, one.line) for one in found) else []


def _first_lines(page: Page) -> list[Piece]:
    """The first lines of paragraphs where each is a few words, and whole sentences follow, or a line in a deck."""
    firsts = [i for i in page.texts if not page.joined[i] and not page.mark(i).depth]
    found: list[Piece] = []
    for i in firsts:
        end = i + 1
        while end < len(page) and page.is_text(end) and page.joined[end]:
            end += 1
        if end == i + 1 or not _is_short(page, i):
            continue
        if page.mark(end - 1).text.endswith(_ENDS) or (promises_cards(page) and end == i + 2):
            found.append(Piece(i, end))
    return found


def _is_short(page: Page, i: int) -> bool:
    return page.words[i] <= 6 and _is_plain(page, i) and not page.mark(i).text.endswith((".", ",", ";"))


# --- quotes ----------------------------------------------------------------------------------------------------------


def quoted(page: Page) -> Iterator[Start]:
    """Quotes that ask, with the answer below; or plain lines that ask, with the answer in a quote."""
    runs = [run for run in _quotes(page) if run[0] not in wants_no_answer(page)]
    asked = [Piece(first, end) for first, end in runs if page.following[end - 1] == end or end < len(page)]
    if asks_throughout(page, asked) and all(_is_answered(page, one, runs) for one in asked):
        yield from (Start(one.line, one.end - 1, QUOTED, _words_of(page, one), None, 0, 0) for one in asked)
        return
    above = [piece for first, end in runs if (piece := _above(page, first, end))]
    if len(above) * 10 >= 8 * len(runs) and asks_throughout(page, above):
        yield from _starts(page, QUOTED, above)


def _quotes(page: Page) -> Iterator[tuple[int, int]]:
    """Where each run of quoted lines begins, and the line behind it."""
    first = end = -1
    for i in page.texts:
        if not page.lines[i].marks.quote:
            continue
        if i != end and first >= 0:
            yield first, end
        first, end = (first if i == end else i), i + 1
    if first >= 0:
        yield first, end


def _words_of(page: Page, piece: Piece) -> str:
    return " ".join(page.mark(i).text for i in range(piece.line, piece.end)).strip()


def _is_answered(page: Page, piece: Piece, runs: Sequence[tuple[int, int]]) -> bool:
    """Whether plain words stand below a quote of a line or two."""
    below = page.following[piece.end - 1]
    return piece.end - piece.line <= 3 and below < len(page) and all(below != first for first, _ in runs)


def _above(page: Page, first: int, end: int) -> Piece | None:
    """The line of plain text right above a quote; None for a paragraph, a heading or an item."""
    i = first - 1
    while i >= 0 and page.lines[i].kind == "blank":
        i -= 1
    if not page.is_text(i) or page.joined[i] or not _is_plain(page, i) or page.mark(i).quote:
        return None
    return Piece(i, end)


def _is_plain(page: Page, i: int) -> bool:
    mark = page.lines[i].marks
    return not (mark.depth or mark.bullet or mark.label or mark.number or mark.bold) and i not in page.labels


# --- what stands further in, or behind a sign ------------------------------------------------------------------------


def boxes(page: Page) -> Iterator[Start]:
    """Admonitions that are questions, or whose titles ask: `??? note "What is rope?"`, with the answer further in."""
    found = {i: match for i in page.texts if (match := _BOX.match(page.lines[i].raw))}
    told = [match for match in found.values() if not match["asks"]]
    sure = sum(asks(match["title"]) >= SURELY for match in found.values())
    if not told or (len(found) >= FEWEST_QUESTIONS and sure * 2 >= len(found)):
        yield from (Start(i, i, LABEL, match["title"], None, 0, page.mark(i).indent) for i, match in found.items())


def pictures(page: Page) -> Iterator[Start]:
    """Paragraphs that begin with the same picture, where most of them ask: "❓ What is rope?"."""
    found: dict[str, list[Piece]] = {}
    for i in page.texts:
        mark = page.lines[i].marks
        if mark.ornament and not page.joined[i] and not (mark.depth or mark.number or mark.label):
            found.setdefault(page.lines[i].raw.strip()[:1], []).append(Piece(i, i + 1))
    for pieces in found.values():
        if len(pieces) > FEWEST_QUESTIONS and asks_throughout(page, pieces, 0.6):
            yield from _starts(page, PICTURED, pieces)


def hanging(page: Page) -> Iterator[Start]:
    """Lines with what belongs to them further in, directly below: the lines at one indent together."""
    rows: dict[int, list[Piece]] = {}
    for i in page.texts:
        if _hangs(page, i):
            rows.setdefault(page.mark(i).indent, []).append(Piece(i, _end_of(page, i)))
    for indent in sorted(rows):
        pieces = rows[indent]
        if asks_throughout(page, pieces) or is_a_deck(page, pieces, _fewest(page)):
            yield from _starts(page, HANGING, pieces)
            return


def _hangs(page: Page, i: int) -> bool:
    """Whether a plain line begins a block, and what stands right below it is set in."""
    mark, below = page.lines[i].marks, page.lines[i + 1] if i + 1 < len(page) else None
    if below is None or below.kind not in _WORDED or not below.raw[:1].isspace() or not _is_plain(page, i):
        return False
    if mark.quote or not mark.text or mark.text.startswith(BOXES):
        return False
    above = page.lines[i - 1] if i else None
    begins = above is None or above.kind != "text" or above.marks.indent != mark.indent or above.marks.depth
    return bool(begins) and _indent(below.raw) >= mark.indent + 2


def _indent(raw: str) -> int:
    wide = raw[:200].expandtabs(4)
    return len(wide) - len(wide.lstrip())


def _end_of(page: Page, i: int) -> int:
    """The line behind the last one that stands further in."""
    end = i + 1
    for j in range(i + 1, len(page)):
        if page.lines[j].kind == "blank":
            continue
        if page.lines[j].kind != "code" and _indent(page.lines[j].raw) <= page.mark(i).indent:
            break
        end = j + 1
    return end


def marked_below(page: Page) -> Iterator[Start]:
    """Lines whose answer stands below behind a sign: `: meaning` of a list of definitions, `→ answer`."""
    pieces = [piece for i in page.texts if i + 1 < len(page) and (piece := _with_sign(page, i))]
    if asks_throughout(page, pieces) or is_a_deck(page, pieces, FEWEST_QUESTIONS):
        yield from _starts(page, ANSWER_MARKED, pieces)


def parted(page: Page) -> Iterator[Start]:
    """Lines with a line of one sign below them, as `%` or `***`, which parts them from what is said of them."""
    found: dict[str, list[Piece]] = {}
    for i in page.texts:
        sign = page.lines[i + 1].raw.strip() if i + 2 < len(page) else ""
        if _PARTING.fullmatch(sign) and page.lines[i + 2].kind in _WORDED and _may_be_defined(page, i):
            end = next((j for j in range(i + 2, len(page)) if page.lines[j].kind == "blank"), len(page))
            found.setdefault(sign, []).append(Piece(i, end))
    pieces = max(found.values(), key=len, default=[])
    if asks_throughout(page, pieces) or is_a_deck(page, pieces, FEWEST_CARDS - 1):
        for one in pieces:
            yield Start(one.line, one.line + 1, ANSWER_MARKED, page.mark(one.line).text, page.mark(one.line).number)


def _with_sign(page: Page, i: int) -> Piece | None:
    if (page.joined[i] and not _has_a_sign_of_its_own(page, i)) or page.mark(i).indent > 3:
        return None
    below = i + 1
    if page.lines[below].kind == "blank" and below + 1 < len(page):
        below += 1
    if not page.is_text(below) or not _SIGN_BELOW.match(page.lines[below].raw) or not _may_be_defined(page, i):
        return None
    end = below + 1
    while end < len(page) and page.lines[end].kind != "blank" and not _begins_anew(page, end):
        end += 1
    return Piece(i, _further(page, end))


def _has_a_sign_of_its_own(page: Page, i: int) -> bool:
    """Whether a line begins with a picture that no answer begins with: it is no part of the paragraph above."""
    return page.mark(i).ornament and not _SIGN_BELOW.match(page.lines[i].raw)


def _may_be_defined(page: Page, i: int) -> bool:
    mark = page.mark(i)
    plainly = not (mark.depth or mark.bullet or mark.label or mark.quote) and i not in page.labels
    return plainly and not _SIGN_BELOW.match(page.lines[i].raw) and not chat_opening(mark.text)


def _begins_anew(page: Page, i: int) -> bool:
    """Whether a line is the next term, without a blank line above it."""
    below = page.lines[i + 1].raw if i + 1 < len(page) else ""
    return bool(_SIGN_BELOW.match(below)) and not _SIGN_BELOW.match(page.lines[i].raw) and page.mark(i).indent == 0


def _further(page: Page, end: int) -> int:
    """The line behind what belongs to a meaning below a blank line: another one, or what is indented."""
    at = end
    while at < len(page):
        line = page.lines[at]
        if line.kind != "blank":
            if not _SIGN_BELOW.match(line.raw) and _indent(line.raw) < 2:
                break
            end = at + 1
        at += 1
    return end
