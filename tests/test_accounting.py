"""Nothing is lost: the words of a question in the notes and on the site are compared."""

from __future__ import annotations

from dataclasses import replace
from typing import Any

import pytest
from growth import assert_steady
from tables import every_row

from studyguide import pipeline
from studyguide.accounting import lost_words
from studyguide.guide import About
from studyguide.pipeline import prepared
from studyguide.reading import read
from studyguide.records import Folder, RawFile, Subject, Text
from studyguide.site.json_files import ledger_json

NOTE = """## Basic

### Q1. What is a **sluice**?

**Answer:** A gate, see [canals](https://example.org/canal).

- It holds `water` &amp; boats.

```sh
open --slowly
```

| part | of |
|---|---|
| gate | oak |
"""
TEXT = Text("canal.md", "utf-8", tuple(NOTE.split("\n")))
READING = read(TEXT)
(ENTRY,) = READING.entries
MADE = prepared(ENTRY, Subject())


def told(**changes: Any) -> list[str]:
    return [str(problem) for problem in lost_words(TEXT, READING, (replace(MADE, **changes),))]


def test_labels_numbers_levels_marks_and_the_language_of_code_are_no_loss() -> None:
    assert told() == []
    assert told(answer=f"{MADE.answer}\n\n```bash\n```") == []  # the language was found, and not lost


def test_what_a_fence_orders_programs_to_do_is_no_loss_and_a_title_on_it_is_none_either() -> None:
    note = NOTE.replace("```sh", '```sh title="gate.sh" hl_lines="1" {linenos=true}')
    reading = read(text := Text("canal.md", "utf-8", tuple(note.split("\n"))))
    made = prepared(reading.entries[0], Subject())
    assert "gate.sh" in made.answer
    assert list(lost_words(text, reading, (made,))) == []


def test_a_letter_that_is_a_bullet_is_no_word() -> None:
    note = NOTE.replace("- It holds", "o\tIt holds")
    reading = read(text := Text("canal.md", "utf-8", tuple(note.split("\n"))))
    assert list(lost_words(text, reading, (prepared(reading.entries[0], Subject()),))) == []


@pytest.mark.parametrize("word", ["gate", "canals", "water", "boats", "slowly", "oak"])
def test_a_word_that_is_gone_is_named(word: str) -> None:
    (said,) = told(answer=MADE.answer.replace(word, ""))
    assert said.startswith("canal.md:3: ") and f"“{word}” is on no page" in said


def test_a_word_that_was_never_written_is_named() -> None:
    (said,) = told(title="What is a great sluice?")
    assert "“great” is not in the notes" in said


def test_a_word_that_stands_twice_must_be_shown_twice() -> None:
    assert told(answer=MADE.answer.replace("gate", "", 1)) != []


def test_words_that_grow_together_are_two_losses() -> None:
    assert len(told(title="What is asluice?")) == 2


def test_a_loss_fails_a_strict_build(monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.setattr(pipeline, "tidy", lambda lines, subject: "")
    site = pipeline.build(Folder((RawFile("canal.md", NOTE.encode()),), Subject()))
    assert any(problem.grave and "is on no page" in problem.message for problem in site.problems)


# Remarks -------------------------------------------------------------------------------------------------------------

REMARKED = """\
### What is a lock? %%ask Ann%%

It lifts <b>boats</b> <!-- all? -->, `%%x%%` slowly. <!-- more
than this --> Done.

```sh
echo %%a%% # <!-- b -->
```

    ls %%c%% | wc -l

<!-- a whole line -->

- 50%% and 100%% of it
"""


def test_remarks_within_lines_are_told_where_no_page_shows_them() -> None:
    made = pipeline.prepared_file(RawFile("a.md", REMARKED.encode()), Subject())
    assert made.reading.remarks == (
        (1, "%%ask Ann%%"),
        (3, "<!-- all? -->"),
        (3, "<!-- more"),
        (4, "than this -->"),
    )
    assert [role.first for role in made.reading.roles if role.why == "a remark of the author"] == [12]
    assert not made.problems
    assert "lifts **boats**, `%%x%%` slowly.\nDone." in made.asked[0].answer
    for shown in ("echo %%a%% # <!-- b -->", "ls %%c%%", "50%% and 100%%"):
        assert shown in made.asked[0].answer


def test_remarks_are_told_under_sources_and_in_the_ledger() -> None:
    site = pipeline.build(Folder((RawFile("a.md", REMARKED.encode()),), Subject()))
    pages = dict(pipeline.markdown_files(site, About()))
    assert '<td>a remark of the author within the line</td><td class="number">3</td>' in str(
        pages["sources/a-md/index.md"]
    )
    (source,) = ledger_json(site)["sources"]
    assert source["remarks"][0] == {"line": 1, "text": "%%ask Ann%%"}
    (plain,) = ledger_json(pipeline.build(Folder((RawFile("a.md", NOTE.encode()),), Subject())))["sources"]
    assert "remarks" not in plain


def faults(note: str) -> list[str]:
    file = RawFile("n.md", note.encode())
    return [
        one.message
        for one in pipeline.prepared_file(file, Subject()).problems
        if "fault of the generator" in one.message
    ]


@every_row(
    "note",
    [
        "प्रश्न 1: जल कौन रोकता है?\nउत्तर: द्वार।\n\nप्रश्न 2: द्वार किसका है?\nउत्तर: लकड़ी का।",
        "I. What is a lock?\nA chamber.\n\nII. What is a weir?\nA wall.\n\nIII. What is a gate?\nA door.",
        "a) What is a lock?\nA chamber.\n\nb) What is a weir?\nA wall.\n\nc) What is a gate?\nA door.",
        "Karte 1: What is a lock?\nA chamber.\n\nKarte 2: What is a weir?\nA wall.",
        "1. What is a lock?\nVst: A chamber.\n\n2. What is a weir?\nVst: A wall.\n\n3. What is a gate?\nVst: A door.",
        "E = easy, H = hard\n\n1. [E] What is a lock?\nA chamber.\n\n2. What is a weir? (H)\nA wall.",
        "一、什么是船闸？\n一个闸室。\n\n二、什么是堰？\n一堵墙。\n\n三、什么是门？\n木头。",
        "### 問1 水門とは何ですか？\n\n①水を通す。\n②水を止める。\n\n### 問2 堰とは何ですか？\n\n水を止める。",
        "(i) What is a lock?\nA chamber.\n\n(ii) What is a weir?\nA wall.\n\n(iii) What is a gate?\nA door.",
        '??? note "What is a lock?"\n\n    A chamber.\n\n??? note "What is a weir?"\n\n    A wall.',
        "Q1. Domain: Water\nWhat is a lock?\nA chamber.\n\nQ2. Domain: Stone\nWhat is a weir?\nA wall.",
        "1) What is a lock?\n  A. a box\n  B. a chamber\n\n2) What is a weir?\n  A. a wall\n  B. a door\n\nKey: 1B 2A",
        "| Topic | Question | Answer |\n|---|---|---|\n| Water | What is a lock? | A chamber. |",
    ],
)
def test_numbers_labels_and_topics_are_no_words_of_a_question(note: str) -> None:
    assert faults(note) == []


def test_a_word_that_few_answers_begin_with_is_none_that_may_be_lost() -> None:
    note = "1. What is a lock?\nA chamber.\n\n2. What is a weir?\nWet: A wall.\n\n3. What is a gate?\nA door."
    text = Text("n.md", "utf-8", tuple(note.split("\n")))
    reading = read(text)
    made = [prepared(entry, Subject()) for entry in reading.entries]
    assert list(lost_words(text, reading, made)) == []
    made[1] = replace(made[1], answer="A wall.")
    assert ["“wet”" in one.message for one in lost_words(text, reading, made)] == [True]


# Tags ----------------------------------------------------------------------------------------------------------------


@pytest.mark.parametrize(
    "answer",
    [
        'See <a href="https://example.org/words">the page</a>.',
        '<iframe src="https://example.org/embed"></iframe>',
        '<Tabs>\n<TabItem value="a" label="Apple">\nOne.\n</TabItem>\n</Tabs>',
        '<img title="Tied" src="https://example.org/a.png" alt="A knot"> <a href="other.md#d">there</a>',
        '<video controls>\n<source src="b.mp4" type="video/mp4">\n</video>',
        "```{note} Look\nThree.\n```",
        "<https://example.org/there> and <span style='x'>red</span>",
        "It holds.\n\n**See also**: [[there]]",
        "It holds :tada:, and :material-anchor: too.",
    ],
)
def test_what_a_tag_shows_is_neither_lost_nor_new(answer: str) -> None:
    made = pipeline.prepared_file(RawFile("a.md", f"### What is it :tada:?\n\n{answer}\n".encode()), Subject())
    assert made.problems == () and made.asked[0].answer


@pytest.mark.growth
def test_a_word_twice_as_long_takes_about_twice_the_time() -> None:
    assert_steady(lost_words_of, "a" * 40_000, "a" * 80_000)


def lost_words_of(word: str) -> None:
    text = Text("a.md", "utf-8", ("### What is it?", "", word))
    reading = read(text)
    list(lost_words(text, reading, [prepared(entry, Subject()) for entry in reading.entries]))
