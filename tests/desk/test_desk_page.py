"""The page of the desk in a browser: by mouse, by keyboard alone, and for everybody."""

from __future__ import annotations

from collections.abc import Callable, Iterator
from contextlib import contextmanager
from pathlib import Path
from threading import Thread

import desk_folder
import pytest
from accessibility import COLOURS, violations
from playwright.sync_api import Browser, Locator, Page, expect
from tiers import quick

from studyguide.desk import server, view

DESKTOP = {"width": 1280, "height": 900}
PHONE = {"width": 390, "height": 800}


@contextmanager
def running(folder: Path) -> Iterator[str]:
    with server.serving(desk_folder.desk(folder)) as (found, address):
        thread = Thread(target=found.serve_forever, kwargs={"poll_interval": 0.05}, daemon=True)
        thread.start()
        try:
            yield address
        finally:
            found.shutdown()
            thread.join()


@pytest.fixture
def folder(tmp_path: Path) -> Path:
    return desk_folder.written(tmp_path)


@pytest.fixture
def address(folder: Path) -> Iterator[str]:
    with running(folder) as found:
        yield found


@pytest.fixture
def page(chromium: Browser, address: str) -> Iterator[Page]:
    context = chromium.new_context(viewport={"width": 1280, "height": 900}, reduced_motion="reduce")
    page = context.new_page()
    complaints: list[str] = []
    page.on("pageerror", lambda error: complaints.append(str(error)))
    page.on("console", lambda said: complaints.append(said.text) if said.type == "error" else None)
    yield page
    context.close()
    assert [one for one in complaints if "409" not in one] == []  # which is how an undo is refused


def arrive(page: Page, address: str, file: str = "notes/ropes.md", line: int = 11) -> None:
    page.goto(f"{address}#{file}:{line}")
    page.locator(f"#L{line}").wait_for()


def at(page: Page, line: int) -> Locator:
    return page.locator(f"#L{line}")


def said(page: Page, words: str) -> None:
    expect(page.get_by_role("status").first).to_contain_text(words)


def corrections(folder: Path) -> str:
    return (folder / "corrections.toml").read_text()


@pytest.mark.thorough
def test_the_page_begins_with_the_first_doubtful_file(page: Page, address: str) -> None:
    page.goto(address)
    expect(page.get_by_role("heading", name="notes/two-ways.md")).to_be_visible()
    expect(page.locator("#trouble")).to_contain_text("3 lines that look like a question stand in answers")
    expect(page.locator(".lines .line.question")).to_have_count(3)


def test_a_rival_reading_is_chosen_seen_and_undone(page: Page, address: str, folder: Path) -> None:
    arrive(page, address, "notes/two-ways.md", 7)
    page.get_by_role("button", name="Read it so: bullets and others, 6 questions").click()
    said(page, "notes/two-ways.md is read by bullets and others. 6 questions, 3 before. Written to layouts.toml")
    expect(page.locator(".lines .line.question")).to_have_count(6)
    assert 'reading = "bullets and others"' in (folder / "layouts.toml").read_text()
    page.get_by_role("button", name="Undo").click()
    said(page, "Undone: notes/two-ways.md is read by bullets and others")
    expect(page.locator(".lines .line.question")).to_have_count(3)
    assert not (folder / "layouts.toml").exists()


def test_a_line_is_settled_by_keyboard(page: Page, address: str, folder: Path) -> None:
    arrive(page, address, "notes/two-ways.md", 1)
    at(page, 1).focus()
    for key in ("ArrowDown", "j", "j", "j"):
        page.keyboard.press(key)
    expect(at(page, 7)).to_be_focused()
    page.keyboard.press("q")
    said(page, "Line 7 is a question. 6 questions, 3 before. Written to corrections.toml")
    expect(at(page, 7)).to_be_focused()
    expect(at(page, 7)).to_have_class("line question")
    page.keyboard.press("n")
    said(page, "Line 7 is no question")
    assert corrections(folder).startswith(desk_folder.CORRECTIONS)
    assert "[[asks-not]]" in corrections(folder) and "[[asks]]" not in corrections(folder)
    page.keyboard.press("g")
    said(page, "Line 7 is read as it seems best")
    assert corrections(folder).strip() == desk_folder.CORRECTIONS.strip()
    for _ in range(3):  # without waiting: each press comes in its turn
        page.keyboard.press("u")
    said(page, "Undone: Line 7 is a question")
    assert corrections(folder) == desk_folder.CORRECTIONS
    page.keyboard.press("u")
    said(page, "There is nothing to undo")


def test_a_question_is_settled_by_keyboard(page: Page, address: str, folder: Path) -> None:
    arrive(page, address)
    at(page, 11).focus()
    page.keyboard.press("3")
    said(page, "“How do you cut a rope?” is advanced")
    expect(page.locator(".card.is-open .level")).to_have_text("Advanced")
    page.keyboard.press("0")
    said(page, "“How do you cut a rope?” has the level of the notes")
    expect(page.locator(".card.is-open .level")).to_have_text("Basic")

    page.keyboard.press("s")
    page.get_by_label("First of all about").select_option("knots")
    page.get_by_label("and about").first.select_option("ropes")
    page.keyboard.press("Enter")
    page.get_by_role("button", name="Decide").click()
    said(page, "“How do you cut a rope?” is about knots and ropes")
    expect(page.locator(".card.is-open .meta")).to_contain_text("Knots, Ropes")
    expect(at(page, 11)).to_be_focused()

    page.keyboard.press("x")
    page.keyboard.type("chat")
    page.keyboard.press("Enter")
    said(page, "“How do you cut a rope?” is left out")
    assert 'why = "chat"' in corrections(folder)
    expect(page.locator(".card.is-open .meta")).to_contain_text("left out")
    page.keyboard.press("x")
    said(page, "“How do you cut a rope?” is shown")
    assert "set-aside" not in corrections(folder)


def test_what_may_be_the_same_is_merged_and_kept_apart(page: Page, address: str, folder: Path) -> None:
    arrive(page, address)
    at(page, 11).click()
    page.get_by_role("button", name="They ask the same: How do you cut a thick rope?").click()
    said(page, "ask the same. Written to corrections.toml")
    expect(page.locator(".card.is-open")).to_contain_text("Asked also as")
    assert 'questions = ["How do you cut a rope?", "How do you cut a thick rope?"]' in corrections(folder)
    page.get_by_role("button", name="Keep apart: How do you cut a thick rope?").click()
    said(page, "are kept apart")
    assert "[[apart]]" in corrections(folder) and "[[merge]]" not in corrections(folder)
    expect(page.locator(".card.is-open .pairs")).to_have_count(0)


@pytest.mark.thorough
def test_a_question_is_looked_for_and_merged(page: Page, address: str, folder: Path) -> None:
    arrive(page, address)
    at(page, 11).focus()
    page.keyboard.press("m")
    page.keyboard.type("bowline")
    first = page.locator(".found li").first
    expect(first).to_contain_text("How do you tie a bowline knot?")
    first.get_by_role("button", name="They ask the same").click()
    said(page, "ask the same")
    assert 'questions = ["How do you cut a rope?", "How do you tie a bowline knot?"]' in corrections(folder)


@pytest.mark.thorough
def test_what_was_changed_outside_is_told_and_kept(page: Page, address: str, folder: Path) -> None:
    arrive(page, address)
    at(page, 11).focus()
    page.keyboard.press("3")
    said(page, "is advanced")
    with (folder / "corrections.toml").open("a") as file:
        file.write("# by hand\n")
    page.keyboard.press("u")
    said(page, "corrections.toml was changed outside the desk since then. Nothing was undone")
    assert corrections(folder).endswith("# by hand\n")


@pytest.mark.thorough
def test_what_was_changed_outside_is_shown_when_one_comes_back(page: Page, address: str, folder: Path) -> None:
    arrive(page, address)
    (folder / "notes" / "ropes.md").write_text(desk_folder.ROPES.replace("3. Who holds", "Who holds"))
    page.evaluate("dispatchEvent(new Event('focus'))")
    expect(page.locator(".facts")).to_contain_text("2 questions")


@pytest.mark.thorough
def test_the_keyboard_alone_reaches_everything(page: Page, address: str) -> None:
    arrive(page, address)
    for wanted in ("#file", "#keys", "summary", ".line[aria-current]", ".card.is-open .acts button", "#tools button"):
        tab_to(page, wanted)
        style = page.evaluate("() => getComputedStyle(document.activeElement).outlineStyle")
        assert style != "none", wanted
    at(page, 7).focus()
    page.keyboard.press("Enter")
    expect(page.locator(".card.is-open summary")).to_be_focused()
    page.keyboard.press("Escape")
    expect(page.locator(".line[aria-current]")).to_be_focused()
    page.keyboard.press("J")
    expect(at(page, 11)).to_be_focused()
    page.keyboard.press("K")
    expect(at(page, 7)).to_be_focused()
    page.keyboard.press("?")
    expect(page.get_by_role("dialog", name="Keys")).to_be_visible()
    page.keyboard.press("Escape")
    expect(at(page, 7)).to_be_focused()
    page.keyboard.press("f")
    expect(page.locator("#file")).to_be_focused()
    page.locator("#file").select_option("notes/more.md")
    expect(page.get_by_role("heading", name="notes/more.md")).to_be_visible()
    assert page.url.partition("#")[2].startswith("notes/more.md:")


def tab_to(page: Page, wanted: str, most: int = 60) -> None:
    for _ in range(most):
        page.keyboard.press("Tab")
        if page.evaluate("wanted => document.activeElement.matches(wanted)", wanted):
            return
    raise AssertionError(f"Tab does not reach {wanted}")


@pytest.mark.thorough
def test_a_long_file_is_walked_from_part_to_part(page: Page, address: str, monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.setattr(view, "PART", 10)
    arrive(page, address, "notes/ropes.md", 9)
    expect(page.get_by_text("Part 1 of 2").first).to_be_visible()
    at(page, 9).focus()
    page.keyboard.press("j")
    expect(at(page, 11)).to_be_focused()
    expect(at(page, 9)).to_have_count(0)
    page.keyboard.press("K")
    expect(at(page, 9)).to_be_focused()
    page.get_by_role("button", name="Further lines").first.click()
    expect(at(page, 11)).to_be_focused()


@pytest.mark.thorough
def test_letters_that_are_typed_into_a_field_press_nothing(page: Page, address: str, folder: Path) -> None:
    arrive(page, address)
    page.locator("#file").focus()
    page.keyboard.press("3")
    at(page, 11).focus()
    page.keyboard.press("m")
    page.get_by_role("searchbox").press_sequentially("qna123xu")
    page.keyboard.press("Escape")
    page.keyboard.press("Control+u")
    assert corrections(folder) == desk_folder.CORRECTIONS


def test_nothing_is_asked_of_another_host(page: Page, address: str) -> None:
    asked: list[str] = []
    page.on("request", lambda request: asked.append(request.url))
    arrive(page, address)
    at(page, 11).click()
    assert asked and all(one.startswith((address, "data:")) for one in asked)


# What axe is shown: a state of the page, and what leads to it.
STATES: dict[str, tuple[str, int, Callable[[Page], None]]] = {
    "readings": ("notes/two-ways.md", 3, lambda page: page.locator("#L3").click()),
    "card": ("notes/ropes.md", 11, lambda page: opened(page)),
    "keys": ("notes/ropes.md", 11, lambda page: page.get_by_role("button", name="Keys").click()),
    "services": ("notes/ropes.md", 11, lambda page: key(page, "s")),
    "same as": ("notes/ropes.md", 11, lambda page: looked(page)),
    "left out": ("notes/ropes.md", 11, lambda page: key(page, "x")),
}


def key(page: Page, name: str) -> None:
    at(page, 11).focus()
    page.keyboard.press(name)
    page.get_by_role("dialog").wait_for()


def opened(page: Page) -> None:
    at(page, 11).click()
    page.locator(".card.is-open summary").click()


def looked(page: Page) -> None:
    key(page, "m")
    page.locator(".found li").first.wait_for()


@pytest.mark.parametrize("state", quick(("card",), STATES))
def test_axe_finds_nothing(chromium: Browser, address: str, state: str) -> None:
    file, line, lead = STATES[state]
    # The policy of the page would stop axe as well as anything else foreign.
    context = chromium.new_context(viewport=DESKTOP, reduced_motion="reduce", bypass_csp=True)  # type: ignore[arg-type]
    page = context.new_page()
    arrive(page, address, file, line)
    lead(page)
    found = []
    for size in (DESKTOP, PHONE):
        page.set_viewport_size(size)  # type: ignore[arg-type]
        for scheme in ("light", "dark"):
            page.emulate_media(color_scheme=scheme)
            faults = violations(page) if scheme == "light" else violations(page, *COLOURS)
            found += [f"{size}, {scheme}: {one['id']}: {node['html'][:200]}" for one in faults for node in one["nodes"]]
        if page.evaluate("() => document.documentElement.scrollWidth - innerWidth") > 0:
            found.append(f"{size}: wider than the window")
    context.close()
    assert found == []
