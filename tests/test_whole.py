"""The whole way from files to pages: nothing is lost on it, and the real files come out as they should."""

from __future__ import annotations

import html
import re
import unicodedata
from collections import Counter
from collections.abc import Callable, Iterator
from dataclasses import replace
from pathlib import Path

import markdown
import pytest
import shipped
from laws import is_within
from tiers import quick

from studyguide import pipeline
from studyguide.answers import safe_html
from studyguide.guide import About
from studyguide.records import CONTENT_ROLES, RawFile, Site
from studyguide.repair.whole_file import repair
from studyguide.site import pages
from studyguide.site.page_blocks import fill


@pytest.fixture(scope="module", params=quick(("few",), ("few", "all")))
def few(request: pytest.FixtureRequest) -> bool:
    return bool(request.param == "few")


@pytest.fixture(scope="module")
def own(few: bool) -> Site:
    return shipped.few() if few else shipped.site()


@pytest.fixture(scope="module")
def seeds(shared: Path) -> Site:
    return shipped.site_of(shared / "seeds")


def shown(site: Site) -> str:
    """The text of all pages as a reader sees it."""
    texts = []
    for page in pages.site_pages(pipeline.linked_guide(site, About())):
        body = markdown.markdown(page.markdown, extensions=["attr_list", "tables", "md_in_html"])
        texts.append(fill(body, page.inserts, safe_html.fragment, safe_html.heading))
    return html.unescape(re.sub(r"<[^>]*>", " ", "\n".join(texts)))


def lines_of(site: Site, *roles: str) -> Iterator[tuple[str, int, str]]:
    for source in site.sources:
        for role in source.reading.roles:
            for number in range(role.first, role.last + 1):
                if role.role in roles:
                    yield source.text.source, number, source.text.lines[number - 1]


def assert_answers_are_on_the_site(site: Site) -> None:
    """Every word of every answer's lines is in the answer, in order, and nothing else is."""
    for question in site.questions:
        for asked in question.asked:
            lines = next(s.text.lines for s in site.sources if s.text.source == asked.span.source)
            there = [lines[n - 1] for span in asked.answer_spans for n in range(span.first, span.last + 1)]
            told = letters(html.unescape(re.sub(r"<[^>]*>", " ", safe_html.fragment(asked.answer))))
            assert is_within(told, letters("\n".join(there))), f"{asked.span}: words were added"


def letters(text: str) -> list[str]:
    """Words without the numbers and letters of lists, which are marks on one side and words on the other."""
    return [word for word in bare(text) if len(word) > 1 and not word.isdigit()]


def bare(text: str) -> list[str]:
    """Words without signs, which are marks on one side and part of a word on the other."""
    return re.findall(r"[^\W_]+", unicodedata.normalize("NFKC", text).casefold())


def assert_every_line_is_accounted_for(site: Site) -> None:
    for source in site.sources:
        counted = Counter(n for role in source.reading.roles for n in range(role.first, role.last + 1))
        assert set(counted.values()) <= {1}
        missing = [n for n, line in enumerate(source.text.lines, 1) if line.strip() and n not in counted]
        assert not missing, f"{source.text.source}: {missing}"


def assert_content_is_shown(site: Site) -> None:
    there = set(bare(shown(site)))
    for source, number, line in lines_of(site, *CONTENT_ROLES):
        missing = [word for word in letters(line) if word not in there]
        assert not missing, f"{source}:{number}: {missing}"


LAWS = (assert_answers_are_on_the_site, assert_every_line_is_accounted_for, assert_content_is_shown)


@pytest.mark.parametrize("law", LAWS)
def test_law_over_the_shipped_notes(law: Callable[[Site], None], own: Site) -> None:
    law(own)


@pytest.mark.thorough
@pytest.mark.parametrize("law", LAWS)
def test_law_over_the_real_notes(law: Callable[[Site], None], seeds: Site) -> None:
    law(seeds)


def test_a_second_build_and_another_order_of_the_files_change_no_id(own: Site, few: bool) -> None:
    folder, read = shipped.as_read(shipped.SOURCES, few)
    turned = replace(folder, files=folder.files[::-1], permalinks=own.permalinks)
    site = pipeline.build(turned, read)  # each file is read by itself, in whatever order
    assert [(q.id, q.question) for q in site.questions] == [(q.id, q.question) for q in own.questions]
    assert site.permalinks == own.permalinks


def test_all_damage_of_the_real_notes_is_undone_and_nothing_else_changes(shared: Path) -> None:
    """115 runs by hand count; the exact rule, applied run by run to every file, is the judge."""
    count = 0
    for path in sorted((shared / "seeds").glob("*.txt")):
        before = path.read_bytes().decode("utf-8")
        text, _ = repair(RawFile(path.name, path.read_bytes()))
        count += len(text.repairs)
        assert list(text.lines) == [re.sub(r"[^\x00-\x7f]+", undone, line) for line in before.splitlines()]
    assert count == 115


def undone(run: re.Match[str]) -> str:
    try:
        return run[0].encode("mac_roman").decode("utf-8")
    except UnicodeError:
        return run[0]


@pytest.mark.thorough
def test_real_twins_share_one_answer(seeds: Site) -> None:
    """A question that one file leaves open shows the answer of the file that has one."""
    shared_answers = [q for q in seeds.questions if q.answered and any(not asked.answer for asked in q.asked)]
    assert shared_answers
    assert all(question.asked[question.shown].answer == question.answer for question in shared_answers)
