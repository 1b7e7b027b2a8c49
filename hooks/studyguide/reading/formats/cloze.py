"""Sentences with blanks: the sentence with what is hidden left out asks, and what is hidden answers."""

from __future__ import annotations

import re

BLANK = "[…]"
# Anki's and Obsidian's {{c1::hidden::hint}}, Logseq's {{cloze hidden}}; the innermost first, for they nest.
_BRACES = re.compile(
    r"\{\{(?:c\d{1,3}::|cloze[ -](?:\d+ )?)(?P<hidden>(?:(?!\{\{|\}\}).)+?)(?:::(?P<hint>(?:(?!\{\{|\}\}|::).)*))?\}\}",
    re.S,
)
MARK = re.compile(r"\{\{(?:c\d{1,3}::|cloze[ -])")
HIGHLIGHT = re.compile(r"(?<![=\w])==(?P<hidden>[^\s=](?:[^=\n]*[^\s=])?)==(?![=\w])(?P<hint>(?!))?")
SQUARE = re.compile(r"(?<![\\!\]\w])\[(?P<hidden>[^\[\]\n]+)\](?![(\[:])(?P<hint>(?!))?")


def parted(text: str, mark: re.Pattern[str] = _BRACES) -> tuple[str, str] | None:
    """What asks and what answers; None where nothing is hidden.

    >>> parted("The capital of {{c2::France}} is {{c1::Paris::a city}}.")
    ('The capital of […] is [a city].', '- France\\n- Paris')
    >>> parted("It boils at ==100== degrees.", HIGHLIGHT)
    ('It boils at […] degrees.', '100')
    """
    hidden: list[tuple[str, str]] = []

    def blank(match: re.Match[str]) -> str:
        hint = (match["hint"] or "").strip()
        hidden.append((match["hidden"].strip(), hint))
        return f"\x02{len(hidden) - 1}\x02"

    asked, times = text.replace("\x02", ""), 1
    while times:
        asked, times = mark.subn(blank, asked)
    if not hidden:
        return None
    within = [re.sub(r"\x02(\d+)\x02", lambda m: hidden[int(m[1])][0], words) for words, _ in hidden]
    shown = re.findall(r"\x02(\d+)\x02", asked)
    answers = [within[int(place)] for place in shown]
    asked = re.sub(r"\x02(\d+)\x02", lambda m: f"[{hidden[int(m[1])][1]}]" if hidden[int(m[1])][1] else BLANK, asked)
    return asked, answers[0] if len(answers) == 1 else "\n".join(f"- {one}" for one in answers)
