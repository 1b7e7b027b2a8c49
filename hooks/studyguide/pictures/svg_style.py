"""How a part of an SVG looks: properties by an allow-list, values that load nothing and refer to nothing outside."""

from __future__ import annotations

import re
from collections.abc import Collection, Iterator

_NAMES = """
    fill fill-opacity fill-rule stroke stroke-width stroke-opacity stroke-linecap stroke-linejoin stroke-miterlimit
    stroke-dasharray stroke-dashoffset color opacity visibility display overflow clip-path clip-rule mask mask-type
    marker marker-start marker-mid marker-end stop-color stop-opacity paint-order vector-effect shape-rendering
    text-rendering image-rendering color-interpolation mix-blend-mode isolation font font-family font-size font-style
    font-weight font-stretch font-variant text-anchor text-decoration dominant-baseline alignment-baseline
    baseline-shift letter-spacing word-spacing writing-mode direction unicode-bidi transform transform-origin
    transform-box white-space line-height text-align
"""
PROPERTIES = frozenset(_NAMES.split())

_COMMENT = re.compile(r"/\*.*?(?:\*/|\Z)", re.S)
_REFERENCE = re.compile(r"url\(\s*(?P<quote>[\"']?)#(?P<name>[^\s\"'()<>\\]+)(?P=quote)\s*\)", re.I)
# Whatever else is called could load.
_FUNCTIONS = "rgb rgba hsl hsla matrix translate translatex translatey scale scalex scaley rotate skewx skewy calc var"
_CALCULATE = frozenset(("", *_FUNCTIONS.split()))
_NOT_IN_VALUES = re.compile(r"[<>\\{};@]|/\*|!(?!important\b)|expression|javascript|data:|https?:|//", re.I)
_SELECTOR = re.compile(r"[\w\s.#,>*:+~=$^|\[\]\"'-]{1,2000}")
_LETTERS = "abcdefghijklmnopqrstuvwxyzABCDEFGHIJKLMNOPQRSTUVWXYZ0123456789_-"


def is_harmless(value: str, names: Collection[str]) -> bool:
    """Whether a value loads nothing; it may refer to one of the picture's own `names`."""
    if _NOT_IN_VALUES.search(value):
        return False
    if any(match["name"] not in names for match in _REFERENCE.finditer(value)):
        return False
    *called, _ = _REFERENCE.sub("", value).split("(")
    return all(_last_word(part).lower() in _CALCULATE for part in called)


def _last_word(text: str) -> str:
    bare = text.rstrip()
    return bare[len(bare.rstrip(_LETTERS)) :]


def names_in(value: str) -> Iterator[str]:
    """The names that a value refers to."""
    return (match["name"] for match in _REFERENCE.finditer(value))


def declarations(written: str, names: Collection[str]) -> str:
    """The declarations of a style that may stay.

    >>> declarations("fill: url(#a); stroke:url(http://x.example/); onload: x; color: RGB(1, 2, 3)", {"a"})
    'fill:url(#a);color:RGB(1, 2, 3)'
    """
    kept = []
    for declaration in _COMMENT.sub(" ", written).split(";"):
        name, _, value = (part.strip() for part in declaration.partition(":"))
        if name.lower() in PROPERTIES and value and is_harmless(value, names):
            kept.append(f"{name.lower()}:{value}")
    return ";".join(kept)


def sheet(written: str, names: Collection[str]) -> str:
    """The rules of a style sheet that may stay; none that begins with `@`, which could load or move.

    >>> sheet("@import 'x'; .a{fill:red} @font-face{src:url(x)} .b:hover,#c{stroke:url(#d)}", {"d"})
    '.b:hover,#c{stroke:url(#d)}'
    >>> sheet(".a{fill:red}/* } */.b{stroke:url(#x)}", ())
    '.a{fill:red}'
    """
    kept = []
    *rules, _ = _COMMENT.sub(" ", written.replace("<!--", " ").replace("-->", " ")).split("}")
    for rule in rules:
        selector, _, body = (part.strip() for part in rule.partition("{"))
        inside = declarations(body, names)
        if inside and _SELECTOR.fullmatch(selector or "@"):
            kept.append(f"{selector}{{{inside}}}")
    return "".join(kept)
