"""Boxes and tabs that few programs write, in the form in which many do: those of pymdownx's blocks, of MyST with a
class, of Quarto, of GitBook, and groups of code of VitePress.

What only says where a block begins and ends, or what it is called, says nothing to a reader.
"""

from __future__ import annotations

import re
from collections.abc import Callable, Sequence
from dataclasses import dataclass
from typing import TypeVar

from ..syntax.callouts import closes_box, fenced_callout

# `/// tab | Title` with orders below it: `    type: warning`. `:::{admonition} Title` with `:class: tip`.
_SLASHES = re.compile(r"/{3,}[ \t]*(?P<name>[a-z]+(?:-[a-z]+)*)(?:[ \t]*\|[ \t]*(?P<title>\S.*))?")
_ORDER = re.compile(r"[ \t]{2,}(?P<name>[a-z_]{2,20}):[ \t]*(?P<value>[^\n]*)")
_MYST = re.compile(r":{3,}[ \t]*\{(?P<name>[a-z]+(?:-[a-z]+)*)\}[ \t]*(?P<title>.*)")
_OPTION = re.compile(r"[ \t]*:(?P<name>[a-z-]{2,20}):[ \t]*(?P<value>[^\n]*)")
_QUARTO = re.compile(r":{3,}[ \t]*\{\.callout-(?P<name>[a-z]+)(?P<said>(?:[ \t][^{}]*)?)\}")
_GITBOOK = re.compile(r"\{%[ \t]*(?P<name>(?:end)?(?:hint|tabs|tab))(?:[ \t]++(?P<said>(?:[^%]*[^% \t])?))?[ \t]*%\}")
_SAID = re.compile(r"\b(title|style)=(?:\"([^\"]+)\"|'([^']+)')")
_HINT = re.compile(r"^[ \t]*(?:/{3}|:{3}|\{%)")
# Blocks of pymdownx that a page shows as what they hold.
_BARE = frozenset(("caption", "figure-caption", "table-caption", "define", "html"))
_MOST_ORDERS = 8
# Boxes within each other; people stop at three.
_DEEPEST = 8


@dataclass(frozen=True, slots=True)
class _Opened:
    """What a line opens: what stands in its place and in that of the line that closes it, how many lines it takes with
    its orders, and whether what is between is indented.
    """

    sign: str
    line: str
    closing: str
    taken: int = 1
    deeper: bool = False


Row = TypeVar("Row")


def with_plain_boxes(rows: Sequence[Row], deeper: Callable[[Row], Row], text: Callable[[str], Row]) -> list[Row]:
    """The rows of an answer with these as others write them; those that are not closed stay as they are.

    deeper   a row that is indented by four more columns
    text     a row of its text; a row that is none is code
    """
    texts = [row if isinstance(row, str) else "" for row in rows]
    if not any(map(_HINT.match, texts)):
        return list(rows)
    found: list[Row] = []
    opened: list[_Opened] = []
    n = 0
    while n < len(rows):
        one = _opened(texts[n : n + 1 + _MOST_ORDERS])
        if opened and opened[-1].sign == _closed_by(texts[n].strip(), one):
            row = text(_indent(texts[n]) + opened.pop().closing)
        else:
            row = text(_indent(texts[n]) + one.line if one.line else "") if one else rows[n]
        for _ in range(sum(box.deeper for box in opened)):
            row = deeper(row)
        found.append(row)
        opened += [one] if one else []
        n += one.taken if one else 1
        if len(opened) > _DEEPEST:
            return list(rows)
    return list(rows) if opened else found


def _closed_by(line: str, one: _Opened | None) -> str:
    """The sign of what a line closes that opens nothing."""
    return closes_box(line) or ("%" if one is None and line[:2] == "{%" and _GITBOOK.fullmatch(line) else "")


def _indent(line: str) -> str:
    return line[: len(line) - len(line.lstrip())]


def _opened(lines: Sequence[str]) -> _Opened | None:
    """What the first of these lines opens."""
    line = lines[0].strip()
    for pattern, read in _READERS:
        if found := pattern.fullmatch(line):
            return read(found, lines)
    return _Opened(":", line, ":::") if line[:3] == ":::" and fenced_callout(line) else None


def _of_slashes(found: re.Match[str], lines: Sequence[str]) -> _Opened:
    name, title = found["name"], (found["title"] or "").strip()
    orders = _orders(_ORDER, lines)
    taken = len(orders) + 1
    if name == "tab":
        return _Opened("/", _tab(title), "", taken, deeper=True)
    if name in _BARE:
        return _Opened("/", "", "", taken)
    told = dict(orders)
    kind = told.get("type", "") if name == "admonition" or told.get("open") == "true" else name
    behind = f" | {title}" if title else ""
    return _Opened("/", f"/// {kind if _is_kind(kind) else 'note'}{behind}", "///", taken)


def _of_myst(found: re.Match[str], lines: Sequence[str]) -> _Opened:
    name, title = found["name"], found["title"].strip()
    if name != "admonition" and not _is_kind(name):
        return _Opened(":", lines[0].strip(), ":::")
    orders = _orders(_OPTION, lines)
    kinds = (*dict(orders).get("class", "").split(), name, "note")
    kind = next(filter(_is_kind, kinds))
    return _Opened(":", f":::{{{kind}}} {title}".rstrip(), ":::", len(orders) + 1)


def _of_quarto(found: re.Match[str], lines: Sequence[str]) -> _Opened:
    title = _said(found["said"]).get("title", "")
    kind = found["name"] if _is_kind(found["name"]) else "note"
    return _Opened(":", f":::{kind} {title}".rstrip(), ":::")


def _of_group(found: re.Match[str], lines: Sequence[str]) -> _Opened:
    return _Opened(":", "", "")


def _of_gitbook(found: re.Match[str], lines: Sequence[str]) -> _Opened | None:
    said = _said(found["said"] or "")
    match found["name"]:
        case "hint":
            kind = said.get("style", "")
            return _Opened("%", f":::{kind if _is_kind(kind) else 'note'}", ":::")
        case "tabs":
            return _Opened("%", "", "")
        case "tab":
            return _Opened("%", _tab(said.get("title", "")), "", deeper=True)
    return None


_READERS: tuple[tuple[re.Pattern[str], Callable[[re.Match[str], Sequence[str]], _Opened | None]], ...] = (
    (_SLASHES, _of_slashes),
    (_MYST, _of_myst),
    (_QUARTO, _of_quarto),
    (re.compile(r":{3,}[ \t]*code-group"), _of_group),
    (_GITBOOK, _of_gitbook),
)


def _tab(title: str) -> str:
    return '=== "{}"'.format(title.replace('"', "'") or "Tab")


def _is_kind(name: str) -> bool:
    return fenced_callout(f":::{name}") is not None


def _said(text: str) -> dict[str, str]:
    return {found[1]: found[2] or found[3] for found in _SAID.finditer(text)}


def _orders(pattern: re.Pattern[str], lines: Sequence[str]) -> list[tuple[str, str]]:
    """The orders in the lines right below the first."""
    found: list[tuple[str, str]] = []
    for line in lines[1 : 1 + _MOST_ORDERS]:
        order = pattern.fullmatch(line.rstrip())
        if not order:
            break
        found.append((order["name"], order["value"].strip().strip("\"'")))
    return found
