"""Signs of cards in Markdown: `question::answer`, a line of `?` between the two, `{{c1::blanks}}`, `#card`.

The cards are taken out of the file, and what is left is read as the prose that it is.
"""

from __future__ import annotations

import re
from collections import Counter
from collections.abc import Callable, Iterable, Iterator, Mapping, Sequence
from dataclasses import dataclass, replace
from itertools import pairwise

from ...records import Reading, Role, Text
from ...syntax.fences import fences_of
from ...syntax.line_kinds import MARKER, heading_of
from ...words.columns import asking_and_telling
from ...words.levels import level_in
from .cards import Card, Found, reading
from .cloze import HIGHLIGHT, MARK, SQUARE, parted
from .rewritten import Prose

_COMMENT = re.compile(r"\s{0,20}<!--[^<>]{0,400}-->")
_TAG = re.compile(r"(?<!\S)#[\w/-]*[^\W\d][\w/-]*")
_CARD_TAG = re.compile(r"(?<!\S)#(?:\[\[)?card(?:\]\])?(?!\S)", re.I)
_DECK = re.compile(r"(?<!\S)#?flashcards?\b", re.I)
_SAYS_DECK = re.compile(r"(?:^\s*(?:tags?|type|kind|deck)\s*:|^\s*-).*\b(?:anki|decks?|flash-?cards?)\b", re.I)
_SPANS = re.compile(r"`[^`]{1,400}`|\{\{[^{}]{0,400}\}\}|<!--[^<>]{0,400}-->|\[\[[^\[\]]{0,400}\]\]")
_INLINE = re.compile(r"(?<=[^\s:])\s*(?P<sign>:::?|;;;?)\s*(?=[^\s:])")
_PROPERTY = re.compile(r"\s*[\w-]+::\s")
_SCOPE = re.compile(r"[\w>)\]]+(?:::[\w<~]+)+(?:\(|\b)")
_ARROW = re.compile(r"(?<!\s)\s++(?:→|⇒|⟶|=>|->|-->|>>|<>|<->|↔)\s+")
_SEPARATOR = ("?", "??")
CARDS = "cards"  # what the layout of a file with them begins with


@dataclass(frozen=True, slots=True)
class _Page:
    """The lines of a file without those that no sign can stand on: code, front matter, comments."""

    lines: tuple[str, ...]
    open: tuple[bool, ...]
    sections: tuple[tuple[str, ...], ...]
    deck: bool
    says_deck: bool


def reads(text: Text, prose: Prose) -> Reading | None:
    """The cards and, around them, what prose finds; None where no sign of cards is sure."""
    if not _may_hold(text.lines):
        return None
    page = _page(text.lines)
    cards: list[Card] = []
    taken: set[int] = set()
    for find in _FINDERS:
        for card in find(page, taken):
            cards.append(card)
            taken.update(range(card.lines[0], card.lines[1] + 1))
    if not cards:
        return None
    return _together(text, sorted(cards, key=lambda card: card.lines), taken, prose)


_MAY_BE_A_SIGN = re.compile(r"::|;;|\{\{|==|#card|<!--| (?:→|=>|->|>>|<>) |^(?:C: |START\s*$|\s*\?\??\s*$)")


def _may_hold(lines: Sequence[str]) -> bool:
    """A look that costs little."""
    return any(_MAY_BE_A_SIGN.search(line) or _SAYS_DECK.search(line) for line in lines if line)


def _page(lines: tuple[str, ...]) -> _Page:
    free = _free(lines)
    above: list[tuple[int, str]] = []
    sections: list[tuple[str, ...]] = []
    for line, is_free in zip(lines, free, strict=True):
        if is_free and (heading := heading_of(line)):
            depth, title = heading
            above = [one for one in above if one[0] < depth]
            above.append((depth, _TAG.sub("", title).strip()))
        sections.append(tuple(title for _, title in above if title))
    deck = any(_DECK.search(line) for line in lines[:60])
    matter = lines[: free.index(True)] if True in free else lines
    says = any(_SAYS_DECK.search(line) for line in matter)
    return _Page(lines, free, tuple(sections), deck, says)


def _free(lines: Sequence[str]) -> tuple[bool, ...]:
    """For each line whether a sign may stand there: not in front matter, and not in code."""
    begin = _behind_matter(lines)
    code = {begin + n for fence in fences_of(lines[begin:]) for n in range(fence.first, fence.end)}
    return tuple(
        n >= begin and n not in code and (not line.startswith(("    ", "\t")) or _is_item(line))
        for n, line in enumerate(lines)
    )


def _behind_matter(lines: Sequence[str]) -> int:
    """The first line behind front matter, which takes the whole file where nothing ends it."""
    if not lines or lines[0].strip() != "---":
        return 0
    return next((n + 1 for n, line in enumerate(lines) if n and line.strip() == "---"), len(lines))


def _is_item(line: str) -> bool:
    return MARKER.strict.match(line.lstrip()) is not None


def _together(text: Text, cards: Sequence[Card], taken: set[int], prose: Prose) -> Reading:
    """The cards, and the reading of the lines that none of them has taken."""
    own = reading(text, CARDS, Found(cards))
    left = tuple("" if number in taken else line for number, line in enumerate(text.lines, 1))
    if not any(line.strip() for line in left):
        return own
    beside = replace(text, lines=left)
    rest = prose(beside)
    count = len(own.entries)
    roles = [role for role in own.roles if role.entry is not None]
    moved = [replace(role, entry=None if role.entry is None else role.entry + count) for role in rest.roles]
    apart = [piece for role in moved for piece in _pieces(role.first, role.last, taken, role)]
    said = (*own.said, *(rest.said or _said(beside, rest)))
    layout = f"{CARDS}, {rest.layout}" if rest.entries else CARDS
    roles = sorted((*roles, *apart), key=lambda role: role.first)
    return Reading(
        text.source,
        layout,
        (*own.entries, *rest.entries),
        tuple(roles),
        rest.loose,
        (*own.problems, *rest.problems),
        said,
    )


def _pieces(first: int, last: int, taken: set[int], role: Role) -> Iterator[Role]:
    """A role without the lines of cards that stand in its midst."""
    start = first
    for number in range(first, last + 2):
        if number > last or number in taken:
            if start < number:
                yield replace(role, first=start, last=number - 1)
            start = number + 1


def _said(text: Text, rest: Reading) -> tuple[str, ...]:
    """What is written of each entry of a reading, by its lines."""
    own: list[list[str]] = [[] for _ in rest.entries]
    for role in rest.roles:
        if role.entry is not None:
            own[role.entry].extend(text.lines[role.first - 1 : role.last])
    return tuple("\n".join(lines) for lines in own)


# --- the signs -------------------------------------------------------------------------------------------------------


def _made(page: _Page, lines: tuple[int, int], question: str, answer: str, told_at: int | None = None) -> Card:
    section = page.sections[lines[0] - 1]
    level = next((level for title in reversed(section) if (level := level_in(title))), None)
    said = "\n".join(map(_without_signs, page.lines[lines[0] - 1 : lines[1]]))
    question, answer = _bare(question), _COMMENT.sub("", answer).rstrip()
    return Card(lines, question, answer, told_at, said=said, section=section, level=level)


def _without_signs(line: str) -> str:
    """What a line says to a reader, without what only a program reads."""
    if _PROPERTY.match(line):
        return ""
    return re.sub(r"^C: ", "", MARK.sub(" ", _CARD_TAG.sub("", _COMMENT.sub("", line))))


def _bare(question: str) -> str:
    """A question without its bullet, the tags behind it and the remarks of programs."""
    text = _CARD_TAG.sub("", _COMMENT.sub("", question)).strip()
    return re.sub(r"^(?:[-*+]|\d+[.)])\s+|^>\s*", "", text).strip()


def _multi_line(page: _Page, taken: set[int]) -> Iterator[Card]:
    """A line of `?` alone, the question above it, the answer below it up to an empty line or the next card."""
    marks = [n for n, line in enumerate(page.lines) if line.strip() in _SEPARATOR and page.open[n]]
    starts = {_above(page, mark): mark for mark in marks}
    for start, mark in starts.items():
        end = _below(page, mark, starts)
        if start < mark and end > mark and page.lines[start].strip():
            question = "\n".join(_COMMENT.sub("", line).strip() for line in page.lines[start:mark])
            yield _made(page, (start + 1, end), _joined(question), "\n".join(page.lines[mark + 1 : end]), mark + 2)


def _joined(question: str) -> str:
    return question if re.search(r"\n\s*(?:[-*+>|]|\d+[.)]|```)", question) else " ".join(question.split("\n"))


def _above(page: _Page, mark: int) -> int:
    start = mark
    while start > 0 and page.lines[start - 1].strip() and not heading_of(page.lines[start - 1]):
        start -= 1
    return start if start < mark else max(mark - 1, 0)


def _below(page: _Page, mark: int, starts: dict[int, int]) -> int:
    """The line behind the answer, which ends at an empty line outside of code; counted from 0."""
    end = mark + 1
    while end < len(page.lines) and end not in starts:
        line = page.lines[end]
        if not line.strip() and page.open[end]:
            break
        if page.open[end] and (heading_of(line) or line.strip() == "---"):
            break
        end += 1
    return end


def _one_line(page: _Page, taken: set[int]) -> Iterator[Card]:
    """`question::answer` and `question;;answer`, with three signs for cards that ask both ways."""
    found = [(n, parts) for n, line in enumerate(page.lines) if page.open[n] and (parts := _cut(line))]
    found = [(n, parts) for n, parts in found if n + 1 not in taken]
    plain = [n for n, line in enumerate(page.lines) if line.strip() and page.open[n] and not heading_of(line)]
    if not page.deck and (len(found) < 2 or len(found) < 0.2 * len(plain)):
        return
    for n, (question, answer) in found:
        yield _made(page, (n + 1, n + 1), question, answer)


def _cut(line: str) -> tuple[str, str] | None:
    """Question and answer on one line; None where the sign is part of code, of a property or of an address."""
    hidden = _SPANS.sub(lambda m: "\x00" * len(m[0]), line)
    if "|" in hidden and hidden.strip().startswith("|"):
        return None
    match = _INLINE.search(hidden)
    if match is None or (match["sign"].startswith(":") and _is_code(line, hidden, match)):
        return None
    question, answer = line[: match.start()].strip(), line[match.end() :].strip()
    return (question, answer) if question and answer else None


def _is_code(line: str, hidden: str, match: re.Match[str]) -> bool:
    """A single word glued to the sign on both sides is `std::move`; `key:: value` is a property of Logseq."""
    if _PROPERTY.match(line):
        return True
    before, after = hidden[: match.start()], hidden[match.end() :]
    if re.search(r"[;{}]\s*$|\)\s*->", hidden):
        return True
    glued = match[0].strip() == match[0] and _SCOPE.match(hidden, before.rfind(" ") + 1) is not None
    words = len(before.split()) + len(after.split())
    return glued and ((words <= 2 and before[:1].islower()) or re.match(r"[\w<>]+(?:\(|<|::)", after) is not None)


def _blanks(page: _Page, taken: set[int]) -> Iterator[Card]:
    """Paragraphs with words in `{{c1::…}}`; `==…==` beside those; `C:` of hashcards."""
    braces = any(MARK.search(line) for n, line in enumerate(page.lines) if page.open[n])
    for first, end in _line_by_line(page, _paragraphs(page, taken)):
        lines = page.lines[first:end]
        text = " ".join(_COMMENT.sub("", line).strip() for line in lines)
        if heading_of(text):
            continue
        parts = None
        if MARK.search(text):
            parts = parted(text)
        elif text.startswith("C: ") and SQUARE.search(text):
            parts = parted(text[3:], SQUARE)
        elif braces and HIGHLIGHT.search(text):
            parts = parted(text, HIGHLIGHT)
        if parts:
            yield _made(page, (first + 1, end), *parts)


def _line_by_line(page: _Page, paragraphs: Iterable[tuple[int, int]]) -> Iterator[tuple[int, int]]:
    """The paragraphs; one of which each line begins a sentence and has a blank is as many as it has lines."""
    for first, end in paragraphs:
        lines = page.lines[first:end]
        if all(MARK.search(line) and not line.lstrip()[:1].islower() for line in lines):
            yield from ((n, n + 1) for n in range(first, end))
        else:
            yield first, end


def _paragraphs(page: _Page, taken: set[int]) -> Iterator[tuple[int, int]]:
    """Where each paragraph or item that no card has taken begins and ends, counted from 0."""
    start: int | None = None
    for n in range(len(page.lines) + 1):
        inside = n < len(page.lines) and page.open[n] and page.lines[n].strip() and n + 1 not in taken
        begins = inside and (_is_item(page.lines[n]) or page.lines[n].startswith(("C: ", "Q: ", "A: ")))
        if start is not None and (not inside or begins):
            yield start, n
            start = None
        if inside and start is None:
            start = n


def _tagged(page: _Page, taken: set[int]) -> Iterator[Card]:
    """Items with `#card`, as Logseq writes them: what is indented below is the answer."""
    for n, line in enumerate(page.lines):
        if not (page.open[n] and _CARD_TAG.search(line) and n + 1 not in taken):
            continue
        depth = _indent(line)
        end = n + 1
        while end < len(page.lines) and _is_deeper(page.lines[end], depth):
            end += 1
        while end > n + 1 and not page.lines[end - 1].strip():
            end -= 1
        below = [one for one in page.lines[n + 1 : end] if not _PROPERTY.match(one)]
        answer = "\n".join(_dedented(below))
        parts = parted(_bare(line))
        if parts:
            yield _made(page, (n + 1, end), parts[0], "\n\n".join(filter(None, (parts[1], answer))))
        elif answer.strip():
            told = next(k for k in range(n + 1, end) if not _PROPERTY.match(page.lines[k]))
            yield _made(page, (n + 1, end), line, answer, told + 1)


def _is_deeper(line: str, depth: int) -> bool:
    return not line.strip() or _indent(line) > depth or bool(_PROPERTY.match(line))


def _dedented(lines: Sequence[str]) -> list[str]:
    wide = [line.expandtabs(4) for line in lines]
    least = min((len(line) - len(line.lstrip()) for line in wide if line.strip()), default=0)
    return [line[least:].rstrip() for line in wide]


def _arrows(page: _Page, taken: set[int]) -> Iterator[Card]:
    """A list of `term → meaning`, where next to no other line stands but items above those further in."""
    plain = [n for n in range(len(page.lines)) if n + 1 not in taken and _says_something(page, n)]
    found = [(n, parts) for n in plain if len(parts := _ARROW.split(page.lines[n].strip())) == 2]
    if len(found) < 3 or len(found) < 0.8 * len(plain) or not all(page.open[n] for n in plain):
        return
    if any(re.search(r"[(){};=]", parts[0]) for _, parts in found):
        return
    for n, (question, answer) in found:
        yield _made(page, (n + 1, n + 1), question, answer)


def _says_something(page: _Page, n: int) -> bool:
    """Whether a line is neither blank nor code, and heads nothing."""
    line = page.lines[n]
    return bool(line.strip()) and page.open[n] and not heading_of(line) and not _heads(page, n)


def _heads(page: _Page, n: int) -> bool:
    """Whether an item stands right above one that is further in."""
    own, below = (page.lines[n], *page.lines[n + 1 : n + 2], "")[:2]
    return _is_item(own) and _is_item(below) and _indent(below) > _indent(own)


def _indent(line: str) -> int:
    wide = line.expandtabs(4)
    return len(wide) - len(wide.lstrip())


_BACK = re.compile(r"Back:\s*(?P<told>.*)$")
_BLOCK_TAGS = re.compile(r"(?:Tags:|ID:|<!--ID:).*$|END\s*$")


def _start_to_end(page: _Page, taken: set[int]) -> Iterator[Card]:
    """Blocks from START to END: the kind of card, the question, and behind "Back:" the answer."""
    starts = [n for n, line in enumerate(page.lines) if line.rstrip() == "START" and page.open[n]]
    for start in starts:
        end = next((n for n in range(start, len(page.lines)) if page.lines[n].rstrip() == "END"), None)
        back = next((n for n in range(start, end or start) if _BACK.match(page.lines[n])), None)
        if end is None or back is None or back < start + 3:
            continue
        told = [_BACK.sub(r"\g<told>", page.lines[back]), *page.lines[back + 1 : end]]
        question, answer = page.lines[start + 2 : back], [line for line in told if not _BLOCK_TAGS.match(line)]
        card = _made(page, (start + 1, end + 1), _joined("\n".join(question)), "\n".join(answer), back + 1)
        yield replace(card, said="\n".join((*question, *answer)))


def _deck_headings(page: _Page, taken: set[int]) -> Iterator[Card]:
    """Where the front matter says that the file is a deck and no other sign is used, each heading is a card."""
    found = [(n, heading) for n, line in enumerate(page.lines) if page.open[n] and (heading := heading_of(line))]
    depths = Counter(depth for _, (depth, _) in found).most_common(1)
    if taken or not page.says_deck or not depths or depths[0][1] < 2:
        return
    for first, end, title in _under(found, depths[0][0], len(page.lines)):
        told = "\n".join(page.lines[first + 1 : end]).strip("\n")
        if told:
            card = _made(page, (first + 1, end), title, told, first + 2)
            yield replace(card, section=card.section[:-1])


def _under(found: Sequence[tuple[int, tuple[int, str]]], depth: int, last: int) -> Iterator[tuple[int, int, str]]:
    """Where each heading of a depth and what belongs to it begins and ends, and its title."""
    some = [(n, *heading) for n, heading in found if heading[0] <= depth]
    ends = [*(n for n, *_ in some[1:]), last]
    for (n, own, title), end in zip(some, ends, strict=True):
        if own == depth:
            yield n, end, title


_SIDE = re.compile(r"\s*<!--\s*(?P<name>[\w-]{1,20})\s*-->\s*$")


def _comment_sides(page: _Page, taken: set[int]) -> Iterator[Card]:
    """Cards whose sides are named by remarks: `<!-- front -->`, `<!-- back -->`; one without a back has a blank."""
    names = {n: match["name"] for n, line in enumerate(page.lines) if page.open[n] and (match := _SIDE.match(line))}
    fronts = [n for n, name in names.items() if asking_and_telling((name, "answer")) == (0, 1)]
    rules = [n for n, line in enumerate(page.lines) if line.strip() == "---" and page.open[n]]
    for front, after in pairwise([*fronts, len(page.lines)]):
        end = next((n for n in rules if front < n < after), after)
        yield _of_sides(page, {n: name for n, name in names.items() if front <= n < end}, end)


def _of_sides(page: _Page, names: Mapping[int, str], end: int) -> Card:
    """The card of these sides, the first of which asks."""
    front, *others = (
        (name, _side(page, n + 1, last)) for (n, name), last in zip(names.items(), [*names, end][1:], strict=True)
    )
    told = next((side for side in others if asking_and_telling(("question", side[0])) == (0, 1)), None)
    beside = [line.strip() for side in others if side is not told for line in side[1].split("\n") if line.strip()]
    question, answer = front[1], told[1] if told else ""
    if not answer and (blank := parted(_SHORT_BRACES.sub(r"{{c1::\g<hidden>}}", question))):
        question, answer = blank
    card = _made(page, (min(names) + 1, end), _joined(question), answer)
    return replace(card, body="\n".join(f"- {line}" for line in beside))


_SHORT_BRACES = re.compile(r"\{\{(?!c\d+::)(?P<hidden>[^{}:]+)\}\}")


def _side(page: _Page, first: int, end: int) -> str:
    return "\n".join(_COMMENT.sub("", line).rstrip() for line in page.lines[first:end]).strip("\n")


# The surest first: what one of them takes, no later one sees.
_FINDERS: tuple[Callable[[_Page, set[int]], Iterator[Card]], ...] = (
    _start_to_end,
    _comment_sides,
    _multi_line,
    _tagged,
    _one_line,
    _blanks,
    _arrows,
    _deck_headings,
)
