"""A formula's LaTeX as a tree of MathML in which nothing can run, load or reach beyond the formula.

`math_core` reads the LaTeX. What it says is taken apart and only what the tables below name is put together again;
a formula of which something else or a letter would be lost is no tree, and is shown as it was typed.
"""

from __future__ import annotations

import re
import unicodedata
from collections import Counter
from collections.abc import Iterator
from dataclasses import dataclass
from functools import lru_cache
from html import escape, unescape
from importlib.util import find_spec
from itertools import accumulate
from typing import Any

# What reads LaTeX calls itself for each of these within another, and a program has no more of that than its stack
# holds: 1 600 within each other end it on Linux. Real formulas have up to eight braces, and up to two hundred commands.
MAX_DEPTH = 40
MAX_COMMANDS = 800
MAX_UNCLOSED = 8
MAX_LATEX = 10_000
# Elements within each other.
MAX_ELEMENTS_DEEP = 24


@dataclass(frozen=True, slots=True)
class Element:
    """An element of MathML: `children` are words in those that hold words, and elements in the others.

    classes   rows of `_STYLES`: what a style sheet says in place of the element
    """

    tag: str
    attributes: tuple[tuple[str, str], ...]
    classes: tuple[str, ...]
    children: tuple[Element | str, ...]

    def get(self, name: str) -> str:
        return dict(self.attributes).get(name, "")

    @property
    def elements(self) -> tuple[Element, ...]:
        return tuple(child for child in self.children if isinstance(child, Element))

    @property
    def words(self) -> str:
        return "".join(child if isinstance(child, str) else child.words for child in self.children)


_LENGTH = r"-?[0-9]*\.?[0-9]+(?:em|%)?"
_TRUE_OR_FALSE = "true|false"
_STYLED = {"displaystyle": _TRUE_OR_FALSE, "scriptlevel": "[0-2]"}
# The elements that may stand in a formula, and what may stand in their attributes.
_ELEMENTS: dict[str, dict[str, str]] = {
    "math": {"display": "block", "alttext": ".*"},
    "mrow": _STYLED,
    "mstyle": _STYLED,
    "mi": {"mathvariant": "normal"},
    "mn": {},
    "mo": {
        **dict.fromkeys(("stretchy", "symmetric", "movablelimits", "separator"), _TRUE_OR_FALSE),
        **dict.fromkeys(("lspace", "rspace", "minsize", "maxsize"), _LENGTH),
        "form": "prefix|infix|postfix",
    },
    "mtext": {},
    "mspace": {"width": _LENGTH},
    "msqrt": {},
    "mroot": {},
    "mfrac": {**_STYLED, "linethickness": "0"},
    "mphantom": {},
    "mpadded": {},
    "menclose": {"notation": "box|(?:up|down)diagonalstrike(?: downdiagonalstrike)?"},
    "msub": {},
    "msup": {},
    "msubsup": {},
    "munder": {"accentunder": "true"},
    "mover": {"accent": "true"},
    "munderover": {},
    "mmultiscripts": {},
    "mprescripts": {},
    "mtable": _STYLED,
    "mtr": {},
    "mtd": {},
}
# Elements of HTML that stand in a formula's text: their words are kept.
_WITHIN_TEXT = frozenset(("b", "i", "u", "code", "span"))
_HOLD_WORDS = frozenset(("mi", "mn", "mo", "mtext"))
_ARGUMENTS = {"mfrac": 2, "mroot": 2, "msub": 2, "msup": 2, "munder": 2, "mover": 2, "msubsup": 3, "munderover": 3}
# Styles that the reader of LaTeX writes into elements, and the classes by which style sheets know them.
_STYLES = (
    (re.compile(r"text-align: ?left"), "math-left"),
    (re.compile(r"text-align: ?right"), "math-right"),
    (re.compile(r"padding-left: ?1em"), "math-apart"),
    (re.compile(r"padding-left: ?0[;.]"), "math-close-left"),
    (re.compile(r"padding-right: ?0[;.]"), "math-close-right"),
    (re.compile(r"border-left:"), "math-line-left"),
    (re.compile(r"border-right:"), "math-line-right"),
    (re.compile(r"border-top:"), "math-line-above"),
)


# Lines over and under something, drawn by a style sheet: few machines have a font whose signs grow.
_RULES = {"mover": "math-over", "munder": "math-under"}
_RULE_SIGNS = frozenset("\u0332\u0305\u203e\u2015")
CLASSES = frozenset((
    *(name for _, name in _STYLES), *_RULES.values(), "math-box", "math-updiagonalstrike", "math-downdiagonalstrike",
))  # fmt: skip
# For who looks through what was written once more.
ATTRIBUTES = {tag: set(allowed) for tag, allowed in _ELEMENTS.items()}


def missing() -> str:
    return (
        "" if find_spec("math_core") else "the Python package math-core is not installed. Run `pip install math-core`"
    )


# Reading -------------------------------------------------------------------------------------------------------------


def tree(latex: str, display: bool) -> Element | None:
    """The formula; nothing where it cannot be read without loss."""
    return _read(latex, display)[0]


def wrong(latex: str, display: bool) -> str:
    """What is wrong about a formula that cannot be read; nothing about one that can."""
    return _read(latex, display)[1]


@lru_cache(maxsize=4_000)
def _read(latex: str, display: bool) -> tuple[Element | None, str]:
    if problem := _too_much(latex):
        return None, problem
    written, problem = _converted(_common(latex), display)
    if problem:
        return None, problem
    found = _Builder(written).tree()
    if found is None:
        return None, "what it asks for is not shown here"
    lost = _letters(_UNSHOWN.sub(" ", latex)) - _letters(found.words)
    return (None, f"{''.join(sorted(lost))} would be lost") if lost else (found, "")


_PARTS = re.compile(r"\\[A-Za-z]+|\\.|[^\sA-Za-z0-9]", re.S)
_BRACKETS = "(?:angle|ang|brace|brack|bracket|ceil|corner|floor|group|moustache|paren|parenthesis|vert)"
_OPENS = re.compile(rf"[(\[]|\\\{{|\\(?:l{{1,2}}|u?l){_BRACKETS}", re.I)
_CLOSES = re.compile(rf"[)\]]|\\\}}|\\(?:r{{1,2}}|[ul]r){_BRACKETS}", re.I)


def _too_much(latex: str) -> str:
    """What would cost the reader its stack or its day. Each bracket that nothing closes doubles what it takes."""
    if len(latex) > MAX_LATEX:
        return "it is too long"
    parts = _PARTS.findall(latex)
    if _depth(parts) > MAX_DEPTH or sum(part[0] in "\\^_" for part in parts) > MAX_COMMANDS:
        return "it has too many parts within each other"
    if _unclosed(parts) > MAX_UNCLOSED:
        return "it has too many brackets that nothing closes"
    return "it defines commands" if _DEFINES.search(latex) else ""


def _depth(parts: list[str]) -> int:
    depths = accumulate((part in _DEEPER) - (part in _HIGHER) for part in parts)
    return max(depths, default=0)


_DEEPER = frozenset(("{", r"\begin", r"\left"))
_HIGHER = frozenset(("}", r"\end", r"\right"))


def _unclosed(parts: list[str]) -> int:
    """Brackets that nothing closes in the group in which they stand."""
    groups, done = [0], 0
    for part in parts:
        if part == "{":
            groups.append(0)
        elif part == "}" and len(groups) > 1:
            done += groups.pop()
        elif _OPENS.fullmatch(part) or unicodedata.category(part[-1]) in ("Ps", "Pi"):
            groups[-1] += 1
        elif groups[-1] and (_CLOSES.fullmatch(part) or unicodedata.category(part[-1]) in ("Pe", "Pf")):
            groups[-1] -= 1
    return done + sum(groups)


_DEFINES = re.compile(r"\\(?:[A-Za-z]*[Cc]ommand|[exg]?def|let|[Dd]eclare[A-Za-z]*)(?![A-Za-z])")
# What people write and the reader does not know or would number, in words that it does know.
_COMMON = (
    (re.compile(r"\\(begin|end)\{(?:align|flalign|eqnarray|split)\*?\}"), r"\\\1{aligned}"),
    (re.compile(r"\\(begin|end)\{(?:gather|multline)\*?\}"), r"\\\1{gathered}"),
    (re.compile(r"\\(?:begin|end)\{(?:equation|displaymath|math)\*?\}"), " "),
    (re.compile(r"\\(begin|end)\{smallmatrix\}"), r"\\\1{matrix}"),
    (re.compile(r"\\(?:mbox|hbox|textnormal)\b"), r"\\text"),
    (re.compile(r"\\mathds\b"), r"\\mathbb"),
    (re.compile(r"\\dots[bcimo]\b"), r"\\dots"),
    (re.compile(r"\\(?:nonumber|notag)\b"), ""),
    (re.compile(r"\\label\{[^{}]*\}"), ""),
    (re.compile(r"\\tag\*?\{([^{}]*)\}"), r"\\qquad\\text{(\1)}"),
    (re.compile(r"(?<!\\)([%#])"), r"\\\1"),  # to LaTeX the rest is a remark; who writes notes means a percentage
)
_LINE_END = re.compile(r"\\\\|\\begin\b")


def _common(latex: str) -> str:
    for pattern, meant in _COMMON:
        latex = pattern.sub(meant, latex)
    first = _LINE_END.search(latex)
    if first and first[0] == "\\\\":  # lines that are in nothing
        around = "aligned" if "&" in latex else "gathered"
        return rf"\begin{{{around}}}{latex}\end{{{around}}}"
    return latex


def _converted(latex: str, display: bool) -> tuple[str, str]:
    if problem := missing():
        return "", problem
    try:
        return _reader().convert_with_local_state(latex, displaystyle=display), ""
    except Exception as error:  # it has one for what it cannot read; a fault of its own costs one formula its form
        return "", _POSITION.sub("", str(error)).strip().rstrip(".") or type(error).__name__


_POSITION = re.compile(r"^\d+: ")


@lru_cache(maxsize=1)
def _reader() -> Any:
    from math_core import LatexToMathML

    # Some of its own commands, as \pmod, are expanded; none of these needs more.
    return LatexToMathML(fancy_error=False, max_expansions=100)


_UNSHOWN = re.compile(
    r"\\label\{[^{}]*\}|\\(?:begin|end)\s*\{[^{}]*\}(?:\s*\{[^{}]*\}|\s*\[[^\[\]]*\])?|\\(?:text)?color\s*\{[^{}]*\}"
    r"|\\[hv]space\*?\s*\{[^{}]*\}|\\\\\s*\[[^\[\]]*\]|\\[A-Za-z]+"
)


def _letters(text: str) -> Counter[str]:
    return Counter(filter(str.isalnum, unicodedata.normalize("NFKC", text)))


# Taking apart --------------------------------------------------------------------------------------------------------

_TAG = re.compile(r'([^<]+)|<(/?)([a-z]++)((?:[^"<>]|"[^"<]*")*?)(/?)>')
_ATTRIBUTE = re.compile(r'(?<![a-z-])([a-z-]++)="([^"]*)"')


class _Refused(Exception):
    """Something that no table names."""


class _Builder:
    def __init__(self, written: str) -> None:
        self.written = written
        self.open: list[tuple[str, str, list[Element | str]]] = [("", "", [])]

    def tree(self) -> Element | None:
        try:
            for words, closing, tag, attributes, alone in _TAG.findall(self.written):
                self.take(unescape(words), closing, tag, attributes, alone)
        except _Refused:
            return None
        made = self.open[0][2]
        return made[0] if len(self.open) == len(made) == 1 and isinstance(made[0], Element) else None

    def take(self, words: str, closing: str, tag: str, attributes: str, alone: str) -> None:
        inside, _, children = self.open[-1]
        if words:
            if inside in _HOLD_WORDS:
                children.append(words)
            elif not words.isspace():
                raise _Refused
        elif tag in _WITHIN_TEXT:
            if inside != "mtext":
                raise _Refused
        elif tag not in _ELEMENTS or (closing and inside != tag) or len(self.open) > MAX_ELEMENTS_DEEP:
            raise _Refused
        elif closing:
            self.close()
        else:
            self.open.append((tag, attributes, []))
            if alone:
                self.close()

    def close(self) -> None:
        tag, written, children = self.open.pop()
        if tag == "mspace" and "width" not in written:
            return
        if len(children) != _ARGUMENTS.get(tag, len(children)):
            raise _Refused
        self.open[-1][2].append(_element(tag, dict(_ATTRIBUTE.findall(written)), tuple(children)))


def _element(tag: str, given: dict[str, str], children: tuple[Element | str, ...]) -> Element:
    allowed = _ELEMENTS[tag]
    kept = {name: value for name, value in given.items() if re.fullmatch(allowed.get(name, "(?!)"), value)}
    if tag == "menclose":
        drawn = tuple(f"math-{kind}" for kind in kept.get("notation", "box").split())
        return Element("mrow", (), drawn, tuple(filter(_is_filled, children)))
    if tag in _RULES and _is_rule(children[-1]):
        return Element("mrow", (), (_RULES[tag],), children[:1])
    classes = tuple(name for pattern, name in _STYLES if pattern.search(given.get("style", "")))
    styled = tuple((name, kept.pop(name)) for name in _STYLED if name in kept and (tag, name) != _OF_TABLES)
    made = Element(tag, tuple(kept.items()), classes, children)
    # Only this one has both in every version of MathML.
    return Element("mstyle", styled, (), (made,)) if styled else made


_OF_TABLES = ("mtable", "displaystyle")


def _is_filled(node: Element | str) -> bool:
    return isinstance(node, str) or bool(node.children)


def _is_rule(node: Element | str) -> bool:
    return isinstance(node, Element) and node.tag == "mo" and node.words in _RULE_SIGNS


# Writing -------------------------------------------------------------------------------------------------------------


def mathml(latex: str, display: bool) -> str:
    """The formula as MathML for pages and e-books, which bears its LaTeX; empty where it cannot be read."""
    found = tree(latex, display)
    if not found:
        return ""
    inner = "".join(written for child in found.children for written in _written(child))
    block = ' display="block"' if display else ""
    return f'<math{block} alttext="{escape(latex)}">{inner}</math>'


def _written(node: Element | str) -> Iterator[str]:
    if isinstance(node, str):
        yield escape(node, quote=False)
        return
    attributes = [*node.attributes, *([("class", " ".join(node.classes))] if node.classes else [])]
    written = "".join(f' {name}="{escape(value)}"' for name, value in attributes)
    yield f"<{node.tag}{written}>"
    for child in node.children:
        yield from _written(child)
    yield f"</{node.tag}>"


# Commands that say how something looks, not what it is.
_STRUCTURE = re.compile(
    r"[dtc]?frac|sqrt|text(?:bf|it|rm|sf|tt)?|math[a-z]+|operatorname|left|right|middle|[bB]igg?[lrm]?|(?:display|text)style"
    r"|q?quad|(?:over|under)line|hat|bar|vec|tilde|d?dot|boxed|cancel|[mh]box|boldsymbol|bm|(?:no)?limits"
)
_FRAME = re.compile(r"\\begin\s*\{array\}\s*\{[^{}]*\}|\\(?:begin|end)\s*\{[^{}]*\}")
_COMMAND = re.compile(r"\\([A-Za-z]+)\*?")
_SIGNS = re.compile(r"\\[^A-Za-z]|[{}&^_~\\]")


def words(latex: str) -> str:
    """What a search may find of a formula: its words and the names of its signs.

    >>> words(r"A = \\frac{up}{up + down} \\cdot \\alpha")
    'A = up up + down cdot alpha'
    """
    bare = _FRAME.sub(" ", latex)
    named = _COMMAND.sub(
        lambda found: " " if _STRUCTURE.fullmatch(found[1]) else f" {found[1]} ", bare.replace(r"\%", "%")
    )
    return " ".join(_SIGNS.sub(" ", named).split())
