"""SVG, written anew from the elements and attributes that draw: nothing in it can run, load, or cost a browser its day.

What is not in the tables below is left out, words of a text apart from nothing: scripts, foreign objects, links out,
animations, filters (which can cost minutes), other vocabularies, comments, what a program noted about its user.
Read by expat, without entities: a file that declares some is refused.
"""

from __future__ import annotations

import base64
import binascii
import re
from collections.abc import Callable, Iterator
from dataclasses import dataclass, field
from xml.parsers import expat
from xml.sax.saxutils import escape, quoteattr

from . import svg_style
from .seen import BROKEN, MAX_PIXELS, MAX_SIDE, Refused, Seen

NAMESPACE = "http://www.w3.org/2000/svg"
_XLINK = "http://www.w3.org/1999/xlink"
_XML = "http://www.w3.org/XML/1998/namespace"

_SHAPES = "path rect circle ellipse line polyline polygon text tspan textPath image use"
_GROUPS = "svg g a switch defs symbol clipPath mask pattern marker"
_GRADIENTS = frozenset(("linearGradient", "radialGradient"))
_ELEMENTS = frozenset((*_SHAPES.split(), *_GROUPS.split(), *_GRADIENTS, "stop", "title", "desc", "style"))
_WITH_WORDS = frozenset(("text", "tspan", "textPath", "title", "desc", "style"))

_GEOMETRY = """
    id class style transform x y x1 y1 x2 y2 cx cy r rx ry d dx dy points width height viewBox preserveAspectRatio
    rotate textLength lengthAdjust pathLength startOffset method spacing side offset gradientUnits gradientTransform
    spreadMethod fx fy fr clipPathUnits maskUnits maskContentUnits patternUnits patternContentUnits patternTransform
    markerWidth markerHeight markerUnits refX refY orient href
"""
_ATTRIBUTES = svg_style.PROPERTIES | frozenset(_GEOMETRY.split())

MAX_DEPTH = 100
MAX_ELEMENTS = 50_000
# Elements that are drawn, each as often as it is referred to: ten lines can ask for ten thousand million.
MAX_DRAWN = 200_000

_DEFAULT = (300.0, 150.0)  # of a picture that does not say, in every browser
_NUMBER = r"[-+]?(?:[0-9]++\.?[0-9]*+|\.[0-9]++)(?:[eE][-+]?[0-9]{1,3})?"
_LENGTH = re.compile(rf"\s*({_NUMBER})\s*(px|pt|pc|mm|cm|in|em|rem|)\s*")
_BOX = re.compile(rf"\s*({_NUMBER})[\s,]+({_NUMBER})[\s,]+({_NUMBER})[\s,]+({_NUMBER})\s*")
_LONGEST_NUMBERS = 200
_PIXELS = {
    "px": 1,
    "": 1,
    "pt": 4 / 3,
    "pc": 16,
    "mm": 96 / 25.4,
    "cm": 96 / 2.54,
    "in": 96,
    "em": 16,
    "rem": 16,
    "ex": 8,
}
_DATA = re.compile(r"\s*data:image/[a-z]+;(?:charset=[\w-]+;)?base64,([A-Za-z0-9+/=\s]*)", re.I)
_NAME = re.compile(r"[^\s\"'<>&()\\]{1,200}")


Raster = Callable[[bytes], tuple[str, Seen]]


@dataclass(slots=True)
class _Element:
    tag: str
    attributes: dict[str, str]
    children: list[_Element | str] = field(default_factory=list)

    @property
    def elements(self) -> Iterator[_Element]:
        return (child for child in self.children if isinstance(child, _Element))

    @property
    def words(self) -> str:
        return "".join(child for child in self.children if isinstance(child, str))


def read(data: bytes, raster: Raster) -> Seen:
    """raster   reads a picture within this one: its media type, and what is seen; it may refuse"""
    root = _Reader().tree(data)
    width, height, box = _sizes(root)
    root.attributes |= {"width": _short(width), "height": _short(height), "viewBox": box}
    writer = _Writer(root, raster)
    written = writer.written()
    return Seen(written.encode("utf-8", "replace"), max(1, round(width)), max(1, round(height)))


class _Reader:
    """The elements of the table, each with those attributes that it may have. Deep below what is left out nothing
    is kept either, but for links, whose contents are drawn."""

    def __init__(self) -> None:
        self.open: list[_Element | None] = []
        self.root: _Element | None = None
        self.number = 0

    def tree(self, data: bytes) -> _Element:
        parser = expat.ParserCreate(namespace_separator=" ")
        parser.buffer_text = True
        parser.StartElementHandler = self._start
        parser.EndElementHandler = self._end
        parser.CharacterDataHandler = self._text
        parser.StartDoctypeDeclHandler = self._doctype
        parser.EntityDeclHandler = self._entity
        try:
            parser.Parse(data, True)
        except (expat.ExpatError, LookupError, ValueError) as error:
            if isinstance(error, Refused):
                raise
            raise Refused(BROKEN) from error
        if self.root is None:
            raise Refused("it is XML, and no SVG. Save it as SVG")
        return self.root

    def _doctype(self, name: str, system: str | None, public: str | None, internal: int) -> None:
        if internal:
            self._entity()

    def _entity(self, *_: object) -> None:
        raise Refused("it declares entities, by which a few lines can become millions. Save it as plain SVG")

    def _start(self, name: str, attributes: dict[str, str]) -> None:
        self.number += 1
        if len(self.open) >= MAX_DEPTH or self.number > MAX_ELEMENTS:
            raise Refused(f"it has more than {MAX_ELEMENTS:,} parts, or {MAX_DEPTH} within each other. Make it simpler")
        space, _, tag = name.rpartition(" ")
        above = self.open[-1] if self.open else None
        made = None
        if tag in _ELEMENTS and space in (NAMESPACE, "") and (above or not self.open):
            made = _Element(tag, dict(_attributes(attributes)))
        if not self.open and (made is None or tag != "svg"):
            raise Refused("it is XML, and no SVG. Save it as SVG")
        if made is not None and above is not None:
            above.children.append(made)
        self.root = self.root or made
        self.open.append(made)

    def _end(self, _: str) -> None:
        self.open.pop()

    def _text(self, words: str) -> None:
        above = self.open[-1] if self.open else None
        if above is not None and above.tag in _WITH_WORDS:
            above.children.append(words)


def _attributes(given: dict[str, str]) -> Iterator[tuple[str, str]]:
    for name, value in given.items():
        space, _, local = name.rpartition(" ")
        if (not space and local in _ATTRIBUTES) or (space == _XLINK and local == "href"):
            yield local, value
        elif space == _XML and local == "space" and value == "preserve":
            yield "xml:space", value


def _sizes(root: _Element) -> tuple[float, float, str]:
    """Width and height in CSS pixels, and what part of the plane they show."""
    given = _BOX.fullmatch(root.attributes.get("viewBox", "")[:_LONGEST_NUMBERS])
    left, top, across, down = map(float, given.groups()) if given else (0.0, 0.0, 0.0, 0.0)
    shows = across > 0 and down > 0
    width, height = (_length(root.attributes.get(side, "")) for side in ("width", "height"))
    if shows:
        ratio = down / across
        if width is None and height is None:
            width, height = across, down
        width = height / ratio if width is None and height is not None else width
        height = width * ratio if height is None and width is not None else height
    width, height = width or _DEFAULT[0], height or _DEFAULT[1]
    box = (
        f"{_short(left)} {_short(top)} {_short(across)} {_short(down)}"
        if shows
        else f"0 0 {_short(width)} {_short(height)}"
    )
    smaller = min(1.0, MAX_SIDE / 4 / max(width, height))
    width, height = width * smaller, height * smaller
    if min(width, height) < 0.5:
        raise Refused("it has no size. Save it anew")
    return width, height, box


def _length(written: str) -> float | None:
    match = _LENGTH.fullmatch(written[:_LONGEST_NUMBERS])
    pixels = float(match[1]) * _PIXELS[match[2]] if match else 0
    return pixels if 0 < pixels < 1e9 else None


def _short(number: float) -> str:
    return f"{number:.6g}" if abs(number) < 1e6 else f"{number:.0f}"


# Writing -------------------------------------------------------------------------------------------------------------


class _Writer:
    def __init__(self, root: _Element, raster: Raster) -> None:
        self.root = root
        self.raster = raster
        self.pixels = 0  # of the pictures within
        self.by_id: dict[str, _Element] = {}
        for one in _all(root):
            if name := one.attributes.get("id"):
                self.by_id.setdefault(name, one)
        self.gradients = frozenset(name for name, one in self.by_id.items() if one.tag in _GRADIENTS)

    def written(self) -> str:
        for one in _all(self.root):
            self._make_safe(one)
        drawn = _Drawn(self.by_id)
        if drawn.by(self.root) > MAX_DRAWN:
            raise Refused(f"it draws more than {MAX_DRAWN:,} parts by repeating itself. Make it simpler")
        return f"{''.join(_element(self.root, outermost=True))}\n"

    def _make_safe(self, one: _Element) -> None:
        for name, value in [*one.attributes.items()]:
            kept = self._value(one, name, value)
            if kept is None:
                del one.attributes[name]
            else:
                one.attributes[name] = kept
        if one.tag == "style":
            one.children = [svg_style.sheet(one.words, self.gradients)]
        elif one.tag == "a":
            one.tag = "g"
        elif one.tag == "image" and "href" not in one.attributes:
            one.children = []

    def _value(self, one: _Element, name: str, value: str) -> str | None:
        """An attribute's value as it may stand, or None."""
        if name == "href":
            return self._reference(one, value)
        if name == "style":
            return svg_style.declarations(value, self.by_id) or None
        if name in ("id", "class"):
            return value if all(map(_NAME.fullmatch, value.split())) else None
        return value if svg_style.is_harmless(value, self.by_id) else None

    def _reference(self, one: _Element, address: str) -> str | None:
        """Into the picture itself; a picture within stands there whole."""
        if one.tag == "a":
            return None
        if one.tag == "image":
            return self._embedded(address)
        name = address.strip()
        return name if name[:1] == "#" and name[1:] in self.by_id else None

    def _embedded(self, address: str) -> str | None:
        match = _DATA.fullmatch(address)
        try:
            media, seen = self.raster(base64.b64decode(match[1])) if match else ("", None)
        except (Refused, binascii.Error):
            return None
        if seen is None:
            return None
        self.pixels += seen.width * seen.height
        if self.pixels > MAX_PIXELS:
            raise Refused(f"the pictures in it have more than {MAX_PIXELS:,} pixels. Make them smaller")
        return f"data:{media};base64,{base64.b64encode(seen.data).decode()}"


def _all(root: _Element) -> Iterator[_Element]:
    waiting = [root]
    while waiting:
        one = waiting.pop()
        yield one
        waiting.extend(one.elements)


class _Drawn:
    """How many elements a browser draws for one: those within, and those that it refers to, each time anew."""

    def __init__(self, by_id: dict[str, _Element]) -> None:
        self.by_id = by_id
        self.known: dict[int, int] = {}
        self.under_way: set[int] = set()

    def by(self, one: _Element) -> int:
        key = id(one)
        if key in self.known:
            return self.known[key]
        if key in self.under_way:
            raise Refused("a part of it refers to itself. Make it simpler")
        self.under_way.add(key)
        if len(self.under_way) > 4 * MAX_DEPTH:
            raise Refused("its parts refer to each other too deeply. Make it simpler")
        total = 1 + sum(map(self.by, one.elements)) + sum(map(self.by, self._referred(one)))
        self.under_way.discard(key)
        self.known[key] = min(total, MAX_DRAWN + 1)
        return self.known[key]

    def _referred(self, one: _Element) -> Iterator[_Element]:
        names = [] if one.tag == "image" else [one.attributes.get("href", "")[1:]]
        for name, value in one.attributes.items():
            names += svg_style.names_in(value) if name not in ("href", "id", "class") else []
        return (self.by_id[name] for name in names if name in self.by_id)


def _element(one: _Element, outermost: bool = False) -> Iterator[str]:
    if one.tag == "style" and not one.words:
        return
    space = f' xmlns="{NAMESPACE}"' if outermost else ""
    # Typst and older readers of books know the older form of a reference alone.
    named = (("xlink:href" if name == "href" else name, value) for name, value in one.attributes.items())
    attributes = "".join(f" {name}={quoteattr(_shown(value))}" for name, value in named)
    if outermost:
        space += f' xmlns:xlink="{_XLINK}"'
    yield f"<{one.tag}{space}{attributes}"
    if not one.children:
        yield "/>"
        return
    yield ">"
    for child in one.children:
        if isinstance(child, str):
            yield escape(_shown(child))
        else:
            yield from _element(child)
    yield f"</{one.tag}>"


def _shown(text: str) -> str:
    return "".join(sign for sign in text if sign >= " " or sign in "\t\n\r")
