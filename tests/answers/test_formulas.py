"""Formulas: what LaTeX comes to, as `cases/formulas/read.txt` shows it, on a page and on paper."""

from __future__ import annotations

import json
import re
import unicodedata
from collections import Counter
from html import unescape
from pathlib import Path
from typing import Any
from xml.etree import ElementTree

import nh3
import pytest
from growth import assert_steady
from hypothesis import given
from hypothesis import strategies as st
from tables import every_row

from studyguide.answers import formulas
from studyguide.answers.formulas import Element
from studyguide.exports.paper_formulas import set_formula

CASES = Path(__file__).parents[1] / "cases" / "formulas" / "read.txt"
CASE = re.compile(r"^    (?P<latex>.+?)  ⟶  (?P<told>.*)$", re.M)
FORMULAS = {case["latex"]: case["told"] for case in CASE.finditer(CASES.read_text("utf-8"))}
READ = [latex for latex, told in FORMULAS.items() if not told.startswith("no:")]


def outline(nodes: tuple[Element, ...]) -> str:
    return ", ".join(_outline(node) for node in nodes if node.tag != "mspace")


def _outline(node: Element) -> str:
    named = node.tag + "".join(f".{name.removeprefix('math-')}" for name in node.classes)
    if node.tag in ("mi", "mn", "mo", "mtext"):
        return f"{named} {node.words}".replace("\u00a0", " ").rstrip("\u2063")
    return f"{named}({outline(node.elements)})"


@every_row("latex", FORMULAS)
def test_formulas(latex: str) -> None:
    found = formulas.tree(latex, display=False)
    assert (outline(found.elements) if found else f"no: {formulas.wrong(latex, display=False)}") == FORMULAS[latex]


@every_row("latex", READ)
@every_row("display", [False, True])
def test_the_mathml_is_what_a_sanitiser_leaves_of_it(latex: str, display: bool) -> None:
    written = formulas.mathml(latex, display)
    tags = formulas.ATTRIBUTES
    cleaned = nh3.clean(
        written,
        tags=set(tags),
        attributes=tags,
        allowed_classes={tag: set(formulas.CLASSES) for tag in tags},
        clean_content_tags=set(),
    )
    assert unescape(cleaned) == unescape(written)
    assert ElementTree.fromstring(written).tag == "math"


def deepest(pieces: Any) -> int:
    return 1 + max(map(deepest, pieces), default=0) if isinstance(pieces, list) else 0


@every_row("latex", READ)
def test_what_paper_shows_has_the_same_words(latex: str) -> None:
    set_ = set_formula(latex, True)
    shown = re.sub(r'"(?:\\.|[^"\\])*"', lambda word: json.loads(word[0]), json.dumps(set_[2], ensure_ascii=False))
    tree = formulas.tree(latex, True)
    assert tree and all(letter in shown for letter in tree.words if unicodedata.category(letter) in ("Ll", "Lu", "Nd"))


HOSTILE = {
    "braces": "{" * 5_000 + "x" + "}" * 5_000,
    "braces without end": "{" * 5_000,
    "fractions": r"\frac{" * 3_000 + "x" + "}{y}" * 3_000,
    "fractions without braces": r"\frac1" * 3_000 + "x",
    "roots": r"\sqrt[" * 3_000 + "]x" * 3_000,
    "hats": r"\hat" * 3_000 + " x",
    "scripts": "x^{" * 3_000 + "y" + "}" * 3_000,
    "fences": r"\left(" * 3_000 + "x" + r"\right)" * 3_000,
    "tables": r"\begin{matrix}" * 3_000 + "x" + r"\end{matrix}" * 3_000,
    "functions": r"\sin" * 3_000 + " x",
    "negations": r"\not" * 3_000 + "=",
    "brackets": "(" * 3_000,
    "brackets of all kinds": "([⟨" * 3 + r"\{\langle\lfloor" * 3,
    "brackets in groups": "{" + "(" * 9 + "}" + ")" * 9,
    "brackets without end in functions": r"\log(" * 30,
    "fonts": r"\mathbf" * 3_000 + "x",
    "a bomb": r"\newcommand{\a}{xx}\newcommand{\b}{\a\a}\newcommand{\c}{\b\b}" + r"\c" * 900,
    "nothing printed": "\x00\x01\x1b",
    "bidirectional": "a\u202eb\u2066c",
    "half a letter": "a\ud800",
    "private": "\ue002\ue003",
    "an entity": "&lt;img src=x&gt; &#60;b&#62;",
    "a tag": "<img src=x onerror=go()>",
    "an end": "</math><script>go()</script>",
    "a comment": "<!-- x --> <![CDATA[ y ]]>",
}


@every_row(
    ("latex", "read"),
    [
        ("(" * 8 + "x", True),
        ("(" * 9 + "x", False),
        ("(" * 9 + "x)", True),
        ("{" + "(" * 9 + "}" + ")" * 9, False),  # they close nothing in the group
        ("{" * 40 + "x" + "}" * 40, True),
        ("{" * 41 + "x" + "}" * 41, False),
        (r"\left(" * 40 + "x" + r"\right)" * 40, False),  # elements as deep
        (r"\alpha" * 800, True),
        (r"\alpha" * 801, False),
        ("x" * 10_000, True),
        ("x" * 10_001, False),
    ],
)
def test_how_much_is_too_much(latex: str, read: bool) -> None:
    assert bool(formulas.tree(latex, False)) is read


@every_row("name", HOSTILE)
def test_what_is_made_to_harm_is_a_formula_or_none(name: str) -> None:
    written = formulas.mathml(HOSTILE[name], True)
    assert "<script" not in written and "<img" not in written and "<!" not in written
    assert not written or ElementTree.fromstring(written).tag == "math"
    assert deepest(set_formula(HOSTILE[name], True)) < 100


SIGNS = [
    *(
        "{",
        "}",
        "[",
        "]",
        "(",
        "^",
        "_",
        "&",
        "\\\\",
        "\\frac",
        "\\sqrt",
        "\\left(",
        "\\right)",
        "\\text{",
        "x",
        "1",
        "%",
    ),
    *("\\begin{matrix}", "\\end{matrix}", "\\hat", "\\color{red}", "<", "é", "你", " "),
]


@given(st.lists(st.sampled_from(SIGNS), max_size=20).map("".join))
def test_no_letter_of_a_formula_is_lost(latex: str) -> None:
    tree = formulas.tree(latex, False)
    if tree:
        commands = re.compile(r"\\(?:begin|end)\{matrix\}|\\color\{red\}|\\[a-z]+")
        letters = Counter(filter(str.isalnum, commands.sub("", latex)))
        assert letters <= Counter(tree.words)


@pytest.mark.growth
@pytest.mark.parametrize("piece", ["x+", "9", "\\ab ", "a^b ", "'", "\\text{a}", "&", "\\\\", "( ", "(x) ", "%"])
def test_a_formula_takes_twice_as_long_when_it_is_twice_as_long(piece: str) -> None:
    def read(latex: str) -> None:
        formulas._read.cache_clear()
        formulas.mathml(latex, True)

    assert_steady(read, piece * 1_500, piece * 3_000)


@pytest.mark.parametrize(
    ("latex", "words"),
    [
        (r"A = \frac{up}{up + down}", "A = up up + down"),
        (r"O(n \log n)", "O(n log n)"),
        (r"99.99\%", "99.99%"),
        (r"\text{up time}", "up time"),
        (r"\begin{array}{lr} a & b \\ c & d \end{array}", "a b c d"),
        (r"\begin{cases} a \end{cases}", "a"),
        (r"\left\{ \alpha_{n} \right\}", "alpha n"),
    ],
)
def test_words_for_the_search(latex: str, words: str) -> None:
    assert formulas.words(latex) == words
