"""Boxes and tabs, as programs write them, each in its way: the line that opens one, and what it says.

`!!! tip "Title"` and `??? tip` (folded) of MkDocs have their text indented below, `> [!TIP] Title` of GitHub and
Obsidian is a quote, `:::tip` of Docusaurus and VitePress, `:::{tip}` of MyST and `/// tip | Title` of pymdownx end with
the same sign. `=== "Linux"` opens a tab, its text indented below.
"""

from __future__ import annotations

import re
from dataclasses import dataclass

# What a box is called by these programs, and how it looks: four looks are enough to tell them apart.
LOOKS = {
    "note": (
        "note",
        "abstract",
        "summary",
        "tldr",
        "info",
        "todo",
        "seealso",
        "message",
        "details",
        "question",
        "help",
        "faq",
    ),
    "tip": ("tip", "hint", "success", "check", "done", "example", "quote", "cite"),
    "warning": ("warning", "caution", "attention", "important"),
    "danger": ("danger", "error", "failure", "fail", "missing", "bug"),
}
KINDS = tuple(kind for kinds in LOOKS.values() for kind in kinds)
_LOOK_OF = {kind: look for look, kinds in LOOKS.items() for kind in kinds}

_INDENTED = re.compile(
    r"(?P<mark>!!!|\?\?\?\+?)[ \t]+(?P<kind>[A-Za-z][\w-]*)(?P<orders>(?:[ \t]+(?:inline|end))*)"
    r"(?:[ \t]+\"(?P<title>.*)\")?[ \t]*\Z"
)
_QUOTED = re.compile(r"\[!(?P<kind>[A-Za-z][\w-]*)\](?P<fold>[+-]?)[ \t]*(?P<title>.*)\Z")
_COLONS = re.compile(
    r":{3,}[ \t]*(?P<brace>\{)?(?P<kind>[A-Za-z][\w-]*)(?(brace)\})"
    r"(?:[ \t]*\[(?P<bracketed>[^\[\]]*)\]|[ \t]+(?P<title>[^\s{].*))?[ \t]*\Z"
)
_SLASHES = re.compile(r"/{3,}[ \t]*(?P<kind>[A-Za-z][\w-]*)(?:[ \t]*\|[ \t]*(?P<title>\S.*))?[ \t]*\Z")
_CLOSING = re.compile(r"(?::{3,}|/{3,})[ \t]*\Z")
_TAB = re.compile(r"===[!+]?[ \t]+\"(?P<title>(?:[^\"\\]|\\.)+)\"[ \t]*\Z")


@dataclass(frozen=True, slots=True)
class Opened:
    """`title` is empty where the kind is the title; `orders` say where the box shall stand."""

    kind: str
    title: str = ""
    folded: bool = False
    orders: str = ""

    @property
    def look(self) -> str:
        return look_of(self.kind)


def look_of(kind: str) -> str:
    return _LOOK_OF.get(kind.lower(), "note")


def indented_callout(line: str) -> Opened | None:
    """
    >>> indented_callout('??? tip "Look"'), indented_callout("!!! Read this"), indented_callout("!!! nonsense")
    (Opened(kind='tip', title='Look', folded=True, orders=''), None, None)
    """
    found = _INDENTED.match(line) if line[:3] in ("!!!", "???") else None
    if not found or found["kind"].lower() not in _LOOK_OF:
        return None
    return Opened(found["kind"], (found["title"] or "").strip(), found["mark"] == "???", found["orders"].strip())


def quoted_callout(line: str) -> Opened | None:
    """What the first line of a quote says, without the mark of the quote.

    >>> quoted_callout("[!faq]- Why?"), quoted_callout("[!x](y)")
    (Opened(kind='faq', title='Why?', folded=True, orders=''), None)
    """
    found = _QUOTED.match(line) if line.startswith("[!") else None
    if not found or found["title"].startswith(("(", "[", ":")):
        return None
    return Opened(found["kind"], found["title"].strip(), found["fold"] == "-")


def fenced_callout(line: str) -> Opened | None:
    """A box that ends with a line of the sign with which it begins.

    >>> fenced_callout("::: tip[Look]") == fenced_callout("/// tip | Look") == Opened("tip", "Look")
    True
    >>> fenced_callout(":::{tip}"), fenced_callout("::: module"), fenced_callout("// note")
    (Opened(kind='tip', title='', folded=False, orders=''), None, None)
    """
    pattern = {":::": _COLONS, "///": _SLASHES}.get(line[:3])
    found = pattern.match(line) if pattern else None
    if not found or found["kind"].lower() not in _LOOK_OF:
        return None
    said = found.groupdict()
    title = said.get("bracketed") or said["title"] or ""
    return Opened(said["kind"], title.strip(), said["kind"].lower() == "details")


def closes_box(line: str) -> str:
    """The sign of boxes that a line closes, or nothing."""
    return line[0] if line[:3] in (":::", "///") and _CLOSING.match(line) else ""


def directive(info: str) -> str:
    """The line that opens the box which a fence of MyST is, or nothing: its text is no code.

    >>> directive("{note} Look"), directive("{python}")
    (':::{note} Look', '')
    """
    found = _DIRECTIVE.match(info)
    return f":::{info}" if found and found["kind"].lower() in (*_LOOK_OF, "admonition") else ""


_DIRECTIVE = re.compile(r"\{(?P<kind>[A-Za-z][\w-]*)\}(?:[ \t]+[^{].*)?\Z")


def tab_title(line: str) -> str:
    """
    >>> tab_title('=== "Linux"'), tab_title('===! "The \\\\"best\\\\" one"'), tab_title("=== x")
    ('Linux', 'The "best" one', '')
    """
    found = _TAB.match(line) if line.startswith("===") else None
    return found["title"].replace('\\"', '"').strip() if found else ""
