"""Notes that mean harm, in every output, each looked at by the program that readers open it with.

What the texts are stands in `cases/hostile/inputs.txt`. They are built together, once: no script may run, nothing may
be asked of another host or read from this machine, and every word around them must be there for the reader. The site
as MkDocs and Chromium have it is for `make test-all`; its pages and files are looked at without them, too.
"""

from __future__ import annotations

import csv
import html
import io
import json
import os
import re
import subprocess
import sys
import zipfile
from collections.abc import Callable, Iterator
from pathlib import Path
from typing import Any

import hostile_notes
import once
import pypdfium2
import pytest
from click.testing import CliRunner
from hostile_notes import cases
from markdown import markdown
from markup import Markup
from playwright.sync_api import Browser, Page
from test_exports import DAY, java

from studyguide import __main__ as command_line
from studyguide import pipeline
from studyguide.check import as_line
from studyguide.exports import anki, epub, markdown_copies, pdf, spreadsheets
from studyguide.exports.book import Book, whole
from studyguide.folder import id_ledger
from studyguide.folder.sources import read_folder
from studyguide.guide import About, guide
from studyguide.records import Site

ROOT = Path(__file__).resolve().parents[2]
ABOUT = About(name="A guide", url="https://guide.example/")
PASSWORDS = re.compile(r"^root:[^:]*:0:0:", re.M)


@pytest.fixture(scope="module")
def notes() -> Path:
    return once.folder("hostile-notes", hostile_notes.write)


@pytest.fixture(scope="module")
def site(notes: Path) -> Site:
    return once.value("hostile-questions", lambda: pipeline.build(read_folder(notes)))


@pytest.fixture(scope="module")
def book(site: Site) -> Book:
    return whole(guide(site, ABOUT))


def missing(text: str) -> list[str]:
    """Marks of cases that are not in a text, whatever stands between the letters of a word there."""
    letters = re.sub(r"[\W_]+", "", text)
    return [mark for mark in hostile_notes.marks() if mark not in letters]


def test_there_are_as_many_as_we_say() -> None:
    assert sum(map(len, cases().values())) >= 220 and {"answer", "title", "name", "date", "id"} < cases().keys()


# The site

# What the site itself draws, and how a table of Markdown says where its columns stand.
OUR_OWN = {"svg", "style"}


@pytest.fixture(scope="module")
def site_files(site: Site) -> pipeline.SiteFiles:
    return pipeline.site_files(site, ABOUT)


def test_the_pages_show_every_case_and_are_active_nowhere(site_files: pipeline.SiteFiles) -> None:
    shown = {
        page.path: pipeline.with_answers(
            page, markdown(page.markdown, extensions=["attr_list", "tables", "md_in_html"])
        )
        for page in site_files.pages
    }
    assert {path: found for path, html in shown.items() if (found := set(active(html)) - OUR_OWN)} == {}
    styles = {value for html in shown.values() for _, name, value in Markup(html).attributes if name == "style"}
    assert styles <= {f"text-align: {side};" for side in ("left", "center", "right")}
    of_another = [f"{place}service{number}" for number in range(len(cases()["service"])) for place in ("begin", "end")]
    assert missing(Markup(shown["services/s3/index.md"]).text) == of_another
    assert not {*missing(Markup(shown["services/general/index.md"]).text)} & {*of_another}


def test_the_files_of_the_site_hold_every_case(site_files: pipeline.SiteFiles) -> None:
    files = dict(site_files.texts)
    for name in ("questions.json", "ledger.json"):
        json.loads(files[name])
    assert missing(files["questions.json"]) == []
    cards = "".join(text for path, text in sorted(files.items()) if path.startswith("practice/"))
    assert missing(html.unescape(cards)) == []
    assert not any(PASSWORDS.search(text) for text in files.values())


# The site, in a browser


@pytest.fixture(scope="module")
def built(notes: Path, tmp_path_factory: pytest.TempPathFactory) -> Path:
    """The site as `mkdocs build` makes it, and what that said in `log.txt`."""
    config = tmp_path_factory.mktemp("hostile") / "mkdocs.yml"
    config.write_text(
        f"INHERIT: {ROOT}/mkdocs.yml\ndocs_dir: {ROOT}/docs\nhooks: ['{ROOT}/hooks/study_site.py']\n"
        f"theme: {{custom_dir: '{ROOT}/overrides'}}\nextra: {{study: {{downloads: false}}}}\n",
        "utf-8",
    )

    def make(out: Path) -> None:
        out.mkdir()
        done = subprocess.run(
            [sys.executable, "-m", "mkdocs", "build", "--config-file", str(config), "--site-dir", str(out / "site")],
            env=os.environ
            | {"STUDY_SOURCES": str(notes), "NO_MKDOCS_2_WARNING": "1", "PYTHONPATH": str(ROOT / "hooks")},
            capture_output=True,
        )
        assert done.returncode == 0, done.stderr
        (out / "log.txt").write_bytes(done.stdout + done.stderr)

    return once.folder("hostile-site", make)


WATCH = """
  addEventListener('securitypolicyviolation', (one) => console.error(`policy: ${one.violatedDirective}`));
"""


@pytest.fixture
def page(chromium: Browser, built: Path, serve: Callable[[Path], str]) -> Iterator[Page]:
    """A window that must see no fault, no dialog and no request to another host until it is closed."""
    address = serve(built / "site")
    context = chromium.new_context(service_workers="block", base_url=address)
    page = context.new_page()
    page.add_init_script(WATCH)
    seen: list[str] = []
    page.on("pageerror", lambda error: seen.append(str(error)))
    page.on("console", lambda line: seen.append(line.text) if line.type == "error" else None)
    page.on("dialog", lambda dialog: seen.append(dialog.message))
    page.on("dialog", lambda dialog: dialog.dismiss())
    page.on("popup", lambda popup: seen.append(popup.url))
    page.on(
        "request",
        lambda request: None if request.url.startswith((address, "data:", "blob:")) else seen.append(request.url),
    )
    yield page
    assert page.evaluate("[window.PWNED, ({}).polluted].filter((one) => one !== undefined)") == []
    assert page.url.startswith(address)
    context.close()
    assert seen == []


@pytest.mark.thorough
def test_the_page_of_a_service_shows_every_case(page: Page) -> None:
    page.goto("services/s3/")
    assert missing(page.locator("article").text_content() or "") == [
        f"{place}service{number}" for number in range(len(cases()["service"])) for place in ("begin", "end")
    ]
    for question in range(len(cases()["answer"])):
        found = page.locator(f"h3:has-text('What comes behind answer {question}?')").first
        assert found.evaluate("(one) => one.parentElement.className") == "question"
    page.get_by_role("button", name="Open all").click()
    assert (
        page.locator("article :is(script, iframe, object, embed, form, input, style, link, meta, base, video)").count()
        == 0
    )
    names = "(all) => [...new Set(all.flatMap((one) => one.getAttributeNames()))]"
    assert [name for name in page.locator("article *").evaluate_all(names) if re.match("on|style$", name)] == []
    ways = "(all) => [...new Set(all.map((one) => one.protocol))]"
    assert set(page.locator("article a[href]").evaluate_all(ways)) <= {"http:", "https:", "mailto:"}


@pytest.mark.thorough
def test_what_is_of_no_service_is_shown_elsewhere(page: Page) -> None:
    page.goto("services/general/")
    text = page.locator("article").text_content() or ""
    assert all(f"beginservice{number} endservice{number}" in text for number in range(len(cases()["service"])))


@pytest.mark.thorough
@pytest.mark.parametrize(
    "path",
    [
        *("", "services/", "levels/basic/", "scenarios/", "questions/", "sources/", "print/", "tags/"),
        *("q/gone-0/", "q/gone-1/", "q/gone-2/", "q/gone-3/"),
    ],
)
def test_no_page_runs_or_asks_anything(page: Page, path: str) -> None:
    page.goto(path)
    page.locator("body").click(position={"x": 1, "y": 1})
    assert page.locator(":is(iframe, object, embed, video, audio)").count() == 0


@pytest.mark.thorough
def test_no_page_of_a_file_runs_or_asks_anything(page: Page, built: Path) -> None:
    paths = sorted((built / "site" / "sources").glob("*/index.html"))
    assert len(paths) > len(cases()["date"])
    for path in paths:
        page.goto(f"sources/{path.parent.name}/", wait_until="commit")
    page.wait_for_load_state()


@pytest.mark.thorough
def test_the_search_shows_titles_as_words(page: Page) -> None:
    page.goto("")
    page.keyboard.press("/")
    for words in ("window PWNED onerror", "javascript script", "<img src=x onerror=window.PWNED=1>", "__proto__"):
        page.get_by_role("combobox").fill(words)
        page.get_by_role("option").first.wait_for()
    assert page.locator(".find :is(script, img, iframe)").count() == 0
    page.goto("questions/?q=<script>window.PWNED=1</script>&only=__proto__#h=<img src=x onerror=window.PWNED=1>")
    page.locator(".explorer-row, .explorer").first.wait_for()
    assert page.locator(".explorer :is(script, img, iframe)").count() == 0


@pytest.mark.thorough
def test_cards_run_nothing(page: Page) -> None:
    page.goto("practice/?which=new&count=400")
    page.locator(".practice-begin").click()
    for _ in range(40):
        page.keyboard.press("Space")
        page.keyboard.press("3")
    assert page.locator(".practice :is(script, iframe, object, form[action])").count() == 0


@pytest.mark.thorough
def test_progress_that_means_harm_is_refused_or_harmless(page: Page) -> None:
    page.goto("practice/")
    page.locator(".data-result").wait_for(state="attached")
    for text in cases()["progress"]:
        page.evaluate("() => (document.querySelector('.data-result').textContent = '')")
        data = {
            "name": "<img src=x onerror=window.PWNED=1>.json",
            "mimeType": "application/json",
            "buffer": text.encode(),
        }
        page.locator("input[type=file]").set_input_files(data)  # type: ignore[arg-type]
        page.wait_for_function("() => document.querySelector('.data-result').textContent")
        assert page.locator(".data-result *").count() == 0
    page.reload()
    page.locator(".practice-begin").wait_for()


@pytest.mark.thorough
def test_no_file_of_the_site_holds_what_this_machine_keeps(built: Path) -> None:
    assert not any(PASSWORDS.search(path.read_text("utf-8", "replace")) for path in (built / "site").rglob("*.[hjm]*"))


# Logs

COMMAND = re.compile(r"^\s*::|##\w*\[|[\x00-\x08\x0b-\x1f\x7f-\x9f\u2028\u2029\u202a-\u202e\u2066-\u2069]", re.M)


@pytest.mark.thorough
def test_the_log_of_a_build_commands_nothing(built: Path) -> None:
    log = (built / "log.txt").read_bytes().decode()
    assert "injected" in log and COMMAND.findall(log) == []


def test_what_check_says_commands_nothing(notes: Path, site: Site, monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.setattr(command_line, "build", lambda *_, **__: site)
    monkeypatch.chdir(notes)
    done = CliRunner().invoke(command_line.main, ["check", "--sources", "."])
    assert done.exit_code == 1 and "injected" in done.output and COMMAND.findall(done.output) == []


@pytest.mark.parametrize("text", cases()["ledger"])
def test_a_ledger_that_means_harm_stops_a_build_and_says_its_line(text: str) -> None:
    _, problems = id_ledger.load_permalinks(text)
    assert problems and all(problem.grave for problem in problems)
    for problem in problems:
        said = as_line(str(problem))
        assert re.match(r"permalinks\.json:[0-9]+: ", said) and COMMAND.findall(said) == [] and "\n" not in said


# Copies to take along

RUNS = {"script", "iframe", "object", "embed", "form", "input", "video", "audio", "link", "meta", "base", "svg", "img"}


def active(text: str) -> list[str]:
    """What would run or load something, as a parser finds it."""
    found = Markup(re.sub(r"<head>.*?</head>", "", text, flags=re.S))
    tags = [tag for tag in found.tags if tag in RUNS]
    names = [name for _, name, _ in found.attributes if re.match(r"on|style$|srcdoc$", name)]
    ways = {one.partition(":")[0].lower() for one in found.addresses if re.match(r"[\w+.-]+:", one)}
    return [*tags, *names, *sorted(ways - {"http", "https", "mailto"})]


@pytest.fixture(scope="module")
def e_book(book: Book) -> bytes:
    return epub.epub(book)


def test_an_e_book_is_active_nowhere(e_book: bytes) -> None:
    with zipfile.ZipFile(io.BytesIO(e_book)) as archive:
        parts = "".join(archive.read(name).decode() for name in archive.namelist() if name.endswith(".xhtml"))
    assert active(parts) == []
    assert missing(html.unescape(re.sub(r"<[^>]*>", " ", parts))) == []


@pytest.mark.thorough
def test_an_e_book_is_valid(e_book: bytes, tmp_path: Path) -> None:
    (path := tmp_path / "book.epub").write_bytes(e_book)
    assert "book.epub: 0" in (said := java("epubcheck", "CheckEpub.java", path)), said[:3000]


def test_typst_sets_every_word_and_nothing_else(book: Book, tmp_path: Path) -> None:
    data = pdf.typeset(book, "answers", "a4", tmp_path)
    document = pypdfium2.PdfDocument(data)
    text = "\n".join(page.get_textpage().get_text_bounded() for page in document)
    assert missing(text) == [] and not PASSWORDS.search(text)
    assert not re.search(rb"/(?:JavaScript|JS|Launch|OpenAction|EmbeddedFile|SubmitForm)\b", data)


def test_anki_shows_cards_and_plays_and_sets_nothing(book: Book, tmp_path: Path) -> None:
    pytest.importorskip("anki", reason="the anki package is not installed")
    from anki.collection import Collection, ImportAnkiPackageOptions, ImportAnkiPackageRequest

    path = tmp_path / "deck.apkg"
    path.write_bytes(anki.deck(book, DAY))
    collection = Collection(str(tmp_path / "collection.anki2"))
    try:
        request = ImportAnkiPackageRequest(package_path=str(path), options=ImportAnkiPackageOptions())
        collection.import_anki_package(request)
        shown = ""
        for number in collection.find_cards(""):
            card = collection.get_card(number)
            rendered: Any = card.render_output()
            assert not (rendered.question_av_tags or rendered.answer_av_tags), rendered.answer_text
            assert "[latex]" not in rendered.answer_text and "[$" not in rendered.answer_text
            assert active(rendered.answer_text) == []
            shown += rendered.answer_text
        assert missing(html.unescape(re.sub(r"<[^>]*>", " ", shown))) == []
        found: Any = collection.media.check()
        assert list(found.missing) == []
    finally:
        collection.close()


@pytest.mark.parametrize("separator", [",", ";", "\t"])
@pytest.mark.parametrize("table", [spreadsheets.csv_table, spreadsheets.tsv_table])
def test_no_cell_of_a_table_starts_anything(book: Book, table: Callable[[Book], str], separator: str) -> None:
    """As a spreadsheet reads it whose language has another separator, too."""
    text = table(book).removeprefix("\ufeff")
    cells = [cell for row in csv.reader(io.StringIO(text, newline=""), delimiter=separator) for cell in row]
    starts = re.compile(r"[\s\"]*[=+@-][^'\n]*?(?:\b(?:HYPERLINK|WEBSERVICE|IMPORTXML|DDE)\(|\|\s?')", re.I)
    assert [cell[:80] for cell in cells if starts.match(cell)] == []
    assert missing("".join(cells)) == []


def test_markdown_holds_every_word(book: Book) -> None:
    assert missing(markdown_copies.markdown(book)) == []
