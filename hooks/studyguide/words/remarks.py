"""What notes say of a question, or in place of its answer: tags, hints, placeholders, ticks at the right option."""

from __future__ import annotations

import re

from .patterns import one_of
from .vocabulary import VOCABULARY
from .wording import plain

_WORDS = VOCABULARY.remarks

_TAGGED = re.compile(rf"{one_of(_WORDS.tags)}\s*[:：︰]\s*\S.*", re.I)
_COUNTED = re.compile(rf"\[[^\[\]]*{one_of(_WORDS.counts)}[^\[\]]*\]|{one_of(_WORDS.results)}", re.I)
_PLACEHOLDER = re.compile(rf"{one_of(_WORDS.placeholders)}|", re.I)
_HINT = one_of(_WORDS.hints)

HINT = re.compile(rf"^\s*(?:[*_]+\s*\(.*\)\s*[*_]+|\({_HINT}\b.*\)|[*_]*{_HINT}[*_]*\s*[:：].*)\s*$", re.I)
_TICK = r"[✅✔☑✓]\ufe0f?"
_RIGHT_BEHIND = re.compile(
    rf"(?:(?<!\s)\s++)?(?:{_TICK}|[\[(（【]\s*+(?:{_TICK}|(?:{_TICK}\s*+)?{one_of(_WORDS.right_options)}(?:\s++{one_of(VOCABULARY.labels.answer)})?)"
    rf"\s*+[\])）】]|(?:<[-=]++|←|⬅\ufe0f?)\s*+(?:{one_of(_WORDS.right_behind_an_arrow)})?|(?<!\*)\*)\s*$",
    re.I,
)


def right_option(text: str) -> tuple[str, bool]:
    """An option without the mark behind it that says it is right, and whether there is one.

    >>> right_option("Cast iron ✅"), right_option("Cast iron (correct)"), right_option("Cast iron")
    (('Cast iron', True), ('Cast iron', True), ('Cast iron', False))
    """
    match = _RIGHT_BEHIND.search(text)
    return (text[: match.start()], True) if match and text[: match.start()].strip() else (text, False)


def says_about(line: str) -> bool:
    """Whether a line right below a question is about it and neither question nor answer: "Tags: shelves, boxes"."""
    text = plain(line).strip("-*• ")
    return bool(_TAGGED.fullmatch(text) or _COUNTED.fullmatch(text))


def placeholder(answer: str) -> bool:
    """Whether an answer says only that there is none yet: "TODO", "…".

    >>> placeholder("*Coming soon…*"), placeholder("Coming soon is no plan.")
    (True, False)
    """
    return len(answer) < 100 and bool(_PLACEHOLDER.fullmatch(plain(answer).strip(" .…*_-–—[]()<>!:")))
