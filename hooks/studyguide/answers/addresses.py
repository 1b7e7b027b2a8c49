"""Addresses in answers: where one ends in a sentence, and which may be followed."""

from __future__ import annotations

import re
from functools import lru_cache
from html import escape
from string import punctuation

import nh3

from .cleaning import decoded

SCHEMES = frozenset({"http", "https", "mailto"})
SCHEME = re.compile(r"(?:https?://|mailto:)", re.I)
# An address ends where HTML would end it, and `&lt;` is no part of one; exported notes escape `_` in addresses.
WEB = r"https?://(?:(?!&(?!amp;|#95;)[#\w]+;)[^\s<>\"`])+"
MAIL = r"(?:mailto:)?[\w.+-]+@[\w-]+(?:\.[\w-]+)+"
# What stands behind the words of a link: an address, and perhaps a title.
TARGET = re.compile(
    r"\(\s*+(<[^<>\n]*>|(?:[^\s()<>\\]|\\.)*(?:\((?:[^\s()<>\\]|\\.)*\)(?:[^\s()<>\\]|\\.)*)*)"
    r"(?:\s+(\"[^\"]*\"|'[^']*'))?\s*\)",
)
_UNSAFE = re.compile(r"[\x00-\x20\"<>\\^`{|}]")
_ESCAPED = re.compile(rf"\\([{re.escape(punctuation)}])")


def plain_address(written: str) -> str:
    """An address without escapes and entities.

    >>> plain_address("https://box.example/a\\\\_b?c=1&amp;d=2")
    'https://box.example/a_b?c=1&d=2'
    """
    return decoded(_ESCAPED.sub(r"\1", written))


def end_of_address(text: str) -> int:
    """Where an address ends: the punctuation and brackets of the sentence around it are not its own."""
    end = len(text)
    surplus = text.count(")") - text.count("(")
    while end and (text[end - 1] in ".,;:!?'*_~|]" or (text[end - 1] == ")" and surplus > 0)):
        surplus -= text[end - 1] == ")"
        end -= 1
    return end


@lru_cache(maxsize=20_000)
def leads_out(address: str) -> bool:
    """Whether it is of the web or of mail. The sanitiser is asked, for it drops one that it cannot parse."""
    if not SCHEME.match(address):
        return False
    asked = nh3.clean(f'<a href="{escape(address)}">', tags={"a"}, attributes={"a": {"href"}}, url_schemes=set(SCHEMES))
    return " href=" in asked


def in_link(address: str, more: str = "") -> str:
    """An address as it stands in a link: what would end it there, and what is in `more`, is written with %.

    >>> in_link("https://box.example/a b"), in_link("https://box.example/[a]", more="[]")
    ('https://box.example/a%20b', 'https://box.example/%5Ba%5D')
    """
    found = _UNSAFE.sub(_percent, address)
    return re.sub(f"[{re.escape(more)}]", _percent, found) if more else found


def _percent(match: re.Match[str]) -> str:
    return f"%{ord(match[0]):02X}"
