"""Lines that each say a term and what it means, or ask and answer, with the same sign between the two.

One such line is a sentence with a colon. They are believed where nearly all lines of a file are such, no term comes
twice and what stands behind the sign is worded: settings, prices, hours, a log and a chat are not so.
"""

from __future__ import annotations

import re
from collections import Counter
from collections.abc import Callable, Iterator, Mapping, Sequence
from dataclasses import dataclass, replace
from functools import partial

from ..words.asking import asks
from ..words.columns import kinds_of
from ..words.headings import OF_DOCUMENTS
from ..words.wording import plain
from .blocks import Page, is_bare_title, wants_no_answer
from .formats.delimited import is_data
from .line_marks import LONGEST
from .numbering import SURELY
from .shapes import FEWEST_CARDS, is_typed, promises_cards
from .signs import Kind, Start, below_the_guide

PAIR = Kind("a term and its meaning on one line", 0.8)

MOST_ABOVE = 3  # lines that introduce the first pair
_RULED_ROW = re.compile(r"[\s|:+-]*\|[\s|:+-]*")
FEWEST_TIGHT = 8  # without a space, a colon stands in times and addresses as well
_LONGEST_TERM = 60
_LONGEST_ASKED = 200
# What can stand between the two, and the signs of which one must be there; the last is believed only where no other is.
_BETWEEN = tuple(
    (re.compile(between), signs)
    for between, signs in (
        (r"\t+", "\t"),
        (r"\s*(?:=>|->|→|⇒|⟶)\s*", ">→⇒⟶"),
        (r"\s*(?:<=|<-|←|⇐|⟵)\s*", "<←⇐⟵"),
        (r"\s+[–—-]\s+|\s*[–—]\s+", "-–—"),
        (r"\s*[:：]\s+|：", ":："),
        (r"(?<=[^\d:/]):(?=[^\s:/\d])", ":"),
    )
)
_BACK = re.compile(r"<[=-]|[←⇐⟵]")  # the answer stands before, and the question behind
# Any other sign between two spaces: `|`, `=`, `;`, `~`, `>>`, `--`.
_SIGN = re.compile(r"(?<=\s)[^\w\s()\[\]{}\"'“”„«»…&+,.!?*`#$%]{1,3}(?=\s)")
_BOLD_TERM = re.compile(
    r"(?P<mark>\*\*|__)(?P<term>(?:(?!(?P=mark)).)+?)(?P=mark)\s*(?:[:：=–—-]|->|→|=>)?\s*(?P<told>\S.*)"
)
_COUNT = re.compile(r"\d{1,4}\s*(?:[|;]\s*|\t\s*)(?=\S)")  # a row's number, with the sign that parts the others
_QUOTED = re.compile(r"[\"“„«].*[.!?…]?[\"”“»][.!?]?$")


@dataclass(frozen=True, slots=True)
class _Line:
    line: int
    term: str
    told: str


def pairs(page: Page) -> Iterator[Start]:
    """The lines of a file of pairs; nothing where other lines are more than a title here and there."""
    aside = wants_no_answer(page)
    said = [i for i in range(len(page)) if _says(page, i) and i not in aside]
    if any(_is_read_otherwise(page, i) for i in said):
        return
    found, tight = _best(page, said)
    fewest = FEWEST_TIGHT if tight else FEWEST_CARDS - promises_cards(page)
    if not found or not _are_all(page, said, found):
        return
    if _asks(found) or (len(found) >= fewest and _are_terms(found)):
        yield from (_start(page, one) for one in found)


def _best(page: Page, said: Sequence[int]) -> tuple[list[_Line], bool]:
    """The lines cut at the sign that most of them have, and whether that is a colon without a space."""
    texts = {i: text for i in said if len(text := _text(page, i)) <= LONGEST}
    ways = [_cut(texts, _behind_bold), *(_cut_at(texts, *way) for way in (*_signs(page, said), *_BETWEEN))]
    found = max(ways, key=len)
    if found and all(_BACK.search(page.lines[one.line].raw[:LONGEST]) for one in found):
        return [replace(one, term=one.told, told=one.term) for one in found], False
    return found, found is ways[-1]


def _signs(page: Page, said: Sequence[int]) -> list[tuple[re.Pattern[str], str]]:
    """The sign that stands between spaces on most lines, if there is one."""
    found = Counter(sign for i in said for sign in {*_SIGN.findall(page.lines[i].raw[:LONGEST])})
    most = [sign for sign, times in found.most_common(1) if times * 2 > len(said)]
    return [(re.compile(rf"\s+{re.escape(sign)}\s+"), sign) for sign in most]


def _says(page: Page, i: int) -> bool:
    return page.lines[i].kind in ("text", "row") and not page.mark(i).depth


def _is_read_otherwise(page: Page, i: int) -> bool:
    """Whether a line has a label, or belongs to a table with a head."""
    labelled = i in page.labels or page.mark(i).label != ""
    raw = page.lines[i].raw
    return labelled or ("|" in raw and _RULED_ROW.fullmatch(raw[:LONGEST]) is not None)


def _text(page: Page, i: int) -> str:
    text = page.mark(i).text if page.is_text(i) else page.lines[i].raw.strip().strip("|").strip()
    return _COUNT.sub("", text, count=1)


def _cut(texts: Mapping[int, str], parted: Callable[[str], tuple[str, str] | None]) -> list[_Line]:
    """The lines that have two parts, as these."""
    found: list[_Line] = []
    for i, text in texts.items():
        if (parts := parted(text)) is None:
            continue
        term, told = parts[0].strip(" *_`").rstrip(":：").strip(), parts[1].strip()
        if term and told and len(term) <= _LONGEST_ASKED and (len(term) <= _LONGEST_TERM or asks(term) >= SURELY):
            found.append(_Line(i, term, told))
    return found


def _cut_at(texts: Mapping[int, str], between: re.Pattern[str], signs: str) -> list[_Line]:
    """The lines with one of these signs, cut there."""
    one = re.compile(rf"[{re.escape(signs)}]")
    return _cut({i: text for i, text in texts.items() if one.search(text)}, partial(_at, between))


def _behind_bold(text: str) -> tuple[str, str] | None:
    """What a term in bold is, and what stands behind it."""
    bold = _BOLD_TERM.match(text)
    return (bold["term"], bold["told"]) if bold else None


def _at(between: re.Pattern[str], text: str) -> tuple[str, str] | None:
    """What stands before the first of these signs, and behind it."""
    sign = between.search(text)
    return (text[: sign.start()], text[sign.end() :]) if sign else None


def _asks(found: Sequence[_Line]) -> bool:
    """Whether the first parts ask and the second ones do not."""
    sure = sum(asks(one.term) >= SURELY > asks(one.told) for one in found)
    return len(found) > 1 and sure * 2 >= len(found)


def _are_terms(found: Sequence[_Line]) -> bool:
    """Whether the first parts are terms of their own and the second ones say something of them."""
    count = len(found)
    terms = [plain(one.term) for one in found]
    distinct = len({re.sub(r"[\W\d_]+", " ", term).strip().casefold() for term in terms} - {""})
    short = sum(len(term.split()) <= 8 for term in terms)
    typed = sum(is_typed(term) or bool(_QUOTED.match(term)) for term in terms)
    of_data = sum(bool({"data", "aside"} & set(kinds_of(term)) or OF_DOCUMENTS.match(term)) for term in terms)
    worded = sum(not is_data(plain(one.told)) for one in found)
    asked = sum(asks(one.told) >= 0.9 for one in found)
    return (
        distinct >= 0.9 * count
        and short >= 0.9 * count
        and worded >= 0.7 * count
        and max(typed, of_data, asked) * 4 < count
    )


def _are_all(page: Page, said: Sequence[int], found: Sequence[_Line]) -> bool:
    """Whether other lines are titles, or go on with a pair that is too long for its line."""
    own = {one.line for one in found}
    first = min(own)
    others = [i for i in said if i not in own and not _is_title(page, i)]
    above = [i for i in others if i < first]
    if len(above) > MOST_ABOVE or any(asks(page.mark(i).text) >= SURELY for i in above):
        return False
    listed = sum(page.joined[i] for i in own) * 2 > len(own)
    left = sum(i > first and not _goes_on(page, i, listed) for i in others)
    return left <= 0.1 * len(found) and not any(below_the_guide(page)[i] for i in own)


def _goes_on(page: Page, i: int, listed: bool) -> bool:
    """Whether a line goes on with the pair above; below pairs line by line it is set in."""
    mark = page.mark(i)
    return (mark.indent > 1 or (page.joined[i] and not listed)) and not mark.bullet


def _is_title(page: Page, i: int) -> bool:
    return page.mark(i).bold or is_bare_title(page, i, colon=True)


def _start(page: Page, one: _Line) -> Start:
    mark = page.mark(one.line)
    return Start(one.line, one.line, PAIR, one.term, mark.number, 0, mark.indent, one.told)
