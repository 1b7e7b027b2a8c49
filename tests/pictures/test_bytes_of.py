"""Bytes are what they say, or refused; what comes out draws, and holds nothing else."""

from __future__ import annotations

import base64
from struct import pack
from typing import TYPE_CHECKING

import drawn
import pytest
from growth import assert_steady
from hypothesis import given
from hypothesis import strategies as st
from laws import tries
from tables import every_row
from tiers import quick

from studyguide.pictures import bytes_of, seen
from studyguide.pictures.bytes_of import picture
from studyguide.records import Picture

if TYPE_CHECKING:
    from playwright.sync_api import Browser

PLACE = b"N 48.2 E 16.3"
WHOLE = {
    "a.png": (drawn.png(), 4, 3),
    "a.jpg": (drawn.jpeg(), 16, 8),
    "a.gif": (drawn.gif(), 4, 3),
    "a.webp": (drawn.webp(), 4, 3),
    "a.svg": (drawn.svg(), 90, 60),
    "longer.webp": (drawn.webp(flags=0x10), 4, 3),
    "moving.webp": (drawn.moving_webp(), 4, 3),
    "moving.gif": (drawn.gif(frames=3), 4, 3),
    "turned.jpg": (drawn.jpeg(before=drawn.exif(6)), 8, 16),
}


def made(data: bytes, name: str) -> Picture:
    found = picture(data, name)
    assert isinstance(found, Picture), found
    return found


@every_row("name", WHOLE)
def test_a_picture_is_known_by_its_bytes(name: str) -> None:
    data, width, height = WHOLE[name]
    found = made(data, name)
    suffix = name.rpartition(".")[2]
    assert (found.width, found.height) == (width, height)
    assert found.name.endswith(f"-{width}x{height}.{suffix}")
    assert found.media.startswith("image/")
    assert found.source == name


@every_row("name", WHOLE)
def test_what_was_written_anew_comes_out_the_same(name: str) -> None:
    once = made(WHOLE[name][0], name)
    assert made(once.data, name) == once


def test_the_name_is_the_content() -> None:
    assert made(drawn.png(), "a.png").name == made(drawn.png(), "b/c.PNG").name
    assert made(drawn.png(), "a.png").name != made(drawn.png(colour=(1, 2, 3)), "a.png").name


@pytest.mark.parametrize("name", quick([next(iter(WHOLE))], WHOLE))
def test_a_browser_draws_what_comes_out(chromium: Browser, name: str) -> None:
    found = made(WHOLE[name][0], name)
    page = chromium.new_page()
    told: list[str] = []
    page.on("console", lambda message: told.append(message.text))
    page.set_content(f'<img src="data:{found.media};base64,{base64.b64encode(found.data).decode()}">')
    page.wait_for_function("document.images[0].complete")
    assert page.evaluate("[document.images[0].naturalWidth, document.images[0].naturalHeight]") == [
        found.width,
        found.height,
    ]
    assert told == []
    page.close()


# What else stands in the bytes, and where it may not stand any more. Each has a neighbour that stays.
BESIDE = {
    "words of a PNG": ("a.png", drawn.png(before=drawn.png_chunk(b"tEXt", b"Comment\0" + PLACE))),
    "Exif of a PNG": ("a.png", drawn.png(before=drawn.png_chunk(b"eXIf", b"II*\0" + PLACE))),
    "behind a PNG": ("a.png", drawn.png() + PLACE),
    "Exif of a JPEG": ("a.jpg", drawn.jpeg(before=drawn.exif(1, PLACE))),
    "Exif that also turns a JPEG": ("a.jpg", drawn.jpeg(before=drawn.exif(3, PLACE))),
    "a comment of a JPEG": ("a.jpg", drawn.jpeg(before=drawn.jpeg_segment(0xFE, PLACE))),
    "another application of a JPEG": ("a.jpg", drawn.jpeg(before=drawn.jpeg_segment(0xED, b"Photoshop 3.0\0" + PLACE))),
    "behind a JPEG": ("a.jpg", drawn.jpeg(behind=PLACE)),
    "a comment of a GIF": ("a.gif", drawn.gif(before=b"\x21\xfe" + bytes([len(PLACE)]) + PLACE + b"\0")),
    "XMP of a GIF": ("a.gif", drawn.gif(before=b"\x21\xff\x0bXMP DataXMP" + bytes([len(PLACE)]) + PLACE + b"\0")),
    "behind a GIF": ("a.gif", drawn.gif() + PLACE),
    "Exif of a WebP": ("a.webp", drawn.webp(flags=0x08, behind=drawn.webp_chunk(b"EXIF", PLACE))),
    "XMP of a WebP": ("a.webp", drawn.webp(flags=0x04, behind=drawn.webp_chunk(b"XMP ", PLACE))),
    "behind a WebP": ("a.webp", drawn.webp() + PLACE),
    "in a frame of a WebP": ("a.webp", drawn.moving_webp(inside=drawn.webp_chunk(b"JUNK", PLACE))),
    "a comment of an SVG": ("a.svg", drawn.svg(f"<!-- {PLACE.decode()} --><path d='M0 0'/>")),
    "metadata of an SVG": ("a.svg", drawn.svg(f"<metadata>{PLACE.decode()}</metadata><path d='M0 0'/>")),
}


@every_row("what", BESIDE)
def test_what_does_not_draw_stays_behind(what: str) -> None:
    name, data = BESIDE[what]
    assert PLACE in data
    assert PLACE not in made(data, name).data


def test_what_draws_stays() -> None:
    """Colours, which way up, how often it moves."""
    assert b"gAMA" in made(drawn.png(before=drawn.png_chunk(b"gAMA", pack(">I", 45455))), "a.png").data
    repeats = b"\x21\xff\x0bNETSCAPE2.0\x03\x01\0\0\0"
    assert repeats in made(drawn.gif(before=repeats), "a.gif").data
    turned = made(drawn.jpeg(before=drawn.exif(8)), "a.jpg")
    assert b"Exif" in turned.data
    assert (turned.width, turned.height) == (8, 16)
    assert b"Exif" not in made(drawn.jpeg(before=drawn.exif(1)), "a.jpg").data
    profile = drawn.jpeg_segment(0xE2, b"ICC_PROFILE\0\x01\x01rest")
    assert profile in made(drawn.jpeg(before=profile), "a.jpg").data


def test_a_profile_that_unpacks_to_millions_is_left_out() -> None:
    def profile(size: int) -> bytes:
        import zlib

        return drawn.png_chunk(b"iCCP", b"name\0\0" + zlib.compress(b"x" * size))

    assert b"iCCP" in made(drawn.png(before=profile(3_000)), "a.png").data
    assert b"iCCP" not in made(drawn.png(before=profile(30_000_000)), "a.png").data


def head(width: int, height: int, depth: int = 8, colour: int = 2) -> bytes:
    return pack(">IIBBBBB", width, height, depth, colour, 0, 0, 0)


SCAN = drawn.jpeg_segment(0xDA, b"\1\1\0\0\x3f\0")

REFUSED = {
    "nothing": ("a.png", b"", "empty"),
    "a text": ("a.png", b"hello", "none of PNG"),
    "another kind": ("a.bmp", b"BM" + b"\0" * 60, "none of PNG"),
    "a PNG named SVG": ("a.svg", drawn.png(), "those of PNG"),
    "an SVG named PNG": ("a.png", drawn.svg(), "those of SVG"),
    "HTML named SVG": ("a.svg", b"<html><script>alert(1)</script></html>", "no SVG"),
    "a page named SVG": ("a.svg", b"<!DOCTYPE html><html><body><p>x</body></html>", "no SVG"),
    "too many pixels of PNG": ("a.png", drawn.png(head=head(60_000, 60_000)), "pixels"),
    "too many pixels of JPEG": ("a.jpg", drawn.jpeg().replace(pack(">HH", 8, 16), b"\xff\xf0\xff\xf0"), "pixels"),
    "too many pixels of GIF": ("a.gif", b"GIF89a\xff\xff\xff\xff" + drawn.gif()[10:], "pixels"),
    "too many pixels of WebP": ("a.webp", drawn.webp(16_384, 16_384), "pixels"),
    "too many frames": ("a.gif", drawn.gif(frames=seen.MAX_FRAMES + 1), "frames"),
    "no pixels": ("a.png", drawn.png(head=head(0, 3)), "no size"),
    "more rows than there are": ("a.png", drawn.png(head=head(4, 400)), "end before"),
    "a depth that is none": ("a.png", drawn.png(head=head(4, 3, 5)), "broken"),
    "a palette that is missing": ("a.png", drawn.png(head=head(4, 3, 8, 3)), "broken"),
    "a sum that is wrong": ("a.png", drawn.png().replace(b"IDAT", b"IDAU"), "broken"),
    "a PNG cut off": ("a.png", drawn.png()[:-20], "end before"),
    "a JPEG cut off": ("a.jpg", drawn.jpeg()[:-2], "end before"),
    "a GIF cut off": ("a.gif", drawn.gif()[:-4], "end before"),
    "a WebP cut off": ("a.webp", drawn.webp()[:-4], "end before"),
    "an SVG cut off": ("a.svg", drawn.svg()[:-4], "broken"),
    "a lossless JPEG": ("a.jpg", drawn.jpeg(frame=0xC3), "kind of JPEG"),
    "too many scans": ("a.jpg", drawn.jpeg()[:-2] + SCAN * 201 + b"\xff\xd9", "broken"),
    "a WebP whose head says otherwise": ("a.webp", drawn.webp(flags=0).replace(b"\3\0\0\2\0", b"\7\0\0\2\0"), "broken"),
    "too many bytes": ("a.png", drawn.png() + b"\0" * bytes_of.MAX_BYTES, "bytes"),
    "too many bytes of SVG": ("a.svg", drawn.svg("<!-- -->" * 400_000), "bytes"),
}  # fmt: skip


@every_row("what", REFUSED)
def test_what_is_no_picture_is_refused_with_a_reason(what: str) -> None:
    name, data, reason = REFUSED[what]
    found = picture(data, name)
    assert isinstance(found, str)
    assert reason in found
    assert ". " in found, "it says what to do"


@pytest.mark.parametrize("name", ["a.png", "a.jpg", "a.gif", "a.webp", "a.svg"])
@tries(60)
@given(data=st.data())
def test_no_bytes_break_a_reader(name: str, data: st.DataObject) -> None:
    whole = WHOLE[name][0]
    at = data.draw(st.integers(0, len(whole)))
    cut = data.draw(st.integers(0, 8))
    found = picture(whole[:at] + data.draw(st.binary(max_size=8)) + whole[at + cut :], name)
    assert isinstance(found, Picture | str)


def test_one_kind_within_another_stays_behind() -> None:
    """A file that is a picture to one program and an archive, a page or a script to another."""
    for second in (b"PK\3\4zip", b"<script>alert(1)</script>", b"%PDF-1.7"):
        for name in ("a.png", "a.jpg", "a.gif", "a.webp"):
            assert second not in made(WHOLE[name][0] + second, name).data


def test_a_raster_kind_with_the_ending_of_another_is_shown_as_what_it_is() -> None:
    assert made(drawn.webp(), "photo.jpg").name.endswith(".webp")


@pytest.mark.growth
def test_twice_the_bytes_take_about_twice_the_time() -> None:
    assert_steady(lambda data: picture(data, "a.png"), drawn.png(2_000, 1_000), drawn.png(2_000, 2_000))
    assert_steady(lambda data: picture(data, "a.gif"), drawn.gif(400, 200), drawn.gif(400, 400))
    shapes = '<rect x="1" y="2" width="3" height="4" style="fill:red;stroke:blue"/>'
    assert_steady(lambda data: picture(data, "a.svg"), drawn.svg(shapes * 4_000), drawn.svg(shapes * 8_000))


@pytest.mark.growth
@pytest.mark.parametrize(
    "attribute", ["1", "(", "a(", "url(", "url(#a", "/*", " ", ";", "a:b;", "-", "rgb(", "{", "}", "1,", "e1"]
)
def test_no_attribute_of_an_svg_takes_long(attribute: str) -> None:
    def looked_at(number: int) -> bytes:
        value = attribute * number
        return drawn.svg(
            f'<path d="{value}" style="{value}"/><style>{value}</style>', f'viewBox="{value}" width="{value}"'
        )

    assert_steady(lambda number: picture(looked_at(number), "a.svg"), 40_000, 80_000)
