"""Boxes and tabs, as four kinds of programs write them: the line that opens one, and what it says.

`!!! tip "Title"` and `??? tip` (folded) of MkDocs have their text indented below, `> [!TIP] Title` of GitHub and
Obsidian is a quote, `:::tip` of Docusaurus ends with `:::`. `=== "Linux"` opens a tab, its text indented below.
"""

from __future__ import annotations

import re
from dataclasses import dataclass

# What a box is called by these programs, and how it looks: four looks are enough to tell them apart.
LOOKS = {
    "note": ("note", "abstract", "summary", "tldr", "info", "todo", "seealso", "details", "question", "help", "faq"),
    "tip": ("tip", "hint", "success", "check", "done", "example", "quote", "cite"),
    "warning": ("warning", "caution", "attention", "important"),
    "danger": ("danger", "error", "failure", "fail", "missing", "bug"),
}
_LOOK_OF = {kind: look for look, kinds in LOOKS.items() for kind in kinds}

_INDENTED = re.compile(
    r"(?P<mark>!!!|\?\?\?\+?)[ \t]+(?P<kind>[A-Za-z][\w-]*)(?:[ \t]+(?:inline|end))*"
    r"(?:[ \t]+\"(?P<title>.*)\")?[ \t]*\Z"
)
_QUOTED = re.compile(r"\[!(?P<kind>[A-Za-z][\w-]*)\](?P<fold>[+-]?)[ \t]*(?P<title>.*)\Z")
_COLONS = re.compile(
    r":{3,}[ \t]*(?P<kind>[A-Za-z][\w-]*)(?:[ \t]*\[(?P<bracketed>[^\[\]]*)\]|[ \t]+(?P<title>[^\s{].*))?[ \t]*\Z"
)
_CLOSING = re.compile(r":{3,}[ \t]*\Z")
_TAB = re.compile(r"===[!+]?[ \t]+\"(?P<title>[^\"]+)\"[ \t]*\Z")


@dataclass(frozen=True, slots=True)
class Opened:
    """`title` is empty where the kind is the title."""

    kind: str
    title: str = ""
    folded: bool = False

    @property
    def look(self) -> str:
        return look_of(self.kind)


def look_of(kind: str) -> str:
    return _LOOK_OF.get(kind.lower(), "note")


def indented_callout(line: str) -> Opened | None:
    """
    >>> indented_callout('??? tip "Look"'), indented_callout("!!! Read this"), indented_callout("!!! nonsense")
    (Opened(kind='tip', title='Look', folded=True), None, None)
    """
    found = _INDENTED.match(line) if line[:3] in ("!!!", "???") else None
    if not found or found["kind"].lower() not in _LOOK_OF:
        return None
    return Opened(found["kind"], (found["title"] or "").strip(), found["mark"] == "???")


def quoted_callout(line: str) -> Opened | None:
    """What the first line of a quote says, without the mark of the quote.

    >>> quoted_callout("[!NOTE]"), quoted_callout("[!faq]- Why?"), quoted_callout("[!x](y)")
    (Opened(kind='NOTE', title='', folded=False), Opened(kind='faq', title='Why?', folded=True), None)
    """
    found = _QUOTED.match(line) if line.startswith("[!") else None
    if not found or found["title"].startswith(("(", "[", ":")):
        return None
    return Opened(found["kind"], found["title"].strip(), found["fold"] == "-")


def colon_callout(line: str) -> Opened | None:
    """
    >>> colon_callout(":::tip[Look]"), colon_callout("::: warning Look out"), colon_callout("::: module")
    (Opened(kind='tip', title='Look', folded=False), Opened(kind='warning', title='Look out', folded=False), None)
    """
    found = _COLONS.match(line) if line.startswith(":::") else None
    if not found or found["kind"].lower() not in _LOOK_OF:
        return None
    folded = found["kind"].lower() == "details"
    return Opened(found["kind"], (found["bracketed"] or found["title"] or "").strip(), folded)


def closes_colons(line: str) -> bool:
    return line.startswith(":::") and _CLOSING.match(line) is not None


def tab_title(line: str) -> str:
    """
    >>> tab_title('=== "Linux"'), tab_title("=== x")
    ('Linux', '')
    """
    found = _TAB.match(line) if line.startswith("===") else None
    return found["title"].strip() if found else ""
