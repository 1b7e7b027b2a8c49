"""Prose that asks its readers something now and then: a column, an essay, a speech.

Notes that ask in their paragraphs do so at the same place of each, or nearly each sentence asks.
"""

from __future__ import annotations

import re
from collections import Counter
from collections.abc import Sequence

_SENTENCE = re.compile(r"(?<=[.!?。！？؟।])[\"”»')]*\s+(?=\S)")
_ASKS = re.compile(r"[?？؟][\"”»')]*$")
_MARKED = re.compile(r"\s*+(?:[-*+•>|]|\d+[.)]|#*+\s*+\w{1,20}\s?\d{0,3}[:：]\s)|\*\*|`")
_FEWEST, _ASKED = 10, 0.3  # sentences, and the share of them that asks
_SAME = 0.6  # the share of questions at one place of their paragraphs


def asks_its_readers(lines: Sequence[str]) -> bool:
    """Whether a text without marks is prose in whose paragraphs some sentences ask, here and there.

    >>> said = "The mill stood long. It ground corn. {}Who would grind it now? {}The wheel is gone."
    >>> essay = [said.format("", "I wonder. "), "", said.format("It was loud. ", ""), "", said.format("Oh! Ah! ", "")]
    >>> asks_its_readers(essay), asks_its_readers([said.format("", ""), ""] * 3)
    (True, False)
    """
    written = [line for line in lines if line.strip() and not line.startswith("#")]
    if any(_MARKED.match(line) for line in written):
        return False
    paragraphs = [_SENTENCE.split(line.strip()) for line in _paragraphs(lines)]
    asked = [n for said in paragraphs for n, one in enumerate(said) if _ASKS.search(one)]
    sentences = sum(map(len, paragraphs))
    if not asked or sentences < _FEWEST or len(asked) > _ASKED * sentences:
        return False
    return Counter(asked).most_common(1)[0][1] <= _SAME * len(asked)


def _paragraphs(lines: Sequence[str]) -> list[str]:
    found, own = list[str](), list[str]()
    for line in [*lines, ""]:
        if line.strip() and not line.startswith("#"):
            own.append(line.strip())
        elif own:
            found.append(" ".join(own))
            own = []
    return found
