"""Banks of questions in JSON and YAML: lists of records, however deep, and maps from a question to its answer."""

from __future__ import annotations

from collections.abc import Iterator, Mapping, Sequence
from dataclasses import dataclass, replace

from ...records import Problem, Reading, Text
from ...words.asking import asks
from ...words.columns import kinds_of_all
from . import our_copies
from .cards import Card, Found, Lines, level_of, problem, reading
from .fields import Record, Value, card_of, pair_of, text_of
from .unnamed import named, placed

_TITLES = ("title", "name", "category", "topic", "section", "deck", "subject", "chapter", "unit", "service", "tag")
_DEEPEST = 30


@dataclass(frozen=True, slots=True)
class _Above:
    """What stands above a record: the titles and the level of its part of the bank."""

    section: tuple[str, ...] = ()
    level: str | None = None

    def below(self, title: str) -> _Above:
        title = title.strip()
        if not title or len(title) > 80 or title.isdigit() or title.casefold() in self.section:
            return self
        return _Above((*self.section, title), level_of([title]) or self.level)


def read_bank(text: Text, name: str, roots: Sequence[Value], problems: Sequence[Problem] = ()) -> Reading | None:
    """All questions below `roots`; None where there are none."""
    if ours := our_copies.of_json(roots):
        return reading(text, "our questions.json", Found(ours, problems=problems, rest=_PUNCTUATION))
    cards, unread = _cards(roots)
    if not cards:
        cards, unread = _cards([named(one) for one in roots])
        cards = placed(cards, text.lines)
    if not cards:
        return None
    said = [problem(text, one.first, _UNREAD) for one in unread]
    others = [Lines(one.first, one.last, "note") for one in unread]
    broken = [Lines(one.span.first, one.span.last, "note") for one in problems]
    return reading(text, name, Found(cards, [*broken, *others], [*problems, *said], _PUNCTUATION))


_PUNCTUATION = Lines(1, 0, "filler", "what holds the records together")
_UNREAD = "this record has no question, unlike those beside it. Name the key of its question or take the record out"


def _cards(roots: Sequence[Value]) -> tuple[list[Card], list[Record]]:
    """The cards below `roots`, and the records beside them that are none."""
    cards: list[Card] = []
    unread: list[Record] = []
    if len(roots) > 1:
        _walk_list(roots, _Above(), cards, unread, 0)
    else:
        _walk(roots[0] if roots else None, _Above(), cards, unread, alone=True)
    return cards, unread


def renamed(value: Value, names: Mapping[str, str], depth: int = 0) -> Value:
    """The value with other names for some keys of its records."""
    if not names or depth > _DEEPEST:
        return value
    if isinstance(value, Record):
        pairs = ((names.get(name, name), renamed(inner, names, depth + 1), line) for name, inner, line in value.pairs)
        return replace(value, pairs=tuple(pairs))
    if isinstance(value, list | tuple):
        return [renamed(one, names, depth + 1) for one in value]
    return value


def _walk(
    value: Value, above: _Above, cards: list[Card], unread: list[Record], alone: bool = False, depth: int = 0
) -> None:
    """Every record that is a card. A single one deep within something else is a setting that happens to ask."""
    if depth > _DEEPEST:
        return
    if isinstance(value, Record):
        if alone and (card := _card(value, above)):
            cards.append(card)
            return
        _walk_record(value, above, cards, unread, depth)
    elif isinstance(value, list | tuple):
        _walk_list(value, above, cards, unread, depth)


def _walk_list(values: Sequence[Value], above: _Above, cards: list[Card], unread: list[Record], depth: int) -> None:
    found = [(one, _card(one, above) if isinstance(one, Record) else None) for one in values]
    for one, card in found:
        if card is not None:
            cards.append(card)
        elif isinstance(one, Record) and any(card for _, card in found) and not _holds_more(one):
            unread.append(one)
        else:
            _walk(one, above, cards, unread, depth=depth + 1)


def _walk_record(record: Record, above: _Above, cards: list[Card], unread: list[Record], depth: int) -> None:
    if asked := list(_as_map(record, above)):
        cards += asked
        return
    inside = _inside(record, above)
    some = {name: _card(inner, inside) for name, inner, _ in record.pairs if isinstance(inner, Record)}
    many = sum(card is not None for card in some.values()) > 1
    for name, inner, _ in record.pairs:
        card = some.get(name)
        if many and card:
            cards.append(card)
        elif not isinstance(inner, str):
            _walk(inner, inside.below(name.replace("_", " ")), cards, unread, depth=depth + 1)


def _inside(record: Record, above: _Above) -> _Above:
    """What a record that holds others says of them: its title, and its level."""
    texts = [(name, inner) for name, inner, _ in record.pairs if isinstance(inner, str)]
    title = next((inner for name, inner in texts if name.lower() in _TITLES), "")
    level = level_of(inner for name, inner in texts if "level" in kinds_of_all((name,))[0])
    inside = above.below(title)
    return replace(inside, level=level or inside.level)


def _holds_more(record: Record) -> bool:
    return any(isinstance(inner, Record | list | tuple) for _, inner, _ in record.pairs)


def _card(record: Record, above: _Above) -> Card | None:
    names = tuple(name for name, _, _ in record.pairs)
    kinds = kinds_of_all(names)
    pair = pair_of(names, kinds)
    if pair and pair[1] is not None and _are_options(record.pairs[pair[1]][1]):
        kinds[pair[1]], pair = ("options",), (pair[0], None)
    if pair is None or not (pair[1] is None or _is_told(record.pairs[pair[1]][1])):
        return None
    if not isinstance(record.pairs[pair[0]][1], str):
        return None
    card = card_of(record, kinds, pair)
    if card is None:
        return None
    return replace(card, section=(*above.section, *card.section), level=card.level or above.level)


def _are_options(value: Value) -> bool:
    """Answers of which some are right: a list of records."""
    return isinstance(value, list) and any(isinstance(one, Record) for one in value)


def _is_told(value: Value) -> bool:
    """Whether a value can be an answer: what is said, or a record of its parts that is no card by itself."""
    if isinstance(value, Record):
        names = tuple(name for name, _, _ in value.pairs)
        return pair_of(names, kinds_of_all(names)) is None and all(_is_said(inner) for _, inner, _ in value.pairs)
    return _is_said(value)


def _is_said(value: Value) -> bool:
    """Whether a value can be a question or an answer: text, a number, or a list of texts; never more records."""
    if isinstance(value, list | tuple):
        return all(isinstance(one, str | int | float) for one in value)
    return not isinstance(value, Record)


def _as_map(record: Record, above: _Above) -> Iterator[Card]:
    """Questions as keys, answers as values."""
    pairs = [(name, value, line) for name, value, line in record.pairs if isinstance(value, str) or _is_said(value)]
    asking = sum(
        (asks(name) >= 0.8 and " " in name.strip()) or name.strip()[-1:] in "?？" for name, _, _ in pairs if name
    )
    if len(pairs) < 1 or asking < 0.5 * len(record.pairs) or not asking:
        return
    ends = [line for _, _, line in record.pairs[1:]] + [record.last + 1]
    for (name, value, line), end in zip(record.pairs, ends, strict=True):
        if _is_said(value):
            last = max(line, min(end - 1, record.last))
            yield Card((line, last), name, text_of(value), section=above.section, level=above.level)
