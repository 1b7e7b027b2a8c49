"""Forms as cases in `cases/tidy/*.txt`, and the laws: no word comes, goes or moves, and clean text stays as it is."""

from __future__ import annotations

import re
from collections.abc import Iterator, Sequence
from pathlib import Path

import pytest
from growth import assert_steady
from hypothesis import given
from hypothesis import strategies as st
from laws import tries
from markdown import markdown
from subject import SUBJECT
from tables import every_row

from studyguide.answers.tidy import tidy as tidy_of
from studyguide.reading.answer_lists import pair
from studyguide.reading.entries import read
from studyguide.records import ANYTHING, Command, Subject, Text
from studyguide.syntax.fence_info import lenient_info
from studyguide.syntax.remarks import without_remarks
from studyguide.words.wording import words

CASES = Path(__file__).parents[1] / "cases" / "tidy"
CASE = re.compile(r"^(?P<title>[^#.\n][^\n]*)\n\.\n(?P<note>.*?)\n?^\.$(?:\n(?P<clean>[^\n].*?)\n^\.$)?", re.M | re.S)


def tidy(lines: Sequence[str]) -> str:
    return tidy_of(lines, SUBJECT)


def cases() -> list[object]:
    found: list[object] = []
    for path in sorted(CASES.glob("*.txt")):
        text = path.read_text("utf-8").replace("⇥", "\t").replace("␠", " ")
        for case in CASE.finditer(text):
            clean = case["note"] if case["clean"] is None else case["clean"]
            found.append(pytest.param(case["note"], clean, id=f"{path.stem}: {case['title']}"))
    return found


@every_row(("note", "clean"), cases())
def test_form(note: str, clean: str) -> None:
    assert tidy(note.split("\n")) == clean


@every_row(("note", "clean"), cases())
def test_words_of_cases(note: str, clean: str) -> None:
    assert said(clean) == said(note)
    assert tidy(clean.split("\n")) == clean


def fenced(note: Sequence[str]) -> str:
    """The language of each fence that tidying puts around lines, and how many it holds."""
    fences = re.findall(r"^ *(`{3,})([^\n]*)\n(.*?)^ *\1$", tidy(note), re.M | re.S)
    counts = (sum(bool(line.strip()) for line in code.split("\n")) for _, _, code in fences)
    return " ".join(f"{name or 'text'}:{count}" for (_, name, _), count in zip(fences, counts, strict=True)) or "-"


@every_row("row", (CASES / "code_or_prose.list").read_text("utf-8").splitlines()[3:])
def test_what_is_code(row: str) -> None:
    wanted, _, lines = row.partition(" | ")
    assert fenced(lines.split(" ⏎ ")) == wanted


def forms() -> list[tuple[str, str]]:
    """The short cases, in which a line's end and a tab are signs."""
    blocks = (CASES / "forms.list").read_text("utf-8").replace("⇥", "\t").strip("\n").split("\n\n")[1:]
    pairs = [block.split("\n= ") for block in blocks]
    return [
        (note.replace(" ⏎ ", "\n"), (note if clean == "same" else clean).replace(" ⏎ ", "\n")) for note, clean in pairs
    ]


@every_row(("note", "clean"), forms())
def test_short_form(note: str, clean: str) -> None:
    assert tidy(note.split("\n")) == clean
    assert tidy(clean.split("\n")) == clean


def test_there_are_cases() -> None:
    assert len(cases()) > 60


# Laws ----------------------------------------------------------------------------------------------------------------

# What is not said: languages and attributes on fences, tags, and the letter that is a word processor's bullet.
FENCE = re.compile(r"^(?P<fence>(?:[\s>\\]|[-*+]\s|\d+[.)]\s)*(?:`{3,}|~{3,}))(?P<info>[^\n`]*)$", re.M)
TAG = re.compile(
    r"</?(?:br|p|b|code|pre|ul|li|details|summary|h3|aside|Tabs|TabItem|small|font|iframe|figure|figcaption|video|source"
    r"|img|samp|cite|var)(?: [^<>]*)?>"
)
SPAN = re.compile(r"<span [^<>]*>([^<>]*)</span>")
SHOWN = re.compile(r' (?:label|src|alt|title)="([^"]*)"|<TabItem value="([^"]*)">')
LETTER = re.compile(r"^\s*o(?=\t)", re.M)
ENTITY = re.compile(r"&(?:nbsp|lt|gt);")


def said(text: str) -> list[str]:
    def only_the_fence(match: re.Match[str]) -> str:
        info = lenient_info(match["info"])
        return f"{match['fence']} {info.title} {info.words}"

    text = "\n".join(map(without_remarks, text.split("\n")))

    def only_what_it_shows(match: re.Match[str]) -> str:
        return " ".join(("", *(one for pair in SHOWN.findall(match[0]) for one in pair), ""))

    text = LETTER.sub("", FENCE.sub(only_the_fence, SPAN.sub(r"\1", text)))
    found = words(ENTITY.sub(" ", TAG.sub(only_what_it_shows, text)))
    return [word for word in found if re.search(r"\w", word)]  # a sign by itself may be the mark of a line


# What notes are made of, one piece a line or set apart by ¦.
PIECES = r"""
A sentence ends here.¦Short line¦Another Short Line¦Use:¦Term: what it means¦Other = this one.¦Third — that¦goes on here
- bullet¦  - nested¦      - deep¦* star¦1. one¦2. two¦3) three¦   below it¦• dot¦– dash¦(1) first¦(2) second¦① uno
1️⃣ Keycap¦🚦 Picture¦✅ fine¦❌ bad¦A. alpha¦B. beta¦# Comment¦## Head ##¦#### **Bold**¦#tag¦aws s3 ls¦$ ls -l¦{¦}
  "a": 1,¦def f(x):¦    return x¦import boto3¦const a = () => {¦  return 1;¦};¦functions:¦  api:¦    path: /x¦key: value
Origin: https://x.example¦GET /users¦SELECT a FROM b;¦FROM python:3¦RUN pip install x¦a⇥b¦c⇥d¦⇥e⇥f¦g⇥¦```¦```python
~~~¦````¦---¦***¦===¦=¦> quote¦> - in quote¦> ```¦>= 5¦**Bold:** text¦**Other:** more¦**All bold**¦Word:¦ends  ¦<br>
x<br>y¦<p>¦<p>a</p>¦<b>b</b> c¦<li>x</li>¦<details>¦<summary>S</summary>¦<h3>H</h3>¦<pre>¦</pre>¦&nbsp;¦[x] done¦1.¦-¦•
├── src¦   ↓¦+---+¦export A=b¦\¦text \¦: definition¦[^1]: note¦// comment¦cat <<EOF¦EOF¦—¦10. ten¦    indented();
```js title="a.js"¦```sh ls -l¦```A: said so¦~~~~~~~¦^^^^^^^¦▶ one¦▶ two¦##Near¦#include <a>
$$¦https://x.example/a¦# ¦- # head¦- > quote¦1. 1. twice¦- ```¦name: x¦- name: a¦2010. It was¦for x in y; do¦done
| c | d |¦|a|b|¦|-|-|¦a | b¦[¦]¦!!! tip¦=== "Tab"¦:::tip¦:::¦%%why%%¦*[AB]: alpha¦[a]: https://x.example¦[^b]: note
<kbd>k</kbd> H<sub>2</sub>¦: one¦: two¦??? note "x"¦> [!TIP]¦```js title="a" {1}¦==a== b %%c%% d
"""
LINE = st.sampled_from(["", "", "", "", *re.split(r"[¦\n]", PIECES.strip("\n").replace("⇥", "\t"))])
NOTES = st.lists(st.tuples(st.sampled_from(["", "", "", "", "  ", "    ", "> ", "- "]), LINE).map("".join), max_size=12)


@given(NOTES)
@tries(300)
def test_the_words_stay(lines: list[str]) -> None:
    assert said(tidy(lines)) == said("\n".join(lines))


@given(NOTES)
@tries(300)
def test_clean_stays_clean(lines: list[str]) -> None:
    clean = tidy(lines)
    assert tidy(clean.split("\n")) == clean


@given(st.lists(st.text(max_size=60), max_size=8))
@tries(200)
def test_any_text(lines: list[str]) -> None:
    clean = tidy(lines)
    assert tidy(clean.split("\n")) == clean


CODE = st.text(st.characters(blacklist_characters="`~\n\r", blacklist_categories=["Cs"]), max_size=40)


@given(st.lists(CODE, max_size=8))
@tries(100)
def test_fenced_code_is_not_touched(code: list[str]) -> None:
    block = "\n".join(["```text", *code, "```"])
    assert tidy(["Words.", "", *block.split("\n"), "", "More words."]) == f"Words.\n\n{block}\n\nMore words."


# One line each, over and over: what could make a reader of lines look again at what it has seen.
HOSTILE = {
    "brackets": ["{"],
    "comments": ["# c", ""],
    "fences": ["- a", "  ~~~x"],
    "fences left open": ["```sh", "a", ""],
    "keys": ["key: value"],
    "here": ["cat <<EOF"],
    "SQL": ["SELECT a FROM b"],
    "markup": ["<project>"],
    "pre": ["<pre>"],
    "tabs": ["a\tb", ""],
    "pipes": ["|a|b|"],
    "quotes": ["> a", "b"],
    "items": ["1. a", "text", "", "   b"],
    "pictures": ["🚀 a"],
    "arrows": ["a", "↓"],
    "strings": ['"\\' * 900],
    "stars": ["**a** " * 300],
    "deep": ["> " * 900],
    "dashes": ["- " * 900],
    "ticks": ["` `` ``` " * 200],
    "hashes": ["# " * 900],
    "asides": ["<aside>", "a", "</aside>"],
    "open asides": ["<aside>"],
    "tab items": ['<TabItem value="a">', "a", "</TabItem>"],
    "open tab items": ['<TabItem value="a">'],
    "boxes": ["/// tip | a", "a"],
    "directives": ["```{tip}", "a", "```"],
    "footnotes": ["a" + "[^1]" * 900],
    "dollars": ["$$"],
    "terms": ["a", "b", ": c"],
}


@pytest.mark.growth
@pytest.mark.parametrize("name", HOSTILE)
def test_twice_the_text_takes_twice_the_time(name: str) -> None:
    unit = HOSTILE[name]
    size = max(10_000 // (sum(map(len, unit)) + len(unit)), 2)
    assert_steady(tidy, unit * size, unit * (2 * size))


def test_what_is_a_file_by_mistake_is_left_alone() -> None:
    assert tidy(["word " * 1_000_000]) == "word " * 1_000_000
    assert tidy(["- a"] * 200_000) == "\n".join(["- a"] * 200_000)


# Where it leads ------------------------------------------------------------------------------------------------------


def test_other_renderers_read_the_same() -> None:
    note = [
        *["Do:", "1. Look", "  - here", "  - there", "2. Run:", "   aws s3 ls", "3. Leave"],
        *["", "Size\tPrice", "small\t1", "Below.", "🧭 Next", "More words."],
    ]
    page = markdown(tidy(note), extensions=["tables", "sane_lists", "pymdownx.superfences"])
    assert [page.count(tag) for tag in ("<ol>", "<ul>", "<li>", "<table>", "<pre>", "<h4>")] == [1, 1, 5, 1, 1, 1]
    assert "```" not in page and page.index("<pre>") < page.index("</ol>")


def real_answers(shared: Path) -> Iterator[tuple[str, ...]]:
    for path in (*sorted((shared / "seeds").iterdir()), *sorted((shared / "corpora").glob("*.md"))):
        text = Text(path.name, "utf-8", tuple(path.read_text("utf-8").split("\n")))
        for entry in pair(read(text, SUBJECT), SUBJECT.vendors).entries:
            yield from filter(None, (entry.answer, entry.body))


@pytest.mark.thorough
def test_real_answers_keep_their_words(shared: Path) -> None:
    found = list(real_answers(shared))
    assert len(found) > 250
    for lines in found:
        clean = tidy(lines)
        assert said(clean) == said("\n".join(lines))
        assert tidy(clean.split("\n")) == clean


@pytest.mark.thorough
def test_no_prose_of_real_answers_is_code(shared: Path) -> None:
    """Fences of shell hold commands and comments, nothing else."""
    for lines in real_answers(shared):
        inside = re.findall(r"^ *```bash\n(.*?)^ *```$", tidy(lines), re.M | re.S)
        for line in "".join(inside).split("\n"):
            assert "```bash" in "\n".join(lines) or not line or line.startswith(("# ", "aws "))


@pytest.mark.parametrize(
    ("lines", "language"),
    [
        (["acme shelf list"], "bash"),
        (["acme shelf-books show-all"], "bash"),
        (["acme shelf books --of me"], "bash"),
        (["put book 3"], "bash"),
        (["X-Acme-Shelf: third"], "http"),
        (["import acme_shelf"], "python"),
    ],
)
def test_what_people_of_a_field_type_is_code_where_the_subject_knows_it(lines: list[str], language: str) -> None:
    commands = (Command(("acme",), forms=("shelf list ...", "* *-*")), Command(("put",), ("book",), 1))
    field = Subject(commands=commands, modules=("acme_shelf",), headers=("X-Acme-",))
    assert tidy_of(lines, field) == "\n".join([f"```{language}", *lines, "```"])
    assert tidy_of(lines, ANYTHING) == "\n".join(lines)


@pytest.mark.parametrize(
    "line", ["acme shelf books", "acme is a shop", "put book on a shelf", "put away", "X-Acme: third"]
)
def test_a_sentence_about_a_program_is_none_of_its_commands(line: str) -> None:
    commands = (Command(("acme",), forms=("shelf list ...", "* *-*")), Command(("put",), ("book",), 1))
    assert tidy_of([line], Subject(commands=commands, headers=("X-Acme-",))) == line


def test_beyond_its_depth_a_mark_stays_as_it_is() -> None:
    items = tidy(["  " * at + f"* w{at}" for at in range(12)])
    assert re.findall(r"[-*] w\d+", items) == [f"{'-' if at < 10 else '*'} w{at}" for at in range(12)]
    assert tidy(["> " * 9 + "w"]) == "> " * 9 + "w"
    assert tidy(["> " * 10 + "w"]) == "> " * 9 + "\\> w"


def test_tags_of_collapsible_blocks_in_capitals_and_within_each_other() -> None:
    block = "<details>\n<summary>A</summary>\n\nb\n\n</details>"
    assert tidy(["<DETAILS>", "<Summary>A</Summary>", "b", "</Details >"]) == block
    deep = ["<details><summary>a</summary>"] * 300 + ["b"] + ["</details>"] * 300
    found = tidy(deep)
    assert tidy(found.split("\n")) == found
    assert found.count("<details>") == found.count("</details>") < 10
    assert re.findall(r"\b[ab]\b", found) == ["a"] * 300 + ["b"]
