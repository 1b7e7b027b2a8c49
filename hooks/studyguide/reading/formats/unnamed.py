"""Banks whose keys have names that nobody knows: which of them asks and which answers is told by what they hold.

Records that stand beside each other have the same keys. The one of questions has a name that ends like one, or values
that ask; the answer's has a name that ends like one, or the longest texts of their own. What was found gets the names
that are known, and the bank is read once more.
"""

from __future__ import annotations

import json
from collections.abc import Callable, Sequence
from dataclasses import replace
from statistics import median

from ...words.asking import asks
from ...words.columns import kinds_of
from .cards import Card
from .delimited import is_data
from .fields import Record, Value, text_of

ASKED, TOLD = "question", "answer"
NOWHERE = 0
_ENOUGH_TO_FIND = 30
_FEWEST = 3
_FEWEST_TERMS = 4
_DEEPEST = 30
_OF_OTHERS = {"aside", "section", "level", "number", "options", "option", "data"}


def named(value: Value, depth: int = 0) -> Value:
    """The value with known names for what asks and what answers, wherever its records show that."""
    if depth > _DEEPEST:
        return value
    if isinstance(value, Record):
        if _is_of_terms(value):
            return [_record(line, line, name, inner) for name, inner, line in value.pairs]
        inner = _together([one for _, one, _ in value.pairs], depth)
        pairs = zip(value.pairs, inner, strict=True)
        return Record(value.first, value.last, tuple((name, new, line) for (name, _, line), new in pairs))
    return _together(value, depth) if isinstance(value, list | tuple) else value


def _together(values: Sequence[Value], depth: int) -> list[Value]:
    """Values that stand beside each other."""
    records = [one for one in values if isinstance(one, Record)]
    if len(records) >= _FEWEST and len(records) * 10 >= 9 * len(values) and (names := _names(records)):
        return [_renamed(one, names) if isinstance(one, Record) else one for one in values]
    if cards := _pairs(values):
        return list(cards)
    return [named(one, depth + 1) for one in values]


def _renamed(record: Record, names: dict[str, str]) -> Record:
    return Record(record.first, record.last, tuple((names.get(key, key), one, line) for key, one, line in record.pairs))


def _record(first: int, last: int, asked: Value, told: Value) -> Record:
    return Record(first, last, ((ASKED, asked, first), (TOLD, told, first)))


# --- records ---------------------------------------------------------------------------------------------------------


def _names(records: Sequence[Record]) -> dict[str, str]:
    """The keys that ask and answer, with the names they are known by; nothing where no key asks."""
    columns: dict[str, list[Value]] = {}
    for record in records:
        for key, value, _ in record.pairs:
            columns.setdefault(key, []).append(value)
    usual = {key: values for key, values in columns.items() if len(values) * 10 >= 9 * len(records)}
    asked = _first(usual, lambda key: _ends_like(key, "question", "asked")) or _first(
        usual, lambda key: _asks(usual[key])
    )
    if not asked or not all(isinstance(value, str) for value in usual[asked]):
        return {}
    others = {key: values for key, values in columns.items() if key != asked}
    told = _first(others, lambda key: _ends_like(key, "answer", "told", "right", "explained")) or _longest(
        {key: values for key, values in others.items() if key in usual}
    )
    return {asked: ASKED, told: TOLD} if told else {}


def _first(columns: dict[str, list[Value]], is_one: Callable[[str], bool]) -> str:
    return next((key for key in columns if is_one(key)), "")


def _ends_like(key: str, *kinds: str) -> bool:
    """Whether a key's last word is a name of one of these kinds: `ref_solution`, `card-front`."""
    words = key.replace("_", " ").replace("-", " ").split()
    return bool(words) and bool({*kinds} & {*kinds_of(words[-1])})


def _asks(values: Sequence[Value]) -> bool:
    texts = [value for value in values if isinstance(value, str)]
    sure = sum(asks(text) >= 0.8 for text in texts)
    return len(texts) == len(values) and sure * 2 >= len(texts) and len({*texts}) * 10 >= 8 * len(texts)


def _longest(columns: dict[str, list[Value]]) -> str:
    """The key of the longest texts that are worded and differ from record to record."""
    found: dict[str, float] = {}
    for key, values in columns.items():
        texts = [text_of(value) for value in values if _is_text(value)]
        worded = [text for text in texts if text and not is_data(text)]
        own = len(worded) * 10 >= 7 * len(values) and len({*worded}) * 10 >= 6 * len(worded)
        if own and not _OF_OTHERS & {*kinds_of(key)} and not _asks(values):
            found[key] = median(map(len, worded))
    return max(found, key=lambda key: found[key], default="")


def _is_text(value: Value) -> bool:
    if isinstance(value, list | tuple):
        return all(isinstance(one, str) for one in value)
    return isinstance(value, str)


# --- pairs and maps --------------------------------------------------------------------------------------------------


def _pairs(values: Sequence[Value]) -> list[Record]:
    """Lists of two texts, of which the first ones ask."""
    found = [one for one in values if isinstance(one, list | tuple) and len(one) == 2 and all(map(_is_text, one))]
    if len(found) < _FEWEST or len(found) < len(values) or not _asks([one[0] for one in found]):
        return []
    return [_record(NOWHERE, NOWHERE, one[0], one[1]) for one in found]


def placed(cards: Sequence[Card], lines: Sequence[str]) -> list[Card]:
    """The cards, those of lists without a line of their own at the line where their question stands."""
    found: list[Card] = []
    at = 0
    for card in cards:
        if card.lines[0] != NOWHERE:
            found.append(card)
            continue
        said = json.dumps(card.question, ensure_ascii=False)[1:_ENOUGH_TO_FIND].rstrip('"')
        at = next((n for n in range(at, len(lines)) if said in lines[n]), at)
        found.append(replace(card, lines=(at + 1, at + 1), told_at=None))
    return found


def _is_of_terms(record: Record) -> bool:
    """Whether keys are terms and values say in a few words what they mean; names of settings are no terms."""
    texts = [(key, value) for key, value, _ in record.pairs if isinstance(value, str)]
    if len(texts) < _FEWEST_TERMS or len(texts) < len(record.pairs):
        return False
    terms = sum((" " in key.strip() or not key[:1].islower()) and "_" not in key for key, _ in texts)
    worded = sum(len(value.split()) >= 3 for _, value in texts)
    others = sum(bool(_OF_OTHERS & {*kinds_of(key)}) for key, _ in texts)
    return terms * 10 >= 8 * len(texts) and worded * 2 >= len(texts) and others * 5 <= len(texts)
