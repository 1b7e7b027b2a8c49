"""Rendering: cases by hand, what comes through other generators, and laws. Hostile texts have their own file."""

from __future__ import annotations

import html
import random
import re
from collections.abc import Callable
from functools import cache
from pathlib import Path

import pytest
from case_files import cases
from hypothesis import given
from hypothesis import strategies as st
from laws import tries
from markdown import Markdown
from markup import Markup, faults
from tables import every_row

from studyguide.answers import code_colours, document, inlines, nodes, safe_html
from studyguide.answers.cleaning import clean
from studyguide.answers.markdown_blocks import MAX_COLUMNS, MAX_DEPTH
from studyguide.answers.portable import portable
from studyguide.syntax.spans import spans

CASES = Path(__file__).parents[1] / "cases" / "safe_html"
SEEDS = Path(__file__).parents[3] / "shared" / "seeds"
QUICK = tries(100)


@every_row(("markdown", "expected"), cases(CASES / "fragment.txt", 3))
def test_an_answer_as_html(markdown: str, expected: str) -> None:
    assert safe_html.fragment(markdown) == expected
    assert faults(expected) == []


@every_row(("markdown", "expected"), cases(CASES / "portable.txt", 3))
def test_an_answer_as_markdown_for_others(markdown: str, expected: str) -> None:
    assert portable(markdown) == expected


@every_row(("markdown", "_"), cases(CASES / "fragment.txt", 3))
def test_what_is_portable_means_the_same(markdown: str, _: str) -> None:
    """Only links are told apart: other generators load no image and follow no address either."""
    again = Markup(safe_html.fragment(portable(markdown)))
    assert again.text.split() == Markup(safe_html.fragment(markdown)).text.split()


def test_a_diagram_that_was_drawn_has_its_text_below_it() -> None:
    markdown = '```mermaid picture=assets/pictures/0123456789abcdef0123-20x10.svg title="Two *parts*"\ngraph LR\n```'
    assert safe_html.fragment(markdown).replace("\n", "") == (
        '<div class="diagram"><p><img src="assets/pictures/0123456789abcdef0123-20x10.svg" alt="Two *parts*" '
        'width="20" height="10" loading="lazy" decoding="async"></p><details class="diagram-text">'
        '<summary>Diagram (Mermaid), as text</summary><div class="highlight"><span class="filename">Two *parts*</span>'
        '<pre class="code" tabindex="0"><span><code>graph LR</code></span></pre></div></details></div>'
    )
    assert portable(markdown) == "**Two &#42;parts&#42;**\n\n```mermaid\ngraph LR\n```"


# Titles --------------------------------------------------------------------------------------------------------------

TITLES = (CASES / "titles.txt").read_text("utf-8").splitlines()[1:]
SITE = ["toc", "attr_list", "tables", "admonition", "sane_lists", "abbr", "footnotes", "def_list", "md_in_html"]
SITE += [f"pymdownx.{name}" for name in ("superfences", "details", "highlight", "tasklist", "blocks.details")]
MORE = [f"pymdownx.{name}" for name in ("betterem", "caret", "critic", "emoji", "keys", "magiclink", "mark", "tilde")]
MORE += [f"pymdownx.{name}" for name in ("arithmatex", "smartsymbols", "snippets", "tabbed", "blocks.html")]


def as_page(markdown: str, extensions: list[str]) -> tuple[str, list[dict[str, str]]]:
    """A page's HTML and its table of contents, as another generator writes them."""
    md = _generator(tuple(extensions)).reset()
    return md.convert(markdown), getattr(md, "toc_tokens", [])


@cache
def _generator(extensions: tuple[str, ...]) -> Markdown:
    return Markdown(extensions=extensions, extension_configs={"toc": {"permalink": True}})


def told(page: str, tag: str) -> str:
    """The text of the first element of a kind, without the permalink."""
    found = re.search(rf"<{tag}[^>]*>(.*?)(?:<a class=\"headerlink.*?)?</{tag}>", page, re.S)
    assert found, page
    assert "<" not in found[1], found[1]
    return html.unescape(found[1]).strip()


@every_row("extensions", [SITE, SITE + MORE], ids=["site", "all"])
@every_row("text", TITLES)
def test_titles_are_shown_as_they_are(text: str, extensions: list[str]) -> None:
    title = safe_html.title(text)
    page, contents = as_page(f"### {title} {{ #x }}", extensions)
    assert (html.unescape(contents[0]["name"]), contents[0]["id"], told(page, "h3")) == (text, "x", text)
    for markdown, tag in (
        (f"- {title}", "li"),
        (f"| a | b |\n|---|---|\n| {title} | c |", "td"),
        (f"[{title}](x)", "a"),
    ):
        assert told(as_page(markdown, extensions)[0], tag) == text


@QUICK
@given(st.text(alphabet="ab1 ()[]{}<>*_`~^=+-#!?|&;:.,/\\$%@'\"é\n", max_size=40))
def test_any_title_is_shown_as_it_is(text: str) -> None:
    title = " ".join(text.split())
    if title:
        assert told(as_page(f"### {safe_html.title(text)} {{ #x }}", SITE)[0], "h3") == title


def test_common_titles_stay_readable() -> None:
    text = "What is CI/CD, and is 99.99% (in 2 AZs) enough? It's 50 % more: why not"
    assert safe_html.title(text) == text


# Limits --------------------------------------------------------------------------------------------------------------


def test_code_is_coloured_unless_it_is_endless() -> None:
    code = "```python\n{}\n```"
    assert '<span class="k">def</span>' in safe_html.fragment(code.format("def f(): pass"))
    for size in ("x = 1\n" * code_colours.MAX_CODE_LINES, "x" * (code_colours.MAX_CODE_LINE + 1), "x\n\n\n\n\n\ny"):
        assert '<span class="' not in safe_html.fragment(code.format(size))


@every_row("name", sorted(code_colours.COLOURED))
def test_every_language_is_known(name: str) -> None:
    assert 'class="highlight"' in safe_html.fragment(f"```{name}\nx = 1\n```")


def test_beyond_its_limits_an_answer_is_shown_as_written() -> None:
    assert safe_html.fragment("<b>" * document.MAX_ANSWER).startswith('<pre class="as-is" tabindex="0">&lt;b&gt;')
    assert safe_html.fragment("*a* " * (inlines.MAX_TEXT // 4 + 1)).startswith("<p>*a* *a*")


def nested(depth: int, *ways: str) -> str:
    """A word behind so many marks, each on a line of its own, indented below the one before."""
    return "\n".join([*("    " * at + way for at, way in enumerate(ways * depth)), "    " * depth * len(ways) + "word"])


# What holds other blocks, so many times within each other; which tag each makes, and what is left of one too many.
WITHIN: dict[str, tuple[Callable[[int], str], str, list[str]]] = {
    "quote": (lambda depth: "> " * depth + "word", "blockquote", [">", "word"]),
    "box below an indent": (lambda depth: nested(depth, "!!! note"), "div", ["!!!", "note", "word"]),
    "tab": (lambda depth: nested(depth, '=== "t"'), "div", ["===", '"t"', "word"]),
    "box between signs": (
        lambda depth: "::: note\n" * depth + "word\n" + ":::\n" * depth,
        "div",
        [":::", "note", "word", ":::"],
    ),
    "box of a quote": (
        lambda depth: "\n".join([*("> " * at + "[!NOTE]" for at in range(1, depth + 1)), "> " * depth + "word"]),
        "div",
        ["[!NOTE]", ">", "word"],
    ),
    "collapsible block": (
        lambda depth: "<details>\n<summary>t</summary>\n\n" * depth + "word\n" + "\n</details>" * depth,
        "details",
        ["<details>", "<summary>t</summary>", "word", "</details>"],
    ),
    "meaning": (lambda depth: "t\n" + nested(depth, ":   t"), "dl", [":", "t", "word"]),
}


@pytest.mark.parametrize("name", WITHIN)
def test_beyond_its_depth_what_holds_others_is_text(name: str) -> None:
    made, tag, left = WITHIN[name]
    pages = [Markup(safe_html.fragment(made(depth))) for depth in (MAX_DEPTH - 1, MAX_DEPTH, MAX_DEPTH + 1)]
    less, most, beyond = (page.tags.count(tag) for page in pages)
    assert less < most == beyond
    assert [page.text.split()[-len(left) :] == left for page in pages] == [False, False, True]


def test_marks_of_emphasis_that_lie_too_deep_are_text_on_both_sides() -> None:
    for tags in (inlines.MAX_NESTING - 2, inlines.MAX_NESTING - 1):
        page = Markup(safe_html.fragment(f"{'<b>' * tags}*a ~~word~~ b*{'</b>' * tags}"))
        deep = tags + 2 > inlines.MAX_NESTING
        assert (page.text, "del" in page.tags) == ("a ~~word~~ b" if deep else "a word b", not deep)


def test_beyond_its_depth_a_mark_is_text() -> None:
    deep = Markup(safe_html.fragment("> " * (MAX_DEPTH + 3) + "word"))
    assert (deep.tags.count("blockquote"), deep.text.split()) == (MAX_DEPTH, [">", ">", ">", "word"])
    items = "\n".join("  " * depth + f"- w{depth}" for depth in range(300))
    nested = Markup(safe_html.fragment(items))
    assert nested.tags.count("ul") == MAX_DEPTH
    assert re.findall(r"w\d+", nested.text) == [f"w{depth}" for depth in range(300)]


def test_a_table_too_wide_is_text() -> None:
    row = "|".join("a" * (MAX_COLUMNS + 1))
    assert "table" not in Markup(safe_html.fragment(f"{row}\n{'|'.join('-' * (MAX_COLUMNS + 1))}\n{row}")).tags


def test_a_fault_of_the_renderer_costs_the_form_only(monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.setattr(document, "read", lambda *_: 1 / 0)
    assert safe_html.fragment("a <fault>") == '<pre class="as-is" tabindex="0">a &lt;fault&gt;</pre>'


def test_a_lost_word_is_noticed(monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.setattr(document, "read", lambda *_: nodes.Document(()))
    assert safe_html.fragment("a word is missing") == '<pre class="as-is" tabindex="0">a word is missing</pre>'


# Laws ----------------------------------------------------------------------------------------------------------------

# None of these words is the name of an entity or of a language, and none is part of another.
WORDS = ("Bucket", "Qu3ue", "Zürich", "ключ", "鍵", "Kx9")
MARKS = (
    *" \n\t<>&[]()*_`~#|!:;-+=\\\"'{}.",
    *("\n\n", "\n- ", "\n1. ", "\n    ", "\n  ", "\n> ", "```", "\n```\n", "](", "![", "[x] ", "](http://", "<http://"),
    *("**", "__", "||", "\n|-|-|\n", "\n---\n", "\n===\n", "  \n", "&lt;", "&#60;", "\x02", "\x03", "\u2028", "\ue000"),
    *("/// ", "??? ", "--8<-- ", "{: ", "[^", "]: ", "*[", "<!--", "-->", "</", "<script>", "javascript:", "<a@", "$$"),
)  # fmt: skip
NASTY = st.lists(st.sampled_from(WORDS) | st.sampled_from(MARKS), max_size=40).map("".join)


def words_kept(markdown: str, shown: str) -> bool:
    """A link to a place in the page keeps its text only: the place is not in it."""
    expected = re.sub(r"\]\([ \t]*<?#[^\s)]*", "", clean(markdown))
    return all(shown.count(word) >= expected.count(word) for word in WORDS)


@QUICK
@given(NASTY)
def test_any_answer_is_safe_and_whole(markdown: str) -> None:
    rendered = safe_html.fragment(markdown)
    assert faults(rendered) == []
    assert words_kept(markdown, Markup(rendered).shown)


@QUICK
@given(NASTY)
def test_any_portable_answer_means_the_same(markdown: str) -> None:
    written = portable(markdown)
    again = safe_html.fragment(written)
    assert faults(again) == []
    assert words_kept(markdown, Markup(again).shown)


@QUICK
@given(st.lists(NASTY, min_size=2, max_size=4))
def test_no_answer_knows_another(answers: list[str]) -> None:
    alone = [safe_html.fragment.__wrapped__(answer) for answer in answers]
    mixed = answers * 2
    random.Random(0).shuffle(mixed)
    for answer in mixed:
        assert safe_html.fragment.__wrapped__(answer) == alone[answers.index(answer)]


@QUICK
@given(st.text(alphabet="a`\\|<\n", max_size=60))
def test_spans_are_the_text(text: str) -> None:
    assert "".join(piece for _, piece in spans(text)) == text


@pytest.mark.skipif(not SEEDS.is_dir(), reason="the folder of real notes, ../shared, is not on this machine")
def test_real_notes_are_whole() -> None:
    for path in sorted(SEEDS.iterdir()):
        for part in re.split(r"\n(?=#{1,4} |\*\*\d)", path.read_text("utf-8", "replace")):
            rendered = safe_html.fragment(part)
            assert faults(rendered) == []
            assert "as-is" not in rendered
            assert Markup(safe_html.fragment(portable(part))).text.split() == Markup(rendered).text.split()


# Collapsible blocks in Markdown ---------------------------------------------------------------------------------------

FOLDS = """\
<details><summary>*So*, [there](https://a.bc/ "Far"), [here](services/x/#y) & `a*b`?</summary>

- one

<details open><summary>Inner</summary>
two
</details>
</details>

> <details><summary>Quoted</summary>
> three
> </details>
"""


def test_collapsible_blocks_are_elements_where_nothing_is_indented() -> None:
    assert portable(FOLDS, copy=True).split("\n") == [
        '<details markdown="1">',
        "<summary><em>So</em>, there (https&#58;&#47;&#47;a.bc&#47;) (Far), here &#38; <code>a&#42;b</code>?</summary>",
        "",
        "- one",
        "",
        '<details markdown="1" open>',
        "<summary>Inner</summary>",
        "",
        "two",
        "",
        "</details>",
        "",
        "</details>",
        "",
        "> > [!DETAILS]- Quoted",
        "> > three",
    ]
    again = Markup(safe_html.fragment(portable(FOLDS, copy=True)))
    assert again.tags.count("details") == 2 and {"one", "two", "three"} <= set(again.text.split())


@pytest.mark.parametrize("extensions", [SITE, SITE + MORE], ids=["site", "all"])
def test_they_are_read_by_another_generator(extensions: list[str]) -> None:
    page = Markup(as_page(portable(FOLDS, copy=True), extensions)[0])
    assert page.broken == [] and page.tags.count("details") == 2
    assert "li" in page.tags and "code" in page.tags
