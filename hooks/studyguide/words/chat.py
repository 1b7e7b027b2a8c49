"""A chat assistant speaking to the person who pasted the chat, and that person's turns.

Only whole paragraphs that begin so are set aside.
"""

from __future__ import annotations

import re

from .patterns import one_of
from .vocabulary import VOCABULARY
from .wording import plain

_WORDS = VOCABULARY.chat
_LONGEST = 600

_OPENING = re.compile(rf"{one_of(_WORDS.greetings)}\b(?=[^a-z]|$)|{one_of(_WORDS.openings)}(?!\w)", re.I)
_SPEAKS_OF = re.compile(rf"\b{one_of(_WORDS.speaks_of)}\b", re.I)
_CLOSING = re.compile(rf"{one_of(_WORDS.closings)}(?!\w)", re.I)
_ASKS_FOR_MORE = re.compile(rf"^{one_of(_WORDS.requests_at_first)}\b|\b{one_of(_WORDS.requests)}\b", re.I)
_TURN = re.compile(
    rf"(?:(?P<person>{one_of(_WORDS.askers)})|{one_of(_WORDS.answerers)})(?:\s+{one_of(_WORDS.said)})?\s*[:：]\s*",
    re.I,
)


_ASKERS, _ANSWERERS = (re.compile(one_of(some), re.I) for some in (_WORDS.askers, _WORDS.answerers))


def is_chat(asker: str, teller: str) -> bool:
    """Whether two who speak are a person and an assistant.

    >>> is_chat("User", "Assistant"), is_chat("Ann", "Bert")
    (True, False)
    """
    return bool(_ASKERS.fullmatch(asker) and _ANSWERERS.fullmatch(teller))


def chat_part(paragraph: str) -> str:
    """Which part in a chat a paragraph has: "turn", "closing", "opening", or none.

    >>> chat_part("Would you like me to go on?"), chat_part("A shelf is a board.")
    ('closing', '')
    """
    text = plain(paragraph)
    if _is_turn(text):
        return "turn"
    if _CLOSING.match(text):
        return "closing"
    return "opening" if _opens(text) else ""


def chat_turn(paragraph: str) -> bool:
    """Whether a paragraph is a person's turn in a chat, or the assistant's with nothing but courtesy in it."""
    return _is_turn(plain(paragraph))


def _is_turn(text: str) -> bool:
    match = _TURN.match(text)
    if match is None or len(text) > _LONGEST:
        return False
    rest = text[match.end() :]
    asks_for_more = match["person"] and _ASKS_FOR_MORE.search(rest)  # "You: responsible for data" asks for nothing
    return bool(asks_for_more) or not rest or chat_opening(rest) or chat_closing(rest)


def chat_opening(paragraph: str) -> bool:
    """Whether a paragraph is a chat's opening: "Certainly! Below are more questions…"."""
    return _opens(plain(paragraph))


def _opens(text: str) -> bool:
    return bool(len(text) < _LONGEST and _OPENING.match(text) and _SPEAKS_OF.search(text))


def chat_closing(paragraph: str) -> bool:
    """Whether a paragraph is a chat's offer or a good-bye: "Would you like me to…"."""
    return bool(_CLOSING.match(plain(paragraph)))
