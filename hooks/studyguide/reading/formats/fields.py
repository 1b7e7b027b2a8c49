"""One record, a row of a table or an object of a bank, as a card: what each of its fields is for."""

from __future__ import annotations

import re
from collections.abc import Sequence
from dataclasses import dataclass, field
from typing import TypeAlias

from ...words.columns import asking_and_telling, kinds_of, kinds_of_all
from ...words.levels import graded
from .cards import Card, level_of, small_number
from .html_text import as_markdown


@dataclass(frozen=True, slots=True)
class Record:
    """Names and values in their order, with the line of each name; `first` to `last` is where the record stands."""

    first: int
    last: int
    pairs: tuple[tuple[str, Value, int], ...]


Value: TypeAlias = "str | int | float | bool | Sequence[Value] | Record | None"

_TAG = re.compile(r"[,;|]\s*|\s+|::")
_LETTER = re.compile(r"[(\[]?([A-Ha-h])[)\].]?")
_LETTERED = re.compile(r"[(\[]?(?P<letter>[A-Ha-h])[)\].:]\s+(?P<text>\S.*)", re.S)
_WRONG = re.compile(r"(?:in-?correct|wrong|false)[\s_-]?(?:answers?|options?|choices?)|distractors?", re.I)
_SAYS_NOTHING = re.compile(r"[\d.,:/\s-]*|https?://\S+|[\w-]*\d[\w-]*|[\w./-]+\.(?:png|jpe?g|gif|svg|mp3|html?|md)")


@dataclass(slots=True)
class _Parts:
    """What the fields beside question and answer come to."""

    options: list[tuple[str, str, bool]] = field(default_factory=list)  # letter, text, whether it is right
    right: Value = None
    below: list[str] = field(default_factory=list)
    section: list[str] = field(default_factory=list)
    level: str | None = None
    stated: str = ""
    number: str | None = None
    said: list[str] = field(default_factory=list)
    only_wrong: bool = False  # the options are without the right one


def card_of(
    record: Record, kinds: Sequence[tuple[str, ...]] | None = None, pair: tuple[int, int | None] | None = None
) -> Card | None:
    """The record's card; None where it asks nothing.

    kinds   what each field is for; by its name, unless a table knows better
    pair    the places of the field that asks and of the one that answers, which may be missing
    """
    names = tuple(name for name, _, _ in record.pairs)
    kinds = kinds or kinds_of_all(names)
    pair = pair or pair_of(names, kinds)
    if pair is None:
        return None
    asked, told = pair
    question = text_of(record.pairs[asked][1])
    if not question.strip():
        return None
    parts = _Parts()
    for place, (name, value, _) in enumerate(record.pairs):
        if place not in pair:
            _take(parts, kinds[place], name, value)
    answer = _answer(record.pairs[told][1] if told is not None else parts.right, parts)
    if parts.only_wrong and answer:
        parts.options = sorted([*parts.options, ("", answer, True)], key=lambda one: one[1].casefold())
        parts.said.append(answer)
    return Card(
        lines=(record.first, record.last),
        question=question,
        answer="\n\n".join(filter(None, (answer, *parts.below))),
        told_at=_told_at(record, asked, told),
        body="\n".join(f"- {letter}. {text}" if letter else f"- {text}" for letter, text, _ in parts.options),
        said="\n".join((question, answer, *parts.said)),
        number=parts.number,
        section=tuple(parts.section),
        level=graded(parts.stated) or parts.level,
        stated=parts.stated,
    )


def pair_of(names: tuple[str, ...], kinds: Sequence[tuple[str, ...]]) -> tuple[int, int | None] | None:
    """Which field asks and which answers. Where there are options, one of them may be the answer."""
    if pair := asking_and_telling(names):
        return pair
    asked = next((place for place, some in enumerate(kinds) if {"question", "asked"} & set(some)), None)
    chosen = any({"options", "option"} & set(some) for some in kinds)
    return (asked, None) if asked is not None and chosen else None


def text_of(value: Value) -> str:
    """A value as Markdown: several texts as a list, or as paragraphs where they are long."""
    if value is None or isinstance(value, bool):
        return ""
    if isinstance(value, str):
        return as_markdown(value)
    if isinstance(value, int | float):
        return str(value)
    if isinstance(value, Record):
        return "\n".join(f"- **{name}:** {text_of(inner)}" for name, inner, _ in value.pairs if text_of(inner))
    some = [text for one in value if (text := text_of(one))]
    if len(some) <= 1 or any("\n" in text for text in some):
        return "\n\n".join(some)
    return "\n".join(f"- {text}" for text in some)


def _told_at(record: Record, asked: int, told: int | None) -> int | None:
    """The line of the answer's field where it stands below the question's."""
    if told is None:
        return None
    line = record.pairs[told][2]
    return line if line > record.pairs[asked][2] else None


# --- the other fields ------------------------------------------------------------------------------------------------


def _take(parts: _Parts, kinds: tuple[str, ...], name: str, value: Value) -> None:
    for kind in kinds:
        if (take := _TAKERS.get(kind)) is not None:
            take(parts, name, value)
            return
    _extra(parts, name, value)


def _options(parts: _Parts, name: str, value: Value) -> None:
    if isinstance(value, Record):
        some = [(_letter(key), text_of(inner), False) for key, inner, _ in value.pairs]
    elif isinstance(value, str):
        some = [_lettered(one) for one in re.split(r"\n+|\s*[|;]\s*", value) if one.strip()]
    elif isinstance(value, Sequence):
        some = [_option_of(one) for one in value]
    else:
        some = []
    parts.options += some
    parts.only_wrong |= _WRONG.match(name.strip()) is not None
    parts.said += [f"{letter} {text}" for letter, text, _ in some]


def _option(parts: _Parts, name: str, value: Value) -> None:
    """An option in a field of its own, whose letter is in the field's name."""
    if text := text_of(value):
        parts.options.append((_letter(name.strip().split()[-1][-1:]), text, False))
        parts.said.append(f"{parts.options[-1][0]} {text}")


def _option_of(value: Value) -> tuple[str, str, bool]:
    if not isinstance(value, Record):
        return _lettered(text_of(value))
    text = next((text_of(inner) for _, inner, _ in value.pairs if isinstance(inner, str)), "")
    letter = ""
    right = False
    for name, inner, _ in value.pairs:
        if isinstance(inner, bool) and "right" in kinds_of(name):
            right = inner
        elif isinstance(inner, str) and _LETTER.fullmatch(inner.strip()):
            letter = _letter(inner)
        elif isinstance(inner, str):
            text = as_markdown(inner)
    return letter, text, right


def _lettered(text: str) -> tuple[str, str, bool]:
    match = _LETTERED.fullmatch(text.strip())
    return (match["letter"].upper(), match["text"], False) if match else ("", text.strip(), False)


def _letter(text: str) -> str:
    match = _LETTER.fullmatch(text.strip())
    return match[1].upper() if match else ""


def _right(parts: _Parts, name: str, value: Value) -> None:
    parts.right = value


def _level(parts: _Parts, name: str, value: Value) -> None:
    parts.stated = parts.stated or text_of(value).strip()


def _section(parts: _Parts, name: str, value: Value) -> None:
    some = [text_of(one) for one in value] if isinstance(value, list | tuple) else [text_of(value)]
    parts.section += [tag for tag in some if tag and "\n" not in tag]
    parts.level = parts.level or level_of(word for tag in some for word in _TAG.split(tag))


def _number(parts: _Parts, name: str, value: Value) -> None:
    number = text_of(value).strip().rstrip(".")
    if number.isdigit() and len(number) <= 4:
        parts.number = number
    elif number and not number.isdigit():
        _extra(parts, name, value)


def _explained(parts: _Parts, name: str, value: Value) -> None:
    if text := text_of(value):
        parts.below.append(text)
        parts.said.append(text)


def _aside(parts: _Parts, name: str, value: Value) -> None:
    """Says nothing of the matter."""


def _extra(parts: _Parts, name: str, value: Value) -> None:
    """What no rule knows is shown below the answer, with its name."""
    text = text_of(value)
    if not text or (isinstance(value, str) and _SAYS_NOTHING.fullmatch(text)) or isinstance(value, int | float):
        return
    name = re.sub(r"[_\-]+", " ", name).strip()
    shown = text if not name else f"**{name}:**\n\n{text}" if "\n" in text else f"**{name}:** {text}"
    parts.below.append(shown)
    parts.said.append(shown)


# Most telling first: a field is taken by the first kind of its own that stands here.
_TAKERS = {
    "right": _right,
    "explained": _explained,
    "options": _options,
    "option": _option,
    "level": _level,
    "section": _section,
    "number": _number,
    "aside": _aside,
}


# --- the answer ------------------------------------------------------------------------------------------------------


def _answer(value: Value, parts: _Parts) -> str:
    """The answer's text; where it names an option by its letter, its place or its words, that option."""
    if not parts.options:
        return text_of(value if value not in (None, "") else parts.right)
    if value in (None, ""):
        value = parts.right
    if value in (None, ""):
        return "\n".join(_shown(one) for one in parts.options if one[2])
    if isinstance(value, list | tuple):
        some = [_chosen(one, parts) or text_of(one) for one in value]
        return some[0] if len(some) == 1 else "\n".join(f"- {one}" for one in some)
    return _chosen(value, parts) or text_of(value)


def _chosen(value: Value, parts: _Parts) -> str:
    """The option that a letter or a place names; empty where the value is the answer itself."""
    if isinstance(value, bool) or not isinstance(value, str | int):
        return ""
    words = str(value).strip()
    if letter := _letter(words):
        return _lettered_option(letter, parts)
    place = small_number(words)
    if place is None or any(text == words for _, text, _ in parts.options):
        return ""
    return _shown(parts.options[place]) if place < len(parts.options) else ""


def _lettered_option(letter: str, parts: _Parts) -> str:
    """Options that bear no letters get them, since the answer speaks of them."""
    if not any(one[0] for one in parts.options):
        parts.options = [(chr(65 + place), text, right) for place, (_, text, right) in enumerate(parts.options)]
        parts.said += [one[0] for one in parts.options]
    return next((_shown(one) for one in parts.options if one[0] == letter), "")


def _shown(option: tuple[str, str, bool]) -> str:
    letter, text, _ = option
    return f"{letter}. {text}" if letter else text
