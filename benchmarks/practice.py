"""How quickly a deck of ten thousand cards opens and grades, beside one of four hundred, in one run.

    .venv/bin/python benchmarks/practice.py [NUMBER OF CARDS]

The site is built once; the decks are made up, each card with ten reviews. Times are those that the reader waits, in
milliseconds: until the page can be used, from a grade to the next question, and the longest task that blocked the page
while twenty cards were graded.
"""

from __future__ import annotations

import os
import statistics
import sys
import tempfile
import time
from dataclasses import replace
from pathlib import Path
from typing import Any

from playwright.sync_api import Browser, sync_playwright

ROOT = Path(__file__).resolve().parents[1]
sys.path[:0] = [str(ROOT / "hooks"), str(ROOT / "tools"), str(ROOT / "benchmarks")]

import build  # noqa: E402

import chromium  # noqa: E402
from local_server import serving  # noqa: E402
from studyguide import pipeline  # noqa: E402
from studyguide.folder import sources  # noqa: E402
from studyguide.records import Question, Site  # noqa: E402
from studyguide.site.practice_cards import practice_files  # noqa: E402
from studyguide.site.search_index import search_files  # noqa: E402

PEER, GRADES, REVIEWS = 400, 20, 10
DAY = 86_400_000

SEED = """async (rows) => {
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

# Tasks of more than 50 ms, which is what browsers call long.
WATCH = """() => {
  window.long = [0];
  const note = (list) => window.long.push(...list.getEntries().map((one) => one.duration));
  new PerformanceObserver(note).observe({type: 'longtask'});
}"""

# One grade as the reader gives it, timed inside the page up to the frame after the next question stands there.
GRADE = """() => new Promise((done) => {
  document.querySelector('.course-show').click();
  requestAnimationFrame(() => setTimeout(() => {
    const place = document.querySelector('.course-place');
    const begun = performance.now();
    const watch = new MutationObserver(() => {
      watch.disconnect();
      requestAnimationFrame(() => setTimeout(() => done(performance.now() - begun)));
    });
    watch.observe(place, {childList: true});
    document.querySelector('.course-grade.easy').click();
  }));
})"""


def main() -> None:
    number = int(sys.argv[1]) if len(sys.argv) > 1 else 10_000
    site = pipeline.build(sources.read_folder(ROOT / "docs" / "sources"))
    with tempfile.TemporaryDirectory() as name, sync_playwright() as playwright:
        out = Path(name) / "site"
        build.seconds(ROOT, out, {"STUDY_SOURCES": str(ROOT / "docs" / "sources")})
        browser = playwright.chromium.launch(executable_path=chromium.find(), args=list(chromium.LAUNCH))
        rows = {}
        for cards in (PEER, number):
            deck = made(site, cards)
            for path, text in (*practice_files(deck), *search_files(deck)):
                (out / path).write_text(text, "utf-8")
            with serving(out) as address:
                rows[cards] = measured(browser, address, deck)
        browser.close()
    print(f"{'cards':>8} {'opens':>8} {'starts':>8} {'grades':>8} {'longest task':>13}")
    for cards, row in rows.items():
        print(f"{cards:>8} {row['opens']:>8.0f} {row['starts']:>8.0f} {row['grades']:>8.1f} {row['longest']:>13.0f}")
    ratio = rows[number]["grades"] / rows[PEER]["grades"]
    print(f"a grade among {number:,} cards takes {ratio:.2f} times as long as among {PEER}")


def made(site: Site, number: int) -> Site:
    """The site with as many questions as wanted, those of its bank over and over."""
    found: list[Question] = []
    for place in range(number):
        question = site.questions[place % len(site.questions)]
        found.append(replace(question, id=f"{question.id}-{place}", aliases=()))
    return replace(site, questions=tuple(found))


def measured(browser: Browser, address: str, deck: Site) -> dict[str, float]:
    context = browser.new_context(service_workers="block")
    page = context.new_page()
    page.goto(f"{address}practice/")
    page.locator(".practice-begin").wait_for()
    page.evaluate(SEED, [record(question.id, place) for place, question in enumerate(deck.questions)])
    opens = []
    for _ in range(3):
        begun = time.perf_counter()
        page.reload()
        page.locator(".practice-begin").wait_for()
        opens.append(1000 * (time.perf_counter() - begun))
    begun = time.perf_counter()
    page.goto(f"{address}practice/?which=due&count=100")
    page.locator(".practice-begin").click()
    page.locator(".course-show").wait_for()
    starts = 1000 * (time.perf_counter() - begun)
    page.wait_for_timeout(500)
    page.evaluate(WATCH)
    grades = [page.evaluate(GRADE) for _ in range(GRADES)]
    longest = page.evaluate("() => Math.max(...window.long)")
    context.close()
    return {
        "opens": statistics.median(opens),
        "starts": starts,
        "grades": statistics.median(grades),
        "longest": longest,
    }


def record(id: str, place: int) -> dict[str, Any]:
    """Ten reviews over half a year; which grades, follows from the place."""
    now = int(time.time() * 1000)
    reviews = [
        [now - (180 - 18 * round) * DAY + place, 1 + (place * 7 + round * 3) % 4, "practice"]
        for round in range(REVIEWS)
    ]
    return {"id": id, "reviews": reviews, "aside": None}


if __name__ == "__main__":
    os.environ.setdefault("NO_MKDOCS_2_WARNING", "1")
    main()
