"""A formula on a line of plain text, as one types it where nothing can be set: in menus, bookmarks and tables."""

from __future__ import annotations

import re
from collections.abc import Callable

from .formulas import Element, tree

_RAISED = str.maketrans("0123456789+-−=()ni∘", "⁰¹²³⁴⁵⁶⁷⁸⁹⁺⁻⁻⁼⁽⁾ⁿⁱ°")
_CAN_BE_RAISED = re.compile(r"[0-9+−=()ni∘-]+")
_PRIMES = "′″‴"


def raised(text: str) -> str:
    """What is raised, with the signs that there are for it.

    >>> raised("10"), raised("-n"), raised("th")
    ('¹⁰', '⁻ⁿ', '^th')
    """
    return text.translate(_RAISED) if _CAN_BE_RAISED.fullmatch(text) else f"^{_bracketed(text)}"


def line(latex: str) -> str:
    """
    >>> line(r"A_n = 1 - \\frac{a + b}{c^2}"), line(r"O(n \\log n)")
    ('A_n = 1 − (a + b)/c²', 'O(n log n)')
    """
    found = tree(latex, display=False)
    return " ".join(_element(found).split()) if found else latex


def _element(node: Element | str) -> str:
    if isinstance(node, str):
        return _UNSEEN.sub(" ", node)
    return _WRITERS.get(node.tag, _row)(node)


# What stands between a function and what it is applied to, and the like.
_UNSEEN = re.compile("[\u2061-\u2064]")
# Signs with something on both sides.
_BETWEEN = re.compile(r"[=<>+−±×÷⋅∗∘≤≥≠≈≡∼→⇒⇔↦∈∉⊂⊆∪∩∧∨∣]|:=")


def _row(node: Element) -> str:
    """Names of several letters and signs between two things stand apart from what is beside them."""
    written: list[str] = []
    for child in node.children:
        text = _element(child)
        first = not "".join(written).strip() or written[-1].strip() in ("(", "[", "{", ",")
        between = isinstance(child, Element) and child.tag == "mo" and _BETWEEN.fullmatch(text) and not first
        named = isinstance(child, Element) and child.tag != "mo" and len(text) > 1 and text.isalpha()
        written.append(f" {text} " if between or named else f"{text} " if text in (",", ";") else text)
    return _NO_SPACE.sub("", "".join(written))


_NO_SPACE = re.compile(r"(?<=[(\[{]) ++|(?<! ) ++(?=[)\]},;!])")


def _parts(node: Element) -> tuple[str, ...]:
    return tuple(" ".join(_element(child).split()) for child in node.children)


def _bracketed(text: str) -> str:
    """In brackets, if it is more than one number, name or sign."""
    return text if _ALONE.fullmatch(text) else f"({text})"


_ALONE = re.compile(r".?[⁰-ⁿ¹²³°]*|[0-9]+|[^\W\d_]+|\([^()]*\)")


def _power(node: Element) -> str:
    base, power = _parts(node)
    return base + (raised(power) if power.strip(_PRIMES) else power)


def _with_limits(node: Element) -> str:
    base, low, high = _parts(node)
    return f"{base}_{_bracketed(low)}^{_bracketed(high)} "


_WRITERS: dict[str, Callable[[Element], str]] = {
    "mfrac": lambda node: "/".join(map(_bracketed, _parts(node))),
    "msqrt": lambda node: f"√{_bracketed(_row(node).strip())}",
    "mroot": lambda node: f"{raised(_parts(node)[1])}√{_bracketed(_parts(node)[0])}",
    "msup": _power,
    "msub": lambda node: "{}_{} ".format(*map(_bracketed, _parts(node))),
    "munder": lambda node: "{}_{} ".format(*map(_bracketed, _parts(node))),
    "msubsup": _with_limits,
    "munderover": _with_limits,
    "mover": lambda node: _parts(node)[0],
    "mspace": lambda node: " ",
    "mphantom": lambda node: " ",
    "mtr": lambda node: ", ".join(_parts(node)),
    "mtable": lambda node: "; ".join(_parts(node)),
}
