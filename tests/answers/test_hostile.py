"""Texts that attack: nothing but text may come of them, here or with another generator, and in no time.

What they do in a browser is seen in test_built_site.py.
"""

from __future__ import annotations

import html
import json
import time
from collections.abc import Callable
from pathlib import Path

import pytest
from markup import Markup, faults
from test_safe_html import CASES, MORE, SITE, as_page, cases

from studyguide.answers import safe_html

SHARED = Path(__file__).parents[3] / "shared" / "hostile"
ACTIVE = {"img", "script", "iframe", "svg", "style", "link", "meta", "base", "object", "form", "h1", "h2", "h3"}
SECONDS = 1.0


def shared() -> list[object]:
    return [pytest.param(path.read_text("utf-8", "replace"), id=path.name) for path in sorted(SHARED.glob("*.md"))]


HOSTILE = [*cases("hostile", 2), *shared()]
BOMBS = [json.loads(line) for line in (CASES / "bombs.txt").read_text("utf-8").splitlines()[1:]]


@pytest.mark.parametrize("text", HOSTILE)
def test_nothing_but_text_comes_of_it(text: str) -> None:
    started = time.perf_counter()
    rendered, line = safe_html.fragment(text), safe_html.inline(text)
    assert time.perf_counter() - started < SECONDS
    assert faults(rendered) == []
    assert faults(f"<p>{line}</p>") == []
    for page in (rendered, line, safe_html.attribute(text)):
        assert text.count("keepme") <= Markup(page).shown.count("keepme")
        assert not set(page) & set("\x02\x03\ue000\ue001\ue002\ue003")


@pytest.mark.parametrize("text", HOSTILE)
def test_its_words_stay(text: str) -> None:
    words = html.unescape(Markup(safe_html.fragment(text)).shown)
    for word in ("PWNED", "onerror", "onclick", "script", "passwd", "evil", "details", "style"):
        assert words.lower().count(word.lower()) >= safe_html.clean(text).lower().count(word.lower())


@pytest.mark.parametrize("text", HOSTILE)
def test_other_generators_see_only_text_too(text: str) -> None:
    """All extensions on, inside the block that an answer has on an ordinary page, before text of the page's own."""
    inside = "\n".join(f"    {line}" if line.strip() else "" for line in safe_html.portable(text).split("\n"))
    before = '### Question { #mine }\n\n??? answer "Answer"\n\n'
    written, _ = as_page(f"{before}{inside}\n\nAfter keepme, [docs][aws] and [b].\n", SITE + MORE)
    page = Markup(written)
    assert page.broken == []
    assert set(page.tags) & ACTIVE == {"h3"}
    assert [name for _, name, _ in page.attributes if name.startswith("on")] == []
    # The tables extension writes the alignment as a style, and the toc extension gives a heading an id from its words.
    assert {value.split(":")[0] for _, name, value in page.attributes if name == "style"} <= {"text-align"}
    assert {tag for tag, name, _ in page.attributes if name == "id"} <= {"h3", "h4", "h5", "h6", "span"}
    assert [value for tag, name, value in page.attributes if (tag, name) == ("h3", "id")] == ["mine"]
    assert [
        address for address in page.addresses if ":" in address and not address.startswith(("http", "mailto"))
    ] == []
    assert page.text.count("keepme") > safe_html.clean(text).count("keepme") - text.count("[keepme]:")
    assert written.endswith("<p>After keepme, [docs][aws] and [b].</p>")


@pytest.mark.skipif(
    not SHARED.is_dir(), reason="the folder of hostile notes, ../shared/hostile, is not on this machine"
)
def test_the_shared_examples_are_there() -> None:
    assert len(shared()) > 20


@pytest.mark.parametrize("size", [30_000])
@pytest.mark.parametrize("piece", BOMBS, ids=map(json.dumps, BOMBS))
def test_bombs_do_not_go_off(piece: str, size: int) -> None:
    text = (piece * (size // len(piece) + 1))[:size]
    for way in (safe_html.fragment, safe_html.inline, safe_html.portable, safe_html.title):
        assert seconds(way, text) < SECONDS, way


@pytest.mark.parametrize("grown", ["ticks", "nested list", "nested quote", "nested links", "table", "code"])
def test_growing_texts_do_not_go_off(grown: str) -> None:
    text = {
        "ticks": " a ".join("`" * length for length in range(1, 240)),
        "nested list": "\n".join("  " * depth + "- a" for depth in range(170)),
        "nested quote": "\n".join("> " * depth + "a" for depth in range(170)),
        "nested links": "[" * 9_000 + "a" + "](b)" * 4_500,
        "table": "|".join("a" * 190) + "\n" + "|".join("-" * 190) + "\n" + "|\n" * 12_000,
        "code": "```java\n" + "a " * 2_000 + "\n```\n```js\n" + "a." * 2_000 + "\n```",
    }[grown]
    for way in (safe_html.fragment, safe_html.inline, safe_html.portable, safe_html.title):
        assert seconds(way, text) < SECONDS, way


def test_twice_the_text_takes_about_twice_the_time() -> None:
    paragraph = "An *item* with `code`, a [link](https://example.com/), <tags> and **more** of it.\n\n- one\n- two\n\n"
    seconds(safe_html.fragment, paragraph)
    once, twice = (min(seconds(safe_html.fragment, f"{n} {paragraph * size}") for n in range(3)) for size in (60, 120))
    assert twice < 4 * once + 0.05


def seconds(way: Callable[[str], str], text: str) -> float:
    started = time.perf_counter()
    way(text)
    return time.perf_counter() - started
