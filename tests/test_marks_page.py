"""The page that shows each mark as written and as it comes out: its examples are marks, and no mark is missing."""

from __future__ import annotations

import re
from pathlib import Path

from markup import Markup, faults
from tables import every_row

from studyguide import pipeline
from studyguide.answers import safe_html
from studyguide.answers.nodes import SPANS
from studyguide.answers.tidy import tidy
from studyguide.site.page_blocks import Note, with_examples

PAGE = (Path(__file__).resolve().parents[1] / "docs" / "marks.md").read_text("utf-8")
EXAMPLES = [insert.markdown for insert in with_examples(PAGE)[1] if isinstance(insert, Note)]
# What an example shows of its marks in code, or where they are no marks.
_RAW = re.compile(r"\[\^|\]\[|\]:|:::|!!!|\?\?\?|=== |\[!|==|\+\+|~|\^|\*\*|<br>|:[a-z_]+:")


@every_row("markdown", EXAMPLES)
def test_each_example_is_read_as_a_mark(markdown: str) -> None:
    rendered = safe_html.fragment(markdown)
    assert faults(rendered) == []
    assert not _RAW.search(Markup(re.sub(r"<code>.*?</code>", "", rendered, flags=re.S)).text)


@every_row("markdown", EXAMPLES)
def test_each_example_comes_out_so_from_a_note_too(markdown: str) -> None:
    clean = safe_html.fragment(tidy(markdown.split("\n")))
    assert Markup(clean).text.split() == Markup(safe_html.fragment(markdown)).text.split()


def test_the_page_shows_every_mark() -> None:
    shown = "".join(map(safe_html.fragment, EXAMPLES))
    for tag in (
        *(written.tag for written in SPANS.values()),
        "abbr",
        "br",
        "dl",
        "details",
        "table",
        "blockquote",
        "hr",
    ):
        assert f"<{tag}" in shown, tag
    for name in ("callout", "tabs", "footnotes", "tasks", "filename", "hll"):
        assert re.search(rf'class="[^"]*{name}', shown), name


def test_what_comes_of_an_example_stands_below_it() -> None:
    page = pipeline.authored_page("x.md", "A\n\n```markdown shown\n==b==\n```\n\nC\n")
    assert page.markdown.startswith("A\n\n```markdown\n==b==\n```\n\n")
    html = "".join(f"<p>{line}</p>" for line in page.markdown.split("\n"))
    assert '<div class="answer-text"><p><mark>b</mark></p></div>' in pipeline.with_answers(page, html).replace(
        "<p></p>", ""
    )
    assert pipeline.authored_page("x.md", "```markdown\n==b==\n```").inserts == ()
