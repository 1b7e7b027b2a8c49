"""Boxes and tabs that few programs write: what becomes of each, near ones that stay, and no word is told as lost."""

from __future__ import annotations

import pytest

from studyguide import pipeline
from studyguide.answers.tidy import tidy
from studyguide.records import RawFile, Subject

MADE = {
    "a box with its kind below": (
        "/// admonition | Wet\n    type: warning\n\nIt slips.\n///",
        "/// warning | Wet\nIt slips.\n///",
    ),
    "a folded one": ("/// details | Wet\n    type: tip\n\nIt slips.\n///", "/// details | Wet\nIt slips.\n///"),
    "an open one": (
        "/// details | Wet\n    type: tip\n    open: true\n\nIt slips.\n///",
        "/// tip | Wet\nIt slips.\n///",
    ),
    "boxes in each other": (
        "/// details | Wet\n/// note\nIt slips.\n///\n\nSo.\n///",
        "/// details | Wet\n/// note\nIt slips.\n///\n\nSo.\n///",
    ),
    "tabs": (
        "/// tab | Thin\nIt `holds`.\n///\n\n/// tab | Thick\n```sh\ntie\n```\n///",
        '=== "Thin"\n    It `holds`.\n\n=== "Thick"\n    ```sh\n    tie\n    ```',
    ),
    "what is only placed": ("/// html | div.wide\nIt holds.\n///", "It holds."),
    "a class": (":::{admonition} A *wet* one\n:class: tip\nIt slips.\n:::", ":::{tip} A *wet* one\nIt slips.\n:::"),
    "a fence with a class": ("```{admonition} Wet\n:class: x tip\nIt slips.\n```", ":::{tip} Wet\nIt slips.\n:::"),
    "of Quarto": ('::: {.callout-tip title="Wet" collapse="true"}\nIt slips.\n:::', ":::tip Wet\nIt slips.\n:::"),
    "a group of code": ("::: code-group\n\n```sh [npm]\nx\n```\n\n:::", '```sh title="npm"\nx\n```'),
    "of GitBook": ('{% hint style="info" %}\nIt slips.\n{% endhint %}', ":::info\nIt slips.\n:::"),
    "tabs of GitBook": (
        '{% tabs %}\n{% tab title="Thin" %}\nIt holds.\n{% endtab %}\n{% endtabs %}',
        '=== "Thin"\n    It holds.',
    ),
}
AS_THEY_ARE = {
    "not closed": "/// admonition | Wet\n    type: warning\nIt slips.",
    "a comment of Rust": "/// Returns\nIt slips.\n///",
    "another block of MyST": ":::{list-of-ropes}\nIt slips.\n:::",
    "another word of a template": "{% raw %}\nIt slips.\n{% endraw %}",
    "code": "```text\n/// tab | Thin\nx\n///\n```",
}


@pytest.mark.parametrize(("note", "made"), MADE.values(), ids=MADE)
def test_it_becomes_one_that_many_write(note: str, made: str) -> None:
    assert tidy(note.split("\n")) == made
    assert tidy(made.split("\n")) == made


@pytest.mark.parametrize("note", AS_THEY_ARE.values(), ids=AS_THEY_ARE)
def test_what_is_none_stays(note: str) -> None:
    assert tidy(note.split("\n")).split() == note.split()


@pytest.mark.parametrize("note", [note for note, _ in MADE.values()], ids=MADE)
def test_no_word_of_it_is_told_as_lost(note: str) -> None:
    made = pipeline.prepared_file(RawFile("a.md", f"## What is it?\n\nSo:\n\n{note}\n".encode()), Subject())
    assert [str(problem) for problem in made.problems if problem.grave] == []
