"""What an answer defines for itself: addresses of links, footnotes, abbreviations.

They hold within their answer, from its first line on. A definition that nothing in the answer uses is text like any
other, for what looks like one need not be meant so, and nothing of an answer is lost.
"""

from __future__ import annotations

import re
from dataclasses import dataclass, field

from .links import ADDRESS
from .nodes import Block

# `[label]: address "title"`: an address, or the name of a file; `[INFO]: done` is none.
_BEGINS = rf"https?://|mailto:|www\.|\.{{0,2}}/|\#|q:[a-z0-9]|{ADDRESS.pattern}|\S{{1,200}}\.\w{{1,5}}(?:\#|\s|$)"
_REFERENCE = re.compile(
    r"\[(?!\^)(?P<label>[^\[\]]{1,200})\]:[ \t]+"
    rf"(?P<address><[^<>]{{1,2000}}>|(?={_BEGINS})[^\s<>]{{1,2000}})"
    r"(?:[ \t]+(?P<title>\"[^\"]*\"|'[^']*'|\([^()]*\)))?[ \t]*\Z"
)
_NOTE = re.compile(r"\[\^(?P<label>[^\[\]\s]{1,100})\]:(?=\s|\Z)[ \t]*")
_SHORT = re.compile(r"\*\[(?P<label>[^\[\]]{1,60})\]:[ \t]*(?P<words>\S.*)\Z")

_PATTERNS = {"[": (("note", _NOTE), ("reference", _REFERENCE)), "*": (("short", _SHORT),)}

Key = tuple[str, str]


def label_of(written: str) -> str:
    """A label as it is compared: case and white space say nothing."""
    return " ".join(written.casefold().split())


def key_of(line: str) -> Key | None:
    """The kind and the label of what a line defines.

    >>> key_of("[A Knot]: https://example.org/"), key_of("[^1]: Or a bend."), key_of("[x]: done")
    (('reference', 'a knot'), ('note', '1'), None)
    """
    for kind, pattern in _PATTERNS.get(line[:1], ()):
        if found := pattern.match(line):
            return kind, found["label"] if kind == "short" else label_of(found["label"])
    return None


def is_like_one(line: str) -> bool:
    """Whether a line has the form of a definition, believed or not."""
    return key_of(line) is not None


@dataclass(slots=True)
class Definitions:
    """What is known of an answer while it is read.

    believed   the kinds and labels that are definitions; None while they are looked for
    used       those of them that the text has used
    numbers    the numbers of the footnotes, in the order in which the text refers to them
    unshown    see `Document`
    unread     see `Document`
    met        what was defined in the lines that have been read
    noting     how many footnotes, each said within the one before, are being read
    """

    believed: frozenset[Key] | None = None
    references: dict[str, tuple[str, str]] = field(default_factory=dict)
    notes: dict[str, tuple[Block, ...]] = field(default_factory=dict)
    shorts: dict[str, str] = field(default_factory=dict)
    used: set[Key] = field(default_factory=set)
    numbers: dict[str, int] = field(default_factory=dict)
    unshown: list[str] = field(default_factory=list)
    short_pattern: re.Pattern[str] | None = None
    unread: list[tuple[str, str]] = field(default_factory=list)
    met: set[Key] = field(default_factory=set)
    noting: int = 0

    def begins(self, line: str) -> tuple[str, str, re.Match[str]] | None:
        """What a line defines: kind, label and how. The first line that defines a label is believed."""
        for kind, pattern in _PATTERNS.get(line[:1], ()):
            found = pattern.match(line)
            if found:
                label = found["label"] if kind == "short" else label_of(found["label"])
                believed = self.believed is None or (kind, label) in self.believed
                return (kind, label, found) if believed and (kind, label) not in self.met else None
        return None

    @property
    def found(self) -> frozenset[Key]:
        kinds = (("reference", self.references), ("note", self.notes), ("short", self.shorts))
        return frozenset((kind, label) for kind, labels in kinds for label in labels)

    def only(self, believed: frozenset[Key]) -> Definitions:
        """For the next reading: the same definitions, of which only these are believed."""
        shorts = {label: words for label, words in self.shorts.items() if ("short", label) in believed}
        return Definitions(
            believed=believed,
            references={label: to for label, to in self.references.items() if ("reference", label) in believed},
            notes={label: blocks for label, blocks in self.notes.items() if ("note", label) in believed},
            shorts=shorts,
            short_pattern=_pattern_of(shorts) if shorts else None,
        )


def _pattern_of(shorts: dict[str, str]) -> re.Pattern[str]:
    longest_first = sorted(shorts, key=len, reverse=True)
    return re.compile(rf"(?<!\w)(?:{'|'.join(map(re.escape, longest_first))})(?!\w)")
