"""The pages and files of a small guide, letter by letter: tests/cases/pages/as_written.txt was looked at.

What changes on purpose is written anew, and looked at in the diff: `python tests/site/test_as_written.py`.
"""

from __future__ import annotations

import re
import sys
from collections.abc import Iterator
from dataclasses import replace
from pathlib import Path

if __name__ == "__main__":
    sys.path[:0] = [str(Path(__file__).parents[1]), str(Path(__file__).parents[2] / "hooks")]

import pytest
from made import SITE, asked, question

from studyguide import pipeline
from studyguide.guide import About, Download
from studyguide.records import Problem, Site, Span
from studyguide.site import pages

KEPT = Path(__file__).parents[1] / "cases" / "pages" / "as_written.txt"
ABOUT = About(
    name="A guide",
    description="Questions & answers.",
    url="https://guide.example/",
    downloads=(
        Download("downloads/a-guide.pdf", "pdf", "PDF on A4", "to print", "", 2_000_000),
        Download("downloads/a-guide-s3.pdf", "pdf", "PDF on A4", "to print", "s3", 30_000),
        Download("downloads/a-guide.csv", "csv", "CSV", "for a table", "", 900),
    ),
)


def site() -> Site:
    """The site that other tests look at, and what it lacks: other answers far below, options, problems of all sorts."""
    far = asked("What is a tag?", 40, answer="A word.\n\n- one\n- two")
    far = replace(far, answer_spans=(Span("notes/a.txt", 70, 72),))
    near = replace(asked("What is a tag?", 3, answer="A label on a thing."), level=None, level_estimated="advanced")
    more = (
        question("s3-tag", far, near),
        question("iam-s3", asked("Who may write?", 9, ("iam", "s3"), body="- A) all\n- B) none", answer="B")),
        question("s3-none", asked("What is left?", 12, ("s3",))),
    )
    problems = (Problem(Span("notes/a.txt", 3, 3), "it is odd. Look at it", True), *SITE.problems)
    return replace(SITE, questions=(*SITE.questions, *more), problems=problems)


def written() -> Iterator[tuple[str, str]]:
    made = site()
    whole = pipeline.linked_guide(made, ABOUT)
    yield from pages.tree(whole)
    for page in pages.site_pages(whole):
        yield f"for MkDocs: {page.path}", pages.page_text(page)
    yield from ((path, text) for path, text in pipeline.site_files(made, ABOUT).texts if "schema" not in path)


def kept() -> dict[str, str]:
    parts = re.split(r"^=== (.*)\n", KEPT.read_text("utf-8"), flags=re.M)[1:] if KEPT.exists() else []
    return dict(zip(parts[::2], parts[1::2], strict=True))


def ended(text: str) -> str:
    return f"{text.rstrip()}\n"


WRITTEN = dict(written())


def test_no_file_is_missing_or_new() -> None:
    assert list(kept()) == list(WRITTEN)


@pytest.mark.parametrize("path", WRITTEN)
def test_a_file_is_as_it_was(path: str) -> None:
    assert ended(WRITTEN[path]) == kept()[path]


if __name__ == "__main__":
    KEPT.write_text("".join(f"=== {path}\n{ended(text)}" for path, text in written()), "utf-8")
