"""For everybody: axe on every kind of page in both schemes, the keyboard, and motion."""

from __future__ import annotations

from collections.abc import Callable, Iterator, Sequence
from dataclasses import replace
from pathlib import Path

import once
import pytest
from accessibility import COLOURS, violations
from made import SITE
from mkdocs.commands.build import build
from mkdocs.config import load_config
from playwright.sync_api import Browser, BrowserContext, Page, ViewportSize, expect
from test_built_site import REPORTS, Seen
from tiers import quick

from studyguide import pipeline

ROOT = Path(__file__).resolve().parents[2]
PHONE: ViewportSize = {"width": 390, "height": 800}

# Kinds of pages with their states, and what leads from each state to the next.
STATES: dict[str, dict[str, Callable[[Page], None]]] = {
    "": {"home": lambda page: None},
    "services/": {"services": lambda page: None},
    "services/s3/": {
        "service": lambda page: page.locator(".option").first.wait_for(),  # a script makes them of a list
        "search": lambda page: search(page),
        "shortcuts": lambda page: shortcuts(page),
        "options tried": lambda page: try_options(page),
        "answers open": lambda page: open_all(page),
    },
    "levels/basic/": {"level": lambda page: None},
    "scenarios/": {"scenarios": lambda page: None},
    "questions/": {"list of questions": lambda page: page.locator(".explorer-row").first.wait_for()},
    "downloads/": {"downloads": lambda page: None},
    "print/": {"paper": lambda page: None},
    "sources/": {"sources": lambda page: None},
    "sources/notes-buckets-txt/": {"a source": lambda page: None},
    "tags/": {"tags": lambda page: None},
    "q/s3-bucket/": {"short link": lambda page: page.wait_for_url("**/services/s3/#s3-bucket")},
    "404.html": {"not found": lambda page: None},
    "marks/": {"marks": lambda page: unfold(page)},
    "practice/?unreviewed=yes": {
        "practice": lambda page: page.locator(".practice-begin").wait_for(),
        "card": lambda page: start(page),
        "answer of a card": lambda page: answer(page),
        "end of a session": lambda page: end(page),
        "progress": lambda page: progress(page),
    },
}


def open_all(page: Page) -> None:
    page.get_by_role("button", name="Open all").click()
    page.locator(".copy-code").first.wait_for(state="attached")


def unfold(page: Page) -> None:
    page.evaluate("() => document.querySelectorAll('details').forEach((one) => { one.open = true; })")
    page.locator(".copy-code").first.wait_for(state="attached")


def try_options(page: Page) -> None:
    page.keyboard.press("Escape")
    for option in page.locator(".option").all():
        option.click()
    page.locator(".option.wrong").wait_for()


def search(page: Page) -> None:
    page.keyboard.press("/")
    page.get_by_role("combobox").fill("bucket")
    page.get_by_role("option").first.wait_for()


def shortcuts(page: Page) -> None:
    page.keyboard.press("Escape")
    page.locator("dialog.find[open]").wait_for(state="detached")
    page.keyboard.press("?")
    page.locator("dialog.keys").wait_for()


def start(page: Page) -> None:
    page.locator(".practice-begin").click()
    page.locator(".course-show").wait_for()


def answer(page: Page) -> None:
    page.keyboard.press("Space")
    page.locator(".course-grade").first.wait_for()


def end(page: Page) -> None:
    page.keyboard.press("1")
    page.locator(".course-show:visible").wait_for()
    page.locator(".course-end").click()


def progress(page: Page) -> None:
    page.get_by_role("button", name="Back to the start").click()
    page.locator(".chart").first.wait_for()


@pytest.fixture(scope="module")
def address(tmp_path_factory: pytest.TempPathFactory, serve: Callable[[Path], str]) -> str:
    notes = tmp_path_factory.mktemp("notes")
    return serve(once.folder("site-for-everybody", lambda out: build_site(notes, out)))


def build_site(notes: Path, out: Path) -> None:
    with pytest.MonkeyPatch.context() as patch:
        patch.setenv("STUDY_SOURCES", str(notes))
        patch.setenv("NO_MKDOCS_2_WARNING", "1")
        patch.setenv("SITE_URL", "https://guide.example/guide/")  # the page for what is not found has to know its place
        patch.setattr(pipeline, "build", lambda *_, **__: replace(SITE, problems=()))
        build(load_config(str(ROOT / "mkdocs.yml"), site_dir=str(out), strict=True))


@pytest.fixture(scope="module")
def context(chromium: Browser) -> Iterator[BrowserContext]:
    context = chromium.new_context(
        viewport=PHONE,
        color_scheme="light",
        reduced_motion="reduce",
        bypass_csp=True,
        service_workers="block",
    )
    yield context
    context.close()


def grave(page: Page, schemes: Sequence[str] = ("light", "dark")) -> list[str]:
    """What axe finds serious or critical, and of the second scheme what is only to be found in its colours."""
    found = []
    for scheme, rules in zip(schemes, ((), COLOURS), strict=True):
        page.emulate_media(color_scheme=scheme)  # type: ignore[arg-type]
        if page.locator("[data-md-component=palette]").count():  # paper is white
            name = "slate" if scheme == "dark" else "default"
            page.wait_for_function("(name) => document.body.dataset.mdColorScheme === name", arg=name)
        found += [f"in the {scheme}, {fault}" for fault in _grave(page, *rules)]
    return found


def _grave(page: Page, *rules: str) -> list[str]:
    return [
        f"{one['id']}: {node['html'][:200]}"
        for one in violations(page, *rules)
        if one["impact"] in ("moderate", "serious", "critical")
        for node in one["nodes"]
    ]


@pytest.fixture(scope="module")
def tab(context: BrowserContext) -> Page:
    """For one page after another: axe is compiled once."""
    return context.new_page()


def test_every_state_is_reached_under_the_policy_without_a_fault(chromium: Browser, address: str) -> None:
    context = chromium.new_context(viewport=PHONE, reduced_motion="reduce", service_workers="block")
    seen = Seen(context, address)
    seen.page.add_init_script(REPORTS)
    for path, states in STATES.items():
        page = seen.open(path)
        for arrive in states.values():
            arrive(page)
    context.close()
    assert (seen.faults, seen.foreign) == ([], [])


@pytest.mark.parametrize("path", quick(("levels/basic/",), STATES))
def test_axe_finds_nothing_serious(tab: Page, address: str, path: str) -> None:
    tab.goto(address + path)
    schemes = ["light", "dark"]
    for state, arrive in STATES[path].items():
        arrive(tab)
        assert [f"{state}, {fault}" for fault in grave(tab, schemes)] == []
        schemes.reverse()


@pytest.mark.thorough
@pytest.mark.parametrize("schemes", [("light", "dark"), ("dark", "light")])
def test_axe_would_find_a_fault(tab: Page, address: str, schemes: Sequence[str]) -> None:
    tab.goto(address)
    tab.evaluate("""() => {
      const style = '<style>.wrong { color: #888 } [data-md-color-scheme=slate] .wrong { color: #333 }</style>';
      document.querySelector('article').insertAdjacentHTML('beforeend', `<input><p class="wrong">Words</p>${style}`);
    }""")
    found = [fault.partition(">")[0] for fault in grave(tab, schemes)]
    assert found == [
        f'in the {schemes[0]}, color-contrast: <p class="wrong"',
        f"in the {schemes[0]}, label: <input",
        f'in the {schemes[1]}, color-contrast: <p class="wrong"',
    ]


@pytest.fixture
def page(chromium: Browser, address: str) -> Iterator[Page]:
    context = chromium.new_context(viewport={"width": 1280, "height": 900}, service_workers="block")
    yield context.new_page()
    context.close()


def tab_to(page: Page, wanted: str, most: int = 80) -> None:
    """Moves the focus with the Tab key alone until it is at what the selector names."""
    for _ in range(most):
        page.keyboard.press("Tab")
        if page.evaluate("wanted => document.activeElement.matches(wanted)", wanted):
            return
    raise AssertionError(f"Tab does not reach {wanted}")


def test_every_function_of_a_service_page_is_reached_by_tab(page: Page, address: str) -> None:
    page.goto(f"{address}services/s3/")
    page.locator(".tools").wait_for()
    for wanted in (
        ".md-skip", ".search-open", ".only", ".tools > a.practise", ".open-all", ".menu > summary", ".copy-link",
        "details.answer > summary",
    ):  # fmt: skip
        tab_to(page, wanted)
        outline = page.evaluate("() => getComputedStyle(document.activeElement).outlineStyle")
        assert outline != "none", wanted
    page.keyboard.press("Enter")
    assert page.locator("details.answer[open]").count() == 1


@pytest.mark.thorough
def test_an_option_says_whether_it_is_right(page: Page, address: str) -> None:
    page.goto(f"{address}services/s3/")
    page.locator(".option").first.wait_for()
    tab_to(page, ".option")
    page.keyboard.press("Space")
    expect(page.locator(".option").first).to_have_text("A. S3Right")
    expect(page.locator(".study-status")).to_have_text("Right")
    tab_to(page, ".option")
    page.keyboard.press("Enter")
    expect(page.locator(".option").nth(1)).to_have_text("B. NothingNot this one")
    assert page.locator("#s3-encryption").locator("xpath=..").locator("details.answer[open]").count() == 0


def test_without_a_script_options_are_a_list(chromium: Browser, address: str) -> None:
    context = chromium.new_context(java_script_enabled=False)
    page = context.new_page()
    page.goto(f"{address}services/s3/")
    expect(page.locator("[data-right] li")).to_have_text(["A. S3", "B. Nothing"])
    context.close()


@pytest.mark.thorough
def test_the_list_of_questions_is_filtered_and_walked_by_keyboard(page: Page, address: str) -> None:
    page.goto(f"{address}questions/")
    page.locator(".explorer-row").first.wait_for()
    tab_to(page, "#explorer-field")
    page.keyboard.type("bucket")
    expect(page.locator(".explorer-count")).not_to_contain_text("7 of 7")
    page.keyboard.press("ArrowDown")
    page.keyboard.press("Enter")
    page.wait_for_url("**/services/*/#*")  # which comes first depends on what was found by then


@pytest.mark.thorough
def test_who_wants_no_motion_gets_none(chromium: Browser, address: str) -> None:
    context = chromium.new_context(reduced_motion="reduce", service_workers="block")
    page = context.new_page()
    page.goto(f"{address}services/s3/")
    page.locator(".tools").wait_for()
    page.get_by_role("button", name="Open all").click()
    moving = page.evaluate(
        """() => [...document.querySelectorAll('*')].filter((one) => {
          const style = getComputedStyle(one);
          const long = (list) => list.split(',').some((time) => parseFloat(time) > 0.01);
          return long(style.transitionDuration) && style.transitionProperty !== 'none'
            || style.animationName !== 'none' && long(style.animationDuration)
            || style.scrollBehavior === 'smooth';
        }).map((one) => one.outerHTML.slice(0, 80))"""
    )
    assert moving == []
    context.close()
