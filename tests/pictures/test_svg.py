"""An SVG comes out with what draws, and with nothing that runs, loads, or repeats itself without end."""

from __future__ import annotations

import base64
import re
from pathlib import Path
from xml.etree import ElementTree

import drawn
import pytest
from tables import every_row

from studyguide.pictures.bytes_of import picture
from studyguide.records import Picture

CASES = Path(__file__).resolve().parents[1] / "cases" / "pictures"


def cases(name: str) -> list[tuple[str, str, str]]:
    """Name, what goes in, what comes out of each case of a file."""
    found = []
    for case in (CASES / name).read_text("utf-8").split("\n\n=== ")[1:]:
        title, _, rest = case.partition("\n")
        given, _, expected = rest.partition("\n---\n")
        found.append((title, given, expected.strip()))
    return found


def inside(data: bytes) -> str:
    """What stands within the outermost element of what comes out, or the reason why nothing does."""
    found = picture(data, "a.svg")
    if isinstance(found, str):
        return f"refused: {found}"
    text = found.data.decode()
    ElementTree.fromstring(text)
    return re.sub(r"^<svg[^>]*?/?>|</svg>\s*$", "", text).strip()


@every_row(("given", "expected"), [pytest.param(*case[1:], id=case[0]) for case in cases("svg.txt")])
def test_what_comes_out_draws_and_does_nothing_else(given: str, expected: str) -> None:
    assert inside(drawn.svg(given)) == expected


SIZES = [
    ('width="90" height="60"', 90, 60, "0 0 90 60"),
    ('width="90px" height="60px" viewBox="0 0 9 6"', 90, 60, "0 0 9 6"),
    ('viewBox="10 20 300 200"', 300, 200, "10 20 300 200"),
    ('viewBox="0,0,300,200" width="150"', 150, 100, "0 0 300 200"),
    ('viewBox="0 0 300 200" height="100%"', 300, 200, "0 0 300 200"),
    ('width="1in" height="2cm"', 96, 76, "0 0 96 75.5906"),
    ("", 300, 150, "0 0 300 150"),
    ('width="-5" height="nan" viewBox="0 0 0 0"', 300, 150, "0 0 300 150"),
    ('width="1e8" height="5e7"', 4096, 2048, "0 0 100000000 50000000"),
]


@every_row(("root", "width", "height", "box"), SIZES)
def test_the_size_is_that_of_a_browser(root: str, width: int, height: int, box: str) -> None:
    found = picture(drawn.svg(root=root), "a.svg")
    assert isinstance(found, Picture)
    assert (found.width, found.height) == (width, height)
    assert f'viewBox="{box}"' in found.data.decode()


@pytest.mark.parametrize(
    ("start", "end"),
    [
        ('<?xml version="1.0" encoding="utf-8"?>\n', ""),
        ("\ufeff", ""),
        ('<!DOCTYPE svg PUBLIC "-//W3C//DTD SVG 1.1//EN" "http://www.w3.org/Graphics/SVG/1.1/DTD/svg11.dtd">', ""),
        ("<!-- by a program -->\n", "\n<!-- done -->"),
        ('<?xml-stylesheet href="http://evil.example/x.css"?>', ""),
    ],
)
def test_what_stands_around_is_left_out(start: str, end: str) -> None:
    found = picture(start.encode() + drawn.svg() + end.encode(), "a.svg")
    assert isinstance(found, Picture)
    assert found.data.startswith(b"<svg ")
    assert b"example" not in found.data


def test_other_encodings_are_read() -> None:
    text = drawn.svg("<text>żółw</text>").decode()
    for data in (text.encode("utf-16"), ('<?xml version="1.0" encoding="iso-8859-2"?>' + text).encode("iso-8859-2")):
        assert "żółw" in inside(data)


ENTITIES = '<!DOCTYPE svg [<!ENTITY a "ha"><!ENTITY b "&a;&a;&a;">]>'


def test_entities_are_refused() -> None:
    assert "entities" in inside(ENTITIES.encode() + drawn.svg("<text>&b;</text>"))
    assert "entities" in inside(b'<!DOCTYPE svg [<!ENTITY x SYSTEM "file:///etc/passwd">]>' + drawn.svg("&x;"))
    assert "broken" in inside(drawn.svg("<text>&b;</text>"))


def test_repeating_itself_without_end_is_refused() -> None:
    groups = "".join(f'<g id="g{n + 1}">' + f'<use href="#g{n}"/>' * 10 + "</g>" for n in range(9))
    assert "repeating itself" in inside(drawn.svg(f'<g id="g0"><path d="M0 0"/></g>{groups}'))
    assert "refers to itself" in inside(drawn.svg('<g id="a"><use href="#b"/></g><g id="b"><use href="#a"/></g>'))
    patterns = "".join(f'<pattern id="p{n + 1}">' + f'<rect fill="url(#p{n})"/>' * 10 + "</pattern>" for n in range(9))
    assert "repeating itself" in inside(
        drawn.svg(f'<pattern id="p0"><rect/></pattern>{patterns}<rect fill="url(#p9)"/>')
    )
    assert "refused" not in inside(drawn.svg('<g id="g0"><path d="M0 0"/></g>' + '<use href="#g0"/>' * 500))


def test_depth_and_number_are_bounded() -> None:
    assert "within each other" in inside(drawn.svg("<g>" * 500 + "</g>" * 500))
    assert "more than" in inside(drawn.svg("<g/>" * 60_000))
    assert "refused" not in inside(drawn.svg("<g>" * 90 + "</g>" * 90))


def test_a_picture_within_is_looked_at_as_any_other() -> None:
    def within(data: bytes, media: str = "image/png") -> str:
        return inside(drawn.svg(f'<image width="4" href="data:{media};base64,{base64.b64encode(data).decode()}"/>'))

    clean = base64.b64encode(drawn.png()).decode()
    assert within(drawn.png(before=drawn.png_chunk(b"tEXt", b"a\0b"))) == (
        f'<image width="4" xlink:href="data:image/png;base64,{clean}"/>'
    )
    assert within(b"hello") == '<image width="4"/>'
    assert within(drawn.svg("<script>alert(1)</script>"), "image/svg+xml") == '<image width="4"/>'
    large = base64.b64encode(drawn.png(5_000, 5_000)).decode()
    two = f'<image href="data:image/png;base64,{large}"/>' * 2
    assert "pixels" in inside(drawn.svg(two))
