"""Links to other notes in the Markdown of an answer."""

from __future__ import annotations

import re
from pathlib import Path

import pytest
from growth import assert_steady
from hypothesis import given
from hypothesis import strategies as st
from laws import tries
from tables import every_row

from studyguide.answers.link_marks import Led, Mark, exchanged, links_in, literal, outward
from studyguide.answers.links import is_own, led
from studyguide.answers.portable import portable
from studyguide.answers.safe_html import fragment

ROOM = Path(__file__).resolve().parents[1] / "cases"
_CASES = (ROOM / "links" / "marks.txt").read_text("utf-8").split("\n.\n")[1:]
CASES = [pytest.param(*_CASES[at + 1 : at + 3], id=_CASES[at]) for at in range(0, len(_CASES), 3)]
KNOT = Led("services/ropes/#knot", "Is a [knot] *tight*?")
HOME = "https://guide.example/"


def to_knot(mark: Mark) -> Led:
    words = mark.words or mark.address.rpartition("#")[2].rpartition("/")[2].removesuffix(".md")
    given = {"wiki": words, "embed": words, "bare": mark.written}
    return Led(KNOT.address, given.get(mark.form, KNOT.title))


@every_row(("written", "expected"), CASES)
def test_a_link_comes_into_the_one_form(written: str, expected: str) -> None:
    wanted = written if expected.strip() == "-" else expected.rstrip("\n")
    assert exchanged(written, to_knot, HOME) == wanted


@every_row(("written", "expected"), CASES)
def test_the_one_form_stays_as_it_is(written: str, expected: str) -> None:
    once = exchanged(written, to_knot, HOME)
    assert exchanged(once, to_knot, HOME) == once


@every_row(("written", "expected"), CASES)
def test_what_leads_nowhere_stays_as_it_is(written: str, expected: str) -> None:
    assert exchanged(written, lambda mark: None, HOME) == written


def test_nobody_but_us_can_write_the_one_form() -> None:
    written = "[x](services/ropes/#knot) and [y](sources/a/#L3)"
    assert exchanged(written, lambda mark: Led("", "")) == "[x](./services/ropes/#knot) and [y](./sources/a/#L3)"
    assert "<a" not in fragment("[x](./services/ropes/#knot)")


@every_row(
    "address",
    [
        *("services/../#x", "services/ropes/#x/../y", "/services/ropes/#x", "services//#x", "services/ropes/#X"),
        *("services/ropes/#x\n", "services/ropes/?a#x", "sources/../#L1", "sources/a/#x", "https://services/ropes/#x"),
        *("services/ropes/#-x", "javascript:services/ropes/#x", "services/ropes/#", "services/rop es/#x"),
    ],
)
def test_the_one_form_leads_within_the_guide_alone(address: str) -> None:
    assert not is_own(address)


def test_a_page_a_copy_and_code() -> None:
    answer = "[a *b*](services/ropes/#knot) `[c](services/ropes/#knot)` [d](sources/n-md/#L3) [e](https://box.example)"
    assert links_in(answer) == ("services/ropes/#knot", "sources/n-md/#L3")
    up = led(fragment(answer), lambda address: f"../{address}")
    assert '<a href="../services/ropes/#knot">a <em>b</em></a> <code>[c](services/ropes/#knot)</code>' in up
    assert '<a href="../sources/n-md/#L3">d</a> <a href="https://box.example" rel="nofollow' in up
    words = led(fragment(answer), lambda address: "")
    assert "<p>a <em>b</em> <code>[c](services/ropes/#knot)</code> d <a href" in words
    assert portable(answer).startswith("a *b* `[c](services/ropes/#knot)` d [e](")
    assert portable(answer, lead=lambda address: "#k").startswith("[a *b*](#k) `[c](services/ropes/#knot)` [d](#k) ")
    assert outward(answer, lambda address: "").startswith("a *b* `[c](services/ropes/#knot)` d [e](")
    assert outward(answer, lambda address: HOME).startswith(f"[a *b*]({HOME}) `[c](services/ropes/#knot)` [d]({HOME})")


@every_row("words", ["a]b[c", "`", "**", "<q:x>", "|", "$x$", "==a==", ":smile:", "&lt;", "\\", "a^2^", "++Ctrl++"])
def test_words_of_a_link_mean_nothing_but_themselves(words: str) -> None:
    shown = led(fragment(f"[{literal(words)}](services/ropes/#knot)"), lambda address: "x")
    inside = re.fullmatch(r'<p><a href="x">(.*)</a></p>', shown)
    assert inside is not None
    assert inside[1] == words.replace("&", "&amp;").replace("<", "&lt;").replace(">", "&gt;")


HOSTILE = (ROOM / "safe_html" / "hostile.txt").read_text("utf-8").split("\n.\n")


@every_row("text", HOSTILE)
def test_hostile_texts_lead_nowhere_else(text: str) -> None:
    made = exchanged(text, to_knot, HOME)
    for address in re.findall(r'<a [^>]*?href="([^"]*)"', led(fragment(made), lambda address: "ours")):
        assert address == "ours" or re.match(r"(?:https?:|mailto:)|#note-", address)


@pytest.mark.growth
@pytest.mark.parametrize("piece", ["[[", "[[a]]", "[a](b.md)", "](", "[](", "[a]: b.md\n", "<q:a>", "[[a|", "![["])
def test_it_takes_twice_as_long_for_twice_as_much(piece: str) -> None:
    assert_steady(lambda text: exchanged(text, to_knot, HOME), piece * 2_000, piece * 4_000)


PIECES = (
    *("words", " ", "\n", "\n\n", "[[knots]]", "[[knots#Tight|x]]", "![[knots]]", "[x](knots.md)", "[x][k]"),
    *("`", "```\n", "- ", "> ", "| a | b |\n|---|---|\n", "**", "$", "    ", "[", "]", "](", ")", "\\"),
    *("[^1]", "[^1]: ", "#### ", "https://guide.example/q/knot/", "\ue004a0\ue005", "!!! tip\n    "),
    *("<q:knot>", "[k]: knots.md\n", "services/ropes/#knot"),
)


@given(st.lists(st.sampled_from(PIECES), max_size=25).map("".join))
@tries(300)
def test_links_among_anything_lead_where_they_say_and_lose_no_words(text: str) -> None:
    clean = text.replace("\ue004", "\ufffd").replace("\ue005", "\ufffd")
    assert exchanged(text, lambda mark: None, HOME) in (text, clean)
    made = exchanged(text, to_knot, HOME)
    assert not {"\ue004", "\ue005"} & set(made) - set(text)
    shown = led(fragment(made), lambda address: "ours")
    assert shown.count("words") == text.count("words")
    for address in re.findall(r'<a [^>]*?href="([^"]*)"', shown):
        assert address == "ours" or re.match(r"https?:|#note-", address)
