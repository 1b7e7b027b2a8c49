"""Blocks of HTML within Markdown: what becomes of each, and near ones that stay as they are written."""

from __future__ import annotations

import pytest

from studyguide.reading import with_blocks

MADE = {
    "a list": ("<ul><li>a</li><li><b>b</b></li></ul>", "\n- a\n- **b**\n"),
    "lists in each other": (
        "<ol>\n<li>a\n<ul><li>b</li></ul>\n</li>\n<li>c</li>\n</ol>",
        "\n1. a\n   - b\n2. c\n",
    ),
    "a list behind words": ("By `a`. <br><ul><li>b</li><li>c</li></ul> So.", "By `a`.\n\n- b\n- c\n\nSo."),
    "a list in a cell": ("| a | <ul><li>b</li><li>`c`</li></ul> |", "| a | • b<br>• `c` |"),
    "a numbered list in a cell": ("| a | <ol> <li>b</li> <li>c</li> </ol> |", "| a | 1. b<br>2. c |"),
    "a list in a list": ("- a\n\n    <ul><li>b</li></ul>", "- a\n\n\n    - b\n"),
    "a table": (
        '<table border="1">\n<tr><th>A</th><th>B</th></tr>\n<tr><td>a | b</td>'
        '<td><a href="c.md">c</a></td></tr>\n</table>',
        "\n| A | B |\n|---|---|\n| a \\| b | [c](c.md) |\n",
    ),
    "a table with fences": (
        "<table>\n<tr><td>\n\n```sh\nls <td>\n```\n\n</td><td>b</td></tr>\n</table>",
        "\n```sh\nls <td>\n```\n\nb\n",
    ),
    "a quotation": ("<blockquote>a <i>b</i></blockquote>", "\n> a *b*\n"),
    "terms": ("<dl><dt>a</dt><dd>b</dd><dd>c</dd><dt>d</dt><dd>e</dd></dl>", "\na\n:   b\n:   c\n\nd\n:   e\n"),
}
AS_THEY_ARE = {
    "code": "```html\n<ul><li>a</li></ul>\n```",
    "indented code": "So:\n\n    <ul><li>a</li></ul>",
    "code in a line": "Write `<ul><li>a</li></ul>` there.",
    "a tag that is not closed": "<ul><li>a</li>",
    "a tag that is meant": "Use <ul> and <ol>.",
    "words behind its end": "<blockquote>a</blockquote> b",
    "marks of Markdown within": "<ul>\n- a\n</ul>",
    "an element that is none": "<table-of>a</table-of>",
    "a cell without a list": "| a | <b>b</b> |",
}


@pytest.mark.parametrize(("note", "made"), MADE.values(), ids=MADE)
def test_a_block_is_made_markdown(note: str, made: str) -> None:
    assert "\n".join(with_blocks(note.split("\n"))) == made


@pytest.mark.parametrize("note", AS_THEY_ARE.values(), ids=AS_THEY_ARE)
def test_what_is_none_stays(note: str) -> None:
    assert "\n".join(with_blocks(note.split("\n"))) == note
