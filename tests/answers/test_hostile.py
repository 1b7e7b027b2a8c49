"""Texts that attack: nothing but text may come of them, here or with another generator, in its time.

What they do in a browser is seen in test_built_site.py.
"""

from __future__ import annotations

import html
import json
import re
from collections.abc import Callable
from pathlib import Path

import pytest
from case_files import cases
from growth import assert_steady
from markup import Markup, faults
from tables import every_row
from test_safe_html import CASES, MORE, SITE, as_page

from studyguide.answers import safe_html
from studyguide.answers.cleaning import clean
from studyguide.answers.portable import portable

SHARED = Path(__file__).parents[3] / "shared" / "hostile"
ACTIVE = {"img", "script", "iframe", "svg", "style", "link", "meta", "base", "object", "form", "h1", "h2", "h3"}
WAYS = (safe_html.fragment, portable, safe_html.title)


def shared() -> list[object]:
    return [pytest.param(path.read_text("utf-8", "replace"), id=path.name) for path in sorted(SHARED.glob("*.md"))]


HOSTILE = [*cases(CASES / "hostile.txt", 2), *shared()]
BOMBS = [json.loads(line) for line in (CASES / "bombs.txt").read_text("utf-8").splitlines()[1:]]


@every_row("text", HOSTILE)
def test_nothing_but_text_comes_of_it(text: str) -> None:
    rendered = safe_html.fragment(text)
    assert faults(rendered) == []
    # The label of an abbreviation stands where the text uses it.
    assert text.count("keepme") - text.count("*[keepme]:") <= Markup(rendered).shown.count("keepme")
    assert not set(rendered) & set("\x02\x03\ue000\ue001\ue002\ue003")


@every_row("text", HOSTILE)
def test_its_words_stay(text: str) -> None:
    words = html.unescape(Markup(safe_html.fragment(text)).shown)
    for word in ("PWNED", "onerror", "onclick", "script", "passwd", "evil", "details", "style"):
        boxes = len(re.findall(rf"^/// {word} \|", text, re.M))  # what a box is called is what it is
        assert words.lower().count(word.lower()) >= clean(text).lower().count(word.lower()) - boxes


@every_row("text", HOSTILE)
def test_other_generators_see_only_text_too(text: str) -> None:
    """All extensions on, inside the block that an answer has on an ordinary page, before text of the page's own."""
    inside = "\n".join(f"    {line}" if line.strip() else "" for line in portable(text).split("\n"))
    before = '### Question { #mine }\n\n??? answer "Answer"\n\n'
    written, _ = as_page(f"{before}{inside}\n\nAfter keepme, [docs][aws] and [b].\n", SITE + MORE)
    page = Markup(written)
    assert page.broken == []
    assert set(page.tags) & ACTIVE - {"script"} == {"h3"}
    assert_formulas_only(page)
    assert [name for _, name, _ in page.attributes if name.startswith("on")] == []
    # The tables extension writes the alignment as a style, and the toc extension gives a heading an id from its words.
    assert {value.split(":")[0] for _, name, value in page.attributes if name == "style"} <= {"text-align"}
    assert {tag for tag, name, _ in page.attributes if name == "id"} <= {"h3", "h4", "h5", "h6", "span"}
    assert [value for tag, name, value in page.attributes if (tag, name) == ("h3", "id")] == ["mine"]
    assert [
        address for address in page.addresses if ":" in address and not address.startswith(("http", "mailto"))
    ] == []
    assert page.text.count("keepme") > clean(text).count("keepme") - text.count("[keepme]:")
    assert written.endswith("<p>After keepme, [docs][aws] and [b].</p>")


def assert_formulas_only(page: Markup) -> None:
    """One of the extensions keeps a formula in a script of a kind that runs nowhere."""
    kinds = [value for tag, name, value in page.attributes if (tag, name) == ("script", "type")]
    assert set(kinds) <= {"math/tex", "math/tex; mode=display"}
    assert len(kinds) == page.tags.count("script")


@pytest.mark.skipif(
    not SHARED.is_dir(), reason="the folder of hostile notes, ../shared/hostile, is not on this machine"
)
def test_the_shared_examples_are_there() -> None:
    assert len(shared()) > 20


@pytest.mark.growth
@pytest.mark.parametrize("piece", BOMBS, ids=map(json.dumps, BOMBS))
def test_bombs_do_not_go_off(piece: str) -> None:
    once, twice = ((piece * (size // len(piece) + 1))[:size] for size in (15_000, 30_000))
    for way in WAYS:
        assert_steady(way, once, twice)


@pytest.mark.growth
@pytest.mark.parametrize("text", HOSTILE)
def test_twice_a_text_that_attacks_takes_about_twice_the_time(text: str) -> None:
    for way in WAYS:
        assert_steady(way, text, f"{text}\n\n{text}")


# Texts that grow in depth as well as in length: those of twice the length.
GROWN: dict[str, Callable[[int], str]] = {
    "ticks": lambda size: " a ".join("`" * length for length in range(1, root(2 * size))),
    "nested list": lambda size: "\n".join("  " * depth + "- a" for depth in range(root(size))),
    "nested quote": lambda size: "\n".join("> " * depth + "a" for depth in range(root(size))),
    "nested links": lambda size: "[" * (size // 3) + "a" + "](b)" * (size // 6),
    "table": lambda size: "|".join("a" * 190) + "\n" + "|".join("-" * 190) + "\n" + "|\n" * (size // 2),
    "nested box": lambda size: "\n".join("    " * depth + "!!! tip" for depth in range(root(size // 2))) + "\n",
    "nested colons": lambda size: ":::tip\n" * (size // 14) + "a\n" + ":::\n" * (size // 14),
    "nested boxes in quotes": lambda size: "\n".join("> " * depth + "[!TIP]" for depth in range(1, root(size))),
    "nested elements": lambda size: "<sub>" * (size // 11) + "a" + "</sub>" * (size // 11),
    "nested emphasis": lambda size: "*a **b " * (size // 14) + "c** d*" * (size // 14),
    "footnotes in each other": lambda size: "".join(f"[^{n}]: See[^{n + 1}].\n\n" for n in range(size // 20)) + "[^0]",
    "abbreviations": lambda size: "".join(f"*[A{n}]: words\n" for n in range(size // 30)) + "A1 " * (size // 10),
    "code": lambda size: f"```java\n{'a ' * (size // 4)}\n```\n```js\n{'a.' * (size // 4)}\n```",
}


def root(number: int) -> int:
    return int(number**0.5)


@pytest.mark.growth
@pytest.mark.parametrize("grown", GROWN)
def test_growing_texts_do_not_go_off(grown: str) -> None:
    for way in WAYS:
        assert_steady(way, GROWN[grown](15_000), GROWN[grown](30_000))


@pytest.mark.growth
def test_twice_the_text_takes_about_twice_the_time() -> None:
    paragraph = "An *item* with `code`, a [link](https://example.com/), <tags> and **more** of it.\n\n- one\n- two\n\n"
    for way in WAYS:
        assert_steady(way, paragraph * 60, paragraph * 120)
