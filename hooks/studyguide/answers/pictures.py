"""The one form in which outputs know a picture: `![alt](assets/pictures/NAME)`, whose name says how large it is."""

from __future__ import annotations

import re
from collections.abc import Iterator, Mapping
from dataclasses import dataclass

FOLDER = "assets/pictures"
_NAME = r"(?P<name>[0-9a-f]{20}-(?P<width>[0-9]{1,5})x(?P<height>[0-9]{1,5})\.(?:png|jpg|gif|webp|svg))"
# Where the file lies from the site's root, and how wide the picture shall be at most.
ADDRESS = re.compile(rf"{FOLDER}/{_NAME}")
_ADDRESS = re.compile(rf"{ADDRESS.pattern}(?:#(?P<most>[0-9]{{1,5}}))?")
_MARK = re.compile(rf"!\[(?P<alt>(?:[^\[\]\\\n]|\\.|\[[^\[\]\n]*\])*)\]\({_ADDRESS.pattern}(?P<title> \"[^\"\n]*\")?\)")


@dataclass(frozen=True, slots=True)
class Shown:
    """A picture as outputs show it: the name of its file, and its size in CSS pixels."""

    name: str
    width: int
    height: int


def shown(address: str) -> Shown | None:
    """What an address says in the one form.

    >>> shown("assets/pictures/0123456789abcdef0123-640x480.png#320")
    Shown(name='0123456789abcdef0123-640x480.png', width=320, height=240)
    >>> shown("img/a.png")
    """
    match = _ADDRESS.fullmatch(address)
    if not match:
        return None
    width, height, most = int(match["width"]), int(match["height"]), int(match["most"] or 0)
    if 0 < most < width:
        width, height = most, max(1, round(height * most / width))
    return Shown(match["name"], width, height) if width and height else None


# A fence of a diagram that was drawn names its picture as an order to a program, which no reader takes for words.
DRAWN = rf"(?<![ \t])[ \t]++picture={ADDRESS.pattern}"
_DRAWN = re.compile(DRAWN)


def at_fence(info: str) -> tuple[str, Shown | None]:
    """What stands at a fence, and the picture of what stands in it.

    >>> at_fence("mermaid picture=assets/pictures/0123456789abcdef0123-640x480.svg")
    ('mermaid', Shown(name='0123456789abcdef0123-640x480.svg', width=640, height=480))
    """
    match = _DRAWN.search(info)
    if not match:
        return info, None
    return _DRAWN.sub("", info), Shown(match["name"], int(match["width"]), int(match["height"]))


def names_in(markdown: str) -> Iterator[str]:
    """The names of the pictures that a text may show."""
    return (match["name"] for match in ADDRESS.finditer(markdown)) if FOLDER in markdown else iter(())


_FENCE = re.compile(rf"^([ \t>*+\-0-9.)]*(?:`{{3,}}+|~{{3,}}+)[^\n]*?){DRAWN}", re.M)


def in_words(markdown: str, sources: Mapping[str, str]) -> str:
    """Markdown for where no picture can be: in its place its words, and the file that it was made from.

    sources   the names of those files, by the name that each becomes
    """
    if FOLDER not in markdown:
        return markdown
    markdown = _FENCE.sub(r"\1", markdown)
    return _MARK.sub(lambda m: f"{m['alt']} ({sources.get(m['name'], m['name'])}){m['title'] or ''}", markdown)
