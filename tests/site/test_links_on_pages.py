"""Links between questions on the built pages: each leads to what is there, wherever the site lies."""

from __future__ import annotations

import json
import re
from collections.abc import Callable, Iterator
from pathlib import Path
from typing import Any

import once
import pytest
from made import SITE
from playwright.sync_api import Browser
from test_built_site import Seen, built

from studyguide import pipeline
from studyguide.guide import About, led_to
from studyguide.records import ANYTHING, Folder, RawFile
from studyguide.site import pages

BUCKETS = """\
---
service: s3
---

## Lore

Old words.

### What is a bucket of an S3 store?

See [the queue](queues.md#what-is-an-sqs-queue), [[#What is a key of a bucket|its *keys*]] and [lore](#lore).

### What is a key of a bucket?

A name in [[#What is a bucket of an S3 store]]. Not [that](gone.md), nor [this](javascript:alert(1)).
"""
QUEUES = """\
---
service: sqs
---

### What is an SQS queue?

A buffer. <q:a-retired-one> and `[code](buckets.md)`.
"""
BUCKET, KEY, QUEUE = "s3-bucket-s3-store", "s3-key-bucket", "sqs-queue"


def notes(folder: Path) -> Path:
    for name, text in {"notes/buckets.md": BUCKETS, "notes/queues.md": QUEUES}.items():
        path = folder / name
        path.parent.mkdir(parents=True, exist_ok=True)
        path.write_text(text)
    rows = {
        "a-retired-one": {"wordings": ["What was it?"], "leads_to": BUCKET},
        BUCKET: {"wordings": ["What is a bucket of an S3 store?"]},
    }
    (folder / "permalinks.json").write_text(json.dumps({"version": 1, "ids": rows}))
    return folder


@pytest.fixture(scope="module")
def site(tmp_path_factory: pytest.TempPathFactory) -> Path:
    with pytest.MonkeyPatch.context() as patch:
        return once.folder(
            "site with links", lambda out: built(None, notes(tmp_path_factory.mktemp("notes")), out, patch)
        )


@pytest.fixture(scope="module")
def address(site: Path, serve: Callable[[Path], str]) -> str:
    return serve(site)


@pytest.fixture
def window(chromium: Browser, address: str) -> Iterator[Seen]:
    context = chromium.new_context(reduced_motion="reduce", service_workers="block")
    seen = Seen(context, address)
    yield seen
    context.close()
    assert not seen.faults and not seen.foreign


def questions(site: Path) -> dict[str, dict[str, Any]]:
    rows = json.loads((site / "questions.json").read_text("utf-8"))["questions"]
    return {row["id"]: row for row in rows}


def test_the_answers_name_the_addresses_of_questions(site: Path) -> None:
    rows = questions(site)
    assert (
        f"[the queue](services/sqs/#{QUEUE}), [its &#42;keys&#42;]({rows[KEY]['url']})"
        in (rows[BUCKET]["answer_markdown"])
    )
    assert "[lore](sources/notes-buckets-md/#L5)" in rows[BUCKET]["answer_markdown"]
    assert "`[code](buckets.md)`" in rows[QUEUE]["answer_markdown"]
    assert f"](services/s3/#{BUCKET})" in rows[QUEUE]["answer_markdown"]
    assert {id: row["mentioned_in"] for id, row in rows.items()} == {
        BUCKET: [KEY, QUEUE],
        KEY: [BUCKET],
        QUEUE: [BUCKET],
    }


def hrefs(text: str) -> list[str]:
    return re.findall(r'<a [^>]*?href=\\?"([^"\\]*)\\?"', text)


def test_every_link_leads_to_a_place_that_is_there(site: Path) -> None:
    found = 0
    cards = [(path, path.parent / "index.html") for path in (site / "practice").glob("*.json")]
    for path, page in ((path, path) for path in site.rglob("*.html")):
        cards.append((path, page))
    for path, page in cards:
        text = path.read_text("utf-8")
        for part in re.findall(r'<div class="answer-text">.*?</details>|"answer":".*?"}', text, re.S):
            for href in hrefs(part):
                if re.match(r"https?:|mailto:", href):
                    continue
                target, _, anchor = href.partition("#")
                file = (page.parent / target / "index.html").resolve() if target else page
                assert file.is_file() and file.is_relative_to(site.resolve()), (path, href)
                assert not anchor or f'id="{anchor}"' in file.read_text("utf-8"), (path, href)
                found += 1
    assert found > 20


def test_what_mentions_a_question_stands_below_its_answer(site: Path) -> None:
    page = (site / "services" / "sqs" / "index.html").read_text("utf-8")
    assert re.search(rf'Mentioned in: <a href="../s3/#{BUCKET}">What is a bucket of an S3 store\?</a>', page)
    own = (site / "services" / "s3" / "index.html").read_text("utf-8")
    assert own.count("Mentioned in:") == 2


def test_what_leads_nowhere_is_words(site: Path) -> None:
    page = (site / "services" / "s3" / "index.html").read_text("utf-8")
    assert "<span>that</span> (gone.md), nor <span>this</span> (javascript:alert(1))" in page
    report = (site / "sources" / "notes-buckets-md" / "index.html").read_text("utf-8")
    assert "the link “gone.md” leads nowhere" in report


@pytest.mark.thorough
def test_a_press_opens_the_answer_on_the_other_page(window: Seen) -> None:
    page = window.open(f"services/s3/#{BUCKET}")
    page.locator(".answer-text a", has_text="the queue").click()
    page.wait_for_url(f"**/services/sqs/#{QUEUE}")
    page.wait_for_function(
        "id => document.getElementById(id)?.closest('.question').querySelector('details.answer').open", arg=QUEUE
    )
    page.locator(".answer-text .related a", has_text="bucket of an S3").first.click()
    page.wait_for_url(f"**/services/s3/#{BUCKET}")


def test_one_on_the_same_page_opens_its_answer(window: Seen) -> None:
    page = window.open(f"services/s3/#{KEY}")
    assert not window.answer_open(BUCKET)
    page.locator(f"#{KEY} ~ details .answer-text > p a").first.click()
    page.wait_for_function(
        "id => document.getElementById(id).closest('.question').querySelector('details.answer').open", arg=BUCKET
    )


def test_the_page_for_paper_leads_within_itself(site: Path) -> None:
    page = (site / "print" / "index.html").read_text("utf-8")
    assert f'<a href="#p_{QUEUE}">the queue</a>' in page
    assert '<a href="../sources/notes-buckets-md/#L5">lore</a>' in page


# Without a build -----------------------------------------------------------------------------------------------------


def test_the_words_of_the_search_have_no_addresses(site: Path) -> None:
    words = (site / "search" / "text-0.json").read_text("utf-8")
    assert "See the queue, its *keys* and lore." in words
    assert "services/" not in words


def test_more_than_a_few_that_mention_it_are_counted() -> None:
    asking = "".join(f"### What is knot {number}0?\n\nOf [[rope]].\n\n" for number in range(1, 12))
    files = (RawFile("rope.md", b"### What is a rope?\n\nFibres.\n"), RawFile("knots.md", asking.encode()))
    site = pipeline.build(Folder(files, ANYTHING))
    text = dict(pages.tree(pipeline.linked_guide(site, About())))["services/general/index.md"]
    (line,) = (line for line in text.split("\n") if "Mentioned in:" in line)
    assert line.count("](") == 8 and line.endswith("and 3 more")


@pytest.mark.thorough
def test_a_line_that_is_led_to_has_a_name_however_long_its_note_is() -> None:
    rows = "\n\n".join(f"### What is part {number}0?\n\nIt is one." for number in range(1, 1_100))
    text = f"{rows}\n\n### What is the last?\n\nSee [it](#^here).\n\n## Lore\n\nOld\nwords ^here\n"
    site = pipeline.build(Folder((RawFile("n.md", text.encode()),), ANYTHING))
    places = led_to(site.questions)[1]
    assert list(places) == ["sources/n-md/index.md"]
    (line,) = places["sources/n-md/index.md"]
    report = dict(pages.tree(pipeline.linked_guide(site, About())))["sources/n-md/index.md"]
    assert f'id="L{line}"' in report


def test_a_site_without_links_mentions_nobody() -> None:
    assert led_to(SITE.questions) == ({}, {})
