"""What maintainers say of single lines, made true of a finished reading where its parser knows nothing of lines.

Notes in Markdown obey while they are read; nothing is left to do for them here but to say what could not be done.
"""

from __future__ import annotations

from collections.abc import Mapping
from dataclasses import dataclass, field, replace

from ..records import Entry, LineDecision, Problem, Reading, Span, Text
from .formats.cards import joined
from .line_marks import marks


@dataclass(slots=True)
class _Desk:
    """A reading taken apart: for each line its role, the key of its entry, and the reason; each entry with what is said
    of it, None where it is one no more.
    """

    text: Text
    roles: dict[int, tuple[str, int | None, str]] = field(default_factory=dict)
    cards: list[tuple[Entry, str] | None] = field(default_factory=list)

    def begun_at(self, line: int) -> int | None:
        """The entry that begins on a line."""
        keys = (key for key, one in enumerate(self.cards) if one and one[0].span.first == line)
        return next(keys, None)

    def lines_of(self, key: int) -> list[int]:
        return [line for line, (_, own, _) in self.roles.items() if own == key]


def settled(text: Text, reading: Reading, found: Mapping[int, LineDecision]) -> Reading:
    """The reading as these decisions have it, by the lines (indices) that they are about."""
    if not found:
        return reading
    desk = _taken_apart(text, reading)
    before = (dict(desk.roles), list(desk.cards))
    wrong = [
        Problem(found[at].place, f"[[{found[at].kind}]]: {message}", grave=True)
        for at in sorted(found)
        if (message := _SETTLE[found[at].kind](desk, at + 1))
    ]
    reading = replace(reading, problems=(*reading.problems, *wrong))
    return reading if before == (desk.roles, desk.cards) else _put_together(desk, reading)


def _taken_apart(text: Text, reading: Reading) -> _Desk:
    roles = {line: (one.role, one.entry, one.why) for one in reading.roles for line in range(one.first, one.last + 1)}
    said = reading.said or ("",) * len(reading.entries)
    return _Desk(text, roles, list(zip(reading.entries, said, strict=True)))


def _put_together(desk: _Desk, reading: Reading) -> Reading:
    kept = sorted((key for key, one in enumerate(desk.cards) if one), key=lambda key: _first(desk, key))
    place = {key: n for n, key in enumerate(kept)}
    roles = {line: (role, None if key is None else place[key], why) for line, (role, key, why) in desk.roles.items()}
    cards = [one for key in kept if (one := desk.cards[key])]
    return replace(
        reading,
        entries=tuple(entry for entry, _ in cards),
        roles=joined(desk.text.lines, roles),
        said=tuple(said for _, said in cards) if reading.said else (),
    )


def _first(desk: _Desk, key: int) -> int:
    card = desk.cards[key]
    return card[0].span.first if card else 0


# Each does what is said of a line, or says why it cannot be done.


def _asks(desk: _Desk, line: int) -> str:
    if desk.begun_at(line) is not None:
        return ""
    raw = desk.text.lines[line - 1]
    if desk.roles[line][1] is not None:
        return f"line {line} of {desk.text.source} is part of a record, which asks once. Change the record"
    mark = marks(raw)
    entry = Entry(Span(desk.text.source, line, line), mark.text or raw.strip(), number=mark.number)
    desk.roles[line] = ("question", len(desk.cards), "")
    desk.cards.append((entry, raw))
    return ""


def _asks_not(desk: _Desk, line: int) -> str:
    key = desk.begun_at(line)
    if key is not None:
        for own in desk.lines_of(key):
            desk.roles[own] = ("note", None, "asks nothing, says corrections.toml")
        desk.cards[key] = None
    return ""


def _above(desk: _Desk, line: int) -> str:
    """A card that belongs to the answer above gives it all its words."""
    role, key, _ = desk.roles.get(line, ("", None, ""))
    own = desk.begun_at(line)
    if role == "answer" and own is None:
        return ""
    if not role or (key is not None and own is None):
        return f"line {line} of {desk.text.source} is part of a question. Remove the row"
    above = [n for n, one in enumerate(desk.cards) if one and n != own and one[0].span.first < line]
    if not above:
        return f"no question stands above line {line} of {desk.text.source}. Correct it or remove the row"
    _give(desk, max(above, key=lambda n: _first(desk, n)), own, line)
    return ""


def _give(desk: _Desk, to: int, own: int | None, line: int) -> None:
    """Gives a card the line, or all that the card says that begins on it."""
    raw = desk.text.lines[line - 1]
    words: tuple[str, ...] = (raw,)
    said, lines = raw, [line]
    host, card = desk.cards[to], None if own is None else desk.cards[own]
    if own is not None and card is not None:
        words, said, lines = (card[0].question, *card[0].body, *card[0].answer), card[1], desk.lines_of(own)
        desk.cards[own] = None
    if host is not None:
        answer = (*host[0].answer, *([""] if host[0].answer else []), *words)
        spans = (*host[0].answer_spans, Span(desk.text.source, min(lines), max(lines)))
        desk.cards[to] = (replace(host[0], answer=answer, answer_spans=spans), f"{host[1]}\n{said}")
    desk.roles.update(dict.fromkeys(lines, ("answer", to, "")))


_SETTLE = {"asks": _asks, "asks-not": _asks_not, "above": _above}
