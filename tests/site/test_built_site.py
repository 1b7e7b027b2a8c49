"""A small real site, built by MkDocs and looked at in Chromium."""

from __future__ import annotations

import json
import logging
import re
import shutil
import subprocess
from collections.abc import Callable, Iterator
from dataclasses import replace
from html.parser import HTMLParser
from pathlib import Path
from typing import Any
from urllib.parse import urljoin

import once
import pytest
from made import SITE, asked, question
from mkdocs.commands.build import build
from mkdocs.config import load_config
from mkdocs.exceptions import Abort, PluginError
from playwright.sync_api import Browser, BrowserContext, Page
from tiers import quick

from local_server import serving
from studyguide import pipeline
from studyguide.records import Permalink, Site

ROOT = Path(__file__).resolve().parents[2]
HOSTILE = sorted((ROOT / "tests" / "cases" / "pages" / "hostile").glob("*.md"))
SHARED_HOSTILE = sorted((ROOT.parent / "shared" / "hostile").glob("*.md"))

# What no answer may have become.
FORBIDDEN = "script, iframe, object, embed, form, input, style, link, meta, base, img, video, audio, math"

NOTES = """\
# Interview notes

## Amazon S3

### Basic

1. What is a bucket?
2. How large can an object be?

### Advanced

1. How would you replicate a bucket into another region?

---

# Answers

## Amazon S3

### Basic

1. A named container for objects; its name is unique in the whole partition.
2. Five terabytes, and five gigabytes in a single PUT.

### Advanced

1. With a replication rule, versioning on both sides, and a role that S3 may assume.
"""


def built(site: Site | None, folder: Path, out: Path, monkeypatch: pytest.MonkeyPatch, **config: Any) -> Path:
    """The site of `site`, or of the notes in `folder`, built strictly."""
    monkeypatch.setenv("STUDY_SOURCES", str(folder))
    monkeypatch.setenv("NO_MKDOCS_2_WARNING", "1")
    for name in ("SITE_URL", "REPO_URL"):
        monkeypatch.delenv(name, raising=False)
    if site:
        monkeypatch.setattr(pipeline, "build", lambda *_, **__: site)
    build(load_config(str(ROOT / "mkdocs.yml"), site_dir=str(out), strict=True, **config))
    return out


@pytest.fixture(scope="module")
def module_patch() -> Iterator[pytest.MonkeyPatch]:
    with pytest.MonkeyPatch.context() as patch:
        yield patch


CALM = replace(SITE, problems=())


@pytest.fixture(scope="module")
def site(tmp_path_factory: pytest.TempPathFactory) -> Path:
    with pytest.MonkeyPatch.context() as patch:
        return once.folder("site", lambda out: built(CALM, tmp_path_factory.mktemp("notes"), out, patch))


@pytest.fixture(scope="module")
def address(site: Path, serve: Callable[[Path], str]) -> str:
    return serve(site)


class Seen:
    """A browser window that remembers what its page asked for and complained of."""

    def __init__(self, context: BrowserContext, address: str) -> None:
        self.page: Page = context.new_page()
        self.address = address
        self.faults: list[str] = []
        self.foreign: list[str] = []
        self.page.on("pageerror", lambda error: self.faults.append(str(error)))
        self.page.on("console", lambda line: self.faults.append(line.text) if line.type == "error" else None)
        self.page.on("request", lambda request: self._note(request.url))

    def _note(self, url: str) -> None:
        if not url.startswith((self.address, "data:", "blob:")):
            self.foreign.append(url)

    def open(self, path: str) -> Page:
        self.page.goto(self.address + path, wait_until="load")
        return self.page

    def answer_open(self, id: str) -> bool:
        return bool(
            self.page.evaluate(
                "id => document.getElementById(id).closest('.question').querySelector('details.answer').open", id
            )
        )


@pytest.fixture
def window(chromium: Browser, address: str) -> Iterator[Seen]:
    context = chromium.new_context(
        viewport={"width": 1280, "height": 900}, reduced_motion="reduce", service_workers="block"
    )
    context.grant_permissions(["clipboard-read", "clipboard-write"])
    seen = Seen(context, address)
    yield seen
    context.close()
    assert not seen.faults and not seen.foreign


# Files


def test_the_contracts_are_written(site: Path) -> None:
    questions = json.loads((site / "questions.json").read_text("utf-8"))["questions"]
    assert [row["id"] for row in questions] == [one.id for one in CALM.questions]
    for row in questions:
        page = (site / row["url"].partition("#")[0] / "index.html").read_text("utf-8")
        assert f'id="{row["id"]}"' in page
        assert (site / row["permalink"] / "index.html").is_file()
    for name in ("ledger.json", "ledger.schema.json", "questions.schema.json"):
        assert json.loads((site / name).read_text("utf-8"))


class Links(HTMLParser):
    def __init__(self) -> None:
        super().__init__()
        self.ids: list[str] = []
        self.links: list[str] = []

    def handle_starttag(self, tag: str, attrs: list[tuple[str, str | None]]) -> None:
        self.ids += [value for name, value in attrs if name == "id" and value]
        self.links += [value for name, value in attrs if name in ("href", "src") and value]


def test_no_link_leads_nowhere_and_no_id_is_there_twice(site: Path) -> None:
    base = "https://site.example/"
    pages: dict[str, Links] = {}
    for path in site.rglob("*.html"):
        if path.name == "404.html":  # its addresses begin at the root, wherever that will be
            continue
        parser = Links()
        parser.feed(path.read_text("utf-8"))
        pages[base + path.relative_to(site).as_posix().removesuffix("index.html")] = parser
        assert len(parser.ids) == len(set(parser.ids)), path
    for here, parser in pages.items():
        for link in parser.links:
            target, _, anchor = urljoin(here, link).partition("#")
            if not target.startswith(base) or target.startswith("javascript:"):
                continue
            file = site / target.removeprefix(base).partition("?")[0]
            assert file.is_file() or (file / "index.html").is_file(), (here, link)
            if anchor and target in pages and anchor != "__skip":
                assert anchor in pages[target].ids, (here, link)


def test_raw_notes_are_not_published(site: Path) -> None:
    assert {path.suffix for path in (site / "sources").rglob("*") if path.is_file()} == {".html"}
    assert not (site / "decisions").exists()


def test_a_grave_problem_fails_a_strict_build_and_names_its_place(
    tmp_path: Path, monkeypatch: pytest.MonkeyPatch, caplog: pytest.LogCaptureFixture
) -> None:
    with caplog.at_level(logging.WARNING), pytest.raises(Abort):
        built(SITE, tmp_path, tmp_path / "out", monkeypatch)
    assert any("notes/empty.txt:1: the file is empty" in record.getMessage() for record in caplog.records)


def test_a_folder_that_is_not_there_is_named_with_the_setting(tmp_path: Path, monkeypatch: pytest.MonkeyPatch) -> None:
    with pytest.raises(PluginError, match=r"STUDY_SOURCES: there is no folder '.*nowhere'"):
        built(CALM, tmp_path / "nowhere", tmp_path / "out", monkeypatch)


@pytest.mark.thorough
def test_links_to_the_repository_come_with_its_address(tmp_path: Path, monkeypatch: pytest.MonkeyPatch) -> None:
    out = built(CALM, ROOT / "docs" / "sources", tmp_path / "out", monkeypatch, repo_url="https://github.com/some/one")
    page = (out / "services" / "s3" / "index.html").read_text("utf-8")
    assert 'href="https://github.com/some/one/blob/main/docs/sources/notes/buckets.txt?plain=1#L5"' in page
    assert 'href="https://github.com/some/one/edit/main/docs/sources/reviewed/s3.md"' in page
    assert 'href="https://github.com/some/one/issues/new?template=wrong-answer.yml&amp;question=s3-bucket"' in page


def test_search_holds_answers_under_their_questions(site: Path) -> None:
    entries = json.loads((site / "search" / "entries.json").read_text("utf-8"))["entries"]
    texts = json.loads((site / "search" / "text-0.json").read_text("utf-8"))
    ids = [entry["id"] for entry in entries]
    assert ids == [one.id for one in CALM.questions] and len(texts) == len(ids)
    assert "lifecycle rule" in texts[ids.index("s3-storage-classes")]


# In the browser


def test_a_link_to_a_question_opens_its_answer_and_no_other(window: Seen) -> None:
    window.open("services/s3/#s3-storage-classes")
    assert window.answer_open("s3-storage-classes") and not window.answer_open("s3-bucket")
    window.page.evaluate("location.hash = 's3-bucket'")
    window.page.wait_for_function(
        "() => document.getElementById('s3-bucket').closest('.question').querySelector('details').open"
    )


def test_a_retired_id_and_a_short_link_lead_to_the_question(window: Seen) -> None:
    page = window.open("q/s3-classes/")
    page.wait_for_url("**/services/s3/#s3-storage-classes")
    page.wait_for_function("() => document.querySelector('details.answer[open]')")
    assert window.answer_open("s3-storage-classes")
    window.open("services/s3/?again#s3-classes")
    assert window.answer_open("s3-storage-classes")


@pytest.mark.thorough
def test_back_and_forward_open_what_a_link_opened(window: Seen) -> None:
    page = window.open("scenarios/")
    page.locator("article").locator("a[href$='#s3-pictures']").click()
    page.wait_for_function("() => document.querySelector('#s3-pictures')")
    page.wait_for_function("() => document.querySelector('details.answer[open]')")
    page.go_back()
    page.wait_for_function("() => location.pathname.endsWith('/scenarios/')")
    page.go_forward()
    page.wait_for_function("() => document.querySelector('details.answer[open]')")
    assert window.answer_open("s3-pictures") and page.url.endswith("/services/s3/#s3-pictures")


@pytest.mark.thorough
def test_the_browsers_own_search_reaches_closed_answers(window: Seen) -> None:
    """A link to words is found in the same way as what is typed into the browser's search."""
    page = window.open("services/s3/#:~:text=archive%20tiers")
    page.wait_for_function("() => document.querySelector('details.answer[open]')")
    assert window.answer_open("s3-storage-classes") and not window.answer_open("s3-bucket")


def test_the_permanent_link_is_copied_and_that_is_said(window: Seen) -> None:
    page = window.open("services/s3/")
    page.locator("#s3-bucket").hover()
    page.locator("#s3-bucket .copy-link").click()
    page.wait_for_function("() => document.querySelector('[role=status]').textContent === 'Link copied'")
    assert page.evaluate("navigator.clipboard.readText()") == window.address + "q/s3-bucket/"


def test_all_answers_open_and_close(window: Seen) -> None:
    page = window.open("services/s3/")
    page.get_by_role("button", name="Open all").click()
    assert page.locator("details.answer:not([open])").count() == 0
    page.get_by_role("button", name="Close all").click()
    assert page.locator("details.answer[open]").count() == 0


@pytest.mark.thorough
def test_badges_are_words(window: Seen) -> None:
    page = window.open("services/s3/")
    words = page.locator(".badges").all_inner_texts()
    assert "Intermediate · Reviewed 20 Nov 2026 · also Amazon EFS" in words
    assert "Basic (estimated) · Unreviewed note" in words
    assert "Advanced · Scenario · Unreviewed note" in words


def test_search_finds_an_answer_opens_it_and_marks_the_words(window: Seen) -> None:
    page = window.open("")
    page.keyboard.press("/")
    page.get_by_role("combobox").fill("lifecycl")
    page.locator("[role=option][href*='s3-storage-classes']").click()
    page.wait_for_url("**/services/s3/#s3-storage-classes")
    page.wait_for_function("() => document.querySelector('details.answer[open] mark')")
    assert window.answer_open("s3-storage-classes")
    assert "lifecycle" in page.locator("mark").all_inner_texts()


@pytest.mark.thorough
def test_nothing_is_fetched_for_search_before_it_is_used(window: Seen) -> None:
    asked: list[str] = []
    window.page.on("request", lambda request: asked.append(request.url))
    page = window.open("services/s3/")
    assert not [url for url in asked if "/search" in url or re.search(r"(?:find|explor).*\.mjs", url)]
    page.get_by_role("button", name="Search").click()
    page.wait_for_function("() => document.querySelector('dialog.find[open]')")


@pytest.mark.thorough
def test_the_search_prompt_of_the_home_page_leads_to_the_search_field(window: Seen) -> None:
    page = window.open("")
    page.locator(".search-prompt").click()
    page.wait_for_function("() => document.activeElement.matches('.find-field')")


def test_search_by_keyboard_and_narrowed(window: Seen) -> None:
    page = window.open("levels/basic/")
    page.keyboard.press("/")
    page.get_by_role("combobox").fill("level:advanced")
    page.locator("[role=option][aria-selected=true]").wait_for()
    advanced = [one.id for one in CALM.questions if "advanced" in (one.level, one.level_estimated)]
    assert page.get_by_role("option").count() == len(advanced)
    page.get_by_role("button", name="Advanced").click()
    assert page.get_by_role("combobox").input_value() == ""
    page.keyboard.press("Escape")
    assert page.locator("dialog.find[open]").count() == 0


def test_the_list_of_questions_is_filtered_and_its_state_is_in_the_address(window: Seen) -> None:
    page = window.open("questions/?service=s3&level=basic")
    rows = page.locator(".explorer-row")
    rows.first.wait_for()
    basic = [one for one in CALM.questions if "s3" in one.services and "basic" in (one.level, one.level_estimated)]
    assert rows.count() == len(basic)
    assert page.get_by_role("status").first.inner_text() == f"{len(basic)} of {len(CALM.questions)} questions"
    page.get_by_role("button", name="Clear filters").click()
    assert rows.count() == len(CALM.questions) and page.url.endswith("/questions/")
    page.get_by_label("Filter by words").fill("storage classes")
    page.wait_for_function("() => document.querySelector('.explorer-row mark')")
    assert page.url.endswith("/questions/?q=storage%20classes")
    page.keyboard.press("ArrowDown")
    assert page.evaluate("document.activeElement.matches('.explorer-row a')")


WIDE = ("services/s3/#s3-storage-classes", "sources/notes-buckets-txt/")


@pytest.mark.parametrize("path", quick(WIDE, ("", "tags/", *WIDE)))
def test_nothing_is_wider_than_the_window(window: Seen, path: str) -> None:
    for width in (390, 1280):
        window.page.set_viewport_size({"width": width, "height": 844})
        page = window.open(path) if width == 390 else window.page
        assert page.evaluate("document.documentElement.scrollWidth") <= width, width


@pytest.mark.thorough
def test_the_whole_row_of_an_answer_can_be_pressed(window: Seen) -> None:
    page = window.open("services/s3/")
    box = page.locator("details.answer > summary").first.bounding_box()
    assert box and box["height"] >= 44 and box["width"] > 500


def test_without_script_a_link_to_a_question_shows_its_answer(chromium: Browser, address: str) -> None:
    context = chromium.new_context(java_script_enabled=False)
    page = context.new_page()
    page.goto(f"{address}services/s3/#s3-storage-classes")
    assert page.get_by_text("Standard holds what is read every day").is_visible()
    assert not page.get_by_text("A container for objects").is_visible()
    page.locator("#s3-bucket ~ details > summary").first.click()
    assert page.get_by_text("A container for objects").is_visible()
    context.close()


@pytest.mark.parametrize("script", quick([True], [True, False]))
def test_every_answer_is_printed(chromium: Browser, address: str, script: bool) -> None:
    context = chromium.new_context(java_script_enabled=script, color_scheme="dark")
    page = context.new_page()
    page.goto(f"{address}services/s3/")
    page.emulate_media(media="print")
    for words in ("Standard holds what", "A container for objects", "Make the copies", "Yes, since the end"):
        assert page.get_by_text(words).first.is_visible()
    assert not page.locator(".md-header").is_visible()
    assert page.locator("h1").evaluate("one => getComputedStyle(one).color") == "rgb(0, 0, 0)"
    context.close()


# Published: the policy, other hosts, and no network

KINDS = (
    *("", "services/", "services/s3/", "levels/", "levels/basic/", "scenarios/", "questions/", "print/", "about/"),
    *("sources/", "sources/notes-buckets-txt/", "tags/", "q/s3-bucket/"),
)
REPORTS = "addEventListener('securitypolicyviolation', (one) => console.error(`policy: ${one.violatedDirective}`))"


@pytest.mark.thorough
def test_no_kind_of_page_breaks_the_policy_or_asks_another_host(window: Seen) -> None:
    window.page.add_init_script(REPORTS)
    for path in KINDS:
        page = window.open(path)
        page.wait_for_timeout(100)
    page = window.open("")
    page.get_by_role("link", name="Browse by service").click()
    page.wait_for_url("**/services/")
    page.locator("article a[href*='s3']").first.click()
    page.wait_for_function("() => document.querySelector('.tools')")  # the script goes on under the first page's policy


def test_an_injected_script_and_a_foreign_picture_are_blocked(chromium: Browser, address: str) -> None:
    page = chromium.new_page()
    page.goto(f"{address}services/s3/")
    answered: list[str] = []
    page.on("requestfinished", lambda request: answered.append(request.url))
    page.evaluate(
        """() => {
          const picture = '<img src="https://evil.example/x.png" onerror="window.PWNED = 2">';
          const script = document.createElement('script');
          script.textContent = 'window.PWNED = 1';
          document.body.append(script);
          document.body.insertAdjacentHTML('beforeend', picture);
        }"""
    )
    page.wait_for_timeout(300)
    assert page.evaluate("window.PWNED") is None
    assert not [url for url in answered if not url.startswith(address)]
    page.close()


@pytest.mark.thorough
def test_what_was_visited_once_is_read_without_a_network(chromium: Browser, site: Path) -> None:
    context = chromium.new_context()
    page = context.new_page()
    page.clock.install()
    with serving(site) as address:  # which lets the browser itself keep nothing
        page.goto(address)
        page.wait_for_function("() => navigator.serviceWorker.controller")
        kept = "async (addresses) => (await Promise.all(addresses.map((one) => caches.match(one)))).every(Boolean)"
        services = [f"{address}services/{service}/" for service in ("iam", "s3")]  # kept in no order that is promised
        for _ in range(1000):  # as often as a busy machine may need
            page.clock.run_for(5000)  # the visit goes on
            if page.evaluate(kept, services):
                break
            page.wait_for_timeout(50)
        context.set_offline(True)
        page.goto(f"{address}services/s3/#s3-storage-classes")
        page.wait_for_function("() => document.querySelector('details.answer[open]')")
        page.keyboard.press("/")
        page.get_by_role("combobox").fill("bucket")
        page.get_by_role("option").first.wait_for()
        context.close()


# Notes that mean harm


@pytest.fixture(scope="module")
def hostile(tmp_path_factory: pytest.TempPathFactory, serve: Callable[[Path], str]) -> str:
    """Every hostile text as answer, as what stands below a question, and as title, each before a good question."""
    questions = []
    for number, path in enumerate((*HOSTILE, *SHARED_HOSTILE), start=1):
        words = path.read_text("utf-8", "replace")
        title = " ".join(words.split())[:150] or "?"
        bad = asked(title, number, body=words, answer=words, level="basic")
        other = asked(f"Other {title}", number + 1, answer=f"Other {words}")
        questions.append(question(f"bad-{number}", bad, other))
        questions.append(question(f"next-{number}", asked("What comes next?", 1, answer=f"Answer {number} is whole.")))
    made = replace(
        CALM, questions=tuple(questions), permalinks=tuple(Permalink(one.id, (one.question,)) for one in questions)
    )
    with pytest.MonkeyPatch.context() as patch:
        return serve(once.folder("hostile", lambda out: built(made, tmp_path_factory.mktemp("hostile"), out, patch)))


@pytest.mark.parametrize("script", quick([False], [True, False]))
def test_hostile_notes_do_nothing(chromium: Browser, hostile: str, script: bool) -> None:
    context = chromium.new_context(java_script_enabled=script, service_workers="block")
    seen = Seen(context, hostile)
    page = seen.open("services/s3/")
    number = len(HOSTILE) + len(SHARED_HOSTILE)
    assert page.locator("article > .question").count() == 2 * number
    assert page.locator(".md-content__inner > .question > h3").count() == 2 * number
    answers = page.locator("article > .question:has(> [id^='next-']) > details.answer").all_text_contents()
    assert len(answers) == number
    for index, answer in enumerate(answers, start=1):
        assert f"Answer {index} is whole." in answer
    assert page.locator(f"article :is({FORBIDDEN})").count() == 0
    attributes = page.locator("article").evaluate_all(
        "roots => roots.flatMap(root => [...root.querySelectorAll('*')]).flatMap(one => one.getAttributeNames())"
    )
    assert not [name for name in attributes if name.startswith("on")]
    addresses = page.locator("article a[href]").evaluate_all("links => links.map(link => link.protocol)")
    assert set(addresses) <= {"http:", "https:", "mailto:"}
    if script:
        for summary in page.locator("details.answer > summary").all()[:: max(1, number // 5)]:
            summary.click()
        assert page.evaluate("window.PWNED") is None
        for path in ("", "levels/basic/", "sources/notes-buckets-txt/"):
            seen.open(path)
            assert page.evaluate("window.PWNED") is None
        seen.open("q/bad-1/")
        page.wait_for_url("**/services/s3/#bad-1")
    assert not seen.foreign and not seen.faults
    context.close()


@pytest.mark.thorough
def test_hostile_titles_stay_text_in_search(chromium: Browser, hostile: str) -> None:
    context = chromium.new_context()
    seen = Seen(context, hostile)
    page = seen.open("")
    page.keyboard.press("/")
    page.get_by_role("combobox").fill("window PWNED onerror")
    page.get_by_role("option").first.wait_for()
    page.wait_for_timeout(300)
    assert page.evaluate("window.PWNED") is None and not seen.foreign
    assert page.locator(":is(.find, .explorer) :is(script, img, iframe)").count() == 0
    seen.open("questions/")
    page.locator(".explorer-row").first.wait_for()
    assert page.evaluate("window.PWNED") is None and not seen.foreign
    context.close()


# From notes to site


@pytest.mark.thorough
def test_a_folder_of_notes_becomes_a_site(tmp_path: Path, monkeypatch: pytest.MonkeyPatch) -> None:
    folder = tmp_path / "notes"
    folder.mkdir()
    (folder / "s3.txt").write_text(NOTES, "utf-8")
    out = built(None, folder, tmp_path / "out", monkeypatch)
    questions = json.loads((out / "questions.json").read_text("utf-8"))["questions"]
    assert [(row["question"], row["level"], row["answered"]) for row in questions] == [
        ("What is a bucket?", "basic", True),
        ("How large can an object be?", "basic", True),
        ("How would you replicate a bucket into another region?", "advanced", True),
    ]
    page = (out / "services" / "s3" / "index.html").read_text("utf-8")
    assert re.search(r"<h3 [^>]*>What is a bucket\?", page) and "unique in the whole partition" in page


def test_the_decisions_of_the_script() -> None:
    node = shutil.which("node")
    if not node:
        pytest.skip("there is no node on this machine")
    tests = [str(path) for path in (ROOT / "tests" / "js").glob("*.test.mjs")]
    done = subprocess.run([node, "--test", *tests], capture_output=True, text=True, timeout=60)
    assert done.returncode == 0, done.stdout
