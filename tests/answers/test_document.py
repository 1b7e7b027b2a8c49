"""Laws of the marks: whatever an answer is made of, each of its words is in each output, and no depth takes long."""

from __future__ import annotations

import json
import re
from functools import reduce
from itertools import count, cycle

import pytest
from growth import assert_steady
from hypothesis import example, given
from hypothesis import strategies as st
from laws import tries
from markup import Markup, faults, strings

from studyguide.answers import safe_html
from studyguide.answers.document import document
from studyguide.answers.inlines import ROWS
from studyguide.answers.link_marks import outward
from studyguide.answers.links import nowhere
from studyguide.answers.markdown_blocks import MAX_DEPTH, read
from studyguide.answers.nodes import SPANS, AsWritten, words_of
from studyguide.answers.pictures import in_words
from studyguide.answers.portable import portable
from studyguide.answers.tidy import tidy
from studyguide.exports import anki, html_tree, pdf
from studyguide.syntax.sheet_cells import guarded

# ¤ is a word of its own in each place, § a label that is defined below the text, ¶ one of these texts.
TEXTS = (
    *("¤", "¤ ¤", "**¤**", "*¤ ¤*", "***¤***", "~~¤~~", "==¤==", "==¤ *¤*==", "¤~2~", "¤^2^", "`¤`", "<sub>¤</sub> ¤"),
    *("<mark>¤ **¤**</mark>", "<kbd>¤</kbd>", "<u>¤</u>", "++wwww ¤ wwww++", "++ctrl+¤++", ":smile: ¤", "¤<br>¤"),
    *("[¤](https://example.org/¤)", "[¤ **¤**](https://example.org/¤ '¤')", "[¤][§]", "[§]", "¤[^§]", "¤[^§] ¤", "A§"),
    *("https://example.org/¤", "www.example.org/¤", "¤@example.org", "<https://example.org/¤>", "![¤](https://a.bc/¤)"),
    *("[¤](other.md#¤)", "¤ \\*¤\\*", "¤ &lt;¤&gt; ¤", "a == b ¤", "2^3 ¤ 2^4", "¤: ¤", "(¤) [¤] {¤}", "¤  \n¤", "$¤$"),
    *("¤^[¤ *¤*]", '[¤](https://a.bc/¤){target="_blank"}', "**¤**{.red}", ":tada::tada: ¤", "^[¤ ¤", "¤{x=¤}"),
    *("\\(\\text{¤}\\)", "$\\frac{¤}{2}$", "[[¤]]", "[[¤#¤|¤]]", "[¤](#there)", "[¤](q:there)", "%%¤ %% ¤"),
)  # fmt: skip
BLOCKS = (
    *("¶", "¶\n¶", "# ¶", "¶\n===", "- ¶\n- ¶", "1. ¶\n2. ¶\n\n   ¶", "- [x] ¶\n- [ ] ¶", "> ¶", "***"),
    *("```python\n¤ = ¤\n```", '```js title="¤" {1}\n¤\n¤\n```', "```\n¤\n```", "    ¤\n    ¤", "```¤\n¤\n```"),
    *("| ¶ | ¶ |\n|---|:-:|\n| ¶ | `¤|¤` |\n| ¶<br>¶ |", "¤\n: ¶\n: ¶", "¤\n¤\n:   ¶\n\n    ¶"),
    *("!!! tip\n    ¶", '??? note "¶"\n    ¶\n\n    ¶', ":::warning\n¶\n:::", ":::info[¤]\n¶\n:::", "> [!NOTE]\n> ¶"),
    *("> [!WARNING]- ¶\n> ¶", '=== "¤"\n    ¶\n=== "¤"\n    ¶', "!!! nothing\n    ¶", ":::tip\n¶", "%% ¤"),
    *("/// note | ¤\n¶\n///", "```{tip} ¤\n¶\n```", ":::{note}\n¶\n:::", "¶\n{: .wide }", "#### ¶ {#there}"),
    *("$$\n\\text{¤}\n$$", "\\[\n\\text{¤}\n\\]", "```math\n\\text{¤}\n```", "```mermaid\n¤ --> ¤\n```"),
    *('```plantuml title="¤"\n¤ -> ¤\n```', "- ¶\n    - ¶\n\n      ```sh\n      ¤ | ¤\n      ```\n- ¶"),
    *("<details>\n<summary>¶</summary>\n\n¶\n</details>", "<details open><summary>¶</summary>\n¶\n\n¶\n</details>"),
)
INDENTED = ("- ", "> ", "1. a\n\n   ", "!!! tip\n    ", '=== "Tab"\n    ', "> [!TIP]\n> ", "1. ")


def filled(parts: list[tuple[str, list[str], list[str]]]) -> str:
    """A document of forms: with words that are all different, and definitions of the labels that it uses."""
    number = count(1)
    text = "\n\n".join(reduce(inside, outer, _with_texts(form, texts)) for form, texts, outer in parts)
    text = re.sub("¤", lambda _: f"w{next(number)}q", text)
    used = count(1)
    text = re.sub("§", lambda _: f"L{next(used)}x", text)
    for label in re.findall(r"L\d+x", text):
        form = "[{0}]: https://a.bc/{1}"
        if f"[^{label}]" in text or f"A{label}" in text:
            form = "[^{0}]: {1}" if f"[^{label}]" in text else "*[A{0}]: {1}"
        text += "\n\n" + form.format(label, f"w{next(number)}q")
    return text


def _with_texts(form: str, texts: list[str]) -> str:
    endless = cycle(texts)
    return re.sub("¶", lambda _: next(endless), form)


def inside(block: str, outer: str) -> str:
    *above, first = outer.split("\n")
    below = first if first.startswith(">") else " " * len(first)
    lines = [(first if n == 0 else below) + line for n, line in enumerate(block.split("\n"))]
    return "\n".join([*above, *lines]) if outer else block


PARTS = st.tuples(
    st.sampled_from(BLOCKS),
    st.lists(st.lists(st.sampled_from(TEXTS), min_size=1, max_size=3).map(" ".join), min_size=1, max_size=4),
    st.lists(st.sampled_from(INDENTED), max_size=3),
)
DOCUMENTS = st.lists(PARTS, min_size=1, max_size=4).map(filled)


def outputs(markdown: str) -> dict[str, str]:
    """What a reader of each output gets, addresses included."""
    rendered = safe_html.fragment(markdown)
    page = Markup(rendered)
    titles = " ".join(value for _, name, value in page.attributes if name in ("title", "alt"))
    book = " ".join(strings(json.loads(json.dumps(list(pdf._blocks(document(markdown).blocks))))))
    return {
        "page": f"{page.shown} {titles}",
        "e-book": html_tree.xhtml(html_tree.parsed(rendered)),
        "paper": book.replace("\u200b", ""),
        "Markdown": portable(markdown),
        "Markdown read again": Markup(safe_html.fragment(portable(markdown))).shown,
        "copy": portable(markdown, copy=True),
        "copy read again": Markup(safe_html.fragment(portable(markdown, copy=True))).shown,
        "search": words_of(document(markdown).blocks),
        "deck": Markup(anki._shown(markdown)).shown + titles,
        "table": guarded(in_words(outward(markdown, nowhere), {})),
    }


@tries(150)
@given(DOCUMENTS)
@example("<details>\n<summary>[w1q](https://a.bc/w2q 'w3q')</summary>\n\nw4q\n</details>")
def test_every_word_is_in_every_output(markdown: str) -> None:
    assert faults(safe_html.fragment(markdown)) == []
    assert not any(isinstance(block, AsWritten) for block in document(markdown).blocks)
    words = set(re.findall(r"w\d+q", markdown))
    for name, shown in outputs(markdown).items():
        # Of addresses the search knows nothing.
        expected = {w for w in words if not re.search(rf"(?:/|#){w}", markdown)} if name == "search" else words
        assert {word.lower() for word in expected} <= set(re.findall(r"w\d+q", shown.lower())), name


@tries(100)
@given(DOCUMENTS)
def test_tidying_a_document_keeps_its_words(markdown: str) -> None:
    clean = tidy(markdown.split("\n"))
    assert set(re.findall(r"w\d+q", markdown)) <= set(re.findall(r"w\d+q", clean))
    assert tidy(clean.split("\n")) == clean


@pytest.mark.parametrize("outer", INDENTED)
def test_beyond_its_depth_a_mark_is_text(outer: str) -> None:
    deep = "w1q"
    for _ in range(MAX_DEPTH * 2):
        deep = inside(deep, outer)
    for name, shown in outputs(deep).items():
        assert "w1q" in shown, name


def test_footnotes_within_each_other_are_read_three_deep() -> None:
    html = safe_html.fragment("a^[bb c^[dd e^[ff g^[hh i] j] k] l] and ^[a b ]x")
    assert Markup(html).tags.count("li") == 3
    assert "^[hh i]" in Markup(html).text and "^[a b ]x" in Markup(html).text


@pytest.mark.growth
@pytest.mark.parametrize("piece", ["a ^[b c ", "a ^[bb c "])
def test_footnotes_within_each_other_take_no_longer(piece: str) -> None:
    assert_steady(read, *(piece * times + "]" * times for times in (400, 800)))


def test_every_row_begins_something_and_every_span_is_written_everywhere() -> None:
    assert all(row.signs for row in ROWS)
    for mark, how in SPANS.items():
        assert re.fullmatch("[a-z]+", how.tag) and how.opening and how.closing and how.paper, mark
