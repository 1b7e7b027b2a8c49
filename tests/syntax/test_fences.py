"""Where code stands between fences: for CommonMark and for notes as they are. Reading and tidying see the same."""

from __future__ import annotations

import re
from collections.abc import Iterable, Iterator, Sequence
from itertools import pairwise
from pathlib import Path

import pytest
from growth import assert_steady
from hypothesis import given
from hypothesis import strategies as st
from laws import tries
from tables import every_row

from studyguide.answers import markdown_blocks, nodes, pasted_blocks
from studyguide.answers.pasted_lines import Code, rows_of
from studyguide.answers.tidy import tidy
from studyguide.reading.entries import read
from studyguide.reading.line_marks import scan
from studyguide.records import ANYTHING, Text
from studyguide.syntax.fence_info import lenient_info
from studyguide.syntax.fences import enclosing_mark, fences_of, preformatted

CASES = Path(__file__).parents[1] / "cases" / "syntax" / "fences.txt"
CASE = re.compile(
    r"^(?P<name>[^#.\n][^\n]*)\n\.\n(?P<lines>.*?)\n\.\n(?P<strict>[^\n]*)\n(?:(?P<lenient>[^\n]*)\n)??\.$", re.M | re.S
)


def cases() -> list[object]:
    found = CASE.finditer(CASES.read_text("utf-8"))
    return [
        pytest.param(
            case["lines"].split("\n"), case["strict"], case["strict"] if case["lenient"] is None else case["lenient"],
            id=case["name"],
        )
        for case in found
    ]  # fmt: skip


# Who sees code -------------------------------------------------------------------------------------------------------


def rendered(lines: Sequence[str]) -> list[str]:
    """The words that are code for who renders."""
    return list(_words(_code_of(markdown_blocks.read("\n".join(lines)).blocks)))


def tidied(lines: Sequence[str]) -> list[str]:
    """The words that are code for who tidies."""
    return list(_words(_code_of(pasted_blocks.blocks_of(rows_of(lines, ANYTHING), ANYTHING))))


def _code_of(blocks: Iterable[object]) -> Iterator[str]:
    for block in blocks:
        match block:
            case nodes.Code(text=text):
                yield text
            case Code(lines=lines):
                yield "\n".join(lines)
            case nodes.Quote(inner) | pasted_blocks.Quote(inner):
                yield from _code_of(inner)
            case nodes.Listing(items=items) | pasted_blocks.Items(items=items):
                for item in items:
                    yield from _code_of(item.blocks)


def _words(texts: Iterable[str]) -> Iterator[str]:
    return (word for text in texts for word in text.split())


def as_read(lines: Sequence[str]) -> list[str]:
    """The words that are code for who reads questions, without those of the marks that enclose it."""
    code = {i for i, line in enumerate(scan(lines)) if line.kind == "code"}
    found: list[str] = []
    for fence in fences_of(lines):
        assert set(range(fence.first, fence.end)) <= code
        inner = lines[fence.first + 1 : fence.end - fence.closed]
        titled = fence.closed and any(map(str.strip, inner))
        found += [] if titled else lenient_info(fence.info).words.split()
        found += _words(re.sub(rf"^\s*(?:> ?){{{fence.quoted}}}", "", line) for line in inner)
        code -= set(range(fence.first, fence.end))
    assert not code
    return found


@every_row(("lines", "strict", "lenient"), cases())
def test_what_is_code(lines: list[str], strict: str, lenient: str) -> None:
    assert rendered(lines) == strict.split()
    assert as_read(lines) == lenient.split()
    assert tidied(lines) == lenient.split()


def test_there_are_cases() -> None:
    assert len(cases()) == CASES.read_text("utf-8").count("\n.\n\n") + 1 > 25


@every_row(
    ("lines", "ends"),
    [
        (["<pre>", "```", "one", "</pre>", "two"], [(0, 4)]),
        (["<PRE class='x'><code>one", "two</code></PRE>"], [(0, 2)]),
        (["  <pre>one</pre>", "```", "two", "```"], [(0, 1), (1, 4)]),
        (["```", "<pre>", "```", "</pre>"], [(0, 3)]),
        (["<pre>", "one"], []),
        (["<pre>", "one</pre> and more", "two</pre>"], []),
        (["about <pre>", "one", "</pre>"], []),
        (["<prefix>", "one", "</pre>"], []),
    ],
)
def test_preformatted_text_holds_no_marks(lines: list[str], ends: list[tuple[int, int]]) -> None:
    assert [(fence.first, fence.end) for fence in fences_of(lines)] == ends


def test_what_stands_between_the_tags_of_preformatted_text() -> None:
    lines = ["<pre class='x'><code>one", "&lt;two", "three</code></pre>"]
    (fence,) = fences_of(lines)
    assert preformatted(lines, fence) == ["one", "&lt;two", "three"]
    assert (fence.mark, fence.info, fence.closed) == ("<pre", "<pre class='x'><code>", True)


@pytest.mark.parametrize(("deep", "found"), [(1, 1), (9, 1), (10, 0)])
def test_quotes_are_looked_into_as_deep_as_people_quote(deep: int, found: int) -> None:
    lines = [f"{'> ' * deep}{text}" for text in ("```", "one", "```")]
    assert [fence.quoted for fence in fences_of(lines)] == [deep] * found


def test_a_quote_ends_with_its_lines() -> None:
    assert [(fence.first, fence.end) for fence in fences_of(["a", "> b", "> ```", "> c", "d", "> ```"])] == [
        *((2, 4), (5, 6)),
    ]


# Laws ----------------------------------------------------------------------------------------------------------------

MARKS = ["```", "```", "```sh", "~~~", "~~~sh", "````", "```a b"]
SOME_LINES = st.lists(
    st.tuples(
        st.sampled_from(["", "", "", "> ", "- ", "1. ", "  ", "    "]),
        st.sampled_from([*MARKS, *MARKS, "", "", "", "word", "word", "## word", "7. word", "**word**"]),
    ).map("".join),
    max_size=14,
)


@given(SOME_LINES)
@tries(400)
def test_reading_and_tidying_see_the_same_code(lines: list[str]) -> None:
    named = [f"{line}{n}" if line.endswith("word") else line for n, line in enumerate(lines)]
    assert as_read(named) == tidied(named)


@given(SOME_LINES)
@tries(250)
def test_fences_stand_in_order_and_hold_lines(lines: list[str]) -> None:
    fences = fences_of(lines)
    assert all(0 <= fence.first < fence.end <= len(lines) for fence in fences)
    assert all(a.end <= b.first for a, b in pairwise(fences))
    assert all(fence.end - fence.first > 1 for fence in fences if fence.closed)


BLOCKS = st.lists(
    st.one_of(
        st.sampled_from([["word"], ["## word"], ["7. word"]]),
        st.tuples(
            st.sampled_from([("```", ""), ("```", "sh"), ("~~~", ""), ("````", "md")]),
            st.lists(
                st.sampled_from(["word", "", "## word", "7. word", "**word**", "``", "~~", "- ```x`"]), max_size=4
            ),
        ).map(lambda fence: [fence[0][0] + fence[0][1], *fence[1], fence[0][0]]),
    ),
    max_size=6,
)


@given(BLOCKS)
@tries(250)
def test_where_marks_come_out_even_commonmark_is_right(blocks: list[list[str]]) -> None:
    lines = [line for block in blocks for line in ["", *block]]
    named = [f"{line}{n}" if line.endswith("word") else line for n, line in enumerate(lines)]
    assert rendered(named) == tidied(named) == as_read(named)


# What people do to a fence. Each may cost its own answer, and no other. Left out is a mark that nobody opened: below
# one that nobody closed it makes a pair without a fault.
ACCIDENTS = {
    "none": ["```{}", "code", "", "more", "```"],
    "left open": ["```{}", "code", "", "more"],
    "language again": ["```{}", "code", "", "more", "```{}"],
    "closed twice": ["```{}", "code", "```", "```"],
    "opened twice": ["```", "```{}", "code", "```"],
    "words on it": ["```A: code it is"],
    "tildes": ["~~~{}", "code"],
    "a longer mark": ["````{}", "code"],
}
WAYS = {"heading": "### {}. What is it?", "number": "{}. What is it?", "bold": "**{}. What is it?**"}


@given(
    st.lists(st.tuples(st.sampled_from(sorted(ACCIDENTS)), st.sampled_from(["", "sh"])), min_size=2, max_size=7),
    st.sampled_from(sorted(WAYS)),
)
@tries(100)
def test_a_broken_fence_costs_at_most_its_own_answer(accidents: list[tuple[str, str]], way: str) -> None:
    lines = []
    for n, (name, language) in enumerate(accidents, 1):
        lines += [WAYS[way].format(n), "", f"Answer {n} begins.", "", *(x.format(language) for x in ACCIDENTS[name])]
        lines += ["", f"Answer {n} ends.", ""]
    entries = read(Text("notes/made.md", "utf-8", tuple(lines))).entries
    assert [entry.number for entry in entries] == [str(n) for n in range(1, len(accidents) + 1)]
    for n, entry in enumerate(entries, 1):
        assert f"Answer {n} begins." in entry.answer and f"Answer {n} ends." in entry.answer


# In each quote a mark is left open, so that all its lines are looked at twice.
QUOTES = [line for deep in range(9) for line in (f"{'> ' * deep}```sh", "> " * deep)]
GROWING = {
    "```": ["```"],
    "left open": ["```sh", "a"],
    "apart": ["```", "a", ""],
    "in items": ["- ```"],
    "in quotes": ["> ```", ""],
    "in nine quotes": ["> " * 9 + "```"],
    "longer and shorter": ["````", "```"],
    "longer": ["````sh"],
    "tildes": ["~~~~", "```"],
    "tags": ["<pre>", "</pre> a"],
}


@pytest.mark.growth
@pytest.mark.parametrize("name", GROWING)
def test_twice_the_marks_take_twice_the_time(name: str) -> None:
    # The last mark is left open for sure: what comes out even is looked at once, all else twice.
    once, twice = ([*QUOTES, *(GROWING[name] * size), "~~~~~sh"] for size in (4_000, 8_000))
    assert_steady(fences_of, once, twice)


@pytest.mark.growth
def test_marks_of_all_lengths_take_no_longer() -> None:
    once, twice = (["`" * length for length in range(most, 2, -1)] for most in (1_000, 1_414))
    assert_steady(fences_of, once, twice)


# What stands on the mark ---------------------------------------------------------------------------------------------


@every_row(
    ("info", "language", "title", "words"),
    [
        ("", "", "", ""),
        ("sh", "sh", "", ""),
        ("c++", "c++", "", ""),
        ("python title=\"a b.py\" hl_lines='2'", "python", "a b.py", ""),
        ("python:app.py", "python", "app.py", ""),
        ("{.python .numberLines startFrom=\"1\"}", "python", "", ""),
        ("{ .sh title='a' onclick=\"x()\" }", "sh", "a", ""),
        ("{#only-an-id}", "", "", ""),
        ("js {1,3-4} showLineNumbers", "js", "", ""),
        ("rust,ignore", "rust", "", ""),
        ("js=12", "js", "", ""),
        ("sh aws s3 ls", "sh", "", "aws s3 ls"),
        ("python showLineNumbers", "python", "", "showLineNumbers"),
        ("python start=3 see below", "python", "", "start=3 see below"),
        ("aws s3 ls", "", "", "aws s3 ls"),
        ("sh (as root)", "sh", "", "(as root)"),
        ("python [optional]", "python", "optional", ""),
        ("python [1, 3]", "python", "", ""),
        ("python [a][b]", "python", "", "[a][b]"),
        ("{code-cell} ipython3", "python", "", ""),
        ("{code-block}", "", "", ""),
        ("{figure} a.png", "", "", "{figure} a.png"),
        ("A: It stores objects.", "", "", "A: It stores objects."),
        ("A:It", "", "", "A:It"),
        ("https://example.org", "", "", "https://example.org"),
        ("# comment", "", "", "# comment"),
    ],
)  # fmt: skip
def test_what_stands_on_a_fence(info: str, language: str, title: str, words: str) -> None:
    found = lenient_info(info)
    assert (found.language, found.title, found.words) == (language, title, words)


@given(st.text(alphabet="ab1 {}[]()=:,\"'.#-", max_size=30))
@tries(250)
def test_no_word_on_a_fence_is_lost(info: str) -> None:
    """People's orders to their programs are in braces or have a sign."""
    lenient = lenient_info(info)
    if not re.search(r"[={}\[,]", info):
        said = re.findall(r"\w+", f"{lenient.language} {lenient.title} {lenient.words}")
        assert sorted(said) == sorted(re.findall(r"\w+", info))


@pytest.mark.parametrize(
    ("code", "mark"), [([], "```"), (["``"], "```"), (["a```"], "````"), (["````", "```"], "`````"), (["~~~"], "```")]
)
def test_the_mark_that_encloses(code: list[str], mark: str) -> None:
    assert enclosing_mark(code) == mark


def test_a_title_stays_on_its_fence() -> None:
    note = ['```yaml title="bucket.yml"', "Type: AWS::S3::Bucket", "```"]
    assert tidy(note) == "\n".join(note)
