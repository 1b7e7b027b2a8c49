"""A formula as `book.typ` sets it: lists that name a function of Typst's mathematics and what it is given.

The formula goes to Typst as data, like every word of a note: there is no markup that it could end or begin.
"""

from __future__ import annotations

import unicodedata
from collections.abc import Callable, Iterable
from typing import Any

from ..answers import formulas
from ..answers.formulas import Element

Json = Any

# ["s", sign], ["t", words], ["h", ems], ["u", inner] upright, ["frac", upper, lower, size], ["over", upper, lower]
# without a line, ["sqrt", inner], ["root", index, inner], ["at", base, scripts by corner, where limits stand],
# ["accent", base, sign], ["line" | "brace", base, above], ["lr", inner], ["big", sign, ems], ["hide", inner],
# ["box", inner], ["strike", inner], ["size", displayed, inner], ["mat", align by cell, rows, lines], ["lines", rows].

# Signs that say what belongs together.
_UNSEEN = frozenset(("", "\u2061", "\u2062", "\u2063", "\u2064"))
_FENCES = frozenset("()[]{}|‖⟨⟩⌈⌉⌊⌋∣∥⟦⟧")
# Signs over and under what they belong to, as combining characters.
_ACCENTS = {
    "^": "\u0302", "ˆ": "\u0302", "\u0302": "\u0302", "~": "\u0303", "˜": "\u0303", "¯": "\u0304", "˙": "\u0307",
    "¨": "\u0308", "ˇ": "\u030c", "˘": "\u0306", "´": "\u0301", "`": "\u0300", "˚": "\u030a",
    "\u20d7": "→", "→": "→", "←": "←", "↔": "↔",
}  # fmt: skip
# Operators that have their limits beside them in a line of text.
_MOVING = frozenset("∑∏∐⋃⋂⋁⋀⨀⨁⨂⨄⨆")
_BRACES = frozenset("⏞⏟")


def set_formula(latex: str, display: bool) -> list[Json]:
    """What a screen reader says, whether it stands on a line of its own, and the pieces."""
    tree = formulas.tree(latex, display)
    return [latex, display, _row(tree.elements, outermost=True) if tree else [["t", latex]]]


def _row(nodes: Iterable[Element], outermost: bool = False) -> list[Json]:
    elements = [node for node in nodes if node.tag != "mspace" or node.get("width")]
    if outermost and len(elements) == 1 and (rows := _aligned(elements[0])):
        return [["lines", rows]]
    pieces = [_piece(node) for node in elements]
    if len(elements) > 2 and _is_stretched(elements[0]) and _is_stretched(elements[-1]):
        return [["lr", pieces]]
    return pieces


def _is_stretched(node: Element) -> bool:
    """A fence that grows with what it holds; `\\left.` is an empty one."""
    plain = node.tag == "mo" and node.get("stretchy") != "false" and not node.get("minsize")
    return plain and (node.words in _UNSEEN or node.words in _FENCES)


def _aligned(node: Element) -> list[Json]:
    """The lines of equations that are aligned to each other, each as its columns."""
    while node.tag in ("mrow", "mstyle") and len(node.elements) == 1:
        node = node.elements[0]
    cells = [cell for row in node.elements for cell in row.elements] if node.tag == "mtable" else []
    if not cells or "math-right" not in cells[0].classes or node.classes or any(map(_has_line, cells)):
        return []
    return [[_row(cell.elements) for cell in row.elements] for row in node.elements]


def _has_line(cell: Element) -> bool:
    return any(name.startswith("math-line") for name in cell.classes)


def _piece(node: Element) -> Json:
    return _PIECES[node.tag](node)


def _whole(node: Element) -> list[Json]:
    """What an element holds, as a row; the element itself where it is none."""
    return _row(node.elements) if node.tag in ("mrow", "math", "mtd") and not node.classes else [_piece(node)]


def _sign(node: Element) -> Json:
    words = node.words.replace("\ufe00", "").replace("\ufe01", "")
    if node.tag == "mo" and node.get("minsize").endswith("em"):
        return ["big", words, float(node.get("minsize").removesuffix("em"))]
    if words in _UNSEEN:
        return ["h", _ems(node.get("lspace"))]
    single = len(words) == 1 and not unicodedata.combining(words) and words.isprintable() and not words.isspace()
    piece = ["s", words] if single and node.tag != "mn" else ["t", words]
    return ["u", [piece]] if node.get("mathvariant") == "normal" else piece


def _ems(length: str) -> float:
    number = length.removesuffix("em")
    return float(number) if number and not number.endswith("%") else 0.0


def _text(node: Element) -> Json:
    return ["t", node.words.replace("\u00a0", " ")]


def _group(node: Element) -> Json:
    if "math-box" in node.classes:
        return ["box", _row(node.elements)]
    if "math-over" in node.classes or "math-under" in node.classes:
        return ["line", _row(node.elements), "math-over" in node.classes]
    if node.classes:
        return ["strike", _row(node.elements)]
    return ["row", _row(node.elements)]


def _styled(node: Element) -> Json:
    size = node.get("displaystyle")
    return ["size", size == "true", _row(node.elements)] if size else ["row", _row(node.elements)]


def _fraction(node: Element) -> Json:
    upper, lower = map(_whole, node.elements)
    return ["over" if node.get("linethickness") == "0" else "frac", upper, lower]


def _scripts(corners: str, limits: bool = False) -> Callable[[Element], Json]:
    def piece(node: Element) -> Json:
        base, *others = node.elements
        where = "" if not limits else "display" if base.words in _MOVING else "always"
        return ["at", _whole(base), dict(zip(corners, map(_whole, others), strict=True)), where]

    return piece


def _over(node: Element) -> Json:
    base, mark = node.elements
    above, sign = node.tag == "mover", mark.words
    if mark.tag == "mo" and sign in _BRACES:
        return ["brace", _whole(base), above]
    if mark.tag == "mo" and above and node.get("accent") and sign in _ACCENTS:
        return ["accent", _whole(base), _ACCENTS[sign]]
    return _scripts("t" if above else "b", limits=True)(node)


def _corners(node: Element) -> Json:
    """Scripts on both sides: base, then pairs below and above; the pairs behind the mark stand before the base."""
    base, *others = node.elements
    at = next((n for n, other in enumerate(others) if other.tag == "mprescripts"), len(others))
    found: dict[str, list[Json]] = {}
    for names, pair in ((("br", "tr"), others[:at]), (("bl", "tl"), others[at + 1 :])):
        for name, script in zip(names * (len(pair) // 2), pair, strict=False):
            found[name] = found.get(name, []) + _whole(script)
    return ["at", _whole(base), found, ""]


def _table(node: Element) -> Json:
    rows = [row.elements for row in node.elements]
    align = [[_side(cell) for cell in row] for row in rows]
    columns = range(1, max(map(len, rows), default=0))
    upright = [n for n in columns if any("math-line-right" in cell.classes for row in rows for cell in row[n - 1 : n])]
    level = [n for n, row in enumerate(rows) if n and any("math-line-above" in cell.classes for cell in row)]
    made = [[_row(cell.elements) for cell in row] for row in rows]
    return ["mat", align, made, {"vline": upright, "hline": level}]


def _side(cell: Element) -> str:
    return "left" if "math-left" in cell.classes else "right" if "math-right" in cell.classes else "center"


_PIECES: dict[str, Callable[[Element], Json]] = {
    "mi": _sign,
    "mn": _sign,
    "mo": _sign,
    "mtext": _text,
    "mspace": lambda node: ["h", _ems(node.get("width"))],
    "mrow": _group,
    "math": _group,
    "mpadded": _group,
    "mstyle": _styled,
    "mphantom": lambda node: ["hide", _row(node.elements)],
    "mfrac": _fraction,
    "msqrt": lambda node: ["sqrt", _row(node.elements)],
    "mroot": lambda node: ["root", _whole(node.elements[1]), _whole(node.elements[0])],
    "msub": _scripts("b"),
    "msup": _scripts("t"),
    "msubsup": _scripts("bt"),
    "munder": _over,
    "mover": _over,
    "munderover": _scripts("bt", limits=True),
    "mmultiscripts": _corners,
    "mtable": _table,
}
