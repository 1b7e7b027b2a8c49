"""Characters and entities of a stranger's text, without what means something to a program and nothing to a reader."""

from __future__ import annotations

import re

from ..words.wording import unescape

_BREAKS = re.compile("\r\n?|[\x0b\x0c\x1c-\x1e\x85\u2028\u2029]")
# Control characters, half characters, which no file can hold, and the private-use characters that the site puts where a
# fragment belongs.
_FORBIDDEN = re.compile("[\x00-\x08\x0e-\x1b\x1f\x7f-\x84\x86-\x9f\ud800-\udfff\ue000-\ue00f\ufffe\uffff]")
ENTITY = re.compile(r"&(?:#[0-9]+|#[xX][0-9a-fA-F]+|[A-Za-z][A-Za-z0-9]*);")


def clean(text: str) -> str:
    """The same lines without characters that mean something to a program and nothing to a reader."""
    return _FORBIDDEN.sub("\ufffd", _BREAKS.sub("\n", text))


def decoded(text: str) -> str:
    """Entities resolved, but only those that end: `&copy=1` in an address is no sign."""
    return ENTITY.sub(character, text) if "&" in text else text


def character(entity: re.Match[str]) -> str:
    """An entity may not bring in what `clean` has taken out, nor a line break into a heading."""
    found = clean(unescape(entity[0])) or "\ufffd"
    return " " if found.isspace() else found
