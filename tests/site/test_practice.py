"""The practice page: its scheduler beside the reference, and whole sessions in Chromium with a clock of our own."""

from __future__ import annotations

import json
import random
import re
from collections.abc import Callable, Iterator
from dataclasses import replace
from datetime import UTC, datetime, timedelta
from pathlib import Path
from typing import Any

import once
import pytest
from fsrs import Card, Rating, Scheduler
from jsonschema import Draft202012Validator
from made import SITE, asked, question
from mkdocs.commands.build import build
from mkdocs.config import load_config
from playwright.sync_api import Browser, BrowserContext, Page, expect

from studyguide import pipeline
from studyguide.records import Question
from studyguide.site.json_files import schema
from studyguide.site.practice_cards import PIECE, PROGRESS, card, practice_files

ROOT = Path(__file__).resolve().parents[2]
START = datetime(2026, 11, 21, 8, tzinfo=UTC)
REPORT = "https://github.com/someone/guide"


def reviewed(id: str, words: str, level: str, **more: Any) -> Question:
    services = more.pop("services", ("s3",))
    answer = more.pop("answer", f"The answer to “{words}”")
    made = question(id, asked(words, 3, services, level=level, answer=answer, reviewed="2026-11-20"))
    return replace(made, **{"references": ("https://docs.aws.amazon.com/",), **more})


# Four reviewed questions on S3 and one on IAM that was merged; one unreviewed, one without an answer.
QUESTIONS = (
    reviewed("s3-bucket", "What is a bucket?", "basic"),
    reviewed("s3-versions", "What do versions keep?", "basic"),
    question(
        "s3-classes",
        asked(
            "When do you change the class?",
            3,
            level="intermediate",
            body="- A. Daily\n- B. Seldom",
            answer="B",
            reviewed="2026-11-20",
        ),
        references=("https://docs.aws.amazon.com/",),
    ),
    reviewed("s3-replica", "How would you replicate a bucket?", "advanced", scenario=True),
    reviewed("iam-role", "What is a role?", "basic", services=("iam",), aliases=("iam-old-role",)),
    question("s3-raw", asked("Is it strongly consistent?", 9, level="basic", answer="Yes.")),
    question("s3-bare", asked("What is a prefix?", 11, level="basic")),
)


SMALL = replace(SITE, questions=QUESTIONS, sources=(), permalinks=(), problems=())


@pytest.fixture(scope="module")
def address(tmp_path_factory: pytest.TempPathFactory, serve: Callable[[Path], str]) -> str:
    notes = tmp_path_factory.mktemp("notes")
    return serve(once.folder("site-of-cards", lambda out: build_site(notes, out)))


def build_site(notes: Path, out: Path) -> None:
    with pytest.MonkeyPatch.context() as patch:
        patch.setenv("STUDY_SOURCES", str(notes))
        patch.setenv("NO_MKDOCS_2_WARNING", "1")
        patch.setenv("REPO_URL", REPORT)
        patch.delenv("SITE_URL", raising=False)
        patch.setattr(pipeline, "build", lambda *_, **__: SMALL)
        # Not strictly: these answers are shorter than a reviewed one should be, and the build says so.
        config = load_config(str(ROOT / "mkdocs.yml"), site_dir=str(out))
        config.extra["study"]["downloads"] = False
        build(config)


# The scheduler


def histories(number: int) -> Iterator[dict[str, Any]]:
    """Random histories with what the reference makes of them: early and late, at several retentions."""
    chance = random.Random(20261121)
    epoch = datetime(1970, 1, 1, tzinfo=UTC)
    for _ in range(number):
        wanted = chance.choice([0.9, 0.9, 0.7, 0.8, 0.85, 0.95, 0.97])
        scheduler, found = Scheduler(desired_retention=wanted, enable_fuzzing=False), Card()
        time = 1_763_683_200_000 + chance.randrange(10**9)
        reviews, expected = [], []
        for _ in range(chance.randrange(1, 25)):
            grade = chance.choice([1, 2, 3, 3, 3, 4])
            reviews.append([time, grade])
            found, _log = scheduler.review_card(found, Rating(grade), epoch + timedelta(milliseconds=time))
            due = (found.due - epoch) // timedelta(milliseconds=1)
            known = scheduler.get_card_retrievability(found, found.due)
            expected.append([found.state.name.lower(), due, found.stability, found.difficulty, known])
            late = chance.randrange(1, 86_400_000 * chance.choice([1, 1, 3, 30, 200]))
            time = due if chance.random() < 0.4 else time + late
        yield {"retention": wanted, "reviews": reviews, "expected": expected}


@pytest.mark.thorough
def test_the_scheduler_equals_the_reference(chromium: Browser, address: str) -> None:
    cases = list(histories(500))
    page = chromium.new_page()
    page.goto(f"{address}practice/")
    found = page.evaluate(
        """async ({address, cases}) => {
          const {review, recall, SETTINGS, UNSEEN} = await import(`${address}assets/js/practice/fsrs.mjs`);
          return cases.map(({retention, reviews}) => {
            const settings = {...SETTINGS, retention};
            let card = UNSEEN;
            return reviews.map(([time, grade]) => {
              card = review(card, grade, time, settings);
              return [card.state, card.due, card.stability, card.difficulty, recall(card, card.due, settings)];
            });
          });
        }""",
        {"address": address, "cases": [{key: case[key] for key in ("retention", "reviews")} for case in cases]},
    )
    page.close()
    assert sum(len(case["reviews"]) for case in cases) > 5_000
    for case, steps in zip(cases, found, strict=True):
        for got, expected in zip(steps, case["expected"], strict=True):
            assert got[:2] == expected[:2]
            assert got[2:] == pytest.approx(expected[2:], rel=1e-9)


# The cards


def test_the_cards_of_a_service_come_in_pieces() -> None:
    many = tuple(reviewed(f"s3-{number}", f"Question {number}?", "basic") for number in range(PIECE + 3))
    files = dict(practice_files(replace(SITE, questions=(*many, QUESTIONS[4]))))
    assert list(files) == ["practice/s3.json", "practice/s3.2.json", "practice/iam.json", PROGRESS]
    assert list(json.loads(files["practice/s3.2.json"])["cards"]) == ["s3-50", "s3-51", "s3-52"]


def test_a_card_holds_safe_html() -> None:
    nasty = reviewed("s3-x", "Nasty?", "basic", answer="<script>x()</script> **bold** [x](javascript:x())")
    assert "<script" not in card(nasty)["answer"] and "<strong>bold</strong>" in card(nasty)["answer"]
    assert "javascript:" not in re.sub(r">[^<]*<", "><", card(nasty)["answer"])
    assert card(replace(nasty, references=("javascript:x()",))).get("references") is None
    assert "answer" not in card(QUESTIONS[6])


def test_a_card_says_which_of_its_options_are_right() -> None:
    assert card(QUESTIONS[2])["right"] == "2 of 2"
    assert "right" not in card(replace(QUESTIONS[2], answer="Seldom, mostly."))


# Sessions


class Desk:
    """A reader at the practice page."""

    def __init__(self, context: BrowserContext, address: str, start: datetime = START) -> None:
        self.context, self.address = context, address
        self.page = self._page(start)
        self.faults: list[str] = []
        self.page.on("pageerror", lambda error: self.faults.append(str(error)))

    def _page(self, start: datetime) -> Page:
        page = self.context.new_page()
        page.clock.install(time=start)
        return page

    def open(self, query: str = "") -> Page:
        self.page.goto(f"{self.address}practice/{query}")
        self.page.locator(".practice-begin").wait_for()
        return self.page

    def start(self, query: str = "", mode: str = ".practice-begin") -> Page:
        self.open(query)
        return self.begin(mode)

    def begin(self, mode: str = ".practice-begin") -> Page:
        self.page.locator(mode).click()
        self.page.locator(".card-question").wait_for()
        return self.page

    def question(self) -> str:
        return self.page.locator(".card-question").inner_text()

    def grade(self, key: str) -> None:
        """Shows the answer and grades it, by keyboard."""
        self.page.keyboard.press("Space")
        self.page.locator(".card-answer").wait_for()
        self.page.keyboard.press(key)
        # The next card has its answer hidden; at the end there is a sheet.
        self.page.locator(".course-show:visible, .sheet").first.wait_for()

    def at_end(self) -> bool:
        return self.page.locator(".sheet").count() == 1

    def days(self, number: float) -> None:
        self.page.clock.fast_forward(int(number * 86_400_000))

    def lead(self) -> str:
        return self.page.locator(".practice-lead").inner_text()

    def kept(self) -> dict[str, Any]:
        """What this browser keeps, by question."""
        rows = self.page.evaluate(KEPT)
        return {row["id"]: row for row in rows}


KEPT = """async () => {
  const [{name}] = (await indexedDB.databases()).filter(({name}) => name.startsWith('study:'));
  const asked = (request) => new Promise((done, failed) => {
    request.onsuccess = () => done(request.result);
    request.onerror = () => failed(request.error);
  });
  const database = await asked(indexedDB.open(name));
  const rows = await asked(database.transaction('records').objectStore('records').getAll());
  database.close();
  return rows;
}"""

# Puts rows into the store as they are, sound or not.
PUT = """async (rows) => {
  const [{name}] = (await indexedDB.databases()).filter(({name}) => name.startsWith('study:'));
  const database = await new Promise((done) => {
    const request = indexedDB.open(name);
    request.onsuccess = () => done(request.result);
  });
  const change = database.transaction('records', 'readwrite');
  for (const row of rows) change.objectStore('records').put(row);
  await new Promise((done) => (change.oncomplete = done));
  database.close();
}"""


@pytest.fixture
def context(chromium: Browser) -> Iterator[BrowserContext]:
    context = chromium.new_context(
        viewport={"width": 1000, "height": 900}, timezone_id="UTC", reduced_motion="reduce", service_workers="block"
    )
    yield context
    context.close()


@pytest.fixture
def desk(context: BrowserContext, address: str) -> Iterator[Desk]:
    desk = Desk(context, address)
    yield desk
    assert not desk.faults


@pytest.mark.thorough
def test_weeks_of_practice(desk: Desk) -> None:
    """Cards come again when the schedule says and not the day before, and knowing them makes the waits grow."""
    desk.open()
    assert desk.lead() == "Nothing due today. 5 not asked yet."
    waits: list[str] = []
    asked_on, day = [], 0
    for away in (1, 1, 5, 1, 4, 1, 1, 5):
        page = desk.open("?which=due" if waits else "")
        if page.locator(".practice-begin").is_enabled():
            page.locator(".practice-begin").click()
            page.locator(".card-question").wait_for()
            while not desk.at_end():
                if desk.question() == "What is a bucket?":
                    page.keyboard.press("Space")
                    asked_on.append(day)
                    waits.append(page.locator(".course-grade.good span").inner_text())
                    page.keyboard.press("3")
                    page.locator(".course-show:visible, .sheet").first.wait_for()
                else:
                    desk.grade("4")
        desk.days(away)
        day += away
    assert asked_on == [0, 0, 2, 13]
    assert waits == ["10 min", "2 d", "11 d", "1.5 mo"]
    reference = []
    scheduler, found = Scheduler(enable_fuzzing=False), Card()
    for time, grade, _ in desk.kept()["s3-bucket"]["reviews"]:
        found, _log = scheduler.review_card(found, Rating(grade), datetime.fromtimestamp(time / 1000, UTC))
        reference.append((found.due - datetime.fromtimestamp(time / 1000, UTC)).days)
    assert reference == [0, 2, 11, 46]
    desk.open()
    assert "not asked yet" not in desk.lead()


@pytest.mark.thorough
def test_grades_show_when_the_card_comes_again(desk: Desk) -> None:
    page = desk.start()
    page.keyboard.press("Space")
    shown = [" ".join(words.split()) for words in page.locator(".course-grade").all_inner_texts()]
    assert shown == ["Again 1 1 min", "Hard 2 6 min", "Good 3 10 min", "Easy 4 8 d"]


def test_a_missed_card_comes_again_in_the_session_and_at_the_end_stands_what_was_hard(desk: Desk) -> None:
    page = desk.start("?service=s3&level=basic")
    assert page.locator(".course-extent").inner_text() == "0 of 2 done"
    first = desk.question()
    desk.grade("1")
    desk.grade("4")
    assert desk.question() == first and "Missed" in page.locator(".card-state").inner_text()
    desk.grade("4")
    assert desk.at_end()
    assert page.locator(".sheet .practice-lead").inner_text().endswith("1 known, 1 hard or missed.")
    assert page.locator(".sheet ol a").all_inner_texts() == [first]
    assert re.search(r"/services/s3/#s3-", page.locator(".sheet ol a").get_attribute("href") or "")
    page.locator(".sheet .practice-begin").click()  # practise it again
    assert desk.question() == first


@pytest.mark.thorough
def test_an_option_of_a_card_is_tried_before_its_answer_is_shown(desk: Desk) -> None:
    page = desk.start("?service=s3&level=intermediate")
    page.locator(".option").first.focus()
    page.keyboard.press("Space")
    expect(page.locator(".option").first).to_have_text("A. DailyNot this one")
    page.locator(".option").nth(1).click()
    expect(page.locator(".option").nth(1)).to_have_text("B. SeldomRight")
    assert page.locator(".card-answer").is_hidden()


def test_by_keyboard_alone(desk: Desk) -> None:
    page = desk.open()
    page.locator(".practice-begin").focus()
    page.keyboard.press("Enter")
    page.locator(".card-question").wait_for()
    first = desk.question()
    page.keyboard.press("3")  # without the answer no grade counts
    assert desk.question() == first and page.locator(".course-show").is_visible()
    desk.grade("4")
    second = desk.question()
    page.keyboard.press("k")
    assert desk.question() == first and page.locator(".card-answer").is_visible()
    assert page.locator(".course-grade").count() == 0
    page.keyboard.press("j")
    assert desk.question() == second
    page.keyboard.press("j")  # put off to the end
    third = desk.question()
    assert third not in (first, second)
    page.keyboard.press("u")
    expect(page.locator(".card-question")).to_have_text(second)
    page.keyboard.press("u")  # the grade before
    expect(page.locator(".card-question")).to_have_text(first)
    assert page.locator(".course-grade").count() == 4
    assert desk.kept()["s3-bucket" if "bucket" in first else "s3-versions"]["reviews"] == []
    page.keyboard.press("2")
    page.locator(".course-show:visible").wait_for()
    page.keyboard.press("?")
    assert "Undo the last grade" in page.locator("dialog.keys").inner_text()
    page.keyboard.press("Escape")
    here = desk.question()
    page.keyboard.press("e")
    page.wait_for_url("**/services/*/#*")
    assert here in page.locator(".question:has(:target)").inner_text()


@pytest.mark.thorough
def test_the_show_button_in_focus_is_pressed_once_by_space(desk: Desk) -> None:
    page = desk.start()
    page.locator(".course-show").focus()
    page.keyboard.press("Space")
    assert page.locator(".card-answer").is_visible()
    page.locator(".course-grade.good").focus()
    page.keyboard.press("Space")
    page.locator(".course-show:visible").wait_for()
    assert sum(len(row["reviews"]) for row in desk.kept().values()) == 1


@pytest.mark.thorough
def test_by_touch(chromium: Browser, address: str) -> None:
    context = chromium.new_context(viewport={"width": 390, "height": 844}, has_touch=True, is_mobile=True)
    desk = Desk(context, address)
    page = desk.start("?service=iam")
    page.locator(".course-show").tap()
    boxes = [page.locator(f".course-grade.{grade}").bounding_box() for grade in ("again", "hard", "good", "easy")]
    assert all(box and box["height"] >= 44 and box["width"] >= 44 for box in boxes)
    assert page.evaluate("() => document.documentElement.scrollWidth") <= 390
    page.locator(".course-grade.easy").tap()
    page.locator(".sheet").wait_for()
    context.close()
    assert not desk.faults


@pytest.mark.thorough
def test_a_screen_reader_hears_question_state_and_answer_in_order(desk: Desk) -> None:
    page = desk.start("?service=iam")
    assert page.evaluate("() => document.activeElement.textContent") == "What is a role?"
    assert page.locator(".card").aria_snapshot().splitlines() == [
        "- article:",
        '  - heading "What is a role?" [level=2]',
        "  - paragraph: IAM · Basic · New",
    ]
    page.keyboard.press("Space")
    assert page.evaluate("() => document.activeElement.getAttribute('aria-label')") == "Answer"
    page.get_by_text("The answer to").wait_for()
    heard = page.locator(".course").aria_snapshot()
    order = ["What is a role?", "IAM · Basic · New", 'region "Answer"', "The answer to", "How well did you know it?"]
    assert sorted(order, key=heard.index) == order


@pytest.mark.thorough
def test_a_card_links_to_its_question_and_to_the_form_for_a_wrong_answer(desk: Desk) -> None:
    page = desk.start("?service=iam")
    page_link, wrong = (link.get_attribute("href") for link in page.locator("a.course-tool").all())
    assert page_link and page_link.endswith("/services/iam/#iam-role")
    assert wrong == f"{REPORT}/issues/new?template=wrong-answer.yml&question=iam-role"


@pytest.mark.thorough
def test_unreviewed_and_unanswered_questions_are_left_out_and_marked(desk: Desk) -> None:
    page = desk.open("?count=all")
    assert page.locator(".practice-begin").inner_text() == "Start: 5 cards"
    page.get_by_label("Also unreviewed notes (1)").check()
    assert page.locator(".practice-begin").inner_text() == "Start: 6 cards"
    page.get_by_label("Also questions without an answer (1)").check()
    assert page.locator(".practice-begin").inner_text() == "Start: 7 cards"
    desk.start("?service=s3&level=basic&unreviewed=yes&unanswered=yes")
    said = {}
    while not desk.at_end():
        said[desk.question()] = page.locator(".card-state").inner_text()
        desk.grade("4")
    assert "Unreviewed note" in said["Is it strongly consistent?"]
    assert "Not answered" in said["What is a prefix?"]
    assert "Unreviewed" not in said["What is a bucket?"]


@pytest.mark.thorough
def test_what_is_chosen_stands_in_the_address(desk: Desk) -> None:
    page = desk.open()
    page.locator("[data-filter='level:basic']").click()
    page.get_by_label("Which").select_option("new")
    page.get_by_label("How many").select_option("10")
    assert page.url.endswith("practice/?level=basic&which=new&count=10")
    desk.open("?service=s3&level=advanced&is=scenario&count=7")
    assert page.locator(".practice-begin").inner_text() == "Start: 1 card"
    assert page.get_by_label("How many").input_value() == "7"
    desk.open("?count=-1&which=%3Cx%3E&level=none&service=nothing")  # what cannot be read is left out
    assert page.locator(".practice-why").inner_text().startswith("No card fits.")


@pytest.mark.thorough
def test_words_of_the_list_of_questions_choose_cards(desk: Desk) -> None:
    page = desk.open("?q=replicate")
    expect(page.locator(".practice-begin")).to_have_text("Start: 1 card")
    page.get_by_role("button", name="Without these words").click()
    expect(page.locator(".practice-begin")).to_have_text("Start: 5 cards")


# A page, its link to practice, and the cards that the link chooses.
DOORS = (
    ("services/s3/", "Practise", "Start: 4 cards"),
    ("levels/basic/", "Practise these", "Start: 3 cards"),
    ("scenarios/", "Practise these", "Start: 1 card"),
    ("questions/?level=advanced", "Practise these", "Start: 1 card"),
    ("", "Practise", "Start: 5 cards"),
)


@pytest.mark.thorough
def test_practice_starts_from_other_pages(desk: Desk) -> None:
    for path, link, cards in DOORS:
        desk.page.goto(desk.address + path)
        if path.startswith("questions"):
            desk.page.locator(".explorer-row").first.wait_for()
        desk.page.locator("article").get_by_role("link", name=link, exact=True).click()
        expect(desk.page.locator(".practice-begin"), path).to_have_text(cards)


# Other kinds of session


@pytest.mark.thorough
def test_cramming_moves_no_dates_and_waits_in_cards(desk: Desk) -> None:
    page = desk.start(mode=".practice-mode >> nth=0")
    page.keyboard.press("Space")
    waits = [words.split("\n")[-1] for words in page.locator(".course-grade").all_inner_texts()]
    assert waits == ["in 3 cards", "in 4 cards", "done", "done"]
    page.keyboard.press("1")
    page.locator(".course-show:visible").wait_for()
    while not desk.at_end():
        desk.grade("3")
    assert all(way == "cram" for row in desk.kept().values() for _, _, way in row["reviews"])
    desk.days(30)
    desk.open()
    assert desk.lead().startswith("Nothing due today.")


@pytest.mark.thorough
def test_a_mock_interview_has_a_clock_rising_levels_and_a_sheet(desk: Desk) -> None:
    desk.open("?service=s3").clock.pause_at(START + timedelta(hours=1))
    page = desk.begin(".practice-mode >> nth=1")
    levels = []
    for round in range(4):
        levels.append(page.locator(".card-state .level").inner_text())
        limit = {"Basic": "1:30", "Intermediate": "2:00", "Advanced": "3:00"}[levels[-1]]
        assert page.locator(".course-clock").inner_text() == limit
        page.clock.run_for(200_000 if round == 0 else 20_000)
        if round == 0:
            assert page.locator(".course-clock").inner_text() == "1:50 over"
        desk.grade("3" if round else "1")
    assert levels == ["Basic", "Basic", "Intermediate", "Advanced"]
    rows = [[cell.inner_text() for cell in row.locator("td").all()] for row in page.locator(".sheet tbody tr").all()]
    assert [row[1:] for row in rows] == [
        ["Basic", "3:20 of 1:30, over", "Missed"],
        ["Basic", "0:20", "Good"],
        ["Intermediate", "0:20", "Good"],
        ["Advanced", "0:20", "Good"],
    ]
    assert {way for row in desk.kept().values() for _, _, way in row["reviews"]} == {"mock"}


def test_a_question_set_aside_is_not_asked_until_it_is_taken_up_again(desk: Desk) -> None:
    page = desk.start("?service=iam")
    page.get_by_role("button", name="Set aside").click()
    page.locator(".practice-start").wait_for()
    expect(page.locator(".practice-begin")).to_be_disabled()
    page.locator(".asides summary").click()
    page.get_by_role("button", name="Take up again: What is a role?").click()
    expect(page.locator(".practice-begin")).to_have_text("Start: 1 card")


# Progress belongs to the reader


def exported(page: Page) -> str:
    with page.expect_download() as found:
        page.get_by_role("button", name="Export progress").click()
    assert re.fullmatch(r"progress-2026-\d\d-\d\d\.json", found.value.suggested_filename)
    return Path(found.value.path()).read_text("utf-8")


def brought(page: Page, text: str | bytes, name: str = "progress.json") -> str:
    """What the page says of a file that is imported."""
    data = text.encode() if isinstance(text, str) else text
    page.evaluate("() => (document.querySelector('.data-result').textContent = '')")
    page.locator("input[type=file]").set_input_files({"name": name, "mimeType": "application/json", "buffer": data})
    result = page.locator(".data-result")
    expect(result).not_to_have_text("")
    return result.inner_text()


@pytest.mark.thorough
def test_progress_is_taken_to_another_browser_and_back(chromium: Browser, desk: Desk, address: str) -> None:
    page = desk.start()
    for key in "1344":
        desk.grade(key)
    text = exported(desk.open())
    Draft202012Validator(json.loads(schema("progress.schema.json"))).validate(json.loads(text))
    other_context = chromium.new_context(timezone_id="UTC")
    other = Desk(other_context, address)
    assert "Imported 4 reviews of 4 questions." in brought(other.open(), text)
    assert other.kept() == desk.kept()
    # Both go on; joined again, nothing is lost and nothing is there twice.
    other.days(9)
    other.start("?which=due&count=10")
    other.grade("3")
    both = exported(other.open())
    other_context.close()
    before = sum(len(row["reviews"]) for row in desk.kept().values())
    desk.days(10)
    page.reload()
    page.locator(".practice-begin").wait_for()
    brought(page, both)
    brought(page, both)
    assert sum(len(row["reviews"]) for row in desk.kept().values()) == before + 1


# Files that are no progress of this guide, and what is said of each.
DAMAGED: tuple[tuple[str | bytes, str], ...] = (
    ("", "This is no JSON file"),
    ('{"format": "study-progress", "version": 1, "ques', "This is no JSON file"),
    (b"\xff\xfe\x00\x01", "This is no JSON file"),
    ('{"cards": []}', "does not come from a practice page"),
    ('{"format": "study-progress", "version": 9, "questions": []}', "newer version of the site (9)"),
    (
        '{"format": "study-progress", "version": 1, "questions": [{"id": "s3-bucket", "reviews": []},'
        ' {"id": "iam-role", "reviews": [{"at": "2026-11-20T08:00:00Z", "grade": "perfect"}]}]}',
        "questions[1].reviews[0].grade: this must be one of again, hard, good, easy.",
    ),
    (
        '{"format": "study-progress", "version": 1, "site": "Cooking",'
        ' "questions": [{"id": "soup", "reviews": []}]}',
        "None of its questions is in this guide; it comes from “Cooking”.",
    ),
)  # fmt: skip


@pytest.mark.thorough
def test_a_damaged_or_foreign_file_changes_nothing_and_says_why(desk: Desk) -> None:
    desk.start()
    desk.grade("4")
    page = desk.open()
    before = desk.kept()
    for text, why in DAMAGED:
        said = brought(page, text)
        assert why in said and said.endswith("Nothing was changed."), text
        assert desk.kept() == before, text


@pytest.mark.thorough
def test_progress_of_a_merged_question_carries_on(desk: Desk) -> None:
    desk.open()
    file = {
        "format": "study-progress", "version": 1,
        "questions": [{"id": "iam-old-role", "reviews": [{"at": "2026-10-01T08:00:00Z", "grade": "good"}]}],
    }  # fmt: skip
    assert "Imported 1 reviews" in brought(desk.page, json.dumps(file))
    desk.start("?service=iam&which=due")
    assert desk.question() == "What is a role?" and "Due" in desk.page.locator(".card-state").inner_text()


@pytest.mark.thorough
def test_two_tabs_do_not_write_over_each_other(desk: Desk, address: str) -> None:
    first = desk.start("?service=iam")
    other = Desk(desk.context, address)
    other.days(0.01)
    other.start("?service=iam")
    desk.grade("4")
    other.grade("1")
    reviews = desk.kept()["iam-role"]["reviews"]
    assert sorted(grade for _, grade, _ in reviews) == [1, 4]
    # And a tab that stands open hears of what the other did.
    desk.open()
    assert desk.lead().startswith("1 due today.")
    other.page.locator(".course-grade, .course-show").first.wait_for()
    other.days(0.001)
    if other.page.locator(".course-show:visible").count():
        other.page.keyboard.press("Space")
    other.page.keyboard.press("4")
    other.page.locator(".sheet").wait_for()
    expect(first.locator(".practice-lead")).to_contain_text("Nothing due today.")


# Storage that fails


def test_a_corrupt_entry_is_survived_without_losing_the_rest(desk: Desk) -> None:
    desk.start("?service=iam")
    desk.grade("4")
    good = desk.kept()["iam-role"]
    desk.page.evaluate(
        PUT,
        [
            {"id": "s3-bucket", "reviews": "torn"},
            {"id": "s3-versions", "reviews": [good["reviews"][0], [None], ["x", 3]], "aside": 5},
            {"id": 7, "reviews": []},
        ],
    )
    page = desk.open()
    assert (
        page.locator(".practice-trouble").inner_text()
        == "5 kept entries are damaged and left out. All the rest is here."
    )
    assert desk.lead() == "Nothing due today. Next: in 8 days. 3 not asked yet."
    desk.start("?service=s3&level=basic")
    desk.grade("4")
    assert [grade for _, grade, _ in desk.kept()["s3-bucket"]["reviews"]] == [4]


@pytest.mark.thorough
def test_a_browser_that_keeps_nothing_still_practises(context: BrowserContext, address: str) -> None:
    context.add_init_script(
        "Object.defineProperty(window, 'indexedDB', {get() { throw new DOMException('forbidden'); }});"
        "Object.defineProperty(window, 'localStorage', {get() { throw new DOMException('forbidden'); }});"
    )
    desk = Desk(context, address)
    page = desk.start()
    assert "This browser keeps nothing" in page.locator(".practice-trouble").inner_text()
    for key in "444":
        desk.grade(key)
    page.locator(".course-end").click()
    page.locator(".sheet").get_by_role("button", name="Back to the start").click()
    assert desk.lead().endswith("2 not asked yet.")
    assert len(json.loads(exported(page))["questions"]) == 3
    assert set(desk.faults) <= {"forbidden"}  # the theme's own scripts stumble over it


@pytest.mark.thorough
def test_full_storage_is_survived_with_a_message_and_written_later(context: BrowserContext, address: str) -> None:
    context.add_init_script(
        """const put = IDBObjectStore.prototype.put;
        IDBObjectStore.prototype.put = function (...value) {
          if (!window.full) return put.apply(this, value);
          this.transaction.abort();
          throw new DOMException('full', 'QuotaExceededError');
        };"""
    )
    desk = Desk(context, address)
    page = desk.start()
    desk.grade("4")
    page.evaluate("() => (window.full = true)")
    desk.grade("4")
    desk.grade("4")
    assert "storage is full" in page.locator(".practice-trouble").inner_text()
    assert len(desk.kept()) == 1
    page.keyboard.press("u")  # also what is not written yet can be undone
    page.locator(".course-grade").first.wait_for()
    page.evaluate("() => (window.full = false)")
    page.keyboard.press("4")
    page.locator(".course-show:visible").wait_for()
    assert [len(row["reviews"]) for row in desk.kept().values()] == [1, 1, 1]


@pytest.mark.thorough
def test_all_progress_can_be_deleted(desk: Desk) -> None:
    desk.start("?service=iam")
    desk.grade("4")
    page = desk.open()
    page.get_by_role("button", name="Delete all progress").click()
    page.get_by_role("button", name="Keep").click()
    assert desk.kept()
    page.get_by_role("button", name="Delete all progress").click()
    page.get_by_role("button", name="Delete", exact=True).click()
    expect(page.locator(".practice-lead")).to_have_text("Nothing due today. 5 not asked yet.")
    assert not desk.kept()


# Progress is visible


@pytest.mark.thorough
def test_the_charts_say_in_words_and_tables_what_they_draw(desk: Desk) -> None:
    page = desk.start()
    for key in "44441":
        desk.grade(key)
    desk.grade("4")
    desk.days(8)
    desk.start("?which=due&count=1")
    desk.grade("3")
    page = desk.open()
    names = [chart.get_attribute("aria-label") for chart in page.locator(".chart svg[role=img]").all()]
    assert names[0] == "The coming fortnight: 5 cards fall due, 4 of them today."
    assert names[1] == "Retention by week: 100 % of 1 answers were known when they came again; wanted are 90 %."
    assert names[2] == "Reviews: 7 reviews on 2 days of the last half year."
    for table in page.locator(".chart-table").all():
        table.locator("summary").click()
    assert page.get_by_role("table").nth(0).locator("tbody tr").first.inner_text().split() == ["29", "Nov", "4"]
    rows = [row.inner_text().split() for row in page.locator(".mastery").nth(0).locator("tbody tr").all()]
    assert [row[0] for row in rows] == ["Basic", "Intermediate", "Advanced"]
    assert sum(int(number) for row in rows for number in row[1:5]) == 7


@pytest.mark.thorough
def test_retention_can_be_chosen_and_moves_the_dates(desk: Desk) -> None:
    desk.start("?service=iam")
    desk.grade("4")
    page = desk.open()
    assert "Next: in 8 days." in desk.lead()
    page.get_by_label("Wanted retention").select_option("95 %")
    expect(page.locator(".practice-lead")).to_contain_text("Next: in 3 days.")
    desk.open()
    assert "Next: in 3 days." in desk.lead()


@pytest.mark.thorough
def test_progress_marks_questions_services_and_the_home_page(desk: Desk) -> None:
    page = desk.page
    page.goto(f"{desk.address}services/iam/")
    page.locator(".search-open").wait_for()
    assert page.locator(".progress-mark").count() == 0
    desk.start("?service=iam")
    desk.grade("4")
    page.goto(f"{desk.address}services/iam/")
    assert page.locator(".question .progress-mark").inner_text().strip() == "· Known, next in 8 d"
    page.goto(desk.address)
    expect(page.locator(".compact .progress-mark")).to_have_text("1 of 1 known")
    assert page.locator(".door-practice").inner_text() == "nothing due today"
    desk.days(9)
    page.reload()
    expect(page.locator(".compact .progress-mark")).to_have_text("1 of 1 known, 1 due")
    assert page.locator(".door-practice").inner_text() == "1 due today"


@pytest.mark.thorough
def test_without_a_network_or_script_the_page_says_what_to_do(chromium: Browser, address: str) -> None:
    context = chromium.new_context(java_script_enabled=False)
    page = context.new_page()
    page.goto(f"{address}practice/")
    assert "The cards need JavaScript." in page.locator("article").inner_text()
    context.close()
    context = chromium.new_context(service_workers="block")
    page = context.new_page()
    page.route("**/search/entries.json", lambda route: route.abort())
    page.goto(f"{address}practice/")
    page.get_by_text("The questions could not be loaded. Try again when you are online.").wait_for()
    page.unroute("**/search/entries.json")
    page.route("**/practice/*.json", lambda route: route.abort())
    page.reload()
    page.locator(".practice-begin").click()
    page.locator(".course-show").click()
    page.unroute("**/practice/*.json")
    page.get_by_role("button", name="Try again").click()
    page.get_by_text("The answer to").wait_for()
    context.close()
